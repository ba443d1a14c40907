# ---
# jupyter:
#   ecopark:
#     number: "08"
#     edition: 2
#     title: "Exercises: three programs, your zone"
#     minutes: 70
#     variants:
#       several: [23, 25, 26, 28, 29, 31]
#       first: [62, 65, 68, 74, 77]
#       claimed: [13.0, 15.0, 16.0, 18.0]
#       national: [230, 245, 275, 290, 310]
#       slow: [6.6, 7.1, 7.6, 8.3, 9.0]
#       wait: [3.2, 4.2, 5.2]
#       overdue: [8, 9, 12, 13, 14]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 08: three programs, your zone
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line;
# after a wrong answer it gives a hint.
#
# Exercises 08.1, 08.7 and 08.8 are about the programs of China as the lesson lays them out. The numbers of the others belong to an
# **invented country** with three programs, *blue*, *green* and *white*: nothing in them can be looked up, and the reasoning of the lesson is all you need.

# %% tags=["parameters"]
several: int = 27  # zones in two or three programs of the invented country; zones; 20..34
first: int = 71  # zones in its blue program; zones; 60..80
claimed: float = 14.0  # share of the zones that its minister claims; %; 12..30
national: int = 260  # its zones at the national level; zones; 215..400
slow: float = 6.9  # years that the slowest park needed; year; 6.5..20
wait: float = 5.0  # time after which we ask who still waits; year; 3.1..5.4
overdue: int = 11  # parks that have waited for more than six years; count; 1..30

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
side_by_side = ep.datasets.load("programs", "side_by_side")
any_program, all_three = 140, 6  # zones in at least one program, and in all three
green = 49  # zones in the green program
country = 1250  # zones in the country
check = course.checker(
    "08",
    several=several,
    first=first,
    claimed=claimed,
    national=national,
    slow=slow,
    wait=wait,
    overdue=overdue,
)

# %% [markdown]
# ## 08.1 What is true of the programs?
#
# Which of these sentences are true? Look at the page of the lesson (`side_by_side`) and think of what each sentence leaves out. Give the letters as a list.
#
# - **A** A park in the EIP Demonstration Program receives half of its subsidy as soon as its plan is approved.
# - **B** In CTIP the zone proposes its targets, and the authorities approve them.
# - **C** A zone enters the low-carbon pilot by applying directly to the two national ministries.
# - **D** A park loses its EIP approval if an evaluation ends unsatisfactory.
# - **E** A zone in CTIP may have to give back money that it has already received.
# - **F** A park of the EIP program may choose its own limits if it explains them.
# - **G** The plan of a low-carbon pilot looks back as well as forward.

# %% [raw] tags=["exercise"]
# id = "08.1"
# hints = [
#   "Three sentences are false. In each of them, one property of a program is told of another one, or a step is missing.",
#   "For A and F, read the lines on who pays and who sets the bar. For C, read how a zone gets in.",
#   "G: what does the plan describe besides targets and projects?",
# ]
# idea = "B, D, E and G are true. A tells of CTIP, and even there the agreement comes first. C forgets the provincial branches, which recommend zones. F mixes up equal limits with self-set targets."
# [[mistakes]]
# value = "['A', 'B', 'D', 'E', 'G']"
# hint = "One too many: who pays in the EIP Demonstration Program?"
# [[mistakes]]
# value = "['B', 'C', 'D', 'E', 'G']"
# hint = "One too many: who must speak for a zone before the national level looks at it?"
# [[mistakes]]
# value = "['B', 'D', 'G']"
# hint = "One is missing: what happens in CTIP after three years without substantial progress?"

# %%
true_sentences = ...  # letters in quotes, in a list
### BEGIN SOLUTION
true_sentences = {"B", "D", "E", "G"}
### END SOLUTION

# %%
check("08.1", true_sentences)

# %% [markdown]
# ## 08.2 A program that nobody counted
#
# In the invented country, 140 zones are in at least one program (`any_program`), `several` of them in two or three, and 6 in all three (`all_three`).
# The blue program has `first` zones and the green one 49 (`green`). Nobody published the size of the white program.
#
# Give a list of three numbers: the zones in **exactly** one program, those in **exactly** two, and the size of the white program.

