"""The model park fits together: its balances are computed again from its tables."""

import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import ecopark as ep
from ecopark import files


def table(name):
    return ep.datasets.load("model_park", name)


A = table("assumptions").set_index("id")["value"]
PRICE = table("prices").set_index("item")["value"]
OFFER = table("offers").set_index(["firm", "stream"])["quantity"]
NEED = table("needs").set_index(["firm", "stream"])["quantity"]
FLOWS = table("balances")
HEAT = table("heat_streams").set_index(["firm", "stream"])
POWER = "Power plant"
BOUNDARY = {
    *("Coal mine", "Ash silo", "Air", "Gypsum store", "Grid", "Gas grid", "Product", "River", "Fields"),
}


def flow(balance, sender, receiver, stream):
    """Return one flow of the table of balances."""
    rows = FLOWS[
        (FLOWS["balance"] == balance)
        & (FLOWS["from"] == sender)
        & (FLOWS["to"] == receiver)
        & (FLOWS["stream"] == stream)
    ]
    return rows["quantity"].item()


def megawatts(gigajoules):
    """Return the mean power of a yearly energy, while the plants work."""
    return gigajoules / 3.6 / PRICE["hours"]


def test_every_assumption_is_credible_by_its_own_range_and_gives_a_reason():
    rows = table("assumptions")
    assert (rows["low"] <= rows["value"]).all()
    assert (rows["value"] <= rows["high"]).all()
    assert rows["reason"].str.len().min() > 2
    assert set(rows["status"]) == {"assumed", "computed"}


def test_every_computed_number_tells_its_formula():
    quantities = table("quantities").set_index("id")
    known = {**A, **quantities["value"], "molar_S": 32.06, "molar_SO2": 64.058}
    known |= {"molar_limestone": 100.086, "molar_gypsum": 172.164}
    for row in quantities.itertuples():
        assert row.value == pytest.approx(eval(row.formula, {}, known), rel=1e-5), row.Index
    # The first formula of a row makes its first number; flows, offers and needs have one such number.
    for name in ("balances", "offers", "needs"):
        for row in table(name).to_dict("records"):
            formula = row["where"].removeprefix("computed: ").split("; ")[0]
            assert row["quantity"] == pytest.approx(eval(formula, {}, known), rel=1e-4), row
    for name in ("sites", "fits", "forbidden", "projects", "prices"):
        assert set(table(name)["status"]) == {"assumed"}


@pytest.mark.parametrize("balance", ["ash", "sulfur", "energy", "water"])
def test_what_enters_a_firm_leaves_it(balance):
    rows = FLOWS[FLOWS["balance"] == balance]
    outside = BOUNDARY & ({*rows["from"]} | {*rows["to"]})
    if balance != "water":
        assert "Treatment works" not in {*rows["to"]}
    park = ep.symbiosis.Network(rows, outside=sorted(outside))
    ep.symbiosis.check_balance(park, max_gap=1e-5)
    assert POWER in park.firms


def test_the_ash_of_the_power_plant_gives_its_coal_and_the_coal_its_heat():
    # 60,000 t of fly ash caught, of coal with 20 % ash, 85 % of it fly ash, 99.7 % of that caught
    coal = 60_000 / 0.20 / 0.85 / 0.997
    assert OFFER[POWER, "fly ash"] == 60_000
    assert OFFER[POWER, "bottom ash"] == pytest.approx(0.15 * 0.20 * coal, rel=1e-5)
    assert 240e3 < coal < 400e3
    fuel = coal * 5000 * 4.1868e-3  # 5,000 kcal/kg
    assert flow("energy", "Coal mine", POWER, "coal") == pytest.approx(fuel, rel=1e-5)
    assert 170 < megawatts(fuel) < 300
    cases = table("plants").set_index("plant")
    assert cases["fuel"].to_numpy() == pytest.approx(fuel / 3.6, rel=1e-5)


def test_the_waste_heat_of_the_power_plant_is_some_hundred_megawatts():
    fuel = flow("energy", "Coal mine", POWER, "coal")
    stack = flow("energy", POWER, "Air", "stack loss")
    condenser = flow("energy", POWER, "Air", "condenser heat")
    assert stack == pytest.approx(fuel * (1 - A["boiler_efficiency"]), rel=1e-5)
    assert 80 < megawatts(condenser) < 160
    # The streams of the heat table are parts of these losses.
    heat = (HEAT["supply"] - HEAT["target"]) * HEAT["capacity"] / 1000  # MW
    assert heat[POWER, "condenser water"] == pytest.approx(megawatts(condenser), rel=1e-5)
    assert 0.1 < heat[POWER, "flue gas"] / megawatts(stack) < 0.5
    kiln = FLOWS[(FLOWS["from"] == "Cement works") & FLOWS["stream"].str.startswith("heat of gas")][
        "quantity"
    ]
    assert heat["Cement works", "kiln gas"] < megawatts(kiln.item())
    assert heat["Glass works", "flue gas"] < megawatts(
        flow("energy", "Glass works", "Air", "stack and wall loss")
    )
    steam = flow("energy", "Paper mill", "Air", "heat of the steam")
    assert heat["Paper mill", "dryer vapor"] - heat["Paper mill", "drying air"] < megawatts(steam)
    sugar = flow("energy", "Sugar mill", "Air", "heat of the steam") / 3.6 / A["campaign_hours"]
    assert 0 < -heat["Sugar mill", "raw juice"] < sugar


