"""Workbooks of every make: ODS is read like XLSX, XLSX also where openpyxl fails, limits come first."""

import base64
import datetime
import importlib.util
import math
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from ecopark_zone.doctor import examine
from ecopark_zone.marked import write_marked
from ecopark_zone.rules import SheetProblem

_SPEC = importlib.util.spec_from_file_location("dirty", Path(__file__).with_name("dirty.py"))
planter = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(planter)

HEAD = ["Zone", "Year", "Energy use (tce)"]
ROWS = [HEAD, ["Mill Park", 2010, 50000], ["Mill Park", 2011, 54000]]
FIRST = {("Mill Park", 2010, "energy"): 50000}
BOTH = FIRST | {("Mill Park", 2011, "energy"): 54000}
MONEY = "Industrial added value, current prices (10^4 RMB)"
SHARE = "Public satisfaction (%)"


def read(path, accept=()):
    """Return the values by zone, year and column, the rules with their cells, and whether the file fits."""
    seen = examine(path, ("add_empty_columns", *accept))
    rows = [] if seen.panel is None else seen.panel.to_dict("records")
    values = {
        (row["zone"], row["year"], name): value
        for row in rows
        for name, value in row.items()
        if isinstance(value, float) and not math.isnan(value)
    }
    return values, {(f.rule, f.cell) for f in seen.findings}, seen.fit


def changed(cell, value, rows=ROWS):
    copy = [list(row) for row in rows]
    row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
    copy[row - 1][column - 1] = value
    return copy


def one(header, value):
    return [["Zone", "Year", header], ["Mill Park", 2010, value]]


# Everything that a reader of workbooks notices: rows, what is done to the sheet, what is found, the values.
CHECKS = {
    "plain": (ROWS, {}, set(), BOTH),
    "an error": (changed("C3", "#DIV/0!"), {}, {("cell_error", "C3")}, FIRST),
    "an error for a zone": (changed("A3", "#DIV/0!"), {}, {("cell_error", "A3")}, FIRST),
    "an error for a year": (changed("B3", "#DIV/0!"), {}, {("year_unreadable", "B3")}, FIRST),
    "a formula without a value": (
        changed("C3", "==1+1"),
        {},
        {("formula", "C3"), ("row_without_values", "A3")},
        FIRST,
    ),
    "thousands": (ROWS, {"formats": {"C3": "#,##0.0,"}}, {("format_scaled", "C3")}, FIRST),
    "ten thousands": (ROWS, {"formats": {"C3": '0!.0,"万"'}}, {("format_scaled", "C3")}, FIRST),
    "thousands if large": (ROWS, {"formats": {"C3": "[<1000]0;0.0,"}}, {("format_scaled", "C3")}, FIRST),
    "another unit": (ROWS, {"formats": {"C3": '#,##0" kgce"'}}, {("format_unit", "C3")}, FIRST),
    "the same unit": (ROWS, {"formats": {"C3": '#,##0" tce"'}}, set(), BOTH),
    "groups of digits": (ROWS, {"formats": {"C3": "#,##0"}}, set(), BOTH),
    "baht": (one(MONEY, 52), {"formats": {"C2": "[$฿-41E]#,##0"}}, {("format_unit", "C2")}, {}),
    "yen": (one(MONEY, 52), {"formats": {"C2": "[$¥-411]#,##0"}}, {("format_unit", "C2")}, {}),
    "hryvnia": (one(MONEY, 52), {"formats": {"C2": "[$₴-422]#,##0"}}, {("format_unit", "C2")}, {}),
    "yuan": (
        one(MONEY, 52),
        {"formats": {"C2": "[$¥-804]#,##0"}},
        set(),
        {("Mill Park", 2010, "industrial_added_value"): 52},
    ),
    "percent": (
        one(SHARE, 0.93),
        {"formats": {"C2": "0.0%"}},
        {("percent_format", "C2")},
        {("Mill Park", 2010, "public_satisfaction"): 93},
    ),
    "a written sign of percent": (
        one(SHARE, 93),
        {"formats": {"C2": '0.0"%"'}},
        set(),
        {("Mill Park", 2010, "public_satisfaction"): 93},
    ),
    "a date for a number": (
        changed("C3", datetime.datetime(2011, 1, 1)),
        {},
        {("date_in_number", "C3")},
        FIRST,
    ),
    "a date for a year": (changed("B3", datetime.datetime(2011, 1, 1)), {}, {("year_date", "B3")}, FIRST),
    "a hidden row": (ROWS, {"rows_hidden": {3}}, {("hidden", "")}, BOTH),
    "hidden columns": (
        [[*row, None if n else "Note", None] for n, row in enumerate(ROWS)],
        {"columns_hidden": {3, 4}},
        {("hidden", "")},
        BOTH,
    ),
    "a hidden sheet": (ROWS, {"visible": False}, {("sheet_hidden", ""), ("no_table", "")}, {}),
    "a merged zone": (changed("A3", None), {"merges": ["A2:A3"]}, {("merged", "")}, BOTH),
    "a merged value": (
        changed("C3", None),
        {"merges": ["C2:C3"]},
        {("merged_value", "C2"), ("merged_value", "C3")},
        {},
    ),
    "a line break": (changed("A2", "Mill\nPark"), {}, set(), BOTH),
    "two languages in a header": (
        changed("C1", "综合能耗\nEnergy use\n(吨标准煤)"),
        {},
        {("unit_in_words", "C1")},
        BOTH,
    ),
    "a number as text": (changed("C3", "54000"), {}, {("number_as_text", "C3")}, BOTH),
    "a stray text": (changed("C3", "many"), {}, {("not_a_number", "C3")}, FIRST),
}


