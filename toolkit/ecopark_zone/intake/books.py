"""Sheets in: XLSX by openpyxl, ODS by calamine, text by its encoding; nothing in them is executed."""

from __future__ import annotations

import csv
import datetime
import warnings
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ecopark_zone.intake.archives import events
from ecopark_zone.intake.encodings import decoded, table_of
from ecopark_zone.intake.formats import seen_as
from ecopark_zone.intake.gate import MAX_CELLS, MAX_ROWS, admitted, reading, refused
from ecopark_zone.intake.grid import Place, Sheet
from ecopark_zone.intake.rules import Finding

__all__ = ["read_sheets"]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_WIDEST = 1_000


def read_sheets(path: Path, accepted: frozenset[str] = frozenset()) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of a file as they stand, and what was found while reading them.

    Raises
    ------
    SheetProblem
        If the file cannot be read or is refused at the gate.
    """
    kind = admitted(path)
    with reading(path):
        if kind == "text":
            text, found = decoded(path.read_bytes(), accepted)
            try:
                return ([_checked(path, table_of(text, path.stem))] if text.strip() else []), found
            except csv.Error as error:
                told = "has a cell without end", "close each quotation mark, or save it as .xlsx"
                raise refused(path, *told) from error
        try:
            return (_xlsx(path) if kind == "xlsx" else _ods(path)), []
        except OSError:
            raise
        except Exception as error:  # both libraries fail in many ways on a damaged workbook
            if hasattr(error, "findings"):
                raise
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise refused(path, f"is damaged: {why}", "save it again from a spreadsheet program") from error


def _checked(path: Path, sheet: Sheet) -> Sheet:
    cells = sum(len(row) for row in sheet.rows)
    if len(sheet.rows) > MAX_ROWS or cells > MAX_CELLS or sheet.width > _WIDEST:
        much = f"has a sheet of more than {MAX_ROWS:,} rows, {_WIDEST:,} columns or {MAX_CELLS:,} cells"
        raise refused(path, much, "keep only the table, and delete the empty rows and columns around it")
    return sheet


def _xlsx(path: Path) -> list[Sheet]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that it drops; none of them is read
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
        formulas = _formulas(path)
        sheets = [_sheet(path, sheet, formulas.get(sheet.title, set())) for sheet in book.worksheets]
        book.close()
    return sheets


def _formulas(path: Path) -> dict[str, set[Place]]:
    """Return the places of formulas; the book is read a second time only if it has any."""
    import openpyxl

    with ZipFile(path) as archive:
        parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")]
        if not any(b"<f>" in (text := archive.read(n)) or b"<f " in text or b":f>" in text for n in parts):
            return {}
    book = openpyxl.load_workbook(path, keep_links=False)
    return {
        sheet.title: {(r - 1, c - 1) for (r, c), cell in sheet._cells.items() if cell.data_type == "f"}
        for sheet in book.worksheets
    }


def _sheet(path: Path, sheet: Any, formulas: set[Place]) -> Sheet:
    # The cells that are there, never the whole rectangle: one stray cell may stand in the last row.
    held = {(r - 1, c - 1): cell for (r, c), cell in sheet._cells.items() if cell.value is not None}
    height = max((row for row, _ in held), default=-1) + 1
    width = max((column for _, column in held), default=-1) + 1
    if height > MAX_ROWS or width > _WIDEST or height * width > 4 * MAX_CELLS:
        raise refused(
            path, "has a cell far away from the table", "delete the rows and columns around the table"
        )
    rows: list[list[Any]] = [[] for _ in range(height)]
    shown: dict[Place, str] = {}
    for (row, column), cell in held.items():
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = _value(cell.value)
        if isinstance(cell.value, float | int) and (how := seen_as(str(cell.number_format))):
            shown[row, column] = how
    merges = [
        ((m.min_row - 1, m.min_col - 1), (m.max_row - 1, m.max_col - 1)) for m in sheet.merged_cells.ranges
    ]
    percent = {place for place, how in shown.items() if how == "%"}
    shown = {place: how for place, how in shown.items() if how != "%"}
    computed = {place for place in formulas if place in held}
    hidden = [f"row {n} is" for n, d in sheet.row_dimensions.items() if d.hidden and n <= height]
    hidden += [f"column {n} is" for n, d in sheet.column_dimensions.items() if d.hidden]
    visible = sheet.sheet_state == "visible"
    return Sheet(sheet.title, rows, merges, percent, shown, computed, formulas - computed, hidden, visible)


def _value(value: Any) -> Any:
    """Return a plain value: rich text as text, times and durations as text."""
    if value is None or isinstance(value, bool | int | float | datetime.date):
        return value
    return str(value)


def _ods(path: Path) -> list[Sheet]:
    import python_calamine

    spans = _spans(path)
    sheets = []
    with python_calamine.load_workbook(path) as book:
        for known in book.sheets_metadata:
            rows = book.get_sheet_by_name(known.name).to_python(skip_empty_area=False)
            plain = [[None if cell == "" else _value(cell) for cell in row] for row in rows]
            visible = "Visible" in str(known.visible)
            sheets.append(
                _checked(path, Sheet(known.name, plain, spans.get(known.name, []), visible=visible))
            )
    return sheets


def _spans(path: Path) -> dict[str, list[tuple[Place, Place]]]:
    """Return the merged blocks of an ODS file, which calamine does not tell."""
    found: dict[str, list[tuple[Place, Place]]] = {}
    blocks: list[tuple[Place, Place]] = []
    row = column = 0
    with ZipFile(path) as archive, archive.open("content.xml") as part:
        for event, node in events(part):
            if event == "start" and node.tag == f"{_TABLE}table":
                row, blocks = 0, found.setdefault(str(node.get(f"{_TABLE}name")), [])
            elif event == "start" and node.tag == f"{_TABLE}table-row":
                column = 0
            elif event == "end" and node.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                down = int(node.get(f"{_TABLE}number-rows-spanned", 1))
                right = int(node.get(f"{_TABLE}number-columns-spanned", 1))
                if down * right > 1:
                    blocks.append(((row, column), (row + down - 1, column + right - 1)))
                column += int(node.get(f"{_TABLE}number-columns-repeated", 1))
            elif event == "end" and node.tag == f"{_TABLE}table-row":
                row += int(node.get(f"{_TABLE}number-rows-repeated", 1))
                node.clear()
    return found
