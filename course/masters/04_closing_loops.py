# ---
# jupyter:
#   ecopark:
#     number: "04"
#     title: Closing loops
#     minutes: 45
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 Closing loops
#
# **Question.** Which streams of a park can be used twice, how much does that save, and what prevents it?
#
# **After this lesson you can**
#
# - use a few ratios to check whether a by-product is plentiful or scarce;
# - say why a plan should reduce first, and find where a reduction helps;
# - read the pinch from a figure of water and from a figure of heat;
# - match what firms discard with what others buy, and find out why the rest remains unused;
# - put a price on a missing measurement and on a forbidden pipe;
# - test whether a rule for sharing the cost of a treatment plant keeps all firms in.
#
# **Time:** 45 minutes, and 25 more with the role play in class. **Before:** lesson 00; lesson 03 helps.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots mark a folded cell: it loads
# tables, checks your values, or prepares a figure or a sentence, so run it too. You do not have to read its code.

# %% tags=["parameters"]
pulp_yield: float = 50.0  # yield of pulp from dry bagasse fiber at Guigang; %; 30..70
cut: float = 30.0  # cut of the load of one water use at its source; %; 1..99
treated_to: float = 60.0  # concentration that a treatment between uses reaches; ppm; 1..1000
dt_min: float = 10.0  # smallest temperature difference between streams that exchange heat; K; 1..60
reach: float = 15.0  # longest distance of an exchange; km; 1..500
chloride: float = 40.0  # chloride that a laboratory finds in the used solvent; mg/kg; 0..1000000
exponent: float = 0.6  # how the cost of a treatment plant grows with its size; 1; 0.2..1
water_file: str = ""  # CSV or XLSX file with your water uses, in place of the published problem; path; any
offers_file: str = ""  # CSV or XLSX file with what your firms discard; path; any
needs_file: str = ""  # CSV or XLSX file with what your firms buy; path; any
fits_file: str = ""  # CSV or XLSX file that says which discarded stream replaces which; path; any

# %% tags=["setup"]
import pandas as pd
from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("04", globals())
course.format_tables()
made_up = "Model park: invented numbers that fit together (package model_park)."
names = (
    "offers",
    "needs",
    "fits",
    "distances",
    "water_uses",
    "forbidden",
    "heat_streams",
    "wastewater",
    "facts",
)
offers, needs, fits, ways, park_water, forbidden, park_heat, wastewater, facts = (
    ep.datasets.load("model_park", name) for name in names
)
in_solvent = "chloride [mg/kg]"
offers, needs = (rows.rename(columns={"chloride": in_solvent}) for rows in (offers, needs))
price = ep.datasets.load("model_park", "prices").set_index("item")["value"]
rules = {"quality": {in_solvent: "max"}, "distances": ways, "transport_cost": price["transport"]}
near_rules, far_rules = {"max_distance": price["inside"], **rules}, {"max_distance": reach, **rules}
own_files = [name for name in (offers_file, needs_file, fits_file) if name]
course.check_choice(
    "files", len(own_files), [0, 3], what="Give all three files on exchanges, or none. Number of files:"
)
if own_files:
    offers, needs, fits = (ep.symbiosis.read_table(name) for name in own_files)
    near_rules = far_rules = {}  # a file of your own counts without ways and without limits of quality
near, far = (ep.symbiosis.match(offers, needs, fits, **given) for given in (near_rules, far_rules))

published = ep.datasets.load("process_integration", "water_processes")
uses = ep.symbiosis.read_table(water_file) if water_file else published
water_from = "Your water uses." if water_file else "Problem of Wang and Smith (1994)."
plan, aim = ep.symbiosis.optimize_water_network(uses), ep.symbiosis.water_cascade_analysis(uses)
ranking = ep.symbiosis.source_reduction_savings(uses, cut)
course.check_range("number of water uses with a load", len(ranking), 1, 1000)

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: 1 Guigang 7; 2 water 12; 3 heat 9; 4 a whole park 11; 5 sharing 6; role play 25. In a
# short training keep 1, 2 and 4. Sections 2 and 3 use published problems whose answers can be found in textbooks;
# section 4 uses an invented park whose balances close. Say this aloud before someone asks.

# %% [markdown]
# ## 1 A by-product runs short
#
# The slogan "waste is a resource" sounds as if there were plenty of waste. The sugar park of Guigang teaches the
# opposite. Its pulp mill lives on **bagasse**, the fiber that is left when cane is pressed, and its alcohol plant on
# **molasses**. In 2019 the company moved to a new site; the plan for this site states the quantities of cane, sugar
# and pulp. A handful of ratios turns these figures into streams: what the sugar factory supplies, and what the pulp
# mill and the alcohol plant need. The ratios are usual values of the industry or assumptions, not measurements of
# Guigang (package `guigang`, table `ratios`).
#
# **Predict first.** Is the sugar factory large enough to feed the pulp mill?