def xlsx(path, rows, formats=(), merges=(), *, rows_hidden=(), columns_hidden=(), visible=True):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "zone"
    for row in rows:
        page.append([v[1:] if isinstance(v, str) and v.startswith("==") else v for v in row])
    for cell, code in dict(formats).items():
        page[cell].number_format = code
    for block in merges:
        page.merge_cells(block)
    for row in rows_hidden:
        page.row_dimensions[row].hidden = True
    if columns_hidden:
        # One entry for several columns, as Excel writes it.
        first, last = (
            openpyxl.utils.get_column_letter(n) for n in (min(columns_hidden), max(columns_hidden))
        )
        page.column_dimensions.group(first, last, hidden=True)
    if not visible:
        page.sheet_state = "hidden"
        book.create_sheet("other")
    book.save(path)
    return path


@pytest.mark.parametrize("name", CHECKS)
def test_what_one_reader_of_workbooks_notices_the_other_does(tmp_path, name):
    rows, done, rules, values = CHECKS[name]
    for path in (
        xlsx(tmp_path / "zone.xlsx", rows, **done),
        planter.ods(tmp_path / "zone.ods", rows, **done),
    ):
        got, told, _ = read(path)
        assert (got, told) == (pytest.approx(values), rules), path.suffix


def test_every_hidden_column_is_named(tmp_path):
    rows = [[*row, 7] for row in ROWS]
    for write in (xlsx, planter.ods):
        path = write(tmp_path / f"zone.{write.__name__}", rows, columns_hidden={3, 4})
        told = [f.reason for f in examine(path).findings if f.rule == "hidden"]
        assert told == [f"column {c} is hidden and was read all the same" for c in "CD"]


# --- how other programs write ODS --------------------------------------------------------------------


