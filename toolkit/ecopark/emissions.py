"""Emissions: energy carriers to coal equivalent and CO2, by factors that name place, year and boundary."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import cache, reduce
from operator import mul
from typing import TYPE_CHECKING, Any, Literal

from ecopark import datasets, frames, units
from ecopark.errors import (
    BadArgument,
    DataError,
    Issue,
    UndefinedResult,
    UnitMismatch,
    UnknownNameError,
    require_known,
)
from ecopark.i18n import mark, say
from ecopark.intervals import Interval, parse_printed, rounding_interval
from ecopark.validation import Column, find_issues, find_missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("Factor", "FactorChain", "FactorSet", "Inventory", "MissingFactor", "Total", "all_factors"),
    *("china_default_factors", "desulfurization_co2", "factor", "factor_chain", "factor_set"),
    *("grid_factor", "gypsum_balance", "implied_factor", "inventory", "molar_mass"),
]

ROLES = {  # place of each quantity in a chain of factors
    "coal equivalent": "heat value",
    "heat value": "heat value",
    "density": "density",
    "CO2 of the fuel": "CO2 factor",
    "carbon content": "CO2 factor",
    "CO2 of electricity": "CO2 factor",
    "coal equivalent of electricity": "convention",
}
Quantity = Literal["tce", "gj", "co2"]
UNITS: dict[Quantity, str] = {"tce": "tce", "gj": "GJ", "co2": "t"}  # of the results of an inventory
CONVENTIONS = ("calorific", "equivalent")  # how electricity counts in energy


@dataclass(frozen=True)
class Factor:
    """One factor: the quantity that it measures for a carrier, its place, year and boundary.

    ``value`` is in ``unit``. ``convention`` is the low (``LHV``) or high (``HHV``) heat value of a fuel, or
    the way in which electricity counts. A factor of CO2 without country, year and boundary is refused.
    """

    id: str
    carrier: str
    quantity: str
    value: float
    unit: str
    country: str | None = None
    area: str | None = None
    year: int | None = None
    boundary: str | None = None
    convention: str | None = None
    gas: str | None = None
    source: str = ""
    status: str = ""
    value_printed: str | None = None

    def __post_init__(self) -> None:
        issues = []
        for name in ("country", "year", "boundary") if self.role == "CO2 factor" else ():
            if not getattr(self, name):
                rule = say("a factor of CO2 needs its {field}", field=name)
                fix = say("name the {field} that {id} holds for, or do not use it", field=name, id=self.id)
                issues.append(Issue(rule, name, fix=fix))
        if self.quantity not in ROLES:
            rule = mark("is no quantity that a factor measures")
            fix = say("choose one of {choices}", choices=", ".join(ROLES))
            issues.append(Issue(rule, "quantity", value=self.quantity, fix=fix))
        if not (isinstance(self.value, int | float) and 0 <= self.value < math.inf):
            rule = mark("must be a number that is not negative")
            issues.append(Issue(rule, "value", value=self.value, fix="check it"))
        if issues:
            raise DataError(say("factor {id}", id=self.id), issues)

    @property
    def role(self) -> str:
        """Place in a chain of factors: ``heat value``, ``density``, ``CO2 factor`` or ``convention``."""
        return ROLES.get(self.quantity, "")

    @property
    def use(self) -> tuple[str, str | None]:
        """Role and carrier, or role and convention: different for all factors of a set."""
        return self.role, self.convention if self.role == "convention" else self.carrier

    @property
    def range(self) -> Interval:
        """The values that round to the printed one [unit of the factor]."""
        # Some pages print the value in another unit: then the last digit of the value counts.
        with suppress(BadArgument):
            if self.value in (interval := parse_printed(self.value_printed or "")):
                return interval
        return rounding_interval(self.value)

    @property
    def citation(self) -> str:
        """Place, year and boundary of the factor, and whether it is unverified."""
        area = None if self.area in ("national", self.country) else self.area
        where = ", ".join(str(x) for x in (self.country, area, self.year, self.boundary) if x)
        return f"{self.id} ({where}{'; unverified' if self.status == 'unverified' else ''})"


@dataclass(frozen=True)
class FactorSet:
    """Factors that are used together: for each carrier at most one heat value, CO2 factor and density."""

    name: str
    factors: tuple[Factor, ...]

    def __post_init__(self) -> None:
        # Two factors for one use would leave open which one counts.
        first, issues = {f.use: f.id for f in reversed(self.factors)}, []
        for factor in self.factors:
            other = first[factor.use]
            if other != factor.id:
                rule = say("measures the same as {other} for {carrier}", other=other, carrier=factor.carrier)
                issues.append(Issue(rule, "id", value=factor.id, fix="keep one of the two"))
        if issues:
            raise DataError(say("factor set {name}", name=self.name), issues)

    @property
    def carriers(self) -> tuple[str, ...]:
        """The carriers that the set knows."""
        return tuple(dict.fromkeys(factor.carrier for factor in self.factors))

    def get(self, carrier: str, role: str) -> Factor | None:
        """Return the ``heat value``, ``density`` or ``CO2 factor`` of a carrier, or ``None``."""
        return next((f for f in self.factors if f.carrier == carrier and f.role == role), None)

    def replace(self, *factors: Factor) -> FactorSet:
        """Return the set with factors added; one that measures the same takes the other's place."""
        uses = {factor.use for factor in factors}
        return FactorSet(self.name, (*(f for f in self.factors if f.use not in uses), *factors))


