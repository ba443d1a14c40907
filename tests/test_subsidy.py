import itertools
import math

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import statsmodels.api as sm
from scipy import stats

import ecopark as ep
from ecopark.errors import DataError, UnknownNameError
from ecopark.frames import NotAFrame

A1 = ep.datasets.load("ctip_subsidies")
KINDS = {
    "pandas": lambda table: table,
    "polars": pl.from_pandas,
    "pyarrow": lambda table: pa.Table.from_pandas(table, preserve_index=False),
}
kinds = pytest.mark.parametrize("kind", KINDS)


def money(paid, spent):
    zones = [f"zone {n}" for n in range(len(paid))]
    return pd.DataFrame({"zone": zones, "subsidy": paid, "investment": spent})


def columns(native):
    return nw.from_native(native, eager_only=True).to_dict(as_series=False)


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
    with pytest.raises(DataError) as caught:
        ep.subsidy.summary(table)
    assert {(p.column, p.row, p.value) for p in caught.value.issues} == {
        ("subsidy", 0, -1.0),
        ("investment", 0, "n/c"),
    }


def test_a_missing_column_fails():
    with pytest.raises(DataError, match=r"subsidy.*missing"):
        ep.subsidy.shares(A1[["zone", "investment"]])


@pytest.mark.parametrize("options", [{"level": 95}, {"level": 0}, {"resamples": 0}])
def test_senseless_options_fail(options):
    with pytest.raises(ValueError, match="level must be between"):
        ep.subsidy.summary(A1, **options)


def test_an_unknown_figure_fails():
    with pytest.raises(UnknownNameError, match="Did you mean 'pooled_share'"):
        ep.subsidy.summary(A1)["pooled_shares"]


def test_leaving_out_finds_the_zone_that_moves_the_average():
    found = ep.subsidy.leave_one_out(A1).set_index("zone")
    # Without Guangzhou: (1,015 - 100) / (14,907 - 4,290)
    assert found.index[0] == "Guangzhou ETDZ"
    assert found.loc["Guangzhou ETDZ", "pooled_without"] == pytest.approx(100 * 915 / 10617)
    assert round(found.loc["Guangzhou ETDZ", "mean_without"], 2) == 9.49
    assert found["pooled_change"].abs().idxmax() == "Guangzhou ETDZ"


def test_leaving_out_of_columns_with_other_names():
    names = {"subsidy": "grant", "investment": "cost"}
    own = A1.rename(columns=names)
    found = ep.subsidy.leave_one_out(own, "grant", "cost")
    assert found["pooled_without"].tolist() == ep.subsidy.leave_one_out(A1)["pooled_without"].tolist()


def test_leaving_out_of_one_zone_is_empty():
    assert ep.subsidy.leave_one_out(A1.iloc[[1]]).empty


