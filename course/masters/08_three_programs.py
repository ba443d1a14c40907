# ---
# jupyter:
#   ecopark:
#     number: "08"
#     title: Three programs, your zone
#     minutes: 65
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 Three programs, your zone
#
# **Question.** Which of China's three national programs for industrial parks should your zone look at first, what
# will it ask of you, and how long will you wait for the title?
#
# **After this lesson you can**
#
# - lay the three programs side by side: who leads, who pays, who sets the bar, what you hand in, what you may lose;
# - argue for and against equal limits for all parks, as opposed to targets that each zone sets for itself;
# - explain why zones join although nobody makes them, and what holds them back;
# - ask of any overlap or share: *out of which zones?*
# - estimate a waiting time without forgetting those who still wait.
#
# **Time:** 40 minutes to read and run, 25 more for the role play in class. **Before:** lesson 05; lessons 06 and 07 help.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change: begin with
# the five lines about your zone. The second cell is folded and only loads the tables.

# %% tags=["parameters"]
park_type: str = "sector-integrated"  # type of your park; word; sector-integrated | sector-specific | venous
zone: str = "ETDZ"  # kind of your zone; word; ETDZ | high-tech zone | other zone
aim: str = "title"  # what your zone wants most; word; title | money | carbon
needs_subsidy: bool = False  # whether nothing can start without national money; yes or no; any
years_of_data: int = 3  # years with data on energy, water, waste and output; year; 0..50
base: int = 1568  # zones that could take part in the programs; count; 211..100000
level: float = 0.05  # level of the verdict on chance; 1; 0.001..0.5
early_look: str = "2014-04-30"  # an early day on which the waiting parks are counted; day; any
last_look: str = "2020-12-31"  # last day on which they are counted; day; any
unknown: str = "wait"  # parks for which no date of a title was found; word; wait | leave out
wait: float = 5.0  # time after which we ask who still waits; year; 0.1..30
cohort_file: str = ""  # CSV or XLSX file with parks of your own for section 5; path; any

# %% tags=["setup"]
from datetime import date

from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("08", globals())
course.format_tables()
side_by_side = ep.datasets.load("programs", "side_by_side")
motives = ep.datasets.load("programs", "motives")
figures = ep.datasets.load("participation", "figures").set_index("id")
short = {"eip": "EIP Demonstration Program", "circular": "CTIP", "low_carbon": "Low-Carbon Program"}
early, late = (
    ep.programs.read_cohort(cohort_file, day)
    if cohort_file
    else ep.programs.approved_parks(day, without_title_date=unknown)
    for day in (early_look, last_look)
)
course.check_order("early_look", date.fromisoformat(early_look), "last_look", date.fromisoformat(last_look))
titles = int(late["certified"].sum())
course.check_range("parks with the title on the last look", titles, 1, len(late))
course.check_range("wait [year]", wait, 0.1, late["years"].max().round(2))

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 8; 2, 8; 3, 7; 4, 6; 5, 7; 6 and the answer, 4; the role play at the end, 25. With 45
# minutes in all, leave out section 4 and start the role play after section 2. In a training for zone managers,
# hand out the three one-page sheets of the site (*Hand-outs*) before anybody runs a cell.
#
# Usual misconceptions: (1) the programs are one ladder with three steps; (2) a title brings national money; (3) more indicators
# measure more; (4) the mean waiting time of those who have the title is the waiting time; (5) an overlap is large or small by itself.

