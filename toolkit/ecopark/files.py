"""Files: where they are, tables read and written whole, and no file of the user's ever overwritten.

Lessons, exercises and tables are in the checkout, or inside the installed package. Two environment variables
move them: ``ECOPARK_HOME`` names a folder with a course, datasets and exercises of the user,
``ECOPARK_BUILD`` the folder for generated files.

A file that ecopark writes for the user is noted, with its SHA-256, in a hidden file in the same folder. A
file that is not noted there, or was changed since, is the user's: it is kept, and the command stops
before any work is done.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataError, Issue
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("atomic_write", "build_folder", "check_outputs", "code_files", "course_folder", "datasets_folder"),
    *("exercises_folder", "home_folder", "origin", "output_problems", "provenance", "provenance_of"),
    *("read_table", "record_digest", "recorded_digests", "same_place", "user_output", "write_tables"),
]

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"

_RECORD = ".ecopark-written"  # lines as `sha256sum` prints them: digest, two blanks, name


# --- Folders -------------------------------------------------------------------------------------


def home_folder() -> Path:
    """Return the folder that holds ``course``, ``datasets`` and ``exercises``."""
    if folder := os.environ.get("ECOPARK_HOME"):
        return Path(folder)
    return _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parents[1]


def datasets_folder() -> Path:
    """Return the folder of the data packages."""
    return home_folder() / "datasets"


def course_folder() -> Path:
    """Return the folder of the lessons."""
    return home_folder() / "course"


def exercises_folder() -> Path:
    """Return the folder of the exercises."""
    return home_folder() / "exercises"


def build_folder() -> Path:
    """Return the folder for generated files: in the checkout, or in the user's folder."""
    if folder := os.environ.get("ECOPARK_BUILD"):
        return Path(folder)
    return (Path.cwd() if _SHIPPED.is_dir() else home_folder()) / "build"


def code_files() -> list[Path]:
    """Return the files of the toolkit, the classroom and the desk, in a fixed order."""
    packages = [_PACKAGE.with_name(name) for name in ("ecopark", "ecopark_course", "ecopark_zone")]
    files = [path for package in packages for path in package.rglob("*") if path.suffix in {".py", ".css"}]
    return sorted([*files, _PACKAGE.with_name("ecopark_cli.py")])


# --- Tables --------------------------------------------------------------------------------------


def read_table(path: str | Path, *, as_text: bool = False) -> pd.DataFrame:
    """Read a table from a CSV or XLSX file unchanged; the function that uses it checks its columns.

    Parameters
    ----------
    path : str or Path
        The file: CSV in UTF-8, or the first sheet of an XLSX file.
    as_text : bool
        Read every cell as a text, an empty one as an empty text: so 8.0 keeps its last digit.

    Returns
    -------
    pandas.DataFrame
        The table.

    Raises
    ------
    DataError
        If the file cannot be read, a column is given twice, or rows are longer than the header.

    Examples
    --------
    >>> read_table("no-such-file.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in no-such-file.csv:
      the file cannot be read: No such file or directory. Likely fix: check path and format.
    """
    import pandas as pd

    from ecopark.frames import repeated_columns

    path = Path(path)
    cells: dict[str, Any] = {"dtype": str, "keep_default_na": False} if as_text else {}
    # The names are read as they are: pandas would call the second of two columns energy.1.
    first: dict[str, Any] = {"header": None, "nrows": 1, "dtype": str}
    table: pd.DataFrame
    try:
        if path.suffix.lower() == ".xlsx":
            # The engine is named: without it, pandas' choice depends on what else is installed.
            with pd.ExcelFile(path, engine="openpyxl") as book:
                heads, table = (pd.read_excel(book, **options) for options in (first, cells))
        else:
            heads, table = pd.read_csv(path, **first), pd.read_csv(path, low_memory=False, **cells)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        issue = Issue(say("the file cannot be read: {why}", why=why), fix="check path and format")
        raise DataError(path.name, [issue]) from error

    # pandas renames a repeated column, and takes cells beyond the header for an index.
    problems = repeated_columns(name for name in heads.to_numpy().ravel() if isinstance(name, str))
    if not problems and not isinstance(table.index, pd.RangeIndex):
        problems = [Issue("the rows have more cells than the header", fix="write a name over each column")]
    if problems:
        raise DataError(path.name, problems)
    return table


