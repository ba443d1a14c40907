# ---
# jupyter:
#   ecopark:
#     number: "07"
#     title: The Low-Carbon Industrial Park Program
#     minutes: 55
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 07 The Low-Carbon Industrial Park Program
#
# **Question.** A park burns coal and gas and buys electricity. How much CO2 is that, and is it getting
# better or worse?
#
# **After this lesson you can**
#
# - turn a list of energy carriers into coal equivalent and CO2;
# - choose a factor by country, year and boundary, and say what another choice would change;
# - show intensity and total side by side, and explain why a park needs both;
# - find a measure that is good for one pollutant and bad for another;
# - list what a work plan must hold, and test whether its target is ambitious.
#
# **Time:** 55 minutes. **Before:** lesson 05 (units, intensities).
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
coal: float = 50000.0  # raw coal burnt in a year; t; 0..1e9
natural_gas: float = 3000.0  # natural gas burnt in a year; 10^4 m3; 0..1e9
electricity: float = 400.0  # electricity bought in a year; GWh; 0.001..1e6
added_value: float = 300000.0  # industrial added value of that year; 10^4 RMB; 1..1e10
area: str = "Hebei"  # grid of the electricity: a province or region of China, or national; name; any
grid_year: int = 2022  # year of the grid factor; year; 2000..2100
convention: str = "calorific"  # how electricity counts in coal equivalent; name; calorific | equivalent
zone: str = "Synthetic zone 07"  # zone for intensity and total; name; any
start: int = 2010  # first year of the comparison; year; 1990..2100
year: int = 2015  # last year of the comparison; year; 1990..2100
so2_removed: float = 2000.0  # SO2 that a scrubber takes out; t; 0..5000
scrubber_power: float = 20000.0  # electricity of the scrubber; MWh; 0..50000
gas_yield: float = 0.6  # energy of gas made from coal over energy of the coal, an assumption; 1; 0.1..1
plan_cut: float = 12.0  # planned cut of CO2 per added value; %; 0.1..99
plan_years: int = 3  # years of the plan; year; 1..30
panel_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic ones; path; any

# %% tags=["setup"]
import pandas as pd

import ecopark as ep
import ecopark_course as course

pd.set_option("display.max_colwidth", None)
panel = ep.panel.read(panel_file) if panel_file else ep.datasets.synthetic_panel()
course.check_parameters("07", globals())
course.check_panel(panel, zone=zone, years=[start, year])
grid = ep.emissions.grid_factor(area, grid_year)  # stops here if there is no factor for that area and year

# %% [markdown] tags=["instructor"]
# **Teacher.** Minutes: 1 the program and its plan 8; 2 energy and CO2 10; 3 which factor 10; 4
# intensity and total 12; 5 the trade-off 8; 6 indicators 4; 7 ambition 3. If time is short, leave out
# section 6. Ask everybody to predict before sections 3 and 4.

# %% [markdown]
# ## 1 The program and its work plan
#
# This program came last of the three. The report quotes an institute, ISC, on what sets low-carbon zones
# apart: a zone is steered by its greenhouse-gas numbers, and by **two** of them, the intensity and the
# total. Keep this claim in mind. Section 6 looks for the total in the lists of indicators.

# %%
starts = ep.datasets.load("programs", "starts")
figures = ep.datasets.load("programs", "figures")
starts.loc[starts["program"] == "low_carbon", ["event", "printed", "source", "status"]]

# %%
counts = figures[figures["program"] == "low_carbon"]
counts[["quantity", "value", "date", "source", "status"]].fillna("")

# %% [markdown]
# Two traps stand in this table. The pilots are a count; the larger number is an *aim*. And several
# sources agree, but pages on the web copy from each other: several rows are not several proofs.
#
# Who leads? The same report says it in two ways. Both stay:

# %%
agencies = ep.datasets.load("programs", "agencies")
leads = agencies[(agencies["program"] == "low_carbon") & (agencies["role"] == "lead")]
leads[["agency", "note", "where"]]

