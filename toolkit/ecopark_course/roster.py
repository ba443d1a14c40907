"""A class: the list of its learners, their submitted notebooks, and the owner of each notebook.

Rows of the list that cannot be used are reported, and so are files that cannot be graded.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark_course import sources
from ecopark_course.language import mark, say
from ecopark_course.notebook_files import Submission, read_submission

__all__ = ["ClassFolder", "Roster", "find_submissions", "name_fault", "normalize_name", "read_roster"]

# Headings of the column that names the learners, the surest first: the number of a learner
# at a school, then on a platform, then the name. In Chinese of both scripts and in Thai.
_COLUMN_WORDS = """
    learner id student studentid studentnumber studentno matriculationnumber
    idnumber sisuserid sisloginid login loginid user username userid identifier
    学号 學號 学籍号 學籍號 学生编号 學生編號 编号 編號 座号 座號
    用户名 帳號 账号 使用者名稱 学生 學生 学员 學員
    รหัสนักศึกษา รหัสนักเรียน รหัสนิสิต รหัสประจำตัว รหัสผู้เรียน เลขประจำตัว รหัส ชื่อผู้ใช้
    นักศึกษา นักเรียน นิสิต ผู้เรียน
    name fullname learnername studentname 姓名 名字 学生姓名 學生姓名
    ชื่อ ชื่อสกุล ชื่อนามสกุล ชื่อและนามสกุล
"""
# Headings of other columns: a first row of these is not a learner either.
_OTHER_WORDS = """
    no nr number group section class course email emailaddress firstname
    lastname surname givenname familyname department school grade gender
    序号 序號 班级 班級 组别 組別 小组 小組 邮箱 電子郵件 性别 性別 院系 系所
    ลำดับ ลำดับที่ กลุ่ม ห้อง ชั้น นามสกุล อีเมล คณะ
"""
_COLUMNS, _OTHERS = _COLUMN_WORDS.split(), set(_OTHER_WORDS.split())
_ABOVE = 10  # rows that may precede the heading
_LONGEST_CELL = 100_000  # characters; longer cells come from a quotation mark that is never closed
# The form of names in an encoding: a wrong decoding hardly ever gives such words. The second name is the
# part of an encoding that holds the characters in common use.
_CHINESE = re.compile(r"[\u4e00-\u9fff·]+")
_THAI = re.compile(r"[\u0e01-\u0e30\u0e40-\u0e46][\u0e01-\u0e4e]*(?<![\u0e40-\u0e44])")
_ACCENTED = "À-ÖØ-öø-ÿŠšŽžŒœŸ"
_LATIN = re.compile(rf"[A-Za-z'\u2019.-]*(?:[{_ACCENTED}]{{1,2}}[A-Za-z'\u2019.-]+)*[{_ACCENTED}]?")
_READINGS = {
    "gb18030": (_CHINESE, "gb2312"),
    "big5": (_CHINESE, "big5"),
    "cp874": (_THAI, "cp874"),
    "cp1252": (_LATIN, "cp1252"),
}
_NOT_IN_FILES = set('/\\:*?"<>|')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
_LONGEST = 100  # letters of a name
_BYTES = 10 * 2**20  # bytes; the list of a class is smaller
_COPIES = ".ipynb_checkpoints"  # where JupyterLab puts a copy of each notebook
# Additions of programs to the name of a file, or of a learner's folder.
_ADDED = re.compile(r"\([^)]*\)|[-_ ]*copy[-_ ]*\d*|-checkpoint", re.IGNORECASE)
_ADDED_BY_MOODLE = re.compile(r"_assignsubmission_.*$")
_NOT_GRADED = mark("{file}: {why}; not graded.")
_SHOWN = 5  # names of cells in one line


# ---- the list --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Roster:
    """The learners in order, and one line for each row that could not be used."""

    learners: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def read_roster(file: str | Path) -> Roster:
    """Read the list of a class from a CSV file.

    Parameters
    ----------
    file : str or Path
        CSV with commas, semicolons or tabs and a column ``learner`` (or ``id``, ``student``, ``login``,
        ``name``, 学号, 姓名, รหัสนักศึกษา …); without a heading, the first column is taken. The encoding is
        UTF-8 or UTF-16, or another one of East Asia or Western Europe if it is unambiguous.

    Returns
    -------
    Roster
        Learners in the order of the rows, and the faults of the other rows.

    Raises
    ------
    DataError
        If the file cannot be read, or holds no learner.
    """
    path = Path(file)
    try:
        rows = [row for row in _parse_rows(_read_text(path)) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        issue = Issue("the file has a cell without end", fix="close each quotation mark")
        raise DataError(path.name, [issue]) from error
    heading, column = _find_heading(rows)
    if column is None:
        fix = mark("call the column that names them learner")
        raise DataError(path.name, [Issue("no heading of the list names the learners", fix=fix)])
    learners, problems, row_of = list[str](), list[str](), dict[str, int]()
    for number in range(1, heading + 1):
        problems.append(say("{file}, row {row}: is above the heading; left out.", file=path.name, row=number))
    for number, row in enumerate(rows[heading + 1 :], heading + 2):
        learner = normalize_name(row[column]) if len(row) > column else ""
        folded = unicodedata.normalize("NFKC", learner).casefold()  # as file systems compare names
        fault = name_fault(learner)
        if not fault and folded in row_of:
            fault = say("the name is already in row {row}", row=row_of[folded])
        if fault:
            line = mark("{file}, row {row}: {name!r}: {fault}; the row is left out.")
            problems.append(say(line, file=path.name, row=number, name=learner, fault=fault))
        else:
            row_of[folded] = number
            learners.append(learner)
    if not learners:
        fix = mark("write one learner per row, under the heading learner")
        raise DataError(path.name, [Issue("the file names no learner", fix=fix)])
    return Roster(tuple(learners), tuple(problems))


def normalize_name(learner: str) -> str:
    """Return a learner's name in one spelling: no blanks around it, letters composed."""
    return unicodedata.normalize("NFC", str(learner)).strip()


