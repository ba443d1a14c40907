# ---
# jupyter:
#   ecopark:
#     number: "06"
#     edition: 1
#     title: "Exercises: the Circular Transformation"
#     minutes: 60
#     variants:
#       cut: [12, 14, 15, 16, 18, 20, 22, 24, 25, 28]
#       share: [0.22, 0.24, 0.26, 0.28, 0.3, 0.32, 0.34, 0.36]
#       subsidy: [210.0, 113.5, 275.0, 300.0, 100.0, 146.5, 139.0, 94.0, 297.0, 150.0]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 06: the Circular Transformation
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# Some answers are lists, such as `[1.5, -2]`. The order matters. Two answers are texts of your own:
# they are kept for your teacher.

# %% tags=["parameters"]
cut: int = 20  # planned cut of energy per output in five years; %; 5..40
share: float = 0.3  # added value as a share of output; 1; 0.05..0.95
subsidy: float = 210.0  # approved subsidy; 10^6 RMB; 1..10000

# %%
import ecopark as ep
import ecopark_course as course

plans = ep.datasets.load("ctip_targets", "targets").set_index("id")
standard = ep.standards.get("hj274-2009")
check = course.checker("06", cut=cut, share=share, subsidy=subsidy)
tianjin = plans[plans["zone"] == "Tianjin ETDZ"].dropna(subset=["value"])
tianjin[["value", "unit", "change", "change_unit"]]

# %% [markdown]
# ## 06.1 A change a year
#
# A plan cuts energy per output by `cut` percent in five years, by the same part each year. What is the
# change a year, in %/year? A cut is negative.

# %% [raw] tags=["exercise"]
# id = "06.1"
# unit = "%/year"
# within = 0.005
# hints = [
#   "Five equal steps, one after the other, multiply. They do not add up.",
#   "After five years the part 1 - cut/100 is left. Which factor, five times, gives that part?",
#   "The yearly factor is (1 - cut / 100) ** (1 / 5). Turn it into a change in percent.",
# ]
# idea = "100 * ((1 - cut / 100) ** (1 / 5) - 1)."
# [[mistakes]]
# value = "-cut / 5"
# hint = "This divides the cut by five. Each year starts from less than the year before, so steps multiply."
# [[mistakes]]
# value = "100 * (1 - (1 - cut / 100) ** (1 / 5))"
# hint = "The size is right. A cut is a negative change."
# [[mistakes]]
# value = "100 * ((1 + cut / 100) ** (1 / 5) - 1)"
# hint = "This is the growth of something that rises. Here it falls."

# %%
change_a_year = ...  # %/year
### BEGIN SOLUTION
change_a_year = 100 * ((1 - cut / 100) ** (1 / 5) - 1)
### END SOLUTION

# %%
check("06.1", change_a_year)

# %% [markdown]
# ## 06.2 The bases behind percentage points
#
# Tianjin plans two shares of its solid waste: the share that is used (row `solid_waste_used-tianjin`)
# and the share that is disposed of (row `solid_waste_disposed-tianjin`). Each row has a target and a
# change in percentage points. What were the two shares in the base year, in percent? Give a list:
# used first, then disposed of.

# %% [raw] tags=["exercise"]
# id = "06.2"
# unit = "%"
# within = 0.05
# hints = [
#   "Percentage points are added to a share and taken from a share.",
#   "The target is the base plus the change.",
#   "Take the change from the target. Mind the sign of the second change.",
# ]
# idea = "For both rows: the column value minus the column change. The two bases make 100 together."
# [[mistakes]]
# value = "[t / (1 + c / 100) for t, c in zip(targets, changes)]"
# hint = "This reads the change as percent of the base. The unit says percentage points."
# [[mistakes]]
# value = "[t + c for t, c in zip(targets, changes)]"
# hint = "This adds the change to the target. The target already holds the change."
# [[mistakes]]
# value = "bases[::-1]"
# hint = "The two numbers are right and in the wrong order: used first."

# %%
bases = ...  # [used, disposed of], in %
### BEGIN SOLUTION
rows = plans.loc[["solid_waste_used-tianjin", "solid_waste_disposed-tianjin"]]
targets, changes = rows["value"].to_list(), rows["change"].to_list()
bases = [target - change for target, change in zip(targets, changes, strict=True)]
### END SOLUTION

# %%
check("06.2", bases)

