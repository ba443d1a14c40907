"""The lab on reading sources: printed numbers, evidence, records, bars, and the package behind them."""

from collections import Counter

import pandas as pd
import pytest

import ecopark as ep
import ecopark_course as course
from ecopark import datasets
from ecopark.errors import DataError, UndefinedResult, UnknownNameError
from ecopark.intervals import Interval, parse_printed

ROW = {
    "claim": "a",
    "stated": "2.0",
    "first": "8.0",
    "operation": "/",
    "second": "4.0",
    "unit": "1",
    "source": "report",
    "where": "p. 1",
}


def judged(**changes):
    return course.claims.judge(pd.DataFrame([ROW | changes])).iloc[0]


def problems(*rows):
    with pytest.raises(DataError) as caught:
        course.claims.judge(pd.DataFrame([ROW | row for row in rows]))
    return {(p.column, p.row) for p in caught.value.issues}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("814萬4,856公噸", 8_144_855.5, 8_144_856.5),
        ("約18億6,000万台湾元", 1_859_995_000, 1_860_005_000),
        ("2万4800公吨", 24_799.5, 24_800.5),
        ("年間21億台湾元", 2_050_000_000, 2_150_000_000),
        ("1.2億元30萬", 115_000_000, 125_000_000),  # two numbers: the first one counts
        ("๓๖.๒ ล้านบาท", 36_150_000, 36_250_000),
        ("15 พันล้าน", 14_500_000_000, 15_500_000_000),
        ("-3萬5", -30_005.5, -30_004.5),
    ],
)
def test_numbers_of_several_counting_units(text, low, high):
    assert parse_printed(text) == Interval(low, high)


def test_every_number_of_the_taiwan_package_is_read_as_recorded():
    for table in ("series", "program"):
        for row in datasets.rows("taiwan", table):
            if row["value_printed"] and not row["value_printed"].startswith("民国"):
                scale = 1e6 if row["unit"].startswith("10^6") else 1
                assert row["value"] * scale in parse_printed(row["value_printed"]), row["id"]


def test_the_smallest_deciding_sets():
    shows = {"one": "aab", "two": "xyx", "three": "mmm"}
    rows = [(piece, h, s) for piece, said in shows.items() for h, s in zip("ABC", said, strict=True)]
    table = pd.DataFrame(rows, columns=["evidence", "hypothesis", "shows"])
    assert course.claims.find_deciding_evidence(table) == [("one", "two")]
    assert course.claims.find_deciding_evidence(table[table["evidence"] != "two"]) == []
    with pytest.raises(DataError, match="must say once"):
        course.claims.find_deciding_evidence(table.iloc[1:])
    with pytest.raises(DataError, match="shows"):
        course.claims.find_deciding_evidence(table[["evidence", "hypothesis"]])


@pytest.mark.parametrize(
    ("changes", "verdict", "only_rounding"),
    [
        ({}, "agrees", False),
        # 7.95/4.05 = 1.963 to 8.05/3.95 = 2.038, and 2.05 stands for 2.045 to 2.055
        ({"stated": "2.05"}, "conflicts", False),
        # 2.03 stands for 2.025 to 2.035: only the rounding of the inputs reaches it
        ({"stated": "2.03"}, "agrees", True),
        ({"stated": "2.03", "first": "exact 8", "second": "exact 4"}, "conflicts", False),
        ({"operation": "*", "stated": "32"}, "agrees", False),
        ({"operation": "+", "stated": "12"}, "agrees", False),
        ({"operation": "-", "stated": "4.0"}, "agrees", False),
        ({"operation": "", "second": "", "stated": "8"}, "agrees", False),
        ({"operation": "", "second": "", "stated": "80", "scale": "10"}, "agrees", False),
        ({"first": "n/c"}, "missing", False),
        ({"stated": ""}, "missing", False),
        ({"second": "exact 0"}, "undefined", False),
        ({"second": "0.0"}, "undefined", False),
    ],
)
def test_records_are_judged_within_their_rounding(changes, verdict, only_rounding):
    found = judged(**changes)
    assert (found["verdict"], bool(found["only_rounding"])) == (verdict, only_rounding)


def test_a_record_carries_its_intervals():
    found = judged()
    assert found["computed"] == 2
    assert (found["low"], found["high"]) == pytest.approx((7.95 / 4.05, 8.05 / 3.95))
    assert (found["stated_low"], found["stated_high"]) == (1.95, 2.05)


def test_every_fault_of_the_records_is_said_at_once():
    assert problems(
        {"source": "", "where": "  "},
        {"claim": "b", "operation": "x"},
        {"claim": "c", "first": "many", "scale": "1,000"},
        {"claim": "b", "unit": ""},
    ) == {
        ("source", 0),
        ("where", 0),
        ("operation", 1),
        ("first", 2),
        ("scale", 2),
        ("unit", 3),
        ("claim", 3),
    }
    with pytest.raises(DataError, match="the column is missing"):
        course.claims.judge(pd.DataFrame([{"claim": "a"}]))
    with pytest.raises(DataError, match="has no rows"):
        course.claims.judge(pd.DataFrame([ROW]).head(0))