def test_a_table_from_a_file_is_checked(tmp_path):
    A1[["zone", "subsidy", "investment"]].to_excel(tmp_path / "own.xlsx", index=False)
    assert ep.subsidy.summary(ep.subsidy.read(tmp_path / "own.xlsx")).total == 3086.0
    (tmp_path / "bad.csv").write_text("zone,subsidy\na,1\n", encoding="utf-8")
    with pytest.raises(DataError, match="column investment"):
        ep.subsidy.read(tmp_path / "bad.csv")
    (tmp_path / "not.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        ep.subsidy.read(tmp_path / "not.xlsx")


# --- the interval of the pooled share -------------------------------------------------------------

RATIO = lambda s, i, axis=-1: 100 * np.sum(s, axis=axis) / np.sum(i, axis=axis)  # noqa: E731


def test_delta_by_hand():
    # R = 9 / 60; residuals -0.5, -1, 1.5, squares 3.5; error sqrt(3 / 2 * 3.5) / 60 = 3.8188 %.
    # Student's t with 2 degrees of freedom at 97.5 % is 4.30265: 15 -+ 16.431.
    found = ep.subsidy.summary(money([1.0, 2.0, 6.0], [10.0, 20.0, 30.0]), method="delta")
    assert found.pooled_share == pytest.approx(15)
    assert found.std_error == pytest.approx(3.8188, abs=1e-4)
    assert (found.pooled_share_low, found.pooled_share_high) == (
        pytest.approx(-1.431, abs=1e-3),
        pytest.approx(31.431, abs=1e-3),
    )
    assert (found.n, found.n_missing, found.status) == (3, 0, "ok")


@kinds
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_delta_equals_a_weighted_regression_through_zero(kind, level):
    known = A1.dropna(subset="investment")
    spent = known["investment"].to_numpy()
    fit = sm.WLS(known["subsidy"].to_numpy(), spent, weights=1 / spent).fit(cov_type="HC1", use_t=True)
    found = ep.subsidy.summary(
        KINDS[kind](A1[["zone", "subsidy", "investment"]]), method="delta", level=level
    )
    assert [found.pooled_share_low / 100, found.pooled_share_high / 100] == pytest.approx(
        fit.conf_int(1 - level)[0]
    )
    assert (found.n, found.n_missing) == (17, 10)


def test_both_methods_equal_scipy_within_its_noise_for_many_zones():
    random = np.random.default_rng(4)
    spent = random.lognormal(7, 0.5, 400)
    paid = spent * random.uniform(0.02, 0.14, 400)
    theirs = stats.bootstrap((paid, spent), RATIO, paired=True, method="percentile", n_resamples=4000, rng=1)
    for method in ("bootstrap", "delta"):
        found = ep.subsidy.summary(money(paid, spent), method=method)
        # 4,000 resamples give a standard error to about 1 %.
        assert found.std_error == pytest.approx(theirs.standard_error, rel=0.06)
        assert found.pooled_share_low == pytest.approx(
            theirs.confidence_interval.low, abs=0.15 * theirs.standard_error
        )
        assert found.pooled_share_high == pytest.approx(
            theirs.confidence_interval.high, abs=0.15 * theirs.standard_error
        )


def test_the_standard_error_of_table_a1_is_that_of_scipy():
    known = A1.dropna(subset="investment")
    data = (known["subsidy"].to_numpy(), known["investment"].to_numpy())
    theirs = stats.bootstrap(data, RATIO, paired=True, method="percentile", n_resamples=10_000, rng=1)
    assert ep.subsidy.summary(A1).std_error == pytest.approx(theirs.standard_error, rel=0.04)


def test_resamples_come_as_often_as_they_should():
    # All 27 ordered draws of three zones, each equally likely: exact shares and their chances.
    paid, spent = np.array([1.0, 2.0, 6.0]), np.array([10.0, 20.0, 30.0])
    draws = [list(d) for d in itertools.product(range(3), repeat=3)]
    exact = sorted(RATIO(paid[d], spent[d]) for d in draws)
    found = ep.subsidy.summary(money(paid, spent), level=0.5, resamples=40_000)
    assert found.std_error == pytest.approx(np.std(exact), rel=0.02)
    assert found.pooled_share_low == pytest.approx(np.quantile(exact, 0.25, method="inverted_cdf"))
    assert found.pooled_share_high == pytest.approx(np.quantile(exact, 0.75, method="inverted_cdf"))


@pytest.mark.parametrize("method", ["bootstrap", "delta"])
@pytest.mark.parametrize(
    ("paid", "spent", "status", "share"),
    [
        ([1.0, 2.0], [10.0, 10.0], "undefined", 15),
        ([1.0, 2.0, 3.0], [10.0, 0.0, 50.0], "undefined", 10),
        ([0.0, 1.0, 0.0], [0.0, 0.0, 0.0], "undefined", None),
        ([1.0, 2.0], [math.nan, math.nan], "missing", None),
    ],
)
def test_no_interval_has_a_status(method, paid, spent, status, share):
    found = ep.subsidy.summary(money(paid, spent), method=method)
    assert (found.status, found.pooled_share_low, found.pooled_share_high, found.std_error) == (
        status,
        None,
        None,
        None,
    )
    assert found.pooled_share == (share if share is None else pytest.approx(share))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", ["bootstrap", "delta"])
@pytest.mark.parametrize(
    ("paid", "tiny"),
    # A share of 1e300 times 100 and its square are no numbers; neither is the square of 1e199 %.
    [([1, 2, 3], 1e-300), ([1, 2, 3], 5e-324), ([1e99, 2, 3], 1e-98), ([1, 2, 3], 1e-101)],
)
def test_an_investment_near_zero_has_a_status_in_place_of_a_warning(method, paid, tiny):
    table = money(paid, [tiny, 10.0, 20.0])
    found = ep.subsidy.summary(table, method=method)
    assert (found.status, found.pooled_share_low, found.pooled_share_high, found.std_error) == (
        "undefined",
        None,
        None,
        None,
    )
    assert found.pooled_share == pytest.approx(sum(paid) / 30 * 100)
    whole = ep.subsidy.summary(table)
    assert (whole.status, whole.pooled_share_low) == ("undefined", None)
    status = ep.subsidy.shares(table)["share_status"].tolist()
    assert status == ["undefined" if tiny < 1e-100 else "ok", "ok", "ok"]
    assert math.isfinite(whole.mean_share)
    assert np.isfinite(ep.subsidy.leave_one_out(table.assign(zone=list("ABC")))["pooled_without"]).all()
    assert set(ep.subsidy.correlation(table)["status"]) <= {"ok", "undefined"}


def test_a_pooled_share_of_investments_near_zero_is_undefined():
    table = money([1.0, 2.0, 3.0], [1e-300, 1e-310, 0.0])
    assert ep.subsidy.summary(table).pooled_share is None
    assert set(ep.subsidy.shares(table)["share_status"]) == {"undefined"}


@pytest.mark.parametrize("method", ["bootstrap", "delta"])
def test_equal_shares_leave_no_doubt(method):
    found = ep.subsidy.summary(money([1.0, 2.0, 3.0], [8.0, 16.0, 24.0]), method=method)
    assert (found.pooled_share_low, found.pooled_share_high, found.status) == (12.5, 12.5, "ok")


def test_an_interval_of_nonsense_fails():
    with pytest.raises(UnknownNameError, match="Did you mean 'bootstrap'"):
        ep.subsidy.summary(A1, method="boostrap")
    with pytest.raises(ValueError, match="level must be between"):
        ep.subsidy.summary(A1, method="delta", level=95)
    with pytest.raises(NotAFrame, match=r"collect\(\)"):
        ep.subsidy.summary(pl.from_pandas(A1[["subsidy", "investment"]]).lazy())


# --- what drives the share ------------------------------------------------------------------------


@kinds
def test_correlation_with_the_investment(kind):
    # From the seven rows of Table A1: shares fall with size, subsidies do not rise with it.
    found = ep.subsidy.correlation(KINDS[kind](A1[["zone", "subsidy", "investment"]]))
    assert type(found) is type(KINDS[kind](A1[["zone"]]))
    told = columns(found)
    assert told["quantity"] == ["share", "share", "subsidy", "subsidy"]
    assert told["method"] == ["pearson", "spearman"] * 2
    assert [round(told["correlation"][n], 2) for n in (0, 2)] == [-0.83, 0.02]
    assert set(told["n"]) == {7}


def test_rank_correlation_by_hand():
    # Investments have ranks 1 2 3 4, subsidies 1 2 4 3: 1 - 6 * 2 / (4 * 15) = 0.8.
    # Shares 50, 30, 40, 7.5 % have ranks 4 2 3 1; squares of 3 0 0 3: 1 - 6 * 18 / 60 = -0.8.
    told = columns(ep.subsidy.correlation(money([5.0, 6.0, 16.0, 15.0], [10.0, 20.0, 40.0, 200.0])))
    assert told["correlation"][1] == pytest.approx(-0.8)
    assert told["correlation"][3] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("paid", "spent", "status", "n"),
    [
        ([1.0, 2.0], [10.0, 30.0], ["undefined"] * 4, [2, 2, 2, 2]),
        ([1.0, 2.0, 3.0], [10.0, 10.0, 10.0], ["undefined"] * 4, [3, 3, 3, 3]),
        ([2.0, 2.0, 2.0], [10.0, 20.0, 30.0], ["ok", "ok", "undefined", "undefined"], [3, 3, 3, 3]),
        # A tenth of everything: computed shares may differ in their last digit only.
        ([0.1, 0.3, 0.7], [1.0, 3.0, 7.0], ["undefined", "undefined", "ok", "ok"], [3, 3, 3, 3]),
        ([1.0, 5.0, 3.0], [0.0, 4.0, 9.0], ["undefined", "undefined", "ok", "ok"], [2, 2, 3, 3]),
        ([1.0, 5.0], [math.nan, math.nan], ["missing"] * 4, [0, 0, 0, 0]),
    ],
)
def test_no_correlation_has_a_status(paid, spent, status, n):
    told = columns(ep.subsidy.correlation(money(paid, spent)))
    assert (told["status"], told["n"]) == (status, n)
    assert [pd.isna(c) for c in told["correlation"]] == [s != "ok" for s in status]


