"""Verdicts on a frame that holds its rows: formulas on whole columns, results put together at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames, judging
from ecopark.frames import Frame
from ecopark.grouping import Grouped, grouped
from ecopark.judging import BASE, DRIVER, SPAN, STATUSES, TIDY_COLUMNS
from ecopark.panel import CONSTANT, CURRENT
from ecopark.standards import Standard

__all__ = ["tidy", "wide"]

Array = NDArray[Any]


def wide(frame: Frame, rules: Standard, start: int | None) -> Frame:
    """Return the panel with value, status and gap of each indicator beside it."""
    results = _results(frame, rules, start)
    statuses = {name: STATUSES for name in results.columns if name.startswith("status_")}
    kept = [c for c in frame.columns if c not in results.columns]
    both = nw.concat([frame.select(*kept), results], how="horizontal")
    return _frame(frames.labelled(both, statuses))


def tidy(frame: Frame, rules: Standard, start: int | None) -> Frame:
    """Return one row a zone, year and indicator, in the panel's order."""
    results = _results(frame, rules, start)
    rows, indicators = len(frame), rules.computable
    place = np.repeat(np.arange(rows), len(indicators))
    part = {
        name: np.column_stack([results.get_column(f"{name}_{i.code}").to_numpy() for i in indicators]).ravel()
        for name in ("value", "status", "gap")
    }
    facts = judging.facts(indicators)
    labels = {name: list(dict.fromkeys(values)) for name, values in facts.items()}
    codes = {
        name: np.tile(np.array([labels[name].index(v) for v in values], dtype=np.int8), rows)
        for name, values in facts.items()
    }
    thresholds = [np.nan if i.threshold is None else i.threshold for i in indicators]
    keys = frame.select("zone", "year")[place]
    made = _new(frame, {**codes, "threshold": np.tile(thresholds, rows), **part})
    joined = frames.labelled(
        nw.concat([frames.fresh_index(keys), made], how="horizontal"), {**labels, "status": STATUSES}
    )
    return _frame(joined).select(*TIDY_COLUMNS)


def _results(frame: Frame, rules: Standard, start: int | None) -> Frame:
    """Return value, code of the status, and gap of each indicator, a column each."""
    columns = _columns(frame, rules, start)
    if frame.implementation.is_polars():
        # polars computes all formulas as one query, on all cores.
        return _by_query(_new(frame, columns).lazy(), rules)
    ops = judging.Arrays()
    results: dict[str, Array] = {}
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for i in rules.computable:
            value, code = judging.measured(i, columns, ops)
            code, gap = judging.judged(i, value, code, ops)
            results |= {f"value_{i.code}": value, f"status_{i.code}": code, f"gap_{i.code}": gap}
    return _new(frame, results)


def _by_query(frame: nw.LazyFrame[Any], rules: Standard) -> Frame:
    return judging.as_query(frame, rules).select(*judging.result_names(rules)).collect()


def _columns(frame: Frame, rules: Standard, start: int | None) -> dict[str, Array]:
    """Return the needed columns as arrays, with the start year's values beside them."""
    columns = {name: _floats(frame, name) for name in rules.needs}
    quantities = judging.growing(rules)
    if not quantities or not len(frame):
        return columns
    year = np.asarray(frame.get_column("year").cast(nw.Int64).to_numpy())
    base = _base_rows(grouped(frame.get_column("zone"), year), start)
    there = base >= 0
    driver, driver_then = columns[CURRENT], _at(columns[CURRENT], base)
    if CONSTANT in frame.columns:
        constant = _floats(frame, CONSTANT)
        constant_then = _at(constant, base)
        known = ~np.isnan(constant_then)
        driver, driver_then = np.where(known, constant, driver), np.where(known, constant_then, driver_then)
    since = year - (np.where(there, year[base], 0) if start is None else start)
    return {
        **columns,
        **{BASE(q): _at(columns[q], base) for q in quantities},
        DRIVER: driver,
        BASE("driver"): driver_then,
        SPAN: since.astype(np.float64),
    }


def _base_rows(found: Grouped, start: int | None) -> NDArray[np.int64]:
    """Return for each row of the table the row of its zone's start year, -1 where there is none."""
    first = found.edges[:-1] if start is None else found.places_of(start)
    places = np.repeat(first, found.sizes)
    if found.order is None:
        return places
    base = np.empty_like(places)
    base[found.order] = np.where(places < 0, -1, found.order[places])
    return base


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