# %% [markdown]
# A zone passes two rounds: the province recommends, the nation selects. Then it writes a plan.

# %%
documents = ep.datasets.load("programs", "documents")
documents.loc[documents["program"] == "low_carbon", ["order", "part", "where"]]

# %% [markdown]
# The procedure is a table that a program can walk. Here is an invented zone that was selected, and has
# not handed in its plan two weeks after the deadline:

# %%
late = ep.programs.low_carbon.status(
    {"zone": "Invented zone", "recommend": "2013-11-01", "select": "2014-06-01"}, on="2014-10-01"
)
print(late.label)
late.tables()["due"][["what", "day", "status"]]

# %% [markdown]
# ## 2 From energy carriers to CO2
#
# The park of this section uses three carriers. Its numbers are invented; they stand in the parameters
# cell, so you can put in your own.

# %%
used = pd.DataFrame(
    {
        "carrier": ["raw_coal", "natural_gas", "electricity"],
        "amount": [coal, natural_gas, electricity],
        "unit": ["t", "10^4 m3", "GWh"],
    }
)
reference = ep.emissions.china_default_factors(area, grid_year)
first_try = ep.emissions.inventory(used, reference, convention)
first_try.table[["carrier", "amount", "unit", "tce", "co2", "co2_status"]].round(0)

# %% [markdown]
# The amount of a fuel takes two steps:
#
# 1. **amount times heat value** gives energy, counted in tonnes of coal equivalent (tce) or in GJ;
# 2. **energy times CO2 factor** gives CO2.
#
# Electricity has no chimney in the park. Its CO2 comes from the power plants of the grid. So it takes one
# step only: **amount times grid factor**.
#
# The coal has no CO2: `missing`. The package has no factor for Chinese raw coal. A missing factor is
# not a zero, so the total is missing too. The cell shows the status of the total, what is known of it in
# tonnes, and how many carriers are not known:

# %%
whole = first_try.total("co2")
whole.status, round(whole.known), whole.n_unknown

# %% [markdown]
# We close the gap with an **assumption**, and say so: the coal gives as much carbon for each GJ as
# bituminous coal does by the international default.

# %%
from dataclasses import replace

like = ep.emissions.factor("other_bituminous_coal_carbon_ipcc_1996")
source = "assumption of this lesson"
assumed = replace(like, id="raw_coal_like_bituminous", carrier="raw_coal", source=source)
factors = reference.replace(assumed)
park = ep.emissions.inventory(used, factors, convention)
park.table[["carrier", "tce", "co2", "co2_status", "co2_factors"]].round(0)

# %%
energy, co2 = park.total("tce"), park.total("co2")
intensity = park.intensity(added_value)
pd.DataFrame(
    [
        ("energy", energy.value, energy.unit),
        ("CO2", co2.value, co2.unit),
        ("CO2 per added value", intensity.value, intensity.unit),
    ],
    columns=["figure", "value", "unit"],
).round(3)

# %% [markdown]
# **Carbon is not CO2.** Some factors count carbon, in kgC. A carbon atom takes two oxygen atoms along
# when it burns. The mass grows by 44/12. The functions do this; a spreadsheet often forgets it.
#
# **Electricity has two coal equivalents.** By its energy content (`calorific`) a kilowatt-hour is
# small. By the coal that was burnt to make it (`equivalent`) it is much larger. Both are in use in China.
# The CO2 does not change:

# %%
both = {name: ep.emissions.inventory(used, factors, name) for name in ("calorific", "equivalent")}
pd.DataFrame(
    {
        "energy [tce]": {name: made.total("tce").value for name, made in both.items()},
        "CO2 [t]": {name: made.total("co2").value for name, made in both.items()},
    }
).round(0)

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *tce is a measure of CO2, because it has coal in its name.* It is a
# unit of energy, like GJ. One tce of gas and one tce of coal hold the same energy, and very different
# carbon. Let the class find this in the table above.

