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
# Emissions of an inventory, the heat cascade, and the water cascade. The problems are published:
# package `process_integration`.

# %%
import pandas as pd

import ecopark as ep

# %% [markdown]
# ## Emissions
#
# The same electricity makes more or less CO2, by the grid: `ep.emissions.inventory`,
# `ep.emissions.reference`, `ep.emissions.grid`. A factor without country, year and boundary is refused.

# %%
used = pd.DataFrame({"carrier": ["electricity"], "amount": [1.0], "unit": ["GWh"]})
for area in ("Yunnan", "Hebei"):
    total = ep.emissions.inventory(used, ep.emissions.reference(area, 2022)).total("co2")
    print(f"{area}: {total.value:.0f} {total.unit}")

# %%
ep.emissions.grid("Hebei", 2022)

# %% [markdown]
# ## Which factor did they use
#
# Two figures of one article give two CO2 factors, as ranges that rounding allows. Which routes explain
# them? `ep.emissions.implied_factor`, `ep.emissions.candidates`, `ep.emissions.explains`

# %%
linhai = ep.emissions.implied_factor("36.2萬公噸", "12.1萬公秉")
national = ep.emissions.implied_factor("95.9萬公噸", "30.8萬公秉")
print(f"Linhai {linhai.low:.3f} to {linhai.high:.3f}, program {national.low:.3f} to {national.high:.3f} t/kL")
print("overlap" if linhai.overlaps(national) else "no overlap")

# %%
[e.name for e in ep.emissions.explains(linhai, ep.emissions.candidates()) if e.fits == "yes"]

# %% [markdown]
# A coal equivalent step by step: `ep.emissions.route`, `ep.emissions.factor_set`,
# `ep.emissions.factor`

# %%
oil = ep.emissions.factor_set("fuel_oil_coal_equivalent", "fuel_oil_density")
round(ep.emissions.route("fuel_oil", "kL", "tce", oil).value, 4), len(ep.emissions.all_factors())

# %% [markdown]
# Intensity and total can move apart: `ep.emissions.change`. Scrubbing SO2 costs electricity, and that
# costs CO2: `ep.emissions.so2_co2_tradeoff`.

# %%
before, after = (
    ep.emissions.inventory(pd.DataFrame({"carrier": ["coke"], "amount": [t], "unit": ["t"]}))
    for t in (100.0, 120.0)
)
ep.emissions.change(before, after, 10.0, 15.0).verdict

# %%
round(ep.emissions.so2_co2_tradeoff(100.0, 0.0, ep.emissions.grid(year=2022)), 1)

# %% [markdown]
# ## Heat
#
# Streams that cool give heat to streams that warm up. What is left is bought:
# `ep.symbiosis.heat_cascade`.

# %%
table = ep.datasets.load("process_integration", "heat_streams")
cascade = ep.symbiosis.heat_cascade(
    table[table["problem"] == "kemp"].drop(columns=["problem", "where"]), dt_min=10
)
cascade.hot_utility, cascade.cold_utility, cascade.pinch

# %%
ep.plots.show(ep.symbiosis.composite_curves(cascade))

# %%
ep.plots.show(ep.symbiosis.grand_composite_curve(cascade))

# %% [markdown]
# What exchange between two firms saves: `ep.symbiosis.between_firms`. Heat and power together against
# apart: `ep.symbiosis.combined_heat_power`. The numbers are invented.

# %%
mill = ep.symbiosis.HeatStream("flue gas", 150, 50, 2.0, "mill")
dairy = ep.symbiosis.HeatStream("wash water", 20, 80, 3.0, "dairy")
ep.symbiosis.between_firms([mill, dairy], dt_min=10)

# %%
ep.symbiosis.combined_heat_power(45, 30, 100, boiler_efficiency=0.9, power_efficiency=0.4).saving

# %% [markdown]
# ## Water
#
# Water that is too dirty for one process is clean enough for another: `ep.symbiosis.water_cascade`
# finds the least fresh water and a network that reaches it; `ep.symbiosis.water_target` gives the
# target without a solver.

# %%
processes = ep.datasets.load("process_integration", "water_processes")[["process", "inlet", "outlet", "load"]]
plan = ep.symbiosis.water_cascade(processes)
round(plan.fresh, 1), round(plan.without_reuse, 1), plan.status

# %%
ep.plots.show(ep.symbiosis.composite_curve(ep.symbiosis.water_target(processes)))

# %% [markdown]
# With a treatment plant in between:

# %%
treated = ep.symbiosis.water_cascade(processes, treatment=ep.symbiosis.Treatment("plant", outlet=5.0))
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
ep.plots.show(ep.symbiosis.where_it_goes(matching))
