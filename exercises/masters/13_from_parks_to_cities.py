# ---
# jupyter:
#   ecopark:
#     number: "13"
#     edition: 3
#     title: "Exercises: from parks to cities, and after 2015"
#     minutes: 75
#     variants:
#       growth: [7.0, 7.5, 8.0, 8.5, 9.5, 10.0]
#       life: [5, 6]
#       target: [35.0, 40.0, 48.0, 50.0]
#       back: [560.0, 580.0, 640.0, 660.0]
#       flawed: [2.0, 3.0, 5.0, 6.0]
#       reported: [60.0, 70.0, 72.0]
#       early: [61, 64, 66, 67, 69]
#       latest: [73, 74, 76, 77]
#       high_tech: [41.5, 42.5, 43.0]
#       per_point: [0.5, 0.55, 0.65]
#       furnace: [6.5, 7.0, 7.5, 8.0]
#       city_growth: [3.0, 5.0, 7.0]
#       back_now: [45.0, 50.0, 55.0, 65.0]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 13: from parks to cities, and after 2015
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Some answers are lists, such as `[1.5, -2]`, in which the order matters. The cities, parks and counts are invented unless the text names
# a source. Exercises 13.3 and 13.8 need no calculation.

# %% tags=["parameters"]
growth: float = 9.0  # growth of the demand for electric bicycles; %/year; 1..10
life: int = 7  # time that a bicycle is in use; year; 3..7
target: float = 45.0  # recycled share that a law asks for; %; 20..50
back: float = 610.0  # bottles that came back; 10^6; 500..700
flawed: float = 4.0  # part of them that came from bottling plants and was never sold; %; 0.5..20
reported: float = 65.0  # part of the bottles sold that makers report; %; 50..95
early: int = 63  # named parks in June 2013; count; 61..70
latest: int = 72  # named parks in 2021; count; 72..90
high_tech: float = 42.0  # high-tech share of the park's output; %; 41..44
per_point: float = 0.6  # cost of a percentage point of recycling; 10^6 RMB; 0.1..0.65
furnace: float = 6.0  # part of the energy that must stay natural gas; %; 5.5..9
city_growth: float = 4.0  # growth of the city's demand; %/year; 0.5..15
back_now: float = 60.0  # part of the old material that comes back today; %; 10..85

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
local = ep.datasets.load("hj274_2015", "provincial_thresholds").set_index("code")
rules = ep.datasets.load("zero_carbon_park_2025", "indicators").set_index("code")["threshold"]
carbon = ep.datasets.load("fuel_carbon").set_index("id")["value"]
co2_per_carbon = ep.emissions.molar_mass("CO2") / ep.emissions.molar_mass("C")
gj_per_tce = ep.units.factor("tce", "GJ")
gas_factor = carbon["natural_gas_carbon_content"] * co2_per_carbon * gj_per_tce / 1000  # t of CO2 per tce
grid = ep.datasets.load("grid_factors", "conventions").set_index("boundary")["value"]["grid average"]  # t/MWh
power_factor = grid * gj_per_tce / 3.6  # t of CO2 per tce of electricity
check = course.checker(
    "13",
    growth=growth,
    life=life,
    target=target,
    back=back,
    flawed=flawed,
    reported=reported,
    early=early,
    latest=latest,
    high_tech=high_tech,
    per_point=per_point,
    furnace=furnace,
    city_growth=city_growth,
    back_now=back_now,
)

# %% [markdown]
# ## 13.1 What may a law ask of the urban mine?
#
# In a city the demand for electric bicycles grows by `growth` percent a year. A bicycle is in use for `life` years. A
# law is to require that `target` percent of the material of new bicycles come from old ones. Give a list of three
# numbers:
#
# 1. the share of today's demand, in %, that old bicycles cover if 80 % of their material comes back;
# 2. the part of the old material, in %, that must come back to meet the target;
# 3. the growth of demand, in % a year, above which no collection, however good, can meet the target.