def write_tables(tables: Mapping[str, pd.DataFrame], path: str | Path) -> None:
    """Write tables by name to a file for the user: XLSX takes all of them, a sheet each; CSV takes one.

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
        fix = say("name a table ({tables}) or write .xlsx", tables=", ".join(tables))
        raise DataError(path.name, [Issue("the file cannot take these tables", value=kind, fix=fix)])
    with user_output(path) as part:
        if kind == ".csv":
            next(iter(tables.values())).to_csv(part, index=False, encoding="utf-8")
        else:
            with pd.ExcelWriter(part, engine="openpyxl") as book:
                for name, table in tables.items():
                    table.to_excel(book, sheet_name=name[:31], index=False)


# --- Files of the user ---------------------------------------------------------------------------


@contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """Yield a temporary path beside a target; it replaces the target only if all goes well."""
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def output_problems(
    target: Path, *endings: str, inputs: Iterable[str | Path] = (), home: Path | None = None
) -> list[Issue]:
    """List why a file must not be written: a wrong ending, a bad folder, or a file that would be lost.

    ``endings`` are those that the name may have, the usual one first; ``inputs`` are the other files of the
    same command, never replaced even if ecopark wrote them. ``home`` is the folder with the record, if that
    is not the folder of the file.

    Examples
    --------
    >>> for problem in output_problems(Path("none", "lesson.html"), ".ipynb"):
    ...     print(problem)
    'lesson.html': the name must end with .ipynb. Likely fix: name it lesson.ipynb.
    'none': the folder does not exist. Likely fix: make it first, or name another one.
    """
    if target.is_dir():
        return [Issue("is a folder", value=str(target), fix="name a file")]
    name, folder, issues = str(target), target.parent, []

    # The name and its folder.
    if endings and target.suffix.lower() not in endings:
        rule = say("the name must end with {endings}", endings=say(" or ").join(endings))
        fix = say("name it {name}", name=target.with_suffix(endings[0]).name)
        issues.append(Issue(rule, value=target.name, fix=fix))
    if not folder.is_dir() and home is None:
        fix = mark("make it first, or name another one")
        issues.append(Issue("the folder does not exist", value=str(folder), fix=fix))
    elif folder.is_dir() and not os.access(folder, os.W_OK):
        issues.append(Issue("nothing can be written to the folder", value=str(folder), fix="name another"))

    # A file that is there already, or that the command reads.
    keep = mark("choose another name, or move the file")
    if any(same_place(target, Path(path)) for path in inputs):
        fix = mark("choose another name for the output")
        issues.append(Issue("the file holds your data and would be lost", value=name, fix=fix))
    elif os.path.lexists(target):
        if not target.is_file() or not os.access(target, os.W_OK):
            issues.append(Issue("the file cannot be replaced", value=name, fix="choose another name"))
        elif not (digests := recorded_digests(target, home)):
            issues.append(Issue("the file is kept: ecopark did not write it", value=name, fix=keep))
        elif _digest(target) not in digests:
            rule = mark("the file is kept: it was changed since ecopark wrote it")
            issues.append(Issue(rule, value=name, fix=keep))
    return issues


def check_outputs(
    targets: Iterable[Path], *endings: str, inputs: Iterable[str | Path] = (), home: Path | None = None
) -> None:
    """Raise ``DataError`` with every :func:`output_problems` of the files, before any work is done.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with user_output(Path(folder, "own.txt")) as part:
    ...         _ = part.write_text("a result")
    ...     check_outputs([Path(folder, "own.txt")])
    ...     _ = Path(folder, "own.txt").write_text("a result and a remark")
    ...     [p.rule for p in output_problems(Path(folder, "own.txt"))]
    ['the file is kept: it was changed since ecopark wrote it']
    """
    read = list(inputs)
    by_target = [output_problems(target, *endings, inputs=read, home=home) for target in targets]
    if problems := list(dict.fromkeys(chain.from_iterable(by_target))):
        raise DataError("the output", problems)


@contextmanager
def user_output(target: Path, home: Path | None = None) -> Iterator[Path]:
    """Yield a temporary path beside a file for the user; at the end it replaces that file, and is noted.

    A file that cannot be written, or that came there in the meantime, is a ``DataError``.
    """
    try:
        with atomic_write(target) as part:
            yield part
            check_outputs([target], home=home)
            # Noted first: if the program stops between the two, the file is still known.
            record_digest(target, _digest(part), home)
    except OSError as error:
        rule = say("the file cannot be written: {why}", why=(error.strerror or str(error)).casefold())
        issue = Issue(rule, fix="check folder, permissions and free space")
        raise DataError(target.name, [issue]) from error


def recorded_digests(path: Path, home: Path | None = None) -> set[str]:
    """Return the SHA-256 digests of all that ecopark wrote under a name, by the record of the folder."""
    try:
        lines = (home or path.parent).joinpath(_RECORD).read_text("utf-8", "replace").split("\n")
    except OSError:
        return set()
    entries = (line.partition("  ") for line in lines)
    return {digest for digest, _, name in entries if name == _name_in_record(path, home)}


def record_digest(path: Path, digest: str, home: Path | None = None) -> None:
    """Add the digest of a file that ecopark writes to the record of the folder."""
    if digest in recorded_digests(path, home):
        return
    record = (home or path.parent) / _RECORD
    cut_off = record.exists() and not record.read_bytes().endswith(b"\n")
    with record.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write(("\n" if cut_off else "") + f"{digest}  {_name_in_record(path, home)}\n")


def _name_in_record(path: Path, home: Path | None) -> str:
    return path.relative_to(home).as_posix() if home else path.name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same_place(path: Path, other: Path) -> bool:
    """Say whether two paths lead to the same file or folder, also through links or another spelling.

    Examples
    --------
    >>> same_place(Path("zone.xlsx"), Path("other", "..", "zone.xlsx"))
    True
    """
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except OSError:  # one of the two does not exist
        return False


# --- Provenance ----------------------------------------------------------------------------------


def provenance(file: str | Path | None, **parameters: Any) -> str:
    """Cite the source of the numbers of a figure or table in one line.

    Parameters
    ----------
    file : str or Path, optional
        The file that was read; without one, the synthetic panel.
    **parameters
        The choices that were made, by name.

    Returns
    -------
    str
        The :func:`origin`, the version of ecopark, the choices, and today's date.

    Examples
    --------
    >>> line = provenance(None, zone="Synthetic zone 07", year=2016)
    >>> line.split("; ")[0], line.split("; ")[2]
    ('Synthetic panel of ecopark: invented numbers', 'zone Synthetic zone 07, year 2016')
    """
    return provenance_of(origin(file), **parameters)


def origin(file: str | Path | None) -> str:
    """Name a file and the first 12 digits of its SHA-256: the first part of a line of provenance.

    Parameters
    ----------
    file : str or Path, optional
        The file; without one, the synthetic panel is named.

    Returns
    -------
    str
        Name and digits.

    Examples
    --------
    >>> origin(None)
    'Synthetic panel of ecopark: invented numbers'
    """
    if not file:
        return say("Synthetic panel of ecopark: invented numbers")
    return f"{Path(file).name}, SHA-256 {_digest(Path(file))[:12]}"


def provenance_of(origin: str, **parameters: Any) -> str:
    """Return the line of :func:`provenance` for numbers whose file is not at hand."""
    from ecopark import __version__

    choices = ", ".join(f"{name} {value}" for name, value in parameters.items())
    return "; ".join([origin, f"ecopark {__version__}", choices, date.today().isoformat()])
