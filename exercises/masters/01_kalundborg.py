# ---
# jupyter:
#   ecopark:
#     number: "01"
#     edition: 2
#     title: "Exercises: Kalundborg"
#     minutes: 75
#     variants:
#       pipe: [36.0, 38.0, 40.0, 44.0, 46.0, 48.0, 52.0, 54.0]
#       loss: [4.0, 5.0, 6.0, 8.0, 9.0, 11.0]
#       years: [3, 4, 5, 6]
#       quantity: [gypsum used, CO2 avoided]
#       heat: [90.0, 110.0, 130.0, 140.0, 160.0, 170.0, 190.0]
#       size: [9, 10, 12, 13, 14, 15, 16, 18]
#       gypsum: [90.0, 120.0, 150.0, 170.0, 180.0, 210.0]
#       water_value: [13.0, 15.0, 16.0, 17.0, 18.0, 20.0, 22.0]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 01: Kalundborg
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Exercises 01.1 and 01.6 use an invented zone, because no prices of steam were published in Kalundborg. The others
# begin with published figures and state what they assume. Exercise 01.3 needs no calculation; 01.8 is answered in
# words.

# %% tags=["parameters"]
pipe: float = 42.0  # cost of the steam pipe; 10^6 RMB; 1..1000
loss: float = 7.0  # steam that condenses on the way; % of what enters the pipe; 0..50
years: int = 4  # longest payback that the buyer's board accepts; year; 1..20
quantity: str = "gypsum used"  # published figures whose growth is claimed; name; gypsum used | CO2 avoided
heat: float = 150.0  # heat that the town receives; GWh/year; 1..10000
size: int = 14  # number of partners in a park of your own; count; 3..100
gypsum: float = 150.0  # gypsum that a board factory used; 10^3 t/year; 1..1000
water_value: float = 16.0  # worth of reclaimed water to mill and supplier together; 10^6 RMB/year; 10..25

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
claims = ep.datasets.load("kalundborg", "claims")
benefits = ep.datasets.load("kalundborg", "benefits")
columns = ["year", "year_printed", "quantity", "value", "unit", "source"]
published = pd.concat([claims[columns], benefits[columns]])
molar_mass = ep.datasets.load("factors", "chemistry").set_index("formula")["molar_mass"]
linhai = ep.symbiosis.Network(ep.datasets.load("taiwan", "linhai_exchanges"))
check = course.checker(
    "01",
    pipe=pipe,
    loss=loss,
    years=years,
    quantity=quantity,
    heat=heat,
    size=size,
    gypsum=gypsum,
    water_value=water_value,
)

# %% [markdown]
# ## 01.1 What may the steam cost?
#
# An invented drug maker must renew its boilers or buy steam from a power station through a pipe. The drug maker would
# pay for the pipe (`pipe`). It needs 180,000 t of steam a year, and a tonne from its own boilers costs RMB 240. The
# power station sends more than 180,000 t, because a part of what enters the pipe (`loss`, in %) condenses on the way,
# and it bills what *enters* the pipe.
#
# What is the highest price for each tonne that enters the pipe at which the pipe pays back within `years` years (without interest)?

# %% [raw] tags=["exercise"]
# id = "01.1"
# unit = "RMB/t"
# within = 0.05
# hints = [
#   "How much must each year bring if the pipe is to be paid back in time? Begin with that.",
#   "A year brings what the boilers no longer cost, less what the steam costs. How many tonnes are billed?",
#   "What arrives is the share of the billed tonnes that is not lost. Find the billed tonnes first, then the price.",
# ]
# idea = "The year must bring pipe / years. Own steam would cost 180,000 t times 240 RMB. The difference, divided by the tonnes that enter the pipe (180,000 divided by one minus the loss), is the highest price."
# [[mistakes]]
# value = "(own_cost - pipe * 1e6 / years) / arriving"
# hint = "You divided by the tonnes that arrive. The seller bills those that enter the pipe, and these are more."
# [[mistakes]]
# value = "(own_cost - pipe * 1e6 / years) / (arriving * (1 + loss / 100))"
# hint = "The loss is a share of what enters the pipe, not of what arrives."
# [[mistakes]]
# value = "own_cost / entering"
# hint = "At this price the steam costs as much as the boilers did, so the pipe never pays back."

