# ---
# jupyter:
#   ecopark:
#     number: "06"
#     title: "The Circular Transformation: promises, money, and who decides"
#     minutes: 60
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 The Circular Transformation: promises, money, and who decides
#
# **Question.** The state offers our zone money for closing its loops. What must we promise, who decides whether we
# have kept our promises, and how much of the money can we keep?
#
# **After this lesson you can**
#
# - say why the program exists, what preceded it, and what is known about its results;
# - walk through its seven steps, from the work plan to the second payment or the refund;
# - compare a zone's promise with the national target for the same years;
# - show that one rule can be read in several ways, and what each reading costs;
# - ask *per what* before you compare two intensities.
#
# **Time:** 35 minutes to read and run, 25 more for the debate in class. **Before:** lesson 05 (intensities, shares).
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second one is folded
# and only loads the tables.

# %% tags=["parameters"]
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
zone: str = "Synthetic zone 31"  # zone with an agreement; name; any
start: int = 2012  # year in which the agreement is signed; year; 1990..2100
year: int = 2015  # year of the examination; year; 1990..2100
waste_use: float = 75.0  # promise: share of industrial solid waste that is used; %; 1..100
cut: float = 5.5  # promise: cut of SO2 and of COD since the start; %; 0.1..99
energy_cut: float = 12.0  # promise: cut of energy per value added since the start; %; 0.1..99
subsidy: float = 182.0  # approved subsidy; 10^6 RMB; 1..100000
progress: bool = False  # whether the authorities see substantial progress; yes or no; any
added_share: float = 0.3  # value added as a share of output, for section 4; 1; 0.01..1

# %% tags=["setup"]
import numpy as np
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

import ecopark as ep
import ecopark_course as course

course.check_parameters("06", globals())
course.format_tables()
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.simulate_panel()
course.check_panel(panel, zone=zone, years=[start, year])
own = panel[panel["zone"] == zone].set_index("year")
plans = ep.datasets.load("ctip_targets", "targets")
known = ep.datasets.load("programs", "figures").set_index("id")["value"]
documents = ep.datasets.load("programs", "documents")
yearly = ep.programs.yearly_change

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 7; 2, 5; 3, 6; 4, 5; 5, 9; 6, 3; the debate at the end, 25. With 45 minutes in all,
# leave out section 4 and let pairs, not groups, hold the debate. Section 5 is the core of the lesson: let the class
# argue before anybody moves a slider.
#
# Usual misconceptions: (1) the smaller intensity is the better park; (2) *90 % of the targets* means that the average target is reached to
# 90 %; (3) the money comes with the signature; (4) a zone that promises more is more ambitious, whatever the years; (5) whoever pays also judges
# alone.

# %% [markdown]
# ## 1 Two zones and what they promised
#
# In the Circular Transformation of Industrial Parks (工业园区循环化改造), targets are not set from above: a zone proposes its
# own, and the ministries accept or reject them. IISD (2015) prints the plans of two zones: Tianjin (also called TEDA)
# for 2005 to 2010, which must belong to the predecessor of the program, and Rizhao for 2010 to 2015.

# %%
readable = plans[
    (plans["certainty"] == "sure") & (plans["value_printed"].notna() | plans["change_printed"].notna())
]
names = ep.datasets.load("ctip_targets", "indicators").set_index("id")
names = names["indicator"] + (" [" + names["unit"] + "]").fillna("")
promised = readable.assign(
    indicator=readable["indicator"].map(names),
    promise=readable["value_printed"].fillna("no value").replace("n/c", "not communicated")
    + " (" + readable["change_printed"].fillna("no change printed") + ")",
)  # fmt: skip
promised.pivot(index="indicator", columns="zone", values="promise").reindex(
    promised["indicator"].unique()
).fillna("nothing printed")

