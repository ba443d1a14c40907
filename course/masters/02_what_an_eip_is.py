# ---
# jupyter:
#   ecopark:
#     number: "02"
#     title: "What an eco-industrial park is"
#     minutes: 75
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 What an eco-industrial park is
#
# **Question.** May a zone call itself an eco-industrial park, and how could it show that its firms together gain more
# than the sum of what each could gain alone?
#
# **After this lesson you can**
#
# - compare six definitions, say what they share, and choose one for a purpose;
# - tell kinds of symbiosis apart and use the 3-2 heuristic without being fooled by it;
# - compare four ways to organize symbiosis, and say what is unusual about China's;
# - test the collective benefit exactly as its definition states it, against firms that have each optimized
#   themselves;
# - explain how growth can consume a saving, and which parts of the life cycle of its products a park overlooks.
#
# **Time:** 50 minutes to read and run, 25 more for the debate in class. **Before:** lesson 01.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change.

# %% tags=["parameters"]
definition: str = "sepa"  # definition to work with; name; usepa | iisd | sepa | library | taiwan | thai
compared: str = "usepa"  # definition to compare it with; name; any
until: int = 1979  # last year of the history of Kalundborg that is counted; year; 1972..2000
own_gain: float = 150.0  # what each firm gains by optimizing itself; 10^4 RMB/year; 0..100000
prevented: float = 20.0  # part of its by-products that each firm prevents in this way; %; 0..100
link_cost: float = 30.0  # cost of keeping one exchange going; 10^4 RMB/year; 0..100000
pair_cost: float = 60.0  # cost of each pair of firms in one group; 10^4 RMB/year; 0..100000
reuse: float = 75.0  # share of reused water in all water used; %; 0..99
higher_reuse: float = 90.0  # a higher share, for comparison; %; 0..99
saving: float = 20.0  # resource that the exchange saves per unit of output; %; 0..99
growth: float = 30.0  # growth of output that follows; %; -90..1000
links_file: str = ""  # CSV or XLSX file with your own links: from, to, benefit in 10^4 RMB/year; path; any

# %% tags=["setup"]
import networkx as nx
from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("02", globals())
course.format_tables()
definitions = ep.datasets.load("definitions")
features = ep.datasets.load("definitions", "features").set_index("id")
named = ep.datasets.load("definitions", "statements")
course.check_choice("definition", definition, list(definitions["id"]))
course.check_choice("definition", compared, list(definitions["id"]))
exchanges = ep.datasets.load("kalundborg", "exchanges")

price = ep.datasets.load("model_park", "prices").set_index("item")["value"]
plan = ep.symbiosis.match(
    ep.datasets.load("model_park", "offers"),
    ep.datasets.load("model_park", "needs"),
    ep.datasets.load("model_park", "fits"),
    distances=ep.datasets.load("model_park", "distances"),
    transport_cost=price["transport"],
    max_distance=price["inside"],
    quality={"chloride": "max"},
)
links = plan.matches.rename(columns={"supplier": "from", "user": "to", "supply_stream": "stream"})
links = links.assign(benefit=links["benefit"] / 1e4)  # RMB/year to 10^4 RMB/year
links = ep.symbiosis.read_links(links_file) if links_file else links
park = "Your park" if links_file else "The invented park"
kept = links.assign(benefit=links["benefit"] * (1 - prevented / 100))
gains = ep.symbiosis.merger_gains(kept, pair_cost=pair_cost)

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 8; 2, 9; 3, 10; 4, 7; 5, 9; 6, 6; results, 1; the debate at the end, 25. With 45 minutes in all, give out
# sections 4 and 6 as reading.
#
# Before anybody runs a cell, each person writes one sentence: *An eco-industrial park is …* Collect a few on the board; after section 2, tick which of
# the eleven features each sentence names.
#
# Usual misconceptions: (1) the longest definition is the best; (2) a park with a plan is a park with exchanges; (3) every
# saving that happens inside the fence is a gain of cooperation; (4) recycling and symbiosis are the same; (5) a saving per tonne is a saving.

