# ---
# jupyter:
#   ecopark:
#     number: "12"
#     edition: 2
#     title: "Exercises: Taiwan"
#     minutes: 50
#     variants:
#       figure: [money, investment, linhai_co2, linhai_linked, linhai_fuel_oil, linked, co2, fuel_oil]
#       heat_value: [9600.0, 9000.0, 9200.0, 9250.0, 9400.0, 9500.0, 9620.0, 9800.0]
#       hours: [8760.0, 8500.0, 8400.0, 8000.0, 7500.0, 7000.0, 6500.0, 6000.0]
#       exchange: [2013, 2012, 2011, 2015, 2020]
#       money_years: [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
#       site: [mailiao, changbin, linhai]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 12: Taiwan
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.

# %% tags=["parameters"]
figure: str = "money"  # figure of the program to read; id in the table program; any
heat_value: float = 9600.0  # heat in a liter of fuel oil, a candidate; kcal/L; 8000..11000
hours: float = 8760.0  # hours in a year in which steam is sold; hour/year; 1000..8784
exchange: int = 2013  # year of the claim on steam and links; year; 2011 | 2012 | 2013 | 2015 | 2020
money_years: float = 1.0  # years that the figure for money covers; year; 0.5..30
site: str = "mailiao"  # park to read about: changbin, mailiao or linhai; name; any

# %%
import ecopark as ep
import ecopark_course as course

program = ep.datasets.load("taiwan", "program").set_index("id")
series = ep.datasets.load("taiwan", "series").set_index("id")
factors = ep.datasets.load("taiwan", "factors_of_success")
check = course.checker(
    "12",
    figure=figure,
    heat_value=heat_value,
    hours=hours,
    exchange=exchange,
    money_years=money_years,
    site=site,
)
program[["scope", "quantity", "value_printed", "unit"]]

# %% [markdown]
# ## 12.1 Read 萬 and 億
#
# The cell shows one figure as it is printed. Which number is it? Give all of it, without 萬 or 億: in
# NTD (元) for money, in tonnes (公噸) for mass, in kiloliters (公秉) for oil.

# %%
print(program.at[figure, "quantity"], program.at[figure, "value_printed"])

# %% [raw] tags=["exercise"]
# id = "12.1"
# within = 0.5
# hints = [
#   "Chinese numbers are grouped by four digits: 萬 is one followed by four zeros.",
#   "億 is a 萬 of 萬: one followed by eight zeros.",
#   "Multiply the digits by 10**4 for 萬, or by 10**8 for 億.",
# ]
# idea = "Digits times 10^4 for 萬, times 10^8 for 億."
# [[mistakes]]
# value = "10 * plain"
# hint = "This is ten times too much. 萬 is ten thousand, and 億 is a hundred million: a billion is 10億."
# [[mistakes]]
# value = "plain / 10"
# hint = "This is ten times too little. 萬 is ten thousand, not a thousand; 億 is a hundred million."

# %%
read_as = ...
### BEGIN SOLUTION
scale = ep.units.factor("10^6 NTD", "NTD") if program.at[figure, "unit"] == "10^6 NTD" else 1
plain = program.at[figure, "value"] * scale
read_as = plain
### END SOLUTION

# %%
check("12.1", read_as)

# %% [markdown]
# ## 12.2 Two quotients and their intervals
#
# Divide the CO2 avoided by the oil saved, for Linhai (rows `linhai_co2` and `linhai_fuel_oil`) and for
# the program (rows `co2` and `fuel_oil`). Give each quotient with the lowest and the highest value that
# rounding allows, in t/kL. The answer is a list of six numbers: Linhai, its low, its high, the program,
# its low, its high.

# %% [raw] tags=["exercise"]
# id = "12.2"
# unit = "t/kL"
# within = 0.0006
# hints = [
#   "36.2萬 can be any number from 36.15萬 to 36.25萬. The same goes for the oil.",
#   "The lowest quotient has the lowest CO2 above the line and the highest oil below it.",
#   "ep.emissions.implied_factor(printed CO2, printed oil) gives low and high.",
# ]
# idea = "Low: (CO2 - half a step) / (oil + half a step). High: (CO2 + half a step) / (oil - half a step)."
# [[mistakes]]
# value = "[linhai, crossed[0], crossed[1], nation, crossed[2], crossed[3]]"
# hint = "Low over low is not the lowest quotient. Take the low CO2 over the high oil."

