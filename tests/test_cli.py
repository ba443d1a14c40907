"""The command line as a user meets it: messages, exit codes, no traceback."""

import json
import re
import shutil
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from ecopark import files

SHIPPED = files.exercises_folder() / "10_subsidy_shares.ipynb"


def ecopark(*words, cwd=None):
    command = [sys.executable, "-c", "from ecopark_cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=cwd)


def test_lessons_are_listed_with_their_parameters():
    done = ecopark("lessons")
    assert done.returncode == 0
    assert re.search(r"^05  The EIP Demonstration Program.* \(\d+ minutes\)$", done.stdout, re.MULTILINE)
    assert "-p change=-20.0" in done.stdout


def test_datasets_are_listed_and_shown():
    assert "ctip_subsidies" in ecopark("datasets").stdout
    assert "subsidy [10^6 RMB]" in ecopark("datasets", "ctip_subsidies").stdout


def test_audit_is_printed_and_exported(tmp_path):
    done = ecopark("audit", "--subject", "subsidies", "--out", "audit.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert "stated 8.5 %, computed 6.809 %" in done.stdout
    assert (pd.read_excel(tmp_path / "audit.xlsx", engine="openpyxl")["subject"] == "subsidies").all()


def test_a_package_is_exported(tmp_path):
    assert ecopark("datasets", "ctip_subsidies", "--out", "all.xlsx", cwd=tmp_path).returncode == 0
    sheets = pd.read_excel(tmp_path / "all.xlsx", sheet_name=None, engine="openpyxl")
    assert sheets["subsidies"]["subsidy"].sum() == 3086
    assert list(sheets) == ["subsidies", "statements", "investments", "rules"]
    words = ("datasets", "ctip_subsidies", "--table", "statements", "--out", "one.csv")
    assert ecopark(*words, cwd=tmp_path).returncode == 0
    assert len(pd.read_csv(tmp_path / "one.csv")) == 7
    assert {p.name for p in tmp_path.glob("[!.]*")} == {"all.xlsx", "one.csv"}


def test_build_check_finds_nothing():
    done = ecopark("build", "--check")
    assert (done.returncode, done.stdout) == (0, "Every edition equals what its master gives.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "05", "-p", "yaer=2010"), "Did you mean 'year'"),
        (("run", "05", "-p", "year=soon", "-p", "change=500"), "2 problems in the parameters"),
        (("run", "99"), "Unknown lesson '99'"),
        (("check", "no-such-file.ipynb"), "cannot be read: No such file"),
        (("datasets", "ctip"), "Did you mean 'ctip"),
        (("audit", "--subject", "money"), "Unknown subject 'money'"),
        (
            ("datasets", "ctip_subsidies", "--out", "a.csv"),
            "name a table (subsidies, statements, investments, rules)",
        ),
        (("datasets", "ctip_subsidies", "--out", "a.docx"), "must end with .csv or .xlsx"),
        (("datasets", "ctip_subsidies", "--out", "no/a.xlsx"), "folder does not exist"),
    ],
)
def test_bad_input_gets_one_message_and_exit_code_2(tmp_path, words, said):
    done = ecopark(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "missing.xlsx"), "无法读取missing.xlsx"),
        (("doctor", "missing.xlsx"), "无法读取missing.xlsx"),
        (("run", "99"), "未知的课"),
    ],
)
def test_an_error_is_said_in_the_language_of_the_command(tmp_path, words, said):
    done = ecopark(*words, "--language", "zh-Hans", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_check_follows_the_language_of_the_notebook(tmp_path):
    about = {"slug": "gone", "edition": 1, "title": "Exercises: gone", "language": "zh-Hans"}
    notebook = {"cells": [], "metadata": {"ecopark": about}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "mine.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    done = ecopark("check", "mine.ipynb", cwd=tmp_path)
    assert done.returncode == 2
    assert "本课程没有这一练习" in done.stderr


def test_an_unknown_option_gets_exit_code_2():
    assert ecopark("run", "05", "--speed", "9").returncode == 2


@pytest.mark.slow
def test_a_file_with_faults_is_listed_and_nothing_is_computed(tmp_path):
    (tmp_path / "zone.csv").write_text("zone,year,energy\nA,2010,-4\n", encoding="utf-8")
    done = ecopark("run", "05", "-p", "panel_file=zone.csv", "-p", "zone=A", "-o", "out.ipynb", cwd=tmp_path)
    assert done.returncode == 2
    assert "-4" in done.stderr
    assert "employees" in done.stderr
    assert "Traceback" not in done.stderr
    stopped = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert "**This lesson stopped.**" in stopped.cells[0].source
    assert "-4" in stopped.cells[0].source
    assert not any(cell.get("outputs") for cell in stopped.cells)


@pytest.mark.slow
def test_check_prints_a_line_an_exercise(tmp_path):
    shutil.copy(SHIPPED, tmp_path / "mine.ipynb")
    done = ecopark("check", "mine.ipynb", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "0 of 8 passed."
    assert done.stdout.count("not answered yet") == 8
