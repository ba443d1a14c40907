# ---
# jupyter:
#   ecopark:
#     number: "00"
#     title: "Start here: a cell, a unit, a source, a check"
#     minutes: 25
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 Start here: a cell, a unit, a source, a check
#
# **Question.** A report says that one park uses a certain amount of energy for each yuan it earns, and that another
# saves a certain number of tonnes of CO2. What must I know about such a number before I repeat it?
#
# **After this lesson you can**
#
# - run a page of this course, change a number in it, and run it again;
# - say in which unit a number is expressed, and recognize the unit error that makes a park look excellent;
# - find out who published a number, where, and how far you may trust it;
# - answer an exercise and understand the reply.
#
# **Time:** 25 minutes. **Before:** nothing. You do not need to know any programming.
#
# ## 1 A park, and a page made of cells
#
# This course is about *eco-industrial parks*: places where firms pass on to each other what they would otherwise
# throw away. The picture below shows the best-known one, the Danish town of Kalundborg, as it was around the year
# 2000. The box above the picture is a **code cell**. It holds an instruction to the computer, and its answer appears
# below it. The text that you are reading is in a **text cell**.
#
# To run a cell, click into it and press **Shift+Enter** (hold Shift, press Enter). You do not have to
# understand what is written in the box. Run this one and look at the answer.

# %%
import ecopark as ep
import ecopark_course as course

exchanges = ep.datasets.load("kalundborg", "exchanges")
kalundborg = ep.symbiosis.Network(exchanges[exchanges["direction"] == "sure"])
ep.plots.show(ep.symbiosis.plot_network(kalundborg, "Kalundborg about 2000, reconstructed"))

# %% [markdown]
# You will see square brackets to the left of each code cell. Empty brackets mean that the cell has not run
# yet, a star means that it is still running, and a number means that it has finished. You cannot break
# anything. If a page behaves oddly, choose *Kernel* and then *Restart Kernel and Run All Cells* in the menu.
#
# Now change something. Click into the next cell, replace `4` with `5`, and press Shift+Enter again. The arithmetic
# signs are `+`, `-`, `*` (times) and `/` (divided by).

# %%
12 / 4

# %%
course.ask(
    "You change a number near the top of a page and run only that cell. What happens to the answers "
    "further down?",
    {
        "They change at once, as in a spreadsheet.": "This is the most common surprise. A page does not "
        "recalculate by itself; an answer stays as it was until its own cell runs again.",
        "They keep their old values until their cells run again.": "Yes. After a change, run the cell and all "
        "cells below it, or choose Run All Cells from the menu.",
        "They disappear.": "They stay, and that is the danger: an old answer looks just like a new one.",
    },
    right="They keep their old values until their cells run again.",
)

# %% [markdown]
# ## 2 The numbers that you may change
#
# Every lesson has a cell like the next one. Each line gives a **name**, a **value** and, after the sign `#`, what the
# name means, its unit, and which values are allowed. The numbers below describe an invented park. You may replace
# them with your own. Three rules apply:
#
# - The decimal sign is a point: write `0.5`, not `0,5`.
# - Thousands may be separated by `_`, but not by a comma or a space: `800_000`.
# - Words are written in quotes: `"GJ"`.

# %% tags=["parameters"]
energy: float = 1_200_000.0  # energy that a park uses in a year; tce; 1..1e9
added_value: float = 32.0  # industrial value added of that park in the same year; 10^9 RMB; 0.1..1e5
unit: str = "GJ"  # unit to convert the energy to; name; GJ | MWh | kgce | tce
package: str = "ctip_subsidies"  # data package to look at; name; any

# %% tags=["setup"]
import pandas as pd
from IPython.display import Markdown

course.check_parameters("00", globals())
course.format_tables()
packages = [name for name in ep.datasets.list() if name != "sources"]
course.check_choice("package", package, packages)

# %% [markdown]
# The cell above checks your values. If one of them is not allowed, the lesson stops there and says why.

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 5; section 2, 2; section 3, 6; section 4, 6; section 5, 4; the answer, 2. Let
# everybody run one cell before you explain the second. With managers who work in a spreadsheet, do the first concept check together:
# nearly all of them expect the page to recalculate by itself.
#
# **Discussion, 20 minutes, if you have them.** In pairs, take one number from a report that a participant brought.
# One partner defends it, the other may ask four questions only: *In which unit? Of which year and which area? Who
# measured it? Where can I look it up?* Collect on the board which question was hardest to answer. It is
# usually the second one.
#
# **Group task.** Each group finds the same quantity, for example the energy use of a park or a city, in two documents and explains
# the difference.

# %% [markdown]
# ## 3 One number, one unit
#
# *Industrial value added* (IAV) is what the firms of a park add to the goods that they buy: roughly, sales minus
# purchases. The **energy intensity** of a park is its energy use divided by its IAV. HJ 274-2009, the Chinese
# standard for sector-integrated parks until 2015, set an upper limit for it (lesson 05 tells what came after):

