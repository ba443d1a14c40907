# ---
# jupyter:
#   ecopark:
#     number: "12"
#     title: "Taiwan: Changbin, Mailiao, Linhai; plan first or firms first?"
#     minutes: 70
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12 Taiwan: Changbin, Mailiao, Linhai; plan first or firms first?
#
# **Question.** Your zone has empty land and old factories. Should you plan the exchanges before the firms come, or let
# the firms come and link them afterward, and what return can you expect?
#
# **After this lesson you can**
#
# - describe how three parks began in three different ways, and which causes the sources name;
# - weigh opinions, cases and comparisons for and against planning first, without counting votes;
# - compute how many of the expected firms must come before planning pays;
# - say how much of a saving is used up by new plants, on paper and in fact;
# - name the questions that must be answered about a sum of money before you divide by it.
#
# **Time:** 45 minutes to read and run, 25 more for the role play in class. **Before:** lessons 01 and 03.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second
# cell is collapsed and only loads the tables.

# %% tags=["parameters"]
site: str = "linhai"  # park whose causes are summed up in section 1; name; changbin | mailiao | linhai
account: str = "article"  # whose account of Linhai's exchanges is drawn; name; article | China Steel
saved: float = 100.0  # saving of your zone, water or a pollutant; 10^3 t/year; 1..1000000
offset: float = 1.2  # units saved for each unit that new plants add; t/t; 1..10
ahead: float = 2.0  # effect of a link built with the park, over that of the same link later; 1; 1..5
arrive: float = 40.0  # expected firms that really come; %; 0..100
fit: float = 40.0  # possible links for which firms already there have a suitable neighbor; %; 0..100
anchor: bool = False  # whether one partner of each link has signed before the plan; yes or no; any
money_years: float = 1.0  # years that the program's figure for money covers; year; 0.5..30
sales: float = 0.0  # share of that figure that comes from steam sold, which its buyers pay for; %; 0..99
claim: str = "2020_co2"  # dated figure for avoided CO2 beside the article's; id in the table series; any

# %% tags=["setup"]
import numpy as np
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

import ecopark as ep
import ecopark_course as course

course.check_parameters("12", globals())
course.format_tables()
sites = ep.datasets.load("taiwan", "sites").set_index("id")
factors = ep.datasets.load("taiwan", "factors_of_success")
history = ep.datasets.load("taiwan", "linhai_history").set_index("id")
evidence = ep.datasets.load("taiwan", "evidence").set_index("no")
mailiao = ep.datasets.load("taiwan", "mailiao").set_index("id")
program = ep.datasets.load("taiwan", "program").set_index("id")
series = ep.datasets.load("taiwan", "series").set_index("id")
further = ep.datasets.load("taiwan", "further_figures").set_index("id")
carbon = series[(series["quantity"] == "CO2 avoided") & series["year"].notna()]
course.check_choice("claim", claim, carbon.index, what="No dated figure for avoided CO2 is called")
accounts = {"article": "linhai_exchanges", "China Steel": "linhai_returns"}
exchanges = ep.datasets.load("taiwan", accounts[account])
source_names = ep.datasets.source_names()

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: opening and section 1, 7; 2, 7; 3, 8; 4, 10; 5, 6; answer, key points and corner, 7; the role play at the end, 25. With 45
# minutes in all, leave out section 5 and the corner, and give exercises 12.3 and 12.7 as homework.
#
# Open with a vote, before anybody runs a cell: *You get a budget once. Do you spend it on pipes for firms that may
# come, or on pipes for firms that are there?* Write the result on the board and vote again after section 4.
#
# Common misconceptions: (1) Changbin failed because its four zones were a bad idea; (2) Linhai shows that planning is useless; (3) more rows
# in a table of evidence make a stronger case; (4) a plant emits exactly as much as its permit allows; (5) every sum of money is a sum for one year.

# %% [markdown]
# ## 1 Three parks, three beginnings
#
# An article on a popular-science site in Taiwan begins long before the first park. The industrial revolution of the 18th and
# 19th centuries ran on coal and steam, the second, after 1870, on oil and electricity, and with each the demand for
# resources grew. For thirty years, the article continues, planners have taken nature as their teacher: in an
# ecosystem nothing is waste, and Kalundborg seemed to show that industry can work in the same way (eighth paragraph). The article then turns to three parks on the west coast of the island, which began in different ways.

