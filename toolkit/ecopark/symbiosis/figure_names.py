"""Where the names of a drawn network stand: on the side of their points where they cover least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BEND", "Arrow", "Side", "box", "curve", "name_sides"]

BEND = 0.12  # of an arrow, as part of its length; each further one between two firms bends once more
Arrow = tuple[str, str, float]  # sender, receiver, bend [part of the length]
Side = tuple[float, float, str, str]  # offset from the point [pt], horizontal and vertical alignment
Box = tuple[float, float, float, float]  # left, low, right, high [pt]

# Above and below come first: of sides that cover equally little, the first is taken.
SIDES: tuple[Side, ...] = (
    (0, 9, "center", "bottom"),
    (0, -9, "center", "top"),
    (10, 0, "left", "center"),
    (-10, 0, "right", "center"),
    (7, 7, "left", "bottom"),
    (-7, 7, "right", "bottom"),
    (7, -7, "left", "top"),
    (-7, -7, "right", "top"),
)
_LETTER, _LINE = 5.6, 12.0  # width of a letter and height of a line of nine points [pt]
_POINT = 7.0  # half the width of a point [pt]
_STEPS = 60
_SHIFT = {"left": 0.0, "bottom": 0.0, "center": -0.5, "right": -1.0, "top": -1.0}


def name_sides(spots: Mapping[str, Sequence[float]], arrows: Iterable[Arrow]) -> dict[str, Side]:
    """Return for each name the side of its point where it covers the least.

    Parameters
    ----------
    spots : mapping of str
        Place of each point on the page [pt].
    arrows : iterable of Arrow
        Sender, receiver and bend of each arrow.

    Returns
    -------
    dict
        Offset [pt] and alignment of each name.

    Examples
    --------
    >>> name_sides({"a": (0, 0), "b": (0, 100)}, [("a", "b", 0.0)])["a"]
    (0, -9, 'center', 'top')
    """
    lines = [curve(spots[one], spots[two], bend) for one, two, bend in arrows]
    ink = np.concatenate([np.empty((0, 2)), *lines])
    found: dict[str, Side] = {}
    taken: list[Box] = []
    for name, spot in spots.items():
        others = [_around(other) for key, other in spots.items() if key != name]
        boxes = [box(name, spot, side) for side in SIDES]
        costs = [_inside(each, ink) + 20 * _meets(each, [*others, *taken]) for each in boxes]
        best = costs.index(min(costs))
        found[name] = SIDES[best]
        taken.append(boxes[best])
    return found


def curve(start: Sequence[float], end: Sequence[float], bend: float) -> NDArray[Any]:
    """Return points on an arrow that bends, as ``arc3`` of Matplotlib draws it [unit of the ends].

    Examples
    --------
    >>> curve((0, 0), (10, 0), 0.2)[30].round(2).tolist()
    [5.08, -1.0]
    """
    (x1, y1), (x2, y2) = start, end
    middle = np.array([(x1 + x2) / 2 + bend * (y2 - y1), (y1 + y2) / 2 - bend * (x2 - x1)])
    t = np.linspace(0, 1, _STEPS)[:, None]
    points: NDArray[Any] = (
        (1 - t) ** 2 * np.array([x1, y1]) + 2 * t * (1 - t) * middle + t**2 * np.array([x2, y2])
    )
    return points


def box(name: str, spot: Sequence[float], side: Side) -> Box:
    """Return about which rectangle a name covers on a side of its point [pt].

    Examples
    --------
    >>> box("name", (0, 0), (10, 0, "left", "center"))
    (10.0, -6.0, 32.4, 6.0)
    """
    wide = _LETTER * len(name)
    left = spot[0] + side[0] + _SHIFT[side[2]] * wide
    low = spot[1] + side[1] + _SHIFT[side[3]] * _LINE
    return float(left), float(low), float(left + wide), float(low + _LINE)


def _around(spot: Sequence[float]) -> Box:
    return spot[0] - _POINT, spot[1] - _POINT, spot[0] + _POINT, spot[1] + _POINT


def _inside(one: Box, points: NDArray[Any]) -> int:
    left, low, right, high = one
    x, y = points[:, 0], points[:, 1]
    return int(((x > left) & (x < right) & (y > low) & (y < high)).sum())


def _meets(one: Box, others: Iterable[Box]) -> int:
    return sum(one[0] < o[2] and o[0] < one[2] and one[1] < o[3] and o[1] < one[3] for o in others)
