"""The command that grades: progress on the screen, files at the end, a clean stop in between."""

from __future__ import annotations

from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark.files import output_problems, same_place
from ecopark_course.contain import Limits, Means
from ecopark_course.grade import START, Job, grade
from ecopark_course.gradebook import Gradebook, files, write
from ecopark_course.roster import read_roster
from ecopark_course.variants import read_secret

__all__ = ["grade_folder"]


def grade_folder(
    folder: Path,
    output: Path,
    jobs: int = 2,
    roster: Path | None = None,
    secret: Path | None = None,
    lesson: str | None = None,
    seconds: int = 20,
    weak: bool = False,
) -> Gradebook:
    """Grade a folder and write the grades.

    Parameters
    ----------
    folder, output : Path
        The notebooks, and the CSV file for the grades.
    jobs : int
        Notebooks to run at the same time.
    roster, secret : Path, optional
        List of the class and secret of the course: together they give each learner's own numbers.
    lesson : str, optional
        Number of the exercises; by default the one that most notebooks name.
    seconds : int
        Longest time for one cell [s].
    weak : bool
        Whether to grade where only time and memory can be limited.

    Raises
    ------
    DataError
        If the folder, the roster, the secret or the output cannot be used.
    TooWeak
        If this system can only limit time and memory.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    journal = output.with_name(f"{output.stem}_journal.jsonl")
    _check(output, journal, [one for one in (roster, secret) if one])
    console = Console(stderr=True)
    job = Job(
        folder=folder,
        lesson=lesson,
        roster=read_roster(roster) if roster else None,
        secret=read_secret(secret) if secret else None,
        jobs=jobs,
        limits=Limits(seconds=seconds),
        weak=weak,
    )
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

    def say(means: Means) -> None:
        for line in means.lines():
            console.print(line, highlight=False, soft_wrap=True)

    try:
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("grading", total=None)
            book = grade(job, journal, lambda n, of: bar.update(task, completed=n, total=of), say)
    except KeyboardInterrupt:
        console.print("What is graded is kept: the same command goes on from here.", highlight=False)
        raise
    _tell(book, write(book, output))
    return book


def _check(output: Path, journal: Path, inputs: list[Path]) -> None:
    """Refuse outputs that would take the place of other files, before anything runs."""
    problems = [one for path in files(output) for one in output_problems(path, ".csv", inputs=inputs)]
    # The journal grows from run to run: it is known by how its first line begins.
    start = journal.read_bytes()[: len(START)] if journal.is_file() else b""
    if not START.startswith(start) or journal.is_dir() or any(same_place(journal, one) for one in inputs):
        rule, fix = "the file is kept: it is no journal of grading", "choose another name for the grades"
        problems.append(Issue(rule, value=str(journal), fix=fix))
    if problems:
        raise DataError("the output", list(dict.fromkeys(problems)))


def _tell(book: Gradebook, files: list[Path]) -> None:
    for line in book.problems:
        print(line)
    done = sum(bool(one.outcomes) for one in book.graded)
    print(f"Exercises {book.lesson}: {done} graded, {len(book.shared)} entries to look at.")
    print("\n".join(map(str, files)))