# %% [markdown]
# ## 1 Three ministries, three ideas
#
# Suzhou Industrial Park, the Economic and Technological Development Zones (ETDZs) of Tianjin, Rizhao, Ningbo and Dalian,
# the Shanghai Chemical Industry Park and Nanchang High-Tech have one thing in common: they are in all three national programs.
# Each of them has therefore explained itself three times, to different ministries, in different documents.
#
# All three programs are voluntary, and all three are part of a larger mix of incentives, rules and information. In the years of the 12th
# five-year plan (2011 to 2015) China also ran the Top-10,000 Energy-Consuming Enterprises Program and seven pilot
# schemes for emissions trading. According to our main source, a report by the International Institute for Sustainable
# Development (IISD 2015, section 2.0), three things set the Chinese programs apart from those of other countries:
# they are run from the top down, they use uniform standards and procedures, and they are larger than anything tried
# elsewhere. In Europe, firms often began by themselves, as in Kalundborg (lesson 01).

# %%
page = side_by_side.pivot(index=["order", "question"], columns="program", values="answer")
chinese = ep.datasets.load("programs", "programs").set_index("id")["name_zh"]
heads = {program: f"{name} ({chinese[program]})" for program, name in short.items()}
page.droplevel("order")[list(short)].rename(columns=heads).rename_axis(columns=None)

# %% [markdown]
# Each column of the table describes one program; each row shows how the three programs differ on one point. CTIP is
# the Circular Transformation of Industrial Parks. The three park types of the EIP program are *sector-integrated*
# (mixed industries, the usual case), *sector-specific* (one leading industry) and *venous* (recovery of waste). The
# hand-outs on the site print each column on a page of its own, with the place in the source for each line.
#
# Why three programs and not one? Because different ministries lead them. The diagram shows who leads what.

# %%
bodies = ep.programs.governing_bodies("park").query(
    "role in ['lead', 'member'] and body != 'SEPA' and stage != 'CEPZ'"
)
names = dict(zip(ep.datasets.load("programs", "programs")["name_en"], short.values(), strict=True))
bodies = bodies.drop_duplicates(["body", "program"]).rename(columns={"role": "stream", "from": "since"})
bodies = bodies.assign(**{"from": bodies["body"], "to": bodies["program"].map(names)})
diagram = ep.symbiosis.plot_network(ep.symbiosis.Network(bodies[["from", "to", "stream"]]), "Who leads what")
leads = bodies[bodies["stream"] == "lead"].groupby("body")["to"].nunique()
title = f"{' and '.join(leads[leads > 1].index)} leads two programs; the EIP program has three ministries"
diagram.set_title(title, loc="left")
arrows = "; ".join(f"{row.body} is {row.stream} of {row.to}" for row in bodies.itertuples())
ep.plots.show(ep.plots.set_alt_text(diagram, f"Ministries and programs: {arrows}."))

# %% [markdown]
# MEP, the Ministry of Environmental Protection, is the Ministry of Ecology and Environment (MEE) today. For a zone the practical
# question is whom to call: an ETDZ belongs to the Ministry of Commerce (MofCOM), a high-tech zone to the Ministry of Science
# and Technology (MoST), and both of these ministries sit in the leading group of the EIP program.

# %% [markdown]
# ## 2 Who sets the bar
#
# Imagine two zones. One depends on a steelworks, the other on software firms. Should both face the same limit for
# energy per industrial value added (IAV)? The EIP program says yes: its standard prints one threshold for all parks
# of a type, whatever their history. CTIP says no: each zone proposes targets, and the authorities approve them. Here
# is what the second rule led to.

# %%
targets = ep.datasets.load("ctip_targets", "targets").query("indicator == 'energy_use'").set_index("zone")
per_ten_thousand = targets["value"] * 10_000  # tce per 10^4 RMB
ratio = targets.loc["Rizhao ETDZ", "value"] / targets.loc["Tianjin ETDZ", "value"]
Markdown(
    f"The target that Tianjin set itself was {per_ten_thousand['Tianjin ETDZ']:.2f} tce per RMB 10,000 of production value by 2010, "
    f"Rizhao's {per_ten_thousand['Rizhao ETDZ']:.2f} by 2015. Rizhao may thus use **{ratio:.2f} times** as much energy for the "
    f"same output. Measured from their own starting points, however, the two are alike: {targets.loc['Tianjin ETDZ', 'change']:.0f} % "
    f"against {targets.loc['Rizhao ETDZ', 'change']:.0f} % in five years."
)

