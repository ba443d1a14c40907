# ---
# jupyter:
#   ecopark:
#     number: "07"
#     title: "The Low-Carbon Industrial Park Program: count carbon, then promise"
#     minutes: 70
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 07 The Low-Carbon Industrial Park Program: count carbon, then promise
#
# **Question.** Your zone must hand in a low-carbon work plan. How much CO2 does it cause, how certain is that figure,
# and how fast may the zone grow before the promised cut no longer lowers its emissions?
#
# **After this lesson you can**
#
# - say what a work plan must contain and test whether its target is ambitious;
# - draw up an inventory of six sources of CO2 without counting anything twice;
# - choose a factor by country, year and boundary, and state how certain a total is;
# - compute the growth at which a cut in intensity no longer lowers the total;
# - compare measures per GJ of steam, and find the grid factor at which a shared plant begins to save carbon.
#
# **Time:** 45 minutes to read and run, 25 more for the role play in class. **Before:** lesson 05.
#
# Run the cells from top to bottom with Shift+Enter. The first cell holds everything that you may change; the second
# one is folded; it loads the tables and picks the factors.

# %% tags=["parameters"]
coal: float = 50000.0  # raw coal burned in the zone, for steam and for own power; t/year; 0..50000000
natural_gas: float = 3000.0  # natural gas burned in the zone; 10^4 m3/year; 0..1000000
diesel: float = 1500.0  # diesel burned in the zone; t/year; 0..1000000
electricity: float = 400.0  # electricity bought from the grid; GWh/year; 0..100000
steam: float = 300000.0  # steam and hot water bought from outside; GJ/year; 0..500000000
own_power: float = 60.0  # electricity made in the zone from the coal and gas above; GWh/year; 0..100000
limestone: float = 8000.0  # limestone turned into lime or clinker; t/year; 0..50000000
value_added: float = 300000.0  # industrial value added (IAV) of that year; 10^4 RMB/year; 1..100000000
area: str = "Hebei"  # province whose grid sells the electricity, or China; name; any
counting: str = "grid average"  # what the grid factor of 2023 counts; name; any
plan_cut: float = 12.0  # cut in CO2 per IAV that the plan promises; %; 0.1..90
plan_years: int = 3  # years in which the plan reaches this cut; year; 1..20
growth: float = 8.0  # growth of IAV that the zone expects; %/year; -20..40
sulfur: float = 1.0  # sulfur in the coal; % of the mass; 0.1..5
scrubber_power: float = 1.65  # electricity that a scrubber uses for each tonne of SO2; MWh/t; 0..10
boiler: float = 70.0  # efficiency of the coal boilers of single firms; %; 40..95
gas_boiler: float = 90.0  # efficiency of gas boilers; %; 50..100
gas_yield: float = 60.0  # part of the energy of coal that is left in gas made from it; %; 30..100
plant: float = 80.0  # part of its fuel's energy that a shared plant delivers; %; 50..95
power_to_heat: float = 0.2  # electricity of the shared plant for each unit of its steam; 1; 0.02..1
shared_steam: float = 500000.0  # steam that firms now make in their own boilers; GJ/year; 1..500000000

# %% tags=["setup"]
import pandas as pd
from IPython.display import Markdown
from matplotlib import pyplot as plt

import ecopark as ep
import ecopark_course as course

course.check_parameters("07", globals())
course.format_tables()
parks = ep.datasets.load("eip_results", "carbon").set_index("id")
context = ep.datasets.load("participation", "figures").set_index("id")["value"]
carbon = ep.datasets.load("fuel_carbon").set_index("id")
provinces = ep.datasets.load("grid_factors", "provinces")
conventions = ep.datasets.load("grid_factors", "conventions")
grids = pd.concat([conventions, provinces])
course.check_choice("area", area, grids["area"].unique(), what="The tables of 2023 have no grid called")
known = grids[grids["area"] == area].set_index("boundary")["value"]
course.check_choice("counting", counting, known.index, what=f"For {area} no factor of 2023 counts")
grid = known[counting]
used = pd.DataFrame(
    [
        ("raw_coal", coal, "t"),
        ("natural_gas", natural_gas, "10^4 m3"),
        ("diesel", diesel, "t"),
        ("electricity", electricity, "GWh"),
        ("heat", steam, "GJ"),
    ],
    columns=["carrier", "amount", "unit"],
)
fuel_rows = carbon.loc[
    ["other_bituminous_coal_carbon_content", "natural_gas_carbon_content", "diesel_carbon_content"]
].reset_index()
fuel_rows = fuel_rows.assign(carrier=used["carrier"][:3], boundary="combustion only")
power = {"id": "electricity", "carrier": "electricity", "quantity": "CO2 of electricity", "value": grid}
power |= {"unit": "kg/kWh", "country": "China", "year": 2023, "boundary": counting}
heat_values = [f"{name}_coal_equivalent" for name in ("raw_coal", "natural_gas", "diesel", "heat")]
choices = {}  # the carbon of fuels at its usual value and at both ends of its range
for end in ("value", "low", "high"):
    table = pd.concat([fuel_rows.assign(value=fuel_rows[end]), pd.DataFrame([power])])
    choices[end] = ep.emissions.factor_set(*heat_values, "heat_china_default", table=table, name="lesson 07")
