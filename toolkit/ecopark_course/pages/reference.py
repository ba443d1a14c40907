"""The reference of the toolkit, from its docstrings: one page a public module."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import ecopark
from ecopark_course.pages.markdown import contents

__all__ = ["modules", "pages"]

_INTRODUCTION = (
    "`import ecopark as ep` gives all of these. Each function names its units, errors and source.",
)


def pages() -> dict[str, str]:
    """Return one page a public module, and their list."""
    made = {f"api/{name}.md": "\n".join(_page(name)) + "\n" for name in modules()}
    made["api/index.md"] = contents("Reference", modules(), _INTRODUCTION)
    return made


def modules() -> list[str]:
    """Return the public modules of the root and, in packages among them, their public modules.

    Examples
    --------
    >>> [name for name in modules() if name.startswith("programs")][:3]
    ['programs.circular', 'programs.compare', 'programs.eip']
    """
    found = ["ecopark"]
    for name in ecopark.__all__:
        attribute = getattr(ecopark, name)
        if getattr(attribute, "__name__", "") != f"ecopark.{name}":
            continue
        inner = [m.name for m in pkgutil.iter_modules(getattr(attribute, "__path__", ()))]
        public = [
            i for i in inner if inspect.ismodule(getattr(attribute, i, None)) and i in attribute.__all__
        ]
        offered = [f"{name}.{i}" for i in public]
        found += sorted(offered) or [name]
    return found


def _page(name: str) -> Iterator[str]:
    full = "ecopark" if name == "ecopark" else f"ecopark.{name}"
    members = importlib.import_module(full).__all__
    own = [m for m in members if not hasattr(getattr(importlib.import_module(full), m), "__path__")]
    if name == "ecopark":
        own = [m for m in own if callable(getattr(ecopark, m))]
    title = "ep" if name == "ecopark" else f"ep.{name}"
    yield from (f"# {title}", "", "```{eval-rst}")
    yield from (f".. automodule:: {full}", f"   :members: {', '.join(own)}", "   :imported-members:")
    yield from ("   :member-order: bysource", "```", "")
