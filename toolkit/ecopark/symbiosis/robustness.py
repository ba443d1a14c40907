"""What a network loses when firms leave: one firm, or one after another."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError
from ecopark.symbiosis.exchanges import Exchange
from ecopark.symbiosis.measures import Measure, Measures, measure
from ecopark.symbiosis.metrics import structure
from ecopark.symbiosis.network import Network

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["REMOVALS", "Departure", "largest_groups", "leave", "robustness", "robustness_curve"]

REMOVALS = ("random", "degree")
_BAND = (0.05, 0.95)  # quantiles of the random orders that the curve shows
Ends = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Departure:
    """What a network loses with one firm.

    Parameters
    ----------
    firm : str
        Who leaves.
    lost : tuple of Exchange
        The exchanges that end.
    without_supplier : tuple of tuple of str
        Firm and stream, where nobody else sends the firm that stream.
    without_taker : tuple of tuple of str
        Firm and stream, where nobody else takes that stream from the firm.
    alone : tuple of str
        Firms that had an exchange and now have none.
    before, after : Measures
        The measures of structure.
    network : Network
        What is left.
    """

    firm: str
    lost: tuple[Exchange, ...]
    without_supplier: tuple[tuple[str, str], ...]
    without_taker: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]
    before: Measures
    after: Measures
    network: Network

    def to_frame(self) -> pd.DataFrame:
        """Return one row per measure: measure, before, after, both in unit; empty where undefined."""
        import pandas as pd

        rows = [(n, m.value, self.after[n].value, m.unit) for n, m in self.before.items()]
        return pd.DataFrame(rows, columns=["measure", "before", "after", "unit"])


def leave(network: Network, firm: str) -> Departure:
    """Return what happens to the network when one firm leaves.

    Parameters
    ----------
    network : Network
        The network.
    firm : str
        Who leaves, inside or outside the boundary: a lake can run dry.

    Returns
    -------
    Departure
        What ends, who stands without supplier or taker, and the structure before and after.

    Raises
    ------
    UnknownNameError
        If the firm is not in the network; the message gives the nearest name.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> rows = [{"from": a, "to": b, "stream": s} for a, b, s in (("A", "B", "ash"), ("C", "B", "steam"))]
    >>> found = leave(network(rows), "A")
    >>> found.without_supplier, found.alone
    ((('B', 'ash'),), ())
    """
    rest = network.without(firm)
    lost = tuple(x for x in network.exchanges if firm in x.pair)
    got = {(x.receiver, x.stream) for x in rest.exchanges}
    gave = {(x.sender, x.stream) for x in rest.exchanges}
    needs = dict.fromkeys((x.receiver, x.stream) for x in lost if x.sender == firm)
    offers = dict.fromkeys((x.sender, x.stream) for x in lost if x.receiver == firm)
    busy = {name for x in rest.exchanges for name in x.pair}
    partners = dict.fromkeys(name for x in lost for name in x.pair if name != firm)
    return Departure(
        firm,
        lost,
        tuple(pair for pair in needs if pair not in got),
        tuple(pair for pair in offers if pair not in gave),
        tuple(name for name in partners if name not in busy),
        structure(network),
        structure(rest),
        rest,
    )


def robustness_curve(
    network: Network, removal: str | Sequence[str] = "random", *, repeats: int = 200, seed: int = 0
) -> pd.DataFrame:
    """Return how the network shrinks as its firms leave one after another.

    Parameters
    ----------
    network : Network
        The network; only firms and links inside the boundary count.
    removal : str or sequence of str
        ``random``: in random order, ``repeats`` times; ``degree``: always the firm with most links
        left, the first name in the alphabet where several have as many; or the firms in your order.
    repeats : int
        Number of random orders.
    seed : int
        Seed of the random orders: the same seed gives the same curve.

    Returns
    -------
    pandas.DataFrame
        One row per number of firms gone, from 0: ``removed`` [firms], ``removed_share`` [1],
        ``largest_share``, the largest group that still hangs together, in either direction, over
        all firms of the beginning [1], with ``low`` and ``high``, the 5 % and 95 % quantiles of the
        random orders (equal to it elsewhere), ``links_share``, links left over links of the
        beginning [1], empty where there was none, and ``removal``.

    Raises
    ------
    UnknownNameError
        If the order names another way or a firm that is not inside.
    DataError
        If the network has no firm, or the order names a firm twice.
    BadArgument
        If ``repeats`` is below 1.

    References
    ----------
    R. Albert, H. Jeong and A.-L. Barabasi (2000): Error and attack tolerance of complex networks.
    Nature 406, 378-382.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> star = network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> robustness_curve(star, "degree")["largest_share"].tolist()
    [1.0, 0.25, 0.25, 0.25, 0.0]
    """
    import pandas as pd

    n = len(network.firms)
    if n == 0:
        raise DataError("the network", [Issue("it has no firm", fix="add exchanges")])
    if repeats < 1:
        raise BadArgument(f"repeats must be at least 1, not {repeats}.")
    place = {name: number for number, name in enumerate(network.firms)}
    links = [(place[a], place[b]) for a, b in network.links]
    orders = list(_orders(network.firms, links, removal, repeats, seed))
    groups = np.array([largest_groups(n, links, order) for order in orders]) / n
    left = np.array([_links_left(n, links, order) for order in orders])
    low, high = np.quantile(groups, _BAND, axis=0)
    removed = np.arange(len(orders[0]) + 1)
    columns = {
        "removed": removed,
        "removed_share": removed / n,
        "largest_share": groups.mean(axis=0),
        "low": low,
        "high": high,
        "links_share": left.mean(axis=0) / len(links) if links else np.nan,
        "removal": removal if isinstance(removal, str) else "given order",
    }
    return pd.DataFrame(columns)


def robustness(curve: object) -> Measure:
    """Return the robustness of a curve: the mean size of the largest group after each departure.

    R = (sum over q = 1 to n of S(q)) / n, with S(q) the largest group after q departures over all
    n firms of the beginning. 0.5 - 1/(2n) is the largest value: every firm linked to every other.

    Parameters
    ----------
    curve : pandas.DataFrame or polars.DataFrame
        What :func:`robustness_curve` returned, down to the last firm.

    Returns
    -------
    Measure
        R [1]; ``undefined`` where the curve does not go on to the last firm.

    Raises
    ------
    UnknownNameError
        If the table lacks a column of a curve.

    References
    ----------
    C. M. Schneider et al. (2011): Mitigation of malicious attacks on networks. PNAS 108, 3838-3841.

    Examples
    --------
    >>> from ecopark.symbiosis.network import network
    >>> star = network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> robustness(robustness_curve(star, "degree")).value
    0.1875
    """
    frame = frames.from_native_eager(curve, "curve")
    for name in ("removed_share", "largest_share", "removal"):
        if name not in frame.columns:
            raise UnknownNameError("column of the curve", name, frame.columns)
    shares = frame.get_column("largest_share").to_numpy()
    whole = len(frame) > 1 and frame.get_column("removed_share").to_list()[-1] == 1
    value = float(shares[1:].mean()) if whole else None
    order = str(frame.get_column("removal").to_list()[0]) if len(frame) else "no row"
    text = "mean share of the firms in the largest group, over all departures"
    why = "the curve does not go on to the last firm"
    return measure("robustness", value, "1", text, f"order: {order}", note=why)


def _orders(
    firms: Sequence[str], links: Ends, removal: str | Sequence[str], repeats: int, seed: int
) -> Iterator[list[int]]:
    if not isinstance(removal, str):
        yield _given(firms, removal)
    elif removal == "random":
        draw = np.random.default_rng(seed)
        yield from (draw.permutation(len(firms)).tolist() for _ in range(repeats))
    elif removal == "degree":
        yield _by_degree(firms, links)
    else:
        raise UnknownNameError("removal", removal, REMOVALS)


def _given(firms: Sequence[str], order: Sequence[str]) -> list[int]:
    for name in order:
        if name not in firms:
            raise UnknownNameError("firm", name, firms)
    if len(set(order)) != len(order):
        raise DataError("the order", [Issue("a firm leaves twice", fix="list every firm once")])
    return [firms.index(name) for name in order]


def _by_degree(firms: Sequence[str], links: Ends) -> list[int]:
    """Return the firms in the order in which the one with most links left goes first."""
    near: list[list[int]] = [[] for _ in firms]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    rank = {i: turn for turn, i in enumerate(sorted(range(len(firms)), key=lambda i: firms[i]))}
    degree = {i: len(near[i]) for i in rank}
    queue = [(-degree[i], rank[i], i) for i in rank]
    heapq.heapify(queue)
    order = []
    while queue:
        links_left, _, gone = heapq.heappop(queue)
        if gone not in degree or degree[gone] != -links_left:
            continue  # an older entry of the same firm
        del degree[gone]
        order.append(gone)
        for other in near[gone]:
            if other in degree:
                degree[other] -= 1
                heapq.heappush(queue, (-degree[other], rank[other], other))
    return order


def _links_left(n: int, links: Ends, order: Sequence[int]) -> NDArray[np.int64]:
    """Return the number of links after each departure, from 0 departures on."""
    turn = np.full(n, len(order))
    turn[list(order)] = np.arange(len(order))
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    first = np.minimum(turn[ends[:, 0]], turn[ends[:, 1]])
    lost = np.bincount(first, minlength=len(order) + 1)[: len(order)]
    return np.asarray(len(links) - np.concatenate([[0], np.cumsum(lost)]), dtype=np.int64)


def largest_groups(n: int, links: Ends, order: Sequence[int]) -> list[int]:
    """Return the size of the largest group that hangs together, after each departure.

    Firms are put back in the opposite order and groups joined, so that one pass is enough.

    Parameters
    ----------
    n : int
        Number of firms.
    links : sequence of pairs of int
        Both ends of each link, as numbers from 0; the direction does not matter.
    order : sequence of int
        Who leaves, one after another.

    Returns
    -------
    list of int
        Sizes [firms] after 0, 1, … departures.

    References
    ----------
    M. E. J. Newman and R. M. Ziff (2000): Efficient Monte Carlo algorithm and high-precision
    results for percolation. Physical Review Letters 85, 4104-4107.

    Examples
    --------
    >>> largest_groups(3, [(0, 1), (1, 2)], [1, 0, 2])
    [3, 1, 1, 0]
    """
    near: list[list[int]] = [[] for _ in range(n)]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    parent, size, here = list(range(n)), [1] * n, [False] * n

    def top(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    gone, largest, sizes = set(order), 0, []
    for step, firm in enumerate([*(i for i in range(n) if i not in gone), *reversed(order)]):
        if step >= n - len(order):
            sizes.append(largest)
        here[firm], largest = True, max(largest, 1)
        for other in near[firm]:
            a, b = top(firm), top(other)
            if here[other] and a != b:
                a, b = (a, b) if size[a] >= size[b] else (b, a)
                parent[b], size[a] = a, size[a] + size[b]
                largest = max(largest, size[a])
    return [*reversed([*sizes, largest])]
