# ---
# jupyter:
#   ecopark:
#     number: "06"
#     title: The Circular Transformation
#     minutes: 55
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 The Circular Transformation
#
# **Question.** Each zone sets its own targets and gets money when it reaches them. Who decides that a
# target is reached, and what does a printed target really say?
#
# **After this lesson you can**
#
# - walk through the steps, from the work plan to the second payment or the refund;
# - apply the tranche rule, and name what it leaves open;
# - judge a zone against its own targets;
# - find the range behind a rounded number, and test two numbers against each other;
# - tell percent from percentage points, and output from added value.
#
# **Time:** 55 minutes. **Before:** lesson 05 (units, thresholds, statuses).
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
zone: str = "Synthetic zone 34"  # zone with a work plan; name; any
start: int = 2010  # year in which the agreement is signed; year; 1990..2100
year: int = 2015  # year of the examination; year; 1990..2100
waste_use: float = 90.0  # own target: part of industrial solid waste that is used; %; 1..100
cut: float = 5.5  # own target: cut of SO2 and of COD since the start; %; 0.1..99
subsidy: float = 210.0  # approved subsidy; 10^6 RMB; 1..100000
progress: bool = False  # whether the authority sees substantial progress; yes or no; any
pair: str = "energy"  # pair of printed changes to test in section 8; name; energy | water
added_share: float = 0.3  # added value as a share of output; 1; 0.01..1
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any

# %% tags=["setup"]
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
course.check_parameters("06", globals())
course.check_panel(panel, zone=zone, years=[start, year])
own = panel[panel["zone"] == zone].set_index("year")
first, last = own.loc[start], own.loc[year]
for column in ("solid_waste", "so2", "cod"):
    course.check_range(f"{column} of {zone} in {start}", first[column], 1)
    course.check_range(f"{column} of {zone} in {year}", last[column], 1)

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: 1 and 2 the program and its steps 10; 3 indicators 5; 4 own targets 8; 5 the
# tranche rule 12; 6 and 7 Tianjin and Rizhao 7; 8 ranges 6; 9 points 3; 10 denominators 4. Section 5
# is the heart: let groups argue before they move the slider.

# %% [markdown]
# ## 1 Two programs, one after the other
#
# The *Circular Economy Pilot Zones* (CEPZ) came first. The *Circular Transformation of Industrial
# Parks* (CTIP) followed. We speak of one circular program with two parts.

# %%
starts = ep.datasets.load("programs", "starts")
starts.loc[starts["program"] == "circular", ["event", "date", "status", "source"]]

# %% [markdown]
# Who leads has changed too. Compare the two stages, and the year from which each agency had its role:

# %%
agencies = ep.datasets.load("programs", "agencies")
circular = agencies[agencies["program"] == "circular"]
circular.groupby(["stage", "from", "role"], sort=False)["agency"].agg(", ".join).reset_index()

# %% [markdown]
# Two things set this program apart from the EIP program of lesson 03. It **pays**, and it has **no
# thresholds**: each zone proposes its own targets.
#
# ## 2 From the work plan to the money
#
# **Predict first.** At which of these points does the first money come: with the work plan, with the
# approval, with the signature, or later? Write your guess down. Then look at the table.

# %%
procedures = ep.datasets.load("programs", "procedures")
steps = procedures[procedures["program"] == "circular"]
steps[["step_printed", "from_state", "event", "to_state", "actor", "basis"]].fillna("")

# %% [markdown]
# The column `step_printed` counts the steps of the source. The table has more rows, because one step may
# hold several events, such as *approve* and *reject*. The word `inferred` marks a row that the source does not say in so many
# words. An empty actor means that the source names nobody.
#
# The first half of the money comes **after** the signature, when the ministries have looked at the
# planned investments. From then on the zone reports every year.
#
# Even the title of a zone is uncertain. Compare one word in the two names:

# %%
states = ep.datasets.load("programs", "states")
named = states[(states["program"] == "circular") & states["title_printed"].notna()]
named[["title_printed", "note"]]

# %% [markdown]
# ## 3 Indicators without thresholds
#
# The list is sorted into groups. A mark shows the rows that are new in the last version.

# %%
listed = ep.datasets.load("cepz_ctip_2012")
listed[["code", "category", "name_en", "unit", "threshold", "new_in_last_version"]]

# %%
new = int(listed["new_in_last_version"].sum())
f"{new} of {len(listed)} rows are new: {100 * new / len(listed):.1f} %"

