"""The list of a class: one learner per row. Rows that cannot be used are named, the others are kept."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ecopark.errors import DataError, Issue
from ecopark_course.language import mark, say

__all__ = ["Roster", "name_fault", "normalize_name", "read_roster"]

# Headings of the column that names the learners, the surest first: what a school calls its number of a
# learner, then what a platform calls it, then the name. In Chinese of both scripts and in Thai.
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
# Headings of other columns: a first row of these is no learner either.
_OTHER_WORDS = """
    no nr number group section class course email emailaddress firstname
    lastname surname givenname familyname department school grade gender
    序号 序號 班级 班級 组别 組別 小组 小組 邮箱 電子郵件 性别 性別 院系 系所
    ลำดับ ลำดับที่ กลุ่ม ห้อง ชั้น นามสกุล อีเมล คณะ
"""
_COLUMNS, _OTHERS = _COLUMN_WORDS.split(), set(_OTHER_WORDS.split())
_ABOVE = 10  # rows that may stand above the heading
_LONGEST_CELL = 100_000  # characters; longer ones come from a quotation mark that is never closed
# How names look in an encoding: a wrong reading hardly ever gives such words. The second name is the
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
_BYTES = 10 * 2**20  # a list of a class is smaller than this


@dataclass(frozen=True)
class Roster:
    """The learners in order, and one line for each row that could not be used."""

    learners: tuple[str, ...]
    problems: tuple[str, ...] = ()


def read_roster(file: str | Path) -> Roster:
    """Read the list of a class from a CSV file.

    Parameters
    ----------
    file : str or Path
        CSV with commas, semicolons or tabs and a column ``learner`` (or ``id``, ``student``, ``login``,
        ``name``, 学号, 姓名, รหัสนักศึกษา …); without a heading, the first column is taken. The encoding is
        UTF-8 or UTF-16, or another one of East Asia or Western Europe if it is beyond doubt.

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
        rows = [row for row in _rows(_read_text(path)) if any(cell.strip() for cell in row)]
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
    """Return why a name cannot be used for a file, or nothing.

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
        words = [_words(cell) for cell in row]
        for name in _COLUMNS:
            if columns := [n for n, cell in enumerate(words) if name in cell]:
                return number, columns[0]
    if rows and any(_OTHERS & _words(cell) for cell in rows[0]):
        return 0, None
    return -1, 0


def _words(cell: str) -> set[str]:
    """Return a heading without blanks and signs, as a whole and by its languages."""
    text = unicodedata.normalize("NFC", cell).casefold()
    parts = [text, *re.split(r"[/|()\uff08\uff09\n]", text), *re.findall(r"[a-z _.-]+|[^\x00-\x7f]+", text)]
    return {re.sub(r"[\s_.:\uff1a*#/|()\uff08\uff09-]", "", part) for part in parts}


def _read_text(path: Path) -> str:
    """Return the text of a file: by its mark, by where its zeros are, as UTF-8, or by its words."""
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
    """Return a text in another encoding: the one with known headings, else the only one that gives names.

    If no reading or more than one does, the text is empty: a name is not guessed.
    """
    known = {word for word in {*_COLUMNS, *_OTHERS} if not word.isascii()}
    texts, with_heading, with_names = dict[str, str](), list[str](), list[str]()
    for encoding, (form, common) in _READINGS.items():
        try:
            texts[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(known & _words(cell) for row in _rows(texts[encoding])[:_ABOVE] for cell in row):
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


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a list whose separator is the one that its top has most often."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if separator := re.fullmatch(r'"?sep=(.)"?\s*', first):
        rows = list(csv.reader(io.StringIO(rest), delimiter=separator[1]))
    else:
        top = "\n".join(text.splitlines()[:_ABOVE])
        rows = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=top.count)))
    # The limit of the csv module is shared by the whole process, so that other packages may have raised it.
    if any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        raise csv.Error("a cell is too long")
    return rows
