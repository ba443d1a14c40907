"""The elasticity plane: growth of a quantity over growth of its driver, with Tapio's eight states."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ecopark import datasets, decoupling, frames
from ecopark.errors import UnknownName
from ecopark.figures import described, kind_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["elasticity_plane"]

Numbers = NDArray[np.float64]
Room = tuple[float, float, float]  # left and right end, and height, in half widths of the plane


@dataclass(frozen=True)
class _Region:
    """How a state is drawn: colour and hatching; where its name stands, in half widths; its turn [degree]."""

    color: str
    hatch: str
    x: float
    y: float
    side: Literal["left", "center", "right"] = "center"
    turn: float = 0


# Colours of Okabe and Ito. Blue and green, plain: the quantity falls behind its driver. Yellow, dots:
# both go together. Orange, red and purple, strokes: the quantity runs ahead.
_REGIONS = {
    "strong_decoupling": _Region("#009E73", "", 0.97, -0.95, "right"),
    "weak_decoupling": _Region("#56B4E9", "", 0.97, 0.2, "right"),
    "recessive_decoupling": _Region("#0072B2", "", -0.03, -0.95, "right"),
    "expansive_coupling": _Region("#F0E442", "..", 0.76, 0.76, turn=45),
    "recessive_coupling": _Region("#F0E442", "..", -0.76, -0.76, turn=45),
    "expansive_negative_decoupling": _Region("#E69F00", "//", 0.03, 0.95, "left"),
    "strong_negative_decoupling": _Region("#D55E00", "//", -0.97, 0.95, "left"),
    "weak_negative_decoupling": _Region("#CC79A7", "//", -0.97, -0.2, "left"),
}
_BEHIND = ("strong_decoupling", "weak_decoupling", "recessive_decoupling")
_NAMED = 12  # points that carry their name, at most
_LETTER, _LINE = 0.024, 0.055  # width of a letter and height of a name, in half widths of the plane
_PAPER = {"facecolor": "white", "alpha": 0.65, "pad": 1, "linewidth": 0}


def elasticity_plane(
    result: Any,
    quantity: str = "the quantity",
    driver: str = "its driver",
    unit: str = "% a year",
    by: str = "zone",
) -> Axes:
    """Draw the growth of a quantity over the growth of its driver, with the eight states as regions.

    Parameters
    ----------
    result : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        What :func:`ecopark.elasticity.coefficient` or ``year_on_year`` returned.
    quantity, driver : str
        What the two are called on the figure.
    unit : str
        Unit of growth on the axes: ``% a year`` for annual averages; say ``% over all years`` for
        the other methods.
    by : str
        Column that names the zone.

    Returns
    -------
    matplotlib.axes.Axes
        One point a row with two growth rates and a state; the others are counted in the title.
        Both axes have the same scale [unit]. Up to twelve points carry their name, where there is
        room; the alt text names them all.

    Raises
    ------
    UnknownName
        If a column is missing.
    NotAFrame
        If the result is no dataframe, or a lazy one.

    References
    ----------
    P. Tapio (2005): Towards a theory of decoupling. Transport Policy 12, 137-151.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=3, years=6)
    >>> axes = elasticity_plane(ep.elasticity.coefficient(panel), "energy", "added value")
    >>> axes.get_ylabel()
    'Growth of energy [% a year]'
    """
    from matplotlib import pyplot as plt

    names, x, y, states = _points(result, by)
    counts = Counter(states)
    span = _span(x, y)
    figure, axes = plt.subplots(figsize=(7.5, 7.8))
    axes.set(xlim=(-span, span), ylim=(-span, span), aspect="equal")
    for state, edges in _edges().items():
        _region(axes, span, state, edges, counts[state])
    _cuts(axes, span)
    _zones(axes, names, x, y)
    axes.set_xlabel(f"Growth of {driver} [{unit}]")
    axes.set_ylabel(f"Growth of {quantity} [{unit}]")
    found = _finding(names, counts, quantity, driver)
    axes.set_title(found, loc="left", fontsize=11)
    figure.tight_layout()
    return described(axes, _words(names, states, found, f"growth of {quantity} over growth of {driver}"))


def _points(result: Any, by: str) -> tuple[list[str], Numbers, Numbers, list[str]]:
    """Return name, growth of the driver and of the quantity [%], and state of each row."""
    frame = frames.eager(result, "result")
    for name in (by, "quantity_growth", "driver_growth"):
        if name not in frame.columns:
            raise UnknownName("column of the result", name, frame.columns)
    quantity, driver = (
        np.asarray(frame.get_column(name).to_numpy(), dtype=np.float64)
        for name in ("quantity_growth", "driver_growth")
    )
    names = [str(name) for name in frame.get_column(by).to_list()]
    states = decoupling.state(quantity, driver)
    drawn = np.isin(states, list(_REGIONS))
    nowhere = np.where(drawn, 0.0, np.nan)
    return names, driver * 100 + nowhere, quantity * 100 + nowhere, states.tolist()


def _span(x: Numbers, y: Numbers) -> float:
    """Return how far the axes reach [unit of growth]: beyond the farthest point."""
    reach = np.abs(np.concatenate([x, y]))
    reach = reach[np.isfinite(reach)]
    return float(1.4 * reach.max()) if len(reach) and reach.max() > 0 else 10.0


@cache
def _edges() -> dict[str, tuple[float, float]]:
    """Return the angles between which each state lies, against the axis of the driver [rad]."""
    found = {}
    for row in datasets.rows("tapio", "states"):
        low = -math.inf if row["elasticity_low"] is None else row["elasticity_low"]
        high = math.inf if row["elasticity_high"] is None else row["elasticity_high"]
        turned = 0.0 if row["driver_growth_sign"] > 0 else math.pi
        found[row["state"]] = (math.atan(low) + turned, math.atan(high) + turned)
    return found


def _region(axes: Axes, span: float, state: str, edges: tuple[float, float], count: int) -> None:
    """Fill the wedge of a state and write its name, with the number of points in it."""
    look, far = _REGIONS[state], 4 * span
    x, y = ([0.0, *(far * f(angle) for angle in edges)] for f in (math.cos, math.sin))
    axes.fill(x, y, facecolor=look.color, alpha=0.3, linewidth=0, zorder=0)
    axes.fill(x, y, facecolor="none", edgecolor="#00000030", hatch=look.hatch, linewidth=0, zorder=0)
    axes.text(
        look.x * span, look.y * span, f"{state.replace('_', ' ')}: {count}",
        ha=look.side, va="center", rotation=look.turn, rotation_mode="anchor", fontsize=9, zorder=4,
        weight="bold" if count else "normal", bbox=_PAPER,
    )  # fmt: skip


def _cuts(axes: Axes, span: float) -> None:
    """Draw both axes of growth and the cut-offs, which a legend below the plane names."""
    axes.axhline(0, color="black", linewidth=1)
    axes.axvline(0, color="black", linewidth=1)
    cutoffs = [row["elasticity"] for row in datasets.rows("tapio", "cutoffs") if row["elasticity"]]
    for cut, style in zip(cutoffs, ("--", ":"), strict=True):
        ends = np.array([-span, span])
        axes.plot(
            ends, cut * ends, color="black", linewidth=1.2, linestyle=style, label=f"elasticity {cut:g}"
        )
    axes.legend(loc="upper right", bbox_to_anchor=(1, -0.06), ncols=2, frameon=False, fontsize=9)


def _zones(axes: Axes, names: list[str], x: Numbers, y: Numbers) -> None:
    drawn = np.flatnonzero(np.isfinite(x))
    few = len(drawn) <= _NAMED
    look = (
        {"s": 45, "edgecolors": "white", "zorder": 5}
        if few
        else {"s": 14, "alpha": 0.6, "linewidths": 0, "zorder": 3}
    )
    axes.scatter(x[drawn], y[drawn], color="black", **look)
    for place, (dx, dy) in _rooms([names[i] for i in drawn], x[drawn], y[drawn], axes.get_xlim()[1], few):
        axes.annotate(
            names[drawn[place]], (x[drawn[place]], y[drawn[place]]), (8 * dx, 8 * dy),
            textcoords="offset points", ha="left" if dx > 0 else "right", va="center", fontsize=9,
            zorder=5, bbox=_PAPER,
        )  # fmt: skip


def _rooms(
    names: list[str], x: Numbers, y: Numbers, span: float, few: bool
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the points whose name finds room, and on which side of them: no name covers anything."""
    taken = _labels() + [(a / span - 0.01, a / span + 0.01, b / span) for a, b in zip(x, y, strict=True)]
    for place in np.argsort(-y) if few else ():
        width = _LETTER * len(names[place])
        for dx, dy in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
            left = x[place] / span + (0.02 if dx > 0 else -0.02 - width)
            room = (left, left + width, y[place] / span + dy * _LINE / 2)
            if -1 < left < 1 - width and not any(_cover(room, other) for other in taken):
                taken.append(room)
                yield int(place), (dx, dy)
                break


