# ---
# jupyter:
#   ecopark:
#     number: "14"
#     edition: 3
#     title: "Exercises: the capstone"
#     minutes: 120
#     variants:
#       energy: [3600.0, 3750.0, 3900.0, 4050.0, 4200.0, 4350.0]
#       growth: [4.0, 5.0, 6.5, 7.0, 8.0, 9.0]
#       plan_years: [3, 4, 6, 7]
#       cascade: [3.0, 4.0, 5.0, 6.0, 7.0]
#       reclaimed: [8.0, 9.0, 11.0, 12.0, 14.0]
#       delivery: [65.0, 70.0, 75.0, 85.0]
#       gain: [30.0, 33.0, 36.0, 39.0, 42.0, 45.0]
#       chance: [50.0, 60.0, 70.0, 80.0]
#       year: [2013, 2014, 2015, 2016]
#       zone: [Synthetic zone 07, Synthetic zone 11, Synthetic zone 18, Synthetic zone 33, Synthetic zone 41]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 14: the capstone
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Exercises 14.1 to 14.4 use an invented zone and invented projects. Exercise 14.6 needs no calculation. The last two are texts of your own, a plan
# and a review, which are kept for your teacher and compared with a rubric. Take an hour for the plan.

# %% tags=["parameters"]
energy: float = 3900.0  # energy that the zone uses in a year; 10^3 tce; 3300..10000
growth: float = 6.5  # growth of industrial added value that the plan expects; %/year; 1..20
plan_years: int = 4  # years until the goal; year; 1..20
cascade: float = 5.0  # part of the fresh water that a cascade saves; %; 0.5..50
reclaimed: float = 12.0  # part of the remaining intake that a reclaimed-water plant then saves; %; 0.5..50
delivery: float = 75.0  # part of the calculated savings on which the plan relies; %; 10..99
gain: float = 36.0  # what a project brings in a year after upkeep; 10^6 RMB; 10..52
chance: float = 60.0  # chance that the second half of a subsidy is paid; %; 1..99
year: int = 2016  # year of the ranking in exercise 14.5; year; 2007..2016
zone: str = "Synthetic zone 33"  # zone of your plan in exercise 14.7; name; any

# %%
import math

import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
check = course.checker(
    "14",
    energy=energy,
    growth=growth,
    plan_years=plan_years,
    cascade=cascade,
    reclaimed=reclaimed,
    delivery=delivery,
    gain=gain,
    chance=chance,
    year=year,
    zone=zone,
)

# The zone of the first two exercises
added_value = 6_400_000.0  # 10^4 RMB
limit = ep.standards.get("hj274-2009")["2.2"].threshold  # tce/10^4 RMB

# %% [markdown]
# ## 14.1 How much, by when, compared with what?
#
# A zone uses `energy` thousand tce a year and has the added value `added_value` (in 10^4 RMB). It wants to reach the limit for energy per added value in
# `plan_years` years. Its plan expects added value to grow by `growth` percent a year at unchanged prices. Against the reference of **unchanged intensity**, how many
# thousand tce a year must be saved by then?

# %%
f"energy {energy:,.0f} thousand tce, limit {limit:g} tce per 10^4 RMB, growth {growth:g} % in {plan_years} years"

# %% [raw] tags=["exercise"]
# id = "14.1"
# unit = "10^3 tce"
# within = 0.5
# hints = [
#   "Two amounts belong to the target year: what the zone would use without the plan, and what it may use.",
#   "At unchanged intensity, energy grows like added value. The limit is per added value: does the allowed amount stay the same?",
#   "Find today's distance between use and limit, in thousand tce. Then ask what growth does to this distance.",
# ]
# idea = "(energy - limit * added_value / 1000) * (1 + growth / 100) ** plan_years. Use and allowance grow by the same factor, so their distance does too: a zone that grows and changes nothing moves away from its goal in tonnes, although its intensity stands still."
# [[mistakes]]
# value = "distance"
# hint = "This is what the zone would have to save today. The question asks for the target year."
# [[mistakes]]
# value = "energy * factor - allowed"
# hint = "The zone grows in your calculation, but its allowance does not. The limit is per added value."
# [[mistakes]]
# value = "energy - allowed * factor"
# hint = "You let the allowance grow and kept today's energy. That is a different reference from the one asked for."
# [[mistakes]]
# value = "distance * (1 + growth * plan_years / 100)"
# hint = "Growth of one year builds on the year before. Does your factor?"

# %%
to_save = ...  # 10^3 tce
### BEGIN SOLUTION
allowed = limit * added_value / 1000
distance = energy - allowed
factor = (1 + growth / 100) ** plan_years
to_save = distance * factor
### END SOLUTION

