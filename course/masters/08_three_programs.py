# ---
# jupyter:
#   ecopark:
#     number: "08"
#     title: Three programs side by side
#     minutes: 50
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 Three programs side by side
#
# **Question.** Do the three national programs measure the same things in the same zones, and how
# long does a zone wait for its title?
#
# **After this lesson you can**
#
# - compare indicator systems concept by concept, and find what a printed comparison lost;
# - recover a number that nobody printed, by inclusion and exclusion;
# - test an overlap against chance, and name the choice that decides the verdict;
# - say why a mean over finished cases is too short, and do better.
#
# **Time:** 50 minutes. **Before:** lesson 05; lessons 06 and 07 help.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter. Three dots are a folded cell: it
# loads the tables and checks your values. Run it too.

# %% tags=["parameters"]
old: str = "sepa-2003"  # first of the two indicator systems to compare; name; any
new: str = "hj274-2009"  # second of them; name; any
base: int = 1568  # zones that could take part in the programs; zones; 1..100000
level: float = 0.05  # level of the verdict on chance; 1; 0.001..0.5
wait: float = 6.0  # time after which we ask who still waits; year; 0.1..100
true_median: float = 5.0  # true median wait of the synthetic cohort; year; 0.5..20
seed: int = 0  # seed of the draws and of the synthetic cohort; 1; 0..1000000
cohort_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic cohort; path; any
last_look: str = "2014-04-30"  # last day on which your zones were watched; day; any

# %% tags=["setup"]
import ecopark as ep
import ecopark_course as course

compare, overlap = ep.programs.compare, ep.programs.overlap
participation = ep.programs.participation

counts = overlap.from_package()
course.check_parameters("08", globals())
course.check_choice("old", old, compare.names(), what="There is no indicator system")
others = [name for name in compare.names() if name != old]
course.check_choice("new", new, others, what="The first system can be compared with another one, not with")
course.check_range("base [zones]", base, counts.union)

synthetic = participation.synthetic_cohort(median=true_median, seed=seed)
cohort = ep.programs.own_tables.cohort(cohort_file, last_look) if cohort_file else synthetic
titles = int(cohort["certified"].sum())
course.check_range("zones with the title", titles, 1, len(cohort))
course.check_range("wait [year]", wait, 0.1, cohort["years"].max().round(2))
programs = ep.datasets.load("programs")
programs[["name_en", "start", "national_subsidy", "targets_set_by"]]

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing: section 1, 5 minutes; section 2, 10; section 3, 10; section 4, 10; section 5,
# 5; section 6, 10. With less time leave out section 5: lesson 13 comes back to it.
#
# Discussion. (1) Who gains if one zone is in three programs: the zone, the ministries, the
# environment? (2) Would you give one title for three programs? What would get lost?

# %% [markdown]
# ## 1 Three programs
#
# The table above is the data package `programs`. `<NA>` means that the source does not say it: for the
# first program it prints no year of the start, and for the third no word on money.
#
# | | first program | second program | third program |
# |---|---|---|---|
# | short name here | `eip` | `circular` | `low_carbon` |
# | who sets the targets | a standard for all | each zone | each zone |
# | what is in the center | waste and pollution | material in circles | greenhouse gases |
# | list that stands for it here | `hj274-2009` | `cepz-ctip-2012` | `isc-low-carbon-2012` |
#
# The third program had no official list when the report was written. The report compares the list of
# an institute, ISC, in its place, and so do we. It shows how a low-carbon list can look. It does not show
# what the program asks for.
#
# **Predict first.** One of the three lists has no indicator on pollution, another one none on
# administration. Which ones? Write your guess down.
#
# ## 2 What they measure
#
# Different systems use different words. To compare them, each indicator is tied to a **concept**,
# such as *water use against output*. The package `crosswalk` holds this work. The concepts are this
# project's; some ties are doubtful and marked so.
#
# The figure counts the concepts of each category that a system covers. A guideline of 2003 stands
# beside the three lists. The color tells the part of a category. A small category gets a bright color
# with few concepts, so read the numbers too. Choose *concept* in the menu to see every tie.

# %%
course.widgets.explore(ep.programs.plots.heat_map, by=["category", "concept"])

# %%
ep.plots.show(ep.programs.plots.heat_map())

# %% [markdown]
# ### What the printed comparison lost
#
# The report by IISD prints such a comparison too, for three systems. Count its rows, and compare
# with the lists of the systems themselves.