# %%
limit = ep.standards.get("hj274-2009")["2.2"]
print(f"at most {limit.threshold} {limit.unit}")

# %% [markdown]
# The energy is expressed in *tonnes of coal equivalent* (tce), the heat of a tonne of standard coal. The money is
# expressed in units of RMB 10,000, because Chinese groups large numbers by ten thousands, not by thousands. The
# toolkit, `ecopark`, which we call `ep` for short, knows these units and converts between them.

# %%
converted = energy * ep.units.factor("tce", unit)
units_of_money = added_value * ep.units.factor("10^9 RMB", "10^4 RMB")
intensity = energy / units_of_money
print(f"{energy:,.0f} tce are {converted:,.0f} {unit}.")
print(f"The park uses {intensity:.3g} tce per RMB 10,000 of industrial value added.")

# %% [markdown]
# **Predict first.** How much energy could this park use before it exceeds the limit? Write a number down, then move the
# slider to find out. (A slider needs Jupyter. If you are reading this as a web page, the cell below the slider gives
# the answer.)

# %%
largest = limit.threshold * units_of_money
course.widgets.explore(
    lambda energy_in_tce: (
        f"{energy_in_tce:,.0f} tce: {energy_in_tce / units_of_money:.3f} tce per RMB 10,000, "
        f"{'within' if energy_in_tce <= largest else 'above'} the limit"
    ),
    energy_in_tce=(0.0, 3 * energy, energy / 20, energy),
)

# %%
print(f"With this value added, the park may use up to {largest:,.0f} tce a year.")

# %% [markdown]
# ### The unit error that makes a park look excellent
#
# When a table is copied, the small raised 4 in *10⁴ RMB* is easily lost, and the unit then reads `104 RMB`. A careful
# reader who takes this unit literally obtains a different number for the same park:

# %%
misread = energy / (added_value * ep.units.factor("10^9 RMB", "104 RMB"))
for reading, number in [("10^4 RMB, as it was meant", intensity), ("104 RMB, as it was copied", misread)]:
    verdict = "within the limit" if number <= limit.threshold else "above the limit"
    print(f"{reading}: {number:.4g}, {verdict} of {limit.threshold}")

# %%
course.ask(
    "The copied unit makes the intensity about 96 times too small. Will the comparison with the limit "
    "reveal the error?",
    {
        "Yes, an impossible number always stands out.": "It does not stand out here. Small is good, so the number "
        "looks like success.",
        "Yes, the toolkit refuses units that do not match.": "It would, if the number still carried its unit. As "
        "soon as a unit has been dropped, no program can help.",
        "No, the park simply looks excellent.": "Right. An error in our favor is the one that nobody looks for. "
        "That is why every number in this course carries its unit.",
    },
    right="No, the park simply looks excellent.",
)

# %% [markdown]
# ## 4 Where a number comes from
#
# How much CO2 does Kalundborg avoid? Several answers have been published. The figure shows each of them in the year
# to which it refers; hollow markers show figures whose year or wording is in doubt.

# %%
claims = ep.datasets.load("kalundborg", "claims")
avoided = claims[claims["quantity"] == "CO2 avoided"]
ep.plots.show(ep.plots.plot_claims(claims, "CO2 avoided"))

# %% [markdown]
# None of these numbers is simply *the* right one. They refer to different years, they may include different firms,
# and each figure compares the town with a hypothetical Kalundborg in which there are no exchanges. What makes a
# number usable is the information beside it:

# %%
shown = avoided.set_index("year_printed").rename_axis("year")
shown[["value", "unit", "source", "where", "status"]].fillna("not published")

# %% [markdown]
# `source` is the name of an entry in the list of sources, with its author, year and address; `where` is the page or
# section. The **status** says how far you may trust a value:
#
# | status | meaning | may I quote it? |
# |---|---|---|
# | `stated` | a source says so; nobody has checked it | yes, with the source |
# | `verified` | found again in public material, looked up for this course | yes, with the source |
# | `computed` | calculated from other values of the course | yes, with the formula |
# | `unverified` | not confirmed by anything that we could read | no: check it first |
# | `assumed` | chosen by this project | yes, but only as a choice made by this project |
# | `synthetic` | invented for learning | never as a fact |
#
# A value that was not published stays empty. It is never replaced by zero, by an average or by a guess.
# Each data package has a card with its columns, units, sources and contradictions. Where two
# sources disagree, the course keeps both values. Here is the card of the package that you chose in section 2:

# %%
card = ep.datasets.card(package)
card

# %%
counts = pd.Series(dict(card.counts)).astype(int)
not_quotable = int(counts.reindex(["unverified", "assumed", "synthetic"]).fillna(0).sum())
print(f"{counts.sum()} rows, of which {not_quotable} must not be quoted as facts.")

