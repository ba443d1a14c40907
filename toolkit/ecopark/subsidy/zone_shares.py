"""Each zone's subsidy as a share of its investment, from a table whose money was checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import DataProblem
from ecopark.frames import Frame
from ecopark.validation import LARGEST, Column, faults

__all__ = ["NOTHING", "Amounts", "amounts", "checked", "known", "like", "pooled", "shares"]

Amounts = NDArray[np.float64]
NOTHING = 1 / LARGEST  # an investment that is not above it counts as zero, so that no share is infinite


def shares(table: Any, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Return each row's subsidy as a share of its investment: ``100 * subsidy / investment``.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    dataframe
        The table, of the same kind, with ``share`` [%] and ``share_status``: ``ok``, ``missing``
        (one of the two is not there) or ``undefined`` (the investment is zero, or not above 1e-100).

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
    frame = checked(table, subsidy, investment)
    paid, spent = nw.col(subsidy).cast(nw.Float64), nw.col(investment).cast(nw.Float64)
    absent = paid.fill_nan(None).is_null() | spent.fill_nan(None).is_null()
    defined = nw.when(spent <= NOTHING).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    share = nw.when(~absent & (spent > NOTHING)).then(paid / spent * 100)
    status = nw.when(absent).then(nw.lit("missing")).otherwise(defined)
    return frame.with_columns(share.alias("share"), status.alias("share_status")).to_native()


def checked(table: Any, subsidy: str, investment: str, *, named: bool = False) -> Frame:
    """Return a view of a table of subsidies whose columns hold money, and a name where it is needed.

    Parameters
    ----------
    table : dataframe
        One row a zone.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.
    named : bool
        Whether each row needs a ``zone``.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.
    """
    frame = frames.eager(table, "table")
    if not named and len(frame) and all(_plain(frame, name) for name in (subsidy, investment)):
        return frame
    wanted = [
        Column(name, "number", "money", True, None, 0, None, meaning)
        for name, meaning in ((subsidy, "subsidy granted"), (investment, "investment of the zone"))
    ]
    if named:
        wanted.append(Column("zone", "text", "", True, None, None, None, "name of the zone"))
    problems = faults(frame, wanted)
    if problems:
        raise DataProblem("the table of subsidies", problems)
    return frame


def _plain(frame: Frame, name: str) -> bool:
    """Return whether a column is money at a glance, so that no rule needs to run."""
    if name not in frame.columns or not frame.get_column(name).dtype.is_numeric():
        return False
    values = amounts(frame, name)
    return not ((values < 0) | (values >= LARGEST)).any()


def amounts(frame: Frame, name: str) -> Amounts:
    """Return a column of money as an array, in the unit of the table; what is missing is NaN."""
    column = frame.get_column(name).cast(nw.Float64)
    return np.asarray(column.to_numpy(), dtype=np.float64)


def known(frame: Frame, subsidy: str, investment: str) -> tuple[Amounts, Amounts]:
    """Return subsidies and investments of the rows that have both, in the unit of the table."""
    paid, spent = amounts(frame, subsidy), amounts(frame, investment)
    both = ~np.isnan(paid) & ~np.isnan(spent)
    return paid[both], spent[both]


def pooled(paid: Amounts, spent: Amounts) -> float | None:
    """Return the sum of the subsidies over the sum of the investments [%]; ``None`` where that is zero."""
    return float(paid.sum() / spent.sum() * 100) if spent.sum() > NOTHING else None


def like(frame: Frame, columns: Mapping[str, Any]) -> Any:
    """Return a new table of the same kind as a frame."""
    return nw.from_dict(dict(columns), backend=frame.implementation).to_native()
