"""From one master to its editions: lesson, learner, reference, instructor.

A master is a text file in py:percent form. In an exercise master, three kinds of cells carry marks:

- an answer cell holds a solution between ``### BEGIN SOLUTION`` and ``### END SOLUTION``;
  the code before the markers stays in the learner's edition: three dots, or code to repair;
- a raw cell tagged ``exercise`` holds, in TOML, the task and its hints;
- a check cell calls ``check("10.1", name)``.

A notebook is identified by its slug, which is the name of its master without the number, and an exercise
notebook also by its edition. Authors raise ``edition`` in the header of an exercise master when its
exercises change so that notebooks handed out before no longer fit.
"""

from __future__ import annotations

import ast
import copy
import functools
import importlib.util
import re
import sys
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ecopark import files
from ecopark.errors import EcoparkError, MissingExtra, UnknownNameError

__all__ = [
    "Exercise",
    "MasterFault",
    "Mistake",
    "find",
    "header",
    "masters",
    "need_course",
    "read",
    "slug",
    "write_notebook",
]

# jsonschema builds the grammars of this package at every start (1.3 s); no notebook schema needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_SOLUTION = re.compile(rf"^[ \t]*{_BEGIN}.*?{_END}[^\n]*\n?", re.DOTALL | re.MULTILINE)
# The line that checks an answer, in a master or as edited by a learner.
CHECK = re.compile(
    r"""^check\(\s*["'](?P<id>\d\d\.\d+)["']\s*,\s*(?P<name>\w+)\s*\)[ \t]*(#.*)?$""", re.MULTILINE
)
_LONGEST_EDITION = 20  # letters
_LEVELS = (3, 4)  # of a rubric


class MasterFault(EcoparkError, ValueError):
    """A master breaks the rules for masters."""


@dataclass(frozen=True)
class Mistake:
    """A usual wrong answer: its value as an expression of the solution's names, and its hint."""

    value: str
    hint: str


@dataclass(frozen=True)
class Exercise:
    """The task of an exercise: one object with a unit, and the hints that are given in turn.

    ``kind`` is ``"checked"``, or ``"written"`` for a text that is kept for the teacher. ``read`` names
    the place in the lesson to read again after the last hint, such as ``section 4``; by default, the
    whole lesson. ``rubric`` has three or four levels of a written answer, the weakest first.
    """

    id: str
    answer: str
    unit: str = ""
    within: float = 0.0
    hints: tuple[str, ...] = ()
    idea: str = ""
    mistakes: tuple[Mistake, ...] = ()
    kind: str = "checked"
    read: str = ""
    rubric: tuple[str, ...] = ()


def need_course() -> None:
    """Raise ``MissingExtra`` if the notebook libraries are not installed."""
    for name in ("jupytext", "papermill"):
        if importlib.util.find_spec(name) is None:
            raise MissingExtra("{name} is missing: pip install 'ecopark[course]'", name=name)


# ---- masters -------------------------------------------------------------------------------------


def masters(kind: str) -> list[Path]:
    """Return the masters of ``"course"``, ``"exercises"`` or ``"gallery"``, in order."""
    if kind == "gallery":
        return sorted((files.course_folder() / "gallery").glob("*.py"))
    folder = {"course": files.course_folder(), "exercises": files.exercises_folder()}[kind]
    return sorted((folder / "masters").glob("[0-9][0-9]_*.py"))


