# ---
# jupyter:
#   ecopark:
#     number: "08"
#     edition: 1
#     title: "Exercises: three programs side by side"
#     minutes: 55
#     variants:
#       category: [Pollution, Energy and emissions, "Material, water and waste", Administration and management]
#       base: [1568, 1600, 1460, 1500, 1520, 1540, 1640, 1700]
#       eligible: [329, 340, 350, 400, 420, 500, 620, 700]
#       seed: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
#       wait: [4.0, 4.5, 5.0, 5.5, 6.0]
#     unfair:
#       - {seed: [3], wait: [5.0]}
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 08: three programs side by side
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[1.5, 2]`. The order matters. One cell holds code that runs and is
# wrong: repair it. Two answers are texts of your own: they are kept for your teacher.
#
# The number of zones in the country stands in a source for the values 1568 and 1600 of `base`. Any
# other value is a question of the kind *what if*. The same holds for 329 and `eligible`. The cohort
# of zones that wait is synthetic: its numbers are invented.

# %% tags=["parameters"]
category: str = "Pollution"  # category of the indicators to compare; name; any
base: int = 1568  # zones in the country; zones; 300..100000
eligible: int = 329  # zones that could take part, in the later exercises; zones; 212..100000
seed: int = 0  # seed of the draws and of the synthetic cohort; 1; 0..1000000
wait: float = 6.0  # time after which we ask who still waits; year; 1..8

# %%
import numpy as np

import ecopark as ep
import ecopark_course as course

figures = ep.datasets.load("participation", "figures").set_index("id")
counted = {name: int(value) for name, value in figures.loc[figures["unit"] == "count", "value"].items()}
in_any = counted["zones_any"]
in_several = counted["zones_two_or_three"]
in_three = counted["zones_three"]
eip = counted["eip_plans_approved"]
low_carbon = counted["low_carbon_pilots"]
national = counted["zones_etdz"] + counted["zones_high_tech"]
sizes = ep.programs.overlap.from_package().sizes  # of the three programs, for 06.10 and 06.11
check = course.checker("08", category=category, base=base, eligible=eligible, seed=seed, wait=wait)
{
    "zones in any program": in_any,
    "zones in two or three programs": in_several,
    "zones in three programs": in_three,
    "zones in the EIP program": eip,
    "zones in the low-carbon program": low_carbon,
    "national-level zones": national,
}

# %% [markdown]
# ## 08.1 Read the coverage
#
# Look at the heat map of lesson 08, section 2, and at the table below: the same numbers for your
# `category`. Which system covers most concepts of this category? Give its name as text in quotes.

# %%
own = ep.programs.compare.by_category()
own = own[own["category"] == category].set_index("system")
own[["indicators", "concepts", "known"]]

# %% [raw] tags=["exercise"]
# id = "08.1"
# hints = [
#   "One number stands in each cell of the heat map: the concepts that the system covers.",
#   "Stay in the row of your category, and look for the largest number.",
#   "The name of the system stands in the index of the table; idxmax finds it in a column.",
# ]
# idea = "own['concepts'].idxmax()"
# [[mistakes]]
# value = "own['concepts'].idxmin()"
# hint = "This system covers the fewest concepts of the category. Look for the most."

# %%
widest = ...  # a name in quotes
### BEGIN SOLUTION
widest = own["concepts"].idxmax()
### END SOLUTION

# %%
check("08.1", widest)

# %% [markdown]
# ## 08.2 One, two, three
#
# The report counts the zones in any program (`in_any`), in two or three (`in_several`) and in three
# (`in_three`). How many zones are in **exactly** one, **exactly** two, and all three programs? Give a
# list of three numbers in this order.

# %% [raw] tags=["exercise"]
# id = "08.2"
# unit = "zones"
# within = 0
# hints = [
#   "A zone in three programs is also counted among those in two or three, and in any.",
#   "Exactly one: take those in any program, and take away those in several.",
#   "Exactly two: in_several - in_three.",
# ]
# idea = "[in_any - in_several, in_several - in_three, in_three]"
# [[mistakes]]
# value = "[in_any - in_several, in_several, in_three]"
# hint = "The second number still holds the zones in three programs. Take them away."
# [[mistakes]]
# value = "[in_any - in_several - in_three, in_several - in_three, in_three]"
# hint = "In the first number the zones in three programs are taken away twice."
# [[mistakes]]
# value = "[in_any, in_several, in_three]"
# hint = "These count zones in at least so many programs. Exactly is asked."

# %%
exactly = ...  # zones
### BEGIN SOLUTION
exactly = [in_any - in_several, in_several - in_three, in_three]
### END SOLUTION

# %%
check("08.2", exactly)

# %% [markdown]
# ## 08.3 Memberships
#
# A zone in two programs holds two memberships, a zone in three programs three. How many memberships
# are there in all?

# %% [raw] tags=["exercise"]
# id = "08.3"
# unit = "memberships"
# within = 0
# hints = [
#   "Each zone in exactly one program brings one membership.",
#   "Multiply the three numbers of 06.2 by 1, 2 and 3.",
#   "Add the three products.",
# ]
# idea = "exactly[0] + 2 * exactly[1] + 3 * exactly[2]"
# [[mistakes]]
# value = "in_any"
# hint = "These are zones. A zone in two programs counts twice here."
# [[mistakes]]
# value = "in_any + in_several"
# hint = "The zones in three programs have a third membership, which is missing."
# [[mistakes]]
# value = "in_any + 2 * in_several"
# hint = "This gives every zone in several programs three memberships. Most of them have two."

# %%
memberships = ...  # memberships
### BEGIN SOLUTION
memberships = exactly[0] + 2 * exactly[1] + 3 * exactly[2]
### END SOLUTION

# %%
check("08.3", memberships)

# %% [markdown]
# ## 08.4 The number that nobody printed
#
# The sizes of two programs are known: `eip` and `low_carbon`. How many zones are in the circular
# program (CEPZ or CTIP)?

# %% [raw] tags=["exercise"]
# id = "08.4"
# unit = "zones"
# within = 0
# hints = [
#   "The sizes of the three programs add up to the memberships, not to the zones.",
#   "Take the two known sizes away from the memberships.",
#   "The memberships are the answer of 06.3. Two of the three sizes have a name in this notebook.",
# ]
# idea = "memberships - eip - low_carbon"
# [[mistakes]]
# value = "in_any - eip - low_carbon"
# hint = "This starts from zones, and counts the zones in several programs too rarely. Start from memberships."
# [[mistakes]]
# value = "exactly[0] - eip - low_carbon"
# hint = "A program also has zones that are in other programs. Start from memberships."

# %%
circular = ...  # zones
### BEGIN SOLUTION
circular = memberships - eip - low_carbon
### END SOLUTION

# %%
check("08.4", circular)

# %% [markdown]
# ## 08.5 Which share of the zones?
#
# There are `base` zones in the country. Which share of them is in at least one program, in percent?

# %% [raw] tags=["exercise"]
# id = "08.5"
# unit = "%"
# within = 0.005
# hints = [
#   "Count zones, each of them once.",
#   "Divide the zones in any program by the zones in the country.",
#   "The zones in any program are in_any. Give the result in percent.",
# ]
# idea = "100 * in_any / base"
# [[mistakes]]
# value = "100 * memberships / base"
# hint = "These are memberships: a zone in two programs is counted twice."
# [[mistakes]]
# value = "100 * exactly[0] / base"
# hint = "These zones are in exactly one program. Zones in several count as well."

# %%
zone_share = ...  # %
### BEGIN SOLUTION
zone_share = 100 * in_any / base
### END SOLUTION

# %%
check("08.5", zone_share)

# %% [markdown]
# ## 08.6 What the other page would need
#
# Another page of the report gives a larger share: `figures.loc["share_15", "value"]`, in percent. How
# many of the `base` zones would have to be in a program for that? Round to a whole number.

# %% [raw] tags=["exercise"]
# id = "08.6"
# unit = "zones"
# within = 0.5
# hints = [
#   "Which part of the zones in the country is asked for?",
#   "A share in percent is divided by 100 before it multiplies.",
#   "base * figures.loc['share_15', 'value'] / 100, then round.",
# ]
# idea = "round(base * figures.loc['share_15', 'value'] / 100)"
# [[mistakes]]
# value = "round(base * figures.loc['share_13', 'value'] / 100)"
# hint = "This is the smaller share. Take share_15."
# [[mistakes]]
# value = "round(base * figures.loc['share_15', 'value'] / 100) - in_any"
# hint = "These are the zones that are missing. The whole number of zones is asked."

# %%
zones_needed = ...  # zones
### BEGIN SOLUTION
zones_needed = round(base * figures.loc["share_15", "value"] / 100)
### END SOLUTION

# %%
check("08.6", zones_needed)

# %% [markdown]
# ## 08.7 A share that counts twice
#
# Somebody divides the **memberships** by the `base` zones. Which percentage does this give?

# %% [raw] tags=["exercise"]
# id = "08.7"
# unit = "%"
# within = 0.05
# hints = [
#   "The recipe is as in 06.5, with another number above the line.",
#   "The memberships are the answer of 06.3.",
#   "Give the result in percent, over all zones of the country.",
# ]
# idea = "100 * memberships / base"
# [[mistakes]]
# value = "100 * in_any / base"
# hint = "This counts zones, as in 06.5. Memberships are asked."
# [[mistakes]]
# value = "100 * memberships / in_any"
# hint = "This is memberships for each zone in a program. Divide by the zones in the country."

# %%
membership_share = ...  # %
### BEGIN SOLUTION
membership_share = 100 * memberships / base
### END SOLUTION

# %%
check("08.7", membership_share)

# %% [markdown]
# ## 08.8 Pairs by chance
#
# Suppose that each program picks its zones at random, without looking at the others. How many
# **pairs** of memberships does chance give on average: first among the `base` zones of the country,
# then among the `national` zones only? Give a list of two numbers.

# %% [raw] tags=["exercise"]
# id = "08.8"
# unit = "pairs"
# within = 0.05
# hints = [
#   "Two programs with a and b zones share a * b / N zones on average.",
#   "Three programs make three such products. Add them, then divide by N.",
#   "(eip * circular + eip * low_carbon + circular * low_carbon) / N, for N = base and N = national.",
# ]
# idea = "[pairs_of_sizes / base, pairs_of_sizes / national], with the sum of the three products of two sizes."
# [[mistakes]]
# value = "[eip * circular / base, eip * circular / national]"
# hint = "This is one of three pairs of programs. Add the two others."
# [[mistakes]]
# value = "[pairs_of_sizes / national, pairs_of_sizes / base]"
# hint = "The order is the other way: first all zones of the country, then the national ones."
# [[mistakes]]
# value = "[3 * pairs_of_sizes / base, 3 * pairs_of_sizes / national]"
# hint = "Each pair of programs counts once. Do not multiply by three."

# %%
pairs_by_chance = ...  # a list of two numbers
### BEGIN SOLUTION
pairs_of_sizes = eip * circular + eip * low_carbon + circular * low_carbon
pairs_by_chance = [pairs_of_sizes / base, pairs_of_sizes / national]
### END SOLUTION

# %%
check("08.8", pairs_by_chance)

# %% [markdown]
# ## 08.9 Triples by chance
#
# The same for zones in **all three** programs: how many does chance give on average among the `base`
# zones, and among the `national` zones? Give a list of two numbers.

# %% [raw] tags=["exercise"]
# id = "08.9"
# unit = "zones"
# within = 0.005
# hints = [
#   "A zone is in the first program with the chance a / N. In all three: multiply three such chances.",
#   "Multiply that chance by the N zones. One N cancels out.",
#   "eip * circular * low_carbon / N**2, for N = base and N = national.",
# ]
# idea = "[eip * circular * low_carbon / base**2, eip * circular * low_carbon / national**2]"
# [[mistakes]]
# value = "[eip * circular * low_carbon / base**3, eip * circular * low_carbon / national**3]"
# hint = "This is the chance of one zone. Multiply it by the number of zones."
# [[mistakes]]
# value = "[eip * circular * low_carbon / base, eip * circular * low_carbon / national]"
# hint = "This divides by N once. Three chances bring three N below the line, and one cancels out."

# %%
triples_by_chance = ...  # a list of two numbers
### BEGIN SOLUTION
triples_by_chance = [eip * circular * low_carbon / number**2 for number in (base, national)]
### END SOLUTION

# %%
check("08.9", triples_by_chance)

# %% [markdown]
# ## 08.10 Repair the permutation test
#
# The cell below shuffles `eligible` zones a thousand times and wants the mean number of **pairs** of
# memberships. It runs, and it is wrong: a zone in all three programs holds three pairs. Repair one
# line.

# %% [raw] tags=["exercise"]
# id = "08.10"
# unit = "pairs"
# within = 0.8
# hints = [
#   "number_of counts, for each zone, the programs that it is in: 0, 1, 2 or 3.",
#   "A zone in two programs holds one pair, a zone in three holds three, any other none.",
#   "For n programs the pairs are n * (n - 1) / 2. Add these over the zones.",
# ]
# idea = "drawn.append(np.sum(number_of * (number_of - 1) / 2))"
# [[mistakes]]
# value = "mean_zones"
# hint = "The cell still counts zones in two or more programs. A zone in three of them holds three pairs."

# %%
random = np.random.default_rng(seed)
drawn = []
for _draw in range(1000):
    number_of = np.zeros(eligible)
    for size in sizes.values():
        number_of[random.permutation(eligible)[:size]] += 1
    drawn.append(np.sum(number_of >= 2))
mean_pairs = np.mean(drawn)
### BEGIN SOLUTION
mean_zones = mean_pairs
random = np.random.default_rng(seed)
drawn = []
for _draw in range(1000):
    number_of = np.zeros(eligible)
    for size in sizes.values():
        number_of[random.permutation(eligible)[:size]] += 1
    drawn.append(np.sum(number_of * (number_of - 1) / 2))
mean_pairs = np.mean(drawn)
### END SOLUTION

# %%
check("08.10", mean_pairs)

# %% [markdown]
# ## 08.11 The verdict
#
# Suppose that only `eligible` zones could take part. Are the pairs that were seen `"more"` than
# chance, `"fewer"` than chance, or `"as chance"`, at the level 0.05? Use
# `ep.programs.overlap.against_chance(sizes, eligible, pairs)` with the pairs that were seen, and read
# `pairs_verdict`. `sizes` is there already.

# %% [raw] tags=["exercise"]
# id = "08.11"
# hints = [
#   "Seen pairs: one for each zone in exactly two programs, three for each zone in all three.",
#   "The answers of 06.2 hold what you need: exactly[1] and exactly[2].",
#   "found = ep.programs.overlap.against_chance(sizes, eligible, exactly[1] + 3 * exactly[2])",
# ]
# idea = "against_chance(sizes, eligible, exactly[1] + 3 * exactly[2]).pairs_verdict"
# [[mistakes]]
# value = "turned"
# hint = "This is the other direction. Print expected_pairs of the result: are the seen pairs above it or below?"
# [[mistakes]]
# value = "'as chance' if verdict != 'as chance' else '-'"
# hint = "The seen pairs are too far from the expected ones for that. Read pairs_verdict, not triples_verdict."

# %%
verdict = ...  # "more", "fewer" or "as chance"
### BEGIN SOLUTION
verdict = ep.programs.overlap.against_chance(sizes, eligible, exactly[1] + 3 * exactly[2]).pairs_verdict
turned = {"more": "fewer", "fewer": "more"}.get(verdict, "")
### END SOLUTION

# %%
check("08.11", verdict)

# %% [markdown]
# ## 08.12 Justify the population
#
# Which zones would you take as those that could take part: all zones of the country, the national-level
# ones, or others? Defend your choice in three or four sentences. Say what a reader who chooses
# otherwise would conclude. Write text in quotes.

# %% [raw] tags=["exercise"]
# id = "08.12"
# kind = "written"
# hints = [
#   "Compare your verdict of 06.11 with that of the figure in lesson 06.",
#   "Who may apply to each program? Think of zones at provincial level.",
#   "Name one fact that would settle the choice, and where to look for it.",
# ]
# idea = "The verdict depends on who could take part; the text must name a population, a reason, and the other verdict."

# %%
population = ...  # text in quotes
### BEGIN SOLUTION
population = (
    "I take the zones that may apply to all three programs. Provincial zones may apply, so all zones of "
    "the country are the first choice, and the overlap is far more than chance. But if in practice only "
    "national-level zones are accepted, the same counts are fewer pairs than chance, and the programs "
    "avoid each other. The lists of members with the level of each zone would settle it."
)
### END SOLUTION

# %%
check("08.12", population)

# %% [markdown]
# ## 08.13 At least this many wait
#
# Of the zones with an approved plan (`eip`), some still wait after more than six years:
# `counted["eip_overdue"]`. Others may have waited so long and have the title now: no source counts them.
# What is the **smallest** share of all zones with an approved plan that can have waited longer than six
# years, in percent?

# %% [raw] tags=["exercise"]
# id = "08.13"
# unit = "%"
# within = 0.05
# hints = [
#   "The share is smallest if only the counted zones waited so long. By which zones must you divide?",
#   "Divide the zones that are known to wait so long by all zones with an approved plan.",
#   "The zones with an approved plan are eip, those that wait too long are in counted. Give percent.",
# ]
# idea = "100 * counted['eip_overdue'] / eip"
# [[mistakes]]
# value = "100 * counted['eip_overdue'] / (eip - counted['eip_named'])"
# hint = "This is the share of the zones without the title. Divide by all zones with an approved plan."
# [[mistakes]]
# value = "100 * counted['eip_overdue'] / counted['eip_named']"
# hint = "This compares with the zones that have the title. Divide by all zones with an approved plan."
# [[mistakes]]
# value = "100 * (1 - counted['eip_named'] / eip)"
# hint = "This is the share of all that wait. Only those that wait for more than six years are asked."

# %%
at_least = ...  # %
### BEGIN SOLUTION
at_least = 100 * counted["eip_overdue"] / eip
### END SOLUTION

# %%
check("08.13", at_least)

# %% [markdown]
# ## 08.14 Why the mean is biased
#
# The report says that certification takes `figures.loc["eip_certification_time_low", "value"]` to
# `figures.loc["eip_certification_time_high", "value"]` years on average. Why is this too short as a
# forecast for a zone that starts today? Write two or three sentences, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "08.14"
# kind = "written"
# hints = [
#   "Which zones are in this mean, and which are not?",
#   "Think of a zone whose plan was approved eight years ago and that has no title yet.",
#   "Use the word censored, and say which method keeps the zones that wait.",
# ]
# idea = "The mean is over completed spells only. Zones that wait are right-censored and left out, and they are the slow ones."

# %%
why_biased = ...  # text in quotes
### BEGIN SOLUTION
why_biased = (
    "The mean is taken only over zones that already have the title. Slow zones still wait: their time is "
    "right-censored, and leaving them out keeps the quick ones. The Kaplan-Meier estimate uses each zone "
    "for as long as it was watched; the counts alone say that at least this share waits longer than six "
    "years."
)
### END SOLUTION

# %%
check("08.14", why_biased)

# %% [markdown]
# ## 08.15 Who still waits?
#
# Here is a synthetic cohort of zones. Estimate by Kaplan and Meier's method which share still waits
# after `wait` years, in percent. Use `ep.programs.participation.time_to_certification(cohort)`: the
# column `waiting` holds the share from each time of `years` on.

# %%
cohort = ep.programs.participation.synthetic_cohort(seed=seed)
cohort[["zone", "years", "certified", "status"]].head(4)

# %% [raw] tags=["exercise"]
# id = "08.15"
# unit = "%"
# within = 0.05
# hints = [
#   "curve = ep.programs.participation.time_to_certification(cohort)",
#   "Keep the rows of the curve up to the time asked: curve[curve['years'] <= wait].",
#   "The last of these rows holds the answer, in the column waiting.",
# ]
# idea = "curve.loc[curve['years'] <= wait, 'waiting'].iloc[-1]"
# [[mistakes]]
# value = "100 * (cohort['years'] > wait).mean()"
# hint = "This counts zones that were watched for longer. Zones approved late could not be watched so long."
# [[mistakes]]
# value = "100 * (cohort.loc[cohort['certified'], 'years'] > wait).mean()"
# hint = "This looks at zones with the title only. Those that wait are left out."
# [[mistakes]]
# value = "100 * (1 - cohort['certified'].mean())"
# hint = "This is the share without the title on the day of the last look, whatever their time."

# %%
still_waiting = ...  # %
### BEGIN SOLUTION
curve = ep.programs.participation.time_to_certification(cohort)
still_waiting = curve.loc[curve["years"] <= wait, "waiting"].iloc[-1]
### END SOLUTION

# %%
check("08.15", still_waiting)

# %% [markdown]
# ## 08.16 A step or a trend?
#
# The low-carbon program is the youngest. Which part of the zones in any program (`in_any`) is in the
# low-carbon program and in **no other**? No source says which zones share programs, so the counts leave a
# range. Give a list in percent: the smallest and the largest share that the counts allow.

# %% [raw] tags=["exercise"]
# id = "08.16"
# unit = "%"
# within = 0.05
# hints = [
#   "Start from all zones of the low-carbon program. Take away those that are in another program as well.",
#   "The zones in all three go in any case. Of those in exactly two, all or none may be low-carbon zones.",
#   "Between low_carbon - in_three - exactly[1] and low_carbon - in_three zones. Divide both by in_any.",
# ]
# idea = "[100 * (low_carbon - in_three - exactly[1]) / in_any, 100 * (low_carbon - in_three) / in_any]"
# [[mistakes]]
# value = "youngest_only[::-1]"
# hint = "The two numbers are right and in the wrong order: the smallest share first."
# [[mistakes]]
# value = "[100 * (low_carbon - in_several) / in_any, 100 * low_carbon / in_any]"
# hint = "The smallest share is right. In the largest one the zones in all three programs are still there."
# [[mistakes]]
# value = "[youngest_only[0] * in_any / low_carbon, youngest_only[1] * in_any / low_carbon]"
# hint = "These are parts of the low-carbon zones. Divide by the zones in any program."

# %%
youngest_only = ...  # [smallest, largest], in %
### BEGIN SOLUTION
in_no_other = [low_carbon - in_three - exactly[1], low_carbon - in_three]
youngest_only = [100 * number / in_any for number in in_no_other]
### END SOLUTION

# %%
check("08.16", youngest_only)

# %% [markdown] tags=["instructor"]
# **Teacher.** Exercises 06.2 to 06.4 take ten minutes, 06.5 to 06.7 five, 06.8 to 06.12 twenty, the
# rest twenty. In class, let half of the room take all zones in 06.12 and the other half the national
# ones, and let them argue. For 06.14 ask each pair for a case of censoring outside of parks.
