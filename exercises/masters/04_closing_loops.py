# ---
# jupyter:
#   ecopark:
#     number: "04"
#     edition: 1
#     title: "Exercises: closing loops"
#     minutes: 55
#     variants:
#       reuse: [75.0, 60.0, 64.0, 68.0, 70.0, 80.0]
#       cane: [900000.0, 800000.0, 1000000.0, 1100000.0, 1400000.0, 1500000.0]
#       burned: [25.0, 15.0, 30.0, 35.0, 40.0, 45.0]
#       rinse_load: [2.0, 1.6, 1.8, 2.2, 2.4, 2.6, 2.8, 3.0]
#       cut: [40.0, 15.0, 20.0, 25.0, 35.0, 45.0]
#       hot_from: [70.0, 64.0, 66.0, 68.0, 72.0, 74.0]
#       brick_way: [3.0, 1.0, 2.0, 4.0, 5.0, 6.0]
#       exponent: [0.7, 0.5, 0.55, 0.65, 0.75, 0.8]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercises 04: closing loops
#
# Replace the three dots in each answer cell, run it, and then run the check below it. The check prints one line; each
# wrong answer brings a further hint.
#
# The firms are **synthetic**: their numbers are invented and differ from those of the lesson. One cell contains an
# error for you to repair. The last answer is a text of your own, which is kept for your teacher.

# %% tags=["parameters"]
reuse: float = 75.0  # share of reused water in all water used, exercise 04.1; %; 1..95
cane: float = 900000.0  # cane that a sugar factory crushes; t/year; 10000..10000000
burned: float = 25.0  # part of its bagasse that the boiler burns; %; 0..95
rinse_load: float = 2.0  # pollutant that the rinse gives to its water; kg/h; 1.4..3.2
cut: float = 40.0  # cut of the load of the wash at its source; %; 1..60
hot_from: float = 70.0  # temperature of the waste water of a dyeworks; °C; 62..80
brick_way: float = 3.0  # distance from the power plant to the brickworks; km; 0.5..6.2
exponent: float = 0.7  # how the cost of a plant grows with its size; 1; 0.4..0.9

# %%
import pandas as pd

import ecopark as ep
import ecopark_course as course

check = course.checker(
    "04",
    reuse=reuse,
    cane=cane,
    burned=burned,
    rinse_load=rinse_load,
    cut=cut,
    hot_from=hot_from,
    brick_way=brick_way,
    exponent=exponent,
)

# %% [markdown]
# ## 04.1 Fresh water and reuse together
#
# The standard HJ 274-2009 lets a park take `fresh_limit` m3 of fresh water per RMB 10,000 of industrial value added.
# A park takes exactly this amount, and `reuse` percent of all water that it *uses* is reused water. How much water
# does it use per RMB 10,000 of value added, if each use is counted?

# %%
fresh_limit = ep.standards.get("hj274-2009")["2.4"].threshold
f"fresh {fresh_limit:g} m3 per RMB 10,000, reuse {reuse:g} %"

# %% [raw] tags=["exercise"]
# id = "04.1"
# unit = "m3/10^4 RMB"
# within = 0.02
# hints = [
#   "Water used is fresh water plus reused water. Which of the two is given as a share of the whole?",
#   "If a share r of the water used is reused, what share is fresh?",
#   "You know the amount of fresh water and its share of the whole. How large is the whole?",
# ]
# idea = "The fresh water is the part 1 - reuse / 100 of the water used, so divide fresh_limit by it."
# [[mistakes]]
# value = "fresh_limit * (1 + reuse / 100)"
# hint = "This adds a part of the fresh water. The percentage is a part of the water used."
# [[mistakes]]
# value = "fresh_limit / (reuse / 100)"
# hint = "This treats the fresh water as if it were the reused share. It is the other share."
# [[mistakes]]
# value = "used - fresh_limit"
# hint = "This is the reused water alone. Add the fresh water."

# %%
used = ...  # m3/10^4 RMB
### BEGIN SOLUTION
used = fresh_limit / (1 - reuse / 100)
### END SOLUTION

# %%
check("04.1", used)

# %% [markdown]
# ## 04.2 How much pulp can a sugar factory feed?
#
# A factory crushes `cane` tonnes a year. Its boiler burns `burned` percent of the bagasse; the rest goes to a pulp
# mill, where the pith is removed first. How much pulp can the mill make, in t/year? The ratios for Guigang used in
# the lesson are below.

# %%
ratios = ep.datasets.load("guigang", "ratios").set_index("id")
print(f"cane {cane:,.0f} t/year, burned {burned:g} %")
ratios.loc[["bagasse", "dry", "fiber", "pulp"], ["ratio", "value", "unit"]]

