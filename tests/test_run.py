"""Parameters are checked before a lesson runs; a notebook is written whole or not at all."""

import nbformat
import pytest

from ecopark.errors import DataError
from ecopark_course import editions, run

KNOWN = run.parameters(editions.read(editions.find("03")))


def test_parameters_come_with_type_unit_and_range():
    assert KNOWN["change"].type == "float"
    assert (KNOWN["change"].unit, KNOWN["change"].allowed) == ("%", "-60..60")
    assert KNOWN["zone"].default.startswith("Synthetic")


def test_values_get_their_type():
    given = ["year=2010", "change=-5.5", "zone=Synthetic zone 02"]
    assert run.parse(given, KNOWN) == {"year": 2010, "change": -5.5, "zone": "Synthetic zone 02"}


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ("yaer=2010", "Did you mean 'year'"),
        ("year=twenty", "year must be a whole number"),
        ("year=2010.5", "year must be a whole number"),
        ("change=-70", r"change is out of range. Allowed: -60..60"),
        ("change=nan", "out of range"),
        ("year", "not of the form name=value"),
    ],
)
def test_a_wrong_parameter_fails(given, match):
    with pytest.raises(DataError, match=match):
        run.parse([given], KNOWN)


def test_all_wrong_parameters_stand_together():
    with pytest.raises(DataError, match="3 problems"):
        run.parse(["a=1", "year=x", "change=99"], KNOWN)


def test_choices_and_yes_no():
    choice = run._parameter('rule: str = "a"  # which rule; name; 2009 | 2015')
    assert choice.accepts("2015")
    assert not choice.accepts("2012")
    yes = run._parameter("deep: bool = False  # go deeper; yes or no; any")
    assert yes.convert("Yes") is True
    with pytest.raises(ValueError, match="maybe"):
        yes.convert("maybe")


@pytest.mark.parametrize("line", ["year = 2010", "year: int = 2010  # year", "year: int = f()  # a; b; any"])
def test_a_line_of_another_form_is_a_fault_of_the_master(line):
    with pytest.raises(editions.MasterFault):
        run._parameter(line)


@pytest.mark.slow
def test_a_lesson_runs_with_parameters_and_shows_them(tmp_path):
    target = run.run_lesson(
        "03", ["zone=Synthetic zone 12", "year=2012", "start=2008"], tmp_path / "out.ipynb"
    )
    notebook = nbformat.read(target, as_version=4)
    assert "| zone | Synthetic zone 12 |" in notebook.cells[0].source
    assert any("Bar chart of Synthetic zone 12 in 2012:" in str(c.get("outputs")) for c in notebook.cells)
    assert list(tmp_path.glob("[!.]*")) == [target]


@pytest.mark.slow
def test_an_unknown_zone_is_said_at_the_top_and_nothing_is_computed(tmp_path):
    with pytest.raises(run.Refused, match="no zone 'Atlantis'"):
        run.run_lesson("03", ["zone=Atlantis"], tmp_path / "out.ipynb")
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert notebook.cells[0].source.startswith("**This lesson stopped.** The panel has no zone 'Atlantis'.")
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_an_output_folder_that_does_not_exist_fails(tmp_path):
    with pytest.raises(DataError, match="folder does not exist"):
        run.run_lesson("03", [], tmp_path / "no" / "out.ipynb")
