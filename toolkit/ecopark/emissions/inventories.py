"""An energy inventory: amounts of carriers to coal equivalent, energy and CO2."""

from __future__ import annotations

from typing import Any, Literal

import narwhals as nw

from ecopark import frames, units
from ecopark.emissions.factor_sets import CO2, HEAT, UNITS, FactorSet
from ecopark.emissions.factors import reference
from ecopark.emissions.routes import Route, is_energy, route
from ecopark.emissions.totals import Inventory
from ecopark.errors import DataProblem, Problem, UnitMismatch, UnknownName
from ecopark.intervals import Interval, rounded
from ecopark.validation import Column, faults

__all__ = ["inventory"]

_CONVENTIONS = ("calorific", "equivalent")
_WANTED = (
    Column("carrier", "text", "", True, None, None, None, "energy carrier, as in the factors"),
    Column("amount", "number", "unit of the row", True, None, 0, None, "amount of the carrier"),
    Column("unit", "text", "", True, None, None, None, "unit of the amount"),
)
_STEP = Column("step", "number", "unit of the row", False, None, 0, None, "step of the rounding")


def inventory(
    table: Any,
    factors: FactorSet | None = None,
    electricity: Literal["calorific", "equivalent"] = "calorific",
) -> Inventory:
    """Turn amounts of energy carriers into coal equivalent, energy and CO2.

    Coal equivalent and energy of a fuel are its amount times its heat value (and its density, where
    the amount is a volume and the heat value goes by mass); one tce is 29.3076 GJ. CO2 of a fuel is its
    energy times its CO2 factor; a carbon content counts times the molar mass of CO2 over that of
    carbon. Electricity counts in coal equivalent and energy by one of two conventions: by its energy
    content (``calorific``) or by the coal burnt to make it (``equivalent``). Its CO2 is its amount
    times the factor of the grid, by both.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row an amount: ``carrier``, ``amount`` [unit of the row], ``unit``; optionally ``step``,
        the step to which the amount was rounded [unit of the row], 0 for an exact amount, by default
        its last decimal place. Further columns are kept.
    factors : FactorSet, optional
        The factors, from :func:`factor_set` or :func:`reference`; by default ``reference()``.
    electricity : {"calorific", "equivalent"}
        How electricity counts in coal equivalent and energy.

    Returns
    -------
    Inventory
        The table with tce, GJ and t of CO2, and the range that rounding of amounts and factors
        allows. A row has the status ``missing`` where its amount or a factor is not there, and
        ``undefined`` for the coal equivalent of a high heat value. An amount of 0 gives 0 also there,
        as an exact number: nothing of a carrier is nothing, whatever its factor.

    Raises
    ------
    DataProblem
        With every fault: a missing column, a negative amount, an unknown carrier or unit, a unit that
        does not go with the factors, a low heat value with a CO2 factor for high ones.
    UnknownName
        If there is no such convention.

    References
    ----------
    GB/T 2589-2008, General principles for calculation of the comprehensive energy consumption.

    Examples
    --------
    >>> import pandas as pd
    >>> used = pd.DataFrame({"carrier": ["electricity"], "amount": [1.0], "unit": ["GWh"]})
    >>> for area in ("Yunnan", "Hebei"):
    ...     round(inventory(used, reference(area, 2022)).total("co2").value)
    107
    725
    """
    if electricity not in _CONVENTIONS:
        raise UnknownName("electricity convention", electricity, _CONVENTIONS)
    chosen = reference() if factors is None else factors
    frame = frames.eager(table, "inventory")
    problems = faults(frame, [*_WANTED, *([_STEP] if "step" in frame.columns else [])])
    if problems:
        raise DataProblem("the inventory", problems)
    carriers, own = (frame.get_column(name).to_list() for name in ("carrier", "unit"))
    routes = _routes(carriers, own, chosen, electricity)
    amounts = _amounts(frame)
    columns: dict[str, list[Any]] = {}
    for quantity in UNITS:
        found = [routes[pair][quantity] for pair in zip(carriers, own, strict=True)]
        columns |= _columns(quantity, found, amounts)
    columns["gas"] = [_gas(routes[pair]["co2"]) for pair in zip(carriers, own, strict=True)]
    columns["electricity"] = [electricity if c == "electricity" else None for c in carriers]
    made = nw.from_dict(columns, schema=_schema(columns), backend=frame.implementation)
    kept = frame.select([c for c in frame.columns if c not in columns])
    return Inventory(nw.concat([kept, made], how="horizontal").to_native(), electricity, chosen)