# %% [markdown]
# ## 1 A sugar town
#
# Guigang in southern China lives on sugar. Its Guitang Group began with a sugar factory in 1956. It made alcohol from
# the molasses and paper from the bagasse (the fiber that is left of the cane), burned bagasse in place of coal, and
# since 1971 has recovered the alkali of its paper mill. In August 2001 the town received the plaque of China's first
# national eco-industrial demonstration park.
#
# The Chinese guidelines of 2003 describe such a park in the language of ecology: **producers** make food,
# **consumers** live on it, and **decomposers** break down what is left so that it can be used again. The figure reads
# Guigang in this way. The streams shown are those described on a page that we read; the assignment of roles is our
# own interpretation. Only by-products are drawn: the cane itself is a product, and our sources do not say what feeds
# the fertilizer plant.

# %%
roles = ep.datasets.load("guigang", "roles").set_index("node")["role"]
streams = ep.datasets.load("guigang", "streams")
web = streams.assign(**{end: streams[end] + " (" + streams[end].map(roles) + ")" for end in ("from", "to")})
ep.plots.show(ep.symbiosis.plot_network(ep.symbiosis.Network(web), "The food web of Guigang", seed=7))

# %%
count = roles.value_counts()
touching = streams[["from", "to"]].isin(list(roles.index[roles == "decomposer"])).any(axis=1).sum()
Markdown(
    f"{count['producer']} producers, {count['consumer']} consumers and {count['decomposer']} decomposers; {touching} of "
    f"{len(streams)} streams begin or end at a decomposer. No source that we read prints the amount of a single stream."
)

# %% [markdown]
# Two observations will matter later. First, most units in the figure belong to **one owner**. The group could simply
# order its paper mill to take the bagasse; it had to negotiate only with the cane farmers and with competing
# refineries. Second, products made from by-products came to sell so well that the by-products no longer sufficed, and
# feedstock had to come from competitors, partly by order of the government. A web that succeeds may thus need more
# waste than it produces.
#
# ## 2 Six definitions
#
# Six of the texts behind this course define either such a park or *industrial symbiosis*, the exchange between its
# firms. The meanings are in our own words.

# %%
texts = definitions[["id", "term", "author", "year", "meaning"]].set_index("id")
texts["year"] = texts["year"].astype("string").fillna("not printed")
texts

# %% [markdown]
# **Predict first.** Which feature do all six name, and which does only one? The table splits each text into features.
# *perhaps* means that the text can be read as naming the feature, and an empty cell means that it does not name it.

# %%
grid = named.pivot(index="feature", columns="definition", values="certainty")
grid = grid.reindex(index=features.index, columns=definitions["id"]).fillna("")
grid = grid.replace({"sure": "yes", "ambiguous": "perhaps"})
grid.rename(index=features["feature"]).rename_axis(index=None, columns=None)

# %%
naming = (grid != "").sum(axis=1)
by_all = [features.at[name, "feature"] for name in grid.index[naming == len(definitions)]]
by_one = [features.at[name, "feature"] for name in grid.index[naming == 1]]
mine, theirs = grid.index[grid[definition] != ""], grid.index[grid[compared] != ""]
shared = [features.at[name, "feature"] for name in mine if name in theirs]
Markdown(
    f"All six name: *{'; '.join(by_all)}*. Only one names: *{'; '.join(by_one)}*. The definition `{definition}` names {len(mine)} of "
    f"{len(features)} features, `{compared}` names {len(theirs)}, and they share {len(shared)}: {'; '.join(shared)}."
)

# %% [markdown]
# In words: **several firms work together, and at least some of what one firm leaves over is used by another; most of
# the texts add that both the environment and the economy should benefit.** Beyond this common core, the texts differ
# on three questions.
#
# - *A place or a way of working?* Some define *symbiosis*, which needs no fence; others define a *park*.
# - *Designed or grown?* The guidelines of 2003 and the case library speak of design. The article from Taiwan takes
#   Kalundborg as its model, which nobody designed. If design were a condition, this model itself would not qualify.
# - *Compared with what?* Only the US Environmental Protection Agency (below, the US agency) names a yardstick: the
#   sum of what each company could gain if it optimized itself. Section 5 uses this yardstick.
#
# None of them names a threshold, so two assessors may disagree about the same zone. A definition says what to look
# for; to say *how much* of it is enough takes a standard with thresholds, such as that of lesson 05.

