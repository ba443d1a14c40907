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
# ## Counts over time, and waiting
#
# `ep.programs.participation.counts`, `ep.programs.participation.conflicts`,
# `ep.programs.participation.certification_bounds`. A mean over finished cases is too short: zones
# that still wait are left out. `ep.programs.participation.time_to_certification` counts them.

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
