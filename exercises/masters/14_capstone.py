# ---
# jupyter:
#   ecopark:
#     number: "14"
#     edition: 2
#     title: "Exercises: capstone"
#     minutes: 45
#     variants:
#       zone: [Synthetic zone 01, Synthetic zone 02, Synthetic zone 03, Synthetic zone 04, Synthetic zone 05, Synthetic zone 06, Synthetic zone 07, Synthetic zone 08, Synthetic zone 09, Synthetic zone 10]
#       year: [2013, 2014, 2015, 2016]
#     unfair:
#       - {zone: [Synthetic zone 04], year: [2014]}
#       - {zone: [Synthetic zone 10], year: [2015, 2016]}
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 14: capstone
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# The zones are synthetic: their numbers are invented.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone of the report; name; any
year: int = 2016  # year of the report; year; 2007..2016

# %%
import ecopark as ep
import ecopark_course as course
import ecopark_zone

panel = ep.datasets.synthetic_panel()
row = panel[(panel["zone"] == zone) & (panel["year"] == year)].iloc[0]
standard = ep.standards.get("hj274-2009")
check = course.checker("14", zone=zone, year=year)
assessed = ep.assess(panel)
in_year = assessed[assessed["year"] == year]
own = in_year[in_year["zone"] == zone]
own[["code", "indicator", "value", "unit", "operator", "threshold", "status", "gap"]].round(3)

# %% [markdown]
# ## 14.1 Count before you write
#
# How many indicators does the zone fail? Give a whole number.

# %% [raw] tags=["exercise"]
# id = "14.1"
# unit = "indicators"
# within = 0
# hints = [
#   "The column status of the table own holds the words.",
#   "own['status'] == 'fail' marks the failed ones with True.",
#   "Add the marks with .sum().",
# ]
# idea = "(own['status'] == 'fail').sum() counts the failed indicators."
# [[mistakes]]
# value = "int((own['status'] == 'pass').sum())"
# hint = "This is the number of indicators that pass. Count the others."

# %%
n_failed = ...  # indicators
### BEGIN SOLUTION
n_failed = int((own["status"] == "fail").sum())
### END SOLUTION

# %%
check("14.1", n_failed)

# %% [markdown]
# ## 14.2 Read the figure: the largest gap
#
# Which indicator is furthest on the wrong side of its threshold, as a part of the threshold? Give
# its code, as text in quotes. The figure cuts long bars off: read the number beside the bar.

# %%
ep.plots.show(ep.plots.gap_chart(assessed, zone, year))

# %% [raw] tags=["exercise"]
# id = "14.2"
# hints = [
#   "Bars to the left of zero are on the wrong side. Look for the lowest number beside them.",
#   "own.sort_values('gap') puts it first.",
#   "Take the column code of the first row after sorting.",
# ]
# idea = "own.sort_values('gap')['code'].iloc[0] is the code with the most negative gap."
# [[mistakes]]
# value = "own.sort_values('gap')['code'].iloc[-1] if own['gap'].notna().all() else own.dropna(subset=['gap']).sort_values('gap')['code'].iloc[-1]"
# hint = "This indicator is furthest on the good side. Look at the other end."

# %%
largest = ...  # a code in quotes
### BEGIN SOLUTION
largest = own.sort_values("gap")["code"].iloc[0]
### END SOLUTION

# %%
check("14.2", largest)

# %% [markdown]
# ## 14.3 In the zone's own units
#
# With this year's industrial added value, how much fresh water may the zone use and still meet
# indicator 2.4? Give it in 10^6 m3. `standard["2.4"].threshold` is in m3/10^4 RMB, and
# `row["industrial_added_value"]` in 10^4 RMB.

