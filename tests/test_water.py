import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark.errors import DataError, UndefinedResult, UnitMismatch, UnknownNameError
from ecopark.plots import alt_text
from ecopark.symbiosis.plots import plot_water_composite
from ecopark.symbiosis.water import Treatment, optimize_water_network, water_cascade_analysis

# Wang & Smith (1994), Chemical Engineering Science 49(7), 981-1006: four operations, 90 t/h with reuse
# and 112.5 t/h without.
WANG_SMITH = pd.DataFrame(
    {
        "process": list("1234"),
        "inlet": [0, 50, 50, 400],
        "outlet": [100, 100, 800, 800],
        "load": [2, 5, 30, 4],
    }
)
# Data and result from memory, not checked against the text; 70 t/h is confirmed by hand:
# Polley & Polley (2000), Chemical Engineering Progress 96(2), 47-52: fixed flows, 70 t/h in, 50 t/h out.
POLLEY = pd.DataFrame(
    {
        "process": ["D1", "D2", "D3", "D4", "S1", "S2", "S3", "S4"],
        "inlet": [20.0, 50.0, 100.0, 200.0, None, None, None, None],
        "inflow": [50.0, 100.0, 80.0, 70.0, None, None, None, None],
        "outlet": [None, None, None, None, 50.0, 100.0, 150.0, 250.0],
        "outflow": [None, None, None, None, 50.0, 100.0, 70.0, 60.0],
    }
)
# Data and result from memory, not checked against the text:
# The refinery of Wang & Smith (1994), after Takama et al. (1980): 133 t/h without reuse, 105.6 t/h with it.
REFINERY = pd.DataFrame(
    [
        ("distillation", "hydrocarbon", 0, 15, 0.675),
        ("distillation", "H2S", 0, 400, 18),
        ("distillation", "salt", 0, 35, 1.575),
        ("desulfurization", "hydrocarbon", 20, 120, 3.4),
        ("desulfurization", "H2S", 300, 12500, 414.8),
        ("desulfurization", "salt", 45, 180, 4.59),
        ("desalter", "hydrocarbon", 120, 220, 5.6),
        ("desalter", "H2S", 20, 45, 1.4),
        ("desalter", "salt", 200, 9500, 520.8),
    ],
    columns=["process", "contaminant", "inlet", "outlet", "load"],
)


def assert_balanced(found):
    """Check every process of a network against the flows alone: water, load and limits."""
    flows = found.flows
    assert (flows["flow"] > 0).all()
    assert flows.loc[flows["from"] == "fresh water", "flow"].sum() == pytest.approx(found.fresh, rel=1e-6)
    assert flows.loc[flows["to"] == "waste water", "flow"].sum() == pytest.approx(found.waste, rel=1e-6)
    for row in found.processes.to_dict("records"):
        for side in ("inlet", "outlet"):
            if not (pd.isna(row[side]) or pd.isna(row[f"{side}_limit"])):
                assert row[side] <= row[f"{side}_limit"] + 1e-5


def test_wang_and_smith():
    found = optimize_water_network(WANG_SMITH)
    assert found.fresh == pytest.approx(90)
    assert found.without_reuse == pytest.approx(112.5)  # 20 + 50 + 37.5 + 5
    assert found.saving == pytest.approx(20)
    assert (found.status, found.target.pinch, found.target.limit) == ("ok", 100, "load")
    assert found.target.fresh == pytest.approx(90)
    assert found.waste == pytest.approx(90)
    assert_balanced(found)


def test_the_cascade_of_wang_and_smith():
    # The table that the library WaterOptim prints for the same problem: net flow at each level, and the
    # flow between the levels.
    table = water_cascade_analysis(WANG_SMITH).table
    assert table["concentration"].to_list() == [0, 50, 100, 400, 800]
    assert table["net_flow"].to_list() == pytest.approx([-20, -140, 120, -10, 50])
    assert table["flow"].to_list() == pytest.approx([70, -70, 50, 40, 90])
    # By hand: below 100 ppm operation 1 takes up 2 kg/h, operation 2 5 kg/h, operation 3 2 of its 30.
    assert table["deficit"].to_list() == pytest.approx([0, 1000, 9000, 21000, 41000])
    assert (table["surplus"] >= 0).all()


