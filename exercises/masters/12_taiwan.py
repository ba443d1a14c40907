# ---
# jupyter:
#   ecopark:
#     number: "12"
#     edition: 3
#     title: "Exercises: Taiwan"
#     minutes: 75
#     variants:
#       come: [55.0, 45.0, 50.0, 60.0, 65.0, 70.0]
#       fitting: [30.0, 20.0, 22.0, 26.0, 35.0, 38.0]
#       times: [1.8, 1.5, 1.6, 2.2, 2.5]
#       period: [4.0, 3.0, 5.0, 6.0, 8.0]
#       sold: [35.0, 20.0, 25.0, 30.0, 45.0]
#       heat_value: [9600.0, 9000.0, 9100.0, 9300.0, 9700.0]
#       slag_factor: [0.8, 0.6, 0.65, 0.7, 0.75, 0.85]
#       tank: [42.0, 35.0, 38.0, 47.0, 53.0, 58.0]
#       rule: [1.6, 1.25, 1.3, 1.4]
#       density: [0.96, 0.94, 0.95, 0.97, 0.98]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 12: Taiwan
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Some answers are lists, such as `[1.5, -2]`, in which the order matters. Exercises 12.2 and 12.6 use invented zones. Exercises 12.1 and 12.8
# need no calculation.

# %% tags=["parameters"]
come: float = 55.0  # expected firms that really come; %; 10..100
fitting: float = 30.0  # possible links for which firms already there have a fitting neighbor; %; 1..60
times: float = 1.8  # effect of a planned link, over that of the same link laid later; 1; 1..4
period: float = 4.0  # years that the program's figure for money covers; year; 1.5..30
sold: float = 35.0  # part of that figure that is steam sold; %; 5..90
heat_value: float = 9600.0  # heat in a liter of oil; kcal/L; 8000..11000
slag_factor: float = 0.8  # CO2 that a tonne of slag would avoid in cement; t/t; 0.3..1.2
tank: float = 42.0  # vapor that the old tank farm really emits; t/year; 1..119
rule: float = 1.6  # units cut for each unit that a new plant adds; t/t; 1.1..3
density: float = 0.96  # mass of a liter of fuel oil; kg/L; 0.85..1.05

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
program = ep.datasets.load("taiwan", "program").set_index("id")
series = ep.datasets.load("taiwan", "series").set_index("id")
further = ep.datasets.load("taiwan", "further_figures").set_index("id")
evidence = ep.datasets.load("taiwan", "evidence").set_index("no")
check = course.checker(
    "12",
    come=come,
    fitting=fitting,
    times=times,
    period=period,
    sold=sold,
    heat_value=heat_value,
    slag_factor=slag_factor,
    tank=tank,
    rule=rule,
    density=density,
)

# %% [markdown]
# ## 12.1 Which sentences may stand?
#
# A consultant sends you a draft for your council. Which sentences do the tables `evidence`, `linhai_history` and `factors_of_success` of the package `taiwan` support as they are worded?
# Give the letters as a list.
#
# - **A** An author writes that links planned with a park have twice the effect, and gives no figure for it.
# - **B** In Taiwan's existing parks only few links are possible, because the firms there are fixed.
# - **C** Planned eco-industrial parks fail, as Changbin proves.
# - **D** The article ascribes the more successful links in existing parks to a university or a consultant who surveyed them.
# - **E** Two sources disagree about whether China Steel's plan came before the drought.
# - **F** Most pieces of evidence speak against planning first, so planning first is refuted.
# - **G** Linhai grew without any plan of the state.

# %%
evidence[["place", "kind", "speaks_for", "statement", "note"]]

