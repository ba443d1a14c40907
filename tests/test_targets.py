"""Own targets of zones, in every engine."""

import math

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import ecopark as ep
from ecopark.errors import DataError
from ecopark.frames import NotAFrame

# The rows of B come first and out of order: own targets must find their zone, not their place.
PANEL = {
    "zone": ["B", "A", "B", "A", "C"],
    "year": [2011, 2010, 2010, 2011, 2010],
    "solid_waste": [1_000.0, 1_000.0, 1_000.0, 1_000.0, 0.0],
    "solid_waste_reused": [800.0, 700.0, 750.0, 900.0, 0.0],
    "so2": [40_000.0, 60_000.0, 45_000.0, 50_000.0, 10_000.0],
    "cod": [20_000.0, 30_000.0, 22_000.0, math.nan, 10_000.0],
}
TARGETS = {
    "zone": ["A", "A", "B", "C"],
    "code": ["3.1", "4.4", "4.4", "3.1"],
    "threshold": [80.0, 50.0, 40.0, 90.0],
    "operator": [None, None, "<", None],
}
# zone, year, code: threshold, operator, status, gap. SO2 in t.
EXPECTED = {
    ("A", 2010, "3.1"): (80.0, ">=", "fail", -0.125),  # (70 - 80) / 80
    ("A", 2011, "3.1"): (80.0, ">=", "pass", 0.125),
    ("A", 2010, "4.4"): (50.0, "<=", "fail", -0.2),  # (50 - 60) / 50
    ("A", 2011, "4.4"): (50.0, "<=", "pass", 0.0),  # on the target
    ("B", 2010, "4.4"): (40.0, "<", "fail", -0.125),
    ("B", 2011, "4.4"): (40.0, "<", "fail", 0.0),  # on the target, which is strict
    ("C", 2010, "3.1"): (90.0, ">=", "undefined", None),  # no waste
    ("B", 2010, "3.1"): (None, "", "not applicable", None),
    ("C", 2010, "4.4"): (None, "", "not applicable", None),
    ("A", 2010, "4.5"): (None, "", "not applicable", None),
    ("A", 2011, "4.5"): (None, "", "missing", None),
}


def in_dask(data):
    import dask.dataframe

    return dask.dataframe.from_pandas(pd.DataFrame(data), npartitions=2)


ENGINES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars, lazy": lambda data: pl.DataFrame(data).lazy(),
    "pyarrow": lambda data: pa.Table.from_pandas(pd.DataFrame(data)),
    "DuckDB": lambda data: duckdb.connect().from_arrow(pa.Table.from_pandas(pd.DataFrame(data))),
    "Dask": in_dask,
}
TABLES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


def rows(native):
    view = nw.from_native(native)
    found = (view.collect() if isinstance(view, nw.LazyFrame) else view).iter_rows(named=True)
    return [{k: None if v != v else v for k, v in row.items()} for row in found]


@pytest.mark.parametrize("engine", ENGINES)
def test_tidy_shows_each_rows_own_threshold(engine):
    panel = ENGINES[engine](PANEL)
    result = ep.assess(panel, standard="cepz-ctip-2012", targets=pd.DataFrame(TARGETS))
    assert type(result) is type(panel)
    found = {(r["zone"], r["year"], r["code"]): r for r in rows(result)}
    assert len(found) == 5 * 3
    assert tuple(next(iter(found.values()))) == ep.indicators.TIDY_COLUMNS
    for key, (threshold, operator, status, gap) in EXPECTED.items():
        row = found[key]
        assert (row["threshold"], row["operator"], row["status"]) == (threshold, operator, status), key
        assert row["gap"] == (None if gap is None else pytest.approx(gap, abs=1e-12)), key
        assert row["source"].endswith("own target") == (threshold is not None), key


@pytest.mark.parametrize("engine", ENGINES)
def test_wide_agrees(engine):
    panel = ENGINES[engine](PANEL)
    result = ep.assess(panel, "cepz-ctip-2012", layout="wide", targets=pd.DataFrame(TARGETS))
    found = {(r["zone"], r["year"]): r for r in rows(result)}
    names = [f"{part}_{code}" for code in ("3.1", "4.4", "4.5") for part in ("value", "status", "gap")]
    assert list(found["A", 2010]) == [*PANEL, *names]
    for (zone, year, code), (_, _, status, gap) in EXPECTED.items():
        row = found[zone, year]
        assert row[f"status_{code}"] == status
        assert row[f"gap_{code}"] == (None if gap is None else pytest.approx(gap, abs=1e-12))


@pytest.mark.parametrize("kind", TABLES)
def test_targets_of_any_kind(kind):
    result = ep.assess(pd.DataFrame(PANEL), "cepz-ctip-2012", targets=TABLES[kind](TARGETS))
    assert [r["status"] for r in rows(result) if r["code"] == "4.4"] == [
        *("fail", "fail", "fail", "pass", "not applicable")
    ]


