"""Cases of planning: cuts at the source, shared plants, projects side by side, own tables, park indices."""

import pandas as pd
import pytest
from scipy.optimize import brentq

import ecopark as ep
from ecopark.errors import DataError, UndefinedResult
from ecopark.symbiosis.plots import plot_matching

# Published with its answer: 90 t/h with reuse, pinch at 100 ppm (Wang and Smith 1994).
USES = ep.datasets.load("process_integration", "water_processes")[["process", "inlet", "outlet", "load"]]
FIRMS = pd.DataFrame({"firm": ["a", "b", "c"], "use": [900.0, 400.0, 100.0]})
PLANT = {"reference_cost": 100.0, "reference_size": 100.0, "exponent": 0.5}
PROJECTS = pd.DataFrame(
    {"project": ["pump", "pipe"], "investment": [100.0, 100.0], "yearly": [60.0, 30.0], "years": [2, 10]}
)


def cut(process, percent):
    less = USES.copy()
    less.loc[less["process"] == process, "load"] *= 1 - percent / 100
    return ep.symbiosis.optimize_water_network(less).fresh


@pytest.mark.parametrize("percent", [0, 20, 60, 100])
def test_cuts_at_the_source_agree_with_the_linear_program(percent):
    found = ep.symbiosis.source_reduction_savings(USES, percent).set_index("process")
    for process in USES["process"]:
        assert found.loc[process, "fresh_after"] == pytest.approx(cut(process, percent))
        assert found.loc[process, "saved"] == pytest.approx(90 - cut(process, percent), abs=1e-6)


def test_a_cut_above_the_pinch_saves_nothing():
    found = ep.symbiosis.source_reduction_savings(USES, 50)
    assert found.set_index("process")["place"].to_dict() == {
        "1": "below", "2": "below", "3": "across", "4": "above",
    }  # fmt: skip
    assert found.set_index("process").loc["4", "saved"] == 0
    assert found["saved"].is_monotonic_decreasing
    assert found.set_index("process").loc["3", "load"] == 30


def test_a_process_without_a_load_is_not_cut():
    uses = pd.DataFrame({"process": ["rinse", "green"], "inlet": [0.0, 50.0], "outlet": [20.0, None],
                         "load": [1.0, None], "inflow": [None, 60.0], "outflow": [None, 0.0]})  # fmt: skip
    found = ep.symbiosis.source_reduction_savings(uses, 50)
    # Fresh water: 50 t/h for the rinse, and 60 - 50 t/h more, as losses decide: a cut saves nothing.
    assert found.values.tolist() == [["rinse", 1.0, "no pinch", 60.0, 0.0]]


@pytest.mark.parametrize("percent", [-1, 101, float("nan")])
def test_a_senseless_cut_fails(percent):
    with pytest.raises(ValueError, match="from 0 to 100"):
        ep.symbiosis.source_reduction_savings(USES, percent)


def test_two_contaminants_fail():
    both = pd.concat([USES.assign(contaminant=c) for c in ("salt", "oil")])
    with pytest.raises(UndefinedResult, match="salt, oil"):
        ep.symbiosis.source_reduction_savings(both, 10)


def test_costs_are_shared_by_three_rules():
    found = ep.symbiosis.compare_cost_allocations(FIRMS, **PLANT).set_index("firm")
    joint = 100 * 14**0.5  # 1,400 over 100
    assert found["alone"].to_list() == pytest.approx([300, 200, 100])
    assert found["equally"].to_list() == pytest.approx([joint / 3] * 3)
    assert found["by_use"].to_list() == pytest.approx([joint * 9 / 14, joint * 4 / 14, joint / 14])
    assert found["by_standalone_cost"].to_list() == pytest.approx([joint / 2, joint / 3, joint / 6])


