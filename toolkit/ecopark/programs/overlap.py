"""Zones in several programs: counts by inclusion and exclusion, and the overlap that chance would give."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from ecopark import datasets
from ecopark.errors import BadArgument, BalanceError, DataError, Issue
from ecopark.i18n import mark, say

__all__ = [
    "MembershipCounts",
    "OverlapTest",
    "count_memberships",
    "membership_counts_china",
    "overlap_test",
    "zone_populations",
]


@dataclass(frozen=True)
class MembershipCounts:
    """Zones in exactly one, two and three programs [count], and the numbers derived from them.

    ``sizes`` maps each program to its zones [count]; ``derived_size`` is the one that follows from the
    others, or ``None``. ``status`` is ``ok``; ``missing`` if two sizes or more are not known, of which
    ``unknown_memberships`` is the sum.
    """

    one: int
    two: int
    three: int
    sizes: Mapping[str, int] = field(default_factory=dict)
    derived_size: int | None = None
    unknown_memberships: int = 0
    status: str = "ok"

    @property
    def union(self) -> int:
        """Zones in at least one program [count]."""
        return self.one + self.two + self.three

    @property
    def memberships(self) -> int:
        """Memberships [count]: a zone in two programs has two of them."""
        return self.one + 2 * self.two + 3 * self.three

    @property
    def pairs(self) -> int:
        """Pairs of memberships [count]: a zone in three programs has three of them."""
        return self.two + 3 * self.three


@dataclass(frozen=True)
class OverlapTest:
    """An observed overlap, and the overlap by chance in a population of zones.

    ``pairs`` and ``triples`` are the observed numbers [count], ``expected_...`` their means under chance
    [count]. ``..._p_more`` is the probability of as many or more, ``..._p_fewer`` of as many or fewer [1].
    ``..._verdict`` is ``more``, ``fewer`` or ``as chance`` at ``level``, two-sided, or ``missing`` if nothing
    was observed.
    """

    population: int
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
    level: float


def count_memberships(
    union: int, at_least_two: int, all_three: int, known_sizes: Mapping[str, int], missing: str = "circular"
) -> MembershipCounts:
    """Compute memberships and the size of the program that is not stated, by inclusion and exclusion.

    ``exactly one = union - at_least_two``, ``exactly two = at_least_two - all_three``,
    ``memberships = union + at_least_two + all_three``; the sizes of the programs add up to the memberships.

    Parameters
    ----------
    union, at_least_two, all_three : int
        Zones in at least one, in at least two and in all three programs [count].
    known_sizes : mapping of str to int
        Zones of each program whose size is known [count].
    missing : str
        Name of the program whose size is not known.

    Returns
    -------
    MembershipCounts
        Counts of zones.

    Raises
    ------
    DataError
        If a count is negative or not whole, the counts run in the wrong order, more than three programs are
        known, or a program is larger than the union or smaller than all three.
    BalanceError
        If the sizes of three programs do not add up to the memberships, or no zones can be placed so that all
        counts hold.

    Examples
    --------
    >>> counts = count_memberships(211, 33, 7, {"eip": 94, "low_carbon": 55})
    >>> counts.one, counts.two, counts.three, counts.memberships, counts.derived_size
    (178, 26, 7, 251, 102)
    """
    counts = {"union": union, "at_least_two": at_least_two, "all_three": all_three, **known_sizes}
    issues = _count_issues(counts)
    if not union >= at_least_two >= all_three:
        fix = say("zones in all three are also in at least two, and those in the union")
        issues.append(Issue("the counts must fall from union to all three", "union", value=union, fix=fix))
    for name, size in known_sizes.items():
        if not all_three <= size <= union:
            template = mark("must lie between all three ({least}) and the union ({most})")
            rule = say(template, least=all_three, most=union)
            issues.append(Issue(rule, name, value=size, fix="check the counts"))
    if len(known_sizes) > 3:
        count = len(known_sizes)
        issues.append(Issue("three programs at most", "known_sizes", value=count, fix="leave one out"))
    if len(known_sizes) == 2 and missing in known_sizes:
        fix = say("name another program")
        issues.append(Issue("its size is known", "missing", value=missing, fix=fix))
    if issues:
        raise DataError("the counts", issues)

    in_one, in_two = union - at_least_two, at_least_two - all_three
    # A zone counts once in the union, once more if it is in two programs, and again if it is in three.
    memberships = union + at_least_two + all_three
    residual = memberships - sum(known_sizes.values())
    if len(known_sizes) < 2:
        return MembershipCounts(in_one, in_two, all_three, dict(known_sizes), None, residual, "missing")
    derived_size = residual if len(known_sizes) == 2 else None
    sizes = dict(known_sizes) if derived_size is None else {**known_sizes, missing: derived_size}
    listed = ", ".join(f"{name} {size}" for name, size in sizes.items())
    total = sum(sizes.values())
    if total != memberships:
        raise BalanceError(
            "{listed} add up to {total} memberships, but the counts make {memberships}.",
            listed=listed, total=total, memberships=memberships,
        )  # fmt: skip
    # Zones in exactly two programs that are not in a given one must be in the pair of the two others.
    free = [size - all_three for size in sizes.values()]
    if min(free) < 0 or sum(max(0, in_two - places) for places in free) > in_two:
        message = mark("No zones fit {listed} with {two} in two and {three} in three programs.")
        raise BalanceError(message, listed=listed, two=in_two, three=all_three)
    return MembershipCounts(in_one, in_two, all_three, sizes, derived_size)


def membership_counts_china() -> MembershipCounts:
    """Return the counts of the three programs in China; the circular program's size follows from the others.

    Returns
    -------
    MembershipCounts
        The size of the circular program is the one that no source states.

    Examples
    --------
    >>> membership_counts_china().sizes
    {'eip': 94, 'circular': 102, 'low_carbon': 55}
    """
    counts_by_id = _published_counts()
    known_sizes = {"eip": counts_by_id["eip_plans_approved"], "low_carbon": counts_by_id["low_carbon_pilots"]}
    shared = counts_by_id["zones_two_or_three"], counts_by_id["zones_three"]
    counts = count_memberships(counts_by_id["zones_any"], *shared, known_sizes)
    return replace(counts, sizes={name: counts.sizes[name] for name in ("eip", "circular", "low_carbon")})


def zone_populations() -> dict[str, int]:
    """Return the two populations of zones with which the programs may be compared.

    Returns
    -------
    dict of str to int
        All industrial zones at provincial and national level, and the national ones only [count].

    Examples
    --------
    >>> zone_populations()
    {'all zones': 1568, 'national zones': 329}
    """
    counts_by_id = _published_counts()
    national = counts_by_id["zones_etdz"] + counts_by_id["zones_high_tech"]
    return {"all zones": counts_by_id["zones_china"], "national zones": national}


def overlap_test(
    sizes: Mapping[str, int],
    population: int,
    pairs: int | None = None,
    triples: int | None = None,
    *,
    level: float = 0.05,
) -> OverlapTest:
    """Compare an observed overlap of two or three programs with that by chance, exactly.

    Chance means that each program picks its zones from the population at random, without regard to the
    others. The zones that the first two programs share then follow the hypergeometric distribution. Given
    them, so do the third program's zones among the shared ones, and, given these, its other shared zones.
    The mean number of pairs of memberships is the sum over the pairs of programs of ``a b / N``, that of
    triples ``a b c / N^2``.

    Parameters
    ----------
    sizes : mapping of str to int
        Zones of each program [count].
    population : int
        Zones that could take part [count]; see :func:`zone_populations`.
    pairs, triples : int, optional
        Observed pairs and triples of memberships [count]; a zone in three programs has three pairs.
    level : float
        Level of the verdicts, between 0 and 1 [1], shared by both sides.

    Returns
    -------
    OverlapTest
        Means, p-values and verdicts.

    Raises
    ------
    DataError
        If a program is larger than the population, or a count is negative or not whole.
    BadArgument
        If there are fewer than two or more than three programs, or the level is not between 0 and 1.

    Examples
    --------
    >>> test = overlap_test({"eip": 94, "circular": 102, "low_carbon": 55}, 1568, 47, 7)
    >>> round(test.expected_pairs, 1), round(test.expected_triples, 2), test.pairs_verdict
    (13.0, 0.21, 'more')
    """
    import numpy as np
    from scipy.stats import hypergeom

    issues = _count_issues({**sizes, "population": population, "pairs": pairs or 0, "triples": triples or 0})
    issues += [
        Issue(say("is larger than the population of {zones} zones", zones=population), name, value=size,
              fix="check both")
        for name, size in sizes.items()
        if size > population
    ]  # fmt: skip
    if population == 0:
        issues.append(Issue("the population has no zones", "population", value=0, fix="count zones"))
    if issues:
        raise DataError("the sizes of the programs", issues)
    if not 2 <= len(sizes) <= 3:
        raise BadArgument("Two or three programs are needed, not {count}.", count=len(sizes))
    if not 0 < level < 1:
        raise BadArgument("level must be between 0 and 1, not {level}.", level=level)

    # Every possible number of zones shared by the first two, and of triples, with its probability: how many
    # of the second program's zones fall on the first's, and of the third's on those shared.
    first, second, third = (*sizes.values(), 0)[:3]
    shared = np.arange(max(0, first + second - population), min(first, second) + 1)[:, None]
    in_three = np.arange(min(first, second, third) + 1)[None, :]
    weight = hypergeom.pmf(shared, population, first, second)
    weight = weight * hypergeom.pmf(in_three, population, shared, third)
    possible = weight > 0
    shared, in_three = (np.broadcast_to(x, weight.shape)[possible] for x in (shared, in_three))
    weight = weight[possible]

    def pairs_or_more(least: int) -> float:
        # The third program's other zones are drawn from those that are not in both of the first two.
        # scipy needs a population of at least one; if nothing is drawn from it, the answer is the same.
        others = np.maximum(population - shared, 1), first + second - 2 * shared, third - in_three
        return float((weight * hypergeom.sf(least - 1 - shared - 2 * in_three, *others)).sum())

    def triples_or_more(least: int) -> float:
        return float(weight[in_three >= least].sum())

    # Expected are a b / N pairs, a b c / N^2 triples and N (1 - product of (1 - a / N)) zones in the union.
    counts = list(sizes.values())
    return OverlapTest(
        population,
        sum(a * b for a, b in combinations(counts, 2)) / population,
        sum(math.prod(three) for three in combinations(counts, 3)) / population**2,
        population * (1 - math.prod(1 - size / population for size in counts)),
        pairs,
        triples,
        *_compare_with_chance(pairs, pairs_or_more, level),
        *_compare_with_chance(triples, triples_or_more, level),
        level,
    )


def draw_pairs(sizes: Sequence[int], population: int, draws: int, seed: int) -> Any:
    """Return the pairs of memberships of many random draws of three programs [count]."""
    import numpy as np

    random = np.random.default_rng(seed)
    first, second, third = sizes
    # Zones of the second program in the first, of the third in both, and of the third in one of the two.
    shared = random.hypergeometric(second, population - second, first, size=draws)
    in_three = random.hypergeometric(shared, population - shared, third)
    in_one = first + second - 2 * shared
    others = random.hypergeometric(in_one, population - shared - in_one, third - in_three)
    return shared + 2 * in_three + others


def _compare_with_chance(
    observed: int | None, or_more: Callable[[int], float], level: float
) -> tuple[float | None, float | None, str]:
    """Return the probabilities of as many or more and of as many or fewer, and the two-sided verdict."""
    if observed is None:
        return None, None, "missing"
    more, fewer = min(1.0, or_more(observed)), max(0.0, 1.0 - or_more(observed + 1))
    # Both directions count, so the smaller of the two probabilities is doubled.
    if 2 * min(more, fewer) >= level:
        return more, fewer, "as chance"
    return more, fewer, "more" if more < fewer else "fewer"


def _count_issues(counts: Mapping[str, float]) -> list[Issue]:
    """Return one issue for each number that is not a count."""
    return [
        Issue("must be a whole number, not negative", name, value=value, fix="count zones")
        for name, value in counts.items()
        if not (0 <= value < math.inf and value == int(value))
    ]


def _published_counts() -> dict[str, int]:
    """Return the figures of the package ``participation`` that are counts, by id."""
    rows = datasets.rows("participation", "figures")
    return {row["id"]: int(row["value"]) for row in rows if row["unit"] == "count"}
