"""Bars: gaps to the thresholds of a standard, and each zone's share of subsidy beside the pooled one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import frames, subsidy
from ecopark.figures import BLUE, RED, STYLES, described
from ecopark.indicators import assessed_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["gap_chart", "share_funnel"]

_WIDEST = 1.5  # gaps beyond 150 % are drawn at the edge, with a mark and their number beside them
_CUT = f"bar cut at {_WIDEST:.0%}".replace("%", " %")
_ABOVE, _TALL = 5, 9  # of a name beside a point: distance and height [pt]


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
        One bar an indicator: the gap to the threshold [% of the threshold], right is better. A bar
        for a gap beyond 150 % ends there with two strokes; the number beside it is the true gap.

    Raises
    ------
    UnknownName
        If the table has no such zone or year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> axes = gap_chart(ep.assess(panel), "Synthetic zone 1", 2006)
    >>> axes.get_xlabel()
    'Gap to the threshold [% of the threshold], right is better'
    """
    from matplotlib import pyplot as plt

    rows = assessed_rows(assessed, zone, year)
    found = [row for row in rows.iter_rows(named=True) if row["status"] in STYLES]
    found.sort(key=lambda row: row["gap"])
    passed = sum(row["status"] == "pass" for row in found)
    _, axes = plt.subplots(figsize=(8.5, 0.28 * max(len(found), 4) + 1.4))
    for place, row in enumerate(found):
        _bar(axes, place, row)
    if any(_cut(row) for row in found):
        axes.plot([], [], "k", marker="$//$", markersize=9, linestyle="none", label=_CUT)
    axes.set_yticks(range(len(found)), [f"{r['code']} {r['indicator']}" for r in found], fontsize=8)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_xlim(-_WIDEST * 115, _WIDEST * 115)
    axes.set_xlabel("Gap to the threshold [% of the threshold], right is better")
    axes.set_title(f"{zone}, {year}: {passed} of {len(rows)} indicators pass", loc="left")
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(unique.values(), unique.keys(), loc="lower right", frameon=False)
    return described(axes, _gap_words(zone, year, found, len(rows), passed))


def _bar(axes: Axes, place: int, row: dict[str, Any]) -> None:
    gap = max(-_WIDEST, min(_WIDEST, row["gap"])) * 100
    color, hatch, _ = STYLES[row["status"]]
    axes.barh(place, gap, edgecolor="black", linewidth=0.5, color=color, hatch=hatch, label=row["status"])
    side = "left" if gap >= 0 else "right"
    axes.annotate(
        f"{row['gap'] * 100:+.0f}", (gap, place), (3 if gap >= 0 else -3, 0),
        textcoords="offset points", ha=side, va="center", fontsize=7,
    )  # fmt: skip

    if _cut(row):
        for shift in (0.90, 0.94):  # two strokes across the bar: it goes on
            low, high = gap * (shift - 0.015), gap * (shift + 0.015)
            axes.plot([low, high], [place - 0.5, place + 0.5], color="white", linewidth=4, zorder=3)
            axes.plot([low, high], [place - 0.5, place + 0.5], color="black", linewidth=1.2, zorder=4)


def _cut(row: dict[str, Any]) -> bool:
    return abs(float(row["gap"])) > _WIDEST


def _gap_words(zone: str, year: int, found: list[dict[str, Any]], total: int, passed: int) -> str:
    words = f"Bar chart of {zone} in {year}: {passed} of {total} indicators pass."
    worst = [f"{r['indicator']} ({r['gap'] * 100:+.0f} %)" for r in found[:3] if r["status"] == "fail"]
    if worst:
        words += f" Farthest below the threshold: {', '.join(worst)}."
    cut = [f"{r['indicator']} ({r['gap'] * 100:+.0f} %)" for r in found if _cut(r)]
    if cut:
        words += f" Bars cut at {100 * _WIDEST:.0f} %: {', '.join(cut)}."
    return words


def share_funnel(table: Any, subsidy_column: str = "subsidy", investment: str = "investment") -> Axes:
    """Draw each zone's subsidy share against its investment, with the pooled and the mean share.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row a zone, as for :func:`ecopark.subsidy.summary`, with a column ``zone``.
    subsidy_column, investment : str
        Names of the two columns of money [10^6 RMB].

    Returns
    -------
    matplotlib.axes.Axes
        Shares [%] over investments [10^6 RMB]; zones without an investment are counted in the title.

    Raises
    ------
    DataProblem
        As :func:`ecopark.subsidy.shares`.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = share_funnel(ep.datasets.load("ctip_subsidies"))
    >>> axes.get_ylabel()
    'Subsidy [% of the investment]'
    """
    from matplotlib import pyplot as plt

    figures = subsidy.summary(table, subsidy_column, investment)
    shared = frames.eager(subsidy.shares(table, subsidy_column, investment), "table")
    known = shared.filter(nw.col("share_status") == "ok").sort(investment)
    _, axes = plt.subplots(figsize=(8, 4.5))
    rows = list(known.iter_rows(named=True))
    axes.scatter([r[investment] for r in rows], [r["share"] for r in rows], color=BLUE, zorder=3)
    axes.set_ylim(0, 1.15 * max([row["share"] for row in rows], default=1.0))
    averages = [v for v in (figures.pooled_share, figures.mean_share) if v is not None]
    for place, row in enumerate(rows):
        outer = place in {0, len(rows) - 1}  # the outermost names stand left of their points
        below = _crossed(axes, row["share"], averages)
        axes.annotate(
            row["zone"], (row[investment], row["share"]), (-6 if outer else 6, -_ABOVE if below else _ABOVE),
            textcoords="offset points", fontsize=8, ha="right" if outer else "left",
            va="top" if below else "bottom",
        )  # fmt: skip
    words = "No zone has a known investment."
    if figures.pooled_share is not None and figures.mean_share is not None:
        lines = (("pooled share", figures.pooled_share, "-"), ("mean share", figures.mean_share, "--"))
        for name, value, style in lines:
            axes.axhline(value, color=RED, linestyle=style, label=f"{name} {value:.1f} %")
        words = f"pooled share {figures.pooled_share:.1f} %, mean share {figures.mean_share:.1f} %"
        axes.legend(frameon=False)
    axes.set_xlabel("Investment [10^6 RMB]")
    axes.set_ylabel("Subsidy [% of the investment]")
    axes.margins(x=0.22)
    axes.set_title(
        f"The average depends on the recipe: {words}\n"
        f"{len(rows)} zones shown, {figures.n_missing} without a known investment",
        loc="left", fontsize=10,
    )  # fmt: skip
    points = ", ".join(f"{r['zone']} {r['share']:.1f} % of {r[investment]:,.0f}" for r in rows)
    return described(
        axes,
        f"Subsidy as a share of the investment, {len(rows)} zones: {points} million RMB. "
        f"Lines: {words}. {figures.n_missing} zones have no known investment.",
    )


def _crossed(axes: Axes, share: float, averages: list[float]) -> bool:
    """Return whether a line of an average [%] would run through a name above the point of a share [%]."""
    top = axes.get_ylim()[1]
    figure = axes.get_figure(root=True)
    height = axes.get_position().height * (figure.get_size_inches()[1] if figure else 1.0) * 72  # [pt]
    return any(0 < (line - share) / top * height - _ABOVE + 2 < _TALL + 4 for line in averages)
