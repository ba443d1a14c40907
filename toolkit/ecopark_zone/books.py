"""Sheets in: XLSX by openpyxl or python-calamine, ODS, text by its encoding; nothing is executed."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import warnings
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

from ecopark.errors import MissingExtra
from ecopark_zone import old_workbooks
from ecopark_zone.archives import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    admitted,
    plain_copy,
    reading,
    refused,
    sheet_marks,
    sheet_parts,
)
from ecopark_zone.grid import Place, Sheet, a1
from ecopark_zone.headers import read_header
from ecopark_zone.measures import seen_as
from ecopark_zone.opendocument import read_ods
from ecopark_zone.rules import Finding, finding

__all__ = ["read_sheets"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_GUESSES = {"gb18030": "GB18030", "big5": "Big5", "cp874": "TIS-620 (cp874)", "cp1252": "Windows-1252"}
_MOJIBAKE = re.compile("[\u00c2\u00c3\u00e0-\u00ef][\u0080-\u00bf]|\ufffd|锟斤拷|\u00ef\u00bf\u00bd")
_LINES = 40
_WORDS = 30  # cells of a line, and in all a thousand, that are looked up as headers
LONGEST = 100_000  # characters in one cell; a longer one lacks its closing quotation mark


def decoded(data: bytes, accepted: frozenset[str] = frozenset()) -> tuple[str, list[Finding]]:
    """Return the text of a file, and what was found on the way.

    Words that a table of zones must hold decide between the encodings of East Asia, Thailand and the
    West. If they do not, nothing is guessed: the text is empty and the finding is an error.

    Examples
    --------
    >>> text, found = decoded("园区,年份".encode("gb18030"))
    >>> text, found[0].reason
    ('园区,年份', 'the file was read as GB18030')
    """
    text, name = _sure(data)
    found: list[Finding] = []
    if not name:
        text, name, tied = _by_words(data, accepted)
        if tied:
            found.append(finding("encoding_unclear", readings=tied))
        if not name:
            return "", found
    if name != "UTF-8":
        found.append(finding("encoding", encoding=name))
    if _MOJIBAKE.search(text):
        found.append(finding("characters_broken", "", "", _around(text)))
    return text, found


def _sure(data: bytes) -> tuple[str, str]:
    """Return text and name of an encoding that the bytes themselves prove."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return (text, name) if (text := _strict(data, codec)) is not None else ("", "")
    zeros = (data[:4000:2].count(0), data[1:4000:2].count(0))
    if max(zeros) > 10 + 5 * min(zeros):
        codec = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return (text, "UTF-16") if (text := _strict(data, codec)) is not None else ("", "")
    text = _strict(data, "utf-8")
    return (text, "UTF-8") if text is not None else ("", "")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _by_words(data: bytes, accepted: frozenset[str]) -> tuple[str, str, str]:
    readings = {c: text for c in _GUESSES if (text := _strict(data, c)) is not None}
    for codec, text in readings.items():
        if f"encoding_{codec}" in accepted:
            return text, _GUESSES[codec], ", ".join(_GUESSES[c] for c in readings)
    scores = sorted(((_known_words(text), codec) for codec, text in readings.items()), reverse=True)
    if scores and scores[0][0] > 0 and (len(scores) == 1 or scores[0][0] > scores[1][0]):
        codec = scores[0][1]
        return readings[codec], _GUESSES[codec], ""
    return "", "", ", ".join(_GUESSES[c] for c in readings) or "none of the known encodings"


def _known_words(text: str) -> int:
    """Return how many cells at the top of a table are headers, other than those in plain letters."""
    top = "\n".join(text.split("\n", _LINES)[:_LINES])
    cells = dict.fromkeys(cell.strip().strip('"') for cell in re.split(r"[,;\t\n\r]", top))
    foreign = [cell for cell in cells if not cell.isascii() and len(cell) < 60][: _WORDS * _LINES]
    headers = [header for cell in foreign if (header := read_header(cell))]
    return sum(not (header.unit and header.unit.rule == "unit_unknown") for header in headers)


def _around(text: str) -> str:
    found = _MOJIBAKE.search(text)
    return text[max(0, found.start() - 10) : found.end() + 10].strip() if found else ""


