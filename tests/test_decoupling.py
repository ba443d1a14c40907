import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark import datasets, decoupling, elasticity
from ecopark.errors import UnknownNameError

# Growth of the quantity and of the driver, worked out by hand from the eight rows of the table.
CASES = [
    (-0.05, 0.10, "strong_decoupling"),
    (0.05, 0.10, "weak_decoupling"),
    (0.10, 0.10, "expansive_coupling"),
    (0.15, 0.10, "expansive_negative_decoupling"),
    (0.02, -0.04, "strong_negative_decoupling"),
    (-0.02, -0.05, "weak_negative_decoupling"),
    (-0.05, -0.05, "recessive_coupling"),
    (-0.08, -0.05, "recessive_decoupling"),
    # Both edges belong to coupling.
    (0.08, 0.10, "expansive_coupling"),
    (0.12, 0.10, "expansive_coupling"),
    (0.06, 0.05, "expansive_coupling"),
    (-0.08, -0.10, "recessive_coupling"),
    (-0.12, -0.10, "recessive_coupling"),
    (0.0799, 0.10, "weak_decoupling"),
    (0.1201, 0.10, "expansive_negative_decoupling"),
    # A quantity that stands still counts with the weak state.
    (0.0, 0.10, "weak_decoupling"),
    (0.0, -0.10, "weak_negative_decoupling"),
    # A driver that stands still has no elasticity.
    (0.05, 0.0, "undefined"),
    (-0.05, 0.0, "undefined"),
    (0.0, 0.0, "undefined"),
    (np.nan, 0.1, "missing"),
    (0.1, np.nan, "missing"),
    (np.inf, 0.1, "undefined"),
    (0.1, -np.inf, "undefined"),
]
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")


@pytest.mark.parametrize(("quantity", "driver", "wanted"), CASES)
def test_states_by_hand(quantity, driver, wanted):
    assert decoupling.state(quantity, driver) == wanted


def test_every_convention_of_the_package():
    for row in datasets.rows("tapio", "conventions"):
        driver = 0.1 * row["driver_growth_sign"]
        quantity = row["elasticity"] * driver if row["elasticity"] else 0.1 * row["quantity_growth_sign"]
        assert decoupling.state(quantity, driver) == (row["state"] or row["result_status"]), row["convention"]


def test_every_state_of_the_package_is_found():
    for row in datasets.rows("tapio", "states"):
        low, high = row["elasticity_low"], row["elasticity_high"]
        inside = high - 0.1 if low is None else low + 0.1
        growth = 0.05 * row["driver_growth_sign"]
        assert decoupling.state(inside * growth, growth) == row["state"]
    assert len(decoupling.states()) == 8


def test_series_arrays_and_lists():
    quantity, driver, wanted = (list(part) for part in zip(*CASES, strict=True))
    assert decoupling.state(quantity, driver).tolist() == wanted
    assert decoupling.state(np.array(quantity), 0.1).shape == (len(CASES),)
    indexed = pd.Series(quantity, index=range(100, 100 + len(CASES)))
    found = decoupling.state(indexed, driver)
    assert isinstance(found, pd.Series)
    assert found.index[0] == 100
    assert found.tolist() == wanted
    assert isinstance(decoupling.state(pl.Series(quantity), pl.Series(driver)), pl.Series)
    assert decoupling.state(pl.Series([None, 0.1]), 0.1).to_list() == ["missing", "expansive_coupling"]


def test_different_lengths_are_refused():
    with pytest.raises(ValueError, match="broadcast"):
        decoupling.state([0.1, 0.2], [0.1, 0.2, 0.3])


rates = st.floats(-0.5, 0.5).filter(lambda g: abs(g) > 1e-6)


@settings(deadline=None)
@given(rates, rates, st.floats(0.1, 10))
def test_a_state_depends_on_the_ratio_and_the_signs_only(quantity, driver, scale):
    edges = [abs(quantity / driver - cut) for cut in (0.8, 1.2)]
    if min(edges) > 1e-6:
        assert decoupling.state(quantity, driver) == decoupling.state(quantity * scale, driver * scale)


@settings(deadline=None)
@given(rates, rates)
def test_turning_both_signs_turns_the_side(quantity, driver):
    names = {decoupling.state(quantity, driver), decoupling.state(-quantity, -driver)}
    assert len(names) == 2


# --- classify ------------------------------------------------------------------------------------


