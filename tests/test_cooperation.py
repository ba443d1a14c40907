"""Cooperation: values of coalitions, gains by joining, Shapley values; checked by listing everything."""

import itertools
import math

import matplotlib as mpl
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecopark as ep
from ecopark.errors import DataError

mpl.use("agg")
LINKS = pd.DataFrame(
    {
        "from": ["plant", "plant", "mill", "paint", "plant"],
        "to": ["cement", "board", "cement", "chip", "board"],
        "benefit": [30.0, 20.0, 4.0, 7.0, 5.0],
    }
)
FIRMS = ["plant", "cement", "board", "mill", "paint", "chip"]
TABLES = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(-20, 100)).filter(
        lambda row: row[0] != row[1]
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: pd.DataFrame(rows, columns=["from", "to", "benefit"]))


@pytest.fixture(autouse=True)
def _closed():
    from matplotlib import pyplot as plt

    yield
    plt.close("all")


def worth(table, group, cost):
    """Return the worth of a group, link by link and pair by pair."""
    inside = sum(row.benefit for row in table.itertuples() if {row[1], row[2]} <= set(group))
    return inside - cost * len(list(itertools.combinations(group, 2)))


def test_worth_of_named_groups_by_hand():
    # plant and board: 20 + 5. With cement: + 30. Three firms are three pairs.
    found = ep.symbiosis.coalition_values(LINKS, pair_cost=2.0).set_index("coalition")["value"]
    assert len(found) == 2**6 - 1
    assert found["plant, board"] == 25 - 2
    assert found["plant, cement, board"] == 55 - 6
    assert found["plant, cement, board, mill, paint, chip"] == 66 - 2 * 15
    assert found["mill, chip"] == -2


def test_the_inequality_by_hand():
    gains = ep.symbiosis.merger_gains(LINKS, pair_cost=10.0).set_index(["first", "second"])
    # Apart: 0 and -10. Together: 55 - 30 = 25. So 35 more: links of 55 between them, two pairs of 10.
    row = gains.loc[("plant", "cement, board")]
    assert row.to_list() == [-10, 25, 35, "more"]
    free = ep.symbiosis.merger_gains(LINKS).set_index(["first", "second"])["verdict"]
    assert free["plant", "chip"] == "equal"
    assert gains.loc[("plant", "chip"), "verdict"] == "less"


def test_a_cost_of_each_link_beside_one_of_each_pair():
    # plant, cement and board have three links, two of them from plant to board, and three pairs.
    values = ep.symbiosis.coalition_values(LINKS, pair_cost=2.0, link_cost=3.0).set_index("coalition")[
        "value"
    ]
    assert values["plant, cement, board"] == 55 - 3 * 3 - 3 * 2
    assert values["mill, chip"] == -2
    # Links that cost more than they bring make joining a loss, where they join the two coalitions only.
    gains = ep.symbiosis.merger_gains(LINKS, link_cost=5.0).set_index(["first", "second"])["gain"]
    assert gains["cement", "mill"] == 4 - 5
    assert gains["plant", "mill"] == 0
    with pytest.raises(ValueError, match="cost of a link"):
        ep.symbiosis.shapley_values(LINKS, link_cost=-1.0)


@settings(deadline=None, max_examples=25)
@given(TABLES, st.integers(0, 30))
def test_groups_and_pairs_as_listed_one_by_one(table, cost):
    firms = list(dict.fromkeys(itertools.chain(*zip(table["from"], table["to"], strict=True))))
    groups = [c for n in range(1, len(firms) + 1) for c in itertools.combinations(firms, n)]
    found = ep.symbiosis.coalition_values(table, pair_cost=cost)
    assert dict(zip(found["coalition"], found["value"], strict=True)) == {
        ", ".join(g): worth(table, g, cost) for g in groups
    }
    gains = ep.symbiosis.merger_gains(table, pair_cost=cost)
    pairs = [(s, t) for s, t in itertools.combinations(groups, 2) if not set(s) & set(t)]
    assert len(gains) == len(pairs) == (3 ** len(firms) - 2 ** (len(firms) + 1) + 1) // 2
    extra = [worth(table, (*s, *t), cost) - worth(table, s, cost) - worth(table, t, cost) for s, t in pairs]
    assert gains["gain"].to_list() == sorted(extra, reverse=True)
    words = ["more" if e > 0 else "less" if e < 0 else "equal" for e in extra]
    assert gains["verdict"].value_counts().to_dict() == pd.Series(words).value_counts().to_dict()