# %%
quotients = ...  # a list of six numbers, t/kL
### BEGIN SOLUTION
printed = program["value_printed"]
linhai = program.at["linhai_co2", "value"] / program.at["linhai_fuel_oil", "value"]
nation = program.at["co2", "value"] / program.at["fuel_oil", "value"]
at_linhai = ep.emissions.implied_factor(printed["linhai_co2"], printed["linhai_fuel_oil"])
at_nation = ep.emissions.implied_factor(printed["co2"], printed["fuel_oil"])
quotients = [linhai, at_linhai.low, at_linhai.high, nation, at_nation.low, at_nation.high]
half = 500  # half of the last printed place, 0.1 of 10^4
crossed = [
    (program.at[above, "value"] + sign * half) / (program.at[below, "value"] + sign * half)
    for above, below in (("linhai_co2", "linhai_fuel_oil"), ("co2", "fuel_oil"))
    for sign in (-1, 1)
]
### END SOLUTION

# %%
check("12.2", quotients)

# %% [markdown]
# ## 12.3 One factor or two
#
# Could both quotients come from one and the same factor, so that only rounding makes them differ?
# Answer `True` or `False`.

# %% [raw] tags=["exercise"]
# id = "12.3"
# hints = [
#   "One factor would have to lie in both intervals.",
#   "Compare the high end of the lower interval with the low end of the higher one.",
#   "Is there a number that is below the one end and above the other?",
# ]
# idea = "Two intervals share a number only if the low end of the higher one is not above the high end of the lower one."

# %%
one_factor = ...  # True or False
### BEGIN SOLUTION
one_factor = at_linhai.overlaps(at_nation)
### END SOLUTION

# %%
check("12.3", one_factor)

# %% [markdown]
# ## 12.4 Test a candidate
#
# Suppose that a liter of fuel oil holds `heat_value` kcal (this is **unverified**: from memory, or
# invented for the exercise). The cell prints how many kJ a kcal is, and how much CO2 comes from 1 GJ of
# fuel oil. How much CO2 comes from a kiloliter?

# %%
energy = ep.datasets.load("factors", "energy_units").set_index("id")["value"]
per_gj = ep.emissions.factor("fuel_oil_ipcc_2006").value
print(f"heat value {heat_value:,.0f} kcal/L, unverified")
print(f"1 kcal is {energy['kcal']} kJ; 1 GJ of fuel oil gives {per_gj} kg of CO2")

# %% [raw] tags=["exercise"]
# id = "12.4"
# unit = "t/kL"
# within = 0.0006
# hints = [
#   "First the energy of a kiloliter: kcal/L times the kJ of a kcal gives kJ/L, which is the same number as MJ/kL.",
#   "Divide by 1000 to get GJ/kL. Then multiply by the kg of CO2 for a GJ.",
#   "Divide by 1000 once more, to get from kg to t.",
# ]
# idea = "heat_value * energy['kcal'] / 1000 * per_gj / 1000"
# [[mistakes]]
# value = "1000 * candidate"
# hint = "This is in kg. The answer is asked in tonnes."
# [[mistakes]]
# value = "candidate / energy['kcal']"
# hint = "Convert kilocalories to kilojoules: one kcal is more than four kJ."
# [[mistakes]]
# value = "candidate * 44 / 12"
# hint = "The factor is for CO2 already. Only a carbon content needs 44/12."

# %%
candidate = ...  # t/kL
### BEGIN SOLUTION
candidate = heat_value * energy["kcal"] / 1000 * per_gj / 1000
### END SOLUTION

# %%
check("12.4", candidate)

# %% [markdown]
# ## 12.5 Choose: which interval holds it
#
# In which interval of 12.2 does the candidate of 12.4 lie? Answer `"Linhai"`, `"program"` or
# `"neither"`.

