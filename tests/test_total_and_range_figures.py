"""The figures of totals beside intensities, and of ranges: their data, their findings, their refusals."""

import re

import pandas as pd
import pytest

import ecopark as ep
from ecopark.errors import UndefinedResult, UnknownName
from ecopark.plots.indexed import index_lines
from ecopark.plots.rounding import range_bars


@pytest.fixture(autouse=True)
def _closed():
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def panel(energy, value, years=(2010, 2011, 2012)):
    return pd.DataFrame(
        {"zone": "A", "year": years, "energy": energy, "industrial_added_value_constant": value}
    )


@pytest.mark.parametrize(
    ("energy", "value", "word", "ends"),
    [
        ([100, 110, 120], [100, 130, 150], "the total grows, the intensity falls", (120, 150, 80)),
        ([100, 95, 90], [100, 110, 120], "both fall", (90, 120, 75)),
        ([100, 110, 120], [100, 90, 80], "both grow", (120, 80, 150)),
        ([100, 95, 90], [100, 80, 60], "the total falls, the intensity grows", (90, 60, 150)),
    ],
)
def test_lines_end_where_hand_calculation_ends(energy, value, word, ends):
    axes = index_lines(panel(energy, value), "A")
    lines = [line for line in axes.get_lines() if len(line.get_xdata()) == 3]
    assert [line.get_ydata()[0] for line in lines] == [100, 100, 100]
    assert [line.get_ydata()[-1] for line in lines] == pytest.approx(ends)
    assert axes.get_title(loc="left") == f"A, 2010 to 2012: {word}"
    assert word in ep.plots.alt_text(axes)
    assert f"energy {ends[0] - 100:+.0f} %" in ep.plots.alt_text(axes)


def test_a_part_of_the_years_and_gaps():
    table = panel([100, None, 50, 80], [100, 100, 100, 100], (2010, 2011, 2012, 2013))
    line = index_lines(table, "A", start=2010, end=2012).get_lines()[1]
    assert list(line.get_xdata()) == [2010, 2012]
    assert list(line.get_ydata()) == [100, 50]


def test_a_synthetic_zone_is_called_invented():
    axes = index_lines(ep.datasets.synthetic_panel(zones=1, years=3), "Synthetic zone 1")
    assert "(invented)" in axes.get_title(loc="left")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"zone": "B"}, "Unknown zone 'B'. Known: A"),
        ({"quantity": "gold"}, "Unknown column of the panel 'gold'"),
        ({"start": 1999}, "Unknown year of A '1999'. Known: 2010"),
    ],
)
def test_unknown_names_are_refused(more, message):
    with pytest.raises(UnknownName, match=message):
        index_lines(panel([1, 2, 3], [1, 2, 3]), **{"zone": "A"} | more)


@pytest.mark.parametrize("energy", [[0, 1, 2], [None, None, 2], [5, -1, 2]])
def test_an_index_from_nothing_is_undefined(energy):
    with pytest.raises(UndefinedResult, match="above zero in two years"):
        index_lines(panel(energy, [1, 2, 3]), "A")


def test_shared_part_of_ranges():
    axes = range_bars({"a": (0, 4), "b": (1, 5), "c": (3, 9)}, "Cut", "%")
    assert axes.get_title(loc="left") == "Cut: 3 to 4 % lies in all 3 ranges"
    assert [bar.get_x() for bar in axes.patches[:3]] == [3, 1, 0]  # drawn from below
    assert "b: 1 to 5 %" in ep.plots.alt_text(axes)


def test_ranges_that_share_nothing():
    axes = range_bars({"a": (2.975, 3.008), "b": (3.107, 3.12)}, "Factor", "t/kL")
    assert axes.get_title(loc="left") == "Factor: no value lies in both ranges"


def written(axes):
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(
    ("ranges", "words", "shared"),
    [
        (
            {"one": (4.2991, 10.7512), "two": (2.614, 11.004)},
            ["two: 2.61 to 11.00 %", "one: 4.30 to 10.75 %"],
            "4.30 to 10.75 %",
        ),
        ({"one": (9.5, 10.5), "two": (9.9099, 10.3139)}, None, "9.91 to 10.31 %"),
        ({"one": (0.0, 2000.0), "two": (1000.0, 9000.0)}, None, "1,000 to 2,000 %"),
        # With the two decimals of the span the ends of the shared part would look alike.
        ({"one": (0.0, 5.0012), "two": (5.0004, 10.0)}, None, "5.000 to 5.001 %"),
        ({"one": (3.0, 3.0)}, ["one: 3 to 3 %"], "3 to 3 %"),
        ({"one": (2e-9, 3e-9)}, ["one: 0.000000002 to 0.000000003 %"], "0.000000002 to 0.000000003 %"),
    ],
)
def test_all_ends_have_the_same_decimals_and_their_unit(ranges, words, shared):
    axes = range_bars(ranges, "Share", "%")
    assert words is None or written(axes) == words
    assert f"Share: {shared} lies in" in axes.get_title(loc="left")
    every = " ".join([*written(axes), axes.get_title(loc="left")])
    assert len({len(digits) for digits in re.findall(r"\d\.(\d+)", every)}) <= 1
    assert all(text.endswith(" %") for text in written(axes))
    assert all(text in ep.plots.alt_text(axes) for text in written(axes))


def test_ranges_without_sense_are_refused():
    with pytest.raises(UndefinedResult):
        range_bars({}, "Cut", "%")
    with pytest.raises(ValueError, match="two finite bounds"):
        range_bars({"a": (2, 1)}, "Cut", "%")
