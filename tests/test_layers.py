"""Holds the order of the house: a module imports only what stands before it in ``layers.txt``."""

import ast
from pathlib import Path

import ecopark

PACKAGE = Path(ecopark.__file__).parent
ORDER = Path(__file__).with_name("layers.txt").read_text("utf-8").split()
PACKAGES = {m.rpartition(".")[0] for m in ORDER} - {""}


def imported(tree: ast.AST, own: str) -> set[str]:
    """Return the modules of ecopark that a module imports, wherever the import stands.

    Who imports from a package, such as ``ecopark.elasticity``, imports all of its modules.
    """
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{own}: write imports in full"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            named = {name for name in inner if name.removeprefix("ecopark.") in (*ORDER, *PACKAGES)}
            found |= named if named == inner else named | {node.module}
    names = {name.removeprefix("ecopark.") for name in found}
    return (names & set(ORDER)) | {m for m in ORDER for name in names & PACKAGES if m.startswith(f"{name}.")}


def wrong_imports(own: str, source: str) -> list[str]:
    """Return the imports that run against the order."""
    return [name for name in imported(ast.parse(source), own) if ORDER.index(name) >= ORDER.index(own)]


def modules() -> dict[str, Path]:
    paths = (p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py")
    return {".".join(p.relative_to(PACKAGE).with_suffix("").parts): p for p in paths}


def test_every_module_has_its_place():
    assert set(modules()) <= set(ORDER)


def test_imports_run_downwards_only():
    wrong = {own: wrong_imports(own, path.read_text("utf-8")) for own, path in modules().items()}
    assert not {own: names for own, names in wrong.items() if names}


def test_an_import_against_the_order_is_found():
    assert wrong_imports("units", "def f():\n    from ecopark import panel\n") == ["panel"]
    assert wrong_imports("panel", "from ecopark.units import factor\n") == []
    assert "elasticity.fits" in wrong_imports("elasticity.zones", "from ecopark.elasticity import fit\n")
    assert wrong_imports("elasticity.fits", "from ecopark.elasticity import zones\n") == []


def test_no_module_is_long():
    lines = {own: len(path.read_text("utf-8").splitlines()) for own, path in modules().items()}
    assert not {own: n for own, n in lines.items() if n > 400}
