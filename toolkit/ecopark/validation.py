"""Rules for the columns of a table: every fault is listed, with its row, value and likely fix."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from ecopark.errors import Issue, did_you_mean
from ecopark.frames import AnyFrame, Frame, collect, columns_of, to_python, with_numbers
from ecopark.i18n import mark, say

__all__ = ["LARGEST", "Column", "find_duplicates", "find_issues", "find_missing_columns", "issues_in_rows"]

_ROW = "__row"
_NUMERIC = (mark("number"), mark("year"))
_KINDS = (*_NUMERIC, mark("text"), mark("yes-no"))
LARGEST = 1e100  # below it a square is a number, and no measured value comes near
_LISTED = 1000  # issues listed one by one for each rule and column; the rest is counted
_YES_NO = (
    mark("must be yes or no (True or False)"),
    mark("write True or False; leave unknown values empty"),
)


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


def find_issues(frame: AnyFrame, described: Sequence[Column]) -> list[Issue]:
    """List every fault of the described columns of a table.

    One query answers whether any rule is broken, also on a lazy frame; only then are the rules asked one by
    one, and rows read for those that are. The rows of a lazy frame have no numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"zone": ["A", "B"], "cod": [5.0, -1.0]}))
    >>> cod = Column("cod", "number", "kg", True, None, 0, None, "chemical oxygen demand")
    >>> [(issue.zone, issue.value, issue.rule) for issue in find_issues(frame, [cod])]
    [('B', -1.0, 'must not be negative')]
    """
    # 1. Columns: which are missing, which hold text where numbers belong.
    names, described_names = columns_of(frame), [c.name for c in described]
    others = [name for name in names if name not in described_names]
    issues = []
    for column in described:
        if column.name not in names:
            unit = say(column.unit or column.kind)
            rule = say("the column is missing: {meaning} [{unit}]", meaning=say(column.meaning), unit=unit)
            fix = did_you_mean(column.name, others).strip()
            fix = fix or mark("add it; leave it empty where the zone has no data")
            issues.append(Issue(rule, column.name, fix=fix))
    present = [c for c in described if c.name in names]
    texts = [c for c in present if c.kind != "text" and not _holds_numbers(frame, c.name)]
    clean = [c for c in present if c not in texts]
    for column in texts:
        issues += _find_non_numbers(frame, column)

    # 2. Values: is any rule broken, and if so, which of them, and by which rows?
    checked = with_numbers(frame, [c.name for c in clean if c.kind in _NUMERIC])
    tests = list(_tests(clean, frame.collect_schema()))
    broken = [values for _, values, _, _ in tests]
    # Most tables break no rule, and one question about all rules shows it.
    questions = [nw.any_horizontal(*broken, ignore_nulls=False).any().alias("any")] if tests else []
    *is_broken, rows = collect(checked.select(*questions, nw.len().alias("rows"))).row(0)
    if any(is_broken):
        answers = collect(checked.select(values.any().alias(str(n)) for n, values in enumerate(broken)))
        for (name, values, rule, fix), answer in zip(tests, answers.row(0), strict=True):
            issues += issues_in_rows(checked, values, name, rule, fix) if answer else []
    if not rows:
        issues.append(Issue("the table has no rows", fix="check that the right sheet was read"))
    return issues


def _tests(columns: Sequence[Column], schema: nw.Schema) -> Iterator[tuple[str, nw.Expr, str, str]]:
    """Yield for each rule its column, the values that break it, the rule and a fix."""
    check_unit = mark("check the unit and the calendar")
    for c in columns:
        value = nw.col(c.name)
        if c.kind in _NUMERIC:
            rule = say("must be a finite number below {largest:g}", largest=LARGEST)
            yield c.name, value.abs() >= LARGEST, rule, mark("leave the cell empty if the value is not known")
        if c.kind == "year":
            rule, fix = mark("must be a whole year"), mark("write the year with four digits")
            yield c.name, value.floor() != value, rule, fix
        if c.kind in {"text", "year"}:
            rule, fix = mark("must not be missing"), mark("give every row a zone and a year")
            yield c.name, value.is_null(), rule, fix
        if c.minimum == 0:
            fix = mark("check the sign; leave the cell empty if the value is not known")
            yield c.name, value < 0, mark("must not be negative"), fix
        elif c.minimum is not None:
            yield c.name, value < c.minimum, mark("is below the smallest value allowed"), check_unit
        if c.maximum is not None:
            yield c.name, value > c.maximum, mark("is above the largest value allowed"), check_unit
        if c.kind == "yes-no" and schema[c.name] != nw.Boolean:
            yield c.name, ~value.cast(nw.Float64).is_in([0.0, 1.0]) & ~value.is_null(), *_YES_NO
        if c.part_of in {whole.name for whole in columns}:
            # A part may exceed its whole by rounding.
            larger = value > nw.col(str(c.part_of)) * (1 + 1e-9)
            yield c.name, larger, larger_than(c.part_of), mark("check both values and their units")


def larger_than(whole: str | None) -> str:
    """Return the rule that a part breaks which is larger than its whole, such as energy reused."""
    return say("is larger than {whole}, of which it is a part", whole=whole)


def find_duplicates(frame: Frame, keys: Sequence[str], column: str, rule: str, fix: str) -> list[Issue]:
    """Return one issue for each row whose keys another row has, too."""
    duplicated = frame.select(*keys).is_duplicated()
    marked = frame.with_columns(duplicated.alias("__duplicate")) if duplicated.any() else None
    return [] if marked is None else issues_in_rows(marked, nw.col("__duplicate"), column, rule, fix)


def find_missing_columns(present: Iterable[str], required: Sequence[str]) -> list[Issue]:
    """Return one issue for each needed column that is not there.

    Examples
    --------
    >>> [issue.fix for issue in find_missing_columns(["zone", "yaer"], ["zone", "year", "count"])]
    ["Did you mean 'yaer'?", 'add count']
    """
    names = list(present)
    others = [name for name in names if name not in required]
    return [
        Issue(
            "the column is missing",
            name,
            fix=did_you_mean(name, others).strip() or say("add {column}", column=name),
        )
        for name in required
        if name not in names
    ]


def issues_in_rows(frame: AnyFrame, broken: nw.Expr, column: str, rule: str, fix: str) -> list[Issue]:
    """Return one issue for each row that breaks a rule, up to a thousand; the last one counts the rest."""
    hits = _select_places(frame, broken, column)
    # A lazy frame is asked for the rows that are listed only, so the rest is not counted.
    rows = collect(hits.head(_LISTED))
    n_unlisted = len(hits) - len(rows) if isinstance(hits, nw.DataFrame) else 0
    issues = [_issue_of_row(row, column, rule, fix) for row in rows.iter_rows(named=True)]
    if n_unlisted:
        issues[-1] = replace(issues[-1], count=1 + n_unlisted)
    return issues


def _select_places(frame: AnyFrame, condition: nw.Expr, column: str) -> AnyFrame:
    """Select row number, zone, year and the cell of a column, where they exist, of some rows."""
    if isinstance(frame, nw.DataFrame) and _ROW not in frame.columns:
        frame = frame.with_row_index(_ROW)
    names = columns_of(frame)
    keys = dict.fromkeys(key for key in (_ROW, "zone", "year", column) if key in names)
    return frame.filter(condition).select(keys)


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


def _find_non_numbers(frame: AnyFrame, column: Column) -> list[Issue]:
    """List the cells that are not numbers, or one issue if all of them are digits in quotes."""

    def is_number(value: Any) -> bool:
        if column.kind == "yes-no" or isinstance(value, numbers.Real):
            return isinstance(value, numbers.Real)
        try:
            float(value)
        except (TypeError, ValueError):
            return False
        return True

    filled = _select_places(frame, ~nw.col(column.name).is_null(), column.name)
    rows = list(collect(filled).iter_rows(named=True))
    bad = [row for row in rows if not is_number(row[column.name])]
    rule, fix = mark("must be a number"), mark("write digits only; leave unknown values empty")
    if column.kind == "yes-no":
        rule, fix = _YES_NO
    elif not bad:
        # pandas.NA among objects is not a number either, and no row is left if all are.
        rule = mark("the column holds numbers written as text or objects")
        fix = mark("convert the column to numbers")
        bad = rows[:1] or [{}]
    return [_issue_of_row(row, column.name, rule, fix) for row in bad]
