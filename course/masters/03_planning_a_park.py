# ---
# jupyter:
#   ecopark:
#     number: "03"
#     title: Planning a park
#     minutes: 40
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 Planning a park
#
# **Question.** You have been asked to plan an eco-industrial park. What must the plan contain, who has to agree to
# it, and do its finances work out?
#
# **After this lesson you can**
#
# - explain, using Guigang and two American parks, what a plan can and cannot bring about;
# - walk through the six planning steps and say what each one delivers;
# - say who decides, who does the work and who pays, and which of these roles the guidelines require and which they
#   only allow;
# - compute indices from the guidelines and turn one of them into a goal;
# - appraise projects by counting only the share of the savings that the plan itself brings about;
# - begin the eight chapters of a planning document.
#
# **Time:** 40 minutes, and 25 more with the role play in class. **Before:** lesson 00; lessons 01 and 02 help.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots mark a folded cell: it loads
# tables, checks your values, or prepares a figure or a sentence, so run it too. You do not have to read its code.

# %% tags=["parameters"]
park: str = "Riverside park"  # name of your park; name; any
site: str = "existing park"  # kind of site; name; vacant land | polluted wasteland | existing park
renovation: float = 800.0  # cost of restoring soil, drains and scenery of the site; 10^4 RMB; 0..1000000
energy_cut: float = 20.0  # goal: by how much energy per GDP falls; %; 0..90
growth: float = 7.0  # growth of GDP that the plan expects; %/year; -10..30
plan_years: int = 5  # years until the goal; year; 1..20
rate: float = 0.08  # discount rate; 1/year; 0..0.5
doubtful: str = "exchange center"  # project whose saving might have come without the plan; name; any
additional: float = 20.0  # part of that saving that would not have come without the plan; %; 0..100
facts_file: str = ""  # CSV or XLSX file with the yearly figures of your park; path; any
projects_file: str = ""  # CSV or XLSX file with your projects; path; any
outline_file: str = ""  # CSV or XLSX file with your own sentences for the document; path; any

# %% tags=["setup"]
import pandas as pd
from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("03", globals())
course.format_tables()
facts = ep.symbiosis.read_table(facts_file) if facts_file else ep.datasets.load("model_park", "facts")
indices = ep.planning.compute_indices(facts)
for figure in ("energy", "gdp"):
    course.check_choice("figure", figure, list(facts["quantity"]), what="The yearly figures lack")
own_texts = pd.DataFrame({"section": [], "text": []})
if outline_file:
    own_texts = ep.symbiosis.read_table(outline_file)
    for column in ("section", "text"):
        course.check_choice("column", column, list(own_texts), what="The sentences lack the column")

# The projects: yours, or those of the model park. Lesson 04 explains how their savings come about.
if projects_file:
    projects = ep.symbiosis.read_table(projects_file)
else:
    tables = ("offers", "needs", "fits", "distances", "water_uses", "forbidden", "heat_streams")
    offers, needs, fits, ways, uses, forbidden, heat = (ep.datasets.load("model_park", t) for t in tables)
    price = ep.datasets.load("model_park", "prices").set_index("item")["value"]
    rules = {"quality": {"chloride": "max"}, "distances": ways, "transport_cost": price["transport"]}
    near = ep.symbiosis.match(offers, needs, fits, max_distance=price["inside"], **rules)
    far = ep.symbiosis.match(offers, needs, fits, **rules)
    water = ep.symbiosis.optimize_water_network(uses, forbid=forbidden)
    cold, warm = (
        ep.symbiosis.inter_firm_heat_recovery(rows, dt_min=10)
        .set_index("case")
        .at["saved by exchange", "hot_utility"]
        for rows in (heat, heat[heat["hours"] > price["heating_hours"]])
    )
    warm_hours = price["hours"] - price["heating_hours"]
    saving = {
        "exchange center": (far.benefit - near.benefit) / 1e4,
        "water pipes": (water.without_reuse - water.fresh) * price["hours"] * price["fresh_water"] / 1e4,
        "heat network": (cold * price["heating_hours"] + warm * warm_hours) / 1e3 * price["heat"] / 1e4,
    }
    projects = ep.datasets.load("model_park", "projects")
    projects["saving"] = projects["project"].map(saving)
for column in ("project", "investment", "saving", "upkeep", "years"):
    course.check_choice("column", column, list(projects), what="The table of projects lacks the column")