# %%
course.ask(
    "A zone was laid out as an eco-industrial park ten years ago. So far no firm in it works with any other. Which of the six "
    "definitions could accept it?",
    {
        "The guidelines of 2003, because they speak of design.": "They do, but they also ask that plants be linked and share "
        "resources. Design is one feature among many.",
        "None of them.": "Yes. All six name firms that work together. A plan only promises a park; it does not make one.",
        "All of them, because the purpose counts.": "No text defines a park by its purpose alone; each says what firms do.",
        "The US agency, because the community seeks a benefit.": 'Its definition says "by working together", and no firm here does.',
    },
    right="None of them.",
)

# %% [markdown]
# ## 3 Kinds of symbiosis
#
# Marian Chertow sorted exchanges into five types in 2000. We read the abstract of her article and one chapter on the
# first type; the names of types 2 to 5 are from memory and, like the type that we assign to each case,
# **unverified**.

# %%
types = ep.datasets.load("definitions", "symbiosis_types").set_index("no")
cases = ep.datasets.load("definitions", "type_cases")
types["cases"] = cases.groupby("type")["case"].agg("; ".join)
types[["type", "between", "place", "cases", "status"]]

# %% [markdown]
# From type 1 to type 5, what ties the partners together changes: a market, an owner's order, proximity, a shared
# town, a program. Within one owner (type 2) an exchange can be ordered; in every other type the partners must agree.
# Guigang's core is type 2; its dealings with farmers and competitors are not.
#
# When do exchanges deserve to be called symbiosis? Chertow gave a rule of thumb in 2007, the **3-2 heuristic**: at
# least three different entities, none of them primarily a recycler, exchange at least two different resources. It is
# meant to distinguish a network from a linear, one-way trade. (We know the rule only as others quote it, and we have
# not verified its purpose.)
#
# Let us apply the rule to Kalundborg up to the year `until`. Lake water is left out because it is not a by-product.

# %%
by_then = exchanges[(exchanges["since"] <= until) & (exchanges["direction"] == "sure")]
by_products = by_then[by_then["from"] != "Lake Tisso"]
ep.plots.show(ep.symbiosis.plot_network(ep.symbiosis.Network(by_products), f"Kalundborg until {until}"))

# %%
rule = ep.datasets.load("definitions", "symbiosis_rule").set_index("id")["value"]
recyclers = {"Bioteknisk Jordrens Soilrem"}  # its business is to clean soil
entities = {*by_products["from"], *by_products["to"]} - recyclers
resources = set(by_products["stream"])
by_count = len(entities) >= rule["firms"] and len(resources) >= rule["streams"]
groups = [
    (group - recyclers, set(by_products.loc[by_products["from"].isin(group), "stream"]))
    for group in nx.connected_components(nx.Graph(zip(by_products["from"], by_products["to"], strict=True)))
]
connected = [g for g in groups if len(g[0]) >= rule["firms"] and len(g[1]) >= rule["streams"]]
largest = max(len(members) for members, _ in groups)
Markdown(
    f"Until {until}: {len(entities)} entities exchange {len(resources)} resources, so by counting the heuristic is "
    f"**{'met' if by_count else 'not met'}**. The largest connected group has {largest} entities, and within one group the heuristic is "
    f"**{'met' if connected else 'not met'}**."
)

# %% [markdown]
# With `until=1979` the two answers differ: three unconnected pairs pass the test if you merely count participants.
# That is exactly the linear trade that the heuristic is meant to exclude, so count within one connected group. Then
# try 1980. One more pipe, from the power station to the fish farms, turns one of the pairs into a small network that
# meets the heuristic.

# %%
course.ask(
    "A dealer collects scrap from ten factories and sells it to one steel mill. Is this industrial symbiosis by the 3-2 heuristic?",
    {
        "Yes: twelve entities take part.": "Counting participants is not enough. Ask how many different resources flow, and who is in the middle.",
        "No: one resource flows one way, through a recycler.": "Yes. It is useful recycling, and the heuristic was made to distinguish it from a network.",
        "Yes, because waste becomes raw material.": "It does, as in all recycling. If that were enough, a new word would add nothing.",
        "No, because the firms are not in one park.": "No fence is needed: types 1, 4 and 5 have none.",
    },
    right="No: one resource flows one way, through a recycler.",
)

