"""Figures: the finding in the title, units on the axes, alt text from the data, readable without color."""

import base64
import io
import math
import re
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import pyplot as plt
from PIL import Image

import ecopark as ep
from ecopark.errors import UndefinedResult, UnknownNameError
from ecopark.frames import NotAFrame

mpl.use("agg")
PANEL = ep.datasets.synthetic_panel(zones=3, years=4, seed=2)
ASSESSED = ep.assess(PANEL)
SUBSIDIES = ep.datasets.load("ctip_subsidies")
CLAIMS = ep.datasets.load("kalundborg", "claims")
LINHAI = ep.emissions.implied_factor("36.2萬公噸", "12.1萬公秉")
NATIONAL = ep.emissions.implied_factor("95.9萬公噸", "30.8萬公秉")

# Growth of energy and of added value: one park in each of four states.
FOUR = pd.DataFrame(
    {
        "zone": ["Park A", "Park B", "Park C", "Park D"],
        "quantity_growth": [-0.05, 0.02, -0.02, -0.08],
        "driver_growth": [0.10, -0.04, -0.05, -0.05],
    }
)
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

# Output doubles, the intensity of 2 t falls to 1.5: 20 t become 30 t.
SPLIT = ep.decomposition.lmdi(
    pd.DataFrame({"output": [10.0], "intensity": [2.0]}), pd.DataFrame({"output": [20.0], "intensity": [1.5]})
)

ANY_FRAME = pytest.mark.parametrize("kind", [lambda table: table, pl.from_pandas], ids=["pandas", "polars"])


def title(axes):
    return axes.get_title(loc="left")


def legend(axes):
    """Return the labels of the legend with their handles."""
    (box,) = axes.figure.legends
    return {text.get_text(): handle for text, handle in zip(box.texts, box.legend_handles, strict=True)}


def points(axes):
    """Return all points of the scatter plots."""
    offsets = [c.get_offsets() for c in axes.collections if hasattr(c, "get_sizes") and len(c.get_offsets())]
    return [tuple(map(float, xy)) for part in offsets for xy in part]


def hollow(axes):
    """Return the points that are drawn in white."""
    white = mpl.colors.to_rgba("white")
    collections = [c for c in axes.collections if hasattr(c, "get_sizes") and len(c.get_offsets())]
    return [
        tuple(map(float, xy))
        for c in collections
        for n, xy in enumerate(c.get_offsets())
        if tuple(c.get_facecolor()[n % len(c.get_facecolor())]) == white
    ]


# --- what all figures share ----------------------------------------------------------------------

EVERY_FIGURE = {
    "plot_gaps": lambda: ep.plots.plot_gaps(ASSESSED, "Synthetic zone 2", 2008),
    "plot_shares": lambda: ep.plots.plot_shares(SUBSIDIES),
    "plot_decoupling": lambda: ep.plots.plot_decoupling(FOUR, "energy", "added value"),
    "plot_elasticities": lambda: ep.plots.plot_elasticities(FITS, quantity="energy"),
    "plot_claims": lambda: ep.plots.plot_claims(CLAIMS, "gypsum used"),
    "plot_intervals": lambda: ep.plots.plot_intervals(
        {"Linhai": LINHAI, "program": NATIONAL}, {"a": 3.111}, quantity="Factor", unit="t/kL"
    ),
    "plot_indexed_intensity": lambda: ep.plots.plot_indexed_intensity(PANEL, "Synthetic zone 1"),
    "plot_decomposition": lambda: ep.plots.plot_decomposition(SPLIT, "Energy", "10^6 tce", (2005, 2010)),
}
EACH = pytest.mark.parametrize("name", EVERY_FIGURE)


@EACH
def test_a_figure_has_a_finding_a_unit_and_alt_text(name):
    axes = EVERY_FIGURE[name]()
    assert re.search(r"\d|no value", title(axes))
    numbers = re.findall(r"[\d.,]*\d", title(axes).splitlines()[0])
    assert all(number in ep.plots.alt_text(axes) for number in numbers)
    assert "[" in axes.get_xlabel() + axes.get_ylabel()
    assert "<Axes" not in ep.plots.alt_text(axes)


