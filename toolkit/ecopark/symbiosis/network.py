"""The exchange network of a park: who is in it, where its boundary is, and whether its firms balance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ecopark.errors import DataError, Issue, UnknownNameError
from ecopark.symbiosis.exchanges import COLUMNS, Exchange, read

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["Network", "network"]


@dataclass(frozen=True)
class Network:
    """Firms and their exchanges; make one with :func:`network`.

    Parameters
    ----------
    exchanges : tuple of Exchange
        All exchanges, also those across the boundary.
    firms : tuple of str
        Who is inside the boundary, each name once.
    outside : tuple of str
        Who is outside: an exchange with them crosses the boundary.

    Raises
    ------
    DataError
        If an exchange names nobody of the two lists, or a name is in both.
    """

    exchanges: tuple[Exchange, ...]
    firms: tuple[str, ...]
    outside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        inside, beyond = set(self.firms), set(self.outside)
        problems = [
            Issue("is inside and outside", value=name, fix="keep one of the two")
            for name in sorted(inside & beyond)
        ]
        if len(inside) != len(self.firms):
            problems.append(Issue("a firm stands twice", "firms", fix="list every firm once"))
        problems += [
            Issue(f"is no firm of the network ({exchange})", value=name, fix="add it to the firms")
            for exchange in self.exchanges
            for name in exchange.pair
            if name not in inside and name not in beyond
        ]
        if problems:
            raise DataError("the network", problems)

    @cached_property
    def inner(self) -> tuple[Exchange, ...]:
        """Exchanges between two firms inside the boundary."""
        beyond = set(self.outside)
        return tuple(x for x in self.exchanges if x.sender not in beyond and x.receiver not in beyond)

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Distinct pairs of sender and receiver inside the boundary, in order of appearance."""
        return tuple(dict.fromkeys(exchange.pair for exchange in self.inner))

    @property
    def boundary(self) -> str:
        """What is inside, in words."""
        out = f"; outside: {', '.join(self.outside)}" if self.outside else "; nobody is outside"
        return f"{len(self.firms)} firms and the exchanges between them{out}"

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the network as a directed multigraph of networkx.

        Returns
        -------
        networkx.MultiDiGraph
            A node a firm, with ``outside`` true or false; an edge an exchange, its key the stream,
            with ``quantity`` [unit], ``unit``, ``since`` [year] and ``kind``.

        Examples
        --------
        >>> made = network([{"from": "A", "to": "B", "stream": "steam"}]).graph()
        >>> list(made.edges(keys=True))
        [('A', 'B', 'steam')]
        """
        import networkx as nx

        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        made.add_nodes_from(self.firms, outside=False)
        made.add_nodes_from(self.outside, outside=True)
        for x in self.exchanges:
            told = {"quantity": x.quantity, "unit": x.unit, "since": x.since, "kind": x.kind}
            made.add_edge(x.sender, x.receiver, x.stream, **told)
        return made

    def to_frame(self) -> pd.DataFrame:
        """Return one row per exchange, with the columns that :func:`network` reads."""
        import pandas as pd

        names = {name: column for column, name in COLUMNS.items()}
        return pd.DataFrame([asdict(x) for x in self.exchanges], columns=list(names)).rename(columns=names)

    def part(
        self,
        firms: Collection[str] | None = None,
        streams: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> Network:
        """Return the network of some firms, streams or kinds of stream only.

        Parameters
        ----------
        firms : collection of str, optional
            Who stays, inside or outside; an exchange stays where both of its ends do. By default all.
        streams, kinds : collection of str, optional
            Which exchanges stay. Firms that lose their last exchange stay in the network.

        Returns
        -------
        Network
            The part.

        Raises
        ------
        UnknownNameError
            If a firm, stream or kind is not in the network.

        Examples
        --------
        >>> rows = [{"from": "A", "to": "B", "stream": "steam"}, {"from": "B", "to": "C", "stream": "ash"}]
        >>> network(rows).part(firms=["A", "B"]).links
        (('A', 'B'),)
        """
        everyone = self.firms + self.outside
        kept = _chosen("firm", firms, everyone)
        stream = _chosen("stream", streams, (x.stream for x in self.exchanges))
        kind = _chosen("kind of stream", kinds, (x.kind for x in self.exchanges))
        return Network(
            tuple(
                x for x in self.exchanges
                if kept.issuperset(x.pair) and x.stream in stream and x.kind in kind
            ),
            tuple(name for name in self.firms if name in kept),
            tuple(name for name in self.outside if name in kept),
        )  # fmt: skip

    def without(self, firm: str) -> Network:
        """Return the network after a firm has left, with all of its exchanges.

        Raises
        ------
        UnknownNameError
            If the firm is not in the network.
        """
        everyone = self.firms + self.outside
        if firm not in everyone:
            raise UnknownNameError("firm", firm, everyone)
        return self.part(firms=[name for name in everyone if name != firm])


def network(exchanges: Any, *, firms: Iterable[str] = (), outside: Iterable[str] = ()) -> Network:
    """Make the exchange network of a park from a table.

    Parameters
    ----------
    exchanges : dataframe, or sequence of mappings or Exchange
        One row per exchange: ``from``, ``to``, ``stream`` and, where known, ``quantity`` with its
        ``unit`` (with a period, such as ``t/year``), ``since`` [year] and ``type``. Other columns
        are left alone.
    firms : iterable of str
        Members that exchange nothing; they count as firms all the same.
    outside : iterable of str
        Names of the table that are outside the boundary, such as a lake or buyers elsewhere.
        Measures of structure leave them out; flows from and to them are inputs and outputs.

    Returns
    -------
    Network
        Firms in the order in which they appear.

    Raises
    ------
    DataError
        With every fault of the table.
    UnknownNameError
        If a name that shall be outside is not in the table.
    NotAFrame
        If it is neither a dataframe nor rows.

    Examples
    --------
    >>> import ecopark as ep
    >>> rows = ep.datasets.load("kalundborg", "exchanges")
    >>> park = network(rows[rows["direction"] == "sure"])
    >>> len(park.firms), len(park.exchanges), len(park.links)
    (11, 17, 15)
    """
    found = read(exchanges)
    named = dict.fromkeys(name for exchange in found for name in exchange.pair)
    beyond = tuple(dict.fromkeys(outside))
    for name in beyond:
        if name not in named:
            raise UnknownNameError("firm", name, named)
    members = dict.fromkeys([*named, *firms])
    return Network(found, tuple(name for name in members if name not in beyond), beyond)


def _chosen(kind: str, wanted: Collection[str] | None, known: Iterable[str | None]) -> set[str | None]:
    names = set(known)
    if wanted is None:
        return names
    for name in wanted:
        if name not in names:
            raise UnknownNameError(kind, name, sorted(n for n in names if n is not None))
    return set(wanted)
