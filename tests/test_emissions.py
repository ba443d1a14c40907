"""Energy inventories against hand calculation, and the two fuel-oil factors of one article."""

import math

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecopark import datasets, emissions
from ecopark.emissions import Factor, FactorSet, molar_mass
from ecopark.errors import DataError, UndefinedResult, UnitMismatch, UnknownNameError
from ecopark.frames import NotAFrame
from ecopark.intervals import Interval

# Molar masses: C 12.011, O 15.999, S 32.06 g/mol.
CO2_PER_C = (12.011 + 2 * 15.999) / 12.011
OIL = ("fuel_oil_coal_equivalent", "fuel_oil_density", "fuel_oil_ipcc_2006")


def used(*rows, kind=pd.DataFrame, **more):
    names = ("carrier", "amount", "unit")
    return kind({**{n: list(v) for n, v in zip(names, zip(*rows, strict=True), strict=True)}, **more})


def one(row, factors=None, convention="calorific"):
    return emissions.inventory(used(row), factors, convention)


@pytest.mark.parametrize(
    ("area", "year", "tonnes"),
    # 10^6 kWh times 0.1073, 0.5366, 0.5306 and 0.7252 kg/kWh.
    [("Yunnan", 2022, 107), ("national", 2022, 537), ("national", 2023, 531), ("Hebei", 2022, 725)],
)
def test_the_same_gigawatt_hour_on_four_grids(area, year, tonnes):
    found = one(("electricity", 1.0, "GWh"), emissions.china_default_factors(area, year))
    assert round(found.total("co2").value) == tonnes
    assert f"{year}, grid average" in found.table["co2_factors"].item()


def test_there_is_no_nearest_year_or_area():
    with pytest.raises(
        UnknownNameError, match=r"year of a grid factor for China, Yunnan, grid average '2023'.*2021, 2022"
    ):
        emissions.grid_factor("Yunnan", 2023)
    with pytest.raises(UnknownNameError, match="Did you mean 'Hebei'"):
        emissions.grid_factor("Hebie", 2022)
    with pytest.raises(UnknownNameError, match="boundary"):
        emissions.grid_factor("Hebei", 2022, boundary="fossil only")


def test_country_area_boundary_and_year_name_one_grid_factor():
    grids = [f for f in emissions.all_factors().values() if f.quantity == "CO2 of electricity"]
    assert len({(f.country, f.area, f.boundary, f.year) for f in grids}) == len(grids)


def test_grids_differ_by_boundary():
    assert emissions.grid_factor(year=2022, boundary="fossil only").value == 0.8325
    assert emissions.grid_factor(year=2022).value == 0.5366


def test_a_kilolitre_of_fuel_oil_by_two_routes():
    # 0.96 kg/L x 1.4286 kgce/kg = 1.371456 tce; 9,600 kcal/L over 7,000 kcal/kgce = 1.371429 tce.
    by_mass = emissions.factor_chain("fuel_oil", "kL", "tce", emissions.factor_set(*OIL))
    by_volume = emissions.factor_chain("fuel_oil", "kL", "tce", emissions.factor_set("fuel_oil_taiwan_9600"))
    assert by_mass.value == pytest.approx(1.371456, rel=1e-9)
    assert by_volume.value == pytest.approx(9600 / 7000, rel=1e-9)
    assert f"{by_mass.value:.4f}" == "1.3715"
    assert by_volume.value in by_mass.range


def test_volume_without_density_is_refused():
    with pytest.raises(UnitMismatch, match="add a density of fuel_oil"):
        emissions.factor_chain("fuel_oil", "kL", "tce", emissions.factor_set("fuel_oil_coal_equivalent"))


def program(name):
    rows = datasets.rows("taiwan", "program")
    return next(row["value_printed"] for row in rows if name in row.values())


