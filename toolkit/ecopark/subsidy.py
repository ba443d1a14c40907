"""Subsidies: single and pooled shares, their uncertainty, the zones that move them, and the tranche rule.

Tables have one row per zone, with a subsidy and an investment in the same unit of money; a column that is
missing, or holds text or negative money, is a ``DataError`` with all faults.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from operator import ge, gt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import datasets, frames
from ecopark.errors import BadArgument, DataError, UndefinedResult, UnknownNameError
from ecopark.files import read_table
from ecopark.frames import Frame
from ecopark.validation import LARGEST, Column, find_issues

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("METHODS", "RequiredShare", "Summary", "Tranche", "correlation", "leave_one_out", "read"),
    *("required_share", "shares", "summary", "tranche"),
]

METHODS = ("bootstrap", "delta")

_MIN_INVESTMENT = 1 / LARGEST  # a smaller investment counts as zero, so that no share is infinite
_MIN_ZONES = 3  # for an interval or a correlation
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

    def __getitem__(self, name: str) -> Any:
        """Return one figure by its name."""
        if name not in asdict(self):
            raise UnknownNameError("figure of the summary", name, asdict(self))
        return getattr(self, name)

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a table with one row each: figure, value, unit."""
        import pandas as pd

        rows = []
        for name, value in asdict(self).items():
            if name not in {"std_error", "method", "level", "status"}:
                unit = "%" if "share" in name else "1" if name.startswith("n") else "as in the table"
                rows.append((name.replace("_", " "), value, unit))
        return pd.DataFrame(rows, columns=["figure", "value", "unit"])


@dataclass(frozen=True)
class RequiredShare:
    """The subsidy that a target for the pooled share requires, as from :func:`required_share`.

    ``pooled_share`` is that of all zones as it is. ``n`` zones have a subsidy and an investment,
    ``n_missing`` lack one of them and count nowhere.
    """

    target: float
    pooled_share: float | None
    required_share: float | None
    required_subsidy: float | None
    extra_subsidy: float | None
    n: int
    n_missing: int
    status: str


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
        if self.refunded:
            return f"The zone pays back {self.refunded:,.1f}. {self.why}"
        if self.due:
            return f"The zone keeps {self.paid:,.1f}; {self.due:,.1f} is not paid. {self.why}"
        return f"The zone has all of {self.paid:,.1f}. {self.why}"


def read(path: str | Path, subsidy: str = "subsidy", investment: str = "investment") -> pd.DataFrame:
    """Read a table of subsidies from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file.
    subsidy, investment : str
        Names of the two columns of money.

    Returns
    -------
    pandas.DataFrame
        The table as it is in the file.

    Examples
    --------
    >>> from ecopark import places
    >>> len(read(places.datasets() / "ctip_subsidies" / "subsidies.csv"))
    17
    """
    table = read_table(path)
    _checked(table, subsidy, investment)
    return table


