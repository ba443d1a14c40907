# ---
# jupyter:
#   ecopark:
#     number: "03"
#     title: Planning a park
#     minutes: 70
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 Planning a park
#
# **Question.** You shall plan an eco-industrial park. What must the plan contain, and which numbers
# show that the firms gain by it?
#
# **After this lesson you can**
#
# - walk through the six planning steps and say what each one delivers;
# - compute one small case for each of the six integrations;
# - find the least fresh water and the least bought heat of a park, and say where the pinch is;
# - compute the indices of the guidelines, and say which of them have no measure;
# - compare projects by payback, present value and return, and choose with a reason;
# - say how much of a park a saving is, in water, waste and heat.
#
# **Time:** 70 minutes, best in two sittings: sections 1 to 5, then 6 to 12. **Before:** lesson 00 (cells,
# units, sources).
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. The first cell holds what you may
# change. Leave it as it is for now: each section says which of its lines it uses. Three dots are a folded
# cell: run it too. You do not have to read the cells. Read what appears below them.

# %% tags=["parameters"]
reach: float = 60.0  # longest way of an exchange, not below the way inside the park; km; 0..1000
measured: float = 40.0  # chloride that a laboratory finds in the used solvent; mg/kg; 0..1000000
treated_to: float = 20.0  # COD that a shared water treatment reaches; ppm; 0..1000
dt_min: float = 10.0  # smallest temperature difference of two streams that exchange heat; K; 1..100
percent: float = 30.0  # number in the sentence "reduced to … percent"; %; 1..99
cut: float = 30.0  # cut of the load of one water use at its source; %; 1..99
exponent: float = 0.6  # how the cost of a treatment plant grows with its size; 1; 0.2..1
rate: float = 0.08  # discount rate; 1/year; 0..0.5
zone: str = "Synthetic zone 07"  # zone for the index groups; name; any
year: int = 2016  # year for the index groups; year; 1990..2100
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any
water_file: str = ""  # CSV or XLSX file with your own water uses, used instead of the synthetic; path; any

# %% tags=["setup"]
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
figures = ep.datasets.load("synthetic_park", "prices").set_index("item")["value"]
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
own_water = ep.symbiosis.read_water_uses(water_file) if water_file else None
course.check_parameters("03", globals())
course.check_panel(panel, zone=zone, years=[year], least=1)
course.check_range("reach [km]", reach, figures["inside"])
water = own_water if water_file else ep.datasets.load("synthetic_park", "water_uses")
water_plan = ep.symbiosis.water_cascade(water)
water_aim = ep.symbiosis.water_target(water)

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: 1 and 2 what a plan aims at 5; 3 steps 6; 4 material 10; 5 water 11; 6 energy 9;
# 7 technique 4; 8 information 4; 9 shared plant and incubator 5; 10 indices 6; 11 and 12 money and
# document 10. In a short training take 4, 5 and 6 only. Have each group keep a notebook page a section: *what did we
# find, who must agree?*

# %% [markdown]
# ## 1 The guideline and its aim
#
# In 2003 the environment agency of China, SEPA, wrote guidelines for planning such parks. We read an
# English translation. It has slips, so the data package keeps the printed words beside the meaning.
#
# These are the guidelines that the sources of this course name. The one of 2003 is the oldest:

# %%
guidelines = ep.datasets.load("guidelines", "guidelines").sort_values("year")
guidelines[["year", "author", "title", "program", "draft"]]

# %% [markdown]
# What kind of place do the guidelines want? They give four characteristics:

# %%
ep.datasets.load("planning", "characteristics")[["no", "characteristic", "summary"]]

# %% [markdown]
# ## 2 Six principles
#
# **Predict first.** A park can exchange waste, or make less of it. Which of the two comes first?
# Look for the answer in the column `note`.

# %%
principles = ep.datasets.load("planning", "principles")
principles[["no", "principle", "summary", "note"]].fillna("")

# %% [markdown]
# Using less comes first. Keep this in mind: in section 7 we test it with numbers.
#
# ## 3 Six steps
#
# Each step delivers something that you can hold in your hand. Call these things *products*.

