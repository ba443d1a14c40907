"""A course folder for nbgrader, made from the masters.

A check prints one line and raises nothing, but nbgrader counts exceptions. So each check cell gets an
assertion between nbgrader's marks for hidden tests: it is removed from the learners' notebooks, and put back
when nbgrader grades. Written answers become cells that a teacher grades by hand.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark.files import atomic_write, output_problems
from ecopark_course import sources
from ecopark_course.feedback import Checker, outcome_of
from ecopark_course.language import say, sentences
from ecopark_course.sources import write_notebook

__all__ = ["export", "nbgrader_source", "passes"]

_CONFIG = '''"""Settings of nbgrader for this course."""

c = get_config()
c.CourseDirectory.course_id = "ecopark"
# A cell that is not answered must not stop with an error: the three dots stay, and nothing is added.
c.ClearSolutions.code_stub = {"python": "# your code here"}
c.Execute.timeout = 60
'''
_HIDDEN = """{check}
### BEGIN HIDDEN TESTS
from ecopark_course.nbgrader_export import passes

assert passes({lesson!r}, {exercise!r}, {answer}), "{exercise} is not passed"
### END HIDDEN TESTS"""


def export(folder: str | Path) -> tuple[list[Path], list[Issue]]:
    """Write a course folder for nbgrader.

    Parameters
    ----------
    folder : str or Path
        The folder; it is made if it does not exist. ``nbgrader_config.py`` is written once and then left
        alone. The notebooks in ``source`` are rewritten, but those that were changed are kept.

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
    config, written, problems = folder / "nbgrader_config.py", list[Path](), list[Issue]()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not config.exists():
            with atomic_write(config) as part:
                part.write_text(_CONFIG, encoding="utf-8")
            written.append(config)
        for master in sources.masters("exercises"):
            target = folder / "source" / master.stem / f"{master.stem}.ipynb"
            # The record lies in the course folder: nbgrader hands out all that is in `source`.
            if faults := output_problems(target, home=folder):
                problems += faults
                continue
            write_notebook(nbgrader_source(sources.read(master)), target, for_user=True, home=folder)
            written.append(target)
    except OSError as error:
        rule = say("the folder cannot be written: {reason}", reason=error.strerror)
        raise DataError("the folder", [Issue(rule, value=str(folder))]) from error
    return written, problems


def nbgrader_source(master: Any) -> Any:
    """Return a master as nbgrader's source: solutions in, hints out, assertions in the check cells.

    Parameters
    ----------
    master : nbformat.NotebookNode
        A notebook from :func:`ecopark_course.sources.read`.
    """
    notebook = sources.for_class(sources.reference_edition(master))
    exercises = sources.exercises(master).values()
    checks = {sources.check_id(e.id): e for e in exercises if e.kind == "checked"}
    written = {sources.answer_id(e.id) for e in exercises if e.kind == "written"}
    for cell in notebook.cells:
        if cell.id in checks:
            exercise = checks[cell.id]
            words = {"lesson": exercise.id[:2], "exercise": exercise.id, "answer": exercise.answer}
            cell.source = _HIDDEN.format(check=cell.source, **words)
        elif cell.id in written or (cell.cell_type == "code" and not cell.id.startswith("answer-")):
            by_hand = cell.id in written  # all other cells of this kind are given and locked
            marks = {"grade": by_hand, "solution": by_hand, "locked": not by_hand, "grade_id": cell.id}
            points = {"points": 1} if by_hand else {}
            cell.metadata["nbgrader"] = {**marks, **points, "schema_version": 3, "task": False}
    return notebook


@functools.cache
def _checker(lesson: str) -> Checker:
    return Checker(lesson, {})


def passes(lesson: str, exercise: str, answer: Any) -> bool:
    """Return whether the checker passes an answer, with the parameters of the master.

    Parameters
    ----------
    lesson : str
        Number of the exercises, such as ``"10"``.
    exercise : str
        Number of the exercise, such as ``"10.1"``.
    answer : object
        The answer.

    Examples
    --------
    >>> passes("10", "10.2", 9.4444), passes("10", "10.2", 11)
    (True, False)
    """
    line = _checker(lesson).judge(exercise, answer)
    return outcome_of(exercise, line, sentences("en")) == "passed"
