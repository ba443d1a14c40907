"""How participation grew: cumulative counts, series that contradict each other kept apart."""

from __future__ import annotations

import calendar
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from ecopark import datasets
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError
from ecopark.programs.certification import (
    Waiting,
    certification_bounds,
    median_wait,
    time_to_certification,
    waiting_bounds,
)
from ecopark.programs.cohort import durations, synthetic_cohort, waiting_truth
from ecopark.programs.days import day_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Waiting",
    "approved_parks",
    "certification_bounds",
    "conflicts",
    "counts",
    "durations",
    "median_wait",
    "period",
    "synthetic_cohort",
    "time_to_certification",
    "waiting_bounds",
    "waiting_truth",
]

_QUANTITIES = ("plans_approved", "named", "under_construction")
_BOUND = "named_at_least"


def approved_parks(on: date | str, *, unknown: Literal["wait", "leave out"] = "wait") -> pd.DataFrame:
    """Return the eco-industrial parks whose approval has a published date, as seen on a day.

    The title counts from the day on which the park was named; if that day was not found, from the day
    on which it passed its acceptance. A date without day or month counts as the middle of its time.

    Parameters
    ----------
    on : date or str
        Day of the look. Parks that were approved later are left out.
    unknown : {"wait", "leave out"}
        What becomes of a park for which no date of a title was found: it counts as waiting on the day
        of the look, or it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per park, by date of approval: ``park``, ``approved`` and ``ended`` (days; ``ended`` is
        empty if no date was found, and not empty if the end came after the look), ``how``,
        ``years`` [year] and ``certified`` (True or False, on the day of the look).

    Raises
    ------
    UnknownNameError
        If ``unknown`` is neither of the two.
    DataError
        If the day cannot be read or no park was approved by then.

    References
    ----------
    The package ``eip_approvals``. The list is short: it holds the parks of which both notices or news
    of both were found.

    Examples
    --------
    >>> parks = approved_parks("2014-04-30")
    >>> len(parks), int(parks["certified"].sum())
    (10, 2)
    """
    import pandas as pd

    if unknown not in {"wait", "leave out"}:
        raise UnknownNameError("way to treat unknown titles", unknown, ["wait", "leave out"])
    try:
        last = day_of(on)
    except BadArgument as error:
        problem = Issue("is no day", "on", value=on, fix="write the day as YYYY-MM-DD")
        raise DataError("the last look", [problem]) from error
    dated = [row for row in datasets.rows("eip_approvals", "approvals") if row["date"]]
    lines = []
    for begun in (row for row in dated if row["event"] == "construction agreed"):
        approved = _middle(begun["date"])
        own = {row["event"]: _middle(row["date"]) for row in dated if row["park_zh"] == begun["park_zh"]}
        how = next((event for event in ("named", "acceptance passed") if event in own), None)
        kept = how is not None or unknown == "wait"
        if kept and last is not None and approved <= last:
            lines.append((begun["park"], approved, own.get(how), how or "no date found"))
    if not lines:
        fix = "take a later day"
        raise DataError("the last look", [Issue("no park was approved by then", "on", value=on, fix=fix)])
    table = pd.DataFrame(lines, columns=["park", "approved", "ended", "how"])
    seen = durations(table.assign(certified=table["ended"]), on)
    return seen.sort_values("approved", kind="stable").reset_index(drop=True)


def counts(quantity: str | None = None) -> pd.DataFrame:
    """Return the counts of eco-industrial parks over time, each source a series of its own.

    The counts are cumulative. Sources contradict one another; nothing is averaged or left out.

    Parameters
    ----------
    quantity : {"plans_approved", "named", "under_construction"}, optional
        Only this quantity; by default all of them.

    Returns
    -------
    pandas.DataFrame
        One row per count, by date: ``quantity``, ``date`` (as exact as the source), ``first`` and
        ``last`` (days that the date covers), ``count`` [zones], ``kind`` (``exact``, ``at least`` or
        ``computed``), ``series`` (the source), ``certainty``, ``note``, ``status``. Plans approved are
        ``computed`` as named zones and zones under construction, where a source gives these only.

    Raises
    ------
    UnknownNameError
        If there is no such quantity.

    Examples
    --------
    >>> counts("named")[["date", "count", "kind", "series"]].tail(4)
             date  count   kind                series
    5     2014-08     26  exact              lai-2014
    6  2017-06-30     48  exact             daowen-eip
    7     2019-06     51  exact  sustainability-13-1805
    8        2021     55  exact        ce-library-2024
    """
    import pandas as pd

    if quantity is not None and quantity not in _QUANTITIES:
        raise UnknownNameError("quantity", quantity, _QUANTITIES)
    lines = [line for row in datasets.rows("participation", "eip_counts") for line in _lines(row)]
    chosen = [line for line in lines if quantity in {None, line["quantity"]}]
    found = pd.DataFrame(sorted(chosen, key=lambda x: (_QUANTITIES.index(x["quantity"]), x["last"])))
    return found.reset_index(drop=True)


