# ---
# jupyter:
#   ecopark:
#     number: "09"
#     edition: 4
#     title: "Exercises: elasticity and decoupling"
#     minutes: 80
#     variants:
#       energy_c: [-2.0, -4.0, -6.0]
#       energy_d: [-8.0, -4.5, -7.0]
#       waste: [solid_waste, wastewater]
#       span: [4, 3, 5, 6, 7]
#       country: [Portugal, Spain, Slovenia, Sweden, Mexico, Japan, Denmark, Luxembourg]
#       cut: [17.0, 13.0, 14.0, 15.0, 18.0, 19.0]
#       cap: [40.0, 32.0, 34.0, 36.0, 43.0, 45.0]
#       draw: [1, 2, 3, 4, 5, 6, 7, 8]
#       industry: [Transport equipment, Chemicals, Computers and electronics, Electrical machinery, Paper, Medicines, Measuring instruments]
#       boom: [150.0, 120.0, 180.0, 210.0, 240.0]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 09: elasticity and decoupling
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Some answers are lists, such as `[0.5, -2]`, in which the order matters. The parks of 09.1, 09.4 and 09.7 and the zones of 09.5 are invented. The other
# numbers are real, and those of countries and industries are unverified (see the cards of the packages). Exercises 09.1 and 09.8 need hardly any calculation.

# %% tags=["parameters"]
energy_c: float = -2.0  # growth of energy in park C; %/year; -10..10
energy_d: float = -8.0  # growth of energy in park D; %/year; -10..10
waste: str = "solid_waste"  # a quantity of the seventeen parks; name; wastewater | solid_waste
span: int = 4  # years that the change of the parks may have taken; year; 2..20
country: str = "Portugal"  # country of the consultant's cell; name; any
cut: float = 17.0  # cut of energy per value added in five years; %; 5..30
cap: float = 40.0  # largest rise of total energy use that the province accepts in five years; %; 5..60
draw: int = 1  # which invented world the zones of 09.5 come from; count; 1..1000
industry: str = "Transport equipment"  # industry whose two windows are compared; name; any
boom: float = 150.0  # growth of the electronics in the park of 09.7; %; 10..500

# %%
import numpy as np
import pandas as pd

import ecopark as ep
import ecopark_course as course

seventeen = ep.datasets.load("eip_results", "coefficients").set_index("id")
countries = ep.datasets.load("oecd_countries")
industries = ep.datasets.load("cn_industries")
limit = ep.standards.get("hj274-2009")["2.3"].threshold
check = course.checker(
    "09",
    energy_c=energy_c,
    energy_d=energy_d,
    waste=waste,
    span=span,
    country=country,
    cut=cut,
    cap=cap,
    draw=draw,
    industry=industry,
    boom=boom,
)

# %% [markdown]
# ## 09.1 Where the rule gets it wrong
#
# A park has become **better** if its energy per value added falls, and **worse** if it rises. The rule of 2009 looks
# only at the coefficient, and passes a park whose coefficient is below 0.6. For which parks does the rule say the
# opposite of what happened: a pass although the park became worse, or a failure although it became better? Give the
# letters as a list.

# %%
parks = pd.DataFrame(
    {
        "energy [%/year]": [-5.0, 2.0, energy_c, energy_d],
        "value added [%/year]": [10.0, -4.0, -5.0, -5.0],
    },
    index=["A", "B", "C", "D"],
)
parks

# %% [raw] tags=["exercise"]
# id = "09.1"
# hints = [
#   "You need two judgments for each park: one by the coefficient, and one by energy per value added. Keep them apart.",
#   "Energy per value added falls if energy grows more slowly than value added, and that includes falling faster.",
#   "Where value added falls, a small coefficient is bad: the park keeps using energy while it loses value added.",
# ]
# idea = "Compare passes = (energy / value added < 0.6) with better = (energy growth < value added growth). Where value added grows, both agree for any coefficient below 0.6. Where it falls, the rule is right only by accident: between 0.6 and 1, where the park fails and did become worse."
# [[mistakes]]
# value = "set(parks.index[passes])"
# hint = "These are all parks that pass. Does each of them deserve it, and does each park that fails deserve that?"
# [[mistakes]]
# value = "set(parks.index[~passes])"
# hint = "These are the parks that fail. Did they become better or worse? And are all the passes deserved?"
# [[mistakes]]
# value = "set(parks.index[~better])"
# hint = "These are the parks that became worse. What does the rule say of each of them, and of those that became better?"

