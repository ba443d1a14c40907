"""One report: its numbers are those that pandas and scipy give by hand, its texts harmless and complete."""

import dataclasses
import io
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from in_process import ecopark
from scipy import stats

import ecopark as ep
import ecopark_zone
from ecopark import datasets, standards
from ecopark.errors import BadArgument, DataError, UnknownNameError
from ecopark.programs import read_procedure
from ecopark_zone.i18n import LANGUAGES, translator
from ecopark_zone.page import make_files, read_file, render_page
from ecopark_zone.rules import REMEDIES, RULES
from ecopark_zone.summary import PROGRAMS, QUANTITIES, Options, summarize
from ecopark_zone.tables import HEAD_ROW, Table, all_tables, format_number, write_workbook

ZONE = "Harbor zone"
EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("x";"y")&\'<b>'
DESK = Path(ecopark_zone.__file__).parent


def panel(zone=ZONE):
    """Return one zone's panel with two empty cells in its last year."""
    synthetic = ep.datasets.synthetic_panel(zones=7, years=12, seed=3)
    own = synthetic[synthetic["zone"] == "Synthetic zone 4"].reset_index(drop=True).assign(zone=zone)
    own.loc[own["year"] == 2016, ["cod", "public_awareness"]] = np.nan
    return own


def falling(so2=1.02):
    """Return a panel whose added value falls by 5 % a year, while energy rises by 3 % and SO2 as given."""
    own = ep.datasets.synthetic_panel(zones=7, years=12, seed=3)
    own = own[own["zone"] == "Synthetic zone 4"].reset_index(drop=True).assign(zone=ZONE)
    since = own["year"] - 2005
    value = 2e6 * 0.95**since
    added = dict.fromkeys(["industrial_added_value", "industrial_added_value_constant"], value)
    return own.assign(**added, energy=1e6 * 1.03**since, so2=4e6 * so2**since)


def cli(*given, cwd):
    return ecopark("report", *given, cwd=cwd)


USUAL = {}  # reports on the usual panel, by their options: they cannot be changed, so tests share them


def report_on(own, options):
    if own is not None:
        return summarize(own, "", options)
    if repr(options) not in USUAL:
        USUAL[repr(options)] = summarize(panel(), "", options)
    return USUAL[repr(options)]


def text_of(own=None, language="en", **options):
    """Return the text of the page of a panel."""
    return Tags(render_page(report_on(own, Options(**options)), translator(language))).text


def tables_of(own=None, language="en", **options):
    return all_tables(report_on(own, Options(**options)), translator(language))


def sheets(own=None, **options):
    """Return the sheets of a report's workbook as tables."""
    report = make_files(report_on(own, Options(**options)), translator("en"))
    file = io.BytesIO(report[".xlsx"])
    return pd.read_excel(file, sheet_name=None, header=HEAD_ROW - 1, dtype={"code": str}, engine="openpyxl")


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


def test_the_workbook_holds_what_pandas_gives():
    own = panel().set_index("year")
    now, value = own.loc[2016], own.loc[2016, "industrial_added_value"]
    found = sheets()["indicators"].set_index("code")
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


def test_decoupling_is_what_scipy_gives():
    own = panel()
    found = sheets()["decoupling"].set_index("quantity")
    x = np.log(own["industrial_added_value_constant"])
    for name, column in (("Energy use", "energy"), ("SO2 emission", "so2")):
        line = stats.linregress(x, np.log(own[column]))
        half = stats.t.ppf(0.975, len(x) - 2) * line.stderr
        row = found.loc[name, ["elasticity", "95 % interval, low", "95 % interval, high"]]
        assert row.tolist() == pytest.approx([line.slope, line.slope - half, line.slope + half], rel=1e-9)


def test_the_amounts_to_save_are_what_algebra_says():
    # Energy grows with added value by 4 % a year for ten years; the threshold allows 0.5 tce per 10^4 RMB.
    now = panel().set_index("year").loc[2016]
    found = sheets(growth=4.0, target_year=2026)["quantity"].set_index("code")
    factor = 1.04**10
    row = found.loc["2.2"]
    assert row["expected in 2026"] == pytest.approx(now["energy"] * factor)
    allowed = 0.5 * now["industrial_added_value"] * factor
    assert row["allowed in 2026"] == pytest.approx(allowed)
    assert row["to change"] == pytest.approx(allowed - now["energy"] * factor)
    assert (row["unit"], row["condition"]) == ("tce", "at most")


