"""Whether the values that a master lists for its parameters make fair exercises, whichever come together.

Fair means: every right answer is defined, none hangs on a tie, no usual mistake would pass, and the notebook
does not pass as it is handed out. If two mistakes are one, the second hint is never shown: that is a fault of
the master, but takes nothing from the learner.

A master is solved for many sets of parameters, so a statement runs again only if what it reads has changed.
A test compares with the checker's own solution.
"""

import ast
import builtins
import contextlib
import copy
import io
import itertools
import math
import sys

from ecopark_course import sources
from ecopark_course.feedback import Checker, agrees, closing_new_figures, without_display
from ecopark_course.parameters import read_parameters

MARK = "### BEGIN SOLUTION"
SOLUTION = "ecopark_solution"  # the name of the module in which a master is solved here


class Sheet:
    """The statements of one master, and every result that they have given."""

    def __init__(self, lesson):
        self.notebook = sources.read(sources.find(lesson, "exercises"))
        self.exercises = sources.exercises(self.notebook)
        self.checked = [exercise for exercise in self.exercises.values() if exercise.kind == "checked"]
        self.defaults = {name: p.default for name, p in read_parameters(self.notebook).items()}
        self.units = [unit for cell in self.notebook.cells for unit in _units(cell)]
        self.answer_cells = {c.id: c.source for c in self.notebook.cells if c.id.startswith("answer-")}
        self.reads = {exercise.id: self._reads(exercise) for exercise in self.checked}
        self.results, self.numbers, self.known = {}, {}, {}

    def solve(self, picked):
        """Return the names of the solution, their versions, and the ties on the way."""
        values = {**self.defaults, **picked}
        names = {"__name__": SOLUTION, **values}
        versions = {name: repr(value) for name, value in values.items()}
        ties = []
        for number, (code, used, changed) in enumerate(self.units):
            read = (number, *((name, versions[name]) for name in used if name in versions))
            if read not in self.results:
                self.results[read] = _run(code, changed, names)
            new, tied = self.results[read]
            version = self.numbers.setdefault(read, len(self.numbers))
            names.update(new)
            versions.update(dict.fromkeys(new, version))
            ties += tied
        return names, versions, ties

    def faults(self, picked):
        """Return why these parameters make no fair exercise: one line per reason, none if they do."""
        try:
            names, versions, ties = self.solve(picked)
        except Exception as error:
            return [f"the solution stops with {type(error).__name__}: {error}"]
        faults = [f"{what} has a tie" for what in ties]
        for exercise in self.checked:
            read = (exercise.id, *((name, versions.get(name)) for name in self.reads[exercise.id]))
            if read not in self.known:
                self.known[read] = [f"{exercise.id}: {fault}" for fault in self._faults(exercise, names)]
            faults += self.known[read]
        return faults

    def _faults(self, exercise, names):
        right = names[exercise.answer]
        if not _is_defined(right):
            yield f"the right answer is {right!r}"
            return
        for mistake in exercise.mistakes:
            try:
                value = eval(mistake.value, names)
            except Exception as error:
                yield f"the mistake {mistake.value} stops with {type(error).__name__}"
                continue
            if agrees(value, right, exercise):
                yield f"the mistake {mistake.value} would pass"
        if agrees(self._handed_out(exercise, names), right, exercise):
            yield "the notebook passes as it is handed out"

    def twins(self, picked):
        """Return the pairs of mistakes of one exercise that no answer tells apart: one line per pair."""
        names, _, _ = self.solve(picked)
        pairs = []
        for exercise in self.checked:
            for one, two in itertools.combinations(exercise.mistakes, 2):
                with contextlib.suppress(Exception):  # one that cannot be computed is a fault
                    first, second = (eval(mistake.value, names) for mistake in (one, two))
                    if one.hint != two.hint and agrees(first, second, exercise):
                        pairs.append(f"{exercise.id}: the mistakes {one.value} and {two.value} are one")
        return pairs

    def _handed_out(self, exercise, names):
        """Return what the answer is in the learner's edition: three dots, or a broken cell's result."""
        names = dict(names)
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(self.answer_cells[sources.answer_id(exercise.id)].partition(MARK)[0], names)
            return names[exercise.answer]
        return ...

    def _reads(self, exercise):
        cell = self.answer_cells[sources.answer_id(exercise.id)]
        texts = [exercise.answer, *(mistake.value for mistake in exercise.mistakes), cell]
        return sorted({name for text in texts for name in _names(ast.parse(text))})