# %%
highest_price = ...  # RMB/t
### BEGIN SOLUTION
arriving = 180_000
entering = arriving / (1 - loss / 100)
own_cost = arriving * 240
highest_price = (own_cost - pipe * 1e6 / years) / entering
### END SOLUTION

# %%
check("01.1", highest_price)

# %% [markdown]
# ## 01.2 Repair: how much did it grow?
#
# A brochure says by how much a published figure for Kalundborg *grew*; the answer cell shows the calculation. Two
# things are wrong with the way in which the cell picks the first and the last figure. Repair it so that it gives the
# change from the earliest to the latest **dated** figure, in percent of the earliest.

# %%
figures = published[published["quantity"] == quantity]
figures

# %% [raw] tags=["exercise"]
# id = "01.2"
# unit = "%"
# within = 0.05
# hints = [
#   "In which order does the cell put the figures? Growth happens in time.",
#   "Look at the column year. What happens to a figure without a year when you sort by it?",
#   "Drop the rows without a year, sort the others by year, and take the first and the last.",
# ]
# idea = "figures.dropna(subset=['year']).sort_values('year'); then the last value over the first, minus one. If figures are sorted by value, every set of them grows."
# [[mistakes]]
# value = "100 * (figures['value'].max() / figures['value'].min() - 1)"
# hint = "Is your first figure the earliest, and your last the latest? Sorting by size makes any figure grow, and a figure without a year is neither early nor late."
# [[mistakes]]
# value = "100 * (by_year['value'].iloc[-1] / by_year['value'].iloc[0] - 1)"
# hint = "Is your first figure the earliest, and your last the latest? Sorting by size makes any figure grow, and a figure without a year is neither early nor late."

# %%
ordered = figures.sort_values("value")
growth = 100 * (ordered["value"].iloc[-1] / ordered["value"].iloc[0] - 1)  # %
### BEGIN SOLUTION
by_year = figures.sort_values("year", kind="stable")
dated = by_year.dropna(subset=["year"])
growth = 100 * (dated["value"].iloc[-1] / dated["value"].iloc[0] - 1)
### END SOLUTION

# %%
check("01.2", growth)

# %% [markdown]
# ## 01.3 Which objections hold?
#
# Another brochure says: *In Kalundborg, Sweden, an eco-industrial park was laid out in 1961. Every year since then it has saved more
# CO2, now 800,000 t.* Which of these objections do the tables of the package `kalundborg` support? Look at `statements`,
# `claims`, `conversion` and `exchanges`. Give the letters as a list.
#
# - **A** The town is in Denmark. Two of the texts used in this course say Sweden, but the institute that published
#   one of them says Denmark elsewhere.
# - **B** Nobody laid it out: two sources say that it was not planned.
# - **C** The year 1961 is wrong: the first exchange of any kind began in 1972.
# - **D** Of the dated figures for avoided CO2, the latest is lower than the one before it.
# - **E** The 800,000 t are an announcement about the change of fuel at the power station alone.
# - **F** The figure must be wrong, because avoided CO2 cannot exceed 100,000 t in a town of this size.

# %% [raw] tags=["exercise"]
# id = "01.3"
# hints = [
#   "Take the objections one by one and look for the row that supports each. Without a row, an objection is an opinion.",
#   "For C, look at the first row of exchanges in order of year. What flowed?",
#   "For E, look at the row co2 in the table conversion. For F, ask which table says so.",
# ]
# idea = "Rows support A, B, D and E. C is wrong: lake water flowed in 1961. No row supports F. A vote among three texts would have put the town in Sweden, so do not count texts; ask where each got its information."
# [[mistakes]]
# value = "['A', 'B', 'C', 'D', 'E']"
# hint = "One too many: what flowed from Lake Tissø in 1961?"
# [[mistakes]]
# value = "['A', 'B', 'D']"
# hint = "One is missing: to what exactly do the 800,000 t refer?"
# [[mistakes]]
# value = "['B', 'D', 'E']"
# hint = "One is missing. If you trusted the majority of the texts on the country, ask where they got it from."

# %%
objections = ...  # letters in quotes, in a list
### BEGIN SOLUTION
objections = {"A", "B", "D", "E"}
### END SOLUTION

# %%
check("01.3", objections)

