# ---
# jupyter:
#   ecopark:
#     number: "11"
#     title: "Reading sources critically: the audit"
#     minutes: 60
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11 Reading sources critically: the audit
#
# **Question.** A document gives you a number. How do you find out whether you may use it?
#
# **After this lesson you can**
#
# - recompute a claim from the figures behind it, and give a verdict with a reason;
# - name the kind of fault, and ask the question that finds it;
# - compute with the interval that a rounded number stands for;
# - read numbers and years in Chinese and Thai texts, and tell look-alike names apart;
# - judge whether sources are independent, and name the evidence that would decide;
# - keep an audit record that another person can check.
#
# **Time:** 60 minutes. **Before:** lesson 00; lessons 05 and 10 help.
#
# This is a lab. You will check what the sources of this course say. You need no permission for that, and
# no more than arithmetic. Run the cells from top to bottom: click a cell and press Shift+Enter.
# Three dots are a folded cell: run it too.

# %% tags=["parameters"]
subject: str = "subsidies"  # subject of the claims to recompute; name; any
claim: str = "share-15"  # claim to look at closely; short name; any
base_step: float = 100.0  # rounding step of "almost 1,600 zones"; zones; 1..400
at_most: int = 1  # edits between two names that are taken for one; count; 0..4
sources: int = 3  # sources that vote; count; 3..15
copies: int = 1  # sources that repeat another one; count; 0..14
right: float = 0.7  # chance that one source is right; 1; 0..1
puzzle: str = "tranche-implied-subsidy"  # puzzle to find evidence for; short name; any
claims_file: str = ""  # CSV or XLSX file with claims of your own document; path; any

# %% tags=["setup"]
import ecopark as ep
import ecopark_course as course

claims = course.claims.run()
faults = ep.datasets.load("audit_lab", "faults")
evidence = ep.datasets.load("audit_lab", "evidence")
course.check_parameters("11", globals())
course.check_choice("subject", subject, claims["subject"].unique(), what="No claim is on the subject")
course.check_choice("claim", claim, claims["claim"])
course.check_choice("puzzle", puzzle, evidence["puzzle"].unique())
course.check_order("the number of copies", copies, "the number of sources", sources)
template = ep.datasets.load("audit_lab", "template")
records = course.claims.judge(claims_file) if claims_file else course.claims.judge(template)
claims[["claim", "statement", "stated", "computed", "unit"]].head(3)

# %% [markdown] tags=["instructor"]
# **Teacher.** Timing: sections 1 and 2, 12 minutes; section 3, 8; section 4, 10; sections 5 and 6, 12;
# section 7, 8; sections 8 and 9, 10. For a two-hour training take 1, 3, 4 and 9.
#
# Discussion. (1) A report of a respected institute has dozens of slips. Do you trust it less, or more,
# because they can be found? (2) You find an error in a text that your own ministry quotes. What do you
# do with it?
#
# This lesson audits other people's work. Say at the start that every long text has faults, also this
# course. Set a prize for the first fault that the class finds in a lesson.

# %% [markdown]
# ## 1 Recompute, do not believe
#
# A *claim* is a statement that somebody can check. The package `claims` holds the checkable claims of
# the sources. For each of them a small function computes the answer again, from the figures behind it.
# The verdict is one of four words:
#
# - **agrees**: the recomputation gives what the source says;
# - **conflicts**: it does not;
# - **puzzle**: what we know is not enough to tell;
# - **trap**: the number may be right, but an easy mistake lies in wait.
#
# **Predict first:** what part of the claims simply agrees? Write a number down. Then run the cell.

# %%
ep.plots.show(course.claims.verdict_bars(claims, by="subject"))

# %% [markdown]
# Do not conclude that the sources are bad. A claim got into this table because somebody stopped at it.
# Claims that nobody stopped at are not there. (That is a *selection*, and the first thing to ask about
# any table.)
#
# Here are the claims of one subject. The parameter `subject` chooses it.

