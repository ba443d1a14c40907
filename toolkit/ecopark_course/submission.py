"""A learner's notebook, checked away from the learner's kernel.

Only the answer cells are taken. They run in a contained process that hands out plain values. For
``ecopark check`` the values are written into the reference, and nbval runs that notebook and compares
its check cells: no line of the learner's code runs where the key is.
"""

from __future__ import annotations

import ast
import copy
import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ecopark import places
from ecopark.errors import DataError, Issue
from ecopark_course import sources, values
from ecopark_course.answers import changed_names, find_answers, find_parameters, source_of, tags
from ecopark_course.comparing import compare
from ecopark_course.contain import Cell, Limits, Pen, possible
from ecopark_course.notebook_files import Identity, identify, read_notebook
from ecopark_course.sources import Exercise
from ecopark_course.variants import declared, put_in

__all__ = ["Collected", "Submission", "Verdict", "assigned", "check_file", "collect", "read", "verdict"]

T = TypeVar("T")
_WHY = {
    "time": "the cell did not end within {seconds:g} s. Look for a loop that never ends.",
    "ended": "the kernel died. The cell ends the process in which it runs.",
    "memory": "the kernel died. The cell takes too much memory.",
    "processes": "the cell starts too many processes.",
    "output": "the cell hands out too much.",
}


@dataclass(frozen=True)
class Verdict:
    """What is said of one exercise: ``passed``, ``kept``, ``unanswered``, ``wrong`` or ``problem``.

    The notes are about the notebook's cells, and may be the same for several exercises.
    """

    exercise: str
    outcome: str
    line: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """What counts of a learner's notebook: the code of its answer cells, and what it says of itself.

    ``added`` are the cells between an answer cell and its check; ``unmarked`` and ``outside`` are for
    the notes: answer cells found by their place, and code that does not count.
    ``fault`` tells why the notebook does not fit the exercises of this course; it is empty if it does.
    """

    lesson: str
    answers: dict[str, str]
    parameters: str = ""
    learner: str = ""
    headings: tuple[str, ...] = ()
    added: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unmarked: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    fault: str = ""

    def whole(self) -> dict[str, str]:
        """Return the code of each answer in one piece."""
        return {name: "\n".join((code, *self.added.get(name, ()))) for name, code in self.answers.items()}


