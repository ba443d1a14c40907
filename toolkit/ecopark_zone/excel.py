"""Workbooks of Excel: XLSX by openpyxl; files that it cannot open, and the old XLS, by python-calamine.

Calamine runs in a separate process whose memory is limited. A cell of the old format may repeat a long text
of a common table, and in any format one stray cell makes calamine lay out the whole rectangle up to it: a
small file can fill any memory, without a sign beforehand.
"""

from __future__ import annotations

import datetime
import io
import pickle
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from ecopark.errors import MissingExtra
from ecopark_zone.books import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_EXPANDED,
    MAX_ROWS,
    Place,
    Refused,
    Sheet,
    iterate_elements,
    refuse_far_cell,
)
from ecopark_zone.cells import format_effect, number_or_text
from ecopark_zone.i18n import Phrase, mark
from ecopark_zone.rules import Findings

__all__ = ["read_xls", "read_xlsx"]

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how XLSX writes a sign that XML cannot hold
_MEMORY = 1 << 30  # bytes
_SECONDS = 60
_LARGE = 1_000_000  # bytes of a part whose empty cells are left out before openpyxl makes an object of each
_TYPES = "[Content_Types].xml"
_REFERENCE = re.compile(rb"""\b(?:PartName|Target)\s*=\s*["']([^"'#]+)["']""")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|spreadsheetml|drawingml)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
# Cells and rows that have only a format; needed where others state no place and count from them.
_BARE = re.compile(rb"<(?:\w+:)?c\s[^<>]*(?:/>|>\s*</(?:\w+:)?c>)")
_BARE_ROW = re.compile(rb"<(?:\w+:)?row\s(?![^<>]*\bhidden=)[^<>]*(?:/>|(?<!/)>\s*</(?:\w+:)?row>)")
_UNPLACED = re.compile(rb"<(?:\w+:)?(?:c|row)(?:>|\s(?![^<>]*\br=)[^<>]*>)")
_FORMULA_OR_ERROR = re.compile(rb"""<(?:\w+:)?f[ >/]|\bt\s*=\s*["']e["']""")


class DamagedWorkbook(Exception):
    """A workbook cannot be read, in the words of calamine."""


def read_xls(path: Path, findings: Findings) -> list[Sheet]:
    """Return the sheets of a workbook in the old format, without the formats of its cells."""
    findings.add("old_format")
    try:
        return _read_by_calamine(path.read_bytes())
    except DamagedWorkbook as error:
        why = mark("the file is damaged: {reason}")
        raise Refused(why, mark("save it again as .xlsx"), reason=error) from error


def read_xlsx(path: Path, findings: Findings) -> list[Sheet]:
    """Return the sheets of an XLSX file; a file that openpyxl cannot open is read without formats."""
    source = _mended_copy(path, findings)
    with warnings.catch_warnings(), ZipFile(source) as archive:
        warnings.simplefilter("ignore")  # openpyxl warns of features that it drops; none of them is read
        reader = ExcelReader(source, data_only=True, keep_links=False)
        try:
            reader.read()
        except OSError:
            raise
        except Exception as error:  # openpyxl fails in many ways, most of them within the styles
            findings.add("formats_unseen")
            return _read_without_formats(source, archive, reader, error)
        parts = _parts_of(reader)
        return [_from_openpyxl(page, archive, parts.get(page.title, "")) for page in reader.wb.worksheets]


def _parts_of(reader: ExcelReader) -> dict[str, str]:
    """Return the part of a workbook that holds each sheet, by the name of the sheet."""
    return {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}


def _mended_copy(path: Path, findings: Findings) -> io.BytesIO:
    """Return a copy in memory that openpyxl can read, with a note on each repair.

    The names of Strict Open XML are replaced by those of the ordinary form, each part has the name by which
    others call it, and cells and rows that have only a format are left out, if there are many.
    """
    copy, strict = io.BytesIO(), False
    with ZipFile(path) as archive, ZipFile(copy, "w") as target:
        names = archive.namelist()
        # Capitals do not count in the names of parts, but they do in openpyxl.
        spelled, renamed = {name.casefold(): name for name in names}, dict[str, str]()
        for name in names:
            if name == _TYPES or name.lower().endswith(".rels"):
                folder = dirname(dirname(name))
                for reference in _REFERENCE.findall(archive.read(name)):
                    called = normpath(join("/", folder, reference.decode("utf-8", "replace"))).lstrip("/")
                    part = spelled.get(called.casefold(), "")
                    if part and called not in names and called not in renamed:
                        renamed[called] = part
                        text = mark("the part {part!r} of the workbook was read as {called!r}")
                        findings.add("workbook_mended", text=Phrase(text, {"part": part, "called": called}))
        for name in names:
            data = archive.read(name)
            if name.lower().endswith((".xml", ".rels")):
                data, replaced = _STRICT.subn(_TRANSITIONAL, data)
                strict = strict or replaced > 0
            if len(data) > _LARGE and b"sheetData" in data and not _UNPLACED.search(data):
                data = _BARE_ROW.sub(b"", _BARE.sub(b"", data))
            for called in (name, *(called for called, part in renamed.items() if part == name)):
                target.writestr(called, data)
    if strict:
        text = mark("the workbook has the form Strict Open XML and was read like an ordinary one")
        findings.add("workbook_mended", text=Phrase(text))
    copy.seek(0)
    return copy


