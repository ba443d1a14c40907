# ---
# jupyter:
#   ecopark:
#     number: "09"
#     title: Elasticity and decoupling
#     minutes: 60
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 09 Elasticity and decoupling
#
# **Question.** A zone makes more value and uses more energy. Which of the two grows faster, and how
# sure can we be?
#
# **After this lesson you can**
#
# - compute an elasticity coefficient, and always show both growth rates with it;
# - explain why the same negative number can be the best state or the worst;
# - name the decoupling state of a zone, and say when it is ambiguous;
# - compare the rule of 2009 in a recession with a rule that turns round;
# - fit an elasticity with an interval, and test intervals against a known truth;
# - work out the growth that a target asks for.
#
# **Time:** 60 minutes. **Before:** lesson 05 (indicators, statuses).
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone to look at; name; any
quantity: str = "energy"  # quantity that may decouple from added value; column; energy | fresh_water
start: int = 2005  # first year; year; 1990..2100
year: int = 2016  # last year; year; 1990..2100
method: str = "annual-average"  # how growth is measured; name; annual-average | endpoint | arc | log
level: float = 0.95  # level of the intervals; 1; 0.5..0.999
window: int = 6  # length of a rolling window; year; 3..100
target: float = -17.0  # change of intensity to be reached; %; -60..-1
years: int = 5  # years in which the target is to be reached; year; 2..30
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any

# %% tags=["setup"]
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
course.check_parameters("09", globals())
course.check_panel(panel, zone=zone, years=[start, year], least=4)
course.check_range("year less start [year]", year - start, 3)
span = panel[panel["year"].between(start, year)]
own = span[span["zone"] == zone].sort_values("year")
course.check_range("window [year]", window, 3, len(own))
for column in (quantity, "industrial_added_value"):
    course.check_range(f"smallest {column} of {zone}", own[column].min(), 1e-9)
spoken = quantity.replace("_", " ")
constant = own.get("industrial_added_value_constant", own["industrial_added_value"])
driver = constant.name if constant.notna().all() else "industrial_added_value"

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: 1 two growth rates 7; 2 the number that lies 8; 3 eight states 7; 4 two rules 8;
# 5 four recipes 6; 6 year on year 4; 7 lines with intervals 8; 8 ambiguous 3; 9 windows 4; 10 required
# growth 5. With 45 minutes, leave out sections 6 and 9. Section 2 is the heart: let everybody vote
# before the figure is shown.

# %% [markdown]
# ## 1 Two growth rates, one coefficient
#
# Four rows of the standard in lesson 05 limit an *elasticity coefficient*. Here it is in words:
#
# > growth of a quantity, divided by growth of added value.
#
# A coefficient of 0.5 says: when added value grows by 10 %, the quantity grows by 5 %. The limits, in Table 1
# of the report: energy below 0.6, fresh water below 0.55, COD below 0.3, SO2 below 0.2.

# %%
ep.plots.show(
    ep.plots.indexed_timeseries(panel, zone, quantity, driver, start, year, (spoken, "added value"))
)

# %% [markdown]
# The figure shows both series from 100, and their ratio. We want one number for the whole span. If you do
# not choose another recipe, growth is measured as an average a year, as with interest at a bank: each
# year's growth builds on the year before. In the table a growth of 0.05 means 5 %.

# %%
every = ep.elasticity.coefficient(span, quantity, start=start, end=year, method=method)
mine = every[every["zone"] == zone]
mine.round(4)

# %% [markdown]
# The table keeps **both growth rates** beside the coefficient. Section 2 shows why this is not a
# luxury.
#
# **A trap: prices.** Added value is money, and money loses value. With inflation, added value seems to
# grow faster than it does. In a zone where both series grow, the coefficient then gets smaller for no good
# reason. In a recession it is worse: inflation can hide the fall of value, and even turn its sign. So added
# value is taken at *constant prices*, where the table has them. Here is the same zone both ways. If the two
# rows are equal, the table has current prices only.

# %%
inflated = span.drop(columns="industrial_added_value_constant", errors="ignore")
current = ep.elasticity.coefficient(inflated, quantity, start=start, end=year, method=method)
both = pd.concat([mine, current[current["zone"] == zone]])
both = both.assign(prices=["constant, if there", "current"])
both[["prices", "quantity_growth", "driver_growth", "elasticity"]].round(3)