def test_the_scrubber_takes_limestone_and_power_and_gives_gypsum_for_the_sulfur_of_the_coal():
    sulfur = flow("sulfur", "Coal mine", POWER, "sulfur in coal")
    assert sulfur == pytest.approx(0.008 * 60_000 / (0.20 * 0.85 * 0.997), rel=1e-5)
    caught = flow("sulfur", POWER, "Gypsum store", "sulfur in gypsum")
    assert caught == pytest.approx(sulfur * 0.90 * 0.95, rel=1e-5)
    # molar masses S 32.06, CaCO3 100.09, CaSO4 2 H2O 172.17
    assert OFFER[POWER, "gypsum"] * 0.86 == pytest.approx(caught * 172.17 / 32.06, rel=2e-4)
    assert NEED[POWER, "limestone"] * 0.95 / 1.03 == pytest.approx(caught * 100.09 / 32.06, rel=2e-4)
    power = flow("energy", POWER, "Air", "electricity of the scrubber") / 3.6  # MWh
    assert 1.5 <= power / (caught * 64.06 / 32.06) <= 3.0  # for each tonne of SO2
    generated = flow("energy", "Coal mine", POWER, "coal") * A["power_share"] / 3.6
    assert 0.01 < power / generated < 0.02


def test_steam_and_electricity_reach_the_firms_that_use_them():
    sent = FLOWS[(FLOWS["from"] == POWER) & (FLOWS["stream"] == "steam")]
    lost = FLOWS[FLOWS["stream"] == "loss of the steam pipe"]
    assert lost["quantity"].sum() == pytest.approx(0.05 * sent["quantity"].sum(), rel=1e-5)
    assert sent.set_index("to")["quantity"]["Paper mill"] * 0.95 == pytest.approx(60_000 * 5.0, rel=1e-5)
    used = FLOWS[(FLOWS["from"] == "Grid")]["quantity"].sum()
    sold = FLOWS[(FLOWS["to"] == "Grid")]["quantity"].sum()
    assert 0 < used < sold
    today = table("plants").set_index("plant").loc["power plant today"]
    assert today["electricity"] == pytest.approx(sold / 3.6, rel=1e-5)
    assert today["heat"] == pytest.approx((sent["quantity"].sum() - lost["quantity"].sum()) / 3.6, rel=1e-5)


def test_district_heat_is_plausible_for_each_inhabitant():
    people = table("facts").set_index("quantity").at["inhabitants", "value"]
    town = HEAT.loc[("Town", "district heating")]
    watts = (town["target"] - town["supply"]) * town["capacity"] * 1000 / people
    assert 600 < watts < 1500
    # 30 m2 for each person, 0.381 GJ for each m2 in a winter of 2,880 hours, a tenth lost in the network
    assert watts == pytest.approx(30 * 0.381e9 / (2880 * 3600) / 0.9, rel=1e-4)
    assert town["hours"] == PRICE["heating_hours"]


def test_the_cooling_tower_evaporates_what_the_condenser_gives_and_feeds_the_scrubber():
    condenser = flow("energy", POWER, "Air", "condenser heat")
    evaporated = condenser * 0.80 / 2.43  # t/year; 2.43 GJ/t
    blowdown = evaporated / 4  # salts five times concentrated
    fresh = flow("water", "River", POWER, "fresh water")
    assert fresh == pytest.approx(evaporated + blowdown, rel=1e-5)
    scrubber = flow("energy", "Coal mine", POWER, "coal") * 0.025
    assert scrubber < blowdown
    assert flow("water", POWER, "Treatment works", "wastewater") == pytest.approx(
        blowdown - scrubber, rel=1e-4
    )


