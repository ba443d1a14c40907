# ---
# jupyter:
#   ecopark:
#     number: "06"
#     title: Three programs side by side
#     minutes: 50
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 Three programs side by side
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
# **Time:** 50 minutes. **Before:** lesson 03; lessons 04 and 05 help.
#
# Run the cells from top to bottom: click a cell and press Shift+Enter.

# %% tags=["parameters"]
old: str = "sepa-2003"  # first of the two indicator systems to compare; name; any
new: str = "hj274-2009"  # second of them; name; any
base: int = 1568  # zones that could take part in the programs; zones; any
level: float = 0.05  # level of the verdict on chance; 1; any
wait: float = 6.0  # time after which we ask who still waits; year; any
true_median: float = 5.0  # true median wait of the synthetic cohort; year; any
seed: int = 0  # seed of the draws and of the synthetic cohort; 1; 0..1000000
cohort_file: str = ""  # CSV or XLSX file with your own zones, used instead of the synthetic cohort; path; any
last_look: str = "2014-04-30"  # last day on which your zones were watched; day; any

# %%
import ecopark as ep

compare, overlap = ep.programs.compare, ep.programs.overlap
participation = ep.programs.participation

counts = overlap.from_package()
ep.needs.choice("old", old, compare.names(), what="There is no indicator system")
others = [name for name in compare.names() if name != old]
ep.needs.choice("new", new, others, what="The first system can be compared with another one, not with")
ep.needs.between("base [zones]", base, counts.union, 100_000)
ep.needs.between("level", level, 0.001, 0.5)
ep.needs.between("true_median [year]", true_median, 0.5, 20)

synthetic = participation.synthetic_cohort(median=true_median, seed=seed)
cohort = ep.programs.own_tables.cohort(cohort_file, last_look) if cohort_file else synthetic
titles = int(cohort["certified"].sum())
ep.needs.between("zones with the title", titles, 1, len(cohort))
ep.needs.between("wait [year]", wait, 0.1, cohort["years"].max().round(2))
programs = ep.datasets.load("programs")
programs[["name_en", "start", "national_subsidy", "targets_set_by"]]

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing: section 1, 5 minutes; section 2, 10; section 3, 10; section 4, 10; section 5,
# 5; section 6, 10. With less time leave out section 5: lesson 11 comes back to it.
#
# Discussion. (1) Who gains if one zone is in three programs: the zone, the ministries, the
# environment? (2) Would you give one title for three programs? What would get lost?

# %% [markdown]
# ## 1 Three programs
#
# The table above is the data package `programs`. An empty cell means that the source does not say
# it: no start year is printed for the first program as a number, and no word on money for the third.
#
# | | first program | second program | third program |
# |---|---|---|---|
# | short name here | `eip` | `circular` | `low_carbon` |
# | who sets the targets | a standard for all | each zone | each zone |
# | what is in the center | waste and pollution | material in circles | greenhouse gases |
#
# **Predict first.** One of the three has no indicator on pollution, another one none on
# administration. Which ones? Write your guess down.
#
# ## 2 What they measure
#
# Different systems use different words. To compare them, each indicator is tied to a **concept**,
# such as *water use against output*. The package `crosswalk` holds this work. The concepts are this
# project's; some ties are doubtful and marked so.
#
# The figure counts the concepts of each category that a system covers. A guideline of 2003 stands
# beside the three programs. Choose *concept* in the menu to see every tie.

# %%
ep.widgets.explore(ep.programs.plots.heat_map, by=["category", "concept"])

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
# Rows are missing in print. Nobody notices this by reading: you have to count. (The guideline
# of 2003 is not in the printed comparison, so it is left out here.)
#
# The text around the tables makes claims as well. The audit recomputes them:

# %%
claims = ep.audit.run("indicators").set_index("claim")
asked = ["circular-nearly-identical", "circular-lacks-pollution", "isc-near-duplicate"]
claims.loc[asked, ["statement", "stated", "computed", "unit", "verdict"]]

# %% [markdown]
# Both sides stay in the table: what is stated, and what the lists show. In the first row the number
# is the share of rows marked as new in the last version.
#
# ### What became of a concept
#
# Now two systems, the ones in the parameters cell. A concept of the first *survives* in the second,
# or it is *lost*. It is *ambiguous* where the answer rests on a doubtful tie.

# %%
fates = compare.fates(old, new)
print(f"{old} -> {new}")
fates["fate"].value_counts()

# %%
fates.loc[fates["fate"] == "survives", ["label", "category", "old_codes", "new_codes"]]

# %% [markdown]
# A trap: a concept that survives is not the same indicator. Water per GDP and water per industrial
# added value are one concept and two numbers.

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
figures.loc[said, ["quantity", "value", "date", "where"]]

# %% [markdown]
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
# A recovered number needs a second witness. Other documents give the two halves of the circular
# program: the older batches, the newer parks, and the zones in both halves.

# %%
parts = figures.loc[["cepz_batch_1", "cepz_batch_2", "ctip_2014", "circular_both"]]
parts[["quantity", "value", "source", "status"]]

# %%
older, newer, both = parts["value"].iloc[:2].sum(), parts["value"].iloc[2], parts["value"].iloc[3]
int(older + newer - both)