# %%
own = claims[claims["subject"] == subject]
for row in own.itertuples():
    said = course.claims.in_words(row.stated, row.computed, row.low, row.high, row.unit)
    print(f"{row.verdict:10}{row.claim}: {row.statement}\n{'':10}{said}")

# %% [markdown]
# And here is one claim closely, with its reason. The parameter `claim` chooses it.

# %%
close = claims.set_index("claim").loc[claim]
said = course.claims.in_words(close["stated"], close["computed"], close["low"], close["high"], close["unit"])
print(f"{close['statement']}\n{said}: {close['verdict']}\n{close['explanation']}\nsource: {close['source']}")

# %% [markdown]
# A verdict without its reason is an opinion. So a verdict always comes with four things: what is
# claimed, what was computed, from which figures, and where they stand.
#
# ## 2 Kinds of faults
#
# The faults repeat themselves. This table names ten kinds. Each has a question that finds it.

# %%
kinds = ep.datasets.load("audit_lab", "kinds")
for row in kinds.itertuples():
    print(f"{row.name}: {row.question}\n    {row.check}")

# %%
doubtful = claims.merge(faults[["claim", "kind"]], on="claim")
ep.plots.show(course.claims.verdict_bars(doubtful, by="kind"))

# %% [markdown]
# **Read the figure.** Which kind has the most conflicts? Which kind has almost only traps? Why could
# that be?
#
# Conflicts can be found by adding and comparing. Traps of *inference* cannot: each number is right, and
# the conclusion still does not follow. The largest groups are not slips of the pen. They are
# *definitions* (a share of what?) and *inferences* (so what?).
#
# Which kind a fault belongs to is a judgment of this project. Look at an example of each:

# %%
examples = kinds[["name", "example"]].merge(claims, left_on="example", right_on="claim")
for row in examples.itertuples():
    print(f"{row.name}: {row.statement}\n    {row.explanation}")

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *an error is an error of arithmetic.* Of the claims here very few are.
# Let pairs sort five claims by kind, then compare. They will not agree on all of them, and that is the
# point: one fault can have two faces.

# %% [markdown]
# ## 3 Count before you trust
#
# The cheapest check of all: a text says how many, and then gives the list. Count the list.
#
# Five claims about indicator systems, and what the lists of the same report give. **Predict first:** is
# a list that is too short more likely, or one that is too long?

# %%
counted = ["table1-rows", "hj274-one-row-missing", "comparison-eip", "comparison-circular", "isc-rows"]
for row in claims.set_index("claim").loc[counted].itertuples():
    print(f"{row.statement} Counted: {row.computed:.0f}, {row.verdict}")

# %% [markdown]
# The report's own comparison of the systems prints one row of the standard less than the report itself,
# and loses rows of the circular program too. Which rows are they? Take what the comparison prints away
# from the full lists:

# %%
coverage = ep.datasets.load("crosswalk", "coverage")
lost = coverage[coverage["correction"] == "row lost by the table"]
lost[["system", "code", "concept", "certainty"]]

# %% [markdown]
# A missing row leaves no gap on the page. Only the count shows it. Of the five claims above, the second
# one is counted in another way. The foreword of the standard names a total. Take away the one criterion that the amendment
# removed: one row more than the report prints should remain. The sources do not say which one it is, so
# the verdict is *puzzle*, not *conflict*.
#
# The same with names in a list. An overview numbers the bodies in charge of green cities, and lists
# places as *cities*:

# %%
bodies = ep.datasets.load("eco_cities", "programs")
places = ep.datasets.load("eco_cities", "places")
places = places[places["list"] == "low_carbon_city"]
{
    "items in the list of bodies": len(bodies),
    "different bodies": bodies["agency"].nunique(),
    "names in the list of cities": len(places),
    "of these cities": int((places["level"] == "city").sum()),
    "of these provinces": int((places["level"] == "province").sum()),
}

