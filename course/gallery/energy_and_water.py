# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Energy, heat and water
#
# Emissions of an inventory, the heat cascade, and the water cascade. The two cascades solve published
# problems: package `process_integration`. Other numbers are invented where the text says so.

# %%
import pandas as pd

import ecopark as ep

# %% [markdown]
# ## Emissions
#
# The same electricity, here 1 GWh, makes more or less CO2, by the grid: `ep.emissions.inventory`,
# `ep.emissions.china_default_factors`, `ep.emissions.grid_factor`. A factor of CO2 without country, year
# and boundary is refused.

# %%
used = pd.DataFrame({"carrier": ["electricity"], "amount": [1.0], "unit": ["GWh"]})
for area in ("Yunnan", "Hebei"):
    total = ep.emissions.inventory(used, ep.emissions.china_default_factors(area, 2022)).total("co2")
    print(f"{area}: {total.value:.0f} {total.unit} of CO2")

# %%
ep.emissions.grid_factor("Hebei", 2022)

# %% [markdown]
# ## Which factor did they use
#
# Two figures of one article give two CO2 factors, as ranges that rounding allows:
# `ep.emissions.implied_factor`. Does the default of a reporting rule lie in one of them?
# `ep.emissions.factor_chain` multiplies the factors of an `ep.emissions.factor_set`.

# %%
printed = ep.datasets.load("taiwan", "program").set_index("id")["value_printed"]
linhai = ep.emissions.implied_factor(*printed[["linhai_co2", "linhai_fuel_oil"]])
national = ep.emissions.implied_factor(*printed[["co2", "fuel_oil"]])
print(f"Linhai {linhai.low:.3f} to {linhai.high:.3f} t of CO2 for each kL of fuel oil")
print(f"program {national.low:.3f} to {national.high:.3f} t of CO2 for each kL of fuel oil")
print("overlap" if linhai.overlaps(national) else "no overlap")

# %%
american = ep.emissions.factor_set("fuel_oil_no6_us", "fuel_oil_no6_us_2016")
default = ep.emissions.factor_chain("fuel_oil_no6", "kL", "co2", american)
default.value, default.unit, default.value in linhai, default.value in national

# %% [markdown]
# One kiloliter of fuel oil in tce, step by step, and how many factors the package holds:
# `ep.emissions.factor`, `ep.emissions.all_factors`. Some count carbon; the molar masses turn it into CO2:
# `ep.emissions.molar_mass`

# %%
oil = ep.emissions.factor_set("fuel_oil_coal_equivalent", "fuel_oil_density")
round(ep.emissions.factor_chain("fuel_oil", "kL", "tce", oil).value, 4), len(ep.emissions.all_factors())

# %%
round(ep.emissions.molar_mass("CO2") / ep.emissions.molar_mass("C"), 4)

# %% [markdown]
# How much sulfur does gypsum from flue gas hold, and how much coal brings it: `ep.emissions.gypsum_balance`

# %%
ep.emissions.gypsum_balance(150_000, coal_sulfur=1.0, capture=100.0).round(0)

# %% [markdown]
# Scrubbing SO2 adds CO2 twice: the limestone gives it off, and the pumps and fans need electricity:
# `ep.emissions.desulfurization_co2`. Here 100 t of SO2, first without electricity, then with 500 MWh; both
# amounts are invented. The results are tonnes of CO2.

# %%
grid = ep.emissions.grid_factor(year=2022)
[round(ep.emissions.desulfurization_co2(100.0, electricity, grid), 1) for electricity in (0.0, 500.0)]

# %% [markdown]
# ## Heat
#
# Streams that cool give heat to streams that warm up. What is left is bought:
# `ep.symbiosis.heat_cascade`. The results are the heating and the cooling that remain, in kW, and the
# pinch, in °C.

# %%
table = ep.datasets.load("process_integration", "heat_streams")
cascade = ep.symbiosis.heat_cascade(
    table[table["problem"] == "kemp"].drop(columns=["problem", "where"]), dt_min=10
)
cascade.hot_utility, cascade.cold_utility, cascade.pinch

# %%
ep.plots.show(ep.symbiosis.plot_heat_composites(cascade))

# %% [markdown]
# The grand composite curve is one of the tables of the cascade: heat that flows down at each shifted
# temperature, zero at the pinch.

# %%
cascade.grand_composite

# %% [markdown]
# What exchange between two firms saves, in kW: `ep.symbiosis.inter_firm_heat_recovery`. How much fuel heat and power
# made together save, in percent of the fuel when made apart: `ep.symbiosis.chp_fuel_savings`. The
# numbers are invented.

# %%
streams = pd.DataFrame(
    {
        "stream": ["flue gas", "wash water"],
        "firm": ["mill", "dairy"],
        "supply": [150, 20],
        "target": [50, 80],
        "capacity": [2.0, 3.0],
    }
)
ep.symbiosis.inter_firm_heat_recovery(streams, dt_min=10)

# %%
ep.symbiosis.chp_fuel_savings(45, 30, 100, boiler_efficiency=0.9, power_efficiency=0.4).saving

# %% [markdown]
# ## Water
#
# Water that is too dirty for one process is clean enough for another: `ep.symbiosis.optimize_water_network`
# finds the least fresh water and a network that reaches it; `ep.symbiosis.water_cascade_analysis` gives the
# target without a solver. The results are fresh water with and without reuse, in t/h.

# %%
processes = ep.datasets.load("process_integration", "water_processes")[["process", "inlet", "outlet", "load"]]
plan = ep.symbiosis.optimize_water_network(processes)
round(plan.fresh, 1), round(plan.without_reuse, 1), plan.status

# %%
ep.plots.show(ep.symbiosis.plot_water_composite(ep.symbiosis.water_cascade_analysis(processes)))

# %% [markdown]
# With a treatment plant in between: fresh water and treated water, in t/h.

# %%
treated = ep.symbiosis.optimize_water_network(
    processes, treatment=ep.symbiosis.Treatment("plant", outlet=5.0)
)
round(treated.fresh, 1), round(treated.treated, 1)

# %% [markdown]
# ## Matching
#
# Who could use whose waste: `ep.symbiosis.match`. Each match has its reasons, and so has what stays
# unmatched. The firms and prices are invented.

# %%
supply = pd.DataFrame(
    {
        "firm": ["Power plant"],
        "stream": ["gypsum"],
        "quantity": [100.0],
        "unit": ["t/year"],
        "disposal_cost": [8.0],
    }
)
demand = pd.DataFrame(
    {
        "firm": ["Board plant"],
        "stream": ["gypsum"],
        "quantity": [60.0],
        "unit": ["t/year"],
        "price": [20.0],
    }
)
fits = pd.DataFrame({"supply_stream": ["gypsum"], "demand_stream": ["gypsum"]})
matching = ep.symbiosis.match(supply, demand, fits)
matching.matches[["supplier", "user", "quantity", "unit", "benefit", "reason"]]

# %%
matching.unmatched

# %%
ep.plots.show(ep.symbiosis.plot_matching(matching))
