# ---
# jupyter:
#   ecopark:
#     number: "01"
#     edition: 1
#     title: "Exercises: Kalundborg"
#     minutes: 50
#     variants:
#       firm: [Asnaes, Statoil, Novo, Municipality, Gyproc, Farms, Fish farms, Cement industry]
#       quantity: [CO2 avoided, gypsum used, water saved, groundwater saved, sulphur sold, power capacity, partners, cost of the ammonium thiosulphate plant]
#       gypsum_claim: [told_gypsum, iisd_gypsum, 2008_gypsum, visit_gypsum]
#       coal_sulphur: [0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 01: Kalundborg
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# `documented` is the network of 2000 without the two doubtful exchanges, as in lesson 09.

# %% tags=["parameters"]
firm: str = "Asnaes"  # who leaves the network; name in the network; any
quantity: str = "CO2 avoided"  # published figures to compare; name in the claims; any
gypsum_claim: str = "told_gypsum"  # figure for gypsum; id in the table of claims; any
coal_sulphur: float = 1.0  # sulphur in the coal; %; 0.1..10

# %%
import ecopark as ep
import ecopark_course as course

exchanges = ep.datasets.load("kalundborg", "exchanges")
sure = exchanges[exchanges["direction"] == "sure"]
documented = ep.symbiosis.network(sure)
linhai = ep.symbiosis.network(ep.datasets.load("taiwan", "linhai_exchanges"))
claims = ep.datasets.load("kalundborg", "claims").set_index("id")
chemistry = ep.datasets.load("factors", "chemistry").set_index("formula")
check = course.checker(
    "09", firm=firm, quantity=quantity, gypsum_claim=gypsum_claim, coal_sulphur=coal_sulphur
)
print(f"firms {len(documented.firms)}, streams {len(documented.exchanges)}")
print(f"links {len(documented.links)}, the firm that leaves: {firm}")

# %% [markdown]
# ## 01.1 Three densities of one network
#
# Compute three measures of `documented`: L/n², L/(n(n-1)) and 2P/(n(n-1)). n is the number of firms, L
# the number of links, P the number of pairs that are linked in at least one direction. Give a list of
# three numbers, in this order. One pair of firms is linked in both directions.

# %% [raw] tags=["exercise"]
# id = "01.1"
# within = 0.0006
# hints = [
#   "The second cell prints the number of firms, streams and links. You need firms and links.",
#   "Each pair that is linked both ways holds two links but counts as one pair.",
#   "P is one less than L here. Or use ep.symbiosis.structure(documented) and look for connectance.",
# ]
# idea = "With n firms, L links and P = L - 1 pairs: L over n squared, L over n times (n-1), twice P over n times (n-1)."
# [[mistakes]]
# value = "[streams / n**2, streams / (n * (n - 1)), 2 * streams / (n * (n - 1))]"
# hint = "These count streams. Two streams from one firm to another make one link."
# [[mistakes]]
# value = "[links / n**2, links / (n * (n - 1)), 2 * links / (n * (n - 1))]"
# hint = "The first two are right. In the third, the pair that is linked both ways counts once."

# %%
densities = ...  # a list of three numbers
### BEGIN SOLUTION
n, links, streams = len(documented.firms), len(documented.links), len(documented.exchanges)
pairs = len({frozenset(link) for link in documented.links})
densities = [links / n**2, links / (n * (n - 1)), 2 * pairs / (n * (n - 1))]
### END SOLUTION

# %%
check("01.1", densities)

# %% [markdown]
# ## 01.2 Read the figure: who is in the loop
#
# The cell prints the text that belongs to the figure of the network, with all of its arrows. Which
# firms are in a loop? Give their names as a list; the order does not matter. To see the figure itself,
# write `picture` in a new cell and run it, or open section 2 of the lesson.

# %%
axes = ep.symbiosis.draw_network(documented, "Kalundborg, 2000")
picture = ep.plots.show(axes)
print(ep.plots.alt_text(axes))