# %% [raw] tags=["exercise"]
# id = "14.3"
# unit = "10^6 m3"
# within = 0.01
# hints = [
#   "The intensity is water over added value. At the limit, water is the intensity times added value.",
#   "Multiply standard['2.4'].threshold by row['industrial_added_value'].",
#   "The product is in m3. Divide by 1e6.",
# ]
# idea = "standard['2.4'].threshold * row['industrial_added_value'] / 1e6"
# [[mistakes]]
# value = "row['fresh_water'] / 1e6"
# hint = "This is what the zone uses now. Asked is what it may use."
# [[mistakes]]
# value = "standard['2.4'].threshold * row['industrial_added_value_constant'] / 1e6"
# hint = "An intensity uses added value in the prices of the year, not at constant prices."
# [[mistakes]]
# value = "standard['2.4'].threshold * row['industrial_added_value']"
# hint = "This is in m3. Asked are 10^6 m3."
# [[mistakes]]
# value = "(row['fresh_water'] - standard['2.4'].threshold * row['industrial_added_value']) / 1e6"
# hint = "This is how far the use is from the limit. Asked is the limit itself."

# %%
allowed_water = ...  # 10^6 m3
### BEGIN SOLUTION
allowed_water = standard["2.4"].threshold * row["industrial_added_value"] / 1e6
### END SOLUTION

# %%
check("14.3", allowed_water)

# %% [markdown]
# ## 14.4 Repair the growth rate
#
# The cell should give the average annual growth of industrial added value since 2005, without the
# effect of prices, in percent. It gives something else. Repair it.

# %% [raw] tags=["exercise"]
# id = "14.4"
# unit = "%"
# within = 0.005
# hints = [
#   "There are two faults. One is in the column that is used, one in the exponent.",
#   "Use the column of added value at constant prices.",
#   "From 2005 to the year there are year - 2005 steps. The exponent is 1 over that number.",
# ]
# idea = "100 * ((constant[year] / constant[2005]) ** (1 / (year - 2005)) - 1), with the column at constant prices."
# [[mistakes]]
# value = "100 * ((current[year] / current[2005]) ** (1 / (year - 2005)) - 1)"
# hint = "The exponent is right. The column still contains the change of prices."
# [[mistakes]]
# value = "100 * ((constant[year] / constant[2005]) ** (1 / (year - 2005 + 1)) - 1)"
# hint = "The column is right. Count the steps between the years, not the years."

# %%
current = panel[panel["zone"] == zone].set_index("year")["industrial_added_value"]
growth = 100 * ((current[year] / current[2005]) ** (1 / (year - 2005 + 1)) - 1)  # %
### BEGIN SOLUTION
constant = panel[panel["zone"] == zone].set_index("year")["industrial_added_value_constant"]
growth = 100 * ((constant[year] / constant[2005]) ** (1 / (year - 2005)) - 1)
### END SOLUTION

# %%
check("14.4", growth)

# %% [markdown]
# ## 14.5 Rank the zones, and the standard among them
#
# Make one score from all indicators by the recipe of Lai and others (2014): subtract the mean,
# divide by the standard deviation, take the normal distribution function, average with equal
# weights. The standard itself takes part as a virtual zone. `ep.composite(assessed, year=year)`
# does all this. Which rank does the virtual zone `standard` have?

# %% [raw] tags=["exercise"]
# id = "14.5"
# unit = ""
# within = 0
# hints = [
#   "Make the table: scores = ep.composite(assessed, year=year).",
#   "Look for the row whose zone is 'standard'.",
#   "The column rank holds what is asked, in the row of that zone.",
# ]
# idea = "ep.composite(assessed, year=year).set_index('zone').at['standard', 'rank']"
# [[mistakes]]
# value = "len(scores) + 1 - rank_of_standard"
# hint = "This counts from the worst. Rank 1 is the best score."

# %%
rank_of_standard = ...  # a rank
### BEGIN SOLUTION
scores = ep.composite(assessed, year=year)
rank_of_standard = int(scores.set_index("zone").at["standard", "rank"])
### END SOLUTION

# %%
check("14.5", rank_of_standard)

# %% [markdown]
# ## 14.6 Rank reversal
#
# Score the same zones with the method `"min-max"`. How many pairs of zones (the standard counts as
# a zone) change their order between the two methods? `ep.scores.rank_reversals` lists them.

# %% [raw] tags=["exercise"]
# id = "14.6"
# unit = "pairs"
# within = 0
# hints = [
#   "Call ep.scores.rank_reversals(assessed, method='normal-cdf', other_method='min-max', year=year).",
#   "The table has one row a pair.",
#   "len(...) of the table is the number of pairs.",
# ]
# idea = "len(ep.scores.rank_reversals(assessed, method='normal-cdf', other_method='min-max', year=year))"