# %%
full = compare.by_category().groupby("system")["indicators"].sum()
printed = compare.by_category(as_printed=True).groupby("system")["indicators"].sum()
lost = full.to_frame("in the system").assign(printed=printed)
lost[lost.index != "sepa-2003"]

# %% [markdown]
# Rows are missing in our text extract of these tables. Nobody notices this by reading: you have to count.
# (The guideline of 2003 is not in the printed comparison, so it is left out here.)
#
# The text around the tables makes claims as well. The audit recomputes them:

# %%
claims = course.claims.run("indicators").set_index("claim")
asked = ["circular-nearly-identical", "circular-lacks-pollution", "isc-near-duplicate"]
claims.loc[asked, ["statement", "stated", "computed", "unit", "verdict"]]

# %% [markdown]
# Both sides stay in the table: what is stated, and what the lists show. In the first row the number
# is the share of rows marked as new in the last version.
#
# ### What became of a concept
#
# Now two systems, the ones in the parameters cell. A concept of the first *survives* in the second,
# or it is *lost*. A concept of the second alone is *new*. A concept is *ambiguous* where the answer rests
# on a doubtful tie.

# %%
fates = compare.fates(old, new)
print(f"{old} -> {new}")
fates["fate"].value_counts()

# %%
fates.loc[fates["fate"] == "survives", ["label", "category", "old_codes", "new_codes"]]

# %% [markdown]
# A trap: a concept that survives is not the same indicator. Water per GDP and water per industrial
# added value are one concept and two numbers.
#
# Only two concepts stand in all the systems: energy and water against output. IISD gives a verdict of its
# own: it finds the EIP indicators the most complete. It also says that Rizhao's energy target is more than
# three times Tianjin's; by the printed values it is 3.75 times, and the two are for different years.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *more indicators measure more.* The systems have about the same
# number of rows, and only two concepts stand in all of them. Let pairs name these two before they look:
# energy and water against output.

# %% [markdown]
# ## 3 How many zones: a number that nobody printed
#
# The report gives these counts of zones:

# %%
figures = ep.datasets.load("participation", "figures").set_index("id")
said = ["zones_any", "zones_two_or_three", "zones_three", "eip_plans_approved", "low_carbon_pilots"]
figures.loc[said, ["quantity", "value", "qualifier", "date", "where"]]

# %% [markdown]
# Look at `qualifier` and `date`. One count says *about*, and the counts are not of the same day. What
# we compute from them inherits both doubts.
#
# The size of the circular program is missing. **Predict first:** is it smaller or larger than the
# other two?
#
# A zone in two programs is one zone and two *memberships*. So there are two ways to count:
#
# - zones in exactly one program = zones in any - zones in two or three;
# - zones in exactly two = zones in two or three - zones in three;
# - memberships = 1 x (exactly one) + 2 x (exactly two) + 3 x (all three).
#
# Memberships are also the sum of the three sizes. Two sizes are known, so the third follows.

# %%
{
    "exactly one": counts.one,
    "exactly two": counts.two,
    "all three": counts.three,
    "memberships": counts.memberships,
    "circular, recovered": counts.sizes["circular"],
}

# %% [markdown]
# A recovered number needs a second witness. The circular program has two halves: older zones (CEPZ, two
# batches) and newer ones (CTIP). Take both halves, and take away once the zones that are in both.

# %%
parts = figures.loc[["cepz_batch_1", "cepz_batch_2", "ctip_2014", "circular_both"]]
parts[["quantity", "value", "source", "status"]]

# %%
older, newer, both = parts["value"].iloc[:2].sum(), parts["value"].iloc[2], parts["value"].iloc[3]
int(older + newer - both)

# %% [markdown]
# The two routes meet. But look at the column `status`: two of the four numbers are **unverified**. They
# come from memory, and no document stands behind them. The agreement makes them more likely. It does
# not prove them.
#
# ### What stays unknown
#
# Which pairs of programs the zones share, no source says. The counts leave a range for each:

# %%
ep.plots.show(ep.programs.plots.upset(counts))

# %% [markdown]
# ### Two shares in one report
#
# Two pages of the report tell which share of the zones the programs cover, and they differ. Divide
# by the number of zones in `base`:

# %%
zone_share = 100 * counts.union / base
membership_share = 100 * counts.memberships / base
chance_share = 100 * overlap.expected_union(list(counts.sizes.values()), base) / base
{
    "stated on one page [%]": float(figures.loc["share_15", "value"]),
    "stated on another page [%]": float(figures.loc["share_13", "value"]),
    "zones over all zones [%]": round(zone_share, 2),
    "memberships over all zones [%]": round(membership_share, 2),
    "zones, if programs ignored each other [%]": round(chance_share, 2),
}

# %% [markdown]
# The sentences speak of zones, so zones must be counted. The last line may come close to one of the
# stated shares. That is a coincidence until somebody shows that the number was made so.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the number that comes nearest to the printed one must be how it
# was made.* Ask for three recipes that give the larger share (rounding up, memberships over a larger base, other
# date). A match is a hypothesis.

# %% [markdown]
# ## 4 Is the overlap more than chance?
#
# The report finds that the overlap of the programs does not seem significant. In daily life the word
# means *large enough to matter*. In statistics it means *more or less than chance would give*. These are
# two questions. The first has a short answer:

# %%
several = counts.two + counts.three
print(f"in two or three programs: {several} of {counts.union} zones, {100 * several / counts.union:.1f} %")

# %% [markdown]
# The second one needs a test. Suppose that each program picks its zones at random, without looking at the
# others. With sizes a, b, c and a population of N zones, chance gives on average
#
# - (ab + ac + bc) / N pairs of memberships;
# - abc / N^2 zones in all three.
#
# A zone in three programs holds three pairs. So the pairs that were seen are:

# %%
print(f"{counts.two} + 3 x {counts.three} = {counts.pairs} pairs, and {counts.three} triples")

# %% [markdown]
# **Predict first.** Does chance give more or fewer than these? And does it matter which zones *could*
# have taken part: all zones of the country, or the national-level zones only?

# %%
rows = {"as in the parameters": base} | overlap.bases()
tested = {
    name: overlap.against_chance(counts.sizes, number, counts.pairs, counts.three, level=level)
    for name, number in rows.items()
}
for name, found in tested.items():
    print(
        f"{name}, {found.base} zones: {found.expected_pairs:.1f} pairs and "
        f"{found.expected_triples:.2f} triples expected; "
        f"pairs: {found.pairs_verdict}, triples: {found.triples_verdict}"
    )

# %% [markdown]
# Move the slider: it changes the number of zones that could take part. Where does the verdict turn?

# %%
course.widgets.explore(
    ep.programs.plots.chance_chart, shown=counts, base=(counts.union, max(1600, base), 1, base), level=level
)

# %%
ep.plots.show(ep.programs.plots.chance_chart(counts, base, level=level))

# %% [markdown]
# The blue bars are draws at random. The number of pairs never changes. What chance gives changes with the
# population: few pairs among all zones, many among the national ones. Arithmetic cannot choose between the
# two. The reference population is a decision, and it can turn the verdict around. State it, always.
#
# **Neither population is quite right.** Perhaps large and rich zones apply more often, to any program. That
# alone would make programs share zones. And the national zones are a fair population only if all members of
# the programs are national zones. The report does not say so.
#
# A **permutation test** does the same without a formula: shuffle the zones many times and count how
# often the overlap is as large or as small as the one seen.

# %%
shuffled = overlap.against_chance(
    counts.sizes, base, counts.pairs, counts.three, method="permutation", draws=1000, seed=seed
)
exact = tested["as in the parameters"]
{
    "as many or more, exact": f"{exact.pairs_p_more:.2g}",
    "as many or more, 1000 shuffles": f"{shuffled.pairs_p_more:.2g}",
    "as many or fewer, exact": f"{exact.pairs_p_fewer:.2g}",
    "as many or fewer, 1000 shuffles": f"{shuffled.pairs_p_fewer:.2g}",
}

# %% [markdown]
# With 1000 shuffles no p-value can be smaller than 1/1001. The exact one can.
#
# ## 5 How participation grew
#
# The report counts the zones that join their first program in each year, and finds that growth gets
# faster. It adds a warning itself: the last rise comes in part from the start of a new program. How many
# zones can that be? The ranges of section 3 tell.

# %%
youngest = next(found for found in overlap.bounds(counts) if found.programs == ("low_carbon",))
low, high = (100 * number / counts.union for number in (youngest.low, youngest.high))
print(f"in the youngest program only: {youngest.low} to {youngest.high} of {counts.union} zones")
print(f"that is {low:.0f} to {high:.0f} % of the zones in any program")