# %%
steps = ep.datasets.load("planning", "steps")
steps[["no", "step", "products"]]

# %% [markdown]
# All products together make a check list. The column `functions` names what in this toolkit helps:

# %%
checklist = ep.planning.checklist()
helped = checklist[checklist["functions"] != ""]
helped[["id", "step", "product", "functions"]]

# %%
counts = checklist.groupby("step", sort=False).agg(products=("id", "size"))
counts["with a function"] = helped.groupby("step").size()
counts.fillna(0).astype(int)

# %% [markdown]
# A computer helps with a part of the list only. For the rest people must talk, walk through the site,
# or decide. The first two steps are about people and land. The guidelines name one example of a leader
# group, and two of a site that was wasteland:

# %%
ep.datasets.load("planning", "examples")[["place", "country", "example_of", "summary"]]

# %% [markdown]
# The work itself rests on known methods. The guidelines name three groups: plans that exist already,
# techniques of every planner, and methods of the new field.

# %%
methods = ep.datasets.load("planning", "methods")
methods.groupby("group", sort=False)["method"].agg("; ".join).to_frame()

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *planning begins with the design.* Ask which products of step 3
# each group has for its own zone today. Most have none of the three flows. Discuss: *who in your zone
# could order a firm to tell its water flow, and what would the firm want in return?*

# %% [markdown]
# ## 4 Material integration
#
# The method part of the guidelines lists six *integrations*. We do a small case for each.

# %%
ep.datasets.load("planning", "integrations")[["integration", "aim"]]

# %% [markdown]
# For the first one, material, the guidelines see three levels and name some means:

# %%
means = ep.datasets.load("planning", "integration_means")
means.loc[means["integration"] == "material", ["group", "name", "description"]]

# %% [markdown]
# The cases use one **synthetic park**: its firms and numbers are invented for this lesson. None of the
# five source texts holds the measurements of a whole park. Here is what its firms throw away, and what disposal costs
# them in RMB/t. `NaN` means that nobody measured the chloride:

# %%
unseen = ["source", "where", "status"]
offers = ep.datasets.load("synthetic_park", "offers").drop(columns=unseen)
needs = ep.datasets.load("synthetic_park", "needs").drop(columns=unseen)
fits = ep.datasets.load("synthetic_park", "fits").drop(columns=unseen)
ways = ep.datasets.load("synthetic_park", "distances").drop(columns=unseen)
offers

# %% [markdown]
# And here is what firms buy today. `price` is in RMB/t. `chloride`, in mg/kg, is the most that a user
# accepts; `NaN` means that this user does not mind.

# %%
needs

# %% [markdown]
# Which waste can replace which purchase? `substitution` tells how many tonnes of the purchase one tonne
# of waste replaces, `treatment_cost` what it costs to prepare that tonne of waste, in RMB/t, and
# `removal` which part of the chloride this takes out.

# %%
fits

# %% [markdown]
# **One match by hand.** A tonne of fly ash for the cement works saves the price of what it replaces, and
# the disposal. It costs treatment, and transport for each kilometer.

# %%
fit = fits.iloc[0]  # the first row: fly ash for cement
bought = needs.set_index("stream").at[fit["demand_stream"], "price"]
dumped = offers.set_index("stream").at[fit["supply_stream"], "disposal_cost"]
carried = figures["transport"] * ways.at[0, "distance"]
print(f"replaced {bought:g} * {fit['substitution']:g} + disposal {dumped:g}")
print(f"less treatment {fit['treatment_cost']:g} and transport {carried:g}")
print(f"= {bought * fit['substitution'] + dumped - fit['treatment_cost'] - carried:.1f} RMB/t")

# %% [markdown]
# Now all matches at once, twice: first inside the park, which is the level between firms, then as far as
# the parameter `reach` allows, which is the level beyond the park. (The level inside a firm comes in
# section 7.) The computer looks for the plan that saves most.