def _from_openpyxl(page: Any, archive: ZipFile, part: str) -> Sheet:
    # The cells that are there, never the whole rectangle: one stray cell may be in the last row.
    cells = {(r - 1, c - 1): cell for (r, c), cell in page._cells.items() if cell.value is not None}
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > 4 * MAX_CELLS:
        refuse_far_cell()
    sheet = Sheet(page.title, [[] for _ in range(height)], visible=page.sheet_state == "visible")
    for place, cell in cells.items():
        sheet.set_value(place, _to_plain_value(cell.value))
        if isinstance(cell.value, float | int) and (effect := format_effect(str(cell.number_format))):
            sheet.effects[place] = effect
    blocks = page.merged_cells.ranges
    sheet.merges = [((b.min_row - 1, b.min_col - 1), (b.max_row - 1, b.max_col - 1)) for b in blocks]
    for (row, column), _, is_formula in _errors_and_formulas(archive, part):
        # A formula may have an empty text as its value, which openpyxl returns as None of the type text.
        if is_formula:
            stored = (row, column) in cells or page.cell(row + 1, column + 1).data_type != "n"
            (sheet.computed if stored else sheet.uncomputed).add((row, column))
    sheet.hidden_rows = [n for n, row in page.row_dimensions.items() if row.hidden and n <= height]
    for group in page.column_dimensions.values():
        if group.hidden:
            columns = range(group.min or 1, min(group.max or 1, width) + 1)
            sheet.hidden_columns += map(get_column_letter, columns)
    return sheet


def _to_plain_value(value: Any) -> Any:
    """Return a plain value: rich text, times and durations as text, coded signs as themselves."""
    if isinstance(value, int | float):
        return number_or_text(value)
    if value is None or isinstance(value, datetime.date):
        return value
    return _CODED.sub(lambda code: chr(int(code[1], 16)), str(value)) or None


def _errors_and_formulas(archive: ZipFile, part: str) -> Iterator[tuple[Place, str, bool]]:
    """Yield the cells of a part with an error or a formula: place, text of the error, whether a formula."""
    if not part or not _FORMULA_OR_ERROR.search(archive.read(part)):
        return  # most sheets have none
    with archive.open(part) as file:
        for event, node in iterate_elements(file):
            if event == "end" and node.tag.endswith("}row"):
                node.clear()
            if event == "end" and node.tag.endswith("}c") and node.get("r"):
                row, column = coordinate_to_tuple(node.get("r"))
                inner = {child.tag.rpartition("}")[2]: child.text or "" for child in node}
                error = inner.get("v", "") if node.get("t") == "e" else ""
                if error or "f" in inner:
                    yield (row - 1, column - 1), error, "f" in inner


# --- by calamine ---


def _read_without_formats(
    source: io.BytesIO, archive: ZipFile, reader: ExcelReader, error: Exception
) -> list[Sheet]:
    """Return the sheets as calamine reads them, with the errors and formulas that it leaves out."""
    try:
        sheets = _read_by_calamine(source.getvalue())
    except DamagedWorkbook:  # a file that neither library reads is damaged; the first one names the fault
        raise error from None
    parts = _parts_of(reader)
    for sheet in sheets:
        for place, error_text, is_formula in _errors_and_formulas(archive, parts.get(sheet.name, "")):
            if error_text and place[0] < len(sheet.rows):
                sheet.set_value(place, error_text)
            elif is_formula:
                (sheet.uncomputed if sheet.at(*place) is None else sheet.computed).add(place)
    return sheets


def _read_by_calamine(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook, without formats.

    Raises
    ------
    DamagedWorkbook
        If calamine cannot read it.
    Refused
        If it needs more memory or time than a table of zones does.
    MissingExtra
        If python-calamine is not installed.
    """
    if find_spec("python_calamine") is None:
        raise MissingExtra("This workbook needs python-calamine: pip install 'ecopark[zone]'")
    command = [sys.executable, "-P", "-m", __name__]  # -P: no file of the user's folder is a module
    try:
        child = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused(mark("the file takes too long to open"), mark("save it as .xlsx")) from error
    if child.returncode == 3:
        lines = child.stderr.decode("utf-8", "replace").strip().splitlines()
        raise DamagedWorkbook(lines[-1] if lines else "no sheet")
    if child.returncode:
        why = mark("the file would be very large when opened")
        raise Refused(why, mark("keep only the table, and save it as .xlsx"))
    sheets: list[Sheet] = pickle.loads(child.stdout)  # noqa: S301 (from our own process)
    return sheets


def _write_sheets() -> int:
    """Write the sheets of the workbook on standard input to standard output."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except ImportError:
        pass  # Windows has no such limit
    import python_calamine

    sheets: list[Sheet] = []
    try:
        with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as book:
            for about in book.sheets_metadata:
                if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    page = book.get_sheet_by_name(about.name)
                    visible = about.visible == python_calamine.SheetVisibleEnum.Visible
                    rows = page.to_python(skip_empty_area=False)
                    for row in rows:
                        row[:] = map(_to_plain_value, row)
                    sheets.append(Sheet(about.name, rows, page.merged_cell_ranges or [], visible=visible))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        sys.stderr.write(str(error))
        return 3
    cells = (cell for sheet in sheets for row in sheet.rows for cell in row)
    if sum(len(cell) for cell in cells if isinstance(cell, str)) > MAX_EXPANDED:
        return 4
    sys.stdout.buffer.write(pickle.dumps(sheets))
    return 0


if __name__ == "__main__":
    sys.exit(_write_sheets())
