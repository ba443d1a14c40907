"""Statistical figures: the finding in the title, units on the axes, alt text made from the data.

Seaborn draws, and only when a figure is asked for. Color is never alone: hatches, markers and line styles
repeat what it says.
"""

from __future__ import annotations

import base64
import html
import io
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ecopark import datasets, decoupling, frames, subsidy
from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.indicators import assessed_rows
from ecopark.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "BLUE",
    "ORANGE",
    "RED",
    "Picture",
    "alt_text",
    "claims_over_time",
    "decoupling_plot",
    "forest_plot",
    "gap_chart",
    "indexed_timeseries",
    "interval_plot",
    "set_alt_text",
    "share_scatter",
    "show",
    "zone_label",
]

# The palette of Okabe and Ito, which color-blind readers can tell apart.
BLUE, ORANGE, RED, GREEN, PURPLE = "#0072B2", "#E69F00", "#D55E00", "#009E73", "#CC79A7"
DPI = 110  # of the pictures in notebooks
MAX_GAP = 150.0  # longest bar of a gap chart [% of the threshold]
MAX_NAMED_POINTS = 10  # more zones than that carry no name in a decoupling plot
MAX_NAMED_FITS = 80  # more fits than that carry no name in a forest plot
LOG_RATIO = 20  # ratio of the largest to the smallest figure above which an axis is logarithmic