# %% [markdown]
# ## 3 Which factor?
#
# **Predict first.** Two parks in China save the same amount of electricity, one gigawatt-hour. How many
# times more CO2 can one of them claim, only because of where it stands? Twice? Five times?

# %%
known = pd.DataFrame([vars(one) for one in ep.emissions.all_factors().values()])
grids = known[(known["quantity"] == "CO2 of electricity") & (known["country"] == "China")]
average = grids[(grids["boundary"] == "grid average") & (grids["year"] == grid_year)]
span = average["value"].max() / average["value"].min()
f"{len(average)} areas in {grid_year}: the largest factor is {span:.1f} times the smallest"

# %%
one_gwh = grid.value * ep.units.factor(grid.unit, "t/GWh")
place = "China, all provinces" if area == "national" else area
f"1 GWh in {place}, {grid_year}: {one_gwh:.0f} t of CO2"

# %% [markdown]
# Place is not everything. For the whole country there are several factors, by year and by **boundary**:
# what is counted.

# %%
national = grids[grids["area"] == "national"].sort_values(["year", "value"])
national.astype({"year": int})[["year", "boundary", "value", "unit", "source"]]

# %% [markdown]
# None of them is wrong. They answer different questions. `grid average` counts all electricity of the
# grid. `fossil only` leaves out wind, water, sun and nuclear power. The longest name leaves out the
# clean electricity that somebody else has bought already.
#
# So a factor without country, year and boundary cannot be used. The toolkit refuses it:

# %%
nameless = pd.DataFrame(
    {
        "id": ["from a colleague"],
        "carrier": ["electricity"],
        "quantity": ["CO2 of electricity"],
        "value": [grid.value],
        "unit": [grid.unit],
    }
)
try:
    ep.emissions.factor_set(table=nameless)
except ep.errors.DataError as refusal:
    print(refusal)

# %% [markdown]
# Heat values contradict each other too. Two pages print the coal equivalent of natural gas. Gas differs
# from field to field, so both may be right for their gas. We keep both, and name the one we use.

# %%
gas = known[(known["carrier"] == "natural_gas") & (known["quantity"] == "coal equivalent")].copy()
gas["in tce/10^4 m3"] = [
    value * ep.units.factor(unit, "tce/10^4 m3")
    for value, unit in zip(gas["value"], gas["unit"], strict=True)
]
gas[["id", "value", "unit", "in tce/10^4 m3", "source"]]

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the newest factor is the right factor.* The right one is the one of
# the year in which the electricity was used.
#
# Discussion: (1) A park moves its data center from Hebei to Yunnan and reports a great cut. What has
# the climate gained? (2) A park buys green certificates. Which of the national factors should its
# neighbours use now?

# %% [markdown]
# ## 4 Intensity and total
#
# **Predict first.** A zone needs less energy for each yuan of added value, year after year. Does it use
# less energy? Say yes, no, or "it depends". Then look at the figure.
#
# Added value stands at constant prices where the panel has them. At current prices, rising prices alone
# make an intensity fall.

# %%
constant = "industrial_added_value_constant"
own = panel[panel["zone"] == zone].set_index("year")
priced = constant in panel.columns and own.loc[[start, year], constant].notna().all()
driver = constant if priced else "industrial_added_value"
ep.plots.show(ep.plots.indexed_timeseries(panel, zone, "energy", driver, start=start, end=year))

# %%
total = 100 * (own.at[year, "energy"] / own.at[start, "energy"] - 1)
growth = 100 * (own.at[year, driver] / own.at[start, driver] - 1)
per_value = 100 * ((1 + total / 100) / (1 + growth / 100) - 1)
print("added value at constant prices" if priced else "added value at current prices")
f"energy {total:+.1f} %, added value {growth:+.1f} %, energy per added value {per_value:+.1f} %"

