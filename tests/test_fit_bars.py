"""The figure of fitted elasticities: intervals, cut-offs and truth as drawn, findings and refusals."""

import pandas as pd
import polars as pl
import pytest

import ecopark as ep
from ecopark.errors import UnknownName
from ecopark.frames import NotAFrame
from ecopark.plots.fit_bars import elasticity_intervals


@pytest.fixture(autouse=True)
def _closed():
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


# By hand: A lies inside weak decoupling, B spans 0.8, C spans 1.2 and shrinks, D has no interval.
FITS = pd.DataFrame(
    {
        "zone": ["A", "B", "C", "D"],
        "start": 2005,
        "end": 2010,
        "driver_growth": [0.1, 0.1, -0.1, 0.1],
        "elasticity": [0.5, 0.7, 1.1, 0.3],
        "ci_low": [0.4, 0.5, 0.9, None],
        "ci_high": [0.6, 0.9, 1.3, None],
        "status": ["ok", "ok", "ok", "undefined"],
    }
)
TRUTH = {"A": 0.55, "B": 0.95, "C": 1.0}


def drawn(axes, marker):
    return [
        (float(x), int(y))
        for line in axes.lines
        if line.get_marker() == marker
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]


@pytest.mark.parametrize("kind", [lambda table: table, pl.from_pandas], ids=["pandas", "polars"])
def test_fits_stand_in_order_with_their_intervals(kind):
    axes = elasticity_intervals(kind(FITS), TRUTH, quantity="energy")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["C", "B", "A"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first name stands on top
    assert drawn(axes, "o") == [(1.1, 0), (0.7, 1), (0.5, 2)]
    spans = {
        line.get_ydata()[0]: (*line.get_xdata(), line.get_linestyle())
        for line in axes.lines
        if line.get_marker() == "None" and line.get_ydata()[0] == line.get_ydata()[1]
    }
    assert spans == {0: (0.9, 1.3, "--"), 1: (0.5, 0.9, "--"), 2: (0.4, 0.6, "-")}
    assert axes.get_xlabel() == "Elasticity of energy [1]"


def test_the_finding_counts_ambiguous_states_hits_and_what_is_not_shown():
    axes = elasticity_intervals(FITS, TRUTH)
    assert axes.get_title(loc="left").splitlines() == [
        "2 of 3 zones have an ambiguous state",
        "2 of 3 intervals hold the true value",
        "1 without an interval, not shown",
    ]
    assert drawn(axes, "D") == [(0.95, 1)]
    assert drawn(axes, "x") == [(1.0, 0), (0.55, 2)]
    assert "B: 0.70 (0.50 to 0.90, true 0.95)" in ep.plots.alt_text(axes)


def test_without_truth_nothing_is_said_of_it():
    axes = elasticity_intervals(FITS.head(3))
    assert axes.get_title(loc="left") == "2 of 3 zones have an ambiguous state"
    assert "true" not in ep.plots.alt_text(axes)
    assert not any("truth" in text.get_text() for text in axes.get_legend().get_texts())


def test_windows_keep_their_order_and_say_whose_they_are():
    windows = FITS.head(3).assign(zone="Synthetic zone 1", start=[2005, 2006, 2007], end=[2008, 2009, 2010])
    axes = elasticity_intervals(windows)
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["2005 to 2008", "2006 to 2009", "2007 to 2010"]
    assert axes.get_title(loc="left").startswith("2 of 3 windows of Synthetic zone 1 have")
    several = pd.concat([windows, windows.assign(zone="Synthetic zone 2")])
    axes = elasticity_intervals(several)
    assert axes.get_yticklabels()[3].get_text() == "Synthetic zone 2, 2005 to 2008"
    assert "6 windows of synthetic zones" in axes.get_title(loc="left")


def test_a_crowd_carries_no_names_and_names_its_ends():
    crowd = pd.concat([FITS.head(1).assign(zone=f"Z{n}", elasticity=0.5 + n / 1000) for n in range(90)])
    axes = elasticity_intervals(crowd)
    assert not axes.get_yticklabels()
    assert "Highest and lowest: Z89: 0.59" in ep.plots.alt_text(axes)


def test_a_table_without_intervals_still_answers():
    axes = elasticity_intervals(FITS.tail(1))
    assert axes.get_title(loc="left").splitlines()[0] == "No fit has an interval"
    assert ep.plots.alt_text(axes)


def test_fits_by_another_column_are_not_called_zones():
    quantities = FITS.rename(columns={"zone": "quantity"})
    title = elasticity_intervals(quantities, by="quantity").get_title(loc="left")
    assert title.startswith("2 of 3 fits by quantity have an ambiguous state")
    windows = pd.concat([quantities.head(3), quantities.head(3).assign(start=2006, end=2011)])
    title = elasticity_intervals(windows, by="quantity").get_title(loc="left")
    assert title.startswith("4 of 6 windows by quantity have")
    invented = quantities.assign(quantity=[f"Synthetic park {n}" for n in "ABCD"])
    assert "3 synthetic fits" in elasticity_intervals(invented, by="quantity").get_title(loc="left")


@pytest.mark.parametrize("count", [1, 2, 3, 30])
def test_the_legend_stands_below_the_axis_label(count):
    fits = pd.concat([FITS.head(1).assign(zone=f"Z{n}") for n in range(count)])
    axes = elasticity_intervals(fits, {f"Z{n}": 0.5 + n for n in range(count)})
    figure = axes.get_figure()
    figure.canvas.draw()
    label, legend = axes.xaxis.label.get_window_extent(), axes.get_legend().get_window_extent()
    assert legend.y1 <= label.y0
    assert axes.get_window_extent().height > 20


def test_another_table_fails():
    with pytest.raises(UnknownName, match="ci_low"):
        elasticity_intervals(FITS.drop(columns="ci_low"))
    with pytest.raises(UnknownName, match="province"):
        elasticity_intervals(FITS, by="province")
    with pytest.raises(NotAFrame, match="lazy"):
        elasticity_intervals(pl.from_pandas(FITS).lazy())
