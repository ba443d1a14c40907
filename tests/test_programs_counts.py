"""Counts of zones and parks: overlap of programs, growth, time to the title, governing bodies."""

import itertools
import math
from datetime import date

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecopark import datasets, programs
from ecopark.errors import BalanceError, DataError, UndefinedResult, UnknownNameError
from ecopark.plots import alt_text
from ecopark.programs.certification import compute_durations

mpl.use("agg")
SIZES = {"eip": 94, "circular": 102, "low_carbon": 55}


def test_the_hidden_size_comes_out_by_inclusion_and_exclusion():
    # 211 - 33 = 178; 33 - 7 = 26; 178 + 2 * 26 + 3 * 7 = 251; 251 - 94 - 55 = 102; 26 + 3 * 7 = 47.
    found = programs.count_memberships(
        union=211, at_least_two=33, all_three=7, known_sizes={"eip": 94, "low_carbon": 55}
    )
    assert (found.one, found.two, found.three) == (178, 26, 7)
    assert (found.memberships, found.derived_size, found.pairs) == (251, 102, 47)
    assert (found.union, found.status) == (211, "ok")
    assert programs.membership_counts_china().sizes == SIZES


def test_an_own_name_for_the_missing_program():
    known = {"circular": 102, "low_carbon": 55}
    assert programs.count_memberships(211, 33, 7, known, missing="eip").sizes["eip"] == 94
    with pytest.raises(DataError, match="its size is known"):
        programs.count_memberships(211, 33, 7, known)


def test_three_sizes_must_add_up():
    assert programs.count_memberships(211, 33, 7, SIZES).derived_size is None
    with pytest.raises(BalanceError, match="add up to 252 memberships, but the counts make 251"):
        programs.count_memberships(211, 33, 7, SIZES | {"eip": 95})


def test_two_unknown_sizes_have_a_declared_answer():
    found = programs.count_memberships(211, 33, 7, {"eip": 94})
    assert (found.status, found.derived_size, found.unknown_memberships) == ("missing", None, 157)


@pytest.mark.parametrize(
    ("counts", "known", "message"),
    [
        ((211, 33, -7), {}, "not negative"),
        ((211.5, 33, 7), {}, "whole number"),
        ((float("nan"), 33, 7), {}, "whole number"),
        ((33, 211, 7), {}, "fall from union"),
        ((211, 33, 7), {"eip": 5}, "between all three"),
        ((211, 33, 7), {"eip": 212}, "between all three"),
        ((211, 33, 7), {"a": 50, "b": 50, "c": 50, "d": 50}, "three programs at most"),
    ],
)
def test_impossible_counts_fail(counts, known, message):
    with pytest.raises(DataError, match=message):
        programs.count_memberships(*counts, known)


def test_sizes_that_no_zones_can_have_fail():
    # 20 memberships leave 5 for the third. With 8 zones in two, 18 memberships leave 14 of 10 zones.
    assert programs.count_memberships(10, 10, 0, {"a": 10, "b": 5}).derived_size == 5
    with pytest.raises(BalanceError, match="No zones fit"):
        programs.count_memberships(10, 8, 0, {"a": 1, "b": 3})
    with pytest.raises(BalanceError, match="circular -10"):
        programs.count_memberships(10, 0, 0, {"a": 10, "b": 10})


def test_both_populations_and_both_verdicts():
    # By hand: 94*102 + 94*55 + 102*55 = 20,368 pairs; 94*102*55 = 527,340 triples.
    bases = programs.zone_populations()
    assert bases == {"all zones": 1568, "national zones": 215 + 114}
    every, national = (programs.overlap_test(SIZES, base, 47, 7) for base in bases.values())
    assert every.expected_pairs == pytest.approx(20368 / 1568)
    assert national.expected_pairs == pytest.approx(20368 / 329)
    assert every.expected_triples == pytest.approx(527340 / 1568**2)
    assert national.expected_triples == pytest.approx(527340 / 329**2)
    assert [round(x.expected_pairs, 1) for x in (every, national)] == [13.0, 61.9]
    assert [round(x.expected_triples, 2) for x in (every, national)] == [0.21, 4.87]
    assert (every.pairs_verdict, every.triples_verdict) == ("more", "more")
    assert (national.pairs_verdict, national.triples_verdict) == ("fewer", "as chance")
    # 1568 * (1 - (1 - 94/1568)(1 - 102/1568)(1 - 55/1568)) = 238.2
    assert round(every.expected_union, 1) == 238.2


