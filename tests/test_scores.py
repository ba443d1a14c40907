"""Scores and gaps, computed on paper."""

import math
from statistics import NormalDist

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import ecopark as ep
from ecopark.errors import BadArgument, DataError, UnknownNameError
from ecopark.indicators import LEVERS, gap_to_target, group_gaps
from ecopark.scores import composite, rank_reversals

NAN = math.nan


def table(values, operators=None, thresholds=None, year=2010):
    """Return a tidy table from ``{zone: {code: value}}``."""
    operators, thresholds = operators or {}, thresholds or {}
    rows = [
        {
            **{"zone": zone, "year": year, "code": code, "indicator": f"Name {code}", "unit": "t"},
            **{"value": value, "operator": operators.get(code, ">="), "threshold": thresholds.get(code, NAN)},
        }
        for zone, own in values.items()
        for code, value in own.items()
    ]
    return pd.DataFrame(rows)


# Two indicators: more of x is better, less of y is better.
# x: mean 2, sd 1; y: mean 20, sd 10 → z of A: -1 and +1; B: 0 and 0; C: +1 and -1 with sign turned.
THREE = table(
    {"A": {"x": 1.0, "y": 10.0}, "B": {"x": 2.0, "y": 20.0}, "C": {"x": 3.0, "y": 30.0}},
    {"y": "<="},
    {"x": 3.0, "y": 10.0},
)


def by_zone(native, column="score"):
    frame = nw.from_native(native)
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return dict(zip(frame["zone"].to_list(), frame[column].to_list(), strict=True))


def test_normal_cdf_by_hand():
    found = composite(THREE)
    high, low = NormalDist().cdf(1), NormalDist().cdf(-1)
    # A: (low + high) / 2 = 0.5, B: 0.5, C: 0.5; the standard is at +1 on both.
    assert by_zone(found) == pytest.approx({"A": 0.5, "B": 0.5, "C": 0.5, "standard": high})
    assert by_zone(found, "rank") == {"A": 2, "B": 2, "C": 2, "standard": 1}
    only_x = composite(THREE[THREE["code"] == "x"])
    assert by_zone(only_x)["A"] == pytest.approx(low)
    assert by_zone(only_x, "rank") == {"A": 4, "B": 3, "C": 1, "standard": 1}


def test_min_max_and_rank_by_hand():
    limit = THREE[THREE["code"] == "x"].assign(threshold=4.0)
    # min-max of x: 0, 1/2, 1 and (4 - 1) / 2; ranks: beats 0, 1, 2 of 2; the standard 3 of 3.
    assert by_zone(composite(limit, "min-max")) == {"A": 0, "B": 0.5, "C": 1, "standard": 1.5}
    assert by_zone(composite(limit, "rank")) == {"A": 0, "B": 0.5, "C": 1, "standard": 1}


def test_ties_count_half_in_the_rank_method():
    tied = table({"A": {"x": 1.0}, "B": {"x": 1.0}, "C": {"x": 5.0}}, thresholds={"x": 1.0})
    # A and B beat nobody and tie with one of two: 1/4; the standard ties with two of three: 1/3.
    assert by_zone(composite(tied, "rank")) == pytest.approx(
        {"A": 0.25, "B": 0.25, "C": 1, "standard": 1 / 3}
    )


def test_normal_cdf_equals_scipy_on_a_panel():
    assessed = ep.assess(ep.datasets.synthetic_panel(zones=12, years=3, seed=4))
    own = assessed[assessed["year"] == 2007]
    wide = own.pivot(index="zone", columns="code", values="value").astype(float)
    sign = own.drop_duplicates("code").set_index("code")["operator"].map(lambda o: 1 if o[0] == ">" else -1)
    wide = wide.loc[:, wide.nunique() > 1] * sign.astype(float)
    wide = wide.dropna(axis=1)
    theirs = pd.DataFrame(stats.norm.cdf(stats.zscore(wide, ddof=1)), index=wide.index).mean(axis=1)
    found = composite(assessed, year=2007)
    assert by_zone(found[found["zone"] != "standard"]) == pytest.approx(theirs.to_dict(), rel=1e-12)
    assert set(found["n"]) == {wide.shape[1]}
    assert set(found["n_left_out"]) == {24 - wide.shape[1]}


