# ---
# jupyter:
#   ecopark:
#     number: "05"
#     title: "The EIP Demonstration Program: who may apply, what it asks, what it brings"
#     minutes: 65
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 The EIP Demonstration Program: who may apply, what it asks, what it brings
#
# **Question.** Should our zone go for the title of eco-industrial park? Whom do we ask, how long does it take, what do we get,
# and would we pass?
#
# **After this lesson you can**
#
# - say what the program is for, who leads it, and how a zone gets from an application to the title;
# - read the standard for sector-integrated parks: three kinds of indicator, and what none of them asks;
# - explain what was lost when the criterion of growth was deleted in 2012;
# - judge a zone, and turn every failed indicator into a quantity that must change;
# - say which standard is in force today, and what is known of it.
#
# **Time:** 40 minutes to read and run, 25 more for the role play. **Before:** lesson 02.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second one is folded
# and only loads the tables.

# %% tags=["parameters"]
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
zone: str = "Synthetic zone 25"  # zone to judge; name; any
year: int = 2016  # year in which it is judged; year; 1990..2100
start: int = 2011  # first year of the elasticity coefficients; year; 1990..2100
standard: str = "hj274-2009"  # standard that judges it, one that has thresholds; name; any
column: str = "energy"  # quantity to change; column; energy | fresh_water | water_reused | wastewater | cod | so2 | employees
change: float = -20.0  # change of that quantity; %; -60..60
growth: float = 8.0  # growth of industrial value added in section 3; %/year; 0..40
waited: int = 4  # years since the plan of the zone was approved, on 1 June; year; 0..30

# %% tags=["setup"]
import numpy as np
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

import ecopark as ep
import ecopark_course as course

course.check_parameters("05", globals())
course.format_tables()
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.simulate_panel()
course.check_panel(panel, zone=zone, years=[start, year])
rules = {name: ep.standards.get(name) for name in ("hj274-2009", "zero-carbon-park-2025")}
course.check_choice("standard", standard, rules, what="No standard that can judge a zone is called")
course.check_choice("column", column, rules[standard].required_columns, what=f"{standard} does not use")
limits = rules["hj274-2009"].to_frame().set_index("code")
known = ep.datasets.load("programs", "figures").set_index("id")["value"]
documents = ep.datasets.load("programs", "documents")

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 7; 2, 9; 3, 9; 4, 9; 5, 2; 6, 3; results and key points, 1; the role play at the end, 25. With 45
# minutes in all, leave out section 5 and the corner, and hold the role play as a discussion of ten minutes.
#
# Begin without the notebook: *What would you have to see in a park to call it eco-industrial?* Write ten answers on the board. After section 3, tick
# those that the standard asks about. In most classes exchange between firms is on the board and not in the standard.
#
# Usual misconceptions: (1) the title brings money from the state; (2) a zone that passes all indicators has the title; (3) an
# intensity that falls means that pollution falls; (4) the standard of 2009 is in force; (5) the average wait is what a new zone must expect.

# %% [markdown]
# ## 1 Seventeen parks that have the title
#
# What became of the parks that went through this program? Tian and others (2014) compared seventeen accredited parks,
# all with mixed industries, in two different years: the base year of each park's plan and the year for which it was
# accredited. The abstract, which is what we could read, prints the totals of all seventeen together.
#
# **Predict first.** Industrial value added (IAV, the value that industry adds to what it buys; the tables call it *industrial added value*) grew
# by more than half. Did energy grow faster or more slowly, and what happened to sulfur dioxide?

# %%
parks = ep.datasets.load("eip_results", "changes").set_index(["quantity", "kind"])["change"].unstack()
parks = parks.sort_values("total").rename(columns={"intensity": "per value added"})
axes = parks.plot.barh(color={"total": ep.plots.BLUE, "per value added": ep.plots.ORANGE}, figsize=(8.5, 4))
axes.set(xlabel="Change until the year of accreditation [%]", ylabel="")
axes.set_title("Seventeen accredited parks: totals and intensities", loc="left")
for bar in axes.containers[0]:
    bar.set_hatch("///")  # the first column: per value added
axes.legend()
words = [
    f"{name}: " + ", ".join(f"{kind} {v:+.0f} %" for kind, v in row.dropna().items())
    for name, row in parks.iterrows()
]
ep.plots.show(
    ep.plots.set_alt_text(axes, "Bar chart of changes in seventeen parks. " + "; ".join(words) + ".")
)

