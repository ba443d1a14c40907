# ---
# jupyter:
#   ecopark:
#     number: "01"
#     title: "Kalundborg: the network, its loops, its claims over time"
#     minutes: 60
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 Kalundborg: the network, its loops, its claims over time
#
# **Question.** Kalundborg is often called a closed loop. How many loops does it have, and which of
# its famous numbers hold up?
#
# **After this lesson you can**
#
# - build an exchange network from a table and measure it;
# - tell three measures apart that are all called *connectance*;
# - say what a boundary does to a measure, and state the boundary;
# - find out what a park loses when one firm leaves;
# - date a claim, and test it with a mass balance.
#
# **Time:** 60 minutes. **Before:** lesson 00. Lesson 02 explains the idea of symbiosis.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
chosen: str = "documented"  # network: documented, with basin, core, as told, Linhai or own; name; any
firm: str = "Asnaes"  # who leaves that network; name in the network; any
quantity: str = "CO2 avoided"  # published figures that are followed over time; name; any
gypsum_claim: str = "told_gypsum"  # figure for gypsum that is tested; id in the table of claims; any
coal_sulphur: float = 1.0  # sulphur in the coal of the power station; %; 0.1..10
capture: float = 100.0  # part of that sulphur that ends in gypsum; %; 1..100
exchanges_file: str = ""  # CSV or XLSX file with your own exchanges; path; any

# %% tags=["setup"]
import ecopark as ep
import ecopark_course as course

exchanges = ep.datasets.load("kalundborg", "exchanges")
sure = exchanges[exchanges["direction"] == "sure"]
told = ep.datasets.load("kalundborg", "exchanges_as_told")
claims = ep.datasets.load("kalundborg", "claims")

documented = ep.symbiosis.network(sure)
five = ["Asnaes", "Statoil", "Novo", "Gyproc", "Municipality"]
with_basin = [
    *exchanges.fillna({"from": "Statoil"}).to_dict("records"),
    {"from": "Reuse basin", "to": "Asnaes", "stream": "reused water", "type": "water"},
]
networks = {
    "documented": documented,
    "with basin": ep.symbiosis.network(with_basin),
    "core": documented.part(firms=five),
    "as told": ep.symbiosis.network(told),
    "Linhai": ep.symbiosis.network(ep.datasets.load("taiwan", "linhai_exchanges")),
}
if exchanges_file:
    networks["own"] = ep.symbiosis.network(ep.symbiosis.read(exchanges_file))

course.check_parameters("01", globals())
course.check_choice("network", chosen, networks)
park = networks[chosen]
course.check_choice("firm", firm, park.firms, what=f"The network '{chosen}' has no firm")
course.check_choice("quantity", quantity, claims["quantity"].unique(), what="No claim is about")
amounts = claims[claims["quantity"] == "gypsum used"].set_index("id")
course.check_choice("gypsum_claim", gypsum_claim, amounts.index, what="No figure for gypsum is called")

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing in minutes: sections 1 and 2, 12; section 3, 8; section 4, 10; section 5, 10;
# section 6, 8; sections 7 and 8, 10; results, 2. In a short class leave out section 6.
#
# Put the first prediction on the board before anybody runs a cell: *how many closed loops does
# Kalundborg have?* Write the answers down, and come back to them after section 3.

# %% [markdown]
# ## 1 The network as a story tells it
#
# Kalundborg is a harbor town in Denmark. Its power station, refinery and factories pass on heat,
# water and what is left over. Nobody planned this as a park: the firms made one contract after the
# other.
#
# A popular article tells the story in a few lines. Here is every exchange that it names, and what it
# leaves open.

# %%
told[["no", "from", "to", "stream", "quantity", "unit", "certainty"]]

# %% [markdown]
# Only one of these exchanges has an amount. Count the rows marked `ambiguous`: there the text does not
# name a receiver, or can be read in two ways. The text also lists a wastewater plant among the members.
# It tells no exchange with it, so the plant is not in the table. A story does not have to be complete.
# A network does.
#
# **Predict first.** Follow the arrows in your head. A *loop* starts at a firm and comes back to it.
# How many loops do you expect?

# %%
ep.plots.show(ep.symbiosis.draw_network(networks["as told"], "Kalundborg as told"))

# %% [markdown]
# ## 2 The network as documents show it
#
# A figure of the network in 2000 gives each exchange a number, and most of them the year in which they
# began. The table below is from the data package `kalundborg`, sorted by year. Where the figure prints
# no year, another source gives it, or the year stays empty.

