"""ecopark: a research toolkit and a course on eco-industrial parks.

Every number has a unit, a source and a test. Import it as ``import ecopark as ep``.
Heavy libraries load when they are first needed, so that the import itself is cheap.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecopark import (
        audit,
        datasets,
        decoupling,
        elasticity,
        emissions,
        errors,
        findings,
        indicators,
        needs,
        panel,
        planning,
        plots,
        programs,
        scores,
        standards,
        subsidy,
        symbiosis,
        units,
        widgets,
    )
    from ecopark.gaps import gap_to_target
    from ecopark.indicators import assess, what_if
    from ecopark.intake.doctor import read_zone
    from ecopark.reporting.written import report
    from ecopark.scores import composite
    from ecopark.teaching.check import checker
    from ecopark.teaching.results import results

__version__ = "0.1.0"

_MODULES = (
    *("audit", "datasets", "decoupling", "elasticity", "emissions", "errors", "findings", "indicators"),
    *("needs", "panel", "planning", "plots", "programs", "scores", "standards", "subsidy", "symbiosis"),
    *("units", "widgets"),
)
_NAMES = {
    "assess": "indicators",
    "what_if": "indicators",
    "composite": "scores",
    "gap_to_target": "gaps",
    "checker": "teaching.check",
    "read_zone": "intake.doctor",
    "report": "reporting.written",
    "results": "teaching.results",
}
_GONE = {"trend": "Fit a line to each zone with scipy.stats.linregress(rows['year'], rows['value']) instead."}

__all__ = [
    "__version__",
    "assess",
    "audit",
    "checker",
    "composite",
    "datasets",
    "decoupling",
    "elasticity",
    "emissions",
    "errors",
    "findings",
    "gap_to_target",
    "indicators",
    "needs",
    "panel",
    "planning",
    "plots",
    "programs",
    "read_zone",
    "report",
    "results",
    "scores",
    "standards",
    "subsidy",
    "symbiosis",
    "units",
    "what_if",
    "widgets",
]


def __getattr__(name: str) -> Any:
    """Load a module or function of the public root when it is first used."""
    if name in _MODULES:
        return importlib.import_module(f"ecopark.{name}")
    if name in _NAMES:
        return getattr(importlib.import_module(f"ecopark.{_NAMES[name]}"), name)
    hint = f" {_GONE[name]}" if name in _GONE else ""
    raise AttributeError(f"module 'ecopark' has no attribute {name!r}.{hint}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