# %% [markdown]
# ## 4 What rounding leaves open
#
# A printed number stands for all numbers that round to it. A printed 15 stands for everything from 14.5
# to 15.5. We call this its *interval*. A claim conflicts only if the intervals do not touch.
#
# One report says in two places which part of all zones is in a program: about 13 % and about 15 %. It
# also gives two totals, one exact and one round. Could rounding explain the difference? The round total
# may be rounded to tens, hundreds or more. Choose a step:

# %%
figures = ep.datasets.load("participation", "figures").set_index("id")
zones = float(figures.at["zones_any", "value"])
exact_total = float(figures.at["zones_china", "value"])
round_total = float(figures.at["zones_china_rounded", "value"])
steps = [base_step, *(step for step in (1.0, 10.0, 50.0, 100.0, 200.0, 400.0) if step != base_step)]
course.widgets.explore(course.claims.rounding_interval, value=round_total, step=steps)

# %%
total = course.claims.rounding_interval(round_total, step=base_step)
total

# %% [markdown]
# Divide the number of zones by both ends. The share is an interval too.

# %%
share = 100 * zones / total
intervals = {
    "about 13 %": course.claims.parse_printed(figures.at["share_13", "printed"]),
    "about 15 %": course.claims.parse_printed(figures.at["share_15", "printed"]),
    "share of the round total": share,
}
memberships = claims.set_index("claim").at["memberships", "computed"]
values = {
    "share of the exact total": 100 * zones / exact_total,
    "memberships over exact total": 100 * memberships / exact_total,
}
ep.plots.show(ep.plots.interval_plot(intervals, values, quantity="Share of the zones", unit="%"))

# %% [markdown]
# The first claim holds. The second one does not, at any step up to 200 zones. Try 400 in the parameters
# cell: then the interval of the total is so wide that the share fits both claims. *About* does not
# allow everything. A number that is rounded so much says little.
#
# How many zones would 15 % need? Turn the question round:

# %%
needed = course.claims.parse_printed(figures.at["share_15", "printed"]) * (exact_total / 100)
print(f"between {needed.low:.0f} and {needed.high:.0f} zones, and the report counts about {zones:.0f}")

# %% [markdown]
# **Rule.** Keep the last zero: 8.0 and 8 stand for intervals of different width. And a count is not
# rounded: 22 zones are 22 zones.
#
# ## 5 Numbers and years in Chinese and Thai
#
# Chinese counts in ten thousands: 萬 is 10^4 and 億 is 10^8. One number can hold both. The cell reads
# numbers as two texts print them, and gives their intervals.

# %%
program = ep.datasets.load("taiwan", "program").set_index("id")["value_printed"]
series = ep.datasets.load("taiwan", "series").set_index("id")["value_printed"]
asian = [*program[["linhai_co2", "money"]], *series[["2007_co2", "2012_money", "2009_steam_co2"]]]
for text in asian:
    number = course.claims.parse_printed(text)
    print(f"{text}: from {number.low:,.1f} to {number.high:,.1f}")

# %% [markdown]
# **The trap.** English has no word for 億. Read it as *billion* and money grows tenfold; read
# it as *million* and it shrinks to a hundredth. The step changes with it: a digit behind the point of
# 萬 is a step of a thousand.
#
# **A second trap.** Zeros at the end of a whole number hide the step. Look at 6,000万 above: was it rounded
# to one 万, or to a thousand of them? The page does not say. The function takes the smallest step, so its
# interval may be much too narrow. If you doubt the zeros, choose a larger step, as in section 4.
#
# Thai has its own word for each power of ten up to a million. These examples are ours: no source of the
# course writes numbers so, and the glossary marks its Thai number words as unverified. Thai digits are
# digits, too.

# %%
for text in ["36.2 หมื่น", "36.2 ล้าน", "๓.๖๖ พันล้าน"]:
    number = course.claims.parse_printed(text)
    print(f"{text}: from {number.low:,.0f} to {number.high:,.0f}")