# %% [markdown]
# ## 2 The number that lies
#
# Three invented parks. You see the coefficient only.

# %%
parks = pd.DataFrame(
    {
        "zone": ["Synthetic park P", "Synthetic park Q", "Synthetic park R"],
        "quantity_growth": [-0.04, 0.03, -0.03],
        "driver_growth": [0.08, -0.06, -0.04],
        "status": "ok",
    }
)
parks["elasticity"] = parks["quantity_growth"] / parks["driver_growth"]
parks[["zone", "elasticity"]]

# %% [markdown]
# **Predict first.** Smaller is better, the rule says. Which park would you rather run: P, Q or R? Write
# down your order. Then look at the growth rates.

# %%
ep.plots.show(ep.plots.decoupling_plot(parks, "energy", "added value"))

# %% [markdown]
# P and Q have the same number. P saves energy while it grows: nothing can be better. Q uses **more**
# energy while its value **shrinks**: nothing can be worse. The ratio of a minus and a plus is the same
# as the ratio of a plus and a minus. Two signs went in, and one came out.
#
# R is in a recession too, but it saves energy. Its number is the largest of the three.
#
# So: **a coefficient without its two growth rates is not a result.** A negative number is either the
# best or the worst there is.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *a negative elasticity means that the zone saves.* It means that the
# two signs differ, and no more. A second one: *elasticity is intensity.* A wasteful zone can have a
# small elasticity, because it compares growth with growth.
#
# Discussion: (1) Your ministry sends a table with coefficients and no growth rates. What do you ask
# for? (2) Who gains when a recession makes the number negative, and who would notice?

# %% [markdown]
# ## 3 Eight states
#
# Petri Tapio gave names to the sectors of the plane. Both signs and the size of the coefficient decide.

# %%
states = ep.datasets.load("tapio", "states")
states[["state", "quantity_growth_sign", "driver_growth_sign", "elasticity_low", "elasticity_high"]]

# %% [markdown]
# Read it as pairs. Where value grows, *decoupling* means that the quantity falls behind. Where value
# falls, *decoupling* means that the quantity falls even faster. *Negative decoupling* is always the bad
# side. *Coupling* means that both move at about the same speed.
#
# **Where the edges are** is a choice. The printed table that we could read gives 0.8 to one state, and
# this toolkit gives it to another. The printed table also gives one state a name that belongs
# elsewhere. Both stay on record:

# %%
cuts = ep.datasets.load("tapio", "cutoffs")
cuts[["elasticity", "inclusion_printed", "note"]]

# %%
misnamed = states["label_printed"].str.lower() != states["label_en"]
states.loc[misnamed, ["row_printed", "label_printed", "label_en"]]

# %% [markdown]
# What no source settles is written down as a convention of this project. Where value does not change
# at all, there is no state: `undefined`.

# %%
settled = ep.datasets.load("tapio", "conventions")
settled[["case", "elasticity", "state", "result_status"]].astype(object).fillna("")

# %% [markdown]
# Move both sliders. Find all eight states. Then find the place where a very small move changes the
# state twice.

# %%
course.widgets.explore(
    ep.decoupling.state,
    quantity_growth=(-0.1, 0.1, 0.005, 0.03),
    driver_growth=(-0.1, 0.1, 0.005, -0.06),
)

# %%
{
    f"{q:+.3f} with {v:+.3f}": ep.decoupling.state(q, v)
    for q, v in [(0.03, -0.06), (-0.04, 0.08), (-0.03, -0.04), (0.03, 0.0)]
}

# %% [markdown]
# Now all zones of the panel, from the first to the last year:

# %%
axes_unit = "% a year" if method == "annual-average" else "% over all years"
ep.plots.show(ep.plots.decoupling_plot(every, spoken, "added value", axes_unit))

