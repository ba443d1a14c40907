"""Planning by the guidelines of 2003: products, steps and the outline of the document."""

from functools import reduce

import pytest

import ecopark as ep
from ecopark import datasets
from ecopark.errors import UnknownNameError


def test_checklist_has_every_product_of_the_six_steps():
    table = ep.planning.checklist(done=["1.1", "5.17"])
    assert table["step"].nunique() == 6
    assert table.loc[table["done"], "id"].to_list() == ["1.1", "5.17"]
    assert table.set_index("id").loc["5.17", "functions"] == "symbiosis.match"


def test_an_unknown_product_fails():
    with pytest.raises(UnknownNameError, match=r"product of a planning step '9.9'"):
        ep.planning.checklist(done=["9.9"])


@pytest.mark.parametrize("name", sorted({row["function"] for row in datasets.rows("planning", "tools")}))
def test_every_attached_function_exists(name):
    assert callable(reduce(getattr, name.split("."), ep))


def test_the_diagram_of_the_steps_tells_what_is_ready():
    axes = ep.planning.plot_steps(["1.1", "1.2", "3.4"])
    words = ep.plots.alt_text(axes)
    assert "1 Team, 2 of 2 ready: a leader group and a technician group" in words
    assert "3 Present situation, 1 of 10 ready" in words
    assert len(axes.texts) == 6 + 5
    with pytest.raises(UnknownNameError, match=r"product of a planning step '9.9'"):
        ep.planning.plot_steps(["9.9"])


def test_the_outline_has_every_section_and_the_texts_that_are_given():
    text = ep.planning.outline("Plan of a park", {"8.1": "The mayor leads.", "3.2": "Less water."})
    assert text.startswith("### Plan of a park\n")
    assert text.count("\n- *") == len(datasets.rows("planning", "chapter_sections")) == 21
    assert text.count("to be written") == 19
    assert "investment and development corporation*: The mayor leads." in text
    with pytest.raises(UnknownNameError, match=r"section of the planning document '9\.1'"):
        ep.planning.outline("Plan", {"9.1": "nothing"})