# %% [markdown]
# Years have the same trap. Thai texts often count from the year of the Buddha (พ.ศ.), texts of Taiwan
# from the founding of the republic (民國). The first text below stands in a source. The Thai overview
# of this course prints common years, so the Thai examples are ours.

# %%
for text in [series["csc_start_news"], "พ.ศ. 2546", "พ.ศ. ๒๕๕๔", "ค.ศ. 2003"]:
    print(f"{text}: {course.claims.year_of(text)}")

# %% [markdown]
# A year without its era is not taken on trust: `course.claims.year_of("2546")` stops and asks for the
# calendar.
#
# ## 6 Names: one thing or two?
#
# The report writes CEPZ and CPEZ, MIIT and MILT, NDRC and NRDC, RMB and yuan. To join tables from two
# texts you must decide which names are one thing. This is called *entity resolution*.
#
# A program can count *edits*: a letter put in, left out, replaced, or two neighbors swapped. Names with
# few edits between them look alike:

# %%
twins = [("CEPZ", "CPEZ"), ("MIIT", "MILT"), ("MoF", "MoST"), ("RMB", "yuan")]
{f"{one} to {other}": course.claims.edits(one, other) for one, other in twins}

# %% [markdown]
# The glossary knows which names mean one thing, so we can test the idea. **Predict first:** are names one
# edit apart always the same thing?

# %%
forms = ep.datasets.load("glossary", "forms")
is_short = forms["note"].str.contains("short form", case=False, na=False) | (forms["term"] == "rmb")
short = forms[is_short & (forms["language"] == "en") & (forms["form"].str.len() <= 6)]
course.widgets.explore(course.claims.lookalikes, forms=short, at_most=(0, 4, 1, at_most))

# %%
pairs = course.claims.lookalikes(short, at_most)
pairs

# %%
everything = course.claims.lookalikes(short, 99)
truly = int(everything["same"].sum())
{
    "names": short["form"].nunique(),
    "pairs that look alike": len(pairs),
    "of these one thing": int(pairs["same"].sum()),
    "pairs that are one thing, alike or not": truly,
}

# %% [markdown]
# Two errors are possible, and they pull in opposite directions:
#
# - a **false join**: a gas and a measure of water pollution are one edit apart, and so are two gases;
# - a **missed join**: *RMB* and *yuan* share no letter, and are one currency.
#
# With more edits you get more false joins and hardly a new true one. So let the program *propose* pairs,
# and let a person decide, with a source for each decision.
#
# Not every pair of names is a misprint. The guidelines of 2003 carry the name SEPA. A later report gives acts
# of those years to MEP. A name has its years, and a list of forms must keep them.

# %% [markdown] tags=["instructor"]
# **Teacher.** Usual misconception: *the computer found it, so it is the same.* Let the class vote on
# MoF and MoST, then on CEPZ and CTIP: near in letters or in subject, and different things.

# %% [markdown]
# ## 7 Two sources say so: are they two?
#
# In which country does Kalundborg lie? Three texts of this course say it. **Predict first:** what does
# the majority say?

# %%
statements = ep.datasets.load("kalundborg", "statements")
origins = ep.datasets.load("audit_lab", "origins")[["text", "origin", "why"]]
country = statements[statements["subject"] == "country"].merge(origins, left_on="source", right_on="text")
told = country[country["status"] == "stated"]
told[["source", "statement_value", "origin"]]

# %%
votes = told.groupby("statement_value").agg(texts=("source", "nunique"), origins=("origin", "nunique"))
votes

# %% [markdown]
# The majority is wrong. That two texts agree on something *true* tells nothing about them: the truth is
# there for everybody to find. That two texts share an *error* is a trace: one may have copied it, or
# both copied a third text. It is evidence, not proof, for two authors can make the same slip. If they count
# as one origin, the vote is a tie.
#
# Now the public documents, with their origins:

