"""Run a learner's exercise notebook in a separate process, and check its answers.

Only answer cells count. They run in a separate process, which returns plain values. For ``ecopark
check`` the values are written into the executed reference; nbval runs that notebook and compares the
outputs of its check cells. ``ecopark grade`` collects the same values in a sandbox and calls the checker.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark_course import build, catalogs, sources
from ecopark_course.answer_values import encode
from ecopark_course.feedback import LINES, outcome_of, without_display
from ecopark_course.language import mark, say, sentences
from ecopark_course.notebook_files import (
    Submission,
    assigned_literals,
    changed_names,
    read_submission,
    source_of,
    tags,
)
from ecopark_course.parameters import read_parameters
from ecopark_course.sandbox import Limits, Step, run_steps
from ecopark_course.sandbox_worker import end_with_parent
from ecopark_course.variants import with_parameters

__all__ = [
    *("Collected", "Verdict", "check_file", "closing_line", "collect_answers", "first_names"),
    *("give_verdict", "pytest_arguments"),
]

_RESTARTS = 3  # cells that may fail to end before the rest of a notebook is skipped
_REASONS = {
    "time": mark("the cell did not end within {seconds} s. Look for a loop that never ends."),
    "ended": mark("the kernel died. The cell ends the process in which it runs."),
    "memory": mark("the kernel died. The cell takes too much memory."),
    "output": mark("the cell hands out too much."),
}
_PICTURES = Path(__file__).with_name("pictures.cfg")  # patterns that nbval ignores in a comparison
_SILENT = {"metadata": {"tags": ["nbval-ignore-output"]}}  # of cells whose outputs are not compared
_ANSWER = (
    "import json\nfrom ecopark_course.answer_values import decode\n{name} = decode(json.loads({text!r}))"
)
Printed = Mapping[str, tuple[bool, str, str]]  # by cell: whether it compared equal, last line, error


@dataclass(frozen=True)
class Verdict:
    """The verdict on one exercise: ``passed``, ``kept``, ``unanswered``, ``wrong`` or ``problem``.

    The notes are about the notebook's cells, and may be the same for several exercises.
    """

    exercise: str
    outcome: str
    line: str
    notes: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the learner has nothing left to do."""
        return self.outcome in {"passed", "kept"}


@dataclass
class Collected:
    """The results of one notebook: of answer cells by exercise, of all other cells by their ids."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)  # errors of cells added to an answer
    stuck: dict[str, str] = field(default_factory=dict)  # by exercise: why its cell did not end
    setup_errors: list[str] = field(default_factory=list)  # of the cells that are handed out


# ---- one notebook, for its learner ---------------------------------------------------------------


def check_file(path: str | Path, seconds: int = 60) -> list[Verdict]:
    """Check a learner's exercise notebook and return one verdict per exercise.

    Parameters
    ----------
    path : str or Path
        The notebook.
    seconds : int
        Longest time for one exercise [s].

    Returns
    -------
    list of Verdict
        In the order of the exercises. The parameters are those of the notebook.

    Raises
    ------
    DataError
        If the file is not an exercise notebook of this course, or its parameters are wrong.
    """
    path = Path(path)
    submission = read_submission(path)
    if submission.fault:
        raise DataError(path.name, [Issue(submission.fault)])
    source, language = sources.find(submission.lesson, "exercises"), submission.language
    master = catalogs.localized(source, language)
    exercises = sources.exercises(master)
    chosen = _own_parameters(path, submission, master)

    # The learner's code runs in a plain process: the computer is the learner's too.
    collected = collect_answers(submission, master, chosen, Limits(seconds=seconds), sandboxed=False)

    # The values replace the reference's solutions, and nbval compares only the outputs of the checks.
    notebook = json.loads(build.executed_reference(source, language).read_text("utf-8"))
    answers = {sources.answer_id(e): (exercise.answer, e) for e, exercise in exercises.items()}
    handed_out = {cell.id: cell.source for cell in with_parameters(master, chosen).cells}
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell["id"].startswith("check-"):
            cells.append(cell)
        elif cell["id"] in answers:
            name, exercise = answers[cell["id"]]
            text = json.dumps(encode(collected.values.get(exercise, ...)))
            cells.append({**cell, **_SILENT, "source": _ANSWER.format(name=name, text=text)})
        # The values are known: of the other cells, only those that make the check have to run.
        elif "parameters" in tags(cell) or (cell["cell_type"] == "code" and "checker(" in source_of(cell)):
            cells.append({**cell, **_SILENT, "source": handed_out[cell["id"]]})
    printed = _run_nbval({**notebook, "cells": cells}, seconds)
    return [give_verdict(e, submission, collected, _checked_line(e, printed, language)) for e in exercises]


def _own_parameters(path: Path, submission: Submission, master: Any) -> dict[str, Any]:
    """Return the parameters that the notebook sets; each must be a literal that is allowed."""
    literals, values, issues = assigned_literals(submission.parameters), {}, []
    for name, parameter in read_parameters(master).items():
        value = literals.get(name, parameter.default)
        value = float(value) if parameter.type == "float" and type(value) is int else value
        if type(value).__name__ != parameter.type or not parameter.accepts(value):
            rule = say("{name} is not allowed. Allowed: {allowed}", name=name, allowed=parameter.allowed)
            issues.append(Issue(rule, value=value))
        values[name] = value
    if issues:
        raise DataError(path.name, issues)
    return values


def _run_nbval(notebook: dict[str, Any], seconds: int) -> Printed:
    """Run nbval on a notebook in a separate process, and return the output of each cell."""
    with tempfile.TemporaryDirectory(prefix="ecopark-check-") as folder:
        path = Path(folder, "answers.ipynb")
        path.write_text(json.dumps(notebook), encoding="utf-8")
        # With -P, no file of the user's folder takes the place of a module. The open pipe to its input shows
        # the other process that this one is still running.
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "ecopark_course.check_notebook", str(path), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            lines = process.stdout.read().splitlines() if process.stdout else []
    return dict(json.loads(lines[-1])) if lines else {}


def pytest_arguments(notebook: Path, seconds: int) -> list[str]:
    """Return pytest's arguments that let nbval run an executed notebook, with so many seconds for a cell."""
    return [
        *(str(notebook), "--nbval", "-p", "nbval.plugin", "-p", "no:cacheprovider", "-c", os.devnull),
        *(f"--rootdir={notebook.parent}", f"--nbval-cell-timeout={seconds}", "--nbval-current-env"),
        f"--nbval-sanitize-with={_PICTURES}",
    ]


