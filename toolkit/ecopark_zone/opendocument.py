"""Sheets of an ODS file, with its formats, formulas and errors, which no installed library gives."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ecopark_zone.archives import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, events, far_cell, refused, too_large
from ecopark_zone.grid import Sheet, a1
from ecopark_zone.measures import SCALED, seen_as

__all__ = ["read_ods"]

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = f"{_SPACE}office:1.0}}", f"{_SPACE}table:1.0}}", f"{_SPACE}text:1.0}}"
_STYLE, _NUMBER = f"{_SPACE}style:1.0}}", f"{_SPACE}datastyle:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_COVERED, _ROW = f"{_TABLE}covered-table-cell", f"{_TABLE}table-row"
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
    SheetProblem
        If the file has too many cells, or one far away from its table.
    """
    styles, readers = _Styles(), []
    with ZipFile(path) as archive:
        if "styles.xml" in archive.namelist():
            with archive.open("styles.xml") as part:
                for event, node in events(part):
                    if event == "end":
                        styles.add(node)
        with archive.open("content.xml") as part:
            depth = 0  # a drawing on a sheet may hold a table of its own
            for event, node in events(part):
                if node.tag == f"{_TABLE}table":
                    depth += 1 if event == "start" else -1
                    if event == "start" and depth == 1:
                        visible = node.get(f"{_TABLE}style-name", "") not in styles.hidden_tables
                        readers.append(_SheetReader(str(node.get(f"{_TABLE}name", "")), visible, styles))
                elif depth == 1:
                    reader = readers[-1]
                    reader.add(event, node)
                    if (event, node.tag) == ("end", _ROW):
                        cells, merged = sum(r.cells for r in readers), sum(r.merged for r in readers)
                        if refusal := too_large(reader.filled_rows, reader.wide, cells, merged):
                            raise refused(path, *refusal)
                        node.clear()
                elif event == "end" and not depth:
                    styles.add(node)
    if any(reader.has_far_cell for reader in readers):
        raise far_cell(path)
    return [reader.finished() for reader in readers if reader.sheet.name]