course.check_choice("project", doubtful, list(projects["project"]))

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: 1 three parks 8; 2 principles and steps 7; 3 people 7; 4 goals 7; 5 money 8; 6 document
# 3; role play 25. In a short training keep 1, 3 and 5 and the role play. Ask every group to keep one page for
# its own zone: *what do we have, what is missing, who must agree?*

# %% [markdown]
# ## 1 Three parks and their plans
#
# In the sugar region of Guangxi, the **Guitang Group** of Guigang began in the 1950s with a sugar factory. Alcohol
# from molasses came first, paper from bagasse followed in the 1960s, and the recovery of alkali from black liquor in
# the 1970s. Nobody had drawn up a plan for an eco-industrial park. The company built plants that used its own
# by-products, because they brought income and saved disposal costs; later it bought by-products from others. Only in
# 2001 did Guigang become the first national eco-industrial demonstration park, and for its construction the city
# formed a leader group.

# %%
streams = ep.datasets.load("guigang", "streams")
outside = ["fields", "other refineries", "other farms"]
sugar_park = ep.symbiosis.Network(streams, outside=outside)
ep.plots.show(
    ep.symbiosis.plot_network(sugar_park, "Guigang's sugar park", seed=2),
    source="Package guigang; most streams come from a Chinese report of 2023 that was read as an excerpt.",
)

# %% [markdown]
# The planning guidelines that China's State Environmental Protection Administration (SEPA) wrote in 2003 name Guigang
# as their example of leadership. They name two American parks as examples of a *site*, because both were to turn
# polluted wasteland into an eco-industrial park: **Baltimore** and **Cape Charles**. These two were planned first and
# looked for firms afterwards. The guidelines could not yet know what would become of them. Newspaper reports and
# files of the US Environmental Protection Agency tell part of the story:

# %% tags=["hide-input"]
outcomes = ep.datasets.load("planning", "outcomes")
places = ep.datasets.load("planning", "examples").set_index("id")["place"]
two = outcomes[outcomes["park"].isin(["baltimore", "cape_charles"])]
two = two.assign(place=two["park"].map(places), year=two["year"].astype("string").fillna("no year"))
written = {"10^6 USD": "USD {:g} million", "acre": "{:g} acres", "count": "{:g}"}
two["number"] = [
    written.get(unit, f"{{:g}} {unit}").format(number) if number == number else ""
    for number, unit in zip(two["value"], two["unit"], strict=True)
]
two[["place", "year", "observation", "number"]].set_index("place")

# %% [markdown]
# None of these reports tells of exchanges in the two parks that were planned first, whereas Guigang grew out of
# exchanges that already paid. Three cases prove nothing, but they agree with a study.

# %%
study = outcomes.set_index("id")["value"]
Markdown(
    f"Chertow (2007) compared {study['study_planned']:.0f} projects that a council of the American president had put "
    f"forward with {study['study_grown']:.0f} networks that had organized themselves. Uncovering existing exchanges had led further than designing parks around exchanges still to come."
)

# %% [markdown]
# This suggests a rule of thumb for your plan: **look for the exchanges that work today, and plan their growth.** An
# existing park offers such exchanges; on vacant land you must bring them.

# %%
course.ask(
    "One company group owns almost the whole chain at Guigang. Why did the city form a leader group all the same?",
    {
        "The group could not pay for its plants": "The guidelines do not say so. Funding is one task of government, but not the reason that the text gives.",
        "Park, town and region must fit together, and a firm cannot decide for them": "Roads, land, water, "
        "farmers' contracts and other firms lie outside the group. The guidelines use Guigang to show that government "
        "keeps a role even in a park that one group dominates.",
        "A mayor must chair every industrial park in China": "Joining the program is voluntary, and the "
        "guidelines prescribe no chair. They report who sat in the group at Guigang.",
    },
    right="Park, town and region must fit together, and a firm cannot decide for them",
)

# %% [markdown]
# ## 2 Six principles, six steps
#
# SEPA attributes four traits to a good park: nature, firms and people belong to one system; resources are used
# as far as possible and little is wasted; management is modern; and the environment gets better as the park
# grows. To get there, a plan should follow six principles.
#
# **Predict first.** A park can exchange waste, or produce less of it. Which of the two should come first? The answer
# is in the last column of the table.

