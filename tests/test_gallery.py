"""Every public function of the toolkit has a use: a lesson, exercise, report or dashboard calls it.

The gallery shows functions; it justifies none.
"""

import importlib
import inspect
import re

from ecopark_course import sources
from ecopark_course.site import public_modules as modules

ALIASES = {"ecopark": "ep", "ecopark_course": "course", "ecopark_zone": "ecopark_zone"}
# What notebooks do not call: the desk has commands for it, and the others serve the other modules.
NOT_SHOWN = (
    *("ecopark_zone", "ecopark.errors", "ecopark.files", "ecopark.intervals", "ecopark.panel"),
    "ecopark.units",
)
# For a researcher's own tables, standards and figures; or called by the desk, claims, and other editions.
RESEARCH = {
    "course": "set_language",
    "ep": "gap_to_target",
    "ep.datasets": "path simulate_panel",
    "ep.plots": "alt_text set_alt_text plural_of_zones",
    "ep.programs": "count_memberships survival_bounds",
    "ep.standards": "from_csv list",
    "ep.symbiosis": "balance check_balance close_balance coalition_values flow_metrics network_metrics "
    "robustness robustness_curve",
}
KEPT = {f"{place}.{name}" for place in RESEARCH for name in RESEARCH[place].split()}


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


def used():
    """Return the text of what people work with."""
    masters = [m for kind in ("course", "exercises") for m in sources.masters(kind)]
    return "\n".join(m.read_text("utf-8") for m in masters)


def unused(text):
    calls = set(re.findall(r"\b(?:ep|course)\.[\w.]+", text))
    return {min(names) for names in public_functions().values() if not names & calls}


def test_every_public_function_is_used():
    assert unused(used()) - KEPT == set()


def test_what_is_kept_without_a_use_exists():
    assert KEPT - set().union(*public_functions().values()) == set()


def test_a_function_without_a_use_is_found():
    assert "ep.elasticity.fit" in unused(used().replace("ep.elasticity.fit", ""))
    assert "ep.elasticity.fit" not in unused(used())
