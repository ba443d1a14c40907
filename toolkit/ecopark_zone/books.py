"""Sheets in: XLSX by openpyxl or python-calamine, ODS, text by its encoding; nothing is executed."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import warnings
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ecopark.errors import MissingExtra
from ecopark_zone import old_workbooks
from ecopark_zone.archives import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    admitted,
    far_cell,
    plain_copy,
    reading,
    refused,
    sheet_marks,
    sheet_parts,
)
from ecopark_zone.grid import Place, Sheet, a1, blank
from ecopark_zone.headers import read_header
from ecopark_zone.measures import seen_as
from ecopark_zone.opendocument import read_ods
from ecopark_zone.rules import Findings, SheetProblem

__all__ = ["read_sheets"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_GUESSES = {"gb18030": "GB18030", "big5": "Big5", "cp874": "TIS-620 (cp874)", "cp1252": "Windows-1252"}
_MOJIBAKE = re.compile("[\u00c2\u00c3\u00e0-\u00ef][\u0080-\u00bf]|\ufffd|锟斤拷|\u00ef\u00bf\u00bd")
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how XLSX writes a sign that XML cannot hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINES = 40
_WORDS = 30  # cells of a line, and in all a thousand, that are looked up as headers
LONGEST = 100_000  # characters in one cell; a longer one lacks its closing quotation mark


def read_sheets(path: Path, accepted: frozenset[str], findings: Findings) -> list[Sheet]:
    """Return the sheets of a file as they are, and add the findings from reading them.

    Raises
    ------
    SheetProblem
        If the file cannot be read or is refused at the gate.
    """
    kind = admitted(path)
    with reading(path):
        if kind == "text":
            text = decoded(path.read_bytes(), accepted, findings)
            try:
                sheets = [table_of(text, path.stem)] if text.strip() else []
            except csv.Error as error:
                unclosed = ("has a cell without end", "close each quotation mark, or save it as .xlsx")
                long = (f"has a cell of more than {LONGEST:,} characters", "shorten it, or delete it")
                raise refused(path, *(unclosed if '"' in text else long)) from error
        else:
            try:
                sheets = _READERS[kind](path, findings)
            except (OSError, SheetProblem, MissingExtra):
                raise
            except Exception as error:  # the libraries fail in many ways on a damaged workbook
                why = str(error).splitlines()[0] if str(error) else type(error).__name__
                how = "save it again from a spreadsheet program"
                raise refused(path, f"is damaged: {why}", how) from error
    for sheet in sheets:
        _check_size(path, sheet)
        _clean_texts(path, sheet, findings)
    return sheets


def _check_size(path: Path, sheet: Sheet) -> None:
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


def _clean_texts(path: Path, sheet: Sheet, findings: Findings) -> None:
    """Read control signs in texts as blanks, with a note for each cell, and a text of blanks as nothing."""
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if not isinstance(value, str):
                continue
            if len(value) > LONGEST:
                long = f"has a cell of more than {LONGEST:,} characters: {sheet.name}!{a1(r, c)}"
                raise refused(path, long, "shorten it, or delete it")
            if not value.isprintable() and _CONTROL.search(value):
                row[c] = _CONTROL.sub(" ", value)
                findings.add("control_sign", sheet.name, a1(r, c), value)
            if blank(row[c]):
                row[c] = None


# --- separated values ---


def decoded(data: bytes, accepted: frozenset[str], findings: Findings) -> str:
    """Return the text of a file, and add the findings from decoding it.

    Words that a table of zones must hold decide between the encodings of East Asia, Thailand and the
    West. If they do not, nothing is guessed: the text is empty and the finding is an error.

    Examples
    --------
    >>> findings = Findings()
    >>> decoded("园区,年份".encode("gb18030"), frozenset(), findings), findings[0].reason
    ('园区,年份', 'the file was read as GB18030')
    """
    # A mark at the beginning, or zeros beside plain letters, prove UTF-16; the rest may be UTF-8.
    codec, name = "utf-8", "UTF-8"
    zeros = (data[:4000:2].count(0), data[1:4000:2].count(0))
    if max(zeros) > 10 + 5 * min(zeros):
        codec, name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "UTF-16"
    for mark, *marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            codec, name = marked
            break
    text = _decode(data, codec)
    if text is None:
        # Of the other encodings the one is right in which most headers are known.
        readings = {c: reading for c in _GUESSES if (reading := _decode(data, c)) is not None}
        names = ", ".join(_GUESSES[c] for c in readings)
        codec = next((c for c in readings if f"encoding_{c}" in accepted), "")
        if codec:
            findings.add("encoding_unclear", readings=names)
        else:
            scores = sorted(((_known_words(reading), c) for c, reading in readings.items()), reverse=True)
            if not scores or not scores[0][0] or (len(scores) > 1 and scores[0][0] == scores[1][0]):
                findings.add("encoding_unclear", readings=names or "none of the known encodings")
                return ""
            codec = scores[0][1]
        text, name = readings[codec], _GUESSES[codec]
    if name != "UTF-8":
        findings.add("encoding", encoding=name)
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
    """Return how many cells at the top of a table are headers, other than those in plain letters."""
    top = "\n".join(text.split("\n", _LINES)[:_LINES])
    cells = dict.fromkeys(cell.strip().strip('"') for cell in re.split(r"[,;\t\n\r]", top))
    foreign = [cell for cell in cells if not cell.isascii() and len(cell) < 60][: _WORDS * _LINES]
    headers = [header for cell in foreign if (header := read_header(cell))]
    return sum(not (header.unit and header.unit.rule == "unit_unknown") for header in headers)


def table_of(text: str, name: str) -> Sheet:
    """Return a text of separated values as a sheet; the separator is the one that makes it even."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    first, _, after = text.partition("\n")
    if stated := re.fullmatch(r'"?sep=(.)"?\s*', first):
        return Sheet(name, _rows(after, stated.group(1)), text=True)
    top = "\n".join(text.split("\n", _LINES)[:_LINES])

    def score(sign: str) -> tuple[int, int]:
        """Count the headers that a separator parts among the first cells of a row, and the cells."""
        try:
            rows = _rows(top, sign)
        except csv.Error:  # a cell without end by this separator; by another one it may be a row
            return 0, 0
        words = [[c.strip() for c in row[:_WORDS] if c.strip()] for row in rows]
        headers = [sum(read_header(word) is not None for word in row) for row in words]
        return max(headers, default=0), sum(map(len, rows))

    return Sheet(name, _rows(text, max(",;\t|", key=score)), text=True)


