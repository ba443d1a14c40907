"""Make the tables of the package `model_park` from its assumptions and its site plan.

Run it from anywhere: `python datasets/_make/model_park.py`. It reads `assumptions.csv` and `sites.csv`,
which are written by hand as `datapackage.json` is, and writes every other table. Balances hold because one
side of each is computed from the other; tests/test_model_park.py computes them again from the tables.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parents[1] / "model_park"
assumptions = pd.read_csv(FOLDER / "assumptions.csv").set_index("id")
sites = pd.read_csv(FOLDER / "sites.csv")
A = assumptions["value"]
HOURS = A["hours"]
GJ_PER_MWH = 3.6
atoms = pd.read_csv(FOLDER.parent / "factors" / "chemistry.csv").set_index("formula")["molar_mass"]  # g/mol
MOLAR = {
    "S": atoms["S"],
    "SO2": atoms["SO2"],
    "CaCO3": atoms["Ca"] + atoms["C"] + 3 * atoms["O"],
    "gypsum": atoms["CaSO4.2H2O"],
}
TCE = 29.3076  # GJ


def keys(*names: str) -> str:
    """Return the place of a computed number: the assumptions that it comes from."""
    unknown = [name for name in names if name not in A.index]
    if unknown:
        raise SystemExit(f"no such assumption: {', '.join(unknown)}")
    return f"computed from assumptions: {', '.join(names)}"


# ---------------------------------------------------------------- the power plant: ash, sulfur, energy
coal = A["fly_ash"] / (A["coal_ash"] * A["fly_ash_share"] * A["dust_capture"])  # t/year
ash = coal * A["coal_ash"]
bottom_ash = ash * (1 - A["fly_ash_share"])
fuel = coal * A["coal_heat"]  # GJ/year
so2 = coal * A["coal_sulfur"] * A["sulfur_to_gas"] * MOLAR["SO2"] / MOLAR["S"]
so2_caught = so2 * A["so2_capture"]
gypsum = so2_caught * MOLAR["gypsum"] / MOLAR["SO2"] / A["gypsum_purity"]
scrubber_limestone = (
    so2_caught * MOLAR["CaCO3"] / MOLAR["SO2"] * A["limestone_excess"] / A["limestone_purity"]
)
scrubber_power = so2_caught * A["scrubber_power"]  # MWh/year

# Steam of the firms [GJ/year]; the power plant sends what they use and what the pipes lose.
steam = {
    "Paper mill": A["paper"] * A["paper_steam"],
    "Alcohol plant": A["ethanol"] * A["ethanol_steam"],
    "Brewery": A["beer"] * A["beer_steam"],
    "Drug plant": A["drug_steam"] * HOURS * GJ_PER_MWH,
    "Board plant": A["board"] * A["board_steam"],
}
steam_sent = {firm: heat / (1 - A["steam_loss"]) for firm, heat in steam.items()}
steam_keys = {
    "Paper mill": ("paper", "paper_steam"),
    "Alcohol plant": ("ethanol", "ethanol_steam"),
    "Brewery": ("beer", "beer_steam"),
    "Drug plant": ("drug_steam", "hours"),
    "Board plant": ("board", "board_steam"),
}
extracted = sum(steam_sent.values())
power_gross = fuel * A["power_share"]
stack_loss = fuel * (1 - A["boiler_efficiency"])
machine_loss = fuel * A["machine_loss"]
condenser = fuel * A["boiler_efficiency"] - power_gross - machine_loss - extracted
power_net = power_gross * (1 - A["own_power"])

# Electricity of the firms [MWh/year]
clinker = A["cement"] * (1 - A["cement_ash"] - A["cement_gypsum"] - A["cement_filler"])
power = {
    "Paper mill": A["paper"] * A["paper_power"],
    "Cement works": A["cement"] * A["cement_power"],
    "Sugar mill": A["beet"] * A["beet_power"],
    "Alcohol plant": A["ethanol"] * A["ethanol_power"],
    "Brewery": A["beer"] * A["beer_power"],
    "Glass works": A["glass"] * A["glass_power"],
    "Drug plant": A["drug_power"] * HOURS,
    "Chip plant": A["chip_power"] * HOURS,
    "Board plant": A["board_power"] * HOURS,
    "Paint shop": A["paint_power"] * HOURS,
}
power_keys = {
    "Paper mill": ("paper", "paper_power"),
    "Cement works": ("cement", "cement_power"),
    "Sugar mill": ("beet", "beet_power"),
    "Alcohol plant": ("ethanol", "ethanol_power"),
    "Brewery": ("beer", "beer_power"),
    "Glass works": ("glass", "glass_power"),
    "Drug plant": ("drug_power", "hours"),
    "Chip plant": ("chip_power", "hours"),
    "Board plant": ("board_power", "hours"),
    "Paint shop": ("paint_power", "hours"),
}
exported = power_net / GJ_PER_MWH + A["solar"] - sum(power.values())  # MWh/year

# The other fires [GJ/year]
kiln_fuel = clinker * A["clinker_heat"]
glass_fuel = A["glass"] * A["glass_heat"]
sugar_steam = A["beet"] * A["beet_steam"]
sugar_fuel = sugar_steam / A["gas_boiler"]

# The town [GJ/year]
town_heat = A["inhabitants"] * A["floor_area"] * A["floor_heat"]
town_supply = town_heat / (1 - A["network_loss"])

# ---------------------------------------------------------------- water [m3/year]
evaporation = condenser * A["evaporated_heat"] / A["latent_heat"]
blowdown = evaporation / (A["cycles"] - 1)
scrubber_water = fuel * A["scrubber_water"]  # comes from the blowdown
wash_flow = A["wash_load"] * 1000 / 300  # t/h of fresh water, which leaves with 300 ppm
COAL = ("fly_ash", "coal_ash", "fly_ash_share", "dust_capture")
FUEL = (*COAL, "coal_heat")
CONDENSER = (*FUEL, "boiler_efficiency", "power_share", "machine_loss", "steam_loss")
COOLING = (*CONDENSER, "evaporated_heat", "latent_heat", "cycles", "scrubber_water")
# firm: fresh water; water in raw material; evaporated; in products and wastes; assumptions
water = {
    "Power plant": (evaporation + blowdown, 0, evaporation + scrubber_water, 0, COOLING),
    "Paper mill": (
        A["paper"] * A["paper_water"],
        0,
        A["paper"] * A["paper_evaporated"],
        A["paper"] * A["paper_moisture"],
        ("paper", "paper_water", "paper_evaporated", "paper_moisture"),
    ),
    "Sugar mill": (
        A["beet"] * A["beet_fresh"],
        A["beet"] * A["beet_water"],
        A["beet"] * A["beet_evaporated"],
        0,
        ("beet", "beet_fresh", "beet_water", "beet_evaporated"),
    ),
    "Alcohol plant": (
        A["ethanol"] * A["ethanol_water"],
        0,
        A["ethanol"] * A["ethanol_evaporated"],
        A["ethanol"] * A["vinasse"],
        ("ethanol", "ethanol_water", "ethanol_evaporated", "vinasse"),
    ),
    "Brewery": (
        A["beer"] * A["beer_water"],
        0,
        A["beer"] * A["beer_evaporated"],
        A["beer"] * (1 + A["beer_grain"] * (1 - A["grain_dry"])),
        ("beer", "beer_water", "beer_evaporated", "beer_grain", "grain_dry"),
    ),
    "Drug plant": (
        A["drug_water"] * HOURS,
        0,
        A["drug_water"] * HOURS * A["drug_evaporated"],
        0,
        ("drug_water", "drug_evaporated", "hours"),
    ),
    "Chip plant": (
        A["chip_rinse"] * HOURS,
        0,
        A["chip_rinse"] * HOURS * A["chip_evaporated"],
        0,
        ("chip_rinse", "chip_evaporated", "hours"),
    ),
    "Glass works": (
        A["glass_water"] * HOURS,
        0,
        A["glass_water"] * HOURS * A["glass_evaporated"],
        0,
        ("glass_water", "glass_evaporated", "hours"),
    ),
    "Board plant": (
        A["board"] * A["board_water"] / 1000,
        0,
        A["board"] * A["board_water"] / 1000,
        0,
        ("board", "board_water"),
    ),
    "Kitchens": (A["kitchens"] * HOURS, 0, 0, 0, ("kitchens", "hours")),
    "Vehicle wash": (wash_flow * HOURS, 0, 0, 0, ("wash_load", "hours")),
    "Park green": (A["green"] * HOURS, 0, A["green"] * HOURS, 0, ("green", "hours")),
}
wastewater = {firm: fresh + raw - gone - kept for firm, (fresh, raw, gone, kept, _) in water.items()}

# ---------------------------------------------------------------- tables
synthetic = {"source": "ecopark", "status": "synthetic"}


def rounded(value: float) -> float:
    """Return a number with six digits, so that the tables can be read and balances still hold."""
    return float(f"{value:.6g}")


offered = [
    ("Power plant", "fly ash", A["fly_ash"], "cost_fly_ash", None, ("fly_ash",)),
    ("Power plant", "bottom ash", bottom_ash, "cost_bottom_ash", None, COAL),
    (
        "Power plant",
        "gypsum",
        gypsum,
        "cost_gypsum",
        A["chloride_gypsum"],
        (*COAL, "coal_sulfur", "sulfur_to_gas", "so2_capture", "gypsum_purity", "chloride_gypsum"),
    ),
    (
        "Sugar mill",
        "molasses",
        A["beet"] * A["beet_molasses"],
        "cost_molasses",
        None,
        ("beet", "beet_molasses"),
    ),
    ("Sugar mill", "pressed pulp", A["beet"] * A["beet_pulp"], "cost_pulp", None, ("beet", "beet_pulp")),
    ("Sugar mill", "carbonation lime", A["beet"] * A["beet_lime"], "cost_lime", None, ("beet", "beet_lime")),
    ("Alcohol plant", "vinasse", A["ethanol"] * A["vinasse"], "cost_vinasse", None, ("ethanol", "vinasse")),
    (
        "Paper mill",
        "paper sludge",
        A["paper"] * A["paper_sludge"],
        "cost_sludge",
        None,
        ("paper", "paper_sludge"),
    ),
    ("Brewery", "spent grain", A["beer"] * A["beer_grain"], "cost_grain", None, ("beer", "beer_grain")),
    ("Chip plant", "used solvent", A["chip_solvent"], "cost_solvent", None, ("chip_solvent",)),
    ("Drug plant", "fermentation residue", A["drug_residue"], "cost_residue", None, ("drug_residue",)),
    ("Paint shop", "paint sludge", A["paint_sludge"], "cost_paint_sludge", None, ("paint_sludge",)),
]
offers = pd.DataFrame(
    {
        "firm": firm,
        "stream": stream,
        "quantity": rounded(quantity),
        "unit": "t/year",
        "disposal_cost": A[cost],
        "chloride": chloride,
        "source": "ecopark",
        "where": keys(*names, cost),
        "status": "synthetic",
    }
    for firm, stream, quantity, cost, chloride, names in offered
)

CLINKER = ("cement", "cement_ash", "cement_gypsum", "cement_filler")
SO2 = (*COAL, "coal_sulfur", "sulfur_to_gas", "so2_capture")
spread = A["beet"] / A["beet_yield"] * A["reach"] * A["vinasse_dose"]  # t/year of vinasse that fields take
needed = [
    (
        "Cement works",
        "cement additive",
        A["cement"] * A["cement_ash"],
        "price_additive",
        None,
        ("cement", "cement_ash"),
    ),
    (
        "Cement works",
        "gypsum",
        A["cement"] * A["cement_gypsum"],
        "price_gypsum",
        A["chloride_limit"],
        ("cement", "cement_gypsum", "chloride_limit"),
    ),
    (
        "Cement works",
        "limestone",
        clinker * A["clinker_limestone"] * A["lime_limit"],
        "price_limestone",
        None,
        (*CLINKER, "clinker_limestone", "lime_limit"),
    ),
    (
        "Power plant",
        "limestone",
        scrubber_limestone,
        "price_limestone",
        None,
        (*SO2, "limestone_excess", "limestone_purity"),
    ),
    (
        "Board plant",
        "gypsum",
        A["board"] * A["board_gypsum"] / 1000,
        "price_gypsum",
        A["chloride_limit"],
        ("board", "board_gypsum", "chloride_limit"),
    ),
    (
        "Alcohol plant",
        "sugar feedstock",
        A["ethanol"] * A["molasses_need"],
        "price_feedstock",
        None,
        ("ethanol", "molasses_need"),
    ),
    (
        "Beet farms",
        "fertilizer",
        spread * A["vinasse_value"],
        "price_fertilizer",
        None,
        ("beet", "beet_yield", "reach", "vinasse_dose", "vinasse_value"),
    ),
    (
        "Cattle farm",
        "feed",
        A["cattle"] * A["cattle_feed"] * A["cattle_share"],
        "price_feed",
        None,
        ("cattle", "cattle_feed", "cattle_share"),
    ),
    ("Road works", "embankment fill", A["fill"], "price_fill", None, ("fill",)),
    (
        *("Paint shop", "solvent", A["paint_solvent"], "price_solvent", A["chloride_solvent"]),
        ("paint_solvent", "chloride_solvent"),
    ),
]
needs = pd.DataFrame(
    {
        "firm": firm,
        "stream": stream,
        "quantity": rounded(quantity),
        "unit": "t/year",
        "price": A[price],
        "chloride": chloride,
        "source": "ecopark",
        "where": keys(*names, price),
        "status": "synthetic",
    }
    for firm, stream, quantity, price, chloride, names in needed
)

residue_rule = "may hold traces of drugs: no feed for animals"
fits = pd.DataFrame(
    [
        ("fly ash", "cement additive", 1.0, 4, 0, True, "", "one tonne for one tonne; sieving and silo"),
        ("fly ash", "embankment fill", 1.0, 2, 0, True, "", "one tonne for one tonne; moistening"),
        ("bottom ash", "embankment fill", 1.0, 2, 0, True, "", "one tonne for one tonne; crushing"),
        (
            "gypsum",
            "gypsum",
            0.95,
            18,
            0.8,
            True,
            "",
            "a little less pure than natural gypsum; washing and drying",
        ),
        ("molasses", "sugar feedstock", 1.0, 10, 0, True, "", "the same good; tank and pump"),
        (
            "pressed pulp",
            "feed",
            rounded(A["pulp_dry"] / A["feed_dry"]),
            25,
            0,
            True,
            "",
            keys("pulp_dry", "feed_dry") + "; silage",
        ),
        (
            "spent grain",
            "feed",
            rounded(A["grain_dry"] / A["feed_dry"]),
            40,
            0,
            True,
            "",
            keys("grain_dry", "feed_dry") + "; silage at once",
        ),
        ("fermentation residue", "feed", 0.25, 0, 0, False, residue_rule, "a quarter is dry"),
        (
            "carbonation lime",
            "limestone",
            rounded(A["lime_carbonate"] / A["limestone_purity"]),
            10,
            0,
            True,
            "",
            keys("lime_carbonate", "limestone_purity") + "; drying in the pond",
        ),
        ("used solvent", "solvent", 0.85, 900, 0, True, "", "distillation; a part is lost"),
        (
            "vinasse",
            "fertilizer",
            A["vinasse_value"],
            8,
            0,
            True,
            "",
            keys("vinasse_value") + "; storage and spreading",
        ),
    ],
    columns=[
        *("supply_stream", "demand_stream", "substitution", "treatment_cost", "removal", "allowed", "rule"),
        "where",
    ],
).assign(source="ecopark", status="assumed")
fits = fits[[*fits.columns[:7], "source", "where", "status"]]

# Every pair of firms whose streams fit, by road.
pairs = offers.merge(fits, left_on="stream", right_on="supply_stream").merge(
    needs, left_on="demand_stream", right_on="stream", suffixes=("", "_need")
)
pairs = pairs.loc[pairs["firm"] != pairs["firm_need"], ["firm", "firm_need"]].drop_duplicates()
place = sites.set_index("firm")[["x", "y"]]
straight = np.hypot(*(place.loc[pairs["firm"]].to_numpy() - place.loc[pairs["firm_need"]].to_numpy()).T)
distances = pd.DataFrame(
    {
        "from": pairs["firm"].to_numpy(),
        "to": pairs["firm_need"].to_numpy(),
        "distance": np.round(straight * A["detour"], 1),
        "source": "ecopark",
        "where": keys("detour") + "; places in the table sites",
        "status": "synthetic",
    }
)

# ---- water: uses of the network [t/h, ppm of COD]. Who gives water back to others has an outlet; the
# wastewater of kitchens, food, drugs, paper and cooling goes to the treatment works.
t_h = {firm: fresh / HOURS for firm, (fresh, *_) in water.items()}
uses = pd.DataFrame(
    [
        (
            "chip rinse",
            "super-pure water",
            0,
            A["chip_outlet"],
            A["chip_rinse"] * A["chip_outlet"] / 1000,
            None,
            None,
        ),
        ("drug plant", "de-ionized water", 0, None, None, t_h["Drug plant"], 0),
        ("kitchens", "drinking water", 0, None, None, t_h["Kitchens"], 0),
        ("brewery", "drinking water", 0, None, None, t_h["Brewery"], 0),
        ("alcohol plant", "drinking water", 0, None, None, t_h["Alcohol plant"], 0),
        ("cooling tower", "washing water", 40, None, None, t_h["Power plant"], 0),
        ("paper mill", "washing water", 60, None, None, t_h["Paper mill"], 0),
        (
            *("glass works", "washing water", 80, 100, None),
            *(t_h["Glass works"], t_h["Glass works"] * (1 - A["glass_evaporated"])),
        ),
        ("board plant", "washing water", 80, None, None, t_h["Board plant"], 0),
        ("vehicle wash", "washing water", 100, 300, A["wash_load"], None, None),
        ("park green", "irrigation water", 120, None, None, t_h["Park green"], 0),
    ],
    columns=["process", "grade", "inlet", "outlet", "load", "inflow", "outflow"],
)
use_keys = {
    "chip rinse": ("chip_rinse", "chip_outlet"),
    "cooling tower": COOLING,
    "vehicle wash": ("wash_load",),
    **{
        name: (*water[firm][4], *(("hours",) if "hours" not in water[firm][4] else ()))
        for name, firm in [
            *(("drug plant", "Drug plant"), ("kitchens", "Kitchens"), ("brewery", "Brewery")),
            *(
                ("alcohol plant", "Alcohol plant"),
                ("paper mill", "Paper mill"),
                ("glass works", "Glass works"),
            ),
            *(("board plant", "Board plant"), ("park green", "Park green")),
        ]
    },
}
for column in ("load", "inflow", "outflow"):
    uses[column] = [None if pd.isna(v) else rounded(v) for v in uses[column]]
limits = {
    "chip rinse": "super-pure water is made of fresh water only; the first, dirtiest rinse is kept apart",
    "drug plant": "drinking water only; its wastewater goes to the treatment works, by its permit",
    "kitchens": "people drink it; sewage goes to the treatment works",
    "brewery": "food; its wastewater is far too strong for others",
    "alcohol plant": "food; its water leaves as vinasse",
    "cooling tower": "more would feed slime; what it blows down goes to the scrubber and the treatment works",
    "paper mill": "more would show in the paper; its wastewater is far too strong for others",
    "glass works": "water that cools cullet stays nearly clean",
    "board plant": "more would disturb the setting of gypsum",
    "vehicle wash": "washing needs no better water; oil and dirt leave with it",
    "park green": "less than a sewage works may discharge; nothing comes back",
}
uses = uses.assign(
    reason=[limits[p] for p in uses["process"]],
    source="ecopark",
    where=[keys(*use_keys[p]) for p in uses["process"]],
    status="synthetic",
)

forbidden = pd.DataFrame(
    [
        ("chip rinse", "drug plant", "traces of acids and metals; a drug plant may use drinking water only"),
        ("chip rinse", "kitchens", "no used water where people drink"),
        ("chip rinse", "brewery", "no used water in food"),
        ("chip rinse", "alcohol plant", "no used water in food"),
        ("glass works", "drug plant", "a drug plant may use drinking water only"),
        ("glass works", "kitchens", "no used water where people drink"),
        ("glass works", "brewery", "no used water in food"),
        ("glass works", "alcohol plant", "no used water in food"),
        ("vehicle wash", "drug plant", "oil; a drug plant may use drinking water only"),
        ("vehicle wash", "kitchens", "no used water where people drink"),
        ("vehicle wash", "brewery", "no used water in food"),
        ("vehicle wash", "alcohol plant", "no used water in food"),
        ("vehicle wash", "chip rinse", "oil and particles"),
        ("vehicle wash", "cooling tower", "oil in the tower"),
        ("vehicle wash", "paper mill", "oil spots in the paper"),
        ("vehicle wash", "park green", "oil in the soil"),
    ],
    columns=["from", "to", "reason"],
).assign(source="ecopark", where="choice of this project", status="assumed")

# ---- heat: a winter day in the campaign [°C, kW/K]
kg_s = 1000 / 3600  # of t/h
fuel_mw = fuel / HOURS / GJ_PER_MWH
condenser_kw = condenser / HOURS / GJ_PER_MWH * 1000
dryer_vapor = A["paper"] * A["paper_evaporated"] / HOURS * kg_s  # kg/s
heat_kw = {
    "vapor": dryer_vapor * 1000 * A["latent_heat"] * A["vapor_heat"],
    "town": town_supply / A["heating_hours"] / GJ_PER_MWH * 1000,
}
beer_flow = A["beer"] / HOURS * kg_s
juice = A["beet"] * A["juice"] / A["campaign_hours"] * kg_s
stillage = A["ethanol"] * A["vinasse"] / HOURS * kg_s
streams = [
    (
        *("Power plant", "flue gas", 130, 90, fuel_mw * A["gas_mass"] * A["gas_capacity"], HOURS),
        (*FUEL, "gas_mass", "gas_capacity", "hours"),
    ),
    ("Power plant", "condenser water", 35, 25, condenser_kw / 10, HOURS, (*CONDENSER, "hours")),
    (
        *(
            "Cement works",
            "kiln gas",
            250,
            120,
            clinker / HOURS * kg_s * A["kiln_gas"] * A["gas_capacity"],
            HOURS,
        ),
        (*CLINKER, "kiln_gas", "gas_capacity", "hours"),
    ),
    (
        *("Glass works", "flue gas", 450, 180),
        *(A["glass"] / HOURS / GJ_PER_MWH * A["glass_heat"] * A["glass_gas"] * A["gas_capacity"], HOURS),
        ("glass", "glass_heat", "glass_gas", "gas_capacity", "hours"),
    ),
    (
        *("Paper mill", "dryer vapor", 60, 40, heat_kw["vapor"] / 20, HOURS),
        ("paper", "paper_evaporated", "latent_heat", "vapor_heat", "hours"),
    ),
    (
        *("Alcohol plant", "stillage", 95, 40, stillage * A["water_capacity"], HOURS),
        ("ethanol", "vinasse", "water_capacity", "hours"),
    ),
    (
        *("Brewery", "hot wort", 95, 20, beer_flow * A["water_capacity"], HOURS),
        ("beer", "water_capacity", "hours"),
    ),
    (
        *("Brewery", "brewing water", 12, 78, beer_flow * A["brewing_water"] * A["water_capacity"], HOURS),
        ("beer", "brewing_water", "water_capacity", "hours"),
    ),
    (
        *("Sugar mill", "raw juice", 35, 85, juice * A["juice_capacity"], A["campaign_hours"]),
        ("beet", "juice", "juice_capacity", "campaign_hours"),
    ),
    (
        *("Paper mill", "drying air", 20, 105, dryer_vapor * A["paper_air"] * A["air_capacity"], HOURS),
        ("paper", "paper_evaporated", "paper_air", "air_capacity", "hours"),
    ),
    (
        *("Fish farm", "water", 8, 18, A["fish_water"] * kg_s * A["water_capacity"], A["heating_hours"]),
        ("fish_water", "water_capacity", "heating_hours"),
    ),
    (
        *("Town", "district heating", 50, 80, heat_kw["town"] / 30, A["heating_hours"]),
        ("inhabitants", "floor_area", "floor_heat", "network_loss", "heating_hours"),
    ),
]
temperatures = {
    "flue gas": "colder gas would let acid condense",
    "condenser water": "the cooling tower takes it back to 25 °C",
    "kiln gas": "after the raw meal is dried; below 120 °C little is left",
    "dryer vapor": "its dew point is about 60 °C; most condenses down to 40 °C",
    "stillage": "leaves the column near 95 °C; fields and tanks take it at 40 °C",
    "hot wort": "boiled wort must be cold before yeast comes in",
    "brewing water": "from the well to the mash",
    "raw juice": "from the diffuser to liming",
    "drying air": "from the hall to the hood of the dryer",
    "water": "a river in winter, and what fish like",
    "district heating": "a new network of low temperature: return and supply",
}
heat_streams = pd.DataFrame(
    {
        "firm": firm,
        "stream": stream,
        "supply": supply,
        "target": target,
        "capacity": rounded(capacity),
        "hours": hours,
        "reason": "the furnace warms its own air first" if firm == "Glass works" else temperatures[stream],
        "source": "ecopark",
        "where": keys(*names),
        "status": "synthetic",
    }
    for firm, stream, supply, target, capacity, hours, names in streams
)

# ---- the power plant as a plant of heat and electricity [MWh/year]
process_heat = sum(steam.values()) / GJ_PER_MWH
lost = town_supply * A["power_lost"] / GJ_PER_MWH
PLANT = (*CONDENSER, "own_power", "industrial_boiler_coal", "power_reference")
plants = pd.DataFrame(
    [
        ("power plant today", process_heat, power_net / GJ_PER_MWH, fuel / GJ_PER_MWH, keys(*PLANT)),
        (
            *("power plant that heats the town", process_heat + town_heat / GJ_PER_MWH),
            *(power_net / GJ_PER_MWH - lost, fuel / GJ_PER_MWH),
            keys(*PLANT, "inhabitants", "floor_area", "floor_heat", "network_loss", "power_lost"),
        ),
    ],
    columns=["plant", "heat", "electricity", "fuel", "where"],
).assign(boiler_efficiency=A["industrial_boiler_coal"], power_efficiency=A["power_reference"], **synthetic)
plants[["heat", "electricity", "fuel"]] = plants[["heat", "electricity", "fuel"]].map(rounded)
plants = plants[
    [
        "plant",
        "heat",
        "electricity",
        "fuel",
        "boiler_efficiency",
        "power_efficiency",
        "source",
        "where",
        "status",
    ]
]

# ---- balances: every flow of ash, sulfur, energy and water, from and to; outside names are not firms
flows: list[tuple[str, str, str, str, float, str, str]] = []
for source, receiver, stream, quantity in [
    ("Coal mine", "Power plant", "ash in coal", ash),
    ("Power plant", "Ash silo", "fly ash", A["fly_ash"]),
    ("Power plant", "Ash silo", "bottom ash", bottom_ash),
    ("Power plant", "Air", "dust", ash * A["fly_ash_share"] * (1 - A["dust_capture"])),
]:
    flows.append(("ash", source, receiver, stream, quantity, "t/year", keys(*COAL)))
sulfur = coal * A["coal_sulfur"]
for source, receiver, stream, quantity in [
    ("Coal mine", "Power plant", "sulfur in coal", sulfur),
    ("Power plant", "Ash silo", "sulfur in ash", sulfur * (1 - A["sulfur_to_gas"])),
    ("Power plant", "Gypsum store", "sulfur in gypsum", so2_caught * MOLAR["S"] / MOLAR["SO2"]),
    ("Power plant", "Air", "sulfur in SO2", (so2 - so2_caught) * MOLAR["S"] / MOLAR["SO2"]),
]:
    flows.append(("sulfur", source, receiver, stream, quantity, "t/year", keys(*SO2)))


def energy(source: str, receiver: str, stream: str, quantity: float, *names: str) -> None:
    """Add a flow of energy [GJ/year]."""
    flows.append(("energy", source, receiver, stream, quantity, "GJ/year", keys(*names)))


energy("Coal mine", "Power plant", "coal", fuel, *FUEL)
energy("Power plant", "Air", "stack loss", stack_loss, *FUEL, "boiler_efficiency")
energy("Power plant", "Air", "machine loss", machine_loss, *FUEL, "machine_loss")
energy("Power plant", "Air", "condenser heat", condenser, *CONDENSER)
scrubber = scrubber_power * GJ_PER_MWH
own = power_gross * A["own_power"] - scrubber
energy("Power plant", "Air", "electricity of the scrubber", scrubber, *SO2, "scrubber_power")
energy(
    "Power plant",
    "Air",
    "other own electricity",
    own,
    *FUEL,
    "power_share",
    "own_power",
    *SO2[4:],
    "scrubber_power",
)
energy("Power plant", "Grid", "electricity", power_net, *FUEL, "power_share", "own_power")
for firm, heat in steam_sent.items():
    energy("Power plant", firm, "steam", heat, *steam_keys[firm], "steam_loss")
    energy(firm, "Air", "loss of the steam pipe", heat - steam[firm], *steam_keys[firm], "steam_loss")
    energy(firm, "Air", "heat of the steam", steam[firm], *steam_keys[firm])
for firm, electricity in power.items():
    energy("Grid", firm, "electricity", electricity * GJ_PER_MWH, *power_keys[firm])
    energy(firm, "Air", "heat of the electricity", electricity * GJ_PER_MWH, *power_keys[firm])
energy("Coal mine", "Cement works", "coal", kiln_fuel, *CLINKER, "clinker_heat")
energy(
    "Cement works",
    "Product",
    "heat bound in clinker",
    clinker * A["clinker_bound"],
    *CLINKER,
    "clinker_bound",
)
kiln_loss = kiln_fuel - clinker * (A["clinker_bound"] + A["drying_heat"])
energy("Cement works", "Air", "heat that dries raw meal", clinker * A["drying_heat"], *CLINKER, "drying_heat")
energy(
    "Cement works",
    "Air",
    "heat of gas, shell and clinker",
    kiln_loss,
    *CLINKER,
    "clinker_heat",
    "clinker_bound",
    "drying_heat",
)
energy("Gas grid", "Glass works", "natural gas", glass_fuel, "glass", "glass_heat")
glass_useful = glass_fuel * A["glass_efficiency"]
energy("Glass works", "Product", "heat of the glass", glass_useful, "glass", "glass_heat", "glass_efficiency")
energy(
    "Glass works",
    "Air",
    "stack and wall loss",
    glass_fuel - glass_useful,
    "glass",
    "glass_heat",
    "glass_efficiency",
)
energy("Gas grid", "Sugar mill", "natural gas", sugar_fuel, "beet", "beet_steam", "gas_boiler")
energy("Sugar mill", "Air", "stack loss", sugar_fuel - sugar_steam, "beet", "beet_steam", "gas_boiler")
energy("Sugar mill", "Air", "heat of the steam", sugar_steam, "beet", "beet_steam")

for firm, (fresh, raw, gone, kept, names) in water.items():
    for source, receiver, stream, quantity in [
        ("River", firm, "fresh water", fresh),
        ("Fields", firm, "water in beets", raw),
        (firm, "Air", "evaporated water", gone),
        (firm, "Product", "water in products and wastes", kept),
        (firm, "Treatment works", "wastewater", wastewater[firm]),
    ]:
        if quantity > 1e-6:
            flows.append(("water", source, receiver, stream, quantity, "m3/year", keys(*names)))
total = sum(v for v in wastewater.values() if v > 1e-6)
every = sorted({name for firm in water for name in water[firm][4]})
flows.append(("water", "Treatment works", "River", "treated water", total, "m3/year", keys(*every)))
balances = pd.DataFrame(flows, columns=["balance", "from", "to", "stream", "quantity", "unit", "where"])
balances["quantity"] = balances["quantity"].map(rounded)
balances = balances.assign(type=balances["balance"], **synthetic)
balances = balances[
    ["balance", "from", "to", "stream", "quantity", "unit", "type", "source", "where", "status"]
]

# ---- who could share a treatment plant
shared = ["Paper mill", "Sugar mill", "Brewery", "Drug plant", "Chip plant"]
days = {firm: (A["campaign_hours"] if firm == "Sugar mill" else HOURS) / 24 for firm in shared}
wastewater_table = pd.DataFrame(
    {
        "firm": firm,
        "use": rounded(wastewater[firm] / days[firm]),
        **{"source": "ecopark", "where": keys(*water[firm][4]), "status": "synthetic"},
    }
    for firm in shared
)

# ---- fuels for a boiler: per GJ of steam, not per GJ of fuel
boilers = pd.DataFrame(
    [
        ("coal", "raw_coal", "coal_heat", "GJ/t", "industrial_boiler_coal", "price_coal", "RMB/t"),
        ("natural gas", "natural_gas", "gas_heat", "GJ/m3", "gas_boiler", "price_gas", "RMB/m3"),
        ("pellets", "", "pellet_heat", "GJ/t", "industrial_boiler_biomass", "price_pellets", "RMB/t"),
    ],
    columns=["fuel", "carrier", "heat_value", "heat_value_unit", "boiler_efficiency", "price", "price_unit"],
)
named = boilers[["heat_value", "boiler_efficiency", "price"]]
boilers[named.columns] = named.apply(lambda column: A[column].to_numpy())
boilers["fuel_per_steam"] = 1 / boilers["boiler_efficiency"]
boilers["cost_per_steam"] = boilers["price"] / boilers["heat_value"] * boilers["fuel_per_steam"]
boilers[["fuel_per_steam", "cost_per_steam"]] = boilers[["fuel_per_steam", "cost_per_steam"]].map(rounded)
boilers = boilers.assign(source="ecopark", where=[keys(*row) for row in named.to_numpy()], status="synthetic")

# ---- money, projects
items = [
    *(("inside", "inside"), ("fresh_water", "price_water"), ("heat", "price_heat"), ("hours", "hours")),
    *(("heating_hours", "heating_hours"), ("transport", "price_transport")),
    *(("treatment_cost", "price_treatment"), ("treatment_size", "size_treatment"), ("permit", "permit")),
]
prices = pd.DataFrame(
    {
        "item": item,
        "value": A[name],
        "unit": assumptions.loc[name, "unit"],
        "source": "ecopark",
        "where": f"assumption {name}",
        "status": "assumed",
    }
    for item, name in items
)
projects = pd.DataFrame(
    {
        "project": project,
        "investment": A[f"{name}_investment"],
        "upkeep": A[f"{name}_upkeep"],
        "years": int(A[f"{name}_years"]),
        "source": "ecopark",
        "where": f"assumptions {name}_investment, {name}_upkeep, {name}_years",
        "status": "assumed",
    }
    for project, name in [("exchange center", "exchange"), ("water pipes", "pipes"), ("heat network", "heat")]
)

# ---- the park's figures
solar = A["solar"] * GJ_PER_MWH
park_energy = fuel + kiln_fuel + glass_fuel + sugar_fuel + solar - exported * GJ_PER_MWH
fresh_total = sum(fresh for fresh, *_ in water.values())
reused = scrubber_water + A["paper"] * A["paper_water"] * A["white_water"]
recovered = A["paper"] * A["paper_recovered"] + A["glass"] * A["cullet"]
bought = sum(
    [
        *(coal, kiln_fuel / A["coal_heat"], scrubber_limestone, recovered),
        *(A["beet"] * (1 + A["lime_stone"]), A["ethanol"] * A["molasses_need"]),
        *(clinker * A["clinker_limestone"], A["cement"] - clinker),
        *(A["board"] * A["board_gypsum"] / 1000, A["glass"] * (1 - A["cullet"])),
    ]
)
USED = (*CLINKER, "clinker_limestone", "beet", "lime_stone", "board", "board_gypsum", "glass", "cullet")
ENERGY = (*FUEL, "clinker_heat", *CLINKER, "glass", "glass_heat", "beet", "beet_steam", "gas_boiler", "solar")
given = ["gdp", "gdp_before", "inhabitants", "area", "green_area", "environmental_investment"]
given += ["firms", "firms_clean_production", "firms_iso_14001"]
figures = [
    (
        *("energy", "total energy use; electricity sold to the grid is left out", park_energy / TCE, "tce"),
        (*ENERGY, "power_share", "own_power"),
    ),
    ("renewable_energy", "renewable part of the energy use", solar / TCE, "tce", ("solar",)),
    (
        *("energy_reused", "heat that serves a second time", clinker * A["drying_heat"] / TCE, "tce"),
        (*CLINKER, "drying_heat"),
    ),
    ("fresh_water", "fresh water taken in", fresh_total, "m3", every),
    (
        *("water_used", "water used, each use counted; without the circulation of the cooling tower"),
        *(fresh_total + reused, "m3", (*every, "white_water")),
    ),
    (
        *("water_reused", "water used for a second time or more", reused, "m3"),
        (*FUEL, "scrubber_water", "paper", "paper_water", "white_water"),
    ),
    (
        *("raw_material_used", "raw material used, coal of power plant and kiln included", bought, "t"),
        (*SO2, *USED, "clinker_heat", "limestone_excess", "ethanol", "molasses_need", "paper_recovered"),
    ),
    (
        *("raw_material_reused", "raw material that was waste before: recovered paper and cullet", recovered),
        *("t", ("paper", "paper_recovered", "glass", "cullet")),
    ),
]
facts = pd.DataFrame(
    [
        *((n, *assumptions.loc[n, ["name", "value", "unit"]], f"assumption {n}", "assumed") for n in given),
        *(
            (n, name, rounded(v), unit, keys(*dict.fromkeys(names)), "synthetic")
            for n, name, v, unit, names in figures
        ),
    ],
    columns=["quantity", "name", "value", "unit", "where", "status"],
).assign(source="ecopark")
facts = facts[["quantity", "name", "value", "unit", "source", "where", "status"]]

# ---------------------------------------------------------------- files: whole numbers without a point
tables = {
    "facts": facts,
    "offers": offers,
    "needs": needs,
    "fits": fits,
    "distances": distances,
    "water_uses": uses,
    "forbidden": forbidden,
    "heat_streams": heat_streams,
    "plants": plants,
    "balances": balances,
    "boilers": boilers,
    "wastewater": wastewater_table,
    "projects": projects,
    "prices": prices,
}
for name, table in tables.items():
    cells = table.map(lambda v: f"{v:.10g}" if isinstance(v, float) and v == v else v)
    for column in table.select_dtypes("bool"):
        cells[column] = table[column].map({True: "true", False: "false"})
    cells.to_csv(FOLDER / f"{name}.csv", index=False, lineterminator="\n")