def name_fault(learner: str) -> str:
    """Return the reason why a name cannot be used for a file, or an empty text.

    Examples
    --------
    >>> name_fault("Łukasz"), name_fault("สมชาย"), name_fault("../x")
    ('', '', 'the name holds a sign that no file name may hold')
    """
    if not learner:
        return say("the name is empty")
    if len(learner) > _LONGEST:
        return say("the name is longer than {most} letters", most=_LONGEST)
    if _NOT_IN_FILES & set(learner) or any(unicodedata.category(c) in {"Cc", "Cs"} for c in learner):
        return say("the name holds a sign that no file name may hold")
    if learner.startswith(".") or learner.endswith(".") or learner.casefold() in _DEVICES:
        return say("the name is one that some computers keep for themselves")
    return ""


def _find_heading(rows: list[list[str]]) -> tuple[int, int | None]:
    """Return the row of the headings, -1 if there is none, and the column that names the learners."""
    for number, row in enumerate(rows[:_ABOVE]):
        words = [_heading_forms(cell) for cell in row]
        for name in _COLUMNS:
            if columns := [n for n, cell in enumerate(words) if name in cell]:
                return number, columns[0]
    if rows and any(_OTHERS & _heading_forms(cell) for cell in rows[0]):
        return 0, None
    return -1, 0


def _heading_forms(cell: str) -> set[str]:
    """Return a heading without blanks and signs, as a whole and by its languages."""
    text = unicodedata.normalize("NFC", cell).casefold()
    parts = [text, *re.split(r"[/|()\uff08\uff09\n]", text), *re.findall(r"[a-z _.-]+|[^\x00-\x7f]+", text)]
    return {re.sub(r"[\s_.:\uff1a*#/|()\uff08\uff09-]", "", part) for part in parts}


def _read_text(path: Path) -> str:
    """Decode the text of a file: by its mark, by the places of its zeros, as UTF-8, or by its words."""
    try:
        data = path.read_bytes()
    except OSError as error:
        rule = say("the file cannot be read: {reason}", reason=error.strerror)
        raise DataError(path.name, [Issue(rule, fix="check path and permissions")]) from error
    if len(data) > _BYTES:
        raise DataError(path.name, [Issue("the file is too large for the list of a class")])
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        rule = mark("the file is a workbook, not a CSV file")
        raise DataError(path.name, [Issue(rule, fix="save it as CSV UTF-8")])
    even, odd = data[::2].count(0), data[1::2].count(0)
    encoding = "utf-8-sig" if even == odd else "utf-16-be" if even > odd else "utf-16-le"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _decode_by_words(data) if encoding == "utf-8-sig" else ""
    if not text and data:
        rule = mark("the file is not in UTF-8, and its encoding is not clear")
        raise DataError(path.name, [Issue(rule, fix="save it as CSV UTF-8")])
    return text


