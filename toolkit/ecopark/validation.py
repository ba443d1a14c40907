"""Rules for the columns of a table: every fault is listed, with its row, value and likely fix."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from ecopark.errors import Problem, did_you_mean
from ecopark.frames import AnyFrame, columns_of, plain, row_numbers, with_numbers

__all__ = ["LARGEST", "Column", "faults", "missing_columns", "where"]

_ROW = "__row"
_NUMERIC = {"number", "year"}
LARGEST = 1e100  # below it a square is a number, and no measured value comes near
_LISTED = 1000  # problems listed one by one for each rule and column; the rest is counted


@dataclass(frozen=True)
class Column:
    """One column of the data dictionary."""

    name: str
    kind: str
    unit: str
    required: bool
    part_of: str | None
    minimum: float | None
    maximum: float | None
    meaning: str


@dataclass(frozen=True)
class _Rule:
    """A rule for values: where it applies, which values break it, how to mend them."""

    text: str
    applies: Callable[[Column], bool]
    broken: Callable[[Column], nw.Expr]
    fix: str


_YES_NO = "must be yes or no (True or False)", "write True or False; leave unknown values empty"
_RULES = (
    _Rule(
        f"must be a finite number below {LARGEST:g}",
        lambda c: c.kind in _NUMERIC,
        lambda c: nw.col(c.name).abs() >= LARGEST,
        "leave the cell empty if the value is not known",
    ),
    _Rule(
        "must be a whole year",
        lambda c: c.kind == "year",
        lambda c: nw.col(c.name).floor() != nw.col(c.name),
        "write the year with four digits",
    ),
    _Rule(
        "must not be missing",
        lambda c: c.kind in {"text", "year"},
        lambda c: nw.col(c.name).is_null(),
        "give every row a zone and a year",
    ),
    _Rule(
        "must not be negative",
        lambda c: c.minimum == 0,
        lambda c: nw.col(c.name) < 0,
        "check the sign; leave the cell empty if the value is not known",
    ),
    _Rule(
        "is below the smallest value allowed",
        lambda c: bool(c.minimum),
        lambda c: nw.col(c.name) < c.minimum,
        "check the unit and the calendar",
    ),
    _Rule(
        "is above the largest value allowed",
        lambda c: c.maximum is not None,
        lambda c: nw.col(c.name) > c.maximum,
        "check the unit and the calendar",
    ),
    _Rule(
        _YES_NO[0],
        lambda c: c.kind == "yes-no",
        lambda c: ~nw.col(c.name).cast(nw.Float64).is_in([0.0, 1.0]) & ~nw.col(c.name).is_null(),
        _YES_NO[1],
    ),
)
_Test = tuple[Column, nw.Expr, str, str]


def faults(frame: AnyFrame, wanted: Sequence[Column]) -> list[Problem]:
    """List everything that is wrong with the wanted columns of a table.

    One query answers which rules are broken, also on a lazy frame; rows are read only for those. The
    rows of a lazy frame have no numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"zone": ["A", "B"], "cod": [5.0, -1.0]}))
    >>> cod = Column("cod", "number", "kg", True, None, 0, None, "chemical oxygen demand")
    >>> [(problem.zone, problem.value, problem.rule) for problem in faults(frame, [cod])]
    [('B', -1.0, 'must not be negative')]
    """
    # 1. Columns: which are missing, which hold text where numbers belong.
    names, wanted_names = columns_of(frame), [c.name for c in wanted]
    problems = []
    for column in wanted:
        if column.name not in names:
            near = did_you_mean(column.name, [n for n in names if n not in wanted_names])
            fix = near.strip() or "add it; leave it empty where the zone has no data"
            rule = f"the column is missing: {column.meaning} [{column.unit or column.kind}]"
            problems.append(Problem(rule, column.name, fix=fix))
    present = [c for c in wanted if c.name in names]
    texts = [c for c in present if c.kind != "text" and not _holds_numbers(frame, c.name)]
    clean = [c for c in present if c not in texts]
    for column in texts:
        problems += _not_numbers(frame, column)

    # 2. Values: one query for all rules, then the rows that break one.
    checked = with_numbers(frame, [c.name for c in clean if c.kind in _NUMERIC])
    tests = [(c, r.broken(c), r.text, r.fix) for c in clean for r in _RULES if r.applies(c)]
    tests += _parts(clean)
    answers, rows = _broken(checked, tests)
    for (column, test, rule, fix), is_broken in zip(tests, answers, strict=True):
        if is_broken:
            problems += where(checked, test, column.name, rule, fix)
    if not rows:
        problems.append(Problem("the table has no rows", fix="check that the right sheet was read"))
    return problems


def _parts(columns: list[Column]) -> list[_Test]:
    """Return the tests that no part is larger than its whole."""
    names = {c.name for c in columns}
    return [
        (
            part,
            nw.col(part.name) > nw.col(str(part.part_of)) * (1 + 1e-9),
            f"is larger than {part.part_of}, of which it is a part",
            "check both values and their units",
        )
        for part in columns
        if part.part_of in names
    ]


def _broken(frame: AnyFrame, tests: Sequence[_Test]) -> tuple[list[bool], int]:
    """Return which rules some row breaks, and the number of rows, in one query."""
    answers = [broken.any().alias(f"t{n}") for n, (_, broken, _, _) in enumerate(tests)]
    table = frame.select(*answers, nw.len().alias("rows"))
    row = (table.collect() if isinstance(table, nw.LazyFrame) else table).row(0)
    return [bool(answer) for answer in row[:-1]], int(row[-1] or 0)


def missing_columns(found: Iterable[str], needed: Sequence[str]) -> list[Problem]:
    """Return one problem for each needed column that is not there.

    Examples
    --------
    >>> [problem.fix for problem in missing_columns(["zone", "yaer"], ["zone", "year", "count"])]
    ["Did you mean 'yaer'?", 'add count']
    """
    names = list(found)
    others = [name for name in names if name not in needed]
    return [
        Problem("the column is missing", name, fix=did_you_mean(name, others).strip() or f"add {name}")
        for name in needed
        if name not in names
    ]


def where(frame: AnyFrame, broken: nw.Expr, column: str, rule: str, fix: str) -> list[Problem]:
    """Return one problem for each row that breaks a rule, up to a thousand; the last one counts the rest."""
    names = columns_of(frame)
    if isinstance(frame, nw.DataFrame) and _ROW not in names:
        frame, names = row_numbers(frame, _ROW), [*names, _ROW]
    keys = [k for k in (_ROW, "zone", "year") if k in names]
    hits = frame.filter(broken).select(dict.fromkeys([*keys, *([column] if column in names else [])]))
    listed = hits.head(_LISTED)
    rows = listed.collect() if isinstance(listed, nw.LazyFrame) else listed
    more = len(hits) - len(rows) if isinstance(hits, nw.DataFrame) else 0
    problems = [_problem(row, column, rule, fix) for row in rows.iter_rows(named=True)]
    if more:
        problems[-1] = replace(problems[-1], count=1 + more)
    return problems


def _problem(row: dict[str, Any], column: str, rule: str, fix: str) -> Problem:
    return Problem(
        rule=rule,
        column=column,
        row=_whole(row.get(_ROW)),
        zone="" if plain(row.get("zone")) is None else str(row["zone"]),
        year=_whole(row.get("year")),
        value=plain(row.get(column)),
        fix=fix,
    )


def _whole(value: Any) -> int | None:
    is_number = isinstance(value, numbers.Real) and value == value and abs(value) != float("inf")
    return int(value) if is_number else None


def _holds_numbers(frame: AnyFrame, name: str) -> bool:
    dtype = frame.collect_schema()[name]
    if dtype.is_numeric() or dtype == nw.Boolean:
        return True
    if isinstance(frame, nw.LazyFrame):
        return False
    # An object or null column is fine if every value that is there is a number.
    values = frame.get_column(name).to_list()
    return all(v is None or isinstance(v, numbers.Real) for v in values)


def _not_numbers(frame: AnyFrame, column: Column) -> list[Problem]:
    """Return the cells that are no numbers, or one problem if all of them are digits in quotes."""
    numbered = frame if isinstance(frame, nw.LazyFrame) else row_numbers(frame, _ROW)
    filled = numbered.filter(~nw.col(column.name).is_null())
    cells = filled.collect() if isinstance(filled, nw.LazyFrame) else filled
    keys = dict.fromkeys(k for k in (_ROW, "zone", "year", column.name) if k in cells.columns)
    rows = list(cells.select(keys).iter_rows(named=True))
    if column.kind == "yes-no":
        bad = [row for row in rows if not isinstance(row[column.name], numbers.Real)]
        return [_problem(row, column.name, *_YES_NO) for row in bad]
    bad = [row for row in rows if not _number_like(row[column.name])]
    rule, fix = "must be a number", "write digits only; leave unknown values empty"
    if not bad:
        # pandas.NA among objects is no number either, and no row is left if all are.
        rule, fix = "the column holds numbers written as text or objects", "convert the column to numbers"
        bad = rows[:1] or [{}]
    return [_problem(row, column.name, rule, fix) for row in bad]


def _number_like(value: Any) -> bool:
    if isinstance(value, numbers.Real):
        return True
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