# %%
for row in country[country["status"] == "verified"].itertuples():
    print(f"{row.source}: {row.statement_value}. {row.why}")

# %% [markdown]
# These documents do not decide because they are more. They decide because the symbiosis is what they are
# about, not an example in passing. One of them comes from the institute that published the wrong country.
# A single address in the town would be enough.
#
# **What is a majority worth?** Suppose that each source that speaks for itself is right with the same
# chance, and that some sources only repeat the first one. Move the sliders.

# %%
course.widgets.explore(
    course.claims.majority_right,
    sources=sources,
    right=(0.0, 1.0, 0.05, right),
    copies=(0, sources - 1, 1, copies),
)

# %%
with_copies = course.claims.majority_right(sources, right, copies)
without = course.claims.majority_right(sources, right)
print(f"majority of {sources} sources right: {100 * without:.1f} % if all speak for themselves,")
print(f"{100 * with_copies:.1f} % if {copies} of them repeat the first one")

# %% [markdown]
# With three sources one copy is enough to make two votes. The majority is then no better than the
# one text that was copied.
#
# ## 8 What evidence would decide?
#
# Some faults cannot be settled at the desk. Then an audit does not end with a guess. It ends with a list
# of explanations and with the evidence that would tell them apart. The parameter `puzzle` chooses one.

# %%
case = claims.set_index("claim").loc[puzzle]
print(f"{case['statement']} {case['explanation']}\n")
hypotheses = ep.datasets.load("audit_lab", "hypotheses")
for row in hypotheses[hypotheses["puzzle"] == puzzle].itertuples():
    print(f"{row.hypothesis}: {row.meaning}")

# %% [markdown]
# **Before you read on:** which document would you ask for first? Nobody has seen the evidence in the
# table below. Each cell says what it *would* show if the explanation in the head of its column were true.

# %%
looked_for = evidence[evidence["puzzle"] == puzzle]
looked_for.pivot(index="meaning", columns="hypothesis", values="shows")

# %% [markdown]
# A row whose cells are all alike decides nothing. A row with two kinds of cells removes some
# explanations. Which smallest set tells all of them apart?

# %%
enough = course.claims.deciding(looked_for)
[" and ".join(chosen) for chosen in enough]

# %% [markdown]
# Ask for the cheapest of these sets. That is what a good question to an author looks like: *please send
# me these pages*, not *is your number right?*
#
# ## 9 Your own audit record
#
# A record is one row. It holds the claim, the number as printed, the numbers behind it as printed, what
# joins them, the source, and the place in the source. `course.claims.judge` then computes the interval and the
# verdict. The word *exact* before a number says that it is not rounded.

# %%
records[["claim", "stated", "first", "operation", "second", "source"]].fillna("")

# %%
for row in records.itertuples():
    number = f"{row.computed:,.4g}" if row.computed == row.computed else "nothing"
    print(f"{row.verdict:10}{row.claim}: printed {row.stated}, computed {number} [{row.unit}]")

# %% [markdown]
# Four things to see:
#
# - a number keeps its printed form, also in Chinese: so the rounding stays known;
# - `missing` is a verdict. The report writes *n/c*, not communicated. Do not put a zero there;
# - a record without a source or a place is refused: nobody could check it;
# - the verdict is about the numbers. The kind of the fault and the reason are for you to write.

# %%
verdicts = records["verdict"].value_counts()
verdicts

# %% [markdown]
# ## Results of this run

# %%
course.results(
    {
        "claims on the subject": len(own),
        "claims on the subject that simply agree": int((own["verdict"] == "agrees").sum()),
        "verdict on the claim": close["verdict"],
        "share of the round total, low end [%]": share.low,
        "share of the round total, high end [%]": share.high,
        "rounding explains 15 %": intervals["about 15 %"].overlaps(share),
        "pairs of names that look alike": len(pairs),
        "pairs that look alike and are one thing": int(pairs["same"].sum()),
        "chance that the majority is right [%]": 100 * with_copies,
        "pieces of evidence that are needed": len(enough[0]) if enough else None,
        "own records that agree": int(verdicts.get("agrees", 0)),
        "own records that conflict": int(verdicts.get("conflicts", 0)),
    }
)

