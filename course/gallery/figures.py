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
ep.plots.show(ep.plots.plot_gaps(assessed, "Synthetic zone 05", 2014))

# %% [markdown]
# ## Growth of energy and of added value: the eight states

# %%
ep.plots.show(ep.plots.plot_decoupling(ep.elasticity.coefficient(panel, "energy")))

# %% [markdown]
# ## Subsidy shares

# %%
axes = ep.plots.plot_shares(ep.datasets.load("ctip_subsidies"))
print(ep.plots.alt_text(axes))
ep.plots.show(axes)

# %% [markdown]
# ## A figure of your own
#
# Draw with seaborn or matplotlib and give the figure its alt text. `plural_of_zones` says that zones are
# synthetic where they are.

# %%
import seaborn as sns

last = panel[panel["year"] == 2014]
value, energy = last["industrial_added_value"] / 1e5, last["energy"] / 1e6
axes = sns.scatterplot(x=value, y=energy)
finding = f"The more added value, the more energy: {len(last)} {ep.plots.plural_of_zones(last['zone'])}, 2014"
axes.set_title(finding, loc="left", fontsize=10)
axes.set(xlabel="Added value [10^9 RMB]", ylabel="Energy [10^6 tce]")
ep.plots.show(ep.plots.set_alt_text(axes, f"Energy over added value. {finding}."))
