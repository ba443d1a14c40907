"""Feedback to a learner: one line per exercise, the same every time, and hints that never reveal the answer.

The right answer is computed by the solutions of the exercise's master, with the learner's
parameters; it is never typed in. A worked solution appears once the answer is right, a rubric and a
model answer once a text is written. Tries are counted in this session only.
"""

from __future__ import annotations

import ast
import contextlib
import html
import io
import math
import numbers
import sys
from collections.abc import Callable, Collection, Iterator
from typing import Any

from ecopark import units
from ecopark.errors import UnitMismatch, UnknownNameError
from ecopark.i18n import current_language
from ecopark_course import catalogs, sources
from ecopark_course.language import mark, sentences
from ecopark_course.parameters import check_parameters
from ecopark_course.sources import Exercise

__all__ = ["LINES", "Checker", "checker", "closing_new_figures", "outcome_of", "without_display"]

# The line on an answer, by its outcome.
LINES = {
    "passed": mark("{exercise} passed."),
    "kept": mark("{exercise} kept for your teacher."),
    "unanswered": mark("{exercise} not answered yet: {why}"),
    "wrong": mark("{exercise} not yet: {why}"),
    "problem": mark("{exercise} problem: {why}"),
}
# First characters of statements that only show something.
_SHOWS = ("ep.plots.show(", "course.widgets.", "course.ask(", "course.set_language(")
_WORDS = 5  # of a written answer: fewer make no sentence
_LETTERS = 10  # the same for a script without spaces between words, such as Thai or Chinese


# ---- the checker ---------------------------------------------------------------------------------


def checker(lesson: str, **parameters: Any) -> Checker:
    """Return the function that checks the answers of one exercise notebook.

    Parameters
    ----------
    lesson : str
        Number of the lesson, such as ``"10"``.
    **parameters
        The notebook's parameters, by name, as the learner set them.

    Returns
    -------
    Checker
        Call it as ``check("10.1", answer)``: it prints one line.

    Raises
    ------
    UnknownNameError
        If there is no exercise notebook with that number.
    SenselessParameter
        If a parameter is outside the range that its line allows.

    Examples
    --------
    >>> check = checker("10")
    >>> check("10.1", ...)
    10.1 not answered yet: replace the three dots with blanks, in %.
    """
    check_parameters(lesson, parameters, "exercises")
    return Checker(lesson, parameters, current_language())


