"""Synthetic zones are credible, say their truth, and break the promise of an interval as they should."""

import math

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

import ecopark as ep
from ecopark import datasets
from ecopark.errors import BadArgument, UnknownNameError

RMB = "industrial_added_value"
LAST = 2016

# Growth of the 17 accredited sector-integrated parks together, between the reference year of the plan and
# the year of accreditation: Tian, Liu, Lai, Li and Chen (2014), abstract. Elasticities of the whole span.
GROWTH = {"energy": 0.20, "fresh_water": 0.18, "solid_waste": 0.06, "cod": -0.25, "so2": -0.51}
PARKS = {quantity: math.log1p(growth) / math.log1p(0.56) for quantity, growth in GROWTH.items()}


@pytest.fixture(scope="module")
def panel():
    return ep.datasets.simulate_panel(zones=300, seed=3)


def limits(kind):
    """Return the threshold of each quantity or ratio of the standard of 2009."""
    rows = datasets.rows("hj274_2009", "indicators")
    return {(r["numerator"], r["denominator"]): r["threshold"] for r in rows if r["kind"] == kind}


def test_the_panel_has_the_columns_and_passes_the_checks_of_a_panel(panel):
    assert list(panel.columns) == list(ep.panel.columns())
    assert ep.panel.find_issues(nw.from_native(panel, eager_only=True), ep.panel.columns()) == []
    assert panel["zone"].iloc[0] == "Synthetic zone 001"
    assert panel["zone"].str.fullmatch(r"Synthetic zone \d{3}").all()
    assert panel.attrs["synthetic"]


def test_zones_have_the_size_of_a_large_national_zone(panel):
    last = panel[panel["year"] == LAST]
    assert last[RMB].between(49.9e5, 100.1e5).all()  # 10^4 RMB: 50 to 100 billion RMB
    # Constant prices are those of the first year; prices rise by 2.5 % a year.
    assert (last[RMB] / last[RMB + "_constant"]).to_numpy() == pytest.approx(1.025**11, rel=1e-4)
    assert last["employees"].between(1e5, 1e6).all()
    assert last["industrial_land"].between(20, 200).all()


def test_intensities_lie_around_the_limits_of_the_standard(panel):
    # At the end most zones meet a limit, and some do not; at the start fewer meet it.
    ratios = {r: t for r, t in limits("ratio").items() if r[1] == RMB and t is not None}
    assert len(ratios) == 6
    first, last = (panel[panel["year"] == year] for year in (LAST - 11, LAST))
    for (quantity, _), threshold in ratios.items():
        before, after = ((rows[quantity] / rows[RMB]) for rows in (first, last))
        assert 0.5 < (after <= threshold).mean() < 1, quantity
        assert (before <= threshold).mean() < (after <= threshold).mean(), quantity
        assert after.between(threshold / 30, threshold * 6).all(), quantity
    # A sewage works that discharges 30 to 150 mg/L, and 0.2 to 6 kg SO2 per tce.
    assert (1000 * last["cod"] / last["wastewater"]).between(20, 180).all()
    assert (last["so2"] / last["energy"]).between(0.1, 8).all()


def test_elasticities_lie_between_the_limits_and_what_certified_parks_reached(panel):
    assert PARKS["energy"] == pytest.approx(0.41, abs=0.005)
    limit = {quantity: t for (quantity, _), t in limits("elasticity").items()}
    for quantity, reached in PARKS.items():
        median = np.median(list(panel.attrs["truth"][quantity].values()))
        assert reached < median < limit.get(quantity, 1), quantity


