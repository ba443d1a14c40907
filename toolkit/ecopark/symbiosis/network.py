"""The exchange network of a park: its structure, its losses when a firm leaves, and its disintegration."""

from __future__ import annotations

import copy
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from ecopark import frames, units
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError, require_known
from ecopark.i18n import mark, say
from ecopark.validation import find_missing_columns

__all__ = [
    *("FirmRemoval", "Network", "check_exchanges", "criticality", "exchange_name", "metric_table"),
    *("network_metrics", "remove_firm", "robustness", "robustness_curve", "spectral_radius", "unit_fault"),
]

ENDS = ["from", "to"]
REQUIRED = [*ENDS, "stream"]
COLUMNS = [*REQUIRED, "quantity", "unit", "since", "type"]
REMOVALS = ("random", "degree")
BAND = (0.05, 0.95)  # quantiles of the random orders that a robustness curve shows
MAX_DENSE = 500  # firms in one loop, up to which all of its eigenvalues are computed


class Network:
    """Firms and their exchanges, inside a boundary.

    Parameters
    ----------
    exchanges : dataframe, or list of dict
        One row per exchange: ``from``, ``to``, ``stream`` and, where known, ``quantity`` with its ``unit``
        (with a period, such as ``t/year``), ``since`` [year] and ``type``, such as ``water``. Other
        columns are left alone.
    firms : iterable of str
        Members that exchange nothing; they count as firms all the same.
    outside : iterable of str
        Names of the table that are outside the boundary, such as a lake or buyers elsewhere. Metrics of
        structure leave them out; flows from and to them are inputs and outputs.

    Attributes
    ----------
    exchanges : pandas.DataFrame
        All exchanges, also those across the boundary, with the seven columns above.
    firms, outside : tuple of str
        Who is inside and outside the boundary, in the order of the table.

    Raises
    ------
    DataError
        With every fault of the table: a missing column, an empty name, a firm that sends to itself, a name
        written in two ways, an exchange that is given twice, a quantity that is not a number above zero, an
        unknown unit.
    UnknownNameError
        If a name that is to be outside is not in the table.

    Examples
    --------
    >>> import ecopark as ep
    >>> rows = ep.datasets.load("kalundborg", "exchanges")
    >>> park = Network(rows[rows["direction"] == "sure"])
    >>> len(park.firms), len(park.exchanges), len(park.links)
    (11, 17, 15)
    """

    def __init__(self, exchanges: Any, *, firms: Iterable[str] = (), outside: Iterable[str] = ()) -> None:
        self.exchanges = check_exchanges(exchanges)
        names = dict.fromkeys(self.exchanges[ENDS].to_numpy().ravel())
        members = list(firms)
        self.outside: tuple[str, ...] = tuple(dict.fromkeys(outside))
        for name in self.outside:
            require_known(mark("firm"), name, names)
        on_both_sides = [name for name in self.outside if name in members]
        if on_both_sides:
            fix = say("keep one of the two")
            issues = [Issue("is inside and outside", value=name, fix=fix) for name in on_both_sides]
            raise DataError("the network", issues)
        everyone = dict.fromkeys([*names, *members])
        self.firms: tuple[str, ...] = tuple(name for name in everyone if name not in self.outside)

    @property
    def inner(self) -> pd.DataFrame:
        """Exchanges between two firms inside the boundary."""
        return self.exchanges[~self.exchanges[ENDS].isin(self.outside).any(axis=1)]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Distinct pairs of sender and receiver inside the boundary, in order of appearance."""
        return list(self.inner[ENDS].drop_duplicates().itertuples(index=False, name=None))

    @property
    def boundary(self) -> str:
        """The firms and exchanges inside, in words."""
        template = mark("{count} firms and the exchanges between them; nobody is outside")
        if self.outside:
            template = mark("{count} firms and the exchanges between them; outside: {names}")
        return say(template, count=len(self.firms), names=", ".join(self.outside))

    def link_graph(self) -> nx.DiGraph:
        """Return the links between firms inside the boundary as a graph of networkx."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.firms)
        graph.add_edges_from(self.links)
        return graph

    def subnetwork(
        self,
        firms: Collection[str] | None = None,
        streams: Collection[str] | None = None,
        types: Collection[str] | None = None,
    ) -> Network:
        """Return the network of some firms, streams or types of stream only.

        An exchange stays where both of its ends do. Firms that lose their last exchange stay in the network.
        A name that is not in the network is an ``UnknownNameError``.

        Examples
        --------
        >>> rows = [{"from": "A", "to": "B", "stream": "steam"}, {"from": "B", "to": "C", "stream": "ash"}]
        >>> Network(rows).subnetwork(firms=["A", "B"]).links
        [('A', 'B')]
        """
        # Each choice narrows the exchanges; its names must be in the network.
        everyone, rows = self.firms + self.outside, self.exchanges
        for kind, chosen, columns, choices in (
            (mark("firm"), firms, ENDS, everyone),
            (mark("stream"), streams, ["stream"], self.exchanges["stream"]),
            (mark("type of stream"), types, ["type"], self.exchanges["type"].dropna()),
        ):
            if chosen is None:
                continue
            for name in chosen:
                require_known(kind, name, sorted(set(choices)))
            rows = rows[rows[columns].isin(list(chosen)).all(axis=1)]
        members = everyone if firms is None else firms
        part = copy.copy(self)
        part.exchanges = rows.reset_index(drop=True)
        part.firms = tuple(name for name in self.firms if name in members)
        part.outside = tuple(name for name in self.outside if name in members)
        return part