def everything(sizes, base):
    """Return pairs and triples for every way in which the programs can pick their zones."""
    picks = [[set(p) for p in itertools.combinations(range(base), size)] for size in sizes]
    for chosen in itertools.product(*picks):
        pairs = sum(len(a & b) for a, b in itertools.combinations(chosen, 2))
        yield pairs, len(set.intersection(*chosen)) if len(chosen) == 3 else 0


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5), st.data())
def test_exact_tails_equal_trying_every_case(base, data):
    sizes = data.draw(st.lists(st.integers(0, base), min_size=2, max_size=3))
    cases = list(everything(sizes, base))
    pairs, triples = data.draw(st.integers(0, 3 * base)), data.draw(st.integers(0, base))
    test = programs.overlap_test(dict(zip("abc", sizes, strict=False)), base, pairs, triples)
    tails = (test.pairs_p_more, test.pairs_p_fewer), (test.triples_p_more, test.triples_p_fewer)
    for place, observed in enumerate((pairs, triples)):
        values = [case[place] for case in cases]
        more = sum(v >= observed for v in values) / len(values)
        fewer = sum(v <= observed for v in values) / len(values)
        assert tails[place] == pytest.approx((more, fewer), abs=1e-9)


def test_nothing_observed_has_a_declared_answer():
    found = programs.overlap_test(SIZES, 329)
    assert (found.pairs_verdict, found.triples_verdict, found.pairs_p_more) == ("missing", "missing", None)


@pytest.mark.parametrize(
    ("sizes", "base", "message"),
    [
        ({"eip": 94, "b": 1}, 50, "larger than the population of 50"),
        ({"eip": -1, "b": 1}, 50, "not negative"),
        ({"eip": 1.5, "b": 1}, 50, "whole number"),
        ({"eip": 0, "b": 0}, 0, "no zones"),
    ],
)
def test_impossible_sizes_fail(sizes, base, message):
    with pytest.raises(DataError, match=message):
        programs.overlap_test(sizes, base)


def test_senseless_options_fail():
    with pytest.raises(ValueError, match="level must be between"):
        programs.overlap_test(SIZES, 329, level=1.0)
    with pytest.raises(ValueError, match="Two or three programs"):
        programs.overlap_test(dict.fromkeys("abcd", 5), 20)


def test_every_indicator_of_a_system_has_a_concept():
    # 24 rows of the standard, 22 of CEPZ/CTIP, 23 of the low-carbon system.
    table = programs.coverage_by_category()
    found = table.groupby("system")["indicators"].sum().to_dict()
    assert {name: found[name] for name in programs.indicator_system_names()[1:]} == {
        "hj274-2009": 24,
        "cepz-ctip-2012": 22,
        "isc-low-carbon-2012": 23,
    }
    assert (table["concepts"] <= table["known"]).all()


def test_the_printed_tables_lost_rows():
    # They print 23, 20 and 23 rows, and do not compare the oldest system.
    coverage = datasets.load("crosswalk", "coverage")
    is_printed = coverage["printed_in"] != "not printed"
    printed = coverage[is_printed]["system"].value_counts().to_dict()
    assert printed == {"hj274-2009": 23, "cepz-ctip-2012": 20, "isc-low-carbon-2012": 23}
    lost = coverage[~is_printed & (coverage["system"] == "hj274-2009")]
    assert list(lost["concept"]) == ["water_elasticity"]


def test_conflicting_counts_stay_apart():
    found = programs.park_counts("plans_approved")
    spring = found[found["last"].map(lambda d: d.year) == 2014]
    assert list(zip(spring["count"], spring["series"], strict=True)) == [(94, "iisd-2015"), (85, "lai-2014")]
    # 55 named and 52 under construction in 2021.
    assert found[["count", "kind", "status"]].iloc[-1].to_list() == [107, "computed", "computed"]
    with pytest.raises(UnknownNameError, match="Did you mean 'named'"):
        programs.park_counts("name")