# %% [markdown]
# ## 01.4 Does Linhai have more loops than chance would give?
#
# Linhai in Taiwan is often drawn as a web. Give a list of three numbers:
#
# 1. the mutual pairs of `linhai` (two members that give to each other);
# 2. the mutual pairs that the null model of lesson 01 expects for the same numbers of members and links;
# 3. for a park of `size` partners, the smallest number of links at which chance alone gives at least one mutual pair
#    on average.

# %%
print(f"Linhai: {len(linhai.firms)} members, {len(linhai.links)} links")
print(*(f"{sender} to {receiver}" for sender, receiver in linhai.links), sep="\n")

# %% [raw] tags=["exercise"]
# id = "01.4"
# within = 0.005
# hints = [
#   "For the first number, look for a link whose reverse is in the list too. Count each pair once.",
#   "With n members, N = n(n-1) links are possible. The reverse of a given link is also drawn with probability (L-1)/(N-1).",
#   "Multiply this chance by the number of links, and remember that a pair takes two links. For the third number, raise L one by one until the expected number reaches 1.",
# ]
# idea = "Linhai has two mutual pairs (CSC with the refinery, the refinery with the shipyard); chance gives L(L-1)/(2(N-1)) on average. The third number is the smallest L for which L(L-1) is at least 2(N-1)."
# [[mistakes]]
# value = "[2 * mutual, by_chance, smallest]"
# hint = "You counted each pair twice, once from each side."
# [[mistakes]]
# value = "[mutual, links**2 / (2 * places), smallest]"
# hint = "The second number is close: a link cannot be its own reverse, so subtract one from the number of links and one from the number of places."
# [[mistakes]]
# value = "[mutual, by_chance, smallest - 1]"
# hint = "The first two are right. With the number of links in your third answer, chance gives less than one pair."

# %%
three_numbers = ...  # a list of three numbers
### BEGIN SOLUTION
members, links = len(linhai.firms), len(linhai.links)
places = members * (members - 1)
mutual = sum((receiver, sender) in linhai.links for sender, receiver in linhai.links) // 2
by_chance = links * (links - 1) / (2 * (places - 1))
own_places = size * (size - 1)
smallest = min(count for count in range(1, own_places) if count * (count - 1) >= 2 * (own_places - 1))
three_numbers = [mutual, by_chance, smallest]
### END SOLUTION

# %%
check("01.4", three_numbers)

# %% [markdown]
# ## 01.5 Why the gypsum went with the coal
#
# Gypsum, CaSO4·2H2O, holds the sulfur of the fuel. A plasterboard factory used gypsum from a power station (`gypsum`,
# in 10^3 t a year). Give a list:
#
# 1. the sulfur in that gypsum, in 10^3 t a year;
# 2. the coal with 1 % sulfur from which this sulfur comes, in 10^6 t a year, if all of the sulfur in the coal ends up
#    in gypsum;
# 3. the wood chips with 0.02 % sulfur (an assumption for this exercise) that would contain as much sulfur, in 10^6 t
#    a year.

# %% [raw] tags=["exercise"]
# id = "01.5"
# within = 0.05
# hints = [
#   "What fraction of the mass of gypsum is sulfur? Add up its molar mass: Ca, S, six O and four H.",
#   "The table molar_mass holds both masses: that of sulfur, 'S', and that of gypsum, 'CaSO4.2H2O'.",
#   "A fuel with 1 % sulfur is a hundred times as heavy as its sulfur. How many times is it with 0.02 %? Mind the units.",
# ]
# idea = "Sulfur makes up 32.06/172.17 of the mass of gypsum. Divide it by 0.01 for coal and by 0.0002 for wood chips: the chips would be fifty times as much as the coal, so no boiler makes this gypsum from wood."
# [[mistakes]]
# value = "[x * molar_mass['SO2'] / molar_mass['S'] for x in sulfur_and_fuels]"
# hint = "You computed with sulfur dioxide. Its oxygen comes from the air; ask for the sulfur."
# [[mistakes]]
# value = "[sulfur, sulfur / 1000 / 0.01, sulfur / 1000 / 0.02]"
# hint = "The first two are right. 0.02 % is 0.0002."