# %% [markdown]
# ## 4 Who organizes it
#
# Kalundborg organized itself; elsewhere somebody helped. The sources describe four ways of organizing symbiosis; an
# empty cell means that they do not answer the question.

# %%
ways = ep.datasets.load("definitions", "governance")
wide = ways.pivot(index="way", columns="question", values="answer")
order = ["who starts", "example", "what holds it together", "weak point"]
wide.loc[list(dict.fromkeys(ways["way"])), order].fillna("").rename_axis(columns=None)

# %% [markdown]
# What is unusual about China, says IISD (2015, section 2.0), is a strong top-down approach, uniform standards and
# procedures, and a scale without precedent. This does not mean that zones are forced to take part. They apply,
# because a title attracts investors, because local governments subsidize shared infrastructure, and because rankings
# put pressure on officials (section 4.5; lesson 08).
#
# A case library on the circular economy names three factors behind China's success, and four points of criticism:

# %%
points = ep.datasets.load("eco_cities", "points")
both = points[(points["source"] == "ce-library-2024") & points["kind"].isin(["success factor", "criticism"])]
both[["kind", "point"]].set_index("kind")

# %% [markdown]
# Compare the two lists. The success factors are means (frameworks, manufacturing strength, governance), whereas the
# criticism is about ends: does the **total** use of resources fall, and do people gain? Section 6 takes up the first
# point. On the second, we found hardly any research.
#
# ## 5 Is the group worth more?
#
# The US agency says what the community *seeks*: a collective benefit above the sum of the benefits that each company
# would have if it optimized only its own performance.
#
# **A real case first.** Do the savings published for Kalundborg show such a benefit?

# %%
claims = ep.datasets.load("kalundborg", "claims").set_index("id")
partners, society = claims.loc["emf_bottom_line", "value"], claims.loc["emf_socio_economic", "value"]
Markdown(
    f"About 2018 the symbiosis of Kalundborg improved its partners' results by EUR {partners:.0f} million a year, as published, and saved "
    f"society EUR {society:.0f} million. The figures compare Kalundborg with a hypothetical situation without symbiosis. They show a collective benefit in the sense of the definition only if the firms in that situation had optimized themselves, and no source says so."
)

# %% [markdown]
# The definition has thus never been tested there as it is written. In symbols, let $v(N)$ be the yearly worth of all
# firms together and $v(\{i\})$ that of firm $i$ alone *after it has put its own house in order*. The definition then
# asks for
#
# $$v(N) > \sum_i v(\{i\}) .$$
#
# For the Guitang Group this inequality hardly makes sense: with one owner, the sum on the right has only one term.
# Note also that the price that one partner pays the other cancels in $v(N)$: it decides who gains, not how much there
# is to gain.
#
# So we turn to an **invented park**, whose exchanges were found by matching what its firms offer and need within a
# few kilometers. Each firm on its own gains `own_gain` from cleaner production and, in doing so, avoids generating
# part of its by-products (`prevented`). What it no longer generates, it cannot pass on. Keeping an exchange going
# (meters, meetings, lawyers) costs `link_cost`.

# %%
worth = kept.assign(net=kept["benefit"] - link_cost)
firms = list(dict.fromkeys([*links["from"], *links["to"]]))
alone = len(firms) * own_gain
together = alone + worth["net"].sum()
extra = together - alone
even = kept["benefit"].sum() / len(links)
shown = worth.assign(exchange=worth["from"] + " to " + worth["to"])[["exchange", "benefit", "net"]].round(1)
shown.columns = ["exchange", "worth [10^4 RMB/year]", "worth less the cost of the link [10^4 RMB/year]"]
shown.set_index("exchange")

