"""Verdicts on a lazy frame: one query in the frame's own engine."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from ecopark import frames
from ecopark.indicators import judging
from ecopark.indicators.judging import (
    BASE,
    DRIVER,
    OPERATORS,
    OWN_TARGET,
    SPAN,
    THRESHOLD,
    TIDY_COLUMNS,
    WORK,
)
from ecopark.indicators.targets import Targets, beside
from ecopark.panel import CONSTANT, CURRENT, driver_expression
from ecopark.standards import Indicator, Standard

__all__ = ["tidy", "wide"]

Lazy = nw.LazyFrame[Any]
_FIRST = "__first"
_OWN = "__own_{}".format  # the panel's columns as numbers, beside the columns as they are


def wide(frame: Lazy, rules: Standard, start: int | None, own: Targets | None = None) -> Lazy:
    """Return the panel with value, status and gap of each indicator beside it."""
    results = judging.result_names(rules)
    kept = [c for c in frames.columns_of(frame) if c not in results]
    return _judged(frame, rules, start, own).select(*kept, *judging.named(rules))


def _judged(frame: Lazy, rules: Standard, start: int | None, own: Targets | None) -> Lazy:
    """Return the panel with what is needed beside it, and the results under working names."""
    based = _with_base(frame, rules, start)
    if own is not None:
        based = beside(based, own)
    return judging.as_query(based, rules, _OWN, own.codes if own else ())


def tidy(frame: Lazy, rules: Standard, start: int | None, own: Targets | None = None) -> Lazy:
    """Return one row a zone, year and indicator; a lazy frame keeps no order."""
    judged = _judged(frame, rules, start, own)
    facts = judging.facts(rules.computable)
    targeted = own.codes if own else ()
    parts = [
        judged.select(
            "zone",
            "year",
            *_said(i, {name: values[n] for name, values in facts.items()}, i.code in targeted),
            nw.col(WORK(f"value_{i.code}")).alias("value"),
            nw.col(WORK(f"status_{i.code}")).cast(nw.String).alias("status"),
            nw.col(WORK(f"gap_{i.code}")).alias("gap"),
        ).select(*TIDY_COLUMNS)
        for n, i in enumerate(rules.computable)
    ]
    return nw.concat(parts)


def _said(indicator: Indicator, facts: dict[str, str], targeted: bool) -> list[nw.Expr]:
    """Return what the tidy layout says of an indicator in each row."""
    said: dict[str, Any] = {name: nw.lit(value, dtype=nw.String) for name, value in facts.items()}
    said["threshold"] = nw.lit(indicator.threshold, dtype=nw.Float64)
    if targeted:
        names = THRESHOLD(indicator.code), judging.OPERATOR(indicator.code)
        own = {name: nw.col(name) for name in names}
        said["threshold"], place = judging.in_force(indicator, own, judging.Expressions())
        chosen: Any = nw.lit("")
        for n, operator in enumerate(OPERATORS):
            chosen = nw.when(place == n).then(nw.lit(operator)).otherwise(chosen)
        theirs = nw.lit(OWN_TARGET(facts["source"]))
        said["operator"] = chosen
        said["source"] = nw.when(nw.col(names[0]).is_null()).then(said["source"]).otherwise(theirs)
    return [expression.alias(name) for name, expression in said.items()]


def _with_base(frame: Lazy, rules: Standard, start: int | None) -> Lazy:
    """Add the needed columns as numbers, and the start year's values beside them."""
    constant = CONSTANT in frames.columns_of(frame)
    names = list(dict.fromkeys([*rules.needs, *([CONSTANT] if constant else [])]))
    schema, wary = frame.collect_schema(), frame.implementation.is_duckdb()
    numbers = [_number(n, schema[n], wary).alias(_OWN(n)) for n in names]
    quantities = judging.growing(rules)
    if not quantities:
        return frame.with_columns(*numbers)
    wanted = list(dict.fromkeys([*quantities, CURRENT, *([CONSTANT] if constant else [])]))
    based = _beside(frame, _base(frame, wanted, start))
    based = based.with_columns(*numbers, *[_number(BASE(n), schema[n], wary).alias(BASE(n)) for n in wanted])
    now, then = nw.col(_OWN(CURRENT)), nw.col(BASE(CURRENT))
    if constant:
        base = nw.col(BASE(CONSTANT))
        now = driver_expression(now, nw.col(_OWN(CONSTANT)), base)
        then = driver_expression(then, base, base)
    first = nw.lit(start) if start is not None else nw.col(_FIRST)
    span = (nw.col("year") - first).cast(nw.Float64)
    return based.with_columns(span.alias(SPAN), now.alias(DRIVER), then.alias(BASE("driver")))


def _number(name: str, dtype: Any, wary: bool) -> nw.Expr:
    """Return a column as float64, NaN as missing; no engine is asked for more than its type needs.

    DuckDB believes the statistics of a Parquet file, which say nothing about NaN, and answers a plain
    question for NaN from them (DuckDB issue 25521): ``wary`` asks in words it has to compute.
    """
    column = nw.col(name)
    if dtype.is_float() and wary:
        not_a_number = ~column.is_finite() & (column.abs() != float("inf"))
        column = nw.when(not_a_number).then(None).otherwise(column)
    elif dtype.is_float():
        column = column.fill_nan(None)
    return column if dtype == nw.Float64 else column.cast(nw.Float64)


def _base(frame: Lazy, wanted: list[str], start: int | None) -> Lazy:
    """Return one row a zone with its values in the start year, each in the panel's own type."""
    narrow = frame.select("zone", nw.col("year").alias(_FIRST), *[nw.col(n).alias(BASE(n)) for n in wanted])
    if start is not None:
        return narrow.filter(nw.col(_FIRST) == start)
    firsts = frame.group_by("zone").agg(nw.col("year").min().alias(_FIRST))
    if frame.implementation.is_polars():
        return _in_polars(narrow, firsts, ["zone", _FIRST], "semi")
    return narrow.join(firsts, on=["zone", _FIRST], how="semi")


def _beside(frame: Lazy, base: Lazy) -> Lazy:
    """Add each zone's row of a table with one row a zone."""
    if frame.implementation.is_polars():
        return _in_polars(frame, base, ["zone"], "left")
    return frame.join(base, on="zone", how="left")


def _in_polars(frame: Lazy, short: Lazy, on: list[str], how: Any) -> Lazy:
    """Join so that polars holds the short table in memory: left alone it may hold the long one."""
    joined = frame.to_native().join(short.to_native(), on=on, how=how, build_side="force_right")
    return _lazy(nw.from_native(joined))


def _lazy(made: Any) -> Lazy:
    result: Lazy = made
    return result
