# ---
# jupyter:
#   ecopark:
#     number: "02"
#     edition: 2
#     title: "Exercises: what an eco-industrial park is"
#     minutes: 40
#     variants:
#       definition: [sepa, taiwan, library, thai]
#       compared: [usepa, iisd]
#       reuse: [60.0, 70.0, 75.0, 80.0, 85.0, 90.0, 92.0, 95.0]
#       until: [1976, 1979, 1980, 1982, 1987, 1989, 1991, 1993, 1995]
#       one: [Power plant, "Power plant, Sugar mill", "Power plant, Paper mill"]
#       other: ["Cement works, Board plant", "Cement works, Alcohol plant", "Cement works, Board plant, Alcohol plant"]
#       pair_cost: [5.0, 8.0, 12.0, 15.0, 20.0, 25.0, 30.0, 45.0]
#       figure_cost: [20.0, 30.0, 40.0, 55.0, 60.0, 70.0, 90.0, 100.0]
#       exponent: [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 02: what an eco-industrial park is
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# The firms of 01.5 to 01.7 and of 01.9 are synthetic: invented for learning.

# %% tags=["parameters"]
definition: str = "sepa"  # definition to work with; name; any
compared: str = "usepa"  # definition to compare it with; name; any
reuse: float = 80.0  # part of all water used that is reused water; %; 1..99
until: int = 1982  # last year that is counted; year; 1972..2000
one: str = "Power plant"  # first group of firms; names; any
other: str = "Cement works, Board plant"  # second group of firms; names; any
pair_cost: float = 15.0  # cost of keeping two firms in one agreement; 10^4 RMB/year; 0..1000
figure_cost: float = 60.0  # the same cost in exercise 02.7; 10^4 RMB/year; 0..1000
exponent: float = 0.6  # how the cost of a plant grows with its size; 1; 0.1..2

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)  # show long texts in full
named = ep.datasets.load("definitions", "statements")
exchanges = ep.datasets.load("kalundborg", "exchanges")
statements = ep.datasets.load("kalundborg", "statements")
price = ep.datasets.load("synthetic_park", "prices").set_index("item")["value"]
wastewater = ep.datasets.load("synthetic_park", "wastewater")
plan = ep.symbiosis.match(
    ep.datasets.load("synthetic_park", "offers"),
    ep.datasets.load("synthetic_park", "needs"),
    ep.datasets.load("synthetic_park", "fits"),
    distances=ep.datasets.load("synthetic_park", "distances"),
    transport_cost=price["transport"],
    max_distance=price["inside"],
    quality={"chloride": "max"},
)
links = plan.matches.rename(columns={"supplier": "from", "user": "to"})[["from", "to", "benefit"]]
links["benefit"] = links["benefit"] / 1e4  # RMB/year to 10^4 RMB/year
check = course.checker(
    "01",
    definition=definition,
    compared=compared,
    reuse=reuse,
    until=until,
    one=one,
    other=other,
    pair_cost=pair_cost,
    figure_cost=figure_cost,
    exponent=exponent,
)
print(f"definition: {definition}, compared with: {compared}")

# %% [markdown]
# ## 02.1 What one definition has and the other has not
#
# The cell lists the features that the two definitions name. Which features does `definition` name that
# `compared` does not name? Give them as a list of words in quotes. The order does not matter.

# %%
for text in (definition, compared):
    print(f"{text}:", ", ".join(named.loc[named["definition"] == text, "feature"]))

# %% [raw] tags=["exercise"]
# id = "02.1"
# hints = [
#   "Go through the first list, word by word. Is the word in the second list?",
#   "Keep the words of the first list that are missing in the second one. Words that stand only in the second do not count.",
#   "A set does it: set(words of the first) - set(words of the second).",
# ]
# idea = "Take the features of the first definition, and cross out those that the second names as well."
# [[mistakes]]
# value = "theirs - mine"
# hint = "This is the other way round: what the second definition has and the first has not."
# [[mistakes]]
# value = "mine & theirs"
# hint = "These are the features that both name."
# [[mistakes]]
# value = "mine"
# hint = "These are all features of the first definition. Cross out those that the second names as well."

# %%
only_first = ...  # a list of words in quotes, such as ["linked", "nature"]
### BEGIN SOLUTION
mine = set(named.loc[named["definition"] == definition, "feature"])
theirs = set(named.loc[named["definition"] == compared, "feature"])
only_first = mine - theirs
### END SOLUTION