def edited(path, old, new, part="content.xml"):
    """Change a part of a workbook, of an ODS file that with the content."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


NUMBER = '<table:table-cell office:value-type="float" office:value="54000">'
LAST = f"{NUMBER}<text:p>54000</text:p></table:table-cell>"

ODS = {
    "an error stored as zero": (
        LAST,
        '<table:table-cell table:formula="of:=A1/0" office:value-type="float" office:value="0">'
        "<text:p>Err:503</text:p></table:table-cell>",
        {("cell_error", "C3")},
        FIRST,
    ),
    "a comment on a cell": (
        LAST,
        LAST.replace("<text:p>", "<office:annotation><text:p>look</text:p></office:annotation><text:p>"),
        set(),
        BOTH,
    ),
    "a formula with its value": (
        LAST,
        LAST.replace("<table:table-cell ", '<table:table-cell table:formula="of:=27000*2" '),
        {("formula_value", "")},
        BOTH,
    ),
    "blanks and parts of a text": (
        "<text:p>Mill Park</text:p>",
        "<text:p><text:span>Mill</text:span><text:s/>\n   <text:span>Park</text:span></text:p>",
        set(),
        BOTH,
    ),
    "two paragraphs": (
        "<text:p>Mill Park</text:p>",
        "<text:p>Mill</text:p><text:p>Park</text:p>",
        set(),
        BOTH,
    ),
    "a covered value": (
        LAST,
        LAST.replace("table-cell", "covered-table-cell"),
        set(),
        FIRST,
    ),
}


@pytest.mark.parametrize("name", ODS)
def test_ods_of_other_makes_is_read(tmp_path, name):
    old, new, rules, values = ODS[name]
    got, told, _ = read(edited(planter.ods(tmp_path / "zone.ods", ROWS), old, new))
    assert (got, told - {("row_without_values", "A3")}) == (values, rules)


def test_repeated_cells_and_rows_of_ods_are_read_each(tmp_path):
    rows = [["Zone", "Year", "Fresh water (m3)", "Wastewater (t)"], ["Mill Park", 2010, 7, 7]]
    path = planter.ods(tmp_path / "zone.ods", rows, {"C2": "#,##0.0,"})
    seven = 'office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
    both = f'<table:table-cell table:style-name="ce0" {seven}<table:table-cell {seven}'
    edited(path, both, f'<table:table-cell table:number-columns-repeated="2" table:style-name="ce0" {seven}')
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>Mill Park'
    edited(path, row, row.replace("row>", 'row table:number-rows-repeated="2">'))
    assert {("format_scaled", cell) for cell in ("C2", "D2", "C3", "D3")} <= read(path)[1]


# --- XLSX that openpyxl does not open -----------------------------------------------------------------


def repacked(path, change, renamed=()):
    """Write a workbook again with each part changed, and some under another name."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(dict(renamed).get(name, name), change(name, text))
    return path


def strict(name, text):
    text = text.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/", "http://purl.oclc.org/ooxml/spreadsheetml/"
    )
    old, new = (
        "http://schemas.openxmlformats.org/officeDocument/2006/",
        "http://purl.oclc.org/ooxml/officeDocument/",
    )
    return text.replace(old, new)


def bare_fill(name, text):
    return text.replace("<fill><patternFill /></fill>", "<fill/>") if name == "xl/styles.xml" else text


def empty_style(name, text):
    return text.replace('<c r="A2"', '<c r="A2" s=""')


def other_name(name, text):
    return (
        text.replace("xl/workbook.xml", "xl/book1.xml")
        if name in {"_rels/.rels", "[Content_Types].xml"}
        else text
    )


BOOK = {"xl/workbook.xml": "xl/book1.xml", "xl/_rels/workbook.xml.rels": "xl/_rels/book1.xml.rels"}
MAKES = {
    "Strict Open XML": (strict, (), "workbook_mended"),
    "a fill without a pattern": (bare_fill, (), "formats_unseen"),
    "an empty style": (empty_style, (), "formats_unseen"),
    "capitals": (lambda n, t: t, {"xl/styles.xml": "xl/Styles.xml"}, "workbook_mended"),
    "a sheet in capitals": (
        lambda n, t: t,
        {"xl/worksheets/sheet1.xml": "xl/Worksheets/Sheet1.xml"},
        "workbook_mended",
    ),
    "another name of the workbook": (other_name, BOOK, ""),
}


@pytest.mark.parametrize("name", MAKES)
def test_workbooks_of_other_makes_are_read_with_a_word(tmp_path, name):
    change, renamed, rule = MAKES[name]
    rows = [[*HEAD, SHARE], ["Mill Park", 2010, 50000, 0.93], ["Mill Park", 2011, 54000, 0.91]]
    path = xlsx(tmp_path / "zone.xlsx", rows, {"D2": "0.0%", "D3": "0.0%"})
    repacked(path, change, renamed)
    got, told, fit = read(path)
    shares = {("Mill Park", 2010, "public_satisfaction"): 93, ("Mill Park", 2011, "public_satisfaction"): 91}
    if rule == "formats_unseen":
        assert (rule, "") in told
        assert not fit
        got, told, fit = read(path, ["formats_unseen", "fraction_is_share"])
        assert not told
    else:
        assert told == {("percent_format", "D2"), ("percent_format", "D3")} | (
            {(rule, "")} if rule else set()
        )
    assert fit
    assert got == pytest.approx(BOTH | shares)