# %% [markdown]
# ## 4 Two rules in a recession
#
# The standard of 2009 asks for a coefficient below a limit. Table 1 of the report does not say what holds
# when added value falls. One could turn the sign round in a recession: the quantity must then fall at
# least so fast. We call this the **mirrored** rule.
#
# **Assumed.** No standard is behind the mirrored rule. It is a thought experiment of this course, with the
# thresholds of 2009, and its rows carry the mark `assumed`. The standard of 2015 also has elasticity
# coefficients (package `hj274_2015`); what it asks for in a recession we could not read.
#
# **Predict first.** P, Q and R under both rules: who passes? Which rule likes the recession?

# %%
rules = ["hj274-2009", "mirrored"]
both_rules = pd.concat([ep.elasticity.apply_threshold(parks, rule, "energy") for rule in rules])
columns = ["zone", "elasticity", "rule", "operator", "threshold", "verdict", "assumed"]
both_rules[columns].sort_values("zone")

# %% [markdown]
# Under the rule of 2009, Q passes with the worst state of all. R cuts its energy and fails. In a
# recession the rule of 2009 turns the order round. The mirrored rule repairs Q. R passes under it,
# because its energy fell at least 0.6 times as fast as its value. Tapio is not content with R: he calls
# it *weak negative decoupling*. Two ways to judge, two edges.
#
# How often does this matter? Here are the zones of the panel for which the two rules disagree:

# %%
growth = ["quantity_growth", "driver_growth"]
judged = {rule: ep.elasticity.apply_threshold(every, rule, quantity) for rule in rules}
old, new = (judged[rule]["verdict"] for rule in rules)
split = ep.decoupling.classify(every).assign(verdict_2009=old, verdict_mirrored=new)[old != new]
split[["zone", *growth, "elasticity", "state", "verdict_2009", "verdict_mirrored"]].round(3)

# %% [markdown]
# These are the zones that shrink, all of them: where value falls, the two rules say the opposite of each
# other. Where value grows, they differ only for a zone that stands exactly at the limit. As long as
# everybody grows, nobody sees the difference, and the table is empty. A rule is tested by the case that it
# was not written for.
#
# Look at the column `state`. Does each *pass* belong to a zone that you would praise?
#
# ## 5 Four recipes, four numbers
#
# *Growth* can be measured in four ways, from the first value `a` and the last value `b`, `n` years later:
#
# - **annual average**: `(b / a) ** (1 / n) - 1`, growth a year with compound interest;
# - **endpoint** (cumulative): `b / a - 1`, growth over all years together;
# - **arc**: `(b - a) / ((a + b) / 2)`, the change over the middle of both ends;
# - **log**: `ln(b / a)`, the logarithm of last over first.
#
# The coefficient is always the growth of the quantity over the growth of added value, by the same recipe.
#
# **Predict first.** A zone grows 10 % a year, and its energy 6 % a year, for five years. So its annual
# coefficient is exactly 0.6. Will the cumulative coefficient be larger or smaller?

# %%
limit_case = pd.DataFrame(
    {
        "zone": "Synthetic park S",
        "year": [0, 5],
        "energy": [1.0, 1.06**5],
        "industrial_added_value": [1.0, 1.10**5],
    }
)
rates = [*growth, "elasticity"]
recipes = [ep.elasticity.coefficient(limit_case, method=name) for name in ep.elasticity.METHODS]
pd.concat(recipes).set_axis(ep.elasticity.METHODS)[rates].round(3)

# %% [markdown]
# The rule asks for a number *below* 0.6. With annual rates the zone just fails. With cumulative rates it
# passes. Why? Growth builds on growth. Over more years the faster series runs ahead more and more, and here
# that is added value, which stands below the line.
#
# Nothing changed in the zone. Only the recipe changed, and no text that we could read fixes it for this
# standard. So **name the recipe** with every coefficient.
#
# The same for your zone, with the state that follows from each recipe:

# %%
four = [ep.elasticity.coefficient(own, quantity, method=name) for name in ep.elasticity.METHODS]
four = ep.decoupling.classify(pd.concat(four).assign(method=ep.elasticity.METHODS))
four[["method", *rates, "state"]].round(3)

# %% [markdown]
# If the column `state` holds more than one name, the zone stands near an edge, and the recipe decides. The
# signs of the two growth rates are the same in every recipe. So no recipe can turn a growing zone into a
# shrinking one.
#
# ## 6 Year on year
#
# Why not take one coefficient for each year? **Predict first.** How far will the yearly numbers of one
# zone spread?