# %%
principles = ep.datasets.load("planning", "principles")
principles[["principle", "summary", "note"]].fillna("").set_index("principle")

# %% [markdown]
# Producing less waste comes first. Lesson 04 shows with numbers why the order matters. The last principle is
# the one that planners forget most easily: **software** — rules, information, incentives — counts as much as
# hardware.
#
# The work itself goes through six steps. Each step delivers products that can be shown to others, and the guidelines
# name all of them. Many of the planner's tools are ordinary ones: city, park and environmental planning, systems
# analysis, optimization, and maps (GIS). The newer ones are cleaner production, industrial metabolism, by-product
# exchange, eco-design and life cycle analysis. The public and other interested groups are to take part.

# %%
computed_here = ["3.4", "3.5", "3.6", "3.10", "4.6", "4.8", "6.1", "6.3"]
ep.plots.show(ep.planning.plot_steps(computed_here), source="SEPA (2003), section 3: package planning.")

# %% [markdown]
# The darker a box, the more of its products this notebook can prepare; these are flows, indices and finances. Most of
# the other products require work with people. The largest box, the design, has four parts: a framework with the main
# chains and the layout, a plan for industry with a guideline for new projects, a policy, and a support system from
# training to environmental management.
#
# **The site** comes second, and the guidelines list three kinds: vacant land, polluted wasteland, or an existing park
# that is rebuilt. Each makes different demands on you. On vacant land, ask first what the ecosystem can carry, and
# what will happen to scenery, culture and neighbors. On wasteland, ask what is in the soil and who pays for removing
# it; at Cape Charles the federal government paid for a first assessment. In an existing park, ask the firms for their
# flows. China's later policy concentrates on the third kind (IISD 2015, section 3.1.1).

# %%
questions = {
    "vacant land": "what can the ecosystem carry, and which firm would come first?",
    "polluted wasteland": "what is in the soil, who removes it, and who pays?",
    "existing park": "what flows in and out of each firm today, and what do neighbors already exchange?",
}
kind = f"{'an' if site == 'existing park' else 'a piece of'} {site}"
Markdown(f"Your site is **{kind}**. The first question of your survey is therefore: *{questions[site]}*")

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *planning begins with the drawing.* Ask each group which of the three flows
# of step 3 (material, water, energy) it has for its own zone today. Most have none. Then ask: *who in your zone
# could ask a firm for its water flow, and what would the firm want in return?*

# %% [markdown]
# ## 3 Who sits at the table
#
# A plan for which nobody is responsible remains on paper. The guidelines name the bodies below with different force:
# some are required, one form is preferred, and others are allowed. Keep these degrees apart when you write a plan:
# that a treatment plant *can* carry its own profit and loss does not mean that it must.

# %%
bodies = ep.datasets.load("planning", "bodies")
bodies[["body", "task", "members", "force"]].fillna("").set_index("body")

# %% [markdown]
# The **leader group** decides, and the **technician group** does the technical work. At Guigang the leader group
# brought together the secretary of the city committee, the mayor and the directors of the main departments. The
# guidelines do not mention firms among its members, but your plan should include them, because without them nobody
# knows the flows.
#
# The **enterprise incubator** was invented in the United States in the 1950s. It gives young firms rooms, shared
# equipment, information, training, and help with venture capital, law and markets. It lowers the risk of an
# investment and raises the chance that a young firm survives, and in a park it also gives room to try out new uses
# of waste. The guidelines allow a for-profit
# incubator but prefer a nonprofit one. They give no reason; ours would be that an incubator that lives on rents
# prefers tenants who can pay, and an unproven use of waste rarely can.
#
# **Partners from outside** matter just as much. A popular-science article from Taiwan reports that in existing parks,
# the more successful cases came about when a nearby university or consultant surveyed resources and waste and then
# brought firms together (`taiwan-zh`, ninth paragraph).
#
# **Government** guides, supports and builds infrastructure. Among its incentives the guidelines list land, tax,
# subsidies, loans and the refund of discharge fees. They are not interchangeable: land and subsidies lower the
# investment, a loan lowers the discount rate, and tax relief and refunds raise the yearly return. Among them, only
# the refund of discharge fees depends on what a firm actually discharges.

