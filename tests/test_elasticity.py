import math
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ecopark as ep
from ecopark import elasticity, standards
from ecopark.elasticity import COVARIANCES, max_lags
from ecopark.errors import DataError, UndefinedResult, UnknownNameError
from ecopark.frames import NotAFrame

Q, V = "energy", "industrial_added_value"


def panel_of(zones, start=2005):
    """Return a panel from {zone: [(quantity, driver), …]}, one pair a year."""
    rows = [
        (z, start + i, float(q), float(v)) for z, pairs in zones.items() for i, (q, v) in enumerate(pairs)
    ]
    return pd.DataFrame(rows, columns=["zone", "year", Q, V])


# Growth a year of energy and of added value, in percent; elasticity; verdicts of 2009 and 2015.
FOUR = {
    "A": (-5, 10, -0.5, "pass", "pass"),
    "B": (2, -4, -0.5, "pass", "fail"),
    "C": (-2, -5, 0.4, "pass", "fail"),
    "D": (-8, -5, 1.6, "fail", "pass"),
}
FOUR_PARKS = panel_of({z: [(100, 100), (100 + q, 100 + v)] for z, (q, v, *_) in FOUR.items()})
TWO_ZONES = panel_of({"A": [(100, 100), (103, 111), (112.36, 121)], "B": [(50, 10), (40, 9), (60, 8)]})


def to_duckdb(frame):
    import duckdb

    return duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


def to_dask(frame):
    import dask.dataframe as dd

    return dd.from_pandas(frame, npartitions=2)


ENGINES = {
    "pandas": lambda f: f,
    "polars": pl.from_pandas,
    "polars-lazy": lambda f: pl.from_pandas(f).lazy(),
    "pyarrow": lambda f: pa.Table.from_pandas(f, preserve_index=False),
    "duckdb": to_duckdb,
    "dask": to_dask,
}
engines = pytest.mark.parametrize("engine", ENGINES)
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")


def to_pandas(native):
    """Return any result as pandas, rows in order of zone and year."""
    for step in ("compute", "collect"):
        native = getattr(native, step)() if hasattr(native, step) else native
    if hasattr(native, "df"):
        native = native.df()
    elif not isinstance(native, pd.DataFrame):
        native = native.to_pandas()
    keys = [c for c in ("zone", "end") if c in native.columns]
    return native.sort_values(keys, ignore_index=True)


def assert_same(found, wanted):
    found, wanted = to_pandas(found), to_pandas(wanted)
    assert list(found.columns) == list(wanted.columns)
    for name in wanted.columns:
        theirs, ours = wanted[name].to_numpy(), found[name].to_numpy()
        if wanted[name].dtype.kind == "f":
            np.testing.assert_allclose(ours.astype(float), theirs, rtol=1e-12, err_msg=name)
        else:
            assert ours.tolist() == theirs.tolist(), name


# --- coefficient ---------------------------------------------------------------------------------


def test_the_four_parks():
    found = elasticity.coefficient(FOUR_PARKS)
    assert list(found.columns) == [
        *("zone", "start", "end", "quantity_growth", "driver_growth", "elasticity", "status")
    ]
    for row in found.itertuples():
        q, v, e, *_ = FOUR[row.zone]
        assert row.quantity_growth == pytest.approx(q / 100)
        assert row.driver_growth == pytest.approx(v / 100)
        assert (row.elasticity, row.start, row.end, row.status) == (pytest.approx(e), 2005, 2006, "ok")


@pytest.mark.parametrize(
    ("method", "quantity", "driver"),
    [
        ("annual-average", 0.06, 0.10),
        ("endpoint", 0.1236, 0.21),
        ("arc", 12.36 / 106.18, 21 / 110.5),
        ("log", math.log(1.1236), math.log(1.21)),
    ],
)
def test_methods_by_hand(method, quantity, driver):
    # 100 → 112.36 is 6 % a year for two years; 100 → 121 is 10 % a year.
    found = elasticity.coefficient(TWO_ZONES, method=method).iloc[0]
    assert found["quantity_growth"] == pytest.approx(quantity)
    assert found["driver_growth"] == pytest.approx(driver)
    assert found["elasticity"] == pytest.approx(quantity / driver)


def test_the_convention_decides_at_the_limit():
    # +6 % and +10 % a year for five years: 0.60 by annual averages, 0.554 over all years.
    panel = panel_of({"A": [(100 * 1.06**t, 100 * 1.10**t) for t in range(6)]})
    assert elasticity.coefficient(panel)["elasticity"].item() == pytest.approx(0.6)
    assert elasticity.coefficient(panel, method="endpoint")["elasticity"].item() == pytest.approx(
        0.554, abs=5e-4
    )


def test_start_and_end():
    found = elasticity.coefficient(TWO_ZONES, start=2006, end=2007)
    assert found["quantity_growth"].tolist() == pytest.approx([112.36 / 103 - 1, 0.5])
    assert set(found["start"]) == {2006}
    assert set(found["end"]) == {2007}


def test_default_years_are_each_zones_own():
    later = TWO_ZONES.assign(year=TWO_ZONES["year"] + 5 * (TWO_ZONES["zone"] == "B"))
    found = elasticity.coefficient(later)
    assert found["start"].tolist() == [2005, 2010]
    assert elasticity.coefficient(later, start=2010)["status"].tolist() == ["missing", "ok"]


