import itertools
import math

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import statsmodels.api as sm

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


def test_leaving_out_finds_the_zone_that_moves_the_average():
    found = ep.subsidy.leave_one_out(A1).set_index("zone")
    # Without Guangzhou: (1,015 - 100) / (14,907 - 4,290)
    assert found.index[0] == "Guangzhou ETDZ"
    assert found.loc["Guangzhou ETDZ", "pooled_without"] == pytest.approx(100 * 915 / 10617)
    assert round(found.loc["Guangzhou ETDZ", "mean_without"], 2) == 9.49
    assert found["pooled_change"].abs().idxmax() == "Guangzhou ETDZ"


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


def test_the_formula_and_the_bootstrap_meet_for_many_zones():
    random = np.random.default_rng(4)
    spent = random.lognormal(7, 0.5, 400)
    table = money(spent * random.uniform(0.02, 0.14, 400), spent)
    drawn, formula = (ep.subsidy.summary(table, method=method) for method in ("bootstrap", "delta"))
    # 10,000 resamples give a standard error to about 1 %.
    assert formula.std_error == pytest.approx(drawn.std_error, rel=0.04)
    assert formula.pooled_share_low == pytest.approx(drawn.pooled_share_low, abs=0.15 * drawn.std_error)
    assert formula.pooled_share_high == pytest.approx(drawn.pooled_share_high, abs=0.15 * drawn.std_error)


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
    assert ep.subsidy.permutation_test(table).status in {"ok", "undefined"}


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


# --- what public pages call the investment --------------------------------------------------------


def test_public_pages_on_the_investment():
    pages = ep.datasets.load("ctip_subsidies", "investments").set_index("id")
    # Dalian: 12 of 47 projects, 790 of 6,670 million; about 20 % of the first is 2.4 % of the second.
    assert 0.20 * pages.at["dalian_approved", "investment"] / pages.at["dalian_list", "investment"] == (
        pytest.approx(0.0237, abs=1e-4)
    )
    # Nanchang: the first payment is half, and the subsidy 9.55 % of the approved projects.
    nanchang = pages.loc["nanchang_approved"]
    assert 2 * nanchang["first_payment"] == nanchang["subsidy"]
    assert 100 * nanchang["subsidy"] / nanchang["investment"] == pytest.approx(9.55, abs=0.01)
    # Two of the zones are in Table A1, without an investment there.
    in_table = A1[A1["zone"].isin(pages["zone"])]
    assert in_table["subsidy"].tolist() == [297, 158]
    assert in_table["investment"].isna().all()


# --- the kind of table ----------------------------------------------------------------------------


@kinds
def test_every_kind_of_table_gives_the_same_answers(kind):
    table = KINDS[kind](A1[["zone", "subsidy", "investment"]])
    assert ep.subsidy.shares(table)["share_status"].tolist() == ep.subsidy.shares(A1)["share_status"].tolist()
    assert ep.subsidy.leave_one_out(table).equals(ep.subsidy.leave_one_out(A1))
    assert ep.subsidy.permutation_test(table).p_value == ep.subsidy.permutation_test(A1).p_value


def test_leaving_out_needs_names():
    with pytest.raises(DataError, match="column zone"):
        ep.subsidy.leave_one_out(A1[["subsidy", "investment"]])


# --- the permutation test -------------------------------------------------------------------------


def every_correlation(paid, spent):
    """Return the correlation of share and investment for every order of the subsidies, the table's first."""
    orders = itertools.permutations(np.array(paid, dtype=float))
    return np.array([np.corrcoef(order / np.array(spent), spent)[0, 1] for order in orders])


def test_table_a1_against_every_assignment():
    known = A1.dropna(subset="investment")
    null = every_correlation(known["subsidy"], known["investment"])
    found = ep.subsidy.permutation_test(A1)
    assert (found.n, found.n_missing, found.status, found.exact) == (7, 10, "ok", True)
    assert len(found.null) == len(null) == 5040
    assert np.sort(found.null) == pytest.approx(np.sort(null))
    assert (round(found.statistic, 2), round(found.expected, 2)) == (-0.83, -0.76)
    # 940 of the 5,040: 0.187
    assert found.p_value == (null <= null[0] + 1e-9).sum() / 5040
    assert round(found.p_value, 3) == 0.187


