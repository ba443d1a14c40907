# ---
# jupyter:
#   ecopark:
#     number: "09"
#     title: Elasticity and decoupling
#     minutes: 80
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 09 Elasticity and decoupling
#
# **Question.** The energy coefficient of your zone is 0.55, and the standard of 2009 asks for less than 0.6. Is that
# good news, can you trust the number, and is it low enough for the zone to reach its target?
#
# **After this lesson you can**
#
# - compute an elasticity coefficient, and say why it is worthless without its two growth rates;
# - name the decoupling state of a zone, an industry or a country;
# - work out what a limit on the coefficient guarantees, and the growth that a target needs;
# - give a coefficient with an interval, say whether it has changed, and recognize data for which the interval cannot
#   be trusted;
# - separate growth, structure and intensity in the change of a total, and compare estimates from many zones.
#
# **Time:** 50 minutes to read and run, 30 more for the hearing in class. **Before:** lesson 05.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second one is
# folded and loads the tables. Sections 1 to 3 are for everybody. Sections 4 to 6 are for those who must defend a number.

# %% tags=["parameters"]
zone: str = "Chemicals"  # industry to look at, or the zone in your own file; name; any
quantity: str = "energy"  # quantity that the standard limits; column; energy | fresh_water | cod | so2
earlier: int = 2002  # first year of the earlier window, which ends before start; year; 1990..2100
start: int = 2008  # first year of the main window; year; 1990..2100
end: int = 2017  # last year of the main window; year; 1990..2100
method: str = "annual-average"  # how growth is measured; name; annual-average | endpoint | arc | log
level: float = 0.95  # level of the intervals; 1; 0.5..0.999
country_quantity: str = "co2"  # what 33 countries may decouple from GDP; column; energy | co2
growth: float = 8.0  # growth of value added that the zone expects; %/year; 0.5..40
target: float = -16.0  # change of the quantity per value added to be reached; %; -60..-1
years: int = 5  # years in which the target is to be reached; year; 2..30
rho: float = 0.8  # part of an error that carries over to the next year, in section 5; 1; -0.9..0.95
drift: float = 2.0  # energy saved without growth, in section 5; %/year; -10..10
experiment_years: int = 12  # years of each invented zone in section 5; year; 5..30
seed: int = 1  # seed of the random numbers in section 5; count; 0..1000000
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the industries; path; any

# %% tags=["setup"]
import numpy as np
import pandas as pd
from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("09", globals())
course.format_tables()
industries = ep.datasets.load("cn_industries").rename(columns={"industry": "zone"})
countries = ep.datasets.load("oecd_countries")
parks = ep.datasets.load("eip_results", "coefficients").set_index("id")
panel = ep.panel.read(panel_file) if panel_file else industries
measured = quantity if panel_file else "energy"  # the table of industries holds energy only
spoken, measured_name = parks.at[quantity, "quantity"], parks.at[measured, "quantity"]
unit = ep.panel.unit(measured) if panel_file else "10^6 tce"
members = "zones" if panel_file else "industries"
constant = "industrial_added_value_constant"
driver = constant if panel.get(constant, pd.Series([None])).notna().all() else "industrial_added_value"
complete = panel.dropna(subset=[measured, driver])
course.check_panel(complete, zone=zone, years=[earlier, start, end], least=6)
rows = complete[(complete["zone"] == zone) & complete["year"].between(earlier, end)]
course.check_range(f"years of {zone} before {start} [count]", int((rows["year"] < start).sum()), 3)
course.check_range(f"years of {zone} from {start} on [count]", int((rows["year"] >= start).sum()), 3)
for column in (measured, driver):
    course.check_range(f"smallest {column} of {zone}", rows[column].min(), 1e-9)
standard = ep.standards.get("hj274-2009")
limited = [indicator for indicator in standard.computable if indicator.kind == "elasticity"]
limits = {indicator.numerator: indicator.threshold for indicator in limited}  # by column of the panel
span = panel[panel["year"].between(start, end)]

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 7; 2, 11; 3, 8; 4, 8; 5, 8; 6, 8; answer and key points, 3; the hearing at
# the end, 30. With 45 minutes in all, stop after section 3, use the second concept check as the exit question, and assign
# section 5 as reading.
#
# Before anybody runs a cell, write the coefficients of industries A and B from section 2 on the board, say only that they are coefficients of energy use in two Chinese
# industries, and let the class vote: *which one would you rather have in your zone?* Keep the votes until section 2.
#
# Usual misconceptions: (1) a smaller coefficient is always better; (2) a negative coefficient means that energy was saved; (3) a coefficient
# below the limit means that the total falls; (4) a 95 % interval holds the truth with a probability of 95 % whatever the data are
# like; (5) two intervals that overlap show that nothing changed; (6) a structural effect is somebody's achievement.

# %% [markdown]
# ## 1 Four limits and seventeen parks
#
# An **elasticity coefficient** compares two growth rates:
#
# $$e = \frac{\text{growth of a quantity}}{\text{growth of industrial value added}} .$$
#
# With $e = 0.5$, energy use grows by 5 % when value added grows by 10 %. Four indicators of HJ 274-2009, the standard for
# sector-integrated eco-industrial parks until a standard of 2015 replaced it (lesson 05), limited such a coefficient, one each for energy, fresh water, chemical oxygen demand (COD, the organic load of
# wastewater) and SO2. None of them limited the level itself: a wasteful park could pass as long as its value added grew fast enough.
#
# How strict are the four limits? Seventeen parks that had earned the title were studied together (Tian and others 2014). The table sets the limits beside
# the results of these parks between the year of planning and the year of accreditation.

# %%
table = pd.DataFrame({"limit": pd.Series(limits)}).join(parks)
table["printed growth [%]"] = table["quantity_change"]
table["coefficient"] = table["coefficient"].round(2)
log_growth = np.log1p(table["quantity_change"] / 100) / np.log1p(table["driver_change"] / 100)
table["by logarithms"] = log_growth.round(2)
table.set_index("quantity")[["limit", "printed growth [%]", "coefficient", "by logarithms"]]