# %% [raw] tags=["exercise"]
# id = "12.1"
# hints = [
#   "For each sentence, find the row that carries it. Of which place, and of which time, is it said?",
#   "A case shows that something can happen. Does it show that it must, or why it did?",
#   "Three sentences may stand. Look at the notes of rows 2 and 12, and at the first rows of linhai_history.",
# ]
# idea = "A, D and E. B is said of Canada and the United States; C makes a law of one case with several causes; F counts rows that somebody chose; G forgets that the state laid out the park and placed its anchor."
# [[mistakes]]
# value = "['A', 'B', 'D', 'E']"
# hint = "One too many: of which countries is the row on fixed firms said?"
# [[mistakes]]
# value = "['A', 'C', 'D', 'E']"
# hint = "One too many: how many causes does the article name at Changbin, and can one park prove a rule?"
# [[mistakes]]
# value = "['A', 'D', 'E', 'F']"
# hint = "One too many: who chose the rows, and does their number measure anything?"
# [[mistakes]]
# value = "['A', 'D', 'E', 'G']"
# hint = "One too many: who laid out the land at Linhai and placed a steelworks there?"
# [[mistakes]]
# value = "['A', 'D']"
# hint = "One is missing: compare the dates of the plan and of the drought in both sources."

# %%
may_stand = ...  # letters in quotes, in a list
### BEGIN SOLUTION
may_stand = {"A", "D", "E"}
### END SOLUTION

# %%
check("12.1", may_stand)

# %% [markdown]
# ## 12.2 How many customers does a steam main need?
#
# An invented zone plans a steam main. Each firm that it expects comes with the probability `come` (in %), independently of the others. A planned link has `times` times the effect of the same link
# laid later. If the zone waits, the share `fitting` (in %) of the possible links can be made. Give a list of three numbers:
#
# 1. the effect of planning per possible link, if supplier and customer are both still expected;
# 2. the effect of a planned main, if the supplier has signed, and the main works as soon as **at least one of three** expected customers comes;
# 3. the smallest share of firms that must come, in %, so that planning a link between two expected firms is at least as good as waiting.

# %% [raw] tags=["exercise"]
# id = "12.2"
# within = 0.002
# hints = [
#   "A link between two expected firms works only if both come. What is the probability of that?",
#   "At least one of three comes unless all three stay away. What is the probability that all stay away?",
#   "For the third number, set times times the square of the share equal to the share that fits, and mind the percent signs.",
# ]
# idea = "With a = come/100: times * a**2; times * (1 - (1 - a)**3); 100 * (fitting/100/times)**0.5. One signed supplier and three candidates for one customer make the plan far safer than any forecast about a single pair."
# [[mistakes]]
# value = "[times * a, effects[1], effects[2]]"
# hint = "The first number holds if one partner has signed. Here both are only expected."
# [[mistakes]]
# value = "[effects[0], times * a**3, effects[2]]"
# hint = "The second number is the effect if all three customers must come. One of them is enough."
# [[mistakes]]
# value = "[effects[0], times * a * (1 - (1 - a) ** 3), effects[2]]"
# hint = "In the second number you made the supplier uncertain. It has signed."
# [[mistakes]]
# value = "[effects[0], effects[1], fitting / times]"
# hint = "The first two are right. The third is the share that is needed if one partner has signed."
# [[mistakes]]
# value = "[effects[0], effects[1], effects[2] / 100]"
# hint = "The third number is asked in percent."

# %%
effects = ...  # [two expected firms, main with one of three customers, share in %]
### BEGIN SOLUTION
a = come / 100
effects = [times * a**2, times * (1 - (1 - a) ** 3), 100 * (fitting / 100 / times) ** 0.5]
### END SOLUTION

# %%
check("12.2", effects)

# %% [markdown]
# ## 12.3 Repair: the payback of the national program
#
# A brochure says that the program pays back in less than a year. The cell below was its basis. Suppose that the figure for money covers `period` years together, and that `sold` % of it is steam sold, which
# the buyers in the parks pay. Repair the cell, so that it gives the payback for all firms of the parks together, in years, without interest.

# %%
program.loc[["investment", "money"], ["quantity", "value", "unit", "note"]]

