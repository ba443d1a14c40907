"""Time from the approved plan to the full title: zones that still wait are censored, not left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw

from ecopark import datasets, frames, validation
from ecopark.errors import BadArgument, DataError, Issue
from ecopark.files import read_table
from ecopark.i18n import mark, say
from ecopark.programs.procedures import parse_day, years_between

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("SurvivalBounds", "survival_bounds_china", "median_time", "read_cohort", "survival_bounds"),
    *("synthetic_cohort", "time_to_certification"),
]

_DAY_FIX = mark("write the day as YYYY-MM-DD")


@dataclass(frozen=True)
class SurvivalBounds:
    """Bounds by counts alone on the share of zones that wait longer than ``wait`` [year].

    ``share_low`` and ``share_high`` [%] bound the zones of which this is or may be known; ``curve_low`` and
    ``curve_high`` [%] bound the Kaplan-Meier estimate for that time. ``certified`` [%] is the share with the
    title. ``completed_late`` [count] is how many of the certified zones can have waited longer without a mean
    above the one that is stated.
    """

    approved: int
    named: int
    overdue: int
    wait: float
    certified: float
    completed_late: int
    share_low: float
    share_high: float
    curve_low: float
    curve_high: float


def read_cohort(path: str | Path, on: date | str) -> pd.DataFrame:
    """Read the user's zones with their days from a CSV or XLSX file.

    Parameters
    ----------
    path : str or Path
        The file: one row per zone, with the days ``approved`` and ``certified``, such as ``2005-06-01``;
        ``certified`` is empty for a zone that waits. A column ``removed`` ends the watch without a title.
    on : date or str
        Day of the last look; titles after it are not known yet.

    Returns
    -------
    pandas.DataFrame
        The table without ``certified`` and ``removed``, with ``years`` watched [year] and ``certified`` (True
        or False).

    Raises
    ------
    DataError
        If the file cannot be read or has no rows, or with every fault of its days.

    Examples
    --------
    >>> read_cohort("no-such-file.csv", "2014-04-30")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in no-such-file.csv:
      the file cannot be read: No such file or directory. Likely fix: check path and format.
    """
    table = read_table(path)
    if table.empty:
        raise DataError(Path(path).name, [Issue("the table has no rows", fix="add rows")])
    return compute_durations(table, on)


def compute_durations(table: pd.DataFrame, on: date | str) -> pd.DataFrame:
    """Return how long each zone was watched [year], and whether it received the title.

    ``certified`` is empty for a zone that waits; a column ``removed``, if there, ends the watch without a
    title, and so does the last look ``on``. A ``DataError`` lists all faults.

    Examples
    --------
    >>> import pandas as pd
    >>> zones = pd.DataFrame({"approved": ["2005-06-01", "2010-06-01"], "certified": ["2008-06-01", None]})
    >>> compute_durations(zones, "2014-06-01")[["years", "certified"]]
       years  certified
    0    3.0       True
    1    4.0      False
    """
    last_look = parse_last_look(on)
    issues = validation.find_missing_columns(table.columns, ("approved", "certified"))
    if issues:
        raise DataError("the table of zones", issues)

    # The time from approval to the first of title, removal and last look; without the title it is censored.
    years, certified = [], []
    for row, line in enumerate(table.to_dict("records")):
        days = {}
        for name in ("approved", "certified", "removed"):
            try:
                days[name] = parse_day(line.get(name))
            except BadArgument:
                issues.append(Issue("is no day", name, row, value=line[name], fix=_DAY_FIX))
        if len(days) < 3:
            continue
        approved, title = days["approved"], days["certified"]
        end = min(day for day in (last_look, title, days["removed"]) if day)
        if approved is None or approved > end:
            late, absent = say("lies after the title, the removal or the last look"), say("is missing")
            rule, value = (late, str(approved)) if approved else (absent, None)
            issues.append(Issue(rule, "approved", row, value=value, fix="check the days"))
            continue
        years.append(years_between(approved, end))
        certified.append(title == end)
    if issues:
        raise DataError("the table of zones", issues)
    return table.drop(columns=["certified", "removed"], errors="ignore").assign(
        years=years, certified=certified
    )


def time_to_certification(
    cohort: pd.DataFrame, years: str = "years", certified: str = "certified", *, level: float = 0.95
) -> pd.DataFrame:
    """Estimate the share of zones that still wait for the full title, by Kaplan and Meier.

    A zone without the title counts for as long as it was watched (right-censoring). The interval is
    that of the log-minus-log transform, which stays between 0 and 100 %.

    Parameters
    ----------
    cohort : pandas.DataFrame
        One row per zone.
    years : str
        Column with the time from the approved plan to the title, or to the last look [year].
    certified : str
        Column that says whether the title was granted (True or False).
    level : float
        Level of the interval, between 0 and 1 [1].

    Returns
    -------
    pandas.DataFrame
        One row per time at which titles were granted: ``years`` [year], ``at_risk`` and ``events`` [count],
        ``waiting``, ``low`` and ``high`` [%], ``level`` of the interval [1], ``status``: ``ok``, or
        ``undefined`` if no zone waits any more and there is no interval. No rows if no title was granted.

    Raises
    ------
    DataError
        If a column is missing, empty, negative or not yes or no: all faults, listed.
    BadArgument
        If the level is not between 0 and 1.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958), Journal of the American Statistical Association 53, 457-481.

    Examples
    --------
    >>> import pandas as pd
    >>> zones = pd.DataFrame({"years": [2.0, 3.0, 4.0, 7.0], "certified": [True, True, False, False]})
    >>> time_to_certification(zones)[["years", "at_risk", "events", "waiting"]]
       years  at_risk  events  waiting
    0    2.0        4       1     75.0
    1    3.0        3       1     50.0
    """
    import numpy as np
    import pandas as pd
    from scipy.stats import norm
    from statsmodels.duration.survfunc import SurvfuncRight

    if not 0 < level < 1:
        raise BadArgument("level must be between 0 and 1, not {level}.", level=level)
    frame = frames.from_native_eager(cohort, "cohort")
    columns = [
        validation.Column(years, "number", "year", minimum=0, meaning=say("time watched")),
        validation.Column(certified, "yes-no", "1", meaning=say("whether the title was granted")),
    ]
    issues = validation.find_issues(frame, columns)
    for name in () if issues else (years, certified):
        is_empty = nw.col(name).cast(nw.Float64).fill_nan(None).is_null()
        rule, fix = say("must not be missing"), say("leave the zone out")
        issues += validation.issues_in_rows(frame, is_empty, name, rule, fix)
    if issues:
        raise DataError("the cohort", issues)

    times, titles = (frame[name].cast(nw.Float64).to_numpy() for name in (years, certified))

    # Kaplan and Meier's estimate: the share S that still waits, with Greenwood's standard error.
    curve = SurvfuncRight(times, titles)
    share = pd.Series(curve.surv_prob, dtype=float)
    # The interval of log(-log S), S^exp(-z) to S^exp(z) with z = quantile se(S) / (S ln S), stays between 0
    # and 1. If no zone waits any more, the logarithm is not defined and there is no interval.
    inside = share.where((share > 0) & (share < 1))
    reach = norm.ppf((1 + level) / 2) * curve.surv_prob_se / (inside * np.log(inside))
    return pd.DataFrame(
        {
            "years": np.asarray(curve.surv_times, dtype=float),
            "at_risk": np.asarray(curve.n_risk).astype(int),
            "events": np.asarray(curve.n_events).astype(int),
            "waiting": 100 * share,
            "low": 100 * inside ** np.exp(-reach),
            "high": 100 * inside ** np.exp(reach),
            "level": level,
            "status": np.where(reach.isna(), "undefined", "ok"),
        }
    )


def median_time(curve: pd.DataFrame) -> tuple[float | None, str]:
    """Return the time by which half of the zones have the title [year], and a status.

    Parameters
    ----------
    curve : pandas.DataFrame
        The result of :func:`time_to_certification`.

    Returns
    -------
    tuple
        The median and ``ok``; or ``None`` and ``undefined`` if more than half still wait.

    Examples
    --------
    >>> import pandas as pd
    >>> median_time(pd.DataFrame({"years": [2.0, 3.0], "waiting": [75.0, 50.0]}))
    (3.0, 'ok')
    """
    reached = curve.loc[curve["waiting"] <= 50 + 1e-9, "years"]
    return (float(reached.min()), "ok") if len(reached) else (None, "undefined")


def survival_bounds_china() -> SurvivalBounds:
    """Return the bounds by the counts of the report by IISD (2015) on the time to the title.

    The report gives the zones with an approved plan, those with the title, the mean time of the
    latter, and the zones that have waited long without it. It gives no date for the last number; the
    bounds take all of them as of one day.

    Returns
    -------
    SurvivalBounds
        Bounds [%].

    Examples
    --------
    >>> bounds = survival_bounds_china()
    >>> bounds.overdue, bounds.approved, round(bounds.share_low, 1)
    (15, 94, 16.0)
    """
    rows = datasets.rows("participation", "figures")
    stated = {row["id"]: row["value"] for row in rows if row["program"] == "eip"}
    approved, named, overdue = (int(stated[f"eip_{name}"]) for name in ("plans_approved", "named", "overdue"))
    mean_time = stated["eip_certification_time_high"]
    return survival_bounds(approved, named, overdue, stated["eip_overdue_wait"], mean_time)


def survival_bounds(approved: int, named: int, overdue: int, wait: float, mean_time: float) -> SurvivalBounds:
    """Bound the share of zones that wait longer than a time, from counts alone.

    At the least, only the overdue zones wait longer. At the most, so do all others without the title,
    and as many of the certified zones as their mean time allows: fewer than ``named * mean_time / wait``.
    The Kaplan-Meier estimate is highest if the early titles came before any zone left the watch; it is
    lowest if all titles came early and after every zone that is not overdue left the watch.

    Parameters
    ----------
    approved, named, overdue : int
        Zones with an approved plan, with the title, and without it after a longer wait [count].
    wait : float
        The time [year].
    mean_time : float
        Mean time to the title of the certified zones, at the most [year].

    Returns
    -------
    SurvivalBounds
        Bounds [%].

    Raises
    ------
    DataError
        If there are more named and overdue zones than approved ones, a number is negative, or the
        time is not above zero.

    Examples
    --------
    >>> bounds = survival_bounds(4, 2, 1, wait=6, mean_time=3)
    >>> bounds.share_low, bounds.share_high, bounds.curve_low, bounds.curve_high
    (25.0, 50.0, 33.333333333333336, 50.0)
    """
    numbers = {"approved": approved, "named": named, "overdue": overdue, "wait": wait, "mean_time": mean_time}
    issues = [
        Issue("must not be negative", name, value=value, fix="check the count")
        for name, value in numbers.items()
        if not value >= 0
    ]
    if not wait > 0:
        issues.append(Issue("must be above zero", "wait", value=wait, fix="give years"))
    if approved < max(1, named + overdue):
        template = mark("is below the {named} named and {overdue} overdue zones together, or zero")
        rule = say(template, named=named, overdue=overdue)
        issues.append(Issue(rule, "approved", value=approved, fix="check the counts"))
    if issues:
        raise DataError("the counts", issues)
    # The wait is longer than the time, so the mean is reached by fewer zones than this quotient.
    late = min(named, max(0, math.ceil(named * mean_time / wait) - 1))
    # At least the overdue zones wait longer than that; at most all without the title do, and those named late
    # did.
    high = 100 * (approved - named + late) / approved
    # The estimate is lowest if all named zones were named by then, and the zones that are neither named nor
    # overdue were watched for less time.
    curve_low = 100 * overdue / (named + overdue) if named + overdue else 100.0
    certified, share_low = 100 * named / approved, 100 * overdue / approved
    return SurvivalBounds(approved, named, overdue, wait, certified, late, share_low, high, curve_low, high)


def synthetic_cohort(
    zones: int = 94,
    *,
    median: float = 5.0,
    shape: float = 1.5,
    first_approval: date = date(2003, 1, 1),
    on: date = date(2014, 4, 30),
    seed: int = 0,
) -> pd.DataFrame:
    """Return a synthetic cohort of zones with a known distribution of the time to the title.

    Plans are approved on any day from ``first_approval`` to ``on`` with equal probability. The time to the
    title follows a Weibull distribution; a title after ``on`` is not seen. Nothing here was measured.

    Parameters
    ----------
    zones : int
        Number of zones [count].
    median : float
        True median of the time to the title [year].
    shape : float
        Shape of the distribution [1]; above 1 the title becomes more likely as the wait grows.
    first_approval, on : date
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
        If zones, median or shape are not above zero, or ``on`` is not after ``first_approval``.

    Examples
    --------
    >>> cohort = synthetic_cohort(zones=3)
    >>> cohort["zone"].iloc[0], set(cohort["status"])
    ('Synthetic zone 1', {'synthetic'})
    """
    import numpy as np
    import pandas as pd

    if zones < 1 or not median > 0 or not shape > 0 or not first_approval < on:
        raise BadArgument("zones, median, shape must be above zero, and the last look after the first day.")
    random = np.random.default_rng(seed)

    # Approvals on random days; the time to the title is drawn from a Weibull distribution with that median.
    days = random.integers(0, (on - first_approval).days, zones).tolist()
    approved = [first_approval + timedelta(days=day) for day in days]
    watched = np.array([years_between(day, on) for day in approved])
    time_to_title = median * (random.exponential(size=zones) / math.log(2)) ** (1 / shape)
    return pd.DataFrame(
        {
            "zone": [f"Synthetic zone {number + 1}" for number in range(zones)],
            "approved": approved,
            "years": np.minimum(time_to_title, watched),
            "certified": time_to_title <= watched,
            "status": "synthetic",
        }
    )


def parse_last_look(on: date | str) -> date:
    """Return the day of the last look, or raise a ``DataError``."""
    try:
        day = parse_day(on)
    except BadArgument:
        day = None
    if day is None:
        raise DataError("the last look", [Issue("is no day", "on", value=on, fix=_DAY_FIX)])
    return day