# %%
opposite = ...  # letters in quotes, in a list
### BEGIN SOLUTION
energy_rate, value_rate = parks["energy [%/year]"], parks["value added [%/year]"]
passes = energy_rate / value_rate < limit - 1e-9
better = energy_rate < value_rate
opposite = set(parks.index[passes != better])
### END SOLUTION

# %%
check("09.1", opposite)

# %% [markdown]
# ## 09.2 A coefficient without the years
#
# The abstract on the seventeen parks prints the changes of `waste` and of value added, but not in how many years they happened. Suppose that it was `span` years for every
# park. Give a list:
#
# 1. the coefficient by *average annual* growth in that case;
# 2. the number that this coefficient approaches if you let the number of years grow without limit.
#
# Before you compute: between which two numbers can the coefficient lie, whatever the years are?

# %%
seventeen.loc[[waste], ["quantity", "quantity_change", "driver_change", "coefficient"]].set_index("quantity")

# %% [raw] tags=["exercise"]
# id = "09.2"
# within = 0.0005
# hints = [
#   "How much does a quantity grow in one year if it grows by 10 % in two years, with the second year building on the first?",
#   "From both growth factors take the root of the degree that the number of years gives, subtract one from each, and divide.",
#   "For very many years both yearly rates become tiny, but not their ratio. A rate that becomes tiny is proportional to the logarithm of the factor.",
# ]
# idea = "((1 + q)^(1/n) - 1) / ((1 + v)^(1/n) - 1) for n years; as n grows without limit, this becomes ln(1 + q) / ln(1 + v). For n = 1 it is the endpoint coefficient. So the coefficient lies between these two whatever the years are, and a source that does not print its years still gives a range."
# [[mistakes]]
# value = "[two_limits[0], q / v]"
# hint = "The first is right. The second is the coefficient for one single year; let the number of years become very large instead."
# [[mistakes]]
# value = "[q / span / (v / span), two_limits[1]]"
# hint = "The second is right. For the first, a yearly rate is not the total divided by the years: growth builds on growth."
# [[mistakes]]
# value = "[1 / x for x in two_limits]"
# hint = "Invert both fractions: the growth of the quantity is the numerator."

# %%
two_limits = ...  # [for that number of years, for very many years]
### BEGIN SOLUTION
q, v = (seventeen.loc[waste, name] / 100 for name in ("quantity_change", "driver_change"))
yearly = [(1 + x) ** (1 / span) - 1 for x in (q, v)]
two_limits = [yearly[0] / yearly[1], np.log(1 + q) / np.log(1 + v)]
### END SOLUTION

# %%
check("09.2", two_limits)

# %% [markdown]
# ## 09.3 Repair: the mean of the yearly coefficients
#
# A consultant reports the coefficient of CO2 for `country`. The cell runs, but its result has the wrong sign or an
# implausible size. Look at the table of the yearly numbers first: which year spoils the mean, and why? Then repair
# the cell, so that it gives the coefficient by average annual growth from 2011 to 2019.

# %%
rows = countries[countries["country"] == country].set_index("year")
yearly_growth = 100 * rows[["co2", "gdp"]].pct_change().dropna()
yearly_growth.assign(coefficient=yearly_growth["co2"] / yearly_growth["gdp"]).round(2)