# %% [raw] tags=["exercise"]
# id = "08.2"
# unit = "zones"
# within = 0
# hints = [
#   "A zone in three programs is counted in any_program and in several, too. What must you take away to get exactly two?",
#   "Count memberships: a zone in two programs holds two. The sizes of the three programs add up to the memberships.",
#   "Memberships are the zones in exactly one, plus twice those in exactly two, plus three times those in all three.",
# ]
# idea = "Exactly one is any_program - several, exactly two is several - all_three. The memberships, exactly one + 2 * exactly two + 3 * all_three, are also the sum of the three sizes, so the white program has memberships - first - green zones."
# [[mistakes]]
# value = "[exactly_one, several, exactly_one + 2 * several + 3 * all_three - first - green]"
# hint = "Your second number still contains the zones in three programs."
# [[mistakes]]
# value = "[exactly_one, exactly_two, any_program - first - green]"
# hint = "The first two are right. The sizes of the programs add up to more than the zones, because some zones count in two of them, or in all three."
# [[mistakes]]
# value = "[exactly_one, exactly_two, exactly_one + 2 * exactly_two + 2 * all_three - first - green]"
# hint = "The first two are right. A zone in three programs fills three places."

# %%
three_counts = ...  # a list of three numbers
### BEGIN SOLUTION
exactly_one, exactly_two = any_program - several, several - all_three
memberships = exactly_one + 2 * exactly_two + 3 * all_three
white = memberships - first - green
three_counts = [exactly_one, exactly_two, white]
### END SOLUTION

# %%
check("08.2", three_counts)

# %% [markdown]
# ## 08.3 Repair: the minister's share
#
# *Our programs reach `claimed` % of the country's zones*, says the minister. A colleague checks the sentence with the cell below, and both of its
# numbers are wrong. Repair the cell, so that the list holds
#
# 1. the share of the country's zones (`country`) that are in at least one program, in %;
# 2. how many zones **more** would have to join for the sentence to be true (a whole number, rounded up).

# %% [raw] tags=["exercise"]
# id = "08.3"
# within = 0.005
# hints = [
#   "The sentence speaks of zones. What does the colleague count?",
#   "For the second number: how many zones is the claimed share of the country? How many are there already?",
#   "A percentage of the country must be applied to the country, and not to the zones in a program.",
# ]
# idea = "100 * any_program / country, and the claimed share of country, rounded up, less any_program. Memberships count a zone once per program, so they answer another question."
# [[mistakes]]
# value = "[100 * (any_program + several + all_three) / country, zones_more]"
# hint = "The second number is right. The first one counts memberships: a zone in three programs is there three times."
# [[mistakes]]
# value = "[100 * any_program / country, -(-claimed * country // 100)]"
# hint = "The first number is right. The second one is all that the sentence needs; some are there already."
# [[mistakes]]
# value = "[100 * any_program / country, claimed / 100 * any_program]"
# hint = "The first number is right. The claimed share is a share of the country."

