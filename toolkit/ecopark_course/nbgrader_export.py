"""A course folder for nbgrader, made from the masters.

A check prints one line and raises nothing, but nbgrader counts exceptions. So each check cell gets an
assertion between nbgrader's marks for hidden tests: it is taken out of what learners see, and put back
when nbgrader grades. Written answers become cells that a teacher grades by hand.

nbgrader runs a learner's code and the tests in one kernel: a learner who means to can fool it. Answers
that may be hostile are for ``ecopark grade``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark.files import atomic_write, output_problems
from ecopark_course import sources
from ecopark_course.feedback import Checker
from ecopark_course.sources import write_notebook

__all__ = ["assignment", "export", "right"]

_CONFIG = '''"""Settings of nbgrader for this course."""

c = get_config()
c.CourseDirectory.course_id = "ecopark"
# A cell that is not answered must not stop with an error: the three dots stay, and nothing is added.
c.ClearSolutions.code_stub = {"python": "# your code here"}
c.Execute.timeout = 60
'''
_HIDDEN = """{check}
### BEGIN HIDDEN TESTS
from ecopark_course.nbgrader_export import right

assert right({lesson!r}, {exercise!r}, {answer}), {why!r}
### END HIDDEN TESTS"""


def export(folder: str | Path, lessons: list[str] | None = None) -> tuple[list[Path], list[Issue]]:
    """Write a course folder for nbgrader.

    Parameters
    ----------
    folder : str or Path
        The folder; it is made if it is not there. ``nbgrader_config.py`` is written once and then left
        alone. The notebooks in ``source`` are written anew, but those that were changed are kept.
    lessons : list of str, optional
        Numbers of the exercises; by default all.

    Returns
    -------
    tuple
        The files that were written, and a problem for each notebook that was kept.

    Raises
    ------
    DataError
        If the folder cannot be written.
    """
    folder = Path(folder)
    written, problems = list[Path](), list[Issue]()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "nbgrader_config.py"
        if not config.exists():
            with atomic_write(config) as part:
                part.write_text(_CONFIG, encoding="utf-8")
            written.append(config)
        for master in sources.masters("exercises"):
            if lessons is None or master.stem[:2] in lessons:
                target = folder / "source" / master.stem / f"{master.stem}.ipynb"
                # The record lies in the course folder: nbgrader hands out all that is in `source`.
                if faults := output_problems(target, home=folder):
                    problems += faults
                    continue
                write_notebook(assignment(sources.read(master)), target, for_user=True, home=folder)
                written.append(target)
    except OSError as error:
        problem = Issue(f"the folder cannot be written: {error.strerror}", value=str(folder))
        raise DataError("the folder", [problem]) from error
    return written, problems


def assignment(master: Any) -> Any:
    """Return a master as nbgrader's source: solutions in, hints out, assertions in the check cells.

    Parameters
    ----------
    master : nbformat.NotebookNode
        What :func:`ecopark_course.sources.read` returned.
    """
    asked = sources.exercises(master)
    made = sources.for_class(sources.reference(master))
    by_check = {sources.check_id(exercise): one for exercise, one in asked.items()}
    written = {sources.answer_id(e) for e, one in asked.items() if one.kind == "written"}
    for cell in made.cells:
        exercise = by_check.get(cell.id)
        if exercise is not None and exercise.kind == "checked":
            cell.source = _tested(cell.source, exercise)
        elif cell.id in written:
            cell.metadata["nbgrader"] = _marks(cell.id, grade=True, solution=True)
        elif cell.cell_type == "code" and not cell.id.startswith("answer-"):
            cell.metadata["nbgrader"] = _marks(cell.id, grade=False, solution=False)
    return made


def _tested(source: str, asked: sources.Exercise) -> str:
    return _HIDDEN.format(
        check=source,
        lesson=asked.id[:2],
        exercise=asked.id,
        answer=asked.answer,
        why=f"{asked.id} is not passed",
    )


def _marks(grade_id: str, *, grade: bool, solution: bool) -> dict[str, Any]:
    marks: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {**marks, "points": 1} if grade else marks


_KNOWN: dict[str, Checker] = {}  # the checkers, by lesson


def right(lesson: str, exercise: str, answer: Any) -> bool:
    """Return whether the checker passes an answer, with the parameters of the master.

    Parameters
    ----------
    lesson : str
        Number of the exercises, such as ``"08"``.
    exercise : str
        Number of the exercise, such as ``"08.1"``.
    answer : object
        The answer.

    Examples
    --------
    >>> right("08", "08.1", 10), right("08", "08.1", 11)
    (True, False)
    """
    if lesson not in _KNOWN:
        _KNOWN[lesson] = Checker(lesson, {})
    return _KNOWN[lesson].judge(exercise, answer) == f"{exercise} passed."