@pytest.mark.parametrize(
    ("pairs", "method", "status", "growths"),
    [
        ([(100, 100), (110, 100)], "annual-average", "undefined", (0.1, 0.0)),
        ([(100, 100), (100, 100)], "endpoint", "undefined", (0.0, 0.0)),
        ([(100, 100), (100, 110)], "annual-average", "ok", (0.0, 0.1)),
        ([(100, 100), (np.nan, 110)], "annual-average", "missing", (None, 0.1)),
        ([(100, np.nan), (110, 100)], "arc", "missing", (0.1 / 1.05, None)),
        ([(0, 100), (110, 110)], "annual-average", "undefined", (None, 0.1)),
        ([(100, 100), (0, 110)], "annual-average", "ok", (-1.0, 0.1)),
        ([(100, 100), (0, 110)], "log", "undefined", (None, math.log(1.1))),
        ([(0, 100), (10, 110)], "arc", "ok", (2.0, 10 / 105)),
        ([(0, 100), (0, 110)], "arc", "undefined", (None, 10 / 105)),
        ([(-5, 100), (10, 110)], "arc", "undefined", (None, 10 / 105)),
        ([(100, 100), (-10, 110)], "endpoint", "undefined", (None, 0.1)),
    ],
)
@pytest.mark.parametrize("engine", ["pandas", "polars", "duckdb"])
def test_no_answer_is_a_status(pairs, method, status, growths, engine):
    found = to_pandas(elasticity.coefficient(ENGINES[engine](panel_of({"A": pairs})), method=method)).iloc[0]
    assert found["status"] == status
    for name, growth in zip(("quantity_growth", "driver_growth"), growths, strict=True):
        assert pd.isna(found[name]) if growth is None else found[name] == pytest.approx(growth)
    assert pd.isna(found["elasticity"]) == (status != "ok")


def test_constant_prices_where_the_start_year_has_them():
    panel = TWO_ZONES.assign(industrial_added_value_constant=[100, 105, 110.25, None, 9, 8])
    found = elasticity.coefficient(panel)
    assert found["driver_growth"].tolist() == pytest.approx([0.05, math.sqrt(0.8) - 1])
    with_b = elasticity.coefficient(panel, start=2006)
    assert with_b["driver_growth"].tolist() == pytest.approx([0.05, 8 / 9 - 1])


def test_a_coefficient_equals_that_of_assess():
    panel = ep.datasets.synthetic_panel(zones=5, years=6)
    panel.loc[panel["zone"] == panel["zone"].iloc[0], "industrial_added_value_constant"] = np.nan
    judged = ep.assess(panel)
    last = judged[(judged["code"] == "2.3") & (judged["year"] == panel["year"].max())]
    found = elasticity.coefficient(panel)
    assert found["elasticity"].tolist() == pytest.approx(last["value"].tolist(), rel=1e-12)
    assert elasticity.apply_threshold(found)["verdict"].tolist() == last["status"].tolist()


@engines
@pytest.mark.parametrize("asked", [{}, {"start": 2006}, {"end": 2006}, {"start": 2005, "end": 2007}])
def test_every_engine_gives_the_same_coefficient_and_kind(engine, asked):
    panel = TWO_ZONES.assign(industrial_added_value_constant=[100, 105, 110.25, None, 9, 8])
    given_panel = ENGINES[engine](panel)
    found = elasticity.coefficient(given_panel, **asked)
    assert type(found) is type(given_panel)
    assert_same(found, elasticity.coefficient(panel, **asked))


@engines
@pytest.mark.parametrize("asked", [{}, {"start": 2006}, {"end": 2006}])
def test_the_first_and_last_year_count_also_where_they_are_empty(engine, asked):
    # A's first and B's last number are not there: the years beside them must not stand in for them.
    panel = TWO_ZONES.assign(**{Q: [np.nan, 103, 112.36, 50, 40, np.nan]})
    shuffled = panel.iloc[[4, 2, 0, 5, 1, 3]].reset_index(drop=True)
    found = to_pandas(elasticity.coefficient(ENGINES[engine](shuffled), **asked))
    missing = {"A": "start" not in asked, "B": "end" not in asked}
    assert dict(zip(found["zone"], found["status"] == "missing", strict=True)) == missing
    assert_same(found, elasticity.coefficient(panel, **asked))


@engines
def test_names_may_hold_quotes_and_spaces(engine):
    names = {"zone": 'the "zone"', Q: 'coal "raw"', V: "added value"}
    panel = TWO_ZONES.rename(columns=names)
    found = elasticity.coefficient(ENGINES[engine](panel), names[Q], names[V], by=names["zone"])
    wanted = elasticity.coefficient(TWO_ZONES)["elasticity"].tolist()
    assert sorted(to_pandas(found)["elasticity"]) == pytest.approx(sorted(wanted))


def test_a_lazy_frame_stays_lazy_and_flags_doubled_years():
    doubled = pl.from_pandas(pd.concat([TWO_ZONES, TWO_ZONES.iloc[[0]]])).lazy()
    found = to_pandas(elasticity.coefficient(doubled))
    assert found["status"].tolist() == ["ambiguous", "ok"]


def test_year_on_year_by_hand():
    found = elasticity.year_on_year(TWO_ZONES)
    assert len(found) == len(TWO_ZONES)
    assert found["status"].tolist() == ["missing", "ok", "ok"] * 2
    assert found["elasticity"].tolist()[1] == pytest.approx(0.03 / 0.11)
    assert found["elasticity"].tolist()[4] == pytest.approx(-0.2 / -0.1)