# %%
yearly = ep.elasticity.year_on_year(own, quantity)
yearly = ep.decoupling.classify(yearly[yearly["status"] == "ok"])
yearly[["start", "end", "quantity_growth", "driver_growth", "elasticity", "state"]].round(3)

# %%
low, high = yearly["elasticity"].min(), yearly["elasticity"].max()
f"from {low:.2f} to {high:.2f}, in {yearly['state'].nunique()} states"

# %% [markdown]
# One year is short. A cold winter or a new plant moves the number a lot. Where value hardly grows, we
# divide by a number close to zero, and the coefficient can become anything. Do not read a single yearly
# coefficient as a result.
#
# There is a second danger. Coefficients over many years use **two years only**, the first and the last.
# If one of them is unusual, the whole result is.
#
# ## 7 A line through all years, with an interval
#
# Take logarithms of both series, and lay a straight line through all years:
#
# `ln q = a + e * ln v + u`, for the quantity `q` and added value `v` of each year
#
# The slope `e` is an elasticity that uses every year. The rest `u`, the distance of each year from the
# line, tells how sure the slope is. So the slope comes with an **interval**.

# %%
fits = ep.elasticity.fit(span, quantity, level=level)
fitted = fits[fits["zone"] == zone]
fitted[["zone", "n", "elasticity", "std_error", "ci_low", "ci_high", "r_squared", "status"]].round(3)

# %% [markdown]
# What does a level such as *95 %* promise? Not that this interval holds the truth. It promises something
# about the method: of many such intervals, about 95 in 100 hold their truth.
#
# With real zones nobody can check the promise. With **synthetic** zones we can: we made them, so we know
# the true elasticity of each.
#
# **Predict first.** How many of these intervals will miss the truth?

# %%
print(f"intervals: {len(fits)}; level: {level:.1%}; misses to be expected: {(1 - level) * len(fits):.1f}")
truth = panel.attrs["truth"][quantity] if "truth" in panel.attrs else None
ep.plots.show(ep.plots.forest_plot(fits, truth, quantity=spoken))

# %% [markdown]
# The long lines belong mostly to zones whose value hardly moved. Then no one can see how the quantity
# answers. Diamonds, if there are any, are misses. They belong to the promise: at 95 %, five in a hundred. In a
# real zone you would not know. (With a file of your own there is no known truth, and no diamond.) The
# promise holds only for errors like those that these zones were made with: even, and independent of the year
# before. Where they carry over from year to year, or where a zone saves energy by itself, far fewer
# intervals hold (`ep.datasets.synthetic_zones` makes such zones).
#
# Move the sliders. A higher level makes the interval wider: it is safer, and it says less. A shorter window
# gives several intervals, most of them wider. The cell below repeats the start.

# %%
course.widgets.explore(
    ep.elasticity.fit,
    panel=own,
    quantity=[quantity, *({"energy", "fresh_water"} - {quantity})],
    level=(0.5, 0.99, 0.01, 0.95),
    window=(3, len(own), 1, len(own)),
)

# %%
ep.elasticity.fit(own, quantity, window=len(own)).round(3)

# %% [markdown]
# ## 8 Ambiguous is an answer
#
# A state has edges. If an interval spans an edge, more than one state is possible. Then the honest word
# is **ambiguous**, with the candidates.

# %%
classified = ep.decoupling.classify(fits)
ends = ["zone", "elasticity", "ci_low", "ci_high", "state", "candidates"]
classified.loc[classified["zone"] == zone, ends].round(3)

# %%
classified["state"].value_counts()

# %% [markdown]
# Compare with the single coefficients of section 3: there every point had one state, however near to an edge.
# An interval can take that certainty away.
#
# A pass can be uncertain in the same way. The rule looks at the number, not at the interval. So a zone
# may pass a limit that lies inside its interval:

# %%
limit = ep.elasticity.apply_threshold(fits, "hj274-2009", quantity)
near = limit[(limit["ci_low"] < limit["threshold"]) & (limit["threshold"] < limit["ci_high"])]
{
    "zones": len(limit),
    "limit inside the interval": len(near),
    "of these, pass": int((near["verdict"] == "pass").sum()),
}