# %% tags=["hide-input"]
totals = parks["total"]
grew = [name for name in totals.index if totals[name] > 0 and name != "industrial added value"]
fell = [name for name in totals.index if totals[name] < 0]
per_growth = totals / totals["industrial added value"]
Markdown(
    f"Value added grew by **{totals['industrial added value']:.0f} %**, energy by {totals['energy']:.0f} %: for each percent of growth, "
    f"energy grew by **{per_growth['energy']:.2f} %** (fresh water {per_growth['fresh water']:.2f}, COD {per_growth['COD']:.2f}, "
    f"SO2 {per_growth['SO2']:.2f}). Every intensity fell. The totals of {', '.join(grew[:-1])} and {grew[-1]} rose all the same; those of "
    f"{' and '.join(fell)} fell."
)

# %% [markdown]
# Two readings are possible, and both are right. Per yuan these parks became much cleaner. For the air, the rivers and
# the coal reserves, however, only totals count: more energy was used and more water was drawn. COD (chemical oxygen
# demand, the organic load of water) and SO2, two of the pollutants that national plans cap, fell.
#
# Was it the program? The abstract cannot tell. All seventeen succeeded, so parks that failed are missing, and the
# abstract does not show how similar zones without the title developed over the same years. We return to this in the
# researcher's corner.
#
# ## 2 What the program is for, and the way to the title
#
# The EIP Demonstration Program (国家生态工业示范园区) began at the end of the 1990s. Guigang, whose park is built on sugar, was its first pilot in 1999 and received
# the first plaque in August 2001. The idea is that a park keeps its waste low and its efficiency high by four means: firms use each other's
# by-products (symbiosis), they produce cleanly, they choose green suppliers, and they treat pollution together. New parks are not excluded, but
# the policy now aims at improving those that exist.
#
# A manager asks other questions first.

# %%
answers = [
    ("Which zones may apply?", "any; it is voluntary. Three types of park, each with a standard", "3.1.1"),
    ("To whom?", "a leading group of three ministries: environment; science and technology for high-tech zones; "
     "commerce for economic and technological development zones (ETDZ)", "3.1.1"),
    ("What do we hand in?", "an application, then a construction plan in "
     f"{(documents['document'] == 'EIP construction plan').sum()} parts and a technical report", "3.1.2"),
    ("What does it cost?", "not printed; the plan must set out costs and benefits of its key projects", "3.1.2"),
    ("What do we get?", "the title. No national subsidy and no tax preference", "3.1.1"),
    ("How long does it take?", f"{known['eip_certification_time_low']:.0f} to {known['eip_certification_time_high']:.0f} years on average "
     f"from the approved plan; {known['eip_overdue']:.0f} zones had been waiting for more than {known['eip_overdue_wait']:.0f} years", "3.1.2"),
    ("Can we lose it?", f"an evaluation every {known['eip_evaluation_interval']:.0f} years; the lowest grade ends the approval", "3.1.2"),
]  # fmt: skip
pd.DataFrame(answers, columns=["question", "answer", "IISD 2015, section"]).set_index("question")

# %% [markdown]
# Interpret the answer about the time required with care. The average counts only zones that already have the title.
# The slow ones are not in it yet, so a zone that starts today must expect more; lesson 08 shows how much more. And
# why should a zone join when the state pays nothing? Investors compare zones, and a title from three ministries is a
# signal; a city may add money of its own. Lesson 08 covers that, too.
#
# The process involves two approvals. The first makes a zone a *trial* park, the second a *demonstration* park.

# %%
ep.plots.show(ep.programs.plot_procedure("eip"))

# %% tags=["hide-input"]
parts = documents.loc[documents["document"] == "EIP construction plan", "part"]
Markdown(
    "The construction plan, the heart of the application, holds these parts:\n\n"
    + "\n".join(f"{number}. {part}" for number, part in enumerate(parts, 1))
)

# %% [markdown]
# **Who is MEP?** The first texts name the State Environmental Protection Administration (SEPA), later ones the
# Ministry of Environmental Protection (MEP), and since 2018 it has been the Ministry of Ecology and Environment
# (MEE). All three names refer to the same ministry, one of the three in the leading group.

