"""The course in a folder of the learner, and JupyterLab on it.

The work of a learner is never replaced: where a lesson has changed on both sides, the new one
is put beside the learner's. So is the new edition of an exercise notebook.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from ecopark import files
from ecopark.errors import DataError, Issue
from ecopark_course import build, sources
from ecopark_course.language import mark, say, sentences
from ecopark_course.notebook_files import identify_file, language_of

__all__ = [
    *("PlacedNotebook", "jupyterlab_command", "jupyterlab_environment"),
    *("list_old_editions", "update_workspace"),
]

_SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "defer"},
}
_PAGE = {
    "disabledExtensions": {"@jupyter/nbgrader": True}
}  # tools of the teacher, which a learner does not need


@dataclass(frozen=True)
class PlacedNotebook:
    """One notebook and its fate: ``new``, ``updated``, ``kept`` or ``beside``."""

    path: Path
    done: str


def update_workspace(folder: str | Path, language: str | None = None) -> list[PlacedNotebook]:
    """Copy the lessons and exercises into a folder, or bring a folder up to date.

    Parameters
    ----------
    folder : str or Path
        The learner's folder; it is made if it does not exist.
    language : str, optional
        The language of the notebooks, such as ``"zh-Hans"``; by default that of the notebooks that are in
        the folder, else English.

    Returns
    -------
    list of PlacedNotebook
        One per notebook: ``new``; ``updated``, the learner had not changed it; ``kept``, nothing new;
        ``beside``, both changed, and the new one has ``(new)`` in its name.

    Raises
    ------
    DataError
        If the folder cannot be written.
    UnknownNameError
        If there is no such language.
    """
    folder = Path(folder)
    language = sentences(language or language_of(folder / "lessons")).language
    places = {sources.lesson_edition: folder / "lessons", sources.learners_edition: folder / "exercises"}
    placed = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for edition in build.planned_editions(language):
            if edition.make in places:
                # English editions are files, others are made from their catalogs.
                if language == "en":
                    shipped = edition.target.read_bytes()
                else:
                    shipped = json.dumps(edition.notebook(), ensure_ascii=False, indent=1).encode()
                placed.append(_place_notebook(shipped, places[edition.make] / edition.target.name, folder))
    except OSError as error:
        rule = say("the folder cannot be written: {reason}", reason=error.strerror)
        issue = Issue(rule, value=str(error.filename or folder))
        raise DataError("the course folder", [issue]) from error
    return placed


def _place_notebook(shipped: bytes, target: Path, folder: Path) -> PlacedNotebook:
    """Put one notebook in its place and record its digest as shipped."""
    noted = files.recorded_digests(target, folder)
    digest = hashlib.sha256(shipped).hexdigest()
    files.record_digest(target, digest, folder)
    done = "new"
    if target.exists():
        present = hashlib.sha256(target.read_bytes()).hexdigest()
        is_own_work = present not in noted
        if present == digest or (is_own_work and digest in noted and not _needs_this_edition(target)):
            return PlacedNotebook(target, "kept")
        done = "beside" if is_own_work else "updated"
    if done == "beside":
        # Both sides have changed: the new one takes a free name beside the learner's.
        names = (f"{target.stem} (new{f' {n}' if n > 1 else ''})" for n in itertools.count(1))
        target = next(path for path in map(target.with_stem, names) if not path.exists())
    target.parent.mkdir(exist_ok=True)
    with files.atomic_write(target) as part:
        part.write_bytes(shipped)
    return PlacedNotebook(target, done)


def _needs_this_edition(target: Path) -> bool:
    """Return whether an exercise notebook is of another edition, and its folder has none of this edition."""
    identities = {path: identify_file(path) for path in target.parent.glob("*.ipynb")}
    fitting = {identity.slug for identity in identities.values() if identity.status == "fits"}
    return identities[target].status == "other edition" and identities[target].slug not in fitting


def list_old_editions(folder: str | Path) -> list[str]:
    """Return a line per exercise notebook that ``ecopark check`` refuses: why, and which one replaces it.

    ``folder`` is one that :func:`update_workspace` brought up to date.
    """
    paths = sorted((Path(folder) / "exercises").glob("*.ipynb"))
    identities = {path: identify_file(path) for path in paths}
    fitting = [path for path in paths if identities[path].status == "fits"]
    lines = []
    for path, identity in identities.items():
        if identity.status == "unreadable":
            text = mark("{file}: {why}; it stays as it was.")
            lines.append(say(text, file=path.name, why=identity.fault))
        elif identity.status == "other edition":
            new = next((other.name for other in fitting if identities[other].slug == identity.slug), "")
            text = mark("{file}: {why}. It stays as it was; the new one is {new}.")
            lines.append(say(text, file=path.name, why=identity.fault, new=new))
    return lines


def jupyterlab_command(folder: str | Path) -> list[str]:
    """Return the command that opens JupyterLab on a folder."""
    return [sys.executable, "-P", "-m", "jupyter", "lab", f"--notebook-dir={Path(folder).resolve()}"]


def jupyterlab_environment(folder: str | Path) -> dict[str, str]:
    """Return the environment for JupyterLab: no news, no requests for news, no tools of the teacher.

    The learner's settings stay: these are written only where there are none.
    """
    config = Path(folder).resolve() / ".jupyter"
    for name, values in _SETTINGS.items():
        target = config / "lab" / "user-settings" / Path(f"{name}.jupyterlab-settings")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(values), encoding="utf-8")
    page = config / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(json.dumps(_PAGE), encoding="utf-8")
    users_path = os.environ.get("JUPYTER_CONFIG_PATH", "")
    return {
        **os.environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (str(config), users_path))),
        "JUPYTERLAB_SETTINGS_DIR": str(config / "lab" / "user-settings"),
    }