def conflicts(quantity: str | None = None, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the pairs of counts that cannot both hold if no zone ever leaves.

    A cumulative count cannot fall, and an exact count cannot lie below a bound of the same time. Zones
    can leave in fact, so a fall is a question to ask, not a fault that is proven.

    Parameters
    ----------
    quantity : str, optional
        As for :func:`counts`.
    table : pandas.DataFrame, optional
        Other counts in the form of :func:`counts`, such as those of
        :func:`ecopark.programs.own_tables.counts`; by default the package's.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``quantity``, ``kind`` (``falls`` or ``below a bound``), ``date``, ``count``
        and ``series`` of the one, ``later_date``, ``later_count`` and ``later_series`` of the other.

    Raises
    ------
    UnknownNameError
        If there is no such quantity.

    Examples
    --------
    >>> conflicts("named")[["kind", "date", "count", "later_date", "later_count"]]
                kind     date  count later_date  later_count
    0  below a bound     2008      1    2008-05            3
    1  below a bound     2008      1       2008            2
    2          falls  2014-04     31    2014-08           26
    """
    import pandas as pd

    rows = chosen(quantity, table).to_dict("records")
    pairs = [_pair(kind, one, two) for one, two in product(rows, rows) if (kind := _conflict(one, two))]
    names = ["quantity", "kind", "date", "count", "series", "later_date", "later_count", "later_series"]
    return pd.DataFrame(pairs, columns=names)


def chosen(quantity: str | None = None, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the counts of one quantity from a table in the form of :func:`counts`.

    Parameters
    ----------
    quantity : str, optional
        Only this quantity; by default all of them.
    table : pandas.DataFrame, optional
        The counts; by default the package's.

    Raises
    ------
    UnknownNameError
        If the table has no such quantity.

    Examples
    --------
    >>> len(chosen("named", counts())) == len(counts("named"))
    True
    """
    if table is None:
        return counts(quantity)
    if quantity is None:
        return table
    if quantity not in set(table["quantity"]):
        raise UnknownNameError("quantity", quantity, sorted(set(table["quantity"])))
    return table[table["quantity"] == quantity].reset_index(drop=True)


def period(text: str) -> tuple[date, date]:
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
    >>> period("2014-04")
    (datetime.date(2014, 4, 1), datetime.date(2014, 4, 30))
    """
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            year, month = parts
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadArgument(
            f"{text!r} is no year, month or day, such as 2014, 2014-04 or 2014-04-30."
        ) from error
    return day, day


def _middle(text: str) -> date:
    """Return the middle of the time that a date covers."""
    first, last = period(text)
    return first + (last - first) / 2


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    named, building = row["named"], row["under_construction"]
    found = [(name, row[name], "exact") for name in _QUANTITIES if row[name] is not None]
    if row[_BOUND] is not None:
        found.append(("named", row[_BOUND], "at least"))
    if row["plans_approved"] is None and named is not None and building is not None:
        found.append(("plans_approved", named + building, "computed"))
    first, last = period(row["date"])
    kept = {name: row[name] for name in ("certainty", "note", "source", "where", "status")}
    return [
        {"quantity": name, "date": row["date"], "first": first, "last": last, "count": value, "kind": kind}
        | {"series": row["source"]}
        | kept
        | ({"status": "computed"} if kind == "computed" else {})
        for name, value, kind in found
    ]


def _conflict(one: dict[str, Any], two: dict[str, Any]) -> str | None:
    """Return how a count contradicts another one of the same quantity, or ``None``."""
    if one["quantity"] != two["quantity"] or one["quantity"] == "under_construction":
        return None
    if one["kind"] != "at least" and two["kind"] == "at least":
        meet = one["first"] <= two["last"] and two["first"] <= one["last"]
        return "below a bound" if meet and one["count"] < two["count"] else None
    if two["kind"] == "at least":
        return None
    return "falls" if one["last"] < two["first"] and two["count"] < one["count"] else None


def _pair(kind: str, one: dict[str, Any], two: dict[str, Any]) -> tuple[Any, ...]:
    own = (one["date"], one["count"], one["series"])
    return (one["quantity"], kind, *own, two["date"], two["count"], two["series"])