# %%
park, limit = table.loc[quantity], limits[quantity]
Markdown(
    f"**{spoken[0].upper()}{spoken[1:]}:** the parks' change of {park['quantity_change']:+.0f} %, divided by growth in value added of {park['driver_change']:+.0f} %, gives a coefficient of "
    f"{park['coefficient']:.2f} (from {park['coefficient_low']:.3f} to {park['coefficient_high']:.3f} within the rounding of the two figures). "
    f"The limit is {limit:g}. Of {len(table)} coefficients, {int((table['coefficient'] < table['limit']).sum())} pass, and in {int((table['coefficient'] < 0).sum())} of these cases the total falls."
)

# %% [markdown]
# The last two columns show that *growth* needs a definition: the third column divides the growth rates over the whole
# period (`endpoint`), the fourth divides logarithms of the growth factors (`log`). Chinese practice usually divides
# *average annual* growth rates; the text in which HJ 274-2009 defines its own coefficient was not available to us.
# The abstract does not print the years of each park, so the coefficient of the annual averages cannot be computed.
# Whatever the number of years, however, that coefficient lies between the two columns, because the recipe with annual
# averages equals the endpoint recipe for one year and approaches the recipe with logarithms as the number of years
# grows. For SO2 the two columns are far apart. **With every coefficient, state the recipe, that is, how growth was
# measured.** The parameter `method` chooses it for section 4.
#
# A second condition is easy to forget: value added is measured in money. If prices rise by 3 % a year, value added at
# *current* prices seems to grow faster than it does, so every coefficient of a growing zone becomes smaller although
# nothing real has changed. Use constant prices.
#
# ## 2 The number that misleads
#
# From here on, the data are real: energy use and value added of 27 manufacturing industries of China from 1998 to 2017, published with a software
# package that names no source. The units are inferred, so every row has the status *unverified*, and before 2008 growth is probably
# exaggerated because the survey was extended to more firms. The industries are good enough to practice on, but the data are no basis for a verdict on any of
# them.
#
# **Predict first.** Here are three coefficients of energy use, each from one year to the next. Which of them pass the limit for energy, and which of the
# three industries would you rather have in your zone?

# %%
steps = ep.elasticity.year_on_year(industries, "energy", constant)
steps = ep.decoupling.classify(steps[steps["status"] == "ok"])
shrinking = steps[steps["driver_growth"] < 0]
first_case = shrinking.loc[shrinking["elasticity"].idxmin()]
saving = steps[steps["state"] == "strong_decoupling"]
second_case = saving.loc[(saving["elasticity"] - first_case["elasticity"]).abs().idxmin()]
third_case = shrinking[shrinking["state"] == "recessive_decoupling"].iloc[0]
cases = [first_case, second_case, third_case]
Markdown(
    "; ".join(
        f"industry {name}: **{case['elasticity']:.2f}**" for name, case in zip("ABC", cases, strict=True)
    )
)

# %%
Markdown(
    "\n".join(
        f"- **{name}** is {case['zone'].lower()} in {case['end']}: energy {100 * case['quantity_growth']:+.1f} %, value added "
        f"{100 * case['driver_growth']:+.1f} %: *{case['state'].replace('_', ' ')}*."
        for name, case in zip("ABC", cases, strict=True)
    )
)

# %% [markdown]
# A and B show nearly the same number. In B, energy use falls and value added rises, which is the best possible case. In A, energy use rises and
# value added falls, which is the worst possible case. A negative number divided by a positive one looks the same as a positive number divided by a negative one: **two signs go in, and only one comes
# out**. C has by far the highest coefficient and fails the limit, yet its energy use fell faster than its value added.
#
# Is this a rare accident? The next table lists every yearly step in which value added fell, from your own file if you
# gave one.

# %%
yearly = ep.elasticity.year_on_year(panel, measured, driver)
yearly = ep.decoupling.classify(
    ep.elasticity.apply_threshold(yearly[yearly["status"] == "ok"], quantity=measured)
)
fallen = yearly[yearly["driver_growth"] < 0]
falls = fallen.assign(
    **{
        f"{measured_name} [%]": (100 * fallen["quantity_growth"]).round(1),
        "value added [%]": (100 * fallen["driver_growth"]).round(1),
        "coefficient": fallen["elasticity"].round(2),
        "state": fallen["state"].str.replace("_", " "),
    }
).rename(columns={"end": "year", "verdict": "rule of 2009"})
falls.set_index("zone")[
    ["year", f"{measured_name} [%]", "value added [%]", "coefficient", "rule of 2009", "state"]
]

# %%
praised = int(((fallen["verdict"] == "pass") & (fallen["state"] == "strong_negative_decoupling")).sum())
punished = int(((fallen["verdict"] == "fail") & (fallen["state"] == "recessive_decoupling")).sum())
Markdown(
    f"Value added fell in {len(fallen)} of {len(yearly)} yearly steps. The rule of 2009 passes {praised} of them although {measured_name} grew, and fails "
    f"{punished} although {measured_name} fell clearly faster than value added."
)

# %% [markdown]
# In a recession, an upper limit reverses the ranking. The rule was evidently made for parks that grow, and Table 1 of
# the IISD report, from which we know it, does not say which rule applies to a park that shrinks. One remedy would be
# to reverse the inequality when value added falls. That rule is a thought experiment of this course
# (`apply_threshold(..., rule="mirrored")`) and not part of any standard; the requirement of the standard of 2015 for
# a recession could not be read.
#
# The coefficient also hides the **level** of use.

