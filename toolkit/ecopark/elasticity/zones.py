"""A panel zone by zone and in order of years, as arrays: what growth rates and fits are computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import narwhals.selectors
import numpy as np
from numpy.typing import NDArray

from ecopark import panel as panels
from ecopark.errors import DataProblem
from ecopark.frames import AnyFrame, Frame, columns_of
from ecopark.grouping import Grouped, Ints, grouped
from ecopark.panel import CONSTANT, CURRENT
from ecopark.validation import LARGEST, Column, faults, where

__all__ = ["Bools", "Floats", "Ints", "Zones", "check", "collected", "in_order", "table"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Zones:
    """The rows of a panel, zone after zone, each zone in order of years.

    ``edges`` holds the first row of each zone and, last, the number of rows. ``current`` is the
    driver as it stands in its column, ``constant`` the same at constant prices, where there is one.
    A missing number is NaN.
    """

    keys: nw.Series[Any]
    edges: Ints
    year: Ints
    quantity: Floats
    current: Floats
    constant: Floats | None

    @property
    def sizes(self) -> Ints:
        """Rows of each zone."""
        return np.diff(self.edges)

    @property
    def driver(self) -> Floats:
        """The driver of each row: at constant prices where the zone's first year has them."""
        if self.constant is None:
            return self.current
        has = ~np.isnan(self.constant[self.edges[:-1]])
        if has.all():
            return self.constant
        return (
            np.where(np.repeat(has, self.sizes), self.constant, self.current) if has.any() else self.current
        )

    def rows_of(self, year: int) -> Ints:
        """Return each zone's row of that year, -1 where the zone has none."""
        return Grouped(self.keys, self.edges, None, self.year).places_of(year)


def collected(frame: AnyFrame, names: Iterable[str] | None = None) -> Frame:
    """Return the named columns, those that exist, as an eager frame."""
    if names is not None:
        there = columns_of(frame)
        frame = frame.select(*[n for n in dict.fromkeys(names) if n in there])
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def table(keys: nw.Series[Any], columns: dict[str, Any]) -> Frame:
    """Return a frame of the keys' kind from arrays; NaN becomes missing."""
    own = nw.maybe_reset_index(keys)
    frame = nw.from_dict({own.name: own.to_native(), **columns}, backend=own.implementation)
    if own.implementation.is_pandas_like():
        return frame
    return frame.with_columns(narwhals.selectors.by_dtype(nw.Float64).fill_nan(None))


def in_order(frame: AnyFrame, quantity: str, driver: str, by: str) -> Zones:
    """Return the rows of a panel in order of zones and years.

    Zones come in the order in which they first appear. Added value brings its column at constant
    prices with it, where the panel has one.

    Raises
    ------
    DataProblem
        If columns are missing, hold no numbers or are infinite, if a zone or year is missing, or
        if a zone has two rows for one year: all faults, listed.
    """
    names = [by, "year", quantity, driver, *([CONSTANT] if driver == CURRENT else [])]
    if not {by, "year", quantity, driver} <= set(columns_of(frame)):
        # All columns are looked at, because one of them may be meant.
        check(collected(frame.head(100) if isinstance(frame, nw.LazyFrame) else frame), quantity, driver, by)
    own = collected(frame, names)
    check(own, quantity, driver, by)
    keys, year = own.get_column(by), _array(own, "year", np.int64)
    rows = grouped(keys, year)
    values = {n: _array(own, n, np.float64) for n in dict.fromkeys(names[2:]) if n in own.columns}
    if rows.order is not None:
        values = {n: v[rows.order] for n, v in values.items()}
        _no_repeats(own, by, rows)
    pair = values[quantity], values[driver]
    return Zones(rows.keys, rows.edges, rows.year, *pair, values.get(CONSTANT))


def check(frame: Frame, quantity: str, driver: str, by: str) -> None:
    """Raise one error that lists every fault of the columns that are needed."""
    numbers = [quantity, driver, *([CONSTANT] if driver == CURRENT and CONSTANT in frame.columns else [])]
    if _plain(frame, numbers, by):
        return
    wanted = [_column(by, "text"), _column("year", "year"), *[_column(n, "number") for n in numbers]]
    problems = faults(frame, list({c.name: c for c in wanted}.values()))
    if problems:
        raise DataProblem("the panel", problems)


def _column(name: str, kind: str) -> Column:
    """Return what a column must be: negative numbers pass, they get a status later."""
    known = panels.columns().get(name)
    meaning = known.meaning if known else "needed for the result"
    return Column(name, kind, known.unit if known else "", True, None, None, None, meaning)


def _plain(frame: Frame, numbers: list[str], by: str) -> bool:
    """Return whether the frame is clean at a glance, so that no rule needs to run row by row."""
    schema = frame.schema
    if not {by, "year", *numbers} <= set(schema) or len(frame) == 0:
        return False
    if not (schema["year"].is_integer() and all(schema[n].is_numeric() for n in numbers)):
        return False
    gaps = frame.get_column(by).null_count() + frame.get_column("year").null_count()
    return gaps == 0 and not any((np.abs(_array(frame, n, np.float64)) >= LARGEST).any() for n in numbers)


def _array(frame: Frame, name: str, dtype: type[Any]) -> NDArray[Any]:
    series = frame.get_column(name)
    wanted = nw.Float64 if dtype is np.float64 else nw.Int64
    return np.asarray((series if series.dtype == wanted else series.cast(wanted)).to_numpy(), dtype=dtype)


def _no_repeats(frame: Frame, by: str, rows: Grouped) -> None:
    twice = rows.repeated.tolist()
    if twice:
        rule, fix = f"the {by} has more than one row for this year", f"keep one row a {by} and year"
        numbered = frame.with_row_index("__row")
        raise DataProblem("the panel", where(numbered, nw.col("__row").is_in(twice), by, rule, fix))
