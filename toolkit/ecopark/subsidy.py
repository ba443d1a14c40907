"""Subsidies: shares of the investment with their intervals, a permutation test, and the tranche rule.

Tables have one row per zone, with the columns ``subsidy`` and ``investment`` in the same unit of money, and
may come from pandas, polars or pyarrow; results are pandas tables. A column that is missing, or holds text or
negative money, is a ``DataError`` with all faults.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ecopark import datasets, frames
from ecopark.errors import BadArgument, DataError, UndefinedResult, require_known
from ecopark.files import read_table
from ecopark.i18n import mark, say
from ecopark.validation import LARGEST, Column, find_issues

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("METHODS", "PermutationTest", "Summary", "Tranche", "leave_one_out"),
    *("permutation_test", "read", "shares", "summary", "tranche"),
]

METHODS = ("bootstrap", "delta")

_MIN_INVESTMENT = 1 / LARGEST  # a smaller investment counts as zero, so that no share is infinite
_MIN_ZONES = 3  # for an interval or a test
_EQUAL = 1e-12  # numbers that differ by less than this part of the largest are equal

Amounts = NDArray[np.float64]


@dataclass(frozen=True)
class Summary:
    """Subsidies and their shares of the investment.

    Money is in the unit of the table, shares are in percent, ``std_error`` of the pooled share is in
    percentage points. Of ``n`` zones ``n_missing`` lack a subsidy or an investment. A figure that
    cannot be computed is ``None``; ``status`` says why the pooled share has no interval: ``ok``,
    ``missing`` (no zone has both numbers) or ``undefined`` (fewer than three zones, an investment of
    zero or not above 1e-100, or a share of 1e100 % or more).
    """

    total: float | None
    n: int
    n_missing: int
    mean_subsidy: float | None
    median_subsidy: float | None
    pooled_share: float | None
    mean_share: float | None
    median_share: float | None
    pooled_share_low: float | None
    pooled_share_high: float | None
    std_error: float | None
    method: str
    level: float
    status: str

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a table with one row each: figure, value, unit."""
        import pandas as pd

        rows = []
        for name, value in asdict(self).items():
            if name not in {"std_error", "method", "level", "status"}:
                unit = "as in the table"
                if "share" in name:
                    unit = "%"
                elif name in {"n", "n_missing"}:
                    unit = "1"
                rows.append((name.replace("_", " "), value, unit))
        return pd.DataFrame(rows, columns=["figure", "value", "unit"])


@dataclass(frozen=True, eq=False)
class PermutationTest:
    """The correlation of share and investment, beside that for each reshuffling of the subsidies.

    ``n`` zones have a subsidy and an investment above zero, ``n_missing`` do not. ``status`` is ``ok``,
    ``missing`` (there is no such zone) or ``undefined`` (fewer than three, or their shares or investments
    do not vary); then the figures are ``None``. ``statistic`` is the correlation in the table [1], ``null``
    holds it for each assignment of the subsidies to the investments, and ``expected`` is their median.
    ``p_value`` is the part of the assignments whose correlation is as low [1]: of all ``n!`` if
    ``exact``, else of a random selection.
    """

    n: int
    n_missing: int
    status: str
    statistic: float | None = None
    expected: float | None = None
    p_value: float | None = None
    exact: bool = False
    null: Amounts = field(default_factory=lambda: np.array([]), repr=False)


@dataclass(frozen=True)
class Tranche:
    """The money that a zone keeps (``paid``), may still get (``due``) and pays back; ``why`` names the rule.

    All in the unit of the subsidy; refunds are taken off from ``paid``.
    """

    paid: float
    due: float
    refunded: float
    why: str

    def _repr_markdown_(self) -> str:
        """Return the result as a sentence, as a notebook shows it."""
        sentence = mark("The zone has all of {paid:,.1f}. {why}")
        if self.refunded:
            sentence = mark("The zone pays back {refunded:,.1f}. {why}")
        elif self.due:
            sentence = mark("The zone keeps {paid:,.1f}; {due:,.1f} is not paid. {why}")
        return say(sentence, **asdict(self))


