"""Exchange networks: reading a table with all its faults, and the measures of structure."""

import math
import time

import networkx as nx
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecopark as ep
from ecopark import symbiosis
from ecopark.errors import DataError, UndefinedResult, UnknownNameError
from ecopark.frames import NotAFrame
from ecopark.symbiosis.exchanges import Exchange
from ecopark.symbiosis.measures import Measure, measure
from ecopark.symbiosis.metrics import spectral_radius, structure
from ecopark.symbiosis.network import Network

KALUNDBORG = ep.datasets.load("kalundborg", "exchanges")
SURE = KALUNDBORG[KALUNDBORG["direction"] == "sure"]
CORE = ["Asnaes", "Statoil", "Gyproc", "Novo", "Municipality"]


def with_basin():
    """Return all 19 exchanges, the refinery assumed to fill the basin, and the basin to feed the plant."""
    table = KALUNDBORG.copy()
    table.loc[table["no"] == 15, "from"] = "Statoil"
    back = pd.DataFrame([{"from": "Reuse basin", "to": "Asnaes", "stream": "reused water"}])
    return pd.concat([table, back])


def rows(*pairs, stream="steam"):
    return [{"from": a, "to": b, "stream": stream} for a, b in pairs]


# Counted by hand from the 17 numbered exchanges whose ends are sure: two pairs of firms have two
# streams (Novo to farms, the refinery to the power station), so 15 links; of these one pair, the
# power station and the refinery, has links both ways, so 14 pairs. Eco-connectance 2 * 14 / (11 * 10).
# The golden ratio is the largest root of x^3 - 2x - 1, the square root of 2 that of two pairs of
# firms that exchange both ways and share one firm.
@pytest.mark.parametrize(
    ("table", "firms", "exchanges", "links", "pairs", "radius"),
    [
        (SURE, 11, 17, 15, 14, 1.0),
        (with_basin(), 12, 20, 18, 16, (1 + math.sqrt(5)) / 2),
        (ep.datasets.load("kalundborg", "exchanges_as_told"), 11, 12, 12, 11, 1.0),
        (ep.datasets.load("taiwan", "linhai_exchanges"), 11, 12, 12, 10, math.sqrt(2)),
    ],
    ids=["Kalundborg", "with basin", "Kalundborg as told", "Linhai as told"],
)
def test_published_networks(table, firms, exchanges, links, pairs, radius):
    found = symbiosis.metrics(symbiosis.network(table))
    assert [found[n].value for n in ("firms", "exchanges", "links")] == [firms, exchanges, links]
    assert found["link_density"].value == links / firms
    assert found["connectance"].value == links / firms**2
    assert found["connectance_without_self"].value == links / (firms * (firms - 1))
    assert found["eco_connectance"].value == 2 * pairs / (firms * (firms - 1))
    assert found["cyclicity"].value == pytest.approx(radius, abs=1e-9)


def test_kalundborg_to_three_digits():
    found = structure(symbiosis.network(SURE))
    names = ("link_density", "connectance", "connectance_without_self", "eco_connectance")
    assert [round(found[n].value, 3) for n in names] == [1.364, 0.124, 0.136, 0.255]
    assert found["reciprocity"].value == 2 / 15
    assert (found["strong_components"].value, found["firms_in_loops"].value) == (10, 2)


def test_the_boundary_moves_connectance():
    # The five partners alone: 8 exchanges, 7 links, 6 pairs: 2 * 6 / (5 * 4) = 0.6.
    found = structure(symbiosis.network(SURE).part(firms=CORE))
    assert [found[n].value for n in ("firms", "exchanges", "links")] == [5, 8, 7]
    assert (found["connectance"].value, found["eco_connectance"].value) == (7 / 25, 0.6)
    # The lake outside: it takes 3 links and 1 firm away.
    lake = structure(symbiosis.network(SURE, outside=["Lake Tisso"]))
    assert [lake[n].value for n in ("firms", "links")] == [10, 12]
    assert "Lake Tisso" in lake["links"].boundary


def test_a_member_without_exchanges_counts_as_a_firm():
    found = structure(symbiosis.network(rows("AB"), firms=["C"]))
    assert (found["firms"].value, found["link_density"].value) == (3, 1 / 3)