@dataclass(frozen=True)
class FactorChain:
    """A product of factors and of ``scale``, the exact factor of their units, in ``unit``, such as t/kL."""

    factors: tuple[Factor, ...]
    scale: float
    unit: str

    @property
    def value(self) -> float:
        """The product [unit of the chain]."""
        return self.scale * math.prod(factor.value for factor in self.factors)

    @property
    def range(self) -> Interval:
        """The product within the rounding of every factor [unit of the chain]."""
        return reduce(mul, (factor.range for factor in self.factors), Interval(self.scale, self.scale))


@dataclass(frozen=True)
class Total:
    """A total in ``unit``.

    ``value`` is ``None`` if ``status`` is not ``ok``: ``missing`` (an amount or a factor), ``undefined`` (a
    high heat value in coal equivalent) or ``ambiguous`` (several gases). ``known`` is the sum of the rows
    that could be computed, ``n_unknown`` counts the others.
    """

    value: float | None
    unit: str
    status: str
    known: float
    n_unknown: int


@dataclass(frozen=True)
class Inventory:
    """The rows of an energy inventory with coal equivalent, energy and CO2, and their totals.

    ``table`` is the user's table with ``tce`` [tce], ``gj`` [GJ] and ``co2`` [t], each with its ``_status``
    and the ``_factors`` used; ``gas`` is the gas in ``co2``. ``convention`` names how electricity
    counts in tce and GJ; the column ``electricity`` repeats it beside the rows of electricity.
    """

    table: pd.DataFrame = field(repr=False, compare=False)
    convention: str

    def total(self, quantity: Quantity = "co2") -> Total:
        """Return the sum of ``tce`` [tce], ``gj`` [GJ] or ``co2`` [t] over all rows."""
        require_known(mark("quantity"), quantity, UNITS)
        statuses = self.table[f"{quantity}_status"]
        rows = self.table[statuses == "ok"]
        # A row without a value leaves the total without one, and CO2 does not add up with CO2 equivalents.
        status = next((s for s in ("missing", "undefined") if s in set(statuses)), "ok")
        if quantity == "co2" and status == "ok" and rows["gas"].nunique() > 1:
            status = "ambiguous"
        computed = float(rows[quantity].sum())
        value = computed if status == "ok" else None
        return Total(value, UNITS[quantity], status, computed, len(self.table) - len(rows))


class MissingFactor(UnknownNameError):
    """A carrier is known, but not a factor that it needs."""


@cache
def all_factors() -> dict[str, Factor]:
    """List every factor of the package ``factors``.

    Returns
    -------
    dict of str to Factor
        By the ``id`` of the row; if two tables share one, the key of the later begins with its table.

    Examples
    --------
    >>> all_factors()["fuels/fuel_oil_ipcc_2006"].unit, all_factors()["fuel_oil_ipcc_2006"].unit
    ('GJ/t', 'kg/GJ')
    """
    factors: dict[str, Factor] = {}
    for table in ("emission_factors", "fuels", "electricity_conventions"):
        for row in datasets.rows("factors", table):
            # An id that an earlier table has used gets the name of its table before it.
            key = f"{table}/{row['id']}" if row["id"] in factors else row["id"]
            if row["quantity"] in ROLES:
                factors[key] = _from_row({"carrier": "electricity", **row, "id": key})
    return factors


