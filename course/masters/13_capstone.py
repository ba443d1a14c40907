# ---
# jupyter:
#   ecopark:
#     number: "13"
#     title: "Capstone: assess your own zone"
#     minutes: 60
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 13 Capstone: assess your own zone
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
# **Time:** 60 minutes. **Before:** lessons 03 and 07.

# %% tags=["parameters"]
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
zone: str = "Synthetic zone 07"  # zone of the report; name; any
year: int = 2016  # year of the report; year; 1990..2100
start: int = 2005  # first year of the elasticity coefficients; year; 1990..2100
standard: str = "hj274-2009"  # indicator system; name; hj274-2009 | cepz-ctip-2012 | isc-low-carbon-2012
peers: bool = False  # whether to compare with the synthetic zones; yes or no; any

# %%
import ecopark as ep

panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
ep.needs.panel(panel, zone=zone, years=[start, year])
ep.needs.choice("standard", standard, ep.standards.list())
own = panel[panel["zone"] == zone]
source = ep.findings.provenance(panel_file, zone=zone, year=year, start=start, standard=standard)
print(source)

# %% [markdown]
# The line above is the **provenance**. It names the file, a fingerprint of its content, the version
# of the toolkit, and your choices. Put it under each number that leaves your desk. Two people with
# the same line must get the same report.
#
# ## 1 Look at the data first
#
# A report begins with what is there. How many years does the zone have? Which cells are empty?

# %%
own.set_index("year")[["industrial_added_value", "energy", "fresh_water"]].round(0)

# %%
own.isna().sum().loc[lambda empty: empty > 0]

# %% [markdown]
# If the last table is empty, no cell is empty. Real files are rarely so kind. An empty cell is
# better than a guess: the indicators that need it say `missing`, and the report shows it.
#
# ## 2 Which indicators pass, fail, or have no answer

# %%
judged = ep.findings.judged(own, zone, year, standard, start)
judged.round(3)

# %%
status = judged["status"].value_counts()
status

# %%
assessed = ep.assess(own, standard, start=start)
drawn = judged["gap"].notna().any()
ep.plots.show(ep.plots.gap_chart(assessed, zone, year), source) if drawn else "No indicator has a threshold."

# %% [markdown]
# **Predict first.** Which three bars would you close first? The longest ones, the cheapest ones, or
# those that move several indicators at once? The figure answers only the first question.
#
# ## 3 The three largest gaps, in the zone's own units
#
# A gap of 30 % says little to the people who must close it. Tonnes and cubic metres say more.

# %%
gaps = ep.findings.largest_gaps(own, zone, year, standard, start)
gaps.round(2)

# %% [markdown]
# Each row changes one quantity and keeps all others. In real life they move together: a firm that
# uses less water may also make more. So the table is a direction, not a plan.

# %% [markdown]
# **Try one measure.** Move the slider: one quantity changes, and you see which indicators follow.

# %%
column = gaps["column"].iloc[0] if len(gaps) else "energy"
ep.widgets.what_if_slider(own, zone, year, column)

# %%
change = -20.0
moved = ep.what_if(own, zone, year, column, change)
moved[["case", "code", "indicator", "value", "unit", "status"]].round(3)

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing: data and judgement 20 minutes, gaps 15, decoupling 10, the rest 15. Usual
# misconception: *the largest gap is the most urgent one.* A gap is measured in parts of its
# threshold, so an elasticity near zero growth makes a huge gap from a small cause. Ask: which gap
# would your zone's management close first, and why? Which of the gaps could close by itself when
# one firm leaves?

# %% [markdown]
# ## 4 Growth and consumption
#
# One pair of years can mislead. The fit below uses all years of the zone, and gives an interval.
# When the interval spans two states, the honest word is `ambiguous`.

# %%
states = ep.findings.decoupling(own, zone)
states.round(3)

