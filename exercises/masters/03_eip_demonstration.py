# ---
# jupyter:
#   ecopark:
#     number: "03"
#     title: "Exercises: the EIP Demonstration Program"
#     minutes: 30
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 03: the EIP Demonstration Program
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# The zone is synthetic: its numbers are invented.

# %% tags=["parameters"]
zone: str = "Synthetic zone 07"  # zone to assess; name; any
year: int = 2016  # year to assess; year; 2006..2016

# %%
import ecopark as ep

panel = ep.datasets.synthetic_panel()
row = panel[(panel["zone"] == zone) & (panel["year"] == year)].iloc[0]
standard = ep.standards.get("hj274-2009")
check = ep.checker("03", zone=zone, year=year)
row[["zone", "year", "industrial_added_value", "energy", "employees", "industrial_land"]]

# %% [markdown]
# ## 03.1 An intensity
#
# Compute the energy use per industrial added value of the zone, in tce/10^4 RMB. The values are in
# `row`: `row["energy"]` is in tce and `row["industrial_added_value"]` in 10^4 RMB.

# %% [raw] tags=["exercise"]
# id = "03.1"
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
check("03.1", energy_intensity)

# %% [markdown]
# ## 03.2 Which indicators fail
#
# Assess the panel with `ep.assess(panel)`. Which indicators does the zone fail in this year? Give
# their codes as a list, such as `["1.1", "2.8"]`.

# %% [raw] tags=["exercise"]
# id = "03.2"
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
check("03.2", failing)

# %% [markdown]
# ## 03.3 The lost superscript
#
# Somebody reads the unit of row 2.2 as tce per **104** RMB. By which factor is that person's
# intensity smaller than the right one? Give the right intensity divided by the wrong one.

# %% [raw] tags=["exercise"]
# id = "03.3"
# within = 0.05
# hints = [
#   "The same energy is divided into portions of 10^4 RMB or of 104 RMB.",
#   "Energy per 10^4 RMB over energy per 104 RMB is 10^4 over 104.",
#   "Compute 10**4 / 104.",
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
check("03.3", factor)

# %% [markdown]
# ## 03.4 People on a square kilometre
#
# A park stands exactly at the limits of rows 1.1 and 2.1. How many people work on one square
# kilometre of its industrial land? `standard["1.1"].threshold` is in 10^4 RMB/person,
# `standard["2.1"].threshold` in 10^8 RMB/km2.

# %% [raw] tags=["exercise"]
# id = "03.4"
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

# %%
people = ...  # person/km2
### BEGIN SOLUTION
people = standard["2.1"].threshold * 1e8 / (standard["1.1"].threshold * 1e4)
### END SOLUTION

# %%
check("03.4", people)

# %% [markdown]
# ## 03.5 How much less energy
#
# By how many percent must the zone's energy use fall, with the same added value, so that it reaches
# the limit of row 2.2? Give a positive number, or 0 if the limit is already reached.

# %% [raw] tags=["exercise"]
# id = "03.5"
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
check("03.5", fall)
