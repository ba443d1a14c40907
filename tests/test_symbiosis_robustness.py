"""Firms that leave: what each loss means, and how a network falls apart."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecopark as ep
from ecopark import symbiosis
from ecopark.errors import DataError, UnknownNameError
from ecopark.symbiosis.robustness import largest_groups

TABLE = ep.datasets.load("kalundborg", "exchanges")
PARK = symbiosis.network(TABLE[TABLE["direction"] == "sure"])


def star(leaves=4):
    return symbiosis.network([{"from": "hub", "to": f"leaf {i}", "stream": "steam"} for i in range(leaves)])


def test_the_power_station_leaves_kalundborg():
    # Exchanges 3, 5, 6, 7, 8, 9, 11, 14 and 16 name it: 9 of 17 end, 8 of 15 links.
    found = symbiosis.leave(PARK, "Asnaes")
    assert len(found.lost) == 9
    assert ("Gyproc", "gypsum") in found.without_supplier
    assert ("Statoil", "cooling water") in found.without_taker
    assert found.alone == ("Cement industry", "Fish farms")
    assert found.after["links"].value == 7
    assert found.after["cyclicity"].value == 0  # the only loop went through it
    table = found.to_frame().set_index("measure")
    assert table.loc["links", ["before", "after"]].tolist() == [15, 7]


def test_a_second_supplier_helps():
    rows = [{"from": a, "to": b, "stream": "water"} for a, b in ("AC", "BC")]
    found = symbiosis.leave(symbiosis.network(rows), "A")
    assert (found.without_supplier, found.alone) == ((), ())


def test_somebody_outside_can_leave_too():
    lake = symbiosis.network(TABLE[TABLE["direction"] == "sure"], outside=["Lake Tisso"])
    assert ("Novo", "surface water") in symbiosis.leave(lake, "Lake Tisso").without_supplier


def test_an_unknown_firm_cannot_leave():
    with pytest.raises(UnknownNameError, match="Did you mean 'Statoil'"):
        symbiosis.leave(PARK, "Statoi")


def test_a_star_falls_apart_with_its_hub():
    curve = symbiosis.robustness_curve(star(), "degree")
    # Five firms, then single leaves: 1, then 1/5 four times, then nothing.
    assert curve["largest_share"].tolist() == [1, 0.2, 0.2, 0.2, 0.2, 0]
    assert curve["links_share"].tolist() == [1, 0, 0, 0, 0, 0]
    assert symbiosis.robustness(curve).value == pytest.approx(0.8 / 5)
    last = symbiosis.robustness_curve(star(), [*(f"leaf {i}" for i in range(4)), "hub"])
    assert last["largest_share"].tolist() == pytest.approx([1, 0.8, 0.6, 0.4, 0.2, 0])
    assert last["removal"].unique().tolist() == ["given order"]


def test_all_to_all_is_the_most_robust():
    rows = [{"from": a, "to": b, "stream": "steam"} for a in "ABCD" for b in "ABCD" if a != b]
    for way in ("degree", "random"):
        curve = symbiosis.robustness_curve(symbiosis.network(rows), way, repeats=5)
        assert symbiosis.robustness(curve).value == pytest.approx(0.5 - 1 / 8)  # 0.5 - 1/(2n)


def test_targeted_removal_is_worse_than_random():
    random, aimed = (symbiosis.robustness_curve(PARK, way) for way in ("random", "degree"))
    assert symbiosis.robustness(aimed).value < symbiosis.robustness(random).value
    assert (random["low"] <= random["largest_share"] + 1e-12).all()
    assert (random["largest_share"] <= random["high"] + 1e-12).all()


def test_the_same_seed_gives_the_same_curve():
    one, same, other = (symbiosis.robustness_curve(PARK, seed=s, repeats=20) for s in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_part_of_an_order_gives_part_of_a_curve():
    curve = symbiosis.robustness_curve(PARK, ["Asnaes", "Statoil"])
    assert curve["removed"].tolist() == [0, 1, 2]
    assert symbiosis.robustness(pl.from_pandas(curve)).status == "undefined"


def test_senseless_orders_fail():
    with pytest.raises(UnknownNameError, match="removal 'random walk'"):
        symbiosis.robustness_curve(PARK, "random walk")
    with pytest.raises(UnknownNameError, match="Did you mean 'Novo'"):
        symbiosis.robustness_curve(PARK, ["Nov"])
    with pytest.raises(DataError, match="leaves twice"):
        symbiosis.robustness_curve(PARK, ["Novo", "Novo"])
    with pytest.raises(DataError, match="no firm"):
        symbiosis.robustness_curve(symbiosis.network([]))
    with pytest.raises(ValueError, match="repeats must be at least 1"):
        symbiosis.robustness_curve(PARK, repeats=0)
    with pytest.raises(UnknownNameError, match="column of the curve"):
        symbiosis.robustness(pl.DataFrame({"removed": [0]}))


def test_a_network_without_links_is_in_pieces_from_the_start():
    curve = symbiosis.robustness_curve(symbiosis.network([], firms=["A", "B"]), "degree")
    assert curve["largest_share"].tolist() == [0.5, 0.5, 0]
    assert np.isnan(curve["links_share"]).all()


@given(
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] != p[1]), max_size=20),
    st.permutations(range(9)),
    st.integers(0, 9),
)
@settings(max_examples=150, deadline=None)
def test_largest_groups_equal_networkx(links, order, length):
    sizes = largest_groups(9, list(links), order[:length])
    graph = nx.Graph(list(links))
    graph.add_nodes_from(range(9))
    expected = []
    for gone in [None, *order[:length]]:
        if gone is not None:
            graph.remove_node(gone)
        expected.append(max(map(len, nx.connected_components(graph)), default=0))
    assert sizes == expected
