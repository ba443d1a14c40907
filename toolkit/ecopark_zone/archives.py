"""The gate: what a file is, and whether it is safe to open, before anything opens it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string

from ecopark_zone.i18n import Phrase, mark
from ecopark_zone.rules import Finding, SheetProblem

__all__ = [
    "MAX_CELLS", "MAX_COLUMNS", "MAX_EXPANDED", "MAX_ROWS", "check_size", "elements", "far_cell_problem",
    "file_problem", "safe_file_kind",
]  # fmt: skip

MAX_BYTES = 50_000_000
MAX_EXPANDED = 80_000_000
MAX_PARTS = 5_000
MAX_RATIO = 200  # of the size of a part to its packed size
MAX_ROWS = 120_000
MAX_COLUMNS = 1_000
MAX_CELLS = 500_000
MAX_MERGED = 100_000
_SMALL = 2_000_000  # a part below this size may shrink as much as it likes
_STRAYS = 20  # so many cells beyond the last column are told as such; with more the sheet is too wide
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
_ENDING = mark("give the file its right ending, or save it again")
_KEEP = mark("keep only the table, and delete the empty rows and columns around it")
# Rows, cells with a value and merged blocks in the text of an XLSX sheet. A cell that has only a format ends
# at once; one with a value holds a further element.
_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?<!/)>(?=\s*<(?!/))")
_WIDE_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*\s)?r="([A-Z]{3})\d+"[^<>]*(?<!/)>(?=\s*<(?!/))')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')


def file_problem(path: Path, why: str, fix: str, **values: object) -> SheetProblem:
    """Return the error for a file that cannot be read at all."""
    return SheetProblem(path.name, [Finding("file", words={"why": Phrase(why, values), "how": Phrase(fix)})])


def far_cell_problem(path: Path) -> SheetProblem:
    """Return the error for a sheet with a cell far away from its table."""
    why = mark("the file has a cell far away from the table")
    return file_problem(path, why, mark("delete the rows and columns around the table"))


def check_size(path: Path, rows: int, wide: int, cells: int, merged: int) -> None:
    """Refuse a sheet with so many rows, cells in columns beyond the last, cells, and merged cells."""
    if rows > MAX_ROWS:
        raise file_problem(
            path, mark("the file has a sheet of more than {limit:,} rows"), _KEEP, limit=MAX_ROWS
        )
    if wide > _STRAYS:
        why = mark("the file has a sheet of more than {limit:,} columns")
        raise file_problem(path, why, _KEEP, limit=MAX_COLUMNS)
    if cells > MAX_CELLS or merged > MAX_MERGED:
        raise file_problem(path, mark("the file has more than {limit:,} cells"), _KEEP, limit=MAX_CELLS)


def safe_file_kind(path: Path) -> str:
    """Return the kind of a file that is safe to open: ``xlsx``, ``xls``, ``ods`` or ``text``.

    Raises
    ------
    SheetProblem
        If the file is a folder, empty, too large, of another kind than its name says, locked by a
        password, carries macros, or would be dangerous to unpack.
    """
    if path.is_dir():
        raise file_problem(path, mark("the file is a folder"), mark("name a file"))
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
    # In the old format the marks of a password and of macros may be anywhere.
    old_book = path.read_bytes() if head.startswith(_OLE) and size <= MAX_BYTES else b""
    suffix = path.suffix.lower()
    kind = _KINDS.get(suffix, "")
    if not size:
        raise file_problem(path, mark("the file is empty"), mark("check that the right file was chosen"))
    if size > MAX_BYTES:
        why = mark("the file is larger than {limit} MB")
        raise file_problem(path, why, mark("keep only the table"), limit=MAX_BYTES // 1_000_000)
    if suffix in _MACRO_FILES:
        raise file_problem(path, mark("the file may carry macros or is in a binary format"), _WITHOUT_MACROS)
    # What the first bytes say, whatever the name says.
    for signature, why, fix in _SIGNATURES:
        if head.startswith(signature):
            raise file_problem(path, why, fix)
    if _LOCKED in old_book:
        raise file_problem(path, mark("the file is locked by a password"), _UNLOCKED)
    if _MACROS in old_book:
        raise file_problem(path, mark("the file carries macros"), _WITHOUT_MACROS)
    if old_book and kind != "xls":
        raise file_problem(
            path, mark("the file is in the old binary format (.xls)"), mark("save it as .xlsx")
        )
    # Whether the name says the same.
    if not kind:
        why = mark("the file ends with {suffix}") if suffix else mark("the name of the file has no ending")
        raise file_problem(path, why, mark("save it as .xlsx, .ods or .csv"), suffix=suffix)
    zipped = head.startswith(b"PK")
    if zipped and kind == "text":
        raise file_problem(path, mark("the file is a workbook, but its name says text"), _ENDING)
    if not old_book and (kind == "xls" or (kind != "text" and not zipped)):
        raise _wrong_kind_problem(path)
    if zipped:
        # Sizes are those that the archive declares; Python's reader never gives out more than that.
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive, kind)
            _check_contents(path, archive, kind)
    return kind


def _wrong_kind_problem(path: Path) -> SheetProblem:
    return file_problem(
        path, mark("the file is no {kind} workbook inside"), _ENDING, kind=path.suffix[1:].upper()
    )


def _check_parts(path: Path, archive: zipfile.ZipFile, kind: str) -> None:
    """Refuse a zipped workbook by the list of its parts."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if sum(part.file_size for part in parts) > MAX_EXPANDED or len(parts) > MAX_PARTS:
        raise file_problem(path, mark("the file would be very large when unpacked"), _KEEP)
    if any(part.file_size > max(_SMALL, MAX_RATIO * max(1, part.compress_size)) for part in parts):
        why = mark("the file is packed so tightly that it may be a zip bomb")
        raise file_problem(path, why, mark("save it again from a spreadsheet program"))
    if any(n.lower().endswith(_MACRO_PARTS) or n.startswith(("Basic/", "Scripts/")) for n in names):
        raise file_problem(path, mark("the file carries macros"), mark("save it without macros"))
    if any(part.flag_bits & 1 for part in parts):
        raise file_problem(path, mark("the file is locked by a password"), _UNLOCKED)
    # An XLSX file lists what its parts are.
    types = next((name for name in names if name.casefold() == "[content_types].xml"), "")
    inside = types and b"spreadsheetml" in archive.read(types) if kind == "xlsx" else "content.xml" in names
    if not inside:
        raise _wrong_kind_problem(path)


