"""A figure of overlap: the pairs of memberships that chance gives, and those that were seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ecopark.errors import DataError, Issue
from ecopark.plots import BLUE, ORANGE, set_alt_text
from ecopark.programs.chance import Chance, against_chance
from ecopark.programs.overlap import Counts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chance_chart"]


def chance_chart(shown: Counts, base: int, *, draws: int = 5_000, seed: int = 0, level: float = 0.05) -> Axes:
    """Draw the overlap that chance gives in many draws, and the overlap that was seen.

    Parameters
    ----------
    shown : Counts
        What :func:`ecopark.programs.overlap.from_counts` returned, with the sizes of three programs.
    base : int
        Zones that could take part [count].
    draws : int
        Draws of zones at random.
    seed : int
        Seed of the draws: the same seed gives the same figure.
    level : float
        Level of the verdict in the title [1], as for :func:`ecopark.programs.overlap.against_chance`; the
        verdict is exact and does not depend on the draws.

    Returns
    -------
    matplotlib.axes.Axes
        Draws [%] over pairs of memberships [count].

    Raises
    ------
    DataError
        If the sizes of three programs are not known, or a program is larger than the base.

    Examples
    --------
    >>> from ecopark.programs import overlap
    >>> chance_chart(overlap.from_package(), 1568).get_xlabel()
    'Pairs of memberships [count]'
    """
    from matplotlib import pyplot as plt

    if len(shown.sizes) != 3:
        fix = "give the sizes of two programs or of three"
        raise DataError("the counts", [Issue("three sizes are needed", "sizes", fix=fix)])
    found = against_chance(shown.sizes, base, shown.pairs, shown.three, level=level)
    drawn = _drawn(list(shown.sizes.values()), base, draws, seed)
    values, number = np.unique(drawn, return_counts=True)
    _, axes = plt.subplots(figsize=(8, 4))
    axes.bar(
        values,
        100 * number / draws,
        width=1,
        edgecolor="white",
        linewidth=0.3,
        color=BLUE,
        label=f"{draws} draws at random",
    )
    axes.axvline(shown.pairs, color=ORANGE, linewidth=3, linestyle="--", label=f"seen: {shown.pairs} pairs")
    axes.set_xlim(-1, 1.15 * max(shown.pairs, int(values.max())))
    axes.set_ylim(0, 110 * number.max() / draws)
    axes.set_xlabel("Pairs of memberships [count]")
    axes.set_ylabel("Draws [%]")
    axes.spines[["top", "right"]].set_visible(False)
    title = _finding(found)
    axes.set_title(title, loc="left", fontsize=10)
    axes.legend(frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)
    middle = np.quantile(drawn, [0.025, 0.975]).astype(int)
    words = f"{title}. The middle 95 % of the draws lie from {middle[0]} to {middle[1]} pairs."
    return set_alt_text(axes, words)


def _drawn(sizes: Sequence[int], base: int, draws: int, seed: int) -> Any:
    """Return the pairs of memberships of many draws: which zones are shared follows Fisher's law."""
    random = np.random.default_rng(seed)
    one, two, three = sizes
    shared = random.hypergeometric(two, base - two, one, size=draws)
    triples = random.hypergeometric(shared, base - shared, three)
    single = one + two - 2 * shared
    # The third program's other zones come from those that are not in both of the first two.
    others = random.hypergeometric(single, base - shared - single, three - triples)
    return shared + 2 * triples + others


def _finding(found: Chance) -> str:
    verdicts = {
        "more": "more than chance",
        "fewer": "fewer than chance",
        "as chance": "no more and no fewer than chance",
    }
    head = f"Of {found.base} zones, chance gives {found.expected_pairs:.1f} pairs on average"
    return f"{head}; {found.pairs} were seen: {verdicts[found.pairs_verdict]}"
