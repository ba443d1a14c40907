"""Every package is valid, and every value has a unit, a source and a status."""

import csv
import json
import math
import re
import shutil

import pandas as pd
import pytest
from frictionless import Package as Described

import ecopark as ep
from ecopark import datasets, files
from ecopark.errors import UnknownNameError
from ecopark_course.site import make_pages

STATUSES = {"stated", "computed", "verified", "unverified", "assumed", "synthetic"}
# A DOI, an ISBN, an address, a folder of this project, a book by its publisher, or name, version and
# file of a data package.
LOCATOR = re.compile(
    r"doi:10\.\d{4,}/\S+|isbn:[\d-]{13,17}|https?://[^\s/]+\.\S+|datasets/|book: \S+|\S+ \d+(\.\d+)+, \S+"
)
ADDRESS = re.compile(r"(doi:10\.|https?://)\S+")
ALL = datasets.list()


def faults(folder):
    """Return what frictionless finds: file, row and field."""
    report = Described(str(folder / "datapackage.json")).validate()
    return report.flatten(["title", "rowNumber", "fieldName", "message"]) if not report.valid else []


def unprovenanced(name):
    """Return every table cell or column of a package that lacks a unit, source, place or status."""
    found = []
    for table in datasets.package(name).tables:
        for column in table.columns:
            if column.type in {"number", "integer"} and not column.unit:
                found.append((table.name, column.name, "unit"))
            if not column.meaning:
                found.append((table.name, column.name, "meaning"))
        if name == "sources":
            continue
        for number, row in enumerate(datasets.rows(name, table.name)):
            if row.get("status") not in STATUSES:
                found.append((table.name, number, "status"))
            if not row.get("where") or not row.get("source"):
                found.append((table.name, number, "source"))
    return found


@pytest.mark.parametrize("name", ALL)
def test_package_is_valid(name):
    assert faults(files.datasets_folder() / name) == []


@pytest.mark.parametrize("name", ALL)
def test_every_value_has_unit_source_and_status(name):
    assert unprovenanced(name) == []


def unlocated(documents):
    """Return each source without a locator that a reader can follow, and what its citation offers for one."""
    return {
        row["id"]: (row["locator"], offered and offered[0])
        for row in documents
        if not LOCATOR.match(row["locator"] or "")
        for offered in [ADDRESS.search(row["citation"])]
    }


def misplaced(rows):
    """Return the rows without a place, or with only a line of a text extract that nobody else has."""
    places_named = [re.sub(r"\s*\(extract l\.[^)]*\)", "", row["where"] or "") for row in rows]
    return [
        row
        for row, place in zip(rows, places_named, strict=True)
        if not place or re.search(r"\bl\.\s?\d", place)
    ]


def test_every_source_has_a_locator():
    assert unlocated(datasets.rows("sources")) == {}


def test_a_source_without_a_locator_is_named_with_the_address_in_its_citation():
    row = {"id": "a", "citation": "A (2020). B, doi:10.1000/1", "locator": None}
    assert unlocated([row]) == {"a": (None, "doi:10.1000/1")}
    assert unlocated(
        [row | {"locator": "not found: searched"}, row | {"id": "b", "locator": "doi:10.1000/1"}]
    ) == {"a": ("not found: searched", "doi:10.1000/1")}


@pytest.mark.parametrize("name", [name for name in ALL if name != "sources"])
def test_what_this_project_chose_is_assumed_and_every_place_can_be_found(name):
    rows = [row for table in datasets.package(name).tables for row in datasets.rows(name, table.name)]
    assert [
        row for row in rows if row["source"] == "ecopark" and row["status"] not in {"assumed", "synthetic"}
    ] == []
    assert misplaced(rows) == []


@pytest.mark.parametrize("where", ["", "l.175", "Table 1, l.175", "(extract l.175)"])
def test_a_line_of_an_extract_is_no_place(where):
    assert misplaced([{"where": where}])
    assert not misplaced([{"where": "Table 1, row 2.2"}, {"where": "section 2.0 (extract l.44-48)"}])