def test_the_growth_that_is_not_chosen_is_that_of_the_past():
    own = panel().set_index("year")["industrial_added_value_constant"]
    result = summarize(panel())
    assert result.growth == pytest.approx((own[2016] / own[2005]) ** (1 / 11) - 1)
    assert (result.target_year, result.growth_is_chosen) == (2021, False)
    assert "as it did from 2005 to 2016" in text_of()
    assert "by 4.0 % a year, as chosen" in text_of(growth=4.0)


def test_growth_coefficients_come_last_and_are_never_ranked_against_quantities():
    result = summarize(panel())
    levers = list(dict.fromkeys(result.gaps["lever"]))
    assert levers == [n for n in ("quantity", "management", "growth coefficient") if n in levers]
    assert levers[-1] == "growth coefficient"
    text = text_of()
    parts = [text.index(name) for name in ("Distances to different thresholds", "Nobody acts on it directly")]
    assert parts == sorted(parts)


def test_the_summary_is_what_the_toolkit_gives_for_the_zone_alone():
    both = pd.concat([ep.datasets.synthetic_panel(zones=3, years=12), panel()], ignore_index=True)
    result = summarize(both, ZONE)
    assessed = ep.assess(panel()).query("year == 2016")
    assert result.values == pytest.approx(
        {
            code: None if np.isnan(v) else v
            for code, v in zip(assessed["code"], assessed["value"], strict=True)
        }
    )
    gaps = ep.group_gaps(panel(), ZONE, 2016, target_year=result.target_year, growth=result.growth)
    pd.testing.assert_frame_equal(result.gaps, gaps.reset_index(drop=True), check_dtype=False)


def test_warnings_about_the_file_come_before_any_number_and_before_notes(tmp_path):
    own = panel().assign(energy=lambda table: table["energy"] / 1e4)  # as if it were in tonnes
    own.to_csv(tmp_path / "zone.csv", index=False)
    file = read_file(tmp_path / "zone.csv")
    kinds = [note.kind for note in file.notes]
    assert kinds == sorted(kinds, reverse=True)
    assert kinds.count("warning") == 12
    result = summarize(file.panel, notes=file.notes)
    text = Tags(render_page(result, translator("en"))).text
    assert text.index("Warnings about the file: 12") < text.index("Verdicts by area")


def test_fuel_by_weight_is_no_energy(tmp_path):
    own = panel().rename(columns={"energy": "Energy use (10^4 t)"})
    own.to_excel(tmp_path / "zone.xlsx", index=False)
    with pytest.raises(DataError, match="tonnes of coal equivalent"):
        read_file(tmp_path / "zone.xlsx")


def test_no_zone_year_and_standard_is_assessed_twice():
    """Each indicator system is evaluated once, the target year with the others; no row is checked again."""
    calls = []

    def watch(frame, event, _):
        if event == "call" and frame.f_code.co_name in {"evaluate", "find_issues"}:
            calls.append((frame.f_code.co_name, frame.f_globals["__name__"]))

    own = panel()
    sys.setprofile(watch)
    try:
        make_files(summarize(own), translator("en"))
    finally:
        sys.setprofile(None)
    assert calls.count(("evaluate", "ecopark.indicators")) == len(PROGRAMS)
    assert [call for call in calls if call[0] == "find_issues"] == []


def test_the_page_shows_the_same_numbers_as_the_workbook():
    text, found = text_of(), sheets()
    passed = (found["indicators"]["status"] == "pass").sum()
    failed = (found["indicators"]["status"] == "fail").sum()
    assert f"Of 24 indicators, {passed} passed, {failed} failed, 3 stayed without an answer." in text
    for name, column in (
        ("indicators", "value"), ("quantity", "to change"), ("decoupling", "elasticity")
    ):  # fmt: skip
        for value in found[name][column].dropna():
            assert (value if isinstance(value, str) else format_number(float(value))) in text
    assert "COD emission" in found["wanted"]["quantity"].tolist()
    assert found["programs"]["answered by the file"].tolist()[0] == 21
    areas = found["areas"].set_index("area")
    assert areas[["reached", "missed", "without a verdict"]].to_numpy().sum() == 24
    assert areas["missed"].sum() == failed