# %%
shown = sites[["kind", "planned", "worked", "not_worked"]].set_axis(
    ["began as", "planned", "what worked", "what did not"], axis=1
)
shown.set_axis(sites["name_en"] + " " + sites["name_zh"]).rename_axis("park").fillna("nothing is told")

# %%
site_factors = factors[factors["site"] == site]
helped, hindered = (
    site_factors.loc[site_factors["effect"] == effect, "factor"] for effect in ("helped", "hindered")
)
causes = [
    f"{len(rows)} causes that {effect}: {'; '.join(rows.str[0].str.lower() + rows.str[1:])}"
    if len(rows)
    else f"none that {effect}"
    for effect, rows in (("helped", helped), ("hindered", hindered))
]
Markdown(f"At **{sites.at[site, 'name_en']}** the article names {causes[0]}. It names {causes[1]}.")

# %% [markdown]
# Set `site` to *changbin* and run the cell again before you blame the plan. The article does not say that the four zones were a
# mistake. It says that plots were sold with no control over the plants that buyers would build, that water was short and
# emissions were capped, and that firms were not sited so that neighbors could exchange materials. Much of the land was still undeveloped or unsold when the text was
# written, and the author hopes that firms which complement one another will come later.

# %%
firms_2013 = further.loc["changbin_firms"]
Markdown(
    f"By {firms_2013['year_printed']}, {firms_2013['value']:.0f} firms were operating in Changbin, according to an encyclopedia "
    "that anybody may edit (unverified). If so, firms did come in the end. But having many firms does not in itself create an exchange: someone "
    "must have what the neighbor needs."
)

# %% [markdown]
# ## 2 Linhai: a drought, a pipe, and two plans
#
# Linhai lies beside the harbor of Kaohsiung. Here is how its network began. Watch the years, and watch who says what.

# %%
events = [
    *("laid_out", "anchor", "surplus_cw", "plan_csc", "drought_csc"),
    *("drought_cw", "meeting_cw", "pipe_cw", "operation", "steam_cpc"),
]
told = history.loc[events, ["date", "event", "source"]].replace({"source": source_names})
told.set_index("date")

# %% [markdown]
# Two sources do not agree. China Steel's page puts its plan for sharing energy first and the drought later in the same
# year. CommonWealth Magazine puts the drought a year later and says that only then did the firms meet and discover
# that one of them had steam to spare. Both name the same two ingredients: chemical plants that ran short of water for their boilers, and a steelworks
# with more steam than it could use. The deal suited both sides: the seller, for its part, no longer had to pay to cool steam that nobody
# wanted.
#
# Was Linhai, then, a case of *firms first*? Look again at the first two rows. The park itself was planned, and the state
# placed a steel company and a shipyard in it. That was a plan for heavy industry, not for exchange, but it put a
# large source of steam beside many firms that could use it, although at first, as a manager of China Steel recalls, these firms were hardly linked at all
# (Sedaghat and Hamada 2024). And the government stayed involved: a study of the park names **subsidies for technology, policy support and willing
# manufacturers** as the key factors (Maynard and others 2020; we read the abstract).

# %%
park = ep.symbiosis.Network(exchanges)
pairs = sum((receiver, sender) in park.links for sender, receiver in park.links) // 2
back = int((exchanges["to"] == "CSC").sum())
teller = {"article": "the article", "China Steel": "China Steel"}
ep.plots.show(ep.symbiosis.plot_network(park, f"Linhai, account of {teller[account]}"))

# %%
members = ep.datasets.load("taiwan", "linhai_firms")["name_en"]
group = members.str.contains("China Steel|CSC").sum()
Markdown(
    f"In this account, {len(exchanges)} exchanges make {len(park.links)} links between {len(park.firms)} members. {pairs} {'pair gives' if pairs == 1 else 'pairs give'} "
    f"streams to each other, and China Steel (CSC) takes back {back} kind{'s' if back != 1 else ''} of stream. The network is usually said to join "
    f"**{len(members)} firms**; at least {group} of them carry China Steel's name, so part of the network lies within one corporate group."
)

# %% [markdown]
# Draw the figure again with `account` set to *China Steel*, which combines the company's page with news about the company. The article lists many
# links and hardly any return flows; the page describes condensate, hydrogen and waste gas that come back from neighbors, and lumps the neighbors together. What looks
# like a property of the park, such as its loops, is a property of the text. Never compare the loops of two parks,
# or the share of possible links that exist, if one text names firms and the other lumps them into classes.

