# ---
# jupyter:
#   ecopark:
#     number: "12"
#     title: "Taiwan: Changbin, Mailiao, Linhai, and the national program"
#     minutes: 50
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12 Taiwan: Changbin, Mailiao, Linhai, and the national program
#
# **Question.** Three parks began in three ways. Why does an existing park exchange so much, while the one
# that was planned for it found too little to exchange? And can we trust the numbers?
#
# **After this lesson you can**
#
# - compare three parks by what a source says helped and hindered them;
# - read 萬 and 億 without an error of ten;
# - give a quotient of two rounded numbers as an interval;
# - find out whether two figures of one text used the same factor;
# - say what a claim must state before it can be compared with another one.
#
# **Time:** 50 minutes. **Before:** lesson 00; lesson 01 for the measures of a network.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
site: str = "linhai"  # park whose story is shown first; name; changbin | mailiao | linhai
scope: str = "Linhai"  # whose figures are tested; name; Linhai | Taiwan program
co2_printed: str = ""  # CO2 avoided in a year as printed, or nothing for that of scope; t; any
oil_printed: str = ""  # oil saved in a year as printed, or nothing for that of scope; kL; any
heat_value: float = 9600.0  # heat in a liter of fuel oil, a candidate; kcal/L; 5000..12000
older_claim: str = "2007_co2"  # figure for CO2 to compare with; id in the table series; any
money_years: float = 1.0  # years that the figure for money covers; year; 0.5..30
discount: float = 0.05  # discount rate of the researcher's corner; 1/year; 0..0.5

# %% tags=["setup"]
import pandas as pd

import ecopark as ep
import ecopark_course as course

sites = ep.datasets.load("taiwan", "sites").set_index("id")
factors = ep.datasets.load("taiwan", "factors_of_success")
program = ep.datasets.load("taiwan", "program").set_index("id")
series = ep.datasets.load("taiwan", "series")

course.check_parameters("12", globals())
co2_claims = series[series["quantity"] == "CO2 avoided"].set_index("id")
course.check_choice("older_claim", older_claim, co2_claims.index, what="No figure for CO2 is called")

co2_id, oil_id, linked_id = {
    "Linhai": ("linhai_co2", "linhai_fuel_oil", "linhai_linked"),
    "Taiwan program": ("co2", "fuel_oil", "linked"),
}[scope]
printed = program["value_printed"]
own_co2 = co2_printed or printed[co2_id]
own_oil = oil_printed or printed[oil_id]
for name, text in (("co2_printed", own_co2), ("oil_printed", own_oil)):
    digits = sum(character.isdigit() for character in text)
    course.check_range(f"the number of digits in {name}", digits, 1, 20)
own_factor = ep.emissions.implied_factor(own_co2, own_oil)

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing in minutes: section 1, 12; section 2, 5; section 3, 4; section 4, 12; section 5,
# 8; section 6, 4; section 7, 3; results, 2. The heart is section 4. If time is short, leave out section 6.
#
# Opening question, before anybody runs a cell: *You may build a new park on empty land, or you may
# link the firms of an old one. Where do you expect more exchange?* Take a vote. Come back to it after
# section 1.

# %% [markdown]
# ## 1 Three parks
#
# A popular article in Chinese tells of three parks. Here is what it says, in our own words.

# %%
parts = ["kind", "planned", "built", "worked", "not_worked"]
for name in [site, *(other for other in sites.index if other != site)]:
    print(f"\n{sites.at[name, 'name_en']} {sites.at[name, 'name_zh']}")
    for part, words in sites.loc[name, parts].fillna("nothing is told").items():
        print(f"  {part.replace('_', ' ')}: {words}")

# %% [markdown]
# - **Changbin** was new land. Four zones were planned: to live, to make, to recover, to treat. The hope
#   was a park without waste.
# - **Mailiao** was developed by one group of firms. At each later stage the group looked for a use of the
#   waste of its older plants.
# - **Linhai** was there already. The article tells no plan for a loop. Its firms were linked later.
#
# **Predict first.** Which of these would you rather have at the start: a good plan, one owner, or many
# different firms that already run?

# %%
for name in [site, *(other for other in sites.index if other != site)]:
    print(f"\n{sites.at[name, 'name_en']}")
    named = factors[factors["site"] == name]
    for effect, words in zip(named["effect"], named["factor"], strict=True):
        print(f"  {effect}: {words}")

# %%
factors.groupby(["site", "effect"]).size().unstack(fill_value=0)

