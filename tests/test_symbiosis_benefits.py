"""What exchanges save: each figure with its boundary, nothing counted twice, money over time."""

import math

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark import symbiosis
from ecopark.errors import DataError, UnitMismatch, UnknownNameError
from ecopark.symbiosis.finance import (
    Project,
    internal_rate,
    net_present_value,
    payback,
    rates_of_return,
)
from ecopark.symbiosis.matching import match

FACTORS = pd.DataFrame(
    [
        ("gypsum", "virgin_material", 1.1, "t/t", "natural gypsum not mined", None, None),
        ("gypsum", "landfill", 1.0, "t/t", "gypsum not tipped", None, None),
        ("gypsum", "co2", 20.0, "kg/t", "mining and shipping of natural gypsum", "Denmark", 2000),
        ("water", "water", 1.0, "m3/m3", "fresh water not drawn", None, None),
    ],
    columns=["stream", "effect", "factor", "unit", "boundary", "country", "year"],
)
PRICES = pd.DataFrame(
    [
        ("gypsum", "purchase_avoided", 30.0, "RMB/t", "delivered"),
        ("gypsum", "disposal_avoided", 12.0, "RMB/t", "landfill fee"),
        ("gypsum", "transfer", 9.0, "RMB/t", "contract"),
        ("gypsum", "treatment", 5.0, "RMB/t", "drying"),
        ("gypsum", "transport", 4.0, "RMB/t", "truck"),
    ],
    columns=["stream", "item", "price", "unit", "boundary"],
)


def flow(sender, receiver, stream="gypsum", quantity=1000.0, unit="t/year"):
    return {"from": sender, "to": receiver, "stream": stream, "quantity": quantity, "unit": unit}


PARK = [flow("Power", "Boards"), flow("Power", "Refinery", "water", 50.0, "m3/h")]


def test_effects_by_hand():
    found = symbiosis.benefits(PARK, FACTORS)
    assert found["virgin_material"].value == pytest.approx(1100)
    assert found["landfill"].value == 1000
    assert found["co2"].value == pytest.approx(20)  # 1,000 t at 20 kg
    assert found["water"].value == pytest.approx(50 * 365.25 * 24)  # a year of 365.25 days
    assert found["co2"].boundary == "mining and shipping of natural gypsum, Denmark, 2000"
    assert (found["money"].status, found["money"].value) == ("missing", None)
    assert all(figure.boundary for figure in found.figures if figure.status == "ok")


def test_money_by_hand():
    # A tonne: 30 + 12 - 5 - 4 = 33; the transfer of 9 cancels. Power gains 12 + 9, Boards 30 - 9 - 9.
    found = symbiosis.benefits(PARK, prices=PRICES)
    assert found["money"].value == pytest.approx(33_000)
    assert found["transfer"].value == 0
    assert found["treatment"].value == pytest.approx(-5000)
    assert dict(found.by_firm) == pytest.approx({"Power": 21_000, "Boards": 12_000})
    assert found.without_price == ("water",)
    thousand = symbiosis.benefits(PARK, prices=PRICES, money="10^3 RMB")
    assert thousand["money"].value == pytest.approx(33)
    assert thousand["money"].unit == "10^3 RMB/year"


def test_a_buyer_outside_pays_real_money():
    park = symbiosis.network(PARK, outside=["Boards"])
    found = symbiosis.benefits(park, prices=PRICES)
    assert found["money"].value == pytest.approx(21_000)
    assert [firm for firm, _ in found.by_firm] == ["Power"]


def test_every_kind_of_table_gives_the_same():
    one = symbiosis.benefits(symbiosis.network(PARK), FACTORS, PRICES)
    two = symbiosis.benefits(pl.DataFrame(PARK), pl.from_pandas(FACTORS), pl.from_pandas(PRICES))
    assert one == two
    assert one.to_frame()["name"].tolist()[-1] == "money"


def test_nothing_is_counted_twice_along_a_chain():
    # Power sends 1,000 t to a dryer, which passes all of it on: one tonne is kept from landfill and
    # replaces mined gypsum once, though it moves twice.
    chain = [flow("Power", "Dryer"), flow("Dryer", "Boards")]
    doubtful = symbiosis.benefits(chain, FACTORS, PRICES)
    for name in ("landfill", "virgin_material", "co2", "money"):
        assert (doubtful[name].status, doubtful[name].value) == ("ambiguous", None)
        assert "Dryer receives and sends gypsum" in doubtful[name].note
    plain = symbiosis.benefits([flow("Power", "Boards")], FACTORS, PRICES)
    relay = symbiosis.benefits(chain, FACTORS, PRICES, relays=["Dryer"])
    for name in ("landfill", "virgin_material", "co2", "purchase_avoided", "disposal_avoided"):
        assert relay[name].value == plain[name].value
    assert relay["transport"].value == 2 * plain["transport"].value  # each leg is a drive
    # A cascade is another thing: whoever uses the water first has drawn no fresh water either.
    cascade = [
        flow("Power", "Refinery", "water", 10, "m3/year"),
        flow("Refinery", "Farm", "water", 10, "m3/year"),
    ]
    assert symbiosis.benefits(cascade, FACTORS, users=["Refinery"])["water"].value == 20
    assert symbiosis.benefits(cascade, FACTORS, relays=["Refinery"])["water"].value == 10


