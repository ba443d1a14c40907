"""Exchange networks: a table with all its faults, metrics of structure, firms that leave."""

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
from ecopark.errors import DataError, UnknownNameError
from ecopark.frames import NotAFrame
from ecopark.symbiosis.network import Network, network_metrics, spectral_radius

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
    found = network_metrics(Network(table))
    assert [found.at[n, "value"] for n in ("firms", "exchanges", "links")] == [firms, exchanges, links]
    assert found.at["link_density", "value"] == links / firms
    assert found.at["connectance", "value"] == links / firms**2
    assert found.at["connectance_without_self", "value"] == links / (firms * (firms - 1))
    assert found.at["eco_connectance", "value"] == 2 * pairs / (firms * (firms - 1))
    assert found.at["cyclicity", "value"] == pytest.approx(radius, abs=1e-9)


def test_kalundborg_to_three_digits():
    found = network_metrics(Network(SURE))
    names = ("link_density", "connectance", "connectance_without_self", "eco_connectance")
    assert [round(found.at[n, "value"], 3) for n in names] == [1.364, 0.124, 0.136, 0.255]
    assert found.at["reciprocity", "value"] == 2 / 15
    assert (found.at["strong_components", "value"], found.at["firms_in_loops", "value"]) == (10, 2)


def test_the_boundary_moves_connectance():
    # The five partners alone: 8 exchanges, 7 links, 6 pairs: 2 * 6 / (5 * 4) = 0.6.
    found = network_metrics(Network(SURE).subnetwork(firms=CORE))
    assert [found.at[n, "value"] for n in ("firms", "exchanges", "links")] == [5, 8, 7]
    assert (found.at["connectance", "value"], found.at["eco_connectance", "value"]) == (7 / 25, 0.6)
    # The lake outside: it takes 3 links and 1 firm away.
    lake = network_metrics(Network(SURE, outside=["Lake Tisso"]))
    assert [lake.at[n, "value"] for n in ("firms", "links")] == [10, 12]
    assert "Lake Tisso" in lake.at["links", "boundary"]


def test_a_member_without_exchanges_counts_as_a_firm():
    found = network_metrics(Network(rows("AB"), firms=["C"]))
    assert (found.at["firms", "value"], found.at["link_density", "value"]) == (3, 1 / 3)


def test_empty_and_tiny_networks_have_declared_answers():
    empty = network_metrics(Network([]))
    assert (
        empty.at["firms", "value"],
        empty.at["cyclicity", "value"],
        empty.at["strong_components", "value"],
    ) == (0, 0, 0)
    named = ("link_density", "connectance", "connectance_without_self", "eco_connectance", "reciprocity")
    assert {empty.at[n, "status"] for n in named} == {"undefined"}
    alone = network_metrics(Network([], firms=["A"]))
    assert (alone.at["connectance", "value"], alone.at["eco_connectance", "status"]) == (0.0, "undefined")
    assert alone.at["eco_connectance", "note"] == "fewer than two firms"


def test_every_metric_says_what_it_is():
    park = Network(SURE)
    for metrics in (network_metrics(park), symbiosis.flow_metrics(park)):
        assert metrics["definition"].str.len().min() > 2
        assert metrics["boundary"].str.startswith("11 firms").all()
    assert set(metrics["status"]) == {"missing"}
    assert metrics["note"].str.contains("17 of 17 exchanges have no quantity").all()


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, lambda r: r], ids=["pandas", "polars", "rows"])
def test_any_table_is_read(kind):
    table = [
        {"from": "A", "to": "B", "stream": "ash", "quantity": 5.0, "unit": "t/year", "since": 1990},
        {"from": "B", "to": "C", "stream": "ash", "quantity": None, "unit": None, "since": None},
    ]
    found = Network(kind(table))
    first, second = found.exchanges.to_dict("records")
    assert first == {**table[0], "type": first["type"]}
    assert (second["from"], second["to"], second["stream"]) == ("B", "C", "ash")
    assert found.exchanges.loc[1, ["quantity", "unit", "since", "type"]].isna().all()
    again = Network(found.exchanges)
    assert again.exchanges.equals(found.exchanges)
    assert again.firms == found.firms == ("A", "B", "C")


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
        Network(table)
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
        Network(KALUNDBORG)


def test_a_missing_column_fails_with_a_hint():
    with pytest.raises(DataError, match=r"column stream: the column is missing.*Did you mean 'streams'"):
        Network(pd.DataFrame({"from": ["A"], "to": ["B"], "streams": ["ash"]}))
    with pytest.raises(NotAFrame, match="table of exchanges"):
        Network("exchanges.csv")


def test_nobody_is_inside_and_outside():
    with pytest.raises(DataError, match="inside and outside"):
        Network(rows("AB"), firms=["B"], outside=["B"])


