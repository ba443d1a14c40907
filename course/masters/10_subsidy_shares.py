# ---
# jupyter:
#   ecopark:
#     number: "10"
#     title: "Subsidy shares: how much of a project does the state pay?"
#     minutes: 70
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 10 Subsidy shares: how much of a project does the state pay?
#
# **Question.** We want to put RMB 2 billion into closing material loops. What part of it can we expect from the state, how certain is that
# figure, and what must we do to get the money and keep it?
#
# **After this lesson you can**
#
# - say who chooses the projects, who sets the amount, and where this is printed;
# - ask of every share *of which investment?*, and show how much the answer changes the share;
# - test which recipes could have produced a printed average;
# - tell a strong correlation from a surprising one by reshuffling the data;
# - write a range into a budget, instead of somebody else's average.
#
# **Time:** 40 minutes to read and run, 30 more for the role play in class. **Before:** lesson 06, for the program and its clauses.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second one is folded and
# only loads the tables.

# %% tags=["parameters"]
table_file: str = ""  # CSV or XLSX file with your own zones, used instead of Table A1; path; any
printed: float = 8.5  # average share that somebody printed for this table; %; 0.1..100
leave_out: str = ""  # zone to leave out in section 3, by default the largest investor; name; any
level: float = 0.95  # level of the intervals; 1; 0.5..0.999
rate: float = 20.0  # subsidy as a part of the projects that the ministries choose; %; 0.5..100
plan: float = 2000.0  # investment on your list of projects; 10^6 RMB; 1..100000
chosen: float = 50.0  # part of that list that the ministries may choose; %; 0.5..100
chance: float = 80.0  # your estimate of the chance that the second half is paid; %; 0..100
wait: float = 4.0  # time from the first half to the second; year; 0..15
discount: float = 5.0  # discount rate of your zone; %/year; 0..25

# %% tags=["setup"]
import math

import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt
from scipy import stats

import ecopark as ep
import ecopark_course as course

course.check_parameters("10", globals())
course.format_tables()
zones = ep.subsidy.read(table_file) if table_file else ep.datasets.load("ctip_subsidies")
shares = ep.subsidy.shares(zones)  # stops here if a column is missing or holds no money
known = shares[shares["share_status"] != "missing"].sort_values("investment")
course.check_range("zones with a subsidy and an investment", len(known), 4)
course.check_range("smallest known investment", known["investment"].min(), 1e-9)
course.check_range("largest share of a known zone [%]", known["share"].max(), 0, 100)
for column in ("subsidy", "investment", "share"):
    course.check_range(f"different values of {column}", known[column].round(9).nunique(), 2)
leave_out = leave_out or known["zone"].iloc[-1]
course.check_choice("leave_out", leave_out, known["zone"], what="No known investment belongs to a zone")
silent = shares[shares["share_status"] == "missing"]
stated = ep.datasets.load("ctip_subsidies", "statements").set_index("id")["value"]
rules = ep.datasets.load("ctip_subsidies", "rules")
pages = ep.datasets.load("ctip_subsidies", "investments").set_index("id")

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: the opening, 2; section 1, 7; 2, 6; 3, 6; 4, 6; 5, 7; 6, 3; answer and key points, 3; the role play, 30. With 45 minutes in
# all, leave out section 4, assign it as homework together with exercise 10.2, and have pairs play the last ten minutes of the role play.
#
# Open with one question, before anybody runs a cell: *The state pays on average 8.5 % of a project. Your project costs RMB 2 billion. How much do you write
# into the budget?* Collect the answers on the board. Nearly all will be RMB 170 million. Return to them after section 5.
#
# Usual misconceptions: (1) an average share is a rate, and a zone is entitled to it; (2) the mean of percentages is the percentage of the
# totals; (3) *investment* means the same in every row; (4) a correlation of -0.8 must have a cause; (5) an interval for an average says where the
# next zone will be; (6) money that is granted is money in the bank.

# %% [markdown]
# ## 1 Two zones, one amount
#
# A 2015 report by the International Institute for Sustainable Development (IISD) used provincial media to list the subsidies that zones received from
# the state for their circular transformation. This is its Table A1. The next
# table and figure show the zones whose investment is known. (If you use your own file, these two show your zones.)

