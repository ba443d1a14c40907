"""What a researcher brings along: tables as other programs leave them, and arguments out of range."""

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

import ecopark as ep
import ecopark_course as course
import ecopark_zone
from ecopark import frames
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataError, EcoparkError, SenselessParameter, UnknownNameError
from ecopark.symbiosis.flows import ascendency_and_capacity

PANEL = ep.datasets.synthetic_panel(zones=2, years=4, seed=3)
VALUES = ep.assess(PANEL)["value"].to_list()
ZONE = "Synthetic zone 1"


def test_numbers_of_pyarrow_in_pandas_count_like_others():
    own = PANEL.convert_dtypes(dtype_backend="pyarrow")
    assert ep.assess(own)["value"].to_list() == pytest.approx(
        ep.assess(PANEL)["value"].to_list(), nan_ok=True
    )


@pytest.mark.parametrize("column", ["year", "energy"])
def test_a_category_of_numbers_counts_like_numbers(column):
    own = PANEL.astype({column: "category"})
    assert ep.assess(own)["value"].to_list() == pytest.approx(
        ep.assess(PANEL)["value"].to_list(), nan_ok=True
    )
    assert ep.elasticity.fit(own)["elasticity"].to_list() == ep.elasticity.fit(PANEL)["elasticity"].to_list()


def test_a_column_of_nothing_is_missing():
    judged = ep.assess(PANEL.assign(energy=None))
    assert set(judged.loc[judged["code"] == "2.2", "status"]) == {"missing"}
    assert set(ep.elasticity.coefficient(PANEL.assign(energy=None))["status"]) == {"missing"}


@pytest.mark.parametrize("energy", [[pd.NA, *range(1, 8)], [pd.NA] * 8])
def test_objects_that_are_no_numbers_are_named(energy):
    own = PANEL.assign(energy=pd.Series(energy, dtype=object))
    with pytest.raises(DataError, match="numbers written as text or objects"):
        ep.assess(own)


def test_zones_and_years_in_the_index_are_named_with_the_way_out():
    with pytest.raises(DataError, match=r"is the index, not a column.*reset_index") as caught:
        ep.assess(PANEL.set_index(["zone", "year"]))
    assert [p.column for p in caught.value.issues] == ["zone", "year"]
    kept = PANEL.set_index(["zone", "year"], drop=False)
    assert len(ep.assess(kept)) == len(ep.assess(PANEL))


def test_columns_on_two_levels_are_no_panel():
    own = PANEL.set_axis(pd.MultiIndex.from_product([["a"], PANEL.columns]), axis=1)
    with pytest.raises(DataError, match="the column is missing"):
        ep.assess(own)


@pytest.mark.parametrize("change", [1e100, 1e300])
def test_a_number_beyond_all_measures_is_refused(change):
    with pytest.raises(DataError, match=r"must be a finite number below 1e\+100"):
        ep.assess(PANEL.assign(energy=change))


def test_next_to_nothing_below_the_line_is_nothing():
    judged = ep.assess(PANEL.assign(industrial_added_value=1e-300, industrial_added_value_constant=1e-300))
    assert set(judged.loc[judged["code"].isin(["1.1", "1.2", "2.2"]), "status"]) <= {"undefined", "fail"}
    assert np.isfinite(judged["value"].dropna()).all()
    grown = ep.elasticity.coefficient(PANEL.assign(energy=[1e-300, 1.0, 2.0, 3.0] * 2))
    assert set(grown["status"]) == {"undefined"}


@pytest.mark.parametrize(
    "table", [PANEL.drop(columns="year"), PANEL.head(0)], ids=["a column less", "no row"]
)
def test_without_a_check_the_table_still_has_to_be_one(table):
    with pytest.raises(DataError):
        ep.assess(table, check=False)


_ASKED = {
    "what_if": lambda panel, zone, year: ep.what_if(panel, zone, year, "energy", -10),
}


@pytest.mark.parametrize("ask", _ASKED.values(), ids=_ASKED)
def test_a_question_about_a_zone_names_what_is_not_there(ask):
    with pytest.raises(
        UnknownNameError, match=r"Unknown zone 'Synthetic zone l'\. Did you mean 'Synthetic zone"
    ):
        ask(PANEL, "Synthetic zone l", 2006)
    with pytest.raises(UnknownNameError, match="Unknown year of Synthetic zone 1 '2020'"):
        ask(PANEL, ZONE, 2020)
    with pytest.raises(DataError, match="zone: the column is missing"):
        ask(PANEL.drop(columns="zone"), ZONE, 2006)
    with pytest.raises(DataError, match="energy: 'n/c': must be a number"):
        ask(PANEL.assign(energy=["n/c", *PANEL["energy"][1:]]), ZONE, 2006)


