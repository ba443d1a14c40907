"""How participation grew: counts of parks by source, contradictions kept apart, parks with public dates."""

from __future__ import annotations

import calendar
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ecopark import datasets
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError
from ecopark.files import read_table
from ecopark.i18n import mark, say
from ecopark.programs.certification import compute_durations, parse_last_look
from ecopark.validation import find_missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["approved_parks", "find_conflicts", "park_counts", "parse_period", "read_counts"]

_KINDS = (mark("exact"), mark("at least"), mark("computed"))
_QUANTITIES = ("plans_approved", "named", "under_construction")
_OWN = {"quantity": "named", "kind": "exact", "series": "own"}  # for columns that the user leaves out


def park_counts(quantity: str | None = None) -> pd.DataFrame:
    """Return the counts of eco-industrial parks over time, each source as a separate series.

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
        ``computed`` as named zones and zones under construction if a source gives these only.

    Raises
    ------
    UnknownNameError
        If there is no such quantity.

    Examples
    --------
    >>> park_counts("named")[["date", "count", "kind", "series"]].tail(4)
             date  count   kind                series
    5     2014-08     26  exact              lai-2014
    6  2017-06-30     48  exact             daowen-eip
    7     2019-06     51  exact  sustainability-13-1805
    8        2021     55  exact        ce-library-2024
    """
    import pandas as pd

    rows = []
    for source in datasets.rows("participation", "eip_counts"):
        first, last = parse_period(source["date"])
        counts = [(name, source[name], "exact") for name in _QUANTITIES]
        counts.append(("named", source["named_at_least"], "at least"))
        # Named parks and those under construction are together the plans approved.
        if source["plans_approved"] is None and None not in (source["named"], source["under_construction"]):
            computed = source["named"] + source["under_construction"]
            counts.append(("plans_approved", computed, "computed"))
        for name, count, kind in counts:
            if count is not None:
                row = {"quantity": name, "date": source["date"], "first": first, "last": last}
                row |= {"count": count, "kind": kind, "series": source["source"]}
                row |= {key: source[key] for key in ("certainty", "note", "source", "where", "status")}
                row["status"] = kind if kind == "computed" else row["status"]
                rows.append(row)
    rows.sort(key=lambda row: (_QUANTITIES.index(row["quantity"]), row["last"]))
    return select_quantity(pd.DataFrame(rows), quantity)


def read_counts(path: str | Path) -> pd.DataFrame:
    """Read the user's counts of zones over time from a CSV or XLSX file.

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
        covers), ``count`` [zones], ``kind`` and ``series``, for :func:`find_conflicts`.

    Raises
    ------
    DataError
        If the file cannot be read or has no rows, or with every fault of its rows.

    Examples
    --------
    >>> from ecopark import files
    >>> read_counts(files.datasets_folder() / "participation" / "eip_counts.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in eip_counts.csv:
      column count: the column is missing. Likely fix: add count.
    """
    import pandas as pd

    table = read_table(path)
    issues = find_missing_columns(table.columns, ("date", "count"))
    if not issues and table.empty:
        issues = [Issue("the table has no rows", fix="add rows")]
    rows = []
    for number, line in enumerate([] if issues else table.to_dict("records")):
        # The quantity, the kind of count and the series have a default.
        row: dict[str, Any] = {name: default for name, default in _OWN.items() if pd.isna(line.get(name))}
        row = {name: str(line.get(name)) for name in _OWN} | row
        # A spreadsheet gives a year as a number, and a day with its time.
        text = str(line["date"]).strip().removesuffix(".0").removesuffix(" 00:00:00")
        try:
            first, last = parse_period(text)
        except BadArgument:
            first = last = date.max
            fix = say("write a year, month or day, such as 2014-04")
            issues.append(Issue("is no date", "date", number, value=line["date"], fix=fix))
        count = line["count"]
        is_count = isinstance(count, int | float) and count >= 0 and float(count).is_integer()
        if not is_count:
            rule = say("must be a whole number, not negative")
            issues.append(Issue(rule, "count", number, value=count, fix="count zones"))
        if row["kind"] not in _KINDS[:2]:
            fix = say("write exact or at least")
            issues.append(Issue("is no kind of count", "kind", number, value=row["kind"], fix=fix))
        row |= {"date": text, "first": first, "last": last, "count": int(count) if is_count else None}
        rows.append(row)
    if issues:
        raise DataError(Path(path).name, issues)
    columns = ["quantity", "date", "first", "last", "count", "kind", "series"]
    return pd.DataFrame(rows)[columns].sort_values(["quantity", "last"], kind="stable", ignore_index=True)