def _from_row(row: dict[str, Any]) -> Factor:
    """Return the factor of a row; an empty cell takes the default."""
    cells = {name: value for name, cell in row.items() if (value := frames.to_python(cell)) is not None}
    cells.setdefault("convention", cells.get("heat_value_convention"))
    if isinstance(year := cells.get("year"), float) and year.is_integer():
        cells["year"] = int(year)  # a column of years with an empty cell holds floats
    return Factor(**{f.name: cells[f.name] for f in fields(Factor) if f.name in cells})


def factor(key: str) -> Factor:
    """Look up a factor of the package ``factors``.

    Parameters
    ----------
    key : str
        A key of :func:`all_factors`.

    Returns
    -------
    Factor
        The factor, in the unit of its row.

    Raises
    ------
    UnknownNameError
        If there is no such factor; the message gives the nearest key.

    Examples
    --------
    >>> grid = factor("electricity_china_2022")
    >>> grid.value, grid.unit, grid.boundary
    (0.5366, 'kg/kWh', 'grid average')
    """
    require_known(mark("factor"), key, all_factors())
    return all_factors()[key]


def factor_set(*keys: str, table: Any = None, name: str = "own choice") -> FactorSet:
    """Combine factors from the package and from the user's table into a set.

    Parameters
    ----------
    *keys : str
        Keys of :func:`all_factors`.
    table, name : pandas.DataFrame, str, optional
        The user's factors, one per row: ``id``, ``carrier``, ``quantity``, ``value`` and ``unit``,
        ``country``, ``year`` and ``boundary`` for CO2, other fields of :class:`Factor` if wanted; and the
        name of the set.

    Returns
    -------
    FactorSet
        The set.

    Raises
    ------
    UnknownNameError, DataError
        If a key is unknown; with every fault of the table and every two factors that measure the same.

    Examples
    --------
    >>> factor_set("fuel_oil_ipcc_2006", "fuel_oil_coal_equivalent").carriers
    ('fuel_oil',)
    """
    factors, issues = [factor(key) for key in keys], []
    if table is not None:
        frame = frames.from_native_eager(table, mark("table of factors"))
        issues = find_missing_columns(frame.columns, ("id", "carrier", "quantity", "value", "unit"))
        for number, row in enumerate([] if issues else frame.iter_rows(named=True)):
            try:
                factors.append(_from_row(row))
            except DataError as error:
                issues += [replace(problem, row=number) for problem in error.issues]
            except TypeError:
                issues.append(
                    Issue("a cell is empty that every factor needs", row=number, fix="fill the row")
                )
    if issues:
        raise DataError("the table of factors", issues)
    return FactorSet(name, tuple(factors))


def grid_factor(area: str = "national", year: int = 2022, boundary: str = "grid average") -> Factor:
    """Look up the CO2 factor of electricity in China of one area and year; there is no nearest year.

    Parameters
    ----------
    area, year, boundary : str, int, str
        Province or region (``national`` for the whole country), year that the factor holds for, and
        boundary of the system, such as ``grid average`` or ``fossil only``.

    Returns
    -------
    Factor
        The factor [kg CO2/kWh].

    Raises
    ------
    UnknownNameError
        If the package has no such area, year or boundary; the message lists the known ones.

    Examples
    --------
    >>> grid_factor("Hebei", 2022).value, grid_factor(year=2023).value
    (0.7252, 0.5306)
    """
    conditions = {"country": "China", "area": area, "boundary": boundary, "year": year}
    factors = [f for f in all_factors().values() if f.quantity == "CO2 of electricity"]
    # One condition at a time, so that the message lists the values that fit those before it.
    for n, (name, value) in enumerate(conditions.items()):
        choices = sorted({getattr(f, name) for f in factors})
        factors = [f for f in factors if getattr(f, name) == value]
        if not factors:
            place = ", ".join(map(str, [*conditions.values()][:n]))
            kind = say("{field} of a grid factor for {place}", field=name, place=place)
            raise UnknownNameError(kind, value, choices)
    return factors[0]


