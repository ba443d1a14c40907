"""Measures of what flows: throughflow, cycling, path length, and how far the flows are organized."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecopark import units
from ecopark.errors import UndefinedResult, UnitMismatch
from ecopark.symbiosis.exchanges import Exchange
from ecopark.symbiosis.measures import Measures, measure
from ecopark.symbiosis.network import Network

__all__ = ["TOLERANCE", "Flows", "ascendency", "finn_cycling_index", "flow_measures", "flows"]

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
TOLERANCE = 0.01  # share of a firm's larger side by which its two sides may differ [1]
_DENSE = 3000  # firms in one loop, up to which its matrix is inverted
_CLOSED = 1e-12  # share of a loop's flow that must leave it, at least [1]


@dataclass(frozen=True)
class Flows:
    """The quantities of a network in one unit, one place of each array an exchange.

    ``senders`` and ``receivers`` count in ``names``; the first ``n`` names are the firms inside.
    """

    names: tuple[str, ...]
    n: int
    senders: Places
    receivers: Places
    amounts: Numbers
    unit: str

    @cached_property
    def between(self) -> NDArray[np.bool_]:
        """Which exchanges stay inside the boundary."""
        return (self.senders < self.n) & (self.receivers < self.n)

    @cached_property
    def touching(self) -> NDArray[np.bool_]:
        """Which exchanges have at least one end inside the boundary."""
        return (self.senders < self.n) | (self.receivers < self.n)

    @cached_property
    def inflow(self) -> Numbers:
        """What each firm inside receives, from wherever [unit]."""
        return np.bincount(self.receivers, self.amounts, len(self.names)).astype(np.float64)[: self.n]

    @cached_property
    def outflow(self) -> Numbers:
        """What each firm inside sends, to wherever [unit]."""
        return np.bincount(self.senders, self.amounts, len(self.names)).astype(np.float64)[: self.n]

    @cached_property
    def gaps(self) -> Numbers:
        """Difference of the two sides of each firm inside, over the larger one [1]; 0 for none at all."""
        larger = np.maximum(self.inflow, self.outflow)
        gap = np.abs(self.inflow - self.outflow)
        return np.divide(gap, larger, out=np.zeros(self.n), where=larger > 0)

    @property
    def inputs(self) -> float:
        """What comes in over the boundary [unit]."""
        return float(self.amounts[(self.senders >= self.n) & (self.receivers < self.n)].sum())


def flows(network: Network, unit: str | None = None) -> Flows:
    """Return the quantities of a network in one unit.

    Parameters
    ----------
    network : Network
        The network; every exchange must have a quantity.
    unit : str, optional
        Unit of the result; by default that of the first exchange.

    Returns
    -------
    Flows
        The quantities [unit].

    Raises
    ------
    UndefinedResult
        If there is no exchange, or one has no quantity; the message names stream and firms.
    UnitMismatch
        If one cannot be given in the unit; the message names stream and firms.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [{"from": "A", "to": "B", "stream": "steam", "quantity": 2.0, "unit": "Gg/year"}]
    >>> flows(network(rows), "t/year").amounts
    array([2000.])
    """
    found = network.exchanges
    unknown = [x for x in found if x.quantity is None]
    if unknown or not found:
        raise UndefinedResult(_without(unknown, found))
    target = unit or str(found[0].unit)
    names = network.firms + network.outside
    place = {name: number for number, name in enumerate(names)}
    return Flows(
        names,
        len(network.firms),
        np.array([place[x.sender] for x in found], dtype=np.int64),
        np.array([place[x.receiver] for x in found], dtype=np.int64),
        np.array([_amount(x, target) for x in found], dtype=np.float64),
        target,
    )


def _without(unknown: Sequence[Exchange], found: Sequence[Exchange]) -> str:
    if not found:
        return "The network has no exchange."
    listed = "; ".join(str(x) for x in unknown[:5]) + ("; …" if len(unknown) > 5 else "")
    return f"{len(unknown)} of {len(found)} exchanges have no quantity: {listed}."


def _amount(exchange: Exchange, unit: str) -> float:
    assert exchange.quantity is not None  # noqa: S101 (flows() looked)
    try:
        return exchange.quantity * units.factor(str(exchange.unit), unit)
    except UnitMismatch as error:
        raise UnitMismatch(
            f"{exchange}: {exchange.quantity:g} {exchange.unit} cannot be given in {unit}. Hint: take the "
            "streams of one unit with network.part(streams=[…])."
        ) from error


def flow_measures(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> Measures:
    """Return the measures of flow of a network.

    With T_ij the flow from i to j, T_i the throughflow of firm i (all it receives) and T.. the sum
    of all flows, those over the boundary included: throughput T..; throughflow, the sum of T_i;
    mean path length, throughflow over inputs; Finn's cycling index (:func:`finn_cycling_index`);
    ascendency and capacity (:func:`ascendency`). Exchanges between two outsiders are left out.

    Parameters
    ----------
    network : Network
        The network, with what comes in and goes out as exchanges with names outside.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange.
    tolerance : float
        Gap between the two sides of a firm, as a share of the larger one [1], from which the firm
        counts as unbalanced. Throughflow, cycling and path length need a balance.

    Returns
    -------
    Measures
        ``missing`` where an exchange has no quantity, ``ambiguous`` where no unit was given and
        the quantities have several that do not convert, ``undefined`` where a firm is unbalanced,
        nothing comes in, or a loop lets nothing out.

    Raises
    ------
    UnitMismatch
        If a quantity cannot be given in ``unit``.

    References
    ----------
    J. T. Finn (1980): Flow analysis of models of the Hubbard Brook ecosystem. Ecology 61, 562-571.
    R. E. Ulanowicz (1986): Growth and development: ecosystems phenomenology. Springer.
    S. R. Borrett and M. K. Lau (2014): enaR. Methods in Ecology and Evolution 5, 1206-1213.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [("outside", "A", 100.0), ("A", "B", 120.0), ("B", "A", 20.0), ("B", "outside", 100.0)]
    >>> table = [dict(zip(("from", "to", "quantity"), r), stream="water", unit="t/year") for r in rows]
    >>> found = flow_measures(network(table, outside=["outside"]))
    >>> found["mean_path_length"].value, round(found["finn_cycling_index"].value, 4)
    (2.4, 0.1667)
    """
    try:
        table = flows(network, unit)
    except UndefinedResult as error:
        return _nothing(network, "missing" if network.exchanges else "undefined", str(error))
    except UnitMismatch as error:
        if unit is not None:
            raise
        return _nothing(network, "ambiguous", str(error))
    return _measures(network, table, tolerance)


_DEFINITIONS = {
    "throughput": "sum of all flows, those over the boundary included",
    "throughflow": "sum over the firms of all that each receives",
    "mean_path_length": "throughflow over what comes in over the boundary",
    "finn_cycling_index": "share of the throughflow that comes back to a firm it has passed",
    "ascendency": "sum of T_ij log2(T_ij T.. / (T_i. T_.j)), flows over the boundary included",
    "capacity": "minus the sum of T_ij log2(T_ij / T..), flows over the boundary included",
    "ascendency_ratio": "ascendency over capacity",
}


def _nothing(network: Network, status: str, note: str) -> Measures:
    rows = _DEFINITIONS.items()
    note = note.removesuffix(".")
    return Measures(
        tuple(measure(n, None, "1", text, network.boundary, status=status, note=note) for n, text in rows)
    )


def _measures(network: Network, table: Flows, tolerance: float) -> Measures:
    loose = _loose(table, tolerance)
    throughflow = None if loose else float(table.inflow.sum())
    inputs, cycled, note = table.inputs, None, loose
    if not loose:
        cycled, note = finn_cycling_index(table)
    path = throughflow / inputs if throughflow is not None and inputs > 0 else None
    inner = table.touching
    order, capacity = ascendency(table.senders[inner], table.receivers[inner], table.amounts[inner])
    ratio = order / capacity if capacity > 0 else None
    values = (
        ("throughput", float(table.amounts[inner].sum()), table.unit, ""),
        ("throughflow", throughflow, table.unit, loose),
        ("mean_path_length", path, "1", loose or "nothing comes in over the boundary"),
        ("finn_cycling_index", cycled, "1", note),
        ("ascendency", order, f"{table.unit} bit", ""),
        ("capacity", capacity, f"{table.unit} bit", ""),
        ("ascendency_ratio", ratio, "1", "there is one flow only, so the capacity is zero"),
    )
    where = network.boundary
    return Measures(tuple(measure(n, v, u, _DEFINITIONS[n], where, note=text) for n, v, u, text in values))


def _loose(table: Flows, tolerance: float) -> str:
    """Return which firms do not balance, in words; nothing if all do."""
    bad = np.flatnonzero(table.gaps > tolerance)
    listed = "; ".join(
        f"{table.names[i]} receives {table.inflow[i]:g} and sends {table.outflow[i]:g} {table.unit}"
        for i in bad[:3]
    )
    more = f" and {len(bad) - 3} more" if len(bad) > 3 else ""
    return f"not in balance within {tolerance:.2g} of the larger side: {listed}{more}" if len(bad) else ""


def finn_cycling_index(table: Flows) -> tuple[float | None, str]:
    """Return Finn's cycling index of flows in balance.

    With G_ij the flow from firm i to firm j over all that i receives, and N the inverse of (I - G):
    the sum of T_i (N_ii - 1) / N_ii over the sum of T_i. Only firms in one loop see their flow
    again, so each strongly connected part is solved by itself.

    Parameters
    ----------
    table : Flows
        Flows in balance [unit].

    Returns
    -------
    tuple of float or None, and str
        The index, from 0 to 1 [1], and why there is none: nothing flows, a loop lets nothing out,
        or a loop has more than 3,000 firms.

    References
    ----------
    J. T. Finn (1980): Flow analysis of models of the Hubbard Brook ecosystem. Ecology 61, 562-571.

    Examples
    --------
    >>> ring = Flows(("A", "B"), 2, np.array([0, 1]), np.array([1, 0]), np.array([1.0, 1.0]), "t/year")
    >>> finn_cycling_index(ring)
    (None, 'the loop of A, B lets nothing out')
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    total = float(table.inflow.sum())
    if total == 0:
        return None, "nothing flows"
    inner = table.between
    places = (table.senders[inner], table.receivers[inner])
    shares = table.amounts[inner] / table.inflow[places[0]]
    matrix = csr_array((shares, places), shape=(table.n, table.n))
    count, part = connected_components(matrix, directed=True, connection="strong")
    sizes = np.bincount(part, minlength=count)
    order = np.argsort(part, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)])
    cycled = 0.0
    for number in np.flatnonzero(sizes > 1):
        members = order[starts[number] : starts[number + 1]]
        if len(members) > _DENSE:
            return None, f"a loop of {len(members):,} firms is too large to solve"
        again = _returning(matrix[members][:, members].toarray())
        if again is None:
            return None, f"the loop of {', '.join(table.names[i] for i in members[:5])} lets nothing out"
        cycled += float((again * table.inflow[members]).sum())
    return cycled / total, ""


