"""The manager's desk: a spreadsheet is read, checked and reported on, without Python.

From Python: ``import ecopark_zone``, then ``ecopark_zone.read_zone("my-zone.xlsx")``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecopark_zone import findings, reporting
    from ecopark_zone.intake.doctor import read_zone
    from ecopark_zone.reporting import dashboard
    from ecopark_zone.reporting.written import report

__all__ = ["dashboard", "findings", "read_zone", "report", "reporting"]

_HOMES = {
    "dashboard": ("reporting.dashboard", ""),
    "findings": ("findings", ""),
    "read_zone": ("intake.doctor", "read_zone"),
    "report": ("reporting.written", "report"),
    "reporting": ("reporting", ""),
}


def __getattr__(name: str) -> Any:
    """Load a public module or function when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ecopark_zone' has no attribute {name!r}")
    home, attribute = _HOMES[name]
    module = importlib.import_module(f"ecopark_zone.{home}")
    return getattr(module, attribute) if attribute else module


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
