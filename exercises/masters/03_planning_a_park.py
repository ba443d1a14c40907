# ---
# jupyter:
#   ecopark:
#     number: "03"
#     edition: 1
#     title: "Exercises: planning a park"
#     minutes: 50
#     variants:
#       chip_load: [0.3, 0.32, 0.34, 0.36, 0.38, 0.4, 0.42, 0.44]
#       kitchen_load: [2.5, 3.0, 3.5, 4.0, 8.0, 8.5, 9.0, 9.5]
#       percent: [20.0, 25.0, 30.0, 35.0, 40.0, 60.0, 70.0, 80.0]
#       rate: [0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1]
#       exponent: [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85]
#       stream: [gypsum, bagasse, lime mud, used solvent, vinasse, spent grain]
#       reused: [8.9e6, 7.5e6, 6.2e6, 5.4e6, 9.6e6, 4.8e6, 1.1e7, 1.25e7]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 03: planning a park
#
# Replace the three dots in each answer cell, run it, then run the check below it. The check prints
# one line. A wrong answer brings a hint, and the next wrong answer the next hint.
#
# The park is **synthetic**: its firms and numbers are invented. Some answers are lists, such as
# `["brewery", "mill"]`. One cell is broken and waits for repair. One answer is a text of your own: it
# is kept for your teacher.

# %% tags=["parameters"]
chip_load: float = 0.4  # COD that the chip rinse gives to its water; kg/h; 0.2..0.45
kitchen_load: float = 4.0  # COD that the kitchens give to their water; kg/h; 2..10
percent: float = 30.0  # number in the sentence of exercise 03.7; %; 5..95
rate: float = 0.08  # discount rate; 1/year; 0.01..0.3
exponent: float = 0.6  # how the cost of a treatment plant grows with its size; 1; 0.4..0.95
stream: str = "gypsum"  # waste of exercise 03.11; name; gypsum | bagasse | lime mud | used solvent | vinasse | spent grain
reused: float = 8.9e6  # water that serves a second time or more, exercise 03.12; m3/year; 1e6..2e7

# %%
import ecopark as ep
import ecopark_course as course

check = course.checker(
    "02",
    chip_load=chip_load,
    kitchen_load=kitchen_load,
    percent=percent,
    rate=rate,
    exponent=exponent,
    stream=stream,
    reused=reused,
)
unseen = ["source", "where", "status"]
water = ep.datasets.load("synthetic_park", "water_uses").drop(columns=unseen)
water.loc[water["process"] == "chip rinse", "load"] = chip_load
water.loc[water["process"] == "kitchens", "load"] = kitchen_load
water

# %% [markdown]
# Concentrations (`inlet`, `outlet`) are COD in ppm, loads in kg/h, flows in t/h. 1 kg/h in 1 t/h of
# water makes 1,000 ppm.
#
# ## 03.1 Grades and classes
#
# The guidelines list grades of water, and in the sentence before classes of water. Which printed
# names stand in both lists? Give them as a list, such as `["waste water"]`. The column of both tables
# is `name_printed`.

# %%
grades = ep.datasets.load("planning", "water_grades")
classes = ep.datasets.load("planning", "water_terms")
grades["name_printed"].to_list(), classes["name_printed"].to_list()

# %% [raw] tags=["exercise"]
# id = "03.1"
# hints = [
#   "Compare the two lists that are printed above, name by name.",
#   "The translated word for reclaimed water stands in one list only.",
#   "There is one common name. People drink it.",
# ]
# idea = "set(grades['name_printed']) & set(classes['name_printed'])."
# [[mistakes]]
# value = "set(classes['name_printed'])"
# hint = "These are all classes. Keep the names that are grades as well."
# [[mistakes]]
# value = "set(grades['name_printed'])"
# hint = "These are all grades. Keep the names that are classes as well."
# [[mistakes]]
# value = "{'middle water'}"
# hint = "This is the printed word for reclaimed water. It is a class and no grade."

# %%
both = ...  # a list of names
### BEGIN SOLUTION
both = set(grades["name_printed"]) & set(classes["name_printed"])
### END SOLUTION

# %%
check("03.1", both)

# %% [markdown]
# ## 03.2 Fresh water without reuse
#
# Every use takes fresh water only, and lets it out at its outlet limit. The park green takes its fixed
# flow. How much fresh water does the park need, in t/h?

