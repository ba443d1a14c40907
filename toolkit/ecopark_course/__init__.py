"""The classroom: lessons that run, exercises that answer, classes that are graded, the site.

A lesson says ``import ecopark_course as course``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecopark_course import claims, widgets
    from ecopark_course.feedback import checker
    from ecopark_course.language import set_language
    from ecopark_course.lesson_results import check_output, provenance, results, save_text
    from ecopark_course.parameters import (
        check_choice,
        check_order,
        check_panel,
        check_parameters,
        check_range,
    )
    from ecopark_course.tables import Table, compare_cases, format_tables
    from ecopark_course.widgets import ask

__all__ = [
    "Table", "ask", "check_choice", "check_order", "check_output", "check_panel", "check_parameters",
    "check_range", "checker", "claims", "compare_cases", "format_tables", "provenance", "results",
    "save_text", "set_language", "widgets",
]  # fmt: skip

_MODULES = {
    "feedback": ("checker",),
    "language": ("set_language",),
    "lesson_results": ("check_output", "provenance", "results", "save_text"),
    "parameters": ("check_choice", "check_order", "check_panel", "check_parameters", "check_range"),
    "tables": ("Table", "compare_cases", "format_tables"),
    "widgets": ("ask",),
}


def __getattr__(name: str) -> Any:
    """Load a public module or function when it is first used."""
    for module, functions in _MODULES.items():
        if name in functions:
            return getattr(importlib.import_module(f"ecopark_course.{module}"), name)
    if name in __all__:
        return importlib.import_module(f"ecopark_course.{name}")
    raise AttributeError(f"module 'ecopark_course' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