def read(path: str | Path) -> pd.DataFrame:
    """Read a table of subsidies from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    pandas.DataFrame
        The table as it is in the file.

    Examples
    --------
    >>> from ecopark import files
    >>> len(read(files.datasets_folder() / "ctip_subsidies" / "subsidies.csv"))
    17
    """
    table = read_table(path)
    _check_table(table)
    return table


def shares(table: Any) -> pd.DataFrame:
    """Compute the subsidy of each row as a share of its investment: ``100 * subsidy / investment``.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone: ``subsidy`` and ``investment`` [the same unit of money].

    Returns
    -------
    pandas.DataFrame
        The table with ``share`` [%] and ``share_status``: ``ok``, ``missing`` (one of the two is missing) or
        ``undefined`` (the investment is zero, or not above 1e-100).

    Examples
    --------
    >>> import ecopark as ep
    >>> table = shares(ep.datasets.load("ctip_subsidies"))
    >>> table.loc[[0, 1], ["zone", "share", "share_status"]].round(2)
                zone  share share_status
    0   Wanzhou ETDZ    NaN      missing
    1  Dongying ETDZ   5.43           ok
    """
    rows = _check_table(table)
    paid, spent = _amounts(rows)
    missing, invested = np.isnan(paid) | np.isnan(spent), spent > _MIN_INVESTMENT
    share = np.divide(paid, spent, out=np.full(len(rows), np.nan), where=invested) * 100
    status = np.select([missing, ~invested], ["missing", "undefined"], "ok")
    return rows.assign(share=share, share_status=status)


