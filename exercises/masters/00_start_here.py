# ---
# jupyter:
#   ecopark:
#     number: "00"
#     edition: 1
#     title: "Exercises: start here"
#     minutes: 20
#     variants:
#       energy: [800_000.0, 450_000.0, 1_200_000.0, 96_000.0, 640_000.0, 275_000.0, 150_000.0, 2_400_000.0]
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
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint. Nobody counts your
# tries.
#
# Run the cells from the top with Shift+Enter. The first two only prepare the numbers.

# %% tags=["parameters"]
energy: float = 800_000.0  # energy that a park uses in a year; tce; 1..1e9
added_value: float = 20.0  # industrial added value of that park in a year; 10^9 RMB; 0.1..1e5
package: str = "kalundborg"  # data package to look at; name; any
zone: str = "Guangzhou ETDZ"  # zone of the table of subsidies; name; any

# %%
import ecopark as ep
import ecopark_course as course

subsidies = ep.datasets.load("ctip_subsidies").set_index("zone")
check = course.checker("00", energy=energy, added_value=added_value, package=package, zone=zone)
print(f"The park uses {energy:,.0f} tce a year.")
print(f"Its industrial added value is {added_value:g} billion yuan (10^9 RMB) a year.")

# %% [markdown]
# ## 00.1 Convert a unit
#
# How much is the energy of the park in GJ? One tce has `ep.units.factor("tce", "GJ")` gigajoules. The
# name `energy` holds the number of tce. So write a product in place of the dots.

# %% [raw] tags=["exercise"]
# id = "00.1"
# unit = "GJ"
# within = 1.0
# hints = [
#   "One tce is many GJ. So the number in GJ is larger than the number in tce.",
#   "Take the energy in tce times the GJ in one tce. The sign for times is *.",
#   "The product of energy and ep.units.factor('tce', 'GJ').",
# ]
# idea = "energy * ep.units.factor('tce', 'GJ')"
# [[mistakes]]
# value = "energy / ep.units.factor('tce', 'GJ')"
# hint = "This divides. One tce is many GJ, so the number must grow."
# [[mistakes]]
# value = "ep.units.factor('tce', 'GJ')"
# hint = "This is one tce in GJ. The park uses more than one."

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
# Compute the energy intensity of the park in tce/10^4 RMB: its energy divided by its added value. The
# cell below turns the added value into 10^4 RMB for you and keeps it as `in_10_4`.

# %%
in_10_4 = added_value * ep.units.factor("10^9 RMB", "10^4 RMB")
print(f"added value: {in_10_4:,.0f} times 10^4 RMB")

# %% [raw] tags=["exercise"]
# id = "00.2"
# unit = "tce/10^4 RMB"
# within = 0.0005
# hints = [
#   "The unit tells what to do: tce over 10^4 RMB.",
#   "What stands before the slash is divided by what stands behind it.",
#   "Divide energy by in_10_4.",
# ]
# idea = "energy / in_10_4"
# [[mistakes]]
# value = "energy / added_value"
# hint = "This is per 10^9 RMB. Divide by in_10_4 instead."
# [[mistakes]]
# value = "in_10_4 / energy"
# hint = "The fraction is upside down: energy stands above the line."

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
# Somebody finds `tce/104 RMB` in a table and reads one hundred and four. Which intensity does this
# person get for the same park? Give the number in tce per 104 RMB. Write a formula in place of the dots,
# so that nothing is rounded.

# %% [raw] tags=["exercise"]
# id = "00.3"
# unit = "tce/104 RMB"
# within = 0.000002
# hints = [
#   "The added value in yuan is the same. Only the portions are smaller: 104 yuan each.",
#   "How many portions of 104 yuan are in the added value? ep.units.factor('10^9 RMB', '104 RMB') tells it for one billion.",
#   "Divide energy by added_value times that factor. Put brackets around the product.",
# ]
# idea = "energy / (added_value * ep.units.factor('10^9 RMB', '104 RMB'))"
# [[mistakes]]
# value = "energy / (added_value * ep.units.factor('10^9 RMB', '10^4 RMB'))"
# hint = "This is the right intensity, with 10^4 RMB. Here the wrong reading is asked."
# [[mistakes]]
# value = "energy / (added_value * 104)"
# hint = "Count how many portions of 104 yuan are in one billion yuan first."
# [[mistakes]]
# value = "energy / added_value * ep.units.factor('10^9 RMB', '104 RMB')"
# hint = "Put brackets around added_value * factor: both stand below the line."

# %%
misread = ...  # tce/104 RMB
### BEGIN SOLUTION
misread = energy / (added_value * ep.units.factor("10^9 RMB", "104 RMB"))
### END SOLUTION

# %%
check("00.3", misread)

# %% [markdown]
# ## 00.4 Choose: who notices the error
#
# The cell prints the limit of the standard for the energy intensity. The misread number of 00.3 is
# compared with this limit. What happens? Give a letter in quotes, such as `"A"`.
#
# - **A** The misread number fails, so somebody looks for the error.
# - **B** The misread number passes by far, so nobody looks for the error.
# - **C** The computer says that the units do not fit.

# %%
limit = ep.standards.get("hj274-2009")["2.2"]
print("at most", limit.threshold, limit.unit)