# %%
exchanges.sort_values("since")[["no", "since", "from", "to", "stream", "type", "direction"]]

# %% [markdown]
# Read it from top to bottom: it is a history. Water came first, then gas, then sludge and ash, then
# heat. The partners agreed on these exchanges two by two. The lake gives water, but it signed nothing.
#
# **A trap.** Two rows are marked `doubtful`. In the text of the figure, the sender of exchange 15
# cannot be read, and the direction of exchange 18 is a guess. We leave both out first. Section 4
# puts them back.
#
# One word of the figure needs care: the toolkit calls every member a *firm*, also the lake and the town.

# %%
ep.plots.show(ep.symbiosis.draw_network(documented, "Kalundborg, reconstructed, 2000"))

# %% [markdown]
# ## 3 How many loops has the famous loop
#
# Names in bold are in a loop. There are two of them: Asnaes, the power station, and Statoil, the
# refinery. Steam goes one way, cooling water and cleaned waste water come back. All other exchanges
# are chains that end somewhere.
#
# One number measures loops. Write the network as a table of zeros and ones: a one where a row firm
# sends to a column firm. The largest eigenvalue of that table is the **cyclicity** (also called
# spectral radius):
#
# | cyclicity | meaning |
# |---|---|
# | 0 | no loop at all |
# | 1 | loops, but no firm is in two of them |
# | more than 1 | loops that meet: a stream has several ways to come back |
#
# **Predict first.** Linhai, a park in Taiwan, has two pairs of firms that give to each other, and the
# refinery is in both pairs. Is its cyclicity 1, 2, or between?

# %%
for name, network in networks.items():
    found = ep.symbiosis.structure(network)
    cyclicity, looped = found["cyclicity"].value, found["firms_in_loops"].value
    print(f"{name:11} cyclicity {cyclicity:.3f}, firms in loops {looped:.0f}")

# %% [markdown]
# Between: two loops of two firms that share one firm give the square root of two. In Kalundborg as
# reconstructed, exactly **one** loop of two firms stands behind the name *closed loop*. The word describes
# a wish, or the use of waste as such. It does not describe the arrows. One such loop is also what chance
# gives: eleven firms with fifteen arrows drawn by lot have 0.96 of them on average.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *more loops are better.* Discuss: Could a park with cyclicity 0
# save more water than one with cyclicity 2? (Yes. Cyclicity counts paths, not tonnes.) And: would you
# rather depend on a chain or on a loop when your partner has a bad year?

# %% [markdown]
# ## 4 Where does the park end
#
# Three boundaries, all defensible:
#
# - **documented**: everybody who sends or receives, also the lake and the farms; *reconstructed*, because the
#   list of exchanges was read and the lines of the figure were not seen;
# - **with basin**: the two doubtful exchanges come back. We assume that Statoil fills the basin and
#   that the basin feeds Asnaes. Both are assumptions, not facts;
# - **core**: only five large partners, without lake, farms, cement and the rest. One of our sources
#   counts five core partners.
#
# With n firms, L links (pairs of sender and receiver) and P pairs linked in at least one direction,
# three measures share one name:
#
# | measure | formula | what it allows |
# |---|---|---|
# | connectance | L / n² | a firm may send to itself |
# | connectance without self | L / (n(n-1)) | only to others |
# | eco-connectance | 2P / (n(n-1)) | direction does not count |

# %%
for name, network in networks.items():
    m = ep.symbiosis.structure(network)
    sizes = f"n {m['firms'].value:2.0f}, L {m['links'].value:2.0f}"
    three = [m[key].value for key in ("connectance", "connectance_without_self", "eco_connectance")]
    print(f"{name:11} {sizes}:", ", ".join(f"{value:.3f}" for value in three))

# %% [markdown]
# Look at the first row: one network, three values, and the last is about twice the first. Now compare
# the rows *documented* and *core*: same town, same year. Leaving out the others more than doubles the
# first measure.
#
# **A trap.** A stream is not a link. The reconstructed network has two streams from Statoil to Asnaes,
# and two from Novo to the farms. They make one link each. Somebody who counts streams gets a higher
# density.
#
# So a value for connectance needs three things beside it: the formula, the boundary, and the year.

# %%
measured = ep.symbiosis.structure(park)
print("Boundary:", measured["links"].boundary)
measured.to_frame()[["name", "value", "definition"]].round(3)