# %% [markdown]
# Which zone is the more ambitious one? A uniform limit asks *where do you stand?* and rewards the zone with light
# industry. A self-set target asks *how far did you move?* and rewards the zone that started from a poor position or
# promised little. Neither question is wrong. A standard makes titles comparable; a negotiated target keeps heavy
# industry in the game. IISD calls the second way more flexible and leaves the judgment to the reader; a role play in
# class argues it from both sides.
#
# **Predict first.** The figure counts the topics (*concepts*) that each list of indicators covers. One list says nothing about pollution, another nothing
# about administration. Which? (From left to right: the guideline of 2003, the EIP standard of 2009, the CTIP list of 2012, and the low-carbon list that the
# Institute for Sustainable Communities, ISC, published in 2012.)

# %%
ep.plots.show(ep.programs.plot_coverage())

# %%
concepts = ep.programs.coverage_by_concept()
lists = {
    "hj274-2009": "the EIP standard",
    "cepz-ctip-2012": "the CTIP list",
    "isc-low-carbon-2012": "the low-carbon list of ISC",
}
covered = concepts[list(lists)].notna().sum().rename(lists)
in_three = concepts.loc[concepts[list(lists)].notna().all(axis=1), "label"]
in_all = concepts.loc[concepts["n_systems"] == len(ep.programs.indicator_system_names()), "label"]
categories = (
    ep.programs.coverage_by_category()
    .query("category != 'Outside the five' and concepts > 0")
    .groupby("system")
    .size()
)
Markdown(
    "Concepts covered: "
    + ", ".join(f"{name} {count}" for name, count in covered.items())
    + f". Only the EIP standard reaches all {categories['hj274-2009']} categories; the other two reach "
    f"{categories['cepz-ctip-2012']} and {categories['isc-low-carbon-2012']}. All three lists share {len(in_three)} "
    f"concepts ({'; '.join(in_three).lower()}), and with the guideline of 2003 only **{len(in_all)}** remain: "
    f"{' and '.join(in_all).lower()}."
)

# %% [markdown]
# IISD's verdict is that the EIP indicators are the most complete, and by categories our count agrees. By number of concepts the lists hardly differ, and on energy the
# EIP standard is the thinnest of the four, as the third row of the figure shows. *Complete* means that no topic is forgotten, not that each is measured well.
#
# **Remember the two concepts that every list contains: energy against output, and water against output.** A zone that can
# document these two for several years has made a start in any of the programs. (A concept in common is not yet an
# indicator in common: energy per IAV, per GDP and per product are three numbers.) The low-carbon program had no official list in 2015,
# so IISD took ISC's list in its place, and so do we.

# %%
course.ask(
    "A zone with a steelworks and a zone with software firms both propose to cut energy per output by 17 %. Which "
    "argument for self-set targets is the strongest?",
    {
        "Self-set targets are easier to check than a printed limit.": "Harder, in fact: one must know the starting point, "
        "and somebody must judge whether the promise was worth making.",
        "They let each zone show progress from where it stands.": "Yes. A limit that software firms meet without "
        "effort may be out of reach for steel, and then the steel zone has no reason to begin.",
        "They are always more ambitious than a limit.": "Nothing ensures that. A zone may promise what would happen "
        "anyway, and the review of the plan is the only safeguard against this.",
        "They make the titles of two zones comparable.": "That is the argument for the other side: equal limits do.",
    },
    right="They let each zone show progress from where it stands.",
)

# %% [markdown]
# ## 3 Why zones join, and what holds them back
#
# The first thing that a zone manager asks is *what do we get?* The EIP title brings no national money and no tax
# advantage, yet many zones apply. The table sums up the reasons for and against joining that IISD collected.

