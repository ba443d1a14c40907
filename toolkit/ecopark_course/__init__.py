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
    from ecopark_course.lesson_results import (
        Table,
        check_output,
        compare_cases,
        format_tables,
        provenance,
        results,
        save_text,
    )
    from ecopark_course.parameters import (
        check_choice,
        check_order,
        check_panel,
        check_parameters,
        check_range,
    )
    from ecopark_course.widgets import ask

__all__ = [
    "Table", "ask", "check_choice", "check_order", "check_output", "check_panel", "check_parameters",
    "check_range", "checker", "claims", "compare_cases", "format_tables", "provenance", "results",
    "save_text", "set_language", "widgets",
]  # fmt: skip

_FUNCTIONS = {
    **dict.fromkeys(("Table", "check_output", "compare_cases", "format_tables"), "lesson_results"),
    **dict.fromkeys(("provenance", "results", "save_text"), "lesson_results"),
    **dict.fromkeys(("check_choice", "check_order", "check_panel"), "parameters"),
    **dict.fromkeys(("check_parameters", "check_range"), "parameters"),
    **{"ask": "widgets", "checker": "feedback", "set_language": "language"},
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
