"""The heat cascade against textbooks, and against heat balances above each temperature."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark.errors import BalanceError, DataError, UndefinedResult
from ecopark.frames import NotAFrame
from ecopark.plots import alt_text
from ecopark.symbiosis.heat import chp_fuel_savings, heat_cascade, inter_firm_heat_recovery
from ecopark.symbiosis.plots import plot_heat_composites

mpl.use("agg")

# Name, supply [°C], target [°C], heat capacity flow [kW/K].
# Kemp (2007), Pinch analysis and process integration, 2nd edition, page 4.
KEMP = [("1", 20, 135, 2.0), ("2", 170, 60, 3.0), ("3", 80, 140, 4.0), ("4", 150, 30, 1.5)]
# Sinnott (1999), Coulson & Richardson's Chemical Engineering, volume 6, 3rd edition, section 3.17.
SINNOTT = [("1", 180, 60, 3.0), ("2", 150, 30, 1.0), ("3", 20, 135, 2.0), ("4", 80, 140, 4.5)]
# Data and result seen in two public code collections; that they come from this paper is from memory:
# Linnhoff and Hindmarsh (1983), The pinch design method, Chemical Engineering Science 38, 745-763.
HINDMARSH = [("1", 150, 60, 2.0), ("2", 90, 60, 8.0), ("3", 20, 125, 2.5), ("4", 25, 100, 3.0)]
# Smith (2005), Chemical process design and integration, chapter 16; there in MW and MW/K. Only the
# temperatures were seen; flows and result are from memory.
SMITH = [
    ("reactor 1 feed", 20, 180, 200),
    ("reactor 1 product", 250, 40, 150),
    ("reactor 2 feed", 140, 230, 300),
    ("reactor 2 product", 200, 80, 250),
]
PUBLISHED = {
    # streams, dt_min [K], hot and cold utility [kW], shifted pinch [°C]
    "kemp": (KEMP, 10, 20.0, 60.0, 85.0),
    "sinnott": (SINNOTT, 10, 50.0, 30.0, 85.0),
    "hindmarsh": (HINDMARSH, 20, 107.5, 40.0, 80.0),
    "smith": (SMITH, 10, 7_500.0, 10_000.0, 145.0),
}


def table(rows, kind=pd.DataFrame, **more):
    columns = dict(
        zip(("stream", "supply", "target", "capacity"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return kind({**columns, **more})


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_problems(name):
    rows, dt_min, heating, cooling, pinch = PUBLISHED[name]
    found = heat_cascade(table(rows), dt_min=dt_min)
    assert found.hot_utility == pytest.approx(heating, abs=1e-9)
    assert found.cold_utility == pytest.approx(cooling, abs=1e-9)
    assert (found.pinch, found.pinch_status) == (pytest.approx(pinch), "ok")


def test_problem_table_as_printed():
    # Sinnott (1999), table 3.6 and figure 3.23: surpluses and the flows with 50 kW from above.
    found = heat_cascade(table(SINNOTT), dt_min=10).problem_table
    assert found["upper"].tolist() == [175, 145, 140, 85, 55]
    assert found["lower"].tolist() == [145, 140, 85, 55, 25]
    assert found["surplus"].tolist() == [90, -2.5, -137.5, 60, -30]
    assert found["flow_out"].tolist() == [140, 137.5, 0, 60, 30]
    assert (found["hot_capacity"] - found["cold_capacity"]).tolist() == [3.0, -0.5, -2.5, 2.0, -1.0]


def test_a_larger_difference_costs_the_same_heating_and_cooling():
    # Total heat of hot and cold streams differs by 510 - 470 = 40 kW, whatever the difference.
    at = [heat_cascade(table(KEMP), dt_min=d) for d in (0, 10, 20, 40)]
    assert [round(one.cold_utility - one.hot_utility, 9) for one in at] == [40.0] * 4
    assert sorted(one.hot_utility for one in at) == [one.hot_utility for one in at]


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_tables_come_back_as_they_came(kind):
    found = heat_cascade(table(KEMP, kind), dt_min=10)
    assert found.hot_utility == 20.0
    assert all(isinstance(t, kind) for t in (found.problem_table, found.composite, found.grand_composite))


def test_heat_in_the_place_of_capacity():
    # Heat of Kemp's streams: 2 x 115, 3 x 110, 4 x 60, 1.5 x 120.
    rows = table(KEMP, heat=[230.0, 330.0, 240.0, 180.0])
    assert heat_cascade(rows.drop(columns="capacity"), dt_min=10).hot_utility == pytest.approx(20.0)
    assert heat_cascade(rows, dt_min=10).hot_utility == pytest.approx(20.0)
    rows.loc[1, "heat"] = 300.0
    with pytest.raises(DataError, match="stream 2: capacity and temperatures give 330 kW, not 300 kW"):
        heat_cascade(rows, dt_min=10)


def test_composite_curves_stand_the_smallest_difference_apart():
    found = heat_cascade(table(KEMP), dt_min=10)
    curve = dict(iter(found.composite.groupby("curve")))
    hot, cold = curve["hot"], curve["cold"]
    # The hot curve ends at all hot heat, the cold one begins at 60 kW of cooling.
    assert (hot["heat"].iloc[0], hot["heat"].iloc[-1]) == (0.0, 510.0)
    assert (cold["heat"].iloc[0], cold["heat"].iloc[-1]) == (60.0, 530.0)
    at = np.linspace(60, 510, 2001)
    apart = np.interp(at, hot["heat"], hot["temperature"]) - np.interp(at, cold["heat"], cold["temperature"])
    assert apart.min() == pytest.approx(10.0, abs=0.05)


def test_grand_composite_curve_touches_zero_at_the_pinch():
    curve = heat_cascade(table(KEMP), dt_min=10).grand_composite.set_index("temperature")["heat"]
    assert (curve.iloc[0], curve.iloc[-1], curve.loc[85.0]) == (20.0, 60.0, 0.0)
    assert (curve >= 0).all()


def test_streams_that_need_no_heating_have_no_pinch():
    found = heat_cascade(table([("gas", 200, 50, 2.0), ("water", 20, 60, 1.0)]), dt_min=10)
    # 300 kW given, 40 kW taken.
    assert (found.hot_utility, found.cold_utility, found.recovered) == (0.0, 260.0, 40.0)
    assert (found.pinches, found.pinch_status) == ((), "undefined")
    with pytest.raises(UndefinedResult, match="none"):
        _ = found.pinch


def test_a_range_without_heat_flow_is_ambiguous():
    extended = heat_cascade(table([("c", 20, 95, 3.0), ("h", 95, 6, 3.0)]), dt_min=2)
    # As in the tests of the library pina: 6 kW of heating, 48 of cooling, no flow from 94 down to 21 °C.
    assert (extended.hot_utility, extended.cold_utility) == (6.0, 48.0)
    assert (extended.pinches, extended.pinch_status) == ((94.0, 21.0), "ambiguous")
    with pytest.raises(UndefinedResult, match="94, 21"):
        _ = extended.pinch


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("vapor", -300.0, 20.0, 1.0), r"stream vapor: -300 °C is below absolute zero, -273.15 °C"),
        (("vapor", 100.0, 100.0, 1.0), r"stream vapor: supply and target are both 100 °C.*1 °C away"),
        (("vapor", 100.0, 90.0, 0.0), r"stream vapor: 0 kW/K is not above zero"),
        (("vapor", 100.0, 90.0, -2.0), r"stream vapor: -2 kW/K is not above zero"),
        (("vapor", 100.0, float("nan"), 2.0), r"stream vapor: the temperature is not known"),
    ],
)
def test_impossible_streams_are_refused(row, message):
    with pytest.raises(DataError, match=message):
        heat_cascade(table([row]), dt_min=10)


def test_every_fault_of_a_table_is_listed_with_stream_and_firm():
    rows = [("a", 20, 80, 1.0), ("b", -400, 80, 1.0), ("c", 50, 50, 1.0), ("d", 90, 30, 2.0)]
    bad = table(rows, firm=["mill", "dairy", "dairy", "mill"]).assign(kind=["hot", "cold", "cold", "hot"])
    with pytest.raises(DataError) as caught:
        heat_cascade(bad, dt_min=10)
    found = {(p.row, p.column): p.rule for p in caught.value.issues}
    assert set(found) == {(0, "kind"), (1, "supply"), (2, "target")}
    assert found[0, "kind"] == "stream a of mill: a hot stream heats up from 20 to 80 °C"
    assert found[1, "supply"].startswith("stream b of dairy: -400 °C is below absolute zero")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="target"), "target.*missing"),
        (lambda t: t.drop(columns="capacity"), "heat in its place|heat \\[kW\\] in its place"),
        (lambda t: t.assign(capacity=[2.0, 3.0, None, 1.5]), "stream 3: neither heat capacity flow nor heat"),
        (lambda t: t.assign(supply=[20, "hot", 80, 150]), "must be a number"),
        (lambda t: pd.concat([t, t.iloc[[0]]]), "stream 1 is given twice"),
        (lambda t: t.assign(kind="warm"), "must be hot or cold"),
        (lambda t: t.iloc[:0], "no rows"),
    ],
)
def test_unusable_tables_are_refused(change, message):
    with pytest.raises(DataError, match=message):
        heat_cascade(change(table(KEMP)), dt_min=10)


def test_what_is_no_table_is_refused():
    with pytest.raises(NotAFrame):
        heat_cascade("streams.csv", dt_min=10)


@pytest.mark.parametrize("dt_min", [-1, float("nan"), float("inf")])
def test_a_senseless_difference_is_refused(dt_min):
    with pytest.raises(ValueError, match="dt_min must be zero or above"):
        heat_cascade(table(KEMP), dt_min=dt_min)


degrees = st.integers(-50, 400)
streams = st.builds(
    lambda n, a, b, c: (f"s{n}", float(a), float(a + (b or 1)), c / 4),
    st.integers(0, 10**9),
    degrees,
    st.integers(-200, 300),
    st.integers(1, 40),
)


def heating_by_balance(rows, dt_min):
    """Return the most that cold streams need above any temperature beyond what hot streams give there."""
    ends = {t - dt_min / 2 if a > b else t + dt_min / 2 for _, a, b, _ in rows for t in (a, b)}
    most = 0.0
    for edge in ends:
        lack = 0.0
        for _, a, b, capacity in rows:
            move = -dt_min / 2 if a > b else dt_min / 2
            high, low = max(a, b) + move, min(a, b) + move
            lack += (-1 if a > b else 1) * capacity * max(0.0, high - max(edge, low))
        most = max(most, lack)
    return most


@settings(max_examples=200, deadline=None)
@given(
    st.lists(streams, min_size=1, max_size=12, unique_by=lambda row: row[1:3]),
    st.sampled_from([0, 5, 10, 30]),
)
def test_heating_is_the_largest_lack_above_any_temperature(rows, dt_min):
    rows = [row for row in rows if min(row[1:3]) > -273]
    if not rows:
        return
    found = heat_cascade(table(rows), dt_min=dt_min)
    assert found.hot_utility == pytest.approx(heating_by_balance(rows, dt_min), abs=1e-6)
    heats = [(a - b) * c for _, a, b, c in rows]
    assert found.cold_utility - found.hot_utility == pytest.approx(sum(heats), abs=1e-6)
    assert found.recovered == pytest.approx(sum(h for h in heats if h > 0) - found.cold_utility, abs=1e-6)
    assert (found.problem_table["flow_out"] >= 0).all()


def test_exchange_between_firms_saves_what_neither_can_alone():
    # Alone: Kemp's hot streams need no heating, the cold ones 230 + 240 = 470 kW; together 20 kW.
    rows = table(KEMP, firm=["north", "south", "north", "south"])
    found = inter_firm_heat_recovery(rows, dt_min=10).set_index("case")
    assert found["hot_utility"].to_dict() == {
        "north": 470.0,
        "south": 0.0,
        "all firms alone": 470.0,
        "all firms together": 20.0,
        "saved by exchange": 450.0,
    }
    assert found.loc["saved by exchange", ["cold_utility", "recovered"]].tolist() == [450.0, 450.0]


def test_a_stream_without_a_firm_is_refused():
    with pytest.raises(DataError, match="has no firm"):
        inter_firm_heat_recovery(table(KEMP), dt_min=10)


def test_combined_heat_and_power_by_hand():
    # 45 / 0.9 + 30 / 0.4 = 50 + 75 = 125 of fuel apart, 100 together: 20 % saved.
    found = chp_fuel_savings(45, 30, 100, boiler_efficiency=0.9, power_efficiency=0.4)
    assert (found.fuel_separate, found.fuel_saved, found.saving) == (125.0, 25.0, 20.0)
    assert (found.overall_efficiency, found.status) == (75.0, "ok")
    assert found.power_to_heat == pytest.approx(2 / 3)
    # The formula of the directive: 1 - 1 / (0.45 / 0.9 + 0.3 / 0.4).
    assert found.saving == pytest.approx(100 * (1 - 1 / (0.45 / 0.9 + 0.3 / 0.4)))


def test_a_good_power_plant_makes_combined_production_a_loss():
    # 10 / 0.95 + 30 / 0.6 = 60.53 of fuel apart against 100.
    found = chp_fuel_savings(10, 30, 100, boiler_efficiency=0.95, power_efficiency=0.6)
    assert found.fuel_saved == pytest.approx(10 / 0.95 + 50 - 100)
    assert found.saving < 0


def test_a_plant_without_heat_has_no_ratio():
    found = chp_fuel_savings(0, 40, 100, boiler_efficiency=0.9, power_efficiency=0.4)
    assert (found.power_to_heat, found.status, found.fuel_saved) == (None, "undefined", 0.0)


@pytest.mark.parametrize(
    ("energies", "efficiencies", "error", "message"),
    [
        ((60, 50, 100), (0.9, 0.4), BalanceError, "more than the fuel"),
        ((45, 30, 0), (0.9, 0.4), UndefinedResult, "Nothing to compare"),
        ((0, 0, 10), (0.9, 0.4), UndefinedResult, "Nothing to compare"),
        ((-1, 30, 100), (0.9, 0.4), ValueError, "heat must be"),
        ((45, 30, 100), (90, 0.4), ValueError, "boiler_efficiency"),
        ((45, 30, 100), (0.9, 0), ValueError, "power_efficiency"),
    ],
)
def test_senseless_plants_are_refused(energies, efficiencies, error, message):
    with pytest.raises(error, match=message):
        chp_fuel_savings(*energies, boiler_efficiency=efficiencies[0], power_efficiency=efficiencies[1])


def test_figures_say_what_they_show():
    from matplotlib import pyplot as plt

    cascade = heat_cascade(table(KEMP), dt_min=10)
    first = plot_heat_composites(cascade)
    assert (first.get_xlabel(), first.get_ylabel()) == ("Heat [kW]", "Temperature [°C]")
    assert "450 kW" in first.get_title(loc="left")
    assert "20 kW of heating and 60 kW of cooling" in alt_text(first)
    assert "85 °C" in alt_text(first)
    styles = {(line.get_linestyle(), line.get_marker()) for line in first.get_lines()}
    assert len(styles) == 2
    plt.close("all")


def test_figures_of_streams_without_a_pinch_say_so():
    from matplotlib import pyplot as plt

    cascade = heat_cascade(table([("gas", 200, 50, 2.0)]), dt_min=10)
    assert "There is no pinch" in alt_text(plot_heat_composites(cascade))
    plt.close("all")