# %% [markdown]
# At Changbin, plots were sold without control of what the buyers would build, and without an overall plan
# of whom to sell to. Firms came later than hoped: water was short and total air emissions were capped.
# Plants were not placed so that neighbors could use each other's waste. So there was too little to
# exchange.
#
# Linhai had something that zones on a map do not give: a large area with many firms of many branches, and
# one very large steel company in the middle that has steam, gases and slag to give.
#
# **A trap.** The last table counts what we read out of one article. The counts are not measurements, and
# an author who likes a park writes more about what helped.

# %%
linhai = ep.symbiosis.network(ep.datasets.load("taiwan", "linhai_exchanges"))
ep.plots.show(ep.symbiosis.draw_network(linhai, "Linhai as told"))

# %% [markdown]
# Two members in the middle, steel and oil, hold most of the network together. The treated water stands
# apart, but that comes from the words: the article says *firms of the park* and names none of them. If you
# did lesson 01: the cyclicity is the square root of two, because two loops of two firms share the
# refinery. That is a measure of the article, not of the park: China Steel's own page says that it also takes
# back condensate and buys gases from its neighbors.
#
# The article also lists what holds for parks in general:

# %%
general = factors[factors["site"].isna()]
for effect, words in zip(general["effect"], general["factor"], strict=True):
    print(f"{effect}: {words}")

# %% [markdown]
# The article holds the opposite of what its three parks suggest: links that are thought of when a park is
# planned double the effect, it says. Three parks in one text do not decide between the two.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *Changbin failed because the four zones were a bad idea.* The source
# does not blame the zones. It blames other things: no control of sales, no plan of whom to sell to,
# places not chosen for links, too little water, the cap on air emissions. Discuss: *Which of the factors
# of Changbin could a park manager change next year? Which need a ministry?* And: *would Linhai's way work
# on empty land?*

# %% [markdown]
# ## 2 萬 and 億
#
# Chinese numbers are grouped by four digits, not by three. 萬 is ten thousand (10^4), and 億 is a
# hundred million (10^8). So a million is printed as 100萬, and a billion as 10億.

# %%
program[["scope", "quantity", "value_printed", "value", "unit"]]

# %% [markdown]
# Read the row on money aloud. Who reads 億 as *billion* gets ten times too much:

# %%
money = ep.units.factor(program.at["money", "unit"], "NTD") * program.at["money", "value"]
f"{printed['money']} is {money:,.0f} NTD. Read as billion it would be {10 * money:,.0f} NTD."

# %% [markdown]
# The printed form stays in the table, so that a reader can check.
#
# Two more words: 公噸 is a metric tonne, 公秉 is a kiloliter.
#
# ## 3 A printed number is an interval
#
# `36.2萬` means that somebody rounded. If the last digit was rounded to the nearest, the true figure
# lies between 36.15 and 36.25 萬. A quotient of two such numbers lies in an interval as well. One end comes
# from the low end of the first number and the high end of the second one. The other end comes from the
# opposite.

# %%
f"{own_co2} over {own_oil}: {own_factor.low:.3f} to {own_factor.high:.3f} t of CO2 for a kL"

# %% [markdown]
# What if the author had rounded more? Choose printed forms with fewer digits and watch the interval.

# %%
course.widgets.explore(
    ep.emissions.implied_factor,
    emission=[own_co2, "36萬公噸", "95.9萬公噸", "96萬公噸"],
    amount=[own_oil, "12萬公秉", "30.8萬公秉", "31萬公秉"],
)

# %%
ep.emissions.implied_factor(own_co2, own_oil)

# %% [markdown]
# ## 4 Two factors in one article
#
# The article gives CO2 and oil twice: for Linhai and for the national program. Burning a kiloliter of the
# same fuel oil always gives about the same CO2.
#
# **Predict first.** Divide CO2 by oil in both cases. Will the two quotients agree within rounding?

# %%
intervals = {
    "Linhai": ep.emissions.implied_factor(printed["linhai_co2"], printed["linhai_fuel_oil"]),
    "Taiwan program": ep.emissions.implied_factor(printed["co2"], printed["fuel_oil"]),
}
if co2_printed or oil_printed:
    intervals["this run"] = own_factor
plain = {
    "Linhai": program.at["linhai_co2", "value"] / program.at["linhai_fuel_oil", "value"],
    "Taiwan program": program.at["co2", "value"] / program.at["fuel_oil", "value"],
}
for name, value in plain.items():
    print(f"{name}: {value:.3f}, from {intervals[name].low:.3f} to {intervals[name].high:.3f} t/kL")

