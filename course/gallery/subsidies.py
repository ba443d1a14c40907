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
# Two ways to give the pooled share an interval: `ep.subsidy.interval`

# %%
for method in ("bootstrap", "delta"):
    found = ep.subsidy.interval(subsidies, method=method)
    print(f"{method}: {found.low:.1f} % to {found.high:.1f} %, {found.status}")

# %% [markdown]
# ## What drives the shares
#
# `ep.subsidy.influence` leaves out each zone in turn; `ep.subsidy.correlation` relates share, subsidy
# and investment.

# %%
ep.subsidy.influence(subsidies).round(2)

# %%
ep.subsidy.correlation(subsidies).round(2)

# %% [markdown]
# ## What if
#
# `ep.subsidy.required_share` asks how much more money brings the pooled share to a target, in percent;
# `ep.subsidy.withdraw` asks what a cut, in percent, leaves to the zones.

# %%
ep.subsidy.required_share(subsidies, target=10)

# %%
ep.subsidy.withdraw(subsidies, cut=50).dropna().head(3).round(1)

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