# %% [raw] tags=["exercise"]
# id = "09.3"
# within = 0.0005
# hints = [
#   "What happens to a yearly coefficient in a year in which GDP hardly moves?",
#   "A mean of ratios gives every year the same weight, even a year whose denominator is almost zero. Form the ratio last.",
#   "First compute both average yearly growth rates over all the years; then divide once. How many steps lie between the first and the last year?",
# ]
# idea = "(co2 last / first)^(1/8) - 1, the same for GDP, and then one ratio. ep.elasticity.coefficient does it. The yearly coefficients are dominated by years in which GDP hardly moved, so their mean can have any size and sign."
# [[mistakes]]
# value = "yearly_mean"
# hint = "This is the cell as it was: the mean of the yearly ratios."
# [[mistakes]]
# value = "(rows['co2'].iloc[-1] / rows['co2'].iloc[0] - 1) / (rows['gdp'].iloc[-1] / rows['gdp'].iloc[0] - 1)"
# hint = "This divides growth over all years together. The exercise asks for average growth per year."
# [[mistakes]]
# value = "1 / whole_period"
# hint = "Invert the fraction."
# [[mistakes]]
# value = "(yearly_growth['co2'] / yearly_growth['gdp']).median()"
# hint = "The median hides the extreme years, but it is still taken from many ratios instead of forming one."

# %%
yearly_mean = (rows["co2"].pct_change() / rows["gdp"].pct_change()).mean()
whole_period = yearly_mean
### BEGIN SOLUTION
steps = rows.index[-1] - rows.index[0]
per_year = (rows.iloc[-1][["co2", "gdp"]] / rows.iloc[0][["co2", "gdp"]]).astype(float) ** (1 / steps) - 1
whole_period = per_year["co2"] / per_year["gdp"]
### END SOLUTION

# %%
check("09.3", whole_period)

# %% [markdown]
# ## 09.4 A corridor for growth
#
# A park stays exactly at the limit for energy, 0.6. It faces three demands:
#
# - its province asks for a cut in energy per value added of `cut` percent in five years;
# - the national target for 2020 was a cut in *CO2 per GDP* of 40 to 45 % from the level of 2005; apply it to energy
#   per value added, over fifteen years;
# - the province accepts that total energy use rises by at most `cap` percent in five years.
#
# Give a list of four growth rates of value added, in percent a year: the lowest rate that meets the first demand; the
# lowest rates that meet a cut of 40 % and of 45 %; and the highest rate that the third demand allows. Is there a
# growth rate that meets all three?

# %% [raw] tags=["exercise"]
# id = "09.4"
# unit = "%/year"
# within = 0.005
# hints = [
#   "The first three use one formula with different numbers, and the fourth concerns the total alone. Write down what happens to energy in one year.",
#   "Energy per value added is multiplied by (1 + e g) / (1 + g) every year. Find this yearly factor from the demand, and solve for g.",
#   "The total is multiplied by 1 + e g every year. After five years it may have become 1 + cap/100 times as large.",
# ]
# idea = "With r = (1 - cut)^(1/n), g = (1 - r)/(r - e); for the total, g = ((1 + cap)^(1/5) - 1)/e. The corridor lies between the largest of the first three and the fourth, and it may be empty: a demand on intensity asks for growth, whereas a cap on the total limits it."
# [[mistakes]]
# value = "[*corridor[:3], 100 * ((1 + cap / 100) ** 0.2 - 1)]"
# hint = "The first three are right. The fourth is the growth of energy; value added may grow faster."
# [[mistakes]]
# value = "[*corridor[:3], cap / 5 / e]"
# hint = "The first three are right. In the fourth, the growth of five equal years multiplies; it does not add up."
# [[mistakes]]
# value = "[100 * ep.elasticity.required_growth(e, -cut / 100, 5), *(100 * ep.elasticity.required_growth(e, -c, 11) for c in (0.40, 0.45)), corridor[3]]"
# hint = "The first and the last are right. The target of 2020 counts from 2005, not from 2009, when it was set."
# [[mistakes]]
# value = "[cut / 5 / (1 - e), *(c / 15 / (1 - e) for c in (40, 45)), corridor[3]]"
# hint = "The last is right. The yearly steps of an intensity multiply, and growth stands in the denominator, too."

