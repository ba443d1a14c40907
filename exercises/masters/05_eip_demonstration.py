# ---
# jupyter:
#   ecopark:
#     number: "05"
#     edition: 2
#     title: "Exercises: the EIP Demonstration Program"
#     minutes: 75
#     variants:
#       zone: [Synthetic zone 07, Synthetic zone 03, Synthetic zone 11, Synthetic zone 23, Synthetic zone 33, Synthetic zone 41, Synthetic zone 48]
#       year: [2015, 2013, 2014]
#       growth: [6.0, 5.0, 7.0, 9.0, 11.0, 12.0, 13.0]
#       cut: [20.0, 18.0, 19.0, 21.0, 22.0]
#       approved: [2006, 2005, 2007, 2008, 2009]
#       big: [1.5, 1.6, 1.7, 1.8, 1.9]
#     unfair:
#       - {zone: [Synthetic zone 11], year: [2013]}
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 05: the EIP Demonstration Program
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# The zone is synthetic: its numbers are invented, of a credible size. Thresholds are those of HJ 274-2009.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone to judge; name; any
year: int = 2015  # year to judge; year; 2006..2016
growth: float = 6.0  # growth of industrial value added; %/year; 1..30
cut: float = 20.0  # cut of fresh water per value added that the zone wants in five years; %; 1..35
approved: int = 2006  # year in which the plan of the zone was approved; year; 2005..2009
big: float = 1.5  # value added of the large park at the end, over that at the start; 1; 1.1..3

# %%
import ecopark as ep
import ecopark_course as course

panel = ep.datasets.simulate_panel()
row = panel[(panel["zone"] == zone) & (panel["year"] == year)].iloc[0]
standard = ep.standards.get("hj274-2009")
limit = {code: standard[code].threshold for code in standard.to_frame()["code"]}
check = course.checker("05", zone=zone, year=year, growth=growth, cut=cut, approved=approved, big=big)
row[["zone", "year", "industrial_added_value", "energy", "employees", "industrial_land"]]

# %% [markdown]
# ## 05.1 An intensity
#
# Compute the energy that the zone uses per industrial value added, in tce/10^4 RMB. The values are in `row`:
# `row["energy"]` is in tce and `row["industrial_added_value"]` in 10^4 RMB.

# %% [raw] tags=["exercise"]
# id = "05.1"
# unit = "tce/10^4 RMB"
# within = 0.0005
# hints = [
#   "An intensity relates a quantity to value added. Which of the two is divided by the other?",
#   "Compare the units of the two columns with the unit that is asked. Is there anything to convert?",
#   "The panel holds value added twice: in the prices of the year, and in constant prices. The limit of row 2.2 counts in the prices of the year.",
# ]
# idea = "Energy over value added in the prices of the year. Both are already in the units that are asked."
# [[mistakes]]
# value = "row['industrial_added_value'] / row['energy']"
# hint = "This is added value per energy. Turn the fraction over."
# [[mistakes]]
# value = "row['energy'] / row['industrial_added_value_constant']"
# hint = "You used value added at constant prices. The intensity is computed in the prices of the year."
# [[mistakes]]
# value = "row['energy'] / row['industrial_added_value'] / 1e4"
# hint = "Value added is already counted in 10^4 RMB: do not divide by 10^4 again."

# %%
energy_intensity = ...  # tce/10^4 RMB
### BEGIN SOLUTION
energy_intensity = row["energy"] / row["industrial_added_value"]
### END SOLUTION

# %%
check("05.1", energy_intensity)

# %% [markdown]
# ## 05.2 Two ways to the limit
#
# The zone misses row 2.2, whose limit is `limit["2.2"]`. It can use less energy with the same value added, or make more value with the same energy.
# By how many percent must energy fall in the first case, and value added rise in the second? Give a list of two positive numbers. Before you compute:
# which of the two will be larger?

