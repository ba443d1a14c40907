"""Rules for the columns of a table: every fault is listed, with its row, value and likely fix."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import narwhals as nw

from ecopark.errors import Issue, did_you_mean
from ecopark.frames import AnyFrame, collect, columns_of, to_python, with_numbers

__all__ = ["LARGEST", "Column", "find_issues", "issues_in_rows", "missing_columns"]

_ROW = "__row"
_NUMERIC = {"number", "year"}
LARGEST = 1e100  # below it a square is a number, and no measured value comes near
_LISTED = 1000  # issues listed one by one for each rule and column; the rest is counted
_YES_NO = "must be yes or no (True or False)", "write True or False; leave unknown values empty"


@dataclass(frozen=True)
class Column:
    """One column of the data dictionary; its kind is ``text``, ``number``, ``year`` or ``yes-no``."""

    name: str
    kind: str
    unit: str = ""
    required: bool = True
    part_of: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    meaning: str = ""


def find_issues(frame: AnyFrame, wanted: Sequence[Column]) -> list[Issue]:
    """List everything that is wrong with the wanted columns of a table.

    One query answers which rules a lazy frame breaks; rows are read only for those. The rows of a lazy
    frame have no numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"zone": ["A", "B"], "cod": [5.0, -1.0]}))
    >>> cod = Column("cod", "number", "kg", True, None, 0, None, "chemical oxygen demand")
    >>> [(issue.zone, issue.value, issue.rule) for issue in find_issues(frame, [cod])]
    [('B', -1.0, 'must not be negative')]
    """
    # 1. Columns: which are missing, which hold text where numbers belong.
    names, wanted_names = columns_of(frame), [c.name for c in wanted]
    others = [name for name in names if name not in wanted_names]
    issues = []
    for column in wanted:
        if column.name not in names:
            fix = (
                did_you_mean(column.name, others).strip()
                or "add it; leave it empty where the zone has no data"
            )
            rule = f"the column is missing: {column.meaning} [{column.unit or column.kind}]"
            issues.append(Issue(rule, column.name, fix=fix))
    present = [c for c in wanted if c.name in names]
    texts = [c for c in present if c.kind != "text" and not _holds_numbers(frame, c.name)]
    clean = [c for c in present if c not in texts]
    for column in texts:
        issues += _not_numbers(frame, column)

    # 2. Values: one look for all rules, then the rows that break one.
    checked = with_numbers(frame, [c.name for c in clean if c.kind in _NUMERIC])
    tests = list(_tests(clean, frame.collect_schema()))
    bounded = dict.fromkeys(name for name, _, answer, _, _ in tests if not isinstance(answer, nw.Expr))
    extremes, answers, rows = _look(checked, bounded, [t[2] for t in tests if isinstance(t[2], nw.Expr)])
    for name, broken, answer, rule, fix in tests:
        if answers.pop(0) if isinstance(answer, nw.Expr) else answer(*extremes[name]):
            issues += issues_in_rows(checked, broken, name, rule, fix)
    if not rows:
        issues.append(Issue("the table has no rows", fix="check that the right sheet was read"))
    return issues


def _look(
    frame: AnyFrame, bounded: Iterable[str], questions: Sequence[nw.Expr]
) -> tuple[dict[str, tuple[float, float]], list[Any], int]:
    """Return the smallest and largest value of columns, the answers to questions, and the number of rows.

    A lazy frame gets one query. A column without a value has the extremes NaN, which break no rule.
    """
    asked = [question.alias(f"t{n}") for n, question in enumerate(questions)]
    if isinstance(frame, nw.DataFrame):  # a column of its own is much quicker than an expression
        columns = {name: frame.get_column(name) for name in bounded}
        found = {name: (column.min(), column.max()) for name, column in columns.items()}
    else:
        ends = [end for name in bounded for end in (nw.col(name).min(), nw.col(name).max())]
        asked = [*(end.alias(f"e{n}") for n, end in enumerate(ends)), *asked]
    *answers, rows = collect(frame.select(*asked, nw.len().alias("rows"))).row(0)
    if not isinstance(frame, nw.DataFrame):
        found = {name: (answers.pop(0), answers.pop(0)) for name in bounded}
    extremes = {name: (_or_nan(small), _or_nan(large)) for name, (small, large) in found.items()}
    return extremes, answers, rows


def _or_nan(value: Any) -> Any:
    return math.nan if to_python(value) is None else value


Answer = nw.Expr | Callable[[float, float], bool]


def _tests(columns: Sequence[Column], schema: nw.Schema) -> Iterator[tuple[str, nw.Expr, Answer, str, str]]:
    """Yield for each rule its column, which values break it, whether any value does, the rule and a fix.

    Smallest and largest values answer most rules, as a function of the two: engines find them faster than
    they look at each row. The others are answered by an expression.
    """
    if_unknown = "leave the cell empty if the value is not known"
    check_unit = "check the unit and the calendar"
    for c in columns:
        value, least, most = nw.col(c.name), c.minimum, c.maximum
        if c.kind in _NUMERIC:
            rule = f"must be a finite number below {LARGEST:g}"
            yield c.name, value.abs() >= LARGEST, _is_endless, rule, if_unknown
        if c.kind == "year":
            part = value.floor() != value
            yield c.name, part, part.any(), "must be a whole year", "write the year with four digits"
        if c.kind in {"text", "year"}:
            fix = "give every row a zone and a year"
            yield c.name, value.is_null(), value.null_count() > 0, "must not be missing", fix
        if least is not None:
            rule, fix = "is below the smallest value allowed", check_unit
            if least == 0:
                rule, fix = "must not be negative", f"check the sign; {if_unknown}"
            yield c.name, value < least, partial(_is_below, least), rule, fix
        if most is not None:
            rule = "is above the largest value allowed"
            yield c.name, value > most, partial(_is_above, most), rule, check_unit
        if c.kind == "yes-no" and schema[c.name] != nw.Boolean:
            other = ~value.cast(nw.Float64).is_in([0.0, 1.0]) & ~value.is_null()
            yield c.name, other, other.any(), *_YES_NO
    for c in columns:
        if c.part_of in {whole.name for whole in columns}:
            larger = nw.col(c.name) > nw.col(str(c.part_of)) * (1 + 1e-9)
            rule = f"is larger than {c.part_of}, of which it is a part"
            yield c.name, larger, larger.any(), rule, "check both values and their units"


def _is_endless(smallest: float, largest: float) -> bool:
    return smallest <= -LARGEST or largest >= LARGEST


def _is_below(limit: float, smallest: float, _: float) -> bool:
    return smallest < limit


def _is_above(limit: float, _: float, largest: float) -> bool:
    return largest > limit


def missing_columns(found: Iterable[str], needed: Sequence[str]) -> list[Issue]:
    """Return one issue for each needed column that is not there.

    Examples
    --------
    >>> [issue.fix for issue in missing_columns(["zone", "yaer"], ["zone", "year", "count"])]
    ["Did you mean 'yaer'?", 'add count']
    """
    names = list(found)
    others = [name for name in names if name not in needed]
    return [
        Issue("the column is missing", name, fix=did_you_mean(name, others).strip() or f"add {name}")
        for name in needed
        if name not in names
    ]


def issues_in_rows(frame: AnyFrame, broken: nw.Expr, column: str, rule: str, fix: str) -> list[Issue]:
    """Return one issue for each row that breaks a rule, up to a thousand; the last one counts the rest."""
    names = columns_of(frame)
    if isinstance(frame, nw.DataFrame) and _ROW not in names:
        frame, names = frame.with_row_index(_ROW), [*names, _ROW]
    keys = [k for k in (_ROW, "zone", "year") if k in names]
    hits = frame.filter(broken).select(dict.fromkeys([*keys, *([column] if column in names else [])]))
    rows = collect(hits.head(_LISTED))
    more = len(hits) - len(rows) if isinstance(hits, nw.DataFrame) else 0
    issues = [_issue_of_row(row, column, rule, fix) for row in rows.iter_rows(named=True)]
    if more:
        issues[-1] = replace(issues[-1], count=1 + more)
    return issues


def _issue_of_row(row: dict[str, Any], column: str, rule: str, fix: str) -> Issue:
    number, year = (
        int(float(value)) if isinstance(value, numbers.Real) and abs(float(value)) < float("inf") else None
        for value in (row.get(_ROW), row.get("year"))
    )
    zone = "" if to_python(row.get("zone")) is None else str(row["zone"])
    return Issue(rule, column, number, zone, year, to_python(row.get(column)), fix)


def _holds_numbers(frame: AnyFrame, name: str) -> bool:
    dtype = frame.collect_schema()[name]
    if dtype.is_numeric() or dtype == nw.Boolean:
        return True
    # An object or null column is fine if every value that is there is a number.
    return isinstance(frame, nw.DataFrame) and all(
        value is None or isinstance(value, numbers.Real) for value in frame.get_column(name).to_list()
    )


def _not_numbers(frame: AnyFrame, column: Column) -> list[Issue]:
    """Return the cells that are no numbers, or one issue if all of them are digits in quotes."""

    def is_number(value: Any) -> bool:
        if column.kind == "yes-no" or isinstance(value, numbers.Real):
            return isinstance(value, numbers.Real)
        try:
            float(value)
        except (TypeError, ValueError):
            return False
        return True

    numbered = frame if isinstance(frame, nw.LazyFrame) else frame.with_row_index(_ROW)
    cells = collect(numbered.filter(~nw.col(column.name).is_null()))
    keys = dict.fromkeys(k for k in (_ROW, "zone", "year", column.name) if k in cells.columns)
    rows = list(cells.select(keys).iter_rows(named=True))
    bad = [row for row in rows if not is_number(row[column.name])]
    rule, fix = "must be a number", "write digits only; leave unknown values empty"
    if column.kind == "yes-no":
        rule, fix = _YES_NO
    elif not bad:
        # pandas.NA among objects is no number either, and no row is left if all are.
        rule, fix = "the column holds numbers written as text or objects", "convert the column to numbers"
        bad = rows[:1] or [{}]
    return [_issue_of_row(row, column.name, rule, fix) for row in bad]
