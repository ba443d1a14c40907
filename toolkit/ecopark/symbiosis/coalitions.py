"""The collective benefit: what groups of firms are worth, and whether they gain by joining."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError
from ecopark.files import read_table
from ecopark.validation import Column, find_issues

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CollectiveBenefit",
    "collective_benefit",
    "fair_shares",
    "group_worths",
    "joining_gains",
    "read_links",
]

Numbers = NDArray[np.float64]
_MOST = 12  # firms whose groups are all listed: 2^12 of them
_MOST_PAIRS = 9  # firms whose pairs of groups are all compared: about 9,300 of them
_SMALL = 1e-9  # part of the largest worth below which a difference counts as none
_VERDICTS = {1: "more", 0: "equal", -1: "less"}


@dataclass(frozen=True)
class CollectiveBenefit:
    """What two groups of firms are worth apart and together [money a year].

    ``benefit`` is ``together - (one + other)``. ``verdict`` is ``more`` where the inequality
    v(S and T) > v(S) + v(T) holds, ``equal`` where both sides are the same, and ``less``.
    """

    one: float
    other: float
    together: float
    benefit: float
    verdict: str

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure."""
        import pandas as pd

        rows = [
            ("first group alone", self.one),
            ("second group alone", self.other),
            ("sum of both", self.one + self.other),
            ("both together", self.together),
            ("collective benefit", self.benefit),
        ]
        return pd.DataFrame(rows, columns=["what", "worth"]).assign(verdict=["", "", "", "", self.verdict])


def collective_benefit(
    links: Any, one: str | Iterable[str], other: str | Iterable[str], *, pair_cost: float = 0.0
) -> CollectiveBenefit:
    """Return what two groups of firms gain by joining, above what they are worth apart.

    The worth of a group is the sum of the benefits of all links inside it, less ``pair_cost`` for
    each pair of its firms: v(S) = sum of benefits - pair_cost * n (n - 1) / 2.

    Parameters
    ----------
    links : pandas.DataFrame or polars.DataFrame
        One row per exchange: ``from``, ``to``, ``benefit`` [money a year]. Rows of one pair add up.
    one, other : str or iterable of str
        The two groups: firms separated by commas, or a list. No firm is in both.
    pair_cost : float
        What it costs to keep two firms in one agreement, not negative [money a year].

    Returns
    -------
    CollectiveBenefit
        Worth of each group, of both together, and the difference.

    Raises
    ------
    DataError
        With every fault of the table.
    UnknownNameError
        If a firm is not in the table.
    BadArgument
        If a group is empty, a firm stands twice, or the cost is negative.

    References
    ----------
    The inequality: definition of USEPA, after Martin and others (1996), as IISD (2015) quotes it,
    section 2. Deng, X., & Papadimitriou, C. H. (1994). Mathematics of Operations Research 19(2),
    257-266, on games on a graph.

    Examples
    --------
    >>> import pandas as pd
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> collective_benefit(links, "plant, mill", "farm").benefit
    8.0
    >>> found = collective_benefit(links, "plant, mill", "farm", pair_cost=5.0)
    >>> found.together, found.benefit, found.verdict
    (23.0, -2.0, 'less')
    """
    firms, benefits = _read(links, pair_cost)
    first, second = _group(one, firms), _group(other, firms)
    both = [name for name in first if name in second]
    if both:
        raise BadArgument(f"A firm stands in one group only: {', '.join(both)} is in both.")
    members = np.array([[f in group for f in firms] for group in (first, second, {*first, *second})])
    apart, beside, together = (float(v) for v in _worths(members, benefits, pair_cost))
    gain = together - apart - beside
    scale = max(abs(apart), abs(beside), abs(together))
    return CollectiveBenefit(apart, beside, together, gain, _verdict(gain, scale))


