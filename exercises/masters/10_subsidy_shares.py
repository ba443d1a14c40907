# ---
# jupyter:
#   ecopark:
#     number: "10"
#     edition: 3
#     title: "Exercises: subsidy shares"
#     minutes: 75
#     variants:
#       dropped: [Dongying ETDZ, Caofeidian Industrial Park, Hailin ETDZ, Ganzhou ETDZ, Qingdao ETDZ, Quzhou Hi-tech Industrial Zone]
#       listed: [3600.0, 2900.0, 3100.0, 3300.0, 4100.0, 5200.0]
#       picked: [1100.0, 850.0, 920.0, 980.0, 1240.0, 1450.0]
#       mean_printed: [176, 158, 164, 169, 193, 207]
#       share_printed: [7.9, 6.4, 7.2, 9.3, 10.6, 11.7]
#       promise: [184.0, 176.0, 180.0, 188.0, 192.0]
#       offer: [126.0, 119.0, 122.0, 130.0, 134.0]
#       wait: [4, 3, 5]
#       wanted: [88, 80, 84, 92, 94, 95]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 10: subsidy shares
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Most answers are lists, such as `[1.5, -2]`, in which the order matters. The table below is Table A1 of the lesson *without one zone*, so
# your numbers differ from those of the lesson and perhaps from your neighbor's. Where the text says so, a zone is invented.

# %% tags=["parameters"]
dropped: str = "Dongying ETDZ"  # zone that your table lacks; name; any
listed: float = 3600.0  # investment on the list of an invented zone; 10^6 RMB; 2000..10000
picked: float = 1100.0  # investment in the projects that were chosen from it; 10^6 RMB; 100..1900
mean_printed: int = 176  # mean subsidy that a press release prints; 10^6 RMB; 50..400
share_printed: float = 7.9  # share that it prints; %; 1..40
promise: float = 184.0  # subsidy that a zone is promised; 10^6 RMB; 50..500
offer: float = 126.0  # what the province offers instead, at once; 10^6 RMB; 25..500
wait: int = 4  # time until the second half is paid; year; 1..10
wanted: int = 88  # chance with which the next zone should lie in the range; %; 50..99

# %%
import itertools

import numpy as np

import ecopark as ep
import ecopark_course as course

table = ep.datasets.load("ctip_subsidies")
subsidies = table[table["zone"] != dropped].reset_index(drop=True)
known = subsidies.dropna(subset=["investment"])
stated = ep.datasets.load("ctip_subsidies", "statements").set_index("id")["value"]
given = {
    "dropped": dropped,
    "listed": listed,
    "picked": picked,
    "mean_printed": mean_printed,
    "share_printed": share_printed,
    "promise": promise,
    "offer": offer,
    "wait": wait,
    "wanted": wanted,
}
check = course.checker("10", **given)
subsidies[["zone", "subsidy", "investment"]]

# %% [markdown]
# ## 10.1 A memo with four blanks
#
# The vice mayor has a draft on her desk. Each blank needs another figure. Give the four figures as a list, in percent.
#
# *"Of all the money that the known zones invest, the state pays (1) ___ %. Half of these zones are at or above (2) ___ %. If every zone counts the same, however
# small, the average is (3) ___ %. One zone weighs heavily: if the largest investor had not answered, figure (1) would be (4) ___ %."*

# %% [raw] tags=["exercise"]
# id = "10.1"
# unit = "%"
# within = 0.01
# hints = [
#   "For each blank, ask what counts once: every yuan, every zone, or the zone in the middle.",
#   "Where every yuan counts, add first and divide once. Where every zone counts, divide first.",
#   "For the last blank, find the row with known['investment'].idxmax(), drop it, and treat the others as for the first blank.",
# ]
# idea = "(1) sum of subsidies over sum of investments; (2) the median and (3) the mean of the zones' own shares; (4) like (1) without the row of the largest investment. Four figures, one table: a sentence decides which it needs."
# [[mistakes]]
# value = "[blanks[2], blanks[1], blanks[0], blanks[3]]"
# hint = "Blanks 1 and 3 are exchanged. In which sentence does a large zone count more?"
# [[mistakes]]
# value = "[blanks[0], blanks[2], blanks[1], blanks[3]]"
# hint = "Blanks 2 and 3 are exchanged. Which figure has half of the zones on either side?"
# [[mistakes]]
# value = "[blanks[0], blanks[1], blanks[2], own_shares.drop(known['investment'].idxmax()).mean()]"
# hint = "The first three are right. The last one must be like figure (1), not like figure (3)."
# [[mistakes]]
# value = "[100 * subsidies['subsidy'].sum() / known['investment'].sum(), *blanks[1:]]"
# hint = "The last three are right. In the first, the same zones must stand above and below the fraction line."
# [[mistakes]]
# value = "[blank / 100 for blank in blanks]"
# hint = "The digits are right. The memo has percent signs."

