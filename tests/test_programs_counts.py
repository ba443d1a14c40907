import itertools
import math

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecopark import datasets
from ecopark.errors import BalanceError, DataError, UndefinedResult, UnknownNameError
from ecopark.plots import alt_text
from ecopark.programs import chance, compare, overlap, participation, plots

mpl.use("agg")
SIZES = {"eip": 94, "circular": 102, "low_carbon": 55}


# Overlap: counts


def test_the_hidden_size_comes_out_by_inclusion_and_exclusion():
    # 211 - 33 = 178; 33 - 7 = 26; 178 + 2 * 26 + 3 * 7 = 251; 251 - 94 - 55 = 102; 26 + 3 * 7 = 47.
    found = overlap.from_counts(union=211, at_least_two=33, all_three=7, known={"eip": 94, "low_carbon": 55})
    assert (found.one, found.two, found.three) == (178, 26, 7)
    assert (found.memberships, found.missing, found.pairs) == (251, 102, 47)
    assert (found.union, found.status) == (211, "ok")
    assert overlap.from_package().sizes == SIZES


def test_an_own_name_for_the_missing_program():
    known = {"circular": 102, "low_carbon": 55}
    assert overlap.from_counts(211, 33, 7, known, missing="eip").sizes["eip"] == 94
    with pytest.raises(DataError, match="its size is known"):
        overlap.from_counts(211, 33, 7, known)


def test_three_sizes_must_add_up():
    assert overlap.from_counts(211, 33, 7, SIZES).missing is None
    with pytest.raises(BalanceError, match="add up to 252 memberships, but the counts make 251"):
        overlap.from_counts(211, 33, 7, SIZES | {"eip": 95})


def test_two_unknown_sizes_have_a_declared_answer():
    found = overlap.from_counts(211, 33, 7, {"eip": 94})
    assert (found.status, found.missing, found.unknown_memberships) == ("missing", None, 157)
    with pytest.raises(DataError, match="three sizes are needed"):
        overlap.bounds(found)


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
        overlap.from_counts(*counts, known)


def test_sizes_that_no_zones_can_have_fail():
    # 20 memberships leave 5 for the third. With 8 zones in two, 18 memberships leave 14 of 10 zones.
    assert overlap.from_counts(10, 10, 0, {"a": 10, "b": 5}).missing == 5
    with pytest.raises(BalanceError, match="No zones fit"):
        overlap.from_counts(10, 8, 0, {"a": 1, "b": 3})
    with pytest.raises(BalanceError, match="circular -10"):
        overlap.from_counts(10, 0, 0, {"a": 10, "b": 10})


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=7, max_size=7))
def test_bounds_equal_trying_every_placement(regions):
    """Any true placement gives counts whose bounds are those found by trying all pairs."""
    a, b, c, ab, ac, bc, abc = regions
    union, two = sum(regions), ab + ac + bc
    sizes = {"a": a + ab + ac + abc, "b": b + ab + bc + abc, "c": c + ac + bc + abc}
    found = overlap.bounds(overlap.from_counts(union, two + abc, abc, sizes))
    tried = []
    for x, y in itertools.product(range(two + 1), repeat=2):
        z = two - x - y
        free = [sizes[n] - abc - used for n, used in zip("abc", (x + y, x + z, y + z), strict=True)]
        if z >= 0 and min(free) >= 0:
            tried.append((*free, x, y, z, abc))
    assert [b.low for b in found] == [min(column) for column in zip(*tried, strict=True)]
    assert [b.high for b in found] == [max(column) for column in zip(*tried, strict=True)]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_zones_of_a_table_are_counted(make):
    table = make({"eip": [True, True, False, False], "circular": [True, True, True, False]})
    found = overlap.from_members(table, ("eip", "circular"))
    assert [(r.programs, r.zones) for r in found] == [(("circular",), 1), (("eip", "circular"), 2)]


