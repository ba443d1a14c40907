"""What rounding leaves open: the ranges behind printed numbers, and the part that all of them share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult
from ecopark.figures import BLUE, ORANGE, described
from ecopark.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["range_bars"]

_MOST = 12  # decimals
_STYLES = ((BLUE, ""), (ORANGE, "///"))  # bars take turns; hatching says the same as colour


def range_bars(ranges: Mapping[str, tuple[float, float]], quantity: str, unit: str) -> Axes:
    """Draw ranges one below the other, and the part that all of them share.

    Parameters
    ----------
    ranges : mapping of str
        Low and high end of each range by its name [unit]. A name may tell what is printed.
    quantity : str
        What the ranges are about.
    unit : str
        Unit of the ends.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a range, with its ends [unit]; all ends have the same number of decimals. The shared
        part is a grey band, and the title gives its ends or says that there is none.

    Raises
    ------
    UndefinedResult
        If there is no range.
    BadArgument
        If an end is not finite, or a low end is above its high end.

    Examples
    --------
    >>> axes = range_bars({"first": (9.5, 10.5), "second": (10.3, 11.1)}, "True cut", "%")
    >>> axes.get_title(loc="left")
    'True cut: 10.3 to 10.5 % lies in both ranges'
    """
    from matplotlib import pyplot as plt

    if not ranges:
        raise UndefinedResult("There is no range to draw.")
    made = {name: Interval(low, high) for name, (low, high) in ranges.items()}
    low, high = max(r.low for r in made.values()), min(r.high for r in made.values())
    shared = Interval(low, high) if low <= high else None
    lowest, highest = min(r.low for r in made.values()), max(r.high for r in made.values())
    decimals = _decimals([*made.values(), *([shared] if shared else [])], highest - lowest)
    said = {name: f"{_ends(one, decimals)} {unit}" for name, one in made.items()}
    figure, axes = plt.subplots(figsize=(8.5, 0.62 * len(made) + 1.5))
    for place, (name, one) in enumerate(reversed(made.items())):
        look = _STYLES[(len(made) - 1 - place) % len(_STYLES)]
        words = f"{name}: {said[name]}"
        _bar(axes, place, words, one, look, right=one.low + one.high > lowest + highest)
    if shared is not None:
        axes.axvspan(shared.low, shared.high, color="#00000022", zorder=0, linewidth=0)
    room = 0.05 * (highest - lowest or 1)
    axes.set_xlim(lowest - room, highest + room)
    axes.set_yticks([])
    axes.set_ylim(-0.45, len(made) - 0.15)
    axes.set_xlabel(f"{quantity} [{unit}]")
    ends = f"{_ends(shared, decimals)} {unit}" if shared else ""
    found = _finding(ends, len(made), quantity)
    axes.set_title(found, loc="left", fontsize=11)
    figure.tight_layout()
    listed = "; ".join(f"{name}: {words}" for name, words in said.items())
    return described(axes, f"Bars of {len(made)} ranges. {found}. {listed}.")


def _decimals(ranges: Iterable[Interval], span: float) -> int:
    """Return the decimals that all ends get: three digits of the span, more where ends look alike.

    Zeros that every end would have are left out.
    """
    every = list(ranges)
    most = min(_MOST, max(0, 2 - math.floor(math.log10(span)))) if span > 0 else _MOST
    while most < _MOST and any(r.low < r.high and _alike(r, most) for r in every):
        most += 1
    ends = [end for r in every for end in (r.low, r.high)]
    return next(n for n in range(most + 1) if all(round(e, n) == round(e, most) for e in ends))


def _alike(one: Interval, decimals: int) -> bool:
    return round(one.low, decimals) == round(one.high, decimals)


def _ends(one: Interval, decimals: int) -> str:
    return f"{one.low:,.{decimals}f} to {one.high:,.{decimals}f}"


def _bar(axes: Axes, place: int, words: str, one: Interval, look: tuple[str, str], *, right: bool) -> None:
    """Draw one range with its ends in words; on the right half of the figure they grow to the left."""
    color, hatch = look
    axes.barh(
        place, one.high - one.low, left=one.low, height=0.5, color=color, hatch=hatch, edgecolor="white"
    )
    start = one.high if right else one.low
    axes.annotate(
        words, (start, place + 0.29), (0, 1), textcoords="offset points",
        va="bottom", ha="right" if right else "left", fontsize=9,
    )  # fmt: skip


def _finding(shared: str, count: int, quantity: str) -> str:
    every = {1: "the one range", 2: "both ranges"}.get(count, f"all {count} ranges")
    if not shared:
        return f"{quantity}: no value lies in {every}"
    return f"{quantity}: {shared} lies in {every}"