factors = choices["value"]
inventory = ep.emissions.inventory(used, factors)
fuel_energy = inventory.table["gj"][:2].sum() / 3600  # GWh in the coal and gas
course.check_range("own_power [GWh]", own_power, 0, round(0.6 * fuel_energy, 1))
course.check_range("CO2 of what is burned and bought [t/year]", inventory.total("co2").value, 1000, 1e10)

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: section 1, 7; 2, 8; 3, 8; 4, 8; 5, 8; 6, 4; answer and key points, 2; the role play, 25. With
# 45 minutes in all, leave out section 5 and assign it as homework together with exercise 07.6.
#
# Open with one question and keep the answers on the board: *Our zone cut its carbon intensity by 12 percent. Did its emissions fall?* Most
# say yes. Return to it after section 4.
#
# Usual misconceptions: (1) a cut in intensity is a cut in emissions; (2) electricity has no carbon because nothing
# smokes; (3) the newest factor is always the right one; (4) tce measures carbon, because its name contains coal (it
# is a unit of energy, like GJ); (5) a measure that cleans the air always helps the climate, or always harms it (the
# effect differs from measure to measure).

# %% [markdown]
# ## 1 A program with two numbers
#
# Maanshan in Anhui has an economic and technological development zone (ETDZ). Researchers drew up its carbon inventory.

# %%
first, last = parks.loc["maanshan_2016"], parks.loc["maanshan_2021"]
span = last["year"] - first["year"]
rise = 100 * (last["value"] / first["value"] - 1)
pace = 100 * ((last["value"] / first["value"]) ** (1 / span) - 1)
Markdown(
    f"Maanshan emitted {first['value']:,.0f} t of CO2 in {first['year']} and {last['value']:,.0f} t in {last['year']}: "
    f"**{rise:+.0f} % in {span} years**, or {pace:.1f} % a year. The authors call it a typical national eco-industrial park."
)

# %% [markdown]
# This rise is not a scandal. The indicators of lesson 05 are ratios and yes-no questions, so none of them limits a
# total, and a zone that attracts firms grows. But the rise shows what a third program had to add. According to the
# 2015 report by the International Institute for Sustainable Development (IISD), the Ministry of Industry and
# Information Technology (MIIT) and the National Development and Reform Commission (NDRC) launched the Low-Carbon
# Industrial Park Program (低碳工业园区) in September 2013; another section of the report names MIIT alone as the program's
# leader. The program was meant to speed up the shift to low-carbon industry *and* to make industry more competitive,
# through innovation, better technology and carbon management (IISD 2015, section 3.3.1). The Institute for
# Sustainable Communities (ISC) sees one thing that sets a low-carbon zone apart: its managers steer by emission data,
# by **intensity and by the total**. Keep the second of these numbers, the total, in mind: we will look for it in
# every list of indicators.

# %%
joined, aim = context["low_carbon_pilots"], context["low_carbon_objective"]
parts = ep.datasets.load("programs", "documents").query("program == 'low_carbon'")["part"]
approved = ep.datasets.load("programs", "figures").set_index("id").loc["low_carbon_plans_approved", "value"]
deadline = ep.programs.read_procedure("low_carbon").condition("plan_deadline").deadline
Markdown(
    f"**The way in.** Provincial offices of the two ministries recommended zones, and the national level verified and chose **{joined:.0f}** for "
    f"a pilot phase from 2014 to 2016; the aim was {aim:.0f} by 2015, so a second batch was expected. What the pilots learned was later to serve all industries under MIIT. "
    f"**The work plan** was due on {deadline:%B} {deadline.day}, {deadline.year}. It has these parts: {'; '.join(parts)}. Local offices then check whether the zone follows its plan. "
    f"An undated public page reports that {approved:.0f} plans were approved together."
)

# %% [markdown]
# The targets of a plan must be *more ambitious* than those in force or under discussion. In force are the national
# targets, which fall on zones first because industry causes most of the carbon emissions. They cover periods of
# different lengths, so they can be compared only per year. Annual cuts compound, so a cut of $c$ % over $n$ years
# corresponds to an annual cut of $1 - (1 - c/100)^{1/n}$.

# %%
targets = ep.programs.national_targets_china()
low_end, high_end = (targets["set_by"].duplicated(keep=keep) for keep in ("last", "first"))
table = pd.DataFrame(
    {
        "set by": targets["set_by"]
        .mask(low_end, targets["set_by"] + ", low end")
        .mask(high_end, targets["set_by"] + ", high end"),
        "cut in CO2 per GDP [%]": -targets["change"],
        "years": targets["years"],
        "cut per year [%]": -targets["yearly_change"].round(2),
    }
)
table.set_index("set by")

# %%
nation = -targets.set_index("id").loc["carbon_intensity_2015", "yearly_change"]
plan = -ep.programs.yearly_change(-plan_cut, plan_years)
beyond = plan - nation
verdict = "is ambitious in the sense of the program" if beyond > 1e-9 else "is not ambitious"
Markdown(
    f"Industry accounts for about {context['industry_energy']:.0f} % of China's energy use and {context['industry_carbon']:.0f} % of its carbon emissions. "
    f"The plan of this lesson cuts CO2 per IAV by {plan_cut:g} % in {plan_years} years, which is {plan:.2f} % a year. The twelfth "
    f"five-year plan asks for {nation:.2f} % a year. The plan {'exceeds' if beyond > 0 else 'falls short of'} this by {abs(beyond):.2f} percentage points and **{verdict}**."
)

# %% [markdown]
# Two cautions are in order. The national target counts CO2 per *GDP*, whereas the plan counts CO2 per *industrial
# value added*; a country can reach its target by expanding its services, but a zone hardly can. And *ambitious* here
# means faster than the national pace, not as fast as is technically possible.

