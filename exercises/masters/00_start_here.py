# ---
# jupyter:
#   ecopark:
#     number: "00"
#     edition: 2
#     title: "Exercises: start here"
#     minutes: 20
#     variants:
#       energy: [800_000.0, 450_000.0, 1_300_000.0, 96_000.0, 640_000.0, 275_000.0, 150_000.0, 2_400_000.0]
#       added_value: [20.0, 12.5, 30.0, 7.5, 16.0, 5.0, 9.0, 44.0]
#       package: [kalundborg, factors, programs, participation, taiwan, hj274_2015, synthetic_park, tapio]
#       zone: [Dongying ETDZ, Guangzhou ETDZ, Caofeidian Industrial Park, Hailin ETDZ, Quzhou Hi-tech Industrial Zone, Ganzhou ETDZ, Qingdao ETDZ]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 00: start here
#
# Replace the three dots in each answer cell, run the cell, and run the check below it. The check replies in one
# line. A wrong answer brings a hint, and the next wrong answer brings the next one. Nobody counts your attempts.
#
# Run the cells from the top with Shift+Enter. The first two only prepare the numbers.

# %% tags=["parameters"]
energy: float = 800_000.0  # energy that a park uses in a year; tce; 1..1e9
added_value: float = 20.0  # industrial value added of that park; 10^9 RMB; 0.1..1e5
package: str = "kalundborg"  # data package to look at; name; any
zone: str = "Guangzhou ETDZ"  # zone of the table of subsidies; name; any

# %%
import ecopark as ep
import ecopark_course as course

subsidies = ep.datasets.load("ctip_subsidies").set_index("zone")
check = course.checker("00", energy=energy, added_value=added_value, package=package, zone=zone)
print(f"The park uses {energy:,.0f} tce a year.")
print(f"Its industrial value added is {added_value:g} billion yuan (10^9 RMB) a year.")

# %% [markdown]
# ## 00.1 Convert a unit
#
# How much energy does the park use, in GJ? One tce is `ep.units.factor("tce", "GJ")` gigajoules. The name `energy`
# holds the number of tce, so write a product in place of the dots.

# %% [raw] tags=["exercise"]
# id = "00.1"
# unit = "GJ"
# within = 1.0
# hints = [
#   "A tonne of coal equivalent is many gigajoules. Should the number become larger or smaller?",
#   "You need the number of tce, and the number of GJ in one tce.",
#   "Twice as many tce are twice as many GJ. Which of the four signs does that?",
# ]
# idea = "energy * ep.units.factor('tce', 'GJ')"
# [[mistakes]]
# value = "energy / ep.units.factor('tce', 'GJ')"
# hint = "You divided. One tce is many GJ, so the number must grow."
# [[mistakes]]
# value = "ep.units.factor('tce', 'GJ')"
# hint = "This is a single tce in GJ. The park uses more than one."

# %%
gigajoules = ...  # GJ
### BEGIN SOLUTION
gigajoules = energy * ep.units.factor("tce", "GJ")
### END SOLUTION

# %%
check("00.1", gigajoules)

# %% [markdown]
# ## 00.2 An intensity
#
# Compute the energy intensity of the park in tce per RMB 10,000. The cell below has already converted the value
# added into units of RMB 10,000 and calls it `in_10_4`.

# %%
in_10_4 = added_value * ep.units.factor("10^9 RMB", "10^4 RMB")
print(f"value added: {in_10_4:,.0f} times RMB 10,000")

# %% [raw] tags=["exercise"]
# id = "00.2"
# unit = "tce/10^4 RMB"
# within = 0.0005
# hints = [
#   "Read the unit aloud: it tells you what to do.",
#   "A unit with a slash comes from a division. What is before the slash?",
#   "The energy is divided, and the value added divides it. Which name holds it in the right unit?",
# ]
# idea = "energy / in_10_4"
# [[mistakes]]
# value = "energy / added_value"
# hint = "This is per billion yuan. The value added is needed in another unit."
# [[mistakes]]
# value = "in_10_4 / energy"
# hint = "The fraction is upside down: energy belongs in the numerator."

# %%
intensity = ...  # tce/10^4 RMB
### BEGIN SOLUTION
intensity = energy / in_10_4
### END SOLUTION

