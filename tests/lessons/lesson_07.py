"""Lesson 07 on other parks, grids, zones and plans; expected values from the tables by plain products."""

import pandas as pd

import ecopark as ep

GRID = [
    {"area": "Yunnan", "coal": 0.0, "electricity": 120.0, "zone": "Synthetic zone 10"},
    {"area": "national", "grid_year": 2023, "convention": "equivalent", "so2_removed": 0.0},
    {"area": "East China", "grid_year": 2021, "natural_gas": 0.0, "added_value": 80000.0, "plan_cut": 5.0},
    {"zone": "Synthetic zone 40", "start": 2010, "year": 2015, "plan_cut": 17.0, "plan_years": 5},
    {"zone": "Synthetic zone 09", "start": 2005, "year": 2016, "gas_yield": 0.5, "scrubber_power": 0.0},
    {"zone": "Synthetic zone 49", "start": 2012, "year": 2013, "area": "Inner Mongolia", "coal": 120000.0},
]
SENSELESS = [
    ({"area": "Atlantis"}, "area of a grid factor for China 'Atlantis'"),
    ({"grid_year": 2015}, "'2015'"),
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"start": 2015, "year": 2010}, "must come before"),
    ({"start": 2012, "year": 2012}, "must come before"),
]


def table(name):
    return pd.read_csv(ep.datasets.path("factors", name)).set_index("id")


def grid_factor(area, year):
    rows = table("emission_factors")
    rows = rows[(rows["country"] == "China") & (rows["area"] == area) & (rows["year"] == year)]
    return rows.loc[rows["boundary"] == "grid average", "value"].item()  # kg/kWh = 1000 t/GWh


def what_falls(total, intensity):
    words = {(True, True): "both fall", (False, True): "only the intensity falls"}
    words |= {(True, False): "only the total falls", (False, False): "neither falls"}
    return words[total < 0, intensity < 0]


def expected(
    coal, natural_gas, electricity, added_value, area, grid_year, convention, zone, start, year,
    so2_removed, scrubber_power, gas_yield, plan_cut, plan_years, **_,
):  # fmt: skip
    emission, heat, power = (
        table(n)["value"] for n in ("emission_factors", "fuels", "electricity_conventions")
    )
    per_kwh = power["calorific" if convention == "calorific" else "equivalent_table"]
    tce = {
        "coal": coal * heat["raw_coal_coal_equivalent"],
        "gas": natural_gas * heat["natural_gas_coal_equivalent"],
    }
    carbon = {
        "coal": emission["other_bituminous_coal_carbon_ipcc_1996"],
        "gas": emission["natural_gas_carbon_ipcc_1996"],
    }
    co2_per_c = (12.011 + 2 * 15.999) / 12.011
    grid = grid_factor(area, grid_year)
    co2 = (
        sum(tce[fuel] * 29.3076 * carbon[fuel] / 1000 * co2_per_c for fuel in tce) + electricity * 1000 * grid
    )
    panel = ep.datasets.synthetic_panel().set_index(["zone", "year"])
    energy, value = (panel[name].unstack() for name in ("energy", "industrial_added_value_constant"))
    totals = energy[year] / energy[start] - 1
    intensities = (energy[year] / value[year]) / (energy[start] / value[start]) - 1
    pace = ((1 - plan_cut / 100) ** (1 / plan_years) - 1) * 100
    nation = (0.83 ** (1 / 5) - 1) * 100
    apart = pace - nation
    freed = so2_removed * (12.011 + 2 * 15.999) / (32.06 + 2 * 15.999)
    return {
        "energy of the park [tce]": sum(tce.values()) + electricity * 1000 * per_kwh,
        "CO2 of the park [t]": co2,
        "CO2 per added value [t/10^4 RMB]": co2 / added_value,
        "CO2 of 1 GWh of electricity [t]": 1000 * grid,
        "change of the zone's energy [%]": 100 * totals[zone],
        "change of the zone's energy per added value [%]": 100 * intensities[zone],
        "what falls": what_falls(totals[zone], intensities[zone]),
        "zones where only the intensity falls": int(((totals >= 0) & (intensities < 0)).sum()),
        "CO2 that the scrubber adds [t]": freed + scrubber_power * grid,
        "gas made from coal against coal [%]": 100 / gas_yield - 100,
        "planned change a year [%/year]": pace,
        "growth at which the total stands still [%/year]": ((1 - plan_cut / 100) ** (-1 / plan_years) - 1)
        * 100,
        "plan against the nation": "equal" if abs(apart) < 1e-12 else "exceeds" if apart < 0 else "below",
    }