# %% [markdown]
# A new program makes a step in the total. A step is not a trend: it happens once. Ask of every growth
# number: did more zones join, or did one more program start to count?
#
# Inside one program, growth can be read only where the counts fit each other. The figure shows approved
# plans of the first program. Each source has its own mark. A dotted line joins counts that cannot both hold
# if no zone ever leaves. Lesson 13 looks into this.

# %%
ep.plots.show(ep.programs.plots.counts_chart("plans_approved"))

# %% [markdown]
# Do not fit a curve through points of different sources. Part of what looks like growth, or like a fall,
# may be a change of definition. For the pace, take two counts of **one** source, or give a range.
#
# The report also prints a plan for five years, and what was reached before they were over:

# %%
for row in figures.loc[["eip_planned", "eip_named"]].itertuples():
    print(f"{row.value:g} ({row.date}): {row.quantity}")

# %% [markdown]
# Does the plan mean new parks, or all parks together? The report does not say. With the first reading,
# titles from before the plan began do not count, and the program is further behind.
#
# ## 6 How long does a zone wait?
#
# The report says how long it takes from the approved plan to the full title. It also says that some
# zones have waited much longer and still wait.

# %%
waiting = ["eip_named", "eip_certification_time_low", "eip_certification_time_high"]
waiting += ["eip_overdue", "eip_overdue_wait"]
for row in figures.loc[waiting].itertuples():
    print(f"{row.value:g} ({row.unit}): {row.quantity}")

# %% [markdown]
# The mean is taken over zones that **have** the title. A zone that still waits is not in it. Its
# time is *right-censored*: we know that it is longer than the time so far, not how long.
#
# **Predict first.** Is the mean over finished cases too short or too long?
#
# No source that we have lists the zones with their days. So we make a **synthetic cohort** with a true
# median that we know, and look at it on one day, as the report did. (With a file of your own, the cohort is
# yours.)

# %%
done = cohort[cohort["certified"]]
curve = participation.time_to_certification(cohort)
median, median_status = participation.median_wait(curve)
middles = (0.01 * step + 0.005 for step in range(40_000))  # the area under the true curve, in strips
true_mean = 0.01 * sum(participation.waiting_truth(time, true_median) / 100 for time in middles)
{
    "zones": len(cohort),
    "with the title": titles,
    "mean over those [year]": round(float(done["years"].mean()), 2),
    "median over those [year]": round(float(done["years"].median()), 2),
    "median, waiting zones counted [year]": median_status if median is None else round(median, 2),
    "true mean [year]": "not known" if cohort_file else round(true_mean, 2),
    "true median [year]": "not known" if cohort_file else true_median,
}

# %% [markdown]
# Finished cases are the quick ones. The longer a zone has to wait, the smaller is its chance to be among
# them. So their mean and their median lean to the short side, and they lean more if many zones still
# wait. Compare mean with mean and median with median: the two differ even where nobody waits. (The true mean
# is the area under the true curve of waiting zones.)
#
# The method of **Kaplan and Meier** uses every zone for as long as it was watched: at each title it asks
# which part of the zones still under watch got it. *Undefined* means that more than half still wait at the
# end, so the median is not reached.
#
# For the synthetic cohort, the figure also has two bars. They show what the counts of the report allow,
# without any day: for the share that truly waits longer, and for the estimate by this method.

# %%
bounds = None if cohort_file else participation.certification_bounds()
ep.plots.show(ep.programs.plots.waiting_curve(curve, bounds, synthetic=not cohort_file))

# %%
at_wait = min([100.0, *curve.loc[curve["years"] <= wait, "waiting"]])
known = participation.certification_bounds()
print(f"after {wait:g} years, finished cases only: {100 * (done['years'] > wait).mean():.1f} % still waited")
print(f"after {wait:g} years, waiting zones counted: {at_wait:.1f} % still wait")
print(f"counts of the report: at least {known.share_low:.1f} % wait longer than {known.wait:g} years")

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *leave out the zones that still wait, because their time is not
# known.* Let the class play it: ten people stand up, three sit down after 1, 2, 3 minutes, seven
# stand on. What is the mean time of standing? Three people give two minutes. Nobody would say that this
# is right. The game takes five minutes.

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "concepts that survive": int((fates["fate"] == "survives").sum()),
        "concepts that are lost": int((fates["fate"] == "lost").sum()),
        "circular program, recovered [zones]": counts.sizes["circular"],
        "share of the zones in a program [%]": zone_share,
        "memberships over zones [%]": membership_share,
        "expected pairs": exact.expected_pairs,
        "expected triples": exact.expected_triples,
        "chance of as many pairs or fewer": exact.pairs_p_fewer,
        "verdict on pairs": exact.pairs_verdict,
        "mean time of the finished cases [year]": done["years"].mean(),
        "true mean of the synthetic law [year]": true_mean,
        "still waiting after the time asked [%]": at_wait,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The ties between indicators and concepts are a judgment. Another team would tie some differently.
