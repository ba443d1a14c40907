"""The course in a folder of the learner's own, and JupyterLab on it.

Nothing that a learner wrote is ever replaced: where a lesson has changed on both sides, the new one
is put beside the learner's. So is the new edition of an exercise notebook.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from ecopark import files
from ecopark.errors import DataError, Issue
from ecopark_course import build, sources
from ecopark_course.language import sentences
from ecopark_course.notebook_files import Identity, identify, read_notebook

__all__ = ["PlacedNotebook", "command", "create_workspace", "environment", "list_old_editions"]

_SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "defer"},
}
_HIDDEN = ("@jupyter/nbgrader",)  # the teacher's tools; a learner needs none of them


@dataclass(frozen=True)
class PlacedNotebook:
    """One notebook and its fate: ``new``, ``updated``, ``kept`` or ``beside``."""

    path: Path
    done: str


def create_workspace(folder: str | Path, language: str | None = None) -> list[PlacedNotebook]:
    """Copy the lessons and exercises into a folder, or bring a folder up to date.

    Parameters
    ----------
    folder : str or Path
        The learner's folder; it is made if it is not there.
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
    language = sentences(language or _language_of(folder)).language
    try:
        folder.mkdir(parents=True, exist_ok=True)
        placed = [
            _place(_shipped(edition), folder / name / edition.target.name, folder)
            for name, make in (("lessons", sources.lesson), ("exercises", sources.learner))
            for edition in build.planned(language)
            if edition.make is make
        ]
    except OSError as error:
        problem = Issue(
            f"the folder cannot be written: {error.strerror}", value=str(error.filename or folder)
        )
        raise DataError("the course folder", [problem]) from error
    return placed


def _language_of(folder: Path) -> str:
    """Return the language of the notebooks in a course folder."""
    for path in sorted(folder.glob("lessons/*.ipynb")):
        try:
            about = read_notebook(path).get("metadata", {}).get("ecopark", {})
            return str(about.get("language", "en"))
        except (DataError, AttributeError):
            continue
    return "en"


def _shipped(edition: build.Edition) -> bytes:
    """Return an edition as it is handed out: English ones are files, others are made from their catalogs."""
    if edition.language == "en":
        return edition.target.read_bytes()
    return json.dumps(edition.notebook(), ensure_ascii=False, indent=1).encode()


def _place(shipped: bytes, target: Path, folder: Path) -> PlacedNotebook:
    """Put one notebook in its place and note its digest as it was shipped."""
    noted = files.recorded_digests(target, folder)
    digest = hashlib.sha256(shipped).hexdigest()
    files.record_digest(target, digest, folder)
    if not target.exists():
        done = "new"
    else:
        mine = hashlib.sha256(target.read_bytes()).hexdigest()
        if mine == digest:
            return PlacedNotebook(target, "kept")
        if mine in noted:
            done = "updated"
        elif digest in noted and not _lacks_this_edition(target):
            return PlacedNotebook(target, "kept")
        else:
            # Both sides have changed: the new one takes a free name beside the learner's.
            done, names = "beside", [target.with_stem(f"{target.stem} (new)")]
            while names[-1].exists():
                names.append(target.with_stem(f"{target.stem} (new {len(names) + 1})"))
            target = names[-1]
    target.parent.mkdir(exist_ok=True)
    with files.atomic_write(target) as part:
        part.write_bytes(shipped)
    return PlacedNotebook(target, done)


def _lacks_this_edition(target: Path) -> bool:
    """Return whether an exercise notebook is of another edition, and its folder has none of this one."""
    identity = _identity(target)
    if identity is None or identity.status != "other edition":
        return False
    others = map(_identity, target.parent.glob("*.ipynb"))
    return not any(other and other.status == "fits" and other.slug == identity.slug for other in others)


def _identity(path: Path) -> Identity | None:
    """Return which exercise notebook a file is; nothing if it cannot be read."""
    try:
        return identify(read_notebook(path), path.name)
    except DataError:
        return None


def list_old_editions(folder: str | Path) -> list[str]:
    """Return a line for each exercise notebook in a course folder that is of another edition.

    Parameters
    ----------
    folder : str or Path
        A folder that :func:`create_workspace` brought up to date.

    Returns
    -------
    list of str
        Name of the file, why ``ecopark check`` refuses it, and the notebook that takes its place. A
        notebook that cannot be read also has a line.
    """
    lines, old, current = [], dict[Path, Identity](), dict[str, str]()
    for path in sorted((Path(folder) / "exercises").glob("*.ipynb")):
        try:
            identity = identify(read_notebook(path), path.name)
        except DataError as error:
            lines.append(f"{path.name}: {error.issues[0].rule}; it stays as it was.")
            continue
        if identity.status == "other edition":
            old[path] = identity
        elif identity.status == "fits":
            current.setdefault(identity.slug, path.name)
    for path, identity in old.items():
        new = current.get(identity.slug, "")
        lines.append(f"{path.name}: {identity.fault}. It stays as it was; the new one is {new}.")
    return lines


def command(folder: str | Path) -> list[str]:
    """Return the command that opens JupyterLab on a folder."""
    return [sys.executable, "-m", "jupyter", "lab", f"--notebook-dir={Path(folder).resolve()}"]


def environment(folder: str | Path) -> dict[str, str]:
    """Return the environment for JupyterLab: no news, no requests for news, no tools of the teacher.

    The learner's own settings stay: these are written only where there are none.
    """
    config = Path(folder).resolve() / ".jupyter"
    for name, values in _SETTINGS.items():
        target = config / "lab" / "user-settings" / Path(f"{name}.jupyterlab-settings")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(values), encoding="utf-8")
    page = config / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(json.dumps({"disabledExtensions": dict.fromkeys(_HIDDEN, True)}), encoding="utf-8")
    own = os.environ.get("JUPYTER_CONFIG_PATH", "")
    found = {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (str(config), own)))}
    return {**os.environ, **found, "JUPYTERLAB_SETTINGS_DIR": str(config / "lab" / "user-settings")}