# %% [raw] tags=["exercise"]
# id = "13.1"
# within = 0.05
# hints = [
#   "When were the bicycles bought that come back today, and how large was the demand then?",
#   "Demand was smaller by the factor (1 + growth/100) once for each year of use. A part of what was bought then comes back.",
#   "For the third number, let everything come back and solve for the growth; the degree of the root is the number of years that a bicycle lasts.",
# ]
# idea = "Demand was smaller by f = (1 + growth/100)**-life. So 80*f, target/f, and the growth at which f alone is the target: (100/target)**(1/life) - 1. A target that ignores growth asks of a growing market what only a stable one can deliver."
# [[mistakes]]
# value = "[80 * (1 - life * growth / 100), target / (1 - life * growth / 100), mine[2]]"
# hint = "You subtracted the growth of all years at once. Growth compounds."
# [[mistakes]]
# value = "[80 * (1 + growth / 100) ** life, target / (1 + growth / 100) ** life, mine[2]]"
# hint = "Demand grew, so a lifetime ago it was smaller, not larger."
# [[mistakes]]
# value = "[mine[0], mine[1], 100 * (100 / target - 1) / life]"
# hint = "The first two are right. For the third, growth compounds as well, so the number of years belongs in the exponent."
# [[mistakes]]
# value = "[mine[0], target * smaller, mine[2]]"
# hint = "The second is too easy to reach: the old material is less than the demand, so a larger part of it must come back."

# %%
mine = ...  # a list of three numbers: %, %, %/year
### BEGIN SOLUTION
smaller = (1 + growth / 100) ** -life
mine = [80 * smaller, target / smaller, 100 * ((100 / target) ** (1 / life) - 1)]
### END SOLUTION

# %%
check("13.1", mine)

# %% [markdown]
# ## 13.2 Repair: a rate above one hundred
#
# A minister shows the collection rate that the cell below computes, and the newspapers laugh. Makers reported 520 million bottles, because they pay a fee for
# each; in fact they report only `reported` percent of what they sell. Of the `back` million bottles that came back, `flawed` percent came straight
# from bottling plants and had never been sold. Repair the cell, so that it gives the share of the bottles *sold* that came back *from buyers*, in %.

# %% [raw] tags=["exercise"]
# id = "13.2"
# unit = "%"
# within = 0.05
# hints = [
#   "One thing is wrong in the numerator and one in the denominator. Which two amounts should the rate compare?",
#   "If makers report a part of their sales, how large are the sales?",
#   "Take the bottles that were never sold out of those that came back, and divide by all bottles sold.",
# ]
# idea = "The numerator is back * (1 - flawed/100), the denominator 520 / (reported/100). Whoever pays by the bottle reports few, and whoever is paid by the bottle brings many: a rate above 100 % shows that the two counts were made by different people with different interests."
# [[mistakes]]
# value = "100 * back / 520"
# hint = "This is the minister's rate."
# [[mistakes]]
# value = "100 * back / (520 / (reported / 100))"
# hint = "The denominator is right now. Does each bottle that came back come from a buyer?"
# [[mistakes]]
# value = "100 * back * (1 - flawed / 100) / 520"
# hint = "The numerator is right now. Is 520 million what was sold?"
# [[mistakes]]
# value = "100 * back * (1 - flawed / 100) / (520 * reported / 100)"
# hint = "Makers report a part of their sales. Are the sales more or less than the report?"

# %%
sold = 520  # 10^6 bottles
rate = 100 * back / sold  # %
### BEGIN SOLUTION
from_buyers = back * (1 - flawed / 100)
sold = 520 / (reported / 100)
rate = 100 * from_buyers / sold
### END SOLUTION

# %%
check("13.2", rate)

