# ---
# jupyter:
#   ecopark:
#     number: "14"
#     title: "Capstone: assess your own zone"
#     minutes: 60
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 14 Capstone: assess your own zone
#
# **Question.** What can you say about your zone today, and what must you leave open?
#
# **After this lesson you can**
#
# - read a zone's file and judge its numbers against a standard;
# - name the three largest gaps in the zone's own units, and what closing them takes;
# - say how energy and added value moved together, with an interval;
# - name the data that would help most;
# - write a report that another person can repeat.
#
# **Time:** 60 minutes. **Before:** lessons 05 and 07.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: run
# it too. Without a change in the parameters cell, the zone is synthetic: a program invented its numbers. The
# last part of this page says how to bring your own.

# %% tags=["parameters"]
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
zone: str = "Synthetic zone 07"  # zone of the report; name; any
year: int = 2016  # year of the report; year; 1990..2100
start: int = 2005  # first year of the elasticity coefficients; year; 1990..2100
standard: str = "hj274-2009"  # indicator system; name; hj274-2009 | cepz-ctip-2012 | isc-low-carbon-2012
peers: bool = False  # whether to compare with the synthetic zones; yes or no; any

# %% tags=["setup"]
import ecopark as ep
import ecopark_course as course
import ecopark_zone

panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
course.check_parameters("14", globals())
course.check_panel(panel, zone=zone, years=[start, year])
own = panel[panel["zone"] == zone]
source = ecopark_zone.findings.provenance(panel_file, zone=zone, year=year, start=start, standard=standard)
print(source)

# %% [markdown]
# The line above is the **provenance**. It names the data, the version of the toolkit, your choices and
# the day. For a file of your own it also holds a fingerprint of the content: if one digit changes, the
# fingerprint changes. Put the line under each number that leaves your desk. Two people whose lines
# differ in the day alone must get the same numbers.
#
# ## 1 Look at the data first
#
# A report begins with what is there. How many years does the zone have? Which cells are empty? Added
# value is in 10^4 RMB, energy in tce, fresh water in m3.

# %%
own.set_index("year")[["industrial_added_value", "energy", "fresh_water"]].round(0)

# %%
own.isna().sum().loc[lambda empty: empty > 0]

# %% [markdown]
# If the last table is empty, no cell is empty. Real files are rarely so kind. An empty cell is
# better than a guess: the indicators that need it say `missing`, and the report shows it.
#
# One column decides what *growth* means: added value at constant prices. Without it, a part of the
# growth is only a change of prices.

# %%
deflated = own["industrial_added_value_constant"].notna()
print(f"{int(deflated.sum())} of {len(own)} years have added value at constant prices.")

# %% [markdown]
# ## 2 Which indicators pass, fail, or have no answer
#
# The column `gap` compares value and threshold: 0 is just on the threshold, -0.3 is on the wrong side
# by 30 % of the threshold. A number above 0 is on the good side.

# %%
judged = ecopark_zone.findings.judged(own, zone, year, standard, start)
judged.round(3)

# %%
status = judged["status"].value_counts()
status

# %%
assessed = ep.assess(own, standard, start=start)
drawn = judged["gap"].notna().any()
ep.plots.show(ep.plots.gap_chart(assessed, zone, year), source) if drawn else "No indicator has a threshold."

# %% [markdown]
# **Before you read on.** Which three gaps would you close first: the longest bars, the cheapest ones, or
# those whose measure moves several indicators at once? The figure tells only which bars are long. And a
# percentage of one threshold cannot be compared with that of another: a coefficient, which divides two growth
# rates, moves far more easily than a rate of disposal.
#
# ## 3 The three largest gaps, in the zone's own units
#
# A gap of 30 % says little to the people who must close it. Tonnes of waste or cubic meters of water say
# more. Read a row from left to right: the quantity is so much now, and must be *at most*, *less than* or
# *at least* so much, in the unit of the row. The note says under which condition. Where it names a growth
# of added value, that is growth at constant prices, if the file has them.

# %%
gaps = ecopark_zone.findings.largest_gaps(own, zone, year, standard, start)
shown = ["code", "indicator", "gap", "column", "now", "must", "needed", "unit", "change_percent", "note"]
gaps[shown].round({"gap": 2, "now": 1, "needed": 1, "change_percent": 1})

# %% [markdown]
# Each row changes one quantity and keeps all others. In real life they move together: a firm that
# uses less water may also make more. So the table is a direction, not a plan.
#
# One kind of row is no direction at all. Where added value *fell*, the rule of 2009 on elasticities, read
# as it is printed, asks for **more** energy or pollution than today. Lesson 09 shows why.