# %%
check("00.2", intensity)

# %% [markdown]
# ## 00.3 The lost superscript
#
# Someone finds `tce/104 RMB` in a copied table and takes it to mean *per one hundred and four yuan*. Which intensity does
# this reader obtain for the same park? Write a formula in place of the dots so that nothing is rounded.

# %% [raw] tags=["exercise"]
# id = "00.3"
# unit = "tce/104 RMB"
# within = 0.000002
# hints = [
#   "The value added in yuan stays the same. Only the portions into which it is divided become smaller.",
#   "How many portions of 104 yuan are there in a billion yuan? The toolkit knows this conversion.",
#   "It is the formula of 00.2 with another number of portions in the denominator.",
# ]
# idea = "energy / (added_value * ep.units.factor('10^9 RMB', '104 RMB'))"
# [[mistakes]]
# value = "energy / (added_value * ep.units.factor('10^9 RMB', '10^4 RMB'))"
# hint = "This is the correct intensity. Here you are asked for the number of the reader who misreads the unit."
# [[mistakes]]
# value = "energy / (added_value * 104)"
# hint = "First count how many portions of 104 yuan there are in one billion yuan."
# [[mistakes]]
# value = "energy / added_value * ep.units.factor('10^9 RMB', '104 RMB')"
# hint = "Put parentheses around the product: both factors belong in the denominator."

# %%
misread = ...  # tce/104 RMB
### BEGIN SOLUTION
misread = energy / (added_value * ep.units.factor("10^9 RMB", "104 RMB"))
### END SOLUTION

# %%
check("00.3", misread)

# %% [markdown]
# ## 00.4 Who notices the error?
#
# The cell prints the limit that the standard sets for the energy intensity. The misread number of 00.3 is now compared
# with it. What happens? Give a letter in quotes, such as `"A"`.
#
# - **A** The misread number exceeds the limit, so someone looks for the error.
# - **B** The misread number stays far below the limit, so no one looks for the error.
# - **C** The computer reports that the units do not match.

# %%
limit = ep.standards.get("hj274-2009")["2.2"]
print("at most", limit.threshold, limit.unit)

# %% [raw] tags=["exercise"]
# id = "00.4"
# hints = [
#   "Compare your answer to 00.3 with the limit.",
#   "The limit is an upper limit. Which numbers are acceptable?",
#   "A plain number carries no unit. Could a program notice anything?",
# ]
# idea = "A number that is far too small satisfies nearly every upper limit, so the error looks like success."
# [[mistakes]]
# value = "'A'"
# hint = "The limit is an upper limit. Is the misread number above it?"
# [[mistakes]]
# value = "'C'"
# hint = "That would be good. But the number was computed without its unit, so there was nothing to compare."

# %%
what_happens = ...  # a letter in quotes
### BEGIN SOLUTION
what_happens = "B"
### END SOLUTION

# %%
check("00.4", what_happens)

# %% [markdown]
# ## 00.5 Read a card
#
# The cell below prints the card of a data package. A line near its end is called *Rows by status*. Which
# status is the most frequent? Give the word in quotes.

# %%
print(ep.datasets.card(package))

# %% [raw] tags=["exercise"]
# id = "00.5"
# hints = [
#   "The line lists a number and a status, several times.",
#   "Which of these numbers is the largest?",
#   "The answer is the word after that number. Lesson 00 explains the six words.",
# ]
# idea = "Read the line Rows by status and take the word after the largest number."
# [[mistakes]]
# value = "sorted(tally, key=tally.get)[0] if len(tally) > 1 else 'rows'"
# hint = "This status has the fewest rows."

# %%
most_rows = ...  # a word in quotes
### BEGIN SOLUTION
tally = dict(ep.datasets.card(package).counts)
most_rows = max(tally, key=tally.get)
### END SOLUTION

# %%
check("00.5", most_rows)

# %% [markdown]
# ## 00.6 Repair: missing is not zero
#
# The answer cell should compute the mean of all **known** investments, leaving out the zone named in `zone`. It counts
# empty cells as zero, so its result is too low. Find the part that does this and remove it.