# %%
course.ask(
    "A guideline says that a treatment plant can carry its own profit and loss. What should your plan say?",
    {
        "The plant must pay for itself": "A permission is not an obligation. Reading 'can' as 'must' would close plants that a park needs but that cannot cover their costs.",
        "Nothing, since it is only a permission": "Then nobody knows who pays if firms learn to need less treatment. "
        "A permission calls for a choice.",
        "Whether it will, and who covers a loss": "If firms reduce their wastewater, the income of the plant falls although the park does better. The plan must say who bears that loss.",
    },
    right="Whether it will, and who covers a loss",
)

# %% [markdown] tags=["instructor"]
# **Role play, 25 minutes: the leader group meets.** A sugar group wants a new pulp mill. Three sites are
# possible: vacant land upstream of the town, the polluted yard of a closed chemical plant, and a plot between
# the sugar mill and the power plant. Roles, five minutes to prepare: *mayor* (jobs before the next budget),
# *director of finance* (no open-ended cost), *manager of the sugar group* (cheap bagasse, no delay), *director
# of the environment bureau* (the river is over its limit in winter), *spokesperson of the cane farmers* (price
# of cane, free soil amendments), *owner of a small paper mill* (will the group take my fiber?), *resident next
# to the yard*. The group must decide (1) who votes and who is only heard, (2) the site, (3) who pays for the
# cleanup, (4) which flows must be disclosed, and to whom. Debrief: Who was missing? Who would have vetoed, and
# could you have known before? Which decision needs a number that nobody had? What changes if one group owns the
# whole chain?
#
# **Group task.** Draw the table of bodies for your own zone: name, chair, next meeting, what it may decide.

# %% [markdown]
# ## 4 Goals that can be checked
#
# Step 4 asks for social, economic and environmental goals: contribution to the region, jobs, revenue, cost of
# services and of restoring the environment, investment, profit, return, the repayment of loans, and the environmental
# standards. To see whether a park moves, the guidelines name four groups of indices. They set **no limits**, so
# nothing passes or fails, and for many indices they give no measure at all. Some can be computed from yearly figures.
# The table does so for the **model park**, an invented park whose numbers are consistent with each other (or for your
# own file).

# %%
computable = indices[indices["status"] == "ok"]
computable.astype({"value": float}).round(2).set_index("index")[["value", "unit", "group"]]

# %% [markdown]
# Each index is a ratio; growth is this year's value divided by last year's, minus one. Where the text prints no unit,
# this project chose one. The figure shows how many indices of each group cannot be computed:

# %% tags=["hide-input"]
counts = indices.assign(computed=indices["status"] == "ok").groupby("group", sort=False)["computed"]
by_group = pd.DataFrame({"computed": counts.sum(), "not computed": counts.size() - counts.sum()})
axes = by_group.plot.barh(stacked=True, figsize=(8, 2.6), color=["#0072B2", "#dddddd"], edgecolor="black")
axes.invert_yaxis()
axes.set(xlabel="Number of indices", ylabel="")
axes.set_title(f"{len(computable)} of {len(indices)} indices can be computed from the figures", loc="left")
axes.legend(frameon=False, bbox_to_anchor=(1, 1))
parts = "; ".join(f"{group}: {row['computed']} of {row.sum()}" for group, row in by_group.iterrows())
ep.plots.show(ep.plots.set_alt_text(axes, f"Bar chart of indices that can be computed. {parts}."))

# %% [markdown]
# The second group should express the idea of an eco-industrial park, but several of its indices, such as *mature
# chain*, *production type* and *information network*, have no measure. A planner may propose one but must then say
# that the measure is the planner's own. Lesson 05 shows how the standard of 2009 dealt with this gap.
#
# **From an index to a goal.** A goal stated as a percentage cut per unit of GDP sounds firm, yet it says nothing
# about the total. The parameters `energy_cut`, `growth` and `plan_years` let you see the goal per unit of GDP and the
# total side by side.

