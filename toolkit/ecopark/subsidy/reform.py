"""What another subsidy would do: the share that a target needs, and what a cut leaves to the zones."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from ecopark import frames
from ecopark.errors import BadArgument, UnknownName
from ecopark.subsidy.zone_shares import NOTHING, amounts, checked, pooled, shares

__all__ = ["RequiredShare", "required_share", "withdraw"]


@dataclass(frozen=True)
class RequiredShare:
    """What a target for the pooled share asks for.

    ``target``, ``pooled_share`` (as it is, over all zones) and ``required_share`` are in percent;
    ``required_subsidy`` and ``extra_subsidy`` are in the unit of the table. ``n`` zones have a
    subsidy and an investment, ``n_missing`` lack one of them and count nowhere. A figure that
    cannot be computed is ``None``, and ``status`` tells why, see :func:`required_share`.
    """

    target: float
    pooled_share: float | None
    required_share: float | None
    required_subsidy: float | None
    extra_subsidy: float | None
    n: int
    n_missing: int
    status: str


def required_share(
    table: Any,
    target: float,
    subsidy: str = "subsidy",
    investment: str = "investment",
    *,
    zones: Collection[str] | None = None,
) -> RequiredShare:
    """Return the subsidy that brings the pooled share of all zones to a target.

    With subsidies ``s`` and investments ``i`` of the zones that have both, ``sum`` over all of them
    and ``sum_z`` over the zones whose subsidy may change,

    - the required subsidy of those zones is ``target / 100 * sum(i) - (sum(s) - sum_z(s))``;
    - the extra subsidy is the required one less ``sum_z(s)``, negative where less would do;
    - the required share is ``100 * required subsidy / sum_z(i)``: the pooled share of those zones.

    Where every zone's subsidy may change, the required share is the target itself. Investments stay
    as they are: the formula does not say how zones answer to another subsidy.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone; with a column ``zone`` where ``zones`` is given.
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
    >>> found = required_share(ep.datasets.load("ctip_subsidies"), 8.5)
    >>> round(found.required_subsidy, 1), round(found.extra_subsidy, 1)
    (1267.1, 252.1)
    """
    if not (math.isfinite(target) and target >= 0):
        raise BadArgument(f"target must be zero or more [%], not {target}.")
    frame = checked(table, subsidy, investment, named=zones is not None)
    paid, spent = amounts(frame, subsidy), amounts(frame, investment)
    both = ~np.isnan(paid) & ~np.isnan(spent)
    free = both & _chosen(frame, zones)
    total = pooled(paid[both], spent[both])
    needed = target / 100 * spent[both].sum() - paid[both & ~free].sum()
    possible = spent[free].sum() > NOTHING and needed >= 0
    return RequiredShare(
        target=float(target),
        pooled_share=total,
        required_share=float(needed / spent[free].sum() * 100) if possible else None,
        required_subsidy=float(needed) if possible else None,
        extra_subsidy=float(needed - paid[free].sum()) if possible else None,
        n=int(both.sum()),
        n_missing=int((~both).sum()),
        status="ok" if possible else "undefined" if free.any() else "missing",
    )


def _chosen(frame: frames.Frame, zones: Collection[str] | None) -> Any:
    """Return which rows are of the chosen zones."""
    if zones is None:
        return np.ones(len(frame), dtype=np.bool_)
    names = frame.get_column("zone").to_list()
    for zone in [zones] if isinstance(zones, str) else zones:
        if zone not in names:
            raise UnknownName("zone", zone, names)
    chosen = {zones} if isinstance(zones, str) else set(zones)
    return np.array([name in chosen for name in names], dtype=np.bool_)


def withdraw(table: Any, cut: float, subsidy: str = "subsidy", investment: str = "investment") -> Any:
    """Return what each zone must find itself when the subsidy falls and the investment stays.

    The subsidy after the cut is ``subsidy * (1 - cut / 100)``. A zone's own funds are its
    investment less its subsidy, so they rise by what is withdrawn.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone.
    cut : float
        Fall of every subsidy [%], from 0 to 100.
    subsidy, investment : str
        Names of the two columns, both in the same unit of money.

    Returns
    -------
    dataframe
        The table, of the same kind, with ``subsidy_after``, ``withdrawn``, ``own_funds`` and
        ``own_funds_after`` [as in the table], ``share`` and ``share_after`` [%], and
        ``share_status`` as of :func:`ecopark.subsidy.shares`. Where the investment is not known, so
        is no zone's own money; own funds below zero mean a subsidy larger than the investment.

    Raises
    ------
    DataProblem
        If a column is missing, holds text or negative money: all faults, listed.
    BadArgument
        If the cut is not from 0 to 100.

    Examples
    --------
    >>> import ecopark as ep
    >>> found = withdraw(ep.datasets.load("ctip_subsidies"), 40)
    >>> found.loc[[1, 4], ["zone", "withdrawn", "own_funds_after", "share_after"]].round(1)
                 zone  withdrawn  own_funds_after  share_after
    1   Dongying ETDZ       45.4           2022.9          3.3
    4  Guangzhou ETDZ       40.0           4230.0          1.4
    """
    if not 0 <= cut <= 100:
        raise BadArgument(f"cut must be from 0 to 100 [%], not {cut}.")
    frame = frames.eager(shares(table, subsidy, investment), "table")
    paid, spent = (nw.col(name).cast(nw.Float64) for name in (subsidy, investment))
    kept = 1 - cut / 100
    found = frame.with_columns(
        (paid * kept).alias("subsidy_after"),
        (paid * (cut / 100)).alias("withdrawn"),
        (spent - paid).alias("own_funds"),
        (spent - paid * kept).alias("own_funds_after"),
        (nw.col("share") * kept).alias("share_after"),
    )
    added = ["subsidy_after", "withdrawn", "own_funds", "own_funds_after", "share", "share_after"]
    own = [name for name in frame.columns if name not in {*added, "share_status"}]
    return found.select(*own, *added, "share_status").to_native()