# %% [raw] tags=["exercise"]
# id = "12.3"
# unit = "year"
# within = 0.005
# hints = [
#   "A payback divides an investment by the gain of ONE year. Which years does the figure cover?",
#   "What the sellers of steam earn, the buyers pay. What is left of the figure if you count all firms together?",
#   "Take the part that is not sold, spread it over the years, and divide the investment by it.",
# ]
# idea = "invested / (money * (1 - sold/100) / period). Each of the two questions, which years and whose gain, moves the result by a factor; no digit of the printed figures does."
# [[mistakes]]
# value = "invested / money"
# hint = "This is what the brochure printed: it takes the sum for the gain of a year, and the sales for a gain."
# [[mistakes]]
# value = "invested / (money / period)"
# hint = "The years are right now. Is a sale between two firms of the park a gain of the park?"
# [[mistakes]]
# value = "invested / (money * (1 - sold / 100))"
# hint = "The sales are out now. What remains is still the sum of several years."
# [[mistakes]]
# value = "invested / (money * sold / 100 / period)"
# hint = "You kept the part that is sold and dropped the part that is saved."
# [[mistakes]]
# value = "invested / (money * (1 - sold / 100) * period)"
# hint = "The gain of one year is smaller than that of all years: divide by them."

# %%
invested = program.at["investment", "value"]  # 10^6 NTD
money = program.at["money", "value"]  # 10^6 NTD
payback = invested / money  # year
### BEGIN SOLUTION
payback = invested / (money * (1 - sold / 100) / period)
### END SOLUTION

# %%
check("12.3", payback)

# %% [markdown]
# ## 12.4 One article, two factors
#
# The article gives CO2 avoided and oil saved twice: for Linhai and for the national program. A printed number such as 36.2萬 (萬 is 10^4) can be anything that rounds to it. If both lines were made with the
# same CO2 per kiloliter, that factor must lie in both intervals. Give a list of five numbers, in t of CO2 per kL:
#
# 1. and 2. the lowest and the highest factor that the line on Linhai allows;
# 3. and 4. the same for the program;
# 5. the factor of an oil with `heat_value` kcal per liter.
#
# The program's oil is printed as 油當量, *oil equivalent*; Linhai's is not. While you compute, ask yourself which of the two lines your oil could have made.

# %%
energy_units = ep.datasets.load("factors", "energy_units").set_index("id")["value"]
per_gj = ep.emissions.factor("fuel_oil_ipcc_2006").value
print(f"1 kcal is {energy_units['kcal']} kJ; 1 GJ of fuel oil gives {per_gj} kg of CO2")
program.loc[
    ["linhai_co2", "linhai_fuel_oil", "co2", "fuel_oil"], ["scope", "quantity", "value_printed", "unit"]
]

# %% [raw] tags=["exercise"]
# id = "12.4"
# unit = "t/kL"
# within = 0.0006
# hints = [
#   "Half a unit of the last printed digit may be missing or too much, in both numbers.",
#   "The lowest quotient has the lowest numerator and the highest denominator.",
#   "For the fifth number: kcal/L times the kJ of a kcal is kJ/L, or MJ/kL; then kg of CO2 per GJ; then tonnes.",
# ]
# idea = "ep.emissions.implied_factor gives low and high of each line; the fifth number is heat_value * 4.1868 / 1000 * per_gj / 1000. The two intervals share no number, so two factors were used, or the savings hold different things. An oil that fits one interval is a lead, not a finding."
# [[mistakes]]
# value = "[*crossed, made_by_oil]"
# hint = "Low over low is not the lowest quotient. Pair the low numerator with the high denominator."
# [[mistakes]]
# value = "[*factors[:4], 1000 * made_by_oil]"
# hint = "The first four are right. The fifth is in kg; tonnes are asked."
# [[mistakes]]
# value = "[*factors[:4], made_by_oil / energy_units['kcal']]"
# hint = "The first four are right. In the fifth, convert kilocalories to kilojoules."
# [[mistakes]]
# value = "[*factors[2:4], *factors[:2], made_by_oil]"
# hint = "Linhai comes first, the program second."

