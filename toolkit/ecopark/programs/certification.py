"""Time from the approved plan to the full title: zones that still wait are censored, not left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from ecopark import datasets, frames, validation
from ecopark.errors import BadArgument, DataError, Issue

__all__ = ["Waiting", "certification_bounds", "median_wait", "time_to_certification", "waiting_bounds"]


@dataclass(frozen=True)
class Waiting:
    """What counts alone say of the share of zones that wait longer than ``wait`` [year].

    ``share_low`` and ``share_high`` [%] bound the zones of which this is or may be known;
    ``curve_low`` and ``curve_high`` [%] bound the Kaplan-Meier estimate for that time.
    ``certified`` [%] is the share with the title. ``completed_late`` [count] is how many of the
    certified zones can have waited longer without a mean above the one that is stated.
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


def time_to_certification(
    cohort: Any, years: str = "years", certified: str = "certified", *, level: float = 0.95
) -> Any:
    """Estimate the share of zones that still wait for the full title, by Kaplan and Meier.

    A zone without the title counts for as long as it was watched (right-censoring). The interval is
    that of the log-minus-log transform, which stays between 0 and 100 %.

    Parameters
    ----------
    cohort : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone.
    years : str
        Column with the time from the approved plan to the title, or to the last look [year].
    certified : str
        Column that says whether the title was granted (True or False).
    level : float
        Level of the interval, between 0 and 1 [1].

    Returns
    -------
    dataframe
        The same kind, one row per time at which titles were granted: ``years`` [year], ``at_risk`` and
        ``events`` [count], ``waiting``, ``low`` and ``high`` [%], ``level`` of the interval [1],
        ``status``: ``ok``, or ``undefined`` where nobody waits any more and there is no interval. No
        rows if no title was granted.

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
    from scipy.stats import norm
    from statsmodels.duration.survfunc import SurvfuncRight

    if not 0 < level < 1:
        raise BadArgument(f"level must be between 0 and 1, not {level}.")
    frame = _cohort(cohort, years, certified)
    times = frame.get_column(years).cast(nw.Float64).to_numpy()
    curve = SurvfuncRight(times, frame.get_column(certified).cast(nw.Float64).to_numpy())
    share, error = np.asarray(curve.surv_prob), np.asarray(curve.surv_prob_se)
    low, high = _interval(share, error, float(norm.ppf((1 + level) / 2)))
    made = {
        "years": np.asarray(curve.surv_times, dtype=float),
        "at_risk": np.asarray(curve.n_risk).astype(int),
        "events": np.asarray(curve.n_events).astype(int),
        "waiting": 100 * share,
        "low": _known(low),
        "high": _known(high),
        "level": np.full(len(low), level),
        "status": ["undefined" if math.isnan(one) else "ok" for one in low],
    }
    return nw.from_dict(made, backend=frame.implementation).to_native()


def median_wait(curve: Any) -> tuple[float | None, str]:
    """Return the time by which half of the zones have the title [year], and a status.

    Parameters
    ----------
    curve : dataframe
        What :func:`time_to_certification` returned.

    Returns
    -------
    tuple
        The median and ``ok``; or ``None`` and ``undefined``, where more than half still wait.

    Examples
    --------
    >>> import pandas as pd
    >>> median_wait(pd.DataFrame({"years": [2.0, 3.0], "waiting": [75.0, 50.0]}))
    (3.0, 'ok')
    """
    frame = frames.from_native_eager(curve, "curve")
    reached = frame.filter(nw.col("waiting") <= 50 + 1e-9).get_column("years")
    return (float(reached.min()), "ok") if len(reached) else (None, "undefined")


def certification_bounds() -> Waiting:
    """Return what the counts of the report say of the time to the title.

    The report gives the zones with an approved plan, those with the title, the mean time of the
    latter, and the zones that have waited long without it. It gives no date for the last number; the
    bounds take all of them as of one day.

    Returns
    -------
    Waiting
        Bounds [%].

    Examples
    --------
    >>> found = certification_bounds()
    >>> found.overdue, found.approved, round(found.share_low, 1)
    (15, 94, 16.0)
    """
    rows = datasets.rows("participation", "figures")
    said = {row["id"]: row["value"] for row in rows if row["program"] == "eip"}
    names = ("eip_plans_approved", "eip_named", "eip_overdue")
    approved, named, overdue = (int(said[name]) for name in names)
    mean = said["eip_certification_time_high"]
    return waiting_bounds(approved, named, overdue, said["eip_overdue_wait"], mean)


def waiting_bounds(approved: int, named: int, overdue: int, wait: float, mean: float) -> Waiting:
    """Bound the share of zones that wait longer than a time, from counts alone.

    At the least, only the overdue zones wait longer. At the most, so do all others without the title,
    and as many of the certified zones as their mean time allows: fewer than ``named * mean / wait``.
    The Kaplan-Meier estimate is highest if the early titles came before any zone left the watch; it is
    lowest if all titles came early and after every zone that is not overdue left the watch.

    Parameters
    ----------
    approved, named, overdue : int
        Zones with an approved plan, with the title, and without it after a longer wait [count].
    wait : float
        The time [year].
    mean : float
        Mean time to the title of the certified zones, at the most [year].

    Returns
    -------
    Waiting
        Bounds [%].

    Raises
    ------
    DataError
        If there are more named and overdue zones than approved ones, a number is negative, or the
        time is not above zero.

    Examples
    --------
    >>> found = waiting_bounds(4, 2, 1, wait=6, mean=3)
    >>> found.share_low, found.share_high, found.curve_low, found.curve_high
    (25.0, 50.0, 33.333333333333336, 50.0)
    """
    _checked_counts(approved, named, overdue, wait, mean)
    # The wait is longer than the time, so the mean is reached by fewer zones than this quotient.
    late = min(named, max(0, math.ceil(named * mean / wait) - 1))
    high = 100 * (approved - named + late) / approved
    watched = named + overdue
    return Waiting(
        approved, named, overdue, wait, 100 * named / approved, late,
        100 * overdue / approved, high, 100 * overdue / watched if watched else 100.0, high,
    )  # fmt: skip


def _checked_counts(approved: int, named: int, overdue: int, wait: float, mean: float) -> None:
    given = {"approved": approved, "named": named, "overdue": overdue, "wait": wait, "mean": mean}
    problems = [
        Issue("must not be negative", name, value=value, fix="check the count")
        for name, value in given.items()
        if not value >= 0
    ]
    if not wait > 0:
        problems.append(Issue("must be above zero", "wait", value=wait, fix="give years"))
    if approved < max(1, named + overdue):
        rule = f"is below the {named} named and {overdue} overdue zones together, or zero"
        problems.append(Issue(rule, "approved", value=approved, fix="check the counts"))
    if problems:
        raise DataError("the counts", problems)


def _cohort(table: Any, years: str, certified: str) -> frames.Frame:
    frame = frames.from_native_eager(table, "cohort")
    wanted = [
        validation.Column(years, "number", "year", True, None, 0, None, "time watched"),
        validation.Column(certified, "yes-no", "1", True, None, None, None, "whether the title was granted"),
    ]
    problems = validation.find_issues(frame, wanted)
    for name in () if problems else (years, certified):
        gone = nw.col(name).cast(nw.Float64).fill_nan(None).is_null()
        problems += validation.issues_in_rows(frame, gone, name, "must not be missing", "leave the zone out")
    if problems:
        raise DataError("the cohort", problems)
    return frame


def _interval(share: Any, error: Any, z: float) -> tuple[Any, Any]:
    """Return the ends of the interval [%]; not a number where the share is 0 or 1."""
    inner = (share > 0) & (share < 1)
    low, high = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    s = share[inner]
    reach = z * error[inner] / (s * np.log(s))
    low[inner], high[inner] = 100 * s ** np.exp(-reach), 100 * s ** np.exp(reach)
    return low, high


def _known(values: Any) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]
