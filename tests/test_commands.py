"""Every command that README and the guides print runs, on files such as they name."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import ecopark as ep
from ecopark import files

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "course" / "site" / "guides").glob("*.md"))]
LINE = re.compile(r"^ *(?:\.venv/bin/)?ecopark ([a-z].*)$", re.MULTILINE)
# Servers, and what writes into the source tree, have tests of their own.
ELSEWHERE = {"build", "dashboard", "lab"}
UNANSWERED = 1  # exit code of `ecopark check` for a notebook without answers
pytestmark = pytest.mark.full


def commands(page):
    """Return the words of each command of a page; NAME stands for what a reader fills in."""
    lines = [shlex.split(line) for line in LINE.findall(page.read_text("utf-8"))]
    return [words for words in lines if words[0] not in ELSEWHERE and "NAME" not in words]


def ecopark(*words, folder):
    code = "from ecopark_cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def one_zone():
    panel = ep.datasets.synthetic_panel(zones=1, years=16)
    return panel[panel["year"].between(2015, 2020)].assign(zone="My zone")


def fill(workbook):
    """Fill a template as a person would: each column by its label, in any language."""
    columns = ep.datasets.load("panel", "columns")
    labels = {row[name]: row["name"] for _, row in columns.iterrows() for name in columns if "label" in name}
    book, panel = openpyxl.load_workbook(workbook), one_zone()
    for sheet in book.worksheets[:1]:
        for column in range(1, sheet.max_column + 1):
            name = labels.get(sheet.cell(5, column).value)
            for row, value in enumerate(panel[name] if name else (), 7):
                if pd.notna(value) and not isinstance(value, bool):
                    sheet.cell(row, column).value = value.item() if hasattr(value, "item") else value
    book.save(workbook)


def prepare(folder):
    """Make the files that the guides take for granted."""
    folder.mkdir()
    assert ecopark("start", folder=folder).returncode == 0
    (folder / "class.csv").write_text("learner\nlin\nmei\n", encoding="utf-8")
    (folder / "secret.txt").write_text("a secret of this course\n", encoding="utf-8")
    (folder / "handed-in").mkdir()
    notebook = next(files.exercises_folder().glob("*_subsidy_shares.ipynb"))
    shutil.copy(notebook, folder / "handed-in" / f"lin_{notebook.name}")
    panel = one_zone()
    pd.concat([panel, panel.assign(zone="Another zone")]).to_excel(folder / "zones.xlsx", index=False)


def test_what_a_reader_types_runs(tmp_path):
    run_before = set()  # a command that stands on several pages runs once
    for page in PAGES:
        listed, folder = commands(page), tmp_path / page.stem
        assert listed
        prepare(folder)
        for words in listed:
            if words[0] != "template" and tuple(words) in run_before:
                continue
            without_sandbox = words[0] == "grade" and shutil.which("bwrap") is None
            done = ecopark(*words, *(["--trust"] if without_sandbox else []), folder=folder)
            expected = UNANSWERED if words[0] == "check" else 0
            assert done.returncode == expected, f"{page.name}: {words}\n{done.stdout}{done.stderr}"
            if words[0] == "template":
                fill(folder / words[1])
            run_before.add(tuple(words))