def _check_contents(path: Path, archive: zipfile.ZipFile, kind: str) -> None:
    """Refuse a zipped workbook by the text of its parts, and an XLSX file by the number of its cells."""
    cells = merged = 0
    for name in archive.namelist():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        rows, wide, uncut = 0, 0, b""
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                text = uncut + chunk
                # What is cut off at the end of a piece is looked at with the next one.
                cut = text.rfind(b"<")
                text, uncut = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    why = mark("the file declares entities, which no spreadsheet program writes")
                    raise file_problem(path, why, mark("save it again"))
                if b"encryption-data" in text:
                    raise file_problem(path, mark("the file is locked by a password"), _UNLOCKED)
                if kind == "xlsx":
                    rows += sum(bool(_CELL.search(row)) for row in _ROW.split(text)[1:])
                    cells += len(_CELL.findall(text))
                    wide += sum(_column(letters) > MAX_COLUMNS for letters in _WIDE_CELL.findall(text))
                    for left, top, right, bottom in _MERGED.findall(text):
                        merged += (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
        check_size(path, rows, wide, cells, merged)


def _column(letters: bytes) -> int:
    return int(column_index_from_string(letters.decode()))


def elements(part: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Go through the elements of a part of a workbook, one at a time, with their starts and ends."""
    # The gate has refused declared entities before this is called.
    return ElementTree.iterparse(part, events=("start", "end"))  # noqa: S314 (no entity can be declared)
