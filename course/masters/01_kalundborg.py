# ---
# jupyter:
#   ecopark:
#     number: "01"
#     title: "Kalundborg: how the exchanges began, whether they pay, and why some ended"
#     minutes: 75
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 Kalundborg: how the exchanges began, whether they pay, and why some ended
#
# **Question.** Why did the firms of Kalundborg begin to use their neighbors' by-products, do these exchanges pay, and
# what happens to them when the most important partner changes?
#
# **After this lesson you can**
#
# - trace how an industrial symbiosis grew, exchange by exchange, with the reason and the money behind each;
# - calculate how much a plant must earn in each year of a long contract to pay for itself;
# - explain why a figure for *avoided* emissions needs a baseline, and why it may fall although nothing gets worse;
# - test whether a pattern in a network could have arisen by chance;
# - distinguish the exchanges that depend on a partner from those that depend on its fuel.
#
# **Time:** 50 minutes to read and run, 25 more for the role play. **Before:** lesson 00.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change;
# the second one is folded and only loads the tables.

# %% tags=["parameters"]
network: str = "reconstructed"  # which reading of the network; name; reconstructed | stated only | as told
leaver: str = "Asnaes"  # partner that leaves the network in section 5; name; any
earlier: str = "emf_co2"  # published figure for avoided CO2 to start from; id in claims or benefits; any
later: str = "2021_co2"  # published figure to compare it with; id in claims or benefits; any
own_emissions: float = 0.0  # what the partners emit with the symbiosis, unpublished; t/year; 0..10000000
grant: float = 422.0  # grant from the state toward the cost of the new plant; 10^6 DKK; 0..1199
rate: float = 5.0  # discount rate of the partners; %/year; 0..25
term: int = 20  # length of the contract; year; 1..40
exchanges_file: str = ""  # CSV or XLSX file with your own exchanges, used in sections 4 and 5; path; any

# %% tags=["setup"]
import math

import numpy as np
import pandas as pd
from IPython.display import Markdown

import ecopark as ep
import ecopark_course as course

course.check_parameters("01", globals())
course.format_tables()
exchanges = ep.datasets.load("kalundborg", "exchanges")
drivers = ep.datasets.load("kalundborg", "drivers")
changes = ep.datasets.load("kalundborg", "changes_since_2000")
statements = ep.datasets.load("kalundborg", "statements")
conversion = ep.datasets.load("kalundborg", "conversion").set_index("id")
benefits = ep.datasets.load("kalundborg", "benefits").assign(scope="symbiosis", certainty="sure")
published = pd.concat([ep.datasets.load("kalundborg", "claims"), benefits]).set_index("id")

carbon = published[published["quantity"] == "CO2 avoided"]
course.check_choice("earlier", earlier, carbon.index, what="No figure for avoided CO2 is called")
course.check_choice("later", later, carbon.index, what="No figure for avoided CO2 is called")
readings = {
    "reconstructed": exchanges[exchanges["direction"] == "sure"],
    "stated only": exchanges[exchanges["certainty"] == "stated"],
    "as told": ep.datasets.load("kalundborg", "exchanges_as_told"),
}
table = ep.symbiosis.read_table(exchanges_file) if exchanges_file else readings[network]
park = ep.symbiosis.Network(table)
course.check_choice("leaver", leaver, park.firms, what="The network has no partner")

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 10; 2, 9; 3, 9; 4, 8; 5, 6; 6, 5; results and key points, 3; the role play
# at the end, 25. With 45 minutes in all, leave out section 4 and let groups prepare the role play at home.
#
# Open with a show of hands, before anybody runs a cell: *Who started Kalundborg: a ministry, a city, or
# the firms?* Keep the numbers on the board and return to them after section 1.
#
# Usual misconceptions: (1) somebody designed it; (2) firms exchange to protect the environment; (3) avoided
# tonnes are measured tonnes; (4) a figure that falls means that the symbiosis got worse; (5) *closed loop*
# describes the network.