def test_two_factors_in_one_article():
    linhai = emissions.implied_factor(program("linhai_co2"), program("linhai_fuel_oil"))
    nation = emissions.implied_factor(program("co2"), program("fuel_oil"))
    # 361.5 / 121.5, 362.5 / 120.5, 958.5 / 308.5 and 959.5 / 307.5 kt over ML.
    assert [round(x, 3) for x in (linhai.low, linhai.high)] == [2.975, 3.008]
    assert [round(x, 3) for x in (nation.low, nation.high)] == [3.107, 3.120]
    assert not linhai.overlaps(nation)


def test_factors_inside_and_outside_of_the_two_intervals():
    linhai, nation = Interval(361.5 / 121.5, 362.5 / 120.5), Interval(958.5 / 308.5, 959.5 / 307.5)

    def fits(carrier, *keys):
        chain = emissions.factor_chain(carrier, "kL", "co2", emissions.factor_set(*keys))
        return chain.value, chain.value in linhai, chain.value in nation

    # 9,200 kcal/L x 4.1868 kJ/kcal x 77.4 kg/GJ; the same by 9,600 kcal/L.
    light = fits("fuel_oil", "fuel_oil_taiwan_9200", "fuel_oil_ipcc_2006")
    assert light == (pytest.approx(9.2 * 4.1868 * 0.0774), True, False)
    heavy = fits("fuel_oil", "fuel_oil_taiwan_9600", "fuel_oil_ipcc_2006")
    assert heavy == (pytest.approx(9.6 * 4.1868 * 0.0774), False, True)
    # 75.10 kg/mmBtu x 0.150 mmBtu for a gallon of 3.785412 L; 40.4 GJ/t x 0.96 t/kL x 77.4 kg/GJ.
    american = fits("fuel_oil_no6", "fuel_oil_no6_us", "fuel_oil_no6_us_2016")
    assert american == (pytest.approx(75.10 * 0.150 / 3.785411784), True, False)
    default = fits("fuel_oil", "fuel_oil_density", "fuels/fuel_oil_ipcc_2006", "fuel_oil_ipcc_2006")
    assert default == (pytest.approx(40.4 * 0.96 * 0.0774), True, False)


def test_factors_from_memory_say_so():
    assert "unverified" in emissions.factor("fuel_oil_taiwan_9200").citation
    assert "unverified" not in emissions.factor("fuel_oil_no6_us").citation


def test_implied_factor_of_text_without_a_number_is_refused():
    with pytest.raises(ValueError, match="No number"):
        emissions.implied_factor("many tonnes", "12.1萬公秉")
    with pytest.raises(UndefinedResult):
        emissions.implied_factor("36.2萬公噸", Interval(0.0, 1.0))


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_an_inventory_by_hand(kind):
    rows = used(
        ("coke", 100.0, "t"), ("electricity", 1.0, "GWh"), ("heat", 200.0, "GJ"), kind=kind, zone=["A"] * 3
    )
    found = emissions.inventory(rows, emissions.china_default_factors("Hebei", 2022))
    table = found.table
    # 100 t x 0.9714; 10^6 kWh x 0.1229 kgce; 200 GJ x 0.0341.
    assert table["tce"].tolist() == pytest.approx([97.14, 122.9, 6.82])
    # 97.14 tce x 29.3076 GJ; 3,600 GJ; 200 GJ.
    assert table["gj"].tolist() == pytest.approx([97.14 * 29.3076, 3600, 200])
    # 29.5 kgC/GJ times the ratio of molar masses; 0.7252 kg/kWh; no factor for bought heat.
    assert table["co2"].tolist()[:2] == pytest.approx([97.14 * 29.3076 * 0.0295 * CO2_PER_C, 725.2])
    assert math.isnan(table["co2"].tolist()[2] or math.nan)
    assert table["co2_status"].tolist() == ["ok", "ok", "missing"]
    assert table["zone"].tolist() == ["A"] * 3
    assert table["electricity"].tolist()[1] == "calorific"