# %% [markdown]
# ## 06.3 The same change in percent
#
# By how many **percent** of its base does each of the two shares change? Give a list in the same
# order. A fall is negative.

# %% [raw] tags=["exercise"]
# id = "06.3"
# unit = "%"
# within = 0.05
# hints = [
#   "Percent of the base: divide by the share of the base year.",
#   "Points over base, times 100. The bases are the answer of 04.2.",
#   "The second share has a small base and falls by more than half of it.",
# ]
# idea = "100 * change / base for both rows."
# [[mistakes]]
# value = "[100 * c / t for t, c in zip(targets, changes)]"
# hint = "This divides by the target. A change is measured from the base."
# [[mistakes]]
# value = "changes"
# hint = "These are the percentage points themselves."
# [[mistakes]]
# value = "[abs(c) for c in changes_in_percent]"
# hint = "One of the two shares falls: its change is negative."

# %%
changes_in_percent = ...  # [used, disposed of], in %
### BEGIN SOLUTION
changes_in_percent = [100 * change / base for change, base in zip(changes, bases, strict=True)]
### END SOLUTION

# %%
check("06.3", changes_in_percent)

# %% [markdown]
# ## 06.4 Can both be true?
#
# Tianjin prints a fall of water per output (row `water_use-tianjin`) and a rise of output per water
# (row `output_water-tianjin`), both rounded to whole percent. One is the inverse of the other. In which
# window must the true cut lie, so that both numbers are printed right? Give a list in percent: low end,
# high end. Count with positive cuts.

# %% [raw] tags=["exercise"]
# id = "06.4"
# unit = "%"
# within = 0.005
# hints = [
#   "Each printed number stands for a range of one percent, half below it and half above.",
#   "Turn the range of the rise into a range of the cut: a rise by r % asks for a cut of 1 - 1/(1 + r/100).",
#   "The window is what both ranges share: the larger of the low ends to the smaller of the high ends.",
# ]
# idea = "Low end: the cut that the smallest rounded rise asks for. High end: the largest cut that rounds to the printed one."
# [[mistakes]]
# value = "[fall - 0.5, fall + 0.5]"
# hint = "This is the range of the printed cut alone. The printed rise allows only a part of it."
# [[mistakes]]
# value = "asked"
# hint = "This is what the printed rise asks for. The printed cut allows only a part of it."
# [[mistakes]]
# value = "[rise - 0.5, rise + 0.5]"
# hint = "This is the range of the rise itself. The window is asked for the cut."
# [[mistakes]]
# value = "[-w for w in window[::-1]]"
# hint = "The size is right. Give the cut as positive numbers, the smaller one first."

# %%
window = ...  # [low, high], in %
### BEGIN SOLUTION
fall, rise = -plans.loc["water_use-tianjin", "change"], plans.loc["output_water-tianjin", "change"]
asked = [100 * (1 - 1 / (1 + (rise + side) / 100)) for side in (-0.5, 0.5)]
window = [max(fall - 0.5, asked[0]), min(fall + 0.5, asked[1])]
### END SOLUTION

# %%
check("06.4", window)

# %% [markdown]
# ## 06.5 Read the figure
#
# Another plan prints a cut of energy per output by `cut` percent, and the rise of output per energy in
# whole percent. The figure shows the range of the cut and, for five possible rises, the cuts that each
# of them asks for. Which of the five rises can stand beside the printed cut? Give a list of whole
# numbers, the smallest first.

# %%
middle = round(100 / (1 - cut / 100) - 100)
rises = [middle + step for step in (-2, -1, 0, 1, 2)]
ranges = {f"printed cut of {cut} %": (cut - 0.5, cut + 0.5)}
ranges |= {
    f"rise of {r} %": (100 - 100 / (1 + (r - 0.5) / 100), 100 - 100 / (1 + (r + 0.5) / 100)) for r in rises
}
ep.plots.show(ep.plots.interval_plot(ranges, quantity="True cut of energy per output", unit="%"))

# %% [raw] tags=["exercise"]
# id = "06.5"
# unit = "%"
# within = 0
# hints = [
#   "A rise can stand beside the cut if its bar and the bar of the cut lie above each other somewhere.",
#   "Draw two lines down from the ends of the first bar. Which bars reach in between them?",
#   "More than one rise fits. A bar that is only partly inside fits too.",
# ]
# idea = "A rise fits if its range and the range of the printed cut share a part."
# [[mistakes]]
# value = "[middle]"
# hint = "This rise fits best. Are there others whose range reaches into that of the cut?"
# [[mistakes]]
# value = "rises"
# hint = "Not all of them: some bars end before the bar of the cut begins, or begin after it ends."
# [[mistakes]]
# value = "fitting[::-1]"
# hint = "These are the right ones. Give the smallest first."