# %%
report = ep.subsidy.shares(ep.datasets.load("ctip_subsidies")).set_index("zone")
quzhou, qingdao = report.loc["Quzhou Hi-tech Industrial Zone"], report.loc["Qingdao ETDZ"]
Markdown(
    f"Quzhou in Zhejiang got RMB {quzhou['subsidy']:.0f} million, and Qingdao in Shandong got RMB {qingdao['subsidy']:.0f} million. In Quzhou this was "
    f"**{quzhou['share']:.1f} %** of the investment, in Qingdao **{qingdao['share']:.1f} %**. The table prints a subsidy for {len(report)} zones and an investment for "
    f"{report['investment'].notna().sum()} of them; the other cells say *n/c*, not communicated."
)

# %%
known[["zone", "subsidy", "investment", "share"]].rename(
    columns={"subsidy": "subsidy [10^6 RMB]", "investment": "investment [10^6 RMB]", "share": "share [%]"}
).set_index("zone").round(1)

# %%
granted = known.assign(origin="State", stream="subsidy", quantity=known["subsidy"])
others = known.assign(origin="Others", stream="remainder", quantity=known["investment"] - known["subsidy"])
flows = (
    pd.concat([granted, others]).rename(columns={"origin": "from", "zone": "to"}).assign(unit="million RMB")
)
flows = flows.loc[flows["quantity"] > 0, ["from", "to", "stream", "quantity", "unit"]]
ep.plots.show(
    ep.symbiosis.plot_sankey(ep.symbiosis.Network(flows), f"Who pays for the projects of {len(known)} zones")
)

# %% [markdown]
# The thin bands show the state's money. The table does not say who the *Others* are: they may be the zone, its firms, the province or banks. Why does the state pay a much larger
# part of the investment in one zone than in another? The next table lists what is published about the decision, and where.

# %%
short = {
    "iisd-2015": "IISD 2015",
    "iprt-review": "review of the program",
    "ce-fund-2012": "news on the fund, 2012",
    "ctip-call-2012": "call for applications, 2012",
}
place = rules["where"].str.replace(r" \(extract.*\)", "", regex=True)
rules["where it is printed"] = rules["source"].map(short) + ": " + place
rules[["about", "rule", "where it is printed"]].set_index("about")

# %% [markdown]
# The second and fifth rows hold the main point. The National Development and Reform Commission (NDRC) and the Ministry of Finance (MoF) decide **project by project**, and they set **an individual
# amount**. Neither a fixed rate nor an equal amount for every zone is printed. So a share is not a rule of the program but a result that somebody computed afterward from two numbers.
# No zone can be entitled to a share, and to understand a share we must know both numbers.

# %% [markdown]
# ## 2 Of which investment?
#
# The subsidy is clear: it is the amount that was approved. But the column beside it is headed only *Investment*, and no note explains the term. Does it mean everything on the zone's list, the
# projects that the ministries chose, or the money that was spent in the end? We searched public pages for zones that give more detail, and these are the ones that
# we could use.

# %%
found = pages.assign(granted=pages["subsidy"].fillna(pages["zone"].map(report["subsidy"])))
found["share [%]"] = (100 * found["granted"] / found["investment"]).fillna(found["share_stated"]).round(1)
found["investment"] = found["investment"].round()
found["in Table A1"] = found["zone"].isin(report.index).map({True: "yes", False: "no"})
names = {"counts": "what is counted", "investment": "investment [10^6 RMB]", "granted": "subsidy [10^6 RMB]"}
columns = ["zone", "counts", "projects", "investment", "granted", "share [%]", "in Table A1"]
found[columns].rename(columns=names).astype(object).fillna("not printed").set_index("zone")

# %%
listed, approved = pages.loc["dalian_list"], pages.loc["dalian_approved"]
dalian = approved["share_stated"] / 100 * approved["investment"]
Markdown(
    f"Look at Dalian. Its list contained {listed['projects']:.0f} projects for RMB {listed['investment']:,.0f} million. The state approved "
    f"{approved['projects']:.0f} of them, for RMB {approved['investment']:,.0f} million, and was to pay about {approved['share_stated']:.0f} % of that amount, or some "
    f"RMB {dalian:.0f} million. Divide the same subsidy by the investment of the whole list, and the share is **{100 * dalian / listed['investment']:.1f} %**. "
    f"Both figures are right, and one is {listed['investment'] / approved['investment']:.0f} times the other."
)

# %% [markdown]
# Now return to the table of section 1. Suppose, only for a moment, that every zone received the same percentage of the investment in its chosen projects, and
# that the table counts whole lists. Then the share tells us which part of each zone's list was approved:
#
# $$\text{part approved} = \frac{\text{share of the list}}{\text{rate on chosen projects}} .$$