def test_every_table_and_picture_has_its_line_of_provenance(tmp_path):
    panel().to_csv(tmp_path / "zone.csv", index=False)
    page, book = ecopark_zone.write_report(tmp_path / "zone.csv", tmp_path / "r.html")
    source = r"zone\.csv, SHA-256 [0-9a-f]{12}; ecopark .*?2016, start 2005, standard hj274-2009, growth"
    parsed = Tags(page.read_text("utf-8"))
    shown = parsed.tags.count("table") + 1 + parsed.tags.count("figure") - 13  # one for the grid of lines
    lines = re.findall(rf'class="source">Source: {source}', page.read_text("utf-8"))
    assert len(lines) >= parsed.tags.count("table")
    assert shown
    sheets_ = openpyxl.load_workbook(book)
    assert all(re.search(source, sheet["A2"].value) for sheet in sheets_)


def test_a_zone_of_one_year_gets_a_report():
    own = panel()
    own = own[own["year"] == 2016].assign(so2=np.nan)
    found = sheets(own)
    statuses = found["indicators"].set_index("code")["status"]
    assert (statuses["2.3"], statuses["3.3"]) == ("undefined", "missing")
    text = text_of(own)
    assert "There are too few years for a fit." in text
    assert "There is no earlier year to compare with." in text
    assert "2016\u20132016" not in text
    earlier = found["wanted"].set_index("quantity").loc["An earlier year"]
    assert earlier[["year", "indicators that wait", "codes"]].tolist() == [
        "before 2016", 4, "2.3; 2.5; 3.2; 3.4"
    ]  # fmt: skip


# ---- what the page says ---------------------------------------------------------------------------


def test_what_changed_since_last_year_is_said_first_where_a_verdict_turned():
    # Energy per added value is halved from above to below the threshold of 0.5 tce per 10^4 RMB.
    own = panel().set_index("year")
    for year, ratio in ((2015, 0.8), (2016, 0.4)):
        own.loc[year, "energy"] = ratio * own.loc[year, "industrial_added_value"]
    own = own.reset_index()
    changes = summarize(own).changes.set_index("code")
    assert changes.at["2.2", "change"] == "newly reached"
    assert changes.at["2.2", "change_percent"] == pytest.approx(-50)
    assert "2.2 Energy use per industrial added value: newly reached, 0.800 → 0.400" in text_of(own)
    back = summarize(own.assign(energy=own["energy"].iloc[::-1].to_numpy())).changes
    assert set(back["change"]) <= {"newly reached", "no longer reached", "better", "worse", "changed"}


def test_falling_added_value_is_said_and_no_target_asks_for_more_pollution():
    text, tables = text_of(falling(0.96)), tables_of(falling(0.96))
    assert "Added value did not grow from 2005 to 2016: -5.0 % a year." in text
    row = next(row for row in tables["growth_coefficient"].rows if row[0] == "3.4")
    assert row[5:] == (None, "ambiguous")
    assert all(row[6] != "ambiguous" for row in tables["quantity"].rows)


def test_a_coefficient_that_passes_while_energy_rises_carries_a_warning():
    assert summarize(falling()).status["2.3"] == "pass"  # 3 / -5 is below 0.6
    for language in LANGUAGES:
        assert "-5.0 %" in text_of(falling(), language).replace("-5.0%", "-5.0 %")


def test_growing_added_value_carries_no_warning():
    for text in (text_of(), text_of(falling(), year=2005)):
        assert "did not grow" not in text
    flat = falling().assign(industrial_added_value_constant=5e5)
    assert "did not grow from 2005 to 2016: 0.0 % a year" in text_of(flat)