# %%
fitting = ...  # a list of whole numbers
### BEGIN SOLUTION
low, high = ranges[f"printed cut of {cut} %"]
fitting = [r for r in rises if ranges[f"rise of {r} %"][0] < high and low < ranges[f"rise of {r} %"][1]]
### END SOLUTION

# %%
check("06.5", fitting)

# %% [markdown]
# ## 06.6 Two denominators
#
# Tianjin's targets count energy and water for each RMB of **output** (rows `energy_use-tianjin`, in
# tce/RMB, and `water_use-tianjin`, in m3/RMB). The limits `standard["2.2"].threshold`, in tce/10^4 RMB,
# and `standard["2.4"].threshold`, in m3/10^4 RMB, count them for **added value**. How large must the
# share of added value in output be, at least, so that the targets meet the limits? Give a list: for
# energy, for water. A share is a number from 0 to 1.

# %% [raw] tags=["exercise"]
# id = "06.6"
# within = 0.0005
# hints = [
#   "Bring the target to the unit of the limit first: for each 10^4 RMB it is 10^4 times as large.",
#   "Use per added value is use per output divided by the share.",
#   "At the smallest share, use per output divided by the share equals the limit. Solve for the share.",
# ]
# idea = "Target per 10^4 RMB of output, divided by the limit per 10^4 RMB of added value."
# [[mistakes]]
# value = "[1 / s for s in smallest_shares]"
# hint = "A share is not above 1. Turn the fraction over."
# [[mistakes]]
# value = "[s / 10**4 for s in smallest_shares]"
# hint = "The target counts for one RMB, the limit for 10^4 RMB. Bring them to one unit."
# [[mistakes]]
# value = "[100 * s for s in smallest_shares]"
# hint = "These are percent. A share is asked as a number from 0 to 1."
# [[mistakes]]
# value = "smallest_shares[::-1]"
# hint = "The two numbers are right and in the wrong order: energy first."

# %%
smallest_shares = ...  # [energy, water]
### BEGIN SOLUTION
pairs = {"energy_use-tianjin": "2.2", "water_use-tianjin": "2.4"}
smallest_shares = [
    plans.loc[name, "value"] * 10**4 / standard[code].threshold for name, code in pairs.items()
]
### END SOLUTION

# %%
check("06.6", smallest_shares)

# %% [markdown]
# ## 06.7 And Rizhao?
#
# Rizhao's energy target is in the row `energy_use-rizhao`. When does it meet the limit 2.2? Choose one
# of `"for every share"`, `"for large shares"`, `"for no share"`.

# %% [raw] tags=["exercise"]
# id = "06.7"
# hints = [
#   "Compute the smallest share as in 04.6.",
#   "Added value is a part of output. What is the largest share that can be?",
#   "Compare the smallest share that is needed with the largest share that is possible.",
# ]
# idea = "The share that would be needed is above 1, and added value is never more than output."
# [[mistakes]]
# value = "'for large shares'"
# hint = "Compute how large the share would have to be. Can a share be that large?"
# [[mistakes]]
# value = "'for every share'"
# hint = "The target is above the limit even before it is divided by a share."

# %%
rizhao_meets = ...  # one of the three texts, in quotes
### BEGIN SOLUTION
needed = plans.loc["energy_use-rizhao", "value"] * 10**4 / standard["2.2"].threshold
rizhao_meets = "for no share" if needed > 1 else "for large shares"
### END SOLUTION

# %%
check("06.7", rizhao_meets)

# %% [markdown]
# ## 06.8 Justify
#
# A newspaper writes that Tianjin's park is better than the national standard, because its energy target
# for each 10^4 RMB is a smaller number than the limit 2.2. Write two or three sentences to the editor: what is wrong with the comparison, and which number
# would settle it?

# %% [raw] tags=["exercise"]
# id = "06.8"
# kind = "written"
# hints = [
#   "Name both denominators.",
#   "Say in which direction the comparison errs.",
#   "Say which number is missing, and from which value of it on the newspaper would be right.",
# ]
# idea = "Output and added value differ; the share of added value decides."

