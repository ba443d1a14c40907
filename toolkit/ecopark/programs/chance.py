"""What overlap of programs chance alone would give: expectation, exact and permutation p-values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Chance",
    "against_chance",
    "expected_pairs",
    "expected_triples",
    "expected_union",
    "tails",
    "whole",
]

_METHODS = ("exact", "permutation")
_CELLS = 4_000_000  # zones times draws that are held at once
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Chance:
    """Overlap that was observed, and what chance gives over a base population.

    ``pairs`` and ``triples`` are the observed numbers [count], ``expected_...`` their means under
    chance [count]. ``p_more`` is the chance of as many or more, ``p_fewer`` of as many or fewer [1].
    ``..._verdict`` is ``more``, ``fewer`` or ``as chance`` at ``level``, two-sided, or ``missing``
    where nothing was observed.
    """

    base: int
    expected_pairs: float
    expected_triples: float
    expected_union: float
    pairs: int | None
    triples: int | None
    pairs_p_more: float | None
    pairs_p_fewer: float | None
    pairs_verdict: str
    triples_p_more: float | None
    triples_p_fewer: float | None
    triples_verdict: str
    method: str
    level: float

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a table with one row."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])


def against_chance(
    sizes: Mapping[str, int],
    base: int,
    pairs: int | None = None,
    triples: int | None = None,
    *,
    method: Literal["exact", "permutation"] = "exact",
    draws: int = 5_000,
    seed: int = 0,
    level: float = 0.05,
) -> Chance:
    """Compare an observed overlap of programs with what chance gives.

    Chance means that each program picks its zones from the base population at random, without regard
    to the others. The expected number of pairs of memberships is the sum over the pairs of programs of
    ``a b / N``, that of triples the sum of ``a b c / N^2``.

    Parameters
    ----------
    sizes : mapping of str to int
        Zones of each program [count].
    base : int
        Zones that could take part [count]; see :func:`ecopark.programs.overlap.bases`.
    pairs, triples : int, optional
        Observed pairs and triples of memberships [count]; a zone in three programs has three pairs.
    method : {"exact", "permutation"}
        Exact p-values by the hypergeometric law (up to three programs), or by shuffling the zones.
    draws : int
        Shuffles; the p-value is ``(1 + hits) / (1 + draws)``.
    seed : int
        Seed of the shuffles: the same seed gives the same p-value.
    level : float
        Level of the verdicts, between 0 and 1 [1], shared by both sides.

    Returns
    -------
    Chance
        Expectations, p-values and verdicts.

    Raises
    ------
    DataError
        If a program is larger than the base, or a count is negative or not whole.
    UnknownNameError
        If there is no such method.
    BadArgument
        If there are fewer than two programs, more than three for the exact method, no draws, or a
        level outside 0 to 1.

    Examples
    --------
    >>> found = against_chance({"eip": 94, "circular": 102, "low_carbon": 55}, 1568, 47, 7)
    >>> round(found.expected_pairs, 1), round(found.expected_triples, 2), found.pairs_verdict
    (13.0, 0.21, 'more')
    """
    _checked(sizes, base, pairs, triples)
    _checked_options(len(sizes), method, draws, level)
    counts = list(sizes.values())
    both = (
        tails(counts, base, pairs, triples)
        if method == "exact"
        else _shuffled(counts, base, pairs, triples, draws, seed)
    )
    means = expected_pairs(counts, base), expected_triples(counts, base), expected_union(counts, base)
    (more2, fewer2), (more3, fewer3) = both
    return Chance(
        base, *means, pairs, triples, more2, fewer2, _verdict(more2, fewer2, level),
        more3, fewer3, _verdict(more3, fewer3, level), method, level,
    )  # fmt: skip


_Tail = tuple[float | None, float | None]


def _verdict(more: float | None, fewer: float | None, level: float) -> str:
    if more is None or fewer is None:
        return "missing"
    if 2 * min(more, fewer) >= level:
        return "as chance"
    return "more" if more < fewer else "fewer"


def expected_pairs(sizes: Sequence[float], base: float) -> float:
    """Return the mean number of pairs of memberships under chance [count].

    Parameters
    ----------
    sizes : sequence of float
        Zones of each program [count].
    base : float
        Zones that could take part [count].

    Returns
    -------
    float
        Pairs of memberships [count].

    Examples
    --------
    >>> round(expected_pairs([94, 102, 55], 329), 1)
    61.9
    """
    return sum(one * two for one, two in combinations(sizes, 2)) / base


def expected_triples(sizes: Sequence[float], base: float) -> float:
    """Return the mean number of triples of memberships under chance [count].

    Parameters
    ----------
    sizes : sequence of float
        Zones of each program [count].
    base : float
        Zones that could take part [count].

    Returns
    -------
    float
        Triples of memberships [count].

    Examples
    --------
    >>> round(expected_triples([94, 102, 55], 329), 2)
    4.87
    """
    return sum(math.prod(three) for three in combinations(sizes, 3)) / base**2


def expected_union(sizes: Sequence[float], base: float) -> float:
    """Return the mean number of zones in at least one program under chance [count].

    Parameters
    ----------
    sizes : sequence of float
        Zones of each program [count].
    base : float
        Zones that could take part [count].

    Returns
    -------
    float
        Zones in at least one program [count].

    Examples
    --------
    >>> round(expected_union([94, 102, 55], 1568), 1)
    238.2
    """
    return base * (1 - math.prod(1 - size / base for size in sizes))


def tails(sizes: Sequence[int], base: int, pairs: int | None, triples: int | None) -> tuple[_Tail, _Tail]:
    """Return the exact chance of as many or more, and of as many or fewer, pairs and triples.

    The zones that the first two programs share follow the hypergeometric law. Given them, the third
    picks among the shared zones, those of one program and those of none: its triples follow the same
    law, and given the triples so do its other shared zones.

    Parameters
    ----------
    sizes : sequence of int
        Zones of two or three programs [count].
    base : int
        Zones that could take part [count].
    pairs, triples : int or None
        Observed numbers [count].

    Returns
    -------
    tuple
        (more, fewer) for pairs and for triples [1]; ``None`` for what was not observed.

    Examples
    --------
    >>> (more, fewer), _ = tails([1, 1], 4, 1, None)
    >>> round(more, 4), round(fewer, 4)
    (0.25, 1.0)
    """
    from scipy.stats import hypergeom

    one, two, three = (*sizes, 0)[:3]
    shared, third, weight = _joint(one, two, three, base)
    # The third program's other zones are drawn from those that are not in both of the first two.
    # A population of none has no law in scipy; with one zone that nobody draws the answer is the same.
    law = (np.maximum(base - shared, 1), one + two - 2 * shared, three - third)

    def pairs_or_more(least: int) -> float:
        return float((weight * hypergeom.sf(least - 1 - shared - 2 * third, *law)).sum())

    def triples_or_more(least: int) -> float:
        return float(weight[third >= least].sum())

    return _both(pairs, pairs_or_more), _both(triples, triples_or_more)


def _joint(one: int, two: int, three: int, base: int) -> tuple[Array, Array, Array]:
    """Return the zones shared by the first two, the triples, and the chance of both together."""
    from scipy.stats import hypergeom

    both = np.arange(max(0, one + two - base), min(one, two) + 1)
    every = np.arange(min(one, two, three) + 1)
    shared, third = (grid.ravel() for grid in np.meshgrid(both, every, indexing="ij"))
    weight = hypergeom.pmf(shared, base, one, two) * hypergeom.pmf(third, base, shared, three)
    there = weight > 0
    return shared[there], third[there], weight[there]


def _both(observed: int | None, more: Callable[[int], float]) -> _Tail:
    if observed is None:
        return None, None
    return min(1.0, more(observed)), max(0.0, 1.0 - more(observed + 1))


def _shuffled(
    sizes: Sequence[int], base: int, pairs: int | None, triples: int | None, draws: int, seed: int
) -> tuple[_Tail, _Tail]:
    """Return the two tails by shuffling which zones each program has."""
    random = np.random.default_rng(seed)
    step = max(1, _CELLS // base)
    found = [_draw(sizes, base, min(step, draws - done), random) for done in range(0, draws, step)]
    drawn = [np.concatenate(part) for part in zip(*found, strict=True)]
    both = [_share(values, seen) for values, seen in zip(drawn, (pairs, triples), strict=True)]
    return both[0], both[1]


def _draw(sizes: Sequence[int], base: int, draws: int, random: np.random.Generator) -> tuple[Array, Array]:
    number = np.zeros((draws, base), dtype=np.int16)
    for size in sizes:
        members = np.zeros((draws, base), dtype=np.int16)
        members[:, :size] = 1
        number += random.permuted(members, axis=1)
    wide = number.astype(np.int64)
    return (wide * (wide - 1) // 2).sum(axis=1), (wide * (wide - 1) * (wide - 2) // 6).sum(axis=1)


def _share(drawn: Array, observed: int | None) -> _Tail:
    if observed is None:
        return None, None
    more, fewer = int((drawn >= observed).sum()), int((drawn <= observed).sum())
    return (1 + more) / (1 + len(drawn)), (1 + fewer) / (1 + len(drawn))


def whole(value: float) -> bool:
    """Return whether a number is a count: whole and not negative.

    Examples
    --------
    >>> whole(3), whole(2.5), whole(float("nan"))
    (True, False, False)
    """
    return 0 <= value < math.inf and value == int(value)


def _checked(sizes: Mapping[str, int], base: int, pairs: int | None, triples: int | None) -> None:
    counts = {**sizes, "base": base, "pairs": pairs or 0, "triples": triples or 0}
    problems = [
        Issue("must be a whole number, not negative", name, value=value, fix="count zones")
        for name, value in counts.items()
        if not whole(value)
    ]
    problems += [
        Issue(f"is larger than the base of {base} zones", name, value=size, fix="check the base")
        for name, size in sizes.items()
        if size > base
    ]
    if base == 0:
        problems.append(Issue("the base has no zones", "base", value=base, fix="count zones"))
    if problems:
        raise DataError("the sizes of the programs", problems)


def _checked_options(programs: int, method: str, draws: int, level: float) -> None:
    if method not in _METHODS:
        raise UnknownNameError("method", method, _METHODS)
    if programs < 2 or (method == "exact" and programs > 3):
        raise BadArgument(f"Two or three programs are needed (any number for permutation), not {programs}.")
    if draws < 1 or not 0 < level < 1:
        raise BadArgument(f"draws must be above 0 and level between 0 and 1, not {draws}, {level}.")
