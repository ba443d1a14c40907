"""Rules for the columns of a table: every fault is found, with its row, value and likely fix."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from ecopark.errors import Problem, did_you_mean
from ecopark.frames import AnyFrame, columns_of, plain, row_numbers

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


def faults(frame: AnyFrame, wanted: Sequence[Column]) -> list[Problem]:
    """Return everything that is wrong with the wanted columns of a table, in one list.

    A lazy frame is asked once whether any rule is broken; only then are rows looked at. Its rows
    have no numbers.
    """
    found = columns_of(frame)
    known = [c.name for c in wanted]
    problems = [_absent(c, found, known) for c in wanted if c.name not in found]
    present = [c for c in wanted if c.name in found]
    texts = [c for c in present if c.kind != "text" and not _holds_numbers(frame, c.name)]
    clean = [c for c in present if c not in texts]
    frame = _with_numbers(frame, clean)
    tests = [(c, r.broken(c), r.text, r.fix) for c in clean for r in _RULES if r.applies(c)]
    tests += _parts(clean)
    if not (problems or texts or _any_broken(frame, tests) or _empty(frame)):
        return []
    frame = frame if isinstance(frame, nw.LazyFrame) else row_numbers(frame, _ROW)
    for column in texts:
        problems += _not_numbers(frame, column)
    # pandas calls a missing number NaN, polars null: from here on it is null.
    numeric = [nw.col(c.name).cast(nw.Float64).fill_nan(None) for c in clean if c.kind in _NUMERIC]
    frame = frame.with_columns(*numeric)
    for column, broken, text, fix in tests:
        problems += where(frame, broken, column.name, text, fix)
    if _empty(frame):
        problems.append(Problem("the table has no rows", fix="check that the right sheet was read"))
    return problems


def _with_numbers(frame: AnyFrame, clean: Sequence[Column]) -> AnyFrame:
    """Return the frame with numbers that are kept as objects or categories as plain numbers."""
    schema = frame.collect_schema()
    loose = [c.name for c in clean if c.kind in _NUMERIC and not schema[c.name].is_numeric()]
    return frame.with_columns(nw.col(n).cast(nw.Float64) for n in loose) if loose else frame


_Test = tuple[Column, nw.Expr, str, str]


def _parts(clean: list[Column]) -> list[_Test]:
    names = {c.name for c in clean}
    return [
        (
            part,
            nw.col(part.name) > nw.col(str(part.part_of)) * (1 + 1e-9),
            f"is larger than {part.part_of}, of which it is a part",
            "check both values and their units",
        )
        for part in clean
        if part.part_of in names
    ]


def _any_broken(frame: AnyFrame, tests: Sequence[_Test]) -> bool:
    """Return whether any rule may be broken, at a glance: a polars NaN may raise a false alarm."""
    if not tests:
        return False
    answers = [broken.any().alias(f"t{n}") for n, (_, broken, _, _) in enumerate(tests)]
    row = frame.select(*answers)
    found = row.collect() if isinstance(row, nw.LazyFrame) else row
    return any(bool(answer) for answer in found.row(0))


def _empty(frame: AnyFrame) -> bool:
    head = frame.head(1)
    return len(head.collect() if isinstance(head, nw.LazyFrame) else head) == 0


def missing_columns(found: Iterable[str], needed: Sequence[str]) -> list[Problem]:
    """Return one problem for each needed column that is not there.

    Examples
    --------
    >>> [problem.fix for problem in missing_columns(["zone", "yaer"], ["zone", "year", "count"])]
    ["Did you mean 'yaer'?", 'add count']
    """
    there = list(found)
    others = [name for name in there if name not in needed]
    return [
        Problem("the column is missing", name, fix=did_you_mean(name, others).strip() or f"add {name}")
        for name in needed
        if name not in there
    ]


def where(frame: AnyFrame, broken: nw.Expr, column: str, rule: str, fix: str) -> list[Problem]:
    """Return one problem for each row that breaks a rule, up to a thousand; the last one counts the rest."""
    names = columns_of(frame)
    if isinstance(frame, nw.DataFrame) and _ROW not in names:
        frame, names = row_numbers(frame, _ROW), [*names, _ROW]
    keys = [k for k in (_ROW, "zone", "year") if k in names]
    hit = frame.filter(broken).select(dict.fromkeys([*keys, *([column] if column in names else [])]))
    shown = hit.head(_LISTED)
    rows = shown.collect() if isinstance(shown, nw.LazyFrame) else shown
    more = len(hit) - len(rows) if isinstance(hit, nw.DataFrame) else 0
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
    number = isinstance(value, numbers.Real) and value == value and abs(value) != float("inf")
    return int(value) if number else None


def _absent(column: Column, found: list[str], known: list[str]) -> Problem:
    near = did_you_mean(column.name, [f for f in found if f not in known])
    fix = near.strip() or "add it; leave it empty where the zone has no data"
    text = f"the column is missing: {column.meaning} [{column.unit or column.kind}]"
    return Problem(text, column.name, fix=fix)


def _holds_numbers(frame: AnyFrame, name: str) -> bool:
    dtype = frame.collect_schema()[name]
    if dtype.is_numeric() or dtype == nw.Boolean:
        return True
    if isinstance(frame, nw.LazyFrame):
        return False
    # An object or null column is fine when every value that is there is a number.
    values = frame.get_column(name).to_list()
    return all(v is None or isinstance(v, numbers.Real) for v in values)


def _not_numbers(frame: AnyFrame, column: Column) -> list[Problem]:
    """Return the cells that are no numbers, or one problem where all of them are digits in quotes."""
    there = frame.filter(~nw.col(column.name).is_null())
    head = there.collect() if isinstance(there, nw.LazyFrame) else there
    found = head.select(dict.fromkeys(k for k in (_ROW, "zone", "year", column.name) if k in head.columns))
    rows = list(found.iter_rows(named=True))
    if column.kind == "yes-no":
        bad = [row for row in rows if not isinstance(row[column.name], numbers.Real)]
        return [_problem(row, column.name, *_YES_NO) for row in bad]
    bad = [row for row in rows if not _number_like(row[column.name])]
    rule, fix = "must be a number", "write digits only; leave unknown values empty"
    if not bad:
        # pandas.NA among objects is no number either, and no row is left where all are.
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