# %% [raw] tags=["exercise"]
# id = "12.5"
# hints = [
#   "A number lies in an interval if it is not below the low end and not above the high end.",
#   "Compare your candidate with all four ends of exercise 12.2.",
#   "Between the two intervals there is a gap: a number in the gap lies in neither.",
# ]
# idea = "Compare the candidate with low and high of both intervals."
# [[mistakes]]
# value = "'program' if fits == 'Linhai' else 'Linhai'"
# hint = "Look at both ends of that interval again: does the candidate lie between them?"

# %%
fits = ...  # a name in quotes
### BEGIN SOLUTION
fits = "Linhai" if candidate in at_linhai else "program" if candidate in at_nation else "neither"
### END SOLUTION

# %%
check("12.5", fits)

# %% [markdown]
# ## 12.6 Justify: what does a fit prove
#
# Written. Suppose that a candidate lies in the interval of the program. Is it now known which heat value
# the authors used? Two to four sentences.

# %% [raw] tags=["exercise"]
# id = "12.6"
# kind = "written"
# hints = [
#   "How many other candidates would fit as well?",
#   "Where does the heat value come from?",
#   "What would turn a lead into a finding?",
# ]
# idea = "A fit is possible, not proven: others fit as well, and the heat value is unverified. The method of the authors would decide."

# %%
what_a_fit_proves = ...  # text in quotes
### BEGIN SOLUTION
what_a_fit_proves = """No. The fit shows that this factor is possible, but every number inside the interval
is. The heat value itself is from memory, so it is a lead. A published heat value of Taiwan for that
year would make it stronger. Only the method of the authors would decide."""
### END SOLUTION

# %%
check("12.6", what_a_fit_proves)

# %% [markdown]
# ## 12.7 Repair: steam by the hour
#
# China Steel sold 40 t of steam an hour in the first stage, and the source gives the CO2 avoided in a
# year. The cell shall compute t of CO2 for a t of steam, if steam is sold in `hours` hours of the year.
# The result is far too large. Repair the cell.

# %%
co2 = series.at["2009_steam_co2", "value"]  # t/year
rate = series.at["2009_steam_rate", "value"]  # t/h
print(f"{co2:,.0f} t of CO2 a year, {rate:.0f} t of steam an hour, {hours:,.0f} hours a year")

# %% [raw] tags=["exercise"]
# id = "12.7"
# unit = "t/t"
# within = 0.0002
# hints = [
#   "Write the units beside each number. Which unit does the result of the cell have?",
#   "t/year divided by t/h is h/year. The hours of the year must cancel.",
#   "Steam in a year is rate times hours. Divide the CO2 by that.",
# ]
# idea = "co2 / (rate * hours)"
# [[mistakes]]
# value = "co2 / rate"
# hint = "This is the result of the broken cell: CO2 of a year over steam of an hour."
# [[mistakes]]
# value = "rate * hours / co2"
# hint = "This is steam for a tonne of CO2. Turn the fraction over."

# %%
per_tonne_of_steam = co2 / rate  # t/t
### BEGIN SOLUTION
per_tonne_of_steam = co2 / (rate * hours)
### END SOLUTION

# %%
check("12.7", per_tonne_of_steam)

# %% [markdown]
# ## 12.8 CO2 for a tonne exchanged
#
# The cell shows what one source claims for one year. How much CO2 is avoided for each tonne that is
# exchanged (steam, or energy and resources)?

# %%
claim = series[(series["year"] == exchange) & (series["unit"] == "t/year")]
claim[["scope", "quantity", "value", "unit"]]

# %% [raw] tags=["exercise"]
# id = "12.8"
# unit = "t/t"
# within = 0.0006
# hints = [
#   "Two rows are shown: one counts CO2, the other what is exchanged.",
#   "CO2 stands above the line.",
#   "Divide the value of the row 'CO2 avoided' by the value of the other row.",
# ]
# idea = "The value of the row 'CO2 avoided' over the value of the other row."
# [[mistakes]]
# value = "exchanged / avoided"
# hint = "This is the inverse: tonnes exchanged for a tonne of CO2."
# [[mistakes]]
# value = "program.at['co2', 'value'] / program.at['linked', 'value']"
# hint = "This is the quotient of the article's program. Use the two rows that are shown."