def china_default_factors(area: str = "national", year: int = 2022) -> FactorSet:
    """Combine the Chinese coal equivalents, the newest default CO2 factors and one grid factor.

    Coal equivalents are those of the Chinese statistics (low heat value), CO2 of fuels is the newest
    international default in the package. No density is included: add one, as an assumption.

    Parameters
    ----------
    area, year : str, int
        Grid and year of the electricity, as for :func:`grid_factor`.

    Returns
    -------
    FactorSet
        The set. A carrier that lacks a factor has the status ``missing`` in an inventory.

    Examples
    --------
    >>> china_default_factors("Yunnan", 2022).get("electricity", "CO2 factor").value
    0.1073
    """
    source, quantity = "huatuo6-coefficients", "coal equivalent"
    heat_values = [f for f in all_factors().values() if f.source == source and f.quantity == quantity]
    carriers = {f.carrier for f in heat_values}
    defaults = [f for f in all_factors().values() if f.country == "world" and f.role == "CO2 factor"]
    # Of the world's defaults the newest for each carrier: a later one replaces an earlier one.
    newest = {f.carrier: f for f in sorted(defaults, key=lambda f: f.year or 0) if f.carrier in carriers}
    factors = (*heat_values, *newest.values(), grid_factor(area, year))
    return FactorSet(say("defaults of China, {area} {year}", area=area, year=year), factors)


def factor_chain(
    carrier: str, unit: str, quantity: Quantity, factors: FactorSet, convention: str = "calorific"
) -> FactorChain:
    """Chain the factors from one unit of a carrier to coal equivalent, energy or CO2.

    Parameters
    ----------
    carrier, unit : str
        Energy carrier, as in the factor set, and unit of its amount, such as ``"kL"`` or ``"10^4 m3"``.
    quantity : {"tce", "gj", "co2"}
        The target: coal equivalent [tce], energy [GJ] or CO2 [t].
    factors, convention : FactorSet, {"calorific", "equivalent"}
        As for :func:`inventory`.

    Returns
    -------
    FactorChain
        In tce, GJ or t per unit of the amount.

    Raises
    ------
    UnknownNameError, MissingFactor, UnitMismatch, UndefinedResult
        If a name is unknown, the set lacks a factor, the factors do not fit the unit or one another, or a
        high heat value has no coal equivalent.

    Examples
    --------
    >>> oil = factor_set("fuel_oil_coal_equivalent", "fuel_oil_density")
    >>> round(factor_chain("fuel_oil", "kL", "tce", oil).value, 4)
    1.3715
    """
    require_known(mark("quantity"), quantity, UNITS)
    require_known(say("carrier of the factor set {name!r}", name=factors.name), carrier, factors.carriers)
    require_known(mark("electricity convention"), convention, CONVENTIONS)

    def required(role: str) -> Factor:
        factor = factors.get(carrier, role)
        if factor is None:
            others = [f.id for f in all_factors().values() if f.carrier == carrier and f.role == role]
            kind = say("{role} of {carrier} in the factor set", role=role, carrier=carrier)
            raise MissingFactor(kind, factors.name, others)
        return factor

    target, is_energy = UNITS[quantity], units.quantity(1.0, unit).is_compatible_with("GJ")
    chain: list[Factor] = []
    if carrier == "electricity":
        # CO2 by the factor of the grid, energy by a convention; the set may contain its own.
        if (known_unit := units.parse(unit)) and known_unit.measure == "coal equivalent":
            message = mark(
                "Electricity in {unit!r} already follows a convention: give its amount in kWh, MWh or GWh."
            )
            raise UnitMismatch(message, unit=unit)
        if quantity == "co2":
            chain = [required("CO2 factor")]
        elif quantity == "tce" or convention == "equivalent":
            candidates = (*factors.factors, *all_factors().values())
            chain = [next(f for f in candidates if f.use == ("convention", convention))]
    elif quantity == "co2":
        # The energy of the fuel times its CO2 factor, if both go by the same kind of heat value.
        co2, heat = required("CO2 factor"), factor_chain(carrier, unit, "gj", factors).factors
        for other in heat:
            if {other.convention, co2.convention} == {"LHV", "HHV"}:
                message = mark(
                    "{heat} is a {kind} value and {co2} goes with {other}: take both from one convention."
                )
                uses = {"heat": other.id, "kind": other.convention, "co2": co2.id, "other": co2.convention}
                raise UnitMismatch(message, **uses)
        chain = [*heat, co2]
    else:
        # Energy of a fuel: by heat value, by density and heat value, or as it is; the first that fits.
        heat_value, density = factors.get(carrier, "heat value"), factors.get(carrier, "density")
        heat_value = heat_value if is_energy else required("heat value")
        source = heat_value or factors.get(carrier, "CO2 factor")
        if quantity == "tce" and source is not None and source.convention == "HHV":
            raise UndefinedResult(
                "{factor} is a HHV value; coal equivalent counts low heat values.", factor=source.id
            )
        if heat_value is not None and not (is_energy and quantity == "gj"):
            if _unit_product((unit, heat_value.unit), target) is not None:
                chain = [heat_value]
            elif not is_energy and density is not None:
                chain = [density, heat_value]
            elif not is_energy:
                message = mark(
                    "{carrier} in {unit!r} does not go with {factor} in {per!r}. Give another unit, or add a "
                    "density of {carrier} to the factor set."
                )
                uses = {"factor": heat_value.id, "per": heat_value.unit}
                raise UnitMismatch(message, carrier=carrier, unit=unit, **uses)

    # The units of amount and factors must multiply to the unit of the result.
    scale = _unit_product((unit, *(f.unit for f in chain)), target)
    if scale is None:
        by = say(" and ").join(f"{f.id} [{f.unit}]" for f in chain) or say("a conversion of units")
        message = mark("An amount in {unit!r} does not become {target} by {factors}.")
        raise UnitMismatch(message, unit=unit, target=target, factors=by)
    # Carbon burns to CO2, which weighs M(CO2) / M(C) times as much.
    if any(f.quantity == "carbon content" for f in chain):
        scale *= molar_mass("CO2") / molar_mass("C")
    return FactorChain(tuple(chain), scale, f"{target}/{unit}")


