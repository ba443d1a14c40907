# ---
# jupyter:
#   ecopark:
#     number: "14"
#     title: "Capstone: assess a zone, choose projects, write its plan"
#     minutes: 85
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 14 Capstone: assess a zone, choose projects, write its plan
#
# **Question.** My zone misses a part of the standard. What can I act on, which projects are worth the money, who decides and
# who pays, and can I say all of this on two pages?
#
# **After this lesson you can**
#
# - sort the gaps of a zone into quantities, duties and coefficients, and assign a year, a growth rate and a reference to every amount;
# - appraise projects, and separate those that would be built anyway from those that need public money;
# - show what a plan is worth if the savings fall short or the second half of the subsidy does not come;
# - write a plan of two pages, and review the plan of a colleague.
#
# **Time:** 45 minutes to read and run, 40 more for the meeting and the peer review in class. **Before:** lessons 03, 05 and 06; lesson 09 helps.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second one is
# folded and only loads the tables. As long as you change nothing, the zone and its projects are **synthetic**: a program
# invented their numbers. The plans in section 1 are real. The last part of the lesson explains how to use data from your own zone.

# %% tags=["parameters"]
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
zone: str = "Synthetic zone 40"  # zone of the plan; name; any
year: int = 2016  # year in which the plan begins; year; 1990..2100
start: int = 2012  # first year of the growth coefficients; year; 1990..2100
target_year: int = 2021  # year in which the goals are to be reached; year; 1991..2120
growth: float = 6.0  # growth of industrial added value that the plan expects; %/year; -10..20
reference: str = "unchanged intensity"  # world without the plan; name; unchanged intensity | own trend
targets_file: str = ""  # CSV or XLSX file with targets of your own, in place of the thresholds; path; any
projects_file: str = ""  # CSV or XLSX file with your projects; path; any
rate: float = 8.0  # discount rate; %/year; 0..30
delivery: float = 90.0  # part of the calculated savings on which the plan relies; %; 10..100
subsidy_share: float = 20.0  # subsidy as a part of the investment in the supported projects; %; 0..100
plan_file: str = ""  # file in which the plan is saved, ending with .md; path; any

# %% tags=["setup"]
import re

import numpy as np
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

import ecopark as ep
import ecopark_course as course

course.check_parameters("14", globals())
course.format_tables()
plans, promises, zone_values, studies, plan_parts, rubric, review_form = (
    ep.datasets.load("park_plans", table)
    for table in (*("plans", "promises", "zone_values", "studies", "plan_parts", "rubric", "review_form"),)
)
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.simulate_panel()
course.check_panel(panel, zone=zone, years=[start, year])
course.check_order("year", year, "target_year", target_year)
zone_rows = panel[(panel["zone"].astype(str) == zone) & (panel["year"] <= year)].sort_values("year")
targets = None
if targets_file:
    targets = ep.symbiosis.read_table(targets_file)
    for column in ("zone", "code", "threshold"):
        course.check_choice("column", column, list(targets), what="The targets lack the column")
    targets["code"] = targets["code"].astype(str)
gaps = ep.group_gaps(
    panel, zone, year, target_year=target_year, growth=growth / 100, start=start, targets=targets
)
if targets is not None:
    of_zone = targets[targets["zone"] == zone]  # those of other zones were checked and are not needed
    targets = of_zone if len(of_zone) else None
quantities = gaps[(gaps["lever"] == "quantity") & (gaps["status"] == "ok")]
largest = quantities["change"].abs().groupby(quantities["column"]).idxmax()  # two limits on one quantity
quantities = quantities.loc[sorted(largest)].set_index("column")
course.check_range("number of quantities that the zone must save or add", len(quantities), 1)

# Candidate projects: yours, or the invented ones, made as large as the zone's own quantities allow.
if projects_file:
    candidates = ep.symbiosis.read_table(projects_file)
    for column in ("project", "column", "amount", "investment", "gain", "upkeep", "years"):
        course.check_choice("column", column, list(candidates), what="The table of projects lacks the column")
    for column in candidates["column"]:
        course.check_choice(
            "column", column, list(ep.panel.columns()), what="The panel has no column for a project,"
        )
    for column, least in {"amount": 1e-9, "investment": 0, "gain": 0, "upkeep": 0, "years": 1}.items():
        for value in candidates[column]:
            course.check_range(f"{column} of a project", value, least)
else:
    candidates = ep.datasets.load("park_plans", "candidate_projects")
