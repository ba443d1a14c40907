"""Rows of a panel brought into order: zone after zone, each zone in order of years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

__all__ = ["Grouped", "Ints", "Rows", "grouped"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Grouped:
    """Where the rows of each zone are.

    ``edges`` holds the first place of each zone and, last, the number of rows. ``order`` holds the
    row that comes at each place; it is ``None`` where the rows are in order already. ``keys`` are the
    zones, ``year`` the years in order.
    """

    keys: nw.Series[Any]
    edges: Ints
    order: Ints | None
    year: Ints

    @property
    def sizes(self) -> Ints:
        """Rows of each zone."""
        return np.diff(self.edges)

    @property
    def repeated(self) -> Ints:
        """Rows whose zone has another row for the same year, in the table's own numbers."""
        if self.order is None:
            return np.empty(0, dtype=np.int64)
        same = self.year[1:] == self.year[:-1]
        same[self.edges[1:-1] - 1] = False
        twice = np.flatnonzero(same)
        return np.unique(self.order[np.concatenate([twice, twice + 1])])

    def places_of(self, year: int) -> Ints:
        """Return each zone's place of that year, -1 where the zone has none."""
        found = np.full(len(self.sizes), -1, dtype=np.int64)
        hits = np.flatnonzero(self.year == year)
        found[np.searchsorted(self.edges, hits, side="right") - 1] = hits
        return found


class Rows:
    """The rows of a panel, brought into order when that is first asked for, and once only."""

    def __init__(self, frame: nw.DataFrame[Any]) -> None:
        self._frame = frame

    @cached_property
    def found(self) -> Grouped:
        """Where the rows of each zone are; the panel has zones and whole years."""
        year = np.asarray(self._frame.get_column("year").cast(nw.Int64).to_numpy())
        return grouped(self._frame.get_column("zone"), year)


def grouped(keys: nw.Series[Any], year: Ints) -> Grouped:
    """Return where the rows of each zone are; zones come in the order in which they first appear."""
    rows = len(year)
    fresh = np.ones(rows, dtype=np.bool_)
    fresh[1:] = _changes(keys)
    starts = np.flatnonzero(fresh)
    rising = fresh[1:] | (year[1:] > year[:-1])
    apart = keys[starts]
    if _distinct(apart):
        if rising.all():
            return Grouped(apart, np.append(starts, rows), None, year)
        codes = np.cumsum(fresh) - 1
    else:
        codes = _codes(keys)
    # One number a row sorts faster than two keys.
    low = int(year.min())
    order = np.argsort(codes * (int(year.max()) - low + 1) + (year - low), kind="stable")
    ordered = codes[order]
    edges = np.flatnonzero(np.diff(ordered, prepend=-1, append=ordered[-1] + 1))
    return Grouped(keys[order[edges[:-1]]], edges, order, year[order])


def _changes(keys: nw.Series[Any]) -> NDArray[np.bool_]:
    """Return where a key differs from the one before, from the second on; no key is copied."""
    late, early = keys[1:], keys[:-1]
    if keys.implementation.is_pandas_like():
        late, early = (nw.maybe_reset_index(part) for part in (late, early))
    return np.asarray((late != early).fill_null(True).to_numpy(), dtype=np.bool_)


def _distinct(keys: nw.Series[Any]) -> bool:
    """Return whether no key stands twice; sorted keys answer without hashing."""
    try:
        rising = bool((keys > keys.shift(1)).fill_null(False).to_numpy()[1:].all())
    except (TypeError, nw.exceptions.NarwhalsError):
        rising = False
    return rising or keys.n_unique() == len(keys)


def _codes(keys: nw.Series[Any]) -> Ints:
    """Return a number for each key, from 0, in order of first appearance."""
    native = keys.to_native()
    if keys.implementation.is_pandas_like():
        return np.asarray(native.factorize()[0], dtype=np.int64)
    if keys.implementation.is_pyarrow():
        encoded = native.combine_chunks().dictionary_encode()
        return np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    ranks = np.asarray(keys.rank("dense").to_numpy(), dtype=np.int64) - 1
    first = np.empty(int(ranks.max()) + 1, dtype=np.int64)
    first[ranks[::-1]] = np.arange(len(ranks))[::-1]
    return np.argsort(np.argsort(first))[ranks]
