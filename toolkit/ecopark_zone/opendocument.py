"""Sheets of an ODS file, with its formats, formulas and errors, which no installed library reads."""

from __future__ import annotations

import datetime
import itertools
import operator
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl.utils import get_column_letter

from ecopark_zone.books import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Place,
    Sheet,
    check_size,
    iterate_elements,
    refuse_far_cell,
)
from ecopark_zone.cells import SCALED, format_effect, is_number, number_or_text

__all__ = ["read_ods"]

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = f"{_SPACE}office:1.0}}", f"{_SPACE}table:1.0}}", f"{_SPACE}text:1.0}}"
_STYLE, _NUMBER = f"{_SPACE}style:1.0}}", f"{_SPACE}datastyle:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_COLUMN, _ROW = f"{_TABLE}table-column", f"{_TABLE}table-row"
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_FORMATS = {f"{_NUMBER}{kind}-style" for kind in ("number", "percentage", "currency")}
_DIGITS = {f"{_NUMBER}{kind}" for kind in ("number", "scientific-number", "fraction")}
_NUMERIC = {"float", "percentage", "currency"}
_ASIDE = {f"{_TEXT}note", f"{_TEXT}ruby-text", f"{_OFFICE}annotation"}
_ERROR = re.compile(r"#[A-Z][A-Z_]*[!?]|#N/A|#DIV/0!|Err:\d+")
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[\d.]+(?:[eE][+-]?\d+)?)")
_COMPARE = {"<": operator.lt, ">": operator.gt, "=": operator.eq}
_COMPARE |= {"<=": operator.le, ">=": operator.ge, "!=": operator.ne}


def read_ods(path: Path) -> list[Sheet]:
    """Return the sheets of an ODS file: values, errors, formats, merged blocks, hidden rows and columns.

    Raises
    ------
    Refused
        If the file has too many cells, or one far away from its table.
    """
    styles, tables = _StyleReader(), list[_TableReader]()
    with ZipFile(path) as archive:
        for name in ("styles.xml", "content.xml"):
            if name in archive.namelist():
                with archive.open(name) as part:
                    _read_part(part, styles, tables)
    if any(table.has_far_cell for table in tables):
        refuse_far_cell()
    return [table.finish() for table in tables if table.sheet.name]


def _read_part(part: Any, styles: _StyleReader, tables: list[_TableReader]) -> None:
    """Add the styles and tables of a part, row by row; a table that is too large is refused on the way."""
    depth = 0  # a drawing on a sheet may contain a table
    for event, node in iterate_elements(part):
        if node.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                visible = node.get(f"{_TABLE}style-name", "") not in styles.hidden_tables
                tables.append(_TableReader(str(node.get(f"{_TABLE}name", "")), visible, styles))
        elif event == "start":
            continue
        elif depth == 0:
            styles.read_style(node)
        elif depth == 1 and node.tag == _COLUMN:
            tables[-1].read_column(node)
        elif depth == 1 and node.tag == _ROW:
            cells = tables[-1].find_cells(node)
            filled, merged = sum(t.filled for t in tables), sum(t.merged for t in tables)
            check_size(tables[-1].filled_rows, tables[-1].wide, filled, merged)
            tables[-1].read_row(node, cells)
            node.clear()


