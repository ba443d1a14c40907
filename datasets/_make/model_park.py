"""Make the tables of the package `model_park` from its assumptions and its site plan.

Run it with `python datasets/_make/model_park.py`. It reads `assumptions.csv` and `sites.csv`, which are
written by hand as `datapackage.json` is, and writes every other table. A number is a formula of assumptions
and of earlier quantities; the formula stands in the column `where`. Balances hold because one side of each
is computed from the other; tests/test_model_park.py computes them again from the tables.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parents[1] / "model_park"
assumptions = pd.read_csv(FOLDER / "assumptions.csv").set_index("id")
sites = pd.read_csv(FOLDER / "sites.csv")
atoms = pd.read_csv(FOLDER.parent / "factors" / "chemistry.csv").set_index("formula")["molar_mass"]  # g/mol
values: dict[str, float] = assumptions["value"].to_dict()
MADE = {"source": "ecopark", "status": "synthetic"}
CHOSEN = {"source": "ecopark", "where": "choice of this project", "status": "assumed"}


def of(formula: str) -> float:
    """Return the value of a formula of assumptions and quantities, with six digits."""
    return float(f"{pd.eval(formula, local_dict=values, engine='python'):.6g}")


def where(*formulas: str | None) -> str:
    """Return the place of computed numbers: their formulas."""
    return "computed: " + "; ".join(formula for formula in formulas if formula)


# ---- quantities that several tables use: name, what it is, unit, formula
for name, mass in [
    ("molar_S", atoms["S"]),
    ("molar_SO2", atoms["SO2"]),
    ("molar_limestone", atoms["Ca"] + atoms["C"] + 3 * atoms["O"]),
    ("molar_gypsum", atoms["CaSO4.2H2O"]),
]:
    values[name] = mass
given = [
    # ash and sulfur of the power plant
    ("coal", "coal of the power plant", "t/year", "fly_ash / (coal_ash * fly_ash_share * dust_capture)"),
    ("ash", "ash in the coal", "t/year", "coal * coal_ash"),
    ("bottom_ash", "bottom ash", "t/year", "ash * (1 - fly_ash_share)"),
    ("sulfur", "sulfur in the coal", "t/year", "coal * coal_sulfur"),
    ("sulfur_gas", "sulfur that becomes SO2", "t/year", "sulfur * sulfur_to_gas"),
    ("sulfur_caught", "sulfur that the scrubber catches", "t/year", "sulfur_gas * so2_capture"),
    ("so2_caught", "SO2 that the scrubber catches", "t/year", "sulfur_caught * molar_SO2 / molar_S"),
    ("gypsum", "gypsum of the scrubber", "t/year", "sulfur_caught * molar_gypsum / molar_S / gypsum_purity"),
    (
        *("scrubber_stone", "limestone for the scrubber", "t/year"),
        "sulfur_caught * molar_limestone / molar_S * limestone_excess / limestone_purity",
    ),
    # heat and electricity; 3.6 GJ are a MWh
    ("fuel", "heat of the power plant's coal", "GJ/year", "coal * coal_heat"),
    ("steam_paper", "steam of the paper mill", "GJ/year", "paper * paper_steam"),
    ("steam_ethanol", "steam of the alcohol plant", "GJ/year", "ethanol * ethanol_steam"),
    ("steam_beer", "steam of the brewery", "GJ/year", "beer * beer_steam"),
    ("steam_drugs", "steam of the drug plant", "GJ/year", "drug_steam * hours * 3.6"),
    ("steam_board", "steam of the board plant", "GJ/year", "board * board_steam"),
    (
        *("steam_used", "steam of the firms", "GJ/year"),
        "steam_paper + steam_ethanol + steam_beer + steam_drugs + steam_board",
    ),
    ("steam_sent", "steam that leaves the power plant", "GJ/year", "steam_used / (1 - steam_loss)"),
    ("power_gross", "electricity of the power plant, gross", "GJ/year", "fuel * power_share"),
    ("power_net", "electricity that leaves the power plant", "GJ/year", "power_gross * (1 - own_power)"),
    (
        *("condenser", "heat of the condenser", "GJ/year"),
        "fuel * (boiler_efficiency - machine_loss) - power_gross - steam_sent",
    ),
    ("scrubber_electricity", "electricity of the scrubber", "GJ/year", "so2_caught * scrubber_power * 3.6"),
    ("clinker", "clinker", "t/year", "cement * (1 - cement_ash - cement_gypsum - cement_filler)"),
    ("kiln_fuel", "heat of the kiln's coal", "GJ/year", "clinker * clinker_heat"),
    ("glass_fuel", "heat of the glass furnace's gas", "GJ/year", "glass * glass_heat"),
    ("sugar_steam", "steam of the sugar mill's own boiler", "GJ/year", "beet * beet_steam"),
    ("sugar_fuel", "heat of the sugar mill's gas", "GJ/year", "sugar_steam / gas_boiler"),
    ("power_paper", "electricity of the paper mill", "GJ/year", "paper * paper_power * 3.6"),
    ("power_cement", "electricity of the cement works", "GJ/year", "cement * cement_power * 3.6"),
    ("power_sugar", "electricity of the sugar mill", "GJ/year", "beet * beet_power * 3.6"),
    ("power_ethanol", "electricity of the alcohol plant", "GJ/year", "ethanol * ethanol_power * 3.6"),
    ("power_beer", "electricity of the brewery", "GJ/year", "beer * beer_power * 3.6"),
    ("power_glass", "electricity of the glass works", "GJ/year", "glass * glass_power * 3.6"),
    ("power_drugs", "electricity of the drug plant", "GJ/year", "drug_power * hours * 3.6"),
    ("power_chips", "electricity of the chip plant", "GJ/year", "chip_power * hours * 3.6"),
    ("power_board", "electricity of the board plant", "GJ/year", "board_power * hours * 3.6"),
    ("power_paint", "electricity of the paint shop", "GJ/year", "paint_power * hours * 3.6"),
    (
        *("power_used", "electricity of the firms", "GJ/year"),
        "power_paper + power_cement + power_sugar + power_ethanol + power_beer + power_glass + power_drugs"
        " + power_chips + power_board + power_paint",
    ),
    ("solar_heat", "electricity of the roofs", "GJ/year", "solar * 3.6"),
    ("town_heat", "heat that the town uses", "GJ/year", "inhabitants * floor_area * floor_heat"),
    ("town_supply", "heat that the town's network takes", "GJ/year", "town_heat / (1 - network_loss)"),
    # water: a tonne is a cubic meter
    (
        *("evaporation", "water that the cooling tower evaporates", "m3/year"),
        "condenser * evaporated_heat / latent_heat",
    ),
    ("blowdown", "water that the cooling tower blows down", "m3/year", "evaporation / (cycles - 1)"),
    ("scrubber_flow", "blowdown that the scrubber evaporates", "m3/year", "fuel * scrubber_water"),
    ("wash_flow", "water of vehicle wash, from 0 to 300 ppm", "m3/year", "wash_load * 1000 / 300 * hours"),
]
for name, _, _, formula in given:
    if name in values:
        raise SystemExit(f"{name} has two formulas")
    values[name] = pd.eval(formula, local_dict=values, engine="python")
quantities = pd.DataFrame(given, columns=["id", "name", "unit", "formula"])
quantities["value"] = quantities["formula"].map(of)
quantities = quantities[["id", "name", "value", "unit", "formula"]].assign(**MADE)
quantities.insert(6, "where", "computed by the formula; molar masses from the package factors")

# ---- what firms discard and buy: firm, stream, t/year, RMB/t, chloride [mg/kg]
discarded = [
    ("Power plant", "fly ash", "fly_ash", "cost_fly_ash", None),
    ("Power plant", "bottom ash", "bottom_ash", "cost_bottom_ash", None),
    ("Power plant", "gypsum", "gypsum", "cost_gypsum", "chloride_gypsum"),
    ("Sugar mill", "molasses", "beet * beet_molasses", "cost_molasses", None),
    ("Sugar mill", "pressed pulp", "beet * beet_pulp", "cost_pulp", None),
    ("Sugar mill", "carbonation lime", "beet * beet_lime", "cost_lime", None),
    ("Alcohol plant", "vinasse", "ethanol * vinasse", "cost_vinasse", None),
    ("Paper mill", "paper sludge", "paper * paper_sludge", "cost_sludge", None),
    ("Brewery", "spent grain", "beer * beer_grain", "cost_grain", None),
    ("Chip plant", "used solvent", "chip_solvent", "cost_solvent", None),
    ("Drug plant", "fermentation residue", "drug_residue", "cost_residue", None),
    ("Paint shop", "paint sludge", "paint_sludge", "cost_paint_sludge", None),
]
fertilizer = "beet / beet_yield * reach * vinasse_dose * vinasse_value"
stone = "clinker * clinker_limestone * lime_limit"
bought = [
    ("Cement works", "cement additive", "cement * cement_ash", "price_additive", None),
    ("Cement works", "gypsum", "cement * cement_gypsum", "price_gypsum", "chloride_limit"),
    ("Cement works", "limestone", stone, "price_limestone", None),
    ("Power plant", "limestone", "scrubber_stone", "price_limestone", None),
    ("Board plant", "gypsum", "board * board_gypsum / 1000", "price_gypsum", "chloride_limit"),
    ("Alcohol plant", "sugar feedstock", "ethanol * molasses_need", "price_feedstock", None),
    ("Beet farms", "fertilizer", fertilizer, "price_fertilizer", None),
    ("Cattle farm", "feed", "cattle * cattle_feed * cattle_share", "price_feed", None),
    ("Road works", "embankment fill", "fill", "price_fill", None),
    ("Paint shop", "solvent", "paint_solvent", "price_solvent", "chloride_solvent"),
]
offers, needs = (
    pd.DataFrame(
        {
            "firm": firm,
            "stream": stream,
            "quantity": of(formula),
            "unit": "t/year",
            money: of(cost),
            "chloride": of(chloride) if chloride else None,
            "source": "ecopark",
            "where": where(formula, cost, chloride),
            "status": "synthetic",
        }
        for firm, stream, formula, cost, chloride in rows
    )
    for rows, money in ((discarded, "disposal_cost"), (bought, "price"))
)

# ---- which stream can replace which: substitution [t/t], treatment [RMB/t], removal of chloride, why
residue = "may hold traces of drugs: no feed for animals"
fitting = [
    ("fly ash", "cement additive", "1", 4, 0, "", "one tonne for one tonne; sieving and silo"),
    ("fly ash", "embankment fill", "1", 2, 0, "", "one tonne for one tonne; moistening"),
    ("bottom ash", "embankment fill", "1", 2, 0, "", "one tonne for one tonne; crushing"),
    ("gypsum", "gypsum", "0.95", 18, 0.8, "", "less pure than natural gypsum; washing and drying"),
    ("molasses", "sugar feedstock", "1", 10, 0, "", "the same good; tank and pump"),
    ("pressed pulp", "feed", "pulp_dry / feed_dry", 25, 0, "", "by its dry part; silage"),
    ("spent grain", "feed", "grain_dry / feed_dry", 40, 0, "", "by its dry part; silage at once"),
    ("fermentation residue", "feed", "0.25", 0, 0, residue, "a quarter is dry"),
    ("carbonation lime", "limestone", "lime_carbonate / limestone_purity", 10, 0, "", "by its lime; drying"),
    ("used solvent", "solvent", "0.85", 900, 0, "", "distillation; a part is lost"),
    ("vinasse", "fertilizer", "vinasse_value", 8, 0, "", "by its nutrients; storage and spreading"),
]
fits = pd.DataFrame(
    {
        "supply_stream": supply,
        "demand_stream": demand,
        "substitution": of(formula),
        "treatment_cost": cost,
        "removal": removal,
        "allowed": not rule,
        "rule": rule,
        "reason": reason,
        "source": "ecopark",
        "where": where(formula) if formula[0].isalpha() else CHOSEN["where"],
        "status": "assumed",
    }
    for supply, demand, formula, cost, removal, rule, reason in fitting
)

# ---- every pair of firms whose streams fit, by road
pairs = offers.merge(fits, left_on="stream", right_on="supply_stream")
pairs = pairs.merge(needs, left_on="demand_stream", right_on="stream", suffixes=("", "_need"))
pairs = pairs.loc[pairs["firm"] != pairs["firm_need"], ["firm", "firm_need"]].drop_duplicates()
pairs.columns = ["from", "to"]
place = sites.set_index("firm")[["x", "y"]]
straight = np.hypot(*(place.loc[pairs["from"]].to_numpy() - place.loc[pairs["to"]].to_numpy()).T)
distances = pairs.assign(distance=np.round(straight * values["detour"], 1), source="ecopark")
distances = distances.assign(where="computed: detour; places in the table sites", status="synthetic")

# ---- flows of ash, sulfur, energy and water; a name that is no firm is outside
flows = [
    ("ash", "Coal mine", "Power plant", "ash in coal", "ash"),
    ("ash", "Power plant", "Ash silo", "fly ash", "fly_ash"),
    ("ash", "Power plant", "Ash silo", "bottom ash", "bottom_ash"),
    ("ash", "Power plant", "Air", "dust", "ash * fly_ash_share * (1 - dust_capture)"),
    ("sulfur", "Coal mine", "Power plant", "sulfur in coal", "sulfur"),
    ("sulfur", "Power plant", "Ash silo", "sulfur in ash", "sulfur * (1 - sulfur_to_gas)"),
    ("sulfur", "Power plant", "Gypsum store", "sulfur in gypsum", "sulfur_caught"),
    ("sulfur", "Power plant", "Air", "sulfur in SO2", "sulfur_gas - sulfur_caught"),
    ("energy", "Coal mine", "Power plant", "coal", "fuel"),
    ("energy", "Power plant", "Air", "stack loss", "fuel * (1 - boiler_efficiency)"),
    ("energy", "Power plant", "Air", "machine loss", "fuel * machine_loss"),
    ("energy", "Power plant", "Air", "condenser heat", "condenser"),
    ("energy", "Power plant", "Air", "electricity of the scrubber", "scrubber_electricity"),
    (
        *("energy", "Power plant", "Air", "other own electricity"),
        "power_gross * own_power - scrubber_electricity",
    ),
    ("energy", "Power plant", "Grid", "electricity", "power_net"),
]
for firm, steam in [
    ("Paper mill", "steam_paper"),
    ("Alcohol plant", "steam_ethanol"),
    ("Brewery", "steam_beer"),
    ("Drug plant", "steam_drugs"),
    ("Board plant", "steam_board"),
]:
    flows += [
        ("energy", "Power plant", firm, "steam", f"{steam} / (1 - steam_loss)"),
        ("energy", firm, "Air", "loss of the steam pipe", f"{steam} / (1 - steam_loss) - {steam}"),
        ("energy", firm, "Air", "heat of the steam", steam),
    ]
for firm, power in [
    ("Paper mill", "power_paper"),
    ("Cement works", "power_cement"),
    ("Sugar mill", "power_sugar"),
    ("Alcohol plant", "power_ethanol"),
    ("Brewery", "power_beer"),
    ("Glass works", "power_glass"),
    ("Drug plant", "power_drugs"),
    ("Chip plant", "power_chips"),
    ("Board plant", "power_board"),
    ("Paint shop", "power_paint"),
]:
    flows += [
        ("energy", "Grid", firm, "electricity", power),
        ("energy", firm, "Air", "heat of the electricity", power),
    ]
flows += [
    ("energy", "Coal mine", "Cement works", "coal", "kiln_fuel"),
    ("energy", "Cement works", "Product", "heat bound in clinker", "clinker * clinker_bound"),
    ("energy", "Cement works", "Air", "heat that dries raw meal", "clinker * drying_heat"),
    (
        *("energy", "Cement works", "Air", "heat of gas, shell and clinker"),
        "kiln_fuel - clinker * (clinker_bound + drying_heat)",
    ),
    ("energy", "Gas grid", "Glass works", "natural gas", "glass_fuel"),
    ("energy", "Glass works", "Product", "heat of the glass", "glass_fuel * glass_efficiency"),
    ("energy", "Glass works", "Air", "stack and wall loss", "glass_fuel * (1 - glass_efficiency)"),
    ("energy", "Gas grid", "Sugar mill", "natural gas", "sugar_fuel"),
    ("energy", "Sugar mill", "Air", "stack loss", "sugar_fuel - sugar_steam"),
    ("energy", "Sugar mill", "Air", "heat of the steam", "sugar_steam"),
]
# Water of each firm: fresh, in its raw material, evaporated, in products and wastes.
water = {
    "Power plant": ("evaporation + blowdown", "0", "evaporation + scrubber_flow", "0"),
    "Paper mill": ("paper * paper_water", "0", "paper * paper_evaporated", "paper * paper_moisture"),
    "Sugar mill": ("beet * beet_fresh", "beet * beet_water", "beet * beet_evaporated", "0"),
    "Alcohol plant": ("ethanol * ethanol_water", "0", "ethanol * ethanol_evaporated", "ethanol * vinasse"),
    "Brewery": (
        *("beer * beer_water", "0", "beer * beer_evaporated"),
        "beer * (1 + beer_grain * (1 - grain_dry))",
    ),
    "Drug plant": ("drug_water * hours", "0", "drug_water * hours * drug_evaporated", "0"),
    "Chip plant": ("chip_rinse * hours", "0", "chip_rinse * hours * chip_evaporated", "0"),
    "Glass works": ("glass_water * hours", "0", "glass_water * hours * glass_evaporated", "0"),
    "Board plant": ("board * board_water / 1000", "0", "board * board_water / 1000", "0"),
    "Kitchens": ("kitchens * hours", "0", "0", "0"),
    "Vehicle wash": ("wash_flow", "0", "0", "0"),
    "Park green": ("green * hours", "0", "green * hours", "0"),
}
drained = {}
for firm, (fresh, raw, air, kept) in water.items():
    drained[firm] = " - ".join([fresh, *(f"({x})" for x in (air, kept) if x != "0")])
    drained[firm] += f" + {raw}" if raw != "0" else ""
    flows += [
        ("water", "River", firm, "fresh water", fresh),
        ("water", "Fields", firm, "water in beets", raw),
        ("water", firm, "Air", "evaporated water", air),
        ("water", firm, "Product", "water in products and wastes", kept),
        ("water", firm, "Treatment works", "wastewater", drained[firm]),
    ]
flows.append(("water", "Treatment works", "River", "treated water", " + ".join(drained.values())))
UNITS = {"ash": "t/year", "sulfur": "t/year", "energy": "GJ/year", "water": "m3/year"}
balances = pd.DataFrame(
    {
        "balance": balance,
        "from": sender,
        "to": receiver,
        "stream": stream,
        "quantity": of(formula),
        "unit": UNITS[balance],
        "type": balance,
        "source": "ecopark",
        "where": where(formula),
        "status": "synthetic",
    }
    for balance, sender, receiver, stream, formula in flows
    if of(formula) > 0
)

# ---- uses of the water network [ppm of COD, kg/h, t/h]. What has an outlet gives water to others; any
# other wastewater goes to the treatment works.
rinse = "chip_rinse * chip_outlet / 1000"
rate = {firm: f"({fresh}) / hours" for firm, (fresh, *_) in water.items()}
using = [
    ("chip rinse", "super-pure water", 0, "chip_outlet", rinse, None, None),
    ("drug plant", "de-ionized water", 0, None, None, rate["Drug plant"], "0"),
    ("kitchens", "drinking water", 0, None, None, rate["Kitchens"], "0"),
    ("brewery", "drinking water", 0, None, None, rate["Brewery"], "0"),
    ("alcohol plant", "drinking water", 0, None, None, rate["Alcohol plant"], "0"),
    ("cooling tower", "washing water", 40, None, None, rate["Power plant"], "0"),
    ("paper mill", "washing water", 60, None, None, rate["Paper mill"], "0"),
    (
        "glass works",
        "washing water",
        80,
        "100",
        None,
        rate["Glass works"],
        f"{rate['Glass works']} * (1 - glass_evaporated)",
    ),
    ("board plant", "washing water", 80, None, None, rate["Board plant"], "0"),
    ("vehicle wash", "washing water", 100, "300", "wash_load", None, None),
    ("park green", "irrigation water", 120, None, None, rate["Park green"], "0"),
]
limits = {
    "chip rinse": "made of fresh water only; the first, dirtiest rinse is kept apart",
    "drug plant": "drinking water only; its wastewater goes to the treatment works, by its permit",
    "kitchens": "people drink it; sewage goes to the treatment works",
    "brewery": "food; its wastewater is far too strong for others",
    "alcohol plant": "food; its water leaves as vinasse",
    "cooling tower": "more would feed slime; blowdown goes to the scrubber and the treatment works",
    "paper mill": "more would show in the paper; its wastewater is far too strong for others",
    "glass works": "water that cools cullet stays nearly clean",
    "board plant": "more would disturb the setting of gypsum",
    "vehicle wash": "washing needs no better water; oil and dirt leave with it",
    "park green": "about what a sewage works may discharge; nothing comes back",
}
water_uses = pd.DataFrame(
    {
        "process": process,
        "grade": grade,
        "inlet": inlet,
        "outlet": of(outlet) if outlet else None,
        "load": of(load) if load else None,
        "inflow": of(inflow) if inflow else None,
        "outflow": of(outflow) if outflow else None,
        "reason": limits[process],
        "source": "ecopark",
        "where": where(load, inflow, outflow if outflow != "0" else None),
        "status": "synthetic",
    }
    for process, grade, inlet, outlet, load, inflow, outflow in using
)
closed = {
    "drug plant": "a drug plant may use drinking water only",
    "kitchens": "no used water where people drink",
    "brewery": "no used water in food",
    "alcohol plant": "no used water in food",
}
dirty = {
    "chip rinse": "oil and particles",
    "cooling tower": "oil in the tower",
    "paper mill": "oil spots in the paper",
    "park green": "oil in the soil",
}
givers = ("chip rinse", "glass works", "vehicle wash")
pipes = [(giver, taker, why) for giver in givers for taker, why in closed.items()]
pipes += [("vehicle wash", taker, why) for taker, why in dirty.items()]
forbidden = pd.DataFrame(pipes, columns=["from", "to", "reason"]).assign(**CHOSEN)

# ---- heat on a winter day in the campaign: °C, kW/K, hours; 3.6 GJ/h are 1 MW
air = "paper * paper_evaporated / hours / 3.6"  # kg/s of water that the paper dryer evaporates
warming = [
    ("Power plant", "flue gas", 130, 90, "fuel / hours / 3.6 * gas_mass * gas_capacity", "hours"),
    ("Power plant", "condenser water", 35, 25, "condenser / hours / 3.6 * 1000 / 10", "hours"),
    ("Cement works", "kiln gas", 250, 120, "clinker / hours / 3.6 * kiln_gas * gas_capacity", "hours"),
    ("Glass works", "flue gas", 450, 180, "glass_fuel / hours / 3.6 * glass_gas * gas_capacity", "hours"),
    ("Paper mill", "dryer vapor", 60, 40, f"{air} * latent_heat * 1000 * vapor_heat / 20", "hours"),
    ("Alcohol plant", "stillage", 95, 40, "ethanol * vinasse / hours / 3.6 * water_capacity", "hours"),
    ("Brewery", "hot wort", 95, 20, "beer / hours / 3.6 * water_capacity", "hours"),
    ("Brewery", "brewing water", 12, 78, "beer / hours / 3.6 * brewing_water * water_capacity", "hours"),
    (
        "Sugar mill",
        "raw juice",
        35,
        85,
        "beet * juice / campaign_hours / 3.6 * juice_capacity",
        "campaign_hours",
    ),
    ("Paper mill", "drying air", 20, 105, f"{air} * paper_air * air_capacity", "hours"),
    ("Fish farm", "water", 8, 18, "fish_water / 3.6 * water_capacity", "heating_hours"),
    ("Town", "district heating", 50, 80, "town_supply / heating_hours / 3.6 * 1000 / 30", "heating_hours"),
]
temperatures = {
    ("Power plant", "flue gas"): "colder gas would let acid condense",
    ("Power plant", "condenser water"): "the cooling tower takes it back to 25 °C",
    ("Cement works", "kiln gas"): "after the raw meal is dried; below 120 °C little is left",
    ("Glass works", "flue gas"): "the furnace warms its own air first",
    ("Paper mill", "dryer vapor"): "its dew point is about 60 °C; most condenses down to 40 °C",
    ("Alcohol plant", "stillage"): "leaves the column near 95 °C; tanks and fields take it at 40 °C",
    ("Brewery", "hot wort"): "boiled wort must be cold before yeast comes in",
    ("Brewery", "brewing water"): "from the well to the mash",
    ("Sugar mill", "raw juice"): "from the diffuser to liming",
    ("Paper mill", "drying air"): "from the hall to the hood of the dryer",
    ("Fish farm", "water"): "a river in winter, and what fish like",
    ("Town", "district heating"): "a new network of low temperature: return and supply",
}
heat_streams = pd.DataFrame(
    {
        "firm": firm,
        "stream": stream,
        "supply": supply,
        "target": target,
        "capacity": of(formula),
        "hours": of(hours),
        "reason": temperatures[firm, stream],
        "source": "ecopark",
        "where": where(formula, hours),
        "status": "synthetic",
    }
    for firm, stream, supply, target, formula, hours in warming
)

# ---- the power plant as a plant of heat and electricity [MWh/year]
plants = pd.DataFrame(
    {
        "plant": plant,
        "heat": of(heat),
        "electricity": of(power),
        "fuel": of("fuel / 3.6"),
        "boiler_efficiency": of("industrial_boiler_coal"),
        "power_efficiency": of("power_reference"),
        "source": "ecopark",
        "where": where(heat, power, "fuel / 3.6", "industrial_boiler_coal", "power_reference"),
        "status": "synthetic",
    }
    for plant, heat, power in [
        ("power plant today", "steam_used / 3.6", "power_net / 3.6"),
        (
            *("power plant that heats the town", "(steam_used + town_heat) / 3.6"),
            "(power_net - town_supply * power_lost) / 3.6",
        ),
    ]
)

# ---- fuels for a boiler: per GJ of steam, not per GJ of fuel
boilers = pd.DataFrame(
    {
        "fuel": fuel,
        "carrier": carrier,
        "heat_value": of(heat),
        "heat_value_unit": heat_unit,
        "boiler_efficiency": of(boiler),
        "price": of(price),
        "price_unit": price_unit,
        "fuel_per_steam": of(f"1 / {boiler}"),
        "cost_per_steam": of(f"{price} / {heat} / {boiler}"),
        "source": "ecopark",
        "where": where(f"1 / {boiler}", f"{price} / {heat} / {boiler}"),
        "status": "synthetic",
    }
    for fuel, carrier, heat, heat_unit, boiler, price, price_unit in [
        ("coal", "raw_coal", "coal_heat", "GJ/t", "industrial_boiler_coal", "price_coal", "RMB/t"),
        ("natural gas", "natural_gas", "gas_heat", "GJ/m3", "gas_boiler", "price_gas", "RMB/m3"),
        ("pellets", "", "pellet_heat", "GJ/t", "industrial_boiler_biomass", "price_pellets", "RMB/t"),
    ]
)

# ---- who could share a treatment plant [m3/day, while the firm works], projects, prices
wastewater = pd.DataFrame(
    {"firm": firm, "use": of(formula), "source": "ecopark", "where": where(formula), "status": "synthetic"}
    for firm, hours in [
        ("Paper mill", "hours"),
        ("Sugar mill", "campaign_hours"),
        ("Brewery", "hours"),
        ("Drug plant", "hours"),
        ("Chip plant", "hours"),
    ]
    for formula in [f"({drained[firm]}) / {hours} * 24"]
)
projects = pd.DataFrame(
    {
        "project": project,
        **{part: values[f"{key}_{part}"] for part in ("investment", "upkeep", "years")},
        "source": "ecopark",
        "where": f"assumptions {key}_investment, {key}_upkeep, {key}_years",
        "status": "assumed",
    }
    for project, key in [("exchange center", "exchange"), ("water pipes", "pipes"), ("heat network", "heat")]
)
prices = pd.DataFrame(
    {
        "item": item,
        "value": values[key],
        "unit": assumptions.at[key, "unit"],
        "source": "ecopark",
        "where": f"assumption {key}",
        "status": "assumed",
    }
    for item, key in [
        *(("inside", "inside"), ("fresh_water", "price_water"), ("heat", "price_heat"), ("hours", "hours")),
        *(("heating_hours", "heating_hours"), ("transport", "price_transport")),
        *(("treatment_cost", "price_treatment"), ("treatment_size", "size_treatment")),
        ("permit", "permit"),
    ]
)

# ---- the park's figures
fresh = " + ".join(f"({fresh})" for fresh, *_ in water.values())
again = "scrubber_flow + paper * paper_water * white_water"
recovered = "paper * paper_recovered + glass * cullet"
raw = (
    f"coal + kiln_fuel / coal_heat + scrubber_stone + {recovered} + beet * (1 + lime_stone)"
    " + ethanol * molasses_need + clinker * clinker_limestone + cement - clinker"
    " + board * board_gypsum / 1000 + glass * (1 - cullet)"
)
energy = "(fuel + kiln_fuel + glass_fuel + sugar_fuel - power_net + power_used) / 29.3076"
named = ["gdp", "gdp_before", "inhabitants", "area", "green_area", "environmental_investment"]
named += ["firms", "firms_clean_production", "firms_iso_14001"]
figures = [
    ("energy", "total energy use; electricity sold to the grid is left out", "tce", energy),
    ("renewable_energy", "renewable part of the energy use", "tce", "solar_heat / 29.3076"),
    ("energy_reused", "heat that serves a second time", "tce", "clinker * drying_heat / 29.3076"),
    ("fresh_water", "fresh water taken in", "m3", fresh),
    (
        *("water_used", "water used, each use counted; without the circulation of the cooling tower", "m3"),
        f"{fresh} + {again}",
    ),
    ("water_reused", "water used for a second time or more", "m3", again),
    ("raw_material_used", "raw material used, coal of power plant and kiln included", "t", raw),
    ("raw_material_reused", "raw material that was waste before: paper and cullet", "t", recovered),
]
facts = pd.DataFrame(
    [
        *((n, *assumptions.loc[n, ["name", "value", "unit"]], f"assumption {n}", "assumed") for n in named),
        *((n, name, of(formula), unit, where(formula), "synthetic") for n, name, unit, formula in figures),
    ],
    columns=["quantity", "name", "value", "unit", "where", "status"],
)
facts.insert(4, "source", "ecopark")

# ---- files: whole numbers without a point
tables = {
    **{"facts": facts, "quantities": quantities, "offers": offers, "needs": needs, "fits": fits},
    **{"distances": distances, "water_uses": water_uses, "forbidden": forbidden, "plants": plants},
    **{"heat_streams": heat_streams, "balances": balances, "boilers": boilers, "projects": projects},
    **{"wastewater": wastewater, "prices": prices},
}
for name, table in tables.items():
    cells = table.map(lambda v: f"{v:.10g}" if isinstance(v, float) and v == v else v)
    for column in table.select_dtypes("bool"):
        cells[column] = table[column].map({True: "true", False: "false"})
    cells.to_csv(FOLDER / f"{name}.csv", index=False, lineterminator="\n")
