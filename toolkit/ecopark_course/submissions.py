"""The notebooks that a class handed in: whose each one is, and which ones cannot be graded."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark_course import sources
from ecopark_course.language import mark, say
from ecopark_course.notebook_files import Submission, read_submission
from ecopark_course.roster import name_fault, normalize_name

__all__ = ["ClassFolder", "find_submissions"]

_COPIES = ".ipynb_checkpoints"  # where JupyterLab puts a copy of each notebook
# What programs add to the name of a file, or of a learner's folder.
_ADDED = re.compile(r"\([^)]*\)|[-_ ]*copy[-_ ]*\d*|-checkpoint", re.IGNORECASE)
_ADDED_BY_MOODLE = re.compile(r"_assignsubmission_.*$")
_NOT_GRADED = mark("{file}: {why}; not graded.")
_SHOWN = 5  # names of cells in one line


@dataclass
class ClassFolder:
    """Submissions and their files by learner, and one line for each thing that is wrong.

    ``ungraded`` holds, by learner, the files that cannot be graded; under no name, those of which
    nothing says whose they are.
    """

    lesson: str
    submissions: dict[str, Submission] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    ungraded: defaultdict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def why_ungraded(self, learner: str) -> str:
        """Return why a learner has no grade."""
        if files := self.ungraded.get(learner):
            text = mark("what was handed in cannot be graded ({files}).")
            return say(text, files=", ".join(map(str, files)))
        return say("no file has this name.") if self.ungraded.get("") else say("nothing was handed in.")


def find_submissions(folder: Path, lesson: str | None = None, learners: Sequence[str] = ()) -> ClassFolder:
    """Read the notebooks of a folder and assign them to learners.

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

    # All files: those that can be read, and those that are no notebooks.
    problems, refused, read = list[str](), list[Path](), dict[Path, Submission]()
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder)
        if fault := _why_no_submission(path, where):
            problems.append(f"{where}: {fault}")
            refused.append(where)
        elif path.is_file() and not _is_hidden(where):
            try:
                read[where] = read_submission(path)
            except DataError as error:
                problems.append(say(_NOT_GRADED, file=where, why=say(error.issues[0].rule)))
                refused.append(where)

    # Those of this lesson, by learner.
    number = _lesson(folder, lesson, list(read.values()), problems)
    class_folder = ClassFolder(number, problems=problems)
    folders = _outermost_folders([*read])
    by_learner = defaultdict[str, list[Path]](list)
    for where, submission in read.items():
        fault, learner = submission.fault, ""
        if not fault and submission.lesson != number:
            text = mark("is a notebook of lesson {other}, not {lesson}")
            fault = say(text, other=submission.lesson, lesson=number)
        if fault:
            problems.append(say(_NOT_GRADED, file=where, why=fault))
        else:
            learner, remark = _whose(where, submission, learners, folders)
            problems += [f"{where}: {remark}"] if remark else []
        (by_learner[learner] if learner else refused).append(where)

    # One notebook a learner: `ecopark start` puts an empty one beside one with answers, so that the newest
    # file may be empty.
    handed_out = sources.learners_edition(sources.read(sources.find(number, "exercises")))
    blank = {cell.id: cell.source for cell in handed_out.cells if cell.id.startswith("answer-")}

    def is_answered_and_new(where: Path) -> tuple[bool, int, str]:
        is_answered = any(text.strip() != blank.get(cell) for cell, text in read[where].answers.items())
        return is_answered, (folder / where).stat().st_mtime_ns, str(where)

    for learner, files in by_learner.items():
        graded = max(files, key=is_answered_and_new)
        for where in files:
            if where != graded:
                text = mark("{file}: {learner} also handed in {other}; not graded.")
                problems.append(say(text, file=where, learner=learner, other=graded))
        class_folder.files[learner], class_folder.submissions[learner] = graded, read[graded]
        if fault := _other_cells(set(read[graded].answers), set(blank)):
            text = mark(
                "{file}: its answer cells are not those of the exercises ({cells}); the rest is graded."
            )
            problems.append(say(text, file=graded, cells=fault))
    for where in refused:
        made_for = normalize_name(read[where].learner) if where in read else ""
        learner = _learner_in_path(where, learners) or (made_for if made_for in learners else "")
        class_folder.ungraded[learner].append(where)
    return class_folder


def _is_hidden(where: Path) -> bool:
    return "__MACOSX" in where.parts or any(part.startswith(".") for part in where.parts)


