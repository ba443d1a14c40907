# ---
# jupyter:
#   ecopark:
#     number: "06"
#     edition: 2
#     title: "Exercises: the Circular Transformation"
#     minutes: 75
#     variants:
#       cut: [9.0, 8.0, 11.0, 12.0, 13.0, 14.0, 15.0]
#       years: [3, 4, 6]
#       subsidy: [210.0, 113.5, 275.0, 300.0, 146.5, 139.0, 94.0, 297.0, 158.0]
#       targets: [12, 10, 14, 15, 16, 18, 20]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 06: the Circular Transformation
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# The figures for Tianjin and Rizhao are those of the lesson's tables, and the limits are those of HJ 274-2009.
# Everything about other zones is invented.

# %% tags=["parameters"]
cut: float = 9.0  # promised cut of a zone's energy per value added; %; 1..50
years: int = 3  # years that its plan runs; year; 2..10
subsidy: float = 210.0  # approved subsidy; 10^6 RMB; 1..10000
targets: int = 12  # targets in a work plan; count; 10..40

# %%
import ecopark as ep
import ecopark_course as course

plans = ep.datasets.load("ctip_targets", "targets").set_index("id")
limit = {code: ep.standards.get("hj274-2009")[code].threshold for code in ("2.2", "2.4")}
check = course.checker("06", cut=cut, years=years, subsidy=subsidy, targets=targets)

# %% [markdown]
# ## 06.1 Does the promise go beyond the national pace?
#
# A zone promises to cut energy per value added by `cut` percent in `years` years, by the same percentage each year.
# The nation asked for 16 % in *five* years. Give a list:
#
# 1. the zone's change per year, in percent (a cut is negative);
# 2. the cut in `years` years, in percent and positive, that would equal the national pace.
#
# Then decide for yourself: does the promise go beyond the nation's?

# %% [raw] tags=["exercise"]
# id = "06.1"
# within = 0.005
# hints = [
#   "Equal yearly steps multiply. What part is left after all of them, and what part after one?",
#   "If 1 - cut/100 is left after all years, the part left after one year is a root of it. Which root?",
#   "For the second number, find what the nation leaves after one year, and apply it for the years of the plan.",
# ]
# idea = "(1 - cut/100)^(1/years) - 1 per year. The nation leaves 0.84^(1/5) after one year, so 1 - 0.84^(years/5) equals its pace. Compare the second number with the promise."
# [[mistakes]]
# value = "[-cut / years, promise[1]]"
# hint = "The second is right. The first divides the cut into equal percentage points. Each year starts from less than the year before, so the steps multiply."
# [[mistakes]]
# value = "[promise[0], 16 * years / 5]"
# hint = "The first is right. The second takes an equal share of 16 points for each year; steps multiply."
# [[mistakes]]
# value = "[-promise[0], promise[1]]"
# hint = "The size of the first number is right, but a cut is a negative change."
# [[mistakes]]
# value = "[promise[0], 16]"
# hint = "The first is right. 16 % is what the nation asked for in five years, but the plan runs for a different number of years."

# %%
promise = ...  # [change per year, cut at the national pace], in %
### BEGIN SOLUTION
promise = [100 * ((1 - cut / 100) ** (1 / years) - 1), 100 * (1 - 0.84 ** (years / 5))]
### END SOLUTION

# %%
check("06.1", promise)

# %% [markdown]
# ## 06.2 Points and percent
#
# Tianjin promised that 90 % of its solid waste would be used and 10 % disposed of, with the changes in the table. Give a list of four numbers:
#
# 1. and 2. the shares of the base year, used and disposed of, in percent;
# 3. and 4. the change of each share in **percent of its base** (a fall is negative).
#
# Which of the changes would you print if you wanted to impress? Which is the fair one?

# %%
plans.loc[
    ["solid_waste_used-tianjin", "solid_waste_disposed-tianjin"], ["value", "unit", "change", "change_unit"]
]

# %% [raw] tags=["exercise"]
# id = "06.2"
# unit = "%"
# within = 0.05
# hints = [
#   "Read the unit of the change. Is it a percentage of the base, or a difference between two shares?",
#   "The target is the base plus the change. The two bases must add up to 100.",
#   "A change in percent of the base divides by the base, and not by the target.",
# ]
# idea = "Bases: target minus change in points. Percent of the base: points over base. The same 12 points are 15 % of a large share and more than half of a small one: whoever chooses the share chooses the number."
# [[mistakes]]
# value = "[value / (1 + change / 100) for value, change in rows] + [change for _, change in rows]"
# hint = "You read the change as percent of the base. The table gives its unit."
# [[mistakes]]
# value = "bases + [100 * change / value for value, change in rows]"
# hint = "The bases are right. A change in percent is measured from the base, and you divided by the target."
# [[mistakes]]
# value = "bases + [change for _, change in rows]"
# hint = "The bases are right. The last two are still percentage points."
# [[mistakes]]
# value = "bases + [abs(100 * change / base) for (_, change), base in zip(rows, bases)]"
# hint = "One of the two shares falls, so its change is negative."

