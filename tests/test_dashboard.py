"""The dashboard: what it computes, what it never does, and a manager's way through it in a browser."""

import datetime
import html
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ecopark as ep
from ecopark.errors import DataError
from ecopark_zone import dashboard, server
from ecopark_zone.summary import Options, summarize

EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


def panel(zone="Harbor zone"):
    found = ep.datasets.synthetic_panel(zones=5, years=8, seed=4)
    return found[found["zone"] == "Synthetic zone 2"].reset_index(drop=True).assign(zone=zone)


def as_csv(frame):
    return frame.to_csv(index=False).encode()


def broken():
    """Return a panel with one cell that is no number."""
    own = panel()
    return own.assign(cod=[*own["cod"].astype(str)[:-1], "about 7"])


# ---- without a browser --------------------------------------------------------------------------


def test_what_if_is_what_pandas_gives():
    own = panel()
    result = summarize(own, options=Options(year=2012, start=2005))
    rows = {row.code: row for row in dashboard.what_if(result, "energy", -20)}
    row = own.set_index("year").loc[2012]
    now = row["energy"] / row["industrial_added_value"]
    assert set(rows) == {"2.2", "2.3"}
    assert rows["2.2"].value_now == pytest.approx(now)
    assert rows["2.2"].value_then == pytest.approx(0.8 * now)


def test_what_if_measures_growth_from_the_first_year_that_was_chosen():
    # By hand: growth of energy over growth of added value, from 2008 to 2012.
    own = panel().sample(frac=1, random_state=2)
    result = summarize(own, options=Options(year=2012, start=2008))
    value = next(row for row in dashboard.what_if(result, "energy", 0) if row.code == "2.3").value_now
    now, then = (own.set_index("year").loc[y] for y in (2012, 2008))
    energy, added = ((now[c] / then[c]) ** 0.25 - 1 for c in ("energy", "industrial_added_value_constant"))
    assert value == pytest.approx(energy / added)


def upload(board, name, content):
    """Give a file to a dashboard as the browser would."""
    board.picker.value = ({"name": name, "content": content, "type": "", "size": len(content),
                           "last_modified": datetime.datetime.now(datetime.UTC)},)  # fmt: skip


def texts(board):
    return html.unescape("".join(text.value for text in board.texts.values()))


def test_a_managers_way_without_a_browser():
    board = dashboard.Dashboard()
    upload(board, "zone.csv", as_csv(broken()))
    assert "about 7" in texts(board)
    assert board.results.children == ()
    box = next(box for box in board.fixes.children if "unreadable_is_missing" in box.description)
    box.value = True
    assert "Report on Harbor zone, 2012" in texts(board)
    assert "accepted unreadable_is_missing" in texts(board)
    board.year.value, board.growth.value, board.target_year.value = 2011, 3.0, 2020
    assert "Report on Harbor zone, 2011" in texts(board)
    assert "Until 2020, added value is expected to grow by 3.0 % a year" in texts(board)
    board.column.value, board.change.value = "energy", -20
    row = panel().set_index("year").loc[2011]
    then = 0.8 * row["energy"] / row["industrial_added_value"]
    assert f"<td>{then:.3g}</td>" in board.texts["moved"].value
    board.language.value = "th"
    assert "รายงานของ Harbor zone ปี 2011" in texts(board)
    assert board.texts["message"].value == ""


def test_a_wrong_choice_is_a_message_and_the_report_stays():
    board = dashboard.Dashboard()
    upload(board, "zone.csv", as_csv(panel()))
    before = board.texts["view"].value
    board.target_year.value = 1990
    assert "target year must come after" in board.texts["message"].value
    assert board.texts["view"].value == before


@pytest.mark.parametrize(
    ("uploaded", "name"),
    [("report.xlsx.csv", "report"), ("REPORT.csv", "zone-report"), ("zone.csv", "report")],
)
def test_a_download_never_has_the_name_of_the_data(uploaded, name):
    board = dashboard.Dashboard()
    upload(board, uploaded, as_csv(panel()))
    assert re.findall('download="([^"]+)"', board.texts["links"].value) == [f"{name}.html", f"{name}.xlsx"]


def test_a_file_that_is_not_fit_lists_its_findings_and_offers_remedies():
    seen = dashboard.examine_upload("zone.csv", as_csv(broken()))
    assert seen.panel is None
    assert "about 7" in [note.value for note in seen.notes]
    assert "unreadable_is_missing" in seen.offered
    mended = dashboard.examine_upload("zone.csv", as_csv(broken()), ["unreadable_is_missing"])
    assert np.isnan(mended.panel.set_index("year").at[2012, "cod"])


@pytest.mark.parametrize("name", ["zone.exe", "zone", "zone.csv.html", "..", ""])
def test_another_kind_of_file_is_refused(name):
    seen = dashboard.examine_upload(name, b"x")
    assert seen.panel is None
    assert "no spreadsheet" in seen.notes[0].message