# %%
parts = (100 * known.set_index("zone")["share"] / rate).sort_values()
beyond = parts.index[parts > 100].tolist()
Markdown(
    f"At a rate of {rate:g} %, {parts.index[0]} would have seen {parts.iloc[0]:.0f} % of its list approved, and {parts.index[-1]} {parts.iloc[-1]:.0f} %. "
    + (
        f"No zone can have more than its whole list approved, so this rate does not explain {', '.join(beyond)}."
        if beyond
        else "Nothing in the table contradicts such a rule, and nothing supports it."
    )
    + f" In Dalian, the part approved was {100 * approved['investment'] / listed['investment']:.0f} %."
)

# %% [markdown]
# So the same seven rows can come from one rate and very different lists, or from seven individual decisions. The rows cannot tell these stories apart, because nobody
# wrote down what the denominator counts. That is not a detail for specialists. A zone that reports its whole wish list looks poorly supported; a zone that reports
# only what was approved looks rich.

# %%
course.ask(
    "A newspaper finds that the state pays 14.5 % in one zone and 2.3 % in another, and calls it unfair. What do you ask first?",
    {
        "Which zone has the better projects.": "Better projects may be the reason. But before you explain a difference, make sure that there is one.",
        "What each zone counted as its investment.": "Yes. If one counted its whole list and the other only the approved projects, the two figures do not "
        "measure the same thing.",
        "How many zones the average is made of.": "That matters for an average. Here two single zones are compared.",
        "Whether the subsidy was paid on time.": "This matters for the zone's cash, but both shares use the amount that was granted.",
    },
    right="What each zone counted as its investment.",
)

# %% [markdown]
# ## 3 One printed figure, several recipes
#
# The report sums up its table in one sentence. It gives the mean subsidy per zone and states what percentage this is of
# the investment in *the project*, in the singular (section 3.2.1). The last line of Table A1
# repeats both figures and leaves the cell for the mean investment empty. How was the share computed? Let us try every recipe that comes to mind. A share printed with one decimal place represents a small
# range, and the printed amounts are rounded too, so each recipe gives a small range as well.

# %%
rounded, zero = ep.intervals.rounding_interval, ep.intervals.Interval(0.0, 0.0)
paid, spent = ([rounded(value) for value in known[column]] for column in ("subsidy", "investment"))
everybody = [rounded(value) for value in shares["subsidy"].dropna()]
mean_subsidy, mean_investment = sum(everybody, zero) / len(everybody), sum(spent, zero) / len(known)
recipes = {
    "all subsidies over all investments (pooled)": 100 * sum(paid, zero) / sum(spent, zero),
    "mean of the zones' shares": sum((100 * s / i for s, i in zip(paid, spent, strict=True)), zero)
    / len(known),
    "mean of all subsidies over mean of known investments": 100 * mean_subsidy / mean_investment,
}
if not table_file:
    recipes["the same, with the rounded mean subsidy of the text"] = (
        100 * rounded(stated["mean_subsidy_text"]) / mean_investment
    )
target = rounded(printed)
able = [name for name, interval in recipes.items() if interval.overlaps(target)]
_, axes = plt.subplots(figsize=(8.5, 2.8), layout="constrained")
axes.axvspan(target.low, target.high, color=ep.plots.ORANGE, alpha=0.5, label=f"prints as {printed:g} %")
for place, interval in enumerate(recipes.values()):
    axes.plot(
        [interval.low, interval.high], [place, place], "-|", color=ep.plots.BLUE, linewidth=3, markersize=12
    )
labels = [f"{name}\n{interval.low:.2f} to {interval.high:.2f} %" for name, interval in recipes.items()]
axes.set_yticks(range(len(recipes)), labels, fontsize=9)
axes.set(xlabel="Share [%]", ylim=(len(recipes) - 0.4, -0.7))
axes.margins(x=0.1)
axes.legend(loc="center")
axes.set_title(f"{len(able)} of {len(recipes)} recipes can produce {printed:g} %", loc="left")
words = "; ".join(labels).replace("\n", ": ")
ep.plots.show(ep.plots.set_alt_text(axes, f"Ranges of recipes for a share. Printed: {printed:g} %. {words}."))