def test_wang_and_smith_with_treatment():
    # Their regeneration to 5 ppm with recycling: operation 1 needs 20 t/h of clean water. Below 100 ppm
    # 9 kg/h are taken up: 20 * 100 + treated * 95 = 9,000, so 73.7 t/h are treated.
    found = optimize_water_network(WANG_SMITH, treatment=Treatment("plant", outlet=5.0))
    assert found.fresh == pytest.approx(20)
    assert found.treated == pytest.approx(7000 / 95)
    assert found.target is None
    assert_balanced(found)


def test_a_treatment_without_capacity_changes_nothing():
    found = optimize_water_network(WANG_SMITH, treatment=[Treatment("plant", outlet=5.0, capacity=0.0)])
    assert found.fresh == pytest.approx(90)
    assert found.treated == 0


def test_a_forbidden_pipe_is_not_laid():
    # By hand, when nobody may give water to 3: 1 takes 20 t/h; 2 takes 50, as water of 100 ppm is of no use
    # to it; 3 takes 30,000 / 800 = 37.5; and 4 lives on the water of 1 and 2. Together 107.5.
    found = optimize_water_network(WANG_SMITH, forbid=pd.DataFrame({"from": list("124"), "to": list("333")}))
    assert found.fresh == pytest.approx(107.5)
    assert found.target is None
    assert found.without_reuse == pytest.approx(112.5)
    assert set(found.flows.loc[found.flows["to"] == "3", "from"]) == {"fresh water"}
    assert_balanced(found)


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_without_any_pipe_between_processes_nothing_is_saved(kind):
    pairs = [(a, b) for a in "1234" for b in "1234" if a != b]
    banned = kind({"from": [a for a, _ in pairs], "to": [b for _, b in pairs]})
    assert optimize_water_network(WANG_SMITH, forbid=banned).fresh == pytest.approx(112.5)
    several = optimize_water_network(REFINERY, forbid=kind({"from": ["desulfurization"], "to": ["desalter"]}))
    assert several.status in {"ok", "ambiguous"}
    assert "desalter" not in set(several.flows[pd.Series(several.flows["from"]) == "desulfurization"]["to"])


def test_a_forbidden_pipe_needs_two_ends_that_exist():
    with pytest.raises(UnknownNameError, match="process or treatment"):
        optimize_water_network(WANG_SMITH, forbid=pd.DataFrame({"from": ["1"], "to": ["5"]}))
    with pytest.raises(DataError, match="to"):
        optimize_water_network(WANG_SMITH, forbid=pd.DataFrame({"from": ["1"]}))


def test_a_treatment_that_accepts_little():
    # It takes 50 ppm at most: a mixture of clean water with 100 ppm. It still saves fresh water or not at
    # all, and never breaks the limit.
    found = optimize_water_network(WANG_SMITH, treatment=Treatment("plant", outlet=5.0, inlet=50.0))
    assert found.fresh <= 90 + 1e-6
    assert_balanced(found)


def test_polley_and_polley():
    found = optimize_water_network(POLLEY)
    assert found.fresh == pytest.approx(70)
    assert found.waste == pytest.approx(50)
    assert (found.target.fresh, found.target.waste, found.target.pinch) == (70, 50, 150)
    assert found.without_reuse == 300  # the four inflows
    assert_balanced(found)


def test_refinery_with_three_contaminants():
    found = optimize_water_network(REFINERY)
    assert found.fresh == pytest.approx(105.6, abs=0.05)
    # 0.675 kg/h at 15 ppm, 414.8 at 12,500, 520.8 at 9,500
    assert found.without_reuse == pytest.approx(45 + 414.8 / 12.5 + 520.8 / 9.5)
    assert found.status == "ambiguous"
    assert found.fresh_low <= found.fresh
    assert found.target is None
    assert_balanced(found)


def test_several_contaminants_reach_the_bound():
    # The second contaminant asks for nothing: the first alone decides, as in the single case.
    one = WANG_SMITH.assign(contaminant="salt")
    other = WANG_SMITH.assign(contaminant="oil", load=0.0, outlet=WANG_SMITH["inlet"] + 1)
    found = optimize_water_network(pd.concat([one, other]))
    assert found.fresh >= 90 - 1e-6
    assert found.fresh_low == pytest.approx(90)


def test_polars_and_other_units():
    table = pl.from_pandas(WANG_SMITH).with_columns(pl.col("load") * 24 * 1000)
    found = optimize_water_network(table, flow_unit="m3/day", concentration_unit="g/m3", load_unit="g/day")
    assert isinstance(found.flows, pl.DataFrame)
    assert isinstance(found.processes, pl.DataFrame)
    assert isinstance(found.target.table, pl.DataFrame)
    assert found.fresh == pytest.approx(90 * 24)


