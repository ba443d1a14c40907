# ---
# jupyter:
#   ecopark:
#     number: "11"
#     edition: 3
#     title: "Exercises: reading sources critically"
#     minutes: 75
#     variants:
#       output: [15000.0, 18000.0, 21000.0, 24000.0, 27000.0]
#       recovery: [35.0, 40.0, 50.0, 55.0, 60.0, 65.0]
#       oil: [3.1, 3.4, 3.7, 4.3, 4.6]
#       factor: [2.97, 2.99, 3.09, 3.12]
#       place_list: [low_carbon_city, uk, rockefeller]
#       co2_text: [36.2萬公噸, 95.9萬公噸, 24萬公噸, 8.5萬公噸]
#       money_text: [36.6億元, 27.8億元, 18.6億元, 2.5億元]
#       texts: [2, 3]
#       slip: [0.12, 0.15, 0.2, 0.25, 0.3]
#       same_slip: [0.4, 0.6, 0.7, 0.8]
#       share: [14, 15, 16, 17, 18, 19]
#       puzzle: [gypsum-origin, tranche-implied-subsidy, hj274-one-row-missing]
#       days: [2, 3, 6, 9]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 11: reading sources critically
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Exercises 11.1, 11.3, 11.4 and 11.6 use figures that sources print. The zone of exercise 11.2, the chances of 11.5 and the days of 11.7 are
# invented. Exercise 11.3 holds code that runs and is wrong: repair it.

# %% tags=["parameters"]
output: float = 27000.0  # ammonium thiosulfate that the refinery makes; t/year; 10000..30000
recovery: float = 50.0  # sulfur that the refinery recovers, of what its crude oil brings; %; 30..80
oil: float = 4.6  # oil that an invented zone saves; 10^4 kL/year; 1..20
factor: float = 3.12  # factor that this zone used in secret; t/kL; 2.5..3.5
place_list: str = "low_carbon_city"  # list of places; name; low_carbon_city | uk | rockefeller
co2_text: str = "36.2萬公噸"  # CO2 avoided as printed; t; any
money_text: str = "36.6億元"  # money saved as printed; NTD; any
texts: int = 3  # texts that share an error; count; 2..5
slip: float = 0.15  # chance that a text errs on this fact; 1; 0.01..0.5
same_slip: float = 0.4  # part of the errors that give the same wrong answer; 1; 0.05..1
share: int = 15  # printed share of the zones; %; 14..20
puzzle: str = "tranche-implied-subsidy"  # dispute to settle; name; any
days: int = 3  # work for the second piece of evidence; day; 1..20

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
kalundborg = ep.datasets.load("kalundborg", "claims").set_index("id")["value"]
figures = ep.datasets.load("claims", "figures").set_index("id")["value"]
zones = ep.datasets.load("participation", "figures").set_index("id")["value"]
check = course.checker(
    "11",
    output=output,
    recovery=recovery,
    oil=oil,
    factor=factor,
    place_list=place_list,
    co2_text=co2_text,
    money_text=money_text,
    texts=texts,
    slip=slip,
    same_slip=same_slip,
    share=share,
    puzzle=puzzle,
    days=days,
)

# %% [markdown]
# ## 11.1 Does the fertilizer fit the sulfur?
#
# In November 2000 the refinery of Kalundborg announced a plant that turns leftover sulfur into ammonium thiosulfate, a liquid fertilizer: `output` tonnes a
# year (27,000 in the announcement; two months earlier it had said 15,000 to 27,000). The usual solution of this salt holds 26 % sulfur. Before, the refinery had
# sold 4,000 t of sulfur a year, and the plant cuts its SO2 by 560 t. Give a list:
#
# 1. the sulfur in the fertilizer [t/year];
# 2. the sulfur that was known before and can have gone into it (sold, and in the SO2 that is cut) [t/year];
# 3. the sulfur content of the crude oil [%] at which a refinery of 3,000,000 t a year that recovers `recovery` % of its sulfur gets as much as the
#    fertilizer holds.
#
# Then decide for yourself whether the gap between 1 and 2 refutes the announcement.

# %%
figures[["ats_sulphur"]], kalundborg[["sulphur_sold_before", "ats_so2_nov", "nap_refinery"]]

