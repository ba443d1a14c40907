"""The key of an exercise notebook for one set of parameters; it never leaves the judging process.

The right answers come from the checker's own solve of the master. A key also tells whether its
parameters make a fair exercise: right answers defined, no ties, no mistake that would pass.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import itertools
import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

from ecopark_course import sources
from ecopark_course.feedback import Checker, agrees
from ecopark_course.sources import Exercise
from ecopark_course.values import Foreign, too_large

__all__ = ["Key"]

_SOLUTION = "ecopark_solution"  # the name of the module in which a checker solves a master
_MARK = "### BEGIN SOLUTION"


class Key(Checker):
    """The right answers of one exercise notebook with one set of parameters.

    Parameters
    ----------
    lesson : str
        Number of the lesson, such as ``"08"``.
    parameters : dict
        Values of the parameters cell.

    Examples
    --------
    >>> key = Key("08", {})
    >>> key.line("08.1", 10), key.faults()
    ('08.1 passed.', [])
    """

    def __init__(self, lesson: str, parameters: dict[str, Any]) -> None:
        super().__init__(lesson, parameters)
        self.ties: list[str] = []
        self._rights: dict[str, Any] = {}

    @property
    def asked(self) -> dict[str, Exercise]:
        """What each exercise asks, by id."""
        return self._exercises

    def right(self, exercise: str) -> Any:
        """Return the right answer of an exercise; solves the master when it is first asked."""
        if exercise not in self._rights:
            with contextlib.nullcontext() if self._names else _ties_noted(self.ties):
                self._rights[exercise] = self._expected(self._exercises[exercise])
        return self._rights[exercise]

    def line(self, exercise: str, answer: Any) -> str:
        """Return what the checker says of an answer at the first try."""
        asked = self._exercises[exercise]
        if isinstance(answer, Foreign):
            answer = type(answer.type_name or "object", (), {})()
        if too_large(answer) and asked.kind != "written":
            return f"{exercise} not yet: {asked.answer} is infinite, not a number, or too large."
        if asked.kind != "written":
            self.right(exercise)
        self._tries.clear()
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                self(exercise, answer)
        except Exception as error:  # the answer is a stranger's: nothing it does may stop the run
            return f"{exercise} not yet: {asked.answer} cannot be compared ({type(error).__name__})."
        return said.getvalue().strip()

    def only_here(self, other: Key, exercise: str, value: Any) -> bool:
        """Return whether a value is the right answer of this key, and another key has another one."""
        asked, right = self._exercises[exercise], self.right(exercise)
        try:
            return agrees(value, right, asked) and not agrees(other.right(exercise), right, asked)
        except Exception:  # the value is a stranger's
            return False

    def faults(self) -> list[str]:
        """Return why these parameters make no fair exercise: one line a reason, none if they do."""
        try:
            for asked in self._checked():
                self.right(asked.id)
        except Exception as error:  # whatever goes wrong, the parameters make no exercise
            return [f"the solution stops with {type(error).__name__}: {error}"]
        found = [f"{what} has a tie" for what in self.ties]
        for asked in self._checked():
            found += [f"{asked.id}: {fault}" for fault in self._unfair(asked)]
        return found

    def twins(self) -> list[str]:
        """Return the pairs of mistakes of one exercise that no answer tells apart, in words.

        They lie closer together than the tolerance, so that the hint of the second is never shown.
        They make no exercise unfair, and so are no ``faults``.
        """
        return [f"{asked.id}: {pair}" for asked in self._checked() for pair in self._twins(asked)]

    def _twins(self, asked: Exercise) -> Iterator[str]:
        self._expected(asked)
        for one, two in itertools.combinations(asked.mistakes, 2):
            with contextlib.suppress(Exception):  # one that cannot be computed is a fault
                if one.hint != two.hint and agrees(self._value(one.value), self._value(two.value), asked):
                    yield f"the mistakes {one.value} and {two.value} are one"

    def _checked(self) -> list[Exercise]:
        return [asked for asked in self._exercises.values() if asked.kind == "checked"]

    def _unfair(self, asked: Exercise) -> Iterator[str]:
        right = self._expected(asked)
        if not _defined(right):
            yield f"the right answer is {right!r}"
            return
        for mistake in asked.mistakes:
            try:
                value = self._value(mistake.value)
            except Exception as error:  # a mistake that cannot be computed stops the learner's check
                yield f"the mistake {mistake.value} stops with {type(error).__name__}"
                continue
            if agrees(value, right, asked):
                yield f"the mistake {mistake.value} would pass"
        if agrees(self._handed_out(asked), right, asked):
            yield "the notebook passes as it is handed out"

    def _handed_out(self, asked: Exercise) -> Any:
        """Return what the answer is in the learner's edition: three dots, or a broken cell's result."""
        cell = next(c for c in self._notebook.cells if c.id == sources.answer_id(asked.id))
        names = dict(self._names)
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(cell.source.partition(_MARK)[0], names)  # noqa: S102 (our own master)
            return names[asked.answer]
        return ...


def _defined(right: Any) -> bool:
    """Return whether a right answer is a finite number, text that is not empty, or a list of these."""
    if right is None or right is ...:
        return False
    if hasattr(right, "m_as"):
        return math.isfinite(right.m)
    if isinstance(right, str):
        return bool(right.strip())
    if hasattr(right, "__len__"):
        return len(right) > 0 and all(map(_defined, right))
    return math.isfinite(right)


@contextlib.contextmanager
def _ties_noted(found: list[str]) -> Iterator[None]:
    """Note every time a solution takes the largest or smallest of values, and two of them are that.

    Only calls that stand in the solution itself count.
    """
    import pandas as pd

    places: list[tuple[Any, str]] = [(pd.Series, name) for name in ("idxmax", "idxmin")]
    places += [(builtins, "max"), (builtins, "min")]
    before = {(where, name): getattr(where, name) for where, name in places}

    def watched(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if sys._getframe(1).f_globals.get("__name__") != _SOLUTION:
                return plain(*args, **kwargs)
            if name in {"max", "min"} and len(args) == 1 and "key" in kwargs:
                args = (list(args[0]),)
            if _tied(name, args, kwargs):
                found.append(f"{name} in line {sys._getframe(1).f_lineno} of a cell")
            return plain(*args, **kwargs)

        return call

    try:
        for (where, name), plain in before.items():
            setattr(where, name, watched(name, plain))
        yield
    finally:
        for (where, name), plain in before.items():
            setattr(where, name, plain)


def _tied(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Return whether the first place is shared."""
    if name in {"idxmax", "idxmin"}:
        series = args[0]
        return bool((series == (series.max() if name == "idxmax" else series.min())).sum() > 1)
    if "key" not in kwargs or len(args) != 1:
        return False  # without a key, equal values are the same answer
    ranked = sorted((kwargs["key"](item) for item in args[0]), reverse=name == "max")
    return len(ranked) > 1 and ranked[0] == ranked[1]