# %%
print(f"left out: {zone}")
others = subsidies.drop(index=zone)["investment"]
others.to_list()

# %% [raw] tags=["exercise"]
# id = "00.6"
# unit = "10^6 RMB"
# within = 0.5
# hints = [
#   "In the list, nan is an empty cell. What happens to these cells before the mean is taken?",
#   "The mean ignores empty cells by itself, unless they have been filled before.",
#   "One of the two calls in the answer cell is not needed.",
# ]
# idea = "others.mean() is the mean of the values that are there."
# [[mistakes]]
# value = "others.fillna(0).mean()"
# hint = "This is the result of the broken cell: empty cells count as zero."
# [[mistakes]]
# value = "subsidies['investment'].mean()"
# hint = "This is the mean of all zones. Leave one zone out."
# [[mistakes]]
# value = "others.sum()"
# hint = "This is the sum; you are asked for the mean."

# %%
mean_investment = others.fillna(0).mean()  # 10^6 RMB
### BEGIN SOLUTION
mean_investment = others.mean()
### END SOLUTION

# %%
check("00.6", mean_investment)

# %% [markdown]
# ## 00.7 May you quote it?
#
# Which of these statuses mean that you must **not** quote the value as a fact? Give a list of words in quotes, in
# square brackets, separated by commas. The order does not matter.
#
# `stated`, `verified`, `computed`, `unverified`, `assumed`, `synthetic`

# %% [raw] tags=["exercise"]
# id = "00.7"
# hints = [
#   "Ask of each status: could a reader look the value up, or recompute it?",
#   "Some values were never checked by anyone, some were invented, and some are a choice of this project.",
#   "A computed value may be quoted with its formula, and a stated one with its source.",
# ]
# idea = "A value that nothing confirms, that this project chose, or that was invented is not a fact."
# [[mistakes]]
# value = "{'unverified', 'assumed', 'synthetic', 'stated'}"
# hint = "A stated value may be quoted as long as you name the source."
# [[mistakes]]
# value = "{'unverified', 'synthetic'}"
# hint = "One is missing: a choice that this project made is not a fact either."
# [[mistakes]]
# value = "{'assumed', 'unverified'}"
# hint = "One is missing: think of the zones whose numbers are invented."
# [[mistakes]]
# value = "{'assumed', 'synthetic'}"
# hint = "One is missing: think of values that nothing we could read confirms."

# %%
not_to_quote = ...  # a list, such as ["stated", "verified"]
### BEGIN SOLUTION
not_to_quote = {"unverified", "assumed", "synthetic"}
### END SOLUTION

# %%
check("00.7", not_to_quote)

# %% [markdown]
# ## 00.8 Decide and justify: a number from your own work
#
# Written. Take one number from a report of your own. Give its value and unit, its source and the place in it,
# its year and boundary, and the status that you would assign to it. Then decide whether you would repeat it in a speech of
# your minister or mayor, and justify the decision in two to four sentences in quotes.

# %% [raw] tags=["exercise"]
# id = "00.8"
# kind = "written"
# rubric = [
#   "A value without its unit or source.",
#   "A value with its unit and source, but a decision without a reason.",
#   "Value, unit, source and status, and a decision with a reason.",
#   "All six pieces of information, and a decision that follows from them.",
# ]
# hints = [
#   "Begin with the value and the unit.",
#   "Where would someone else find this number? Name the document, the page and the table.",
#   "Has anyone compared it with a second source?",
# ]
# idea = "Value, unit, year, boundary, source with its place, and status; then a decision with a reason that follows from them."

# %%
my_number = ...  # text in quotes
### BEGIN SOLUTION
my_number = """Our zone used 96,000 tce in 2019, according to table 2 on page 4 of our annual energy report. I would call
it stated: the report says so, and nobody has compared it with the energy bills. The report does not say whether the
power station at the gate is included. I would not use it in a speech before this is settled, because the answer could
change the number by half."""
### END SOLUTION

# %%
check("00.8", my_number)

# %% [markdown] tags=["instructor"]
# **Teacher.** Allow five minutes each for 00.1 to 00.3 with true beginners. 00.8 has no single right answer: have some of
# the texts read aloud, and let the class ask for what is missing. The most frequent gap is the year.
