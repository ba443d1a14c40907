"""Figures of networks: readable without colour, alt text from the data, files outside Jupyter."""

import matplotlib as mpl
import pytest

import ecopark as ep
from ecopark import symbiosis
from ecopark.errors import UndefinedResult, UnitMismatch, UnknownNameError
from ecopark.plots import alt_text
from ecopark.symbiosis.figures import looks

mpl.use("agg")
TABLE = ep.datasets.load("kalundborg", "exchanges")
PARK = symbiosis.network(TABLE[TABLE["direction"] == "sure"], outside=["Lake Tisso"])
ROWS = [
    *(("Lake", "Power", "water", 120), ("Power", "Town", "heat", 25), ("Power", "Refinery", "steam", 30)),
    *(("Refinery", "Power", "cooling water", 20), ("Lake", "Refinery", "water", 40)),
]
FLOWS = [{"from": a, "to": b, "stream": s, "quantity": q, "unit": "t/h"} for a, b, s, q in ROWS]


LINHAI = symbiosis.network(ep.datasets.load("taiwan", "linhai_exchanges"))
TOLD = symbiosis.network(ep.datasets.load("kalundborg", "exchanges_as_told"))


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
    axes = symbiosis.draw_network(network)
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


def test_network_figure_is_readable_without_colour():
    axes = symbiosis.draw_network(PARK, "Kalundborg in 2000")
    assert axes.get_title(loc="left") == "Kalundborg in 2000: 12 links between 10 firms, 2 firms in loops"
    lines = axes.get_legend().get_lines()
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["water", "energy", "material"]
    assert len({line.get_linestyle() for line in lines}) == 3
    assert len({line.get_color() for line in lines}) == 3
    # A pair and kind of stream once: 17 exchanges less the second stream of two pairs.
    assert len(axes.patches) == 15
    bold = {t.get_text() for t in axes.texts if t.get_weight() == "bold"}
    assert bold == {"Asnaes", "Statoil"}
    assert "Statoil to Gyproc, Asnaes" in alt_text(axes)
    assert "Outside the boundary: Lake Tisso" in alt_text(axes)


def test_the_same_seed_draws_the_same_network():
    places = [[t.xy for t in symbiosis.draw_network(PARK, seed=3).texts] for _ in range(2)]
    assert places[0] == places[1]


def test_a_network_in_pieces_and_one_without_links_are_drawn():
    rows = [{"from": a, "to": b, "stream": "ash"} for a, b in ("AB", "CD")]
    assert "5 firms, no loop" in symbiosis.draw_network(symbiosis.network(rows, firms=["E"])).get_title(
        loc="left"
    )
    assert symbiosis.draw_network(symbiosis.network([], firms=["E"])).get_legend() is None
    with pytest.raises(UndefinedResult, match="without a firm"):
        symbiosis.draw_network(symbiosis.network([]))


def test_robustness_figure_tells_when_half_is_gone():
    curves = [symbiosis.robustness_curve(PARK, way, repeats=50) for way in ("random", "degree")]
    axes = symbiosis.draw_robustness(*curves, name="Kalundborg")
    assert "after 10 % gone (most links first)" in axes.get_title(loc="left")
    assert len({line.get_linestyle() for line in axes.lines}) == 2
    assert len({line.get_marker() for line in axes.lines}) == 2
    assert axes.get_ylabel() == "Largest group left [% of all firms]"
    assert "40 % left of 10 % gone" in alt_text(axes)


def test_a_figure_without_a_curve_fails():
    with pytest.raises(UndefinedResult, match="at least one curve"):
        symbiosis.draw_robustness()
    with pytest.raises(UnknownNameError, match="column of the curve"):
        symbiosis.draw_robustness(TABLE)


