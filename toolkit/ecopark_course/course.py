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
from ecopark_course import execute, sources

__all__ = ["LessonRun", "code_and_tables", "digest_files", "executed", "run_all", "status"]


@dataclass(frozen=True)
class LessonRun:
    """How the last run of a lesson ended: seconds, the error if there was one, and the day."""

    lesson: str
    digest: str
    seconds: float
    error: str = ""
    fresh: bool = True
    when: str = ""


def run_all(jobs: int = 2, report: Callable[[LessonRun], None] = lambda _: None) -> list[LessonRun]:
    """Run all lessons and gallery pages with their default parameters.

    A lesson that fails stops no other. A lesson whose master, tables and toolkit are the same as
    in its last good run is not run again.

    Parameters
    ----------
    jobs : int
        Lessons to run at the same time.
    report : callable
        Called with each run as it ends.

    Returns
    -------
    list of LessonRun
        One per lesson or gallery page, in the order of the course.
    """
    sources.need_course()
    shared = digest_files(code_and_tables())
    changed: dict[Path, str] = {}
    runs: dict[str, LessonRun] = {}
    for master in _masters():
        digest = hashlib.sha256(shared.encode() + master.read_bytes()).hexdigest()
        last = _last_run(master)
        if last and last.digest == digest and not last.error and executed(master).exists():
            runs[master.stem] = replace(last, fresh=False)
            report(runs[master.stem])
        else:
            changed[master] = digest
    if changed:
        # New processes: each begins one kernel, and ends it when the pool does.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=min(jobs, len(changed)), mp_context=context) as pool:
            for future in as_completed([pool.submit(_run, *item) for item in changed.items()]):
                runs[future.result().lesson] = future.result()
                report(future.result())
    return [runs[master.stem] for master in _masters()]


def status() -> list[LessonRun]:
    """Return the last run of every lesson and gallery page that has one."""
    return [run for run in map(_last_run, _masters()) if run]


def executed(master: Path) -> Path:
    """Return where the executed notebook of a lesson or gallery page stands."""
    kind = "gallery" if master.parent.name == "gallery" else "lessons"
    return places.build() / kind / f"{master.stem}.ipynb"


def code_and_tables() -> list[Path]:
    """Return the files on which every lesson rests: the code and the tables."""
    return [*places.code_files(), *sorted(path for path in places.datasets().rglob("*") if path.is_file())]


def digest_files(files: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _run(master: Path, digest: str) -> LessonRun:
    """Run one lesson and note how it ended beside the executed notebook."""
    start, error = time.monotonic(), ""
    try:
        notebook = sources.lesson(sources.read(master))
        done = execute.run_notebook(notebook, {}, master.stem, cwd=places.home(), kept_kernel=True)
        sources.write_notebook(done, executed(master))
    except EcoparkError as problem:
        error = str(problem)
    when = time.strftime("%Y-%m-%d %H:%M")
    run = LessonRun(master.stem, digest, round(time.monotonic() - start, 1), error, when=when)
    note = executed(master).with_suffix(".json")
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(asdict(run)), encoding="utf-8")
    return run


def _masters() -> list[Path]:
    return [*sources.masters("course"), *sources.masters("gallery")]


def _last_run(master: Path) -> LessonRun | None:
    try:
        return LessonRun(**json.loads(executed(master).with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
