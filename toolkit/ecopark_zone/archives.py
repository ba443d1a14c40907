"""The gate: what a file is, and whether it is safe to open, before anything opens it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname, join, normpath, split
from typing import IO, Any
from xml.etree import ElementTree

from ecopark_zone.rules import SheetProblem, finding

__all__ = [
    "MAX_CELLS", "MAX_COLUMNS", "MAX_EXPANDED", "MAX_ROWS", "admitted", "events", "far_cell", "plain_copy",
    "reading", "refused", "sheet_marks", "sheet_parts", "too_large",
]  # fmt: skip

MAX_BYTES = 50_000_000
MAX_ROWS = 120_000
MAX_COLUMNS = 1_000
MAX_CELLS = 500_000
_KINDS = {".xlsx": "xlsx", ".xls": "xls", ".csv": "text", ".tsv": "text", ".txt": "text", ".ods": "ods"}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ENDING = "give the file its right ending, or save it again"
_SIGNS = (
    (b"%PDF", "is a PDF document, whatever its name says", "export the table as XLSX or CSV"),
    (b"{\\rtf", "is a text document (RTF)", "save the table as XLSX or CSV"),
    (b"\x89PNG", "is a picture", "type the table in, or export it from where it was made"),
    (b"\xff\xd8\xff", "is a picture", "type the table in, or export it from where it was made"),
    (b"\x1f\x8b", "is a compressed file", "unpack it first"),
)


def refused(path: Path, why: str, how: str) -> SheetProblem:
    """Return the error for a file that cannot be read at all."""
    return SheetProblem(path.name, [finding("file", why=f"the file {why}", how=how)])


def far_cell(path: Path) -> SheetProblem:
    """Return the error for a sheet with a cell far away from its table."""
    return refused(path, "has a cell far away from the table", "delete the rows and columns around the table")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn an error of the system on reading a file into one clear message."""
    try:
        yield
    except OSError as error:
        why = (error.strerror or str(error)).casefold()
        raise refused(path, f"cannot be read: {why}", "check path, permissions and format") from error


def admitted(path: Path) -> str:
    """Return the kind of a file: ``xlsx``, ``xls``, ``ods`` or ``text``.

    Raises
    ------
    SheetProblem
        If the file is missing, empty, too large, of another kind than its name says, locked by a
        password, carries macros, or would be dangerous to unpack.
    """
    with reading(path):
        if path.is_dir():
            raise refused(path, "is a folder", "name a file")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
        # In the old format the marks of a password and of macros may be anywhere.
        ole = path.read_bytes() if head.startswith(_OLE) and size <= MAX_BYTES else b""
    suffix = path.suffix.lower()
    kind = _KINDS.get(suffix, "")
    if not size:
        raise refused(path, "is empty", "check that the right file was chosen")
    if size > MAX_BYTES:
        raise refused(path, f"is larger than {MAX_BYTES // 1_000_000} MB", "keep only the table")
    if suffix in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise refused(path, "may carry macros or is in a binary format", "save it as .xlsx without macros")
    # What the first bytes say, whatever the name says.
    for sign, why, how in _SIGNS:
        if head.startswith(sign):
            raise refused(path, why, how)
    if _LOCKED in ole:
        raise refused(path, "is locked by a password", "remove the password and save it again")
    if _MACROS in ole:
        raise refused(path, "carries macros", "save it as .xlsx without macros")
    if ole and kind != "xls":
        raise refused(path, "is in the old binary format (.xls)", "save it as .xlsx")
    # Whether the name says the same.
    if not kind:
        raise refused(path, f"ends with {suffix or 'nothing'}", "save it as .xlsx, .ods or .csv")
    if ole:
        return kind
    zipped = head.startswith(b"PK")
    if zipped and kind == "text":
        raise refused(path, "is a workbook, but its name says text", _ENDING)
    if kind == "xls" or (kind != "text" and not zipped):
        raise refused(path, f"is no {suffix[1:].upper()} workbook inside", _ENDING)
    if zipped:
        with reading(path):
            why_how = _check_archive(path, kind)
        if why_how:
            raise refused(path, *why_how)
    return kind