def _record_nbval(notebook: Path, seconds: int) -> None:
    """Run nbval, with no other plugin, and print one line of JSON: the task of the process of ``_run_nbval``.

    It holds, by the id of each cell, whether nbval found its output equal to the stored one, its last
    line, and the error if there was one.
    """
    import pytest

    printed: dict[str, tuple[bool, str, str]] = {}

    class Recorder:
        """Records the output of each cell, and whether it compared equal."""

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_makereport(self, item: Any, call: Any) -> Generator[None, Any, Any]:
            report = yield
            if call.when == "call" and hasattr(item, "cell"):
                outputs = list(getattr(item, "test_outputs", ()))
                text = "".join(o.text for o in outputs if o.output_type == "stream").strip()
                error = next((f"{o.ename}: {o.evalue}" for o in outputs if "ename" in o), "")
                last = text.splitlines()[-1] if text else ""
                printed[item.cell.get("id", "")] = (call.excinfo is None, last, error)
            return report

    threading.Thread(target=end_with_parent, args=(0,), daemon=True).start()
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="")
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(pytest_arguments(notebook, seconds), plugins=[Recorder()])
    print(json.dumps(printed), flush=True)
    os._exit(0)


def _checked_line(exercise: str, printed: Printed, language: str) -> str:
    """Return the line that a check cell printed; a passed one only if nbval found it equal."""
    say = sentences(language)
    equal, line, error = printed.get(sources.check_id(exercise), (False, "", ""))
    if error:
        return say(LINES["wrong"], exercise=exercise, why=error)
    if not line:
        return say(LINES["problem"], exercise=exercise, why=say(mark("the check did not run.")))
    if equal or outcome_of(exercise, line, say) in {"wrong", "unanswered", "problem"}:
        return line
    why = say(mark("the check gave another line than the reference."))
    return say(LINES["wrong"], exercise=exercise, why=why)


def closing_line(verdicts: Sequence[Verdict]) -> str:
    """Return the line below the verdicts: how many exercises passed."""
    done = sum(verdict.is_done for verdict in verdicts)
    return say("{done} of {total} passed.", done=done, total=len(verdicts))


# ---- the answer cells run ------------------------------------------------------------------------


def collect_answers(
    submission: Submission,
    master: Any,
    chosen: Mapping[str, Any],
    limits: Limits,
    *,
    sandboxed: bool,
    stop: threading.Event | None = None,
) -> Collected:
    """Run the answer cells of a notebook in a separate process and return their results.

    Parameters
    ----------
    submission : Submission
        The learner's answers.
    master : nbformat.NotebookNode
        The master of the notebook.
    chosen : mapping
        Values for the parameters cell; the values that the learner wrote there do not count.
    limits : Limits
        The time and memory that the notebook may use.
    sandboxed : bool
        Whether the process runs in a sandbox.
    stop : threading.Event, optional
        Set it to end the process before its time.
    """
    exercises, stuck, spoken = sources.exercises(master), dict[str, str](), sentences(submission.language)
    handed_out = sources.learners_edition(with_parameters(master, chosen))
    # After a cell that did not end, the notebook runs again without it, so that its others count.
    for _ in range(_RESTARTS + 1):
        steps = list(_steps(handed_out, exercises, submission, stuck))
        result = run_steps(steps, limits, sandboxed=sandboxed, stop=stop)
        if (stop and stop.is_set()) or not result.stuck or result.stuck in stuck:
            break
        stuck[result.stuck] = spoken(_REASONS[result.why], seconds=f"{limits.seconds:g}")
    setup_errors = [
        say("the given cell {cell} stops with {error}", cell=cell, error=text)
        for cell, text in result.errors.items()
        if cell not in exercises
    ]
    return Collected(result.values, result.errors, result.later, stuck, setup_errors)