# %%
sulfur_and_fuels = ...  # a list of three numbers, in 10^3, 10^6 and 10^6 t/year
### BEGIN SOLUTION
sulfur = gypsum * molar_mass["S"] / molar_mass["CaSO4.2H2O"]
sulfur_and_fuels = [sulfur, sulfur / 1000 / 0.01, sulfur / 1000 / 0.0002]
### END SOLUTION

# %%
check("01.5", sulfur_and_fuels)

# %% [markdown]
# ## 01.6 Whose exit costs the most?
#
# The table shows an invented park: what each exchange is worth to both of its partners together, in 10^6 RMB a year,
# and what part of that worth a substitute (a reserve boiler, another seller, the landfill) would save if one of the
# two partners left. Suppose that the partner whose exit costs the most leaves. How much does the park lose in a year?

# %%
park = pd.DataFrame(
    [
        ("Power plant", "Paper mill", "steam", 24.0, 0.90),
        ("Power plant", "Brewery", "steam", 10.0, 0.90),
        ("Power plant", "Board plant", "gypsum", 6.0, 0.70),
        ("Power plant", "Town", "district heat", 18.0, 0.80),
        ("Water works", "Paper mill", "reclaimed water", water_value, 0.10),
        ("Water works", "Microchip plant", "reclaimed water", 14.0, 0.10),
        ("Paper mill", "Farms", "sludge", 3.0, 0.50),
    ],
    columns=["from", "to", "stream", "worth", "saved by a substitute"],
)
park

# %% [raw] tags=["exercise"]
# id = "01.6"
# unit = "10^6 RMB/year"
# within = 0.05
# hints = [
#   "The partner with the most exchanges need not be the one whose exit costs most.",
#   "Of each exchange that ends, only the part without substitute is lost: worth times (1 minus the part saved).",
#   "Add this up for every partner, as sender and as receiver, and take the largest sum.",
# ]
# idea = "For each partner, add worth * (1 - part saved) over all of its exchanges. The power plant has the most exchanges, but nearly all can be replaced; the reclaimed water hardly can."
# [[mistakes]]
# value = "park.loc[park['from'] == 'Power plant', 'worth'].sum()"
# hint = "This is all that the power plant's exchanges are worth. Reserve boilers and other sellers save most of it."
# [[mistakes]]
# value = "lost[(park['from'] == 'Power plant')].sum()"
# hint = "This is the right sum for the power plant. Is there a partner whose exit costs more?"
# [[mistakes]]
# value = "lost.sum()"
# hint = "This adds up all exchanges. When one partner leaves, only its exchanges end."

# %%
costliest_exit = ...  # 10^6 RMB/year
### BEGIN SOLUTION
lost = park["worth"] * (1 - park["saved by a substitute"])
members_of_park = sorted({*park["from"], *park["to"]})
costliest_exit = max(
    lost[(park["from"] == member) | (park["to"] == member)].sum() for member in members_of_park
)
### END SOLUTION

# %%
check("01.6", costliest_exit)

# %% [markdown]
# ## 01.7 One exchange, three baselines
#
# A town receives `heat` (in GWh a year) from a plant, as hot water that would otherwise be cooled away. Pumps and
# lost electricity cause 0.03 t of CO2 per MWh of heat. How much CO2 does the exchange avoid, in 10^3 t a year, if the
# houses would otherwise be heated by
#
# 1. boilers with an efficiency of 75 % that burn bituminous coal;
# 2. boilers with an efficiency of 92 % that burn natural gas;
# 3. heat pumps that give 3.2 kWh of heat for each kWh of electricity, with the emission factor of China's grid in
#    2023?
#
# The cell gives the three factors, in t of CO2 per MWh of *fuel* or of electricity. Give a list in this order.

# %%
factors = ep.datasets.load("factors", "emission_factors").set_index("id")["value"]
per_mwh = 44 / 12 * 3.6 / 1000  # kg of carbon per GJ to t of CO2 per MWh
coal_factor = factors["other_bituminous_coal_carbon_ipcc_1996"] * per_mwh
gas_factor = factors["natural_gas_carbon_ipcc_1996"] * per_mwh
grid_factor = factors["electricity_china_2023"]  # kg/kWh is the same as t/MWh
print(f"coal {coal_factor:.4f}, gas {gas_factor:.4f}, grid {grid_factor:.4f} t/MWh")

