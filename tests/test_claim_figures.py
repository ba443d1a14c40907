"""Figures of published numbers: years, doubts and units shown; intervals beside single values."""

import matplotlib as mpl
import pandas as pd
import polars as pl
import pytest

import ecopark as ep
from ecopark.errors import UndefinedResult, UnknownName

mpl.use("agg")
CLAIMS = ep.datasets.load("kalundborg", "claims")


@pytest.fixture(autouse=True)
def _closed():
    from matplotlib import pyplot as plt

    yield
    plt.close("all")


def figures(*rows):
    names = ["quantity", "year", "scope", "value", "unit", "certainty", "source"]
    return pd.DataFrame([("CO2", *row) for row in rows], columns=names)


def test_every_figure_stands_at_its_year_and_those_without_one_apart():
    axes = ep.plots.claims_over_time(CLAIMS, "gypsum used")
    points = {(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines if line.get_marker() != ""}
    dated = {(1995, 80_000), (2008, 100_000), (2010, 150_000)}
    assert dated <= points
    assert {value for x, value in points - dated if x > 2010} >= {150_000, 200_000}
    assert axes.get_xticklabels()[-1].get_text() == "no year"
    title = axes.get_title(loc="left").splitlines()
    assert title == ["gypsum used: 5 figures, from 80,000 to 200,000 t/year", "2 without a year"]
    assert axes.get_ylabel() == "gypsum used [t/year]"
    assert "1995: 80,000 (symbiosis, iisd-case-77, doubtful)" in ep.plots.alt_text(axes)


def test_doubt_and_scope_show_without_colour():
    axes = ep.plots.claims_over_time(CLAIMS, "gypsum used")
    hollow = {line.get_ydata()[0] for line in axes.lines if line.get_markerfacecolor() == "white"}
    assert hollow == {80_000, 150_000}
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels == ["symbiosis", "Asnaes", "doubtful"]
    assert len({line.get_marker() for line in axes.get_legend().get_lines()[:2]}) == 2


def test_figures_in_another_unit_are_counted_not_converted():
    axes = ep.plots.claims_over_time(CLAIMS, "water saved")
    assert "1 more in another unit, not drawn" in axes.get_title(loc="left")
    other = ep.plots.claims_over_time(CLAIMS, "water saved", "t/year")
    assert other.get_title(loc="left").startswith("water saved: 1 figure, 3,000,000 t/year")


@pytest.mark.parametrize(("largest", "scale"), [(100.0, "linear"), (1000.0, "log")])
def test_a_wide_range_gets_a_logarithmic_axis(largest, scale):
    table = figures((2000, "park", 10.0, "t", "sure", "a"), (2001, "park", largest, "t", "sure", "b"))
    assert ep.plots.claims_over_time(table, "CO2").get_yscale() == scale


def test_any_frame_and_no_year_at_all():
    table = figures((None, "park", 10.0, "t", "sure", "a"))
    axes = ep.plots.claims_over_time(pl.from_pandas(table), "CO2")
    assert axes.get_title(loc="left") == "CO2: 1 figure, 10 t\n1 without a year"


def test_names_of_neighbours_with_one_value_stand_on_two_sides():
    rows = [(year, "park", 5.0, "t", "sure", source) for year, source in ((2000, "a"), (2001, "b"))]
    axes = ep.plots.claims_over_time(figures(*rows), "CO2")
    assert [text.get_va() for text in axes.texts] == ["bottom", "top"]


def test_an_unknown_quantity_unit_or_column_fails():
    with pytest.raises(UnknownName, match="quantity 'gold'"):
        ep.plots.claims_over_time(CLAIMS, "gold")
    with pytest.raises(UnknownName, match="unit of CO2 avoided 'kg'"):
        ep.plots.claims_over_time(CLAIMS, "CO2 avoided", "kg")
    with pytest.raises(UnknownName, match="column of the figures 'year'"):
        ep.plots.claims_over_time(CLAIMS.drop(columns="year"), "CO2 avoided")


LINHAI = ep.emissions.implied_factor("36.2萬公噸", "12.1萬公秉")
NATIONAL = ep.emissions.implied_factor("95.9萬公噸", "30.8萬公秉")


def test_spans_say_what_overlaps_and_what_fits():
    axes = ep.plots.spans(
        {"Linhai": LINHAI, "program": NATIONAL}, {"a": 3.111, "b": 3.05}, unit="t/kL", doubtful=["a"]
    )
    assert axes.get_title(loc="left").splitlines() == [
        "Linhai and program share no number",
        "1 of 2 single values lies in an interval",
    ]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["Linhai", "program", "a (unverified)", "b"]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches[::2]]
    assert bars == [
        (pytest.approx(2.975, abs=5e-4), pytest.approx(3.008, abs=5e-4)),
        (pytest.approx(3.107, abs=5e-4), pytest.approx(3.120, abs=5e-4)),
    ]
    assert axes.lines[0].get_markerfacecolor() == "white"
    assert "a (unverified) 3.111" in ep.plots.alt_text(axes)


def test_spans_that_overlap_and_one_alone():
    wide = ep.emissions.implied_factor("36萬公噸", "12萬公秉")
    said = ep.plots.spans({"Linhai": LINHAI, "rounded": wide}, unit="t/kL").get_title(loc="left")
    assert said == "All intervals share numbers"
    assert ep.plots.spans({"x": wide}, unit="t/kL").get_title(loc="left") == "One interval: x"


def test_spans_of_nothing_fail():
    with pytest.raises(UndefinedResult, match="at least one interval"):
        ep.plots.spans({}, unit="t/kL")
