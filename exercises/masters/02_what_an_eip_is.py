# ---
# jupyter:
#   ecopark:
#     number: "02"
#     edition: 3
#     title: "Exercises: what an eco-industrial park is"
#     minutes: 65
#     variants:
#       has: ["linked, by_products, energy_water, infrastructure", "linked, by_products, energy_water, designed", "linked, environment, economy, designed, management", "linked, environment, economy, collective, designed", "linked, by_products, energy_water, infrastructure, environment, economy, nature, community"]
#       last_year: [2005, 2006, 2008, 2010, 2011, 2013]
#       prevented: [10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0]
#       largest: [230.0, 245.0, 260.0, 275.0, 290.0]
#       reuse: [50.0, 55.0, 60.0, 65.0, 70.0]
#       cut: [15.0, 20.0, 25.0, 30.0]
#       growth: [25.0, 35.0, 40.0, 45.0, 60.0]
#       virgin: [48.0, 55.0, 62.0, 70.0, 78.0]
#       processing: [8.0, 11.0, 14.0, 17.0]
#     unfair:
#       - {cut: [20.0], growth: [60.0]}
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 02: what an eco-industrial park is
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line; after a wrong
# answer it gives a hint.
#
# The firms and numbers of 02.2 to 02.5 are invented for learning. Exercises 02.6 and 02.7 need no calculation.

# %% tags=["parameters"]
has: str = "linked, by_products, energy_water, infrastructure"  # features that a zone can prove; names; any
last_year: int = 2008  # last year that is counted in 02.2; year; 2005..2020
prevented: float = 30.0  # part of its by-products that a firm prevents by itself; %; 0..90
largest: float = 260.0  # worth of the largest of five links; 10^4 RMB/year; 200..1000
reuse: float = 60.0  # share of reused water in all water used today; %; 0..95
cut: float = 25.0  # by how much the use of fresh water has to fall; %; 0..90
growth: float = 40.0  # by how much output, and with it all water used, will grow; %; 0..200
virgin: float = 62.0  # CO2 of a tonne of the virgin material that is replaced; kg/t; 20..500
processing: float = 14.0  # CO2 of preparing a tonne of the by-product; kg/t; 0..40

# %%
import networkx as nx
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
named = ep.datasets.load("definitions", "statements")
features = ep.datasets.load("definitions", "features")
check = course.checker(
    "02",
    has=has,
    last_year=last_year,
    prevented=prevented,
    largest=largest,
    reuse=reuse,
    cut=cut,
    growth=growth,
    virgin=virgin,
    processing=processing,
)

# %% [markdown]
# ## 02.1 Which definitions does the zone meet?
#
# A zone can prove the features that the cell below prints. It meets a definition if it has **every** feature that the definition names
# for sure (`certainty` is `sure` in the table `named`). Which of the six definitions does it meet? Give their keys as a list.

# %%
proved = {name.strip() for name in has.split(",")}
print(*features.loc[features["id"].isin(proved), "question"], sep="\n")

# %% [raw] tags=["exercise"]
# id = "02.1"
# hints = [
#   "For each definition, write down the features that it names for sure. Is any of them missing in the zone?",
#   "The zone may have more than a definition asks for. It must not have less.",
#   "Group the sure rows of named by definition and collect the features of each group in a set. One set lies within another if the first <= the second.",
# ]
# idea = "A definition is met if the set of its sure features is a subset of what the zone can prove. Features that a text only hints at do not count here."
# [[mistakes]]
# value = "{key for key, wanted in named.groupby('definition')['feature'].agg(set).items() if wanted <= proved}"
# hint = "You also asked for features that a text only hints at (ambiguous). Ask for the sure ones."
# [[mistakes]]
# value = "set(named['definition'])"
# hint = "To share a feature with a definition is not enough to meet it: every sure feature counts."

# %%
met = ...  # keys in quotes, in a list
### BEGIN SOLUTION
asked_for = named[named["certainty"] == "sure"].groupby("definition")["feature"].agg(set)
met = {key for key, wanted in asked_for.items() if wanted <= proved}
### END SOLUTION

