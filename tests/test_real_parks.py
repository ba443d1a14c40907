"""Figures of real parks close among themselves; expected values by hand from what is printed."""

import math

import pandas as pd
import pytest

import ecopark as ep

EXCHANGES = ep.datasets.load("kalundborg", "exchanges")
# Changes of the 17 parks [%], as the abstract prints them, beside industrial added value + 56 %.
CHANGES = {"energy": 20, "fresh_water": 18, "wastewater": 12, "solid_waste": 6, "cod": -25, "so2": -51}
BY_HAND = {
    "energy": 0.36,
    "fresh_water": 0.32,
    "wastewater": 0.21,
    "solid_waste": 0.11,
    "cod": -0.45,
    "so2": -0.91,
}


@pytest.mark.parametrize("name", CHANGES)
def test_cumulative_coefficients_of_the_17_parks_are_those_of_the_endpoint_method(name):
    panel = pd.DataFrame(
        {"zone": "17 parks", "year": [0, 1], "added_value": [100, 156], name: [100, 100 + CHANGES[name]]}
    )
    row = ep.elasticity.coefficient(panel, name, driver="added_value", method="endpoint").iloc[0]
    published = ep.datasets.load("eip_results", "coefficients").set_index("id").loc[name]
    assert round(row["elasticity"], 2) == published["coefficient"] == BY_HAND[name]
    # The rounded changes allow every coefficient between these two.
    assert published["coefficient_low"] < row["elasticity"] < published["coefficient_high"]


def test_printed_intensities_follow_from_printed_totals_except_that_of_energy():
    found = ep.datasets.load("eip_results", "coefficients").set_index("id")
    # By hand: 120/156, 118/156, 112/156, 106/156, 75/156 and 49/156, less one, in percent.
    assert found["intensity_computed"].to_list() == [-23.1, -24.4, -28.2, -32.1, -51.9, -68.6]
    assert found.index[~found["agrees"].astype(bool)].to_list() == ["energy"]
    # The nearest that rounding allows: 120.5/155.5 - 1, still below the -22.5 % that would print as -22 %.
    assert found.loc["energy", "intensity_high"] == round(100 * (120.5 / 155.5 - 1), 2) < -22.5


def test_totals_and_coefficients_come_from_the_same_changes():
    changes = ep.datasets.load("eip_results", "changes").set_index("id")
    assert changes.loc[list(CHANGES), "change"].to_dict() == CHANGES
    assert changes.loc["iav", "change"] == 56
    assert (changes["kind"] == "intensity").sum() == len(CHANGES)


def test_no_direction_at_kalundborg_is_surer_than_its_text():
    stated = EXCHANGES["certainty"] == "stated"
    assert (EXCHANGES["direction_source"].notna() == stated).all()
    # No text was found for the lake's branch lines, the basin, waste water and the users of fertilizer.
    assert EXCHANGES.loc[EXCHANGES["certainty"] == "inferred", "no"].to_list() == [3, 10, 13, 17, 18]
    assert EXCHANGES.loc[EXCHANGES["certainty"] == "unknown", "no"].to_list() == [15]


def test_every_exchange_has_a_row_that_says_what_is_not_published():
    drivers = ep.datasets.load("kalundborg", "drivers").set_index("no")
    assert drivers.index.to_list() == EXCHANGES["no"].to_list()
    silent = drivers[drivers["driver"].isna()]
    assert silent["note"].str.contains("Not published in what was read: driver").all()
    # One investment of nineteen is printed: the fertilizer plant of 2000.
    assert drivers["investment"].dropna().to_dict() == {13: 77.0}


def test_the_new_plant_at_asnaes_is_small_in_power_and_the_state_paid_a_third():
    value = ep.datasets.load("kalundborg", "conversion").set_index("id")["value"]
    # 25 MW instead of 640 + 142 MW; 129 MW of heat instead of 193 MW or 308 MW, as the units ran in turn.
    assert value["power"] / (value["unit5_power"] + value["unit2_power"]) == pytest.approx(0.032, abs=5e-4)
    assert value["heat"] < value["unit2_heat"] < value["unit5_heat"]
    assert value["state"] / value["cost"] == pytest.approx(0.352, abs=5e-4)
    changes = ep.datasets.load("kalundborg", "changes_since_2000")
    unknown = changes[changes["effect"] == "not published"]
    assert (unknown["certainty"] == "inferred").all()
    assert unknown["after"].isna().all()