_ALT_TEXTS: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def set_alt_text(axes: Axes, text: str) -> Axes:
    """Keep the alt text of a figure for :func:`alt_text` and :func:`show`, and return the figure.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The figure.
    text : str
        What it shows, made from its data.

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
    """Return what the figure shows, in words made from its data.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a function of ``ecopark.plots`` returned.

    Returns
    -------
    str
        The text; empty for any other figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = ep.plots.share_scatter(ep.datasets.load("ctip_subsidies"))
    >>> alt_text(axes)[:45]
    'Subsidy as a share of the investment, 7 zones'
    """
    return _ALT_TEXTS.get(axes, "")


def zone_label(names: Iterable[object]) -> str:
    """Return ``synthetic zones`` if every name says so, else ``zones``: a figure must not hide it.

    Parameters
    ----------
    names : iterable of str
        The names of the zones in the figure.

    Returns
    -------
    str
        The plural to use in a title.

    Examples
    --------
    >>> zone_label(["Synthetic zone 1", "Synthetic zone 2"]), zone_label(["Hailin ETDZ"])
    ('synthetic zones', 'zones')
    """
    synthetic = [str(name).casefold().startswith("synthetic") for name in names]
    return "synthetic zones" if synthetic and all(synthetic) else "zones"


class Picture:
    """A figure as one piece of HTML that needs no other file; a notebook shows it."""

    def __init__(self, data: str) -> None:
        self.data = data

    def __repr__(self) -> str:
        """Name the picture where HTML cannot be shown."""
        return "<figure>"

    def _repr_html_(self) -> str:
        """Return the HTML, for notebooks."""
        return self.data


def show(axes: Axes, source: str = "") -> Picture:
    """Return the figure for a notebook, with its alt text, and close it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        A figure that a function of ``ecopark.plots`` returned.
    source : str, optional
        Where the numbers come from, such as a line of provenance; it is printed below the picture.

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
    >>> picture = show(ep.plots.share_scatter(ep.datasets.load("ctip_subsidies")))
    >>> 'alt="Subsidy as a share' in picture.data
    True
    """
    from matplotlib import pyplot as plt

    figure = axes.get_figure(root=True)
    if figure is None:
        raise UndefinedResult("These axes belong to no figure.")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    alt = html.escape(alt_text(axes), quote=True)
    image = f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{picture}">'
    caption = f"<figcaption><small>{html.escape(source)}</small></figcaption>" if source else ""
    return Picture(f'<figure style="margin:0">{image}{caption}</figure>' if caption else image)


def gap_chart(assessed: Any, zone: str, year: int) -> Axes:
    """Draw how far each indicator of one zone and year is from its threshold.

    Parameters
    ----------
    assessed : pandas.DataFrame or polars.DataFrame
        What :func:`ecopark.assess` returned, tidy.
    zone : str
        The zone.
    year : int
        The year.

    Returns
    -------
    matplotlib.axes.Axes
        One bar per indicator that passes or fails: the gap to the threshold [% of the threshold],
        right is better. A bar ends at 150 %; the number beside it is the true gap.

    Raises
    ------
    UnknownNameError
        If the table has no such zone or year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> axes = gap_chart(ep.assess(panel), "Synthetic zone 1", 2006)
    >>> axes.get_xlabel()
    'Gap to the threshold [% of the threshold], right is better'
    """
    import seaborn as sns
    from matplotlib import pyplot as plt

    rows = assessed_rows(assessed, zone, year).to_pandas().astype({"status": str})
    styles = {"pass": (BLUE, ""), "fail": (ORANGE, "///")}
    bars = rows[rows["status"].isin(styles)].sort_values("gap", ascending=False, kind="stable")
    bars = bars.assign(
        label=bars["code"].astype(str) + " " + bars["indicator"].astype(str),
        percent=100 * bars["gap"],
        length=(100 * bars["gap"]).clip(-MAX_GAP, MAX_GAP),
    )
    passed = int((bars["status"] == "pass").sum())

    figure, axes = plt.subplots(figsize=(8.5, 0.28 * max(len(bars), 4) + 1.6), layout="constrained")
    drawn = [status for status in styles if (bars["status"] == status).any()]
    if drawn:
        palette = {status: styles[status][0] for status in drawn}
        sns.barplot(
            bars, x="length", y="label", hue="status", hue_order=drawn, palette=palette, saturation=1,
            edgecolor="black", linewidth=0.5, legend=False, ax=axes,
        )  # fmt: skip
    for status, container in zip(drawn, axes.containers, strict=True):
        part = bars[bars["status"] == status]
        numbers = [f"{p:+.0f}{' (cut)' if abs(p) > MAX_GAP else ''}" for p in part["percent"]]
        axes.bar_label(container, numbers, padding=3, fontsize=7)  # type: ignore[arg-type]
        container.set_label(status)
        for bar in container:
            bar.set_hatch(styles[status][1])
    axes.axvline(0, color="black", linewidth=1)
    axes.set(xlim=(-1.35 * MAX_GAP, 1.35 * MAX_GAP), ylabel="")
    axes.set_xlabel("Gap to the threshold [% of the threshold], right is better")
    axes.tick_params("y", labelsize=8)
    axes.set_title(f"{zone}, {year}: {passed} of {len(rows)} indicators pass", loc="left")
    _legend(figure, axes)

    text = f"Bar chart of {zone} in {year}: {passed} of {len(rows)} indicators pass."
    rising = bars[::-1].assign(words=[f"{r.indicator} ({r.percent:+.0f} %)" for r in bars[::-1].itertuples()])
    worst = rising["words"].head(3)[rising["status"] == "fail"]
    if len(worst):
        text += f" Farthest below the threshold: {', '.join(worst)}."
    cut = rising["words"][rising["percent"].abs() > MAX_GAP]
    if len(cut):
        text += f" Bars cut at {MAX_GAP:.0f} %: {', '.join(cut)}."
    return set_alt_text(axes, text)


def share_scatter(table: Any, subsidy_column: str = "subsidy", investment: str = "investment") -> Axes:
    """Draw each zone's subsidy share against its investment, with the pooled and the mean share.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row per zone, as for :func:`ecopark.subsidy.summary`, with a column ``zone``.
    subsidy_column, investment : str
        Names of the two columns of money [10^6 RMB].

    Returns
    -------
    matplotlib.axes.Axes
        Shares [%] over investments [10^6 RMB]; zones without an investment are counted in the title.
        Up to ten zones have a marker each, named in the legend.

    Raises
    ------
    DataError
        As :func:`ecopark.subsidy.shares`.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = share_scatter(ep.datasets.load("ctip_subsidies"))
    >>> axes.get_ylabel()
    'Subsidy [% of the investment]'
    """
    from matplotlib import pyplot as plt

    summary = subsidy.summary(table, subsidy_column, investment)
    shares = frames.from_native_eager(subsidy.shares(table, subsidy_column, investment), "table").to_pandas()
    points = shares[shares["share_status"] == "ok"].sort_values(investment)

    figure, axes = plt.subplots(figsize=(9, 4.8), layout="constrained")
    _zone_points(axes, points, investment, "share", points["zone"])
    finding = "No zone has a known investment."
    if summary.pooled_share is not None and summary.mean_share is not None:
        axes.axhline(summary.pooled_share, color=RED, label=f"pooled share {summary.pooled_share:.1f} %")
        axes.axhline(summary.mean_share, color=RED, ls="--", label=f"mean share {summary.mean_share:.1f} %")
        finding = f"pooled share {summary.pooled_share:.1f} %, mean share {summary.mean_share:.1f} %"
        axes.set_ylim(0, 1.15 * points["share"].max())
    axes.set(xlabel="Investment [10^6 RMB]", ylabel="Subsidy [% of the investment]")
    axes.set_title(
        f"The average depends on the recipe: {finding}\n"
        f"{len(points)} zones shown, {summary.n_missing} without a known investment",
        loc="left", fontsize=10,
    )  # fmt: skip
    _legend(figure, axes, beside=True)

    columns = zip(points["zone"], points["share"], points[investment], strict=True)
    listed = ", ".join(f"{name} {share:.1f} % of {x:,.0f}" for name, share, x in columns)
    return set_alt_text(
        axes,
        f"Subsidy as a share of the investment, {len(points)} zones: {listed} million RMB. "
        f"Lines: {finding}. {summary.n_missing} zones have no known investment.",
    )


# Where the name of each state stands in a decoupling plot: x and y [half widths of the plane],
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


def decoupling_plot(
    result: Any,
    quantity: str = "the quantity",
    driver: str = "its driver",
    unit: str = "% a year",
    by: str = "zone",
) -> Axes:
    """Draw the growth of a quantity over the growth of its driver, in the regions of the eight states.

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
        One point per row with two growth rates and a state; the others are counted in the title.
        Both axes have the same scale [unit]. Each region carries the name of its state and the number
        of its points. Up to ten points have a marker each, named in the legend; the alt text
        names them, too.

    Raises
    ------
    UnknownNameError
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
    >>> axes = decoupling_plot(ep.elasticity.coefficient(panel), "energy", "added value")
    >>> axes.get_ylabel()
    'Growth of energy [% a year]'
    """
    from matplotlib import pyplot as plt

    rows = _table(result, "result", (by, "quantity_growth", "driver_growth"))
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

    figure, axes = plt.subplots(figsize=(9 if named else 7.5, 7.5), layout="constrained")
    reach = float(points[["x", "y"]].abs().max().max()) if len(points) else 0.0
    span = 1.55 * reach or 10.0  # of half the plane [unit of growth]: the rim holds the names of the states
    axes.set(xlim=(-span, span), ylim=(-span, span), aspect="equal")
    for row in datasets.rows("tapio", "states"):
        # A state is the wedge between two elasticities, on the side of a growing or a shrinking driver.
        low = -math.inf if row["elasticity_low"] is None else row["elasticity_low"]
        high = math.inf if row["elasticity_high"] is None else row["elasticity_high"]
        side = 4 * span * (1 if row["driver_growth_sign"] > 0 else -1)
        angles = math.atan(low), math.atan(high)
        state = row["state"]
        color = BLUE if state in _DECOUPLED else ORANGE if "decoupling" in state else "#BBBBBB"
        wedge = [(0.0, 0.0), *((side * math.cos(a), side * math.sin(a)) for a in angles)]
        axes.fill(*zip(*wedge, strict=True), color=color, alpha=0.15, linewidth=0, zorder=0)
        x, y, align, rotation = _STATE_PLACES[state]
        first, _, last = state.replace("_", " ").rpartition(" ")
        axes.text(
            x * span, y * span, f"{first}\n{last}: {counts[state]}", ha=align, va="center", fontsize=9,
            rotation=rotation, weight="bold" if counts[state] else "normal", multialignment=align,
        )  # fmt: skip
    axes.axhline(0, color="black", linewidth=1)
    axes.axvline(0, color="black", linewidth=1)
    cutoffs = [row["elasticity"] for row in datasets.rows("tapio", "cutoffs") if row["elasticity"]]
    for cutoff, style in zip(cutoffs, ("--", ":"), strict=True):
        axes.axline((0, 0), slope=cutoff, color="black", lw=1.2, ls=style, label=f"elasticity {cutoff:g}")
    _zone_points(axes, points, "x", "y", points["name"])
    _legend(figure, axes, beside=named)
    axes.set(xlabel=f"Growth of {driver} [{unit}]", ylabel=f"Growth of {quantity} [{unit}]")

    kind = zone_label(rows["name"])
    kind = f"rows of {kind}" if rows["name"].duplicated().any() else kind
    reason = f"growth is missing or {driver} stands still"
    decoupled = sum(counts[state] for state in _DECOUPLED)
    finding = f"{decoupled} of {len(points)} {kind} decouple {quantity} from {driver}"
    if len(points) < len(rows):
        finding += f"\n{len(rows) - len(points)} not shown: {reason}"
    if points.empty:
        finding = f"No {kind} to show: {reason}"
    axes.set_title(finding, loc="left", fontsize=11)

    text = f"Decoupling plot, growth of {quantity} over growth of {driver}. {finding.replace(chr(10), '; ')}."
    listed = []
    for state in (state for state in decoupling.states() if counts[state]):
        names = f" ({', '.join(points.loc[points['state'] == state, 'name'])})" if named else ""
        listed.append(f"{state.replace('_', ' ')} {counts[state]}{names}")
    return set_alt_text(axes, f"{text} States: {'; '.join(listed)}." if listed else text)


def forest_plot(
    fits: Any, truth: Mapping[str, float] | None = None, *, quantity: str = "the quantity", by: str = "zone"
) -> Axes:
    """Draw fitted elasticities with their intervals, the cut-offs of the states, and the truth.

    Parameters
    ----------
    fits : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        What :func:`ecopark.elasticity.fit` returned. One row per zone is drawn in order of the
        elasticity; several rows per zone, as of a rolling window, in the order of the table, each
        with its years.
    truth : mapping of str to float, optional
        True elasticity of each zone [1], such as a synthetic panel knows: ``attrs["truth"]``.
    quantity : str
        What the elasticities are about.
    by : str
        Column that names the zone.

    Returns
    -------
    matplotlib.axes.Axes
        One line per fit: elasticity and interval [1]; dashed and hollow if the interval spans a
        cut-off, so that the state is ambiguous. Crosses are the true values, diamonds those outside
        their interval. Fits without an interval are counted in the title.

    Raises
    ------
    UnknownNameError
        If a column is missing.
    NotAFrame
        If the result is no dataframe, or a lazy one.

    References
    ----------
    The package ``tapio`` holds the cut-offs.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=5, years=8)
    >>> axes = forest_plot(ep.elasticity.fit(panel), panel.attrs["truth"]["energy"])
    >>> axes.get_title(loc="left").splitlines()[1]
    '5 of 5 intervals hold the true value'
    """
    import seaborn as sns
    from matplotlib import pyplot as plt

    columns = (by, "start", "end", "elasticity", "ci_low", "ci_high", "driver_growth", "status")
    rows = decoupling.classify(_table(fits, "result", columns))
    zones = rows[by].astype(str)
    windows = zones.duplicated().any()
    kind = zone_label(zones)
    if windows and zones.nunique() == 1:
        kind = f"windows of {zones.iloc[0]}"
    elif by != "zone":
        kind = f"{kind.replace('zones', 'windows' if windows else 'fits')} by {by}"
    elif windows:
        kind = f"windows of {kind}"

    years = rows["start"].astype(str) + " to " + rows["end"].astype(str)
    names = zones if not windows else years if zones.nunique() == 1 else zones + ", " + years
    true_values = rows[by].astype(object).map(dict(truth or {})).astype(float)
    drawn = rows.assign(name=names, truth=true_values)[rows["status"] == "ok"]
    drawn = drawn if windows else drawn.sort_values("elasticity", ascending=False, kind="stable")
    drawn = drawn.assign(place=range(len(drawn)), ambiguous=drawn["state"] == "ambiguous")
    known = drawn[drawn["truth"].notna()]
    hit = known["truth"].between(known["ci_low"], known["ci_high"])

    height = min(0.17 * len(drawn) + 2, 14.0) if len(drawn) > 15 else 0.3 * len(drawn) + 2
    figure, axes = plt.subplots(figsize=(8.5, height), layout="constrained")
    for row in datasets.rows("tapio", "cutoffs"):
        label = "cut-offs of the states" if row["elasticity"] == 0 else None
        axes.axvline(row["elasticity"], color="black", lw=0.9, ls=":", zorder=0, label=label)
    inside, spanning = drawn[~drawn["ambiguous"]], drawn[drawn["ambiguous"]]
    for part, color, face, style, label in (
        (inside, BLUE, BLUE, "-", "interval inside one state"),
        (spanning, ORANGE, "white", "--", "interval spans a cut-off (dashed)"),
    ):
        if len(part):
            axes.hlines(part["place"], part["ci_low"], part["ci_high"], color, lw=1.8, ls=style)
            sns.scatterplot(
                part, x="elasticity", y="place", color=face, edgecolor=color, linewidth=1.5, s=35,
                zorder=3, label=label, legend=False, ax=axes,
            )  # fmt: skip
    for part, marker, label in ((known[hit], "x", "truth"), (known[~hit], "D", "truth outside the interval")):
        if len(part):
            axes.plot(part["truth"], part["place"], marker, color="black", ms=5, zorder=4, label=label)
    ends = [0.0, 1.2, *drawn["ci_low"], *drawn["ci_high"], *known["truth"]]
    margin = 0.05 * (max(ends) - min(ends))
    axes.set_xlim(min(ends) - margin, max(ends) + margin)
    labels = list(drawn["name"]) if len(drawn) <= MAX_NAMED_FITS else []
    axes.set_yticks(range(len(labels)), labels, fontsize=7 if len(labels) > 15 else 9)
    axes.set_ylim(len(drawn) - 0.3, -0.7)  # the first row of the table is on top
    axes.set(xlabel=f"Elasticity of {quantity} [1]", ylabel="")
    _legend(figure, axes)

    lines = [f"{int(drawn['ambiguous'].sum())} of {len(drawn)} {kind} have an ambiguous state"]
    if drawn.empty:
        lines = ["No fit has an interval"]
    if len(known):
        lines.append(f"{int(hit.sum())} of {len(known)} intervals hold the true value")
    if len(drawn) < len(rows):
        lines.append(f"{len(rows) - len(drawn)} without an interval, not shown")
    axes.set_title("\n".join(lines), loc="left", fontsize=11)

    text = f"Fitted elasticities of {quantity}. {'; '.join(lines)}."
    few = len(drawn) <= 12
    told = drawn if few else drawn.sort_values("elasticity").iloc[[-1, 0]]
    numbers = told[["name", "elasticity", "ci_low", "ci_high", "truth"]].itertuples(index=False, name=None)
    listed = [
        f"{name}: {value:.2f} ({low:.2f} to {high:.2f}{'' if math.isnan(true) else f', true {true:.2f}'})"
        for name, value, low, high, true in numbers
    ]
    if listed:
        text += f" {'Fits' if few else 'Highest and lowest'}: {'; '.join(listed)}."
    return set_alt_text(axes, text)


def indexed_timeseries(
    panel: Any,
    zone: str,
    quantity: str = "energy",
    driver: str = "industrial_added_value_constant",
    start: int | None = None,
    end: int | None = None,
    names: tuple[str, str] = ("energy", "added value"),
) -> Axes:
    """Draw a quantity, its driver and their ratio over the years, with the first year at 100.

    Parameters
    ----------
    panel : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone and year.
    zone : str
        The zone.
    quantity, driver : str
        Columns of the total and of what it serves [any unit].
    start, end : int, optional
        First and last year; by default the zone's own.
    names : tuple of str
        What the two are called on the figure.

    Returns
    -------
    matplotlib.axes.Axes
        Three lines [first year = 100]; the legend gives the change of each [%]. Years in which a
        number is missing are left out.

    Raises
    ------
    UnknownNameError
        If there is no such column, zone or year.
    UndefinedResult
        If fewer than two years have both numbers, or one of them is not above zero.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=4)
    >>> indexed_timeseries(panel, "Synthetic zone 1").get_ylabel()
    'Index [2005 = 100]'
    """
    import pandas as pd
    import seaborn as sns
    from matplotlib import pyplot as plt
    from matplotlib.ticker import MaxNLocator

    table = _table(panel, "panel", ("zone", "year", quantity, driver))
    rows = table[table["zone"] == zone].sort_values("year").astype({quantity: float, driver: float})
    if rows.empty:
        raise UnknownNameError("zone", zone, sorted(table["zone"].unique()))
    for year in (start, end):
        if year is not None and year not in set(rows["year"]):
            raise UnknownNameError(f"year of {zone}", year, rows["year"])
    rows = rows[rows["year"].between(start or rows["year"].min(), end or rows["year"].max())]
    rows = rows.dropna(subset=[quantity, driver]).set_index("year")
    if len(rows) < 2 or (rows[[quantity, driver]] <= 0).any(axis=None):
        raise UndefinedResult(
            f"{zone}: an index needs {quantity} and {driver} above zero in two years or more."
        )

    series = {
        names[0]: rows[quantity],
        names[1]: rows[driver],
        f"{names[0]} per {names[1]}": rows[quantity] / rows[driver],
    }
    index = pd.DataFrame({name: 100 * values / values.iloc[0] for name, values in series.items()})
    change = index.iloc[-1] - 100
    index.columns = [f"{name} {change[name]:+.0f} %" for name in series]
    figure, axes = plt.subplots(figsize=(8.5, 4.6), layout="constrained")
    axes.axhline(100, color="#999999", linewidth=0.8)
    sns.lineplot(
        index, palette=[BLUE, GREEN, RED], markers=["o", "s", "^"], dashes=["", (4, 2), (1, 1.5)],
        linewidth=2, markersize=7, ax=axes,
    )  # fmt: skip
    axes.set(xlabel="Year", ylabel=f"Index [{index.index[0]:.0f} = 100]")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _legend(figure, axes)

    trend = {
        (True, True): "both grow",
        (False, False): "both fall",
        (True, False): "the total grows, the intensity falls",
        (False, True): "the total falls, the intensity grows",
    }[bool(change.iloc[0] > 0), bool(change.iloc[2] > 0)]
    invented = " (invented)" if zone_label([zone]) != "zones" else ""
    finding = f"{zone}{invented}, {index.index[0]:.0f} to {index.index[-1]:.0f}: {trend}"
    axes.set_title(finding, loc="left", fontsize=11)
    span = f"from {index.index[0]:.0f} to {index.index[-1]:.0f}"
    return set_alt_text(axes, f"Three lines {span}. {finding}. Changes: {'; '.join(index.columns)}.")


def claims_over_time(table: Any, quantity: str, unit: str = "") -> Axes:
    """Draw every published figure of one quantity at its year; those without a year are set apart.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row per figure: ``quantity``, ``year`` (may be empty), ``scope``, ``value`` [unit of the row],
        ``unit``, ``certainty`` and ``source``, such as ``ep.datasets.load("kalundborg", "claims")``.
    quantity : str
        Which quantity.
    unit : str, optional
        Only figures in this unit are drawn; by default the commonest unit. The others are counted.

    Returns
    -------
    matplotlib.axes.Axes
        One point per figure [unit], one marker per scope. Hollow points are doubtful, in value or year.
        The axis is logarithmic if the largest figure is more than 20 times the smallest.

    Raises
    ------
    UnknownNameError
        If a column is missing, or no figure has that quantity and unit.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = claims_over_time(ep.datasets.load("kalundborg", "claims"), "CO2 avoided")
    >>> axes.get_title(loc="left").splitlines()[0]
    'CO2 avoided: 5 figures, from 240,000 to 635,000 t/year'
    """
    import pandas as pd
    import seaborn as sns
    from matplotlib import pyplot as plt

    columns = ("quantity", "year", "scope", "value", "unit", "certainty", "source")
    figures = _table(table, "table of figures", columns)
    of_quantity = figures[figures["quantity"] == quantity]
    if of_quantity.empty:
        raise UnknownNameError("quantity", quantity, figures["quantity"].unique())
    units = of_quantity["unit"].value_counts().index
    unit = unit or str(units[0])
    if unit not in units:
        raise UnknownNameError(f"unit of {quantity}", unit, units)
    rows = of_quantity[of_quantity["unit"] == unit]
    rows = rows.assign(year=pd.to_numeric(rows["year"]).astype("float64")).sort_values(["year", "value"])
    years = sorted(rows["year"].dropna().unique()) or [0.0]
    undated = int(rows["year"].isna().sum())
    # Figures without a year are drawn at the right of all others.
    apart = years[-1] + max(3.0, 0.18 * (years[-1] - years[0]))
    rows = rows.assign(place=rows["year"].fillna(apart), doubtful=rows["certainty"] != "sure")

    figure, axes = plt.subplots(figsize=(8.5, 4.8), layout="constrained")
    markers = ((BLUE, "o"), (RED, "s"), (GREEN, "^"), (PURPLE, "D"), (ORANGE, "v"))
    scopes = list(dict.fromkeys(rows["scope"]))
    for number, scope in enumerate(scopes):
        color, marker = markers[number % len(markers)]
        axes.scatter([], [], s=70, color=color, marker=marker, label=scope)
        for doubtful, part in rows[rows["scope"] == scope].groupby("doubtful"):
            sns.scatterplot(
                part, x="place", y="value", color="white" if doubtful else color, edgecolor=color,
                marker=marker, s=80, linewidth=1.3, zorder=3, legend=False, ax=axes,
            )  # fmt: skip
    if rows["doubtful"].any():
        axes.scatter([], [], s=70, color="white", edgecolor="black", label="doubtful (hollow)")
    # A source is named above its point if the figure is above its neighbors in time, else below.
    names = rows.groupby(["place", "value"], as_index=False)["source"].agg(", ".join)
    dated = names["value"].where(names["place"] < apart)
    neighbors = pd.concat([dated.shift(1), dated.shift(-1)], axis=1).mean(axis=1).fillna(0)
    for number, (x, y, name) in enumerate(names.itertuples(index=False, name=None)):
        above = y > neighbors[number] or (y == neighbors[number] and number % 2 == 0)
        shift, ha, va = ((0, 8), "center", "bottom") if above else ((0, -8), "center", "top")
        shift, ha, va = ((9, 0), "left", "center") if x == apart else (shift, ha, va)
        axes.annotate(name, (x, y), shift, textcoords="offset points", fontsize=7, ha=ha, va=va)

    low, high = rows["value"].min(), rows["value"].max()
    if low > 0 and high / low > LOG_RATIO:
        axes.set_yscale("log")
        axes.set_ylim(low / 2, high * 2)
    else:
        axes.set_ylim(0, 1.18 * high)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    room = 0.12 * (apart - years[0]) + 1
    axes.set_xlim(years[0] - room, apart + 2.2 * room if undated else years[-1] + room)
    ticks: list[float] = []
    for year in years if undated < len(rows) else []:
        if not ticks or year - ticks[-1] > 0.07 * (axes.get_xlim()[1] - axes.get_xlim()[0]):
            ticks.append(year)
    labels = [f"{tick:.0f}" for tick in ticks] + ["no year"] * (undated > 0)
    axes.set_xticks([*ticks, apart][: len(labels)], labels)
    if undated and ticks:
        axes.axvline((years[-1] + apart) / 2, color="#999999", linestyle=":", linewidth=1)
    axes.set(xlabel="Year of the figure", ylabel=f"{quantity} [{unit}]")
    _legend(figure, axes)

    span = f"from {low:,.10g} to {high:,.10g}" if low < high else f"{low:,.10g}"
    notes = [f"{undated} without a year"] if undated else []
    others = len(of_quantity) - len(rows)
    notes += [f"{others} more in another unit, not drawn"] if others else []
    lines = [f"{quantity}: {len(rows)} figure{'s' if len(rows) > 1 else ''}, {span} {unit}"]
    lines += ["; ".join(notes)] if notes else []
    axes.set_title("\n".join(lines), loc="left", fontsize=10)
    listed = [
        f"{'no year' if math.isnan(row['year']) else int(row['year'])}: {row['value']:,.10g} "
        f"({row['scope']}, {row['source']}{', doubtful' if row['doubtful'] else ''})"
        for row in rows.to_dict("records")
    ]
    return set_alt_text(axes, f"Figures over the years. {'. '.join(lines)}. {'; '.join(listed)}.")


def interval_plot(
    intervals: Mapping[str, Interval | tuple[float, float]],
    values: Mapping[str, float] | None = None,
    *,
    quantity: str,
    unit: str,
    doubtful: Collection[str] = (),
) -> Axes:
    """Draw intervals one below the other, what they share, and single values that may lie inside.

    Parameters
    ----------
    intervals : mapping of str to Interval or pair of float
        The intervals by name [unit], such as :func:`ecopark.emissions.implied_factor` returns, or
        their low and high ends.
    values : mapping of str to float, optional
        Single values by name [unit].
    quantity : str
        What all of them are about.
    unit : str
        Unit of all of them.
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
    UndefinedResult
        If there is no interval.
    BadArgument
        If an end is not finite, or a low end is above its high end.

    Examples
    --------
    >>> cuts = {"first": (9.5, 10.5), "second": (10.3, 11.1)}
    >>> interval_plot(cuts, quantity="True cut", unit="%").get_title(loc="left")
    'True cut: 10.3 to 10.5 % lies in both intervals'
    """
    import seaborn as sns
    from matplotlib import pyplot as plt

    if not intervals:
        raise UndefinedResult("Give at least one interval to draw.")
    bars = {n: i if isinstance(i, Interval) else Interval(*i) for n, i in intervals.items()}
    points = dict(values or {})
    low, high = max(bar.low for bar in bars.values()), min(bar.high for bar in bars.values())
    shared = [Interval(low, high)] if low <= high else []
    ends = [end for bar in bars.values() for end in (bar.low, bar.high)] + list(points.values())
    width = max(ends) - min(ends)

    # The fewest decimals that move no number by more than half a percent of the axis and keep ends apart.
    apart = [bar for bar in (*bars.values(), *shared) if bar.low < bar.high]
    decimals = next(
        (
            n for n in range(12)
            if all(abs(round(end, n) - end) <= width / 200 for end in ends)
            and all(round(bar.low, n) < round(bar.high, n) for bar in apart)
        ),
        12,
    )  # fmt: skip

    def number(value: float) -> str:
        return f"{value:,.{decimals}f}"

    words = {name: f"{number(bar.low)} to {number(bar.high)}" for name, bar in bars.items()}
    words |= {f"{n} (unverified)" if n in doubtful else n: number(v) for n, v in points.items()}

    _, axes = plt.subplots(figsize=(8.5, 0.46 * len(words) + 1.5), layout="constrained")
    for bar in bars.values() if points else shared:
        axes.axvspan(bar.low, bar.high, color="#00000018", linewidth=0, zorder=0)
    for place, bar in enumerate(bars.values()):
        axes.barh(place, bar.high - bar.low, 0.5, bar.low, color=BLUE, edgecolor="black", linewidth=0.6)
    for place, (name, value) in enumerate(points.items(), len(bars)):
        face = "white" if name in doubtful else RED
        sns.scatterplot(
            x=[value], y=[place], marker="D", color=face, edgecolor=RED, linewidth=1.3, s=70, ax=axes
        )
    axes.set_yticks(range(len(words)), [f"{name}\n{word}" for name, word in words.items()], fontsize=9)
    axes.set_ylim(len(words) - 0.5, -0.5)
    margin = 0.06 * width or 0.5
    axes.set_xlim(min(ends) - margin, max(ends) + margin)
    axes.set_xlabel(f"{quantity} [{unit}]")

    every = "both intervals" if len(bars) == 2 else f"all {len(bars)} intervals"
    pairs = list(combinations(bars.values(), 2))
    if len(bars) == 1:
        finding = f"{quantity}: {number(low)} to {number(high)} {unit}"
    elif shared:
        finding = f"{quantity}: {number(low)} to {number(high)} {unit} lies in {every}"
    elif len(bars) > 2 and not any(one.overlaps(other) for one, other in pairs):
        finding = f"{quantity}: no value lies in two of the {len(bars)} intervals"
    else:
        finding = f"{quantity}: no value lies in {every}"
    if points:
        inside = sum(any(value in bar for bar in bars.values()) for value in points.values())
        finding += (
            f"\n{inside} of {len(points)} single values {'lies' if inside == 1 else 'lie'} in an interval"
        )
    axes.set_title(finding, loc="left", fontsize=11)
    listed = "; ".join(f"{name}: {word} {unit}" for name, word in words.items())
    return set_alt_text(axes, f"Plot of intervals. {finding.replace(chr(10), '. ')}. {listed}.")


def _table(data: Any, what: str, columns: Sequence[str]) -> pd.DataFrame:
    """Return any eager dataframe as a pandas one, or name the first column that it lacks."""
    frame = frames.from_native_eager(data, what)
    for name in columns:
        if name not in frame.columns:
            raise UnknownNameError(f"column of the {what}", name, frame.columns)
    table: pd.DataFrame = frame.to_pandas()
    return table


def _zone_points(axes: Axes, points: pd.DataFrame, x: str, y: str, names: pd.Series) -> None:
    """Draw a few points with a color and marker each, which the legend names, or many alike."""
    import seaborn as sns

    if 0 < len(points) <= MAX_NAMED_POINTS:
        palette = sns.color_palette("colorblind", names.nunique())
        look = {"hue": names, "style": names, "palette": palette, "s": 70, "edgecolor": "black"}
    else:
        look = {"color": "black", "s": 20, "alpha": 0.6, "linewidth": 0, "legend": False}
    sns.scatterplot(points, x=x, y=y, zorder=3, ax=axes, **look)


def _legend(figure: Figure, axes: Axes, beside: bool = False) -> None:
    """Put the legend below or beside the axes, where it covers nothing."""
    handles, labels = axes.get_legend_handles_labels()
    if (inside := axes.get_legend()) is not None:
        inside.remove()
    if handles and beside:
        figure.legend(handles, labels, loc="outside right upper", frameon=False, fontsize=9)
    elif handles:
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
