"""Elasticities with their intervals, one line a fit, beside the cut-offs of the states and the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import datasets, decoupling, frames
from ecopark.errors import UnknownName
from ecopark.figures import BLUE, ORANGE, described, kind_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["elasticity_intervals"]

_NEEDED = ("start", "end", "elasticity", "ci_low", "ci_high", "driver_growth", "status")
_TOLD = 12  # fits that the alt text names one by one, at most
_NAMED = 80  # fits that carry a name at the axis, at most
_BELOW = 0.5  # from the axes down to the legend: room for the numbers and the label [inch]
# Colour and line style of an interval inside one state, and of one that spans several.
_LOOKS = {False: (BLUE, "-"), True: (ORANGE, "--")}


@dataclass(frozen=True)
class _Fit:
    """One fit: its name, its interval, whether its state is ambiguous, and the true value if known."""

    name: str
    low: float
    value: float
    high: float
    ambiguous: bool
    truth: float | None

    @property
    def missed(self) -> bool:
        return self.truth is not None and not self.low <= self.truth <= self.high

    @property
    def words(self) -> str:
        truth = f", true {self.truth:.2f}" if self.truth is not None else ""
        return f"{self.name}: {self.value:.2f} ({self.low:.2f} to {self.high:.2f}{truth})"


def elasticity_intervals(
    fits: Any, truth: Mapping[str, float] | None = None, *, quantity: str = "the quantity", by: str = "zone"
) -> Axes:
    """Draw fitted elasticities with their intervals, the cut-offs of the states, and the truth.

    Parameters
    ----------
    fits : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        What :func:`ecopark.elasticity.fit` returned. One row a zone is drawn in order of the
        elasticity; several rows a zone, as of a rolling window, in the order of the table, each
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
        One line a fit: elasticity and interval [1]; dashed where the interval spans a cut-off, so
        that the state is ambiguous. Crosses are the true values, filled diamonds those outside
        their interval. Fits without an interval are counted in the title.

    Raises
    ------
    UnknownName
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
    >>> axes = elasticity_intervals(ep.elasticity.fit(panel), panel.attrs["truth"]["energy"])
    >>> axes.get_title(loc="left").splitlines()[1]
    '5 of 5 intervals hold the true value'
    """
    from matplotlib import pyplot as plt

    found, kind, total = _fits(fits, truth or {}, by)
    height = min(0.17 * len(found) + 1.7, 14.0) if len(found) > 15 else 0.3 * len(found) + 1.7
    figure, axes = plt.subplots(figsize=(8.5, height))
    _cutoffs(axes, found)
    for place, one in enumerate(found):
        color, style = _LOOKS[one.ambiguous]
        axes.plot([one.low, one.high], [place, place], color=color, linestyle=style, linewidth=1.8)
        face = "white" if one.ambiguous else color
        axes.plot(one.value, place, "o", color=color, markerfacecolor=face, markersize=5)
    _true_values(axes, found)
    _legend(axes, found)
    names = [one.name for one in found] if len(found) <= _NAMED else []
    axes.set_yticks(range(len(names)), names, fontsize=7 if len(names) > 15 else 9)
    axes.set_ylim(len(found) - 0.3, -0.7)  # the first row of the table stands on top
    axes.set_xlabel(f"Elasticity of {quantity} [1]")
    title = _finding(found, kind, total)
    axes.set_title(title, loc="left", fontsize=11)
    figure.tight_layout()
    return described(axes, _words(found, title, quantity))


def _fits(table: Any, truth: Mapping[str, float], by: str) -> tuple[list[_Fit], str, int]:
    """Return the fits that have an interval, what they are called, and the number of all."""
    frame = frames.eager(table, "result")
    for name in (by, *_NEEDED):
        if name not in frame.columns:
            raise UnknownName("column of the result", name, frame.columns)
    zones = frame.get_column(by).to_list()
    windows, one_zone = len(set(zones)) < len(zones), len(set(zones)) == 1
    kind = _kind(zones, by, windows)
    classified = nw.from_native(decoupling.classify(frame.to_native()), eager_only=True)
    found = []
    for row in classified.iter_rows(named=True):
        if row["status"] != "ok":
            continue
        years = f"{row['start']} to {row['end']}"
        name = (years if one_zone else f"{row[by]}, {years}") if windows else str(row[by])
        ends = row["ci_low"], row["elasticity"], row["ci_high"]
        found.append(_Fit(name, *ends, row["state"] == "ambiguous", truth.get(row[by])))
    if not windows:
        found.sort(key=lambda one: -one.value)
    return found, kind, len(zones)


def _kind(names: list[Any], by: str, windows: bool) -> str:
    """Return what the fits are called; invented zones say so under any name of the column."""
    kind = kind_of(names)
    if windows and len(set(names)) == 1:
        return f"windows of {names[0]}"
    if by == "zone":
        return f"windows of {kind}" if windows else kind
    return f"{kind.replace('zones', 'windows' if windows else 'fits')} by {by}"


def _cutoffs(axes: Axes, found: list[_Fit]) -> None:
    """Draw the cut-offs of the states."""
    for row in datasets.rows("tapio", "cutoffs"):
        axes.axvline(row["elasticity"], color="black", linewidth=0.9, linestyle=":", zorder=0)
    ends = [end for one in found for end in (one.low, one.high)] or [0.0, 1.2]
    low, high = min([*ends, 0.0]), max([*ends, 1.2])
    axes.set_xlim(low - 0.05 * (high - low), high + 0.05 * (high - low))


def _true_values(axes: Axes, found: list[_Fit]) -> None:
    for missed, marker in ((False, "x"), (True, "D")):
        chosen = [(o.truth, n) for n, o in enumerate(found) if o.truth is not None and o.missed == missed]
        if chosen:
            axes.plot(*zip(*chosen, strict=True), marker, color="black", markersize=5, zorder=4)


def _legend(axes: Axes, found: list[_Fit]) -> None:
    """Explain the marks that are there, below the axis and its label, however low the axes are."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import offset_copy

    spanning = {one.ambiguous for one in found}
    marks = [
        ("interval inside one state", False in spanning, *_LOOKS[False], "o", BLUE),
        ("interval spans a cut-off", True in spanning, *_LOOKS[True], "o", "white"),
        ("truth", any(o.truth is not None and not o.missed for o in found), "black", "", "x", "black"),
        ("truth outside the interval", any(o.missed for o in found), "black", "", "D", "black"),
        ("cut-offs of the states", True, "black", ":", "", "black"),
    ]
    lines = [
        Line2D([], [], color=color, ls=style, marker=marker, markerfacecolor=face, label=label)
        for label, there, color, style, marker, face in marks
        if there
    ]
    below = offset_copy(axes.transAxes, fig=axes.get_figure(root=True), y=-_BELOW, units="inches")
    legend = axes.legend(
        handles=lines, loc="upper center", ncols=3, frameon=False, fontsize=9, borderaxespad=0
    )
    legend.set_bbox_to_anchor((0.45, 0), transform=below)


def _finding(found: list[_Fit], kind: str, total: int) -> str:
    """Return what the figure shows in one to three lines."""
    unknown = total - len(found)
    note = f"\n{unknown} without an interval, not shown" if unknown else ""
    if not found:
        return f"No fit has an interval{note}"
    lines = f"{sum(o.ambiguous for o in found)} of {len(found)} {kind} have an ambiguous state"
    known = [o for o in found if o.truth is not None]
    if known:
        held = sum(not o.missed for o in known)
        lines += f"\n{held} of {len(known)} intervals hold the true value"
    return lines + note


def _words(found: list[_Fit], title: str, quantity: str) -> str:
    """Return the alt text: the finding, and all fits or the two at the ends."""
    if not found:
        return f"Fitted elasticities of {quantity}. {title}."
    ordered = sorted(found, key=lambda one: -one.value)
    told = found if len(found) <= _TOLD else [ordered[0], ordered[-1]]
    which = "Fits" if told is found else "Highest and lowest"
    listed = "; ".join(one.words for one in told)
    return f"Fitted elasticities of {quantity}. {title.replace(chr(10), '; ')}. {which}: {listed}."