# %% [markdown] tags=["instructor"]
# **Teacher.** Discuss: *You want your park to look dense in a brochure. Which formula and which
# boundary do you choose?* Then: *which would a critic choose?* Let each side defend its boundary for
# two minutes. Nobody is wrong; only a hidden boundary is wrong.

# %% [markdown]
# ## 5 What if a firm leaves
#
# Power stations close. Refineries are sold. What would the network lose?
#
# **Predict first.** Which firm ends most exchanges when it leaves? And without which firms is there no
# loop any more?
#
# In the table every firm leaves once, alone:
#
# - `stranded`: streams that somebody received and now gets from nobody;
# - `alone`: firms without any exchange left;
# - `largest_group`: how many firms are still connected, directly or through others.

# %%
ep.symbiosis.departures(park)

# %% [markdown]
# Where the column `cyclicity` falls to 0, the last loop ended with the firm. Compare `exchanges_lost`
# with `largest_group`: a network can lose many of its exchanges and still be connected.
#
# Choose a firm below. The table compares the network before and after.

# %%
others = [name for name in park.firms if name != firm]
course.widgets.explore(ep.symbiosis.leave, network=park, firm=[firm, *others])

# %%
gone = ep.symbiosis.leave(park, firm)
gone.to_frame().round(3)

# %%
stranded = [f"{who} ({stream})" for who, stream in gone.without_supplier] or ["nobody"]
print("Without supplier:", *stranded, sep="\n- ")

# %% [markdown]
# One departure is a question about a firm. Many departures are a question about the network. The
# figure lets firms leave one after another: in random order, or always the firm with most links.

# %%
curves = [ep.symbiosis.robustness_curve(park, order) for order in ("random", "degree")]
ep.plots.show(ep.symbiosis.draw_robustness(*curves, name=f"The network '{chosen}'"))

# %% [markdown]
# Compare the two lines: how much sooner does the largest group shrink when the best-linked firms leave
# first? In the reconstructed network the best-linked firm is the power station, and it burned coal. Heat,
# steam, fly ash and gypsum all come from burning coal. So one decision about fuel touches all of them.
#
# ## 6 Claims change over time
#
# What does Kalundborg save? Each point is one published figure. The title names the lowest and the
# highest one. Hollow points are doubtful: the year is an estimate, or the words can be read in two
# ways. Figures without a year stand at the right.

# %%
ep.plots.show(ep.plots.claims_over_time(claims, quantity))

# %% [markdown]
# A larger figure need not mean growth. Partners may have joined, the boundary may have moved, the method
# may have changed. A difference between two figures can come from any of these, or from several at once.
# And a saving is measured against a world without the exchange, the **baseline**: when other power and
# heat get cleaner, the same exchange avoids less CO2. Look at gypsum: each of these figures is "the"
# figure in somebody's text.

# %%
ep.plots.show(ep.plots.claims_over_time(claims, "gypsum used"))

# %% [markdown]
# And water: one source prints tonnes, the others cubic meters. For water that is nearly the same
# number. For most other things it is not.

# %%
water = claims[claims["quantity"].isin(["water saved", "groundwater saved"])]
water[["year_printed", "quantity", "value", "unit", "boundary", "source"]]

# %% [markdown]
# **A trap.** Groundwater is only a part of the water that is saved. Yet the newest figure for groundwater
# is larger than every figure for all water. Look at the years and sources before you compare.
#
# **The rule.** Never quote one of these figures without its year, its boundary and its source. If
# there is no year, write *no year*.
#
# ## 7 A balance as a witness
#
# The story says: the **refinery** removes sulphur dioxide, SO2, and this gives the gypsum. It prints an
# amount and no period; we read it as that of a year. The documents say: the **power station** cleans its
# flue gas, and this gives the gypsum. Who is right? Count sulphur.
#
# Gypsum is calcium sulphate with water, CaSO4·2H2O. Each unit of it holds one atom of sulphur, and one
# molecule of SO2 brought that atom. The molar masses are in the package `factors`.

# %%
chemistry = ep.datasets.load("factors", "chemistry").set_index("formula")
chemistry.loc[["S", "SO2", "CaSO4.2H2O"], ["name", "molar_mass"]]

# %%
gypsum = amounts.loc[gypsum_claim, "value"]
balance = ep.emissions.gypsum_balance(gypsum, coal_sulphur, capture).set_index("quantity")
balance.round(0)

