"""Planning by the guidelines of 2003: products, chapters, and indices from a panel."""

from functools import reduce

import pytest

import ecopark as ep
from ecopark import datasets
from ecopark.errors import UnknownNameError

PANEL = ep.datasets.synthetic_panel(zones=2, years=3)


def test_checklist_has_every_product_of_the_six_steps():
    table = ep.planning.checklist(done=["1.1", "5.17"])
    assert table["step"].nunique() == 6
    assert table.loc[table["done"], "id"].to_list() == ["1.1", "5.17"]
    assert table.set_index("id").loc["5.17", "functions"] == "symbiosis.match"


def test_an_unknown_product_fails():
    with pytest.raises(UnknownNameError, match=r"product of a planning step '9.9'"):
        ep.planning.checklist(done=["9.9"])


def test_the_document_has_eight_chapters():
    assert len(ep.planning.chapters()) == 8


@pytest.mark.parametrize("name", sorted({row["function"] for row in datasets.rows("planning", "tools")}))
def test_every_attached_function_exists(name):
    assert callable(reduce(getattr, name.split("."), ep))


def test_indices_come_from_the_nearest_row_of_the_standard():
    found = ep.planning.estimate_indices(PANEL, "Synthetic zone 1", 2007).set_index(["code", "counterpart"])
    row = PANEL[(PANEL["zone"] == "Synthetic zone 1") & (PANEL["year"] == 2007)].iloc[0]
    assert found.loc[("1.3", "2.2"), "value"] == pytest.approx(row["energy"] / row["industrial_added_value"])
    assert found.loc[("1.4", "2.4"), "value"] == pytest.approx(
        row["fresh_water"] / row["industrial_added_value"]
    )
    alone = ep.planning.estimate_indices(PANEL, "Synthetic zone 1", 2007)
    assert (alone.loc[alone["match"] == "none", "status"] == "not computable").all()
    assert set(alone["code"]) == {i.code for i in ep.standards.get("sepa-2003").indicators}


def test_an_unknown_zone_or_year_fails():
    with pytest.raises(UnknownNameError, match="Unknown zone 'Nowhere'"):
        ep.planning.estimate_indices(PANEL, "Nowhere", 2007)


def test_the_diagram_of_the_steps_tells_what_is_ready():
    axes = ep.planning.draw_steps(["1.1", "1.2", "3.4"])
    words = ep.plots.alt_text(axes)
    assert "1 Team, 2 of 2 ready: a leader group and a technician group" in words
    assert "3 Present situation, 1 of 10 ready" in words
    assert len(axes.texts) == 6 + 5
    with pytest.raises(UnknownNameError, match=r"product of a planning step '9.9'"):
        ep.planning.draw_steps(["9.9"])


def test_the_outline_has_every_section_and_the_texts_that_are_given():
    text = ep.planning.outline("Plan of a park", {"8.1": "The mayor leads.", "3.2": "Less water."})
    assert text.startswith("## Plan of a park\n")
    assert text.count("\n- *") == len(datasets.rows("planning", "chapter_sections")) == 21
    assert text.count("to be written") == 19
    assert "investment and development corporation*: The mayor leads." in text
    with pytest.raises(UnknownNameError, match=r"section of the planning document '9\.1'"):
        ep.planning.outline("Plan", {"9.1": "nothing"})