# %%
course.ask(
    "A zone hands in a plan that promises exactly the cut of the national five-year plan, in the same years. What is wrong with it?",
    {
        "Nothing: the zone does what the nation asks.": "The program asks for more than what is already required. A pilot that merely "
        "keeps pace offers nothing for others to learn from.",
        "It does not go beyond the targets already in force or under discussion.": "Yes. This is why the plan describes three past years: they show "
        "what would have happened without it.",
        "It should promise a cut in the total and not in intensity.": "Such a promise would be stronger, and ISC expects both numbers to be managed. "
        "But the guideline leaves the choice of indicators to the zone and prints an intensity as its example.",
    },
    right="It does not go beyond the targets already in force or under discussion.",
)

# %% [markdown]
# ## 2 The inventory: six sources, nothing twice
#
# What belongs in the total? The national rules for industrial firms (GB/T 32150) count four kinds of emissions: from
# fuels that are burned, from processes, from bought electricity and from bought heat, less those of electricity and
# heat that are sold. Carbon from biomass is reported separately from the total. The literature calls the first two
# kinds *scope 1*, bought energy *scope 2*, and everything else up and down the supply chain *scope 3*. The Maanshan
# figures cover all three scopes, this lesson only the first two. The zone of this lesson is invented, so put your own
# amounts into the parameters cell.
#
# The arithmetic takes two steps for a fuel and one step for electricity or steam that is bought:
#
# - **fuel:** amount times heat value [GJ per unit] times carbon [kg C/GJ] times 44/12, because every 12 kg of carbon
#   leave as 44 kg of CO2;
# - **bought electricity:** amount times grid factor, since the carbon is emitted elsewhere, at a power plant;
# - **bought steam:** energy times the supplier's own factor or, until the supplier has measured one, times a Chinese default.
#
# **Process emissions.** Limestone that becomes lime or clinker gives off CO2 by a reaction, not by combustion: CaCO3
# → CaO + CO2.

# %%
mass = ep.emissions.molar_mass
process = limestone * mass("CO2") / (mass("Ca") + mass("CO2") + mass("O"))
order = ["raw coal", "natural gas", "diesel", "limestone (process)", "bought electricity", "bought steam"]
names = ["raw coal", "natural gas", "diesel", "bought electricity", "bought steam", "limestone (process)"]
amounts = [ep.units.with_number(f"{row.amount:,.0f}", row.unit) for row in used.itertuples()] + [
    f"{limestone:,.0f} t"
]
sources = pd.DataFrame(
    {"amount per year": amounts, "CO2 [t/year]": [*inventory.table["co2"], process]}, index=names
).loc[order]
total = sources["CO2 [t/year]"].sum()
elsewhere = 100 * sources.loc[["bought electricity", "bought steam"], "CO2 [t/year]"].sum() / total
sources["share [%]"] = (100 * sources["CO2 [t/year]"] / total).round(1)
sources.round({"CO2 [t/year]": -1})

# %%
place = {True: "suppliers' chimneys", False: "chimneys in the zone"}
flows = sources.reset_index(names="from")
flows["to"] = flows["from"].str.startswith("bought").map(place)
sums = flows.groupby("to", as_index=False)["CO2 [t/year]"].sum().rename(columns={"to": "from"})
flows = pd.concat([flows, sums.assign(to="CO2 of the zone")])
flows["quantity"] = (flows["CO2 [t/year]"] / 1000).round(1)
bands = flows[flows["quantity"] > 0].assign(stream="CO2", unit="10^3 t/year")
ep.plots.show(ep.symbiosis.plot_sankey(ep.symbiosis.Network(bands), "Where the CO2 of the zone arises"))

# %%
per_value = total / value_added
double = own_power * 1000 * grid
Markdown(
    f"The zone causes **{total:,.0f} t of CO2 a year**, or {per_value:.2f} t for each RMB 10,000 of value added; {elsewhere:.0f} % of it "
    f"comes from chimneys outside its fence. Other zones look different: in eleven real parks of Central China, coal alone made up "
    f"{parks.loc['central_coal', 'value']:.0f} % of the emissions, partly because some of them have large power plants. "
    f"Bought steam is counted at the default of {factors.get('heat', 'CO2 factor').value / 1000:.2f} t/GJ."
)

# %% [markdown]
# **Electricity that the zone generates itself does not appear in the table, and rightly so.** Its carbon has been
# counted with the coal in the zone's own power plant. Multiplying this electricity by the grid factor as well would
# count the same carbon twice.

# %%
Markdown(
    f"Counted twice, the {own_power:,.0f} GWh of own electricity would add {double:,.0f} t, or **{100 * double / total:.1f} %**, that nobody emits. "
    "If the zone sells electricity or steam to others, it subtracts the carbon of what it sold, and the buyer adds this carbon."
)

# %%
course.ask(
    "A firm in your zone buys steam from another firm in the zone, which makes it from coal. Where does this steam belong in the inventory of the zone?",
    {
        "In bought steam, at the default factor.": "This is right for the buying firm but wrong for the zone: the coal is already in the zone's table, so the same "
        "carbon would appear twice.",
        "Nowhere: the coal of the seller has been counted.": "Yes. The boundary decides. Inside the zone the sale is a transfer, and only what crosses "
        "the boundary as steam is added or subtracted.",
        "Half with the seller, half with the buyer.": "This would be a fair way to share a duty, but an inventory is drawn up within a boundary "
        "and does not divide the emissions of one chimney between two firms.",
    },
    right="Nowhere: the coal of the seller has been counted.",
)

# %% [markdown]
# ## 3 Which factor, and how certain?
#
# **Predict first.** Two zones in China save one gigawatt-hour each. By what factor can the amounts of CO2 that they
# claim to have avoided differ, simply because of their location: by two or by five?