def test_empty_and_tiny_networks_have_declared_answers():
    empty = structure(symbiosis.network([]))
    assert (empty["firms"].value, empty["cyclicity"].value, empty["strong_components"].value) == (0, 0, 0)
    named = ("link_density", "connectance", "connectance_without_self", "eco_connectance", "reciprocity")
    assert {empty[n].status for n in named} == {"undefined"}
    alone = structure(Network((), ("A",)))
    assert (alone["connectance"].value, alone["eco_connectance"].status) == (0.0, "undefined")
    with pytest.raises(UndefinedResult, match="eco_connectance is undefined: fewer than two firms"):
        alone["eco_connectance"].number()


def test_every_measure_says_what_it_is():
    found = symbiosis.metrics(symbiosis.network(SURE))
    assert all(m.definition and m.boundary.startswith("11 firms") for m in found.values())
    flow = [m for m in found.values() if m.status == "missing"]
    assert len(flow) == 7
    assert all("17 of 17 exchanges have no quantity" in m.note for m in flow)
    table = found.to_frame()
    assert table.set_index("name").loc["links", "value"] == 15
    with pytest.raises(UnknownNameError, match="Did you mean 'connectance'"):
        found["conectance"]


def test_a_measure_cannot_contradict_itself():
    with pytest.raises(ValueError, match="does not go with the status"):
        Measure("x", None, "1", "ok", "d", "b")
    with pytest.raises(ValueError, match="does not go with the status"):
        Measure("x", math.nan, "1", "ok", "d", "b")
    with pytest.raises(ValueError, match="status of 'x'"):
        Measure("x", None, "1", "fine", "d", "b")
    assert measure("x", math.inf, "1", "d", "b").status == "undefined"


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, lambda r: r], ids=["pandas", "polars", "rows"])
def test_any_table_is_read(kind):
    table = [
        {"from": "A", "to": "B", "stream": "ash", "quantity": 5.0, "unit": "t/year", "since": 1990},
        {"from": "B", "to": "C", "stream": "ash", "quantity": None, "unit": None, "since": None},
    ]
    found = symbiosis.network(kind(table))
    assert found.exchanges[0] == Exchange("A", "B", "ash", 5.0, "t/year", 1990)
    assert found.exchanges[1] == Exchange("B", "C", "ash")
    assert symbiosis.network(found.to_frame()) == found
    assert symbiosis.network(list(found.exchanges)) == found


def test_every_fault_of_a_table_is_told_at_once():
    steam = {"stream": "steam", "quantity": 1.0, "unit": "t/year"}
    table = [
        {"from": "A", "to": "B", **steam},
        {"from": "A", "to": "A", **steam},
        {"from": "A", "to": "B", **steam},
        {"from": "A", "to": "C", **steam, "quantity": -3.0},
        {"from": "A", "to": "D", **steam, "quantity": 0},
        {"from": "A", "to": "E", **steam, "quantity": "1,200"},
        {"from": "A", "to": "F", **steam, "unit": "barrows"},
        {"from": "A", "to": "G", **steam, "unit": None},
        {"from": None, "to": "H", **steam},
        {"from": "a ", "to": "I", **steam},
        {"from": "A", "to": "J", **steam, "since": "long ago"},
        {"from": "A", "to": "K", **steam, "quantity": math.inf},
    ]
    with pytest.raises(DataError) as caught:
        symbiosis.network(table)
    found = {(p.row, p.column) for p in caught.value.issues}
    places = [(1, "to"), (2, "stream"), (3, "quantity"), (4, "quantity"), (5, "quantity"), (6, "unit")]
    places += [(7, "quantity"), (8, "from"), (9, "from"), (10, "since"), (11, "quantity")]
    assert found == set(places)
    text = str(caught.value)
    assert "steam from A to C" in text
    assert "also in row 0" in text
    assert "differs from 'A' by case or spaces only" in text


def test_the_exchange_whose_sender_is_not_known_fails():
    with pytest.raises(DataError, match=r"row 14, column from: must be a name"):
        symbiosis.network(KALUNDBORG)


def test_a_missing_column_fails_with_a_hint():
    with pytest.raises(DataError, match=r"column stream: the column is missing.*Did you mean 'streams'"):
        symbiosis.network(pd.DataFrame({"from": ["A"], "to": ["B"], "streams": ["ash"]}))
    with pytest.raises(NotAFrame, match="table of exchanges"):
        symbiosis.network("exchanges.csv")