def _decode_by_words(data: bytes) -> str:
    """Decode a text: in the encoding with known headings, else in the only one that gives names.

    If no encoding or more than one does, the text is empty: a name is not guessed.
    """
    heading_words = {word for word in {*_COLUMNS, *_OTHERS} if not word.isascii()}
    texts, with_heading, with_names = dict[str, str](), list[str](), list[str]()
    for encoding, (form, common) in _READINGS.items():
        try:
            texts[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(
            heading_words & _heading_forms(cell)
            for row in _parse_rows(texts[encoding])[:_ABOVE]
            for cell in row
        ):
            with_heading.append(encoding)
        words = [word for word in re.split(r"[\s,;\"()_\d]+", texts[encoding]) if not word.isascii()]
        try:
            "".join(words).encode(common)
        except UnicodeEncodeError:
            continue
        if all(form.fullmatch(word) for word in words):
            with_names.append(encoding)
    fits = with_heading or with_names
    return texts[fits[0]] if len(fits) == 1 else ""


def _parse_rows(text: str) -> list[list[str]]:
    """Parse the rows of a list; its separator is the most frequent one of its first lines."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if separator := re.fullmatch(r'"?sep=(.)"?\s*', first):
        rows = list(csv.reader(io.StringIO(rest), delimiter=separator[1]))
    else:
        top = "\n".join(text.splitlines()[:_ABOVE])
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=top.count)))
    # The limit of the csv module is shared by the whole process, so other packages may have raised it.
    if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        raise csv.Error("a cell is too long")
    return rows


# ---- the submissions -------------------------------------------------------------------------------


@dataclass
class ClassFolder:
    """Submissions and their files by learner, and one line for each fault.

    ``handed_out`` holds the answer cells of the exercises as learners get them. ``ungraded`` holds, by
    learner, the files that cannot be graded; under no name, those whose learner is unknown.
    """

    lesson: str
    handed_out: dict[str, str]
    submissions: dict[str, Submission] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    ungraded: defaultdict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def why_ungraded(self, learner: str) -> str:
        """Return the reason why a learner has no grade."""
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

    # All files: those that can be read, and those that are not notebooks.
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
    number = _choose_lesson(folder, lesson, list(read.values()), problems)
    master = sources.learners_edition(sources.read(sources.find(number, "exercises")))
    handed_out = {cell.id: cell.source for cell in master.cells if cell.id.startswith("answer-")}
    class_folder = ClassFolder(number, handed_out, problems=problems)
    made_for = {where: normalize_name(submission.learner) for where, submission in read.items()}
    folders = _outermost_folders([*read])
    by_learner = defaultdict[str, list[Path]](list)
    for where, submission in read.items():
        fault, learner = submission.fault, ""
        if not fault and submission.lesson != number:
            text = mark("is a notebook of lesson {other}, not {lesson}")
            fault = say(text, other=submission.lesson, lesson=number)
        if fault:
            problems.append(say(_NOT_GRADED, file=where, why=fault))
        elif learners:
            learner, remark = _find_on_roster(where, made_for[where], learners)
            problems += [f"{where}: {remark}"] if remark else []
        else:
            learner = _name_learner(where, made_for[where], folders)
        (by_learner[learner] if learner else refused).append(where)

    # One notebook per learner: `ecopark start` puts an empty one beside one with answers, so the newest
    # file may be empty.
    def is_answered_and_new(where: Path) -> tuple[bool, int, str]:
        is_answered = any(text.strip() != handed_out.get(cell) for cell, text in read[where].answers.items())
        return is_answered, (folder / where).stat().st_mtime_ns, str(where)

    for learner, files in by_learner.items():
        graded = max(files, key=is_answered_and_new)
        for where in files:
            if where != graded:
                text = mark("{file}: {learner} also handed in {other}; not graded.")
                problems.append(say(text, file=where, learner=learner, other=graded))
        class_folder.files[learner], class_folder.submissions[learner] = graded, read[graded]
        answered, issued = set(read[graded].answers), set(handed_out)
        differences = ((mark("has {cells}"), answered - issued), (mark("lacks {cells}"), issued - answered))
        listed = [say(text, cells=", ".join(sorted(cells)[:_SHOWN])) for text, cells in differences if cells]
        if listed:
            text = mark(
                "{file}: its answer cells are not those of the exercises ({cells}); the rest is graded."
            )
            problems.append(say(text, file=graded, cells="; ".join(listed)))
    for where in refused:
        learner, _ = _find_on_roster(where, made_for.get(where, ""), learners)
        class_folder.ungraded[learner].append(where)
    return class_folder


def _is_hidden(where: Path) -> bool:
    return "__MACOSX" in where.parts or any(part.startswith(".") for part in where.parts)


def _why_no_submission(path: Path, where: Path) -> str:
    """Return why a file is not a submission; an empty text if it is one, or was left by a program."""
    is_notebook = path.suffix.lower() == ".ipynb"
    if _is_hidden(where):
        # Settings and copies made by programs are not submissions, unless there are no other files.
        original = path.parent.parent / f"{path.stem.removesuffix('-checkpoint')}{path.suffix}"
        is_copy = path.parent.name == _COPIES and original.exists()
        is_named = is_notebook and not where.name.startswith("._") and not is_copy
        return say("is a hidden file or an automatic copy; not graded.") if is_named else ""
    if path.is_symlink():
        return say("is a link to another place; not followed.")
    if path.is_dir() or (path.is_file() and is_notebook):
        return ""
    return say("is no notebook; left out.")


def _choose_lesson(
    folder: Path, lesson: str | None, read: Sequence[Submission], problems: Sequence[str]
) -> str:
    """Return the requested number, or the one that most notebooks name."""
    if lesson is not None:
        return sources.find(lesson, "exercises").stem[:2]
    numbers = [master.stem[:2] for master in sources.masters("exercises")]
    counted = Counter(submission.lesson for submission in read if not submission.fault)
    counted = counted or Counter(submission.lesson for submission in read if submission.lesson in numbers)
    if not counted:
        issues = [Issue(line) for line in problems] or [Issue("the folder holds no notebook")]
        raise DataError(str(folder), issues)
    return min(counted, key=lambda number: (-counted[number], number))


# ---- whose a file is -----------------------------------------------------------------------------


def _find_on_roster(where: Path, made_for: str, learners: Sequence[str]) -> tuple[str, str]:
    """Return the learner of the roster to whom a file belongs, and a remark on it."""
    by_name, by_notebook = _learner_in_path(where, learners), made_for if made_for in learners else ""
    remark = ""
    if by_name and by_notebook and by_name != by_notebook:
        text = mark("the name of the file says {name}, the notebook was made for {other}.")
        remark = say(text, name=by_name, other=by_notebook)
    elif not (by_name or by_notebook):
        remark = say("belongs to nobody on the roster; not graded.")
    return by_name or by_notebook, remark


def _name_learner(where: Path, made_for: str, folders: Mapping[Path, str]) -> str:
    """Return the learner to whom a file belongs, by the notebook, its name and its folder."""
    if made_for and not name_fault(made_for):
        return made_for
    # The folder counts if the file's name says nothing, or other folders hold the same name.
    same = {folder for file, folder in folders.items() if file.stem == where.stem and folder}
    of_file = re.sub(r"[\W_]", "", _ADDED.sub("", _beside_slug(where.stem)))
    by_folder = folders[where] and (len(same) > 1 or not of_file)
    return normalize_name(folders[where] if by_folder else where.stem)


def _outermost_folders(files: Sequence[Path]) -> dict[Path, str]:
    """Return for each file the outermost folder that not all files share: it may name the learner."""
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
        # An underscore separates words too.
        if (match := re.search(rf"(?<![^\W_]){re.escape(learner.casefold())}(?![^\W_])", text))
    }
    return max(places, key=lambda learner: (len(learner), -places[learner]), default="")
