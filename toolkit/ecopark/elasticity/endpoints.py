"""Growth between two years of each zone, and the elasticity coefficient made of it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Literal, NamedTuple

import narwhals as nw
import numpy as np

from ecopark import frames
from ecopark.elasticity import zones
from ecopark.elasticity.zones import Floats, Ints, Zones
from ecopark.errors import DataProblem, Problem, UndefinedResult, UnknownName
from ecopark.frames import AnyFrame
from ecopark.panel import CONSTANT, CURRENT
from ecopark.validation import LARGEST

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
    usable = usable & (nw.col(first) < LARGEST) & (nw.col(last) < LARGEST)
    base = nw.col(first) + nw.col(last) if method == "arc" else nw.col(first)
    usable = usable & (base > 1 / LARGEST)
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
    names = frames.columns_of(frame)
    constant = [CONSTANT] if driver == CURRENT and CONSTANT in names else []
    wanted = [by, "year", quantity, driver, *constant]
    there = set(wanted) <= set(names)
    zones.check(zones.collected(frame.head(100), wanted if there else None), quantity, driver, by)
    _known_years([start, end], *_years(frame, start is None and end is None))
    pairs = zip((quantity, driver, *constant), (_Q0, _V0, _C0), (_Q1, _V1, _C1), strict=False)
    asked = [v for c, then, now in pairs for v in (_Value(c, start, then, True), _Value(c, end, now, False))]
    found = _IN_ENGINE.get(frame.implementation.value, _in_any)(frame, by, asked)
    schema = found.collect_schema()
    values = [nw.col(v.name).fill_nan(None) if schema[v.name].is_float() else nw.col(v.name) for v in asked]
    low, high = (nw.col(n) if y is None else nw.lit(y) for n, y in (("start", start), ("end", end)))
    crowded = nw.col(_CROWDED) > nw.col("end") - nw.col("start") + 1
    return found.with_columns(
        crowded.alias(_CROWDED),
        low.cast(nw.Int64).alias("start"),
        high.cast(nw.Int64).alias("end"),
        *[value.cast(nw.Float64) for value in values],
    )


def _years(frame: nw.LazyFrame[Any], ends_only: bool) -> tuple[int, int, list[int]]:
    """Return the first and the last year, and all that are there; the two alone where they are enough."""
    if ends_only:
        year = nw.col("year")
        low, high = frame.select(year.min().alias("low"), year.max().alias("high")).collect().row(0)
        return int(low), int(high), []
    found = frame.select("year").unique().sort("year").collect().get_column("year").drop_nulls().to_list()
    return int(found[0]), int(found[-1]), found


class _Value(NamedTuple):
    """A column's value in one year, or where none is given in the first or last year of the zone."""

    column: str
    year: int | None
    name: str
    earliest: bool


def _in_any(frame: nw.LazyFrame[Any], by: str, asked: Sequence[_Value]) -> nw.LazyFrame[Any]:
    """Return years, rows and values of each zone."""
    year = nw.col("year")

    def value(v: _Value) -> nw.Expr:
        column = nw.col(v.column)
        if v.year is not None:
            return nw.when(year == v.year).then(column).max()
        return column.first(order_by="year") if v.earliest else column.last(order_by="year")

    narrow = frame.select(by, year.cast(nw.Int64), *{v.column: nw.col(v.column) for v in asked}.values())
    values = [value(v).alias(v.name) for v in asked]
    both = year.min().alias("start"), year.max().alias("end")
    return narrow.group_by(by).agg(*both, nw.len().alias(_CROWDED), *values)


def _in_polars(frame: nw.LazyFrame[Any], by: str, asked: Sequence[_Value]) -> nw.LazyFrame[Any]:
    """Return the same without sorting the years of each zone."""
    import polars as pl

    year = pl.col("year")

    def value(v: _Value) -> pl.Expr:
        column = pl.col(v.column)
        if v.year is not None:
            return pl.when(year == v.year).then(column).max()
        return column.min_by("year") if v.earliest else column.max_by("year")

    values = [value(v).alias(v.name) for v in asked]
    both = year.min().alias("start"), year.max().alias("end")
    found = frame.to_native().group_by(by).agg(*both, pl.len().cast(pl.Int64).alias(_CROWDED), *values)
    made: nw.LazyFrame[Any] = nw.from_native(found)
    return made


def _in_duckdb(frame: nw.LazyFrame[Any], by: str, asked: Sequence[_Value]) -> nw.LazyFrame[Any]:
    """Return the same without sorting the years of each zone."""

    def value(v: _Value) -> str:
        column = _quoted(v.column)
        if v.year is not None:
            return f"max(CASE WHEN year = {v.year:d} THEN {column} END)"
        return f"{'arg_min_null' if v.earliest else 'arg_max_null'}({column}, year)"

    values = [f'{value(v)} AS "{v.name}"' for v in asked]
    both = "min(year) AS start", 'max(year) AS "end"', f'count(*) AS "{_CROWDED}"'
    native: Any = frame.to_native()
    made: nw.LazyFrame[Any] = nw.from_native(
        native.aggregate(", ".join([_quoted(by), *both, *values]), _quoted(by))
    )
    return made


def _in_spark(frame: nw.LazyFrame[Any], by: str, asked: Sequence[_Value]) -> nw.LazyFrame[Any]:
    """Return the same as a query of Spark, for which narwhals has no first and last."""
    sql = import_module("pyspark.sql.functions")
    year = sql.col("year")

    def value(v: _Value) -> Any:
        column = sql.col(v.column)
        if v.year is not None:
            return sql.max(sql.when(year == v.year, column))
        return sql.min_by(column, year) if v.earliest else sql.max_by(column, year)

    values = [value(v).alias(v.name) for v in asked]
    both = sql.min(year).alias("start"), sql.max(year).alias("end")
    native: Any = frame.to_native()
    found = native.groupBy(by).agg(*both, sql.count(sql.lit(1)).alias(_CROWDED), *values)
    made: nw.LazyFrame[Any] = nw.from_native(found)
    return made


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# Engines whose own words for the value of the first or last year are faster, or the only ones.
_IN_ENGINE = {
    "polars": _in_polars,
    "duckdb": _in_duckdb,
    "pyspark": _in_spark,
    "pyspark[connect]": _in_spark,
}
