"""Every public function of the toolkit is shown in a lesson, in an exercise or on a gallery page."""

import importlib
import inspect
import re

from ecopark_course import sources
from ecopark_course.pages.reference import modules

ALIASES = {"ecopark": "ep", "ecopark_course": "course", "ecopark_zone": "ecopark_zone"}
# What notebooks do not call: the desk has commands for it, and the rest serves the other modules.
NOT_SHOWN = (
    "ecopark_zone",
    "ecopark.errors",
    "ecopark.origins",
    "ecopark.panel",
    "ecopark.units",
    "ecopark.intervals",
)


def public_functions():
    """Return each public function with the names under which a notebook can call it."""
    names = {}
    for module in modules():
        room, _, rest = module.partition(".")
        public = importlib.import_module(module)
        for name in public.__all__:
            function = getattr(public, name)
            if inspect.isfunction(function) and not function.__module__.startswith(NOT_SHOWN):
                names.setdefault(function, set()).add(".".join(filter(None, (ALIASES[room], rest, name))))
    return names


def shown():
    masters = [m for kind in ("course", "gallery", "exercises") for m in sources.masters(kind)]
    return "\n".join(m.read_text("utf-8") for m in masters)


def missing(text):
    used = set(re.findall(r"\b(?:ep|course)\.[\w.]+", text))
    return sorted(min(names) for names in public_functions().values() if not names & used)


def test_every_public_function_is_shown():
    assert missing(shown()) == []


def test_a_function_that_is_not_shown_is_found():
    assert "ep.elasticity.fit" in missing(shown().replace("ep.elasticity.fit", ""))
