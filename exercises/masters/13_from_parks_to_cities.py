# ---
# jupyter:
#   ecopark:
#     number: "13"
#     edition: 2
#     title: "Exercises: from parks to cities"
#     minutes: 40
#     variants:
#       place_list: [low_carbon_city, uk, rockefeller]
#       supporter: [uk, wwf, rockefeller]
#       body: [MEP, NDRC, MIIT, MoF]
#       quantity: [plans_approved, named]
#       start_date: ["2014-04", "2014-08", "2017-06-30", "2019-06"]
#       audience: [zone management, enterprises, local government]
#       use: [energy, carbon]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 13: from parks to cities
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# One cell holds code that runs and is wrong: repair it. Two answers are texts of your own: they are
# kept for your teacher.

# %% tags=["parameters"]
place_list: str = "low_carbon_city"  # list of places; name; low_carbon_city | uk | rockefeller
supporter: str = "uk"  # who supports places from abroad; name; uk | wwf | rockefeller
body: str = "MEP"  # a body of the figure; name; MEP | NDRC | MIIT | MoF
quantity: str = "plans_approved"  # which count of parks; name; plans_approved | named
start_date: str = "2014-04"  # date of the first count; date; 2014-04 | 2014-08 | 2017-06-30 | 2019-06
audience: str = "zone management"  # people; name; zone management | enterprises | local government
use: str = "energy"  # which share of industry; name; energy | carbon

# %%
import ecopark as ep
import ecopark_course as course

city_programs = ep.datasets.load("eco_cities", "programs")
places = ep.datasets.load("eco_cities", "places")
figures = ep.datasets.load("eco_cities", "figures").set_index("id")["value"]
trainings = ep.datasets.load("trainings", "trainings")
trained = ep.datasets.load("trainings", "training_audiences")
counts = ep.programs.participation.counts()
check = course.checker(
    "13",
    place_list=place_list,
    supporter=supporter,
    body=body,
    quantity=quantity,
    start_date=start_date,
    audience=audience,
    use=use,
)
city_programs[["no", "program", "agency"]]

# %% [markdown]
# ## 13.1 Repair the count of bodies
#
# How many different bodies are in charge of the programs for cities, in the table above? The cell
# below runs, and it is wrong. Repair it.

# %% [raw] tags=["exercise"]
# id = "13.1"
# unit = "bodies"
# within = 0
# hints = [
#   "The cell counts the rows of the table. Does every row name another body?",
#   "The column agency holds the body. One of them stands there twice.",
#   "nunique counts the different values of a column.",
# ]
# idea = "city_programs['agency'].nunique()"
# [[mistakes]]
# value = "len(city_programs)"
# hint = "This is the number of items in the list. One body stands in it twice."

# %%
n_bodies = len(city_programs)
### BEGIN SOLUTION
n_bodies = city_programs["agency"].nunique()
### END SOLUTION

# %%
check("13.1", n_bodies)

# %% [markdown]
# ## 13.2 Provinces and cities
#
# How many places in the list `place_list` are provinces, and how many are cities? Give a list of two
# numbers: first provinces, then cities. A place of another or of an ambiguous level is neither.

# %%
own_places = places[places["list"] == place_list]
own_places[["no", "name_en", "level"]]

# %% [raw] tags=["exercise"]
# id = "13.2"
# unit = "places"
# within = 0
# hints = [
#   "The column level tells what a place is.",
#   "(own_places['level'] == 'province') marks the provinces with True. True counts as 1.",
#   "Do the same for 'city', and put both sums in a list.",
# ]
# idea = "[(own_places['level'] == 'province').sum(), (own_places['level'] == 'city').sum()]"
# [[mistakes]]
# value = "[n_cities, n_provinces]"
# hint = "The order is the other way: first provinces, then cities."
# [[mistakes]]
# value = "[0, len(own_places)]"
# hint = "This takes every place for a city. Look at the column level."

