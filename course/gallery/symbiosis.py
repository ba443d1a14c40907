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
park = ep.symbiosis.Network(exchanges[exchanges["direction"] == "sure"])
len(park.firms), len(park.exchanges), len(park.links)

# %% [markdown]
# ## Structure
#
# Each metric names its definition and boundary: `ep.symbiosis.network_metrics`. Three metrics are called
# connectance, and they differ.

# %%
ep.symbiosis.network_metrics(park)[["value", "definition"]].round(3)

# %%
ep.plots.show(ep.symbiosis.plot_network(park, "Kalundborg, 2000"))

# %% [markdown]
# ## What if a firm leaves
#
# `ep.symbiosis.remove_firm`, `ep.symbiosis.robustness_curve`, `ep.symbiosis.robustness`

# %%
gone = ep.symbiosis.remove_firm(park, "Asnaes")
gone.without_supplier, gone.alone

# %%
curve = ep.symbiosis.robustness_curve(park, "degree")
ep.symbiosis.robustness(curve)["value"].round(3)

# %%
curve[["removed", "largest_share", "links_share"]].round(3).head()

# %% [markdown]
# ## Flows
#
# With quantities, a network can be checked and measured further: `ep.symbiosis.balance`,
# `ep.symbiosis.check_balance`, `ep.symbiosis.close_balance`, `ep.symbiosis.flow_metrics`. The flows
# are synthetic.

# %%
rows = [("lake", "mill", 100.0), ("mill", "plant", 120.0), ("plant", "mill", 20.0), ("plant", "sea", 100.0)]
table = pd.DataFrame(rows, columns=["from", "to", "quantity"]).assign(stream="water", unit="m3/h")
water = ep.symbiosis.Network(table, outside=["lake", "sea"])
ep.symbiosis.check_balance(water)
ep.symbiosis.balance(water)

# %%
ep.symbiosis.flow_metrics(water)[["value", "unit", "definition"]].round(3)

# %%
open_ended = ep.symbiosis.Network(table.head(2), outside=["lake"])
len(ep.symbiosis.close_balance(open_ended).exchanges)

# %%
ep.plots.show(ep.symbiosis.plot_sankey(water, "A synthetic park"))

# %% [markdown]
# A figure also becomes a file, with its alt text inside; the ending of the name, SVG or PNG, says the format:
# `axes.figure.savefig(path, metadata={"Description": ep.plots.alt_text(axes)})`.

# %% [markdown]
# ## Benefits
#
# Quantities times factors of your own give what exchanges save; say what is inside each factor, and count a
# tonne that passes through two firms once. `ep.symbiosis.compare_projects` gives payback, present value and rate
# of return. The numbers are invented.

# %%
factors = pd.Series({"water": 1.0}, name="fresh water that is not drawn [m3/m3]")
reused = water.inner
reused["quantity"] * reused["stream"].map(factors)

# %% [markdown]
# A project that costs 1000 RMB, lasts 3 years and is discounted with 10 % a year:

# %%
project = pd.DataFrame({"project": ["pipe"], "investment": [1000.0], "yearly": [500.0], "years": [3]})
ep.symbiosis.compare_projects(project, 0.1)[["payback", "net_present_value", "internal_rate", "status"]]

# %% [markdown]
# ## Coalitions of firms
#
# `ep.symbiosis.coalition_values` lists what each coalition is worth, `ep.symbiosis.merger_gains` what two of
# them gain by joining, if each pair of firms costs something. The numbers are invented.

# %%
links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
ep.symbiosis.coalition_values(links, pair_cost=5.0)

# %%
ep.symbiosis.merger_gains(links, pair_cost=5.0)

# %% [markdown]
# ## Planning a park
#
# What each step of the guidelines of 2003 delivers, and which function helps: `ep.planning.checklist`.

# %%
plan = ep.planning.checklist(done=["1.1", "1.2"])
plan[plan["functions"] != ""].head(5)