# %%
sign = "more than" if extra > 1e-9 else "less than" if extra < -1e-9 else "as much as"
losing = int((worth["net"] < 0).sum())
naive = (links["benefit"] - link_cost).sum()
share = f", {100 * extra / alone:+.0f} %" if alone else ""
Markdown(
    f"**{park}**: the {len(firms)} firms together are worth RMB {together / 100:,.1f} million a year, **{sign}** the {alone / 100:,.1f} million that they gain alone "
    f"(difference {extra / 100:+,.1f} million{share}). A link may cost up to RMB {even / 100:,.2f} million a year, on average, before the inequality fails; if each of the {len(links)} links had to pay for itself, {losing} would lose money. Whoever forgets that the firms would have prevented waste anyway reports a difference of {naive / 100:,.1f} million, "
    f"{(naive - extra) / 100:,.1f} million too much."
)

# %% [markdown]
# Three things follow from the inequality. First, what a firm would do anyway appears on both sides and cancels.
# Second, what it would prevent anyway reduces what it can give, so good housekeeping makes the collective benefit
# *smaller*, as it should: the guidelines of 2003 put reduction before all else. Third, a positive sum can hide
# exchanges that lose money. In Kalundborg each exchange had to pay for itself, which is a stricter test than that of
# the definition.

# %%
course.ask(
    "A refinery insulates its pipes and saves 5 million a year. It also sells gas to a neighbor, and the two together gain 3 million. How "
    "much counts as collective benefit?",
    {
        "8 million": "The insulation needs no neighbor, so its saving stands on both sides of the inequality and cancels.",
        "5 million": "That is what the refinery gains by optimizing itself.",
        "3 million": "Yes, if the gas would have been left over after the refinery had put its own house in order.",
        "2 million": "Nothing is subtracted here: the two measures do not depend on each other.",
    },
    right="3 million",
)

# %% [markdown]
# ## 6 What a park overlooks
#
# **Reuse.** If a part $r$ of all water used is reused water, each cubic meter of fresh water is used $1/(1-r)$ times.
# This number rises steeply as $r$ approaches 1.

# %%
uses, more_uses = 1 / (1 - reuse / 100), 1 / (1 - higher_reuse / 100)
less_fresh = 100 * (1 - (100 - higher_reuse) / (100 - reuse))
Markdown(
    f"From {reuse:g} to {higher_reuse:g} % the number of uses goes from **{uses:.1f} to {more_uses:.1f}**, and the need for fresh water changes by "
    f"**{-less_fresh:+.0f} %**. The difference in reuse, in percentage points, is therefore not the saving of fresh water in percent."
)

# %% [markdown]
# **Rebound.** A saving makes production cheaper, or frees room under an emission limit. According to a popular
# article, the industrial group at Mailiao in Taiwan used the room it had gained by cutting pollution and saving
# resources to go on building plants. If the resources needed per unit of output fall by a share $s$ and output grows
# by $g$, resource use is multiplied by $(1-s)(1+g)$, so that growth of $s/(1-s)$ consumes the whole saving. The
# algebra is the same as that of reuse.

# %%
net_change = 100 * ((1 - saving / 100) * (1 + growth / 100) - 1)
eaten_at = 100 * saving / (100 - saving)
fate = (
    "growth consumes more than the saving"
    if net_change > 1e-9
    else "part of the saving remains"
    if net_change < -1e-9
    else "growth consumes exactly the saving"
)
Markdown(
    f"A saving of {saving:g} % per unit and growth of {growth:g} % change the total by **{net_change:+.1f} %**: {fate}. The saving is used up when output "
    f"grows by {eaten_at:.1f} %."
)

# %% [markdown]
# **Life cycle.** The third principle of the guidelines of 2003 asks a park to look at materials before they enter and
# at products and waste after they leave. The programs of lessons 05 to 07 hardly do so: IISD (2015, section 4.4)
# notes that they leave out the use and disposal of products, and that life-cycle assessment, labels or producer
# responsibility could cover these stages. A park that makes a short-lived product with little waste has done only
# half of the work.
#
# ## The answer

