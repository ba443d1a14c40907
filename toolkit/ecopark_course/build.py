"""Write the editions of every master, or list those on disk that differ from their master.

English editions stand beside the masters; those of another language are made in ``build/<language>``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark_course import catalogs, execute, sources

__all__ = ["Edition", "build", "differences", "planned", "reference"]


@dataclass(frozen=True)
class Edition:
    """One notebook to make: from which master, where to, how, and whether it is executed."""

    master: Path
    target: Path
    make: Callable[[Any], Any]
    executed: bool
    language: str = "en"

    def notebook(self) -> Any:
        """Return the edition, not executed."""
        return self.make(catalogs.localized(self.master, self.language))


def planned(language: str = "en") -> Iterator[Edition]:
    """Yield every edition that the masters give in a language."""
    made = places.build() / language if language != "en" else places.build()
    lessons, exercises = (places.course(), places.exercises())
    if language != "en":
        lessons, exercises = made / "course", made / "exercises"
    for master in sources.masters("course"):
        name = f"{master.stem}.ipynb"
        yield Edition(master, lessons / name, sources.lesson, False, language)
        yield Edition(master, made / "instructor" / "lessons" / name, sources.instructor, True, language)
    for master in sources.masters("exercises"):
        name = f"{master.stem}.ipynb"
        yield Edition(master, exercises / name, sources.learner, False, language)
        yield Edition(master, exercises / "reference" / name, sources.reference, True, language)
        yield Edition(master, made / "instructor" / "exercises" / name, sources.instructor, True, language)


def reference(master: Path, language: str = "en") -> Path:
    """Return the executed reference of exercises; one that is not English is made when it is needed.

    Raises
    ------
    NotebookFailed
        If a cell of the reference fails.
    """
    edition = next(e for e in planned(language) if e.master == master and e.make is sources.reference)
    if language != "en":
        catalog = catalogs.path(master.stem, language)
        newest = max(path.stat().st_mtime for path in (master, catalog) if path.exists())
        if not edition.target.exists() or edition.target.stat().st_mtime < newest:
            _write(edition)
    return edition.target


def build(only: str | None = None, language: str = "en") -> Iterator[Path]:
    """Write the editions, one after the other; yield each file that is ready.

    Parameters
    ----------
    only : str, optional
        Number of a lesson; by default all.
    language : str
        The language of the editions, such as ``"zh-Hans"``.

    Raises
    ------
    NotebookFailed
        If a cell of a reference or an instructor's edition fails.
    """
    for edition in planned(language):
        if not only or edition.master.stem.startswith(only.zfill(2)):
            _write(edition)
            yield edition.target


def _write(edition: Edition) -> None:
    """Write an edition, executed if it has to be."""
    notebook = edition.notebook()
    if edition.executed:
        name, home = edition.master.stem, places.home()
        notebook = execute.run_notebook(notebook, {}, name, cwd=home, kept_kernel=True)
        # What changes from run to run is left out: times, versions, machine.
        kept = {"kernelspec", "ecopark"}
        notebook.metadata = {k: v for k, v in notebook.metadata.items() if k in kept}
        for cell in notebook.cells:
            kept = {"tags", "nbgrader"}
            cell.metadata = {k: v for k, v in cell.metadata.items() if k in kept and v}
    if edition.make is sources.instructor:
        for cell in notebook.cells:
            cell.metadata["slideshow"] = {"slide_type": _slide_type(cell)}
    sources.write_notebook(notebook, edition.target)


def _slide_type(cell: Any) -> str:
    """Return how ``jupyter nbconvert --to slides`` shows a cell: code itself is left out."""
    if "instructor" in cell.metadata.get("tags", ()):
        return "notes"
    if cell.cell_type == "code":
        shows = any(output.output_type != "stream" for output in cell.outputs)
        return "subslide" if shows else "skip"
    return "slide" if cell.source.startswith("#") else "subslide"


def differences() -> list[str]:
    """Return one line for each edition in the tree that its master would write otherwise."""
    lines = []
    for edition in planned():
        if edition.target.is_relative_to(places.build()):
            continue
        name = str(edition.target.relative_to(places.home()))
        if not edition.target.exists():
            lines.append(f"{name}: missing")
            continue
        stored = json.loads(edition.target.read_text("utf-8"))
        if _authored_cells(edition.notebook()) != _authored_cells(stored):
            lines.append(f"{name}: differs from {edition.master.name}")
    return lines


def _authored_cells(notebook: Any) -> list[tuple[str, ...]]:
    """Return the work of an author: the header, then id, kind, source and marks of every cell."""
    rows: list[tuple[str, ...]] = [(json.dumps(notebook["metadata"].get("ecopark"), sort_keys=True),)]
    for cell in notebook["cells"]:
        marks = {k: v for k, v in cell["metadata"].items() if k in {"tags", "nbgrader"} and v}
        source = "".join(cell["source"])
        rows.append((cell["id"], cell["cell_type"], source, json.dumps(marks, sort_keys=True)))
    return rows