def test_what_cannot_be_scaled_is_counted():
    zones = {
        z: {"x": float(n), "same": 5.0, "rare": n if n < 2 else NAN, "no word": float(n)}
        for n, z in enumerate("ABCD")
    }
    zones["D"]["x"] = NAN
    found = composite(table(zones, {"no word": ""}, {"x": 1.0}))
    assert found["n"].tolist() == [1, 1, 1, 0, 1]
    assert found["n_missing"].tolist() == [0, 0, 0, 1, 0]
    assert set(found["n_left_out"]) == {3}  # no difference; two zones only; no direction
    assert found["status"].tolist() == ["ok", "ok", "ok", "missing", "ok"]
    assert math.isnan(by_zone(found)["D"])
    assert math.isnan(by_zone(found, "rank")["D"])
    assert by_zone(found, "rank")["C"] == 1


def test_two_zones_are_undefined():
    found = composite(THREE[THREE["zone"] != "C"])
    assert set(found["status"]) == {"undefined"}
    assert found["score"].isna().all()
    assert set(found["n_left_out"]) == {2}


def test_the_standard_has_no_value_where_thresholds_differ():
    own = THREE.assign(threshold=[1.0, 10.0, 2.0, 10.0, 3.0, 10.0])
    found = composite(own).set_index("zone")
    assert found.loc["standard", ["n", "n_missing", "status"]].tolist() == [1, 1, "ok"]
    none = composite(THREE.assign(threshold=NAN)).set_index("zone")
    assert none.loc["standard", "status"] == "missing"


def test_a_standard_tells_directions_where_operators_do_not():
    assessed = ep.assess(ep.datasets.synthetic_panel(zones=4, years=1), "cepz-ctip-2012")
    assert set(composite(assessed)["status"]) == {"undefined"}
    found = composite(assessed, standard="cepz-ctip-2012")
    assert found["n"].tolist() == [3, 3, 3, 3, 0]
    least = assessed[assessed["code"] == "4.4"].sort_values("value")["zone"].iloc[0]
    only = composite(assessed[assessed["code"] == "4.4"], standard="cepz-ctip-2012")
    assert by_zone(only, "rank")[least] == 1


def in_dask(data):
    import dask.dataframe

    return dask.dataframe.from_pandas(data, npartitions=2)


ENGINES = {
    "Dask": in_dask,
    "polars": pl.from_pandas,
    "polars, lazy": lambda data: pl.from_pandas(data).lazy(),
    "pyarrow": pa.Table.from_pandas,
    "DuckDB": lambda data: duckdb.connect().from_arrow(pa.Table.from_pandas(data)),
}


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
def test_scores_of_any_table_in_memory_are_the_same(engine):
    for function in (composite, rank_reversals):
        pd.testing.assert_frame_equal(function(ENGINES[engine](THREE)), function(THREE))


