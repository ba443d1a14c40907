# ---
# jupyter:
#   ecopark:
#     number: "11"
#     edition: 2
#     title: "Exercises: reading sources critically"
#     minutes: 75
#     variants:
#       voters: [3, 5, 7, 9]
#       copies: [1, 2]
#       right: [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]
#       place_list: [low_carbon_city, uk, rockefeller]
#       share: [8, 9, 10, 11, 12, 14, 15, 16, 18, 20]
#       amount: [linhai_linked, linhai_fuel_oil, linhai_co2, linked, fuel_oil, co2, money, investment]
#       year_printed: [พ.ศ. 2546, พ.ศ. 2550, พ.ศ. 2552, พ.ศ. 2554, 民國82年, 民國96年, 民國101年, 民國103年]
#       at_most: [1, 2, 3]
#       old_system: [sepa-2003, cepz-ctip-2012]
#       new_system: [hj274-2009, isc-low-carbon-2012]
#       record: [0, 1, 2, 3, 4, 5, 6, 7]
#       puzzle: [tranche-implied-subsidy, hj274-one-row-missing, parks-two-thirds, plans-2014]
#       verdict: [trap, puzzle]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 11: reading sources critically
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[1.5, 2]`. The order matters. Some answers are sets of names, such as
# `{"a", "b"}`: there it does not. Two cells hold code that runs and is wrong: repair it. Two answers are
# texts of your own: they are kept for your teacher.

# %% tags=["parameters"]
voters: int = 3  # sources that vote; count; 3..15
copies: int = 1  # sources that repeat another one; count; 1..2
right: float = 0.7  # chance that a source is right; 1; 0.51..0.99
place_list: str = "low_carbon_city"  # list of places; name; low_carbon_city | uk | rockefeller
share: int = 15  # printed share of the zones; %; 5..40
amount: str = "linhai_co2"  # row of the Taiwan program; name; any
year_printed: str = "พ.ศ. 2546"  # a year as a text prints it; text; any
at_most: int = 1  # edits between names that are taken for one; count; 1..3
old_system: str = "sepa-2003"  # indicator system; name; sepa-2003 | cepz-ctip-2012
new_system: str = "hj274-2009"  # indicator system; name; hj274-2009 | isc-low-carbon-2012
record: int = 1  # record of the template to judge; place; 0..7
puzzle: str = "tranche-implied-subsidy"  # puzzle to find evidence for; name; any
verdict: str = "trap"  # verdict to count; name; trap | puzzle

# %%
import ecopark as ep
import ecopark_course as course

statements = ep.datasets.load("kalundborg", "statements")
origins = ep.datasets.load("audit_lab", "origins")
coverage = ep.datasets.load("crosswalk", "coverage")
survivors = ep.datasets.load("crosswalk", "survivors")
zones = ep.datasets.load("participation", "figures").set_index("id")["value"]
program = ep.datasets.load("taiwan", "program").set_index("id")["value_printed"]
forms = ep.datasets.load("glossary", "forms")
check = course.checker(
    "11",
    voters=voters,
    copies=copies,
    right=right,
    place_list=place_list,
    share=share,
    amount=amount,
    year_printed=year_printed,
    at_most=at_most,
    old_system=old_system,
    new_system=new_system,
    record=record,
    puzzle=puzzle,
    verdict=verdict,
)
country = statements.loc[statements["subject"] == "country", ["source", "statement_value", "status"]]
country

# %% [markdown]
# ## 11.1 Where does Kalundborg lie?
#
# In the table above, `stated` marks the texts of this course and `verified` the public documents. Give a
# list of two countries: first the one that **most texts of this course** name, then the one in which
# Kalundborg **lies** by the documents.

# %% [raw] tags=["exercise"]
# id = "11.1"
# hints = [
#   "Count the rows with the status stated for each country. Then look at the rows with verified.",
#   "country[country['status'] == 'stated']['statement_value'].value_counts() counts the votes.",
#   "The documents all say the same, and it is not what the majority says.",
# ]
# idea = "First the most frequent value among the rows that are stated, then the value among the verified rows."
# [[mistakes]]
# value = "[documented, majority]"
# hint = "The order is the other way: first the majority, then the documents."
# [[mistakes]]
# value = "[majority, majority]"
# hint = "Two texts of three agree, and the documents say something else."
# [[mistakes]]
# value = "[documented, documented]"
# hint = "The second one is right. But what do most texts of this course say?"

# %%
two_countries = ...  # a list of two countries in quotes
### BEGIN SOLUTION
majority = country.loc[country["status"] == "stated", "statement_value"].mode()[0]
documented = country.loc[country["status"] == "verified", "statement_value"].mode()[0]
two_countries = [majority, documented]
### END SOLUTION

# %%
check("11.1", two_countries)

# %% [markdown]
# ## 11.2 Repair: count origins, not texts
#
# The cell counts how many voices of this course speak for each country, Sweden first, then Denmark. It
# runs, and it is wrong: texts that share an error have one `origin`. Repair it.

# %%
told = country[country["status"] == "stated"].merge(origins, left_on="source", right_on="text")
told[["text", "statement_value", "origin"]]

# %% [raw] tags=["exercise"]
# id = "11.2"
# within = 0
# hints = [
#   "The cell counts texts. Two of them have the same origin.",
#   "Count different values of the column origin, not of the column text.",
#   "Replace 'text' by 'origin' in both lines.",
# ]
# idea = "told.loc[told['statement_value'] == 'Sweden', 'origin'].nunique(), and the same for Denmark."
# [[mistakes]]
# value = "[2, 1]"
# hint = "These are texts. Two of them share an error, so they are one voice."

# %%
for_sweden = told.loc[told["statement_value"] == "Sweden", "text"].nunique()
for_denmark = told.loc[told["statement_value"] == "Denmark", "text"].nunique()
voices = [for_sweden, for_denmark]
### BEGIN SOLUTION
for_sweden = told.loc[told["statement_value"] == "Sweden", "origin"].nunique()
for_denmark = told.loc[told["statement_value"] == "Denmark", "origin"].nunique()
voices = [for_sweden, for_denmark]
### END SOLUTION

# %%
check("11.2", voices)

# %% [markdown]
# ## 11.3 What the majority is worth
#
# `voters` sources vote on a question with two answers. A source that speaks for itself is right with the
# chance `right`. But `copies` of them only repeat the first one. What is the chance, in percent, that the
# majority is right?

# %% [raw] tags=["exercise"]
# id = "11.3"
# unit = "%"
# within = 0.05
# hints = [
#   "Lesson 11, section 7, has a function for this.",
#   "course.claims.majority_right takes the number of sources, the chance, and the number of copies.",
#   "Multiply its result by 100.",
# ]
# idea = "100 * course.claims.majority_right(voters, right, copies)"
# [[mistakes]]
# value = "100 * course.claims.majority_right(voters, right)"
# hint = "This is the chance if all speak for themselves. Some of them only repeat the first one."

# %%
chance = ...  # %
### BEGIN SOLUTION
chance = 100 * course.claims.majority_right(voters, right, copies)
### END SOLUTION

# %%
check("11.3", chance)

# %% [markdown]
# ## 11.4 Justify: grade the sources
#
# Which of the six sources of 11.1 would you trust most on the country of Kalundborg, and which least?
# Grade them by independence and by nearness to the place, not by number. Name one further document that
# would decide. Text in quotes, four sentences or more.

# %% [raw] tags=["exercise"]
# id = "11.4"
# kind = "written"
# hints = [
#   "Look at the columns origin and why of the table origins.",
#   "What does a shared error tell? What does a shared truth tell?",
#   "Nearness: is the text about the symbiosis, or does it name it in passing? Who wrote it, and where?",
# ]
# idea = "Two texts with the same error count as one; texts about the symbiosis itself come first; a document of the town decides."

# %%
grades = ...  # text in quotes
### BEGIN SOLUTION
grades = (
    "The report and the Thai overview share an error, so they count as one voice, and a weak one: both name "
    "Kalundborg in passing. The popular article is right here but wrong on other details. The chapter, the "
    "case study and the news report are about the symbiosis itself, and they do not share the error. The case "
    "study comes from the institute that published the report: so its name alone is no proof. A page of the "
    "town, or the register of one of its firms, would decide at once."
)
### END SOLUTION

# %%
check("11.4", grades)

# %% [markdown]
# ## 11.5 Count before you trust
#
# Count seven things, and give them as a list in this order:
#
# 1. rows of the EIP standard that should be left: the total of the foreword less the removed criteria;
# 2. rows of `hj274-2009` in `coverage`;
# 3. rows of `hj274-2009` that the comparison prints (`printed_in` is not `not printed`);
# 4. and 5. the same two counts for `cepz-ctip-2012`;
# 6. and 7. the same two counts for `isc-low-carbon-2012`.

# %%
totals = ep.datasets.load("claims", "figures").set_index("id")
totals.loc[["hj274_rows_original", "hj274_rows_deleted"], ["quantity", "value", "source"]]

# %% [raw] tags=["exercise"]
# id = "11.5"
# unit = "rows"
# within = 0
# hints = [
#   "The first number is the difference of the two values above.",
#   "(coverage['system'] == 'hj274-2009').sum() counts all rows of a system.",
#   "Keep the printed ones first: printed = coverage[coverage['printed_in'] != 'not printed'].",
# ]
# idea = "The difference, then for each of the three systems the number of all rows and of the printed rows."
# [[mistakes]]
# value = "[every['hj274-2009'], every['hj274-2009'], every['hj274-2009'], every['cepz-ctip-2012'], every['cepz-ctip-2012'], every['isc-low-carbon-2012'], every['isc-low-carbon-2012']]"
# hint = "These are the numbers that the text claims. Count what remains and what is printed."
# [[mistakes]]
# value = "[totals.at['hj274_rows_original', 'value'], *seven_counts[1:]]"
# hint = "The first number is still the old total. One criterion was removed."

# %%
seven_counts = ...  # a list of seven numbers
### BEGIN SOLUTION
every = coverage["system"].value_counts()
in_print = coverage[coverage["printed_in"] != "not printed"]["system"].value_counts()
left = totals.at["hj274_rows_original", "value"] - totals.at["hj274_rows_deleted", "value"]
seven_counts = [int(left)]
for system in ["hj274-2009", "cepz-ctip-2012", "isc-low-carbon-2012"]:
    seven_counts += [int(every[system]), int(in_print[system])]
### END SOLUTION

# %%
check("11.5", seven_counts)

# %% [markdown]
# ## 11.6 Name the missing rows
#
# Which rows of `hj274-2009` and of `cepz-ctip-2012` did the comparison lose? Give a set of texts, each
# made of the system, a space and the code, such as `{"hj274-2009 1.1"}`.

# %% [raw] tags=["exercise"]
# id = "11.6"
# hints = [
#   "The lost rows of these two systems have 'not printed' in the column printed_in.",
#   "Do not take sepa-2003: the comparison never meant to print it.",
#   "Join the columns: coverage['system'] + ' ' + coverage['code'].",
# ]
# idea = "All rows with printed_in == 'not printed' and a system other than sepa-2003, as 'system code'."
# [[mistakes]]
# value = "set((absent['system'] + ' ' + absent['code']))"
# hint = "The guidelines of 2003 are not part of the comparison. Leave them out."

# %%
lost_rows = ...  # a set of texts
### BEGIN SOLUTION
absent = coverage[coverage["printed_in"] == "not printed"]
ours = absent[absent["system"] != "sepa-2003"]
lost_rows = set(ours["system"] + " " + ours["code"])
### END SOLUTION

# %%
check("11.6", lost_rows)

# %% [markdown]
# ## 11.7 Repair: items are not things
#
# A text speaks of so many *cities* in the list `place_list`, and numbers four agencies. The cell should
# give: provinces in the list, cities in the list, different agencies. It runs, and it is wrong.

# %%
agencies = ep.datasets.load("eco_cities", "programs")
places = ep.datasets.load("eco_cities", "places")
places = places[places["list"] == place_list]
places[["no", "name_en", "level"]]

# %% [raw] tags=["exercise"]
# id = "11.7"
# within = 0
# hints = [
#   "Look at the column level: not every place is a city.",
#   "(places['level'] == 'province').sum() counts provinces. A place of another level counts nowhere.",
#   "agencies['agency'].nunique() counts different bodies.",
# ]
# idea = "[provinces, cities, different agencies], each counted from its column."
# [[mistakes]]
# value = "[0, len(places), len(agencies)]"
# hint = "This counts items of lists. Look at the level of each place, and at the agency of each item."
# [[mistakes]]
# value = "[things[1], things[0], things[2]]"
# hint = "The order is the other way: first provinces, then cities."

# %%
things = [0, len(places), len(agencies)]
### BEGIN SOLUTION
things = [
    int((places["level"] == "province").sum()),
    int((places["level"] == "city").sum()),
    agencies["agency"].nunique(),
]
### END SOLUTION

# %%
check("11.7", things)

# %% [markdown]
# ## 11.8 Rounding backwards
#
# A text says that about 211 zones, `zones["zones_any"]`, are `share` percent of all zones. The share is
# rounded to a whole percent; take the 211 as exact. Between which two numbers of zones does the total
# lie? Give a list: the smaller one, then the larger one. Do not round them.

# %% [raw] tags=["exercise"]
# id = "11.8"
# unit = "zones"
# within = 0.5
# hints = [
#   "A share printed as 15 stands for everything from 14.5 to 15.5.",
#   "The total is the zones divided by the share: 100 * zones['zones_any'] / share.",
#   "The larger share gives the smaller total.",
# ]
# idea = "[100 * 211 / (share + 0.5), 100 * 211 / (share - 0.5)]"
# [[mistakes]]
# value = "[total_range[1], total_range[0]]"
# hint = "The order is the other way: the smaller total first. It belongs to the larger share."
# [[mistakes]]
# value = "[zones['zones_any'] * (share - 0.5) / 100, zones['zones_any'] * (share + 0.5) / 100]"
# hint = "These are shares of the 211. Here 211 are a share of the total: divide."

# %%
total_range = ...  # a list of two numbers of zones
### BEGIN SOLUTION
total_range = [100 * zones["zones_any"] / (share + 0.5), 100 * zones["zones_any"] / (share - 0.5)]
### END SOLUTION

# %%
check("11.8", total_range)

# %% [markdown]
# ## 11.9 Ten thousands and hundred millions
#
# Write 36.2萬 and 36.6億 as plain numbers, in a list. (萬 is 10^4 and 億 is 10^8.)

# %% [raw] tags=["exercise"]
# id = "11.9"
# within = 0.5
# hints = [
#   "36.2 times ten thousand, and 36.6 times a hundred million.",
#   "You may write powers as 1e4 and 1e8.",
#   "Write the two products in one list, the smaller unit first.",
# ]
# idea = "[36.2 * 1e4, 36.6 * 1e8]"
# [[mistakes]]
# value = "[36.2e4, 36.6e9]"
# hint = "One number is ten times too large: 億 is not a billion."
# [[mistakes]]
# value = "[36.2e3, 36.6e8]"
# hint = "萬 is ten thousand, not a thousand."
# [[mistakes]]
# value = "[36.2e4, 36.6e6]"
# hint = "億 is a hundred million, not a million."

# %%
plain = ...  # a list of two numbers
### BEGIN SOLUTION
plain = [36.2 * 1e4, 36.6 * 1e8]
### END SOLUTION

# %%
check("11.9", plain)

# %% [markdown]
# ## 11.10 The interval of a printed number
#
# The cell shows the row `amount` of the Taiwan program as it is printed. Which numbers round to it?
# Give a list: the smallest, then the largest, as plain numbers without 萬 or 億.

# %%
program[amount]

# %% [raw] tags=["exercise"]
# id = "11.10"
# within = 0.1
# hints = [
#   "The last printed digit sets the step: half a step down and half a step up.",
#   "Behind the point of 萬 a digit is worth a thousand, behind the point of 億 ten million.",
#   "course.claims.parse_printed(program[amount]) has .low and .high.",
# ]
# idea = "[course.claims.parse_printed(program[amount]).low, course.claims.parse_printed(program[amount]).high]"
# [[mistakes]]
# value = "[(number.low + number.high) / 2 + half for half in (-0.5, 0.5)] if number.high < 1e8 else [0, 0]"
# hint = "The last printed digit is not the one of the units. Half of what it is worth goes down and up."
# [[mistakes]]
# value = "[(number.low + number.high) / 2] * 2"
# hint = "This is the printed number itself. Which other numbers are printed the same?"

# %%
ends = ...  # a list of two numbers
### BEGIN SOLUTION
number = course.claims.parse_printed(program[amount])
ends = [number.low, number.high]
### END SOLUTION

# %%
check("11.10", ends)

# %% [markdown]
# ## 11.11 Which year is it?
#
# A text prints the year `year_printed`. Which year of the common calendar is that? The Buddhist era (พ.ศ.)
# is 543 years ahead of it. Year 1 of the republic (民國) is 1912.

# %%
year_printed

# %% [raw] tags=["exercise"]
# id = "11.11"
# unit = "year"
# within = 0
# hints = [
#   "Find the era first: พ.ศ. or 民國.",
#   "Buddhist era: take 543 away. Republic: add 1911.",
#   "course.claims.year_of reads a printed year with its era.",
# ]
# idea = "The number less 543 for พ.ศ., the number plus 1911 for 民國."
# [[mistakes]]
# value = "course.claims.year_of(year_printed) + 1"
# hint = "One year too late. Year 1 of an era is year 1, there is no year 0."
# [[mistakes]]
# value = "course.claims.year_of(year_printed) + 543"
# hint = "The Buddhist era is ahead of the common one, so that its numbers are larger. Take 543 away."
# [[mistakes]]
# value = "course.claims.year_of(year_printed) + 1086"
# hint = "You added 543. The Buddhist era is ahead of the common one: take 543 away."
# [[mistakes]]
# value = "course.claims.year_of(year_printed) - 1911"
# hint = "This is the printed year of the republic. Its year 1 is 1912, so add 1911."

# %%
common_year = ...  # a whole number
### BEGIN SOLUTION
common_year = course.claims.year_of(year_printed)
### END SOLUTION

# %%
check("11.11", common_year)

# %% [markdown]
# ## 11.12 One glossary
#
# Which term do these four forms mean: `CPEZ`, `MILT`, `yuan`, `104 RMB`? Give a list of the keys in the
# column `term` of the glossary, in this order.

# %%
wanted = ["CPEZ", "MILT", "yuan", "104 RMB"]
forms.loc[forms["form"].isin([*wanted, "CEPZ", "CTIP", "MIIT", "RMB"]), ["form", "term"]].drop_duplicates()

# %% [raw] tags=["exercise"]
# id = "11.12"
# hints = [
#   "Read the term beside each form in the table.",
#   "CPEZ is a misprint of CEPZ, MILT of MIIT; yuan and RMB are one currency.",
#   "104 RMB is 10^4 RMB with its superscript lost: another term than RMB.",
# ]
# idea = "Look each form up in the column form and take its term."
# [[mistakes]]
# value = "['circular_transformation', *four_terms[1:]]"
# hint = "CTIP is the later program. CPEZ is a misprint of CEPZ."
# [[mistakes]]
# value = "[*four_terms[:3], 'rmb']"
# hint = "104 RMB is no currency but an amount: ten thousand RMB."

# %%
four_terms = ...  # a list of four keys in quotes
### BEGIN SOLUTION
by_form = forms.drop_duplicates("form").set_index("form")["term"]
four_terms = [by_form[form] for form in wanted]
### END SOLUTION

# %%
check("11.12", four_terms)

# %% [markdown]
# ## 11.13 How far to trust a look-alike
#
# `short` holds the short forms of the glossary. Take all pairs of them with at most `at_most` edits,
# from `course.claims.lookalikes`. Which part of the pairs is really one thing? Give it in percent.

# %%
is_short = forms["note"].str.contains("short form", case=False, na=False) | (forms["term"] == "rmb")
short = forms[is_short & (forms["language"] == "en") & (forms["form"].str.len() <= 6)]
short["form"].nunique()

# %% [raw] tags=["exercise"]
# id = "11.13"
# unit = "%"
# within = 0.1
# hints = [
#   "pairs = course.claims.lookalikes(short, at_most) gives the pairs.",
#   "The column same is True where both names mean one thing.",
#   "The mean of True and False is the part that is True. Multiply by 100.",
# ]
# idea = "100 * course.claims.lookalikes(short, at_most)['same'].mean()"
# [[mistakes]]
# value = "100 * pairs['same'].sum() / short['form'].nunique()"
# hint = "This divides by the number of names. Divide by the number of pairs."
# [[mistakes]]
# value = "100 - precision"
# hint = "This is the part that is not one thing."

# %%
precision = ...  # %
### BEGIN SOLUTION
pairs = course.claims.lookalikes(short, at_most)
precision = 100 * pairs["same"].mean()
### END SOLUTION

# %%
check("11.13", precision)

# %% [markdown]
# ## 11.14 Orphans
#
# The table `survivors` puts the guidelines of 2003 beside the standard of 2009. Which indexes of the
# guidelines (`sepa_code`) have no counterpart there (`match` is `none`)? Give the codes as a set.

# %%
survivors[["sepa_group", "sepa_code", "hj_code", "match"]].head(6).fillna("")

# %% [raw] tags=["exercise"]
# id = "11.14"
# hints = [
#   "Keep the rows with match == 'none'.",
#   "Some of these rows belong to the standard and have no sepa_code: leave them out.",
#   "set(orphans['sepa_code'].dropna()), with orphans = the rows with match == 'none'.",
# ]
# idea = "set(survivors.loc[survivors['match'] == 'none', 'sepa_code'].dropna())"
# [[mistakes]]
# value = "set(alone['hj_code'].dropna())"
# hint = "These are rows of the standard that the guidelines do not have. The other direction is asked."
# [[mistakes]]
# value = "set(survivors.loc[survivors['match'] != 'close', 'sepa_code'].dropna())"
# hint = "A counterpart in part is a counterpart. Take those with none."

# %%
orphans = ...  # a set of codes in quotes
### BEGIN SOLUTION
alone = survivors[survivors["match"] == "none"]
orphans = set(alone["sepa_code"].dropna())
### END SOLUTION

# %%
check("11.14", orphans)

# %% [markdown]
# ## 11.15 What two systems share
#
# How many concepts do both `old_system` and `new_system` cover? Use the columns `system` and `concept` of
# the table `coverage`.

# %% [raw] tags=["exercise"]
# id = "11.15"
# unit = "concepts"
# within = 0
# hints = [
#   "Make a set of concepts for each system.",
#   "set(coverage.loc[coverage['system'] == old_system, 'concept'])",
#   "Two sets have their common members in one & other; len(...) counts them.",
# ]
# idea = "len(set of the concepts of the one & set of the concepts of the other)"
# [[mistakes]]
# value = "len(in_old | in_new)"
# hint = "These are the concepts of one or the other. Those of both are asked."
# [[mistakes]]
# value = "len(in_old)"
# hint = "These are all concepts of the first system."

# %%
n_shared = ...  # concepts
### BEGIN SOLUTION
in_old = set(coverage.loc[coverage["system"] == old_system, "concept"])
in_new = set(coverage.loc[coverage["system"] == new_system, "concept"])
n_shared = len(in_old & in_new)
### END SOLUTION

# %%
check("11.15", n_shared)

# %% [markdown]
# ## 11.16 Judge a record
#
# Here is one record of an audit, with the numbers as printed. Does the claim hold within the rounding?
# Work it out by hand first. Then give the verdict as text: `agrees`, `conflicts` or `missing`.

# %%
template = ep.datasets.load("audit_lab", "template")
own = template.iloc[[record]]
print(own[["claim", "statement", "stated", "first", "operation", "second", "scale"]].T.fillna("").to_string())

# %% [raw] tags=["exercise"]
# id = "11.16"
# hints = [
#   "n/c means not communicated: without a number there is nothing to compute.",
#   "Compute first, operation, second, times scale. Then compare with all numbers that round to stated.",
#   "course.claims.judge(own) has the column verdict.",
# ]
# idea = "course.claims.judge(own)['verdict'].iloc[0]"
# [[mistakes]]
# value = "{'agrees': 'conflicts', 'conflicts': 'agrees', 'missing': 'conflicts'}[own_verdict]"
# hint = "Compute again, also with the ends of the intervals. Is every number there?"

# %%
own_verdict = ...  # a verdict in quotes
### BEGIN SOLUTION
own_verdict = course.claims.judge(own)["verdict"].iloc[0]
### END SOLUTION

# %%
check("11.16", own_verdict)

# %% [markdown]
# ## 11.17 What would decide
#
# Two explanations of the puzzle `puzzle` stand in the columns of the table. Which pieces of evidence
# would tell **these two** apart? Give the names of the rows as a set.

# %%
evidence = ep.datasets.load("audit_lab", "evidence")
evidence = evidence[evidence["puzzle"] == puzzle]
two = list(evidence["hypothesis"].unique()[:2])
would_show = evidence.pivot(index="evidence", columns="hypothesis", values="shows")[two]
print(would_show.to_string())

# %% [raw] tags=["exercise"]
# id = "11.17"
# hints = [
#   "A piece of evidence helps if its two cells differ.",
#   "would_show[two[0]] != would_show[two[1]] marks the rows that differ.",
#   "set(would_show.index[mark]), with mark = the comparison.",
# ]
# idea = "The names of all rows in which the two columns hold different texts."
# [[mistakes]]
# value = "set(would_show.index[~differ])"
# hint = "In these rows both explanations would show the same. They decide nothing."
# [[mistakes]]
# value = "set(would_show.index) if not differ.all() else set()"
# hint = "In some of these rows both explanations would show the same."

# %%
helpful = ...  # a set of names in quotes
### BEGIN SOLUTION
differ = would_show[two[0]] != would_show[two[1]]
helpful = set(would_show.index[differ])
### END SOLUTION

# %%
check("11.17", helpful)

# %% [markdown]
# ## 11.18 Read the figure
#
# The figure shows the doubtful claims by kind of fault. Which kind has the most claims with the verdict
# `verdict`? Give its name as text.

# %%
claims = course.claims.run().merge(ep.datasets.load("audit_lab", "faults")[["claim", "kind"]], on="claim")
ep.plots.show(course.claims.verdict_bars(claims, by="kind"))

# %% [raw] tags=["exercise"]
# id = "11.18"
# hints = [
#   "Find the color and hatching of the verdict in the legend.",
#   "Compare the length of that part of each bar, not the whole bar.",
#   "claims.loc[claims['verdict'] == verdict, 'kind'].value_counts() counts for you.",
# ]
# idea = "claims.loc[claims['verdict'] == verdict, 'kind'].value_counts().idxmax()"

# %%
top_kind = ...  # a kind in quotes
### BEGIN SOLUTION
top_kind = claims.loc[claims["verdict"] == verdict, "kind"].value_counts().idxmax()
### END SOLUTION

# %%
check("11.18", top_kind)

# %% [markdown]
# ## 11.19 Your own audit record
#
# Choose one claim of the sources that was not in these exercises; `course.claims.names()` lists them. Write a
# full record: the claim and its place, the number as printed, what you computed and from which figures,
# the interval, your verdict, the kind of fault, and what evidence would decide. Text in quotes.

# %% [raw] tags=["exercise"]
# id = "11.19"
# kind = "written"
# hints = [
#   "Take a claim with numbers. course.claims.run() shows the statement, the source and the explanation.",
#   "Compute it yourself, with both ends of the rounding. course.claims.judge helps.",
#   "Would another person find every figure again? Then the record is complete.",
# ]
# idea = "Claim, place, printed number, figures, computation, interval, verdict, kind, evidence: nine parts."

# %%
own_record = ...  # text in quotes
### BEGIN SOLUTION
money = course.claims.run("subsidies").set_index("claim")
row, mean = money.loc["a1-share-of-investment"], money.loc["a1-mean-of-shares", "computed"]
stated = course.claims.parse_printed(f"{row['stated']}")
own_record = (
    f"Claim: the subsidy corresponds to {row['stated']} percent of the project's investment (report of 2015, "
    f"section 3.2.1, l.261). Printed: {row['stated']}, so {stated.low:.2f} to {stated.high:.2f}. Figures: "
    "subsidies and investments of the zones of Table A1 whose investment is known. Computed: the sum of the "
    f"subsidies over the sum of the investments is {row['computed']:.2f} percent, between {row['low']:.2f} "
    f"and {row['high']:.2f}. Verdict: {row['verdict']}. Kind: definition; the mean of the shares is "
    f"{mean:.2f} percent, which rounds to the printed number, so a mean of ratios was read as a ratio of "
    "sums. Evidence: the formula in the authors' own table, or the investments that are not communicated."
)
### END SOLUTION

# %%
check("11.19", own_record)