# %% [markdown]
# All rows are in tonnes a year. The last one is the coal that would bring that much sulphur, with the
# sulphur content and the capture of the parameters. Could the power station burn so much? For a rough
# answer, let the plant run all year at full capacity, with the efficiency in the cell. Efficiency and
# full year are assumptions of ours. The heat value is that of Chinese raw coal, because our data hold no
# Danish one. The sources give two capacities, so we compute twice.

# %%
figures = claims.set_index("id")["value"]
fuels = ep.datasets.load("factors", "fuels").set_index("id")
efficiency = 0.40  # part of the heat that becomes electricity, our assumption
needed = balance.at["coal", "amount"]
print(f"the balance asks for {needed / 1e6:.1f} million t of coal a year")
for name in ("nap_capacity", "chertow_capacity"):
    heat = figures[name] * ep.units.factor("MW year", "GJ") / efficiency
    coal = heat / fuels.at["raw_coal_lhv", "value"]
    verdict = "enough" if coal >= needed else "not enough"
    print(f"{figures[name]:,.0f} MW: about {coal / 1e6:.1f} million t of coal a year, {verdict}")

# %% [markdown]
# Where the line says *enough*, the power station is a possible source, to the order of magnitude.
# Possible is not proven.
#
# Now the refinery. Only sulphur that is taken out can become gypsum. What stays in the fuels leaves with
# them. Two amounts are documented: the refinery sold sulphur, and some left through the chimney as SO2.

# %%
sold = figures["sulphur_sold_before"]
emitted = 100 * figures["ats_so2_nov"] / figures["ats_so2_share_nov"]
emitted_sulphur = emitted * chemistry.at["S", "molar_mass"] / chemistry.at["SO2", "molar_mass"]
refinery = sold + emitted_sulphur
times = balance.at["sulphur", "amount"] / refinery
print(f"refinery: {refinery:,.0f} t of sulphur a year, sold or emitted")
print(f"gypsum:   {balance.at['sulphur', 'amount']:,.0f} t, which is {times:.1f} times as much")
crude = figures["nap_refinery"]
share = 100 * balance.at["sulphur", "amount"] / crude
print(f"{crude:,.0f} t of crude oil (its capacity) bring as much with {share:.2f} % of sulphur")

# %% [markdown]
# The gypsum holds several times the sulphur that the refinery is known to have sold or emitted. And what
# it sold became sulphuric acid, later fertilizer: the same sulphur cannot be gypsum as well. So the
# balance speaks against the story. It is not a proof. The last line shows why: the crude oil itself may
# bring enough sulphur. The story would hold if nearly all of that were caught and made into gypsum. No
# document that we read tells of such a stream.
#
# Move the sliders. How poor in sulphur may the coal be before the answer changes?

# %%
course.widgets.explore(
    ep.emissions.gypsum_balance,
    gypsum=(50_000, 250_000, 10_000, int(gypsum)),
    coal_sulphur=(0.1, 10.0, 0.1, coal_sulphur),
    capture=(1.0, 100.0, 1.0, capture),
)

# %%
ep.emissions.gypsum_balance(gypsum, coal_sulphur, capture).round(0)

# %% [markdown]
# ## 8 Where documents contradict the story
#
# The table puts claims beside what public documents say. Both stay in the data. Two of them change
# the network: the gypsum leaves another firm, and the yeast comes from making insulin, not enzymes.

# %%
audit = course.claims.run("kalundborg")
audit[["claim", "stated", "computed", "unit", "verdict"]]

# %%
statements = ep.datasets.load("kalundborg", "statements")
asked = ["country", "origin of gypsum", "origin of yeast"]
statements.loc[statements["subject"].isin(asked), ["subject", "statement_value", "source", "where"]]

# %% [markdown]
# Look at the rows on *country*. Of the three texts of this course, two say Sweden, so Sweden wins the
# vote. With the other documents, Denmark wins. A vote depends on who is asked, and an error that is
# copied votes twice. Even one institute says both: its report says Sweden, another text of it says
# Denmark. Ask where each source got its knowledge.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *if most sources agree, it is true.* Ask for a way to find out
# whether two sources are independent. Good answers: the same odd word, the same rounding, the same
# error elsewhere, a shared reference.

# %% [markdown]
# ## Results of this run