# %% [raw] tags=["exercise"]
# id = "01.2"
# hints = [
#   "A firm in a loop must send to somebody and receive from somebody.",
#   "Cross out all names that only receive or only send. Then do it again with the arrows that are left, until nothing changes.",
#   "Look for two firms that stand on both sides of the arrows: one gives steam and gets water.",
# ]
# idea = "After crossing out all who only receive or only send, again and again, the power station and the refinery are left: steam there, cooling water back."
# [[mistakes]]
# value = "{'Asnaes', 'Statoil', 'Gyproc'}"
# hint = "The plasterboard plant receives from both, but it sends nothing back."
# [[mistakes]]
# value = "{'Asnaes', 'Novo', 'Municipality'}"
# hint = "Follow the arrows of the municipality: does anything come back to the power station?"

# %%
in_the_loop = ...  # names in quotes, in a list
### BEGIN SOLUTION
in_the_loop = {a for a, b in documented.links if (b, a) in documented.links}
### END SOLUTION

# %%
check("01.2", in_the_loop)

# %% [markdown]
# ## 01.3 How many loops has the famous loop
#
# Give the cyclicity (largest eigenvalue) of three networks, as a list in this order: `documented`, the
# network with the basin, `linhai`. The cell makes the second network: Statoil and Asnaes fill the
# basin, and the basin feeds Asnaes.

# %%
basin = ep.symbiosis.network(
    [
        *exchanges.fillna({"from": "Statoil"}).to_dict("records"),
        {"from": "Reuse basin", "to": "Asnaes", "stream": "reused water"},
    ]
)

# %% [raw] tags=["exercise"]
# id = "01.3"
# within = 0.0006
# hints = [
#   "ep.symbiosis.structure(documented) gives all measures of one network.",
#   "Take the measure 'cyclicity' of each: ep.symbiosis.structure(basin)['cyclicity'].value",
#   "One loop gives 1. Two loops of two firms that share a firm give the square root of two. The basin adds a longer loop as well.",
# ]
# idea = "[ep.symbiosis.structure(one)['cyclicity'].value for one in (documented, basin, linhai)]"
# [[mistakes]]
# value = "[ep.symbiosis.structure(one)['firms_in_loops'].value for one in (documented, basin, linhai)]"
# hint = "This is the number of firms in loops. The cyclicity is another measure."
# [[mistakes]]
# value = "[1, 2, 2]"
# hint = "Loops do not simply add up. Compute the largest eigenvalue."

# %%
cyclicities = ...  # a list of three numbers
### BEGIN SOLUTION
cyclicities = [ep.symbiosis.structure(one)["cyclicity"].value for one in (documented, basin, linhai)]
### END SOLUTION

# %%
check("01.3", cyclicities)

# %% [markdown]
# ## 01.4 Repair: what ends when a firm leaves
#
# The cell below shall compute the share of all streams that end when `firm` leaves, in percent. Its
# result is too low. Find the error and repair the cell.

# %% [raw] tags=["exercise"]
# id = "01.4"
# unit = "%"
# within = 0.05
# hints = [
#   "Which streams does the cell count? Which streams end as well?",
#   "A firm that leaves no longer sends. It no longer takes anything either.",
#   "Count a stream if the firm is its sender or its receiver: firm in stream.pair",
# ]
# idea = "Count the streams in which the firm is sender or receiver, and divide by the number of all streams."
# [[mistakes]]
# value = "100 * sum(x.sender == firm for x in documented.exchanges) / len(documented.exchanges)"
# hint = "This is the result of the broken cell: it forgets what the firm receives."
# [[mistakes]]
# value = "100 * (1 - ending / len(documented.exchanges))"
# hint = "This is the share that goes on. The share that ends is asked."

# %%
lost = [stream for stream in documented.exchanges if stream.sender == firm]
lost_share = 100 * len(lost) / len(documented.exchanges)  # %
### BEGIN SOLUTION
ending = sum(firm in stream.pair for stream in documented.exchanges)
lost_share = 100 * ending / len(documented.exchanges)
### END SOLUTION