def check_exchanges(table: Any) -> pd.DataFrame:
    """Return the seven columns of a table of exchanges, or raise ``DataError`` with every fault in it.

    Parameters
    ----------
    table : dataframe, or list of dict
        As for :class:`Network`.

    Returns
    -------
    pandas.DataFrame
        The exchanges in the order of the table; an empty cell is missing.

    Raises
    ------
    DataError
        With every fault.
    NotAFrame
        If it is neither a dataframe nor a list of dictionaries.

    Examples
    --------
    >>> check_exchanges([{"from": "A", "to": "A", "stream": "steam"}])
    Traceback (most recent call last):
        ...
    ecopark.errors.DataError: 1 problem in the exchanges:
      row 0, column to: 'A': is the sender itself (steam). Likely fix: leave out what a firm uses itself.
    """
    if isinstance(table, list | tuple):
        strange = [row for row in table if not isinstance(row, Mapping)]
        if strange:
            message = mark("Each exchange must be a dictionary with from, to and stream, not {row!r}.")
            raise frames.NotAFrame(message, row=strange[0])
        table = pd.DataFrame(list(table), columns=None if table else COLUMNS, dtype=object)
    frame = frames.from_native_eager(table, say("table of exchanges"))
    issues = find_missing_columns(frame.columns, REQUIRED)
    rows: list[dict[str, Any]] = []
    # Cells as plain Python values: an empty cell, also one of blanks, is missing.
    for record in frame.iter_rows(named=True) if not issues else ():
        row = {name: frames.to_python(record.get(name)) for name in COLUMNS}
        row = {name: None if isinstance(v, str) and not v.strip() else v for name, v in row.items()}
        if isinstance(row["since"], float) and row["since"].is_integer():
            row["since"] = int(row["since"])  # pandas stores years with gaps as floats
        rows.append(row)
    if not issues:
        issues = [*_row_issues(rows), *_spelling_issues(rows)]
    if issues:
        raise DataError("the exchanges", issues)
    return pd.DataFrame(rows, columns=COLUMNS).astype({"quantity": "float64", "since": "Int64"})


def exchange_name(row: Mapping[str, Any] | pd.Series) -> str:
    """Return the name of an exchange in messages: its stream, sender and receiver."""
    return say(
        "{stream} from {sender} to {receiver}", stream=row["stream"], sender=row["from"], receiver=row["to"]
    )


