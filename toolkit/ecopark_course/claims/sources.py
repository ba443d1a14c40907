"""Reading sources: names that look alike, votes, other calendars, evidence, and a reader's own records."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import BadArgument, DataError, Issue, UndefinedResult
from ecopark.files import read_table
from ecopark.intervals import Interval, parse_printed
from ecopark.validation import missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["deciding", "edits", "judge", "lookalikes", "majority_right", "year_of"]

# Common year = printed year + offset.
_OFFSETS = {
    **dict.fromkeys(("พ.ศ.", "พุทธศักราช", "BE", "B.E."), -543),
    **dict.fromkeys(("民國", "民国", "ROC"), 1911),
    **dict.fromkeys(("ค.ศ.", "คริสต์ศักราช", "公元", "西元", "CE", "AD"), 0),
}
_EARLIEST, _LATEST = 1800, 2200  # a year without its era outside of this is not taken for a common one

_NEEDED = ("claim", "unit", "source", "where")  # a record without them cannot be checked by anybody else
_NUMBERS = ("stated", "first", "second")
_OPERATIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "/": operator.truediv,
    "*": operator.mul,
    "+": operator.add,
    "-": operator.sub,
}
_ABSENT = {"", "n/c", "n/a", "-", "nan", "none"}


def edits(first: str, second: str) -> int:
    """Count the edits that turn one name into another.

    An edit inserts, deletes or replaces one letter, or swaps two neighbors (the optimal string
    alignment distance). Capital and small letters are different letters.

    Parameters
    ----------
    first, second : str
        The names.

    Returns
    -------
    int
        The smallest number of edits [count].

    Examples
    --------
    >>> edits("CEPZ", "CPEZ"), edits("MIIT", "MILT"), edits("RMB", "yuan")
    (1, 1, 4)

    References
    ----------
    Damerau, F. J. (1964). A technique for computer detection and correction of spelling errors.
    Communications of the ACM 7(3), 171-176.
    """
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        line = [i]
        for j, other in enumerate(second, 1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, first[i - 2]) == (second[j - 2], other):
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def lookalikes(forms: pd.DataFrame, at_most: int = 1) -> pd.DataFrame:
    """Find the pairs of names that lie few edits apart, and tell whether they mean one thing.

    Parameters
    ----------
    forms : pandas.DataFrame
        One row per name: ``form``, and ``term``, the key of the thing that it means. A name that
        stands there several times with one meaning counts once.
    at_most : int
        Largest number of edits of a pair [count].

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``first``, ``second``, ``edits`` [count] and ``same`` (whether both have the
        same ``term``); the nearest pairs first.

    Raises
    ------
    DataError
        If a column is absent.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"form": ["MIIT", "MILT", "MoST"], "term": ["miit", "miit", "most"]})
    >>> lookalikes(table).to_dict("records")
    [{'first': 'MIIT', 'second': 'MILT', 'edits': 1, 'same': True}]
    """
    import pandas as pd

    absent = missing_columns(forms.columns, ("form", "term"))
    if absent:
        raise DataError("the names", absent)
    names = sorted(set(zip(forms["form"].astype(str), forms["term"].astype(str), strict=True)))
    pairs = [(a, b, edits(a, b), term == other) for (a, term), (b, other) in combinations(names, 2)]
    near = sorted((pair for pair in pairs if pair[2] <= at_most), key=lambda pair: (pair[2], pair[:2]))
    return pd.DataFrame(near, columns=["first", "second", "edits", "same"])


def majority_right(sources: int, right: float, copies: int = 0) -> float:
    """Compute the chance that most sources are right on a question with two answers.

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
    from scipy.stats import binom

    if not (sources >= 1 and 0 <= copies < sources and 0 <= right <= 1):
        raise BadArgument(
            f"One source at least, fewer copies than sources and a chance from 0 to 1 are needed, "
            f"not {sources}, {copies}, {right}."
        )
    others = binom(sources - 1 - copies, right)
    chance = 0.0
    for votes, weight in ((copies + 1, right), (0, 1 - right)):
        needed = sources / 2 - votes
        tie = others.pmf(needed) if needed == int(needed) else 0.0
        chance += weight * (others.sf(math.floor(needed)) + 0.5 * tie)
    return float(chance)