def shares(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Compute the subsidy of each row as a share of its investment: ``100 * subsidy / investment``.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone.
    subsidy, investment : str
        Names of the two columns of money.

    Returns
    -------
    dataframe
        The table, of the same kind, with ``share`` [%] and ``share_status``: ``ok``, ``missing``
        (one of the two is missing) or ``undefined`` (the investment is zero, or not above 1e-100).

    Examples
    --------
    >>> import ecopark as ep
    >>> table = shares(ep.datasets.load("ctip_subsidies"))
    >>> table.loc[[0, 1], ["zone", "share", "share_status"]].round(2)
                zone  share share_status
    0   Wanzhou ETDZ    NaN      missing
    1  Dongying ETDZ   5.43           ok
    """
    frame, *_ = _checked(table, subsidy, investment)
    paid, spent = nw.col(subsidy).cast(nw.Float64), nw.col(investment).cast(nw.Float64)
    missing = paid.fill_nan(None).is_null() | spent.fill_nan(None).is_null()
    share = nw.when(~missing & (spent > _MIN_INVESTMENT)).then(paid / spent * 100)
    status = nw.when(spent <= _MIN_INVESTMENT).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    status = nw.when(missing).then(nw.lit("missing")).otherwise(status)
    return frame.with_columns(share.alias("share"), status.alias("share_status")).to_native()


def summary(
    table: Any,
    subsidy: str = "subsidy",
    investment: str = "investment",
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
    table, subsidy, investment : dataframe, str, str
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
    >>> [round(result[name], 2) for name in ("pooled_share", "pooled_share_low", "pooled_share_high")]
    [6.81, 2.61, 11.0]
    """
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    if not 0 < level < 1 or resamples < 1:
        rule = "level must be between 0 and 1 and resamples at least 1"
        raise BadArgument(f"{rule}, not {level}, {resamples}.")
    frame, paid, spent, has_both = _checked(table, subsidy, investment)
    received, paid, spent = paid[~np.isnan(paid)], paid[has_both], spent[has_both]
    n, invested = len(paid), spent > _MIN_INVESTMENT
    single, pooled = paid[invested] / spent[invested] * 100, _pooled_share(paid, spent)

    # A pooled share is never above the largest single one: below the limit it can be squared.
    has_interval = n >= _MIN_ZONES and invested.all() and bool((single < LARGEST).all())
    error = low = high = None
    if has_interval and pooled is not None and method == "delta":
        from scipy.special import stdtrit

        residuals = paid - paid.sum() / spent.sum() * spent
        error = float(math.sqrt(n / (n - 1) * np.sum(residuals**2)) / spent.sum() * 100)
        reach = float(stdtrit(n - 1, (1 + level) / 2)) * error
        low, high = pooled - reach, pooled + reach
    elif has_interval:
        rows = np.random.default_rng(seed).integers(0, n, (resamples, n))
        drawn = paid[rows].sum(axis=1) / spent[rows].sum(axis=1) * 100
        error = float(drawn.std())
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Summary(
        total=float(received.sum()) if received.size else None,
        n=len(frame),
        n_missing=len(frame) - n,
        mean_subsidy=float(received.mean()) if received.size else None,
        median_subsidy=float(np.median(received)) if received.size else None,
        pooled_share=pooled,
        mean_share=float(single.mean()) if single.size else None,
        median_share=float(np.median(single)) if single.size else None,
        pooled_share_low=low,
        pooled_share_high=high,
        std_error=error,
        method=method,
        level=level,
        status="ok" if has_interval else "undefined" if n else "missing",
    )


def leave_one_out(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Compute both averages with each zone left out in turn.

    Parameters
    ----------
    table, subsidy, investment : dataframe, str, str
        As for :func:`shares`, with a column ``zone``.

    Returns
    -------
    dataframe
        The same kind as the table, one row for each zone with a known share, largest investment
        first: ``zone``, ``investment`` [as in the table], ``pooled_without`` and ``mean_without``
        [%], and ``pooled_change`` [percentage points], pooled share without the zone less that of
        all. With fewer than two zones there is nothing left to average: the table is empty.

    Examples
    --------
    >>> import ecopark as ep
    >>> leave_one_out(ep.datasets.load("ctip_subsidies")).round(2).loc[[0], ["zone", "pooled_without"]]
                 zone  pooled_without
    0  Guangzhou ETDZ            8.62
    """
    frame, paid, spent, has_both = _checked(table, subsidy, investment, needs_zone=True)
    order = np.argsort(-spent, kind="stable")  # largest first
    order = order[(has_both & (spent > _MIN_INVESTMENT))[order]]
    order = order if len(order) > 1 else order[:0]
    zones, paid, spent = frame.get_column("zone").to_list(), paid[order], spent[order]

    # Summed anew each time: after a subtraction from the total, one large zone would swallow small ones.
    paid_without, spent_without, shares_without = (
        np.array([np.delete(amounts, zone).sum() for zone in range(len(order))], dtype=float)
        for amounts in (paid, spent, paid / spent * 100)
    )
    pooled_without = paid_without / spent_without * 100
    columns = {
        "zone": [zones[row] for row in order],
        "investment": spent,
        "pooled_without": pooled_without,
        "mean_without": shares_without / (len(order) - 1),
        "pooled_change": pooled_without - (_pooled_share(paid, spent) or 0.0),
    }
    return nw.from_dict(columns, backend=frame.implementation).to_native()


def correlation(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Correlate the subsidy, and its share of the investment, with the size of the investment.

    With a lump sum the share falls with the investment and the subsidy does not rise; with a rate it is
    the other way round. The investment is the denominator of the share, so the two are related even if
    subsidies are assigned at random (Pearson 1897, On a form of spurious correlation): no p-value is given.

    Parameters
    ----------
    table, subsidy, investment : dataframe, str, str
        As for :func:`shares`.

    Returns
    -------
    dataframe
        The same kind as the table, one row per ``quantity`` (``share``, ``subsidy``) and ``method``
        (``pearson``, or ``spearman`` of the ranks): ``n``, zones with both numbers; ``correlation`` with the
        investment [1]; ``status``: ``ok``, ``missing`` (no zone has both) or ``undefined`` (fewer than three
        zones, or one of the two does not vary). An investment of zero counts for the subsidy only.

    Examples
    --------
    >>> import ecopark as ep
    >>> table = correlation(ep.datasets.load("ctip_subsidies"))
    >>> table.loc[table["method"] == "pearson", ["quantity", "n", "correlation", "status"]].round(2)
      quantity  n  correlation status
    0    share  7        -0.83     ok
    2  subsidy  7         0.02     ok
    """
    from scipy import stats

    frame, paid, spent, has_both = _checked(table, subsidy, investment)
    paid, spent = paid[has_both], spent[has_both]
    invested = spent > _MIN_INVESTMENT
    rows: list[tuple[str, str, int, float | None, str]] = []
    pairs = {"share": (paid[invested] / spent[invested], spent[invested]), "subsidy": (paid, spent)}
    for quantity, pair in pairs.items():
        n = len(pair[0])
        status = "missing" if not n else "undefined" if n < _MIN_ZONES else "ok"
        # Values that differ in their last digits only do not vary.
        if n and any(np.ptp(x) <= max(_EQUAL * np.abs(x).max(), _MIN_INVESTMENT) for x in pair):
            status = "undefined"
        for method, measure in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr)):
            figure = float(measure(*pair).statistic) if status == "ok" else None
            rows.append((quantity, method, n, figure, status))
    names = ("quantity", "method", "n", "correlation", "status")
    columns = {name: [*values] for name, values in zip(names, zip(*rows, strict=True), strict=True)}
    return nw.from_dict(columns, backend=frame.implementation).to_native()


