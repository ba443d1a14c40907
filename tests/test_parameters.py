"""A parameter has one line, and every way in says the same sentence where a value is not allowed."""

import re
import subprocess
import sys
from datetime import date

import nbformat
import numpy as np
import pandas as pd
import pytest

import ecopark as ep
import ecopark_course as course
from ecopark import files
from ecopark.errors import DataError, SenselessParameter, UnknownNameError
from ecopark_course import execute, parameters, sources
from ecopark_course.check_notebook import check_file

LESSONS = {m.stem[:2]: parameters.read_parameters(sources.read(m)) for m in sources.masters("course")}
EXERCISES = {m.stem[:2]: parameters.read_parameters(sources.read(m)) for m in sources.masters("exercises")}
KNOWN = LESSONS["05"]


def one(line):
    """Return the parameter of one line."""
    cell = nbformat.v4.new_code_cell(line, metadata={"tags": ["parameters"]})
    return next(iter(parameters.read_parameters(nbformat.v4.new_notebook(cells=[cell])).values()))


# ---- every parameter of every lesson -------------------------------------------------------------


def wrong_values(parameter):
    """Return values just outside the range of a parameter, or not among its choices, and of no type."""
    if "|" in parameter.allowed:
        return ["Atlantis", "", parameter.choices[0] + "x"]
    if ".." not in parameter.allowed:
        return []
    low, high = (float(end) for end in parameter.allowed.split(".."))
    if parameter.type == "int":
        return [int(low) - 1, int(high) + 1, low + 0.5, "twenty", (0, 5), None]
    step = 1e-6 * (high - low)
    return [low - step, high + step, float("nan"), float("inf"), "twenty", (0, 5), None]


WRONG = [
    (kind, lesson, name, wrong_values(parameter))
    for kind, notebooks in (("course", LESSONS), ("exercises", EXERCISES))
    for lesson, known in notebooks.items()
    for name, parameter in known.items()
    if wrong_values(parameter)
]


def test_every_number_of_a_lesson_has_a_range():
    numbers = [p for known in LESSONS.values() for p in known.values() if p.type in {"int", "float"}]
    assert [p.name for p in numbers if ".." not in p.allowed] == []
    assert len(WRONG) > 110


@pytest.mark.parametrize(("kind", "lesson", "name", "values"), WRONG)
def test_a_value_outside_its_line_stops_the_lesson_with_one_sentence_about_it(kind, lesson, name, values):
    for value in values:
        with pytest.raises(SenselessParameter) as stopped:
            course.check_parameters(lesson, {name: value, "another": None}, kind)
        sentence = str(stopped.value)
        assert len(sentence.splitlines()) == 1
        assert sentence.startswith(f"{name} ")
        assert str(value) in sentence or repr(value) in sentence


@pytest.mark.parametrize("kind", ["course", "exercises"])
def test_defaults_and_ends_of_ranges_are_allowed(kind):
    for lesson, known in {"course": LESSONS, "exercises": EXERCISES}[kind].items():
        course.check_parameters(lesson, {name: p.default for name, p in known.items()}, kind)
        for end in (0, -1):
            ranges = {n: p.allowed.split("..")[end] for n, p in known.items() if ".." in p.allowed}
            values = {
                name: known[name].convert(str(known[name].convert(text))) for name, text in ranges.items()
            }
            course.check_parameters(lesson, values, kind)
        for choice in (0, -1):
            values = {n: known[n].convert(p.choices[choice]) for n, p in known.items() if "|" in p.allowed}
            course.check_parameters(lesson, values, kind)


def test_choices_in_a_line_are_those_of_the_tables():
    definitions = list(ep.datasets.load("definitions")["id"])
    assert LESSONS["02"]["definition"].choices == definitions
    assert LESSONS["12"]["site"].choices == list(ep.datasets.load("taiwan", "sites")["id"])


# ---- one sentence, whatever the way in -----------------------------------------------------------

SENTENCE = "rate [%] is 0.0, and this lesson allows 0.5 to 100."


def test_the_command_says_the_sentence_of_the_lesson(tmp_path):
    with pytest.raises(SenselessParameter) as in_the_cell:
        course.check_parameters("10", {"rate": 0.0})
    assert str(in_the_cell.value) == SENTENCE
    with pytest.raises(DataError) as at_the_command:
        execute.run_lesson("10", ["rate=0"], tmp_path / "out.ipynb")
    assert str(at_the_command.value) == f"1 problem in the parameters:\n  {SENTENCE}"
    assert list(tmp_path.iterdir()) == []


