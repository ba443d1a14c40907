# ---
# jupyter:
#   ecopark:
#     number: "13"
#     title: From parks to cities
#     minutes: 45
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 13 From parks to cities
#
# **Question.** Parks, cities and provinces all carry green titles: who governs what, and can the
# counts be believed?
#
# **After this lesson you can**
#
# - tell which body governs which program, for parks and for cities;
# - count bodies, places and titles without counting list items;
# - read a date with its doubt, and tell a practice from its name;
# - find counts that cannot both be right, and list what could explain them;
# - say who is trained and who is left out.
#
# **Time:** 45 minutes. **Before:** lesson 05; lesson 08 helps.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
place_list: str = "low_carbon_city"  # list of places to look at; name; any
quantity: str = "named"  # which count of parks; name; any
start_date: str = "2014-04"  # date of the first count; date; any
end_date: str = "2021"  # date of the last count; date; any
audience: str = "zone management"  # group of people in trainings; name; any
counts_file: str = ""  # CSV or XLSX file with your own counts, used instead of the package; path; any

# %% tags=["setup"]
import ecopark as ep
import ecopark_course as course

participation = ep.programs.participation

places = ep.datasets.load("eco_cities", "places")
trained = ep.datasets.load("trainings", "training_audiences")
counts = ep.programs.own_tables.counts(counts_file) if counts_file else participation.counts()
course.check_parameters("13", globals())
course.check_choice("place_list", place_list, sorted(set(places["list"])), what="There is no list of places")
course.check_choice("audience", audience, sorted(set(trained["audience"])), what="There is no audience")
course.check_choice("quantity", quantity, sorted(set(counts["quantity"])), what="There is no quantity")

exact = counts[(counts["quantity"] == quantity) & (counts["kind"] != "at least")]
dates = list(exact["date"])
course.check_choice("start_date", start_date, dates, what=f"No count of {quantity} has the date")
course.check_choice("end_date", end_date, dates, what=f"No count of {quantity} has the date")
first_count = exact[exact["date"] == start_date].iloc[0]
last_count = exact[exact["date"] == end_date].iloc[0]
course.check_order("the end of start_date", first_count["last"], "the begin of end_date", last_count["first"])
city_programs = ep.datasets.load("eco_cities", "programs")

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing: section 1, 10 minutes; section 2, 8; section 3, 7; section 4, 12; section 5, 5;
# the rest 3. Sections 4 and 2 carry the lesson; section 5 can go to homework.
#
# Discussion. (1) Three ministries give green titles to cities. Is that competition or waste? (2) A
# government reports its own counts. Who should keep the list of parks, and who should be able to
# read it?

# %% [markdown]
# ## 1 Who governs what
#
# A Thai overview numbers the central agencies for eco-cities from 1 to 4, each with its program.
# **Predict first:** how many different bodies are in charge? Then look at the list.

# %%
city_programs[["no", "program", "agency", "note"]]

# %%
{
    "items in the list": len(city_programs),
    "different programs": city_programs["program"].nunique(),
    "different bodies": city_programs["agency"].nunique(),
}

# %% [markdown]
# An item of a list is not a body. The fourth item repeats the second one, now with figures.
#
# Parks have programs of their own (lessons 05 to 08). The figure puts both levels side by side: left
# of the line the programs for parks, right of it those for cities. Each cell names the strongest role
# that a source states. The column of the Circular Transformation holds its forerunner too: there the
# members belong to the forerunner, and only two bodies lead since 2012.

# %%
ep.plots.show(ep.programs.plots.governance_map())

# %%
bodies = ep.programs.governance.bodies()
at_level = {level: set(bodies.loc[bodies["level"] == level, "body"]) for level in ("park", "city")}
{
    "names for parks": len(at_level["park"]),
    "names for cities": len(at_level["city"]),
    "at both levels": sorted(at_level["park"] & at_level["city"]),
}

