"""The files that a class handed in: whose each one is, and which ones cannot be graded."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark_course import sources
from ecopark_course.roster import unusable
from ecopark_course.submission import Submission, read
from ecopark_course.variants import named

__all__ = ["HandedIn", "handed_in"]

_COPIES = ".ipynb_checkpoints"  # where JupyterLab puts a copy of each notebook
_SKIPPED = {_COPIES, "__MACOSX"}
# What programs add to the name of a file, or of a learner's folder.
_ADDED = re.compile(r"\([^)]*\)|[-_ ]*copy[-_ ]*\d*|-checkpoint", re.IGNORECASE)
_ADDED_BY_MOODLE = re.compile(r"_assignsubmission_.*$")


@dataclass
class HandedIn:
    """Submissions by learner, their files, and one line for each thing that is wrong.

    ``not_graded`` holds, by learner, the files that cannot be graded; under no name, those of which
    nothing says whose they are.
    """

    lesson: str
    submissions: dict[str, Submission] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    made_for: dict[str, str] = field(default_factory=dict)
    not_graded: defaultdict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))


def handed_in(folder: Path, lesson: str | None = None, learners: Sequence[str] = ()) -> HandedIn:
    """Read the notebooks of a folder and tell whose they are.

    A file belongs to the learner of the roster whose name is in its path, else to the one the notebook
    was made for. Without a roster, it belongs to the one it was made for, else to the name of the file.
    If that is the name with which it was handed out, or one that files in other folders have too, the
    outermost folder is the learner's.

    Parameters
    ----------
    folder : Path
        The folder; notebooks may be in folders below it, however deep.
    lesson : str, optional
        Number of the lesson; by default the one that most notebooks name.
    learners : sequence of str
        The roster, if there is one.

    Raises
    ------
    DataError
        If there is no such folder, or no notebook in it.
    """
    if not folder.is_dir():
        raise DataError(str(folder), [Issue("there is no such folder", fix="check the path")])
    problems: list[str] = []
    refused: list[Path] = []
    notebooks = _files(folder, problems, refused)
    found = {path: one for path in notebooks if (one := _read(path, folder, problems, refused))}
    number = _lesson(folder, lesson, list(found.values()), problems)
    result = HandedIn(number, problems=problems)
    folders = _folders(path.relative_to(folder) for path in found)
    by_learner: defaultdict[str, list[Path]] = defaultdict(list)
    for path, submission in found.items():
        where = path.relative_to(folder)
        if submission.fault or submission.lesson != number:
            other = f"is a notebook of lesson {submission.lesson}, not {number}"
            problems.append(f"{where}: {submission.fault or other}; not graded.")
            refused.append(path)
            continue
        learner, fault = _whose(where, submission, learners, folders)
        if fault:
            problems.append(f"{where}: {fault}")
        if learner:
            by_learner[learner].append(path)
        else:
            refused.append(path)
    notebook = sources.learner(sources.read(sources.find(number, "exercises")))
    blank = {cell.id: cell.source for cell in notebook.cells if cell.id.startswith("answer-")}
    for learner, paths in by_learner.items():
        _keep(result, learner, paths, folder, found, blank)
    for path in refused:
        where = path.relative_to(folder)
        made_for = named(found[path].learner) if path in found else ""
        learner = _in_path(where, learners) or (made_for if made_for in learners else "")
        result.not_graded[learner].append(where)
    return result


def _files(folder: Path, problems: list[str], refused: list[Path]) -> list[Path]:
    """Return the notebooks below a folder, in order; name every other file."""
    notebooks = []
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder)
        notebook = path.suffix.lower() == ".ipynb"
        if _SKIPPED & set(where.parts) or any(part.startswith(".") for part in where.parts):
            # Settings and copies that programs make are no hand-ins, unless there is nothing else.
            if notebook and not where.name.startswith("._") and not _is_copy(path):
                problems.append(f"{where}: is a hidden file or an automatic copy; not graded.")
                refused.append(path)
        elif path.is_symlink():
            problems.append(f"{where}: is a link to another place; not followed.")
            refused.append(path)
        elif path.is_dir():
            continue
        elif not path.is_file() or not notebook:
            problems.append(f"{where}: is no notebook; left out.")
            refused.append(path)
        else:
            notebooks.append(path)
    return notebooks


def _is_copy(path: Path) -> bool:
    """Return whether a file is JupyterLab's copy of a notebook that is there."""
    name = f"{path.stem.removesuffix('-checkpoint')}{path.suffix}"
    return path.parent.name == _COPIES and (path.parent.parent / name).exists()


def _read(path: Path, folder: Path, problems: list[str], refused: list[Path]) -> Submission | None:
    try:
        return read(path)
    except DataError as error:
        rule = error.issues[0].rule.removeprefix("the file ")
        problems.append(f"{path.relative_to(folder)}: {rule}; not graded.")
        refused.append(path)
    return None