@EACH
def test_no_text_covers_another(name):
    axes = EVERY_FIGURE[name]()
    axes.figure.canvas.draw()
    labels = [axes.xaxis.label, axes.yaxis.label, axes._left_title, *axes.get_yticklabels()]
    # A name along the diagonal fills its box only in part.
    texts = [t for t in [*axes.texts, *labels] if t.get_text() and not t.get_rotation() % 90]
    boxes = [text.get_window_extent() for text in texts]
    boxes += [box.get_window_extent() for box in axes.figure.legends]
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]
    frame = axes.get_window_extent()
    assert not any(box.get_window_extent().overlaps(frame) for box in axes.figure.legends)


def test_seaborn_loads_only_when_a_figure_is_drawn():
    heavy = ("pandas", "matplotlib", "seaborn", "scipy", "statsmodels")
    code = f"import sys, ecopark.plots; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_show_gives_a_picture_with_alt_text_and_closes_the_figure():
    picture = ep.plots.show(ep.plots.plot_shares(SUBSIDIES), source='Table "A1"')
    assert '<img alt="Subsidy as a share' in picture.data
    assert "Table &quot;A1&quot;</small>" in picture.data
    assert repr(picture) == "<figure>"
    assert not plt.get_fignums()


def test_show_keeps_a_title_that_is_wider_than_the_figure():
    axes = plt.figure(figsize=(2, 2)).add_subplot()
    axes.set_title("A title that is much wider than the small figure below it")
    png = re.search('base64,([^"]+)"', ep.plots.show(axes).data)[1]
    assert Image.open(io.BytesIO(base64.b64decode(png))).width > 3 * 110


def test_a_figure_says_that_its_zones_are_invented():
    assert ep.plots.plural_of_zones(["Synthetic zone 1", "Hailin ETDZ"]) == "zones"
    assert ep.plots.plural_of_zones(["Synthetic zone 1"]) == "synthetic zones"
    assert ep.plots.plural_of_zones([]) == "zones"


# --- gap chart -----------------------------------------------------------------------------------


def test_plot_gaps_draws_each_decided_indicator():
    zone = ASSESSED[(ASSESSED["zone"] == "Synthetic zone 2") & (ASSESSED["year"] == 2008)]
    axes = ep.plots.plot_gaps(ASSESSED, "Synthetic zone 2", 2008)
    passed = (zone["status"] == "pass").sum()
    assert title(axes) == f"Synthetic zone 2, 2008: {passed} of 24 indicators pass"
    assert len(axes.patches) == zone["status"].isin(["pass", "fail"]).sum()
    worst = zone.loc[zone["gap"].idxmin(), "indicator"]
    assert f"Farthest below the threshold: {worst}" in ep.plots.alt_text(axes)
    # Each bar carries the hatch of its verdict, and so does the legend.
    labels = [label.get_text() for label in axes.get_yticklabels()]
    status = zone.set_index(zone["code"].astype(str))["status"].astype(str)
    for bar in axes.patches:
        code = labels[round(bar.get_y() + bar.get_height() / 2)].split()[0]
        assert bar.get_hatch() == {"pass": "", "fail": "///"}[status[code]]
        assert bar.get_width() == pytest.approx(100 * zone.set_index(status.index).at[code, "gap"])
    assert {label: handle.get_hatch() for label, handle in legend(axes).items()} == {
        "pass": "",
        "fail": "///",
    }


