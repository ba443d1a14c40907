# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Subsidies: shares, intervals, tranches
#
# Table A1 of the report by IISD: package `ctip_subsidies`, money in 10^6 RMB.

# %%
import ecopark as ep

subsidies = ep.datasets.load("ctip_subsidies")
ep.subsidy.summary(subsidies).to_frame().round(2)

# %% [markdown]
# ## Intervals
#
# Two ways to give the pooled share an interval: `ep.subsidy.summary` with its
# argument `method`

# %%
for method in ("bootstrap", "delta"):
    result = ep.subsidy.summary(subsidies, method=method)
    low, high = result.pooled_share_low, result.pooled_share_high
    print(f"{method}: {low:.1f} % to {high:.1f} %, {result.status}")

# %% [markdown]
# ## What drives the shares
#
# `ep.subsidy.leave_one_out` leaves out each zone in turn.

# %%
ep.subsidy.leave_one_out(subsidies).round(2)

# %% [markdown]
# ## Is it chance?
#
# `ep.subsidy.permutation_test` assigns the subsidies to the investments in every possible way, and asks how often
# the share falls with the investment as steeply as in the table.

# %%
ep.subsidy.permutation_test(subsidies)

# %% [markdown]
# ## Tranches
#
# Half of a subsidy is paid at the start, the rest when enough of the targets are met. Without substantial
# progress in the first three years, money goes back: `ep.subsidy.tranche`. Its inputs are the subsidy,
# here an invented 210 in 10^6 RMB, and the share of the targets that are met, in percent.

# %%
ep.subsidy.tranche(210, 91, years=2, substantial_progress=True)

# %%
ep.subsidy.tranche(210, 60, years=3, substantial_progress=False)

# %%
ep.subsidy.tranche(210, 60, years=2, substantial_progress=False)