# %%
coefficients = ep.elasticity.coefficient(span, measured, driver, start=start, end=end, method=method)
used = span[span["year"] == end].set_index("zone")[measured]
largest = used.idxmax()
ranks = coefficients.set_index("zone")["elasticity"].rank()
Markdown(
    f"The largest user of {measured_name} in {end} is **{largest}**, with {100 * used[largest] / used.sum():.0f} % of the total of all {members}. Its coefficient from {start} "
    f"to {end} is {coefficients.set_index('zone').at[largest, 'elasticity']:.2f}, which ranks {ranks[largest]:.0f} of {len(ranks)}, counted from the lowest. A small coefficient can go with a very large use."
)

# %% [markdown]
# Petri Tapio's remedy is to look at more than the ratio. He defines eight **states** by the signs of *both* growth
# rates and the size of their ratio. Where value added grows, *decoupling* means that the quantity lags behind; where
# value added falls, it means that the quantity falls faster. *Negative decoupling* is always the unfavorable case,
# and *coupling* means that both change at about the same pace. The cut-offs at 0.8 and 1.2 are his choice; the choice
# of the state to which exactly 0.8 belongs is ours.

# %%
between = ep.elasticity.coefficient(countries, country_quantity, "gdp", "country")
country_name = {"energy": "energy use", "co2": "CO2"}[country_quantity]
ep.plots.show(ep.plots.plot_decoupling(between, country_name, "GDP", by="country"))

# %%
country_states = ep.decoupling.classify(between).set_index("country")["state"].str.replace("_", " ")
strong = int((country_states == "strong decoupling").sum())
odd = country_states[country_states.str.contains("recessive|negative")]
odd_words = ", ".join(f"{name} ({state})" for name, state in odd.items()) or "none"
Markdown(
    f"These are {len(between)} member countries of the OECD from 2011 to 2019 (again *unverified*). In **{strong}** of them, GDP grew and "
    f"{country_name} fell: absolute decoupling does happen. Countries whose GDP shrank or that show negative decoupling: {odd_words}. "
    "A country can look decoupled because it imports what it used to make; the figure cannot show this."
)

# %% [markdown]
# Move both sliders and find all eight states. Near which point does a very small move lead through several states?

# %%
course.widgets.explore(
    lambda quantity_growth_percent, driver_growth_percent: (
        f"The quantity changes by {quantity_growth_percent:+g} % a year, value added by {driver_growth_percent:+g} %: "
        f"**{ep.decoupling.state(quantity_growth_percent / 100, driver_growth_percent / 100).replace('_', ' ')}**."
    ),
    quantity_growth_percent=(-10.0, 10.0, 0.5, 3.0),
    driver_growth_percent=(-10.0, 10.0, 0.5, -6.0),
)

# %%
course.ask(
    "A ministry's table has one column of coefficients and nothing else. For one zone it says -0.4. What do you know about this zone?",
    {
        "It uses less energy although it grows.": "This is one of two possibilities. The other is that it shrinks and uses more.",
        "Exactly one of its two growth rates is negative; the table does not say which.": "Yes. Ask for both growth rates. With them, the coefficient tells "
        "you nothing new; without them, it tells you too little.",
        "It does better than a zone with a coefficient of 0.3.": "If the zone shrinks, its case is the worst of the eight states, and the zone with 0.3 "
        "may be an example to follow.",
        "It uses little energy.": "A coefficient compares growth with growth. It says nothing about the level.",
    },
    right="Exactly one of its two growth rates is negative; the table does not say which.",
)

# %% [markdown]
# ## 3 What a limit guarantees, and the growth that a target needs
#
# Suppose that a zone stays exactly at its limit $e$ while value added grows by $g$ a year. The quantity grows by $e\,g$ a year, and the quantity
# *per value added* changes within $n$ years by the factor
#
# $$\left(\frac{1 + e\,g}{1 + g}\right)^{n} .$$
#
# So a limit guarantees nothing by itself; growth decides. Until 2012 the standard also required value added to grow
# faster than a set rate (lesson 05); the amendment of 2012 deleted this criterion. For all four limits, the table
# shows the cut that the limit and the deleted rate guaranteed together, the cut that the limit guarantees at the
# growth rate that you expect, and the growth at which the limit alone meets a target. Unless you changed it, the
# target is the change in energy use per unit of GDP that China's twelfth five-year plan set.

# %%
deleted = ep.datasets.load("hj274_2009", "deleted_criteria")["threshold"].item()
at_limit = pd.Series(limits)
guarantees = pd.DataFrame({"limit": at_limit})
for rate in (deleted, growth):
    change = 100 * (((1 + at_limit * rate / 100) / (1 + rate / 100)) ** years - 1)
    guarantees[f"change of intensity in {years} years at {rate:g} % growth [%]"] = change.round(1)
needed = {name: 100 * ep.elasticity.required_growth(e, target / 100, years) for name, e in limits.items()}
guarantees[f"growth that {target:g} % needs [%/year]"] = pd.Series(needed).round(2)
guarantees.rename(index=parks["quantity"])

# %%
cut = 100 * (((1 + limit * growth / 100) / (1 + growth / 100)) ** years - 1)
rise = 100 * ((1 + limit * growth / 100) ** years - 1)
official = ep.programs.national_targets_china().set_index("id").loc["carbon_intensity_2015"]
covered = "guaranteed" if deleted >= needed[quantity] else "would not have guaranteed"
enough = "enough" if growth >= needed[quantity] else "not enough"
Markdown(
    f"At {growth:g} % growth a year, a zone at the limit for {spoken} cuts {spoken} per value added by {-cut:.1f} % in {years} years, which is **{enough}** for "
    f"the target of {target:g} %, which requires **{needed[quantity]:.2f} % growth a year**. Meanwhile its *total* {spoken} rises by {rise:.1f} %. "
    f"The five-year plan also set {official['change']:.0f} % for CO2 per GDP in {official['years']} years; exercise 09.4 asks which growth that needs. Together with the deleted criterion of {deleted:g} % growth, the limit {covered} the target."
)