# %%
course.ask(
    "A zone meets all 24 indicators of the standard. Is it a National Demonstration EIP?",
    {
        "Yes: the standard defines what an eco-industrial park is.": "A common misreading. The indicators are one condition; the title "
        "also needs an approved plan, progress on it, and the further demands in section 4.",
        "No: it must first have an approved plan, carry it out, and meet requirements that are not indicators.": "Yes. A single pollution accident "
        "within three years stops a zone that passes every row.",
        "Only if it also receives the national subsidy.": "There is none. The subsidy belongs to the Circular Transformation, lesson 06.",
        "Yes, if it has waited for at least three years.": "Three to four years is how long it took others on average; it is not a rule.",
    },
    right="No: it must first have an approved plan, carry it out, and meet requirements that are not indicators.",
)

# %% [markdown]
# ## 3 The standard, and what it does not ask
#
# The program recognizes three types of park: *sector-specific* ones with one leading industry, such as sugar at
# Guigang; *sector-integrated* ones with many; and *venous* ones, whose business is recovering waste, just as veins
# carry used blood back to the heart. Each had a standard of its own until one standard replaced them in 2015.

# %%
editions = ep.datasets.load("eip_standards", "standards")
editions = editions.rename(
    columns={"name_en": "name", "name_zh": "Chinese name", "park_type": "type of park"}
)
editions = editions.astype({"indicators": "string"}).set_index("number")
amended = editions["id"] == "hj274-2009"
editions.loc[amended, "indicators"] = "26 as issued, 24 after the amendment"
editions[["name", "Chinese name", "type of park", "indicators", "state"]].fillna("not published")

# %% [markdown]
# The figure of 24 for two of the trial standards rests on one sentence of the report, which gives this number for all three; its own
# table shows it for sector-integrated parks only. The sector-specific standard sets few numbers and points to advanced
# levels elsewhere in the world. Most zones with the title are sector-integrated, so we use HJ 274-2009 as amended in 2012. It is also the only one whose thresholds we could read.

# %%
signs = limits["operator"].replace({">=": "≥", "<=": "≤"})
numbers = limits["threshold"].map("{:g}".format)
shown = limits.assign(
    limit=[
        f"{sign} {ep.units.with_number(*of)}"
        for sign, *of in zip(signs, numbers, limits["unit"], strict=True)
    ]
)
shown.loc[["3.8", "4.0"], "limit"] = "yes"
shown.rename(columns={"name_en": "indicator", "category": "group"})[["group", "indicator", "limit"]]

# %% [markdown]
# Most of the rows are of three kinds:
#
# - an **intensity** relates a quantity to value added: row 2.2 allows so many tonnes of coal equivalent (tce) for RMB 10,000 of value added;
# - a **share** relates a part to its whole: reused water to all water, in row 2.8;
# - an **elasticity coefficient** relates two growth rates: by row 2.3, energy must grow less than 0.6 times as fast as value added.
#
# What is *not* there? No row asks whether firms exchange anything. A zone whose firms have nothing to do with one
# another passes if its value added is high enough. Geng and others (2008), who examined an earlier standard of the
# same family, said so at once: its indicators measure eco-efficiency and miss what makes an eco-industrial park. Keep
# this in mind until section 6.

# %%
course.ask(
    "Which event lets a zone pass more rows of this standard without cutting pollution by a single tonne?",
    {
        "A maker of computer chips with a high value added moves in.": "Yes. The chip maker raises the denominator of every intensity. The old "
        "firms pollute as before, and the zone looks cleaner.",
        "Two old firms begin to exchange steam.": "This saves fuel, so energy and SO2 fall. It helps through the intensities, though no row rewards "
        "the exchange as such.",
        "A steel mill doubles its output with the same technology.": "Energy and value added both double: intensities stay, and the "
        "elasticity coefficient moves to one, which fails.",
        "The zone closes its waste collection.": "Row 3.8 asks for it, so the zone would lose a row.",
    },
    right="A maker of computer chips with a high value added moves in.",
)