# %%
doubtful = gaps.loc[gaps["status"] == "ambiguous", "code"].tolist()
f"Do not act on {', '.join(doubtful)}: added value fell." if doubtful else "No row comes from a fall of added value."

# %% [markdown]
# **Try one measure.** Move the slider: one quantity changes, and you see which indicators of the
# standard of 2009 follow. Below the slider stands the result of one change by 20 %. It changes the quantity
# of the first row above that one may act on, in the direction that closes its gap. If there is no such row,
# it lowers energy.

# %%
usable = gaps[(gaps["status"] == "ok") & gaps["change"].notna() & (gaps["must"] != "establish")]
column = usable["column"].iloc[0] if len(usable) else "energy"
course.widgets.explore(
    ep.what_if, panel=own, zone=zone, year=year, column=column, start=start, change=(-60.0, 60.0, 5.0, 0.0)
)

# %%
change = 20.0 if len(usable) and usable["change"].iloc[0] > 0 else -20.0
moved = ep.what_if(own, zone, year, column, change, start=start)
print(f"{column}: {change:+.0f} %")
moved[["case", "code", "indicator", "value", "unit", "status"]].round(3)

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing: sections 1 and 2, 20 minutes; section 3, 15; section 4, 10; sections 5 to 7, 15.
# With the participants' own files, let them run `ecopark doctor` before the hour begins.
#
# Usual misconception: *the largest gap is the most urgent one.* A gap is measured in parts of its
# threshold, so an elasticity near zero growth makes a huge gap from a small cause. Ask: which gap
# would your zone's management close first, and why? Which of the gaps could close by itself when
# one firm leaves?

# %% [markdown]
# ## 4 Growth and consumption
#
# One pair of years can mislead. The fit below uses all years of the zone, and gives an interval.
# When the interval spans two states, the honest word is `ambiguous`. Growth is a share a year: 0.05
# is 5 % a year.
#
# Do not mix this elasticity up with the coefficient of section 2. The coefficient divides two growth
# rates, from the year `start` to the year `year`. The fit is the slope of a line through the logarithms of
# all years. The two numbers may differ.

# %%
states = ecopark_zone.findings.decoupling(own, zone)
states.round(3)

# %% [markdown]
# Does the state hold for a part of the years, too? The figure fits energy over each six years in a row, or
# over all years where there are fewer. A dotted line is a border between two states.

# %%
fits = ep.elasticity.fit(own, "energy", window=min(6, len(own)))
clear = bool((fits["status"] == "ok").any())
figure = ep.plots.forest_plot(fits, quantity="energy") if clear else None
ep.plots.show(figure, source) if clear else "There are too few years for a fit."

# %% [markdown]
# ## 5 How much the numbers answer in each program
#
# The three programs ask for different things. Only the first sets a threshold for each indicator. The
# zone's file can answer few questions of the other two: they also ask about plans, firms and people.
# Where a program sets no thresholds, nothing passes and nothing fails: both columns are 0.
#
# Passing all indicators is not yet a title. The first program also asks for things that are no number,
# such as no pollution accident in three years (lesson 05).

# %%
programs = ecopark_zone.findings.programs(own, zone, year, start)
programs

# %% [markdown]
# ## 6 Which data would help most
#
# Each row is one number, or one year, that is not in the file. The column `indicators` says how many answers wait
# for it. An empty table means: each indicator that such a file can answer has its numbers. Indicators
# that no such file can answer are not counted here. Section 5 shows how many they are.

# %%
wanted = ecopark_zone.findings.wanted_data(own, zone, year, standard, start)
wanted

# %% [markdown]
# ## 7 Compared with whom?
#
# The parameters cell has a switch, `peers`. With `peers = True` the zone is ranked among **synthetic**
# zones, which exist for the years 2005 to 2016. The standard itself is ranked as a zone too, if it has
# thresholds. Invented peers teach the method. They say nothing about your real neighbors.

# %%
compared = ep.assess(ecopark_zone.findings.peers(panel, zone), standard, start=start) if peers else assessed
ranked = ep.composite(compared, year=year, standard=standard).sort_values("rank") if peers else None
ranked[["rank", "zone", "score", "n", "status"]].round(3) if peers else "No comparison was asked for."

# %% [markdown]
# The score puts each indicator on a scale and takes the mean; exercise 14.5 gives the recipe. In a mean, a
# very good value in one indicator pays for a bad one in another. So a zone can stand above the standard
# and still miss some of its thresholds, and a rank never replaces the table of section 2.

