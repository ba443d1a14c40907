"""The classroom: lessons that run, exercises that answer, classes that are graded, the site.

A lesson says ``import ecopark_course as course``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecopark_course import claims, needs, widgets
    from ecopark_course.feedback import checker
    from ecopark_course.questions import ask
    from ecopark_course.typed_results import results

__all__ = ["ask", "checker", "claims", "needs", "results", "widgets"]

_FUNCTIONS = {"ask": "questions", "checker": "feedback", "results": "typed_results"}


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