def required_share(
    table: Any,
    target: float,
    subsidy: str = "subsidy",
    investment: str = "investment",
    *,
    zones: Collection[str] | None = None,
) -> RequiredShare:
    """Compute the subsidy that brings the pooled share of all zones to a target.

    With subsidies ``s`` and investments ``i`` of the zones that have both, ``sum`` over all of them and
    ``sum_z`` over those whose subsidy may change, their required subsidy is ``target / 100 * sum(i) -
    (sum(s) - sum_z(s))``, their extra subsidy the required one less ``sum_z(s)`` (negative if less would
    do), and their required share ``100 * required subsidy / sum_z(i)``. Investments stay as they are.

    Parameters
    ----------
    table, subsidy, investment : dataframe, str, str
        As for :func:`shares`; with a column ``zone`` if ``zones`` is given.
    target : float
        Pooled share of all zones to be reached [%], zero or more.
    zones : collection of str, optional
        Zones whose subsidy may change; by default all.

    Returns
    -------
    RequiredShare
        Money in the unit of the table, shares in percent. ``status`` is ``ok``, also above 100 %;
        ``missing``, no zone that may change has both numbers; or ``undefined``, their investments add up
        to zero, or the others alone get more than the target allows.

    Raises
    ------
    UnknownNameError, BadArgument
        If the table has no such zone; if the target is negative or not finite.

    Examples
    --------
    >>> import ecopark as ep
    >>> result = required_share(ep.datasets.load("ctip_subsidies"), 8.5)
    >>> round(result.required_subsidy, 1), round(result.extra_subsidy, 1)
    (1267.1, 252.1)
    """
    if not (math.isfinite(target) and target >= 0):
        raise BadArgument(f"target must be zero or more [%], not {target}.")
    frame, paid, spent, known = _checked(table, subsidy, investment, needs_zone=zones is not None)
    may_change = np.ones(len(frame), dtype=np.bool_)
    if zones is not None:
        names = frame.get_column("zone").to_list()
        chosen = {zones} if isinstance(zones, str) else set(zones)
        for zone in sorted(chosen.difference(names)):
            raise UnknownNameError("zone", zone, names)
        may_change = np.array([name in chosen for name in names], dtype=np.bool_)
    may_change &= known
    required = target / 100 * spent[known].sum() - paid[known & ~may_change].sum()
    possible = spent[may_change].sum() > _MIN_INVESTMENT and required >= 0
    return RequiredShare(
        target=float(target),
        pooled_share=_pooled_share(paid[known], spent[known]),
        required_share=float(required / spent[may_change].sum() * 100) if possible else None,
        required_subsidy=float(required) if possible else None,
        extra_subsidy=float(required - paid[may_change].sum()) if possible else None,
        n=int(known.sum()),
        n_missing=int((~known).sum()),
        status="ok" if possible else "undefined" if may_change.any() else "missing",
    )