def test_a_source_that_is_not_complete_yet_still_loads(tmp_path, monkeypatch):
    # Rows that were written before the columns for authors to license came have six cells.
    folder = tmp_path / "datasets"
    shutil.copytree(files.datasets_folder(), folder)
    with (folder / "sources" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("new,A (2020). B.,2020,en,article,the whole\n")
    table = (folder / "ctip_subsidies" / "statements.csv").read_text("utf-8")
    (folder / "ctip_subsidies" / "statements.csv").write_text(
        table.replace("iisd-2015", "new"), encoding="utf-8"
    )
    monkeypatch.setattr(files, "datasets_folder", lambda: folder)
    assert datasets.rows("sources")[-1]["locator"] is None
    assert "Source new: A (2020). B.\n" in str(ep.datasets.card("ctip_subsidies"))


def test_a_card_and_its_page_say_where_a_source_is_and_its_license():
    # By hand from the row of the source.
    found = "doi:10.3390/su12114564 (license: CC-BY-4.0)"
    assert found in str(ep.datasets.card("taiwan"))
    page = make_pages()["data/taiwan.md"]
    assert "[doi:10.3390/su12114564](https://doi.org/10.3390/su12114564) (license: CC-BY-4.0)" in page
    assert "<https://ier.org.tw/?p=992>" in page


@pytest.mark.parametrize("name", ALL)
def test_every_source_is_known(name):
    known = {row["id"] for row in datasets.rows("sources")}
    cited = {
        row["source"]
        for t in datasets.package(name).tables
        for row in datasets.rows(name, t.name)
        if "source" in row
    }
    assert cited <= known


@pytest.mark.parametrize("name", ALL)
def test_card_and_table_load(name):
    card = ep.datasets.card(name)
    frame = ep.datasets.load(name)
    assert str(card) == repr(card)
    assert datasets.package(name).title in card._repr_html_()
    assert len(frame) == len(datasets.rows(name))
    assert frame.attrs["card"] == card


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("150.0", "many", "subsidy"),
        ("Wanzhou ETDZ", "Ningbo ETDZ", "zone"),
        (",stated", ",guessed", "status"),
    ],
)
def test_an_edit_by_hand_is_found(tmp_path, old, new, field):
    folder = tmp_path / "ctip_subsidies"
    shutil.copytree(files.datasets_folder() / "ctip_subsidies", folder)
    table = folder / "subsidies.csv"
    text = table.read_text("utf-8").replace("150,", "150.0,", 1)
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = faults(folder)
    assert found
    assert any(field in str(part) for fault in found for part in fault)


def test_table_a1_is_as_printed():
    frame = ep.datasets.load("ctip_subsidies")
    assert frame.shape[0] == 17
    assert frame["subsidy"].sum() == 3086.0
    assert (frame["investment_printed"] == "n/c").sum() == frame["investment"].isna().sum() == 10
    known = frame.dropna(subset="investment")
    assert ((100 * known["subsidy"] / known["investment"]).round(1) == known["share_printed"]).all()
    assert frame.attrs["units"]["investment"] == "10^6 RMB"


def test_another_table_loads_by_name():
    assert ep.datasets.load("ctip_subsidies", "statements").set_index("id").loc["zones_paid", "value"] == 22


def test_unknown_names_get_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'ctip_subsidies'"):
        ep.datasets.load("ctip_subsidy")
    with pytest.raises(UnknownNameError, match="Did you mean 'statements'"):
        ep.datasets.load("ctip_subsidies", "statement")
    with pytest.raises(UnknownNameError, match="package"):
        ep.datasets.card("nothing")
    with pytest.raises(UnknownNameError, match="package"):
        ep.datasets.load(["ctip_subsidies"])


def test_a_folder_that_begins_with_an_underscore_is_no_package(tmp_path, monkeypatch):
    for name in ("_draft", "ctip_subsidies"):
        shutil.copytree(files.datasets_folder() / "ctip_subsidies", tmp_path / name)
    monkeypatch.setattr(files, "datasets_folder", lambda: tmp_path)
    assert ep.datasets.list() == ["ctip_subsidies"]
    with pytest.raises(UnknownNameError, match="Known: ctip_subsidies"):
        ep.datasets.load("_draft")


