"""A master solved for many sets of parameters: a statement runs again only when what it reads has changed.

The checker's own solve takes up to half a second; a thousand learners would take hours. A test compares
the answers of both ways.
"""

import ast
import contextlib
import copy
import io

from ecopark_course import key as keys
from ecopark_course.feedback import computing, figures_closed
from ecopark_course.key import Key
from ecopark_course.variants import declared


class Sheet:
    """The statements of one master, and every result they have given."""

    def __init__(self, lesson):
        self.key = Key(lesson, {})
        self.notebook = self.key._notebook
        self.defaults = {name: p.default for name, p in declared(self.notebook).items()}
        self.units = [unit for cell in self.notebook.cells for unit in _units(cell)]
        self.reads = {e.id: _exercise_reads(self.key, e) for e in self.key._checked()}
        self.results, self.numbers, self.found = {}, {}, {}

    def solve(self, picked):
        """Return the names of the solution, their versions, and the ties on the way."""
        values = {**self.defaults, **picked}
        names = {"__name__": keys._SOLUTION, **values}
        versions = {name: repr(value) for name, value in values.items()}
        ties = []
        for number, (code, used, changed) in enumerate(self.units):
            known = (number, *((name, versions[name]) for name in used if name in versions))
            if known not in self.results:
                self.results[known] = _run(code, changed, names)
            out, tied = self.results[known]
            version = self.numbers.setdefault(known, len(self.numbers))
            names.update(out)
            versions.update(dict.fromkeys(out, version))
            ties += tied
        return names, versions, ties

    def faults(self, picked):
        """Return what ``Key.faults`` returns."""
        names, versions, ties = self.solve(picked)
        self.key._names = names
        found = [f"{what} has a tie" for what in ties]
        for asked in self.key._checked():
            known = (asked.id, *((name, versions.get(name)) for name in self.reads[asked.id]))
            if known not in self.found:
                self.found[known] = [f"{asked.id}: {fault}" for fault in self.key._unfair(asked)]
            found += self.found[known]
        return found


def _units(cell):
    """Yield code, names and changed names of each statement that belongs to the solution."""
    skipped = cell.cell_type != "code" or cell.id.startswith("check-")
    if skipped or "parameters" in cell.metadata.get("tags", ()):
        return
    for statement in computing(cell.source).body:
        text = ast.unparse(statement)
        if text.startswith("check = course.checker("):
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
    inner = [t for t in targets if isinstance(t, ast.Subscript | ast.Attribute)]
    held = [_names(t)[0:] for t in inner]
    augmented = [_names(statement.target)] if isinstance(statement, ast.AugAssign) else []
    loops = [_names(statement)] if isinstance(statement, ast.For | ast.While | ast.If | ast.With) else []
    return sorted({name for names in held + augmented + loops for name in names})


def _run(code, changed, names):
    before = dict(names)
    for name in changed:
        if name in before and not callable(before[name]) and type(before[name]).__name__ != "module":
            before[name] = copy.deepcopy(before[name])
    after, ties = dict(before), []
    with contextlib.redirect_stdout(io.StringIO()), keys._ties_noted(ties), figures_closed():
        exec(code, after)
    touched = {name for name in changed if name in after}
    out = {n: v for n, v in after.items() if n != "__builtins__" and (n not in names or v is not names[n])}
    return {**out, **{n: after[n] for n in touched}}, ties


def _exercise_reads(key, asked):
    cell = next(c for c in key._notebook.cells if c.id == f"answer-{asked.id.replace('.', '-')}")
    sources = [asked.answer, *(m.value for m in asked.mistakes), cell.source]
    return sorted({name for source in sources for name in _names(ast.parse(source))})
