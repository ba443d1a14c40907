# ---
# jupyter:
#   ecopark:
#     number: "07"
#     edition: 2
#     title: "Exercises: the Low-Carbon Industrial Park Program"
#     minutes: 75
#     variants:
#       saved: [7.0, 4.0, 6.0, 9.0, 11.0, 13.0, 14.0]
#       coke: [5200.0, 3300.0, 4100.0, 4700.0, 5900.0, 6400.0, 7300.0]
#       own_power: [35.0, 22.0, 26.0, 31.0, 44.0, 52.0]
#       plan_cut: [14.0, 10.0, 11.0, 13.0, 15.0, 16.0]
#       growth: [7.0, 6.0, 8.5, 9.0, 9.5, 10.0]
#       quantity: [wastewater, fresh_water, solid_waste, cod, so2]
#       heat: [650.0, 420.0, 540.0, 720.0, 880.0, 960.0]
#       old_boilers: [74.0, 72.0, 73.0, 76.0, 77.0]
#       sulfur: [0.8, 0.6, 0.7, 1.3, 1.6, 2.1]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 07: the Low-Carbon Industrial Park Program
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Some answers are lists, such as `[1.5, -2]`, in which the order matters. The parks are invented unless the text names a source. Exercises 07.2
# and 07.8 need no calculation.

# %% tags=["parameters"]
saved: float = 7.0  # electricity saved in a year; GWh; 0.5..100
coke: float = 5200.0  # coke burned in a year; t; 1000..10000
own_power: float = 35.0  # electricity that the park makes from its coke; GWh; 5..100
plan_cut: float = 14.0  # cut in CO2 per value added in four years; %; 5..40
growth: float = 7.0  # growth of value added; %/year; 1..20
quantity: str = "wastewater"  # quantity that changed in the seventeen parks; id of a row in changes; any
heat: float = 650.0  # steam that a shared plant would deliver; 10^3 GJ/year; 10..10000
old_boilers: float = 74.0  # efficiency of the boilers that it replaces; %; 50..79
sulfur: float = 0.8  # sulfur in the coal; % of the mass; 0.2..4

# %%
import ecopark as ep
import ecopark_course as course

fuels = ep.datasets.load("factors", "fuels").set_index("id")["value"]
carbon = ep.datasets.load("fuel_carbon").set_index("id")["value"]
changes = ep.datasets.load("eip_results", "changes").set_index("id")
provinces = ep.datasets.load("grid_factors", "provinces").set_index("area")["value"]
co2_per_carbon = ep.emissions.molar_mass("CO2") / ep.emissions.molar_mass("C")
coal_co2 = carbon["other_bituminous_coal_carbon_content"] * co2_per_carbon / 1000  # t of CO2 per GJ of coal
check = course.checker(
    "07",
    saved=saved,
    coke=coke,
    own_power=own_power,
    plan_cut=plan_cut,
    growth=growth,
    quantity=quantity,
    heat=heat,
    old_boilers=old_boilers,
    sulfur=sulfur,
)

# %% [markdown]
# ## 07.1 One saving, four claims
#
# A firm saved `saved` gigawatt-hours of electricity in 2022. How much CO2, in tonnes, does it claim to have avoided
# with the grid factor of Yunnan in 2022, of all China in 2022, of all China in 2023, and of Hebei in 2022? Give a
# list of four numbers in this order. `ep.emissions.grid_factor(area, year).value` is in kg/kWh; all China is
# `"national"`. While you compute, ask yourself which of the four a report on 2022 may print.

# %% [raw] tags=["exercise"]
# id = "07.1"
# unit = "t"
# within = 0.5
# hints = [
#   "CO2 is electricity times factor, once for each of the four factors.",
#   "Mind the units: how many kWh are a GWh, and how many kg a tonne?",
#   "1 kg/kWh is 1000 t/GWh.",
# ]
# idea = "saved * 1000 * factor, for Yunnan 2022, national 2022, national 2023 and Hebei 2022. A report on 2022 uses the factor of its own province and of 2022."
# [[mistakes]]
# value = "[t / 1000 for t in claims]"
# hint = "These are thousands of tonnes. 1 kg/kWh is 1000 t/GWh."
# [[mistakes]]
# value = "[t * 1000 for t in claims]"
# hint = "These are kilograms. Divide by 1000."
# [[mistakes]]
# value = "[claims[i] for i in (0, 2, 1, 3)]"
# hint = "You exchanged the two years for all China: 2022 comes first."
# [[mistakes]]
# value = "[claims[i] for i in (3, 1, 2, 0)]"
# hint = "Yunnan comes first, and Hebei last."