def test_without_formats_errors_formulas_and_merges_are_still_seen(tmp_path):
    rows = [*ROWS, ["Mill Park", 2012, "#DIV/0!"], [None, 2013, "==1+1"], ["Mill Park", 2014, 52000]]
    path = repacked(xlsx(tmp_path / "zone.xlsx", rows, merges=["A4:A5"]), bare_fill)
    got, told, _ = read(path, ["formats_unseen"])
    seen = {("cell_error", "C4"), ("formula", "C5"), ("row_without_values", "A5"), ("merged", "")}
    assert told == seen | {("year_gap", "")}
    assert got == BOTH | {("Mill Park", 2014, "energy"): 52000}


def test_a_formula_with_an_empty_text_as_its_value_is_no_fault(tmp_path):
    path = xlsx(tmp_path / "zone.xlsx", changed("C3", "==1+1"))
    repacked(path, lambda n, t: t.replace('<c r="C3"', '<c r="C3" t="str"') if "sheet1" in n else t)
    assert read(path)[:2] == (FIRST, {("row_without_values", "A3")})


def test_a_workbook_that_no_library_reads_is_damaged(tmp_path):
    path = repacked(xlsx(tmp_path / "zone.xlsx", ROWS), lambda n, t: t[:300] if "sheet1" in n else t)
    with pytest.raises(SheetProblem, match="damaged"):
        read(path)


def test_a_workbook_whose_packed_parts_are_broken_is_damaged(tmp_path):
    path = repacked(xlsx(tmp_path / "zone.xlsx", ROWS), lambda n, t: t)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(data)
    with pytest.raises(SheetProblem, match="damaged"):
        read(path)


def test_rows_and_cells_with_a_format_alone_do_not_count(tmp_path):
    bare = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="0"/>' for c in "ABCDEFGHIJ") + "</row>"
        for n in range(4, 45_000)
    )
    path = repacked(
        xlsx(tmp_path / "zone.xlsx", ROWS), lambda n, t: t.replace("</sheetData>", f"{bare}</sheetData>")
    )
    assert read(path) == (BOTH, set(), True)


def test_control_signs_give_the_same_name_from_every_file(tmp_path):
    rows = changed("A2", "Mill_x000B_Park")
    text = "\n".join(",".join(map(str, row)) for row in changed("A2", "Mill\x0bPark"))
    (tmp_path / "zone.csv").write_text(text)
    for path in (xlsx(tmp_path / "zone.xlsx", rows), tmp_path / "zone.csv"):
        assert read(path) == (BOTH, {("control_sign", "A2")}, True)
    # The sign before a code says that the code is text.
    kept = xlsx(tmp_path / "kept.xlsx", changed("A2", "Mill_x005F_x000B_Park"))
    assert ("Mill_x000B_Park", 2010, "energy") in read(kept)[0]


# --- limits before work ---------------------------------------------------------------------------------


def _text(text):
    def write(folder):
        (folder / "zone.csv").write_text(text)
        return folder / "zone.csv"

    return write


def _book(write, rows):
    return lambda folder: write(folder / f"zone.{write.__name__}", rows)


