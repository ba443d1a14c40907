"""Figures and sliders: they show what the tested functions give, and say it in words."""

import base64
import io
import math
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest

import ecopark as ep
import ecopark_course as course
from ecopark.errors import UnknownName
from ecopark.figures import kind_of
from ecopark.frames import NotAFrame

mpl.use("agg")
PANEL = ep.datasets.synthetic_panel(zones=3, years=4, seed=2)
ASSESSED = ep.assess(PANEL)


@pytest.fixture(autouse=True)
def _closed():
    from matplotlib import pyplot as plt

    yield
    plt.close("all")


def test_gap_chart_draws_each_decided_indicator():
    own = ASSESSED[(ASSESSED["zone"] == "Synthetic zone 2") & (ASSESSED["year"] == 2008)]
    axes = ep.plots.gap_chart(ASSESSED, "Synthetic zone 2", 2008)
    passed = (own["status"] == "pass").sum()
    assert axes.get_title(loc="left") == f"Synthetic zone 2, 2008: {passed} of 24 indicators pass"
    assert len(axes.patches) == own["status"].isin(["pass", "fail"]).sum()
    assert "%" in axes.get_xlabel()
    assert {p.get_hatch() for p in axes.patches} == {"", "///"}  # readable without colour
    assert f"{passed} of 24" in ep.plots.alt_text(axes)
    worst = own.loc[own["gap"].idxmin(), "indicator"]
    assert worst in ep.plots.alt_text(axes)