# %% [markdown]
# ## 9 Rolling windows
#
# Does the elasticity change over time? Fit a line to the first years, then move the window on by a year,
# and again.

# %%
rolling = ep.elasticity.fit(own, quantity, level=level, window=window)
ep.plots.show(ep.plots.forest_plot(rolling, truth, quantity=spoken))

# %% [markdown]
# **A trap.** The points go up and down, and it is easy to tell a story about each turn. In the synthetic
# panel the truth never changes: every turn that you see is noise. Windows also share most of their
# years, so neighbors look alike and seem to form a trend. Believe a change only if two windows that
# share **no** year have intervals that do not meet. And fix the two windows before you look: who compares
# many pairs finds one that differs by chance.

# %%
first, last = rolling.iloc[0], rolling.iloc[-1]
apart = bool(first["ci_high"] < last["ci_low"] or last["ci_high"] < first["ci_low"])
{
    "first and last window share no year": bool(first["end"] < last["start"]),
    "their intervals do not meet": apart,
}

# %% [markdown]
# ## 10 The growth that a target asks for
#
# An elasticity below 1 brings intensity down only if the zone grows. How fast must it grow? If the
# quantity grows by `e * g` a year when value grows by `g`, the intensity changes each year by the factor
# `(1 + e * g) / (1 + g)`.
#
# China set national targets for CO2 per GDP. Suppose that the quantity of this run, per added value, must
# follow the same path in a park, and that the park stands exactly at the limit of the standard.
#
# **Predict first.** How fast must added value grow for the target of the five-year plan? More or less than
# 5 % a year?

# %%
national = ep.programs.national_targets()
standard = ep.standards.get("hj274-2009")
at_limit = standard["2.3" if quantity == "energy" else "2.5"].threshold
national["growth_needed"] = [
    100 * ep.elasticity.required_growth(at_limit, change / 100, n)
    for change, n in zip(national["change"], national["years"], strict=True)
]
national[["id", "change", "years", "yearly_change", "growth_needed"]].round(2)

# %% [markdown]
# The column `growth_needed` is in percent a year. A slower park can keep the limit of the standard, and
# still miss the national target. The limit alone is not enough.

# %%
course.widgets.explore(
    ep.elasticity.required_growth,
    elasticity=(0.0, 0.8, 0.05, 0.6),
    target=(-0.45, -0.05, 0.01, -0.17),
    years=(5, 20, 1, 5),
)

# %%
needed = 100 * ep.elasticity.required_growth(at_limit, target / 100, years)
f"{target:g} % in {years} years at an elasticity of {at_limit:g}: {needed:.2f} % growth a year"

# %% [markdown]
# ## Results of this run