# %%
rules = {"quality": {"chloride": "max"}, "distances": ways, "transport_cost": figures["transport"]}
inside = ep.symbiosis.match(offers, needs, fits, max_distance=figures["inside"], **rules)
wide = ep.symbiosis.match(offers, needs, fits, max_distance=reach, **rules)
{
    "saved inside the park [10^4 RMB/year]": round(inside.benefit / 1e4),
    "saved as far as the reach [10^4 RMB/year]": round(wide.benefit / 1e4),
}

# %%
wide.matches[["supplier", "supply_stream", "user", "quantity", "benefit_per_unit", "binds"]].round(1)

# %% [markdown]
# Look at fly ash and cement works: `benefit_per_unit`, in RMB/t, is the number that we found by hand. Then
# read the last column: it tells what stops each match from growing. What finds no user inside the park
# has its reason too:

# %%
made_up = "Synthetic park: invented numbers."
ep.plots.show(ep.symbiosis.where_it_goes(inside), source=made_up)

# %%
rest = inside.unmatched[inside.unmatched["side"] == "supply"]
rest[["firm", "stream", "unmatched", "status", "reason"]]

# %% [markdown]
# Distance can be overcome, at a cost. But one stream has a user nearby and still stays: nobody knows
# its chloride. We come back to it in section 8.
#
# **Trap.** The bar chart adds tonnes of ash and tonnes of solvent. Tonnes are easy to add, but a tonne
# of one may be worth far more than a tonne of the other. Compare the column `benefit_per_unit`.
#
# ## 5 Water integration
#
# Water has grades. The guidelines list five, from the purest down:

# %%
ep.datasets.load("planning", "water_grades")[["rank", "grade", "name_printed", "use"]].fillna("")

# %% [markdown]
# Just before, the same text speaks of classes, two old ones and a new one:

# %%
terms = ep.datasets.load("planning", "water_terms")
terms[["name_printed", "meaning", "group", "term_zh"]].fillna("")

# %% [markdown]
# The two lists share one name only, and the text does not say how they fit together. The printed
# "middle water" is a word-for-word translation. The field says *reclaimed water*. Both forms stay in
# the package, each in its own column.
#
# The idea: a use that needs less quality can take water that a higher grade has used. In the synthetic
# park each grade has one user. COD measures organic matter. `inlet` is the most that may come in and
# `outlet` the most that may go out, both in ppm. `load` is what the use adds, in kg/h. `inflow` is a
# fixed flow, in t/h. 1 kg/h in 1 t/h of water makes 1,000 ppm.

# %%
water.drop(columns=unseen, errors="ignore")

# %% [markdown]
# **Predict first.** If every use took fresh water, how much would the park need? A use with a load
# needs 1,000 times its load over its outlet limit; a use with a fixed flow takes that flow. Then guess:
# how much does a cascade save?

# %%
{
    "fresh water without reuse [t/h]": round(water_plan.without_reuse, 2),
    "fresh water with a cascade [t/h]": round(water_plan.fresh, 2),
    "saved [%]": round(water_plan.saving, 1),
    "status": water_plan.status,
}

# %% [markdown]
# A linear program found this: the computer tries out all pipes and keeps the plan with the least fresh
# water. Two checks keep it honest: it must not be above the fresh water without reuse, and it must equal
# the **pinch target**, which needs no search.
#
# In the figure, the solid line with dots adds up the load that all uses ask for, from clean water to
# dirty water. The dashed line with squares is what the fresh water can take up: at no level may it be
# less. Where the lines touch is the *pinch*. There the water is just enough.

# %%
water_from = "Water uses of your own file." if water_file else made_up
ep.plots.show(ep.symbiosis.composite_curve(water_aim), source=water_from)

# %% [markdown]
# This is one network that reaches the target:

# %%
pipes = water_plan.flows.rename(columns={"flow": "quantity"}).assign(stream="water")
water_net = ep.symbiosis.network(pipes, outside=["fresh water", "waste water"])
ep.plots.show(ep.symbiosis.draw_sankey(water_net, "Water in the plan"), source=water_from)