# %%
corridor = ...  # [first demand, 40 % in fifteen years, 45 % in fifteen years, third demand], %/year
### BEGIN SOLUTION
e = limit
corridor = [100 * ep.elasticity.required_growth(e, -cut / 100, 5)]
corridor += [100 * ep.elasticity.required_growth(e, -c, 15) for c in (0.40, 0.45)]
corridor += [100 * ((1 + cap / 100) ** (1 / 5) - 1) / e]
### END SOLUTION

# %%
check("09.4", corridor)

# %% [markdown]
# ## 09.5 Which world do these zones come from?
#
# The table `zones` holds 300 invented zones in twelve years. In all of them the true elasticity of energy is 0.6, but they come from one of four worlds:
#
# - `"independent"`: the deviations of the years are independent;
# - `"carries over"`: most of a deviation carries over to the next year;
# - `"saving"`: every zone saves energy each year without any growth;
# - `"misreported"`: value added is reported with errors of about 10 %.
#
# Find out which, with `ep.elasticity.fit(zones)`, `ep.elasticity.fit_panel_models(zones)` or any other means (but do not
# look at how the cell chooses). Give the name in quotes.

# %%
worlds = {
    "independent": {},
    "carries over": {"errors": "ar1", "rho": 0.9},
    "saving": {"efficiency_trend": 0.03},
    "misreported": {"measurement_error": 0.10},
}
hidden = sorted(worlds)[(draw * 7 + 1) % 4]
zones = ep.datasets.simulate_panel(
    300, 12, 100 + draw, noise=0.03, elasticities={"energy": 0.6}, **worlds[hidden]
)
zones.attrs = {}
zones[["zone", "year", "energy", "industrial_added_value_constant"]].head(3)

# %% [raw] tags=["exercise"]
# id = "09.5"
# hints = [
#   "Which two of the four worlds pull the slope of a line away from 0.6? Begin there: what is the median of the 300 slopes?",
#   "Compare the median slope of the lines with the pooled slope of the yearly changes, and look at the drift.",
#   "If both are near 0.6 and there is no drift, only the deviations can tell: does a high year follow a high year?",
# ]
# idea = "Saving: the lines are too flat, the pooled changes are right and show the drift. Misreported: the pooled changes are far too small. Carries over: both are right, and the deviations follow one another (Durbin-Watson near 1). Independent: everything is as the method assumes (Durbin-Watson near 2)."
# [[mistakes]]
# value = "'saving' if hidden != 'saving' else 'misreported'"
# hint = "Look at the drift of the pooled model and at its slope together. Do they show what you claim?"
# [[mistakes]]
# value = "'independent' if hidden != 'independent' else 'carries over'"
# hint = "Compute the Durbin-Watson statistic for some zones, or look at the slopes again. Do they fit your world?"

# %%
world = ...  # one of the four names, in quotes
### BEGIN SOLUTION
lines = ep.elasticity.fit(zones)
pooled = ep.elasticity.fit_panel_models(zones).set_index("model").loc["pooled"]
residuals = [pd.Series(ep.elasticity.fit_zone(zones, name).resid) for name in zones["zone"].unique()[:40]]
durbin_watson = np.median([(u.diff() ** 2).sum() / (u**2).sum() for u in residuals])
if pooled["elasticity"] < 0.4:
    world = "misreported"
elif pooled["drift"] < -0.015:
    world = "saving"
else:
    world = "carries over" if durbin_watson < 1.7 else "independent"
### END SOLUTION

# %%
check("09.5", world)

# %% [markdown]
# ## 09.6 Did the elasticity change?
#
# The table shows two lines for `industry`, fitted to two windows of seven years. Compute the 95 % interval of the
# **difference** (later less earlier) by hand, and give a list of its lower and its upper end. The factor of Student's
# *t* for these two windows is given as `t`. Then decide: would you have called this a change if you had only compared
# the two intervals?

# %%
windows = (2003, 2009), (2010, 2016)
two_lines = pd.concat(
    ep.elasticity.fit(
        industries[(industries["industry"] == industry) & industries["year"].between(*window)],
        "energy", "industrial_added_value_constant", "industry",
    )
    for window in windows
)[["start", "end", "n", "elasticity", "std_error", "ci_low", "ci_high"]].set_index("start")  # fmt: skip
compared = ep.elasticity.compare_windows(
    industries[industries["industry"] == industry],
    *windows,
    "energy",
    "industrial_added_value_constant",
    "industry",
)
t = round(((compared["ci_high"] - compared["difference"]) / compared["std_error"]).item(), 4)
print(f"t = {t}")
two_lines.round(4)