def test_a_hand_edited_cell_says_it_too(tmp_path):
    lesson = sources.lesson_edition(sources.read(sources.find("10")))
    for cell in lesson.cells:
        cell.source = cell.source.replace("rate: float = 20.0", "rate: float = 0.0")
    with pytest.raises(execute.NotebookFailed) as stopped:
        execute.run_notebook(lesson, {}, "10", cwd=tmp_path, kept_kernel=True)
    assert stopped.value.error == "SenselessParameter"
    assert stopped.value.message == SENTENCE


@pytest.mark.slow
def test_papermill_says_it_too(tmp_path):
    lesson = files.course_folder() / "10_subsidy_shares.ipynb"
    command = [sys.executable, "-m", "papermill", str(lesson), "out.ipynb", "-p", "rate", "0.0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"This lesson stops here. {SENTENCE}" in done.stderr


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(SenselessParameter) as stopped:
        course.check_parameters("06", {"subsidy": 0.0, "cut": "0,5", "progress": 2})
    assert str(stopped.value).splitlines() == [
        "cut [%] must be one number, not '0,5': write digits without quotes, and a point, not a comma.",
        "subsidy [10^6 RMB] is 0.0, and this lesson allows 1 to 100000.",
        "progress must be yes or no, True or False in a cell, not 2.",
    ]


def test_an_exercise_notebook_stops_where_it_gets_its_checker():
    with pytest.raises(SenselessParameter, match="wanted \\[%\\] is 0, and this lesson allows 50 to 99"):
        course.checker("10", wanted=0)


def test_an_unknown_lesson_is_named():
    with pytest.raises(UnknownNameError, match="lesson '99'"):
        course.check_parameters("99", {})


# ---- values ---------------------------------------------------------------------------------------


def test_parameters_come_with_type_unit_and_range():
    assert KNOWN["change"].type == "float"
    assert (KNOWN["change"].unit, KNOWN["change"].allowed) == ("%", "-60..60")
    assert KNOWN["zone"].default.startswith("Synthetic")


def test_values_get_their_type():
    texts = ["year=2010", "change=-5.5", "zone=Synthetic zone 02"]
    values = {"year": 2010, "change": -5.5, "zone": "Synthetic zone 02"}
    assert parameters.parse_parameters(texts, KNOWN) == values


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("yaer=2010", "Did you mean 'year'"),
        ("year=twenty", "year must be one number, not 'twenty'"),
        ("year=2010.5", "year must be one number, not '2010.5'"),
        ("change=-70", r"change \[%\] is -70.0, and this lesson allows -60 to 60"),
        ("change=nan", r"change \[%\] is nan"),
        ("year", "not of the form name=value"),
    ],
)
def test_a_wrong_parameter_fails(text, match):
    with pytest.raises(DataError, match=match):
        parameters.parse_parameters([text], KNOWN)


def test_all_wrong_parameters_stand_together():
    with pytest.raises(DataError, match="3 problems"):
        parameters.parse_parameters(["a=1", "year=x", "change=99"], KNOWN)


def test_choices_and_yes_no():
    choice = one('rule: str = "a"  # which rule; name; 2009 | 2015')
    assert choice.accepts("2015")
    fault = choice.fault_of("2012")
    assert fault == "rule is '2012', and this lesson allows 2009, 2015. Did you mean '2015'?"
    yes = one("deep: bool = False  # go deeper; yes or no; any")
    assert yes.convert("Yes") is True
    assert yes.accepts(1)
    assert yes.fault_of(yes.convert("maybe")).startswith("deep must be yes or no")


@pytest.mark.parametrize("value", [0, 100, 0.5, np.float64(3.0), np.int64(7), np.float32(0.5)])
def test_every_kind_of_number_inside_the_range_passes(value):
    assert one("share: float = 1.0  # share; %; 0..100").accepts(value)


def test_true_is_no_number_in_an_exercise_notebook(tmp_path):
    text = next(files.exercises_folder().glob("00_*.ipynb")).read_text(encoding="utf-8")
    name = next(known.name for known in EXERCISES["00"].values() if known.type == "float")
    path = tmp_path / "own.ipynb"
    path.write_text(re.sub(rf"{name}: float = \S+", f"{name}: float = True", text), encoding="utf-8")
    with pytest.raises(DataError, match=f"True: {name} is not allowed"):
        check_file(path)