# %% [raw] tags=["exercise"]
# id = "03.2"
# unit = "t/h"
# within = 0.05
# hints = [
#   "Each use with a load needs its load over the concentration that it may reach.",
#   "A load in kg/h over ppm must be multiplied by 1,000 to give t/h. Add all uses.",
#   "Sum 1000 * water['load'] / water['outlet'], then add the inflow of the park green.",
# ]
# idea = "(1000 * water['load'] / water['outlet']).sum() + water['inflow'].sum()."
# [[mistakes]]
# value = "(1000 * water['load'] / water['outlet']).sum()"
# hint = "The park green is missing: it has no load, but it takes a fixed flow."
# [[mistakes]]
# value = "(1000 * water['load'] / (water['outlet'] - water['inlet'])).sum() + water['inflow'].sum()"
# hint = "Fresh water comes in with 0 ppm, so each use can take up more. Divide by the outlet limit itself."
# [[mistakes]]
# value = "ep.symbiosis.water_cascade(water).fresh"
# hint = "This is the fresh water with a cascade. Here nobody reuses water."

# %%
without_reuse = ...  # t/h
### BEGIN SOLUTION
without_reuse = (1000 * water["load"] / water["outlet"]).sum() + water["inflow"].sum()
### END SOLUTION

# %%
check("03.2", without_reuse)

# %% [markdown]
# ## 03.3 Fresh water with a cascade
#
# Now uses may pass water on. What is the least fresh water, in t/h? Use `ep.symbiosis.water_cascade`.
# Compare with your answer to 02.2: it must not be larger.

# %% [raw] tags=["exercise"]
# id = "03.3"
# unit = "t/h"
# within = 0.05
# hints = [
#   "ep.symbiosis.water_cascade(water) gives the whole plan. One part of the plan is asked.",
#   "The plan has several flows: fresh, waste, treated. Which one comes from outside? Its name follows a point.",
#   "Write the call, a point, and fresh, all in one line.",
# ]
# idea = "ep.symbiosis.water_cascade(water).fresh."
# [[mistakes]]
# value = "water_plan.without_reuse"
# hint = "This is the fresh water without reuse, as in 02.2."
# [[mistakes]]
# value = "water_plan.waste"
# hint = "This is the waste water that leaves. Ask for the fresh water."

# %%
least_fresh = ...  # t/h
### BEGIN SOLUTION
water_plan = ep.symbiosis.water_cascade(water)
least_fresh = water_plan.fresh
### END SOLUTION

# %%
check("03.3", least_fresh)

# %% [markdown]
# ## 03.4 Water at the limits of the standard
#
# In the standard of 2009 a park may take `standard["2.4"].threshold` m3 of fresh water for 10^4 RMB of
# added value, and `standard["2.8"].threshold` percent of all water used must be reused water. A park
# stands exactly at both limits. How much water does it *use* for 10^4 RMB, in m3?

# %%
standard = ep.standards.get("hj274-2009")
standard["2.4"].threshold, standard["2.8"].threshold

# %% [raw] tags=["exercise"]
# id = "03.4"
# unit = "m3/10^4 RMB"
# within = 0.05
# hints = [
#   "Water used is fresh water plus reused water.",
#   "If a part r of the water used is reused, the part 1 - r is fresh.",
#   "Divide the fresh water by 1 - r, with r as a fraction.",
# ]
# idea = "standard['2.4'].threshold / (1 - standard['2.8'].threshold / 100)."
# [[mistakes]]
# value = "standard['2.4'].threshold * (1 + standard['2.8'].threshold / 100)"
# hint = "This adds a part of the fresh water. The percentage is a part of the water used."
# [[mistakes]]
# value = "standard['2.4'].threshold / (standard['2.8'].threshold / 100)"
# hint = "This treats the fresh water as if it were the reused part. It is the other part."
# [[mistakes]]
# value = "used_at_limits - standard['2.4'].threshold"
# hint = "This is the reused water alone. Add the fresh water."

# %%
used_at_limits = ...  # m3/10^4 RMB
### BEGIN SOLUTION
used_at_limits = standard["2.4"].threshold / (1 - standard["2.8"].threshold / 100)
### END SOLUTION

# %%
check("03.4", used_at_limits)

# %% [markdown]
# ## 03.5 Read a figure
#
# The figure shows the composite curve of the park's water. How much load, in kg/h, do the uses ask for
# up to the pinch? Read it from the figure to about 0.2 kg/h, or compute it.

# %%
aim = ep.symbiosis.water_target(water)
ep.plots.show(ep.symbiosis.composite_curve(aim), source="Synthetic park: invented numbers.")

