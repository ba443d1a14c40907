"""Lessons with parameters: names, types and ranges are checked before anything runs."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark import errors, files, places
from ecopark.errors import DataProblem, EcoparkError, Problem, did_you_mean
from ecopark_course import editions, execute

__all__ = ["Parameter", "Refused", "parameters", "parse", "run_lesson", "write_whole"]

_LINE = re.compile(r"^(?P<name>\w+): (?P<type>str|int|float|bool) = (?P<value>.+?)  # (?P<help>.+)$")
_TYPES = {"str": str, "int": int, "float": float, "bool": bool}
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Refused(EcoparkError, ValueError):
    """A lesson found its input wrong and stopped."""


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: ``name: type = value  # meaning; unit; allowed``.

    ``allowed`` is ``low..high``, a list ``a | b | c``, or ``any``.
    """

    name: str
    type: str
    default: Any
    meaning: str
    unit: str
    allowed: str

    def convert(self, text: str) -> Any:
        """Return a text as a value of this parameter's type.

        Raises
        ------
        ValueError
            If it is not one.
        """
        if self.type == "bool":
            return _YES_NO[text.strip().casefold()] if text.strip().casefold() in _YES_NO else _not(text)
        return _TYPES[self.type](text.strip() if self.type != "str" else text)

    def accepts(self, value: Any) -> bool:
        """Return whether a value of the right type is in the allowed range."""
        if self.allowed == "any":
            return True
        if ".." in self.allowed:
            low, high = (float(end) if end.strip() else None for end in self.allowed.split(".."))
            fine = not isinstance(value, float) or math.isfinite(value)
            return fine and (low is None or value >= low) and (high is None or value <= high)
        return str(value) in self.choices

    @property
    def choices(self) -> list[str]:
        """The values a choice allows."""
        return [choice.strip() for choice in self.allowed.split("|")]


def _not(text: str) -> Any:
    raise ValueError(text)


def parameters(notebook: Any) -> dict[str, Parameter]:
    """Return the parameters of a notebook, by name.

    Raises
    ------
    editions.MasterFault
        If a line of the parameters cell is not of the agreed form.
    """
    found = {}
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            for line in filter(None, map(str.strip, cell.source.splitlines())):
                parameter = _parameter(line)
                found[parameter.name] = parameter
    return found


def _parameter(line: str) -> Parameter:
    match = _LINE.match(line)
    parts = [part.strip() for part in match["help"].split(";")] if match else []
    if match is None or len(parts) != 3:
        raise editions.MasterFault(f"Not 'name: type = value  # meaning; unit; allowed': {line}")
    try:
        default = ast.literal_eval(match["value"])
    except ValueError as error:
        raise editions.MasterFault(f"A parameter must be a literal: {line}") from error
    return Parameter(match["name"], match["type"], default, *parts)


def parse(given: Sequence[str], known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return parameters given as ``name=value``, checked against the known ones.

    Raises
    ------
    DataProblem
        With every unknown name, wrong type and value out of range.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for item in given:
        name, equals, text = item.partition("=")
        problem = _fault(name.strip(), text, known) if equals else _no_value(item)
        if problem:
            problems.append(problem)
        else:
            values[name.strip()] = known[name.strip()].convert(text)
    if problems:
        raise DataProblem("the parameters", problems)
    return values


def _no_value(item: str) -> Problem:
    return Problem("is not of the form name=value", value=item, fix="write -p name=value")


def _fault(name: str, text: str, known: Mapping[str, Parameter]) -> Problem | None:
    if name not in known:
        hint = f"{did_you_mean(name, known)} Known: {', '.join(known) or 'none'}"
        return Problem(f"there is no parameter of that name.{hint}", value=name)
    parameter = known[name]
    try:
        value = parameter.convert(text)
    except ValueError:
        kind = {"int": "a whole number", "float": "a number", "bool": "yes or no"}[parameter.type]
        return Problem(f"{name} must be {kind} ({parameter.meaning})", value=text)
    if parameter.accepts(value):
        return None
    near = did_you_mean(text, parameter.choices) if "|" in parameter.allowed else ""
    return Problem(f"{name} is out of range.{near} Allowed: {parameter.allowed}", value=value)


def run_lesson(number: str, given: Sequence[str] = (), output: Path | None = None) -> Path:
    """Run one lesson with parameters and write the executed notebook.

    Parameters
    ----------
    number : str
        Number of the lesson, such as ``"03"``.
    given : sequence of str
        Parameters as ``name=value``.
    output : Path, optional
        File to write; by default in the folder ``build/runs``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DataProblem
        If a parameter is wrong, or the file has another ending than ``.ipynb``, is not ecopark's own
        or cannot be written; nothing is computed.
    Refused
        If the lesson finds its input wrong: a zone that does not exist, a file that cannot be read.
        The notebook is written all the same: the reason at the top, the parameters, nothing computed.
    UnknownName
        If there is no such lesson.
    NotebookFailed
        If a cell fails; nothing is written.
    """
    master = editions.find(number)
    notebook = editions.lesson(editions.read(master))
    known = parameters(notebook)
    values = parse(given, known)
    if output is None:
        output = places.build() / "runs" / f"{master.stem}.ipynb"
        output.parent.mkdir(parents=True, exist_ok=True)
    texts = [value for value in values.values() if isinstance(value, str) and value]
    files.check_outputs([output], ".ipynb", inputs=texts)
    notebook.cells.insert(0, _table(known, values))
    try:
        executed = execute.run_notebook(notebook, values, master.stem, cwd=Path.cwd())
    except execute.NotebookFailed as error:
        if error.error not in errors.__all__:
            raise
        write_whole(_stopped(notebook, error), output, for_user=True)
        raise Refused(f"Lesson {master.stem[:2]} stopped. {error.message}\nSee {output}") from error
    write_whole(executed, output, for_user=True)
    return output


def _table(known: Mapping[str, Parameter], values: Mapping[str, Any]) -> Any:
    import nbformat

    lines = ["**This run**", "", "| parameter | value | unit | meaning |", "|---|---|---|---|"]
    for name, p in known.items():
        value = str(values.get(name, p.default)).replace("|", "\\|")
        lines.append(f"| {name} | {value} | {p.unit} | {p.meaning} |")
    cell: Any = nbformat.v4.new_markdown_cell("\n".join(lines), metadata={"tags": ["this-run"]})
    return cell


def _stopped(notebook: Any, error: execute.NotebookFailed) -> Any:
    """Return a lesson that stopped: the reason first, then the cells up to the one that stopped it."""
    import nbformat

    sentence, *faults = error.message.splitlines()
    lines = [f"**This lesson stopped.** {sentence}", *(["", "```text", *faults, "```"] if faults else [])]
    said = nbformat.v4.new_markdown_cell("\n".join(lines), metadata={"tags": ["stopped"]})
    notebook.cells = [said, *notebook.cells[: error.cell]]
    return notebook


def write_whole(notebook: Any, target: Path, *, for_user: bool = False, home: Path | None = None) -> None:
    """Write a notebook whole or not at all; one for the user is noted, as :func:`ecopark.files.output` does.

    Raises
    ------
    DataProblem
        If one for the user cannot be written, or would take the place of a file that is not ecopark's.
    """
    import nbformat

    target.parent.mkdir(parents=True, exist_ok=True)
    with files.output(target, home) if for_user else files.whole(target) as part:
        nbformat.write(notebook, part)
