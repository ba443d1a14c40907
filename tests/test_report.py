"""One report: its numbers are those that pandas and scipy give by hand, its texts harmless and complete."""

import ast
import io
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import numpy as np
import openpyxl
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from scipy import stats

import ecopark as ep
from ecopark import packages, reporting
from ecopark.errors import DataProblem, UnknownName
from ecopark.reporting import one, opening
from ecopark.reporting.drawing import bars
from ecopark.reporting.sections import tables_of
from ecopark.reporting.tables import Shown, number
from ecopark.reporting.words import LANGUAGES, words
from ecopark.reporting.workbook import HEAD_ROW, as_workbook

ZONE = "Harbor zone"
EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("x";"y")&\'<b>'


def slow(test):
    """Mark a test that makes reports: it is slow, and shares its reports with the others."""
    return pytest.mark.slow(pytest.mark.xdist_group("report")(test))


def panel(zone=ZONE):
    """Return one zone's panel with two empty cells in its last year."""
    found = ep.datasets.synthetic_panel(zones=7, years=12, seed=3)
    own = found[found["zone"] == "Synthetic zone 4"].reset_index(drop=True).assign(zone=zone)
    own.loc[own["year"] == 2016, ["cod", "public_awareness"]] = np.nan
    return own


def cli(*given, cwd):
    command = [sys.executable, "-c", "from ecopark.cli import main; main()", "report", *map(str, given)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def made(folder):
    """Return a function that makes a report once a choice."""
    kept = {}

    def made_once(language="en", zone=ZONE, **choices):
        key = (language, zone, *choices.items())
        if key not in kept:
            file = folder / f"{len(kept)}.csv"
            panel(zone).to_csv(file, index=False)
            kept[key] = one.make(one.job(file, language=language, **choices))
        return kept[key]

    return made_once


def sheets(report):
    """Return the sheets of a report's workbook as tables."""
    file, head = io.BytesIO(report.workbook), HEAD_ROW - 1
    return pd.read_excel(file, sheet_name=None, header=head, dtype={"code": str}, engine="openpyxl")


class Tags(HTMLParser):
    """Lists the tags, attributes and text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_data(self, data):
        self.text += data


# ---- numbers ------------------------------------------------------------------------------------


@slow
def test_the_workbook_holds_what_pandas_gives(made):
    own = panel().set_index("year")
    now, value = own.loc[2016], own.loc[2016, "industrial_added_value"]
    found = sheets(made())["indicators"].set_index("code")
    by_hand = {
        "1.1": (value / now["employees"], 15, +1),
        "2.2": (now["energy"] / value, 0.5, -1),
        "2.4": (now["fresh_water"] / value, 9, -1),
        "2.8": (100 * now["water_reused"] / (now["water_reused"] + now["fresh_water"]), 75, +1),
        "3.3": (now["so2"] / value, 1, -1),
        "4.4": (now["public_satisfaction"], 90, +1),
    }
    for code, (expected, limit, side) in by_hand.items():
        assert found.at[code, "value"] == pytest.approx(expected, rel=1e-12), code
        gap = 100 * side * (expected - limit) / limit
        assert found.at[code, "gap [% of the threshold]"] == pytest.approx(gap, rel=1e-9, abs=1e-9)
        assert found.at[code, "status"] == ("pass" if gap >= 0 else "fail")
    assert set(found.index[found["status"] == "missing"]) == {"3.1", "3.2", "4.5"}


@slow
def test_decoupling_is_what_scipy_gives(made):
    own = panel()
    found = sheets(made())["decoupling"].set_index("quantity")
    x = np.log(own["industrial_added_value_constant"])
    for name, column in (("Energy use", "energy"), ("SO2 emission", "so2")):
        line = stats.linregress(x, np.log(own[column]))
        half = stats.t.ppf(0.975, len(x) - 2) * line.stderr
        row = found.loc[name, ["elasticity", "95 % interval, low", "95 % interval, high"]]
        assert row.tolist() == pytest.approx([line.slope, line.slope - half, line.slope + half], rel=1e-9)


@slow
def test_closing_a_gap_takes_what_algebra_says(made):
    own = panel().set_index("year")
    judged, gaps = sheets(made())["indicators"], sheets(made())["gaps"]
    failed = judged[judged["status"] == "fail"].sort_values("gap [% of the threshold]")
    assert gaps["code"].tolist() == failed["code"].head(3).tolist()
    value = own.at[2016, "industrial_added_value"]
    span = 2016 - own.index.min()
    constant = own["industrial_added_value_constant"]
    growth = (constant[2016] / constant.iloc[0]) ** (1 / span) - 1
    needed = {
        "2.2": 0.5 * value,
        "2.4": 9 * value,
        "2.3": own["energy"].iloc[0] * (1 + 0.6 * growth) ** span,
        "2.5": own["fresh_water"].iloc[0] * (1 + 0.55 * growth) ** span,
        "3.4": own["so2"].iloc[0] * (1 + 0.2 * growth) ** span,
    }
    checked = [row for row in gaps.to_dict("records") if row["code"] in needed]
    assert checked
    for row in checked:
        assert row["needed"] == pytest.approx(needed[row["code"]], rel=1e-9)
        assert row["change"] == pytest.approx(row["needed"] - row["now"], rel=1e-9)


@slow
def test_the_page_shows_the_same_numbers_as_the_workbook(made):
    text = Tags(made().html.decode()).text
    found = sheets(made())
    passed = (found["indicators"]["status"] == "pass").sum()
    failed = (found["indicators"]["status"] == "fail").sum()
    assert f"{passed} of 24 indicators pass, {failed} fail, 3 have no answer." in text
    for name, column in (("indicators", "value"), ("gaps", "needed"), ("decoupling", "elasticity")):
        for value in found[name][column].dropna():
            assert number(float(value)) in text
    for row in found["gaps"].to_dict("records"):
        assert f"{row['needed']:,.0f}" in text
    assert "COD emission" in found["wanted"]["quantity"].tolist()
    assert found["programs"]["answered"].tolist()[0] == 21


@slow
def test_every_table_and_picture_has_its_line_of_provenance(made):
    page, source = made().html.decode(), "2016, start 2005, standard hj274-2009"
    parsed = Tags(page)
    shown = parsed.tags.count("table") + parsed.tags.count("svg")
    assert (
        len(re.findall(rf'class="source">Source: \d+\.csv, SHA-256 [0-9a-f]{{12}}; .*?{source}', page))
        == shown
    )
    book = openpyxl.load_workbook(io.BytesIO(made().workbook))
    assert all(source in sheet["A2"].value for sheet in book)


@slow
def test_the_executed_notebook_can_be_run_again_and_the_same_job_gives_the_same_bytes(folder, made):
    file = folder / "again.csv"
    panel().to_csv(file, index=False)
    job = one.job(file, language="th")
    assert one.make(job) == one.make(job)
    notebook = nbformat.reads(one.make(job).notebook.decode(), as_version=4)
    nbformat.validate(notebook)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    given = next(c.source for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", ()))
    assert 'prepared = ""' in given
    assert str(file) in given


@slow
def test_peers_are_there_only_when_asked_for_and_marked(made):
    assert "peers" not in sheets(made())
    assert "Compared with synthetic zones" not in made().html.decode()
    compared = made(peers=True)
    ranked = sheets(compared)["peers"]
    assert set(ranked["zone"]) >= {ZONE, "standard", "Synthetic zone 01"}
    assert ranked["rank"].tolist() == sorted(ranked["rank"])
    assert "These 20 zones are synthetic" in Tags(compared.html.decode()).text


@slow
def test_a_zone_of_one_year_gets_a_report(folder):
    own = panel()
    own[own["year"] == 2016].assign(so2=np.nan).to_csv(folder / "year.csv", index=False)
    report = one.make(one.job(folder / "year.csv"))
    statuses = sheets(report)["indicators"].set_index("code")["status"]
    assert statuses["2.3"] == "undefined"
    assert statuses["3.3"] == "missing"
    assert "There are too few years for a fit." in Tags(report.html.decode()).text


# ---- choices ------------------------------------------------------------------------------------


def test_what_is_left_out_is_chosen():
    own = panel()
    numbers = own.columns[2:]
    own[numbers] = own[numbers].astype(float).where(~own["year"].isin([2005, 2016]))
    assert opening.choose(own) == opening.Chosen(ZONE, 2015, 2006)
    assert opening.choose(own, year=2010, start=2007) == opening.Chosen(ZONE, 2010, 2007)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"zone": "Harbour zone"}, UnknownName, "Did you mean 'Harbor zone'"),
        ({"year": 2030}, UnknownName, "Unknown year of Harbor zone '2030'"),
        ({"year": 2008, "start": 2010}, DataProblem, "first year must come before"),
    ],
)
def test_a_wrong_choice_fails(given, error, said):
    with pytest.raises(error, match=said):
        opening.choose(panel(), **given)


def test_several_zones_are_listed_when_none_is_chosen():
    both = pd.concat([panel(), panel("Other zone")])
    with pytest.raises(DataProblem, match="choose one: Harbor zone, Other zone"):
        opening.choose(both)


def test_a_zone_without_numbers_fails():
    own = panel()
    own[own.columns[2:]] = np.nan
    with pytest.raises(DataProblem, match="no number in any year"):
        opening.choose(own)


def test_prepared_rows_are_the_rows():
    own = panel()
    copy = opening.prepare(own, ZONE, "a file", [{"note": "x"}])
    again = opening.Prepared.of_text(copy.text())
    pd.testing.assert_frame_equal(again.frame(), own, check_dtype=False, rtol=0, atol=0)
    assert again.notes == ({"note": "x"},)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("none.csv",), "cannot be read"),
        (("zone.csv", "--zone", "Nowhere"), "Unknown zone 'Nowhere'"),
        (("zone.csv", "--year", "1999"), "Unknown year"),
        (("zone.csv", "--standard", "hj274"), "Unknown standard"),
        (("zone.csv", "--language", "de"), "Unknown language 'de'"),
        (("zone.csv", "-o", "report.docx"), "name it report.html"),
        (("zone.csv", "-o", "no/report.html"), "folder does not exist"),
        (("broken.csv",), "-4"),
    ],
)
def test_bad_input_gets_one_message_and_exit_code_2(tmp_path, given, said):
    panel().to_csv(tmp_path / "zone.csv", index=False)
    panel().assign(energy=-4).to_csv(tmp_path / "broken.csv", index=False)
    before = sorted(tmp_path.iterdir())
    done = cli(*given, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert sorted(tmp_path.iterdir()) == before


@slow
def test_the_command_writes_three_files(tmp_path):
    panel().to_csv(tmp_path / "zone.csv", index=False)
    done = cli("zone.csv", "-o", "mine.html", "--year", "2012", "--start", "2008", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.html", "mine.ipynb", "mine.xlsx", "zone.csv"]
    assert "Report on Harbor zone, 2012" in (tmp_path / "mine.html").read_text("utf-8")


# ---- hostile names ------------------------------------------------------------------------------


@slow
@pytest.mark.parametrize(
    "zone", [EVIL, FORMULA, '"><img src=x onerror=alert(1)>', "../../etc/passwd", "{{7*7}}"]
)
def test_a_hostile_name_is_text(made, zone):
    report = made(zone=zone)
    page = Tags(report.html.decode())
    assert zone in page.text
    assert not {"script", "img", "iframe", "object", "link", "b", "form", "a"} & set(page.tags)
    assert not [a for a in page.attributes if a[1].startswith("on") or a[1] in {"src", "href"}]
    book = openpyxl.load_workbook(io.BytesIO(report.workbook))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_text_in_a_workbook_is_never_a_formula():
    table = Shown("t", "=T", ("=a", "b"), (("=1+1", 2.5), ("+1", None), ("@x\x0b", 3)))
    book = openpyxl.load_workbook(io.BytesIO(as_workbook([table], "=s")))
    cells = [cell for row in book["t"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [c.value for c in book["t"][4]] == ["=1+1", 2.5]
    assert all(c.quotePrefix for c in cells if c.data_type == "s" and c.value[0] in "=+@")


def test_a_hostile_name_in_a_picture_is_text():
    assert "<script" not in bars([(EVIL, 5.0, True)], EVIL, [EVIL, "fail"])


# ---- words --------------------------------------------------------------------------------------


def said_in_code():
    """Return every text that the code of the reports looks up."""
    found = set()
    for path in Path(reporting.__file__).parent.glob("[!s]*.py"):  # serving says nothing in four languages
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
            ):
                found |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return found


def test_every_text_of_the_code_is_in_the_package():
    known = {row["en"] for row in packages.rows("report_words", "texts")}
    assert len(said_in_code()) > 25
    assert said_in_code() <= known


def test_translations_keep_the_braces():
    for row in packages.rows("report_words", "texts"):
        wanted = sorted(re.findall(r"\{(\w+)\}", row["en"]))
        for column in ("zh_hans", "zh_hant", "th"):
            assert sorted(re.findall(r"\{(\w+)\}", row[column])) == wanted, row["en"]


def test_words_of_the_findings_are_translated():
    known = {row["en"] for row in packages.rows("report_words", "texts")}
    hints = {row["hint"] for row in packages.rows("panel") if row["name"] not in {"zone", "year"}}
    rules = set(ep.findings.programs(panel(), ZONE, 2016)[["program", "rule"]].to_numpy().ravel())
    states = {state.replace("_", " ") for state in ep.decoupling.states()}
    statuses = set(ep.assess(panel())["status"].cat.categories)
    assert hints | rules | states | statuses <= known


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_notes_of_gaps_are_translated(language):
    say = words(language)
    notes = {
        "with the same industrial_added_value",
        "with the same fresh_water, energy: it cannot exceed 100",
        "with the same solid_waste: it would be larger than solid_waste, of which it is a part",
        "growth of less than 3.55 % a year since 2005, where industrial_added_value grew 17.74 % a year",
        "growth below -100 % a year since 2005, where industrial_added_value grew -9.1 % a year",
    }
    for note in notes:
        assert not re.search(r"[a-z]{4}", say.note(note)), say.note(note)
        assert all(n in say.note(note) for n in re.findall(r"\d+\.\d+", note))


@pytest.mark.parametrize("standard", ["hj274-2009", "cepz-ctip-2012", "isc-low-carbon-2012"])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "th"])
def test_every_indicator_has_a_name(standard, language):
    for one_ in ep.standards.get(standard).indicators:
        assert words(language).indicator(standard, one_) != one_.name_en


def test_an_unknown_text_or_language_fails():
    with pytest.raises(UnknownName, match="language 'de'"):
        words("de")
    with pytest.raises(UnknownName, match="text of the report"):
        words("en")("No such text")


@slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_speaks_its_language(made, language):
    page = made(language, standard="hj274-2009").html.decode()
    say = words(language)
    assert f'<html lang="{language}">' in page
    text = Tags(page).text
    for heading in ("All indicators", "Where the zone stands in each program", "Data that would help most"):
        assert say(heading) in text
        assert language == "en" or heading not in text
    unverified = "This translation was made by the project and is not verified. The English text decides."
    assert (say(unverified) in text) == (language != "en")


# ---- in a browser -------------------------------------------------------------------------------

PAPER = {"width": 703, "height": 1032}  # A4 less 12 mm at each edge, at 96 dots an inch


@slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_and_printed_by_everybody(made, browser, folder, language):
    path = folder / f"{language}.html"
    path.write_bytes(made(language, standard="hj274-2009").html)
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    assert page.evaluate("document.querySelector('.first').getBoundingClientRect().height") <= PAPER["height"]
    tables = "[...document.querySelectorAll('table, svg')].map(e => e.getBoundingClientRect().right)"
    assert max(page.evaluate(tables)) <= PAPER["width"] + 1
    pdf = page.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 5
    page.close()


@slow
def test_the_page_has_no_fault_of_accessibility(made, browser):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.set_content(made().html.decode())
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    context.close()


@slow
def test_pictures_say_in_words_what_they_show(made):
    parsed = Tags(made().html.decode())
    labels = [value for tag, name, value in parsed.attributes if tag == "svg" and name == "aria-label"]
    assert labels[0].startswith("Bar chart of Harbor zone in 2016: ")
    assert labels[1].startswith("Elasticity of each quantity with its 95 % interval: Energy use ")
    assert "pattern" in parsed.tags  # what fails is hatched: readable without colour


def test_tables_of_a_notebook_are_found_in_order():
    table = Shown("a", "A", ("x",), ((1,),))
    section = reporting.sections.Section("<p>", (table,))
    data = section._repr_mimebundle_()
    notebook = {"cells": [{"outputs": [{"data": data}]}, {}]}
    assert tables_of(notebook) == [table]