def right_answers(lesson, picked):
    """Return the right answers by the checker's own solution."""
    checker = Checker(lesson, picked)
    exercises = sources.exercises(sources.read(sources.find(lesson, "exercises")))
    return {e: checker._expected(exercise) for e, exercise in exercises.items() if exercise.kind == "checked"}


def _units(cell):
    """Yield code, names and changed names of each statement that belongs to the solution."""
    skipped = cell.cell_type != "code" or cell.id.startswith("check-")
    if skipped or "parameters" in cell.metadata.get("tags", ()):
        return
    for statement in without_display(cell.source).body:
        if ast.unparse(statement).startswith("check = course.checker("):
            continue
        code = compile(ast.Module([statement], []), f"<{cell.id}>", "exec")
        yield code, _names(statement), _changed(statement)


def _names(tree):
    return sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})


def _changed(statement):
    """Return the names whose objects a statement may change in place."""
    if isinstance(statement, ast.Expr):
        return [] if ast.unparse(statement).startswith("print(") else _names(statement)
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    inner = [_names(t) for t in targets if isinstance(t, ast.Subscript | ast.Attribute)]
    augmented = [_names(statement.target)] if isinstance(statement, ast.AugAssign) else []
    blocks = [_names(statement)] if isinstance(statement, ast.For | ast.While | ast.If | ast.With) else []
    return sorted({name for names in inner + augmented + blocks for name in names})


def _run(code, changed, names):
    before = dict(names)
    for name in changed:
        if name in before and not callable(before[name]) and type(before[name]).__name__ != "module":
            before[name] = copy.deepcopy(before[name])
    after, ties = dict(before), []
    with contextlib.redirect_stdout(io.StringIO()), _ties_noted(ties), closing_new_figures():
        exec(code, after)
    new = {n: v for n, v in after.items() if n != "__builtins__" and (n not in names or v is not names[n])}
    return {**new, **{name: after[name] for name in changed if name in after}}, ties


def _is_defined(right):
    """Return whether a right answer is a finite number, text that is not empty, or a list of these."""
    if right is None or right is ...:
        return False
    if hasattr(right, "m_as"):
        return math.isfinite(right.m)
    if isinstance(right, str):
        return bool(right.strip())
    if hasattr(right, "__len__"):
        return len(right) > 0 and all(map(_is_defined, right))
    return math.isfinite(right)


@contextlib.contextmanager
def _ties_noted(ties):
    """Note each time a solution itself takes the largest or smallest of values, and two of them are that."""
    import pandas as pd

    places = [(pd.Series, "idxmax"), (pd.Series, "idxmin"), (builtins, "max"), (builtins, "min")]
    before = {(owner, name): getattr(owner, name) for owner, name in places}

    def watched(name, plain):
        def call(*args, **kwargs):
            if sys._getframe(1).f_globals.get("__name__") != SOLUTION:
                return plain(*args, **kwargs)
            if name in {"max", "min"} and len(args) == 1 and "key" in kwargs:
                args = (list(args[0]),)
            if _is_tied(name, args, kwargs):
                ties.append(f"{name} in line {sys._getframe(1).f_lineno} of a cell")
            return plain(*args, **kwargs)

        return call

    try:
        for (owner, name), plain in before.items():
            setattr(owner, name, watched(name, plain))
        yield
    finally:
        for (owner, name), plain in before.items():
            setattr(owner, name, plain)


def _is_tied(name, args, kwargs):
    """Return whether the first place is shared."""
    if name in {"idxmax", "idxmin"}:
        series = args[0]
        return bool((series == (series.max() if name == "idxmax" else series.min())).sum() > 1)
    if "key" not in kwargs or len(args) != 1:
        return False  # without a key, equal values are the same answer
    ranked = sorted((kwargs["key"](item) for item in args[0]), reverse=name == "max")
    return len(ranked) > 1 and ranked[0] == ranked[1]
