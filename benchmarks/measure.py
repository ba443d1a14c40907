"""How speed is measured: competitors take turns in one run, and medians are compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Row", "side_by_side"]


@dataclass(frozen=True)
class Row:
    """One line of the table: our time and theirs [s], their ratio, and what was promised."""

    name: str
    ours: float
    theirs: float
    ratio: float
    must: str
    holds: bool | None  # None where nothing was promised

    @classmethod
    def shown(cls, name: str, ours: float, theirs: float) -> Row:
        """Return a line that promises nothing; its ratio tells how many times faster ours is."""
        return cls(name, ours, theirs, theirs / ours, "times faster", None)

    @classmethod
    def faster(cls, name: str, ours: float, theirs: float, least: float) -> Row:
        """Return a line that promises to be at least so many times faster."""
        ratio = theirs / ours
        return cls(name, ours, theirs, ratio, f"at least {least:,.0f} times faster", ratio >= least)

    @classmethod
    def slower(cls, name: str, ours: float, theirs: float, most: float) -> Row:
        """Return a line that promises to take at most so many times as long."""
        ratio = ours / theirs
        return cls(name, ours, theirs, ratio, f"at most {most:g} times as long", ratio <= most)

    @classmethod
    def within(cls, name: str, ours: float, most: float) -> Row:
        """Return a line that promises to take at most so many seconds."""
        return cls(name, ours, most, ours / most, f"at most {most:g} s", ours <= most)


def side_by_side(*functions: Callable[[], object], repeats: int = 5) -> list[float]:
    """Return the median seconds of each function; they take turns."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(repeats):
        for own, function in zip(times, functions, strict=True):
            start = time.perf_counter()
            function()
            own.append(time.perf_counter() - start)
    return [statistics.median(own) for own in times]
