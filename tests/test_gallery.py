"""Every public function of the toolkit is shown in a lesson or on a gallery page."""

import importlib
import inspect
import re

import ecopark as ep
from ecopark.teaching import editions

MODULES = (
    "audit",
    "datasets",
    "decoupling",
    "elasticity",
    "emissions",
    "planning",
    "plots",
    "scores",
    "standards",
    "subsidy",
)
DEEPER = ("symbiosis", "widgets", "programs.eip", "programs.circular", "programs.low_carbon")
COUNTED = ("programs.compare", "programs.overlap", "programs.participation", "programs.plots")


def public_functions() -> set[str]:
    """Return ``module.function`` for each function that a public module offers."""
    root = {"assess", "what_if", "checker", "composite", "gap_to_target"}
    found = set(root)
    for name in (*MODULES, *DEEPER, *COUNTED):
        module = importlib.import_module(f"ecopark.{name}")
        functions = (n for n in module.__all__ if inspect.isfunction(getattr(module, n)))
        found |= {f"{name}.{function}" for function in functions if function not in root}
    return found


def shown() -> str:
    masters = [m for kind in ("course", "gallery", "exercises") for m in editions.masters(kind)]
    return "\n".join(m.read_text("utf-8") for m in masters)


def missing(text: str) -> list[str]:
    return sorted(name for name in public_functions() if not re.search(rf"\bep\.{re.escape(name)}\b", text))


def test_every_public_function_is_shown():
    assert missing(shown()) == []


def test_a_function_that_is_not_shown_is_found():
    assert "elasticity.fit" in missing(shown().replace("ep.elasticity.fit", ""))
    assert hasattr(ep, "assess")