def test_a_bar_that_is_cut_says_so_and_gives_the_true_gap():
    zone = ASSESSED[(ASSESSED["zone"] == "Synthetic zone 2") & (ASSESSED["year"] == 2008)].copy()
    known = zone["status"].isin(["pass", "fail"])
    zone.loc[known, "gap"] = zone.loc[known, "gap"].clip(-1, 1)
    whole = ep.plots.plot_gaps(zone, "Synthetic zone 2", 2008)
    assert "cut" not in ep.plots.alt_text(whole)
    first, last = zone.index[known][[0, -1]]
    zone.loc[first, ["gap", "status"]] = [-12.0, "fail"]
    zone.loc[last, ["gap", "status"]] = [1.51, "pass"]
    axes = ep.plots.plot_gaps(zone, "Synthetic zone 2", 2008)
    assert sorted(bar.get_width() for bar in axes.patches if abs(bar.get_width()) >= 150) == [-150, 150]
    assert {t.get_text() for t in axes.texts if "cut" in t.get_text()} == {"-1200 (cut)", "+151 (cut)"}
    names = zone["indicator"]
    text = f"Bars cut at 150 %: {names[first]} (-1200 %), {names[last]} (+151 %)."
    assert text in ep.plots.alt_text(axes)


@pytest.mark.parametrize("status", ["pass", "missing"])
def test_plot_gaps_of_one_status_or_of_no_verdict(status):
    axes = ep.plots.plot_gaps(ASSESSED.assign(status=status), "Synthetic zone 2", 2008)
    assert title(axes).endswith(f"{24 if status == 'pass' else 0} of 24 indicators pass")


def test_plot_gaps_of_an_unknown_zone_fails():
    with pytest.raises(UnknownNameError, match="zone and year 'Nowhere, 2008'"):
        ep.plots.plot_gaps(ASSESSED, "Nowhere", 2008)


# --- subsidy shares ------------------------------------------------------------------------------


def test_plot_shares_gives_both_averages_and_each_zone():
    axes = ep.plots.plot_shares(SUBSIDIES)
    assert "pooled share 6.8 %, mean share 8.5 %" in title(axes)
    assert "10 without a known investment" in title(axes)
    averages = [handle for label, handle in legend(axes).items() if "share" in label]
    assert len({handle.get_linestyle() for handle in averages}) == 2
    assert "Guangzhou ETDZ 2.3 %" in ep.plots.alt_text(axes)
    zones = {label: handle for label, handle in legend(axes).items() if "share" not in label}
    assert len(zones) == 7
    assert len({str(handle.get_marker()) for handle in zones.values()}) == 7


def test_plot_shares_without_any_investment_still_answers():
    axes = ep.plots.plot_shares(SUBSIDIES.assign(investment=float("nan")))
    assert "No zone has a known investment" in title(axes)


# --- decoupling ----------------------------------------------------------------------------------


@ANY_FRAME
def test_decoupling_plot_shows_each_zone_in_its_state(kind):
    axes = ep.plots.plot_decoupling(kind(FOUR), "energy", "added value")
    # Of the four, Park A (strong) and Park D (recessive) decouple.
    assert title(axes) == "2 of 4 zones decouple energy from added value"
    assert axes.get_xlabel() == "Growth of added value [% a year]"
    assert points(axes) == [(10, -5), (-4, 2), (-5, -2), (-5, -8)]
    alt = ep.plots.alt_text(axes)
    assert "strong decoupling 1 (Park A)" in alt
    assert "weak negative decoupling 1 (Park C)" in alt
    assert "coupling 1" not in alt.replace("decoupling 1", "")


def test_decoupling_plot_is_readable_without_color():
    axes = ep.plots.plot_decoupling(FOUR)
    names = [text.get_text().replace("\n", " ") for text in axes.texts]
    for state in ep.decoupling.states():
        assert sum(name.startswith(state.replace("_", " ") + ": ") for name in names) == 1
    handles = legend(axes)
    assert handles["elasticity 0.8"].get_linestyle() != handles["elasticity 1.2"].get_linestyle()
    assert len({str(handles[f"Park {letter}"].get_marker()) for letter in "ABCD"}) == 4