# %% tags=["hide-input"]
intensity = indices.set_index("code").at["1.3", "value"]
gdp = facts.set_index("quantity").loc["gdp"]
energy = intensity * gdp["value"] * ep.units.factor(gdp["unit"], "10^4 RMB")
goal_intensity = intensity * (1 - energy_cut / 100)
goal_energy = energy * (1 - energy_cut / 100) * (1 + growth / 100) ** plan_years
change = 100 * (goal_energy / energy - 1)
direction = "rises" if change > 0.05 else "falls" if change < -0.05 else "stays as it is"
goal_sentence = (
    f"Energy per GDP falls by {energy_cut:g} %, from {intensity:.3g} to {goal_intensity:.3g} tce per RMB 10,000, "
    f"within {plan_years} years"
)
Markdown(
    f"**Your goal.** {goal_sentence}. If GDP changes by {growth:g} % a year, total energy use {direction}"
    f"{' all the same,' if direction == 'rises' and energy_cut > 0 else ''}"
    f"{f' by {abs(change):.1f} %' if direction[0] != 's' else ''}, to {goal_energy:,.0f} tce a year."
)

# %% [markdown]
# ## 5 Do the finances work out?
#
# Step 6 asks for a budget and for the economic, social and environmental benefits. Only the financial part can be
# computed here. Three projects are under discussion: a center that arranges exchanges with users outside the park,
# pipes that carry used water to a second user, and a network that carries waste heat. Their savings are those of the
# model park, which lesson 04 derives.
#
# **The honest question** comes first: *how much of this saving would have come without the plan?* A trader may
# already buy the pressed pulp of a sugar mill for cattle; in that case the center must not count this saving.
# Economists call the part of the saving that would not have come without the plan **additional**. Nobody can measure
# the additional part, because the world without the plan does not exist. So state it as an assumption, and show how
# much depends on it. Here `additional` percent of the saving of the project named in `doubtful` counts; the other
# savings count in full.

# %% tags=["hide-input"]
appraised = projects[["project", "investment", "saving", "upkeep", "years"]].copy()
counted = appraised["saving"].where(appraised["project"] != doubtful, appraised["saving"] * additional / 100)
appraised["yearly"] = counted - appraised["upkeep"]
compared = ep.symbiosis.compare_projects(appraised, rate, money="10^4 RMB").set_index("project")
worth = compared["net_present_value"].astype(float)
names = {
    "investment": "investment [10^4 RMB]",
    "yearly": "gain in a year [10^4 RMB]",
    "payback": "payback [years]",
    "net_present_value": "net present value [10^4 RMB]",
    "internal_rate": "internal rate [1/year]",
}
compared[list(names)].rename(columns=names).astype(float).round(2)

# %% [markdown]
# *Payback* is the investment divided by the yearly gain; it ignores everything that comes later. *Net present value*
# adds all gains, giving less weight to later ones, and subtracts the investment: above zero, the project is worth
# more than it costs. The *internal rate* is the discount rate at which the net present value is zero. Different
# measures may pick different winners because they answer different questions.

# %% tags=["hide-input"]
row = appraised[appraised["project"] == doubtful].iloc[0]
ends = pd.DataFrame(
    [{**row, "project": f"{part}", "yearly": row["saving"] * part / 100 - row["upkeep"]} for part in (0, 100)]
)
without, full = ep.symbiosis.compare_projects(ends, rate, money="10^4 RMB")["net_present_value"].astype(float)
break_even = 100 * -without / (full - without) if full > without else float("nan")
axes = pd.Series([without, full], [0, 100]).plot(figsize=(8, 3.6), color="#0072B2")
axes.axhline(0, color="black", linewidth=0.8)
axes.plot([additional], [worth[doubtful]], "o", color="#D55E00", label=f"assumed: {additional:g} %")
axes.set(xlabel="Part of the saving that is additional [%]", ylabel="Net present value [10^4 RMB]")
crosses = 0 <= break_even <= 100
axes.set_title(
    f"{doubtful[:1].upper()}{doubtful[1:]}: worth its cost {f'from a share of {break_even:.0f} %' if crosses else 'at every share' if without > 0 else 'at no share'}",
    loc="left",
)
axes.legend(frameon=False)
ep.plots.show(
    ep.plots.set_alt_text(
        axes, f"Line chart. {axes.get_title(loc='left')}: {without:,.0f} at 0 %, {full:,.0f} at 100 %."
    )
)

# %% [markdown]
# The line shows how the net present value of the project depends on the additional share; it crosses zero where the
# project just pays. Instead of arguing about the exact share, ask whether it lies to the left or to the right of the
# crossing. That is a question that people who know the park can answer: *name the exchanges that exist today, and
# leave them out.*