def test_an_exchange_checks_itself():
    with pytest.raises(DataError, match="number above zero"):
        Exchange("A", "B", "ash", -1.0, "t/year")
    with pytest.raises(DataError, match="is the sender itself"):
        Exchange("A", "A", "ash")


def test_a_network_checks_itself():
    flow = Exchange("A", "B", "ash")
    with pytest.raises(DataError, match="is no firm of the network"):
        Network((flow,), ("A",))
    with pytest.raises(DataError, match="inside and outside"):
        Network((flow,), ("A", "B"), ("B",))
    with pytest.raises(DataError, match="stands twice"):
        Network((flow,), ("A", "B", "B"))


def test_unknown_names_fail_with_a_hint():
    park = symbiosis.network(SURE)
    with pytest.raises(UnknownNameError, match="Did you mean 'Lake Tisso'"):
        symbiosis.network(SURE, outside=["Lake Tiso"])
    with pytest.raises(UnknownNameError, match="Did you mean 'Gyproc'"):
        park.part(firms=["Gyprok"])
    with pytest.raises(UnknownNameError, match="stream 'smoke'"):
        park.part(streams=["smoke"])
    with pytest.raises(UnknownNameError, match="Did you mean 'Asnaes'"):
        park.without("Asnæs")
    assert len(park.part(kinds=["water"]).exchanges) == 6


def test_the_graph_keeps_parallel_streams_and_units():
    graph = symbiosis.network(SURE, outside=["Lake Tisso"]).graph()
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges("Statoil", "Asnaes") == 2
    assert graph.nodes["Lake Tisso"]["outside"]
    assert graph.edges["Asnaes", "Gyproc", "gypsum"]["since"] == 1993


links = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] != p[1]), max_size=30)


@given(links)
@settings(max_examples=150, deadline=None)
def test_structure_equals_networkx_and_numpy(pairs):
    made = symbiosis.network(rows(*[(f"f{a}", f"f{b}") for a, b in sorted(pairs)]))
    found = structure(made)
    graph = nx.DiGraph(made.links)
    graph.add_nodes_from(made.firms)
    assert found["links"].value == graph.number_of_edges()
    n = graph.number_of_nodes()
    parts = list(nx.strongly_connected_components(graph))
    assert found["strong_components"].value == len(parts)
    assert found["firms_in_loops"].value == sum(len(p) for p in parts if len(p) > 1)
    if n:
        # numpy's eigenvalues of a matrix without a loop carry noise, so that case is set to zero.
        acyclic = nx.is_directed_acyclic_graph(graph)
        eigenvalues = np.linalg.eigvals(nx.to_numpy_array(graph))
        expected = 0.0 if acyclic else np.abs(eigenvalues).max()
        assert found["cyclicity"].value == pytest.approx(expected, abs=2e-3)
    if graph.number_of_edges():
        assert found["reciprocity"].value == pytest.approx(nx.overall_reciprocity(graph))
        assert found["eco_connectance"].value == pytest.approx(nx.density(graph.to_undirected()))


def test_rings_and_complete_networks():
    # A ring of any length has 1; all n firms linked to all others have n - 1.
    ring = np.arange(2000)
    assert spectral_radius(2000, ring, np.roll(ring, 1)) == 1.0
    a, b = np.nonzero(~np.eye(600, dtype=bool))
    assert spectral_radius(600, a, b) == pytest.approx(599, rel=1e-9)  # above the limit of the dense way
    assert spectral_radius(3, np.array([0]), np.array([1])) == 0.0


def test_a_hundred_thousand_links_take_seconds():
    draw = np.random.default_rng(0)
    ends = draw.integers(0, 20_000, (103_000, 2))
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)[:100_000]
    flow = [Exchange(str(a), str(b), "steam", 1.0, "t/year") for a, b in ends.tolist()]
    firms = tuple(dict.fromkeys(name for x in flow for name in x.pair))
    start = time.perf_counter()
    found = symbiosis.metrics(Network(tuple(flow), firms))
    assert time.perf_counter() - start < 5
    assert found["links"].value == 100_000
    assert found["cyclicity"].value == pytest.approx(5, rel=0.05)  # about L/n in a random network