# %% [markdown]
# The text of the report says that the list stayed nearly the same since CEPZ. Its own table marks this
# many rows as new. We keep both statements. The table is the better witness, because it can be counted.
#
# The report prints no unit for row 1.1. The unit above is our reading, after the other output rates.
#
# Look at group 1 and group 2. Output of energy and use of energy say the same thing, once as
# *output for each tce* and once as *tce for each output*. In section 8 this helps us.
#
# ## 4 A zone and its own targets
#
# Without targets there is nothing to judge. All rows of the zone that can be computed are `not
# applicable`:

# %%
judged = ep.assess(panel, standard="cepz-ctip-2012")
mine = judged[(judged["zone"] == zone) & (judged["year"] == year)]
mine[["code", "indicator", "value", "unit", "threshold", "status"]].round(1)

# %% [markdown]
# Only a few rows of the list can be computed. The others need numbers that our panel does not hold:
# production value, a key sector, ammonia, renewable energy. Real plans hold some of them: both plans of
# section 6 use production value, and ammonia was one of the pollutants capped in the 12th five-year plan.
# The numbers of this zone are **synthetic**, unless you gave a file.
#
# Now the zone sets targets: use more of its solid waste, and cut SO2 and COD since the year of the
# agreement.

# %%
targets = pd.DataFrame(
    {
        "zone": zone,
        "code": ["3.1", "4.4", "4.5"],
        "threshold": [
            waste_use,
            (1 - cut / 100) * first["so2"] / 1000,  # the panel holds kg, the indicator asks for t
            (1 - cut / 100) * first["cod"] / 1000,
        ],
    }
)
judged = ep.assess(panel, standard="cepz-ctip-2012", targets=targets)
mine = judged[(judged["zone"] == zone) & (judged["year"] == year)]
mine[["code", "indicator", "value", "unit", "operator", "threshold", "status", "gap"]].round(3)

# %% [markdown]
# The column `gap` shows how far a value is from its target, as a part of the target. A target can be
# missed by very little.
#
# A cut can be read in another way: how much of the **planned change** has come? A zone may plan a cut
# and reach nine tenths of it. We call this the *attainment* of a target. It is zero where the emission
# grew.
#
# The target for solid waste is a level, not a change. There we divide the level that was reached by the
# level that was planned. This is a choice, and a mild one: who starts near the target has a high
# attainment before doing anything.

# %%
used = 100 * last["solid_waste_reused"] / last["solid_waste"]
cuts = {name: 100 * (1 - last[name] / first[name]) for name in ("so2", "cod")}
attainment = {
    "3.1 solid waste used [%]": 100 * used / waste_use,
    "4.4 SO2 cut [%]": max(0.0, 100 * cuts["so2"] / cut),
    "4.5 COD cut [%]": max(0.0, 100 * cuts["cod"] / cut),
}
pd.Series(attainment).round(1)

# %% [markdown]
# ## 5 The tranche rule
#
# The subsidy comes in two parts. The numbers of the rule are data:

# %%
rule = ep.datasets.load("programs", "tranche_rule")
rule[["parameter", "operator", "value", "unit", "meaning", "note"]].fillna("")

# %% [markdown]
# **Predict first.** Three years have passed. A zone has reached four fifths of its targets, and the
# authority sees no substantial progress. How much of the subsidy does it keep?
#
# Move the sliders and change the menus. The cell below the widget shows one position.

# %%
course.widgets.explore(
    ep.subsidy.tranche,
    subsidy=subsidy,
    targets_met=(0.0, 100.0, 5.0, 80.0),
    years=(0.0, 6.0, 0.5, 3.0),
    substantial_progress=[False, True],
    refund=["received", "all"],
    precedence=["targets", "refund"],
)

# %%
ep.subsidy.tranche(subsidy, 80, years=3, substantial_progress=False)

# %% [markdown]
# The text of the rule is short, and it leaves four things open:
#
# 1. **90 % of what?** Of the *number* of targets, or each target reached to 90 %?
# 2. **Progress?** Nobody says what substantial progress is. It is a judgement.
# 3. **How much goes back?** The report speaks of any part that came in already. We read this as all of
#    it (`received`). A part of it would fit the words too. `all` is a penalty: the whole subsidy goes
#    back, more than came in. The words do not say that, so see what it would cost.
# 4. **Which clause is first?** A zone may meet its targets while the authority sees no progress.
#
# In code, each open point becomes a word that somebody must choose. Here is our zone under every
# choice, with `progress` as set at the top:

# %%
reached = list(attainment.values())
years = year - start
choices = [
    (reading, refund, precedence, ep.subsidy.tranche(
        subsidy, reached, years, progress, reading=reading, refund=refund, precedence=precedence
    ))
    for reading in ("count", "attainment")
    for refund in ("received", "all")
    for precedence in ("targets", "refund")
]  # fmt: skip
pd.DataFrame(
    [(*words, money.paid, money.due, money.refunded) for *words, money in choices],
    columns=["reading", "refund", "precedence", "paid", "due", "refunded"],
)

# %% [markdown]
# One zone, one set of measurements, one rule. If the rows differ, the money depends on
# the reader. `paid` below zero means that the zone gives back more than it received.
#
# The same rule works inside the whole procedure. A record holds what happened; the state, the money
# and the due days follow from it. The years of the example are those of the panel: the program itself
# began in 2012, and by the drafting guide its plans run at most three years.

# %%
before = ["submit_work_plan", "provincial_review", "submit_nationally", "approve", "sign_agreement"]
record = {
    "zone": zone,
    "events": [(event, f"{start}-06-01") for event in [*before, "pay_first_half"]],
    "subsidy": subsidy,
    "targets_share": reached,
    "substantial_progress": progress,
}
standing = ep.programs.circular.status(record, on=f"{year}-06-01")
print(standing.state, "|", standing.money.why)
standing.tables()["due"]

# %% [markdown]
# The state stays `implementing` until the record holds a further event, such as a refund. The money is
# what the rule says on that day. The first line is `overdue` when a report was due and the record holds
# none: we wrote none into it.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *90 % of the targets means that the average target is reached to
# 90 %.* That is a third reading, and the text does not support it: one target far above its goal would
# pay for one that failed.
#
# Discussion: (1) Which reading would a zone manager choose, which one the finance ministry? (2) Write
# one sentence that closes one of the four gaps. Exchange it with another group: can they still find
# two readings? (3) A zone sets its own targets and is paid for meeting them. What does it learn to do?

# %% [markdown]
# ## 6 Two zones and their targets
#
# The report prints the plans of two zones, Tianjin (also called TEDA) and Rizhao. An empty cell means
# that nothing is printed; `n/c` means not communicated.

# %%
plans = ep.datasets.load("ctip_targets", "targets")
sure = plans[plans["certainty"] == "sure"]
shown = ["indicator", "zone", "base_year", "target_year", "value_printed", "unit", "change_printed"]
sure[shown].dropna(subset=["value_printed", "change_printed"], how="all").fillna("")

# %% [markdown]
# Some entries cannot be given to a zone: our text extract of the table lost its columns. They stay flagged and
# are not used.

# %%
doubtful = plans[plans["certainty"] == "ambiguous"]
doubtful[["indicator", "value_printed", "change_printed", "note"]].fillna("")

# %% [markdown]
# **A trap in the dates.** The heading of the table speaks of plans of CTIP. Tianjin's targets are for
# a year before CTIP began. So its plan can only belong to CEPZ:

# %%
claims = course.claims.run("targets").set_index("claim")
claims.loc[["a2-before-the-program"], ["statement", "stated", "computed", "verdict"]]

# %% [markdown]
# ## 7 Who is more ambitious?
#
# **Predict first.** Look up the two cuts of energy per output in the table of section 6. The nation set
# targets too: for energy per GDP in the years of both plans, and for CO2 in those of Rizhao. Which zone
# asks more of itself than the nation asks of everybody?
#
# A change over several years becomes a change a year, so that periods can be compared.

# %%
energy = plans[(plans["indicator"] == "energy_use") & plans["change"].notna()].set_index("zone")
pace = {
    name: ep.programs.low_carbon.yearly_change(plan["change"], plan["target_year"] - plan["base_year"])
    for name, plan in energy.iterrows()
}
nation = ep.programs.low_carbon.national_targets().set_index("id")
pace["nation, carbon target to 2015"] = nation.loc["carbon_intensity_2015", "yearly_change"]
for target in ep.programs.low_carbon.national_targets("energy intensity").itertuples():
    pace[f"nation, energy target to {target.id[-4:]}"] = target.yearly_change
{name: f"{value:.2f} % a year" for name, value in pace.items()}

# %% [markdown]
# Compare energy with energy, in the same years. Tianjin's cut of 20 % *equals* the national target of
# 2006 to 2010. Rizhao's cut of 17 % goes *beyond* the 16 % that the nation asked for 2011 to 2015; it
# repeats the pace of the carbon target, which is another quantity.
#
# A limit stays: the plans count energy per *output*, the nation energy per *GDP*. Output can grow faster
# than added value, and then the same cut is easier per output.
#
# ## 8 The range behind a rounded number
#
# A printed number is a rounded one. `-8 %` stands for every cut from 7.5 % to just below 8.5 %. Tianjin
# prints two numbers about energy: use per output falls, and output per use rises. One is the inverse of
# the other.
#
# **Predict first.** If use per output falls by exactly one fifth, by how much does output per use rise?
# By one fifth too?

