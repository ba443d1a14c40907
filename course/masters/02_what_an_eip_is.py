# ---
# jupyter:
#   ecopark:
#     number: "02"
#     title: "What an eco-industrial park is"
#     minutes: 50
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 What an eco-industrial park is
#
# **Question.** What turns a group of firms into an eco-industrial park, and when is the group worth
# more than its members?
#
# **After this lesson you can**
#
# - compare six definitions, and choose and defend one;
# - say how often one cubic meter of water serves in a park;
# - tell practice, name and program apart in the history;
# - place a case among five types of symbiosis;
# - test on numbers whether two groups of firms gain by joining.
#
# **Time:** 50 minutes. **Before:** lesson 00.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. The first cell holds what you may
# change. Leave it as it is for now: each section says which of its lines it uses.

# %% tags=["parameters"]
definition: str = "sepa"  # definition to work with; name; usepa | iisd | sepa | library | taiwan | thai
compared: str = "usepa"  # definition to compare it with; name; usepa | iisd | sepa | library | taiwan | thai
reuse: float = 75.0  # part of all water used that is reused water; %; 0..99
until: int = 1979  # last year of the history of Kalundborg that is counted; year; 1972..2000
one: str = "Power plant, Cement works, Board plant"  # first group, commas between firms; names; any
other: str = "Sugar mill, Alcohol plant, Paper mill"  # second group of firms; names; any
pair_cost: float = 20.0  # cost of keeping two firms in one agreement; 10^4 RMB/year; 0..10000
exponent: float = 0.7  # how the cost of a plant grows with its size, 1 is in proportion; 1; 0.1..2
links_file: str = ""  # CSV or XLSX file with your own links: from, to, benefit; path; any

# %% [markdown]
# The three dots below are a folded cell: it loads the tables and checks your values. Run it too. You do
# not have to read it.

# %% tags=["setup"]
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)  # show long texts in full

definitions = ep.datasets.load("definitions")
features = ep.datasets.load("definitions", "features").set_index("id")
named = ep.datasets.load("definitions", "statements")
exchanges = ep.datasets.load("kalundborg", "exchanges")

price = ep.datasets.load("synthetic_park", "prices").set_index("item")["value"]
plan = ep.symbiosis.match(
    ep.datasets.load("synthetic_park", "offers"),
    ep.datasets.load("synthetic_park", "needs"),
    ep.datasets.load("synthetic_park", "fits"),
    distances=ep.datasets.load("synthetic_park", "distances"),
    transport_cost=price["transport"],
    max_distance=price["inside"],
    quality={"chloride": "max"},
)
links = plan.matches.rename(columns={"supplier": "from", "user": "to", "supply_stream": "stream"})
links = links.assign(benefit=links["benefit"] / 1e4)  # RMB/year to 10^4 RMB/year
links = ep.symbiosis.read_links(links_file) if links_file else links
park = "Your park" if links_file else "A synthetic park"

course.check_parameters("02", globals())
firms = list(dict.fromkeys([*links["from"], *links["to"]]))
first = list(dict.fromkeys(name.strip() for name in one.split(",")))
second = list(dict.fromkeys(name.strip() for name in other.split(",")))
for name in first:
    course.check_choice("firm", name, firms, what="The table of links has no firm")
for name in second:
    left = [firm for firm in firms if firm not in first]
    course.check_choice("firm", name, left, what="Outside the first group there is no firm")
gains = ep.symbiosis.joining_gains(links, pair_cost=pair_cost)

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing in minutes: section 1, 12; section 2, 6; section 3, 8; section 4, 8; section 5,
# 12; section 6, 4. Before anybody runs a cell, let each person write a definition of an eco-industrial
# park in one sentence. Come back to these sentences at the end of section 1.

# %% [markdown]
# ## 1 Six definitions
#
# The word is used everywhere, and not always for the same thing. Six texts behind this course say what
# an eco-industrial park is, or what *industrial symbiosis* is: the exchange between its firms. Here is
# what they say, in our own words. (`<NA>`: the text has no date.)

# %%
definitions[["id", "author", "year", "term", "meaning"]]

