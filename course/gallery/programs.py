# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Programs: rules, systems, overlap, waiting
#
# Procedures and counts come from the packages `programs`, `crosswalk` and `participation`.

# %%
import pandas as pd

import ecopark as ep

# %% [markdown]
# ## Where a zone stands
#
# A record lists what happened, with dates. `ep.programs.eip.status`, `ep.programs.circular.status` and
# `ep.programs.low_carbon.status` tell the state, what is missing, and what may come next. The record
# here is invented.

# %%
record = {
    "zone": "Invented zone",
    "events": [
        ("apply", "2010-03-01"),
        ("conditions_met", "2010-05-01"),
        ("submit_plan", "2010-09-01"),
        ("appoint_experts", "2010-10-01"),
        ("approve", "2011-01-15"),
    ],
}
standing = ep.programs.eip.status(record)
print(standing.state, standing.since)
standing.checklist().head(6)

# %%
ep.programs.overview([standing])

# %% [markdown]
# Each procedure is a table that can be walked: `ep.programs.eip.machine`,
# `ep.programs.circular.machine`, `ep.programs.low_carbon.machine`.

# %%
for program in (ep.programs.eip, ep.programs.circular, ep.programs.low_carbon):
    print(len(program.machine().steps), "steps, first:", program.machine().steps[0].event)

# %% [markdown]
# What the first program asks beyond its indicators, and the grades of its evaluation:
# `ep.programs.eip.requirements`, `ep.programs.eip.grades`, `ep.programs.eip.metrics`.

# %%
ep.programs.eip.requirements()[["id"]].head(4)

# %%
ep.programs.eip.grades()[["grade", "keeps_approval"]]

# %%
panel = ep.datasets.synthetic_panel(zones=1, years=2)
ep.programs.eip.metrics(ep.assess(panel), "Synthetic zone 1", 2006).status

# %% [markdown]
# A low-carbon plan must aim higher than targets that exist: `ep.programs.low_carbon.ambition`,
# `ep.programs.low_carbon.national_targets`, `ep.programs.low_carbon.yearly_change`.

# %%
ep.programs.low_carbon.national_targets().round(2)[["id", "change", "years", "yearly_change"]].head(3)

# %%
round(ep.programs.low_carbon.yearly_change(-17, 5), 2)

# %%
plan = {
    "indicator": ["cut of CO2 per added value [%]"],
    "target": [18.0],
    "existing": [17.0],
    "better": ["higher"],
}
ep.programs.low_carbon.ambition(pd.DataFrame(plan))[["ambition", "ambition_status"]]

# %% [markdown]
# ## Four indicator systems side by side
#
# `ep.programs.compare.by_category`, `ep.programs.compare.systems`, `ep.programs.compare.orphans`,
# `ep.programs.compare.survivors`

# %%
ep.programs.compare.by_category()

# %%
ep.plots.show(ep.programs.plots.heat_map())

# %%
ep.programs.compare.orphans("hj274-2009").head(4)

# %%
len(ep.programs.compare.systems()), len(ep.programs.compare.survivors("hj274-2009", "cepz-ctip-2012"))

# %% [markdown]
# What became of older indicators, and which rows of two systems match: `ep.programs.compare.fates`,
# `ep.programs.compare.matches`, `ep.programs.compare.names`.

# %%
ep.programs.compare.fates("sepa-2003", "hj274-2009")["fate"].value_counts()

# %%
ep.programs.compare.matches()["match"].value_counts(), ep.programs.compare.names()

# %% [markdown]
# ## How many zones are in which program
#
# Three totals and two sizes give the size that nobody states: `ep.programs.overlap.from_counts`.

# %%
counts = ep.programs.overlap.from_package()
counts

# %%
ep.plots.show(ep.programs.plots.upset(counts))

# %% [markdown]
# Is the overlap more than chance? The answer depends on the zones that could take part:
# `ep.programs.overlap.against_chance`

# %%
for name, base in ep.programs.overlap.bases().items():
    chance = ep.programs.overlap.against_chance(counts.sizes, base, counts.pairs, counts.three)
    expected = f"{chance.expected_pairs:.1f} pairs and {chance.expected_triples:.2f} triples expected"
    print(f"{name}: {expected}, {counts.pairs} and {counts.three} seen: pairs {chance.pairs_verdict}")

# %% [markdown]
# The pieces by themselves, for the larger of the populations: `ep.programs.overlap.expected_pairs`,
# `ep.programs.overlap.expected_triples`, `ep.programs.overlap.expected_union`. Which pair of programs
# the double zones are in, no source says; the counts leave ranges: `ep.programs.overlap.bounds`. A
# table of members is counted by `ep.programs.overlap.from_members`.

# %%
sizes = list(counts.sizes.values())
largest = max(ep.programs.overlap.bases().values())
(
    round(ep.programs.overlap.expected_pairs(sizes, largest), 1),
    round(ep.programs.overlap.expected_triples(sizes, largest), 2),
    round(ep.programs.overlap.expected_union(sizes, largest), 1),
)

# %%
[(b.programs, b.low, b.high) for b in ep.programs.overlap.bounds(counts)][:3]

# %%
members = pd.DataFrame({"eip": [True, True], "circular": [False, True]})
ep.programs.overlap.from_members(members, ("eip", "circular"))

# %% [markdown]
# ## Counts over time, and waiting
#
# `ep.programs.participation.counts`, `ep.programs.participation.conflicts`,
# `ep.programs.participation.certification_bounds`. A mean over finished cases is too short: zones
# that still wait are left out. `ep.programs.participation.time_to_certification` counts them. The cohort
# below is synthetic: no source lists the zones with their dates.

# %%
ep.plots.show(ep.programs.plots.counts_chart())

# %%
ep.programs.participation.counts("named").tail(3)

# %%
ep.programs.participation.conflicts("named").head(3)

# %%
ep.programs.participation.certification_bounds()

# %%
cohort = ep.programs.participation.synthetic_cohort(zones=94, seed=1)
curve = ep.programs.participation.time_to_certification(cohort)
ep.plots.show(ep.programs.plots.waiting_curve(curve, synthetic=True))

# %% [markdown]
# `ep.programs.participation.durations` turns dates into waiting times,
# `ep.programs.participation.median_wait` reads the curve, `ep.programs.participation.waiting_bounds`
# says what totals alone allow, `ep.programs.participation.waiting_truth` is the truth behind the
# synthetic cohort, and `ep.programs.participation.period` reads a printed date.

# %%
dates = pd.DataFrame({"approved": ["2005-06-01", "2010-06-01"], "certified": ["2008-06-01", None]})
ep.programs.participation.durations(dates, "2014-06-01")[["years", "certified"]]

# %%
ep.programs.participation.median_wait(curve)

# %%
ep.programs.participation.waiting_bounds(4, 2, 1, wait=6, mean=3)

# %%
round(ep.programs.participation.waiting_truth(5.0), 1), ep.programs.participation.period("2014-04")