def test_regions_of_the_decoupling_plot_are_the_states():
    axes = ep.plots.plot_decoupling(FOUR)
    wedges = [patch.get_path() for patch in axes.patches]
    regions = dict(zip(ep.decoupling.states(), wedges, strict=True))
    for angle in np.linspace(0.01, 2 * math.pi, 300):
        x, y = math.cos(angle), math.sin(angle)
        holding = [state for state, wedge in regions.items() if wedge.contains_point((x, y))]
        assert holding == [ep.decoupling.state(y, x)]


def test_decoupling_plot_counts_what_it_cannot_show():
    broken = FOUR.assign(driver_growth=[0.1, 0.0, None, -0.05])
    axes = ep.plots.plot_decoupling(broken, "energy", "added value")
    assert title(axes).startswith("2 of 2 zones decouple")
    assert "2 not shown: growth is missing or added value stands still" in title(axes)
    nothing = ep.plots.plot_decoupling(FOUR.assign(driver_growth=0.0))
    assert title(nothing).startswith("No zones to show")
    assert points(nothing) == []


def test_a_crowd_carries_no_names():
    crowd = pd.concat([FOUR.assign(zone=FOUR["zone"] + str(n)) for n in range(3)])
    axes = ep.plots.plot_decoupling(crowd)
    assert len(points(axes)) == 12
    assert not [label for label in legend(axes) if label.startswith("Park")]


def test_a_decoupling_plot_by_another_column_does_not_call_its_points_zones():
    axes = ep.plots.plot_decoupling(FOUR.rename(columns={"zone": "country"}), "CO2", "GDP", by="country")
    assert title(axes) == "2 of 4 countries decouple CO2 from GDP"


def test_plot_decoupling_of_another_table_fails():
    with pytest.raises(UnknownNameError, match="Did you mean 'quantity_growths'"):
        ep.plots.plot_decoupling(FOUR.rename(columns={"quantity_growth": "quantity_growths"}))
    with pytest.raises(UnknownNameError, match="column of the result 'province'"):
        ep.plots.plot_decoupling(FOUR, by="province")
    with pytest.raises(NotAFrame):
        ep.plots.plot_decoupling(pl.from_pandas(FOUR).lazy())


# --- fitted elasticities -------------------------------------------------------------------------