# %% [markdown]
# A body at both levels can set aims that fit together. A body at one level only may not know what the
# other level asks from the same firm.
#
# **A trap.** These are names, not yet bodies. The names with the role `support` are groups: there are many
# provinces. And two names can mean one body, as the next part shows.
#
# ### A name before its time
#
# The environment body had an older name before it became a ministry. Texts of later years use the
# later name for earlier acts:

# %%
audit = course.claims.run("places").set_index("claim")
named = audit.loc["ministry-before-its-time"]
print(named["statement"])
print(named["explanation"])

# %% [markdown]
# So SEPA and MEP in the figure are one body under two names. The table keeps the name that each source
# prints. To count national bodies for parks, leave out the groups and join the two names:

# %%
national = bodies[(bodies["level"] == "park") & (bodies["role"] != "support")]
national["body"].replace({"SEPA": "MEP"}).nunique()

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the names are details.* Let the class search for the older and
# the later name in a library catalog: the two searches find different papers.

# %% [markdown]
# ## 2 Places: cities or provinces?
#
# The low-carbon program for cities began with a list of places. The parameter `place_list` chooses a
# list; the others are places with support from abroad.

# %%
own_places = places[places["list"] == place_list]
own_places[["no", "name_en", "level", "note"]]

# %%
levels = own_places["level"].value_counts()
levels

# %% [markdown]
# **Before you read on:** why does it matter whether a place is a city or a province?
#
# A province holds many cities and much farm land. Its energy use per person, its total and its
# possible cuts are of another kind. A mean over both describes neither. Even the word *city* needs care:
# look at the column `note` for cities that have the rank of a province. The audit holds two claims of
# this sort:

# %%
for row in audit.loc[["low-carbon-places-as-cities", "four-cities-uk"]].itertuples():
    said = course.claims.in_words(row.stated, row.computed, row.low, row.high, row.unit)
    print(f"{row.statement} {said}: {row.verdict}")

# %% [markdown]
# The second one has a doubt of its own: one name on the list belongs to a province *and* to a city.
# The package says `ambiguous` and does not guess.
#
# ### Names that appear in several lists

# %%
in_lists = places.groupby("name_en")["list"].agg(["count", "unique"])
in_lists[in_lists["count"] > 1]

# %%
elsewhere = set(places.loc[places["list"] != place_list, "name_en"])
repeated = sorted(set(own_places["name_en"]) & elsewhere)
repeated

# %% [markdown]
# Add up the lengths of the lists and you count these places more than once, as with memberships and
# zones in lesson 06.
#
# ### One number, three meanings
#
# A trap for anybody who collects numbers by search: the same number stands in three statements about
# three things.

# %%
figures = ep.datasets.load("eco_cities", "figures").set_index("id")
shares = ep.datasets.load("participation", "figures").set_index("id")
same = figures.loc[["low_carbon_places", "garden_awarded"], ["quantity", "value", "unit"]]
print(same.to_string())
print(shares.loc["share_13", "quantity"], shares.loc["share_13", "value"], shares.loc["share_13", "unit"])

# %%
garden_share = 100 * figures.loc["garden_awarded", "value"] / figures.loc["garden_applied", "value"]
f"{garden_share:.2f} % of the cities that took part became Eco-Garden City"

# %% [markdown]
# ## 3 Dates and their doubts
#
# **Predict first:** what came first, the idea of eco-industrial development or the practice?
#
# Below are the events of the package `eco_cities`: the year, the words that the source prints, and the
# event. A decade stands with its first year. Where the words fix no year, there is a dash, and the event
# stands at the end.

# %%
events = ep.datasets.load("eco_cities", "events")
for row in events.sort_values("year", kind="stable").astype(str).fillna("-").itertuples():
    print(f"{row.year:6} {row.year_printed:18} {row.event}")

# %%
claims = ["idea-after-practice", "program-start-nineties", "program-start-library"]
for row in audit.loc[claims].itertuples():
    said = course.claims.in_words(row.stated, row.computed, row.low, row.high, row.unit)
    print(f"{row.statement} {said}: {row.verdict}")

