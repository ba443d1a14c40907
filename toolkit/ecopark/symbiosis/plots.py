"""Figures of symbiosis: the finding in the title, units on the axes, alt text made from the data."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ecopark import frames, units
from ecopark.errors import UndefinedResult, require_known
from ecopark.i18n import mark, say
from ecopark.plots import BELOW, BLUE, GREEN, ORANGE, PURPLE, RED, finish, new_axes
from ecopark.symbiosis.cooperation import coalition_values
from ecopark.symbiosis.flows import convert_quantities
from ecopark.symbiosis.heat import HeatCascade
from ecopark.symbiosis.matching import Matching
from ecopark.symbiosis.network import ENDS, Network, exchange_name
from ecopark.symbiosis.tables import join_first
from ecopark.symbiosis.water import WaterTarget, load_conversion_factor

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    *("StreamStyle", "plot_coalitions", "plot_heat_composites", "plot_matching", "plot_network"),
    *("plot_sankey", "plot_timeline", "plot_water_composite", "stream_styles"),
]


class StreamStyle(NamedTuple):
    """How figures draw a type of stream: line and hatch say the same as the color."""

    color: str
    line: Any
    hatch: str
    marker: str


STYLES = (
    StreamStyle(BLUE, "-", "", "o"),
    StreamStyle(RED, "--", "///", "s"),
    StreamStyle(GREEN, ":", "...", "^"),
    StreamStyle(PURPLE, "-.", "xx", "D"),
    StreamStyle(ORANGE, (0, (8, 2, 1, 2, 1, 2)), "\\\\\\", "v"),
    StreamStyle("#56B4E9", (0, (1, 4)), "++", "P"),
    StreamStyle("#000000", (0, (10, 4)), "oo", "X"),
)
NETWORK, PARK = mark("The network"), mark("The park")  # names in titles
USUAL = ("water", "energy", "material")  # each looks the same in every figure
MAX_TOLD = 20  # arrows or bands in an alt text
BEND = 0.12  # of an arrow, as part of its length; each further one between two firms bends once more
# Where a name can be: offset from its point [pt] and alignment, the first of those that cover least.
SIDES = (
    *((0, 9, "center", "bottom"), (0, -9, "center", "top"), (10, 0, "left", "center")),
    *((-10, 0, "right", "center"), (7, 7, "left", "bottom"), (-7, 7, "right", "bottom")),
    *((7, -7, "left", "top"), (-7, -7, "right", "top")),
)
ROOMY = 8  # bars in a column of a Sankey diagram of usual height; with more, it is higher
NODE_GAP = 0.12  # between two firms of a Sankey diagram, and loops below, as part of the highest column
BAR = 0.06  # width of a firm in a Sankey diagram; columns are 1 apart


def stream_styles(types: Iterable[str]) -> dict[str, StreamStyle]:
    """Return the style of each type of stream; from the seventh on they share the last one.

    Examples
    --------
    >>> stream_styles(["energy"])
    {'energy': StreamStyle(color='#D55E00', line='--', hatch='///', marker='s')}
    """
    names = list(dict.fromkeys(types))
    usual = {name: STYLES[USUAL.index(name)] for name in names if name in USUAL}
    free = [style for style in STYLES if style not in usual.values()]
    others = [name for name in names if name not in USUAL]
    styles = usual | {name: free[min(place, len(free) - 1)] for place, name in enumerate(others)}
    return {name: styles[name] for name in names}


def plot_network(network: Network, name: str = NETWORK, *, seed: int = 0) -> Axes:
    """Draw firms as points and exchanges as arrows; types of stream differ by color and line style.

    Parameters
    ----------
    network : Network
        The network. An exchange without a type counts by its stream.
    name : str
        Name of the network in the title.
    seed : int
        Seed of the places of the firms: the same seed gives the same picture.

    Returns
    -------
    matplotlib.axes.Axes
        One arrow for each pair of firms and type of stream. Round points are inside the boundary, square
        ones outside; bold names are in a loop. Places on the figure mean nothing.

    Raises
    ------
    UndefinedResult
        If the network has no firm.

    Examples
    --------
    >>> import ecopark as ep
    >>> from ecopark.symbiosis.network import Network
    >>> axes = plot_network(Network(ep.datasets.load("taiwan", "linhai_exchanges")), "Linhai")
    >>> axes.get_title(loc="left")
    'Linhai: 12 links between 11 firms, 3 firms in loops'
    """
    import networkx as nx
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.patheffects import withStroke

    if not network.firms and not network.outside:
        raise UndefinedResult("A network without a firm cannot be drawn.")
    rows = network.exchanges.assign(type=network.exchanges["type"].fillna(network.exchanges["stream"]))
    arrows = list(rows[[*ENDS, "type"]].drop_duplicates().itertuples(index=False, name=None))
    styles = stream_styles(rows["type"])

    # Places: a long thread from component to component keeps unconnected ones near each other.
    graph = nx.Graph()
    graph.add_nodes_from(network.firms + network.outside)
    graph.add_edges_from((sender, receiver) for sender, receiver, _ in arrows)
    components = sorted(nx.connected_components(graph), key=len, reverse=True)
    hubs = [max(sorted(component), key=graph.degree) for component in components]
    graph.add_edges_from(((hubs[0], hub) for hub in hubs[1:]), weight=2.5)
    start = nx.spring_layout(graph, seed=seed, k=2.2 / math.sqrt(len(graph)))
    places = nx.kamada_kawai_layout(graph, pos=start)

    axes = new_axes(9, min(3 + 0.5 * len(places), 7))
    drawn: dict[tuple[str, str], int] = {}
    for sender, receiver, kind in arrows:
        turn = drawn[sender, receiver] = drawn.get((sender, receiver), 0) + 1
        color, line, *_ = styles[kind]
        axes.add_patch(
            FancyArrowPatch(
                places[sender], places[receiver], connectionstyle=f"arc3,rad={BEND * turn}",
                arrowstyle="-|>", mutation_scale=14, shrinkA=9, shrinkB=9, linewidth=1.6,
                color=color, linestyle=line,
            )
        )  # fmt: skip
    for kind, (color, line, *_) in styles.items():
        axes.plot([], [], color=color, linestyle=line, linewidth=1.6, label=kind)
    for marker, firms in (("o", network.firms), ("s", network.outside)):
        points = [places[firm] for firm in firms]
        label = say("outside the park") if marker == "s" and points else None
        axes.scatter(
            [x for x, _ in points], [y for _, y in points], 110, "white", marker=marker, edgecolors="black",
            zorder=3, label=label,
        )  # fmt: skip

    # The finding, and in the alt text who sends to whom.
    loops = [c for c in nx.strongly_connected_components(network.link_graph()) if len(c) > 1]
    in_loops = {firm for loop in loops for firm in loop}
    links, inside = len(rows[ENDS].drop_duplicates()), len(network.firms)
    title = say("{name}: {links} links between {firms} firms", name=say(name), links=links, firms=inside)
    if network.outside:
        title = say("{title} and {count} outside the park", title=title, count=len(network.outside))
    template = mark("{title}, {count} firms in loops") if in_loops else mark("{title}, no loop")
    title = say(template, title=title, count=len(in_loops))
    receivers = rows.drop_duplicates(ENDS).groupby("from", sort=False)["to"].agg(", ".join)
    listed = [say("{sender} to {receivers}", sender=sender, receivers=to) for sender, to in receivers.items()]
    arrow_list = join_first(listed, MAX_TOLD) or say("none")
    alt = say("Network. {title}. Arrows: {arrows}.", title=title, arrows=arrow_list)
    if network.outside:
        alt += " " + say("Outside the boundary: {names}.", names=", ".join(network.outside))
    axes.set_axis_off()
    axes.margins(0.12)
    finish(axes, title, alt, {**BELOW, "ncols": 4, "handlelength": 4})

    # Names: each on the side of its point where it covers the fewest arrows, points and other names. The
    # layout stays as it is, so that no name moves from its side.
    figure: Any = axes.figure
    figure.canvas.draw()
    figure.set_layout_engine("none")
    # Points along all arrows, and areas of points and names that are taken.
    shapes = [a.get_transform().transform_path(a.get_path()).interpolated(20).vertices for a in axes.patches]
    ink = np.concatenate([np.empty((0, 2)), *shapes])
    radius = 7 * figure.dpi / 72
    centers = {firm: axes.transData.transform(place) for firm, place in places.items()}
    taken = {firm: (x - radius, y - radius, x + radius, y + radius) for firm, (x, y) in centers.items()}
    for firm in [*network.firms, *network.outside]:
        text = axes.annotate(
            firm, places[firm], (0, 0), textcoords="offset points", fontsize=9, zorder=4,
            weight="bold" if firm in in_loops else "normal",
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        )  # fmt: skip
        costs = []
        for x, y, ha, va in SIDES:
            text.set(position=(x, y), ha=ha, va=va)
            box = text.get_window_extent()
            low, high = (box.x0, box.y0), (box.x1, box.y1)
            covered = ((ink > low) & (ink < high)).all(axis=1).sum()
            others = [area for key, area in taken.items() if key != firm]
            hits = sum(box.x0 < r and left < box.x1 and box.y0 < t and b < box.y1 for left, b, r, t in others)
            costs.append(covered + 20 * hits)
        x, y, ha, va = SIDES[int(np.argmin(costs))]
        text.set(position=(x, y), ha=ha, va=va)
        taken[f"name of {firm}"] = text.get_window_extent().extents
    return axes


def plot_timeline(
    exchanges: pd.DataFrame, name: str = NETWORK, marks: Mapping[int, str] | None = None
) -> Axes:
    """Draw the year in which each exchange began, the oldest at the top, in the color and marker of its type.

    Parameters
    ----------
    exchanges : pandas.DataFrame
        One row per exchange: ``from``, ``to``, ``stream``, ``type`` and ``since`` [year]. Exchanges without
        a year are not drawn; the title counts them.
    name : str
        Name of the network in the title.
    marks : mapping of int to str, optional
        Events to mark by a vertical line: the year and a short label.

    Returns
    -------
    matplotlib.axes.Axes
        One row per exchange, with a point at its first year [year]. How long it lasted is not drawn.

    Raises
    ------
    UnknownNameError
        If a column is missing.
    UndefinedResult
        If no exchange has a year.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = plot_timeline(ep.datasets.load("kalundborg", "exchanges"), "Kalundborg")
    >>> axes.get_title(loc="left")
    'Kalundborg: 18 exchanges, the first in 1961, the last in 2000; 1 without a year'
    """
    for column in ("from", "to", "stream", "type", "since"):
        require_known(mark("column"), column, exchanges.columns)
    dated = exchanges.dropna(subset=["since"]).sort_values("since", kind="stable", ignore_index=True)
    if dated.empty:
        raise UndefinedResult("No exchange has a year, so there is no history to draw.")
    # Rows from the oldest exchange to the youngest; years and marked events along the axis.
    labels = [
        say("{stream}: {sender} to {receiver}", stream=stream, sender=sender, receiver=receiver)
        for stream, sender, receiver in dated[["stream", *ENDS]].fillna(say("unknown")).to_numpy()
    ]
    years, events = [int(year) for year in dated["since"]], dict(marks or {})
    last = max([*years, *events])

    axes = new_axes(9, 0.9 + 0.3 * len(dated))
    for kind, (color, _, _, marker) in stream_styles(dated["type"]).items():
        rows_of_type = [row for row, other in enumerate(dated["type"]) if other == kind]
        type_years = [years[row] for row in rows_of_type]
        axes.scatter(type_years, rows_of_type, color=color, marker=marker, s=45, zorder=3, label=kind)
    for year in events:
        axes.axvline(year, color="#444444", linestyle=":", linewidth=1.2)
    texts = [(str(year), year, row) for row, year in enumerate(years)]
    texts += [(event, year, -1) for year, event in events.items()]
    for text, year, row in texts:
        axes.annotate(
            text, (year, row), (-7, 0), textcoords="offset points", ha="right", va="center", fontsize=8
        )
    axes.grid(axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_ylim(len(labels) - 0.4, -1.6)
    axes.set_xlim(years[0] - 0.12 * (last - years[0]) - 1, last + 1)
    axes.set_xlabel(say("Year"))
    axes.spines[["top", "right", "left"]].set_visible(False)

    # The finding, and in the alt text every row.
    template = mark("{name}: {count} exchanges, the first in {first}, the last in {last}")
    if len(dated) == 1:
        template = mark("{name}: {count} exchange, the first in {first}, the last in {last}")
    title = say(template, name=say(name), count=len(dated), first=years[0], last=years[-1])
    if undated := len(exchanges) - len(dated):
        title = say("{title}; {count} without a year", title=title, count=undated)
    listed = [f"{year} {label}" for year, label in zip(years, labels, strict=True)]
    listed += [say("{year} {event} (marked)", year=year, event=event) for year, event in events.items()]
    return finish(axes, title, say("Timeline. {title}. {rows}.", title=title, rows="; ".join(listed)))


def plot_sankey(network: Network, name: str = NETWORK, unit: str | None = None) -> Axes:
    """Draw flows as bands from left to right, as wide as their quantity; loops run back below.

    Parameters
    ----------
    network : Network
        The network. Exchanges without a quantity are not drawn; the title counts them.
    name : str
        Name of the network in the title.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange that has one. A quantity that cannot
        be given in it is a ``UnitMismatch``.

    Returns
    -------
    matplotlib.axes.Axes
        A bar per firm, as high as the larger of what it receives and sends [unit]; a white one is outside
        the boundary. Types of stream differ by color and hatching.

    Raises
    ------
    UndefinedResult
        If no exchange has a quantity.

    Examples
    --------
    >>> from ecopark.symbiosis.network import Network
    >>> rows = [{"from": "Plant", "to": "Town", "stream": "heat", "quantity": 5.0, "unit": "GJ/h"}]
    >>> plot_sankey(Network(rows), "A synthetic park").get_title(loc="left")
    'A synthetic park: the largest flow is heat from Plant to Town, 5 GJ/h'
    """
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.patheffects import withStroke

    park = network.subnetwork()
    park.exchanges = network.exchanges.dropna(subset=["quantity"]).reset_index(drop=True)
    if park.exchanges.empty:
        raise UndefinedResult("No exchange has a quantity, so no band has a width.")
    widths = convert_quantities(park, unit)
    bands = park.exchanges.assign(type=park.exchanges["type"].fillna(park.exchanges["stream"]), width=widths)
    columns, is_back = _sankey_columns(list(bands[ENDS].itertuples(index=False, name=None)))

    # 1. Legs: each band runs through the columns between its ends, where it takes room as a firm does.
    legs: list[tuple[int, Any, Any]] = []
    for band, (sender, receiver) in enumerate(bands[ENDS].itertuples(index=False, name=None)):
        between = range(columns[sender] + 1, columns[receiver]) if not is_back[band] else ()
        stops = [sender, *((band, column) for column in between), receiver]
        columns |= {stop: stop[1] for stop in stops[1:-1]}
        legs += [(band, start, end) for start, end in pairwise(stops)]

    # 2. Bars: columns from the left, in order of appearance from the top.
    sent, received = dict.fromkeys(columns, 0.0), dict.fromkeys(columns, 0.0)
    for band, start, end in legs:
        sent[start] += bands.at[band, "width"]
        received[end] += bands.at[band, "width"]
    high = {node: max(sent[node], received[node]) for node in columns}
    stacks = [[n for n in columns if columns[n] == column] for column in range(max(columns.values()) + 1)]
    gap = NODE_GAP * max(sum(high[node] for node in stack) for stack in stacks)
    bottom = {}
    for stack in stacks:
        top = (sum(high[node] for node in stack) + gap * (len(stack) - 1)) / 2
        for node in stack:
            bottom[node] = top - high[node]
            top -= high[node] + gap

    # 3. Bands leave and arrive in the order of the firms that they join, so that few of them cross.
    leave_at = {node: bottom[node] + high[node] for node in columns}
    arrive_at, floor = dict(leave_at), min(bottom.values())
    step = NODE_GAP / 2 * max(high.values())
    arrivals = {}
    for leg in sorted(legs, key=lambda leg: (is_back[leg[0]], -bottom[leg[1]] - high[leg[1]])):
        arrivals[leg] = arrive_at[leg[2]]
        arrive_at[leg[2]] -= bands.at[leg[0], "width"]
    axes = new_axes(10, 6 + 0.45 * max(0, max(map(len, stacks)) - ROOMY))
    styles = stream_styles(bands["type"])
    look: Any = {"edgecolor": "#00000055", "linewidth": 0.6, "alpha": 0.55}
    for kind, (color, _, hatch, _) in styles.items():  # the legend has the order of the table
        axes.fill([], [], facecolor=color, hatch=hatch, label=kind, **look)
    for leg in sorted(legs, key=lambda leg: (is_back[leg[0]], -bottom[leg[2]] - high[leg[2]])):
        band, start, end = leg
        width, kind = float(bands.at[band, "width"]), bands.at[band, "type"]
        color, _, hatch, _ = styles[kind]
        x = columns[start] + (BAR if start in park.firms + park.outside else 0), columns[end]
        y = leave_at[start], arrivals[leg]
        leave_at[start] -= width
        if is_back[band]:
            floor -= step + width
        path = _band_path(x, y, width, floor if is_back[band] else None)
        axes.add_patch(PathPatch(path, facecolor=color, hatch=hatch, **look))
    tops = {node: bottom[node] + high[node] for node in columns}
    for firm in dict.fromkeys(bands[ENDS].to_numpy().ravel()):
        face = "white" if firm in network.outside else "black"
        left, low = float(columns[firm]), bottom[firm]
        label = say("outside the park") if firm in network.outside else None
        axes.add_patch(
            Rectangle(
                (left, low), BAR, high[firm], facecolor=face, edgecolor="black", zorder=3, label=label
            )
        )  # fmt: skip
        words = f"{firm}, {units.with_number(f'{high[firm]:,.10g}', str(widths.name))}"
        # The name is beside the bar where no band runs, else above it and off the bands that come from above.
        side = 0
        if not received[firm]:
            side = -1
        elif not sent[firm] and left == len(stacks) - 1:
            side = 1
        if side and not any(is_back):
            place, shift = (left + BAR * (side > 0), low + high[firm] / 2), (5 * side, 0)
            ha, va = "right" if side < 0 else "left", "center"
        else:
            comes = any(tops[start] > tops[firm] for _, start, end in legs if end == firm)
            goes = any(tops[end] > tops[firm] for _, start, end in legs if start == firm)
            place, shift, va = (left + BAR / 2, low + high[firm]), (0, 3), "bottom"
            ha = "left" if comes and not goes else "center"
        axes.annotate(
            words, place, shift, textcoords="offset points", ha=ha, va=va, fontsize=9, zorder=4,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
        )  # fmt: skip

    # 4. The finding: the largest flow, and the omissions.
    axes.autoscale_view()
    axes.margins(0.08)
    ranked = bands.sort_values("width", ascending=False, kind="stable")
    flows = [(exchange_name(row), f"{row['width']:,.10g}") for row in ranked.to_dict("records")]
    largest = units.with_number(flows[0][1], str(widths.name))
    title = say(
        "{name}: the largest flow is {flow}, {quantity}", name=say(name), flow=flows[0][0], quantity=largest
    )
    if left_out := len(network.exchanges) - len(bands):
        template = mark("{count} exchanges are not drawn: no quantity")
        template = mark("{count} exchange is not drawn: no quantity") if left_out == 1 else template
        title = f"{title}\n{say(template, count=left_out)}"
    axes.set_axis_off()
    listed = join_first([" ".join(flow) for flow in flows], MAX_TOLD)
    text = say(
        "Sankey diagram. {title}. Flows [{unit}]: {flows}.",
        title=title.replace("\n", "; "), unit=widths.name, flows=listed,
    )  # fmt: skip
    return finish(axes, title, text, {**BELOW, "ncols": 4})


def _sankey_columns(pairs: Sequence[tuple[str, str]]) -> tuple[dict[Any, int], list[bool]]:
    """Return the column of each firm, one after its last supplier, and whether each band runs back.

    A link runs back if it would close a loop with the links above it in the table.
    """
    import networkx as nx

    forward = nx.DiGraph()
    forward.add_nodes_from(dict.fromkeys(name for pair in pairs for name in pair))
    for sender, receiver in dict.fromkeys(pairs):
        # A pair that would close a loop leads back.
        if not nx.has_path(forward, receiver, sender):
            forward.add_edge(sender, receiver)
    # A firm comes one column after the last of those from which it receives.
    column = {firm: n for n, firms in enumerate(nx.topological_generations(forward)) for firm in firms}
    return {firm: column[firm] for firm in forward}, [not forward.has_edge(*pair) for pair in pairs]


def _band_path(x: tuple[float, float], y: tuple[float, float], width: float, floor: float | None) -> Any:
    """Return the outline of a band between two upper edges; with a floor it runs back down there."""
    from matplotlib.path import Path

    def curve(start: tuple[float, float], end: tuple[float, float], out: float, back: float) -> list[Any]:
        """Return a curve that leaves its start ``out`` to the right and reaches its end from ``back``."""
        return [(start[0] + out, start[1]), (end[0] + back, end[1]), end]

    upper, lower = ((x[0], y[0]), (x[1], y[1])), ((x[0], y[0] - width), (x[1], y[1] - width))
    cubic, line = [Path.CURVE4] * 3, [Path.LINETO]
    if floor is None:
        # Forward: upper edge to the right, lower edge to the left, both level at their ends.
        half = (x[1] - x[0]) / 2
        points = [upper[0], *curve(*upper, half, -half), lower[1], *curve(lower[1], lower[0], -half, half)]
        codes = [Path.MOVETO, *cubic, *line, *cubic]
    else:
        # Back: out of the sender, down and round, along the floor, and up into the receiver; the outer edge
        # turns in a wider curve than the inner one.
        wide, narrow = 0.42, 0.22
        right, left = ((x[0], floor), (x[0], floor + width)), ((x[1], floor), (x[1], floor + width))
        points = [upper[0], *curve(upper[0], right[0], wide, wide), left[0]]
        points += [*curve(left[0], upper[1], -wide, -wide), lower[1]]
        points += [*curve(lower[1], left[1], -narrow, -narrow), right[1]]
        points += curve(right[1], lower[0], narrow, narrow)
        codes = [Path.MOVETO, *cubic, *line, *cubic, *line, *cubic, *line, *cubic]
    return Path(points, codes)


def plot_matching(plan: Matching) -> Axes:
    """Draw how much of all supplies finds a user, and why the residual stays.

    Parameters
    ----------
    plan : Matching
        The result of :func:`ecopark.symbiosis.match`.

    Returns
    -------
    matplotlib.axes.Axes
        One bar for the deliveries and one for each reason of the residual [unit of the plan].

    Examples
    --------
    >>> from ecopark.symbiosis.matching import match
    >>> one = {"stream": ["gypsum"], "quantity": [10.0], "unit": ["t/year"]}
    >>> fits = pd.DataFrame({"supply_stream": ["gypsum"], "demand_stream": ["gypsum"]})
    >>> plan = match(pd.DataFrame({"firm": ["a"], **one}), pd.DataFrame({"firm": ["b"], **one}), fits,
    ...              objective="diversion")
    >>> plot_matching(plan).get_xlabel()
    'Quantity [t/year]'
    """
    residuals = frames.from_native_eager(plan.unmatched, say("table of residuals")).to_pandas()
    # The amount that finds a user, then the residuals by reason, the largest first.
    residuals = residuals[residuals["side"] == "supply"].groupby("status")["unmatched"].sum()
    sums = {mark("finds a user"): plan.diverted, **residuals.sort_values(ascending=False)}
    names = [say(status) for status in sums]
    total = sum(sums.values())

    def number(amount: float) -> str:
        return f"{amount:,.0f}" if amount >= 1000 else f"{amount:,.4g}"

    axes = new_axes(8, 0.45 * len(sums) + 1.4)
    others = len(sums) - 1
    bars = axes.barh(
        range(len(sums)), list(sums.values()), tick_label=names, edgecolor="black", linewidth=0.5,
        color=[BLUE, *[ORANGE] * others], hatch=["", *["///"] * others],
    )  # fmt: skip
    axes.bar_label(bars, [number(amount) for amount in sums.values()], padding=4, fontsize=8)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.xaxis.set_major_formatter("{x:,.10g}")
    axes.set_xlabel(say("Quantity [{unit}]", unit=plan.unit))
    share = 100 * plan.diverted / total if total else 0.0
    # A share that rounds to 100 %, and is less, keeps a decimal.
    part = f"{share:.1f}" if 99.5 <= share < 99.95 else f"{share:.0f}"
    template = mark("{part} % of {total} {unit} finds a user") if total else mark("Nothing is supplied")
    finding = say(template, part=part, total=number(total), unit=plan.unit)
    parts = "; ".join(f"{name}: {number(amount)}" for name, amount in zip(names, sums.values(), strict=True))
    text = say(
        "Bar chart of all supplies: {finding}. In {unit}: {parts}.",
        finding=finding, unit=plan.unit, parts=parts,
    )  # fmt: skip
    return finish(axes, finding, text)


def plot_water_composite(
    target: WaterTarget, *, flow_unit: str = "t/h", concentration_unit: str = "ppm", load_unit: str = "kg/h"
) -> Axes:
    """Draw the load that processes ask for at each level, and the fresh water that takes it up.

    Parameters
    ----------
    target : WaterTarget
        The result of :func:`ecopark.symbiosis.water_cascade_analysis`.
    flow_unit, concentration_unit, load_unit : str
        The units that were given there; ``load_unit`` labels the axis.

    Returns
    -------
    matplotlib.axes.Axes
        Concentration [``concentration_unit``] over load [``load_unit``]; the line of the fresh water touches
        the composite curve at the pinch.

    Examples
    --------
    >>> from ecopark.symbiosis.water import water_cascade_analysis
    >>> uses = pd.DataFrame({"process": ["rinse"], "inlet": [0.0], "outlet": [100.0], "load": [2.0]})
    >>> plot_water_composite(water_cascade_analysis(uses)).get_xlabel()
    'Load taken up [kg/h]'
    """
    table = frames.from_native_eager(target.table, say("table of the target")).to_pandas()
    levels = table["concentration"]
    # Loads in the unit of loads; the table has flow times concentration.
    load_asked, supplied = (
        table[c] / load_conversion_factor(flow_unit, concentration_unit, load_unit)
        for c in ("deficit", "supplied")
    )
    amount = f"{target.fresh:,.4g} {flow_unit}"
    axes = new_axes(8, 4.8)
    axes.plot(load_asked, levels, color=BLUE, marker="o", label=say("what the processes ask for"))
    label = say("fresh water, {amount}", amount=amount)
    axes.plot(supplied, levels, color=RED, linestyle="--", marker="s", label=label)
    template = mark("At least {amount} of fresh water: the processes' own water is enough")
    if target.limit == "flow":
        template = mark("At least {amount} of fresh water: losses alone decide")
    if target.pinch is not None:
        template = mark("At least {amount} of fresh water: the pinch is at {pinch:g} {unit}")
        pinch_point = float(load_asked[levels == target.pinch].iloc[0]), target.pinch
        words = say("pinch, {pinch:g} {unit}", pinch=target.pinch, unit=concentration_unit)
        axes.annotate(words, pinch_point, (12, -14), textcoords="offset points")
    axes.set_xlabel(say("Load taken up [{unit}]", unit=load_unit))
    axes.set_ylabel(say("Concentration [{unit}]", unit=concentration_unit))
    axes.set_ylim(bottom=0)
    title = say(template, amount=amount, pinch=target.pinch, unit=concentration_unit)
    points = [
        say("{load:,.4g} at {level:g}", load=x, level=y) for x, y in zip(load_asked, levels, strict=True)
    ]
    text = say(
        "Composite curve of load over concentration. {title}. Load that the processes ask for [{load_unit}] "
        "at each level [{concentration_unit}]: {points}.",
        title=title, load_unit=load_unit, concentration_unit=concentration_unit, points=", ".join(points),
    )  # fmt: skip
    return finish(axes, title, text)


def plot_heat_composites(cascade: HeatCascade) -> Axes:
    """Draw the hot and the cold composite curve, with the heat that they exchange.

    Parameters
    ----------
    cascade : HeatCascade
        The result of :func:`ecopark.symbiosis.heat_cascade`.

    Returns
    -------
    matplotlib.axes.Axes
        Temperature [°C] over heat [kW]. The cold curve begins at the cold utility.

    Examples
    --------
    >>> from ecopark.symbiosis.heat import heat_cascade
    >>> pair = pd.DataFrame({"stream": ["gas", "water"], "supply": [150, 20], "target": [50, 140],
    ...                      "capacity": [2.0, 2.0]})
    >>> plot_heat_composites(heat_cascade(pair, dt_min=20)).get_xlabel()
    'Heat [kW]'
    """
    curves = frames.from_native_eager(cascade.composite, say("composite curves")).to_pandas()
    axes = new_axes(8, 4.8)
    labels = {"hot": say("hot streams"), "cold": say("cold streams")}
    for kind, color, line, marker in (("hot", RED, "-", "o"), ("cold", BLUE, "--", "s")):
        curve = curves[curves["curve"] == kind]
        if len(curve):
            axes.plot(
                curve["heat"], curve["temperature"], color=color, linestyle=line, marker=marker, linewidth=2,
                label=labels[kind],
            )  # fmt: skip
    for pinch in cascade.pinches:
        # At a shifted pinch, hot streams are warmer and cold ones colder by half the difference.
        low, high = pinch - cascade.dt_min / 2, pinch + cascade.dt_min / 2
        label = say("pinch {high:g} / {low:g} °C", high=high, low=low)
        axes.axhspan(low, high, color="0.85", zorder=0, label=label)
    axes.set(xlabel=say("Heat [kW]"), ylabel=say("Temperature [°C]"))
    title = say(
        "Exchange recovers {recovered:,.4g} kW;\n{hot_utility:,.4g} kW of heating and {cold_utility:,.4g} kW "
        "of cooling remain (smallest difference {dt_min:g} K)",
        **vars(cascade),
    )
    listed = ", ".join(f"{t:g}" for t in cascade.pinches)
    pinch_text = say("There is no pinch.")
    if listed:
        pinch_text = say("Pinch at a shifted temperature of {listed} °C.", listed=listed)
    text = say("Composite curves. {title}.", title=title.replace("\n", " "))
    return finish(axes, title, f"{text} {pinch_text}")


def plot_coalitions(
    links: Any,
    *,
    pair_cost: float = 0.0,
    link_cost: float = 0.0,
    name: str = PARK,
    money: str = "10^4 RMB/year",
) -> Axes:
    """Draw the value of each possible coalition of firms, by the number of its firms.

    Parameters
    ----------
    links : pandas.DataFrame or polars.DataFrame
        As for :func:`ecopark.symbiosis.coalition_values`.
    pair_cost, link_cost : float
        As for :func:`ecopark.symbiosis.coalition_values`.
    name : str
        Name of the firms in the title; say so if they are synthetic.
    money : str
        Unit of the benefits.

    Returns
    -------
    matplotlib.axes.Axes
        One point per coalition: value [``money``] over firms [count]. The line joins the best coalition of
        each size; the square is the best of all.

    Examples
    --------
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> plot_coalitions(links, pair_cost=5.0).get_title(loc="left")
    'The park: the best coalition has 2 of 3 firms and is worth RMB 0.25 million a year'
    """
    table = coalition_values(links, pair_cost=pair_cost, link_cost=link_cost)
    # The best coalition of each size, and the best of all.
    best = table.loc[table.groupby("firms")["value"].idxmax()]
    top = best.loc[best["value"].idxmax()]
    firm_count = int(table["firms"].max())
    axes = new_axes(8, 4.5)
    axes.plot(table["firms"], table["value"], "o", color=BLUE, alpha=0.35, markersize=4,
              label=say("a coalition"))  # fmt: skip
    axes.plot(best["firms"], best["value"], "--", color=BLUE, label=say("best coalition of each size"))
    axes.plot(top["firms"], top["value"], "s", color=ORANGE, markeredgecolor="black", markersize=10,
              label=say("best coalition of all"))  # fmt: skip
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(range(1, firm_count + 1))
    axes.set_xlabel(say("Firms in the coalition [count]"))
    axes.set_ylabel(say("Value of the coalition [{money}]", money=money))

    # The finding, and in the alt text the best value by size.
    worth = units.with_number(f"{top['value']:,.4g}", money)
    if money == "10^4 RMB/year":
        worth = say("RMB {millions:,.3g} million a year", millions=top["value"] / 100)
    title = say(
        "{name}: the best coalition has {count} of {most} firms and is worth {worth}",
        name=say(name), count=top["firms"], most=firm_count, worth=worth,
    )  # fmt: skip
    template, single = mark("{count} firms {value:,.4g}"), mark("{count} firm {value:,.4g}")
    steps = "; ".join(
        say(single if row["firms"] == 1 else template, count=row["firms"], value=row["value"])
        for row in best.to_dict("records")
    )
    text = say(
        "Scatter chart of {count} coalitions. {title} ({coalition}). Best value by size in {money}: {steps}.",
        count=len(table), title=title, coalition=top["coalition"], money=money, steps=steps,
    )  # fmt: skip
    return finish(axes, title, text)