# %%
blanks = ...  # a list of four numbers, in %
### BEGIN SOLUTION
own_shares = 100 * known["subsidy"] / known["investment"]
smaller = known.drop(known["investment"].idxmax())
blanks = [
    100 * known["subsidy"].sum() / known["investment"].sum(),
    own_shares.median(),
    own_shares.mean(),
    100 * smaller["subsidy"].sum() / smaller["investment"].sum(),
]
### END SOLUTION

# %%
check("10.1", blanks)

# %% [markdown]
# ## 10.2 Repair: which question was tested?
#
# A colleague wanted to know whether the falling share needs an explanation *if amounts had nothing to do with investments*. Her cell reshuffles something, counts,
# and gives a very small percentage. Two things in it do not belong to her question. Repair the cell, and put where the three dots are the part of all assignments, in percent, whose correlation
# of share and investment is **as low as or lower than** that of your table.

# %% [raw] tags=["exercise"]
# id = "10.2"
# unit = "%"
# within = 0.02
# hints = [
#   "Read the question once more. What was dealt out at random: the amounts or the shares?",
#   "Reshuffle the subsidies, and divide each order by the investments before you correlate.",
#   "The real table is one of the assignments. Does the comparison count it?",
# ]
# idea = "Deal out the subsidies, compute the shares anew for each order, and count <= instead of <. Her cell dealt out the shares. That answers another question, whether zones have rates of their own which are unrelated to size, and under that question a fall is a surprise."
# [[mistakes]]
# value = "by_shares"
# hint = "The comparison is right now. Is it the shares that the hat should hold?"
# [[mistakes]]
# value = "without_itself"
# hint = "The right thing is dealt out now. The comparison leaves out the table itself, which is one of the assignments."
# [[mistakes]]
# value = "both_wrong"
# hint = "This is what her cell gives. What does it put into the hat?"
# [[mistakes]]
# value = "100 - part"
# hint = "This counts the assignments on the other side."

# %%
amounts, investments = known["subsidy"].to_numpy(), known["investment"].to_numpy()
observed = np.corrcoef(amounts / investments, investments)[0, 1]
orders = itertools.permutations(amounts / investments)
null = np.array([np.corrcoef(order, investments)[0, 1] for order in orders])
as_low = null < observed - 1e-9
part = ...  # 100 * np.mean(as_low), when the lines above are right
### BEGIN SOLUTION
both_wrong, by_shares = 100 * np.mean(as_low), 100 * np.mean(null <= observed + 1e-9)
orders = itertools.permutations(amounts)
null = np.array([np.corrcoef(order / investments, investments)[0, 1] for order in orders])
without_itself = 100 * np.mean(null < observed - 1e-9)
part = 100 * np.mean(null <= observed + 1e-9)
### END SOLUTION

# %%
check("10.2", part)

# %% [markdown]
# ## 10.3 One subsidy, four shares
#
# An invented zone put projects for `listed` million on its list. The ministries chose projects for `picked` million and granted 15 % of these. Four years later, the chosen projects had cost 12 % more
# than planned; the amount of the subsidy stayed as it was. Of the other projects only 40 % (by investment) were built, at the planned cost. Which share did the state pay
#
# 1. of the list,
# 2. of the chosen projects, by what they cost in the end,
# 3. of everything that was built?
#
# Give a list in percent, and as the fourth number the share of the list that would have resulted if the zone had put **twice** as many projects on its list and the ministries had chosen the same ones. While you
# compute, decide which share you would show to the ministry, to a bank and to the newspaper, and whether all three would be told the truth.