# %% [markdown]
# They do not. Rounding does not explain it: the intervals share no number. So two different factors
# were used in one article, or the two savings do not hold the same things. The article does not say. One
# hint stands in the table of section 2: the oil of the program is printed as 油當量, oil equivalent, and
# that of Linhai is not.
#
# Can we find the factors? A factor is made of a heat value (energy in a liter) and of CO2 for this
# energy. We try several chains of the toolkit's factors, and one heat value from the parameters.

# %%
emission = ep.emissions.factor("fuel_oil_ipcc_2006")
kilocalorie = ep.datasets.load("factors", "energy_units").set_index("id").at["kcal", "value"]
candidate = heat_value * kilocalorie * ep.units.factor("kJ/L", "GJ/kL") * emission.value / 1000
f"{heat_value:,.0f} kcal/L x {kilocalorie} kJ/kcal x {emission.value} {emission.unit}: {candidate:.3f} t/kL"

# %%
oil = "fuel_oil_ipcc_2006"  # CO2 of one GJ
choices = {
    "9,600 kcal/L": ("fuel_oil", "fuel_oil_taiwan_9600", oil),
    "9,200 kcal/L": ("fuel_oil", "fuel_oil_taiwan_9200", oil),
    "world default": ("fuel_oil", "fuel_oil_density", "fuels/fuel_oil_ipcc_2006", oil),
    "United States no. 6": ("fuel_oil_no6", "fuel_oil_no6_us", "fuel_oil_no6_us_2016"),
}
chains = {
    name: ep.emissions.factor_chain(carrier, "kL", "co2", ep.emissions.factor_set(*keys))
    for name, (carrier, *keys) in choices.items()
}
tried = {name: chain.value for name, chain in chains.items()}
tried[f"your {heat_value:,.0f} kcal/L"] = candidate
verified = [n for n, chain in chains.items() if all(f.status != "unverified" for f in chain.factors)]
doubtful = [name for name in tried if name not in verified]
figure = ep.plots.interval_plot(intervals, tried, quantity="CO2 factor", unit="t/kL", doubtful=doubtful)
ep.plots.show(figure)

# %% [markdown]
# A heat value of 9,600 kcal/L falls inside the interval of the program. Three others fall inside that
# of Linhai. Be careful: the heat values of Taiwan and the density are from memory, and marked
# **unverified**. A number that fits is a lead, not a finding. A text that states the factor of the
# authors would decide.

# %%
pd.DataFrame(
    {"t/kL": tried}
    | {f"fits {name}": {n: value in i for n, value in tried.items()} for name, i in intervals.items()}
).round(3)

# %% [markdown]
# What about the rest of Taiwan, the program without Linhai? Suppose that the figures of the program hold
# those of Linhai. Subtract first, then divide.

# %%
audit = course.claims.run("taiwan").set_index("claim")
audit.loc[["co2-per-kl-linhai", "co2-per-kl-taiwan", "co2-per-kl-rest"], ["computed", "low", "high"]]

# %% [markdown]
# The rest would need a factor above both. No fuel oil in our list gives it. So the two lines of the
# article can hardly be parts of one account.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *three decimals mean that the number is precise.* Show 36.2 over
# 12.1 on a pocket calculator: it prints ten digits. Rounded to two digits the result is sure, to three
# digits it is not. Discuss: *Is the
# difference of four percent important?* (For the climate hardly. For trust in the text, yes: it tells
# that two accounts were mixed.) And: *what would you ask the author?*

# %% [markdown]
# ## 5 A claim that is 41 times as large
#
# A report of 2007 followed the links of the same park, Linhai. Here are the figures for the CO2
# that parks avoid. The axis is logarithmic: from one number on it to the next is a factor of ten.

# %%
ep.plots.show(ep.plots.claims_over_time(series, "CO2 avoided"))

# %%
fold = co2_claims.at[older_claim, "value"] / program.at[co2_id, "value"]
audit.loc[["linhai-41-fold", "linhai-four-times"], ["statement", "stated", "computed", "low", "high"]]

# %%
told = co2_claims.fillna({"boundary": "not said", "note": "none"})
for name, row in told.iterrows():
    print(f"{name}, {row['year_printed']}: {row['value']:,.0f} t, {row['scope']}")
    print(f"  inside: {row['boundary']}; note: {row['note']}")

