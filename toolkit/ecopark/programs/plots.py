"""Figures of the programs: coverage of indicator systems, overlap, growth, waiting for the title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.plots import BLUE, set_alt_text
from ecopark.programs import compare, overlap
from ecopark.programs.chance_plots import chance_chart
from ecopark.programs.governance import governance_map
from ecopark.programs.overlap import Bounds, Counts, Region
from ecopark.programs.timelines import counts_chart, waiting_curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chance_chart", "counts_chart", "governance_map", "heat_map", "upset", "waiting_curve"]

_GREY = "#999999"


def heat_map(by: Literal["category", "concept"] = "category") -> Axes:
    """Draw which concepts each indicator system covers.

    Parameters
    ----------
    by : {"category", "concept"}
        ``category``: the share of each category's concepts [%], with the number of concepts.
        ``concept``: one row per concept, with the codes of the indicators.

    Returns
    -------
    matplotlib.axes.Axes
        The figure.

    Raises
    ------
    UnknownNameError
        If there is no such grouping.

    Examples
    --------
    >>> axes = heat_map()
    >>> [label.get_text() for label in axes.get_xticklabels()][0]
    'sepa-2003'
    """
    if by not in {"category", "concept"}:
        raise UnknownNameError("grouping", by, ["category", "concept"])
    return _category_map() if by == "category" else _concept_map()


def _category_map() -> Axes:
    from matplotlib import pyplot as plt

    table = compare.by_category()
    rows, columns = list(dict.fromkeys(table["category"])), compare.names()
    share = table.pivot(index="category", columns="system", values="share").loc[rows, columns]
    count = table.pivot(index="category", columns="system", values="concepts").loc[rows, columns]
    known = table.groupby("category")["known"].first()
    _, axes = plt.subplots(figsize=(8.5, 4.2))
    image = axes.imshow(share.to_numpy(), cmap="cividis", vmin=0, vmax=100, aspect="auto")
    for row, category in enumerate(rows):
        for column, system in enumerate(columns):
            ink = "white" if share.loc[category, system] < 55 else "black"
            axes.text(column, row, str(count.loc[category, system]), ha="center", va="center", color=ink)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), [f"{name} ({known[name]} concepts)" for name in rows])
    bar = axes.figure.colorbar(image, ax=axes)
    bar.set_label("Concepts of the category covered [%]")
    absent = [(s, c) for s in columns for c in rows if count.loc[c, s] == 0 and c != "Outside the five"]
    empty = "\n".join(f"{s} has nothing on {c.lower()}" for s, c in absent)
    axes.set_title(empty or "Every system covers every category", loc="left", fontsize=10)
    words = "; ".join(
        f"{s}: " + ", ".join(f"{c} {count.loc[c, s]} of {known[c]}" for c in rows) for s in columns
    )
    return set_alt_text(axes, f"Heat map of the concepts that each indicator system covers. {words}.")


def _concept_map() -> Axes:
    from matplotlib import pyplot as plt

    table = compare.systems()
    columns = compare.names()
    _, axes = plt.subplots(figsize=(8.5, 0.2 * len(table) + 1))
    shown = [[int(isinstance(row[name], str)) for name in columns] for row in table.to_dict("records")]
    axes.imshow(shown, cmap="Blues", vmin=0, vmax=2, aspect="auto")
    for number, row in enumerate(table.to_dict("records")):
        for column, name in enumerate(columns):
            if isinstance(row[name], str):
                sign = "?" if name in str(row["ambiguous"] or "") else ""
                axes.text(column, number, f"{row[name]}{sign}", ha="center", va="center", fontsize=7)
    for number in range(1, len(table)):
        if table["category"].iloc[number] != table["category"].iloc[number - 1]:
            axes.axhline(number - 0.5, color="black", linewidth=0.8)
    axes.set_xticks(range(len(columns)), columns)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(table)), table["label"], fontsize=7)
    every, alone = int((table["n_systems"] == len(columns)).sum()), int((table["n_systems"] == 1).sum())
    title = f"{every} of {len(table)} concepts stand in all {len(columns)} systems, {alone} in one only"
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlabel("Indicator system; the cell holds its codes, ? where a reading is not sure", fontsize=8)
    words = f"Table of concepts by indicator system: {title}. The codes stand in the cells."
    return set_alt_text(axes, words)


def upset(shown: Counts | Sequence[Region], names: Sequence[str] | None = None, *, note: str = "") -> Axes:
    """Draw how many zones are in which combination of programs.

    Parameters
    ----------
    shown : Counts or sequence of Region
        What :func:`ecopark.programs.overlap.from_counts` or ``from_members`` returned. Counts leave the
        combinations open: the bar is then the range that they allow.
    names : sequence of str, optional
        Programs in the order of the rows; by default as they come.
    note : str
        A line under the title, such as ``synthetic``.

    Returns
    -------
    matplotlib.axes.Axes
        Zones [count] over the combinations; the dots below tell the programs.

    Raises
    ------
    UndefinedResult
        If there are no zones.
    DataError
        If the counts lack the size of a program.

    Examples
    --------
    >>> upset(overlap.from_package()).get_ylabel()
    'Zones in exactly these programs [count]'
    """
    bars = overlap.bounds(shown) if isinstance(shown, Counts) else [_exact(region) for region in shown]
    if not bars:
        raise UndefinedResult("There are no zones in any program, so there is nothing to draw.")
    rows = list(
        names
        or dict.fromkeys(n for bar in sorted(bars, key=lambda b: -len(b.programs)) for n in bar.programs)
    )
    axes, below = _two_panels(len(bars), len(rows))
    for place, bar in enumerate(bars):
        _bar(axes, place, bar)
        _dots(below, place, bar, rows)
    axes.set_ylabel("Zones in exactly these programs [count]", labelpad=90, fontsize=9)
    axes.set_ylim(0, 1.18 * max(bar.high for bar in bars))
    below.set_yticks(range(len(rows)), [_sized(name, shown, bars) for name in rows])
    below.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_title(_upset_title(shown, bars) + (f"\n{note}" if note else ""), loc="left", fontsize=10)
    words = "; ".join(f"{' and '.join(bar.programs)} {_range(bar)}" for bar in bars)
    return set_alt_text(axes, f"Zones by the programs they are in, and in no other: {words}. {note}".strip())


def _exact(region: Region) -> Bounds:
    return Bounds(region.programs, region.zones, region.zones)


def _range(bar: Bounds) -> str:
    return str(bar.low) if bar.low == bar.high else f"{bar.low} to {bar.high}"


def _two_panels(columns: int, rows: int) -> tuple[Axes, Axes]:
    from matplotlib import pyplot as plt

    _, (axes, below) = plt.subplots(
        2, 1, sharex=True, figsize=(max(6.5, 1.0 * columns), 3.6 + 0.35 * rows),
        gridspec_kw={"height_ratios": [4, 0.45 * rows], "hspace": 0.05},
    )  # fmt: skip
    for side in ("top", "right", "bottom", "left"):
        below.spines[side].set_visible(False)
    below.tick_params(axis="both", length=0, labelbottom=False)
    axes.tick_params(axis="x", length=0)
    axes.spines[["top", "right"]].set_visible(False)
    return axes, below


def _bar(axes: Axes, place: int, bar: Bounds) -> None:
    sure = bar.low == bar.high
    axes.bar(place, bar.low, width=0.6, color=BLUE)
    if not sure:
        height = bar.high - bar.low
        axes.bar(
            place, height, width=0.6, bottom=bar.low,
            color="white", edgecolor=BLUE, hatch="///", linestyle="--",
        )  # fmt: skip
    label = str(bar.low) if sure else f"{bar.low}-{bar.high}"
    axes.annotate(label, (place, bar.high), (0, 3), textcoords="offset points", ha="center", fontsize=9)


def _dots(axes: Axes, place: int, bar: Bounds, rows: Sequence[str]) -> None:
    inside = [number for number, name in enumerate(rows) if name in bar.programs]
    outside = [number for number in range(len(rows)) if number not in inside]
    axes.scatter([place] * len(outside), outside, s=45, facecolors="white", edgecolors=_GREY)
    axes.scatter([place] * len(inside), inside, s=60, color="black", zorder=3)
    axes.plot([place, place], [min(inside), max(inside)], color="black", linewidth=2)


def _sized(name: str, shown: Counts | Sequence[Region], bars: Sequence[Bounds]) -> str:
    size = shown.sizes[name] if isinstance(shown, Counts) else sum(b.low for b in bars if name in b.programs)
    return f"{name} ({size} zones)"


def _upset_title(shown: Counts | Sequence[Region], bars: Sequence[Bounds]) -> str:
    if isinstance(shown, Counts):
        head = f"{shown.one} zones in exactly one program, {shown.two} in two, {shown.three} in three"
        return (
            f"{head}\nWhich pairs the {shown.two} are is not known: hatched, the range that the counts allow"
        )
    total = sum(bar.low for bar in bars)
    several = sum(bar.low for bar in bars if len(bar.programs) > 1)
    return f"{several} of {total} zones are in more than one program"