# %%
check("14.1", to_save)

# %% [markdown]
# ## 14.2 When nothing remains to be saved
#
# A reviewer replies: *on its own trend this zone might get there without a plan.* On its own trend, energy follows $q\,(1+g)^{e n}$, with the elasticity $e$. At
# which **elasticity** would the zone of exercise 14.1 just reach the limit in the target year, without any project?

# %% [raw] tags=["exercise"]
# id = "14.2"
# unit = ""
# within = 0.001
# hints = [
#   "Write down both sides for the target year: energy on the trend, and the amount that is allowed then.",
#   "Divide by today's amounts. On one side you have a power of the growth factor with e in the exponent, on the other a power without it.",
#   "Take logarithms and solve for e. If the zone were at its limit today, e would be one.",
# ]
# idea = "e = 1 - ln(energy / allowed) / (plan_years * ln(1 + growth / 100)). A zone whose measured elasticity is clearly below this closes the gap by itself, and no ministry should pay for it. Compare this limit with the interval of a fit, not only with its slope."
# [[mistakes]]
# value = "1 - self_closing"
# hint = "Almost. Check it for a zone that is at its limit today: which elasticity keeps it there?"
# [[mistakes]]
# value = "1 - (energy / allowed - 1) / (plan_years * growth / 100)"
# hint = "Over several years, growth in percent does not add up. Use logarithms on both sides."
# [[mistakes]]
# value = "1 - math.log(energy / allowed) / math.log(1 + growth / 100)"
# hint = "This is right for one year. How many years does the zone have?"
# [[mistakes]]
# value = "1 + math.log(energy / allowed) / (plan_years * math.log(1 + growth / 100))"
# hint = "With this elasticity energy would grow faster than added value, and the zone would move away from its limit."

# %%
self_closing = ...  # 1
### BEGIN SOLUTION
self_closing = 1 - math.log(energy / allowed) / (plan_years * math.log(1 + growth / 100))
### END SOLUTION

# %%
check("14.2", self_closing)

# %% [markdown]
# ## 14.3 Repair: the savings of two projects
#
# A zone takes in 82 million m3 of fresh water and must save 9 million. A cascade between neighbors saves `cascade`
# percent of the water. A reclaimed-water plant then saves `reclaimed` percent of what is *still taken in*. The plan
# relies on `delivery` percent of all calculated savings. What percentage of the goal is attained? Two mistakes in the
# cell make the plan look better than it is. Repair the cell.

# %%
f"cascade {cascade:g} %, reclaimed water {reclaimed:g} %, relied on {delivery:g} %"

# %% [raw] tags=["exercise"]
# id = "14.3"
# unit = "%"
# within = 0.02
# hints = [
#   "How much water does the second project find, once the first one runs?",
#   "Look for each of the three parameters in the cell. Is one of them missing?",
#   "Compute the saving of the first project in m3, take it off, apply the second percentage to what is left, and then ask how much of this saving the plan relies on.",
# ]
# idea = "The second project works on what the first one leaves, and only a part of a calculated saving may be relied on. Each fault alone looks small; together they can turn a goal that seems exceeded into one that is missed, and with it the second half of a subsidy."
# [[mistakes]]
# value = "100 * (first + second) / must_save"
# hint = "The overlap is repaired. Which parameter have you not used yet?"
# [[mistakes]]
# value = "delivery * flow * (cascade + reclaimed) / 100 / must_save"
# hint = "You rely on a part of the savings now, but both projects still save the same water."

# %%
flow, must_save = 82.0, 9.0  # 10^6 m3/year
attained = 100 * flow * (cascade + reclaimed) / 100 / must_save  # %
### BEGIN SOLUTION
first = flow * cascade / 100
second = (flow - first) * reclaimed / 100
attained = delivery * (first + second) / must_save
### END SOLUTION

# %%
check("14.3", attained)

# %% [markdown]
# ## 14.4 The smallest subsidy
#
# A project costs RMB 480 million and brings `gain` million a year, at the end of each of 15 years. The discount rate
# is 7 %. Without help it is not built. The state approves a subsidy: half of it is paid at once, the other half after
# three years with a chance of `chance` percent. What is the smallest **approved subsidy**, in million RMB, with which
# the project can be expected to be worth its cost?

# %%
f"gain {gain:g} million RMB a year, chance of the second half {chance:g} %"

