"""What counts as an answer: learner and teacher get one verdict, and hear of the cells that do not count."""

import csv
import json
import re
import shutil

import pytest
from typer.testing import CliRunner

from ecopark import files
from ecopark_cli import app
from ecopark_course import sources
from ecopark_course.check_notebook import Collected, give_verdict
from ecopark_course.grade import _AnswerKey
from ecopark_course.notebook_files import read_submission
from ecopark_course.sandbox import Limits, Step, run_steps

SHIPPED = next(files.exercises_folder().glob("00_*.ipynb"))
MASTER = sources.read(sources.find("00", "exercises"))
slow = pytest.mark.slow
contained = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")


class Notebook:
    """The exercise notebook as it is handed out, for a test to fill in and to take apart."""

    def __init__(self):
        self.whole = json.loads(SHIPPED.read_text("utf-8"))
        self.cells = self.whole["cells"]

    def place(self, name):
        return next(n for n, cell in enumerate(self.cells) if cell.get("id") == name)

    def fill(self, number, code):
        self.cells[self.place(f"answer-00-{number}")]["source"] = code.splitlines(keepends=True)

    def insert(self, place, code, like=None, kind="code"):
        """Insert a new cell; like one that is copied or split, it has the metadata of another one."""
        metadata = dict(self.cells[self.place(like)]["metadata"]) if like else {}
        self.cells.insert(place, {"cell_type": kind, "id": "f00d", "metadata": metadata, "source": code})

    def after(self, name, code, like=None, kind="code"):
        self.insert(self.place(name) + 1, code, like, kind)

    def strip(self):
        for cell in self.cells:
            cell.pop("id", None)
            cell["metadata"] = {}

    def save(self, path):
        path.write_text(json.dumps(self.whole), encoding="utf-8")
        return path


def split(notebook):
    notebook.fill(2, "first = 1")
    notebook.after("answer-00-2", "intensity = first", like="answer-00-2")


def split_with_fresh_marks_and_a_note(notebook):
    notebook.fill(2, "first = 1")
    notebook.after("answer-00-2", "intensity = first")
    notebook.after("answer-00-2", "A word on this.", kind="markdown")


def split_and_checked_in_between(notebook):
    split_with_fresh_marks_and_a_note(notebook)
    notebook.after("answer-00-2", 'check("00.2", intensity)', like="check-00-2")


def split_without_a_check(notebook):
    split(notebook)
    del notebook.cells[notebook.place("check-00-2")]


def split_below_the_check(notebook):
    split(notebook)
    notebook.cells.insert(notebook.place("answer-00-2"), notebook.cells.pop(notebook.place("check-00-2")))


def copied_from_another_exercise(notebook):
    notebook.fill(2, "first = 1")
    notebook.after("answer-00-2", "intensity = first", like="answer-00-1")


def without_marks(notebook):
    split(notebook)
    notebook.strip()


def made_anew(notebook):
    split_with_fresh_marks_and_a_note(notebook)
    notebook.cells[notebook.place("answer-00-2")]["metadata"] = {}
    notebook.cells[notebook.place("answer-00-2")]["id"] = "0123"


@pytest.mark.parametrize(
    ("change", "unmarked"),
    [
        (split, 0),
        (split_with_fresh_marks_and_a_note, 0),
        (split_and_checked_in_between, 0),
        (split_without_a_check, 0),
        (split_below_the_check, 0),
        (copied_from_another_exercise, 0),
        (without_marks, 8),
        (made_anew, 1),
    ],
)
def test_every_part_of_an_answer_counts_in_its_order(change, unmarked, tmp_path):
    notebook = Notebook()
    change(notebook)
    taken = read_submission(notebook.save(tmp_path / "00_mine.ipynb"))
    assert set(taken.answers) == {f"answer-00-{n}" for n in range(1, 9)}
    assert taken.whole()["answer-00-2"] == "first = 1\nintensity = first"
    assert {name for name, added in taken.added.items() if added} == {"answer-00-2"}
    assert len(taken.unmarked) == unmarked
    assert taken.outside == ()


def test_parameters_that_lost_their_tag_are_found(tmp_path):
    notebook = Notebook()
    notebook.cells[1]["source"] = "".join(notebook.cells[1]["source"]).replace("= 800000", "= 700000")
    before = read_submission(notebook.save(tmp_path / "00_mine.ipynb")).parameters
    notebook.strip()
    assert read_submission(notebook.save(tmp_path / "00_mine.ipynb")).parameters == before