# %% [markdown] tags=["instructor"]
# **Teacher.** Discuss: what would a fair peer group be? Same size, same sector, same province? Can the
# order of two zones turn round when a third one leaves? It can: `ep.scores.rank_reversals` lists such
# pairs. Usual misconception: *rank 3 of 20 is good.* All twenty may fail the standard.

# %% [markdown]
# ## Results of this run

# %%
energy = states.set_index("quantity").loc["energy"]
course.results(
    {
        "indicators that pass": int(status.get("pass", 0)),
        "indicators that fail": int(status.get("fail", 0)),
        "indicators without an answer": int(status.get("missing", 0) + status.get("undefined", 0)),
        "largest gap [part of the threshold]": gaps["gap"].iloc[0] if len(gaps) else None,
        "quantity of the largest gap": gaps["column"].iloc[0] if len(gaps) else None,
        "gaps that come from a fall of added value": len(doubtful),
        "energy elasticity from the fit": energy["elasticity"],
        "lower end of its interval": energy["ci_low"],
        "upper end of its interval": energy["ci_high"],
        "decoupling state of energy": energy["state"],
        "numbers that are missing": len(wanted),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - Whether the numbers of the file are right. The toolkit finds broken rules, not honest mistakes.
# - Why an indicator passes. A factory that closes can make many intensities better.
# - What a measure costs. A gap says how far a quantity must move, not what that takes.
# - How the zone compares with real zones: none of the five source texts holds their measurements.
#
# ## Key points
#
# - First the data, then the judgment: an empty cell is an answer.
# - A gap in the zone's own units tells people how far to go; a percentage does not.
# - A state without its interval is a guess.
# - Where added value fell, an elasticity coefficient misleads: look at both growth rates.
# - The provenance line makes a report that can be repeated.
#
# ## Now with your own zone
#
# Three commands take you there. The first one writes a workbook to fill in. The second one lists what
# is wrong in it and, when nothing is wrong, writes your numbers in the form that a lesson reads. The
# third one runs this lesson on them: give the name of your zone and two of your own years.
#
# `ecopark template my-zone.xlsx`
#
# `ecopark doctor my-zone.xlsx --clean panel.csv`
#
# `ecopark run 14 -p panel_file=panel.csv -p zone="My zone" -p year=2023 -p start=2015`
#
# For the report itself you need no notebook. This command takes the filled workbook as it is. It writes
# a page to print, a workbook with every table, and the notebook that made them, in the language you
# choose:
#
# `ecopark report my-zone.xlsx -o report.html --language en`
#
# `ecopark dashboard` does the same in a browser. Your file does not leave your computer.
#
# The exercises are in `exercises/14_capstone.ipynb`.
#
# ## Researcher's corner
#
# The interval of the fit assumes independent errors of equal size. Measured years often break both
# rules. `HC3` allows errors of different size. `HAC`, by Newey and West, also allows neighboring years
# to depend on each other. **Predict first:** which of the three intervals is the widest?

# %%
robust = {
    kind: ep.elasticity.fit(own, "energy", covariance=kind).iloc[0] for kind in ("nonrobust", "HC3", "HAC")
}
for kind, fit in robust.items():
    low, high = float(fit["ci_low"]), float(fit["ci_high"])
    print(f"{kind:10}{low:.3f} to {high:.3f}, width {high - low:.3f}")

# %% [markdown]
# A narrower interval is no better knowledge. With few years HAC is itself estimated from few pairs of
# years, and it tends to be too small. So a narrow HAC interval does not turn `ambiguous` into a state. Take
# the widest of the three, or say which one you used and why.
#
# **Where does the state change?** The border between two states is a convention. An interval that
# contains it says that the data cannot tell the two sides apart. It does not say that both are equally
# likely. More years help, but only while the zone stays the same zone: a new plant changes the slope.
# Lesson 09 looks at that with rolling windows.
#
# ## References
#
# - IISD (2015), Tables 1, 2 and 4: packages `hj274_2009`, `cepz_ctip_2012`, `isc_low_carbon_2012`.
# - P. Tapio (2005), *Towards a theory of decoupling*: package `tapio`.
# - Lai and others (2014), Acta Ecologica Sinica: the score; an excerpt was read, package `sources`.
# - W. K. Newey, K. D. West (1987), Econometrica 55, 703-708, for HAC; J. G. MacKinnon, H. White (1985),
#   Journal of Econometrics 29, 305-325, for HC3.
# - Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