def table_of(text: str, name: str) -> Sheet:
    """Return a text of separated values as a sheet; the separator is the one that makes it even."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?\s*', first)
    if said:
        return Sheet(name, _rows(rest, said.group(1)), text=True)
    top = "\n".join(text.split("\n", _LINES)[:_LINES])
    sign = max(",;\t|", key=lambda mark: _columns(top, mark))
    return Sheet(name, _rows(text, sign), text=True)


def _columns(top: str, sign: str) -> tuple[int, int]:
    """Return how many headers a separator parts among the first cells of a row, and how many cells."""
    try:
        rows = _rows(top, sign)
    except csv.Error:  # a cell without end by this separator; by another one it may be a row
        return 0, 0
    known = max(
        (sum(bool(c.strip()) and read_header(c.strip()) is not None for c in row[:_WORDS]) for row in rows),
        default=0,
    )
    return known, sum(len(row) for row in rows)


def _rows(text: str, sign: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    if any(len(cell) > LONGEST for row in rows for cell in row):  # the reader's own limit is everybody's
        raise csv.Error("a cell without end")
    return [row if any(cell.strip() for cell in row) else [] for row in rows]


_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how XLSX writes a sign that XML cannot hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read_sheets(path: Path, accepted: frozenset[str] = frozenset()) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of a file as they stand, and what was found while reading them.

    Raises
    ------
    SheetProblem
        If the file cannot be read or is refused at the gate.
    """
    kind = admitted(path)
    found: list[Finding] = []
    with reading(path):
        if kind == "text":
            text, found = decoded(path.read_bytes(), accepted)
            try:
                sheets = [table_of(text, path.stem)] if text.strip() else []
            except csv.Error as error:
                told = ("has a cell without end", "close each quotation mark, or save it as .xlsx")
                long = (f"has a cell of more than {LONGEST:,} characters", "shorten it, or delete it")
                raise refused(path, *(told if '"' in text else long)) from error
        else:
            try:
                sheets, found = _READERS[kind](path)
            except OSError:
                raise
            except Exception as error:  # the libraries fail in many ways on a damaged workbook
                if hasattr(error, "findings"):
                    raise
                why = str(error).splitlines()[0] if str(error) else type(error).__name__
                told = f"is damaged: {why}", "save it again from a spreadsheet program"
                raise refused(path, *told) from error
    for sheet in sheets:
        _check(path, sheet)
        found += _without_controls(sheet)
    return sheets, found


def _check(path: Path, sheet: Sheet) -> None:
    """Refuse a sheet that is too large, before anybody reads its words."""
    measures = (
        (len(sheet.rows), MAX_ROWS, "rows"),
        (sheet.width, MAX_COLUMNS, "columns"),
        (sum(cell is not None for row in sheet.rows for cell in row), MAX_CELLS, "cells"),
    )
    for size, limit, what in measures:
        if size > limit:
            much = f"has a sheet of more than {limit:,} {what}"
            raise refused(path, much, "keep only the table, and delete the empty rows and columns around it")
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if isinstance(value, str) and len(value) > LONGEST:
                long = f"has a cell of more than {LONGEST:,} characters: {sheet.name}!{a1(r, c)}"
                raise refused(path, long, "shorten it, or delete it")


def _without_controls(sheet: Sheet) -> list[Finding]:
    """Read control signs in texts as blanks, with a note for each cell."""
    found = []
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if isinstance(value, str) and _CONTROL.search(value):
                row[c] = _CONTROL.sub(" ", value)
                found.append(finding("control_sign", sheet.name, a1(r, c), value))
    return found


def _ods(path: Path) -> tuple[list[Sheet], list[Finding]]:
    return read_ods(path), []