# %% [markdown]
# **Predict first.** Which feature do all six name? And which one is named by a single text only?
#
# The table splits each text into features. `yes` means that the text says it. `perhaps` means that it
# can be read in this way. An empty cell means that the text is silent.

# %%
table = named.pivot(index="feature", columns="definition", values="certainty")
table = table.reindex(index=features.index, columns=definitions["id"]).fillna("")
table = table.replace({"sure": "yes", "ambiguous": "perhaps"})
table.rename(index=features["feature"]).rename_axis(index=None, columns=None)

# %%
how_many = named.groupby("feature").size().reindex(features.index)
perhaps = (table == "perhaps").sum(axis=1)
print("Named by one text: ", "; ".join(features.loc[how_many == 1, "feature"]))
for name in features.index[how_many == len(definitions)]:
    print(f"Named by all texts: {features.at[name, 'feature']} (perhaps: {perhaps[name]})")

# %% [markdown]
# This is the core: several firms work together, and one uses what another would throw away. The first
# part stands in all texts. The second part must be read into some of them. Around this core they
# differ. Three differences matter in practice:
#
# - **Is it a place or a way of working?** Some texts define *symbiosis*, what firms do. The others
#   define a *park*.
# - **Is it designed?** Some texts say so. The article from Taiwan takes Kalundborg as its model, and
#   tells that nobody planned it. If design is a condition, the model itself is out.
# - **Must the group gain more than its members alone?** Only one text asks for it. This one can be
#   tested with numbers; section 5 does so.
#
# Now the two definitions that stand in the first cell, as `definition` and `compared`. The questions are
# those to ask of a park.

# %%
mine = [f for f in features.index if table.at[f, definition]]
theirs = [f for f in features.index if table.at[f, compared]]
shared = [f for f in mine if f in theirs]
for f in mine:
    print("both:     " if f in theirs else f"{definition}: ".ljust(10), features.at[f, "question"])
for f in theirs:
    if f not in mine:
        print(f"{compared}: ".ljust(10), features.at[f, "question"])

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the longest definition is the best.* Ask: how many parks would be
# left if every feature were a condition? And who would check each of them? Discuss: *Your province pays
# a bonus to each eco-industrial park. Which definition does the ministry want, which one the zone?*
# (The ministry wants features that can be checked; the zone wants few.)

# %% [markdown]
# ## 2 From a line to a circle
#
# Classical industry works in a **line**: dig out, make, use, throw away. More output needs more
# digging and makes more waste. A **circular** industry brings waste back as raw material. The
# guidelines of China of 2003 name a model for it: in nature, producers, consumers and decomposers live
# on each other.
#
# How much does a circle change? Take water. Say a share of all water that a park uses is *reused*
# water, and the rest is fresh. With three quarters reused, each cubic meter of fresh water serves four
# times: uses = 1 / (1 - share). Each use of the water counts, and no water may get lost between two
# uses. The share is `reuse` in the first cell.

# %%
uses = 1 / (1 - reuse / 100)
print(f"{reuse:g} % reused: each cubic meter serves {uses:.2f} times")

# %% [markdown]
# **Predict first.** The share rises from 75 % to 90 %, by 15 points. By how much does the need for
# fresh water fall: 15 %, 30 %, 60 %?

# %%
shares = pd.DataFrame({"reused [%]": [0, 50, 75, 80, 90, 95]})
shares["uses of each m3"] = 1 / (1 - shares["reused [%]"] / 100)
shares["fresh water for 100 m3 used"] = 100 - shares["reused [%]"]
shares.round(2)

# %% [markdown]
# From 25 to 10: it falls by 60 %. **A trap:** percent of reuse are not percent of saving. The nearer to
# 100 %, the more each point counts: look at the step from 90 % to 95 %.
#
# The Chinese standard for mixed parks, HJ 274-2009, asks for both: a smallest share of reuse, and a
# largest use of fresh water for 10^4 RMB of added value. Together they say how much water is in use in
# a park that stands exactly at both limits:

# %%
standard = ep.standards.get("hj274-2009")
least, most = standard["2.8"].threshold, standard["2.4"].threshold
print(f"reuse at least {least:g} %, fresh water at most {most:g} {standard['2.4'].unit}")
print(f"water in use at both limits: {most / (1 - least / 100):g} {standard['2.4'].unit}")