# %%
provinces_and_cities = ...  # a list of two numbers
### BEGIN SOLUTION
n_provinces = int((own_places["level"] == "province").sum())
n_cities = int((own_places["level"] == "city").sum())
provinces_and_cities = [n_provinces, n_cities]
### END SOLUTION

# %%
check("13.2", provinces_and_cities)

# %% [markdown]
# ## 13.3 In two lists
#
# Which places of the list `supporter` also stand in the list `low_carbon_city`? Give their English
# names as a list or a set, in any order.

# %% [raw] tags=["exercise"]
# id = "13.3"
# hints = [
#   "Make a set of names for each list: set(places.loc[places['list'] == supporter, 'name_en']).",
#   "Two sets have their common members in one & other.",
#   "Take the other set with 'low_carbon_city' in place of supporter.",
# ]
# idea = "set of the names in the supporter's list & set of the names in low_carbon_city"
# [[mistakes]]
# value = "set(places.loc[places['list'] == 'low_carbon_city', 'name_en'])"
# hint = "These are all places of the low-carbon list. Keep those that the supporter has too."
# [[mistakes]]
# value = "in_supporter ^ in_low_carbon"
# hint = "These names stand in one of the lists only. Those in both are asked."

# %%
in_both = ...  # names in quotes
### BEGIN SOLUTION
in_supporter = set(places.loc[places["list"] == supporter, "name_en"])
in_low_carbon = set(places.loc[places["list"] == "low_carbon_city", "name_en"])
in_both = in_supporter & in_low_carbon
### END SOLUTION

# %%
check("13.3", in_both)

# %% [markdown]
# ## 13.4 Read the map
#
# Look at the figure of bodies and programs in lesson 13, section 1. In how many programs, for parks
# and for cities together, has your `body` a role?

# %% [raw] tags=["exercise"]
# id = "13.4"
# unit = "programs"
# within = 0
# hints = [
#   "Each column of the figure is a program. Go along the row of your body.",
#   "Count the filled cells, on both sides of the line.",
#   "The figure is made from table = ep.programs.governance.bodies(); count different values of program.",
# ]
# idea = "table.loc[table['body'] == body, 'program'].nunique(), with table = ep.programs.governance.bodies()"
# [[mistakes]]
# value = "(table['body'] == body).sum()"
# hint = "This counts every stated role. Several roles in one program are one program."
# [[mistakes]]
# value = "table['program'].nunique()"
# hint = "These are all programs. Your body has no role in some of them."

# %%
n_programs = ...  # programs
### BEGIN SOLUTION
table = ep.programs.governance.bodies()
n_programs = table.loc[table["body"] == body, "program"].nunique()
### END SOLUTION

# %%
check("13.4", n_programs)

# %% [markdown]
# ## 13.5 Two counts that do not fit
#
# The table shows counts of eco-industrial parks since 2014. Some approved plans are computed, as named
# parks and parks under construction together. Suppose that no park ever leaves. There are two rows that
# cannot both be right, and this shows in **both** columns. Give their two dates as text, in a list or a
# set.

# %%
recent = counts[(counts["kind"] != "at least") & (counts["date"] >= "2014")]
claims = recent.pivot(index="date", columns="quantity", values="count")[["plans_approved", "named"]]
claims.astype(int)

# %% [raw] tags=["exercise"]
# id = "13.5"
# hints = [
#   "If nobody leaves, a count of titles given so far can only grow or stay.",
#   "Go down both columns. Where does a number fall?",
#   "In one column it falls once, in the other one it is also too high for later rows. Both fall between the same two rows.",
# ]
# idea = "The two dates between which both columns fall, although no park leaves."
# [[mistakes]]
# value = "{claims.index[0], claims.index[2]}"
# hint = "Between these rows only one of the columns falls. In which two rows do both of them?"
# [[mistakes]]
# value = "{claims.index[1], claims.index[2]}"
# hint = "Between these rows both counts grow. That may be."