# %% [markdown]
# ## 1 How it came about
#
# Kalundborg is a harbor town in Denmark, some 120 km west of Copenhagen. In 1961 a new refinery there needed water,
# but groundwater was scarce, so the city laid a pipeline from Lake Tissø, and the refinery paid for it. Nobody called
# this ecology. In 1972 a plasterboard factory, Gyproc, opened and dried its boards with gas that the refinery would
# otherwise have burned off. Ten years later the Asnæs power station began to sell steam to the refinery and to Novo,
# a maker of insulin and enzymes, and heat to the town. Only in 1989 was the whole network given a name: *symbiosis*.

# %%
ep.plots.show(ep.symbiosis.plot_timeline(exchanges, "Kalundborg", {2019: "steam from wood chips"}))

# %% [markdown]
# Most of the exchanges in the figure had begun by 1989, before the network had a name. Why did each begin, and who
# paid? The next table answers wherever a source available to us does, and says *not published* everywhere else. The
# column *kind* is our own classification of the published reasons.

# %%
story = exchanges.merge(drivers[["no", "driver_kind", "driver", "payer", "investment"]], on="no")
story = story.sort_values("since", kind="stable")
story["exchange"] = story["stream"] + ", " + story["from"].fillna("sender unknown") + " to " + story["to"]
story["money [10^6 DKK]"] = story["investment"].map("{:.0f}".format, na_action="ignore")
named = story.rename(columns={"since": "year", "driver_kind": "kind", "driver": "why", "payer": "who paid"})
named["year"] = named["year"].astype("string").fillna("not printed")
named[["year", "exchange", "kind", "why", "who paid", "money [10^6 DKK]"]].fillna("not published").set_index(
    "year"
)

# %%
with_driver = int(drivers["driver"].notna().sum())
with_money = int(drivers["investment"].notna().sum())
kinds = drivers["driver_kind"].value_counts()
Markdown(
    f"A reason is published for **{with_driver}** of {len(drivers)} exchanges: "
    + ", ".join(f"{kind} {count}" for kind, count in kinds.items())
    + f". The amount invested is published for **{with_money}**."
)

# %% [markdown]
# Read the column *why* once more from top to bottom. Firms wanted water that would not run out, a cheaper source of
# steam, a way to dispose of ash, or a way to emit less sulfur dioxide. Each exchange rested on an agreement between
# two partners and had to pay for itself. The environment benefited along the way, and the network is simply the sum
# of these agreements: nobody designed it in advance.

# %%
course.ask(
    "Which sentence best describes how the network of Kalundborg grew?",
    {
        "A master plan of the 1970s assigned each firm its partners.": "No source mentions a plan, and two say that there was none. The network was named in 1989, when most of the pipes were already in the ground.",
        "Two partners at a time signed an agreement that paid for both.": "Yes. The network is the sum of such "
        "agreements; the partners noticed it afterwards and gave it a name in 1989.",
        "Environmental law forced the firms to take each other's waste.": "Rules mattered for single exchanges, "
        "such as the cleaning of flue gas, but no rule told a firm whose steam to buy.",
        "The firms wanted to protect the lake and agreed on a common goal.": "This is a common misreading: the gain for the environment was real, but the published reasons are supply, cost and disposal.",
    },
    right="Two partners at a time signed an agreement that paid for both.",
)

# %% [markdown]
# ## 2 Does it pay?
#
# The table lists all the financial figures that the sources print. Because they differ in year, coverage and
# currency, they may be read one by one but not added.

# %%
columns = ["year_printed", "quantity", "value", "unit", "source"]
told_money = ["iisd_contracts", "iisd_savings", "iisd_payback", "ats_cost_nov", "ats_grant"]
told_money += ["reuters_saving_low", "reuters_saving_high", "emf_bottom_line", "emf_socio_economic"]
plant = conversion.loc[["cost", "state", "agreement"]].rename(columns={"date": "year_printed"})
money = pd.concat([published.loc[told_money, columns], plant[columns]])
money.rename(columns={"year_printed": "year", "quantity": "what"}).set_index("year")