def group_worths(links: Any, *, pair_cost: float = 0.0) -> pd.DataFrame:
    """Return what every possible group of firms is worth.

    Parameters
    ----------
    links, pair_cost
        As for :func:`collective_benefit`; up to 12 firms.

    Returns
    -------
    pandas.DataFrame
        One row per group, small groups first: ``group`` (firms separated by commas), ``firms`` [count],
        ``worth`` [money a year].

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
    >>> group_worths(links, pair_cost=5.0).tail(4)["worth"].to_list()
    [25.0, 3.0, -5.0, 23.0]
    """
    import pandas as pd

    firms, benefits = _read(links, pair_cost, most=_MOST)
    members = _members(len(firms))
    table = pd.DataFrame(
        {
            "group": [", ".join(np.array(firms)[row]) for row in members],
            "firms": members.sum(axis=1),
            "worth": _worths(members, benefits, pair_cost),
        }
    )
    return table.sort_values("firms", kind="stable", ignore_index=True)


def joining_gains(links: Any, *, pair_cost: float = 0.0) -> pd.DataFrame:
    """Return, for every two groups without a common firm, what they gain by joining.

    Parameters
    ----------
    links, pair_cost
        As for :func:`collective_benefit`; up to 9 firms.

    Returns
    -------
    pandas.DataFrame
        One row per pair of groups, the largest gain first: ``one``, ``other``, ``apart`` (sum of both),
        ``together``, ``benefit`` [money a year], ``verdict`` (``more``, ``equal`` or ``less``).

    Raises
    ------
    DataError
        With every fault of the table, and if it has more than 9 firms.
    BadArgument
        If the cost is negative.

    Examples
    --------
    >>> import pandas as pd
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> joining_gains(links)["verdict"].value_counts().to_dict()
    {'more': 5, 'equal': 1}
    """
    import pandas as pd

    firms, benefits = _read(links, pair_cost, most=_MOST_PAIRS)
    members = _members(len(firms))
    worths = _worths(members, benefits, pair_cost)
    apart_at = (members.astype(int) @ members.T.astype(int)) == 0
    one, other = np.nonzero(np.triu(apart_at, k=1))
    # Row r of the groups is the number r + 1 in binary, so the union of two is the sum of their numbers.
    apart, together = worths[one] + worths[other], worths[one + other + 1]
    names = np.array([", ".join(np.array(firms)[row]) for row in members])
    gain, scale = together - apart, float(np.abs(worths).max(initial=0.0))
    table = pd.DataFrame(
        {
            "one": names[one],
            "other": names[other],
            "apart": apart,
            "together": together,
            "benefit": gain,
            "verdict": [_verdict(value, scale) for value in gain],
        }
    )
    return table.sort_values("benefit", ascending=False, kind="stable", ignore_index=True)


def fair_shares(links: Any, *, pair_cost: float = 0.0) -> pd.DataFrame:
    """Return how the worth of all firms together can be shared after Shapley.

    A firm receives what it adds to a group, on average over all orders in which the firms may join.

    Parameters
    ----------
    links, pair_cost
        As for :func:`collective_benefit`; up to 12 firms.

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``firm``, ``share`` and ``last`` (what it adds when it joins as the last)
        [money a year]. The shares add up to the worth of all.

    Raises
    ------
    DataError
        With every fault of the table, and if it has more than 12 firms.
    BadArgument
        If the cost is negative.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2, 307-317.

    Examples
    --------
    >>> import pandas as pd
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> fair_shares(links).set_index("firm")["share"].round(9).to_dict()
    {'plant': 19.0, 'mill': 15.0, 'farm': 4.0}
    """
    import pandas as pd

    firms, benefits = _read(links, pair_cost, most=_MOST)
    n = len(firms)
    members = _members(n)
    worths = np.concatenate([[0.0], _worths(members, benefits, pair_cost)])
    sizes = np.concatenate([[0], members.sum(axis=1)])
    chance = np.array([1 / (n * math.comb(n - 1, k)) if k < n else 0.0 for k in range(n + 1)])
    shares, last = [], []
    for place in range(n):
        without = np.flatnonzero(np.arange(2**n) & (1 << place) == 0)
        added = worths[without + (1 << place)] - worths[without]
        shares.append(float((chance[sizes[without]] * added).sum()))
        last.append(float(added[-1]))
    return pd.DataFrame({"firm": firms, "share": shares, "last": last})


