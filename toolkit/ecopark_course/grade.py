"""A class's notebooks, graded on this computer: every answer runs contained, and is judged outside.

What is done is kept in a journal beside the grades: after an interruption, or with a late notebook,
only what is new is run.
"""

from __future__ import annotations

import hashlib
import json
import math
import queue
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from ecopark.errors import DataError, EcoparkError, Issue
from ecopark_course import duplicates, sources, values
from ecopark_course.contain import Limits, Means, Pen
from ecopark_course.gradebook import Gradebook, Graded
from ecopark_course.handed_in import HandedIn, handed_in
from ecopark_course.key import Key
from ecopark_course.roster import Roster
from ecopark_course.submission import Collected, Submission, assigned, collect, verdict
from ecopark_course.variants import Variants, declared

__all__ = ["START", "Job", "TooWeak", "grade"]

START = b'{"digest": "'  # how a line of a journal begins

_LARGE = 1000  # whole numbers from here on are hardly equal by chance
_RESTARTS = 3  # cells that may fail to end before the rest of a notebook is left


class TooWeak(EcoparkError):
    """The system cannot keep the code of learners away from the teacher's files."""


@dataclass
class Job:
    """What to grade and how.

    ``secret`` and ``roster`` together give each learner the parameters of the own variant; without
    them, everybody has the defaults. ``weak`` allows grading where only time and memory are limited.
    """

    folder: Path
    lesson: str | None = None
    roster: Roster | None = None
    secret: bytes | None = None
    jobs: int = 2
    limits: Limits = field(default_factory=Limits)
    weak: bool = False
    ways: tuple[str, ...] = ("bwrap", "view", "plain")


@dataclass(frozen=True)
class _Task:
    learner: str
    submission: Submission
    parameters: dict[str, Any]
    digest: str


def grade(
    job: Job,
    journal: Path,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    means: Callable[[Means], None] = lambda _means: None,
) -> Gradebook:
    """Grade the notebooks of a folder.

    Parameters
    ----------
    job : Job
        What to grade and how.
    journal : Path
        File in which results are kept as they come.
    progress : callable
        Called with the number of notebooks that are done, and of all.
    means : callable
        Called once with what contains the code on this system.

    Returns
    -------
    Gradebook
        In the order of the roster, or of the names.

    Raises
    ------
    TooWeak
        If this system can only limit time and memory, and that was not allowed.
    DataError
        If the folder holds nothing to grade.
    """
    learners = job.roster.learners if job.roster else ()
    files = handed_in(job.folder, job.lesson, learners)
    variants = Variants(files.lesson, job.secret) if job.secret and job.roster else None
    judge = _Judge(files.lesson, variants)
    kept, results, tasks = _read(journal), dict[str, Graded](), list[_Task]()

    def fresh() -> Iterator[_Task]:
        for name in sorted(files.submissions):
            tasks.append(judge.task(name, files.submissions[name]))
            if tasks[-1].digest in kept:
                results[name] = kept[tasks[-1].digest]
                progress(len(results), len(files.submissions))
            else:
                yield tasks[-1]

    with _opened(journal) as file:
        for task, got in _run(job, judge.master, fresh(), means):
            results[task.learner] = judge.graded(task, got)
            file.write(json.dumps({"digest": task.digest, **asdict(results[task.learner])}) + "\n")
            file.flush()
            progress(len(results), len(files.submissions))
    return judge.book(job, files, tasks, results)


def _opened(journal: Path) -> TextIO:
    try:
        return journal.open("a", encoding="utf-8")
    except OSError as error:
        problem = Issue(f"the file cannot be written: {error.strerror}", fix="check folder and permissions")
        raise DataError(journal.name, [problem]) from error


def _run(
    job: Job, master: Any, tasks: Iterator[_Task], means: Callable[[Means], None]
) -> Iterator[tuple[_Task, Collected]]:
    """Run the answers of each task in one of several contained processes; yield them as they end.

    The next tasks are made while the first ones run: a key takes as long as a notebook.
    """
    first = next(tasks, None)
    if first is None:
        return
    with ExitStack() as stack:
        made = [stack.enter_context(Pen(job.limits, job.ways)) for _ in range(job.jobs)]
        _accept(made[0].means, job, means)
        pens: queue.SimpleQueue[Pen] = queue.SimpleQueue()
        for pen in made:
            pens.put(pen)

        def one(task: _Task) -> Collected:
            pen = pens.get()
            try:
                return collect(pen, task.submission, master, task.parameters, _RESTARTS)
            finally:
                pens.put(pen)

        pool = stack.enter_context(ThreadPoolExecutor(job.jobs))
        running: dict[Future[Collected], _Task] = {}
        try:
            for task in chain([first], tasks):
                running[pool.submit(one, task)] = task
                yield from _ended(running, 0)
            while running:
                yield from _ended(running, None)
        except BaseException:
            # What still runs is ended at once: nobody waits for a loop that never ends.
            pool.shutdown(wait=False, cancel_futures=True)
            for pen in made:
                pen.stop()
            raise


def _ended(
    running: dict[Future[Collected], _Task], seconds: float | None
) -> Iterator[tuple[_Task, Collected]]:
    """Take the tasks that have ended out of those that run, and yield them."""
    for ended in wait(running, seconds, return_when=FIRST_COMPLETED).done:
        yield running.pop(ended), ended.result()


def _accept(found: Means, job: Job, means: Callable[[Means], None]) -> None:
    means(found)
    if found.way == "plain" and not job.weak:
        said = (
            "This system can only limit time and memory: a learner's code could read and change your files."
        )
        raise TooWeak(f"{said} Install bubblewrap, or grade on a computer of its own with --weak.")


