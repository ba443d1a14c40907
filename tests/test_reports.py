"""Many reports: each is made once, also when the work is killed midway."""

import csv
import io
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import ecopark as ep
from ecopark.errors import DataError
from ecopark_zone import batch, page
from ecopark_zone.summary import Options

pytestmark = [pytest.mark.xdist_group("reports")]
EVIL = ["../../etc/passwd", "<script>alert(1)</script>", "=1+1", "CON", "a/b", "A/B", "园区 一", ""]


def write(path, zones=3):
    panel = ep.datasets.synthetic_panel(zones=zones, years=6, seed=5)
    panel.to_csv(path, index=False)
    return panel


def command(*given):
    return [sys.executable, "-c", "from ecopark_cli import main; main()", "reports", *map(str, given)]


def cli(*given, cwd=None):
    return subprocess.run(command(*given), capture_output=True, text=True, check=False, cwd=cwd)


def content(folder):
    """Return what every file in a folder holds, without the record: its lines come as reports end.

    Of a workbook the cells count: the file also holds the time when it was written.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == ".ecopark-written" or path.parent.name == ".reports":
            continue
        name = str(path.relative_to(folder))
        found[name] = cells(path.read_bytes()) if path.suffix == ".xlsx" else path.read_bytes()
    return found


def cells(workbook):
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {sheet.title: list(sheet.values) for sheet in book}


def statuses(outcomes):
    return [outcome.status for outcome in outcomes]


# ---- plans --------------------------------------------------------------------------------------


def test_each_zone_gets_a_plan_with_a_file_name_of_its_own(tmp_path):
    write(tmp_path / "panel.csv")
    found, failures = batch.plan_reports(tmp_path / "panel.csv", Options(year=2009))
    assert [plan.stem for plan in found] == [f"Synthetic-zone-{n}" for n in (1, 2, 3)]
    assert failures == []
    assert [plan.zone for plan in found] == [f"Synthetic zone {n}" for n in (1, 2, 3)]
    assert len({plan.digest for plan in found}) == 3


def test_a_digest_follows_inputs_and_choices(tmp_path):
    panel = write(tmp_path / "panel.csv", zones=1)

    def digest(language="en", **choices):
        return batch.plan_reports(tmp_path / "panel.csv", Options(**choices), language)[0][0].digest

    first = digest()
    assert digest() == first
    choices = ({"peers": True}, {"year": 2008}, {"standard": "cepz-ctip-2012"}, {"growth": 3.0})
    others = [digest("th"), *(digest(**choice) for choice in choices)]
    panel.assign(energy=panel["energy"] + 1).to_csv(tmp_path / "panel.csv", index=False)
    assert len({first, digest(), *others}) == 7


def test_hostile_names_stay_in_the_folder(tmp_path):
    panel = write(tmp_path / "a.csv", zones=1)
    names = [name for name in EVIL if name]
    pd.concat([panel.assign(zone=name) for name in names]).to_csv(tmp_path / "a.csv", index=False)
    stems = [plan.stem for plan in batch.plan_reports(tmp_path / "a.csv")[0]]
    assert len({stem.casefold() for stem in stems}) == len(names)
    assert all(stem == Path(stem).name and ".." not in stem and stem != "CON" for stem in stems)
    assert all(c.isalnum() or c in "-_" for stem in stems for c in stem)


def late(panel, name):
    """Return a zone that has no row for the last year."""
    own = panel[(panel["zone"] == "Synthetic zone 1") & (panel["year"] < 2010)]
    return own.assign(zone=name)


def test_a_broken_file_and_a_zone_without_the_year_are_failures_with_reasons(tmp_path):
    panel = write(tmp_path / "good.csv", zones=2)
    (tmp_path / "broken.csv").write_text("zone,year\nA,soon\n", encoding="utf-8")
    pd.concat([panel, late(panel, "Late zone")]).to_csv(tmp_path / "good.csv", index=False)
    (tmp_path / "notes.txt").write_text("not a panel", encoding="utf-8")
    found, failures = batch.plan_reports(tmp_path, Options(year=2010))
    assert [(f.file, f.zone) for f in failures] == [("broken.csv", "")]
    assert "broken.csv cannot be read" in failures[0].reason
    outcomes = batch.make_all(found, failures, tmp_path / "out", jobs=1)
    assert [(o.zone, o.status) for o in outcomes] == [
        ("Synthetic zone 1", "made"), ("Synthetic zone 2", "made"), ("Late zone", "failed"), ("", "failed")
    ]  # fmt: skip
    assert "Unknown year of Late zone '2010'" in outcomes[2].reason


@pytest.mark.parametrize("name", ["none", "none.csv", "empty"])
def test_a_source_without_panels_fails(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"no such file or folder|holds no spreadsheet"):
        batch.plan_reports(tmp_path / name)


# ---- on this machine ----------------------------------------------------------------------------


@pytest.mark.slow
def test_reports_are_made_once_and_a_lost_one_is_made_again_but_a_changed_one_is_kept(tmp_path):
    write(tmp_path / "panel.csv")
    found, _ = batch.plan_reports(tmp_path / "panel.csv")
    out = tmp_path / "out"
    assert statuses(batch.make_all(found, [], out)) == ["made"] * 3
    first = content(out)
    assert len(first) == 3 * 2 + 1
    assert statuses(batch.make_all(found, [], out)) == ["kept"] * 3
    assert content(out) == first
    (out / "Synthetic-zone-2.xlsx").unlink()
    assert statuses(batch.make_all(found, [], out)) == ["kept", "made", "kept"]
    assert content(out) == first
    (out / "Synthetic-zone-2.xlsx").unlink()
    (out / "Synthetic-zone-3.html").write_text("with remarks", encoding="utf-8")
    with pytest.raises(DataError, match=r"Synthetic-zone-3\.html.*kept: it was changed"):
        batch.make_all(found, [], out)
    assert (out / "Synthetic-zone-3.html").read_text("utf-8") == "with remarks"
    assert not (out / "Synthetic-zone-2.xlsx").exists()
    page_, book = page.write_report(tmp_path / "panel.csv", tmp_path / "alone.html", "Synthetic zone 1")
    assert first["Synthetic-zone-1.html"] == page_.read_bytes()
    assert first["Synthetic-zone-1.xlsx"] == cells(book.read_bytes())


@pytest.mark.slow
def test_a_failing_zone_is_listed_and_stops_no_other(tmp_path):
    panel = write(tmp_path / "panel.csv", zones=2)
    (tmp_path / "broken.csv").write_text("zone\nA\n", encoding="utf-8")
    pd.concat([panel, late(panel, "@Late")]).to_csv(tmp_path / "panel.csv", index=False)
    done = cli(tmp_path, "-o", "out", "--year", "2010", cwd=tmp_path)
    assert done.returncode == 1
    assert "4 zones: 2 made, 0 kept, 2 failed." in done.stdout
    assert "FAILED @Late" in done.stdout
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows] == ["ok", "ok", "failed", "failed"]
    assert {row["zone"] for row in rows} == {"Synthetic zone 1", "Synthetic zone 2", "", "'@Late"}
    assert not any("Traceback" in text for text in (done.stdout, done.stderr))


def test_a_report_that_breaks_stops_no_other(tmp_path, monkeypatch):
    write(tmp_path / "panel.csv", zones=2)
    found, _ = batch.plan_reports(tmp_path / "panel.csv")
    make_files = page.make_files

    def broken(result, _):
        if result.zone == "Synthetic zone 1":
            raise ZeroDivisionError("division by zero")
        return make_files(result, _)

    monkeypatch.setattr(page, "make_files", broken)
    outcomes = batch.make_all(found, [], tmp_path / "out", jobs=1)
    assert [(o.status, o.reason) for o in outcomes] == [
        ("failed", "ZeroDivisionError: division by zero"), ("made", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("none", "-o", "out"), "no such file or folder"),
        (("panel.csv", "-o", "panel.csv"), "folder cannot be made"),
        (("panel.csv", "-o", "out", "--standard", "x"), "Unknown standard"),
    ],
)
def test_bad_input_gets_one_message_and_exit_code_2(tmp_path, given, said):
    write(tmp_path / "panel.csv", zones=1)
    done = cli(*given, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "panel.csv"]


@pytest.mark.parametrize(
    ("source", "output"),
    [("data", "data"), ("data/panel.csv", "data"), ("data", "data/../data"), ("data", "link")],
)
def test_a_folder_that_holds_the_data_is_refused(tmp_path, source, output):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    panel = write(tmp_path / "data" / "panel.csv", zones=1)
    panel.to_excel(tmp_path / "data" / "Synthetic-zone-1.xlsx", index=False)  # as a report would be called
    before = content(tmp_path)
    done = cli(source, "-o", output, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("the folder holds your data") == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert content(tmp_path) == before


@pytest.mark.full
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_killed_at_random_moments_it_ends_with_the_same_files(alive, tmp_path):
    write(tmp_path / "panel.csv", zones=6)
    assert cli("panel.csv", "-o", "whole", cwd=tmp_path).returncode == 0
    tag = f"ECOPARK_TAG={tmp_path}-{os.getpid()}"
    name, value = tag.split("=")
    moments = random.Random(7)
    for how in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT):
        log = (tmp_path / "log").open("wb")
        process = subprocess.Popen(
            command("panel.csv", "-o", "out"), cwd=tmp_path, stdout=log, stderr=log,
            env={**os.environ, name: value},
        )  # fmt: skip
        done = len(list(tmp_path.glob("out/.reports/*.json")))
        until = time.monotonic() + 60
        while len(list(tmp_path.glob("out/.reports/*.json"))) <= done and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.6))
        process.send_signal(how)
        process.wait(timeout=30)
        log.close()
        for path in tmp_path.glob("out/*.html"):
            assert path.read_bytes() == (tmp_path / "whole" / path.name).read_bytes()  # whole or not there
    again = cli("panel.csv", "-o", "out", cwd=tmp_path)
    assert again.returncode == 0
    assert "0 failed" in again.stdout
    assert " 0 kept" not in again.stdout
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    for _ in range(100):
        if not alive(tag):
            break
        time.sleep(0.1)
    assert alive(tag) == []


def test_after_an_interruption_nobody_waits_for_the_other_reports(tmp_path, monkeypatch):
    def make(file, zones, options, language):
        begun.append(zones)
        time.sleep(0.05)
        return ["not made"] * len(zones)

    def interrupt(outcome):
        raise KeyboardInterrupt

    begun = []
    write(tmp_path / "panel.csv", zones=20)
    monkeypatch.setattr(batch, "_CHUNK", 1)
    monkeypatch.setattr(batch, "_make_chunk", make)
    monkeypatch.setattr(batch, "ProcessPoolExecutor", lambda jobs, **_: ThreadPoolExecutor(jobs))
    plans, failures = batch.plan_reports(tmp_path / "panel.csv")
    with pytest.raises(KeyboardInterrupt):
        batch.make_all(plans, failures, tmp_path / "out", 2, interrupt)
    assert len(begun) < 10