@kinds
def test_leaving_out_keeps_the_kind(kind):
    found = ep.subsidy.leave_one_out(KINDS[kind](A1[["zone", "subsidy", "investment"]]))
    assert type(found) is type(KINDS[kind](A1[["zone"]]))
    assert columns(found)["zone"][0] == "Guangzhou ETDZ"


def test_leaving_out_needs_names():
    with pytest.raises(DataError, match="column zone"):
        ep.subsidy.leave_one_out(A1[["subsidy", "investment"]])


# --- another subsidy ------------------------------------------------------------------------------


def test_required_share_of_all_zones():
    # 10 % of 14,907 is 1,490.7; 1,015 are granted.
    found = ep.subsidy.required_share(A1, 10)
    assert found.required_subsidy == pytest.approx(1490.7)
    assert found.extra_subsidy == pytest.approx(475.7)
    assert found.required_share == pytest.approx(10)
    assert found.pooled_share == pytest.approx(100 * 1015 / 14907)
    assert (found.n, found.n_missing, found.status) == (7, 10, "ok")


def test_required_share_of_some_zones():
    # All together 10 % of 100 + 300 = 40; b keeps 15, so a needs 25 of 100.
    table = money([10.0, 15.0, 7.0], [100.0, 300.0, None])
    found = ep.subsidy.required_share(table, 10, zones=["zone 0"])
    assert (found.required_subsidy, found.extra_subsidy) == (pytest.approx(25), pytest.approx(15))
    assert found.required_share == pytest.approx(25)
    assert found == ep.subsidy.required_share(table, 10, zones="zone 0")


