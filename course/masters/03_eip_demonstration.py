# ---
# jupyter:
#   ecopark:
#     number: "03"
#     title: The EIP Demonstration Program
#     minutes: 50
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 The EIP Demonstration Program
#
# **Question.** What must a zone reach to be an eco-industrial park in China, and where does a zone
# stand today?
#
# **After this lesson you can**
#
# - explain the path from application to certification;
# - read the 24 indicators with their units and operators, and name the traps in the printed table;
# - assess a zone and say which indicators pass, fail, or have no answer;
# - test what changes if one quantity changes.
#
# **Time:** 50 minutes. **Before:** nothing.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone to assess; name; any
year: int = 2016  # year to assess; year; 1990..2100
start: int = 2005  # first year of the elasticity coefficients; year; 1990..2100
column: str = "fresh_water"  # quantity of the what-if question; column of the panel; any
change: float = -20.0  # change of that quantity; %; -60..60
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any

# %%
import ecopark as ep

panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
ep.needs.panel(panel, zone=zone, years=[start, year])
ep.needs.choice("column", column, list(panel.columns))
panel[["zone", "year", "industrial_added_value", "energy", "fresh_water"]].head(3).round(0)

# %% [markdown]
# The zones of this table are **synthetic**: invented numbers, made for learning. No source holds
# the measurements of a whole park. Under the last heading, the same cells run on your zone.
#
# ## 1 The program
#
# The program began around the year 2000. The environment ministry leads it, together with the
# ministries for science and for commerce. It is voluntary and pays no subsidy. A zone takes part in
# order to be certified.
#
# The path has two approvals:
#
# 1. The zone hands in a plan and a technical report. Experts advise, and the leading group decides.
#    With the approval the zone is a **trial** park.
# 2. The zone carries out its plan. When it reaches the metrics, it is certified as a
#    **demonstration** park.
#
# Every three years the leading group evaluates the zone with one of five grades. The lowest grade
# ends the approval.

# %% [markdown]
# ## 2 The 24 indicators
#
# The standard HJ 274-2009, as amended in 2012, has four categories. The table below is the data
# package `hj274_2009`: units and operators as they are meant.

# %%
standard = ep.standards.get("hj274-2009")
table = standard.to_frame()
table[["code", "name_en", "unit", "operator", "threshold"]]

# %%
table.groupby("category", sort=False).size()

# %% [markdown]
# Read three rows aloud:
#
# - **2.2** at most 0.5 tonnes of coal equivalent for each 10^4 RMB of industrial added value;
# - **2.8** at least 75 % of all water used is reused water;
# - **2.3** energy may grow, but slower than 0.6 times as fast as added value.
#
# The first kind is an *intensity*, the second a *share*, the third an *elasticity coefficient*:
# the growth of a quantity divided by the growth of added value.
#
# ## 3 Traps in the printed table
#
# Tables lose things on their way from paper to a screen. In this one:

# %%
changed = table["unit_printed"] != table["unit"]
table.loc[changed, ["code", "unit_printed", "unit", "note"]]

# %% [markdown]
# The most dangerous trap is the first: `104 RMB` is 10^4 RMB with its superscript lost. Somebody who
# reads one hundred and four computes an intensity that is about 96 times too small. Then nearly
# every zone passes, and no test of the threshold notices.

# %%
ep.units.factor("10^4 RMB", "104 RMB")

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *a wrong unit gives a strange result, so I would see it.* Here
# the wrong unit gives a comfortable result. Ask the class to invent a check that would notice.

# %% [markdown]
# ## 4 Assess a zone
#
# One call judges every zone and year. Each row carries the value, its unit, the threshold, the
# status and the gap.

# %%
assessed = ep.assess(panel, standard="hj274-2009", start=start)
own = assessed[(assessed["zone"] == zone) & (assessed["year"] == year)]
own[["code", "indicator", "value", "unit", "operator", "threshold", "status"]].round(3)

# %%
own["status"].value_counts()

# %% [markdown]
# A status is one of five words. `pass` and `fail` need a number. `missing` means that a number is not
# there. `undefined` means that the formula has no answer, for example because added value did not
# change. `not applicable` means that the question does not arise. Only the first is good news, and
# only the second is bad news.
#
# ## 5 How far from the threshold
#
# The *gap* is the distance to the threshold, as a part of the threshold. It is positive on the good
# side. So indicators with different units can stand in one figure.