@pytest.mark.parametrize(("constant", "word"), [(5e5, "constant"), (np.nan, "current")])
def test_the_growth_of_added_value_names_its_prices_and_its_years(constant, word):
    # By hand: current prices grow by 20 %, constant prices by 10 % a year, over three years.
    own = panel()[:3].reset_index(drop=True)
    steps = np.arange(3)
    own["industrial_added_value"] = 5e5 * 1.2**steps
    own["industrial_added_value_constant"] = constant * 1.1**steps
    table = tables_of(own)["decoupling"]
    row = dict(zip(table.heads, table.rows[0], strict=True))
    rate = {"constant": 10, "current": 20}[word]
    assert row[f"growth of added value at {word} prices [% a year]"] == pytest.approx(rate)
    assert (row["years"], row["years used"]) == ("2005\u20132007", 3)
    assert "slope of a line through all years" in text_of(own)


def test_the_decoupling_state_is_said_in_words_with_its_interval():
    # Energy rises by 3 % a year while added value falls by 5 %: ln 1.03 / ln 0.95 = -0.58.
    text = text_of(falling())
    assert "Energy use: +3.0 % a year from 2005 to 2016, added value -5.0 % a year." in text
    assert "State: strong negative decoupling (Energy use grew while added value fell)." in text
    assert "Elasticity -0.58, 95 % interval -0.58 to -0.58." in text


@pytest.mark.parametrize("standard", standards.list())
def test_every_indicator_system_gets_a_report(standard):
    system = standards.get(standard)
    if not system.computable:
        with pytest.raises(BadArgument):
            summarize(panel(), options=Options(standard=standard))
        return
    text = text_of(standard=standard)
    if any(i.threshold is not None for i in system.computable):
        assert "What you can act on" in text
    else:
        assert "This system sets no thresholds." in text
        assert "What the system asks, and what the file answers" in text
        assert "What you can act on" not in text
    assert f"{system.indicators[0].name_en}" in text


def test_a_standard_that_the_panel_cannot_answer_is_not_called_complete():
    text = text_of(falling(), standard="isc-low-carbon-2012")
    assert "Nothing is missing" not in text
    assert "Indicators without an answer: 18 of 23." in text
    assert "Nothing is missing for this standard." in text_of(falling())


def test_without_thresholds_nothing_passes_and_nothing_fails():
    rows = {row[1]: row for row in tables_of()["programs"].rows}
    assert rows["cepz-ctip-2012"][5:7] == (None, None)
    assert rows["isc-low-carbon-2012"][5:7] == (None, None)
    assert sum(rows["hj274-2009"][5:7]) == 21


def test_the_stage_in_a_program_decides_what_to_hand_in_next():
    assert "The file does not say where the zone is in this program." in text_of()
    text = text_of(stages={"eip": "eligible", "circular": "implementing"})
    assert "To hand in next: EIP construction plan, with" in text
    assert "key projects with their costs and benefits" in text
    assert "To hand in next: annual progress report, with" in text
    with pytest.raises(UnknownNameError, match="state of program eip"):
        summarize(panel(), options=Options(stages={"eip": "trail"}))
    with pytest.raises(UnknownNameError, match="program"):
        summarize(panel(), options=Options(stages={"eap": "trial"}))


def test_yes_and_no_are_words_and_belong_to_management():
    own = panel().assign(waste_system=True, environmental_supervision=False)
    tables = tables_of(own)
    rows = {row[0]: row[2:5] for row in tables["indicators"].rows}
    assert rows["3.8"] == ("yes", "", "yes")
    assert rows["4.0"] == ("no", "", "yes")
    gaps = {row[0]: row for row in tables["management"].rows}
    assert gaps["4.0"][3:] == ("", "no", "establish", "yes")
    assert "Environmental supervision system: to establish (4.0)" in text_of(own)


def test_peers_are_there_only_when_asked_for_and_marked():
    assert "Compared with synthetic zones" not in text_of()
    ranked = sheets(peers=True)["peers"]
    assert set(ranked["zone"]) >= {ZONE, "standard", "Synthetic zone 01"}
    assert ranked["rank"].tolist() == sorted(ranked["rank"])
    text = text_of(peers=True)
    assert "These 20 zones are synthetic" in text
    assert "a zone can rank above the standard and still fail indicators" in text