# %%
listed = motives.assign(
    kind=motives["kind"].map({"motive": "moves", "barrier": "holds back", "help": "helps"})
)
listed[["kind", "who", "point", "where"]].set_index("kind")

# %% [markdown]
# Read the rows about investors twice. Zones compete for factories, and the reader who counts may not be a ministry
# but the head office of a multinational company that is afraid of making headlines with a spill. To that reader the
# certificate says that somebody has looked. IISD's conclusion (section 5.0) adds a benefit that comes with or without
# the title: the program is a **framework for examining yourself**. Each firm, like the zone as a whole, goes through its work topic by topic and learns what it did not know.
#
# The last barrier deserves the same attention. Where an exchange does not pay for both partners, it needs somebody else's money, and
# local governments often give it, because they have targets of their own.

# %%
audiences = ep.datasets.load("trainings", "training_audiences").groupby("audience")["training"].nunique()
guidelines = ep.datasets.load("guidelines", "guidelines").query("listed_in == 'Table 5'")
officials, parks = figures.loc[["survey_officials", "survey_parks"], "value"]
Markdown(
    f"What the zones lack most is people who know how. A survey of **{officials:.0f} senior officials in {parks:.0f} national parks** "
    "named two barriers above all: too little capacity building, and limited development of technology. IISD lists "
    f"{len(guidelines)} guidelines and {len(ep.datasets.load('trainings', 'trainings'))} trainings. Of the trainings, "
    + ", ".join(f"{count} address {name}" for name, count in audiences.sort_values(ascending=False).items())
    + "; several address more than one group."
)

# %% [markdown]
# In the first decade the expertise came from abroad. Since then, Chinese centers of expertise have emerged that
# managers can turn to: IISD names the TEDA Eco-Center in Tianjin and the Suzhou Circular Economy Extension Center.
# Notice the gap in the numbers above: most training courses are aimed at enterprises, while the plan, the data and
# the application are written by the zone's management.