# %%
ep.plots.show(ep.plots.gap_chart(assessed, zone, year))

# %% [markdown]
# A zone that passes most indicators is still not there: the standard asks for all of them.
#
# ## 6 What if
#
# Suppose that one quantity changes and all others stay. Move the slider. Which indicators move, and
# which of them changes its status? The table under the slider shows the same for the change in the
# parameters cell.

# %%
ep.widgets.what_if_slider(panel, zone, year, column)

# %%
moved = ep.what_if(panel, zone, year, column, change)
moved[["case", "code", "indicator", "value", "unit", "status", "gap"]].round(3)

# %% [markdown]
# Fresh water appears in three indicators: an intensity, an elasticity and a share. One measure can
# move several of them, and the gaps tell which one stays behind.
#
# ## 7 What the limits mean together
#
# Read at their limits, the thresholds describe a park. Added value per land over added value per
# employee gives the people on a square kilometre. Intensity times added value per land gives energy
# and water on it.

# %%
limit = {i.code: ep.units.quantity(i.threshold, i.unit) for i in standard.indicators}
per_land = limit["2.1"]
{
    "employees [person/km2]": round((per_land / limit["1.1"]).to("person/km2").magnitude),
    "energy [tce/km2]": round((per_land * limit["2.2"]).to("tce/km2").magnitude),
    "fresh water [m3/km2]": round((per_land * limit["2.4"]).to("m3/km2").magnitude),
    "wastewater [t/km2]": round((per_land * limit["2.6"]).to("t/km2").magnitude),
}

# %% [markdown]
# A park that makes twice as much on the same land may use twice as much of everything and still
# pass. The standard limits intensities, not totals.
#
# ## Results of this run

# %%
first = own.set_index("code")
ep.results(
    {
        "indicators that pass": int((own["status"] == "pass").sum()),
        "indicators that fail": int((own["status"] == "fail").sum()),
        "energy intensity [tce/10^4 RMB]": first.at["2.2", "value"],
        "fresh water intensity [m3/10^4 RMB]": first.at["2.4", "value"],
        "energy elasticity": first.at["2.3", "value"],
        "employees at the limits [person/km2]": (per_land / limit["1.1"]).to("person/km2").magnitude,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The numbers of the zone are synthetic, unless you gave your own file.
# - The standard as printed in the report has 24 rows. Its text speaks of 26, of which one was deleted
#   in 2012. One row is not accounted for.
# - The name of row 4.0 is doubtful: it repeats row 4.1. The meaning used here is unverified.
# - A pass says that a limit is met in one year. It does not say why.
#
# ## Key points
#
# - Three kinds of indicators: intensities, shares, elasticity coefficients; each has its unit.
# - A unit that lost its superscript makes a wrong number look good.
# - `missing` and `undefined` are answers. Do not count them as passed or failed.
#
# ## Now with your own zone
#
# Make a CSV or XLSX file with one row a zone and year. The columns and their units are in the data
# package `panel`. Then run this lesson on it:
#
# `ecopark run 03 -p panel_file=my-zone.csv -p zone="My zone" -p year=2020 -p start=2015`
#
# If the file breaks a rule, you get a list of every problem with its row, and nothing runs.
#
# The exercises are in `exercises/03_eip_demonstration.ipynb`.
#
# ## Researcher's corner
#
# The elasticity coefficient here is the ratio of two average annual growth rates since the start
# year. Other recipes give other numbers: growth over the whole period, or logarithms. The synthetic
# zones have a known true elasticity, so you can see how far one recipe is from the truth.

# %%
if "truth" in panel.attrs:
    truth = panel.attrs["truth"].to_frame()["energy"]
    last = assessed[(assessed["code"] == "2.3") & (assessed["year"] == year)].set_index("zone")
    error = (last["value"] - truth).abs()
    print(f"median distance to the true elasticity: {error.median():.3f}")

# %% [markdown]
# ## References
#
# - IISD (2015), section 3.1 and Table 1: package `hj274_2009`.
# - Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