def coefficients():
    usable = [c for c in CASES if np.isfinite(c[0]) and np.isfinite(c[1])]
    rows = [
        (f"zone {i:02d}", year, value, other)
        for i, (q, v, _) in enumerate(usable)
        for year, value, other in ((2005, 100.0, 100.0), (2006, 100 * (1 + q), 100 * (1 + v)))
    ]
    panel = pd.DataFrame(rows, columns=["zone", "year", "energy", "industrial_added_value"])
    return panel, [wanted for *_, wanted in usable]


def test_coefficients_have_one_state_each():
    panel, wanted = coefficients()
    found = decoupling.classify(elasticity.coefficient(panel, method="endpoint"))
    assert found["state"].tolist() == wanted
    candidates = found["candidates"].fillna("undefined").tolist()
    assert candidates == wanted


def lazily_duckdb(frame):
    import duckdb

    return duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


def lazily_dask(frame):
    import dask.dataframe as dd

    return dd.from_pandas(frame, npartitions=2)


@pytest.mark.parametrize(
    ("make", "read"),
    [
        (pl.from_pandas, lambda r: r.to_pandas()),
        (lambda f: pl.from_pandas(f).lazy(), lambda r: r.collect().to_pandas()),
        (lambda f: pa.Table.from_pandas(f, preserve_index=False), lambda r: r.to_pandas()),
        (lazily_duckdb, lambda r: r.df()),
        (lazily_dask, lambda r: r.compute()),
    ],
    ids=["polars", "polars-lazy", "pyarrow", "duckdb", "dask"],
)
def test_every_engine_gives_the_same_state_and_kind(make, read):
    panel, wanted = coefficients()
    given_panel = make(panel)
    found = decoupling.classify(elasticity.coefficient(given_panel, method="endpoint"))
    assert type(found) is type(given_panel)
    assert read(found).sort_values("zone")["state"].tolist() == wanted


def fitted(low, slope, high, growth, status="ok"):
    columns = {"ci_low": [low], "elasticity": [slope], "ci_high": [high], "driver_growth": [growth]}
    return pd.DataFrame({"zone": ["A"], **columns, "status": [status]})


@pytest.mark.parametrize(
    ("low", "high", "growth", "state", "candidates"),
    [
        (0.5, 0.7, 0.1, "weak_decoupling", "weak_decoupling"),
        (0.5, 0.8, 0.1, "ambiguous", "weak_decoupling; expansive_coupling"),
        (-0.1, 0.1, 0.1, "ambiguous", "strong_decoupling; weak_decoupling"),
        (0.8, 1.2, 0.1, "expansive_coupling", "expansive_coupling"),
        (0.9, 1.3, -0.1, "ambiguous", "recessive_coupling; recessive_decoupling"),
        (
            *(-1, 2, -0.1, "ambiguous"),
            "strong_negative_decoupling; weak_negative_decoupling; recessive_coupling; recessive_decoupling",
        ),
        (0.5, 0.7, 0.0, "undefined", None),
    ],
)
def test_an_interval_over_a_cut_off_is_ambiguous(low, high, growth, state, candidates):
    found = decoupling.classify(fitted(low, (low + high) / 2, high, growth)).iloc[0]
    assert found["state"] == state
    assert pd.isna(found["candidates"]) if candidates is None else found["candidates"] == candidates


def test_a_fit_without_an_interval_has_no_state():
    # Two years give a slope and no interval; one year gives nothing.
    rows = [("A", 2005, 1.0, 1.0), ("A", 2006, 2.0, 3.0), ("B", 2005, 1.0, 1.0)]
    panel = pd.DataFrame(rows, columns=["zone", "year", "energy", "industrial_added_value"])
    found = decoupling.classify(elasticity.fit(panel))
    assert found["state"].tolist() == ["undefined", "missing"]
    assert found["candidates"].isna().all()


def test_a_second_classification_replaces_the_first():
    once = decoupling.classify(fitted(0.85, 0.9, 0.95, 0.1))
    twice = decoupling.classify(once.assign(elasticity=0.7, ci_low=0.6, ci_high=0.75))
    assert list(twice.columns) == list(once.columns)
    assert (once["state"].item(), twice["state"].item()) == ("expansive_coupling", "weak_decoupling")


def test_a_table_without_growth_is_named():
    with pytest.raises(UnknownNameError, match="column of the result 'driver_growth'"):
        decoupling.classify(fitted(0, 0, 0, 0).drop(columns="driver_growth"))