def year_of(text: str) -> int:
    """Return the common year that a printed year means.

    A year of the Buddhist era is 543 more than the common one, a year of the Republic in Taiwan is
    1911 less. The era is read from the text; a year without one is taken as it stands only if it
    can be a common year of industry.

    Parameters
    ----------
    text : str
        The year as printed, such as ``"พ.ศ. 2546"`` or ``"民國82年"``; Thai digits are understood.

    Returns
    -------
    int
        The common year [year].

    Raises
    ------
    BadArgument
        If the text holds no year.
    UndefinedResult
        If it names no era and the number is before 1800 or after 2200: the era must be found out.

    Examples
    --------
    >>> year_of("พ.ศ. ๒๕๔๖"), year_of("民国82年"), year_of("2015")
    (2003, 1993, 2015)
    >>> year_of("2546")
    Traceback (most recent call last):
    ecopark.errors.UndefinedResult: The year 2546 in '2546' names no era: find out which calendar it is.

    References
    ----------
    The offsets are those of the calendars ``buddhist`` and ``roc`` of the Unicode locale data (CLDR).
    """
    match = re.search(r"(?<!\d)\d{1,4}(?!\d)", text)
    if match is None:
        raise BadArgument(f"No year in {text!r}.")
    year = int(match[0])
    for era, offset in _OFFSETS.items():
        if era in text:
            return year + offset
    if not _EARLIEST <= year <= _LATEST:
        raise UndefinedResult(f"The year {year} in {text!r} names no era: find out which calendar it is.")
    return year


def deciding(evidence: pd.DataFrame) -> list[tuple[str, ...]]:
    """Find the smallest sets of evidence that tell all explanations of a puzzle apart.

    A set decides if no two explanations make it show the same.

    Parameters
    ----------
    evidence : pandas.DataFrame
        One row per piece of ``evidence`` and ``hypothesis``, with what it ``shows`` if that
        explanation is true. Each piece has a row for each explanation.

    Returns
    -------
    list of tuple of str
        All sets of the smallest size, in the order of the table; empty if even all pieces together
        leave two explanations alike.

    Raises
    ------
    DataError
        If a column is absent, or a piece does not say what it shows for an explanation, or says it twice.

    Examples
    --------
    >>> import pandas as pd
    >>> shows = {"list of names": ("gone", "same"), "day of the list": ("known", "known")}
    >>> rows = [(e, h, s) for e, both in shows.items() for h, s in zip(["left", "recount"], both)]
    >>> deciding(pd.DataFrame(rows, columns=["evidence", "hypothesis", "shows"]))
    [('list of names',)]
    """
    columns = ["evidence", "hypothesis", "shows"]
    absent = missing_columns(evidence.columns, columns)
    if absent:
        raise DataError("the evidence", absent)
    rows = list(evidence[columns].itertuples(index=False, name=None))
    shows = {(piece, explanation): shown for piece, explanation, shown in rows}
    pieces, explanations = ([*dict.fromkeys(row[place] for row in rows)] for place in (0, 1))
    if len(rows) != len(shows) or len(shows) != len(pieces) * len(explanations):
        rule = "each piece of evidence must say once what it shows for each explanation"
        raise DataError("the evidence", [Issue(rule)])
    for size in range(1, len(pieces) + 1):
        sets = [
            chosen
            for chosen in combinations(pieces, size)
            if len({tuple(shows[p, e] for p in chosen) for e in explanations}) == len(explanations)
        ]
        if sets:
            return sets
    return []