# %% [raw] tags=["exercise"]
# id = "14.4"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "What is the project worth today without help? Its loss is what the subsidy must make up for.",
#   "What is one million of approved subsidy worth today? Treat the two halves one after the other.",
#   "The second half is smaller than it looks for two reasons: it comes later, and it may not come.",
# ]
# idea = "loss / (0.5 + 0.5 * chance / 100 / 1.07 ** 3), with loss = 480 - gain * annuity. A subsidy that must be earned has to be larger than the loss it makes up for; the difference is the price of delay and uncertainty."
# [[mistakes]]
# value = "loss"
# hint = "This is the loss of the project. A million of approved subsidy is worth less than a million today."
# [[mistakes]]
# value = "loss / (0.5 + 0.5 / 1.07**3)"
# hint = "You treat the second half as certain."
# [[mistakes]]
# value = "loss / (0.5 + 0.5 * chance / 100)"
# hint = "You took the chance into account. But the second half also comes three years later."
# [[mistakes]]
# value = "loss / 0.5"
# hint = "This is the cautious answer, which trusts the first half only. The question asks for what can be expected."
# [[mistakes]]
# value = "480 - 15 * gain"
# hint = "Gains of later years count for less today."

# %%
smallest_subsidy = ...  # 10^6 RMB
### BEGIN SOLUTION
loss = 480 - gain * (1 - 1.07**-15) / 0.07
smallest_subsidy = loss / (0.5 + 0.5 * chance / 100 / 1.07**3)
### END SOLUTION

# %%
check("14.4", smallest_subsidy)

# %% [markdown]
# ## 14.5 The mayor wants a rank
#
# The mayor asks for one number: *what is our rank?* `ep.composite` makes a score from all indicators, by the recipe
# of Lai and others (2014), and ranks sixty invented zones together with the standard itself. Before you print a rank,
# find out how firm it is. Give a list of two numbers for `year`:
#
# 1. the rank of the row `standard` with the method of Lai and others (the default);
# 2. the number of pairs of zones (the standard counts as one) that change their order if the method is `"min-max"`; see `ep.scores.rank_reversals`.

# %%
assessed = ep.assess(ep.datasets.synthetic_panel())
ep.composite(assessed, year=year).sort_values("rank")[["rank", "zone", "score"]].head(4).round(3)

# %% [raw] tags=["exercise"]
# id = "14.5"
# within = 0
# hints = [
#   "The first number is in the table that the cell above begins to show. Look for the row whose zone is the standard.",
#   "The second function compares two methods for the same year, and its table has one row per pair.",
#   "Give rank_reversals the assessed table and the names of both methods, as its documentation shows, and count the rows.",
# ]
# idea = "The rank of the standard, and the length of the table of reversals. Dozens of pairs change their order with the recipe, although not one tonne has changed. A rank belongs in no plan: it moves when other zones move, and nobody can act on it."
# [[mistakes]]
# value = "[len(scores) + 1 - answer[0], answer[1]]"
# hint = "The first number counts from the worst. Rank 1 is the best score."
# [[mistakes]]
# value = "[answer[0], 2 * answer[1]]"
# hint = "You counted each pair twice."

# %%
rank_and_reversals = ...  # a list of two whole numbers
### BEGIN SOLUTION
scores = ep.composite(assessed, year=year)
reversals = ep.scores.rank_reversals(assessed, method="normal-cdf", other_method="min-max", year=year)
answer = [int(scores.set_index("zone").at["standard", "rank"]), len(reversals)]
rank_and_reversals = answer
### END SOLUTION

# %%
check("14.5", rank_and_reversals)

# %% [markdown]
# ## 14.6 Which sentences may stay?
#
# These sentences are in the draft of a plan. Which of them may stay as they are? Give the letters as a list.
#
# - **A** Our largest gap is the SO2 coefficient, which misses its limit by 71 %; it therefore comes first.
# - **B** By 2021, at a growth of 6 % a year, we must save 600,000 tce a year against unchanged intensity; on the zone's own trend nothing remains to be saved.
# - **C** The subsidy raises the benefit of this plan to society by RMB 230 million.
# - **D** The waste heat network pays for itself. It is in the plan, and we do not ask for money for it.
# - **E** The guidelines oblige our treatment plant to cover its own losses.
# - **F** If the second half of the subsidy does not come, the reclaimed-water plant is dropped; the director of the development corporation decides by March 2019.
# - **G** The heat network saves the coal of eleven boilers, and replacing the same boilers saves it as well: 640,000 tce together.
# - **H** We could not find out how much of the hazardous waste is stored. If it is more than 2,000 t, the goal for disposal must be raised.