class _Judge:
    """Holds the keys and judges values; it runs no learner's code."""

    def __init__(self, lesson: str, variants: Variants | None) -> None:
        self.lesson, self.variants = lesson, variants
        path = sources.find(lesson, "exercises")
        self.master = sources.read(path)
        self.asked = sources.exercises(self.master)
        self._edition = hashlib.sha256(path.read_bytes()).hexdigest()
        self._default = Key(lesson, {})

    def task(self, learner: str, submission: Submission) -> _Task:
        """Return what is to be run for a learner, with the parameters of the learner's variant."""
        parameters = self.variants.of(learner) if self.variants else {}
        known = (self.lesson, learner, self._edition, sorted(parameters.items()))
        cells = (sorted(submission.answers.items()), sorted(submission.added.items()))
        rest = (submission.parameters, submission.unmarked, submission.outside)
        whole = repr((*known, *cells, *rest))
        return _Task(learner, submission, parameters, hashlib.sha256(whole.encode()).hexdigest())

    def key(self, task: _Task) -> Key:
        """Return the key of a learner's variant."""
        return self.variants.key(task.parameters) if self.variants else self._default

    def graded(self, task: _Task, got: Collected) -> Graded:
        """Return the result of one learner."""
        key, outcomes, lines, written, notes = (
            self.key(task),
            {},
            {},
            {},
            [*got.given, *self._other_parameters(task)],
        )
        for exercise, asked in self.asked.items():
            value = got.values.get(exercise, ...)
            found = verdict(exercise, task.submission, got, key.line(exercise, value))
            outcomes[exercise], lines[exercise] = found.outcome, found.line
            notes += [note for note in found.notes if note not in notes]
            if asked.kind == "written" and found.outcome == "kept":
                written[exercise] = str(value)
        wrong = {
            e: values.encode(got.values[e]) for e, o in outcomes.items() if o == "wrong" and e in got.values
        }
        return Graded(task.learner, "", outcomes, lines, written, wrong, notes)

    def _other_parameters(self, task: _Task) -> Iterator[str]:
        """Yield a line for each parameter that the notebook sets otherwise than the grade does."""
        theirs = assigned(task.submission.parameters)
        for name, parameter in declared(self.master).items():
            mine = task.parameters.get(name, parameter.default)
            if name in theirs and theirs[name] != mine:
                shown = "another value" if theirs[name] is ... else f"{theirs[name]!r:.60}"
                yield f"its parameters say {name} = {shown}; graded with {mine!r}."

    def book(self, job: Job, files: HandedIn, tasks: list[_Task], results: Mapping[str, Graded]) -> Gradebook:
        """Put the results of a class together."""
        order = job.roster.learners if job.roster else sorted(results)
        nothing = Graded("")
        graded = [
            Graded(**{**asdict(results.get(n, nothing)), "learner": n, "file": str(files.files.get(n, ""))})
            for n in order
        ]
        problems = [*(job.roster.problems if job.roster else ()), *files.problems]
        problems += [f"{n}: {_nothing(files, n)}." for n in order if n not in files.files]
        problems += [f"{files.files[n]}: {line}" for n in order for line in results.get(n, nothing).notes]
        checked = sum(asked.kind == "checked" for asked in self.asked.values())
        shared = duplicates.listed(self._shared(files, tasks, results))
        return Gradebook(self.lesson, tuple(self.asked), checked, graded, shared, problems)

    def _shared(
        self, files: HandedIn, tasks: list[_Task], results: Mapping[str, Graded]
    ) -> list[duplicates.Shared]:
        blank = {c.id: c.source for c in sources.learner(self.master).cells if c.id.startswith("answer-")}
        found = duplicates.same_answers({t.learner: t.submission.whole() for t in tasks}, blank)
        found += duplicates.same_texts({name: one.written for name, one in results.items()})
        found += [
            duplicates.Shared((name, other), (), "the notebook was made for the second")
            for name, other in files.made_for.items()
            if self.variants and other and other != name
        ]
        return found + self._borrowed(tasks, results)

    def _borrowed(self, tasks: list[_Task], results: Mapping[str, Graded]) -> list[duplicates.Shared]:
        """Return whose wrong answers are the right answers of another learner's variant."""
        found = []
        for task in tasks if self.variants else ():
            wrong = {e: values.decode(pair) for e, pair in results[task.learner].wrong.items()}
            for other in tasks:
                if wrong and other.parameters != task.parameters:
                    theirs, mine = self.key(other), self.key(task)
                    same = tuple(e for e, value in wrong.items() if theirs.only_here(mine, e, value))
                    if len(same) > 1 or any(_telling(wrong[e]) for e in same):
                        who = (task.learner, other.learner)
                        found.append(duplicates.Shared(who, same, "the first has numbers of the second"))
        return found


def _nothing(files: HandedIn, learner: str) -> str:
    """Return why there is no grade for a learner."""
    if handed := files.not_graded.get(learner):
        return f"what was handed in cannot be graded ({', '.join(map(str, handed))})"
    return "no file has this name" if files.not_graded.get("") else "nothing was handed in"


def _telling(value: Any) -> bool:
    """Return whether one equal value is already worth a look: a number with a fraction, or a large one."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return number and (value != int(value) or abs(value) >= _LARGE)


def _read(journal: Path) -> dict[str, Graded]:
    """Return what an earlier run finished; a line that was cut off counts for nothing."""
    found: dict[str, Graded] = {}
    if not journal.exists():
        return found
    for line in journal.read_text("utf-8", "replace").splitlines():
        try:
            kept = json.loads(line)
            digest = kept.pop("digest")
            found[digest] = Graded(**kept)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found