def judge(claims: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Recompute claims from the printed numbers behind them, and judge each within its rounding.

    Each printed number stands for all numbers that round to it. A claim agrees if its own interval
    and the interval of the recomputation share a number.

    Parameters
    ----------
    claims : pandas.DataFrame, str or Path
        One row per claim, or the CSV or XLSX file with it: ``claim`` (a short name, each once);
        ``stated``, ``first`` and ``second``, numbers **as printed**, as text (``exact 22`` for one
        that is not rounded, such as a count; ``n/c`` or nothing for one that is not there);
        ``operation``, one of ``/ * + -``, or empty to compare ``first`` alone; ``unit`` of the
        claim (1 for a pure number); ``source`` and ``where`` in it. It may have
        ``scale``, an exact number by which the result is multiplied, such as 100 for percent. All
        other columns stay.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``computed``, ``low`` and ``high`` (the recomputation and what rounding
        makes of it), ``stated_low`` and ``stated_high``, all in the unit of the claim; ``verdict``:
        ``agrees``, ``conflicts``, ``missing`` (a number is not there) or ``undefined`` (division by
        what can be zero); ``only_rounding``, whether a claim agrees by the rounding of its inputs
        alone.

    Raises
    ------
    DataError
        With every fault: an absent column, an empty name, unit, source or place, a name that stands there
        twice, an unknown operation, a cell without a number.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"claim": "share", "stated": "15", "first": "211", "operation": "/", "second": "1,568"}
    >>> more = {"scale": "100", "unit": "%", "source": "report", "where": "p. 1"}
    >>> table = judge(pd.DataFrame([row | more]))
    >>> table[["computed", "verdict"]].round(2).to_dict("records")
    [{'computed': 13.46, 'verdict': 'conflicts'}]
    """
    import pandas as pd

    title = "the claims" if isinstance(claims, pd.DataFrame) else Path(claims).name
    table = claims if isinstance(claims, pd.DataFrame) else read_table(claims, as_text=True)
    absent = missing_columns(table.columns, (*_NEEDED, *_NUMBERS, "operation"))
    if absent:
        raise DataError(title, absent)
    filled = table.astype(object).where(table.notna(), "")
    records = [{k: str(v).strip() for k, v in row.items()} for row in filled.to_dict("records")]
    problems = [] if records else [Issue("the table has no rows", fix="add rows")]
    names: set[str] = set()
    for number, record in enumerate(records):
        problems += _record_faults(number, record)
        if record["claim"] and record["claim"] in names:
            fix = "give each claim its own name"
            problems.append(Issue("stands there twice", "claim", number, value=record["claim"], fix=fix))
        names.add(record["claim"])
    if problems:
        raise DataError(title, problems)
    judged = pd.DataFrame([_judge_record(record) for record in records], index=table.index)
    numbers = ["computed", "low", "high", "stated_low", "stated_high"]
    return table.join(judged.astype(dict.fromkeys(numbers, "float64")))


def _interval(cell: str) -> Interval | None:
    """Return what a printed number stands for; ``exact 22`` stands for 22 alone."""
    if cell.casefold() in _ABSENT:
        return None
    return _middle(parse_printed(cell)) if cell.casefold().startswith("exact") else parse_printed(cell)


def _middle(of: Interval) -> Interval:
    """Return the printed number itself, as an interval without width."""
    middle = (of.low + of.high) / 2
    return Interval(middle, middle)


def _record_faults(number: int, record: dict[str, str]) -> list[Issue]:
    problems = [
        Issue("must not be empty", column, number, fix="a record needs its name, unit, source and place")
        for column in _NEEDED
        if not record[column]
    ]
    if record["operation"] not in {"", *_OPERATIONS}:
        fix = f"write one of {' '.join(_OPERATIONS)} or nothing"
        problems.append(Issue("is no operation", "operation", number, value=record["operation"], fix=fix))
    for column in (*_NUMBERS, "scale"):
        cell = record.get(column, "")
        try:
            float(cell or 1) if column == "scale" else _interval(cell)
        except ValueError:
            fix = "write the number as printed, or n/c"
            problems.append(Issue("holds no number", column, number, value=cell, fix=fix))
    return problems


def _judge_record(record: dict[str, str]) -> dict[str, Any]:
    """Recompute one record without faults; its verdict stays ``missing`` if a number is not there."""
    stated, first, second = (_interval(record[name]) for name in _NUMBERS)
    scale = float(record.get("scale", "") or 1)
    result: dict[str, Any] = dict.fromkeys(("computed", "low", "high", "stated_low", "stated_high"))
    result |= {"verdict": "missing", "only_rounding": False}
    if stated is not None:
        result |= {"stated_low": stated.low, "stated_high": stated.high}
    try:
        if first is None or (record["operation"] and second is None):
            return result
        if record["operation"] and second is not None:
            operation = _OPERATIONS[record["operation"]]
            possible = operation(first, second) * scale
            value = operation(_middle(first), _middle(second)).low * scale
        else:
            possible, value = first * scale, _middle(first).low * scale
    except UndefinedResult:
        return result | {"verdict": "undefined"}
    result |= {"computed": value, "low": possible.low, "high": possible.high}
    if stated is not None:
        agrees = stated.overlaps(possible)
        result["verdict"] = "agrees" if agrees else "conflicts"
        result["only_rounding"] = agrees and value not in stated
    return result
