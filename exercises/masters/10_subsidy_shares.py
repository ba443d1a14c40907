# ---
# jupyter:
#   ecopark:
#     number: "10"
#     edition: 2
#     title: "Exercises: subsidy shares"
#     minutes: 70
#     variants:
#       dropped: ["", Wanzhou ETDZ, Ningbo ETDZ, Jinchang ETDZ, Zhenjiang ETDZ, Dongying ETDZ, Caofeidian Industrial Park, Hailin ETDZ, Ganzhou ETDZ, Qingdao ETDZ, Quzhou Hi-tech Industrial Zone]
#       level: [0.95, 0.8, 0.85, 0.9, 0.92, 0.98]
#       part: [50, 38, 35, 32, 30, 28, 26, 20, 18, 15]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 10: subsidy shares
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[1.5, -2]`. The order matters. The last answer is a text of your own:
# it is kept for your teacher. Your table may lack one zone of the report, so your numbers may differ
# from those of others.

# %% tags=["parameters"]
package: str = "ctip_subsidies"  # data package with columns zone, subsidy, investment; name; any
dropped: str = ""  # zone that your table lacks; name; any
level: float = 0.95  # level of the intervals; 1; 0.5..0.999
part: int = 50  # part of the subsidy in the first payment, in exercise 10.13; %; 1..100

# %%
import numpy as np

import ecopark as ep
import ecopark_course as course

table = ep.datasets.load(package)
subsidies = table[table["zone"] != dropped].reset_index(drop=True)
stated = ep.datasets.load("ctip_subsidies", "statements").set_index("id")
check = course.checker("10", package=package, dropped=dropped, level=level, part=part)
subsidies[["zone", "subsidy", "investment"]]

# %% [markdown]
# ## 10.1 How many are missing
#
# How many zones have no known investment? Give a whole number.

# %% [raw] tags=["exercise"]
# id = "10.1"
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
check("10.1", n_missing)

# %% [markdown]
# ## 10.2 The pooled share
#
# Take the zones whose investment is known. Of all the money they invest, which part did the state
# grant? Give it in percent.

# %% [raw] tags=["exercise"]
# id = "10.2"
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
check("10.2", pooled_share)

# %% [markdown]
# ## 10.3 The zone that moves the average
#
# Leave out one zone at a time and compute the pooled share of the others. For which zone does the
# pooled share change most? Give its name, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "10.3"
# hints = [
#   "A zone with a large investment and an unusual share moves the pooled share most.",
#   "Look at the figure of lesson 10: which point is far to the right and low?",
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
check("10.3", influential_zone)

# %% [markdown]
# ## 10.4 Does the arithmetic close?
#
# The report prints the first tranche of 2012 and the number of zones that shared it. The table below holds
# both, and the part of a subsidy that a first tranche is. Compute the **full** subsidy of an average zone
# that follows from these figures, in 10^6 RMB. Compare it with the mean of your table.

# %%
stated.loc[["first_tranche", "zones_paid", "first_tranche_share"], ["quantity", "value", "unit"]]

# %% [raw] tags=["exercise"]
# id = "10.4"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "stated.loc['first_tranche', 'value'] is the tranche. Divide it by the number of zones: the first payment of one.",
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
check("10.4", full_subsidy)

# %% [markdown]
# ## 10.5 Two other averages
#
# Compute each zone's share of its own investment, in percent, for the zones whose investment is known.
# Give a list: the **mean** of these shares, and their **median**.

# %% [raw] tags=["exercise"]
# id = "10.5"
# unit = "%"
# within = 0.005
# hints = [
#   "One share for each zone first; then one number for all shares.",
#   "100 * known['subsidy'] / known['investment'] is a column with one share for each known zone.",
#   "That column has .mean() and .median().",
# ]
# idea = "The mean and the median of 100 * known['subsidy'] / known['investment']."
# [[mistakes]]
# value = "two_averages[::-1]"
# hint = "The two numbers are right and in the wrong order: the mean first."
# [[mistakes]]
# value = "[pooled_share, two_averages[1]]"
# hint = "The first number is the pooled share. Divide in each zone, then take the mean."
# [[mistakes]]
# value = "[a / 100 for a in two_averages]"
# hint = "The digits are right. Give them in percent."

# %%
two_averages = ...  # [mean, median], in %
### BEGIN SOLUTION
own_shares = 100 * known["subsidy"] / known["investment"]
two_averages = [own_shares.mean(), own_shares.median()]
### END SOLUTION

# %%
check("10.5", two_averages)

# %% [markdown]
# ## 10.6 Without the largest investor
#
# Leave out the zone with the largest known investment. What is the **pooled** share of the others, in
# percent?

# %% [raw] tags=["exercise"]
# id = "10.6"
# unit = "%"
# within = 0.005
# hints = [
#   "Which row of the known zones has the largest investment? known['investment'].idxmax() tells its label.",
#   "known.drop(label) is the table without that row.",
#   "Then as in 10.2: the sum of the subsidies over the sum of the investments, of the rows that are left.",
# ]
# idea = "Drop the row known['investment'].idxmax(), then divide sum by sum."
# [[mistakes]]
# value = "pooled_share"
# hint = "This is the pooled share of all known zones. Leave one out."
# [[mistakes]]
# value = "(100 * others['subsidy'] / others['investment']).mean()"
# hint = "The right zone is out. This is the mean of the shares; divide sum by sum."
# [[mistakes]]
# value = "100 * known['subsidy'].sum() / others['investment'].sum()"
# hint = "The zone is gone below the line, and still there above it."

# %%
pooled_others = ...  # %
### BEGIN SOLUTION
others = known.drop(known["investment"].idxmax())
pooled_others = 100 * others["subsidy"].sum() / others["investment"].sum()
### END SOLUTION

# %%
check("10.6", pooled_others)

# %% [markdown]
# ## 10.7 A lump sum or a rate?
#
# Compute two correlations over the known zones, after Pearson: of the **share** with the investment, and
# of the **subsidy** with the investment. Give a list in that order.

# %% [raw] tags=["exercise"]
# id = "10.7"
# within = 0.006
# hints = [
#   "A correlation is a number between -1 and 1. Two columns have the method .corr().",
#   "known['subsidy'].corr(known['investment']) is one of the two.",
#   "For the other one take the column of shares of 10.5, and correlate it with the investment.",
# ]
# idea = "Use .corr(known['investment']) twice: on the column of shares of 10.5, and on known['subsidy']."
# [[mistakes]]
# value = "two_correlations[::-1]"
# hint = "The two numbers are right and in the wrong order: the share first."
# [[mistakes]]
# value = "[own_shares.corr(known['subsidy']), two_correlations[1]]"
# hint = "The first number correlates the share with the subsidy. The investment is asked."
# [[mistakes]]
# value = "[own_shares.corr(known['investment'], method='spearman'), known['subsidy'].corr(known['investment'], method='spearman')]"
# hint = "This is Spearman's correlation, that of the ranks. Pearson's is asked."

# %%
two_correlations = ...  # [share, subsidy]
### BEGIN SOLUTION
two_correlations = [
    own_shares.corr(known["investment"]),
    known["subsidy"].corr(known["investment"]),
]
### END SOLUTION

# %%
check("10.7", two_correlations)

# %% [markdown]
# ## 10.8 An accident
#
# Somebody divides the mean subsidy of **all** zones of your table by the mean investment of the zones
# that **told** it. Which share comes out, in percent? Compare it with the share that the report prints.

# %% [raw] tags=["exercise"]
# id = "10.8"
# unit = "%"
# within = 0.005
# hints = [
#   "Two means from two groups: above the line all zones, below it only those that are known.",
#   "subsidies['subsidy'].mean() stands above the line.",
#   "known['investment'].mean() stands below it. Multiply by 100.",
# ]
# idea = "100 * subsidies['subsidy'].mean() / known['investment'].mean()"
# [[mistakes]]
# value = "pooled_share"
# hint = "This uses the same zones above and below, as it should be. The question is what the mixture gives."
# [[mistakes]]
# value = "100 * subsidies['subsidy'].sum() / known['investment'].sum()"
# hint = "These are sums over groups of different size. Means are asked."

# %%
mixed_share = ...  # %
### BEGIN SOLUTION
mixed_share = 100 * subsidies["subsidy"].mean() / known["investment"].mean()
### END SOLUTION

# %%
check("10.8", mixed_share)

# %% [markdown]
# ## 10.9 An interval by a formula
#
# Give the interval of the pooled share by the **delta method**, at the level `level` that is set above.
# `ep.subsidy.summary` computes it: look at its argument `method`. Give a list in percent: lower end,
# upper end.

# %% [raw] tags=["exercise"]
# id = "10.9"
# unit = "%"
# within = 0.005
# hints = [
#   "Call ep.subsidy.summary with your table; two of its arguments must not stay as they are.",
#   "The arguments are method='delta' and level=level.",
#   "The result has the parts .pooled_share_low and .pooled_share_high.",
# ]
# idea = "result = ep.subsidy.summary(subsidies, method='delta', level=level); then its pooled_share_low and pooled_share_high."
# [[mistakes]]
# value = "[by_bootstrap.pooled_share_low, by_bootstrap.pooled_share_high]"
# hint = "This is the bootstrap, which is what you get without an argument. Choose the method."
# [[mistakes]]
# value = "[by_wrong_level.pooled_share_low, by_wrong_level.pooled_share_high]"
# hint = "The method is right. Look at the level that is set at the top of this notebook."
# [[mistakes]]
# value = "[pooled_share - by_delta.std_error, pooled_share + by_delta.std_error]"
# hint = "This is one standard error to each side. The level asks for more."

# %%
delta_ends = ...  # [low, high], in %
### BEGIN SOLUTION
by_delta = ep.subsidy.summary(subsidies, method="delta", level=level)
by_bootstrap = ep.subsidy.summary(subsidies, level=level)
by_wrong_level = ep.subsidy.summary(subsidies, method="delta", level=0.95 if level != 0.95 else 0.9)
delta_ends = [by_delta.pooled_share_low, by_delta.pooled_share_high]
### END SOLUTION

# %%
check("10.9", delta_ends)

# %% [markdown]
# ## 10.10 Repair a broken cell
#
# The cell makes a bootstrap. Each row of `draws` holds the numbers of the zones that were drawn in one
# round. The cell runs, and its interval is wrong: one line takes apart what belongs together. Repair
# it. Then put a list where the three dots are: lower end, upper end, in percent.

# %%
paid = subsidies.dropna(subset=["investment"])["subsidy"].to_numpy()
spent = subsidies.dropna(subset=["investment"])["investment"].to_numpy()
draws = np.random.default_rng(8).integers(0, len(paid), (5000, len(paid)))

# %% [raw] tags=["exercise"]
# id = "10.10"
# unit = "%"
# within = 0.005
# hints = [
#   "Which zones stand above the line in one round, and which below it?",
#   "A zone has a subsidy and an investment. Both must come from the same draw.",
#   "[::-1] turns the order of the rounds round. It does not belong there.",
# ]
# idea = "Use draws, without [::-1], for the subsidies and for the investments."
# [[mistakes]]
# value = "as_it_was"
# hint = "This is the cell as it was."
# [[mistakes]]
# value = "bootstrap_ends[::-1]"
# hint = "The two numbers are right and in the wrong order: the lower end first."

# %%
above = paid[draws].sum(axis=1)
below = spent[draws[::-1]].sum(axis=1)
ends = np.quantile(100 * above / below, [(1 - level) / 2, (1 + level) / 2])
bootstrap_ends = ...  # ends.tolist(), when the cell is right
### BEGIN SOLUTION
as_it_was = ends.tolist()
below = spent[draws].sum(axis=1)
bootstrap_ends = np.quantile(100 * above / below, [(1 - level) / 2, (1 + level) / 2]).tolist()
### END SOLUTION

# %%
check("10.10", bootstrap_ends)

# %% [markdown]
# ## 10.11 Read the figure
#
# Which zones got a share **below** the pooled share? Read it from the figure. Give a list of names, in
# any order.

# %%
ep.plots.show(ep.plots.share_scatter(subsidies))

# %% [raw] tags=["exercise"]
# id = "10.11"
# hints = [
#   "There are two lines. The solid one is the pooled share.",
#   "Which points lie below the solid line? They stand on the right.",
#   "Check with numbers: compare the column of shares of 10.5 with the pooled share of 10.2.",
# ]
# idea = "known.loc[own_shares < pooled_share, 'zone'], the zones whose own share is below the pooled share."
# [[mistakes]]
# value = "set(known.loc[own_shares > pooled_share, 'zone'])"
# hint = "These lie above the line."
# [[mistakes]]
# value = "{known.loc[own_shares.idxmin(), 'zone']}"
# hint = "This zone has the smallest share. It is not alone below the line."

# %%
below_line = ...  # a list of names
### BEGIN SOLUTION
below_line = set(known.loc[own_shares < pooled_share, "zone"])
### END SOLUTION

# %%
check("10.11", below_line)

# %% [markdown]
# ## 10.12 How far apart?
#
# Take the full subsidy of 10.4, and the mean subsidy of **your** table. How many times as large is the
# mean of the table?

# %% [raw] tags=["exercise"]
# id = "10.12"
# within = 0.005
# hints = [
#   "Both numbers are subsidies of one zone in 10^6 RMB: one from the tranche, one from the table.",
#   "The mean of the table is subsidies['subsidy'].mean(), over all zones, known investment or not.",
#   "Divide the mean of the table by full_subsidy.",
# ]
# idea = "subsidies['subsidy'].mean() / full_subsidy"
# [[mistakes]]
# value = "subsidies['subsidy'].mean() / first_payment"
# hint = "This compares with the first payment. Compare with the full subsidy."
# [[mistakes]]
# value = "full_subsidy / subsidies['subsidy'].mean()"
# hint = "Turn the fraction over."
# [[mistakes]]
# value = "known['subsidy'].mean() / full_subsidy"
# hint = "This takes only the zones with a known investment. All zones have a subsidy."

# %%
times_as_large = ...
### BEGIN SOLUTION
times_as_large = subsidies["subsidy"].mean() / full_subsidy
### END SOLUTION

# %%
check("10.12", times_as_large)

# %% [markdown]
# ## 10.13 Who could have been paid?
#
# Suppose that the first payment was `part` percent of the subsidy. For how many zones of your table would
# the first payment be **at most** the mean first payment of 2012, which is the tranche over the number of
# zones? Give a whole number.

# %% [raw] tags=["exercise"]
# id = "10.13"
# unit = "zones"
# within = 0
# hints = [
#   "First payment of a zone: its subsidy times part / 100.",
#   "The mean first payment of 2012 is the tranche over the number of zones, as in 10.4 before you doubled it.",
#   "Count the rows in which subsidies['subsidy'] * part / 100 is not above that payment.",
# ]
# idea = "(subsidies['subsidy'] * part / 100 <= first_payment).sum()"
# [[mistakes]]
# value = "len(subsidies) - fitting"
# hint = "These are the zones that would get more. Count the others."
# [[mistakes]]
# value = "below_full if below_full != len(subsidies) - fitting else -1"
# hint = "This compares a first payment with a full subsidy. Compare with the first payment of 2012."

# %%
fitting = ...  # zones
### BEGIN SOLUTION
fitting = int((subsidies["subsidy"] * part / 100 <= first_payment).sum())
below_full = int((subsidies["subsidy"] * part / 100 <= full_subsidy).sum())
### END SOLUTION

# %%
check("10.13", fitting)

# %% [markdown]
# ## 10.14 Three hypotheses
#
# The tranche and the table do not fit each other. Write **three** different explanations. For each, name
# the paper or the number that would decide: what would it have to say if you are right, and what if you
# are wrong? About six sentences, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "10.14"
# kind = "written"
# hints = [
#   "Ask of each number: which zones, which year, which part of the money?",
#   "Perhaps the two numbers speak of different zones, of a different part, or of a different payment.",
#   "A good hypothesis can lose. Say what you would have to read to give it up.",
# ]
# rubric = [
#   "Fewer than three explanations, or explanations that say the same.",
#   "Three different explanations, without a document or a number that could decide.",
#   "Three explanations, each with what would decide, but not what it would say if you are wrong.",
#   "Three explanations, each with what would decide and what it would say in both cases.",
# ]
# idea = "Other batches of zones; a first payment that was less than half; 745 million as one of several payments."

# %%
hypotheses = ...  # text in quotes
### BEGIN SOLUTION
hypotheses = (
    "One: the table lists zones of later batches, with larger subsidies. The list of the zones paid in 2012 "
    "decides: if it shares no name with the table, I am right. "
    "Two: the payment of 2012 was less than half of the subsidy. The agreement of one zone decides: it must "
    "print a first payment of about one fifth. "
    "Three: 745 million is one of several payments of that year. The budget account of 2012 decides: it must "
    "show at least one more payment to the same zones. "
    "If all three fail, one of the printed numbers is wrong, and I would report both."
)
### END SOLUTION

# %%
check("10.14", hypotheses)

# %% [markdown] tags=["instructor"]
# **Teacher.** The full subsidy that follows from the tranche is far below the mean of the table. Let
# groups exchange their texts of 10.14 and try to shoot down each other's hypotheses: ten minutes. Usual
# misconception in 10.8: a number that fits the printed one must be right. Discussion: (1) Would you have
# found the accident if the mixture had given 7 %? (2) Which of your three hypotheses costs least to test?
