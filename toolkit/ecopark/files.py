"""Tables in files: read from CSV or XLSX, written whole or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataProblem, Problem
from ecopark.frames import given_twice

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_table", "whole", "write_tables"]


def read_table(path: str | Path, *, as_text: bool = False) -> pd.DataFrame:
    """Return a CSV file (UTF-8) or the first sheet of an XLSX file as it stands.

    With ``as_text`` every cell is a text, an empty one an empty text: so 8.0 keeps its last digit.

    Raises
    ------
    DataProblem
        If the file cannot be read, or a column is given twice.

    Examples
    --------
    >>> read_table("no-such-file.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataProblem: 1 problem in no-such-file.csv:
      table: the file cannot be read: No such file or directory. Likely fix: check path and format.
    """
    import pandas as pd

    path = Path(path)
    try:
        # The engine is named: without it, pandas' choice depends on what else is installed.
        workbook = path.suffix.lower() == ".xlsx"
        cells: dict[str, Any] = {"dtype": str, "keep_default_na": False} if as_text else {}
        # The names are read as they are: pandas would call the second of two columns energy.1.
        first: dict[str, Any] = {"header": None, "nrows": 1, "dtype": str}
        table: pd.DataFrame
        if workbook:
            with pd.ExcelFile(path, engine="openpyxl") as book:
                heads, table = (pd.read_excel(book, **how) for how in (first, cells))
        else:
            heads, table = pd.read_csv(path, **first), pd.read_csv(path, low_memory=False, **cells)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        problem = Problem(f"the file cannot be read: {why}", fix="check path and format")
        raise DataProblem(path.name, [problem]) from error
    if problems := given_twice(name for name in heads.to_numpy().ravel() if isinstance(name, str)):
        raise DataProblem(path.name, problems)
    if not isinstance(table.index, pd.RangeIndex):
        problem = Problem("the rows have more cells than the header", fix="write a name over each column")
        raise DataProblem(path.name, [problem])
    return table


def write_tables(tables: Mapping[str, pd.DataFrame], path: str | Path) -> None:
    """Write tables to a file: XLSX takes all of them, a sheet each; CSV takes one.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables by name.
    path : str or Path
        The file; its ending, ``.csv`` or ``.xlsx``, tells the format.

    Raises
    ------
    DataProblem
        If the ending is another one, a CSV should hold several tables, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from ecopark.datasets import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables({"subsidies": load("ctip_subsidies")}, Path(folder, "a.csv"))
    ...     len(read_table(Path(folder, "a.csv")))
    17
    """
    import pandas as pd

    path = Path(path)
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"} or (kind == ".csv" and len(tables) != 1):
        fix = (
            f"name a table ({', '.join(tables)}) or write .xlsx" if kind == ".csv" else "write .csv or .xlsx"
        )
        raise DataProblem(path.name, [Problem("the file cannot take these tables", value=kind, fix=fix)])
    try:
        with whole(path) as part:
            if kind == ".csv":
                next(iter(tables.values())).to_csv(part, index=False, encoding="utf-8")
            else:
                with pd.ExcelWriter(part, engine="openpyxl") as book:
                    for name, table in tables.items():
                        table.to_excel(book, sheet_name=name[:31], index=False)
    except OSError as error:
        problem = Problem(f"the file cannot be written: {error.strerror}", fix="check folder and permissions")
        raise DataProblem(path.name, [problem]) from error


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a temporary path beside a target; it becomes the target only if all goes well."""
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