def test_csv_and_description_name_the_same_columns():
    for name in ALL:
        for table in datasets.package(name).tables:
            with table.path.open(encoding="utf-8", newline="") as file:
                assert next(csv.reader(file)) == [c.name for c in table.columns], (name, table.name)


def test_descriptions_are_plain_json_without_addresses():
    for name in ALL:
        text = (files.datasets_folder() / name / "datapackage.json").read_text("utf-8")
        assert json.loads(text)["name"] == name
        assert "http" not in text


def test_synthetic_panel_is_seeded_and_says_what_it_is():
    one, same, other = (ep.datasets.synthetic_panel(zones=5, years=4, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one["energy"].equals(other["energy"])
    assert one["zone"].str.startswith("Synthetic").all()
    assert one.attrs["synthetic"]
    assert list(one.columns) == list(ep.panel.columns())
    assert len(one) == 20
    assert one["year"].min() == 2005


@pytest.mark.parametrize("table", [ep.datasets.load("panel"), ep.datasets.synthetic_panel(2, 2)])
def test_tables_can_be_stored_and_read_again(tmp_path, table):
    table.to_parquet(tmp_path / "table.parquet")
    again = pd.read_parquet(tmp_path / "table.parquet")
    pd.testing.assert_frame_equal(again, table, check_dtype=False)
    assert set(again.attrs) == set(table.attrs)


def test_synthetic_truth_survives_joining_panels():
    one, other = (ep.datasets.synthetic_panel(zones=2, years=2, seed=s) for s in (1, 2))
    assert len(pd.concat([one, other])) == 8
    assert one.copy().attrs["truth"] is one.attrs["truth"]
    assert list(pd.DataFrame(one.attrs["truth"]).columns) == ["energy", "fresh_water", "cod", "so2"]


def test_estimates_find_the_truth():
    # With a growing economy and little noise, ln q over ln v since the start year is near the truth.
    panel = ep.datasets.synthetic_panel(zones=400, years=12, seed=5)
    ends = panel.groupby("zone")[["energy", "industrial_added_value_constant"]].agg(["first", "last"])
    growing = (
        ends["industrial_added_value_constant"]["last"] > 2 * ends["industrial_added_value_constant"]["first"]
    )
    logs = (ends.xs("last", axis=1, level=1) / ends.xs("first", axis=1, level=1))[growing].map(math.log)
    ratio = logs["energy"] / logs["industrial_added_value_constant"]
    truth = pd.DataFrame(panel.attrs["truth"])["energy"]
    assert (ratio - truth[growing[growing].index]).abs().median() < 0.05


@pytest.mark.parametrize(("zones", "years"), [(0, 3), (3, 0)])
def test_an_empty_synthetic_panel_fails(zones, years):
    with pytest.raises(ValueError, match="at least one zone and one year"):
        ep.datasets.synthetic_panel(zones=zones, years=years)


def test_doubts_about_dates_stand_beside_the_boundary_and_not_in_it():
    rows = datasets.rows("taiwan", "series")
    undated = [row for row in rows if row["year"] is None and row["year_printed"] == "no date"]
    assert len(undated) == 14
    assert all("The text has no date" in row["note"] for row in undated)
    assert not [row["id"] for row in rows if "date" in (row["boundary"] or "")]


def test_what_is_told_of_mailiao_is_no_stronger_than_its_source():
    # The source says of each extension that the waste of earlier plants is considered (line 15).
    site = next(row for row in datasets.rows("taiwan", "sites") if row["id"] == "mailiao")
    factor = next(row for row in datasets.rows("taiwan", "factors_of_success") if row["no"] == 9)
    for told in (site["planned"], factor["factor"]):
        assert "consider" in told
        assert not any(word in told for word in ("built on", "planned around"))
