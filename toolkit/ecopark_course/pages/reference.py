"""The reference of the three packages, from their docstrings: one page per public module."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from ecopark_course.pages.markdown import contents

__all__ = ["modules", "pages"]

_ROOMS = ("ecopark", "ecopark_course", "ecopark_zone")
_INTRODUCTION = (
    "`import ecopark as ep` gives the toolkit, `import ecopark_course as course` the classroom, and "
    "`import ecopark_zone` the manager's desk. Each function names its units, errors and source.",
)


def pages() -> dict[str, str]:
    """Return one page per public module, and their list."""
    made = {f"api/{name}.md": "\n".join(_page(name)) + "\n" for name in modules()}
    made["api/index.md"] = contents("Reference", modules(), _INTRODUCTION)
    return made


def modules() -> list[str]:
    """Return the three packages and their public modules, by their full names.

    Examples
    --------
    >>> [name for name in modules() if name.startswith("ecopark.programs")][:2]
    ['ecopark.programs.circular', 'ecopark.programs.compare']
    """
    return [name for room in _ROOMS for name in (room, *_public(room))]


def _public(package: str) -> Iterator[str]:
    """Yield the public modules of a package; a package that offers only modules gives way to them."""
    root = importlib.import_module(package)
    for name in root.__all__:
        module = getattr(root, name)
        if not inspect.ismodule(module):
            continue
        inner = {m.name for m in pkgutil.iter_modules(getattr(module, "__path__", ()))} & set(module.__all__)
        public = sorted(i for i in inner if inspect.ismodule(getattr(module, i)))
        yield from [f"{module.__name__}.{i}" for i in public] or [module.__name__]


def _page(name: str) -> Iterator[str]:
    module = importlib.import_module(name)
    members = [m for m in module.__all__ if callable(getattr(module, m))]
    yield from (f"# {name}", "", "```{eval-rst}")
    yield from (f".. automodule:: {name}", f"   :members: {', '.join(members)}", "   :imported-members:")
    yield from ("   :member-order: bysource", "```", "")