# %% [markdown]
# ### The criterion that went
#
# Until 2012 the standard also required IAV to grow faster than a set rate. The amendment deleted it. Was this a
# relief from an unreasonable demand, or did the standard lose its teeth? Combine it with the limit on elasticity. If
# value added grows at the rate $g$ and energy at $e\,g$, then energy per value added changes within $n$ years by the
# factor
#
# $$\left(\frac{1 + e\,g}{1 + g}\right)^{n} .$$
#
# The faster a zone grows, the more the same elasticity coefficient cuts its intensity.

# %%
elasticity, years = limits.at["2.3", "threshold"], 5
deleted = ep.datasets.load("hj274_2009", "deleted_criteria")["threshold"].item()
national_changes = ep.programs.national_targets_china("energy intensity").set_index("id")["change"]
national = national_changes["energy_intensity_2015"]

rates = np.array([*np.linspace(0, 40, 81), deleted, growth])
changes = 100 * ((1 + elasticity * rates / 100) / (1 + rates / 100)) ** years - 100
at_deleted, at_growth = changes[-2:]
_, axes = plt.subplots(figsize=(8.5, 3.6), layout="constrained")
axes.plot(rates[:-2], changes[:-2], color=ep.plots.BLUE)
axes.plot(rates[-2:], changes[-2:], "o", color=ep.plots.ORANGE)
for rate, change_there, name in zip(
    rates[-2:], changes[-2:], ("deleted in 2012", "growth set at the top"), strict=True
):
    axes.annotate(f"{name}: {change_there:.1f} %", (rate, change_there), (6, 6), textcoords="offset points")
axes.axhline(
    national, color="black", linestyle="dashed", label=f"national target 2010 to 2015: {national:.0f} %"
)
axes.set(
    xlabel="Growth of industrial value added [% a year]",
    ylabel="Energy per value added\nafter five years [%]",
)
axes.set_title(f"What an elasticity coefficient of {elasticity:g} cuts, depending on growth", loc="left")
axes.legend()
points = f"{deleted:g} % growth gives {at_deleted:.1f} %, {growth:g} % gives {at_growth:.1f} %"
ep.plots.show(
    ep.plots.set_alt_text(
        axes, f"Falling curve of the change of energy per value added over growth: {points}."
    )
)

# %% tags=["hide-input"]
yearly = (1 + national / 100) ** (1 / years)
needed_growth = 100 * (1 - yearly) / (yearly - elasticity)
verdict = "at least as much as" if at_growth <= national else "less than"
Markdown(
    f"At the deleted {deleted:.0f} % and a coefficient just below {elasticity:g}, energy per value added *had* to fall by about "
    f"**{-at_deleted:.1f} %** in five years. At {growth:g} % the same limit asks for "
    f"{abs(at_growth):.1f} %, {verdict} the {-national:.0f} % that the nation set itself for 2010 to 2015 (per GDP, not per IAV). That cut "
    f"needs growth of **{needed_growth:.1f} % a year**. A zone that grows slowly passes with hardly any cut, and to demand growth from "
    "a saturated zone would hardly be ecological. An elasticity limit is strict for the fast and lenient for the slow."
)

# %%
course.ask(
    "Why did the deletion of the growth criterion weaken the demand on energy?",
    {
        "Because growth itself cleans a park.": "Growth adds energy use; in section 1 the total rose. What falls is the ratio.",
        "Because the limit on elasticity compares energy with growth: with less growth it asks for a smaller cut of intensity.": "Yes. The two rows "
        "worked as a pair, and only the pair guaranteed a cut.",
        "It did not: every other row stayed.": "The rows stayed, but their joint effect did not. Limits should be read together.",
    },
    right="Because the limit on elasticity compares energy with growth: with less growth it asks for a smaller cut of intensity.",
)

# %% [markdown]
# ## 4 Would we pass?
#
# We found no single zone for which all 24 indicators have been published. The zone below is **synthetic**: invented,
# of a credible size (RMB 50 to 100 billion of value added), with known properties. Your own file takes its place
# through `panel_file`.

# %%
assessed = ep.assess(panel, standard=standard, start=start)
own = assessed[(assessed["zone"] == zone) & (assessed["year"] == year)].set_index("code")
ep.plots.show(ep.plots.plot_gaps(assessed, zone, year))

# %% [markdown]
# The gap is the distance to the threshold in percent of the threshold, positive on the good side. It lets indicators
# with different units stand in one figure, but it does not say what a gap costs: treating 1 % more of the sewage may
# require a new pipe, while 20 % more audits may take no more than three letters. What helps a manager is the quantity
# that must
# change, with everything else as it is:


# %% tags=["hide-input"]
ways = ep.gap_to_target(panel, zone, year, standard, start=start)
now, needed = (
    [
        f"RMB {number / 100:,.0f} million"
        if unit.startswith("10^4")
        else ep.units.with_number(f"{number:,.0f}", unit)
        for number, unit in zip(ways[case], ways["unit"], strict=True)
    ]
    for case in ("now", "needed")
)
notes = ways["note"].fillna("").str.replace("_constant", " at constant prices").str.replace("_", " ")
orders = [
    f"- **{way.code} {way.indicator}**: "
    + (
        f"{way.column.replace('_', ' ')} must be {way.must} {target} instead of {today} ({way.change_percent:+.1f} %)"
        if way.status == "ok" and pd.notna(way.change_percent)
        else f"{way.must if way.status == 'ok' else way.status}"
    )
    + (f"; {note}." if note else ".")
    for way, today, target, note in zip(ways.itertuples(), now, needed, notes, strict=True)
]
Markdown("\n".join(orders) or "No indicator fails.")

# %% [markdown]
# There are two ways to correct a failed intensity: use or emit less, or add more value. The required percentages
# differ, because value added is in the denominator. Neither is an environmental plan yet; exercise 05.2 asks you to
# compare them.
#
# One measure often moves several rows. Move the slider and watch which rows change their status.


# %%
course.widgets.explore(
    lambda percent: course.compare_cases(
        ep.what_if(panel, zone, year, column, percent, standard, start=start)
    ),
    percent=(-60.0, 60.0, 5.0, change),
)

# %% tags=["hide-input"]
moved = ep.what_if(panel, zone, year, column, change, standard, start=start)
cases = moved.pivot(index="code", columns="case", values="status")
turned = [
    f"{code} ({row['now']} to {row['changed']})"
    for code, row in cases.iterrows()
    if row["now"] != row["changed"]
]
Markdown(
    f"With {column.replace('_', ' ')} changed by {change:+g} %, {len(cases)} rows move: {', '.join(cases.index)}. "
    + (f"The verdict changes for: **{', '.join(turned)}**." if turned else "No verdict changes.")
)

# %% [markdown]
# ### Requirements that are not indicators
#
# The title needs more than the indicators:

# %%
demands = ep.datasets.load("programs", "additional_requirements").query(
    "set == 'report' and id != 'accident_period'"
)
demands[["requirement", "note"]].rename(columns={"requirement": "the zone must show that"}).fillna(
    ""
).set_index("the zone must show that")

# %% tags=["hide-input"]
approved = year - waited
steps = ["apply", "conditions_met", "submit_plan", "appoint_experts", "approve"]
events = [(step, f"{approved}-06-01") for step in steps]
rounds = range(
    approved + int(known["eip_evaluation_interval"]), year + 1, int(known["eip_evaluation_interval"])
)
record = {"zone": zone, "events": [*events, *(("evaluation", f"{when}-06-01", "good") for when in rounds)]}
standing = ep.programs.evaluate_status("eip", record, on=f"{year}-12-31")
due = standing.due[0].day.year
slow = waited > known["eip_certification_time_high"]
Markdown(
    f"Suppose that the plan of {zone} was approved in June {approved} and that every evaluation since then went well. At the end of {year} the zone is a "
    f"*{standing.state}* park; its next evaluation is due in **{due}**. It has worked on its plan for {waited} year{'s' * (waited != 1)}, "
    + (
        "longer than zones with the title did on average."
        if slow
        else "no longer than zones with the title did on average."
    )
)

# %% [markdown]
# ## 5 The limits, read together
#
# A row of the table looks modest. Several rows together describe a whole park. Value added per land (row 2.1) over value added per employee (row 1.1) gives
# people per square kilometer. COD per value added (row 3.1) over wastewater per value added (row 2.6) gives the COD *in* the wastewater.