# %% [raw] tags=["exercise"]
# id = "11.1"
# within = 0.005
# hints = [
#   "Begin with the fertilizer: which part of its mass is sulfur?",
#   "SO2 is not sulfur. ep.emissions.molar_mass('S') / ep.emissions.molar_mass('SO2') is the part that is.",
#   "Crude oil times its sulfur content times the recovery must give the first number. Solve for the content, in percent.",
# ]
# idea = "output * 26 %; 4,000 plus 560 times the part of SO2 that is sulfur; the first number over (3,000,000 times the recovery), in percent. The gap speaks against the highest output, or for a weaker solution or more sulfur in the crude oil: it names what to ask, and refutes nothing."
# [[mistakes]]
# value = "[in_fertilizer, kalundborg['sulphur_sold_before'] + kalundborg['ats_so2_nov'], content]"
# hint = "The second number adds SO2 to sulfur. About half of the mass of SO2 is oxygen."
# [[mistakes]]
# value = "[in_fertilizer, known, content * (recovery / 100) ** 2]"
# hint = "The third number: with a low recovery the crude oil must hold more sulfur, not less."
# [[mistakes]]
# value = "[in_fertilizer, known, content * recovery / 100]"
# hint = "The first two are right. For the third you assumed that all sulfur is recovered."
# [[mistakes]]
# value = "[in_fertilizer, kalundborg['sulphur_sold_before'], content]"
# hint = "The second number lacks the sulfur in the SO2 that no longer leaves the chimney."

# %%
three_amounts = ...  # a list of three numbers, in t/year, t/year and %
### BEGIN SOLUTION
in_fertilizer = output * figures["ats_sulphur"] / 100
sulfur_in_so2 = ep.emissions.molar_mass("S") / ep.emissions.molar_mass("SO2")
known = kalundborg["sulphur_sold_before"] + kalundborg["ats_so2_nov"] * sulfur_in_so2
content = 100 * in_fertilizer / (kalundborg["nap_refinery"] * recovery / 100)
three_amounts = [in_fertilizer, known, content]
### END SOLUTION

# %%
check("11.1", three_amounts)

# %% [markdown]
# ## 11.2 Which factors are still in play?
#
# An invented zone prints the oil that it saves and the CO2 that it avoids, as in the next cell. Which of the oils in `factors` could it have used, within
# the rounding of **both** printed numbers? Give a set of names.

# %%
printed_oil, printed_co2 = f"{oil:.1f}萬公秉", f"{oil * factor:.1f}萬公噸"
factors = {"A": 2.92, "B": 2.96, "C": 2.98, "D": 3.00, "E": 3.07, "F": 3.11, "G": 3.13}  # t/kL
printed_oil, printed_co2

# %% [raw] tags=["exercise"]
# id = "11.2"
# hints = [
#   "Each printed number was rounded. Which numbers round to it?",
#   "The smallest possible factor divides the smallest CO2 by the largest oil. Find the largest in the same way.",
#   "course.claims.parse_printed(printed_co2) has .low and .high. Keep every oil that lies between the two ends.",
# ]
# idea = "The interval from low CO2 over high oil to high CO2 over low oil; all oils inside it stay in play. A factor that fits is a lead, and fewer printed digits leave more of them."
# [[mistakes]]
# value = "{min(factors, key=lambda name: abs(factors[name] - middle))}"
# hint = "You took the oil that is nearest to the quotient of the printed numbers. How far can rounding move this quotient?"
# [[mistakes]]
# value = "set()"
# hint = "Some oil fits. If you divided low by low and high by high, your lower end may lie above the upper one: which pair of ends makes the quotient smallest?"

# %%
in_play = ...  # a set of names in quotes
### BEGIN SOLUTION
co2, amount = course.claims.parse_printed(printed_co2), course.claims.parse_printed(printed_oil)
middle = (co2.low + co2.high) / (amount.low + amount.high)
in_play = {name for name, value in factors.items() if co2.low / amount.high <= value <= co2.high / amount.low}
### END SOLUTION

# %%
check("11.2", in_play)

# %% [markdown]
# ## 11.3 Repair: items are not things
#
# An overview speaks of so many *cities* in the list `place_list` and numbers four agencies; a report compares two indicator systems in tables. The cell should give
# five counts: provinces in the list, cities in the list, different agencies, and how many rows of the EIP standard (`hj274-2009`) and of the circular program
# (`cepz-ctip-2012`) the comparison does **not** print. It runs, and each of its numbers is a number of items or of rows. Repair it.

# %%
agencies = ep.datasets.load("eco_cities", "programs")
places = ep.datasets.load("eco_cities", "places")
places = places[places["list"] == place_list]
coverage = ep.datasets.load("crosswalk", "coverage")
print(places[["name_en", "level"]].to_string(index=False))
print(agencies[["no", "agency"]].to_string(index=False))
print(coverage.groupby(["system", "printed_in"]).size().to_string())

