# ---
# jupyter:
#   ecopark:
#     number: "00"
#     title: "Start here: the notebooks, the toolkit, units and sources"
#     minutes: 40
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 Start here: the notebooks, the toolkit, units and sources
#
# **Question.** How do I work with a page of this course, and how do I know what a number on it is
# worth?
#
# **After this lesson you can**
#
# - run a cell, change a number in it, and run it again;
# - use a menu or a slider and read what it changes;
# - convert a unit, and find the most dangerous unit error of this field;
# - read a data card: value, unit, source, status;
# - answer an exercise and understand what the check says.
#
# **Time:** 40 minutes. **Before:** nothing. You do not need to know any programming.
#
# ## 1 This page is made of cells
#
# What you read now is a **text cell**. The gray boxes further down are **code cells**. A code cell holds
# an instruction to the computer. When you *run* it, the answer appears right below the box. You do not
# have to understand every sign in a box. Run it, and look at the answer.
#
# To run a cell: click into it, then press **Shift+Enter** (hold Shift, press Enter). The next cell is
# then ready. Go on like this from top to bottom.
#
# To the left of each code cell stand square brackets:
#
# | you see | it means |
# |---|---|
# | `[ ]` | not run yet |
# | `[*]` | at work: wait |
# | `[3]` | done; it was the third cell that ran |
#
# You cannot break anything. If a page behaves in a strange way, choose *Kernel*, then *Restart Kernel*
# in the menu, and begin again at the top. (The kernel is the program that computes.)
#
# ## 2 The first cell: numbers that you may change
#
# Each lesson begins with such a cell. Each line has a **name**, a **value**, and behind the sign `#`
# a remark: what it means, its unit, and what is allowed. The computer skips everything behind `#`.
#
# Run the cell. Nothing appears, and that is right: the computer only keeps the names in mind.

# %% tags=["parameters"]
energy: float = 800_000.0  # energy that a park uses in a year; tce; 1..1e9
added_value: float = 20.0  # industrial added value of that park in a year; 10^9 RMB; 0.1..1e5
unit: str = "GJ"  # unit of energy to convert to; name; GJ | MWh | kgce | tce
package: str = "ctip_subsidies"  # data package to look at; name; any

# %% [markdown]
# The word after the colon tells the kind of value: `float` is a number that may have a decimal point,
# `int` a whole number, `str` a text. Leave these words as they are, and change only what stands between
# `=` and `#`. Three rules for writing a value:
#
# - The decimal sign is a **point**: write `0.5`, not `0,5`.
# - Between thousands you may put `_`, but no comma and no space: `800_000`.
# - Words stand in **quotes**: `"GJ"`.
#
# The next cell loads the toolkit. It is called `ecopark`, and we call it `ep` for short. The other
# lines check that your values make sense. If one does not, the lesson stops here and says why.

# %%
import ecopark as ep
import ecopark_course as course

packages = [name for name in ep.datasets.list() if name != "sources"]
course.check_parameters("00", globals())
course.check_choice("package", package, packages)

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing in minutes: sections 1 to 3, 10; section 4, 10; sections 5 and 6, 12; sections 7
# to 9, 8. With managers who know a spreadsheet, begin with section 3 and come back to 1 when the
# first question comes. Let everybody run one cell before you explain a second one.
#
# Usual misconception: *the page computes again by itself, as a spreadsheet does.* It does not. After
# a change, the cell itself and all cells below it that use the number must run again.

# %% [markdown]
# ## 3 Run a cell, change it, run it again
#
# This cell divides one number by another. Run it.

# %%
12 / 4

# %% [markdown]
# Now click into the cell, change `4` to `5`, and press Shift+Enter again. The answer below changes.
# The signs are `+`, `-`, `*` for times, `/` for divided by, and `**` for *to the power of*: `10**4`
# is 10 times 10 times 10 times 10.
#
# A cell can also use the names from above:

# %%
energy / 2

# %% [markdown]
# **Predict first.** You go up to section 2, change `energy` to `400_000`, and run *only that* cell.
# Does the answer right above this line change at once?
#
# Try it. It does not change: a cell keeps its old answer until you run *it* again. The menu *Run*,
# then *Run All Cells* does everything in order.
#
# Now and then a lesson asks a question without any code. Choose an answer, by mouse or with the keys
# Tab and Space, and read why it is right or not. Nobody counts.

# %%
course.ask(
    "You changed a number and ran its cell. Then you chose Run All Cells. Which answers are up to date?",
    {
        "Only the one right below the changed cell": "Every cell ran again, from the top to the bottom.",
        "All of them": "Every cell ran again in order, so each one used the new number.",
        "None: the kernel must be restarted first": (
            "A restart makes the kernel forget all names. It is needed when a page behaves in a strange "
            "way, not after a changed number."
        ),
    },
    right="All of them",
)

# %% [markdown]
# ## 4 Units
#
# A number without its unit says nothing. In this field four units appear all the time:
#
# | unit | read | measures |
# |---|---|---|
# | tce | ton of coal equivalent | energy: the heat of a ton of standard coal |
# | 10^4 RMB | ten thousand yuan | money; Chinese counts in steps of 10^4 and 10^8 |
# | m3 | cubic meter | volume, mostly water |
# | t | ton of 1,000 kg | mass |
#
# The toolkit knows them. Ask it how many GJ one tce has:

# %%
ep.units.quantity(1, "tce").to("GJ")

# %% [markdown]
# And the energy of the park above, in the unit that you chose:

# %%
converted = energy * ep.units.factor("tce", unit)
print(f"{energy:,.0f} tce = {converted:,.0f} {unit}")

# %% [markdown]
# The two menus below do the same for one unit of each. Choose. The line under them is the answer
# of `ep.units.factor`: how many of the second unit one of the first is. (Menus and sliders need Jupyter.
# If you read this as a web page, look at the next cell: it shows the answer for the first choice.)

# %%
energy_units = ["tce", "GJ", "MWh", "kgce"]
course.widgets.explore(ep.units.factor, unit=energy_units, target=["GJ", "MWh", "kgce", "tce"])

# %%
ep.units.factor("tce", "GJ")

# %% [markdown]
# The toolkit refuses nonsense. Energy is not a volume:

# %%
ep.units.quantity(1, "tce").is_compatible_with("m3")

# %% [markdown]
# ### The most dangerous unit error of this field
#
# *Industrial added value* is what the firms of a park add to the things they buy: sales minus purchases,
# in short. The *energy intensity* of a park is its energy divided by its added value. The Chinese
# standard for mixed parks, HJ 274-2009, allows at most so much:

# %%
limit = ep.standards.get("hj274-2009")["2.2"]
print("at most", limit.threshold, limit.unit)

# %% [markdown]
# Our park in that unit: first added value in 10^4 RMB, then the division.

# %%
in_ten_thousands = added_value * ep.units.factor("10^9 RMB", "10^4 RMB")
intensity = energy / in_ten_thousands
print(f"{intensity:.4g} tce/10^4 RMB")

# %% [markdown]
# On a screen the small raised 4 often gets lost. Then the table says `104 RMB`. Somebody who reads
# *one hundred and four* computes this:

# %%
in_hundred_and_fours = added_value * ep.units.factor("10^9 RMB", "104 RMB")
misread = energy / in_hundred_and_fours
print(f"{misread:.4g} tce/104 RMB, {intensity / misread:.1f} times too small")

# %% [markdown]
# **Predict first.** Would a comparison with the limit reveal the error? Run the cell to see.

# %%
for reading, number in [("right", intensity), ("misread", misread)]:
    verdict = "meets the limit" if number <= limit.threshold else "is above the limit"
    print(f"{reading}: {number:.4g} {verdict}")

