"""The three programs: procedures as rules, indicator systems side by side, overlap, participation."""

from ecopark.programs.advice import advise
from ecopark.programs.certification import (
    SurvivalBounds,
    certification_bounds,
    median_time,
    read_cohort,
    survival_bounds,
    synthetic_cohort,
    time_to_certification,
)
from ecopark.programs.dates import parse_period
from ecopark.programs.governance import governing_bodies
from ecopark.programs.indicator_systems import coverage_by_category, coverage_by_concept, system_names
from ecopark.programs.overlap import (
    MembershipCounts,
    OverlapTest,
    count_memberships,
    membership_counts_china,
    overlap_test,
    zone_populations,
)
from ecopark.programs.participation import approved_parks, find_conflicts, park_counts, read_counts
from ecopark.programs.plots import (
    plot_counts,
    plot_coverage,
    plot_governance,
    plot_kaplan_meier,
    plot_overlap,
    plot_procedure,
)
from ecopark.programs.procedures import (
    Procedure,
    ProgramStatus,
    evaluate_status,
    read_procedure,
)
from ecopark.programs.targets import change_of_total, national_targets, yearly_change

__all__ = [
    "MembershipCounts", "OverlapTest", "Procedure", "ProgramStatus", "SurvivalBounds", "advise",
    "approved_parks", "certification_bounds", "change_of_total", "count_memberships", "coverage_by_category",
    "coverage_by_concept", "evaluate_status", "find_conflicts", "governing_bodies", "median_time",
    "membership_counts_china", "national_targets", "overlap_test", "park_counts", "parse_period",
    "plot_counts", "plot_coverage", "plot_governance", "plot_kaplan_meier", "plot_overlap", "plot_procedure",
    "read_cohort", "read_counts", "read_procedure", "survival_bounds", "synthetic_cohort", "system_names",
    "time_to_certification", "yearly_change", "zone_populations",
]  # fmt: skip