@cache
def _unit_product(factor_units: tuple[str, ...], target: str) -> float | None:
    """Return the product of the units in the target unit, or nothing if it measures something else."""
    product = reduce(mul, (units.quantity(1.0, unit) for unit in factor_units))
    with suppress(UnitMismatch):
        return float(f"{units.magnitude(product, target):.12g}")
    return None


def inventory(
    table: Any,
    factors: FactorSet | None = None,
    convention: Literal["calorific", "equivalent"] = "calorific",
) -> Inventory:
    """Compute coal equivalent, energy and CO2 of amounts of energy carriers.

    Coal equivalent and energy of a fuel are its amount times its heat value (and its density, if the amount
    is a volume and the heat value goes by mass); one tce is 29.3076 GJ. CO2 of a fuel is its energy times its
    CO2 factor; a carbon content counts times M(CO2)/M(C). CO2 of electricity is its amount times the factor
    of the grid.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row per amount: ``carrier``, ``amount`` [unit of the row] and ``unit``. Further columns are kept.
    factors : FactorSet, optional
        The factors, from :func:`factor_set`; by default :func:`china_default_factors`.
    convention : {"calorific", "equivalent"}
        How electricity counts in coal equivalent and energy: by its energy content, or by the coal burnt
        to make it, as in GB/T 2589-2008.

    Returns
    -------
    Inventory
        The table with tce, GJ and t of CO2. A row is ``missing`` if its amount or a factor is not there, and
        ``undefined`` for the coal equivalent of a high heat value; an amount of 0 gives exactly 0 also then.

    Raises
    ------
    DataError, UnknownNameError
        With every fault of columns, amounts, carriers and units; if there is no such convention.

    Examples
    --------
    >>> import pandas as pd
    >>> used = pd.DataFrame({"carrier": ["electricity"], "amount": [1.0], "unit": ["GWh"]})
    >>> [round(inventory(used, china_default_factors(x)).total("co2").value) for x in ("Yunnan", "Hebei")]
    [107, 725]
    """
    import pandas as pd

    require_known(mark("electricity convention"), convention, CONVENTIONS)
    factors = china_default_factors() if factors is None else factors
    frame = frames.from_native_eager(table, mark("inventory"))
    columns = [
        Column("carrier", "text", meaning=mark("energy carrier, as in the factors")),
        Column("amount", "number", mark("unit of the row"), minimum=0, meaning=mark("amount of the carrier")),
        Column("unit", "text", meaning=mark("unit of the amount")),
    ]
    if issues := find_issues(frame, columns):
        raise DataError("the inventory", issues)
    rows = frame.to_pandas()

    # The result of one unit of each carrier, its status, the factors used, and their gas.
    per_unit: dict[tuple[str, str, str], tuple[float, str, str | None, str | None]] = {}
    pairs = list(zip(rows["carrier"], rows["unit"], strict=True))
    for carrier, unit in dict.fromkeys(pairs):
        for quantity in UNITS:
            try:
                chain = factor_chain(carrier, unit, quantity, factors, convention)
            except (MissingFactor, UndefinedResult) as error:
                status = "missing" if isinstance(error, MissingFactor) else "undefined"
                per_unit[carrier, unit, quantity] = math.nan, status, None, None
            except (UnitMismatch, UnknownNameError) as error:
                is_known = carrier in factors.carriers
                column, value = ("unit", f"{carrier} [{unit}]") if is_known else ("carrier", carrier)
                first, count = pairs.index((carrier, unit)), pairs.count((carrier, unit))
                issues.append(Issue(str(error).rstrip("."), column, first, value=value, count=count))
                break  # the other quantities would break the same rule
            else:
                cited = "; ".join(factor.citation for factor in chain.factors) or "conversion of units"
                gas = chain.factors[-1].gas if chain.factors else None
                per_unit[carrier, unit, quantity] = chain.value, "ok", cited, gas
    if issues:
        raise DataError("the inventory", issues)

    # Amount times factor for each quantity; nothing of a carrier is nothing, whatever its factor.
    amounts = rows["amount"].astype(float)
    results: dict[str, pd.Series] = {}
    for quantity in UNITS:
        parts = [per_unit[carrier, unit, quantity] for carrier, unit in pairs]
        per_row = pd.DataFrame(parts, rows.index, ["factor", "status", "cited", "gas"])
        is_nothing = (amounts == 0) & (per_row["status"] != "ok")
        is_missing = amounts.isna() & (per_row["status"] == "ok")
        status_of_rows = per_row["status"].mask(is_nothing, "ok").mask(is_missing, "missing")
        results[quantity] = (amounts * per_row["factor"]).mask(is_nothing, 0.0)
        results[f"{quantity}_status"] = status_of_rows.astype("str")
        results[f"{quantity}_factors"] = per_row["cited"].astype("str").mask(is_missing)
    results["gas"] = per_row["gas"].astype("str")  # of CO2, the last quantity
    is_electricity = rows["carrier"] == "electricity"
    results["electricity"] = pd.Series(convention, rows.index, dtype="str").where(is_electricity)
    return Inventory(rows.drop(columns=list(results), errors="ignore").assign(**results), convention)