# %% tags=["hide-input"]
figures = ep.datasets.load("guigang", "figures").set_index("id")["value"]
ratio = ep.datasets.load("guigang", "ratios").set_index("id")["value"]
have = {
    ("Sugar factory", "bagasse"): figures["move_cane"] * ratio["bagasse"],
    ("Sugar factory", "molasses"): figures["move_cane"] * ratio["molasses"],
    ("Other refineries", "bagasse"): figures["bagasse_region"],
    ("Other refineries", "molasses"): figures["molasses_region"],
}
want = {
    ("Pulp mill", "bagasse"): figures["move_pulp"] / (pulp_yield / 100 * ratio["dry"] * ratio["fiber"]),
    ("Alcohol plant", "molasses"): figures["alcohol"] * ratio["ethanol"],
}
supply, demand = (
    pd.DataFrame(
        [(*key, amount, "t/year") for key, amount in side.items()],
        columns=["firm", "stream", "quantity", "unit"],
    )
    for side in (have, want)
)
same = pd.DataFrame({"supply_stream": ["bagasse", "molasses"], "demand_stream": ["bagasse", "molasses"]})
sugar_plan = ep.symbiosis.match(supply, demand, same, objective="diversion")
links = sugar_plan.matches.rename(columns={"supplier": "from", "user": "to", "supply_stream": "stream"})
ep.plots.show(
    ep.symbiosis.plot_sankey(ep.symbiosis.Network(links), "What Guigang's plants could receive"),
    source="Plan of 2019 and usual ratios; by-products of other refineries before 2000; alcohol without a year "
    "(package guigang).",
)

# %% tags=["hide-input"]
own_part = 100 * have["Sugar factory", "bagasse"] / want["Pulp mill", "bagasse"]
gap = want["Pulp mill", "bagasse"] - have["Sugar factory", "bagasse"] - have["Other refineries", "bagasse"]
molasses_part = 100 * have["Sugar factory", "molasses"] / want["Alcohol plant", "molasses"]
Markdown(
    f"The sugar factory's own bagasse covers **{own_part:.0f} %** of what the pulp mill needs if none of it is burned. "
    + (
        f"Even with the bagasse of the other refineries in the region, {gap:,.0f} t a year are missing. "
        if gap > 0
        else "With the bagasse of the other refineries in the region there is enough. "
    )
    + f"The factory's own molasses covers {molasses_part:.0f} % of what the alcohol plant needs."
)

# %% [markdown]
# The shortage of bagasse explains what the sources report: the group buys by-products from its competitors, in part
# by order of the government, gives incentives to farmers, and adds rice straw and bamboo (package `guigang`, tables
# `statements` and `streams`). **Once a waste has a user, it has a price and can run out.** Moreover, the mill cannot
# have any tonne that the boiler burns: an existing use competes with a new one.
#
# Arithmetic of this kind is the planner's cheapest tool. It should come before any optimization, and it shows which
# number to measure first. Here it is the yield of pulp: change `pulp_yield` and run the cells again.

# %% [markdown] tags=["instructor"]
# **Teacher.** Ask for predictions by a show of hands before the figure. Usual misconception: *by-products are
# free and endless.* Let a group list everything in its own zone that would become scarce if one more user
# appeared.

# %% [markdown]
# ## 2 Reduce before you reuse: water
#
# The guidelines of 2003 put reduction before everything else (lesson 03). Is this more than a moral precept? A
# published problem shows that the order changes the plan. Four processes take up a pollutant: `inlet` and `outlet`
# are the highest concentrations allowed, in ppm, and `load` is what the process adds, in kg/h. (1 kg/h in 1 t/h of
# water makes 1,000 ppm.)

# %%
units = {"inlet": "ppm", "outlet": "ppm", "load": "kg/h", "inflow": "t/h", "outflow": "t/h"}
shown = uses.set_index("process")[[column for column in units if column in uses]]
shown.rename(columns=lambda column: f"{column} [{units[column]}]")