# %% [markdown]
# The deletion can be read in two ways. Perhaps the criterion was unreasonable, since no ministry should order a park
# to grow. Perhaps it was the one thing that turned four limits into a guaranteed cut in intensity. Both readings can
# be defended, but with or without the criterion the total can rise: **a positive coefficient, however small, means
# more of the quantity whenever the zone grows.** In a growing zone, only a negative coefficient brings the total
# down. Move the sliders, and look for a target that no growth can reach.

# %%
course.widgets.explore(
    lambda elasticity, target_percent, years: (
        f"The target needs a growth of **{100 * ep.elasticity.required_growth(elasticity, target_percent / 100, years):.2f} % a year**."
        if (1 + target_percent / 100) ** (1 / years) > elasticity + 1e-9
        else "No growth, however fast, reaches this target."
    ),
    elasticity=(0.0, 0.8, 0.05, limit),
    target_percent=(-45.0, -5.0, 1.0, min(-5.0, max(-45.0, round(target)))),
    years=(5, 20, 1, max(5, min(20, years))),
)

# %%
course.ask(
    "A zone stays below the limit for energy for ten years and grows all the time. What can you say with certainty about its energy use?",
    {
        "It has fallen, because the zone passed every year.": "The limit allows energy to grow, as long as value added grows faster.",
        "Energy per value added has fallen; the total may have risen.": "Yes. Below 1, a coefficient says that the ratio falls. Only a negative one says that "
        "the total falls.",
        "It has risen, but more slowly than value added.": "If it has risen, it has risen more slowly. But a negative coefficient passes as well, and then energy use falls.",
        "Nothing certain: a coefficient has no unit.": "It has no unit because it compares two growth rates, and this comparison does say something.",
    },
    right="Energy per value added has fallen; the total may have risen.",
)

# %% [markdown]
# ## 4 How certain is a coefficient, and has it changed?
#
# Look at the series before you fit anything. The figure shows the quantity, value added and their ratio for the
# industry or zone that you chose. Does the first or the last year of the window stand out?

# %%
names = (measured_name, "value added")
ep.plots.show(ep.plots.plot_indexed_intensity(panel, zone, measured, driver, start, end, names))

# %% [markdown]
# The answer matters, because a coefficient over many years uses only **two of them**, the first and the last: if one
# of these years was unusual, so is the result. A line fitted to the logarithms, $\ln q_t = a + e \ln v_t + u_t$, uses
# all years, and its slope $e$ is an elasticity. The deviations $u_t$ show how certain the slope is, so the slope
# comes with a confidence interval, called the **interval** for short.

# %%
two_years = ep.decoupling.classify(coefficients).set_index("zone").loc[zone]
fits = ep.decoupling.classify(ep.elasticity.fit(span, measured, driver, level=level))
line = fits.set_index("zone").loc[zone]
measured_limit = limits[measured]
label = "zone" if panel_file else "industry"
axes = ep.plots.plot_elasticities(fits.rename(columns={"zone": label}), quantity=measured_name, by=label)
axes.axvline(measured_limit, color=ep.plots.RED, linestyle="-.", zorder=0)
axes.annotate(
    f"limit {measured_limit:g}", (measured_limit, 0), (4, 4), ("data", "axes fraction"), "offset points"
)
ep.plots.set_alt_text(axes, f"{ep.plots.alt_text(axes)} A line marks the limit, {measured_limit:g}.")
ep.plots.show(axes)

# %%
inside = int(((fits["ci_low"] < measured_limit) & (measured_limit < fits["ci_high"])).sum())
sides = (
    ["above", "below"][int(two_years["elasticity"] < measured_limit)],
    ["above", "below"][int(line["elasticity"] < measured_limit)],
)
same = "The two agree" if sides[0] == sides[1] else "The two **disagree**"
Markdown(
    f"**{zone}, {start} to {end}.** From the two end years, the coefficient is {two_years['elasticity']:.3f} ({method}), which is {sides[0]} the limit of {measured_limit:g}. The line through all "
    f"{line['n']} years has a slope of {line['elasticity']:.2f}, {sides[1]} the limit, with an interval from {line['ci_low']:.2f} to {line['ci_high']:.2f}. {same}, and the limit lies "
    f"{'inside' if line['ci_low'] < measured_limit < line['ci_high'] else 'outside'} the interval. Judged by the interval, its state is {line['state'].replace('_', ' ')}"
    + (f" ({line['candidates'].replace('_', ' ')})" if line["state"] == "ambiguous" else "")
    + f". For {inside} of {len(fits)} {members}, the limit lies inside the interval: the data are compatible both with a pass and with a failure."
)

# %% [markdown]
# Dashed lines in the figure mark intervals that cross one of Tapio's cut-offs. These cases are called **ambiguous**:
# at this confidence level, more than one state is compatible with the data. That is a result, not a failure.
#
# **Has it changed?** China's industry lived through two different periods: the boom after joining the World Trade Organization at the end of 2001, and the years
# since the global crisis of 2008. To compare the periods, it is tempting to fit both windows and see whether the two intervals
# overlap. This test is too strict, because two intervals can overlap even when the difference is clear (Schenker and Gentleman 2001). A direct test is better: compute the interval of the
# **difference**. The table shows the industry or zone that you chose, the three largest clear falls and the three largest clear rises.