@pytest.mark.parametrize(
    "name",
    ["../../../tmp/zone.csv", "..\\..\\zone.csv", "/etc/zone.csv", "C:\\zone.csv", "a\x00b\u202ezone.csv"],
)
def test_no_name_leads_out_of_the_folder_and_nothing_stays(name, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with dashboard.temporary_upload(name, b"text") as path:
        assert path.name == "upload.csv"
        assert path.parent.parent == tmp_path
    assert list(tmp_path.iterdir()) == []
    assert dashboard.examine_upload(name, as_csv(panel())).name.endswith("zone.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(dashboard, "LARGEST", 3)
    with pytest.raises(DataError, match="more than"), dashboard.temporary_upload("zone.csv", b"four"):
        pytest.fail("must not be written")


@pytest.mark.parametrize("text", [EVIL, "=HYPERLINK(1)", "{{7*7}}"])
def test_whatever_stands_in_a_cell_or_name_is_text(text):
    board = dashboard.Dashboard()
    upload(board, f"{text}.csv", as_csv(panel(zone=text)))
    shown = "".join(part.value for part in board.texts.values())
    own = panel()
    upload(board, "zone.csv", as_csv(own.assign(cod=[*own["cod"].astype(str)[:-1], text])))
    shown += "".join(part.value for part in board.texts.values())
    assert "<script" not in shown
    assert "<img" not in shown
    assert html.escape(text)[:40] in shown


# ---- the server and the browser -----------------------------------------------------------------


@pytest.fixture(scope="module")
def running():
    """Start the dashboard; return its address, process and folder."""
    with server.running_server() as (address, process):
        yield address, process, Path(process.args[-1]).parent
    assert not Path(process.args[-1]).parent.exists()


@pytest.fixture
def page(browser, running):
    """Open the dashboard and remember what was asked for and what went wrong."""
    made = browser.new_page(viewport={"width": 1200, "height": 1400}, accept_downloads=True)
    made.asked, made.dialogs = [], []
    made.on("request", lambda request: made.asked.append(request.url))
    made.on("dialog", lambda dialog: (made.dialogs.append(dialog.message), dialog.dismiss()))
    made.goto(running[0])
    made.wait_for_selector("text=Choose a file", timeout=90_000)
    yield made
    origin = running[0].split("/?")[0]
    local = (origin, origin.replace("http", "ws"), "data:", "blob:")
    assert [url for url in made.asked if not url.startswith(local)] == []
    assert made.dialogs == []
    made.close()


def give(page, name, content):
    with page.expect_file_chooser() as chooser:
        page.click("button.jupyter-button:has(.fa-upload), button:has-text('Choose a file')")
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content})


def status(address, **given):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, **given), timeout=20) as answer:
            return answer.status, answer.url
    except urllib.error.HTTPError as error:
        return error.code, error.url


@pytest.mark.full
@pytest.mark.xdist_group("dashboard")
def test_the_server_wants_the_token_and_the_xsrf_token(running):
    plain, token = running[0].split("?token=")
    code, url = status(plain)
    assert code == 403 or "/login" in url
    assert "127.0.0.1" in plain
    kernel = "00000000-0000-0000-0000-000000000000"
    assert status(f"{plain}voila/api/shutdown/{kernel}?_=1", method="POST", data=b"")[0] == 403
    assert status(f"{plain}voila/files/dashboard.ipynb?token={token}")[0] in {403, 404}
    assert status(f"{plain}?token={token}", headers={"Host": "evil.example"})[0] == 403
    assert token not in " ".join(running[1].args)