# %% [raw] tags=["exercise"]
# id = "10.3"
# unit = "%"
# within = 0.005
# hints = [
#   "One numerator, four denominators. Write down first what the state pays, in million.",
#   "The amount was fixed when the projects were chosen. An overrun changes the denominator only.",
#   "Built are the chosen projects at 1.12 times their plan, and 0.4 of what was on the list but not chosen.",
# ]
# idea = "The subsidy is 0.15 * picked, whatever is divided by. Denominators: listed; 1.12 * picked; 1.12 * picked + 0.4 * (listed - picked); 2 * listed. A longer list makes the share smaller, and nobody richer or poorer."
# [[mistakes]]
# value = "[four_shares[0], 15.0, *four_shares[2:]]"
# hint = "The first and the last two are right. The second asks for the cost in the end, and the subsidy did not grow with it."
# [[mistakes]]
# value = "[15.0 * picked / listed, 15.0 / 1.12, 15.0 * picked / (1.12 * picked + 0.4 * listed), 7.5 * picked / listed]"
# hint = "Nearly. In the third, the chosen projects are counted twice: once among those built, once among the others."
# [[mistakes]]
# value = "[15.0, four_shares[1], four_shares[2], 15.0]"
# hint = "The second and third are right. The state granted 15 % of the chosen projects, not of the list."
# [[mistakes]]
# value = "[*four_shares[:3], four_shares[0]]"
# hint = "The first three are right. With twice as many projects on the list, does the denominator stay the same?"

# %%
four_shares = ...  # [of the list, of the chosen at final cost, of all built, of a list twice as long], in %
### BEGIN SOLUTION
state_pays = 0.15 * picked
built = 1.12 * picked + 0.4 * (listed - picked)
four_shares = [100 * state_pays / denominator for denominator in (listed, 1.12 * picked, built, 2 * listed)]
### END SOLUTION

# %%
check("10.3", four_shares)

# %% [markdown]
# ## 10.4 Work back from two printed figures
#
# A press release of an invented program says: *the mean subsidy is RMB `mean_printed` million, which is `share_printed` % of the mean investment.* The first figure is rounded to whole millions, the second to one decimal. The
# mean investment is not printed. Between which two values, in 10^6 RMB, must it lie? Give a list of three numbers: the lower value, the upper value, and the width of this window in percent of its middle. Which of the two
# printed figures makes the window so wide?

# %% [raw] tags=["exercise"]
# id = "10.4"
# within = 0.05
# hints = [
#   "Each printed figure stands for a range, half a unit of its last digit to either side.",
#   "Investment is subsidy over share. Which end of each range makes it small?",
#   "Lowest subsidy over highest share, then highest subsidy over lowest share. Turn percent into a number before you divide.",
# ]
# idea = "[(mean_printed - 0.5) / ((share_printed + 0.05) / 100), (mean_printed + 0.5) / ((share_printed - 0.05) / 100)], and the difference over their mean. The share has two or three digits and moves the window more than the mean does, so one more decimal of it would help most."
# [[mistakes]]
# value = "[(mean_printed - 0.5) / (share_printed - 0.05) * 100, (mean_printed + 0.5) / (share_printed + 0.05) * 100, window[2]]"
# hint = "You divided low by low and high by high. Which pair makes the quotient smallest?"
# [[mistakes]]
# value = "[100 * mean_printed / (share_printed + 0.05), 100 * mean_printed / (share_printed - 0.05), window[2]]"
# hint = "You let the share vary and took the mean subsidy as exact. It is rounded too."
# [[mistakes]]
# value = "[window[0] / 100, window[1] / 100, window[2]]"
# hint = "The first two are a hundred times too small: the share is in percent."
# [[mistakes]]
# value = "[window[0], window[1], window[1] - window[0]]"
# hint = "The first two are right. The width is asked in percent of the middle."

# %%
window = ...  # [lower and upper, in 10^6 RMB, width in %]
### BEGIN SOLUTION
lower = (mean_printed - 0.5) / ((share_printed + 0.05) / 100)
upper = (mean_printed + 0.5) / ((share_printed - 0.05) / 100)
window = [lower, upper, 100 * (upper - lower) / ((upper + lower) / 2)]
### END SOLUTION

# %%
check("10.4", window)

# %% [markdown]
# ## 10.5 Does the arithmetic close?
#
# The report prints one more pair of figures: in 2012, a first tranche was paid to the zones of that year. A first tranche is half of a subsidy. Give a list of three numbers:
#
# 1. the **full** subsidy of a mean zone that follows from the tranche, in 10^6 RMB;
# 2. how many times as large the mean subsidy of your table is (all of its zones);
# 3. which part of a subsidy, in percent, a first payment would have to be so that the two fit.
#
# Nanchang's first payment was exactly half (section 6 of the lesson), and Zhenjiang, which is in your table, was approved in July 2012. Does this make the gap easier or harder to explain?

# %%
print(
    f"first tranche: {stated['first_tranche']:.0f} million RMB, to {stated['zones_paid']:.0f} zones; part: {stated['first_tranche_share']}"
)