# %%
shares = ...  # [base used, base disposed of, change used, change disposed of], in %
### BEGIN SOLUTION
rows = [tuple(plans.loc[f"solid_waste_{kind}-tianjin", ["value", "change"]]) for kind in ("used", "disposed")]
bases = [value - change for value, change in rows]
shares = bases + [100 * change / base for (_, change), base in zip(rows, bases, strict=True)]
### END SOLUTION

# %%
check("06.2", shares)

# %% [markdown]
# ## 06.3 A letter to a newspaper
#
# *The targets of Tianjin and Rizhao beat the national standard,* writes a newspaper. The targets are per RMB of
# **output**, whereas the limits `limit["2.2"]` (energy) and `limit["2.4"]` (water) are per RMB 10,000 of **value
# added**. At what smallest share of value added in output would the claim be true? Give a list of three shares, as
# numbers: for Tianjin's energy, Tianjin's water and Rizhao's energy. What does it mean if a number is larger than 1?

# %%
plans.loc[["energy_use-tianjin", "water_use-tianjin", "energy_use-rizhao"], ["indicator", "value", "unit"]]

# %% [raw] tags=["exercise"]
# id = "06.3"
# within = 0.0005
# hints = [
#   "Which of the two is larger for the same zone: energy per output, or energy per value added?",
#   "Bring the target and the limit to the same unit of money first.",
#   "Use per value added is use per output divided by the share. Set it equal to the limit and solve for the share.",
# ]
# idea = "The smallest share is the target times 10,000, divided by the limit. Value added is never more than output, so a number above 1 means that no share is large enough: Rizhao's target misses the limit for energy whatever the zone makes."
# [[mistakes]]
# value = "[1 / share for share in smallest]"
# hint = "You inverted the fraction. Does a larger share make it easier or harder to meet the limit?"
# [[mistakes]]
# value = "[share / 10**4 for share in smallest]"
# hint = "The targets count per RMB, the limits per RMB 10,000. Bring them to the same unit."
# [[mistakes]]
# value = "[*smallest[:2], 1]"
# hint = "Do not cut the third number off at 1. A number above 1 is what the last question is about."

# %%
smallest = ...  # [Tianjin's energy, Tianjin's water, Rizhao's energy]
### BEGIN SOLUTION
needs = {"energy_use-tianjin": "2.2", "water_use-tianjin": "2.4", "energy_use-rizhao": "2.2"}
smallest = [plans.loc[name, "value"] * 10**4 / limit[code] for name, code in needs.items()]
### END SOLUTION

# %%
check("06.3", smallest)

# %% [markdown]
# ## 06.4 Three zones before the examiners
#
# Three zones have the same approved `subsidy`. Read the rule as follows: the *number* of targets counts, the clause
# on targets takes precedence, and a refund comprises all that was received.
#
# - Zone A has met 91 % of its targets after two years; the authorities see progress.
# - Zone B has met 60 % of its targets after three years; no substantial progress is seen.
# - Zone C has met 60 % of its targets after two years; no substantial progress is seen.
#
# Give a list of four sums in 10^6 RMB: what A, B and C hold after the examination, and what B pays back.

# %% [raw] tags=["exercise"]
# id = "06.4"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "What had each zone received before the examination?",
#   "The second half depends on the targets, the refund on progress and on time. Which zone meets which condition?",
#   "B and C differ in one thing only. What does the rule say about it?",
# ]
# idea = "A has both halves. B gives its first half back. C keeps its first half for now, because its three years are not over. Nobody pays in proportion to the targets."
# [[mistakes]]
# value = "[subsidy, subsidy / 2, subsidy / 2, 0]"
# hint = "Look at zone B again: what does the rule ask of a zone without progress after its time?"
# [[mistakes]]
# value = "[subsidy, 0, 0, subsidy / 2]"
# hint = "Look at zone C again: how much time has passed?"
# [[mistakes]]
# value = "[0.91 * subsidy, 0.6 * subsidy, 0.6 * subsidy, 0.4 * subsidy]"
# hint = "The subsidy is not paid in proportion to the targets. It comes in two parts."
# [[mistakes]]
# value = "[subsidy, 0, subsidy / 2, subsidy]"
# hint = "The first three are right. Can B give back what it never received?"