def test_fresh_water_that_is_not_clean():
    # 2 kg/h from 10 to 100 ppm: 2,000 / 90
    units = pd.DataFrame({"process": ["rinse"], "inlet": [10.0], "outlet": [100.0], "load": [2.0]})
    found = optimize_water_network(units, fresh_concentration=10.0)
    assert found.target.fresh == pytest.approx(2000 / 90)
    assert found.fresh == pytest.approx(2000 / 90)
    with pytest.raises(UndefinedResult, match=r"at 11 ppm.*inlet limit of rinse: 10"):
        optimize_water_network(units, fresh_concentration=11.0)
    with pytest.raises(UndefinedResult, match="cleaner water than the fresh water at 11"):
        water_cascade_analysis(units, fresh_concentration=11.0)


def test_a_process_uses_its_own_water_again():
    units = pd.DataFrame(
        {"process": ["a"], "inlet": [50.0], "inflow": [10.0], "outlet": [100.0], "outflow": [10.0]}
    )
    found = optimize_water_network(units)
    # Half clean water, half its own at 100 ppm, makes 50 ppm.
    assert (found.fresh, found.target.fresh, found.without_reuse) == (5, 5, 10)
    assert ["a", "a", 5.0] in found.flows[["from", "to", "flow"]].values.tolist()


def test_losses_alone_decide():
    # 100 t/h in at any quality, 60 t/h out: the 40 t/h that are lost must come in.
    units = pd.DataFrame(
        {"process": ["a", "b"], "inlet": [900.0, None], "inflow": [100.0, None], "outlet": [None, 10.0],
         "outflow": [None, 60.0]}
    )  # fmt: skip
    found = optimize_water_network(units)
    assert found.fresh == found.target.fresh == 40
    assert (found.target.limit, found.target.pinch, found.waste) == ("flow", None, 0)


def test_own_water_is_enough():
    units = pd.DataFrame({"process": ["a", "b"], "inlet": [90.0, None], "inflow": [10.0, None]})
    units = units.assign(outlet=[None, 10.0], outflow=[None, 60.0])
    found = optimize_water_network(units)
    assert (found.fresh, found.target.fresh, found.target.limit) == (0, 0, "none")
    assert found.waste == pytest.approx(50)


def test_a_process_without_load_needs_no_water():
    units = pd.DataFrame(
        {"process": ["a", "b"], "inlet": [0.0, 0.0], "outlet": [10.0, 10.0], "load": [0.0, 1.0]}
    )
    found = optimize_water_network(units)
    assert found.fresh == pytest.approx(100)
    assert found.processes["status"].to_list() == ["undefined", "ok"]
    assert found.processes["outlet"].isna().to_list() == [True, False]


def test_too_little_fresh_water_is_explained():
    with pytest.raises(UndefinedResult) as caught:
        optimize_water_network(WANG_SMITH, fresh_available=60.0)
    text = str(caught.value)
    assert "fresh water available: 60" in text
    assert "outlet limit of 2: 100" in text
    assert "With 90 t/h of fresh water there is one" in text
    assert optimize_water_network(WANG_SMITH, fresh_available=90.1).fresh == pytest.approx(90)


def bad(**changes):
    return WANG_SMITH.astype({"inlet": float, "outlet": float, "load": float}).assign(**changes)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (bad(load=[2, -5, 30, 4]), "must not be negative"),
        (bad(load=[2, float("inf"), 30, 4]), "must be a finite number"),
        (bad(load=[2, None, 30, 4]), "2: has neither a load nor a flow"),
        (bad(inflow=[None, 3.0, None, None]), "2: has a load and a flow"),
        (bad(inlet=[None, 50, 50, 400]), "1: a limit at the inlet is missing"),
        (bad(outlet=[None, 100, 800, 800]), "1: the concentration at the outlet is missing"),
        (bad(outlet=[100, 50, 800, 800]), "2: the outlet limit 50 is not above the inlet limit 50"),
        (bad(process=["1", "1", "3", "4"]), "1 is there twice"),
        (bad(process=[None, "2", "3", "4"]), "must not be missing"),
        (bad(inlet="clean"), "must be a number"),
        (WANG_SMITH.drop(columns="process"), "column is missing"),
        (REFINERY.iloc[:-1], "desalter: no row for salt"),
        (WANG_SMITH.iloc[:0], "no rows"),
    ],
)
def test_bad_tables_fail(table, words):
    with pytest.raises(DataError, match=words):
        optimize_water_network(table)


