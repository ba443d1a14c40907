"""Threshold strips: where all zones stand, one strip an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import UnknownName
from ecopark.figures import STYLES, described, kind_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["threshold_strips"]

_WIDEST = 150.0  # a gap beyond it is drawn at the edge, as an arrow [% of the threshold]
_GOLDEN = 0.6180339887  # steps of the golden ratio spread points evenly, and always in the same way


@dataclass(frozen=True)
class _Strip:
    """One indicator: its label, the gaps of the zones that pass and of those that fail [%], and the rest."""

    label: str
    gaps: dict[str, NDArray[np.float64]]
    without: int

    @property
    def passed(self) -> int:
        return len(self.gaps["pass"])

    @property
    def decided(self) -> int:
        return sum(map(len, self.gaps.values()))

    @property
    def count(self) -> str:
        rest = f", {self.without} without a verdict" if self.without else ""
        return f"{self.passed} of {self.decided} pass{rest}"


def threshold_strips(assessed: Any, year: int) -> Axes:
    """Draw where all zones stand in one year, relative to the threshold of each indicator.

    Parameters
    ----------
    assessed : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        What :func:`ecopark.assess` returned, tidy.
    year : int
        The year.

    Returns
    -------
    matplotlib.axes.Axes
        One strip an indicator, the one that most zones pass on top; one point a zone: the gap to
        its threshold [% of the threshold], right is better. Within a strip the height means
        nothing. Gaps beyond 150 % are arrows at the edge. Beside each strip stands how many of the
        zones with a verdict pass, and how many have none.

    Raises
    ------
    UnknownName
        If a column is missing or the table has no such year.
    NotAFrame
        If the table is no dataframe, or a lazy one.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=5, years=3)
    >>> axes = threshold_strips(ep.assess(panel), 2007)
    >>> axes.get_xlabel()
    'Gap to the threshold [% of the threshold], right is better'
    """
    from matplotlib import pyplot as plt

    frame = frames.eager(assessed, "assessed table")
    rows = _of_year(frame, year)
    strips = sorted(_strips(rows), key=lambda strip: (strip.passed / max(strip.decided, 1), strip.decided))
    figure, axes = plt.subplots(figsize=(10.5, 0.32 * max(len(strips), 4) + 1.6))
    for place, strip in enumerate(strips):
        _draw(axes, place, strip)
    _frame(axes, strips)
    names = rows.get_column("zone").unique().to_list()
    zones = f"{len(names)} {kind_of(names)}"
    axes.set_title(_finding(strips, zones, year), loc="left", fontsize=11)
    figure.tight_layout()
    return described(axes, _words(strips, zones, year))


def _of_year(frame: frames.Frame, year: int) -> frames.Frame:
    for name in ("zone", "year", "code", "indicator", "status", "gap"):
        if name not in frame.columns:
            raise UnknownName("column of the assessed table", name, frame.columns)
    rows = frame.filter(nw.col("year") == year)
    if not len(rows):
        raise UnknownName("year", year, frame.get_column("year").unique().sort().to_list())
    return rows


def _strips(rows: frames.Frame) -> list[_Strip]:
    """Return one strip for each indicator that has a verdict anywhere, in the order of the table."""
    code, status = (np.asarray(rows.get_column(n).cast(nw.String).to_list()) for n in ("code", "status"))
    names = rows.get_column("indicator").cast(nw.String).to_list()
    gap = np.asarray(rows.get_column("gap").to_numpy(), dtype=np.float64) * 100
    first = dict(zip(reversed(code.tolist()), reversed(names), strict=True))
    found = []
    for one in dict.fromkeys(code.tolist()):
        gaps = {verdict: gap[(code == one) & (status == verdict)] for verdict in STYLES}
        strip = _Strip(f"{one} {first[one]}", gaps, int((code == one).sum()) - sum(map(len, gaps.values())))
        found += [strip] if strip.decided else []
    return found


def _draw(axes: Axes, place: int, strip: _Strip) -> None:
    """Draw one strip: a pale band, and a marker for each zone."""
    axes.axhspan(place - 0.42, place + 0.42, color="#F2F2F2", zorder=0)
    many = strip.decided > 60
    for verdict, gaps in strip.gaps.items():
        color, _, marker = STYLES[verdict]
        height = place + 0.6 * ((np.arange(len(gaps)) * _GOLDEN) % 1 - 0.5)
        inside = np.abs(gaps) <= _WIDEST
        look: dict[str, Any] = {
            "s": 12 if many else 26,
            "alpha": 0.55 if many else 0.9,
            "linewidths": 0,
            "color": color,
        }
        axes.scatter(gaps[inside], height[inside], marker=marker, label=verdict, zorder=3, **look)
        for side, arrow in ((1, ">"), (-1, "<")):
            beyond = gaps * side > _WIDEST
            axes.scatter(
                np.full(beyond.sum(), side * _WIDEST), height[beyond], marker=arrow, zorder=3, **look
            )
    axes.annotate(strip.count, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=8)


def _frame(axes: Axes, strips: list[_Strip]) -> None:
    """Draw the threshold, the scale and the legend."""
    axes.axvline(0, color="black", linewidth=1.5, label="threshold")
    axes.set_yticks(range(len(strips)), [strip.label for strip in strips], fontsize=8)
    axes.set_ylim(-0.6, max(len(strips), 1) - 0.4)
    axes.set_xlim(-1.05 * _WIDEST, 1.05 * _WIDEST)
    axes.set_xlabel("Gap to the threshold [% of the threshold], right is better")
    unique = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    below = -0.04 - 0.35 / max(len(strips), 4)
    axes.legend(
        unique.values(), unique.keys(), loc="upper right", bbox_to_anchor=(1, below),
        ncols=3, frameon=False, fontsize=8,
    )  # fmt: skip


def _finding(strips: list[_Strip], zones: str, year: int) -> str:
    passed, decided = (sum(getattr(strip, name) for strip in strips) for name in ("passed", "decided"))
    if not decided:
        return f"{year}: no verdict for any of {zones}"
    all_pass = sum(strip.passed == strip.decided for strip in strips)
    return (
        f"{year}: {zones} pass {100 * passed / decided:.0f} % of their thresholds; "
        f"every zone passes {all_pass} of {len(strips)}"
    )


def _words(strips: list[_Strip], zones: str, year: int) -> str:
    """Return the alt text: the finding and the count of every indicator, worst first."""
    counts = "; ".join(f"{strip.label}: {strip.count}" for strip in strips)
    return f"Strips of {len(strips)} indicators. {_finding(strips, zones, year)}. Fewest first: {counts}."