def _row_issues(rows: Sequence[dict[str, Any]]) -> Iterator[Issue]:
    """Yield the faults of each row by itself, and which row repeats an earlier one."""
    first: dict[tuple[Any, ...], int] = {}
    for place, row in enumerate(rows):
        # Faults of the row: column, rule, likely fix.
        faults: list[tuple[str, str, str]] = []
        quantity, unit, since = row["quantity"], row["unit"], row["since"]
        for column in REQUIRED:
            if not isinstance(row[column], str):
                faults.append((column, say("must be a name"), say("write a name, or leave out the row")))
        if row["from"] is not None and row["from"] == row["to"]:
            rule = say("is the sender itself ({stream})", stream=row["stream"])
            faults.append(("to", rule, say("leave out what a firm uses itself")))
        earlier = first.setdefault((row["from"], row["to"], row["stream"]), place)
        if earlier != place:
            rule = say(
                "is given twice: {exchange} is also in row {row}", exchange=exchange_name(row), row=earlier
            )
            faults.append(("stream", rule, say("add the two up, or name two streams")))
        if since is not None and (not isinstance(since, int) or isinstance(since, bool)):
            faults.append(("since", say("must be a whole year"), say("write four digits, or leave it empty")))
        where = f" ({exchange_name(row)})"
        if unit is not None and (fault := unit_fault(unit)):
            faults.append(("unit", fault[0] + where, fault[1]))
        is_number = isinstance(quantity, int | float) and not isinstance(quantity, bool)
        if quantity is not None and not is_number:
            fix = say("write digits only; leave it empty if it is not known")
            faults.append(("quantity", say("must be a number") + where, fix))
        elif quantity is not None and not (math.isfinite(quantity) and quantity > 0):
            fix = say("turn the direction of a negative flow; leave out a flow of nothing")
            faults.append(("quantity", say("must be a number above zero") + where, fix))
        if quantity is not None and unit is None:
            fix = say("write the unit with its period, for example t/year")
            faults.append(("quantity", say("has no unit") + where, fix))
        for column, rule, fix in faults:
            yield Issue(rule, column, place, value=row[column], fix=fix)


def _spelling_issues(rows: Sequence[dict[str, Any]]) -> Iterator[Issue]:
    """Yield names that differ only by case or spaces: they would be counted as two firms."""
    # The row and column in which each name comes first.
    places: dict[str, tuple[int, str]] = {}
    for place, row in enumerate(rows):
        for column in ENDS:
            if isinstance(row[column], str):
                places.setdefault(row[column], (place, column))
    first_spellings: dict[str, str] = {}
    for name, (place, column) in places.items():
        other = first_spellings.setdefault(" ".join(name.split()).casefold(), name)
        if name != other or name != name.strip():
            rule = say("differs from {other!r} by case or spaces only", other=other)
            rule = rule if name != other else say("has outer spaces")
            yield Issue(rule, column, place, value=name, fix="write one name in one way")


def unit_fault(unit: object) -> tuple[str, str] | None:
    """Return the rule that a unit breaks and its likely fix, or nothing for a unit that can be read.

    Examples
    --------
    >>> unit_fault("t/year"), unit_fault("tonnes/yaer")
    (None, ('is no known unit', 'write for example t/year'))
    >>> unit_fault("mt")
    ('is unclear: million tonnes, metric tonne or milli-tonne', 'write 10^6 t or t')
    """
    parsed = units.parse(unit) if isinstance(unit, str) else None
    if parsed and parsed.rule == "unit_unclear":
        readings, _, fix = parsed.caution.partition("; ")
        return say("is unclear: {readings}", readings=readings), fix
    is_known = parsed and not parsed.rule
    return None if is_known else (say("is no known unit"), say("write for example t/year"))


# --- Structure -----------------------------------------------------------------------------------