# %% [markdown]
# ## 3 A short history
#
# The history has three threads: **industry** that grew in a line, **practice** of firms that began to
# exchange, and **programs** of states. The table puts dated events from several sources in order. A
# period is a span: the 18th and 19th centuries run from 1701 to 1900, the 1990s from 1990 to 1999. Years
# before our era have a minus.

# %%
industry = ep.datasets.load("taiwan", "timeline").rename(
    columns={"year_from": "from year", "year_to": "to year"}
)
at_home = industry["region"] == "Taiwan"
industry.loc[at_home, "event"] = "Taiwan: " + industry["event"]
statements = ep.datasets.load("kalundborg", "statements").rename(columns={"year_from": "from year"})
practice = statements[statements["subject"].isin(["beginning", "name"])]
practice = practice.assign(event="Kalundborg: " + practice["statement_value"])
programs = ep.datasets.load("programs", "starts")
programs = programs[programs["program"] == "eip"]
programs["from year"] = programs["date"].str[:4].astype("Int64")
programs["event"] = "China: " + programs["event"]
columns = ["from year", "to year", "event", "source", "status"]
history = pd.concat([thread.reindex(columns=columns) for thread in (industry, practice, programs)])
history.dropna(subset="from year").sort_values("from year", kind="stable").reset_index(drop=True)

# %% [markdown]
# Look at the rows on Kalundborg and on China. *When did it begin* has several answers, and each is
# right for another question:
#
# | question | look for |
# |---|---|
# | when did firms begin to exchange? | the first exchange of a by-product |
# | when did somebody give it a name? | the word *symbiosis* |
# | when did a state begin a program? | a first pilot, or a first title |
#
# A text that gives no year cannot stand in a sorted table. It is still a statement. The report of 2015
# says this of China's program:

# %%
undated = programs[programs["from year"].isna()]
undated[["event", "printed", "source", "where", "status"]]

# %% [markdown]
# Compare it with the years above: the sources contradict each other, and one report does not agree with
# itself. Here are three questions about Kalundborg:

# %%
asked = statements["subject"].isin(["country", "concept", "planning"])
statements.loc[asked, ["subject", "statement_value", "source", "where", "status"]]

# %% [markdown]
# A text says that the idea began in the middle of the 1990s. Firms in Kalundborg had by then worked in
# this way for twenty years. **The practice is older than the idea.** And two sources say that nobody
# planned it. Lesson 01 looks at the whole network.
#
# These are the exchanges of by-products up to the year that you chose at the top. Water from the lake is
# no by-product, so it is left out, and so are rows whose direction is doubtful. Asnaes is a power
# station, Statoil a refinery, Gyproc makes plasterboard, and Novo makes insulin and enzymes. Change
# `until` and run again: 1972, 1982, 1995.

# %%
by_then = exchanges[(exchanges["since"] <= until) & (exchanges["direction"] == "sure")]
by_products = by_then[by_then["from"] != "Lake Tisso"]
network = ep.symbiosis.network(by_products)
ep.plots.show(ep.symbiosis.draw_network(network, f"Kalundborg, {until}"))

# %% [markdown]
# ## 4 Five types of symbiosis
#
# Marian Chertow wrote in 2000 a review that sorts exchanges into five types. We could read its abstract,
# which speaks of five types, but not the article. So the names below are from memory. They carry the
# status **unverified**: use them to think, and look them up before you quote them.

# %%
types = ep.datasets.load("definitions", "symbiosis_types")
types[["no", "type", "between", "place", "status"]]

# %% [markdown]
# The types go from loose to close and back: from a market for waste, over one owner, to neighbors, and
# out again to a region.
#
# **Predict first.** Write down a type for each of these cases before you run the second cell.

# %%
cases = ep.datasets.load("definitions", "type_cases")
cases[["case", "told"]]

# %%
cases[["case", "type", "reason", "type_status"]]