def test_sankey_bands_are_as_wide_as_the_flows():
    axes = symbiosis.draw_sankey(symbiosis.network(FLOWS, outside=["Lake"]), "A synthetic park")
    assert (
        axes.get_title(loc="left")
        == "A synthetic park: the largest flow is water from Lake to Power, 120 t/h"
    )
    bars = {t.get_text(): b.get_height() for t, b in zip(axes.texts, _bars(axes), strict=True)}
    # The power station receives 120 + 20 and sends 55: its bar has the larger side.
    assert bars["Lake, 160 t/h"] == pytest.approx(160)
    assert bars["Power, 140 t/h"] == pytest.approx(140)
    hatches = {p.get_hatch() for p in axes.get_legend().get_patches()}
    assert len(hatches) == 4  # four streams, each its own hatching
    assert "cooling water from Refinery to Power 20" in alt_text(axes)


def _bars(axes):
    from matplotlib.patches import Rectangle

    return [p for p in axes.patches if isinstance(p, Rectangle)]


def test_sankey_counts_what_it_cannot_draw():
    rows = [*FLOWS, {"from": "Town", "to": "Farm", "stream": "sludge"}]
    title = symbiosis.draw_sankey(symbiosis.network(rows)).get_title(loc="left")
    assert "1 exchange is not drawn: no quantity" in title
    with pytest.raises(UndefinedResult, match="no band has a width"):
        symbiosis.draw_sankey(PARK)
    with pytest.raises(UnitMismatch, match="water from Lake to Power"):
        symbiosis.draw_sankey(symbiosis.network(FLOWS), unit="GJ/h")


def test_a_ring_is_drawn():
    ring = [
        {"from": a, "to": b, "stream": "water", "quantity": 1.0, "unit": "t/h"} for a, b in ("AB", "BC", "CA")
    ]
    assert len(_bars(symbiosis.draw_sankey(symbiosis.network(ring)))) == 3


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_figures_are_written_with_their_words(tmp_path, ending):
    axes = symbiosis.draw_sankey(symbiosis.network(FLOWS), "A synthetic park")
    one, two = (symbiosis.export(axes, tmp_path / f"{n}.{ending}") for n in "ab")
    content = one.read_bytes()
    assert content == two.read_bytes()
    assert b"the largest flow is water from Lake to Power" in content
    assert content.startswith(b"<?xml" if ending == "svg" else b"\x89PNG")


def test_another_ending_fails(tmp_path):
    axes = symbiosis.draw_sankey(symbiosis.network(FLOWS))
    with pytest.raises(UnknownNameError, match=r"ending of a figure '\.gif'"):
        symbiosis.export(axes, tmp_path / "flows.gif")


def test_a_kind_of_stream_has_one_color_in_every_figure():
    axes = symbiosis.draw_network(symbiosis.network(TABLE[TABLE["type"] == "material"]))
    colors = {line.get_color() for line in axes.get_legend().get_lines()}
    both = symbiosis.draw_network(PARK).get_legend()
    material = [t.get_text() for t in both.get_texts()].index("material")
    assert colors == {both.get_lines()[material].get_color()}
    kinds = [*"abcdefgh", "energy"]
    assert len(set(looks(kinds).values())) == 7
    assert looks(kinds)["energy"] == looks(["energy"])["energy"]


def test_the_timeline_shows_each_dated_exchange_and_counts_the_others():
    axes = symbiosis.draw_timeline(TABLE, "Kalundborg", {2019: "wood chips"})
    assert len(axes.get_yticklabels()) == TABLE["since"].notna().sum() == 18
    assert axes.get_yticklabels()[0].get_text() == "surface water: Lake Tisso to Statoil"
    assert axes.get_title(loc="left").endswith("; 1 without a year")
    assert "technical water: unknown to Reuse basin" in alt_text(axes)
    assert alt_text(axes).endswith("2019 wood chips (marked).")


def test_a_timeline_needs_years():
    with pytest.raises(UndefinedResult, match="No exchange has a year"):
        symbiosis.draw_timeline(TABLE[TABLE["since"].isna()])
    with pytest.raises(UnknownNameError, match="since"):
        symbiosis.draw_timeline(TABLE.drop(columns="since"))