def _lesson(folder: Path, lesson: str | None, found: Sequence[Submission], problems: Sequence[str]) -> str:
    known = [master.stem[:2] for master in sources.masters("exercises")]
    counted = Counter(one.lesson for one in found if not one.fault)
    counted = counted or Counter(one.lesson for one in found if one.lesson in known)
    if lesson is None and not counted:
        listed = [Issue(line) for line in problems] or [Issue("the folder holds no notebook")]
        raise DataError(str(folder), listed)
    if lesson is not None:
        return sources.find(lesson, "exercises").stem[:2]
    return min(counted, key=lambda number: (-counted[number], number))


def _whose(
    where: Path, submission: Submission, learners: Sequence[str], folders: Mapping[Path, str]
) -> tuple[str, str]:
    """Return the learner a file belongs to, and what is odd about it."""
    made_for = named(submission.learner)
    if not learners:
        return (made_for if made_for and not unusable(made_for) else _name(where, folders)), ""
    by_name = _in_path(where, learners)
    if by_name and made_for in learners and made_for != by_name:
        return by_name, f"the name of the file says {by_name}, the notebook was made for {made_for}."
    if by_name or made_for in learners:
        return by_name or made_for, ""
    return "", "belongs to nobody on the roster; not graded."


def _folders(files: Iterable[Path]) -> dict[Path, str]:
    """Return for each file the outermost folder that not all files share: it may say whose the file is."""
    files = list(files)
    shared = len(Path(os.path.commonpath([file.parent for file in files])).parts) if files else 0
    outermost = {}
    for file in files:
        by_moodle = [folder for folder in file.parts[:-1] if _ADDED_BY_MOODLE.search(folder)]
        folder = (*by_moodle, *file.parts[shared:-1], *file.parts[:-1], "")[0]
        outermost[file] = _ADDED_BY_MOODLE.sub("", folder)
    return outermost


def _name(where: Path, folders: Mapping[Path, str]) -> str:
    """Return whose a file is by its name, or by its folder if its name says nothing."""
    same = {folder for file, folder in folders.items() if file.stem == where.stem and folder}
    own = re.sub(r"[\W_]", "", _ADDED.sub("", _added_by_a_learner(where.stem)))
    return named(folders[where] if folders[where] and (len(same) > 1 or not own) else where.stem)


def _added_by_a_learner(stem: str) -> str:
    """Return what a file's name holds beside the name with which the notebook was handed out."""
    slugs = sorted(map(sources.slug, sources.masters("exercises")), key=len, reverse=True)
    return re.sub(rf"(?<!\d)\d\d_({'|'.join(map(re.escape, slugs))})", " ", stem, flags=re.IGNORECASE)


def _in_path(where: Path, learners: Sequence[str]) -> str:
    """Return the learner whose name is in the path as a whole word: the longest one, then the outermost."""
    parts = [*where.parts[:-1], _added_by_a_learner(where.stem)]
    text = "\n".join(named(part).casefold() for part in parts)
    places = {learner: _place(text, learner.casefold()) for learner in learners}
    fits = [learner for learner in learners if places[learner] >= 0]
    return max(fits, key=lambda learner: (len(learner), -places[learner]), default="")


def _place(text: str, name: str) -> int:
    """Return where a name begins in a text as a whole word, or -1."""
    start = text.find(name)
    while start >= 0:
        before, after = text[:start][-1:], text[start + len(name) :][:1]
        if not before.isalnum() and not after.isalnum():
            return start
        start = text.find(name, start + 1)
    return -1


def _keep(
    result: HandedIn,
    learner: str,
    paths: list[Path],
    folder: Path,
    found: Mapping[Path, Submission],
    blank: Mapping[str, str],
) -> None:
    """Keep the newest file of a learner that has an answer, and name the others."""

    def rank(path: Path) -> tuple[bool, int, str]:
        # `ecopark start` puts an empty notebook beside one with answers: the newest file may be empty.
        answered = any(text.strip() != blank.get(cell) for cell, text in found[path].answers.items())
        return answered, path.stat().st_mtime_ns, str(path)

    newest = max(paths, key=rank)
    for path in paths:
        if path != newest:
            other = newest.relative_to(folder)
            result.problems.append(
                f"{path.relative_to(folder)}: {learner} also handed in {other}; not graded."
            )
    where = newest.relative_to(folder)
    result.submissions[learner] = found[newest]
    result.files[learner] = where
    result.made_for[learner] = named(found[newest].learner)
    unknown = sorted(set(found[newest].answers) - set(blank))
    missing = sorted(set(blank) - set(found[newest].answers))
    parts = [f"{word} {', '.join(ids[:5])}" for word, ids in (("has", unknown), ("lacks", missing)) if ids]
    if parts:
        said = f"its answer cells are not those of the exercises ({'; '.join(parts)})"
        result.problems.append(f"{where}: {said}; the rest is graded.")