def read_links(path: str | Path) -> pd.DataFrame:
    """Read a table of links and their benefits from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row per exchange, with the columns ``from``, ``to`` and ``benefit`` [money a year].

    Returns
    -------
    pandas.DataFrame
        The table as it stands in the file.

    Raises
    ------
    DataError
        If the file cannot be read, or with every fault of its rows.

    Examples
    --------
    >>> read_links("no-such-file.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in no-such-file.csv:
      the file cannot be read: No such file or directory. Likely fix: check path and format.
    """
    table = read_table(path)
    _read(table, 0.0)
    return table


def _members(n: int) -> NDArray[np.bool_]:
    """Return one row for each group of n firms that is not empty: which firms are in it."""
    return ((np.arange(1, 2**n)[:, None] >> np.arange(n)) & 1).astype(bool)


def _worths(members: NDArray[np.bool_], benefits: Numbers, pair_cost: float) -> Numbers:
    inside = members.astype(float)
    count = inside.sum(axis=1)
    found: Numbers = ((inside @ benefits) * inside).sum(axis=1) - pair_cost * count * (count - 1) / 2
    return found


def _verdict(gain: float, scale: float) -> str:
    return _VERDICTS[0 if abs(gain) <= _SMALL * scale else int(math.copysign(1, gain))]


def _group(given: str | Iterable[str], firms: Sequence[str]) -> list[str]:
    names = given.split(",") if isinstance(given, str) else list(given)
    found = [name.strip() for name in names if name.strip()]
    for name in found:
        if name not in firms:
            raise UnknownNameError("firm", name, firms)
    if not found:
        raise BadArgument("A group has at least one firm.")
    if len(set(found)) < len(found):
        raise BadArgument(f"A firm stands twice in the group {', '.join(found)}.")
    return found


def _read(links: Any, pair_cost: float, most: int | None = None) -> tuple[list[str], Numbers]:
    """Return the firms in order of appearance, and the benefit from each firm to each other."""
    if not (math.isfinite(pair_cost) and pair_cost >= 0):
        raise BadArgument(f"The cost of a pair must be a number from 0 up, not {pair_cost}.")
    frame = frames.from_native_eager(links, "table of links")
    problems = find_issues(frame, _COLUMNS)
    if not problems:
        ends = list(zip(frame["from"].to_list(), frame["to"].to_list(), strict=True))
        worth = [math.nan if value is None else float(value) for value in frame["benefit"].to_list()]
        problems = [
            *(
                Issue("a firm has no link to itself", "to", row, value=b, fix="check both names")
                for row, (a, b) in enumerate(ends)
                if a == b
            ),
            *(
                Issue("must be a number", "benefit", row, fix="leave the row out if it is not known")
                for row, value in enumerate(worth)
                if math.isnan(value)
            ),
        ]
        firms = [str(name) for name in dict.fromkeys(name for pair in ends for name in pair)]
        problems += _count_faults(len(firms), most)
    if problems:
        raise DataError("the table of links", problems)
    benefits = np.zeros((len(firms), len(firms)))
    for (a, b), value in zip(ends, worth, strict=True):
        benefits[firms.index(str(a)), firms.index(str(b))] += value
    return firms, benefits


_COLUMNS = [
    Column("from", "text", "", True, None, None, None, "who gives"),
    Column("to", "text", "", True, None, None, None, "who receives"),
    Column("benefit", "number", "", True, None, None, None, "what the link saves in a year"),
]


def _count_faults(count: int, most: int | None) -> list[Issue]:
    if most is not None and count > most:
        return [Issue(f"too many firms to try all groups: {count}", "from", fix=f"keep at most {most}")]
    return []