def metric_table(rows: Iterable[tuple[str, float | None, str, str, str, str]], boundary: str) -> pd.DataFrame:
    """Return metrics as a table from name, value, unit, definition, status without a value, and note."""
    table = pd.DataFrame(rows, columns=["metric", "value", "unit", "definition", "status", "note"])
    # A metric without a finite value keeps its status and note; all others are ok.
    table["value"] = table["value"].astype("float64").where(lambda v: np.isfinite(v))
    has_value = table["value"].notna()
    table["status"] = table["status"].mask(has_value, "ok")
    table["note"] = table["note"].mask(has_value, "")
    table["boundary"] = boundary
    return table.set_index("metric")[["value", "unit", "status", "definition", "boundary", "note"]]


def network_metrics(network: Network) -> pd.DataFrame:
    """Compute the metrics of structure from the links between firms inside the boundary.

    A link is a pair of sender and receiver, however many streams flow between them. With n firms, L links
    and P pairs of firms that have a link in at least one direction: link density L/n; connectance L/n^2
    (a firm could send to itself), L/(n(n - 1)) (it could not) and, without direction, eco-connectance
    2P/(n(n - 1)); reciprocity, the share of links that have one back; cyclicity, the spectral radius of
    the matrix of links: 0 without a loop, 1 for loops that share no firm, more where loops meet.

    Parameters
    ----------
    network : Network
        The network.

    Returns
    -------
    pandas.DataFrame
        One row per metric, its name as the index: ``value`` [``unit``], ``status`` (``ok`` or
        ``undefined``: connectances need two firms, reciprocity needs a link), ``definition``,
        ``boundary`` and ``note``.

    References
    ----------
    B. D. Fath and G. Halnes (2007): Cyclic energy pathways in ecological food webs. Ecological Modelling
    208, 17-24 (cyclicity). S. R. Borrett and M. K. Lau (2014): enaR. Methods in Ecology and Evolution 5,
    1206-1213.

    Examples
    --------
    >>> rows = [{"from": a, "to": b, "stream": "steam"} for a, b in ("AB", "BA", "BC")]
    >>> network_metrics(Network(rows)).loc[["connectance", "eco_connectance"], "value"].round(3).tolist()
    [0.333, 0.667]
    """
    graph = network.link_graph()
    n, count = graph.number_of_nodes(), graph.number_of_edges()
    pairs, possible = graph.to_undirected().number_of_edges(), n * (n - 1)
    components = list(nx.strongly_connected_components(graph))
    in_loops = sum(len(part) for part in components if len(part) > 1)

    # Each metric with its definition, and the note for the case that it has no value.
    few = say("fewer than two firms") if n else say("no firm")
    links_back = 2 * (count - pairs)  # a pair with links both ways has one link more than pairs
    values = (
        ("firms", n, say("n, firms inside the boundary"), ""),
        ("exchanges", len(network.inner), say("streams from one firm to another"), ""),
        ("links", count, say("L, distinct pairs of sender and receiver"), ""),
        ("link_density", count / n if n else None, "L/n", few),
        ("connectance", count / n**2 if n else None, "L/n^2", few),
        ("connectance_without_self", count / possible if possible else None, "L/(n(n-1))", few),
        ("eco_connectance", 2 * pairs / possible if possible else None,
         say("2P/(n(n-1)), P pairs linked either way"), few),
        ("reciprocity", links_back / count if count else None, say("links that have one back, over L"),
         say("no link")),
        ("cyclicity", spectral_radius(graph), say("largest absolute eigenvalue of the matrix of links"),
         say("the solver did not converge")),
        ("strong_components", len(components), say("largest groups in which all reach all"), ""),
        ("firms_in_loops", in_loops, say("firms in a group of two or more in which all reach all"), ""),
    )  # fmt: skip
    rows = [(name, value, "1", text, "undefined", note) for name, value, text, note in values]
    return metric_table(rows, network.boundary)