# %%
windows = (earlier, start - 1), (start, end)
changes = ep.elasticity.compare_windows(panel, *windows, measured, driver, level=level).set_index("zone")
by_window = [
    ep.elasticity.fit(panel[panel["year"].between(*window)], measured, driver, level=level).set_index("zone")
    for window in windows
]
before, after = (lines.reindex(changes.index) for lines in by_window)
apart = (before["ci_high"] < after["ci_low"]) | (after["ci_high"] < before["ci_low"])
changes["intervals apart"] = apart.map({True: "yes", False: "no"})
clear = (changes["ci_low"] > 0) | (changes["ci_high"] < 0)
ranked = changes[clear & (changes.index != zone)].sort_values("difference")
shown = pd.concat([changes.loc[[zone]], ranked.head(3), ranked.iloc[3:].tail(3)])
slopes = {"elasticity_1": f"{earlier} to {start - 1}", "elasticity_2": f"{start} to {end}"}
shown = shown.rename(columns={**slopes, "ci_low": "low", "ci_high": "high"})
shown[[*slopes.values(), "difference", "low", "high", "intervals apart"]].round(2)

# %%
zone_change = changes.loc[zone]
compared = int((changes["status"] == "ok").sum())
moved = "changed" if zone_change["ci_low"] > 0 or zone_change["ci_high"] < 0 else "may not have changed"
Markdown(
    f"The elasticity of **{zone}** {moved}: the difference is {zone_change['difference']:+.2f}, with an interval from {zone_change['ci_low']:+.2f} to {zone_change['ci_high']:+.2f}. "
    f"Of {compared} {members}, {int(clear.sum())} show a difference, and only {int(apart.sum())} have intervals that do not overlap. By chance alone, about "
    f"{(1 - level) * compared:.1f} of them would show a difference at this level."
)

# %% [markdown]
# That last number matters: anyone who runs many tests finds a few changes even where nothing happened. Decide
# beforehand which zone and which two windows you compare. Remember also the warning about survey coverage before
# 2008: part of these differences may come from the survey and not from the industry.
#
# ## 5 When an interval cannot be trusted
#
# What does a level of 95 % promise? It does not promise that *this* interval contains the true value, but that the
# method yields such an interval in 95 of 100 cases, **if the deviations behave as the method assumes**: equally large
# on average, and independent from year to year. With real zones nobody can check this. With **invented zones** we
# can, because we made them and know their true elasticity. The experiment below makes 1,000 synthetic zones in each
# of seven worlds. In the first six the true elasticity is 0.6; in the last one, energy use is unrelated to value
# added, so the true elasticity is 0.
#
# **Predict first.** In which worlds will fewer than half of the intervals contain the true value, and in which of
# these almost none?

# %%
worlds = {
    "errors as the method assumes": {"errors": "iid"},
    "half of each error carries over": {"errors": "ar1", "rho": 0.5},
    f"{100 * rho:g} % of each error carries over": {"errors": "ar1", "rho": rho},
    "every shock stays": {"errors": "random_walk"},
    f"{drift:g} % a year saved without growth": {"efficiency_trend": drift / 100},
    "value added reported with 10 % error": {"measurement_error": 0.10},
    "energy unrelated, both rise": {"errors": "random_walk", "efficiency_trend": -0.05},
}
coverage, results = [], []
for name, options in worlds.items():
    truth = 0.0 if name.startswith("energy unrelated") else 0.6
    world = ep.datasets.simulate_panel(
        1000, experiment_years, seed, noise=0.03, elasticities={"energy": truth}, **options
    )
    lines = ep.elasticity.fit(world, "energy", level=level).set_index("zone")
    holds = 100 * ((lines["ci_low"] <= truth) & (truth <= lines["ci_high"])).mean()
    pooled = ep.elasticity.fit_panel_models(world, "energy")["elasticity"].iloc[0]
    logs = np.log(world[["energy", constant]])
    deviations = logs - logs.groupby(world["zone"]).transform("mean")
    residuals = deviations["energy"] - deviations[constant] * world["zone"].map(lines["elasticity"])
    steps_squared = residuals.groupby(world["zone"]).diff() ** 2
    statistics = steps_squared.groupby(world["zone"]).sum() / (residuals**2).groupby(world["zone"]).sum()
    coverage.append(holds)
    results.append((name, truth, holds, lines["elasticity"].median(), statistics.median(), pooled))
experiment = pd.DataFrame(
    results,
    columns=[
        *("world (synthetic zones)", "truth", f"intervals with the truth [%], {100 * level:g} promised"),
        *("median slope of the lines", "median Durbin-Watson", "slope of pooled changes"),
    ],
).set_index("world (synthetic zones)")
experiment.round(2)

# %%
Markdown(
    f"Where the method's assumption is true, {coverage[0]:.0f} of 100 intervals contain the true value, as promised. If shocks persist, {coverage[3]:.0f} of 100 do; if energy drifts by "
    f"{-drift:+g} % a year without growth, **{coverage[4]:.0f} of 100** do, because the line takes the drift for an effect of growth. In the last world, {100 - coverage[6]:.0f} of 100 "
    "intervals exclude the true value of zero: two series that both rise always seem to be related."
)

# %% [markdown]
# A narrow interval and a high $R^2$ therefore prove nothing: they can come from two trends that have nothing to do
# with each other. Two checks help.
#
# **Look at the deviations.** The Durbin-Watson statistic compares each deviation with the previous one. It lies near
# 2 if years are independent, and well below 2 if high years tend to follow high years. The table gives its typical
# value in each world, so that you can see where your data belong. The statistic cannot detect the most harmful case,
# though: a steady saving leaves no trace in the deviations, because the line has absorbed it.
#
# **Use yearly changes of many zones.** The last column gives one elasticity, fitted to the year-to-year changes of
# all zones together (next section). A drift no longer misleads this estimate, and neither do shocks that persist. The
# price is a new weakness: errors in value added, small beside growth over ten years, are large beside growth in one.

# %%
durbin_watson = {}
for name in fits.loc[fits["status"] == "ok", "zone"]:
    deviation = pd.Series(ep.elasticity.fit_zone(span, name, measured, driver).resid)
    durbin_watson[name] = (deviation.diff() ** 2).sum() / (deviation**2).sum()