WIDE = ["Zone", "Year", *(f"Head {n} of many" for n in range(5_000))]
LONG = "Energy use " * 9_000
LIMITS = {
    "wide text": (_text(",".join(WIDE) + "\n" + ",".join(["1"] * 5_002)), "more than 1,000 columns"),
    "wide text of another code": (
        lambda f: (
            (f / "zone.csv").write_bytes((",".join(WIDE) + ",用水量甲").encode("gb18030")) and f / "zone.csv"
        ),
        "bytes can be read as",
    ),
    "a long line": (
        _text(",".join(f"a head of some length {n}" for n in range(9_000))),
        "more than 1,000 columns",
    ),
    "wide XLSX": (_book(xlsx, [WIDE, [1] * 5_002]), "more than 1,000 columns"),
    "wide ODS": (_book(planter.ods, [WIDE, [1] * 5_002]), "more than 1,000 columns"),
    "a long cell": (_text(f"Zone,Year,{'x ' * 60_000}\n"), "more than 100,000 characters"),
    "a long header": (_text(f"Zone,Year,{LONG}\nA,2010,5\n"), ""),
    "long values": (
        _text(f"Zone,Year,Energy use (tce)\nA,2010,1{' ' * 90_000}2\nA,2{' ' * 90_000}0,5\n"),
        "",
    ),
    "long zones": (
        _text("Zone,Year,Energy use (tce)\n" + "".join(f"{c}{'ab' * 45_000},2010,5\n" for c in "xyz")),
        "",
    ),
    "a header of many rows": (_text("Zone,Year,Energy use\n" + ",,tce\n" * 6_000), ""),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_too_large_is_answered_at_once(tmp_path, name):
    write, said = LIMITS[name]
    path = write(tmp_path)
    examine_plain(tmp_path)
    start = time.process_time()
    if said:
        with pytest.raises(SheetProblem, match=said):
            read_or_refuse(path)
    else:
        examine(path)
    assert time.process_time() - start < 2


def examine_plain(folder):
    """Load the words and libraries that every file needs, so that the time is that of the file."""
    for write in (xlsx, planter.ods):
        examine(write(folder / f"first.{write.__name__}", ROWS))


def read_or_refuse(path):
    from ecopark_zone.doctor import read_zone

    return read_zone(path)


REPEATED = "<table:table-row table:number-rows-repeated='110000'>{}</table:table-row></table:table>"
FAR = "<table:table-cell table:number-columns-repeated='999'/><table:table-cell office:value-type='float'/>"
FORMULAS = "<table:table-cell table:number-columns-repeated='900' table:formula='of:=1'/>"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (FAR.replace("'float'", "'float' office:value='5'"), "far away from the table"),
        (FORMULAS, "more than 500,000 cells"),
    ],
)
def test_a_repeated_row_of_ods_that_would_fill_the_memory_is_refused(tmp_path, cells, said):
    # Few cells with a value, in rows that are wide or hold formulas only.
    path = planter.ods(tmp_path / "zone.ods", ROWS)
    with pytest.raises(SheetProblem, match=said):
        examine(edited(path, "</table:table>", REPEATED.format(cells)))


def test_a_stray_cell_in_a_workbook_with_broken_formats_does_not_fill_the_memory(tmp_path):
    # openpyxl fails on the formats, and calamine lays out the whole rectangle up to the last cell.
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"] = 5
    book.save(tmp_path / "zone.xlsx")
    path = edited(tmp_path / "zone.xlsx", "<fill>", "<fill/><fill>", "xl/styles.xml")
    with pytest.raises(SheetProblem, match="very large when opened"):
        examine(path)


# A workbook of Excel 97, packed: a sheet Data with 园区, 年份, 综合能耗 (万吨标准煤), 废水 (t); 浦东 in 2010:
# 1.25 and 800, in 2011: 1.5 and 850. Written once with xlwt 1.3.
OLD_WORKBOOK = (
    "c-rk)O=wd=5dQWhY0{9kNln#Osi9y^YA>P(5!$Gz0m0B}QBkR;CZaZ`8gkKt#?~AK!IL6Lp%*VzFaDr{Uc`e?(Ssle"
    "t=<$5f})2c&zZ@KrkX<oT2%IX?Ck8!&g|sv&c5tEoAOPM-)x(~Pw0gWMYA4t6*5JozTEJF^rp#dxpq-8HU25oyJ#Zo"
    "9Jtr;)X8(m^F0FtH|&py0&l47!*N7MQi;GkVxz<mQyfDNQH3icX+*0;)hzU&&;>%TOV9g4*Nf!5&>reLt@dCl9PL_b"
    "t>WEAhv*u?es7D-E0L^13!d;QK662p`Z};7eI%CrI~DDA4<<nK7D=QM=~!|aewx4ud^Q8Xr*ft~3~2fM$`wfdb++7D"
    "MSjt+16h~{WP#`4!8;pk?AR2`#PWzpIy$J3{=?37JE+PG7NQ=g{At%fA-gCWKoHJoaKL%^aew?ohz!)#!8J)1XAok$"
    "L&ugz-Mn*4rh8{)dV^$uhiDv4!uuo-ytJ3+uYG*JZKyB2UnE)C-Amtq<s3FloMj6#ZWN6~4%T#u#Y&;0;&qAeZ9@I@"
    "gQ)K8Yq6LuW76lGXgg_~)q)q{6%~At_}u&cJMFo*;SlkYk(pEe$(P}AbkH{`PWJqap<8vU%a<5;!{u68`^9Uat-tIY"
    "F2ifZZdxC@CKTWn)+e;o;<ux|w+!oDm0C7x*(_hGiZ3O;`0YHvVu{s<qsv(KMKK-qun)F2s#qJdtV{Eh66?JN)2$6`"
    "-D@=C7I&o`@CV$`(9qD((9qD((5SrAF|2>@cI&XgCj+N-uT!8>)Yl~cEw*EXo(vsKHzP%L8YgR7KMUbdWnXHJHs$+5"
    "#x5E?jbRK)9K$uQUpm>T%HK0*L+|fPp<2f;))MC*9{(GI<I~s"
)


