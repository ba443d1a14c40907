"""Sheets of a workbook by python-calamine, in a process of its own whose memory is limited.

A cell of the old format may repeat a long text of a common table, and in any format one stray cell makes
calamine lay out the whole rectangle up to it: a small file fills any memory, and nothing says so beforehand.
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ecopark.errors import MissingExtra
from ecopark_zone.archives import MAX_EXPANDED, refused

__all__ = ["DamagedWorkbook", "read_sheets"]

_MEMORY = 1 << 30  # bytes
_SECONDS = 60

# Name, visibility, rows and merged blocks of a sheet.
RawSheet = tuple[str, bool, list[list[Any]], list[Any]]


class DamagedWorkbook(Exception):
    """A workbook cannot be read, in the words of calamine."""


def read_sheets(path: Path, content: bytes) -> list[RawSheet]:
    """Return name, visibility, rows and merged blocks of each sheet; ``path`` is named in messages.

    Raises
    ------
    DamagedWorkbook
        If calamine cannot read it.
    SheetProblem
        If it needs more memory or time than a table of zones does.
    MissingExtra
        If python-calamine is not installed.
    """
    if find_spec("python_calamine") is None:
        raise MissingExtra("This workbook needs python-calamine: pip install 'ecopark[zone]'")
    command = [sys.executable, "-m", __name__]
    try:
        child = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise refused(path, "takes too long to open", "save it as .xlsx") from error
    if child.returncode == 3:
        why = child.stderr.decode("utf-8", "replace").strip().splitlines()
        raise DamagedWorkbook(why[-1] if why else "no sheet")
    if child.returncode:
        raise refused(path, "would be very large when opened", "keep only the table, and save it as .xlsx")
    sheets: list[RawSheet] = pickle.loads(child.stdout)  # noqa: S301
    return sheets


def _write_sheets() -> int:
    """Write the sheets of the workbook on standard input to standard output."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except ImportError:
        pass  # Windows has no such limit
    import python_calamine

    sheets = []
    try:
        with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as book:
            for about in book.sheets_metadata:
                if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    page = book.get_sheet_by_name(about.name)
                    visible = about.visible == python_calamine.SheetVisibleEnum.Visible
                    rows = page.to_python(skip_empty_area=False)
                    sheets.append((about.name, visible, rows, page.merged_cell_ranges or []))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        sys.stderr.write(str(error))
        return 3
    cells = (cell for _, _, rows, _ in sheets for row in rows for cell in row)
    if sum(len(cell) for cell in cells if isinstance(cell, str)) > MAX_EXPANDED:
        return 4
    sys.stdout.buffer.write(pickle.dumps(sheets))
    return 0


if __name__ == "__main__":
    sys.exit(_write_sheets())