# %%
letter = ...  # a text in quotes
### BEGIN SOLUTION
letter = (
    "The target divides energy by output, the limit divides it by added value, which is a part of "
    "output. So the park looks better than it is. The share of added value in output would settle it: "
    "the target meets the limit only from the share of 04.6 on, and the true share is not printed."
)
### END SOLUTION

# %%
check("06.8", letter)

# %% [markdown]
# ## 06.9 Repair a broken cell
#
# The cell should turn Tianjin's energy target into tce for each 10^4 RMB of **added value**, at the
# share of added value that is set above. It runs, and it is wrong in two places. Repair it.

# %% [raw] tags=["exercise"]
# id = "06.9"
# unit = "tce/10^4 RMB"
# within = 0.0005
# hints = [
#   "Is the result larger or smaller than the target per output? Which should it be?",
#   "Added value is less than output. The same energy over less gives more.",
#   "How many RMB are 10^4 RMB? Compare with the number in the cell, and think of lesson 03.",
# ]
# idea = "per_rmb * 10**4 / share."
# [[mistakes]]
# value = "per_rmb * 104 * share"
# hint = "This is the cell as it was. One step uses a wrong number, the other goes in the wrong direction."
# [[mistakes]]
# value = "per_rmb * 10**4 * share"
# hint = "One place is repaired: the unit of money. Now look at the share."
# [[mistakes]]
# value = "per_rmb * 104 / share"
# hint = "One place is repaired: the share. Now look at the unit of money."

# %%
per_rmb = plans.loc["energy_use-tianjin", "value"]  # tce for each RMB of output
per_added_value = per_rmb * 104 * share  # tce/10^4 RMB
### BEGIN SOLUTION
per_added_value = per_rmb * 10**4 / share
### END SOLUTION

# %%
check("06.9", per_added_value)

# %% [markdown]
# ## 06.10 Three zones and the tranche rule
#
# Three zones have the same approved subsidy, `subsidy`. How much of it does each zone have today,
# refunds taken off? Read the rule as follows: 90 % of the *number* of targets, and a refund of what was
# received.
#
# - Zone A has met 91 % of its targets after two years.
# - Zone B has met 60 % of its targets after three years, and the authority sees no substantial progress.
# - Zone C has met 60 % of its targets after two years, and the authority sees no substantial progress.
#
# Give a list: A, B, C, in 10^6 RMB. You may use `ep.subsidy.tranche`, or compute by hand.

# %% [raw] tags=["exercise"]
# id = "06.10"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "Every zone got the first half. Ask for each: second half, nothing more, or money back?",
#   "The second half needs 90 % of the targets. Money goes back after three years without progress.",
#   "Zone C has no progress either. Has it had three years?",
# ]
# idea = "A has both halves, B gives its half back, C keeps its half for now."
# [[mistakes]]
# value = "[subsidy, subsidy / 2, subsidy / 2]"
# hint = "Zone B has had three years without substantial progress. What does the rule say?"
# [[mistakes]]
# value = "[subsidy, 0, 0]"
# hint = "Look at zone C again: how many years have passed?"
# [[mistakes]]
# value = "[0.91 * subsidy, 0.6 * subsidy, 0.6 * subsidy]"
# hint = "The subsidy is not paid in proportion to the targets. It comes in two halves."

# %%
kept = ...  # [A, B, C], in 10^6 RMB
### BEGIN SOLUTION
zones = [(91, 2, True), (60, 3, False), (60, 2, False)]
tranches = [ep.subsidy.tranche(subsidy, met, years, progress) for met, years, progress in zones]
kept = [tranche.paid for tranche in tranches]
### END SOLUTION

# %%
check("06.10", kept)

# %% [markdown]
# ## 06.11 Money back
#
# How much does zone B of 04.10 pay back, in 10^6 RMB?

# %% [raw] tags=["exercise"]
# id = "06.11"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "A zone can give back only what it has received, in the reading of 04.10.",
#   "Zone B never met enough targets. Which payments has it received?",
#   "It has received the first payment only.",
# ]
# idea = "The first half of the subsidy."
# [[mistakes]]
# value = "subsidy"
# hint = "This is the whole subsidy. The second half was never paid to zone B."
# [[mistakes]]
# value = "0.4 * subsidy"
# hint = "The refund does not go by the targets that are missing."

# %%
refund = ...  # 10^6 RMB
### BEGIN SOLUTION
refund = tranches[1].refunded
### END SOLUTION

# %%
check("06.11", refund)

