"""Figures: the finding in the title, units on the axes, readable without colour, alt text from the data."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import narwhals as nw

from ecopark import frames, subsidy
from ecopark.errors import MissingExtra, UndefinedResult, UnknownName

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.axes import Axes

__all__ = ["alt_text", "gap_chart", "share_funnel", "show"]

# Okabe and Ito's palette, which colour-blind readers can tell apart; hatching says the same again.
_STYLES = {
    "pass": ("#0072B2", ""),
    "fail": ("#E69F00", "///"),
}
_ALT: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_WIDEST = 1.5  # gaps beyond 150 % are drawn at the edge, with their number beside them


def alt_text(axes: Axes) -> str:
    """Return what the figure shows, in words made from its data.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a function of this module returned.

    Returns
    -------
    str
        The text; empty for any other figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> axes = share_funnel(ep.datasets.load("ctip_subsidies"))
    >>> alt_text(axes)[:45]
    'Subsidy as a share of the investment, 7 zones'
    """
    return _ALT.get(axes, "")


def show(axes: Axes) -> HTML:
    """Return the figure for a notebook, with its alt text, and close it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a function of this module returned.

    Returns
    -------
    IPython.display.HTML
        The picture as one piece of HTML that needs no other file.

    Raises
    ------
    MissingExtra
        If IPython is not installed.
    UndefinedResult
        If the axes belong to no figure.

    Examples
    --------
    >>> import ecopark as ep
    >>> picture = show(share_funnel(ep.datasets.load("ctip_subsidies")))
    >>> 'alt="Subsidy as a share' in picture.data
    True
    """
    try:
        from IPython.display import HTML
    except ImportError as error:
        raise MissingExtra("Figures in a notebook need: pip install 'ecopark[course]'") from error
    from matplotlib import pyplot as plt

    buffer = io.BytesIO()
    figure = axes.get_figure(root=True)
    if figure is None:
        raise UndefinedResult("These axes belong to no figure.")
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    alt = html.escape(alt_text(axes), quote=True)
    return HTML(f'<img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{picture}">')


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
        One bar an indicator: the gap to the threshold [% of the threshold], right is better.

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

    frame = frames.eager(assessed, "assessed table")
    rows = frame.filter((nw.col("zone") == zone) & (nw.col("year") == year))
    if len(rows) == 0:
        pairs = [f"{z}, {y}" for z, y in frame.select("zone", "year").unique().sort("zone", "year").rows()]
        raise UnknownName("zone and year", f"{zone}, {year}", pairs)
    found = [row for row in rows.iter_rows(named=True) if row["status"] in _STYLES]
    found.sort(key=lambda row: row["gap"])
    passed = sum(row["status"] == "pass" for row in found)
    _, axes = plt.subplots(figsize=(8.5, 0.28 * max(len(found), 4) + 1.4))
    for place, row in enumerate(found):
        _bar(axes, place, row)
    axes.set_yticks(range(len(found)), [f"{r['code']} {r['indicator']}" for r in found], fontsize=8)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_xlim(-_WIDEST * 115, _WIDEST * 115)
    axes.set_xlabel("Gap to the threshold [% of the threshold], right is better")
    axes.set_title(f"{zone}, {year}: {passed} of {len(rows)} indicators pass", loc="left")
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(unique.values(), unique.keys(), loc="lower right", frameon=False)
    _ALT[axes] = _gap_words(zone, year, found, len(rows), passed)
    return axes


def _bar(axes: Axes, place: int, row: dict[str, Any]) -> None:
    gap = max(-_WIDEST, min(_WIDEST, row["gap"])) * 100
    color, hatch = _STYLES[row["status"]]
    axes.barh(place, gap, edgecolor="black", linewidth=0.5, color=color, hatch=hatch, label=row["status"])
    side = "left" if gap >= 0 else "right"
    axes.annotate(
        f"{row['gap'] * 100:+.0f}", (gap, place), (3 if gap >= 0 else -3, 0),
        textcoords="offset points", ha=side, va="center", fontsize=7,
    )  # fmt: skip


def _gap_words(zone: str, year: int, found: list[dict[str, Any]], total: int, passed: int) -> str:
    words = f"Bar chart of {zone} in {year}: {passed} of {total} indicators pass."
    worst = [f"{r['indicator']} ({r['gap'] * 100:+.0f} %)" for r in found[:3] if r["status"] == "fail"]
    if worst:
        words += f" Farthest below the threshold: {', '.join(worst)}."
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
    axes.scatter([r[investment] for r in rows], [r["share"] for r in rows], color="#0072B2", zorder=3)
    for row in rows:
        axes.annotate(
            row["zone"], (row[investment], row["share"]), (6, 5), textcoords="offset points", fontsize=8
        )
    words = "No zone has a known investment."
    if figures.pooled_share is not None and figures.mean_share is not None:
        lines = (("pooled share", figures.pooled_share, "-"), ("mean share", figures.mean_share, "--"))
        for name, value, style in lines:
            axes.axhline(value, color="#D55E00", linestyle=style, label=f"{name} {value:.1f} %")
        words = f"pooled share {figures.pooled_share:.1f} %, mean share {figures.mean_share:.1f} %"
        axes.legend(frameon=False)
    axes.set_xlabel("Investment [10^6 RMB]")
    axes.set_ylabel("Subsidy [% of the investment]")
    axes.set_ylim(bottom=0)
    axes.margins(x=0.18)
    axes.set_title(
        f"The average depends on the recipe: {words}\n"
        f"{len(rows)} zones shown, {figures.n_missing} without a known investment",
        loc="left", fontsize=10,
    )  # fmt: skip
    points = ", ".join(f"{r['zone']} {r['share']:.1f} % of {r[investment]:,.0f}" for r in rows)
    _ALT[axes] = (
        f"Subsidy as a share of the investment, {len(rows)} zones: {points} million RMB. "
        f"Lines: {words}. {figures.n_missing} zones have no known investment."
    )
    return axes
