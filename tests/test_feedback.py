"""What an exercise answers: one line, a hint that fits, and a solution only below a right answer."""

import re
from dataclasses import replace

import numpy as np
import pytest

import ecopark as ep
import ecopark_course as course
from ecopark.errors import UnknownNameError
from ecopark_course import feedback as checking
from ecopark_course import sources
from ecopark_course.sources import Exercise


@pytest.fixture
def said(capsys):
    """Return a function that checks an answer and gives back the line that was printed."""
    checks = {lesson: course.checker(lesson) for lesson in ("00", "10")}

    def ask(exercise, answer):
        checks[exercise[:2]](exercise, answer)
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 1
        return lines[0]

    return ask


def test_right_answers_pass(said):
    # By hand: 68 of the 720 orders of six subsidies; 745 / 22 / 0.5, and the mean of 16 subsidies over it.
    assert said("10.2", 100 * 68 / 720) == "10.2 passed."
    assert said("10.2", 9.44) == "10.2 passed."
    assert said("10.5", [67.73, 2.743, 18.23]) == "10.5 passed."
    assert said("00.5", " Verified ") == "00.5 passed."


def test_a_quantity_with_another_unit_passes(said):
    assert said("00.6", ep.units.quantity(176_950, "wan_yuan")).startswith("00.6 passed")


def test_a_quantity_of_another_kind_is_said(said):
    line = said("00.6", ep.units.quantity(1769.5, "tce"))
    assert (
        line == "00.6 not yet: mean_investment measures something else. It is asked as a number, in 10^6 RMB."
    )


@pytest.mark.parametrize("nothing", [..., None])
def test_nothing_is_not_answered_yet(said, nothing):
    assert said("10.2", nothing) == "10.2 not answered yet: replace the three dots with part, in %."


@pytest.mark.parametrize("answer", [10, 11, ...])
def test_a_line_is_written_in_one_piece(answer, monkeypatch):
    pieces = []
    monkeypatch.setattr("sys.stdout", type("Out", (), {"write": staticmethod(pieces.append)}))
    course.checker("10")("10.2", answer)
    assert len(pieces) == 1
    assert pieces[0].endswith("\n")


@pytest.mark.parametrize(("answer", "kind"), [("9.4", "str"), ([9.4], "list"), (True, "bool")])
def test_a_wrong_form_is_said(said, answer, kind):
    assert said("10.2", answer) == f"10.2 not yet: part must be a number, in %, not {kind}."


def test_a_usual_mistake_gets_its_own_hint(said):
    # Two subsidies are equal, so the table itself is two of the 68 orders.
    assert "on the other side" in said("10.2", 100 - 100 * 68 / 720)
    assert "the table itself" in said("10.2", 100 * 66 / 720)
    assert "use the first payment" in said("10.5", [745 / 22, 5.486, 18.228])


def test_another_unit_is_noticed(said):
    assert (
        said("10.2", 0.0944)
        == "10.2 not yet: the digits are right, the unit is not. The answer is asked in %."
    )


def test_each_try_brings_the_next_hint_then_the_place_to_read(said):
    lines = [said("10.2", 50) for _ in range(5)]
    assert len(set(lines[:3])) == 3
    assert lines[3] == lines[4] == "10.2 not yet: read lesson 10 again, then try once more."


def test_the_place_to_read_may_be_a_section(monkeypatch):
    check = course.checker("10")
    monkeypatch.setitem(
        check._exercises, "10.2", replace(check._exercises["10.2"], hints=(), read="section 4")
    )
    assert check.judge("10.2", 999) == "10.2 not yet: read section 4 of lesson 10 again, then try once more."


def test_parameters_change_the_right_answer(capsys):
    panel = ep.datasets.simulate_panel()
    row = panel[(panel["zone"] == "Synthetic zone 11") & (panel["year"] == 2010)].iloc[0]
    answer = row["energy"] / row["industrial_added_value"]
    course.checker("05", zone="Synthetic zone 11", year=2010)("05.1", answer)
    course.checker("05")("05.1", answer)
    right, wrong = capsys.readouterr().out.splitlines()
    assert right == "05.1 passed."
    assert wrong.startswith("05.1 not yet")


ASKED = Exercise("1.1", "x", "", 0.01, (), "", ())


def test_a_set_is_asked_in_any_order():
    assert checking.agrees(["b", "A "], {"a", "b"}, ASKED)
    assert not checking.agrees(["a"], {"a", "b"}, ASKED)


