"""Growth between two years of each zone, and the elasticity coefficient made of it."""

from __future__ import annotations

from typing import Any, Literal

import narwhals as nw
import numpy as np

from ecopark import frames, zones
from ecopark.errors import DataProblem, Problem, UndefinedResult, UnknownName
from ecopark.frames import AnyFrame
from ecopark.panel import CONSTANT, CURRENT
from ecopark.zones import Floats, Ints, Zones

__all__ = ["METHODS", "Method", "annual_growth", "at_constant_prices", "ends", "measured", "neighbours"]

Method = Literal["annual-average", "endpoint", "arc", "log"]
METHODS = ("annual-average", "endpoint", "arc", "log")

# Quantity and driver in the start year (0) and in the end year (1).
_Q0, _Q1, _V0, _V1, _C0, _C1 = "__q0", "__q1", "__v0", "__v1", "__c0", "__c1"
_CROWDED = "__crowded"


def annual_growth(first: nw.Expr, last: nw.Expr, years: nw.Expr) -> nw.Expr:
    """Return the average annual growth between two values: ``(last / first) ** (1 / years) - 1``.

    Parameters
    ----------
    first, last : narwhals.Expr
        The quantity in the first and in the last year [same unit]; ``first`` above zero.
    years : narwhals.Expr
        Years between the two, at least one.

    Returns
    -------
    narwhals.Expr
        Growth a year [1 = 100 % a year].

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"a": [100.0], "b": [121.0], "n": [2.0]}))
    >>> growth = annual_growth(nw.col("a"), nw.col("b"), nw.col("n"))
    >>> round(float(frame.select(growth.alias("g")).item()), 12)
    0.1
    """
    return (last / first) ** (1 / years) - 1


def at_constant_prices(
    then: nw.Expr, now: nw.Expr, constant_then: nw.Expr, constant_now: nw.Expr
) -> tuple[nw.Expr, nw.Expr]:
    """Return added value of the start year and of a later year on one base of prices.

    A zone whose start year has added value at constant prices is measured at constant prices, any
    other in current prices; the two are never mixed.

    Parameters
    ----------
    then, now : narwhals.Expr
        Added value at current prices in the start year and in the later year [10^4 RMB].
    constant_then, constant_now : narwhals.Expr
        The same at constant prices [10^4 RMB], missing where not known.

    Returns
    -------
    tuple of narwhals.Expr
        Start year and later year [10^4 RMB].

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"then": [1.0, 1.0], "now": [2.0, 2.0], "c0": [3.0, None], "c1": [4.0, 5.0]})
    >>> then, now = at_constant_prices(*(nw.col(n) for n in table))
    >>> nw.from_native(table).select(then.alias("then"), now.alias("now")).rows()
    [(3.0, 4.0), (1.0, 2.0)]
    """
    known = ~constant_then.is_null()
    return nw.when(known).then(constant_then).otherwise(then), nw.when(known).then(constant_now).otherwise(
        now
    )


def ends(
    frame: AnyFrame, quantity: str, driver: str, by: str, start: int | None, end: int | None
) -> AnyFrame:
    """Return one row a zone: its start and end year, and quantity and driver in both."""
    if isinstance(frame, nw.LazyFrame) and not frame.implementation.is_dask():
        return _lazy_ends(frame, quantity, driver, by, start, end)
    rows = zones.in_order(frame, quantity, driver, by)
    _known_years([start, end], int(rows.year.min()), int(rows.year.max()), np.unique(rows.year).tolist())
    first = rows.edges[:-1] if start is None else rows.rows_of(start)
    last = rows.edges[1:] - 1 if end is None else rows.rows_of(end)
    years = {
        "start": rows.year[first] if start is None else np.full(len(first), start),
        "end": rows.year[last] if end is None else np.full(len(last), end),
    }
    return zones.table(rows.keys, {**years, **_values(rows, first, last, rows.constant)})


def neighbours(frame: AnyFrame, quantity: str, driver: str, by: str) -> nw.DataFrame[Any]:
    """Return one row a zone and year: quantity and driver in the year before and in the year."""
    rows = zones.in_order(frame, quantity, driver, by)
    last = np.arange(len(rows.year))
    first = np.where(np.diff(rows.year, prepend=rows.year[0] - 2) == 1, last - 1, -1)
    first[rows.edges[:-1]] = -1
    values = _values(
        Zones(rows.keys, rows.edges, rows.year, rows.quantity, rows.driver, None), first, last, None
    )
    keys = rows.keys[np.repeat(np.arange(len(rows.sizes)), rows.sizes)]
    return zones.table(keys, {"start": rows.year - 1, "end": rows.year, **values})


