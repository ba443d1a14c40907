"""Intervals beside each other, and single values against them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult
from ecopark.figures import BLUE, RED, described
from ecopark.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["spans"]


def spans(
    intervals: Mapping[str, Interval],
    values: Mapping[str, float] | None = None,
    *,
    unit: str,
    doubtful: Collection[str] = (),
) -> Axes:
    """Draw intervals as bars, and below them single values that may or may not lie inside.

    Parameters
    ----------
    intervals : mapping of str to Interval
        The intervals by name [unit], such as :func:`ecopark.emissions.implied_factor` returns.
    values : mapping of str to float, optional
        Single values by name [unit].
    unit : str
        Unit of all of them, for the axis.
    doubtful : collection of str
        Names of values that are unverified: hollow, and said so.

    Returns
    -------
    matplotlib.axes.Axes
        One row an interval or value; a light band carries each interval down to the values.

    Raises
    ------
    UndefinedResult
        If there is no interval.

    Examples
    --------
    >>> axes = spans({"one": Interval(1.0, 2.0), "two": Interval(3.0, 4.0)}, {"a": 1.5}, unit="t/kL")
    >>> axes.get_title(loc="left").splitlines()
    ['one and two share no number', '1 of 1 single values lies in an interval']
    """
    from matplotlib import pyplot as plt

    if not intervals:
        raise UndefinedResult("Give at least one interval to draw.")
    single = dict(values or {})
    named = {n: f"{n} (unverified)" if n in doubtful else n for n in single}
    _, axes = plt.subplots(figsize=(8.5, 0.42 * (len(intervals) + len(single)) + 1.6))
    for place, each in enumerate(intervals.values()):
        axes.barh(place, each.high - each.low, 0.5, each.low, color=BLUE, edgecolor="black", linewidth=0.6)
        axes.axvspan(each.low, each.high, color=BLUE, alpha=0.12, linewidth=0)
    for place, (name, value) in enumerate(single.items(), len(intervals)):
        inside = "white" if name in doubtful else RED
        axes.plot(value, place, "D", color=RED, markerfacecolor=inside, markersize=8)
    axes.set_yticks(range(len(intervals) + len(single)), [*intervals, *named.values()])
    axes.invert_yaxis()
    ends = [end for each in intervals.values() for end in (each.low, each.high)] + list(single.values())
    room = 0.08 * (max(ends) - min(ends)) or 0.5
    axes.set_xlim(min(ends) - room, max(ends) + room)
    axes.set_xlabel(f"[{unit}]")
    title = _finding(intervals, single)
    axes.set_title(title, loc="left", fontsize=10)
    rows = [f"{name} from {i.low:.4g} to {i.high:.4g}" for name, i in intervals.items()]
    rows += [f"{named[name]} {value:.4g}" for name, value in single.items()]
    return described(axes, f"Intervals [{unit}]. {title.replace(chr(10), '. ')}. {'; '.join(rows)}.")


def _finding(intervals: Mapping[str, Interval], single: Mapping[str, float]) -> str:
    pairs = list(combinations(intervals, 2))
    apart = [pair for pair in pairs if not intervals[pair[0]].overlaps(intervals[pair[1]])]
    if len(pairs) > 1 and len(apart) == len(pairs):
        first = f"No two of the {len(intervals)} intervals share a number"
    elif apart:
        first = "; ".join(f"{a} and {b} share no number" for a, b in apart)
    else:
        first = "All intervals share numbers" if pairs else f"One interval: {next(iter(intervals))}"
    if not single:
        return first
    fits = sum(any(value in each for each in intervals.values()) for value in single.values())
    return f"{first}\n{fits} of {len(single)} single values {'lies' if fits == 1 else 'lie'} in an interval"