def tranche(
    subsidy: float,
    targets_met: float | Sequence[float],
    years: float,
    substantial_progress: bool,
    reading: Literal["count", "attainment"] = "count",
    refund: Literal["received", "all"] = "received",
    precedence: Literal["targets", "refund"] = "targets",
) -> Tranche:
    """Apply the tranche rule of the circular program to one zone.

    The first half is paid after the agreement, the second at 90 % of the targets; a zone without
    substantial progress after three years pays back. All numbers, and their pages in the source, are in
    the package ``programs``, table ``tranche_rule``. The text leaves four things open: each is an argument.

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
    refund : {"received", "all"}
        Amount to pay back: the money received, ``0.5 S``, or all of ``S``; then ``paid`` is negative.
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
        If there is no such reading, refund or precedence; if there are no targets; if a number is
        negative or not finite, or a share of targets is above 100 %.

    Examples
    --------
    >>> tranche(210, 91, years=2, substantial_progress=True).paid
    210.0
    >>> late = tranche(210, 60, years=3, substantial_progress=False)
    >>> late.paid, late.refunded
    (0.0, 105.0)
    """
    for kind, value, known in (
        ("reading", reading, ("count", "attainment")),
        ("refund", refund, ("received", "all")),
        ("precedence", precedence, ("targets", "refund")),
    ):
        if value not in known:
            raise UnknownNameError(kind, value, known)
    is_share = isinstance(targets_met, numbers.Real)
    targets: list[Any] = [targets_met] if is_share else list(targets_met)  # type: ignore[arg-type]
    if not targets:
        raise UndefinedResult("There are no targets, so no part of them is met.")
    for label, values in (("subsidy and years", [subsidy, years]), ("targets_met", targets)):
        if wrong := [str(value) for value in values if not (math.isfinite(value) and value >= 0)]:
            raise BadArgument(f"{label} must be finite and not negative, not {', '.join(wrong[:5])}.")
    if reading == "count" and is_share and targets[0] > 100:
        raise BadArgument(f"A share of the targets is at most 100 %, not {targets[0]}.")

    # What is compared with the threshold [%]: the lowest attainment, or the share of targets met.
    reached = float(min(targets))
    if reading == "count" and not is_share:
        reached = 100 * sum(target >= 100 for target in targets) / len(targets)
    rules = {row["parameter"]: row for row in datasets.rows("programs", "tranche_rule")}
    threshold, patience = rules["targets_threshold"], rules["years_without_progress"]
    compare, words = {">=": ge, ">": gt}, {">=": "at least", ">": "more than"}
    is_enough = compare[threshold["operator"]](reached, threshold["value"])
    is_late = compare[patience["operator"]](years, patience["value"])

    # The two payments, or money back.
    first, second = (rules[name]["value"] * subsidy for name in ("first_share", "second_share"))
    if is_late and not substantial_progress and not (is_enough and precedence == "targets"):
        refunded = rules["refund_share"]["value"] * (first + (second if refund == "all" else 0))
        limit = f"{words[patience['operator']]} {patience['value']:g}"
        why = f"No substantial progress after {years:g} years; the rule takes money back after {limit} years."
        return Tranche(float(first - refunded), 0.0, float(refunded), why)
    limit = f"{words[threshold['operator']]} {threshold['value']:g}"
    finding = f"{reached:g} % of the targets are met"
    if reading == "attainment":
        finding = f"The last target is reached to {reached:g} %"
    why = f"{finding}; the second payment needs {limit} %."
    if is_enough:
        return Tranche(float(first + second), 0.0, 0.0, why)
    return Tranche(float(first), float(second), 0.0, why)


def _checked(
    table: Any, subsidy: str, investment: str, *, needs_zone: bool = False
) -> tuple[Frame, Amounts, Amounts, NDArray[np.bool_]]:
    """Return a checked view of a table, its subsidies and investments (NaN if missing), and who has both."""
    frame = frames.from_native_eager(table, "table")
    wanted = [
        Column(subsidy, "number", "money", True, None, 0, None, "subsidy granted"),
        Column(investment, "number", "money", True, None, 0, None, "investment of the zone"),
        Column("zone", "text", "", True, None, None, None, "name of the zone"),
    ]
    if problems := find_issues(frame, wanted if needs_zone else wanted[:2]):
        raise DataError("the table of subsidies", problems)
    amounts = (frame.get_column(name).cast(nw.Float64).to_numpy() for name in (subsidy, investment))
    paid, spent = (np.asarray(column, dtype=np.float64) for column in amounts)
    return frame, paid, spent, ~np.isnan(paid) & ~np.isnan(spent)


def _pooled_share(paid: Amounts, spent: Amounts) -> float | None:
    """Return all subsidies over all investments [%]; ``None`` if nothing is invested."""
    return float(paid.sum() / spent.sum() * 100) if spent.sum() > _MIN_INVESTMENT else None
