"""Subsidy shares: pooled and mean, with an interval, missing investments kept visible."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ecopark import frames
from ecopark.checks import Column, faults
from ecopark.errors import DataProblem, UnknownName
from ecopark.files import read_table
from ecopark.frames import Frame

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Summary", "influence", "read", "shares", "summary"]


@dataclass(frozen=True)
class Summary:
    """Subsidies and their shares of the investment.

    Money is in the unit of the table, shares are in percent. A figure that cannot be computed is
    ``None``, and ``status`` tells why: ``ok``, ``missing`` (no investment is known) or
    ``undefined`` (the known investments add up to zero, or too few for an interval).
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

        shown = [f.name for f in fields(self) if f.name not in {"level", "status"}]
        rows = [(name.replace("_", " "), self[name], _unit(name)) for name in shown]
        return pd.DataFrame(rows, columns=["figure", "value", "unit"])


def shares(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Return each row's subsidy as a share of its investment: ``100 * subsidy / investment``.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row a zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    pandas.DataFrame or polars.DataFrame
        The table with ``share`` [%] and ``share_status``: ``ok``, ``missing`` (one of the two is
        not there) or ``undefined`` (the investment is zero).

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.

    Examples
    --------
    >>> import ecopark as ep
    >>> found = shares(ep.datasets.load("ctip_subsidies"))
    >>> found.loc[[0, 1], ["zone", "share", "share_status"]].round(2)
                zone  share share_status
    0   Wanzhou ETDZ    NaN      missing
    1  Dongying ETDZ   5.43           ok
    """
    frame = _checked(table, subsidy, investment)
    paid, spent = nw.col(subsidy).cast(nw.Float64), nw.col(investment).cast(nw.Float64)
    absent = paid.fill_nan(None).is_null() | spent.fill_nan(None).is_null()
    defined = nw.when(spent == 0).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    share = nw.when(~absent & (spent != 0)).then(paid / spent * 100)
    status = nw.when(absent).then(nw.lit("missing")).otherwise(defined)
    return frame.with_columns(share.alias("share"), status.alias("share_status")).to_native()


def summary(
    table: Any,
    subsidy: str = "subsidy",
    investment: str = "investment",
    *,
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> Summary:
    """Summarise subsidies and their shares of the investment.

    The pooled share is the sum of the subsidies over the sum of the investments, over the zones
    where both are known. The mean share is the mean of the zones' own shares: it gives a small
    zone the weight of a large one.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row a zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.
    level : float
        Level of the interval of the pooled share, between 0 and 1.
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
    ValueError
        If ``level`` is not between 0 and 1 or ``resamples`` is below 1.

    Examples
    --------
    >>> import ecopark as ep
    >>> result = summary(ep.datasets.load("ctip_subsidies"))
    >>> result.total, result.n, result.n_missing
    (3086.0, 17, 10)
    >>> round(result.pooled_share, 2), round(result.mean_share, 2)
    (6.81, 8.46)
    """
    import numpy as np

    if not 0 < level < 1 or resamples < 1:
        raise ValueError(f"level must be between 0 and 1 and resamples at least 1, not {level}, {resamples}.")
    frame = _checked(table, subsidy, investment)
    paid, spent = (_floats(frame, name) for name in (subsidy, investment))
    known = ~np.isnan(paid) & ~np.isnan(spent)
    own = paid[known & (spent > 0)] / spent[known & (spent > 0)] * 100
    low, high = _interval(paid[known], spent[known], level, resamples, seed)
    pooled = _pooled(paid[known], spent[known])
    received = paid[~np.isnan(paid)]
    return Summary(
        total=float(received.sum()) if received.size else None,
        n=len(frame),
        n_missing=int((~known).sum()),
        mean_subsidy=float(received.mean()) if received.size else None,
        median_subsidy=float(np.median(received)) if received.size else None,
        pooled_share=pooled,
        mean_share=float(own.mean()) if own.size else None,
        median_share=float(np.median(own)) if own.size else None,
        pooled_share_low=low,
        pooled_share_high=high,
        level=level,
        status="missing" if not known.any() else "ok" if low is not None else "undefined",
    )


def influence(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> pd.DataFrame:
    """Return both averages with each zone left out in turn.

    Parameters
    ----------
    table : pandas.DataFrame or polars.DataFrame
        One row a zone, with a column ``zone``.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    pandas.DataFrame
        One row for each zone with a known share, largest investment first: ``zone``,
        ``investment`` [as in the table], ``pooled_without`` and ``mean_without`` [%], and
        ``pooled_change`` [percentage points], pooled share without the zone less that of all.
        With fewer than two zones there is nothing left to average: the table is empty.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.

    Examples
    --------
    >>> import ecopark as ep
    >>> influence(ep.datasets.load("ctip_subsidies")).round(2).loc[[0], ["zone", "pooled_without"]]
                 zone  pooled_without
    0  Guangzhou ETDZ            8.62
    """
    import pandas as pd

    frame = frames.eager(shares(table, subsidy, investment), "table")
    known = frame.filter(nw.col("share_status") == "ok")
    zones = known.get_column("zone").to_list()
    paid, spent, own = (_floats(known, name) for name in (subsidy, investment, "share"))
    others = len(zones) - 1
    columns = ["zone", "investment", "pooled_without", "mean_without", "pooled_change"]
    if others < 1:
        return pd.DataFrame(columns=columns)
    pooled = (paid.sum() - paid) / (spent.sum() - spent) * 100
    change = pooled - paid.sum() / spent.sum() * 100
    values = [zones, spent, pooled, (own.sum() - own) / others, change]
    found = pd.DataFrame(dict(zip(columns, values, strict=True)))
    return found.sort_values("investment", ascending=False, ignore_index=True)


def read(path: str | Path, subsidy: str = "subsidy", investment: str = "investment") -> pd.DataFrame:
    """Read a table of subsidies from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row a zone, with the two columns in the same unit of money.
    subsidy, investment : str
        Names of the two columns.

    Returns
    -------
    pandas.DataFrame
        The table as it stands in the file.

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
    _checked(table, subsidy, investment)
    return table


def _checked(table: Any, subsidy: str, investment: str) -> Frame:
    frame = frames.eager(table, "table")
    money = [
        Column(name, "number", "money", True, None, 0, None, meaning)
        for name, meaning in ((subsidy, "subsidy granted"), (investment, "investment of the zone"))
    ]
    problems = faults(frame, money)
    if problems:
        raise DataProblem("the table of subsidies", problems)
    return frame


def _floats(frame: Frame, name: str) -> NDArray[np.float64]:
    import numpy as np

    column = frame.get_column(name).cast(nw.Float64)
    return np.asarray(column.to_numpy(), dtype=np.float64)


def _pooled(paid: NDArray[np.float64], spent: NDArray[np.float64]) -> float | None:
    return float(paid.sum() / spent.sum() * 100) if spent.sum() > 0 else None


def _interval(
    paid: NDArray[np.float64], spent: NDArray[np.float64], level: float, resamples: int, seed: int
) -> tuple[float | None, float | None]:
    """Return the percentile bootstrap interval of the pooled share [%], zones resampled in pairs."""
    import numpy as np

    if len(paid) < 3 or not (spent > 0).all():
        return None, None
    drawn = np.random.default_rng(seed).integers(0, len(paid), size=(resamples, len(paid)))
    pooled = paid[drawn].sum(axis=1) / spent[drawn].sum(axis=1) * 100
    low, high = np.quantile(pooled, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _unit(name: str) -> str:
    if "share" in name:
        return "%"
    return "1" if name.startswith("n") else "as in the table"