# %% [raw] tags=["exercise"]
# id = "14.6"
# hints = [
#   "For each sentence, name what a reader could check or decide with it. For some sentences there is nothing.",
#   "Watch for what is compared, what is counted twice, what only changes hands, and whether a verb says more than the source does.",
#   "Four sentences may stay: one about an amount, one about a project, one about a risk, and one about something that is not known.",
# ]
# idea = "B, D, F and H. A ranks percentages of different limits; C counts a transfer as a benefit; E turns a permission into a duty; G counts the same coal twice. A sentence that admits ignorance and says what follows from it is a strong one."
# [[mistakes]]
# value = "['B', 'D', 'F']"
# hint = "One is missing. May a plan say that something is not known?"
# [[mistakes]]
# value = "['B', 'C', 'D', 'F', 'H']"
# hint = "One too many: who pays the subsidy, and where does that money belong in the accounts of society as a whole?"
# [[mistakes]]
# value = "['B', 'D', 'E', 'F', 'H']"
# hint = "One too many: do the guidelines oblige the plant, or allow it?"
# [[mistakes]]
# value = "['B', 'D', 'F', 'G', 'H']"
# hint = "One too many: how often can the coal of one boiler be saved?"
# [[mistakes]]
# value = "['A', 'B', 'D', 'F', 'H']"
# hint = "One too many: what are the 71 % a percentage of, and what could one build against it?"

# %%
may_stay = ...  # letters in quotes, in a list
### BEGIN SOLUTION
may_stay = {"B", "D", "F", "H"}
### END SOLUTION

# %%
check("14.6", may_stay)

# %% [markdown]
# ## 14.7 Written: the plan
#
# Write the plan for `zone`, beginning in 2016, with goals for 2021, on **at most two pages** (about 900 words). Use
# your own zone instead if you have its numbers. This command gives you the sentences that can be computed; you may
# change growth, reference and projects, and you must write the sections that still say *to be written*:
#
# `ecopark run 14 -p zone="..." -p plan_file=plan.md`
#
# Then rewrite it so that a mayor reads it to the end. The rubric of the lesson has five criteria; the four levels below sum them up. Paste your text as the answer.

# %%
gaps = ep.group_gaps(ep.datasets.simulate_panel(), zone, 2016, target_year=2021, growth=0.05)
gaps[["lever", "indicator", "column", "unit", "now", "projected", "needed", "change", "must"]].round(0)

# %% [raw] tags=["exercise"]
# id = "14.7"
# kind = "written"
# rubric = [
#   "A list of numbers or of wishes: goals without a year, gaps ranked by percent, no money, nobody named.",
#   "Goals with a year and projects with an investment; the reference, the duties of management or the financing are missing.",
#   "Quantities, duties and coefficients apart; amounts with year, growth and reference; present values, grants and the two halves of the subsidy; but risks without an owner, or no assumption is tested.",
#   "All of this on two pages that a mayor can read; the reference is defended, transfers and overlaps are treated, each risk has a person and a date, and the weakest assumption is named with the value at which a decision would change.",
# ]
# hints = [
#   "Begin with the one decision that the leader group has to take, and leave the description of the region short.",
#   "For every amount: by which year, at which growth, compared with which world? For every project: would it come anyway?",
#   "End with what you do not know, and with the person who decides if the second half of the money does not come.",
# ]
# idea = "Any zone and any choice can be right. What counts is that a reader can recompute an amount, sees which projects the money changes, and knows who decides what, and when, if things turn out worse."

# %%
my_plan = ...  # text in quotes
### BEGIN SOLUTION
rows = gaps[(gaps["lever"] == "quantity") & (gaps["status"] == "ok")]
goals = "; ".join(
    f"{'save' if row['change'] < 0 else 'add'} {abs(row['change']):,.0f} {row['unit']} of {row['column'].replace('_', ' ')} a year"
    for _, row in rows.iterrows()
)
open_duties = ", ".join(gaps.loc[gaps["lever"] == "management", "indicator"].str.lower()) or "none"
my_plan = f"""Plan for {zone}, 2016 to 2021. The leader group is asked to decide one thing: whether to sign for a subsidy whose second
half must be earned. Goals. At a growth of 5 % a year and against unchanged intensity, we must by 2021 {goals}. We also show the zone's own trend: where it
alone reaches a limit, we ask for no money. Duties of management, each with a name and a date before the end of 2017: {open_duties}. Coefficients follow from these quantities
and are reported, not planned. Projects. Those with a present value above zero at 8 % are in the plan without a grant, because their owners gain by
them. Projects that need help are built only as large as a goal requires, and the smallest sufficient grant is their loss. We rely on nine tenths of all calculated
savings, and no two projects count the same tonnes. Contracts for waste are a duty of those who produce it. Money. Firms, banks and the town pay for everything but the
grants; the first half of the subsidy comes after the agreement, the second after three years if the targets are met. For the region the subsidy is no benefit, it changes
hands. Who decides. The leader group, with two firms as members, answers for growth and reference. The development corporation carries the projects
with grants; if the second half does not come, its director decides by March 2020 which of them is dropped, and the town's treasurer covers what has been spent. The technician group
reads meters every January. What we do not know: whether the trend of past years goes on, and how much our engineers overestimate. If only two thirds of
the calculated savings arrive, the weakest goal falls below nine tenths and the second half is lost; this is the number to watch. To be written by people: what the zone
means for its neighbors, and where new plants may stand."""
### END SOLUTION