# %%
ranked = provinces.sort_values("value", ignore_index=True)
average = conventions.set_index("boundary").loc["grid average", "value"]
ratio = ranked["value"].iloc[-1] / ranked["value"].iloc[0]
axes = plt.subplots(figsize=(8.5, 6.2), layout="constrained")[1]
axes.barh(
    ranked["area"],
    ranked["value"],
    color=[ep.plots.ORANGE if a == area else ep.plots.BLUE for a in ranked["area"]],
    hatch=["///" if a == area else "" for a in ranked["area"]],
)
axes.axvline(average, color="black", linestyle="--")
axes.text(average, -0.4, f" China {average}", va="center")
axes.set(xlabel="CO2 of electricity in 2023, grid average [kg/kWh]", ylim=(-1, len(ranked)))
axes.set_title(
    f"{ranked['area'].iloc[-1]}: {ratio:.1f} times as much CO2 per kWh as {ranked['area'].iloc[0]}",
    loc="left",
)
axes.tick_params(axis="y", labelsize=8)
words = ", ".join(
    f"{place} {value:.3f}" for place, value in zip(ranked["area"], ranked["value"], strict=True)
)
ep.plots.show(ep.plots.set_alt_text(axes, f"Bars of 30 provinces [kg/kWh], China {average}: {words}."))

# %% [markdown]
# The bars show the factors that the Ministry of Ecology and Environment published for 2023 (notice no. 47 of 2025):
# the location alone changes the claim about fivefold. For the whole country there are several factors, because a
# factor also needs a **boundary**, a statement of what is counted.

# %%
national = conventions.set_index("boundary")
shown = national.rename(columns={"value": "China, 2023 [kg/kWh]", "gas": "gases counted"}).sort_values(
    "China, 2023 [kg/kWh]"
)
shown[["China, 2023 [kg/kWh]", "gases counted"]].round(4)

# %%
life_cycle = 100 * (national.loc["life cycle", "value"] / average - 1)
nameless = pd.DataFrame(
    [
        {
            "id": "my_factor",
            "carrier": "electricity",
            "quantity": "CO2 of electricity",
            "value": grid,
            "unit": "kg/kWh",
        }
    ]
)
try:
    ep.emissions.factor_set(table=nameless)
except ValueError as refusal:
    refused = " ".join(str(refusal).splitlines()[:2])
Markdown(
    f"None of them is wrong. The grid average ({1000 * average:.0f} g/kWh) counts what the power plants burn. The life-cycle value "
    f"({1000 * national.loc['life cycle', 'value']:.0f} g/kWh, {life_cycle:+.0f} %) adds earlier steps, such as mining, and other gases. *Fossil only* tells how much CO2 a kilowatt-hour from coal "
    "and gas causes. Use one convention throughout a report, and name it beside the number. The toolkit refuses a factor without country, year and boundary:\n\n"
    f"> {refused} (and so on)"
)

# %% [markdown]
# The carbon of fuels is not exact either. The defaults of the Intergovernmental Panel on Climate Change (IPCC) come
# with a lowest and a highest value. For Chinese raw coal our tables hold no general default, so we **assume** that it
# is like other bituminous coal. Power plants with few measurements of their own coal had to use a high default. How
# do these choices change the total?

# %%
ends = {}
for name, chosen in choices.items():
    ends[name] = ep.emissions.inventory(used, chosen).total("co2").value + process
low, high = ends["low"], ends["high"]
punitive = (
    carbon.loc["coal_china_2022", "value"] / carbon.loc["other_bituminous_coal_carbon_content", "value"]
)
others = {
    "as computed": total,
    "grid: China, average": total + electricity * 1000 * (average - grid),
    "grid: China, life cycle": total + electricity * 1000 * (national.loc["life cycle", "value"] - grid),
    "coal: default if not measured": total + (punitive - 1) * sources.loc["raw coal", "CO2 [t/year]"],
    "own electricity counted twice": total + double,
}
in_thousands = {name: value / 1000 for name, value in others.items()}
spread = {"carbon of fuels, IPCC range": (low / 1000, high / 1000)}
ep.plots.show(ep.plots.plot_intervals(spread, in_thousands, quantity="CO2 of the zone", unit="10^3 t/year"))

# %%
shifts = {name: 100 * (value / total - 1) for name, value in others.items()}
largest = max(shifts, key=lambda name: abs(shifts[name]))
half = 100 * (high - low) / 2 / total
Markdown(
    f"The range of carbon contents puts the total at **{low:,.0f} to {high:,.0f} t**, about ±{half:.1f} %. Of the other choices in the figure, "
    f"*{largest}* moves the total most, by {shifts[largest]:+.1f} %. A plan that promises {plan_cut:g} % should therefore keep one convention for all years "
    "and report separately what a change of factors does to the total: otherwise such a change can look like a success."
)

# %% [markdown]
# ## 4 Intensity falls, the total rises
#
# Seventeen eco-industrial parks are the best published example (Tian and others 2014; lesson 05 uses them too).
# Between planning and accreditation, the parks taken together achieved the following results.

# %%
changes = ep.datasets.load("eip_results", "changes").set_index("id")["change"]
energy, value = changes["energy"], changes["iav"]
computed = 100 * ((1 + energy / 100) / (1 + value / 100) - 1)
Markdown(
    f"Energy use changed by {energy:+.0f} %, value added by {value:+.0f} %, and so energy per value added by {computed:+.0f} % (the abstract prints "
    f"{changes['energy_intensity']:+.0f} %, which no rounding of the totals gives). **Energy per yuan fell, while energy use rose.**"
)