# %%
check("02.1", met)

# %% [markdown]
# ## 02.2 Repair: a network or a row of trades?
#
# The cell at the end should prepare the 3-2 heuristic for an invented town up to `last_year`: it should count the
# entities and the different resources **in the largest connected group**, leaving out entities whose main business is
# recycling. As it stands, it counts everybody. Repair it so that it gives the list [entities, resources]. (A group is
# connected if exchanges link its members, in whatever direction. The resources of a group are those that its counted
# members send.)

# %%
trades = pd.DataFrame(
    [
        (1998, "Brewery", "Cattle farm", "spent grain"),
        (2001, "Steel mill", "Cement works", "slag"),
        (2003, "Furniture maker", "Wood dealer", "wood waste"),
        (2003, "Wood dealer", "Board plant", "wood chips"),
        (2005, "Power plant", "Cement works", "fly ash"),
        (2008, "Power plant", "Greenhouse", "heat"),
        (2011, "Brewery", "Power plant", "biogas"),
    ],
    columns=["since", "from", "to", "stream"],
)
recyclers = {"Wood dealer"}
trades

# %% [raw] tags=["exercise"]
# id = "02.2"
# within = 0
# hints = [
#   "Draw the exchanges up to that year on paper. How many separate groups do you see?",
#   "nx.connected_components(nx.Graph(list of pairs)) gives the groups as sets of names.",
#   "Take the groups without the recyclers, choose the one with the most entities, and count the streams whose sender belongs to it.",
# ]
# idea = "Build an undirected graph of the exchanges up to the year, take its connected groups less the recyclers, and count in the largest one only."
# [[mistakes]]
# value = "[len({*so_far['from'], *so_far['to']}), so_far['stream'].nunique()]"
# hint = "This is the result of the broken cell. Are all of these firms connected?"
# [[mistakes]]
# value = "[len({*so_far['from'], *so_far['to']} - recyclers), so_far['stream'].nunique()]"
# hint = "The dealer is out, and there are still several groups. Count in the largest one."

# %%
so_far = trades[trades["since"] <= last_year]
network_size = [len({*so_far["from"], *so_far["to"]}), so_far["stream"].nunique()]  # [entities, resources]
### BEGIN SOLUTION
pairs = list(zip(so_far["from"], so_far["to"], strict=True))
groups = [members - recyclers for members in nx.connected_components(nx.Graph(pairs))]
largest_group = max(groups, key=len)
network_size = [len(largest_group), so_far.loc[so_far["from"].isin(largest_group), "stream"].nunique()]
### END SOLUTION

# %%
check("02.2", network_size)

# %% [markdown]
# ## 02.3 When does the group stop being worth more?
#
# Six invented firms could sign the five links below. The worth of each link, in 10^4 RMB a year, was estimated for
# the by-products that the firms make *today*. A firm that optimizes itself no longer makes a part of them
# (`prevented`, in %), and the worth of a link falls in proportion. Keeping a link going costs the same for each link
# and year. Give a list of two numbers:
#
# 1. the cost per link, in 10^4 RMB a year, at which all firms together, with all five links, are worth exactly as
#    much as the sum of the optimized firms;
# 2. how many of the five links would still pay for themselves at that cost.

# %%
worths = pd.Series({"steam": largest, "slag": 140.0, "water": 90.0, "sludge": 55.0, "solvent": 35.0})
worths

# %% [raw] tags=["exercise"]
# id = "02.3"
# within = 0.05
# hints = [
#   "What the firms gain alone stands on both sides of the inequality. Which terms remain?",
#   "All links together must cost as much as they are worth after prevention.",
#   "Divide the worth after prevention by the number of links. Then count the links that are worth at least that much.",
# ]
# idea = "The firms' own gains cancel. The largest cost is the mean worth of a link after prevention; only links above the mean pay for themselves at that cost, so a group can break even while most of its links lose money."
# [[mistakes]]
# value = "[worths.mean(), paying]"
# hint = "You compare with firms that have not optimized themselves. What they prevent cannot be given away."
# [[mistakes]]
# value = "[remaining.sum() / 15, int((remaining >= remaining.sum() / 15).sum())]"
# hint = "Six firms form 15 pairs, and only five of them exchange something. A link costs, a pair without a link does not."
# [[mistakes]]
# value = "[remaining.mean(), 5]"
# hint = "The first number is right. Compare each link with it."