# %% [markdown]
# (*pt* are percentage points; 2.0 E-5 means 0.00002 tce for each yuan of output, so 0.2 tce for RMB 10,000. In our
# copy of the text, some entries of the table could not be assigned to either zone; these are left out.)
#
# **Predict first.** Tianjin promised to cut energy per unit of output by a fifth, and Rizhao by a sixth. Which
# promise was more ambitious? To compare them, we convert each into a change per year and show it beside the national
# target for the same years.

# %%
energy = plans[(plans["indicator"] == "energy_use") & plans["change"].notna()].set_index("zone")
nation = ep.programs.national_targets_china("energy intensity").set_index("id")["yearly_change"]
pace = {
    "Tianjin, 2005 to 2010": yearly(energy.at["Tianjin ETDZ", "change"], 5),
    "nation, 2005 to 2010": nation["energy_intensity_2010"],
    "Rizhao, 2010 to 2015": yearly(energy.at["Rizhao ETDZ", "change"], 5),
    "nation, 2010 to 2015": nation["energy_intensity_2015"],
    f"{zone}, {start} to {year}": yearly(-energy_cut, year - start),
}
_, axes = plt.subplots(figsize=(8.5, 2.8), layout="constrained")
colors = [ep.plots.ORANGE if name.startswith("nation") else ep.plots.BLUE for name in pace]
axes.bar_label(axes.barh(list(pace), list(pace.values()), color=colors), fmt="%.2f", padding=3)
axes.invert_yaxis()
axes.set(xlabel="Change of energy intensity [% a year]", xlim=(1.2 * min(pace.values()), 0))
axes.set_title("Promises of zones, and the national targets for the same years", loc="left")
words = "; ".join(f"{name}: {value:.2f} % a year" for name, value in pace.items())
ep.plots.show(ep.plots.set_alt_text(axes, f"Bar chart of changes of energy intensity. {words}."))

# %% [markdown]
# Tianjin's promise *equals* the national target for its years, whereas Rizhao's goes a little *beyond* the target for
# its own. The zone with the smaller number was thus the more ambitious one. (The last bar is the zone of section 5,
# whose promise is per unit of value added.)
#
# One caution remains. The zones measure energy per unit of *output*, whereas the nation measures it per unit of
# *GDP*, which is a sum of values added. If the share of value added in output shrinks, because materials become more
# expensive or firms buy more parts, energy per value added falls less than energy per output.

# %%
margin = 100 * (
    1 - (1 + energy.at["Rizhao ETDZ", "change"] / 100) / (1 + nation["energy_intensity_2015"] / 100) ** 5
)
Markdown(
    f"A fall of that share by **{margin:.1f} %** in five years, say from 30.0 to {30 * (1 - margin / 100):.1f} % of output, would be enough to use up Rizhao's lead over the nation."
)

# %%
course.ask(
    "The nation also wanted to cut CO2 per GDP by 17 % between 2011 and 2015. Does this mean that Rizhao promised no more than was asked of everyone?",
    {
        "Yes: 17 % is 17 %.": "The number is the same, but the quantity is different. CO2 per GDP also falls when gas or wind replaces coal and energy use stays the same.",
        "No: the energy target of the nation for these years was lower, so compare energy with energy.": "Yes. Rizhao went a little beyond the "
        "nation in energy. Rizhao's plan says nothing about CO2.",
        "It cannot be known, because Rizhao is one zone.": "One zone can be compared with a national pace. It cannot show how strict the program is.",
    },
    right="No: the energy target of the nation for these years was lower, so compare energy with energy.",
)

# %% [markdown]
# ## 2 Why the program exists
#
# Carbon is not the only limit that China's industry faces: natural resources are becoming scarce, too. The answer
# that the 12th five-year plan promoted is the *circular economy*, an economy that reuses what it would otherwise
# throw away. It was to grow on three levels: in the firm, in the park and in the region. This lesson is about the
# park.
#
# The program has had two names, and several authorities have been in charge of it.