def test_unknown_names_fail_with_a_hint():
    park = Network(SURE)
    with pytest.raises(UnknownNameError, match="Did you mean 'Lake Tisso'"):
        Network(SURE, outside=["Lake Tiso"])
    with pytest.raises(UnknownNameError, match="Did you mean 'Gyproc'"):
        park.subnetwork(firms=["Gyprok"])
    with pytest.raises(UnknownNameError, match="stream 'smoke'"):
        park.subnetwork(streams=["smoke"])
    with pytest.raises(UnknownNameError, match="Did you mean 'Asnaes'"):
        symbiosis.remove_firm(park, "Asnæs")
    assert len(park.subnetwork(types=["water"]).exchanges) == 6


links = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] != p[1]), max_size=30)


@given(links)
@settings(max_examples=150, deadline=None)
def test_structure_equals_networkx_and_numpy(pairs):
    made = Network(rows(*[(f"f{a}", f"f{b}") for a, b in sorted(pairs)]))
    found = network_metrics(made)
    graph = nx.DiGraph(made.links)
    graph.add_nodes_from(made.firms)
    assert found.at["links", "value"] == graph.number_of_edges()
    n = graph.number_of_nodes()
    parts = list(nx.strongly_connected_components(graph))
    assert found.at["strong_components", "value"] == len(parts)
    assert found.at["firms_in_loops", "value"] == sum(len(p) for p in parts if len(p) > 1)
    if n:
        # numpy's eigenvalues of a matrix without a loop carry noise, so that case is set to zero.
        acyclic = nx.is_directed_acyclic_graph(graph)
        eigenvalues = np.linalg.eigvals(nx.to_numpy_array(graph))
        expected = 0.0 if acyclic else np.abs(eigenvalues).max()
        assert found.at["cyclicity", "value"] == pytest.approx(expected, abs=2e-3)
    if graph.number_of_edges():
        assert found.at["reciprocity", "value"] == pytest.approx(nx.overall_reciprocity(graph))
        assert found.at["eco_connectance", "value"] == pytest.approx(nx.density(graph.to_undirected()))


def test_rings_and_complete_networks():
    # A ring of any length has 1; all n firms linked to all others have n - 1.
    assert spectral_radius(nx.cycle_graph(2000, nx.DiGraph)) == 1.0
    complete = nx.complete_graph(600, nx.DiGraph)  # above the limit of the dense way
    assert spectral_radius(complete) == pytest.approx(599, rel=1e-9)
    assert spectral_radius(nx.DiGraph([(0, 1), (1, 2)])) == 0.0


def test_ten_thousand_links_take_seconds():
    draw = np.random.default_rng(0)
    ends = draw.integers(0, 2_000, (10_300, 2))
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)[:10_000].astype(str)
    table = pd.DataFrame(ends, columns=["from", "to"]).assign(stream="steam", quantity=1.0, unit="t/year")
    start = time.perf_counter()
    found = network_metrics(Network(table))
    assert time.perf_counter() - start < 10
    assert found.at["links", "value"] == 10_000
    assert found.at["cyclicity", "value"] == pytest.approx(5, rel=0.05)  # about L/n in a random network


# --- Firms that leave ----------------------------------------------------------------------------

PARK = Network(SURE)


def robustness_of(curve):
    return symbiosis.robustness(curve).at["robustness", "value"]


def star(leaves=4):
    return Network([{"from": "hub", "to": f"leaf {i}", "stream": "steam"} for i in range(leaves)])


def test_the_power_station_leaves_kalundborg():
    # Exchanges 3, 5, 6, 7, 8, 9, 11, 14 and 16 name it: 9 of 17 end, 8 of 15 links.
    found = symbiosis.remove_firm(PARK, "Asnaes")
    assert len(found.lost) == 9
    assert ("Gyproc", "gypsum") in found.without_supplier
    assert ("Statoil", "cooling water") in found.without_taker
    assert found.alone == ("Cement industry", "Fish farms")
    assert found.after.at["links", "value"] == 7
    assert found.after.at["cyclicity", "value"] == 0  # the only loop went through it
    table = found.to_frame().set_index("metric")
    assert table.loc["links", ["before", "after"]].tolist() == [15, 7]


def test_a_second_supplier_helps():
    rows = [{"from": a, "to": b, "stream": "water"} for a, b in ("AC", "BC")]
    found = symbiosis.remove_firm(Network(rows), "A")
    assert (found.without_supplier, found.alone) == ((), ())


def test_somebody_outside_can_leave_too():
    lake = Network(SURE, outside=["Lake Tisso"])
    assert ("Novo", "surface water") in symbiosis.remove_firm(lake, "Lake Tisso").without_supplier