# %% [raw] tags=["exercise"]
# id = "04.2"
# unit = "t/year"
# within = 1
# hints = [
#   "Follow one tonne of cane: wet bagasse, what the boiler leaves, its dry part, what is left without pith, pulp.",
#   "Each step is one factor below 1. There are five of them.",
#   "Four of them are in the table. The fifth is what the boiler leaves.",
# ]
# idea = "Multiply cane by the four ratios and by the part that is not burned."
# [[mistakes]]
# value = "cane * value['bagasse'] * (1 - burned / 100) * value['dry'] * value['pulp']"
# hint = "Pith is not fiber: the mill removes it first."
# [[mistakes]]
# value = "cane * value['bagasse'] * burned / 100 * value['dry'] * value['fiber'] * value['pulp']"
# hint = "This is the pulp that went up the chimney. Take the part that is left."
# [[mistakes]]
# value = "cane * value['bagasse'] * (1 - burned / 100) * value['fiber'] * value['pulp']"
# hint = "Wet bagasse is almost half water. Only the dry part counts."

# %%
pulp = ...  # t/year
### BEGIN SOLUTION
value = ratios["value"]
pulp = cane * value["bagasse"] * (1 - burned / 100) * value["dry"] * value["fiber"] * value["pulp"]
### END SOLUTION

# %%
check("04.2", pulp)

# %% [markdown]
# ## 04.3 Without reuse, and with it
#
# Three processes of a textile park share water. Concentrations are in ppm, loads in kg/h. Give a list of two flows in
# t/h: the fresh water needed if nobody reuses water, and the least fresh water needed if used water may go on to
# another process.

# %%
water = pd.DataFrame(
    {
        "process": ["rinse", "dye", "wash"],
        "inlet": [0.0, 40.0, 150.0],
        "outlet": [50.0, 200.0, 500.0],
        "load": [rinse_load, 12.0, 9.0],
    }
)
water

# %% [raw] tags=["exercise"]
# id = "04.3"
# unit = "t/h"
# within = 0.05
# hints = [
#   "Without reuse, each process takes fresh water from 0 ppm to its outlet limit. 1 kg/h in 1 t/h makes 1,000 ppm.",
#   "Add 1000 * load / outlet over the processes. The second flow is what the toolkit's cascade finds.",
#   "The result of ep.symbiosis.optimize_water_network has attributes named after the two flows. Check the first flow by hand.",
# ]
# idea = "plan = ep.symbiosis.optimize_water_network(water); the answer is [plan.without_reuse, plan.fresh]."
# [[mistakes]]
# value = "both[::-1]"
# hint = "The two flows are right but in the wrong order: the flow without reuse comes first."
# [[mistakes]]
# value = "[(1000 * water['load'] / (water['outlet'] - water['inlet'])).sum(), both[1]]"
# hint = "Fresh water comes in at 0 ppm, so each process can take up more. Divide by the outlet limit itself."
# [[mistakes]]
# value = "[both[0], 1000 * water['load'].sum() / water['outlet'].max()]"
# hint = "The second flow would be enough only if all water could rise to the dirtiest limit. The pinch asks for more."

# %%
both = ...  # [without reuse, with reuse], t/h
### BEGIN SOLUTION
plan = ep.symbiosis.optimize_water_network(water)
both = [plan.without_reuse, plan.fresh]
### END SOLUTION

# %%
check("04.3", both)

# %% [markdown]
# ## 04.4 A cut across the pinch
#
# The wash has found a way to release `cut` percent less of the pollutant into its water. The pinch of the park is at
# 200 ppm. How much **fresh water**, in t/h, does this save if the park reuses water both before and after the cut?

# %%
f"the wash takes up {water.at[2, 'load']:g} kg/h between {water.at[2, 'inlet']:g} and {water.at[2, 'outlet']:g} ppm; cut {cut:g} %"

# %% [raw] tags=["exercise"]
# id = "04.4"
# unit = "t/h"
# within = 0.005
# hints = [
#   "The wash works from 150 to 500 ppm. Which part of its load is taken up below the pinch?",
#   "The load is spread evenly over the range of the wash. Only the part of the cut that lies below the pinch saves fresh water. What fraction is that?",
#   "A tonne of fresh water can take up load until it reaches the pinch. How many tonnes does that part of the cut save? To compute the target before and after the cut gives the same result.",
# ]
# idea = "Compute ep.symbiosis.water_cascade_analysis before and after: the difference of fresh is cut / 100 * 9 * 50 / 350 * 1000 / 200."
# [[mistakes]]
# value = "1000 * cut / 100 * 9 / 500"
# hint = "This is what a cut saves if nobody reuses water. In a cascade, used water takes up part of that load."
# [[mistakes]]
# value = "1000 * cut / 100 * 9 / 200"
# hint = "This counts the whole load of the wash at the pinch. Most of it is taken up above the pinch."
# [[mistakes]]
# value = "0"
# hint = "A process above the pinch would save nothing. The wash begins below it."

