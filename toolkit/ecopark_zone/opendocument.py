"""Sheets of an ODS file, with what their formats show, and its errors: python-calamine tells neither."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from ecopark_zone.archives import MAX_COLUMNS, MAX_ROWS, events, refused
from ecopark_zone.grid import Place, Sheet, a1
from ecopark_zone.measures import SCALED, seen_as

__all__ = ["read_ods"]

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = f"{_SPACE}office:1.0}}", f"{_SPACE}table:1.0}}", f"{_SPACE}text:1.0}}"
_STYLE, _NUMBER = f"{_SPACE}style:1.0}}", f"{_SPACE}datastyle:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_FORMATS = {f"{_NUMBER}{kind}-style" for kind in ("number", "percentage", "currency")}
_DIGITS = {f"{_NUMBER}{kind}" for kind in ("number", "scientific-number", "fraction")}
_ASIDE = {f"{_TEXT}note", f"{_TEXT}ruby-text", f"{_OFFICE}annotation"}
_ERROR = re.compile(r"#[A-Z][A-Z_]*[!?]|#N/A|#DIV/0!|Err:\d+")
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[\d.]+(?:[eE][+-]?\d+)?)")
_COMPARE = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
}


@dataclass
class _Styles:
    """Formats of numbers, written as Excel writes them, and the styles of cells that use them."""

    codes: dict[str, str] = field(default_factory=dict)
    maps: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)

    def take(self, node: Any) -> None:
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
            self.codes[name] = _code(node)
            self.maps[name] = [
                (child.get(f"{_STYLE}condition", ""), child.get(f"{_STYLE}apply-style-name", ""))
                for child in node.iter(f"{_STYLE}map")
            ]

    def shown(self, style: str, value: float) -> str:
        """Return what the format of a cell changes in its number, as ``seen_as`` says it."""
        for _ in range(20):  # parents that refer to each other in a circle end here
            if style in self.formats or style not in self.parents:
                break
            style = self.parents[style]
        name = self.formats.get(style, "")
        for condition, other in self.maps.get(name, ()):
            parts = _CONDITION.fullmatch(condition.strip())
            if parts and _COMPARE[parts[1]](value, float(parts[2])):
                name = other
                break
        return seen_as(self.codes.get(name, ""))


def _code(style: Any) -> str:
    """Return a format of numbers as Excel would write it."""
    if style.tag == f"{_NUMBER}percentage-style":
        return "0%"
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


@dataclass
class _Page:
    """A sheet while its rows are read; ``styles`` holds the default style of each column."""

    sheet: Sheet
    styles: list[str] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    row: int = 0
    column: int = 0
    row_style: str = ""
    cells: dict[int, Any] = field(default_factory=dict)


def read_ods(path: Path) -> list[Sheet]:
    """Return the sheets of an ODS file: values, errors, formats, merged blocks, what is hidden.

    Raises
    ------
    SheetProblem
        If a sheet has a cell far away from its table.
    """
    styles, pages = _Styles(), []
    with ZipFile(path) as archive:
        if "styles.xml" in archive.namelist():
            with archive.open("styles.xml") as part:
                for event, node in events(part):
                    if event == "end":
                        styles.take(node)
        with archive.open("content.xml") as part:
            page: _Page | None = None
            depth = 0  # a drawing on a sheet may hold a table of its own
            for event, node in events(part):
                if node.tag == f"{_TABLE}table":
                    depth += 1 if event == "start" else -1
                    if event == "start" and depth == 1:
                        visible = node.get(f"{_TABLE}style-name", "") not in styles.hidden_tables
                        page = _Page(Sheet(str(node.get(f"{_TABLE}name", "")), [], visible=visible))
                        pages.append(page)
                elif depth == 1 and page:
                    _take(path, page, styles, event, node)
                elif event == "end" and not depth:
                    styles.take(node)
    return [_finished(page) for page in pages if page.sheet.name]


def _take(path: Path, page: _Page, styles: _Styles, event: str, node: Any) -> None:
    """Take the next element of a sheet."""
    if event == "start":
        if node.tag == f"{_TABLE}table-row":
            page.column, page.cells = 0, {}
            page.row_style = node.get(f"{_TABLE}default-cell-style-name", "")
        return
    if node.tag == f"{_TABLE}table-column":
        times = int(node.get(f"{_TABLE}number-columns-repeated", 1))
        first = len(page.styles)
        listed = min(times, MAX_COLUMNS + 1 - first)
        page.styles += [node.get(f"{_TABLE}default-cell-style-name", "")] * listed
        if node.get(f"{_TABLE}visibility", "visible") != "visible":
            page.hidden_columns += range(first, first + listed)
    elif node.tag in _CELLS:
        _take_cells(path, page, styles, node)
    elif node.tag == f"{_TABLE}table-row":
        _take_rows(path, page, node)
        node.clear()


def _take_cells(path: Path, page: _Page, styles: _Styles, node: Any) -> None:
    """Take a cell, as often as it is repeated."""
    times = int(node.get(f"{_TABLE}number-columns-repeated", 1))
    down = int(node.get(f"{_TABLE}number-rows-spanned", 1))
    right = int(node.get(f"{_TABLE}number-columns-spanned", 1))
    sheet, place = page.sheet, (page.row, page.column)
    if down * right > 1:
        sheet.merges.append((place, (page.row + down - 1, page.column + right - 1)))
    value = None if node.tag == f"{_TABLE}covered-table-cell" else _value(node)
    formula = node.get(f"{_TABLE}formula")
    if value is not None or formula:
        if page.column + times > MAX_COLUMNS:
            raise _far(path)
        how = _shown(page, styles, node, value)
        for column in range(page.column, page.column + times):
            page.cells[column] = value
            if how == "%":
                sheet.percent.add((page.row, column))
            elif how:
                sheet.shown[page.row, column] = how
            if formula:
                stored = value is not None or node.get(f"{_OFFICE}value-type") == "string"
                (sheet.computed if stored else sheet.uncomputed).add((page.row, column))
    page.column += times


def _shown(page: _Page, styles: _Styles, node: Any, value: Any) -> str:
    """Return what the format of a cell with a number shows beside or instead of it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    default = page.styles[page.column] if page.column < len(page.styles) else ""
    how = styles.shown(node.get(f"{_TABLE}style-name") or page.row_style or default, value)
    kind = node.get(f"{_OFFICE}value-type")
    if kind == "percentage":
        return "%"
    # The code of a currency says more than its sign: ¥ is written for two of them.
    return how if how == SCALED or kind != "currency" else node.get(f"{_OFFICE}currency", "") or how