# %%
check("01.4", lost_share)

# %% [markdown]
# ## 01.5 How dense is the rest
#
# `firm` leaves. All others stay, even those without any link left. What is the link density L/n of the
# network that remains?

# %% [raw] tags=["exercise"]
# id = "01.5"
# within = 0.0006
# hints = [
#   "Two numbers change: the links, and the number of firms.",
#   "rest = documented.without(firm) gives the network that remains.",
#   "Divide len(rest.links) by len(rest.firms).",
# ]
# idea = "rest = documented.without(firm); then len(rest.links) / len(rest.firms)."
# [[mistakes]]
# value = "len(rest.links) / len(documented.firms)"
# hint = "One firm has left: the number below the line is smaller, too."
# [[mistakes]]
# value = "len(rest.exchanges) / len(rest.firms)"
# hint = "This counts streams. A link is a pair of firms, however many streams flow between them."
# [[mistakes]]
# value = "len(documented.links) / len(documented.firms)"
# hint = "This is the density before the firm left."

# %%
density_after = ...
### BEGIN SOLUTION
rest = documented.without(firm)
density_after = len(rest.links) / len(rest.firms)
### END SOLUTION

# %%
check("01.5", density_after)

# %% [markdown]
# ## 01.6 Choose: a fair comparison
#
# A brochure says: *Our five core partners in Kalundborg reach 0.600. Linhai reaches 0.109. So we are
# more than five times as dense.* What is wrong? Choose the best answer, and give its letter in quotes.
#
# - **A** Nothing. Both values are called connectance.
# - **B** Only the boundary differs: five partners against all firms.
# - **C** Only the formula differs: one counts pairs, the other directed links.
# - **D** Formula and boundary both differ. With one formula and all firms, most of the gap is gone.

# %% [raw] tags=["exercise"]
# id = "01.6"
# hints = [
#   "Which formula gives 0.109 for Linhai? Which formula gives 0.600 for the core? Look at section 4 of the lesson.",
#   "Compute the same measure for linhai and for documented, with ep.symbiosis.structure.",
#   "Two things differ between the two numbers of the brochure.",
# ]
# idea = "0.600 is the eco-connectance of five partners; 0.109 is L/(n(n-1)) of all firms at Linhai. Formula and boundary differ."
# [[mistakes]]
# value = "'B'"
# hint = "The boundary differs, yes. But is 0.109 the eco-connectance of Linhai?"
# [[mistakes]]
# value = "'C'"
# hint = "The formula differs, yes. But are all firms of Kalundborg in the 0.600?"
# [[mistakes]]
# value = "'A'"
# hint = "Three formulas share this name. Which one gives which number?"

# %%
best_answer = ...  # a letter in quotes
### BEGIN SOLUTION
best_answer = "D"
### END SOLUTION

# %%
check("01.6", best_answer)

# %% [markdown]
# ## 01.7 Justify: your boundary
#
# Written. You compare Kalundborg with a park that you know. Which boundary do you choose, which
# formula, and why? Name one thing that your choice hides. Three to five sentences.

# %% [raw] tags=["exercise"]
# id = "01.7"
# kind = "written"
# hints = [
#   "Say first what the comparison is for.",
#   "Would the lake, the farms and the cement works be in your park, too?",
#   "Whoever you leave out: what would a reader then believe wrongly?",
# ]
# idea = "State purpose, boundary, formula and year, use the same for both parks, and name what is lost."

# %%
my_boundary = ...  # text in quotes
### BEGIN SOLUTION
my_boundary = """I want to know how much the firms of a park depend on each other. So I leave out the
lake and buyers outside, and keep every firm that sends or receives, in both parks and for one year. I
use L/(n(n-1)), because direction matters for dependence and no firm sends to itself. My choice hides
the water that comes from the lake, so a park without any water problem looks the same as one that
lives on one lake. I show a second value with the lake inside."""
### END SOLUTION

# %%
check("01.7", my_boundary)

