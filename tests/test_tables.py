"""Tables of lessons: one header row, text at the left, years without commas, nothing for what is missing."""

import re

import pandas as pd
import pytest

import ecopark_course as course
from ecopark_course import execute


def cells(frame):
    """Return the cells of a table as a lesson shows it, row by row, each with its alignment."""
    rows = re.findall("<tr>(.*?)</tr>", course.Table(frame)._repr_html_(), flags=re.DOTALL)
    return [re.findall(r'text-align: (\w+)">(.*?)<', row) for row in rows]


def test_text_is_at_the_left_and_numbers_at_the_right():
    shown = cells(pd.DataFrame({"firm": ["a < b", None], "flow": [12000.0, None]}))
    assert shown == [
        [("left", "firm"), ("right", "flow")],
        [("left", "a &lt; b"), ("right", "12,000")],
        [("left", ""), ("right", "")],
    ]


def test_the_name_of_the_rows_stands_in_the_header_and_row_numbers_are_gone():
    frame = pd.DataFrame({"zone": ["A"], "share": [0.5]})
    assert [word for _, word in cells(frame)[0]] == ["zone", "share"]
    assert [word for _, word in cells(frame.set_index("zone"))[0]] == ["zone", "share"]
    assert [word for _, word in cells(frame.set_index("zone").T)[1]] == ["share", "0.5"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([2014, 2015], ["2014", "2015"]),
        (pd.array([2014, None], dtype="Int64"), ["2014", ""]),
        ([2014, 12000], ["2,014", "12,000"]),
        ([1.5, 2.0], ["1.5", "2.0"]),
        ([11.0, 0.1363], ["11", "0.1363"]),
        ([1234567.8, 1.0], ["1,234,568", "1"]),
        ([True, False], ["True", "False"]),
        (["3", 1500], ["3", "1,500"]),
    ],
)
def test_numbers_have_commas_and_no_idle_decimals(values, words):
    assert [row[0][1] for row in cells(pd.DataFrame({"a": values}))[1:]] == words


def test_numbers_with_a_unit_each_have_their_own_decimals():
    shown = cells(pd.DataFrame({"value": [7000.0, 29.31], "unit": ["kcal", "GJ"]}))
    assert [row[0][1] for row in shown[1:]] == ["7,000", "29.31"]


def test_a_cleared_kernel_shows_tables_as_pandas_does(tmp_path):
    for number in ("07", "09"):
        execute.run_lesson(number, [], tmp_path / f"{number}.ipynb", kept_kernel=True)
    texts = [(tmp_path / f"{number}.ipynb").read_text("utf-8") for number in ("07", "09")]
    assert "text-align: left" in texts[0]
    assert "<style scoped>" in texts[1] or "format_tables" in texts[1]