def test_what_would_count_twice_in_a_table_fails():
    twice = pd.concat([FACTORS, FACTORS.iloc[[1]]])
    with pytest.raises(DataError, match="gypsum, landfill, gypsum not tipped would be counted twice"):
        symbiosis.benefits(PARK, twice)
    with pytest.raises(DataError, match="gypsum, transfer would be counted twice: it is also in row 2"):
        symbiosis.benefits(PARK, prices=pd.concat([PRICES, PRICES.iloc[[2]]]))
    with pytest.raises(DataError, match="stands twice"):
        symbiosis.benefits([*PARK, PARK[0]], FACTORS)


def test_figures_with_different_boundaries_stay_apart():
    more = FACTORS.iloc[[2]].assign(boundary="landfill gas", factor=7.0)
    found = symbiosis.benefits(PARK, pd.concat([FACTORS, more]))
    values = {f.boundary.split(",")[0]: f.value for f in found.figures if f.name == "co2"}
    assert values == pytest.approx({"mining and shipping of natural gypsum": 20, "landfill gas": 7})
    assert all("do not add" in f.note for f in found.figures if f.name == "co2")
    with pytest.raises(UnknownNameError, match="several boundaries"):
        found["co2"]


@given(st.lists(st.floats(0.1, 1e6), min_size=2, max_size=8), st.integers(1, 7))
@settings(max_examples=80, deadline=None)
def test_a_park_is_the_sum_of_its_parts(amounts, cut):
    rows = [flow(f"A{i}", f"B{i}", quantity=q) for i, q in enumerate(amounts)]
    whole, left, right = (
        symbiosis.benefits(part, FACTORS, PRICES) for part in (rows, rows[:cut], rows[cut:] or rows[:0])
    )
    for name in ("landfill", "virgin_material", "co2"):
        assert whole[name].value == pytest.approx(left[name].known + right[name].known)
    assert whole["money"].value == pytest.approx(sum(gain for _, gain in whole.by_firm))
    assert whole["money"].value == pytest.approx(33 * sum(amounts))


def test_an_unknown_quantity_is_missing_and_the_rest_is_shown():
    found = symbiosis.benefits([*PARK, flow("Other", "Boards", quantity=None, unit=None)], FACTORS, PRICES)
    assert (found["landfill"].status, found["landfill"].value) == ("missing", None)
    assert (found["landfill"].known, found["landfill"].missing, found["landfill"].exchanges) == (1000, 1, 2)
    assert found["money"].status == "missing"
    assert found["water"].status == "ok"


def test_without_factors_every_effect_is_missing():
    found = symbiosis.benefits(PARK)
    assert {f.status for f in found.figures} == {"missing"}
    assert found.without_factor == ("gypsum", "water")


def test_every_fault_of_the_tables_is_told():
    bad = FACTORS.copy().astype(object)
    bad.loc[0, "effect"] = "virgin"
    bad.loc[1, "factor"] = -1.0
    bad.loc[2, "year"] = None
    bad.loc[3, "unit"] = "buckets"
    with pytest.raises(DataError) as caught:
        symbiosis.benefits(PARK, bad)
    found = {(p.row, p.column) for p in caught.value.issues}
    assert found == {(0, "effect"), (1, "factor"), (2, "year"), (3, "unit")}
    with pytest.raises(DataError, match="a factor of CO2 needs country, year and boundary"):
        symbiosis.benefits(PARK, FACTORS.drop(columns="country"))
    with pytest.raises(DataError, match="price of treatment must not be negative"):
        symbiosis.benefits(PARK, prices=PRICES.assign(price=[1.0, 1.0, -1.0, -1.0, 1.0]))
    with pytest.raises(DataError, match="is no side"):
        symbiosis.benefits(PARK, FACTORS.assign(side="middle"))


def test_units_that_do_not_fit_fail_by_name():
    with pytest.raises(UnitMismatch, match="gypsum from Power to Boards: a quantity in t times co2 in kg/t"):
        symbiosis.benefits([flow("Power", "Boards", unit="t")], FACTORS)
    with pytest.raises(UnitMismatch, match="does not give USD/year"):
        symbiosis.benefits(PARK, prices=PRICES, money="USD")


def test_relays_and_users_must_be_firms():
    with pytest.raises(UnknownNameError, match="Did you mean 'Boards'"):
        symbiosis.benefits(PARK, FACTORS, relays=["Board"])
    with pytest.raises(ValueError, match="a relay or a user, not both: Power"):
        symbiosis.benefits(PARK, FACTORS, relays=["Power"], users=["Power"])