def _steps(
    handed_out: Any,
    exercises: Mapping[str, sources.Exercise],
    submission: Submission,
    stuck: Mapping[str, str],
) -> Iterator[Step]:
    """Yield the cells of a notebook with the learner's answers; each check asks for a value.

    Answer and check have the id of their exercise; all other cells keep theirs.
    """
    answers = {sources.answer_id(exercise): exercise for exercise in exercises}
    checks = {sources.check_id(exercise): exercise for exercise in exercises}
    for cell in handed_out.cells:
        name = answers.get(cell.id) or checks.get(cell.id) or cell.id
        if cell.cell_type != "code" or name in stuck:
            continue
        if cell.id in checks:
            yield Step(name, name=exercises[name].answer)
        elif cell.id not in answers:
            # A statement that only shows something, such as a figure, costs time and gives no value.
            yield Step(name, (ast.unparse(without_display(cell.source)),))
        elif cell.id in submission.answers:
            yield Step(name, (submission.answers[cell.id], *submission.added.get(cell.id, ())))


# ---- the verdict ---------------------------------------------------------------------------------


def give_verdict(exercise: str, submission: Submission, collected: Collected, line: str) -> Verdict:
    """Return the verdict on one exercise: by the fate of its cell, or else by the line of the check."""
    say = sentences(submission.language)
    # ``begins`` is the key of another line than that of the check: a cell that did not end is a problem for
    # the teacher, but the learner reads that it is not right yet.
    outcome, begins, why = outcome_of(exercise, line, say) or "wrong", "", ""
    if sources.answer_id(exercise) not in submission.answers:
        outcome, begins = "problem", "problem"
        why = say(mark("the answer cell is missing. Copy it from a fresh notebook."))
    elif exercise in collected.stuck:
        outcome, begins, why = "problem", "wrong", collected.stuck[exercise]
    elif exercise in collected.errors:
        outcome, begins = "wrong", "wrong"
        why = say(mark("the answer cell stops with {error}"), error=collected.errors[exercise])
    elif exercise not in collected.values:
        outcome, begins = "problem", "problem"
        why = say(mark("the cell was not run, because cells before it did not end."))
    # A kernel goes on to the check after a cell that stopped: a right answer stays right.
    elif exercise in collected.later and outcome not in {"passed", "kept"}:
        outcome, begins = "wrong", "wrong"
        why = say(mark("a cell below the answer cell stops with {error}"), error=collected.later[exercise])
    if begins:
        line = say(LINES[begins], exercise=exercise, why=why)
    return Verdict(exercise, outcome, line, tuple(_notes(exercise, outcome, submission)))


def _notes(exercise: str, outcome: str, submission: Submission) -> Iterator[str]:
    """Yield notes for learner and teacher on the cells that did not count, or were guessed."""
    say = sentences(submission.language)
    answer = sources.answer_id(exercise)
    if answer in submission.unmarked:
        lost = [name.removeprefix("answer-").replace("-", ".") for name in submission.unmarked]
        text = mark(
            "Answer cells without their mark ({cells}): the cells before each check were taken instead."
        )
        yield say(text, cells=first_names(lost, 3, say))
    if outcome in {"passed", "kept"}:
        return
    used = set(re.findall(r"\w+", submission.whole().get(answer, "")))
    missed = [source for source in submission.outside if changed_names(source) & used]
    if missed:
        begins = [next(line for line in source.splitlines() if line.strip()) for source in missed]
        lines = first_names([repr(line.strip()[:60]) for line in begins], 3, say)
        text = mark(
            "Only answer cells count: move the lines of the cell that begins with {lines} into the answer "
            "cell of {exercise}."
        )
        yield say(text, lines=lines, exercise=exercise)


def first_names(names: Sequence[str], most: int, say: Callable[..., str]) -> str:
    """Join the first names, and add how many more there are."""
    listed, remaining = ", ".join(names[:most]), len(names) - most
    return say(mark("{names} and {count} more"), names=listed, count=remaining) if remaining > 0 else listed


if __name__ == "__main__":
    _record_nbval(Path(sys.argv[1]), int(sys.argv[2]))
