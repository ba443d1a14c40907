"""The same answers on Spark as on pandas. ``make test-scale`` installs PySpark and runs these tests."""

import math

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

import ecopark as ep
from ecopark.errors import DataError, UnknownNameError

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: `make test-scale` runs this")

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),  # one session for all
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
Q, V, C = "energy", "industrial_added_value", "industrial_added_value_constant"
TYPES = {"i": "bigint", "f": "double", "b": "boolean"}


@pytest.fixture(scope="session")
def session():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def to_spark(session):
    """Return a function from a pandas table to Spark, row by row: PySpark does not know every pandas."""

    def made(table):
        kinds = [TYPES.get(table[name].dtype.kind, "string") for name in table]
        schema = ", ".join(f"{name} {kind}" for name, kind in zip(table, kinds, strict=True))
        return session.createDataFrame(list(table.itertuples(index=False, name=None)), schema)

    return made


def panel():
    """Return a panel with gaps, zero denominators, a zone in current prices and a late starter."""
    table = pd.DataFrame(ep.datasets.synthetic_panel(zones=5, years=4, seed=8))
    table.attrs = {}
    zones = table["zone"].unique()
    table["mayor"] = "x" + table["zone"]
    table.loc[table["zone"] == zones[0], C] = np.nan
    table.loc[table["zone"] == zones[1], "employees"] = 0
    table.loc[[3, 9, 10], [Q, "cod", "public_awareness"]] = np.nan
    table.loc[table["zone"] == zones[2], V] = 5_000.0
    table.loc[table["zone"] == zones[2], C] = 4_000.0  # no growth
    return table.drop(index=table.index[(table["zone"] == zones[3])][:2]).reset_index(drop=True)


def rows(native, keys):
    """Return the rows of any table in order of keys, with what is missing as None."""
    every = native.collect() if hasattr(native, "sparkSession") else native.to_dict("records")
    plain = [{n: _plain(v) for n, v in (r if isinstance(r, dict) else r.asDict()).items()} for r in every]
    return sorted(plain, key=lambda row: tuple(row[k] for k in keys))


def _plain(value):
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def assert_same(found, wanted, *keys):
    assert hasattr(found, "sparkSession")
    ours, theirs = rows(found, keys), rows(wanted, keys)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert list(one) == list(other)
        for name, value in other.items():
            exact = not isinstance(value, float) or one[name] is None
            assert one[name] == (value if exact else pytest.approx(value, rel=1e-9, abs=1e-12)), name


def test_the_panel_shows_every_status():
    found = set(ep.assess(panel(), start=2006)["status"])
    assert found == {"pass", "fail", "missing", "undefined", "not applicable"}


@pytest.mark.parametrize("start", [None, 2006])
@pytest.mark.parametrize(("layout", "keys"), [("wide", ["zone", "year"]), ("tidy", ["zone", "year", "code"])])
def test_assess_equals_pandas(to_spark, layout, keys, start):
    table = panel()
    found = ep.assess(to_spark(table), layout=layout, start=start)
    assert_same(found, ep.assess(table, layout=layout, start=start), *keys)


@pytest.mark.parametrize(("layout", "keys"), [("wide", ["zone", "year"]), ("tidy", ["zone", "year", "code"])])
def test_own_targets_equal_pandas(to_spark, layout, keys):
    table = panel()
    zones = table["zone"].unique()
    own = {"zone": zones[:2], "code": ["2.2", "4.4"], "threshold": [0.1, 120.0], "operator": ["<", ">="]}
    targets = pd.DataFrame(own)
    wanted = ep.assess(table, layout=layout, targets=targets)
    assert_same(ep.assess(to_spark(table), layout=layout, targets=targets), wanted, *keys)


@pytest.mark.parametrize("standard", ["cepz-ctip-2012", "hj274-2015"])
@pytest.mark.filterwarnings("ignore::ecopark.standards.UnverifiedStandard")
def test_other_standards_equal_pandas(to_spark, standard):
    table = panel()
    wanted = ep.assess(table, standard, layout="wide")
    assert_same(ep.assess(to_spark(table), standard, layout="wide"), wanted, "zone", "year")


@pytest.mark.parametrize("method", ep.elasticity.METHODS)
@pytest.mark.parametrize("asked", [{}, {"start": 2006}, {"end": 2007}])
def test_coefficients_equal_pandas(to_spark, method, asked):
    table = panel()
    wanted = ep.elasticity.coefficient(table, Q, method=method, **asked)
    assert_same(ep.elasticity.coefficient(to_spark(table), Q, method=method, **asked), wanted, "zone")


def test_verdicts_equal_pandas(to_spark):
    table = panel()
    wanted = ep.elasticity.apply_threshold(ep.elasticity.coefficient(table, Q), "hj274-2009")
    found = ep.elasticity.apply_threshold(ep.elasticity.coefficient(to_spark(table), Q), "hj274-2009")
    assert_same(found, wanted, "zone")


def test_fits_equal_pandas(to_spark):
    table = panel()
    assert_same(ep.elasticity.fit(to_spark(table), Q), ep.elasticity.fit(table, Q), "zone")


def test_faults_are_found(to_spark):
    bad = panel()
    bad.loc[4, "cod"] = -1.0
    bad.loc[1, "year"] = bad.loc[0, "year"]
    with pytest.raises(DataError) as caught:
        ep.assess(to_spark(bad))
    found = [(p.column, p.zone, p.year) for p in caught.value.issues]
    assert ("cod", bad.loc[4, "zone"], bad.loc[4, "year"]) in found
    assert ("zone", bad.loc[0, "zone"], bad.loc[0, "year"]) in found


def test_an_unknown_start_fails(to_spark):
    with pytest.raises(UnknownNameError, match="start year '1999'"):
        ep.assess(to_spark(panel()), start=1999)
    with pytest.raises(UnknownNameError, match="end year '1999'"):
        ep.elasticity.coefficient(to_spark(panel()), end=1999)


def test_the_frame_stays_lazy(to_spark):
    assert isinstance(nw.from_native(ep.assess(to_spark(panel()), check=False)), nw.LazyFrame)