def test_the_group_that_gains_most_by_leaving():
    found = ep.symbiosis.blocking_coalitions(FIRMS, **PLANT).set_index("rule")
    # Equally: c alone gains 124.7 - 100; b and c gain 249.4 - 223.6 = 25.8, which is more.
    joint = 100 * 14**0.5
    assert found.loc["equally", "coalition"] == "b, c"
    assert found.loc["equally", "gain"] == pytest.approx(2 * joint / 3 - 100 * 5**0.5)
    assert found["status"].to_list() == ["unstable", "stable", "stable"]
    assert found.loc["by_use", "gain"] == 0


def test_sharing_in_proportion_to_size_gains_nothing():
    found = ep.symbiosis.blocking_coalitions(FIRMS, **PLANT | {"exponent": 1.0}).set_index("rule")
    assert found.loc["by_use", "status"] == "stable"
    # One large plant costs more than small ones where cost grows faster than size: all rules fail.
    dear = ep.symbiosis.blocking_coalitions(FIRMS, **PLANT | {"exponent": 1.5})
    assert (dear["status"] == "unstable").all()


def test_a_firm_alone_has_nobody_to_leave():
    found = ep.symbiosis.blocking_coalitions(FIRMS.head(1), **PLANT)
    assert (found["status"] == "stable").all()


@pytest.mark.parametrize(
    ("firms", "words"),
    [
        (FIRMS.assign(use=[1.0, 0.0, 2.0]), "above 0"),
        (FIRMS.assign(use=[1.0, None, 2.0]), "above 0"),
        (FIRMS.assign(firm="a"), "there twice"),
        (FIRMS.head(0), "no rows"),
        (FIRMS.drop(columns="use"), "use"),
        (pd.DataFrame({"firm": [str(n) for n in range(17)], "use": 1.0}), "too many"),
    ],
)
def test_a_faulty_table_of_firms_fails(firms, words):
    with pytest.raises(DataError, match=words):
        ep.symbiosis.blocking_coalitions(firms, **PLANT)


@pytest.mark.parametrize("name", ["reference_cost", "reference_size", "exponent"])
def test_a_cost_that_is_not_above_0_fails(name):
    with pytest.raises(ValueError, match=f"The {name} must be a number above 0"):
        ep.symbiosis.compare_cost_allocations(FIRMS, **PLANT | {name: 0.0})


def test_projects_side_by_side():
    found = ep.symbiosis.compare_projects(PROJECTS, 0.1).set_index("project")
    annuity = (1 - 1.1**-10) / 0.1
    assert found.loc["pipe", "net_present_value"] == pytest.approx(30 * annuity - 100)
    assert found["payback"].to_list() == pytest.approx([100 / 60, 100 / 30])
    assert found["return_on_investment"].to_list() == pytest.approx([20, 200])
    rate = brentq(lambda r: 30 * (1 - (1 + r) ** -10) / r - 100, 0.01, 1)
    assert found.loc["pipe", "internal_rate"] == pytest.approx(rate)
    assert (found["status"] == "ok").all()


def test_a_project_that_loses_money_has_no_payback():
    found = ep.symbiosis.compare_projects(PROJECTS.assign(yearly=[-5.0, 30.0]), 0.1).set_index("project")
    assert found["status"].to_list() == ["undefined", "ok"]
    assert pd.isna(found.loc["pump", "payback"])
    assert "never comes back" in found.loc["pump", "note"]


def test_a_free_project_has_no_return():
    found = ep.symbiosis.compare_projects(PROJECTS.assign(investment=[0.0, 100.0]), 0.1).iloc[0]
    assert pd.isna(found["return_on_investment"])
    assert found["status"] == "undefined"


@pytest.mark.parametrize(
    "change", [{"years": [0, 10]}, {"years": [1.5, 10]}, {"investment": [-1.0, 1.0]}, {"project": "pump"}]
)
def test_a_faulty_table_of_projects_fails(change):
    with pytest.raises(DataError):
        ep.symbiosis.compare_projects(PROJECTS.assign(**change), 0.1)