def test_a_table_without_an_answer_fails():
    table = pd.DataFrame({"eip": [True, None], "circular": ["x", False]})
    with pytest.raises(DataError) as caught:
        overlap.from_members(table, ("eip", "circular"))
    assert {(p.column, p.row) for p in caught.value.issues} == {("eip", 1), ("circular", 0)}
    with pytest.raises(DataError, match="column low_carbon"):
        overlap.from_members(table)


# Overlap: chance


def test_both_populations_and_both_verdicts():
    # By hand: 94*102 + 94*55 + 102*55 = 20,368 pairs; 94*102*55 = 527,340 triples.
    bases = overlap.bases()
    assert bases == {"all zones": 1568, "national zones": 215 + 114}
    every, national = (overlap.against_chance(SIZES, base, 47, 7) for base in bases.values())
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
    found = chance.tails(sizes, base, pairs, triples)
    for place, observed in enumerate((pairs, triples)):
        values = [case[place] for case in cases]
        more = sum(v >= observed for v in values) / len(values)
        fewer = sum(v <= observed for v in values) / len(values)
        assert found[place] == pytest.approx((more, fewer), abs=1e-9)


def test_permutation_agrees_with_the_exact_law():
    options = {"pairs": 55, "triples": 7, "method": "permutation", "draws": 4000}
    exact, drawn = (overlap.against_chance(SIZES, 329, 55, 7), overlap.against_chance(SIZES, 329, **options))
    # Four standard errors of a share of 4,000 draws are at most 0.032.
    assert drawn.pairs_p_fewer == pytest.approx(exact.pairs_p_fewer, abs=0.032)
    assert drawn.triples_p_more == pytest.approx(exact.triples_p_more, abs=0.032)
    assert overlap.against_chance(SIZES, 329, **options) == drawn
    assert overlap.against_chance(SIZES, 329, **options, seed=1) != drawn


def test_four_programs_need_the_permutation():
    sizes = dict(zip("abcd", (5, 6, 7, 8), strict=True))
    found = overlap.against_chance(sizes, 20, 8, 1, method="permutation", draws=200)
    # (5*6 + 5*7 + 5*8 + 6*7 + 6*8 + 7*8) / 20
    assert found.expected_pairs == pytest.approx(251 / 20)
    with pytest.raises(ValueError, match="Two or three programs"):
        overlap.against_chance(sizes, 20)


def test_nothing_observed_has_a_declared_answer():
    found = overlap.against_chance(SIZES, 329)
    assert (found.pairs_verdict, found.triples_verdict, found.pairs_p_more) == ("missing", "missing", None)
    assert found.to_frame().shape == (1, 14)


@pytest.mark.parametrize(
    ("sizes", "base", "message"),
    [
        ({"eip": 94, "b": 1}, 50, "larger than the base of 50"),
        ({"eip": -1, "b": 1}, 50, "not negative"),
        ({"eip": 1.5, "b": 1}, 50, "whole number"),
        ({"eip": 0, "b": 0}, 0, "no zones"),
    ],
)
def test_impossible_sizes_fail(sizes, base, message):
    with pytest.raises(DataError, match=message):
        overlap.against_chance(sizes, base)


def test_senseless_options_fail():
    with pytest.raises(UnknownNameError, match="Did you mean 'exact'"):
        overlap.against_chance(SIZES, 329, method="exakt")
    for options in ({"draws": 0}, {"level": 1.0}):
        with pytest.raises(ValueError, match="draws must be above 0"):
            overlap.against_chance(SIZES, 329, **options)


# Indicator systems


def test_every_indicator_of_a_system_has_a_concept():
    # 24 rows of the standard, 22 of CEPZ/CTIP, 23 of the low-carbon system.
    table = compare.by_category()
    found = table.groupby("system")["indicators"].sum().to_dict()
    assert {name: found[name] for name in compare.names()[1:]} == {
        "hj274-2009": 24,
        "cepz-ctip-2012": 22,
        "isc-low-carbon-2012": 23,
    }
    assert (table["concepts"] <= table["known"]).all()