class _StyleReader:
    """Reads formats of numbers, written as Excel writes them, and the styles of cells that use them."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.conditions: dict[str, list[tuple[str, str]]] = {}
        self.formats: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.hidden_tables: set[str] = set()

    def read_style(self, node: Any) -> None:
        """Read a style, if it affects how numbers or sheets are shown."""
        name = str(node.get(f"{_STYLE}name", ""))
        if node.tag == f"{_STYLE}style":
            if data_style := node.get(f"{_STYLE}data-style-name"):
                self.formats[name] = data_style
            if parent := node.get(f"{_STYLE}parent-style-name"):
                self.parents[name] = parent
            if any(child.get(f"{_TABLE}display") == "false" for child in node):
                self.hidden_tables.add(name)
        elif node.tag in _FORMATS:
            self.codes[name] = "0%" if node.tag == f"{_NUMBER}percentage-style" else _format_code(node)
            self.conditions[name] = [
                (child.get(f"{_STYLE}condition", ""), child.get(f"{_STYLE}apply-style-name", ""))
                for child in node.iter(f"{_STYLE}map")
            ]

    def effect(self, style: str, value: float) -> str:
        """Return the effect of a style on the number in its cell, in the form of ``format_effect``."""
        for _ in range(20):  # parents that refer to each other in a circle end here
            if style in self.formats or style not in self.parents:
                break
            style = self.parents[style]
        name = self.formats.get(style, "")
        for condition, other in self.conditions.get(name, ()):
            parts = _CONDITION.fullmatch(condition.strip())
            if parts and _COMPARE[parts[1]](value, float(parts[2])):
                name = other
                break
        return format_effect(self.codes.get(name, ""))


def _format_code(style: Any) -> str:
    """Return a format of numbers as Excel would write it."""
    code = ""
    for child in style:
        text = "".join(child.itertext()).replace('"', "")
        if child.tag == f"{_NUMBER}text" and text:
            code += f'"{text}"'
        elif child.tag == f"{_NUMBER}currency-symbol":
            code += f"[${text}-411]" if child.get(f"{_NUMBER}country") == "JP" else f"[${text}]"
        elif child.tag in _DIGITS:
            point = any("." in (inner.text or "") for inner in child.iter(f"{_NUMBER}embedded-text"))
            code += '0"."0' if point else "0"
            code += "," if float(child.get(f"{_NUMBER}display-factor", 1)) != 1 else ""
    return code


class _TableReader:
    """Reads one table into a sheet; repeated rows and cells are counted before they are made."""

    def __init__(self, name: str, visible: bool, styles: _StyleReader) -> None:
        self.sheet, self.styles = Sheet(name, [], visible=visible), styles
        self.column_styles: list[str] = []
        self.hidden_columns: list[int] = []
        self.row = 0  # the next one
        self.filled_rows = self.filled = self.wide = self.merged = 0
        self.area = 0  # cells of the rows that are made, empty ones included
        self.has_far_cell = False

    def read_column(self, node: Any) -> None:
        """Read a column, as often as it is repeated: the style of its cells, and whether it is hidden."""
        first = len(self.column_styles)
        times = min(_read_count(node, "number-columns-repeated"), MAX_COLUMNS + 1 - first)
        self.column_styles += [node.get(f"{_TABLE}default-cell-style-name", "")] * times
        if node.get(f"{_TABLE}visibility", "visible") != "visible":
            self.hidden_columns += range(first, first + times)

    def find_cells(self, node: Any) -> list[tuple[range, Any]]:
        """Count the filled and the merged cells of a row, and return the filled ones with their columns."""
        column = filled = 0
        cells = []
        for cell in node:
            if cell.tag not in {_CELL, _COVERED}:
                continue
            first, times = column, _read_count(cell, "number-columns-repeated")
            column += times
            if len(cell) or any(name.endswith(("value-type", "formula")) for name in cell.attrib):
                cells.append((range(first, column), cell))
                filled += times
                self.wide += max(0, min(times, column - MAX_COLUMNS))
            down = _read_count(cell, "number-rows-spanned")
            right = _read_count(cell, "number-columns-spanned")
            if down * right > 1:
                self.merged += down * right
                self.sheet.merges.append(((self.row, first), (self.row + down - 1, first + right - 1)))
        if filled:
            times = _read_count(node, "number-rows-repeated")
            self.filled_rows += times
            self.filled += times * filled
        return cells

    def read_row(self, node: Any, filled: list[tuple[range, Any]]) -> None:
        """Read the filled cells of a row, as often as it is repeated."""
        sheet, first, times = self.sheet, self.row, _read_count(node, "number-rows-repeated")
        self.row += times
        if node.get(f"{_TABLE}visibility", "visible") != "visible":
            sheet.hidden_rows += range(first + 1, min(self.row, MAX_ROWS) + 1)
        # Those with a value or a formula; others hold a comment only.
        cells = []
        for columns, cell in filled:
            value = _read_value(cell) if cell.tag == _CELL else None
            if value is not None or cell.get(f"{_TABLE}formula"):
                cells.append((columns, value, cell))
        if not cells:
            return
        width = cells[-1][0].stop
        self.area += times * width
        if width > MAX_COLUMNS or self.row > MAX_ROWS or self.area > 4 * MAX_CELLS:
            self.has_far_cell = True
            return
        sheet.rows += [[] for _ in range(self.row - len(sheet.rows))]
        row_style = node.get(f"{_TABLE}default-cell-style-name", "")
        for columns, value, cell in cells:
            for place in itertools.product(range(first, self.row), columns):
                self._store_cell(place, value, cell, row_style)

    def _store_cell(self, place: Place, value: Any, cell: Any, row_style: str) -> None:
        """Store a value in the sheet, with the effect of its format and whether it is computed."""
        kind = cell.get(f"{_OFFICE}value-type")
        self.sheet.set_value(place, value)
        if is_number(value):
            column_style = self.column_styles[place[1]] if place[1] < len(self.column_styles) else ""
            style = cell.get(f"{_TABLE}style-name") or row_style or column_style
            effect = "%" if kind == "percentage" else self.styles.effect(style, value)
            # The code of a currency says more than its sign: ¥ is written for two of them.
            if kind == "currency" and effect != SCALED:
                effect = cell.get(f"{_OFFICE}currency", "") or effect
            if effect:
                self.sheet.effects[place] = effect
        if cell.get(f"{_TABLE}formula"):
            stored = value is not None or kind == "string"
            (self.sheet.computed if stored else self.sheet.uncomputed).add(place)

    def finish(self) -> Sheet:
        """Return the sheet, with hidden rows, hidden columns and merged blocks as far as there are values."""
        sheet, height = self.sheet, len(self.sheet.rows)
        width = max(map(len, sheet.rows), default=0)
        sheet.hidden_rows = [row for row in sheet.hidden_rows if row <= height]
        sheet.hidden_columns = [get_column_letter(c + 1) for c in self.hidden_columns if c < width]
        sheet.merges = [block for block in sheet.merges if block[0][0] < height]
        return sheet


def _read_count(node: Any, attribute: str) -> int:
    """Read how often an element is repeated, or how many rows or columns it spans."""
    return int(node.get(f"{_TABLE}{attribute}", 1))


def _read_value(node: Any) -> Any:
    """Read the content of a cell, as openpyxl would return it: an error as its text, no empty text."""
    kind = node.get(f"{_CALC}value-type") or node.get(f"{_OFFICE}value-type")
    formula, stored = node.get(f"{_TABLE}formula"), node.get(f"{_OFFICE}value")
    if kind in _NUMERIC and stored is not None and not formula:
        return _read_number(stored)
    # The paragraphs, without the comment on the cell.
    paragraphs = [child for child in node if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}]
    text = "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs) or None
    # A formula that fails is stored as an empty text or as zero; only the text that it shows reveals it.
    if kind == "error" or (formula and _ERROR.fullmatch((text or "").strip())):
        return (text or "").strip() or "#VALUE!"
    if kind in _NUMERIC:
        return text if stored is None else _read_number(stored)
    if kind == "boolean":
        return node.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        try:
            day = datetime.datetime.fromisoformat(str(node.get(f"{_OFFICE}date-value")))
            return day.replace(tzinfo=None)  # as in any other workbook
        except ValueError:
            return text or node.get(f"{_OFFICE}date-value")
    return text or node.get(f"{_OFFICE}string-value") or node.get(f"{_OFFICE}time-value") or None


def _read_number(stored: str) -> int | float | str:
    try:
        return int(stored) if re.fullmatch(r"-?\d{1,15}", stored) else number_or_text(float(stored))
    except ValueError:
        return stored


def _pieces(node: Any) -> Iterator[str]:
    """Yield the texts within a paragraph, where runs of blanks count as one."""
    yield re.sub(r"[ \t\r\n]+", " ", node.text or "")
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", 1)), 100)
        elif child.tag in {f"{_TEXT}line-break", f"{_TEXT}tab"}:
            yield "\n" if child.tag == f"{_TEXT}line-break" else "\t"
        elif child.tag not in _ASIDE:
            yield from _pieces(child)
        yield re.sub(r"[ \t\r\n]+", " ", child.tail or "")
