"""Zipped workbooks before they are opened: bombs, macros, locks, and sheets beyond all measure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

__all__ = ["check_archive", "events"]

Refusal = tuple[str, str]
MAX_EXPANDED = 80_000_000
MAX_RATIO = 200
MAX_MERGED = 100_000
_SMALL = 2_000_000  # a part below this size may shrink as much as it likes
_CHUNK = 1 << 20
_REF = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_KEEP = "keep only the table, and delete the empty rows and columns around it"


def check_archive(path: Path, kind: str, max_rows: int, max_cells: int) -> Refusal | None:
    """Return why a zipped workbook is refused and what to do, or nothing.

    Sizes are those that the archive declares; Python's reader never gives out more than that. Every
    part is read once, piece by piece.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _outside(archive, kind) or _inside(archive, kind, max_rows, max_cells)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        return f"is damaged: {error}", "save it again"
    except ElementTree.ParseError as error:
        return f"is damaged: {error}", "save it again"


def _outside(archive: zipfile.ZipFile, kind: str) -> Refusal | None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MAX_EXPANDED or len(parts) > 5_000:
        return "would be very large when unpacked", _KEEP
    for part in parts:
        if part.file_size > max(_SMALL, MAX_RATIO * max(1, part.compress_size)):
            return (
                "is packed so tightly that it may be a zip bomb",
                "save it again from a spreadsheet program",
            )
    if any(
        n.lower().endswith(("vbaproject.bin", "vbadata.xml")) or n.startswith(("Basic/", "Scripts/"))
        for n in names
    ):
        return "carries macros", "save it without macros"
    if any(part.flag_bits & 1 for part in parts):
        return "is locked by a password", "remove the password and save it again"
    wanted = "xl/workbook.xml" if kind == "xlsx" else "content.xml"
    if wanted not in names:
        return f"is no {kind.upper()} workbook inside", "give it its right ending, or save it again"
    return None


def _inside(archive: zipfile.ZipFile, kind: str, max_rows: int, max_cells: int) -> Refusal | None:
    rows = cells = merged = 0
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        own, last = 0, b""
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                text = last + chunk
                # What is cut off at the end of a piece is looked at with the next one.
                cut = text.rfind(b"<")
                text, last = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    return "declares entities, which no spreadsheet program writes", "save it again"
                if b"encryption-data" in text:
                    return "is locked by a password", "remove the password and save it again"
                own += len(re.findall(rb"<(?:\w+:)?row[ >]", text))
                cells += len(re.findall(rb"<(?:\w+:)?c[ >]", text))
                merged += sum(_area(found) for found in _REF.findall(text))
        rows = max(rows, own) if name.startswith("xl/worksheets/") else rows
        if rows > max_rows or cells > max_cells or merged > MAX_MERGED:
            return _measure(rows, max_rows, max_cells)
    return _repeated(archive, max_rows, max_cells) if kind == "ods" else None


def _measure(rows: int, max_rows: int, max_cells: int) -> Refusal:
    many = f"has a sheet of more than {max_rows:,} rows"
    return many if rows > max_rows else f"has more than {max_cells:,} cells", _KEEP


def _area(found: tuple[bytes, ...]) -> int:
    left, top, right, bottom = found
    return (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repeated(archive: zipfile.ZipFile, max_rows: int, max_cells: int) -> Refusal | None:
    """Return why a sheet of an ODS file is too large, with its repeated rows and cells counted."""
    rows = cells = row_cells = 0
    with archive.open("content.xml") as part:
        for event, node in events(part):
            if event == "start" and node.tag == f"{_ODS}table":
                rows = 0
            elif event == "end" and node.tag in {f"{_ODS}table-cell", f"{_ODS}covered-table-cell"}:
                filled = len(node) > 0 or any(name.endswith("value-type") for name in node.attrib)
                row_cells += int(node.get(f"{_ODS}number-columns-repeated", 1)) if filled else 0
                spanned = int(node.get(f"{_ODS}number-columns-spanned", 1)) * int(
                    node.get(f"{_ODS}number-rows-spanned", 1)
                )
                cells += spanned if spanned > MAX_MERGED else 0
            elif event == "end" and node.tag == f"{_ODS}table-row":
                if row_cells:
                    times = int(node.get(f"{_ODS}number-rows-repeated", 1))
                    rows, cells = rows + times, cells + times * row_cells
                row_cells = 0
                node.clear()
            if rows > max_rows or cells > max_cells:
                return _measure(rows, max_rows, max_cells)
    return None


def events(part: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Go through the elements of a part of a workbook, one at a time."""
    # The gate has refused declared entities before this is called.
    return ElementTree.iterparse(part, events=("start", "end"))  # noqa: S314 (no entity can be declared)
