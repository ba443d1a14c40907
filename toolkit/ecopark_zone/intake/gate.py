"""The gate: what a file is and whether it is safe to open, before anything opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecopark_zone.intake.archives import Limits, check_archive
from ecopark_zone.intake.rules import SheetProblem, finding

__all__ = ["MAX_CELLS", "MAX_COLUMNS", "MAX_ROWS", "admitted", "reading", "refused"]

MAX_BYTES = 50_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 1_000
MAX_CELLS = 400_000
_KINDS = {".xlsx": "xlsx", ".csv": "text", ".tsv": "text", ".txt": "text", ".ods": "ods"}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
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


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system says against reading a file into one clear message."""
    try:
        yield
    except OSError as error:
        why = (error.strerror or str(error)).casefold()
        raise refused(path, f"cannot be read: {why}", "check path, permissions and format") from error


def admitted(path: Path) -> str:
    """Return the kind of a file: ``xlsx``, ``ods`` or ``text``.

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
    if not size:
        raise refused(path, "is empty", "check that the right file was chosen")
    if size > MAX_BYTES:
        raise refused(path, f"is larger than {MAX_BYTES // 1_000_000} MB", "keep only the table")
    suffix = path.suffix.lower()
    if suffix in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise refused(path, "may carry macros or is in a binary format", "save it as .xlsx without macros")
    _check_head(path, head)
    if suffix not in _KINDS:
        raise refused(path, f"ends with {suffix or 'nothing'}", "save it as .xlsx, .ods or .csv")
    zipped = head.startswith(b"PK")
    if zipped == (_KINDS[suffix] == "text"):
        told = (
            "is a workbook, but its name says text"
            if zipped
            else f"is no {suffix[1:].upper()} workbook inside"
        )
        raise refused(path, told, "give the file its right ending, or save it again")
    if zipped:
        with reading(path):
            why = check_archive(path, _KINDS[suffix], Limits(MAX_ROWS, MAX_COLUMNS, MAX_CELLS))
        if why:
            raise refused(path, *why)
    return _KINDS[suffix]


def _check_head(path: Path, head: bytes) -> None:
    for sign, why, how in _SIGNS:
        if head.startswith(sign):
            raise refused(path, why, how)
    if head.startswith(_OLE):
        with reading(path):
            locked = _LOCKED in path.read_bytes()
        if locked:
            raise refused(path, "is locked by a password", "remove the password and save it again")
        raise refused(path, "is in the old binary format (.xls)", "save it as .xlsx")
