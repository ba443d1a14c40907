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
    found = ep.planning.index_values(PANEL, "Synthetic zone 1", 2007).set_index(["code", "counterpart"])
    row = PANEL[(PANEL["zone"] == "Synthetic zone 1") & (PANEL["year"] == 2007)].iloc[0]
    assert found.loc[("1.3", "2.2"), "value"] == pytest.approx(row["energy"] / row["industrial_added_value"])
    assert found.loc[("1.4", "2.4"), "value"] == pytest.approx(
        row["fresh_water"] / row["industrial_added_value"]
    )
    alone = ep.planning.index_values(PANEL, "Synthetic zone 1", 2007)
    assert (alone.loc[alone["match"] == "none", "status"] == "not computable").all()
    assert set(alone["code"]) == {i.code for i in ep.standards.get("sepa-2003").indicators}


def test_an_unknown_zone_or_year_fails():
    with pytest.raises(UnknownNameError, match="Unknown zone 'Nowhere'"):
        ep.planning.index_values(PANEL, "Nowhere", 2007)
