"""How many claims agree, conflict, puzzle or trap: bars by subject, by source or by kind of fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.plots import BLUE, ORANGE, RED, set_alt_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["verdict_bars"]

# Colour and hatching of a verdict: hatching says the same again.
_LOOKS = {
    "agrees": (BLUE, ""),
    "conflicts": (ORANGE, "///"),
    "puzzle": ("#BBBBBB", "..."),
    "trap": (RED, "xxx"),
}


def verdict_bars(audit: pd.DataFrame, by: str = "subject") -> Axes:
    """Draw how many claims of each group have which verdict.

    Parameters
    ----------
    audit : pandas.DataFrame
        What :func:`ecopark_course.claims.run` returned, or rows of it with further columns.
    by : str
        Column whose values make the groups.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a group, made of its verdicts [number of claims]; the largest group on top.

    Raises
    ------
    UnknownNameError
        If there is no such column.
    UndefinedResult
        If there is no row.

    Examples
    --------
    >>> from ecopark_course.claims import run
    >>> verdict_bars(run("places")).get_title(loc="left")
    '3 of 20 claims simply agree'
    """
    from matplotlib import pyplot as plt

    if by not in audit.columns:
        raise UnknownNameError("column", by, audit.columns)
    if audit.empty:
        raise UndefinedResult("There is no claim to draw.")
    counts = audit.groupby([by, "verdict"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(_LOOKS), fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(kind="stable").index]
    figure, axes = plt.subplots(figsize=(8.5, 0.42 * len(counts) + 1.7))
    left = counts["agrees"] * 0
    for verdict, (color, hatch) in _LOOKS.items():
        bars = axes.barh(
            range(len(counts)), counts[verdict], left=left, color=color, hatch=hatch, edgecolor="white"
        )
        bars.set_label(verdict if counts[verdict].any() else "_nothing")
        left = left + counts[verdict]
    for place, total in enumerate(left):
        axes.text(total, place, f" {total}", va="center", fontsize=9)
    axes.set_yticks(range(len(counts)), [str(name) for name in counts.index])
    axes.set_xlabel("Claims [number]")
    axes.set_xlim(0, 1.08 * left.max())
    title = _finding(counts)
    axes.set_title(title, loc="left", fontsize=11)
    axes.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.55 / figure.get_figheight()), ncols=4, frameon=False
    )
    told = "; ".join(
        f"{name}: " + ", ".join(f"{number} {verdict}" for verdict, number in row.items() if number)
        for name, row in counts.iloc[::-1].iterrows()
    )
    return set_alt_text(axes, f"Bars of verdicts by {by}. {title}. {told}.")


def _finding(counts: pd.DataFrame) -> str:
    """Return what the bars say: how many claims agree or, where none does, which group is largest."""
    agree, total = counts["agrees"].sum(), int(counts.to_numpy().sum())
    if agree:
        return f"{agree} of {total} claims simply agree"
    return f"The largest group is {counts.index[-1]}: {counts.iloc[-1].sum()} of {total} claims"
