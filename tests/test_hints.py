"""A hint points and never gives the answer away: neither as a number nor as an expression of it."""

import ast
import contextlib
import re

import pytest

import ecopark_course as course
from ecopark_course import feedback, sources

NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
COMPUTES = re.compile(r"[(\[+*/-]")  # a word alone is no expression that computes


def numbers(hint):
    """Return the numbers that a hint prints."""
    return [float(text.replace(",", "")) for text in NUMBER.findall(hint)]


def results(hint, names):
    """Yield, for each word of a hint, the value of the longest expression that begins there."""
    for start in (word.start() for word in re.finditer(r"[\w\[('\"]+", hint)):
        for end in range(len(hint), start + 5, -1):
            text = hint[start:end].strip()
            if not COMPUTES.search(text):
                break
            with contextlib.suppress(Exception):
                ast.parse(text, mode="eval")
                yield eval(text, dict(names))
                break


def gives_away(hint, asked, right, names):
    """Tell whether a hint holds the right answer, within the tolerance of the exercise."""
    parts = right if isinstance(right, list | tuple) else [right]
    printed = numbers(hint)
    if all(feedback._is_number_or_quantity(part) for part in parts) and all(
        any(feedback.agrees(number, part, asked) for number in printed) for part in parts
    ):
        return True
    for value in results(hint, names):
        with contextlib.suppress(Exception):
            if feedback.agrees(value, right, asked):
                return True
    return False


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("master", sources.masters("exercises"), ids=lambda path: path.stem)
def test_no_hint_gives_the_answer_away(master):
    check = course.checker(master.stem[:2])
    given_away = []
    for asked in check._exercises.values():
        if asked.kind == "checked":
            right = check._expected(asked)
            hints = [*asked.hints, *(mistake.hint for mistake in asked.mistakes)]
            given_away += [(asked.id, hint) for hint in hints if gives_away(hint, asked, right, check._names)]
    assert given_away == []


def test_an_answer_in_a_hint_is_found():
    asked = sources.Exercise("1.1", "x", "", 0.01, (), "", ())
    names = {"part": 3.0, "whole": 4.0}
    assert gives_away("The share is 0.75.", asked, 0.75, names)
    assert gives_away("Compute part / whole of it.", asked, 0.75, names)
    assert gives_away("Write [1e4, 2 * 1e8] there.", asked, [1e4, 2e8], names)
    assert not gives_away("Divide part by whole, not 0.7 by 1.", asked, 0.75, names)