@ANY_FRAME
def test_plot_elasticities_draws_fits_in_order_with_their_intervals(kind):
    axes = ep.plots.plot_elasticities(kind(FITS), quantity="energy")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["C", "B", "A"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first name is on top
    assert sorted(points(axes)) == [(0.5, 2), (0.7, 1), (1.1, 0)]
    intervals = {
        segment[0][1]: (segment[0][0], segment[1][0], part.get_linestyle()[0][1] is not None)
        for part in axes.collections
        if isinstance(part, mpl.collections.LineCollection)
        for segment in part.get_segments()
    }
    assert intervals == {0: (0.9, 1.3, True), 1: (0.5, 0.9, True), 2: (0.4, 0.6, False)}  # True: dashed
    assert sorted(hollow(axes)) == [(0.7, 1), (1.1, 0)]
    assert axes.get_xlabel() == "Elasticity of energy [1]"


def test_plot_elasticities_counts_ambiguous_states_and_what_is_not_shown():
    axes = ep.plots.plot_elasticities(FITS)
    assert title(axes).splitlines() == [
        "2 of 3 zones have an ambiguous state",
        "1 without an interval, not shown",
    ]
    assert "B: 0.70 (0.50 to 0.90)" in ep.plots.alt_text(axes)


def test_a_crowd_of_fits_names_its_ends_in_the_alt_text():
    crowd = pd.concat([FITS.head(1).assign(zone=f"Z{n}", elasticity=0.5 + n / 1000) for n in range(90)])
    axes = ep.plots.plot_elasticities(crowd)
    assert not axes.get_yticklabels()
    assert "Highest and lowest: Z89: 0.59" in ep.plots.alt_text(axes)


def test_a_table_without_intervals_still_answers():
    axes = ep.plots.plot_elasticities(FITS.tail(1))
    assert title(axes).splitlines()[0] == "No fit has an interval"
    assert ep.plots.alt_text(axes)


def test_fits_by_another_column_are_not_called_zones():
    quantities = FITS.rename(columns={"zone": "quantity"})
    axes = ep.plots.plot_elasticities(quantities, by="quantity")
    assert title(axes).startswith("2 of 3 quantities have an ambiguous state")
    invented = quantities.assign(quantity=[f"Synthetic park {n}" for n in "ABCD"])
    assert "3 synthetic quantities" in title(ep.plots.plot_elasticities(invented, by="quantity"))


def test_plot_elasticities_of_another_table_fails():
    with pytest.raises(UnknownNameError, match="ci_low"):
        ep.plots.plot_elasticities(FITS.drop(columns="ci_low"))
    with pytest.raises(UnknownNameError, match="province"):
        ep.plots.plot_elasticities(FITS, by="province")
    with pytest.raises(NotAFrame, match="lazy"):
        ep.plots.plot_elasticities(pl.from_pandas(FITS).lazy())


# --- published figures ---------------------------------------------------------------------------


def claims(*rows):
    names = ["quantity", "year", "scope", "value", "unit", "certainty", "source"]
    return pd.DataFrame([("CO2", *row) for row in rows], columns=names)


def test_every_figure_is_at_its_year_and_those_without_one_apart():
    axes = ep.plots.plot_claims(CLAIMS, "gypsum used")
    dated = {(1995, 80_000), (2008, 100_000), (2010, 150_000)}
    assert dated <= set(points(axes))
    assert {value for x, value in set(points(axes)) - dated if x > 2010} == {150_000, 200_000}
    assert axes.get_xticklabels()[-1].get_text() == "no year"
    assert title(axes).splitlines() == [
        "gypsum used: 5 figures, from 80,000 to 200,000 t/year",
        "2 without a year",
    ]
    assert axes.get_ylabel() == "gypsum used [t/year]"
    assert "1995: 80,000 (symbiosis, IISD, doubtful)" in ep.plots.alt_text(axes)


def test_doubt_and_scope_show_without_color():
    axes = ep.plots.plot_claims(CLAIMS, "gypsum used")
    assert {value for _, value in hollow(axes)} == {80_000, 150_000}
    handles = legend(axes)
    assert list(handles) == ["symbiosis", "Asnaes", "doubtful (hollow)"]
    assert str(handles["symbiosis"].get_marker()) != str(handles["Asnaes"].get_marker())


def test_figures_in_another_unit_are_counted_not_converted():
    axes = ep.plots.plot_claims(CLAIMS, "water saved")
    assert "1 more in another unit, not drawn" in title(axes)


@pytest.mark.parametrize(("largest", "scale"), [(100.0, "linear"), (1000.0, "log")])
def test_a_wide_range_gets_a_logarithmic_axis(largest, scale):
    table = claims((2000, "park", 10.0, "t", "sure", "a"), (2001, "park", largest, "t", "sure", "b"))
    assert ep.plots.plot_claims(table, "CO2").get_yscale() == scale


def test_any_frame_and_no_year_at_all():
    table = claims((None, "park", 10.0, "t", "sure", "a"))
    axes = ep.plots.plot_claims(pl.from_pandas(table), "CO2")
    assert title(axes) == "CO2: 1 figure, 10 t\n1 without a year"


@pytest.mark.parametrize(
    ("package", "table", "quantity"),
    [
        *(("kalundborg", "claims", q) for q in ("CO2 avoided", "water saved", "kinds of stream")),
        ("taiwan", "series", "CO2 avoided"),
    ],
)
def test_the_sources_of_neighbors_do_not_cover_each_other(package, table, quantity):
    axes = ep.plots.plot_claims(ep.datasets.load(package, table), quantity)
    axes.figure.canvas.draw()
    labels = [label for label in axes.get_xticklabels() if label.get_text()]
    for texts in (axes.texts, labels):
        boxes = [text.get_window_extent() for text in texts]
        assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_two_sources_of_one_figure_share_a_label():
    rows = [(2000, "park", 5.0, "t", "sure", source) for source in ("a", "b")]
    axes = ep.plots.plot_claims(claims(*rows), "CO2")
    assert [text.get_text() for text in axes.texts] == ["a, b"]


def test_an_unknown_quantity_or_column_fails():
    with pytest.raises(UnknownNameError, match="quantity 'gold'"):
        ep.plots.plot_claims(CLAIMS, "gold")
    with pytest.raises(UnknownNameError, match="column of the table of figures 'year'"):
        ep.plots.plot_claims(CLAIMS.drop(columns="year"), "CO2 avoided")


# --- intervals -----------------------------------------------------------------------------------


def numbers(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


def test_plot_intervals_says_what_overlaps_and_what_fits():
    axes = ep.plots.plot_intervals(
        {"Linhai": LINHAI, "program": NATIONAL},
        {"a": 3.111, "b": 3.05},
        quantity="Factor",
        unit="t/kL",
    )
    assert title(axes).splitlines() == [
        "Factor: no value lies in both intervals",
        "1 of 2 single values lies in an interval",
    ]
    assert numbers(axes) == [
        "Linhai\n2.975 to 3.008",
        "program\n3.107 to 3.120",
        "a\n3.111",
        "b\n3.050",
    ]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches[2:]]
    assert bars == [pytest.approx((2.975, 3.008), abs=5e-4), pytest.approx((3.107, 3.120), abs=5e-4)]
    assert points(axes) == [(3.111, 2), (3.05, 3)]
    assert axes.get_xlabel() == "Factor [t/kL]"
    assert "a: 3.111 t/kL" in ep.plots.alt_text(axes)


@pytest.mark.parametrize(
    ("intervals", "finding"),
    [
        ({"a": (0, 4), "b": (1, 5), "c": (3, 9)}, "Cut: 3 to 4 % lies in all 3 intervals"),
        ({"a": (0, 2), "b": (1, 5), "c": (4, 9)}, "Cut: no value lies in all 3 intervals"),
        ({"a": (0, 2), "b": (3, 5), "c": (6, 9)}, "Cut: no value lies in two of the 3 intervals"),
        ({"a": (2.975, 3.008), "b": (3.107, 3.12)}, "Cut: no value lies in both intervals"),
        ({"a": (4.0, 7.0)}, "Cut: 4 to 7 %"),
    ],
)
def test_the_finding_is_the_shared_part(intervals, finding):
    axes = ep.plots.plot_intervals(intervals, quantity="Cut", unit="%")
    assert title(axes) == finding
    assert finding in ep.plots.alt_text(axes)


@pytest.mark.parametrize(
    ("intervals", "shared"),
    [
        ({"one": (4.2991, 10.7512), "two": (2.614, 11.004)}, "4.30 to 10.75 %"),
        ({"one": (9.5, 10.5), "two": (9.9099, 10.3139)}, "9.91 to 10.31 %"),
        ({"one": (0.0, 2000.0), "two": (1000.0, 9000.0)}, "1,000 to 2,000 %"),
        # With the two decimals of the span the ends of the shared part would look alike.
        ({"one": (0.0, 5.0012), "two": (5.0004, 10.0)}, "5.000 to 5.001 %"),
        ({"one": (3.0, 3.0)}, "3 to 3 %"),
        ({"one": (2e-9, 3e-9)}, "0.000000002 to 0.000000003 %"),
    ],
)
def test_all_ends_have_the_same_decimals(intervals, shared):
    axes = ep.plots.plot_intervals(intervals, quantity="Share", unit="%")
    assert f"Share: {shared}" in title(axes)
    every = " ".join([*numbers(axes), title(axes)])
    assert len({len(digits) for digits in re.findall(r"\d\.(\d+)", every)}) <= 1


def test_intervals_without_sense_are_refused():
    with pytest.raises(UndefinedResult, match="at least one interval"):
        ep.plots.plot_intervals({}, quantity="Cut", unit="%")
    with pytest.raises(ValueError, match="two finite bounds"):
        ep.plots.plot_intervals({"a": (2, 1)}, quantity="Cut", unit="%")


# --- plot_decomposition ----------------------------------------------------------------------------


def test_a_decomposition_leads_from_one_total_to_the_other():
    axes = ep.plots.plot_decomposition(SPLIT, "Energy", "t", (2005, 2010))
    # By hand: L = 10 / ln 1.5 = 24.66; 24.66 ln 2 = +17.10 and 24.66 ln 0.75 = -7.10.
    spans = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in axes.patches]
    assert np.array(spans) == pytest.approx(
        np.array([(0, 20), (20, 37.095), (37.095, 30), (0, 30)]), abs=5e-4
    )
    assert [text.get_text() for text in axes.texts] == ["20.0", "+17.1", "-7.1", "30.0"]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2005", "output", "intensity", "2010"]
    # A rise and a fall differ without color.
    assert [bool(bar.get_hatch()) for bar in axes.patches] == [False, True, False, False]
    assert "output +17.1, intensity -7.1" in ep.plots.alt_text(axes)