# %%
claims = ...  # [Yunnan 2022, China 2022, China 2023, Hebei 2022], in t
### BEGIN SOLUTION
places = [("Yunnan", 2022), ("national", 2022), ("national", 2023), ("Hebei", 2022)]
claims = [saved * 1000 * ep.emissions.grid_factor(place, year).value for place, year in places]
### END SOLUTION

# %%
check("07.1", claims)

# %% [markdown]
# ## 07.2 Which sentences are right?
#
# These sentences are from the draft of a work plan. Which of them are right? Give the letters as a list.
#
# - **A** Our firms sell steam to each other. We did not enter it in the inventory of the zone, because the coal that it comes from is in it.
# - **B** Our carbon per value added fell, so our emissions fell.
# - **C** Our own power plant makes 40 GWh. We multiplied them by the grid factor, and counted its coal as well, to be on the safe side.
# - **D** We used the factor of 2021 for the base year and that of 2023 for the last year, both of our province and with the same boundary. We say how much of the cut is due to
#   the grid and not to us.
# - **E** Our target equals the pace of the national five-year plan and is therefore ambitious in the sense of the program.
# - **F** We reached zero, because a neighboring city now makes the intermediate products that we used to make.
# - **G** We give the total with a low and a high end, because the carbon content of our coal was not measured.

# %% [raw] tags=["exercise"]
# id = "07.2"
# hints = [
#   "For each sentence, ask which number is promised, what lies inside the boundary, and what is counted twice or moved away.",
#   "Too many letters are as wrong as too few. A change of grid factors is allowed if it is reported.",
#   "Three sentences are right: one about the boundary, one about factors, and one about what is not known.",
# ]
# idea = "A, D and G. B forgets growth; C counts the coal twice; E only keeps pace, while the program wants more; F only moved its carbon across the boundary."
# [[mistakes]]
# value = "['A', 'D', 'E', 'G']"
# hint = "One too many: must a target reach the national pace, or go beyond it?"
# [[mistakes]]
# value = "['A', 'G']"
# hint = "One is missing. Each year has its own factor; what must a report add so that the reader can judge the cut?"
# [[mistakes]]
# value = "['A', 'C', 'D', 'G']"
# hint = "One too many: to count something twice is an error, even in the cautious direction."
# [[mistakes]]
# value = "['D', 'G']"
# hint = "One is missing: what happens to the zone's total when steam changes hands inside the fence?"

# %%
right_sentences = ...  # letters in quotes, in a list
### BEGIN SOLUTION
right_sentences = {"A", "D", "G"}
### END SOLUTION

# %%
check("07.2", right_sentences)

# %% [markdown]
# ## 07.3 Repair the inventory
#
# The park burns `coke` tonnes of coke and buys 90 GWh of electricity in Anhui. From a part of the coke it makes
# `own_power` gigawatt-hours itself. The cell should give the park's CO2 in tonnes, but two steps are wrong: one makes
# the result too small, the other too large. Repair the cell.

# %% [raw] tags=["exercise"]
# id = "07.3"
# unit = "t"
# within = 20
# hints = [
#   "Read the unit of the carbon content letter by letter. What leaves the chimney?",
#   "Where does the electricity come from that the park makes? Has its carbon been counted already?",
#   "Carbon gains mass when it burns, and the carbon of the park's own electricity is already in the coke.",
# ]
# idea = "Multiply the carbon by co2_per_carbon, and leave out the park's own electricity: its carbon is already in the coke."
# [[mistakes]]
# value = "tonnes_of_carbon + (90 + own_power) * 1000 * provinces['Anhui']"
# hint = "This is the cell as it was."
# [[mistakes]]
# value = "tonnes_of_carbon * co2_per_carbon + (90 + own_power) * 1000 * provinces['Anhui']"
# hint = "The carbon is right now. Is there still something in the sum that was counted with the coke?"
# [[mistakes]]
# value = "tonnes_of_carbon + 90 * 1000 * provinces['Anhui']"
# hint = "The electricity is right now. The first part still gives carbon and not CO2."
# [[mistakes]]
# value = "tonnes_of_carbon * co2_per_carbon + (90 - own_power) * 1000 * provinces['Anhui']"
# hint = "The 90 GWh are bought. What the park makes itself is neither added nor subtracted."