# %% [markdown]
# In the synthetic park the kitchens take fresh water only, although their grade stands third. One number,
# COD, cannot show that water is safe to drink: germs and salts count too. So the table gives them an
# inlet of zero. A planner must check such limits by hand.
#
# The guidelines name cases of reuse that many plants know already. They also say that a treatment plant
# *can* bear its own profit and loss; they do not ask for it:

# %%
means.loc[means["integration"] == "water", ["group", "name", "description"]]

# %% [markdown]
# **Treatment** between two uses opens more ways. The guidelines list these kinds:

# %%
ep.datasets.load("planning", "water_treatments")["treatment"].to_list()

# %%
shared = ep.symbiosis.Treatment("shared treatment", outlet=treated_to)
treated_plan = ep.symbiosis.water_cascade(water, treatment=shared)
{
    "fresh water with treatment [t/h]": round(treated_plan.fresh, 2),
    "water that is treated [t/h]": round(treated_plan.treated, 2),
}

# %% [markdown]
# Treatment spares fresh water only if it gives water cleaner than the pinch. Change `treated_to` in the
# first cell to 10, 50 and 120 ppm, and run again.
#
# A cross-check with the standard of 2009 (lesson 05). Its limits for fresh water and for reuse, read
# together, say how much water is *used* for each 10^4 RMB of added value:

# %%
standard = ep.standards.get("hj274-2009")
fresh_limit, reuse_limit = standard["2.4"].threshold, standard["2.8"].threshold
used_at_limits = fresh_limit / (1 - reuse_limit / 100)
{"fresh [m3/10^4 RMB]": fresh_limit, "reused [%]": reuse_limit, "used [m3/10^4 RMB]": used_at_limits}

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the dirtiest use needs the most fresh water.* Let the class rank
# the uses by load before section 7. Discuss: *the treatment plant can bear its own profit and loss,
# say the guidelines. What happens to it when firms learn to need less?*

# %% [markdown]
# ## 6 Energy integration
#
# Heat has grades as well: its temperature. A stream that must cool can warm a colder one, as long as a
# smallest difference stays between them. `supply` and `target` are in °C, `capacity` in kW/K:

# %%
heat = ep.datasets.load("synthetic_park", "heat_streams").drop(columns=unseen)
heat

# %% [markdown]
# The guidelines want the highest efficiency in each firm, the best use in the whole park, and as much
# renewable energy as possible. The table computes the first two: each firm alone, then all together.
# `hot_utility` is the heat that is bought, `cold_utility` the heat that must be cooled away, `recovered`
# what serves twice, all in kW. Move the slider: what does a larger temperature difference cost?

# %%
course.widgets.explore(ep.symbiosis.between_firms, streams=heat, dt_min=(5, 60, 5, 10))

# %%
by_firm = ep.symbiosis.between_firms(heat, dt_min=dt_min)
by_firm.round(1)

# %%
cascade = ep.symbiosis.heat_cascade(heat, dt_min=dt_min)
ep.plots.show(ep.symbiosis.composite_curves(cascade), source=made_up)

# %% [markdown]
# Pipes cost money and lose heat, and firms must trust each other. So this is the most that exchange can
# save at this temperature difference.
#
# **Heat and power together.** A turbine that gives both can need less fuel than a boiler and a power plant
# apart. How much less depends on the two efficiencies that we compare with: always name them. Heat,
# electricity and fuel are in MWh/year.

# %%
plant = ep.datasets.load("synthetic_park", "plants").iloc[0]
plant[["heat", "electricity", "fuel", "boiler_efficiency", "power_efficiency"]].to_frame("plant")

# %%
turbine = ep.symbiosis.combined_heat_power(
    plant["heat"],
    plant["electricity"],
    plant["fuel"],
    boiler_efficiency=plant["boiler_efficiency"],
    power_efficiency=plant["power_efficiency"],
)
{
    "fuel apart [MWh/year]": round(turbine.fuel_separate),
    "fuel together [MWh/year]": round(turbine.fuel),
    "saved [%]": round(float(turbine.saving), 1),
}