# %% [markdown]
# ## 01.8 Which claim
#
# `own` holds all published figures of `quantity`. By which factor is the largest figure larger than
# the smallest? (Take the numbers as printed. A factor of 1 would mean that they agree.)

# %%
own = claims[claims["quantity"] == quantity]
own[["year_printed", "value", "unit", "source"]]

# %% [raw] tags=["exercise"]
# id = "01.8"
# within = 0.006
# hints = [
#   "A factor is a quotient of two numbers, not their difference.",
#   "Find the largest and the smallest number of the column value.",
#   "Divide own['value'].max() by own['value'].min().",
# ]
# idea = "own['value'].max() / own['value'].min()"
# [[mistakes]]
# value = "own['value'].min() / own['value'].max()"
# hint = "This is the inverse. The larger number stands above the line."
# [[mistakes]]
# value = "own['value'].max() - own['value'].min()"
# hint = "This is the difference. A factor is a quotient."
# [[mistakes]]
# value = "100 * (own['value'].max() / own['value'].min() - 1)"
# hint = "This is the excess in percent. The factor itself is asked."

# %%
factor = ...
### BEGIN SOLUTION
factor = own["value"].max() / own["value"].min()
### END SOLUTION

# %%
check("01.8", factor)

# %% [markdown]
# ## 01.9 The sulphur in gypsum
#
# Somebody states `gypsum` tonnes of gypsum a year. Gypsum is CaSO4·2H2O: each unit holds one sulphur
# atom, which came as one molecule of SO2. How much SO2 was caught, and how much sulphur is that? Give a
# list of two numbers in 10^3 t/year: SO2 first, then sulphur. The molar masses are in
# `chemistry["molar_mass"]`.

# %%
gypsum = claims.loc[gypsum_claim, "value"]  # t/year
print(f"{gypsum:,.0f} t of gypsum a year")
chemistry.loc[["S", "SO2", "CaSO4.2H2O"], ["molar_mass"]]

# %% [raw] tags=["exercise"]
# id = "01.9"
# unit = "10^3 t/year"
# within = 0.06
# hints = [
#   "One unit of gypsum belongs to one molecule of SO2. So the amounts stand to each other like the molar masses.",
#   "SO2 = gypsum times the molar mass of SO2, divided by the molar mass of gypsum. Sulphur goes the same way.",
#   "The result is in tonnes. Divide by 1000 to get 10^3 t.",
# ]
# idea = "gypsum / 1000 * chemistry.at['SO2', 'molar_mass'] / chemistry.at['CaSO4.2H2O', 'molar_mass'], and the same with 'S'."
# [[mistakes]]
# value = "[1000 * so2, 1000 * sulphur]"
# hint = "The numbers are in tonnes. They are asked in 10^3 t."
# [[mistakes]]
# value = "[sulphur, so2]"
# hint = "The order is SO2 first, then sulphur."
# [[mistakes]]
# value = "[gypsum / 1000 * masses[f] / (masses['CaSO4.2H2O'] - 2 * masses['H2O']) for f in ('SO2', 'S')]"
# hint = "This leaves out the water in gypsum. Use the molar mass of CaSO4.2H2O."

# %%
so2_and_sulphur = ...  # a list of two numbers, 10^3 t/year
### BEGIN SOLUTION
masses = chemistry["molar_mass"]
so2 = gypsum / 1000 * masses["SO2"] / masses["CaSO4.2H2O"]
sulphur = gypsum / 1000 * masses["S"] / masses["CaSO4.2H2O"]
so2_and_sulphur = [so2, sulphur]
### END SOLUTION

# %%
check("01.9", so2_and_sulphur)

# %% [markdown]
# ## 01.10 The coal behind it
#
# How much coal holds that sulphur, if `coal_sulphur` percent of the coal is sulphur and all of it ends
# in gypsum? Give the answer in 10^6 t/year.

# %%
print(f"The coal holds {coal_sulphur} % of sulphur.")