# %% [raw] tags=["exercise"]
# id = "11.3"
# within = 0
# hints = [
#   "Look at the column level: not every place of the list is a city, and some are neither city nor province.",
#   "An agency that stands in the list twice is one agency. A column has .nunique().",
#   "The rows that are lost have 'not printed' in the column printed_in. Count them for each of the two systems.",
# ]
# idea = "Count what the question names: levels, different agencies, rows that are not printed. A missing row leaves no gap on a page; only the count shows it. Whether the report or our extract of it lost the rows, nobody has checked."
# [[mistakes]]
# value = "[five_counts[0], len(places), *five_counts[2:]]"
# hint = "The second number still counts all places of the list. Some of them are no cities."
# [[mistakes]]
# value = "[*five_counts[:2], len(agencies), *five_counts[3:]]"
# hint = "The third number counts items. Is each agency listed once?"
# [[mistakes]]
# value = "[*five_counts[:3], *((of_system('hj274-2009')['printed_in'] != 'not printed').sum(), (of_system('cepz-ctip-2012')['printed_in'] != 'not printed').sum())]"
# hint = "The last two numbers count the rows that are printed. The question asks for those that are not."

# %%
five_counts = [
    len(places),
    len(places),
    len(agencies),
    (coverage["system"] == "hj274-2009").sum(),
    (coverage["system"] == "cepz-ctip-2012").sum(),
]
### BEGIN SOLUTION
of_system = dict(list(coverage.groupby("system"))).get
five_counts = [
    int((places["level"] == "province").sum()),
    int((places["level"] == "city").sum()),
    agencies["agency"].nunique(),
    int((of_system("hj274-2009")["printed_in"] == "not printed").sum()),
    int((of_system("cepz-ctip-2012")["printed_in"] == "not printed").sum()),
]
### END SOLUTION

# %%
check("11.3", five_counts)

# %% [markdown]
# ## 11.4 What a tonne is worth, in Chinese digits
#
# A press officer wants to print how much money a program saved for each tonne of CO2. The two numbers are printed as in the next cell; 萬 is $10^4$ and 億 is
# $10^8$. Give a list: the CO2 as a plain number [t], the money as a plain number [NTD], and the smallest and the largest money per tonne [NTD/t] that
# rounding allows.

# %%
co2_text, money_text

# %% [raw] tags=["exercise"]
# id = "11.4"
# within = 0.01
# hints = [
#   "Write both numbers without 萬 and 億 first: 萬 moves the decimal point by four places, 億 by eight.",
#   "The last printed digit sets the rounding: half of what it is worth, up and down. Is a printed 36.6億 known to a million or to ten millions?",
#   "The smallest money per tonne divides the smallest money by the largest CO2.",
# ]
# idea = "Each printed number becomes an interval of half a step on either side; the quotient takes opposite ends. Whether the money belongs to one year, and whether both numbers describe the same firms, no interval can tell."
# [[mistakes]]
# value = "[plain_co2, 10 * plain_money, 10 * lowest, 10 * highest]"
# hint = "The money is ten times too large. 億 is a hundred million, not a billion."
# [[mistakes]]
# value = "[plain_co2, plain_money, money.low / tonnes.low, money.high / tonnes.high]"
# hint = "The plain numbers are right. For the quotient, which pair of ends gives the smallest value?"
# [[mistakes]]
# value = "[plain_co2 / 10, plain_money, 10 * lowest, 10 * highest]"
# hint = "萬 is ten thousand, not a thousand."

# %%
per_tonne = ...  # a list of four numbers
### BEGIN SOLUTION
tonnes, money = course.claims.parse_printed(co2_text), course.claims.parse_printed(money_text)
plain_co2, plain_money = (tonnes.low + tonnes.high) / 2, (money.low + money.high) / 2
lowest, highest = money.low / tonnes.high, money.high / tonnes.low
per_tonne = [plain_co2, plain_money, lowest, highest]
### END SOLUTION

# %%
check("11.4", per_tonne)

# %% [markdown]
# ## 11.5 How many voices?
#
# Now `texts` texts share one wrong answer. A text errs with the chance `slip`; a part `same_slip` of all errors gives this answer. Either all of the texts speak for
# themselves, or all of them go back to one origin; before you saw the answers you gave both explanations the same chance. Give a list:
#
# 1. the Bayes factor for the common origin;
# 2. the chance of a common origin after you saw the answers [%];
# 3. the number of voices that you expect: one if they have a common origin, `texts` if not, weighted with the chances.

