"""Verdicts on a frame that holds its rows: formulas on whole columns, results put together at once."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.frames import Frame
from ecopark.grouping import Grouped, Rows
from ecopark.indicators import judging
from ecopark.indicators.judging import (
    BASE,
    DRIVER,
    GROWTH,
    OPERATORS,
    OWN_TARGET,
    SPAN,
    STATUSES,
    THRESHOLD,
    TIDY_COLUMNS,
    YEARS,
)
from ecopark.indicators.targets import Targets
from ecopark.panel import CONSTANT, CURRENT
from ecopark.standards import Indicator, Standard

__all__ = ["columns", "tidy", "wide"]

Array = NDArray[Any]


def wide(frame: Frame, rules: Standard, start: int | None, own: Targets | None, rows: Rows) -> Frame:
    """Return the panel with value, status and gap of each indicator beside it."""
    results = _results(frame, rules, start, _limits(frame, own, rows), rows)
    numbered = [n for n, dtype in results.schema.items() if n.startswith("status_") and dtype != nw.Enum]
    kept = [c for c in frame.columns if c not in results.columns]
    both = nw.concat([frame.select(*kept), results], how="horizontal")
    return _frame(frames.labelled(both, dict.fromkeys(numbered, STATUSES)))


def tidy(frame: Frame, rules: Standard, start: int | None, own: Targets | None, rows: Rows) -> Frame:
    """Return one row a zone, year and indicator, in the panel's order."""
    limits = _limits(frame, own, rows)
    results = _results(frame, rules, start, limits, rows)
    length, indicators = len(frame), rules.computable
    place = np.repeat(np.arange(length), len(indicators))
    part = {
        name: np.column_stack([_numbers(results.get_column(f"{name}_{i.code}")) for i in indicators]).ravel()
        for name in ("value", "status", "gap")
    }
    facts = judging.facts(indicators)
    labels = {name: list(dict.fromkeys(values)) for name, values in facts.items()}
    codes = {
        name: np.tile(np.array([labels[name].index(v) for v in values], dtype=np.int8), length)
        for name, values in facts.items()
    }
    thresholds = np.tile([np.nan if i.threshold is None else i.threshold for i in indicators], length)
    if limits:
        thresholds = _own_facts(indicators, limits, labels, codes, thresholds)
    keys = frame.select("zone", "year")[place]
    made = _new(frame, {**codes, "threshold": thresholds, **part})
    joined = frames.labelled(
        nw.concat([frames.fresh_index(keys), made], how="horizontal"), {**labels, "status": STATUSES}
    )
    return _frame(joined).select(*TIDY_COLUMNS)


def _numbers(series: nw.Series[Any]) -> Array:
    """Return a column as an array; a status as its place in ``STATUSES``."""
    if series.dtype == nw.Enum:
        return np.asarray(series.to_native().to_physical().to_numpy())
    return np.asarray(series.to_numpy())


def _own_facts(
    indicators: Sequence[Indicator],
    limits: Mapping[str, Array],
    labels: dict[str, list[str]],
    codes: dict[str, Array],
    thresholds: Array,
) -> Array:
    """Write own targets into what the tidy layout says of each row; return the thresholds in force."""
    labels["source"] += [OWN_TARGET(source) for source in labels["source"]]
    labels["operator"] = list(dict.fromkeys([*labels["operator"], *OPERATORS]))
    places = np.array([labels["operator"].index(o) for o in OPERATORS], dtype=np.int8)
    shape = -1, len(indicators)
    threshold, operator, source = (a.reshape(shape) for a in (thresholds, codes["operator"], codes["source"]))
    half = len(labels["source"]) // 2
    for n, i in enumerate(indicators):
        if THRESHOLD(i.code) in limits:
            own = ~np.isnan(limits[THRESHOLD(i.code)])
            threshold[own, n] = limits[THRESHOLD(i.code)][own]
            operator[own, n] = places[limits[judging.OPERATOR(i.code)][own].astype(np.int8)]
            source[own, n] += half
    return threshold.ravel()