def _rows(text: str, sign: str) -> list[list[Any]]:
    rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    if any(len(cell) > LONGEST for row in rows for cell in row):  # the reader's own limit is everybody's
        raise csv.Error("a cell without end")
    return [row if any(cell.strip() for cell in row) else [] for row in rows]


# --- workbooks ---


def _read_ods(path: Path, findings: Findings) -> list[Sheet]:
    return read_ods(path)


def _read_xls(path: Path, findings: Findings) -> list[Sheet]:
    """Return the sheets of a workbook in the old format, without the formats of its cells."""
    findings.add("old_format")
    try:
        raw_sheets = old_workbooks.read_sheets(path, path.read_bytes())
    except old_workbooks.DamagedWorkbook as error:
        raise refused(path, f"is damaged: {error}", "save it again as .xlsx") from error
    return [
        Sheet(name, [[_plain(cell) for cell in row] for row in rows], merges, visible=visible)
        for name, visible, rows, merges in raw_sheets
    ]


def _read_xlsx(path: Path, findings: Findings) -> list[Sheet]:
    """Return the sheets of an XLSX file; what openpyxl cannot open is read without formats."""
    import openpyxl

    source, repairs = plain_copy(path)
    for what in repairs:
        findings.add("workbook_mended", what=what)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that it drops; none of them is read
        try:
            book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
        except OSError:
            raise
        except Exception as error:  # openpyxl fails in many ways, most of them within the styles
            findings.add("formats_unseen")
            return _without_formats(path, source, error)
        with ZipFile(source) as archive:
            parts = sheet_parts(archive)
            formulas = {
                name: {place for place, _, formula in sheet_marks(archive, part) if formula}
                for name, part in parts.items()
            }
        return [_from_openpyxl(path, page, formulas.get(page.title, set())) for page in book.worksheets]


def _without_formats(path: Path, source: io.BytesIO, error: Exception) -> list[Sheet]:
    """Return the sheets as python-calamine reads them, with the errors and formulas that it leaves out."""
    try:
        raw_sheets = old_workbooks.read_sheets(path, source.getvalue())
    except old_workbooks.DamagedWorkbook:  # what neither library reads is damaged, in the words of the first
        raise error from None
    sheets = []
    with ZipFile(source) as archive:
        parts = sheet_parts(archive)
        for name, visible, raw_rows, merges in raw_sheets:
            rows = [[_plain(cell) for cell in row] for row in raw_rows]
            sheet = Sheet(name, rows, merges, visible=visible)
            for (row, column), error_text, formula in (
                sheet_marks(archive, parts[name]) if name in parts else ()
            ):
                if error_text and row < len(rows):
                    rows[row] += [None] * (column + 1 - len(rows[row]))
                    rows[row][column] = error_text
                elif formula:
                    stored = row < len(rows) and column < len(rows[row]) and rows[row][column] is not None
                    (sheet.computed if stored else sheet.uncomputed).add((row, column))
            sheets.append(sheet)
    return sheets


def _from_openpyxl(path: Path, page: Any, formulas: set[Place]) -> Sheet:
    # The cells that are there, never the whole rectangle: one stray cell may be in the last row.
    cells = {(r - 1, c - 1): cell for (r, c), cell in page._cells.items() if cell.value is not None}
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > 4 * MAX_CELLS:
        raise far_cell(path)
    sheet = Sheet(page.title, [[] for _ in range(height)], visible=page.sheet_state == "visible")
    for (row, column), cell in cells.items():
        sheet.rows[row].extend([None] * (column + 1 - len(sheet.rows[row])))
        sheet.rows[row][column] = _plain(cell.value)
        if isinstance(cell.value, float | int) and (shown := seen_as(str(cell.number_format))):
            if shown == "%":
                sheet.percent.add((row, column))
            else:
                sheet.shown[row, column] = shown
    ranges = page.merged_cells.ranges
    sheet.merges = [((m.min_row - 1, m.min_col - 1), (m.max_row - 1, m.max_col - 1)) for m in ranges]
    for row, column in formulas:
        # A formula may have an empty text as its value, which openpyxl gives as no value of the type text.
        stored = (row, column) in cells or page.cell(row + 1, column + 1).data_type != "n"
        (sheet.computed if stored else sheet.uncomputed).add((row, column))
    sheet.hidden = [f"row {n} is" for n, d in page.row_dimensions.items() if d.hidden and n <= height]
    for columns in (d for d in page.column_dimensions.values() if d.hidden):
        places = range((columns.min or 1) - 1, min(columns.max or 1, width))
        sheet.hidden += [f"column {a1(0, column)[:-1]} is" for column in places]
    return sheet


def _plain(value: Any) -> Any:
    """Return a plain value: rich text as text, times and durations as text, coded signs as themselves."""
    if value is None or isinstance(value, bool | int | float | datetime.date):
        return value
    text = str(value)
    return (_CODED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text) or None


_READERS = {"xlsx": _read_xlsx, "xls": _read_xls, "ods": _read_ods}
