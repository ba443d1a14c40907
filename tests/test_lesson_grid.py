"""Every lesson runs on its defaults and on other parameters, and its results are right.

Each module of ``tests/lessons`` holds, for one lesson, a grid of parameters, the results that are
expected for them (computed another way), and parameters that make no sense with the data. (A number out of
its range needs no kernel: test_parameters.py.) All runs of one process share a kernel, which is cleared
between them; the defaults are those of the course as it is built, and test_execute.py compares them with a
fresh kernel.
"""

import functools
import importlib
import math
import numbers
import re
from pathlib import Path

import nbformat
import pytest
from fairness import Sheet

from ecopark_course import build, execute, sources
from ecopark_course.feedback import agrees
from ecopark_course.lesson_results import read_results
from ecopark_course.parameters import read_parameters

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parent / "lessons"
LESSONS = [master.stem[:2] for master in sources.masters("course")]


GRIDS = {path.stem[-2:]: importlib.import_module(path.stem) for path in sorted(FOLDER.glob("lesson_*.py"))}
CASES = [(number, given) for number, grid in GRIDS.items() for given in grid.GRID]
SENSELESS = [(number, *case) for number, grid in GRIDS.items() for case in grid.SENSELESS]


@functools.cache
def parameters_of(number):
    return read_parameters(sources.read(sources.find(number)))


def defaults_of(number):
    return {name: p.default for name, p in parameters_of(number).items()}


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
    wanted = GRIDS[number].expected(**(defaults_of(number) | given))
    assert len(wanted) >= 2
    assert differences(found, wanted) == []


@pytest.mark.xdist_group("course")
@pytest.mark.parametrize("number", LESSONS)
def test_lesson_gives_the_expected_results_with_its_defaults(number, built):
    notebook = nbformat.read(build.executed_path(sources.find(number)), as_version=4)
    wanted = GRIDS[number].expected(**defaults_of(number))
    assert len(wanted) >= 2
    assert differences(read_results(notebook), wanted) == []
    assert copied_answers(number, printed_numbers(notebook)) == []


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


def printed_numbers(notebook):
    """Return the numbers with three or more digits that a reader sees in the outputs."""
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    texts = [output.get("text") or as_read(output.get("data", {})) for output in shown]
    numbers = re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", "\n".join(texts))
    return {float(n.replace(",", "")) for n in numbers if len(re.sub(r"\D", "", n).lstrip("0")) >= 3}


def as_read(data):
    text = data.get("text/html") or data.get("text/markdown") or data.get("text/plain", "")
    return re.sub(r"<(style|svg)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)


def copied_answers(number, printed):
    """Return the exercises whose numeric answer can be read off the lesson, with its default parameters."""
    sheet = Sheet(number)
    names = sheet.solve({})[0]
    answers = [(asked, eval(asked.answer, names)) for asked in sheet.checked]
    return [
        f"{asked.id}: {value}"
        for asked, right in answers
        for value in sorted(printed)
        if isinstance(right, numbers.Real) and (agrees(value, right, asked) or agrees(-value, right, asked))
    ]


def test_an_answer_that_the_lesson_prints_is_found():
    answers = [asked for asked in Sheet("01").checked if asked.id == "01.1"]
    price = eval(answers[0].answer, Sheet("01").solve({})[0])
    shown = [nbformat.v4.new_output("display_data", {"text/html": f"<td>{price:,.2f}</td><td>12</td>"})]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=shown)])
    assert copied_answers("01", printed_numbers(notebook)) == [f"01.1: {price:.2f}"]


@pytest.mark.parametrize("number", sorted(GRIDS))
def test_every_parameter_moves_a_result(number):
    defaults = defaults_of(number)
    moving = set()
    for given in GRIDS[number].GRID:
        # One case that moves a result is enough.
        moving |= {name for name in set(given) - moving if moves(number, name, defaults | given)}
    assert set(defaults) - moving == set()


@functools.cache
def expected_of(number, values):
    return GRIDS[number].expected(**dict(values))


def moves(number, name, values):
    """Return whether the expected results change, or cannot be had, if one parameter has its default."""
    default = values | {name: defaults_of(number)[name]}
    try:
        return expected_of(number, tuple(values.items())) != expected_of(number, tuple(default.items()))
    except Exception:
        return True  # such as a zone that only the user's own file holds


def test_a_wrong_or_absent_result_is_found():
    assert differences({"a": 1.0, "b": "x"}, {"a": 1.0 + 1e-9, "b": "x"}) == []
    assert differences({"a": 1.0}, {"a": 1.1, "b": 2}) == [
        "a: 1.0, expected 1.1",
        "b: absent, expected 2",
    ]
