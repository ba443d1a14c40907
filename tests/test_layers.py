"""Holds the order of the house: a module imports only what stands above it in this list."""

import ast
from pathlib import Path

import ecopark

PACKAGE = Path(ecopark.__file__).parent
ORDER = """
errors needs intervals places units frames grouping files packages checks panel synthetic datasets
standards zones fits endpoints elasticity decoupling judging targets grids queries indicators
sheets trends gaps scores findings planning shares pooling drivers reform tranches subsidy figures
emission_sets emission_factors emission_routes emission_candidates emission_totals scrubbing gypsum
emissions
symbiosis.offers symbiosis.pairs symbiosis.transport symbiosis.reasons symbiosis.plans
symbiosis.matching symbiosis.water_tables symbiosis.water_pinch symbiosis.water_program
symbiosis.water symbiosis.matching_plots symbiosis.water_plots symbiosis.streams symbiosis.heat
symbiosis.cogeneration symbiosis.heat_figures symbiosis.measures symbiosis.exchanges
symbiosis.tables symbiosis.network symbiosis.flows symbiosis.balance symbiosis.metrics
symbiosis.robustness symbiosis.departures symbiosis.finance symbiosis.benefit_tables
symbiosis.benefit_money symbiosis.benefits symbiosis.figures symbiosis.sankey
programs.days programs.tables programs.procedure programs.record programs.standing programs.placing
programs.attainment programs.eip programs.circular programs.low_carbon programs.compare
programs.chance programs.overlap programs.certification programs.cohort programs.participation
programs.own_tables programs.timelines programs.chance_plots programs.governance programs.plots
audit.core audit.subsidies audit.targets audit.indicators audit.counts audit.overlap audit.places
audit.kalundborg audit.taiwan audit.planning audit.arithmetic
planes strips dated spans index_lines ranges plots widgets
teaching.warm teaching.warm_server teaching.warm_engine teaching.engine teaching.editions
teaching.check teaching.results teaching.run teaching.nbval_record teaching.submission teaching.lab
teaching.slides teaching.build teaching.course teaching.pages.markdown teaching.pages.data
teaching.pages.indicators teaching.pages.lessons teaching.pages.reference teaching.pages.words
teaching.site
cli
""".split()


def imported(tree: ast.AST, own: str) -> set[str]:
    """Return the modules of the package that a module imports, wherever the import stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{own}: write imports in full"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("ecopark.") for name in found} & set(ORDER)


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


def test_no_module_is_long():
    lines = {own: len(path.read_text("utf-8").splitlines()) for own, path in modules().items()}
    assert not {own: n for own, n in lines.items() if n > 400}