# %%
place = every["zone"] == zone
course.results(
    {
        "growth of the quantity [%]": 100 * mine["quantity_growth"].item(),
        "growth of added value [%]": 100 * mine["driver_growth"].item(),
        "elasticity coefficient": mine["elasticity"].item(),
        "state": ep.decoupling.classify(mine)["state"].item(),
        "rule of 2009": old[place].item(),
        "mirrored rule (assumed)": new[place].item(),
        "zones that the two rules judge differently": len(split),
        "fitted elasticity": fitted["elasticity"].item(),
        "lower end of the interval": fitted["ci_low"].item(),
        "upper end of the interval": fitted["ci_high"].item(),
        "state of the fit": classified.loc[classified["zone"] == zone, "state"].item(),
        "windows with an ambiguous state": int(
            (ep.decoupling.classify(rolling)["state"] == "ambiguous").sum()
        ),
        "growth needed at the limit [%/year]": needed,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The zones are synthetic, unless you gave a file. Their true elasticity is constant, and real ones are
#   not.
# - An elasticity describes. It does not say that growth caused the use of energy.
# - The text of the standard that defines its coefficient was not available. The recipe is ours.
# - The mirrored rule is an assumption of this course; what the standard of 2015 asks for could not be read.
# - A small coefficient says nothing about the level: a wasteful zone can decouple.
# - The intervals treat the years as independent. The researcher's corner looks at this.
# - CO2 per GDP is not energy per added value. The path of the national targets is borrowed.
#
# ## Key points
#
# - Show both growth rates. The ratio alone can hide the worst state behind the best.
# - Name the recipe: annual, endpoint, arc, log, or a fitted line.
# - A rule needs an answer for the recession.
# - An interval that spans an edge means *ambiguous*. Say so.
# - A limit on elasticity turns into a target only together with growth.
#
# ## Now with your own zone
#
# Give a file with at least four years. The columns are in the data package `panel`:
#
# `ecopark run 09 -p panel_file=my-zones.csv -p zone="My zone" -p start=2012 -p year=2020 -p window=5`
#
# Choose the other quantity with `-p quantity=fresh_water`, the recipe with `-p method=endpoint`. If your
# table has added value at constant prices, it is used.
#
# The exercises are in `exercises/09_elasticity.ipynb`.
#
# ## Researcher's corner
#
# **Four standard errors.** The usual one needs years that scatter evenly and independently. HC1 and HC3
# allow uneven scatter, HAC also years that follow each other. The slope is the same.

# %%
kinds = ["nonrobust", "HC1", "HC3", "HAC"]
pd.concat(
    [ep.elasticity.fit(own, quantity, level=level, covariance=kind).assign(covariance=kind) for kind in kinds]
)[["covariance", "elasticity", "std_error", "ci_low", "ci_high"]].round(3)

# %% [markdown]
# **Which one keeps its promise?** Make ten new synthetic panels, with 600 zones in all, and count how
# many intervals hold the truth. Every panel has as many years as yours.

# %%
held = dict.fromkeys(kinds, 0)
for seed in range(1, 11):
    made = ep.datasets.synthetic_panel(years=len(own), seed=seed)
    true = pd.Series(made.attrs["truth"][quantity])
    for kind in kinds:
        tried = ep.elasticity.fit(made, quantity, level=level, covariance=kind).set_index("zone")
        held[kind] += int(((tried["ci_low"] <= true) & (true <= tried["ci_high"])).sum())
pd.DataFrame({"promised [%]": 100 * level, "held [%]": pd.Series(held) / 6}).round(1)

# %% [markdown]
# In these panels the scatter is even and independent, because we made it so: the plain interval must be
# right. HC1 and HAC hold the truth less often than they promise. They are made for long series: the fewer
# the years, the more they fall short. *Robust* is not a word for *better*. In your zone you do not know.
# Then show more than one, and say that all of them are too short if errors carry over.
#
# **Do the years follow each other?** The number of Durbin and Watson compares the rest of each year with
# the rest of the year before. It lies between 0 and 4. Near 2, no rest follows the one before. Well below
# 2, a high rest is followed by a high one: then the plain interval is too short.

# %%
rest = pd.Series(ep.elasticity.model(own, zone, quantity).resid)
follows = float((rest.diff() ** 2).sum() / (rest**2).sum())
f"Durbin and Watson: {follows:.2f}, from {len(rest)} years"

# %% [markdown]
# With few years this number is rough. In the synthetic panel the years are independent, and still many
# zones are far from 2.
#
# **Differences instead of levels.** Two series that both rise fit a line well even if they have nothing
# to do with each other. A check is to fit the yearly *changes*. It throws the common
# trend away, and it is much less precise.

# %%
change = own[[quantity, driver]].pct_change().dropna()
slope = change[quantity].cov(change[driver]) / change[driver].var()
{
    "line through the levels": round(fitted["elasticity"].item(), 3),
    "line through the changes": round(float(slope), 3),
}

# %% [markdown]
# The full regression result of one zone is there too: `ep.elasticity.model(panel, zone)` hands out what
# the library statsmodels computes, with all of its tests.
#
# ## References
#
# - IISD (2015), section 3.1 and Table 1: package `hj274_2009`.
# - HJ 274-2015, names of its indicators: package `hj274_2015`.
# - P. Tapio (2005), Transport Policy 12, 137-151; read in a later table: package `tapio`.
# - National targets: package `participation`.
# - W. K. Newey, K. D. West (1987), Econometrica 55, 703-708, for HAC.
# - J. Durbin, G. S. Watson (1951), Biometrika 38, 159-177.
# - Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