# %% [raw] tags=["exercise"]
# id = "09.6"
# within = 0.002
# hints = [
#   "The difference is easy. How uncertain is it, if both slopes are uncertain independently of each other?",
#   "Independent errors partly cancel. Their squares add up, not the errors themselves.",
#   "The standard error of the difference is the root of the sum of the squares. The interval reaches t times as far to both sides.",
# ]
# idea = "e2 - e1 ± t · sqrt(s1² + s2²). Comparing two intervals amounts to adding their half-widths: the interval becomes about 1.4 times too wide and hides changes."
# [[mistakes]]
# value = "[gap - t * sum(s), gap + t * sum(s)]"
# hint = "You added the two standard errors. Independent errors partly cancel."
# [[mistakes]]
# value = "[two_lines['ci_low'].iloc[1] - two_lines['ci_high'].iloc[0], two_lines['ci_high'].iloc[1] - two_lines['ci_low'].iloc[0]]"
# hint = "This combines the ends of the two intervals, the worst case on both sides at once, which is much rarer than 5 %."
# [[mistakes]]
# value = "[-ends[1], -ends[0]]"
# hint = "The signs are reversed: the difference is later less earlier."
# [[mistakes]]
# value = "[gap - 1.96 * np.hypot(*s), gap + 1.96 * np.hypot(*s)]"
# hint = "1.96 is for long series. With seven years in each window, use the t that is given."

# %%
ends = ...  # [low, high]
### BEGIN SOLUTION
gap = two_lines["elasticity"].iloc[1] - two_lines["elasticity"].iloc[0]
s = two_lines["std_error"].to_list()
ends = [gap - t * np.hypot(*s), gap + t * np.hypot(*s)]
### END SOLUTION

# %%
check("09.6", ends)

# %% [markdown]
# ## 09.7 Decoupled, and nobody saved anything
#
# An invented park has two industries. Steel shrinks, electronics grows by `boom` percent, and **no firm changes its
# intensity**. Give a list of four numbers:
#
# 1. the coefficient of the park over the whole period (growth of energy over growth of value added, `endpoint`);
# 2. to 4. what scale, structure and intensity contribute to the change of its energy use, in 10^3 tce.
#
# Before you compute: which of the last three do you know without any calculation?

# %%
start_value, end_value = (
    {"steel": 40.0, "electronics": 20.0},
    {"steel": 30.0, "electronics": 20.0 * (1 + boom / 100)},
)
intensity = {"steel": 2.0, "electronics": 0.2}  # 10^3 tce per 10^8 RMB
park = pd.DataFrame(
    [
        {"sector": name, "year": year, "value_added": money[name], "energy": money[name] * intensity[name]}
        for year, money in ((2015, start_value), (2020, end_value))
        for name in intensity
    ]
)
park

# %% [raw] tags=["exercise"]
# id = "09.7"
# within = 0.005
# hints = [
#   "The coefficient needs the sums of the park only. The other three need the two industries.",
#   "Whose intensity changed? And what do the three contributions add up to?",
#   "For each industry, the logarithmic mean of its energy at both times is the weight; ep.decomposition.decompose does the sums, with driver='value_added'.",
# ]
# idea = "Energy falls and value added rises: strong decoupling in Tapio's terms, with a negative coefficient that passes any limit. The intensity effect is zero, because no industry changed its intensity; the whole saving is structure. If the steel is now made elsewhere, nothing was gained."
# [[mistakes]]
# value = "[coefficient, *whole_park]"
# hint = "The coefficient is right. You treated the park as one block, so the changing mix looks like efficiency. Use the two industries."
# [[mistakes]]
# value = "[coefficient, parts['scale'], parts['intensity'], parts['structure']]"
# hint = "The numbers are right, but two of them have changed places: no industry changed its intensity."
# [[mistakes]]
# value = "[1 / coefficient, *parts[['scale', 'structure', 'intensity']]]"
# hint = "The three contributions are right. Invert the coefficient."