def test_a_total_with_a_missing_factor_is_missing_and_its_part_is_known():
    found = emissions.inventory(used(("electricity", 1.0, "GWh"), ("heat", 200.0, "GJ")))
    total = found.total("co2")
    assert (total.value, total.status, total.n_unknown) == (None, "missing", 1)
    assert total.known == pytest.approx(536.6)
    assert found.total("tce").status == "ok"


def test_conventions_of_electricity_are_kept_apart():
    row = ("electricity", 1.0, "GWh")
    calorific, equivalent = (one(row, convention=name) for name in ("calorific", "equivalent"))
    assert (calorific.convention, equivalent.convention) == ("calorific", "equivalent")
    # 0.1229 and 0.404 kgce/kWh; the second as heat of coal: 404 tce x 29.3076 GJ.
    assert [i.total("tce").value for i in (calorific, equivalent)] == pytest.approx([122.9, 404.0])
    assert [i.total("gj").value for i in (calorific, equivalent)] == pytest.approx([3600, 404 * 29.3076])
    assert calorific.total("co2") == equivalent.total("co2")
    with pytest.raises(UnknownNameError, match="calorific, equivalent"):
        one(row, convention="primary")


def test_a_zone_may_bring_the_coal_use_of_its_own_plant():
    own = Factor(
        "own", "electricity", "coal equivalent of electricity", 0.3, "kgce/kWh", convention="equivalent"
    )
    chosen = emissions.china_default_factors().replace(own)
    assert one(("electricity", 1.0, "GWh"), chosen, "equivalent").total("tce").value == pytest.approx(300)
    assert one(("electricity", 1.0, "GWh"), chosen, "calorific").total("tce").value == pytest.approx(122.9)


def test_electricity_by_mass_is_refused_in_plain_words():
    with pytest.raises(DataError, match=r"An amount in 't' does not become tce by calorific \[kgce/kWh\]"):
        one(("electricity", 100.0, "t"))


def test_electricity_in_coal_equivalent_is_refused():
    with pytest.raises(DataError, match="already follows a convention"):
        one(("electricity", 100.0, "tce"))


@pytest.mark.parametrize("lacking", ["country", "year", "boundary"])
def test_a_factor_without_country_year_or_boundary_is_refused(lacking):
    whole = {"country": "China", "year": 2022, "boundary": "grid average"}
    row = {
        "id": "mine",
        "carrier": "electricity",
        "quantity": "CO2 of electricity",
        "value": 0.6,
        "unit": "kg/kWh",
        **whole,
    }
    assert emissions.factor_set(table=pd.DataFrame([row])).get("electricity", "CO2 factor").value == 0.6
    with pytest.raises(DataError, match=f"a factor of CO2 needs its {lacking}") as caught:
        emissions.factor_set(table=pd.DataFrame([{**row, lacking: None}]))
    assert [(p.row, p.column) for p in caught.value.issues] == [(0, lacking)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quantity": "emission"}, "no quantity that a factor measures"),
        ({"value": -1.0}, "must be a number that is not negative"),
        ({"unit": None}, "a cell is empty"),
    ],
)
def test_unusable_own_factors_are_refused(change, message):
    row = {"id": "x", "carrier": "coke", "quantity": "heat value", "value": 28.0, "unit": "GJ/t", **change}
    with pytest.raises(DataError, match=message):
        emissions.factor_set(table=pd.DataFrame([row]))


def test_own_factors_need_their_columns():
    with pytest.raises(DataError, match="column carrier: the column is missing"):
        emissions.factor_set(table=pd.DataFrame({"id": ["x"]}))
    with pytest.raises(NotAFrame):
        emissions.factor_set(table="factors.csv")


