"""The 25 exercises that the sources gave rise to all stand in the course, with the answers found by hand.

Each module of ``tests/facts`` holds, for one exercise notebook, the number of the exercise in the
facts, and the answers as worked out there.
"""

import importlib
from pathlib import Path

import pytest

import ecopark_course as course
from ecopark_course import sources

FOLDER = Path(__file__).parent / "facts"
NOTEBOOKS = [master.stem[:2] for master in sources.masters("exercises")]


def facts(number):
    if not (FOLDER / f"facts_{number}.py").exists():
        return {}
    return importlib.import_module(f"facts_{number}").FACTS


FOUND = [(fact, number, answers) for number in NOTEBOOKS for fact, answers in facts(number).items()]


def test_all_25_are_there():
    assert sorted({fact for fact, _, _ in FOUND}) == list(range(1, 26))


@pytest.mark.parametrize(("fact", "number", "answers"), FOUND, ids=lambda v: str(v)[:12])
def test_the_right_answers_are_those_worked_out_by_hand(fact, number, answers, capsys):
    check = course.checker(number)
    for exercise, answer in answers.items():
        check(exercise, answer)
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{exercise} passed." for exercise in answers]
