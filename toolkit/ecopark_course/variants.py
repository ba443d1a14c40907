"""A notebook for each learner: with different numbers, the same whenever it is made again.

The values that a parameter may take are listed in the header of the master. A keyed hash of learner and
lesson draws from them, so learners cannot predict each other's numbers without the secret of the course; the
lesson is identified by its slug, which stays when lessons are renumbered. The header also names the values
that do not make a fair exercise together; such a draw is repeated.
"""

from __future__ import annotations

import copy
import hmac
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark.files import check_outputs
from ecopark_course import catalogs, sources
from ecopark_course.language import mark, say
from ecopark_course.parameters import Parameter, read_parameters
from ecopark_course.roster import Roster, name_fault, normalize_name, read_roster
from ecopark_course.sources import write_notebook

__all__ = ["Variants", "choices", "hand_out", "read_secret", "with_parameters"]

_STEPS = 100  # values in a range of numbers with a fraction
_SHORTEST = 8  # bytes of a secret


class Variants:
    """The variants of one exercise notebook.

    Parameters
    ----------
    lesson : str
        Number of the lesson, such as ``"07"``.
    secret : bytes
        Secret of the course; the same secret gives the same variants.
    language : str
        The language of the notebooks.

    Examples
    --------
    >>> variants = Variants("14", b"a secret of the course")
    >>> variants.draw("Łukasz") == variants.draw(" Łukasz ")
    True
    """

    def __init__(self, lesson: str, secret: bytes, language: str = "en") -> None:
        self.master = sources.find(str(lesson).zfill(2), "exercises")
        self._secret = secret
        self._notebook = catalogs.localized(self.master, language)
        self._choices = choices(self._notebook)
        self._unfair = self._notebook.metadata["ecopark"].get("unfair", [])

    def draw(self, learner: str) -> dict[str, Any]:
        """Return the parameters of a learner: the first draw that is fair."""
        learner, slug = normalize_name(learner), sources.slug(self.master)
        for number in itertools.count():
            drawn = {}
            for name, allowed in self._choices.items():
                message = "\0".join((learner, slug, str(number), name)).encode()
                digest = hmac.digest(self._secret, message, "sha256")
                drawn[name] = allowed[int.from_bytes(digest, "big") % len(allowed)]
            if not any(all(drawn[name] in values for name, values in rule.items()) for rule in self._unfair):
                return drawn
        raise AssertionError  # the draws never end

    def notebook(self, learner: str) -> Any:
        """Return the learner's notebook, with the drawn values in its parameters cell."""
        edition = sources.for_class(sources.learners_edition(self._notebook))
        notebook = with_parameters(edition, self.draw(learner))
        notebook.metadata["ecopark"] = {**notebook.metadata["ecopark"], "learner": normalize_name(learner)}
        return notebook


def hand_out(
    number: str,
    learner: str | None,
    roster: Path | None,
    secret: Path | None,
    folder: Path,
    language: str = "en",
) -> tuple[list[Path], tuple[str, ...]]:
    """Write the variants of one exercise notebook, one per learner.

    Parameters
    ----------
    number : str
        Number of the exercises.
    learner, roster : str, Path, optional
        One learner, or the file with the list of the class: exactly one of the two.
    secret : Path
        File with the secret of the course.
    folder : Path
        Folder to write to; it is made if it does not exist.
    language : str
        The language of the notebooks, such as ``"zh-Hans"``.

    Returns
    -------
    tuple
        The files, and one line for each row of the roster that could not be used.

    Raises
    ------
    DataError
        If neither or both of learner and roster are given, the name or the secret cannot be used, the
        folder cannot be written, or one of the notebooks was changed since it was written: then none is.
    """
    if (learner is None) == (roster is None):
        fix = mark("give --learner ID for one, or --roster FILE for a class")
        raise DataError("the learners", [Issue("one learner or one roster is needed", fix=fix)])
    if learner is not None and (fault := name_fault(normalize_name(learner))):
        raise DataError("the learner", [Issue(fault, value=learner)])
    listed = read_roster(roster) if roster else Roster((normalize_name(learner or ""),))
    variants = Variants(number, read_secret(secret), language)
    targets = {name: folder / f"{variants.master.stem}_{name}.ipynb" for name in listed.learners}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_outputs(targets.values())
        for name, target in targets.items():
            write_notebook(variants.notebook(name), target, for_user=True)
    except OSError as error:
        rule = say("the folder cannot be written: {reason}", reason=error.strerror)
        raise DataError("the folder", [Issue(rule, value=str(folder))]) from error
    return list(targets.values()), listed.problems


def choices(notebook: Any) -> dict[str, list[Any]]:
    """Return the values that each parameter of a master may take for a learner.

    Raises
    ------
    MasterFault
        If the header names an unknown parameter, or a value that its line does not allow.
    """
    parameters = read_parameters(notebook)
    about = notebook.metadata["ecopark"]
    listed = dict(about.get("variants", {}))
    named = set(listed).union(*about.get("unfair", []))
    if unknown := sorted(named - set(parameters)):
        raise sources.MasterFault(f"variants: there is no parameter {', '.join(unknown)}")
    return {name: _expand_values(parameters[name], allowed) for name, allowed in listed.items()}


def _expand_values(parameter: Parameter, allowed: Any) -> list[Any]:
    """Return a list as it is, and a range ``low..high`` as its whole numbers or a hundred steps."""
    if isinstance(allowed, str) and ".." in allowed:
        low, high = (float(end) for end in allowed.split(".."))
        allowed = list(range(int(low), int(high) + 1))
        if parameter.type == "float":
            allowed = [float(f"{low + (high - low) / _STEPS * n:.6g}") for n in range(_STEPS + 1)]
    values = [float(value) if parameter.type == "float" else value for value in allowed]
    if not values:
        raise sources.MasterFault(f"variants: {parameter.name} has no value")
    for value in values:
        if type(value).__name__ != parameter.type or not parameter.accepts(value):
            raise sources.MasterFault(f"variants: {parameter.name} may not be {value!r}")
    return values


def with_parameters(notebook: Any, chosen: Mapping[str, Any]) -> Any:
    """Return a notebook with other values in its parameters cell; each line keeps its meaning and range.

    papermill would add a cell below; a learner should see one line per parameter.
    """
    changed = copy.deepcopy(notebook)
    lines = [
        f"{name}: {p.type} = {chosen.get(name, p.default)!r}  # {p.meaning}; {p.unit}; {p.allowed}"
        for name, p in read_parameters(notebook).items()
    ]
    for cell in changed.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = "\n".join(lines)
    return changed


def read_secret(file: Path | None) -> bytes:
    """Return the secret of the course from a file.

    Raises
    ------
    DataError
        If there is none, or it is too short to be one.
    """
    fix = say(
        "write a line of at least {least} letters into a file and give it with --secret", least=_SHORTEST
    )
    if file is None:
        raise DataError("the secret", [Issue("no file with the secret of the course is named", fix=fix)])
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        rule = say("the file cannot be read: {reason}", reason=error.strerror)
        raise DataError("the secret", [Issue(rule, value=str(file), fix=fix)]) from error
    if len(secret) < _SHORTEST:
        raise DataError("the secret", [Issue("the secret is too short", value=str(file), fix=fix)])
    return secret