def test_an_unknown_firm_cannot_leave():
    with pytest.raises(UnknownNameError, match="Did you mean 'Statoil'"):
        symbiosis.remove_firm(PARK, "Statoi")


def test_a_star_falls_apart_with_its_hub():
    curve = symbiosis.robustness_curve(star(), "degree")
    # Five firms, then single leaves: 1, then 1/5 four times, then nothing.
    assert curve["largest_share"].tolist() == [1, 0.2, 0.2, 0.2, 0.2, 0]
    assert curve["links_share"].tolist() == [1, 0, 0, 0, 0, 0]
    assert robustness_of(curve) == pytest.approx(0.8 / 5)
    last = symbiosis.robustness_curve(star(), [*(f"leaf {i}" for i in range(4)), "hub"])
    assert last["largest_share"].tolist() == pytest.approx([1, 0.8, 0.6, 0.4, 0.2, 0])
    assert last["removal"].unique().tolist() == ["given order"]


def test_all_to_all_is_the_most_robust():
    rows = [{"from": a, "to": b, "stream": "steam"} for a in "ABCD" for b in "ABCD" if a != b]
    for way in ("degree", "random"):
        curve = symbiosis.robustness_curve(Network(rows), way, repeats=5)
        assert robustness_of(curve) == pytest.approx(0.5 - 1 / 8)  # 0.5 - 1/(2n)


def test_targeted_removal_is_worse_than_random():
    random, aimed = (symbiosis.robustness_curve(PARK, way) for way in ("random", "degree"))
    assert robustness_of(aimed) < robustness_of(random)
    assert (random["low"] <= random["largest_share"] + 1e-12).all()
    assert (random["largest_share"] <= random["high"] + 1e-12).all()


def test_the_same_seed_gives_the_same_curve():
    one, same, other = (symbiosis.robustness_curve(PARK, seed=s, repeats=20) for s in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_part_of_an_order_gives_part_of_a_curve():
    curve = symbiosis.robustness_curve(PARK, ["Asnaes", "Statoil"])
    assert curve["removed"].tolist() == [0, 1, 2]
    assert symbiosis.robustness(pl.from_pandas(curve)).at["robustness", "status"] == "undefined"


def test_senseless_orders_fail():
    with pytest.raises(UnknownNameError, match="removal 'random walk'"):
        symbiosis.robustness_curve(PARK, "random walk")
    with pytest.raises(UnknownNameError, match="Did you mean 'Novo'"):
        symbiosis.robustness_curve(PARK, ["Nov"])
    with pytest.raises(DataError, match="leaves twice"):
        symbiosis.robustness_curve(PARK, ["Novo", "Novo"])
    with pytest.raises(DataError, match="no firm"):
        symbiosis.robustness_curve(Network([]))
    with pytest.raises(ValueError, match="repeats must be at least 1"):
        symbiosis.robustness_curve(PARK, repeats=0)
    with pytest.raises(UnknownNameError, match="column of the curve"):
        symbiosis.robustness(pl.DataFrame({"removed": [0]}))


def test_a_network_without_links_is_in_pieces_from_the_start():
    curve = symbiosis.robustness_curve(Network([], firms=["A", "B"]), "degree")
    assert curve["largest_share"].tolist() == [0.5, 0.5, 0]
    assert np.isnan(curve["links_share"]).all()


def test_departures_count_what_goes_with_each_firm():
    found = symbiosis.criticality(PARK).set_index("firm")
    assert len(found) == 11
    # Counted on the figure: 3 sent to the power station and two from the refinery, 6 that it sends.
    assert found.loc["Asnaes"].drop("cyclicity").to_dict() == {
        "exchanges_lost": 9, "links_left": 7, "stranded": 6, "alone": 2, "largest_component": 8,
    }  # fmt: skip
    assert found.index[0] == "Asnaes"
    loop = {"Asnaes", "Statoil"}
    assert {firm for firm, left in found["cyclicity"].items() if left == 0} == loop
    assert found.loc["Fish farms", "links_left"] == 14


def test_a_network_without_a_firm_has_nobody_to_lose():
    empty = symbiosis.criticality(Network([]))
    assert len(empty) == 0
    assert "stranded" in empty.columns


def test_a_name_of_version_0_1_says_what_takes_its_place():
    for name, sentence in symbiosis._REPLACED.items():
        with pytest.raises(AttributeError, match=r"is gone since version 0\.2; instead: "):
            getattr(symbiosis, name)
        # Where the sentence is a name, that name is there.
        assert " " in sentence or "(" in sentence or hasattr(symbiosis, sentence)
    with pytest.raises(AttributeError, match="no attribute 'sankey'"):
        _ = symbiosis.sankey