# %% tags=["hide-input"]
at_limits = limits["threshold"]
measured = ep.assess(panel, standard="hj274-2009", start=start)
measured = measured[(measured["zone"] == zone) & (measured["year"] == year)].set_index("code")["value"]
people = {
    name: values["2.1"] * 1e4 / values["1.1"] for name, values in (("limits", at_limits), ("zone", measured))
}
cod_in_water = {
    name: 1000 * values["3.1"] / values["2.6"] for name, values in (("limits", at_limits), ("zone", measured))
}
Markdown(
    f"A park exactly at the limits employs **{people['limits']:,.0f} people per km²**, and its wastewater holds **{cod_in_water['limits']:.0f} mg/L** of "
    f"COD. {zone} has {people['zone']:,.0f} people per km² and {cod_in_water['zone']:.0f} mg/L.".replace(
        " nan ", " an unknown number of "
    )
)

# %% [markdown]
# Neither number is itself a limit. A zone that makes twice as much on the same land may use twice as much of everything and still pass, because the standard
# limits ratios. And a zone that *saves* water raises the concentration in what is left: a standard of ratios cannot replace a discharge permit.
#
# ## 6 What holds today
#
# HJ 274-2015 replaced all three standards. It divides its indicators into required and optional ones, and it includes
# a group of indicators whose absence Geng and others had criticized.

# %%
new = ep.datasets.load("hj274_2015", "indicators")
kinds = new["mandatory"].map({True: "required", False: "optional"})
groups = pd.crosstab(new["category"], kinds).reindex(new["category"].unique())
groups["names seen in print"] = (new["status"] == "verified").groupby(new["category"]).sum()
groups.rename_axis(index="group", columns=None)

# %% tags=["hide-input"]
symbiosis = new.loc[new["category"] == "Industrial symbiosis", ["name_en", "name_zh"]]
local = ep.datasets.load("hj274_2015", "provincial_thresholds").set_index("code_2015")
local = local.loc[["5", "6", "7"], ["name_en", "threshold", "unit"]].to_numpy()
named = ep.datasets.load("eip_standards", "standards_history").set_index("id")
Markdown(
    "The group on symbiosis asks for: "
    + "; ".join(
        f"{row.name_en[0].lower()}{row.name_en[1:]} ({row.name_zh})" for row in symbiosis.itertuples()
    )
    + ". We could not read the national thresholds. Rules of the province of Shandong print some for its own parks: "
    + "; ".join(
        f"{name[0].lower()}{name[1:]}, {at:g} {unit}".removesuffix(" count") for name, at, unit in local
    )
    + f". A revision went out for comment in {named.at['draft_2025', 'date'][:4]} with "
    f"{named.at['draft_2025', 'value']:.0f} groups: less carbon and pollution, quality of development, innovation, ecological guidance. At the end of "
    f"{named.at['named_2025', 'date'][:4]}, {named.at['named_2025', 'value']:.0f} parks held the title, against {known['eip_named']:.0f} in April 2014."
)

# %% [markdown]
# So the criticism was heard, in part: of the three indicators in this group, only the number of new chains is
# required. Huang and others (2019) find the new standard better ordered and closer to symbiosis, but still call for
# better indicators of symbiosis and for social indicators. What remains of this lesson under any standard is the
# method: a quantity, its unit, its limit, and the question of what the limit rewards.
#
# ## The answer