# %% [markdown]
# ## What this cannot show
#
# - How good a source is as a whole. The claims were chosen because they can be checked, not at random.
# - That an agreeing claim is true. A number can be wrong and still fit all others of its page.
# - Why an author made a mistake. A shared error shows a common origin, not who copied.
# - What documents say that nobody here has read. Many public pages were read as excerpts only. Some
#   figures are from memory, and are marked as unverified.
#
# ## Key points
#
# - Recompute, count, convert, compare: in this order. It costs minutes.
# - A printed number is an interval. Keep its last digit and its unit.
# - Names and years need their key: which body, which era, which event.
# - A shared error is evidence that two sources are one. A vote decides nothing.
# - If you cannot decide, say what would decide.
#
# ## Now with your own zone
#
# Take a report about your own zone. Pick five numbers that follow from other numbers on its pages. The
# first command below writes a file with the records of section 9 as examples. Put your own rows in their
# place, one for each number. The second command judges them:
#
# `ecopark datasets audit_lab --table template --out my-claims.csv`
#
# `ecopark run 11 -p claims_file=my-claims.csv`
#
# If a row breaks a rule you get a list of all problems, and nothing runs. Other questions of this lesson:
#
# `ecopark run 11 -p puzzle=plans-2014 -p subject=places -p claim=a1-share-of-investment`
#
# The exercises are in `exercises/11_the_audit.ipynb`.
#
# ## Researcher's corner
#
# **How strong is a shared error?** Two texts name the same wrong country. Let a text err with chance
# *e*, and let there be *k* wrong answers that are equally easy. If the texts are independent, both give
# the *same* wrong answer with chance *e* times *e* over *k*. If one copies the other, with chance *e*.
# The quotient of the two is *k* over *e*: the evidence for copying. The cell takes *e* from the parameter
# `right`, but never below 1 %.

# %%
error = max(1 - right, 0.01)
{f"{k} wrong answers": f"{k / error:.0f} to 1 for copying" for k in (2, 5, 10)}

# %% [markdown]
# If both texts are right, the same sum gives a quotient of one over (1 - *e*). Where errors are rare that
# is near 1: agreement in the truth is hardly evidence of copying. Scholars of old manuscripts use this:
# only shared *errors* show descent.
#
# **How far should look-alikes go?** For each number of edits: which part of the proposed pairs is right
# (*precision*), and which part of the true pairs is found (*recall*)?

# %%
for edits in range(1, 5):
    found = course.claims.lookalikes(short, edits)
    hits = int(found["same"].sum())
    print(f"{edits} edits: precision {100 * hits / len(found):3.0f} %, recall {100 * hits / truly:3.0f} %")

# %% [markdown]
# No number of edits is good at both. The letters do not hold what you need to know. A list of forms with
# sources does.
#
# **Intervals are pessimistic.** An interval quotient assumes that both roundings went against you at
# once. If the rounding errors are even and independent, the result lies in the middle part of its interval
# most of the time. Use the interval to *reject* a claim, and be slow to accept one because it fits.
#
# ## References
#
# - All sources of the course, by key: package `sources`. Claims and figures behind them: `claims`.
# - Kinds of faults, evidence, origins, template of records: package `audit_lab`, graded by this project.
# - Names in four languages: package `glossary`. Indicator systems side by side: package `crosswalk`.
# - Damerau, F. J. (1964), Communications of the ACM 7(3), 171-176: edits between names.
# - Offsets of the calendars: Unicode locale data (CLDR), calendars `buddhist` and `roc`.
