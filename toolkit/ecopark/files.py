"""Files: tables are read and written whole, and no file of the user's is written over.

A file that ecopark writes for the user is noted, with its SHA-256, in one hidden file of the folder. A
file that is not noted there, or was changed since, is the user's: it is kept, and the command stops
before any work is done.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataError, Issue
from ecopark.frames import repeated_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "check_outputs",
    "note",
    "output",
    "output_problems",
    "read_table",
    "same_place",
    "whole",
    "write_tables",
    "written",
]

_RECORD = ".ecopark-written"  # lines as `sha256sum` prints them: digest, two blanks, name


def read_table(path: str | Path, *, as_text: bool = False) -> pd.DataFrame:
    """Return a CSV file (UTF-8) or the first sheet of an XLSX file as it stands.

    With ``as_text`` every cell is a text, an empty one an empty text: so 8.0 keeps its last digit.

    Raises
    ------
    DataError
        If the file cannot be read, or a column is given twice.

    Examples
    --------
    >>> read_table("no-such-file.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in no-such-file.csv:
      the file cannot be read: No such file or directory. Likely fix: check path and format.
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
        problem = Issue(f"the file cannot be read: {why}", fix="check path and format")
        raise DataError(path.name, [problem]) from error
    if problems := repeated_columns(name for name in heads.to_numpy().ravel() if isinstance(name, str)):
        raise DataError(path.name, problems)
    if not isinstance(table.index, pd.RangeIndex):
        problem = Issue("the rows have more cells than the header", fix="write a name over each column")
        raise DataError(path.name, [problem])
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
    DataError
        If the ending is another one, a CSV should hold several tables, a file of that name is not
        ecopark's own, or the file cannot be written.

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
    check_outputs([path], ".csv", ".xlsx")
    kind = path.suffix.lower()
    if kind == ".csv" and len(tables) != 1:
        fix = f"name a table ({', '.join(tables)}) or write .xlsx"
        raise DataError(path.name, [Issue("the file cannot take these tables", value=kind, fix=fix)])
    with output(path) as part:
        if kind == ".csv":
            next(iter(tables.values())).to_csv(part, index=False, encoding="utf-8")
        else:
            with pd.ExcelWriter(part, engine="openpyxl") as book:
                for name, table in tables.items():
                    table.to_excel(book, sheet_name=name[:31], index=False)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a temporary path beside a target; it becomes the target only if all goes well."""
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def output_problems(
    target: Path, *endings: str, inputs: Iterable[str | Path] = (), home: Path | None = None
) -> list[Issue]:
    """Return why a file must not be written, or nothing.

    Parameters
    ----------
    target : Path
        The file to write.
    *endings : str
        The endings that its name may have, the usual one first; without them, any.
    inputs : iterable of str or Path
        What the same command reads, or writes besides: never replaced, even if ecopark wrote it.
    home : Path, optional
        The folder whose record is asked, if it is not the folder of the file.

    Returns
    -------
    list of Issue
        A wrong ending, a folder that is missing or closed, or a file that would be lost.

    Examples
    --------
    >>> for problem in output_problems(Path("none", "lesson.html"), ".ipynb"):
    ...     print(problem)
    'lesson.html': the name must end with .ipynb. Likely fix: name it lesson.ipynb.
    'none': the folder does not exist. Likely fix: make it first, or name another one.
    """
    if target.is_dir():
        return [Issue("is a folder", value=str(target), fix="name a file")]
    problems, folder = list[Issue](), target.parent
    if endings and target.suffix.lower() not in endings:
        fix = f"name it {target.with_suffix(endings[0]).name}"
        problems.append(Issue(f"the name must end with {' or '.join(endings)}", value=target.name, fix=fix))
    if not folder.is_dir() and home is None:
        fix = "make it first, or name another one"
        problems.append(Issue("the folder does not exist", value=str(folder), fix=fix))
    elif folder.is_dir() and not os.access(folder, os.W_OK):
        problems.append(Issue("nothing can be written to the folder", value=str(folder), fix="name another"))
    if any(same_place(target, Path(one)) for one in inputs):
        rule, fix = "the file holds your data and would be lost", "choose another name for the output"
    elif not os.path.lexists(target):
        return problems
    elif not target.is_file() or not os.access(target, os.W_OK):
        rule, fix = "the file cannot be replaced", "choose another name"
    elif not (digests := written(target, home)):
        rule, fix = "the file is kept: ecopark did not write it", "choose another name, or move the file"
    elif _digest(target) not in digests:
        rule, fix = (
            "the file is kept: it was changed since ecopark wrote it",
            "choose another name, or move the file",
        )
    else:
        return problems
    return [*problems, Issue(rule, value=str(target), fix=fix)]


def check_outputs(
    targets: Iterable[Path], *endings: str, inputs: Iterable[str | Path] = (), home: Path | None = None
) -> None:
    """Refuse outputs that cannot be written, or would take the place of a file that is not ecopark's.

    Parameters
    ----------
    targets : iterable of Path
        The files to write.
    *endings, inputs, home
        As for :func:`output_problems`.

    Raises
    ------
    DataError
        With every problem of every file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with output(Path(folder, "own.txt")) as part:
    ...         _ = part.write_text("a result")
    ...     check_outputs([Path(folder, "own.txt")])
    ...     _ = Path(folder, "own.txt").write_text("a result and a remark")
    ...     [p.rule for p in output_problems(Path(folder, "own.txt"))]
    ['the file is kept: it was changed since ecopark wrote it']
    """
    read = list(inputs)
    problems = [
        one for target in targets for one in output_problems(target, *endings, inputs=read, home=home)
    ]
    if problems:
        raise DataError("the output", list(dict.fromkeys(problems)))


@contextmanager
def output(target: Path, home: Path | None = None) -> Iterator[Path]:
    """Give a temporary path beside a file for the user; at the end it becomes that file, and is noted.

    Raises
    ------
    DataError
        If the file cannot be written, or a file that is not ecopark's came there in the meantime.
    """
    try:
        with whole(target) as part:
            yield part
            check_outputs([target], home=home)
            # Noted first: after a stop between the two, what is there is still known.
            note(target, _digest(part), home)
    except OSError as error:
        rule = f"the file cannot be written: {(error.strerror or str(error)).casefold()}"
        fix = "check folder, permissions and free space"
        raise DataError(target.name, [Issue(rule, fix=fix)]) from error


def written(path: Path, home: Path | None = None) -> set[str]:
    """Return the SHA-256 digests of all that ecopark wrote under a name.

    Parameters
    ----------
    path : Path
        The file.
    home : Path, optional
        The folder that holds the record, if it is not the folder of the file.
    """
    try:
        lines = (home or path.parent).joinpath(_RECORD).read_text("utf-8", "replace").split("\n")
    except OSError:
        return set()
    return {
        digest for digest, _, name in (line.partition("  ") for line in lines) if name == _name(path, home)
    }


def note(path: Path, digest: str, home: Path | None = None) -> None:
    """Add what ecopark writes under a name to the record of the folder."""
    if digest in written(path, home):
        return
    record = (home or path.parent) / _RECORD
    cut_off = record.exists() and not record.read_bytes().endswith(b"\n")
    with record.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write(("\n" if cut_off else "") + f"{digest}  {_name(path, home)}\n")


def _name(path: Path, home: Path | None) -> str:
    return path.relative_to(home).as_posix() if home else path.name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same_place(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same file or folder, also through links or another spelling.

    Examples
    --------
    >>> same_place(Path("zone.xlsx"), Path("other", "..", "zone.xlsx"))
    True
    """
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:  # one of them is not there
        return False