# %%
sums = ...  # [A has, B has, C has, B pays back], in 10^6 RMB
### BEGIN SOLUTION
cases = [(91, 2, True), (60, 3, False), (60, 2, False)]
tranches = [ep.subsidy.tranche(subsidy, share, after, seen) for share, after, seen in cases]
sums = [*(tranche.paid for tranche in tranches), tranches[1].refunded]
### END SOLUTION

# %%
check("06.4", sums)

# %% [markdown]
# ## 06.5 Repair the rule
#
# Somebody wrote the payment rule in code. Each case gives the share of targets that are met, in percent, the years
# since the agreement, and whether progress is seen. The code runs but is wrong in two places. Read the rule in
# section 5 of the lesson word by word, repair the code, and give the list of three sums in 10^6 RMB.

# %% [raw] tags=["exercise"]
# id = "06.5"
# unit = "10^6 RMB"
# within = 0.05
# hints = [
#   "Two of the three cases are exactly at a limit. What does the wording of the rule say there?",
#   "Which comparison sign means *at least*?",
#   "When are the first three years over?",
# ]
# idea = "At least 90 % includes 90 %, and three years without progress are over after exactly three years: both comparisons must include the limit. Rules fail most easily at their limits, so test them there."
# [[mistakes]]
# value = "[subsidy / 2, subsidy / 2, subsidy / 2]"
# hint = "This is what the broken code gives. Two cases are exactly at a limit."
# [[mistakes]]
# value = "[subsidy / 2, subsidy, subsidy / 2]"
# hint = "One comparison is repaired. Look at the years."
# [[mistakes]]
# value = "[0, subsidy / 2, subsidy / 2]"
# hint = "One comparison is repaired. Look at the targets."

# %%
at_the_edges = [(60, 3, False), (90, 2, True), (89, 5, True)]
by_rule = []
for share, after, seen in at_the_edges:
    paid = subsidy / 2
    if share > 90:
        paid = subsidy
    elif after > 3 and not seen:
        paid = 0
    by_rule.append(paid)
### BEGIN SOLUTION
by_rule = [ep.subsidy.tranche(subsidy, share, after, seen).paid for share, after, seen in at_the_edges]
### END SOLUTION

# %%
check("06.5", by_rule)

# %% [markdown]
# ## 06.6 How many targets should a zone write?
#
# A work plan has `targets` targets. The authorities see progress. Under the reading *90 % of the number*, how many
# targets may the zone miss and still get the second half? Suppose that it misses exactly this many: each of these is
# reached to 40 %, and all others in full. Give a list:
#
# 1. the number of targets that it may miss;
# 2. what it then has if the *number* counts, in 10^6 RMB;
# 3. what it then has if *each* target must be reached to 90 %, in 10^6 RMB.

# %% [raw] tags=["exercise"]
# id = "06.6"
# within = 0.05
# hints = [
#   "How many targets are 90 % of the number, if a target is either met or not?",
#   "If 90 % of the number is not a whole number, is the next lower or the next higher number of targets enough?",
#   "Under the second reading, look at the target farthest behind.",
# ]
# idea = "At least 90 % of the number must be met, rounded up; the others may be missed. The reading by number forgives these altogether; the other reading forgives none of them. A zone that expects to miss some targets by far writes many small ones; a zone that is slightly late everywhere prefers the other reading."
# [[mistakes]]
# value = "[may_fail + 1, subsidy, subsidy / 2]"
# hint = "One too many: what percentage of the targets would then be met?"
# [[mistakes]]
# value = "[may_fail, subsidy / 2, subsidy]"
# hint = "The number is right. You have the two readings the wrong way round."
# [[mistakes]]
# value = "[may_fail, subsidy, 0]"
# hint = "The first two are right. Progress is seen, so nothing goes back."
# [[mistakes]]
# value = "[may_fail, subsidy, subsidy]"
# hint = "The first two are right. Is each target reached to 90 %?"

# %%
plan_of_many = ...  # [may fail, has by number, has by each]
### BEGIN SOLUTION
may_fail = max(failed for failed in range(targets) if 10 * (targets - failed) >= 9 * targets)
attained = [40] * may_fail + [100] * (targets - may_fail)
plan_of_many = [
    may_fail,
    *(
        ep.subsidy.tranche(subsidy, attained, 2, True, reading=reading).paid
        for reading in ("count", "attainment")
    ),
]
### END SOLUTION

# %%
check("06.6", plan_of_many)

# %% [markdown]
# ## 06.7 Can both numbers be true?
#
# Tianjin promised that water per output would fall by 10 % and that output per water would rise by 12 %. One quantity
# is the inverse of the other, and a fall of exactly 10 % gives a rise of 11.1 %. Is one of the two numbers wrong?
# Both are rounded to whole percent. In what range must the true cut lie for *both* to be printed correctly? Give a
# list in percent, low end and high end, as positive numbers.