def test_a_zone_or_year_that_is_not_there_has_no_summary():
    with pytest.raises(UnknownNameError, match=r"Did you mean 'Synthetic zone"):
        ecopark_zone.summarize(PANEL, "Synthetic zone l")
    with pytest.raises(UnknownNameError, match="Unknown year of Synthetic zone 1 '2020'"):
        ecopark_zone.summarize(PANEL, ZONE, ecopark_zone.Options(year=2020))


def test_zones_of_two_kinds_are_listed():
    mixed = PANEL.assign(zone=[1, 1, 1, 1, "B", "B", "B", "B"])
    assert len(ep.what_if(mixed, 1, 2006, "energy", -10)) > 0
    with pytest.raises(UnknownNameError, match="Known: 1, B"):
        ep.elasticity.fit_zone(mixed, "C")


def test_the_rows_of_a_zone_are_found_by_its_number():
    frame = nw.from_native(PANEL.assign(zone=[1] * 4 + [2] * 4))
    assert panels.zone_rows(frame, "2", ["energy"], [2005])["year"].to_list() == [2005, 2006, 2007, 2008]


def test_one_large_zone_does_not_swallow_the_others():
    table = pd.DataFrame({"zone": list("ABC"), "subsidy": [1e18, 1.0, 3.0], "investment": [1e20, 10.0, 10.0]})
    without = ep.subsidy.leave_one_out(table).set_index("zone")["pooled_without"]
    assert without["A"] == pytest.approx(100 * (1.0 + 3.0) / (10.0 + 10.0))


def test_ascendency_does_not_depend_on_the_size_of_the_unit():
    flow = pd.Series([4.0, 1.0, 3.0], pd.MultiIndex.from_tuples([("A", "B"), ("B", "A"), ("B", "C")]))
    small = ascendency_and_capacity(flow * 1e-300)
    assert [1e300 * number for number in small] == pytest.approx(ascendency_and_capacity(flow))


def test_rows_that_are_no_exchanges_are_refused():
    with pytest.raises(frames.NotAFrame, match="not 1"):
        ep.symbiosis.Network([1, 2])


PROJECT = pd.DataFrame({"project": ["pump"], "investment": [1.0], "yearly": [1.0], "years": [5]})
_SENSELESS = {
    "level": lambda: ep.elasticity.fit(PANEL, level=95),
    "target": lambda: ep.elasticity.required_growth(0.6, -2.0, 5),
    "dt_min": lambda: ep.symbiosis.heat_cascade(pd.DataFrame(), dt_min=-1.0),
    "discount_rate": lambda: ep.symbiosis.compare_projects(PROJECT, discount_rate=-2.0),
    "period": lambda: ep.programs.parse_period("soon"),
    "zones": lambda: ep.datasets.synthetic_panel(zones=0),
}


@pytest.mark.parametrize("call", _SENSELESS.values(), ids=_SENSELESS)
def test_an_argument_out_of_range_is_an_error_of_ecopark(call):
    with pytest.raises(BadArgument) as caught:
        call()
    assert isinstance(caught.value, EcoparkError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("table", [PANEL.drop(columns="year"), PANEL.assign(year="soon")])
def test_a_lesson_says_that_its_panel_has_no_years(table):
    with pytest.raises(SenselessParameter, match="year"):
        course.check_panel(table)


def test_a_report_of_a_panel_needs_a_panel(tmp_path):
    with pytest.raises(DataError, match="there are 2 zones and none was chosen"):
        ecopark_zone.write_report(PANEL, tmp_path / "report.html")
    with pytest.raises(UnknownNameError, match="Did you mean"):
        ecopark_zone.write_report(PANEL, tmp_path / "report.html", "Synthetic zone l")
    with pytest.raises(DataError, match="the column is missing"):
        ecopark_zone.write_report(PANEL.drop(columns="energy"), tmp_path / "report.html", ZONE)
    assert not list(tmp_path.iterdir())
