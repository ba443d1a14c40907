"""The three programs: procedures as rules, indicator systems side by side, overlap, participation."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ecopark.errors import replaced_name

if TYPE_CHECKING:
    from ecopark.programs.advice import advise
    from ecopark.programs.certification import (
        SurvivalBounds,
        median_time,
        read_cohort,
        survival_bounds,
        survival_bounds_china,
        synthetic_cohort,
        time_to_certification,
    )
    from ecopark.programs.governance import governing_bodies
    from ecopark.programs.indicator_systems import (
        coverage_by_category,
        coverage_by_concept,
        indicator_system_names,
    )
    from ecopark.programs.overlap import (
        MembershipCounts,
        OverlapTest,
        count_memberships,
        membership_counts_china,
        overlap_test,
        zone_populations,
    )
    from ecopark.programs.participation import (
        approved_parks,
        find_conflicts,
        park_counts,
        parse_period,
        read_counts,
    )
    from ecopark.programs.plots import (
        plot_counts,
        plot_coverage,
        plot_governance,
        plot_kaplan_meier,
        plot_overlap,
        plot_procedure,
    )
    from ecopark.programs.procedures import Procedure, ProgramStatus, evaluate_status, read_procedure
    from ecopark.programs.targets import change_of_total, national_targets_china, yearly_change

__all__ = [
    "MembershipCounts", "OverlapTest", "Procedure", "ProgramStatus", "SurvivalBounds", "advise",
    "approved_parks", "change_of_total", "count_memberships", "coverage_by_category", "coverage_by_concept",
    "evaluate_status", "find_conflicts", "governing_bodies", "indicator_system_names", "median_time",
    "membership_counts_china", "national_targets_china", "overlap_test", "park_counts", "parse_period",
    "plot_counts", "plot_coverage", "plot_governance", "plot_kaplan_meier", "plot_overlap", "plot_procedure",
    "read_cohort", "read_counts", "read_procedure", "survival_bounds", "survival_bounds_china",
    "synthetic_cohort", "time_to_certification", "yearly_change", "zone_populations",
]  # fmt: skip

# A name is looked for in one module after the other, so that those that load slowly stay out: plots are last.
_MODULES = (
    *("procedures", "governance", "targets", "advice", "overlap"),
    *("indicator_systems", "participation", "certification", "plots"),
)

# Names of version 0.1, and their replacements.
_REPLACED = {
    "circular": "evaluate_status('circular', record) and read_procedure('circular')",
    "compare": "coverage_by_concept, coverage_by_category and indicator_system_names",
    "draw_procedure": "plot_procedure",
    "eip": "evaluate_status('eip', record) and read_procedure('eip')",
    "low_carbon": (
        "evaluate_status('low_carbon', record), national_targets_china, yearly_change, change_of_total"
    ),
    "overview": "evaluate_status for each zone",
    "national_targets": "national_targets_china",
    "own_tables": "read_cohort and read_counts",
}


def __getattr__(name: str) -> Any:
    """Load a module when it is first used, or name the replacement of a name of version 0.1."""
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    for module in _MODULES if name in __all__ else ():
        functions = vars(importlib.import_module(f"{__name__}.{module}"))
        if name in functions["__all__"]:
            return functions[name]
    raise replaced_name(__name__, name, _REPLACED)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
