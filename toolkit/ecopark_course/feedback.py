"""Answers to a learner: one line per exercise, the same every time, and hints that never give it away.

The right answer is computed by the solutions of the exercise's own master, with the learner's
parameters; it is typed nowhere. A worked solution appears once the answer is right, a rubric and a
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
from collections.abc import Collection, Iterator
from typing import Any

from ecopark import units
from ecopark.errors import UnitMismatch, UnknownNameError
from ecopark_course import sources
from ecopark_course.parameters import check_parameters
from ecopark_course.sources import Exercise

__all__ = ["Checker", "checker", "computing", "figures_closed"]

# How a statement begins that only shows something.
_SHOWS = ("ep.plots.show(", "course.widgets.", "course.ask(")
_WORDS = 5  # of a written answer: fewer make no sentence
_LETTERS = 10  # the same for a script without spaces between words, such as Thai or Chinese


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
        If a parameter is not in the range that its line allows.

    Examples
    --------
    >>> check = checker("10")
    >>> check("10.1", ...)
    10.1 not answered yet: replace the three dots with blanks, in %.
    """
    check_parameters(lesson, parameters, "exercises")
    return Checker(lesson, parameters)


class Checker:
    """Checks the answers of one exercise notebook; each wrong try brings the next hint.

    Set ``for_class`` to keep the model answers of written exercises for the teacher.
    """

    def __init__(self, lesson: str, parameters: dict[str, Any]) -> None:
        notebook = sources.read(sources.find(lesson, "exercises"))
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
        if line in {f"{exercise} passed.", f"{exercise} kept for your teacher."}:
            _show(self._solution(self._exercises[exercise]))

    def judge(self, exercise: str, answer: Any) -> str:
        """Return the line on an answer: passed, kept, or what is missing and a hint.

        Raises
        ------
        UnknownNameError
            If the notebook has no such exercise.
        """
        if exercise not in self._exercises:
            raise UnknownNameError("exercise", exercise, self._exercises)
        asked = self._exercises[exercise]
        if asked.kind == "written":
            return f"{exercise} {_not_written(asked, answer) or 'kept for your teacher.'}"
        wrong = _form(asked, answer, self._expected(asked)) or self._content(asked, answer)
        return f"{exercise} {wrong or 'passed.'}"

    def _content(self, asked: Exercise, answer: Any) -> str:
        """Return what is wrong with an answer of the right form, or nothing."""
        right = self._expected(asked)
        if agrees(answer, right, asked):
            return ""
        tries = self._tries[asked.id] = self._tries.get(asked.id, 0) + 1
        for mistake in asked.mistakes:
            if agrees(answer, self._value(mistake.value), asked):
                return f"not yet: {mistake.hint}"
        if _is_number(right) and any(_close(_number(answer, asked) * f, right, asked) for f in (100, 0.01)):
            return f"not yet: the digits are right, the unit is not. The answer is asked in {asked.unit}."
        if tries > len(asked.hints):
            place = f"{asked.read} of " if asked.read else ""
            return f"not yet: read {place}lesson {asked.id[:2]} again, then try once more."
        return f"not yet: {asked.hints[tries - 1]}"

    def _solution(self, asked: Exercise) -> list[str]:
        """Return what to show below a right or a written answer: a title, then pieces of HTML.

        It comes from the master as it stands there, so it is the same for all parameters.
        """
        cell = next(c for c in self._notebook.cells if c.id == sources.answer_id(asked.id))
        source = sources.solution(cell.source)
        code = f"<pre>{html.escape(source)}</pre>"
        if asked.kind == "checked":
            return ["A worked solution", f"<p>{html.escape(asked.idea)}</p>", code]
        levels = "".join(f"<li>{html.escape(level)}</li>" for level in asked.rubric)
        pieces = [f'<p>Levels of an answer:</p><ol start="0">{levels}</ol>'] if levels else []
        if not self.for_class:
            try:
                text = ast.literal_eval(ast.parse(source).body[-1].value)  # type: ignore[attr-defined]
                model = f"<p>{html.escape(text)}</p>"
            except (ValueError, AttributeError):
                model = code  # a text that is put together from results
            pieces.append(f"<p>A model answer:</p>{model}")
        return ["Compare your answer", *pieces] if pieces else []

    def _expected(self, asked: Exercise) -> Any:
        return self._value(asked.answer)

    def _value(self, expression: str) -> Any:
        if not self._names:
            self._names = _solve(self._notebook, self._parameters)
        return eval(expression, self._names)  # noqa: S307 (an expression of our own master)


def _show(pieces: list[str]) -> None:
    """Show a title and folded HTML as an output of its own; outside a notebook, nothing."""
    ipython = sys.modules.get("IPython")
    if not pieces or ipython is None or ipython.get_ipython() is None:
        return
    title, *content = pieces
    folded = f"<details><summary>{title}</summary>{''.join(content)}</details>"
    ipython.display.display({"text/html": folded, "text/plain": title}, raw=True)