class Checker:
    """Checks the answers of one exercise notebook; each wrong try brings the next hint.

    Set ``for_class`` to keep the model answers of written exercises for the teacher.
    """

    def __init__(self, lesson: str, parameters: dict[str, Any], language: str = "en") -> None:
        notebook = catalogs.localized(sources.find(lesson, "exercises"), language)
        self._say = sentences(language)
        self.for_class = False
        self._exercises = sources.exercises(notebook)
        self._notebook = notebook
        self._parameters = parameters
        self._names: dict[str, Any] = {}
        self._tries: dict[str, int] = {}

    def __call__(self, exercise: str, answer: Any) -> None:
        """Print whether the answer is right, or a hint; show a solution below a right one."""
        line = self.judge(exercise, answer)
        # In one piece: a notebook may store text and line end apart, as two outputs.
        sys.stdout.write(f"{line}\n")
        if outcome_of(exercise, line, self._say) in {"passed", "kept"}:
            _show(self._solution(self._exercises[exercise]))

    def forget_tries(self) -> None:
        """Begin with the first hint again."""
        self._tries.clear()

    def judge(self, exercise: str, answer: Any) -> str:
        """Return the line on an answer: passed, kept, or the fault and a hint.

        Raises
        ------
        UnknownNameError
            If the notebook has no such exercise.
        """
        if exercise not in self._exercises:
            raise UnknownNameError("exercise", exercise, self._exercises)
        task = self._exercises[exercise]
        judged = self._judge_text if task.kind == "written" else self._judge_value
        if task.kind != "written":
            self._expected(task)  # a failing master is the author's fault, and not a line for the learner
        try:
            outcome, why = judged(task, answer)
        except Exception as error:  # an answer may be any object, and must never stop a notebook
            text = mark("{name} cannot be compared ({error}).")
            outcome, why = "wrong", self._say(text, name=task.answer, error=type(error).__name__)
        return self._say(LINES[outcome], exercise=exercise, why=why)

    def _judge_value(self, exercise: Exercise, answer: Any) -> tuple[str, str]:
        """Return the outcome of a checked answer, and the fault of its form or a hint."""
        say, name, unit = self._say, exercise.answer, exercise.unit
        if answer is Ellipsis or answer is None:
            text = mark("replace the three dots with {name}.")
            if unit:
                text = mark("replace the three dots with {name}, in {unit}.")
            return "unanswered", say(text, name=name, unit=unit)

        # Its form: an answer of another kind, or of another dimension, cannot be compared.
        right = self._expected(exercise)
        kind, fits = _KINDS[_kind(right)]
        if not fits(answer):
            text = mark("{name} must be {kind}, not {type}.")
            if unit:
                text = mark("{name} must be {kind}, in {unit}, not {type}.")
            return "wrong", say(text, name=name, kind=say(kind), unit=unit, type=type(answer).__name__)
        try:
            is_right = agrees(answer, right, exercise)
        except UnitMismatch:
            text = mark("{name} measures something else. It is asked as a number.")
            if unit:
                text = mark("{name} measures something else. It is asked as a number, in {unit}.")
            return "wrong", say(text, name=name, unit=unit)
        return ("passed", "") if is_right else ("wrong", self._hint(exercise, answer, right))

    def _hint(self, exercise: Exercise, answer: Any, right: Any) -> str:
        """Return the remark on a wrong answer: on a usual mistake, on its unit, or the next hint."""
        tries = self._tries[exercise.id] = self._tries.get(exercise.id, 0) + 1
        for mistake in exercise.mistakes:
            if agrees(answer, self._value(mistake.value), exercise):
                return mistake.hint
        if _is_number_or_quantity(right) and any(
            _is_close(_to_number(answer, exercise) * factor, right, exercise) for factor in (100, 0.01)
        ):
            text = mark("the digits are right, the unit is not. The answer is asked in {unit}.")
            return self._say(text, unit=exercise.unit)
        if tries <= len(exercise.hints):
            return exercise.hints[tries - 1]
        text = mark("read lesson {lesson} again, then try once more.")
        if exercise.read:
            text = mark("read {place} of lesson {lesson} again, then try once more.")
        return self._say(text, place=exercise.read, lesson=exercise.id[:2])

    def _judge_text(self, exercise: Exercise, answer: Any) -> tuple[str, str]:
        """Return whether a written answer is kept, or the reason why there is none to keep."""
        say, name = self._say, exercise.answer
        if answer is Ellipsis or answer is None or (isinstance(answer, str) and not answer.strip(" .。")):
            return "unanswered", say(mark("write {name} as text in quotes."), name=name)
        if not isinstance(answer, str):
            text = mark("{name} must be text in quotes, not {type}.")
            return "wrong", say(text, name=name, type=type(answer).__name__)
        if len(answer.split()) < _WORDS and sum(c.isalpha() and not c.isascii() for c in answer) < _LETTERS:
            return "unanswered", say(mark("{name} needs a whole sentence at least."), name=name)
        return "kept", ""

    def _solution(self, exercise: Exercise) -> list[str]:
        """Return the solution to show below a right or a written answer: a title, then pieces of HTML.

        It comes from the master as it is written there, so it is the same for all parameters.
        """
        say = self._say
        cell = next(c for c in self._notebook.cells if c.id == sources.answer_id(exercise.id))
        source = sources.solution(cell.source)
        code = f"<pre>{html.escape(source)}</pre>"
        if exercise.kind == "checked":
            return [say(mark("A worked solution")), f"<p>{html.escape(exercise.idea)}</p>", code]
        pieces = []
        if exercise.rubric:
            levels = "".join(f"<li>{html.escape(level)}</li>" for level in exercise.rubric)
            pieces.append(f'<p>{say(mark("Levels of an answer:"))}</p><ol start="0">{levels}</ol>')
        if not self.for_class:
            last: Any = ast.parse(source).body[-1]
            try:
                model = f"<p>{html.escape(ast.literal_eval(last.value))}</p>"
            except (ValueError, AttributeError):
                model = code  # a text that is put together from results
            pieces.append(f"<p>{say(mark('A model answer:'))}</p>{model}")
        return [say(mark("Compare your answer")), *pieces] if pieces else []

    def _expected(self, exercise: Exercise) -> Any:
        return self._value(exercise.answer)

    def _value(self, expression: str) -> Any:
        if not self._names:
            self._names = _solve(self._notebook, self._parameters)
        return eval(expression, self._names)  # noqa: S307 (an expression of our master)


