"""Subsidies: shares pooled and single, how sure they are, what moves them, and the tranche rule."""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames, packages
from ecopark.errors import BadArgument, DataProblem, UndefinedResult, UnknownName
from ecopark.files import read_table
from ecopark.frames import Frame
from ecopark.validation import LARGEST, Column, faults

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "METHODS",
    "RequiredShare",
    "Summary",
    "Tranche",
    "correlation",
    "leave_one_out",
    "read",
    "required_share",
    "shares",
    "summary",
    "tranche",
]

METHODS = ("bootstrap", "delta")

_MIN_INVESTMENT = 1 / LARGEST  # a smaller investment counts as zero, so that no share is infinite
_MIN_ZONES = 3  # for an interval or a correlation
_EQUAL = 1e-12  # numbers that differ by less than this part of the largest are equal
_BLOCK = 1_000_000  # draws of the bootstrap that are in memory at a time

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
            raise UnknownName("figure of the summary", name, asdict(self))
        return getattr(self, name)

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a table with one row each: figure, value, unit."""
        import pandas as pd

        def unit(name: str) -> str:
            if "share" in name:
                return "%"
            return "1" if name.startswith("n") else "as in the table"

        shown = [f.name for f in fields(self) if f.name not in {"std_error", "method", "level", "status"}]
        rows = [(name.replace("_", " "), self[name], unit(name)) for name in shown]
        return pd.DataFrame(rows, columns=["figure", "value", "unit"])


@dataclass(frozen=True)
class RequiredShare:
    """What a target for the pooled share asks for.

    ``target``, ``pooled_share`` (as it is, over all zones) and ``required_share`` are in percent;
    ``required_subsidy`` and ``extra_subsidy`` are in the unit of the table. ``n`` zones have a
    subsidy and an investment, ``n_missing`` lack one of them and count nowhere. A figure that
    cannot be computed is ``None``, and ``status`` says why, see :func:`required_share`.
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
    """What a zone has of its subsidy, in the unit of the subsidy.

    ``paid`` is what it keeps, refunds taken off; ``due`` is what it may still get; ``refunded`` is
    what it pays back; ``why`` says which part of the rule decided.
    """

    paid: float
    due: float
    refunded: float
    why: str


def read(path: str | Path, subsidy: str = "subsidy", investment: str = "investment") -> pd.DataFrame:
    """Read a table of subsidies from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row per zone, with the two columns in the same unit of money.
    subsidy, investment : str
        Names of the two columns.

    Returns
    -------
    pandas.DataFrame
        The table as it is in the file.

    Raises
    ------
    DataProblem
        If the file cannot be read, or with every fault of its columns.

    Examples
    --------
    >>> from ecopark import places
    >>> len(read(places.datasets() / "ctip_subsidies" / "subsidies.csv"))
    17
    """
    table = read_table(path)
    _check(table, subsidy, investment)
    return table