# %% [markdown]
# The intensity is a fraction. It falls whenever added value does better than the total: also when the
# total grows, if added value grows faster. And it can grow while the total falls, if added value falls
# faster. The air only knows the total.
#
# The panel holds energy as one sum, without carriers, so its CO2 cannot be computed. But if the mix of
# carriers and the factors stay as they are, CO2 moves as energy does. Let the park of section 2 grow
# like this zone:

# %%
ratio = own.at[year, "energy"] / own.at[start, "energy"]
later = ep.emissions.inventory(used.assign(amount=used["amount"] * ratio), factors, convention)
moved = ep.emissions.total_and_intensity_change(park, later, added_value, added_value * (1 + growth / 100))
moved.verdict, f"total {moved.total:+.1f} %", f"intensity {moved.intensity:+.1f} %"

# %% [markdown]
# Is this a rare case? Here are all zones of the panel, by what fell between the two years.

# %%
grown = ep.elasticity.coefficient(panel, "energy", start=start, end=year)
grown = grown.dropna(subset=["quantity_growth", "driver_growth"])
falls = pd.DataFrame(
    {
        "total": (grown["quantity_growth"] < 0).map({True: "total falls", False: "total grows"}),
        "intensity": (grown["quantity_growth"] < grown["driver_growth"]).map(
            {True: "intensity falls", False: "intensity grows"}
        ),
    }
)
pd.crosstab(falls["intensity"], falls["total"])

# %%
only_intensity = (falls["total"] == "total grows") & (falls["intensity"] == "intensity falls")
f"the total grows and the intensity falls in {100 * only_intensity.mean():.0f} % of the zones"

# %% [markdown]
# The synthetic zones grow fast, and most of them save energy for each yuan. Whoever reports the intensity
# alone tells only half of this. So report both numbers.
#
# ## 5 Good for the air, bad for the climate
#
# A scrubber takes SO2 out of flue gas. Limestone binds the SO2 and becomes gypsum. In this reaction each
# molecule of SO2 sets one molecule of CO2 free. And the pumps need electricity. The two amounts stand in
# the parameters cell; they are invented, and the default electricity, 10 MWh for each tonne of SO2, is high.
# One source prints 0.07 to 1.3 MWh. From the work that another prints, 380 kJ for each mole of SO2, we
# computed 1.65 MWh (package `factors`, table `scrubbers`).
#
# **Predict first.** Is the larger part of the new CO2 from the reaction, or from the electricity?
#
# The first slider is in tonnes of SO2, the second one in MWh. The number under them is in tonnes of CO2.

# %%
course.widgets.explore(
    ep.emissions.so2_co2_tradeoff,
    so2=(0.0, 5000.0, 100.0, so2_removed),
    electricity=(0.0, 50_000.0, 1000.0, scrubber_power),
    grid=grid,
)

# %%
added = ep.emissions.so2_co2_tradeoff(so2_removed, scrubber_power, grid)
freed = ep.emissions.so2_co2_tradeoff(so2_removed, 0.0, grid)
{
    "SO2 that is removed [t]": so2_removed,
    "CO2 from the reaction [t]": round(freed, 1),
    "CO2 from the electricity [t]": round(added - freed, 1),
    "CO2 that is added [t]": round(added, 1),
}

# %% [markdown]
# That is no reason to leave the SO2 in the air: it harms people nearby, now. It is a reason to count
# both, and to feed the scrubber with clean electricity.
#
# The report names a second case: a park gives up coal and burns **gas that was made from coal**. The
# sulphur stays behind at the gas plant, and the park's air gets cleaner. But making the gas loses energy,
# and the carbon of the coal goes into the air somewhere on the way. Compare three ways to one GJ of fuel.
# The yield of the gas plant is an assumption: no source of this course gives it.