# %% [markdown]
# **To or by?** The guidelines say how far energy use may fall in some cases:

# %%
lines = ep.datasets.load("planning", "figures").set_index("id")
lines.loc["energy_remaining_or_saved", ["quantity", "value", "unit", "certainty", "note"]].to_frame("")

# %% [markdown]
# The translation may mean *to* or *by*. At the printed number nobody can tell: both leave the same. The
# table shows what another number would do to the energy use of the synthetic park.

# %%
facts = ep.datasets.load("synthetic_park", "facts").drop(columns=unseen)
energy = facts.set_index("quantity").at["energy", "value"]
left_to, left_by = energy * percent / 100, energy * (1 - percent / 100)
printed = lines.at["energy_remaining_or_saved", "value"]
pd.DataFrame(
    {
        "percent": [printed, percent],
        "left if 'to' [tce]": [energy * printed / 100, left_to],
        "left if 'by' [tce]": [energy * (1 - printed / 100), left_by],
    }
)

# %% [markdown]
# ## 7 Technique integration
#
# The guidelines say that the techniques decide whether a park lasts. They name these:

# %%
means.loc[means["integration"] == "technique", ["name", "description"]]

# %% [markdown]
# Take the first one: a process is renewed, so that it needs less. Principle 2 says that using less comes
# first. Does it always spare fresh water?
#
# **Predict first.** Look at the column `load` in section 5. If *one* use of the park cuts its load,
# which should it be?

# %%
course.widgets.explore(ep.symbiosis.cut_at_source, units=water, cut=(10, 90, 10, 30))

# %%
at_source = ep.symbiosis.cut_at_source(water, cut)
at_source.round(2)

# %% [markdown]
# The largest load may save nothing at all. Above the pinch there is used water enough to take the load
# up, so a cut there spares no fresh water. Below the pinch every cut counts. A cut above the pinch
# still lowers what must be cleaned at the end: fresh water is not the only aim.
#
# So do the two together: reduce first, but compute *where*.
#
# ## 8 Information integration
#
# The guidelines list what an information system should hold, and what it should do. The composition of
# waste stands first:

# %%
means.loc[means["integration"] == "information", ["group", "name", "description"]]

# %% [markdown]
# What is one such number worth? In section 4 the used solvent found no user, because its chloride was
# not known. Suppose that a laboratory measures it. The result is the parameter `measured`.

# %%
known = offers.copy()
known.loc[known["stream"] == "used solvent", "chloride"] = measured
informed = ep.symbiosis.match(known, needs, fits, max_distance=reach, **rules)
worth = informed.benefit - wide.benefit
{"worth of one measured number [10^4 RMB/year]": round(worth / 1e4, 1)}

# %% [markdown]
# A test can also bring bad news: with too much chloride the worth is zero. You only know afterwards. A
# planner compares the cost of a test with its worth *times* the chance of a good result.
#
# An **exchange center** collects such knowledge, inside the park and beyond. We credit it with all that
# goes beyond what neighbors find without it:

# %%
center = informed.benefit - inside.benefit
{"what the center adds [10^4 RMB/year]": round(center / 1e4, 1)}

# %% [markdown]
# ## 9 Facility pool
#
# Firms can use plants together. The guidelines list what can be shared:

# %%
means.loc[means["integration"] == "facility", ["name", "description"]]

# %% [markdown]
# One large treatment plant costs less than several small ones, if cost grows slower than size. A plant
# twice as large costs `2 ** exponent` times as much; the exponent is a parameter. But who pays how much?
# Here are three rules, beside the cost of a plant of one's own (`alone`). `use` is in m3/day, money in
# 10^4 RMB:

# %%
users = ep.datasets.load("synthetic_park", "wastewater").drop(columns=unseen)
price = {"cost": figures["treatment_cost"], "size": figures["treatment_size"]}
bills = ep.symbiosis.share_costs(users, exponent=exponent, **price)
bills.round(0)

# %% [markdown]
# **Predict first.** Under which rule would a firm rather build its own plant? The slider changes the
# exponent; the table names, for each rule, the group of firms that would gain most by leaving.