def measured(found: AnyFrame, by: str, method: str) -> AnyFrame:
    """Return growth rates, elasticity and status from the values in the start and end year."""
    then, now = nw.col(_V0), nw.col(_V1)
    columns = found.collect_schema().names()
    if _C0 in columns:
        then, now = at_constant_prices(then, now, nw.col(_C0), nw.col(_C1))
    raw = {_Q0: nw.col(_Q0), _Q1: nw.col(_Q1), _V0: then, _V1: now}
    found = found.with_columns(*[e.alias(n) for n, e in raw.items()])
    absent = nw.any_horizontal(*[nw.col(n).is_null() for n in raw], ignore_nulls=False)
    crowded = nw.col(_CROWDED) if _CROWDED in columns else nw.lit(False)
    found = found.with_columns(
        _growth(_Q0, _Q1, method).alias("quantity_growth"),
        _growth(_V0, _V1, method).alias("driver_growth"),
        absent.alias("__absent"),
        crowded.alias(_CROWDED),
    )
    base = nw.when(nw.col("driver_growth") != 0).then(nw.col("driver_growth"))
    found = found.with_columns((nw.col("quantity_growth") / base).alias("elasticity"))
    return found.select(
        by, "start", "end", "quantity_growth", "driver_growth", "elasticity", _status().alias("status")
    )


def _status() -> nw.Expr:
    undefined = nw.col("elasticity").is_null()
    status = nw.when(undefined).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    status = nw.when(nw.col("__absent")).then(nw.lit("missing")).otherwise(status)
    return nw.when(nw.col(_CROWDED)).then(nw.lit("ambiguous")).otherwise(status)


def _growth(first: str, last: str, method: str) -> nw.Expr:
    """Return the growth from one column to another; missing where it has no answer.

    Values that would have none are taken out before the arithmetic: engines differ in what they
    make of a logarithm of zero or a division by it.
    """
    usable = (nw.col(first) >= 0) & (nw.col(last) >= 0) & (nw.col("end") > nw.col("start"))
    usable = usable & (nw.col(first) < float("inf")) & (nw.col(last) < float("inf"))
    base = nw.col(first) + nw.col(last) if method == "arc" else nw.col(first)
    usable = usable & (base > 0)
    if method == "log":
        usable = usable & (nw.col(last) > 0)
    then, now = nw.when(usable).then(nw.col(first)), nw.when(usable).then(nw.col(last))
    if method == "endpoint":
        return now / then - 1
    if method == "arc":
        return (now - then) / ((now + then) / 2)
    if method == "log":
        return (now / then).log()
    span = nw.when(usable).then((nw.col("end") - nw.col("start")).cast(nw.Float64))
    return annual_growth(then, now, span)


def _values(rows: Zones, first: Ints, last: Ints, constant: Floats | None) -> dict[str, Floats]:
    """Return quantity and driver in two rows of each zone; row -1 is missing."""
    pairs = [(rows.quantity, _Q0, _Q1), (rows.current, _V0, _V1)]
    if constant is not None:
        pairs.append((constant, _C0, _C1))
    found = {}
    for array, then, now in pairs:
        found[then] = np.where(first < 0, np.nan, array[first])
        found[now] = np.where(last < 0, np.nan, array[last])
    return found


def _known_years(asked: list[int | None], low: int, high: int, years: list[int]) -> None:
    """Refuse years that no zone has, and a panel that has one year only."""
    for kind, year in zip(("start year", "end year"), asked, strict=True):
        if year is not None and year not in years:
            raise UnknownName(kind, year, years)
    if low == high:
        rule = f"the panel has one year only, {low}: growth needs two"
        raise DataProblem("the panel", [Problem(rule, "year", year=low, value=low, fix="add another year")])
    start, end = asked
    if start == high or end == low:
        raise UndefinedResult(f"Growth needs a start before the end; the panel goes from {low} to {high}.")


def _lazy_ends(
    frame: nw.LazyFrame[Any], quantity: str, driver: str, by: str, start: int | None, end: int | None
) -> nw.LazyFrame[Any]:
    """Return the same as :func:`ends` as a query of the frame's own engine."""
    constant = driver == CURRENT and CONSTANT in frames.columns_of(frame)
    zones.check(frame.head(100).collect(), quantity, driver, by)
    years = frame.select("year").unique().sort("year").collect().get_column("year").drop_nulls().to_list()
    _known_years([start, end], int(years[0]), int(years[-1]), years)
    pairs = [(quantity, _Q0, _Q1), (driver, _V0, _V1), *([(CONSTANT, _C0, _C1)] if constant else [])]
    values = [nw.col(c).cast(nw.Float64).fill_nan(None).alias(then) for c, then, _ in pairs]
    narrow = frame.select(by, nw.col("year").cast(nw.Int64), *values)
    both = [e for _, then, now in pairs for e in (_at(then, start, then, True), _at(then, end, now, False))]
    low, high = nw.col("year").min(), nw.col("year").max()
    found = narrow.group_by(by).agg(low.alias("start"), high.alias("end"), *both, nw.len().alias(_CROWDED))
    given = {"start": start, "end": end}
    return found.with_columns(
        (nw.col(_CROWDED) > nw.col("end") - nw.col("start") + 1).alias(_CROWDED),
        *[nw.lit(year, dtype=nw.Int64).alias(name) for name, year in given.items() if year is not None],
    )


def _at(column: str, year: int | None, name: str, earliest: bool) -> nw.Expr:
    """Return a column's value in one year, by default in the first or last year of the group."""
    if year is not None:
        return nw.when(nw.col("year") == year).then(nw.col(column)).max().alias(name)
    one = nw.col(column).first(order_by="year") if earliest else nw.col(column).last(order_by="year")
    return one.alias(name)