Refusal = tuple[str, str]
MAX_EXPANDED = 80_000_000
MAX_RATIO = 200
MAX_MERGED = 100_000
_SMALL = 2_000_000  # a part below this size may shrink as much as it likes
_CHUNK = 1 << 20
_ROW = re.compile(rb"<(?:\w+:)?row[ >]")
# A cell that has only a format ends at once; one with a value holds a further element.
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?<!/)>(?=\s*<(?!/))")
_WIDE_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*\s)?r="([A-Z]{3})\d+"[^<>]*(?<!/)>(?=\s*<(?!/))')
_MANY = 20  # cells beyond the last column: fewer are strays, which are told as such
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_NAMED = re.compile(rb"""\b(?:PartName|Target)\s*=\s*["']([^"'#]+)["']""")
_BARE = re.compile(rb"<(?:\w+:)?c\s[^<>]*(?:/>|>\s*</(?:\w+:)?c>)")
_BARE_ROW = re.compile(rb"<(?:\w+:)?row\s(?![^<>]*\bhidden=)[^<>]*(?:/>|(?<!/)>\s*</(?:\w+:)?row>)")
_UNPLACED = re.compile(rb"<(?:\w+:)?(?:c|row)(?:>|\s(?![^<>]*\br=)[^<>]*>)")
_KEEP = "keep only the table, and delete the empty rows and columns around it"


def _check_archive(path: Path, kind: str) -> Refusal | None:
    """Return why a zipped workbook is refused and what to do, or nothing.

    Sizes are those that the archive declares; Python's reader never gives out more than that. Every
    part is read once, piece by piece.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_parts(archive, kind) or _check_contents(archive, kind)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        return f"is damaged: {error}", "save it again"
    except ElementTree.ParseError as error:
        return f"is damaged: {error}", "save it again"


def _check_parts(archive: zipfile.ZipFile, kind: str) -> Refusal | None:
    """Judge an archive by its list of parts."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if sum(part.file_size for part in parts) > MAX_EXPANDED or len(parts) > 5_000:
        return "would be very large when unpacked", _KEEP
    if any(part.file_size > max(_SMALL, MAX_RATIO * max(1, part.compress_size)) for part in parts):
        return "is packed so tightly that it may be a zip bomb", "save it again from a spreadsheet program"
    macros = ("vbaproject.bin", "vbadata.xml")
    if any(n.lower().endswith(macros) or n.startswith(("Basic/", "Scripts/")) for n in names):
        return "carries macros", "save it without macros"
    if any(part.flag_bits & 1 for part in parts):
        return "is locked by a password", "remove the password and save it again"
    if not (_workbook_part(archive) if kind == "xlsx" else "content.xml" in names):
        return f"is no {kind.upper()} workbook inside", "give it its right ending, or save it again"
    return None


