"""Lesson 07 on other zones, grids, plans and boilers; expected values by csv, products and reactions."""

import csv
from pathlib import Path

import ecopark as ep

FOLDER = Path(ep.datasets.path("factors")).parent.parent
GRID = [
    {"area": "Yunnan", "coal": 0.0, "own_power": 0.0, "limestone": 0.0, "growth": -3.0},
    {
        "area": "China",
        "counting": "life cycle",
        "plan_cut": 17.0,
        "plan_years": 5,
        "boiler": 85.0,
        "steam": 0.0,
    },
    {"area": "China", "counting": "fossil only", "natural_gas": 0.0, "value_added": 80000.0, "plan_cut": 5.0},
    {"area": "Fujian", "diesel": 90000.0, "gas_yield": 85.0, "gas_boiler": 95.0, "scrubber_power": 0.0},
    {"area": "Sichuan", "boiler": 82.0, "plant": 70.0, "power_to_heat": 0.5, "shared_steam": 90000.0},
    {"coal": 0.0, "natural_gas": 0.0, "diesel": 0.0, "own_power": 0.0, "electricity": 12.0, "growth": 25.0},
    {"sulfur": 3.5, "growth": 0.0, "limestone": 2_000_000.0, "own_power": 120.0, "plan_years": 1},
]
SENSELESS = [
    ({"area": "Atlantis"}, "The tables of 2023 have no grid called 'Atlantis'"),
    ({"counting": "life cycle"}, "For Hebei no factor of 2023 counts 'life cycle'"),
    ({"area": "China", "counting": "market"}, "For China no factor of 2023 counts 'market'"),
    ({"own_power": 900.0}, "own_power [GWh] is 900.0"),
    (
        {"coal": 0.0, "natural_gas": 0.0, "diesel": 0.0, "electricity": 0.0, "steam": 0.0, "own_power": 0.0},
        "CO2 of what is burned and bought [t/year] is 0.0",
    ),
]
CARBON, OXYGEN, SULFUR, CALCIUM = 12.011, 15.999, 32.06, 40.078
PER_CARBON = (CARBON + 2 * OXYGEN) / CARBON
TCE = 29.3076  # GJ


def rows(package, table):
    with (FOLDER / package / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected(
    coal, natural_gas, diesel, electricity, steam, own_power, limestone, value_added, area,
    counting, plan_cut, plan_years, growth, sulfur, scrubber_power, boiler, gas_boiler, gas_yield,
    plant, power_to_heat, shared_steam,
):  # fmt: skip
    grid = next(
        float(row["value"])
        for table in ("provinces", "conventions")
        for row in rows("grid_factors", table)
        if row["area"] == area and row["boundary"] == counting
    )
    contents = {row["id"]: row for row in rows("fuel_carbon", "factors")}
    energy = {  # GJ
        "other_bituminous_coal": coal * 0.7143 * TCE,
        "natural_gas": natural_gas * 12.143 * TCE,
        "diesel": diesel * 1.4571 * TCE,
    }

    def burned(end):
        return (
            sum(gj * float(contents[f"{fuel}_carbon_content"][end]) for fuel, gj in energy.items())
            * PER_CARBON
            / 1000
        )

    bought = electricity * 1000 * grid + steam * 0.11
    kiln = limestone * (CARBON + 2 * OXYGEN) / (CALCIUM + CARBON + 3 * OXYGEN)
    total = burned("value") + bought + kiln
    factor = (1 - plan_cut / 100) ** (1 / plan_years)
    nation = 0.83 ** (1 / 5)
    coal_co2, gas_co2 = 25.8 * PER_CARBON, 15.3 * PER_CARBON  # kg/GJ of fuel
    # One tonne of SO2 holds half a tonne of sulfur: so much steam comes with it [GJ].
    steam_per_so2 = SULFUR / (SULFUR + 2 * OXYGEN) / (sulfur / 100) * 0.7143 * TCE * boiler / 100
    from_coal, from_gas = coal_co2 / (boiler / 100), coal_co2 / (gas_yield * gas_boiler / 10_000)
    power = power_to_heat * shared_steam / 3.6  # MWh
    extra_fuel = shared_steam * ((1 + power_to_heat) / (plant / 100) - 1 / (boiler / 100))
    return {
        "CO2 of the zone [t/year]": total,
        "low end by the carbon of fuels [t/year]": burned("low") + bought + kiln,
        "high end by the carbon of fuels [t/year]": burned("high") + bought + kiln,
        "part from suppliers' chimneys [%]": 100 * bought / total,
        "CO2 per value added [t/10^4 RMB]": total / value_added,
        "own electricity counted twice [t/year]": own_power * grid * 1000,
        "cut of the plan [%/year]": 100 * (1 - factor),
        "beyond the national pace [percentage points/year]": 100 * (nation - factor),
        "growth at which the total stands still [%/year]": 100 * (1 / factor - 1),
        "change of the total during the plan [%]": 100 * (((1 + growth / 100) * factor) ** plan_years - 1),
        "CO2 per SO2 removed by a scrubber [t/t]": (CARBON + 2 * OXYGEN) / (SULFUR + 2 * OXYGEN)
        + scrubber_power * grid,
        "CO2 per SO2 avoided by gas from coal [t/t]": steam_per_so2 * (from_gas - from_coal) / 1000,
        "natural gas against coal, per steam [%]": 100 * (gas_co2 / (gas_boiler / 100) / from_coal - 1),
        "saved by a shared plant [t/year]": power * grid - extra_fuel * coal_co2 / 1000,
        "grid below which the plant saves nothing [kg/kWh]": extra_fuel * coal_co2 / 1000 / power,
    }