# %% [raw] tags=["exercise"]
# id = "03.5"
# unit = "kg/h"
# within = 0.25
# hints = [
#   "The figure names the pinch. Find its level on the vertical axis, and the solid line there.",
#   "Go down from that point to the horizontal axis and read the load.",
#   "At the pinch the fresh water takes up fresh * pinch / 1000 kg/h: both stand in the title.",
# ]
# idea = "At the pinch the load equals aim.fresh * aim.pinch / 1000."
# [[mistakes]]
# value = "aim.table['deficit'].iloc[-1] / 1000"
# hint = "This is the end of the solid line: the load at the dirtiest level. Stop at the pinch."
# [[mistakes]]
# value = "aim.pinch"
# hint = "This is the concentration at the pinch, on the vertical axis. The load stands on the other axis."
# [[mistakes]]
# value = "aim.fresh"
# hint = "This is the flow of fresh water. The load stands on the horizontal axis."

# %%
load_to_pinch = ...  # kg/h
### BEGIN SOLUTION
load_to_pinch = aim.fresh * aim.pinch / 1000
### END SOLUTION

# %%
check("03.5", load_to_pinch)

# %% [markdown]
# ## 03.6 Where to cut first
#
# One use, each in turn, cuts its load by 30 percent. Order the four uses with a load by the fresh water
# that the whole park then saves, the most first. Give a list of names. `ep.symbiosis.cut_at_source`
# helps.

# %% [raw] tags=["exercise"]
# id = "03.6"
# hints = [
#   "The use with the largest load need not save most. Look at the pinch.",
#   "Above the pinch a cut saves no fresh water: that use comes last.",
#   "ep.symbiosis.cut_at_source(water, 30) gives a table that is sorted already; take the names.",
# ]
# idea = "ep.symbiosis.cut_at_source(water, 30)['process'].to_list()."
# [[mistakes]]
# value = "water.dropna(subset=['load']).sort_values('load', ascending=False)['process'].to_list()"
# hint = "This is the order of the loads. What counts is the fresh water that a cut saves."
# [[mistakes]]
# value = "order[::-1]"
# hint = "The order is turned over. The use that saves most comes first."
# [[mistakes]]
# value = "water.dropna(subset=['load'])['process'].to_list()"
# hint = "This is the order of the table, by grade. Compute the saving of each."

# %%
order = ...  # a list of four names
### BEGIN SOLUTION
order = ep.symbiosis.cut_at_source(water, 30)["process"].to_list()
### END SOLUTION

# %%
check("03.6", order)

# %% [markdown]
# ## 03.7 To or by
#
# A report says that the energy use of the park "can be reduced to `percent` percent". You do not know
# whether it means *to* or *by*. How much energy is left under each reading, and how far apart are the
# two numbers, in tce? Give the difference as a positive number. `energy` is the use of today.

# %%
facts = ep.datasets.load("synthetic_park", "facts").set_index("quantity")
energy = facts.at["energy", "value"]  # tce
energy, percent

# %% [raw] tags=["exercise"]
# id = "03.7"
# unit = "tce"
# within = 1
# hints = [
#   "Compute what is left under each reading, then take the difference.",
#   "Reduced to p percent leaves p percent. Reduced by p percent leaves 100 - p percent.",
#   "Both are parts of the same energy: percent and 100 - percent hundredths of it.",
# ]
# idea = "abs(energy * percent / 100 - energy * (1 - percent / 100))."
# [[mistakes]]
# value = "energy * percent / 100"
# hint = "This is what the reading 'to' leaves. Subtract what the reading 'by' leaves."
# [[mistakes]]
# value = "energy * (1 - percent / 100)"
# hint = "This is what the reading 'by' leaves. Subtract what the reading 'to' leaves."
# [[mistakes]]
# value = "-apart"
# hint = "The size is right. Give it as a positive number."

# %%
apart = ...  # tce
### BEGIN SOLUTION
apart = abs(energy * percent / 100 - energy * (1 - percent / 100))
### END SOLUTION

# %%
check("03.7", apart)

# %% [markdown]
# ## 03.8 Repair a broken cell
#
# The cell below shall give the net present value of the heat network, in 10^4 RMB. It spends the
# investment today and gains the same amount at the end of each year. The cell runs, but the number is
# wrong. Find the mistake and repair it.

# %%
prices = ep.datasets.load("synthetic_park", "prices").set_index("item")["value"]
projects = ep.datasets.load("synthetic_park", "projects").set_index("project")
heat = ep.datasets.load("synthetic_park", "heat_streams").drop(columns=unseen)
saved = ep.symbiosis.between_firms(heat, dt_min=10).set_index("case").at["saved by exchange", "hot_utility"]
network = projects.loc["heat network"]
investment, years = network["investment"], int(network["years"])  # 10^4 RMB, year
yearly = saved / 1000 * prices["hours"] * prices["heat"] / 1e4 - network["upkeep"]  # 10^4 RMB/year
investment, years, round(yearly, 2)