# %%
saved, payback = published.loc["iisd_savings", "value"], published.loc["iisd_payback", "value"]
contracts = published.loc["iisd_contracts", "value"]
invested = saved * payback
Markdown(
    f"Two of these figures imply a third. USD {saved:.0f} million a year and a payback of {payback:.0f} years "
    f"mean that about **USD {invested:.0f} million** had been invested by the middle of the 1990s, on average "
    f"USD {invested / contracts:.2f} million for each of {contracts:.0f} contracts. The calculation is ours; no source prints the total."
)

# %% [markdown]
# The payback period is the investment divided by the annual gain. Six years is long for a manager whose board wants
# its money back in two, and short for a pipeline that will serve for decades. This is why the length of a contract
# matters so much. The best-documented contract in Kalundborg is an example: in 2017 Novo Nordisk, Novozymes, the
# municipal utility Kalundborg Forsyning and the owner of Asnæs agreed on 20 years of steam and heat from wood chips,
# so that a new plant could be built. The state paid part of the cost.
#
# How much must such a plant bring its partners each year? At a discount rate $r$, an amount $a$ received every year
# for $T$ years is worth $a \left(\frac{1}{1+r} + \dots + \frac{1}{(1+r)^T}\right)$ today. The plant pays for itself
# if this present value equals its cost, which determines $a$.

# %%
cost, in_euro = conversion.loc["cost", "value"], conversion.loc["cost_in_euro", "value"]
annuity = sum(1 / (1 + rate / 100) ** year for year in range(1, term + 1))
needed, without_grant = (cost - grant) / annuity, cost / annuity
bottom_line = published.loc["emf_bottom_line", "value"] * cost / in_euro  # 10^6 DKK/year
part = 100 * needed / bottom_line
Markdown(
    f"With a grant of DKK {grant:,.0f} million, {rate:g} % and {term} years, the plant of DKK {cost:,.0f} million "
    f"must bring the partners **DKK {needed:.0f} million a year**, and DKK {without_grant:.0f} million without the grant. The first amount is {part:.0f} % of the DKK {bottom_line:.0f} million (EUR "
    f"{published.loc['emf_bottom_line', 'value']:.0f} million) by which, as published, the whole symbiosis improved "
    "its partners' results about 2018. Whether the plant brings them this much is not published."
)

# %% [markdown]
# Set `term` to 8 and run the cell again. The same plant must then bring far more each year. A long contract spreads
# the cost, but it also binds the buyer: exercise 01.8 asks whether you would sign.
#
# **A trap.** A gain *for the partners* is not a gain *for each partner*. The two figures for about 2018
# separate what the firms gained from what society gained. No source says how the firms divided their gain.

# %% [markdown]
# ## 3 How do we know what was avoided?
#
# A tonne of CO2 that was *avoided* was never emitted, so nobody can measure it. Avoided emissions are a difference
# between two worlds:
#
# **avoided = emissions without the symbiosis - emissions with it.**
#
# Emissions with the symbiosis can be metered. Emissions without it can only be imagined; they are called the
# **baseline**, or counterfactual. A study of 2018, written for the symbiosis itself, says so openly: it compares the
# real Kalundborg with a hypothetical one in which the symbiosis does not exist. Somebody must then decide what the
# firms would have burned instead.
#
# **Predict first.** The next figure shows all published figures for avoided CO2. Do you expect them to rise or to
# fall over the years?

# %%
short = published.assign(
    source=published["source"]
    .str.split("-")
    .str[0]
    .replace(
        {
            "codeomega": "sog.codeomega.co.uk",
            "emf": "Ellen MacArthur Foundation",
            "fiksel": "Fiksel",
            "road": "Road to circularity",
            "symbiosis": "Kalundborg Symbiosis",
            "taiwan": "Science and Technology Vista",
            "voresomstilling": "Vores Omstilling",
        }
    )
)  # short names for the figure
ep.plots.show(ep.plots.plot_claims(short, "CO2 avoided"))