# %%
agencies = ep.datasets.load("programs", "agencies")
circular = agencies[(agencies["program"] == "circular") & (agencies["role"] != "initiator")]
led = circular.groupby(["stage", "from", "role"], sort=False)["agency"].agg(", ".join).unstack("role")
led = led.rename_axis(columns=None)
led.reset_index("from").rename(columns={"from": "since"})[["since", "lead", "member", "support"]].fillna(
    ""
).sort_values("since")

# %% [markdown]
# (MEP is the Ministry of Environmental Protection, MoST that of Science and Technology, MIIT that of Industry and
# Information Technology, MoF that of Finance and MofCOM that of Commerce; NBS is the National Bureau of Statistics, and
# NDRC the National Development and Reform Commission.)

# %%
funded, first_money = known["circular_zones_funded"], known["circular_first_tranche"]
both = ep.datasets.load("participation", "zones_in_two_circular_programs")["place"]
counts = ep.datasets.load("participation", "figures").set_index("id")["value"]
Markdown(
    "The *Circular Economy Pilot Zones* (CEPZ, 循环经济试点园区) began in 2001 beside the EIP program, under the environment ministry. The National Development and Reform Commission (NDRC) took it over in 2005. After "
    "two batches, in 2005 and 2007, the financial crisis of 2008 is thought to have slowed the program down. Its successor, the *Circular Transformation of Industrial Parks* (CTIP), began in 2012. It is led by NDRC and the Ministry of Finance (MoF), and IISD calls its procedures and indicators almost the same as before. "
    f"In all, {known['circular_both']:.0f} zones took part in both, in {', '.join(both[:-1])} and {both.iloc[-1]}.\n\n"
    f"What was new was **money**: in 2012, {funded:.0f} zones received RMB {first_money:.0f} million as a first tranche; IISD estimates an average of RMB {known['circular_mean_subsidy']:.0f} million per zone in "
    f"all, about {known['circular_subsidy_share']:g} % of a project's investment (lesson 10 asks how reliable these figures are). By the end of 2014 there were {counts['ctip_2014']:.0f} "
    f"CTIP parks, by the middle of 2015 {counts['ctip_2015']:.0f}."
)

# %% [markdown]
# What became of the old pilot zones? From 2013 on, NDRC evaluated the batches of 2005 and 2007. A zone first assessed
# itself and sent its report to the provincial or the national authorities; officials then examined it further. They
# asked whether commitments had been kept, and also what could be learned: which patterns of development had emerged,
# and where zones had run into difficulties. The evaluation was thus meant not only to check compliance but also to
# draw lessons.
#
# ## 3 From the work plan to the money
#
# **Predict first.** When does the first money come: with the work plan, with its approval, with the signature, or
# later? The notice of 2014 lists seven steps; follow them in the diagram.

# %%
ep.plots.show(ep.programs.plot_procedure("circular"))

# %%
parts = documents[documents["program"] == "circular"].groupby("document", sort=False)["part"].agg(", ".join)
examiner = ep.programs.read_procedure("circular").to_frame().set_index("event").at["examine", "actor"]
Markdown(
    f"The **work plan** of the zone holds: {parts['work plan']}. The **agreement** between national and regional authorities fixes: {parts['agreement']}. A plan runs at most "
    f"{known['circular_plan_years']:.0f} years, counted from the year of the application. The zone reports every year. **{examiner[0].upper()}{examiner[1:]}** examine whether it keeps its promises, and the two leading ministries also pay. The first money comes after the signature, once the planned investments have been reviewed."
)

# %%
course.ask(
    "Why do NDRC and MoF look at the planned investments before they pay the first half?",
    {
        "Because they choose which projects are subsidized, and fix an amount for each zone.": "Yes. There is neither a fixed rate nor an equal sum for all. The zone lists "
        "priority projects, and the ministries decide project by project.",
        "Because the subsidy is a fixed share of the investment.": "No source prints a rate. An average near 8.5 % is not a rule.",
        "Because all money is paid before the work begins.": "Only half of it is paid early. The other half depends on what the zone achieves.",
    },
    right="Because they choose which projects are subsidized, and fix an amount for each zone.",
)