def _results(
    frame: Frame, rules: Standard, start: int | None, limits: Mapping[str, Array], rows: Rows
) -> Frame:
    """Return value, status, and gap of each indicator, a column each."""
    found = {**_columns(frame, rules, start, rows), **limits}
    if frame.implementation.is_polars():
        # polars computes all formulas as one query, on all cores.
        return _by_query(_new(frame, found).lazy(), rules, found)
    ops, found = judging.Arrays(), _grown(found)
    results: dict[str, Array] = {}
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for i in rules.computable:
            value, reason = judging.measured(i, found, ops)
            status, gap = judging.judged(judging.limit(i, found, ops), value, reason, ops)
            results |= {f"value_{i.code}": value, f"status_{i.code}": status, f"gap_{i.code}": gap}
    return _new(frame, results)


def _by_query(frame: nw.LazyFrame[Any], rules: Standard, there: Container[str]) -> Frame:
    targeted = [i.code for i in rules.computable if THRESHOLD(i.code) in there]
    query = judging.as_query(frame, rules, targeted=targeted)
    return query.select(*judging.named(rules)).collect()


def _limits(frame: Frame, own: Targets | None, rows: Rows) -> dict[str, Array]:
    """Return own thresholds and operators of each row, NaN where the zone has none."""
    if own is None or not len(frame):
        return {}
    found = rows.found
    places = _in_rows(found, np.repeat(own.rows_of(found.keys.cast(nw.String).to_list()), found.sizes))
    return {name: _at(values, places) for name, values in own.columns.items()}


def columns(frame: Frame, rules: Standard, start: int | None) -> dict[str, Array]:
    """Return the needed columns as arrays, with the start year's values and growth beside them."""
    return _grown(_columns(frame, rules, start, Rows(frame)))


def _grown(found: dict[str, Array]) -> dict[str, Array]:
    """Add what all elasticity coefficients share, where the columns are about growth."""
    if SPAN in found:
        ops = judging.Arrays()
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = {**found, YEARS: judging.years(found[SPAN], ops)}
            found[GROWTH] = judging.driver_growth(found, ops)
    return found


def _columns(frame: Frame, rules: Standard, start: int | None, rows: Rows) -> dict[str, Array]:
    found = {name: _floats(frame, name) for name in rules.needs}
    quantities = judging.growing(rules)
    if not quantities or not len(frame):
        return found
    year = np.asarray(frame.get_column("year").cast(nw.Int64).to_numpy())
    base = _base_rows(rows.found, start)
    there = base >= 0
    driver, driver_then = found[CURRENT], _at(found[CURRENT], base)
    if CONSTANT in frame.columns:
        constant = _floats(frame, CONSTANT)
        constant_then = _at(constant, base)
        known = ~np.isnan(constant_then)
        driver, driver_then = np.where(known, constant, driver), np.where(known, constant_then, driver_then)
    since = year - (np.where(there, year[base], 0) if start is None else start)
    found |= {BASE(q): _at(found[q], base) for q in quantities}
    found |= {DRIVER: driver, BASE("driver"): driver_then, SPAN: since.astype(np.float64)}
    return found


def _base_rows(found: Grouped, start: int | None) -> NDArray[np.int64]:
    """Return for each row of the table the row of its zone's start year, -1 where there is none."""
    first = found.edges[:-1] if start is None else found.places_of(start)
    places = np.repeat(first, found.sizes)
    return places if found.order is None else _in_rows(found, np.where(places < 0, -1, found.order[places]))


def _in_rows(found: Grouped, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return values that are in order of zones and years in the order of the table."""
    if found.order is None:
        return values
    placed = np.empty_like(values)
    placed[found.order] = values
    return placed


def _at(values: Array, rows: NDArray[np.int64]) -> Array:
    taken = values[rows]
    taken[rows < 0] = np.nan
    return taken


def _floats(frame: Frame, name: str) -> Array:
    series = frame.get_column(name)
    if series.dtype != nw.Float64:
        series = series.cast(nw.Float64)
    return np.asarray(series.to_numpy(), dtype=np.float64)


def _new(frame: Frame, columns: Mapping[str, Array]) -> Frame:
    """Return arrays as a frame of the same kind; NaN becomes missing."""
    made = nw.from_dict(dict(columns), backend=frame.implementation)
    if frame.implementation.is_pandas_like():
        return made
    floats = [n for n, dtype in made.schema.items() if dtype.is_float()]
    return made.with_columns(nw.col(*floats).fill_nan(None)) if floats else made


def _frame(made: Any) -> Frame:
    result: Frame = made
    return result