def test_less_may_do():
    # 5 % of 400 is 20, and 25 are granted.
    found = ep.subsidy.required_share(money([10.0, 15.0], [100.0, 300.0]), 5)
    assert (found.required_subsidy, found.extra_subsidy) == (pytest.approx(20), pytest.approx(-5))


@pytest.mark.parametrize(
    ("paid", "spent", "zones", "status"),
    [
        ([1.0, 2.0], [0.0, 0.0], None, "undefined"),  # nothing is invested
        ([1.0, 2.0], [0.0, 10.0], ["zone 0"], "undefined"),
        ([1.0, 50.0], [10.0, 10.0], ["zone 0"], "undefined"),  # the other alone has 50 of 2
        ([1.0, 2.0], [math.nan, 10.0], ["zone 0"], "missing"),
        ([1.0, 2.0], [math.nan, math.nan], None, "missing"),
    ],
)
def test_no_required_share_has_a_status(paid, spent, zones, status):
    found = ep.subsidy.required_share(money(paid, spent), 10, zones=zones)
    assert found.status == status
    assert (found.required_share, found.required_subsidy, found.extra_subsidy) == (None, None, None)


@pytest.mark.parametrize("target", [-1, math.nan, math.inf])
def test_a_senseless_target_fails(target):
    with pytest.raises(ValueError, match="target must be zero or more"):
        ep.subsidy.required_share(A1, target)


def test_an_unknown_zone_fails():
    with pytest.raises(UnknownNameError, match="Did you mean 'Hailin ETDZ'"):
        ep.subsidy.required_share(A1, 10, zones=["Hailin"])