# %%
use, output = {
    "energy": ("energy_use", "output_energy"),
    "water": ("water_use", "output_water"),
}[pair]
tianjin = plans[plans["zone"] == "Tianjin ETDZ"].set_index("indicator")
fall, rise = -tianjin.loc[use, "change"], tianjin.loc[output, "change"]
exact = 100 / (1 - fall / 100) - 100
f"{pair}: a cut of exactly {fall:.0f} % means a rise of {exact:.2f} %; printed is {rise:.0f} %"

# %% [markdown]
# Both printed numbers are rounded, so each stands for a range. The printed rise asks for a cut in a
# range of its own. Do the two ranges share a part?

# %%
half = 0.5  # half of the rounding step, in percent
asked = [100 * (1 - 1 / (1 + (rise + side) / 100)) for side in (-half, half)]
ranges = {
    f"printed cut of {fall:.0f} %": (fall - half, fall + half),
    f"cut that a rise of {rise:.0f} % asks for": tuple(asked),
}
ep.plots.show(ep.plots.interval_plot(ranges, quantity=f"True cut of {pair} per output", unit="%"))

# %%
low, high = max(fall - half, asked[0]), min(fall + half, asked[1])
f"both printed numbers hold for a true cut from {low:.2f} % to {high:.2f} %"

# %% [markdown]
# The shared part is narrower than the range of the printed cut. So two rounded numbers together say more
# than one: we now know the true cut better than the table prints it. Had the ranges shared nothing, one
# of the two numbers would be wrong.
#
# Tianjin prints a second pair, for water. There the two numbers do not seem to fit. Run this lesson
# with `-p pair=water`, or solve it in the exercises.
#
# The inverse helps once more. A single value for output per energy is printed, in no clear column. It
# is the inverse of Tianjin's use. So it is Tianjin's:

# %%
claims.loc[["a2-energy-reciprocal"], ["statement", "stated", "computed", "low", "high", "verdict"]]

# %% [markdown]
# ## 9 Percent and percentage points
#
# A share is already in percent. When it changes, there are two ways to say by how much. From 50 % to
# 60 % is a rise by 10 **percentage points**, and by 20 **percent** of what it was. The table prints
# `pt` for points. Here is one row, taken apart:

# %%
row = tianjin.loc["wastewater_recycled"]
base = row["value"] - row["change"]
{
    "target [%]": float(row["value"]),
    "change [percentage points]": float(row["change"]),
    "base [%]": float(base),
    "change [percent of the base]": round(float(100 * row["change"] / base), 1),
}

# %% [markdown]
# If somebody reads the points as percent, the base comes out wrong:

# %%
f"base if read as percent: {row['value'] / (1 + row['change'] / 100):.1f} %, and as points: {base:.1f} %"

# %% [markdown]
# The smaller the base, the larger the gap between the two. In the exercises you meet a share that
# falls, and there the gap is wide.
#
# ## 10 Different denominators
#
# Tianjin's target counts energy for each RMB of **output**. The limit of lesson 05 counts it for each
# 10^4 RMB of **added value**. In the same unit of money the target is far below the limit. Does it meet
# the limit?
#
# Output counts everything that leaves the gate, with all materials that were bought. Added value is
# the part that the zone itself adds. It is smaller, so the same energy over added value gives a larger
# number. The share of added value in output is not printed. You set it at the top.

# %%
standard = ep.standards.get("hj274-2009")
limit, unit = standard["2.2"].threshold, standard["2.2"].unit
per_output = energy["value"] * ep.units.factor("tce/RMB", unit)
table = pd.DataFrame({f"per output [{unit}]": per_output})
table[f"per added value [{unit}]"] = per_output / added_share
table["limit"] = limit
table["meets the limit"] = table[f"per added value [{unit}]"] <= limit
table.round(3)

# %% [markdown]
# The verdict hangs on a number that nobody printed. Change `added_share` and run again: for which
# shares does Tianjin meet the limit? And Rizhao? The exercises ask for both.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the smaller intensity is the better park.* Ask for the denominator
# before the number. Discussion: which denominator would you choose if you wanted to look good, and
# which one if you wanted to learn? Homework to section 7: find the growth of output and of added value of one
# zone. Which cut per added value is Tianjin's 20 % per output?