# %% [markdown]
# The type is our reading, so it is unverified as well. Compare type 2 with type 3: one owner can order
# an exchange, many owners must agree. And compare the two cases of type 3: Changbin was designed and
# few exchanges came about; Linhai was not designed for it, and many did.
#
# The same author gave in 2007 a rule for what counts as symbiosis at all, the **3-2 rule**: at least three
# entities exchange at least two different resources, and none of the three is primarily a recycler. We
# know it as others quote it; of the article we read the first page. We count for Kalundborg:

# %%
rule = ep.datasets.load("definitions", "symbiosis_rule").set_index("id")["value"]
partners = set(by_products["from"]) | set(by_products["to"])
streams = set(by_products["stream"])
meets = len(partners) >= rule["firms"] and len(streams) >= rule["streams"]
print(f"until {until}: {len(partners)} partners, {len(streams)} different streams")
print("meets the 3-2 rule" if meets else "does not meet the 3-2 rule")

# %%
by_products[["since", "from", "to", "stream"]].sort_values("since")

# %% [markdown]
# **A trap.** Set `until` to 1979 and look at the rows and at the figure of section 3. Are these firms
# *one* network, or three pairs that have nothing to do with each other? The rule as quoted counts
# entities and resources, and does not say that they must hang together. Before you call that a hole, read
# the article: the rule is said to tell networks from one-way exchanges.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *symbiosis needs a park.* Types 1, 4 and 5 have none. Discuss: *Is
# the exchange of two plants of one company symbiosis?* Let two groups argue, one for *yes, the waste is
# used*, one for *no, this is housekeeping*. Then ask which answer their own zone would like.

# %% [markdown]
# ## 5 The collective benefit, tested
#
# By the definition of the US agency, the community *seeks* a *collective benefit*: more than the sum of
# what each company would gain if it optimized itself alone. In signs: let v(S) be what a group of firms S
# is worth, in money a year. We ask a stricter question, of any two groups S and T without a common firm:
#
# **v(S and T together) > v(S) + v(T).**
#
# Mathematicians call a game *superadditive* if the left side is never smaller, for any two such groups.
# The agency speaks of an aim, and of all firms against each firm alone. Our stricter inequality is a claim
# about numbers, so it can be false. Let us test it.
#
# The firms and the benefits below are **synthetic**, unless you gave a file of your own: invented for
# learning, because no source tells what an exchange is worth to each firm. Each row of the synthetic
# park is an exchange that pays, found by `ep.symbiosis.match` from what its firms offer and need within a
# few kilometers.

# %%
links[[name for name in ("from", "to", "stream", "benefit") if name in links]].round(1)

# %% [markdown]
# `benefit` is in 10^4 RMB/year. We say: a group is worth the sum of the exchanges *inside* it. But an
# agreement costs time: meetings, meters, lawyers. So each pair of firms in a group costs something, too:
# `pair_cost` in the first cell. Both rules are assumptions of ours. They are simple, and you see what
# each one does.

# %%
found = ep.symbiosis.collective_benefit(links, first, second, pair_cost=pair_cost)
print(f"S = {one}\nT = {other}\ncost of a pair: {pair_cost:g} 10^4 RMB/year")
found.to_frame().round(1)

# %% [markdown]
# `more` means that the inequality holds, `equal` that both sides are the same, `less` that the groups
# are better off apart.
#
# With the values that this lesson starts with it is `less`. One thin stream connects the groups, but nine
# pairs of firms are new: each of the three must deal with each of the other three.
#
# **Predict first.** What do you expect if the cost is 0? And if the second group is a firm that
# exchanges nothing with the first, such as the sugar mill? Try both here.

# %%
menu = [", ".join(second), *[firm for firm in firms if firm not in first]]
course.widgets.explore(
    ep.symbiosis.collective_benefit,
    links=links,
    one=", ".join(first),
    other=menu,
    pair_cost=(0, 60, 1, 20),
)

# %% [markdown]
# Without cost and without exchange both sides are *equal*. So the strict sign `>` asks for a real link
# between the groups. As soon as an agreement costs something, firms that share nothing are better off
# apart.
#
# Now all possible pairs of groups at once, at the cost of the first cell:

# %%
verdicts = gains["verdict"].value_counts()
print(f"{len(gains)} pairs of groups:", ", ".join(f"{n} {word}" for word, n in verdicts.items()))
pd.concat([gains.head(2), gains.tail(2)]).round(1)

# %% [markdown]
# The first rows join groups that need each other. Is a number in the column `apart` below zero? Then the
# firms of these groups pay for agreements that bring less than they cost. Nobody would form such a
# group, so a large gain there is no merit.
#
# The last row is the pair that gains least, or loses most, by joining. If its verdict is `less`, two
# separate groups are better than one big one, even if every single exchange pays. The sentence *the park
# gains by working together* then holds for some groups, not for all.
#
# How large should a group be? Each point of the figure is one possible group.

# %%
ep.plots.show(ep.symbiosis.draw_groups(links, pair_cost=pair_cost, name=park))

# %% [markdown]
# **A trap.** The figure shows one group at a time. Two groups side by side can be worth more than the
# best single one. Compare with this number:

# %%
print(f"the best two groups side by side: {gains['apart'].max():,.0f} 10^4 RMB/year")

# %% [markdown]
# Move the cost. At which cost does the best group become smaller than the whole park? The title of the
# figure tells its size.

# %%
course.widgets.explore(ep.symbiosis.draw_groups, links=links, pair_cost=(0, 150, 5, 20), name=park)

# %%
worths = ep.symbiosis.group_worths(links, pair_cost=pair_cost)
best = worths.loc[worths["worth"].idxmax()]
print(f"best group: {best['group']}, worth {best['worth']:,.0f} 10^4 RMB/year")

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *cooperation always pays.* Here it pays as long as the links between
# two groups are worth more than the pairs that they add. Discuss: *What makes the cost of a pair small?*
# (One office for all, standard contracts, open data, trust.) This is what the *software* of a park is
# for. Second question: *who pays it?*

# %% [markdown]
# ## 6 The second source of benefit: share a plant
#
# Firms can gain without any exchange. One large treatment plant often costs less than many small ones.
# The cost of a plant grows with its size to the power of `exponent`. At 1 it grows in proportion; below 1
# it grows more slowly. The value in the first cell is our assumption. The firms are synthetic, the money is
# in 10^4 RMB.

# %%
wastewater = ep.datasets.load("synthetic_park", "wastewater")
plants = ep.symbiosis.share_costs(
    wastewater, cost=price["treatment_cost"], size=price["treatment_size"], exponent=exponent
)
alone, joint = plants["alone"].sum(), plants["by_use"].sum()
saving = 100 * (1 - joint / alone)
print(f"each alone {alone:,.0f}, one plant for all {joint:,.0f}: {saving:.1f} % saved")

# %% [markdown]
# **Predict first.** At which exponent does the saving disappear? What happens above it? Move the slider
# and compare the sums of the columns `alone` and `by_use`.

# %%
course.widgets.explore(
    ep.symbiosis.share_costs,
    uses=wastewater,
    cost=float(price["treatment_cost"]),
    size=float(price["treatment_size"]),
    exponent=(0.4, 1.2, 0.1, 0.7),
)

# %%
plants[["firm", "use", "alone", "by_use"]].round(0)

# %% [markdown]
# At 1 both sums are equal. Above 1 the inequality turns round: several small plants are cheaper than the
# large one. So the collective benefit of a shared plant is no law. It rests on how cost grows.
#
# ## Results of this run