# %%
four_numbers = ...  # [coefficient, scale, structure, intensity]
### BEGIN SOLUTION
parts = ep.decomposition.decompose(park, driver="value_added").effects.set_index("effect")["change"]
sums = park.groupby("year")[["value_added", "energy"]].sum()
growth = sums.iloc[1] / sums.iloc[0] - 1
coefficient = growth["energy"] / growth["value_added"]
four_numbers = [coefficient, *parts[["scale", "structure", "intensity"]]]
one_block = sums.reset_index().assign(sector="park")
whole_park = ep.decomposition.decompose(one_block, driver="value_added").effects["change"][:3].to_list()
### END SOLUTION

# %%
check("09.7", four_numbers)

# %% [markdown]
# ## 09.8 Decide and justify: one field in a form
# Written answer. You manage the park of 09.7. The form for keeping its title has one field, *energy elasticity
# coefficient*, and one line: *Our measures have decoupled energy use from growth.* Your deputy wants to enter the
# first number of 09.7 and to sign. Decide: sign, sign a changed line, or refuse. In eight to twelve sentences: give
# your decision and two reasons with a number each (from 09.7, 09.4 or the lesson), write the line as you would sign
# it, say what must stand beside the coefficient, and give your deputy's strongest argument and your reply.

# %% [raw] tags=["exercise"]
# id = "09.8"
# kind = "written"
# rubric = [
#   "No decision, or one that rests on the coefficient alone.",
#   "A decision with general reasons (honesty, image), without numbers, or without a new line.",
#   "A clear decision with at least one number and a new line; structure and savings are kept apart, but the deputy's argument is not answered.",
#   "A clear decision; two reasons with a number each; a line that says what happened and claims no measure that did not; both growth rates, years, prices and recipe beside the coefficient; the deputy's best argument is stated fairly and answered.",
# ]
# hints = [
#   "Is every word of the line true? Which word claims a cause?",
#   "What would a reader who sees only the coefficient believe about the park's firms?",
#   "Your deputy may say that the form asks for a coefficient and nothing else. What is the honest answer that still fills in the form?",
# ]
# idea = "The coefficient is correct and passes; the sentence is false, because the whole fall is structure. Fill in the number with both growth rates and say what happened."

# %%
decision = ...  # text in quotes
### BEGIN SOLUTION
decision = """I fill in the coefficient and sign a changed line. The number is correct and passes the limit of 0.6, so I enter it. The line is
not true: no industry changed its intensity, so the contribution of intensity is 0, and the whole fall in energy use comes from the mix of industries, with steel down from 40 to 30.
My line: "From 2015 to 2020 energy use fell while value added rose, because steel shrank and electronics grew; the energy intensity of both industries is
unchanged." Beside the coefficient I write both growth rates, the years, that value added is at constant prices, and that growth is measured between the first and the last year. A second reason is practical: the coefficient
cannot be repeated. Steel can shrink only once, and then we stand where 09.4 starts: at a coefficient of 0.6 we would need about ten percent of growth a year to
cut intensity by 17 % in five years. My deputy says that the form does not ask why, and that a title lost for honesty helps nobody. It is true that the ministry should have asked for the cause. But the
next commission will see the intensities of our firms, and then we lose more than a title. I attach the table of 09.7 and one project that lowers the intensity of steel."""
### END SOLUTION

# %%
check("09.8", decision)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. Refusing is as good if the answer says what the zone hands in instead; signing the line as it stands is not.
#
# **In class.** 09.1 belongs to section 2 of the lesson (5 minutes, by show of hands before anybody computes). 09.5 is good in pairs, with a rule: write down the diagnosis *and* the number that convinced you, before the check (15 minutes).
# Usual misconceptions: in 09.2 that a source without years says nothing; in 09.6 that standard errors add up; in 09.7 that a negative coefficient needs a measure.
