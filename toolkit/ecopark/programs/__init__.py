"""The three programs: procedures as rules, indicator systems side by side, overlap, participation."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ecopark.errors import replaced_name

if TYPE_CHECKING:
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
    from ecopark.programs.procedures import Procedure, ProgramStatus, evaluate_status, read_procedure
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

# The functions of each module, which is loaded when one of them is first used: the plots load slowly.
_FUNCTIONS = {
    "advice": ["advise"],
    "certification": [
        *("SurvivalBounds", "certification_bounds", "median_time", "read_cohort", "survival_bounds"),
        *("synthetic_cohort", "time_to_certification"),
    ],
    "dates": ["parse_period"],
    "governance": ["governing_bodies"],
    "indicator_systems": ["coverage_by_category", "coverage_by_concept", "system_names"],
    "overlap": [
        *("MembershipCounts", "OverlapTest", "count_memberships", "membership_counts_china"),
        *("overlap_test", "zone_populations"),
    ],
    "participation": ["approved_parks", "find_conflicts", "park_counts", "read_counts"],
    "plots": [
        *("plot_counts", "plot_coverage", "plot_governance", "plot_kaplan_meier", "plot_overlap"),
        "plot_procedure",
    ],
    "procedures": ["Procedure", "ProgramStatus", "evaluate_status", "read_procedure"],
    "targets": ["change_of_total", "national_targets", "yearly_change"],
}

# Names of version 0.1, and what takes their place.
_REPLACED = {
    "circular": "evaluate_status('circular', record) and read_procedure('circular')",
    "compare": "coverage_by_concept, coverage_by_category and system_names",
    "draw_procedure": "plot_procedure",
    "eip": "evaluate_status('eip', record) and read_procedure('eip')",
    "low_carbon": "evaluate_status('low_carbon', record), national_targets, yearly_change, change_of_total",
    "overview": "evaluate_status for each zone",
    "own_tables": "read_cohort and read_counts",
}


def __getattr__(name: str) -> Any:
    """Load a module when it is first used, or name what takes the place of a name of version 0.1."""
    if name in _FUNCTIONS:
        return importlib.import_module(f"{__name__}.{name}")
    for module, names in _FUNCTIONS.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise replaced_name(__name__, name, _REPLACED)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
