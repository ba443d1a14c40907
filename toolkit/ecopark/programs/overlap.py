"""Zones in several programs: counts by inclusion and exclusion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from ecopark import datasets, frames, validation
from ecopark.errors import BalanceError, DataError, Issue
from ecopark.programs.chance import (
    Chance,
    against_chance,
    expected_pairs,
    expected_triples,
    expected_union,
    whole,
)

__all__ = [
    "Bounds",
    "Chance",
    "Counts",
    "Region",
    "against_chance",
    "bases",
    "bounds",
    "expected_pairs",
    "expected_triples",
    "expected_union",
    "from_counts",
    "from_members",
    "from_package",
]

_PROGRAMS = ("eip", "circular", "low_carbon")


@dataclass(frozen=True)
class Counts:
    """Zones in exactly one, two and three programs [count], and what follows from them.

    ``sizes`` maps each program to its zones; ``missing`` is the size of the program that was not
    known, or ``None``. ``status`` is ``ok``; ``missing`` where two sizes or more are not known, of
    which ``unknown_memberships`` is the sum.
    """

    one: int
    two: int
    three: int
    sizes: Mapping[str, int] = field(default_factory=dict)
    missing: int | None = None
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
class Region:
    """Zones that are in exactly these programs and in no other [count]."""

    programs: tuple[str, ...]
    zones: int


@dataclass(frozen=True)
class Bounds:
    """The least and the most zones [count] that can be in exactly these programs and in no other."""

    programs: tuple[str, ...]
    low: int
    high: int


def from_counts(
    union: int, at_least_two: int, all_three: int, known: Mapping[str, int], missing: str = "circular"
) -> Counts:
    """Work out memberships and the size of the program that is not stated, by inclusion and exclusion.

    ``exactly one = union - at_least_two``, ``exactly two = at_least_two - all_three``,
    ``memberships = union + at_least_two + all_three``; the sizes of the programs add up to the
    memberships.

    Parameters
    ----------
    union, at_least_two, all_three : int
        Zones in at least one, in at least two and in all three programs [count].
    known : mapping of str to int
        Zones of each program whose size is known [count].
    missing : str
        Name of the program whose size is not known.

    Returns
    -------
    Counts
        Counts of zones.

    Raises
    ------
    DataError
        If a count is negative or not whole, the counts run in the wrong order, more than three
        programs are known, or a program is larger than the union or smaller than all three.
    BalanceError
        If the sizes of three programs do not add up to the memberships, or no zones can be placed so
        that all counts hold.

    Examples
    --------
    >>> found = from_counts(211, 33, 7, known={"eip": 94, "low_carbon": 55})
    >>> found.one, found.two, found.three, found.memberships, found.missing
    (178, 26, 7, 251, 102)
    """
    _checked(union, at_least_two, all_three, known)
    rest = union + at_least_two + all_three - sum(known.values())
    exact = (union - at_least_two, at_least_two - all_three, all_three)
    if len(known) < 2:
        return Counts(*exact, dict(known), None, rest, "missing")
    if len(known) == 2:
        if missing in known:
            raise DataError("the counts", [Issue("its size is known", "missing", value=missing)])
        found = Counts(*exact, {**known, missing: rest}, rest)
    else:
        found = Counts(*exact, dict(known))
    bounds(found)
    return found


def from_package() -> Counts:
    """Return the counts of the three programs in China as the sources state them.

    Returns
    -------
    Counts
        The circular program's size is the one that no source states.

    Examples
    --------
    >>> from_package().sizes
    {'eip': 94, 'circular': 102, 'low_carbon': 55}
    """
    said = _figures()
    found = from_counts(
        said["zones_any"], said["zones_two_or_three"], said["zones_three"],
        known={"eip": said["eip_plans_approved"], "low_carbon": said["low_carbon_pilots"]},
    )  # fmt: skip
    sizes = {name: found.sizes[name] for name in _PROGRAMS}
    return Counts(found.one, found.two, found.three, sizes, found.missing)


def bases() -> dict[str, int]:
    """Return the two populations that the programs may be compared with.

    Returns
    -------
    dict of str to int
        All industrial zones at provincial and national level, and the national ones only [count].

    Examples
    --------
    >>> bases()
    {'all zones': 1568, 'national zones': 329}
    """
    said = _figures()
    return {"all zones": said["zones_china"], "national zones": said["zones_etdz"] + said["zones_high_tech"]}


def bounds(counts: Counts) -> list[Bounds]:
    """Return what the counts allow for the zones in exactly these programs and in no other.

    With ``t`` zones in all three, ``T`` in exactly two and ``c = size - t``, a pair has at least
    ``max(0, T - c)`` zones, where ``c`` is that of the third program, and at most ``T`` less what the
    other pairs have at least.

    Parameters
    ----------
    counts : Counts
        Counts with the sizes of three programs.

    Returns
    -------
    list of Bounds
        One each for the three programs alone, the three pairs and all three [count].

    Raises
    ------
    DataError
        If the sizes of three programs are not known.
    BalanceError
        If the sizes do not add up to the memberships, or no zones can be placed so that all counts hold.

    Examples
    --------
    >>> [(b.programs, b.low, b.high) for b in bounds(from_package())][3:5]
    [(('eip', 'circular'), 0, 26), (('eip', 'low_carbon'), 0, 26)]
    """
    if len(counts.sizes) != 3:
        fix = "give the sizes of two programs or of three"
        raise DataError("the counts", [Issue("three sizes are needed", "sizes", fix=fix)])
    shown = ", ".join(f"{name} {size}" for name, size in counts.sizes.items())
    total = sum(counts.sizes.values())
    if total != counts.memberships:
        raise BalanceError(
            f"{shown} add up to {total} memberships, but the counts make {counts.memberships}."
        )
    names = tuple(counts.sizes)
    free = {name: counts.sizes[name] - counts.three for name in names}
    pairs = list(combinations(names, 2))
    third = {pair: next(n for n in names if n not in pair) for pair in pairs}
    low = {pair: max(0, counts.two - free[third[pair]]) for pair in pairs}
    high = {pair: counts.two - sum(low.values()) + low[pair] for pair in pairs}
    if sum(low.values()) > counts.two or min(free.values()) < 0:
        raise BalanceError(
            f"No zones fit {shown} with {counts.two} in two and {counts.three} in three programs."
        )
    opposite = {name: pair for pair, name in third.items()}
    rest = {name: free[name] - counts.two for name in names}
    singles = [Bounds((n,), rest[n] + low[opposite[n]], rest[n] + high[opposite[n]]) for n in names]
    both = [Bounds(pair, low[pair], high[pair]) for pair in pairs]
    return [*singles, *both, Bounds(names, counts.three, counts.three)]


def from_members(table: Any, programs: tuple[str, ...] = _PROGRAMS) -> list[Region]:
    """Count the zones of a table by the programs that they are in.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone, and for each program a column with yes or no (True or False).
    programs : tuple of str
        Names of the columns.

    Returns
    -------
    list of Region
        Every combination of programs that has zones [count], the smallest combinations first.

    Raises
    ------
    DataError
        If a column is missing or holds anything but yes and no; an empty cell is refused as well.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"eip": [True, True], "circular": [False, True]})
    >>> from_members(table, ("eip", "circular"))
    [Region(programs=('eip',), zones=1), Region(programs=('eip', 'circular'), zones=1)]
    """
    frame = frames.from_native_eager(table, "table of zones")
    problems = validation.missing_columns(frame.columns, programs)
    rows = [] if problems else list(frame.select(list(programs)).iter_rows())
    for number, row in enumerate(rows):
        for name, value in zip(programs, row, strict=True):
            if value not in (True, False):
                fix = "write True or False"
                problems.append(Issue("must be yes or no", name, number, value=value, fix=fix))
    if problems:
        raise DataError("the table of zones", problems)
    found: dict[tuple[str, ...], int] = {}
    for row in rows:
        inside = tuple(name for name, value in zip(programs, row, strict=True) if value)
        if inside:
            found[inside] = found.get(inside, 0) + 1
    place = {name: number for number, name in enumerate(programs)}
    keys = sorted(found, key=lambda key: (len(key), [place[name] for name in key]))
    return [Region(key, found[key]) for key in keys]


def _figures() -> dict[str, int]:
    rows = datasets.rows("participation", "figures")
    return {row["id"]: int(row["value"]) for row in rows if row["unit"] == "count"}


def _checked(union: int, at_least_two: int, all_three: int, known: Mapping[str, int]) -> None:
    counts = {"union": union, "at_least_two": at_least_two, "all_three": all_three, **known}
    problems = [
        Issue("must be a whole number, not negative", name, value=value, fix="count zones")
        for name, value in counts.items()
        if not whole(value)
    ]
    if not union >= at_least_two >= all_three:
        fix = "zones in all three are also in at least two, and those in the union"
        problems.append(Issue("the counts must fall from union to all three", "union", value=union, fix=fix))
    for name, size in known.items():
        if not all_three <= size <= union:
            rule = f"must lie between all three ({all_three}) and the union ({union})"
            problems.append(Issue(rule, name, value=size, fix="check the counts"))
    if len(known) > 3:
        problems.append(Issue("three programs at most", "known", value=len(known), fix="leave one out"))
    if problems:
        raise DataError("the counts", problems)