# %%
check("02.1", only_first)

# %% [markdown]
# ## 02.2 Repair: how often does a cubic meter serve
#
# `reuse` percent of all water that a park uses is reused water, the rest is fresh. The cell shall
# compute how many times each cubic meter of fresh water serves. Its result is wrong. Repair it.

# %%
print(f"{reuse:g} % of the water used is reused water")

# %% [raw] tags=["exercise"]
# id = "02.2"
# within = 0.005
# hints = [
#   "Think of 100 m3 used. How many of them are fresh?",
#   "Divide the water used by the fresh water, not by the reused water.",
#   "The fresh part is 1 - reuse / 100. It belongs below the line.",
# ]
# idea = "Uses are water used over fresh water: 1 / (1 - reuse / 100)."
# [[mistakes]]
# value = "1 / (reuse / 100)"
# hint = "This is the result of the broken cell: it divides by the reused part. Divide by the fresh part."
# [[mistakes]]
# value = "1 - reuse / 100"
# hint = "This is the fresh part. How often does it serve?"
# [[mistakes]]
# value = "1 / (1 - reuse / 100) - 1"
# hint = "This counts only the uses after the first one. The first use counts, too."

# %%
uses = 1 / (reuse / 100)
### BEGIN SOLUTION
uses = 1 / (1 - reuse / 100)
### END SOLUTION

# %%
check("02.2", uses)

# %% [markdown]
# ## 02.3 Count by-products
#
# How many exchanges of by-products did Kalundborg have at the end of the year `until`? Count the rows
# whose `since` is not later than that year. Leave out water that comes from the lake, and rows whose
# direction is doubtful. (The cell has left out the doubtful ones for you.)

# %%
sure = exchanges[exchanges["direction"] == "sure"]
print(f"until {until}")
sure[["since", "from", "to", "stream"]].sort_values("since")

# %% [raw] tags=["exercise"]
# id = "02.3"
# within = 0.1
# hints = [
#   "You may count with your finger. The table is sorted by year.",
#   "Stop after the last row of the year. Then take off the rows that come from Lake Tisso.",
#   "In code: count the rows where since is at most until and from is not 'Lake Tisso'.",
# ]
# idea = "((sure['since'] <= until) & (sure['from'] != 'Lake Tisso')).sum()"
# [[mistakes]]
# value = "int((sure['since'] <= until).sum())"
# hint = "This counts the water from the lake as well. It is no by-product."
# [[mistakes]]
# value = "int(((sure['since'] < until) & (sure['from'] != 'Lake Tisso')).sum())"
# hint = "The exchanges that began in that very year count, too."

# %%
by_products = ...  # a number
### BEGIN SOLUTION
by_products = int(((sure["since"] <= until) & (sure["from"] != "Lake Tisso")).sum())
### END SOLUTION

# %%
check("02.3", by_products)

# %% [markdown]
# ## 02.4 Choose: in which country
#
# These sources say in which country Kalundborg lies. The first three are texts on which this course is
# built, and two of the three agree. Which country is right? Give its name in quotes.

# %%
statements.loc[statements["subject"] == "country", ["statement_value", "source", "where", "note", "status"]]

# %% [raw] tags=["exercise"]
# id = "02.4"
# hints = [
#   "Counting votes helps only if the voters did not copy from each other.",
#   "Look at the note in the fourth row: who published it, and what does the same institute say in its report of 2015?",
#   "120 km west of Copenhagen: of which country is that the capital?",
# ]
# idea = "Sources that know the place name one country. Two texts that share an error are not two witnesses."
# [[mistakes]]
# value = "'Sweden'"
# hint = "Two of the first three say so. But may one of them have copied from the other, or both from a third?"

# %%
country = ...  # a name in quotes
### BEGIN SOLUTION
country = "Denmark"
### END SOLUTION

# %%
check("02.4", country)

# %% [markdown]
# ## 02.5 The collective benefit of two groups
#
# `links` holds what each exchange is worth, in 10^4 RMB/year. Each pair of firms in a group costs
# `pair_cost`. What is the collective benefit of the groups `one` and `other`: what they are worth
# together, minus what both are worth apart?

# %%
print(f"one: {one}\nother: {other}\npair_cost: {pair_cost:g} 10^4 RMB/year")
links.round(2)