def test_a_list_is_asked_in_its_order_and_with_its_repetitions():
    assert checking.agrees(["pass", "pass", "fail"], ["pass", "pass", "fail"], ASKED)
    assert not checking.agrees(["pass", "fail", "pass"], ["pass", "pass", "fail"], ASKED)
    assert not checking.agrees(["pass", "fail"], ["pass", "pass", "fail"], ASKED)
    assert not checking.agrees({"pass", "fail"}, ["pass", "fail"], ASKED)


def test_numbers_in_a_list_are_compared_within_the_tolerance():
    assert checking.agrees((-0.5, 0.405), [-0.5, 0.4], ASKED)
    assert not checking.agrees((-0.5, 0.42), [-0.5, 0.4], ASKED)
    assert not checking.agrees((-0.5, "0.4"), [-0.5, 0.4], ASKED)


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what a check shows below its line."""
    pieces = []
    monkeypatch.setattr(checking, "_show", pieces.append)
    return pieces


def test_a_right_answer_shows_a_worked_solution_and_a_wrong_one_nothing(shown):
    check = course.checker("10")
    check("10.2", 50)
    check("10.2", ...)
    assert shown == []
    check("10.2", 9.44)
    [[title, idea, code]] = shown
    assert title == "A worked solution"
    assert "Deal out the subsidies" in idea
    assert "itertools.permutations(amounts)" in code
    assert "SOLUTION" not in code


def test_a_solution_is_the_same_for_all_parameters(shown):
    one, two = course.checker("10"), course.checker("10", dropped="Hailin ETDZ")
    one("10.1", one._expected(one._exercises["10.1"]))
    two("10.1", two._expected(two._exercises["10.1"]))
    assert shown[0] == shown[1]


def test_a_written_answer_shows_levels_and_a_model_answer(shown):
    check = course.checker("10")
    check("10.8", "no")
    assert shown == []
    check("10.8", "They paid other zones in that year.")
    title, levels, model = shown[0]
    assert title == "Compare your answer"
    assert levels.count("<li>") == 4
    assert "I write RMB 100 million" in model


def test_in_a_class_the_model_answer_stays_with_the_teacher(shown):
    check = course.checker("10")
    check.for_class = True
    check("10.8", "They paid other zones in that year.")
    assert "RMB 100 million" not in "".join(shown[0])
    assert "<li>" in shown[0][1]


@pytest.mark.parametrize("lesson", [master.stem[:2] for master in sources.masters("exercises")])
def test_every_model_answer_is_long_enough_and_shown(lesson, shown):
    check = course.checker(lesson)
    for exercise, asked in check._exercises.items():
        if asked.kind == "written":
            check(exercise, "These are five plain words.")
            assert len(re.sub("<[^>]+>", "", shown[-1][-1])) > 100


def test_a_class_notebook_tells_its_checks():
    notebook = sources.read(sources.find("02", "exercises"))
    setup = [c.source for c in sources.for_class(notebook).cells if "course.checker(" in c.source]
    assert setup[0].count("check.for_class = True") == 1
    compile(setup[0], "setup", "exec")
    plain = "\n".join(c.source for c in sources.learners_edition(notebook).cells)
    assert "for_class" not in plain


@pytest.fixture
def written(monkeypatch):
    """Return a checker whose exercise 10.1 asks for a written answer."""
    check = course.checker("10")
    monkeypatch.setitem(check._exercises, "10.1", Exercise("10.1", "why", "", 0, (), "", (), kind="written"))
    return check


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("Because the two samples differ.", "10.1 kept for your teacher."),
        ("因为两个样本并不是同一些园区。", "10.1 kept for your teacher."),
        ("เพราะกลุ่มตัวอย่างทั้งสองไม่เหมือนกัน", "10.1 kept for your teacher."),
        ("x", "10.1 not answered yet: why needs a whole sentence at least."),
        (..., "10.1 not answered yet: write why as text in quotes."),
        ("...", "10.1 not answered yet: write why as text in quotes."),
        (7, "10.1 not yet: why must be text in quotes, not int."),
    ],
)
def test_a_written_answer_is_kept_and_never_judged(written, capsys, answer, line):
    written("10.1", answer)
    assert capsys.readouterr().out == f"{line}\n"


def test_an_unknown_exercise_or_lesson_fails():
    with pytest.raises(UnknownNameError, match=r"exercise '10.99'"):
        course.checker("10")("10.99", 1)
    with pytest.raises(UnknownNameError, match="lesson"):
        course.checker("77")


def test_an_answer_that_cannot_be_compared_gets_a_line(said):
    for exercise, answer in (
        ("10.1", np.array(5.0)),
        ("10.2", 10**400),
        ("10.2", ep.units.quantity(np.array([1.0, 2.0]), "%")),
    ):
        assert said(exercise, answer).startswith(f"{exercise} not yet: ")
