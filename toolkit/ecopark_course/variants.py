"""A notebook of one's own for each learner: other numbers, the same difficulty, always the same ones.

A keyed hash of learner and lesson picks the parameters, so nobody can foresee another's numbers
without the secret of the course. A pick that makes no fair exercise is thrown away and drawn again.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, EcoparkError, Issue
from ecopark_course import sources
from ecopark_course.key import Key
from ecopark_course.parameters import Parameter, read_parameters
from ecopark_course.sources import write_notebook

__all__ = ["NoFairVariant", "Variants", "choices", "declared", "named", "put_in", "read_secret"]

_DRAWS = 200  # picks for one learner before the master itself is at fault
_STEPS = 100  # values in a range of numbers with a fraction
_SHORTEST = 8  # bytes of a secret
_WRAPPED = re.compile(r"= \(\n\s*(.+?)  # (.+)\n\)")


class NoFairVariant(EcoparkError):
    """A master allows values that make no fair exercise, again and again."""


class Variants:
    """The variants of one exercise notebook.

    Parameters
    ----------
    lesson : str
        Number of the lesson, such as ``"07"``.
    secret : bytes
        Secret of the course; the same secret gives the same variants.

    Examples
    --------
    >>> variants = Variants("13", b"a secret of the course")
    >>> variants.of("Łukasz") == variants.of(" Łukasz ")
    True
    """

    def __init__(self, lesson: str, secret: bytes) -> None:
        self.lesson = str(lesson).zfill(2)
        self._secret = secret
        self._notebook = sources.read(sources.find(self.lesson, "exercises"))
        self._choices = choices(self._notebook)
        self._keys: dict[str, Key] = {}

    def of(self, learner: str) -> dict[str, Any]:
        """Return the parameters of a learner: the first fair pick.

        Raises
        ------
        NoFairVariant
            If many picks in a row make no fair exercise.
        """
        for draw in range(_DRAWS):
            picked = self.pick(learner, draw)
            if not self.key(picked).faults():
                return picked
        raise NoFairVariant(f"Exercises {self.lesson}: {_DRAWS} picks made no fair exercise for {learner!r}.")

    def pick(self, learner: str, draw: int = 0) -> dict[str, Any]:
        """Return one pick of parameters, fair or not."""
        return {
            name: allowed[self._number(named(learner), draw, name) % len(allowed)]
            for name, allowed in self._choices.items()
        }

    def key(self, picked: Mapping[str, Any]) -> Key:
        """Return the key for a set of parameters; each is solved once."""
        known = repr(sorted(picked.items()))
        if known not in self._keys:
            self._keys[known] = Key(self.lesson, dict(picked))
        return self._keys[known]

    def notebook(self, learner: str) -> Any:
        """Return the learner's notebook: the parameters cell carries the values, nothing the key."""
        made = sources.for_class(sources.learner(self._notebook))
        put_in(made, self.of(learner))
        made.metadata["ecopark"] = {**made.metadata["ecopark"], "learner": named(learner)}
        return made

    def write(self, learner: str, folder: Path) -> Path:
        """Write the learner's notebook into a folder and return the file."""
        target = self.target(learner, folder)
        write_notebook(self.notebook(learner), target, for_user=True)
        return target

    def target(self, learner: str, folder: Path) -> Path:
        """Return the file of a learner's notebook in a folder."""
        slug = sources.find(self.lesson, "exercises").stem
        return folder / f"{slug}_{named(learner)}.ipynb"

    def _number(self, learner: str, draw: int, name: str) -> int:
        message = "\0".join((learner, self.lesson, str(draw), name)).encode()
        return int.from_bytes(hmac.new(self._secret, message, hashlib.sha256).digest(), "big")


def named(learner: str) -> str:
    """Return a learner's name in one spelling: no blanks around it, letters composed."""
    return unicodedata.normalize("NFC", str(learner)).strip()


def choices(notebook: Any) -> dict[str, list[Any]]:
    """Return the values that each parameter of a master may take for a learner.

    Raises
    ------
    MasterFault
        If the header names an unknown parameter, or a value that its line does not allow.
    """
    known = declared(notebook)
    listed = dict(notebook.metadata["ecopark"].get("variants", {}))
    if unknown := sorted(set(listed) - set(known)):
        raise sources.MasterFault(f"variants: there is no parameter {', '.join(unknown)}")
    return {name: _values(known[name], allowed) for name, allowed in listed.items()}


def declared(notebook: Any) -> dict[str, Parameter]:
    """Return the parameters of a notebook, also those that a formatter wrapped over three lines."""
    joined = copy.deepcopy(notebook)
    for cell in joined.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = _WRAPPED.sub(r"= \1  # \2", cell.source)
    return read_parameters(joined)


def _values(parameter: Parameter, allowed: Any) -> list[Any]:
    """Return a list as it is, and a range ``low..high`` as its whole numbers or a hundred steps."""
    if isinstance(allowed, str) and ".." in allowed:
        low, high = (float(end) for end in allowed.split(".."))
        if parameter.type == "int":
            allowed = list(range(int(low), int(high) + 1))
        else:
            step = (high - low) / _STEPS
            allowed = [float(f"{low + step * n:.6g}") for n in range(_STEPS + 1)]
    found = [float(one) if parameter.type == "float" else one for one in allowed]
    if not found:
        raise sources.MasterFault(f"variants: {parameter.name} has no value")
    for one in found:
        if type(one).__name__ != parameter.type or not parameter.accepts(one):
            raise sources.MasterFault(f"variants: {parameter.name} may not be {one!r}")
    return found


def put_in(notebook: Any, picked: Mapping[str, Any]) -> None:
    """Write values into the parameters cell of a notebook."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            known = declared(notebook)
            cell.source = "\n".join(_line(p, picked.get(name, p.default)) for name, p in known.items())


def _line(parameter: Parameter, value: Any) -> str:
    about = f"{parameter.meaning}; {parameter.unit}; {parameter.allowed}"
    return f"{parameter.name}: {parameter.type} = {value!r}  # {about}"


def read_secret(file: Path | None) -> bytes:
    """Return the secret of the course from a file.

    Raises
    ------
    DataError
        If there is none, or it is too short to be one.
    """
    fix = f"write a line of at least {_SHORTEST} letters into a file and give it with --secret"
    if file is None:
        raise DataError("the secret", [Issue("no file with the secret of the course is named", fix=fix)])
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        problem = Issue(f"the file cannot be read: {error.strerror}", value=str(file), fix=fix)
        raise DataError("the secret", [problem]) from error
    if len(secret) < _SHORTEST:
        raise DataError("the secret", [Issue("the secret is too short", value=str(file), fix=fix)])
    return secret
