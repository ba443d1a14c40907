"""Statistical figures: the finding in the title, units on the axes, alt text made from the data.

Matplotlib and seaborn load when a figure is asked for. Color is never alone: hatches, markers and line styles
repeat its meaning. Tables are dataframes of pandas, polars or pyarrow that hold their rows (anything else is
``NotAFrame``), and a column, zone or year that one of them lacks is an ``UnknownNameError``.
"""

from __future__ import annotations

import base64
import html
import io
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle
from textwrap import fill
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ecopark import datasets, decoupling, frames, subsidy, units
from ecopark.errors import UndefinedResult, UnknownNameError, require_known
from ecopark.i18n import current_language, mark, say
from ecopark.intervals import Interval
from ecopark.phrases import localize

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ecopark.decomposition import Decomposition

__all__ = [
    *("BLUE", "ORANGE", "RED", "Picture", "alt_text", "plot_claims", "plot_decomposition", "plot_decoupling"),
    *("plot_elasticities", "plot_gaps", "plot_indexed_intensity", "plot_intervals", "plot_shares"),
    *("plural_of_zones", "set_alt_text", "show"),
]

# The palette of Okabe and Ito, which color-blind readers can tell apart.
BLUE, ORANGE, RED, GREEN, PURPLE = "#0072B2", "#E69F00", "#D55E00", "#009E73", "#CC79A7"
COLORS = (BLUE, RED, GREEN, PURPLE, ORANGE)
DPI = 110  # of the pictures in notebooks
MAX_GAP = 150.0  # longest bar of a gap chart [% of the threshold]
MAX_NAMED_POINTS = 10  # with more zones than that, a plot of points names none
MAX_NAMED_FITS = 80  # with more fits than that, a forest plot names none
LOG_RATIO = 20  # ratio of the largest to the smallest figure above which an axis is logarithmic

# Plurals that are said in other languages, too.
_PLURALS = {"zone": mark("zones"), "country": mark("countries"), "industry": mark("industries")}
_ALT_TEXTS: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


def set_alt_text(axes: Axes, text: str) -> Axes:
    """Keep the alt text of a figure for :func:`alt_text` and :func:`show`, and return the figure.

    Parameters
    ----------
    axes, text : matplotlib.axes.Axes, str
        The figure, and its description in words made from its data.

    Returns
    -------
    matplotlib.axes.Axes
        The same figure.

    Examples
    --------
    >>> from matplotlib import pyplot as plt
    >>> alt_text(set_alt_text(plt.figure().add_subplot(), "Energy doubles from 2005 to 2014."))
    'Energy doubles from 2005 to 2014.'
    """
    _ALT_TEXTS[axes] = text
    return axes


def alt_text(axes: Axes) -> str:
    """Describe a figure of ``ecopark.plots`` in words made from its data.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The figure.

    Returns
    -------
    str
        The text; empty for any other figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> alt_text(ep.plots.plot_shares(ep.datasets.load("ctip_subsidies")))[:45]
    'Subsidy as a share of the investment, 7 zones'
    """
    return _ALT_TEXTS.get(axes, "")


