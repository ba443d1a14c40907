"""What rounding leaves open: the ranges behind printed numbers, and the part that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult
from ecopark.figures import BLUE, ORANGE, described
from ecopark.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["range_bars"]

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
        One bar a range [unit]; the shared part is a grey band, and the title gives its ends or says
        that there is none.

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
    figure, axes = plt.subplots(figsize=(8.5, 0.62 * len(made) + 1.5))
    for place, (name, one) in enumerate(reversed(made.items())):
        look = _STYLES[(len(made) - 1 - place) % len(_STYLES)]
        _bar(axes, place, name, one, look, right=one.low + one.high > lowest + highest)
    if shared is not None:
        axes.axvspan(shared.low, shared.high, color="#00000022", zorder=0, linewidth=0)
    room = 0.05 * (highest - lowest or 1)
    axes.set_xlim(lowest - room, highest + room)
    axes.set_yticks([])
    axes.set_ylim(-0.45, len(made) - 0.15)
    axes.set_xlabel(f"{quantity} [{unit}]")
    found = _finding(shared, len(made), quantity, unit)
    axes.set_title(found, loc="left", fontsize=11)
    figure.tight_layout()
    listed = "; ".join(f"{name}: {r.low:.4g} to {r.high:.4g} {unit}" for name, r in made.items())
    return described(axes, f"Bars of {len(made)} ranges. {found}. {listed}.")


def _bar(axes: Axes, place: int, name: str, one: Interval, look: tuple[str, str], *, right: bool) -> None:
    """Draw one range with its ends in words; on the right half of the figure they grow to the left."""
    color, hatch = look
    axes.barh(
        place, one.high - one.low, left=one.low, height=0.5, color=color, hatch=hatch, edgecolor="white"
    )
    words, start = f"{name}: {one.low:.4g} to {one.high:.4g}", one.high if right else one.low
    axes.annotate(
        words, (start, place + 0.29), (0, 1), textcoords="offset points",
        va="bottom", ha="right" if right else "left", fontsize=9,
    )  # fmt: skip


def _finding(shared: Interval | None, count: int, quantity: str, unit: str) -> str:
    every = {1: "the one range", 2: "both ranges"}.get(count, f"all {count} ranges")
    if shared is None:
        return f"{quantity}: no value lies in {every}"
    return f"{quantity}: {shared.low:.4g} to {shared.high:.4g} {unit} lies in {every}"