# %% [markdown]
# ## 4 What can be promised, and per what
#
# The program lists indicators but no thresholds: each zone fills in its own. The column *new* marks what the latest
# version added.

# %%
listed = ep.datasets.load("cepz_ctip_2012")
added = int(listed["new_in_last_version"].sum())
shown = listed.assign(
    new=listed["new_in_last_version"].map({True: "new", False: ""}), unit=listed["unit"].fillna("")
)
shown.rename(columns={"name_en": "indicator", "category": "group"}).set_index("code")[
    ["group", "indicator", "unit", "new"]
]

# %%
Markdown(
    f"IISD writes that the list has hardly changed since CEPZ. Its own table marks **{added} of {len(listed)}** rows as new, {100 * added / len(listed):.0f} %. We trust the table more, because its rows can be counted. Among the new rows is one on symbiosis, the *association degree* of the zone (关联度); no formula is printed for it."
)

# %% [markdown]
# Four rows of the waste group name the pollutants that the 12th five-year plan capped: COD, SO2, ammonia and nitrogen
# oxides. Our copy prints "ammonia compounds" where one would expect nitrogen oxides; we take this to be a slip of
# translation but have not verified it.
#
# Compare the list with the standard of lesson 05. The circular list measures energy and water per unit of *production
# value* (output), the EIP standard per unit of *value added*. Output is the value of everything that leaves the gate,
# including the materials that were bought; value added is what the zone itself adds. The same zone therefore looks
# better per unit of output.
#
# A newspaper might write: *Tianjin's target of 0.2 tce for RMB 10,000 beats the national standard of 0.5.* Is this
# true? The answer depends on the share of value added in output, which the plan does not state.

# %%
limit = ep.standards.get("hj274-2009")["2.2"].threshold
per_output = energy["value"] * ep.units.factor("tce/RMB", "tce/10^4 RMB")
shares = np.linspace(0.1, 1, 91)
_, axes = plt.subplots(figsize=(8.5, 3.6), layout="constrained")
for name, style in (("Tianjin ETDZ", "-"), ("Rizhao ETDZ", "--")):
    axes.plot(shares, per_output[name] / shares, style, color=ep.plots.BLUE, label=f"target of {name}")
axes.axhline(limit, color=ep.plots.ORANGE, label=f"limit of HJ 274-2009: {limit:g}")
axes.axvline(added_share, color="black", linestyle="dotted", label=f"share assumed: {added_share:g}")
axes.set(
    xlabel="Value added as a share of output", ylabel="Energy per value added\n[tce/10^4 RMB]", ylim=(0, 4)
)
axes.set_title("Energy per value added depends on a share that no source prints", loc="left")
axes.legend()
per_added = per_output / added_share
words = "; ".join(f"{name} {value:.3f}" for name, value in per_added.items())
ep.plots.show(
    ep.plots.set_alt_text(
        axes,
        f"Two falling curves of energy per value added; at a share of {added_share:g}: {words} tce/10^4 RMB.",
    )
)

# %%
meets = per_added <= limit
Markdown(
    f"At a share of {added_share:g}, Tianjin's target is **{per_added['Tianjin ETDZ']:.2f} tce per RMB 10,000 of value added** and "
    f"{'meets' if meets['Tianjin ETDZ'] else 'misses'} the limit; Rizhao's is {per_added['Rizhao ETDZ']:.2f} and {'meets' if meets['Rizhao ETDZ'] else 'misses'} it. "
    f"Rizhao's target is {per_output['Rizhao ETDZ'] / per_output['Tianjin ETDZ']:.2f} times Tianjin's, whatever the share of value added, provided that it is the same in both zones."
)

