"""The command that grades: progress on the screen, files at the end, a clean stop in between."""

from __future__ import annotations

from pathlib import Path

from ecopark.errors import DataProblem, Problem
from ecopark_course.contain import Limits, Means
from ecopark_course.grade import Job, grade
from ecopark_course.gradebook import Gradebook, write
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
    DataProblem
        If the folder, the roster, the secret or the output cannot be used.
    TooWeak
        If this system can only limit time and memory.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    _writable(output)
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
    journal = output.with_name(f"{output.stem}_journal.jsonl")
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


def _writable(output: Path) -> None:
    if not output.parent.is_dir() or output.suffix.lower() != ".csv":
        fix = "name a .csv file in a folder that is there"
        raise DataProblem("the output", [Problem("cannot be written there", value=str(output), fix=fix)])


def _tell(book: Gradebook, files: list[Path]) -> None:
    for line in book.problems:
        print(line)
    done = sum(bool(one.outcomes) for one in book.graded)
    print(f"Exercises {book.lesson}: {done} graded, {len(book.shared)} entries to look at.")
    print("\n".join(map(str, files)))