# %%
course.ask(
    "China Steel dates its plan before the drought, a magazine dates the drought before any talk. What may a careful "
    "reader conclude about plan first or firms first?",
    {
        "Firms first is proved: nothing happened until the drought.": "Not according to these sources. One of them puts a plan before the "
        "drought, and the steam was there because somebody had placed a steelworks in the park.",
        "Plan first is proved: the company had a plan.": "The page belongs to the company, and a plan of one firm is not a plan of a park. "
        "The magazine gives a different order.",
        "A shortage led to a contract for steam that was already available; whether the plan or the firms came first stays open.": "Yes. Both sources report the shortage and "
        "the surplus. Keep both dates, and do not build an argument on the year.",
    },
    right="A shortage led to a contract for steam that was already available; whether the plan or the firms came first stays open.",
)

# %% [markdown]
# ## 3 Mailiao: one owner, and the room that a saving makes
#
# Mailiao is a petrochemical park on land reclaimed from the sea. One group of more than ten companies built it, stage after
# stage. Few industries there complement one another: there is no steel, cement, food or farming. The group made up for
# this with a habit: when it extends the park, it reviews the waste of the running plants and looks for a process
# that could use it (fifteenth and sixteenth paragraphs).

# %%
uses = ep.datasets.load("taiwan", "site_parts").query("site == 'mailiao' and kind == 'use of waste'")["part"]
Markdown(
    "Four examples: "
    + "; ".join(uses)
    + ". The first began as a duty: the vapor had to be collected and burned, and burning it meant losing a raw material."
)

# %% [markdown]
# What drove this? The owner demanded it of every unit, and companies in one group share information, something that competitors would
# hardly do. Then comes a sentence that is easy to miss: the group can use its savings in pollution and in resources to
# **keep building plants**, and so raise sales and profit (seventeenth paragraph). Economists call this a *rebound*. Lesson 02 worked out
# its algebra; here is what happened to the water of Mailiao.

# %%
kinds = {"usual": "needed", "demand": "needed", "allotted": "allowed", "permit_2": "allowed"}
kinds |= {"permit_1": "allowed", "use_2020": "used", "use_2025": "used"}
labels = {
    "usual": "needed with conventional technology (2007)",
    "demand": "needed, says the group (2007)",
    "allotted": "allowed by the industrial bureau (2006)",
    "permit_2": "allowed by the new limit (2007)",
    "permit_1": "allowed by the old limit (until 2007)",
    "use_2020": "used about 2020",
    "use_2025": "used 2022 to 2025, mean",
}
looks = {"needed": (ep.plots.ORANGE, "//"), "allowed": (ep.plots.BLUE, ""), "used": (ep.plots.GREEN, "..")}
water = mailiao.loc[list(kinds), "value"] / 1000
rise = 100 * (water["permit_2"] / water["permit_1"] - 1)
axes = plt.subplots(figsize=(8.5, 3.4), layout="constrained")[1]
for row, (key, kind) in enumerate(kinds.items()):
    color, hatch = looks[kind]
    bar = axes.barh(row, water[key], color=color, hatch=hatch, edgecolor="black")
    axes.bar_label(bar, [f"{water[key]:.0f}"], padding=3)
axes.set_yticks(range(len(kinds)), [labels[key] for key in kinds])
axes.invert_yaxis()
axes.set(xlabel="Water of Mailiao [10^3 t/day]", xlim=(0, 1.1 * water.max()))
axes.set_title(f"The permit rose by {rise:.0f} %, yet use stayed below the old limit", loc="left")
words = "; ".join(f"{labels[key]} {water[key]:.0f}" for key in kinds)
ep.plots.show(ep.plots.set_alt_text(axes, f"Bars of water at Mailiao [10^3 t/day]: {words}."))

# %%
growth = 100 * (mailiao.at["capacity_4", "value"] / mailiao.at["capacity_1", "value"] - 1)
per_capacity = 100 * ((1 + rise / 100) / (1 + growth / 100) - 1)
Markdown(
    f"In 2004 a permit required the park to return to the old limit within three years. Capacity had meanwhile grown by {growth:.0f} % since the "
    f"first stage. In 2007 the limit was raised instead. Per unit of capacity the new limit is **{-per_capacity:.0f} % stricter**, in total it is "
    f"**{rise:.0f} % looser**: growth had more than used up the saving. (We use only the ratio of the capacities; the text gives them "
    "per day, which cannot be right.)"
)