def test_the_printed_tables_lost_rows():
    # They print 23, 20 and 23 rows, and do not compare the oldest system.
    printed = compare.by_category(as_printed=True).groupby("system")["indicators"].sum().to_dict()
    assert printed == {"hj274-2009": 23, "cepz-ctip-2012": 20, "isc-low-carbon-2012": 23, "sepa-2003": 0}
    lost = compare.systems()["hj274-2009"].notna() & compare.systems(as_printed=True)["hj274-2009"].isna()
    assert list(compare.systems().loc[lost, "concept"]) == ["water_elasticity"]


def test_orphans_stand_in_one_system_only():
    found = compare.orphans()
    assert not found["concept"].duplicated().any()
    rows = datasets.rows("crosswalk", "coverage")
    for line in found.to_dict("records"):
        assert {r["system"] for r in rows if r["concept"] == line["concept"]} == {line["system"]}
    assert {"water_elasticity", "public_awareness"} <= set(compare.orphans("hj274-2009")["concept"])
    with pytest.raises(UnknownNameError, match="Did you mean 'hj274-2009'"):
        compare.orphans("hj274-2008")


def test_what_sepa_had_and_the_standard_has_not():
    fates = compare.fates("sepa-2003", "hj274-2009").set_index("concept")["fate"]
    lost = {"renewable_share", "green_area_share", "iso_14001", "energy_reuse"} & set(fates.index)
    assert lost
    assert set(fates[list(lost)]) == {"lost"}
    assert set(fates[["energy_elasticity", "public_satisfaction"]]) == {"new"}
    assert fates["environmental_supervision"] == "ambiguous"
    with pytest.raises(UnknownNameError, match="indicator system"):
        compare.fates("sepa-2003", "hj274")


def test_survivors_are_the_same_both_ways():
    for old, new in itertools.combinations(compare.names(), 2):
        there, back = compare.survivors(old, new), compare.survivors(new, old)
        assert set(there["concept"]) == set(back["concept"])


def test_matches_name_rows_of_both_systems():
    found = compare.matches()
    assert set(found["hj_code"].dropna()) == {r["code"] for r in datasets.rows("hj274_2009")}
    assert list(found["match"]).count("none") == 22


# Participation


def test_conflicting_counts_stay_apart():
    found = participation.counts("plans_approved")
    spring = found[found["last"].map(lambda d: d.year) == 2014]
    assert list(zip(spring["count"], spring["series"], strict=True)) == [(94, "iisd-2015"), (85, "lai-2014")]
    # 55 named and 52 under construction in 2021.
    assert found[["count", "kind", "status"]].iloc[-1].to_list() == [107, "computed", "computed"]
    with pytest.raises(UnknownNameError, match="Did you mean 'named'"):
        participation.counts("name")


def test_conflicts_are_falls_and_broken_bounds():
    found = participation.conflicts()
    pairs = {(r["kind"], r["count"], r["later_count"]) for r in found.to_dict("records")}
    assert pairs == {
        ("falls", 94, 85),
        ("falls", 94, 93),
        ("falls", 31, 26),
        ("below a bound", 1, 2),
        ("below a bound", 1, 3),
    }
    assert participation.conflicts("under_construction").empty


def test_periods_of_dates():
    assert [str(d) for d in participation.period("2008")] == ["2008-01-01", "2008-12-31"]
    assert [str(d) for d in participation.period("2016-02")] == ["2016-02-01", "2016-02-29"]
    with pytest.raises(ValueError, match="no year, month or day"):
        participation.period("spring")


# Time to certification