def test_the_sources_of_the_standard_and_the_states_are_named():
    text = text_of()
    assert "IISD" in text
    assert "Tapio" in text


def test_the_notes_on_the_file_speak_the_language_of_the_report(tmp_path):
    own = panel()
    own.to_csv(tmp_path / "zone.csv", index=False)
    page, _ = ecopark_zone.write_report(tmp_path / "zone.csv", tmp_path / "r.html", language="th")
    english = "no unit is given; the file uses the names of the data dictionary and its units"
    assert english not in page.read_text("utf-8")
    assert translator("th")(english) in page.read_text("utf-8")


# ---- the data stay --------------------------------------------------------------------------------


@pytest.mark.parametrize("output", ["zone.html", "./zone.htm", "../{here}/zone.html", "link/zone.html"])
def test_a_report_never_takes_the_place_of_the_data(tmp_path, output):
    panel().to_excel(tmp_path / "zone.xlsx", index=False)
    (tmp_path / "link").symlink_to(tmp_path)
    content = (tmp_path / "zone.xlsx").read_bytes()
    before = sorted(tmp_path.iterdir())
    done = cli("zone.xlsx", "-o", output.format(here=tmp_path.name), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("would be lost") == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert (tmp_path / "zone.xlsx").read_bytes() == content
    assert sorted(tmp_path.iterdir()) == before


def test_a_report_from_python_never_takes_the_place_of_the_data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    panel().to_excel("zone.xlsx", index=False)
    content = Path("zone.xlsx").read_bytes()
    for output in ("zone.html", tmp_path / "zone.html"):
        with pytest.raises(DataError, match=r"zone\.xlsx.*would be lost"):
            ecopark_zone.write_report("zone.xlsx", output)
    assert Path("zone.xlsx").read_bytes() == content


def fill(book, own):
    """Write a panel into the template as a person would: each column by its label."""
    labels = {row["label_en"]: row["name"] for row in datasets.rows("panel", "columns")}
    for sheet in (book["Data"], book["Answers"]):
        for column in range(1, sheet.max_column + 1):
            values = own[labels[sheet.cell(5, column).value]].tolist()
            for row, value in enumerate(values, 7):
                if value == value:
                    answer = {True: "Yes", False: "No"}.get(value) if isinstance(value, bool) else value
                    sheet.cell(row, column).value = answer


def test_from_the_template_over_the_doctor_to_the_report(tmp_path):
    own = panel().tail(4)
    run = lambda *given: subprocess.run(  # noqa: E731 (one line reads better)
        [sys.executable, "-c", "from ecopark_cli import main; main()", *given],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert run("template", "zone.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "zone.xlsx")
    fill(book, own)
    book.save(tmp_path / "zone.xlsx")
    checked = run("doctor", "zone.xlsx")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    done = run("report", "zone.xlsx", "-o", "report.html")
    assert (done.returncode, done.stderr) == (0, "")
    found = pd.read_excel(
        tmp_path / "report.xlsx", sheet_name="indicators", header=2, dtype={"code": str}, engine="openpyxl"
    ).set_index("code")
    last = own.iloc[-1]
    assert found.at["2.2", "value"] == pytest.approx(last["energy"] / last["industrial_added_value"])
    assert found.at["3.1", "status"] == "missing"


# ---- choices ------------------------------------------------------------------------------------


def test_what_is_left_out_is_chosen():
    own = panel()
    numbers = own.columns[2:]
    own[numbers] = own[numbers].astype(float).where(~own["year"].isin([2005, 2016]))
    for given, expected in (({}, (2015, 2006)), ({"year": 2010, "start": 2007}, (2010, 2007))):
        result = summarize(own, options=Options(**given))
        assert (result.zone, result.year, result.start) == (ZONE, *expected)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"year": 2030}, UnknownNameError, "Unknown year of Harbor zone '2030'"),
        ({"year": 2008, "start": 2010}, DataError, "first year must come before"),
        ({"target_year": 2016}, DataError, "target year must come after"),
        ({"growth": -100.0}, BadArgument, "write 8 for 8 % a year"),
        ({"standard": "hj274"}, UnknownNameError, "Did you mean 'hj274-2009'"),
    ],
)
def test_a_wrong_choice_fails(given, error, said):
    with pytest.raises(error, match=said):
        summarize(panel(), options=Options(**given))