@pytest.mark.parametrize(
    ("paid", "spent"),
    [
        ([4.0, 2.0, 7.0, 3.0], [10.0, 40.0, 20.0, 90.0]),
        ([5.0, 5.0, 2.0, 2.0, 9.0], [10.0, 10.0, 30.0, 50.0, 20.0]),  # ties on both sides
        ([0.0, 0.0, 1.0, 6.0], [3.0, 1.0, 2.0, 8.0]),
    ],
)
def test_a_p_value_is_a_count_of_assignments(paid, spent):
    null = every_correlation(paid, spent)
    found = ep.subsidy.permutation_test(money(paid, spent))
    assert found.p_value == pytest.approx((null <= null[0] + 1e-9).mean())
    assert found.exact


def test_equal_subsidies_tie_with_every_assignment():
    found = ep.subsidy.permutation_test(money([2.0, 2.0, 2.0], [10.0, 20.0, 30.0]))
    # Shares of 20, 10 and 6 2/3 %: -400 / 3 over the roots of 200 and of 2,600 / 27.
    assert found.statistic == pytest.approx(-0.9608, abs=1e-4)
    assert (found.p_value, found.status) == (1, "ok")


def test_an_assignment_of_equal_shares_counts_as_no_correlation():
    # Of the six orders of 1, 2 and 3, one gives a tenth of everything.
    found = ep.subsidy.permutation_test(money([2.0, 1.0, 3.0], [10.0, 20.0, 30.0]))
    assert sorted(found.null)[-1] == 0
    assert np.isfinite(found.null).all()


def test_more_zones_than_can_be_tried_are_drawn():
    random = np.random.default_rng(6)
    table = money(random.uniform(1, 9, 7), random.uniform(10, 90, 7))
    exact = ep.subsidy.permutation_test(table)
    drawn, again, other = (
        ep.subsidy.permutation_test(table, resamples=4000, seed=seed) for seed in (1, 1, 2)
    )
    assert (exact.exact, drawn.exact, len(drawn.null)) == (True, False, 4000)
    assert drawn.p_value == again.p_value != other.p_value
    # (k + 1) / 4001, which is never zero and misses the exact one by a few standard errors at most.
    assert drawn.p_value * 4001 == pytest.approx(round(drawn.p_value * 4001))
    assert drawn.p_value == pytest.approx(exact.p_value, abs=4 * math.sqrt(exact.p_value / 4000))


def test_eight_zones_are_tried_and_nine_are_drawn():
    table = money(np.arange(1.0, 10), np.arange(10.0, 100, 10) ** 2)
    assert ep.subsidy.permutation_test(table[:8]).exact
    assert not ep.subsidy.permutation_test(table).exact


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("paid", "spent", "status", "n"),
    [
        ([1.0, 2.0], [10.0, 30.0], "undefined", 2),
        ([1.0, 2.0, 3.0], [10.0, 10.0, 10.0], "undefined", 3),
        ([0.1, 0.3, 0.7], [1.0, 3.0, 7.0], "undefined", 3),  # a tenth of everything, but for the last digit
        ([0.0, 0.0, 0.0], [1.0, 3.0, 7.0], "undefined", 3),
        ([1.0, 5.0, 3.0], [0.0, 4.0, 9.0], "undefined", 2),
        ([1.0, 5.0], [math.nan, math.nan], "missing", 0),
    ],
)
def test_no_test_has_a_status(paid, spent, status, n):
    found = ep.subsidy.permutation_test(money(paid, spent))
    assert (found.status, found.n, found.n_missing) == (status, n, len(paid) - n)
    assert (found.statistic, found.expected, found.p_value, len(found.null)) == (None, None, None, 0)


def test_a_test_of_nonsense_fails():
    with pytest.raises(ValueError, match="resamples must be at least 1"):
        ep.subsidy.permutation_test(A1, resamples=0)