# %%
course.widgets.explore(ep.symbiosis.who_would_leave, uses=users, exponent=(0.3, 1.0, 0.1, 0.6), **price)

# %%
leaving = ep.symbiosis.who_would_leave(users, exponent=exponent, **price)
leaving.round(0)

# %% [markdown]
# `pays` is the bill of that group under the rule, `own` the cost of a plant of its own, `gain` the
# difference, in 10^4 RMB.
#
# An equal share sounds fair. Yet under it small firms can pay more than for plants of their own, and
# leave. The guidelines say that a pool matters much for small and middle firms that are short of money.
# So the rule decides whether it works for those who need it.
#
# **The incubator** pools rooms, services and knowledge for firms that begin. The guidelines count six
# functions, and they prefer an incubator that makes no profit:

# %%
ep.datasets.load("planning", "incubator_functions")[["no", "function"]]

# %% [markdown] tags=["instructor"]
# **Teacher.** Discuss: *is a rule fair because nobody wants to leave?* Under the rule by use, compare
# what each firm saves in percent of `alone`. Let the groups write a rule of their own and test it
# against the column `alone`.

# %% [markdown]
# ## 10 Four groups of indices
#
# How do we see whether a park gets better? The guidelines name four groups of indices. They set **no
# limits**, so nothing passes or fails. These are the yearly figures of the synthetic park:

# %%
facts

# %% [markdown]
# Each index is one figure over another; growth is this year over last year, less one. Find the two
# figures for *energy use per GDP* and divide them before you look. Where the text names no unit, we
# chose one.

# %%
indices = ep.planning.compute_indices(facts)
indices.round(2)

# %% [markdown]
# How many indices of each group can be computed?

# %%
indices.groupby(["group", "status"], sort=False).size().unstack(fill_value=0)

# %% [markdown]
# Many indices have no measure: the text names them and stops. "Mature chain" is one. A planner may
# propose a measure, and must then say so. One proposal: the links between firms of the park, in the
# plan of section 8, over the number of those firms.

# %%
near = informed.matches[informed.matches["distance"] <= figures["inside"]]
links = near.rename(columns={"supplier": "from", "user": "to", "supply_stream": "stream"})
chain = ep.symbiosis.metrics(ep.symbiosis.network(links))
{"links": len(links), "links over firms": round(chain["link_density"].value, 2)}

# %% [markdown]
# If you have a panel of zones instead, many indices have a *near* relative in the standard of 2009. The
# column `match` says how near. Note that the standard counts added value of industry where the
# guidelines count GDP.

# %%
from_panel = ep.planning.estimate_indices(panel, zone, year)
from_panel[from_panel["match"] != "none"].round(2)

# %% [markdown]
# ## 11 Investment and benefit
#
# The last step asks for a budget and for the benefit, economic, social and environmental. We begin with
# money. Each project below brings a saving that we have computed above, less its upkeep. Money is in
# 10^4 RMB, the internal rate in 1/year, the return on investment in percent. The investments are
# invented, also if you gave your own water uses.

# %%
saved_water = water_plan.without_reuse - water_plan.fresh
saved_heat = by_firm.set_index("case").at["saved by exchange", "hot_utility"]
hours = figures["hours"]
gains = {
    "exchange center": center / 1e4,
    "water pipes": saved_water * hours * figures["fresh_water"] / 1e4,
    "heat network": saved_heat / 1e3 * hours * figures["heat"] / 1e4,
}
projects = ep.datasets.load("synthetic_park", "projects").drop(columns=unseen)
projects["yearly"] = projects["project"].map(gains) - projects["upkeep"]
compared = ep.symbiosis.compare_projects(projects, rate, money="10^4 RMB").set_index("project")
compared.drop(columns=["status", "note"]).astype(float).round(2)

# %% [markdown]
# - *Payback*: investment over yearly gain. It does not look at what comes later.
# - *Return on investment*: all gains less the investment, over the investment, without interest. Other
#   books divide this by the years.
# - *Net present value*: all gains less the investment, but gains of later years count less, by the
#   discount rate.
# - *Internal rate*: the discount rate at which the present value is zero.
#
# **Predict first.** Which project is best by payback? By present value? Move the rate and see whether
# the order changes.