# %% [raw] tags=["exercise"]
# id = "05.2"
# unit = "%"
# within = 0.05
# hints = [
#   "In the first case the numerator changes, in the second the denominator. In both the new intensity equals the limit.",
#   "Which part of today's energy may the zone keep? The limit over the intensity tells.",
#   "For the second number, ask by which factor value added must grow so that the same energy, divided by it, gives the limit.",
# ]
# idea = "Energy must fall by 1 - limit/intensity, value added must rise by intensity/limit - 1. The second is always larger, because its base is the smaller number. Only the first takes anything off the total."
# [[mistakes]]
# value = "[two_ways[1], two_ways[0]]"
# hint = "You have the two numbers in the wrong order."
# [[mistakes]]
# value = "[two_ways[1], two_ways[1]]"
# hint = "The second is right. The fall of energy is measured from what the zone uses today."
# [[mistakes]]
# value = "[two_ways[0], two_ways[0]]"
# hint = "The first is right. A fall and a rise by the same percentage do not have the same effect."

# %%
two_ways = ...  # [fall of energy, rise of value added], in %
### BEGIN SOLUTION
ratio = energy_intensity / limit["2.2"]
two_ways = [100 * (1 - 1 / ratio), 100 * (ratio - 1)]
### END SOLUTION

# %%
check("05.2", two_ways)

# %% [markdown]
# ## 05.3 What the limit on water guarantees
#
# Row 2.5 limits the elasticity coefficient of fresh water (`limit["2.5"]`). A zone stays exactly at this limit for five years, while its value added
# grows by `growth` percent a year. Give a list of two numbers:
#
# 1. by how many percent fresh water per value added falls in these five years (positive);
# 2. the growth of value added, in percent a year, at which the same coefficient would cut it by `cut` percent in five years.

# %% [raw] tags=["exercise"]
# id = "05.3"
# unit = "%"
# within = 0.05
# hints = [
#   "If value added grows by g a year and water by the coefficient times g, what happens to their ratio in one year, and then in five?",
#   "The ratio is multiplied every year by (1 + e g) / (1 + g), with g as a part of one.",
#   "For the second number, find the yearly factor of the ratio first: its fifth power is 1 - cut/100. Then solve for g.",
# ]
# idea = "((1 + e g)/(1 + g))^5 is the factor of five years. For the second, f = (1 - cut/100)^(1/5), and (1 + e g) = f (1 + g) gives g = (1 - f)/(f - e). Without the deleted criterion of growth, the limit alone guarantees a slow zone very little."
# [[mistakes]]
# value = "[100 * (1 - (1 + e * g) / (1 + g)), needed_growth]"
# hint = "The second is right. The first is the cut of one year, and five were asked."
# [[mistakes]]
# value = "[500 * (1 - (1 + e * g) / (1 + g)), needed_growth]"
# hint = "The second is right. For the first, five equal steps multiply; they do not add up."
# [[mistakes]]
# value = "[100 * (1 - ((1 + limit['2.3'] * g) / (1 + g)) ** 5), 100 * (1 - factor) / (factor - limit['2.3'])]"
# hint = "You took the limit for energy. Fresh water has a row of its own."
# [[mistakes]]
# value = "[fall, cut / 5 / (1 - e)]"
# hint = "The first is right. The second takes a fifth of the cut for each year; the yearly steps multiply, and the growth stands in the denominator too."

# %%
water = ...  # [fall in five years, growth a year], in %
### BEGIN SOLUTION
e, g = limit["2.5"], growth / 100
fall = 100 * (1 - ((1 + e * g) / (1 + g)) ** 5)
factor = (1 - cut / 100) ** (1 / 5)
needed_growth = 100 * (1 - factor) / (factor - e)
water = [fall, needed_growth]
### END SOLUTION

# %%
check("05.3", water)

# %% [markdown]
# ## 05.4 One square kilometer at the limits
#
# A park is exactly at every limit. What does one square kilometer of its industrial land use and discharge in a year? Use the rows 2.1 (value added
# per land), 2.2, 2.4, 2.6 and 2.7, then 2.9 (reuse of solid waste), 3.1 and 3.3. Give a list of seven numbers: energy [tce], fresh water [m3],
# wastewater [t], solid waste [t], solid waste that is not reused [t], COD [t], SO2 [t].