def shares(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Compute each row's subsidy as a share of its investment: ``100 * subsidy / investment``.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    dataframe
        The table, of the same kind, with ``share`` [%] and ``share_status``: ``ok``, ``missing``
        (one of the two is missing) or ``undefined`` (the investment is zero, or not above 1e-100).

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.

    Examples
    --------
    >>> import ecopark as ep
    >>> table = shares(ep.datasets.load("ctip_subsidies"))
    >>> table.loc[[0, 1], ["zone", "share", "share_status"]].round(2)
                zone  share share_status
    0   Wanzhou ETDZ    NaN      missing
    1  Dongying ETDZ   5.43           ok
    """
    frame = _check(table, subsidy, investment)
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

    The pooled share is the sum of the subsidies over the sum of the investments, over the zones whose
    two numbers are known. The mean share is the mean of the zones' own shares: it gives a small zone
    the weight of a large one.

    The interval of the pooled share takes the zones as a sample from many; a table that holds every
    zone needs none. ``bootstrap`` draws the zones again, in pairs and with replacement, and takes the
    percentiles of the shares that result. ``delta`` linearizes the ratio ``R = sum(s) / sum(i)``: with
    the residuals ``d = s - R i`` of ``n`` zones its standard error is
    ``sqrt(n / (n - 1) * sum(d ** 2)) / sum(i)``, and the interval is ``R`` plus and minus that error
    times the quantile of Student's t with ``n - 1`` degrees of freedom. It is symmetric and can reach
    below zero; nothing is cut off.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.
    method : {"bootstrap", "delta"}
        How the interval of the pooled share is computed.
    level : float
        Level of the interval, between 0 and 1 [1].
    resamples : int
        Number of bootstrap resamples of zones.
    seed : int
        Seed of the resampling: the same seed gives the same interval.

    Returns
    -------
    Summary
        Money in the unit of the table, shares in percent.

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
    >>> result = summary(ep.datasets.load("ctip_subsidies"), method="delta")
    >>> result.total, result.n, result.n_missing
    (3086.0, 17, 10)
    >>> round(result.pooled_share, 2), round(result.mean_share, 2)
    (6.81, 8.46)
    >>> round(result.pooled_share_low, 2), round(result.pooled_share_high, 2)
    (2.61, 11.0)
    """
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    if not 0 < level < 1 or resamples < 1:
        raise BadArgument(
            f"level must be between 0 and 1 and resamples at least 1, not {level}, {resamples}."
        )
    frame = _check(table, subsidy, investment)
    received = _amounts(frame, subsidy)
    received = received[~np.isnan(received)]
    paid, spent = _known_pairs(frame, subsidy, investment)
    invested = spent > _MIN_INVESTMENT
    single = paid[invested] / spent[invested] * 100

    # A pooled share is never above the largest single one: below the limit it can be squared.
    has_interval = len(paid) >= _MIN_ZONES and invested.all() and bool((single < LARGEST).all())
    error = low = high = None
    if has_interval and method == "delta":
        error, low, high = _delta_interval(paid, spent, level)
    elif has_interval:
        error, low, high = _bootstrap_interval(paid, spent, level, resamples, seed)
    return Summary(
        total=float(received.sum()) if received.size else None,
        n=len(frame),
        n_missing=len(frame) - len(paid),
        mean_subsidy=float(received.mean()) if received.size else None,
        median_subsidy=float(np.median(received)) if received.size else None,
        pooled_share=_pooled_share(paid, spent),
        mean_share=float(single.mean()) if single.size else None,
        median_share=float(np.median(single)) if single.size else None,
        pooled_share_low=low,
        pooled_share_high=high,
        std_error=error,
        method=method,
        level=level,
        status="ok" if has_interval else "undefined" if len(paid) else "missing",
    )


def _bootstrap_interval(
    paid: Amounts, spent: Amounts, level: float, resamples: int, seed: int
) -> tuple[float, float, float]:
    """Return standard error and percentile interval of the pooled share [%]."""
    random, n = np.random.default_rng(seed), len(paid)
    drawn = np.empty(resamples)
    size = max(1, _BLOCK // n)
    for begin in range(0, resamples, size):
        block = drawn[begin : begin + size]
        rows = random.integers(0, n, (len(block), n))
        block[:] = paid[rows].sum(axis=1) / spent[rows].sum(axis=1) * 100
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(drawn.std()), float(low), float(high)


def _delta_interval(paid: Amounts, spent: Amounts, level: float) -> tuple[float, float, float]:
    """Return standard error and interval of the pooled share [%] from the linearized ratio."""
    from scipy.special import stdtrit

    n = len(paid)
    ratio = paid.sum() / spent.sum()
    error = math.sqrt(n / (n - 1) * np.sum((paid - ratio * spent) ** 2)) / spent.sum() * 100
    reach = stdtrit(n - 1, (1 + level) / 2) * error
    return float(error), float(ratio * 100 - reach), float(ratio * 100 + reach)


def leave_one_out(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Compute both averages with each zone left out in turn.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone, with a column ``zone``.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    dataframe
        The same kind as the table, one row for each zone with a known share, largest investment
        first: ``zone``, ``investment`` [as in the table], ``pooled_without`` and ``mean_without``
        [%], and ``pooled_change`` [percentage points], pooled share without the zone less that of
        all. With fewer than two zones there is nothing left to average: the table is empty.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money, or a zone has no name: all faults,
        listed.

    Examples
    --------
    >>> import ecopark as ep
    >>> leave_one_out(ep.datasets.load("ctip_subsidies")).round(2).loc[[0], ["zone", "pooled_without"]]
                 zone  pooled_without
    0  Guangzhou ETDZ            8.62
    """
    checked = _check(table, subsidy, investment, needs_zone=True)
    frame = frames.eager(shares(checked.to_native(), subsidy, investment), "table")
    frame = frame.filter(nw.col("share_status") == "ok").sort(investment, descending=True)
    if len(frame) < 2:
        frame = frame.head(0)
    paid, spent, single = (_amounts(frame, name) for name in (subsidy, investment, "share"))

    def sums_without(amounts: Amounts) -> Amounts:
        # Added anew each time: taken from the total, one large zone would swallow the small ones.
        return np.array([np.delete(amounts, zone).sum() for zone in range(len(amounts))], dtype=float)

    pooled_without = sums_without(paid) / sums_without(spent) * 100
    columns = {
        "zone": frame.get_column("zone").to_list(),
        "investment": spent,
        "pooled_without": pooled_without,
        "mean_without": sums_without(single) / (len(single) - 1),
        "pooled_change": pooled_without - (_pooled_share(paid, spent) or 0.0),
    }
    return nw.from_dict(columns, backend=frame.implementation).to_native()


def correlation(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Correlate the subsidy, and its share of the investment, with the size of the investment.

    A lump sum gives a subsidy that has nothing to do with the investment and a share that falls
    with it; a rate gives a subsidy that rises with the investment and a share that does not.

    The investment is the denominator of the share, so the two are related even if subsidies are
    assigned at random. A p-value for "no relation" would therefore answer the wrong question, and
    none is given.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    dataframe
        The same kind as the table, four rows: ``quantity`` (``share`` or ``subsidy``) and
        ``method`` (``pearson``, or ``spearman``, that of the ranks); ``n``, zones with both
        numbers; ``correlation`` with the investment [1]; ``status``: ``ok``, ``missing`` (no zone
        has both) or ``undefined`` (fewer than three zones, or one of the two does not vary). A
        zone without any investment has no share, so it counts for the subsidy only.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.

    References
    ----------
    K. Pearson (1897): On a form of spurious correlation which may arise when indices are used in
    the measurement of organs. Proceedings of the Royal Society of London 60, 489-498.

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

    frame = _check(table, subsidy, investment)
    paid, spent = _known_pairs(frame, subsidy, investment)
    invested = spent > _MIN_INVESTMENT

    def varies(values: Amounts) -> bool:
        return bool(np.ptp(values) > max(_EQUAL * np.abs(values).max(), _MIN_INVESTMENT))

    columns: dict[str, list[Any]] = {
        name: [] for name in ("quantity", "method", "n", "correlation", "status")
    }
    pairs = {"share": (paid[invested] / spent[invested], spent[invested]), "subsidy": (paid, spent)}
    for quantity, (values, size) in pairs.items():
        status = "missing" if not len(values) else "ok"
        if len(values) and (len(values) < _MIN_ZONES or not (varies(values) and varies(size))):
            status = "undefined"
        for method, measure in (("pearson", stats.pearsonr), ("spearman", stats.spearmanr)):
            figure = float(measure(values, size).statistic) if status == "ok" else None
            for name, value in zip(columns, (quantity, method, len(values), figure, status), strict=True):
                columns[name].append(value)
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

    With subsidies ``s`` and investments ``i`` of the zones that have both, ``sum`` over all of them
    and ``sum_z`` over the zones whose subsidy may change,

    - the required subsidy of those zones is ``target / 100 * sum(i) - (sum(s) - sum_z(s))``;
    - the extra subsidy is the required one less ``sum_z(s)``, negative if less would do;
    - the required share is ``100 * required subsidy / sum_z(i)``: the pooled share of those zones.

    If every zone's subsidy may change, the required share is the target itself. Investments stay
    as they are: the formula does not say how zones answer to another subsidy.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row per zone; with a column ``zone`` if ``zones`` is given.
    target : float
        Pooled share of all zones to be reached [%], zero or more.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.
    zones : collection of str, optional
        Zones whose subsidy may change; by default all.

    Returns
    -------
    RequiredShare
        Money in the unit of the table, shares in percent. ``status`` is ``ok``; ``missing``, no
        zone that may change has both a subsidy and an investment; or ``undefined``, the investments
        of those zones add up to zero, or the others alone get more than the target allows. A
        required share above 100 % is ``ok``: the subsidy is then larger than the investment.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.
    UnknownName
        If the table has no such zone.
    BadArgument
        If the target is negative or not finite.

    Examples
    --------
    >>> import ecopark as ep
    >>> result = required_share(ep.datasets.load("ctip_subsidies"), 8.5)
    >>> round(result.required_subsidy, 1), round(result.extra_subsidy, 1)
    (1267.1, 252.1)
    """
    if not (math.isfinite(target) and target >= 0):
        raise BadArgument(f"target must be zero or more [%], not {target}.")
    frame = _check(table, subsidy, investment, needs_zone=zones is not None)
    may_change = np.ones(len(frame), dtype=np.bool_)
    if zones is not None:
        names = frame.get_column("zone").to_list()
        chosen = {zones} if isinstance(zones, str) else set(zones)
        for zone in chosen:
            if zone not in names:
                raise UnknownName("zone", zone, names)
        may_change = np.array([name in chosen for name in names], dtype=np.bool_)

    paid, spent = _amounts(frame, subsidy), _amounts(frame, investment)
    known = ~np.isnan(paid) & ~np.isnan(spent)
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

    The first half is paid after the agreement. The second half is paid at 90 % of the targets. A
    zone without substantial progress after three years pays back. Halves, threshold, years and the
    part to pay back are those of the package ``programs``, table ``tranche_rule``. The text leaves
    four things open; each is an argument here, and the answer depends on it.

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
        Whether the authority sees substantial progress. The rule does not define it, so this is a
        judgment, not a number.
    reading : {"count", "attainment"}
        What "90 % of the targets" means: 90 % of their number, or each of them reached to 90 %.
    refund : {"received", "all"}
        What is paid back: the money received until then, ``0.5 S``; or the whole approved subsidy
        ``S``, the strictest reading. The zone then pays back more than it received, and ``paid`` is
        negative.
    precedence : {"targets", "refund"}
        What holds for a zone that meets the targets although no substantial progress is seen: the
        second half, because meeting targets is progress, or the refund.

    Returns
    -------
    Tranche
        ``paid``, ``due`` and ``refunded`` in the unit of the subsidy, and ``why``.

    Raises
    ------
    UnknownName
        If there is no such reading, refund or precedence.
    UndefinedResult
        If there are no targets.
    BadArgument
        If a number is negative or not finite, or a share of targets is above 100 %.

    References
    ----------
    The package ``programs``, table ``tranche_rule``, names the page of each parameter.

    Examples
    --------
    >>> tranche(210, 91, years=2, substantial_progress=True).paid
    210.0
    >>> late = tranche(210, 60, years=3, substantial_progress=False)
    >>> late.paid, late.refunded
    (0.0, 105.0)
    >>> tranche(210, 60, years=2, substantial_progress=False).due
    105.0
    """
    for kind, value, known in (
        ("reading", reading, ("count", "attainment")),
        ("refund", refund, ("received", "all")),
        ("precedence", precedence, ("targets", "refund")),
    ):
        if value not in known:
            raise UnknownName(kind, value, known)
    is_share = isinstance(targets_met, numbers.Real)
    targets: list[Any] = [targets_met] if is_share else list(targets_met)  # type: ignore[arg-type]
    if not targets:
        raise UndefinedResult("There are no targets, so no part of them is met.")
    for what, values in (("subsidy and years", [subsidy, years]), ("targets_met", targets)):
        wrong = [value for value in values if not (math.isfinite(value) and value >= 0)]
        if wrong:
            raise BadArgument(
                f"{what} must be finite and not negative, not {', '.join(map(str, wrong[:5]))}."
            )
    if reading == "count" and is_share and targets[0] > 100:
        raise BadArgument(f"A share of the targets is at most 100 %, not {targets[0]}.")

    # What is compared with the threshold [%]: the lowest attainment, or the share of targets met.
    reached = float(min(targets))
    if reading == "count" and not is_share:
        reached = 100 * sum(target >= 100 for target in targets) / len(targets)
    first, second = (_tranche_rule(name)["value"] * subsidy for name in ("first_share", "second_share"))
    enough, threshold = _is_reached(reached, "targets_threshold")
    late, limit = _is_reached(years, "years_without_progress")

    if late and not substantial_progress and not (enough and precedence == "targets"):
        refunded = _tranche_rule("refund_share")["value"] * (first + (second if refund == "all" else 0))
        why = f"No substantial progress after {years:g} years; the rule takes money back after {limit} years."
        return Tranche(float(first - refunded), 0.0, float(refunded), why)
    words = {"count": "{:g} % of the targets are met", "attainment": "The last target is reached to {:g} %"}
    why = f"{words[reading].format(reached)}; the second payment needs {threshold} %."
    if enough:
        return Tranche(float(first + second), 0.0, 0.0, why)
    return Tranche(float(first), float(second), 0.0, why)


@cache
def _tranche_rule(parameter: str) -> dict[str, Any]:
    """Return one row of the tranche rule."""
    return next(row for row in packages.rows("programs", "tranche_rule") if row["parameter"] == parameter)


def _is_reached(value: float, parameter: str) -> tuple[bool, str]:
    """Return whether a value reaches a limit of the tranche rule, and the limit in words."""
    rule = _tranche_rule(parameter)
    if rule["operator"] == ">=":
        return bool(value >= rule["value"]), f"at least {rule['value']:g}"
    return bool(value > rule["value"]), f"more than {rule['value']:g}"


def _check(table: Any, subsidy: str, investment: str, *, needs_zone: bool = False) -> Frame:
    """Return a view of a table of subsidies, or refuse it with every fault of its columns."""
    frame = frames.eager(table, "table")
    names = {subsidy: "subsidy granted", investment: "investment of the zone"}
    wanted = [
        Column(name, "number", "money", required=True, part_of=None, minimum=0, maximum=None, meaning=meaning)
        for name, meaning in names.items()
    ]
    if needs_zone:
        wanted.append(
            Column(
                "zone",
                "text",
                "",
                required=True,
                part_of=None,
                minimum=None,
                maximum=None,
                meaning="name of the zone",
            )
        )
    problems = faults(frame, wanted)
    if problems:
        raise DataProblem("the table of subsidies", problems)
    return frame


def _amounts(frame: Frame, name: str) -> Amounts:
    """Return a column of money as an array, in the unit of the table; a missing amount is NaN."""
    return np.asarray(frame.get_column(name).cast(nw.Float64).to_numpy(), dtype=np.float64)


def _known_pairs(frame: Frame, subsidy: str, investment: str) -> tuple[Amounts, Amounts]:
    """Return subsidies and investments of the rows that have both, in the unit of the table."""
    paid, spent = _amounts(frame, subsidy), _amounts(frame, investment)
    known = ~np.isnan(paid) & ~np.isnan(spent)
    return paid[known], spent[known]


def _pooled_share(paid: Amounts, spent: Amounts) -> float | None:
    """Return the sum of the subsidies over the sum of the investments [%]; ``None`` if that is zero."""
    return float(paid.sum() / spent.sum() * 100) if spent.sum() > _MIN_INVESTMENT else None