def spectral_radius(graph: nx.DiGraph) -> float | None:
    """Return the largest absolute eigenvalue of a matrix of links; nothing if the solver does not converge.

    It is the largest one of the strongly connected components, since an eigenvalue belongs to one of them.

    Examples
    --------
    >>> spectral_radius(nx.DiGraph([(0, 1), (1, 2)]))
    0.0
    >>> round(spectral_radius(nx.DiGraph([(0, 1), (1, 0), (1, 2), (2, 1)])), 6)
    1.414214
    """
    radius = 0.0
    for members in nx.strongly_connected_components(graph):
        loop = graph.subgraph(members)
        if len(members) == 1:
            continue
        # The radius of the matrix is the largest of its strongly connected parts; a firm alone has none.
        if loop.number_of_edges() == len(members):
            largest = 1.0  # a plain ring
        elif len(members) <= MAX_DENSE:
            largest = float(np.abs(np.linalg.eigvals(nx.to_numpy_array(loop))).max())
        else:
            from scipy.sparse.linalg import ArpackError, eigs

            matrix = nx.to_scipy_sparse_array(loop, dtype="float64")
            try:
                # A fixed start gives the same digits every time; the radius is an eigenvalue (Perron).
                start = np.ones(len(members))
                values = eigs(matrix, k=1, which="LR", v0=start, maxiter=5000, return_eigenvectors=False)
            except ArpackError:
                return None
            largest = float(values[0].real)
        radius = max(radius, largest)
    return radius


# --- Firms that leave ----------------------------------------------------------------------------

_IN_WORDS = {
    "link_density": mark("links per firm"),
    "connectance_without_self": mark("connectance without links to oneself"),
    "eco_connectance": mark("eco-connectance"),
    "strong_components": mark("strongly connected groups"),
}


@dataclass(frozen=True)
class FirmRemoval:
    """The losses of a network when one firm leaves, as from :func:`remove_firm`.

    ``lost`` holds the exchanges that end. ``without_supplier`` and ``without_taker`` are pairs of firm and
    stream that no other firm sends or takes, ``alone`` firms that had an exchange and now have none.
    ``before`` and ``after`` are the metrics of structure, ``network`` is the remaining network.
    """

    firm: str
    lost: pd.DataFrame
    without_supplier: tuple[tuple[str, str], ...]
    without_taker: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]
    before: pd.DataFrame
    after: pd.DataFrame
    network: Network

    def to_frame(self) -> pd.DataFrame:
        """Return one row per metric, in words: metric, before, after [1]; empty where undefined."""
        table = self.before.assign(before=self.before["value"], after=self.after["value"]).reset_index()
        table["metric"] = table["metric"].replace(_IN_WORDS).str.replace("_", " ")
        return table[["metric", "before", "after"]]


def remove_firm(network: Network, firm: str) -> FirmRemoval:
    """Find the changes of the network when one firm leaves.

    Parameters
    ----------
    network : Network
        The network.
    firm : str
        The firm that leaves, inside or outside the boundary: a lake can run dry.

    Returns
    -------
    FirmRemoval
        The exchanges that end, the firms without supplier or taker, and the structure before and after.

    Raises
    ------
    UnknownNameError
        If the name is not in the network.

    Examples
    --------
    >>> rows = [{"from": a, "to": b, "stream": s} for a, b, s in (("A", "B", "ash"), ("C", "B", "steam"))]
    >>> removal = remove_firm(Network(rows), "A")
    >>> removal.without_supplier, removal.alone
    ((('B', 'ash'),), ())
    """
    everyone = network.firms + network.outside
    require_known(mark("firm"), firm, everyone)
    remaining = network.subnetwork(firms=[name for name in everyone if name != firm])
    lost = network.exchanges[network.exchanges[ENDS].eq(firm).any(axis=1)]

    def only_from_it(own: str, other: str) -> tuple[tuple[str, str], ...]:
        """Return the firms that exchanged a stream with this firm only."""
        # Streams that the partners exchanged with the firm and with no other.
        others = set(remaining.exchanges[[own, "stream"]].itertuples(index=False, name=None))
        ended = lost.loc[lost[other] == firm, [own, "stream"]].itertuples(index=False, name=None)
        return tuple(pair for pair in dict.fromkeys(ended) if pair not in others)

    # Partners without any remaining exchange.
    active = set(remaining.exchanges[ENDS].to_numpy().ravel())
    partners = dict.fromkeys(name for name in lost[ENDS].to_numpy().ravel() if name != firm)
    return FirmRemoval(
        firm=firm,
        lost=lost,
        without_supplier=only_from_it("to", "from"),
        without_taker=only_from_it("from", "to"),
        alone=tuple(name for name in partners if name not in active),
        before=network_metrics(network),
        after=network_metrics(remaining),
        network=remaining,
    )