# %% [markdown]
# Is Rizhao therefore the worse zone? An entry of the table on COD, probably Rizhao's, mentions the pulp and paper
# industry, and making paper needs much steam. Uniform limits ignore what a zone produces; targets that a zone sets
# for itself take this into account, but they also tempt the zone to promise little.
#
# ## 5 One rule, several readings, and the money at stake
#
# The payment rule is short. In our words: half of the subsidy is paid after the agreement, and the other half when at
# least 90 % of the targets are met. If there is no substantial progress in the first three years, the zone must pay
# back what it has received (IISD 2015, section 3.2.2, steps 5 and 7).
#
# The table shows a zone with four promises, some years later (invented, unless you gave a file). *Attained* is what
# was reached, in percent of what was promised.

# %%
price = "industrial_added_value_constant"
price = price if price in own and own.loc[[start, year], price].notna().all() else "industrial_added_value"
amounts = own[["solid_waste", "solid_waste_reused", "so2", "cod", "energy", price]].astype(float)
first, last = amounts.loc[start].replace(0, np.nan), amounts.loc[year]
reached = {
    "solid waste used [%]": (100 * last["solid_waste_reused"] / last["solid_waste"], waste_use),
    "cut of SO2 [%]": (100 * (1 - last["so2"] / first["so2"]), cut),
    "cut of COD [%]": (100 * (1 - last["cod"] / first["cod"]), cut),
    "cut of energy per value added [%]": (
        100 * (1 - last["energy"] / first["energy"] * first[price] / last[price]),
        energy_cut,
    ),
}
table = pd.DataFrame(reached, index=["reached", "promised"]).T
table = table.dropna()  # promises on which the file is silent are left out
course.check_range("number of promises that the file can answer", len(table), 1, 4)
table["attained [%]"] = (100 * table["reached"] / table["promised"]).clip(lower=0)
table.round(1)

# %%
attained, years = table["attained [%]"].to_list(), year - start
met, lowest = int((table["attained [%]"] >= 100).sum()), table["attained [%]"].min()
Markdown(
    f"{zone} has kept **{met} of {len(table)}** promises in full; the promise farthest behind, *{table['attained [%]'].idxmin().removesuffix(' [%]')}*, is attained to **{lowest:.1f} %**. "
    "Has it met 90 % of its targets?"
)

# %% [markdown]
# The sentence has at least two readings: 90 % of the *number* of targets, or *each* target to 90 %. There is also a
# second gap in the rule: if a zone meets its targets but the authorities see no substantial progress, which clause
# takes precedence? Before you go on, decide how *you* would read the rule. Then move the sliders.


# %%
course.widgets.explore(
    lambda targets_met, years, progress, clause: (
        "The zone keeps RMB {0.paid:,.1f} million and pays back RMB {0.refunded:,.1f} million.".format(
            ep.subsidy.tranche(subsidy, targets_met, years, progress, precedence=clause)
        )
    ),
    targets_met=(0.0, 100.0, 5.0, 80.0),  # %
    years=(0.0, 6.0, 0.5, 3.0),
    progress={"not seen": False, "seen": True},
    clause={"targets first": "targets", "refund first": "refund"},
)

# %%
readings = {
    f"{what}; {order}": ep.subsidy.tranche(
        subsidy, attained, years, progress, reading=reading, precedence=clause
    )
    for reading, what in (("count", "90 % of the number"), ("attainment", "each target to 90 %"))
    for clause, order in (("targets", "targets first"), ("refund", "refund first"))
}
rule = ep.datasets.load("programs", "tranche_rule").set_index("parameter")["value"]
threshold, patience = f"{rule['targets_threshold']:.0f} %", f"{rule['years_without_progress']:.0f} years"
verdicts = [
    f"pays back RMB {money.refunded:,.1f} million, because {patience} passed without substantial progress"
    if money.refunded
    else f"keeps RMB {money.paid:,.1f} million but gets no more, because less than {threshold} counts as met"
    if money.due
    else f"receives the full RMB {money.paid:,.1f} million, because at least {threshold} counts as met"
    for money in readings.values()
]
Markdown(
    f"After {years} years, with progress {'seen' if progress else 'not seen'}, {zone}\n\n"
    + "\n".join(f"- *{name}*: {verdict}." for name, verdict in zip(readings, verdicts, strict=True))
)

