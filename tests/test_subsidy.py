import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

import ecopark as ep
from ecopark.errors import DataProblem, UnknownName

A1 = ep.datasets.load("ctip_subsidies")


@pytest.mark.parametrize(
    "table", [A1, pl.from_pandas(A1[["zone", "subsidy", "investment"]])], ids=["pandas", "polars"]
)
def test_summary_of_table_a1(table):
    # Sums by hand: 3,086.0 over 17 zones; 1,015 over 14,907 for the seven with an investment.
    found = ep.subsidy.summary(table)
    assert (found.total, found.n, found.n_missing, found.status) == (3086.0, 17, 10, "ok")
    assert round(found.mean_subsidy, 2) == 181.53
    assert found.median_subsidy == 150.0
    assert found.pooled_share == pytest.approx(100 * 1015 / 14907)
    assert round(found.mean_share, 2) == 8.46
    assert round(found.median_share, 2) == 9.73
    assert found["pooled_share"] == found.pooled_share


def test_interval_equals_scipy_within_its_own_noise():
    known = A1.dropna(subset="investment")
    ratio = lambda s, i, axis=-1: 100 * np.sum(s, axis=axis) / np.sum(i, axis=axis)  # noqa: E731
    data = (known["subsidy"].to_numpy(), known["investment"].to_numpy())
    theirs = stats.bootstrap(data, ratio, paired=True, method="percentile", n_resamples=10_000, rng=1)
    ours = ep.subsidy.summary(A1)
    assert ours.pooled_share_low == pytest.approx(theirs.confidence_interval.low, abs=0.15)
    assert ours.pooled_share_high == pytest.approx(theirs.confidence_interval.high, abs=0.15)


def test_the_same_seed_gives_the_same_interval():
    one, same, other = (ep.subsidy.summary(A1, seed=s).pooled_share_low for s in (1, 1, 2))
    assert one == same != other


def test_shares_keep_missing_and_zero_apart():
    table = pd.DataFrame({"zone": list("abc"), "subsidy": [10, 5, 5], "investment": [100, 0, None]})
    found = ep.subsidy.shares(table)
    assert found["share_status"].to_list() == ["ok", "undefined", "missing"]
    assert found["share"].iloc[0] == 10
    assert found["share"].isna().to_list() == [False, True, True]


def test_nothing_known_has_a_declared_answer():
    table = pd.DataFrame({"subsidy": [10.0, 5.0], "investment": [math.nan, math.nan]})
    found = ep.subsidy.summary(table)
    assert (found.status, found.pooled_share, found.mean_share, found.n_missing) == ("missing", None, None, 2)
    assert found.total == 15


def test_too_few_for_an_interval_has_a_declared_answer():
    table = pd.DataFrame({"subsidy": [10.0, 5.0], "investment": [100.0, 100.0]})
    found = ep.subsidy.summary(table)
    assert (found.status, found.pooled_share, found.pooled_share_low) == ("undefined", 7.5, None)


def test_other_column_names():
    table = A1.rename(columns={"subsidy": "grant", "investment": "cost"})
    assert ep.subsidy.summary(table, subsidy="grant", investment="cost").total == 3086.0


def test_bad_money_fails_with_every_fault():
    table = pd.DataFrame({"subsidy": [-1.0, 2.0], "investment": ["n/c", "5"]})
    with pytest.raises(DataProblem) as caught:
        ep.subsidy.summary(table)
    assert {(p.column, p.row, p.value) for p in caught.value.problems} == {
        ("subsidy", 0, -1.0),
        ("investment", 0, "n/c"),
    }


def test_a_missing_column_fails():
    with pytest.raises(DataProblem, match=r"subsidy.*missing"):
        ep.subsidy.shares(A1[["zone", "investment"]])


@pytest.mark.parametrize("options", [{"level": 95}, {"level": 0}, {"resamples": 0}])
def test_senseless_options_fail(options):
    with pytest.raises(ValueError, match="level must be between"):
        ep.subsidy.summary(A1, **options)


def test_an_unknown_figure_fails():
    with pytest.raises(UnknownName, match="Did you mean 'pooled_share'"):
        ep.subsidy.summary(A1)["pooled_shares"]


def test_influence_finds_the_zone_that_moves_the_average():
    found = ep.subsidy.influence(A1).set_index("zone")
    # Without Guangzhou: (1,015 - 100) / (14,907 - 4,290)
    assert found.index[0] == "Guangzhou ETDZ"
    assert found.loc["Guangzhou ETDZ", "pooled_without"] == pytest.approx(100 * 915 / 10617)
    assert round(found.loc["Guangzhou ETDZ", "mean_without"], 2) == 9.49
    assert found["pooled_change"].abs().idxmax() == "Guangzhou ETDZ"


def test_influence_of_one_zone_is_empty():
    assert ep.subsidy.influence(A1.iloc[[1]]).empty


def test_a_table_from_a_file_is_checked(tmp_path):
    A1[["zone", "subsidy", "investment"]].to_excel(tmp_path / "own.xlsx", index=False)
    assert ep.subsidy.summary(ep.subsidy.read(tmp_path / "own.xlsx")).total == 3086.0
    (tmp_path / "bad.csv").write_text("zone,subsidy\na,1\n", encoding="utf-8")
    with pytest.raises(DataProblem, match="column investment"):
        ep.subsidy.read(tmp_path / "bad.csv")
    (tmp_path / "not.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(DataProblem, match="cannot be read"):
        ep.subsidy.read(tmp_path / "not.xlsx")