class _Styles:
    """Formats of numbers, written as Excel writes them, and the styles of cells that use them."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.conditions: dict[str, list[tuple[str, str]]] = {}
        self.formats: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.hidden_tables: set[str] = set()

    def add(self, node: Any) -> None:
        """Keep a style, if it says how numbers or sheets are shown."""
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

    def shown(self, style: str, value: float) -> str:
        """Return the effect of a format on the number in its cell, in the form of ``seen_as``."""
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
        return seen_as(self.codes.get(name, ""))


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


class _SheetReader:
    """Reads one sheet, element by element; repeated rows and cells are counted before they are made."""

    def __init__(self, name: str, visible: bool, styles: _Styles) -> None:
        self.styles, self.has_far_cell = styles, False
        self.sheet = Sheet(name, [], visible=visible)
        self.column_styles: list[str] = []
        self.hidden_columns: list[int] = []
        self.hidden_rows: list[int] = []
        self.filled_rows = self.cells = self.merged = self.wide = 0
        self.area = 0  # cells of the rows, empty ones included
        self.row = self.column = 0
        self.row_style = ""
        self.row_cells: dict[int, Any] = {}
        self.filled = 0  # cells of the row

    def add(self, event: str, node: Any) -> None:
        """Take the next element of the sheet."""
        if event == "start":
            if node.tag == _ROW:
                self.column, self.row_cells, self.filled = 0, {}, 0
                self.row_style = node.get(f"{_TABLE}default-cell-style-name", "")
        elif node.tag == f"{_TABLE}table-column":
            first = len(self.column_styles)
            times = min(int(node.get(f"{_TABLE}number-columns-repeated", 1)), MAX_COLUMNS + 1 - first)
            self.column_styles += [node.get(f"{_TABLE}default-cell-style-name", "")] * times
            if node.get(f"{_TABLE}visibility", "visible") != "visible":
                self.hidden_columns += range(first, first + times)
        elif node.tag in {f"{_TABLE}table-cell", _COVERED}:
            self._add_cells(node)
        elif node.tag == _ROW:
            self._add_rows(node)

    def _add_cells(self, node: Any) -> None:
        """Take a cell, as often as it is repeated."""
        sheet, first = self.sheet, self.column
        times = int(node.get(f"{_TABLE}number-columns-repeated", 1))
        self.column += times
        if len(node) or any(name.endswith(("value-type", "formula")) for name in node.attrib):
            self.filled += times
            self.wide += max(0, min(times, self.column - MAX_COLUMNS))
        down = int(node.get(f"{_TABLE}number-rows-spanned", 1))
        right = int(node.get(f"{_TABLE}number-columns-spanned", 1))
        if down * right > 1:
            self.merged += down * right
            sheet.merges.append(((self.row, first), (self.row + down - 1, first + right - 1)))
        value, formula = None if node.tag == _COVERED else _value(node), node.get(f"{_TABLE}formula")
        if value is None and not formula:
            return
        if self.column > MAX_COLUMNS:
            self.has_far_cell = True
            return
        # What the format of a number shows beside or instead of it.
        shown, kind = "", node.get(f"{_OFFICE}value-type")
        if isinstance(value, int | float) and not isinstance(value, bool):
            default = self.column_styles[first] if first < len(self.column_styles) else ""
            style = node.get(f"{_TABLE}style-name") or self.row_style or default
            shown = "%" if kind == "percentage" else self.styles.shown(style, value)
            # The code of a currency says more than its sign: ¥ is written for two of them.
            if kind == "currency" and shown != SCALED:
                shown = node.get(f"{_OFFICE}currency", "") or shown
        for column in range(first, self.column):
            self.row_cells[column] = value
            if shown == "%":
                sheet.percent.add((self.row, column))
            elif shown:
                sheet.shown[self.row, column] = shown
            if formula:
                stored = value is not None or kind == "string"
                (sheet.computed if stored else sheet.uncomputed).add((self.row, column))

    def _add_rows(self, node: Any) -> None:
        """Take a row, as often as it is repeated."""
        sheet, first = self.sheet, self.row
        times = int(node.get(f"{_TABLE}number-rows-repeated", 1))
        self.row += times
        if self.filled:
            self.filled_rows += times
            self.cells += times * self.filled
        if node.get(f"{_TABLE}visibility", "visible") != "visible":
            self.hidden_rows += range(first, min(self.row, MAX_ROWS))
        if not self.row_cells or too_large(self.filled_rows, self.wide, self.cells, 0):
            return
        width = max(self.row_cells) + 1
        self.area += times * width
        if self.row > MAX_ROWS or self.area > 4 * MAX_CELLS:
            self.has_far_cell = True
            return
        sheet.rows += [[] for _ in range(first - len(sheet.rows))]
        sheet.rows += [[self.row_cells.get(column) for column in range(width)] for _ in range(times)]
        for column in self.row_cells if times > 1 else ():
            places = [(row, column) for row in range(first + 1, self.row)]
            for marks in (sheet.percent, sheet.computed, sheet.uncomputed):
                if (first, column) in marks:
                    marks.update(places)
            if (first, column) in sheet.shown:
                sheet.shown |= dict.fromkeys(places, sheet.shown[first, column])

    def finished(self) -> Sheet:
        """Return the sheet with the names of its hidden rows and columns, as far as there are values."""
        sheet = self.sheet
        height, width = len(sheet.rows), max((len(row) for row in sheet.rows), default=0)
        sheet.hidden = [f"row {row + 1} is" for row in self.hidden_rows if row < height]
        sheet.hidden += [f"column {a1(0, c)[:-1]} is" for c in self.hidden_columns if c < width]
        sheet.merges = [block for block in sheet.merges if block[0][0] < height]
        return sheet


def _value(node: Any) -> Any:
    """Return the content of a cell, as openpyxl would give it: an error as its text, no empty text."""
    kind = node.get(f"{_CALC}value-type") or node.get(f"{_OFFICE}value-type")
    formula, stored = node.get(f"{_TABLE}formula"), node.get(f"{_OFFICE}value")
    if kind in _NUMERIC and stored is not None and not formula:
        return _number(node)
    # The paragraphs, without the comment on the cell.
    paragraphs = [child for child in node if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}]
    text = "\n".join("".join(_pieces(paragraph)) for paragraph in paragraphs) or None
    # A formula that fails is stored as an empty text or as zero; only what it shows says so.
    if kind == "error" or (formula and _ERROR.fullmatch((text or "").strip())):
        return (text or "").strip() or "#VALUE!"
    if kind in _NUMERIC:
        return text if stored is None else _number(node)
    if kind == "boolean":
        return node.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        try:
            return datetime.datetime.fromisoformat(str(node.get(f"{_OFFICE}date-value")))
        except ValueError:
            return text or node.get(f"{_OFFICE}date-value")
    return text or node.get(f"{_OFFICE}string-value") or node.get(f"{_OFFICE}time-value") or None


def _number(node: Any) -> int | float | str:
    stored = str(node.get(f"{_OFFICE}value"))
    try:
        return int(stored) if re.fullmatch(r"-?\d{1,15}", stored) else float(stored)
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