# %%
two_dates = ...  # two dates in quotes
### BEGIN SOLUTION
falls = (claims.diff() < 0).all(axis=1)
second = list(falls).index(True)
two_dates = {claims.index[second - 1], claims.index[second]}
### END SOLUTION

# %%
check("13.5", two_dates)

# %% [markdown]
# ## 13.6 How many later counts are lower
#
# Take the first row of the table and the column `quantity`. How many of the later rows hold a
# **lower** number?

# %% [raw] tags=["exercise"]
# id = "13.6"
# unit = "counts"
# within = 0
# hints = [
#   "The first number is claims[quantity].iloc[0].",
#   "Compare the whole column with it: claims[quantity] < ... gives True and False.",
#   "True counts as 1: add with .sum().",
# ]
# idea = "(claims[quantity] < claims[quantity].iloc[0]).sum()"
# [[mistakes]]
# value = "len(claims) - 1"
# hint = "These are all later rows. Some of them hold a larger number."

# %%
n_lower = ...  # counts
### BEGIN SOLUTION
n_lower = int((claims[quantity] < claims[quantity].iloc[0]).sum())
### END SOLUTION

# %%
check("13.6", n_lower)

# %% [markdown]
# ## 13.7 What could explain it
#
# The two counts of 13.5 come from two serious sources. Write at least three ways in which they could
# differ without a lie, and for each one the document that would decide. Text in quotes.

# %% [raw] tags=["exercise"]
# id = "13.7"
# kind = "written"
# hints = [
#   "Can a park lose its approval? Lesson 05 names the grade.",
#   "What exactly does each source count? And on which day?",
#   "For each way name a document: a list of parks with days, the text of a notice, the source of the source.",
# ]
# idea = "Delisting, definition and date are the three mechanisms; a list of parks with days of approval and removal decides."

# %%
mechanisms = ...  # text in quotes
### BEGIN SOLUTION
mechanisms = (
    "Delisting: some zones lost the approval between the two days, as the lowest grade allows; the notices "
    "of removal would show it. Definition: one source counts approved plans, the other named parks and parks "
    "under construction, or a park with two areas counts twice; the two lists of names would show it. Date: "
    "a count can be older than the page that prints it; the date of the list that the author used would "
    "show it. Later totals that stay below the first one speak for a definition or for delisting."
)
### END SOLUTION

# %%
check("13.7", mechanisms)

# %% [markdown]
# ## 13.8 Growth with a doubt
#
# `first_count` and `last_count` below are two counts of named parks. Each date covers the days from
# `first` to `last`. Between which two values does the growth a year lie, if the counts are right?
# Give a list: the lowest value, then the highest, in parks a year. Take 365.25 days for a year.

# %%
named = counts[(counts["quantity"] == "named") & (counts["kind"] == "exact")].set_index("date")
first_count, last_count = named.loc[start_date], named.loc["2021"]
named.loc[[start_date, "2021"], ["first", "last", "count"]]

# %% [raw] tags=["exercise"]
# id = "13.8"
# unit = "parks/year"
# within = 0.01
# hints = [
#   "Growth a year is the change of the count, divided by the years between.",
#   "The longest time runs from first_count['first'] to last_count['last']. It gives the lowest growth.",
#   "The days between two dates are (one - other).days; the shortest time runs from first_count['last'] to last_count['first'].",
# ]
# idea = "[change / longest, change / shortest], with the times in years."
# [[mistakes]]
# value = "[change / shortest, change / longest]"
# hint = "The order is the other way: the lowest growth belongs to the longest time."
# [[mistakes]]
# value = "[change / middle, change / middle]"
# hint = "This takes the year numbers only. A date covers days: use first and last."
# [[mistakes]]
# value = "[change, change]"
# hint = "This is the change of the count. Divide it by the time."

# %%
growth = ...  # a list of two numbers
### BEGIN SOLUTION
change = int(last_count["count"] - first_count["count"])
longest = (last_count["last"] - first_count["first"]).days / 365.25
shortest = (last_count["first"] - first_count["last"]).days / 365.25
middle = 2021 - int(start_date[:4])
growth = [change / longest, change / shortest]
### END SOLUTION