# %% [markdown]
# A slip cannot be ruled out. More likely the two texts drew different **system boundaries**:
#
# - **what is avoided**: fuel burned in the park, or also the making of the raw material elsewhere?
# - **which links**: energy only, or also slag, water, waste?
# - **which firms**: those that work with the program, or everybody?
# - **compared with what**: no exchange at all, or landfill, or the year before?
#
# The article does not say it. Of the report only an abstract was read, and that does not say it
# either. So never add the two figures, never average them, and never call the difference a change. The
# report has a second problem: it says that its result is *about 4 times* its target. Divide its own two
# figures: it is less than three and a half.
#
# ## 6 CO2 for each tonne exchanged
#
# A check that needs no factor of the source: how much CO2 is avoided for each tonne that is exchanged?
# Suppose that all of it were steam that replaces oil. A tonne of steam from an oil-fired boiler costs a
# certain amount of CO2. Steam from oil cannot avoid more than that; other streams may, such as slag that
# takes the place of cement. So a claim above this amount counts something else, or another fuel, and one
# below it proves nothing.
#
# The contract of 2009 gives steam for an hour. We let it flow in every hour of the year. That is an
# assumption.

# %%
value = series.set_index("id")["value"]
hours = ep.datasets.load("claims", "figures").set_index("id").at["hours_per_year", "value"]
per_tonne = {
    "Linhai": program.at["linhai_co2", "value"] / program.at["linhai_linked", "value"],
    "Taiwan program": program.at["co2", "value"] / program.at["linked", "value"],
    "program 2012": value["2012_co2"] / value["2012_linked"],
    "steam centers 2013": value["2013_co2"] / value["2013_steam"],
    "China Steel to CPC 2009": value["2009_steam_co2"] / (value["2009_steam_rate"] * hours),
    "heat links 2011": value["2011_co2"] / value["2011_steam"],
    "Linhai 2007": value["2007_co2"] / value["2007_linked"],
}
fuels = ep.datasets.load("factors", "fuels").set_index("id")["value"]
bound = fuels["steam_heat"] / fuels["boiler_efficiency"] * emission.value / 1000
for one, name in sorted((one, name) for name, one in per_tonne.items()):
    print(f"{one:6.3f} t of CO2 for a t  {name}")
print(f"{bound:6.3f} t of CO2 for a t of steam from an oil-fired boiler (unverified)")

# %% [markdown]
# Most figures lie below the amount for steam. The one of 2011 equals it to the second digit: perhaps somebody
# multiplied tonnes of steam with a boiler factor. The one of 2007 is several times as large. So it must count
# something other than steam from oil.
#
# **Predict first.** A news text of 2009 gives steam and CO2 for two stages of one sale of steam. The
# second stage was still to come. Will both stages avoid the same CO2 for a tonne?

# %%
stages = [
    value[f"{stage}_steam_co2"] / (value[f"{stage}_steam_rate"] * hours) for stage in ("2009", "second_stage")
]
for one in stages:
    print(f"{one:.6f} t of CO2 for a t of steam")

# %% [markdown]
# The same digits twice, and the hours of the year do not matter for that. Nothing was measured here: one
# factor was multiplied with the tonnes. That is honest, if the text calls it an estimate. This one does.
#
# ## 7 Money
#
# The program prompted an investment and lowered costs. Divide one by the other and you get a payback
# time. But look at the notes: does the figure for money belong to one year?

# %%
for name in ("investment", "money"):
    row = program.loc[name]
    print(f"{row['quantity']}: {row['value_printed']}, {row['value']:,.0f} {row['unit']}")
    print(f"  {row['note']}")

# %%
payback = program.at["investment", "value"] / (program.at["money", "value"] / money_years)
years = ep.emissions.implied_factor(printed["investment"], printed["money"])
print(f"If the money is that of {money_years:g} year(s): payback {payback:.2f} years")
print(f"From rounding alone, for one year: {years.low:.3f} to {years.high:.3f} years")

# %% [markdown]
# Rounding moves the answer in the third digit. The missing words *a year* move it by a factor. Change
# `money_years` and see. An uncertain meaning is worth more of your time than an uncertain digit.
#
# ## Results of this run