typical = float(np.median(list(durbin_watson.values())))
Markdown(
    f"For the lines of section 4, the statistic is **{durbin_watson[zone]:.2f}** for {zone}, and its median over all {members} is {typical:.2f}. "
    f"{'This median is below that of the first world of the experiment' if typical < experiment.iloc[0, 3] else 'This median is not below that of the first world of the experiment'} "
    f"({experiment.iloc[0, 3]:.2f}), so the intervals of section 4 are {'probably too narrow' if typical < experiment.iloc[0, 3] else 'not obviously too narrow'}."
)

# %%
course.ask(
    "The energy efficiency of a zone improves every year by itself, for example because old boilers are replaced. What does the line through the logarithms do?",
    {
        "It gives the right slope with a wider interval.": "The slope itself is wrong, and the interval may well be narrow.",
        "Its slope is too small, and its interval almost never holds the true elasticity.": "Yes. Both value added and the saving rise with time, so the line cannot tell "
        "them apart and credits growth with the saving.",
        "Nothing special, as long as R² is high.": "R² is high in every world of the experiment, including the one in which there is no relation at all.",
        "A robust standard error repairs it.": "Robust errors allow uneven or dependent deviations. They do not repair a slope that answers another question.",
    },
    right="Its slope is too small, and its interval almost never holds the true elasticity.",
)

# %% [markdown]
# ## 6 What lies behind the total
#
# A zone can lower its coefficient without saving anything, for example if a steel mill leaves and a chip maker
# arrives. To reveal such effects, we split the total into factors. With value added $v$, the share $s_i = v_i / v$
# and the intensity $I_i = q_i / v_i$ of each industry, the total is
#
# $$q = \sum_i v\, s_i\, I_i \qquad \text{(scale} \times \text{structure} \times \text{intensity)} .$$
#
# The **logarithmic mean Divisia index** (LMDI, Ang 2005) assigns to each factor its part of a change: every industry
# contributes $L \cdot \ln(\text{factor at the end} / \text{factor at the start})$, where $L = (q_i^1 - q_i^0) /
# \ln(q_i^1 / q_i^0)$ is the logarithmic mean of its two totals. The parts add up exactly, with no residual.

# %%
split = ep.decomposition.decompose(panel, measured, driver, "zone", start, end)
effects = split.effects.set_index("effect")
is_split = effects.at["total", "status"] == "ok"
if is_split:
    picture = ep.plots.show(
        ep.plots.plot_decomposition(split, measured_name[0].upper() + measured_name[1:], unit, (start, end))
    )
else:
    picture = Markdown(
        f"The decomposition is {effects.at['total', 'status']}: a number is missing for one of the two years."
    )
picture

# %%
parts = split.contributions
if is_split:
    shares = 100 * effects["change"] / split.start
    lowest = {effect: parts[effect].idxmin() for effect in ("structure", "intensity")}
    spelled = {effect: name if panel_file else name.lower() for effect, name in lowest.items()}
    of_what = unit.replace("10^6", "million")
    words = (
        f"Growth alone accounts for {shares['scale']:+.0f} % of the {measured_name} of {start}, the changing mix of {members} for {shares['structure']:+.0f} %, and changing "
        f"intensities within the {members} for {shares['intensity']:+.0f} %; together {shares['total']:+.0f} %. The largest reduction due to structure comes from {spelled['structure']} "
        f"({parts.at[lowest['structure'], 'structure']:,.0f} {of_what}), the largest due to intensity from {spelled['intensity']} "
        f"({parts.at[lowest['intensity'], 'intensity']:,.0f} {of_what}). As indices, the three effects multiply: "
        f"{effects.at['scale', 'index']:.2f} x {effects.at['structure', 'index']:.2f} x {effects.at['intensity', 'index']:.2f} = {effects.at['total', 'index']:.2f}."
    )
else:
    words = "Give the file a number for every zone in both years, or choose other years."
Markdown(words)

# %% [markdown]
# Read *structure* with care. It is negative if industries with a high intensity lose share; perhaps nobody has saved
# anything, and the steel is now simply made elsewhere. *Intensity* is closer to what a manager can influence, but it
# also changes when an industry moves to more expensive products. A finer division of industries turns part of the
# intensity effect into a structure effect. The same tool can split a total of emissions.
#
# **One elasticity for all.** Each short series says little on its own, but combined as yearly changes the series say
# more. There are three models:
#
# - **pooled**: one elasticity and one yearly *drift*, the change that growth does not explain;
# - **fixed effects**: a drift for each industry, so that only its deviations from its own average growth count;
# - **fixed effects and years**: in addition, whatever affected all industries in the same year (a crisis, a new survey) is removed.
#
# The standard errors are *clustered*: the years of one industry may depend on each other in any way.

# %%
models = ep.elasticity.fit_panel_models(span, measured, driver, level=level).set_index("model")
models["drift [%/year]"] = (100 * models["drift"]).round(1)
models[["n", "zones", "elasticity", "ci_low", "ci_high", "drift [%/year]", "status"]].rename(
    columns={"n": "changes", "zones": members, "ci_low": "low", "ci_high": "high"}
).round(2)

# %%
ranking = models["elasticity"].dropna()
below = int((models["ci_high"] < measured_limit).sum())
lies = (
    f"{below} of the three models, the whole interval lies"
    if below
    else "none of the three models does the whole interval lie"
)
Markdown(
    (
        f"Depending on the model, the elasticity of {measured_name} lies between {ranking.min():.2f} and {ranking.max():.2f}. "
        if len(ranking) > 1
        else "With one zone, the three models cannot be told apart. "
    )
    + f"The pooled drift is {models.at['pooled', 'drift [%/year]']:+.1f} % a year: this is the change in {measured_name} in a year without growth. "
    + (
        f"In {lies} below the limit of {measured_limit:g}."
        if models["ci_high"].notna().any()
        else "An interval needs more than one zone."
    )
)

