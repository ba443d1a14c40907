"""How sure a pooled share is: the interval of a ratio of two sums."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ecopark.errors import BadArgument, UnknownName
from ecopark.subsidy.zone_shares import NOTHING, Amounts, checked, known, pooled
from ecopark.validation import LARGEST

__all__ = ["METHODS", "PooledShare", "bootstrap", "checked_options", "delta", "interval"]

METHODS = ("bootstrap", "delta")
_FEWEST = 3  # zones
_TABLE = 4096  # sums that are made in advance, at most

# Standard error, lower end, upper end [%].
Spread = tuple[float, float, float]


@dataclass(frozen=True)
class PooledShare:
    """A pooled share with its interval.

    ``pooled_share``, ``low`` and ``high`` are in percent, ``std_error`` in percentage points. ``n``
    zones have a subsidy and an investment, ``n_missing`` lack one of them. A figure that cannot be
    computed is ``None``, and ``status`` tells why: ``ok``, ``missing`` (no zone has both) or
    ``undefined`` (fewer than three zones, an investment of zero or not above 1e-100, or a share of
    1e100 % or more).
    """

    pooled_share: float | None
    low: float | None
    high: float | None
    std_error: float | None
    method: str
    level: float
    n: int
    n_missing: int
    status: str


def interval(
    table: Any,
    subsidy: str = "subsidy",
    investment: str = "investment",
    *,
    method: Literal["bootstrap", "delta"] = "bootstrap",
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> PooledShare:
    """Return the pooled share, the sum of the subsidies over the sum of the investments, with an interval.

    ``bootstrap`` draws the zones again, in pairs and with replacement, and takes the percentiles of
    the shares that result. ``delta`` linearises the ratio ``R = sum(s) / sum(i)``: with the
    residuals ``d = s - R i`` of ``n`` zones its standard error is
    ``sqrt(n / (n - 1) * sum(d ** 2)) / sum(i)``, and the interval is ``R`` plus and minus so many
    standard errors as Student's t with ``n - 1`` degrees of freedom asks for. It lies evenly around
    the share and can reach below zero; nothing is cut off.

    Both take the zones as a sample from many. Where the table holds every zone there is, no
    interval is needed.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.
    method : {"bootstrap", "delta"}
        How the interval is made.
    level : float
        Level of the interval [1], between 0 and 1.
    resamples : int
        Number of bootstrap resamples.
    seed : int
        Seed of the resampling: the same seed gives the same interval.

    Returns
    -------
    PooledShare
        Shares in percent, with a status.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.
    UnknownName
        If there is no such method.
    BadArgument
        If ``level`` is not between 0 and 1 or ``resamples`` is below 1.

    References
    ----------
    B. Efron, R. Tibshirani (1993): An Introduction to the Bootstrap, chapter 13. W. G. Cochran
    (1977): Sampling Techniques, section 6.4 (without the correction for a finite population).

    Examples
    --------
    >>> import ecopark as ep
    >>> table = ep.datasets.load("ctip_subsidies")
    >>> found = interval(table, method="delta")
    >>> round(found.pooled_share, 2), round(found.low, 2), round(found.high, 2)
    (6.81, 2.61, 11.0)
    >>> interval(table.head(2)).status
    'undefined'
    """
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    checked_options(level, resamples)
    frame = checked(table, subsidy, investment)
    paid, spent = known(frame, subsidy, investment)
    found = delta(paid, spent, level) if method == "delta" else bootstrap(paid, spent, level, resamples, seed)
    error, low, high = found or (None, None, None)
    return PooledShare(
        pooled_share=pooled(paid, spent),
        low=low,
        high=high,
        std_error=error,
        method=method,
        level=level,
        n=len(paid),
        n_missing=len(frame) - len(paid),
        status="missing" if not len(paid) else "ok" if found else "undefined",
    )


def checked_options(level: float, resamples: int) -> None:
    """Refuse a level [1] that is not between 0 and 1, and fewer resamples than one.

    Raises
    ------
    BadArgument
        If one of the two is so.
    """
    if not 0 < level < 1 or resamples < 1:
        raise BadArgument(
            f"level must be between 0 and 1 and resamples at least 1, not {level}, {resamples}."
        )


def bootstrap(paid: Amounts, spent: Amounts, level: float, resamples: int, seed: int) -> Spread | None:
    """Return standard error and percentile interval of the pooled share [%], zones drawn in pairs.

    ``None`` with fewer than three zones, an investment of zero or a share too large to be squared.

    Examples
    --------
    >>> bootstrap(np.array([1.0, 2.0]), np.array([10.0, 20.0]), 0.95, 100, 0) is None
    True
    """
    if not _usable(paid, spent):
        return None
    total = _resampled(paid + 1j * spent, resamples, np.random.default_rng(seed))
    drawn = total.real / total.imag * 100
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(drawn.std()), float(low), float(high)


def delta(paid: Amounts, spent: Amounts, level: float) -> Spread | None:
    """Return standard error and interval of the pooled share [%] from the linearised ratio.

    ``None`` with fewer than three zones, an investment of zero or a share too large to be squared.

    Examples
    --------
    >>> paid, spent = np.array([1.0, 2.0, 3.0]), np.array([10.0, 10.0, 10.0])
    >>> [round(number, 2) for number in delta(paid, spent, 0.95)]
    [5.77, -4.84, 44.84]
    """
    if not _usable(paid, spent):
        return None
    from scipy import special

    n = len(paid)
    ratio = paid.sum() / spent.sum()
    error = math.sqrt(n / (n - 1) * np.sum((paid - ratio * spent) ** 2)) / spent.sum() * 100
    reach = special.stdtrit(n - 1, (1 + level) / 2) * error
    return float(error), float(ratio * 100 - reach), float(ratio * 100 + reach)


def _usable(paid: Amounts, spent: Amounts) -> bool:
    if len(spent) < _FEWEST or not (spent > NOTHING).all():
        return False
    # A pooled share is never above the largest single one.
    return bool((paid / spent * 100 < LARGEST).all())


def _resampled(pairs: Any, resamples: int, random: np.random.Generator) -> Any:
    """Return the sum of ``len(pairs)`` draws, for each resample.

    A pair is one complex number, so that both halves are drawn and added together. Sums of a few
    draws are made once for all of their outcomes: one draw from that table then stands for several.
    """
    most = max(1, int(math.log(_TABLE) / math.log(len(pairs))))
    total = np.zeros(resamples, dtype=np.complex128)
    left = len(pairs)
    while left:
        draws = min(most, left)
        sums = pairs
        for _ in range(draws - 1):
            sums = np.add.outer(sums, pairs).ravel()
        total += sums.take(random.integers(0, len(sums), resamples))
        left -= draws
    return total