# %%
course.ask(
    "The sugar mill has sold its pulp to a cattle farm for years. The new exchange center lists this exchange. May it count?",
    {
        "Yes, the center manages it now": "To manage an exchange is not to cause it. The saving existed before the center cost anything.",
        "No, but an exchange that the center alone made possible may": "What counts is the difference to the "
        "world without the center. For each listed exchange somebody has to say what would have happened otherwise.",
        "No exchange may count, because none can be proved": "Then no center would ever be built. A stated and tested assumption is better than counting nothing and better than counting everything.",
    },
    right="No, but an exchange that the center alone made possible may",
)

# %% [markdown]
# Restoring the site costs money and earns none by itself, so its cost belongs in the sum. Where a project loses money
# although the town wants it, the plan has to name the incentive that closes the gap.

# %% tags=["hide-input"]
total = worth.sum() - renovation
gaps = worth[worth < 0]
subsidy = abs(gaps.sum())
verdict = "is worth more than it costs" if total > 0 else "costs more than it returns"
gap_text = (
    "no project needs a subsidy"
    if gaps.empty
    else f"{' and '.join(gaps.index)} would need a grant of RMB {subsidy / 100:,.1f} million, or a cheaper loan"
)
money_sentence = (
    f"At a discount rate of {100 * rate:g} %, the plan with its {len(worth)} projects, and with RMB "
    f"{renovation / 100:,.1f} million for the site, {verdict}: its net present value is RMB {total / 100:,.1f} "
    f"million, and {gap_text}"
)
Markdown(f"{money_sentence}.")

# %% [markdown]
# **People.** No table of this park holds jobs, revenue or the cost of services, and no formula can produce them. A
# planner has to ask the firms and the town.
#
# ## 6 The document
#
# The results go into one document of eight chapters; the guidelines let you add or drop chapters to suit your park. A
# later guideline, HJ/T 409-2007, is about the drafting of such plans (package `guidelines`). The outline below takes
# its first sentences from this run. Your own sentences come from `outline_file`, a table with the columns `section`
# (such as `8.1`) and `text`.

# %% tags=["hide-input"]
first = worth.idxmax()
texts = {
    "3.2": f"{goal_sentence}.",
    "3.3": f"{principles.at[1, 'note'].split(': ')[-1].capitalize()}; then exchange.",
    "4.1": f"The site is {kind}. The survey asks first: {questions[site]}",
    "5.2": f"The park uses {energy:,.0f} tce a year; at the goal it would use {goal_energy:,.0f} tce a year.",
    "6.1": f"RMB {(compared['investment'].sum() + renovation) / 100:,.1f} million, including the site.",
    "6.2": f"{gap_text[0].upper()}{gap_text[1:]}.",
    "6.3": f"{money_sentence}. Of the saving of the {doubtful}, {additional:g} % is assumed to be additional.",
    "7.1": f"In the order of net present value: {', '.join(worth.sort_values(ascending=False).index)}.",
} | dict(zip(own_texts["section"].astype(str), own_texts["text"].astype(str), strict=True))
Markdown(ep.planning.outline(f"Plan for {park}", texts))

# %% [markdown]
# The sections that still say *to be written* are where the real work of planning lies: significance, spatial layout,
# project guidelines, organization and incentives. They are written with people, not computed.
#
# ## The answer