def old_workbook(path):
    path.write_bytes(zlib.decompress(base64.b85decode(OLD_WORKBOOK)))
    return path


def test_an_xls_file_is_read_once_the_user_accepts_that_its_formats_are_unseen(tmp_path):
    path = old_workbook(tmp_path / "zone.xls")
    values, rules, fit = read(path)
    assert not fit
    assert "old_format" in {rule for rule, _ in rules}
    values, rules, fit = read(path, ["formats_unseen"])
    assert fit
    energy = {place: value for place, value in values.items() if place[2] == "energy"}
    # 1.25 and 1.5 times 10^4 tce
    assert energy == {("浦东", 2010, "energy"): 12_500, ("浦东", 2011, "energy"): 15_000}


OLD_REFUSED = {
    "renamed": (lambda data: b"<html></html>", "no XLS workbook"),
    "cut off": (lambda data: data[:1500], "is damaged"),
    "macros": (lambda data: data + "_VBA_PROJECT".encode("utf-16-le"), "carries macros"),
    "locked": (lambda data: data + "EncryptedPackage".encode("utf-16-le"), "password"),
}


@pytest.mark.parametrize("name", OLD_REFUSED)
def test_an_xls_file_that_is_something_else_is_refused(tmp_path, name):
    change, said = OLD_REFUSED[name]
    path = old_workbook(tmp_path / "zone.xls")
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SheetProblem, match=said):
        examine(path, ["formats_unseen"])


def test_an_xls_file_that_would_fill_the_memory_is_refused(tmp_path):
    # The text of all cells is counted in the process that opens the file, before it is handed over.
    path = old_workbook(tmp_path / "zone.xls")
    command = [sys.executable, "-c", LOW_LIMIT]
    done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=False)
    assert done.returncode == 4, done.stderr
    assert done.stdout == b""


LOW_LIMIT = """
import sys
from ecopark_zone import excel
excel.MAX_EXPANDED = 10
sys.exit(excel._write_sheets())
"""


def test_no_file_beside_the_workbook_is_run(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit(4)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    values, _, _ = read(old_workbook(tmp_path / "zone.xls"))
    assert values


def test_the_marked_copy_opens_whatever_the_sheets_are_called_and_hold(tmp_path):
    odd = "<table:table-cell office:value-type='float' office:value='NaN'/>"
    odd += "<table:table-cell office:value-type='date' office:date-value='2020-01-01T00:00:00Z'/>"
    path = edited(planter.ods(tmp_path / "zone.ods", ROWS), LAST, f"{LAST}{odd}")
    intake = examine(path)
    intake.sheets += [replace(intake.sheets[0], name=f"{'a' * 40}{n}") for n in range(3)]
    write_marked(intake, tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert max(map(len, book.sheetnames)) <= 31
    assert len(set(book.sheetnames)) == 5
    assert [cell.value for cell in book.worksheets[1][3]][3:] == ["nan", datetime.datetime(2020, 1, 1)]


@pytest.mark.parametrize("cell", ["C2", "B2"])
def test_a_number_that_no_float_holds_is_named(tmp_path, cell):
    path = edited(
        xlsx(tmp_path / "zone.xlsx", changed(cell, 123456)), "123456", "9" * 400, "xl/worksheets/sheet1.xml"
    )
    assert cell in {finding.cell for finding in examine(path).findings if finding.severity == "error"}