# %%
n_reversed = ...  # pairs
### BEGIN SOLUTION
reversals = ep.scores.rank_reversals(assessed, method="normal-cdf", other_method="min-max", year=year)
n_reversed = len(reversals)
### END SOLUTION

# %%
check("14.6", n_reversed)

# %% [markdown]
# ## 14.7 What a composite hides
#
# Shares cannot be above 100 percent. Many zones are near that end. Explain in two or three sentences why
# the normal distribution fits such indicators badly, and what a rank of 13.5 is then worth. Your
# text is kept for your teacher.

# %% [raw] tags=["exercise"]
# id = "14.7"
# kind = "written"
# hints = [
#   "Think of the shape: a normal distribution has no end.",
#   "What happens to the distance between two zones near 100 percent?",
#   "Compare with what 14.6 showed.",
# ]
# idea = "Values pile up at the end, so the scale is not normal, and small differences there move ranks."

# %%
what_it_hides = ...  # text in quotes
### BEGIN SOLUTION
what_it_hides = (
    "A share ends at 100 percent and values pile up there, so its distribution is skewed. "
    "The method then turns small differences into large ones. "
    "Ranks that another method turns round should not be reported alone."
)
### END SOLUTION

# %%
check("14.7", what_it_hides)

# %% [markdown]
# ## 14.8 Is the state certain?
#
# Fit the elasticity of energy over all years of the zone: `ep.elasticity.fit`. Does the 95 %
# interval contain 0.8, the border between weak decoupling and expansive coupling? Answer `True` or
# `False`.

# %% [raw] tags=["exercise"]
# id = "14.8"
# hints = [
#   "Fit the zone's own rows: fit = ep.elasticity.fit(panel[panel['zone'] == zone], 'energy').",
#   "Compare the columns ci_low and ci_high of its only row with 0.8.",
#   "The interval contains 0.8 if ci_low is not above and ci_high not below it.",
# ]
# idea = "fit['ci_low'].iloc[0] <= 0.8 <= fit['ci_high'].iloc[0]"

# %%
contains_border = ...  # True or False
### BEGIN SOLUTION
fit = ep.elasticity.fit(panel[panel["zone"] == zone], "energy").iloc[0]
contains_border = bool(fit["ci_low"] <= 0.8 <= fit["ci_high"])
### END SOLUTION

# %%
check("14.8", contains_border)

# %% [markdown]
# ## 14.9 The first paragraph
#
# Write the first paragraph of the zone's report: what passes, the largest gap in own units, the
# state with its interval, and one thing that you leave open. Four sentences are enough. Your text
# is kept for your teacher.

# %% [raw] tags=["exercise"]
# id = "14.9"
# kind = "written"
# hints = [
#   "Begin with the count from 14.1.",
#   "Give each number its unit and its year.",
#   "End with what the data cannot tell.",
# ]
# idea = "Count, largest gap with unit, state with interval, open question; then the provenance line."

# %%
first_paragraph = ...  # text in quotes
### BEGIN SOLUTION
gap = ecopark_zone.findings.largest_gaps(panel, zone, year, count=1).iloc[0]
energy = ecopark_zone.findings.decoupling(panel, zone).set_index("quantity").loc["energy"]
first_paragraph = (
    f"In {year}, {zone} passed {int((own['status'] == 'pass').sum())} of {len(own)} indicators. "
    f"Its largest gap is indicator {largest}: {gap['column']} was {gap['now']:,.0f} {gap['unit']} and "
    f"should have been {gap['must']} {gap['needed']:,.0f} {gap['unit']}. "
    f"From {energy['start']} to {energy['end']} the energy elasticity was {energy['elasticity']:.2f}, between "
    f"{energy['ci_low']:.2f} and {energy['ci_high']:.2f}: {energy['candidates'].replace('; ', ' or ')}. "
    "Why the gaps exist, these numbers do not say."
)
### END SOLUTION

# %%
check("14.9", first_paragraph)