# %% [raw] tags=["exercise"]
# id = "11.5"
# within = 0.002
# hints = [
#   "How likely is the shared error if every text slips by itself? And if only the origin had to slip?",
#   "Independent texts: the chance of this slip to the power of the number of texts. One origin: that chance once.",
#   "With equal chances before, the odds after are the Bayes factor. Odds of B to 1 are a chance of B / (1 + B).",
# ]
# idea = "B = 1 / (slip * same_slip) ** (texts - 1); the chance is B / (1 + B); the voices are chance + texts * (1 - chance). However large B is, the chance stays below 100 % and the voices above one: a shared error is evidence of a common origin, not proof."
# [[mistakes]]
# value = "[1 / (slip * same_slip) ** texts, 100 / (1 + (slip * same_slip) ** texts), texts - (texts - 1) / (1 + (slip * same_slip) ** texts)]"
# hint = "Close: texts with one origin need a slip too, though only once. Divide the chance under one origin by the chance under independence."
# [[mistakes]]
# value = "[1 / slip ** (texts - 1), 100 / (1 + slip ** (texts - 1)), texts - (texts - 1) / (1 + slip ** (texts - 1))]"
# hint = "A slip alone is not enough: it must give this very answer. Which part of the slips does?"
# [[mistakes]]
# value = "[bayes, chance, 1]"
# hint = "The first two are right. You took the common origin for certain, but some chance is left that all texts speak for themselves."
# [[mistakes]]
# value = "[bayes, chance, texts]"
# hint = "The first two are right. You counted covers. With which chance are the texts a single voice?"

# %%
voices = ...  # a list of three numbers
### BEGIN SOLUTION
bayes = 1 / (slip * same_slip) ** (texts - 1)
chance = 100 * bayes / (1 + bayes)
voices = [bayes, chance, chance / 100 + texts * (1 - chance / 100)]
### END SOLUTION

# %%
check("11.5", voices)

# %% [markdown]
# ## 11.6 How coarse must a number be to excuse another?
#
# One report counts about 211 zones in at least one program, out of *almost 1,600*, and elsewhere prints a share of about `share` percent (15 in the report). Take the 211 as
# exact and the share as rounded to a whole percent. To which step must 1,600 have been rounded, at least, so that the two figures can both be right? (A number rounded to steps of 100 may
# be off by 50 on either side.) Give the step [zones].

# %% [raw] tags=["exercise"]
# id = "11.6"
# unit = "zones"
# within = 0.01
# hints = [
#   "Which totals would make 211 zones a share that rounds to the printed one? The report's total must come down to the nearest of them.",
#   "The smallest share that rounds to the printed one is half a percent below it. Which total belongs to it?",
#   "The total must come down from 1,600 to that total, and a rounded number is off by at most half a step.",
# ]
# idea = "The largest total that fits is 100 * 211 / (share - 0.5). The step is twice the distance from 1,600 to it. For the report's own 15 % that is far more than anybody would round a count of zones to, so rounding does not excuse it; counting memberships instead of zones might."
# [[mistakes]]
# value = "step / 2"
# hint = "This is how far 1,600 must be off. A rounded number is off by at most half a step."
# [[mistakes]]
# value = "2 * (zones['zones_china_rounded'] - 100 * zones['zones_any'] / share)"
# hint = "You took the printed share as exact. Which smaller shares round to it?"
# [[mistakes]]
# value = "2 * (zones['zones_china_rounded'] - 100 * zones['zones_any'] / (share + 0.5))"
# hint = "You went to the far end of the share. The nearest total that fits is enough."

# %%
smallest_step = ...  # zones
### BEGIN SOLUTION
largest_total = 100 * zones["zones_any"] / (share - 0.5)
step = 2 * (zones["zones_china_rounded"] - largest_total)
smallest_step = step
### END SOLUTION

# %%
check("11.6", smallest_step)

# %% [markdown]
# ## 11.7 The cheapest evidence
#
# The table shows what each piece of evidence would show under each explanation of `puzzle`; the days of work are invented. You want to tell **all** explanations apart. Which set of
# pieces does it with the least work? Give the names of the rows as a set.

# %%
evidence = ep.datasets.load("audit_lab", "evidence")
evidence = evidence[evidence["puzzle"] == puzzle]
work = pd.Series(
    dict(zip(evidence["evidence"].unique(), [5.0, float(days), 2.5, 8.2, 1.1, 7.4, 4.3], strict=False)),
    name="days",
)
would_show = (
    evidence.pivot(index="evidence", columns="hypothesis", values="shows")
    .loc[work.index]
    .rename_axis(index=None)
)
would_show.assign(days=work)