# %% [markdown]
# The practice came first: firms exchanged by-products before the idea had its name.
#
# And two start years of one program can both be right. A *pilot* begins, a *plaque* is handed over, a
# *program* is announced: three events. A year without its event is half a fact. "Twenty years ago" in
# a text without a date is less than half.
#
# ## 4 Counts over time
#
# How many parks are there? Choose a quantity in the menu. Each source has its own mark. Dotted lines
# join counts that contradict each other.

# %%
kinds = [quantity, *sorted(set(counts["quantity"]) - {quantity})]
course.widgets.explore(ep.programs.plots.counts_chart, quantity=kinds, table=counts)

# %%
ep.plots.show(ep.programs.plots.counts_chart(quantity, counts))

# %% [markdown]
# A count of titles given so far cannot fall. And it cannot be lower than the parks that another source
# names for the same time (`at least`). Here are the pairs that break one of these rules. No rule holds for
# parks under construction: their count may fall.

# %%
conflicts = participation.conflicts(quantity, counts)
conflicts[["kind", "date", "count", "series", "later_date", "later_count", "later_series"]]

# %% [markdown]
# **Before you read on:** write down three ways in which two such counts could both be honest.
#
# - *Delisting*: zones lose a title. The EIP program has a grade that ends the approval.
# - *Definition*: one source counts approved plans, another one named parks and parks under
#   construction; or one counts a park with two areas twice.
# - *Date*: the count is older than the page that prints it.
# - *Source*: one of them copied a wrong number.
#
# The counts cannot tell which. A list of the parks, with days, could.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *take the newer source, it corrects the older one.* A newer page may
# print an older count. Usual misconception too: *take the mean.* The mean of a right and a wrong
# number is wrong.

# %% [markdown]
# ### How fast did it grow?
#
# Growth a year is a difference over a time. But a date such as `2021` covers a whole year. So the time
# between two dates has a shortest and a longest value, and growth a year is an interval.

# %%
change = int(last_count["count"] - first_count["count"])
shortest = (last_count["first"] - first_count["last"]).days / 365.25
longest = (last_count["last"] - first_count["first"]).days / 365.25
growth = sorted([change / longest, change / shortest])
print(f"{quantity}: {first_count['count']} ({start_date}) to {last_count['count']} ({end_date})")
print(f"{shortest:.2f} to {longest:.2f} years, {growth[0]:.2f} to {growth[1]:.2f} parks a year")

# %%
plan = shares.loc["eip_planned"]
f"planned: {plan['value']:.0f} {plan['quantity']}"

# %% [markdown]
# Compare with the plan yourself. It covers five years: how many a year would that be? The text does not
# say whether it means new parks or all parks. If it means all, the plan asks for fewer a year.
#
# ### A share that proves too much
#
# The case article says which share of the nation's energy the *parks* use, at least. The report says
# which share *industry as a whole* uses. If both hold, the parks have at least this share of all industry:

# %%
industry = {"energy": "industry_energy", "emissions": "industry_carbon"}
parks = figures.loc["parks_share", "value"]
{name: f"{100 * parks / figures.loc[row, 'value']:.1f} %" for name, row in industry.items()}

# %% [markdown]
# Nearly all of industry inside parks? It is more likely that the article wrote *parks* where its
# source said *industry*. That is a guess, and both figures stay in the package.
#
# ## 5 Who learns
#
# Governing needs people who know how. The report lists trainings with their audiences. **Predict
# first:** whom do most of them reach?

# %%
trainings = ep.datasets.load("trainings", "trainings")
reach = trained.groupby("audience")["training"].nunique().sort_values(ascending=False)
reach.to_frame("trainings").assign(of=len(trainings))

# %%
topics = ep.datasets.load("trainings", "training_topics")
own_trainings = set(trained.loc[trained["audience"] == audience, "training"])
themes = topics[topics["training"].isin(own_trainings)].groupby("theme")["training"].nunique()
print(f"themes that reach: {audience}")
themes.sort_values(ascending=False)