# %% [raw] tags=["exercise"]
# id = "10.5"
# within = 0.03
# hints = [
#   "Begin with one zone: what did it receive on average in 2012?",
#   "If that is half, what is the whole? Compare it with the mean over all rows of your table, known investment or not.",
#   "For the third, what one zone received on average is which part of that mean?",
# ]
# idea = "Tranche over zones, divided by a half; mean of the table over this; tranche over zones, over the mean of the table. Halves were paid elsewhere, and a zone of 2012 is in the table, so other batches or other instalments are better candidates than a smaller part. No figure here decides."
# [[mistakes]]
# value = "[payment, table_mean / payment, closing[2]]"
# hint = "The third is right. The first two use the first payment; the full subsidy is asked."
# [[mistakes]]
# value = "[closing[0], closing[0] / table_mean, closing[2]]"
# hint = "The first and third are right. The second is turned over."
# [[mistakes]]
# value = "[closing[0], known['subsidy'].mean() / closing[0], 100 * payment / known['subsidy'].mean()]"
# hint = "You took the mean of the zones with a known investment. All zones have a subsidy."
# [[mistakes]]
# value = "[closing[0], closing[1], closing[2] / 100]"
# hint = "The digits of the third are right. It is asked in percent."

# %%
closing = ...  # [full subsidy in 10^6 RMB, times, part in %]
### BEGIN SOLUTION
payment = stated["first_tranche"] / stated["zones_paid"]
table_mean = subsidies["subsidy"].mean()
full = payment / stated["first_tranche_share"]
closing = [full, table_mean / full, 100 * payment / table_mean]
### END SOLUTION

# %%
check("10.5", closing)

# %% [markdown]
# ## 10.6 A conditional promise or money at once?
#
# An invented zone is promised `promise` million by the state: half now, half in `wait` years if the targets are met. The province offers `offer` million instead, at once and without conditions; the zone may take one of the two. Its
# money costs 6 % a year. Give a list:
#
# 1. what the promise is worth today if the second half is certain, in 10^6 RMB;
# 2. what it is worth if the second half comes with a chance of 60 %;
# 3. the smallest chance, in percent, at which the promise is worth as much as the offer.

# %% [raw] tags=["exercise"]
# id = "10.6"
# within = 0.03
# hints = [
#   "The first half is certain and comes now. Only the second half waits, and may not come.",
#   "Divide the second half by 1.06 as often as there are years, and multiply by the chance.",
#   "For the third, write the worth with an unknown chance, set it equal to the offer, and solve.",
# ]
# idea = "Half plus chance times half over 1.06**wait. Solved for the chance: (offer - half) / half * 1.06**wait. A zone that trusts its projects takes the promise, one that does not takes the offer: so the choice itself tells the ministry something."
# [[mistakes]]
# value = "[promise / 1.06**wait, 0.6 * promise / 1.06**wait, 100 * offer / promise * 1.06**wait]"
# hint = "You let all of the money wait. Half of it comes now."
# [[mistakes]]
# value = "[promise, half + 0.6 * half, 100 * (offer - half) / half]"
# hint = "You forgot that money in some years is worth less than money today."
# [[mistakes]]
# value = "[worths[0], 0.6 * worths[0], worths[2]]"
# hint = "The first and third are right. The chance applies to the second half only."
# [[mistakes]]
# value = "[worths[0], worths[1], worths[2] / 100]"
# hint = "The digits of the third are right. It is asked in percent."

# %%
worths = ...  # [certain, at 60 %, in 10^6 RMB, and the chance in %]
### BEGIN SOLUTION
half, later = promise / 2, 1.06**wait
worths = [half + half / later, half + 0.6 * half / later, 100 * (offer - half) / half * later]
### END SOLUTION

# %%
check("10.6", worths)

# %% [markdown]
# ## 10.7 How many zones must you ask?
#
# You want a range for your own zone's share without any model: from the smallest to the largest share of comparable zones. Give a list of three numbers:
#
# 1. the chance, in percent, that the next comparable zone lies in the range of the known zones of **your** table;
# 2. the smallest number of known zones for which this chance is at least `wanted` percent;
# 3. the smallest number of zones that you must *ask* for that, if only as large a part of them answers as in your table (known zones over all zones of your table).
#
# What could make all three numbers worthless, however carefully you count?

# %%
ep.plots.show(ep.plots.plot_shares(subsidies))

