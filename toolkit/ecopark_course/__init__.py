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
    from ecopark_course.lesson_results import results
    from ecopark_course.parameters import (
        check_choice,
        check_order,
        check_panel,
        check_parameters,
        check_range,
    )
    from ecopark_course.questions import ask
    from ecopark_course.saving import check_output, provenance, save_text
    from ecopark_course.tables import Table, compare_cases, format_tables

__all__ = [
    "Table",
    "ask",
    "check_choice",
    "check_order",
    "check_output",
    "check_panel",
    "check_parameters",
    "check_range",
    "checker",
    "claims",
    "compare_cases",
    "format_tables",
    "provenance",
    "results",
    "save_text",
    "set_language",
    "widgets",
]

_CHECKS = ("check_choice", "check_order", "check_panel", "check_parameters", "check_range")
_FUNCTIONS = {
    **dict.fromkeys(_CHECKS, "parameters"),
    **dict.fromkeys(("check_output", "provenance", "save_text"), "saving"),
    **dict.fromkeys(("Table", "compare_cases", "format_tables"), "tables"),
    "ask": "questions",
    "checker": "feedback",
    "results": "lesson_results",
    "set_language": "language",
}


def __getattr__(name: str) -> Any:
    """Load a public module or function when it is first used."""
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(f"ecopark_course.{_FUNCTIONS[name]}"), name)
    if name in __all__:
        return importlib.import_module(f"ecopark_course.{name}")
    raise AttributeError(f"module 'ecopark_course' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