# %% [markdown]
# Intensity is a fraction, so it falls whenever value added grows faster than emissions, but only the total matters to
# the atmosphere. If intensity falls by a share $p$ a year and value added grows by $g$ a year, the total changes by
# $(1+g)(1-p) - 1$ a year. The total stays constant at a growth of
#
# $$g^* = \frac{1}{1-p} - 1.$$
#
# **Predict first.** The plan of section 1 is ambitious. Will the total of the zone fall?

# %%
change_of_total = ep.programs.change_of_total
after = change_of_total(growth, plan_cut, plan_years)
limit = 100 * (1 / (1 - plan / 100) - 1)
limit_nation = 100 * (1 / (1 - nation / 100) - 1)
rates = [min(0, growth), max(15, growth)]
axes = plt.subplots(figsize=(8.5, 4), layout="constrained")[1]
lines = {f"the plan, {plan:.1f} % a year": plan, f"the nation, {nation:.1f} % a year": nation}
for (name, cut), color, style in zip(
    lines.items(), (ep.plots.BLUE, ep.plots.ORANGE), ("-", "--"), strict=True
):
    axes.plot(
        rates,
        [change_of_total(rate, cut, 1) for rate in rates],
        style,
        color=color,
        label=f"intensity cut of {name}",
    )
axes.plot(growth, change_of_total(growth, plan, 1), "o", color=ep.plots.RED, label="this zone")
axes.axhline(0, color="black", linewidth=0.8)
axes.set(xlabel="Growth of value added [% a year]", ylabel="Change of total CO2 [% a year]")
axes.set_title(f"Above {limit:.1f} % growth a year the plan no longer lowers the total", loc="left")
axes.legend(frameon=False)
text = f"Lines: the total stands still at growth of {limit:.1f} % (plan) and {limit_nation:.1f} % (nation); this zone grows by {growth:g} %."
ep.plots.show(ep.plots.set_alt_text(axes, text))

# %%
way = "rises" if after > 0 else "falls" if after < 0 else "stays as it is"
added = total * after / 100
cut_needed = 100 * (1 - (1 + growth / 100) ** -plan_years)
needed = (
    f"To hold the total, the plan would have to cut intensity by {cut_needed:.1f} %."
    if after > 0
    else "Here intensity falls without a rise in the total."
)
Markdown(
    f"With value added growing by {growth:g} % a year, the total **{way} by {abs(after):.1f} %** in {plan_years} years (by then {added:+,.0f} t a year), while intensity "
    f"falls by {plan_cut:g} %. {needed} Maanshan, whose total grew by {pace:.1f} % a year, could have kept pace with the national cut in intensity only with value "
    f"added growing by {100 * ((1 + pace / 100) / (1 - nation / 100) - 1):.0f} % a year. The text that we read does not give its value added."
)

# %% [markdown]
# Move the sliders to find a combination of growth and cut that keeps the total constant. The slider *years* sets the
# length of the plan.


# %%
course.widgets.explore(
    lambda growth, cut, years: (
        f"The total changes by {change_of_total(growth, cut, years):+.1f} % in {years} year{'s' * (years != 1)}."
    ),
    growth=(-5.0, 20.0, 0.5, growth),
    cut=(0.0, 60.0, 1.0, plan_cut),
    years=(1, 10, 1, plan_years),
)

# %% [markdown]
# **A trap.** Value added at current prices rises with prices, so intensity falls without any effort. Use constant
# prices, and write the price year into the plan.
#
# ## 5 Steam: clean air, carbon, and your neighbor
#
# Much of a zone's coal is burned to make steam. Three decisions about steam show where clean air, climate and
# symbiosis meet. Compare them per GJ of **steam**, not of fuel, because boilers differ in efficiency.
#
# **A scrubber.** In a scrubber, limestone binds SO2 and becomes gypsum. Each molecule of SO2 sets one molecule of CO2
# free, and the pumps need electricity. **Gas from coal.** A park replaces its coal by synthetic natural gas: its own
# air becomes clean, but the plant that makes the gas from coal loses energy and emits its carbon elsewhere. IISD
# (2015, section 4.4) warns that both measures raise carbon emissions. Which of them raises emissions more?

# %%
per_carbon = mass("CO2") / mass("C")
burning = factors.get("raw_coal", "CO2 factor").value * per_carbon  # kg/GJ of coal
burning_gas = factors.get("natural_gas", "CO2 factor").value * per_carbon
coal_heat = ep.emissions.factor_chain("raw_coal", "t", "gj", factors).value  # GJ/t
so2 = sulfur / 100 * 1000 / coal_heat / (boiler / 100) * mass("SO2") / mass("S")
power_factor = factors.get("electricity", "CO2 factor")
scrubbing = (
    ep.emissions.desulfurization_co2(so2 / 1000, so2 / 1000 * scrubber_power, power_factor) * 1000
)  # kg/GJ
ways = pd.Series(
    {
        "coal boiler": burning / (boiler / 100),
        "coal boiler with a scrubber": burning / (boiler / 100) + scrubbing,
        "gas made from coal": burning / (gas_yield / 100) / (gas_boiler / 100),
        "natural gas from a field": burning_gas / (gas_boiler / 100),
    }
)  # kg of CO2 per GJ of steam
against = 100 * (ways / ways["coal boiler"] - 1)
axes = plt.subplots(figsize=(8.5, 2.8), layout="constrained")[1]
bars = axes.barh(ways.index[::-1], ways[::-1], color=ep.plots.BLUE, edgecolor="black")
axes.bar_label(
    bars, [f"{ways[n]:.0f} ({against[n]:+.0f} %)".replace(" (+0 %)", "") for n in ways.index[::-1]], padding=3
)
axes.set(xlabel="CO2 per GJ of steam [kg]", xlim=(0, 1.2 * ways.max()))
axes.set_title(
    f"A scrubber adds {against.iloc[1]:.1f} % of CO2, gas made from coal {'adds' if against.iloc[2] > 0 else 'saves'} {abs(against.iloc[2]):.0f} %",
    loc="left",
)
listed = "; ".join(f"{name} {number:.0f} kg" for name, number in ways.items())
ep.plots.show(ep.plots.set_alt_text(axes, f"Bars of CO2 per GJ of steam: {listed}."))

