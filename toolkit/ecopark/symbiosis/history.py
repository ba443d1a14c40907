"""The history of a network as a figure: when each exchange began."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.plots import set_alt_text
from ecopark.symbiosis.figures import looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["draw_timeline"]


def draw_timeline(
    exchanges: pd.DataFrame, name: str = "The network", marks: Mapping[int, str] | None = None
) -> Axes:
    """Draw the year in which each exchange began, the oldest at the top, in the color of its kind.

    Parameters
    ----------
    exchanges : pandas.DataFrame
        One row per exchange: ``from``, ``to``, ``stream``, ``type`` and ``since`` [year]. Exchanges
        without a year are not drawn; the title counts them.
    name : str
        What the title calls the network.
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
    >>> axes = draw_timeline(ep.datasets.load("kalundborg", "exchanges"), "Kalundborg")
    >>> axes.get_title(loc="left")
    'Kalundborg: 18 exchanges, the first in 1961, the last in 2000; 1 without a year'
    """
    from matplotlib import pyplot as plt

    for column in ("from", "to", "stream", "type", "since"):
        if column not in exchanges.columns:
            raise UnknownNameError("column", column, exchanges.columns)
    dated = exchanges.dropna(subset=["since"]).sort_values("since", kind="stable", ignore_index=True)
    if dated.empty:
        raise UndefinedResult("No exchange has a year, so there is no history to draw.")
    ends = dated[["from", "to"]].fillna("unknown")
    labels = list(dated["stream"] + ": " + ends["from"] + " to " + ends["to"])
    years = [int(year) for year in dated["since"]]
    last = max([*years, *(marks or {})])

    _, axes = plt.subplots(figsize=(9, 0.9 + 0.3 * len(dated)), layout="constrained")
    styles = looks(list(dated["type"]))
    for kind, (color, _) in styles.items():
        rows = [row for row, own in enumerate(dated["type"]) if own == kind]
        starts = [years[row] for row in rows]
        axes.scatter(starts, rows, color=color, s=45, zorder=3, label=kind)
    for row, year in enumerate(years):
        axes.annotate(
            str(year), (year, row), (-6, 0), textcoords="offset points", ha="right", va="center", fontsize=8
        )
    for year, label in (marks or {}).items():
        axes.axvline(year, color="#444444", linestyle=":", linewidth=1.2)
        axes.annotate(
            label, (year, -1), (-4, 0), textcoords="offset points", ha="right", va="center", fontsize=8
        )
    axes.grid(axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_ylim(len(labels) - 0.4, -1.6)
    axes.set_xlim(years[0] - 0.12 * (last - years[0]) - 1, last + 1)
    axes.set_xlabel("Year")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="lower left", frameon=False, fontsize=8)

    undated = len(exchanges) - len(dated)
    note = f"; {undated} without a year" if undated else ""
    count = f"{len(dated)} exchange{'s' if len(dated) > 1 else ''}"
    title = f"{name}: {count}, the first in {years[0]}, the last in {years[-1]}{note}"
    axes.set_title(title, loc="left", fontsize=10)
    told = [f"{year} {label}" for year, label in zip(years, labels, strict=True)]
    told += [f"{year} {label} (marked)" for year, label in (marks or {}).items()]
    return set_alt_text(axes, f"Timeline. {title}. {'; '.join(told)}.")