def test_products_and_wastes_of_sugar_alcohol_and_beer_hang_together():
    beets = 400_000
    made = OFFER["Sugar mill"].sum() + beets * A["beet_sugar"]
    assert made < beets
    assert OFFER["Sugar mill", "molasses"] == 0.04 * beets
    # Half of molasses is sugar, and a tonne of sugar gives 0.538 t of ethanol at most (4 x 46.07 / 342.3).
    ethanol = NEED["Alcohol plant", "sugar feedstock"] / A["molasses_need"]
    efficiency = ethanol / (NEED["Alcohol plant", "sugar feedstock"] * 0.5 * 4 * 46.07 / 342.3)
    assert 0.80 < efficiency < 0.95
    litres = OFFER["Alcohol plant", "vinasse"] / (ethanol / 0.789)
    assert 8 < litres < 15
    beer = OFFER["Brewery", "spent grain"] / A["beer_grain"]
    assert flow("water", "River", "Brewery", "fresh water") / beer == pytest.approx(5.0)


def test_the_cement_works_needs_no_more_than_its_cement_holds():
    assert NEED["Cement works", "cement additive"] == pytest.approx(0.10 * 400_000)
    assert NEED["Cement works", "cement additive"] < OFFER[POWER, "fly ash"]
    limestone = 0.80 * 400_000 * 1.28
    assert NEED["Cement works", "limestone"] == pytest.approx(0.02 * limestone)


def test_the_water_uses_are_the_fresh_water_of_the_balances():
    uses = table("water_uses").set_index("process")
    need = uses["inflow"].fillna(1000 * uses["load"] / uses["outlet"])  # of fresh water, without COD
    fresh = FLOWS[(FLOWS["balance"] == "water") & (FLOWS["from"] == "River")].set_index("to")["quantity"]
    names = {"chip rinse": "Chip plant", "cooling tower": POWER}
    for process, flow_needed in need.items():
        firm = names.get(process, process.capitalize())
        assert flow_needed == pytest.approx(fresh[firm] / PRICE["hours"], rel=1e-5), process
    assert need["paper mill"] > 250  # the paper mill is in the network
    assert need.sum() <= PRICE["permit"]
    alone = ep.symbiosis.optimize_water_network(table("water_uses")).without_reuse
    assert alone == pytest.approx(need.sum(), rel=1e-6)
    facts = table("facts").set_index("quantity")["value"]
    assert facts["fresh_water"] == pytest.approx(fresh.sum(), rel=1e-5)
    shared = table("wastewater").set_index("firm")["use"]
    sewage = FLOWS[(FLOWS["to"] == "Treatment works")].set_index("from")["quantity"]
    hours = pd.Series(PRICE["hours"], index=shared.index).where(
        shared.index != "Sugar mill", A["campaign_hours"]
    )
    assert shared.to_numpy() == pytest.approx((sewage[shared.index] / hours * 24).to_numpy(), rel=1e-5)


def plan(**options):
    rules = {"quality": {"chloride": "max"}, "distances": table("distances")}
    return ep.symbiosis.match(
        table("offers"), table("needs"), table("fits"), transport_cost=PRICE["transport"], **rules, **options
    )


def test_not_everything_finds_a_user():
    supply = table("offers")["quantity"].sum()
    near, far = plan(max_distance=PRICE["inside"]), plan()
    assert 0.2 < near.diverted / supply < 0.5
    assert 0.60 <= far.diverted / supply <= 0.85
    taken = far.matches.groupby(["supplier", "supply_stream"])["quantity"].sum()
    assert (taken <= OFFER[taken.index] * (1 + 1e-6)).all()
    met = far.matches.groupby(["user", "demand_stream"])["replaces"].sum()
    assert (met <= NEED[met.index] * (1 + 1e-6)).all()
    rest = far.unmatched[far.unmatched["side"] == "supply"].set_index("stream")["status"]
    assert rest["fermentation residue"] == "not allowed"
    assert rest["used solvent"] == "quality unknown"
    assert rest["paper sludge"] == "no compatible stream"
    assert (far.matches["benefit_per_unit"] > 0).all()


def test_water_is_saved_and_no_used_water_reaches_drugs_food_or_kitchens():
    found = ep.symbiosis.optimize_water_network(table("water_uses"))
    assert 0.10 < 1 - found.fresh / found.without_reuse < 0.40
    assert found.status == "ok"
    closed = {"drug plant", "kitchens", "brewery", "alcohol plant", "chip rinse"}
    assert set(found.flows.loc[found.flows["to"].isin(closed), "from"]) == {"fresh water"}
    # No mixture with used water is clean enough for them, whatever plan is made.
    assert (table("water_uses").set_index("process")["inlet"][[*closed]] == 0).all()
    reused = found.flows[found.flows["from"] == "chip rinse"]
    assert "paper mill" in set(reused["to"])
    # By their concentrations alone, truck wash would go to the paper mill. The rule costs little water.
    pairs = table("forbidden")
    apart = ep.symbiosis.optimize_water_network(table("water_uses"), forbid=pairs)
    both = apart.flows.merge(pairs, on=["from", "to"])
    assert both.empty
    assert not found.flows.merge(pairs, on=["from", "to"]).empty
    assert found.fresh < apart.fresh < 1.02 * found.fresh
    names = {*table("water_uses")["process"]}
    assert {*pairs["from"]} | {*pairs["to"]} <= names
    assert ("chip rinse", "drug plant") in set(zip(pairs["from"], pairs["to"], strict=True))