_Way = Route | str  # a route, or why there is none


def _routes(
    carriers: list[str], own: list[str], chosen: FactorSet, electricity: str
) -> dict[tuple[str, str], dict[str, _Way]]:
    """Return the routes of each carrier and unit that occurs, or one error that lists every fault."""
    found: dict[tuple[str, str], dict[str, _Way]] = {}
    problems: list[Problem] = []
    pairs = list(zip(carriers, own, strict=True))
    for row, pair in enumerate(pairs):
        if pair not in found:
            try:
                found[pair] = {q: _way(*pair, q, chosen, electricity) for q in UNITS}
            except (UnitMismatch, UnknownName) as error:
                column = "carrier" if pair[0] not in chosen.carriers else "unit"
                value = pair[0] if column == "carrier" else f"{pair[0]} in {pair[1]}"
                text, rows = str(error).rstrip("."), pairs.count(pair)
                problems.append(Problem(text, column, row, value=value, count=rows))
                found[pair] = {}
    if problems:
        raise DataProblem("the inventory", problems)
    return found


def _way(carrier: str, unit: str, quantity: str, chosen: FactorSet, electricity: str) -> _Way:
    units.quantity(1.0, unit)
    if carrier in chosen.carriers and carrier != "electricity":
        heat = chosen.get(carrier, HEAT)
        if heat is None and not is_energy(unit):
            return "missing"
        rules = heat or chosen.get(carrier, CO2)
        if quantity == "tce" and rules is not None and rules.convention == "HHV":
            return "undefined"
    if carrier in chosen.carriers and quantity == "co2" and chosen.get(carrier, CO2) is None:
        return "missing"
    return route(carrier, unit, quantity, chosen, electricity)


def _gas(way: _Way) -> str | None:
    return way.factors[-1].gas if isinstance(way, Route) and way.factors else None


_Amounts = list[tuple[float, float, float] | None]


def _amounts(frame: nw.DataFrame[Any]) -> _Amounts:
    """Return each amount with the ends of its rounding, or nothing where it is missing."""
    steps = frame.get_column("step").to_list() if "step" in frame.columns else [None] * len(frame)
    found: _Amounts = []
    for amount, step in zip(frame.get_column("amount").to_list(), steps, strict=True):
        if amount is None or amount != amount:
            found.append(None)
            continue
        found.append((float(amount), *_ends(float(amount), step)))
    return found


def _ends(amount: float, step: Any) -> tuple[float, float]:
    if step == 0:
        return amount, amount
    ends = rounded(amount, None if step is None or step != step else float(step))
    return max(0.0, ends.low), ends.high


def _columns(quantity: str, found: list[_Way], amounts: _Amounts) -> dict[str, list[Any]]:
    """Return value, range, status and factors of one quantity, row by row."""
    names = ("", "_low", "_high", "_status", "_factors")
    made: dict[str, list[Any]] = {f"{quantity}{name}": [] for name in names}
    memory: dict[int, tuple[float, Interval, str]] = {}
    for way, amount in zip(found, amounts, strict=True):
        row: tuple[Any, ...]
        if amount is None or (isinstance(way, str) and amount[0] != 0):
            row = (None, None, None, way if isinstance(way, str) else "missing", None)
        elif isinstance(way, str):
            row = (0.0, 0.0, 0.0, "ok", None)
        else:
            if id(way) not in memory:
                words = "; ".join(f.citation for f in way.factors) or "conversion of units"
                memory[id(way)] = (way.value, way.range, words)
            each, range_, cited = memory[id(way)]
            row = (amount[0] * each, amount[1] * range_.low, amount[2] * range_.high, "ok", cited)
        for name, value in zip(names, row, strict=True):
            made[f"{quantity}{name}"].append(value)
    return made


def _schema(columns: dict[str, list[Any]]) -> dict[str, Any]:
    texts = ("_status", "_factors", "gas", "electricity")
    return {name: nw.String() if name.endswith(texts) else nw.Float64() for name in columns}