def criticality(network: Network) -> pd.DataFrame:
    """Find the losses of the network when each of its firms, and no other, leaves.

    Parameters
    ----------
    network : Network
        The network; firms outside the boundary do not leave.

    Returns
    -------
    pandas.DataFrame
        One row per ``firm``: ``exchanges_lost`` [streams]; ``links_left`` [links]; ``stranded``, the
        streams that a firm received and no longer has a sender for [streams]; ``alone``, firms with no
        exchange left [firms]; ``largest_component``, the firms that are still connected, in either direction
        [firms]; ``cyclicity``, the spectral radius of the remaining network [1]. Sorted by exchanges lost,
        the most first, then by name.

    Examples
    --------
    >>> star = Network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> criticality(star).set_index("firm").loc["hub", ["exchanges_lost", "alone"]].tolist()
    [3, 3]
    """
    rows = []
    for firm in network.firms:
        removal = remove_firm(network, firm)
        row = {
            "firm": firm,
            "exchanges_lost": len(removal.lost),
            "links_left": len(removal.network.links),
            "stranded": len(removal.without_supplier),
            "alone": len(removal.alone),
            "largest_component": _size_of_largest_component(removal.network.link_graph()),
            "cyclicity": removal.after.at["cyclicity", "value"],
        }
        rows.append(row)
    names = ("firm", "exchanges_lost", "links_left", "stranded", "alone", "largest_component", "cyclicity")
    table = pd.DataFrame(rows, columns=list(names))
    return table.sort_values(["exchanges_lost", "firm"], ascending=[False, True], ignore_index=True)


