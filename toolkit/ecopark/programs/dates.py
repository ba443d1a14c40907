"""Days and periods: read, moved by whole years, and the time between two of them."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import Any

from ecopark.errors import BadArgument
from ecopark.i18n import mark

__all__ = ["add_years", "parse_day", "parse_period", "years_between"]


def parse_day(value: Any) -> date | None:
    """Return a day as a date; ``None`` for an empty cell, which pandas marks as NaN or NaT.

    Examples
    --------
    >>> parse_day("2005-03-01"), parse_day(" ")
    (datetime.date(2005, 3, 1), None)
    """
    text = str(value).strip()
    if text.casefold() in {"", "none", "nan", "nat", "<na>"}:
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        if len(text) < len("YYYY-MM-DD"):
            raise ValueError
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadArgument("{value!r} is no day.", value=value) from error


def parse_period(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date such as ``2014``, ``2014-04`` or ``2014-04-30`` covers.

    Parameters
    ----------
    text : str
        Year, month or day as in ISO 8601.

    Returns
    -------
    tuple of date
        First and last day.

    Raises
    ------
    BadArgument
        If it is not a year, month or day as in ISO 8601.

    Examples
    --------
    >>> parse_period("2014-04")
    (datetime.date(2014, 4, 1), datetime.date(2014, 4, 30))
    """
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            year, month = parts
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date.fromisoformat(text), date.fromisoformat(text)
    except ValueError as error:
        message = mark("{text!r} is no year, month or day, such as 2014, 2014-04 or 2014-04-30.")
        raise BadArgument(message, text=text) from error


def add_years(day: date, years: float) -> date:
    """Return the same day some whole years [year] later; 29 February becomes 28 February.

    Examples
    --------
    >>> add_years(date(2004, 2, 29), 3)
    datetime.date(2007, 2, 28)
    """
    year = day.year + int(years)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def years_between(first: date, last: date) -> float:
    """Return the time between two days [year]: whole years, and the remaining part of a year.

    Examples
    --------
    >>> years_between(date(2012, 6, 1), date(2015, 6, 1))
    3.0
    """
    whole = last.year - first.year
    whole -= add_years(first, whole) > last
    start, end = add_years(first, whole), add_years(first, whole + 1)
    return whole + (last - start).days / (end - start).days