# %% [markdown]
# The misread number is so small that nearly every park would meet the limit with it. So the comparison
# reveals nothing: the park looks excellent. An error that makes us look good is the one that nobody
# looks for. So in this course each number carries its unit.

# %% [markdown] tags=["instructor"]
# **Teacher.** Discuss: *Which check would have noticed the lost superscript?* Good answers: compare
# with a park that is known; convert to yuan and ask if it can be; compute backwards. Second question:
# *Which units does your own report use, and where are they written?* Usual misconception: *a wrong
# unit gives a strange result, so I would see it.*

# %% [markdown]
# ## 5 A table and its card
#
# The numbers of the course stand in **data packages**: tables with a description. This is one of
# them: the subsidies that the state granted to zones, and what the zones invested, in million yuan
# (10^6 RMB).

# %%
subsidies = ep.datasets.load("ctip_subsidies")
subsidies[["zone", "subsidy", "investment", "source", "where", "status"]]

# %% [markdown]
# The numbers at the left count the rows. They begin with 0, as always in this language. Look at row 1
# alone:

# %%
subsidies.loc[1, ["zone", "subsidy", "investment", "source", "where", "status"]]

# %% [markdown]
# A row answers four questions:
#
# | question | where the answer stands |
# |---|---|
# | how much | the number |
# | of what | the unit of the column; it is on the card, see below |
# | who says so, and where | `source` and `where`; *extract l.* is a line of the text that we read |
# | how sure is it | `status` |
#
# ### A missing value is not zero
#
# `NaN` means *not a number*: the cell is empty. The report prints `n/c` there, *not communicated*.
# It does not say that these zones invested nothing; it does not say how much. Watch what happens to
# the mean if somebody replaces *empty* by zero:

# %%
known = subsidies["investment"].mean()
with_zeros = subsidies["investment"].fillna(0).mean()
print(f"mean of the known investments: {known:,.0f} million yuan")
print(f"empty cells counted as zero:   {with_zeros:,.0f} million yuan (wrong)")

# %% [markdown]
# ### The card
#
# Each package has a **card**: what the table holds, the unit and meaning of each column, the sources,
# and where sources contradict each other. Here is the card of the package that you chose at the top.

# %%
ep.datasets.card(package)

# %% [markdown]
# Look for lines that begin with *Contradiction*, near the end; not every card has one. Where two
# sources disagree, the course keeps **both** values, each with its source. It never takes the middle,
# and it never chooses in silence. Even one report can disagree with itself, as the report on subsidies
# does on the mean subsidy of a zone:

# %%
statements = ep.datasets.load("ctip_subsidies", "statements")
about_mean = statements["quantity"].str.startswith("mean subsidy")
statements.loc[about_mean, ["quantity", "value", "unit", "where"]]

# %% [markdown]
# Here the difference is only rounding. In later lessons it is not.
#
# A **menu** or a **slider** lets you change one thing and see the effect. Open this menu. It leaves out
# one zone and computes the averages of all others. The *pooled share* is all subsidies over all
# investments, of the zones where both are known. Which zone moves it most?

# %%
zones = ep.subsidy.leave_one_out(subsidies)["zone"].tolist()[::-1]
course.widgets.explore(
    lambda leave_out: ep.subsidy.summary(subsidies[subsidies["zone"] != leave_out]),
    leave_out=["nobody", *zones],
)

# %%
ep.subsidy.summary(subsidies).to_frame().round(2)

# %% [markdown]
# The table shows the same as the menu when it leaves out *nobody*. Lesson 10 explains its rows.
# Wherever this course has a menu or a slider, a table or figure after it shows the result for one
# position.
#
# And the answer, without a menu: each row leaves out one zone. The last column is the change of the
# pooled share, in points of percent.

# %%
without = ep.subsidy.leave_one_out(subsidies)
without[["zone", "pooled_without", "pooled_change"]].round(2)

