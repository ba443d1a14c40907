# ---
# jupyter:
#   ecopark:
#     number: "08"
#     title: "Exercises: subsidy shares"
#     minutes: 30
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 08: subsidy shares
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.

# %% tags=["parameters"]
package: str = "ctip_subsidies"  # data package with columns zone, subsidy, investment; name; any

# %%
import ecopark as ep

subsidies = ep.datasets.load(package)
stated = ep.datasets.load("ctip_subsidies", "statements").set_index("id")
check = ep.checker("08", package=package)
subsidies[["zone", "subsidy", "investment"]]

# %% [markdown]
# ## 08.1 How many are missing
#
# How many zones have no known investment? Give a whole number.

# %% [raw] tags=["exercise"]
# id = "08.1"
# unit = "zones"
# within = 0
# hints = [
#   "Count the empty cells of the column investment.",
#   "subsidies['investment'].isna() marks the empty cells with True.",
#   "True counts as 1: add the marks with .sum().",
# ]
# idea = "subsidies['investment'].isna().sum() counts the zones without a known investment."
# [[mistakes]]
# value = "len(subsidies) - n_missing"
# hint = "This is the number of zones whose investment is known. Count the others."
# [[mistakes]]
# value = "len(subsidies)"
# hint = "This is the number of all zones. Count only those with an empty cell."

# %%
n_missing = ...  # zones
### BEGIN SOLUTION
n_missing = int(subsidies["investment"].isna().sum())
### END SOLUTION

# %%
check("08.1", n_missing)

# %% [markdown]
# ## 08.2 The pooled share
#
# Take the zones whose investment is known. Of all the money they invested, which part did the state
# pay? Give it in percent.

# %% [raw] tags=["exercise"]
# id = "08.2"
# unit = "%"
# within = 0.05
# hints = [
#   "First keep the rows whose investment is known: known = subsidies.dropna(subset=['investment']).",
#   "Add the subsidies, add the investments, then divide once.",
#   "Multiply by 100 to get percent.",
# ]
# idea = "100 * known['subsidy'].sum() / known['investment'].sum(), with known = the rows that have an investment."
# [[mistakes]]
# value = "(100 * known['subsidy'] / known['investment']).mean()"
# hint = "This is the mean of the zones' shares. Divide sum by sum instead, so that every yuan counts the same."
# [[mistakes]]
# value = "(100 * known['subsidy'] / known['investment']).median()"
# hint = "This is the median of the zones' shares. Divide sum by sum instead."
# [[mistakes]]
# value = "100 * subsidies['subsidy'].sum() / known['investment'].sum()"
# hint = "The subsidies of all zones stand over the investments of a few. Use the same zones above and below the line."

# %%
pooled_share = ...  # %
### BEGIN SOLUTION
known = subsidies.dropna(subset=["investment"])
pooled_share = 100 * known["subsidy"].sum() / known["investment"].sum()
### END SOLUTION

# %%
check("08.2", pooled_share)

# %% [markdown]
# ## 08.3 The zone that moves the average
#
# Leave out one zone at a time and compute the pooled share of the others. For which zone does the
# pooled share change most? Give its name, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "08.3"
# hints = [
#   "A zone with a large investment and an unusual share moves the pooled share most.",
#   "Look at the figure of lesson 08: which point is far to the right and low?",
#   "Sort the known zones by investment; try the largest one.",
# ]
# idea = "Compute the pooled share without each zone in turn, and take the zone with the largest distance to the pooled share of all."
# [[mistakes]]
# value = "known.loc[(known['subsidy'] / known['investment']).idxmax(), 'zone']"
# hint = "This zone has the largest share, but its investment is not the largest. Try leaving out others."

# %%
influential_zone = ...  # a name in quotes
### BEGIN SOLUTION
without = {
    zone: 100 * rest["subsidy"].sum() / rest["investment"].sum()
    for zone, rest in ((zone, known[known["zone"] != zone]) for zone in known["zone"])
}
influential_zone = max(without, key=lambda zone: abs(without[zone] - pooled_share))
### END SOLUTION

# %%
check("08.3", influential_zone)

# %% [markdown]
# ## 08.4 Does the arithmetic close?
#
# In 2012, the first tranche of 745 million RMB went to 22 zones: `stated.loc["first_tranche"]` and
# `stated.loc["zones_paid"]`. A first tranche is half of a subsidy. Compute the **full** subsidy of
# an average zone that follows from these figures, in 10^6 RMB. Compare it with the mean of the
# table.

# %% [raw] tags=["exercise"]
# id = "08.4"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "Divide the tranche by the number of zones: that is the first payment of one zone.",
#   "The first payment is half of the subsidy.",
#   "Divide the first payment by 0.5.",
# ]
# idea = "The tranche over the number of zones gives the first payment; divided by the first share, 0.5, it gives the full subsidy."
# [[mistakes]]
# value = "stated.loc['first_tranche', 'value'] / stated.loc['zones_paid', 'value']"
# hint = "This is the first payment of one zone. The full subsidy is twice as large."
# [[mistakes]]
# value = "subsidies['subsidy'].mean()"
# hint = "This is the mean of the table. Compute the figure from the tranche and the number of zones."

# %%
full_subsidy = ...  # 10^6 RMB
### BEGIN SOLUTION
first_payment = stated.loc["first_tranche", "value"] / stated.loc["zones_paid", "value"]
full_subsidy = first_payment / stated.loc["first_tranche_share", "value"]
### END SOLUTION

# %%
check("08.4", full_subsidy)

# %% [markdown] tags=["instructor"]
# **Teacher.** The full subsidy that follows from the tranche is far below the mean of the table.
# Let groups write three explanations each and say which document would decide. Ten minutes.
