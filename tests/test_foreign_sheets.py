"""The import doctor on sheets as other people make them: the right values, or the true cause of a refusal."""

import datetime
import math

import openpyxl
import pytest

from ecopark_zone.doctor import examine

HEAD = ["Zone", "Year", "Energy use (tce)"]
ROWS = [["A Park", 2010, 50000], ["A Park", 2011, 54000]]
TRUE = {("A Park", 2010, "energy"): 50000, ("A Park", 2011, "energy"): 54000}
FIRST = {("A Park", 2010, "energy"): 50000}
TITLED = [["园区:临海"], ["指标", 2010, 2011], ["综合能耗(吨标准煤)", 50, 54]]
ACROSS = {("临海", 2010, "energy"): 50, ("临海", 2011, "energy"): 54}


WIDE = str.maketrans("():,", "（）：，")  # noqa: RUF001 (what people type in Chinese)


def under(head, *rows):
    return [head, *rows]


# Name: rows, remedies, the values that must come back, the rules that must be told.
# Rules of errors refuse the file; where only others are named, it is read.
CASES = {
    # totals under names that no list holds
    "total with a count": (under(HEAD, *ROWS, ["Total (3 zones)", 2010, 9e5]), (), TRUE, {"total_row"}),
    "average of": (under(HEAD, *ROWS, ["Average of parks", 2010, 9e5]), (), TRUE, {"total_row"}),
    "province total": (under(HEAD, *ROWS, ["Province total", 2010, 9e5]), (), TRUE, {"total_row"}),
    "total of the city": (under(HEAD, *ROWS, ["全市合计", 2010, 9e5]), (), TRUE, {"total_row"}),
    "total in Thai": (under(HEAD, *ROWS, ["รวมทั้งสิ้น", 2010, 9e5]), (), TRUE, {"total_row"}),
    "a zone named Total": (
        under(HEAD, *ROWS, ["Total Park", 2010, 7]),
        (),
        TRUE | {("Total Park", 2010, "energy"): 7},
        {"total_like"},
    ),
    # several tables on one sheet
    "another zone below": (
        [["Zone: A Park"], HEAD[1:], ROWS[0][1:], [], ["Zone: B Park"], HEAD[1:], ROWS[1][1:]],
        (),
        FIRST,
        {"tables_below"},
    ),
    "other columns below": (
        under(HEAD, ROWS[0], [], ["Zone", "Year", "Fresh water (m3)"], ["A Park", 2011, 900]),
        (),
        FIRST,
        {"tables_below"},
    ),
    "more columns below": (
        under(
            HEAD, ROWS[0], [], ["Zone", "Year", "Fresh water (m3)", "COD emission (kg)"], ["A", 2011, 9, 8]
        ),
        (),
        None,
        {"tables_below"},
    ),
    "another unit below": (
        under(HEAD, ROWS[0], ["Zone", "Year", "Energy use (kgce)"], ["A Park", 2011, 5.4e7]),
        (),
        FIRST,
        {"tables_below"},
    ),
    "side by side": ([[*HEAD, None, *HEAD], [*ROWS[0], None, "B", 2011, 6]], (), FIRST, {"tables_beside"}),
    "the header again": (under(HEAD, ROWS[0], HEAD, ROWS[1]), (), TRUE, {"header_repeated"}),
    # tables that are turned or lack a name
    "zones across": (
        [["Indicator", "A", "B"], ["Energy use (tce)", 5, 6], ["Fresh water (m3)", 7, 8]],
        (),
        None,
        {"table_turned"},
    ),
    "zones above years": (
        [["Zone", "A", "B"], ["Year", 2010, 2011], ["Energy use (tce)", 5, 6], ["Fresh water (m3)", 7, 8]],
        (),
        None,
        {"keys_across"},
    ),
    "years without a name": (
        [["Energy use (tce)"], ["Zone", 2010, 2011], ["A", 5, 6]],
        (),
        None,
        {"indicator_unnamed"},
    ),
    # the yearbook
    "years across": (TITLED, (), ACROSS, set()),
    "an empty corner": ([TITLED[0], [None, *TITLED[1][1:]], TITLED[2]], (), ACROSS, set()),
    "a corner of two words": ([TITLED[0], ["指标\\年份", *TITLED[1][1:]], TITLED[2]], (), ACROSS, set()),
    "growth between the years": (
        [TITLED[0], ["指标", 2010, "2011年比2010年增长%", 2011], ["综合能耗(吨标准煤)", 50, 8, 54]],
        (),
        ACROSS,
        {"header_unknown"},
    ),
    "an estimated year across": (
        [TITLED[0], ["指标", 2010, "2011E"], TITLED[2]],
        (),
        {("临海", 2010, "energy"): 50},
        {"year_unreadable"},
    ),
    "growth is no amount": (
        under([*HEAD, "工业增加值增速(%)"], [*ROWS[0], 5]),
        (),
        FIRST,
        {"header_unknown"},
    ),
    "a unit in the title": (
        [["从业人员统计表(单位:万人)"], ["园区名称", "年份", "从业人员"], ["临海", 2010, 1.5]],
        (),
        {("临海", 2010, "employees"): 15000},
        set(),
    ),
    "two units of one measure": (
        [["单位:万人"], ["园区名称", "年份", "从业人员(人)"], ["临海", 2010, 15000]],
        (),
        {("临海", 2010, "employees"): 15000},
        {"unit_above_differs"},
    ),
    "a group above names": (
        [
            ["Zone", "Year", "Water", None, "Energy"],
            [None, None, "Fresh water", "Water reused", "Energy use"],
            [None, None, "10^4 m3", "m3", "ktce"],
            ["A Park", 2010, 2, 9, 50],
        ],
        (),
        FIRST | {("A Park", 2010, "fresh_water"): 20000, ("A Park", 2010, "water_reused"): 9},
        set(),
    ),
    # footnotes and signs
    "a circled footnote": (under(HEAD, ROWS[0], ["A Park", 2011, "54000①"]), (), FIRST, {"footnote"}),
    "a raised footnote": (under(HEAD, ROWS[0], ["A Park", 2011, "54000¹"]), (), FIRST, {"footnote"}),
    "a star left out": (
        under(HEAD, ROWS[0], ["A Park", 2011, "54,000*"]),
        ("leave_out_footnotes",),
        TRUE,
        set(),
    ),
    "a footnote in headers": (
        under(["Zone", "Year 1)", "Energy use [2] (tce)"], *ROWS),
        (),
        TRUE,
        {"header_footnote"},
    ),
    "a bracket of a unit": (under(["Zone", "Year", "Energy use (RMB m)"], *ROWS), (), {}, {"unit_unknown"}),
    "a number in brackets": (under(HEAD, ROWS[0], ["A", 2011, "(12)"]), (), FIRST, {"negative_unclear"}),
    "a sign behind": (under(HEAD, ROWS[0], ["A", 2011, "12-"]), (), FIRST, {"negative_unclear"}),
    # zones
    "a mark of repetition": (under(HEAD, ROWS[0], ["〃", 2011, 54000]), (), FIRST, {"zone_ditto"}),
    "a mark of repetition filled": (
        under(HEAD, ROWS[0], ["同上", 2011, 54000]),
        ("fill_zone_down",),
        TRUE,
        set(),
    ),
    "a zone without values": (under(HEAD, *ROWS, ["B Park", 2010, None]), (), TRUE, {"row_without_values"}),
    "a zone with a footnote": (
        under(HEAD, ROWS[0], ["A Park 1)", 2011, 54000]),
        (),
        FIRST | {("A Park 1)", 2011, "energy"): 54000},
        {"zone_spelling"},
    ),
    # the column of zones is called otherwise
    "a region": (
        under(["地区", *HEAD[1:]], *ROWS),
        (),
        {},
        {"zone_in_column"},
    ),
    "a region taken": (under(["地区", *HEAD[1:]], *ROWS), ("zone_from_text_column",), TRUE, set()),
    "the name of the sheet does not merge": (
        under(["City", *HEAD[1:]], ROWS[0], ["B Park", 2011, 7]),
        ("zone_from_sheet_name",),
        {},
        {"zone_in_column"},
    ),
    "names without a header": (under([None, *HEAD[1:]], *ROWS), ("zone_from_text_column",), TRUE, set()),
    "provinces with cities": (
        under(
            ["Province", "City", "Year", HEAD[2]],
            ["Lake", "A Park", 2010, 50000],
            ["Lake", "B Park", 2010, 60000],
        ),
        ("zone_from_text_column",),
        FIRST | {("B Park", 2010, "energy"): 60000},
        set(),
    ),
    "a note is no zone": (under(["Note", *HEAD[1:]], ["estimated", *ROWS[0][1:]]), (), {}, {"zone_missing"}),
    # headers in two languages
    "two languages": (
        under(["园区 Zone", "年份 Year", "综合能耗 Energy use (万吨标准煤/10^4 tce)"], ["A Park", 2010, 5]),
        (),
        FIRST,
        set(),
    ),
    "two languages, two units": (
        under(["园区 Zone", "年份 Year", "综合能耗(吨标准煤) Energy use (kgce)"], ["A Park", 2010, 5]),
        (),
        {},
        {"unit_conflict"},
    ),
    "two languages, two meanings": (
        under([*HEAD, "化学需氧量排放量 Fresh water (kg)"], [*ROWS[0], 5]),
        (),
        FIRST,
        {"header_unknown"},
    ),
    # years and currencies
    "marks on years": (
        under(HEAD, ["A Park", "2010*", 50000], ["A Park", "2011年(p)", 54000]),
        ("leave_out_footnotes",),
        TRUE,
        set(),
    ),
    "marks on years across": (
        [TITLED[0], ["指标", "2010*", "2011 (r)"], TITLED[2]],
        (),
        {},
        {"year_footnote"},
    ),
    "a fiscal year": (under(HEAD, ["A Park", "FY2010", 50000]), (), FIRST, {"year_fiscal"}),
    "a year in a cell of dates": (
        under(HEAD, ["A Park", datetime.datetime(1905, 7, 2), 50000]),
        ("date_gives_year",),
        {},
        {"year_unreadable"},
    ),
    "yuan of two states": (
        [["園區", "年份", "工業增加值(當年價,億元)"], ["臨海", "民國99年", 8]],
        (),
        {},
        {"currency_unclear"},
    ),
    "yuan said to be RMB": (
        [["園區", "年份", "工業增加值(當年價,億元)"], ["臨海", "民國99年", 8]],
        ("yuan_is_rmb",),
        {("臨海", 2010, "industrial_added_value"): 80000},
        set(),
    ),
    "a currency before its power": (
        [["園區", "年份", "工業增加值(當年價,新臺幣億元)"], ["臨海", 2010, 8]],
        (),
        {},
        {"currency"},
    ),
}


