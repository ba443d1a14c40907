# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Symbiosis: networks, flows, benefits
#
# The network of Kalundborg in 2000, from the package `kalundborg`. Two of its exchanges have doubtful
# ends; they stay out here.

# %%
import pandas as pd

import ecopark as ep

exchanges = ep.datasets.load("kalundborg", "exchanges")
park = ep.symbiosis.network(exchanges[exchanges["direction"] == "sure"])
len(park.firms), len(park.exchanges), len(park.links)

# %% [markdown]
# ## Structure
#
# Each measure names its definition and boundary: `ep.symbiosis.metrics`,
# `ep.symbiosis.structure`. Three measures are called connectance, and they differ.

# %%
found = ep.symbiosis.metrics(park)
for name in ("link_density", "connectance", "connectance_without_self", "eco_connectance", "cyclicity"):
    print(f"{name}: {found[name].value:.3f}")

# %%
ep.symbiosis.structure(park)["links"].value

# %%
ep.plots.show(ep.symbiosis.draw_network(park, "Kalundborg, 2000"))

# %% [markdown]
# ## What if a firm leaves
#
# `ep.symbiosis.leave`, `ep.symbiosis.robustness_curve`, `ep.symbiosis.robustness`

# %%
gone = ep.symbiosis.leave(park, "Asnaes")
gone.without_supplier, gone.alone

# %%
curve = ep.symbiosis.robustness_curve(park, "degree")
print(round(ep.symbiosis.robustness(curve).value, 3))
ep.plots.show(ep.symbiosis.draw_robustness(curve))

# %% [markdown]
# ## Flows
#
# With quantities, a network can be checked and measured further: `ep.symbiosis.balance`,
# `ep.symbiosis.check_balance`, `ep.symbiosis.close_balance`, `ep.symbiosis.flow_measures`. The flows
# are synthetic.

# %%
rows = [("lake", "mill", 100.0), ("mill", "plant", 120.0), ("plant", "mill", 20.0), ("plant", "sea", 100.0)]
table = pd.DataFrame(rows, columns=["from", "to", "quantity"]).assign(stream="water", unit="m3/h")
water = ep.symbiosis.network(table, outside=["lake", "sea"])
ep.symbiosis.check_balance(water)
ep.symbiosis.balance(water)

# %%
measures = ep.symbiosis.flow_measures(water)
measures["finn_cycling_index"].value, measures["mean_path_length"].value

# %%
open_ended = ep.symbiosis.network(table.head(2), outside=["lake"])
len(ep.symbiosis.close_balance(open_ended).exchanges)

# %%
ep.plots.show(ep.symbiosis.draw_sankey(water, "A synthetic park"))

# %% [markdown]
# A figure also becomes a file, SVG or PNG: `ep.symbiosis.export`.

# %% [markdown]
# ## Benefits
#
# `ep.symbiosis.benefits` adds up water, CO2, material, landfill and money, each with its boundary, and
# counts nothing twice. `ep.symbiosis.Project` gives payback, present value and rate of return. The
# numbers are invented.

# %%
ash = [{"from": "Power plant", "to": "Cement works", "stream": "ash", "quantity": 10_000.0, "unit": "t/year"}]
factors = pd.DataFrame(
    {
        "stream": ["ash"],
        "effect": ["landfill"],
        "factor": [1.0],
        "unit": ["t/t"],
        "boundary": ["tipped before"],
    }
)
ep.symbiosis.benefits(ash, factors)["landfill"]

# %% [markdown]
# A project that costs 1000 RMB, lasts 3 years and is discounted with 10 % a year:

# %%
project = ep.symbiosis.Project(1000.0, 3, 0.1)
project.measures(500.0, "RMB", "the whole park")

# %% [markdown]
# ## Groups of firms
#
# `ep.symbiosis.collective_benefit` compares two groups apart and together, `ep.symbiosis.group_worths` lists
# what each group is worth. The numbers are invented.

# %%
links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
ep.symbiosis.collective_benefit(links, "plant, mill", "farm", pair_cost=5.0).verdict

# %%
ep.symbiosis.group_worths(links, pair_cost=5.0)

# %% [markdown]
# ## Planning a park
#
# What each step of the guidelines of 2003 delivers, and which function helps: `ep.planning.checklist`.

# %%
plan = ep.planning.checklist(done=["1.1", "1.2"])
plan[plan["functions"] != ""].head(5)