# %%
own = claims[claims["quantity"] == quantity]
own = own[own["unit"] == own["unit"].mode()[0]]
course.results(
    {
        "firms": measured["firms"].value,
        "links": measured["links"].value,
        "connectance L/n^2": measured["connectance"].value,
        "connectance L/(n(n-1))": measured["connectance_without_self"].value,
        "eco-connectance": measured["eco_connectance"].value,
        "cyclicity": measured["cyclicity"].value,
        "exchanges lost with the firm": len(gone.lost),
        "links left": len(gone.network.links),
        "lowest published figure": own["value"].min(),
        "highest published figure": own["value"].max(),
        "figures without a year": int(own["year"].isna().sum()),
        "sulphur in the gypsum [t/year]": balance.at["sulphur", "amount"],
        "coal for that sulphur [t/year]": balance.at["coal", "amount"],
        "gypsum sulphur over refinery sulphur": times,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - No public source that we read gives the amount of each exchange. So all measures here count arrows,
#   not tonnes. A thick and a thin stream weigh the same.
# - Directions are inferred from names and from a chronology. Two rows stay doubtful.
# - The formula of eco-connectance is a common reading of a Chinese index. The original text was not
#   found, so it counts as unverified.
# - The structure of a network does not tell how much the environment gains.
# - The balance of sulphur takes the gypsum as pure, and coal as the only fuel of the power station.
#
# ## Key points
#
# - The reconstructed network has one loop of two firms. *Closed loop* is a figure of speech.
# - Three formulas and three boundaries give very different densities. Name both, and the year.
# - Ask which firm ends most exchanges when it leaves, and what these exchanges have in common.
# - A claim without a year is not a fact yet. A mass balance can speak against a story.
#
# ## Now with your own zone
#
# Write a CSV or XLSX file with one row an exchange and the columns `from`, `to`, `stream` (and `type`,
# `since`, `quantity`, `unit`, if you know them). Then run this lesson on it, with a firm of yours:
#
# `ecopark run 01 -p exchanges_file=my-exchanges.csv -p chosen=own -p firm="My power plant"`
#
# Other networks and questions:
#
# - `ecopark run 01 -p chosen=Linhai -p firm=CSC`
# - `ecopark run 01 -p quantity="gypsum used" -p gypsum_claim=visit_gypsum -p coal_sulphur=0.7`
#
# The exercises are in `exercises/01_kalundborg.ipynb`.
#
# ## Researcher's corner
#
# Two exchanges are doubtful. So the measures have an interval that comes from reading, not from
# chance. The cell below tries each of the five core partners as sender of exchange 15, and three
# readings of the basin: exchange 18 fills it; exchange 18 fills it and the basin feeds Asnaes; exchange
# 18 goes the other way, from the basin to Asnaes.

# %%
sure_rows = sure.to_dict("records")
fills, feeds = ("Asnaes", "Reuse basin"), ("Reuse basin", "Asnaes")
basins = {"filled by 18": [fills], "filled by 18, feeds Asnaes": [fills, feeds], "emptied by 18": [feeds]}
for basin, drains in basins.items():
    readings = []
    for sender in five:
        rows = [{"from": sender, "to": "Reuse basin", "stream": "technical water"}]
        rows += [{"from": start, "to": end, "stream": "drain water"} for start, end in drains]
        readings.append(ep.symbiosis.structure(ep.symbiosis.network([*sure_rows, *rows])))
    for name in ("connectance", "eco_connectance", "cyclicity"):
        values = sorted(reading[name].value for reading in readings)
        print(f"{basin:27} {name:16} {values[0]:.3f} to {values[-1]:.3f}")

# %% [markdown]
# Density hardly moves: it is robust against this doubt. Cyclicity moves. As long as nothing leaves the
# basin, it stays 1, whoever sends exchange 15. As soon as the basin feeds Asnaes, loops meet, and the
# unknown sender decides how many ways back there are. So report density as one value, and cyclicity
# with its range. Ask the archive two questions: who fills the basin, and who takes water from it?
#
# A further method needs amounts: Finn's cycling index, the share of all flow that passes a firm again
# (`ep.symbiosis.flow_measures`). With your own amounts, compare both. They need not agree.
#
# ## References
#
# - Packages `kalundborg`, `taiwan` and `factors`; each row names its source and place.
# - The network of 2000: Saikku (2006), printed again in El-Haggar (2007), figure 3.3. A copy was read.
# - Grann (1997), chapter on the industrial symbiosis at Kalundborg.
# - The story: popular article in Chinese, source `taiwan-zh`.
# - Fath and Halnes (2007), *Ecological Modelling* 208, on cyclicity.
# - Albert, Jeong and Barabasi (2000), *Nature* 406, on networks that lose members.