# %% tags=["hide-input"]
passed, failed = int((own["status"] == "pass").sum()), own[own["status"] == "fail"]
silent = len(own) - passed - len(failed)
outlook = (
    f"It misses {len(failed)}: {', '.join(failed.index)}. Which of them to begin with does not follow from the length of a bar; lesson 14 sorts them by what one can act on."
    if len(failed)
    else "None fails, so the open questions are the plan and the further demands."
) + (f" For {silent} there is no verdict, because a value is missing or undefined." if silent else "")
Markdown(
    f"**Whom do we ask?** The leading group, through the ministry of our kind of zone. **How long?** {known['eip_certification_time_low']:.0f} to "
    f"{known['eip_certification_time_high']:.0f} years after the approval for those that made it, and {known['eip_overdue']:.0f} zones still did not have the title after more than "
    f"{known['eip_overdue_wait']:.0f} years. **What do we get?** A title, and no national money. **Would we pass?** {zone} meets **{passed} of "
    f"{len(own)}** indicators of {standard.upper().replace('HJ', 'HJ ')} in {year}. {outlook} **Is it worth it?** In seventeen parks that have the title, energy per value added "
    f"fell by {-parks.at['energy', 'per value added']:.0f} % while energy itself grew by {totals['energy']:.0f} %; how much of this the program caused is not known."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "indicators that pass": passed,
        "indicators that fail": len(failed),
        "energy growth per growth of value added, 17 parks": per_growth["energy"],
        "cut of intensity at the deleted growth [%]": -at_deleted,
        "cut of intensity at the growth set [%]": -at_growth,
        "growth that the national cut needs [%/year]": needed_growth,
        "energy intensity [tce/10^4 RMB]": measured["2.2"],
        "energy elasticity coefficient": measured["2.3"],
        "rows that the change moves": len(cases),
        "verdicts that the change turns": len(turned),
        "people at the limits [person/km2]": people["limits"],
        "people in the zone [person/km2]": people["zone"],
        "COD in the wastewater at the limits [mg/L]": cod_in_water["limits"],
        "COD in the wastewater of the zone [mg/L]": cod_in_water["zone"],
        "next evaluation [year]": due,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The zone is invented, unless you gave a file. Whether it is typical of anything is not known.
# - We read the table of the 2009 standard only as reproduced in a report, and that report only as a text extract;
#   rows may have lost a superscript on the way, and the name of row 4.0 repeats that of row 4.1. Of the standard of
#   2015 we know most names and no thresholds.
# - What a title costs a zone, in money and in staff, is not printed anywhere we looked.
# - The figures for the seventeen parks come from an abstract that does not give the price basis, the years or the
#   spread, and they leave out the parks that failed.
# - A pass says that a limit is met in one year. It does not say why.
#
# ## Key points
#
# - Participation is voluntary; the program gives a title but no national money, and a leading group of three
#   ministries decides.
# - The process involves two approvals. Three to four years is the average for zones that have obtained the title; a
#   zone starting now should expect to need longer.
# - The standard of 2009 limits ratios: intensities, shares, elasticity coefficients. A zone may pass while its totals
#   grow.
# - It asks for no exchange between firms. The standard of 2015 has three indicators of symbiosis, one of which is required.
# - An elasticity limit is strict only for zones that grow fast; with the growth criterion gone, it guarantees little.
# - A failed row becomes useful when it is turned into a quantity that must change.
#
# ## Now with your own zone
#
# Prepare a CSV or XLSX file with one row per zone and year; the columns and their units are in the package `panel`, and `ecopark template` writes an
# empty one. Two years are enough. If the file breaks a rule, you get a list of every problem with its row, and nothing runs.
#
# `ecopark run 05 -p panel_file=my-zone.csv -p zone="My zone" -p year=2020 -p start=2015`
#
# - `ecopark run 05 -p growth=5 -p column=cod -p change=-30`
# - `ecopark run 05 -p standard=zero-carbon-park-2025 -p column=fresh_water` judges two rows by a standard of 2025.
#
# The exercises are in `exercises/05_eip_demonstration.ipynb`.
#
# ## The researcher's corner
#
# *Did the program cause it?* The seventeen parks were chosen for having succeeded. A referee would ask for zones that applied and were refused, or for zones
# just below and just above a limit. A first step compares parks inside the program. Liu and others (2015) measured 34 parks from 2007 to 2010:

# %%
inside = ep.datasets.load("eip_results", "demonstration_and_trial").set_index("id")["value"]
print(
    f"mean eco-efficiency in 2010: {inside['demonstration_efficiency']} with the title, {inside['trial_efficiency']} on trial\n"
    f"mean improvement of the environmental performance index since 2007: {inside['demonstration_improvement']:.0f} % with the title, {inside['trial_improvement']:.0f} % on trial"
)

# %% [markdown]
# Parks with the title are better and improved more. Either the title helps, or those that were going to improve got
# it first. Data from before the title was awarded would settle this, and such data are in the zones' plans.
#
# *One number, two averages.* The abstract prints an average cut of energy intensity. The two totals imply another:

# %%
implied = 100 * ((1 + totals["energy"] / 100) / (1 + totals["industrial added value"] / 100) - 1)
print(f"printed: {parks.at['energy', 'per value added']:.0f} %; from the totals: {implied:.1f} %")

# %% [markdown]
# No rounding closes this gap. A mean over parks would: it counts small parks as much as large ones, and the ratio of
# sums does not. The abstract does not say which was meant. Exercise 05.6 shows how far apart the two can be.
#
# *How firm is a verdict?* Let each quantity of the zone be wrong by up to 5 %, at random, two hundred times, and see which verdicts depend on it.

# %%
generator = np.random.default_rng(0)
flows = ["energy", "fresh_water", "wastewater", "solid_waste", "cod", "so2", "industrial_added_value"]
both_years = panel[(panel["zone"] == zone) & panel["year"].isin([start, year])]
errors = {flow: generator.uniform(0.95, 1.05, 200) for flow in flows}
trials = pd.concat(
    both_years.assign(zone=f"trial {n}", **{f: both_years[f] * errors[f][n] for f in flows})
    for n in range(200)
)
trials["solid_waste_reused"] = trials[["solid_waste_reused", "solid_waste"]].min(axis=1)
tried = ep.assess(trials, standard="hj274-2009", start=start)
tried = tried[tried["year"] == year]
passes = 100 * (tried["status"] == "pass").groupby(tried["code"]).mean()
unsure = passes[(passes > 0) & (passes < 100)]
print(
    "\n".join(f"{code} passes in {share:.0f} % of the trials" for code, share in unsure.items())
    or "No verdict of this zone depends on such an error."
)

# %% [markdown]
# The error was the same in both years, so the elasticity coefficients did not move. With errors that differ between years they would move most of all; lesson 09
# measures by how much.
#
# ## References
#
# - IISD (2015), *Development of Eco-Efficient Industrial Parks in China: A review*, section 3.1 and Table 1; packages `programs` and `hj274_2009`.
# - Tian, Liu, Lai, Li and Chen (2014), *Study of the performance of eco-industrial park development in China*, Journal of Cleaner Production; the abstract
#   was read; package `eip_results`.
# - Packages `eip_standards` and `hj274_2015`: every row names its source and how it is known.
#
# To read further:
#
# - Geng, Zhang, Côté and Fujita (2008), *Assessment of the National Eco-Industrial Park Standard for Promoting Industrial Symbiosis in China*, Journal of
#   Industrial Ecology 13(1), doi:10.1111/j.1530-9290.2008.00071.x.
# - Huang and others (2019), *Review of the development of China's eco-industrial park standard system*; the abstract was read.
# - Liu, Tian, Chen, Lu and Gao (2015), *Environmental Performance Analysis of Eco-Industrial Parks in China*, Journal of Industrial Ecology 19(6).
# - Shi and Yu (2014), *Eco-Industrial Parks from Strategic Niches to Development Mainstream*, Sustainability 6, doi:10.3390/su6096325 (open access).
# - *Does the Green Industry Policy Reduce Industrial Pollution Emissions? Evidence from China's National Eco-Industrial Park*, Sustainability 2021, 13(11), 6343,
#   doi:10.3390/su13116343 (open access): cities with and without such a park; the abstract was read.
# - World Bank (2019), *Enhancing China's Regulatory Framework for Eco-Industrial Parks*.

# %% [markdown] tags=["instructor"]
# **Role play: the evaluation of zone K (25 minutes).** Zone K has been a trial park for seven years. It passes 22 of 24 indicators. COD per value added fails by a
# little, and the survey on satisfaction failed after a smell in spring. Two years ago a tank leaked into the river; nobody was hurt. The evaluation must give a grade
# and advise: title, another three years, or removal.
#
# - *Zone manager.* Investors ask why the title does not come. Defend: the trend counts, the leak was one firm's. You know that the firm with the COD will move away next
#   year, and you have not said so.
# - *Expert of the leading group.* You must treat all zones alike. Defend: the rule says no accident in three years, and a rule that bends is none.
# - *Official of the commerce ministry.* The plan period asks for fifty parks with the title. Defend: encourage those who try.
# - *Resident.* You live 600 m downstream and learned of the leak from the news. Defend: a title must mean something to you.
#
# Five minutes to prepare, ten to argue, three for the grade in writing, seven to debrief: Was the leak a *pollution accident*, and who defines it? Did anybody ask what the firm's
# departure does to jobs? Which argument was about the zone, and which about the credibility of the title? What would the resident have needed to know, and when?
#
# **Group task (15 minutes).** Write one indicator of symbiosis for a standard: what is counted, in which unit, who reports it, which limit, and how a clever zone could reach it
# without any symbiosis. Exchange it with another group, which tries to cheat. Compare with the three rows of 2015.