@pytest.mark.full
@pytest.mark.xdist_group("dashboard")
def test_a_managers_way_upload_fix_slide_download(page, tmp_path):
    report = page.frame_locator("iframe")
    give(page, "zone.csv", as_csv(broken()))
    page.wait_for_selector("text=about 7", timeout=30_000)
    assert page.locator("iframe").count() == 0
    page.click("text=unreadable_is_missing")
    report.get_by_text("Verdicts by area").wait_for(timeout=30_000)
    give(page, "mended.csv", as_csv(panel()))
    page.wait_for_function("!document.body.innerText.includes('about 7')", timeout=30_000)
    report.get_by_text("mended.csv, SHA-256").first.wait_for(timeout=30_000)

    slider = page.locator(".noUi-handle").first
    slider.scroll_into_view_if_needed()
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_selector("p:has-text('-20 %')", timeout=20_000)

    page.select_option("select:has(option:text('2011')) >> nth=0", "2011")
    report.get_by_text("Report on Harbor zone, 2011").wait_for(timeout=20_000)
    page.select_option("select:has(option:text('English'))", "ไทย")
    report.get_by_text("รายงานของ Harbor zone ปี 2011").wait_for(timeout=20_000)
    page.select_option("select:has(option:text('English'))", "English")
    report.get_by_text("Report on Harbor zone, 2011").wait_for(timeout=20_000)
    # The table of what moves is written last: now no line of the page shifts under the mouse any more.
    page.wait_for_selector("th:has-text('changed')", timeout=20_000)
    # The slider below was in view: first up to the links, as a person would, then the click.
    page.locator('a[download="report.html"]').scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    for name in ("report.html", "report.xlsx"):
        with page.expect_download() as download:
            page.click(f'a[download="{name}"]')
        download.value.save_as(tmp_path / name)
    assert "Report on Harbor zone, 2011" in (tmp_path / "report.html").read_text("utf-8")
    row = panel().set_index("year").loc[2011]
    found = pd.read_excel(
        tmp_path / "report.xlsx", sheet_name="indicators", header=2, dtype={"code": str}, engine="openpyxl"
    ).set_index("code")
    assert found.at["2.2", "value"] == pytest.approx(row["energy"] / row["industrial_added_value"])
    if os.environ.get("ECOPARK_SHOTS"):
        page.screenshot(path=os.environ["ECOPARK_SHOTS"], full_page=True)


@pytest.mark.full
@pytest.mark.xdist_group("dashboard")
def test_hostile_files_show_text_and_run_nothing(page):
    give(page, "../../<img src=x onerror=alert(1)>.csv", as_csv(panel(zone=EVIL)))
    report = page.frame_locator("iframe")
    report.get_by_text("Verdicts by area").wait_for(timeout=30_000)
    assert "<script>document.title" in report.locator("h1").inner_text()
    page.wait_for_timeout(500)
    assert page.title() != "owned"
    own = panel()
    give(page, "zone.csv", as_csv(own.assign(cod=[*own["cod"].astype(str)[:-1], EVIL])))
    page.wait_for_selector("td:has-text('document.title')", timeout=30_000)
    give(page, "zone.csv", as_csv(own.assign(cod=[*own["cod"].astype(str)[:-1], "=1+1"])))
    page.wait_for_selector("td:has-text('=1+1')", timeout=30_000)
    give(page, "zone.csv", b"\x00\x01\x02 not a table")
    page.wait_for_selector(".ecopark .warning", timeout=30_000)
    assert page.title() != "owned"
    assert page.locator(".ecopark img, .ecopark script").count() == 0


@pytest.mark.full
@pytest.mark.xdist_group("dashboard")
def test_nothing_stays_when_the_page_is_closed(browser, running):
    page = browser.new_page()
    page.goto(running[0])
    page.wait_for_selector("text=Choose a file", timeout=90_000)
    give(page, "zone.csv", as_csv(panel()))
    page.frame_locator("iframe").get_by_text("Verdicts by area").wait_for(timeout=30_000)
    log = running[2] / "log"
    started = log.read_text("utf-8").count("Kernel started")
    page.goto("about:blank")
    page.close()
    for _ in range(100):
        if log.read_text("utf-8").count("Kernel shutdown") >= 1:
            break
        time.sleep(0.1)
    assert started >= 1
    assert log.read_text("utf-8").count("Kernel shutdown") >= 1
    left = [
        p for p in (running[2] / "tmp").rglob("*") if "upload" in p.name or p.suffix in dashboard.SUFFIXES
    ]
    assert left == []


@pytest.mark.full
@pytest.mark.xdist_group("dashboard")
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_killed_command_leaves_no_server_and_no_file(alive, tmp_path):
    code = "from ecopark_cli import main; main()"
    command = [sys.executable, "-c", code, "dashboard", "--no-browser"]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout.readline().startswith("The dashboard is at http://127.0.0.1:")
        assert len(list(tmp_path.iterdir())) == 1
        process.kill()
    for _ in range(100):
        if not list(tmp_path.iterdir()) and not alive(str(tmp_path)):
            break
        time.sleep(0.1)
    assert list(tmp_path.iterdir()) == []
    assert alive(str(tmp_path)) == []


def test_a_port_that_another_program_has_is_refused():
    other = socket.create_server(("127.0.0.1", 0))
    taken = server.running_server(other.getsockname()[1])
    with other, pytest.raises(server.NoServer), taken:
        pass


def test_a_file_that_cannot_be_examined_takes_the_report_of_the_one_before_away(monkeypatch):
    def fail(*_):
        raise RuntimeError("no room")

    board = dashboard.Dashboard()
    upload(board, "zone.csv", as_csv(panel()))
    assert board.results.children
    monkeypatch.setattr(dashboard, "examine_upload", fail)
    upload(board, "other.csv", as_csv(panel("Other zone")))
    assert "no room" in board.texts["message"].value
    board.language.value = "th"
    assert not board.results.children
