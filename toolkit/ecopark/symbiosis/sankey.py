"""A Sankey figure of a network, drawn with matplotlib alone: bands as wide as the flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult
from ecopark.plots import set_alt_text
from ecopark.symbiosis.exchanges import Exchange
from ecopark.symbiosis.figures import looks
from ecopark.symbiosis.flows import flows
from ecopark.symbiosis.network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_sankey"]

_HATCHES = ("", "///", "...", "xx", "\\\\\\", "++", "oo")
_GAP = 0.12  # between two firms of a column, and between loops below, as a share of the highest column
_BAR = 0.06  # width of a firm; columns are 1 apart
Spots = dict[str, tuple[float, float, float]]  # x, bottom and height of each firm; a gap begins with \n


@dataclass(frozen=True)
class _Band:
    exchange: Exchange
    kind: str
    width: float
    back: bool


def draw_sankey(network: Network, name: str = "The network", unit: str | None = None) -> Axes:
    """Draw flows as bands from left to right, as wide as their quantity; loops run back below.

    Parameters
    ----------
    network : Network
        The network. Exchanges without a quantity are not drawn; the title counts them.
    name : str
        What the title calls it.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange that has one.

    Returns
    -------
    matplotlib.axes.Axes
        A bar a firm, as high as the larger of what it receives and sends [unit]. Kinds of stream
        differ by colour and hatching. Write it with :func:`ecopark.symbiosis.figures.export`.

    Raises
    ------
    UndefinedResult
        If no exchange has a quantity.
    UnitMismatch
        If a quantity cannot be given in the unit.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [{"from": "Plant", "to": "Town", "stream": "heat", "quantity": 5.0, "unit": "GJ/h"}]
    >>> draw_sankey(network(rows), "A synthetic park").get_title(loc="left")
    'A synthetic park: the largest flow is heat from Plant to Town, 5 GJ/h'
    """
    from matplotlib import pyplot as plt

    known = tuple(x for x in network.exchanges if x.quantity is not None)
    if not known:
        raise UndefinedResult("No exchange has a quantity, so no band has a width.")
    table = flows(Network(known, network.firms, network.outside), unit)
    names = list(dict.fromkeys(name for x in known for name in x.pair))
    columns, back = _columns(names, [x.pair for x in known])
    bands = [
        _Band(x, x.kind or x.stream, float(width), x.pair in back)
        for x, width in zip(known, table.amounts, strict=True)
    ]
    stops = _stops(bands, columns)
    spots = _spots(columns, stops)
    figure, axes = plt.subplots(figsize=(10, 6))
    _draw(axes, stops, spots)
    _bars(axes, spots, set(network.outside), table.unit)
    title = _finding(name, bands, table.unit, len(network.exchanges) - len(known))
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_axis_off()
    figure.tight_layout()
    told = sorted(bands, key=lambda band: -band.width)[:20]
    listed = "; ".join(f"{band.exchange} {band.width:,.10g}" for band in told)
    return set_alt_text(axes, f"Sankey diagram. {title}. Flows [{table.unit}]: {listed}.".replace("\n", "; "))


def _finding(name: str, bands: Sequence[_Band], unit: str, left_out: int) -> str:
    top = max(bands, key=lambda band: band.width)
    many = "exchange is" if left_out == 1 else "exchanges are"
    note = f"\n{left_out} {many} not drawn: no quantity" if left_out else ""
    return f"{name}: the largest flow is {top.exchange}, {top.width:,.10g} {unit}{note}"


def _columns(
    names: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> tuple[dict[str, int], set[tuple[str, str]]]:
    """Return the column of each firm, and the links that run back because they close a loop.

    A search from every firm, senders without suppliers first, finds the links that lead back to a
    firm on its own path; without them each firm stands one column after its last supplier.
    """
    after: dict[str, list[str]] = {name: [] for name in names}
    for sender, receiver in dict.fromkeys(pairs):
        after[sender].append(receiver)
    fed = {receiver for _, receiver in pairs}
    back: set[tuple[str, str]] = set()
    done: list[str] = []
    state: dict[str, int] = {}
    for root in [*(n for n in names if n not in fed), *names]:
        stack = [] if root in state else [(root, iter(after[root]))]
        state.setdefault(root, 1)
        while stack:
            firm, rest = stack[-1]
            to = next(rest, None)
            if to is None:
                state[firm] = 2
                done.append(firm)
                stack.pop()
            elif state.get(to) == 1:
                back.add((firm, to))
            elif to not in state:
                state[to] = 1
                stack.append((to, iter(after[to])))
    column = dict.fromkeys(names, 0)
    for firm in reversed(done):
        for to in after[firm]:
            if (firm, to) not in back:
                column[to] = max(column[to], column[firm] + 1)
    return column, back


def _stops(bands: Sequence[_Band], columns: dict[str, int]) -> dict[_Band, list[str]]:
    """Return the firms and, between them, the gaps in the columns through which each band runs."""
    found = {}
    for number, band in enumerate(bands):
        ends = band.exchange.pair
        between = range(columns[ends[0]] + 1, columns[ends[1]]) if not band.back else ()
        found[band] = [ends[0], *(f"\n{number} {place}" for place in between), ends[1]]
    return found


def _spots(columns: dict[str, int], stops: dict[_Band, list[str]]) -> Spots:
    """Return where each firm or gap stands: columns from the left, in order of appearance from the top."""
    sent: dict[str, float] = {}
    got: dict[str, float] = {}
    column = dict(columns)
    for band, names in stops.items():
        for place, (start, end) in enumerate(pairwise(names)):
            sent[start] = sent.get(start, 0.0) + band.width
            got[end] = got.get(end, 0.0) + band.width
            if place:
                column[start] = columns[names[0]] + place
    high = {name: max(sent.get(name, 0.0), got.get(name, 0.0)) for name in column}
    stacks = [[n for n in column if column[n] == place] for place in range(max(column.values()) + 1)]
    most = max(sum(high[n] for n in stack) for stack in stacks)
    spots: Spots = {}
    for place, stack in enumerate(stacks):
        top = (sum(high[n] for n in stack) + _GAP * most * (len(stack) - 1)) / 2
        for name in stack:
            spots[name] = (float(place), top - high[name], high[name])
            top -= high[name] + _GAP * most
    return spots


def _draw(axes: Axes, stops: dict[_Band, list[str]], spots: Spots) -> None:
    from matplotlib.patches import Patch

    kinds = list(dict.fromkeys(band.kind for band in stops))
    styles = {kind: (look[0], _HATCHES[min(n, 6)]) for n, (kind, look) in enumerate(looks(kinds).items())}
    left = {name: bottom + height for name, (_, bottom, height) in spots.items()}
    came = dict(left)
    floor = min(bottom for _, bottom, _ in spots.values())
    step = _GAP / 2 * max(height for _, _, height in spots.values())
    # Bands leave and arrive in the order of the firms they join, so that few of them cross.
    legs = [(band, start, end) for band, names in stops.items() for start, end in pairwise(names)]
    arriving = sorted(legs, key=lambda leg: (leg[0].back, -sum(spots[leg[1]][1:])))
    ends = {leg: _taken(came, leg[2], leg[0].width) for leg in arriving}
    for leg in sorted(legs, key=lambda leg: (leg[0].back, -sum(spots[leg[2]][1:]))):
        band, start, end = leg
        y = (_taken(left, start, band.width), ends[leg])
        x = (spots[start][0] + (0 if start.startswith("\n") else _BAR), spots[end][0])
        if band.back:
            floor -= step + band.width
        outline = _loop(x, y, band.width, floor) if band.back else _wave(x, y, band.width)
        _add(axes, outline, *styles[band.kind])
    handles = [Patch(facecolor=c, alpha=0.55, hatch=h, label=kind) for kind, (c, h) in styles.items()]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 0), ncols=4, frameon=False)


def _taken(places: dict[str, float], firm: str, width: float) -> float:
    """Return the upper edge of the next band at a firm, and take its room."""
    places[firm] -= width
    return places[firm] + width


Point = tuple[float, float]
Edge = list[tuple[int, Point]]
_MOVE, _LINE, _CUBIC = 1, 2, 4  # codes of matplotlib's paths


def _cubic(start: Point, end: Point, reach: float) -> Edge:
    """Return a curve that leaves its start and reaches its end level, ``reach`` to the right and the left."""
    return [(_CUBIC, (start[0] + reach, start[1])), (_CUBIC, (end[0] - reach, end[1])), (_CUBIC, end)]


def _wave(x: Point, y: Point, width: float) -> Edge:
    """Return the outline of a band from left to right; ``y`` are its upper edges."""
    half = (x[1] - x[0]) / 2
    low: tuple[Point, Point] = ((x[1], y[1] - width), (x[0], y[0] - width))
    there = _cubic((x[0], y[0]), (x[1], y[1]), half)
    return [(_MOVE, (x[0], y[0])), *there, (_LINE, low[0]), *_cubic(*low, -half)]


def _loop(x: Point, y: Point, width: float, floor: float) -> Edge:
    """Return the outline of a band that turns below the figure and runs back on the floor."""
    wide, narrow = 0.42, 0.22
    right, left = x[0], x[1]

    def turn(start: Point, end: Point, reach: float) -> Edge:
        return [(_CUBIC, (start[0] + reach, start[1])), (_CUBIC, (end[0] + reach, end[1])), (_CUBIC, end)]

    return [
        (_MOVE, (right, y[0])),
        *turn((right, y[0]), (right, floor), wide),
        (_LINE, (left, floor)),
        *turn((left, floor), (left, y[1]), -wide),
        (_LINE, (left, y[1] - width)),
        *turn((left, y[1] - width), (left, floor + width), -narrow),
        (_LINE, (right, floor + width)),
        *turn((right, floor + width), (right, y[0] - width), narrow),
    ]


def _add(axes: Axes, outline: Edge, color: str, hatch: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    codes, points = zip(*outline, strict=True)
    shape = Path(list(points), list(codes))
    look = {"facecolor": color, "edgecolor": "#00000055", "linewidth": 0.6, "alpha": 0.55}
    axes.add_patch(PathPatch(shape, hatch=hatch, **look))


def _bars(axes: Axes, spots: Spots, outside: set[str], unit: str) -> None:
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    for name, (x, bottom, height) in spots.items():
        if name.startswith("\n"):
            continue
        face = "white" if name in outside else "black"
        axes.add_patch(Rectangle((x, bottom), _BAR, height, facecolor=face, edgecolor="black", zorder=3))
        axes.annotate(
            f"{name}, {height:,.10g} {unit}", (x + _BAR / 2, bottom + height), (0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=9, zorder=4,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )  # fmt: skip
    axes.autoscale_view()
    axes.margins(0.08)