@pytest.mark.parametrize(("energy", "notes"), [("800000", 0), ("8e5", 0), ("700000", 1), ("1 / 0", 1)])
def test_a_teacher_hears_of_parameters_that_are_not_those_of_the_grade(energy, notes, tmp_path):
    notebook = Notebook()
    cell = notebook.cells[notebook.place("cell-01")]
    cell["source"] = re.sub(r"(energy: float =) \S+", rf"\1 {energy}", "".join(cell["source"]))
    key = _AnswerKey("00", None)
    submission = read_submission(notebook.save(tmp_path / "00_mine.ipynb"))
    found = key.row("Ann", submission, Collected())["notes"].splitlines()
    assert len(found) == notes
    assert all("energy" in note and "graded with 800000" in note for note in found)


OUTSIDE = {
    "above the answer cell": lambda n: n.insert(n.place("answer-00-2"), "intensity = 1"),
    "in the check cell": lambda n: n.cells[n.place("check-00-2")].update(
        source='intensity = 1\ncheck("00.2", intensity)'
    ),
    "in the given cell": lambda n: n.cells[n.place("cell-02")]["source"].append("\nintensity = 1"),
    "in a copy after the check": lambda n: n.after("check-00-2", "intensity = 1", like="answer-00-2"),
    "at the end": lambda n: n.insert(len(n.cells), "%matplotlib inline\nintensity = 1"),
}


@pytest.mark.parametrize("where", OUTSIDE)
def test_code_outside_the_answer_cells_is_named_if_an_answer_that_is_not_right_needs_it(where, tmp_path):
    notebook = Notebook()
    OUTSIDE[where](notebook)
    taken = read_submission(notebook.save(tmp_path / "00_mine.ipynb"))
    assert "intensity = 1" in taken.outside[0]
    got = Collected(values={"00.1": ..., "00.2": ...})

    def notes(exercise, line):
        return give_verdict(exercise, taken, got, f"{exercise} {line}").notes

    (note,) = notes("00.2", "not answered yet")
    assert note.startswith("Only answer cells count: move the lines of the cell that begins with '")
    assert note.endswith("into the answer cell of 00.2.")
    assert notes("00.2", "passed.") == ()
    assert notes("00.1", "not answered yet") == ()


def test_a_sentence_about_a_cell_holds_no_sign_that_steers_a_terminal(tmp_path):
    notebook = Notebook()
    notebook.insert(2, "intensity = '\x1b[31m' # " + "x" * 300)
    taken = read_submission(notebook.save(tmp_path / "00_mine.ipynb"))
    (note,) = give_verdict("00.2", taken, Collected(values={"00.2": ...}), "00.2 not answered yet").notes
    assert note.isprintable()
    assert len(note) < 200


ALLOWED = {
    "figures": "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'\nanswer = 1",
    "windows": "%matplotlib qt\n%gui qt\nanswer = 1",
    "names of numpy": "%pylab inline\nanswer = int(arange(2)[1])",
    "help": "?len\nimport pandas as pd\npd.DataFrame??\nhelp(len)\nanswer = 1",
    "the system": "!ls\nword = 'a'\nfiles = !echo {word} $word\nanswer = 1 if files == ['a a'] else files",
    "the time": "%%time\nanswer = 1",
    "the time of a line": "%time answer = 1",
    "extensions": "%load_ext autoreload\n%autoreload 2\n%load_ext not_installed_here\nanswer = 1",
    "magics of a kernel": "%autosave 60\n%clear\n%history\nanswer = 1",
    "display": "from IPython.display import HTML\ndisplay(HTML('x'), 3)\nanswer = 1",
    "waiting": "import asyncio\nasync def one(): return 1\nanswer = sum(await asyncio.gather(one()))",
    "the shell": "get_ipython().run_line_magic('matplotlib', 'inline')\nanswer = 1",
    "a pause": "input('Go on?')\nbreakpoint()\nanswer = 1",
}


