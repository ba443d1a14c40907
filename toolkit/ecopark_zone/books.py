"""Open a file safely: check it, find its kind, and read its sheets as grids of cells; nothing is executed."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any, NoReturn
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string, get_column_letter

from ecopark.errors import MissingExtra
from ecopark_zone.headers import read_header
from ecopark_zone.i18n import Phrase, mark
from ecopark_zone.rules import Finding, Findings, SheetProblem

__all__ = [
    "MAX_CELLS", "MAX_COLUMNS", "MAX_EXPANDED", "MAX_ROWS", "Place", "Refused", "Sheet", "a1", "check_size",
    "iterate_elements", "read_sheets", "refuse_far_cell",
]  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LONGEST = 100_000  # characters in one cell; a longer one lacks its closing quotation mark
_SHORTEN = mark("shorten it, or delete it")

Place = tuple[int, int]  # row and column, both from 0


@dataclass
class Sheet:
    """One sheet: its cells as texts, numbers, dates, yes-no values, or ``None`` if nothing can be seen.

    ``merges`` holds the first and last place of each merged block; ``effects`` the effects of number
    formats, as returned by :func:`ecopark_zone.cells.format_effect`; ``computed`` the cells with a formula
    and a stored value, ``uncomputed`` those without one. Hidden rows and columns are named as spreadsheets
    do.
    ``text`` marks a sheet of separated values, where a row that is longer or shorter than the header may
    be shifted.
    """

    name: str
    rows: list[list[Any]]
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    effects: dict[Place, str] = field(default_factory=dict)
    computed: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    visible: bool = True
    text: bool = False

    def set_value(self, place: Place, value: Any) -> None:
        """Set the value of a cell in memory; its row must be there."""
        row, column = place
        self.rows[row] += [None] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = value

    @cached_property
    def _origins(self) -> dict[Place, Place]:
        """The first place of its block by each place of a merged block."""
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merges
            if (top, left) != (bottom, right)
            for row in range(top, min(bottom, len(self.rows) - 1) + 1)
            for column in range(left, right + 1)
        }

    def at(self, row: int, column: int) -> Any:
        """Return the content of a cell; a merged cell has the content of its block."""
        row, column = self._origins.get((row, column), (row, column))
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else None

    def block(self, row: int, column: int) -> Place | None:
        """Return the first place of the merged block of a cell, if it has one."""
        return self._origins.get((row, column))

    def merged(self, row: int, column: int) -> bool:
        """Return whether a cell shows the content of another one."""
        return self.block(row, column) not in {None, (row, column)}

    @cached_property
    def width(self) -> int:
        """Columns of the widest row, merged blocks included."""
        rows = max((len(row) for row in self.rows), default=0)
        return max([rows, *(right + 1 for _, (_, right) in self.merges)])


def a1(row: int, column: int) -> str:
    """Return the name of a cell, as spreadsheets write it.

    Examples
    --------
    >>> a1(0, 0), a1(9, 27)
    ('A1', 'AB10')
    """
    return f"{get_column_letter(column + 1)}{row + 1}"


def read_sheets(path: Path, findings: Findings) -> list[Sheet]:
    """Return the sheets of a file as they are, and add the findings from reading them.

    Raises
    ------
    SheetProblem
        If the file cannot be read or is refused at the gate.
    """
    try:
        kind = safe_file_kind(path)
        if kind == "text":
            sheets = [sheet_of_text(decode_text(path.read_bytes(), findings), path.stem)]
        elif kind == "ods":
            from ecopark_zone.opendocument import read_ods

            sheets = read_ods(path)
        else:
            from ecopark_zone import excel

            sheets = (excel.read_xlsx if kind == "xlsx" else excel.read_xls)(path, findings)
        for sheet in sheets:
            # Before its words are read.
            cells = sum(cell is not None for row in sheet.rows for cell in row)
            wide = sheet.width if sheet.width > MAX_COLUMNS else 0
            check_size(len(sheet.rows), wide, cells, 0)
            _clean_texts(sheet, findings)
        return sheets
    except MissingExtra:
        raise
    except Refused as error:
        refused, cause = error, error.__cause__
    except OSError as error:
        why, reason = mark("the file cannot be read: {reason}"), (error.strerror or str(error)).casefold()
        refused, cause = Refused(why, mark("check path, permissions and format"), reason=reason), error
    except Exception as error:  # the libraries fail in many ways on a damaged workbook
        why, fix = mark("the file is damaged: {reason}"), mark("save it again from a spreadsheet program")
        lines = [*str(error).splitlines(), type(error).__name__]
        refused, cause = Refused(why, fix, reason=lines[0]), error
    raise SheetProblem(path.name, [Finding("file", words=refused.words)]) from cause


def _clean_texts(sheet: Sheet, findings: Findings) -> None:
    """Read control signs in texts as blanks, with a note for each cell, and a text of blanks as nothing."""
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if not isinstance(value, str):
                continue
            if len(value) > LONGEST:
                why, cell = mark("the file has a cell of more than {limit:,} characters: {cell}"), a1(r, c)
                raise Refused(why, _SHORTEN, limit=LONGEST, cell=f"{sheet.name}!{cell}")
            if _CONTROL.search(value):
                row[c] = _CONTROL.sub(" ", value)
                findings.add("control_sign", sheet.name, a1(r, c), value)
            if not row[c].strip("\ufeff\u200b \t\r\n\xa0\u3000"):
                row[c] = None


# --- the gate ---

MAX_BYTES = 50_000_000
MAX_EXPANDED = 80_000_000
MAX_PARTS = 5_000
MAX_RATIO = 200  # of the size of a part to its packed size
MAX_ROWS = 120_000
MAX_COLUMNS = 1_000
MAX_CELLS = 500_000
MAX_MERGED = 100_000
_SMALL = 2_000_000  # a part below this size may shrink as much as it likes
_STRAYS = 20  # up to this many cells beyond the last column are strays; with more the sheet is too wide
_CHUNK = 1 << 20
_KINDS = {".xlsx": "xlsx", ".xls": "xls", ".csv": "text", ".tsv": "text", ".txt": "text", ".ods": "ods"}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_PICTURE = mark("the file is a picture")
_FROM_PICTURE = mark("type the table in, or export it from where it was made")
_SIGNATURES = (
    (
        b"%PDF",
        mark("the file is a PDF document, whatever its name says"),
        mark("export the table as XLSX or CSV"),
    ),
    (b"{\\rtf", mark("the file is a text document (RTF)"), mark("save the table as XLSX or CSV")),
    (b"\x89PNG", _PICTURE, _FROM_PICTURE),
    (b"\xff\xd8\xff", _PICTURE, _FROM_PICTURE),
    (b"\x1f\x8b", mark("the file is a compressed file"), mark("unpack it first")),
)
_MACRO_FILES = (".xlsm", ".xltm", ".xlsb", ".xlam")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_WITHOUT_MACROS = mark("save it as .xlsx without macros")
_UNLOCKED = mark("remove the password and save it again")
_OTHER_INSIDE = mark("the file is no {kind} workbook inside")
_ENDING = mark("give the file its right ending, or save it again")
_KEEP = mark("keep only the table, and delete the empty rows and columns around it")
# Rows, cells with a value and merged blocks in the text of an XLSX sheet. A cell that has only a format ends
# at once; one with a value holds a further element.
_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?<!/)>(?=\s*<(?!/))")
_WIDE_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*\s)?r="([A-Z]{3})\d+"[^<>]*(?<!/)>(?=\s*<(?!/))')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')


class Refused(Exception):
    """A file is refused: the reason and the remedy, as sentences with values."""

    def __init__(self, why: str, fix: str, **values: object) -> None:
        super().__init__(why)
        self.words = {"why": Phrase(why, values), "how": Phrase(fix)}


def refuse_far_cell() -> NoReturn:
    """Refuse a sheet with a cell far away from its table."""
    why = mark("the file has a cell far away from the table")
    raise Refused(why, mark("delete the rows and columns around the table"))


def check_size(rows: int, wide: int, cells: int, merged: int) -> None:
    """Refuse a sheet with so many rows, cells in columns beyond the last, cells, and merged cells."""
    if rows > MAX_ROWS:
        raise Refused(mark("the file has a sheet of more than {limit:,} rows"), _KEEP, limit=MAX_ROWS)
    if wide > _STRAYS:
        why = mark("the file has a sheet of more than {limit:,} columns")
        raise Refused(why, _KEEP, limit=MAX_COLUMNS)
    if cells > MAX_CELLS or merged > MAX_MERGED:
        raise Refused(mark("the file has more than {limit:,} cells"), _KEEP, limit=MAX_CELLS)


def safe_file_kind(path: Path) -> str:
    """Return the kind of a file that is safe to open: ``xlsx``, ``xls``, ``ods`` or ``text``.

    Raises
    ------
    Refused
        If the file is a folder, empty, too large, of another kind than its name says, locked by a
        password, carries macros, or would be dangerous to unpack.
    """
    if path.is_dir():
        raise Refused(mark("the file is a folder"), mark("name a file"))
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
    # In the old format the marks of a password and of macros may be anywhere.
    old_book = path.read_bytes() if head.startswith(_OLE) and size <= MAX_BYTES else b""
    suffix = path.suffix.lower()
    kind = _KINDS.get(suffix, "")
    if not size:
        raise Refused(mark("the file is empty"), mark("check that the right file was chosen"))
    if size > MAX_BYTES:
        why = mark("the file is larger than {limit} MB")
        raise Refused(why, mark("keep only the table"), limit=MAX_BYTES // 1_000_000)
    if suffix in _MACRO_FILES:
        raise Refused(mark("the file may carry macros or is in a binary format"), _WITHOUT_MACROS)
    # The kind by the first bytes, whatever the name.
    for signature, why, fix in _SIGNATURES:
        if head.startswith(signature):
            raise Refused(why, fix)
    if _LOCKED in old_book:
        raise Refused(mark("the file is locked by a password"), _UNLOCKED)
    if _MACROS in old_book:
        raise Refused(mark("the file carries macros"), _WITHOUT_MACROS)
    if old_book and kind != "xls":
        raise Refused(mark("the file is in the old binary format (.xls)"), mark("save it as .xlsx"))
    # The ending of the name must agree.
    if not kind:
        why = mark("the file ends with {suffix}") if suffix else mark("the name of the file has no ending")
        raise Refused(why, mark("save it as .xlsx, .ods or .csv"), suffix=suffix)
    zipped = head.startswith(b"PK")
    if zipped and kind == "text":
        raise Refused(mark("the file is a workbook, but its name says text"), _ENDING)
    if not old_book and (kind == "xls" or (kind != "text" and not zipped)):
        raise Refused(_OTHER_INSIDE, _ENDING, kind=kind.upper())
    if zipped:
        # Sizes are those that the archive declares; Python's reader never gives out more than that.
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, kind)
            _check_contents(archive, kind)
    return kind


def _check_parts(archive: zipfile.ZipFile, kind: str) -> None:
    """Refuse a zipped workbook by the list of its parts."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if sum(part.file_size for part in parts) > MAX_EXPANDED or len(parts) > MAX_PARTS:
        raise Refused(mark("the file would be very large when unpacked"), _KEEP)
    if any(part.file_size > max(_SMALL, MAX_RATIO * max(1, part.compress_size)) for part in parts):
        why = mark("the file is packed so tightly that it may be a zip bomb")
        raise Refused(why, mark("save it again from a spreadsheet program"))
    if any(n.lower().endswith(_MACRO_PARTS) or n.startswith(("Basic/", "Scripts/")) for n in names):
        raise Refused(mark("the file carries macros"), mark("save it without macros"))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(mark("the file is locked by a password"), _UNLOCKED)
    # An XLSX file lists the types of its parts.
    types = next((name for name in names if name.casefold() == "[content_types].xml"), "")
    inside = types and b"spreadsheetml" in archive.read(types) if kind == "xlsx" else "content.xml" in names
    if not inside:
        raise Refused(_OTHER_INSIDE, _ENDING, kind=kind.upper())