@dataclass
class Collected:
    """What the answer cells of one notebook gave, by exercise."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)  # errors of cells added to an answer
    stuck: dict[str, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)  # given cells that stopped with an error


def check_file(path: str | Path, seconds: int = 60, pen: Pen | None = None) -> list[Verdict]:
    """Check a learner's exercise notebook and return one verdict an exercise.

    Parameters
    ----------
    path : str or Path
        The notebook.
    seconds : int
        Longest time for one exercise [s].
    pen : Pen, optional
        A contained process to use; by default one is started, and ended.

    Returns
    -------
    list of Verdict
        In the order of the exercises. The parameters are those of the notebook.

    Raises
    ------
    DataError
        If the file is not an exercise notebook of this course, or its parameters are wrong.
    """
    sources.need_course()
    path = Path(path)
    submitted = read(path)
    master = sources.read(_master(path, submitted))
    asked = sources.exercises(master)
    parameters = _own_parameters(path, submitted, master)
    name = sources.find(submitted.lesson, "exercises").stem
    reference = json.loads((places.exercises() / "reference" / f"{name}.ipynb").read_text("utf-8"))
    got, code = Collected(), submitted.whole()
    if possible():
        got = _collected(pen, submitted, master, parameters, seconds)
        code = {sources.answer_id(e): _literal(asked[e], got.values.get(e, ...)) for e in asked}
    made = _assembled(reference, code, asked, _lines(master, parameters))
    records = compare(made, seconds, len(asked))
    return [verdict(e, submitted, got, _said(e, records)) for e in asked]


def _collected(
    pen: Pen | None, submitted: Submission, master: Any, parameters: dict[str, Any], seconds: int
) -> Collected:
    if pen is not None:
        return collect(pen, submitted, master, parameters)
    with Pen(Limits(seconds=seconds), prepared=False) as own:
        return collect(own, submitted, master, parameters)


def collect(
    pen: Pen, submitted: Submission, master: Any, parameters: Mapping[str, Any], restarts: int = 20
) -> Collected:
    """Run the answer cells of a notebook in a contained process and return what they give.

    Parameters
    ----------
    pen : Pen
        The contained process.
    submitted : Submission
        The learner's answers.
    master : nbformat.NotebookNode
        The master of the notebook.
    parameters : mapping
        Values for the parameters cell; what the learner wrote there does not count.
    restarts : int
        How often to begin again after a cell that did not end; that cell is then left out.
    """
    learner = sources.learner(master)
    put_in(learner, parameters)
    exercises, stuck = sources.exercises(master), dict[str, str]()
    for _ in range(restarts + 1):
        outcome = pen.run(_steps(learner, exercises, submitted, stuck))
        if not outcome.stuck or outcome.stuck in stuck:
            break
        stuck[outcome.stuck] = _WHY.get(outcome.why, _WHY["ended"]).format(seconds=pen.limits.seconds)
    asked = {sources.answer_id(e): e for e in exercises}
    return Collected(
        values={name: value for name, value in outcome.values.items() if name in asked.values()},
        errors={asked[cell]: text for cell, text in outcome.errors.items() if cell in asked},
        later={asked[cell]: text for cell, text in outcome.later.items() if cell in asked},
        stuck={asked.get(cell, cell): why for cell, why in stuck.items()},
        given=[
            f"the given cell {cell} stops with {text}"
            for cell, text in outcome.errors.items()
            if cell not in asked
        ],
    )


def _steps(
    learner: Any, asked: Mapping[str, Exercise], submitted: Submission, stuck: Mapping[str, str]
) -> list[Cell]:
    """Return what a contained process does: the given cells, the answers, and the values asked for."""
    steps, names = [], {sources.check_id(e): (e, one.answer) for e, one in asked.items()}
    for cell in learner.cells:
        if cell.cell_type != "code":
            continue
        if cell.id in names:
            exercise, name = names[cell.id]
            steps += [Cell(exercise, value=name)] if exercise not in stuck else []
        elif cell.id in stuck:
            steps.append(Cell(cell.id, source="pass"))
        elif cell.id.startswith("answer-"):
            source, added = submitted.answers.get(cell.id, "pass"), submitted.added.get(cell.id, ())
            steps.append(Cell(cell.id, source=source, added=added))
        else:
            steps.append(Cell(cell.id, source=cell.source))
    return steps


def read(path: Path) -> Submission:
    """Read what counts of a notebook file, whatever else stands in it.

    Raises
    ------
    DataError
        If the file cannot be read or is no notebook.
    """
    found = read_notebook(path)
    identity = identify(found, path.name)
    cells = [cell for cell in found["cells"] if isinstance(cell, dict)]
    about = _mapping(_mapping(found.get("metadata")).get("ecopark"))
    lesson = identity.number or identity.printed
    given = _given(lesson)
    answers, parameters = find_answers(cells, given), find_parameters(cells, given)
    return Submission(
        lesson=lesson,
        answers=_renumbered(answers.cells, identity),
        parameters=source_of(parameters or {}),
        learner=str(about.get("learner") or "")[:100],
        headings=tuple(line for c in cells for line in _headings(c)),
        added=_renumbered(answers.added, identity),
        unmarked=tuple(_renumbered(dict.fromkeys(answers.unmarked), identity)),
        outside=answers.outside,
        fault=identity.fault,
    )


def _given(lesson: str) -> dict[str, str]:
    """Return the source of each code cell that a lesson hands out beside answers and checks, by id."""
    for master in sources.masters("exercises"):
        if master.stem[:2] == lesson:
            return _given_by(master, master.stat().st_mtime_ns)
    return {}


@functools.lru_cache(maxsize=32)
def _given_by(master: Path, _changed: int) -> dict[str, str]:
    sources.need_course()
    code = [cell for cell in sources.learner(sources.read(master)).cells if cell.cell_type == "code"]
    return {cell.id: cell.source for cell in code if not cell.id.startswith(("answer-", "check-"))}


def _renumbered(answers: Mapping[str, T], identity: Identity) -> dict[str, T]:
    """Return answers by the ids of this course, whatever number the exercises had in the file."""
    before, now = (sources.answer_id(f"{n}.") for n in (identity.printed, identity.number or "-"))
    if identity.status != "fits" or before == now:
        return dict(answers)
    return {
        now + key.removeprefix(before) if key.startswith(before) else key: answers[key] for key in answers
    }


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _headings(cell: dict[str, Any]) -> list[str]:
    lines = source_of(cell).splitlines() if cell.get("cell_type") == "markdown" else []
    return [line.strip() for line in lines if line.startswith("## ") and line[3:5].isdigit()]


def _master(path: Path, submitted: Submission) -> Path:
    if submitted.fault:
        raise DataError(path.name, [Issue(submitted.fault)])
    return sources.find(submitted.lesson, "exercises")


def _own_parameters(path: Path, submitted: Submission, master: Any) -> dict[str, Any]:
    """Return the parameters that the notebook itself sets; each must be a literal that is allowed."""
    found, problems = {}, []
    for name, parameter in declared(master).items():
        value = assigned(submitted.parameters).get(name, parameter.default)
        value = float(value) if parameter.type == "float" and type(value) is int else value
        if type(value).__name__ != parameter.type or not parameter.accepts(value):
            problems.append(Issue(f"{name} is not allowed. Allowed: {parameter.allowed}", value=value))
        found[name] = value
    if problems:
        raise DataError(path.name, problems)
    return found


def assigned(source: str) -> dict[str, Any]:
    """Return the names to which a cell assigns literals; it is read, not run."""
    found: dict[str, Any] = {}
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return found
    for one in statements:
        if not isinstance(one, ast.Assign | ast.AnnAssign) or one.value is None:
            continue
        target = one.target if isinstance(one, ast.AnnAssign) else one.targets[0]
        if isinstance(target, ast.Name):
            try:
                found[target.id] = ast.literal_eval(one.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                found[target.id] = ...
    return found


def _lines(master: Any, parameters: Mapping[str, Any]) -> str:
    made = copy.deepcopy(master)
    put_in(made, parameters)
    return next((c.source for c in made.cells if "parameters" in c.metadata.get("tags", ())), "")


def _literal(asked: Exercise, value: Any) -> str:
    return f"{asked.answer} = {values.literal(value)}"


def _assembled(
    reference: dict[str, Any], code: Mapping[str, str], asked: Mapping[str, Exercise], parameters: str
) -> dict[str, Any]:
    """Return the reference with other answers and parameters; only check cells are compared."""
    made = copy.deepcopy(reference)
    blanks = {sources.answer_id(e): f"{one.answer} = ..." for e, one in asked.items()}
    for cell in made["cells"]:
        identity = cell.get("id", "")
        if cell["cell_type"] != "code" or identity.startswith("check-"):
            continue
        if "parameters" in tags(cell):
            cell["source"] = parameters
        cell["metadata"] = {"tags": ["nbval-ignore-output"]}
        if identity in blanks:
            cell["source"] = code.get(identity, blanks[identity])
    return made


def _said(exercise: str, records: Mapping[str, dict[str, Any]]) -> str:
    """Return the line that a check cell printed; a passed one only where nbval found it equal."""
    check = records.get(sources.check_id(exercise))
    if check is None:
        return f"{exercise} problem: the check did not run."
    line = (check["text"].strip().splitlines() or [f"{exercise} not yet: {check['error'] or 'no answer'}"])[
        -1
    ]
    if check["passed"]:
        kept = "kept for your teacher" in line
        return f"{exercise} kept for your teacher." if kept else f"{exercise} passed."
    return line if line.startswith(f"{exercise} not") else f"{exercise} not passed."


def verdict(exercise: str, submitted: Submission, got: Collected, line: str) -> Verdict:
    """Return one line on one exercise: what happened to its cell, or else what the check says.

    Parameters
    ----------
    exercise : str
        Its id.
    submitted : Submission
        The learner's notebook.
    got : Collected
        What its answer cells gave.
    line : str
        What the check says of the value.
    """
    outcome, line = _judged(exercise, submitted, got, line)
    return Verdict(exercise, outcome, line, tuple(_notes(exercise, outcome, submitted)))


def _judged(exercise: str, submitted: Submission, got: Collected, line: str) -> tuple[str, str]:
    if sources.answer_id(exercise) not in submitted.answers:
        return "problem", f"{exercise} problem: the answer cell is missing. Copy it from a fresh notebook."
    if exercise in got.stuck:
        return "problem", f"{exercise} not yet: {got.stuck[exercise]}"
    if exercise in got.errors:
        return "wrong", f"{exercise} not yet: the answer cell stops with {got.errors[exercise]}"
    if possible() and exercise not in got.values:
        why = "problem: the cell was not run, because cells before it did not end."
        return "problem", f"{exercise} {why}"
    outcome = _outcome(exercise, line)
    # A kernel goes on to the check after a cell that stopped: a right answer stays right.
    if exercise in got.later and outcome not in {"passed", "kept"}:
        return "wrong", f"{exercise} not yet: a cell below the answer cell stops with {got.later[exercise]}"
    return outcome, line


def _notes(exercise: str, outcome: str, submitted: Submission) -> Iterator[str]:
    """Yield what learner and teacher should know of the cells that did not count, or were guessed."""
    if sources.answer_id(exercise) in submitted.unmarked:
        lost = [name.removeprefix("answer-").replace("-", ".") for name in submitted.unmarked]
        which = ", ".join(lost[:3]) + (f" and {len(lost) - 3} more" if len(lost) > 3 else "")
        yield f"Answer cells without their mark ({which}): the cells before each check were taken instead."
    if outcome in {"passed", "kept"}:
        return
    used = set(re.findall(r"\w+", submitted.whole().get(sources.answer_id(exercise), "")))
    missed = [source for source in submitted.outside if changed_names(source) & used]
    if missed:
        begins = (next(line for line in source.splitlines() if line.strip()) for source in missed[:3])
        shown = ", ".join(repr(line.strip()[:60]) for line in begins)
        more = f" and {len(missed) - 3} more" if len(missed) > 3 else ""
        yield (
            f"Only answer cells count: move the lines of the cell that begins with {shown}{more} "
            f"into the answer cell of {exercise}."
        )


def _outcome(exercise: str, line: str) -> str:
    """Return the kind of a line that a check printed."""
    known = {f"{exercise} passed.": "passed", f"{exercise} kept for your teacher.": "kept"}
    if line.startswith(f"{exercise} problem"):
        return "problem"
    return known.get(line, "unanswered" if "not answered yet" in line else "wrong")