# %%
factors = ...  # [Linhai low, Linhai high, program low, program high, your oil], in t/kL
### BEGIN SOLUTION
printed = program["value_printed"]
at_linhai = ep.emissions.implied_factor(printed["linhai_co2"], printed["linhai_fuel_oil"])
at_program = ep.emissions.implied_factor(printed["co2"], printed["fuel_oil"])
made_by_oil = heat_value * energy_units["kcal"] / 1000 * per_gj / 1000
factors = [at_linhai.low, at_linhai.high, at_program.low, at_program.high, made_by_oil]
crossed = [
    (program.at[co2, "value"] + shift) / (program.at[oil, "value"] + shift)
    for co2, oil in (("linhai_co2", "linhai_fuel_oil"), ("co2", "fuel_oil"))
    for shift in (-500, 500)
]
### END SOLUTION

# %%
check("12.4", factors)

# %% [markdown]
# ## 12.5 Can slag explain it?
#
# A report of 2007 gives Linhai far more CO2 than the article does, and says that it reached about four times its target. A colleague has an explanation for the gap: *They counted slag in cement.* Suppose that each tonne of slag
# avoids `slag_factor` tonnes of CO2. Give a list of three numbers:
#
# 1. the CO2 of the report (`2007_co2`) over that of the article (`linhai_co2` in `program`);
# 2. the CO2 of the report over its own target (`2007_co2_target`);
# 3. the slag, in 10^6 t a year, that would close the gap between report and article.
#
# Then compare the third number with all that was exchanged in the report (`2007_linked`).

# %%
series.loc[["2007_co2", "2007_co2_target", "2007_times", "2007_linked"], ["quantity", "value", "unit"]]

# %% [raw] tags=["exercise"]
# id = "12.5"
# within = 0.005
# hints = [
#   "The first two are quotients. Which figure is the numerator of both?",
#   "The gap is a difference in tonnes of CO2. How many tonnes of slag make it up?",
#   "Divide the gap by the factor of slag, and express it in millions of tonnes.",
# ]
# idea = "report / article, report / target, (report - article) / slag_factor / 10^6. The slag would be more than twice all that was exchanged, so slag alone cannot be the answer: the two texts must differ in more than one thing. And about four times is less than three and a half."
# [[mistakes]]
# value = "[article / report, gaps[1], gaps[2]]"
# hint = "The first quotient is upside down."
# [[mistakes]]
# value = "[gaps[0], series.at['2007_times', 'value'], gaps[2]]"
# hint = "The second number is what the report says of itself. Compute it from its two figures."
# [[mistakes]]
# value = "[gaps[0], gaps[1], (report - article) * slag_factor / 1e6]"
# hint = "The first two are right. If a tonne of slag avoids less than a tonne of CO2, do you need more slag or less?"
# [[mistakes]]
# value = "[report / program.at['co2', 'value'], gaps[1], gaps[2]]"
# hint = "The first number compares one park with the whole program. Take the row of Linhai."

# %%
gaps = ...  # [report over article, report over target, slag in 10^6 t/year]
### BEGIN SOLUTION
report, article = series.at["2007_co2", "value"], program.at["linhai_co2", "value"]
gaps = [
    report / article,
    report / series.at["2007_co2_target", "value"],
    (report - article) / slag_factor / 1e6,
]
### END SOLUTION

# %%
check("12.5", gaps)