# %% [markdown]
# ## 13.3 Who must move first?
#
# Each of these seven loops waits for somebody to act first. Who must act before the others can? Give a list of seven
# letters, in the order of the loops.
#
# 1. A brewery could send its warm water to a greenhouse across the road.
# 2. Thirty plating shops each fill one drum of spent acid a month, too little for any of them to treat.
# 3. Copiers could come back to the factory when their users no longer need them, and leave the factory again as good
#    as new.
# 4. Food waste from 40,000 homes could feed a digester, if it were kept apart from plastics.
# 5. Slag from one county may not be used in another, because no rule says how this waste may be reused.
# 6. Old telephones lie in drawers, because no seller has to take them back.
# 7. The plant of a park could heat the old town, but the pipes must go under its streets.
#
# - **A** Two firms, by a contract.
# - **B** A whole industry, acting together.
# - **C** The maker, through a different way of doing business.
# - **D** The city, by what it collects, digs or builds.
# - **E** The nation, by law or ministry.

# %% [raw] tags=["exercise"]
# id = "13.3"
# hints = [
#   "Ask for each loop: who could begin tomorrow if all others were willing, and whose refusal would stop it?",
#   "One city cannot make a rule that is missing everywhere, and two firms cannot dig up a street.",
#   "One letter fits only the loop between two neighbors, one only the loop of many small firms, and one only the loop that depends on who owns the product.",
# ]
# idea = "A, B, C, D, E, E, D. A contract suffices where two partners own everything that the loop needs. As soon as it needs a street, thousands of kitchens, a rule for reuse or a duty for all sellers, somebody with public power must move first."
# [[mistakes]]
# value = "['A', 'A', 'C', 'D', 'E', 'E', 'D']"
# hint = "Loop 2: which two firms would sign, and would their two drums be enough?"
# [[mistakes]]
# value = "['A', 'B', 'C', 'D', 'E', 'C', 'D']"
# hint = "Loop 6: would one maker that takes telephones back empty the drawers?"
# [[mistakes]]
# value = "['A', 'B', 'C', 'D', 'E', 'E', 'A']"
# hint = "Loop 7: who owns the street?"
# [[mistakes]]
# value = "['A', 'B', 'C', 'D', 'D', 'E', 'D']"
# hint = "Loop 5: can one city make the rule by which a waste crosses counties?"

# %%
first_movers = ...  # seven letters in quotes, in a list
### BEGIN SOLUTION
first_movers = ["A", "B", "C", "D", "E", "E", "D"]
### END SOLUTION

# %%
check("13.3", first_movers)

# %% [markdown]
# ## 13.4 Counts that do not fit
#
# In an invented country, four sources count the parks that hold a title. Give a list of four numbers:
#
# 1. the number of pairs of counts in which the earlier count is larger than the later one;
# 2. the smallest number of parks that must have lost their title if **all** counts are right;
# 3. the slowest growth from the second count to the last, in parks a year;
# 4. the fastest.
#
# A date such as 2021 covers all days of that period. Take 365.25 days for a year.

# %%
titles = pd.DataFrame(
    {
        "date": ["2013-06", "2013-11", "2016-12-31", "2018-06", "2021"],
        "named": [early, 55, 60, 62, latest],
        "source": ["ministry", "journal", "ministry", "newspaper", "library"],
    }
)
titles

# %% [raw] tags=["exercise"]
# id = "13.4"
# within = 0.005
# hints = [
#   "For the first number, compare each count with every later one. For the second, ask where the number must have gone down.",
#   "A park that leaves between two counts is missing from all later ones unless it returns; so add up the steps downward.",
#   "ep.programs.parse_period(date) gives the first and the last day of a date. The longest time makes the growth slowest.",
# ]
# idea = "Only the first count is above later ones. If all counts are right, at least as many parks as this step downward must have left, and the later counts require no further loss. Growth is the change over the time, from the first day of the one date to the last day of the other, and from the last day to the first. Two honest sources can differ because they count different things, count on different days, or because parks left; only a list of names can decide."
# [[mistakes]]
# value = "[pairs, early - 55, change / 8, change / 8]"
# hint = "The first two are right. A date such as 2021 covers a year: between which days can the time be shortest, and longest?"
# [[mistakes]]
# value = "[pairs, early - 55, change / shortest, change / longest]"
# hint = "The slowest growth belongs to the longest time, and comes first."
# [[mistakes]]
# value = "[1, early - 55, change / longest, change / shortest]"
# hint = "You compared neighbors in time only. An early count can also be above one that comes years later."
# [[mistakes]]
# value = "[pairs, 0, change / longest, change / shortest]"
# hint = "If all counts are right, the number fell at one step. How many parks must have left?"