def _take_rows(path: Path, page: _Page, node: Any) -> None:
    """Take a row, as often as it is repeated."""
    times = int(node.get(f"{_TABLE}number-rows-repeated", 1))
    sheet = page.sheet
    hidden = node.get(f"{_TABLE}visibility", "visible") != "visible"
    if page.cells:
        if page.row + times > MAX_ROWS:
            raise _far(path)
        sheet.rows += [[] for _ in range(page.row - len(sheet.rows))]
        line = [page.cells.get(column) for column in range(max(page.cells) + 1)]
        sheet.rows += [list(line) for _ in range(times)]
        for places in (sheet.percent, sheet.computed, sheet.uncomputed):
            first = [c for c in page.cells if (page.row, c) in places]
            places |= {(row, c) for row in range(page.row + 1, page.row + times) for c in first}
        shown = [(c, sheet.shown[page.row, c]) for c in page.cells if (page.row, c) in sheet.shown]
        sheet.shown |= {(row, c): how for row in range(page.row + 1, page.row + times) for c, how in shown}
    if hidden and page.row < MAX_ROWS:
        last = min(page.row + times, MAX_ROWS)
        sheet.hidden += [f"row {row + 1} is" for row in range(page.row, last)]
    page.row += times


def _far(path: Path) -> Exception:
    return refused(path, "has a cell far away from the table", "delete the rows and columns around the table")


def _finished(page: _Page) -> Sheet:
    """Return a sheet with the names of its hidden rows and columns, as far as there are values."""
    old = page.sheet
    width = max((len(row) for row in old.rows), default=0)
    rows = [what for what in old.hidden if int(what.split()[1]) <= len(old.rows)]
    columns = [f"column {a1(0, c)[:-1]} is" for c in page.hidden_columns if c < width]
    merges: list[tuple[Place, Place]] = [m for m in old.merges if m[0][0] < len(old.rows)]
    marks = (old.percent, old.shown, old.computed, old.uncomputed)
    return Sheet(old.name, old.rows, merges, *marks, [*rows, *columns], old.visible)


def _value(node: Any) -> Any:
    """Return what a cell holds, as openpyxl would give it: an error as its text, no empty text."""
    kind = node.get(f"{_CALC}value-type") or node.get(f"{_OFFICE}value-type")
    if kind in {"float", "percentage", "currency"} and not node.get(f"{_TABLE}formula"):
        return _number(node) if node.get(f"{_OFFICE}value") is not None else _written(node)
    text = _written(node)
    # A formula that fails is stored as an empty text or as zero; only what it shows says so.
    if kind == "error" or (node.get(f"{_TABLE}formula") and _ERROR.fullmatch((text or "").strip())):
        return (text or "").strip() or "#VALUE!"
    if kind in {"float", "percentage", "currency"}:
        return _number(node)
    if kind == "boolean":
        return node.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        try:
            return datetime.datetime.fromisoformat(str(node.get(f"{_OFFICE}date-value")))
        except ValueError:
            return text or node.get(f"{_OFFICE}date-value")
    return text or node.get(f"{_OFFICE}string-value") or node.get(f"{_OFFICE}time-value") or None


def _number(node: Any) -> int | float | str | None:
    written = str(node.get(f"{_OFFICE}value", ""))
    try:
        return int(written) if re.fullmatch(r"-?\d{1,15}", written) else float(written)
    except ValueError:
        return _written(node)


def _written(node: Any) -> str | None:
    """Return the paragraphs of a cell, without the comment on it."""
    paragraphs = ["".join(_pieces(child)) for child in node if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}]
    return "\n".join(paragraphs) or None


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