# %%
saved = ...  # t/h
### BEGIN SOLUTION
lighter = water.copy()
lighter.loc[lighter["process"] == "wash", "load"] *= 1 - cut / 100
saved = ep.symbiosis.water_cascade_analysis(water).fresh - ep.symbiosis.water_cascade_analysis(lighter).fresh
### END SOLUTION

# %%
check("04.4", saved)

# %% [markdown]
# ## 04.5 Repair: the promise of the heat exchanger
#
# A dyeworks discharges warm waste water at `hot_from` °C, which may cool to 30 °C (heat capacity flow 6 kW/K). A
# dairy warms water from 18 to 90 °C (3 kW/K). In the answer cell, a salesman computes how much heat the dairy saves.
# The two streams must stay at least 10 K apart everywhere. Repair the calculation; the answer is in kW.

# %% [raw] tags=["exercise"]
# id = "04.5"
# unit = "kW"
# within = 0.05
# hints = [
#   "Draw both streams on a scale of temperatures. How warm can the dairy's water become at most?",
#   "The cold stream cannot come closer to the hot one than 10 K, whatever the heat on offer.",
#   "With that highest temperature, how much heat does the dairy's water take up? Check that the other end stays 10 K apart too.",
# ]
# idea = "3 * (hot_from - 10 - 18) kW: temperature limits the exchange, not the amount of heat. ep.symbiosis.heat_cascade with dt_min=10 agrees."
# [[mistakes]]
# value = "promised"
# hint = "This is the salesman's number. It compares amounts of heat and forgets that heat flows only from warm to cold."
# [[mistakes]]
# value = "3 * (hot_from - 18)"
# hint = "Then the streams would meet at the same temperature. How far apart must they stay?"
# [[mistakes]]
# value = "6 * (hot_from - 10 - 18)"
# hint = "The temperatures are right. Which stream has the capacity that you used?"

# %%
offered = 6 * (hot_from - 30)  # kW
wanted = 3 * (90 - 18)  # kW
recovered = min(offered, wanted)  # kW
### BEGIN SOLUTION
promised = recovered
recovered = min(offered, wanted, 3 * (hot_from - 10 - 18))
### END SOLUTION

# %%
check("04.5", recovered)

# %% [markdown]
# ## 04.6 Who gets the ash?
#
# A power plant has 5,000 t of fly ash a year and pays RMB 30 for the disposal of each tonne. A cement works 12 km
# away would take up to 3,000 t a year in place of an additive that costs RMB 55/t; sieving the ash costs RMB 4/t. A
# brickworks `brick_way` km away would take up to 4,000 t a year in place of clay that costs RMB 48/t; moistening the
# ash costs RMB 2/t. Transport costs RMB 0.9 per tonne and kilometer. One tonne replaces one tonne. How much does the
# **best plan** save, in RMB a year, compared with disposal of all the ash?

# %% [raw] tags=["exercise"]
# id = "04.6"
# unit = "RMB/year"
# within = 1
# hints = [
#   "For each user, compute what one tonne saves: price and disposal, less preparation and transport.",
#   "The ash does not suffice for both. Who should be served first?",
#   "Serve one user in full and see what is left for the other. Then try the reverse.",
# ]
# idea = "Saving per tonne: cement 55 + 30 - 4 - 0.9 * 12, bricks 48 + 30 - 2 - 0.9 * brick_way. The user with the larger saving gets all it wants, and the other the rest of the 5,000 t."
# [[mistakes]]
# value = "3000 * cement + 2000 * bricks"
# hint = "This first serves the user whose raw material costs more. Compare what a tonne saves after all costs."
# [[mistakes]]
# value = "3000 * cement + 4000 * bricks"
# hint = "Both users are served in full. How much ash is there?"
# [[mistakes]]
# value = "best - 5000 * 30"
# hint = "Disposal that is no longer paid is a saving as well."

# %%
best = ...  # RMB/year
### BEGIN SOLUTION
cement = 55 + 30 - 4 - 0.9 * 12
bricks = 48 + 30 - 2 - 0.9 * brick_way
best = max(3000 * cement + 2000 * bricks, 4000 * bricks + 1000 * cement)
### END SOLUTION