# %% [raw] tags=["exercise"]
# id = "02.5"
# unit = "10^4 RMB/year"
# within = 0.05
# hints = [
#   "What is inside each group cancels out. Only what goes between the groups is new.",
#   "Add the links between a firm of the first group and a firm of the second. Then take off pair_cost for each new pair.",
#   "ep.symbiosis.collective_benefit of the toolkit does it. It takes the links, both groups and the cost of a new pair.",
# ]
# idea = "ep.symbiosis.collective_benefit(links, one, other, pair_cost=pair_cost).benefit"
# [[mistakes]]
# value = "found.together"
# hint = "This is what both are worth together. Take off what they are worth apart."
# [[mistakes]]
# value = "between"
# hint = "These are the links between the groups. Each new pair costs something, too."
# [[mistakes]]
# value = "found.one + found.other"
# hint = "This is what they are worth apart."

# %%
benefit = ...  # 10^4 RMB/year
### BEGIN SOLUTION
found = ep.symbiosis.collective_benefit(links, one, other, pair_cost=pair_cost)
between = ep.symbiosis.collective_benefit(links, one, other).benefit
benefit = found.benefit
### END SOLUTION

# %%
check("02.5", benefit)

# %% [markdown]
# ## 02.6 When does it stop to pay
#
# At which cost of a pair is the collective benefit of the same two groups exactly zero? Above this cost
# they are better off apart.

# %% [raw] tags=["exercise"]
# id = "02.6"
# unit = "10^4 RMB/year"
# within = 0.05
# hints = [
#   "How many pairs are new when the groups join? Each firm of one group meets each firm of the other.",
#   "The number of new pairs is the number of firms in one, times the number of firms in the other.",
#   "Divide the worth of the links between the groups by the number of new pairs. With pair_cost=0 the collective benefit is just these links.",
# ]
# idea = "Links between the groups, divided by (firms in one) times (firms in the other)."
# [[mistakes]]
# value = "between"
# hint = "This is the worth of the links between them. How many new pairs must it pay for?"
# [[mistakes]]
# value = "between / (both * (both - 1) / 2)"
# hint = "This counts all pairs of the large group. The pairs inside each small group were there before."

# %%
turning_point = ...  # 10^4 RMB/year
### BEGIN SOLUTION
sizes = [len(group.split(",")) for group in (one, other)]
both = sum(sizes)
turning_point = between / (sizes[0] * sizes[1])
### END SOLUTION

# %%
check("02.6", turning_point)

# %% [markdown]
# ## 02.7 Read the figure: where the line falls
#
# The figure shows all possible groups at the cost `figure_cost`, and below it the same in words. Follow
# the dashed line from left to right. At which numbers of firms is the best group worth **less** than the
# best group with one firm fewer? Give a list of numbers, the smallest first.

# %%
groups = ep.symbiosis.draw_groups(links, pair_cost=figure_cost, name="A synthetic park")
words = ep.plots.alt_text(groups)
ep.plots.show(groups)

# %%
print(words)

# %% [raw] tags=["exercise"]
# id = "02.7"
# within = 0.1
# hints = [
#   "The last sentence of the words gives the best worth for 1 firm, 2 firms, and so on.",
#   "Compare each number with the one before it. Note the number of firms where it is smaller.",
#   "Begin with 2 firms against 1 firm, end with all firms against one fewer.",
# ]
# idea = "Go through the best worth by size, and note each size whose worth is below that of the size before."
# [[mistakes]]
# value = "[size for size in range(2, len(top) + 1) if top[size] > top[size - 1]]"
# hint = "There the line rises. The sizes where it falls are asked."
# [[mistakes]]
# value = "[size - 1 for size in falls]"
# hint = "These are the sizes just before the line falls. Give the size at the lower end."

# %%
falls = ...  # a list of numbers, such as [2, 5]
### BEGIN SOLUTION
worths = ep.symbiosis.group_worths(links, pair_cost=figure_cost)
top = worths.groupby("firms")["worth"].max()
falls = [size for size in range(2, len(top) + 1) if top[size] < top[size - 1]]
### END SOLUTION

# %%
check("02.7", falls)

# %% [markdown]
# ## 02.8 Choose: what counts as symbiosis
#
# The 3-2 rule, after Chertow (2007): at least **three** entities exchange at least **two** different
# resources, and none of the three is primarily a recycler. Which of these five invented cases meet it? Give a
# list of their names, in any order.
#
# - **brewery** A brewery sells spent grain to a farm and gives waste heat to a greenhouse.
# - **steel** A steel works sells slag to a cement works, and heats the halls of the same cement works.
# - **steam** A power station sells steam to a paper mill, a dairy and a laundry.
# - **scrap** A bottler and a cannery sell broken glass and tin to a scrap dealer, who sells both to others.
# - **refinery** A refinery sells sulfur to an acid plant and gets cooling water from a power station.

