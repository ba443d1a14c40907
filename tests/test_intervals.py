"""An interval result holds every result of the numbers in it, and nonsense is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecopark.errors import UndefinedResult
from ecopark.intervals import Interval, parse_printed, rounding_interval

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False)
POSITIVE = st.floats(1e-6, 1e6)


@st.composite
def held(draw):
    """Return an interval and a number in it."""
    low, value, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    return Interval(low, high), value


@given(held(), held())
def test_results_are_held(one, other):
    (left, a), (right, b) = one, other
    assert a + b in left + right
    assert a - b in left - right
    assert a * b in left * right
    assert -a in -left


@given(held(), st.tuples(POSITIVE, POSITIVE, POSITIVE), st.booleans())
def test_quotients_are_held(one, others, negative):
    above, a = one
    low, b, high = sorted(others)
    below = Interval(low, high)
    if negative:
        below, b = -below, -b
    assert a / b in above / below


@given(held(), NUMBERS)
def test_plain_numbers_count_as_intervals_without_width(one, number):
    interval, value = one
    assert number + value in number + interval
    assert number - value in number - interval
    assert number * value in number * interval
    assert interval - number == interval + -number


def test_a_division_of_a_number_turns_the_bounds():
    # 1/4 = 0.25 and 1/2 = 0.5
    assert 1 / Interval(2.0, 4.0) == Interval(0.25, 0.5)
    assert 1 / Interval(-4.0, -2.0) == Interval(-0.5, -0.25)


@pytest.mark.parametrize("below", [Interval(-1.0, 1.0), Interval(0.0, 1.0), Interval(-1.0, 0.0), 0.0])
def test_division_by_an_interval_with_zero_is_undefined(below):
    with pytest.raises(UndefinedResult, match="holds zero"):
        Interval(1.0, 2.0) / below


@pytest.mark.parametrize(("low", "high"), [(2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_bounds_out_of_order_fail(low, high):
    with pytest.raises(ValueError, match="two finite bounds in order"):
        Interval(low, high)


def test_overlap():
    assert Interval(1.0, 2.0).overlaps(Interval(2.0, 3.0))
    assert not Interval(1.0, 2.0).overlaps(Interval(2.1, 3.0))
    assert Interval(1.0, 2.0).intersection(Interval(2.1, 3.0)) is None
    assert Interval(1.0, 4.0).intersection(Interval(2.0, 3.0)) == Interval(2.0, 3.0)


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_a_rounded_number_is_in_its_own_interval(value):
    assert value in rounding_interval(value)


@given(st.integers(-(10**9), 10**9))
def test_what_rounds_to_a_number_is_in_its_interval(thousandths):
    value = thousandths / 1000
    assert value in rounding_interval(round(value, 2), 0.01)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (181.5, 181.45, 181.55),
        (13, 12.5, 13.5),
        (2.0, 1.5, 2.5),
        (0.05, 0.045, 0.055),
        (1300.0, 1299.5, 1300.5),
        (np.float64(8.5), 8.45, 8.55),  # one value of a table
    ],
)
def test_rounding_interval(value, low, high):
    assert rounding_interval(value) == Interval(low, high)


def test_rounding_to_a_step():
    assert rounding_interval(362_000, 1000) == Interval(361_500.0, 362_500.0)


@pytest.mark.parametrize(("value", "step"), [(math.nan, None), (1.0, 0.0), (1.0, -1.0), (math.inf, 1.0)])
def test_rounding_needs_a_number_and_a_step(value, step):
    with pytest.raises(ValueError, match="finite number and a step"):
        rounding_interval(value, step)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2.0 E-5", 1.95e-5, 2.05e-5),
        ("7.6 E-4", 7.55e-4, 7.65e-4),
        ("50k", 49_500.0, 50_500.0),
        ("10bn", 9.5e9, 10.5e9),
        ("+12%", 11.5, 12.5),
        ("-10%", -10.5, -9.5),
        ("約4,307公噸", 4306.5, 4307.5),
        ("每年12.1萬公秉", 120_500.0, 121_500.0),
        ("36.6億元", 3.655e9, 3.665e9),
    ],
)
def test_printed_numbers(text, low, high):
    assert parse_printed(text) == Interval(low, high)


@pytest.mark.parametrize("text", ["", "n/c", "about"])
def test_a_text_without_a_number_fails(text):
    with pytest.raises(ValueError, match="No number"):
        parse_printed(text)