@pytest.mark.parametrize("engine", ["pandas", "polars", "polars, lazy"])
def test_own_targets_stand_in_the_place_of_the_standards(engine):
    panel = ep.datasets.synthetic_panel(zones=3, years=3, seed=1)
    one = pd.DataFrame({"zone": ["Synthetic zone 2"], "code": ["2.2"], "threshold": [99.0]})
    native = {"pandas": panel, "polars": pl.from_pandas(panel)}.get(engine, pl.from_pandas(panel).lazy())
    plain = {(r["zone"], r["year"], r["code"]): r for r in rows(ep.assess(native))}
    found = {(r["zone"], r["year"], r["code"]): r for r in rows(ep.assess(native, targets=one))}
    changed = {key for key, row in found.items() if row != plain[key]}
    assert changed == {("Synthetic zone 2", year, "2.2") for year in (2005, 2006, 2007)}
    assert {(found[k]["threshold"], found[k]["operator"], found[k]["status"]) for k in changed} == {
        (99.0, "<=", "pass")
    }


def test_a_target_of_zero_has_a_gap_in_its_own_unit():
    target = pd.DataFrame({"zone": ["A"], "code": ["4.4"], "threshold": [0.0]})
    found = ep.assess(pd.DataFrame(PANEL), "cepz-ctip-2012", targets=target)
    row = next(r for r in rows(found) if (r["zone"], r["year"], r["code"]) == ("A", 2010, "4.4"))
    assert (row["gap"], row["status"]) == (-60.0, "fail")


def test_zones_that_are_numbers_find_their_targets():
    panel = pd.DataFrame({**PANEL, "zone": [2, 1, 2, 1, 3]})
    target = pd.DataFrame({"zone": [1], "code": ["4.4"], "threshold": [55.0]})
    found = [r for r in rows(ep.assess(panel, "cepz-ctip-2012", targets=target)) if r["code"] == "4.4"]
    none = "not applicable"
    assert [r["status"] for r in found] == [none, "fail", none, "pass", none]


def problems(table, panel=None, standard="cepz-ctip-2012"):
    with pytest.raises(DataError, match="the targets") as caught:
        ep.assess(pd.DataFrame(PANEL) if panel is None else panel, standard, targets=table)
    return {(p.column, p.row): p for p in caught.value.issues}


@pytest.mark.parametrize("engine", ENGINES)
def test_bad_targets_are_listed_at_once(engine):
    bad = pd.DataFrame(
        {
            "zone": ["a", "A", "A", "A", "B", "B", "C"],
            "code": ["4.4", "4.44", "1.1", "4.4", "4.4", "4.4", "4.5"],
            "threshold": [1.0, 1.0, 1.0, None, 2.0, 3.0, 4.0],
            "operator": [None, None, None, None, None, None, "≤"],
        }
    )
    found = problems(bad, ENGINES[engine](PANEL))
    assert set(found) == {
        *(("zone", 0), ("code", 1), ("code", 2), ("threshold", 3), ("code", 5), ("operator", 6))
    }
    assert found["zone", 0].fix == "Did you mean 'A'?"
    assert "Did you mean '4.4'?" in found["code", 1].fix
    assert "cannot answer" in found["code", 2].rule
    assert "more than one target" in found["code", 5].rule


def test_text_thresholds_and_number_codes_fail():
    found = problems(pd.DataFrame({"zone": ["A", "B"], "code": [4.4, 4.5], "threshold": ["n/c", "5"]}))
    assert {("threshold", 0), ("code", 0), ("code", 1)} <= set(found)
    assert "as text" in found["code", 0].fix


def test_missing_columns_and_infinity_fail():
    assert ("threshold", None) in problems(pd.DataFrame({"zone": ["A"], "code": ["4.4"], "treshold": [1.0]}))
    assert ("threshold", 0) in problems(
        pd.DataFrame({"zone": ["A"], "code": ["4.4"], "threshold": [math.inf]})
    )
    assert ("", None) in problems(pd.DataFrame({"zone": [], "code": [], "threshold": []}))


def test_an_indicator_without_direction_needs_an_operator(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "code,category,name_en,kind,numerator,unit,source,status\n"
        "x,Water,Sulphur dioxide,value,so2,t,the zone,stated\n",
        encoding="utf-8",
    )
    own = ep.standards.from_csv(path)
    target = pd.DataFrame({"zone": ["A"], "code": ["x"], "threshold": [50.0]})
    assert ("operator", 0) in problems(target, standard=own)
    found = rows(ep.assess(pd.DataFrame(PANEL), own, targets=target.assign(operator=">=")))
    assert [r["status"] for r in found if r["zone"] == "A"] == ["pass", "pass"]


@pytest.mark.parametrize("thing", ["targets.csv", {"A": 3}, 5])
def test_targets_that_are_no_dataframe_fail(thing):
    with pytest.raises(NotAFrame, match="The targets must be"):
        ep.assess(pd.DataFrame(PANEL), "cepz-ctip-2012", targets=thing)