def find(number: str, kind: str = "course") -> Path:
    """Return the master of a lesson or exercise notebook by its number.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    by_number = {path.name[:2]: path for path in masters(kind)}
    key = str(number).zfill(2)
    if key not in by_number:
        raise UnknownNameError("lesson", number, [path.stem for path in by_number.values()])
    return by_number[key]


def slug(master: Path) -> str:
    """Return the name of a master without its number: it stays when lessons are renumbered."""
    return master.stem[3:]


def header(master: Path) -> dict[str, Any]:
    """Return the header of a master: number, title, edition and more."""
    return dict(_parse_master(master.read_text("utf-8"), master).metadata["ecopark"])


def read(master: Path) -> Any:
    """Return a master as a notebook with stable cell ids and nbgrader's cell metadata.

    Raises
    ------
    MasterFault
        If an exercise master has no edition, or its marks do not match.
    """
    return copy.deepcopy(_parse_master(master.read_text("utf-8"), master))


@functools.lru_cache(maxsize=64)
def _parse_master(text: str, master: Path) -> Any:
    need_course()
    import jupytext

    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = {k: v for k, v in notebook.metadata.items() if k in {"kernelspec", "ecopark"}}
    answer = None  # the latest answer cell without a check
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags"}
        if cell.cell_type == "code" and _BEGIN in cell.source:
            if cell.source.count(_BEGIN) != cell.source.count(_END):
                raise MasterFault(f"{master.name}, {cell.id}: BEGIN and END of a solution do not match.")
            answer = cell
        if check := _check_of(cell):
            if answer is None:
                raise MasterFault(f"{master.name}, {cell.id}: no answer cell stands before this check.")
            answer.id, cell.id = answer_id(check["id"]), check_id(check["id"])
            answer.metadata["nbgrader"] = _nbgrader_metadata(answer.id, solution=True)
            cell.metadata["nbgrader"] = _nbgrader_metadata(cell.id, solution=False)
            answer = None

    # A notebook with checks has an edition: a whole number from 1 on, or a short text.
    if about := notebook.metadata.get("ecopark"):
        about["slug"] = slug(master)
        edition = about.get("edition")
        number_fits = type(edition) is int and edition >= 1
        text_fits = isinstance(edition, str) and 0 < len(edition) <= _LONGEST_EDITION
        if any(map(_check_of, notebook.cells)) and not (number_fits or text_fits):
            rule = f"the header needs an edition, such as `edition: 1`, not {edition!r}"
            raise MasterFault(f"{master.name}: {rule}.")
    return notebook


def exercises(notebook: Any) -> dict[str, Exercise]:
    """Return each exercise of a notebook by its id.

    Raises
    ------
    MasterFault
        If a check has no exercise cell, or such a cell has no check or unknown keys.
    """
    names = {check["id"]: check["name"] for check in map(_check_of, notebook.cells) if check}
    keys = {field.name for field in fields(Exercise)} - {"answer"}
    by_id = {}
    for cell in notebook.cells:
        if not _has_tag(cell, "exercise"):
            continue
        spec = tomllib.loads(cell.source)
        exercise, kind, rubric = spec.get("id"), spec.get("kind", "checked"), spec.get("rubric", [])
        is_whole = {"id", "hints", "idea"} <= set(spec) <= keys
        if not is_whole or exercise not in names or kind not in {"checked", "written"}:
            raise MasterFault(f"Exercise cell {cell.id}: keys {sorted(spec)}, checks {sorted(names)}.")
        if rubric and (kind != "written" or len(rubric) not in _LEVELS):
            rule = "only a written exercise has a rubric, of three or four levels"
            raise MasterFault(f"Exercise {exercise}: {rule}.")
        lists = {key: tuple(spec.get(key, ())) for key in ("hints", "rubric")}
        mistakes = tuple(Mistake(**mistake) for mistake in spec.get("mistakes", ()))
        by_id[exercise] = Exercise(**{**spec, **lists, "answer": names[exercise], "mistakes": mistakes})
    if set(by_id) != set(names):
        raise MasterFault(f"Checks without an exercise cell: {sorted(set(names) - set(by_id))}.")
    return by_id


# ---- editions ------------------------------------------------------------------------------------


def lesson_edition(notebook: Any) -> Any:
    """Return the lesson: without the instructor's notes, with set-up code folded.

    That is the code of set-up and concept checks, and of cells tagged ``hide-input``.
    """
    edition = _drop_cells(notebook, "instructor")
    for cell in edition.cells:
        asks = cell.cell_type == "code" and cell.source.startswith("course.ask(")
        if asks or _has_tag(cell, "setup", "hide-input"):
            tags = dict.fromkeys([*cell.metadata.get("tags", ()), "hide-input"])
            cell.metadata["tags"] = list(tags)  # folded on the site
            cell.metadata["jupyter"] = {"source_hidden": True}  # folded in JupyterLab
    return edition


def learners_edition(notebook: Any) -> Any:
    """Return the learner's exercise notebook: without solutions, hints and notes."""
    edition = _drop_cells(notebook, "instructor", "exercise")
    for cell in edition.cells:
        if cell.cell_type == "code":
            cell.source = _SOLUTION.sub("", cell.source).rstrip()
    return edition