def implied_factor(emission: str | Interval, amount: str | Interval) -> Interval:
    """Divide two printed numbers: the factor that they imply, within their rounding.

    Parameters
    ----------
    emission, amount : str or Interval
        Emission [t] and the amount that it belongs to [any unit], as printed or as an interval.

    Returns
    -------
    Interval
        Emission over amount [t/unit of the amount]. ``x in interval`` tests a factor ``x``.

    Examples
    --------
    >>> linhai = implied_factor("36.2萬公噸", "12.1萬公秉")
    >>> round(linhai.low, 3), round(linhai.high, 3)
    (2.975, 3.008)
    """
    numerator, denominator = (parse_printed(x) if isinstance(x, str) else x for x in (emission, amount))
    return numerator / denominator


def molar_mass(formula: str) -> float:
    """Add up the molar mass of an element or compound.

    Parameters
    ----------
    formula : str
        A formula of the package ``factors``, such as ``"CO2"``.

    Returns
    -------
    float
        The molar mass [g/mol].

    Raises
    ------
    UnknownNameError
        If the package ``factors`` does not have the formula.

    Examples
    --------
    >>> round(molar_mass("CO2"), 3)
    44.009
    """
    masses = {row["formula"]: row["molar_mass"] for row in datasets.rows("factors", "chemistry")}
    require_known(mark("element or compound"), formula, masses)
    # The mass of a compound is the sum of those of its elements.
    parts = [row for row in datasets.rows("factors", "compositions") if row["formula"] == formula]
    return float(sum(row["count"] * masses[row["element"]] for row in parts) if parts else masses[formula])