# %%
four_numbers = ...  # [pairs, parks, parks/year, parks/year]
### BEGIN SOLUTION
counted = titles["named"].tolist()
pairs = sum(later < before for i, before in enumerate(counted) for later in counted[i + 1 :])
left = -titles["named"].diff().clip(upper=0).sum()  # every step downward
first, last = (ep.programs.parse_period(titles["date"][i]) for i in (1, 4))
longest = (last[1] - first[0]).days / 365.25
shortest = (last[0] - first[1]).days / 365.25
change = latest - 55
four_numbers = [pairs, left, change / longest, change / shortest]
### END SOLUTION

# %%
check("13.4", four_numbers)

# %% [markdown]
# ## 13.5 One of four
#
# The rules of Shandong for its own parks print thresholds, and **one** of four economic rows must be met. The table
# holds these rows (real), the values of an invented park, and what one unit of improvement would cost it (invented).
# Give a list of two numbers, in 10^6 RMB:
#
# 1. what the cheapest way to meet the group costs;
# 2. what it would cost to meet the row whose distance to its threshold is the smallest *in percent of the threshold*.

# %%
rows = local.loc[["1", "2", "3", "4"], ["name_en", "threshold", "unit"]].assign(
    value=[high_tech, 12.6, 13.4, 8.0], cost_per_unit=[8.0, 9.0, 16.0, per_point]
)
rows

# %% [raw] tags=["exercise"]
# id = "13.5"
# unit = "10^6 RMB"
# within = 0.005
# hints = [
#   "The group is met as soon as one row is. Which cost do you need for each row?",
#   "Missing units times cost per unit, row by row; then the smallest. For the second number, divide what is missing by the threshold first.",
#   "The row that is nearest in percent need not be the cheapest. Compute both columns and look.",
# ]
# idea = "Cost is (threshold - value) * cost_per_unit. The row that is nearest in percent is the high-tech share, and it is expensive to meet; the row that seems hopeless, recycling, is the cheapest. Percent of a threshold is no measure of effort, so a list of gaps sorted by percent is no plan."
# [[mistakes]]
# value = "[cost.sum(), cost[nearest]]"
# hint = "You met all four rows. How many must be met?"
# [[mistakes]]
# value = "[rows['cost_per_unit'].min(), rows['cost_per_unit'][nearest]]"
# hint = "These are costs of one unit. How many units are missing?"
# [[mistakes]]
# value = "[cost[nearest], cost.min()]"
# hint = "The two numbers are right but in the wrong order."
# [[mistakes]]
# value = "[cost.min(), cost[missing.idxmin()]]"
# hint = "The first is right. For the second you took the smallest number of units; the rows have different units."

# %%
two_costs = ...  # [cheapest, nearest in percent], in 10^6 RMB
### BEGIN SOLUTION
missing = rows["threshold"] - rows["value"]
cost = missing * rows["cost_per_unit"]
nearest = (missing / rows["threshold"]).idxmin()
two_costs = [cost.min(), cost[nearest]]
### END SOLUTION

# %%
check("13.5", two_costs)