# %%
largest = without.loc[without["pooled_change"].abs().idxmax()]
print(f"{largest['zone']} moves it most: {largest['pooled_change']:+.2f} points")

# %% [markdown]
# ## 6 What a status says
#
# Each value of the course has one of six statuses:
#
# | status | meaning | may I quote it? |
# |---|---|---|
# | `stated` | a source says so; we did not check whether it is true | yes, with the source |
# | `verified` | found in public material, looked up for this course | yes, with the source |
# | `computed` | worked out from other values of the course | yes, with the formula |
# | `unverified` | from memory; nobody checked it yet | no: check it first |
# | `assumed` | chosen or worded by this project | not as a fact: only as a choice of this project |
# | `synthetic` | invented for learning, and named so | never as a fact |
#
# A trap: neither `stated` nor `verified` means *true*. They mean that you can look it up.
#
# How many rows of each status do the packages have?

# %%
import pandas as pd

order = ["stated", "verified", "computed", "unverified", "assumed", "synthetic"]
counts = pd.DataFrame({name: dict(ep.datasets.card(name).counts) for name in packages})
counts = counts.reindex(order).T.fillna(0).astype(int)
counts

# %%
totals = counts.sum()
own = counts.loc[package]
print(", ".join(f"{name} {number:,}" for name, number in totals.items()))

# %% [markdown]
# Is any package unverified from its first to its last row?

# %%
counts[(counts["unverified"] > 0) & (counts["unverified"] == counts.sum(axis=1))]

# %% [markdown]
# The package `hj274_2015` is unverified in part: a public page prints the names of its first 21 indicators,
# the other names are from memory, and it gives no threshold, because no source that we could read prints
# one.
#
# Packages whose rows are all `assumed` hold words and lists that this project wrote itself. No source can
# confirm them; no native speaker has checked the translations yet.

# %% [markdown] tags=["instructor"]
# **Teacher.** Discuss: *Your minister asks for one number today. You have a stated one and an
# unverified one that looks better. What do you write?* And: *is a verified number true?* (Somebody
# found it in public. That page may have copied it, and the error with it.)

# %% [markdown]
# ## 7 A figure and its words
#
# A figure of this course has its **finding in the title**, units on its axes, and marks that you can
# tell apart without color.

# %%
figure = ep.plots.share_scatter(subsidies)
words = ep.plots.alt_text(figure)
ep.plots.show(figure)

# %% [markdown]
# The same in words, made from the same data. A person who cannot see the figure hears this text:

# %%
print(words)

# %% [markdown]
# ## 8 What a check answers
#
# Each lesson has an exercise notebook. An exercise looks like this: three dots wait for your answer.
# You replace the dots, run the cell, and run the check below it.
#
# `gigajoules = ...  # GJ`
#
# Your answer may be a number, such as `12.5`, or an instruction that gives one, such as `energy / 2`. A
# word stands in quotes, `"GJ"`. Several words or numbers stand in square brackets, with commas between
# them: `["GJ", "MWh"]`.
#
# The check prints **one line**. Here it is asked four times, about the first exercise of this lesson.
# That exercise asks for the energy of the park in GJ.

# %%
check = course.checker("00", energy=energy, added_value=added_value)
check("00.1", ...)
check("00.1", "a lot")
check("00.1", energy / ep.units.factor("tce", "GJ"))
check("00.1", energy * ep.units.factor("tce", "GJ"))

# %% [markdown]
# | the line says | it means |
# |---|---|
# | not answered yet | the three dots are still there |
# | not yet: … must be a number | the answer has the wrong form, such as a word |
# | not yet: and a hint | a wrong value; each further try brings a stronger hint |
# | passed | right, within rounding |
# | kept for your teacher | a written answer; no computer judges it |
#
# No try is counted against you, and nothing leaves your computer.
#
# ## 9 When something goes wrong
#
# An error message is long, but you only need its **last line**. It says what is wrong, and often what
# you may have meant. This is the line for a package name with a slip at the end:

# %%
print(ep.errors.UnknownNameError("package", "ctip_subsidy", ["ctip_subsidies", "kalundborg", "taiwan"]))

# %% [markdown]
# | the last line says | do this |
# |---|---|
# | `NameError: name 'ep' is not defined` | run the cells above first, from the top |
# | `SyntaxError` | look for a missing quote or bracket, or for a space inside a number |
# | `Unknown … Did you mean …` | correct the spelling |
# | This lesson stops here … | change the value in the first code cell |
# | … write a point, not a comma | write numbers such as `0.5` and `800_000` |
#
# ## Results of this run

# %%
course.results(
    {
        f"energy of the park [{unit}]": converted,
        "energy intensity [tce/10^4 RMB]": intensity,
        "the same, misread [tce/104 RMB]": misread,
        "meets the limit": bool(intensity <= limit.threshold),
        "package": package,
        "rows with a status": int(own.sum()),
        "rows that may not be quoted": int(own[["unverified", "assumed", "synthetic"]].sum()),
        "contradictions on the card": len(ep.datasets.card(package).package.contradictions),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - A status says how a value is known. It does not say whether the value is true.
# - The park of section 2 is an example with round numbers, not a real one, unless you gave your own.
# - Two units that fit can still mean different things: energy per *added value* and energy per
#   *output* have the same unit. Lesson 06 shows what that does.
#
# ## Key points
#
# - Shift+Enter runs a cell. After a change, run the cell and all cells below it.
# - A number needs its unit. `104 RMB` usually means 10^4 RMB.
# - Value, unit, source, status: read all four before you quote.
# - Missing is not zero. Where sources disagree, both values stay.
# - A check answers in one line. A wrong answer costs nothing and brings a hint.
#
# ## Now with your own zone
#
# Change the cell in section 2 to the energy and the added value of your zone, and run all cells. Or
# type in a terminal (a window for commands):
#
# `ecopark run 00 -p energy=120000 -p added_value=3.5 -p unit=GJ -p package=kalundborg`
#
# To see all packages type `ecopark datasets`. To work on your own copy of the course type
# `ecopark lab`.
#
# The exercises are in `exercises/00_start_here.ipynb`.
#
# ## Researcher's corner
#
# One tce is a *definition*, and not all books use the same. The toolkit takes 7,000 kilocalories for a
# kilogram of standard coal. The package `factors` keeps what the sources print, side by side:

# %%
definitions = ep.datasets.load("factors", "energy_units")
definitions[["id", "value", "unit", "heat_value_convention", "country", "role", "status"]]

# %% [markdown]
# A printed value is rounded, so it is an interval: two digits after the point stand for everything that
# rounds to them. Compare the exact product with the interval, not with the printed number.

# %%
exact = ep.units.factor("tce", "GJ")
printed = definitions.set_index("id").loc[["tce_lhv_printed", "tce_hhv"], ["value"]]
printed = printed.assign(low=printed["value"] - 0.005, high=printed["value"] + 0.005)
printed.assign(exact=exact, inside=(printed["low"] <= exact) & (exact < printed["high"])).round(4)

# %% [markdown]
# The first row agrees with 7,000 kilocalories. The second does not, and this is no rounding: it counts
# the *high* heat value, with the heat of the steam in the smoke. Chinese statistics use the *low* one.
# So two reports that count coal in tce, one by the high and one by the low value, differ by this factor
# before anybody saves anything:

# %%
print(f"{printed['value'].iloc[1] / exact:.4f}")

# %% [markdown]
# ## References
#
# - Packages `ctip_subsidies`, `hj274_2009`, `hj274_2015` and `factors`; each row names its source.
# - IISD (2015), Table 1 and Table A1.
# - All sources: `ep.datasets.load("sources")`.