# %%
plans.loc[["water_use-tianjin", "output_water-tianjin"], ["value_printed", "change_printed"]]

# %% [raw] tags=["exercise"]
# id = "06.7"
# unit = "%"
# within = 0.005
# hints = [
#   "Each printed number stands for a range: half a percent below it and half a percent above.",
#   "Turn the range of the rise into a range of the cut, so that both refer to the same quantity.",
#   "The true cut must lie in both ranges. Which part do they share?",
# ]
# idea = "A rise by r corresponds to a cut of 1 - 1/(1 + r). The range goes from the cut that corresponds to the smallest rise that rounds to the printed one to the largest cut that rounds to the printed one. It is narrow but not empty, so neither number is wrong, and together they say more than each alone."
# [[mistakes]]
# value = "[fall - 0.5, fall + 0.5]"
# hint = "This is the range behind the printed fall alone. The printed rise allows only a part of it."
# [[mistakes]]
# value = "asked"
# hint = "This is the range that follows from the printed rise. The printed fall allows only a part of it."
# [[mistakes]]
# value = "[rise - 0.5, rise + 0.5]"
# hint = "This is the range behind the rise itself. The question is about the range of the cut."

# %%
window = ...  # [low, high], in %
### BEGIN SOLUTION
fall, rise = -plans.loc["water_use-tianjin", "change"], plans.loc["output_water-tianjin", "change"]
asked = [100 * (1 - 1 / (1 + (rise + side) / 100)) for side in (-0.5, 0.5)]
window = [max(fall - 0.5, asked[0]), min(fall + 0.5, asked[1])]
### END SOLUTION

# %%
check("06.7", window)

# %% [markdown]
# ## 06.8 Decide and justify: what do you promise?
#
# Written. You manage a zone that may sign next month: RMB 210 million, three years. Your engineers expect:
#
# | quantity | today | in three years, likely | if the large project is late |
# |---|---|---|---|
# | solid waste used | 71 % | 84 % | 76 % |
# | energy per value added | 0.62 tce per RMB 10,000 | -13 % | -8 % |
# | SO2 | 2,400 t | -20 % | -20 % |
# | firms that exchange at least one stream | 6 | 11 | 8 |
#
# Write one target for each row, and one sentence for the agreement that settles how *90 % of the targets* is to be
# read. Justify your choice in eight to twelve sentences: compare the energy target with the national pace of exercise
# 06.1, say what you get if the project is late, and say what objection an examiner could raise.

# %% [raw] tags=["exercise"]
# id = "06.8"
# kind = "written"
# rubric = [
#   "No targets, or targets that contradict the table.",
#   "Targets without a reading, or reasons without numbers.",
#   "Four targets and a clear sentence; the late case or the national pace is missing or wrong.",
#   "Four targets with base, unit and per what; a sentence on the reading that leaves one meaning; the late case worked out with numbers under that reading; the energy target compared with the national pace; one real objection of an examiner.",
# ]
# hints = [
#   "With four targets, what does each reading of 90 % forgive?",
#   "A target that you reach in any case proves nothing, and the experts of the ministries may change the plan.",
#   "Say per what each target counts, from which base year, and who measures it.",
# ]
# idea = "Any set of targets can be right. The justification must say what happens in the late case under the chosen reading, use the national pace as a yardstick, and name the objection of an examiner."

# %%
my_promises = ...  # text in quotes
### BEGIN SOLUTION
my_promises = """Targets for the end of the third year, base year is the year of signature: solid waste used 82 %; energy per value added
at constant prices minus 12 %; SO2 minus 18 %; ten firms that exchange at least one stream, by signed contracts. Sentence for the agreement: "The second half is
paid if each target is attained to at least 90 %, where attainment of a share is the level reached over the level promised and attainment of a change is
the change reached over the change promised." The nation's pace gives just under 10 % in three years, so minus 12 % goes beyond it. If the
project is late, waste reaches 76 of 82, which is 93 %; SO2 is met; but energy reaches 8 of 12, which is 67 %, and exchanges 8 of 10: we would get only the first half. Under the
reading by number the late case fails too, because with four targets all must be met. I still promise 12 and not 8, because 8 is below the nation's pace and the experts would
change it. I ask instead for a clause that moves the examination by one year if the project is under construction and the authorities see progress. An examiner could object that
the waste target counts as attained to 87 % on the day of signature; I would answer with the table of both cases."""
### END SOLUTION

# %%
check("06.8", my_promises)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. Modest targets are as good if the text says openly that they follow the late case, and how the experts would be convinced.
#
# **In class.** 06.2 and 06.3 have quick wrong answers that sound right; give each five minutes. After 06.6 ask: how
# many targets would *you* write, and what would the ministry think? For 06.8, exchange the sentences and look for a
# second reading.