# %%
kept = [money.paid for money in readings.values()]
Markdown(
    "For one zone, one set of measurements and one rule, "
    + (
        f"the readings differ by **RMB {max(kept) - min(kept):,.1f} million**."
        if max(kept) > min(kept)
        else "all readings agree here; try to find a promise at which they diverge."
    )
)

# %% [markdown]
# Nothing in the data decides between the readings. Two more gaps do not appear in these amounts: nothing says what
# *substantial* progress is, or from which day the three years are counted. The report that we read paraphrases a
# notice, which may itself close some of the gaps. A zone can have the intended reading written into its agreement.
#
# **A trap.** Many people have a third reading in mind: that the *mean* attainment of the targets must reach 90 %.
# Under this reading, one target that was greatly exceeded could make up for another that was missed. Nothing in the
# rule supports it.

# %%
course.ask(
    "A zone sets its own targets and is paid for meeting nine tenths of them. What does this rule encourage it to do, and what restrains it?",
    {
        "To promise little; the review by experts and the national target for the same years restrain it.": "Yes. Economists speak of a ratchet: those who know that they will be judged by their own promise promise little. Comparison with a known pace, as in section 1, is the counterweight.",
        "To promise as much as possible, because that brings more money.": "The amount depends on projects and investments. No source ties it to how ambitious a promise is.",
        "Nothing, because national authorities write the targets.": "They approve, change or reject the plan, but the zone writes it.",
        "To report well, because nobody examines.": "Local and national authorities do examine, although we do not know how thoroughly.",
    },
    right="To promise little; the review by experts and the national target for the same years restrain it.",
)

# %% [markdown]
# ## 6 What is known of the results
#
# A survey of 75 CTIP parks, quoted in a Chinese journal, reports the changes over three years: how much the parks'
# output grew, and how much SO2 and CO2 *per unit of output* fell. Combined, they give the totals.

# %%
product = known["circular_result_product"]
per_product = {"SO2": known["circular_result_so2"], "CO2": known["circular_result_co2"]}
totals = {name: 100 * ((1 + product / 100) * (1 + change / 100) - 1) for name, change in per_product.items()}
later = ep.datasets.load("programs", "circular_later").set_index("id")["value"]
Markdown(
    f"Output grew by {product:g} %, SO2 per unit of output fell by {-per_product['SO2']:g} % and CO2 per unit of output by {-per_product['CO2']:g} %. So the totals changed by "
    f"**{totals['SO2']:+.1f} %** and **{totals['CO2']:+.1f} %** (our arithmetic). In the seventeen EIP parks of lesson 05, total energy use rose; here, if the survey is right, even CO2 fell.\n\n"
    f"The plan of 2016 wanted {later['target_national']:.0f} % of national and {later['target_provincial']:.0f} % of provincial parks transformed by 2020, and since 2021 all parks that meet the conditions are to be transformed by 2025. The parks are in fact evaluated: of {later['zhejiang_judged']:.0f} parks evaluated in Zhejiang in 2020, {later['zhejiang_passed']:.0f} passed and {later['zhejiang_failed']:.0f} did not."
)

# %% [markdown]
# Two doubts remain. The growth of output may be measured in current prices, in which case inflation alone would lower
# every ratio. Nor can anybody say what these parks would have done without the money, since the five-year plan capped
# SO2 everywhere.
#
# ## The answer