# %%
burnt = {
    fuel: ep.emissions.factor_chain(
        fuel, "GJ", "co2", ep.emissions.factor_set(f"{fuel}_carbon_ipcc_1996")
    ).value
    * 1000
    for fuel in ("other_bituminous_coal", "natural_gas")
}
ways = pd.Series(
    {
        "coal, burnt in the park": burnt["other_bituminous_coal"],
        "gas made from coal": burnt["other_bituminous_coal"] / gas_yield,
        "natural gas from a field": burnt["natural_gas"],
    }
)
against_coal = 100 * (ways / ways.iloc[0] - 1)
pd.DataFrame({"kg CO2/GJ": ways.round(1), "against coal [%]": against_coal.round(1)})

# %% [markdown]
# "We changed from coal to gas" can mean a large cut or a large rise. Ask which gas, and draw the
# boundary around the gas plant too.
#
# ## 6 Indicators: no official list, and the list of an institute
#
# When the report was written, the program had no official list. Its guideline gave examples:

# %%
examples = ep.datasets.load("miit_ndrc_2014")
examples[["name_en", "unit", "note"]]

# %% [markdown]
# ISC had published a list before. The report sorts the rows of every list into groups of its own, and one
# of these groups is pollution. Count the rows of ISC in each group:

# %%
isc = ep.datasets.load("isc_low_carbon_2012")
isc.groupby("category", sort=False).size()

# %%
isc.loc[isc["category"] == "Energy and emissions", ["code", "name_en", "unit", "note"]]

# %% [markdown]
# Remarks on this list:
#
# - In the report's groups, no row stands under pollution; ISC's own third group is named after the circular
#   economy and the protection of the environment. No row measures SO2, so the list cannot see the trade-off
#   of section 5.
# - ISC speaks of the intensity **and** the total. A total would be in tonnes, or in tonnes of coal
#   equivalent. How many such rows are there in the list, and among the examples of the guideline? (Where
#   no unit is printed, the unit is our reading of the name.)

# %%
totals = ["t", "10^4 t", "kg", "tce", "GJ", "MWh"]
{"ISC": int(isc["unit"].isin(totals).sum()), "guideline": int(examples["unit"].isin(totals).sum())}

# %% [markdown]
# - A zero here means: no row measures the total. Lists can be silent about what is said to matter most.
# - Two rows say nearly the same:

# %%
isc.loc[isc["code"].isin(["4.2", "4.3"]), ["code", "name_printed", "note"]]

# %% [markdown]
# - Another team made a list of another length. A number of rows is no measure of quality:

# %%
claims = course.claims.run("indicators").set_index("claim")
names = ["isc-rows", "isc-near-duplicate", "second-low-carbon-system"]
claims.loc[names, ["statement", "verdict", "explanation"]]

# %% [markdown]
# ## 7 Is the plan ambitious?
#
# A plan must ask for more than the targets that hold anyway. The report names an example: the carbon
# target of the national five-year plan. Cuts over periods of different length are compared a year at a
# time.

# %%
nation = ep.programs.low_carbon.national_targets().set_index("id").loc["carbon_intensity_2015"]
pace = ep.programs.low_carbon.yearly_change(-plan_cut, plan_years)
plan = pd.DataFrame(
    {
        "indicator": ["CO2 per added value, cut a year"],
        "unit": ["%"],
        "target": [-pace],
        "existing": [-nation["yearly_change"]],
        "better": ["higher"],
    }
)
judged = ep.programs.low_carbon.ambition(plan)
judged.round(2)

# %% [markdown]
# An ambitious intensity is still no promise about the total. How fast may added value grow, so that the
# total of a zone with this plan does not?

# %%
break_even = 100 * (1 / (1 + pace / 100) - 1)
f"the total grows if added value grows by more than {break_even:.2f} % a year"

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "energy of the park [tce]": energy.value,
        "CO2 of the park [t]": co2.value,
        "CO2 per added value [t/10^4 RMB]": intensity.value,
        "CO2 of 1 GWh of electricity [t]": one_gwh,
        "change of the zone's energy [%]": total,
        "change of the zone's energy per added value [%]": per_value,
        "what falls": moved.verdict,
        "zones where only the intensity falls": int(only_intensity.sum()),
        "CO2 that the scrubber adds [t]": added,
        "gas made from coal against coal [%]": against_coal["gas made from coal"],
        "planned change a year [%/year]": pace,
        "plan against the nation": judged["ambition_status"].iloc[0],
        "growth at which the total stands still [%/year]": break_even,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The park of section 2 is invented, and the zones are synthetic, unless you gave your own numbers.