# %%
course.widgets.explore(ep.symbiosis.compare_projects, projects=projects, rate=(0.0, 0.3, 0.02, 0.08))

# %%
first_back = compared["payback"].astype(float).idxmin()
most_worth = compared["net_present_value"].idxmax()
{"first by payback": first_back, "first by present value": most_worth}

# %% [markdown]
# Two measures may name two winners. That is no error: they answer two questions. A plan says which
# question the park asks, and shows both.
#
# **The environment.** What do the pipes of section 5, the exchanges of section 8 and the heat network spare
# in a year? The table tells it in cubic meters and tonnes, and as a part of what the park uses or throws
# away today. (A tonne of water is about a cubic meter.)
#
# **Predict first.** Section 6 quoted how far energy use may fall in some cases. How many percent of its
# energy does this park save by the exchange of heat?

# %%
today = facts.set_index("quantity")["value"]
used_now = water_plan.without_reuse * hours if water_file else today["fresh_water"]
found_user = informed.matches["quantity"].sum()
heat_tce = saved_heat / 1e3 * hours * ep.units.factor("MWh", "tce")
spared = pd.DataFrame(
    {
        "what": ["fresh water [m3]", "waste that finds a user [t]", "heat not bought [tce]"],
        "a year": [saved_water * hours, found_user, heat_tce],
        "today": [used_now, offers["quantity"].sum(), energy],
    }
)
spared.assign(percent=100 * spared["a year"] / spared["today"]).round(1)

# %% [markdown]
# A large saving for some firms can be a small part of a whole park. Ask of every percentage: percent of
# what?
#
# **People.** The guidelines ask for the social benefit, too: jobs, revenue, the cost of services. No
# table of this park holds them, and no formula makes them. A planner must ask the firms and the town.
#
# ## 12 The planning document
#
# Everything ends in one document. Its chapters, and its sections as a check list:

# %%
ep.planning.chapters()

# %%
sections = ep.datasets.load("planning", "chapter_sections")
sections.groupby("chapter")["section"].agg("; ".join).reset_index()

# %% [markdown]
# What has this notebook helped with? Mark it in the check list of section 3. What is still open shows
# how much of a plan is work with people.

# %%
done = ["3.4", "3.5", "3.6", "3.10", "4.8", "5.1", "5.2", "5.3", "5.11", "5.17", "6.1", "6.3", "6.4"]
marked = ep.planning.checklist(done=done)
marked.groupby("step", sort=False)["done"].agg(["sum", "size"])

# %% [markdown]
# ## Results of this run