# %%
summary = ep.subsidy.summary(zones, method="delta", level=level)
mixed = 100 * summary.mean_subsidy / known["investment"].mean()
Markdown(
    f"The report prints a mean subsidy of RMB {stated['mean_subsidy_text']:.0f} million and a share of {stated['share_text']:g} %. **{len(able)}** of {len(recipes)} recipes can give {printed:g} %: {'; '.join(able) or 'none'}. Without rounding, the mean of the zones' shares is {summary.mean_share:.2f} %, "
    f"the mean of all subsidies divided by the mean of the known investments is {mixed:.2f} %, and the pooled share (the total subsidy of the known zones divided by their total investment) is **{summary.pooled_share:.2f} %**. The median of the shares is {summary.median_share:.2f} %."
)

# %% [markdown]
# For Table A1 this remains an open puzzle. The singular *the project* and the position of the figure below the column of shares suggest a mean of shares. That the report ties the share to the mean *subsidy*
# suggests that one mean was divided by another, but then the numerator covers all zones and the denominator only those that stated their investment. We do not know, and the table cannot tell us. A letter would
# settle it: the heading of Table A1 offers its sources on request.
#
# For you, another question matters more than how the figure was computed: which figure do *you* need?
#
# | your sentence | the figure it needs |
# |---|---|
# | *Of the money that these zones plan to invest, the state pays …* | pooled share: every yuan counts the same |
# | *A typical zone gets …* | median or mean of shares: every zone counts the same |
# | *Our zone will get …* | none of them: see section 5 |
#
# Pooled and mean share differ because one zone can carry much of the money. Choose a zone in the menu to leave it out.

# %%
menu = ["nobody", *known["zone"][::-1]]
course.widgets.explore(
    lambda leave_out: ep.subsidy.summary(zones[zones["zone"] != leave_out], method="delta"), leave_out=menu
)