# %% [markdown]
# Read the green bars before you write a headline. The park used *less* water than even the old limit allowed, partly, say environmental groups,
# because output fell. So three different things are called a saving: less used per unit, less allowed by the permit, and less taken from the river.
#
# **A rule for the rebound.** In 2017 the group asked for permission to build three extensions to its plants, and offered to save more
# than the new plants would add. If $r$ units must be saved for each unit that is added, a saving $S$ makes room for $S/r$, and
# only $S(1 - 1/r)$ remains.

# %%
offered = mailiao.loc[["offset_air", "offset_ghg", "offset_water"], "value"]
rules = pd.Series([*offered, offset], ["air pollutants", "greenhouse gas", "water", "your rule"])
used = pd.DataFrame({"saved per unit added": rules, "used by new plants [%]": 100 / rules})
used["saving that remains for the air or the river [%]"] = 100 - used["used by new plants [%]"]
used.rename_axis("rule").round(1)

# %%
room, used_up = saved / offset, 100 / offset
net = saved - room
Markdown(
    f"The first three rows are what the group offered for extensions of {mailiao.at['extension_share', 'value']:g} % of its capacity. "
    f"With {offset:g} units saved per unit added, a zone that saves {saved:,.0f} thousand tonnes a year may add {room:,.1f}. New plants use "
    f"**{used_up:.0f} %** of the saving, and {net:,.1f} thousand tonnes are really gone."
)

# %% [markdown]
# Really? Only if the saving came from *real* emissions. A plant seldom emits all that its permit allows, and a plant that has
# been closed emits nothing. Before 2014 such unused rights had been offered as reductions. The committee that assesses the
# extensions then decided that only the actual emissions of running plants may be counted (Chu 2014). Exercise 12.6 shows how much the difference
# is worth. The agency later sent the three extensions of 2017 back for a new assessment.