# %% [raw] tags=["exercise"]
# id = "03.8"
# unit = "10^4 RMB"
# within = 0.5
# hints = [
#   "Write down what happens today, after one year, after two years. Which power of 1 + rate belongs to each?",
#   "What is spent today is not discounted: its year is 0. The first gain comes after one year.",
#   "The power counts one year too many. Remove the + 1.",
# ]
# idea = "sum(flow / (1 + rate) ** t for t, flow in enumerate(flows)): the first flow is in year 0."
# [[mistakes]]
# value = "sum(flow / (1 + rate) ** (t + 1) for t, flow in enumerate(flows))"
# hint = "This is the broken cell as it stands. When is the investment spent, and when is it counted?"
# [[mistakes]]
# value = "sum(flows)"
# hint = "This leaves out the discount rate. Gains of later years count less."
# [[mistakes]]
# value = "sum(flow / (1 + rate) ** t for t, flow in enumerate(flows)) + investment"
# hint = "These are the gains alone. The investment must be taken off."

# %%
flows = [-investment] + [yearly] * years
present_value = sum(flow / (1 + rate) ** (t + 1) for t, flow in enumerate(flows))  # 10^4 RMB
### BEGIN SOLUTION
present_value = sum(flow / (1 + rate) ** t for t, flow in enumerate(flows))
### END SOLUTION

# %%
check("03.8", present_value)

# %% [markdown]
# ## 03.9 Who would leave
#
# Five firms share one treatment plant and pay equally. A plant of size `q` costs
# `cost * (q / size) ** exponent`. How much more does the smallest firm pay than for a plant of its own,
# in 10^4 RMB?

# %%
users = ep.datasets.load("synthetic_park", "wastewater").drop(columns=unseen)
cost, size = prices["treatment_cost"], prices["treatment_size"]  # 10^4 RMB, m3/day
users

# %% [raw] tags=["exercise"]
# id = "03.9"
# unit = "10^4 RMB"
# within = 0.5
# hints = [
#   "The plant for all has the size of all uses added up. Its cost is divided by the number of firms.",
#   "Then compute the cost of a plant with the size that the smallest firm needs, and subtract.",
#   "ep.symbiosis.share_costs(users, cost=cost, size=size, exponent=exponent) has both columns.",
# ]
# idea = "In the row of the smallest firm of share_costs: equally less alone."
# [[mistakes]]
# value = "smallest['equally']"
# hint = "This is what it pays. Subtract the cost of a plant of its own."
# [[mistakes]]
# value = "smallest['alone'] - smallest['equally']"
# hint = "The sign is turned over: asked is how much more it pays."
# [[mistakes]]
# value = "smallest['by_use'] - smallest['alone']"
# hint = "This is the rule by use. Here the firms pay equally."
# [[mistakes]]
# value = "bills['alone'].sum() / len(bills) - smallest['alone']"
# hint = "This adds up five small plants. The firms share one large plant, which costs less."

# %%
more = ...  # 10^4 RMB
### BEGIN SOLUTION
bills = ep.symbiosis.share_costs(users, cost=cost, size=size, exponent=exponent)
smallest = bills.loc[bills["use"].idxmin()]
more = smallest["equally"] - smallest["alone"]
### END SOLUTION

# %%
check("03.9", more)

# %% [markdown]
# ## 03.10 Choose and justify
#
# The park has money for one project only: the exchange center or the heat network. Lesson 03 gives
# their payback and their present value. Which one should come first? Write two to four sentences:
# name the question that your measure answers, one number that you trust least, and one person who must
# agree. Write it as text in quotes.

# %% [raw] tags=["exercise"]
# id = "03.10"
# kind = "written"
# hints = [
#   "Payback asks how soon the money is back. Present value asks how much is gained in all.",
#   "Which number was assumed rather than measured?",
#   "A heat pipe joins two firms for decades. Who signs?",
# ]
# idea = "Any choice is good that names its question, its weakest number and who must agree."

# %%
choice = ...  # a text in quotes
### BEGIN SOLUTION
choice = (
    "The exchange center first. The park asks how soon the money is back, because the next project "
    "needs it, and payback answers that. I trust the benefit of the used solvent least: it rests on "
    "one measured number. The waste authority must agree that solvent may be exchanged. If the park "
    "asked what it gains in all years, the heat network would come first."
)
### END SOLUTION