# %% [markdown]
# The two routes meet. But look at the column `status`: two of the four numbers are **unverified**.
# The agreement makes them more likely. It does not prove them.
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
# The report finds that the overlap of the programs is not significant. Test it. Suppose that each
# program picks its zones at random, without looking at the others. With sizes a, b, c and a
# population of N zones, chance gives on average
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
ep.widgets.explore(
    ep.programs.plots.chance_chart, shown=counts, base=(counts.union, max(1600, base), 1, base), level=level
)

# %%
ep.plots.show(ep.programs.plots.chance_chart(counts, base, level=level))

# %% [markdown]
# The blue bars are 5000 draws at random. The same counts are far *more* than chance in the large
# population and *fewer* than chance in the small one. Arithmetic cannot choose between them: the
# reference population is a decision, and it decides the verdict. State it, always.
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
# The figure shows approved plans of the first program. Each source has its own mark. A dotted line
# joins counts that cannot both hold if no zone ever leaves. Lesson 11 looks into this.

# %%
ep.plots.show(ep.programs.plots.counts_chart("plans_approved"))

# %% [markdown]
# Do not fit a curve through points of different sources. Part of what looks like growth may be a
# change of definition.
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
# No source lists the zones with their days. So we make a **synthetic cohort** with a true median
# that we know, and look at it on one day, as the report did. (With a file of your own, the cohort is
# yours.)

# %%
done = cohort[cohort["certified"]]
curve = participation.time_to_certification(cohort)
median, median_status = participation.median_wait(curve)
{
    "zones": len(cohort),
    "with the title": titles,
    "mean over those [year]": round(float(done["years"].mean()), 2),
    "median, waiting zones counted [year]": median_status if median is None else round(median, 2),
    "true median [year]": "not known" if cohort_file else true_median,
}

# %% [markdown]
# The mean over finished cases falls short. The method of **Kaplan and Meier** uses every zone for as
# long as it was watched: at each title it asks which part of the zones still under watch got it.
# The bars in the figure show what the counts of the report alone allow.

# %%
bounds = None if cohort_file else participation.certification_bounds()
ep.plots.show(ep.programs.plots.waiting_curve(curve, bounds, synthetic=not cohort_file))

# %%
at_wait = min([100.0, *curve.loc[curve["years"] <= wait, "waiting"]])
known = participation.certification_bounds()
print(f"{at_wait:.1f} % of this cohort still wait after {wait:g} years")
print(f"counts of the report: at least {known.share_low:.1f} % wait longer than {known.wait:g} years")

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *leave out the zones that still wait, because their time is not
# known.* Let the class play it: ten people stand up, three sit down after 1, 2, 3 minutes, seven
# stand on. What is the mean time of standing? Five minutes.

# %% [markdown]
# ## Results of this run

# %%
ep.results(
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
        "still waiting after the time asked [%]": at_wait,
    }
)

# %% [markdown]
# ## What this cannot show
#
# - The ties between indicators and concepts are a judgment. Another team would tie some differently.
# - The number of zones in all three programs is the length of a list, not a printed number.
# - A test against chance tells that programs pick alike or apart. It does not tell why.
# - The cohort is synthetic, unless you gave your own file. Only its counts are like the real ones.
# - Kaplan and Meier's method assumes that zones under watch for a short time do not differ from the
#   others. If the rules changed, they do.
#
# ## Key points
#
# - Count the rows of a comparison. Rows get lost.
# - Zones and memberships are two counts. Say which one a percentage uses.
# - A verdict on overlap needs a reference population. It can turn the verdict around.
# - A mean over finished cases is too short. Zones that wait are data.
#
# ## Now with your own zone
#
# Make a CSV or XLSX file with one row a zone and the columns `zone`, `approved` and `certified`, with
# days such as 2012-06-01. Leave `certified` empty for a zone that still waits. Then run this lesson
# on it:
#
# `ecopark run 06 -p cohort_file=my-zones.csv -p last_look=2024-12-31 -p wait=4`
#
# Other systems and another population:
#
# `ecopark run 06 -p old=hj274-2009 -p new=isc-low-carbon-2012 -p base=329`
#
# With a table of zones and a yes-no column for each program, `ep.programs.overlap.from_members`
# counts the overlap itself.
#
# The exercises are in `exercises/06_three_programs.ipynb`.
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
# average both estimates. A median that is not reached is left out and counted.

# %%
many = [participation.synthetic_cohort(median=true_median, seed=s) for s in range(20)]
finished = [m.loc[m["certified"], "years"].mean() for m in many]
medians = [participation.median_wait(participation.time_to_certification(m))[0] for m in many]
reached = [m for m in medians if m is not None]
print(f"true median {true_median:g} years; mean of finished cases {sum(finished) / 20:.2f} years")
if reached:
    print(f"Kaplan and Meier's median {sum(reached) / len(reached):.2f} years, reached")
    print(f"in {len(reached)} cohorts of 20")

# %% [markdown]
# The mean and the median are different things even without censoring. For this law of waiting the
# mean is a little *longer* than the median, so the gap above is all the more due to censoring.
#
# ## References
#
# - IISD (2015), sections 3 and 4, Tables 2 to 4 and Appendix: packages `programs`, `participation`,
#   `crosswalk`.
# - Other counts: package `participation`, column `source`; their cards are in `sources`.
# - Kaplan, E. L. and Meier, P. (1958), Journal of the American Statistical Association 53, 457-481.
# - Synthetic cohort: `ep.programs.participation.synthetic_cohort`.