def plural_of_zones(zone_names: Iterable[object], by: str = "zone") -> str:
    """Call zones ``synthetic zones`` if every name says so, else ``zones``: a figure must not hide it.

    Parameters
    ----------
    zone_names : iterable of str
        The names of the zones in the figure.
    by : str
        The column that holds the names; one of other things, such as ``country``, gives their plural.

    Returns
    -------
    str
        The plural to use in a title.

    Examples
    --------
    >>> plural_of_zones(["Synthetic zone 1", "Synthetic zone 2"]), plural_of_zones(["Hailin ETDZ"])
    ('synthetic zones', 'zones')
    """
    word = by.replace("_", " ")
    plural = say(_PLURALS.get(word) or (f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"))
    return say("synthetic {zones}", zones=plural) if _is_synthetic(zone_names) else plural


# Places of a legend where it covers nothing.
BELOW: Mapping[str, Any] = {"loc": "outside lower center", "ncols": 3}
BESIDE: Mapping[str, Any] = {"loc": "outside right upper"}


def new_axes(width: float, height: float) -> Axes:
    """Return empty axes on a new figure of that size [inch]."""
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def finish(axes: Axes, title: str, alt: str, legend: Mapping[str, Any] = BELOW) -> Axes:
    """Add the title, the alt text, and a legend of all that has a label, by default below the axes.

    A title that is too long for the figure breaks into lines. That of a diagram, which has no axis, begins at
    the edge of the figure.
    """
    from matplotlib.transforms import blended_transform_factory

    heading = axes.set_title(title, loc="left", fontsize=11, wrap=True)
    if not axes.axison and axes.figure is not None:
        in_figure = blended_transform_factory(axes.figure.transFigure, heading.get_transform())
        heading.set_transform(in_figure)
    handles, labels = axes.get_legend_handles_labels()
    if (inside := axes.get_legend()) is not None:
        inside.remove()
    if handles and axes.figure is not None:
        by_label = dict(zip(labels, handles, strict=True))
        axes.figure.legend(by_label.values(), by_label, frameon=False, fontsize=9, **legend)
    return set_alt_text(axes, alt)


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure as one piece of HTML that needs no other file; a notebook shows it."""

    data: str

    def __repr__(self) -> str:
        return "<figure>"

    def _repr_html_(self) -> str:
        return self.data


def show(axes: Axes, source: str = "") -> Picture:
    """Turn a figure into a picture for a notebook, with its alt text, and close it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        A figure that a function of ``ecopark.plots`` returned.
    source : str, optional
        Source of the numbers, such as a line of provenance; it is printed below the picture.

    Returns
    -------
    Picture
        The picture as one piece of HTML that needs no other file, in ``data``.

    Raises
    ------
    UndefinedResult
        If the axes belong to no figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> picture = show(ep.plots.plot_shares(ep.datasets.load("ctip_subsidies")))
    >>> 'alt="Subsidy as a share' in picture.data
    True
    """
    from matplotlib import pyplot as plt

    figure = axes.get_figure(root=True)
    if figure is None:
        raise UndefinedResult("These axes belong to no figure.")
    if current_language() != "en":
        _localize_texts(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    alt = html.escape(localize(alt_text(axes)), quote=True)
    image = f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{picture}">'
    caption = f"<figcaption><small>{html.escape(localize(source))}</small></figcaption>" if source else ""
    return Picture(f'<figure style="margin:0">{image}{caption}</figure>' if caption else image)


def _localize_texts(figure: Any) -> None:
    """Put the names and phrases of the data in a figure into the current language."""
    from matplotlib.text import Text

    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        labels = [label.get_text() for label in axis.get_majorticklabels()]
        localized = [localize(label) for label in labels]
        if localized != labels:
            axis.set_ticks(axis.get_majorticklocs(), localized)
    for text in figure.findobj(Text):
        # A phrase that was broken into two lines is one phrase.
        text.set_text(localize(re.sub(r"(?<=[a-z,;])\n(?=[a-z])", " ", text.get_text())))


def plot_gaps(assessed: Any, zone: str, year: int) -> Axes:
    """Draw how far each indicator of one zone and year is from its threshold.

    Parameters
    ----------
    assessed : pandas.DataFrame or polars.DataFrame
        The tidy result of :func:`ecopark.assess`.
    zone, year : str, int
        Which zone, in which year.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per indicator that passes or fails: the gap to the threshold [% of the threshold],
        right is better. A bar ends at 150 %; the number beside it is the true gap.

    Raises
    ------
    UnknownNameError
        If the table does not have the zone in that year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> plot_gaps(ep.assess(panel), "Synthetic zone 1", 2006).get_xlabel()
    'Gap to the threshold [% of the threshold], right is better'
    """
    table = frames.from_native_eager(assessed, mark("assessed table")).to_pandas().astype({"status": str})
    rows = table[(table["zone"] == zone) & (table["year"] == year)]
    if rows.empty:
        pairs = table[["zone", "year"]].drop_duplicates().sort_values(["zone", "year"])
        choices = [f"{name}, {number}" for name, number in pairs.itertuples(index=False)]
        raise UnknownNameError("zone and year", f"{zone}, {year}", choices)
    styles = {mark("pass"): (BLUE, ""), mark("fail"): (ORANGE, "///")}
    bars = rows[rows["status"].isin(styles)]  # in the order of the standard: gaps are not commensurable
    bars = bars.assign(place=range(len(bars)), percent=100 * bars["gap"])

    # A bar per indicator, its hatch repeats its color, and the number beside it is the true gap.
    axes = new_axes(8.5, 0.28 * max(len(bars), 4) + 1.6)
    for status, (color, hatch) in styles.items():
        part = bars[bars["status"] == status]
        if part.empty:
            continue
        look: Any = {"color": color, "edgecolor": "black", "linewidth": 0.5}
        gaps = part["percent"]
        lengths = gaps.clip(-MAX_GAP, MAX_GAP)
        drawn_bars = axes.barh(part["place"], lengths, hatch=hatch, label=say(status), **look)
        numbers = [_format_gap(gap) for gap in gaps]
        numbers = [
            say("{gap} (cut)", gap=number) if abs(gap) > MAX_GAP else number
            for gap, number in zip(gaps, numbers, strict=True)
        ]
        axes.bar_label(drawn_bars, numbers, padding=5, fontsize=7)
        # A bar that is too short to be seen gets a mark.
        short = part[(gaps.abs() < 1) & (status == "fail")]
        axes.scatter(short["percent"], short["place"], s=30, marker="D", zorder=4, **look)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_yticks(bars["place"], bars["code"].astype(str) + " " + bars["indicator"].astype(str), fontsize=8)
    axes.set(xlim=(-1.35 * MAX_GAP, 1.35 * MAX_GAP), ylim=(max(len(bars), 1) - 0.3, -0.7))
    axes.set_xlabel(say("Gap to the threshold [% of the threshold], right is better"))

    # The finding, and in the alt text the indicators that are worst and those whose bars are cut.
    passing = int((bars["status"] == "pass").sum())
    finding = say("{passing} of {total} indicators pass", passing=passing, total=len(rows))
    sentences = [say("Bar chart of {zone} in {year}: {finding}.", zone=zone, year=year, finding=finding)]
    rising = bars.sort_values("gap", kind="stable")
    rising = rising.assign(
        words=[f"{row.indicator} ({_format_gap(row.percent)} %)" for row in rising.itertuples()]
    )
    worst = ", ".join(rising["words"].head(3)[rising["status"] == "fail"])
    cut = ", ".join(rising["words"][rising["percent"].abs() > MAX_GAP])
    if worst:
        sentences.append(say("Farthest below the threshold: {indicators}.", indicators=worst))
    if cut:
        sentences.append(say("Bars cut at {limit:.0f} %: {indicators}.", limit=MAX_GAP, indicators=cut))
    return finish(axes, f"{zone}, {year}: {finding}", " ".join(sentences))


def _format_gap(percent: float) -> str:
    """Write a gap [%]: one decimal below 1 %, and more where they are needed to see it."""
    if percent == 0:
        return "0"
    return f"{percent:+.1g}" if abs(percent) < 0.05 else f"{percent:+.{int(abs(percent) < 0.95)}f}"


def plot_shares(table: Any) -> Axes:
    """Draw each zone's subsidy share against its investment, with the pooled and the mean share.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row per zone: ``zone``, ``subsidy`` and ``investment`` [10^6 RMB].

    Returns
    -------
    matplotlib.axes.Axes
        Shares [%] over investments [10^6 RMB]; zones without an investment are counted in the title.
        Up to ten zones have a marker each, named in the legend.

    Examples
    --------
    >>> import ecopark as ep
    >>> plot_shares(ep.datasets.load("ctip_subsidies")).get_ylabel()
    'Subsidy [% of the investment]'
    """
    summary = subsidy.summary(table)
    shares = subsidy.shares(table)
    points = shares[shares["share_status"] == "ok"].sort_values("investment")

    axes = new_axes(8.5, 5.4)
    _draw_points(axes, points, "investment", "share", points["zone"])
    # Both averages as lines: the finding is how far apart they are.
    finding = say("No zone has a known investment.")
    if summary.pooled_share is not None and summary.mean_share is not None:
        averages = (
            say("pooled share {share:.1f} %", share=summary.pooled_share),
            say("mean share {share:.1f} %", share=summary.mean_share),
        )
        axes.axhline(summary.pooled_share, color=RED, label=averages[0])
        axes.axhline(summary.mean_share, color=RED, ls="--", label=averages[1])
        axes.set_ylim(0, 1.15 * points["share"].max())
        finding = ", ".join(averages)
    axes.set(xlabel=say("Investment [10^6 RMB]"), ylabel=say("Subsidy [% of the investment]"))

    counts = {"zones": len(points), "missing": summary.n_missing}
    title = say("The average depends on the recipe: {finding}", finding=finding) + "\n"
    title += say("{zones} zones shown, {missing} without a known investment", **counts)
    columns = zip(points["zone"], points["share"], points["investment"], strict=True)
    listed = [
        say("{zone} {share:.1f} % of {money:,.0f}", zone=name, share=share, money=money)
        for name, share, money in columns
    ]
    text = say(
        "Subsidy as a share of the investment, {zones} zones: {listed} million RMB. Lines: {finding}. "
        "{missing} zones have no known investment.",
        listed=", ".join(listed),
        finding=finding,
        **counts,
    )
    return finish(axes, title, text)


# Place of the name of each state in a decoupling plot: x and y [half widths of the plane],
# alignment and rotation [degree]. The names keep to the rim, beyond the farthest point.
_STATE_PLACES = {
    "strong_decoupling": (0.98, -0.93, "right", 0),
    "weak_decoupling": (0.98, 0.12, "right", 0),
    "recessive_decoupling": (-0.03, -0.93, "right", 0),
    "expansive_coupling": (0.85, 0.85, "center", 45),
    "recessive_coupling": (-0.85, -0.85, "center", 45),
    "expansive_negative_decoupling": (0.03, 0.93, "left", 0),
    "strong_negative_decoupling": (-0.98, 0.93, "left", 0),
    "weak_negative_decoupling": (-0.98, -0.12, "left", 0),
}
_DECOUPLED = ("strong_decoupling", "weak_decoupling", "recessive_decoupling")


def plot_decoupling(
    result: Any, quantity: str = mark("the quantity"), driver: str = mark("its driver"), by: str = "zone"
) -> Axes:
    """Draw the growth of a quantity over the growth of its driver, in the regions of the eight states.

    Parameters
    ----------
    result : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        The result of :func:`ecopark.elasticity.coefficient` or ``year_on_year``, of average annual growth.
    quantity, driver, by : str
        Their names on the figure, and the column that names the zone.

    Returns
    -------
    matplotlib.axes.Axes
        One point per row with two growth rates and a state; the others are counted in the title. Both
        axes have the same scale [% a year]. Each region carries the name of its state and the number of its
        points. Up to ten points have a marker each, named in the legend; the alt text names them, too.

    References
    ----------
    P. Tapio (2005): Towards a theory of decoupling. Transport Policy 12, 137-151.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=3, years=6)
    >>> plot_decoupling(ep.elasticity.coefficient(panel), "energy", "added value").get_ylabel()
    'Growth of energy [% a year]'
    """
    rows = _to_pandas(result, mark("result"), (by, "quantity_growth", "driver_growth"))
    words = {"quantity": say(quantity), "driver": say(driver)}
    growth = rows[["driver_growth", "quantity_growth"]].astype(float)
    rows = rows.assign(
        name=rows[by].astype(str),
        x=100 * growth["driver_growth"],
        y=100 * growth["quantity_growth"],
        state=decoupling.state(growth["quantity_growth"].to_numpy(), growth["driver_growth"].to_numpy()),
    )
    points = rows[rows["state"].isin(decoupling.states())]
    counts = {state: int((points["state"] == state).sum()) for state in decoupling.states()}
    named = len(points) <= MAX_NAMED_POINTS

    # The regions: a state is the wedge between two elasticities, for a driver that grows or shrinks.
    axes = new_axes(9 if named else 7.5, 7.5)
    reach = float(points[["x", "y"]].abs().max().max()) if len(points) else 0.0
    span = 1.55 * reach or 10.0  # of half the plane [unit of growth]: the rim holds the names of the states
    axes.set(xlim=(-span, span), ylim=(-span, span), aspect="equal")
    for row in datasets.rows("tapio", "states"):
        # The wedge between two lines through the middle, on the side of the driver's sign, beyond the rim.
        low = -math.inf if row["elasticity_low"] is None else row["elasticity_low"]
        high = math.inf if row["elasticity_high"] is None else row["elasticity_high"]
        side = 4 * span * (1 if row["driver_growth_sign"] > 0 else -1)
        wedge = [(side * math.cos(angle), side * math.sin(angle)) for angle in map(math.atan, (low, high))]
        state = row["state"]
        color = "#BBBBBB"  # coupling
        if "decoupling" in state:
            color = BLUE if state in _DECOUPLED else ORANGE
        axes.fill(*zip((0.0, 0.0), *wedge, strict=True), color=color, alpha=0.15, linewidth=0, zorder=0)
        # Its name and the number of points in it, at the rim.
        x, y, align, rotation = _STATE_PLACES[state]
        first, _, last = decoupling.state_in_words(state).rpartition(" ")
        label = f"{first}\n{last}: {counts[state]}".strip()
        axes.text(
            x * span, y * span, label, ha=align, va="center", fontsize=9,
            rotation=rotation, weight="bold" if counts[state] else "normal", multialignment=align,
        )  # fmt: skip

    # The cut-offs between the regions, and the points.
    axes.axhline(0, color="black", linewidth=1)
    axes.axvline(0, color="black", linewidth=1)
    cutoffs = [row["elasticity"] for row in datasets.rows("tapio", "cutoffs") if row["elasticity"]]
    for cutoff, style in zip(cutoffs, ("--", ":"), strict=True):
        label = say("elasticity {cutoff:g}", cutoff=cutoff)
        axes.axline((0, 0), slope=cutoff, color="black", lw=1.2, ls=style, label=label)
    _draw_points(axes, points, "x", "y", points["name"])
    growth_of = mark("Growth of {quantity} [% a year]")
    axes.set(
        xlabel=say(growth_of, quantity=words["driver"]), ylabel=say(growth_of, quantity=words["quantity"])
    )

    # The finding, and the omissions.
    kind = plural_of_zones(rows["name"], by)
    if rows["name"].duplicated().any():
        kind = say("rows of {zones}", zones=kind)
    counted = words | {"kind": kind, "shown": len(points), "hidden": len(rows) - len(points)}
    counted["decoupled"] = sum(counts[state] for state in _DECOUPLED)
    lines = [say("{decoupled} of {shown} {kind} decouple {quantity} from {driver}", **counted)]
    if points.empty:
        lines = [say("No {kind} to show: growth is missing or {driver} stands still", **counted)]
    elif counted["hidden"]:
        lines.append(say("{hidden} not shown: growth is missing or {driver} stands still", **counted))
    about = say("Decoupling plot, growth of {quantity} over growth of {driver}.", **words)
    members = points.groupby("state")["name"].agg(", ".join)
    listed = []
    for state, count in counts.items():
        if count:
            names = f" ({members[state]})" if named else ""
            listed.append(f"{decoupling.state_in_words(state)} {count}{names}")
    text = f"{about} {_end_sentence('; '.join(lines))}"
    text += " " + say("States: {states}.", states="; ".join(listed)) if listed else ""
    return finish(axes, "\n".join(lines), text, BESIDE if named else BELOW)


def plot_indexed_intensity(
    panel: Any,
    zone: str,
    quantity: str = "energy",
    driver: str = "industrial_added_value_constant",
    start: int | None = None,
    end: int | None = None,
    labels: tuple[str, str] = (mark("energy"), mark("added value")),
) -> Axes:
    """Draw a quantity, its driver and their ratio over the years, with the first year at 100.

    Parameters
    ----------
    panel : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone and year.
    zone, quantity, driver : str
        The zone, and the columns of the total and of its driver [any unit].
    start, end : int, optional
        First and last year; by default those of the zone.
    labels : tuple of str
        Names of the quantity and its driver in the figure.

    Returns
    -------
    matplotlib.axes.Axes
        Three lines [first year = 100]; the legend gives the change of each [%]. Years in which a
        number is missing are left out.

    Raises
    ------
    UnknownNameError, UndefinedResult
        If there is no such column, zone or year; if fewer than two years have both numbers, or one
        of them is not above zero.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=4)
    >>> plot_indexed_intensity(panel, "Synthetic zone 1").get_ylabel()
    'Index [2005 = 100]'
    """
    import pandas as pd
    import seaborn as sns
    from matplotlib.ticker import MaxNLocator

    table = _to_pandas(panel, mark("panel"), ("zone", "year", quantity, driver))
    rows = table[table["zone"] == zone].sort_values("year").astype({quantity: float, driver: float})
    require_known(mark("zone"), zone, sorted(table["zone"].unique()))
    known_years = list(rows["year"])
    start, end = known_years[0] if start is None else start, known_years[-1] if end is None else end
    for year in (start, end):
        require_known(say("year of {zone}", zone=zone), year, known_years)
    rows = rows[rows["year"].between(start, end)]
    rows = rows.dropna(subset=[quantity, driver]).set_index("year")
    if len(rows) < 2 or (rows[[quantity, driver]] <= 0).any(axis=None):
        message = mark("{zone}: an index needs {quantity} and {driver} above zero in two years or more.")
        raise UndefinedResult(message, zone=zone, quantity=quantity, driver=driver)

    # Each series as an index of its first year.
    total, value = rows[quantity], rows[driver]
    first, second = map(say, labels)
    ratio = say("{quantity} per {driver}", quantity=first, driver=second)
    series = {first: total, second: value, ratio: total / value}
    index = pd.DataFrame({name: 100 * values / values.iloc[0] for name, values in series.items()})
    change = index.iloc[-1] - 100
    index.columns = [f"{name} {change[name]:+.0f} %" for name in series]

    axes = new_axes(8.5, 4.6)
    axes.axhline(100, color="#999999", linewidth=0.8)
    sns.lineplot(
        index, palette=[BLUE, GREEN, RED], markers=["o", "s", "^"], dashes=["", (4, 2), (1, 1.5)],
        linewidth=2, markersize=7, ax=axes,
    )  # fmt: skip
    axes.set(xlabel=say("Year"), ylabel=say("Index [{year:.0f} = 100]", year=index.index[0]))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))

    trends = {  # of the total and of the intensity: whether they grow
        (True, True): mark("{zone}, {first} to {last}: both grow"),
        (False, False): mark("{zone}, {first} to {last}: both fall"),
        (True, False): mark("{zone}, {first} to {last}: the total grows, the intensity falls"),
        (False, True): mark("{zone}, {first} to {last}: the total falls, the intensity grows"),
    }
    called = say("{zone} (invented)", zone=zone) if _is_synthetic([zone]) else zone
    years = {"first": f"{index.index[0]:.0f}", "last": f"{index.index[-1]:.0f}"}
    finding = say(trends[bool(change.iloc[0] > 0), bool(change.iloc[2] > 0)], zone=called, **years)
    text = say(
        "Three lines. {finding}. Changes: {changes}.", finding=finding, changes="; ".join(index.columns)
    )
    return finish(axes, finding, text)


def plot_elasticities(fits: Any, *, quantity: str = mark("the quantity"), by: str = "zone") -> Axes:
    """Draw fitted elasticities with their intervals and the cut-offs of the states: a forest plot.

    Parameters
    ----------
    fits : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        The result of :func:`ecopark.elasticity.fit`.
    quantity, by : str
        The quantity of the elasticities, and the column that names the zone.

    Returns
    -------
    matplotlib.axes.Axes
        One line per fit, in order of the elasticity, with its interval [1]; dashed and hollow if the interval
        spans a cut-off (package ``tapio``), so that the state is ambiguous. Fits without an interval are
        counted in the title.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=5, years=8)
    >>> plot_elasticities(ep.elasticity.fit(panel), quantity="energy").get_xlabel()
    'Elasticity of energy [1]'
    """
    columns = (by, "elasticity", "ci_low", "ci_high", "driver_growth", "status")
    rows = decoupling.classify(_to_pandas(fits, mark("result"), columns))
    rows = rows.assign(name=rows[by].astype(str))
    # Fits with an interval, the highest elasticity on top.
    drawn = rows[rows["status"] == "ok"].sort_values("elasticity", ascending=False, kind="stable")
    drawn = drawn.assign(place=range(len(drawn)))
    ambiguous = drawn["state"] == "ambiguous"

    height = min(0.22 * len(drawn) + 2, 16.0) if len(drawn) > 15 else 0.3 * len(drawn) + 2
    axes = new_axes(8.5, height)
    for row in datasets.rows("tapio", "cutoffs"):
        label = say("cut-offs of the states") if row["elasticity"] == 0 else None
        axes.axvline(row["elasticity"], color="black", lw=0.9, ls=":", zorder=0, label=label)
    for part, color, face, style, label in (
        (drawn[~ambiguous], BLUE, BLUE, "-", say("interval inside one state")),
        (drawn[ambiguous], ORANGE, "white", "--", say("interval spans a cut-off (dashed)")),
    ):
        if len(part):
            axes.hlines(part["place"], part["ci_low"], part["ci_high"], color, lw=1.8, ls=style)
            axes.scatter(
                part["elasticity"], part["place"], 35, face, edgecolors=color, linewidths=1.5, zorder=3,
                label=label,
            )  # fmt: skip

    # The axis holds all intervals and the cut-offs.
    ends = [0.0, 1.2, *drawn["ci_low"], *drawn["ci_high"]]
    margin = 0.05 * (max(ends) - min(ends))
    axes.set_xlim(min(ends) - margin, max(ends) + margin)
    labels = list(drawn["name"]) if len(drawn) <= MAX_NAMED_FITS else []
    axes.set_yticks(range(len(labels)), labels, fontsize=8 if len(labels) > 15 else 9)
    axes.set_ylim(len(drawn) - 0.3, -0.7)  # the first row of the table is on top
    axes.set(xlabel=say("Elasticity of {quantity} [1]", quantity=say(quantity)), ylabel="")

    counted = {
        "ambiguous": int(ambiguous.sum()),
        "drawn": len(drawn),
        "kind": plural_of_zones(rows["name"], by),
    }
    lines = [say("{ambiguous} of {drawn} {kind} have an ambiguous state", **counted)]
    lines = [say("No fit has an interval")] if drawn.empty else lines
    hidden = len(rows) - len(drawn)
    lines += [say("{hidden} without an interval, not shown", hidden=hidden)] if hidden else []

    # The alt text lists all fits if they are few, else both extremes.
    few = len(drawn) <= 12
    listed = [
        f"{fit.name}: {fit.elasticity:.2f} ({_range_in_words(f'{fit.ci_low:.2f}', f'{fit.ci_high:.2f}')})"
        for fit in (drawn if few else drawn.sort_values("elasticity").iloc[[-1, 0]]).itertuples()
    ]
    text = say("Fitted elasticities of {quantity}.", quantity=say(quantity))
    text += " " + _end_sentence("; ".join(lines))
    sentence = mark("Fits: {fits}.") if few else mark("Highest and lowest: {fits}.")
    text += " " + say(sentence, fits="; ".join(listed)) if listed else ""
    return finish(axes, "\n".join(lines), text)


def plot_claims(table: Any, quantity: str) -> Axes:
    """Draw every published figure of one quantity at its year; those without a year are set apart.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row per figure: ``quantity``, ``year`` (may be empty), ``scope``, ``value`` [unit of the row],
        ``unit``, ``certainty`` and ``source``, such as ``ep.datasets.load("kalundborg", "claims")``.
    quantity : str
        Which quantity. The figures in its commonest unit are drawn, the others are counted.

    Returns
    -------
    matplotlib.axes.Axes
        One point per figure [unit], one marker per scope. Hollow points are doubtful, in value or year.
        The axis is logarithmic if the largest figure is more than 20 times the smallest.

    Raises
    ------
    UnknownNameError
        If a column is missing, or no figure has that quantity.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = plot_claims(ep.datasets.load("kalundborg", "claims"), "CO2 avoided")
    >>> axes.get_title(loc="left").splitlines()[0]
    'CO2 avoided: 5 figures, from 240,000 to 635,000 t/year'
    """
    import pandas as pd

    columns = ("quantity", "year", "scope", "value", "unit", "certainty", "source")
    figures = _to_pandas(table, mark("table of figures"), columns)
    require_known(mark("quantity"), quantity, list(figures["quantity"].unique()))
    # Figures in the unit that most of them have.
    of_quantity = figures[figures["quantity"] == quantity]
    unit = of_quantity["unit"].value_counts().index[0]
    rows = of_quantity[of_quantity["unit"] == unit]
    rows = rows.assign(year=pd.to_numeric(rows["year"]).astype("float64")).sort_values(["year", "value"])
    years = sorted(rows["year"].dropna().unique()) or [0.0]
    undated = int(rows["year"].isna().sum())
    # Figures without a year are drawn at the right of all others.
    apart = years[-1] + max(3.0, 0.18 * (years[-1] - years[0]))
    rows = rows.assign(place=rows["year"].fillna(apart), doubtful=rows["certainty"] != "sure")

    # A color and marker per scope, hollow if the figure is doubtful.
    axes = new_axes(8.5, 4.8)
    looks = zip(cycle(COLORS), cycle("os^Dv"), strict=True)
    for (scope, part), (color, marker) in zip(rows.groupby("scope", sort=False), looks, strict=False):
        faces = ["white" if doubtful else color for doubtful in part["doubtful"]]
        look: Any = {"marker": marker, "edgecolors": color, "linewidths": 1.3, "zorder": 3}
        axes.scatter(part["place"], part["value"], 80, faces, **look)
        axes.plot([], [], marker, color=color, label=str(scope))  # the legend shows it filled
    if rows["doubtful"].any():
        axes.scatter([], [], s=70, color="white", edgecolor="black", label=say("doubtful (hollow)"))

    # A source is named above its point if the figure is above its neighbors in time, else below. Close points
    # take turns, so that no name covers the next one.
    short = {source: name.rstrip(" 0123456789") for source, name in datasets.source_names().items()}
    names = rows.assign(source=rows["source"].map(lambda source: short.get(source, str(source))))
    names = names.groupby(["place", "value"], as_index=False)["source"].agg(_list_once)
    dated = names["value"].where(names["place"] < apart)
    neighbors = pd.concat([dated.shift(1), dated.shift(-1)], axis=1).mean(axis=1).fillna(0)
    is_close = (names["place"].diff() < 0.2 * (apart - years[0])) & (names["value"].pct_change().abs() < 0.1)
    above = False
    for number, (x, y, name) in enumerate(names.itertuples(index=False, name=None)):
        above = not above if is_close[number] else y >= neighbors[number]
        shift, ha, va = ((0, 8), "center", "bottom") if above else ((0, -8), "center", "top")
        shift, ha, va = ((9, 0), "left", "center") if x == apart else (shift, ha, va)
        axes.annotate(name, (x, y), shift, textcoords="offset points", fontsize=8, ha=ha, va=va)

    # Axes: logarithmic for figures of different sizes; years that would overlap have no tick.
    low, high = rows["value"].min(), rows["value"].max()
    is_wide = low > 0 and high / low > LOG_RATIO
    axes.set(yscale="log" if is_wide else "linear", ylim=(low / 2, high * 2) if is_wide else (0, 1.18 * high))
    axes.yaxis.set_major_formatter("{x:,.10g}")
    room = 0.12 * (apart - years[0]) + 1
    axes.set_xlim(years[0] - room, apart + 2.2 * room if undated else years[-1] + room)
    ticks: list[float] = []
    for year in years if undated < len(rows) else []:
        if not ticks or year - ticks[-1] > 0.07 * (axes.get_xlim()[1] - axes.get_xlim()[0]):
            ticks.append(year)
    labels = [f"{tick:.0f}" for tick in ticks] + [say("no year")] * (undated > 0)
    axes.set_xticks([*ticks, apart][: len(labels)], labels)
    if undated and ticks:
        axes.axvline(apart - (apart - years[-1]) / 4, color="#999999", linestyle=":", linewidth=1)
    axes.set(xlabel=say("Year of the figure"), ylabel=f"{quantity} [{unit}]")

    # The finding, and in the alt text every figure.
    finding = mark("{quantity}: {count} figures, from {low:,.10g} to {high:,.10g} {unit}")
    if low == high:
        finding = mark("{quantity}: {count} figures, {low:,.10g} {unit}")
    if len(rows) == 1:
        finding = mark("{quantity}: 1 figure, {low:,.10g} {unit}")
    lines = [say(finding, quantity=quantity, count=len(rows), low=low, high=high, unit=unit)]
    others = len(of_quantity) - len(rows)
    notes = [say("{count} without a year", count=undated)] if undated else []
    notes += [say("{count} more in another unit, not drawn", count=others)] if others else []
    lines += ["; ".join(notes)] if notes else []
    listed = []
    for row in rows.to_dict("records"):
        year = say("no year") if math.isnan(row["year"]) else int(row["year"])
        remarks = [row["scope"], short.get(row["source"], row["source"])]
        remarks += [say("doubtful")] if row["doubtful"] else []
        listed.append(f"{year}: {row['value']:,.10g} ({', '.join(map(str, remarks))})")
    text = " ".join([say("Figures over the years."), *map(_end_sentence, [*lines, "; ".join(listed)])])
    return finish(axes, "\n".join(lines), text)


def plot_intervals(
    intervals: Mapping[str, Interval | tuple[float, float]],
    values: Mapping[str, float] | None = None,
    *,
    quantity: str,
    unit: str,
    doubtful: Collection[str] = (),
) -> Axes:
    """Draw intervals below one another, the part that they share, and single values that may lie inside.

    Parameters
    ----------
    intervals : mapping of str to Interval or pair of float
        The intervals by name [unit], such as :func:`ecopark.emissions.implied_factor` returns, or
        their low and high ends.
    values : mapping of str to float, optional
        Single values by name [unit].
    quantity, unit : str
        The quantity that all of them measure, and its unit.
    doubtful : collection of str
        Names of values that are unverified: hollow, and called so.

    Returns
    -------
    matplotlib.axes.Axes
        One row per interval or value, with its numbers [unit], all with the same decimals. If there
        are values, a light band carries each interval down to them; else one marks the part that
        all intervals share. The title gives this part or says that there is none.

    Raises
    ------
    UndefinedResult, BadArgument
        If there is no interval; if an end is not finite, or a low end is above its high end.

    Examples
    --------
    >>> cuts = {"first": (9.5, 10.5), "second": (10.3, 11.1)}
    >>> plot_intervals(cuts, quantity="True cut", unit="%").get_title(loc="left")
    'True cut: 10.3 to 10.5 % lies in both intervals'
    """
    if not intervals:
        raise UndefinedResult("Give at least one interval to draw.")
    # The intervals, and the part that all of them share.
    bars = {n: i if isinstance(i, Interval) else Interval(*i) for n, i in intervals.items()}
    points = dict(values or {})
    low, high = max(bar.low for bar in bars.values()), min(bar.high for bar in bars.values())
    shared = [Interval(low, high)] if low <= high else []
    ends = [end for bar in bars.values() for end in (bar.low, bar.high)] + list(points.values())
    width = max(ends) - min(ends)

    # The fewest decimals that move no number by more than half a percent of the axis and keep ends apart.
    apart = [bar for bar in (*bars.values(), *shared) if bar.low < bar.high]
    decimals = 0
    while decimals < 12 and (
        any(abs(round(end, decimals) - end) > width / 200 for end in ends)
        or any(round(bar.low, decimals) >= round(bar.high, decimals) for bar in apart)
    ):
        decimals += 1

    def number(value: float) -> str:
        return f"{value:,.{decimals}f}"

    # Numbers in words, for the axis and the alt text.
    words = {name: _range_in_words(number(bar.low), number(bar.high)) for name, bar in bars.items()}
    for name, value in points.items():
        words[say("{name} (unverified)", name=name) if name in doubtful else name] = number(value)

    axes = new_axes(8.5, 0.46 * len(words) + 1.5)
    # The shaded part: the range of single values, or the part that all intervals share.
    for bar in bars.values() if points else shared:
        axes.axvspan(bar.low, bar.high, color="#00000018", linewidth=0, zorder=0)
    widths, lows = [bar.high - bar.low for bar in bars.values()], [bar.low for bar in bars.values()]
    axes.barh(range(len(bars)), widths, 0.5, lows, color=BLUE, edgecolor="black", linewidth=0.6)
    faces = ["white" if name in doubtful else RED for name in points]
    look: Any = {"marker": "D", "edgecolors": RED, "linewidths": 1.3}
    axes.scatter(list(points.values()), range(len(bars), len(words)), 70, faces, **look)
    axes.set_yticks(range(len(words)), [f"{name}\n{word}" for name, word in words.items()], fontsize=9)
    axes.set_ylim(len(words) - 0.5, -0.5)
    margin = 0.06 * width or 0.5
    axes.set_xlim(min(ends) - margin, max(ends) + margin)
    axes.set_xlabel(f"{quantity} [{unit}]")

    # The finding: the part that all intervals share, or that there is none.
    apart_from_all = not any(first.overlaps(other) for first, other in combinations(bars.values(), 2))
    if shared:
        finding = mark("{quantity}: {range} lies in all {count} intervals")
        finding = mark("{quantity}: {range} lies in both intervals") if len(bars) == 2 else finding
        finding = mark("{quantity}: {range}") if len(bars) == 1 else finding
    elif len(bars) == 2:
        finding = mark("{quantity}: no value lies in both intervals")
    elif apart_from_all:
        finding = mark("{quantity}: no value lies in two of the {count} intervals")
    else:
        finding = mark("{quantity}: no value lies in all {count} intervals")
    span = _range_in_words(number(low), units.with_number(number(high), unit))
    lines = [say(finding, quantity=quantity, range=span, count=len(bars))]
    if points:
        inside = sum(any(value in bar for bar in bars.values()) for value in points.values())
        sentence = mark("{inside} of {count} single values lie in an interval")
        sentence = mark("1 of {count} single values lies in an interval") if inside == 1 else sentence
        lines.append(say(sentence, inside=inside, count=len(points)))
    listed = "; ".join(f"{name}: {units.with_number(word, unit)}" for name, word in words.items())
    text = " ".join([say("Plot of intervals."), *map(_end_sentence, [*lines, listed])])
    return finish(axes, "\n".join(lines), text)


def plot_decomposition(
    decomposition: Decomposition,
    quantity: str = mark("the quantity"),
    unit: str = "",
    times: tuple[object, object] = (mark("start"), mark("end")),
) -> Axes:
    """Draw how the factors of a decomposition lead from the first total to the last: a waterfall chart.

    Parameters
    ----------
    decomposition : Decomposition
        The result of :func:`ecopark.decomposition.decompose` or ``lmdi``.
    quantity, unit : str
        The quantity, and its unit.
    times : tuple
        Names of both times, such as two years.

    Returns
    -------
    matplotlib.axes.Axes
        Five or more bars [unit]: both totals, and between them one per factor, which begins where the one
        before ends. A rise is hatched, a fall is not; each bar carries its number.

    Raises
    ------
    UndefinedResult
        If the decomposition has no effects.

    Examples
    --------
    >>> import ecopark as ep
    >>> industries = ep.datasets.load("cn_industries")
    >>> result = ep.decomposition.decompose(industries, by="industry", start=2008)
    >>> print(plot_decomposition(result, "Energy use", "10^6 tce", (2008, 2017)).get_title(loc="left"))
    Energy use: 1,706 in 2008, 2,432 in 2017
    scale +1,876, structure -245, intensity -906
    """
    effects = decomposition.effects.set_index("effect")["change"].drop("total")
    if effects.isna().any():
        status = decomposition.effects["status"].iloc[-1]
        raise UndefinedResult("The effects are {status}: nothing to draw.", status=status)
    names = [say(str(name)) for name in (times[0], *effects.index, times[1])]
    quantity = say(quantity)

    # Bars: the sum at the start, each effect from where the one before it ends, the sum at the end.
    totals = decomposition.start, decomposition.end
    heights = [totals[0], *effects, totals[1]]
    begins = [0.0, *(totals[0] + effects.cumsum() - effects), 0.0]
    decimals = max(0, 2 - math.floor(math.log10(max(map(abs, heights)) or 1.0)))
    words = [f"{h:{'+' if 0 < n < len(names) - 1 else ''},.{decimals}f}" for n, h in enumerate(heights)]

    kinds = ["total", *("rise" if effect > 0 else "fall" for effect in effects), "total"]
    colors = [{"total": "#BBBBBB", "rise": ORANGE, "fall": BLUE}[kind] for kind in kinds]
    hatches = ["///" if kind == "rise" else "" for kind in kinds]
    axes = new_axes(1.3 * len(names) + 2, 4.2)
    bars = axes.bar(
        range(len(names)), heights, 0.6, begins, tick_label=names, color=colors, hatch=hatches,
        edgecolor="black", linewidth=0.6,
    )  # fmt: skip
    axes.bar_label(bars, words, padding=3, fontsize=9)
    for place, (begin, height) in enumerate(zip(begins[:-1], heights[:-1], strict=True)):
        axes.hlines(begin + height, place + 0.3, place + 0.7, "black", lw=0.8)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.use_sticky_edges = False
    axes.margins(y=0.12)  # room for the numbers
    if min(*totals, *begins) >= 0:
        axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter("{x:,.10g}")
    axes.set_ylabel(f"{quantity} [{unit}]" if unit else quantity)

    ends = {"start": names[0], "before": words[0], "end": names[-1], "after": words[-1]}
    change = say("{quantity}: {before} in {start}, {after} in {end}", quantity=quantity, **ends)
    parts = ", ".join(f"{name} {word}" for name, word in zip(names[1:-1], words[1:-1], strict=True))
    alt = say("Waterfall chart. {change}. Contributions: {parts}.", change=change, parts=parts)
    return finish(axes, f"{change}\n{parts}", alt)


def _to_pandas(data: Any, what: str, columns: Sequence[str]) -> pd.DataFrame:
    """Convert any eager dataframe to pandas, or raise an error that names the first column that it lacks."""
    frame = frames.from_native_eager(data, what)
    for name in columns:
        require_known(say("column of the {table}", table=say(what)), name, frame.columns)
    table: pd.DataFrame = frame.to_pandas()
    return table


def _list_once(names: Iterable[str]) -> str:
    """Return names in short lines, each of them once."""
    return fill(", ".join(dict.fromkeys(names)), 20, break_long_words=False, break_on_hyphens=False)


def _range_in_words(low: str, high: str) -> str:
    return say("{low} to {high}", low=low, high=high)


def _end_sentence(sentence: str) -> str:
    return say("{sentence}.", sentence=sentence)


def _is_synthetic(names: Iterable[object]) -> bool:
    synthetic = [str(name).casefold().startswith("synthetic") for name in names]
    return bool(synthetic) and all(synthetic)


def _draw_points(axes: Axes, points: pd.DataFrame, x: str, y: str, names: pd.Series) -> None:
    """Draw a few points, each with a color and marker that the legend names, or many points alike."""
    import seaborn as sns

    if 0 < len(points) <= MAX_NAMED_POINTS:
        palette = sns.color_palette("colorblind", names.nunique())
        look = {"hue": names, "style": names, "palette": palette, "s": 70, "edgecolor": "black"}
    else:
        look = {"color": "black", "s": 20, "alpha": 0.6, "linewidth": 0, "legend": False}
    sns.scatterplot(points, x=x, y=y, zorder=3, ax=axes, **look)
