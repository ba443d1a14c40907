"""A lesson stops with one sentence where a parameter makes no sense, whatever was written there."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ecopark.errors import SenselessParameter
from ecopark_course import needs


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
        needs.between("share [%]", value, 0, 100)
    with pytest.raises(SenselessParameter, match=f"must be one number, not .*{shown}"):
        needs.order("start", value, "end", 2010)
    with pytest.raises(SenselessParameter, match=f"must be one number, not .*{shown}"):
        needs.order("start", 2005, "end", value)


@pytest.mark.parametrize("value", [0, 100, 0.5, True, np.float64(3.0), np.int64(7), np.float32(0.5)])
def test_every_kind_of_number_inside_the_range_passes(value):
    needs.between("share [%]", value, 0, 100)


@pytest.mark.parametrize("value", [-1, 100.5, float("nan"), float("inf")])
def test_a_number_outside_its_range_stops_a_lesson(value):
    with pytest.raises(SenselessParameter, match="this lesson allows 0 to 100"):
        needs.between("share [%]", value, 0, 100)


def test_days_have_an_order_too():
    needs.order("start", date(2014, 4, 1), "end", date(2014, 4, 30))
    with pytest.raises(SenselessParameter, match="must come before"):
        needs.order("start", date(2014, 4, 30), "end", date(2014, 4, 1))
    with pytest.raises(SenselessParameter, match="must come before"):
        needs.order("start", 2014, "end", date(2014, 4, 30))