# %% [markdown]
# If only fresh water is used, each process needs a flow equal to its load divided by its outlet limit. But water that
# leaves one process at 100 ppm may still be good enough for another that accepts 400. Such a sequence of uses is
# called a **cascade**. The guidelines list grades of water, from super-pure water for making chips to water for
# irrigation, and name cases that many plants know: reused steam condensate, circulating cooling water, and recycled
# water of a first and a second grade. What they print as "middle water", between drinking water and wastewater, is
# called *reclaimed water* in English (中水).
#
# In the figure, the line with dots adds up the loads of the processes, from the lowest concentration to the highest.
# The straight line shows the load that the fresh water can take up. The lines touch at the **pinch**, where the water
# is only just sufficient.

# %%
ep.plots.show(ep.symbiosis.plot_water_composite(aim), source=water_from)

# %%
pinch_text = f"the pinch is at {aim.pinch:g} ppm" if aim.pinch is not None else "there is no pinch"
Markdown(
    f"Without reuse the processes need {plan.without_reuse:.1f} t/h of fresh water; with the best cascade they need {plan.fresh:.1f} t/h, which is {plan.saving:.0f} % less; {pinch_text}."
)

# %% [markdown]
# **Predict first.** Suppose that one process can cut its load by `cut` percent, for instance with a better rinse. In
# which process would this save the most fresh water? Many people choose the one with the largest load. (The
# guidelines call such measures *technique integration*: renewed processes, new techniques, better management. They
# say that these measures decide whether a park lasts.)

# %% tags=["hide-input"]
alone = uses.assign(gain=cut / 100 * 1000 * uses["load"] / uses["outlet"]).set_index("process")["gain"]
compared = ranking.assign(alone=ranking["process"].map(alone)).set_index("process")
compared[["load", "place", "alone", "saved"]].round(2).rename(
    columns={
        "load": "load [kg/h]",
        "place": "place at the pinch",
        "alone": "saved without reuse [t/h]",
        "saved": "saved with reuse [t/h]",
    }
)

# %% [markdown]
# Compare the last two columns. A cut **below** the pinch keeps its full value in a park that reuses water. If a
# process lies **across** the pinch, only the part of the cut below the pinch counts. A cut **above** the pinch saves
# no fresh water at all, because the used water that arrives there takes up the load anyway. The value of a reduction
# thus depends on the reuse around it, and the value of reuse depends on what has been reduced. If the cut is deep
# enough, the pinch itself moves. Each line of the next figure shows the effect of cutting one process; a bend shows
# where the pinch jumps and another process becomes the one to improve. Where two lines coincide, the broad one shows
# beneath the other: in the published problem, a cut in process 1 saves as much as the same cut in process 3.

# %% tags=["hide-input"]
steps = list(range(0, 100, 3))
curves = pd.DataFrame(
    {s: ep.symbiosis.source_reduction_savings(uses, s).set_index("process")["fresh_after"] for s in steps}
).T
axes = curves.plot(figsize=(8, 4), style=["-", "--", "-.", ":"], linewidth=2, color=list(ep.plots.COLORS))
axes.lines[0].set(linewidth=7, alpha=0.4)  # beneath the others, because lines may coincide
axes.axvline(cut, color="black", linewidth=0.8)
axes.set(xlabel="Cut of the load of one process [%]", ylabel="Fresh water with reuse [t/h]")
best = str(ranking.at[0, "process"])
axes.set_title(f"A cut in process {best} saves most at {cut:g} %", loc="left")
axes.legend(title=f"process ({curves.columns[0]} is broad)", frameon=False)
last = "; ".join(f"process {name}: {column.iloc[-1]:.1f}" for name, column in curves.items())
ep.plots.show(
    ep.plots.set_alt_text(
        axes, f"Line chart. {axes.get_title(loc='left')}. Fresh water in t/h at a cut of 99 %: {last}."
    ),
    source=water_from,
)

# %% tags=["hide-input"]
reduced = uses.copy()
reduced["load"] = reduced["load"].astype(float)
reduced.loc[reduced["process"].astype(str) == best, "load"] *= 1 - cut / 100
after = ep.symbiosis.water_cascade_analysis(reduced)
where = [f"at {p:g} ppm" if p is not None else "nowhere" for p in (aim.pinch, after.pinch)]
pinch_now = f"stays {where[0]}" if where[0] == where[1] else f"moves: it was {where[0]} and is now {where[1]}"
Markdown(
    f"After the best cut the park needs {after.fresh:.1f} t/h, and the pinch {pinch_now}. A network built before the cut would be {plan.fresh - after.fresh:.1f} t/h too large."
)