def test_a_file_keeps_the_last_digit(tmp_path):
    table = pd.DataFrame([ROW | {"stated": "2.00"}])
    for name in ("claims.csv", "claims.xlsx"):
        path = tmp_path / name
        table.to_csv(path, index=False) if name.endswith("csv") else table.to_excel(path, index=False)
        assert course.claims.judge(path)["stated_high"].iloc[0] == 2.005
    with pytest.raises(DataError, match=r"none\.csv"):
        course.claims.judge(tmp_path / "none.csv")


def test_bars_hold_the_counts():
    from matplotlib import pyplot as plt

    table = course.claims.run("kalundborg")
    axes = course.claims.plot_verdicts(table)
    widths = Counter({c.get_label(): sum(p.get_width() for p in c) for c in axes.containers})
    wanted = Counter(table["verdict"])
    assert {k: v for k, v in widths.items() if v} == dict(wanted)
    assert axes.get_title(loc="left") == f"{wanted['agrees']} of {len(table)} claims simply agree"
    assert f"kalundborg: {wanted['agrees']} agrees" in ep.plots.alt_text(axes)
    axes = course.claims.plot_verdicts(table[table["verdict"] != "agrees"])
    assert axes.get_title(loc="left") == "The largest group is kalundborg: 7 of 7 claims"
    assert "agrees" not in [t.get_text() for t in axes.get_legend().get_texts()]
    plt.close("all")
    with pytest.raises(UnknownNameError, match="column 'kind'"):
        course.claims.plot_verdicts(table, by="kind")
    with pytest.raises(UndefinedResult):
        course.claims.plot_verdicts(table.head(0))


def test_each_doubtful_claim_has_one_kind_and_each_kind_an_example():
    doubtful = {row["id"] for row in datasets.rows("claims") if row["expected"] != "agrees"}
    kind = {row["claim"]: row["kind"] for row in datasets.rows("audit_lab", "faults")}
    assert set(kind) == doubtful
    for row in datasets.rows("audit_lab", "kinds"):
        assert kind[row["example"]] == row["id"]


def test_puzzles_are_claims_and_can_be_decided():
    evidence = ep.datasets.load("audit_lab", "evidence")
    for puzzle, rows in evidence.groupby("puzzle"):
        assert puzzle in {row["id"] for row in datasets.rows("claims")}
        assert course.claims.find_deciding_evidence(rows)


def test_each_source_on_the_country_has_an_origin():
    sources = {
        row["source"] for row in datasets.rows("kalundborg", "statements") if row["subject"] == "country"
    }
    assert {row["text"] for row in datasets.rows("audit_lab", "origins")} == sources


def _held(package, table, key, column):
    rows = datasets.rows(package, table)
    return str(next(row[column] for row in rows if next(iter(row.values())) == key))


def test_the_template_prints_what_the_other_packages_hold():
    rows = {row["claim"]: row for row in datasets.rows("audit_lab", "template")}
    held = {
        ("share of zones, section 4.3", "stated"): ("participation", "figures", "share_13", "printed"),
        ("share of zones, section 4.3", "first"): ("participation", "figures", "zones_any", "printed"),
        ("share of zones, section 4.3", "second"): ("participation", "figures", "zones_china", "printed"),
        ("share of zones, section 1", "stated"): ("participation", "figures", "share_15", "printed"),
        ("share of zones, section 1", "second"): (
            "participation",
            "figures",
            "zones_china_rounded",
            "printed",
        ),
        ("subsidy of Guangzhou", "second"): (
            "ctip_subsidies",
            "subsidies",
            "Guangzhou ETDZ",
            "investment_printed",
        ),
        ("subsidy of Guangzhou", "stated"): (
            "ctip_subsidies",
            "subsidies",
            "Guangzhou ETDZ",
            "share_printed",
        ),
        ("Linhai against its target", "stated"): ("taiwan", "series", "2007_times", "value_printed"),
        ("Linhai against its target", "first"): ("taiwan", "series", "2007_co2", "value_printed"),
        ("Linhai against its target", "second"): ("taiwan", "series", "2007_co2_target", "value_printed"),
        ("Linhai in two texts", "stated"): ("taiwan", "program", "linhai_linked", "value_printed"),
        ("Linhai in two texts", "first"): ("taiwan", "series", "2020_linked", "value_printed"),
        ("water use of Rizhao", "first"): ("ctip_targets", "targets", "water_use-rizhao", "value_printed"),
        ("water use of Rizhao", "stated"): ("ctip_targets", "targets", "water_use-rizhao", "change_printed"),
    }
    for (claim, column), place in held.items():
        assert rows[claim][column].removeprefix("exact ") == _held(*place), (claim, column)
    counts = {
        ("subsidy behind the first payment", "first"): (
            "ctip_subsidies",
            "statements",
            "first_tranche",
            "value",
        ),
        ("subsidy behind the first payment", "second"): (
            "ctip_subsidies",
            "statements",
            "zones_paid",
            "value",
        ),
        ("subsidy behind the first payment", "stated"): (
            "ctip_subsidies",
            "statements",
            "mean_subsidy_text",
            "value",
        ),
        ("subsidy of Guangzhou", "first"): ("ctip_subsidies", "subsidies", "Guangzhou ETDZ", "subsidy"),
        ("rows of the standard", "first"): ("claims", "figures", "hj274_rows_original", "value"),
        ("rows of the standard", "second"): ("claims", "figures", "hj274_rows_deleted", "value"),
    }
    for (claim, column), place in counts.items():
        assert float(rows[claim][column].removeprefix("exact ")) == float(_held(*place)), (claim, column)