# %%
energy = coke * fuels["coke_coal_equivalent"] * ep.units.factor("tce", "GJ")  # GJ
burned = energy * carbon["coke_carbon_content"] / 1000  # t
bought = (90 + own_power) * 1000 * provinces["Anhui"]  # t
inventory = burned + bought
### BEGIN SOLUTION
tonnes_of_carbon = burned
inventory = tonnes_of_carbon * co2_per_carbon + 90 * 1000 * provinces["Anhui"]
### END SOLUTION

# %%
check("07.3", inventory)

# %% [markdown]
# ## 07.4 What a promise allows
#
# A plan cuts CO2 per value added by `plan_cut` percent in **four** years. Give a list of three numbers:
#
# 1. the growth of value added, in % a year, at which the total after four years is the same as at the start;
# 2. the change of the total over the four years, in %, if value added grows by `growth` % a year;
# 3. the cut in intensity over four years, in %, that would keep the total constant at this growth.

# %% [raw] tags=["exercise"]
# id = "07.4"
# within = 0.02
# hints = [
#   "Work with factors, not with percentages: a cut of 20 % is a factor of 0.8.",
#   "The total is value added times intensity. Its factor over four years is the product of both factors.",
#   "For the first number, the growth factor over four years must be one over the intensity factor. Take the fourth root.",
# ]
# idea = "With f = 1 - plan_cut/100 and g = (1 + growth/100)**4: first 100*(f**(-1/4) - 1), second 100*(g*f - 1), third 100*(1 - 1/g). Percentages of several years multiply; they do not add."
# [[mistakes]]
# value = "[plan_cut / 4, 4 * growth - plan_cut, 4 * growth]"
# hint = "You added percentages. Over several years, and for a product, factors multiply."
# [[mistakes]]
# value = "[allowed[0], allowed[1], 100 * ((1 + growth / 100) ** 4 - 1)]"
# hint = "The first two are right. The third is how much value added grows; by which factor must intensity shrink to balance it?"
# [[mistakes]]
# value = "[100 * (1 / (1 - plan_cut / 100) - 1), allowed[1], allowed[2]]"
# hint = "Your first number is the growth over all four years together. How much is it per year?"
# [[mistakes]]
# value = "[100 * (1 - (1 - plan_cut / 100) ** (1 / 4)), allowed[1], allowed[2]]"
# hint = "The first number is the yearly cut of intensity. The growth that balances it is a little larger."

# %%
allowed = ...  # a list of three numbers
### BEGIN SOLUTION
left = 1 - plan_cut / 100
grown = (1 + growth / 100) ** 4
allowed = [100 * (left ** (-1 / 4) - 1), 100 * (grown * left - 1), 100 * (1 - 1 / grown)]
### END SOLUTION

# %%
check("07.4", allowed)

# %% [markdown]
# ## 07.5 What a printed number can mean
#
# The abstract on the seventeen parks prints whole percentages. A change that is printed as +20 % can be anything from
# 19.5 to 20.5 %. Value added is printed as +56 %. Between which two values, in percent, must the change of the
# **intensity** of `quantity` (over value added) lie? Give a list: the lower, then the higher. Then compare with what
# the abstract prints for the intensity.

# %%
changes.loc[["iav", quantity], ["quantity", "kind", "change_printed"]]

# %% [raw] tags=["exercise"]
# id = "07.5"
# unit = "%"
# within = 0.02
# hints = [
#   "Intensity is the total over value added. Which ends of the two intervals make it small, and which make it large?",
#   "The lowest intensity has the lowest total over the highest value added.",
#   "Lower end: (1 + (change - 0.5)/100) / (1 + 56.5/100) - 1. For the other end, take the opposite ends.",
# ]
# idea = "Lowest total over highest value added, and highest total over lowest value added. The interval of a fraction combines opposite ends."
# [[mistakes]]
# value = "[100 * ((1 + (change - 0.5) / 100) / 1.555 - 1), 100 * ((1 + (change + 0.5) / 100) / 1.565 - 1)]"
# hint = "You divided low by low and high by high. Which pair makes the fraction smallest?"
# [[mistakes]]
# value = "bounds[::-1]"
# hint = "The two ends are right but in the wrong order: the larger fall is the lower value."
# [[mistakes]]
# value = "[change - 0.5 - 56.5, change + 0.5 - 55.5]"
# hint = "To get the change of a fraction, do not subtract percentages. Divide the factors."

# %%
bounds = ...  # [lower, higher], in %
### BEGIN SOLUTION
change = changes.loc[quantity, "change"]
lowest = (1 + (change - 0.5) / 100) / (1 + 56.5 / 100)
highest = (1 + (change + 0.5) / 100) / (1 + 55.5 / 100)
bounds = [100 * (lowest - 1), 100 * (highest - 1)]
### END SOLUTION

