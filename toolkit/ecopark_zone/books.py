"""Sheets in: workbooks by their kind, text by its encoding; nothing is executed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import Any

from ecopark.errors import MissingExtra
from ecopark_zone import excel
from ecopark_zone.archives import MAX_COLUMNS, check_size, file_problem, safe_file_kind
from ecopark_zone.grid import Sheet, a1, blank
from ecopark_zone.headers import read_header
from ecopark_zone.i18n import Phrase, mark
from ecopark_zone.opendocument import read_ods
from ecopark_zone.rules import Findings, SheetProblem

__all__ = ["read_sheets"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", mark("UTF-8 with a mark")),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_GUESSES = {"gb18030": "GB18030", "big5": "Big5", "cp874": "TIS-620 (cp874)", "cp1252": "Windows-1252"}
_MOJIBAKE = re.compile("[\u00c2\u00c3\u00e0-\u00ef][\u0080-\u00bf]|\ufffd|锟斤拷|\u00ef\u00bf\u00bd")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINES = 40
_WORDS = 30  # cells of a line, and in all a thousand, that are looked up as headers
LONGEST = 100_000  # characters in one cell; a longer one lacks its closing quotation mark
_SHORTEN = mark("shorten it, or delete it")


def read_sheets(path: Path, accepted: frozenset[str], findings: Findings) -> list[Sheet]:
    """Return the sheets of a file as they are, and add the findings from reading them.

    Raises
    ------
    SheetProblem
        If the file cannot be read or is refused at the gate.
    """
    try:
        kind = safe_file_kind(path)
        if kind == "text":
            sheets = [sheet_of_text(decode_text(path.read_bytes(), accepted, findings), path)]
        elif kind == "ods":
            sheets = read_ods(path)
        else:
            sheets = (excel.read_xlsx if kind == "xlsx" else excel.read_xls)(path, findings)
    except (SheetProblem, MissingExtra):
        raise
    except OSError as error:
        why, reason = mark("the file cannot be read: {reason}"), (error.strerror or str(error)).casefold()
        raise file_problem(path, why, mark("check path, permissions and format"), reason=reason) from error
    except Exception as error:  # the libraries fail in many ways on a damaged workbook
        why, reason = (
            mark("the file is damaged: {reason}"),
            [*str(error).splitlines(), type(error).__name__][0],
        )
        fix = mark("save it again from a spreadsheet program")
        raise file_problem(path, why, fix, reason=reason) from error
    for sheet in sheets:
        # Before anybody reads its words.
        cells = sum(cell is not None for row in sheet.rows for cell in row)
        wide = sheet.width if sheet.width > MAX_COLUMNS else 0
        check_size(path, len(sheet.rows), wide, cells, 0)
        _clean_texts(path, sheet, findings)
    return sheets


def _clean_texts(path: Path, sheet: Sheet, findings: Findings) -> None:
    """Read control signs in texts as blanks, with a note for each cell, and a text of blanks as nothing."""
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if not isinstance(value, str):
                continue
            if len(value) > LONGEST:
                why, cell = mark("the file has a cell of more than {limit:,} characters: {cell}"), a1(r, c)
                raise file_problem(path, why, _SHORTEN, limit=LONGEST, cell=f"{sheet.name}!{cell}")
            if _CONTROL.search(value):
                row[c] = _CONTROL.sub(" ", value)
                findings.add("control_sign", sheet.name, a1(r, c), value)
            if blank(row[c]):
                row[c] = None


# --- separated values ---


def decode_text(data: bytes, accepted: frozenset[str], findings: Findings) -> str:
    """Return the text of a file, and add the findings from decoding it.

    Words that a table of zones must hold decide between the encodings of East Asia, Thailand and the
    West. If they do not, nothing is guessed: the text is empty and the finding is an error.

    Examples
    --------
    >>> findings = Findings()
    >>> decode_text("园区,年份".encode("gb18030"), frozenset(), findings), findings[0].reason
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
        chosen = [c for c in readings if f"encoding_{c}" in accepted]
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
    """Return how many cells at the top of a table are headers, other than those in plain letters."""
    top = "\n".join(text.split("\n", _LINES)[:_LINES])
    cells = dict.fromkeys(cell.strip().strip('"') for cell in re.split(r"[,;\t\n\r]", top))
    foreign = [cell for cell in cells if not cell.isascii() and len(cell) < 60][: _WORDS * _LINES]
    headers = [header for cell in foreign if (header := read_header(cell))]
    return sum(not (header.unit and header.unit.rule == "unit_unknown") for header in headers)


def sheet_of_text(text: str, path: Path) -> Sheet:
    """Return a text of separated values as a sheet; the separator is the one that makes it even.

    Raises
    ------
    SheetProblem
        If a cell is longer than any that belongs in a table: its closing quotation mark is missing.
    """
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    if stated := re.match(r'"?sep=(.)"?[^\S\n]*(?:\n|$)', text):
        text, sign = text[stated.end() :], stated[1]
    else:
        sign = max(",;\t|", key=lambda sign: _evenness("\n".join(text.split("\n", _LINES)[:_LINES]), sign))
    try:
        return Sheet(path.stem, _rows(text, sign), text=True)
    except csv.Error as error:
        if '"' not in text:
            why = mark("the file has a cell of more than {limit:,} characters")
            raise file_problem(path, why, _SHORTEN, limit=LONGEST) from error
        why, fix = (
            mark("the file has a cell without end"),
            mark("close each quotation mark, or save it as .xlsx"),
        )
        raise file_problem(path, why, fix) from error


def _evenness(text: str, sign: str) -> tuple[int, int]:
    """Count the headers that a separator parts among the first cells of a row, and the cells."""
    try:
        rows = _rows(text, sign)
    except csv.Error:  # a cell without end by this separator; by another one it may be a row
        return 0, 0
    words = [[cell.strip() for cell in row[:_WORDS] if cell.strip()] for row in rows]
    headers = [sum(read_header(word) is not None for word in row) for row in words]
    return max(headers, default=0), sum(map(len, rows))


def _rows(text: str, sign: str) -> list[list[Any]]:
    rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    if any(len(cell) > LONGEST for row in rows for cell in row):  # the reader's own limit is everybody's
        raise csv.Error("a cell without end")
    return [row if any(cell.strip() for cell in row) else [] for row in rows]