# %%
scrubbers = ep.datasets.load("factors", "scrubbers").set_index("id")
price_scrubber = scrubbing / so2
price_gas = (ways["gas made from coal"] - ways["coal boiler"]) / so2
equal_yield = boiler / gas_boiler * 100
Markdown(
    f"Keeping one tonne of SO2 out of the air costs **{price_scrubber:.1f} t of CO2** with a scrubber and **{price_gas:.1f} t** with gas made from coal. One source "
    f"prints the electricity use of scrubbers as {scrubbers.loc['electricity_range', 'low']:.2f} to {scrubbers.loc['electricity_range', 'high']:.1f} MWh per tonne; "
    f"from another source it works out as {scrubbers.loc['work_per_tonne', 'low']:.2f}. Gas from coal would match the coal boiler only if the gas plant kept {equal_yield:.0f} % of the energy. "
    "We assume that all sulfur leaves as SO2 and that the scrubber catches all of it; both assumptions are slightly too high."
)

# %% [markdown]
# So the conflict between clean air and climate is real, but its size differs from measure to measure. Before every
# change of fuel, ask which gas will be burned (the two in the figure differ widely), where it comes from, and where
# the boundary runs.
#
# **One plant instead of many boilers.** The program does not aim at symbiosis. Yet IISD's example of a measure that
# serves both carbon and symbiosis is shared infrastructure for power and steam (section 3.3.1), and the guideline of
# 2003 recommends cogeneration for a park and its neighbors (SEPA 2003, on energy integration). A shared plant turns
# the same fuel into steam *and* electricity, and this electricity then need not be bought. A steam pipe thus links
# this lesson to lessons 01 and 04.

# %%
tested = ep.datasets.load("factors", "fuels").set_index("id")["value"]
made = power_to_heat * shared_steam / 3.6  # MWh of electricity
apart = shared_steam / (boiler / 100) * burning / 1000 + made * grid
together = shared_steam * (1 + power_to_heat) / (plant / 100) * burning / 1000
saved = apart - together
threshold = grid - saved / made
if saved > 0:
    effect = f"saves **{saved:,.0f} t of CO2 a year**, {100 * saved / total:.1f} % of the total of the zone"
else:
    effect = f"causes **{-saved:,.0f} t more CO2 a year**"
reach = (
    f"on a grid cleaner than {threshold:.2f} kg/kWh it would save nothing"
    if threshold > 0
    else "it would save carbon on any grid"
)
cleaner = provinces.loc[provinces["value"] < threshold, "area"]
where = f" ({len(cleaner) or 'none'} of {len(provinces)} provinces in 2023)" if threshold > 0 else ""
Markdown(
    f"In {area}, a coal-fired plant that replaces boilers for {shared_steam:,.0f} GJ of steam and makes {made / 1000:,.0f} GWh of electricity {effect}; {reach}{where}. "
    f"The firms' boilers have an efficiency of {boiler:g} %; the plant turns {plant:g} % of its fuel's energy into steam and electricity. (In an analysis of 1999, three of four "
    f"industrial boilers in China were below {100 * tested['coal_boiler_three_of_four']:.0f} %, and simple measures could have raised the mean to {100 * tested['coal_boiler_raised']:.0f} %.)"
)

# %%
course.ask(
    "The grid of your province becomes much cleaner. What happens to the climate argument for a shared plant that burns coal?",
    {
        "It stays: less fuel is less carbon, whatever the grid does.": "The plant makes electricity as well, so it usually burns more coal than the boilers did. "
        "It then saves carbon only by replacing dirtier electricity.",
        "It weakens: its electricity replaces less and less carbon.": "Yes. Unless the old boilers were very inefficient, there is a threshold for the grid factor below which the plant emits more carbon than it saves. The steam pipe keeps its value if "
        "another source of heat feeds it, as in Kalundborg.",
        "It grows: clean electricity makes the plant cleaner.": "The plant makes electricity and does not buy it, so its own chimney does not change with the grid.",
    },
    right="It weakens: its electricity replaces less and less carbon.",
)

# %% [markdown]
# ## 6 What the programs count, and what nobody counts
#
# The two older programs lower carbon emissions without naming them, in three ways (IISD 2015, section 4.4): through
# **energy intensity**, since most carbon comes from energy; partly through the **energy mix**, since the indicators
# of the circular program include the share of renewables; and through **waste** that is avoided or recycled, which
# saves energy in production and treatment. Energy management systems and cleaner production audits help indirectly.
# In 2009 the environment ministry asked that eco-industrial parks apply low-carbon ideas in planning, construction
# and assessment.
#
# What is missing? No certificate follows a product through its life, so use, recycling and disposal are left out, as
# are eco-labels and producers' responsibility for their products. Nor did the indicators add up to a full account of
# carbon; IISD expected that the new duty of large firms to report would bring carbon indicators into the programs.
# Firms acting alone can deliver only a small part of what the national target requires; cooperation can help to fill
# the gap through the exchange of by-products and through shared plants for heat, cooling, power and the treatment of
# waste (section 4.4, quoting Zhang and Wang 2014).

