"""Figures of networks: readable without color, alt text from the data."""

import matplotlib as mpl
import pytest

import ecopark as ep
from ecopark import symbiosis
from ecopark.errors import UndefinedResult, UnitMismatch, UnknownNameError
from ecopark.plots import alt_text
from ecopark.symbiosis.plots import stream_styles

mpl.use("agg")
TABLE = ep.datasets.load("kalundborg", "exchanges")
PARK = symbiosis.Network(TABLE[TABLE["direction"] == "sure"], outside=["Lake Tisso"])
ROWS = [
    *(("Lake", "Power", "water", 120), ("Power", "Town", "heat", 25), ("Power", "Refinery", "steam", 30)),
    *(("Refinery", "Power", "cooling water", 20), ("Lake", "Refinery", "water", 40)),
]
FLOWS = [{"from": a, "to": b, "stream": s, "quantity": q, "unit": "t/h"} for a, b, s, q in ROWS]


LINHAI = symbiosis.Network(ep.datasets.load("taiwan", "linhai_exchanges"))
TOLD = symbiosis.Network(ep.datasets.load("kalundborg", "exchanges_as_told"))


def legend(axes):
    (box,) = axes.figure.legends
    return box


def inked(axes, text):
    """Return how many points of arrows lie under a name, from the paths that Matplotlib draws."""
    area = text.get_window_extent()
    found = 0
    for arrow in axes.patches:
        path = arrow.get_transform().transform_path(arrow.get_path()).interpolated(20)
        found += sum(area.x0 < x < area.x1 and area.y0 < y < area.y1 for x, y in path.vertices)
    return found


@pytest.mark.parametrize("network", [PARK, TOLD, LINHAI], ids=["documented", "told", "Linhai"])
def test_names_stand_beside_the_arrows_and_on_white(network):
    axes = symbiosis.plot_network(network)
    axes.figure.canvas.draw()
    crowded = {text.get_text(): inked(axes, text) for text in axes.texts}
    assert sum(count > 0 for count in crowded.values()) <= 1, crowded
    assert {text.get_bbox_patch().get_facecolor()[:3] for text in axes.texts} == {(1, 1, 1)}
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


@pytest.fixture(autouse=True)
def _closed():
    from matplotlib import pyplot as plt

    yield
    plt.close("all")


def test_network_figure_is_readable_without_color():
    axes = symbiosis.plot_network(PARK, "Kalundborg in 2000")
    between = "15 links between 10 firms and 1 outside the park"
    assert axes.get_title(loc="left") == f"Kalundborg in 2000: {between}, 2 firms in loops"
    lines = legend(axes).get_lines()
    labels = [t.get_text() for t in legend(axes).get_texts()]
    assert labels == ["water", "energy", "material", "outside the park"]
    assert len({line.get_linestyle() for line in lines}) == 3
    assert len({line.get_color() for line in lines}) == 3
    # A pair and kind of stream once: 17 exchanges less the second stream of two pairs.
    assert len(axes.patches) == 15
    bold = {t.get_text() for t in axes.texts if t.get_weight() == "bold"}
    assert bold == {"Asnaes", "Statoil"}
    assert "Statoil to Gyproc, Asnaes" in alt_text(axes)
    assert "Outside the boundary: Lake Tisso" in alt_text(axes)


def test_the_same_seed_draws_the_same_network():
    places = [[t.xy for t in symbiosis.plot_network(PARK, seed=3).texts] for _ in range(2)]
    assert places[0] == places[1]


def test_a_network_in_pieces_and_one_without_links_are_drawn():
    rows = [{"from": a, "to": b, "stream": "ash"} for a, b in ("AB", "CD")]
    assert "5 firms, no loop" in symbiosis.plot_network(symbiosis.Network(rows, firms=["E"])).get_title(
        loc="left"
    )
    assert not symbiosis.plot_network(symbiosis.Network([], firms=["E"])).figure.legends
    with pytest.raises(UndefinedResult, match="without a firm"):
        symbiosis.plot_network(symbiosis.Network([]))


def test_sankey_bands_are_as_wide_as_the_flows():
    axes = symbiosis.plot_sankey(symbiosis.Network(FLOWS, outside=["Lake"]), "A synthetic park")
    assert (
        axes.get_title(loc="left")
        == "A synthetic park: the largest flow is water from Lake to Power, 120 t/h"
    )
    bars = {t.get_text(): b.get_height() for t, b in zip(axes.texts, _bars(axes), strict=True)}
    # The power station receives 120 + 20 and sends 55: its bar has the larger side.
    assert bars["Lake, 160 t/h"] == pytest.approx(160)
    assert bars["Power, 140 t/h"] == pytest.approx(140)
    hatches = {p.get_hatch() for p in legend(axes).get_patches()} - {None}  # the white bar outside has none
    assert len(hatches) == 4  # four streams, each its own hatching
    assert "cooling water from Refinery to Power 20" in alt_text(axes)


def _bars(axes):
    from matplotlib.patches import Rectangle

    return [p for p in axes.patches if isinstance(p, Rectangle)]


def test_sankey_counts_what_it_cannot_draw():
    rows = [*FLOWS, {"from": "Town", "to": "Farm", "stream": "sludge"}]
    title = symbiosis.plot_sankey(symbiosis.Network(rows)).get_title(loc="left")
    assert "1 exchange is not drawn: no quantity" in title
    with pytest.raises(UndefinedResult, match="no band has a width"):
        symbiosis.plot_sankey(PARK)
    with pytest.raises(UnitMismatch, match="water from Lake to Power"):
        symbiosis.plot_sankey(symbiosis.Network(FLOWS), unit="GJ/h")


def test_a_ring_is_drawn():
    ring = [
        {"from": a, "to": b, "stream": "water", "quantity": 1.0, "unit": "t/h"} for a, b in ("AB", "BC", "CA")
    ]
    assert len(_bars(symbiosis.plot_sankey(symbiosis.Network(ring)))) == 3


def test_a_kind_of_stream_has_one_color_in_every_figure():
    axes = symbiosis.plot_network(symbiosis.Network(TABLE[TABLE["type"] == "material"]))
    colors = {line.get_color() for line in legend(axes).get_lines()}
    both = legend(symbiosis.plot_network(PARK))
    material = [t.get_text() for t in both.get_texts()].index("material")
    assert colors == {both.get_lines()[material].get_color()}
    kinds = [*"abcdefgh", "energy"]
    assert len(set(stream_styles(kinds).values())) == 7
    assert stream_styles(kinds)["energy"] == stream_styles(["energy"])["energy"]


def test_the_timeline_shows_each_dated_exchange_and_counts_the_others():
    axes = symbiosis.plot_timeline(TABLE, "Kalundborg", {2019: "wood chips"})
    assert len(axes.get_yticklabels()) == TABLE["since"].notna().sum() == 18
    assert axes.get_yticklabels()[0].get_text() == "surface water: Lake Tisso to Statoil"
    assert axes.get_title(loc="left").endswith("; 1 without a year")
    assert "technical water: unknown to Reuse basin" in alt_text(axes)
    assert alt_text(axes).endswith("2019 wood chips (marked).")


def test_a_timeline_needs_years():
    with pytest.raises(UndefinedResult, match="No exchange has a year"):
        symbiosis.plot_timeline(TABLE[TABLE["since"].isna()])
    with pytest.raises(UnknownNameError, match="since"):
        symbiosis.plot_timeline(TABLE.drop(columns="since"))