def test_a_matching_brings_its_own_prices():
    offer = {"firm": ["Power"], "stream": ["raw gypsum"], "quantity": [1000.0], "unit": ["t/year"]}
    need = {"firm": ["Boards"], "stream": ["gypsum"], "quantity": [540.0], "unit": ["t/year"]}
    fits = {"supply_stream": ["raw gypsum"], "demand_stream": ["gypsum"], "substitution": [0.9]}
    plan = match(
        pd.DataFrame({**offer, "disposal_cost": [12.0]}),
        pd.DataFrame({**need, "price": [30.0]}),
        pd.DataFrame({**fits, "treatment_cost": [5.0]}),
    )
    # 600 t of raw gypsum replace 540 t. Money: 540 * 30 + 600 * 12 - 600 * 5 = 20,400.
    factors = FACTORS.iloc[[0, 1]].assign(stream=["gypsum", "raw gypsum"])
    found = symbiosis.benefits(plan, factors)
    assert found["money"].value == pytest.approx(20_400)
    assert found["money"].value == pytest.approx(plan.benefit)
    assert found["virgin_material"].value == pytest.approx(1.1 * 540)
    assert found["landfill"].value == pytest.approx(600)
    other = symbiosis.benefits(plan.matches, factors, PRICES.iloc[[0]])
    assert other["money"].value == pytest.approx(16_200)  # prices given: those of the matching do not count


def test_project_by_hand():
    # 33,000 a year for 3 years against 66,000: payback 2; at 10 %: 33,000 * 2.48685 - 66,000.
    found = symbiosis.benefits(PARK, prices=PRICES, project=Project(66_000, 3, 0.1)).finance
    assert found["payback"].value == pytest.approx(2)
    assert found["net_present_value"].value == pytest.approx(
        33_000 * (1 / 1.1 + 1 / 1.21 + 1 / 1.331) - 66_000
    )
    rate = found["internal_rate_of_return"].value
    assert sum(1 / (1 + rate) ** t for t in (1, 2, 3)) == pytest.approx(2)
    assert found["payback"].boundary.startswith("all firms inside")


def test_a_project_without_known_money_is_missing():
    found = symbiosis.benefits(PARK, project=Project(66_000, 3, 0.1)).finance
    assert found["investment"].value == 66_000
    assert {found[n].status for n in ("payback", "net_present_value", "internal_rate_of_return")} == {
        "missing"
    }


def test_internal_rate_by_hand():
    # -100, 60, 60: x^2 + x = 5/3 with x = 1/(1 + r), so x = (sqrt(23/3) - 1)/2.
    rate, status, _ = internal_rate([-100, 60, 60])
    assert rate == pytest.approx(2 / (math.sqrt(23 / 3) - 1) - 1, abs=1e-12)
    assert status == "ok"
    assert internal_rate([-100, 50, 50])[0] == pytest.approx(0, abs=1e-12)
    assert internal_rate([-100, 100])[:2] == (0.0, "ok")
    assert internal_rate([-100, 0, 25])[0] == pytest.approx(-0.5)
    assert internal_rate([-1e-6, 1e4])[0] == pytest.approx(1e10)
    # Lorie and Savage's oil pump: -1,600, 10,000, -10,000 has 25 % and 400 %.
    assert internal_rate([-1600, 10_000, -10_000])[:2] == (None, "ambiguous")
    assert rates_of_return([-1600, 10_000, -10_000]) == pytest.approx([0.25, 4.0])
    assert rates_of_return([1, -2, 2]) == []


@pytest.mark.parametrize("flows", [[100, 50], [-100, -50], [-100], [0, 0], []])
def test_flows_that_never_change_sign_have_no_rate(flows):
    assert internal_rate(flows)[:2] == (None, "undefined")


@given(st.floats(1, 1e6), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_the_internal_rate_makes_the_present_value_zero(spent, gains):
    rate, status, _ = internal_rate([-spent, *gains])
    assert status == "ok"
    assert net_present_value(rate, [-spent, *gains]) == pytest.approx(0, abs=1e-6 * (spent + sum(gains)))


def test_payback_of_a_loss_is_undefined():
    assert payback(100, -5)[0] is None
    assert payback(0, -5) == (0.0, "")
    found = Project(100, 3, 0.1).measures(-5.0, "RMB", "park")
    assert found["payback"].status == "undefined"
    assert found["internal_rate_of_return"].status == "undefined"
    assert found["net_present_value"].value < -100


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((-1.0, 3, 0.1), "investment must be"),
        ((1.0, 0, 0.1), "number of years"),
        ((1.0, 2.5, 0.1), "number of years"),
        ((1.0, 3, -1.0), "discount rate"),
        ((1.0, 3, 0.1, math.nan), "residual"),
    ],
)
def test_senseless_projects_fail(values, text):
    with pytest.raises(ValueError, match=text):
        Project(*values)


def test_senseless_flows_fail():
    with pytest.raises(ValueError, match="finite numbers"):
        internal_rate([-1.0, math.nan])
    with pytest.raises(ValueError, match="above -1"):
        net_present_value(-1.0, [1.0])
