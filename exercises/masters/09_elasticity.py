# ---
# jupyter:
#   ecopark:
#     number: "09"
#     edition: 3
#     title: "Exercises: elasticity and decoupling"
#     minutes: 80
#     variants:
#       zone: [Synthetic zone 07, Synthetic zone 02, Synthetic zone 04, Synthetic zone 06, Synthetic zone 14, Synthetic zone 17, Synthetic zone 23, Synthetic zone 24, Synthetic zone 29, Synthetic zone 33, Synthetic zone 39, Synthetic zone 46]
#       start: [2005, 2006, 2007]
#       cut: [17, 10, 12, 13, 14, 15, 16, 18, 19, 20]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 09: elasticity and decoupling
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[0.5, -2]`. The order matters. One answer is a text of your own: it
# is kept for your teacher. All parks and zones here are invented.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone to look at; name; any
start: int = 2005  # first year; year; 2005..2008
cut: int = 17  # cut of intensity to be reached in five years; %; 5..30

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

check = course.checker("09", zone=zone, start=start, cut=cut)
panel = ep.datasets.synthetic_panel()
own = panel[(panel["zone"] == zone) & (panel["year"] >= start)]
energy = own.set_index("year")["energy"]  # tce
value = own.set_index("year")["industrial_added_value_constant"]  # 10^4 RMB
parks = pd.DataFrame(
    {
        "energy_growth": [-5, 2, -2, -8],  # % a year
        "value_growth": [10, -4, -5, -5],  # % a year
    },
    index=["A", "B", "C", "D"],
)
parks

# %% [markdown]
# ## 09.1 Four parks, four coefficients
#
# The table above shows four parks. Compute the elasticity coefficient of each. Give a list: A, B, C, D.

# %% [raw] tags=["exercise"]
# id = "09.1"
# within = 0.005
# hints = [
#   "One growth rate stands above the line and one below. Which of the two drives the other?",
#   "Growth of energy over growth of value, with both signs.",
#   "Divide the two columns: energy_growth by value_growth. Then turn the result into a list.",
# ]
# idea = "(parks['energy_growth'] / parks['value_growth']).to_list()"
# [[mistakes]]
# value = "[1 / e for e in coefficients]"
# hint = "This is value over energy. Turn the fraction over."
# [[mistakes]]
# value = "[abs(e) for e in coefficients]"
# hint = "The sizes are right. Keep the signs: minus over plus is minus."
# [[mistakes]]
# value = "[-e for e in coefficients]"
# hint = "The sizes are right, all signs are wrong. Minus over minus is plus."

# %%
coefficients = ...  # [A, B, C, D]
### BEGIN SOLUTION
coefficients = (parks["energy_growth"] / parks["value_growth"]).to_list()
### END SOLUTION

# %%
check("09.1", coefficients)

# %% [markdown]
# ## 09.2 The rule of 2009
#
# The rule of 2009 asks for a coefficient **below 0.6**, and for nothing else. What does it say of the
# four parks? Give a list of `"pass"` and `"fail"`: A, B, C, D.

# %% [raw] tags=["exercise"]
# id = "09.2"
# hints = [
#   "Look at the coefficients only. The rule sees nothing else.",
#   "Which of the four numbers are below 0.6? Mind that negative numbers are.",
#   "Go through your list of 09.1, number by number: below 0.6 is a pass.",
# ]
# idea = "['pass' if e < 0.6 else 'fail' for e in coefficients]"
# [[mistakes]]
# value = "verdicts_mirrored"
# hint = "This turns the rule round where value falls. The rule of 2009 does not."
# [[mistakes]]
# value = "['pass', 'fail', 'pass', 'pass']"
# hint = "This asks whether energy falls. The rule asks for the coefficient."

# %%
verdicts_2009 = ...  # [A, B, C, D], "pass" or "fail"
### BEGIN SOLUTION
verdicts_2009 = ["pass" if e < 0.6 else "fail" for e in coefficients]
### END SOLUTION

# %%
check("09.2", verdicts_2009)

# %% [markdown]
# ## 09.3 A rule that turns round
#
# Here is a rule of this course, and of no standard. The *mirrored* rule asks for a coefficient of at most
# 0.6 where value grows, and of at least 0.6 where value falls. What does it say of the four parks?
# Give a list: A, B, C, D.

# %% [raw] tags=["exercise"]
# id = "09.3"
# hints = [
#   "First sort the parks: where does value grow, and where does it fall?",
#   "Only one park grows. For the other three the sign of the rule turns round.",
#   "For B, C and D ask: is the coefficient 0.6 or more?",
# ]
# idea = "Where value grows: pass if e <= 0.6. Where it falls: pass if e >= 0.6."
# [[mistakes]]
# value = "verdicts_2009"
# hint = "This is the rule of 2009. Turn the sign round where value falls."
# [[mistakes]]
# value = "['pass' if e >= 0.6 else 'fail' for e in coefficients]"
# hint = "This turns the rule round for every park. Park A grows."

# %%
verdicts_mirrored = ...  # [A, B, C, D], "pass" or "fail"
### BEGIN SOLUTION
verdicts_mirrored = [
    "pass" if (e <= 0.6 if v > 0 else e >= 0.6) else "fail"
    for e, v in zip(coefficients, parks["value_growth"], strict=True)
]
### END SOLUTION

# %%
check("09.3", verdicts_mirrored)

# %% [markdown]
# ## 09.4 Eight names
#
# Here are the names of Tapio's eight states. Which state is each park in? Give a list of names: A, B, C,
# D.

# %%
ep.decoupling.states()

# %% [raw] tags=["exercise"]
# id = "09.4"
# hints = [
#   "Two things decide: whether value grows or falls, and the size of the coefficient.",
#   "Where value falls, four names come into question: strong and weak negative decoupling, and the two with recessive.",
#   "ep.decoupling.state(energy growth, value growth) tells the name. Give both as parts of 1: 5 % is 0.05.",
# ]
# idea = "ep.decoupling.state(parks['energy_growth'] / 100, parks['value_growth'] / 100).to_list()"
# [[mistakes]]
# value = "ep.decoupling.state(parks['value_growth'], parks['energy_growth']).to_list()"
# hint = "The two growth rates have changed places. Energy comes first."
# [[mistakes]]
# value = "['strong_decoupling', 'strong_decoupling', *park_states[2:]]"
# hint = "A and B have the same coefficient and not the same state. Look at the signs of the two rates of B."
# [[mistakes]]
# value = "ep.decoupling.state(abs(parks['value_growth']) * coefficients, abs(parks['value_growth'])).to_list()"
# hint = "These are the names for growing parks. Three of the four shrink."

# %%
park_states = ...  # a list of four names
### BEGIN SOLUTION
park_states = ep.decoupling.state(parks["energy_growth"], parks["value_growth"]).to_list()
### END SOLUTION

# %%
check("09.4", park_states)

# %% [markdown]
# ## 09.5 Choose: who depends on the rule?
#
# For which parks do the two rules give opposite verdicts? Give a list of letters, in any order.

# %% [raw] tags=["exercise"]
# id = "09.5"
# hints = [
#   "Lay the answers of 09.2 and 09.3 side by side.",
#   "A letter belongs in the list if one rule says pass and the other says fail.",
#   "Only parks whose value falls can be judged differently.",
# ]
# idea = "Compare the two lists place by place and keep the letters where they differ."
# [[mistakes]]
# value = "{letter for letter, word in zip(parks.index, verdicts_2009) if word == 'fail'}"
# hint = "These fail under the rule of 2009. Look for those whose verdict changes, in both directions."
# [[mistakes]]
# value = "{letter for letter, word in zip(parks.index, verdicts_mirrored) if word == 'fail'}"
# hint = "These fail under the mirrored rule. A park may also change from fail to pass."

# %%
disputed = ...  # letters, such as ["A", "B"]
### BEGIN SOLUTION
pairs = zip(parks.index, verdicts_2009, verdicts_mirrored, strict=True)
disputed = {letter for letter, old, new in pairs if old != new}
### END SOLUTION

# %%
check("09.5", disputed)

# %% [markdown]
# ## 09.6 Justify: what would you print?
#
# You write one line for each park in a report to a ministry. Put the three shrinking parks in the order
# that **you** find right, best first, and say why. Then say what a table must show beside the
# coefficient, and why. Four to six sentences, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "09.6"
# kind = "written"
# hints = [
#   "What happened to the energy use of each park? And to its value?",
#   "Compare your order with the order of the coefficients.",
#   "Which two numbers would have kept you from a wrong order?",
# ]
# idea = "D, C, B: energy per value falls in D, rises in C and rises most in B. The rule of 2009 gives the opposite order."

# %%
report = ...  # text in quotes
### BEGIN SOLUTION
report = (
    "My order is D, C, B. In D energy falls faster than value, so the park needs less energy for each "
    "yuan even in a bad year. In C energy falls too, but more slowly than value, so each yuan needs more. "
    "In B energy grows while value falls: it is the worst case. The rule of 2009 says the opposite, "
    "because a smaller coefficient looks better to it, and B has a negative one. "
    "A table must show both growth rates beside the coefficient: the ratio has lost their signs."
)
### END SOLUTION

# %%
check("09.6", report)

# %% [markdown]
# ## 09.7 Your zone
#
# `energy` and `value` hold energy use and added value at constant prices, by year. Compute the
# elasticity coefficient from the first to the last year, with **average annual** growth.

# %% [raw] tags=["exercise"]
# id = "09.7"
# within = 0.0005
# hints = [
#   "You need two growth rates a year, one for energy and one for value.",
#   "Average annual growth is (last / first) ** (1 / n) - 1, with n years between first and last.",
#   "energy.iloc[0] is the first value, energy.iloc[-1] the last. The number of years is 2016 less the first year.",
# ]
# idea = "Both growth rates by the root formula, then energy over value. ep.elasticity.coefficient(own) does it too."
# [[mistakes]]
# value = "(energy.iloc[-1] / energy.iloc[0] - 1) / (value.iloc[-1] / value.iloc[0] - 1)"
# hint = "This is growth over all years together. Growth a year is asked."
# [[mistakes]]
# value = "ep.elasticity.coefficient(own.drop(columns='industrial_added_value_constant'))['elasticity'].item()"
# hint = "This uses current prices, which contain inflation. Use added value at constant prices."
# [[mistakes]]
# value = "1 / own_coefficient"
# hint = "This is value over energy. Turn the fraction over."

# %%
own_coefficient = ...
### BEGIN SOLUTION
n_years = energy.index[-1] - energy.index[0]
energy_rate = (energy.iloc[-1] / energy.iloc[0]) ** (1 / n_years) - 1
value_rate = (value.iloc[-1] / value.iloc[0]) ** (1 / n_years) - 1
own_coefficient = energy_rate / value_rate
### END SOLUTION

# %%
check("09.7", own_coefficient)

# %% [markdown]
# ## 09.8 Repair a broken cell
#
# The cell should give the average annual growth of the energy use of your zone, in percent. It runs,
# and it is wrong in two places. Repair both lines. Then put the result where the three dots are.

# %% [raw] tags=["exercise"]
# id = "09.8"
# unit = "%"
# within = 0.005
# hints = [
#   "Did energy use grow or fall? Compare with the sign of the result.",
#   "Twelve fence posts have eleven gaps between them.",
#   "The last value stands above the line. The number of years is one less than the number of rows.",
# ]
# idea = "100 * ((energy.iloc[-1] / energy.iloc[0]) ** (1 / (len(energy) - 1)) - 1)"
# [[mistakes]]
# value = "100 * ((energy.iloc[0] / energy.iloc[-1]) ** (1 / len(energy)) - 1)"
# hint = "This is the cell as it was."
# [[mistakes]]
# value = "100 * ((energy.iloc[-1] / energy.iloc[0]) ** (1 / len(energy)) - 1)"
# hint = "One place is repaired: the fraction. Now count the years again."
# [[mistakes]]
# value = "100 * ((energy.iloc[0] / energy.iloc[-1]) ** (1 / (len(energy) - 1)) - 1)"
# hint = "One place is repaired: the number of years. Now look at the fraction."
# [[mistakes]]
# value = "100 * energy.pct_change().mean()"
# hint = "This is the mean of the yearly rates. Growth builds on growth: take the root."

# %%
gaps = len(energy)  # years between first and last
growth = (energy.iloc[0] / energy.iloc[-1]) ** (1 / gaps) - 1
energy_growth = ...  # 100 * growth, when both lines are right; in %
### BEGIN SOLUTION
gaps = len(energy) - 1
growth = (energy.iloc[-1] / energy.iloc[0]) ** (1 / gaps) - 1
energy_growth = 100 * growth
### END SOLUTION

# %%
check("09.8", energy_growth)

# %% [markdown]
# ## 09.9 Two other recipes
#
# Compute the coefficient of your zone with **cumulative** growth (`last / first - 1`), and with
# **logarithms** of `last / first`. Give a list: cumulative, logarithmic.

# %% [raw] tags=["exercise"]
# id = "09.9"
# within = 0.0005
# hints = [
#   "Both recipes use the same two numbers: last over first, for energy and for value.",
#   "Cumulative: take 1 away from both, then divide. Logarithmic: take the logarithm of both, then divide.",
#   "ep.elasticity.coefficient(own, method='endpoint') is the first one; there is a method 'log' too.",
# ]
# idea = "Divide e - 1 by v - 1, and log(e) by log(v), with e and v the last value over the first."
# [[mistakes]]
# value = "two_recipes[::-1]"
# hint = "The two numbers are right and in the wrong order: cumulative first."
# [[mistakes]]
# value = "[own_coefficient, two_recipes[1]]"
# hint = "The first number is the one with annual growth. Growth over all years together is asked."

# %%
two_recipes = ...  # [cumulative, logarithmic]
### BEGIN SOLUTION
import math

ratio_energy, ratio_value = energy.iloc[-1] / energy.iloc[0], value.iloc[-1] / value.iloc[0]
two_recipes = [(ratio_energy - 1) / (ratio_value - 1), math.log(ratio_energy) / math.log(ratio_value)]
### END SOLUTION

# %%
check("09.9", two_recipes)

# %% [markdown]
# ## 09.10 A single year
#
# Compute the coefficient from each year to the next. In which year is it highest? Give the year in which
# the step **ends**.

# %% [raw] tags=["exercise"]
# id = "09.10"
# within = 0
# hints = [
#   "For each year you need the growth of energy and of value since the year before.",
#   "energy.pct_change() gives the growth of energy since the year before.",
#   "Divide energy.pct_change() by value.pct_change(); .idxmax() of the result is the year.",
# ]
# idea = "(energy.pct_change() / value.pct_change()).idxmax()"
# [[mistakes]]
# value = "highest_year - 1"
# hint = "In this year the step begins. Give the year in which it ends."
# [[mistakes]]
# value = "lowest_year if lowest_year != highest_year - 1 else 0"
# hint = "This is the year with the lowest coefficient."

# %%
highest_year = ...
### BEGIN SOLUTION
highest_year = int((energy.pct_change() / value.pct_change()).idxmax())
lowest_year = int((energy.pct_change() / value.pct_change()).idxmin())
### END SOLUTION

# %%
check("09.10", highest_year)

# %% [markdown]
# ## 09.11 A line with an interval
#
# Fit a line to the logarithms of your zone, with all of its years, at a level of 95 %. Give a list: the
# elasticity, the lower end of its interval, the upper end. You may use `ep.elasticity.fit`.

# %% [raw] tags=["exercise"]
# id = "09.11"
# within = 0.0005
# hints = [
#   "ep.elasticity.fit(own) returns a table with one row. Look at its columns.",
#   "The columns are elasticity, ci_low and ci_high.",
#   "fit.loc[fit.index[0], ['elasticity', 'ci_low', 'ci_high']].to_list(), with fit = ep.elasticity.fit(own).",
# ]
# idea = "Take elasticity, ci_low and ci_high from the one row of ep.elasticity.fit(own)."
# [[mistakes]]
# value = "[slope_and_ends[1], slope_and_ends[0], slope_and_ends[2]]"
# hint = "The three numbers are right. Give the elasticity first, then its two ends."
# [[mistakes]]
# value = "[slope_and_ends[0], slope_and_ends[0] - 2 * std_error, slope_and_ends[0] + 2 * std_error]"
# hint = "Two standard errors are a rule for long series. With few years Student's t asks for more."
# [[mistakes]]
# value = "fit_current"
# hint = "This uses current prices. Hand over the whole table: it takes constant prices by itself."

# %%
slope_and_ends = ...  # [elasticity, low, high]
### BEGIN SOLUTION
fit = ep.elasticity.fit(own)
slope_and_ends = fit[["elasticity", "ci_low", "ci_high"]].iloc[0].to_list()
std_error = fit["std_error"].item()
no_constant = ep.elasticity.fit(own.drop(columns="industrial_added_value_constant"))
fit_current = no_constant[["elasticity", "ci_low", "ci_high"]].iloc[0].to_list()
### END SOLUTION

# %%
check("09.11", slope_and_ends)

# %% [markdown]
# ## 09.12 Which states are possible?
#
# Use the interval of 09.11. Which of Tapio's states are possible for your zone? Give a list of names, in
# any order. It may hold one name or several.

# %% [raw] tags=["exercise"]
# id = "09.12"
# hints = [
#   "Your zone grows. So only the four states with growing value come into question.",
#   "The cut-offs are 0, 0.8 and 1.2. Which of them lie inside the interval?",
#   "ep.decoupling.classify takes the table of the fit; look at its column candidates.",
# ]
# idea = "Every state between the state of the lower end and that of the upper end, both included."
# [[mistakes]]
# value = "{ep.decoupling.state(slope_and_ends[0], 1.0)} if len(possible) > 1 else set()"
# hint = "This is the state of the point alone. Its interval reaches into another one."
# [[mistakes]]
# value = "{'ambiguous'}"
# hint = "Ambiguous says that there are several. Name them, or the one that is left."

# %%
possible = ...  # a list of names
### BEGIN SOLUTION
possible = set(ep.decoupling.classify(fit)["candidates"].item().split("; "))
### END SOLUTION

# %%
check("09.12", possible)

# %% [markdown]
# ## 09.13 How far from the truth?
#
# The zone is synthetic, so its true elasticity is known: `panel.attrs["truth"]["energy"][zone]`. By how
# many **standard errors** is the fitted elasticity above the truth? If it is below, the answer is
# negative. The column `std_error` of the fit holds the standard error.

# %% [raw] tags=["exercise"]
# id = "09.13"
# within = 0.005
# hints = [
#   "First the distance: fitted elasticity less true elasticity.",
#   "Then ask how many standard errors fit into that distance.",
#   "Divide the distance by std_error. Use the unrounded numbers.",
# ]
# idea = "(fitted - true) / std_error"
# [[mistakes]]
# value = "-distance"
# hint = "The size is right. Above the truth counts as positive."
# [[mistakes]]
# value = "distance * std_error"
# hint = "This is the distance itself. Divide it by the standard error."

# %%
distance = ...  # standard errors
### BEGIN SOLUTION
distance = (slope_and_ends[0] - panel.attrs["truth"]["energy"][zone]) / std_error
### END SOLUTION

# %%
check("09.13", distance)

# %% [markdown]
# ## 09.14 Read the figure
#
# The figure shows your zone in windows of five years. Which window has the **longest** interval? Give
# its first year.

# %%
windows = ep.elasticity.fit(own, window=5)
ep.plots.show(ep.plots.forest_plot(windows, quantity="energy"))

# %% [raw] tags=["exercise"]
# id = "09.14"
# within = 0
# hints = [
#   "Look at the lengths of the lines, not at the points on them.",
#   "If two lines look alike, compare ci_high less ci_low in the table windows.",
#   "(windows['ci_high'] - windows['ci_low']).idxmax() gives the row; its column start is the answer.",
# ]
# idea = "The window with the largest ci_high - ci_low; the years stand at the axis."
# [[mistakes]]
# value = "last_of_longest"
# hint = "This is the last year of the right window. Give the first one."
# [[mistakes]]
# value = "highest if highest not in {longest, last_of_longest} else 0"
# hint = "This window has the highest elasticity. Look for the longest line."
# [[mistakes]]
# value = "shortest if shortest not in {last_of_longest, highest} else 1"
# hint = "This is the shortest line."

# %%
longest = ...  # first year of the window
### BEGIN SOLUTION
lengths = windows["ci_high"] - windows["ci_low"]
longest = int(windows.loc[lengths.idxmax(), "start"])
last_of_longest = int(windows.loc[lengths.idxmax(), "end"])
shortest = int(windows.loc[lengths.idxmin(), "start"])
highest = int(windows.loc[windows["elasticity"].idxmax(), "start"])
### END SOLUTION

# %%
check("09.14", longest)

# %% [markdown]
# ## 09.15 The growth that a target asks for
#
# A park has an elasticity of exactly 0.6. Its energy per added value must fall by `cut` percent in five
# years. How fast must its added value grow, in percent a year?

# %% [raw] tags=["exercise"]
# id = "09.15"
# unit = "%"
# within = 0.005
# hints = [
#   "First find the change of intensity in one year: the part that is left after five years has a fifth root.",
#   "With growth g of value, energy grows by 0.6 g. So intensity changes by the factor (1 + 0.6 g) / (1 + g).",
#   "Set that factor equal to r, the fifth root of what is left, and solve for g: (1 - r) / (r - 0.6).",
# ]
# idea = "100 * (1 - r) / (r - 0.6), with r = (1 - cut / 100) ** (1 / 5)."
# [[mistakes]]
# value = "cut / 5 / 0.4"
# hint = "This adds up the years and the rates. They multiply: use the fifth root, and the factor for one year."
# [[mistakes]]
# value = "100 * (1 - (1 - cut / 100) ** (1 / 5)) / 0.4"
# hint = "The yearly cut is right. But intensity falls by the factor (1 + 0.6 g) / (1 + g), not by 0.4 g."
# [[mistakes]]
# value = "100 * ((1 - cut / 100) - 1) / (0.6 - (1 - cut / 100))"
# hint = "This is the growth over all five years at once. Take one year: the fifth root."

# %%
growth_needed = ...  # % a year
### BEGIN SOLUTION
growth_needed = 100 * ep.elasticity.required_growth(0.6, -cut / 100, 5)
### END SOLUTION

# %%
check("09.15", growth_needed)

# %% [markdown]
# ## 09.16 The long target
#
# The table below holds the national targets for CO2 per GDP, as changes in percent. The target for 2020 is a
# range of two numbers, counted from 2005. Let a park's energy per added value follow them. At an elasticity of 0.6, which
# growth of added value do the two numbers ask for? Give a list in percent a year: for the smaller cut, for
# the larger cut.

# %%
ep.programs.national_targets()[["id", "set_by", "change"]]

# %% [raw] tags=["exercise"]
# id = "09.16"
# unit = "%"
# within = 0.05
# hints = [
#   "It is the formula of 09.15, with another number of years.",
#   "From 2005 to 2020 there are fifteen steps.",
#   "r is the fifteenth root of what is left of the intensity: 0.60, and 0.55.",
# ]
# idea = "100 * ep.elasticity.required_growth(0.6, -0.40, 15), and the same with -0.45."
# [[mistakes]]
# value = "long_growth[::-1]"
# hint = "The two numbers are right and in the wrong order: the smaller cut first."
# [[mistakes]]
# value = "[100 * ep.elasticity.required_growth(0.6, -c, 16) for c in (0.40, 0.45)]"
# hint = "Count the steps again: from 2005 to 2006 is one."
# [[mistakes]]
# value = "[100 * ep.elasticity.required_growth(0.6, -c, 11) for c in (0.40, 0.45)]"
# hint = "This counts from 2009, when the target was set. Its base year is 2005."

# %%
long_growth = ...  # [for the smaller cut, for the larger cut], % a year
### BEGIN SOLUTION
national = ep.programs.national_targets().sort_values("change", ascending=False)
long_term = national[national["years"] == 15]
long_growth = [
    100 * ep.elasticity.required_growth(0.6, change / 100, years)
    for change, years in zip(long_term["change"], long_term["years"], strict=True)
]
### END SOLUTION

# %%
check("09.16", long_growth)

# %% [markdown] tags=["instructor"]
# **Teacher.** 09.1 to 09.6 belong together: 25 minutes. Let the class vote on the order of the parks
# before 09.2. Usual misconception in 09.8: the number of years is the number of rows. Discussion: (1)
# What would a park that plans a recession year like the rule to say? (2) In 09.13, half of the class is
# above the truth and half below. Collect the answers on the board: how many are beyond 2, and how many
# should be? (3) Is the answer of 09.15 a plan, or an excuse?
