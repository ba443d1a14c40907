# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Programs: procedures, indicator systems, overlap, time to the title
#
# Procedures and counts come from the packages `programs`, `crosswalk` and `participation`.

# %%
import ecopark as ep

# %% [markdown]
# ## The status of a zone
#
# A record lists what happened, with dates. `ep.programs.evaluate_status` tells the state in one of the three programs, what is
# missing, and what may come next. The record here is invented.

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
status = ep.programs.evaluate_status("eip", record)
print(status.state, status.since, status.due[0])
status.checklist().head(6)

# %% [markdown]
# Each procedure is a table that can be walked and drawn: `ep.programs.read_procedure`, `ep.programs.plot_procedure`.

# %%
for program in ("eip", "circular", "low_carbon"):
    steps = ep.programs.read_procedure(program).steps
    print(len(steps), "steps, first:", steps[0].event)

# %% [markdown]
# ## Indicator systems side by side

# %%
ep.plots.show(ep.programs.plot_coverage())

# %%
ep.programs.coverage_by_concept().head(4)

# %% [markdown]
# ## Zones in several programs
#
# Three totals and two sizes give the size that nobody states: `ep.programs.count_memberships`. Would chance give that overlap?
# `ep.programs.overlap_test` answers exactly, over a population of zones.

# %%
counts = ep.programs.membership_counts_china()
for name, population in ep.programs.zone_populations().items():
    test = ep.programs.overlap_test(counts.sizes, population, counts.pairs, counts.three)
    print(f"{name}: {test.expected_pairs:.1f} pairs expected, {counts.pairs} observed: {test.pairs_verdict}")

# %% [markdown]
# ## Growth and time to the title
#
# Sources contradict one another: `ep.programs.find_conflicts`. A mean over finished cases is too short, because it leaves out
# the zones that still wait; `ep.programs.time_to_certification` counts them. The cohort is synthetic.

# %%
ep.plots.show(ep.programs.plot_counts())

# %%
curve = ep.programs.time_to_certification(ep.programs.synthetic_cohort(zones=94, seed=1))
ep.plots.show(ep.programs.plot_kaplan_meier(curve, synthetic=True))

# %% [markdown]
# What totals alone allow: `ep.programs.survival_bounds`.

# %%
ep.programs.median_time(curve), ep.programs.survival_bounds(4, 2, 1, wait=6, mean_time=3)