# %%
shares = [
    100 * (any_program + several + all_three) / country,
    claimed / 100 * any_program,
]
### BEGIN SOLUTION
zones_more = -(-claimed * country // 100) - any_program
shares = [100 * any_program / country, zones_more]
### END SOLUTION

# %%
check("08.3", shares)

# %% [markdown]
# ## 08.4 Do the programs attract or avoid each other?
#
# Suppose that the three programs chose their zones blindly. A pair is two programs that share a zone, so a zone in all three holds three pairs.
# Give a list of three numbers:
#
# 1. the pairs that chance gives on average among all zones of the `country`;
# 2. the same among its `national` zones only;
# 3. the number of zones at which chance gives exactly the pairs that are observed.

# %% [raw] tags=["exercise"]
# id = "08.4"
# within = 0.05
# hints = [
#   "A zone is in a program of size a with probability a/N. How many of N zones are then in two given programs, on average?",
#   "Three programs make three couples: add the products of their sizes, and divide by N.",
#   "Observed are the zones in exactly two, plus three times those in all three. Set the formula equal to it and solve for N.",
# ]
# idea = "(ab + ac + bc) / N for N = country and N = national, with c from exercise 08.2. The verdict turns at N = (ab + ac + bc) / observed, with observed = exactly two + 3 * all three. On one side of it the programs seem to attract each other, on the other side to avoid each other, with the same counts."
# [[mistakes]]
# value = "[first * green / country, first * green / national, first * green / observed]"
# hint = "This is one couple of programs. There are two more."
# [[mistakes]]
# value = "[products / country, products / national, products / several]"
# hint = "The first two are right. A zone in all three programs holds three pairs, not one."
# [[mistakes]]
# value = "[products / country**2, products / national**2, (products / observed) ** 0.5]"
# hint = "You divided by N twice. That is the probability of one pair for one zone; there are N zones."

# %%
by_chance = ...  # a list of three numbers
### BEGIN SOLUTION
products = first * green + first * white + green * white
observed = exactly_two + 3 * all_three
by_chance = [products / country, products / national, products / observed]
### END SOLUTION

# %%
check("08.4", by_chance)

# %% [markdown]
# ## 08.5 Who still waits?
#
# Eight parks of the invented country were watched: `years` runs from the approved plan to the title or, without a title, to the last look.
# Give a list of two numbers:
#
# 1. the mean time of the parks with the title, in years;
# 2. the share of parks that still waits after `wait` years, in %, by Kaplan and Meier's method (a pencil is enough).

# %%
parks = pd.DataFrame(
    {
        "park": list("ABCDEFGH"),
        "years": [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.5, slow],
        "title": [True, False, True, False, True, True, False, True],
    }
)
parks

# %% [raw] tags=["exercise"]
# id = "08.5"
# within = 0.05
# hints = [
#   "For the second number, go through the titles in order of time. How many parks are still under watch just before each of them?",
#   "A park whose watch has ended leaves the count without a title. At each title, keep (watched - 1) / watched.",
#   "Multiply these fractions for all titles up to the time asked. The first one is 7/8.",
# ]
# idea = "At 2.0 years 8 parks are under watch, at 3.0 six, at 4.0 four, at 4.5 three: 7/8 * 5/6 * 3/4 * 2/3, as far as the time asked reaches. Each park that leaves without a title shortens the list of those under watch, and none is thrown away."
# [[mistakes]]
# value = "[parks.loc[parks['title'], 'years'].mean(), 100 * (parks['years'] > wait).mean()]"
# hint = "The first is right. For the second, parks whose watch ended earlier count as if they had the title. They left without it."
# [[mistakes]]
# value = "[parks.loc[parks['title'], 'years'].mean(), 100 * (parks.loc[parks['title'], 'years'] > wait).mean()]"
# hint = "The first is right. For the second you left out the parks that wait, which is the error of the report's mean."
# [[mistakes]]
# value = "[parks['years'].mean(), share_waiting]"
# hint = "The second is right. The first is asked of the parks with the title only."

# %%
waits = ...  # a list of two numbers: years, %
### BEGIN SOLUTION
share_waiting = 100.0
for years in parks.loc[parks["title"] & (parks["years"] <= wait), "years"]:
    watched = (parks["years"] >= years).sum()
    share_waiting *= (watched - 1) / watched
waits = [parks.loc[parks["title"], "years"].mean(), share_waiting]
### END SOLUTION

# %%
check("08.5", waits)

# %% [markdown]
# ## 08.6 What counts alone can tell
#
# The invented country publishes no dates, only counts: 86 parks have an approved plan, 37 of them the title, and `overdue` of the others have
# waited for more than six years. The ministry adds that no park with the title had waited so long.
#
# Between which two shares of the 86 parks lies the share that waits, or will have waited, for more than six years? Give a list in %: the smallest and the largest share.

# %% [raw] tags=["exercise"]
# id = "08.6"
# unit = "%"
# within = 0.05
# hints = [
#   "Some parks have waited long already. What may the others without a title still do?",
#   "At the least, all parks that are not overdue get the title in time. At the most, none of them does.",
#   "Divide the overdue parks, and then all parks without the title, by the 86.",
# ]
# idea = "100 * overdue / 86 at the least, 100 * (86 - 37) / 86 at the most. Without dates the truth can be anywhere between; each date that becomes public makes the range smaller."
# [[mistakes]]
# value = "[100 * overdue / (86 - 37), 100.0]"
# hint = "You divided by the parks without the title. The share of all 86 is asked."
# [[mistakes]]
# value = "[100 * overdue / 86, 100 * (86 - 37 + overdue) / 86]"
# hint = "The smallest is right. In the largest, the overdue parks count twice: they are among those without the title."
# [[mistakes]]
# value = "[100 * overdue / 37, 100 * (86 - 37) / 86]"
# hint = "The largest is right. The smallest compares with the parks that have the title."

# %%
at_least_and_most = ...  # a list of two numbers, in %
### BEGIN SOLUTION
at_least_and_most = [100 * overdue / 86, 100 * (86 - 37) / 86]
### END SOLUTION

# %%
check("08.6", at_least_and_most)

# %% [markdown]
# ## 08.7 Five zones, five next steps
#
# Find the next step for each zone, by the rules of the three programs in China. Give a list of five letters, in the order of the zones.
#
# 1. A venous park with four full years of data wants a title that shows its performance.
# 2. A high-tech zone with two full years of data wants to become a low-carbon pilot.
# 3. An ETDZ has planned a steam network with its costs, and cannot start without national money.
# 4. A zone in CTIP has reached 26 of its 28 targets.
# 5. A park wants the full EIP title; two years ago a tank leaked, and a river was polluted.
#
# - **A** Send a work plan with projects, investments and targets to the provincial departments.
# - **B** Add another year of data, and seek a recommendation from the provincial branches meanwhile.
# - **C** Apply to the leading group, and prepare the proof of performance by HJ/T 275.
# - **D** Ask for the second half of the subsidy, and have the reading of the 90 % rule confirmed.
# - **E** Wait: the requirement looks back further than the park would like.
# - **F** Ask for the tax advantage that comes with the title.

# %% [raw] tags=["exercise"]
# id = "08.7"
# hints = [
#   "One step fits no zone. Which advantage does no program give, as far as the lesson tells?",
#   "For zone 4, divide. For zone 5, look for the additional requirements of the EIP program (package programs, table additional_requirements).",
#   "For zones 2 and 3, compare what the work plans must contain: years of past performance in one of them, projects with investments in the other.",
# ]
# idea = "C, B, A, D, E. 26 of 28 is 93 %, so by the number of targets the second half is due; the text does not say whether each target must reach 90 %. An accident within three years blocks the EIP title. Nobody promises a tax advantage."
# [[mistakes]]
# value = "['C', 'A', 'A', 'D', 'E']"
# hint = "Zone 2: which program asks for years of past performance, and how many?"
# [[mistakes]]
# value = "['C', 'B', 'A', 'D', 'C']"
# hint = "Zone 5: how far back does the EIP program look for accidents?"
# [[mistakes]]
# value = "['C', 'B', 'A', 'E', 'E']"
# hint = "Zone 4: which share of its targets has it reached, and which share does the rule ask for?"
# [[mistakes]]
# value = "['F', 'B', 'A', 'D', 'E']"
# hint = "Zone 1: the EIP title brings neither national money nor lower taxes."

# %%
next_steps = ...  # five letters in quotes, in a list
### BEGIN SOLUTION
next_steps = ["C", "B", "A", "D", "E"]
### END SOLUTION

# %%
check("08.7", next_steps)

# %% [markdown]
# ## 08.8 Decide and justify: who should set the bar?
#
# Written. The invented country wants one title instead of three. Should the bar be **one limit for all** parks of a type, or **targets that each zone sets**
# and the authorities approve? You may combine the two. Decide; give the strongest reason for your rule and the strongest reason against it; use the case of Rizhao
# and Tianjin as evidence; and say what a clever zone would do to meet your rule without changing anything, and how you would notice. Six to ten sentences.

# %% [raw] tags=["exercise"]
# id = "08.8"
# kind = "written"
# rubric = [
#   "No decision, or a rule that nobody could check.",
#   "A preference with general reasons (equal is fair), without evidence.",
#   "A clear rule with a reason and a counter-reason; the two zones are mentioned, or the way around the rule is named, but without a check.",
#   "A clear rule; the strongest reason for it and against it; Rizhao and Tianjin used as evidence with at least one number; one way around the rule and a check that would show it.",
# ]
# hints = [
#   "What does each rule reward: a good position, or a good move? Who is excluded by it?",
#   "Rizhao's target is much higher than Tianjin's and asks for nearly the same cut. For which side does this speak? For both?",
#   "A zone can choose the base year, move its boundary, or let a dirty factory move next door. Which number would show it?",
# ]
# idea = "Any rule can be right. The text must decide, name the best reason against itself, use the two zones as evidence for something, and name one way around the rule with a check that would show it."

# %%
my_rule = ...  # text in quotes
### BEGIN SOLUTION
my_rule = """My rule combines the two: a zone must cut its energy and water per value added by a share that is equal for
all zones and printed, and it receives the title only when it also meets a limit for its own type of industry. The equal
cut keeps heavy industry in the game: Rizhao's target is 3.75 times Tianjin's, so one limit for both would make it
worthless for one of them, yet their cuts of 17 and 20 percent can be compared. The limit by type keeps a title from being
earned by a bad start alone. The strongest reason against my rule is that types are coarse, and a zone that has already
done its work finds the next cut harder. A clever zone would choose a dirty base year, or let its steelworks move across the
road. I would fix the base year for all, ask for totals beside the ratios, and compare the boundary of the zone in the
first and in the last report. If value added falls as much as energy does, the factory has moved and nothing was saved."""
### END SOLUTION

# %%
check("08.8", my_rule)

# %% [markdown] tags=["instructor"]
# **Model answer:** the text in the solution of the answer cell. A pure limit and purely self-set targets can be defended as well; the counter-reason decides the grade.
#
# **Time:** 08.1 and 08.7 take ten minutes together, 08.2 to 08.4 twenty-five, 08.5 and 08.6 fifteen, 08.8 twenty. In class, give 08.8 after the role play of the lesson, and let
# the groups exchange their texts for grading with the rubric.
