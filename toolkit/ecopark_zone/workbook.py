"""The tables of a report as one XLSX file, one sheet per table; every text is text, never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from ecopark_zone.tables import Table

__all__ = ["HEAD_ROW", "write_workbook"]

HEAD_ROW = 3  # title and provenance stand above the heads
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what XML cannot hold
_WIDEST = 60  # of a column [characters]


def write_workbook(tables: Iterable[Table], source: str) -> bytes:
    """Return tables as an XLSX file.

    Parameters
    ----------
    tables : iterable of Table
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
    >>> book = write_workbook([Table("a", "A", ("x", "y"), ((1.5, "=1+1"),))], "a file")
    >>> import openpyxl
    >>> sheet = openpyxl.load_workbook(io.BytesIO(book))["a"]
    >>> [(cell.value, cell.data_type) for cell in sheet[4]]
    [(1.5, 'n'), ('=1+1', 's')]
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        _write(sheet.cell(1, 1), table.title)
        _write(sheet.cell(2, 1), source)
        for row, values in enumerate((table.heads, *table.rows), HEAD_ROW):
            for column, value in enumerate(values, 1):
                if value is not None:
                    _write(sheet.cell(row, column), value)
        for cell in (sheet["A1"], *sheet[HEAD_ROW]):
            cell.font = bold
        for column, head in enumerate(table.heads):
            texts = [row[column] for row in table.rows if isinstance(row[column], str)]
            width = min(max(map(len, [head, *texts, "x" * 12])) + 2, _WIDEST)
            sheet.column_dimensions[get_column_letter(column + 1)].width = width
        sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.properties.creator = "ecopark"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(cell: Any, value: Any) -> None:
    """Write one value; a text that looks like a formula stays a text, also when it is edited."""
    if isinstance(value, str):
        cell.value = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
    else:
        cell.value = value
