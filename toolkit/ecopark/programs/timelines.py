"""Figures over time: counts of parks by source, and zones that wait for the full title."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import frames
from ecopark.errors import UndefinedResult
from ecopark.plots import BLUE, ORANGE, RED, set_alt_text
from ecopark.programs import participation
from ecopark.programs.certification import Waiting

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["counts_chart", "waiting_curve"]

# The rest of Okabe and Ito's palette; the marker or line style says the same again.
_GREEN, _GREY = "#009E73", "#999999"
_COLORS = (BLUE, RED, _GREEN, ORANGE, "#CC79A7", "#56B4E9", "#000000")
_MARKS = "osD^vPX*<>ph"
_TITLE = 78  # letters of a title that fit above the axes


def counts_chart(quantity: str = "named", table: pd.DataFrame | None = None) -> Axes:
    """Draw a count of eco-industrial parks over time, each source with its own marker.

    Parameters
    ----------
    quantity : str
        What is counted: ``plans_approved``, ``named`` or ``under_construction``, or a quantity of the
        table.
    table : pandas.DataFrame, optional
        Other counts in the form of :func:`ecopark.programs.participation.counts`; by default the
        package's.

    Returns
    -------
    matplotlib.axes.Axes
        Zones [count] over years; a line across shows the time that a date covers, an arrow a lower
        bound. Broken lines join counts that contradict each other.

    Raises
    ------
    UnknownNameError
        If there is no such quantity.

    Examples
    --------
    >>> counts_chart().get_ylabel()
    'Named parks [count]'
    """
    from matplotlib import pyplot as plt

    clash = participation.conflicts(quantity, table)
    table = participation.chosen(quantity, table)
    _, axes = plt.subplots(figsize=(8.5, 4.8))
    at = {}
    for number, (series, own) in enumerate(table.groupby("series", sort=False)):
        mark, color = _MARKS[number % len(_MARKS)], _COLORS[number % len(_COLORS)]
        for row in own.to_dict("records"):
            at[row["date"], row["count"], row["series"]] = _point(axes, row, mark, color, str(series))
    for row in clash.to_dict("records"):
        one = at[row["date"], row["count"], row["series"]]
        two = at[row["later_date"], row["later_count"], row["later_series"]]
        axes.plot([one, two], [row["count"], row["later_count"]], color=_GREY, linestyle=":", zorder=1)
    name = quantity.replace("_", " ")
    axes.set_ylabel(f"{name.capitalize() + (' parks' if quantity == 'named' else '')} [count]")
    axes.set_xlabel("Year")
    axes.set_ylim(0, 1.15 * max(table["count"]))
    axes.set_title(_clash_title(name, clash), loc="left", fontsize=10)
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(unique.values(), unique.keys(), frameon=False, fontsize=8, title="Source")
    words = "; ".join(
        f"{r['date']} {r['kind']} {r['count']} ({r['series']})" for r in table.to_dict("records")
    )
    pairs = "; ".join(
        f"{r['count']} in {r['date']} against {r['later_count']} in {r['later_date']}"
        for r in clash.to_dict("records")
    )
    return set_alt_text(axes, f"Counts of parks, {name}: {words}. Contradictions: {pairs or 'none'}.")


def _clash_title(name: str, clash: Any) -> str:
    falls = clash[clash["kind"] == "falls"]
    if len(falls) == 0:
        return f"{name.capitalize()}: the sources do not contradict each other"
    count, date = falls["count"].iloc[0], falls["date"].iloc[0]
    # A count and its date stay on one line.
    later = ", ".join(f"{r['later_count']}\xa0({r['later_date']})" for r in falls.to_dict("records"))
    title = f"{name.capitalize()}: {count} in {date} is above later counts: {later}"
    return textwrap.fill(title, _TITLE).replace("\xa0", " ")


def _point(axes: Axes, row: dict[str, Any], mark: str, color: str, series: str) -> float:
    start, end = (_year(row[name]) for name in ("first", "last"))
    middle, count = (start + end) / 2, row["count"]
    filled = color if row["kind"] == "exact" else "white"
    label = f"{series} ({row['kind']})" if row["kind"] != "exact" else series
    axes.plot([start, end], [count, count], color=color, linewidth=1)
    axes.plot(middle, count, mark, color=color, markerfacecolor=filled, markersize=8, label=label)
    if row["kind"] == "at least":
        axes.annotate(
            "", (middle, count + 4), (middle, count), arrowprops={"arrowstyle": "->", "color": color}
        )
    return middle


def _year(day: Any) -> float:
    return float(day.year + (day.timetuple().tm_yday - 1) / 365.25)


def waiting_curve(curve: Any, bounds: Waiting | None = None, *, synthetic: bool) -> Axes:
    """Draw the share of zones that still wait for the full title over time.

    Parameters
    ----------
    curve : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        What :func:`ecopark.programs.participation.time_to_certification` returned.
    bounds : Waiting, optional
        What the counts of the sources allow; drawn as two bars at their time.
    synthetic : bool
        Whether the cohort is synthetic: the figure then says so.

    Returns
    -------
    matplotlib.axes.Axes
        Zones that wait [%] over the time since the plan was approved [year].

    Raises
    ------
    UndefinedResult
        If no zone of the cohort has the title.

    Examples
    --------
    >>> cohort = participation.synthetic_cohort()
    >>> axes = waiting_curve(participation.time_to_certification(cohort), synthetic=True)
    >>> axes.get_xlabel()
    'Time since the plan was approved [year]'
    """
    from matplotlib import pyplot as plt

    rows = list(
        frames.from_native_eager(curve, "curve")
        .with_columns(nw.col("years").cast(nw.Float64))
        .iter_rows(named=True)
    )
    if not rows:
        raise UndefinedResult("No zone of the cohort has the title, so there is no curve.")
    _, axes = plt.subplots(figsize=(8, 4.5))
    years, share = [0.0, *(r["years"] for r in rows)], [100.0, *(r["waiting"] for r in rows)]
    axes.step(years, share, where="post", color=BLUE, label="Kaplan-Meier estimate")
    ok = [r for r in rows if r["status"] == "ok"]
    at, low, high = ([r[name] for r in ok] for name in ("years", "low", "high"))
    axes.fill_between(at, low, high, step="post", color=BLUE, alpha=0.15, label=_interval_words(rows))
    if bounds is not None:
        _bound_bars(axes, bounds)
    median, word = participation.median_wait(curve)
    found = f"half of the zones wait {median:.1f} years or longer" if median is not None else f"median {word}"
    label = "Synthetic cohort" if synthetic else "Cohort"
    axes.set_title(f"{label}: {found}", loc="left", fontsize=10)
    axes.set_xlabel("Time since the plan was approved [year]")
    axes.set_ylabel("Zones that still wait for the title [%]")
    axes.set_ylim(0, 103)
    axes.set_xlim(left=0)
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    return set_alt_text(axes, _waiting_words(label, rows, found, bounds))


def _interval_words(rows: Sequence[dict[str, Any]]) -> str:
    """Return what the band is, with its level where the curve tells it."""
    level = rows[0].get("level")
    return "interval" if level is None else f"{100 * level:.4g} % interval"


def _bound_bars(axes: Axes, found: Waiting) -> None:
    pairs = (
        (found.share_low, found.share_high, -0.08, RED, "o", "share of zones that the counts allow"),
        (found.curve_low, found.curve_high, 0.08, _GREEN, "s", "Kaplan-Meier estimate that they allow"),
    )
    for low, high, shift, color, mark, label in pairs:
        at = found.wait + shift
        axes.plot(
            [at, at],
            [low, high],
            color=color,
            marker=mark,
            linewidth=2,
            label=f"{label} at {found.wait:g} years",
        )


def _ok(row: dict[str, Any]) -> bool:
    return bool(row["status"] == "ok")


def _waiting_words(label: str, rows: Sequence[dict[str, Any]], found: str, bounds: Waiting | None) -> str:
    last = rows[-1]
    words = f"{label}, share of zones without the title over time: {found}; after {last['years']:.1f} years "
    words += f"{last['waiting']:.0f} % wait"
    words += f" ({_interval_words(rows)}: {last['low']:.0f} to {last['high']:.0f} %)." if _ok(last) else "."
    if bounds is not None and math.isfinite(bounds.share_low):
        words += (
            f" The counts of the sources allow {bounds.share_low:.1f} to {bounds.share_high:.1f} % beyond "
            f"{bounds.wait:g} years, and an estimate of {bounds.curve_low:.1f} to {bounds.curve_high:.1f} %."
        )
    return words