# %%
every_theme = set(topics["theme"])
never = sorted(every_theme - set(themes.index))
never

# %% [markdown]
# The last list holds themes that are taught, but not to this audience. It may be empty. Indicators and
# verification are among the topics; whether people practice with data of their own, the table does not say.
#
# ## Results of this run

# %%
course.results(
    {
        "bodies in charge of cities": len(at_level["city"]),
        "places in the list": len(own_places),
        "provinces in the list": int(levels.get("province", 0)),
        "cities in the list": int(levels.get("city", 0)),
        "places that stand in other lists too": len(repeated),
        "counts that contradict another": len(conflicts),
        "change between the two dates [parks]": change,
        "growth, low end [parks/year]": growth[0],
        "growth, high end [parks/year]": growth[1],
        "trainings for the audience": len(own_trainings),
        "themes that never reach the audience": len(never),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - What a title changes. None of these tables holds a measurement from a city.
# - The overview has no author and no date. Its lists may have changed since.
# - Roles are those that a source states. A body without a role here may still decide.
# - The growth interval covers the doubt in the dates only, not the doubt in the counts.
#
# ## Key points
#
# - Count bodies and places, not items of a list.
# - A province is not a city. An ambiguous name stays ambiguous.
# - A year needs its event: pilot, plaque or program.
# - Two counts that cannot both be right are a finding. Keep both, and list what could explain them.
#
# ## Now with your own zone
#
# Collect the counts that people quote about your own country or program, with their dates. Make a CSV
# or XLSX file with the columns `date` (such as 2019, 2019-06 or 2019-06-30), `count`, and, if you
# like, `quantity`, `kind` (`exact` or `at least`) and `series` (the source). Then run:
#
# `ecopark run 13 -p counts_file=my-counts.csv -p quantity=named -p start_date=2015 -p end_date=2023`
#
# With another list and another audience:
#
# `ecopark run 13 -p place_list=uk -p audience="local government"`
#
# For your own zone, write down one line each: which body approves, which pays, which measures, which
# can take the title away.
#
# The exercises are in `exercises/13_from_parks_to_cities.ipynb`.
#
# ## Researcher's corner
#
# **One outlier or many?** A cumulative series must not fall. Which single count, if it were left out,
# would remove the most contradictions? If one count removes them all, doubt that count first. If none
# does, the series may not count the same thing.

# %%
pairs = participation.conflicts(quantity, counts)[["date", "series", "later_date", "later_series"]]
labels = [f"{row.date} ({row.series})" for row in pairs.itertuples()]
labels += [f"{row.later_date} ({row.later_series})" for row in pairs.itertuples()]
blame = {label: labels.count(label) for label in sorted(sorted(set(labels)), key=labels.count, reverse=True)}
print(f"{len(pairs)} contradictions; how many each count takes part in:")
blame

# %% [markdown]
# Run the lesson again with `quantity=plans_approved`: there one count takes part in every contradiction.
# That does not prove it wrong: it may count by another rule. The other counts could share one mistake, as
# two texts here share the wrong country for Kalundborg.
#
# **How certain is a share of few?** Suppose that the cities that took part in the garden program were
# like any later ones. Then the share that succeeds next time is uncertain. Add two successes and two
# failures (Agresti and Coull) for a rough 95 % interval.

# %%
won, tried = figures.loc["garden_awarded", "value"], figures.loc["garden_applied", "value"]
middle = (won + 2) / (tried + 4)
reach_95 = 2 * (middle * (1 - middle) / (tried + 4)) ** 0.5
f"{100 * (middle - reach_95):.1f} % to {100 * (middle + reach_95):.1f} %"

# %% [markdown]
# ## References
#
# - Thai overview of eco-industrial policy, no author, no date: package `eco_cities`.
# - Case article in a library on the circular economy (added 2024): packages `eco_cities`,
#   `participation`.
# - IISD (2015), sections 2 to 4 and Table 6: packages `programs`, `participation`, `trainings`.
# - Agresti, A. and Coull, B. A. (1998), The American Statistician 52, 119-126.