# %%
lists = {
    "ISC (2012)": ep.datasets.load("isc_low_carbon_2012"),
    "examples of the guideline": ep.datasets.load("miit_ndrc_2014"),
}
in_names = {
    name: rows["name_printed"].str.contains("emission", case=False).sum() for name, rows in lists.items()
}
absolute = {
    name: int(rows["name_printed"].str.fullmatch("(total|absolute).*emissions?.*", case=False).sum())
    for name, rows in lists.items()
}
counts = "; ".join(
    f"{name}: {in_names[name]} of {len(rows)} rows name emissions, {absolute[name] or 'none'} a total"
    for name, rows in lists.items()
)
Markdown(
    f"**The second number.** {counts}. The total, which is said to set low-carbon zones apart, is in no row. In 2014 NDRC began to close the gap from another side: firms that emitted more than "
    f"{context['carbon_reporting_threshold']:,.0f} t of CO2 equivalent in 2010 must report every year."
)

# %% [markdown]
# ISC sorts its rows into four categories of its own: planning and layout; energy use and management of greenhouse
# gases; circular economy and environmental protection; and park management with safeguards. A system made for
# Chongqing uses four others: economy, energy, emissions and management (section 3.3.3). An official standard had been
# announced but not published when the report was written.
#
# **Did the program work?** One study compares 204 cities, with and without such parks, from 1999 to 2019.

# %%
effects = parks[parks["unit"] == "t/10^6 RMB"].reset_index().rename(columns={"subject": "kind of park"})
where = {False: "own city [t/10^6 RMB]", True: "neighboring cities [t/10^6 RMB]"}
effects["where"] = effects["quantity"].str.contains("neighbor").map(where)
wide = effects.pivot(index="kind of park", columns="where", values="value")
wide[list(where.values())].rename_axis(columns=None)

# %% [markdown]
# The table shows the estimated effect on CO2 per output, in tonnes per million RMB. In their own cities all three
# kinds of park lowered intensity. For low-carbon parks, intensity in neighboring cities *rose* by more than it fell
# in the park's own city. The abstract, which is all that we read, does not say why; dirty firms that moved next door
# are one possible reason. The lesson is familiar from section 5: a boundary can hide what a measure moves across it.
#
# ## The answer

# %%
judged = "more than" if beyond > 1e-9 else "no more than"
close = "Even so, the" if after > 0 and beyond > 1e-9 else "The"
shared = (
    f"A shared steam plant would save {saved:,.0f} t a year"
    if saved > 0
    else f"A shared coal plant would add {-saved:,.0f} t a year on this grid"
)
Markdown(
    f"The zone causes **{total:,.0f} t of CO2 a year** ({low:,.0f} to {high:,.0f} t within the range of carbon contents; grid of {area}, {counting}, 2023), or {per_value:.2f} t for each "
    f"RMB 10,000 of value added; {elsewhere:.0f} % of it arises outside its fence. The plan cuts this intensity by {plan:.2f} % a year, {judged} the national target requires. {close} total "
    f"**{way} by {abs(after):.1f} %** at a growth of {growth:g} % a year; it would stay constant at a growth of {limit:.1f} %. {shared}. A serious plan names "
    "intensity, total, factors and boundary."
)

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "CO2 of the zone [t/year]": total,
        "low end by the carbon of fuels [t/year]": low,
        "high end by the carbon of fuels [t/year]": high,
        "part from suppliers' chimneys [%]": elsewhere,
        "CO2 per value added [t/10^4 RMB]": per_value,
        "own electricity counted twice [t/year]": double,
        "cut of the plan [%/year]": plan,
        "beyond the national pace [percentage points/year]": beyond,
        "growth at which the total stands still [%/year]": limit,
        "change of the total during the plan [%]": after,
        "CO2 per SO2 removed by a scrubber [t/t]": price_scrubber,
        "CO2 per SO2 avoided by gas from coal [t/t]": price_gas,
        "natural gas against coal, per steam [%]": against["natural gas from a field"],
        "saved by a shared plant [t/year]": saved,
        "grid below which the plant saves nothing [kg/kWh]": threshold,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The zone is invented, and its coal is assumed to be like other bituminous coal. Your laboratory's figure is better