# %%
standard.to_frame().set_index("code").loc[
    ["2.1", "2.2", "2.4", "2.6", "2.7", "2.9", "3.1", "3.3"], ["name_en", "unit", "threshold"]
]

# %% [raw] tags=["exercise"]
# id = "05.4"
# within = 0.05
# hints = [
#   "Each limit counts for RMB 10,000 of value added. How many times RMB 10,000 are made on one square kilometer?",
#   "Row 2.1 is in 10^8 RMB per km2. How many 10^4 RMB are in 10^8 RMB?",
#   "Row 2.9 says which part of the waste must be reused; the other part may stay. Rows 3.1 and 3.3 are in kilograms.",
# ]
# idea = "Value added per land in 10^4 RMB, times the threshold of each row. Of the waste, 1 - (limit of row 2.9)/100 is left. COD and SO2 in kg are divided by 1,000. None of these numbers is itself a limit: twice the value on the same land may have twice of everything."
# [[mistakes]]
# value = "[x / 10**4 for x in on_land]"
# hint = "Row 2.1 counts in 10^8 RMB, the other rows for 10^4 RMB. Bring them together first."
# [[mistakes]]
# value = "[*on_land[:4], on_land[3] - on_land[4], *on_land[5:]]"
# hint = "Look at the fifth number again: you gave the waste that is reused."
# [[mistakes]]
# value = "[*on_land[:5], 1000 * on_land[5], 1000 * on_land[6]]"
# hint = "The last two are in kilograms. Tonnes are asked."
# [[mistakes]]
# value = "[*on_land[:4], on_land[3], *on_land[5:]]"
# hint = "Look at the fifth number again: a part of the waste must be reused."

# %%
on_land = ...  # a list of seven numbers for one km2
### BEGIN SOLUTION
portions = limit["2.1"] * 10**4  # 10^4 RMB/km2
on_land = [portions * limit[code] for code in ("2.2", "2.4", "2.6", "2.7")]
on_land += [
    on_land[3] * (1 - limit["2.9"] / 100),
    portions * limit["3.1"] / 1000,
    portions * limit["3.3"] / 1000,
]
### END SOLUTION

# %%
check("05.4", on_land)

# %% [markdown]
# ## 05.5 Repair: an intensity that is too good
#
# In one copy of the table, the unit of row 2.2 reads `tce/104 RMB`. A consultant took it literally and reported an excellent figure for a park that uses 800,000 tce
# a year and makes RMB 20 billion of value added. What does `104` mean? Repair the cell and give a list: the intensity as it should be read, and the
# consultant's figure, which is to be put beside it in the correction. Ask yourself why no threshold noticed the error.

# %% [raw] tags=["exercise"]
# id = "05.5"
# within = 0.000005
# hints = [
#   "A copy can lose the small raised digits of a power. What could have stood there?",
#   "How many portions of money does the cell make of the value added, and how large should a portion be?",
#   "Only the size of the portion is wrong. Larger portions are fewer, so each has more energy.",
# ]
# idea = "104 is 10^4 with its superscript lost. 20e9 RMB are two million portions of RMB 10,000, but 192 million portions of RMB 104. The wrong figure is about a hundredth of the right one, and small is good: no upper limit can notice. A comparison with last year, with other zones or with the total would."
# [[mistakes]]
# value = "readings[::-1]"
# hint = "You have the two figures in the wrong order: the repaired one comes first."
# [[mistakes]]
# value = "[readings[1], readings[1]]"
# hint = "The cell is as it was. What does 104 stand for?"
# [[mistakes]]
# value = "[readings[0] / 10**4, readings[1]]"
# hint = "The first is the energy for each single RMB. The limit counts for a portion."
# [[mistakes]]
# value = "[readings[0], readings[0] * 10**4 / 104]"
# hint = "The first is right. A smaller portion of money goes with less energy, not with more."