# %%
course.ask(
    "A value has the status verified. What does that tell you?",
    {
        "The value is true.": "Nobody can promise that. The page on which it was found may repeat an error from another page.",
        "You can look it up, and somebody has done so.": "Yes. The status describes how the value is known, not "
        "whether it is true.",
        "Two independent measurements agree.": "That would be better than verified. The status only says that the "
        "value was found again in public material.",
    },
    right="You can look it up, and somebody has done so.",
)

# %% [markdown]
# ## 5 What a check tells you
#
# Each lesson has a notebook of exercises. In each exercise, three dots mark the place for your answer. You replace
# the dots, run the cell, and run the check below it. The check replies in **one line**. Here we call it three times
# on the first exercise of this lesson, which asks for the energy of a park in gigajoules: without an answer, with a
# wrong one, and with the right one.

# %%
check = course.checker("00", energy=energy, added_value=added_value)
check("00.1", ...)
check("00.1", energy / ep.units.factor("tce", "GJ"))
check("00.1", energy * ep.units.factor("tce", "GJ"))

# %% [markdown]
# A wrong answer costs nothing. You get a hint, and each further wrong answer gives you another. Nothing leaves your
# computer.
#
# When something goes wrong, a long message appears. You only need its **last line**: it says what is wrong and often
# what you may have meant. If it says that a *name is not defined*, run the cells above first. If it says *SyntaxError*, look for a
# missing quote or bracket.
#
# ## The answer
#
# What must I know about a number before I repeat it?

# %%
verdict = "within" if intensity <= limit.threshold else "above"
Markdown(
    f"Its unit, its year and boundary, its source and its status. This park uses {intensity:.3g} tce per RMB 10,000 "
    f"of industrial value added, which is {verdict} the limit of {limit.threshold}. With the unit misread it would appear to "
    f"use {misread:.2g}, and nobody would have noticed. The avoided CO2 of Kalundborg has been given as anything between "
    f"{avoided['value'].min():,.0f} and {avoided['value'].max():,.0f} tonnes a year: each figure needs its year and its source."
)

# %%
course.results(
    {
        f"energy of the park [{unit}]": converted,
        "energy intensity [tce/10^4 RMB]": intensity,
        "the same, misread [tce/104 RMB]": misread,
        "meets the limit": bool(intensity <= limit.threshold),
        "package": package,
        "rows with a status": int(counts.sum()),
        "rows that may not be quoted": not_quotable,
        "contradictions on the card": len(card.package.contradictions),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - A status says how a value is known. It does not say whether the value is true.
# - The park of section 2 is invented and has round numbers, unless you entered your own.
# - Two numbers with the same unit can still measure different things: energy per *value added* and energy per
#   *output* are both expressed in tce per RMB 10,000. Lesson 06 shows what difference this makes.
#
# ## Key points
#
# - Shift+Enter runs a cell. After a change, run that cell and all cells below it.
# - A number without its unit is worth nothing, and `104 RMB` usually means 10⁴ RMB.
# - Before you quote a number, read its unit, its year and boundary, its source and its status.
# - A missing value is not zero. Where sources disagree, both values are kept.
# - A check replies in one line. A wrong answer costs nothing and brings a hint.
#
# ## Now with your own zone
#
# Enter the energy use and the value added of your own zone in section 2 and run all cells. If you prefer to type a
# command, this one writes a finished page with your numbers:
#
# `ecopark run 00 -p energy=120000 -p added_value=3.5 -p unit=GJ -p package=kalundborg`
#
# `ecopark datasets` lists all packages, and `ecopark lab` opens your own copy of the course. The exercises of this
# lesson are in `exercises/00_start_here.ipynb`.
#
# ## The researcher's corner
#
# A referee would ask what kind of coal the *tce* is based on. The toolkit uses 7,000 kilocalories per kilogram, the
# lower heating value, on which Chinese statistics are based. Other texts give different factors, and the package
# `factors` keeps them side by side:

# %%
definitions = ep.datasets.load("factors", "energy_units").set_index("id")
columns = {"heat_value_convention": "heating value"}
definitions[["value", "unit", *columns, "source", "status"]].rename(columns=columns)

# %%
ratio = definitions.at["tce_hhv", "value"] / ep.units.factor("tce", "GJ")
print(
    f"With the higher instead of the lower heating value: {100 * (ratio - 1):.1f} % more energy per tonne of coal equivalent."
)

# %% [markdown]
# Two reports that use different conventions will differ by this much even if no energy has been saved. Moreover, a
# factor printed with two decimals really represents an interval: 29.31 stands for every value that rounds to it.
#
# ## References
#
# - IISD (2015), Table 1 and Table A1: packages `hj274_2009` and `ctip_subsidies`. The raised 4 is missing from the extract of the report that we used; it may well be present in the printed report.
# - The sources of the Kalundborg figures are in the packages `kalundborg` and `sources`, with their addresses:
#   `ep.datasets.load("sources")`.