def _check_contents(archive: zipfile.ZipFile, kind: str) -> None:
    """Refuse a zipped workbook by the text of its parts, and an XLSX file by the number of its cells."""
    cells = merged = 0
    for name in archive.namelist():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        rows, wide, uncut = 0, 0, b""
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                text = uncut + chunk
                # An element that is cut off at the end of a chunk is read with the next one.
                cut = text.rfind(b"<")
                text, uncut = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    why = mark("the file declares entities, which no spreadsheet program writes")
                    raise Refused(why, mark("save it again"))
                if b"encryption-data" in text:
                    raise Refused(mark("the file is locked by a password"), _UNLOCKED)
                if kind == "xlsx":
                    rows += sum(bool(_CELL.search(row)) for row in _ROW.split(text)[1:])
                    cells += len(_CELL.findall(text))
                    wide += sum(_column_number(letters) > MAX_COLUMNS for letters in _WIDE_CELL.findall(text))
                    for left, top, right, bottom in _MERGED.findall(text):
                        columns = _column_number(right) - _column_number(left) + 1
                        merged += (int(bottom) - int(top) + 1) * columns
        check_size(rows, wide, cells, merged)


def _column_number(letters: bytes) -> int:
    return int(column_index_from_string(letters.decode()))


def iterate_elements(part: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Go through the elements of a part of a workbook, one at a time, with their starts and ends."""
    # The gate has refused declared entities before this is called.
    return ElementTree.iterparse(part, events=("start", "end"))  # noqa: S314 (no entity can be declared)


# --- separated values ---

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", mark("UTF-8 with a mark")),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_GUESSES = {"gb18030": "GB18030", "big5": "Big5", "cp874": "TIS-620 (cp874)", "cp1252": "Windows-1252"}
_MOJIBAKE = re.compile("[\u00c2\u00c3\u00e0-\u00ef][\u0080-\u00bf]|\ufffd|锟斤拷|\u00ef\u00bf\u00bd")
_LINES = 40
_WORDS = 30  # cells of a line, and in all a thousand, that are looked up as headers


def decode_text(data: bytes, findings: Findings) -> str:
    """Return the text of a file, and add the findings from decoding it.

    Words that a table of zones must hold decide between the encodings of East Asia, Thailand and the
    West. If they do not, nothing is guessed: the text is empty and the finding is an error.

    Examples
    --------
    >>> findings = Findings()
    >>> decode_text("园区,年份".encode("gb18030"), findings), findings[0].reason
    ('园区,年份', 'the file was read as GB18030')
    """
    # A mark at the beginning, or zeros beside plain letters, prove UTF-16; the rest may be UTF-8.
    codec, name = "utf-8", "UTF-8"
    zeros = (data[:4000:2].count(0), data[1:4000:2].count(0))
    if max(zeros) > 10 + 5 * min(zeros):
        codec, name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "UTF-16"
    for signature, *encoding in _BYTE_ORDER_MARKS:
        if data.startswith(signature):
            codec, name = encoding
            break
    text = _decode(data, codec)
    if text is None:
        # Of the other encodings the one is right in which most headers are known.
        readings = {c: reading for c in _GUESSES if (reading := _decode(data, c)) is not None}
        scores = {c: _known_words(reading) for c, reading in readings.items()}
        best = [c for c, score in scores.items() if score and score == max(scores.values())]
        chosen = [c for c in readings if f"encoding_{c}" in findings.accepted]
        if chosen or len(best) != 1:
            names = ", ".join(_GUESSES[c] for c in readings)
            findings.add("encoding_unclear", readings=names or Phrase(mark("none of the known encodings")))
        if not chosen and len(best) != 1:
            return ""
        codec = (chosen or best)[0]
        text, name = readings[codec], _GUESSES[codec]
    if name != "UTF-8":
        findings.add("encoding", encoding=Phrase(name))
    if broken := _MOJIBAKE.search(text):
        around = text[max(0, broken.start() - 10) : broken.end() + 10].strip()
        findings.add("characters_broken", "", "", around)
    return text


def _decode(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _known_words(text: str) -> int:
    """Count the known headers at the top of a table that are not plain ASCII, which encodings share."""
    top = "\n".join(text.split("\n", _LINES)[:_LINES])
    cells = dict.fromkeys(cell.strip().strip('"') for cell in re.split(r"[,;\t\n\r]", top))
    foreign = [cell for cell in cells if not cell.isascii() and len(cell) < 60][: _WORDS * _LINES]
    headers = [header for cell in foreign if (header := read_header(cell))]
    return sum(not (header.unit and header.unit.rule == "unit_unknown") for header in headers)


def sheet_of_text(text: str, name: str) -> Sheet:
    """Return a text of separated values as a sheet; the separator is the one that parts the most headers.

    Raises
    ------
    Refused
        If a cell is longer than any that belongs in a table: its closing quotation mark is missing.
    """
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    if stated := re.match(r'"?sep=(.)"?[^\S\n]*(?:\n|$)', text):
        text, sign = text[stated.end() :], stated[1]
    else:
        first_lines = "\n".join(text.split("\n", _LINES)[:_LINES])
        sign = max(",;\t|", key=lambda sign: _score_separator(first_lines, sign))
    try:
        return Sheet(name, _parse_rows(text, sign), text=True)
    except csv.Error as error:
        if '"' not in text:
            why = mark("the file has a cell of more than {limit:,} characters")
            raise Refused(why, _SHORTEN, limit=LONGEST) from error
        why, fix = (
            mark("the file has a cell without end"),
            mark("close each quotation mark, or save it as .xlsx"),
        )
        raise Refused(why, fix) from error


def _score_separator(text: str, sign: str) -> tuple[int, int]:
    """Count the headers that a separator parts among the first cells of a row, and the cells."""
    try:
        rows = _parse_rows(text, sign)
    except csv.Error:  # a cell without end by this separator; by another one it may be a row
        return 0, 0
    words = [[cell.strip() for cell in row[:_WORDS] if cell.strip()] for row in rows]
    headers = [sum(read_header(word) is not None for word in row) for row in words]
    return max(headers, default=0), sum(map(len, rows))


def _parse_rows(text: str, sign: str) -> list[list[Any]]:
    rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    if any(len(cell) > LONGEST for row in rows for cell in row):  # csv's limit is global
        raise csv.Error("a cell without end")
    return [row if any(cell.strip() for cell in row) else [] for row in rows]
