"""Workbooks out: made in memory, written whole or not at all."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ecopark.files import whole
from ecopark.intake.rules import SheetProblem, finding

__all__ = ["put", "saved"]


def put(cell: Any, value: object) -> None:
    """Write a value into a cell; a text stays a text, also if it begins like a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, float) and value.is_integer() is False and float(f"{value:.16g}") != value:
        # openpyxl writes sixteen digits, and this number needs seventeen.
        cell.value, cell.data_type = repr(value), "n"


def saved(book: Any, path: Path) -> None:
    """Write a workbook to a file.

    Raises
    ------
    SheetProblem
        If the ending is not ``.xlsx`` or the file cannot be written; nothing is left half-written.
    """
    if path.suffix.lower() != ".xlsx":
        raise SheetProblem(path.name, [finding("file", why="the file must end with .xlsx", how="rename it")])
    made = io.BytesIO()
    why = _packed(book, made)
    if not why:
        try:
            with whole(path) as part:
                part.write_bytes(made.getvalue())
        except OSError as error:
            why = error.strerror or str(error)
    if why:
        how = "check folder, permissions and free space"
        told = f"the file cannot be written: {why.casefold()}"
        raise SheetProblem(path.name, [finding("file", why=told, how=how)])


def _packed(book: Any, target: io.BytesIO) -> str:
    """Pack a workbook and return why that failed, or nothing."""
    why = ""
    with _no_echo():
        try:
            book.save(target)  # openpyxl keeps parts of it in temporary files, so a full disk shows here
        except OSError as error:
            why = error.strerror or str(error)
        gc.collect()
    return why


@contextmanager
def _no_echo() -> Iterator[None]:
    """Keep Python from printing the same failure again when openpyxl's open parts are cleaned up."""
    hook = sys.unraisablehook
    sys.unraisablehook = lambda _: None
    try:
        yield
    finally:
        sys.unraisablehook = hook