def test_returns_close_loops_at_linhai_that_the_article_leaves_out():
    returns = ep.datasets.load("taiwan", "linhai_returns")
    assert set(returns.loc[returns["to"] == "CSC", "stream"]) == {
        "steam condensate", "crude hydrogen", "waste fuel gas",
    }  # fmt: skip
    told = ep.datasets.load("taiwan", "linhai_exchanges")
    assert told.loc[told["to"] == "CSC", "stream"].to_list() == ["hydrogen"]
    assert len(ep.datasets.load("taiwan", "linhai_firms")) == 14


def test_steam_of_linhai_saves_oil_within_one_heat_value():
    value = ep.datasets.load("taiwan", "further_figures").set_index("id")["value"]
    # 6.64 Mt over 2.23 million kL is 2.98 t/kL; the article's 362,000 t over 121,000 kL is 2.975 to 3.008.
    assert 2.975 < value["co2_1994_2018"] / value["oil_1994_2018"] < 3.008


def test_a_tonne_of_water_saved_is_worth_about_a_tonne_from_the_tap():
    value = ep.datasets.load("taiwan", "mailiao").set_index("id")["value"]
    # The text says that reused water at NT$57 a tonne costs five times as much as water from the tap.
    saved = value["water_gain"] * 1e6 / (365 * value["water_saved"])
    assert saved == pytest.approx(value["reclaimed_cost"] / 5, rel=0.1)
    assert value["permit_1"] < value["permit_2"] < value["allotted"] < value["demand_cna"] < value["demand"]


def test_fixed_firms_are_said_of_two_countries_and_not_of_taiwan():
    evidence = ep.datasets.load("taiwan", "evidence").set_index("no")
    fixed = evidence[evidence["statement"].str.contains("fixed")]
    assert fixed["place"].to_list() == ["Canada and United States"]


def test_guigang_closes_the_loop_of_alkali():
    import networkx as nx

    links = ep.symbiosis.Network(ep.datasets.load("guigang", "streams")).link_graph()
    loops = {frozenset(cycle) for cycle in nx.simple_cycles(links)}
    assert loops == {frozenset({"pulp and paper", "alkali recovery"})}
    nodes = ep.datasets.load("guigang", "nodes")["id"]
    assert set(links) == set(nodes)


def test_notices_carry_the_count_of_parks_forward():
    named = ep.datasets.load("eip_approvals").query("event == 'named'")
    by_notice = named.groupby("source").size()
    # The titles print these numbers: two, three and ten parks; the notice of July 2019 prints four.
    expected = {
        "mee-huanfa-2010-46": 2,
        "mee-huankeji-2018-11": 3,
        "chinacace-2019": 4,
        "mee-huankecai-2020-70": 10,
    }
    assert by_notice[list(expected)].to_dict() == expected
    balance = ep.datasets.load("eip_approvals", "balance")
    # 48 in June 2017, as counted; then 51, which the ministry counts too; 55, as the case library; 65.
    assert balance["named"].to_list() == [48, 51, 55, 65]
    counts = ep.datasets.load("participation", "eip_counts").set_index("id")["named"]
    assert (counts["2017-06-30"], counts["2019-06"], counts["2021"]) == (48, 51, 55)
    assert named["park_zh"].is_unique


def test_parks_by_type_of_2011_do_not_add_up():
    value = ep.datasets.load("eip_approvals", "types_2011").set_index("id")["value"]
    assert value["all"] == value["integrated"] + value["specific"] + value["venous"]
    assert value["etdz"] + value["high_tech"] + value["other"] - value["integrated"] == 3


def test_grades_of_2018_leave_no_gap():
    grades = ep.datasets.load("eip_approvals", "grades_2018")
    low, below = grades["score_low"], grades["score_below"]
    assert math.isnan(low.iloc[-1])
    assert math.isnan(below.iloc[0])
    assert low.iloc[:-1].to_list() == below.iloc[1:].to_list()
