"""The balance of each firm: what comes in against what goes out, and the flows nobody recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecopark.errors import BadArgument, BalanceError, DataError, Issue
from ecopark.symbiosis.exchanges import Exchange
from ecopark.symbiosis.flows import TOLERANCE, Flows, flows
from ecopark.symbiosis.network import Network

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["balance", "check_balance", "close_balance"]

UNRECORDED = "not recorded"
_SHOWN = 5
_NOISE = 1e-12  # gap that sums of decimal numbers may have [1]


def balance(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> pd.DataFrame:
    """Return what every firm inside the boundary receives and sends.

    Parameters
    ----------
    network : Network
        The network, with what comes in and goes out as exchanges with names outside.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange that has one.
    tolerance : float
        Largest difference of the two sides, as a share of the larger one [1].

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``inflow``, ``outflow``, ``difference`` (inflow less outflow) [unit], ``gap``
        (the difference over the larger side) [1], ``unit``, ``balanced``, ``status``: ``ok``,
        ``missing`` (an exchange of the firm has no quantity) or ``undefined`` (it has no exchange).

    Raises
    ------
    UnitMismatch
        If a quantity cannot be given in the unit; the message names stream and firms.
    BadArgument
        If the tolerance is not from 0 up to 1.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [("lake", "A", 100.0), ("A", "B", 90.0), ("B", "sea", 90.0)]
    >>> table = [dict(zip(("from", "to", "quantity"), r), stream="water", unit="m3/h") for r in rows]
    >>> balance(network(table, outside=["lake", "sea"]))[["firm", "difference", "gap", "balanced"]]
      firm  difference  gap balanced
    0    A        10.0  0.1    False
    1    B         0.0  0.0     True
    """
    import pandas as pd

    _checked(tolerance)
    silent = {name for x in network.exchanges if x.quantity is None for name in x.pair}
    known = tuple(x for x in network.exchanges if x.quantity is not None)
    busy = {name for x in network.exchanges for name in x.pair}
    table = flows(Network(known, network.firms, network.outside), unit) if known else None
    rows = []
    for place, firm in enumerate(network.firms):
        status = "missing" if firm in silent else "ok" if firm in busy else "undefined"
        rows.append((firm, *_sides(table, place, status, tolerance), status))
    columns = ("firm", "inflow", "outflow", "difference", "gap", "unit", "balanced", "status")
    return pd.DataFrame(rows, columns=list(columns))


def _sides(table: Flows | None, place: int, status: str, tolerance: float) -> tuple[object, ...]:
    if table is None or status != "ok":
        return (None, None, None, None, table.unit if table else None, None)
    came, went, gap = (float(side[place]) for side in (table.inflow, table.outflow, table.gaps))
    return came, went, came - went, gap, table.unit, gap <= tolerance


def check_balance(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> None:
    """Raise if a firm inside the boundary receives another amount than it sends.

    Parameters
    ----------
    network, unit, tolerance
        As for :func:`balance`.

    Raises
    ------
    BalanceError
        With up to five firms, their two sides, their streams and the limit.
    UndefinedResult
        If there is no exchange, or one has no quantity.
    UnitMismatch
        If a quantity cannot be given in the unit.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [{"from": "A", "to": "B", "stream": "ash", "quantity": 5.0, "unit": "t/year"}]
    >>> check_balance(network(rows, outside=["A"]))
    Traceback (most recent call last):
        ...
    ecopark.errors.BalanceError: 1 of 1 firms does not balance; the two sides may differ by 1 %:
      B receives 5 t/year (ash) and sends 0 t/year (nothing): a gap of 100 %.
    Hint: name what comes in and goes out as exchanges outside, or add them with close_balance().
    """
    _checked(tolerance)
    table = flows(network, unit)
    bad = np.flatnonzero(table.gaps > tolerance)
    if not len(bad):
        return
    verb, limit = "does" if len(bad) == 1 else "do", f"{100 * tolerance:.3g} %"
    lines = [
        f"{len(bad)} of {table.n} firms {verb} not balance; the two sides may differ by {limit}:",
        *(f"  {_said(network, table, place)}" for place in bad[:_SHOWN]),
    ]
    if len(bad) > _SHOWN:
        lines.append(f"  … and {len(bad) - _SHOWN} more")
    lines.append(
        "Hint: name what comes in and goes out as exchanges outside, or add them with close_balance()."
    )
    raise BalanceError("\n".join(lines))


def _said(network: Network, table: Flows, place: int) -> str:
    firm = table.names[place]
    came = ", ".join(dict.fromkeys(x.stream for x in network.exchanges if x.receiver == firm)) or "nothing"
    went = ", ".join(dict.fromkeys(x.stream for x in network.exchanges if x.sender == firm)) or "nothing"
    return (
        f"{firm} receives {table.inflow[place]:g} {table.unit} ({came}) and sends "
        f"{table.outflow[place]:g} {table.unit} ({went}): a gap of {100 * table.gaps[place]:.3g} %."
    )


def close_balance(network: Network, outside: str = "outside", unit: str | None = None) -> Network:
    """Return the network with the missing side of every firm as an exchange with the outside.

    A table of by-products holds a small part of what a firm buys and sells. This adds the rest as
    what it must be if nothing is stored: one exchange a firm, named ``not recorded``.

    Parameters
    ----------
    network : Network
        The network; every exchange must have a quantity.
    outside : str
        Name of the outside, new or already outside.
    unit : str, optional
        Unit of the new exchanges; by default that of the first exchange.

    Returns
    -------
    Network
        In balance; the same network if it is already.

    Raises
    ------
    UndefinedResult
        If there is no exchange, or one has no quantity.
    UnitMismatch
        If a quantity cannot be given in the unit.
    DataError
        If the name for the outside is a firm inside.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [{"from": "A", "to": "B", "stream": "ash", "quantity": 5.0, "unit": "t/year"}]
    >>> for exchange in close_balance(network(rows)).exchanges: print(exchange)
    ash from A to B
    not recorded from outside to A
    not recorded from B to outside
    """
    if outside in network.firms:
        problem = Issue("is inside and outside", value=outside, fix="give the outside another name")
        raise DataError("the network", [problem])
    table = flows(network, unit)
    more = []
    for place, firm in enumerate(network.firms):
        came, went = float(table.inflow[place]), float(table.outflow[place])
        if table.gaps[place] > _NOISE:
            pair = (outside, firm) if went > came else (firm, outside)
            more.append(Exchange(*pair, UNRECORDED, abs(went - came), table.unit))
    if not more:
        return network
    beyond = tuple(dict.fromkeys([*network.outside, outside]))
    return Network(network.exchanges + tuple(more), network.firms, beyond)


def _checked(tolerance: float) -> None:
    if not 0 <= tolerance < 1:
        raise BadArgument(f"The tolerance must be from 0 up to 1, not {tolerance}.")