def _labels() -> list[Room]:
    """Return where the names of the states stand, those along the diagonal apart."""
    found = []
    for state, look in _REGIONS.items():
        width = _LETTER * (len(state) + 5)
        left = look.x - (width if look.side == "right" else 0)
        found += [(left, left + width, look.y)] if not look.turn else []
    return found


def _cover(one: Room, other: Room) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < _LINE


def _finding(names: list[str], counts: Counter[str], quantity: str, driver: str) -> str:
    """Return what the figure shows in one or two lines."""
    kind = kind_of(names) if len(set(names)) == len(names) else f"rows of {kind_of(names)}"
    total = sum(counts[state] for state in _REGIONS)
    left_out = len(names) - total
    note = f"\n{left_out} not shown: growth is missing or {driver} stands still" if left_out else ""
    if not total:
        return f"No {kind} to show: growth is missing or {driver} stands still"
    behind = sum(counts[state] for state in _BEHIND)
    return f"{behind} of {total} {kind} decouple {quantity} from {driver}{note}"


def _words(names: list[str], states: list[str], finding: str, axes: str) -> str:
    """Return the alt text: the finding, and who is in which state."""
    members = {state: [n for n, s in zip(names, states, strict=True) if s == state] for state in _REGIONS}
    listed = []
    for state, own in members.items():
        who = f" ({', '.join(own)})" if own and len(names) <= _NAMED else ""
        if own:
            listed.append(f"{state.replace('_', ' ')} {len(own)}{who}")
    told = f" States: {'; '.join(listed)}." if listed else ""
    return f"Elasticity plane, {axes}. {finding.replace(chr(10), '; ')}.{told}"
