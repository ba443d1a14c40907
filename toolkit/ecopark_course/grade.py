"""Grading of a class on this computer: each notebook runs in a sandbox, its values are judged outside.

The grades are one table, rewritten after each notebook. After an interruption, or with a late notebook,
the rows whose fingerprint still fits are kept, and only the others are run.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ecopark.files import check_outputs, user_output
from ecopark_course import catalogs, sources
from ecopark_course.check_notebook import Collected, collect_answers, first_names, give_verdict
from ecopark_course.feedback import Checker
from ecopark_course.language import mark, say
from ecopark_course.notebook_files import Submission, assigned_literals
from ecopark_course.parameters import read_parameters
from ecopark_course.roster import ClassFolder, Roster, find_submissions, read_roster
from ecopark_course.sandbox import Limits, require_bubblewrap
from ecopark_course.variants import Variants, read_secret

__all__ = ["Grades", "Grading", "grade_folder"]

_WRITTEN = "written: "  # precedes a text that a person must read
_FORMULA = ("=", "+", "-", "@", "\t")
_LEAST = 40  # letters of code; equal answers that are shorter mean nothing
_SECONDS = 2  # between two writings of the table
_NAMED = 5  # learners named in one cell
Row = dict[str, str]


# ---- the command ---------------------------------------------------------------------------------


def grade_folder(
    folder: Path,
    output: Path,
    jobs: int = 2,
    roster: Path | None = None,
    secret: Path | None = None,
    lesson: str | None = None,
    seconds: int = 20,
    trust: bool = False,
) -> Grades:
    """Grade a folder and write the grades.

    Parameters
    ----------
    folder, output : Path
        The notebooks, and the CSV file for the grades.
    jobs : int
        Notebooks to run at the same time.
    roster, secret : Path, optional
        List of the class and secret of the course: together they give each learner different numbers.
    lesson : str, optional
        Number of the exercises; by default the one that most notebooks name.
    seconds : int
        Longest time for one cell [s].
    trust : bool
        Whether to grade without a sandbox, with limits on time and memory only.

    Raises
    ------
    DataError
        If the folder, the roster, the secret or the output cannot be used.
    SandboxUnavailableError
        If there is no sandbox, and the class is not trusted.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    check_outputs([output], ".csv", inputs=[file for file in (roster, secret) if file])
    grading = Grading(
        folder,
        lesson,
        read_roster(roster) if roster else Roster(),
        read_secret(secret) if secret else None,
        jobs=jobs,
        limits=Limits(seconds=seconds),
        trust=trust,
    )
    console = Console(stderr=True)
    columns = (TextColumn(say("grading")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    grades, saved = Grades("", ()), 0.0
    try:
        with Progress(*columns, console=console) as bar, closing(grading.steps(_read_rows(output))) as steps:
            task = bar.add_task("", total=None)
            for grades in steps:
                bar.update(task, completed=grades.done, total=grades.total)
                # Whatever stops the computer, at most a few seconds of work are lost.
                if time.monotonic() > saved + _SECONDS or grades.done == grades.total:
                    grades.write(output)
                    saved = time.monotonic()
    except KeyboardInterrupt:
        if grades.rows:
            grades.write(output)
        console.print(say("What is graded is kept: the same command goes on from here."), highlight=False)
        raise
    print(*grades.problems, sep="\n", end="\n" if grades.problems else "")
    counts = {
        "graded": sum(bool(row["points"]) for row in grades.rows),
        "alike": sum(bool(row["same as"]) for row in grades.rows),
    }
    text = mark("Exercises {lesson}: {graded} graded, {alike} with answers that others have too.")
    print(say(text, lesson=grades.lesson, **counts))
    print(output)
    return grades


# ---- the grading ---------------------------------------------------------------------------------


@dataclass
class Grading:
    """The folder to grade, and the way to grade it.

    ``secret`` and ``roster`` together give each learner the parameters of a personal variant;
    without them, all learners have the defaults. ``trust`` allows grading without a sandbox.
    """

    folder: Path
    lesson: str | None = None
    roster: Roster = field(default_factory=Roster)
    secret: bytes | None = None
    jobs: int = 2
    limits: Limits = field(default_factory=Limits)
    trust: bool = False

    def run(self, earlier_rows: Mapping[str, Row] | None = None) -> Grades:
        """Grade the notebooks of the folder, in the order of the roster or of the names.

        Of ``earlier_rows``, the rows of an earlier run by fingerprint, those that fit are kept.

        Raises
        ------
        SandboxUnavailableError
            If there is no sandbox, and the class is not trusted.
        DataError
            If the folder holds nothing to grade.
        """
        *_, grades = self.steps(earlier_rows)
        return grades

    def steps(self, earlier_rows: Mapping[str, Row] | None = None) -> Generator[Grades]:
        """Grade as :meth:`run` does; yield the grades so far."""
        if not self.trust:
            require_bubblewrap()
        class_folder = find_submissions(self.folder, self.lesson, self.roster.learners)
        submissions = class_folder.submissions
        key = _AnswerKey(class_folder.lesson, self.secret if self.roster.learners else None)
        alike = _identical_answers(submissions, class_folder.handed_out, key.written)

        # A row of an earlier run is kept if learner, parameters, exercises and file are the same.
        earlier_rows, fingerprints = earlier_rows or {}, dict[str, str]()
        for learner, submission in sorted(submissions.items()):
            file = self.folder / class_folder.files[learner]
            fingerprints[learner] = key.fingerprint(learner, submission.language, file.read_bytes())
        rows = {
            learner: earlier_rows[value] for learner, value in fingerprints.items() if value in earlier_rows
        }
        to_run = {learner: submissions[learner] for learner in fingerprints if learner not in rows}

        yield self._table(class_folder, key, rows, alike)
        for learner, collected in self._collect(key, to_run):
            row = key.row(learner, to_run[learner], collected)
            rows[learner] = row | {"fingerprint": fingerprints[learner]}
            yield self._table(class_folder, key, rows, alike)

    def _collect(
        self, key: _AnswerKey, submissions: Mapping[str, Submission]
    ) -> Iterator[tuple[str, Collected]]:
        """Run the answers of each learner in a separate process, some at a time, and yield them."""
        stop = threading.Event()
        with ThreadPoolExecutor(self.jobs) as pool:
            learner_of = {}
            for learner, submission in submissions.items():
                arguments = (submission, key.localized(submission.language), key.draw(learner), self.limits)
                job = pool.submit(collect_answers, *arguments, sandboxed=not self.trust, stop=stop)
                learner_of[job] = learner
            try:
                for job in as_completed(learner_of):
                    yield learner_of[job], job.result()
            except BaseException:
                # Processes that still run are ended at once: a loop may never end.
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _table(
        self, class_folder: ClassFolder, key: _AnswerKey, rows: Mapping[str, Row], alike: Mapping[str, str]
    ) -> Grades:
        """Put the rows of a class together."""
        columns = ("learner", "file", "points", "of", *key.exercises, "same as", "notes", "fingerprint")
        grades = Grades(class_folder.lesson, columns, done=len(rows), total=len(class_folder.submissions))
        grades.problems = [*self.roster.problems, *class_folder.problems]
        remarks = list[str]()
        for learner in self.roster.learners or sorted(class_folder.submissions):
            row = dict.fromkeys(columns, "") | {"learner": learner, "of": str(key.checked)}
            if learner not in class_folder.files:
                row["notes"] = class_folder.why_ungraded(learner)
                grades.problems.append(f"{learner}: {row['notes']}")
            elif learner in rows:
                row |= rows[learner] | {"same as": alike.get(learner, "")}
                row["file"] = str(class_folder.files[learner])
                remarks += [f"{row['file']}: {note}" for note in row["notes"].splitlines()]
            else:
                continue  # not run yet
            grades.rows.append(row)
        grades.problems += remarks
        return grades


@functools.lru_cache(maxsize=4)
def _checker(lesson: str, chosen: tuple[tuple[str, Any], ...], language: str) -> Checker:
    """Return a checker; those who have the same parameters share one, which solves the master once."""
    return Checker(lesson, dict(chosen), language)


class _AnswerKey:
    """Holds the right answers and judges values; it runs no learner's code."""

    def __init__(self, lesson: str, secret: bytes | None) -> None:
        path = sources.find(lesson, "exercises")
        self.lesson, self.master = lesson, sources.read(path)
        self.localized = functools.cache(functools.partial(catalogs.localized, path))
        self.exercises = sources.exercises(self.master)
        self.checked = sum(exercise.kind == "checked" for exercise in self.exercises.values())
        self.written = {sources.answer_id(e) for e, ex in self.exercises.items() if ex.kind == "written"}
        self._variants = Variants(lesson, secret) if secret else None
        self._path = path

    def draw(self, learner: str) -> dict[str, Any]:
        """Return the parameters of the learner's variant, where they are not the defaults."""
        return self._variants.draw(learner) if self._variants else {}

    def fingerprint(self, learner: str, language: str, file: bytes) -> str:
        """Return a digest of everything that determines the row of a learner."""
        about = json.dumps([self.lesson, learner, sorted(self.draw(learner).items())]).encode()
        catalog = catalogs.path(self._path.stem, language)
        texts = catalog.read_bytes() if catalog.exists() else b""
        parts = (about, self._path.read_bytes(), texts, file)
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def row(self, learner: str, submission: Submission, collected: Collected) -> Row:
        """Return the row of one learner: points, and for each exercise passed, a text, or the hint."""
        chosen, row, points = self.draw(learner), {"learner": learner}, 0
        notes = [*collected.setup_errors, *self._other_parameters(submission, chosen)]
        for exercise in self.exercises:
            value = collected.values.get(exercise, ...)
            line = self.line(chosen, exercise, value, submission.language)
            verdict = give_verdict(exercise, submission, collected, line)
            notes += verdict.notes
            points += verdict.outcome == "passed"
            cells = {"passed": "passed", "kept": f"{_WRITTEN}{value}"}
            row[exercise] = cells.get(verdict.outcome, verdict.line.removeprefix(f"{exercise} "))
        return {**row, "points": str(points), "notes": "\n".join(dict.fromkeys(notes))}

    def line(self, chosen: Mapping[str, Any], exercise: str, value: Any, language: str = "en") -> str:
        """Return the checker's line on a value at the first try, in the language of the notebook."""
        checker = _checker(self.lesson, tuple(chosen.items()), language)
        checker.forget_tries()
        return checker.judge(exercise, value)

    def _other_parameters(self, submission: Submission, chosen: Mapping[str, Any]) -> Iterator[str]:
        """Yield a line for each parameter that the notebook sets to another value than the graded one."""
        set_there = assigned_literals(submission.parameters)
        for name, parameter in read_parameters(self.master).items():
            graded = chosen.get(name, parameter.default)
            if name in set_there and set_there[name] != graded:
                value = set_there[name]
                value_text = say("another value") if value is ... else f"{value!r:.60}"
                text = mark("its parameters say {name} = {shown}; graded with {graded!r}.")
                yield say(text, name=name, shown=value_text, graded=graded)


# ---- equal answers -------------------------------------------------------------------------------


def _identical_answers(
    submissions: Mapping[str, Submission], handed_out: Mapping[str, str], written: set[str]
) -> dict[str, str]:
    """Return, by learner, who else has the same code, or the same written answer: a hint, not a finding."""
    all_answers, written_answer = mark("all answers: {learners}"), mark("a written answer: {learners}")
    untouched = {cell: plain_code(source) for cell, source in handed_out.items()}
    groups = defaultdict[tuple[str, str], list[str]](list)
    for learner, submission in submissions.items():
        code = {cell: plain_code(source) for cell, source in sorted(submission.whole().items())}
        code = {cell: text for cell, text in code.items() if text and text != untouched.get(cell)}
        if sum(map(len, code.values())) >= _LEAST:
            groups[all_answers, repr(code)].append(learner)
        for cell in written & set(code):
            if len(code[cell]) >= _LEAST:
                groups[written_answer, code[cell].casefold()].append(learner)
    alike = defaultdict[str, list[str]](list)
    for (text, _), learners in groups.items():
        for learner in learners if len(learners) > 1 else ():
            others = [other for other in learners if other != learner]
            alike[learner].append(say(text, learners=first_names(others, _NAMED, say)))
    return {learner: "; ".join(lines) for learner, lines in alike.items()}


def plain_code(source: str) -> str:
    """Return code without comments and without its spacing.

    Examples
    --------
    >>> plain_code("a = 1  # mine") == plain_code("a=1")
    True
    """
    try:
        return ast.unparse(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return " ".join(re.sub(r"#.*", "", source).split())


# ---- the table -----------------------------------------------------------------------------------


@dataclass
class Grades:
    """The table of a class, one row per learner, and one line for each thing that a teacher should know.

    Of ``total`` notebooks, ``done`` are graded so far.
    """

    lesson: str
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def write(self, target: Path) -> None:
        """Write the table as CSV, with a row for each line that does not belong to a learner's row.

        Raises
        ------
        DataError
            If the file cannot be written or was not written by ecopark.
        """
        in_rows = {note for row in self.rows for note in row.get("notes", "").splitlines()}
        others = [{"notes": p} for p in self.problems if p.partition(": ")[2] not in in_rows]
        table = pd.DataFrame([*self.rows, *others], columns=list(self.columns)).fillna("")
        # A learner's text must not begin a new row, and a spreadsheet must not take a cell for a formula.
        table = table.map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))
        table = table.map(lambda text: f"'{text}" if text.startswith(_FORMULA) else text)
        # The mark at the start lets spreadsheets read letters of every language.
        with user_output(target) as part:
            table.to_csv(part, index=False, encoding="utf-8-sig")


def _read_rows(path: Path) -> dict[str, Row]:
    """Return the rows of an earlier run by fingerprint."""
    if not path.exists():
        return {}
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table = table.map(lambda text: text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text)
    rows: list[Any] = table.to_dict("records")
    return {row["fingerprint"]: row for row in rows if row.get("fingerprint")}