def test_heat_between_firms_saves_a_part_and_most_waste_heat_is_too_cold():
    rows = table("heat_streams")
    saved = ep.symbiosis.inter_firm_heat_recovery(rows, dt_min=10).set_index("case")["hot_utility"]
    share = saved["saved by exchange"] / saved["all firms alone"]
    assert 0.10 < share < 0.40
    cascade = ep.symbiosis.heat_cascade(rows, dt_min=10)
    assert cascade.recovered < 0.2 * cascade.cold_utility
    # Heat that is exchanged is percents of the park's energy, not a third of one percent.
    winter = saved["saved by exchange"] * PRICE["heating_hours"] * 3.6e-3 / 29.3076
    assert 0.01 < winter / table("facts").set_index("quantity").at["energy", "value"] < 0.1


def test_a_power_plant_that_heats_the_town_saves_more_fuel():
    saving = {}
    for row in table("plants").to_dict("records"):
        options = {name: row[name] for name in ("boiler_efficiency", "power_efficiency")}
        amounts = (row["heat"], row["electricity"], row["fuel"])
        saving[row["plant"]] = ep.symbiosis.chp_fuel_savings(*amounts, **options).saving
    today, then = saving["power plant today"], saving["power plant that heats the town"]
    assert 0 < today < then < 20


def test_fuels_are_compared_by_the_steam_they_give():
    rows = table("boilers").set_index("fuel")
    assert rows["cost_per_steam"].to_numpy() == pytest.approx(
        (rows["price"] / rows["heat_value"] / rows["boiler_efficiency"]).to_numpy(), rel=1e-5
    )
    assert rows["fuel_per_steam"].to_numpy() == pytest.approx(
        1 / rows["boiler_efficiency"].to_numpy(), rel=1e-5
    )
    apart = rows.at["natural gas", "boiler_efficiency"] - rows.at["coal", "boiler_efficiency"]
    assert 0.10 <= apart <= 0.15
    factors = ep.datasets.load("factors", "fuels")
    assert set(rows["carrier"].dropna()) <= set(factors["carrier"])


def test_energy_and_money_of_the_park_are_of_one_size():
    facts = table("facts").set_index("quantity")["value"]
    fires = FLOWS[FLOWS["from"].isin(["Coal mine", "Gas grid"]) & (FLOWS["balance"] == "energy")][
        "quantity"
    ].sum()
    sold = FLOWS[FLOWS["to"] == "Grid"]["quantity"].sum() - FLOWS[FLOWS["from"] == "Grid"]["quantity"].sum()
    # What the roofs give is both in the energy used and in the electricity sold.
    assert facts["energy"] == pytest.approx((fires - sold) / 29.3076, rel=1e-5)
    assert 0.2 < facts["energy"] / facts["gdp"] < 0.6  # tce for 10^4 RMB; a limit for zones is 0.5
    assert facts["water_used"] == pytest.approx(facts["fresh_water"] + facts["water_reused"], rel=1e-5)
    assert facts["raw_material_reused"] < facts["raw_material_used"]


def test_distances_are_those_of_the_site_plan():
    place = table("sites").set_index("firm")[["x", "y"]]
    ways = table("distances")
    straight = np.hypot(*(place.loc[ways["from"]].to_numpy() - place.loc[ways["to"]].to_numpy()).T)
    assert ways["distance"].to_numpy() == pytest.approx(1.3 * straight, abs=0.051)
    inside = table("sites").set_index("firm")["inside"]
    within = inside[ways["from"]].to_numpy() & inside[ways["to"]].to_numpy()
    assert ((ways["distance"] <= PRICE["inside"]).to_numpy() == within).all()


def test_the_tables_are_what_the_script_makes_of_the_assumptions(tmp_path):
    for name in ("_make", "model_park", "factors"):
        shutil.copytree(files.datasets_folder() / name, tmp_path / name)
    written = sorted((tmp_path / "model_park").glob("*.csv"))
    for file in written:
        if file.stem not in {"assumptions", "sites"}:
            file.unlink()
    subprocess.run([sys.executable, tmp_path / "_make" / "model_park.py"], check=True)
    assert sorted((tmp_path / "model_park").glob("*.csv")) == written
    for file in written:
        assert file.read_bytes() == (files.datasets_folder() / "model_park" / file.name).read_bytes(), (
            file.name
        )


def test_the_folder_of_scripts_is_no_data_package():
    assert (files.datasets_folder() / "_make").is_dir()
    assert not [name for name in ep.datasets.list() if name.startswith("_")]