def test_the_same_seed_gives_the_same_zones_and_options_change_only_their_part():
    one, same, other = (ep.datasets.simulate_panel(zones=3, years=4, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one["energy"].equals(other["energy"])
    walk = ep.datasets.simulate_panel(zones=3, years=4, seed=1, errors="random_walk")
    assert walk[RMB].equals(one[RMB])
    assert walk.attrs["truth"]["energy"] == one.attrs["truth"]["energy"]


def test_without_noise_a_fit_finds_the_truth_of_every_quantity():
    panel = ep.datasets.simulate_panel(zones=40, noise=0.0, seed=2)
    truth = pd.DataFrame(panel.attrs["truth"])
    assert list(truth.columns) == ["energy", "fresh_water", "cod", "so2", "solid_waste", "hazardous_waste"]
    grown = panel.groupby("zone")[RMB + "_constant"].agg(lambda v: abs(math.log(v.iloc[-1] / v.iloc[0])))
    for quantity in truth:
        fitted = ep.elasticity.fit(panel, quantity).set_index("zone")["elasticity"]
        apart = (fitted - truth[quantity]).abs()[grown > 0.3]
        assert len(apart) > 30
        assert apart.max() < 2e-3, quantity  # quantities are rounded to 0.1


def test_a_trend_of_its_own_lowers_every_quantity_by_that_much():
    plain, trend = (
        ep.datasets.simulate_panel(zones=5, noise=0.0, seed=4, efficiency_trend=t) for t in (0.0, 0.02)
    )
    ratio = (trend["energy"] / plain["energy"]).to_numpy().reshape(5, 12)
    assert np.diff(np.log(ratio), axis=1) == pytest.approx(-0.02, abs=1e-5)
    assert trend["employees"].equals(plain["employees"])


@pytest.mark.parametrize(
    ("options", "lag", "level"),
    [({"errors": "iid"}, 0.0, 0.03), ({"errors": "ar1", "rho": 0.8}, 0.8, 0.05)],
)
def test_errors_have_the_correlation_and_spread_that_were_asked_for(options, lag, level):
    panel = ep.datasets.simulate_panel(
        zones=2000, seed=6, noise=0.03, elasticities={"energy": 0.0}, **options
    )
    u = np.log(panel["energy"].to_numpy().reshape(2000, 12))
    u -= u.mean(axis=0)
    # Each zone has a level of its own; differences between years leave the errors: var = 2 s^2 (1 - rho^k).
    far, near = (np.var(u[:, k:] - u[:, :-k]) / 2 for k in (8, 1))
    assert far == pytest.approx(level**2 * (1 - lag**8), rel=0.05)
    assert near == pytest.approx(level**2 * (1 - lag), rel=0.05)


E06 = {"elasticities": {"energy": 0.6}}


@pytest.mark.parametrize(
    ("options", "share", "median"),
    [
        ({"errors": "iid"}, 0.95, 0.60),
        ({"errors": "ar1", "rho": 0.5}, 0.79, 0.60),
        ({"errors": "ar1", "rho": 0.8}, 0.58, 0.60),
        ({"errors": "random_walk"}, 0.42, 0.60),
        ({"efficiency_trend": 0.02}, 0.02, 0.39),
        ({"measurement_error": 0.10}, 0.78, 0.55),
    ],
)
def test_intervals_cover_the_truth_as_often_as_their_errors_let_them(options, share, median):
    # 5,000 zones: the standard error of a share is at most 0.7 percentage points. The shares are those of a
    # simulation by another program, of 4,000 zones of 12 years: 95, 79, 58, 42, 2 and 79 percent.
    panel = ep.datasets.simulate_panel(zones=5000, years=12, seed=1, noise=0.03, **E06, **options)
    fits = ep.elasticity.fit(panel, "energy")
    covered = (fits["ci_low"] <= 0.6) & (fits["ci_high"] >= 0.6)
    assert covered.mean() == pytest.approx(share, abs=0.015)
    assert fits["elasticity"].median() == pytest.approx(median, abs=0.01)


def test_trends_that_have_nothing_to_do_with_each_other_look_significant():
    # Energy grows by 5 % a year on its own; it does not depend on added value.
    unrelated = {"errors": "random_walk", "efficiency_trend": -0.05, "elasticities": {"energy": 0.0}}
    panel = ep.datasets.simulate_panel(zones=5000, years=12, seed=1, noise=0.03, **unrelated)
    fits = ep.elasticity.fit(panel, "energy")
    significant = (fits["ci_low"] > 0) | (fits["ci_high"] < 0)
    assert significant.mean() == pytest.approx(0.99, abs=0.01)
    assert fits["elasticity"].median() == pytest.approx(0.53, abs=0.01)
    assert fits["r_squared"].median() == pytest.approx(0.97, abs=0.01)


def test_every_fault_of_the_options_is_named_at_once():
    with pytest.raises(BadArgument) as caught:
        ep.datasets.simulate_panel(zones=0, rho=1.0, noise=-1.0, efficiency_trend=math.nan)
    for words in ("at least one zone", "rho must be between -1 and 1", "noise must be", "efficiency_trend"):
        assert words in str(caught.value)
    with pytest.raises(UnknownNameError, match="Did you mean 'ar1'"):
        ep.datasets.simulate_panel(errors="ar")
    with pytest.raises(UnknownNameError, match="Did you mean 'energy'"):
        ep.datasets.simulate_panel(elasticities={"enegry": 0.5})


def test_one_zone_and_one_year_are_enough():
    panel = ep.datasets.simulate_panel(zones=1, years=1, errors="ar1")
    assert len(panel) == 1
    assert 49.9e5 < panel[RMB].item() < 100.1e5