def test_several_zones_are_listed_when_none_is_chosen():
    both = pd.concat([panel(), panel("Other zone")])
    with pytest.raises(DataError, match="choose one: Harbor zone, Other zone"):
        summarize(both)
    with pytest.raises(UnknownNameError, match="Did you mean 'Harbor zone'"):
        summarize(both, "Harbour zone")


def test_a_zone_without_numbers_fails():
    own = panel()
    own[own.columns[2:]] = np.nan
    with pytest.raises(DataError, match="no number in any year"):
        summarize(own)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("none.csv",), "cannot be read"),
        (("zone.csv", "--zone", "Nowhere"), "Unknown zone 'Nowhere'"),
        (("zone.csv", "--year", "1999"), "Unknown year"),
        (("zone.csv", "--standard", "hj274"), "Unknown standard"),
        (("zone.csv", "--language", "de"), "Unknown language 'de'"),
        (("zone.csv", "--stage", "trial"), "written program=stage"),
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


def test_the_command_writes_two_files(tmp_path):
    panel().to_csv(tmp_path / "zone.csv", index=False)
    done = cli("zone.csv", "-o", "mine.html", "--year", "2012", "--start", "2008", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    names = {p.name for p in tmp_path.glob("[!.]*")}
    assert names == {"mine.html", "mine.xlsx", "zone.csv"}
    assert "Report on Harbor zone, 2012" in (tmp_path / "mine.html").read_text("utf-8")


# ---- hostile names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone", [EVIL, FORMULA, '"><img src=x onerror=alert(1)>', "../../etc/passwd", "{{7*7}}", "{zone}"]
)
def test_a_hostile_name_is_text(zone):
    report = make_files(summarize(panel(zone)), translator("th"))
    page = Tags(report[".html"].decode())
    assert zone in page.text
    assert not {"script", "img", "iframe", "object", "link", "b", "form", "a"} & (set(page.tags) - {"b"})
    assert not [a for a in page.attributes if a[1].startswith("on") or a[1] in {"src", "href"}]
    book = openpyxl.load_workbook(io.BytesIO(report[".xlsx"]))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_text_in_a_workbook_is_never_a_formula():
    table = Table("t", "=T", ("=a", "b"), (("=1+1", 2.5), ("+1", None), ("@x\x0b", 3)))
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([table], "=s")))
    cells = [cell for row in book["t"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [c.value for c in book["t"][4]] == ["=1+1", 2.5]
    assert all(c.quotePrefix for c in cells if c.data_type == "s" and c.value[0] in "=+@")


# ---- words --------------------------------------------------------------------------------------


def catalog(language):
    """Return the translations of a language by their English sentence."""
    with (DESK / "locale" / f"{language.replace('-', '_')}.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def messages():
    """Return every sentence that the desk shows: marked in its code, or taken from a table."""
    ways = [("**.py", "python"), ("**.html.j2", "jinja2")]
    keywords = {"_": None, "mark": None, "say": None}
    extracted = extract_from_dir(str(DESK), ways, keywords=keywords, options_map={})
    found = set()
    for _, _, message, _, _ in extracted:
        found |= {part for part in (message if isinstance(message, tuple) else (message,)) if part}
    found |= {row["hint"] for row in datasets.rows("panel") if row["name"] not in {"zone", "year"}}
    found |= {state.replace("_", " ") for state in ep.decoupling.states()}
    found |= set(ep.assess(panel())["status"].cat.categories) | {"error", "warning", "note"}
    found |= {"at least", "at most", "more than", "less than", "establish"}  # conditions of a gap
    found |= {"reached", "unreachable", "ambiguous"} | set(REMEDIES.values())
    found |= {text for rule in RULES.values() for text in (rule.reason, rule.fix) if text}
    found |= {i.category for n in standards.list() for i in standards.get(n).indicators}
    for name in PROGRAMS:
        rules = read_procedure(name)
        found |= {state.label for state in rules.states} | {part.part for part in rules.parts}
        found |= {step.event.replace("_", " ") for step in rules.steps} | set(rules.documents)
        found |= {step.actor for step in rules.steps if step.actor}
    return found


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_sentence_is_translated_and_keeps_its_placeholders(language):
    translated = catalog(language)
    missing = sorted(messages() - {message for message, text in translated.items() if text})
    assert missing == []
    for message, text in translated.items():
        wanted = set(re.findall(r"\{(\w+)(?:![rs])?\}", message))
        assert set(re.findall(r"\{(\w+)(?:![rs])?\}", text)) == wanted, message


@pytest.mark.parametrize("standard", ["hj274-2009", "cepz-ctip-2012", "isc-low-carbon-2012"])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "th"])
def test_every_indicator_has_a_name(standard, language):
    for indicator in ep.standards.get(standard).indicators:
        assert translator(language).indicator(standard, indicator) != indicator.name_en


def test_an_unknown_language_fails_and_an_unknown_sentence_stays():
    with pytest.raises(UnknownNameError, match="language 'de'"):
        translator("de")
    assert translator("th")("No such text") == "No such text"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_speaks_its_language(language):
    page = render_page(summarize(panel()), translator(language))
    _ = translator(language)
    assert f'<html lang="{language}">' in page
    text = Tags(page).text
    for heading in ("All indicators", "What you can act on", "Data that would help most"):
        assert _(heading) in text
        assert language == "en" or heading not in text
    unverified = "This translation was made by the project and is not verified. The English text decides."
    assert (_(unverified) in text) == (language != "en")


# ---- in a browser -------------------------------------------------------------------------------


def written_here(language):
    """Return whether this machine has a font for a language, as far as it can tell."""
    if shutil.which("fc-list") is None:
        return True
    fonts = subprocess.run(["fc-list", f":lang={language[:2]}"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


PAPER = {"width": 703, "height": 1032}  # A4 less 12 mm at each edge, at 96 dots an inch


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_and_printed_by_everybody(browser, tmp_path, language):
    if not written_here(language):
        pytest.skip(f"There is no font for {language} here: make system installs it where it can.")
    path = tmp_path / f"{language}.html"
    path.write_bytes(make_files(summarize(panel()), translator(language))[".html"])
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
    assert 3 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 8
    page.close()


@pytest.mark.full
@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_has_no_fault_of_accessibility(browser, width):
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.set_content(make_files(summarize(panel()), translator("en"))[".html"].decode())
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    context.close()


@pytest.mark.full
def test_a_wide_table_can_be_scrolled_with_the_keyboard(browser):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(make_files(summarize(panel()), translator("en"))[".html"].decode())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    page.close()


def test_pictures_say_in_words_what_they_show():
    parsed = Tags(render_page(summarize(panel()), translator("en")))
    labels = [value for tag, name, value in parsed.attributes if tag == "svg" and name == "aria-label"]
    assert any(label.startswith("Bar chart of Harbor zone in 2016: ") for label in labels)
    assert any(
        label.startswith("Elasticity of each quantity with its 95 % interval: Energy") for label in labels
    )
    energy = panel().set_index("year").eval("energy / industrial_added_value")
    first, last = (format_number(float(energy[year])) for year in (2005, 2016))
    line = f"Energy use per industrial added value: from {first} in 2005 to {last} tce/10^4 RMB in 2016; "
    assert any(label.startswith(f"{line}threshold ≤ 0.5: ") for label in labels)
    assert "pattern" in parsed.tags  # what fails is hatched: readable without color


def test_the_report_needs_no_library_for_figures_or_notebooks(tmp_path):
    panel().to_csv(tmp_path / "zone.csv", index=False)
    code = (
        "import sys, ecopark_zone; ecopark_zone.write_report('zone.csv');"
        "print([m for m in ('matplotlib', 'seaborn', 'scipy.stats', 'papermill', 'nbformat', 'IPython')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_results_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        summarize(panel()).year = 2010
    assert set(summarize(panel()).decoupling["quantity"]) == set(QUANTITIES)


def test_the_workbook_has_every_digit():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([Table("t", "T", ("x",), ((0.1 + 0.2,),))], "s")))
    assert book["t"]["A4"].value == 0.1 + 0.2