# %%
check("03.10", choice)

# %% [markdown]
# ## 03.11 What a tonne of waste is worth
#
# The cell prints what is known about the waste `stream` and its user. How much does one
# tonne of this waste save when the user takes it, in RMB/t? Count what it replaces and the disposal that
# is spared, less treatment and transport. A number is enough.

# %%
offer = ep.datasets.load("synthetic_park", "offers").set_index("stream").loc[stream]
fit = ep.datasets.load("synthetic_park", "fits").set_index("supply_stream").loc[stream]
need = ep.datasets.load("synthetic_park", "needs").set_index("stream").loc[fit["demand_stream"]]
ways = ep.datasets.load("synthetic_park", "distances").set_index(["from", "to"])["distance"]
way = ways[offer["firm"], need["firm"]]
replaces = fit["substitution"]  # t of the purchase that one t of waste replaces
price, disposal, treatment = need["price"], offer["disposal_cost"], fit["treatment_cost"]  # RMB/t
transport = prices["transport"]  # RMB/t for each km
print(f"{stream}: one tonne replaces {replaces:g} t of {fit['demand_stream']} at {price:g} RMB/t")
print(f"disposal {disposal:g} RMB/t, treatment {treatment:g} RMB/t")
print(f"transport {transport:g} RMB/t for each km, {way:g} km")

# %% [raw] tags=["exercise"]
# id = "03.11"
# unit = "RMB/t"
# within = 0.06
# hints = [
#   "One tonne of waste replaces only a part of a tonne. What did that part cost?",
#   "Two amounts are saved: the purchase that is replaced, and the disposal. Two are spent: treatment and transport.",
#   "Price times replaced part, plus disposal, less treatment, less transport times kilometers.",
# ]
# idea = "price * replaces + disposal - treatment - transport * way."
# [[mistakes]]
# value = "price + disposal - treatment - transport * way"
# hint = "A tonne of waste does not replace a whole tonne here. Multiply the price by the part that it replaces."
# [[mistakes]]
# value = "price * replaces + disposal - treatment - transport"
# hint = "The transport is for one kilometer. How far is the way?"
# [[mistakes]]
# value = "price * replaces - disposal - treatment - transport * way"
# hint = "Disposal is spared when somebody takes the waste: add it."
# [[mistakes]]
# value = "price * replaces - treatment - transport * way"
# hint = "One saving is missing: the firm that gives the waste no longer pays for something."

# %%
worth = ...  # RMB/t
### BEGIN SOLUTION
worth = price * replaces + disposal - treatment - transport * way
### END SOLUTION

# %%
check("03.11", worth)

# %% [markdown]
# ## 03.12 An index: the reuse rate of water
#
# A park takes in `fresh` m3 of fresh water a year. Water that serves a second time or more adds up to
# `reused` m3 a year. The index is the reused water in percent of all water used, each use counted.
# Compute it.

# %%
fresh = facts.at["fresh_water", "value"]  # m3/year
print(f"fresh {fresh:,.0f} m3/year, reused {reused:,.0f} m3/year")

# %% [raw] tags=["exercise"]
# id = "03.12"
# unit = "%"
# within = 0.06
# hints = [
#   "How much water is used in all? Each use counts: the first one and every later one.",
#   "The first uses take fresh, the later uses take reused. Their sum stands below the line.",
#   "100 times reused, over the sum of fresh and reused. Put brackets around the sum.",
# ]
# idea = "100 * reused / (fresh + reused)."
# [[mistakes]]
# value = "100 * reused / fresh"
# hint = "This compares with the fresh water. The index compares with all water used."
# [[mistakes]]
# value = "100 * fresh / (fresh + reused)"
# hint = "This is the part that is fresh. The reused part is asked."
# [[mistakes]]
# value = "100 * reused / fresh + reused"
# hint = "Put brackets around fresh + reused: both stand below the line."

# %%
reuse_rate = ...  # %
### BEGIN SOLUTION
reuse_rate = 100 * reused / (fresh + reused)
### END SOLUTION

# %%
check("03.12", reuse_rate)

# %% [markdown] tags=["instructor"]
# **Teacher.** 02.10 has no right choice. Look for three things: the question behind the measure, a
# doubtful number, and a person. Misconception to listen for: *the shorter payback is the better
# project.* In 02.6 the order of two uses depends on the learner's parameters. Let neighbors compare. In
# 02.12 ask who got more than 100 percent, and why.