# %%
course.results(
    {
        "features of the definition": len(mine),
        "features that both definitions name": len(shared),
        "uses of each cubic meter": uses,
        "exchanges of by-products by then": len(by_products),
        "meets the 3-2 rule (unverified)": bool(meets),
        "collective benefit of the two groups [10^4 RMB/year]": found.benefit,
        "verdict": found.verdict,
        "pairs of groups that gain": int((gains["verdict"] == "more").sum()),
        "pairs of groups that lose": int((gains["verdict"] == "less").sum()),
        "firms in the best group": int(best["firms"]),
        "worth of the best group [10^4 RMB/year]": best["worth"],
        "saved by one plant for all [%]": saving,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The features are our reading of six texts. Another reader may split them in another way.
# - The names of types 2 to 5 are from memory, and the 3-2 rule is known as others quote it. The type of each
#   case is our reading.
# - The firms and benefits are synthetic, unless you gave your own file. No source tells what an
#   exchange is worth to each firm of a real park.
# - A group that loses a partner may find another one. Here each exchange is fixed, so the worth of small
#   groups is too low where firms compete for a stream.
# - Money is one benefit. Water, CO2 and landfill are others; lesson 01 and the function
#   `ep.symbiosis.benefits` keep them apart.
#
# ## Key points
#
# - The definitions share a core: firms work together, and one uses what another leaves; some only hint
#   at the second part. They differ on design, on nature as a model, and on the collective benefit.
# - Practice, name and program began in different years. Ask which one a date belongs to.
# - v(S and T) > v(S) + v(T) can be tested. It fails where groups share too little or agreements cost
#   too much.
# - Exchange and shared plants are two sources of the benefit. Neither works by itself.
#
# ## Now with your own zone
#
# Write a CSV or XLSX file with one row an exchange and three columns: `from`, `to`, and `benefit` in
# 10^4 RMB/year (an estimate is enough). Up to nine firms can be compared in all groups. Then run:
#
# `ecopark run 02 -p links_file=my-links.csv -p one="My mill" -p other="My plant" -p pair_cost=10`
#
# Other questions:
#
# - `ecopark run 02 -p definition=taiwan -p compared=library -p until=1995`
# - `ecopark run 02 -p reuse=90 -p pair_cost=60 -p exponent=1.1`
#
# The exercises are in `exercises/02_what_an_eip_is.ipynb`.
#
# ## Researcher's corner
#
# If all firms form one group, who receives what? Shapley's answer of 1953: each firm gets what it adds
# to a group, on average over all orders in which the firms could join.

# %%
fair = ep.symbiosis.fair_shares(links, pair_cost=pair_cost)
fair.round(1)

# %% [markdown]
# In this kind of game there is a short cut: the Shapley share is exactly half of what a firm adds as
# the last one (Deng and Papadimitriou 1994). Compare the two columns.
#
# Is the sharing *stable*? A group would rather leave if alone it is worth more than its members receive
# together. A sharing without such a group is in the **core** of the game.

# %%
share = fair.set_index("firm")["share"]
receives = [sum(share[name] for name in group.split(", ")) for group in worths["group"]]
offers = worths.assign(receives=receives, more_alone=worths["worth"] - receives)
leaving = offers[offers["more_alone"] > 1e-6].sort_values("more_alone", ascending=False)
print(f"{len(leaving)} of {len(offers)} groups would rather leave")
leaving.head(3).round(1)

# %% [markdown]
# Without a cost of pairs nobody leaves: a game whose links are all positive is *convex*, and then the
# Shapley value is in the core. With a cost, the strongest group is often the first to go. At the value
# of the first cell, is there any sharing at all that keeps all firms together? If two groups that make
# up the whole park are worth more apart than together, there is none. In this kind of game the reverse
# holds, too (the same authors): if no split in two is worth more, the core has a sharing.

# %%
everybody = worths.iloc[-1]
splits = gains[gains["one"].str.count(",") + gains["other"].str.count(",") + 2 == len(firms)]
richest = splits.loc[splits["apart"].idxmax()]
print(f"all together: {everybody['worth']:,.0f}; best split in two: {richest['apart']:,.0f}")
print(f"  {richest['one']}  |  {richest['other']}")
print("core:", "empty" if richest["apart"] > everybody["worth"] + 1e-6 else "not empty")

# %% [markdown]
# ## References
#
# - Packages `definitions`, `kalundborg`, `taiwan`, `programs`, `hj274_2009`; each row names its source.
# - Package `synthetic_park`: invented.
# - IISD (2015), section 2, with the definition of the US agency after Martin and others (1996).
# - State Environmental Protection Administration (2003), sections 1 and 2.
# - Chertow (2000), *Annual Review of Energy and the Environment* 25. Only the abstract was read.
# - Shapley (1953), *Contributions to the Theory of Games* 2.
# - Deng and Papadimitriou (1994), *Mathematics of Operations Research* 19.