def test_a_decomposition_without_effects_is_refused():
    nothing = ep.decomposition.lmdi(pd.DataFrame({"output": [np.nan]}), pd.DataFrame({"output": [1.0]}))
    with pytest.raises(UndefinedResult, match="effects are missing"):
        ep.plots.plot_decomposition(nothing)


# --- Lines over the years ---------------------------------------------------------------------------


def series(energy, value, years=(2010, 2011, 2012)):
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
    axes = ep.plots.plot_indexed_intensity(series(energy, value), "A")
    lines = [line for line in axes.get_lines() if len(line.get_xdata()) == 3]
    assert [line.get_ydata()[0] for line in lines] == [100, 100, 100]
    assert [line.get_ydata()[-1] for line in lines] == pytest.approx(ends)
    assert len({line.get_marker() for line in lines}) == 3
    assert len({str(line._dash_pattern) for line in lines}) == 3
    assert title(axes) == f"A, 2010 to 2012: {word}"
    change = f"energy {ends[0] - 100:+.0f} %"
    assert change in ep.plots.alt_text(axes)
    assert change in legend(axes)


def test_a_part_of_the_years_and_gaps():
    table = series([100, None, 50, 80], [100, 100, 100, 100], (2010, 2011, 2012, 2013))
    line = ep.plots.plot_indexed_intensity(table, "A", start=2010, end=2012).get_lines()[1]
    assert list(line.get_xdata()) == [2010, 2012]
    assert list(line.get_ydata()) == [100, 50]


def test_a_synthetic_zone_is_called_invented():
    assert "(invented)" in title(ep.plots.plot_indexed_intensity(PANEL, "Synthetic zone 1"))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"zone": "B"}, "Unknown zone 'B'. Known: A"),
        ({"quantity": "gold"}, "Unknown column of the panel 'gold'"),
        ({"start": 1999}, "Unknown year of A '1999'. Known: 2010"),
    ],
)
def test_unknown_names_are_refused(more, message):
    with pytest.raises(UnknownNameError, match=message):
        ep.plots.plot_indexed_intensity(series([1, 2, 3], [1, 2, 3]), **{"zone": "A"} | more)


@pytest.mark.parametrize("energy", [[0, 1, 2], [None, None, 2], [5, -1, 2]])
def test_an_index_from_nothing_is_undefined(energy):
    with pytest.raises(UndefinedResult, match="above zero in two years"):
        ep.plots.plot_indexed_intensity(series(energy, [1, 2, 3]), "A")
