"""The products of the masters: the editions, and the lessons executed on the real tables.

English editions are saved beside the masters; those of another language are made in ``build/<language>``.
Lessons run in parallel, and only those whose master, texts, tables or toolkit changed.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ecopark import files
from ecopark.errors import EcoparkError
from ecopark_course import catalogs, execute, sources

__all__ = [
    *("Edition", "LessonRun", "build", "code_and_tables", "digest_files", "executed_path"),
    *("executed_reference", "find_outdated_editions", "last_runs", "planned_editions"),
    *("run_changed_lessons", "translated_lessons"),
]

# The metadata that an author writes; all others change from run to run, such as times and versions.
_NOTEBOOK_MARKS, _CELL_MARKS = ("kernelspec", "ecopark"), ("tags", "nbgrader")


# ---- editions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edition:
    """One notebook to make: from which master, where to, how, and whether it is executed."""

    master: Path
    target: Path
    make: Callable[[Any], Any]
    executed: bool
    language: str = "en"

    def files(self) -> list[Path]:
        """Return its sources: the master and, in another language, the catalog if there is one."""
        catalog = catalogs.path(self.master.stem, self.language)
        return [self.master, *([catalog] if catalog.exists() else [])]

    def notebook(self) -> Any:
        """Return the edition, not executed."""
        return self.make(catalogs.localized(self.master, self.language))


def planned_editions(language: str = "en") -> Iterator[Edition]:
    """Yield every edition of the masters in a language."""
    build_folder = _build_folder(language)
    lessons, exercises = files.course_folder(), files.exercises_folder()
    if language != "en":
        lessons, exercises = build_folder / "course", build_folder / "exercises"
    instructor = build_folder / "instructor"
    for master in sources.masters("course"):
        name = f"{master.stem}.ipynb"
        yield Edition(master, lessons / name, sources.lesson_edition, False, language)
        yield Edition(master, instructor / "lessons" / name, sources.instructors_edition, True, language)
    for master in sources.masters("exercises"):
        name = f"{master.stem}.ipynb"
        yield Edition(master, exercises / name, sources.learners_edition, False, language)
        yield Edition(master, exercises / "reference" / name, sources.reference_edition, True, language)
        yield Edition(master, instructor / "exercises" / name, sources.instructors_edition, True, language)


def _build_folder(language: str) -> Path:
    """Return the build folder of a language."""
    return files.build_folder() if language == "en" else files.build_folder() / language


def executed_reference(master: Path, language: str = "en") -> Path:
    """Return the executed reference of exercises; one in another language is made on demand.

    Raises
    ------
    NotebookFailed
        If a cell of the reference fails.
    """
    editions = (edition for edition in planned_editions(language) if edition.master == master)
    edition = next(edition for edition in editions if edition.make is sources.reference_edition)
    if language != "en":
        newest = max(path.stat().st_mtime for path in edition.files())
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
    for edition in planned_editions(language):
        if not only or edition.master.stem.startswith(only.zfill(2)):
            _write(edition)
            yield edition.target


def _write(edition: Edition) -> None:
    """Write an edition, executed if it has to be."""
    notebook = edition.notebook()
    if edition.executed:
        name, home = edition.master.stem, files.home_folder()
        notebook = execute.run_notebook(notebook, {}, name, cwd=home, kept_kernel=True)
        notebook.metadata = {k: v for k, v in notebook.metadata.items() if k in _NOTEBOOK_MARKS}
        for cell in notebook.cells:
            cell.metadata = _author_marks(cell)
    if edition.make is sources.instructors_edition:
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


def find_outdated_editions() -> list[str]:
    """Return a message for each edition in the tree that is not up to date with its master."""
    lines = []
    for edition in planned_editions():
        if edition.target.is_relative_to(files.build_folder()):
            continue
        name = str(edition.target.relative_to(files.home_folder()))
        if not edition.target.exists():
            lines.append(f"{name}: missing")
            continue
        stored = json.loads(edition.target.read_text("utf-8"))
        if _authored_parts(edition.notebook()) != _authored_parts(stored):
            lines.append(f"{name}: differs from {edition.master.name}")
    return lines


def _authored_parts(notebook: Any) -> list[Any]:
    """Return the parts that an author writes: the header, then id, kind, source and marks of every cell."""
    cells = [
        (cell["id"], cell["cell_type"], "".join(cell["source"]), _author_marks(cell))
        for cell in notebook["cells"]
    ]
    return [notebook["metadata"].get("ecopark"), *cells]


def _author_marks(cell: Any) -> dict[str, Any]:
    return {k: v for k, v in cell["metadata"].items() if k in _CELL_MARKS and v}


# ---- executed lessons ----------------------------------------------------------------------------


@dataclass(frozen=True)
class LessonRun:
    """The outcome of the last run of a lesson: seconds, the error if there was one, and the day."""

    lesson: str
    digest: str
    seconds: float
    error: str = ""
    fresh: bool = True
    when: str = ""


def run_changed_lessons(
    jobs: int = 2, report: Callable[[LessonRun], None] = lambda _: None, language: str = "en"
) -> list[LessonRun]:
    """Run the lessons and gallery pages that changed, with their default parameters.

    A lesson that fails stops no other. A lesson whose master, tables and toolkit are the same as
    in its last good run is not run again.

    Parameters
    ----------
    jobs : int
        Lessons to run at the same time.
    report : callable
        Called with each run as it ends.
    language : str
        Another language than English adds the lessons that are translated into it.

    Returns
    -------
    list of LessonRun
        One per lesson or gallery page, in the order of the course, also of those that did not change.
    """
    sources.need_course()
    shared = digest_files(code_and_tables())
    lessons = [_executed_lesson(master, "en") for master in _masters()]
    lessons += [_executed_lesson(master, language) for master in translated_lessons(language)]
    changed: dict[Edition, str] = {}
    runs: dict[Edition, LessonRun] = {}
    for lesson in lessons:
        digest = shared + digest_files(lesson.files())
        last = _last_run(lesson.target)
        if last and last.digest == digest and not last.error and lesson.target.exists():
            runs[lesson] = replace(last, fresh=False)
            report(runs[lesson])
        else:
            changed[lesson] = digest
    if changed:
        # New processes: each begins one kernel, and ends it when the pool does.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=min(jobs, len(changed)), mp_context=context) as pool:
            futures = {pool.submit(_run, lesson, digest): lesson for lesson, digest in changed.items()}
            try:
                for future in as_completed(futures):
                    runs[futures[future]] = run = future.result()
                    report(run)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # do not wait for the other lessons
                raise
    return [runs[lesson] for lesson in lessons]


def _executed_lesson(master: Path, language: str) -> Edition:
    return Edition(master, executed_path(master, language), sources.lesson_edition, True, language)


def _run(lesson: Edition, digest: str) -> LessonRun:
    """Run one lesson and note how it ended beside the executed notebook."""
    start, error = time.monotonic(), ""
    try:
        _write(lesson)
    except EcoparkError as problem:
        error = str(problem)
    name = lesson.master.stem if lesson.language == "en" else f"{lesson.master.stem} ({lesson.language})"
    seconds = round(time.monotonic() - start, 1)
    run = LessonRun(name, digest, seconds, error, when=time.strftime("%Y-%m-%d %H:%M"))
    lesson.target.parent.mkdir(parents=True, exist_ok=True)
    lesson.target.with_suffix(".json").write_text(json.dumps(asdict(run)), encoding="utf-8")
    return run


def translated_lessons(language: str) -> list[Path]:
    """Return the masters of the lessons that are translated into a language, in whole or in part."""
    if language == "en":
        return []
    return [master for master in sources.masters("course") if catalogs.read(master.stem, language)]


def last_runs() -> list[LessonRun]:
    """Return the last run of each lesson and gallery page that has run."""
    return [run for master in _masters() if (run := _last_run(executed_path(master)))]


def _last_run(target: Path) -> LessonRun | None:
    try:
        return LessonRun(**json.loads(target.with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def executed_path(master: Path, language: str = "en") -> Path:
    """Return the path of the executed notebook of a lesson or gallery page."""
    kind = "gallery" if master.parent.name == "gallery" else "lessons"
    return _build_folder(language) / kind / f"{master.stem}.ipynb"


def code_and_tables() -> list[Path]:
    """Return the files on which every lesson depends: the code and the tables."""
    return [
        *files.code_files(),
        *sorted(path for path in files.datasets_folder().rglob("*") if path.is_file()),
    ]


def digest_files(files: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _masters() -> list[Path]:
    return [*sources.masters("course"), *sources.masters("gallery")]