def outcome_of(exercise: str, line: str, say: Callable[..., str]) -> str:
    """Return the outcome of a line, or an empty text if the line is not about this exercise.

    Examples
    --------
    >>> from ecopark_course.language import sentences
    >>> outcome_of("05.1", "05.1 not yet: turn the fraction over.", sentences("en"))
    'wrong'
    """
    for outcome, text in LINES.items():
        if line.startswith(say(text, exercise=exercise, why="")):
            return outcome
    return ""


def _show(pieces: list[str]) -> None:
    """Show a title and folded HTML as a separate output; outside a notebook, nothing."""
    ipython = sys.modules.get("IPython")
    if not pieces or ipython is None or ipython.get_ipython() is None:
        return
    title, *content = pieces
    folded = f"<details><summary>{title}</summary>{''.join(content)}</details>"
    ipython.display.display({"text/html": folded, "text/plain": title}, raw=True)


# ---- the master runs -----------------------------------------------------------------------------


def _solve(notebook: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    """Run the master's code with these parameters and return the names it defines."""
    names: dict[str, Any] = {"__name__": "ecopark_solution"}
    with contextlib.redirect_stdout(io.StringIO()), closing_new_figures():
        for cell in notebook.cells:
            if cell.cell_type != "code" or cell.id.startswith("check-"):
                continue
            exec(compile(without_display(cell.source), f"<{cell.id}>", "exec"), names)  # noqa: S102 (our own)
            if "parameters" in cell.metadata.get("tags", ()):
                names.update(parameters)
    return names


@contextlib.contextmanager
def closing_new_figures() -> Iterator[None]:
    """Close the figures drawn inside: a notebook would show them below the cell."""
    before = _open_figures()
    try:
        yield
    finally:
        for number in _open_figures() - before:
            sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def without_display(source: str) -> ast.Module:
    r"""Parse code and drop the statements that only show something: they cost time and define no name.

    Examples
    --------
    >>> ast.unparse(without_display("x = 1\nep.plots.show(x)"))
    'x = 1'
    """
    tree = ast.parse(source)
    tree.body = [line for line in tree.body if not ast.unparse(line).startswith(_SHOWS)]
    return tree


# ---- an answer is compared -----------------------------------------------------------------------


def agrees(answer: Any, right: Any, exercise: Exercise) -> bool:
    """Return whether an answer equals the right one, within the exercise's tolerance."""
    kind = _kind(right)
    if not _KINDS[kind][1](answer):
        return False
    if kind == "number":
        return _is_close(_to_number(answer, exercise), float(_to_number(right, exercise)), exercise)
    if kind == "text":
        return _folded(answer) == _folded(right)
    if kind == "names":
        return {_folded(a) for a in answer} == {_folded(r) for r in right}
    if kind == "list":
        items, right_items = list(answer), list(right)
        return len(items) == len(right_items) and all(
            agrees(item, right_item, exercise) for item, right_item in zip(items, right_items, strict=True)
        )
    return bool(answer) == bool(right)


def _folded(value: Any) -> str:
    return str(value).strip().casefold()


def _is_close(value: float, right: float, exercise: Exercise) -> bool:
    return math.isclose(value, right, rel_tol=1e-9, abs_tol=exercise.within)


def _to_number(answer: Any, exercise: Exercise) -> float:
    """Return an answer as a number in the unit of the exercise; a quantity is converted."""
    if hasattr(answer, "m_as"):
        return units.magnitude(answer, exercise.unit or "1")
    return float(answer)


def _is_number_or_quantity(value: Any) -> bool:
    return (isinstance(value, numbers.Real) and not _is_boolean(value)) or hasattr(value, "m_as")


def _is_boolean(value: Any) -> bool:
    return type(value).__name__ == "bool"  # also numpy's, which may not be loaded


def _is_names(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes | dict)


def _is_list(value: Any) -> bool:
    return _is_names(value) and not isinstance(value, set | frozenset)


_KINDS = {
    "number": (mark("a number"), _is_number_or_quantity),
    "text": (mark("text in quotes"), lambda v: isinstance(v, str)),
    "names": (
        mark("a list of names, in any order"),
        lambda v: _is_names(v) and all(isinstance(i, str) for i in v),
    ),
    "list": (mark("a list, in the order that is asked"), _is_list),
    "yes-no": (mark("True or False"), _is_boolean),
}


def _kind(right: Any) -> str:
    """Return the kind of the right answer; the order counts in a list, but not in a set."""
    if _is_list(right):
        return "list"
    return next(name for name, (_, fits) in _KINDS.items() if fits(right))