def _returning(shares: Numbers) -> Numbers | None:
    """Return the share of what leaves each firm of a loop that comes back; nothing if all of it does."""
    if (shares.sum(axis=1) >= 1 - _CLOSED).all():
        return None
    passes: Numbers = np.diag(np.linalg.inv(np.eye(len(shares)) - shares))
    again: Numbers = (passes - 1) / passes
    # Within the tolerance of the balance a loop can send a little more than it receives.
    return again if ((passes >= 1) & np.isfinite(passes)).all() else None


def ascendency(senders: Places, receivers: Places, amounts: Numbers) -> tuple[float, float]:
    """Return ascendency and capacity of flows.

    The ascendency is the sum of T_ij log2(T_ij T.. / (T_i. T_.j)), the capacity minus the sum of
    T_ij log2(T_ij / T..). Parallel flows between the same two are added first.

    Parameters
    ----------
    senders, receivers : array of int
        Who sends and who receives each flow, as numbers from 0.
    amounts : array of float
        The flows, above zero [any unit].

    Returns
    -------
    tuple of float
        Ascendency and capacity [unit bit]; both 0 where there is no flow.

    References
    ----------
    R. E. Ulanowicz (1986): Growth and development: ecosystems phenomenology. Springer.

    Examples
    --------
    >>> ascendency(np.array([0, 1]), np.array([1, 0]), np.array([1.0, 1.0]))
    (2.0, 2.0)
    """
    if not len(amounts):
        return 0.0, 0.0
    width = int(max(senders.max(), receivers.max())) + 1
    keys, back = np.unique(senders * width + receivers, return_inverse=True)
    flow = np.bincount(back, amounts)
    sender, receiver = keys // width, keys % width
    total = flow.sum()
    sent, got = np.bincount(sender, flow)[sender], np.bincount(receiver, flow)[receiver]
    order = (flow * np.log2((flow / sent) * (total / got))).sum()
    capacity = -(flow * np.log2(flow / total)).sum()
    return float(order), float(capacity + 0.0)