# %%
portion = 104  # RMB, as printed in the copy
consultant = 800_000 / (20e9 / portion)  # tce per portion
readings = ...  # [repaired, consultant's], in tce
### BEGIN SOLUTION
readings = [800_000 / (20e9 / 10**4), consultant]
### END SOLUTION

# %%
check("05.5", readings)

# %% [markdown]
# ## 05.6 One group of parks, two averages
#
# A study reports the average change of energy per value added of two parks. The table shows them at the start and at the end. Give a list:
#
# 1. the change of the pooled intensity, that is of all energy over all value added;
# 2. the mean of the two parks' own changes.
#
# Which of the two would you print, and what would you write beside it?

# %%
import pandas as pd

two_parks = pd.DataFrame(
    {
        "value added at the start [10^9 RMB]": [80.0, 10.0],
        "energy at the start [10^6 tce]": [2.0, 1.2],
        "value added at the end [10^9 RMB]": [80.0 * big, 18.0],
        "energy at the end [10^6 tce]": [2.6, 1.3],
    },
    index=["large park", "small park"],
)
two_parks

# %% [raw] tags=["exercise"]
# id = "05.6"
# unit = "%"
# within = 0.05
# hints = [
#   "Each of the two numbers compares an intensity at the end with one at the start. They differ in what is averaged, and when.",
#   "Pooled: add up first, divide afterwards. Mean of changes: divide first, for each park.",
#   "A fall is a negative change. Compute both intensities of each park before you average.",
# ]
# idea = "Sum of energy over sum of value added, at the end over the start, minus one; and the mean of the two parks' own ratios minus one. The first says what the region's industry did, the second what a typical park did. In lesson 05 the printed -22 % and the -23.1 % implied by the totals may differ for this reason."
# [[mistakes]]
# value = "averages[::-1]"
# hint = "You have the two averages in the wrong order."
# [[mistakes]]
# value = "[averages[0], 100 * (mean_end / mean_start - 1)]"
# hint = "The first is right. The second asks for the mean of the changes, and you gave the change of the mean intensity."
# [[mistakes]]
# value = "[-x for x in averages]"
# hint = "The size is right. A fall is a negative change."

# %%
averages = ...  # [pooled, mean of the parks' changes], in %
### BEGIN SOLUTION
money_start, energy_start, money_end, energy_end = (two_parks[name] for name in two_parks.columns)
pooled = (energy_end.sum() / money_end.sum()) / (energy_start.sum() / money_start.sum())
each = (energy_end / money_end) / (energy_start / money_start)
mean_start, mean_end = (energy_start / money_start).mean(), (energy_end / money_end).mean()
averages = [100 * (pooled - 1), 100 * (each.mean() - 1)]
### END SOLUTION

# %%
check("05.6", averages)

# %% [markdown]
# ## 05.7 What blocks the title?
#
# The record below is invented. The zone thinks that only its indicators are missing. By the rules of the program, which *further demands* does it fail to meet at the
# end of `year`? Give their letters as a list.
#
# - **A** GDP must grow faster than that of the average provincial and municipal zone.
# - **B** An environmental management system under ISO 14001 must be in place.
# - **C** A local environmental agency must exist.
# - **D** Environmental rules must be enforced.
# - **E** There must have been no pollution accident in the last three years.
# - **F** The zone must have waited for at least three years since its plan was approved.

# %%
record = {
    "growth of GDP [%/year]": 8.0,
    "growth of GDP, average zone [%/year]": 8.0,
    "ISO 14001": year % 2 == 0,  # yes in even years
    "local environmental agency": True,
    "rules enforced": True,
    "last pollution accident": f"{approved + 5}-03-01",
    "plan approved": f"{approved}-06-01",
    "today": f"{year}-12-31",
}
pd.Series(record)