# %% [raw] tags=["exercise"]
# id = "10.7"
# within = 0.05
# hints = [
#   "If the new zone is as likely in any place of the order, how many places are there, and how many of them lie outside?",
#   "Of n + 1 places, two are outside. Raise n until the chance is large enough.",
#   "For the third, the number that answers is the part times the number that you ask. Round up, for zones come in whole numbers.",
# ]
# idea = "(n - 1) / (n + 1) with the known zones; the first n for which 100 * (n - 1) >= wanted * (n + 1); and n over the part that answers, rounded up. All of it rests on zones that are alike and answer for reasons that have nothing to do with their share."
# [[mistakes]]
# value = "[100 * (known_count - 1) / known_count, *numbers[1:]]"
# hint = "The last two are right. With the new zone there is one place more in the order."
# [[mistakes]]
# value = "[100 * (len(subsidies) - 1) / (len(subsidies) + 1), *numbers[1:]]"
# hint = "The last two are right. In the first, only zones with a share can span a range of shares."
# [[mistakes]]
# value = "[numbers[0], numbers[1] - 1, numbers[2]]"
# hint = "The first and third are right. With one zone fewer, is the chance still large enough?"
# [[mistakes]]
# value = "[numbers[0], numbers[1], numbers[1]]"
# hint = "The first two are right. Not everybody whom you ask will answer."

# %%
numbers = ...  # [chance in %, known zones, zones to ask]
### BEGIN SOLUTION
known_count = len(known)
enough = min(n for n in range(2, 1000) if 100 * (n - 1) >= wanted * (n + 1))
to_ask = min(asked for asked in range(1, 10_000) if asked * known_count >= enough * len(subsidies))
numbers = [100 * (known_count - 1) / (known_count + 1), enough, to_ask]
### END SOLUTION

# %%
check("10.7", numbers)

# %% [markdown]
# ## 10.8 Decide and justify: one number for the work plan
#
# Written. Your invented zone has a list of projects for RMB 1,600 million, of which projects for about RMB 700 million are of the six kinds that national money has supported. The province asks for **one number** in the
# work plan: *expected national subsidy*. A colleague wants to write 8.5 % of the list, because the report says so.
#
# Decide on a number and defend it in eight to twelve sentences. Say which investment it refers to and which comparable figures you used, give a range with the reason for its ends, say what happens to your budget if only the first half comes, name
# the strongest objection to your number, and name the one document that you would ask for before you sign.

# %% [raw] tags=["exercise"]
# id = "10.8"
# kind = "written"
# rubric = [
#   "No number, or 8.5 % of the list without a reason.",
#   "A number with a reason, but no range, or it is not said which investment it refers to.",
#   "A number with its investment, a range and its source; the case of the first half alone, or the objection, is missing.",
#   "A number tied to a stated investment; a range from named zones, with what makes its ends unsure; the budget if only the first half comes; a real objection, answered or granted; a document that would change the number, and how.",
# ]
# hints = [
#   "Which of your two investments did the zones of the table count?",
#   "Lowest and highest of comparable cases make a range. How comparable are they?",
#   "A cautious number protects the budget, and a low number may look like a lack of ambition. Who reads the work plan?",
# ]
# idea = "Any number can be right. It must say of which investment it is a part, rest on named cases rather than on the average, survive the case in which the second half does not come, and name what would change it."

# %%
my_number = ...  # text in quotes
### BEGIN SOLUTION
my_number = """I write RMB 100 million, and I write beside it: for the projects of the six kinds, RMB 700 million. This is 14 % of them and 6 % of our list.
I do not use 8.5 % of the list, because nobody knows which recipe made that average or what its investments count. My comparison is two zones that say what they
count: Nanchang with a tenth and Dalian with about a fifth of the approved projects. That gives RMB 70 to 140 million if all our projects of these kinds are chosen,
and less if they are not, so the low end is the weak one. The amounts of the report, whatever the list, run from 89 to 300 million, so 100 is at the cautious side.
If only the first half comes we have 50 million; the projects must therefore be financed without the second half, and the digester waits until the examination is passed.
The strongest objection is that a cautious number invites a small grant. I grant it, and answer with three projects that are ready to be built, because ministries choose projects and not
percentages. Before we sign I ask for the approval letter of one zone of our size, with the list of chosen projects: if the amounts there follow the approved investment, I will replace
my number by that rate."""
### END SOLUTION

# %%
check("10.8", my_number)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. A higher number is as good if its denominator is stated and the second half is treated as uncertain; the commonest fault is a range without a reason for its ends.
#
# **In class.** 10.2 deserves ten minutes: let one half of the class defend the colleague's question and the other half the repaired one, and ask which the newspaper would print. After 10.5 collect hypotheses on the board (other batches,
# another instalment, another part, an error) and ask of each which document would end it; the table in lesson 11 on evidence continues there. For 10.8, exchange the texts and look for a number without an investment.
