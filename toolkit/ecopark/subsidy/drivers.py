"""What moves the subsidy shares: single zones, and the size of their investment."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np

from ecopark import frames
from ecopark.subsidy.zone_shares import NOTHING, Amounts, amounts, checked, known, like, pooled, shares

__all__ = ["correlation", "influence"]

_FEWEST = 3  # zones
_ALIKE = 1e-12  # numbers that differ by less than this part of the largest are equal


def influence(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Return both averages with each zone left out in turn.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone, with a column ``zone``.
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
    >>> influence(ep.datasets.load("ctip_subsidies")).round(2).loc[[0], ["zone", "pooled_without"]]
                 zone  pooled_without
    0  Guangzhou ETDZ            8.62
    """
    whole = checked(table, subsidy, investment, named=True).to_native()
    frame = frames.eager(shares(whole, subsidy, investment), "table")
    found = frame.filter(nw.col("share_status") == "ok").sort(investment, descending=True)
    if len(found) < 2:
        found = found.head(0)
    paid, spent, own = (amounts(found, name) for name in (subsidy, investment, "share"))
    pooled_without = _without(paid) / _without(spent) * 100
    columns = {
        "zone": found.get_column("zone").to_list(),
        "investment": spent,
        "pooled_without": pooled_without,
        "mean_without": _without(own) / (len(own) - 1),
        "pooled_change": pooled_without - (pooled(paid, spent) or 0.0),
    }
    return like(frame, columns)


def _without(amounts: Amounts) -> Amounts:
    """Return the sum of all others for each amount: taking it from the total would lose small ones."""
    before, after = np.cumsum(amounts), np.cumsum(amounts[::-1])[::-1]
    return np.append(0.0, before[:-1]) + np.append(after[1:], 0.0) if len(amounts) else amounts


def correlation(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Return how the subsidy, and its share of the investment, go with the size of the investment.

    A lump sum gives a subsidy that has nothing to do with the investment and a share that falls
    with it; a rate gives a subsidy that rises with the investment and a share that does not.

    The investment stands below the line of the share, so the two are related even where subsidies
    are drawn by lot. A p-value for "no relation" would therefore answer the wrong question, and
    none is given.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone.
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
    >>> found = correlation(ep.datasets.load("ctip_subsidies"))
    >>> found.loc[found["method"] == "pearson", ["quantity", "n", "correlation", "status"]].round(2)
      quantity  n  correlation status
    0    share  7        -0.83     ok
    2  subsidy  7         0.02     ok
    """
    frame = checked(table, subsidy, investment)
    paid, spent = known(frame, subsidy, investment)
    some = spent > NOTHING
    pairs = {"share": (paid[some] / spent[some], spent[some]), "subsidy": (paid, spent)}
    rows = [
        (quantity, method, len(one), *_correlated(one, other, method))
        for quantity, (one, other) in pairs.items()
        for method in ("pearson", "spearman")
    ]
    names = ("quantity", "method", "n", "correlation", "status")
    return like(frame, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _correlated(one: Amounts, other: Amounts, method: str) -> tuple[float | None, str]:
    """Return a correlation [1] and its status."""
    from scipy import stats

    if not len(one):
        return None, "missing"
    if len(one) < _FEWEST or not (_varies(one) and _varies(other)):
        return None, "undefined"
    measure = stats.pearsonr if method == "pearson" else stats.spearmanr
    return float(measure(one, other).statistic), "ok"


def _varies(numbers: Amounts) -> bool:
    return bool(np.ptp(numbers) > max(_ALIKE * np.abs(numbers).max(), NOTHING))
