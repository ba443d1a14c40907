"""The three programs: procedures as rules, indicator systems side by side, overlap, participation."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecopark.programs import (
        circular,
        compare,
        eip,
        governance,
        low_carbon,
        overlap,
        own_tables,
        participation,
        plots,
    )
    from ecopark.programs.advice import advise
    from ecopark.programs.procedure_plots import draw_procedure
    from ecopark.programs.standing import overview

__all__ = [
    "advise",
    "circular",
    "compare",
    "draw_procedure",
    "eip",
    "governance",
    "low_carbon",
    "overlap",
    "overview",
    "own_tables",
    "participation",
    "plots",
]

_FUNCTIONS = {"advise": "advice", "draw_procedure": "procedure_plots", "overview": "standing"}


def __getattr__(name: str) -> Any:
    """Load a module or function when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module 'ecopark.programs' has no attribute {name!r}")
    module = importlib.import_module(f"ecopark.programs.{_FUNCTIONS.get(name, name)}")
    return getattr(module, name) if name in _FUNCTIONS else module


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
