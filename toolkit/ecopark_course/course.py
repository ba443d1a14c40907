"""Run every lesson and gallery page, in parallel and only what changed, and keep what they gave."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ecopark import places
from ecopark.errors import EcoparkError
from ecopark_course import catalogs, execute, sources

__all__ = [
    "LessonRun",
    "code_and_tables",
    "digest_files",
    "executed",
    "run_all",
    "status",
    "translated_lessons",
]


@dataclass(frozen=True)
class LessonRun:
    """How the last run of a lesson ended: seconds, the error if there was one, and the day."""

    lesson: str
    digest: str
    seconds: float
    error: str = ""
    fresh: bool = True
    when: str = ""


def run_all(
    jobs: int = 2, report: Callable[[LessonRun], None] = lambda _: None, language: str = "en"
) -> list[LessonRun]:
    """Run all lessons and gallery pages with their default parameters.

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
        One per lesson or gallery page, in the order of the course.
    """
    sources.need_course()
    shared = digest_files(code_and_tables())
    changed: dict[tuple[Path, str], str] = {}
    runs: dict[str, LessonRun] = {}
    wanted = [(master, "en") for master in _masters()]
    wanted += [(master, language) for master in translated_lessons(language)]
    for master, spoken in wanted:
        catalog = catalogs.path(master.stem, spoken)
        texts = master.read_bytes() + (catalog.read_bytes() if spoken != "en" else b"")
        digest = hashlib.sha256(shared.encode() + texts).hexdigest()
        last = _last_run(master, spoken)
        if last and last.digest == digest and not last.error and executed(master, spoken).exists():
            runs[last.lesson] = replace(last, fresh=False)
            report(runs[last.lesson])
        else:
            changed[master, spoken] = digest
    if changed:
        # New processes: each begins one kernel, and ends it when the pool does.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=min(jobs, len(changed)), mp_context=context) as pool:
            for future in as_completed(
                [pool.submit(_run, *lesson, digest) for lesson, digest in changed.items()]
            ):
                runs[future.result().lesson] = future.result()
                report(future.result())
    return [runs[_name(*lesson)] for lesson in wanted]


def translated_lessons(language: str) -> list[Path]:
    """Return the masters of the lessons that are translated into a language, in whole or in part."""
    if language == "en":
        return []
    return [master for master in sources.masters("course") if catalogs.read(master.stem, language)]


def status() -> list[LessonRun]:
    """Return the last run of every lesson and gallery page that has one."""
    return [run for run in map(_last_run, _masters()) if run]


def executed(master: Path, language: str = "en") -> Path:
    """Return where the executed notebook of a lesson or gallery page stands."""
    kind = "gallery" if master.parent.name == "gallery" else "lessons"
    home = places.build() if language == "en" else places.build() / language
    return home / kind / f"{master.stem}.ipynb"


def code_and_tables() -> list[Path]:
    """Return the files on which every lesson rests: the code and the tables."""
    return [*places.code_files(), *sorted(path for path in places.datasets().rglob("*") if path.is_file())]


def digest_files(files: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _run(master: Path, language: str, digest: str) -> LessonRun:
    """Run one lesson and note how it ended beside the executed notebook."""
    start, error = time.monotonic(), ""
    try:
        notebook = sources.lesson(catalogs.localized(master, language))
        done = execute.run_notebook(notebook, {}, master.stem, cwd=places.home(), kept_kernel=True)
        sources.write_notebook(done, executed(master, language))
    except EcoparkError as problem:
        error = str(problem)
    when = time.strftime("%Y-%m-%d %H:%M")
    seconds = round(time.monotonic() - start, 1)
    run = LessonRun(_name(master, language), digest, seconds, error, when=when)
    note = executed(master, language).with_suffix(".json")
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(asdict(run)), encoding="utf-8")
    return run


def _masters() -> list[Path]:
    return [*sources.masters("course"), *sources.masters("gallery")]


def _name(master: Path, language: str) -> str:
    return master.stem if language == "en" else f"{master.stem} ({language})"


def _last_run(master: Path, language: str = "en") -> LessonRun | None:
    note = executed(master, language).with_suffix(".json")
    try:
        return LessonRun(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
