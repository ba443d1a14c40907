"""Factors of the package: found by key, by grid and year, or from a table of one's own."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

from ecopark import frames, packages, validation
from ecopark.emissions.factor_sets import CO2, ELECTRICITY, HEAT, QUANTITIES, Factor, FactorSet
from ecopark.errors import DataProblem, Problem, UnknownName

__all__ = ["all_factors", "convention_factor", "factor", "factor_set", "grid", "molar_mass", "reference"]

_REFERENCE = "huatuo6-coefficients"  # source of the reference coefficients of the Chinese statistics
_GRID = "grid average"


def factor(key: str) -> Factor:
    """Return a factor of the package ``factors`` by its key.

    Parameters
    ----------
    key : str
        Key of a row of the table ``fuels``, ``emission_factors`` or ``electricity_conventions``,
        as in :func:`all_factors`.

    Returns
    -------
    Factor
        The factor, in the unit of its row.

    Raises
    ------
    UnknownName
        If there is no such row; the message gives the nearest key.

    Examples
    --------
    >>> found = factor("electricity_china_2022")
    >>> found.value, found.unit, found.boundary
    (0.5366, 'kg/kWh', 'grid average')
    """
    if key not in all_factors():
        raise UnknownName("factor", key, all_factors())
    return all_factors()[key]


def factor_set(*keys: str, table: Any = None, name: str = "own choice") -> FactorSet:
    """Return factors that are used together, from the package and from a table of one's own.

    Parameters
    ----------
    *keys : str
        Keys of the package ``factors``, as for :func:`factor`.
    table : pandas.DataFrame or polars.DataFrame, optional
        Own factors, one a row: ``id``, ``carrier``, ``quantity``, ``value`` and ``unit``; a factor of
        CO2 needs ``country``, ``year`` and ``boundary`` too. Further columns: ``area``,
        ``convention`` (``LHV`` or ``HHV``), ``gas``, ``source``, ``value_printed``.
    name : str
        Name of the set.

    Returns
    -------
    FactorSet
        The set.

    Raises
    ------
    UnknownName
        If a key is unknown.
    DataProblem
        If a factor of CO2 has no country, year or boundary, or two factors of one carrier measure
        the same: all faults, listed.

    Examples
    --------
    >>> factor_set("fuel_oil_ipcc_2006", "fuel_oil_coal_equivalent").carriers
    ('fuel_oil',)
    """
    return FactorSet(name, (*(factor(key) for key in keys), *_own(table)))


def reference(area: str = "national", year: int = 2022, country: str = "China") -> FactorSet:
    """Return the Chinese reference coefficients, the newest default CO2 factors and one grid.

    Coal equivalents are the reference values of the Chinese statistics (low heat value), CO2 of
    fuels is the newest international default in the package. A carrier that lacks one of them has
    the status ``missing`` where it is used. No density is included: add one, as an assumption.

    Parameters
    ----------
    area, country : str
        Grid of the electricity, as for :func:`grid`.
    year : int
        Year of the grid factor.

    Returns
    -------
    FactorSet
        The set.

    Raises
    ------
    UnknownName
        If there is no factor for that grid and year.

    Examples
    --------
    >>> reference("Yunnan", 2022).get("electricity", CO2).value
    0.1073
    """
    fuels = [f for f in all_factors().values() if f.source == _REFERENCE and f.quantity == HEAT[0]]
    known = {f.carrier for f in fuels}
    defaults = sorted(
        (
            f
            for f in all_factors().values()
            if f.country == "world" and f.quantity in CO2 and f.carrier in known
        ),
        key=lambda f: f.year or 0,
    )
    newest = {f.carrier: f for f in defaults}
    return FactorSet(f"reference, {area} {year}", (*fuels, *newest.values(), grid(area, year, country)))


def grid(area: str = "national", year: int = 2022, country: str = "China", boundary: str = _GRID) -> Factor:
    """Return the CO2 factor of electricity of one area and year.

    Parameters
    ----------
    area : str
        Province or region, ``national`` for the whole country.
    year : int
        Year that the factor holds for. There is no nearest year: a year that is not there is refused.
    country : str
        Country.
    boundary : str
        What is counted, such as ``grid average`` or ``fossil only``.

    Returns
    -------
    Factor
        The factor [kg CO2/kWh].

    Raises
    ------
    UnknownName
        If the package has no such area, year or boundary; the message lists what there is.

    Examples
    --------
    >>> grid("Hebei", 2022).value, grid(year=2023).value
    (0.7252, 0.5306)
    """
    left = [f for f in all_factors().values() if f.quantity == CO2[2]]
    asked = {"country": country, "area": area, "boundary": boundary, "year": year}
    seen = ""
    for name, value in asked.items():
        known = sorted({getattr(f, name) for f in left})
        left = [f for f in left if getattr(f, name) == value]
        if not left:
            raise UnknownName(f"{name} of a grid factor{seen}", value, known)
        seen += f"{' for' if not seen else ','} {value}"
    if len(left) > 1:
        raise UnknownName(f"single grid factor{seen}; name one", "several", [f.id for f in left])
    return left[0]


def convention_factor(convention: str) -> Factor:
    """Return how much coal equivalent a kilowatt-hour counts for by one convention.

    Parameters
    ----------
    convention : {"calorific", "equivalent"}
        Whether electricity counts by its energy content or by the coal burnt to make it.

    Returns
    -------
    Factor
        The factor [kgce/kWh].

    Raises
    ------
    UnknownName
        If there is no such convention.

    Examples
    --------
    >>> convention_factor("calorific").value, convention_factor("equivalent").value
    (0.1229, 0.404)
    """
    known = {f.convention: f for f in all_factors().values() if f.quantity == ELECTRICITY}
    if convention not in known:
        raise UnknownName("electricity convention", convention, [str(k) for k in known])
    return known[convention]


def molar_mass(formula: str) -> float:
    """Return the molar mass of a compound [g/mol], added up over its elements.

    Raises
    ------
    UnknownName
        If the package ``factors`` does not know the compound.

    Examples
    --------
    >>> round(molar_mass("CO2"), 3)
    44.009
    """
    masses = {row["formula"]: row["molar_mass"] for row in packages.rows("factors", "chemistry")}
    if formula not in masses:
        raise UnknownName("element or compound", formula, masses)
    parts = [p for p in packages.rows("factors", "compositions") if p["formula"] == formula]
    return float(sum(p["count"] * masses[p["element"]] for p in parts) if parts else masses[formula])


@cache
def all_factors() -> dict[str, Factor]:
    """Return every factor of the package, by key.

    A key is the ``id`` of its row. Where two tables have the same ``id`` the key of the later one
    carries its table: ``fuels/fuel_oil_ipcc_2006`` is a heat value, ``fuel_oil_ipcc_2006`` a factor
    of CO2.

    Examples
    --------
    >>> all_factors()["fuels/fuel_oil_ipcc_2006"].unit, all_factors()["fuel_oil_ipcc_2006"].unit
    ('GJ/t', 'kg/GJ')
    """
    found: dict[str, Factor] = {}
    for table in ("emission_factors", "fuels", "electricity_conventions"):
        for row in packages.rows("factors", table):
            key = f"{table}/{row['id']}" if row["id"] in found else row["id"]
            if row["quantity"] in QUANTITIES:
                found[key] = _from_row({**row, "id": key})
    return found


def _from_row(row: dict[str, Any]) -> Factor:
    known = {f.name for f in fields(Factor)}
    values = {k: v for k, v in row.items() if k in known and v is not None and v == v}
    values.setdefault("carrier", "electricity")
    if "convention" not in values and row.get("heat_value_convention"):
        values["convention"] = row["heat_value_convention"]
    if isinstance(values.get("year"), float) and values["year"].is_integer():
        values["year"] = int(values["year"])  # a column of years with an empty cell holds floats
    return Factor(**values)


def _own(table: Any) -> list[Factor]:
    """Return the factors of a user's table, or one error that lists every fault."""
    if table is None:
        return []
    frame = frames.eager(table, "table of factors")
    absent = validation.missing_columns(frame.columns, ("id", "carrier", "quantity", "value", "unit"))
    if absent:
        raise DataProblem("the table of factors", absent)
    made, faults = [], []
    for number, row in enumerate(frame.iter_rows(named=True)):
        try:
            made.append(_from_row(row))
        except DataProblem as error:
            faults += [Problem(p.rule, p.column, number, value=p.value, fix=p.fix) for p in error.problems]
        except TypeError:
            faults.append(Problem("a cell is empty that every factor needs", row=number, fix="fill the row"))
    if faults:
        raise DataProblem("the table of factors", faults)
    return made
