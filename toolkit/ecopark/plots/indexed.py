"""Total beside intensity: a quantity, what it serves, and their ratio over the years, all from 100."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import UndefinedResult, UnknownName
from ecopark.figures import BLUE, RED, described, kind_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["index_lines"]

Numbers = NDArray[np.float64]
_DRIVER = "industrial_added_value_constant"
# Colour, line style and marker say the same three times; the total is the thickest line.
_LOOKS = ((BLUE, "-", "o", 2.4), ("#009E73", "--", "s", 1.4), (RED, ":", "^", 1.8))


@dataclass(frozen=True)
class _Line:
    """One line: its name, its years, and its values with the first year at 100 [% of the first year]."""

    name: str
    years: Numbers
    index: Numbers

    @property
    def change(self) -> float:
        return float(self.index[-1] - 100)

    @property
    def words(self) -> str:
        return f"{self.name} {self.change:+.0f} %"


def index_lines(
    panel: Any,
    zone: str,
    quantity: str = "energy",
    driver: str = _DRIVER,
    start: int | None = None,
    end: int | None = None,
    names: tuple[str, str] = ("energy", "added value"),
) -> Axes:
    """Draw a quantity, its driver and their ratio over the years, with the first year at 100.

    Parameters
    ----------
    panel : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone and year.
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
        Three lines [first year = 100]; each ends with its change [%]. Years in which a number is
        missing are left out.

    Raises
    ------
    UnknownName
        If there is no such column, zone or year.
    UndefinedResult
        If fewer than two years have both numbers, or one of them is not above zero.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=4)
    >>> index_lines(panel, "Synthetic zone 1").get_ylabel()
    'Index [2005 = 100]'
    """
    from matplotlib import pyplot as plt
    from matplotlib.ticker import MaxNLocator

    years, total, activity = _values(panel, zone, quantity, driver, start, end)
    ratio = f"{names[0]} per {names[1]}"
    series = zip((*names, ratio), (total, activity, total / activity), strict=True)
    lines = [_Line(name, years, 100 * values / values[0]) for name, values in series]
    figure, axes = plt.subplots(figsize=(8.5, 4.6))
    axes.axhline(100, color="#999999", linewidth=0.8)
    for line, (color, style, mark, width) in zip(lines, _LOOKS, strict=True):
        axes.plot(
            line.years, line.index, color=color, linestyle=style, marker=mark, linewidth=width, markersize=5
        )
    _ends(axes, lines)
    axes.spines[["top", "right"]].set_visible(False)  # the names at the ends need the room
    axes.set_ylabel(f"Index [{years[0]:.0f} = 100]")
    axes.set_xlabel("Year")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    found = _finding(lines, zone)
    axes.set_title(found, loc="left", fontsize=11)
    figure.tight_layout()
    changes = "; ".join(line.words for line in lines)
    text = f"Three lines from {years[0]:.0f} to {years[-1]:.0f}. {found}. Changes: {changes}."
    return described(axes, text)


def _values(
    panel: Any, zone: str, quantity: str, driver: str, start: int | None, end: int | None
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the years that have both numbers, and the two series."""
    frame = frames.eager(panel, "panel")
    for name in ("zone", "year", quantity, driver):
        if name not in frame.columns:
            raise UnknownName("column of the panel", name, frame.columns)
    own = frame.filter(nw.col("zone") == zone).sort("year")
    if not len(own):
        raise UnknownName("zone", zone, frame.get_column("zone").unique().sort().to_list())
    years, total, activity = (
        np.asarray(own.get_column(name).to_numpy(), dtype=np.float64) for name in ("year", quantity, driver)
    )
    for year in (start, end):
        if year is not None and year not in years:
            raise UnknownName(f"year of {zone}", year, [int(y) for y in years])
    low, high = (years[at] if year is None else year for year, at in ((start, 0), (end, -1)))
    kept = np.isfinite(total) & np.isfinite(activity) & (years >= low) & (years <= high)
    found = years[kept], total[kept], activity[kept]
    if kept.sum() < 2 or min(found[1].min(), found[2].min()) <= 0:
        raise UndefinedResult(
            f"{zone}: an index needs {quantity} and {driver} above zero in two years or more."
        )
    return found


def _ends(axes: Axes, lines: list[_Line]) -> None:
    """Write each line's name and change behind its last point, moved apart where they would touch."""
    low, high = axes.get_ylim()
    apart, place = 0.065 * (high - low), -np.inf
    for number in np.argsort([line.index[-1] for line in lines], kind="stable"):
        place = max(float(lines[number].index[-1]), place + apart)
        axes.annotate(
            lines[number].words, (lines[number].years[-1], place), (8, 0), textcoords="offset points",
            va="center", fontsize=9, color=_LOOKS[number][0], annotation_clip=False,
        )  # fmt: skip


def _finding(lines: list[_Line], zone: str) -> str:
    total, ratio = lines[0], lines[2]
    verbs = {(True, True): "both grow", (False, False): "both fall"}
    verbs |= {(True, False): "the total grows, the intensity falls"}
    verbs |= {(False, True): "the total falls, the intensity grows"}
    word = verbs[total.change > 0, ratio.change > 0]
    invented = " (invented)" if kind_of([zone]) != "zones" else ""
    return f"{zone}{invented}, {total.years[0]:.0f} to {total.years[-1]:.0f}: {word}"
