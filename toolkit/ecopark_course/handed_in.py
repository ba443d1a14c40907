"""The files that a class handed in: whose each one is, and which ones cannot be graded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecopark.errors import DataProblem, EcoparkError, Problem
from ecopark_course import editions
from ecopark_course.roster import unusable
from ecopark_course.submission import Submission, read
from ecopark_course.variants import named

__all__ = ["HandedIn", "handed_in"]

_DEPTH = 3  # folders below the one that is named
_SKIPPED = {".ipynb_checkpoints", "__MACOSX"}


@dataclass
class HandedIn:
    """Submissions by learner, their files, and one line for each thing that is wrong."""

    lesson: str
    submissions: dict[str, Submission] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    made_for: dict[str, str] = field(default_factory=dict)


def handed_in(folder: Path, lesson: str | None = None, learners: Sequence[str] = ()) -> HandedIn:
    """Read the notebooks of a folder and tell whose they are.

    A file belongs to the learner of the roster whose name is in its name or in that of its folder;
    else to the one the notebook was made for; without a roster, to the name of the file.

    Parameters
    ----------
    folder : Path
        The folder; notebooks may stand in folders below it.
    lesson : str, optional
        Number of the lesson; by default the one that most notebooks name.
    learners : sequence of str
        The roster, if there is one.

    Raises
    ------
    DataProblem
        If there is no such folder, or no notebook in it.
    """
    if not folder.is_dir():
        raise DataProblem(str(folder), [Problem("there is no such folder", fix="check the path")])
    problems: list[str] = []
    found = {path: one for path in _files(folder, problems) if (one := _read(path, folder, problems))}
    number = _lesson(folder, lesson, list(found.values()), problems)
    result = HandedIn(number, problems=problems)
    by_learner: defaultdict[str, list[Path]] = defaultdict(list)
    for path, submission in found.items():
        where = path.relative_to(folder)
        if submission.lesson != number:
            problems.append(
                f"{where}: is a notebook of lesson {submission.lesson}, not {number}; not graded."
            )
            continue
        learner, fault = _whose(where, submission, learners)
        if fault:
            problems.append(f"{where}: {fault}")
        if learner:
            by_learner[learner].append(path)
    for learner, paths in by_learner.items():
        _keep(result, learner, paths, folder, found)
    return result


def _files(folder: Path, problems: list[str]) -> list[Path]:
    """Return the notebooks below a folder, in order; name every other file."""
    kept = []
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder)
        if len(where.parts) > _DEPTH + 1 or _SKIPPED & set(where.parts) or where.name.startswith("."):
            continue
        if path.is_symlink():
            problems.append(f"{where}: is a link to another place; not followed.")
        elif path.is_dir():
            continue
        elif not path.is_file() or path.suffix.lower() != ".ipynb":
            problems.append(f"{where}: is no notebook; left out.")
        else:
            kept.append(path)
    return kept


def _read(path: Path, folder: Path, problems: list[str]) -> Submission | None:
    try:
        return read(path)
    except DataProblem as error:
        rule = error.problems[0].rule.removeprefix("the file ")
        empty = " (it is empty)" if path.exists() and path.stat().st_size == 0 else ""
        problems.append(f"{path.relative_to(folder)}: {rule}{empty}; not graded.")
    return None


def _lesson(folder: Path, lesson: str | None, found: Sequence[Submission], problems: Sequence[str]) -> str:
    known = [master.stem[:2] for master in editions.masters("exercises")]
    counted = Counter(one.lesson for one in found if one.lesson in known)
    if lesson is None and not counted:
        listed = [Problem(line) for line in problems] or [Problem("the folder holds no notebook")]
        raise DataProblem(str(folder), listed)
    if lesson is not None:
        return editions.find(lesson, "exercises").stem[:2]
    return min(counted, key=lambda number: (-counted[number], number))


def _whose(where: Path, submission: Submission, learners: Sequence[str]) -> tuple[str, str]:
    """Return the learner a file belongs to, and what is odd about it."""
    made_for = named(submission.learner)
    if not learners:
        name = made_for if not unusable(made_for) else ""
        return name or named(where.stem), ""
    by_name = _in_names(where, learners)
    if by_name and made_for in learners and made_for != by_name:
        return by_name, f"the name of the file says {by_name}, the notebook was made for {made_for}."
    if by_name or made_for in learners:
        return by_name or made_for, ""
    return "", "belongs to nobody on the roster; not graded."


def _in_names(where: Path, learners: Sequence[str]) -> str:
    """Return the learner whose name is in the path: the longest one, as a whole word."""
    parts = [named(part).casefold() for part in (where.stem, *where.parts[:-1])]
    fits = [one for one in learners if any(_holds(part, one.casefold()) for part in parts)]
    return max(fits, key=len, default="")


def _holds(text: str, name: str) -> bool:
    start = text.find(name)
    while start >= 0:
        before, after = text[:start][-1:], text[start + len(name) :][:1]
        if not before.isalnum() and not after.isalnum():
            return True
        start = text.find(name, start + 1)
    return False


def _keep(
    result: HandedIn, learner: str, paths: list[Path], folder: Path, found: Mapping[Path, Submission]
) -> None:
    """Keep the newest file of a learner and name the others."""
    newest = max(paths, key=lambda path: (path.stat().st_mtime_ns, str(path)))
    for path in paths:
        if path != newest:
            other = newest.relative_to(folder)
            result.problems.append(
                f"{path.relative_to(folder)}: {learner} also handed in {other}; not graded."
            )
    result.submissions[learner] = found[newest]
    result.files[learner] = newest.relative_to(folder)
    result.made_for[learner] = named(found[newest].learner)
    result.problems += _edition(result.lesson, result.files[learner], found[newest])


def _edition(lesson: str, where: Path, submission: Submission) -> list[str]:
    """Return what shows that a notebook is of another edition than the master of today."""
    try:
        asked = set(editions.exercises(editions.read(editions.find(lesson, "exercises"))))
    except EcoparkError:
        return []
    wanted = {editions.answer_id(exercise) for exercise in asked}
    unknown = sorted(set(submission.answers) - wanted)
    missing = sorted(wanted - set(submission.answers))
    if not unknown and not missing:
        return []
    parts = [f"{word} {', '.join(ids[:5])}" for word, ids in (("has", unknown), ("lacks", missing)) if ids]
    return [f"{where}: is of another edition ({'; '.join(parts)}); the rest is graded."]