# %% [raw] tags=["exercise"]
# id = "01.10"
# unit = "10^6 t/year"
# within = 0.01
# hints = [
#   "If one percent of the coal is sulphur, the coal weighs a hundred times the sulphur.",
#   "Divide the sulphur by the share as a number: percent over 100.",
#   "Mind the unit: 10^3 t of sulphur give 10^3 t of coal. Divide by 1000 for 10^6 t.",
# ]
# idea = "sulphur in 10^3 t, divided by coal_sulphur / 100, divided by 1000."
# [[mistakes]]
# value = "so2 / (coal_sulphur / 100) / 1000"
# hint = "This starts from SO2. Coal holds sulphur; the oxygen comes from the air."
# [[mistakes]]
# value = "sulphur / (coal_sulphur / 100)"
# hint = "This is in 10^3 t. Divide by 1000 once more."
# [[mistakes]]
# value = "gypsum / (coal_sulphur / 100) / 1e6"
# hint = "This starts from gypsum. Most of gypsum is not sulphur."

# %%
coal = ...  # 10^6 t/year
### BEGIN SOLUTION
coal = sulphur / (coal_sulphur / 100) / 1000
### END SOLUTION

# %%
check("01.10", coal)

# %% [markdown]
# ## 01.11 Could it be the refinery
#
# The refinery sold this much sulphur in a year: `claims.loc["sulphur_sold_before", "value"]`, in t. How
# many times as much sulphur is in the gypsum?

# %% [raw] tags=["exercise"]
# id = "01.11"
# within = 0.02
# hints = [
#   "Bring both to the same unit first.",
#   "The sulphur of exercise 01.9 is in 10^3 t, the sulphur sold is in t.",
#   "Multiply the sulphur of 09.9 by 1000, then divide by what was sold.",
# ]
# idea = "1000 * sulphur / claims.loc['sulphur_sold_before', 'value']"
# [[mistakes]]
# value = "claims.loc['sulphur_sold_before', 'value'] / (1000 * sulphur)"
# hint = "This is the inverse: what was sold over what is in the gypsum."
# [[mistakes]]
# value = "gypsum / claims.loc['sulphur_sold_before', 'value']"
# hint = "This compares gypsum with sulphur. Compare sulphur with sulphur."
# [[mistakes]]
# value = "1000 * so2 / claims.loc['sulphur_sold_before', 'value']"
# hint = "This compares SO2 with sulphur. Compare sulphur with sulphur."

# %%
times = ...
### BEGIN SOLUTION
times = 1000 * sulphur / claims.loc["sulphur_sold_before", "value"]
### END SOLUTION

# %%
check("01.11", times)

# %% [markdown]
# ## 01.12 Justify: where does the gypsum come from
#
# Written. Refinery or power station? Give your verdict in three to five sentences. Use the balance,
# and say what could still prove you wrong.

# %% [raw] tags=["exercise"]
# id = "01.12"
# kind = "written"
# hints = [
#   "Begin with what the balance rules out.",
#   "Is a possible source the same as a proven source?",
#   "Which document or measurement would decide?",
# ]
# idea = "The sulphur known of the refinery is too little; the power station could burn enough coal; documents name the power station; a delivery record would decide."

# %%
verdict = ...  # text in quotes
### BEGIN SOLUTION
verdict = """The gypsum holds several times the sulphur that the refinery sold or emitted, so the refinery
alone is not a likely source. The power station could burn the coal that brings this sulphur, so it is a
possible source, which is not yet a proven one. Three documents name the power station, and one article
names the refinery. I could be wrong if the refinery caught a large stream of sulphur from its crude oil
that no text mentions. The delivery records of the plasterboard plant would decide."""
### END SOLUTION

# %%
check("01.12", verdict)

# %% [markdown] tags=["instructor"]
# **Teacher.** 09.7 and 09.12 have no single right answer. Grade whether purpose, boundary and
# uncertainty are named. In 09.12 a usual error is *plausible, so proven*. Ask: which other plant could
# also deliver that sulphur? Ten minutes in pairs.
