"""Figure of the collective benefit: every group of firms by its size and its worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecopark.plots import BLUE, ORANGE, set_alt_text
from ecopark.symbiosis.coalitions import group_worths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_groups"]


def draw_groups(
    links: Any, *, pair_cost: float = 0.0, name: str = "The park", money: str = "10^4 RMB/year"
) -> Axes:
    """Draw what each possible group of firms is worth, by the number of its firms.

    Parameters
    ----------
    links, pair_cost
        As for :func:`ecopark.symbiosis.group_worths`.
    name : str
        What the title calls the firms; say so if they are synthetic.
    money : str
        Unit of the benefits.

    Returns
    -------
    matplotlib.axes.Axes
        One point a group: worth [``money``] over firms [count]. The line joins the best group of
        each size; the square is the best of all.

    Raises
    ------
    DataError
        With every fault of the table, and if it has more than 12 firms.
    BadArgument
        If the cost is negative.

    Examples
    --------
    >>> import pandas as pd
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> draw_groups(links, pair_cost=5.0).get_title(loc="left")
    'The park: the best group has 2 of 3 firms and is worth 25 10^4 RMB/year'
    """
    from matplotlib import pyplot as plt

    table = group_worths(links, pair_cost=pair_cost)
    best = table.loc[table.groupby("firms")["worth"].idxmax()]
    top = best.loc[best["worth"].idxmax()]
    most = int(table["firms"].max())
    _, axes = plt.subplots(figsize=(8, 4.5))
    axes.plot(table["firms"], table["worth"], "o", color=BLUE, alpha=0.35, markersize=4, label="a group")
    axes.plot(best["firms"], best["worth"], "--", color=BLUE, label="best group of each size")
    axes.plot(top["firms"], top["worth"], "s", color=ORANGE, markeredgecolor="black", markersize=10,
              label="best group of all")  # fmt: skip
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(range(1, most + 1))
    axes.set_xlabel("Firms in the group [count]")
    axes.set_ylabel(f"Worth of the group [{money}]")
    finding = (
        f"the best group has {int(top['firms'])} of {most} firms and is worth {top['worth']:,.4g} {money}"
    )
    axes.set_title(f"{name}: {finding}", loc="left", fontsize=10)
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    steps = "; ".join(
        f"{row['firms']} firm{'s' * (row['firms'] > 1)} {row['worth']:,.4g}"
        for row in best.to_dict("records")
    )
    words = f"Scatter chart of {len(table)} groups. {name}: {finding} ({top['group']}). "
    return set_alt_text(axes, words + f"Best worth by size in {money}: {steps}.")