def _spelled(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the parts by themselves and without capitals, which do not count in them."""
    names = archive.namelist()
    return {name.casefold(): name for name in names} | {name: name for name in names}


def _part_named(spelled: dict[str, str], name: str) -> str:
    """Return the name under which an archive holds a part, or nothing."""
    wanted = normpath(name).lstrip("/")
    return spelled.get(wanted) or spelled.get(wanted.casefold(), "")


def _workbook_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that is the workbook: that to which the package itself points."""
    spelled = _spelled(archive)
    relations = _part_named(spelled, "_rels/.rels")
    if relations and archive.getinfo(relations).file_size < _SMALL:
        text = archive.read(relations)
        if b"<!" not in text:
            for node in ElementTree.fromstring(text).iter(_RELATION):  # noqa: S314 (no entity is declared)
                if node.get("Type", "").endswith("/officeDocument"):
                    return _part_named(spelled, node.get("Target", ""))
    return _part_named(spelled, "xl/workbook.xml")


def _check_contents(archive: zipfile.ZipFile, kind: str) -> Refusal | None:
    """Judge the text of the parts, and count the cells of an XLSX file."""
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
                    return "declares entities, which no spreadsheet program writes", "save it again"
                if b"encryption-data" in text:
                    return "is locked by a password", "remove the password and save it again"
                if kind == "xlsx":
                    rows += sum(bool(_CELL.search(row)) for row in _ROW.split(text)[1:])
                    cells += len(_CELL.findall(text))
                    wide += sum(_column(letters) > MAX_COLUMNS for letters in _WIDE_CELL.findall(text))
                    for left, top, right, bottom in _MERGED.findall(text):
                        merged += (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
        if refusal := too_large(rows, wide, cells, merged):
            return refusal
    return None


def too_large(rows: int, wide: int, cells: int, merged: int) -> Refusal | None:
    """Return why a sheet is refused with so many rows, cells in far columns, cells, and merged cells."""
    if rows > MAX_ROWS:
        return f"has a sheet of more than {MAX_ROWS:,} rows", _KEEP
    if wide > _MANY:
        return f"has a sheet of more than {MAX_COLUMNS:,} columns", _KEEP
    if cells > MAX_CELLS or merged > MAX_MERGED:
        return f"has more than {MAX_CELLS:,} cells", _KEEP
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def events(part: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Go through the elements of a part of a workbook, one at a time."""
    # The gate has refused declared entities before this is called.
    return ElementTree.iterparse(part, events=("start", "end"))  # noqa: S314 (no entity can be declared)


def plain_copy(path: Path) -> tuple[io.BytesIO, list[str]]:
    """Return a copy of an XLSX file in memory that openpyxl can read, and the messages about it.

    The copy has the names of the ordinary form in the place of those of Strict Open XML, each part under
    the name by which others call it, and no cells and rows that have only a format, if there are many.
    """
    with zipfile.ZipFile(path) as archive:
        book, spelled, repairs = _workbook_part(archive), _spelled(archive), []
        strict = b"http://purl.oclc.org/ooxml/spreadsheetml/" in archive.read(book)
        if strict:
            repairs.append("it has the form Strict Open XML; it was read like an ordinary workbook")
        renamed = {}
        for name in archive.namelist():
            if name == "[Content_Types].xml" or name.lower().endswith(".rels"):
                folder = dirname(dirname(name))
                for called in _NAMED.findall(archive.read(name)):
                    wanted = normpath(join("/", folder, called.decode("utf-8", "replace"))).lstrip("/")
                    part = _part_named(spelled, wanted)
                    if part and part != wanted and wanted not in renamed:
                        renamed[wanted] = part
                        repairs.append(f"its part {part!r} is called {wanted!r}; it was read")
        parts = set(sheet_parts(archive).values())
        large = {name for name in parts if archive.getinfo(name).file_size > _SMALL // 2}
        if not (strict or renamed or large):
            return io.BytesIO(path.read_bytes()), []
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as target:
            for name in archive.namelist():
                data = archive.read(name)
                if strict and name.lower().endswith((".xml", ".rels")):
                    for old, new in _STRICT:
                        data = data.replace(old, new)
                if name in large and not _UNPLACED.search(data):
                    data = _BARE_ROW.sub(b"", _BARE.sub(b"", data))
                target.writestr(name, data)
                for wanted in (wanted for wanted, part in renamed.items() if part == name):
                    target.writestr(wanted, data)
    copy.seek(0)
    return copy, repairs


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of an XLSX file that holds each sheet, by the name of the sheet."""
    book, spelled = _workbook_part(archive), _spelled(archive)
    folder, name = split(book)
    relations = _part_named(spelled, join(folder, "_rels", f"{name}.rels"))
    if not relations:
        return {}
    # The gate has refused declared entities before this is called.
    targets = {
        node.get("Id"): _part_named(spelled, join("/", folder, node.get("Target", "")))
        for node in ElementTree.fromstring(archive.read(relations)).iter(_RELATION)  # noqa: S314
        if node.get("Type", "").endswith("/worksheet")
    }
    parts = {}
    for node in ElementTree.fromstring(archive.read(book)).iter():  # noqa: S314
        if node.tag.endswith("}sheet"):
            key = next((v for k, v in node.attrib.items() if k.endswith("}id")), None)
            if part := targets.get(key, ""):
                parts[node.get("name", "")] = part
    return parts


def sheet_marks(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """Yield the cells of a part with an error or a formula: place, text of the error, whether a formula."""
    if not re.search(rb"""<(?:\w+:)?f[ >/]|\bt\s*=\s*["']e["']""", archive.read(part)):
        return  # most sheets have none
    with archive.open(part) as file:
        for event, node in events(file):
            if event == "end" and node.tag.endswith("}row"):
                node.clear()
            if event == "start" or not node.tag.endswith("}c"):
                continue
            place = re.fullmatch(r"([A-Z]+)(\d+)", node.get("r", ""))
            inner = {child.tag.rpartition("}")[2]: child.text or "" for child in node}
            error = inner.get("v", "") if node.get("t") == "e" else ""
            if place and (error or "f" in inner):
                yield (int(place[2]) - 1, _column(place[1].encode()) - 1), error, "f" in inner