def find_conflicts(quantity: str | None = None, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the pairs of counts that cannot both hold if no zone ever leaves.

    A cumulative count cannot fall, and an exact count cannot lie below a bound of the same time. Zones
    can leave in fact, so a fall is a question to ask, not a proven fault.

    Parameters
    ----------
    quantity : str, optional
        Only this quantity; by default all of them.
    table : pandas.DataFrame, optional
        Other counts in the form of :func:`park_counts`, such as those of :func:`read_counts`; by default the
        package's.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``quantity``, ``kind`` (``falls`` or ``below a bound``), ``date``, ``count`` [zones]
        and ``series`` of the one, ``later_date``, ``later_count`` and ``later_series`` of the other.

    Raises
    ------
    UnknownNameError
        If there is no such quantity.

    Examples
    --------
    >>> find_conflicts("named")[["kind", "date", "count", "later_date", "later_count"]]
                kind     date  count later_date  later_count
    0  below a bound     2008      1    2008-05            3
    1  below a bound     2008      1       2008            2
    2          falls  2014-04     31    2014-08           26
    """
    import pandas as pd

    rows = park_counts(quantity) if table is None else select_quantity(table, quantity)
    conflicts = []
    for counted, other in product(rows.to_dict("records"), repeat=2):
        if counted["quantity"] != other["quantity"] or counted["quantity"] == "under_construction":
            continue
        # A count is below a bound of the same time, or above a count of a later time.
        overlaps = counted["first"] <= other["last"] and other["first"] <= counted["last"]
        is_bound = other["kind"] == "at least"
        conflict = ""
        if counted["kind"] != "at least" and is_bound and overlaps and counted["count"] < other["count"]:
            conflict = "below a bound"
        if not is_bound and counted["last"] < other["first"] and other["count"] < counted["count"]:
            conflict = "falls"
        if conflict:
            pair = [row[name] for row in (counted, other) for name in ("date", "count", "series")]
            conflicts.append((counted["quantity"], conflict, *pair))
    names = ["quantity", "kind", "date", "count", "series", "later_date", "later_count", "later_series"]
    return pd.DataFrame(conflicts, columns=names)


def approved_parks(
    on: date | str, *, without_title_date: Literal["wait", "leave out"] = "wait"
) -> pd.DataFrame:
    """Return the eco-industrial parks whose approval has a published date, as seen on a day.

    The title counts from the day on which the park was named; if that day was not found, from the day
    on which it passed its acceptance. A date without day or month counts as the middle of its time.

    Parameters
    ----------
    on : date or str
        Day of the look. Parks that were approved later are left out.
    without_title_date : {"wait", "leave out"}
        The treatment of a park for which no date of a title was found: it counts as waiting on the day
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
        If ``without_title_date`` is neither of the two.
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

    choices = ("wait", "leave out")
    if without_title_date not in choices:
        raise UnknownNameError("treatment of a park without date of a title", without_title_date, choices)
    last_look = parse_last_look(on)

    # The middle of the published date of each event, by park.
    days: dict[str, dict[str, date]] = {}
    names = {}
    for row in datasets.rows("eip_approvals", "approvals"):
        if row["date"]:
            first, last = parse_period(row["date"])
            days.setdefault(row["park_zh"], {})[row["event"]] = first + (last - first) / 2
            if row["event"] == "construction agreed":
                names[row["park_zh"]] = row["park"]

    parks = []
    for park, name in names.items():
        approved = days[park]["construction agreed"]
        # The title ended the wait, or else the acceptance.
        end_event = next((event for event in ("named", "acceptance passed") if event in days[park]), None)
        if approved <= last_look and (end_event or without_title_date == "wait"):
            parks.append((name, approved, days[park].get(end_event or ""), end_event or "nothing heard"))
    if not parks:
        problem = Issue("no park was approved by then", "on", value=on, fix="take a later day")
        raise DataError("the last look", [problem])
    table = pd.DataFrame(parks, columns=["park", "approved", "ended", "how"])
    watched = compute_durations(table.assign(certified=table["ended"]), last_look)
    return watched.sort_values("approved", kind="stable", ignore_index=True)


def select_quantity(table: pd.DataFrame, quantity: str | None) -> pd.DataFrame:
    """Return the counts of one quantity, or all of them; one that the table lacks is refused."""
    if quantity is None:
        return table
    if quantity not in set(table["quantity"]):
        raise UnknownNameError("quantity", quantity, sorted(set(table["quantity"])))
    return table[table["quantity"] == quantity].reset_index(drop=True)


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