@settings(deadline=None, max_examples=25)
@given(TABLES, st.integers(0, 30))
def test_the_fair_share_is_half_of_the_own_links(table, cost):
    # Deng and Papadimitriou (1994): in a game on a graph each end of a link receives half of it.
    found = ep.symbiosis.shapley_values(table, pair_cost=cost).set_index("firm")
    n = len(found)
    for firm in found.index:
        own = table.loc[(table["from"] == firm) | (table["to"] == firm), "benefit"].sum() - cost * (n - 1)
        assert math.isclose(found.loc[firm, "share"], own / 2, abs_tol=1e-9)
        assert math.isclose(found.loc[firm, "last"], own, abs_tol=1e-9)
    assert math.isclose(found["share"].sum(), worth(table, tuple(found.index), cost), abs_tol=1e-9)


def test_fair_shares_by_all_orders():
    table = LINKS.head(3)
    firms = ["plant", "cement", "board", "mill"]
    orders = list(itertools.permutations(firms))
    mean = dict.fromkeys(firms, 0.0)
    for order in orders:
        for place, firm in enumerate(order):
            added = worth(table, order[: place + 1], 3) - worth(table, order[:place], 3)
            mean[firm] += added / len(orders)
    found = ep.symbiosis.shapley_values(table, pair_cost=3).set_index("firm")["share"]
    assert found.to_dict() == pytest.approx(mean)


def test_polars_tables_are_read():
    assert ep.symbiosis.coalition_values(pl.from_pandas(LINKS)).equals(ep.symbiosis.coalition_values(LINKS))


def test_the_figure_says_which_group_is_best():
    axes = ep.symbiosis.plot_coalitions(LINKS, pair_cost=5.0, name="A synthetic park")
    # By hand: plant and cement 30 - 5; with board 55 - 15 = 40; with the mill 59 - 30 = 29;
    # with paint and chip in place of the mill 62 - 50 = 12; all 66 - 75.
    title = "A synthetic park: the best coalition has 3 of 6 firms and is worth RMB 0.4 million a year"
    assert axes.get_title(loc="left") == title
    assert axes.get_ylabel() == "Value of the coalition [10^4 RMB/year]"
    assert len(axes.lines[0].get_xdata()) == 63
    assert {line.get_marker() for line in axes.lines[:3]} == {"o", "None", "s"}
    assert axes.lines[1].get_ydata().tolist() == [0, 25, 40, 29, 12, -9]
    assert "(plant, cement, board)" in ep.plots.alt_text(axes)
    assert "1 firm 0; 2 firms 25; 3 firms 40" in ep.plots.alt_text(axes)


def test_faults_are_shown_together(tmp_path):
    wrong = pd.DataFrame({"from": ["a", "b"], "to": ["a", "c"], "benefit": [1.0, None]})
    with pytest.raises(DataError, match="2 problems") as found:
        ep.symbiosis.coalition_values(wrong)
    assert {p.column for p in found.value.issues} == {"to", "benefit"}
    wrong.to_csv(tmp_path / "links.csv", index=False)
    with pytest.raises(DataError, match="2 problems"):
        ep.symbiosis.read_links(tmp_path / "links.csv")
    LINKS.to_csv(tmp_path / "links.csv", index=False)
    assert ep.symbiosis.read_links(tmp_path / "links.csv").equals(LINKS)


@pytest.mark.parametrize(
    ("count", "ask"), [(13, "coalition_values"), (13, "shapley_values"), (10, "merger_gains")]
)
def test_too_many_firms_are_refused(count, ask):
    chain = pd.DataFrame({"from": list(range(count - 1)), "to": list(range(1, count)), "benefit": 1.0})
    chain[["from", "to"]] = chain[["from", "to"]].astype(str)
    with pytest.raises(DataError, match="too many firms"):
        getattr(ep.symbiosis, ask)(chain)


def test_an_empty_table_and_a_negative_cost_are_refused():
    with pytest.raises(DataError, match="has no rows"):
        ep.symbiosis.merger_gains(LINKS.head(0))
    with pytest.raises(ValueError, match="from 0 up"):
        ep.symbiosis.merger_gains(LINKS, pair_cost=-1)