# %% [markdown]
# That is the practical reason for the order: **reduce, compute again, then lay pipes.** Set `cut` to 95 and run the
# cells again: the pinch jumps, and the largest load becomes the best one to reduce after all. A cut above the pinch
# also has a value: it lowers the load that must be cleaned at the end.
#
# **Treatment** between two uses makes further reuse possible; the guidelines list methods from condensation to
# reverse osmosis and wetlands. Treatment saves fresh water only if the treated water is cleaner than the
# concentration at the pinch.

# %% tags=["hide-input"]
cleaner = ep.symbiosis.Treatment("treatment", outlet=treated_to)
treated = ep.symbiosis.optimize_water_network(uses, treatment=cleaner)
Markdown(
    f"A treatment that reaches {treated_to:g} ppm lowers the need for fresh water from {plan.fresh:.1f} to {treated.fresh:.1f} t/h; to do so, it treats {treated.treated:.1f} t/h."
    if treated.fresh < plan.fresh - 0.05
    else f"A treatment that reaches only {treated_to:g} ppm saves no fresh water here."
)

# %%
course.ask(
    "A park reuses water. A process above the pinch carries the largest load and offers to halve it. What do you expect?",
    {
        "The largest saving of fresh water": "The process with the largest load is not necessarily where clean water is scarcest. Above the pinch there is enough used water to take up the load, so no fresh water is saved.",
        "Less to clean at the end, but no fresh water saved": "The pinch shows where fresh water is short; above it a cut helps the treatment plant and the river, which may be reason enough.",
        "More fresh water needed, since less is reused": "Reducing a load never raises the need for fresh water. It can leave "
        "pipes idle that were built before.",
    },
    right="Less to clean at the end, but no fresh water saved",
)

# %% [markdown]
# ## 3 Heat has grades too
#
# Heat is graded by temperature as water is graded by purity. A stream that must be cooled can warm a colder one as
# long as a minimum temperature difference, `dt_min`, remains between them. Again we begin with a published problem,
# which has two hot streams and two cold ones.

# %%
kemp = ep.datasets.load("process_integration", "heat_streams")
kemp = kemp[kemp["problem"] == "kemp"]
kemp.assign(kind=["cold" if t > s else "hot" for s, t in zip(kemp["supply"], kemp["target"], strict=True)])[
    ["stream", "kind", "supply", "target", "capacity"]
].set_index("stream").rename(
    columns={"supply": "from [°C]", "target": "to [°C]", "capacity": "capacity [kW/K]"}
)

# %%
cascade = ep.symbiosis.heat_cascade(kemp, dt_min=dt_min)
ep.plots.show(ep.symbiosis.plot_heat_composites(cascade), source="Problem of Kemp (2007).")

# %% [markdown]
# Where the curves overlap, the streams heat each other. The part that extends beyond the overlap on the right is heat
# that must be bought; the part that extends beyond it on the left is heat that must be removed by cooling. At the
# pinch the curves come as close as `dt_min` allows. Three rules follow that need no computer: do not cool with
# outside means above the pinch, do not heat with them below it, and transfer no heat across it.
#
# **In the model park** each firm first recovers what heat it can alone, as the guidelines want at the first level;
# then all firms exchange heat. In winter the town and the fish farm take part, and the sugar mill runs.

# %% tags=["hide-input"]
hours = {"winter": price["heating_hours"], "rest": price["hours"] - price["heating_hours"]}
seasons = {"winter": park_heat, "rest": park_heat[park_heat["hours"] > price["heating_hours"]]}
tables = {
    s: ep.symbiosis.inter_firm_heat_recovery(rows, dt_min=dt_min).set_index("case")
    for s, rows in seasons.items()
}
heat_saved = (
    sum(tables[s].at["saved by exchange", "hot_utility"] * hours[s] for s in seasons) / 1000
)  # MWh/year
energy = facts.set_index("quantity").at["energy", "value"]
heat_part = 100 * heat_saved * ep.units.factor("MWh", "tce") / energy
place = park_heat.set_index("stream")
power = (place["supply"] - place["target"]).abs() * place["capacity"] / 1000  # MW
warm, wanted = place.at["condenser water", "supply"], place.at["district heating", "target"]
left = tables["winter"].at["all firms together", "cold_utility"] / 1000
Markdown(
    f"Exchange between firms saves at most {heat_saved:,.0f} MWh of heat a year, {heat_part:.1f} % of the park's energy. "
    f"In winter, {left:,.0f} MW of heat are still cooled away."
)

