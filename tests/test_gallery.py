"""Every public function of the toolkit is shown in a lesson or on a gallery page."""

import importlib
import inspect
import re

import ecopark
from ecopark_course import editions
from ecopark_course.pages.reference import modules

ALIASES = {"ecopark": "ep", "ecopark_course": "course", "ecopark_zone": "ecopark_zone"}
# What a notebook does not call: the desk's own commands, and the checks of parameters in set-up cells.
NOT_SHOWN = (
    "ecopark_zone",
    "ecopark.errors",
    "ecopark.panel",
    "ecopark.units",
    "ecopark.intervals",
    "ecopark.indicators",
)


def public_functions() -> set[str]:
    """Return each public function as a notebook writes it."""
    found = set()
    for name in modules():
        if name.startswith(NOT_SHOWN):
            continue
        module, (room, _, rest) = importlib.import_module(name), name.partition(".")
        functions = (n for n in module.__all__ if inspect.isfunction(getattr(module, n)))
        found |= {
            ".".join(
                (ALIASES[room], function)
                if function in ecopark.__all__
                else filter(None, (ALIASES[room], rest, function))
            )
            for function in functions
        }
    return found


def shown() -> str:
    masters = [m for kind in ("course", "gallery", "exercises") for m in editions.masters(kind)]
    return "\n".join(m.read_text("utf-8") for m in masters)


def missing(text: str) -> list[str]:
    return sorted(name for name in public_functions() if not re.search(rf"\b{re.escape(name)}\b", text))


def test_every_public_function_is_shown():
    assert missing(shown()) == []


def test_a_function_that_is_not_shown_is_found():
    assert "ep.elasticity.fit" in missing(shown().replace("ep.elasticity.fit", ""))