#   than any default.
# - Only CO2 is counted. Methane, nitrous oxide and the gases used in refrigeration and chip making can matter.
# - Efficiencies of gas boilers and of the shared plant, and the yield of gas from coal, are assumptions; steam lost
#   in pipes is left out.
# - SO2 harms people nearby now, and CO2 harms everybody later, so the two cannot be added. The figure in section 5
#   shows how much carbon cleaner air costs; it does not say whether that cost is worth paying.
# - Grid factors before 2021 are not in the tables, so emissions in the pilot years cannot be calculated with the
#   factors of those years.
# - The default for steam was taken from a copy of a guideline for public buildings; of the study of cities, only the
#   abstract was read.
#
# ## Key points
#
# - A low-carbon zone manages two numbers, intensity and total. The program's examples print only the first.
# - An ambitious target goes beyond the targets already in force. Compare cuts per year.
# - Count the CO2 from fuels, from processes and from bought electricity and steam; leave out electricity and steam
#   that you make from fuel already counted.
# - A factor has a country, a year and a boundary. The province alone can change the CO2 saved by a kilowatt-hour
#   fivefold. Use one convention for all years.
# - Intensity that falls by $p$ a year lowers the total only while value added grows more slowly than $p/(1-p)$.
# - Compare measures per GJ of steam. A scrubber adds little carbon; gas made from coal adds a lot.
# - Shared steam links carbon and symbiosis; whether it saves carbon depends on the grid.
#
# ## Now with your own zone
#
# Put in the yearly amounts from your energy statistics, your province and your value added:
#
# - `ecopark run 07 -p coal=12000 -p natural_gas=800 -p diesel=300 -p electricity=150 -p steam=0 -p own_power=0 -p limestone=0 -p value_added=90000 -p area=Jiangsu`
# - `ecopark run 07 -p plan_cut=18 -p plan_years=5 -p growth=6`
# - `ecopark run 07 -p boiler=82 -p shared_steam=900000 -p area=Sichuan`
#
# The exercises are in `exercises/07_low_carbon.ipynb`.
#
# ## The researcher's corner
#
# *Are all fuels at the low (or high) end of their range at the same time?* A referee would object to the interval of
# section 3: it adds up the lowest values of all fuels, as if all of them were always low at once. If the errors of
# coal, gas and diesel are independent, they partly cancel. The cell draws each carbon content from a triangular
# distribution between its ends.

# %%
import numpy as np

draws = np.random.default_rng(0)
by_fuel = {end: ep.emissions.inventory(used, chosen).table["co2"][:3] for end, chosen in choices.items()}
samples = [
    draws.triangular(*(by_fuel[end][i] for end in ("low", "value", "high")), 20_000)
    for i in range(3)
    if by_fuel["high"][i] > 0
]
simulated = np.quantile(sum(samples, np.full(20_000, total - by_fuel["value"].sum())), [0.025, 0.975])
Markdown(
    f"Ninety-five of a hundred draws lie between {simulated[0]:,.0f} and {simulated[1]:,.0f} t, a range {100 * (1 - np.ptp(simulated) / (high - low)):.0f} % narrower "
    "than the interval of section 3."
    if samples
    else "Nothing is burned in the zone, so there is nothing to draw."
)

# %% [markdown]
# *Average or marginal?* Saved electricity may displace coal-fired generation first, so the average factor may
# understate the saving; but a saving computed with a marginal factor cannot be subtracted from an inventory computed
# with the average. *Location or market?* The factor that excludes traded non-fossil electricity is meant for those
# who account for green certificates separately. *Is the effect of the program causal?* Difference in differences
# assumes that cities with and without parks would have moved alike, and a spillover of the size in section 6
# contaminates the comparison itself. *Who drew up such inventories?* Guo and others (2018) did so for national-level
# parks from a life-cycle perspective; the Maanshan study adds an analysis of uncertainty.
#
# ## References
#
# - *Coal utilization in industrial boilers in China* (1999), *Applied Energy* 63(1); the abstract was read.
# - IISD (2015), sections 2.0, 3.3 and 4.4: packages `programs`, `participation`, `isc_low_carbon_2012`, `miit_ndrc_2014`. SEPA (2003): package `planning`.
# - Packages `grid_factors`, `fuel_carbon`, `factors`, `eip_results`: each row names its source and the place in it.
# - GB/T 32150, general rules for greenhouse gas accounting of industrial firms; a summary was read, http://tanjiaoyi.com/article-13965-1.html.
# - Tian and others (2014), *Journal of Cleaner Production*; the abstract was read.
#
# To read further:
#
# - Guo, Tian, Zang, Gao and Chen (2018), *The Role of Industrial Parks in Mitigating Greenhouse Gas Emissions from China*, doi:10.1021/acs.est.8b00537.
# - Zhang, Liu, Dong and Qiao, *CO2 Emissions Inventory and Its Uncertainty Analysis of China's Industrial Parks*, *International Journal of Environmental Research and Public Health*.
# - *Exploring carbon emission effects of national-level industrial park policies on cities in China* (2024), *Carbon Footprints* 3, 16, doi:10.20517/cf.2024.28 (open access).
# - Yang and Jackson (2013), *China's synthetic natural gas revolution*, *Nature Climate Change* 3, https://www.nature.com/articles/nclimate1988.

# %% [markdown] tags=["instructor"]
# **Role play: whose total? (25 minutes)** The province offers to recommend your zone for the second batch. By Friday it wants one number in writing: a cut of intensity or a
# cap on the total.
#
# - *Zone director.* A battery maker wants to come and would raise value added by a third. Defend: intensity only, because a cap would send the firm next door.
# - *Director of the provincial office.* You answer for the total of the province, and last year two zones met their
#   targets for intensity and missed everything else. Defend: a cap, with growth at the zone's own risk.
# - *Manager of the thermal plant.* You could feed a steam pipe for twelve firms, if they commit for fifteen years. Defend: credit for carbon saved at other people's boilers.
# - *Resident and teacher.* The old boilers smell, and you heard that gas made from coal will replace them. Defend: clean air now, and ask what happens where the gas is made.
#
# Eight minutes alone with the lesson (each role finds two numbers in it), ten minutes of negotiation, seven to write one target sentence that names quantity, boundary, factors, base year and price year. Debrief: Who
# gave up the total, and in exchange for what? Would the sentence have caught Maanshan? Who was not at the table (the neighboring city of section 6)?
#
# **Group task (15 minutes).** Each group takes one firm of its own region and lists what crosses its fence in a year: fuels, electricity, steam, limestone. For each line: who has the meter, and which
# factor with which year and boundary would you use? Compare two groups: at which line do the totals differ most?