def test_a_bar_that_is_cut_has_a_mark_and_is_named():
    own = ASSESSED[(ASSESSED["zone"] == "Synthetic zone 2") & (ASSESSED["year"] == 2008)].copy()
    known = own["status"].isin(["pass", "fail"])
    own.loc[known, "gap"] = own.loc[known, "gap"].clip(-1, 1)
    whole = ep.plots.gap_chart(own, "Synthetic zone 2", 2008)
    assert len(whole.lines) == 1  # the line at zero
    assert "cut" not in ep.plots.alt_text(whole)
    first, last = own.index[known][[0, -1]]
    own.loc[first, ["gap", "status"]] = [-12.0, "fail"]
    own.loc[last, ["gap", "status"]] = [1.51, "pass"]
    axes = ep.plots.gap_chart(own, "Synthetic zone 2", 2008)
    assert "bar cut at 150 %" in [text.get_text() for text in axes.get_legend().get_texts()]
    strokes = [line for line in axes.lines if len(line.get_xdata()) == 2 and line.get_color() == "black"]
    rows = {sum(line.get_ydata()) / 2 for line in strokes if set(line.get_ydata()) != {0, 1}}
    bars = [(bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in axes.patches]
    assert rows == {y for width, y in bars if abs(width) == 150}
    assert len(rows) == 2
    names = own["indicator"]
    words = ep.plots.alt_text(axes)
    assert f"Bars cut at 150 %: {names[first]} (-1200 %), {names[last]} (+151 %)." in words


def test_gap_chart_of_an_unknown_zone_fails():
    with pytest.raises(UnknownName, match="zone and year 'Nowhere, 2008'"):
        ep.plots.gap_chart(ASSESSED, "Nowhere", 2008)


def test_share_funnel_says_both_averages():
    axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
    assert "pooled share 6.8 %, mean share 8.5 %" in axes.get_title(loc="left")
    assert "10 without a known investment" in axes.get_title(loc="left")
    assert len({line.get_linestyle() for line in axes.lines}) == 2
    assert "Guangzhou ETDZ 2.3 %" in ep.plots.alt_text(axes)


def covered(text, lines):
    """Return whether a horizontal line runs through a text."""
    box = text.get_window_extent()
    heights = [line.axes.transData.transform((0, line.get_ydata()[0]))[1] for line in lines]
    return any(box.y0 < height < box.y1 for height in heights)


def test_no_line_of_the_funnel_runs_through_a_name():
    axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
    axes.figure.canvas.draw()
    assert [text.get_text() for text in axes.texts if covered(text, axes.lines)] == []
    low = [text for text in axes.texts if text.get_va() == "top"]
    assert [text.get_text() for text in low] == ["Qingdao ETDZ"]


def test_share_funnel_without_any_investment_still_answers():
    table = ep.datasets.load("ctip_subsidies").assign(investment=float("nan"))
    assert "No zone has a known investment" in ep.plots.share_funnel(table).get_title(loc="left")


# Growth of energy and of added value: one park in each of four states.
FOUR = pd.DataFrame(
    {
        "zone": ["Park A", "Park B", "Park C", "Park D"],
        "quantity_growth": [-0.05, 0.02, -0.02, -0.08],
        "driver_growth": [0.10, -0.04, -0.05, -0.05],
    }
)


@pytest.mark.parametrize("kind", [lambda t: t, pl.from_pandas], ids=["pandas", "polars"])
def test_elasticity_plane_shows_each_zone_in_its_state(kind):
    axes = ep.plots.elasticity_plane(kind(FOUR), "energy", "added value")
    # Of the four, Park A (strong) and Park D (recessive) decouple.
    assert axes.get_title(loc="left") == "2 of 4 zones decouple energy from added value"
    assert axes.get_xlabel() == "Growth of added value [% a year]"
    (points,) = axes.collections
    assert points.get_offsets().tolist() == [[10, -5], [-4, 2], [-5, -2], [-5, -8]]
    alt = ep.plots.alt_text(axes)
    assert "strong decoupling 1 (Park A)" in alt
    assert "weak negative decoupling 1 (Park C)" in alt
    assert "coupling 1" not in alt.replace("decoupling 1", "")


def test_elasticity_plane_is_readable_without_colour():
    axes = ep.plots.elasticity_plane(FOUR)
    texts = [t.get_text() for t in axes.texts]
    for state in ep.decoupling.states():
        assert sum(t.startswith(state.replace("_", " ") + ": ") for t in texts) == 1
    assert {p.get_hatch() for p in axes.patches} == {None, "", "..", "//"}
    styles = {line.get_label(): line.get_linestyle() for line in axes.lines}
    assert styles["elasticity 0.8"] != styles["elasticity 1.2"]
    assert {"Park A", "Park B", "Park C", "Park D"} <= set(texts)


def test_regions_of_the_plane_are_the_states():
    axes = ep.plots.elasticity_plane(FOUR)
    wedges = [p.get_path() for p in axes.patches if p.get_facecolor()[3] > 0]
    drawn = dict(zip(ep.decoupling.states(), wedges, strict=True))
    for angle in np.linspace(0.01, 2 * math.pi, 300):
        x, y = math.cos(angle), math.sin(angle)
        held = [state for state, wedge in drawn.items() if wedge.contains_point((x, y))]
        assert held == [ep.decoupling.state(y, x)]


def test_elasticity_plane_counts_what_it_cannot_show():
    broken = FOUR.assign(driver_growth=[0.1, 0.0, None, -0.05])
    axes = ep.plots.elasticity_plane(broken, "energy", "added value")
    title = axes.get_title(loc="left")
    assert title.startswith("2 of 2 zones decouple")
    assert "2 not shown: growth is missing or added value stands still" in title
    nothing = ep.plots.elasticity_plane(FOUR.assign(driver_growth=0.0))
    assert nothing.get_title(loc="left").startswith("No zones to show")
    assert not nothing.collections[0].get_offsets().size


def test_elasticity_plane_names_nobody_twice_and_covers_no_name():
    crowd = pd.concat([FOUR.assign(zone=FOUR["zone"] + str(n)) for n in range(3)])
    axes = ep.plots.elasticity_plane(crowd)
    axes.figure.canvas.draw()
    names = [t for t in axes.texts if t.get_text().startswith("Park")]
    boxes = [t.get_window_extent() for t in names]
    assert len(names) >= 8
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    many = ep.plots.elasticity_plane(pd.concat([crowd, FOUR]))  # sixteen rows
    assert not [t for t in many.texts if t.get_text().startswith("Park")]


def test_elasticity_plane_of_another_table_fails():
    with pytest.raises(UnknownName, match="Did you mean 'quantity_growths'"):
        ep.plots.elasticity_plane(FOUR.rename(columns={"quantity_growth": "quantity_growths"}))
    with pytest.raises(UnknownName, match="column of the result 'province'"):
        ep.plots.elasticity_plane(FOUR, by="province")
    with pytest.raises(NotAFrame):
        ep.plots.elasticity_plane(pl.from_pandas(FOUR).lazy())


def test_threshold_strips_count_the_passes_of_each_indicator():
    axes = ep.plots.threshold_strips(ASSESSED, 2008)
    own = ASSESSED[ASSESSED["year"] == 2008]
    labels = [t.get_text() for t in axes.get_yticklabels()]
    counts = [t.get_text() for t in axes.texts]
    assert len(labels) == len(counts) == 24
    for label, count in zip(labels, counts, strict=True):
        passed = (own.loc[own["code"] == label.split()[0], "status"] == "pass").sum()
        assert count == f"{passed} of 3 pass"
        assert f"{label}: {count}" in ep.plots.alt_text(axes)
    share = (own["status"] == "pass").mean()
    assert f"3 synthetic zones pass {100 * share:.0f} % of their thresholds" in axes.get_title(loc="left")
    assert "%" in axes.get_xlabel()


def strips_of(gaps, statuses):
    """Return the strips of one indicator from gaps [1] and verdicts."""
    zones = [f"zone {n}" for n in range(len(gaps))]
    table = {
        "zone": zones,
        "year": 2010,
        "code": "2.2",
        "indicator": "Energy",
        "gap": gaps,
        "status": statuses,
    }
    return ep.plots.threshold_strips(pd.DataFrame(table), 2010)


def test_threshold_strips_draw_each_zone_at_its_gap():
    axes = strips_of([0.2, -0.5, 9.0, -4.0, None], ["pass", "fail", "pass", "fail", "missing"])
    drawn = sorted(x for c in axes.collections for x, _ in c.get_offsets().tolist())
    assert drawn == pytest.approx([-150, -50, 20, 150])  # beyond 150 %: at the edge
    assert [t.get_text() for t in axes.texts] == ["2 of 4 pass, 1 without a verdict"]
    shapes = {c.get_paths()[0].vertices.tobytes() for c in axes.collections if c.get_offsets().size}
    assert len(shapes) == 4  # pass, fail, and both arrows: readable without colour
    assert [line.get_xdata()[0] for line in axes.lines] == [0]


def test_threshold_strips_without_a_verdict_still_answer():
    axes = strips_of([None, None], ["missing", "undefined"])
    assert axes.get_title(loc="left") == "2010: no verdict for any of 2 zones"
    assert "no verdict" in ep.plots.alt_text(axes)


def test_threshold_strips_of_another_year_or_table_fail():
    with pytest.raises(UnknownName, match="year '1999'"):
        ep.plots.threshold_strips(ASSESSED, 1999)
    with pytest.raises(UnknownName, match="column of the assessed table 'code'"):
        ep.plots.threshold_strips(ep.assess(PANEL, layout="wide").assign(gap=0.0), 2008)


def test_a_figure_says_that_its_zones_are_invented():
    assert kind_of(["Synthetic zone 1", "Hailin ETDZ"]) == "zones"
    assert kind_of(["Synthetic zone 1"]) == "synthetic zones"
    assert kind_of([]) == "zones"


def test_show_gives_a_picture_with_alt_text():
    from matplotlib import pyplot as plt

    axes = ep.plots.share_funnel(ep.datasets.load("ctip_subsidies"))
    html = ep.plots.show(axes).data
    assert html.startswith('<img alt="Subsidy as a share')
    assert "base64" in html
    assert not plt.get_fignums()


def not_laid_out_yet():
    """Return a figure that tight_layout has not seen, with a title wider than it."""
    from matplotlib import pyplot as plt

    axes = plt.figure(figsize=(3, 2), layout="constrained").add_subplot()
    axes.set(title="A title that is wider than the figure below it, by far", ylabel="Energy [tce]")
    return axes


@pytest.mark.parametrize(
    "draw",
    [
        lambda: ep.plots.elasticity_plane(ep.elasticity.coefficient(PANEL), "energy", "added value"),
        lambda: ep.plots.threshold_strips(ASSESSED, 2008),
        lambda: ep.plots.gap_chart(ASSESSED, "Synthetic zone 2", 2008),
        lambda: ep.plots.share_funnel(ep.datasets.load("ctip_subsidies")),
        not_laid_out_yet,
    ],
)
def test_show_gives_the_picture_that_matplotlib_crops(draw):
    cropped = io.BytesIO()
    draw().figure.savefig(cropped, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    found = re.search('base64,([^"]+)"', ep.plots.show(draw()).data)
    assert base64.b64decode(found[1]) == cropped.getvalue()


def test_what_if_slider_shows_what_the_function_gives(capsys):
    slider = course.widgets.what_if_slider(PANEL, "Synthetic zone 1", 2008, "energy")
    assert slider.children[0].value == 0
    slider.children[0].value = -20
    slider.update()
    assert "changed" in capsys.readouterr().out


def test_what_if_slider_of_an_unknown_column_fails_before_it_is_drawn():
    with pytest.raises(UnknownName, match="column"):
        course.widgets.what_if_slider(PANEL, "Synthetic zone 1", 2008, "mayor")


def test_leave_out_slider_orders_zones_by_investment(capsys):
    slider = course.widgets.leave_out_slider(ep.datasets.load("ctip_subsidies"))
    assert slider.children[0].options[0] == "nobody"
    slider.children[0].value = "Guangzhou ETDZ"
    slider.update()
    assert "8.62" in capsys.readouterr().out
