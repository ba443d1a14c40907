"""A learner's own tables: zones with their days, and counts with their dates, read from a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataError, Issue
from ecopark.files import read_table
from ecopark.programs import participation
from ecopark.programs.days import blank, day_of
from ecopark.validation import missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cohort", "counts"]

_KINDS = ("exact", "at least")
_DEFAULTS = {"quantity": "named", "kind": "exact", "series": "own"}


def cohort(path: str | Path, on: date | str) -> pd.DataFrame:
    """Read zones with their days from a CSV or XLSX file.

    Parameters
    ----------
    path : str or Path
        The file: one row per zone, with ``approved`` and ``certified``, days such as ``2005-06-01``;
        ``certified`` is empty for a zone that waits. See
        :func:`ecopark.programs.participation.durations`.
    on : date or str
        Day of the last look.

    Returns
    -------
    pandas.DataFrame
        As :func:`ecopark.programs.participation.durations`: with ``years`` [year] and ``certified``.

    Raises
    ------
    DataError
        If the file cannot be read or has no rows, or with every fault of its days.

    Examples
    --------
    >>> cohort("no-such-file.csv", "2014-04-30")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in no-such-file.csv:
      the file cannot be read: No such file or directory. Likely fix: check path and format.
    """
    table = _filled(path)
    try:
        day_of(on)
    except ValueError as error:
        problem = Issue("is no day", "on", value=on, fix="write the day as YYYY-MM-DD")
        raise DataError("the last look", [problem]) from error
    made: pd.DataFrame = participation.durations(table, on)
    return made


def counts(path: str | Path) -> pd.DataFrame:
    """Read counts of zones over time from a CSV or XLSX file.

    Parameters
    ----------
    path : str or Path
        The file: one row per count, with ``date`` (a year, month or day) and ``count`` [zones]. May have
        ``quantity`` (by default ``named``), ``kind`` (``exact`` or ``at least``) and ``series`` (the
        source, by default ``own``).

    Returns
    -------
    pandas.DataFrame
        One row per count, by date: ``quantity``, ``date``, ``first`` and ``last`` (days that the date
        covers), ``count`` [zones], ``kind`` and ``series``, for
        :func:`ecopark.programs.participation.conflicts`.

    Raises
    ------
    DataError
        If the file cannot be read or has no rows, or with every fault of its rows.

    Examples
    --------
    >>> from ecopark import places
    >>> counts(places.datasets() / "participation" / "eip_counts.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in eip_counts.csv:
      column count: the column is missing. Likely fix: add count.
    """
    import pandas as pd

    table, name = _filled(path), Path(path).name
    problems = missing_columns(table.columns, ("date", "count"))
    if problems:
        raise DataError(name, problems)
    rows = [_row(number, row, problems) for number, row in enumerate(table.to_dict("records"))]
    if problems:
        raise DataError(name, problems)
    made = pd.DataFrame(rows).sort_values(["quantity", "last"], kind="stable")
    return made.reset_index(drop=True)


def _filled(path: str | Path) -> pd.DataFrame:
    table = read_table(path)
    if table.empty:
        raise DataError(Path(path).name, [Issue("the table has no rows", fix="add rows")])
    return table


def _row(number: int, row: dict[str, Any], problems: list[Issue]) -> dict[str, Any]:
    """Return one count with its days; what is wrong with it is added to the problems."""
    words = {name: default if blank(row.get(name)) else str(row[name]) for name, default in _DEFAULTS.items()}
    first, last = _days(number, row["date"], problems)
    count = row["count"]
    if not _counted(count):
        fix = "count zones"
        problems.append(Issue("must be a whole number, not negative", "count", number, value=count, fix=fix))
    if words["kind"] not in _KINDS:
        fix = f"write {' or '.join(_KINDS)}"
        problems.append(Issue("is no kind of count", "kind", number, value=words["kind"], fix=fix))
    shown = {"date": _date_text(row["date"]), "first": first, "last": last}
    return {"quantity": words["quantity"], **shown, "count": int(count) if _counted(count) else None} | {
        name: words[name] for name in ("kind", "series")
    }


def _date_text(value: Any) -> str:
    """Return a date as text: a spreadsheet gives a year as a number, a day with its time."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removesuffix(" 00:00:00")


def _days(number: int, value: Any, problems: list[Issue]) -> tuple[date | None, date | None]:
    try:
        if not blank(value):
            return participation.period(_date_text(value))
    except ValueError:
        pass
    fix = "write a year, month or day, such as 2014-04"
    problems.append(Issue("is no date", "date", number, value=value, fix=fix))
    return None, None


def _counted(value: Any) -> bool:
    return isinstance(value, int | float) and value >= 0 and float(value).is_integer()