# %%
course.ask(
    f"The condenser of the model park's power plant gives off {power['condenser water']:.0f} MW at {warm:g} °C, and the town needs "
    f"{power['district heating']:.0f} MW. Why does the town still buy heat?",
    {
        "The network would lose too much on the way": "Losses are not even part of this calculation. The reason comes earlier.",
        f"Heat at {warm:g} °C cannot warm water to {wanted:g} °C": "An energy balance counts only megawatts; a pinch analysis also looks at temperature. To heat the town, the turbine must release its steam at a higher temperature, and then it generates a little less electricity.",
        "The power plant refuses to sell": "It might, but even a willing plant could not sell this heat for this purpose.",
    },
    right=f"Heat at {warm:g} °C cannot warm water to {wanted:g} °C",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *waste heat is free energy.* Let each group write the temperature of its largest
# waste heat on the board before anyone writes megawatts. Discuss: *the treatment plant lives on wastewater, and the
# steam seller on steam. Does either of them want firms to reduce?*

# %% [markdown]
# **Shared steam overcomes this limit.** Combined heat and power gives up a little electricity and delivers steam or hot
# water that is warm enough to be used. The guidelines note that by 2003 China had been doing this for more than 40
# years, and they ask that furnaces and turbines be rebuilt to serve both the park and the community. They expect four
# benefits from it: less energy use, a better environment, fuller use of heat, and lower cost. How much fuel it saves
# depends on what we compare it with, which here is a boiler and a power plant with the efficiencies in the table
# `plants`.

# %% tags=["hide-input"]
plants = ep.datasets.load("model_park", "plants").set_index("plant")
fuel_saved = {
    name: ep.symbiosis.chp_fuel_savings(
        p["heat"],
        p["electricity"],
        p["fuel"],
        boiler_efficiency=p["boiler_efficiency"],
        power_efficiency=p["power_efficiency"],
    ).saving
    for name, p in plants.iterrows()
}
today, then = fuel_saved.values()
Markdown(
    f"Today's power plant, which supplies steam to the firms, needs {today:.1f} % less fuel than separate plants. If it heats the town as well, "
    f"the saving rises to {then:.1f} %."
)

# %% [markdown]
# The guidelines mention cases in which the energy use of a park "can be reduced to" half. The translation may mean
# *to* or *by*; for one half, the two amount to the same. Rather than rely on such a figure, calculate what your own
# streams allow.
#
# ## 4 A whole park: matching, and one missing number
#
# Physics determines what water and heat can do; for materials, one has to know which discarded stream can replace
# which purchase, at what ratio, after what treatment, and whether this is allowed. The guidelines see three levels:
# inside each firm (section 2), between firms, and beyond the park, where the park becomes a link in the region's
# cycle. The model park lists the possible replacements in the table `fits`. The computer then looks for the plan that
# saves the most money. The saving is the cost of purchases and of disposal that are no longer needed, less the cost
# of treatment and transport. Here is the plan for exchanges over distances up to `reach`; the text below the table
# compares its saving with that of a plan for the park alone:

# %%
columns = ["supplier", "supply_stream", "user", "quantity", "benefit_per_unit", "binds"]
far.matches[columns].round(1).rename(
    columns={
        "supply_stream": "stream",
        "quantity": "quantity [t/year]",
        "benefit_per_unit": "saves [RMB/t]",
        "binds": "what limits it",
    }
).set_index("supplier")

# %%
gain_near, gain_far = near.benefit / 1e4, far.benefit / 1e4
Markdown(
    f"Exchanges inside the park save RMB {gain_near / 100:,.1f} million a year; exchanges over distances up to {reach:g} km save RMB "
    f"{gain_far / 100:,.1f} million."
    if not own_files
    else f"Your exchanges save {gain_far * 1e4:,.0f} a year in the currency of your tables."
)

# %%
ep.plots.show(ep.symbiosis.plot_matching(far), source="Your tables." if own_files else made_up)

# %% [markdown]
# The figure shows what is typical of real parks, too: some of the discarded streams find a user, and for each of the
# others there is a reason why they do not. Read the reasons in the next table one by one, because each calls for a
# different action: a shorter route, a change of a rule, a laboratory test, or a new market.

# %%
rest = far.unmatched[far.unmatched["side"] == "supply"]
rest[["firm", "stream", "unmatched", "reason"]].rename(columns={"unmatched": "left over [t/year]"}).round(
    0
).set_index("firm")

# %% [markdown]
# **What is one number worth?** The chip plant's used solvent has a potential user next door, yet it is still burned
# because nobody knows its chloride content. The guidelines put the composition of waste first among the data that an
# information system should hold. Suppose that a laboratory measures the chloride content and finds the value set in
# `chloride`:

# %% tags=["hide-input"]
worth = 0.0
if not own_files:
    known = offers.copy()
    known.loc[known["stream"] == "used solvent", in_solvent] = chloride
    worth = (ep.symbiosis.match(known, needs, fits, **far_rules).benefit - far.benefit) / 1e4
Markdown(
    f"The measurement is worth RMB {worth / 100:.1f} million a year."
    if worth > 0
    else "This result makes no further exchange possible, so the measurement saves nothing."
)

# %% [markdown]
# A test can also bring a bad result, and its cost is spent before the result is known. So compare this cost with the
# value of a good result *times* its probability.
#
# **Some pipes are forbidden.** A calculation that knows only one pollutant would send water wherever its
# concentration is low enough. The model park therefore lists pipes that must not be laid: no used water for drinking,
# for food or for drugs, and no oily water for paper. The figure shows the best plan without these pipes:

# %% tags=["hide-input"]
park_plan = ep.symbiosis.optimize_water_network(park_water, forbid=forbidden)
pipes = park_plan.flows.rename(columns={"flow": "quantity"}).assign(stream="water")
pipes = pipes[pipes["quantity"] >= 1].round(1)
water_net = ep.symbiosis.Network(pipes, outside=["fresh water", "waste water"])
ep.plots.show(
    ep.symbiosis.plot_sankey(water_net, "Water in the model park"),
    source=f"{made_up} Pipes of less than 1 t/h are left out.",
)

# %% [markdown] tags=["instructor"]
# **Role play, 25 minutes: should the rinse of the chip plant go to the drug plant?** The rinse is nearly pure, the
# drug plant is next door, and both managers like the idea. Roles: *manager of the chip plant* (pays for discharge,
# wants a contract for ten years), *quality officer of the drug plant* (one lost batch costs more than a year's
# water), *inspector* (a drug plant may use drinking water only), *manager of the paper mill* (takes the rinse today,
# without a contract), *park director* (promised the ministry a reuse rate), *consultant* (has an optimal plan). Each
# defends one sentence, then the group decides: which pipe, who pays for monitoring, who is liable if a solvent gets
# into the rinse at night? Stop the class before the next cell and run it only after the decision. Debrief: Which
# argument needed a number? Which could no number settle? What did the optimizer not know, and who in the room did?
# Would the verdict change if the paper mill closed?
#
# **Group task.** Write the three lines of your own `forbidden` table that no outsider would guess.

# %% tags=["hide-input"]
opened = forbidden[~((forbidden["from"] == "chip rinse") & (forbidden["to"] == "drug plant"))]
lenient = park_water.copy()
lenient.loc[lenient["process"] == "drug plant", "inlet"] = 30.0  # ppm: as if the drug plant took rinse water
tempting = park_plan.fresh - ep.symbiosis.optimize_water_network(lenient, forbid=opened).fresh
Markdown(
    f"The plan needs {park_plan.fresh:.0f} t/h instead of {park_plan.without_reuse:.0f}. To let the rinse of the chip plant into the drug plant, against every rule of good practice, would save **{abs(tempting):.1f} t/h**, because the paper mill takes all of that water already."
)

# %% [markdown]
# ## 5 Sharing plants and knowledge
#
# **Knowledge.** Somebody has to know who discards what. In Canada and the United States, where parks already had many
# firms, exchange centers were the usual answer at the end of the 20th century. Taiwan opened one in the 1990s, but
# waste legislation limited what it could achieve. The more successful links in existing parks came about because a
# university or a consultant nearby surveyed the park and brought the firms together (`taiwan-zh`, paragraphs 9 and
# 10). A list is not enough; somebody must go and ask. The guidelines, too, want more than a list: the composition and
# destination of waste, the products of firms, markets, techniques, laws, and people who know about them.
#
# **Plants.** Sharing saves money where cost grows more slowly than size, as in wastewater treatment, recycling of
# solid waste, fire service, buses, storehouses, equipment for maintenance and training. The guidelines see the main
# benefit for small and middle-sized firms that are short of capital. Whether these firms stay in depends on the rule
# by which the cost is shared. Five firms of the model park could build one treatment plant; a plant twice as large
# costs `2 ** exponent` times as much. The table gives the bill of each firm under three rules, beside the cost of a
# plant of its own:

# %%
plant = {
    "reference_cost": price["treatment_cost"],
    "reference_size": price["treatment_size"],
    "exponent": exponent,
}
bills = ep.symbiosis.compare_cost_allocations(wastewater, **plant).set_index("firm")
bills.assign(**{c: bills[c] / 100 for c in bills.columns[1:]}).round(2).rename(
    columns={
        "use": "use [m3/day]",
        "alone": "own plant [RMB million]",
        "equally": "equal shares [RMB million]",
        "by_use": "by use [RMB million]",
        "by_standalone_cost": "by own cost [RMB million]",
    }
)

# %% [markdown]
# **Predict first.** Under which rule would a firm rather build its own plant?

# %% tags=["hide-input"]
leaving = ep.symbiosis.blocking_coalitions(wastewater, **plant).set_index("rule")
stable = int((leaving["status"] == "stable").sum())
words = {"equally": "equal shares", "by_use": "shares by use", "by_standalone_cost": "shares by own cost"}
verdicts = {
    rule: "nobody gains by leaving"
    if row["status"] == "stable"
    else f"{row['coalition'].replace(', ', ' and ')} would save RMB {row['gain'] / 100:.1f} million with a plant of their own"
    for rule, row in leaving.iterrows()
}
Markdown("; ".join(f"**{words[rule].capitalize()}**: {verdict}" for rule, verdict in verdicts.items()) + ".")

# %%
course.ask(
    "Five firms build one treatment plant. Which rule for the bill is the fairest?",
    {
        "Equal shares, because equality is fair": "Where sizes differ, equal shares can charge a small firm more than a plant of its own would cost. If it leaves, the others pay more.",
        "Any rule under which nobody gains by leaving": "Such a rule keeps the group together, which is a necessary condition for fairness but not a sufficient one: several rules may pass and still split the saving very differently.",
        "Numbers can exclude rules; the choice among the rest is a negotiation": "The test excludes rules that break the group. What remains is a "
        "question of who saves how much, and it belongs in the contract.",
    },
    right="Numbers can exclude rules; the choice among the rest is a negotiation",
)

# %% [markdown]
# ## The answer

# %% tags=["hide-input"]
blocked = rest.groupby("status")["unmatched"].sum().sort_values(ascending=False)
reasons = {
    "too far": "distance",
    "partners used up": "users that already have enough",
    "no compatible stream": "the lack of any known use",
    "quality unknown": "a missing measurement",
    "quality": "quality",
    "not allowed": "a rule",
    "costs more than it saves": "cost",
}
hindered = ", ".join(reasons.get(status, status) for status in blocked.index[:3])
problem = "Your zone saves" if water_file else "The published water problem saves"
Markdown(
    f"Water, heat and by-products can be used twice. {problem} {plan.saving:.0f} % of its fresh water by reuse, and a cut of {cut:g} % in process {best} saves "
    f"another {ranking.at[0, 'saved']:.1f} t/h, so reduce first. In the model park, heat exchange between firms saves {heat_part:.1f} % of the energy, and a power plant that supplies steam to firms and town needs {then:.0f} % less fuel than separate plants. Of {offers['quantity'].sum():,.0f} t of "
    f"discarded material, {100 * far.diverted / offers['quantity'].sum():.0f} % finds a user. "
    + (
        f"What stands in the way of the rest, the largest quantity first: {hindered}. "
        if len(blocked)
        else "Nothing is left over. "
    )
    + f"At Guigang the sugar factory's own bagasse covers {own_part:.0f} % of what the pulp mill needs: "
    + ("a by-product that has a user can run short." if own_part < 100 else "it would be enough.")
)

# %% [markdown]
# ## Results of this run

# %%
smallest = bills["use"].idxmin()
course.results(
    {
        "need for bagasse that the sugar factory covers [%]": own_part,
        "bagasse that is missing with all of the region [t/year]": gap,
        "fresh water without reuse [t/h]": plan.without_reuse,
        "fresh water with a cascade [t/h]": plan.fresh,
        "water pinch [ppm]": aim.pinch,
        "best process to cut": best,
        "saved by the best cut [t/h]": ranking.at[0, "saved"],
        "water pinch after the best cut [ppm]": after.pinch,
        "fresh water with treatment [t/h]": treated.fresh,
        "heat bought in the published problem [kW]": cascade.hot_utility,
        "heat saved by exchange in the model park [MWh/year]": heat_saved,
        "fuel saved by steam for firms and town [%]": then,
        "saved by matching inside the park [10^4 RMB/year]": gain_near,
        "saved by matching as far as the reach [10^4 RMB/year]": gain_far,
        "material that finds a user [t/year]": far.diverted,
        "worth of one measured number [10^4 RMB/year]": worth,
        "fresh water of the model park with reuse [t/h]": park_plan.fresh,
        "rules of sharing that are stable": stable,
        "equal share of the smallest firm less its own plant [10^4 RMB]": bills.at[smallest, "equally"]
        - bills.at[smallest, "alone"],
    }
)

# %% [markdown]
# ## What this cannot show
#
# - **Contracts and trust.** The plan does not ask who delivers when a turbine stands still, or who pays for a bad
#   batch.
# - **Variability.** All flows are steady. Cane is pressed in one season, beer is brewed in batches, a town needs heat
#   in winter.
# - **Distance.** Heat and water pipes have no length, loss or price here; only materials are given transport
#   distances.
# - **Quality.** The water problem knows one pollutant. It leaves out germs, salts, color and smell; that is why
#   people must draw up the list of forbidden pipes.
# - **Rebound.** An exchange that pays can keep a dirty process alive or free money for more production.
# - The model park is invented. Its numbers are consistent with each other but describe no real place.
#
# ## Key points
#
# - A by-product that has a user has a price and can run short, so check its quantity with ratios before you optimize.
# - Reduce, compute again, then lay pipes: reuse changes the value of a cut, and a deep cut moves the pinch.
# - Below the pinch every cut saves fresh water; above it, a cut only relieves the treatment plant.
# - The value of heat depends on its temperature: much waste heat is not hot enough to use, and shared steam is a way
#   around this problem.
# - Read the reasons why some streams remain unused: they show who can act.
# - One measurement can be worth more than a pipe, and forbidding a pipe may cost nothing.
# - A rule that drives out small firms destroys the saving it was meant to share.
#
# ## Now with your own zone
#
# Save your water uses with the columns `process`, `inlet`, `outlet` (ppm) and `load` (kg/h), or `inflow` and
# `outflow` (t/h):
#
# `ecopark run 04 -p water_file=my-water.csv -p cut=20`
#
# For exchanges, give three tables together. The table of what firms discard has the columns `firm`, `stream`,
# `quantity`, `unit` and `disposal_cost`; the table of what they buy has `price` in place of the last; the table of
# what fits has `supply_stream`, `demand_stream`, `substitution` and `treatment_cost`. The package `model_park` has an
# example of each:
#
# `ecopark run 04 -p offers_file=offers.csv -p needs_file=needs.csv -p fits_file=fits.csv`
#
# The exercises are in `exercises/04_closing_loops.ipynb`.
#
# ## The researcher's corner
#
# **What would a referee ask?** First, how certain is the least flow of fresh water, the target? Loads are measured
# with error. Because the target never falls when a load rises, two runs bound it, one with all loads 10 percent lower
# and one with all loads 10 percent higher:

# %%
bounds = [ep.symbiosis.water_cascade_analysis(uses.assign(load=uses["load"] * f)).fresh for f in (0.9, 1.1)]
Markdown(f"The least fresh water lies between {bounds[0]:.1f} and {bounds[1]:.1f} t/h.")

# %% [markdown]
# Second, is the least fresh water the right aim? It ignores pumps, pipes and risk; a plan that saves a little
# less with half the pipes is usually better. Third, the problem of Wang and Smith has one contaminant. With
# several, the target is only a lower bound, and `ep.symbiosis.optimize_water_network` then returns `fresh_low` beside
# what it found.
#
# **Why sharing by use is stable here.** With an exponent below 1 the cost of a unit falls with size. If the cost is
# shared by use, each group pays the unit cost of the large plant; alone it would pay that of a smaller plant, which
# is never lower. So no group gains by leaving: the payments lie in the *core* of the game. For other cost functions,
# test every group, as `blocking_coalitions` does.
#
# ## References
#
# - SEPA (2003), *Guidelines for eco-industry park planning*, section 4: package `planning`, tables
#   `integrations` and `integration_means`.
# - Wang, Y. P. and Smith, R. (1994), Wastewater minimisation, *Chemical Engineering Science* 49(7), 981-1006,
#   doi:10.1016/0009-2509(94)80006-5; Kemp, I. C. (2007), *Pinch Analysis and Process Integration*: package
#   `process_integration`.
# - Guigang: package `guigang` with its sources; Zhu and others (2007), doi:10.1162/jiec.2007.929 (abstract
#   read).
# - Young, H. P. (1994), Cost allocation, *Handbook of Game Theory*, volume 2, chapter 34.
# - Taiwan: source `taiwan-zh` (2018). Model park: package `model_park`, synthetic, with the reason for each
#   number.
#
# **To read further:** Kemp (2007), chapter 2, for pinch analysis with paper and pencil; Zhu and others (2007)
# for supply contracts with farmers and competitors.