# %% [markdown]
# ## Results of this run

# %%
by_number = ep.subsidy.tranche(subsidy, reached, years, progress, reading="count")
by_each = ep.subsidy.tranche(subsidy, reached, years, progress, reading="attainment")
course.results(
    {
        "own targets that are met": int((mine["status"] == "pass").sum()),
        "lowest attainment [%]": min(reached),
        "paid, 90 % of the number of targets [10^6 RMB]": by_number.paid,
        "refunded, 90 % of the number of targets [10^6 RMB]": by_number.refunded,
        "paid, each target to 90 % [10^6 RMB]": by_each.paid,
        "energy of Tianjin per added value [tce/10^4 RMB]": table.loc[
            "Tianjin ETDZ", f"per added value [{unit}]"
        ],
        "Tianjin meets the energy limit": table.loc["Tianjin ETDZ", "meets the limit"],
        "true cut behind the printed pair, low end [%]": low,
        "true cut behind the printed pair, high end [%]": high,
        "own cut as a change a year [%/year]": ep.programs.low_carbon.yearly_change(-cut, years),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The zone of sections 4 and 5 is synthetic, unless you gave a file. Its targets are invented.
# - The share of added value in output is not in any source. It is your assumption.
# - The rule is read from a report about a notice, not from the notice itself. The notice may close a
#   gap that the report leaves open.
# - Two plans are two examples. They do not tell how strict the plans of other zones are.
# - A target that is met does not tell what the money caused.
#
# ## Key points
#
# - In this program the zone proposes the target, and the ministries pay for it in two halves.
# - Local *and* national authorities examine whether the targets are reached.
# - A rule in plain words can have several readings. Code makes each reading visible.
# - A printed number is a range. Two printed numbers can test each other.
# - Points and percent, output and added value: ask *of what* before you compare.
#
# ## Now with your own zone
#
# Use your own file, with at least the year of the plan and a later year:
#
# `ecopark run 06 -p panel_file=my-zones.csv -p zone="My zone" -p start=2018 -p year=2022 -p cut=8`
#
# Change the subsidy and the judgement: `-p subsidy=150 -p progress=yes`. If you know your added value
# and your output, give their ratio: `-p added_share=0.27`.
#
# The exercises are in `exercises/06_circular_transformation.ipynb`.
#
# ## Researcher's corner
#
# **A second way to the window.** Section 8 turned the formula round. Here we only try: we go through
# many cuts and keep those that round to both printed numbers. The ends must agree.

# %%
tried = [fall - 1 + step / 10_000 for step in range(20_001)]
rises = [100 / (1 - one / 100) - 100 for one in tried]
fits = [
    one
    for one, gain in zip(tried, rises, strict=True)
    if fall - half <= one < fall + half and rise - half <= gain < rise + half
]
f"tried: {min(fits):.3f} % to {max(fits):.3f} %; by formula: {low:.3f} % to {high:.3f} %"

# %% [markdown]
# **How much do the readings disagree?** Let every zone of the panel have the same plan. Count the
# zones that get the second half under each reading.

# %%
then, now = (panel[panel["year"] == moment].set_index("zone") for moment in (start, year))
parts = {
    "used": 100 * now["solid_waste_reused"] / now["solid_waste"] / waste_use,
    "so2": 100 * (1 - now["so2"] / then["so2"]) / cut,
    "cod": 100 * (1 - now["cod"] / then["cod"]) / cut,
}
every = (100 * pd.DataFrame(parts)).clip(lower=0).dropna()
{
    "zones": len(every),
    "second half by number of targets": int(((every >= 100).mean(axis=1) >= 0.9).sum()),
    "second half by each target to 90 %": int((every.min(axis=1) >= 90).sum()),
    "second half by the mean of all targets": int((every.mean(axis=1) >= 90).sum()),
}

# %% [markdown]
# With three targets, 90 % of their number means all three. Under this reading a plan with few targets
# is strict, and a plan with many small ones is easier. The number of targets is the zone's own choice.
# The last line is the reading that many people have in mind. It lets one target far above its goal pay
# for another that failed.
#
# ## References
#
# - IISD (2015), section 3.2, Tables 2 and A2: packages `programs`, `cepz_ctip_2012`, `ctip_targets`.
# - IISD (2015), Table 1: package `hj274_2009`. National targets: package `participation`.
# - Checks of printed numbers: package `claims`, computed by `course.claims.run`.
# - Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