def remission() -> pd.DataFrame:
    """Weeks in remission of 21 patients under 6-MP: Freireich et al. (1963), as in Gehan (1965)."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    flags = [True] * len(ended) + [False] * len(censored)
    return pd.DataFrame({"years": [float(x) for x in ended + censored], "certified": flags})


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_kaplan_meier_equals_the_published_curve(make):
    # By hand: 18/21, then times 16/17, 14/15, 11/12, 10/11, 6/7, 5/6.
    table = make(remission().to_dict("list"))
    found = participation.time_to_certification(table)
    assert isinstance(found, make)
    wanted = np.cumprod([18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6]) * 100
    assert list(found["years"]) == [6, 7, 10, 13, 16, 22, 23]
    assert list(found["at_risk"]) == [21, 17, 15, 12, 11, 7, 6]
    assert list(found["waiting"]) == pytest.approx(list(wanted))
    # Published: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448; median 23.
    assert [round(x / 100, 3) for x in found["waiting"]] == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert participation.median_wait(found) == (23.0, "ok")


def test_the_interval_by_hand():
    # At the first time: s = 18/21, se = s sqrt(3 / (21 * 18)), bounds s^exp(-+ 1.96 se / (s ln s)).
    first = participation.time_to_certification(remission()).iloc[0]
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
    found = participation.time_to_certification(pd.DataFrame({"years": years, "certified": done}))
    wanted = by_hand(years.tolist(), done.tolist())
    assert found["years"].tolist() == list(wanted)
    assert found["at_risk"].tolist() == [watched for watched, _ in wanted.values()]
    assert found["waiting"].to_numpy() == pytest.approx([100 * left for _, left in wanted.values()])
    theirs = SurvfuncRight(years, done.astype(float))
    median, status = participation.median_wait(found)
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
    curve = participation.time_to_certification(remission(), level=level)
    axes = plots.waiting_curve(curve, synthetic=False)
    assert words in [text.get_text() for text in axes.get_legend().get_texts()]
    last = curve.iloc[-1]
    assert f"({words}: {last['low']:.0f} to {last['high']:.0f} %)" in alt_text(axes)
    bare = plots.waiting_curve(curve.drop(columns="level"), synthetic=False)
    assert "interval" in [text.get_text() for text in bare.get_legend().get_texts()]


@pytest.mark.parametrize("quantity", ["named", "plans_approved"])
def test_the_title_of_the_counts_stays_above_the_axes(quantity):
    axes = plots.counts_chart(quantity)
    axes.figure.canvas.draw()
    words = axes.get_title(loc="left")
    title = next(one for one in axes.get_children() if getattr(one, "get_text", str)() == words)
    assert title.get_window_extent().x1 <= axes.get_window_extent().x1
    assert "93\n(" not in words


def test_a_cohort_in_which_all_are_certified_ends_undefined():
    found = participation.time_to_certification(
        pd.DataFrame({"years": [1.0, 2.0], "certified": [True, True]})
    )
    assert found["status"].to_list() == ["ok", "undefined"]
    assert found["waiting"].to_list() == [50.0, 0.0]
    assert found["low"].isna().to_list() == [False, True]


def test_a_cohort_without_titles_has_an_empty_curve():
    found = participation.time_to_certification(pd.DataFrame({"years": [1.0, 2.0], "certified": [False] * 2}))
    assert len(found) == 0
    assert participation.median_wait(found) == (None, "undefined")
    with pytest.raises(UndefinedResult, match="no curve"):
        plots.waiting_curve(found, synthetic=True)


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
        participation.time_to_certification(pd.DataFrame(cohort))


def test_a_senseless_level_fails():
    with pytest.raises(ValueError, match="level must be between"):
        participation.time_to_certification(remission(), level=95)


def test_the_curve_finds_the_truth_of_a_synthetic_cohort():
    cohort = participation.synthetic_cohort(20_000, seed=3)
    curve = participation.time_to_certification(cohort)
    for years in (2.0, 4.0, 6.0, 8.0):
        near = curve[curve["years"] <= years].iloc[-1]["waiting"]
        assert near == pytest.approx(participation.waiting_truth(years), abs=1.5)
    assert participation.median_wait(curve)[0] == pytest.approx(5.0, abs=0.2)
    # Completed cases alone look much faster: the reason for the whole method.
    assert cohort.loc[cohort["certified"], "years"].median() < 4.2


def test_synthetic_cohorts_say_so_and_repeat():
    one, same, other = (participation.synthetic_cohort(seed=s) for s in (1, 1, 2))
    assert set(one["status"]) == {"synthetic"}
    assert one["zone"].str.startswith("Synthetic").all()
    assert one.equals(same)
    assert not one.equals(other)
    with pytest.raises(ValueError, match="above zero"):
        participation.synthetic_cohort(median=0)


def test_durations_end_with_title_removal_or_last_look():
    table = {
        "zone": list("abcd"),
        "approved": ["2005-01-01"] * 4,
        "certified": ["2008-01-01", None, "2015-01-01", None],
        "removed": [None, "2007-01-01", None, None],
    }
    for make in (pd.DataFrame, pl.DataFrame):
        found = participation.durations(make(table), "2010-01-01")
        assert list(found["years"]) == [3.0, 2.0, 5.0, 5.0]
        assert list(found["certified"]) == [True, False, False, False]


def test_impossible_days_fail_with_every_row():
    table = pd.DataFrame(
        {"approved": ["2011-01-01", "2005-01-01", None, "x"], "certified": [None, "2004-01-01", None, None]}
    )
    with pytest.raises(DataError) as caught:
        participation.durations(table, "2010-01-01")
    assert [p.row for p in caught.value.issues] == [0, 1, 2, 3]
    with pytest.raises(DataError, match="column certified"):
        participation.durations(table[["approved"]], "2010-01-01")


def test_bounds_of_the_sources():
    # 15 of 94 at the least. The mean of 31 zones is at most 4 years, 124 in all, so at most 20 of them
    # waited more than 6; with the 63 without the title that makes 83. Lowest curve: 15 of 31 + 15.
    found = participation.certification_bounds()
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
    found = participation.waiting_bounds(len(times), named, overdue, 6.0, mean + 1e-9)
    curve = participation.time_to_certification(table)
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
        participation.waiting_bounds(*counts)


# Figures


def figure_cases():
    yield plots.heat_map(), ["hj274-2009", "Pollution 8 of 13"]
    yield plots.heat_map("concept"), ["66 concepts"]
    yield plots.upset(overlap.from_package()), ["eip 61 to 87", "low_carbon 7"]
    table = pd.DataFrame({"eip": [True, True], "circular": [True, False], "low_carbon": [False, False]})
    yield plots.upset(overlap.from_members(table), note="synthetic"), ["eip and circular 1", "synthetic"]
    yield plots.counts_chart(), ["31 in 2014-04 against 26 in 2014-08"]
    yield plots.counts_chart("plans_approved"), ["94 in 2014-04 against 85"]
    curve = participation.time_to_certification(participation.synthetic_cohort())
    bounds = participation.certification_bounds()
    yield plots.waiting_curve(curve, bounds, synthetic=True), ["Synthetic cohort", "16.0 to 88.3 %"]


def test_figures_have_a_finding_units_and_words():
    from matplotlib import pyplot as plt

    for axes, words in figure_cases():
        alt = alt_text(axes)
        assert all(word in alt for word in words), alt
        assert axes.get_title(loc="left")
        labels = [a.get_ylabel() + a.get_xlabel() for a in axes.figure.axes]
        assert any("[" in label for label in labels) or "codes" in "".join(labels)
        plt.close(axes.figure)


def test_figures_without_data_fail():
    with pytest.raises(UnknownNameError, match="grouping"):
        plots.heat_map("system")
    with pytest.raises(UndefinedResult, match="nothing to draw"):
        plots.upset([])
    with pytest.raises(UnknownNameError, match="quantity"):
        plots.counts_chart("plans")