# %%
break_even = ...  # [cost per link in 10^4 RMB/year, number of links]
### BEGIN SOLUTION
remaining = worths * (1 - prevented / 100)
paying = int((remaining >= remaining.mean()).sum())
break_even = [remaining.mean(), paying]
### END SOLUTION

# %%
check("02.3", break_even)

# %% [markdown]
# ## 02.4 Reuse against growth
#
# In a zone, `reuse` % of all water used is reused water. Output will grow by `growth` %, and the water used by all
# processes with it. The province demands that the use of **fresh** water fall by `cut` %. To what share, in percent,
# must reuse rise?

# %% [raw] tags=["exercise"]
# id = "02.4"
# unit = "%"
# within = 0.05
# hints = [
#   "Begin with 100 m3 of water used today. How much of it is fresh?",
#   "How much water is used after the growth, and how much of it may be fresh?",
#   "Divide the fresh water that is then allowed by all the water that is then used. Reuse is the rest.",
# ]
# idea = "Fresh water today is (1 - reuse). It must shrink to (1 - reuse)(1 - cut) while all water used grows to (1 + growth). One minus their ratio is the share of reuse."
# [[mistakes]]
# value = "100 - (100 - reuse) * (1 - cut / 100)"
# hint = "This share would be enough if output did not grow."
# [[mistakes]]
# value = "reuse + cut"
# hint = "A saving in percent is not a difference in percentage points, and output grows."
# [[mistakes]]
# value = "reuse * (1 + growth / 100)"
# hint = "You raised the reuse in proportion to output. Follow the fresh water: how much of it may be left?"

# %%
reuse_needed = ...  # %
### BEGIN SOLUTION
fresh_share = (1 - reuse / 100) * (1 - cut / 100) / (1 + growth / 100)
reuse_needed = 100 * (1 - fresh_share)
### END SOLUTION

# %%
check("02.4", reuse_needed)

# %% [markdown]
# ## 02.5 How far may a by-product travel?
#
# A tonne of a by-product replaces 0.95 t of a virgin material. Making a tonne of the virgin material causes `virgin`
# kg of CO2, preparing a tonne of the by-product `processing` kg. The truck causes 0.11 kg for each tonne and
# kilometer on the way there, and 0.07 kg for each tonne and kilometer on its empty way back. Up to what one-way
# distance, in km, does the exchange save CO2?

# %% [raw] tags=["exercise"]
# id = "02.5"
# unit = "km"
# within = 0.5
# hints = [
#   "What does a tonne of by-product save before anybody drives? How much virgin material does it replace?",
#   "From what is no longer made, subtract what the preparation causes.",
#   "Divide what is left by what each kilometer emits, there and back.",
# ]
# idea = "(0.95 * virgin - processing) / (0.11 + 0.07): what is avoided, less what is caused, over the emissions per kilometer of the round trip."
# [[mistakes]]
# value = "(0.95 * virgin - processing) / 0.11"
# hint = "The truck drives home empty, and burns fuel on the way."
# [[mistakes]]
# value = "(virgin - processing) / (0.11 + 0.07)"
# hint = "A tonne of by-product replaces less than a tonne."
# [[mistakes]]
# value = "0.95 * virgin / (0.11 + 0.07)"
# hint = "Preparing the by-product causes emissions, too."

# %%
farthest = ...  # km
### BEGIN SOLUTION
farthest = (0.95 * virgin - processing) / (0.11 + 0.07)
### END SOLUTION

# %%
check("02.5", farthest)