# %%
without = ep.subsidy.leave_one_out(zones).set_index("zone").loc[leave_out]
weight = 100 * without["investment"] / known["investment"].sum()
Markdown(
    f"**{leave_out}** accounts for {weight:.0f} % of the known investment. Without it the pooled share is {without['pooled_without']:.2f} % instead of {summary.pooled_share:.2f} %, and the mean of shares "
    f"{without['mean_without']:.2f} % instead of {summary.mean_share:.2f} %. This is no reason to drop the zone. It is a reason to say how few zones the figure rests on."
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Let three groups defend one recipe each for two minutes, with the report's sentence on the board. Nobody can win, and the class should notice why: three recipes
# agree on the printed digits, so the digits cannot decide between them. Ask: *which observation would have separated them?* (One more digit. Or the sheet from which the table was made.)

# %% [markdown]
# ## 4 A strong correlation that chance explains
#
# In the figure of section 1, the state's share seems to shrink as the investment grows.

# %%
test = ep.subsidy.permutation_test(zones)
Markdown(
    f"The correlation of share and investment is **{test.statistic:.2f}**. It is tempting to explain this: perhaps the state favors small projects, or gives every zone about the same. "
    f"**Predict first.** Suppose that the {test.n} amounts had been put into a hat, and one drawn for each zone. What correlation would you then expect? Write down a number between -1 and 1."
)

# %% [markdown]
# We can find out without any formula: deal the amounts to the zones in every possible way, compute the correlation each time, and see where the real table lies.

# %%
Markdown(
    f"There are {test.n}! = {math.factorial(test.n):,} ways to deal {test.n} amounts to {test.n} zones. "
    + (
        "All of them are in the figure."
        if test.exact
        else f"{len(test.null):,} of them, drawn at random, are in the figure."
    )
)

# %%
_, axes = plt.subplots(figsize=(8.5, 3.4), layout="constrained")
axes.hist(test.null, bins=40, color=ep.plots.BLUE, edgecolor="white", linewidth=0.4)
axes.axvline(test.statistic, color=ep.plots.RED, linewidth=2, label=f"the table: {test.statistic:.2f}")
axes.axvline(
    test.expected, color="black", linestyle="--", label=f"middle of all assignments: {test.expected:.2f}"
)
axes.set(xlabel="Correlation of share and investment [1]", ylabel="Assignments [count]")
title = (
    f"{100 * test.p_value:.1f} % of {len(test.null):,} assignments give a correlation as low as the table's"
)
axes.set_title(title, loc="left")
axes.legend()
ep.plots.show(
    ep.plots.set_alt_text(
        axes,
        f"Histogram of correlations. {title}. Table {test.statistic:.2f}, middle {test.expected:.2f}, range {test.null.min():.2f} to {test.null.max():.2f}.",
    )
)

# %%
is_surprising = test.p_value < 0.05
kind = "all possible assignments" if test.exact else "a random selection of assignments"
Markdown(
    f"With the amounts dealt at random the correlation is typically **{test.expected:.2f}**"
    + (", so a strong one is no surprise. " if test.expected < -0.5 else ". ")
    + f"The table's correlation is {test.statistic:.2f}, and "
    f"{100 * test.p_value:.1f} % of {kind} give a correlation that is as low or lower: **p = {test.p_value:.3f}**. "
    + (
        "This is less than one in twenty, so amounts dealt at random are a poor explanation."
        if is_surprising
        else "Draws from a hat would often do this, so no policy is needed to explain the pattern."
    )
)

# %% [markdown]
# Why does chance produce such a correlation? Because the investment is the denominator of the share. Take amounts that have nothing to do with the investments, divide them by the investments, and the quotients fall as the investments grow.
# Karl Pearson described the trap in 1897 and called it spurious correlation. The method above, an exact **permutation test**, is as simple as it looks: if amounts had nothing to do with investments,
# every way of dealing them out would be equally likely.
#
# Note what we have *not* shown. The amounts were not drawn from a hat; section 1 says how they were decided. And the opposite claim, that amounts do not depend on investments, is not shown either.

# %%
direct = stats.pearsonr(known["subsidy"], known["investment"])
low_r, high_r = direct.confidence_interval(level)
factor = known["subsidy"].max() / known["subsidy"].min()
factor_all = shares["subsidy"].max() / shares["subsidy"].min()
covers = low_r <= 0 <= high_r
Markdown(
    f"Subsidy and investment, without any division, have a correlation of {direct.statistic:.2f}. But with {len(known)} zones, its interval at a level of {100 * level:g} % reaches from **{low_r:.2f} to {high_r:.2f}**: "
    + (
        "the data are compatible with a clear fall, a clear rise, or no relation at all. "
        if covers
        else "the data agree with a relation in one direction only. "
    )
    + f"Nor are the amounts alike: the largest is **{factor:.1f}** times the smallest among the known zones, and {factor_all:.1f} times among all {len(shares)}."
)

# %%
course.ask(
    "A table of 30 cities shows that administrative cost per inhabitant falls with the number of inhabitants; the correlation is -0.8. A consultant concludes that large cities are better run. What do you need before you agree or disagree?",
    {
        "Nothing: -0.8 is strong.": "Strong is not the same as surprising. The number of inhabitants is in the denominator, so a fall is to be expected.",
        "More cities.": "More cities make the figure more precise, but the division by inhabitants remains in it.",
        "What the correlation would be if costs had nothing to do with inhabitants.": "Yes. Reshuffle the costs over the cities and compare. Or look at costs and "
        "inhabitants themselves, without dividing.",
        "The median instead of the mean.": "No average is involved here. The problem is the quantity that appears on both axes.",
    },
    right="What the correlation would be if costs had nothing to do with inhabitants.",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Act this out with paper (six minutes). Seven people hold cards with the investments; seven others each draw a card with a subsidy from a real hat and stand beside one of the first seven. Compute the seven
# shares aloud, then line up by investment: the shares fall from left to right almost every time. Draw again. Nobody forgets it.

# %% [markdown]
# ## 5 What you may write into a budget
#
# An average share is a fact about other zones. What does it say about the next one? An interval for the *average* answers a different question: how much would the pooled share move if other zones of the same kind
# had been in the table? A budget needs a range for *one* zone. The simplest honest range uses no model at all. If the new zone is like the $n$ zones of the table, so that it is equally likely to take any place in the ranking, then it falls between the
# smallest and the largest of them with probability
#
# $$\frac{n - 1}{n + 1} .$$
#
# We can apply this to shares and to amounts. A third estimate follows section 2: the part of your list that may be chosen, times a rate. Only you can judge the first factor; for the second, the table in section 2
# has two figures for projects approved by the state, and one is about twice the other.

# %%
received = shares["subsidy"].dropna()
by_share = plan * known["share"].quantile([0, 0.5, 1]) / 100
by_amount = received.quantile([0, 0.5, 1])
by_choice = plan * chosen / 100 * rate / 100
share_chance, amount_chance = (100 * (n - 1) / (n + 1) for n in (len(known), len(received)))
estimates = {
    f"shares of {len(known)} zones, times your list": [
        *by_share.map("{:,.0f}".format),
        f"{share_chance:.0f} %",
    ],
    f"amounts of {len(received)} zones, whatever the size of their lists": [
        *by_amount.map("{:,.0f}".format),
        f"{amount_chance:.0f} %",
    ],
    f"{chosen:g} % of your list chosen, at {rate:g} %": ["", f"{by_choice:,.0f}", "", "your judgment"],
}
pd.DataFrame(estimates, index=["lowest", "middle", "highest", "chance to lie between"]).T.rename_axis(
    "estimate of the subsidy [10^6 RMB]"
)

# %%
low, high = summary.pooled_share_low, summary.pooled_share_high
silence = "Every zone in this table has stated its investment."
if silent["subsidy"].notna().any():
    gap = silent["subsidy"].mean() / known["subsidy"].mean()
    silence = (
        f"The {len(silent)} zones that kept silent on their investment received {gap:.2f} times as much on average as those that spoke, "
        "so the known zones may not represent all zones."
    )
Markdown(
    f"Compare: the pooled share is {summary.pooled_share:.1f} %, with an interval from {low:.1f} to {high:.1f} % at a confidence level of {100 * level:g} %, while single zones range from {known['share'].min():.1f} to "
    f"{known['share'].max():.1f} %. {silence}"
)

# %%
course.ask(
    "With 500 zones in the table instead of 7, what would happen to the interval of the average share, and to the range in which your own zone's share may lie?",
    {
        "Both would shrink to almost nothing.": "The average would become very precise. But zones differ, however many you know, and yours may be like any of them.",
        "The interval of the average would shrink; the range for one zone would not.": "Yes. More data pin down the average, but they do not make zones alike.",
        "The range for one zone would shrink; the average would stay as uncertain as before.": "It is the other way around.",
        "Nothing, because the zones were not chosen at random.": "A fair worry about bias. But even a biased sample of 500 gives a narrower interval than one of 7.",
    },
    right="The interval of the average would shrink; the range for one zone would not.",
)

# %% [markdown]
# Money granted is not yet money paid. Half comes after the decision; the other half comes years later and only if the targets are met. So a promised subsidy is worth less today than its stated amount. If the second half comes after
# $T$ years with probability $q$, and the interest rate is $r$ a year, a subsidy $S$ is worth today
#
# $$\frac{S}{2} + q\,\frac{S}{2}\,\frac{1}{(1+r)^T} .$$

# %%
first = ep.subsidy.tranche(by_amount[0.5], 0, 0, True).paid
second = by_amount[0.5] - first
plan_years = ep.datasets.load("programs", "figures").set_index("id").loc["circular_plan_years", "value"]
worth = first + chance / 100 * second / (1 + discount / 100) ** wait
Markdown(
    f"Take the middle amount, RMB {by_amount[0.5]:,.0f} million. RMB {first:,.0f} million comes first. With a chance of {chance:g} % for the other half after {wait:g} years, at {discount:g} % a year, the promise is worth "
    f"**RMB {worth:,.1f} million today**, {100 * worth / by_amount[0.5]:.0f} % of its amount. The zone, its firms or a bank must bridge the gap. "
    f"(A work plan runs up to {plan_years:.0f} years, and the second half is paid only after its targets are met.)"
)

# %% [markdown]
# ## 6 Getting the money and keeping it
#
# The clauses of the program are the subject of lesson 06. Combined with the tables above, they give a zone five things to do:
#
# 1. **Meet the conditions for being proposed.** Approved land-use and city plans, a clear boundary, a management body, and waste worth reducing were the conditions in 2012.
# 2. **List projects that can be chosen**, of the six kinds in section 1, and none that another central fund already pays for. A long list makes your share smaller; nothing that we read says that it makes the subsidy larger.
# 3. **Have the amount and its denominator written into the agreement**: which projects, which investment, who pays for an overrun.
# 4. **Report every year, and plan for the acceptance inspection from the first day.** The second half of the money depends on the targets, so choose targets that your projects reach (lesson 06 shows what each reading of *90 %* costs).
# 5. **Set the first half aside until there is progress to show.** Without substantial progress after three years, a zone gives back what it has received.
#
# It is worth knowing that such rules are applied in practice.

# %%
nanchang = pages.loc["nanchang_approved"]
later = ep.datasets.load("programs", "circular_later").set_index("id")["value"]
Markdown(
    f"**Nanchang** (2014): RMB {nanchang['subsidy']:.1f} million approved, RMB {nanchang['first_payment']:.2f} million paid, exactly {100 * nanchang['first_payment'] / nanchang['subsidy']:.0f} %; the remainder is due after acceptance by the state. "
    f"**Zhejiang** (2020), for parks under its own provincial scheme: of {later['zhejiang_judged']:.0f} that were judged, {later['zhejiang_passed']:.0f} passed and {later['zhejiang_failed']:.0f} did not. How often national money had to be returned is not "
    "published in anything that we read. And national money is not the only support: local governments often subsidize shared infrastructure and symbiosis (IISD 2015, section 4.5)."
)

# %% [markdown]
# ## The answer

# %%
Markdown(
    f"**How much?** No rate is published: NDRC and MoF choose projects and amounts one by one. For a list of RMB {plan:,.0f} million, the shares of {len(known)} zones give RMB {by_share[0]:,.0f} to {by_share[1]:,.0f} million and the amounts of {len(received)} zones "
    f"RMB {by_amount[0]:,.0f} to {by_amount[1]:,.0f} million. **How sure?** The chance that a zone like these lies between the ends is {share_chance:.0f} % for the shares and {amount_chance:.0f} % for the amounts; the printed {printed:g} % is an average "
    f"that {'no recipe' if not able else f'{len(able)} of {len(recipes)} recipes'} can give, and nobody stated what the investments behind it include. **What to do?** Budget for the low end, count only the first half as money (both halves together are worth RMB {worth:,.0f} million today, for a "
    f"promise of {by_amount[0.5]:,.0f} million), and have the projects, the investment and the targets written into the agreement."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "zones with a subsidy and an investment": len(known),
        "pooled share [%]": summary.pooled_share,
        "pooled share, lower end [%]": low,
        "pooled share, upper end [%]": high,
        "mean share [%]": summary.mean_share,
        "mean of all subsidies over mean of known investments [%]": mixed,
        "recipes that can print the figure": len(able),
        "pooled share without the zone left out [%]": without["pooled_without"],
        "zones that the rate does not explain": len(beyond),
        "smallest part of a list approved, at this rate [%]": parts.iloc[0],
        "correlation of share and investment": test.statistic,
        "the same, middle of all assignments": test.expected,
        "p-value of the permutation test": test.p_value,
        "correlation of subsidy and investment, lower end": low_r,
        "correlation of subsidy and investment, upper end": high_r,
        "largest over smallest subsidy, known zones": factor,
        "subsidy by shares, lowest [10^6 RMB]": by_share[0],
        "subsidy by shares, highest [10^6 RMB]": by_share[1],
        "subsidy by projects chosen [10^6 RMB]": by_choice,
        "middle amount, worth today [10^6 RMB]": worth,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - What *Investment* means in Table A1, and therefore what any share computed from it means.
# - Which recipe made the printed 8.5 %.
# - The investments of ten zones out of seventeen. The silent zones received more on average, and no formula can recover the figures that they did not state.
# - What was paid and spent in the end. Table A1 lists amounts granted, collected from media reports, without the years.
# - Whether the money caused anything. A subsidized project may be one that would have been built anyway.
# - What the rules are today. The tables describe the program of 2012 to 2017.
#
# ## Key points
#
# - NDRC and MoF choose the projects and set an individual amount. A share is a result, not a rule.
# - Ask of every share: of which investment? In Dalian the same money was a fifth of the investment in the approved
#   projects, but only a small part of the investment on the whole list.
# - Several recipes can produce the same digits. Say which one you used, and with how many zones.
# - If a quantity is in a denominator and on an axis, reshuffle before you explain. Chance alone can give a strong correlation.
# - An interval for an average is not a range for your zone. The smallest and largest of $n$ comparable cases form such a range, with a chance of $(n-1)/(n+1)$.
# - Count on the first half, and multiply the second half by the chance that it will be paid.
#
# ## Now with your own zone
#
# Save a CSV or XLSX file with the columns `zone`, `subsidy` and `investment`, both amounts in RMB 1,000,000, one row per zone or per project of one program. Leave a cell empty if you do not know the
# number; at least four rows need both. Write down, in a column of your own, what each investment counts.
#
# - `ecopark run 10 -p table_file=my-zones.csv -p printed=12 -p plan=800`
# - `ecopark run 10 -p plan=1200 -p chosen=30 -p rate=10 -p chance=60`
#
# The exercises are in `exercises/10_subsidy_shares.ipynb`.
#
# ## The researcher's corner
#
# *Is one null hypothesis enough?* A referee would say no. Reshuffling the *amounts* tests whether amounts are unrelated to investments. Reshuffling the *shares* tests a different idea: each zone has a rate of its own, and rates are unrelated to investments.
# Exercise 10.2 covers both tests. In Table A1 they disagree, and you should be able to say why this is no contradiction. (The first idea is hard to reject because it already predicts a fall; the second predicts none.) With one zone
# of seven carrying so much weight, neither result should be pushed too far.
#
# *Is the pooled share's interval reliable?* The pooled share is a ratio estimator (Cochran 1977, chapter 6). With seven zones, the formula with Student's t and the bootstrap disagree; the percentiles of a bootstrap tend to lie too close together when cases are few:

# %%
drawn = ep.subsidy.summary(zones, method="bootstrap", level=level)
Markdown(
    f"Formula: {summary.pooled_share_low:.1f} to {summary.pooled_share_high:.1f} %. Bootstrap: {drawn.pooled_share_low:.1f} to {drawn.pooled_share_high:.1f} %, at a level of {100 * level:g} %."
)

# %% [markdown]
# *Are the zones a sample?* They are the ones whose figures were found in provincial media, about a fifth of the parks that the program had when the report appeared (lesson 06). Years of award are mixed, amounts are nominal, and zones with news to tell may differ from the others. The
# chance $(n-1)/(n+1)$ needs exchangeability (every order of the zones is equally likely), which selection breaks.
#
# *Did the money matter?* To know, one must compare projects with and without a subsidy. Cerqua and Pellegrini (2014) do it for Italian firms: projects were ranked and paid until the money ran out, so firms just above and just below the cut-off are alike. They find that investment
# and employment rose, and productivity hardly did. China's circular program published no such ranking. Song and Zhou (2021) compare cities before and after a national eco-industrial park was designated there, and find less SO2; but that was a different program, which paid no subsidy.
#
# ## References
#
# - Package `ctip_subsidies`: each row names its source, the place in the source, and how the value is known. IISD (2015), section 3.2 and Table A1.
# - Pearson, K. (1897), *Proceedings of the Royal Society of London* 60, 489-498, doi:10.1098/rspl.1896.0076: spurious correlation.
# - Cerqua, A. and Pellegrini, G. (2014), *Journal of Public Economics* 109, 114-126, doi:10.1016/j.jpubeco.2013.11.005; we read only the abstract.
# - Song, L. and Zhou, X. (2021), *Sustainability* 13(11), 6343, doi:10.3390/su13116343 (open access); we read only the abstract.
#
# To read further: *Approaches and policies for promoting industrial park recycling transformation (IPRT) in China*, which reviews what national money was spent on; Cochran, W. G. (1977), *Sampling Techniques*.

# %% [markdown] tags=["instructor"]
# **Role play: one budget, four zones (30 minutes).** The ministries have RMB 500 million for four invented zones. Each zone has handed in a list.
#
# | zone | list [10^6 RMB] | projects that fit the six kinds | asks for | known for |
# |---|---|---|---|---|
# | A | 4,200 | 900 | 200 | a large port, many firms, weak data |
# | B | 1,400 | 1,100 | 210 | one chemical firm that exchanges with six others |
# | C | 900 | 700 | 150 | a poor county, plenty of waste, no management body |
# | D | 2,500 | 1,200 | 240 | has missed two of its last four targets |
#
# - *NDRC.* You want projects that show others how it is done. Defend your choice project by project, and say what you would not pay for.
# - *MoF.* You want no fixed rate, no precedent, and money back if nothing happens. Defend half now, half later.
# - *Zones A to D.* Defend your list. You may shorten it. You are not told what the others ask for.
# - *A journalist.* You print one number for each zone after the decision, and you choose the denominator.
#
# Ten minutes in roles, ten to decide, five for the headlines, five to debrief: Which denominator did the journalist take? Did anybody mention a rate, and who was the first to do so? What did zone C lack that money cannot buy? Would an equal amount for all have been quicker, and what would it have
# bought?
#
# **Group task (15 minutes).** Write the letter to IISD or to a zone of Table A1 that asks for exactly what is missing: three questions, each with the sentence of this lesson that its answer would change.