# %%
before, after = carbon.loc[earlier], carbon.loc[later]
change = 100 * (after["value"] / before["value"] - 1)
cleaner = 100 * (before["value"] - after["value"]) / (before["value"] + own_emissions)
if change < 0:
    reading = (
        f"A baseline that is **{cleaner:.1f} %** cleaner would explain the whole fall, even if nobody in Kalundborg "
        f"exchanged one tonne less (assuming that the partners emit {own_emissions:,.0f} t a year; the more they emit, the smaller the change of the baseline that suffices)."
    )
elif change > 0:
    reading = "A cleaner baseline cannot explain a rise: either more was exchanged, or the boundary or the method changed."
else:
    reading = "The two figures agree, which proves nothing if one was copied from the other."
Markdown(
    f"From {before['value']:,.0f} t ({before['year_printed']}) to {after['value']:,.0f} t "
    f"({after['year_printed']}) the figure changes by **{change:+.1f} %**. {reading}"
)

# %% [markdown]
# The reasoning takes one line. Let $B$ be the emissions of the baseline, $E$ those with the symbiosis, and
# $A = B - E$ what is avoided. If the baseline becomes cleaner by a share $c$ because the grid or the
# boilers of the imagined firms improve, then
#
# $$A' = (1 - c)\,B - E = A - c\,(A + E) .$$
#
# $E$ cannot be negative, so avoided emissions fall *at least* as fast as the baseline. A symbiosis that supplies the
# same steam year after year therefore avoids less and less in a country that becomes cleaner. That is good news, but
# in a table it looks like bad news. The parameter `own_emissions` is $E$, which is not published.

# %%
cleaner_by = pd.DataFrame({"baseline cleaner by [%]": [0, 5, 10, 20, 50]})
baseline = before["value"] + own_emissions
cleaner_by["avoided CO2 [t/year]"] = (
    (1 - cleaner_by["baseline cleaner by [%]"] / 100) * baseline - own_emissions
).round()
cleaner_by.set_index("baseline cleaner by [%]")

# %% [markdown]
# Two more things change a figure without a single new pipe: the **boundary** (Do the farms count? Does the change of
# fuel at the power station count?) and the **method**. The change to wood chips alone was announced as avoiding about
# 800,000 t a year, more than any figure for the whole symbiosis, so these figures can hardly rest on the same
# baseline. Nor need more have been exchanged when the published figure more than doubled between 2015 and about 2018:
# the two values come from different sources.

# %%
course.ask(
    "Denmark's power grid becomes cleaner, and in Kalundborg nothing changes. What happens to the CO2 that the "
    "symbiosis avoids?",
    {
        "It rises, because everything becomes cleaner.": "Actual emissions may fall. Avoided emissions are a "
        "difference, and the first term of the difference has become smaller.",
        "It stays the same, because nothing changed in Kalundborg.": "This is the most common answer, but it overlooks that one of the two worlds is imagined, and that world changed.",
        "It falls, because the imagined world without symbiosis emits less.": "Yes. The same exchange replaces "
        "something cleaner than before.",
    },
    right="It falls, because the imagined world without symbiosis emits less.",
)

# %% [markdown] tags=["instructor"]
# **Teacher.** Five minutes in pairs: *write down the baseline of the last saving that your zone reported.* Most
# reports compare with last year, some with the permit, a few with a neighbor. None of these baselines is wrong; the
# mistake is not to name the baseline. A strong class can discuss why the figure of 2008 reappears unchanged among
# results of 2010.

# %% [markdown]
# ## 4 The network, reconstructed
#
# A much-copied figure shows the exchanges of the year 2000. We could read its text (numbers, streams and years) but
# not its lines, so senders and receivers are *reconstructed*. For most exchanges, another text states the
# direction in words; for the rest, we inferred it from the names. Set `network="stated only"` to see what remains
# when only the directions stated in a text are counted.

