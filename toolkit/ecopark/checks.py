"""Rules for the columns of a table: every fault is found, with its row, value and likely fix."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from ecopark.errors import Problem, did_you_mean
from ecopark.frames import Frame, row_numbers

__all__ = ["Column", "faults", "where"]

_ROW = "__row"
_NUMERIC = {"number", "year"}
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


_RULES = (
    _Rule(
        "must be a finite number",
        lambda c: c.kind in _NUMERIC,
        lambda c: nw.col(c.name).abs() == float("inf"),
        "leave the cell empty if the value is not known",
    ),
    _Rule(
        "must be a whole year",
        lambda c: c.kind == "year",
        lambda c: nw.col(c.name) % 1 != 0,
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
        "must be yes or no (True or False)",
        lambda c: c.kind == "yes-no",
        lambda c: ~nw.col(c.name).cast(nw.Float64).is_in([0.0, 1.0]) & ~nw.col(c.name).is_null(),
        "write True or False",
    ),
)


def faults(frame: Frame, wanted: Sequence[Column]) -> list[Problem]:
    """Return everything that is wrong with the wanted columns of a table, in one list."""
    known = [c.name for c in wanted]
    problems = [_absent(c, frame.columns, known) for c in wanted if c.name not in frame.columns]
    present = [c for c in wanted if c.name in frame.columns]
    numbered = row_numbers(frame, _ROW)
    texts = [c for c in present if c.kind != "text" and not _holds_numbers(frame, c.name)]
    for column in texts:
        problems += _not_numbers(numbered, column)
    clean = [c for c in present if c not in texts]
    # pandas calls a missing number NaN, polars null: from here on it is null.
    numeric = [nw.col(c.name).cast(nw.Float64).fill_nan(None) for c in clean if c.kind in _NUMERIC]
    numbered = numbered.with_columns(*numeric)
    problems += _broken_rules(numbered, clean)
    problems += _parts(numbered, [c for c in clean if c.part_of in {k.name for k in clean}])
    if len(frame) == 0:
        problems.append(Problem("the table has no rows", fix="check that the right sheet was read"))
    return problems


def where(frame: Frame, broken: nw.Expr, column: str, rule: str, fix: str) -> list[Problem]:
    """Return one problem for each row that breaks a rule, up to a thousand; the last one counts the rest."""
    numbered = frame if _ROW in frame.columns else row_numbers(frame, _ROW)
    hit = numbered.filter(broken)
    keys = [k for k in ("zone", "year") if k in hit.columns]
    shown = hit.select(dict.fromkeys([_ROW, *keys, *([column] if column in hit.columns else [])]))
    return [
        Problem(
            rule=rule,
            column=column,
            row=int(row[_ROW]),
            zone="" if row.get("zone") is None else str(row["zone"]),
            year=_whole(row.get("year")),
            value=row.get(column),
            fix=fix,
            count=1 if n < _LISTED - 1 else len(hit) - n,
        )
        for n, row in enumerate(shown.head(_LISTED).iter_rows(named=True))
    ]


def _whole(value: Any) -> int | None:
    number = isinstance(value, numbers.Real) and value == value and abs(value) != float("inf")
    return int(value) if number else None


def _absent(column: Column, found: list[str], known: list[str]) -> Problem:
    near = did_you_mean(column.name, [f for f in found if f not in known])
    fix = near.strip() or "add it; leave it empty where the zone has no data"
    text = f"the column is missing: {column.meaning} [{column.unit or column.kind}]"
    return Problem(text, column.name, fix=fix)


def _holds_numbers(frame: Frame, name: str) -> bool:
    dtype = frame.schema[name]
    if dtype.is_numeric() or dtype == nw.Boolean:
        return True
    # An object or null column is fine when every value that is there is a number.
    return all(v is None or v != v or (isinstance(v, numbers.Real)) for v in frame.get_column(name).to_list())


def _not_numbers(numbered: Frame, column: Column) -> list[Problem]:
    values = numbered.get_column(column.name).to_list()
    bad = [n for n, v in enumerate(values) if v is not None and v == v and not _number_like(v)]
    if not bad:
        rows, rule = list(range(min(1, len(values)))), "the column holds numbers written as text"
        fix = "convert the column to numbers"
    else:
        rows, rule, fix = bad, "must be a number", "write digits only; leave unknown values empty"
    found = where(numbered, nw.col(_ROW).is_in(rows), column.name, rule, fix)
    return found


def _number_like(value: Any) -> bool:
    if isinstance(value, numbers.Real):
        return True
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _broken_rules(numbered: Frame, present: list[Column]) -> list[Problem]:
    pairs = [(column, rule) for column in present for rule in _RULES if rule.applies(column)]
    if not pairs or len(numbered) == 0:
        return []
    names = [f"r{n}" for n in range(len(pairs))]
    tests = [rule.broken(column).any().alias(n) for n, (column, rule) in zip(names, pairs, strict=True)]
    hit = numbered.select(*tests).row(0)
    return [
        problem
        for flag, (column, rule) in zip(hit, pairs, strict=True)
        if flag
        for problem in where(numbered, rule.broken(column), column.name, rule.text, rule.fix)
    ]


def _parts(numbered: Frame, parts: list[Column]) -> list[Problem]:
    found: list[Problem] = []
    for part in parts:
        more = nw.col(part.name) > nw.col(str(part.part_of)) * (1 + 1e-9)
        text = f"is larger than {part.part_of}, of which it is a part"
        found += where(numbered, more, part.name, text, "check both values and their units")
    return found