# %%
check("04.6", best)

# %% [markdown]
# ## 04.7 The smallest firm
#
# Three firms could share one treatment plant. A plant of size `q` costs `600 * (q / 1000) ** exponent`, in RMB
# 10,000. They share the bill **equally**. How much more does the smallest firm pay than it would for a plant of its
# own? Answer in RMB 10,000; a negative number means that it pays less.

# %%
sharing = pd.DataFrame({"firm": ["tannery", "dairy", "bakery"], "use": [2600.0, 900.0, 150.0]})  # m3/day
sharing

# %% [raw] tags=["exercise"]
# id = "04.7"
# unit = "10^4 RMB"
# within = 0.1
# hints = [
#   "The size of the common plant is the sum of all uses. Its cost is divided by the number of firms.",
#   "Then compute what a plant for the smallest firm alone would cost, and subtract it.",
#   "ep.symbiosis.compare_cost_allocations computes both columns, if you tell it the cost of a plant of a known size.",
# ]
# idea = "600 * (3650 / 1000) ** exponent / 3 - 600 * (150 / 1000) ** exponent."
# [[mistakes]]
# value = "equal_share"
# hint = "This is the firm's bill. Subtract the cost of a plant of its own."
# [[mistakes]]
# value = "-extra"
# hint = "The size is right but the sign is not: the question is how much more the firm pays."
# [[mistakes]]
# value = "600 * 3650 / 1000 / 3 - 600 * 150 / 1000"
# hint = "Cost does not grow in proportion to size. Use the exponent."

# %%
extra = ...  # 10^4 RMB
### BEGIN SOLUTION
equal_share = 600 * (sharing["use"].sum() / 1000) ** exponent / 3
extra = equal_share - 600 * (sharing["use"].min() / 1000) ** exponent
### END SOLUTION

# %%
check("04.7", extra)

# %% [markdown]
# ## 04.8 Decide and justify
#
# For years the paper mill of a park has taken the rinse water of the chip plant, without a contract, and has built
# its process around it. Now the chip plant has found a way to rinse with half the water. The park office is asked to
# support the investment from its fund. The paper mill protests, because it would have to buy fresh water. Would you
# support the investment? In about eight sentences, use the principle that ranks reducing and reusing, and say which
# numbers you need and from whom, what happens to the fresh water of the whole park, and who, if anyone, should
# compensate whom.

# %% [raw] tags=["exercise"]
# id = "04.8"
# kind = "written"
# rubric = [
#   "Yes or no without the flows.",
#   "Argues with the principle alone, or with the protest alone.",
#   "Sees the shift between the two firms and names numbers; compensation is missing or has no reason.",
#   "Sees that fresh water of the park may not change, looks for the gain elsewhere, names numbers and who has them, settles compensation with a reason, and says when the decision would be wrong.",
# ]
# hints = [
#   "Draw the two flows before and after: fresh water into the chip plant, rinse water to the paper mill.",
#   "If the paper mill buys exactly what the chip plant no longer takes, what has the park saved? Where else could something have changed?",
#   "A contract could have answered the question of compensation. As there is none, what would be a fair default?",
# ]
# idea = "Fresh water of the park may stay the same; the gain lies in pure water, energy and chemicals of the chip plant. Support depends on this gain. A future contract should say who bears the cost of such changes."

# %%
decision = ...  # text in quotes
### BEGIN SOLUTION
decision = (
    "I would support it, under two conditions. The guidelines put reducing first, but the purpose of the rule is to save resources, so I check whether it does so here. If the chip plant takes 50 t/h less and the paper mill buys 50 t/h more, the fresh water of the park does not change at all: the "
    "rinse water was below every limit of the paper mill. What changes is the super-pure water, with the electricity and chemicals that make it, and the "
    "wastewater fee of the chip plant. I need these numbers from the chip plant, and from the paper mill the highest concentration that it "
    "accepts, because another source might replace the rinse. If the saving in energy exceeds the paper mill's water bill, the chip plant can pay a part "
    "of that bill for some years and still gain. It owes nothing, since there was no contract, but the next exchange should have one with a period of "
    "notice. I would be wrong if the saving were only water."
)
### END SOLUTION

# %%
check("04.8", decision)

# %% [markdown] tags=["instructor"]
# A no can reach the highest level. Misconception to listen for: *reducing always saves fresh water*, which 04.4 has just
# refuted from the other side. In 04.2 ask why a sugar factory burns what a mill would buy: the boiler has no
# other fuel in the season, and coal costs money too. In 04.6 let two learners with different ways compare who
# is served first.
