"""The manager's desk: a spreadsheet is read, checked and reported on, without Python.

From Python: ``import ecopark_zone``, then ``ecopark_zone.read_zone("my-zone.xlsx")``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecopark_zone import dashboard
    from ecopark_zone.doctor import read_zone
    from ecopark_zone.page import write_report
    from ecopark_zone.summary import Options, ZoneReport, summarize

__all__ = ["Options", "ZoneReport", "dashboard", "read_zone", "summarize", "write_report"]

# The module of each public name; the dashboard is one itself.
_HOMES = dict.fromkeys(["Options", "ZoneReport", "summarize"], "summary") | {
    "dashboard": "dashboard",
    "read_zone": "doctor",
    "write_report": "page",
}


def __getattr__(name: str) -> Any:
    """Load a public module or function when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ecopark_zone' has no attribute {name!r}")
    module = importlib.import_module(f"ecopark_zone.{_HOMES[name]}")
    return module if name == "dashboard" else getattr(module, name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