# %% [markdown]
# ## 12.6 A reduction on paper
#
# An invented park may add one unit of vapor for each `rule` units that it cuts. It closes an old tank farm. The permit of the farm allows 120 t a year, and its meters show `tank` t a year. The park claims the whole
# permit as a cut, and builds a plant that uses all the room that this gives. Give a list of three numbers, in t a year:
#
# 1. the vapor that the new plant may emit, counted by the permit;
# 2. the change of what the park really emits (positive if it rises), if the new plant uses all of it;
# 3. the vapor that the new plant could emit if only real emissions counted.

# %% [raw] tags=["exercise"]
# id = "12.6"
# unit = "t/year"
# within = 0.01
# hints = [
#   "The rule divides what is cut. What is claimed as cut in the first case, and what in the third?",
#   "In fact the farm took less out of the air than its permit says. What came, and what went?",
#   "Second number: emissions of the new plant minus the emissions that the meters showed before.",
# ]
# idea = "120 / rule; 120 / rule - tank; tank / rule. On paper the air gains; in fact it gets worse, because nobody ever emitted what was traded. This is why real emissions must be the basis."
# [[mistakes]]
# value = "[120 * rule, vapor[1], vapor[2]]"
# hint = "The first number is larger than the cut itself. The rule asks for more cuts than additions."
# [[mistakes]]
# value = "[vapor[0], 120 / rule - 120, vapor[2]]"
# hint = "The second number is what the papers show. Ask the meters."
# [[mistakes]]
# value = "[vapor[0], tank - 120 / rule, vapor[2]]"
# hint = "The second number has the wrong sign: it is positive if emissions rise."
# [[mistakes]]
# value = "[vapor[0], vapor[1], tank]"
# hint = "The first two are right. The rule holds for real cuts as well."

# %%
vapor = ...  # [room by the permit, real change, room by real emissions], in t/year
### BEGIN SOLUTION
vapor = [120 / rule, 120 / rule - tank, tank / rule]
### END SOLUTION

# %%
check("12.6", vapor)

# %% [markdown]
# ## 12.7 What the mayor breathes
#
# Oil that is not burned leaves no sulfur dioxide behind. How much, depends on the oil. The national program gives SOx and oil of a year. For China Steel's network at Linhai, sums from 1994 to 2018 are printed, and the text calls the oil
# *low in sulfur*. Count all SOx as SO2, and take `density` kg per liter for the oil (an assumption). Give a list of four numbers:
#
# 1. and 2. SOx avoided per oil saved, in kg/kL, for the program and for China Steel's network;
# 3. and 4. the sulfur that this oil must have held, in % of its mass, in the same order.
#
# Do the two texts fit together?

# %%
print(program.loc[["sox", "fuel_oil"], ["value", "unit"]])
print(further.loc[["sox_1994_2018", "oil_1994_2018"], ["value", "unit"]])

# %% [raw] tags=["exercise"]
# id = "12.7"
# within = 0.002
# hints = [
#   "A tonne per kiloliter is 1000 kg per kiloliter. Divide each SOx by its oil.",
#   "Which part of the mass of SO2 is sulfur? ep.emissions.molar_mass('S') and ('SO2') tell.",
#   "A kiloliter of oil weighs 1000 times its density, in kg. The sulfur over this mass, in percent.",
# ]
# idea = "1000 * sox / oil, and then times M(S)/M(SO2) / (1000 * density) * 100. Linhai's oil comes out near half a percent and the program's well above it, so the word low in sulfur fits. A saving of the same oil is worth more to a town that burned a dirtier one."
# [[mistakes]]
# value = "[air[0], air[1], air[2] * molar_mass('SO2') / molar_mass('S'), air[3] * molar_mass('SO2') / molar_mass('S')]"
# hint = "The first two are right. You counted the oxygen of SO2 as sulfur."
# [[mistakes]]
# value = "[air[0] / 1000, air[1] / 1000, air[2], air[3]]"
# hint = "The first two are in t/kL; kg/kL is asked."
# [[mistakes]]
# value = "[air[0], air[1], air[2] * density, air[3] * density]"
# hint = "The first two are right. A kiloliter of oil does not weigh 1000 kg: use its density."
# [[mistakes]]
# value = "[air[1], air[0], air[3], air[2]]"
# hint = "The program comes first, China Steel's network second."