@slow
@contained
@pytest.mark.parametrize("sandboxed", [pytest.param(True, marks=contained), False])
def test_what_a_notebook_allows_in_a_cell_loses_no_answer(sandboxed):
    steps = []
    for what, code in ALLOWED.items():
        steps += [Step(f"cell: {what}", (f"answer = 0\n{code}",)), Step(what, name="answer")]
    # A magic for a whole cell stands in its first line.
    steps = [
        Step(step.id, (step.sources[0].removeprefix("answer = 0\n"),))
        if "%%" in "".join(step.sources)
        else step
        for step in steps
    ]
    asks = Step("asks", ("answer = float(input('Value?'))",))
    fails = Step("fails", ("%time answer = 1 / 0",))
    result = run_steps([*steps, asks, fails], Limits(seconds=20), sandboxed=sandboxed)
    assert result.values == dict.fromkeys(ALLOWED, 1)
    assert set(result.errors) == {"asks", "fails"}
    assert "nobody answers input() here" in result.errors["asks"]
    assert "ZeroDivisionError" in result.errors["fails"]


SOLVED = {
    cell.id: "\n".join(line for line in cell.source.splitlines() if "SOLUTION" not in line)
    for cell in MASTER.cells
    if cell.id.startswith("answer-")
}


def every_kind(notebook):
    """Fill in each exercise in another way."""
    notebook.fill(1, "factor = ep.units.factor('tce', 'GJ')")
    notebook.after("answer-00-1", "%%time\ngigajoules = energy * factor", like="answer-00-1")
    notebook.after("answer-00-2", "intensity = energy / in_10_4")  # in a new cell below
    notebook.fill(3, "%matplotlib inline\n" + SOLVED["answer-00-3"])
    notebook.fill(4, "what_happens = letter()")
    notebook.insert(notebook.place("answer-00-4"), "def letter():\n    return 'B'")
    notebook.fill(5, SOLVED["answer-00-5"])
    notebook.after("answer-00-5", "most_rows.no_such_thing")  # a trial that was left
    notebook.after("answer-00-6", "mean_investment = 1 / 0")
    notebook.after("check-00-7", SOLVED["answer-00-7"], like="answer-00-7")


def stripped(notebook):
    notebook.fill(1, SOLVED["answer-00-1"])
    notebook.strip()


LOST = "the cells before each check were taken"
EXPECTED = {
    every_kind: (
        ["passed", "passed", "passed", "wrong", "passed", "wrong", "unanswered", "unanswered"],
        {
            "00.4": "the cell that begins with 'def letter():' into the answer cell of 00.4.",
            "00.7": "the cell that begins with 'not_to_quote = ",
        },
    ),
    stripped: (["passed", *["unanswered"] * 4, "wrong", "unanswered", "unanswered"], {"00.1": LOST}),
}


@slow
@contained
@pytest.mark.parametrize("kind", EXPECTED, ids=lambda kind: kind.__name__)
def test_learner_and_teacher_get_the_same_verdicts_and_the_same_sentences(kind, tmp_path):
    (tmp_path / "class").mkdir()
    notebook = Notebook()
    kind(notebook)
    path = notebook.save(tmp_path / "class" / "00_mine.ipynb")
    learner = CliRunner().invoke(app, ["check", str(path)]).stdout.splitlines()
    graded = CliRunner().invoke(
        app, ["grade", str(path.parent), "-o", str(tmp_path / "g.csv"), "--jobs", "1"]
    )
    assert graded.exit_code == 0, graded.output
    with (tmp_path / "g.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    teacher = row["notes"]
    outcomes, notes = EXPECTED[kind]
    exercises = [f"00.{n}" for n in range(1, 9)]
    lines = {line[:4]: line for line in learner if line.startswith("00.")}
    for exercise, outcome in zip(exercises, outcomes, strict=True):
        assert row[exercise].removesuffix(".") == lines[exercise][5:].removesuffix(".")
        words = {"passed": "passed", "unanswered": "not answered yet", "wrong": "not yet: "}
        assert words[outcome] in lines[exercise], lines[exercise]
        if exercise in notes:
            assert notes[exercise] in learner[learner.index(lines[exercise]) + 1]
            assert notes[exercise] in teacher
    assert len([line for line in learner if line.startswith("  ")]) == len(notes)
    assert graded.stdout.count("00_mine.ipynb: ") == len(teacher.splitlines()) == len(notes)