# %%
per_tonne = ...  # t/t
### BEGIN SOLUTION
is_co2 = claim["quantity"] == "CO2 avoided"
avoided, exchanged = claim.loc[is_co2, "value"].sum(), claim.loc[~is_co2, "value"].sum()
per_tonne = avoided / exchanged
### END SOLUTION

# %%
check("12.8", per_tonne)

# %% [markdown]
# ## 12.9 A disagreement
#
# For Linhai, a report of 2007 gives `series.at["2007_co2", "value"]` t of CO2 a year, and the article
# gives `program.at["linhai_co2", "value"]`. By which factor do they differ? A whole number is enough.

# %% [raw] tags=["exercise"]
# id = "12.9"
# within = 0.5
# hints = [
#   "A factor is a quotient.",
#   "The larger figure stands above the line.",
#   "Divide the figure of 2007 by the figure of the article.",
# ]
# idea = "The figure of the report over the figure of the article."
# [[mistakes]]
# value = "series.at['2007_co2_target', 'value'] / program.at['linhai_co2', 'value']"
# hint = "This uses the target of the report. Use what it says was reached."
# [[mistakes]]
# value = "series.at['2007_co2', 'value'] / program.at['co2', 'value']"
# hint = "This compares one park with the whole program. Take the row of Linhai."

# %%
fold = ...
### BEGIN SOLUTION
fold = series.at["2007_co2", "value"] / program.at["linhai_co2", "value"]
### END SOLUTION

# %%
check("12.9", fold)

# %% [markdown]
# ## 12.10 About four times
#
# The report of 2007 says that the CO2 avoided is *about 4 times* its target. Compute the quotient from
# its own figures, `2007_co2` and `2007_co2_target`, with three decimals.

# %% [raw] tags=["exercise"]
# id = "12.10"
# within = 0.0006
# hints = [
#   "Both figures are in the table series.",
#   "What was reached stands above the line, the target below it.",
#   "series.at[name, 'value'] gives a figure by its name. Use the two names of the question.",
# ]
# idea = "What was reached over the target."
# [[mistakes]]
# value = "series.at['2007_times', 'value']"
# hint = "This is what the report says. Compute it from the two figures."
# [[mistakes]]
# value = "series.at['2007_co2_target', 'value'] / series.at['2007_co2', 'value']"
# hint = "This is the inverse: the target over what was reached."
# [[mistakes]]
# value = "series.at['2007_co2', 'value'] / series.at['2007_co2_target', 'value'] - 1"
# hint = "This is how much more than the target it is. The quotient itself is asked."

# %%
times = ...
### BEGIN SOLUTION
times = series.at["2007_co2", "value"] / series.at["2007_co2_target", "value"]
### END SOLUTION

# %%
check("12.10", times)

# %% [markdown]
# ## 12.11 Justify: system boundaries
#
# Written. Name at least three differences in the system boundary that could explain the factor of 12.9.
# Then say what one must not do with the two figures.

# %% [raw] tags=["exercise"]
# id = "12.11"
# kind = "written"
# hints = [
#   "What is avoided: fuel in the park, or also the making of raw material elsewhere?",
#   "Which firms and which links are counted? Compared with which world without exchange?",
#   "Would the sum of the two figures mean anything?",
# ]
# idea = "Avoided production, avoided landfill, all links or energy links only, all firms or some, another reference case. Never add or average the two."

# %%
boundaries = ...  # text in quotes
### BEGIN SOLUTION
boundaries = """The report may count the raw material that was not made elsewhere (avoided production),
the waste that was not tipped or burned (avoided landfill), and all firms and links of the park. The
article may count only links of energy, and only fuel that was not burned in the park. The two may also
compare with different worlds: no exchange at all, or the year before. One must not add the two, not
average them, and not call the difference a change over time."""
### END SOLUTION

# %%
check("12.11", boundaries)

# %% [markdown]
# ## 12.12 Payback
#
# The program prompted an investment (row `investment`) and saved money (row `money`). The source does
# not say whether the money is that of one year. Suppose that it is the sum of `money_years` years. After
# how many years is the investment paid back, without interest?