@pytest.mark.parametrize("engine", ENGINES)
def test_gaps_come_from_every_kind_of_table(engine):
    panel = ep.datasets.synthetic_panel(zones=2, years=3, seed=1)
    ours = gap_to_target(panel, "Synthetic zone 2", 2007)
    theirs = nw.from_native(gap_to_target(ENGINES[engine](panel), "Synthetic zone 2", 2007))
    theirs = theirs.collect() if isinstance(theirs, nw.LazyFrame) else theirs
    assert theirs.columns == list(ours.columns)
    assert theirs["needed"].to_numpy() == pytest.approx(ours["needed"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("function", [composite, rank_reversals])
def test_a_table_that_is_not_tidy_fails(function):
    wide = ep.assess(ep.datasets.synthetic_panel(zones=1, years=1), layout="wide")
    with pytest.raises(DataError, match="tidy layout") as caught:
        function(wide)
    assert {"code", "value", "threshold", "operator"} <= {p.column for p in caught.value.issues}
    with pytest.raises(DataError, match="this indicator twice"):
        function(pd.concat([THREE, THREE.head(1)]))
    with pytest.raises(DataError, match="both directions"):
        function(THREE.assign(operator=[">=", "<=", "<=", "<=", ">=", "<="]))


def test_unknown_method_year_and_taken_name_fail():
    with pytest.raises(UnknownNameError, match="Did you mean 'min-max'"):
        composite(THREE, "minmax")
    with pytest.raises(UnknownNameError, match="year '2011'"):
        composite(THREE, year=2011)
    with pytest.raises(UnknownNameError, match="method"):
        rank_reversals(THREE, other_method="z")
    with pytest.raises(DataError, match="virtual zone"):
        composite(THREE.replace({"zone": {"A": "standard"}}))


# --- rank reversals ------------------------------------------------------------------------------


def test_the_same_recipe_turns_nothing():
    assert len(rank_reversals(THREE, other_method="normal-cdf")) == 0


def test_leaving_out_a_third_zone_turns_two():
    # min-max, equal weights. x: A 0, B 2, C 3, D 10; y: A 3, B 2, C 0, D 1.
    # All four: A 0/10 + 3/3 = 1, B 0.2 + 0.667 = 0.867 → A ahead of B.
    # Without D: A 0/3 + 3/3 = 1, B 2/3 + 2/3 = 1.333 → B ahead of A.
    own = table(
        {
            "A": {"x": 0.0, "y": 3.0},
            "B": {"x": 2.0, "y": 2.0},
            "C": {"x": 3.0, "y": 0.0},
            "D": {"x": 10.0, "y": 1.0},
        }
    )
    found = rank_reversals(own, "min-max")
    row = found[(found["without"] == "D") & (found["ahead"] == "A") & (found["behind"] == "B")].iloc[0]
    assert (row["score_ahead"], row["score_behind"]) == pytest.approx((0.5, 13 / 30))
    assert (row["other_score_ahead"], row["other_score_behind"]) == pytest.approx((0.5, 2 / 3))
    assert not ((found["ahead"] == found["without"]) | (found["behind"] == found["without"])).any()


def test_one_indicator_by_rank_has_no_reversal():
    assert len(rank_reversals(THREE[THREE["code"] == "x"], "rank")) == 0


# --- gap to target -------------------------------------------------------------------------------

ZONE = {
    **{"zone": ["Z", "Z"], "year": [2010, 2012]},
    "industrial_added_value": [100_000.0, 121_000.0],  # 10 % a year
    **{"employees": [9_000, 10_000], "industrial_land": [1.0, 1.0]},
    "energy": [80_000.0, 96_800.0],  # 10 % a year
    "fresh_water": [400_000.0, 400_000.0],
    "water_reused": [600_000.0, 600_000.0],
    "wastewater": [100_000.0, 100_000.0],
    **{"solid_waste": [1_000.0, 1_000.0], "solid_waste_reused": [800.0, 800.0]},
    **{"hazardous_waste": [10.0, 10.0], "hazardous_waste_disposed": [10.0, 10.0]},
    **{"cod": [50_000.0, 50_000.0], "so2": [50_000.0, 50_000.0]},
    **{"domestic_wastewater": [100.0, 100.0], "domestic_wastewater_treated": [80.0, 80.0]},
    **{"domestic_rubbish": [10.0, 10.0], "domestic_rubbish_treated": [10.0, 10.0]},
    **{"heavy_polluters": [37, 37], "heavy_polluters_audited": [30, 30]},
    **{"information_platform": [80.0, 80.0], "environmental_reports": [1, 1]},
    **{"public_satisfaction": [95.0, 95.0], "public_awareness": [95.0, NAN]},
    **{"waste_system": [True, True], "environmental_supervision": [False, False]},
}
# code and column: now, must, needed
WAYS = {
    ("1.1", "industrial_added_value"): (121_000, "at least", 150_000),  # 15 * 10,000
    ("1.1", "employees"): (10_000, "at most", 8_066),  # 121,000 / 15 = 8,066.7 people
    ("2.2", "energy"): (96_800, "at most", 60_500),  # 0.5 * 121,000
    ("2.2", "industrial_added_value"): (121_000, "at least", 193_600),  # 96,800 / 0.5
    ("2.3", "energy"): (96_800, "less than", 80_000 * 1.06**2),  # 0.6 of 10 % a year
    ("2.8", "water_reused"): (600_000, "at least", 1_200_000),  # 1.2 / (0.4 + 1.2) = 75 %
    ("2.9", "solid_waste_reused"): (800, "at least", 850),
    ("3.6", "domestic_wastewater_treated"): (80, "at least", 85),
    ("4.0", "environmental_supervision"): (0, "establish", 1),
    ("4.1", "information_platform"): (80, "at least", 100),
    ("4.3", "heavy_polluters_audited"): (30, "at least", 37),
}


def gaps(changes=None, **options):
    panel = pd.DataFrame({**ZONE, **(changes or {})})
    found = gap_to_target(panel, "Z", 2012, **options)
    return {(r["code"], r["column"]): r for r in found.to_dict("records")}


def test_every_failing_indicator_has_its_ways():
    found = gaps()
    decided = {key: row for key, row in found.items() if row["status"] == "ok"}
    assert set(decided) == set(WAYS)
    for key, (now, must, needed) in WAYS.items():
        row = decided[key]
        assert (row["now"], row["must"]) == (now, must), key
        assert row["needed"] == pytest.approx(needed), key
        assert row["change"] == pytest.approx(needed - now), key
    assert found["2.2", "energy"]["change_percent"] == pytest.approx(-37.5)
    assert found["2.2", "energy"]["unit"] == "tce"
    assert found["2.2", "energy"]["note"] == "with the same industrial_added_value"
    assert found["2.3", "energy"]["growth_allowed"] == pytest.approx(0.06)
    assert "less than 6.00 % a year since 2010" in found["2.3", "energy"]["note"]
    assert math.isnan(found["4.0", "environmental_supervision"]["change_percent"])


def test_the_note_of_an_elasticity_names_the_added_value_that_was_used():
    # Current prices grow by 10 %, constant prices by 5 % a year: 0.6 * 5 % = 3 % is allowed.
    note = gaps({"industrial_added_value_constant": [100_000.0, 110_250.0]})["2.3", "energy"]["note"]
    assert note.startswith("growth of less than 3.00 % a year since 2010")
    assert note.endswith("while industrial_added_value_constant grew 5.00 % a year")
    for first in (NAN, None):
        note = gaps({"industrial_added_value_constant": [first, 110_250.0]})["2.3", "energy"]["note"]
        assert note.endswith("while industrial_added_value grew 10.00 % a year")


def test_an_indicator_without_a_value_says_so():
    found = gaps()
    assert found["4.5", ""]["status"] == "missing"
    assert found["4.5", ""]["note"] == "no value for public_awareness"
    first = gap_to_target(pd.DataFrame(ZONE), "Z", 2010)
    assert set(first.loc[first["status"] == "undefined", "code"]) == {"2.3", "2.5", "3.2", "3.4"}


def test_a_share_above_its_whole_cannot_be_reached():
    own = pd.DataFrame({"zone": ["Z"] * 2, "code": ["3.6", "2.8"], "threshold": [110.0, 100.0]})
    found = gaps(targets=own)
    assert found["3.6", "domestic_wastewater_treated"]["status"] == "unreachable"
    assert "larger than domestic_wastewater" in found["3.6", "domestic_wastewater_treated"]["note"]
    # No reuse makes 100 % while fresh water is used.
    assert found["2.8", "water_reused"]["status"] == "unreachable"
    assert "no value reaches" in found["2.8", "water_reused"]["note"]
    assert math.isnan(found["2.8", "water_reused"]["needed"])


def test_own_targets_take_the_place_of_the_standards():
    own = pd.DataFrame({"zone": ["Z", "Z"], "code": ["4.4", "4.5"], "threshold": [40.0, 60.0]})
    found = gaps(standard="cepz-ctip-2012", targets=own)
    assert set(found) == {("4.4", "so2")}  # COD is below its target, waste has none
    row = found["4.4", "so2"]
    assert (row["needed"], row["change_percent"], row["unit"]) == (40_000, pytest.approx(-20), "kg")


def test_a_shrinking_economy_is_ambiguous():
    # Added value -10 % a year, energy -8 %: coefficient 0.8. The rule asks for a fall of more than 6 %
    # no longer, but of less: the printed limit is -6 % a year.
    shrunk = {
        "industrial_added_value": [100_000.0, 81_000.0],
        "energy": [80_000.0, 80_000.0 * 0.92**2],
    }
    row = gaps(shrunk)["2.3", "energy"]
    assert (row["status"], row["must"]) == ("ambiguous", "more than")
    assert row["needed"] == pytest.approx(80_000 * 0.94**2)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_needed_is_enough(seed):
    panel = ep.datasets.synthetic_panel(zones=1, years=4, seed=seed)
    zone, year = "Synthetic zone 1", 2008
    last = panel["year"] == year
    found = gap_to_target(panel, zone, year)

    # Each way out of a gap becomes a zone of its own, in which the quantity has the value that is needed.
    ways, zones = found[found["status"] == "ok"].to_dict("records"), []
    for number, row in enumerate(ways):
        slack = {"less than": -1e-6, "more than": 1e-6}.get(row["must"], 0)
        changed = panel.assign(zone=f"way {number}")
        changed[row["column"]] = changed[row["column"]].astype(float)
        changed.loc[last, row["column"]] = row["needed"] * (1 + slack)
        zones.append(changed)
    after = ep.assess(pd.concat([panel, *zones], ignore_index=True), check=False)
    status = after[after["year"] == year].set_index(["zone", "code"])["status"]
    for number, row in enumerate(ways):
        assert status[f"way {number}", row["code"]] == "pass", row

    failed = status[zone]
    assert set(found["code"]) >= set(failed.index[failed == "fail"])
    assert np.isfinite(found.loc[found["status"] == "ok", ["now", "needed", "change"]]).all(axis=None)


@pytest.mark.parametrize(
    ("zone", "year", "start", "match"),
    [
        ("Y", 2012, None, "zone 'Y'"),
        ("Z", 2011, None, "year of Z '2011'"),
        ("Z", 2012, 2009, "start year of Z '2009'"),
    ],
)
def test_gap_of_unknown_names_fails(zone, year, start, match):
    with pytest.raises(UnknownNameError, match=match):
        gap_to_target(pd.DataFrame(ZONE), zone, year, start=start)


def test_gap_of_a_bad_panel_fails():
    with pytest.raises(DataError, match="energy"):
        gap_to_target(pd.DataFrame(ZONE).drop(columns="energy"), "Z", 2012)
    with pytest.raises(DataError, match="zone"):
        gap_to_target(pd.DataFrame(ZONE).drop(columns="zone"), "Z", 2012)


# --- gaps by what one can act on ------------------------------------------------------------------

# Two years of 10 %: the flows of the industry grow by 21 %, land, people and counts stay.
# lever and code: column, now, projected, must, needed
GROUPS = {
    ("quantity", "1.1"): ("industrial_added_value", 121_000, 146_410, "at least", 150_000),  # 15 * 10,000
    ("quantity", "2.2"): ("energy", 96_800, 117_128, "at most", 73_205),  # 0.5 * 146,410
    ("quantity", "2.8"): ("water_reused", 600_000, 726_000, "at least", 1_452_000),  # 3 * 484,000
    ("quantity", "2.9"): ("solid_waste_reused", 800, 968, "at least", 1_028.5),  # 0.85 * 1,210
    ("quantity", "3.6"): ("domestic_wastewater_treated", 80, 80, "at least", 85),
    ("management", "4.0"): ("environmental_supervision", 0, 0, "establish", 1),
    ("management", "4.1"): ("information_platform", 80, 80, "at least", 100),
    ("management", "4.3"): ("heavy_polluters_audited", 30, 30, "at least", 37),
    ("growth coefficient", "2.3"): ("energy", 96_800, 117_128, "less than", 96_800 * 1.06**2),
}


def groups(growth, changes=None, **options):
    panel = pd.DataFrame({**ZONE, **(changes or {})})
    found = group_gaps(panel, "Z", 2012, target_year=2014, growth=growth, **options)
    return {(r["lever"], r["code"]): r for r in found.to_dict("records")}


def test_gaps_are_grouped_by_what_one_can_act_on_and_have_amounts_for_the_target_year():
    found = groups(0.1)
    assert set(found) == {*GROUPS, ("management", "4.5")}
    for key, (column, now, projected, must, needed) in GROUPS.items():
        row = found[key]
        assert (row["column"], row["now"], row["must"], row["status"]) == (column, now, must, "ok"), key
        assert (row["projected"], row["needed"]) == pytest.approx((projected, needed)), key
        assert row["change"] == pytest.approx(needed - projected), key
    assert found["quantity", "2.2"]["change"] == pytest.approx((96_800 - 60_500) * -1.21)  # tce to save
    assert found["growth coefficient", "2.3"]["growth_allowed"] == pytest.approx(0.06)
    assert "less than 6.00 % a year from 2012 on" in found["growth coefficient", "2.3"]["note"]
    assert found["management", "4.5"]["status"] == "missing"
    assert [lever for lever, _ in found] == sorted((lever for lever, _ in found), key=LEVERS.index)


def test_growth_alone_can_reach_a_threshold_and_decline_can_miss_one():
    # 121,000 * 1.12^2 = 151,782 is above 15 * 10,000. Land: 121,000 * 0.8^2 = 77,440 is below 90,000.
    row = groups(0.12)["quantity", "1.1"]
    assert (row["status"], row["must"], math.isnan(row["needed"])) == ("reached", "", True)
    fallen = groups(-0.2)
    assert ("quantity", "2.1") not in groups(0.12)
    assert fallen["quantity", "2.1"]["change"] == pytest.approx(90_000 - 77_440)


def test_a_coefficient_without_growth_has_no_amounts():
    for growth, status in ((0.0, "undefined"), (-0.2, "ambiguous")):
        row = groups(growth)["growth coefficient", "2.3"]
        assert row["status"] == status
        assert math.isnan(row["needed"])
        assert row["must"] == ""


def test_own_targets_of_other_zones_do_not_disturb_a_projection():
    zones = pd.concat([pd.DataFrame(ZONE), pd.DataFrame(ZONE).assign(zone="Y")], ignore_index=True)
    own = pd.DataFrame({"zone": ["Y", "Z"], "code": ["2.2", "2.2"], "threshold": [0.1, 0.4]})
    found = group_gaps(zones, "Z", 2012, target_year=2014, growth=0.1, targets=own)
    assert found.set_index("code").at["2.2", "needed"] == pytest.approx(0.4 * 146_410)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.floats(-0.1, 0.2))
def test_an_amount_of_the_plan_is_enough_in_the_target_year(seed, growth):
    panel = ep.datasets.synthetic_panel(zones=1, years=4, seed=seed)
    zone, factor = "Synthetic zone 1", (1 + growth) ** 5
    found = group_gaps(panel, zone, 2008, target_year=2013, growth=growth)
    ways = found[(found["status"] == "ok") & (found["lever"] != "growth coefficient")]
    grown = panel[panel["year"] == 2008].assign(year=2013)
    flows = list(ep.panel.OUTPUT_FLOWS)
    grown[flows] = grown[flows] * factor
    zones = []
    for row in ways.to_dict("records"):
        changed = grown.assign(zone=row["code"])
        changed[row["column"]] = changed[row["column"]].astype(float) + row["change"]
        zones.append(changed)
    after = ep.assess(pd.concat(zones, ignore_index=True), check=False)
    assert (after.loc[after["zone"] == after["code"], "status"] == "pass").all()


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_come_back_as_the_panel_went_in(engine):
    panel = ep.datasets.synthetic_panel(zones=2, years=3, seed=1)
    expected = group_gaps(panel, "Synthetic zone 2", 2007, target_year=2012, growth=0.08)
    native = group_gaps(ENGINES[engine](panel), "Synthetic zone 2", 2007, target_year=2012, growth=0.08)
    found = nw.from_native(native)
    found = found.collect() if isinstance(found, nw.LazyFrame) else found
    assert found.columns == list(expected.columns)
    assert found["change"].to_numpy() == pytest.approx(expected["change"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize(("target_year", "growth"), [(2012, 0.1), (2011, 0.1), (2014, -1.0), (2014, NAN)])
def test_a_plan_needs_a_later_year_and_a_growth(target_year, growth):
    with pytest.raises(BadArgument, match=r"target year|growth"):
        group_gaps(pd.DataFrame(ZONE), "Z", 2012, target_year=target_year, growth=growth)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", ["normal-cdf", "min-max", "rank"])
@pytest.mark.parametrize("size", [1e-315, 1e-170, 1e-300])
def test_an_indicator_without_a_scale_is_left_out_and_counted(method, size):
    # The square of 1e-170 is zero, so that there is no standard deviation to divide by.
    odd = table({name: {"x": n * size, "y": float(n)} for n, name in enumerate("ABC", 1)})
    found = composite(odd, method)
    zones = found[found["zone"] != "standard"]
    assert (zones["n_left_out"].tolist(), zones["n"].tolist()) == ([1, 1, 1], [1, 1, 1])
    assert zones["rank"].tolist() == [3, 2, 1]
    alone = composite(odd[odd["code"] == "x"], method)
    assert set(alone["status"]) == {"undefined"}
    assert alone["score"].isna().all()