def test_year_on_year_does_not_bridge_a_gap():
    found = elasticity.year_on_year(TWO_ZONES.drop(index=1))
    assert found["status"].tolist() == ["missing", "missing", "missing", "ok", "ok"]


@engines
def test_every_engine_gives_the_same_year_on_year(engine):
    given_panel = ENGINES[engine](TWO_ZONES)
    found = elasticity.year_on_year(given_panel, method="log")
    assert type(found) is type(given_panel)
    assert_same(found, elasticity.year_on_year(TWO_ZONES, method="log"))


# --- bad input -----------------------------------------------------------------------------------


def test_faults_of_the_columns_are_listed_together():
    broken = TWO_ZONES.rename(columns={Q: "enregy"}).assign(**{V: "many"})
    with pytest.raises(DataError, match=r"(?s)Did you mean 'enregy'.*must be a number"):
        elasticity.coefficient(broken)


@engines
@pytest.mark.parametrize("function", ["coefficient", "fit", "year_on_year"])
def test_every_engine_names_missing_and_text_columns(engine, function):
    broken = TWO_ZONES.drop(columns=Q).assign(**{V: "many"})
    with pytest.raises(DataError, match=r"(?s)column energy.*must be a number"):
        getattr(elasticity, function)(ENGINES[engine](broken))


@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: pd.concat([f, f.iloc[[4]]]), r"more than one row for this year(?s:.)*row 6"),
        (lambda f: f.assign(zone=["A", None, "A", "B", "B", "B"]), "row 1.*column zone.*must not be missing"),
        (lambda f: f.assign(energy=[1, 2, np.inf, 4, 5, 6]), "A, 2007, column energy: inf"),
        (lambda f: f.assign(year=f["year"] + 0.5), "must be a whole year"),
        (lambda f: f.head(0), "no rows"),
    ],
)
def test_bad_rows_are_named(engine, change, message):
    broken = change(TWO_ZONES)
    if engine == "pyarrow":
        with np.errstate(invalid="ignore"):  # pandas before 3.1 warns here of infinity
            broken = broken.convert_dtypes(dtype_backend="pyarrow")
    with pytest.raises(DataError, match=message):
        elasticity.fit(ENGINES[engine](broken))


@engines
def test_unknown_years_are_named(engine):
    with pytest.raises(UnknownNameError, match=r"start year '1999'.*Known: 2005, 2006, 2007"):
        elasticity.coefficient(ENGINES[engine](TWO_ZONES), start=1999)
    with pytest.raises(UnknownNameError, match="end year '2025'"):
        elasticity.coefficient(ENGINES[engine](TWO_ZONES), end=2025)


@engines
def test_a_panel_with_one_year_is_named(engine):
    with pytest.raises(DataError, match="one year only, 2006"):
        elasticity.coefficient(ENGINES[engine](TWO_ZONES[TWO_ZONES["year"] == 2006]))


@pytest.mark.parametrize("asked", [{"start": 2006, "end": 2006}, {"start": 2007}, {"end": 2005}])
def test_a_start_after_the_end_is_refused(asked):
    with pytest.raises(UndefinedResult, match="start before the end"):
        elasticity.coefficient(TWO_ZONES, **asked)


def test_unknown_names_get_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'annual-average'"):
        elasticity.coefficient(TWO_ZONES, method="anual-average")
    with pytest.raises(UnknownNameError, match="Did you mean 'endpoint'"):
        elasticity.year_on_year(TWO_ZONES, method="endpoints")
    with pytest.raises(UnknownNameError, match="Did you mean 'HC1'"):
        elasticity.fit(TWO_ZONES, covariance="HC-1")
    with pytest.raises(UnknownNameError, match="Did you mean 'HAC'"):
        elasticity.fit_zone(TWO_ZONES, "A", covariance="hac")
    with pytest.raises(UnknownNameError, match="Did you mean 'hj274-2009'"):
        elasticity.apply_threshold(elasticity.coefficient(TWO_ZONES), "hj274-2006")
    with pytest.raises(UnknownNameError, match=r"limit in hj274-2009 'solid_waste'.*fresh_water"):
        elasticity.apply_threshold(elasticity.coefficient(TWO_ZONES), "mirrored", quantity="solid_waste")
    with pytest.raises(UnknownNameError, match="column of the result 'elasticity'"):
        elasticity.apply_threshold(TWO_ZONES)
    with pytest.raises(NotAFrame, match="path needs pandas"):
        elasticity.fit("panel.csv")


@pytest.mark.parametrize("asked", [{"level": 1.0}, {"level": 0}])
def test_levels_have_a_range(asked):
    with pytest.raises(ValueError, match="level must be between 0 and 1"):
        elasticity.fit(TWO_ZONES, **asked)


# --- threshold, required growth ----------------------------------------------------------------------


def test_both_rules_on_the_four_parks():
    found = elasticity.coefficient(FOUR_PARKS)
    old, new = elasticity.apply_threshold(found, "hj274-2009"), elasticity.apply_threshold(found, "mirrored")
    assert old["verdict"].tolist() == [v[3] for v in FOUR.values()]
    assert new["verdict"].tolist() == [v[4] for v in FOUR.values()]
    assert new["operator"].tolist() == ["<=", ">=", ">=", ">="]
    assert set(old["operator"]) == {"<"}
    assert not old["assumed"].any()
    assert new["assumed"].all()


def test_limits_come_from_the_standard():
    found = elasticity.coefficient(FOUR_PARKS)
    for quantity, code in (("energy", "2.3"), ("fresh_water", "2.5"), ("cod", "3.2"), ("so2", "3.4")):
        limit = standards.get("hj274-2009")[code].threshold
        assert set(elasticity.apply_threshold(found, quantity=quantity)["threshold"]) == {limit}


