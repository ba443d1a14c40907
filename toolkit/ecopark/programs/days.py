"""Days in records: read, moved by whole years, and the time between two of them."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from ecopark.errors import BadArgument

__all__ = ["add_years", "blank", "day_of", "years_between"]

_UNKNOWN = frozenset({"", "missing", "nan", "nat", "<na>", "none"})


def day_of(value: Any) -> date | None:
    """Return a day as a date; ``None`` where there is none.

    Raises
    ------
    BadArgument
        If it is neither a date nor a text such as ``2005-03-01``.

    Examples
    --------
    >>> day_of("2005-03-01"), day_of(None)
    (datetime.date(2005, 3, 1), None)
    """
    if blank(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value.strip()) >= len("YYYY-MM-DD"):
            return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        pass
    raise BadArgument(f"{value!r} is no day.")


def add_years(day: date, years: float) -> date:
    """Return the same day some whole years later; 29 February becomes 28 February.

    Parameters
    ----------
    day : date
        The day to count from.
    years : float
        Whole years to add [year].

    Examples
    --------
    >>> add_years(date(2004, 2, 29), 3)
    datetime.date(2007, 2, 28)
    """
    try:
        return day.replace(year=day.year + int(years))
    except ValueError:
        return day.replace(year=day.year + int(years), day=28)


def years_between(first: date, last: date) -> float:
    """Return the time between two days [year]: whole years, and the rest as a part of its year.

    Examples
    --------
    >>> years_between(date(2012, 6, 1), date(2015, 6, 1))
    3.0
    """
    whole = last.year - first.year
    whole -= add_years(first, whole) > last
    start, end = add_years(first, whole), add_years(first, whole + 1)
    return whole + (last - start).days / (end - start).days


def blank(value: Any) -> bool:
    """Return whether a cell is empty; pandas marks that in several ways."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return isinstance(value, str | datetime) and str(value).strip().casefold() in _UNKNOWN