# %% [raw] tags=["exercise"]
# id = "02.8"
# hints = [
#   "Count three things for each case: entities, different resources, and entities whose business is recycling.",
#   "One case has two entities only. One has four entities and a single resource.",
#   "A dealer in scrap is primarily a recycler. How many entities are left without this one?",
# ]
# idea = "Three entities and two resources: brewery and refinery. Steel has two entities, steam one resource, scrap a recycler."
# [[mistakes]]
# value = "{'brewery', 'refinery', 'scrap'}"
# hint = "Two of the three are right. What is the main business of the dealer?"
# [[mistakes]]
# value = "{'brewery', 'refinery', 'steam'}"
# hint = "Two of the three are right. How many different resources does the power station pass on?"
# [[mistakes]]
# value = "{'brewery', 'refinery', 'steel'}"
# hint = "Two of the three are right. Count the entities of the steel works' case again."

# %%
symbioses = ...  # a list of names, such as ["brewery", "steel"]
### BEGIN SOLUTION
symbioses = {"brewery", "refinery"}
### END SOLUTION

# %%
check("02.8", symbioses)

# %% [markdown]
# ## 02.9 Share a plant
#
# `plants` holds what a treatment plant would cost for each firm alone (`alone`), and what each pays for
# its part of one plant for all (`by_use`). How many percent of the cost do the firms save together?

# %%
plants = ep.symbiosis.share_costs(
    wastewater,
    cost=price["treatment_cost"],
    size=price["treatment_size"],
    exponent=exponent,
)
print(f"exponent: {exponent:g}")
plants[["firm", "use", "alone", "by_use"]].round(1)

# %% [raw] tags=["exercise"]
# id = "02.9"
# unit = "%"
# within = 0.05
# hints = [
#   "Add each of the two columns first: plants['alone'].sum() is the sum of one of them.",
#   "Saved is what they would pay alone, minus what they pay together.",
#   "Divide what is saved by what they would pay alone, times 100.",
# ]
# idea = "100 * (1 - plants['by_use'].sum() / plants['alone'].sum())"
# [[mistakes]]
# value = "100 * joint / alone"
# hint = "This is the part that they still pay. The part that they save is asked."
# [[mistakes]]
# value = "100 * (alone / joint - 1)"
# hint = "This compares with the new cost. A saving is a part of what was paid before."
# [[mistakes]]
# value = "alone - joint"
# hint = "This is the saving in money. Divide it by the cost of all plants alone."

# %%
saving = ...  # %
### BEGIN SOLUTION
alone, joint = plants["alone"].sum(), plants["by_use"].sum()
saving = 100 * (1 - joint / alone)
### END SOLUTION

# %%
check("02.9", saving)

# %% [markdown]
# ## 02.10 Justify: your definition
#
# Written. Choose one of the six definitions, or write your own, for a decision that you know: a grant, a
# title, a plan. Which features must be there, who checks each of them, and which park would be left out
# by your choice? Four to six sentences in quotes.

# %% [raw] tags=["exercise"]
# id = "02.10"
# kind = "written"
# hints = [
#   "Begin with the decision: what is the definition for?",
#   "A feature that nobody can check is a wish. Name a number or a document for each one.",
#   "Would Kalundborg, which nobody planned, be in or out?",
# ]
# idea = "Purpose first; few features that can be checked; who checks them; and an honest word on who is left out."

# %%
my_definition = ...  # text in quotes
### BEGIN SOLUTION
my_definition = """My province gives a grant for joint plants and pipes. So I ask for three features: at
least three firms with different owners, at least two streams that one firm uses after another, and a
joint gain above the sum of the single gains. Contracts and meter readings show the first two. An
accountant checks the third with the yearly savings of all firms, costs of the agreement included. I do
not ask for a design, because Kalundborg grew without one. My choice leaves out a park that treats its
waste well but where no firm uses the waste of another."""
### END SOLUTION

# %%
check("02.10", my_definition)

# %% [markdown] tags=["instructor"]
# **Teacher.** 01.4 is quick, and worth a talk: how did the error travel? In 01.6 draw two circles with
# dots, and count the lines between them. 01.10 has no right answer: ask each pair to attack the
# definition of another pair with one park that should be in, or out. Fifteen minutes.