def test_own_water_uses_are_read_and_checked(tmp_path):
    path = tmp_path / "uses.csv"
    USES.assign(remark="new").to_csv(path, index=False)
    assert ep.symbiosis.water_cascade_analysis(ep.symbiosis.read_table(path)).fresh == pytest.approx(90)
    USES.assign(outlet=0.0).to_csv(path, index=False)
    with pytest.raises(DataError, match="not above the inlet limit"):
        ep.symbiosis.optimize_water_network(ep.symbiosis.read_table(path))
    with pytest.raises(DataError, match="cannot be read"):
        ep.symbiosis.read_table(tmp_path / "none.csv")


def test_indices_of_a_park_are_plain_quotients():
    facts = ep.datasets.load("synthetic_park", "facts")
    found = ep.planning.compute_indices(facts).set_index("code")
    own = facts.set_index("quantity")["value"]
    assert found.loc["1.1", "value"] == pytest.approx(100 * (own["gdp"] / own["gdp_before"] - 1))
    assert found.loc["1.2", "value"] == pytest.approx(own["gdp"] * 10_000 / own["inhabitants"])
    assert found.loc["1.3", "value"] == pytest.approx(own["energy"] / own["gdp"])
    assert found.loc["3.5", "value"] == pytest.approx(own["green_area"] * 1e6 / own["inhabitants"])
    assert found.loc["4.3", "value"] == pytest.approx(100 * own["firms_iso_14001"] / own["firms"])
    assert found["group"].nunique() == 4
    assert set(found["status"]) == {"ok", "not computable"}


def test_indices_of_a_park_convert_units_and_say_what_is_missing():
    facts = pd.DataFrame(
        {"quantity": ["gdp", "energy", "area", "green_area"], "value": [2.0, 9e8, 0.0, 3.0],
         "unit": ["10^8 RMB", "kgce", "km2", "m2"]}
    )  # fmt: skip
    found = ep.planning.compute_indices(facts).set_index("code")
    assert found.loc["1.3", "value"] == pytest.approx(900_000 / 20_000)
    assert found.loc[["1.2", "3.6", "2.1"], "status"].to_list() == ["missing", "undefined", "not computable"]
    assert pd.isna(found.loc["3.6", "value"])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("gpd", 1.0, "10^4 RMB")], "Did you mean 'gdp'"),
        ([("gdp", 1.0, "10^4 RMB"), ("gdp", 2.0, "10^4 RMB")], "there twice"),
        ([("energy", 1.0, "m3")], "cannot be given in tce"),
        ([("energy", 1.0, "bushels of")], "cannot be given in tce"),
        ([("energy", -1.0, "tce")], "energy|value"),
    ],
)
def test_faulty_yearly_figures_fail(rows, words):
    with pytest.raises(DataError, match=words):
        ep.planning.compute_indices(pd.DataFrame(rows, columns=["quantity", "value", "unit"]))


def test_the_synthetic_park_says_what_it_is():
    assert "SYNTHETIC" in str(ep.datasets.card("synthetic_park"))
    grades = ep.datasets.load("planning", "water_grades")["grade"]
    uses = ep.datasets.load("synthetic_park", "water_uses")
    assert uses["grade"].to_list() == grades.to_list()
    assert (uses["status"] == "synthetic").all()


def test_large_amounts_have_no_exponent_in_the_figure():
    one = {"stream": ["ash"], "unit": ["t/year"]}
    supply = pd.DataFrame({"firm": ["a"], "quantity": [200_900.0], **one})
    demand = pd.DataFrame({"firm": ["b"], "quantity": [200_000.0], **one})
    fits = pd.DataFrame({"supply_stream": ["ash"], "demand_stream": ["ash"]})
    axes = plot_matching(ep.symbiosis.match(supply, demand, fits, objective="diversion"))
    assert axes.get_title(loc="left") == "99.6 % of 200,900 t/year finds a user"