# %% [raw] tags=["exercise"]
# id = "00.4"
# hints = [
#   "Look at 00.3: is the misread number above or below the limit?",
#   "At most means: everything below the limit passes. And a plain number carries no unit that could be refused.",
#   "The misread number is about 96 times smaller than the right one, so nearly every park would look excellent.",
# ]
# idea = "A number that is 96 times too small passes nearly every upper limit. The error looks like success."
# [[mistakes]]
# value = "'A'"
# hint = "The limit is an upper limit. Is the misread number above it?"
# [[mistakes]]
# value = "'C'"
# hint = "That would be good. But the number was computed without units, so nothing could be compared."

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
# The cell below prints the card of a data package. Near its end stands a line *Rows by status*. Which
# status do most of its rows have? Give the word in quotes.

# %%
print(ep.datasets.card(package))

# %% [raw] tags=["exercise"]
# id = "00.5"
# hints = [
#   "The line gives a number and a status, several times.",
#   "Find the largest of these numbers. The word behind it is the answer.",
#   "The word is one of: stated, verified, computed, unverified, assumed, synthetic.",
# ]
# idea = "Read the line Rows by status, and take the word behind the largest number."
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
# The cell shall compute the mean of all investments that are **known** when the zone named in `zone`
# is left out. It counts the empty cells as zero, so its result is too low. Find the part that does
# this and take it away.

# %%
print(f"left out: {zone}")
others = subsidies.drop(index=zone)["investment"]
others.to_list()

# %% [raw] tags=["exercise"]
# id = "00.6"
# unit = "10^6 RMB"
# within = 0.5
# hints = [
#   "nan in the list is an empty cell. What does the cell do with it before it takes the mean?",
#   "mean() leaves out empty cells by itself, unless somebody filled them before.",
#   "Take .fillna(0) away, and keep the rest.",
# ]
# idea = "others.mean() takes the mean of the values that are there."
# [[mistakes]]
# value = "others.fillna(0).mean()"
# hint = "This is the result of the broken cell: empty cells count as zero."
# [[mistakes]]
# value = "subsidies['investment'].mean()"
# hint = "This is the mean of all zones. One zone shall be left out."
# [[mistakes]]
# value = "others.sum()"
# hint = "This is the sum. The mean is asked."

# %%
mean_investment = others.fillna(0).mean()  # 10^6 RMB
### BEGIN SOLUTION
mean_investment = others.mean()
### END SOLUTION

# %%
check("00.6", mean_investment)

# %% [markdown]
# ## 00.7 Choose: may you quote it
#
# Which of these statuses mean that you must **not** quote the value as a fact? Give a list of words in
# quotes, in square brackets, with commas between them. The order does not matter.
#
# `stated`, `verified`, `computed`, `unverified`, `assumed`, `synthetic`

# %% [raw] tags=["exercise"]
# id = "00.7"
# hints = [
#   "Three of the six belong in the list.",
#   "One was never checked by anybody. One was made up for learning. One is a choice of this project.",
#   "A computed value may be quoted with its formula, a stated one with its source.",
# ]
# idea = "From memory and never checked, chosen by this project, or invented: none of these is a fact."
# [[mistakes]]
# value = "{'unverified', 'assumed', 'synthetic', 'stated'}"
# hint = "A stated value may be quoted, as long as you name the source."
# [[mistakes]]
# value = "{'unverified', 'synthetic'}"
# hint = "One more: a choice that this project made is no fact either."
# [[mistakes]]
# value = "{'assumed', 'unverified'}"
# hint = "One more: think of the zones whose numbers are invented."
# [[mistakes]]
# value = "{'assumed', 'synthetic'}"
# hint = "One more: think of names that were written down from memory."

# %%
not_to_quote = ...  # a list, such as ["stated", "verified"]
### BEGIN SOLUTION
not_to_quote = {"unverified", "assumed", "synthetic"}
### END SOLUTION

# %%
check("00.7", not_to_quote)

# %% [markdown]
# ## 00.8 Write: a number from your own work
#
# Written. Take one number from a report of your own. Write its value, its unit, its source and where
# it stands there, and the status that you would give it. If one of them is missing, write which. Two to
# four sentences in quotes.

# %% [raw] tags=["exercise"]
# id = "00.8"
# kind = "written"
# hints = [
#   "Begin with the value and the unit.",
#   "Where would somebody else find this number? Name the document, the page, the table.",
#   "Has anybody compared it with a second source?",
# ]
# rubric = [
#   "A number without a unit or without a source.",
#   "Value, unit and source, but nobody could find the place in the source.",
#   "Value, unit, source with its place, and a status with a reason.",
#   "All of this, and what the source leaves open about the number.",
# ]
# idea = "Value, unit, source with place, status; and honest words about what is missing."

# %%
my_number = ...  # text in quotes
### BEGIN SOLUTION
my_number = """Our zone used 96,000 tce in 2019. It stands in our annual energy report, page 4, table 2.
I would call it stated: the report says so, and nobody compared it with the bills. The report does not
say whether electricity is counted by its heat value or by the coal behind it."""
### END SOLUTION

# %%
check("00.8", my_number)

# %% [markdown] tags=["instructor"]
# **Teacher.** Five minutes each for 00.1 to 00.3 with true beginners. 00.8 has no right answer: read
# some aloud and let the class ask for what is missing. The usual gap is the year.