# %% [markdown]
# ## 13.6 What may remain?
#
# A park wants to become a zero-carbon park. For one kind of furnace, `furnace` percent of its energy must stay natural gas. Everything else can become
# carbon-free, except a part that is still bought as ordinary electricity of the grid. Two rules hold at once: the core limit on CO2 per energy (`rules["1a"]` for a park below 1 Mtce
# a year, `rules["1b"]` for one above) and the share of clean energy (`rules["2"]`), in which neither gas nor ordinary power counts. Give a list of three numbers:
#
# 1. the CO2 of the park in t/tce if no ordinary power is bought;
# 2. the largest part of its energy, in %, that a park of 0.6 Mtce may buy as ordinary power;
# 3. the same for a park of 1.4 Mtce.
#
# `gas_factor` and `power_factor` are in t of CO2 per tce.

# %% [raw] tags=["exercise"]
# id = "13.6"
# within = 0.005
# hints = [
#   "Each rule leaves room for some ordinary power. Which of the two leaves less?",
#   "By the core limit: limit minus the CO2 of the gas, divided by the factor of power. By the clean share: what is not clean, less the gas.",
#   "Take the smaller of the two for each park. The stricter rule need not be the same for both parks.",
# ]
# idea = "With gas = furnace/100 * gas_factor: first gas; then the smaller of 100*(limit - gas)/power_factor and 100 - rules['2'] - furnace. For the small park the core limit decides, for the large one the clean share: read the rules together, and separately for each park."
# [[mistakes]]
# value = "[from_gas, by_core[0], by_core[1]]"
# hint = "You used the core limit alone. The clean share is a rule too, and for one of the parks it is the stricter one."
# [[mistakes]]
# value = "[from_gas, by_clean, by_clean]"
# hint = "You used the clean share alone. How much CO2 would that power bring?"
# [[mistakes]]
# value = "[from_gas, 100 * rules['1a'] / power_factor, 100 * rules['1b'] / power_factor]"
# hint = "You gave the whole core limit to the power. The gas has used a part of it, and there is a second rule."
# [[mistakes]]
# value = "[from_gas, three_parts[2], three_parts[1]]"
# hint = "The smaller park comes first, and its limit is the stricter one."

# %%
three_parts = ...  # [t/tce, %, %]
### BEGIN SOLUTION
from_gas = furnace / 100 * gas_factor
by_core = [100 * (rules[code] - from_gas) / power_factor for code in ("1a", "1b")]
by_clean = 100 - rules["2"] - furnace
three_parts = [from_gas, *(min(part, by_clean) for part in by_core)]
### END SOLUTION

# %%
check("13.6", three_parts)

# %% [markdown]
# ## 13.7 Collect more, or use longer?
#
# A city's demand for washing machines grows by `city_growth` percent a year, a machine is in use for 9 years, and `back_now` percent of the old material comes back. The city can pay
# for one plan: **A** raises the part that comes back to 90 %; **B** raises the time of use to 12 years. The number of machines in use
# follows the same path in each case. Give a list of three numbers, each the *new* material of a year in % of the material in use:
#
# 1. today; 2. with plan A; 3. with plan B.

# %% [raw] tags=["exercise"]
# id = "13.7"
# unit = "%"
# within = 0.01
# hints = [
#   "Two things change the need for new material: how many machines are bought each year, and which share of them old ones cover.",
#   "In use are the machines bought in the last 9 (or 12) years. Add up these years, each smaller than the next by the same factor.",
#   "With q = 1/(1 + growth): bought over in use is (1 - q)/(1 - q**L), and of what is bought, the part 1 - r*q**L is new.",
# ]
# idea = "new = 100*(1-q)/(1-q**L)*(1 - r*q**L). Plan A lowers the second factor, plan B the first, although it makes the recycled share smaller. Which plan wins depends on growth and on how much comes back already; a target on the recycled share would never choose B."
# [[mistakes]]
# value = "[100 * (1 - r * q**years) for years, r in plans]"
# hint = "This is the share of new material in what is bought. How much is bought each year, for each hundred in use?"
# [[mistakes]]
# value = "[100 / years * (1 - r * q**years) for years, r in plans]"
# hint = "One over the years is right only if demand does not grow: recent years count for more of what is in use."
# [[mistakes]]
# value = "[100 * (1 - q) / (1 - q**years) * (1 - r) for years, r in plans]"
# hint = "What comes back is a part of what was bought a lifetime ago, not of what is bought today."