def test_two_factors_for_one_use_are_refused():
    with pytest.raises(DataError, match="measures the same as fuel_oil_coal_equivalent for fuel_oil"):
        emissions.factor_set("fuel_oil_coal_equivalent", "fuel_oil_heat_value")
    own = Factor(
        "own", "electricity", "coal equivalent of electricity", 0.1, "kgce/kWh", convention="calorific"
    )
    with pytest.raises(DataError, match="measures the same as calorific for electricity"):
        FactorSet("both", (emissions.factor("calorific"), own))
    with pytest.raises(UnknownNameError, match="Did you mean 'fuel_oil_density'"):
        emissions.factor_set("fuel_oil_densty")


def test_low_and_high_heat_values_do_not_mix():
    heat = emissions.factor("oil_hhv")
    mixed = FactorSet(
        "mixed", (heat, Factor("f", "oil", "CO2 of the fuel", 77.4, "kg/GJ", "x", None, 2006, "b", "LHV"))
    )
    with pytest.raises(DataError, match="oil_hhv is a HHV value and f goes with LHV"):
        one(("oil", 1.0, "t"), mixed)
    right = FactorSet("right", (emissions.factor("oil_lhv"), mixed.factors[1]))
    # 41.87 GJ/t x 77.4 kg/GJ.
    assert one(("oil", 1.0, "t"), right).total("co2").value == pytest.approx(41.87 * 0.0774)


def test_a_high_heat_value_has_no_coal_equivalent():
    american = emissions.factor_set("fuel_oil_no6_us", "fuel_oil_no6_us_2016")
    found = one(("fuel_oil_no6", 1000.0, "gal"), american)
    # 1,000 gal x 0.150 mmBtu x 75.10 kg.
    assert found.total("co2").value == pytest.approx(11.265)
    assert (found.total("tce").value, found.total("tce").status) == (None, "undefined")
    with pytest.raises(UndefinedResult, match="counts low heat values"):
        emissions.factor_chain("fuel_oil_no6", "gal", "tce", american)
    none = one(("fuel_oil_no6", 0.0, "gal"), american)
    assert (none.total("tce").value, none.total("tce").status) == (0, "ok")


def test_gases_are_not_added_up():
    taiwan = emissions.factor_set(
        "electricity_taiwan_2019_produced", "coke_coal_equivalent", "coke_carbon_ipcc_1996"
    )
    found = emissions.inventory(used(("electricity", 1.0, "GWh"), ("coke", 1.0, "t")), taiwan)
    assert found.table["gas"].tolist() == ["CO2e", "CO2"]
    assert found.total("co2").status == "ambiguous"
    assert one(("electricity", 1.0, "GWh"), taiwan).total("co2").status == "ok"


def test_every_fault_of_an_inventory_is_listed():
    rows = used(("coke", 1.0, "t"), ("coak", 1.0, "t"), ("coke", 1.0, "m3"), ("diesel", 1.0, "barrels of it"))
    with pytest.raises(DataError) as caught:
        emissions.inventory(rows)
    assert [(p.row, p.column) for p in caught.value.issues] == [(1, "carrier"), (2, "unit"), (3, "unit")]
    assert "Did you mean 'coke'" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": [-1.0]}, "must not be negative"),
        ({"amount": [math.inf]}, "must be a finite number"),
        ({"amount": ["1 t"]}, "must be a number"),
        ({"carrier": [None]}, "must not be missing"),
    ],
)
def test_unusable_amounts_are_refused(change, message):
    with pytest.raises(DataError, match=message):
        emissions.inventory(used(("coke", 1.0, "t")).assign(**change))


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_nothing_of_a_carrier_is_nothing_whatever_its_factor(kind):
    # No CO2 factor of bought heat is in the reference set; 0 GJ of it are 0 t all the same.
    rows = used(("electricity", 1.0, "GWh"), ("heat", 0.0, "GJ"), kind=kind)
    found = emissions.inventory(rows)
    table = {c: found.table[c].to_list() for c in found.table.columns}
    assert table["co2_status"] == ["ok", "ok"]
    assert table["co2"][1] == 0
    total = found.total("co2")
    # 10^6 kWh times 0.5366 kg/kWh
    assert (total.status, total.n_unknown, total.value) == ("ok", 0, pytest.approx(536.6))