# %%
print(f"money_years = {money_years:g}")

# %% [raw] tags=["exercise"]
# id = "12.12"
# unit = "year"
# within = 0.006
# hints = [
#   "First the money of one year, then the payback.",
#   "The money of one year is the sum divided by the number of years.",
#   "Divide the investment by the money of one year.",
# ]
# idea = "investment / (money / money_years)"
# [[mistakes]]
# value = "yearly / invested"
# hint = "This is the inverse: the money of one year over the investment."
# [[mistakes]]
# value = "invested / 10 / yearly if money_years != 10 else float('nan')"
# hint = "Both figures are in the same unit, 10^6 NTD: do not convert."
# [[mistakes]]
# value = "invested / program.at['money', 'value'] if money_years != 1 else float('nan')"
# hint = "This takes the figure for money as that of one year. Divide it by money_years first."
# [[mistakes]]
# value = "invested / (yearly * money_years**2) if money_years != 1 else float('nan')"
# hint = "You multiplied the money by the years. The money of one year is smaller than the sum: divide."

# %%
payback = ...  # year
### BEGIN SOLUTION
invested = program.at["investment", "value"]
yearly = program.at["money", "value"] / money_years
payback = invested / yearly
### END SOLUTION

# %%
check("12.12", payback)

# %% [markdown]
# ## 12.13 What helped, what hindered
#
# The table `factors` holds what the article names. Of the factors that belong to `site`, which share
# helped, in percent?

# %%
print(site)
factors[factors["site"] == site][["no", "effect"]]

# %% [raw] tags=["exercise"]
# id = "12.13"
# unit = "%"
# within = 0.06
# hints = [
#   "Keep only the rows of the park. Count them.",
#   "Count the rows whose effect is 'helped'.",
#   "Divide the second number by the first and multiply by 100.",
# ]
# idea = "100 times the mean of own['effect'] == 'helped', with own = the rows of the park."
# [[mistakes]]
# value = "100 * (own['effect'] == 'hindered').mean()"
# hint = "This is the share that hindered."
# [[mistakes]]
# value = "100 * (factors['effect'] == 'helped').mean()"
# hint = "This is the share over all parks. Keep the rows of the one park."

# %%
helped_share = ...  # %
### BEGIN SOLUTION
own = factors[factors["site"] == site]
helped_share = 100 * (own["effect"] == "helped").mean()
### END SOLUTION

# %%
check("12.13", helped_share)

# %% [markdown]
# ## 12.14 Justify: advice for Changbin
#
# Written. You advise the managers of Changbin, where half of the land is still free (an assumption of
# this exercise). Which factor of Linhai can they copy, and which can they not? What is your first
# step? And why is a count such as 12.13 no evidence? Four sentences. The factors of both parks stand in
# section 1 of the lesson.

# %% [raw] tags=["exercise"]
# id = "12.14"
# kind = "written"
# hints = [
#   "Read the factors of Changbin in section 1 of the lesson. Which can a manager change?",
#   "A large core firm cannot be ordered. What about the choice of who comes next?",
#   "Who wrote the list of factors, and from what?",
# ]
# idea = "Choose who comes next by what the firms that are there give and need; survey them first; a core firm cannot be copied; counts of sentences are no measurement."

# %%
advice = ...  # text in quotes
### BEGIN SOLUTION
advice = """First survey what the firms that are there give off and need. Then sell the free plots to firms
that fit, and place them beside their partners: the manager can change this, the lack of water and the
cap on emissions hardly. A large steel company in the middle cannot be copied; a shared steam plant can
take part of its role. The count of helping factors is no evidence, because it counts sentences of one
author who likes Linhai."""
### END SOLUTION

# %%
check("12.14", advice)

# %% [markdown] tags=["instructor"]
# **Teacher.** For 12.11, collect the boundaries on the board. Then let pairs write the one sentence
# that each source would have needed. Ten minutes. A usual misconception in 12.9: *the larger figure is
# wrong.* Both can be right, each in its own boundary.
