"""Run every lesson and gallery page, in parallel and only what changed, and keep what they gave."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ecopark import places
from ecopark.errors import EcoparkError
from ecopark_course import editions, execute
from ecopark_course.run import write_whole

__all__ = ["LessonRun", "executed", "run_all", "status"]


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
        One a lesson or gallery page, in the order of the course.
    """
    execute.need_course()
    base = _digest_of_what_all_share()
    todo: list[tuple[Path, str]] = []
    runs: dict[str, LessonRun] = {}
    for master in _masters():
        digest = hashlib.sha256(base + master.read_bytes()).hexdigest()
        last = _last(master)
        if last and last.digest == digest and not last.error and executed(master).exists():
            runs[master.stem] = replace(last, fresh=False)
            report(runs[master.stem])
        else:
            todo.append((master, digest))
    if todo:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=min(jobs, len(todo)), mp_context=context) as pool:
            for done in as_completed([pool.submit(_run, master, digest) for master, digest in todo]):
                runs[done.result().lesson] = done.result()
                report(done.result())
    return [runs[master.stem] for master in _masters()]


def status() -> list[LessonRun]:
    """Return the last run of every lesson and gallery page that has one."""
    return [run for run in map(_last, _masters()) if run]


def executed(master: Path) -> Path:
    """Return where the executed notebook of a lesson or gallery page stands."""
    kind = "gallery" if master.parent.name == "gallery" else "lessons"
    return places.build() / kind / f"{master.stem}.ipynb"


def _run(master: Path, digest: str) -> LessonRun:
    start = time.monotonic()
    error = ""
    try:
        notebook = editions.lesson(editions.read(master))
        done = execute.run_notebook(notebook, {}, master.stem, cwd=places.home(), kept_kernel=True)
        write_whole(done, executed(master))
    except EcoparkError as problem:
        error = str(problem)
    run = LessonRun(master.stem, digest, round(time.monotonic() - start, 1), error)
    run = replace(run, when=time.strftime("%Y-%m-%d %H:%M"))
    _note(master).parent.mkdir(parents=True, exist_ok=True)
    _note(master).write_text(json.dumps(asdict(run)), encoding="utf-8")
    return run


def _masters() -> list[Path]:
    return [*editions.masters("course"), *editions.masters("gallery")]


def _note(master: Path) -> Path:
    return executed(master).with_suffix(".json")


def _last(master: Path) -> LessonRun | None:
    try:
        return LessonRun(**json.loads(_note(master).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _digest_of_what_all_share() -> bytes:
    """Return a digest of the toolkit's code and of all tables."""
    digest = hashlib.sha256()
    for path in _shared_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.digest()


def _shared_files() -> Iterator[Path]:
    yield from places.code()
    yield from sorted(p for p in places.datasets().rglob("*") if p.is_file())
