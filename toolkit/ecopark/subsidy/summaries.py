"""Subsidy shares: pooled and mean, with an interval, missing investments kept visible."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecopark.errors import UnknownName
from ecopark.files import read_table
from ecopark.subsidy.pooling import bootstrap, checked_options
from ecopark.subsidy.zone_shares import NOTHING, amounts, checked, known, pooled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Summary", "read", "summary"]


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
        Level of the interval of the pooled share, between 0 and 1 [1].
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
    BadArgument
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
    checked_options(level, resamples)
    frame = checked(table, subsidy, investment)
    paid, spent = known(frame, subsidy, investment)
    some = spent > NOTHING
    own = paid[some] / spent[some] * 100
    _, low, high = bootstrap(paid, spent, level, resamples, seed) or (None, None, None)
    received = amounts(frame, subsidy)
    received = received[~np.isnan(received)]
    return Summary(
        total=float(received.sum()) if received.size else None,
        n=len(frame),
        n_missing=len(frame) - len(paid),
        mean_subsidy=float(received.mean()) if received.size else None,
        median_subsidy=float(np.median(received)) if received.size else None,
        pooled_share=pooled(paid, spent),
        mean_share=float(own.mean()) if own.size else None,
        median_share=float(np.median(own)) if own.size else None,
        pooled_share_low=low,
        pooled_share_high=high,
        level=level,
        status="missing" if not len(paid) else "ok" if low is not None else "undefined",
    )


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
    checked(table, subsidy, investment)
    return table


def _unit(name: str) -> str:
    if "share" in name:
        return "%"
    return "1" if name.startswith("n") else "as in the table"