# %%
stays = (
    f"RMB {kept[0]:,.1f} million under every reading of the rule"
    if max(kept) == min(kept)
    else f"between RMB {min(kept):,.1f} and {max(kept):,.1f} million, depending on how the rule is read"
)
against = (
    "more than" if pace[f"{zone}, {start} to {year}"] < nation["energy_intensity_2015"] else "no more than"
)
Markdown(
    f"**What must we promise?** Target values that we propose ourselves, on a list of {len(listed)} indicators; {zone} promised to cut energy per value added by {-pace[f'{zone}, {start} to {year}']:.2f} % a year, {against} the "
    f"nation asked for 2011 to 2015. **Who decides?** {examiner[0].upper()}{examiner[1:]} examine; NDRC and MoF pay. **How much stays?** Of RMB {subsidy:,.1f} million, with {met} of {len(table)} "
    f"promises kept and the weakest attained to {lowest:.1f} %, the zone keeps {stays}. So promise what the nation's pace and your projects support, and have the reading of *90 %* written into the agreement."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "promises that are kept": met,
        "lowest attainment [%]": lowest,
        "own energy promise [%/year]": pace[f"{zone}, {start} to {year}"],
        "Rizhao's energy promise [%/year]": pace["Rizhao, 2010 to 2015"],
        "fall of the share that uses up Rizhao's lead [%]": margin,
        "energy of Tianjin per value added [tce/10^4 RMB]": per_added["Tianjin ETDZ"],
        "Tianjin meets the energy limit": bool(meets["Tianjin ETDZ"]),
        "kept, 90 % of the number, targets first [10^6 RMB]": kept[0],
        "kept, 90 % of the number, refund first [10^6 RMB]": kept[1],
        "kept, each target to 90 %, targets first [10^6 RMB]": kept[2],
        "kept, each target to 90 %, refund first [10^6 RMB]": kept[3],
        "new rows of the list": added,
        "change of total SO2 in 75 parks [%]": totals["SO2"],
        "change of total CO2 in 75 parks [%]": totals["CO2"],
    }
)

# %% [markdown]
# ## What this cannot show
#
# - Two plans are two examples. They do not show how strict the plans of other zones are, or whether Tianjin and
#   Rizhao kept theirs.
# - The zone of section 5 is synthetic, unless you gave a file, and its promises are invented.
# - We read the rule in a report about a notice, not in the notice itself. We found nothing published on how the
#   authorities apply it in practice.
# - The share of value added in output is your assumption.
# - The fact that a target was met does not show that the money was the cause.
#
# ## Key points
#
# - The zone proposes its targets; local and national authorities examine whether they are met, and NDRC and MoF pay
#   in two halves.
# - Compare a promise with the national target for the same quantity and the same years. Rizhao's went beyond it,
#   Tianjin's equaled it.
# - The first money comes after the signature, when the planned investments have been reviewed.
# - A rule in plain words can have several readings, and money depends on which of them applies. Close the gaps in the
#   agreement.
# - A figure per output differs from one per value added or per GDP. Ask *per what* before you compare.
# - In a survey of 75 parks, SO2 and CO2 fell even in total. How much of this the program caused is not known.
#
# ## Now with your own zone
#
# Use your own file, with at least the year of the agreement and a later year, and your own promises:
#
# `ecopark run 06 -p panel_file=my-zones.csv -p zone="My zone" -p start=2018 -p year=2021 -p cut=8 -p energy_cut=10`
#
# - `ecopark run 06 -p progress=yes -p subsidy=150`
# - `ecopark run 06 -p added_share=0.45`
#
# For many zones and targets at once, `ep.assess(panel, standard="cepz-ctip-2012", targets=my_targets)` judges every row of the list that your file can answer.
#
# The exercises are in `exercises/06_circular_transformation.ipynb`.
#
# ## The researcher's corner
#
# *How much do the readings disagree?* We give every zone of the panel the same promises and count the zones that get
# the second half.

# %%
then, now = (panel[panel["year"] == when].set_index("zone") for when in (start, year))
everybody = pd.DataFrame(
    {
        "waste": now["solid_waste_reused"] / now["solid_waste"] * 100 / waste_use,
        "so2": (1 - now["so2"] / then["so2"]) * 100 / cut,
        "cod": (1 - now["cod"] / then["cod"]) * 100 / cut,
        "energy": (1 - now["energy"] / then["energy"] * then[price] / now[price]) * 100 / energy_cut,
    }
).clip(lower=0).dropna()  # fmt: skip
print(f"zones: {len(everybody)}")
print(f"second half, 90 % of the number of targets: {((everybody >= 1).mean(axis=1) >= 0.9).sum()}")
print(f"second half, each target to 90 %: {(everybody.min(axis=1) >= 0.9).sum()}")
print(
    f"second half, mean of the targets (not a reading of the text): {(everybody.mean(axis=1) >= 0.9).sum()}"
)