# - The third program is shown by the list of an institute. Its own list was not public yet.
# - The number of zones in all three programs is the length of a list, not a printed number.
# - The counts of zones are of different days, and one is rounded. The recovered size is as good as they are.
# - A test against chance tells that programs pick alike or apart. It does not tell why.
# - The cohort is synthetic, unless you gave your own file. Only its number of zones is that of the report.
# - The zones that have waited long are counted without a day. The bounds take all counts as of one day.
# - Kaplan and Meier's method assumes that zones under watch for a short time do not differ from the
#   others. If the rules changed, they do.
#
# ## Key points
#
# - Count the rows of a comparison. Rows get lost.
# - Zones and memberships are two counts. Say which one a percentage uses.
# - A verdict on overlap needs a reference population. It can turn the verdict around.
# - A new program makes a step in the count, not a trend.
# - A mean over finished cases leans to the short side. Zones that wait are data.
#
# ## Now with your own zone
#
# Make a CSV or XLSX file with one row a zone and the columns `zone`, `approved` and `certified`, with
# days such as 2012-06-01. Leave `certified` empty for a zone that still waits. Then run this lesson
# on it:
#
# `ecopark run 08 -p cohort_file=my-zones.csv -p last_look=2024-12-31 -p wait=4`
#
# Other systems and another population:
#
# `ecopark run 08 -p old=hj274-2009 -p new=isc-low-carbon-2012 -p base=329`
#
# With a table of zones and a yes-no column for each program, `ep.programs.overlap.from_members`
# counts the overlap itself.
#
# The exercises are in `exercises/08_three_programs.ipynb`.
#
# ## Researcher's corner
#
# **Where the verdict turns.** Expected and seen pairs are equal where N = (ab + ac + bc) / pairs.
# For triples it is the root of abc / triples. The two differ: between them the programs share too
# few pairs but too many triples. A core of showcase zones would look like this.

# %%
a, b, c = counts.sizes.values()
{
    "zones at which the pairs equal chance": round((a * b + a * c + b * c) / counts.pairs),
    "zones at which the triples equal chance": round((a * b * c / counts.three) ** 0.5),
}

# %% [markdown]
# **How alike are the systems?** Jaccard's index: concepts in both over concepts in either.

# %%
table = compare.systems()
covers = {name: set(table.loc[table[name].notna(), "concept"]) for name in compare.names()}
{
    f"{one} and {two}": round(len(covers[one] & covers[two]) / len(covers[one] | covers[two]), 2)
    for one in covers
    for two in covers
    if one < two
}

# %% [markdown]
# **Is the bias of one cohort an accident?** Draw twenty cohorts with the same true median, and
# average the estimates. Again compare like with like: mean with mean, median with median. A median that is
# not reached is left out and counted.

# %%
many = [participation.synthetic_cohort(median=true_median, seed=s) for s in range(20)]
finished = [m.loc[m["certified"], "years"].mean() for m in many]
medians = [participation.median_wait(participation.time_to_certification(m))[0] for m in many]
reached = [m for m in medians if m is not None]
print(f"true mean {true_mean:.2f} years; mean of finished cases {sum(finished) / 20:.2f} years")
if reached:
    print(f"true median {true_median:g} years; Kaplan and Meier's {sum(reached) / len(reached):.2f} years,")
    print(f"reached in {len(reached)} cohorts of 20")

# %% [markdown]
# The first gap does not go away with more cohorts: it is a bias. Set `true_median` lower, and it shrinks,
# because few zones still wait on the day of the last look. If the median is not reached in all cohorts,
# those left out are the slow ones. Then the second line is too short as well.
#
# ## References
#
# - IISD (2015), sections 3 and 4, Tables 2 to 4 and Appendix: packages `programs`, `participation`,
#   `crosswalk`.
# - Other counts: package `participation`, column `source`; their cards are in `sources`.
# - Kaplan, E. L. and Meier, P. (1958), Journal of the American Statistical Association 53, 457-481.
# - Synthetic cohort: `ep.programs.participation.synthetic_cohort`.