def _solve(notebook: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    """Run the master's code with these parameters and return the names it defines."""
    names: dict[str, Any] = {"__name__": "ecopark_solution"}
    with contextlib.redirect_stdout(io.StringIO()), figures_closed():
        for cell in notebook.cells:
            if cell.cell_type != "code" or cell.id.startswith("check-"):
                continue
            exec(compile(computing(cell.source), f"<{cell.id}>", "exec"), names)  # noqa: S102 (our own)
            if "parameters" in cell.metadata.get("tags", ()):
                names.update(parameters)
    return names


@contextlib.contextmanager
def figures_closed() -> Iterator[None]:
    """Close what is drawn inside: a notebook would show it below the cell."""
    before = _open_figures()
    try:
        yield
    finally:
        for number in _open_figures() - before:
            sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()


def computing(source: str) -> ast.Module:
    r"""Return code without the statements that only show something: they cost time and define no name.

    Examples
    --------
    >>> ast.unparse(computing("x = 1\nep.plots.show(x)"))
    'x = 1'
    """
    tree = ast.parse(source)
    tree.body = [line for line in tree.body if not ast.unparse(line).startswith(_SHOWS)]
    return tree


def _form(asked: Exercise, answer: Any, right: Any) -> str:
    """Return what is wrong with the form of an answer, or nothing."""
    unit = f", in {asked.unit}" if asked.unit else ""
    if answer is Ellipsis or answer is None:
        return f"not answered yet: replace the three dots with {asked.answer}{unit}."
    kind, fits = _KINDS[_kind(right)]
    if not fits(answer):
        return f"not yet: {asked.answer} must be {kind}{unit}, not {type(answer).__name__}."
    if hasattr(answer, "m_as"):
        try:
            _number(answer, asked)
        except UnitMismatch:
            return f"not yet: {asked.answer} measures something else. It is asked as a number{unit}."
    return ""


def _not_written(asked: Exercise, answer: Any) -> str:
    """Return why there is no written answer to keep, or nothing."""
    if answer is Ellipsis or answer is None or (isinstance(answer, str) and not answer.strip(" .")):
        return f"not answered yet: write {asked.answer} as text in quotes."
    if not isinstance(answer, str):
        return f"not yet: {asked.answer} must be text in quotes, not {type(answer).__name__}."
    if len(answer.split()) < _WORDS and sum(c.isalpha() and not c.isascii() for c in answer) < _LETTERS:
        return f"not answered yet: {asked.answer} needs a whole sentence at least."
    return ""


def agrees(answer: Any, right: Any, asked: Exercise) -> bool:
    """Return whether an answer equals the right one, within the exercise's tolerance."""
    kind = _kind(right)
    if not _KINDS[kind][1](answer):
        return False
    if kind == "number":
        return _close(_number(answer, asked), float(_number(right, asked)), asked)
    if kind == "text":
        return _folded(answer) == _folded(right)
    if kind == "names":
        return {_folded(a) for a in answer} == {_folded(r) for r in right}
    if kind == "list":
        given, wanted = list(answer), list(right)
        return len(given) == len(wanted) and all(
            agrees(mine, one, asked) for mine, one in zip(given, wanted, strict=True)
        )
    return bool(answer) == bool(right)


def _folded(value: Any) -> str:
    return str(value).strip().casefold()


def _close(value: float, right: float, asked: Exercise) -> bool:
    return math.isclose(value, right, rel_tol=1e-9, abs_tol=asked.within)


def _number(answer: Any, asked: Exercise) -> float:
    """Return an answer as a number in the unit that is asked; a quantity is converted."""
    if hasattr(answer, "m_as"):
        return units.magnitude(answer, asked.unit or "1")
    return float(answer)


def _is_number(value: Any) -> bool:
    boolean = isinstance(value, bool) or type(value).__name__ in {"bool_", "bool"}
    return (isinstance(value, numbers.Real) and not boolean) or hasattr(value, "m_as")


def _is_names(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes | dict)


def _is_list(value: Any) -> bool:
    return _is_names(value) and not isinstance(value, set | frozenset)


_KINDS = {
    "number": ("a number", _is_number),
    "text": ("text in quotes", lambda v: isinstance(v, str)),
    "names": ("a list of names, in any order", lambda v: _is_names(v) and all(isinstance(i, str) for i in v)),
    "list": ("a list, in the order that is asked", _is_list),
    "yes-no": ("True or False", lambda v: type(v).__name__ in {"bool", "bool_"}),
}


def _kind(right: Any) -> str:
    """Return the kind of the right answer; a set is asked in any order, a list in its own."""
    if _is_list(right):
        return "list"
    return next(name for name, (_, fits) in _KINDS.items() if fits(right))