# %% [raw] tags=["exercise"]
# id = "11.7"
# hints = [
#   "Two explanations are told apart by a set if at least one of its pieces shows different things for them.",
#   "Strike out the pieces that show the same in every column. Do any two of the others suffice?",
#   "course.claims.find_deciding_evidence(evidence) lists the smallest sets. Add up the days of each, and ask whether a larger set could be cheaper.",
# ]
# idea = "List all sets whose rows give each column a different combination, and take the one with the fewest days. The fewest pieces need not be the least work, and the most expensive piece may decide nothing."
# [[mistakes]]
# value = "set(min(smaller, key=lambda chosen: -work[list(chosen)].sum())) if len(smaller) > 1 else set(work.index)"
# hint = "This set decides, but another one does so with less work."
# [[mistakes]]
# value = "{work.idxmin()}"
# hint = "The cheapest piece alone leaves at least two explanations alike."

# %%
cheapest = ...  # a set of names in quotes
### BEGIN SOLUTION
from itertools import combinations

sets = [set(chosen) for size in range(1, len(work) + 1) for chosen in combinations(work.index, size)]
decide = [chosen for chosen in sets if not would_show.loc[list(chosen)].T.duplicated().any()]
smaller = course.claims.find_deciding_evidence(evidence)
cheapest = min(decide, key=lambda chosen: work[list(chosen)].sum())
### END SOLUTION

# %%
check("11.7", cheapest)

# %% [markdown]
# ## 11.8 Decide and justify: does the number go into the plan?
#
# Written. Your zone looks to the Linhai park. A popular article says that its exchanges avoid 362,000 t of CO2 a year. The abstract of a study of 2007, made for the environment
# agency, says 15,013,679 t for the same park, *about 4 times* its target of 4,320,041 t. Your ministry has quoted the larger number in a letter. Which number goes into your plan: the first, the second, both, or
# neither? Decide, name two faults or doubts with the calculation or the question that shows each, say what single document would change your mind, and write the
# sentence that you would print. Six to ten sentences.

# %% [raw] tags=["exercise"]
# id = "11.8"
# kind = "written"
# rubric = [
#   "No decision, or a number chosen because it is larger, newer, official or the mean of the two.",
#   "A decision with general doubts (different sources, perhaps different methods), without a calculation or a named question.",
#   "A clear decision with at least one calculation (a factor of about 41; less than three and a half instead of four) and a named difference such as the boundary; no document that would decide, or no sentence to print.",
#   "A clear decision; two doubts, each with its calculation or question (size, boundary or baseline, the quotient to the target); one document that would change it; a sentence to print that carries source, year, boundary or the lack of it; and a word on what to tell the ministry.",
# ]
# hints = [
#   "Divide the larger number by the smaller one, and by its own target. What do the quotients tell?",
#   "What could be counted inside one figure and outside the other? Think of fuel, of raw material made elsewhere, of landfill, of the firms.",
#   "A quotation in a letter adds no evidence. What would: a table by exchange, a definition of the baseline?",
# ]
# idea = "Any decision can be right. It must use the two quotients, name the boundary as the open question, ask for one document, and print the figure so that a reader sees what it is."

# %%
my_decision = ...  # text in quotes
### BEGIN SOLUTION
my_decision = """The first number goes into the plan, as an illustration, and the second does not. The second is about 41 times the
first, more than any error of arithmetic would give, so the two texts must count different things: perhaps avoided raw material and landfill, perhaps
all firms. Its own comparison is doubtful too: 15.01 million over 4.32 million is 3.48, less than three and a half, and the text says about four. Neither text states a
baseline or a boundary, and of the study only an abstract was read, so I must not add the numbers or call their difference progress. That our ministry quoted the larger one
adds nothing, for a quotation is not a measurement; I would write to it with the two quotients and ask for the study's table by exchange. That table, with the CO2 of
each link and its baseline, would change my mind. I print: 'A popular article puts the CO2 that the Linhai exchanges avoid at about 362,000 t a year; it gives no year and no
boundary, and an older study with another boundary reports a far larger figure.'"""
### END SOLUTION

# %%
check("11.8", my_decision)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. *Neither* is as good a decision, if the sentence to print then speaks of the exchanges without a number. In class, let pairs
# read their printed sentences aloud: the others may ask one question each, and a sentence that answers all of them stays.
