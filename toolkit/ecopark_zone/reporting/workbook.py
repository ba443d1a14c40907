"""The tables of a report as one XLSX file, a sheet each; every text is text, never a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ecopark_zone.reporting.tables import Shown

__all__ = ["HEAD_ROW", "as_workbook"]

HEAD_ROW = 3  # title and provenance stand above the heads
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML cannot hold
_WIDEST = 60  # of a column [characters]
_ALWAYS = datetime(2000, 1, 1)  # the same tables give the same bytes, whenever they are written


def as_workbook(tables: Iterable[Shown], source: str) -> bytes:
    """Return tables as an XLSX file.

    Parameters
    ----------
    tables : iterable of Shown
        The tables; each gets the sheet of its name: title in row 1, provenance in row 2, heads in
        row 3, values with all their digits below.
    source : str
        The line of provenance.

    Returns
    -------
    bytes
        The file.

    Examples
    --------
    >>> book = as_workbook([Shown("a", "A", ("x", "y"), ((1.5, "=1+1"),))], "a file")
    >>> import openpyxl
    >>> sheet = openpyxl.load_workbook(io.BytesIO(book))["a"]
    >>> [(cell.value, cell.data_type) for cell in sheet[4]]
    [(1.5, 'n'), ('=1+1', 's')]
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        _write(sheet, 1, 1, table.title)
        _write(sheet, 2, 1, source)
        for row, values in enumerate((table.heads, *table.rows), HEAD_ROW):
            for column, value in enumerate(values, 1):
                _write(sheet, row, column, value)
        for cell in (sheet["A1"], *sheet[HEAD_ROW]):
            cell.font = Font(bold=True)
        _lay_out(sheet, table)
    book.properties.created = book.properties.modified = _ALWAYS
    book.properties.creator = "ecopark"
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_times(buffer.getvalue())


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    """Write one value; a text that looks like a formula stays a text, also when it is edited."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
    else:
        cell.value = value


def _lay_out(sheet: Any, table: Shown) -> None:
    from openpyxl.utils import get_column_letter

    for column, head in enumerate(table.heads):
        long = max(
            [len(head), *(len(str(row[column])) for row in table.rows if isinstance(row[column], str))]
        )
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(long, 12) + 2, _WIDEST)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _without_times(book: bytes) -> bytes:
    """Return the same file with the same time in each of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
