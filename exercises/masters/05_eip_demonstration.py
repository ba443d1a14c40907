# ---
# jupyter:
#   ecopark:
#     number: "05"
#     edition: 1
#     title: "Exercises: the EIP Demonstration Program"
#     minutes: 60
#     variants:
#       zone: [Synthetic zone 07, Synthetic zone 02, Synthetic zone 05, Synthetic zone 08, Synthetic zone 09, Synthetic zone 10, Synthetic zone 11, Synthetic zone 14, Synthetic zone 17, Synthetic zone 20, Synthetic zone 28, Synthetic zone 33, Synthetic zone 34, Synthetic zone 43, Synthetic zone 45]
#       year: [2016, 2010, 2012, 2013, 2014]
#       approved: [2006, 2005, 2007, 2008, 2009]
#       grade: [satisfactory, excellent, good, qualified, unsatisfactory]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 05: the EIP Demonstration Program
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[1.5, -2]`. The order matters, unless the question says otherwise. The
# last answer is a text of your own: it is kept for your teacher.
#
# The zone is synthetic: its numbers are invented.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone to assess; name; any
year: int = 2016  # year to assess; year; 2006..2016
approved: int = 2006  # year in which the plan of the zone was approved; year; 2000..2009
grade: str = "satisfactory"  # grade at the next evaluation; name; any

# %%
import ecopark as ep
import ecopark_course as course

panel = ep.datasets.synthetic_panel()
row = panel[(panel["zone"] == zone) & (panel["year"] == year)].iloc[0]
standard = ep.standards.get("hj274-2009")
check = course.checker("05", zone=zone, year=year, approved=approved, grade=grade)
row[["zone", "year", "industrial_added_value", "energy", "employees", "industrial_land"]]

# %% [markdown]
# ## 05.1 An intensity
#
# Compute the energy use per industrial added value of the zone, in tce/10^4 RMB. The values are in
# `row`: `row["energy"]` is in tce and `row["industrial_added_value"]` in 10^4 RMB.

# %% [raw] tags=["exercise"]
# id = "05.1"
# unit = "tce/10^4 RMB"
# within = 0.0005
# hints = [
#   "An intensity is a quantity divided by added value.",
#   "Both columns are already in the units that are asked: nothing has to be converted.",
#   "Divide row['energy'] by row['industrial_added_value'].",
# ]
# idea = "row['energy'] / row['industrial_added_value'] is in tce/10^4 RMB."
# [[mistakes]]
# value = "row['industrial_added_value'] / row['energy']"
# hint = "This is added value per energy. Turn the fraction over."
# [[mistakes]]
# value = "row['energy'] / row['industrial_added_value_constant']"
# hint = "This uses constant prices. The intensity is computed in the prices of the year."
# [[mistakes]]
# value = "row['energy'] / row['industrial_added_value'] / 1e4"
# hint = "Added value is already in 10^4 RMB: do not divide by 10^4 again."

# %%
energy_intensity = ...  # tce/10^4 RMB
### BEGIN SOLUTION
energy_intensity = row["energy"] / row["industrial_added_value"]
### END SOLUTION

# %%
check("05.1", energy_intensity)

# %% [markdown]
# ## 05.2 Which indicators fail
#
# Assess the panel with `ep.assess(panel)`. Which indicators does the zone fail in this year? Give
# their codes as a list, such as `["1.1", "2.8"]`.

# %% [raw] tags=["exercise"]
# id = "05.2"
# hints = [
#   "Store the result first: assessed = ep.assess(panel).",
#   "Keep the rows of the zone and the year; then keep those whose status is 'fail'.",
#   "own = assessed[(assessed['zone'] == zone) & (assessed['year'] == year)]",
# ]
# idea = "own.loc[own['status'] == 'fail', 'code'].to_list(), with own = the rows of the zone and year."
# [[mistakes]]
# value = "own.loc[own['status'] == 'pass', 'code'].to_list()"
# hint = "These are the indicators that pass."
# [[mistakes]]
# value = "sorted(set(assessed.loc[(assessed['zone'] == zone) & (assessed['status'] == 'fail'), 'code']))"
# hint = "These are the failures of all years. Keep the rows of the one year."

# %%
failing = ...  # a list of codes
### BEGIN SOLUTION
assessed = ep.assess(panel)
own = assessed[(assessed["zone"] == zone) & (assessed["year"] == year)]
failing = set(own.loc[own["status"] == "fail", "code"])
### END SOLUTION

# %%
check("05.2", failing)

# %% [markdown]
# ## 05.3 The lost superscript
#
# Somebody reads the unit of row 2.2 as tce per **104** RMB. By which factor is that person's
# intensity smaller than the right one? Give the right intensity divided by the wrong one.

# %% [raw] tags=["exercise"]
# id = "05.3"
# within = 0.05
# hints = [
#   "The same energy is divided into portions of 10^4 RMB or of 104 RMB.",
#   "Energy per 10^4 RMB over energy per 104 RMB is 10^4 over 104.",
#   "The right intensity is the one per 10^4 RMB. Which of the two numbers stands in the numerator?",
# ]
# idea = "Ten thousand divided by one hundred and four."
# [[mistakes]]
# value = "104 / 10**4"
# hint = "This is the inverse. The right intensity is the larger one."
# [[mistakes]]
# value = "10**4"
# hint = "Divide 10^4 by the number that was read instead of it."

# %%
factor = ...
### BEGIN SOLUTION
factor = ep.units.factor("10^4 RMB", "104 RMB")
### END SOLUTION

# %%
check("05.3", factor)

# %% [markdown]
# ## 05.4 People on a square kilometer
#
# A park stands exactly at the limits of rows 1.1 and 2.1. How many people work on one square
# kilometer of its industrial land? `standard["1.1"].threshold` is in 10^4 RMB/person,
# `standard["2.1"].threshold` in 10^8 RMB/km2.

# %% [raw] tags=["exercise"]
# id = "05.4"
# unit = "person/km2"
# within = 0.5
# hints = [
#   "Divide added value per land by added value per person: added value cancels out.",
#   "Bring both to the same unit first: 10^8 RMB are 10^4 times 10^4 RMB.",
#   "standard['2.1'].threshold * 10**4 is in 10^4 RMB/km2.",
# ]
# idea = "(threshold of 2.1 times 10^4) divided by the threshold of 1.1."
# [[mistakes]]
# value = "standard['2.1'].threshold / standard['1.1'].threshold"
# hint = "The two are in different units of money: 10^8 RMB and 10^4 RMB. Convert first."
# [[mistakes]]
# value = "standard['2.1'].threshold * 10**8 / standard['1.1'].threshold"
# hint = "Row 1.1 counts in 10^4 RMB, not in RMB. Divide by 10^4 once more."
# [[mistakes]]
# value = "1e6 * standard['1.1'].threshold / (standard['2.1'].threshold * 10**4)"
# hint = "This is the land for each person, in m2. Turn the fraction over."

# %%
people = ...  # person/km2
### BEGIN SOLUTION
people = standard["2.1"].threshold * 1e8 / (standard["1.1"].threshold * 1e4)
### END SOLUTION

# %%
check("05.4", people)

# %% [markdown]
# ## 05.5 How much less energy
#
# By how many percent must the zone's energy use fall, with the same added value, so that it reaches
# the limit of row 2.2? Give a positive number, or 0 if the limit is already reached.

# %% [raw] tags=["exercise"]
# id = "05.5"
# unit = "%"
# within = 0.05
# hints = [
#   "With the same added value, energy must fall by the same part as the intensity.",
#   "The limit divided by the intensity is the part of the energy that may stay.",
#   "Compute 100 * (1 - limit / intensity); if that is negative, the answer is 0.",
# ]
# idea = "100 * (1 - limit / intensity), and never less than 0."
# [[mistakes]]
# value = "100 * (energy_intensity / standard['2.2'].threshold - 1)"
# hint = "This compares with the limit. The fall is measured from what the zone uses today."

# %%
fall = ...  # %
### BEGIN SOLUTION
fall = max(0.0, 100 * (1 - standard["2.2"].threshold / energy_intensity))
### END SOLUTION

# %%
check("05.5", fall)

# %% [markdown]
# ## 05.6 Flows on a square kilometer
#
# The park of 03.4 stands at every limit. How much does it need and discharge on one square kilometer, in a
# year? Use the limits of rows 2.1, 2.2, 2.4, 2.6 and 2.7. Give a list: energy in tce, fresh water in m3,
# wastewater in t, solid waste in t.

# %% [raw] tags=["exercise"]
# id = "05.6"
# within = 0.5
# hints = [
#   "Each limit counts for 10^4 RMB of added value. How many times 10^4 RMB are made on a square kilometer?",
#   "Row 2.1 is in 10^8 RMB/km2. Multiply it by 10^4 to get 10^4 RMB/km2.",
#   "Multiply that number with the thresholds of 2.2, 2.4, 2.6 and 2.7, one after the other.",
# ]
# idea = "standard['2.1'].threshold * 10**4, times the threshold of each of the four rows."
# [[mistakes]]
# value = "[standard[c].threshold * standard['2.1'].threshold for c in ('2.2', '2.4', '2.6', '2.7')]"
# hint = "The limits count for 10^4 RMB, row 2.1 for 10^8 RMB. Convert first."
# [[mistakes]]
# value = "[standard[c].threshold * standard['2.1'].threshold * 10**8 for c in ('2.2', '2.4', '2.6', '2.7')]"
# hint = "The limits count for 10^4 RMB, not for one RMB. Divide by 10^4."
# [[mistakes]]
# value = "flows[::-1]"
# hint = "The four numbers are right and in the wrong order: energy first."

# %%
flows = ...  # [tce, m3, t, t] on one km2
### BEGIN SOLUTION
value_per_land = standard["2.1"].threshold * 10**4  # 10^4 RMB/km2
flows = [standard[code].threshold * value_per_land for code in ("2.2", "2.4", "2.6", "2.7")]
### END SOLUTION

# %%
check("05.6", flows)

# %% [markdown]
# ## 05.7 What is left
#
# On the same square kilometer: how many tonnes of solid waste may stay **without reuse** (row 2.9), how
# many tonnes of COD (row 3.1) and of SO2 (row 3.3) may leave it? Rows 3.1 and 3.3 are in kg/10^4 RMB.
# Give a list in tonnes: waste, COD, SO2.

# %% [raw] tags=["exercise"]
# id = "05.7"
# unit = "t"
# within = 0.05
# hints = [
#   "Row 2.9 says which part of the waste must be reused. The rest may stay.",
#   "The waste is the last number of 03.6. For COD and SO2 you need added value per land again.",
#   "A tonne is 1000 kg.",
# ]
# idea = "Waste times (1 - threshold of 2.9 / 100); thresholds of 3.1 and 3.3 times 10^4 RMB per km2, over 1000."
# [[mistakes]]
# value = "[flows[3] - left[0], left[1], left[2]]"
# hint = "The first number is the waste that is reused. What is left is asked."
# [[mistakes]]
# value = "[left[0], left[1] * 1000, left[2] * 1000]"
# hint = "COD and SO2 are in kilograms. Tonnes are asked."
# [[mistakes]]
# value = "[flows[3], left[1], left[2]]"
# hint = "The first number is all solid waste. A part of it must be reused."

# %%
left = ...  # [waste, COD, SO2], in t
### BEGIN SOLUTION
left = [
    flows[3] * (1 - standard["2.9"].threshold / 100),
    standard["3.1"].threshold * value_per_land / 1000,
    standard["3.3"].threshold * value_per_land / 1000,
]
### END SOLUTION

# %%
check("05.7", left)

# %% [markdown]
# ## 05.8 A number that no row prints
#
# All COD leaves the park with the wastewater. How much COD is then in one liter, in mg, at the limits?
# One tonne of wastewater is about 1000 liters.

# %% [raw] tags=["exercise"]
# id = "05.8"
# unit = "mg/L"
# within = 0.5
# hints = [
#   "Divide COD by wastewater: you do not need added value for that.",
#   "Rows 3.1 and 2.6 both count for 10^4 RMB: one in kg of COD, the other in tonnes of wastewater.",
#   "One kilogram is a million milligrams. One tonne of wastewater is about a thousand liters.",
# ]
# idea = "Threshold of 3.1 times 10^6 mg, over the threshold of 2.6 times 1000 liters."
# [[mistakes]]
# value = "standard['3.1'].threshold / standard['2.6'].threshold"
# hint = "This is in kg for each tonne. Convert to mg for each liter."
# [[mistakes]]
# value = "standard['3.1'].threshold * 10**6 / (standard['2.4'].threshold * 1000)"
# hint = "This divides by the fresh water. COD leaves with the wastewater."

# %%
cod_in_water = ...  # mg/L
### BEGIN SOLUTION
cod_in_water = standard["3.1"].threshold * 10**6 / (standard["2.6"].threshold * 1000)
### END SOLUTION

# %%
check("05.8", cod_in_water)

# %% [markdown]
# ## 05.9 Two readings of one unit
#
# A park uses 800 000 tce a year and makes 20 * 10^9 RMB of added value. Row 2.2 prints its unit as
# `tce/104 RMB`. Compute the intensity twice: for each 10^4 RMB, which is meant, and for each 104 RMB,
# which is printed. Give a list in that order.

# %% [raw] tags=["exercise"]
# id = "05.9"
# within = 0.000005
# hints = [
#   "Count the portions first: how many times 10^4 RMB, and how many times 104 RMB, are in the added value?",
#   "The same energy is divided into few large portions or into many small ones.",
#   "800000 / (20e9 / 10**4) is the first number.",
# ]
# idea = "800000 / (20e9 / 10**4) and 800000 / (20e9 / 104)."
# [[mistakes]]
# value = "readings[::-1]"
# hint = "The two numbers are right and in the wrong order: 10^4 first."
# [[mistakes]]
# value = "[readings[0], readings[0] * 10**4 / 104]"
# hint = "A smaller portion of money goes with less energy, not with more."

# %%
readings = ...  # [for 10^4 RMB, for 104 RMB], in tce
### BEGIN SOLUTION
readings = [800_000 / (20e9 / portion) for portion in (10**4, 104)]
### END SOLUTION

# %%
check("05.9", readings)

# %% [markdown]
# ## 05.10 Repair a broken cell
#
# The cell should tell how many of the seven rows with a lost superscript your zone **really** passes. It
# counts too many. One line reads the unit wrongly, the other one compares wrongly. Repair both, and put
# the result where the three dots are.

# %%
printed = standard.to_frame().set_index("code")["unit_printed"]
rows = ep.assess(panel)
rows = rows[(rows["zone"] == zone) & (rows["year"] == year)].set_index("code")
rows = rows[printed.reindex(rows.index).str.contains("104")]
rows[["indicator", "value", "unit", "operator", "threshold"]].round(3)

# %% [raw] tags=["exercise"]
# id = "05.10"
# unit = "rows"
# within = 0
# hints = [
#   "The column value of rows is already in the right unit, with 10^4 RMB.",
#   "Look at the column operator. Not every row asks for a small value.",
#   "Take away the division. For the rows with >= compare the other way round; rows['status'] does both.",
# ]
# idea = "(rows['status'] == 'pass').sum(), or: values = rows['value'], compared with the operator of each row."
# [[mistakes]]
# value = "as_it_was"
# hint = "This is the cell as it was."
# [[mistakes]]
# value = "half_repaired if half_repaired != really_passed else -1"
# hint = "The unit is repaired. Now look at the operator of each row."
# [[mistakes]]
# value = "len(rows) if len(rows) not in (really_passed, as_it_was) else -1"
# hint = "This is the number of all rows. Count those that pass."

# %%
values = rows["value"] / ep.units.factor("10^4 RMB", "104 RMB")
passing = values <= rows["threshold"]
really_passed = ...  # int(passing.sum()), when both lines are right
### BEGIN SOLUTION
as_it_was = int(passing.sum())
half_repaired = int((rows["value"] <= rows["threshold"]).sum())
values = rows["value"]
passing = (values <= rows["threshold"]).where(rows["operator"] == "<=", values >= rows["threshold"])
really_passed = int(passing.sum())
### END SOLUTION

# %%
check("05.10", really_passed)

# %% [markdown]
# ## 05.11 When is the next evaluation?
#
# The plan of your zone was approved on 1 June of the year `approved`. It is evaluated every three years,
# always on 1 June, and it has kept its approval. Today is 31 December of the year `year`. In which year is
# the **next** evaluation?

# %% [raw] tags=["exercise"]
# id = "05.11"
# within = 0
# hints = [
#   "Write down the years of the evaluations: the first one is three years after the approval.",
#   "The next one is the first in that row that lies after the last day of the year `year`.",
#   "How many whole periods of three years have passed? One more is due: (year - approved) // 3 + 1.",
# ]
# idea = "approved + 3 * ((year - approved) // 3 + 1)"
# [[mistakes]]
# value = "next_evaluation - 3"
# hint = "This evaluation has taken place. Take the next one."
# [[mistakes]]
# value = "year + 3 if year + 3 != next_evaluation else 0"
# hint = "The three years count from the last evaluation, not from today."
# [[mistakes]]
# value = "approved + 3 if approved + 3 not in (next_evaluation, next_evaluation - 3) else 0"
# hint = "This was the first evaluation. They go on every three years."

# %%
next_evaluation = ...  # year
### BEGIN SOLUTION
next_evaluation = approved + 3 * ((year - approved) // 3 + 1)
### END SOLUTION

# %%
check("05.11", next_evaluation)

# %% [markdown]
# ## 05.12 What blocks the title?
#
# Here is an invented record of your zone. `ep.programs.eip.status(record)` says where it stands; the result
# has a part `.next`, with one line for each step that may follow, and a part `.missing`. Which conditions
# and requirements are not fulfilled yet, so that the steps that may follow are blocked? Give their names as
# a list, in any order. A line that sums up others counts too.

# %%
steps = ["apply", "conditions_met", "submit_plan", "appoint_experts", "approve"]
record = {
    "zone": zone,
    "events": [(step, f"{approved}-06-01") for step in steps],
    "metrics_achieved": ep.programs.eip.metrics(ep.assess(panel), zone, year).status == "fulfilled",
    "sufficient_progress": True,
    "iso_14001": year % 2 == 0,  # no, in odd years
    "local_agency": True,
    "regulation_enforced": True,
    "gdp_growth": 9.5,  # % a year
    "gdp_growth_average": 8.0,  # % a year
    "accidents": [f"{approved + 5}-03-01"],
    "on": f"{year}-12-31",
}

# %% [raw] tags=["exercise"]
# id = "05.12"
# hints = [
#   "Store the result first: standing = ep.programs.eip.status(record).",
#   "standing.missing holds names. Each of them is a condition or a requirement that is not fulfilled.",
#   "list(standing.missing) is the list. Compare it with the record: can you see why each name is there?",
# ]
# idea = "list(ep.programs.eip.status(record).missing)"
# [[mistakes]]
# value = "set(ep.programs.eip.status(record).fulfilled)"
# hint = "These are fulfilled. The missing ones are asked."
# [[mistakes]]
# value = "{one.event for one in ep.programs.eip.status(record).next}"
# hint = "These are the events that may follow. The conditions that block them are asked."
# [[mistakes]]
# value = "blocking - {'additional_requirements'} if 'additional_requirements' in blocking else {'-'}"
# hint = "One line sums up all further demands. It is not fulfilled as long as one of them is not."
# [[mistakes]]
# value = "{'metrics_achieved'} if blocking - {'additional_requirements', 'metrics_achieved'} else {'none'}"
# hint = "The indicators are one reason. Are there others?"

# %%
blocking = ...  # a list of names
### BEGIN SOLUTION
blocking = set(ep.programs.eip.status(record).missing)
### END SOLUTION

# %%
check("05.12", blocking)

# %% [markdown]
# ## 05.13 A grade and what follows
#
# At the next evaluation your zone, a trial park, gets the grade that is set at the top as `grade`. Give a
# list of two things: the state of the zone after it, and the place of this grade in the printed order, where
# 1 is the first. `ep.programs.eip.grades()` and `ep.programs.eip.machine().to_frame()` show the tables.

# %% [raw] tags=["exercise"]
# id = "05.13"
# within = 0
# hints = [
#   "Look up the grade first: does it keep the approval? Which place does it have?",
#   "A zone that keeps its approval stays in the state in which it was: trial.",
#   "Otherwise look for the step graded_unsatisfactory, and its column to_state. The place is order_printed.",
# ]
# idea = "'trial' if the grade keeps the approval, else 'removed'; then order_printed of the grade."
# [[mistakes]]
# value = "['removed' if after[0] == 'trial' else 'trial', after[1]]"
# hint = "The place is right. Look at the column keeps_approval again."
# [[mistakes]]
# value = "[after[0], after[1] - 1]"
# hint = "The state is right. Count the first grade as 1."
# [[mistakes]]
# value = "['demonstration', after[1]]"
# hint = "A grade gives no title. The title needs all indicators and further demands."

# %%
after = ...  # [state, place], such as ["eligible", 9]
### BEGIN SOLUTION
graded = ep.programs.eip.grades().set_index("grade").loc[grade]
event = "evaluation_passed" if graded["keeps_approval"] else "graded_unsatisfactory"
machine = ep.programs.eip.machine().to_frame().set_index("event")
after = [machine.at[event, "to_state"], int(graded["order_printed"])]
### END SOLUTION

# %%
check("05.13", after)

# %% [markdown]
# ## 05.14 Read the figure
#
# The figure shows how far your zone is from each threshold. The zone has money for one measure in this
# year, and wants to turn one failed indicator into a passed one with the smallest step. Which indicator
# **fails by the smallest gap**? Give its code as text, such as `"3.6"`.

# %%
ep.plots.show(ep.plots.gap_chart(ep.assess(panel), zone, year))

# %% [raw] tags=["exercise"]
# id = "05.14"
# hints = [
#   "Look at the bars that go to the left: these indicators fail.",
#   "The shortest of these bars is the smallest gap. The code stands at the beginning of its name.",
#   "If two bars look alike: keep the failed rows of ep.assess(panel) and take the largest value of gap.",
# ]
# idea = "The failed indicator whose gap is nearest to 0: the shortest hatched bar."
# [[mistakes]]
# value = "failed['gap'].idxmin() if len(failed) > 1 else 'none'"
# hint = "This indicator fails by the largest gap. Look for the shortest bar."
# [[mistakes]]
# value = "passed['gap'].idxmin()"
# hint = "This bar is short too, but the indicator passes. Look at the hatched bars."
# [[mistakes]]
# value = "passed['gap'].idxmax()"
# hint = "This is the indicator with the best gap. Look at the bars that go to the left."

# %%
nearest = ...  # a code, in quotes
### BEGIN SOLUTION
judged = ep.assess(panel)
judged = judged[(judged["zone"] == zone) & (judged["year"] == year)].set_index("code")
failed, passed = (judged[judged["status"] == word] for word in ("fail", "pass"))
nearest = failed["gap"].idxmax()
### END SOLUTION

# %%
check("05.14", nearest)

# %% [markdown]
# ## 05.15 Justify: a check that would have noticed
#
# In 03.9 both readings pass the limit of row 2.2. So the limit did not notice the error. Invent **two** checks
# that would have, and say for each of them what you need to know, and when it would fail to notice. Four to
# six sentences, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "05.15"
# kind = "written"
# hints = [
#   "What else do you know about this park, about other parks, or about energy and money?",
#   "A jump against last year is a sign. When does it not help?",
#   "Is there a smallest amount of energy that 10 000 RMB of value need?",
# ]
# idea = "Compare with last year, with other zones, with the total, or with a lower bound. Each fails if the same error is everywhere."

# %%
two_checks = ...  # text in quotes
### BEGIN SOLUTION
two_checks = (
    "One: compare the value with that of last year. A fall to a hundredth is a sign of a wrong unit. I need "
    "an older report, and the check notices nothing if last year had the same error. "
    "Two: compare it with other zones and give a lower bound, such as a tenth of the smallest value that "
    "anybody reports. I need values of others, and the check fails if all of them copied the same table. "
    "In both cases I would also carry the unit with each number, so that a program can refuse it."
)
### END SOLUTION

# %%
check("05.15", two_checks)

# %% [markdown] tags=["instructor"]
# **Teacher.** 03.4 and 03.6 to 03.8 are one chain: 15 minutes, on paper first. Usual misconception in 03.12:
# a name that is missing was not met. `missing` may also mean that nobody told. Discussion: (1) Is a park
# that stands exactly at all limits a good park? (2) In 03.10, what would a reader of the wrong report do
# with its good news?