# %%
fits = "does" if connected else "does not"
Markdown(
    f"**May a zone use the name?** All six definitions name the same {len(by_all)} features (*{'; '.join(by_all)}*); the one chosen here (`{definition}`) names {len(mine)} features. "
    f"A plan alone meets none of them, and as a network Kalundborg {fits} meet the 3-2 heuristic by {until}. **How to show the gain?** Compare the park with firms that have "
    f"optimized themselves: {park.lower()} is then worth {sign} the sum of its firms (difference RMB {extra / 100:+,.1f} million a year). It is worth more as long as a link costs less than "
    f"RMB {even / 100:,.2f} million a year on average. **And the environment?** A saving of {saving:g} % is used up when output grows by {eaten_at:.1f} %, so report totals as well."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "features of the definition": len(mine),
        "features that both definitions name": len(shared),
        "exchanges of by-products by then": len(by_products),
        "3-2 heuristic met by counting": bool(by_count),
        "3-2 heuristic met within one group": bool(connected),
        "firms of the park": len(firms),
        "worth alone [10^4 RMB/year]": alone,
        "worth together [10^4 RMB/year]": together,
        "collective benefit [10^4 RMB/year]": extra,
        "largest average cost of a link [10^4 RMB/year]": even,
        "links that do not pay": losing,
        "pairs of groups that lose by joining": int((gains["verdict"] == "less").sum()),
        "uses of each cubic meter": uses,
        "change of fresh water [%]": -less_fresh,
        "change of the total after growth [%]": net_change,
        "growth that eats the saving [%]": eaten_at,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The features are our reading of six texts, of which two have no date. Another reader may split them differently.
# - The names of types 2 to 5 are from memory. We know the heuristic only as others quote it, and we could not check
#   whether its author requires a connected group.
# - The firms, prices and gains of section 5 are invented. No source tells what an exchange is worth to each firm of a
#   real park.
# - Money is one benefit. Water, CO2 and landfill are others, and a link that loses money may be worth keeping for
#   their sake.
# - The rebound formula takes growth as given. Whether the saving *caused* the growth is a harder question.
#
# ## Key points
#
# - The definitions share a core: firms work together, and one uses what another leaves. They differ on place, on
#   design and on the yardstick.
# - None of the six names a threshold. A definition tells you what to look for; a standard tells you how much of it is
#   enough.
# - Use the 3-2 heuristic within one connected group, and leave recyclers out.
# - Symbiosis can grow by itself, be brokered, be supported by agencies, or come from above. In China, the standards
#   are set from the top down, but zones apply voluntarily.
# - The collective benefit compares all firms together with each firm *after it has optimized itself*. What a firm
#   would do anyway cancels.
# - Growth of $s/(1-s)$ consumes a saving of $s$. Report totals beside intensities.
#
# ## Now with your own zone
#
# Write a CSV or XLSX file with one row per exchange and the columns `from`, `to` and `benefit` (10^4 RMB a year; an estimate is enough) for up to nine firms:
#
# `ecopark run 02 -p links_file=my-links.csv -p link_cost=15 -p prevented=10`
#
# Other questions:
#
# - `ecopark run 02 -p definition=taiwan -p compared=library -p until=1995`
# - `ecopark run 02 -p saving=35 -p growth=60 -p reuse=60 -p higher_reuse=80`
#
# The exercises are in `exercises/02_what_an_eip_is.ipynb`.
#
# ## The researcher's corner
#
# *Is the group also worth more than its parts?* The definition compares all firms with single firms. Game theory asks
# more: is every group worth at least as much as any two parts into which it can be split? Such a game is called
# *superadditive*. If every **link** has a cost of its own, a group is the sum of its links, and joining can only add
# links. If every **pair** of firms in a group costs something, even pairs that exchange nothing, joining may reduce
# the total. The parameter `pair_cost` sets this cost per pair.

# %%
shares = ep.symbiosis.shapley_values(kept, pair_cost=pair_cost).round(1).set_index("firm")
losers = gains[gains["verdict"] == "less"]
print(
    f"{len(losers)} of {len(gains)} pairs of groups lose by joining, at RMB {pair_cost / 100:g} million a year for each pair of firms"
)
shares.rename(columns={"share": "share [10^4 RMB/year]", "last": "added as the last [10^4 RMB/year]"})

# %% [markdown]
# How large should a group be at this cost? Each point of the figure is one possible group. Move the slider below it: at which cost does the
# best group become smaller than the whole park?

# %%
ep.plots.show(ep.symbiosis.plot_coalitions(kept, pair_cost=pair_cost, name=park))

# %%
course.widgets.explore(ep.symbiosis.plot_coalitions, links=kept, pair_cost=(0, 150, 5, 60), name=park)

# %% [markdown]
# At the default values of the parameters, the best group of the invented park has four of the five firms; the board plant
# stays out because it adds less than its pairs cost.
#
# The column `share` is Shapley's answer of 1953 to *who receives what*: the addition that a firm makes to a group, on
# average over all orders of joining. When the links are between pairs of firms, it is half of what the firm adds when
# it joins last (Deng and Papadimitriou 1994). A way of sharing is *stable* (it lies in the *core*) if no group could
# do better on its own. If the park split in two is worth more than the park as a whole, no way of sharing is stable.

# %%
whole = [row.count(", ") + 1 for row in gains["first"] + ", " + gains["second"]]
splits = gains[[size == len(firms) for size in whole]]
best = splits.loc[splits["apart"].idxmax()]
stable = best["apart"] <= best["together"] + 1e-9
print(
    f"all firms together RMB {best['together'] / 100:,.2f} million a year, the best split in two RMB {best['apart'] / 100:,.2f} million: "
    f"the core is {'not empty' if stable else 'empty'}"
)

# %% [markdown]
# *Does design work?* Chertow (2007) compared 15 planned projects with 12 that had grown and found that uncovering
# existing exchanges did better than designing parks. *Does symbiosis reduce production elsewhere?* Figge and Thorpe
# (2019) describe a symbiotic rebound: cheaper by-products can enlarge the production that makes them.
#
# ## References
#
# - Packages `definitions`, `guigang`, `kalundborg`, `eco_cities`: each row names its source, the place in it, and how it is known. Package `model_park`: invented.
# - IISD (2015), *Development of Eco-Efficient Industrial Parks in China*, sections 2.0, 4.4 and 4.5, with the definition of the US agency after Martin and others (1996).
# - State Environmental Protection Administration (2003), guidelines, sections 1 and 2.
# - Chertow (2000), *Annual Review of Energy and the Environment* 25, doi:10.1146/annurev.energy.25.1.313; the abstract was read.
# - Chertow (2007), *Journal of Industrial Ecology* 11(1), 11-30; abstract and first page were read.
# - Zhu, Lowe, Wei and Barnes (2007), on Guitang, *Journal of Industrial Ecology* 11(1), doi:10.1162/jiec.2007.929; the abstract was read.
# - Shapley (1953), *Contributions to the Theory of Games* 2; Deng and Papadimitriou (1994), *Mathematics of Operations Research* 19(2).
#
# To read further: Chertow and Ehrenfeld, *Organizing self-organizing systems*, doi:10.1111/j.1530-9290.2011.00450.x · Figge and Thorpe (2019), *Ecological Economics*.

# %% [markdown] tags=["instructor"]
# **Debate: is this an eco-industrial park? (25 minutes)** Three places apply for a title. Three groups defend one
# place each; a fourth group is the jury and chooses a definition *before* it hears them.
#
# - *Place A* was laid out in the 1990s with zones for living, production, recovery and treatment. Land sold slowly, water was short, firms came that had not been foreseen, and so far few
#   by-products change hands. It has a plan for the rest. (Changbin)
# - *Place B* belongs to one company group. Each new plant is built so that it can use what an older one leaves, and the room that is saved under the emission limits is used for further
#   plants. Outsiders take no part. (Mailiao)
# - *Place C* has no fence and no plan. A dozen firms, farms and a town around a power station sign one contract after
#   the other. Nobody manages the whole, and the largest partner is about to change its fuel. (Kalundborg)
#
# Each group must state which firms work together, what one firm uses of another's, who gains compared with what, and
# one weakness that it admits. The jury may grant one title. Five minutes to prepare, four for each place, three for
# the jury to decide and give its reasons. Then reveal the names.
#
# Debrief: Which feature decided? Would another of the six definitions have given another winner? Which of the three would your own ministry certify, and which would you rather manage?
#
# **Group task (15 minutes).** Take one exchange of your own zone. Write down $v(\{i\})$ for its two partners: what
# would each do for itself if the other did not exist? Then estimate the collective benefit of the exchange, with the
# cost of keeping it going.