# %% [raw] tags=["exercise"]
# id = "05.7"
# hints = [
#   "Take the demands one by one, and read the words *faster* and *last three years* exactly.",
#   "Is growth that equals the average faster than it? From which day do three years back from today count?",
#   "One letter is no demand of the program at all. Which?",
# ]
# idea = "A fails: equal is not faster. B fails in odd years. E fails if the accident lies within three years before today. F is no rule: three to four years is what it took others on average."
# [[mistakes]]
# value = "sorted(blocking | {'F'})"
# hint = "One too many: three to four years is what it took others on average. Is it a rule?"
# [[mistakes]]
# value = "sorted(blocking - {'A'}) or ['none']"
# hint = "One is missing: read the demand on growth exactly."
# [[mistakes]]
# value = "sorted(blocking ^ {'E'})"
# hint = "Look at the accident again: count three years back from today."
# [[mistakes]]
# value = "sorted(blocking ^ {'B'})"
# hint = "Look at ISO 14001 again: what does the record say for this year?"

# %%
blocking = ...  # letters in quotes, in a list
### BEGIN SOLUTION
blocking = {"A"}
if not record["ISO 14001"]:
    blocking |= {"B"}
if record["last pollution accident"] > f"{year - 3}-12-31":
    blocking |= {"E"}
### END SOLUTION

# %%
check("05.7", blocking)

# %% [markdown]
# ## 05.8 Decide and justify: apply now, later, or not at all?
#
# Written. You manage the zone of exercise 05.1. The figure shows how it stands. Your board can pay for **one** of these: (a) the application with plan, technical report and two
# staff for four years; (b) a project that brings an intensity that fails to its limit; (c) an exchange of steam between two firms, which moves no failed row over its limit. Recommend one, in eight to twelve sentences: the two strongest reasons, at least two
# numbers from this notebook or from lesson 05, one argument against your choice and your reply, and the fact that would change your mind.

# %%
ep.plots.show(ep.plots.plot_gaps(ep.assess(panel), zone, year))

# %% [raw] tags=["exercise"]
# id = "05.8"
# kind = "written"
# rubric = [
#   "No choice, or one that contradicts the figure or exercise 05.2.",
#   "A choice with general reasons (the title is good for the image), without numbers.",
#   "A clear choice with reasons and at least one number, and a counter-argument that is named but not answered.",
#   "A clear choice; two reasons with a number each; separates what the title brings from what the environment gains; states one real counter-argument and answers it; names one fact that would change the decision and where to get it.",
# ]
# hints = [
#   "What does the title bring a zone, and when? What do the indicators reward, and what do they not?",
#   "The average wait of three to four years counts only those who arrived. What does this mean for your plan?",
#   "Name the fact that you would need most, and say how you would get it.",
# ]
# idea = "Each choice can be right. It must use numbers, separate the title from the environment, deal with one counter-argument, and name the fact that would change the decision."

# %%
recommendation = ...  # text in quotes
### BEGIN SOLUTION
recommendation = """I recommend (b), the project for the failing intensity, and the application two years later. The title brings no
national money and took those who have it three to four years after the approval; fifteen zones had waited for more than six. With several rows failing
we would join the fifteen. The project takes something off the total, because energy must fall by the first number of 05.2 while value added stays; growing
into the limit would ask for the larger second number and would burn as much as today. Against it: the investors whom we want look for the title,
not for tonnes of coal equivalent. My reply is that an application with a failed row delays the title more than the project does. The steam
exchange is the most eco-industrial of the three, and no row of the standard of 2009 rewards it; the standard in force since 2015 counts new chains, so I would put it
into the plan. What would change my mind: a written answer of the leading group that a zone may apply with failing rows if its plan shows how they will
pass. I would ask the ministry of our kind of zone before the board meets."""
### END SOLUTION

# %%
check("05.8", recommendation)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. Choice (a) is as good if it argues that the plan itself organizes the measures, and (c) if it argues from the standard of 2015.
#
# **In class.** 05.4 is best done on paper in pairs (10 minutes). In 05.5 let groups invent a check that would have noticed, then ask when it fails. Usual misconception in
# 05.7: a number of years that others needed is read as a rule.