# %%
air = ...  # [program, Linhai] in kg/kL, then [program, Linhai] in % of sulfur
### BEGIN SOLUTION
molar_mass = ep.emissions.molar_mass
per_kl = [
    1000 * program.at["sox", "value"] / program.at["fuel_oil", "value"],
    1000 * further.at["sox_1994_2018", "value"] / further.at["oil_1994_2018", "value"],
]
air = [*per_kl, *(100 * kg * molar_mass("S") / molar_mass("SO2") / (1000 * density) for kg in per_kl)]
### END SOLUTION

# %%
check("12.7", air)

# %% [markdown]
# ## 12.8 Decide and justify: what do you build first?
#
# Written. You manage a zone with an old half (twelve factories, one of them a power station with steam to spare) and a new half (60 hectares, empty). You may spend the budget once: on a steam main and pipe racks through the new half now, or on a survey
# of the old half and pipes between firms that sign. Use the shares `come` and `fitting` and the factor `times` of exercise 12.2.
#
# Decide, in six to ten sentences. Give two numbers from exercises 12.2 or 12.6, name one piece of evidence *against* your decision and say why it does not stop you, and write one clause for the sales contract of a plot.

# %% [raw] tags=["exercise"]
# id = "12.8"
# kind = "written"
# rubric = [
#   "No decision, or a decision that rests on a count of cases or on the doubling as a fact.",
#   "A decision with general reasons (planning is good, firms know best), without numbers or counter-evidence.",
#   "A clear decision with one right number and one piece of counter-evidence; the clause is missing or could not be enforced.",
#   "A clear decision; two right numbers with their assumption named; counter-evidence that is really against it, with its kind (opinion, case, comparison); one enforceable clause on entry, connection or saved emissions.",
# ]
# hints = [
#   "Which partner of the links exists already? Which of your numbers describes that case?",
#   "Which row of the evidence would your opponent read aloud? Is it an opinion, a case or a comparison?",
#   "A clause says who must do what by when, and what happens if not: connect to the main, report what is given off, count only real cuts.",
# ]
# idea = "Both decisions can be right. The power station is an anchor that exists, so the case of a signed supplier applies; the counter-evidence must be met and not counted away; and the clause must bind the next owner of the plot."

# %%
my_decision = ...  # text in quotes
### BEGIN SOLUTION
my_decision = f"""I survey the old half first and lay the pipes that firms sign for, but I reserve the route of the main through the new half
and build its first section only. If both partners are still expected, planning at the shares of exercise 12.2 yields about
{effects[0]:.2f} per link against {fitting / 100:.2f} for waiting, so for two expected firms {"planning" if effects[0] > fitting / 100 else "waiting"} is better; with the power station as a supplier that has signed and three
possible customers it is even {effects[1]:.1f}. These numbers assume that arrivals are independent and cost nothing, and we measured neither. Against
me speaks the article's opinion that planned links have twice the effect. It is an opinion without a figure, and my reserved route keeps most of that
advantage at a fraction of the cost. Against the opposite decision speaks the case of Changbin, where the plan stood and water was short. Clause:
the buyer of a plot reports each year what it gives off and needs, connects to the main within two years if steam is offered below the cost of its
boiler, and may count as a reduction only what its meters showed in the two years before; otherwise the zone may buy back the
unused part of the plot at the price paid."""
### END SOLUTION

# %%
check("12.8", my_decision)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. Building the main at once can earn full points, if the candidate says which customers
# make it safe and what happens to the main if they do not come.
#
# **For the discussion.** After 12.5, collect what else could explain the factor (avoided raw material, landfill, all firms, another reference) and let pairs write the one sentence that each text would have needed. After 12.6,
# ask who in your own administration could have known the reading of the meters.
