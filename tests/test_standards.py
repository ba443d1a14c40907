import csv
from contextlib import nullcontext

import pandas as pd
import pytest

import ecopark as ep
from ecopark import files
from ecopark.errors import DataError, UnknownNameError

HJ = files.datasets_folder() / "hj274_2009" / "indicators.csv"


def test_hj274_is_as_the_source_means_it():
    standard = ep.standards.get("hj274-2009")
    assert [len([i for i in standard.indicators if i.code[0] == c]) for c in "1234"] == [1, 9, 8, 6]
    strict = {i.code: (i.operator, i.threshold) for i in standard.indicators if i.kind == "elasticity"}
    assert strict == {"2.3": ("<", 0.6), "2.5": ("<", 0.55), "3.2": ("<", 0.3), "3.4": ("<", 0.2)}
    assert standard["1.1"].unit == "10^4 RMB/person"
    assert standard["1.1"].unit_printed == "104 RMB/P"
    assert standard["2.1"].scale == pytest.approx(1e-4)


def test_what_a_panel_needs_comes_from_the_rows():
    needs = ep.standards.get("hj274-2009").required_columns
    assert "water_reused" in needs
    assert "industrial_added_value_constant" not in needs


def test_unknown_standard_and_code_fail():
    with pytest.raises(UnknownNameError, match="Did you mean 'hj274-2009' or 'hj274-2015'"):
        ep.standards.get("hj274")
    with pytest.raises(UnknownNameError, match="indicator of hj274-2009"):
        _ = ep.standards.get("hj274-2009")["9.9"]


@pytest.mark.parametrize("name", ep.standards.list())
def test_every_shipped_standard_can_be_used(name):
    standard = ep.standards.get(name)
    assert len(standard.to_frame()) == len(standard.indicators)
    if standard.computable:
        said = pytest.warns(ep.standards.UnverifiedStandard) if standard.unverified else nullcontext()
        with said:
            assessed = ep.assess(ep.datasets.synthetic_panel(zones=1, years=2), standard=standard)
        assert len(assessed) == 2 * len(standard.computable)
        assert assessed["source"].str.contains("unverified").any() == standard.unverified


def test_no_threshold_is_from_memory():
    for name in ep.standards.list():
        remembered = [i for i in ep.standards.get(name).indicators if i.status == "unverified"]
        assert not [i.code for i in remembered if i.threshold is not None or i.operator], name


@pytest.mark.filterwarnings("ignore::ecopark.standards.UnverifiedStandard")
def test_without_printed_thresholds_only_own_targets_judge():
    panel = ep.datasets.synthetic_panel(zones=1, years=2)
    own = pd.DataFrame({"zone": ["Synthetic zone 1"], "code": ["11"], "threshold": [0.5]})
    # In its first year an elasticity is undefined, with or without a threshold.
    alone, aimed = (
        assessed[assessed["year"] == panel["year"].max()]
        for assessed in (ep.assess(panel, "hj274-2015"), ep.assess(panel, "hj274-2015", targets=own))
    )
    assert set(alone["status"]) == {"not applicable"}
    assert alone["value"].notna().any()
    assert set(aimed.loc[aimed["code"] == "11", "status"]) <= {"pass", "fail"}
    assert set(aimed.loc[aimed["code"] != "11", "status"]) == {"not applicable"}


def rewritten(tmp_path, change):
    with HJ.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_own_standard_from_csv(tmp_path):
    def change(rows):
        rows[2]["threshold"] = "0.3"
        del rows[3:]

    standard = ep.standards.from_csv(rewritten(tmp_path, change))
    assert standard.name == "own"
    panel = ep.datasets.synthetic_panel(zones=1, years=1)
    found = ep.assess(panel, standard=standard).set_index("code")
    assert list(found.index) == ["1.1", "2.1", "2.2"]
    assert found.loc["2.2", "threshold"] == 0.3


def test_own_standard_from_a_spreadsheet(tmp_path):
    shipped = ep.datasets.path("hj274_2009")
    pd.read_csv(shipped, dtype={"code": str}).to_excel(tmp_path / "own.xlsx", index=False)
    from_sheet = ep.standards.from_csv(tmp_path / "own.xlsx").to_frame()
    pd.testing.assert_frame_equal(from_sheet, ep.standards.from_csv(shipped).to_frame())


def test_faults_of_a_csv_are_listed_together(tmp_path):
    def change(rows):
        rows[0]["threshold"] = "fifteen"
        rows[1]["operator"] = "=>"
        rows[2]["source"] = ""

    with pytest.raises(DataError) as caught:
        ep.standards.from_csv(rewritten(tmp_path, change))
    assert {(p.row, p.column) for p in caught.value.issues} == {
        (0, "threshold"),
        (1, "operator"),
        (2, "source"),
    }


@pytest.mark.parametrize(
    ("column", "value", "match"),
    [
        ("numerator", "enregy", "Did you mean 'energy'"),
        ("unit", "tce/person", "cannot be given in 'tce/person'"),
        ("unit", "tec/10^4 RMB", "Unknown unit"),
        ("denominator", "", "needs its columns"),
        ("threshold", "", "needs a threshold"),
        ("code", "1.1", "code is used twice"),
    ],
)
def test_a_row_that_cannot_be_computed_fails(tmp_path, column, value, match):
    with pytest.raises(DataError, match=match):
        ep.standards.from_csv(rewritten(tmp_path, lambda rows: rows[2].update({column: value})))


def test_a_file_that_is_none_fails(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        ep.standards.from_csv(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("code,category\n", encoding="utf-8")
    with pytest.raises(DataError, match="no rows"):
        ep.standards.from_csv(tmp_path / "empty.csv")