def test_nothing_of_a_carrier_without_any_factor_is_nothing_too():
    chosen = emissions.factor_set("fuel_oil_density")
    found = emissions.inventory(used(("fuel_oil", 0.0, "kL"), ("fuel_oil", 1.0, "kL")), chosen)
    for quantity in ("tce", "gj", "co2"):
        assert found.table[f"{quantity}_status"].tolist() == ["ok", "missing"]
        assert found.table[quantity].tolist()[0] == 0


def test_a_missing_amount_is_missing():
    found = emissions.inventory(used(("coke", None, "t"), ("coke", 1.0, "t")))
    assert found.table["tce_status"].tolist() == ["missing", "ok"]
    assert (found.total("tce").value, found.total("tce").known) == (None, pytest.approx(0.9714))


def test_rounding_of_a_factor_gives_the_range_of_its_chain():
    chosen = emissions.factor_set("fuel_oil_taiwan_9600")
    total = emissions.inventory(used(("fuel_oil", 121_000.0, "kL")), chosen).total("gj")
    each = 9600 * 4.1868 / 1000
    assert total.value == pytest.approx(121_000 * each)
    # The factor has no printed form, so its last digit counts: 9,599.5 to 9,600.5 kcal/L.
    chain = emissions.factor_chain("fuel_oil", "kL", "gj", chosen)
    assert chain.range.low == pytest.approx(each * 9599.5 / 9600)
    assert chain.range.high == pytest.approx(each * 9600.5 / 9600)


def test_printed_digits_of_a_factor_set_its_range():
    # 75.10 is known to 0.01 and 0.5366 to 0.0001; 0.0007120 t/kWh stands in the table as 0.712 kg/kWh.
    assert emissions.factor("fuel_oil_no6_us_2016").range == Interval(75.095, 75.105)
    assert emissions.factor("electricity_china_2022").range == Interval(0.53655, 0.53665)
    assert 0.712 in emissions.factor("electricity_china_north_2021").range


def test_an_unknown_quantity_is_refused():
    with pytest.raises(UnknownNameError, match="quantity 'CO2'"):
        one(("coke", 1.0, "t")).total("CO2")


def test_scrubbing_trades_sulfur_for_carbon():
    # 100 t x 44.009 / 64.058 = 68.70 t; 500 MWh x 0.5366 t/MWh = 268.3 t.
    found = emissions.desulfurization_co2(100.0, 500.0, emissions.grid_factor(year=2022))
    assert found == pytest.approx(100 * 44.009 / 64.058 + 268.3)
    with pytest.raises(UndefinedResult):
        emissions.desulfurization_co2(-1.0, 0.0, emissions.grid_factor(year=2022))
    with pytest.raises(UnitMismatch, match="not CO2 of electricity"):
        emissions.desulfurization_co2(1.0, 0.0, emissions.factor("coke_carbon_ipcc_1996"))


def test_molar_masses_are_added_up():
    assert molar_mass("CO2") == pytest.approx(44.009)
    assert molar_mass("C") == 12.011
    with pytest.raises(UnknownNameError):
        molar_mass("XY2")


def test_shipped_factors_of_co2_name_country_year_and_boundary():
    every = [f for f in emissions.all_factors().values() if f.role == "CO2 factor"]
    assert len(every) == len(datasets.rows("factors", "emission_factors"))
    assert all(f.country and f.year and f.boundary for f in every)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.sampled_from(["t", "kg"]))
def test_totals_add_up(amounts, unit):
    total = emissions.inventory(used(*[("coke", a, unit) for a in amounts])).total("tce")
    # 0.9714 tce for a tonne.
    assert total.value == pytest.approx(sum(amounts) * 0.9714 * (1 if unit == "t" else 1e-3), abs=1e-9)