def test_two_flows_of_one_process_fail():
    table = pd.DataFrame(
        {"process": ["a", "a"], "contaminant": ["salt", "oil"], "inlet": 5.0, "inflow": [10.0, 12.0]}
    )
    with pytest.raises(DataError, match="a: inflow does not fit the first row"):
        optimize_water_network(table)
    assert optimize_water_network(table.assign(inflow=10.0)).fresh == 10


def test_all_faults_come_together():
    with pytest.raises(DataError) as caught:
        optimize_water_network(bad(inlet=[None, 50, 50, 400], outlet=[100, 20, 800, 800]))
    assert {(p.row, p.column) for p in caught.value.issues} == {(0, "inlet"), (1, "outlet")}


def test_senseless_options_fail():
    with pytest.raises(UnitMismatch):
        optimize_water_network(WANG_SMITH, load_unit="MWh/h")
    with pytest.raises(UnknownNameError, match="Did you mean 'salt'"):
        optimize_water_network(REFINERY, fresh_concentration={"hydrocarbon": 0, "H2S": 0, "salts": 0})
    with pytest.raises(UnknownNameError, match="salt"):
        optimize_water_network(REFINERY, fresh_concentration={"hydrocarbon": 0, "H2S": 0})
    with pytest.raises(ValueError, match="must not be negative"):
        optimize_water_network(WANG_SMITH, fresh_available=-1)
    with pytest.raises(ValueError, match="fresh water"):
        optimize_water_network(WANG_SMITH, fresh_concentration=-1)
    with pytest.raises(ValueError, match="a name of its own"):
        optimize_water_network(WANG_SMITH, treatment=Treatment("1", 5.0))
    with pytest.raises(ValueError, match="capacity"):
        Treatment("plant", 5.0, capacity=-1)
    with pytest.raises(ValueError, match="name"):
        Treatment("", 5.0)
    with pytest.raises(UndefinedResult, match="one contaminant"):
        water_cascade_analysis(REFINERY)


def test_treatment_by_contaminant():
    cleaned = {"hydrocarbon": 5.0, "H2S": 5.0, "salt": 5.0}
    found = optimize_water_network(REFINERY, treatment=Treatment("plant", cleaned))
    assert found.fresh < 105.6
    assert_balanced(found)
    with pytest.raises(UnknownNameError, match="salt"):
        optimize_water_network(REFINERY, treatment=Treatment("plant", {"hydrocarbon": 5.0, "H2S": 5.0}))


loads = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 400), st.integers(0, 40)), min_size=1, max_size=5
)
flows = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 90), st.integers(0, 300), st.integers(0, 90)),
    max_size=3,
)


@settings(max_examples=50, deadline=None)
@given(loads=loads, flows=flows)
def test_the_program_reaches_the_pinch_target(loads, flows):
    table = pd.DataFrame(
        [(f"load {n}", c, c + more, load, np.nan, np.nan) for n, (c, more, load) in enumerate(loads)]
        + [(f"flow {n}", i, o, np.nan, a, b) for n, (i, a, o, b) in enumerate(flows) if a or b],
        columns=["process", "inlet", "outlet", "load", "inflow", "outflow"],
    ).astype(dict.fromkeys(("inlet", "outlet", "load", "inflow", "outflow"), float))
    found, wanted = optimize_water_network(table), water_cascade_analysis(table)
    assert found.fresh == pytest.approx(wanted.fresh, rel=1e-6, abs=1e-6)
    assert found.waste == pytest.approx(wanted.waste, rel=1e-6, abs=1e-5)
    assert_balanced(found)


def test_the_figure_shows_the_pinch():
    axes = plot_water_composite(water_cascade_analysis(WANG_SMITH))
    assert axes.get_title(loc="left") == "At least 90 t/h of fresh water: the pinch is at 100 ppm"
    assert axes.get_xlabel() == "Load taken up [kg/h]"
    # 2 kg/h to 50 ppm is half of operation 1; the composite curve of the four operations ends at 41 kg/h.
    assert axes.lines[0].get_xdata()[-1] == pytest.approx(41)
    assert "pinch is at 100 ppm" in alt_text(axes)
    assert "9 at 100" in alt_text(axes)