def gypsum_balance(gypsum: float, coal_sulfur: float = 1.0, capture: float = 100.0) -> pd.DataFrame:
    """Compute the SO2 and sulfur that an amount of gypsum holds, and the coal that brings as much.

    A molecule of gypsum, CaSO4 with two H2O, holds one atom of sulfur, which one molecule of SO2 brought.
    So SO2 = gypsum · M(SO2)/M(gypsum), sulfur = gypsum · M(S)/M(gypsum), with M the molar mass, and
    coal = sulfur / (coal_sulfur/100 · capture/100).

    Parameters
    ----------
    gypsum : float
        Amount of pure gypsum [t, or t/year]; not negative.
    coal_sulfur, capture : float
        Sulfur in the coal by mass, and the part of it that ends in the gypsum [%], above 0.

    Returns
    -------
    pandas.DataFrame
        One row each for gypsum, SO2, sulfur and coal: ``quantity``, ``amount`` [t, or t/year].

    Raises
    ------
    BadArgument
        If the amount is negative, or a percentage is not above 0 and at most 100.

    Examples
    --------
    >>> gypsum_balance(150_000, coal_sulfur=1.0).round().set_index("quantity")["amount"].to_dict()
    {'gypsum': 150000.0, 'SO2': 55811.0, 'sulfur': 27933.0, 'coal': 2793267.0}
    """
    import pandas as pd

    if not 0 <= gypsum < math.inf:
        raise BadArgument("gypsum must be a number that is not negative, not {amount}.", amount=gypsum)
    for name, share in (("coal_sulfur", coal_sulfur), ("capture", capture)):
        if not 0 < share <= 100:
            message = mark("{name} must be above 0 % and at most 100 %, not {share}.")
            raise BadArgument(message, name=name, share=share)

    # Each mole of gypsum holds the sulfur of one mole of SO2.
    so2, sulfur = (gypsum * molar_mass(x) / molar_mass("CaSO4.2H2O") for x in ("SO2", "S"))
    # Coal whose sulfur, as far as it is captured, is that amount.
    coal = sulfur / (coal_sulfur / 100 * capture / 100)
    amounts = {"gypsum": gypsum, "SO2": so2, "sulfur": sulfur, "coal": coal}
    return pd.DataFrame(amounts.items(), columns=["quantity", "amount"])


def desulfurization_co2(so2: float, electricity: float, grid: Factor) -> float:
    """Compute the CO2 that flue gas desulfurization with limestone adds.

    Each mole of SO2 frees one mole of CO2 from the limestone, and the pumps and fans need electricity:
    CO2 = so2 · M(CO2)/M(SO2) + electricity · grid. Making and moving the limestone are left out.

    Parameters
    ----------
    so2, electricity : float
        SO2 that is removed [t], and electricity of the scrubber [MWh].
    grid : Factor
        CO2 factor of that electricity, as from :func:`grid_factor`.

    Returns
    -------
    float
        CO2 that is added [t].

    Raises
    ------
    UnitMismatch, UndefinedResult
        If the factor is not one for electricity, or an amount is negative or not finite.

    Examples
    --------
    >>> round(desulfurization_co2(100.0, 0.0, grid_factor(year=2022)), 1)
    68.7
    """
    if grid.quantity != "CO2 of electricity":
        message = mark("{factor} gives {quantity}, not CO2 of electricity.")
        raise UnitMismatch(message, factor=grid.id, quantity=grid.quantity)
    if not all(0 <= amount < math.inf for amount in (so2, electricity)):
        message = mark("Amounts must be finite and not negative, not {so2} t and {electricity} MWh.")
        raise UndefinedResult(message, so2=so2, electricity=electricity)

    # Limestone frees one mole of CO2 for each mole of SO2; electricity adds the CO2 of the grid [t/MWh].
    per_mwh = grid.value * units.factor(grid.unit, "t/MWh")
    return so2 * molar_mass("CO2") / molar_mass("SO2") + electricity * per_mwh
