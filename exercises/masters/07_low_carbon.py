# ---
# jupyter:
#   ecopark:
#     number: "07"
#     edition: 1
#     title: "Exercises: the Low-Carbon Industrial Park Program"
#     minutes: 50
#     variants:
#       saved: [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
#       area: [Hebei, Yunnan, Jiangsu, Shandong, Guangdong, Sichuan, Inner Mongolia, Zhejiang, Fujian, Gansu]
#       diesel: [1200.0, 800.0, 950.0, 1400.0, 1650.0, 2100.0, 2400.0, 3000.0]
#       coke: [5000.0, 3200.0, 3800.0, 4400.0, 5600.0, 6100.0, 6700.0, 7500.0]
#       zone: [Synthetic zone 06, Synthetic zone 02, Synthetic zone 03, Synthetic zone 04, Synthetic zone 11, Synthetic zone 23, Synthetic zone 33, Synthetic zone 16]
#       start: [2010, 2006, 2009, 2012, 2013]
#       so2: [2000.0, 900.0, 1100.0, 1300.0, 1600.0, 1800.0, 2200.0, 2400.0]
#       plan_cut: [12.0, 8.0, 9.0, 10.0, 13.0, 14.0, 15.0, 16.0]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 07: the Low-Carbon Industrial Park Program
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[1.5, -2]`. The order matters. The zones are synthetic: their numbers
# are invented, and so are the amounts of the parks.

# %% tags=["parameters"]
saved: float = 1.0  # electricity saved in a year; GWh; 0.5..100
area: str = "Hebei"  # province of the park; name; any
diesel: float = 1200.0  # diesel burnt in a year; t; 100..10000
coke: float = 5000.0  # coke burnt in a year; t; 1000..8000
zone: str = "Synthetic zone 06"  # zone for intensity and total; name; any
start: int = 2010  # first year of the comparison, the last is 2015; year; 2005..2013
so2: float = 2000.0  # SO2 that a scrubber takes out; t; 500..2500
plan_cut: float = 12.0  # planned cut of CO2 per added value in three years; %; 5..30

# %%
import ecopark as ep
import ecopark_course as course

end = 2015
panel = ep.datasets.synthetic_panel()
factors = ep.datasets.load("factors", "emission_factors").set_index("id")
fuels = ep.datasets.load("factors", "fuels").set_index("id")
check = course.checker(
    "05", saved=saved, area=area, diesel=diesel, coke=coke, zone=zone, start=start, so2=so2, plan_cut=plan_cut
)

# %% [markdown]
# ## 07.1 Which grid factor?
#
# A park saves `saved` gigawatt-hours of electricity. How much CO2 is that, in tonnes, with the grid
# factor of Yunnan in 2022, of all China in 2022, of all China in 2023, and of Hebei in 2022? Give a list
# of four numbers in this order. `ep.emissions.grid_factor(area, year).value` is in kg/kWh; all China is
# `"national"`.

# %% [raw] tags=["exercise"]
# id = "07.1"
# unit = "t"
# within = 0.5
# hints = [
#   "CO2 is electricity times factor, once for each of the four factors.",
#   "One GWh is a million kWh, and one tonne is a thousand kg. So 1 kg/kWh is 1000 t/GWh.",
#   "The first is saved * 1000 * ep.emissions.grid_factor('Yunnan', 2022).value.",
# ]
# idea = "saved * 1000 * factor, for Yunnan 2022, national 2022, national 2023 and Hebei 2022."
# [[mistakes]]
# value = "[t / 1000 for t in tonnes]"
# hint = "These are thousands of tonnes. 1 kg/kWh is 1000 t/GWh."
# [[mistakes]]
# value = "[t * 1000 for t in tonnes]"
# hint = "These are kilograms. Divide by 1000."
# [[mistakes]]
# value = "[tonnes[i] for i in (0, 2, 1, 3)]"
# hint = "The two years of all China are exchanged: 2022 first."
# [[mistakes]]
# value = "[tonnes[i] for i in (3, 1, 2, 0)]"
# hint = "Yunnan first, Hebei last."

# %%
tonnes = ...  # [Yunnan 2022, China 2022, China 2023, Hebei 2022], in t
### BEGIN SOLUTION
places = [("Yunnan", 2022), ("national", 2022), ("national", 2023), ("Hebei", 2022)]
tonnes = [saved * 1000 * ep.emissions.grid_factor(place, year).value for place, year in places]
### END SOLUTION

# %%
check("07.1", tonnes)

# %% [markdown]
# ## 07.2 Choose a factor
#
# The park stands in the province `area`. It saved the electricity in 2022 and buys from the grid, like
# its neighbours. Which factor of the table fits best? Give its `id` as text.

# %%
near = factors[(factors["carrier"] == "electricity") & factors["area"].isin([area, "national"])]
near.loc[near["country"] == "China", ["value", "unit", "area", "year", "boundary"]]

# %% [raw] tags=["exercise"]
# id = "07.2"
# hints = [
#   "Three things must fit: the place, the year and what is counted.",
#   "The nearest place that has a factor of its own is better than the whole country.",
#   "Look for the row whose area and year are those of the park.",
# ]
# idea = "The grid average of the park's own province, for the year in which the electricity was saved."
# [[mistakes]]
# value = "'electricity_china_2022'"
# hint = "The year fits. Is there a factor for a place nearer to the park?"
# [[mistakes]]
# value = "best.replace('2022', '2021')"
# hint = "The place fits. In which year was the electricity saved?"
# [[mistakes]]
# value = "'electricity_china_2022_fossil'"
# hint = "This counts the power from fossil fuels only. The park buys from the whole grid."
# [[mistakes]]
# value = "'electricity_china_2023'"
# hint = "The newest factor is not the one of the year in question."

# %%
best = ...  # an id, in quotes
### BEGIN SOLUTION
fits = (near["area"] == area) & (near["year"] == 2022) & (near["boundary"] == "grid average")
best = near.index[fits][0]
### END SOLUTION

# %%
check("07.2", best)

# %% [markdown]
# ## 07.3 Justify
#
# Somebody else would choose `electricity_china_2022_fossil`, because "wind power runs anyway, so every
# saved kilowatt-hour is one from coal". Write three or four sentences: what speaks for this choice, what
# against it, and what a report must say in either case.

# %% [raw] tags=["exercise"]
# id = "07.3"
# kind = "written"
# hints = [
#   "Ask which question each factor answers: the average kilowatt-hour, or the one that is saved.",
#   "Ask whether the neighbours' inventories and this saving could still be added up.",
#   "Country, year and boundary belong into the report.",
# ]
# idea = "Average and marginal electricity answer different questions; the boundary must be named."

# %%
reason = ...  # a text in quotes
### BEGIN SOLUTION
reason = (
    "For it speaks that a saving may really stop a coal plant first, so the average is too small. "
    "Against it speaks that nobody has measured which plant stopped, and that an inventory made with the "
    "average and a saving made with the fossil factor do not fit together. "
    "The report must name country, year and boundary, and use one boundary for all lines."
)
### END SOLUTION

# %%
check("07.3", reason)

# %% [markdown]
# ## 07.4 Coal equivalent of two fuels
#
# In a year, a park burns `diesel` tonnes of diesel and 250 times 10^4 m3 of natural gas. How much energy
# is that together, in tce? Use the rows `diesel_coal_equivalent` and `natural_gas_coal_equivalent` of
# `fuels`, and mind their units.

# %%
fuels.loc[["diesel_coal_equivalent", "natural_gas_coal_equivalent"], ["value", "unit"]]

# %% [raw] tags=["exercise"]
# id = "07.4"
# unit = "tce"
# within = 0.5
# hints = [
#   "kgce/kg is the same number as tce/t.",
#   "The gas is given in 10^4 m3, and so is its factor.",
#   "diesel times its factor, plus 250 times the factor of gas.",
# ]
# idea = "diesel times its coal equivalent, plus 250 times that of gas, with both values from the table."
# [[mistakes]]
# value = "diesel * diesel_factor"
# hint = "This is the diesel alone. Add the gas."
# [[mistakes]]
# value = "diesel * diesel_factor / 1000 + 250 * gas_factor"
# hint = "kgce/kg and tce/t are the same number: do not divide the diesel by 1000."
# [[mistakes]]
# value = "(diesel + 250) * diesel_factor"
# hint = "Each fuel has a factor of its own."

# %%
energy = ...  # tce
### BEGIN SOLUTION
diesel_factor = fuels.loc["diesel_coal_equivalent", "value"]
gas_factor = fuels.loc["natural_gas_coal_equivalent", "value"]
energy = diesel * diesel_factor + 250 * gas_factor
### END SOLUTION

# %%
check("07.4", energy)

# %% [markdown]
# ## 07.5 Repair a broken cell
#
# The cell should give the CO2 of `coke` tonnes of coke, in tonnes. The factor counts kilograms of carbon
# for each GJ. One step is missing. Repair it.

# %% [raw] tags=["exercise"]
# id = "07.5"
# unit = "t"
# within = 20
# hints = [
#   "Read the unit of the last factor letter by letter.",
#   "The cell gives tonnes of carbon. What does carbon take from the air when it burns?",
#   "12 kg of carbon become 44 kg of CO2.",
# ]
# idea = "Multiply by 44/12."
# [[mistakes]]
# value = "tonnes_of_carbon"
# hint = "This is the cell as it was: tonnes of carbon, not of CO2."
# [[mistakes]]
# value = "tonnes_of_carbon * 12 / 44"
# hint = "Carbon gets heavier when it burns. Turn the fraction over."
# [[mistakes]]
# value = "tonnes_of_carbon * 32 / 12"
# hint = "This is the oxygen alone. CO2 holds the carbon too."

# %%
coal_equivalent = coke * fuels.loc["coke_coal_equivalent", "value"]  # tce
heat = coal_equivalent * ep.units.factor("tce", "GJ")  # GJ
coke_co2 = heat * factors.loc["coke_carbon_ipcc_1996", "value"] / 1000  # t
### BEGIN SOLUTION
tonnes_of_carbon = coke_co2
coke_co2 = tonnes_of_carbon * 44 / 12
### END SOLUTION

# %%
check("07.5", coke_co2)

# %% [markdown]
# ## 07.6 Total and intensity
#
# `first` and `last` are the rows of the zone in the years `start` and 2015. By how many percent did its
# energy use change, and by how many percent its energy use per added value? Use added value at constant
# prices. Give a list: total, intensity.

# %%
own = panel[panel["zone"] == zone].set_index("year")
first, last = own.loc[start], own.loc[end]
own.loc[[start, end], ["energy", "industrial_added_value", "industrial_added_value_constant"]].round(0)

# %% [raw] tags=["exercise"]
# id = "07.6"
# unit = "%"
# within = 0.05
# hints = [
#   "A change in percent is 100 * (last / first - 1).",
#   "Compute the intensity of both years first, then its change.",
#   "The intensity is energy divided by industrial_added_value_constant.",
# ]
# idea = "100 * (last / first - 1) for energy, and the same for energy over added value at constant prices."
# [[mistakes]]
# value = "[total_change, total_change - growth]"
# hint = "Percentages of a fraction cannot be subtracted. Compute the intensity in both years."
# [[mistakes]]
# value = "[total_change, 100 * (last['energy'] / last['industrial_added_value'] * first['industrial_added_value'] / first['energy'] - 1)]"
# hint = "This uses current prices: rising prices make the intensity fall faster."
# [[mistakes]]
# value = "changes[::-1]"
# hint = "The two numbers are right and in the wrong order: total first."

# %%
changes = ...  # [total, intensity], in %
### BEGIN SOLUTION
total_change = 100 * (last["energy"] / first["energy"] - 1)
growth = 100 * (last["industrial_added_value_constant"] / first["industrial_added_value_constant"] - 1)
changes = [total_change, 100 * ((1 + total_change / 100) / (1 + growth / 100) - 1)]
### END SOLUTION

# %%
check("07.6", changes)

# %% [markdown]
# ## 07.7 Read the figure
#
# The figure shows the zone over all its years. In which year was its energy per added value **lowest**?

# %%
ep.plots.show(ep.plots.indexed_timeseries(panel, zone, "energy"))

# %% [raw] tags=["exercise"]
# id = "07.7"
# unit = "year"
# within = 0
# hints = [
#   "Which of the three lines is energy per added value? Its name stands at its end.",
#   "Look for the lowest point of the dotted line with triangles.",
#   "If two points look alike, compute energy / industrial_added_value_constant of the table own.",
# ]
# idea = "The year of the smallest energy / industrial_added_value_constant."
# [[mistakes]]
# value = "int(own['energy'].idxmin())"
# hint = "This is the year of the lowest total. The question is about energy per added value."
# [[mistakes]]
# value = "int(own['energy'].idxmax())"
# hint = "This is the year of the highest total. Look at the dotted line."

# %%
lowest_year = ...  # a year
### BEGIN SOLUTION
lowest_year = int((own["energy"] / own["industrial_added_value_constant"]).idxmin())
### END SOLUTION

# %%
check("07.7", lowest_year)

# %% [markdown]
# ## 07.8 How common is it?
#
# In how many zones of `panel` did the energy **total grow** while the **intensity fell**, from `start`
# to 2015? Use added value at constant prices. The tables `before` and `after` have one row a zone.

# %%
before = panel[panel["year"] == start].set_index("zone")
after = panel[panel["year"] == end].set_index("zone")

# %% [raw] tags=["exercise"]
# id = "07.8"
# unit = "zones"
# within = 0
# hints = [
#   "Write two questions that are True or False for each zone: did the total grow, did the intensity fall?",
#   "Join two questions with & and put each in brackets. True counts as 1 in .sum().",
#   "grew = after['energy'] > before['energy']; compare the two intensities in the same way.",
# ]
# idea = "(grew & fell).sum(), with grew for the total and fell for energy over added value at constant prices."
# [[mistakes]]
# value = "int(grew.sum())"
# hint = "These are all zones whose total grew. In how many of them did the intensity fall?"
# [[mistakes]]
# value = "int(fell.sum())"
# hint = "These are all zones whose intensity fell. In how many of them did the total grow?"

# %%
n_zones = ...  # zones
### BEGIN SOLUTION
grew = after["energy"] > before["energy"]
value = "industrial_added_value_constant"
fell = after["energy"] / after[value] < before["energy"] / before[value]
n_zones = int((grew & fell).sum())
### END SOLUTION

# %%
check("07.8", n_zones)

# %% [markdown]
# ## 07.9 The price of clean air
#
# A scrubber takes `so2` tonnes of SO2 out of flue gas. It needs 12,000 MWh of electricity from the grid
# of `area` in 2022. How much CO2 does it add, in tonnes? The limestone sets one molecule of CO2 free for
# each molecule of SO2. You may use `ep.emissions.so2_co2_tradeoff`.

# %% [raw] tags=["exercise"]
# id = "07.9"
# unit = "t"
# within = 2
# hints = [
#   "Two parts add up: the reaction and the electricity.",
#   "A molecule of SO2 has the mass 64, one of CO2 the mass 44.",
#   "kg/kWh is the same number as t/MWh.",
# ]
# idea = "so2 * 44/64 plus 12000 times the grid factor."
# [[mistakes]]
# value = "12000 * grid.value"
# hint = "This is the electricity alone. Add the CO2 from the limestone."
# [[mistakes]]
# value = "so2 * 44 / 64"
# hint = "This is the reaction alone. Add the electricity."
# [[mistakes]]
# value = "so2 + 12000 * grid.value"
# hint = "One molecule for one molecule is not one tonne for one tonne."
# [[mistakes]]
# value = "so2 * 64 / 44 + 12000 * grid.value"
# hint = "CO2 is lighter than SO2. Turn the fraction over."

# %%
added_co2 = ...  # t
### BEGIN SOLUTION
grid = ep.emissions.grid_factor(area, 2022)
added_co2 = ep.emissions.so2_co2_tradeoff(so2, 12000, grid)
### END SOLUTION

# %%
check("07.9", added_co2)

# %% [markdown]
# ## 07.10 More ambitious than the nation?
#
# A plan cuts CO2 per added value by `plan_cut` percent in three years. The national target is the row
# `carbon_intensity_2015`. By how many percentage points **a year** does the plan's cut go beyond the
# national one? Give a negative number if it stays behind.

# %%
national = ep.programs.low_carbon.national_targets().set_index("id")
national[["change", "years"]]

# %% [raw] tags=["exercise"]
# id = "07.10"
# unit = "percentage points/year"
# within = 0.005
# hints = [
#   "The two periods differ. Turn both cuts into changes a year.",
#   "Equal steps multiply: the yearly factor is (1 - cut / 100) ** (1 / years).",
#   "ep.programs.low_carbon.yearly_change(-plan_cut, 3) is negative: take care of the signs.",
# ]
# idea = "The plan's yearly cut minus the national yearly cut, both from equal steps that multiply."
# [[mistakes]]
# value = "plan_cut - cut"
# hint = "This compares three years with five. Turn both into a change a year."
# [[mistakes]]
# value = "plan_cut / 3 - cut / 5"
# hint = "Dividing by the years is not enough: each year starts from less than the year before."
# [[mistakes]]
# value = "-beyond"
# hint = "The size is right, the sign is not. A larger cut goes beyond."

# %%
beyond = ...  # percentage points a year
### BEGIN SOLUTION
cut = -national.loc["carbon_intensity_2015", "change"]
paces = [100 * (1 - (1 - part / 100) ** (1 / years)) for part, years in ((plan_cut, 3), (cut, 5))]
beyond = paces[0] - paces[1]
### END SOLUTION

# %%
check("07.10", beyond)

# %% [markdown]
# ## 07.11 A press release
#
# "Our park has cut its carbon intensity by 18 percent. We are part of the solution." Write the three
# questions that you would ask before you believe the second sentence, and say for each what an answer
# could change.

# %% [raw] tags=["exercise"]
# id = "07.11"
# kind = "written"
# hints = [
#   "Ask for the other number that the program wants.",
#   "Ask for the factor, its year and its boundary, and for the prices of the added value.",
#   "Ask what was moved: to another place, another pollutant, another firm.",
# ]
# idea = "The total; factors, boundary and prices; what was shifted out of sight."

# %%
questions = ...  # a text in quotes
### BEGIN SOLUTION
questions = (
    "1. How did the total change? If added value grew by more than the intensity fell, the park emits more. "
    "2. Which grid factor of which year and boundary, and added value at which prices? A newer factor or "
    "rising prices alone can make such a cut. "
    "3. Was a dirty step moved out of the park, or was gas made from coal elsewhere? Then the cut is a move."
)
### END SOLUTION

# %%
check("07.11", questions)

# %% [markdown] tags=["instructor"]
# **Teacher.** After 05.1, ask who should be praised: the park in Hebei that saves one gigawatt-hour, or
# the one in Yunnan that saves five. For 05.5, let learners search their own spreadsheets for the same
# mistake. 05.8 shows that the press release of 05.11 is the usual case, not the exception.