# %% [raw] tags=["exercise"]
# id = "01.7"
# unit = "10^3 t/year"
# within = 0.05
# hints = [
#   "The CO2 avoided is what the houses would have emitted, less what the exchange itself emits.",
#   "A boiler with an efficiency of 75 % burns 1/0.75 MWh of fuel for each MWh of heat. A heat pump needs 1/3.2 MWh of electricity.",
#   "For each baseline, find the CO2 of one MWh of heat and the part of it that the exchange saves. GWh times t/MWh gives 10^3 t.",
# ]
# idea = "heat * (coal_factor / 0.75 - 0.03), heat * (gas_factor / 0.92 - 0.03), heat * (grid_factor / 3.2 - 0.03). The same pipe avoids about a third as much if heat pumps are the alternative, so a figure without its baseline says little."
# [[mistakes]]
# value = "[heat * coal_factor / 0.75, heat * gas_factor / 0.92, heat * grid_factor / 3.2]"
# hint = "These are the emissions of the baselines. The exchange causes emissions too; subtract them."
# [[mistakes]]
# value = "[heat * (coal_factor * 0.75 - 0.03), heat * (gas_factor * 0.92 - 0.03), heat * (grid_factor * 3.2 - 0.03)]"
# hint = "You multiplied by the efficiencies. A less efficient boiler burns more fuel, not less."
# [[mistakes]]
# value = "[heat * (coal_factor - 0.03), heat * (gas_factor - 0.03), heat * (grid_factor - 0.03)]"
# hint = "The factors are for fuel and electricity that go in, and the town counts the heat that comes out."

# %%
avoided = ...  # a list of three numbers, in 10^3 t/year
### BEGIN SOLUTION
avoided = [
    heat * (coal_factor / 0.75 - 0.03),
    heat * (gas_factor / 0.92 - 0.03),
    heat * (grid_factor / 3.2 - 0.03),
]
### END SOLUTION

# %%
check("01.7", avoided)

# %% [markdown]
# ## 01.8 Decide and justify: do you sign?
#
# Written. You manage the drug maker of exercise 01.1. The power station offers steam for **20 years** at a price RMB
# 10 a tonne below your highest price, tied to the price of coal, and asks you to pay for the pipe. A study of 24
# Swedish cases found agreements of 10 to 15 years to be common; in 2017 Kalundborg's partners signed for 20. Do you
# sign, refuse, or sign with changes? Decide, give the two strongest reasons with a number each, and name the one
# clause that you would fight for. Six to ten sentences.

# %% [raw] tags=["exercise"]
# id = "01.8"
# kind = "written"
# rubric = [
#   "No decision, or reasons that contradict exercise 01.1.",
#   "A decision with general reasons (long contracts are risky), without numbers or clause.",
#   "A clear decision with reasons and at least one number; a clause, but the risk that it moves is not named.",
#   "A clear decision; two reasons with a number each (payback, remaining years, price difference); names who carries the risk of price, volume and fuel; one clause that moves a named risk to the partner who can bear it.",
# ]
# hints = [
#   "Who carries the risk that the fuel changes, and who the risk that you need less steam?",
#   "After the payback time the pipe is yours: what are the years after it worth, and what if the power station closes before?",
#   "A price that follows coal protects the seller. What would protect you?",
# ]
# idea = "Any decision can be right. It must name who carries which risk, use the payback and the length of the contract as numbers, and propose one clause that moves a risk to the partner who can bear it."

# %%
my_decision = ...  # text in quotes
### BEGIN SOLUTION
my_decision = """I sign, with changes. At ten yuan below my highest price the pipe pays back in less than my
board's four years, and sixteen years of gain follow. The risk lies not in today's price but in what it is tied to:
the station burns coal and may change or close, as the coal units of Asnaes did after 2017, and a formula tied to coal could
double my cost or lose its meaning. Twenty years is at the upper end of what is usual, so I ask for a review after ten.
The clause that I would fight for: if the station stops or changes its fuel, it delivers at the old price for three
years or buys the pipe at its remaining value. I keep one old boiler as a reserve, and let the utility lead a branch
to the town, which spreads the fixed cost. Without the clause I refuse, and renew the boilers."""
### END SOLUTION

# %%
check("01.8", my_decision)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. A refusal can be as good: with a closing date in sight, a contract of 20 years is
# worth what its exit clause is worth.