# %%
check("07.5", bounds)

# %% [markdown]
# ## 07.6 Where does one plant beat many boilers?
#
# Firms make `heat` (in 10^3 GJ a year) of steam in coal boilers with an efficiency of `old_boilers` %. A shared coal
# plant would deliver the same steam and also electricity, a quarter as much energy as the steam; together they hold
# 82 % of the energy of its fuel. The electricity would replace electricity from the grid. Give a list of three
# numbers:
#
# 1. the CO2 saved in Shandong, in 10^3 t a year (negative if emissions rise);
# 2. the same in Sichuan;
# 3. the grid factor, in kg/kWh, at which nothing is saved.
#
# `coal_co2` is the CO2 of coal in t/GJ, and `provinces["Shandong"]` the grid factor of 2023.

# %% [raw] tags=["exercise"]
# id = "07.6"
# within = 0.005
# hints = [
#   "Set up two ledgers for the same steam and electricity: boilers and grid on one side, the plant on the other.",
#   "The plant burns (steam + electricity) / 0.82. One MWh is 3.6 GJ.",
#   "Saved is grid times electricity minus the extra coal. The threshold makes this zero.",
# ]
# idea = "Electricity is heat/4 GJ, or heat/14.4 MWh. Extra fuel: 1.25*heat/0.82 - heat/(old_boilers/100). Saved: electricity * grid - extra fuel * coal_co2. Zero at grid = extra fuel * coal_co2 / electricity. The cleaner the grid, the weaker the case for a plant that burns coal."
# [[mistakes]]
# value = "[electricity * 3.6 * provinces['Shandong'] - extra_coal, electricity * 3.6 * provinces['Sichuan'] - extra_coal, extra_coal / electricity / 3.6]"
# hint = "Your electricity is in GJ. The grid factor counts MWh, and one MWh is 3.6 GJ."
# [[mistakes]]
# value = "[heat * coal_co2 * (1 / (old_boilers / 100) - 1 / 0.82), heat * coal_co2 * (1 / (old_boilers / 100) - 1 / 0.82), 0.0]"
# hint = "You compared the steam alone. The plant burns more, because it also makes electricity, which replaces electricity from the grid."
# [[mistakes]]
# value = "[three_numbers[1], three_numbers[0], three_numbers[2]]"
# hint = "Shandong comes first, Sichuan second."
# [[mistakes]]
# value = "[electricity * provinces['Shandong'] - 1.25 * heat / 0.82 * coal_co2, electricity * provinces['Sichuan'] - 1.25 * heat / 0.82 * coal_co2, 1.25 * heat / 0.82 * coal_co2 / electricity]"
# hint = "You forgot the coal that the boilers no longer burn."

# %%
three_numbers = ...  # [Shandong, Sichuan, threshold]
### BEGIN SOLUTION
electricity = heat / 4 / 3.6  # 10^3 MWh
extra_coal = (1.25 * heat / 0.82 - heat / (old_boilers / 100)) * coal_co2  # 10^3 t of CO2
three_numbers = [
    electricity * provinces["Shandong"] - extra_coal,
    electricity * provinces["Sichuan"] - extra_coal,
    extra_coal / electricity,
]
### END SOLUTION

# %%
check("07.6", three_numbers)

# %% [markdown]
# ## 07.7 The carbon price of clean air
#
# Coal with `sulfur` % of sulfur and a heat value of 21.5 GJ/t is burned in a boiler with an efficiency of 78 %. How
# much CO2, in tonnes, does it cost to keep one tonne of SO2 out of the park's air
#
# 1. with a scrubber that needs 1.2 MWh per tonne of SO2 from the grid of Henan, and whose limestone sets free one molecule of CO2 for each molecule of SO2;
# 2. with gas made from coal (58 % of the energy of the coal is in the gas) that is burned in a boiler with an efficiency of 93 %?
#
# Assume that all of the sulfur in the coal would leave as SO2. The carbon emitted by the gas plant counts, wherever
# the plant stands. Give a list of two numbers.