# %%
fits = [name for name, interval in intervals.items() if candidate in interval]
course.results(
    {
        "factors that helped the park": int(
            ((factors["site"] == site) & (factors["effect"] == "helped")).sum()
        ),
        "factors that hindered the park": int(
            ((factors["site"] == site) & (factors["effect"] == "hindered")).sum()
        ),
        "CO2 for a kL, low [t/kL]": own_factor.low,
        "CO2 for a kL, high [t/kL]": own_factor.high,
        "the candidate [t/kL]": candidate,
        "the candidate fits": ", ".join(fits) or "neither",
        "older claim over the figure of the article": fold,
        "CO2 for a tonne exchanged [t/t]": per_tonne[scope],
        "payback [year]": payback,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The story of the three parks is one popular article, without author and date. It praises Linhai.
# - Exchanges are told without amounts for each link. The table of links with amounts exists in a paper
#   of 2020, which we could not read.
# - The heat values of Taiwan's fuel oil, the density and the boiler are from memory: unverified.
# - Avoided CO2 is never measured. It is a difference to a world that did not happen.
#
# ## Key points
#
# - Linhai had firms before it had links. Changbin had a plan before it had firms. Yet the article says that
#   planned links double the effect: it does not settle which should come first.
# - 萬 is 10^4 and 億 is 10^8. Keep the printed form.
# - A quotient of rounded numbers is an interval. Two intervals without a common number mean two factors,
#   or two things that were counted.
# - A claim without its system boundary cannot be compared, added or averaged.
#
# ## Now with your own zone
#
# Take two printed numbers from a report on your zone: CO2 avoided and oil saved. Write them as printed.
# Thousands separators, 萬 and 億 are understood.
#
# `ecopark run 12 -p co2_printed="12,400 t" -p oil_printed="4,100 kL" -p heat_value=9333`
#
# Look at *the candidate fits* and at the interval *this run* in the figure. Other questions:
#
# - `ecopark run 12 -p site=changbin -p scope="Taiwan program" -p money_years=5`
#
# The exercises are in `exercises/12_taiwan.ipynb`.
#
# ## Researcher's corner
#
# **Two accounts?** A source of 2020 gives CO2 and oil of Linhai again. Does its quotient fit the interval
# of Linhai or that of the program?

# %%
again = series.set_index("id")["value_printed"]
of_2020 = ep.emissions.implied_factor(again["2020_co2"], again["2020_fuel_oil"])
print(f"Linhai, 2020: from {of_2020.low:.3f} to {of_2020.high:.3f} t/kL")
for name in ("Linhai", "Taiwan program"):
    print(f"shares a number with {name}: {'yes' if of_2020.overlaps(intervals[name]) else 'no'}")

# %% [markdown]
# One park, two sources, two intervals without a common number. That of 2020 fits the program. This
# supports the guess that the article put figures of two accounts side by side. It is no proof: the mix of
# fuels may differ, too.
#
# **Beyond payback.** A payback time ignores what comes later. Suppose that the figure for money is the
# sum of `money_years` years, comes in equal parts for ten years, and costs nothing to keep. These are
# assumptions. The net present value then tells how large the gain is in money of today.

# %%
project = ep.symbiosis.Project(program.at["investment", "value"], 10, discount)
yearly = program.at["money", "value"] / money_years
project.measures(yearly, "10^6 NTD", "the national program").to_frame()[["name", "value", "unit"]]

# %%
course.widgets.explore(
    project.measures,
    yearly=(100.0, 8000.0, 20.0, yearly),
    money="10^6 NTD",
    boundary="the national program",
)

# %% [markdown]
# How many years may the figure for money cover until the payback is longer than ten years? The yearly
# amount is the figure divided by the years, so the payback grows in proportion to them.

# %%
f"about {10 / (program.at['investment', 'value'] / program.at['money', 'value']):.0f} years"

# %% [markdown]
# So unless the figure adds up more years than that, the investment comes back within ten years. This
# sentence needs fewer of the missing words, so it is the safer one to publish. It still assumes that steam
# sold is a gain, and not only money that moves from one firm to another.
#
# **Another check** uses pollutants: from the avoided SOx one gets the sulphur in the oil. Is it an amount
# that fuel oil can have? The table also holds Linhai's part of the tonnes, and the mean of a site.

# %%
for row in audit.loc[["sox-per-kl", "linhai-share-of-program", "mean-site"]].itertuples():
    print(f"{row.statement} Result: {row.computed:,.2f} {row.unit}, {row.verdict}.\n  {row.explanation}")

# %% [markdown]
# ## References
#
# - Package `taiwan`; each row names its source and place. The article is `taiwan-zh`.
# - The report of 2007: source `ier-2007`; only its abstract was read.
# - Maynard and others (2020), *Sustainability* 12, 4564, on Linhai.
# - Package `factors`: heat values and CO2 factors, with their status.