# %%
smallest = users.set_index("firm")["use"].idxmin()
by_code = indices.set_index("code")["value"]
together = by_firm.set_index("case").at["all firms together", "hot_utility"]
present = compared["net_present_value"]
course.results(
    {
        "saved by matching inside the park [10^4 RMB/year]": inside.benefit / 1e4,
        "saved by matching as far as the reach [10^4 RMB/year]": wide.benefit / 1e4,
        "worth of one measured number [10^4 RMB/year]": worth / 1e4,
        "fresh water without reuse [t/h]": water_plan.without_reuse,
        "fresh water with a cascade [t/h]": water_plan.fresh,
        "water pinch [ppm]": water_aim.pinch,
        "fresh water with treatment [t/h]": treated_plan.fresh,
        "water used at the limits of 2009 [m3/10^4 RMB]": used_at_limits,
        "best use to cut at its source": at_source.at[0, "process"],
        "saved by the best cut [t/h]": at_source.at[0, "saved"],
        "heat bought, all firms alone [kW]": together + saved_heat,
        "heat bought, all firms together [kW]": together,
        "fuel saved by heat and power together [%]": turbine.saving,
        "difference between 'to' and 'by' [tce]": abs(left_to - left_by),
        "bill of the smallest firm by use [10^4 RMB]": bills.set_index("firm").at[smallest, "by_use"],
        "rules that are stable": int((leaving["status"] == "stable").sum()),
        "energy use per GDP [tce/10^4 RMB]": by_code["1.3"],
        "indices that the panel can tell": int((from_panel["status"] == "ok").sum()),
        "present value of the water pipes [10^4 RMB]": present["water pipes"],
        "present value of the heat network [10^4 RMB]": present["heat network"],
        "present value of the exchange center [10^4 RMB]": present["exchange center"],
        "first by present value": most_worth,
        "fresh water spared in a year [m3]": spared.at[0, "a year"],
        "waste that finds a user in a year [t]": found_user,
        "heat not bought in a year [tce]": heat_tce,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The park is synthetic. Its numbers show how to compute, not what a park can save.
# - The guidelines give no data, no limits, and no formula for many indices. Where we chose a unit or a
#   measure, we said so.
# - The water plan looks at one pollutant and at steady flows. Germs, salts and breakdowns are left out.
# - Heat pipes have no length and no loss here.
# - Adding the savings of all projects can count something twice: less water used also means less water
#   to heat and to treat.
# - We read a translation. A printed word may differ from the Chinese one.
#
# ## Key points
#
# - Six steps deliver products; a computer helps with some of them.
# - A cascade uses what is still good enough: water by purity, heat by temperature.
# - The pinch tells where a cut counts. Reduce first, and compute where.
# - Information has a worth that can be computed. A rule for sharing costs can be tested.
# - Payback and present value can name different winners: show both.
# - A benefit in money, one for the environment and one for people are three answers. Only two of them
#   could be computed here.
# - "To" and "by" differ at every number but one.
#
# ## Now with your own zone
#
# Save your water uses as a CSV file with the columns `process`, `inlet`, `outlet` (ppm) and `load`
# (kg/h), or `inflow` and `outflow` (t/h). Then run the lesson on it; its sections 5, 7 and 11 then use
# your water:
#
# `ecopark run 03 -p water_file=my-water.csv -p cut=20`
#
# For the index groups, give your zones as in lesson 05:
#
# `ecopark run 03 -p panel_file=my-zones.csv -p zone="My zone" -p year=2020`
#
# The tables of the package `synthetic_park` are models for your own tables of waste, heat and projects.
#
# The exercises are in `exercises/03_planning_a_park.ipynb`.
#
# ## Researcher's corner
#
# **How sure is the target?** Loads are measured with error. Suppose that each load is right to 10
# percent either way. The target never falls when a load rises, so the two ends give its range:

# %%
ends = [water.assign(load=water["load"] * factor) for factor in (0.9, 1.1)]
{"least fresh water [t/h]": [round(ep.symbiosis.water_target(end).fresh, 1) for end in ends]}

# %% [markdown]
# Where loads alone set the pinch, the target is as unsure as they are. Where a fixed flow has a part in
# it, the range is narrower. Try it with your own file.
#
# **Why sharing by use is stable here.** With an exponent below 1 the cost of a unit falls with size.
# Under the rule by use, each group pays the unit cost of the large plant. In a plant of its own it pays
# the unit cost of a smaller one, which is never lower. So no group gains by leaving, whatever the
# sizes. Game theory says: the payments lie in the *core*. For other costs, test every group, as
# `who_would_leave` does.
#
# **What the audit says** about the claims of the guidelines:

# %%
course.claims.run("planning")[["statement", "computed", "verdict", "explanation"]]

# %% [markdown]
# ## References
#
# - SEPA (2003), *Guidelines for eco-industry park planning*, English translation: packages `planning`
#   and `sepa_2003`.
# - Guidelines of other years, as named by IISD (2015): package `guidelines`.
# - Near relatives in HJ 274-2009: package `crosswalk`; limits: package `hj274_2009`.
# - Synthetic park: package `synthetic_park`. Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
# - Wang, Y. P., and Smith, R. (1994), on water, and Kemp, I. C. (2007), on heat: package
#   `process_integration` holds their published problems.
# - Young, H. P. (1994), on sharing costs.
