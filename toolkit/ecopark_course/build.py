"""Write the editions of every master, or tell which ones on disk differ from their master."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark_course import editions, execute
from ecopark_course.run import write_whole
from ecopark_course.slides import write_slides

__all__ = ["Edition", "build", "differences", "planned"]


@dataclass(frozen=True)
class Edition:
    """One notebook to make: from which master, where to, how, and whether it is executed."""

    master: Path
    target: Path
    make: Callable[[Any], Any]
    executed: bool

    def notebook(self) -> Any:
        """Return the edition, not executed."""
        return self.make(editions.read(self.master))


def planned() -> Iterator[Edition]:
    """Yield every edition that the masters give."""
    for master in editions.masters("course"):
        name = f"{master.stem}.ipynb"
        yield Edition(master, places.course() / name, editions.lesson, executed=False)
        yield Edition(master, _teachers() / "lessons" / name, editions.instructor, executed=True)
    for master in editions.masters("exercises"):
        name = f"{master.stem}.ipynb"
        yield Edition(master, places.exercises() / name, editions.learner, executed=False)
        yield Edition(master, places.exercises() / "reference" / name, editions.reference, executed=True)
        yield Edition(master, _teachers() / "exercises" / name, editions.instructor, executed=True)


def build(only: str | None = None) -> Iterator[Path]:
    """Write the editions, one after the other; yield each file that is ready.

    Parameters
    ----------
    only : str, optional
        Number of a lesson; by default all.

    Each lesson for teachers is also written as slides.

    Raises
    ------
    NotebookFailed
        If a cell of a reference or an instructor's edition fails.
    """
    for edition in planned():
        if only and not edition.master.stem.startswith(only.zfill(2)):
            continue
        notebook = edition.notebook()
        if edition.executed:
            name, home = edition.master.stem, places.home()
            notebook = execute.run_notebook(notebook, {}, name, cwd=home, kept_kernel=True)
            _forget_the_run(notebook)
        write_whole(notebook, edition.target)
        yield edition.target
        if edition.target.parent == _teachers() / "lessons":
            slides = _teachers() / "slides" / f"{edition.master.stem}.html"
            write_slides(notebook, slides)
            yield slides


def _teachers() -> Path:
    return places.build() / "instructor"


def differences() -> list[str]:
    """Return one line for each edition in the tree that its master would write otherwise."""
    found = []
    for edition in planned():
        if edition.target.is_relative_to(places.build()):
            continue
        name = str(edition.target.relative_to(places.home()))
        if not edition.target.exists():
            found.append(f"{name}: missing")
        elif _written(edition.notebook()) != _written(json.loads(edition.target.read_text("utf-8"))):
            found.append(f"{name}: differs from {edition.master.name}")
    return found


def _written(notebook: Any) -> list[tuple[str, ...]]:
    """Return what an author wrote: the header, then id, kind, source and marks of every cell."""
    listed: list[tuple[str, ...]] = [(json.dumps(notebook["metadata"].get("ecopark"), sort_keys=True),)]
    for cell in notebook["cells"]:
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        marks = {k: v for k, v in cell["metadata"].items() if k in {"tags", "nbgrader"} and v}
        listed.append((cell["id"], cell["cell_type"], source, json.dumps(marks, sort_keys=True)))
    return listed


def _forget_the_run(notebook: Any) -> None:
    """Take out what changes from run to run: times, versions, machine."""
    notebook.metadata = {k: v for k, v in notebook.metadata.items() if k in {"kernelspec", "ecopark"}}
    for cell in notebook.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in {"tags", "nbgrader"} and v}