# %%
check("13.8", growth)

# %% [markdown]
# ## 13.9 Who is reached
#
# Which share of the trainings in the table `trainings` reaches your `audience`, in percent? The table
# `trained` has one row for each training and audience.

# %% [raw] tags=["exercise"]
# id = "13.9"
# unit = "%"
# within = 0.05
# hints = [
#   "A training may reach several audiences. It counts once for each of them.",
#   "The rows of your audience: trained[trained['audience'] == audience].",
#   "Divide their number by the number of trainings, len(trainings), and multiply by 100.",
# ]
# idea = "100 * (trained['audience'] == audience).sum() / len(trainings)"
# [[mistakes]]
# value = "100 * (trained['audience'] == audience).mean()"
# hint = "This divides by the rows of the table trained. Divide by the number of trainings."

# %%
reached = ...  # %
### BEGIN SOLUTION
reached = 100 * (trained["audience"] == audience).sum() / len(trainings)
### END SOLUTION

# %%
check("13.9", reached)

# %% [markdown]
# ## 13.10 A share of a share
#
# One source says that *parks* have at least `figures["parks_share"]` percent of the nation's energy use,
# and as much of its emissions. Another one says that *all industry* has `share_of_industry` percent of
# the nation's energy use, or of its emissions (`use` says which). If both hold: which share of industry
# would the parks have, at least, in percent?

# %%
share_of_industry = float(figures[f"industry_{use}"])
share_of_industry

# %% [raw] tags=["exercise"]
# id = "13.10"
# unit = "%"
# within = 0.05
# hints = [
#   "Both shares have the same whole, the nation. Parks are a part of industry.",
#   "Which part of industry's percentage is the percentage of the parks?",
#   "Divide the share of the parks by the share of industry, and multiply by 100.",
# ]
# idea = "100 * figures['parks_share'] / share_of_industry"
# [[mistakes]]
# value = "figures['parks_share'] * share_of_industry / 100"
# hint = "This takes the parks' share of industry as given. Both shares are of the nation: divide."
# [[mistakes]]
# value = "100 * share_of_industry / figures['parks_share']"
# hint = "The fraction is upside down: parks are the part, industry is the whole."
# [[mistakes]]
# value = "share_of_industry - figures['parks_share']"
# hint = "This is the rest of industry, as a share of the nation. A share of industry is asked."

# %%
share_of_parks = ...  # %
### BEGIN SOLUTION
share_of_parks = 100 * figures["parks_share"] / share_of_industry
### END SOLUTION

# %%
check("13.10", share_of_parks)

# %% [markdown]
# ## 13.11 Choose and justify
#
# Which of the two sources of 13.10 would you quote in a report, and how would you word the sentence?
# Give your reason in two or three sentences, as text in quotes.

# %% [raw] tags=["exercise"]
# id = "13.11"
# kind = "written"
# hints = [
#   "Is it likely that nearly all of industry lies inside parks?",
#   "What kind of text is each source, and does it name where its figure comes from?",
#   "You may also quote both, and say that they do not fit.",
# ]
# idea = "The article perhaps wrote parks for industry; quote the share of industry, or both with the doubt."

# %%
quoted = ...  # text in quotes
### BEGIN SOLUTION
quoted = (
    "I would quote the report's share of industry as a whole. The article's share would put more than nine "
    "tenths of industry inside parks, which is hardly possible, and it names no source; perhaps it wrote "
    "parks for industry. In a footnote I would give the article's figure and this doubt."
)
### END SOLUTION

# %%
check("13.11", quoted)

# %% [markdown] tags=["instructor"]
# **Teacher.** Exercises 13.1 to 13.4 take ten minutes, 13.5 to 13.7 fifteen, the rest fifteen. For 13.7
# give each group one mechanism, and let it say what the counts of 2017 and 2019 tell for or against
# it. In 13.2 ask those with the British list what they did with the ambiguous name.