# %% [markdown]
# The last row answers a different question from the first: it asks whether an industry that grows more than the
# others *in the same year* uses more. Report the model together with the number, as you report the recipe. A line
# through the *sum* of all industries answers yet another question, because the sum also contains the changing mix.

# %%
sums = span.groupby("year", as_index=False)[[measured, driver]].sum().assign(zone="all")
whole = ep.elasticity.fit(sums, measured, driver, level=level).iloc[0]
Markdown(
    f"For the sum of all {members}, the slope is {whole['elasticity']:.2f}, with an interval from {whole['ci_low']:.2f} to {whole['ci_high']:.2f}."
)

# %% [markdown]
# ## The answer

# %%
verdict = "below" if two_years["elasticity"] < measured_limit else "not below"
trust = (
    "the data cannot tell on which side of the limit it is"
    if line["ci_low"] < measured_limit < line["ci_high"]
    else "its interval lies on one side of the limit"
)
Markdown(
    f"**Is it good news?** For {zone}, the coefficient of {two_years['elasticity']:.2f} is {verdict} the limit of {measured_limit:g}. With value added growing by {100 * two_years['driver_growth']:+.1f} % and {measured_name} by "
    f"{100 * two_years['quantity_growth']:+.1f} % ({method}), the state is {two_years['state'].replace('_', ' ')}: the number can be read only together with the two growth rates. "
    f"**Can you trust it?** The line through all years gives {line['ci_low']:.2f} to {line['ci_high']:.2f}, so {trust}; and the deviations (Durbin-Watson {durbin_watson[zone]:.2f}) decide how much this interval is worth. "
    f"**Will it reach the target?** At the limit for {spoken}, a change of {target:g} % in {years} years requires {needed[quantity]:.1f} % growth a year; {growth:g} % is {enough}, and the total rises by {rise:.0f} % in the meantime."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "limit": limit,
        "coefficient of the seventeen parks": park["quantity_change"] / park["driver_change"],
        "coefficient of the seventeen parks by logarithms": log_growth[quantity],
        "yearly steps in which value added fell": len(fallen),
        "of these, passes although the quantity grew": praised,
        "countries in strong decoupling": strong,
        "growth that the target needs [%/year]": needed[quantity],
        "cut of intensity at the limit [%]": cut * -1,
        "rise of the total at the limit [%]": rise,
        "coefficient": two_years["elasticity"],
        "state": two_years["state"].replace("_", " "),
        "slope of the line": line["elasticity"],
        "lower end of its interval": line["ci_low"],
        "upper end of its interval": line["ci_high"],
        "state by the interval": line["state"].replace("_", " "),
        "intervals that hold the limit [count]": inside,
        "difference of the two windows": zone_change["difference"],
        "lower end of the difference": zone_change["ci_low"],
        "upper end of the difference": zone_change["ci_high"],
        "changed between the windows": int(clear.sum()),
        "intervals that hold, errors as assumed [%]": coverage[0],
        "intervals that hold, half carries over [%]": coverage[1],
        "intervals that hold, chosen part carries over [%]": coverage[2],
        "intervals that hold, shocks stay [%]": coverage[3],
        "intervals that hold, own saving [%]": coverage[4],
        "intervals that hold, nothing related [%]": coverage[6],
        "Durbin-Watson": durbin_watson[zone],
        f"scale [{unit}]": effects.at["scale", "change"] if is_split else "undefined",
        f"structure [{unit}]": effects.at["structure", "change"] if is_split else "undefined",
        f"intensity [{unit}]": effects.at["intensity", "change"] if is_split else "undefined",
        "elasticity, pooled": models.at["pooled", "elasticity"],
        "elasticity, fixed effects": models.at["fixed effects", "elasticity"],
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The two real tables are unverified: the package that holds them names no source, and units and price base are
#   inferred. Value added of the industries before 2008 probably grows in part because the survey was extended.
# - The seventeen parks are known only from an abstract, which gives their totals but not the figures of single parks, their years or their prices.
# - The definition of the coefficient in HJ 274-2009 and the requirement of HJ 274-2015 for a recession were not available to us.
# - An elasticity describes how two series move. It does not say that growth causes the use of energy; energy is also an input of value added.
# - A small coefficient says nothing about the level. Two zones with the same coefficient may differ tenfold in energy per value added.
# - The worlds of section 5 are invented. They show what can make an interval wrong, not which of these worlds your
#   zone lives in.
#
# ## Key points
#
# - A coefficient without both growth rates is no result: the best and the worst state share the same negative number.
# - Name recipe, years and prices. For the SO2 of the seventeen parks, logarithms give almost twice the coefficient of the endpoints.
# - An upper limit works only for growing zones. If such a zone passes a limit below 1, its ratio falls, but its total may still rise.
# - A limit secures a target only together with a growth rate; the criterion that required growth was deleted in 2012.
# - An interval can be trusted only if deviations are independent and nothing else moves with time. Look at the
#   deviations before you report an interval.
# - To find out whether something has changed, use the interval of the difference, for one pair of windows chosen
#   beforehand.
# - Scale, structure and intensity add up exactly. Only the intensity effect comes close to measuring the work of engineers.
#
# ## Now with your own zone
#
# Write a CSV or XLSX file with one row per zone and year and the columns of the data package `panel` (`ecopark
# template` makes a sheet). At least three years before `start` and three years from `start` on are needed:
#
# `ecopark run 09 -p panel_file=my-zones.csv -p zone="My zone" -p earlier=2010 -p start=2015 -p end=2020 -p quantity=fresh_water`
#
# You can also choose another industry, another quantity and target, or a harsher world:
#
# - `ecopark run 09 -p zone="Ferrous metals" -p quantity=so2 -p target=-30 -p growth=5`
# - `ecopark run 09 -p rho=0.95 -p drift=1 -p experiment_years=20 -p country_quantity=energy`
#
# The exercises are in `exercises/09_elasticity.ipynb`.
#
# ## The researcher's corner
#
# *Would other standard errors help?* A referee will ask for heteroscedasticity-robust (HC3) or autocorrelation-robust
# (HAC, Newey and West) errors. With so few years, the HAC interval is often *narrower* than the plain one, because
# HAC errors are made for long series.

# %%
kinds = ("nonrobust", "HC3", "HAC")
widths = [
    ep.elasticity.fit(span, measured, driver, level=level, covariance=kind).set_index("zone")
    for kind in kinds
]
reach = [table.loc[zone, "ci_high"] - table.loc[zone, "ci_low"] for table in widths]
Markdown(
    f"Width of the interval for {zone}: "
    + ", ".join(f"{kind} {width:.2f}" for kind, width in zip(kinds, reach, strict=True))
    + "."
)

# %% [markdown]
# *Levels or changes?* If both logarithms have a unit root and are not cointegrated, a regression in levels is
# spurious (Granger and Newbold 1974; Phillips 1986 explains why); if they are cointegrated, the level regression
# estimates the long-run elasticity, and the regression in changes misses it. Tests for this need longer series than a
# zone has. Report both, and say what each assumes. Errors in value added bias the regression in changes toward zero,
# as the experiment shows. *Are so few clusters enough?* With few clusters, clustered errors tend to be too small;
# Cameron and Miller (2015) discuss remedies.
#
# *Is the structural effect meaningful?* Roux and Plank (2022) show with examples that structure effects of LMDI,
# based on shares, are easily misread, and propose an alternative. *What happens with zeros?* As a total approaches
# zero, the formula has a limit, which the toolkit uses (Ang and Liu 2007) instead of putting in small numbers. *What
# do others find?* For China's industry, Zhao and others (2010) see savings mostly within industries and a shift
# toward heavy industry from 1998 to 2006; Wang and others (2018) find that from 2003 to 2015 structure helped, too.
#
# The same identity works with other factors. For the countries of section 2, CO2 is GDP times energy per GDP times CO2 per energy:

# %%
factors = {
    year: pd.DataFrame(
        {"GDP": t["gdp"], "energy per GDP": t["energy"] / t["gdp"], "CO2 per energy": t["co2"] / t["energy"]}
    )
    for year, t in countries.set_index("country").groupby("year")
}
carbon = ep.decomposition.lmdi(factors[2011], factors[2019])
listed = ", ".join(
    f"{name} {change:+,.0f}"
    for name, change in zip(carbon.effects["effect"], carbon.effects["change"], strict=True)
)
Markdown(f"Change in CO2 of {len(carbon.contributions)} countries, 2011 to 2019 [10^6 t]: {listed}.")

# %% [markdown]
# ## References
#
# - IISD (2015), sections 2.0 and 3.1 and Table 1: packages `hj274_2009` and `participation`. Tian and others (2014), *Journal of Cleaner Production*; the abstract was read: package `eip_results`.
# - Packages `cn_industries` and `oecd_countries`: each row says where it was found, and the cards say what is doubtful.
# - Tapio (2005), *Transport Policy* 12(2), doi:10.1016/j.tranpol.2005.01.001; the abstract was read, and the states in a later table: package `tapio`.
# - Ang (2005), *Energy Policy* 33(7), doi:10.1016/j.enpol.2003.10.010; the first page was read. Ang and Liu (2007), *Energy Policy* 35(1), doi:10.1016/j.enpol.2005.11.001; the abstract was read.
# - Schenker and Gentleman (2001), *The American Statistician* 55(3), doi:10.1198/000313001317097960; the abstract was read.
#
# To read further:
#
# - Cameron and Miller (2015), *Journal of Human Resources* 50(2), doi:10.3368/jhr.50.2.317.
# - Granger and Newbold (1974), *Journal of Econometrics* 2, 111-120; Phillips (1986), *Journal of Econometrics* 33(3), doi:10.1016/0304-4076(86)90001-1 (open archive).
# - Roux and Plank (2022), *MethodsX*, doi:10.1016/j.mex.2022.101698 (open access).
# - Zhao, Ma and Hong (2010), *Energy Policy* 38(3), 1379-1388; Wang, Hu and Rodrigues (2018), *Applied Energy* 228, 2195-2206.

# %% [markdown] tags=["instructor"]
# **A hearing: may the zone keep its title? (30 minutes)** A zone won its title seven years ago. In the last three years a crisis cut its value added by 9 %, and its energy use fell by 6 %. Its coefficient is 0.67. The standard of 2009
# asks for less than 0.6. The ministry's commission hears the case.
#
# - *Zone director.* You saved energy in every year. Defend: keep the title, the rule is blind in a recession. Prepare for the question why energy per value added rose.
# - *Engineer of the provincial bureau.* You computed 0.67 and also the interval of the line, -0.4 to 1.7, from six years. Defend: the number cannot carry any verdict.
# - *Director of the neighboring zone.* Your zone grew by 12 % a year with a coefficient of 0.58 and now uses half again as much energy as at the start. Defend: rules are rules.
# - *Member of the commission.* You must write one sentence into the minutes that will bind the next hearing. Ask everybody: what would you have the rule say where value added falls?
#
# Eight minutes of preparation (each role finds two numbers or sentences in the lesson), twelve of hearing, ten to write the sentence and to test it on the seven rows of section 2. Debrief: Which state is the zone in? (0.67 with both falling is weak negative decoupling.)
# Whose total rose? What would the mirrored rule have said? Did anybody ask for the level?
#
# **Group task (15 minutes).** Each group takes one industry, writes down, before running anything, which difference
# between the two windows it expects and why, and then runs the lesson with `-p zone=...`. On the board: expected,
# found, interval, *apart*. How many groups would have published a change? How many changes would chance alone give to
# so many groups?
