"""A learner's notebook is checked from its answer cells alone."""

import json
import time

import pytest

from ecopark import files
from ecopark.errors import DataError
from ecopark_course.check_notebook import check_file

pytestmark = pytest.mark.slow
SHIPPED = files.exercises_folder() / "10_subsidy_shares.ipynb"
SOLVED = {
    "answer-10-1": "blanks = [7.034, 10.065, 8.969, 9.401]",
    "answer-10-2": "amounts, investments = known['subsidy'].to_numpy(), known['investment'].to_numpy()\n"
    "orders = itertools.permutations(amounts)\n"
    "found = [np.corrcoef(order / investments, investments)[0, 1] for order in orders]\n"
    "part = 100 * np.mean(np.array(found) <= found[0] + 1e-9)",
    "answer-10-3": "grant = 0.15 * picked\n"
    "built = 1.12 * picked + 0.4 * (listed - picked)\n"
    "four_shares = [100 * grant / x for x in (listed, 1.12 * picked, built, 2 * listed)]",
    "answer-10-5": "closing = [67.727, 2.743, 18.228]",
}

ANSWERED = ("10.1", "10.2", "10.3", "10.5")


@pytest.fixture
def submit(tmp_path):
    """Return a function that writes a learner's notebook and checks it."""

    def check(changes, seconds=20, edit=lambda notebook: None):
        notebook = json.loads(SHIPPED.read_text("utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = changes.get(cell["id"], cell["source"])
        edit(notebook)
        path = tmp_path / "mine.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return {v.exercise: v for v in check_file(path, seconds)}

    return check


@pytest.mark.parametrize("name", ["05_eip_demonstration", "10_subsidy_shares"])
def test_the_notebook_as_shipped_is_not_answered(name):
    verdicts = check_file(files.exercises_folder() / f"{name}.ipynb")
    assert verdicts
    assert all(v.outcome == "unanswered" and "not answered yet" in v.line for v in verdicts)


@pytest.mark.parametrize("name", ["05_eip_demonstration", "10_subsidy_shares"])
def test_the_solutions_pass(name):
    verdicts = check_file(files.exercises_folder() / "reference" / f"{name}.ipynb")
    assert all(v.outcome in {"passed", "kept"} for v in verdicts)
    assert sum(v.line == f"{v.exercise} passed." for v in verdicts) == len(verdicts) - 1  # one is written


def test_other_right_answers_pass_and_wrong_ones_get_a_hint(submit):
    found = submit({**SOLVED, "answer-10-5": "closing = [33.864, 5.486, 18.228]"})
    assert [found[e].outcome for e in ANSWERED] == ["passed", "passed", "passed", "wrong"]
    assert {v.outcome for e, v in found.items() if e not in ANSWERED} == {"unanswered"}
    assert found["10.5"].line == (
        "10.5 not yet: The third is right. The first two use the first payment; the full subsidy is asked."
    )


def test_edited_checks_gain_nothing(submit):
    cheats = {f"check-10-{n}": f'print("10.{n} passed.")' for n in range(1, 9)}
    wrong = {"answer-10-1": "blanks = [1, 1, 1, 1]", "answer-10-2": "part = 1"}
    wrong |= {"answer-10-3": "four_shares = [1, 1, 1, 1]", "answer-10-5": "closing = [1, 1, 1]"}
    found = submit({**cheats, **wrong})
    assert all(found[e].outcome == "wrong" and "passed" not in found[e].line for e in ANSWERED)


def test_a_cell_with_an_error_is_named_and_stops_no_other(submit):
    found = submit({**SOLVED, "answer-10-1": "blanks = 1 / 0"})
    assert (
        found["10.1"].line == "10.1 not yet: the answer cell stops with ZeroDivisionError: division by zero"
    )
    assert found["10.5"].outcome == "passed"


def test_an_endless_loop_ends_in_time_and_the_rest_is_checked(submit):
    start = time.monotonic()
    # The other cells have the same limit, and must keep it on a busy computer, too.
    found = submit({**SOLVED, "answer-10-2": "while True:\n    pass"}, seconds=15)
    assert time.monotonic() - start < 180
    assert "did not end within 15 s" in found["10.2"].line
    assert [found[e].outcome for e in ("10.1", "10.3", "10.5")] == ["passed"] * 3


def test_a_killed_kernel_is_said_and_the_rest_is_checked(submit):
    found = submit({**SOLVED, "answer-10-1": "import os\nos._exit(1)"})
    assert "the kernel died" in found["10.1"].line
    assert found["10.3"].outcome == "passed"


def test_a_file_of_the_learner_takes_the_place_of_no_module(submit, tmp_path, monkeypatch):
    for name in ("cmd.py", "json.py", "pytest.py", "ecopark.py"):
        (tmp_path / name).write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    found = submit(SOLVED)
    assert [found[e].outcome for e in ANSWERED] == ["passed"] * 4


def test_a_missing_answer_cell_is_said(submit):
    def edit(notebook):
        notebook["cells"] = [c for c in notebook["cells"] if c["id"] != "answer-10-3"]

    found = submit(SOLVED, edit=edit)
    assert found["10.3"].line.startswith("10.3 problem: the answer cell is missing")
    assert found["10.2"].outcome == "passed"


def test_a_notebook_that_lost_its_ids_is_still_read(submit):
    def edit(notebook):
        for cell in notebook["cells"]:
            del cell["id"]
        notebook["nbformat_minor"] = 4

    found = submit(SOLVED, edit=edit)
    assert [found[e].outcome for e in ANSWERED] == ["passed"] * 4


@pytest.mark.parametrize(
    ("name", "text", "match"),
    [
        ("a.ipynb", "not json", "is not a notebook"),
        ("a.ipynb", '{"cells": 3}', "is not a notebook"),
        ("a.ipynb", "[]", "is not a notebook"),
        ("mine.ipynb", '{"cells": [], "metadata": {}}', "no exercise of this course"),
    ],
)
def test_a_file_that_is_no_exercise_fails(tmp_path, name, text, match):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=match):
        check_file(tmp_path / name)


def test_a_missing_file_fails(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        check_file(tmp_path / "none.ipynb")