def test_at_the_limit_the_rules_differ():
    panel = panel_of({"A": [(100, 100), (106, 110)], "B": [(100, 100), (94, 90)]})
    found = elasticity.coefficient(panel)
    assert elasticity.apply_threshold(found)["verdict"].tolist() == ["fail", "fail"]
    assert elasticity.apply_threshold(found, "mirrored")["verdict"].tolist() == ["pass", "pass"]


@pytest.mark.parametrize("rule", elasticity.RULES)
def test_no_coefficient_no_verdict(rule):
    panel = panel_of({"A": [(100, 100), (106, 100)], "B": [(100, 100), (np.nan, 90)]})
    found = elasticity.apply_threshold(elasticity.coefficient(panel), rule)
    assert found["verdict"].tolist() == ["undefined", "missing"]


@engines
def test_every_engine_judges_the_same(engine):
    found = elasticity.apply_threshold(elasticity.coefficient(ENGINES[engine](FOUR_PARKS)), "mirrored")
    wanted = elasticity.apply_threshold(elasticity.coefficient(FOUR_PARKS), "mirrored")
    assert to_pandas(found)["verdict"].tolist() == wanted["verdict"].tolist()


def test_a_fit_can_be_judged():
    panel = panel_of({"A": [(100 * 1.02**t, 100 * 0.96**t) for t in range(5)]})
    found = elasticity.fit(panel)
    assert elasticity.apply_threshold(found, "hj274-2009")["verdict"].item() == "pass"
    assert elasticity.apply_threshold(found, "mirrored")["verdict"].item() == "fail"


def test_required_growth_by_hand():
    assert elasticity.required_growth(0.6, -0.17, 5) == pytest.approx(0.1007, abs=5e-5)
    assert elasticity.required_growth(0.6, 0.0, 5) == 0
    # Energy stands still: intensity halves in a year when the driver doubles.
    assert elasticity.required_growth(0.0, -0.5, 1) == pytest.approx(1.0)
    # -40 and -45 % from 2005 to 2020.
    assert elasticity.required_growth(0.6, -0.40, 15) == pytest.approx(0.091, abs=5e-4)
    assert elasticity.required_growth(0.6, -0.45, 15) == pytest.approx(0.108, abs=5e-4)


@settings(deadline=None)
@given(st.floats(-1, 2), st.floats(-0.9, 2), st.integers(1, 30))
def test_required_growth_solves_its_equation(e, target, years):
    change = (1 + target) ** (1 / years) - 1
    assume(abs(change) > 1e-9 and abs(1 + change - e) > 1e-6)
    try:
        growth = elasticity.required_growth(e, target, years)
    except UndefinedResult:
        # The one solution of the equation is no growth rate: it takes driver or quantity below zero.
        only = -change / (1 + change - e)
        assert only <= -1 or 1 + e * only <= 0
    else:
        assert ((1 + e * growth) / (1 + growth)) ** years == pytest.approx(1 + target, rel=1e-6)


@pytest.mark.parametrize("e", [0.97, 0.83**0.2, 1.0])
def test_a_target_out_of_reach_is_refused(e):
    with pytest.raises(UndefinedResult, match="No growth changes intensity"):
        elasticity.required_growth(e, -0.17, 5)


@pytest.mark.parametrize(("target", "years"), [(-1, 5), (-0.1, 0), (math.nan, 5)])
def test_targets_have_a_range(target, years):
    with pytest.raises(ValueError, match="above"):
        elasticity.required_growth(0.6, target, years)


# --- fit -----------------------------------------------------------------------------------------


def reference(x, y, covariance="nonrobust", level=0.95):
    from statsmodels.api import OLS, add_constant

    options = {"cov_kwds": {"maxlags": max_lags(len(x))}} if covariance == "HAC" else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = OLS(y, add_constant(x)).fit(cov_type=covariance, use_t=True, **options)
        low, high = result.conf_int(1 - level)[1]
        return {
            "elasticity": result.params[1],
            "std_error": result.bse[1],
            "ci_low": low,
            "ci_high": high,
            "p_value": result.pvalues[1],
            "r_squared": result.rsquared,
        }


def assert_equals_statsmodels(row, x, y, covariance, level=0.95, rel=1e-9):
    wanted = reference(x, y, covariance, level)
    for name, value in wanted.items():
        # An end of the interval and R² are differences: near zero they are as exact as their parts.
        size = abs(wanted["elasticity"]) + wanted["std_error"] if name.startswith("ci") else abs(value)
        floor = 1e-12 if name == "r_squared" else rel * size
        assert row[name] == pytest.approx(value, rel=rel, abs=floor), name


def loses_digits(x, y, covariance):
    """Return whether the standard error is a difference of near equals: then statsmodels is inexact too."""
    off = (x - x.mean()) ** 2
    if covariance == "HC3" and (1 - 1 / len(x) - off / off.sum()).min() < 0.01:
        return True
    plain = reference(x, y)["std_error"]
    robust = reference(x, y, covariance)["std_error"]
    return plain < 1e-4 or robust < 0.01 * plain