# %% [markdown]
# ## 06.12 Two readings
#
# A zone has ten targets. After two years nine of them are fully reached, and one is reached to 40 %.
# Progress is seen. How much does the zone have, if 90 % means the *number* of targets, and how much if
# it means *each* target? Give a list in this order, in 10^6 RMB.

# %% [raw] tags=["exercise"]
# id = "06.12"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "First reading: nine of ten targets. Is that at least 90 %?",
#   "Second reading: the target farthest behind decides.",
#   "ep.subsidy.tranche takes a list of attainments and the argument reading='count' or reading='attainment'.",
# ]
# idea = "By number the zone just reaches 90 % and has both halves; by each target it has one half."
# [[mistakes]]
# value = "by_reading[::-1]"
# hint = "You have the two readings the wrong way round."
# [[mistakes]]
# value = "[subsidy, subsidy]"
# hint = "Look at the second reading: is every target reached to 90 %?"
# [[mistakes]]
# value = "[subsidy / 2, subsidy / 2]"
# hint = "Look at the first reading: is nine of ten enough? The rule says at least 90 %."

# %%
by_reading = ...  # [number of targets, each target], in 10^6 RMB
### BEGIN SOLUTION
attained = [100] * 9 + [40]
by_reading = [
    ep.subsidy.tranche(subsidy, attained, 2, True, reading=reading).paid
    for reading in ("count", "attainment")
]
### END SOLUTION

# %%
check("06.12", by_reading)

# %% [markdown]
# ## 06.13 Repair the rule
#
# Somebody wrote the tranche rule in code. Each case is the share of targets met in percent, the years,
# and whether progress is seen. The code is wrong at the edges: read the signs with care and repair it.

# %% [raw] tags=["exercise"]
# id = "06.13"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "The rule says at least 90 %. Which sign means at least?",
#   "The third year is complete after exactly three years.",
#   "Both comparisons must also hold at the limit itself: > becomes >=.",
# ]
# idea = "Write met >= 90 and years >= 3."
# [[mistakes]]
# value = "[subsidy / 2, subsidy / 2, subsidy / 2]"
# hint = "This is the result of the broken cell. Two cases stand exactly on a limit."
# [[mistakes]]
# value = "[subsidy / 2, subsidy, subsidy / 2]"
# hint = "One sign is repaired. Look at the years."
# [[mistakes]]
# value = "[0, subsidy / 2, subsidy / 2]"
# hint = "One sign is repaired. Look at the targets."

# %%
cases = [(60, 3, False), (90, 2, True), (89, 5, True)]
paid_by_rule = []
for met, years, progress in cases:
    paid = subsidy / 2
    if met > 90:
        paid = subsidy
    elif years > 3 and not progress:
        paid = 0
    paid_by_rule.append(paid)
### BEGIN SOLUTION
paid_by_rule = [ep.subsidy.tranche(subsidy, met, years, progress).paid for met, years, progress in cases]
### END SOLUTION

# %%
check("06.13", paid_by_rule)

# %% [markdown]
# ## 06.14 What the rule leaves open
#
# List four points that the tranche rule leaves open, one sentence each. Then say which one you would
# close first if you managed a zone, and why.

# %% [raw] tags=["exercise"]
# id = "06.14"
# kind = "written"
# hints = [
#   "Read the rule word by word and ask of each word: of what, who says so, since when?",
#   "Two of the open points are about targets, two about progress and money.",
#   "Look at the arguments of ep.subsidy.tranche: each is a choice that the text leaves open.",
# ]
# idea = "90 % of what; what is progress and who decides; what is paid back; what of a part of the way."

# %%
open_points = ...  # a text in quotes
### BEGIN SOLUTION
open_points = (
    "1. 90 % may count the targets, or it may be asked of each target. "
    "2. Between nothing and 90 % there is no partial payment: it is not said what partial progress brings. "
    "3. It is not said whether all the money that was received goes back, or a part of it. "
    "4. It is not said who decides what substantial progress is, nor from which day the years count. "
    "I would close the first, because it decides about half of the money and costs one sentence."
)
### END SOLUTION

# %%
check("06.14", open_points)

# %% [markdown] tags=["instructor"]
# **Teacher.** 04.4 and 04.6 are worth a discussion of five minutes each: both have a quick wrong answer
# that sounds right. For 04.8 and 04.14 collect three texts and let the class find the gap in each.
# Learners who have their own variant get another cut, share and subsidy.