# %%
new_material = ...  # a list of three numbers, in % of the material in use
### BEGIN SOLUTION
q = 1 / (1 + city_growth / 100)
plans = [(9, back_now / 100), (9, 0.9), (12, back_now / 100)]
new_material = [100 * (1 - q) / (1 - q**years) * (1 - r * q**years) for years, r in plans]
### END SOLUTION

# %%
check("13.7", new_material)

# %% [markdown]
# ## 13.8 Decide and justify: one budget, three options
# Written answer. You advise the mayor of the city in exercise 13.7. Next to it lies an eco-industrial park of 0.6
# Mtce. The budget is enough for **one** of three things: collection and sorting of appliances (plan A), a heat pipe
# from the park's plant to 8,000 homes, or the city's share in the conversion to a zero-carbon park (power lines from
# wind farms; see 13.6). Decide. Give the two strongest reasons, with at least one number from the exercises each; say
# who else must act, and what happens if they do not; and name the one figure that you would publish every year, and
# say how it could be made to look good without any effort. Six to ten sentences.

# %% [raw] tags=["exercise"]
# id = "13.8"
# kind = "written"
# rubric = [
#   "No decision, or a decision for all three.",
#   "A decision with general reasons (waste is bad, carbon is urgent), without numbers and without a second actor.",
#   "A clear decision with at least one number and the actor who must follow; the figure to publish is named, but not how it can deceive.",
#   "A clear decision; two reasons with a number each; names who else must act and what happens if they do not; one yearly figure with its boundary, and one way in which it can look good without effort, with a remedy.",
# ]
# hints = [
#   "Which of the three can the city begin alone? Who can stop each of them?",
#   "Growth, life, the part that comes back, the heat that replaces boilers, the two rules on energy: which number supports your choice, and which speaks against it?",
#   "A rate depends on its numerator and denominator, the figures of a park on its boundary, and those of a heat pipe on the season. Where could somebody cheat?",
# ]
# idea = "Any of the three can be right. The text must decide, use numbers, name the second actor, and publish a figure whose weakness it names."

# %%
my_advice = ...  # text in quotes
### BEGIN SOLUTION
my_advice = """I advise the collection. Demand still grows by four percent a year, so the old machines are fewer than the new ones,
but raising what comes back from 60 to 90 percent cuts the new material from about 7.5 to 4.7 percent of that in use, a larger cut than
three more years of use would bring. It is also the only one of the three that the city can begin alone: the heat pipe needs a plant that
promises steam for decades, and the zero-carbon park leaves room for little more than two percent of ordinary power, about which the grid company and not the city
decides. The plant in the park must still buy what we sort; if it does not, we have paid for a store of
old machines, so the contract comes before the collection points. The national ministry must set the duty to take back; without it the street
collectors will keep the copper and leave us the foam. I publish new material per appliance in use, and not the recycled share, which would punish repair. It could
look good if people buy across the city border, so I count what is in use by a survey of households and not by our own sales."""
### END SOLUTION

# %%
check("13.8", my_advice)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. An answer for the heat pipe earns full points if it
# says who guarantees the heat (lesson 01), one for the zero-carbon park if it deals with both rules of 13.6.
#
# **Time:** 13.1 and 13.2 take fifteen minutes, 13.3 eight, 13.4 and 13.5 seventeen, 13.6 and 13.7 twenty, 13.8 fifteen. After 13.4 give each group one explanation (parks left, another
# definition, another day, a copied mistake) and let it name the document that would decide. After 13.5 ask what the park gains *for the environment* by the cheapest way.