def written(path, rows, formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([v.translate(WIDE) if isinstance(v, str) and not v.isascii() else v for v in row])
    for cell, form in formats:
        book.active[cell].number_format = form
    book.save(path)
    return path


def read(path, accept=()):
    """Return what was read by zone, year and column, the rules that were told, and whether it fits."""
    seen = examine(path, ("add_empty_columns", *accept))
    rows = [] if seen.panel is None else seen.panel.to_dict("records")
    values = {
        (row["zone"], row["year"], name): value
        for row in rows
        for name, value in row.items()
        if isinstance(value, float) and not math.isnan(value)
    }
    return values, {f.rule: f.severity for f in seen.findings}, seen.fit


@pytest.mark.parametrize("name", CASES)
def test_the_values_are_true_or_the_cause_is_told(tmp_path, name):
    rows, accept, values, rules = CASES[name]
    got, told, fit = read(written(tmp_path / "zone.xlsx", rows), accept)
    assert rules <= told.keys()
    assert fit == ("error" not in {told[rule] for rule in rules}), told
    assert values is None or {k: v for k, v in got.items() if k in values or fit} == pytest.approx(values)


@pytest.mark.parametrize(
    ("form", "rule", "value"),
    [
        ("#,##0.0,", "format_scaled", None),
        ('0!.0,"万"', "format_scaled", None),
        ('#,##0" kgce"', "format_unit", None),
        ("[$$-409]#,##0.00", "format_unit", None),
        ('#,##0" tce"', "", 50000),
        ('_-* #,##0.00_-;[Red]-* #,##0.00_-;_-* "-"??_-;_-@_-', "", 50000),
    ],
)
def test_a_format_that_shows_another_number_refuses_the_cell(tmp_path, form, rule, value):
    path = written(tmp_path / "zone.xlsx", under(HEAD, ROWS[0]), [("C2", form)])
    got, told, fit = read(path)
    assert rule in told or not rule
    assert fit == (not rule)
    assert got.get(("A Park", 2010, "energy")) == value
    assert read(path, ["take_stored_number"])[0] == FIRST


def test_a_quoted_percent_sign_does_not_multiply(tmp_path):
    head = ["Zone", "Year", "Public satisfaction (%)"]
    for form, value in (("0.0%", 9300.0), ('0.0"%"', 93.0)):
        path = written(tmp_path / "zone.xlsx", under(head, ["A", 2010, 93]), [("C2", form)])
        assert read(path)[0] == {("A", 2010, "public_satisfaction"): value}


def test_a_note_that_is_merged_over_all_columns_is_no_row_of_values(tmp_path):
    path = written(tmp_path / "zone.xlsx", under(HEAD, *ROWS, ["Source: office, 2012"]))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A4:C4")
    book.save(path)
    got, told, fit = read(path)
    assert (got, told["row_without_data"], fit) == (TRUE, "warning", True)


TEXT = "Zone,Year,Energy use (tce)\nA Park,2010,50000\nA Park,2011,54000\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (TEXT.replace("\n", "\r"), ""),
        (TEXT.replace("\n", "\r\n").replace("50000\r\n", "50000\r"), ""),
        (TEXT.replace("A Park,2011", "\ufeffA Park,2011"), ""),
        (TEXT.replace("50000\n", "50000\n\ufeffZone,Year,Energy use (tce)\n"), "header_repeated"),
        (
            TEXT.replace("(tce)", "(tce),Note").replace("50000", "50,000").replace("54000", "54,000"),
            "split_number",
        ),
        (TEXT.replace("A Park,2010", '"' + "x" * 140_000), "file"),
    ],
)
def test_text_files_end_their_lines_and_quote_as_they_like(tmp_path, text, rule):
    from ecopark_zone.rules import SheetProblem

    path = tmp_path / "zone.csv"
    path.write_bytes(text.encode())
    if rule == "file":
        with pytest.raises(SheetProblem, match="cell without end"):
            read(path)
        return
    got, told, fit = read(path)
    assert not rule or rule in told
    assert (got == TRUE) if fit else not got
    assert fit == (rule != "split_number")


@pytest.mark.parametrize(("unit", "factor"), [("m³", 1), ("10³ m³", 1000)])
def test_a_file_from_windows_in_the_west_is_read_by_its_signs(tmp_path, unit, factor):
    path = tmp_path / "zone.csv"
    path.write_bytes(f"Zone,Year,Fresh water ({unit})\nMühlpark,2010,7\n".encode("cp1252"))
    got, told, fit = read(path)
    assert (got, told["encoding"], fit) == ({("Mühlpark", 2010, "fresh_water"): 7 * factor}, "note", True)
    # Where only a name holds such signs, nothing proves the encoding, and the user decides.
    path.write_bytes("Zone,Year,Fresh water (m3)\nMühlpark,2010,7\n".encode("cp1252"))
    assert "encoding_unclear" in read(path)[1]
    assert read(path, ["encoding_cp1252"])[0] == {("Mühlpark", 2010, "fresh_water"): 7}
