"""The template in each language, through other programs and back; and files nobody should open."""

import json
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from in_process import ecopark

from ecopark import datasets, emissions, panel, standards
from ecopark.datasets import synthetic_panel
from ecopark.errors import DataError, UnknownNameError
from ecopark_zone import books
from ecopark_zone.doctor import examine, read_zone
from ecopark_zone.headers import texts
from ecopark_zone.i18n import LANGUAGES
from ecopark_zone.marked import write_marked
from ecopark_zone.rules import SheetProblem
from ecopark_zone.template import FIRST_ROW, template_book, write_template

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TRUTH = synthetic_panel(zones=2, years=3, seed=8).round(2)
ANSWERS = [n for n, c in panel.columns().items() if c.kind == "yes-no"]
FLOWS = [
    ("Plant A", "Plant B", "fly ash", 1200.5, "t/year", 2006, "material"),
    ("B", "A", "steam", 8.25, "GJ/year", None, None),
]


def in_a_process(*words, **options):
    command = [sys.executable, "-c", "from ecopark_cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def filled(path, language):
    """Write a template with the truth filled in; return the carriers that were filled in."""
    book = template_book(language=language)
    said, ending = texts(language), LANGUAGES[language]
    numbers = [n for n in panel.columns() if n not in ANSWERS]
    for key, names in (("sheet_panel", numbers), ("sheet_answers", ["zone", "year", *ANSWERS])):
        rows = TRUTH[names].astype(object).itertuples(index=False, name=None)
        _fill(book[said[key]], [[_word(v, said) for v in row] for row in rows])
    carriers = [
        (row[f"label_{ending}"], row["carrier"], row["unit"])
        for row in datasets.rows("intake_words", "carriers")
    ]
    zone = TRUTH["zone"][0]
    _fill(
        book[said["sheet_carriers"]],
        [(zone, 2005, label, 10.5 + n, unit) for n, (label, _, unit) in enumerate(carriers)],
    )
    _fill(book[said["sheet_exchanges"]], FLOWS)
    book.save(path)
    return [(zone, 2005, carrier, 10.5 + n, unit) for n, (_, carrier, unit) in enumerate(carriers)]


def _word(value, said):
    return (said["yes"] if value else said["no"]) if isinstance(value, bool) else value


def _fill(page, rows):
    for r, row in enumerate(rows, FIRST_ROW):
        for c, value in enumerate(row, 1):
            page.cell(r, c).value = value


def agrees(found, names=tuple(TRUTH.columns)):
    for name in names:
        if TRUTH[name].dtype == float:
            assert found[name].tolist() == pytest.approx(TRUTH[name].tolist(), rel=1e-12), name
        else:
            assert found[name].tolist() == TRUTH[name].tolist(), name


def test_an_exchange_that_cannot_be_is_named_at_its_cells(tmp_path):
    book = template_book()
    _fill(book["Exchanges"], [("Plant A", "Plant A", "steam", -5, "t/year", 2010, "material")])
    book.save(tmp_path / "my-zone.xlsx")
    found = {(f.cell, f.rule): f.reason for f in examine(tmp_path / "my-zone.xlsx").findings if f.cell}
    assert "is the sender itself" in found["B7", "flow"]
    assert "must be a number above zero" in found["D7", "flow"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_comes_back(tmp_path, language):
    path = tmp_path / "my-zone.xlsx"
    carriers = filled(path, language)
    read = read_zone(path)
    agrees(read.panel)
    assert [tuple(row) for row in read.carriers.itertuples(index=False)] == carriers
    assert read.exchanges["quantity"].tolist() == [1200.5, 8.25]
    assert read.exchanges["from"].tolist() == ["Plant A", "B"]
    assert {f.severity for f in read.findings} <= {"note", "warning"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_says_all_that_the_dictionary_knows(language):
    said, ending = texts(language), LANGUAGES[language]
    page = template_book(language=language)[said["sheet_panel"]]
    heads = {
        page.cell(5, c).value: [page.cell(r, c).value for r in range(2, 7)]
        for c in range(1, page.max_column + 1)
    }
    for row in datasets.rows("panel", "columns"):
        if row["kind"] != "yes-no":
            meaning, hint, limits, _, unit = heads[row[f"label_{ending}"]]
            assert meaning
            assert hint
            assert limits
            assert unit == row["unit"]
            if language == "en":
                assert (meaning, hint) == (row["meaning"], row["hint"])


def test_heads_are_locked_and_data_cells_are_open_with_lists():
    book = template_book()
    for name in ("Data", "Answers", "Energy carriers", "Exchanges"):
        page = book[name]
        assert page.protection.sheet
        assert page.cell(5, 1).protection.locked
        assert not page.cell(FIRST_ROW, 1).protection.locked
    kinds = {name: {v.type for v in book[name].data_validations.dataValidation} for name in book.sheetnames}
    assert kinds["Data"] == {"whole", "decimal"}
    assert "list" in kinds["Answers"] & kinds["Energy carriers"] & kinds["Exchanges"]
    assert book["_lists"].sheet_state == "hidden"
    example = book["Example (synthetic)"]
    assert "SYNTHETIC" in example["A1"].value
    assert "Synthetic" in example.cell(FIRST_ROW, 1).value


def test_carriers_and_units_of_the_template_are_known_to_the_inventory():
    for row in datasets.rows("intake_words", "carriers"):
        used = [{"carrier": row["carrier"], "amount": 1.0, "unit": row["unit"]}]
        import pandas as pd

        assert emissions.inventory(pd.DataFrame(used)).total("tce").status == "ok"


def test_only_the_columns_of_the_standard_are_asked_for():
    for name in standards.list():
        labels = {c.value for row in template_book(name)["Data"].iter_rows(5, 5) for c in row}
        wanted = {n for n in standards.get(name).required_columns if panel.columns()[n].kind != "yes-no"}
        english = {r["name"]: r["label_en"] for r in datasets.rows("panel", "columns")}
        assert {english[n] for n in wanted} <= labels


def test_an_empty_template_is_refused_with_one_line(tmp_path):
    write_template(tmp_path / "empty.xlsx")
    with pytest.raises(SheetProblem, match="no row with a value"):
        read_zone(tmp_path / "empty.xlsx")


def test_unknown_names_get_the_nearest(tmp_path):
    with pytest.raises(UnknownNameError, match="Did you mean 'zh-Hans'"):
        template_book(language="zh-Hams")
    with pytest.raises(UnknownNameError, match="hj274-2009"):
        template_book("hj274-2010")


# --- through another program ----------------------------------------------------------------------


def office(path, kind, folder):
    """Convert a file with LibreOffice, in a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)


@pytest.mark.slow
@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not here: apt-get install libreoffice-calc brings it"
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_survives_libreoffice(tmp_path, language):
    carriers = filled(tmp_path / "zone.xlsx", language)
    back = tmp_path / "back"
    office(tmp_path / "zone.xlsx", "ods", tmp_path)
    office(tmp_path / "zone.ods", "xlsx", back)
    office(
        tmp_path / "zone.ods",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        back,
    )
    for path in (tmp_path / "zone.ods", back / "zone.xlsx"):
        read = read_zone(path)
        agrees(read.panel)
        assert [tuple(row) for row in read.carriers.itertuples(index=False)] == carriers
        assert len(read.exchanges) == len(FLOWS)
    said = texts(language)
    data, answers = (next(back.glob(f"zone-{said[key]}.csv")) for key in ("sheet_panel", "sheet_answers"))
    agrees(read_zone(data, ["add_empty_columns"]).panel, [n for n in TRUTH if n not in ANSWERS])
    found = examine(answers, ["add_empty_columns"]).panel
    agrees(found, ["zone", "year", *ANSWERS])


# --- files that nobody should open ----------------------------------------------------------------


def good(path):
    TRUTH.to_excel(path, index=False) if path.suffix == ".xlsx" else TRUTH.to_csv(path, index=False)
    return path


def repacked(path, extra=(), change=None):
    """Write a workbook again with further or changed parts."""
    good(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= dict(extra)
    if change:
        name, old, new = change
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def _empty(p):
    p.with_suffix(".xlsx").write_bytes(b"")
    return p.with_suffix(".xlsx")


def _text(name, data):
    def make(p):
        path = p.with_name(name)
        path.write_bytes(data)
        return path

    return make


def _blank_book(p):
    openpyxl.Workbook().save(p)
    return p


def _bomb(p):
    return repacked(p, {"xl/media/image1.png": b"\0" * 30_000_000})


def _large(p):
    return repacked(p, {"xl/comments1.xml": os.urandom(1000) * 90_000})


def _many_rows(p):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(100, 160_100))
    return repacked(p, change=(SHEET, b"</sheetData>", rows + b"</sheetData>"))


def _far_cell(p):
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return repacked(p, change=(SHEET, b"</sheetData>", far))


def _merged(p):
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>'
    return repacked(p, change=(SHEET, b"</sheetData>", merge))


def _entities(p):
    head = b'<!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet'
    return repacked(p, change=(SHEET, b"<worksheet", head))


def _truncated(p):
    good(p)
    p.write_bytes(p.read_bytes()[:2000])
    return p


def _renamed(name):
    def make(p):
        good(p).rename(p.with_name(name))
        return p.with_name(name)

    return make


REFUSED = {
    "empty file": (_empty, "is empty"),
    "empty workbook": (_blank_book, "no header row"),
    "empty text": (_text("zone.csv", b" \n\n"), "no header row"),
    "folder": (lambda p: p.parent, "is a folder"),
    "nothing there": (lambda p: p, "no such file"),
    "locked": (
        _text(
            "zone.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"),
        ),
        "password",
    ),
    "old format": (_text("zone.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600), "is damaged"),
    "renamed PDF": (_text("zone.xlsx", b"%PDF-1.7\n%..."), "is a PDF"),
    "PDF as text": (_text("zone.csv", b"%PDF-1.7\n%..."), "is a PDF"),
    "picture": (_text("zone.xlsx", b"\x89PNG\r\n\x1a\n123"), "is a picture"),
    "page of a browser": (_text("zone.xlsx", b"<html><table></table></html>"), "no XLSX workbook"),
    "macros by name": (_renamed("zone.xlsm"), "macros"),
    "macros inside": (lambda p: repacked(p, {"xl/vbaProject.bin": b"x"}), "carries macros"),
    "workbook as text": (_renamed("zone.csv"), "is a workbook"),
    "workbook as ods": (_renamed("zone.ods"), "no ODS workbook"),
    "other ending": (_renamed("zone.docx"), "ends with .docx"),
    "zip bomb": (_bomb, "zip bomb"),
    "very large": (_large, "very large"),
    "many rows": (_many_rows, "more than 120,000 rows"),
    "far cell": (_far_cell, "far away"),
    "merged over all": (_merged, "cells"),
    "entities": (_entities, "entities"),
    "cut off": (_truncated, "damaged"),
    "long text": (
        _text("zone.csv", b"zone,year,energy_x\n" + b"a,2005,1\n" * 130_000),
        "more than 120,000 rows",
    ),
    "broken characters": (
        _text("zone.csv", "园区,年份,综合能耗(tce)\nA\ufffd\ufffd,2005,1\n".encode()),
        "characters were lost",
    ),
    "unclear encoding": (
        _text("zone.csv", "zone,year,energy (tce)\n浦东,2005,1\n".encode("gb18030")),
        "bytes can be read as",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_should_not_be_opened_is_refused_with_one_message(tmp_path, name):
    make, said = REFUSED[name]
    with pytest.raises(SheetProblem) as caught:
        read_zone(make(tmp_path / "zone.xlsx"))
    assert said in str(caught.value)
    assert str(caught.value).count("[file]") == 1 or caught.value.findings[0].rule != "file"


@pytest.mark.parametrize("name", ["renamed PDF", "zip bomb", "nothing there", "macros by name"])
def test_the_command_ends_with_exit_code_2_and_no_traceback(tmp_path, name):
    make, said = REFUSED[name]
    done = ecopark("doctor", make(tmp_path / "zone.xlsx"))
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    # The test may run as a user who may read everything: the refusal of the system is played.
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    path = good(tmp_path / "zone.csv")
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(SheetProblem, match="permission denied"):
        read_zone(path)


def _little_space():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))


@pytest.mark.parametrize(
    "words",
    [
        ("template", "new.xlsx"),
        ("doctor", "zone.csv", "-o", "new.xlsx"),
        ("doctor", "zone.csv", "--clean", "new.xlsx"),
    ],
)
def test_a_full_disk_leaves_nothing_half_written(tmp_path, words):
    good(tmp_path / "zone.csv")
    before = sorted(p.name for p in tmp_path.iterdir())
    done = in_a_process(
        *words, cwd=tmp_path, preexec_fn=_little_space, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param("zone.csv", marks=pytest.mark.full), "zone.xlsx"])
def test_the_largest_sheet_stays_below_one_gibibyte(name, tmp_path):
    # As many cells as the gate lets in, in both formats. The kernel's high-water mark is read, not
    # ru_maxrss: that one is inherited from the process that forked, here a large test worker.
    code = """
import re, sys
from pathlib import Path
from ecopark_zone.doctor import examine
found = examine(sys.argv[1])
kibibytes = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(len(found.panel), kibibytes // 1024)
"""
    truth = synthetic_panel(zones=700, years=20, seed=1)
    assert truth.size < books.MAX_CELLS
    path = tmp_path / name
    truth.to_csv(path, index=False) if name.endswith("csv") else truth.to_excel(path, index=False)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    rows, megabytes = map(int, done.stdout.split())
    assert rows == len(truth)
    assert megabytes < 1024


def test_limits_are_what_the_messages_say():
    assert (books.MAX_ROWS, books.MAX_CELLS) == (120_000, 500_000)
    assert books.MAX_EXPANDED <= 100_000_000


# --- the command ------------------------------------------------------------------------------------


def dirty_file(folder):
    frame = TRUTH.astype(object)
    frame.loc[0, "energy"] = "=1+1"
    frame.loc[1, "energy"] = "<script>alert(1)</script>"
    frame["zone"] = frame["zone"].str.replace("Synthetic zone 1", '=HYPERLINK("x")')
    frame.to_csv(folder / "zone.csv", index=False)
    return folder / "zone.csv"


def test_the_marked_copy_marks_each_cell_and_executes_nothing(tmp_path):
    path = dirty_file(tmp_path)
    before = path.read_bytes()
    done = ecopark("doctor", path, "-o", tmp_path / "marked.xlsx")
    assert done.returncode == 2
    assert path.read_bytes() == before
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    page = book["zone"]
    assert page["G2"].comment.text.startswith("error")
    assert page["G2"].fill.fgColor.rgb != page["G4"].fill.fgColor.rgb
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(tmp_path / "marked.xlsx") as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist())
    listed = [[c.value for c in row] for row in book["findings"].iter_rows(min_row=2)]
    assert {(row[0], row[2]) for row in listed} >= {("error", "G2"), ("error", "G3"), ("warning", "A2")}


def test_json_holds_every_finding(tmp_path):
    done = ecopark("doctor", dirty_file(tmp_path), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 2
    assert not told["fit"]
    assert {f["cell"] for f in told["findings"] if f["rule"] == "not_a_number"} == {"G2", "G3"}
    assert all(
        {"sheet", "cell", "value", "rule", "reason", "fix", "severity"} <= set(f) for f in told["findings"]
    )


def test_a_remedy_is_applied_only_when_accepted_and_is_logged(tmp_path):
    path = dirty_file(tmp_path)
    done = ecopark("doctor", path, "--accept", "unreadable_is_missing", "--clean", tmp_path / "clean.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("applied unreadable_is_missing") == 2
    assert read_zone(tmp_path / "clean.csv").panel["energy"].isna().sum() == 2
    with pytest.raises(UnknownNameError, match="remedy"):
        read_zone(path, ["mend_all"])
    with pytest.raises(UnknownNameError, match="choice"):
        read_zone(path, ["point_is_decimal", "point_groups_thousands"])


def test_names_like_formulas_stay_texts_in_the_clean_workbook(tmp_path):
    words = ("--accept", "unreadable_is_missing", "--clean", tmp_path / "clean.xlsx")
    assert ecopark("doctor", dirty_file(tmp_path), *words).returncode == 0
    with zipfile.ZipFile(tmp_path / "clean.xlsx") as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist())
    assert read_zone(tmp_path / "clean.xlsx").panel["zone"][0] == '=HYPERLINK("x")'


def test_the_own_file_is_never_replaced(tmp_path):
    path = good(tmp_path / "zone.xlsx")
    before = path.read_bytes()
    assert ecopark("doctor", path, "-o", path).returncode == 2
    assert path.read_bytes() == before


def test_a_marked_copy_needs_its_ending(tmp_path):
    with pytest.raises(DataError, match=r"end with \.xlsx"):
        write_marked(examine(good(tmp_path / "zone.csv")), tmp_path / "marked.csv")
