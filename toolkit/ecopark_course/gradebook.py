"""The files that grading gives: grades, written answers, what to look at, what went wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecopark.files import output

__all__ = ["Gradebook", "Graded", "files", "write"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Graded:
    """One learner's result, by exercise: kind, line, text that was written, value that was wrong.

    ``notes`` are for the teacher: given cells that stopped with an error, cells that did not count.
    """

    learner: str
    file: str = ""
    outcomes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def points(self) -> int:
        """One point for each exercise that passed; a written answer is for the teacher to judge."""
        return sum(outcome == "passed" for outcome in self.outcomes.values())


@dataclass
class Gradebook:
    """The results of a class and what a person should look at."""

    lesson: str
    exercises: tuple[str, ...]
    checked: int
    graded: list[Graded] = field(default_factory=list)
    shared: list[list[str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def files(target: Path) -> list[Path]:
    """Return the files of a grade book: grades, texts, what learners have in common, problems."""
    names = ("written", "shared", "problems")
    return [target, *(target.with_name(f"{target.stem}_{name}.csv") for name in names)]


def write(book: Gradebook, target: Path) -> list[Path]:
    """Write the files of a grade book and return them.

    ``grades.csv`` holds one row per learner. Beside it are ``grades_written.csv`` with the texts,
    ``grades_shared.csv`` with what learners have in common, and ``grades_problems.csv``.

    Raises
    ------
    DataError
        If a file cannot be written or is not ecopark's own.
    """
    tables: list[tuple[list[str], Iterable[Sequence[object]]]] = [
        (["learner", "file", "points", "of", *book.exercises], map(_row(book), book.graded)),
        (["learner", "exercise", "text"], _texts(book.graded)),
        (["learners", "exercises", "what is equal"], book.shared),
        (["problem"], ([line] for line in book.problems)),
    ]
    for path, (heading, rows) in zip(files(target), tables, strict=True):
        _write(path, heading, rows)
    return files(target)


def _row(book: Gradebook) -> Any:
    def row(one: Graded) -> list[object]:
        cells = [_cell(one, exercise) for exercise in book.exercises]
        return [one.learner, one.file, one.points if one.outcomes else "", book.checked, *cells]

    return row


def _cell(one: Graded, exercise: str) -> str:
    """Return a word for a passed or a written answer, and the hint for the others."""
    outcome = one.outcomes.get(exercise, "")
    if outcome in {"passed", "kept", ""}:
        return {"kept": "written: to be read"}.get(outcome, outcome)
    return one.lines[exercise].removeprefix(f"{exercise} ")


def _texts(graded: Iterable[Graded]) -> list[list[str]]:
    return [[one.learner, exercise, text] for one in graded for exercise, text in one.written.items()]


def _write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    # The mark at the start lets spreadsheets read letters of every language.
    with output(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows([_safe(cell) for cell in row] for row in rows)


def _safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
