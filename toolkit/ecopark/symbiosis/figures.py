"""Figures of a network: who exchanges with whom, how much flows, and how it falls apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import frames
from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.plots import alt_text, set_alt_text
from ecopark.symbiosis.figure_names import BEND as _BEND
from ecopark.symbiosis.figure_names import Arrow, name_sides
from ecopark.symbiosis.metrics import structure
from ecopark.symbiosis.network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_network", "draw_robustness", "export", "looks"]

# Okabe and Ito's palette with a line style each: the style says the same as the colour.
LOOKS: tuple[tuple[str, Any], ...] = (
    ("#0072B2", "-"),
    ("#D55E00", "--"),
    ("#009E73", ":"),
    ("#CC79A7", "-."),
    ("#E69F00", (0, (8, 2, 1, 2, 1, 2))),
    ("#56B4E9", (0, (1, 4))),
    ("#000000", (0, (10, 4))),
)


USUAL = ("water", "energy", "material")  # each has the same look in every figure


def looks(kinds: Sequence[str]) -> dict[str, tuple[str, Any]]:
    """Return color and line style of each kind of stream; from the seventh on they share the last.

    Water, energy and material look the same in every figure, whichever comes first.

    Examples
    --------
    >>> looks(["energy", "water"])
    {'energy': ('#D55E00', '--'), 'water': ('#0072B2', '-')}
    """
    names = list(dict.fromkeys(kinds))
    usual = {name: LOOKS[USUAL.index(name)] for name in names if name in USUAL}
    free = [look for look in LOOKS if look not in usual.values()]
    others = [name for name in names if name not in USUAL]
    styles = usual | {name: free[min(place, len(free) - 1)] for place, name in enumerate(others)}
    return {name: styles[name] for name in names}


def draw_network(network: Network, name: str = "The network", *, seed: int = 0) -> Axes:
    """Draw firms as points and exchanges as arrows; kinds of stream differ by colour and line style.

    Parameters
    ----------
    network : Network
        The network. An exchange without a kind counts by its stream.
    name : str
        What the title calls it.
    seed : int
        Seed of the places of the firms: the same seed gives the same picture.

    Returns
    -------
    matplotlib.axes.Axes
        One arrow for each pair of firms and kind of stream. Round points are inside the boundary,
        square ones outside; bold names are in a loop. Places on the figure mean nothing.

    Raises
    ------
    UndefinedResult
        If the network has no firm.

    Examples
    --------
    >>> import ecopark as ep
    >>> from ecopark.symbiosis.network import network
    >>> axes = draw_network(network(ep.datasets.load("taiwan", "linhai_exchanges")), "Linhai")
    >>> axes.get_title(loc="left")
    'Linhai: 12 links between 11 firms, 3 firms in loops'
    """
    from matplotlib import pyplot as plt

    if not network.firms and not network.outside:
        raise UndefinedResult("A network without a firm cannot be drawn.")
    figure, axes = plt.subplots(figsize=(9, 7))
    places = _layout(network, seed)
    styles = looks([x.kind or x.stream for x in network.exchanges])
    turns = _arrows(axes, network, places, styles)
    _points(axes, network, places)
    title = _finding(network, name)
    axes.set_title(title, loc="left", fontsize=11)
    if network.exchanges:
        axes.legend(loc="upper left", bbox_to_anchor=(0, 0), ncols=4, frameon=False, handlelength=4)
    axes.set_axis_off()
    axes.margins(0.12)
    figure.tight_layout()
    _names(axes, network, places, turns)
    return set_alt_text(axes, _words(network, title))


def _finding(network: Network, name: str) -> str:
    found = structure(network)
    looped = int(found["firms_in_loops"].number())
    loops = f"{looped} firms in loops" if looped else "no loop"
    return f"{name}: {len(network.links)} links between {len(network.firms)} firms, {loops}"


def _layout(network: Network, seed: int) -> dict[str, Any]:
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(network.firms + network.outside)
    plain.add_edges_from(x.pair for x in network.exchanges)
    parts = sorted(nx.connected_components(plain), key=len, reverse=True)
    hubs = [max(sorted(part), key=plain.degree) for part in parts]
    # For the places only: a long thread from part to part keeps unconnected parts near each other.
    plain.add_edges_from(((hubs[0], hub) for hub in hubs[1:]), weight=2.5)
    start = nx.spring_layout(plain, seed=seed, k=2.2 / math.sqrt(len(plain)))
    places: dict[str, Any] = nx.kamada_kawai_layout(plain, pos=start)
    return places


def _arrows(
    axes: Axes, network: Network, places: dict[str, Any], styles: dict[str, tuple[str, Any]]
) -> list[Arrow]:
    """Draw the arrows, and return sender, receiver and bend of each."""
    from matplotlib.patches import FancyArrowPatch

    drawn = dict.fromkeys((*x.pair, x.kind or x.stream) for x in network.exchanges)
    turns: dict[tuple[str, str], int] = {}
    made: list[Arrow] = []
    for sender, receiver, kind in drawn:
        turn = turns[sender, receiver] = turns.get((sender, receiver), 0) + 1
        color, style = styles[kind]
        made.append((sender, receiver, _BEND * turn))
        axes.add_patch(
            FancyArrowPatch(
                places[sender], places[receiver], connectionstyle=f"arc3,rad={_BEND * turn}",
                arrowstyle="-|>", mutation_scale=14, shrinkA=9, shrinkB=9, linewidth=1.6,
                color=color, linestyle=style,
            )
        )  # fmt: skip
    for kind, (color, style) in styles.items():
        axes.plot([], [], color=color, linestyle=style, linewidth=1.6, label=kind)
    return made


def _points(axes: Axes, network: Network, places: dict[str, Any]) -> None:
    for names, marker in ((network.firms, "o"), (network.outside, "s")):
        for name in names:
            x, y = places[name]
            axes.scatter(x, y, s=110, marker=marker, color="white", edgecolors="black", zorder=3)


def _names(axes: Axes, network: Network, places: dict[str, Any], turns: list[Arrow]) -> None:
    """Write each name on the side of its point where the fewest arrows, points and names are."""
    import networkx as nx
    from matplotlib.patheffects import withStroke

    inner: nx.DiGraph[str] = nx.DiGraph(network.links)
    looped = {name for part in nx.strongly_connected_components(inner) if len(part) > 1 for name in part}
    axes.get_xlim(), axes.get_ylim()  # the limits follow the points only when they are asked for
    root = axes.get_figure(root=True)
    scale = 72 / root.dpi if root else 1.0
    spots = {
        name: tuple(float(one) * scale for one in axes.transData.transform(places[name]))
        for name in network.firms + network.outside
    }
    sides = name_sides(spots, turns)
    for name, (x, y, ha, va) in sides.items():
        axes.annotate(
            name, places[name], (x, y), textcoords="offset points", fontsize=9, zorder=4, ha=ha, va=va,
            weight="bold" if name in looped else "normal",
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        )  # fmt: skip


def _words(network: Network, title: str) -> str:
    listed: dict[str, list[str]] = {}
    for sender, receiver in dict.fromkeys(x.pair for x in network.exchanges):
        listed.setdefault(sender, []).append(receiver)
    arrows = "; ".join(f"{sender} to {', '.join(to)}" for sender, to in list(listed.items())[:20])
    more = "; …" if len(listed) > 20 else ""
    out = f" Outside the boundary: {', '.join(network.outside)}." if network.outside else ""
    return f"Network. {title}. Arrows: {arrows or 'none'}{more}.{out}"


def draw_robustness(*curves: Any, name: str = "The network") -> Axes:
    """Draw how the largest group shrinks as firms leave, one line a curve.

    Parameters
    ----------
    *curves : pandas.DataFrame or polars.DataFrame
        What :func:`ecopark.symbiosis.robustness.robustness_curve` returned.
    name : str
        What the title calls the network.

    Returns
    -------
    matplotlib.axes.Axes
        Largest group over firms gone [% of the firms of the beginning]; the band holds nine tenths
        of the random orders.

    Raises
    ------
    UndefinedResult
        If there is no curve.
    UnknownNameError
        If a column is missing.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> from ecopark.symbiosis.robustness import robustness_curve
    >>> star = network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> draw_robustness(robustness_curve(star, "degree")).get_xlabel()
    'Firms gone [% of all]'
    """
    from matplotlib import pyplot as plt

    if not curves:
        raise UndefinedResult("Give at least one curve to draw.")
    tables = [_curve(curve) for curve in curves]
    figure, axes = plt.subplots(figsize=(7.5, 4.8))
    for (label, x, y, low, high), (color, style), marker in zip(tables, LOOKS, "os^DvP*", strict=False):
        axes.plot(x, y, color=color, linestyle=style, marker=marker, markersize=5, label=label)
        if low != high:
            axes.fill_between(x, low, high, color=color, alpha=0.15, linewidth=0, label=f"{label}, 5-95 %")
    axes.set(xlabel="Firms gone [% of all]", ylabel="Largest group left [% of all firms]")
    axes.set(xlim=(0, 100), ylim=(0, 103))
    axes.legend(frameon=False)
    halves = [(label, _half(x, y)) for label, x, y, _, _ in tables]
    said = ", ".join(f"after {gone:.0f} % gone ({label})" for label, gone in halves)
    title = f"{name} falls below half:\n{said}"
    axes.set_title(title, loc="left", fontsize=11)
    figure.tight_layout()
    sizes = "; ".join(
        f"{label}: "
        + ", ".join(f"{b:.0f} % left of {a:.0f} % gone" for a, b in list(zip(x, y, strict=True))[:6])
        for label, x, y, _, _ in tables
    )
    return set_alt_text(axes, f"Line chart. {name} falls below half: {said}. Largest group: {sizes}.")


_ORDERS = {"random": "random order", "degree": "most links first"}
_Curve = tuple[str, list[float], list[float], list[float], list[float]]


def _curve(curve: Any) -> _Curve:
    frame = frames.from_native_eager(curve, "curve")
    for name in ("removal", "removed_share", "largest_share", "low", "high"):
        if name not in frame.columns:
            raise UnknownNameError("column of the curve", name, frame.columns)
    if not len(frame):
        raise UndefinedResult("A curve without a row cannot be drawn.")
    x, y, low, high = (
        [100 * value for value in frame.get_column(name).to_list()]
        for name in ("removed_share", "largest_share", "low", "high")
    )
    removal = str(frame.get_column("removal").to_list()[0])
    return _ORDERS.get(removal, removal), x, y, low, high


def _half(x: list[float], y: list[float]) -> float:
    """Return the share of firms gone [%] at which less than half of all hangs together."""
    return next((a for a, b in zip(x, y, strict=True) if b < 50), 100.0)


def export(axes: Axes, path: str | Path) -> Path:
    """Write a figure with its alt text to an SVG or PNG file.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a function that draws returned.
    path : str or Path
        The file; its ending, ``.svg`` or ``.png``, says the format.

    Returns
    -------
    Path
        The file. The same figure gives the same bytes.

    Raises
    ------
    UnknownNameError
        If the ending is another one.
    UndefinedResult
        If the axes belong to no figure.

    Examples
    --------
    >>> import tempfile
    >>> from ecopark.symbiosis.network import network
    >>> axes = draw_network(network([{"from": "plant", "to": "mill", "stream": "steam"}]))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(axes, f"{folder}/park.svg").name
    'park.svg'
    """
    import matplotlib as mpl

    target = Path(path)
    kind = target.suffix.lower()
    if kind not in {".svg", ".png"}:
        raise UnknownNameError("ending of a figure", target.suffix or target.name, (".svg", ".png"))
    figure = axes.get_figure(root=True)
    if figure is None:
        raise UndefinedResult("These axes belong to no figure.")
    words = alt_text(axes)
    told = {"Description": words, ("Software" if kind == ".png" else "Date"): None}
    with mpl.rc_context({"svg.hashsalt": "ecopark", "svg.fonttype": "none"}):
        figure.savefig(target, format=kind[1:], dpi=150, bbox_inches="tight", metadata=told)
    return target