def summary(
    table: Any,
    *,
    method: Literal["bootstrap", "delta"] = "bootstrap",
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> Summary:
    """Summarize subsidies and their shares of the investment, the pooled share with its interval.

    The pooled share is the sum of the subsidies over the sum of the investments of the zones that have
    both; the mean share is the mean of the single shares. The interval of the pooled share takes the
    zones as a sample from many. ``bootstrap`` draws them again, with replacement, and takes the percentiles
    of the shares that result. ``delta`` linearizes the ratio ``R = sum(s) / sum(i)``: with the residuals
    ``d = s - R i`` of ``n`` zones its standard error is ``sqrt(n / (n - 1) * sum(d ** 2)) / sum(i)``, and
    the interval is ``R`` plus and minus that error times the quantile of Student's t with ``n - 1`` degrees
    of freedom; it can reach below zero.

    Parameters
    ----------
    table : dataframe
        As for :func:`shares`.
    method : {"bootstrap", "delta"}
        How the interval of the pooled share is computed.
    level, resamples, seed : float, int, int
        Level of the interval, between 0 and 1 [1]; number of bootstrap resamples, and their seed: the same
        seed gives the same interval.

    Returns
    -------
    Summary
        Money in the unit of the table, shares in percent.

    Raises
    ------
    UnknownNameError, BadArgument
        If there is no such method; if ``level`` is not between 0 and 1 or ``resamples`` is below 1.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; Cochran (1977), Sampling
    Techniques, section 6.4 (without the correction for a finite population).

    Examples
    --------
    >>> import ecopark as ep
    >>> result = summary(ep.datasets.load("ctip_subsidies"), method="delta")
    >>> result.total, result.n, result.n_missing
    (3086.0, 17, 10)
    >>> [round(end, 2) for end in (result.pooled_share_low, result.pooled_share, result.pooled_share_high)]
    [2.61, 6.81, 11.0]
    """
    from scipy import stats

    require_known(mark("method"), method, METHODS)
    if not 0 < level < 1 or resamples < 1:
        message = mark("level must be between 0 and 1 and resamples at least 1, not {level}, {resamples}.")
        raise BadArgument(message, level=level, resamples=resamples)
    # All subsidies that are known; the pooled share rests on the zones that have both numbers.
    rows = shares(table)
    received, single = (rows[name].dropna().to_numpy(np.float64) for name in ("subsidy", "share"))
    paid, spent = _amounts(rows[rows["share_status"] != "missing"])
    n, pooled = len(paid), _pooled_share(paid, spent)

    # A pooled share is never above the largest single one: below the limit it can be squared.
    has_interval = n >= _MIN_ZONES and len(single) == n and bool((single < LARGEST).all())
    error = low = high = None
    if has_interval and pooled is not None and method == "delta":
        # d = s - R i, and se(R) = sqrt(n / (n - 1) sum(d^2)) / sum(i), in percentage points.
        residuals = paid - paid.sum() / spent.sum() * spent
        error = float(math.sqrt(n / (n - 1) * np.sum(residuals**2)) / spent.sum() * 100)
        reach = float(stats.t.ppf((1 + level) / 2, n - 1)) * error
        low, high = pooled - reach, pooled + reach
    elif has_interval:
        # Zones are drawn with both of their numbers, as pairs.
        resampled = stats.bootstrap(
            (paid, spent), lambda s, i, axis: 100 * s.sum(axis) / i.sum(axis), paired=True, vectorized=True,
            method="percentile", confidence_level=level, n_resamples=resamples, rng=seed,
        )  # fmt: skip
        error = float(resampled.standard_error)
        low, high = (float(end) for end in resampled.confidence_interval)
    status = "missing"
    if n:
        status = "ok" if has_interval else "undefined"

    mean_subsidy, median_subsidy = _mean_and_median(received)
    mean_share, median_share = _mean_and_median(single)
    return Summary(
        total=float(received.sum()) if received.size else None,
        n=len(rows),
        n_missing=len(rows) - n,
        mean_subsidy=mean_subsidy,
        median_subsidy=median_subsidy,
        pooled_share=pooled,
        mean_share=mean_share,
        median_share=median_share,
        pooled_share_low=low,
        pooled_share_high=high,
        std_error=error,
        method=method,
        level=level,
        status=status,
    )


def leave_one_out(table: Any) -> pd.DataFrame:
    """Compute both averages with each zone left out in turn.

    Parameters
    ----------
    table : dataframe
        As for :func:`shares`, with a column ``zone``.

    Returns
    -------
    pandas.DataFrame
        One row for each zone with a known share, largest investment first: ``zone``, ``investment``
        [as in the table], ``pooled_without`` and ``mean_without`` [%], and ``pooled_change`` [percentage
        points], pooled share without the zone less that of all. With fewer than two zones there is nothing
        left to average: the table is empty.

    Examples
    --------
    >>> import ecopark as ep
    >>> leave_one_out(ep.datasets.load("ctip_subsidies")).round(2).loc[[0], ["zone", "pooled_without"]]
                 zone  pooled_without
    0  Guangzhou ETDZ            8.62
    """
    import pandas as pd

    rows = shares(_check_table(table, "zone"))
    rows = rows[rows["share_status"] == "ok"].sort_values("investment", ascending=False, kind="stable")
    rows = rows if len(rows) > 1 else rows.head(0)
    paid, spent = _amounts(rows)

    # Summed anew each time: after a subtraction from the total, one large zone would swallow small ones.
    paid_without, spent_without, shares_without = (
        np.array([np.delete(amounts, zone).sum() for zone in range(len(rows))], dtype=float)
        for amounts in (paid, spent, rows["share"].to_numpy())
    )
    pooled_without = paid_without / spent_without * 100
    return pd.DataFrame(
        {
            "zone": rows["zone"].to_numpy(),
            "investment": spent,
            "pooled_without": pooled_without,
            "mean_without": shares_without / (len(rows) - 1),
            "pooled_change": pooled_without - (_pooled_share(paid, spent) or 0.0),
        }
    )


def permutation_test(table: Any, *, resamples: int = 50_000, seed: int = 0) -> PermutationTest:
    """Test whether the share falls with the investment by more than chance, by reshuffling the subsidies.

    If amounts had nothing to do with investments, each of the ``n!`` ways to assign the subsidies to the
    investments would be equally likely. The p-value is the part of them whose correlation of share and
    investment is at least as low as that of the table. If ``n!`` is at most ``resamples`` (by default,
    up to eight zones), all are tried and the test is exact; else ``resamples`` of them are drawn, and
    ``p = (k + 1) / (resamples + 1)`` with ``k`` as low. Ties count as low, so subsidies that are
    all equal give ``p = 1``. An assignment that makes all shares equal counts as a correlation of zero.

    Parameters
    ----------
    table : dataframe
        As for :func:`shares`.
    resamples, seed : int, int
        Largest number of assignments, and the seed if they are drawn at random.

    Returns
    -------
    PermutationTest
        Correlations and p-value [1], with the correlation of each assignment.

    Raises
    ------
    BadArgument
        If ``resamples`` is below 1.

    References
    ----------
    Pitman (1937), Significance tests which may be applied to samples from any populations, part II.

    Examples
    --------
    >>> import ecopark as ep
    >>> test = permutation_test(ep.datasets.load("ctip_subsidies"))
    >>> round(test.statistic, 2), round(test.expected, 2), len(test.null), test.exact, round(test.p_value, 3)
    (-0.83, -0.76, 5040, True, 0.187)
    """
    from scipy import stats

    if resamples < 1:
        raise BadArgument("resamples must be at least 1, not {resamples}.", resamples=resamples)
    rows = shares(table)
    paid, spent = _amounts(rows[rows["share_status"] == "ok"])
    n = len(paid)
    if n < _MIN_ZONES or not _varies(paid / spent) or not _varies(spent):
        return PermutationTest(n, len(rows) - n, "undefined" if n else "missing")

    # Pearson's correlation is the product of both deviations, each divided by its length. Investments stay in
    # their places, so theirs are computed once.
    centered = (spent - spent.mean()) / np.linalg.norm(spent - spent.mean())

    def correlate(assigned: Amounts, axis: int) -> Any:
        share = assigned / spent
        share = share / share.max(axis, keepdims=True)  # the same correlation, and no square overflows
        deviations = share - share.mean(axis, keepdims=True)
        size = np.linalg.norm(deviations, axis=axis)
        return np.divide(deviations @ centered, size, out=np.zeros_like(size), where=_varies(share))

    test = stats.permutation_test(
        (paid,), correlate, permutation_type="pairings", vectorized=True, alternative="less",
        n_resamples=resamples, axis=-1, rng=seed,
    )  # fmt: skip
    return PermutationTest(
        n,
        n_missing=len(rows) - n,
        status="ok",
        statistic=float(test.statistic),
        expected=float(np.median(test.null_distribution)),
        p_value=float(test.pvalue),
        exact=math.factorial(n) <= resamples,
        null=test.null_distribution,
    )


def tranche(
    subsidy: float,
    targets_met: float | Sequence[float],
    years: float,
    substantial_progress: bool,
    reading: Literal["count", "attainment"] = "count",
    precedence: Literal["targets", "refund"] = "targets",
) -> Tranche:
    """Apply the tranche rule of the circular program to one zone.

    The first half is paid after the agreement, the second at 90 % of the targets; a zone without
    substantial progress after three years pays back what it has received. All numbers, and their pages in
    the source, are in the package ``programs``, table ``tranche_rule``. The text leaves three things open:
    each is an argument.

    Parameters
    ----------
    subsidy : float
        Approved subsidy ``S`` [any unit of money].
    targets_met : float or sequence of float
        For ``count``: the share of the targets that are met [%], from 0 to 100, or the attainment
        of each target [%], of which those at 100 or more are met. For ``attainment``: the
        attainment of each target [%], or that of the target farthest behind.
    years : float
        Time since the agreement [year]. The third anniversary counts as three years.
    substantial_progress : bool
        Whether the authority sees substantial progress: a judgment, which the rule does not define.
    reading : {"count", "attainment"}
        Meaning of "90 % of the targets": 90 % of their number, or each of them reached to 90 %.
    precedence : {"targets", "refund"}
        Which rule wins if a zone meets the targets without substantial progress: it gets the second half,
        or pays the refund.

    Returns
    -------
    Tranche
        ``paid``, ``due`` and ``refunded`` in the unit of the subsidy, and ``why``.

    Raises
    ------
    UnknownNameError, UndefinedResult, BadArgument
        If there is no such reading or precedence; if there are no targets; if a number is negative or not
        finite, or a share of targets is above 100 %.

    Examples
    --------
    >>> tranche(210, 91, years=2, substantial_progress=True).paid
    210.0
    >>> late = tranche(210, 60, years=3, substantial_progress=False)
    >>> late.paid, late.refunded
    (0.0, 105.0)
    """
    require_known(mark("reading"), reading, ("count", "attainment"))
    require_known(mark("precedence"), precedence, ("targets", "refund"))
    is_share = isinstance(targets_met, numbers.Real)
    targets: list[Any] = [targets_met] if is_share else list(targets_met)  # type: ignore[arg-type]
    if not targets:
        raise UndefinedResult("There are no targets, so no part of them is met.")
    if wrong := [str(value) for value in (subsidy, years, *targets) if not 0 <= value < math.inf]:
        message = mark("subsidy, targets_met and years must be finite and not negative, not {values}.")
        raise BadArgument(message, values=", ".join(wrong[:5]))
    if reading == "count" and is_share and targets[0] > 100:
        raise BadArgument("A share of the targets is at most 100 %, not {share}.", share=targets[0])

    # The number compared with the threshold [%]: the lowest attainment, or the share of targets met.
    reached = float(min(targets))
    if reading == "count" and not is_share:
        reached = 100 * sum(target >= 100 for target in targets) / len(targets)
    rule = {row["parameter"]: row["value"] for row in datasets.rows("programs", "tranche_rule")}
    threshold, patience = rule["targets_threshold"], rule["years_without_progress"]
    first, second = rule["first_share"] * subsidy, rule["second_share"] * subsidy  # the two payments
    is_enough, is_late = reached >= threshold, years >= patience

    # Money back, or the first payment, or both.
    if is_late and not substantial_progress and not (is_enough and precedence == "targets"):
        refunded = rule["refund_share"] * first
        late = mark(
            "No substantial progress after {years:g} years; the rule takes money back after at least "
            "{patience:g} years."
        )
        why = say(late, years=years, patience=patience)
        return Tranche(float(first - refunded), 0.0, float(refunded), why)
    sentence = mark(
        "{reached:g} % of the targets are met; the second payment needs at least {threshold:g} %."
    )
    if reading == "attainment":
        sentence = mark(
            "The last target is reached to {reached:g} %; the second payment needs at least {threshold:g} %."
        )
    why = say(sentence, reached=reached, threshold=threshold)
    if is_enough:
        return Tranche(float(first + second), 0.0, 0.0, why)
    return Tranche(float(first), float(second), 0.0, why)


def _check_table(table: Any, *texts: str) -> pd.DataFrame:
    """Return a table as a pandas dataframe, or raise one error with every fault of its columns."""
    frame = frames.from_native_eager(table, mark("table"))
    columns = [
        Column("subsidy", "number", mark("money"), minimum=0, meaning=mark("subsidy granted")),
        Column("investment", "number", mark("money"), minimum=0, meaning=mark("investment of the zone")),
        *(Column(name, "text", meaning=mark("name of the zone")) for name in texts),
    ]
    if issues := find_issues(frame, columns):
        raise DataError("the table of subsidies", issues)
    return frame.to_pandas()


def _amounts(rows: pd.DataFrame) -> tuple[Amounts, Amounts]:
    """Return subsidies and investments, NaN where they are missing."""
    paid, spent = (rows[name].to_numpy(np.float64, na_value=np.nan) for name in ("subsidy", "investment"))
    return paid, spent


def _pooled_share(paid: Amounts, spent: Amounts) -> float | None:
    """Return all subsidies over all investments [%]; ``None`` if nothing is invested."""
    return float(paid.sum() / spent.sum() * 100) if spent.sum() > _MIN_INVESTMENT else None


def _mean_and_median(values: Amounts) -> tuple[float, float] | tuple[None, None]:
    """Return mean and median; ``None`` if there is no value."""
    return (float(values.mean()), float(np.median(values))) if values.size else (None, None)


def _varies(values: Amounts) -> Any:
    """Return whether the values of each row differ by more than their last digits."""
    return np.ptp(values, axis=-1) > np.maximum(_EQUAL * np.abs(values).max(axis=-1), _MIN_INVESTMENT)