# %% [markdown]
# The count depends on the reading: in the synthetic panel with the default promises, more zones get the second
# half if each target must reach 90 % than if 90 % of the number must be met, and the mean would let most of them
# through. The number of targets, which the zone chooses, matters as well: with fewer than ten, 90 % of the number
# means all of them. A zone that wants to be able to miss one target must set at least ten.
#
# *What did the money cause?* A referee would ask for a comparison with parks that did not take part. There are such
# studies at the level of cities. One compares pilot cities of the circular economy with others and finds their
# emissions 2.92 percentage points lower (PMC9489379); another does the same for cities with national eco-industrial
# parks and finds less SO2, with a delay (Sustainability 2021). Both use the difference-in-differences method, which
# assumes that the two groups would have moved in parallel without the policy. Of each study, ask whether cities were
# chosen *because* they were already improving.
#
# *What about the ratchet?* If next year's target starts from this year's result, a zone that does well makes its own
# life harder. Compare this with a rule that fixes the target at the national pace in advance.
#
# ## References
#
# - IISD (2015), *Development of Eco-Efficient Industrial Parks in China: A review*, section 3.2, Tables 2, A1 and A2;
#   packages `programs`, `cepz_ctip_2012`, `ctip_targets`, `ctip_subsidies`.
# - National targets: Industrial Efficiency Policy Database, entries CN-1 and CN-2; package `participation`.
# - Dai and Wang, on problems in the circular transformation of parks (in Chinese), http://m.jizihe.com/page/2016/0808/16700109.shtml; abstract and first paragraphs were read.
#
# To read further:
#
# - NDRC and MoF (2012), opinion on the circular transformation of parks (in Chinese), https://qidulp.com/article/p/2872 (a copy).
# - On pilot cities of the circular economy and air quality, https://pmc.ncbi.nlm.nih.gov/articles/PMC9489379 (open access; the abstract was read).
# - *Does the Green Industry Policy Reduce Industrial Pollution Emissions? Evidence from China's National
#   Eco-Industrial Park*, Sustainability 2021, 13(11), 6343, doi:10.3390/su13116343 (open access; the abstract was
#   read).
# - World Bank (2019), *Enhancing China's Regulatory Framework for Eco-Industrial Parks*.

# %% [markdown] tags=["instructor"]
# **Debate: who gets the second half? (25 minutes)** Show the table of section 5: three promises are kept, the fourth
# is attained to nine tenths, no progress has been *seen*, and RMB 182 million are at stake.
#
# - *Zone.* You have spent the first half on the sorting plant for waste. It opened four months late; next year you
#   will pass. Defend: each target to 90 %, targets first. A refund would stop the works.
# - *Ministry of Finance.* Every yuan must be defended before auditors. Defend: the number counts, and three years are three years. You would accept a later date if it were in the agreement.
# - *NDRC.* You want the transformation, not the refund, and twenty other zones are watching. Defend: one reading for
#   all, written down now.
# - *Province.* Your experts reviewed the plan and your name is on the agreement. Defend: local authorities know what progress is. You also know that the waste figure was set too high.
#
# Five minutes to prepare, ten to negotiate, then each group writes **one sentence** that would have prevented the
# dispute, and passes it to another group, which tries to find two readings of it. Debrief: Which reading did you
# choose before you knew your role? Who gains from vagueness? What would a zone learn from this decision for its next
# plan? Why did nobody ask what happened to the waste?
#
# **Group task (15 minutes).** Write four promises for a zone that you know, one of them on exchange between firms,
# with a base year, a target year and a unit *per something*. Another group judges: is it beyond the national pace,
# and could it be reached without any change in the zone?
