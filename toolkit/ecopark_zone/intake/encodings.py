"""Which encoding a text file has: by its mark, by its bytes, or by the words that it must hold."""

from __future__ import annotations

import codecs
import csv
import io
import re

from ecopark_zone.intake.grid import Sheet
from ecopark_zone.intake.headers import read_header
from ecopark_zone.intake.rules import Finding, finding

__all__ = ["LONGEST", "decoded", "table_of"]

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
