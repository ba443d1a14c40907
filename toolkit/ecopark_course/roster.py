"""The list of a class: one learner a row. Names that cannot be used are named, the others are kept."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ecopark.errors import DataProblem, Problem
from ecopark_course.variants import named

__all__ = ["Roster", "read_roster", "unusable"]

_COLUMNS = ("learner", "id", "student", "student_id", "login", "username", "name")
_NOT_IN_FILES = set('/\\:*?"<>|')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
_LONGEST = 100  # letters of a name
_BYTES = 10 * 2**20  # a list of a class is smaller than this


@dataclass(frozen=True)
class Roster:
    """The learners in order, and one line for each row that could not be used."""

    learners: tuple[str, ...]
    problems: tuple[str, ...] = ()


def read_roster(file: str | Path) -> Roster:
    """Read the list of a class from a CSV file.

    Parameters
    ----------
    file : str or Path
        CSV in UTF-8 with a column ``learner`` (or ``id``, ``student``, ``login``, ``name``); without
        such a heading, the first column is taken.

    Returns
    -------
    Roster
        Learners in the order of the rows, and what is wrong with the other rows.

    Raises
    ------
    DataProblem
        If the file cannot be read, or holds no learner.
    """
    path = Path(file)
    rows = [row for row in csv.reader(io.StringIO(_text(path)), _dialect(_text(path))) if row]
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    column = next((heading.index(name) for name in _COLUMNS if name in heading), None)
    first = 1 if column is not None else 0
    learners: list[str] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[first:], first + 1):
        learner = named(row[column or 0]) if len(row) > (column or 0) else ""
        fault = unusable(learner)
        if not fault and (same := seen.get(_folded(learner))):
            fault = f"is already in row {same}"
        if fault:
            problems.append(f"{path.name}, row {number}: the name {learner!r} {fault}; the row is left out.")
            continue
        seen[_folded(learner)] = number
        learners.append(learner)
    if not learners:
        fix = "write one learner a row, under the heading learner"
        raise DataProblem(path.name, [Problem("the file names no learner", fix=fix)])
    return Roster(tuple(learners), tuple(problems))


def _folded(learner: str) -> str:
    """Return a name as file systems compare it."""
    return unicodedata.normalize("NFKC", learner).casefold()


def unusable(learner: str) -> str:
    """Return why a name cannot be used for a file, or nothing.

    Examples
    --------
    >>> unusable("Łukasz"), unusable("สมชาย"), unusable("../x")
    ('', '', 'holds a sign that no file name may hold')
    """
    if not learner:
        return "is empty"
    if len(learner) > _LONGEST:
        return f"is longer than {_LONGEST} letters"
    if _NOT_IN_FILES & set(learner) or any(unicodedata.category(c) in {"Cc", "Cs"} for c in learner):
        return "holds a sign that no file name may hold"
    if learner.startswith(".") or learner.endswith(".") or learner.casefold() in _DEVICES:
        return "is a name that some computers keep for themselves"
    return ""


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _BYTES:
            raise DataProblem(path.name, [Problem("the file is too large for the list of a class")])
        return path.read_text("utf-8-sig")
    except OSError as error:
        problem = Problem(f"the file cannot be read: {error.strerror}", fix="check path and permissions")
        raise DataProblem(path.name, [problem]) from error
    except UnicodeDecodeError as error:
        problem = Problem("the file is not in UTF-8", fix="save it as CSV UTF-8")
        raise DataProblem(path.name, [problem]) from error


def _dialect(text: str) -> type[csv.Dialect]:
    head = text.splitlines()[0] if text.strip() else ""
    return csv.excel if head.count(";") <= head.count(",") else _Semicolon


class _Semicolon(csv.excel):
    delimiter = ";"
