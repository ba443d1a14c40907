"""Every lesson runs on its defaults and on other parameters, and its results are right.

Each module of ``tests/lessons`` holds, for one lesson, a grid of parameters, the results that are
expected for them (computed another way), and parameters that make no sense with the data. (A number out of
its range needs no kernel: test_parameters.py.) All runs of one process share a kernel, which is cleared
between them; test_execute.py runs each lesson in a fresh one too.
"""

import importlib.util
import math
import re
from pathlib import Path

import nbformat
import pytest

from ecopark_course import execute, sources
from ecopark_course.lesson_results import read_results
from ecopark_course.parameters import read_parameters

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parent / "lessons"
LESSONS = [master.stem[:2] for master in sources.masters("course")]


def module(number):
    spec = importlib.util.spec_from_file_location(f"lesson_{number}", FOLDER / f"lesson_{number}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


GRIDS = {number: module(number) for number in LESSONS if (FOLDER / f"lesson_{number}.py").exists()}
CASES = [(number, given) for number, grid in GRIDS.items() for given in ({}, *grid.GRID)]
SENSELESS = [(number, *case) for number, grid in GRIDS.items() for case in grid.SENSELESS]


def as_text(given):
    return [f"{name}={value}" for name, value in given.items()]


def name_of(value):
    return value if isinstance(value, str) else ",".join(as_text(value)) or "defaults"


def differences(found, wanted):
    """Return one line for each expected result that is absent or too far from what was found."""
    lines = []
    for name, value in wanted.items():
        own = found.get(name, "absent")
        numeric = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (own, value))
        close = numeric and math.isclose(own, value, rel_tol=1e-6, abs_tol=1e-9)
        if not (close if numeric else own == value):
            lines.append(f"{name}: {own}, expected {value}")
    return lines


def test_every_lesson_has_a_grid():
    assert sorted(GRIDS) == LESSONS
    for grid in GRIDS.values():
        assert len({str(sorted(given.items())) for given in grid.GRID}) >= 5
        assert grid.SENSELESS


@pytest.mark.parametrize(("number", "given"), CASES, ids=name_of)
def test_lesson_gives_the_expected_results(number, given, tmp_path):
    target = execute.run_lesson(number, as_text(given), tmp_path / "out.ipynb", kept_kernel=True)
    found = read_results(nbformat.read(target, as_version=4))
    known = read_parameters(sources.read(sources.find(number)))
    wanted = GRIDS[number].expected(**({name: p.default for name, p in known.items()} | given))
    assert len(wanted) >= 2
    assert differences(found, wanted) == []


@pytest.mark.parametrize(("number", "given", "sentence"), SENSELESS, ids=name_of)
def test_a_senseless_parameter_is_said_in_one_sentence_and_the_lesson_stops(
    number, given, sentence, tmp_path
):
    with pytest.raises(execute.LessonStopped, match=re.escape(sentence)):
        execute.run_lesson(number, as_text(given), tmp_path / "out.ipynb", kept_kernel=True)
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert notebook.cells[0].source.startswith("**This lesson stopped.** ")
    assert sentence in notebook.cells[0].source
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_a_wrong_or_absent_result_is_found():
    assert differences({"a": 1.0, "b": "x"}, {"a": 1.0 + 1e-9, "b": "x"}) == []
    assert differences({"a": 1.0}, {"a": 1.1, "b": 2}) == [
        "a: 1.0, expected 1.1",
        "b: absent, expected 2",
    ]
