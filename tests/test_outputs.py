"""Nothing of the user's is written over, whatever command writes: a file is ecopark's own, or it is kept."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import ecopark as ep
import ecopark_cli as cli
from ecopark import files
from ecopark.errors import DataError
from ecopark.files import check_outputs, user_output

EXERCISES = "10_subsidy_shares"
VARIANT = ("variant", "10", "--learner", "ann", "--secret", "secret.txt", "-o", "handout")
GRADE = ("grade", "class", "-o", "grades.csv", "--lesson", "10", "--trust")
STATEMENTS = ("datasets", "ctip_subsidies", "--table", "statements", "--out", "out.csv")
# What each command is given, and the files that it writes; the first one is written by every run.
COMMANDS = {
    "template": (("template", "zone.xlsx"), ["zone.xlsx"]),
    "marked copy": (("doctor", "panel.csv", "-o", "marked.xlsx"), ["marked.xlsx"]),
    "clean panel": (("doctor", "panel.csv", "--clean", "clean.csv"), ["clean.csv"]),
    "clean workbook": (("doctor", "panel.csv", "--clean", "clean.xlsx"), ["clean.xlsx"]),
    "datasets": (STATEMENTS, ["out.csv"]),
    "audit": (("audit", "--subject", "planning", "--out", "out.xlsx"), ["out.xlsx"]),
    "variant": (VARIANT, [f"handout/{EXERCISES}_ann.ipynb"]),
    "nbgrader": (("nbgrader", "export", "course"), [f"course/source/{EXERCISES}/{EXERCISES}.ipynb"]),
    "grade": (GRADE, ["grades.csv"]),
    "run": (("run", "10", "-o", "lesson.ipynb"), ["lesson.ipynb"]),
    "report": (("report", "panel.csv", "-o", "r.html"), ["r.html", "r.xlsx"]),
    "reports": (
        ("reports", "panel.csv", "-o", "out"),
        ["out/reports.csv", *(f"out/Synthetic-zone-1.{ending}" for ending in ("html", "xlsx"))],
    ),
}
LONG = {"grade", "run"}  # they start processes or kernels
CHOICES = [pytest.param(c, marks=[pytest.mark.slow] if c in LONG else []) for c in COMMANDS]


@pytest.fixture
def ecopark(tmp_path, monkeypatch, capsys):
    """Return a function that gives the command some words in a folder with data; it returns code and text."""
    ep.datasets.synthetic_panel(zones=1, years=6, seed=5).to_csv(tmp_path / "panel.csv", index=False)
    (tmp_path / "secret.txt").write_text("a secret of the course", encoding="utf-8")
    (tmp_path / "class").mkdir()
    handed_in = (files.exercises_folder() / f"{EXERCISES}.ipynb").read_bytes()
    (tmp_path / "class" / "ann.ipynb").write_bytes(handed_in)
    monkeypatch.chdir(tmp_path)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["ecopark", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code, said.out + said.err

    return call


def content(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("command", "name"), [(command, name) for command, (_, names) in COMMANDS.items() for name in names]
)
def test_a_file_of_the_user_is_kept_and_named_before_any_work(ecopark, tmp_path, command, name):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(b"mine")
    before = content(tmp_path)
    code, said = ecopark(*COMMANDS[command][0])
    assert code == 2
    assert f"{name}': the file is kept: ecopark did not write it." in said
    assert "Likely fix: choose another name, or move the file." in said
    assert Path(name).read_bytes() == b"mine"
    if command != "nbgrader":  # the other assignments of the course are of use without this one
        assert content(tmp_path) == before


@pytest.mark.parametrize("command", CHOICES)
def test_a_file_of_ecopark_is_replaced_until_somebody_changes_it(ecopark, command):
    words, names = COMMANDS[command]
    assert ecopark(*words)[0] == 0
    first = [Path(name).stat().st_ino for name in names]
    assert ecopark(*words)[0] == 0
    assert Path(names[0]).stat().st_ino != first[0]
    for name in names:
        unchanged = Path(name).read_bytes()
        Path(name).write_bytes(unchanged + b" ")
        code, said = ecopark(*words)
        assert code == 2
        assert f"{name}': the file is kept: it was changed since ecopark wrote it." in said
        assert Path(name).read_bytes() == unchanged + b" "
        Path(name).write_bytes(unchanged)


def test_an_export_to_nbgrader_goes_on_past_a_changed_assignment(ecopark):
    words, (name,) = COMMANDS["nbgrader"]
    ecopark(*words)
    Path(name).write_bytes(b"mine")
    others = sorted(p for p in Path("course/source").rglob("*.ipynb") if p != Path(name))
    others[0].unlink()
    code, said = ecopark(*words)
    assert code == 2
    assert "all other files are written" in said
    assert others[0].exists()
    # nbgrader hands out whatever lies beside a notebook.
    assert [p.name for p in Path("course/source").rglob("*") if p.is_file() and p.suffix != ".ipynb"] == []


def test_a_filled_template_is_kept(ecopark):
    import openpyxl

    ecopark("template", "zone.xlsx")
    book = openpyxl.load_workbook("zone.xlsx")
    book["Data"]["A7"] = "Harbor zone"
    book.save("zone.xlsx")
    assert ecopark("template", "zone.xlsx")[0] == 2
    assert openpyxl.load_workbook("zone.xlsx")["Data"]["A7"].value == "Harbor zone"


@pytest.mark.parametrize(
    "words",
    [
        ("doctor", "own.csv", "--clean", "own.csv"),
        ("doctor", "own.xlsx", "-o", "own.xlsx"),
        ("report", "own.xlsx", "-o", "own.html"),
        ("grade", "class", "-o", "own.csv", "--roster", "own.csv"),
        ("run", "05", "-p", "panel_file=own.ipynb", "-o", "own.ipynb"),
    ],
)
def test_an_input_is_never_replaced_even_if_ecopark_wrote_it(ecopark, tmp_path, words):
    for name in ("own.csv", "own.xlsx"):
        assert ecopark("doctor", "panel.csv", "--clean", name)[0] == 0
    with user_output(tmp_path / "own.ipynb") as part:
        part.write_text("{}", encoding="utf-8")
    before = content(tmp_path)
    code, said = ecopark(*words)
    assert code == 2
    assert said.count("the file holds your data and would be lost") == 1
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "10", "-o", "lesson.html"), "'lesson.html': the name must end with .ipynb"),
        (("run", "05", "-p", "panel_file=panel.csv", "-o", "panel.csv"), "name it panel.ipynb"),
        (("run", "10", "-o", "no/lesson.ipynb"), "'no': the folder does not exist"),
        (("run", "10", "-o", "class"), "'class': is a folder"),
        (("template", "zone.csv"), "name it zone.xlsx"),
        (("template", "no/zone.xlsx"), "'no': the folder does not exist"),
        (("doctor", "panel.csv", "-o", "marked.ods"), "the name must end with .xlsx"),
        (("doctor", "panel.csv", "--clean", "clean.json"), "the name must end with .csv or .xlsx"),
        (("doctor", "panel.csv", "-o", "a.xlsx", "--clean", "a.xlsx"), "have one name"),
        (("report", "panel.csv", "-o", "no/r.html"), "'no': the folder does not exist"),
        (("report", "panel.csv", "-o", "r.pdf"), "name it r.html"),
        (("grade", "class", "-o", "grades.xlsx"), "name it grades.csv"),
        (("grade", "class", "-o", "class"), "'class': is a folder"),
        (("audit", "--out", "audit.txt"), "name it audit.csv"),
        (("datasets", "ctip_subsidies", "--out", "no/a.xlsx"), "'no': the folder does not exist"),
        (("variant", *VARIANT[1:-1], "panel.csv"), "cannot be written"),
        (("nbgrader", "export", "panel.csv"), "cannot be written"),
        (("reports", "panel.csv", "-o", "secret.txt"), "cannot be made"),
    ],
)
def test_an_output_that_cannot_be_is_refused_with_one_message(ecopark, tmp_path, words, said):
    before = content(tmp_path)
    code, message = ecopark(*words)
    assert (code, said in message) == (2, True), message
    assert "table:" not in message
    assert len(re.findall(r"\d+ problems? in ", message)) == 1
    assert content(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such places")
def test_a_link_that_leads_nowhere_and_a_device_are_kept(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "none")
    for place in (tmp_path / "link.csv", Path("/dev/null")):
        with pytest.raises(DataError, match="cannot be replaced"):
            check_outputs([place])
    assert (tmp_path / "link.csv").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="chmod means little on Windows")
def test_a_closed_folder_and_a_closed_file_are_said(tmp_path, monkeypatch):
    # The test may run as a user who may write everywhere: the answer of the system is played.
    with user_output(tmp_path / "a.csv") as part:
        part.write_text("x")
    monkeypatch.setattr("ecopark.files.os.access", lambda *_: False)
    with pytest.raises(DataError) as caught:
        check_outputs([tmp_path / "a.csv"])
    assert [p.rule for p in caught.value.issues] == [
        "nothing can be written to the folder",
        "the file cannot be replaced",
    ]


def put(path, text):
    with user_output(path) as part:
        part.write_text(text, encoding="utf-8")


def test_a_stop_while_a_file_is_replaced_leaves_one_that_is_known(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    put(tmp_path / "a.txt", "first")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path / "a.txt", "second")
    assert (tmp_path / "a.txt").read_text("utf-8") == "first"
    put(tmp_path / "a.txt", "third")
    assert (tmp_path / "a.txt").read_text("utf-8") == "third"


def test_a_file_that_comes_while_the_work_goes_on_is_kept(tmp_path):
    target = tmp_path / "a.txt"

    def work():
        with user_output(target) as part:
            target.write_text("mine", encoding="utf-8")
            part.write_text("a result", encoding="utf-8")

    with pytest.raises(DataError, match="kept"):
        work()
    assert content(tmp_path) == {target: b"mine"}


def test_a_damaged_record_costs_no_file_and_is_used_again(tmp_path):
    put(tmp_path / "a.txt", "first")
    (record,) = set(tmp_path.iterdir()) - {tmp_path / "a.txt"}
    record.write_bytes(b"\xff cut off")
    with pytest.raises(DataError, match="kept"):
        put(tmp_path / "a.txt", "second")
    (tmp_path / "a.txt").unlink()
    put(tmp_path / "a.txt", "third")
    put(tmp_path / "a.txt", "fourth")
    assert (tmp_path / "a.txt").read_text("utf-8") == "fourth"


@pytest.mark.skipif(sys.platform != "linux", reason="sha256sum is a tool of Linux")
def test_the_record_is_what_sha256sum_reads(tmp_path):
    put(tmp_path / "a b.txt", "x")
    (tmp_path / "source").mkdir()
    with user_output(tmp_path / "source" / "c.txt", home=tmp_path) as part:
        part.write_text("y", encoding="utf-8")
    command = ["sha256sum", "--check", "--strict", ".ecopark-written"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "a b.txt: OK\nsource/c.txt: OK\n")
