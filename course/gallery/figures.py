# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Figures
#
# Each function of `ep.plots` returns Axes of matplotlib. `ep.plots.show` puts the figure into a
# notebook with its alt text; `ep.plots.alt_text` gives the text alone.

# %%
import ecopark as ep

panel = ep.datasets.synthetic_panel(zones=24, years=10, seed=4)
assessed = ep.assess(panel)

# %% [markdown]
# ## One zone against its thresholds

# %%
ep.plots.show(ep.plots.gap_chart(assessed, "Synthetic zone 05", 2014))

# %% [markdown]
# ## All zones against each threshold

# %%
ep.plots.show(ep.plots.threshold_strips(assessed, 2014))

# %% [markdown]
# ## Growth of energy and of added value: the eight states

# %%
ep.plots.show(ep.plots.elasticity_plane(ep.elasticity.coefficient(panel, "energy")))

# %% [markdown]
# ## Subsidy shares

# %%
axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
print(ep.plots.alt_text(axes))
ep.plots.show(axes)
