"""ecopark: a research toolkit on eco-industrial parks.

Every number has a unit, a source and a test. Import it as ``import ecopark as ep``.
Heavy libraries load when they are first needed, so that the import itself is cheap.

The classroom is a separate package, ``ecopark_course``, and so is the manager's desk, ``ecopark_zone``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ecopark.errors import replaced_name

if TYPE_CHECKING:
    from ecopark import (
        datasets,
        decomposition,
        decoupling,
        elasticity,
        emissions,
        errors,
        indicators,
        intervals,
        panel,
        planning,
        plots,
        programs,
        scores,
        standards,
        subsidy,
        symbiosis,
        units,
    )
    from ecopark.indicators import assess, gap_to_target, group_gaps, what_if
    from ecopark.scores import composite

__version__ = "0.2.0"

__all__ = [
    "__version__", "assess", "composite", "datasets", "decomposition", "decoupling", "elasticity",
    "emissions", "errors", "gap_to_target", "group_gaps", "indicators", "intervals", "panel", "planning",
    "plots", "programs", "scores", "standards", "subsidy", "symbiosis", "units", "what_if",
]  # fmt: skip

_FUNCTIONS = {
    **dict.fromkeys(("assess", "gap_to_target", "group_gaps", "what_if"), "indicators"),
    "composite": "scores",
}

# Names of version 0.1, and their replacements.
_REPLACED = {
    "audit": "import ecopark_course, then ecopark_course.claims",
    "checker": "import ecopark_course, then ecopark_course.checker",
    "findings": "import ecopark_zone, then ecopark_zone.summarize",
    "needs": "import ecopark_course, then ecopark_course.check_panel, check_range or check_choice",
    "read_zone": "import ecopark_zone, then ecopark_zone.read_zone",
    "report": "import ecopark_zone, then ecopark_zone.write_report",
    "results": "import ecopark_course, then ecopark_course.results",
    "trend": "fit a line to each zone with scipy.stats.linregress(rows['year'], rows['value'])",
    "widgets": "import ecopark_course, then ecopark_course.widgets",
}


def __getattr__(name: str) -> Any:
    """Load a public module or function when it is first used."""
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(f"ecopark.{_FUNCTIONS[name]}"), name)
    if name in __all__:
        return importlib.import_module(f"ecopark.{name}")
    raise replaced_name(__name__, name, _REPLACED)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
