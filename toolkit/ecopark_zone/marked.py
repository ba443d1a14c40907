"""Workbooks out: a copy of the spreadsheet in which every finding is marked at its cell."""

from __future__ import annotations

import errno
import gc
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.files import check_outputs, user_output
from ecopark_zone.grid import Sheet
from ecopark_zone.rules import Finding

if TYPE_CHECKING:
    from ecopark_zone.doctor import Examined

__all__ = ["put", "saved", "write_marked"]


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
    with user_output(path) as part:
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


# Fill and border say the same again: a mark is never colour alone, and each has a comment.
_LOOKS = {"error": ("FFD9B3", "thick"), "warning": ("FFF2B3", "dashed"), "note": ("DCEBFA", "dotted")}
_HEAD = ("severity", "sheet", "cell", "value", "rule", "reason", "fix", "remedies")
_LIMIT = 2_000  # comments; all findings are listed


def write_marked(seen: Examined, path: Path) -> None:
    """Write the sheets with marked cells, and a first sheet that lists all findings.

    Parameters
    ----------
    seen : Examined
        The file as :func:`ecopark_zone.doctor.examine` saw it.
    path : Path
        The XLSX file to write.

    Raises
    ------
    DataError
        If the file is not ecopark's own or cannot be written.
    """
    import openpyxl

    book = openpyxl.Workbook()
    _list(book.active, seen.findings)
    titles = {sheet.name: _title(book, sheet.name) for sheet in seen.sheets}
    for sheet in seen.sheets:
        _copy(book.create_sheet(titles[sheet.name]), sheet)
    rank = {"error": 0, "warning": 1, "note": 2}
    placed = [
        f for f in sorted(seen.findings, key=lambda f: rank[f.severity]) if f.cell and f.sheet in titles
    ]
    marked: dict[tuple[str, str], list[Finding]] = {}
    for one in placed[:_LIMIT]:
        marked.setdefault((one.sheet, one.cell), []).append(one)
    for (name, cell), found in marked.items():
        _mark(book[titles[name]][cell], found)
    saved(book, path)


def _title(book: Any, name: str) -> str:
    plain = "".join("_" if c in "[]:*?/\\" else c for c in name)[:31] or "table"
    return f"{plain[:29]} 2" if plain in book.sheetnames else plain


def _list(page: Any, findings: Iterable[Finding]) -> None:
    from openpyxl.styles import Font

    page.title = "findings"
    for column, name in enumerate(_HEAD, 1):
        page.cell(1, column, name).font = Font(bold=True)
    for row, one in enumerate(findings, 2):
        cells = (
            one.severity,
            one.sheet,
            one.cell,
            one.value,
            one.rule,
            one.reason,
            one.fix,
            ", ".join(one.accepts),
        )
        for column, value in enumerate(cells, 1):
            put(page.cell(row, column), value if isinstance(value, str | int | float | None) else str(value))
    for letter, width in zip("ABCDEFGH", (10, 18, 8, 24, 20, 60, 44, 34), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"


def _copy(page: Any, sheet: Sheet) -> None:
    for row, cells in enumerate(sheet.rows, 1):
        for column, value in enumerate(cells, 1):
            if value is not None:
                put(page.cell(row, column), value)
    for (top, left), (bottom, right) in sheet.merges:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


def _mark(cell: Any, found: list[Finding]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Border, PatternFill, Side

    if isinstance(cell, MergedCell):
        return
    color, line = _LOOKS[found[0].severity]
    cell.fill = PatternFill("solid", fgColor=color)
    side = Side(style=line)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    words = [f"{f.severity}: {f.reason}." + (f" Likely fix: {f.fix}." if f.fix else "") for f in found[:4]]
    cell.comment = Comment("\n".join(words), "ecopark", width=320, height=140)