@pytest.mark.parametrize("value", [2010.0, np.float64(2010), "2010"])
def test_a_whole_number_has_no_fraction_and_no_quotes(value):
    assert not KNOWN["year"].accepts(value)
    assert KNOWN["year"].accepts(np.int64(2010))


def test_a_text_is_a_text():
    assert KNOWN["zone"].fault_of(7) == "zone must be a text in quotes, not 7."


@pytest.mark.parametrize(("allowed", "sentence"), [("5..", "5 or more"), ("..3", "3 or less")])
def test_a_range_may_be_open(allowed, sentence):
    parameter = one(f"x: float = 4.0  # x; 1; {allowed}")
    assert parameter.fault_of(4.0) == f"x is 4.0, and this lesson allows {sentence}."
    assert parameter.accepts(5) is (allowed == "5..")


@pytest.mark.parametrize("line", ["year = 2010", "year: int = 2010  # year", "year: int = f()  # a; b; any"])
def test_a_line_of_another_form_is_a_fault_of_the_master(line):
    with pytest.raises(sources.MasterFault):
        one(line)


# ---- what depends on the data ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ((0, 5), r"\(0, 5\): write a point, not a comma"),
        ((800, 0), r"\(800, 0\): write a point, not a comma"),
        ([1, 2], r"\[1, 2\]: write a point, not a comma"),
        ("0,5", "'0,5': write digits without quotes, and a point, not a comma"),
        (None, "None"),
        (pd.NA, "NA"),
        (1j, "1j"),
    ],
)
def test_something_else_than_a_number_stops_a_lesson_with_a_sentence(value, shown):
    with pytest.raises(SenselessParameter, match=rf"share \[%\] must be one number, not .*{shown}"):
        course.check_range("share [%]", value, 0, 100)
    with pytest.raises(SenselessParameter, match=f"must be one number, not .*{shown}"):
        course.check_order("start", value, "end", 2010)
    with pytest.raises(SenselessParameter, match=f"must be one number, not .*{shown}"):
        course.check_order("start", 2005, "end", value)


@pytest.mark.parametrize("value", [0, 100, 0.5, True, np.float64(3.0), np.int64(7), np.float32(0.5)])
def test_a_number_that_the_data_allow_passes(value):
    course.check_range("share [%]", value, 0, 100)


@pytest.mark.parametrize("value", [-1, 100.5, float("nan"), float("inf")])
def test_a_number_that_the_data_do_not_allow_stops_a_lesson(value):
    with pytest.raises(SenselessParameter, match="this lesson allows 0 to 100"):
        course.check_range("share [%]", value, 0, 100)


def test_days_have_an_order_too():
    course.check_order("start", date(2014, 4, 1), "end", date(2014, 4, 30))
    with pytest.raises(SenselessParameter, match="must come before"):
        course.check_order("start", date(2014, 4, 30), "end", date(2014, 4, 1))
    with pytest.raises(SenselessParameter, match="must come before"):
        course.check_order("start", 2014, "end", date(2014, 4, 30))


# ---- ecopark run ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_lesson_runs_with_parameters_and_shows_them(tmp_path):
    target = execute.run_lesson(
        "05", ["zone=Synthetic zone 12", "year=2012", "start=2008"], tmp_path / "out.ipynb"
    )
    notebook = nbformat.read(target, as_version=4)
    assert "| zone | Synthetic zone 12 |" in notebook.cells[0].source
    assert any("Bar chart of Synthetic zone 12 in 2012:" in str(c.get("outputs")) for c in notebook.cells)
    assert list(tmp_path.glob("[!.]*")) == [target]


@pytest.mark.slow
def test_an_unknown_zone_is_said_at_the_top_and_nothing_is_computed(tmp_path):
    with pytest.raises(execute.LessonStopped, match="no zone 'Atlantis'"):
        execute.run_lesson("05", ["zone=Atlantis"], tmp_path / "out.ipynb")
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert notebook.cells[0].source.startswith("**This lesson stopped.** The panel has no zone 'Atlantis'.")
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_an_output_folder_that_does_not_exist_fails(tmp_path):
    with pytest.raises(DataError, match="folder does not exist"):
        execute.run_lesson("05", [], tmp_path / "no" / "out.ipynb")