# %%
fits = ep.elasticity.fit(own, "energy")
clear = bool((fits["status"] == "ok").all())
ep.plots.show(ep.plots.elasticity_plane(fits), source) if clear else "There are too few years for a fit."

# %% [markdown]
# ## 5 Where the zone stands in each program
#
# The three programs ask for different things. Only the first sets thresholds for all. A panel of
# numbers can answer few questions of the other two: they also ask about plans, firms and people.

# %%
programs = ep.findings.programs(own, zone, year, start)
programs

# %% [markdown]
# ## 6 Which data would help most
#
# Each row is one number that is not in the file. The column `indicators` says how many answers wait
# for it. An empty table means that nothing is missing for this standard.

# %%
wanted = ep.findings.wanted_data(own, zone, year, standard, start)
wanted

# %% [markdown]
# ## 7 Compared with whom?
#
# The parameters cell has a switch, `peers`. With `peers = True` the zone is ranked among twenty
# **synthetic** zones, and the standard itself is ranked as a zone. Invented peers teach the
# method. They say nothing about your real neighbours.

# %%
compared = ep.assess(ep.findings.peers(panel, zone), standard, start=start) if peers else assessed
ranked = ep.composite(compared, year=year) if peers else None
ranked.sort_values("rank").head(8).round(3) if peers else "No comparison was asked for."

# %% [markdown] tags=["instructor"]
# **Teacher.** Discuss: what would a fair peer group be? Same size, same sector, same province? What
# happens to the rank when one peer leaves (lesson 06 and the exercises)? Usual misconception: *rank
# 3 of 20 is good.* All twenty may fail the standard.

# %% [markdown]
# ## Results of this run

# %%
energy = states.set_index("quantity").loc["energy"]
ep.results(
    {
        "indicators that pass": int(status.get("pass", 0)),
        "indicators that fail": int(status.get("fail", 0)),
        "indicators without an answer": int(status.get("missing", 0) + status.get("undefined", 0)),
        "largest gap [part of the threshold]": gaps["gap"].iloc[0] if len(gaps) else None,
        "quantity of the largest gap": str(column) if len(gaps) else None,
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
# - Why an indicator passes. A factory that closes makes many intensities better.
# - What a measure costs. The gaps are in tonnes and cubic metres, not in money.
# - How the zone compares with real zones: no source holds their measurements.
#
# ## Key points
#
# - First the data, then the judgement: an empty cell is an answer.
# - A gap in own units tells people what to do; a percentage does not.
# - A state without its interval is a guess.
# - The provenance line makes a report that can be repeated.
#
# ## Now with your own zone
#
# Make a CSV or XLSX file with the columns of the data package `panel`. Then:
#
# `ecopark run 13 -p panel_file=my-zone.xlsx -p zone="My zone" -p year=2023 -p start=2015`
#
# For the report itself you need no notebook. This command writes a page to print, a workbook with
# every table, and the notebook that made them, in the language you choose:
#
# `ecopark report my-zone.xlsx -o report.html --language en`
#
# `ecopark dashboard` does the same in a browser. Your file does not leave your computer.
#
# The exercises are in `exercises/13_capstone.ipynb`.
#
# ## Researcher's corner
#
# The interval of the fit assumes independent errors. Measured years often depend on each other. The
# robust error of Newey and West allows for that: how much wider is the interval?

# %%
kinds = ("nonrobust", "HC3", "HAC")
robust = {kind: ep.elasticity.fit(own, "energy", covariance=kind).iloc[0] for kind in kinds}
{kind: [round(float(fit["ci_low"]), 3), round(float(fit["ci_high"]), 3)] for kind, fit in robust.items()}

# %% [markdown]
# With few years, robust errors are themselves uncertain. Report which one you used.
#
# ## References
#
# - IISD (2015), Tables 1, 2 and 4: packages `hj274_2009`, `cepz_ctip_2012`, `isc_low_carbon_2012`.
# - P. Tapio (2005), *Towards a theory of decoupling*: package `tapio`.
# - Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
