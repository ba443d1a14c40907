"""What a majority of sources is worth, if some of them repeat another one."""

from __future__ import annotations

from math import comb

from ecopark.errors import BadArgument

__all__ = ["majority_right"]


def majority_right(sources: int, right: float, copies: int = 0) -> float:
    """Return the chance that most sources are right on a question with two answers.

    Each source that speaks for itself is right with the same chance, whatever the others say. The
    first of them is repeated by ``copies`` others, so that it has ``copies + 1`` votes. A tie is
    decided by a coin.

    Parameters
    ----------
    sources : int
        Number of sources, copies included [count].
    right : float
        Chance that a source which speaks for itself is right [1].
    copies : int
        Sources that repeat the first one [count].

    Returns
    -------
    float
        Chance that the majority is right [1].

    Raises
    ------
    BadArgument
        If there is no source, ``copies`` is negative or leaves nobody to be copied, or ``right`` is
        not from 0 to 1.

    Examples
    --------
    >>> round(majority_right(3, 0.7), 3), round(majority_right(3, 0.7, copies=1), 3)
    (0.784, 0.7)

    References
    ----------
    Without copies this is the theorem of Condorcet (1785) on juries.
    """
    if not (sources >= 1 and 0 <= copies < sources and 0 <= right <= 1):
        raise BadArgument(
            f"One source at least, fewer copies than sources and a chance from 0 to 1 are needed, "
            f"not {sources}, {copies}, {right}."
        )
    others = sources - 1 - copies
    chance = 0.0
    for first, weight in ((1, right), (0, 1 - right)):
        for more in range(others + 1):
            votes = first * (copies + 1) + more
            wins = 1.0 if 2 * votes > sources else 0.5 if 2 * votes == sources else 0.0
            chance += weight * comb(others, more) * right**more * (1 - right) ** (others - more) * wins
    return chance
