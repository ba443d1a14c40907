"""Records of claims by a reader, judged within their rounding, and the evidence that settles a puzzle."""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataError, Issue, UndefinedResult
from ecopark.files import read_table
from ecopark.i18n import mark, say
from ecopark.intervals import Interval, parse_printed
from ecopark.validation import find_missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["find_deciding_evidence", "judge"]

_NEEDED = ("claim", "unit", "source", "where")  # without them, other readers cannot check a record
_NUMBERS = ("stated", "first", "second")
_OPERATIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "/": operator.truediv,
    "*": operator.mul,
    "+": operator.add,
    "-": operator.sub,
    "": lambda first, _: first,
}
_ABSENT = {"", "n/c", "n/a", "-", "nan", "none"}


def find_deciding_evidence(evidence: pd.DataFrame) -> list[tuple[str, ...]]:
    """Find the smallest sets of evidence that distinguish all explanations of a puzzle.

    A set decides if it shows something different under each explanation.

    Parameters
    ----------
    evidence : pandas.DataFrame
        One row per piece of ``evidence`` and ``hypothesis``, with the finding that it ``shows`` if that
        explanation is true. Each piece has a row for each explanation.

    Returns
    -------
    list of tuple of str
        All sets of the smallest size, in the order of the table; empty if even all pieces together
        leave two explanations alike.

    Raises
    ------
    DataError
        If a column is absent, or a piece lacks its finding for an explanation, or has two.

    Examples
    --------
    >>> import pandas as pd
    >>> shows = {"list of names": ("gone", "same"), "day of the list": ("known", "known")}
    >>> rows = [(e, h, s) for e, both in shows.items() for h, s in zip(["left", "recount"], both)]
    >>> find_deciding_evidence(pd.DataFrame(rows, columns=["evidence", "hypothesis", "shows"]))
    [('list of names',)]
    """
    columns = ["evidence", "hypothesis", "shows"]
    absent = find_missing_columns(evidence.columns, columns)
    if absent:
        raise DataError("the evidence", absent)
    repeated = evidence.duplicated(columns[:2]).any()
    shows = evidence.drop_duplicates(columns[:2]).pivot(
        index="evidence", columns="hypothesis", values="shows"
    )
    if repeated or shows.isna().any(axis=None):
        rule = mark("each piece of evidence must say once what it shows for each explanation")
        raise DataError("the evidence", [Issue(rule)])
    pieces = list(dict.fromkeys(evidence["evidence"]))
    for size in range(1, len(pieces) + 1):
        sets = [s for s in combinations(pieces, size) if not shows.loc[list(s)].T.duplicated().any()]
        if sets:
            return sets
    return []


def judge(claims: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Recompute claims from the printed numbers behind them, and judge each within its rounding.

    Each printed number represents all numbers that round to it. A claim agrees if its interval
    and the interval of the recomputation overlap.

    Parameters
    ----------
    claims : pandas.DataFrame, str or Path
        One row per claim, or the CSV or XLSX file with it: ``claim`` (a short name, each once);
        ``stated``, ``first`` and ``second``, numbers **as printed**, as text (``exact 22`` for one
        that is not rounded, such as a count; ``n/c`` or nothing for a missing one);
        ``operation``, one of ``/ * + -``, or empty to compare ``first`` alone; ``unit`` of the
        claim (1 for a pure number); ``source`` and ``where`` in it. It may have
        ``scale``, an exact number by which the result is multiplied, such as 100 for percent. All
        other columns stay.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``computed``, ``low`` and ``high`` (the recomputation and its range
        due to rounding), ``stated_low`` and ``stated_high``, all in the unit of the claim; ``verdict``:
        ``agrees``, ``conflicts``, ``missing`` (without one of the numbers) or ``undefined`` (division
        by an interval that contains zero); ``only_rounding``, whether a claim agrees by the rounding
        of its inputs alone.

    Raises
    ------
    DataError
        With every fault: an absent column, an empty name, unit, source or place, a repeated name, an
        unknown operation, a cell without a number.

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

    title = mark("the claims") if isinstance(claims, pd.DataFrame) else Path(claims).name
    table = claims if isinstance(claims, pd.DataFrame) else read_table(claims, as_text=True)
    absent = find_missing_columns(table.columns, (*_NEEDED, *_NUMBERS, "operation"))
    if absent:
        raise DataError(title, absent)
    filled = table.astype(object).where(table.notna(), "")
    records = [{k: str(v).strip() for k, v in row.items()} for row in filled.to_dict("records")]

    # All faults of all records, before anything is computed.
    issues = [] if records else [Issue("the table has no rows", fix="add rows")]
    names = [record["claim"] for record in records]
    for number, record in enumerate(records):
        issues += _find_faults(number, record)
        if record["claim"] and record["claim"] in names[:number]:
            fix = mark("give each claim its own name")
            issues.append(Issue("is there twice", "claim", number, value=record["claim"], fix=fix))
    if issues:
        raise DataError(title, issues)
    judged = pd.DataFrame([_judge_record(record) for record in records], index=table.index)
    results = ["computed", "low", "high", "stated_low", "stated_high"]
    return table.join(judged.astype(dict.fromkeys(results, "float64")))


def _parse_interval(cell: str) -> Interval | None:
    """Return the interval of a printed number; ``exact 22`` means 22 alone."""
    if cell.casefold() in _ABSENT:
        return None
    return _midpoint(parse_printed(cell)) if cell.casefold().startswith("exact") else parse_printed(cell)


def _midpoint(of: Interval) -> Interval:
    """Return the printed number itself, as an interval without width."""
    middle = (of.low + of.high) / 2
    return Interval(middle, middle)


def _find_faults(number: int, record: dict[str, str]) -> list[Issue]:
    fix = mark("a record needs its name, unit, source and place")
    issues = [Issue("must not be empty", name, number, fix=fix) for name in _NEEDED if not record[name]]
    if record["operation"] not in _OPERATIONS:
        fix = say("write one of {operations}, or nothing", operations=" ".join(filter(None, _OPERATIONS)))
        issues.append(Issue("is no operation", "operation", number, value=record["operation"], fix=fix))
    for column in (*_NUMBERS, "scale"):
        cell = record.get(column, "")
        try:
            float(cell or 1) if column == "scale" else _parse_interval(cell)
        except ValueError:
            fix = mark("write the number as printed, or n/c")
            issues.append(Issue("holds no number", column, number, value=cell, fix=fix))
    return issues


def _judge_record(record: dict[str, str]) -> dict[str, Any]:
    """Recompute one record without faults; its verdict stays ``missing`` if a number is missing."""
    stated, first, second = (_parse_interval(record[name]) for name in _NUMBERS)
    compute, scale = _OPERATIONS[record["operation"]], float(record.get("scale", "") or 1)
    result: dict[str, Any] = {"computed": None, "low": None, "high": None, "stated_low": None}
    result |= {"stated_high": None, "verdict": "missing", "only_rounding": False}
    if stated is not None:
        result |= {"stated_low": stated.low, "stated_high": stated.high}
    if first is None or (record["operation"] and second is None):
        return result
    second = second or first  # without an operation there is no second number
    try:
        possible = compute(first, second) * scale
        value = compute(_midpoint(first), _midpoint(second)).low * scale
    except UndefinedResult:
        return result | {"verdict": "undefined"}
    result |= {"computed": value, "low": possible.low, "high": possible.high}
    if stated is not None:
        agrees = stated.overlaps(possible)
        result["verdict"] = "agrees" if agrees else "conflicts"
        result["only_rounding"] = agrees and value not in stated
    return result