def _xls(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of a workbook in the old format, of which nobody sees the formats."""
    sheets = []
    for name, visible, cells, merges in old_workbooks.read_sheets(path):
        rows = [[None if cell == "" else _value(cell) for cell in row] for row in cells]
        sheets.append(Sheet(name, rows, merges, visible=visible))
    return sheets, [finding("old_format")]


def _xlsx(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of an XLSX file; what openpyxl cannot open is read without formats."""
    import openpyxl

    source, mended = plain_copy(path)
    found = [finding("workbook_mended", what=what) for what in mended]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that it drops; none of them is read
        try:
            book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
        except OSError:
            raise
        except Exception as error:  # openpyxl fails in many ways, most of them within the styles
            return _without_formats(source, error), [*found, finding("formats_unseen")]
        formulas = _formulas(source)
        sheets = [_sheet(path, sheet, formulas.get(sheet.title, set())) for sheet in book.worksheets]
        book.close()
    return sheets, found


def _without_formats(source: IO[bytes], error: Exception) -> list[Sheet]:
    """Return the sheets as python-calamine reads them, with the errors and formulas that it leaves out."""
    try:
        import python_calamine
    except ImportError as missing:
        raise MissingExtra("This workbook needs python-calamine: pip install 'ecopark[zone]'") from missing

    source.seek(0)
    try:
        book = python_calamine.load_workbook(source)
    except Exception:  # what neither library reads is damaged, in the words of the first
        raise error from None
    sheets = []
    with ZipFile(source) as archive, book:
        parts = sheet_parts(archive)
        for known in book.sheets_metadata:
            if known.typ != python_calamine.SheetTypeEnum.WorkSheet or known.name not in parts:
                continue
            page = book.get_sheet_by_name(known.name)
            rows = [
                [None if cell == "" else _value(cell) for cell in row]
                for row in page.to_python(skip_empty_area=False)
            ]
            sheet = Sheet(known.name, rows, page.merged_cell_ranges or [])
            sheet.visible = known.visible == python_calamine.SheetVisibleEnum.Visible
            for (row, column), text, formula in sheet_marks(archive, parts[known.name]):
                if text and row < len(rows):
                    rows[row] += [None] * (column + 1 - len(rows[row]))
                    rows[row][column] = text
                elif formula:
                    stored = row < len(rows) and column < len(rows[row]) and rows[row][column] is not None
                    (sheet.computed if stored else sheet.uncomputed).add((row, column))
            sheets.append(sheet)
    return sheets


def _formulas(source: IO[bytes]) -> dict[str, set[Place]]:
    """Return the places of formulas; the book is read a second time only if it has any."""
    import openpyxl

    with ZipFile(source) as archive:
        parts = sheet_parts(archive).values()
        if not any(b"<f>" in (text := archive.read(n)) or b"<f " in text or b":f>" in text for n in parts):
            return {}
    book = openpyxl.load_workbook(source, keep_links=False)
    return {
        sheet.title: {(r - 1, c - 1) for (r, c), cell in sheet._cells.items() if cell.data_type == "f"}
        for sheet in book.worksheets
    }


def _sheet(path: Path, sheet: Any, formulas: set[Place]) -> Sheet:
    # The cells that are there, never the whole rectangle: one stray cell may stand in the last row.
    held = {(r - 1, c - 1): cell for (r, c), cell in sheet._cells.items() if cell.value is not None}
    height = max((row for row, _ in held), default=-1) + 1
    width = max((column for _, column in held), default=-1) + 1
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > 4 * MAX_CELLS:
        raise refused(
            path, "has a cell far away from the table", "delete the rows and columns around the table"
        )
    rows: list[list[Any]] = [[] for _ in range(height)]
    shown: dict[Place, str] = {}
    for (row, column), cell in held.items():
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = _value(cell.value)
        if isinstance(cell.value, float | int) and (how := seen_as(str(cell.number_format))):
            shown[row, column] = how
    merges = [
        ((m.min_row - 1, m.min_col - 1), (m.max_row - 1, m.max_col - 1)) for m in sheet.merged_cells.ranges
    ]
    percent = {place for place, how in shown.items() if how == "%"}
    shown = {place: how for place, how in shown.items() if how != "%"}
    # A formula may have an empty text as its value, which openpyxl gives as no value of the type text.
    empty = {p for p in formulas if p not in held and sheet.cell(p[0] + 1, p[1] + 1).data_type != "n"}
    computed = {place for place in formulas if place in held} | empty
    hidden = [f"row {n} is" for n, d in sheet.row_dimensions.items() if d.hidden and n <= height]
    hidden += [
        f"column {a1(0, column)[:-1]} is"
        for d in sheet.column_dimensions.values()
        if d.hidden
        for column in range((d.min or 1) - 1, min(d.max or 1, width))
    ]
    visible = sheet.sheet_state == "visible"
    return Sheet(sheet.title, rows, merges, percent, shown, computed, formulas - computed, hidden, visible)


def _value(value: Any) -> Any:
    """Return a plain value: rich text as text, times and durations as text, coded signs as themselves."""
    if value is None or isinstance(value, bool | int | float | datetime.date):
        return value
    text = str(value)
    return _CODED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


_READERS = {"xlsx": _xlsx, "xls": _xls, "ods": _ods}
