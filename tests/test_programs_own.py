"""Own tables of zones and counts, the bodies behind the programs, and the figure of chance."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

import ecopark as ep
from ecopark.errors import DataError, UnknownNameError

own_tables, participation = ep.programs.own_tables, ep.programs.participation


def written(folder, text, name="own.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_cohort_is_read_and_watched_until_the_last_look(tmp_path):
    path = written(tmp_path, "zone,approved,certified\nA,2010-05-01,2012-05-01\nB,2010-05-01,\n")
    found = own_tables.cohort(path, "2014-05-01")
    assert found[["years", "certified"]].values.tolist() == [[2.0, True], [4.0, False]]


@pytest.mark.parametrize(
    ("text", "on", "said"),
    [
        ("zone,approved,certified\n", "2014-05-01", "the table has no rows"),
        ("zone,approved\nA,2010-05-01\n", "2014-05-01", "column certified: the column is missing"),
        ("zone,approved,certified\nA,soon,\n", "2014-05-01", "'soon': is no day"),
        ("zone,approved,certified\nA,2010-05-01,\n", "May", "column on: 'May': is no day"),
    ],
)
def test_a_fault_of_an_own_cohort_is_said(tmp_path, text, on, said):
    with pytest.raises(DataError, match=said):
        own_tables.cohort(written(tmp_path, text), on)


def test_own_counts_get_defaults_and_the_days_of_their_dates(tmp_path):
    found = own_tables.counts(written(tmp_path, "date,count\n2020,7\n2019,5\n"))
    assert found["count"].to_list() == [5, 7]
    assert found["first"].to_list() == [date(2019, 1, 1), date(2020, 1, 1)]
    assert found[["quantity", "kind", "series"]].drop_duplicates().values.tolist() == [
        ["named", "exact", "own"]
    ]


def test_a_spreadsheet_gives_years_and_days_as_it_likes(tmp_path):
    path = tmp_path / "own.xlsx"
    table = pd.DataFrame({"date": [2019, pd.Timestamp("2020-06-30"), "2021-02"], "count": [1, 2, 3.0]})
    table.to_excel(path, index=False)
    found = own_tables.counts(path)
    assert found["date"].to_list() == ["2019", "2020-06-30", "2021-02"]
    assert found["last"].to_list() == [date(2019, 12, 31), date(2020, 6, 30), date(2021, 2, 28)]


def test_every_fault_of_own_counts_is_said_together(tmp_path):
    path = written(tmp_path, "date,count,kind\nsoon,1,exact\n2019,-2,exact\n2020,,about\n,3,exact\n")
    with pytest.raises(DataError) as found:
        own_tables.counts(path)
    assert str(found.value).startswith("5 problems in own.csv")
    assert str(found.value).count("is no date") == 2
    assert "is no kind of count" in str(found.value)


def test_conflicts_and_the_figure_take_own_counts(tmp_path):
    text = "date,count,kind,series\n2018,4,exact,A\n2019,3,exact,B\n2019-05,6,at least,C\n"
    table = own_tables.counts(written(tmp_path, text))
    found = participation.conflicts("named", table)
    assert found[["kind", "count", "later_count"]].values.tolist() == [
        ["falls", 4, 3],
        ["below a bound", 3, 6],
    ]
    words = ep.plots.alt_text(ep.programs.plots.counts_chart("named", table))
    assert "4 in 2018 against 3 in 2019" in words


def test_a_quantity_that_the_own_counts_lack_is_said(tmp_path):
    table = own_tables.counts(written(tmp_path, "date,count\n2018,4\n"))
    with pytest.raises(UnknownNameError, match="quantity 'plans_approved'"):
        participation.conflicts("plans_approved", table)
    assert len(participation.conflicts(table=table)) == 0


def test_the_list_of_four_items_has_three_bodies():
    cities = ep.programs.governance.bodies("city")
    assert len(ep.datasets.load("eco_cities", "programs")) == 4
    assert cities["body"].to_list() == ["MEP", "MOHURD", "NDRC"]
    assert set(cities["role"]) == {"in charge"}


def test_every_stated_role_in_the_park_programs_is_kept():
    parks = ep.programs.governance.bodies("park")
    assert len(parks) == len(ep.datasets.load("programs", "agencies"))
    assert set(ep.programs.governance.bodies()["level"]) == {"park", "city"}


def test_an_unknown_level_is_refused():
    with pytest.raises(UnknownNameError, match="level 'province'"):
        ep.programs.governance.bodies("province")


def test_the_map_names_the_strongest_role_and_its_end():
    words = ep.plots.alt_text(ep.programs.plots.governance_map())
    assert "MEP: Circular Transformation of Industrial Parks, lead until 2005" in words
    assert "NDRC: Circular Transformation of Industrial Parks, lead;" in words
    assert "MEP and NDRC govern at both levels" in words


def drawn_mean(axes):
    """Return the mean of the bars of the figure."""
    bars = axes.patches
    middle = np.array([bar.get_x() + bar.get_width() / 2 for bar in bars])
    height = np.array([bar.get_height() for bar in bars])
    assert height.sum() == pytest.approx(100)
    return float((middle * height).sum() / 100)


@pytest.mark.parametrize(
    ("base", "expected", "verdict"), [(1568, 12.99, "more than"), (329, 61.91, "fewer than")]
)
def test_the_figure_of_chance_shows_the_mean_worked_out_by_hand(base, expected, verdict):
    axes = ep.programs.plots.chance_chart(ep.programs.overlap.from_package(), base, draws=4000)
    assert drawn_mean(axes) == pytest.approx(expected, abs=0.4)
    assert verdict in axes.get_title(loc="left")


def test_the_figure_of_chance_needs_three_sizes_and_a_base_that_holds_them():
    two = ep.programs.overlap.Counts(1, 1, 0, {"eip": 2, "circular": 1})
    with pytest.raises(DataError, match="three sizes are needed"):
        ep.programs.plots.chance_chart(two, 10)
    with pytest.raises(DataError, match="larger than the base"):
        ep.programs.plots.chance_chart(ep.programs.overlap.from_package(), 90)