def test_conflicts_are_falls_and_broken_bounds():
    found = programs.find_conflicts()
    pairs = {(r["kind"], r["count"], r["later_count"]) for r in found.to_dict("records")}
    assert pairs == {
        ("falls", 94, 85),
        ("falls", 94, 93),
        ("falls", 31, 26),
        ("below a bound", 1, 2),
        ("below a bound", 1, 3),
    }
    assert programs.find_conflicts("under_construction").empty


def test_periods_of_dates():
    assert [str(d) for d in programs.parse_period("2008")] == ["2008-01-01", "2008-12-31"]
    assert [str(d) for d in programs.parse_period("2016-02")] == ["2016-02-01", "2016-02-29"]
    with pytest.raises(ValueError, match="no year, month or day"):
        programs.parse_period("spring")


def remission() -> pd.DataFrame:
    """Weeks in remission of 21 patients under 6-MP: Freireich et al. (1963), as in Gehan (1965)."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    flags = [True] * len(ended) + [False] * len(censored)
    return pd.DataFrame({"years": [float(x) for x in ended + censored], "certified": flags})


def test_kaplan_meier_equals_the_published_curve():
    # By hand: 18/21, then times 16/17, 14/15, 11/12, 10/11, 6/7, 5/6.
    found = programs.time_to_certification(remission())
    wanted = np.cumprod([18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6]) * 100
    assert list(found["years"]) == [6, 7, 10, 13, 16, 22, 23]
    assert list(found["at_risk"]) == [21, 17, 15, 12, 11, 7, 6]
    assert list(found["waiting"]) == pytest.approx(list(wanted))
    # Published: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448; median 23.
    assert [round(x / 100, 3) for x in found["waiting"]] == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert programs.median_time(found) == (23.0, "ok")


def test_the_interval_by_hand():
    # At the first time: s = 18/21, se = s sqrt(3 / (21 * 18)), bounds s^exp(-+ 1.96 se / (s ln s)).
    first = programs.time_to_certification(remission()).iloc[0]
    s = 18 / 21
    reach = 1.959964 * math.sqrt(3 / (21 * 18)) / abs(math.log(s))
    assert first["low"] == pytest.approx(100 * s ** math.exp(reach), abs=1e-4)
    assert first["high"] == pytest.approx(100 * s ** math.exp(-reach), abs=1e-4)


def by_hand(years, done):
    """Return the product of the shares that wait on at each time with a title, zone by zone."""
    left, found = 1.0, {}
    for time in sorted({year for year, yes in zip(years, done, strict=True) if yes}):
        watched = sum(year >= time for year in years)
        left *= 1 - sum(year == time and yes for year, yes in zip(years, done, strict=True)) / watched
        found[time] = (watched, left)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_random_cohorts_equal_the_product_and_the_quantiles_of_statsmodels(seed):
    from statsmodels.duration.survfunc import SurvfuncRight

    random = np.random.default_rng(seed)
    size = int(random.integers(3, 60))
    # Whole years: many zones share a time, and titles and last looks fall together.
    years, done = random.integers(1, 12, size).astype(float), random.random(size) < 0.6
    done[0] = True
    found = programs.time_to_certification(pd.DataFrame({"years": years, "certified": done}))
    wanted = by_hand(years.tolist(), done.tolist())
    assert found["years"].tolist() == list(wanted)
    assert found["at_risk"].tolist() == [watched for watched, _ in wanted.values()]
    assert found["waiting"].to_numpy() == pytest.approx([100 * left for _, left in wanted.values()])
    theirs = SurvfuncRight(years, done.astype(float))
    median, status = programs.median_time(found)
    if status == "ok":
        assert theirs.surv_prob[list(theirs.surv_times).index(median)] <= 0.5 + 1e-9
        assert all(left > 0.5 for time, (_, left) in wanted.items() if time < median)
    else:
        assert min(theirs.surv_prob) > 0.5
    # Greenwood's variance, and the log-minus-log interval from it.
    inner = found[found["status"] == "ok"]
    errors = dict(zip(theirs.surv_times, theirs.surv_prob_se, strict=True))
    for row in inner.to_dict("records"):
        s = row["waiting"] / 100
        reach = 1.959963985 * errors[row["years"]] / abs(s * math.log(s))
        assert row["low"] == pytest.approx(100 * s ** math.exp(reach), rel=1e-6)
        assert row["high"] == pytest.approx(100 * s ** math.exp(-reach), rel=1e-6)


@pytest.mark.parametrize(("level", "words"), [(0.95, "95 % interval"), (0.9, "90 % interval")])
def test_the_band_of_the_curve_names_its_level(level, words):
    curve = programs.time_to_certification(remission(), level=level)
    axes = programs.plot_kaplan_meier(curve, synthetic=False)
    assert words in [text.get_text() for text in axes.figure.legends[0].get_texts()]
    last = curve.iloc[-1]
    assert f"({words}: {last['low']:.0f} to {last['high']:.0f} %)" in alt_text(axes)


@pytest.mark.parametrize("quantity", ["named", "plans_approved"])
def test_the_title_of_the_counts_stays_above_the_axes(quantity):
    axes = programs.plot_counts(quantity)
    axes.figure.canvas.draw()
    words = axes.get_title(loc="left")
    title = next(one for one in axes.get_children() if getattr(one, "get_text", str)() == words)
    assert title.get_window_extent().x1 <= axes.get_window_extent().x1
    assert "93\n(" not in words


def test_a_cohort_in_which_all_are_certified_ends_undefined():
    found = programs.time_to_certification(pd.DataFrame({"years": [1.0, 2.0], "certified": [True, True]}))
    assert found["status"].to_list() == ["ok", "undefined"]
    assert found["waiting"].to_list() == [50.0, 0.0]
    assert found["low"].isna().to_list() == [False, True]


def test_a_cohort_without_titles_has_an_empty_curve():
    found = programs.time_to_certification(pd.DataFrame({"years": [1.0, 2.0], "certified": [False] * 2}))
    assert len(found) == 0
    assert programs.median_time(found) == (None, "undefined")
    with pytest.raises(UndefinedResult, match="no curve"):
        programs.plot_kaplan_meier(found, synthetic=True)


@pytest.mark.parametrize(
    ("cohort", "message"),
    [
        ({"years": [-1.0], "certified": [True]}, "must not be negative"),
        ({"years": [1.0, None], "certified": [True, False]}, "must not be missing"),
        ({"years": [1.0], "certified": [2]}, "yes or no"),
        ({"years": [1.0]}, "certified"),
        ({"years": ["a"], "certified": [True]}, "years"),
    ],
)
def test_a_bad_cohort_fails(cohort, message):
    with pytest.raises(DataError, match=message):
        programs.time_to_certification(pd.DataFrame(cohort))


def test_a_senseless_level_fails():
    with pytest.raises(ValueError, match="level must be between"):
        programs.time_to_certification(remission(), level=95)


def test_the_curve_finds_the_truth_of_a_synthetic_cohort():
    cohort = programs.synthetic_cohort(20_000, seed=3)
    curve = programs.time_to_certification(cohort)
    for years in (2.0, 4.0, 6.0, 8.0):
        near = curve[curve["years"] <= years].iloc[-1]["waiting"]
        assert near == pytest.approx(100 * 0.5 ** ((years / 5.0) ** 1.5), abs=1.5)
    assert programs.median_time(curve)[0] == pytest.approx(5.0, abs=0.2)
    # Completed cases alone look much faster: the reason for the whole method.
    assert cohort.loc[cohort["certified"], "years"].median() < 4.2


def test_synthetic_cohorts_say_so_and_repeat():
    one, same, other = (programs.synthetic_cohort(seed=s) for s in (1, 1, 2))
    assert set(one["status"]) == {"synthetic"}
    assert one["zone"].str.startswith("Synthetic").all()
    assert one.equals(same)
    assert not one.equals(other)
    with pytest.raises(ValueError, match="above zero"):
        programs.synthetic_cohort(median=0)


def test_durations_end_with_title_removal_or_last_look():
    table = {
        "zone": list("abcd"),
        "approved": ["2005-01-01"] * 4,
        "certified": ["2008-01-01", None, "2015-01-01", None],
        "removed": [None, "2007-01-01", None, None],
    }
    durations = compute_durations(pd.DataFrame(table), "2010-01-01")
    assert list(durations["years"]) == [3.0, 2.0, 5.0, 5.0]
    assert list(durations["certified"]) == [True, False, False, False]


def test_impossible_days_fail_with_every_row():
    table = pd.DataFrame(
        {"approved": ["2011-01-01", "2005-01-01", None, "x"], "certified": [None, "2004-01-01", None, None]}
    )
    with pytest.raises(DataError) as caught:
        compute_durations(table, "2010-01-01")
    assert [p.row for p in caught.value.issues] == [0, 1, 2, 3]
    with pytest.raises(DataError, match="column certified"):
        compute_durations(table[["approved"]], "2010-01-01")


def test_bounds_of_the_sources():
    # 15 of 94 at the least. The mean of 31 zones is at most 4 years, 124 in all, so at most 20 of them
    # waited more than 6; with the 63 without the title that makes 83. Lowest curve: 15 of 31 + 15.
    found = programs.survival_bounds_china()
    assert (found.approved, found.named, found.overdue, found.wait) == (94, 31, 15, 6)
    assert found.completed_late == 20
    assert found.share_low == pytest.approx(100 * 15 / 94)
    assert found.share_high == found.curve_high == pytest.approx(100 * 83 / 94)
    assert found.curve_low == pytest.approx(100 * 15 / 46)
    assert found.certified == pytest.approx(100 * 31 / 94)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3), st.data())
def test_every_cohort_with_these_counts_keeps_the_bounds(named, overdue, other, data):
    assume(named + overdue + other > 0)
    day = st.floats(0.01, 5.99)
    titles = data.draw(st.lists(st.floats(0.01, 12), min_size=named, max_size=named))
    left = data.draw(st.lists(day, min_size=other, max_size=other))
    times = [*titles, *[7.0] * overdue, *left]
    table = pd.DataFrame({"years": times, "certified": [True] * named + [False] * (overdue + other)})
    mean = math.fsum(titles) / named if named else 0.0
    found = programs.survival_bounds(len(times), named, overdue, 6.0, mean + 1e-9)
    curve = programs.time_to_certification(table)
    before = curve[curve["years"] <= 6]["waiting"]
    at_six = before.iloc[-1] if len(before) else 100.0
    assert found.curve_low - 1e-9 <= at_six <= found.curve_high + 1e-9
    late = 100 * (overdue + sum(t > 6 for t in titles)) / len(times)
    assert found.share_low - 1e-9 <= late <= found.share_high + 1e-9


@pytest.mark.parametrize(
    "counts", [(40, 31, 15, 6, 4), (94, -1, 15, 6, 4), (94, 31, 15, 0, 4), (0, 0, 0, 6, 4)]
)
def test_impossible_counts_of_waiting_zones_fail(counts):
    with pytest.raises(DataError, match="the counts"):
        programs.survival_bounds(*counts)


def figure_cases():
    yield programs.plot_coverage(), ["EIP standard 2009: ", "Pollution 8 of 13"]
    yield programs.plot_counts(), ["31 in 2014-04 against 26 in 2014-08"]
    yield programs.plot_counts("plans_approved"), ["94 in 2014-04 against 85"]
    curve = programs.time_to_certification(programs.synthetic_cohort())
    bounds = programs.survival_bounds_china()
    yield programs.plot_kaplan_meier(curve, bounds, synthetic=True), ["Synthetic cohort", "16.0 to 88.3 %"]


def test_figures_have_a_finding_units_and_words():
    from matplotlib import pyplot as plt

    for axes, words in figure_cases():
        alt = alt_text(axes)
        assert all(word in alt for word in words), alt
        assert axes.get_title(loc="left")
        labels = [a.get_ylabel() + a.get_xlabel() for a in axes.figure.axes]
        assert any("[" in label for label in labels)
        plt.close(axes.figure)


def test_figures_without_data_fail():
    with pytest.raises(UnknownNameError, match="quantity"):
        programs.plot_counts("plans")


def written(folder, text, name="own.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_cohort_is_read_and_watched_until_the_last_look(tmp_path):
    path = written(tmp_path, "zone,approved,certified\nA,2010-05-01,2012-05-01\nB,2010-05-01,\n")
    found = programs.read_cohort(path, "2014-05-01")
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
        programs.read_cohort(written(tmp_path, text), on)


def test_own_counts_get_defaults_and_the_days_of_their_dates(tmp_path):
    found = programs.read_counts(written(tmp_path, "date,count\n2020,7\n2019,5\n"))
    assert found["count"].to_list() == [5, 7]
    assert found["first"].to_list() == [date(2019, 1, 1), date(2020, 1, 1)]
    assert found[["quantity", "kind", "series"]].drop_duplicates().values.tolist() == [
        ["named", "exact", "own"]
    ]


def test_a_spreadsheet_gives_years_and_days_as_it_likes(tmp_path):
    path = tmp_path / "own.xlsx"
    table = pd.DataFrame({"date": [2019, pd.Timestamp("2020-06-30"), "2021-02"], "count": [1, 2, 3.0]})
    table.to_excel(path, index=False)
    found = programs.read_counts(path)
    assert found["date"].to_list() == ["2019", "2020-06-30", "2021-02"]
    assert found["last"].to_list() == [date(2019, 12, 31), date(2020, 6, 30), date(2021, 2, 28)]


def test_every_fault_of_own_counts_is_said_together(tmp_path):
    path = written(tmp_path, "date,count,kind\nsoon,1,exact\n2019,-2,exact\n2020,,about\n,3,exact\n")
    with pytest.raises(DataError) as found:
        programs.read_counts(path)
    assert str(found.value).startswith("5 problems in own.csv")
    assert str(found.value).count("is no date") == 2
    assert "is no kind of count" in str(found.value)


def test_conflicts_and_the_figure_take_own_counts(tmp_path):
    text = "date,count,kind,series\n2018,4,exact,A\n2019,3,exact,B\n2019-05,6,at least,C\n"
    table = programs.read_counts(written(tmp_path, text))
    found = programs.find_conflicts("named", table)
    assert found[["kind", "count", "later_count"]].values.tolist() == [
        ["falls", 4, 3],
        ["below a bound", 3, 6],
    ]
    words = alt_text(programs.plot_counts("named", table))
    assert "4 in 2018 against 3 in 2019" in words


def test_a_quantity_that_the_own_counts_lack_is_said(tmp_path):
    table = programs.read_counts(written(tmp_path, "date,count\n2018,4\n"))
    with pytest.raises(UnknownNameError, match="quantity 'plans_approved'"):
        programs.find_conflicts("plans_approved", table)
    assert len(programs.find_conflicts(table=table)) == 0


def test_the_list_of_four_items_has_three_bodies():
    cities = programs.governing_bodies("city")
    assert len(datasets.load("eco_cities", "programs")) == 4
    assert cities["body"].to_list() == ["MEP", "MOHURD", "NDRC"]
    assert set(cities["role"]) == {"in charge"}


def test_every_stated_role_in_the_park_programs_is_kept():
    parks = programs.governing_bodies("park")
    assert len(parks) == len(datasets.load("programs", "agencies"))
    assert set(programs.governing_bodies()["level"]) == {"park", "city"}


def test_an_unknown_level_is_refused():
    with pytest.raises(UnknownNameError, match="level 'province'"):
        programs.governing_bodies("province")


def test_the_map_names_the_strongest_role_and_its_end():
    words = alt_text(programs.plot_governance())
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
    axes = programs.plot_overlap(programs.membership_counts_china(), base, draws=4000)
    assert drawn_mean(axes) == pytest.approx(expected, abs=0.4)
    assert verdict in axes.get_title(loc="left")


def test_the_figure_of_chance_needs_three_sizes_and_a_base_that_holds_them():
    two = programs.MembershipCounts(1, 1, 0, {"eip": 2, "circular": 1})
    with pytest.raises(DataError, match="three sizes are needed"):
        programs.plot_overlap(two, 10)
    with pytest.raises(DataError, match="larger than the population"):
        programs.plot_overlap(programs.membership_counts_china(), 90)
