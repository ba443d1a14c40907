"""Workbooks out: made in memory, written whole or not at all."""

from __future__ import annotations

import errno
import gc
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ecopark.files import check_outputs, output

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
    DataError
        If the ending is not ``.xlsx``, the file is not ecopark's own, or it cannot be written; nothing
        is left half-written.
    """
    check_outputs([path], ".xlsx")
    packed = io.BytesIO()
    with output(path) as part:
        if why := _packed(book, packed):
            raise OSError(errno.EIO, why)
        part.write_bytes(packed.getvalue())


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