candidates = candidates[candidates["column"].isin(quantities.index)].reset_index(drop=True)
course.check_range("number of projects that move one of these quantities", len(candidates), 1)
course.check_output(plan_file, ".md", inputs=[panel_file, targets_file, projects_file])
source = course.provenance(
    panel_file,
    zone=zone,
    year=year,
    **{"coefficients from": start, "goals for": target_year, "growth": f"{growth:g} %"},
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 6; 2, 4; 3, 11; 4, 11; 5, 9; 6 and the answer, 4; the meeting of the leader group, 20; the peer
# review, 20. With 45 minutes in all, leave out section 1 and the corner, hold the meeting, and give the peer review as homework. In a
# training with the participants' own files, let them run `ecopark doctor` before the hour begins.
#
# Usual misconceptions: (1) the longest bar is the most urgent gap; (2) a saving is a saving, whatever it is compared with; (3) a
# subsidy is a benefit of the plan; (4) the best projects should get the grants; (5) two projects on the same stream save the sum of their separate savings.

# %% [markdown]
# ## 1 Three real plans
#
# About 2013 two ministries told a group of industrial zones that their plans for a circular transformation had been
# approved (lesson 06). One of them was the development zone of **Dalian**. A news item gives its plan in three
# sentences: so many projects, so much money, so much coal equivalent, water and waste. The plan of **Zhenjiang** had
# been approved in 2012, and **Pingxiang** was proposed in 2017. The table shows everything that is printed about the
# money of the three plans.

# %% tags=["hide-input"]
table_a1 = ep.datasets.load("ctip_subsidies").set_index("zone")["subsidy"]
printed = plans.set_index("zone")
subsidy_known = (printed["supported_investment"] * printed["stated_share"] / 100).fillna(table_a1)
shown = pd.DataFrame(
    {
        "projects": printed["projects"],
        "their investment [10^6 RMB]": printed["investment"],
        "projects for support": printed["supported_projects"],
        "investment in these [10^6 RMB]": printed["supported_investment"],
        "subsidy [10^6 RMB]": subsidy_known,
    }
)
shown = shown.astype("Float64").map("{:,.0f}".format, na_action="ignore").astype(object)
shown.insert(
    0,
    "years",
    printed["start"].astype(str) + " to " + printed["end"].astype("string").fillna("(not printed)"),
)
shown.fillna("not printed").rename_axis(None)

# %% tags=["hide-input"]
dalian = printed.loc["Dalian Development Zone"]
of_all = 100 * subsidy_known / printed["investment"]
average = ep.datasets.load("ctip_subsidies", "statements").set_index("id")["value"]
Markdown(
    f"**A share of which investment?** In Dalian the state was to pay about {dalian['stated_share']:.0f} % of the investment in the "
    f"{dalian['supported_projects']:.0f} projects that it approved. That is about RMB {subsidy_known['Dalian Development Zone']:.0f} million, or "
    f"{of_all['Dalian Development Zone']:.1f} % of the investment in all {dalian['projects']} projects. For Zhenjiang, another source gives the "
    f"subsidy; it is {of_all['Zhenjiang ETDZ']:.1f} % of the investment in the whole plan if the two figures belong together. The average of {average['share_text']:g} % that "
    "IISD reports (lesson 10) may refer to either of the two investments. In your plan, always name the projects to which a share refers."
)

# %%
promised = promises.set_index(["plan", "no"])
tce, used, cod = (promised.loc[key, "value"] for key in (("dalian", 1), ("zhenjiang", 1), ("zhenjiang", 4)))
checked = ep.datasets.load("programs", "circular_later").set_index("id")["value"]
Markdown(
    f"Two more things are missing from these texts, and you will need them. Dalian promises *amounts* ({tce / 1e6:.2f} million tonnes of coal equivalent a year), Zhenjiang "
    f"promises *shares and changes* ({used:.0f} % of the solid waste used, {-cod:.0f} % less COD). But neither text says how fast the zone is expected to grow, or what would happen without the plan, "
    "with which every *saving* must be compared. Nor could we find out whether the promises were kept. Such checks do take place: Zhejiang judged "
    f"{checked['zhejiang_judged']:.0f} parks of its own program in 2020, and {checked['zhejiang_failed']:.0f} failed because indicators and projects had fallen short."
)

# %% [markdown]
# Even a good result may not be enough to plan with. **Jiangning**, a certified park in Nanjing, reports only
# intensities.

# %% tags=["hide-input"]
standard = ep.standards.get("hj274-2009")
answered = zone_values.dropna(subset=["code"])
words = [
    f"{row['quantity']} {row['value']:g} {row['unit']} (limit {standard[row['code']].threshold:g})"
    for _, row in answered.iterrows()
]
reached = sum(
    row["value"] >= standard[row["code"]].threshold
    if standard[row["code"]].wants_more
    else row["value"] <= standard[row["code"]].threshold
    for _, row in answered.iterrows()
)
how_many = (
    f"all {len(answered)} of these" if reached == len(answered) else f"{reached} of these {len(answered)}"
)
Markdown(
    f"Jiangning prints {'; '.join(words)}. It meets {how_many} limits of the standard of 2009, most of them by far. "
    f"The other {len(standard.indicators) - len(answered)} indicators are not in the text, and neither is any total. Nobody can say from this "
    "how many tonnes or cubic meters remain to be saved. The next sections therefore turn to a zone whose totals are all known, because the zone was invented."
)

# %% [markdown]
# ## 2 Where the zone stands

# %%
print(source)

# %% [markdown]
# The line above gives the **provenance** of the results: the data, the version of the toolkit, your choices and the date. For a file of your own, it
# also contains a fingerprint (a checksum) of the content. Put it under every number that leaves your desk.

# %% tags=["hide-input"]
in_year = ep.assess(zone_rows, start=start, targets=targets).query("year == @year")
category = {row.code: row.category for row in standard.indicators}
by_area = (
    (in_year["status"] == "pass").groupby(in_year["code"].map(category), sort=False).agg(["sum", "size"])
)
areas = "; ".join(f"{area.lower()} {row['sum']} of {row['size']}" for area, row in by_area.iterrows())
unanswered = int(in_year["status"].isin(["missing", "undefined"]).sum())
has_constant = zone_rows.get("industrial_added_value_constant", pd.Series(dtype=float)).notna()
empty = int(zone_rows.drop(columns="industrial_added_value_constant", errors="ignore").isna().sum().sum())
passed = int((in_year["status"] == "pass").sum())
Markdown(
    f"In {year} {zone} meets **{passed} of {len(in_year)}** indicators ({areas}); without an answer: {unanswered or 'none'}. Its file has {len(zone_rows)} years up to then and {empty} empty "
    f"cells, and {int(has_constant.sum())} of the years have added value at constant prices. An empty cell is better than a guess: the "
    "indicators that need it say *missing*, and a reader can see what is not known. The yardstick is the standard of 2009, because its "
    "thresholds can be read; the standard of 2015 has replaced it, so ask the ministry for the limits that hold before you print a verdict."
)

# %% [markdown]
# ## 3 What you can act on
#
# It is tempting to draw one bar per failed indicator and to begin with the longest. Resist this temptation: the
# length of such a bar is a percentage of a threshold, and the thresholds measure different things. A disposal rate
# can fall only slightly short of the required 100 % and still be a breach of law. A growth coefficient divides two
# growth rates, so it may pass or fail depending on the year from which one counts.

# %% tags=["hide-input"]
flips = []
for first in zone_rows["year"].astype(int)[:-1]:
    counted_from = ep.assess(zone_rows, start=first, targets=targets, check=False)
    row = counted_from[(counted_from["year"] == year) & (counted_from["code"] == "2.3")].iloc[0]
    flips.append((first, row["value"], row["status"]))
coefficients = pd.DataFrame(flips, columns=["from", "value", "status"]).dropna()
passes = int((coefficients["status"] == "pass").sum())
Markdown(
    f"The energy coefficient of {zone} for {year} lies between {coefficients['value'].min():.2f} and {coefficients['value'].max():.2f}, "
    f"depending on the year from which one counts. It passes for {passes} of {len(coefficients)} starting years."
)

# %% [markdown]
# So we group the gaps by how one can **act on** them, and we do not rank gaps across the groups:
#
# 1. **Quantities** are tonnes, cubic meters and tonnes of coal equivalent. For these one can choose projects.
# 2. **Duties of management** are answered by yes or no, by a count, or by the share of people who gave a certain
#    answer. They need a name and a date, not a project.
# 3. **Growth coefficients** follow from the quantities. Nobody can act on a coefficient directly, so the coefficients
#    are explained last.
#
# A quantity needs three things before it becomes a goal: a **year**, a **growth rate**, and a **reference**, the world without the plan. Let the zone
# use the quantity $q$ with an added value $V$, and let the limit be $T$ per unit of added value. If added value grows by $g$ a year for $n$ years and the intensity
# stays as it is, then the zone must save
#
# $$(q - T\,V)\,(1+g)^n$$
#
# each year by the end of this period. This first reference, **unchanged intensity**, is simple and strict: it treats every improvement as a result of the
# plan. The second, **own trend**, lets the quantity go on as in past years: with the elasticity $e$ of lesson 09 it reaches $q\,(1+g)^{e n}$. Any saving that the
# trend brings by itself is not an achievement of the plan.

# %% tags=["hide-input"]
years = target_year - year
saves = quantities["must"].isin(["at most", "less than"])
fits = pd.DataFrame({name: ep.elasticity.fit(zone_rows, name).iloc[0] for name in quantities.index[saves]}).T
elasticity = (
    fits["elasticity"].where(fits["status"] == "ok").astype(float) if len(fits) else pd.Series(dtype=float)
)
trend = quantities["now"] * (1 + growth / 100) ** (elasticity.reindex(quantities.index) * years)
trend = trend.fillna(quantities["projected"])
direction = np.where(saves, 1, -1)
by_unchanged = direction * (quantities["projected"] - quantities["needed"])
by_trend = (direction * (trend - quantities["needed"])).clip(lower=0)
to_move = by_trend if reference == "own trend" else by_unchanged
without_plan = trend if reference == "own trend" else quantities["projected"]
rounded = to_move.map("{:.3g}".format).astype(float)  # for sentences: three digits are enough
unit_label = quantities.index.str.replace("_", " ") + " [" + quantities["unit"] + "]"
amounts_table = pd.DataFrame(
    {
        f"in {year}": quantities["now"],
        "must be": quantities["must"],
        f"in {target_year}": quantities["needed"],
        "to save or add, unchanged intensity": by_unchanged,
        "to save or add, own trend": by_trend,
    }
).set_axis(unit_label)
amounts_table.round(0).rename_axis(None)

# %% tags=["hide-input"]
drawn = list(quantities.index[saves])[:4]
figure = None
if drawn:
    _, panels = plt.subplots(
        1, len(drawn), figsize=(min(9, 3.4 * len(drawn) + 1), 3.4), layout="constrained", squeeze=False
    )
    words = []
    for axes, name in zip(panels[0], drawn, strict=True):
        history, row = zone_rows.set_index("year")[name].astype(float), quantities.loc[name]
        power = 3 * int(np.log10(max(history.max(), row["projected"])) // 3)
        scale, scaled = 10**power, f"10^{power} " if power else ""
        axes.plot(history.index, history / scale, "-", color="black", label="measured")
        for amount, style, label in (
            (row["projected"], "--", "unchanged intensity"),
            (trend[name], ":", "own trend"),
        ):
            axes.plot(
                [year, target_year],
                [row["now"] / scale, amount / scale],
                style,
                color=ep.plots.BLUE,
                label=label,
            )
        axes.plot(
            [target_year], [row["needed"] / scale], "v", color=ep.plots.ORANGE, markersize=9, label="limit"
        )
        axes.set(title=f"{name.replace('_', ' ')}\n[{scaled}{row['unit']}]", ylim=0)
        axes.tick_params(axis="x", rotation=45)
        words.append(
            f"{name.replace('_', ' ')} {row['now']:,.0f} {row['unit']} in {year}, {row['projected']:,.0f} at unchanged intensity, "
            f"{trend[name]:,.0f} on its own trend, limit {row['needed']:,.0f}"
        )
    panels[0][0].legend(frameon=False, fontsize=8, loc="lower right")
    closing = [name.replace("_", " ") for name in drawn if by_trend[name] == 0]
    finding = (
        f"By {target_year} the trend alone reaches the limit for {', '.join(closing) or 'no quantity shown'}"
    )
    panels[0][0].get_figure().suptitle(finding, x=0.01, ha="left")
    figure = ep.plots.show(
        ep.plots.set_alt_text(panels[0][0], f"Line charts. {finding}. {'; '.join(words)}."), source
    )
figure if drawn else Markdown("No quantity has to fall, so there is no line to draw.")

# %% [markdown]
# The dashed line and the dotted line start from the same point. Whoever writes the plan chooses between them, and the choice may decide whether there is
# anything left to do. A ministry that pays will ask for the dotted line; a consultant paid by the tonne saved will draw the dashed one. Say which one you use,
# and show both.

# %% tags=["hide-input"]
duties = gaps[gaps["lever"] == "management"]
late = gaps[gaps["lever"] == "growth coefficient"]
alone = gaps[gaps["status"] == "reached"]
duty_words = [
    f"*{row['indicator'].lower()}* ({'not established' if row['must'] == 'establish' else 'no data' if row['status'] == 'missing' else f'now {row.now:g}, required {row.must} {row.needed:g} {row.unit}'})"
    for _, row in duties.iterrows()
]
open_duties = "1 open duty of management" if len(duties) == 1 else f"{len(duties)} open duties of management"
late_words = [
    f"*{row['column'].replace('_', ' ')}*"
    + (
        f" (may grow by {row['must']} {100 * row['growth_allowed']:.2f} % a year at this growth of added value)"
        if row["status"] == "ok"
        else " (no rate can be given: added value does not grow)"
    )
    for _, row in late.iterrows()
]
Markdown(
    f"**Duties of management:** {'; '.join(duty_words) or 'none is open'}.\n\n"
    f"**Growth coefficients, counted from {start}:** {'; '.join(late_words) or 'none is missed'}.\n\n"
    f"**Reached by growth alone:** {', '.join(alone['indicator'].str.lower()) or 'nothing'}."
)

# %%
course.ask(
    "A zone misses its energy coefficient by 15 % and its rate of hazardous waste disposal by 1 %. Which gap comes first in the plan?",
    {
        "The coefficient, because its gap is fifteen times as large.": "The two percentages have different denominators. Counted from another year, "
        "the same coefficient may pass, and no project acts on a coefficient directly.",
        "The hazardous waste, because 1 % of it may be a breach of law and has an owner.": "Yes. It is a number of tonnes with a known source. "
        "The coefficient is explained afterwards, as a consequence of the energy that the projects save.",
        "Whichever is cheaper to close.": "Cost matters inside the group of quantities. But no purchase closes the gap of a coefficient directly.",
        "It cannot be decided without the score of all zones.": "A score compares zones with each other, whereas a plan changes one zone.",
    },
    right="The hazardous waste, because 1 % of it may be a breach of law and has an owner.",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Five minutes in pairs: *your zone's last plan promised a saving. Compared with which world?* Most groups find that the text does not
# say. Then set `reference = "own trend"` and run again: which amounts vanish, and what would a ministry of finance conclude?

# %% [markdown]
# ## 4 Which projects
#
# The table has one row for each candidate project that moves one of the quantities above. Unless you bring your own projects, their costs and prices
# are invented and only their order of magnitude is meant to be credible. The plan relies on only part of the calculated savings (`delivery`), because savings
# on paper tend to be larger than savings on the meter. Payback and net present value are calculated as in lesson 03.
#
# The decision follows four rules. A project whose net present value is above zero **pays by itself**: it belongs to the plan and needs no
# grant. A project that brings no income at all, such as a contract for hazardous waste, is a **duty of the polluter**, who pays for it. A project that costs more than it
# brings **needs a grant**. Such projects are built in order of their loss per unit, the smallest first, and only on the scale that the amount still requires; the smallest sufficient grant equals the loss.
# Everything else is **not needed now**.

# %% tags=["hide-input"]
if not projects_file:
    amount = candidates["reach"] / 100 * candidates["column"].map(without_plan)
    per_unit = candidates[["investment", "gain", "upkeep"]].mul(amount / 1e6, axis=0)
    candidates = candidates.assign(amount=amount, **per_unit)
relied_on = candidates["amount"] * delivery / 100
appraised = candidates[["project", "investment", "years"]].assign(
    yearly=candidates["gain"] * delivery / 100 - candidates["upkeep"], years=candidates["years"].astype(int)
)
compared = ep.symbiosis.compare_projects(appraised, rate / 100, money="10^6 RMB")
worth = compared["net_present_value"].astype(float)

# Column by column: first what pays by itself, then as much of the others as the amount still needs.
built = pd.Series(0.0, index=candidates.index)
kind = pd.Series("not needed now", index=candidates.index)
for name in quantities.index:
    open_amount = to_move[name]
    rows = candidates.index[candidates["column"] == name]
    for number in (worth[rows] / relied_on[rows]).sort_values(ascending=False).index:
        if worth[number] >= 0:
            built[number], kind[number] = 1.0, "pays by itself"
        elif open_amount > 0:
            built[number] = min(1.0, open_amount / relied_on[number])
            kind[number] = "needs a grant" if candidates.at[number, "gain"] > 0 else "duty of the polluter"
        open_amount -= built[number] * relied_on[number]
investment, present_value = built * candidates["investment"], built * worth
grants = (-present_value).where(kind == "needs a grant", 0.0)
decided = pd.DataFrame(
    {
        "moves": candidates["column"].str.replace("_", " "),
        "investment [10^6 RMB]": candidates["investment"].round(1),
        "payback [years]": compared["payback"].astype(float).round(1),
        "net present value [10^6 RMB]": worth.round(1),
        "decision": kind,
        "part that is built [%]": (100 * built).round(),
        "smallest grant [10^6 RMB]": grants.round(1),
    }
).set_axis(candidates["project"])
decided.astype({"payback [years]": object}).fillna("never").rename_axis(None)

# %% tags=["hide-input"]
moved = (built * relied_on).groupby(candidates["column"]).sum().reindex(quantities.index, fill_value=0.0)
attained = (100 * moved / to_move.where(to_move > 0)).fillna(100.0)
order = list(quantities.index)
_, axes = plt.subplots(figsize=(9, 0.55 * len(order) + 1.8), layout="constrained")
left = pd.Series(0.0, index=order)
styles = {
    "pays by itself": (ep.plots.BLUE, ""),
    "needs a grant": (ep.plots.ORANGE, "//"),
    "duty of the polluter": ("#dddddd", ".."),
}
for label, (color, hatch) in styles.items():
    part = (
        (built * relied_on)[kind == label].groupby(candidates["column"]).sum().reindex(order, fill_value=0.0)
    )
    share = 100 * part / to_move.where(to_move > 0)
    axes.barh(
        [name.replace("_", " ") for name in order],
        share.fillna(0),
        left=left,
        color=color,
        hatch=hatch,
        edgecolor="white" if hatch == "//" else "black",
        label=label,
    )
    left = left + share.fillna(0)
axes.axvline(100, color="black", linestyle="dashed", label="amount needed")
axes.invert_yaxis()
axes.set(
    xlabel="Part of the amount that the plan moves [%]",
    xlim=(0, min(250, max(120, 1.05 * float(left.max())))),
)
closed = [name for name in order if attained[name] >= 100 - 1e-9]
finding = f"The plan reaches {len(closed)} of {len(order)} amounts, against the reference {reference}"
axes.set_title(finding, loc="left")
axes.legend(frameon=False, bbox_to_anchor=(1, 1))
words = "; ".join(
    f"{name.replace('_', ' ')}: {'nothing to move' if to_move[name] <= 0 else f'{attained[name]:.0f} %'}"
    for name in order
)
ep.plots.show(
    ep.plots.set_alt_text(
        axes, f"Bar chart of the part of each amount that projects move. {finding}. {words}."
    ),
    source,
)

# %%
pays, helped, duty = (kind == label for label in styles)
weakest = attained.idxmin()
Markdown(
    f"Projects that pay by themselves: **{int(pays.sum())}**; projects that need a grant: **{int(helped.sum())}**; duties of the polluter: {int(duty.sum())}; not needed now: {int((kind == 'not needed now').sum())}. The plan invests RMB "
    f"{investment.sum():,.0f} million; without any subsidy its net present value is RMB {present_value.sum():,.0f} million. The grants that it needs add up to RMB "
    f"{grants.sum():,.0f} million in present value. The amount farthest from its goal is *{weakest.replace('_', ' ')}*, of which {attained[weakest]:.0f} % is attained."
)

# %% [markdown]
# Beware of two traps. **Overlap:** two projects on one stream save less than the sum of their separate savings,
# because the second finds less to save. A heat network that makes a boiler superfluous and a better boiler in the
# same building cannot both claim the same coal. The table above simply adds the savings; with projects of your own,
# check that they act on different tonnes. **Additionality:** a project that pays by itself would probably be built
# anyway (lesson 03), so a ministry that gives it money changes nothing. That is a strong reason to leave such
# projects out of the application, and perhaps one reason why only a part of Dalian's list was approved for support.
#
# How much depends on the discount rate? Move the slider and watch which net present values change sign.

# %%
answers = {True: "pays by itself", False: "does not pay by itself"}
heads = {"payback": "payback [years]", "net_present_value": "net present value [10^6 RMB]"}
course.widgets.explore(
    lambda rate_percent: (
        ep.symbiosis.compare_projects(appraised, rate_percent / 100, money="10^6 RMB")
        .astype({"payback": float, "net_present_value": float})
        .assign(decision=lambda table: (table["net_present_value"] >= 0).map(answers))
        .round(1)
        .astype({"payback": object})
        .fillna({"payback": "never"})
        .rename(columns=heads)
        .set_index("project")[[*heads.values(), "decision"]]
        .rename_axis(None)
    ),
    rate_percent=(0.0, 30.0, 1.0, rate),
)

# %%
course.ask(
    "Your best project pays for itself in two years. The subsidy would cover a fifth of any project that you propose. Should you propose it?",
    {
        "Yes, because the best project makes the strongest application.": "A strong project, but the state would pay for something that the firm builds "
        "in any case. Reviewers ask what the money changes.",
        "No: propose the projects that become possible only with the money.": "Yes. The subsidy then changes something, and the good project stays in the "
        "plan without it.",
        "It makes no difference, since the zone receives the same sum.": "The sum may be the same. But the smallest grant that makes a project possible "
        "closes a gap; spent on the best project, the same money closes none.",
    },
    right="No: propose the projects that become possible only with the money.",
)

# %% [markdown]
# ## 5 Who decides, who pays
#
# Chapters 6 and 8 of a planning document are about money and organization (lesson 03). In your plan each body needs a
# task, and each risk needs an owner. The table lists the bodies: the guidelines of 2003 ask for most of them and
# merely allow one. The tasks follow from this run.

# %% tags=["hide-input"]
bodies = ep.datasets.load("planning", "bodies").set_index("body")
names = candidates["project"]
asks = {
    "public and interested groups": "read the plan before it is signed, above all the neighbors of new plants",
    "leader group": f"sets growth ({growth:g} % a year), reference ({reference}) and target year ({target_year}), and answers for them",
    "technician group": f"measures whether {delivery:g} % of the calculated savings are achieved, and reports every year",
    "administration committee": f"names a person and a date for {open_duties}",
    "investment and development corporation": f"finds RMB {investment.sum():,.0f} million, and carries the {int(helped.sum())} projects that need a grant",
    "exchange center": f"brings the partners of {', '.join(names[names.str.contains('between|network|joint')]) or 'joint projects'} together",
}
asks["water treatment facility"] = "agrees who covers its loss if firms learn to need less treatment"
force = bodies.loc[list(asks), "force"].replace({"asked": "asked for"})
pd.DataFrame({"task in this plan": asks, "in the guidelines": force})

# %% [markdown]
# Now to the money. In the Circular Transformation the subsidy comes in two halves. The second half is paid when nine
# tenths of the targets are met, and a zone that has made no substantial progress after three years must pay the money
# back (lesson 06). A careful plan therefore answers two questions before it is signed: *is the first half enough to
# build the projects, and will these projects earn us the second half?*

# %% tags=["hide-input"]
rule = ep.datasets.load("programs", "tranche_rule").set_index("parameter")["value"]
wait = int(rule["years_without_progress"])
subsidy = subsidy_share / 100 * float(investment[helped].sum())  # 10^6 RMB
first_half = float(rule["first_share"]) * subsidy
second_half_today = float(rule["second_share"]) * subsidy / (1 + rate / 100) ** wait
comes = {  # asked for a subsidy of 1, since the rule does not depend on the amount
    reading: ep.subsidy.tranche(1.0, attained.to_list(), wait, True, reading=reading).due == 0
    for reading in ("count", "attainment")
}
suffices = {
    "first": first_half >= grants.sum(),
    "both": first_half + second_half_today >= grants.sum(),
}
enough = [
    "the first half alone is enough" if suffices["first"] else "the first half alone is not enough",
    "both halves together are enough" if suffices["both"] else "both halves together are not enough",
]
verdict = (
    "The plan can be signed, even if the second half never comes."
    if suffices["first"]
    else "The plan can be signed, as long as the savings arrive as calculated."
    if suffices["both"] and all(comes.values())
    else "The plan should not be signed as it stands: promise less, find cheaper projects, or drop some now."
)
offer = (
    f"At {subsidy_share:g} % of the investment in the {int(helped.sum())} supported projects the subsidy is RMB {subsidy:,.0f} million: RMB {first_half:,.0f} million now, and as much "
    f"after {wait} years, which is worth RMB {second_half_today:,.0f} million today. The projects need RMB {grants.sum():,.0f} million: {enough[0]}, {enough[1]}. "
    if helped.any()
    else "No project needs a grant, so this plan asks for no subsidy. "
)
Markdown(
    offer
    + (
        "By the plan's own numbers the second half comes if the rule means 90 % of the *number* of targets; "
        if comes["count"]
        else "By the plan's own numbers the second half does not come if the rule means 90 % of the *number* of targets; "
    )
    + (
        "it comes if *each* target must be reached to 90 %. "
        if comes["attainment"]
        else "it does not come if *each* target must be reached to 90 %. "
    )
    + f"**{verdict}**"
)

# %% tags=["hide-input"]
flows = [
    ("state, first half", "projects with a grant", "subsidy", first_half),
    ("state, second half", "projects with a grant", "subsidy if targets are met", subsidy - first_half),
    (
        "firms, banks, town",
        "projects with a grant",
        "own money and loans",
        investment[helped].sum() - subsidy,
    ),
    ("firms, banks, town", "projects that pay", "own money and loans", investment[pays].sum()),
    ("firms, banks, town", "duties of polluters", "own money and loans", investment[duty].sum()),
]
for label, chosen in (
    ("projects that pay", pays),
    ("projects with a grant", helped),
    ("duties of polluters", duty),
):
    spent = investment[chosen].groupby(candidates["column"]).sum()
    flows += [(label, name.replace("_", " "), "investment", amount) for name, amount in spent.items()]
money = pd.DataFrame(flows, columns=["from", "to", "stream", "quantity"])
money = money.round(1).query("quantity > 0")  # the sums of whole numbers would differ from the text
ep.plots.show(
    ep.symbiosis.plot_sankey(
        ep.symbiosis.Network(money.assign(unit="million RMB").to_dict("records")), "Money of the plan"
    ),
    source,
)

# %% [markdown]
# Read the figure from left to right: it shows who pays, for which kind of project, and for which quantity. For
# society as a whole a subsidy is no benefit, because the money only changes hands; the benefit is what the projects
# save. The plan must also name the person who decides if the second half does not arrive.
#
# How certain are the savings themselves? Engineers' estimates have been checked against meters for homes, but less so
# for industry:

# %%
found = studies.set_index("id")
best_case = found.loc["delivered_best", "value"]
in_bad_case = (100 * moved * best_case / delivery / to_move.where(to_move > 0)).fillna(100.0).clip(upper=100)
Markdown(
    f"Among {found.loc['delivered_best', 'subject']}, the best program delivered {best_case:.0f} % of the savings that had been expected. If your projects delivered no more than that, "
    f"the weakest target of this plan, *{in_bad_case.idxmin().replace('_', ' ')}*, would be **{in_bad_case.min():.0f} %** attained"
    + (", and the second half would not come." if in_bad_case.min() < rule["targets_threshold"] else ".")
)

# %%
course.ask(
    "By the plan's own numbers the second half of the subsidy is uncertain. What belongs in the plan?",
    {
        "The full subsidy, because the zone intends to reach its targets.": "An intention is no budget. If the second half has not come after three years, the projects are only half "
        "paid, and no one has been named to decide.",
        "No subsidy at all, to be on the safe side.": "This is too cautious: the first half is paid after the agreement. Leaving it out may mean dropping projects that it would carry.",
        "Both cases, with the project that is dropped and the person who decides it.": "Yes. The reader sees what depends on the second half, and the decision is made before it is needed.",
    },
    right="Both cases, with the project that is dropped and the person who decides it.",
)

# %% [markdown]
# ## 6 Two pages
#
# Now everything goes into one document. The outline has the eight chapters of the guidelines of 2003. The sentences
# below come from this run. Where the plan still says *to be written*, nothing can be computed: these sections must be
# written by people. If you name a `plan_file`, the plan is saved there; a file that you wrote yourself is never
# overwritten.

# %% tags=["hide-input"]
goal_words = [
    f"save {rounded[name]:,.0f} {quantities.at[name, 'unit']} of {name.replace('_', ' ')} a year"
    if saves[name]
    else f"add {rounded[name]:,.0f} {quantities.at[name, 'unit']} of {name.replace('_', ' ')} a year"
    for name in order
    if to_move[name] > 0
]
row = zone_rows.set_index("year").loc[year]
drop = candidates["project"][helped]
texts = {
    "1.2": f"In {year} {zone} earned an industrial added value of RMB {row['industrial_added_value'] / 1e5:,.1f} billion and met {passed} of {len(in_year)} indicators.",
    "3.1": f"Reach the limits that can be reached with projects by {target_year}, at a growth of {growth:g} % a year.",
    "3.2": f"By {target_year}, against {reference}: {'; '.join(goal_words) or 'nothing remains to be saved'}.",
    "3.3": "Reducing use comes first, and exchange comes second. No grant goes to a project that pays by itself.",
    "4.1": f"{open_duties.capitalize()}: {', '.join(duties['indicator'].str.lower()) or 'none'}. Empty cells in the file: {empty}.",
    "5.1": f"The zone takes in {row['fresh_water']:,.0f} m3 of fresh water and produces {row['solid_waste']:,.0f} t of solid waste a year.",
    "5.2": f"It uses {row['energy']:,.0f} tce a year; growing in step with added value, this would become {row['energy'] * (1 + growth / 100) ** years:,.0f} tce by {target_year}.",
    "6.1": f"RMB {investment.sum():,.0f} million for {int((built > 0).sum())} projects.",
    "6.2": f"RMB {investment.sum() - subsidy:,.0f} million from firms, banks and the town; RMB {first_half:,.0f} million of subsidy after the agreement and RMB {subsidy - first_half:,.0f} million if the targets are met.",
    "6.3": f"Net present value without any subsidy RMB {present_value.sum():,.0f} million at {rate:g} %; {len(closed)} of {len(order)} amounts are reached if {delivery:g} % of the calculated savings come.",
    "7.1": f"Without a grant: {', '.join(candidates['project'][pays]) or 'none'}. With a grant: {', '.join(drop) or 'none'}. Duties of the polluters: {', '.join(candidates['project'][duty]) or 'none'}.",
    "7.2": "Each project counts only the savings that it makes itself: no saving is counted for two projects.",
    "8.1": "; ".join(f"{body}: {task}" for body, task in list(asks.items())[1:5]) + ".",
    "8.3": (
        f"Grants of at least RMB {grants.sum():,.0f} million today. Without the second half of the subsidy, the leader group decides which of these to drop: {', '.join(drop)}."
        if len(drop)
        else "None is needed."
    ),
    "8.4": f"Savings are read from meters every year; the weakest goal is {weakest.replace('_', ' ')}, of which {attained[weakest]:.0f} % is attained.",
}
plan = ep.planning.outline(f"Plan for {zone}, {year} to {target_year}", texts) + f"\n\n{source}\n"
saved = course.save_text(plan, plan_file)
Markdown(plan)

# %%
words = len(re.findall(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+", plan))  # or Chinese characters
pages = words / 450
asked = "; ".join(plan_parts["part"])
Markdown(
    f"The plan has {words} words, about {pages:.1f} pages of 450 words, and {len(texts)} of {len(ep.datasets.load('planning', 'chapter_sections'))} sections have a first sentence. "
    f"{f'It was saved as {saved}. ' if saved else ''}The notice of 2021 on the circular transformation of parks asks for five parts: {asked}. Check that you can point to each of them."
)

# %% [markdown]
# How good is the plan? The same rubric serves for your plan and for those of your colleagues. Decide which level your
# plan reaches in each row before anybody else does.

# %%
levels = ["level_0", "level_1", "level_2", "level_3"]
rubric.set_index("criterion")[levels].set_axis(["level 0", "level 1", "level 2", "level 3"], axis=1)

# %% [markdown]
# **Peer review.** Exchange plans with a colleague, and answer the seven questions below in writing. Recompute one
# number yourself. Students who grade each other tend to be generous, and their marks agree better with a teacher's if
# they give one overall judgment on criteria that they understand than if they add up many small scores. The form
# therefore asks six questions first and for one overall level last.

# %%
review_form[["no", "question", "look"]].set_axis(["number", "question", "where to look"], axis=1).set_index(
    "number"
)

# %% [markdown]
# ## The answer

# %% tags=["hide-input"]
bridge = (
    "All amounts are reached."
    if len(closed) == len(order)
    else f"Not reached: {', '.join(name.replace('_', ' ') for name in order if name not in closed)}; the plan must find more projects there or promise less."
)
Markdown(
    f"**What can I act on?** {len(quantities)} quantities with an amount each, and {open_duties}; the coefficients that are missed ({len(late)}) follow from the quantities. "
    f"Compared with {reference}, {int((to_move > 0).sum())} amounts remain to be saved or added by {target_year}. **Which projects are worth the money?** {int(pays.sum())} of {len(candidates)} pay by themselves; {int(helped.sum())} more "
    f"are needed and cost RMB {grants.sum():,.0f} million more than they bring. {bridge} **Who decides and pays?** The leader group sets growth, reference and year; firms, banks and the town carry RMB "
    f"{investment.sum() - subsidy:,.0f} million, and the state RMB {subsidy:,.0f} million at most: {enough[0]}, {enough[1]}. "
    f"{verdict} **On two pages?** The plan takes about {pages:.1f} pages, {len(texts)} first sentences, and people who write the remaining parts."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "indicators that the zone reaches": passed,
        "quantities to save or add": len(quantities),
        "open duties of management": len(duties),
        "growth coefficients that it misses": len(late),
        "energy to save [tce/year]": float(to_move.get("energy", 0.0)),
        "fresh water to save [m3/year]": float(to_move.get("fresh_water", 0.0)),
        "amounts that remain": int((to_move > 0).sum()),
        "projects that pay by themselves": int(pays.sum()),
        "projects that need a grant": int(helped.sum()),
        "investment of the plan [10^6 RMB]": investment.sum(),
        "net present value without subsidy [10^6 RMB]": present_value.sum(),
        "smallest grants [10^6 RMB]": grants.sum(),
        "subsidy, both halves [10^6 RMB]": subsidy,
        "worth of both halves today [10^6 RMB]": first_half + second_half_today,
        "amounts that the plan reaches": len(closed),
        "attainment of the weakest target [%]": attained.min(),
        "second half comes, each target to 90 %": comes["attainment"],
        "plan can be signed": verdict.startswith("The plan can"),
        "weakest target if savings fall short [%]": in_bad_case.min(),
        "file of the plan": plan_file or "not saved",
    }
)

# %% [markdown]
# ## What this cannot show
#
# - Whether the numbers of a file are right. The toolkit finds broken rules, not honest mistakes.
# - The real costs of projects in your zone. The candidates and their prices are invented; replace them with quotations from suppliers.
# - Whether a project would have come anyway. A net present value above zero is a hint, not proof: a lack of people, trust or credit can keep a good project from being built.
# - Effects on people, health and neighbors. Chapter 6 asks for them; no column of the panel holds them.
# - What became of the three real plans. News of an approval is easy to find; news of a result is not.
#
# ## Key points
#
# - Percentages of different thresholds cannot be ranked. Group gaps by what one can act on.
# - An amount needs a year, a growth rate and a reference. Show it against unchanged intensity and against the zone's own trend.
# - Projects that pay by themselves belong in the plan, not in the application for money.
# - A share of the investment means nothing until the projects to which it refers are named.
# - Plan for the case in which the second half of the subsidy does not come and the savings fall short, and name the person who then decides.
# - Two pages that a colleague has recomputed are worth more than eighty that nobody has read.
#
# ## Now with your own zone
#
# Three commands take you there: the first writes a workbook to fill in, the second checks it and writes a clean panel, the third runs this lesson on it and saves the
# plan.
#
# `ecopark template my-zone.xlsx`
#
# `ecopark doctor my-zone.xlsx --clean panel.csv`
#
# `ecopark run 14 -p panel_file=panel.csv -p zone="My zone" -p year=2023 -p start=2019 -p target_year=2028 -p plan_file=plan.md`
#
# Your projects go into a table with the columns `project`, `column` (the name in the panel, such as `energy`), `amount` (in the unit of that column, per year), `investment`, `gain` and `upkeep`
# (10^6 RMB; the last two per year), and `years`: add `-p projects_file=my-projects.csv`. Targets of your own, as in the Circular Transformation, go into a table with
# `zone`, `code` and `threshold`: add `-p targets_file=my-targets.csv`. For a report without a notebook, in four languages, there is `ecopark report my-zone.xlsx`.
#
# The exercises are in `exercises/14_capstone.ipynb`.
#
# ## The researcher's corner
#
# *How certain is the trend?* The dotted line rests on a slope with an interval. The cell gives the amounts that
# remain at both ends of this interval.

# %% tags=["hide-input"]
ends = []
for name in elasticity.dropna().index:
    low, high = (
        max(
            0.0,
            quantities.at[name, "now"] * (1 + growth / 100) ** (fits.at[name, end] * years)
            - quantities.at[name, "needed"],
        )
        for end in ("ci_low", "ci_high")
    )
    ends.append(
        f"{name.replace('_', ' ')} {min(low, high):,.0f} to {max(low, high):,.0f} {quantities.at[name, 'unit']}"
        if max(low, high) >= 0.5
        else f"{name.replace('_', ' ')} nothing"
    )
Markdown(
    f"Still to be saved by {target_year} on the zone's own trend, at the two ends of the 95 % interval: "
    + ("; ".join(ends) or "no quantity has an interval")
    + ". Lesson 09 shows when such an interval is too narrow."
)

# %% tags=["hide-input"]
value = studies.set_index("id")["value"]
Markdown(
    "*Whose net present value?* Intaraburt and others (2022) appraised plants in industrial parks near Chonburi, Thailand, that make process water from wastewater. If only direct costs and benefits were counted, "
    f"none paid off at any of {value['chonburi_private']:.0f} discount rates; with benefits for health and environment counted, most did. Our table counts what a firm counts. A town may count more, and the difference is "
    "the honest argument for a grant.\n\n"
    f"*Why do savings fall short?* For a program in Illinois, Christensen and others (2021) attribute up to {value['delivered_wedge']:.0f} % of the shortfall to the engineering model, {value['delivered_workmanship']:.0f} % to "
    f"workmanship and only {value['delivered_rebound']:.0f} % to rebound. Such studies compare homes that took part with homes that did not; for firms a control group is rare, and a referee will ask for one.\n\n"
    f"*Is peer review reliable?* A meta-analysis of {value['peer_global']:.0f} studies found that marks by peers resemble those by teachers most when the criteria are few and well understood. In a biology course students "
    f"gave about {value['peer_lenient']:.0f} % more points than a professional grader did."
)

# %% [markdown]
# ## References
#
# - Package `park_plans`: news on the plans of Dalian, Zhenjiang and Pingxiang, the figures of Jiangning, the notice of 2021, each row with its source; the candidate projects, the rubric and the form were made for this course.
# - SEPA (2003), section 7, and IISD (2015), section 3.2.2: packages `planning` and `programs`. Synthetic zones: `ep.datasets.simulate_panel`, seed 0.
#
# To read further:
#
# - Intaraburt and others (2022), *Water* 14(7), 1172, doi:10.3390/w14071172 (open access); the abstract was read.
# - Christensen, Francisco, Myers and Souza (2021), E2e working paper 046, http://e2e.haas.berkeley.edu/abstractWP046.html; the abstract was read.
# - *Student peer assessment in higher education* (2000), *Review of Educational Research* 70(3), doi:10.3102/00346543070003287; the abstract was read.
# - *How accurate is peer grading?* (2010), *CBE Life Sciences Education* 9(4), doi:10.1187/cbe.10-03-0017; the abstract was read.

# %% [markdown] tags=["instructor"]
# **Role play: the leader group adopts the plan (20 minutes).** The notebook's plan is on the table. Five roles, four minutes to prepare with the rubric:
#
# - *Mayor.* You want a ceremony before the end of the year and a number for the speech. Defend: the largest saving that one can print.
# - *Director of finance.* You must cover the second half if it does not come. Defend: nothing is signed without a list of what is dropped.
# - *Manager of the heat network.* Your project pays by itself, and you would like the grant all the same. Defend: without a grant you begin two years later.
# - *Spokesperson of three small firms.* You get the reclaimed water. Defend: a price, a guaranteed quality, and who pays for a standstill.
# - *Expert of the ministry.* You ask one question only, again and again: compared with which world?
#
# The meeting lasts ten minutes; in the last three, the group writes down growth, reference, the projects with a grant, and the person who decides
# in year three. Debrief: Which number moved during the meeting, and why? Who spoke for the duties of management? What did the expert's question cost?
#
# **Peer review in class (20 minutes).** Pairs exchange plans; eight minutes to read and recompute one number, six to fill in the form, six to hand it back and explain the
# weakest assumption aloud. Collect the forms: they can be graded with exercise 14.8's rubric. Grade the review, not only the plan.
#
# **Group task.** Each group replaces one invented project by a real quotation from a firm that its members know, and runs the lesson again. Which decision changed?
