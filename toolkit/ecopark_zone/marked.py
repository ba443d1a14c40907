"""Workbooks out: the clean panel, and a copy of the spreadsheet with each finding marked at its cell."""

from __future__ import annotations

import errno
import gc
import io
import sys
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.files import check_outputs, user_output, write_tables
from ecopark_zone.rules import SEVERITIES, Finding

if TYPE_CHECKING:
    import pandas as pd

    from ecopark_zone.doctor import Intake

__all__ = ["save_workbook", "write_cell", "write_marked", "write_panel"]


def write_cell(cell: Any, value: object) -> None:
    """Write a value into a cell of openpyxl; a text stays a text, also if it begins like a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type = "s"
    elif isinstance(value, float) and not value.is_integer() and float(f"{value:.16g}") != value:
        # openpyxl writes sixteen digits, and this number needs seventeen.
        cell.value, cell.data_type = repr(value), "n"
    else:
        cell.value = value


def save_workbook(book: Any, path: Path) -> None:
    """Write a workbook to a file.

    Raises
    ------
    DataError
        If the ending is not ``.xlsx``, the file there is not ecopark's, or it cannot be written; nothing
        is left half-written.
    """
    check_outputs([path], ".xlsx")
    packed = io.BytesIO()
    with user_output(path) as part:
        # Python would print the same failure again when openpyxl's open parts are cleaned up.
        hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
        why = ""
        try:
            book.save(packed)  # openpyxl keeps parts of it in temporary files, so a full disk shows here
        except OSError as error:
            why = error.strerror or str(error)
        finally:
            gc.collect()
            sys.unraisablehook = hook
        if why:
            raise OSError(errno.EIO, why)
        part.write_bytes(packed.getvalue())


def write_panel(frame: pd.DataFrame, path: Path) -> None:
    """Write the clean panel; in a workbook a name that begins like a formula stays a text."""
    if path.suffix.lower() != ".xlsx":
        write_tables({"panel": frame}, path)
        return
    import openpyxl

    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "panel"
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    for row, values in enumerate((tuple(frame.columns), *rows), 1):
        for column, value in enumerate(values, 1):
            write_cell(page.cell(row, column), value.item() if hasattr(value, "item") else value)
    save_workbook(book, path)


# Border and comment repeat the meaning of the fill: a mark is never color alone.
_LOOKS = {"error": ("FFD9B3", "thick"), "warning": ("FFF2B3", "dashed"), "note": ("DCEBFA", "dotted")}
_COLUMNS = {"severity": 10, "sheet": 18, "cell": 8, "value": 24, "rule": 20, "reason": 60, "fix": 44}
_COLUMNS |= {"remedies": 34}  # names and widths
_LIMIT = 2_000  # comments; all findings are listed


def write_marked(intake: Intake, path: Path) -> None:
    """Write the sheets of a file with marked cells, and a first sheet that lists all findings.

    Raises
    ------
    DataError
        If the file there is not ecopark's, or it cannot be written.
    """
    import openpyxl
    from openpyxl.styles import Font

    # List the findings.
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title, page.freeze_panes = "findings", "A2"
    for column, (name, width) in enumerate(_COLUMNS.items(), 1):
        page.cell(1, column, name).font = Font(bold=True)
        page.column_dimensions["ABCDEFGH"[column - 1]].width = width
    for row, item in enumerate(intake.findings, 2):
        cells = item.row() | {"remedies": ", ".join(item.accepts)}
        for column, name in enumerate(_COLUMNS, 1):
            write_cell(page.cell(row, column), cells[name])
    # Copy the sheets, under names that Excel takes: of 31 signs, whose capitals do not count.
    pages, taken = {}, {"findings"}
    for sheet in intake.sheets:
        name = "".join("_" if c in "[]:*?/\\" else c for c in sheet.name)[:31].strip("'") or "table"
        titles = chain([name], (f"{name[: 30 - len(str(n))]} {n}" for n in count(2)))
        title = next(title for title in titles if title.casefold() not in taken)
        taken.add(title.casefold())
        page = pages[sheet.name] = book.create_sheet(title)
        for row, values in enumerate(sheet.rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    write_cell(page.cell(row, column), value)
        for (top, left), (bottom, right) in sheet.merges:
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    # Mark the cells, the gravest findings first.
    placed = [f for f in intake.findings if f.cell and f.sheet in pages]
    placed.sort(key=lambda f: SEVERITIES.index(f.severity))
    marks: dict[tuple[str, str], list[Finding]] = {}
    for item in placed[:_LIMIT]:
        marks.setdefault((item.sheet, item.cell), []).append(item)
    for (name, place), of_cell in marks.items():
        _mark(pages[name][place], of_cell)
    save_workbook(book, path)


def _mark(cell: Any, findings: list[Finding]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Border, PatternFill, Side

    if isinstance(cell, MergedCell):
        return
    color, line = _LOOKS[findings[0].severity]
    cell.fill = PatternFill("solid", fgColor=color)
    side = Side(style=line)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    words = [f"{f.severity}: {f.reason}." + (f" Likely fix: {f.fix}." if f.fix else "") for f in findings[:4]]
    cell.comment = Comment("\n".join(words), "ecopark", width=320, height=140)
