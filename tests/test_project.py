"""Holds the promises of the project's files: one set of dependencies, no address, two commands."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
RENAMED = {"duckdb": "python-duckdb"}  # names that differ on conda-forge
HOSTS = re.compile(r"https?://|--(extra-)?index|find.links", re.IGNORECASE)


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [r for group in project["optional-dependencies"].values() for r in group]
    found = [Requirement(text) for text in [*project["dependencies"], *extras]]
    return {RENAMED.get(r.name, r.name): str(r.specifier) for r in found}


def in_conda(text: str) -> dict[str, str]:
    listed: list[str] = []
    for entry in yaml.safe_load(text)["dependencies"]:
        listed += [entry] if isinstance(entry, str) else [e for e in entry["pip"] if not e.startswith("-")]
    found = {r.name: str(r.specifier) for r in map(Requirement, listed)}
    return {name: spec for name, spec in found.items() if name not in {"python", "pip"}}


def test_conda_and_pyproject_name_the_same_dependencies():
    assert in_conda((ROOT / "environment.yml").read_text("utf-8")) == declared()


def test_a_changed_version_would_be_noticed():
    text = (ROOT / "environment.yml").read_text("utf-8").replace("pandas>=3,<4", "pandas>=2")
    assert in_conda(text) != declared()


def test_every_dependency_is_pinned_with_hashes():
    text = (ROOT / "constraints.txt").read_text("utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    back = {conda: name for name, conda in RENAMED.items()}
    assert {back.get(n, n).lower() for n in declared()} <= pinned
    assert text.count("==") <= text.count("--hash=sha256:")


@pytest.mark.parametrize(
    "name", ["constraints.txt", "pyproject.toml", "environment.yml", "Makefile", ".ci/run", "README.md"]
)
def test_no_file_holds_the_address_of_a_registry(name):
    assert not HOSTS.search((ROOT / name).read_text("utf-8"))


def test_readme_opens_with_the_two_commands_that_ci_calls():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.index("make course") < readme.index("make test") < 1500
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="the tests run one after the other")
@pytest.mark.xdist_group("project")
def test_a_group_of_tests_stays_on_one_worker(request):
    """With a pytest that pytest-xdist does not know, groups are split without a word."""
    assert request.node.nodeid.endswith("@project")


def test_import_is_cheap():
    heavy = ("pandas", "matplotlib", "statsmodels", "pint", "IPython")
    code = f"import sys, ecopark; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.full
def test_the_wheel_carries_lessons_exercises_and_tables(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    assert "ecopark/_shipped/datasets/ctip_subsidies/subsidies.csv" in names
    assert "ecopark/_shipped/course/masters/10_subsidy_shares.py" in names
    assert "ecopark/_shipped/exercises/reference/10_subsidy_shares.ipynb" in names
    assert "ecopark_cli.py" in names
