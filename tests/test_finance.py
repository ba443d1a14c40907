"""Money over time against hand calculation: present value, internal rate, payback."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark.symbiosis.finance import (
    compare_projects,
    internal_rate_of_return,
    net_present_value,
    payback,
    rates_of_return,
)


def appraise(**changes):
    """Return the row of a project of 66,000 that brings 33,000 in each of 3 years, or of another one."""
    project = {"project": "boiler", "investment": 66_000.0, "yearly": 33_000.0, "years": 3} | changes
    return compare_projects(pd.DataFrame([project]), 0.1).iloc[0]


def test_project_by_hand():
    # 33,000 a year for 3 years against 66,000: payback 2; at 10 %: 33,000 * 2.48685 - 66,000.
    found = appraise()
    assert found["payback"] == pytest.approx(2)
    value = 33_000 * (1 / 1.1 + 1 / 1.21 + 1 / 1.331) - 66_000
    assert found["net_present_value"] == pytest.approx(value)
    assert sum(1 / (1 + found["internal_rate"]) ** t for t in (1, 2, 3)) == pytest.approx(2)


def test_internal_rate_by_hand():
    # -100, 60, 60: x^2 + x = 5/3 with x = 1/(1 + r), so x = (sqrt(23/3) - 1)/2.
    rate, status, _ = internal_rate_of_return([-100, 60, 60])
    assert rate == pytest.approx(2 / (math.sqrt(23 / 3) - 1) - 1, abs=1e-12)
    assert status == "ok"
    assert internal_rate_of_return([-100, 50, 50])[0] == pytest.approx(0, abs=1e-12)
    assert internal_rate_of_return([-100, 100])[:2] == (0.0, "ok")
    assert internal_rate_of_return([-100, 0, 25])[0] == pytest.approx(-0.5)
    assert internal_rate_of_return([-1e-6, 1e4])[0] == pytest.approx(1e10)
    # Lorie and Savage's oil pump: -1,600, 10,000, -10,000 has 25 % and 400 %.
    assert internal_rate_of_return([-1600, 10_000, -10_000])[:2] == (None, "ambiguous")
    assert rates_of_return([-1600, 10_000, -10_000]) == pytest.approx([0.25, 4.0])
    assert rates_of_return([1, -2, 2]) == []


@pytest.mark.parametrize("flows", [[100, 50], [-100, -50], [-100], [0, 0], []])
def test_flows_that_never_change_sign_have_no_rate(flows):
    assert internal_rate_of_return(flows)[:2] == (None, "undefined")


@given(st.floats(1, 1e6), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_the_internal_rate_makes_the_present_value_zero(spent, gains):
    rate, status, _ = internal_rate_of_return([-spent, *gains])
    assert status == "ok"
    assert net_present_value(rate, [-spent, *gains]) == pytest.approx(0, abs=1e-6 * (spent + sum(gains)))


def test_payback_of_a_loss_is_undefined():
    assert payback(100, -5)[0] is None
    assert payback(0, -5) == (0.0, "")
    found = appraise(investment=100.0, yearly=-5.0)
    assert math.isnan(found["payback"])
    assert math.isnan(found["internal_rate"])
    assert found["status"] == "undefined"
    assert found["net_present_value"] < -100


def test_senseless_flows_fail():
    with pytest.raises(ValueError, match="finite numbers"):
        internal_rate_of_return([-1.0, math.nan])
    with pytest.raises(ValueError, match="above -1"):
        net_present_value(-1.0, [1.0])