# %% [markdown]
# ## 02.6 Who organizes it?
#
# The four reports below describe four ways to organize symbiosis. Give a list of four names in the order A to D, each
# one of `self-organized`, `brokered`, `supported by agencies`, `top-down`.
#
# - **A** Three engineers of an office that a ministry funds visit 200 firms a year, keep a list of what each could give or take, and bring pairs to one table.
# - **B** The zone sends an application to a leading group of three ministries, which checks it against the same indicators for all zones.
# - **C** After a boiler failed, a dairy asked the glassworks next door for its waste heat; they signed for twelve years and told nobody.
# - **D** A national agency pays for a study and a county lays out a park on a disused shipyard, hoping for firms.

# %% [raw] tags=["exercise"]
# id = "02.6"
# hints = [
#   "Ask of each report who took the first step: a firm, somebody in between, an agency, or a ministry with a rule.",
#   "An office that is paid by the state and works between firms is not yet a rule from above.",
#   "Only one way has uniform indicators and an application.",
# ]
# idea = "A is brokered: somebody in between matches firms. B is top-down: uniform rules, voluntary application. C is self-organized. D is supported by agencies: public money for a place, without a uniform standard."
# [[mistakes]]
# value = "['top-down', 'top-down', 'self-organized', 'supported by agencies']"
# hint = "A ministry's money alone does not make a way top-down. What do the three engineers do?"
# [[mistakes]]
# value = "['brokered', 'top-down', 'self-organized', 'top-down']"
# hint = "Is there a uniform standard in the last report?"

# %%
four_ways = ...  # four names in quotes, in a list
### BEGIN SOLUTION
four_ways = ["brokered", "top-down", "self-organized", "supported by agencies"]
### END SOLUTION

# %%
check("02.6", four_ways)

# %% [markdown]
# ## 02.7 Decide and justify: who gets the title?
#
# Written. Your province has one title of *eco-industrial park* to give. **Zone A** was planned for it: wide green belts, a treatment works for all, five
# linked firms, three of which would have cut their waste anyway. **Town B** has no fence and no plan: eleven firms and farms exchange nine streams, CO2 per
# unit of output fell by 20 %, and output grew by 40 %. **Group C** owns all twelve plants of its site and reuses nearly everything inside. Choose a definition
# first, then give the title, name the strongest argument of one loser, and say which number you would ask for before you sign. Eight to twelve sentences.

# %% [raw] tags=["exercise"]
# id = "02.7"
# kind = "written"
# rubric = [
#   "No decision, or features counted without a definition.",
#   "A decision with general reasons; the definition is named but not used.",
#   "A definition and a consistent decision; two of the three weaknesses recognized.",
#   "A definition chosen for a stated purpose and applied to all three; the total for Town B computed (+12 %); what would have happened anyway in Zone A and the single owner of Group C recognized; a fair argument for a loser; a number that would change the decision.",
# ]
# hints = [
#   "Which features does your definition ask for, and why does your province need those?",
#   "For Town B, compute what happened to total CO2. For Zone A, ask what would have happened anyway.",
#   "For Group C, ask who the companies are whose benefits you would add up.",
# ]
# idea = "Any winner can be right if the definition is chosen for a purpose and applied to all three alike. Good answers use the yardstick of the US agency (optimized alone), the total for Town B (0.8 times 1.4 is 1.12), and the single owner of Group C."

# %%
my_title = ...  # text in quotes
### BEGIN SOLUTION
my_title = """My province wants firms that cooperate across fences, so I choose the definition of the US agency: a community of
firms that gains more together than each would gain if it optimized itself. Group C is out, because with one owner there is no sum of
companies to compare with; its housekeeping is excellent. Zone A is linked, but three of its five firms would have cut their waste
anyway, so what remains of the collective benefit may be small. Town B gets the title: eleven partners and nine streams are a network by
any count, and no partner could have used the others' heat alone. Its weakness is the total: 20 % less per unit and 40 % more output are 12 % more
CO2. The strongest argument of a loser is that of Zone A, whose shared treatment works will still be there when a firm leaves. Before I sign I ask
Town B for one number: what each partner would have done without the others, measured against the same year. I give the title for three years
and ask for totals in every report."""
### END SOLUTION

# %%
check("02.7", my_title)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. Giving the title to Zone A or refusing it to all three can earn full points.