def robustness_curve(
    network: Network, removal: str | Sequence[str] = "random", *, repeats: int = 200, seed: int = 0
) -> pd.DataFrame:
    """Compute how the network shrinks as its firms leave one after another.

    The time grows with the square of the number of firms: seconds for some hundred of them.

    Parameters
    ----------
    network : Network
        The network; only firms and links inside the boundary count.
    removal : str or sequence of str
        ``random``: in random order, ``repeats`` times; ``degree``: always the firm with most links left,
        the first name in the alphabet where several have as many; or the firms in your order.
    repeats : int
        Number of random orders.
    seed : int
        Seed of the random orders: the same seed gives the same curve.

    Returns
    -------
    pandas.DataFrame
        One row per number of firms gone, from 0: ``removed`` [firms], ``removed_share`` [1],
        ``largest_share``, the largest connected component, in either direction, over all firms of the
        beginning [1], with ``low`` and ``high``, the 5 % and 95 % quantiles of the random orders (equal to
        it elsewhere), ``links_share``, links left over links of the beginning [1], empty where there was
        none, and ``removal``.

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
    R. Albert, H. Jeong and A.-L. Barabasi (2000): Error and attack tolerance of complex networks. Nature
    406, 378-382.

    Examples
    --------
    >>> star = Network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> robustness_curve(star, "degree")["largest_share"].tolist()
    [1.0, 0.25, 0.25, 0.25, 0.0]
    """
    graph = network.link_graph()
    firms, count = network.firms, graph.number_of_edges()
    if not firms:
        raise DataError("the network", [Issue("it has no firm", fix="add exchanges")])
    if repeats < 1:
        raise BadArgument("repeats must be at least 1, not {repeats}.", repeats=repeats)

    # Who leaves when, in each repeat.
    orders: list[Sequence[str]]
    if removal == "random":
        random = np.random.default_rng(seed)
        orders = [[firms[i] for i in random.permutation(len(firms))] for _ in range(repeats)]
    elif removal == "degree":
        # Who has most links among those that remain; of several, the first by name.
        by_degree, remaining = list[str](), graph.copy()
        while remaining:
            by_degree.append(min(remaining, key=lambda firm: (-remaining.degree[firm], firm)))
            remaining.remove_node(by_degree[-1])
        orders = [by_degree]
    elif isinstance(removal, str):
        raise UnknownNameError("removal", removal, REMOVALS)
    else:
        for name in removal:
            require_known(mark("firm"), name, firms)
        if len(set(removal)) != len(removal):
            raise DataError("the order", [Issue("a firm leaves twice", fix="list every firm once")])
        orders = [removal]

    # Take the firms away, one by one.
    sizes, links = [], []
    for order in orders:
        remaining = graph.copy()
        sizes.append([_size_of_largest_component(remaining)])
        links.append([count])
        for firm in order:
            remaining.remove_node(firm)
            sizes[-1].append(_size_of_largest_component(remaining))
            links[-1].append(remaining.number_of_edges())

    # Shares of all firms, with the band of the orders.
    shares = np.array(sizes) / len(firms)
    low, high = np.quantile(shares, BAND, axis=0)
    removed = np.arange(shares.shape[1])
    return pd.DataFrame(
        {
            "removed": removed,
            "removed_share": removed / len(firms),
            "largest_share": shares.mean(axis=0),
            "low": low,
            "high": high,
            "links_share": np.mean(links, axis=0) / count if count else np.nan,
            "removal": removal if isinstance(removal, str) else "given order",
        }
    )


def _size_of_largest_component(graph: nx.DiGraph) -> int:
    """Return the number of firms in the largest weakly connected component."""
    return max(map(len, nx.weakly_connected_components(graph)), default=0)


def robustness(curve: Any) -> pd.DataFrame:
    """Compute the robustness of a curve: the mean size of the largest component after each departure.

    R = (sum over q = 1 to n of S(q)) / n, with S(q) the largest component after q departures over all n
    firms of the beginning. 0.5 - 1/(2n) is the largest value: every firm linked to every other.

    Parameters
    ----------
    curve : pandas.DataFrame or polars.DataFrame
        The result of :func:`robustness_curve`, down to the last firm.

    Returns
    -------
    pandas.DataFrame
        The row ``robustness`` [1] with the columns of :func:`network_metrics`; ``undefined`` where the
        curve does not go on to the last firm.

    Raises
    ------
    UnknownNameError
        If the table lacks a column of a curve.

    References
    ----------
    C. M. Schneider et al. (2011): Mitigation of malicious attacks on networks. PNAS 108, 3838-3841.

    Examples
    --------
    >>> star = Network([{"from": "hub", "to": leaf, "stream": "steam"} for leaf in "abc"])
    >>> float(robustness(robustness_curve(star, "degree")).at["robustness", "value"])
    0.1875
    """
    frame = frames.from_native_eager(curve, say("curve"))
    for name in ("removed_share", "largest_share", "removal"):
        require_known(mark("column of the curve"), name, frame.columns)
    table = frame.to_pandas()
    # The mean leaves out the first row, at which no firm has left.
    is_whole = len(table) > 1 and table["removed_share"].iloc[-1] == 1
    value = float(table["largest_share"].iloc[1:].mean()) if is_whole else None
    text = say("mean share of the firms in the largest component, over all departures")
    boundary = say("order: {order}", order=table["removal"].iloc[0] if len(table) else say("no row"))
    note = say("the curve does not go on to the last firm")
    return metric_table([("robustness", value, "1", text, "undefined", note)], boundary)