# %%
ep.plots.show(ep.symbiosis.plot_network(park, "Kalundborg" if not exchanges_file else "Your park"))

# %%
partners, links = len(park.firms), len(park.links)
mutual = sum((receiver, sender) in park.links for sender, receiver in park.links) // 2
places = partners * (partners - 1)  # arrows that could exist
by_chance = links * (links - 1) / (2 * (places - 1))
none_mutual = math.comb(places // 2, links) * 2**links / math.comb(places, links)
tail = 1 - sum(math.exp(-by_chance) * by_chance**k / math.factorial(k) for k in range(mutual))
verdict = "more than chance would give" if tail < 0.05 else "no more than chance gives"
Markdown(
    f"{partners} partners and {links} links form **{mutual}** mutual pair{'s' * (mutual != 1)}, in which each "
    f"partner gives to the other. Arrows drawn at random would form **{by_chance:.2f}** on average, and at least one in {100 * (1 - none_mutual):.0f} of 100 draws. The number of mutual pairs is thus {verdict}."
)

# %% [markdown]
# The famous *closed loop* of Kalundborg is thus a single pair, the power station and the refinery, and chance alone
# would produce about one pair. The null model behind this sentence is simple: $L$ arrows are drawn without repetition
# from the $N = n(n-1)$ that are possible between $n$ partners. The reverse of a given arrow is also drawn with
# probability $(L-1)/(N-1)$, which gives $L(L-1)/(2(N-1))$ mutual pairs on average. The word *loop* expresses an
# aspiration; *chains of use* is a better description of what the arrows show.
#
# How much flows? For most exchanges, including all those of steam and heat, no amount is published. The next figure
# draws the five amounts that are: four come from one undated page, and one from a news item.

# %%
amounts = {
    4: "fiksel_sludge",
    5: "fiksel_fly_ash",
    12: "fiksel_yeast",
    13: "ats_output_nov",
    16: "fiksel_gypsum",
}
flows = exchanges.dropna(subset=["from"]).copy()
flows["quantity"] = flows["no"].map(amounts).map(published["value"])
flows["unit"] = flows["quantity"].notna().map({True: "t/year", False: None})
ep.plots.show(ep.symbiosis.plot_sankey(ep.symbiosis.Network(flows), "Kalundborg, published amounts"))

# %% [markdown]
# Wet sludge makes the broadest band, probably because it is mostly water. A ranking by tonnes tells us about weight
# and nothing else: the exchanges of energy, steam and heat, are among those that cannot be drawn.

# %% [markdown]
# ## 5 When coal leaves
#
# Most diagrams of Kalundborg place the power station in the middle. What would its exit cost? We first work this out
# from the network and then look at what really happened.

# %%
gone = ep.symbiosis.remove_firm(park, leaver)
stranded = [f"{who} ({stream})" for who, stream in gone.without_supplier] or ["nobody"]
Markdown(
    f"Without **{leaver}**, {len(gone.lost)} of {len(park.exchanges)} exchanges end. Left without a supplier: "
    + "; ".join(stranded)
    + ". Left without any exchange: "
    + (", ".join(gone.alone) or "nobody")
    + "."
)

# %% [markdown]
# In the next table every partner leaves once. Whose departure would cost the most exchanges, and whose would leave
# other partners with none?

# %%
each = ep.symbiosis.criticality(park)[
    ["firm", "exchanges_lost", "stranded", "alone", "largest_component"]
].head(5)
each.columns = [
    "partner",
    "exchanges lost",
    "streams without supplier",
    "partners left alone",
    "largest group left",
]
each.set_index("partner")

# %% [markdown]
# Choose a partner from the list to compare the network before and after its exit.

# %%
others = [name for name in park.firms if name != leaver]
course.widgets.explore(ep.symbiosis.remove_firm, network=park, firm=[leaver, *others])

# %% [markdown]
# In the reconstructed network, the exit of Asnæs does the most damage by every measure in the table. Counting
# exchanges is crude, however: losing a partner that can be replaced costs less than losing one that cannot (exercise
# 01.6). Such counts also treat a departure as an accident, whereas the real change was a decision. Under the contract
# of 2017 the coal units of Asnæs, built in 1961 and 1981, gave way to a plant that burns wood chips, which delivered
# its first steam in August 2019 and was inaugurated in August 2020. The partner stayed; only its fuel changed. The
# next table distinguishes what a text says (*stated*) from what only follows from other facts (*inferred*).

# %%
after_coal = changes[changes["no"].notna()].fillna({"before": "not published", "after": "not published"})
after_coal[["stream", "before", "after", "effect", "certainty", "source"]].set_index("stream")

# %%
count = after_coal["effect"].value_counts()
old_power = conversion.loc[["unit2_power", "unit5_power"], "value"].sum()
Markdown(
    "The table's rows, counted by effect: "
    + ", ".join(f"{effect} {number}" for effect, number in count.items())
    + f". The new plant has a capacity of {conversion.loc['power', 'value']:.0f} MW of electricity, whereas the two coal units, "
    f"which ran in turn, had {old_power:.0f} MW together; it was built for steam and heat."
)

# %% [markdown]
# The pattern is instructive. The exchanges of **heat** whose fate is published continued under a new contract,
# because heat can come from another fuel. Whatever needed **coal** lost its source: gypsum comes from cleaning the
# flue gas of coal, and fly ash is the mineral part of coal (what became of the ash is our inference; no text says).
# The end of coal power made this gypsum scarce in general, and Gyproc turned to recycled and imported gypsum. It
# announced the end of its production in Kalundborg by the end of 2024 and gave other reasons: overcapacity,
# inflation, the prices of energy and raw material. Whether the loss of its neighbor's gypsum contributed to the
# decision is not published.

# %%
course.ask(
    "Which exchange was tied to the coal, and not merely to the power station?",
    {
        "District heat for the town": "Heat can be made from any fuel. It continued, from wood chips, a heat pump "
        "and an electric boiler.",
        "Process steam for Novo Nordisk and Novozymes": "Steam continued too, under a contract of 20 years.",
        "Gypsum for the plasterboard factory": "Yes. This gypsum holds the sulfur of the coal. Without coal there is no such gypsum, however good the contract.",
        "Cooling water from the refinery": "Its fate is not published, but a power station needs cooling whatever "
        "it burns.",
    },
    right="Gypsum for the plasterboard factory",
)

# %% [markdown]
# The lesson for a zone: for every exchange, ask not only *which partner* it depends on but also *which feature of
# that partner*. An exchange that rests on a fuel, a pollutant or a subsidy ends when that fuel, pollutant or subsidy
# disappears.
#
# ## 6 What other zones can adopt
#
# Visitors from many countries have asked what made Kalundborg work. The table lists the conditions that the sources
# available to us name.

# %%
conditions = statements[statements["subject"] == "condition"]
conditions[["statement_value", "note", "source"]].rename(columns={"statement_value": "condition"}).fillna(
    ""
).set_index("condition")

# %% [markdown]
# From these sources and the tables above, we draw four rules for other zones. The rules are our interpretation, not a
# finding:
#
# 1. **One agreement at a time.** An exchange that does not pay for both partners is no foundation, whatever the
#    master plan shows.
# 2. **An anchor.** A large, steady supplier of steam or heat gives many neighbors a reason to connect, and makes them vulnerable
#    together.
# 3. **A utility in the middle.** A municipal company that owns pipes and plans in decades can sign contracts that a
#    factory cannot.
# 4. **People who talk.** The literature speaks of a *short mental distance* between managers. All that we found in
#    print is a club that discussed the environment from 1988 on, chaired by a manager of the power station; nobody
#    measured trust.
#
# An early scholarly account (1997) warns against simple copying: what evolved in this way may be hard to transplant
# to an empty site. Lesson 02 compares how other countries have organized symbiosis.
#
# ## The answer

# %%
direction = (
    f"fell by {-change:.1f} %"
    if change < 0
    else f"rose by {change:.1f} %"
    if change > 0
    else "did not change"
)
Markdown(
    f"**Why:** for supply, cost and disposal, in agreements between two partners; a reason is published for {with_driver} of "
    f"{len(drivers)} exchanges. **Does it pay?** According to the published figures, yes: the exchanges saved USD {saved:.0f} million a year with a payback of {payback:.0f} years in 1995, and improved results by EUR {published.loc['emf_bottom_line', 'value']:.0f} million a year for all partners together about 2018. How the gain is shared is not published, and avoided CO2, which {direction} between the two figures compared, "
    f"depends on an imagined baseline. **What if {leaver} leaves?** {len(gone.lost)} of {len(park.exchanges)} exchanges end in the model. In reality Asnæs changed its fuel: heat and steam continued, from a plant that must bring DKK {needed:.0f} million a year, while gypsum, which came with the coal, declined."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "exchanges with a published reason": with_driver,
        "exchanges with a published investment": with_money,
        "implied investment in the 1990s [10^6 USD]": invested,
        "yearly gain that the new plant needs [10^6 DKK/year]": needed,
        "part of the published gain of the partners [%]": part,
        "change of the figure for avoided CO2 [%]": change,
        "cleaner baseline that explains it [%]": cleaner,
        "partners": partners,
        "links": links,
        "mutual pairs": mutual,
        "mutual pairs by chance": by_chance,
        "chance of at least one mutual pair [%]": 100 * (1 - none_mutual),
        "exchanges lost with the partner": len(gone.lost),
        "partners left without any exchange": len(gone.alone),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - We did not see the lines of the figure of 2000. Senders and receivers are reconstructed, and some are inferred.
# - Prices, amounts of steam and heat, and the sharing of gains are not published in what we read. One detailed study of water
#   and steam exists (Jacobsen 2006); we know only a summary.
# - The published savings come from the symbiosis itself or from texts that present it as a model. We found no
#   independent audit.
# - The yearly gain in section 2 treats the plant as pure cost and ignores fuel, upkeep and what a coal plant would have cost.
# - Whether the refinery still takes steam, and where the ash of wood chips goes, is not published.
#
# ## Key points
#
# - Kalundborg grew by agreements between two partners, each for a reason of its own: supply, cost, disposal,
#   emissions.
# - By all published figures the symbiosis pays, but hardly any of these figures states its boundary. The average
#   payback was six years in the 1990s.
# - Long-lived pipes need long contracts. The contract of 2017 runs for 20 years, and the state paid a third of the
#   plant.
# - Avoided emissions are a difference from an imagined world. A cleaner baseline lowers them at least in proportion.
# - One mutual pair is what chance produces in a network of this size. Test a pattern against a null model before you
#   explain it.
# - When coal was phased out, heat and steam continued but gypsum declined: ask what it is about your partner that an
#   exchange depends on.
#
# ## Now with your own zone
#
# Write a CSV or XLSX file with one row per exchange and the columns `from`, `to`, `stream`, and if you know them
# `type`, `since`, `quantity` and `unit`. Then see which partners matter most and whether your network has more mutual
# pairs than chance would give:
#
# `ecopark run 01 -p exchanges_file=my-exchanges.csv -p leaver="My power plant"`
#
# For your next long contract, change `rate`, `term` and `grant`; to compare two figures for avoided CO2, change
# `earlier`, `later` and `own_emissions`:
#
# - `ecopark run 01 -p term=10 -p grant=0 -p rate=8`
# - `ecopark run 01 -p earlier=2008_co2 -p later=emf_co2 -p own_emissions=400000`
#
# The exercises are in `exercises/01_kalundborg.ipynb`.
#
# ## The researcher's corner
#
# *Is the null model fair?* A referee would say no, because it lets the lake receive waste and lets a farm send steam.
# A better model keeps fixed the number of streams that each partner sends and receives, and asks how many mutual
# pairs chance alone would then produce. The cell below shuffles the receivers of the links many times and keeps only
# shuffles without repeated links or links of a partner to itself.

# %%
generator = np.random.default_rng(0)
senders, receivers = (list(side) for side in zip(*park.links, strict=True))
shuffles = [list(zip(senders, generator.permutation(receivers), strict=True)) for _ in range(10_000)]
possible = [arrows for arrows in shuffles if len(set(arrows)) == links and all(a != b for a, b in arrows)]
pairs = sum((b, a) in arrows for arrows in possible for a, b in arrows) / 2
average = f"{pairs / len(possible):.2f} mutual pairs on average" if possible else "too few to say"
print(f"{len(possible):,} of {len(shuffles):,} shuffles can be kept: {average}")

# %% [markdown]
# In the reconstructed network this model produces more mutual pairs than the simple one, so a single pair is even
# less remarkable.
#
# *What would have happened without the exchange?* Mattila and others (2012) argue that the choice of the reference
# case decides whether the benefit of a by-product exchange is overestimated. In a review of 26 studies, an existing
# symbiosis was usually compared with a hypothetical situation without exchange, and a planned one with the present
# situation (doi:10.1111/jiec.12842). *Why does a symbiosis end?* Ashton and others (2017) study how such networks
# grow and decline, with anchor firms and scavengers. *How does a symbiosis begin?* Chertow and Ehrenfeld see three
# stages: chance exchanges, conscious pursuit, and institutions.
#
# ## References
#
# - Package `kalundborg`: each row names its source, the place in it, and how it is known.
# - Ehrenfeld and Gertler (1997), *Journal of Industrial Ecology* 1(1); the summary was read.
# - Grann (1997), in *The Industrial Green Game*, doi:10.17226/4982; excerpts were read.
# - Danielsson, Møller and Randers (2018), on the baseline, http://www.symbiosis.dk/en/paper-lca/; the abstract was read.
#
# To read further:
#
# - Jacobsen (2006), *Journal of Industrial Ecology* 10: water and steam from 1990 to 2002.
# - Chertow and Ehrenfeld, *Organizing self-organizing systems*, doi:10.1111/j.1530-9290.2011.00450.x.
# - Mattila and others (2012), *Journal of Industrial Ecology* 16(1), doi:10.1111/j.1530-9290.2011.00443.x.
# - *Life cycle assessment of industrial symbiosis: A critical review of relevant reference scenarios*, *Journal of Industrial Ecology* 23(4),
#   doi:10.1111/jiec.12842.
# - Ashton, Chopra and Kashyap (2017), *Sustainability* 9(4), 605, doi:10.3390/su9040605 (open access).

# %% [markdown] tags=["instructor"]
# **Role play: who pays for the pipe? (25 minutes)** A power station has steam to sell, and 4 km away a maker of drugs
# must renew its boilers. A pipe costs 40 million in your currency; new boilers would cost 25 million.
#
# - *Power station.* For every tonne of steam that you sell, you make less electricity. You may close in twelve years
#   and cannot say so. Defend: the buyer pays for the pipe, and the price follows the price of coal.
# - *Drug maker.* A day without steam costs you more than a year's steam. Defend: guaranteed supply with penalties, a
#   short contract, a boiler in reserve.
# - *Municipal utility.* You could lay the pipe along your own trench and heat 2,000 homes on the way. Defend: open access for others, thirty
#   years.
# - *Ministry.* You may give a grant of at most a third, and must explain why the firms would not have done it without you. Defend: additionality.
#
# Ten minutes in pairs of roles, five with all, then sign or walk away. Debrief: Who carries the risk that the fuel changes? What did the grant buy?
# Which clause took longest, and would a published price have helped? Compare with the contract of 2017: four partners, 20 years, a third from
# the state.
#
# **Group task (15 minutes).** Each group takes one row of the last table in section 5 that says *not published*, and writes the three
# questions that one telephone call to Kalundborg should settle, with the person who could answer.