# %%
check("14.7", my_plan)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. It is shorter than two pages, and it leaves the tables to an annex. Grade with the table `rubric` of the package
# `park_plans`, criterion by criterion, and give one overall level. A plan with fewer projects and an honest gap is worth more than one in which everything closes.

# %% [markdown]
# ## 14.8 Written: the review
#
# A colleague sends you this plan. Review it with the form of the lesson: recompute one number, answer in six to ten sentences, quote the sentence that you would strike and
# the strongest one, and give one level from 0 to 3.
#
# > *Green future for Riverport zone.* Our zone used 2.9 million tce in 2016, with an added value of RMB 56.7 billion. Its most serious gap is public satisfaction, which is 5.6 % below its limit,
# > followed by energy per added value, which is 1.8 % above. By 2021 energy per added value will reach the limit of 0.5 tce per RMB 10,000, a
# > saving of 52,000 tce. We will build a waste heat network (RMB 880 million, payback 3.9 years) and solar heat (RMB 1,010 million, payback
# > 11 years). With a subsidy of 20 % of the total investment, RMB 378 million, the benefit of the plan rises to RMB 1.6 billion. The subsidy
# > will be used for the heat network, which is our best project. The leader group meets every quarter. We do not know yet whether the brewery will take
# > part; without it the network loses a quarter of its customers.

# %% [raw] tags=["exercise"]
# id = "14.8"
# kind = "written"
# rubric = [
#   "Praise or blame without a place in the plan.",
#   "Faults are listed with their places, but nothing is recomputed and nothing is said to be good.",
#   "One number is recomputed, and at least three faults are explained (reference and growth, additionality, transfer, ranking, owner of the risk); no proposal, or no level.",
#   "As before, with the consequence of each fault for a decision, a proposal that the author can carry out, the strongest sentence quoted with a reason, and one level that follows from the text.",
# ]
# hints = [
#   "Divide the energy by the added value. Then ask: a saving of how much, by when, at which growth?",
#   "Which of the two projects would come without the plan? What does the subsidy change?",
#   "There is a very good sentence near the end. Say why it is good.",
# ]
# idea = "2.9 million tce over 5.67 million units of RMB 10,000 is 0.511; the distance to 0.5 is about 65,000 tce today and more in 2021. The grant goes to the project that pays by itself, the subsidy is counted as a benefit, and the last sentence is the best."

# %%
my_review = ...  # text in quotes
### BEGIN SOLUTION
my_review = """I recomputed the energy: 2.9 million tce over RMB 56.7 billion is 0.511 tce per RMB 10,000, 2.3 % above the limit and not 1.8 %, so today the distance is about 65,000 tce,
not 52,000. By 2021 it is larger if the zone grows: at 5 % a year and unchanged intensity about 83,000. The plan names neither growth nor reference, so nobody can check
the saving. The ranking in the second sentence compares a share of people with an intensity; satisfaction is a duty with an owner, energy a quantity with projects.
The heat network pays back in four years and would come anyway, so the grant changes nothing there; proposal: ask for solar heat only, and state its loss as the smallest grant. A
subsidy is a transfer, so strike the sentence on the benefit of RMB 1.6 billion, or give the present value without it. That the leader group meets every quarter names no decision: who decides
if the second half does not come? The strongest sentence is the last one, because it says what is unknown and what depends on it; add from which number of customers the network no longer pays.
Level 1: projects and money are there, but a reader cannot yet act on the goals, the financing and the risks."""
### END SOLUTION

# %%
check("14.8", my_review)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. The numbers: 2,900,000 / 5,670,000 = 0.5115; 2,900,000 - 0.5 x 5,670,000 = 65,000 tce; times 1.05 to the fifth power,
# 83,000. Students tend to be too kind to each other: give no level above 1 to a review that recomputes nothing.