# %% tags=["hide-input"]
Markdown(
    f"A plan contains what six steps deliver: {len(ep.planning.checklist())} products, written up in eight chapters. This run "
    f"could fill {len(texts)} of {len(ep.datasets.load('planning', 'chapter_sections'))} sections; the others need people. A leader group that includes the town has to agree; Guigang had such a group even though one company group dominated the park. "
    f"As for the money: {money_sentence[0].lower()}{money_sentence[1:]}. "
    + (
        f"The weakest assumption is how much of the saving of the {doubtful} is additional: the project pays if the share is at least {break_even:.0f} %, and {additional:g} % was assumed."
        if crosses
        else f"Whatever share of the saving of the {doubtful} is additional, the sign of its net present value stays the same."
    )
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "plan for": park,
        "kind of site": site,
        "indices that can be computed": len(computable),
        "energy per GDP today [tce/10^4 RMB]": intensity,
        "energy per GDP at the goal [tce/10^4 RMB]": goal_intensity,
        "energy use at the goal [tce/year]": goal_energy,
        "net present value of the doubtful project [10^4 RMB]": worth[doubtful],
        "additional part from which it pays [%]": break_even,
        "net present value of the plan [10^4 RMB]": total,
        "smallest grant that leaves no project at a loss [10^4 RMB]": subsidy,
        "project with the highest net present value": first,
        "sections with a first sentence": len(texts),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - Whether firms will come, sign and stay: Baltimore and Cape Charles had plans, too.
# - What would have happened without the plan: `additional` is an assumption, whatever its value.
# - Effects on people, such as jobs, health, noise and trust: the tables have no column for them.
# - Prices, investments and savings of the model park are invented, though they fit each other.
# - Savings of several projects can overlap: less water used also means less water to heat and to treat.
# - We read a translation of the guidelines. A word such as *can* or *should* may be stronger in Chinese.
#
# ## Key points
#
# - Exchanges that already exist are the safest beginning of a park; a plan makes them grow.
# - Government keeps a role even where one group owns the chain, because town, farmers and rivers do not belong to the
#   group.
# - Each of the six steps delivers products; a computer helps with flows, indices and finances, but the rest is work
#   with people.
# - "Can" is not "must": for every permission, the plan has to make a choice and say who covers a loss.
# - State the total beside every goal that is expressed per unit of GDP.
# - Count only what is additional, state it as an assumption, and show where the verdict changes.
# - The plan is a document of eight chapters that somebody must own.
#
# ## Now with your own zone
#
# Put your yearly figures into a table with the columns `quantity`, `value`, `unit` (the names are in the
# package `sepa_2003`, table `quantities`), and your projects into one with `project`, `investment`, `saving`,
# `upkeep` (10^4 RMB, per year where it applies) and `years`. Then run:
#
# `ecopark run 03 -p park="My park" -p facts_file=my-figures.csv -p projects_file=my-projects.csv -p doubtful="my pipe" -p additional=50`
#
# If you leave out a file, the lesson uses the model park instead. The exercises are in
# `exercises/03_planning_a_park.ipynb`.
#
# ## The researcher's corner
#
# **What would a referee ask?** The first question is about selection: Guigang is known because it worked, and the
# guidelines chose it. Chertow's cases were not drawn at random either. A fair test of planning would follow all parks
# that were announced in one year, whatever became of them; China's lists of approved parks make such a cohort
# possible (lesson 08). The second is about the counterfactual: a survey that asks firms *would you have done it
# anyway* overstates additionality if a subsidy hangs on the answer. The third is about the discount rate. Here is the
# same plan at other rates:

# %% tags=["hide-input"]
rates = [0.02, 0.05, 0.08, 0.12]
values = [
    ep.symbiosis.compare_projects(appraised, r)["net_present_value"].astype(float).sum() - renovation
    for r in rates
]
Markdown(
    "Net present value in RMB million: "
    + "; ".join(f"{v / 100:,.1f} at {100 * r:g} %" for r, v in zip(rates, values, strict=True))
    + "."
)

# %% [markdown]
# If the net present value of a plan changes sign within this range, the verdict depends mainly on the choice of
# discount rate. Since public investments are often appraised at a lower rate than private ones, the verdict may then
# depend on who invests.
#
# ## References
#
# - SEPA (2003), *Guidelines for eco-industry park planning*, English translation,
#   http://www.indigodev.com/sepa_eip_guideline.html: packages `planning` and `sepa_2003`.
# - Guigang: package `guigang`; Zhu, Q., Lowe, E. A., Wei, Y. and Barnes, D. (2007), Industrial symbiosis in
#   China: a case study of the Guitang Group, *Journal of Industrial Ecology* 11(1), 31-42,
#   doi:10.1162/jiec.2007.929 (abstract read).
# - Baltimore and Cape Charles: package `planning`, table `outcomes`, with the address of each text.
# - Chertow, M. R. (2007), "Uncovering" industrial symbiosis, *Journal of Industrial Ecology* 11(1), 11-30:
#   abstract at https://studylib.net/doc/10296665/.
# - IISD (2015), *Development of Eco-Efficient Industrial Parks in China: A Review*, section 3.1.1.
# - Model park: package `model_park`, synthetic.
#
# **To read further:** Zhu and others (2007) for how a company built a supply base; Chertow (2007) for planned
# and uncovered networks; UNIDO (2020) on 50 parks in eight countries, doi:10.3390/su122410611.
