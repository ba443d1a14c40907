"""Cohorts of zones: how long each was watched, and a synthetic one with a known law."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from ecopark import frames, validation
from ecopark.errors import BadArgument, DataError, Issue
from ecopark.programs.days import day_of, years_between

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["durations", "synthetic_cohort", "waiting_truth"]


def durations(table: Any, on: date | str) -> Any:
    """Return how long each zone was watched, and whether it received the title.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone: ``approved`` and ``certified``, days as dates or texts; ``certified`` is empty
        for a zone that waits. A column ``removed``, if there, ends the watch without a title.
    on : date or str
        Day of the last look; titles after it are not known yet.

    Returns
    -------
    dataframe
        The same kind: the table without ``certified`` and ``removed``, with ``years`` [year] and
        ``certified`` (True or False).

    Raises
    ------
    DataError
        If a column is missing, a day cannot be read, or a zone was approved after the last look or
        after its title: all faults, listed.

    Examples
    --------
    >>> import pandas as pd
    >>> zones = pd.DataFrame({"approved": ["2005-06-01", "2010-06-01"], "certified": ["2008-06-01", None]})
    >>> durations(zones, "2014-06-01")[["years", "certified"]]
       years  certified
    0    3.0       True
    1    4.0      False
    """
    frame = frames.from_native_eager(table, "table of zones")
    end = day_of(on)
    problems = validation.missing_columns(frame.columns, ("approved", "certified"))
    if problems or end is None:
        raise DataError("the table of zones", problems or [Issue("the day is missing", "on")])
    spans = [_span(row, line, end, problems) for row, line in enumerate(frame.iter_rows(named=True))]
    if problems:
        raise DataError("the table of zones", problems)
    kept = [name for name in frame.columns if name not in {"certified", "removed"}]
    made = [
        nw.new_series("years", [s[0] for s in spans], nw.Float64, backend=frame.implementation),
        nw.new_series("certified", [s[1] for s in spans], nw.Boolean, backend=frame.implementation),
    ]
    return frame.select(kept).with_columns(*made).to_native()


def synthetic_cohort(
    zones: int = 94,
    *,
    median: float = 5.0,
    shape: float = 1.5,
    first: date = date(2003, 1, 1),
    on: date = date(2014, 4, 30),
    seed: int = 0,
) -> pd.DataFrame:
    """Return a synthetic cohort of zones with a known law of the time to the title.

    Plans are approved at any day from ``first`` to ``on`` with equal chance. The time to the title
    follows Weibull's law; a title after ``on`` is not seen. Nothing here was measured.

    Parameters
    ----------
    zones : int
        Number of zones [count].
    median : float
        True median of the time to the title [year].
    shape : float
        Shape of the law [1]; above 1 the chance of the title grows with the wait.
    first, on : date
        First day of approval, and day of the last look.
    seed : int
        The same seed gives the same cohort.

    Returns
    -------
    pandas.DataFrame
        ``zone``, ``approved`` (day), ``years`` [year], ``certified`` and ``status``, which is
        ``synthetic`` in every row.

    Raises
    ------
    BadArgument
        If zones, median or shape are not above zero, or ``on`` is not after ``first``.

    Examples
    --------
    >>> cohort = synthetic_cohort(zones=3)
    >>> cohort["zone"].iloc[0], set(cohort["status"])
    ('Synthetic zone 1', {'synthetic'})
    """
    import pandas as pd

    if zones < 1 or not median > 0 or not shape > 0 or not first < on:
        raise BadArgument("zones, median, shape must be above zero, and the last look after the first day.")
    random = np.random.default_rng(seed)
    days = random.integers(0, (on - first).days, zones).tolist()
    approved = [first + timedelta(days=day) for day in days]
    watched = np.array([years_between(day, on) for day in approved])
    true = median * (random.exponential(size=zones) / math.log(2)) ** (1 / shape)
    return pd.DataFrame(
        {
            "zone": [f"Synthetic zone {number + 1}" for number in range(zones)],
            "approved": approved,
            "years": np.minimum(true, watched),
            "certified": true <= watched,
            "status": "synthetic",
        }
    )


def waiting_truth(years: float, median: float = 5.0, shape: float = 1.5) -> float:
    """Return the true share of zones that wait longer in a synthetic cohort [%].

    Weibull's law: ``100 exp(-ln 2 (t / median)^shape)``.

    Parameters
    ----------
    years : float
        Time since the plan was approved [year].
    median, shape : float
        As for :func:`synthetic_cohort`.

    Returns
    -------
    float
        Share of the zones that wait longer than ``years`` [%].

    Examples
    --------
    >>> round(waiting_truth(5.0), 9)
    50.0
    """
    return 100 * math.exp(-math.log(2) * (years / median) ** shape)


def _span(row: int, line: dict[str, Any], end: date, problems: list[Issue]) -> tuple[float | None, bool]:
    """Return how long a zone was watched [year] and whether the title came within that time."""
    days: dict[str, date | None] = {}
    for name in ("approved", "certified", "removed"):
        try:
            days[name] = day_of(line.get(name))
        except ValueError:
            fix = "write the day as YYYY-MM-DD"
            problems.append(Issue("is no day", name, row, value=line[name], fix=fix))
            return None, False
    start, title = days["approved"], days["certified"]
    last = min(day for day in (end, title, days["removed"]) if day is not None)
    if start is None or start > last:
        rule = "is missing" if start is None else "lies after the title, the removal or the last look"
        shown = None if start is None else str(start)
        problems.append(Issue(rule, "approved", row, value=shown, fix="check the days"))
        return None, False
    return years_between(start, last), title is not None and title == last