def solution(source: str) -> str:
    """Return the solution in an answer cell: the code between the markers."""
    return "\n".join("\n".join(block.splitlines()[1:-1]) for block in _SOLUTION.findall(source))


def for_class(notebook: Any) -> Any:
    """Return an exercise notebook whose checks keep the model answers for the teacher."""
    edition = copy.deepcopy(notebook)
    for cell in edition.cells:
        if cell.cell_type == "code" and "course.checker(" in cell.source:
            statements = ast.parse(cell.source).body
            end = next(s.end_lineno for s in statements if "course.checker(" in ast.unparse(s)) or 0
            lines = cell.source.splitlines()
            lines.insert(end, "check.for_class = True  # model answers: your teacher")
            cell.source = "\n".join(lines)
    return edition


def reference_edition(notebook: Any) -> Any:
    """Return the reference, not yet executed: with solutions, without hints and notes."""
    return _drop_cells(notebook, "instructor", "exercise")


def instructors_edition(notebook: Any) -> Any:
    """Return the instructor's edition: solutions, notes, and each exercise's hints and mistakes."""
    edition, by_id = copy.deepcopy(notebook), exercises(notebook)
    for cell in edition.cells:
        if _has_tag(cell, "exercise"):
            cell.cell_type = "markdown"
            cell.source = _teacher_notes(by_id[tomllib.loads(cell.source)["id"]])
    return edition


def _teacher_notes(exercise: Exercise) -> str:
    """Return the teacher's notes on an exercise: hints, usual mistakes, levels and the idea."""
    unit = f" in {exercise.unit}" if exercise.unit else ""
    lines = [f"**Exercise {exercise.id}**, answer `{exercise.answer}`{unit}"]
    lines += [f"- hint {n}: {hint}" for n, hint in enumerate(exercise.hints, 1)]
    lines += [f"- usual mistake `{mistake.value}`: {mistake.hint}" for mistake in exercise.mistakes]
    lines += [f"- level {level}: {text}" for level, text in enumerate(exercise.rubric)]
    lines += [f"- to read again: {exercise.read}"] if exercise.read else []
    return "\n".join([*lines, f"- idea: {exercise.idea}"])


def write_notebook(notebook: Any, target: Path, *, for_user: bool = False, home: Path | None = None) -> None:
    """Write a notebook completely or not at all; one for the user is recorded by ``files.user_output``.

    Raises
    ------
    DataError
        If one for the user cannot be written, or would replace a file that was not written by ecopark.
    """
    import nbformat

    target.parent.mkdir(parents=True, exist_ok=True)
    with files.user_output(target, home) if for_user else files.atomic_write(target) as part:
        nbformat.write(notebook, part)


# ---- cells ---------------------------------------------------------------------------------------


def answer_id(exercise: str) -> str:
    """Return the id of the cell that holds the answer of an exercise."""
    return f"answer-{exercise.replace('.', '-')}"


def check_id(exercise: str) -> str:
    """Return the id of the cell that checks an exercise."""
    return f"check-{exercise.replace('.', '-')}"


def _check_of(cell: Any) -> re.Match[str] | None:
    return CHECK.search(cell.source) if cell.cell_type == "code" else None


def _has_tag(cell: Any, *tags: str) -> bool:
    return bool(set(tags) & set(cell.metadata.get("tags", ())))


def _drop_cells(notebook: Any, *tags: str) -> Any:
    edition = copy.deepcopy(notebook)
    edition.cells = [cell for cell in edition.cells if not _has_tag(cell, *tags)]
    return edition


def _nbgrader_metadata(grade_id: str, *, solution: bool) -> dict[str, Any]:
    kind = {"grade": not solution, "locked": not solution, "solution": solution, "task": False}
    marks = {**kind, "grade_id": grade_id, "schema_version": 3}
    return marks if solution else {**marks, "points": 1}