# %% [raw] tags=["exercise"]
# id = "07.7"
# unit = "t/t"
# within = 0.02
# hints = [
#   "For the scrubber, add the reaction (44 parts of CO2 for 64 of SO2) and the electricity.",
#   "For the gas, compare the CO2 per GJ of steam for coal and for gas, then divide by the SO2 that one GJ of steam from coal causes.",
#   "One tonne of coal gives 21.5 * 0.78 GJ of steam and twice its sulfur as SO2.",
# ]
# idea = "Scrubber: M(CO2)/M(SO2) + 1.2 * grid. Gas: coal_co2 * (1/(0.58*0.93) - 1/0.78) per GJ of steam, divided by sulfur/100 * M(SO2)/M(S) / (21.5*0.78). Only the second depends on the sulfur: the cleaner the coal, the more carbon each tonne of SO2 avoided by gas costs."
# [[mistakes]]
# value = "[prices[0], coal_co2 * (1 / 0.58 - 1) / (so2_per_steam * 0.78)]"
# hint = "You compared fuels. Compare per GJ of steam, with both efficiencies."
# [[mistakes]]
# value = "[1.2 * provinces['Henan'], prices[1]]"
# hint = "The second is right. The first lacks the CO2 of the reaction."
# [[mistakes]]
# value = "[1 + 1.2 * provinces['Henan'], prices[1]]"
# hint = "One molecule for one molecule is not one tonne for one tonne."
# [[mistakes]]
# value = "[prices[0], prices[1] * 2]"
# hint = "The second is too large: each tonne of sulfur becomes about two tonnes of SO2."

# %%
prices = ...  # [scrubber, gas made from coal], in t of CO2 per t of SO2
### BEGIN SOLUTION
m_so2, m_s = ep.emissions.molar_mass("SO2"), ep.emissions.molar_mass("S")
so2_per_steam = sulfur / 100 * m_so2 / m_s / (21.5 * 0.78)  # t/GJ
prices = [
    ep.emissions.molar_mass("CO2") / m_so2 + 1.2 * provinces["Henan"],
    coal_co2 * (1 / (0.58 * 0.93) - 1 / 0.78) / so2_per_steam,
]
### END SOLUTION

# %%
check("07.7", prices)

# %% [markdown]
# ## 07.8 Decide and justify: the target sentence
# Written answer. You lead the zone of exercise 07.4. The work plan has room for **one** target. Your office proposes:
# *We will cut our carbon intensity by* `plan_cut` *percent.* A resident asks for a cap on the total. A battery maker
# would come if you set no cap.
#
# Decide on a target, write it as one sentence that a stranger could check, and justify it in five to eight sentences.
# Use two numbers from exercise 07.4. Say what your target still allows, and what could make it look good without any
# effort.

# %% [raw] tags=["exercise"]
# id = "07.8"
# kind = "written"
# rubric = [
#   "No decision, or a claim that a cut of intensity is a cut of emissions.",
#   "A target with general reasons (climate matters, jobs matter), without numbers, or one that nobody could check.",
#   "A checkable sentence with one element missing; at least one number; one way to look good without effort.",
#   "One checkable sentence (quantity, boundary, years, factors, prices); deals with growth, using two right numbers from 07.4; names what the target still allows and at least two ways to look good without effort, with a remedy for one.",
# ]
# hints = [
#   "A sentence can be checked if it names quantity, boundary, base year, last year, factors and prices.",
#   "What happens to the total at the growth that you expect? Up to which growth would your target keep the total constant?",
#   "Think of three effects that are not effort: a cleaner grid, rising prices, a dirty firm that moves next door.",
# ]
# idea = "Any of the three targets can be defended. The sentence must be checkable, growth must be dealt with in numbers, and the ways to look good without effort must be named."

# %%
my_target = ...  # text in quotes
### BEGIN SOLUTION
my_target = """Target: by the fourth year, CO2 per value added at constant prices falls by the share in our plan, counting fuels,
processes and bought electricity and steam of all firms inside today's boundary, with each year's grid factor of our
province, and the total does not rise by more than five percent. I keep intensity, because the program asks for a target that
firms can influence, but I add a ceiling: at the growth we expect, the plan alone would let the total rise by more than ten
percent, and it holds the total only up to a growth of about four percent a year. The battery maker may come if it
brings its own cut or buys steam from the shared plant, so the ceiling makes us talk before the permit is issued and not afterward.
The target still allows five percent more carbon, and everything outside the fence. It could look good without effort
through a cleaner grid, so we report the part due to the grid separately; through rising prices, so we fix the price year; and
through a firm that moves next door, so we list departures with their emissions."""
### END SOLUTION

# %%
check("07.8", my_target)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. A pure cap can earn full points if it says who bears the cost of growth, a pure intensity target if it says openly by how much the
# total may rise.
#
# **For the discussion.** After 07.1, ask whom to praise: the firm in Hebei that saves one gigawatt-hour, or the firm
# in Yunnan that saves five. After 07.6, ask what a lender should demand of a plant that no longer saves carbon when
# the grid becomes clean.