# %%
course.ask(
    "The EIP title pays nothing. Why would a hard-nosed zone manager still want it?",
    {
        "Because zones are obliged by law to hold it.": "All three programs are voluntary. Pressure exists, but it comes from local "
        "governments with targets to reach and from rankings.",
        "Because the title is the first step to the national subsidy.": "A common mix-up: the subsidy belongs to another "
        "program, led by other ministries, with a work plan of its own.",
        "Because investors choose among zones, and a title tells them about risk.": "Yes. It is the first motive that "
        "IISD names: less risk of an incident, more transparency, better performance.",
        "Because symbiosis always pays for the firms.": "Often, not always. The report knows of cases in which it did not "
        "pay, which is why local governments subsidize it.",
    },
    right="Because investors choose among zones, and a title tells them about risk.",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Four minutes in pairs: *which row of the table would convince your mayor, and which your largest firm?* They are
# seldom the same row. Collect the answers on two sides of the board; the difference is what an application must bridge.

# %% [markdown]
# ## 4 Several titles at once: out of which zones?
#
# Should you fear that the programs repeat one another? IISD counted.

# %%
counts = ep.programs.membership_counts_china()
several = counts.two + counts.three
share, stated = 100 * counts.union / base, figures.loc["share_15", "value"]
tested = ep.programs.overlap_test(counts.sizes, base, counts.pairs, counts.three, level=level)
Markdown(
    f"{counts.union} zones are in at least one program: **{counts.one}** in one, **{counts.two}** in two, **{counts.three}** in all three. "
    f"That is {share:.1f} % of {base:,} zones (the report prints {figures.loc['share_13', 'value']:.0f} % on one page and {stated:.0f} % on another) and "
    f"makes {counts.memberships} memberships, so the {counts.sizes['circular']} zones of the circular program, a number that was not printed, follow from the {counts.sizes['eip']} and {counts.sizes['low_carbon']} of the other two."
)

# %% [markdown]
# The report concludes that duplication does not seem significant. In everyday language that is true: most zones are in one program only.
# In statistics the word asks another question: *is the overlap more than chance would give?* If three programs of sizes $a$, $b$ and $c$ chose
# among $N$ zones blindly, they would share $(ab + ac + bc)/N$ pairs of memberships on average. A zone in all three programs holds three pairs.
#
# **Predict first.** Does it matter whether all zones of the country could have been chosen, or only those at the national level? Move the slider.

# %%
course.widgets.explore(
    ep.programs.plot_overlap,
    counts=counts,
    population=(counts.union, max(1600, base), 1, base),
    level=level,
)

# %%
ep.plots.show(ep.programs.plot_overlap(counts, base, level=level))

# %%
national = ep.programs.zone_populations()["national zones"]
among_national = ep.programs.overlap_test(counts.sizes, national, counts.pairs, counts.three, level=level)
verdicts = {
    "more": "more than chance gives",
    "fewer": "fewer than chance gives",
    "as chance": "what chance gives",
}
turning_point = tested.expected_pairs * base / counts.pairs
Markdown(
    f"The data show **{counts.pairs} pairs**. Among {base:,} zones chance gives {tested.expected_pairs:.1f}, and the observed pairs are "
    f"{verdicts[tested.pairs_verdict]}. Among the {national} national zones it gives {among_national.expected_pairs:.1f}, and the same pairs are "
    f"{verdicts[among_national.pairs_verdict]}. The verdict changes sides near {turning_point:.0f} zones."
)

# %% [markdown]
# The pairs never changed; the **reference population** did. Choosing that population is a judgment; the data cannot
# make it for you. So whenever you see a share or an overlap (*so many percent of all zones*, *twice as many as
# expected*), ask: out of which zones? Neither population is quite right here, because large zones may be more likely
# to apply to any program.

# %% [markdown]
# ## 5 How long will you wait?
#
# The EIP title is the only one for which waiting times are published. Here is what the report prints.

# %%
low, high = figures.loc[["eip_certification_time_low", "eip_certification_time_high"], "value"]
Markdown(
    f"From the approved plan to the title: **{low:.0f} to {high:.0f} years** on average, for the "
    f"{figures.loc['eip_named', 'value']:.0f} parks that had it. **{figures.loc['eip_overdue', 'value']:.0f}** other parks had waited for "
    f"more than {figures.loc['eip_overdue_wait', 'value']:.0f} years without receiving it."
)

# %% [markdown]
# Do these two sentences fit together? The dates for individual parks would settle the question, but no list of them
# is available. We searched public notices and news for parks of which *both* dates are known. (*Acceptance passed*
# stands in for the title if the notice itself was not found, and a date without a month is put in the middle of its
# year.)

# %%
table = late.drop(columns=["certified"]).rename(columns={"years": "years until the title or the last look"})
table.round(1).fillna("no date found").set_index(table.columns[0]).rename_axis("park")

# %%
done_early, done_late = early[early["certified"]], late[late["certified"]]
mean_early = float(done_early["years"].mean()) if len(done_early) else float("nan")
mean_late = float(done_late["years"].mean())
curve = ep.programs.time_to_certification(late)
median, _ = ep.programs.median_time(curve)
at_wait = min([100.0, *curve.loc[curve["years"] <= wait, "waiting"]])
other = "leave out" if unknown == "wait" else "wait"
otherwise = ""
if not cohort_file:
    seen_so = ep.programs.approved_parks(last_look, without_title_date=other)
    other_median, _ = ep.programs.median_time(ep.programs.time_to_certification(seen_so))
    years = f"{other_median:.1f} years" if other_median else "not reached"
    treated = "are left out" if other == "leave out" else "count as waiting"
    otherwise = f"; {years} if parks of which nothing was heard {treated}"
at_first = (
    f"the mean wait of those with the title is {mean_early:.1f} years"
    if len(done_early)
    else "so there is no mean"
)
Markdown(
    f"On {early_look}, {len(early)} of these parks had an approved plan and {len(done_early)} the title; {at_first}. On {last_look}, {titles} "
    f"of {len(late)} had the title, with a mean wait of {mean_late:.1f} years. Counting those who still wait, "
    + (
        f"half of the parks need **{median:.1f} years or more**"
        if median
        else "**more than half still wait at the end**"
    )
    + f", and {at_wait:.0f} % still wait after {wait:g} years."
    + (f" The median is {otherwise[2:]}." if otherwise else "")
)

# %% [markdown]
# For a park that is still waiting, the waiting time is incomplete, or *right-censored*. We know that it is longer
# than the time elapsed so far, but not how much longer. Leave these parks out, as the mean of the finished ones does,
# and only the quick ones remain; the earlier you look, the quicker they seem. **Kaplan and Meier's method** keeps
# everybody: each time a title is awarded, it asks what share of the parks *still under observation* received one, and
# it multiplies together the shares that did not. A park leaves the calculation only when it receives its title or
# when the observation period ends.

# %%
bounds = None if cohort_file else ep.programs.survival_bounds_china()
ep.plots.show(ep.programs.plot_kaplan_meier(curve, bounds, synthetic=False))

# %% [markdown]
# The band is wide because the parks are few. The two bars at six years show the share of parks still waiting that the
# report's own counts allow, and even their lower ends are far from zero. Set `unknown` to *leave out* and the curve falls: it matters what you
# assume about parks of which you hear nothing. Neither assumption is right. Four parks have an unknown outcome. Two
# of them were reevaluated in 2019, so they had their title by then, though we do not know since when; about the other
# two we know nothing. The truth probably lies between the two curves.

# %%
course.ask(
    "Your plan was approved today. Among the parks with the title, the mean wait is four years. What do you tell your mayor?",
    {
        "Four years.": "That is the mean for the parks that already have the title. It leaves out the parks that are still waiting, and those are the slow ones.",
        "Probably more than four years, because the parks that still wait are not in that mean.": "Yes. And the honest "
        "answer has a range, because few dates are public.",
        "Less than four years, because procedures get faster.": "They may. But nothing in this mean shows it, and the mean is biased "
        "in the other direction.",
    },
    right="Probably more than four years, because the parks that still wait are not in that mean.",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Play it (five minutes). Ten people stand up; one sits down after one minute, one after two, one after three; seven remain standing
# when you stop the clock at four. *What is the mean time of standing?* Somebody will say two minutes. Ask the seven. Then compute with the
# class: 9/10 still stand after one minute, 8/10 after two, 7/10 after three; beyond four minutes nobody knows.

# %% [markdown]
# ## 6 Which program for your zone?
#
# Now put your answers together. The function follows section 3 of the report: whether a program serves your aim, whether it pays, how many
# years of data it needs, and whom to ask. **It advises and does not decide**; for the rules of today, contact the office listed under *whom to ask*.

# %%
advice = ep.programs.advise(park_type, zone, aim, needs_subsidy, years_of_data)
advice

# %% [markdown]
# Try other answers here. What changes if you need money? If you have only one year of data?

# %%
choices = {
    "park_type": ["sector-integrated", "sector-specific", "venous"],
    "zone_type": ["ETDZ", "high-tech zone", "other zone"],
    "aim": ["title", "money", "carbon"],
    "needs_subsidy": [False, True],
}
mine = {"park_type": park_type, "zone_type": zone, "aim": aim, "needs_subsidy": needs_subsidy}
menus = {name: sorted(options, key=lambda option: option != mine[name]) for name, options in choices.items()}
course.widgets.explore(
    ep.programs.advise, **menus, years_of_data=(0, max(10, years_of_data), 1, years_of_data)
)

# %% [markdown]
# ## The answer

# %%
first, ready = advice.iloc[0], advice["fit"] != "data first"
if ready.any():
    names_first = advice.index[0]
    opening = f"Look first at the **{names_first}** ({first['fit']}: it {first['why']}). It asks first for {first['asks first']}."
    opening += f" Turn to {first['whom to ask']}."
else:
    opening = "**Collect data first**: none of the programs can be entered without at least a year of figures for energy, water, waste and output."
length = (
    f"{median:.1f} years or more for half of the parks"
    if median
    else f"more than half of the parks still waiting after {late['years'].max():.1f} years"
)
Markdown(
    f"{opening} **How long?** For the EIP title, {length} (from {len(late)} parks with public dates{otherwise}), against "
    f"{mean_late:.1f} years if one counts only those who have it. **Several titles?** {several} of {counts.union} zones are in more than one "
    "program, so a second application is possible, and data on energy and water against output are useful in each. **What can you lose?** The approval in the EIP program, "
    "the money already received in CTIP, and in each of them the time of the people who write the plan."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "program to look at first": advice.index[0],
        "programs for which the data suffice": int(ready.sum()),
        "programs that fit the aim": int((advice["fit"] == "fits the aim").sum()),
        "the EIP title asks first for": advice.loc["EIP Demonstration Program", "asks first"],
        "whom to ask about the EIP title": advice.loc["EIP Demonstration Program", "whom to ask"],
        "energy target of Rizhao over that of Tianjin": ratio,
        "concepts in all lists": len(in_all),
        "zones in exactly one program": counts.one,
        "share of the zones in a program [%]": share,
        "observed pairs": counts.pairs,
        "expected pairs": tested.expected_pairs,
        "verdict on pairs": tested.pairs_verdict,
        "zones at which the verdict turns": turning_point,
        "parks on the early look": len(early),
        "parks on the last look": len(late),
        "titles on the early look": len(done_early),
        "mean wait of those with the title [year]": mean_late,
        "still waiting after the time asked [%]": at_wait,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The side-by-side page presents the rules as a report of 2015 understood them. Standards, ministries and money have
#   changed since; the last line of the page names what we found.
# - The motives are those that authors and officials reported. Nobody measured how much each one weighs.
# - Which indicator belongs to which concept is a judgment of this project; another team would assign some of them
#   differently.
# - The zone counts date from different days, and one of them is only approximate (the source says *about*).
# - The parks with public dates are few, and they were found because somebody reported a title. Parks that gave up
#   make no news.
# - A low-carbon list stands in for a program that had none in 2015.
#
# ## Key points
#
# - Three ministries' programs share an aim, yet each asks for a document of its own. Read them line by line, by who
#   leads, who pays and who sets the bar.
# - Uniform limits compare zones; self-set targets compare a zone with its past. A policy has to choose, and each
#   choice excludes somebody.
# - The EIP standard covers all five categories. Only energy and water against output are in every list: begin with
#   these.
# - Zones join for investors, capital, alignment with the government and rankings. Missing expertise and guidance hold
#   them back.
# - Certification is also a framework for examining yourself, and that benefit comes before any title.
# - Whether an overlap is larger or smaller than chance would produce depends on the reference population, so always
#   state which one you use.
# - The mean wait of the parks that already have the title understates the true wait. Parks that are still waiting are data too and must not be
#   left out.
#
# ## Now with your own zone
#
# Change the first five lines of the parameters, or run the lesson with them:
#
# `ecopark run 08 -p zone="high-tech zone" -p aim=carbon -p years_of_data=1`
#
# Take the hand-out of the program that comes first, and write a name and a date beside each of its lines. If your province keeps a list of
# its parks, put it into a file with the columns `zone`, `approved` and `certified` (days such as 2012-06-01, the last one empty while a park waits):
#
# `ecopark run 08 -p cohort_file=my-parks.csv -p early_look=2020-12-31 -p last_look=2024-12-31 -p wait=3`
#
# The exercises are in `exercises/08_three_programs.ipynb`.
#
# ## The researcher's corner
#
# *Is the bias from counting only finished cases real, or just an accident of a sample of eleven parks?* Where the
# truth is known one can check. The cell draws twenty synthetic cohorts whose true median wait is five years and looks
# at each of them on one day.

# %%
draws = [ep.programs.synthetic_cohort(median=5.0, seed=seed) for seed in range(20)]
finished = sum(cohort.loc[cohort["certified"], "years"].median() for cohort in draws) / 20
medians = [ep.programs.median_time(ep.programs.time_to_certification(cohort))[0] for cohort in draws]
reached = [value for value in medians if value is not None]
print(f"true median 5 years; finished cases only {finished:.2f} years")
print(f"Kaplan and Meier {sum(reached) / len(reached):.2f} years, reached in {len(reached)} of 20 cohorts")

# %% [markdown]
# *What would a referee ask?* Whether waiting parks differ from the others (censoring must not depend on the wait
# still to come); whether the test of overlap should give large zones a greater chance; and whether indicators of
# eco-efficiency measure symbiosis at all. The last question is an old one: Geng and others (2008) found that the
# Chinese standard measures efficiency rather than exchange, and HJ 274-2015 has since gained a group of indicators on
# symbiosis. The World Bank (2019) compares the Chinese green standards with an international framework. *Do firms act
# alone?* IISD (section 4.4) cites a study according to which measures by individual firms can achieve only a small
# part of the national targets, one more argument for programs at the level of the park.
#
# ## References
#
# - IISD (2015), *Development of Eco-Efficient Industrial Parks in China: A review*, sections 1 to 5, Tables 3 to 6: packages `programs`, `participation`, `crosswalk`, `trainings`, `guidelines`.
# - Notices and news on single parks: package `eip_approvals`, each row with its source.
# - Kaplan, E. L. and Meier, P. (1958), *Journal of the American Statistical Association* 53, 457-481.
#
# To read further:
#
# - Geng, Zhang, Côté and Fujita (2008), *Journal of Industrial Ecology* 13(1), doi:10.1111/j.1530-9290.2008.00071.x; abstract and first page were read.
# - Shi and Yu (2014), *Sustainability* 6, doi:10.3390/su6096325 (open access): Tianjin, Fuzhou and Xi'an on their way.
# - World Bank (2019), *Enhancing China's Regulatory Framework for Eco-Industrial Parks*; https://openknowledge.worldbank.org/entities/publication/f3a93ff3-5bf5-52b1-bc44-cd5b50916cd7;
#   abstract and contents were read.

# %% [markdown] tags=["instructor"]
# **Role play: equal limits or self-set targets? (25 minutes)** The ministries want to merge the three programs into one title. One question is left: who sets the bar?
#
# - *Ministry of the environment.* A title must mean the same everywhere. Defend: one limit per indicator, printed, equal for all.
# - *Commission for reform, with the ministry of finance.* You pay, so you want additional effort. Defend: self-set targets, half of the money after success.
# - *Manager of a steel zone.* At equal limits you are out for twenty years. Defend: progress counts, and limits by industry.
# - *Manager of a software zone.* You meet every limit today. Defend: why should a zone that pollutes ten times as much get the same title?
# - *Investor.* You have an hour to choose a site in a country that you do not know. Defend: numbers that you can compare, and reports every year.
#
# Eight minutes in pairs of roles, ten with all, then write the rule in two sentences and vote. Debrief: Who can check the rule, with which data? What will a clever zone do to
# meet it? Which zones did you exclude? Compare with Rizhao and Tianjin, and with the sector-specific standard, which points to advanced international levels rather than to a printed number.
#
# **Group task (15 minutes).** Each group takes the hand-out of one program and a zone that its members know. Beside each line: *done, who does it by when,* or *not possible, because.* Report the first line
# that nobody in the zone could answer for. That line is the training need.