# - CO2 of raw coal rests on an assumption. Process emissions, such as those of cement, are not counted.
# - Only what the park burns and buys is counted. What its suppliers and its products emit is outside.
# - One tonne of SO2 and one tonne of CO2 cannot be added. The trade-off is a choice, not a sum.
# - Grid factors for the years of the program are not in the package. They begin later.
#
# ## Key points
#
# - A fuel: amount times heat value times CO2 factor. Electricity: amount times grid factor. Each factor of
#   CO2 has a country, a year and a boundary.
# - A missing factor makes a missing total. An assumption closes the gap only if it is named.
# - The intensity can fall while the total grows. Report both.
# - Ask of each measure what it moves out of sight: another pollutant, another place, another year.
#
# ## Now with your own zone
#
# Give the yearly amounts of your park, your province and your added value:
#
# `ecopark run 07 -p coal=12000 -p natural_gas=800 -p electricity=150 -p added_value=90000 -p area=Jiangsu`
#
# For section 4, give your panel: `-p panel_file=my-zones.csv -p zone="My zone" -p start=2015 -p year=2020`.
#
# The exercises are in `exercises/07_low_carbon.ipynb`.
#
# ## Researcher's corner
#
# **What matters more: rounding, or choice?** Each printed factor is rounded, and the inventory carries
# that range along. Beside it stand totals with other factors that one could defend. Compare the widths.

# %%
coke = ep.emissions.factor("coke_carbon_ipcc_1996")
swaps = {
    "coal like coke": replace(coke, id="raw_coal_like_coke", carrier="raw_coal"),
    "natural gas, the other coal equivalent": ep.emissions.factor("natural_gas_coal_equivalent_rounded"),
    "national grid, 2022": ep.emissions.grid_factor("national", 2022),
    "national grid, 2022, fossil only": ep.emissions.grid_factor("national", 2022, boundary="fossil only"),
}
by = {"low end of rounding": co2.low, "high end of rounding": co2.high}
for name, other in swaps.items():
    by[name] = ep.emissions.inventory(used, factors.replace(other), convention).total("co2").value
shift = (100 * pd.Series(by) / co2.value - 100).rename("against the first choice [%]")
shift.round(1).to_frame()

# %%
rounding, choice = shift.iloc[:2].abs().max(), shift.iloc[2:].abs().max()
f"rounding moves the total by up to {rounding:.1f} %, the choice of one factor by up to {choice:.1f} %"

# %% [markdown]
# Where a choice moves the total by more than rounding does, an interval that holds only the rounding is
# too narrow. A report should name its choices, and show what the next best choice would change.
#
# **A check by another recipe.** The table of section 4 used average growth a year. A plain comparison of
# the two years must give the same count of zones in which only the intensity falls:

# %%
before, after = (panel[panel["year"] == moment].set_index("zone") for moment in (start, year))
per_yuan_before, per_yuan_after = before["energy"] / before[driver], after["energy"] / after[driver]
int(((after["energy"] >= before["energy"]) & (per_yuan_after < per_yuan_before)).sum())

# %% [markdown]
# ## References
#
# - IISD (2015), section 3.3, Tables 3 and 4, section 4.4: packages `programs`, `isc_low_carbon_2012`,
#   `miit_ndrc_2014`, `participation`.
# - Factors with their pages: package `factors`. GB/T 2589-2008 for comprehensive energy.
# - Checks of printed numbers: package `claims`, computed by `course.claims.run`.
# - Synthetic zones: `ep.datasets.synthetic_panel`, seed 0.