# %%
course.ask(
    "For each tonne of greenhouse gas that its new plants add, a park first cuts 1.5 tonnes of real emissions elsewhere in the park. "
    "What happens to the emissions of the park?",
    {
        "They fall by the full amount that was cut.": "Two thirds of the cut make room for the new plants.",
        "They fall by a third of the amount cut.": "Yes: for each 1.5 tonnes that are cut, one is added. The stricter the rule, the smaller the rebound.",
        "They rise, because new plants always emit more.": "They would if the cuts existed on paper only. With real cuts and a ratio above one, "
        "the sum falls.",
        "They stay the same, because cuts and additions balance.": "That would be a ratio of one.",
    },
    right="They fall by a third of the amount cut.",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Five minutes in pairs: *Your zone cut its wastewater by a tenth. What used up the room that this made?* Each pair names one new plant,
# permit or product that took it, or says how one would find out. Expect the objection that growth would have come anyway. It is a good one:
# the figure shows what grew together, not what caused what.

# %% [markdown]
# ## 4 Plan first or firms first?
#
# The article has a thesis, and Linhai does not support it. In existing parks, it says, one hardly ever finds a
# suitable user nearby; **if the links are considered while the park is being planned, the effect doubles** (twelfth paragraph).
# Six paragraphs later it says that integration in existing parks is what works, with Linhai as the best place (eighteenth paragraph).
# Here is the evidence that we found for each side. We sorted it ourselves.

# %%
listed = evidence.sort_values(["speaks_for", "kind"], ascending=[False, False], kind="stable")
listed = listed.rename(columns={"speaks_for": "speaks for"})
listed[["speaks for", "kind", "place", "statement"]].set_index("speaks for")

# %%
count = evidence.groupby(["speaks_for", "kind"]).size()
sides = evidence["speaks_for"].value_counts()
by_kind = {
    side: ", ".join(f"{number} {kind}{'s' if number > 1 else ''}" for kind, number in count[side].items())
    for side in ("plan first", "firms first", "another cause")
}
Markdown("Counted by kind: " + "; ".join(f"{side} ({rows})" for side, rows in by_kind.items()) + ".")

# %% [markdown]
# Do not count the rows: we chose them, and a search finds only published material. Ask instead how much weight each row can bear.
#
# - The doubling is an **opinion** without a figure. The sources that we read give no amounts for the exchanges at Changbin or Mailiao.
# - The statement that existing parks have few links refers to **Canada and the United States** (ninth paragraph), not to Taiwan.
# - A **case** shows that something can happen. Changbin had a plan *and* a shortage of water; which of the two decided?
# - The only **comparison** sets proposed projects in the United States beside networks that had grown on their own. Such networks are noticed
#   *because* they succeeded, so the comparison favors them.
# - The rows under *another cause* say that the question is badly posed: a broker, an anchor firm, the rules of entry or the state's money
#   made the difference.
#
# **Make the thesis testable.** Suppose that a link built with the park has $k$ times the effect of the same link laid later. It works
# only if both partners come. If each comes with probability $a$, independently, planning gives $k a^2$ per possible link. If you wait,
# you build links only between firms that are already there, and a suitable neighbor exists for a share $f$ of the possible links. Planning first is better if
#
# $$k\,a^2 > f , \qquad\text{that is}\qquad a > \sqrt{f/k} .$$
#
# If one partner of each link, the anchor, has signed already, $a^2$ becomes $a$. All three numbers are assumptions: nobody has
# published them for Taiwan.

# %%
with_plan = ahead * (arrive / 100) ** (1 if anchor else 2)
waiting = fit / 100
needed = {False: 100 * np.sqrt(waiting / ahead), True: 100 * waiting / ahead}
shares = np.linspace(0, 100, 201)
axes = plt.subplots(figsize=(8.5, 4), layout="constrained")[1]
axes.plot(shares, ahead * shares / 100, "-", color=ep.plots.BLUE, label="plan first, anchor has signed")
axes.plot(
    shares,
    ahead * (shares / 100) ** 2,
    "--",
    color=ep.plots.ORANGE,
    label="plan first, both partners expected",
)
axes.axhline(waiting, color="black", linestyle=":", label="firms first")
axes.plot(arrive, with_plan, "o", color=ep.plots.RED, label="this run")
axes.set(xlabel="Expected firms that come [%]", ylabel="Effect per possible link [1 = a link laid later]")
axes.set_title(
    f"Planning first pays if more than {needed[False]:.0f} % of the firms come, or more than {needed[True]:.0f} % with an anchor",
    loc="left",
)
axes.legend(frameon=False)
text = f"Lines: planning first equals waiting at {needed[False]:.0f} % of arrivals without an anchor and {needed[True]:.0f} % with one"
ep.plots.show(ep.plots.set_alt_text(axes, f"{text}; this run: {arrive:g} %, effect {with_plan:.2f}."))

# %%
gap = with_plan - waiting
verdict = "plan first" if gap > 1e-9 else "firms first" if gap < -1e-9 else "a tie"
signed = "one partner of each link has signed" if anchor else "both partners are still expected"
Markdown(
    f"With {arrive:g} % of the expected firms coming ({signed}), planning first yields {with_plan:.2f} and waiting {waiting:.2f} per possible link: "
    f"**{verdict}**. The doubling holds for a link that works; it does not make the firms come."
)

# %% [markdown]
# Move the controls. What does signing one anchor change, compared with raising the share of firms that come?

# %%
course.widgets.explore(
    lambda percent_that_come, percent_that_fit, anchor_signed: (
        f"plan first {ahead * (percent_that_come / 100) ** (1 if anchor_signed else 2):.2f}, "
        f"firms first {percent_that_fit / 100:.2f}"
    ),
    percent_that_come=(0, 100, 5, round(arrive)),
    percent_that_fit=(0, 100, 5, round(fit)),
    anchor_signed=[anchor, not anchor],
)

# %% [markdown]
# **A third answer.** The article itself gives one, in two halves. In existing parks, the more successful cases had a university or a
# consultant who surveyed the firms and brought them together (ninth paragraph). The closing paragraph asks for a survey and a pilot in existing
# parks, and in new ones for a review of the rules on who may enter.
#
# The government tried several of these things in turn (tenth and eleventh paragraphs). In the 1990s it founded a national center for cleaner production
# and a waste information exchange. The exchange never grew, because the waste law limited the materials that could change hands. Then the industrial
# bureau and the environment agency formed a joint task force: together with universities and institutes it advises firms on cutting the
# waste from their processes, and the firms invest because it pays. For existing parks the aim is that everybody can see who has energy or material to spare, so that links
# form faster, complement high-technology firms, and support local development and competitiveness.
#
# Rules can also undo a plan. Some plots at Changbin were sold with a list of industries that are not admitted, among them metal smelting, oil refining, petrochemicals and
# cement: the very industries that take part in the exchanges at Linhai.

# %%
course.ask(
    "What would be a fair test of the claim that planning the links ahead doubles their effect?",
    {
        "Count more parks that planned first and succeeded.": "Successes alone cannot show how much planning added. Changbin and Cape Charles must be in the "
        "sample as well.",
        "Compare Changbin with Linhai, with amounts for every exchange.": "Better, but the two differ in land, water, age and industry. One pair cannot "
        "separate the effect of the plan from these differences.",
        "Compare similar parks with and without a plan, failures included, with amounts.": "Yes. Similar parks, failures included, and tonnes instead of "
        "stories. No such study of Taiwan was found.",
        "Ask the managers of planned parks whether planning helped.": "They know the most, and they have the most reason to say yes.",
    },
    right="Compare similar parks with and without a plan, failures included, with amounts.",
)

# %% [markdown]
# ## 5 The return, in money and in clean air
#
# Which of these figures can sensibly be divided by another? Look at the units.

# %%
money = pd.concat(
    [
        program.loc[["investment", "money"]],
        series.loc[["2015_money"]],
        further.loc[["money_cw", "saving_cw"]],
        mailiao.loc[["water_money", "water_gain"]],
    ]
)
money = money.replace({"source": source_names})
money[["scope", "quantity", "value", "unit", "source"]].set_index("scope")

# %%
invested, stated = program.at["investment", "value"], program.at["money", "value"]
yearly = stated * (1 - sales / 100) / money_years
payback = invested / yearly
water_payback = mailiao.at["water_money", "value"] / mailiao.at["water_gain", "value"]
Markdown(
    f"The national program covers {program.at['parks', 'value']:.0f} parks and {program.at['clusters', 'value']:.0f} clusters of firms, says the article; other texts count "
    f"{series.at['2020_eips', 'value']:.0f} eco-industrial parks, designated since 1995. For the group that owns Mailiao the text says that the gain is annual, so measures to save water paid back in **{water_payback:.1f} years**. For the national "
    f"program, no period is given. If the NTD {stated:,.0f} million cover {money_years:g} year{'s' if money_years != 1 else ''} and {sales:g} % of that sum comes from sold "
    f"steam, the payback is **{payback:.1f} years**. If the sum covers ten years, the payback is ten times as long as if it covers one."
)

# %% [markdown]
# Change `money_years` and `sales`. Two points that the source leaves unstated matter more than the precision of any digit.
#
# - **A year, or all years?** The source gives no period for the sum, which appears beside a figure described as cumulative.
# - **Whose gain?** The sum adds costs saved and steam sold. China Steel's income from steam is a cost to its neighbors. For the park as a
#   whole, a sale is no gain; the fuel that is no longer burned is. The two rows on Linhai show the difference.
#
# **Beyond CO2.** A mayor is asked about the air over the town before anybody asks about the climate.

# %%
clean = pd.concat(
    [
        program.loc[["boilers", "sox", "nox", "particulates"]],
        further.loc[["sox_1994_2018", "nox_1994_2018", "pm_1994_2018"]],
    ]
)
clean[["scope", "quantity", "value", "unit"]].set_index("scope")

# %% [markdown]
# Mind the units again: the program counts tonnes a year, China Steel all tonnes from 1994 to 2018. Other benefits have no number at all: steam in a
# drought, no tank trucks bringing water from far away, space freed where a boiler once stood. At Linhai, such a benefit was the reason to sign.
#
# **And the CO2?** Here are the published figures. The axis is logarithmic.

# %%
ep.plots.show(ep.plots.plot_claims(series.reset_index(), "CO2 avoided"))

# %%
fold = carbon.at["2007_co2", "value"] / program.at["linhai_co2", "value"]
chosen = carbon.loc[claim]
beside = "Linhai" if chosen["scope"] == "Linhai" else "Taiwan program"
ratio = chosen["value"] / program.at["linhai_co2" if beside == "Linhai" else "co2", "value"]
Markdown(
    f"For Linhai, the report of 2007 and the article differ by a factor of about **{fold:.0f}**. In what we read, neither states its boundary. Does the figure include raw materials that nobody had to make "
    "elsewhere, or only fuel? All firms, or those in the network? Compared with which baseline? Until you know, do not add the two, do not average them, "
    f"and do not call the difference a trend. The figure that you chose ({chosen['year']:.0f}, {chosen['scope']}) is {ratio:.2f} times the article's for the "
    f"{'park' if beside == 'Linhai' else 'national program'}."
)

# %% [markdown]
# The article also states how much material the firms exchange: 2.0 million tonnes a year at Linhai and 4.29 million in the national
# program, a figure that it calls cumulative and yearly at once. It is tempting to check a figure for CO2 against the CO2 of a tonne of steam from an oil boiler. That comparison does not work here, because
# the tonnes are mixed: gases, water and slag are among them. A tonne of slag that takes the place of cement clinker avoids the carbon of
# limestone as well as that of fuel.
#
# ## The answer

# %%
better = {
    "plan first": "planning first is better",
    "firms first": "waiting for the firms is better",
    "a tie": "both are equally good",
}[verdict]
bar = "now that an anchor has signed" if anchor else f"or {needed[True]:.0f} % once an anchor has signed"
Markdown(
    f"**Plan first or firms first?** With your numbers, {better}: {arrive:g} % of the expected firms come, and planning needs more than {needed[anchor]:.0f} %, {bar}. The published evidence does not settle it: {sides['plan first']} pieces of evidence speak for the plan, "
    f"{sides['firms first']} for the firms and {sides['another cause']} for a third cause. So sign an anchor if you have none, survey who has what, keep routes for pipes open, check the rules of entry, "
    f"and leave the individual exchanges to the firms. **What will it return?** {payback:.1f} years on your reading of the national program, {water_payback:.1f} years for the water of one group. "
    f"**And the air?** With your rule, new plants use {used_up:.0f} % of what is saved, so decide first how the room that a saving makes may be used."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "causes that helped the park": len(helped),
        "causes that hindered the park": len(hindered),
        "members of the network": len(park.firms),
        "pairs that give to each other": pairs,
        "kinds of stream back to China Steel": back,
        "change of the permit for water [%]": rise,
        "change of the permit per capacity [%]": per_capacity,
        "part of a saving used by new plants [%]": used_up,
        "saving that remains [10^3 t/year]": net,
        "effect of planning first": with_plan,
        "arrivals that planning needs [%]": float(needed[anchor]),
        "better order": verdict,
        "chosen figure for CO2 over the article's": ratio,
        "payback of the program [year]": payback,
        "payback of water at Mailiao's owner [year]": water_payback,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The story of the three parks comes from one popular article, which favors Linhai. The study of 2020 has a table of exchanges, and sections on
#   incentives, that we could not read.
# - The rule for planning first counts effects, not costs, and treats arrivals as independent of the plan and of each other. The researcher's corner relaxes the
#   last point. A good plan may also attract firms, and a strict one may repel them.
# - At Mailiao the growth of capacity and the saving came together; nobody knows how much would have been built without the saving.
# - Several texts were read as excerpts or copies. One figure for Changbin comes from an encyclopedia and is unverified.
# - The effects on health and fishing near Mailiao are publicly disputed and are not treated here.
#
# ## Key points
#
# - Linhai was planned for steel and ships, and exchange came later, after a drought. Changbin was planned for exchange, but suitable
#   firms did not come at first. Mailiao plans stage by stage, within one group.
# - The article claims that planned links double the effect, yet it praises an unplanned network. For every piece of evidence, ask whether it is an opinion, a case or a
#   comparison.
# - A doubled effect pays only if enough firms come. An anchor that has signed lowers the bar most.
# - A saving makes room for new plants, and under a rule such as 1 to 1.2 they may use five sixths of it. Count real emissions, not emission rights.
# - A sum of money without a stated period is not a return, and a sale inside the park is not a gain for the park.
#
# ## Now with your own zone
#
# Ask three people who know your zone for the share of expected firms that came in the last five years, and for the share of waste streams
# that have a possible user within pipe distance. Then run the lesson with both numbers:
#
# - `ecopark run 12 -p arrive=55 -p fit=25 -p anchor=yes`
# - `ecopark run 12 -p saved=40 -p offset=2`
# - `ecopark run 12 -p money_years=5 -p sales=50 -p claim=2013_co2`
#
# For the first three entrants on your list, write down which material or energy each could take from a firm that is already there, and which rule of entry would prevent it.
#
# The exercises are in `exercises/12_taiwan.ipynb`.
#
# ## The researcher's corner
#
# *Do firms come independently?* A referee would say no: a slump keeps everybody away at once. Let $\rho$ be the correlation between the arrivals of the two partners.
# Then both come with probability $a^2 + \rho\,a(1-a)$, and the more they move together, the more a planned link is worth at the same $a$.

# %%
a = arrive / 100
both = {rho: ahead * (a**2 + rho * a * (1 - a)) for rho in (0, 0.5, 1)}
listed = ", ".join(f"{value:.2f} at a correlation of {rho:g}" for rho, value in both.items())
loops = {
    name: ep.symbiosis.network_metrics(ep.symbiosis.Network(ep.datasets.load("taiwan", table))).at[
        "cyclicity", "value"
    ]
    for name, table in accounts.items()
}
Markdown(
    f"Without an anchor, planning yields {listed}; waiting yields {waiting:.2f}. *Are loops measured?* The largest eigenvalue of the links (*cyclicity*) is "
    + " and ".join(f"{value:.2f} in the account of {teller[name]}" for name, value in loops.items())
    + ": it depends on how finely a text distinguishes the neighbors."
)

# %% [markdown]
# *Is uncovering better than planning, or easier to see?* Chertow (2007) compares projects that were proposed in public
# with networks that were discovered only after they had formed; the comparison therefore sets candidates against
# survivors. *Can planning and growth be combined?* Paquin and Howard-Grenville (2012) follow for eight years a network
# whose facilitator used
# both chance meetings and set goals, and the Korean program worked through regional centers (Park and others 2019). *Does the rebound have a theory?* Zink and Geyer (2017) argue that
# secondary production lowers impacts only to the extent that it replaces primary production; Figge and Thorpe (2019) treat the symbiotic case. *What is waiting worth?* To lay pipes later is an option: the more
# uncertain the arrivals and the cheaper the later pipe, the more valuable it is to wait.
#
# ## References
#
# - Package `taiwan`: each row names its source, the place in it, and how it is known. The article is `taiwan-zh` (Science and Technology Vista, 2018).
# - Maynard, Subramanian, Hua and Lo (2020), *Industrial Symbiosis in Taiwan: Case Study on Linhai Industrial Park*, *Sustainability* 12(11), 4564, doi:10.3390/su12114564 (open access;
#   the abstract was read).
# - China Steel Corporation, *Green Partners: District Energy Integration*; we read the beginning of a copy.
# - Chertow (2007), *"Uncovering" Industrial Symbiosis*, *Journal of Industrial Ecology* 11(1), doi:10.1162/jiec.2007.1110; the abstract was read.
#
# To read further:
#
# - Paquin and Howard-Grenville (2012), *The Evolution of Facilitated Industrial Symbiosis*, *Journal of Industrial Ecology*, doi:10.1111/j.1530-9290.2011.00437.x; the abstract was read.
# - Park, Park and Park (2019), on the Korean program, *Journal of Industrial Ecology* 23(1), http://ideas.repec.org/a/bla/inecol/v23y2019i1p197-207.html; the abstract was read.
# - Zink and Geyer (2017), *Circular Economy Rebound*, *Journal of Industrial Ecology*; the summary was read.

# %% [markdown] tags=["instructor"]
# **Role play: plan first or firms first? (25 minutes)** The industrial bureau has NTD 1.2 billion for a park with 60 hectares of empty land beside a steelworks. It can lay a steam main and pipe racks
# across the empty land now, or pay for a survey and for pipes between firms that have signed.
#
# - *Park director.* Laying the main along with the road costs half as much as laying it later. Defend: build now, and sell plots only to firms that fit. You know that the bureau's last park was empty for years.
# - *Energy manager of the steelworks.* You pay to cool steam that nobody takes, and next year's orders are uncertain. Defend: sign users first, and guarantee no supply before that.
# - *Chemical firm.* A drought stopped your boilers last summer. You would sign tomorrow if the pipe came within a year. Defend: one pipe now, for one customer.
# - *Ministry of finance.* You pay once. Defend: a subsidy only in return for signed contracts, and a clause on the use of the saved emissions.
# - *Farmer and neighbor.* The river is low and the air is bad. Defend: whatever is saved stays saved, measured against real emissions.
#
# Eight minutes in pairs of roles (each finds one row of the evidence and one number for its case), ten as a whole group, then write the decision in three sentences: who builds what, in which order, and what happens to the room that the savings create.
# Debrief: Which share of arrivals did you assume, and who had to prove it? Who became the anchor? Vote again on the opening question and ask those who changed their minds which row did it.
#
# **Group task (15 minutes).** Each group takes one row of the evidence and writes the sentence that the author would have needed to turn an opinion or a case into a comparison: of which parks, with which amounts, over which years?