def _why_no_submission(path: Path, where: Path) -> str:
    """Return why a file is no submission, or nothing; nothing too for what programs leave behind."""
    is_notebook = path.suffix.lower() == ".ipynb"
    if _is_hidden(where):
        # Settings and copies that programs make are no hand-ins, unless there is nothing else.
        original = path.parent.parent / f"{path.stem.removesuffix('-checkpoint')}{path.suffix}"
        is_copy = path.parent.name == _COPIES and original.exists()
        is_named = is_notebook and not where.name.startswith("._") and not is_copy
        return say("is a hidden file or an automatic copy; not graded.") if is_named else ""
    if path.is_symlink():
        return say("is a link to another place; not followed.")
    if path.is_dir() or (path.is_file() and is_notebook):
        return ""
    return say("is no notebook; left out.")


def _lesson(folder: Path, lesson: str | None, read: Sequence[Submission], problems: Sequence[str]) -> str:
    """Return the number that is asked, or the one that most notebooks name."""
    if lesson is not None:
        return sources.find(lesson, "exercises").stem[:2]
    known = [master.stem[:2] for master in sources.masters("exercises")]
    counted = Counter(submission.lesson for submission in read if not submission.fault)
    counted = counted or Counter(submission.lesson for submission in read if submission.lesson in known)
    if not counted:
        issues = [Issue(line) for line in problems] or [Issue("the folder holds no notebook")]
        raise DataError(str(folder), issues)
    return min(counted, key=lambda number: (-counted[number], number))


def _other_cells(handed_in: set[str], handed_out: set[str]) -> str:
    """Return which answer cells a notebook has or lacks against the exercises, or nothing."""
    more, lacking = (sorted(a - b)[:_SHOWN] for a, b in ((handed_in, handed_out), (handed_out, handed_in)))
    parts = [say("has {cells}", cells=", ".join(more))] if more else []
    parts += [say("lacks {cells}", cells=", ".join(lacking))] if lacking else []
    return "; ".join(parts)


# ---- whose a file is -----------------------------------------------------------------------------


def _whose(
    where: Path, submission: Submission, learners: Sequence[str], folders: Mapping[Path, str]
) -> tuple[str, str]:
    """Return the learner to whom a file belongs, and remarks on the file."""
    made_for = normalize_name(submission.learner)
    if not learners:
        if made_for and not name_fault(made_for):
            return made_for, ""
        # The folder counts if the file's name says nothing, or other folders hold the same name.
        same = {folder for file, folder in folders.items() if file.stem == where.stem and folder}
        of_file = re.sub(r"[\W_]", "", _ADDED.sub("", _beside_slug(where.stem)))
        by_folder = folders[where] and (len(same) > 1 or not of_file)
        return normalize_name(folders[where] if by_folder else where.stem), ""
    by_name = _learner_in_path(where, learners)
    if by_name and made_for in learners and made_for != by_name:
        text = mark("the name of the file says {name}, the notebook was made for {other}.")
        return by_name, say(text, name=by_name, other=made_for)
    if by_name or made_for in learners:
        return by_name or made_for, ""
    return "", say("belongs to nobody on the roster; not graded.")


def _outermost_folders(files: Sequence[Path]) -> dict[Path, str]:
    """Return for each file the outermost folder that not all files share: it may say whose the file is."""
    shared = len(Path(os.path.commonpath([file.parent for file in files])).parts) if files else 0
    outermost = {}
    for file in files:
        by_moodle = [folder for folder in file.parts[:-1] if _ADDED_BY_MOODLE.search(folder)]
        folder = (*by_moodle, *file.parts[shared:-1], *file.parts[:-1], "")[0]
        outermost[file] = _ADDED_BY_MOODLE.sub("", folder)
    return outermost


def _beside_slug(stem: str) -> str:
    """Return the part of a file's name beside the name with which the notebook was handed out."""
    slugs = sorted(map(sources.slug, sources.masters("exercises")), key=len, reverse=True)
    return re.sub(rf"(?<!\d)\d\d_({'|'.join(map(re.escape, slugs))})", " ", stem, flags=re.IGNORECASE)


def _learner_in_path(where: Path, learners: Sequence[str]) -> str:
    """Return the learner whose name is in the path as a whole word: the longest one, then the outermost."""
    parts = (*where.parts[:-1], _beside_slug(where.stem))
    text = "\n".join(normalize_name(part).casefold() for part in parts)
    places = {
        learner: match.start()
        for learner in learners
        # An underscore parts words too.
        if (match := re.search(rf"(?<![^\W_]){re.escape(learner.casefold())}(?![^\W_])", text))
    }
    return max(places, key=lambda learner: (len(learner), -places[learner]), default="")