@st.composite
def noisy_panels(draw):
    """Zones of 3 to 14 years with gaps, large means and rows out of order."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    parts = []
    for zone in range(draw(st.integers(1, 6))):
        n = draw(st.integers(3, 14))
        years = np.sort(random.choice(np.arange(1995, 2020), size=n, replace=False))
        x = draw(st.floats(0, 25)) + random.normal(0, 0.4, n).cumsum()
        y = draw(st.floats(-5, 25)) + random.normal(0.6, 1) * x + random.normal(0, 0.1, n)
        parts.append(pd.DataFrame({"zone": f"zone {zone}", "year": years, Q: np.exp(y), V: np.exp(x)}))
    panel = pd.concat(parts, ignore_index=True)
    return panel.sample(frac=1, random_state=1) if draw(st.booleans()) else panel


@settings(max_examples=40, deadline=None)
@given(noisy_panels(), st.sampled_from(COVARIANCES), st.sampled_from([0.9, 0.95, 0.99]))
def test_fit_equals_statsmodels(panel, covariance, level):
    found = elasticity.fit(panel, covariance=covariance, level=level).set_index("zone")
    for zone, own in panel.sort_values("year").groupby("zone"):
        x, y = np.log(own[V].to_numpy()), np.log(own[Q].to_numpy())
        assert found.loc[zone, "n"] == len(own)
        # statsmodels gets centred logarithms: with large means it loses digits first.
        x, y = x - x.mean(), y - y.mean()
        if loses_digits(x, y, covariance):
            continue
        assert_equals_statsmodels(found.loc[zone], x, y, covariance, level)


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_large_means_and_little_change(covariance):
    # Added value near 10^12 that moves by about a per cent: the case in which sums of squares fail.
    random = np.random.default_rng(3)
    x = math.log(1e12) + 0.01 * random.normal(size=12)
    y = math.log(1e9) + 0.6 * (x - x.mean()) + 1e-3 * random.normal(size=12)
    panel = pd.DataFrame({"zone": "A", "year": np.arange(12), Q: np.exp(y), V: np.exp(x)}).assign(
        year=lambda f: f["year"] + 2000
    )
    row = elasticity.fit(panel, covariance=covariance).iloc[0]
    # statsmodels is given centred logarithms here: its own sums lose digits first.
    lx, ly = np.log(panel[V].to_numpy()), np.log(panel[Q].to_numpy())
    assert_equals_statsmodels(row, lx - lx.mean(), ly - ly.mean(), covariance)


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_three_years(covariance):
    panel = panel_of({"A": [(100, 100), (104, 111), (115, 118)]})
    row = elasticity.fit(panel, covariance=covariance).iloc[0]
    assert_equals_statsmodels(row, np.log(panel[V].to_numpy()), np.log(panel[Q].to_numpy()), covariance)


@engines
@pytest.mark.parametrize("covariance", ["nonrobust", "HAC"])
def test_every_engine_gives_the_same_fit_and_kind(engine, covariance):
    panel = ep.datasets.synthetic_panel(zones=7, years=8)[["zone", "year", Q, V]]
    panel.attrs = {}  # pyarrow warns that it cannot keep them
    panel.loc[[3, 20], Q] = [np.nan, 0.0]
    wanted = elasticity.fit(panel, covariance=covariance)
    shuffled = panel.sample(frac=1, random_state=2, ignore_index=True)
    for given_panel in (ENGINES[engine](panel), ENGINES[engine](shuffled)):
        found = elasticity.fit(given_panel, covariance=covariance)
        assert type(found) is type(given_panel)
        assert_same(found, wanted)


def test_polars_gets_nulls_and_pandas_nan():
    panel = panel_of({"A": [(100, 100)], "B": [(1, 2), (2, 3), (3, 4.5)]})
    assert elasticity.fit(pl.from_pandas(panel))["elasticity"].null_count() == 1
    assert np.isnan(elasticity.fit(panel)["elasticity"].iloc[0])


@pytest.mark.parametrize("keys", [["b", "a"], [2, 1], ["z10", "z9"]])
@pytest.mark.parametrize("engine", ["pandas", "polars", "pyarrow"])
def test_zones_come_in_order_of_appearance(keys, engine):
    panel = pd.concat([TWO_ZONES.replace({"A": keys[0], "B": keys[1]}).infer_objects()])
    mixed = panel.iloc[[2, 5, 0, 3, 1, 4]].reset_index(drop=True)
    for frame in (panel, mixed):
        found = to_native_list(elasticity.fit(ENGINES[engine](frame)))
        assert found == keys


def to_native_list(native):
    column = native["zone"]
    return column.to_pylist() if hasattr(column, "to_pylist") else list(column)


@pytest.mark.parametrize("dtype", ["object", "category", "string"])
def test_pandas_keys_of_any_kind(dtype):
    panel = TWO_ZONES.astype({"zone": dtype})
    assert elasticity.fit(panel)["elasticity"].tolist() == elasticity.fit(TWO_ZONES)["elasticity"].tolist()


def test_the_input_is_not_changed():
    panel = TWO_ZONES.copy()
    elasticity.fit(panel, covariance="HC3")
    elasticity.coefficient(panel)
    pd.testing.assert_frame_equal(panel, TWO_ZONES)


def test_another_grouping_and_driver():
    panel = TWO_ZONES.rename(columns={"zone": "province", V: "gdp"})
    found = elasticity.fit(panel, driver="gdp", by="province")
    assert found["province"].tolist() == ["A", "B"]
    assert elasticity.coefficient(panel, driver="gdp", by="province")["province"].tolist() == ["A", "B"]


def test_added_value_is_taken_at_constant_prices():
    panel = ep.datasets.synthetic_panel(zones=3, years=8)
    at_constant = elasticity.fit(panel, driver="industrial_added_value_constant")
    assert elasticity.fit(panel)["elasticity"].tolist() == at_constant["elasticity"].tolist()
    panel.loc[0, "industrial_added_value_constant"] = np.nan  # the first zone's first year
    current = elasticity.fit(panel.drop(columns="industrial_added_value_constant"))
    found = elasticity.fit(panel)["elasticity"].tolist()
    assert found == [current["elasticity"].iloc[0], *at_constant["elasticity"].tolist()[1:]]


# Pairs of quantity and driver; n, left out, elasticity, standard error, status.
EDGES = {
    "one year": ([(1, 2)], 1, 0, None, None, "missing"),
    "no usable year": ([(0, 2), (np.nan, 3), (-1, 4)], 0, 3, None, None, "missing"),
    "two years": ([(100, 100), (106, 110)], 2, 0, math.log(1.06) / math.log(1.1), None, "undefined"),
    "driver still": ([(1, 3), (2, 3), (3, 3), (4, 3)], 4, 0, None, None, "undefined"),
    "quantity still": ([(7, 3), (7, 4), (7, 5)], 3, 0, 0.0, 0.0, "ok"),
    "one left out": ([(1, 1), (0, 2), (9, 3), (25, 5)], 3, 1, 2.0, 0.0, "ok"),
}


@pytest.mark.parametrize("case", EDGES)
@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_fits_without_an_answer_have_a_status(case, engine):
    pairs, n, left_out, slope, error, status = EDGES[case]
    row = to_pandas(elasticity.fit(ENGINES[engine](panel_of({"A": pairs})))).iloc[0]
    assert (row["n"], row["n_left_out"], row["status"]) == (n, left_out, status)
    for name, value in (("elasticity", slope), ("std_error", error)):
        assert pd.isna(row[name]) if value is None else row[name] == pytest.approx(value, abs=1e-12)
    assert pd.isna(row["ci_low"]) == (error is None)


def test_edge_cases_side_by_side_do_not_touch():
    panel = panel_of({case: pairs for case, (pairs, *_) in EDGES.items()})
    together = elasticity.fit(panel)
    alone = pd.concat([elasticity.fit(panel[panel["zone"] == case]) for case in EDGES], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_a_quantity_that_stands_still_has_neither_p_nor_r():
    row = elasticity.fit(panel_of({"A": EDGES["quantity still"][0]})).iloc[0]
    assert np.isnan(row["p_value"])
    assert np.isnan(row["r_squared"])
    assert row["ci_low"] == row["ci_high"] == 0


def test_hc3_with_one_year_that_decides_alone():
    panel = panel_of({"A": [(1, 3), (2, 3), (3, 3), (4, 9)]})
    assert elasticity.fit(panel, covariance="HC3")["status"].item() == "undefined"
    assert elasticity.fit(panel, covariance="HC1")["status"].item() == "ok"


@engines
def test_one_zone_is_fitted_and_its_panel_left_alone(engine):
    panel = TWO_ZONES[TWO_ZONES["zone"] == "A"]
    given_panel = ENGINES[engine](panel)
    wanted = elasticity.fit(TWO_ZONES).head(1)
    for _ in range(2):
        assert_same(elasticity.fit(given_panel), wanted)


def test_growth_stands_beside_the_slope():
    row = elasticity.fit(TWO_ZONES).iloc[0]
    assert row["quantity_growth"] == pytest.approx(0.06)
    assert row["driver_growth"] == pytest.approx(0.10)


def test_many_blocks_give_what_one_zone_gives():
    panel = ep.datasets.synthetic_panel(zones=15_000, years=6)[["zone", "year", Q, V]]
    found = elasticity.fit(panel)
    last = panel[panel["zone"] == panel["zone"].iloc[-1]]
    pd.testing.assert_series_equal(found.iloc[-1], elasticity.fit(last).iloc[0], check_names=False)


def test_the_interval_covers_the_truth():
    panel = ep.datasets.synthetic_panel(zones=2000, years=12)
    found = elasticity.fit(panel).set_index("zone")
    truth = pd.DataFrame(panel.attrs["truth"])["energy"]
    inside = (found["ci_low"] <= truth) & (truth <= found["ci_high"])
    assert 0.93 <= inside.mean() <= 0.97


# --- model ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_the_model_is_the_fit(covariance):
    panel = ep.datasets.synthetic_panel(zones=2, years=10)
    zone = panel["zone"].iloc[-1]
    result = elasticity.fit_zone(panel, zone, covariance=covariance)
    row = elasticity.fit(panel, covariance=covariance).iloc[1]
    name = f"ln {V}"
    assert row["elasticity"] == pytest.approx(result.params[name], rel=1e-9)
    assert row["std_error"] == pytest.approx(result.bse[name], rel=1e-9)
    assert row["p_value"] == pytest.approx(result.pvalues[name], rel=1e-9)


@engines
def test_every_engine_gives_a_model(engine):
    assert elasticity.fit_zone(ENGINES[engine](TWO_ZONES), "B").nobs == 3


@engines
def test_an_unknown_zone_is_named(engine):
    with pytest.raises(UnknownNameError, match=r"zone 'C'.*Known: A, B"):
        elasticity.fit_zone(ENGINES[engine](TWO_ZONES), "C")


def test_a_model_needs_two_years():
    with pytest.raises(UndefinedResult, match="A has 1 usable year"):
        elasticity.fit_zone(TWO_ZONES[TWO_ZONES["year"] == 2005], "A")


# --- two windows ---------------------------------------------------------------------------------


def test_difference_of_two_windows_is_welchs_test():
    from scipy.stats import ttest_ind_from_stats

    panel = ep.datasets.simulate_panel(zones=5, years=13, seed=4)
    found = elasticity.compare_windows(panel, (2005, 2010), (2011, 2017), level=0.9).set_index("zone")
    for zone in found.index:
        own = panel[panel["zone"] == zone]
        early, late = (
            elasticity.fit(own[own["year"].between(*w)]).iloc[0] for w in ((2005, 2010), (2011, 2017))
        )
        # A slope of n years has n - 2 degrees of freedom, a mean of n - 1 draws has as many.
        stats = [(f["elasticity"], f["std_error"] * math.sqrt(f["n"] - 1), f["n"] - 1) for f in (late, early)]
        wanted = ttest_ind_from_stats(*stats[0], *stats[1], equal_var=False)
        row = found.loc[zone]
        assert row["difference"] == pytest.approx(late["elasticity"] - early["elasticity"])
        assert row["difference"] / row["std_error"] == pytest.approx(wanted.statistic)
        assert row["p_value"] == pytest.approx(wanted.pvalue)
        # A difference at the end of the 90 % interval would have a p-value of 10 %.
        at_end = (row["ci_high"] - row["difference"], *stats[0][1:])
        p_value = ttest_ind_from_stats(*at_end, 0.0, *stats[1][1:], equal_var=False).pvalue
        assert p_value == pytest.approx(0.1)


def test_intervals_that_overlap_hide_changes_that_the_difference_shows():
    # 3,000 zones whose elasticity does not change: the interval of the difference misses zero in 5 of 100,
    # two intervals fail to overlap in fewer than 1 of 100.
    panel = ep.datasets.simulate_panel(zones=3000, years=12, seed=2, noise=0.03)
    windows = (2005, 2010), (2011, 2016)
    found = elasticity.compare_windows(panel, *windows)
    alarms = (found["ci_low"] > 0) | (found["ci_high"] < 0)
    assert alarms.mean() == pytest.approx(0.05, abs=0.015)
    early, late = (elasticity.fit(panel[panel["year"].between(*w)]) for w in windows)
    apart = (early["ci_high"] < late["ci_low"]) | (late["ci_high"] < early["ci_low"])
    assert apart.mean() < 0.01
    assert not (apart & ~alarms).any()


def test_windows_without_a_fit_say_why():
    panel = panel_of(
        {
            "all": [(10, 10), (11, 12), (13, 15), (15, 18), (16, 20), (19, 21)],
            "late": [(10, 10)] * 2 + [(13, 15), (15, 18), (16, 20), (19, 21)],
            "short": [(10, 10), (11, 12), (13, 15)],
            "exact": [(2 * v, v) for v in (10, 12, 15, 18, 20, 24)],
        }
    )
    found = elasticity.compare_windows(panel, (2005, 2007), (2008, 2010)).set_index("zone")
    assert found["status"].tolist() == ["ok", "ok", "missing", "ok"]
    assert found.loc["short", ["difference", "ci_low"]].isna().all()
    assert found.loc["exact", ["difference", "std_error", "ci_low", "ci_high"]].tolist() == pytest.approx(
        [0] * 4, abs=1e-9
    )
    assert set(elasticity.compare_windows(panel, (2005, 2006), (2008, 2010))["status"]) == {
        "undefined",
        "missing",
    }


def test_windows_are_measured_at_one_price_basis():
    # The first window would be at current prices, if each window chose for itself.
    panel = panel_of({"A": [(10, 10), (11, 12), (13, 15), (15, 18), (16, 20), (19, 21)]})
    panel["industrial_added_value_constant"] = [10, 11, 13, 14, np.nan, 15]
    found = elasticity.compare_windows(panel, (2005, 2007), (2008, 2010))
    constant = elasticity.compare_windows(
        panel, (2005, 2007), (2008, 2010), driver="industrial_added_value_constant"
    )
    assert_same(found, constant)


@pytest.mark.parametrize(
    "windows", [((2005, 2006), (2006, 2007)), ((2007, 2007), (2005, 2006)), ((2006, 2005), (2007, 2007))]
)
def test_windows_share_no_year_and_follow_each_other(windows):
    with pytest.raises(UndefinedResult, match="share no year"):
        elasticity.compare_windows(TWO_ZONES, *windows)


def test_a_window_outside_of_the_panel_is_named():
    with pytest.raises(UndefinedResult, match="no year from 2011 to 2015"):
        elasticity.compare_windows(TWO_ZONES, (2005, 2007), (2011, 2015))


# --- one elasticity for all zones ----------------------------------------------------------------


@pytest.fixture(scope="module")
def uneven_panel():
    """Twelve zones with a drift each and common shocks; a year is missing here and there, and one is zero."""
    panel = ep.datasets.simulate_panel(zones=12, years=9, seed=8, efficiency_trend=0.02, errors="random_walk")
    panel["energy"] *= np.exp(0.03 * np.sin(panel["year"]))
    panel.loc[20, "energy"] = 0.0
    return panel.drop(index=[4, 40, 41])[["zone", "year", "energy", "industrial_added_value_constant"]]


def changes_of(panel):
    """Return zone, year and the changes of both logarithms from one year to the next, row by row."""
    known = {(r.zone, r.year): (r.energy, r.industrial_added_value_constant) for r in panel.itertuples()}
    rows = []
    for (zone, year), (q, v) in known.items():
        before = known.get((zone, year - 1))
        if before and min(*before, q, v) > 0:
            rows.append((zone, year, math.log(q / before[0]), math.log(v / before[1])))
    return pd.DataFrame(rows, columns=["zone", "year", "y", "x"])


def sandwich(y, columns, clusters):
    """Compute slope and clustered error of the first column by matrix algebra."""
    bread = np.linalg.inv(columns.T @ columns)
    b = bread @ columns.T @ y
    scores = pd.DataFrame(columns * (y - columns @ b)[:, None]).groupby(clusters).sum().to_numpy()
    groups, (n, k) = len(scores), columns.shape
    correction = groups / (groups - 1) * (n - 1) / (n - k)
    return b[0], math.sqrt((correction * bread @ scores.T @ scores @ bread)[0, 0]), groups - 1


def test_panel_models_by_hand(uneven_panel):
    from scipy.stats import t

    driver = "industrial_added_value_constant"
    found = elasticity.fit_panel_models(uneven_panel, driver=driver, level=0.9).set_index("model")
    c = changes_of(uneven_panel)
    zones = c["zone"].to_numpy()
    centered = c[["y", "x"]] - c.groupby("zone")[["y", "x"]].transform("mean")
    dummies = pd.get_dummies(c["year"], drop_first=True, dtype=float)
    years = dummies - dummies.groupby(c["zone"]).transform("mean")
    by_hand = {
        "pooled": (c["y"], np.column_stack([c["x"], np.ones(len(c))])),
        "fixed effects": (centered["y"], centered[["x"]].to_numpy()),
        "fixed effects and years": (centered["y"], np.column_stack([centered["x"], years])),
    }
    for name, (y, columns) in by_hand.items():
        slope, error, degrees = sandwich(y.to_numpy(), columns, zones)
        row = found.loc[name]
        assert (row["n"], row["zones"], row["status"]) == (len(c), 12, "ok")
        assert [row["elasticity"], row["std_error"]] == pytest.approx([slope, error]), name
        reach = t.ppf(0.95, degrees) * error
        assert [row["ci_low"], row["ci_high"]] == pytest.approx([slope - reach, slope + reach])
        assert row["p_value"] == pytest.approx(2 * t.sf(abs(slope / error), degrees))
        assert row["drift"] == pytest.approx(c["y"].mean() - slope * c["x"].mean())


def test_effects_are_those_of_a_regression_on_dummies(uneven_panel):
    import statsmodels.formula.api as smf

    driver = "industrial_added_value_constant"
    found = elasticity.fit_panel_models(uneven_panel, driver=driver).set_index("model")
    c = changes_of(uneven_panel)
    for name, formula in (
        ("fixed effects", "y ~ x + C(zone)"),
        ("fixed effects and years", "y ~ x + C(zone) + C(year)"),
    ):
        assert found.loc[name, "elasticity"] == pytest.approx(smf.ols(formula, c).fit().params["x"]), name


def test_changes_find_elasticity_and_drift_that_levels_confuse():
    panel = ep.datasets.simulate_panel(
        zones=400,
        seed=5,
        noise=0.02,
        errors="random_walk",
        efficiency_trend=0.02,
        elasticities={"energy": 0.6},
    )
    found = elasticity.fit_panel_models(panel).set_index("model")
    assert (found["ci_low"] < 0.6).all()
    assert (found["ci_high"] > 0.6).all()
    assert found["drift"].tolist() == pytest.approx([-0.02] * 3, abs=0.003)
    assert elasticity.fit(panel)["elasticity"].median() < 0.45  # a line through the levels of each zone


@pytest.mark.parametrize(
    ("pairs", "statuses"),
    [
        ({"A": [(1, 1), (2, 3)]}, ["missing"] * 3),  # one change
        ({"A": [(1, 1), (2, 3), (2.5, 5)]}, ["undefined"] * 3),  # one zone: no clusters
        ({"A": [(1, 1), (2, 2), (3, 4)], "B": [(1, 1), (3, 2), (4, 4)]}, ["undefined"] * 3),  # one growth
        (
            {"A": [(1, 1), (2, 3), (3, 4)], "B": [(1, 1), (3, 3), (4, 4)]},
            ["ok", "ok", "undefined"],
        ),  # by year
    ],
)
def test_panel_models_that_cannot_be_fitted_say_why(pairs, statuses):
    found = elasticity.fit_panel_models(panel_of(pairs))
    assert found["status"].tolist() == statuses
    assert found["ci_low"].isna().tolist() == [status != "ok" for status in statuses]


def test_two_zones_give_an_error_or_say_that_they_are_too_few():
    panel = ep.datasets.simulate_panel(zones=2, years=12, seed=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = elasticity.fit_panel_models(panel)
    assert (found["status"] == "ok").tolist() == found["std_error"].notna().tolist()
    assert found["elasticity"].notna().all()


def test_other_dataframes_and_columns_in_a_panel_model(uneven_panel):
    driver = "industrial_added_value_constant"
    renamed = uneven_panel.rename(columns={"zone": "country", driver: "gdp"})
    wanted = elasticity.fit_panel_models(uneven_panel, driver=driver)
    pd.testing.assert_frame_equal(
        elasticity.fit_panel_models(pl.from_pandas(renamed), driver="gdp", by="country"), wanted
    )
    with pytest.raises(DataError, match="column gdp"):
        elasticity.fit_panel_models(uneven_panel, driver="gdp")
    with pytest.raises(ValueError, match="level must be between 0 and 1"):
        elasticity.fit_panel_models(uneven_panel, driver=driver, level=95)
