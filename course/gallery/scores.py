# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Scores, gaps and own targets
#
# The zones here are synthetic: invented numbers.

# %%
import ecopark as ep

panel = ep.datasets.synthetic_panel(zones=12, years=8, seed=6)
assessed = ep.assess(panel)

# %% [markdown]
# ## One score from many indicators
#
# `ep.composite` puts indicators on one scale and takes their mean; the standard itself is ranked as
# a zone. The method decides, so name it.

# %%
for method in ("normal-cdf", "min-max", "rank"):
    scores = ep.composite(assessed, method=method, year=2012)
    best = scores.sort_values("score", ascending=False).head(3)["zone"].to_list()
    print(f"{method}: {', '.join(best)}")

# %% [markdown]
# Two methods can turn the order of two zones round; each row is such a pair: `ep.scores.rank_reversals`

# %%
reversals = ep.scores.rank_reversals(assessed, method="normal-cdf", other_method="min-max", year=2012)
reversals.head(4)

# %% [markdown]
# ## What must change
#
# `ep.gap_to_target` turns a failed indicator into the quantity that must change, in its own unit.

# %%
ep.gap_to_target(panel, "Synthetic zone 05", 2012).head(6).round(2)

# %% [markdown]
# ## Own targets
#
# Some programs set no thresholds: each zone proposes its own. `ep.assess` takes them as a table. The
# target here is invented.

# %%
targets = ep.standards.get("cepz-ctip-2012").to_frame()[["code"]].query("code == '3.1'")
targets = targets.assign(zone="Synthetic zone 05", threshold=80.0)
own = ep.assess(panel, standard="cepz-ctip-2012", targets=targets)
own[(own["zone"] == "Synthetic zone 05") & (own["code"] == "3.1")].tail(3).round(2)
