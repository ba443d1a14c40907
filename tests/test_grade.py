"""A class is graded: every grade right, everything odd named in a line, nothing judged that is not sure."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from benchmarks import grading as bench
from typer.testing import CliRunner

from ecopark.errors import DataError
from ecopark_cli import app
from ecopark_course import grade, sandbox, sources
from ecopark_course.check_notebook import check_file
from ecopark_course.feedback import Checker
from ecopark_course.grade import Grades, Grading, grade_folder, plain_code
from ecopark_course.notebook_files import Submission
from ecopark_course.roster import Roster, find_submissions
from ecopark_course.sandbox import Limits, SandboxUnavailableError
from ecopark_course.variants import Variants

SECRET = b"a secret of the course"
LESSON = "00"
MASTER = sources.read(sources.find(LESSON, "exercises"))
ASKED = sources.exercises(MASTER)
SOLVED = bench.solutions(MASTER)
LIMITS = Limits(seconds=5)
contained = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
group = pytest.mark.xdist_group("contain")
slow = pytest.mark.slow


def notebook(answers=None, learner="", secret=SECRET, lesson=LESSON, edit=lambda n: None):
    """Return the text of a learner's notebook."""
    variants = Variants(lesson, secret)
    plain = sources.learners_edition(sources.read(sources.find(lesson, "exercises")))
    made = json.loads(json.dumps(variants.notebook(learner) if learner else plain))
    for cell in made["cells"]:
        cell["source"] = (answers or {}).get(cell["id"], cell["source"])
    edit(made)
    return json.dumps(made)


@pytest.fixture
def folder(tmp_path):
    """Return an empty folder for a class."""
    made = tmp_path / "class"
    made.mkdir()
    return made


def put(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")


def graded(folder, known=None, **how):
    return Grading(folder, limits=LIMITS, **how).run(known)


def points(grades):
    return {row["learner"]: int(row["points"]) for row in grades.rows}


def right_answer(parameters, exercise):
    """Return the right answer of an exercise, from the checker's own solution."""
    checker = Checker(LESSON, parameters)
    return checker._expected(checker._exercises[exercise])


@slow
@group
@contained
@pytest.mark.timeout(900)
def test_a_class_of_thirty_gets_the_right_grades(folder):
    expected = bench.hand_in(folder, 30, LESSON)
    grades = graded(folder, lesson=LESSON, roster=Roster(tuple(expected)), secret=bench.SECRET)
    assert points(grades) == {learner: worth for learner, (_, worth) in expected.items()}
    assert [line for line in grades.problems if "stops with" not in line] == []
    assert {row["of"] for row in grades.rows} == {"7"}


@slow
@group
@contained
@pytest.mark.parametrize("trust", [False, True])
def test_check_and_grade_say_the_same(folder, trust):
    """nbval in a kernel, and the checker outside of a sandbox, come to the same verdicts."""
    answers = {
        **SOLVED,
        "answer-00-1": "gigajoules = energy",
        "answer-00-2": "intensity = 1 / 0",
        "answer-00-3": "misread = float('nan')",
        "answer-00-4": "",
        "answer-00-6": "mean_investment = print",
        "answer-00-7": "not_to_quote = ('synthetic', 'unverified', 'assumed')",
    }
    put(folder, Ann=notebook(answers))
    (row,) = graded(folder, trust=trust).rows
    verdicts = check_file(folder / "Ann.ipynb", 20)
    said = {v.exercise: v.line.removeprefix(f"{v.exercise} ").removesuffix(".") for v in verdicts}
    written = f"written: {text}" if (text := written_text(answers)) else ""
    assert said.pop("00.8") == "kept for your teacher"
    assert row["00.8"] == written
    assert {exercise: row[exercise].removesuffix(".") for exercise in said} == said
    assert [v.outcome for v in verdicts] == [
        *("wrong", "wrong", "wrong", "unanswered", "passed", "wrong", "passed", "kept")
    ]


def written_text(answers):
    names = {}
    exec(answers["answer-00-8"], names)
    return names["my_number"]


@slow
@group
@contained
def test_the_parameters_are_those_of_the_learner_whatever_the_notebook_says(folder):
    """Edited parameters gain nothing, neither as numbers nor through the code below them."""
    variants = Variants(LESSON, SECRET)
    mine, theirs = variants.draw("Ann"), variants.draw("Cy")
    assert mine["energy"] != theirs["energy"]

    def edit(made):
        cell = next(c for c in made["cells"] if "parameters" in c["metadata"].get("tags", ()))
        cell["source"] = cell["source"].replace(repr(mine["energy"]), repr(theirs["energy"]))

    numbers = {**SOLVED, "answer-00-1": f"gigajoules = {right_answer(theirs, '00.1')!r}"}
    put(folder, Ann=notebook(numbers, "Ann", edit=edit), Cy=notebook(SOLVED, "Cy"))
    grades = graded(folder, roster=Roster(("Ann", "Cy")), secret=SECRET)
    assert points(grades) == {"Ann": 6, "Cy": 7}
    said = f"its parameters say energy = {theirs['energy']!r}; graded with {mine['energy']!r}."
    assert grades.problems == [f"Ann.ipynb: {said}"]


@slow
@group
@contained
def test_without_a_roster_the_defaults_count(folder):
    # By hand: 800,000 tce at 29.3076 GJ/tce.
    put(folder, Ann=notebook({"answer-00-1": "gigajoules = 800000 * 29.3076"}))
    assert points(graded(folder)) == {"Ann": 1}


@slow
@group
def test_what_was_done_is_not_done_again(folder, tmp_path, monkeypatch):
    text = "=1+1 our zone used 96,000 tce in 2019, it says on page 4"
    put(folder, Ann=notebook({**SOLVED, "answer-00-8": f"my_number = {text!r}"}), Bo=notebook())
    out = tmp_path / "grades.csv"
    first = grade_folder(folder, out, trust=True)
    content = out.read_bytes()
    monkeypatch.setattr(grade, "collect_answers", lambda *_, **__: pytest.fail("a notebook was run again"))
    assert grade_folder(folder, out, trust=True) == first
    assert out.read_bytes() == content
    put(folder, Bo=notebook({"answer-00-1": "gigajoules = 1"}))
    with pytest.raises(pytest.fail.Exception):
        grade_folder(folder, out, trust=True)


def started(folder, out):
    """Start the command in a process of its own."""
    code = "import sys; from ecopark_cli import main; sys.argv[0] = 'ecopark'; main()"
    command = [sys.executable, "-c", code, "grade", str(folder), "-o", str(out), "--seconds", "6"]
    return command, subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@slow
@group
@contained
def test_an_interrupted_run_goes_on_where_it_stopped(folder, tmp_path):
    """Ctrl+C ends every process at once; the second run gives what one run gives."""
    for n in range(6):
        put(folder, **{f"l{n}": notebook(SOLVED if n % 2 else {})})
    put(folder, **{f"z{n}": notebook({"answer-00-1": "while True: pass"}) for n in range(3)})
    out = tmp_path / "grades.csv"
    command, running = started(folder, out)
    until = time.monotonic() + 120
    while time.monotonic() < until and not (out.exists() and len(rows_of(out)) >= 2):
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"goes on from here" in said
    assert b"Traceback" not in said
    first = rows_of(out)
    assert 2 <= len(first) < 9
    finished = subprocess.run(command, capture_output=True, timeout=200)
    assert finished.returncode == 0
    rows = rows_of(out)
    assert all(row in rows for row in first)
    assert [row["points"] for row in rows] == ["0", "7"] * 3 + ["0"] * 3


@slow
@group
@contained
def test_the_command_writes_what_a_teacher_needs(folder, tmp_path):
    text = "=HYPERLINK(1) our zone used 96,000 tce in 2019, it says on page 4"
    answers = {**SOLVED, "answer-00-8": f"my_number = {text!r}", "answer-00-1": "gigajoules = 1"}
    put(folder, Łukasz=notebook(answers, "Łukasz"), สมชาย=notebook(answers, "สมชาย"))
    (folder / "notes.txt").write_text("x")
    (tmp_path / "r.csv").write_text("learner\nŁukasz\nสมชาย\n../x\nNobody\n", encoding="utf-8")
    (tmp_path / "s").write_bytes(SECRET)
    options = ["--roster", str(tmp_path / "r.csv"), "--secret", str(tmp_path / "s"), "--seconds", "12"]
    out = tmp_path / "grades.csv"
    done = CliRunner().invoke(app, ["grade", str(folder), "-o", str(out), *options])
    assert done.exit_code == 0, done.output
    rows = rows_of(out)
    assert [r["learner"] for r in rows] == ["Łukasz", "สมชาย", "Nobody", "", ""]
    assert [r["points"] for r in rows] == ["6", "6", "", "", ""]
    assert rows[0]["00.1"].startswith("not yet: ")
    assert rows[0]["00.2"] == "passed"
    assert rows[0]["00.8"] == f"written: {text}"
    assert rows[0]["same as"] == "all answers: สมชาย; a written answer: สมชาย"
    assert rows[2]["notes"] == "no file has this name."
    assert "../x" in rows[3]["notes"]
    assert rows[4]["notes"] == "notes.txt: is no notebook; left out."
    assert [name in done.output for name in ("../x", "notes.txt", "Nobody")] == [True] * 3


@slow
@group
def test_a_system_without_bubblewrap_is_refused_and_may_be_trusted(folder, monkeypatch):
    put(folder, Ann=notebook())
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    with pytest.raises(SandboxUnavailableError, match="apt install bubblewrap") as refused:
        graded(folder)
    assert "--trust" in str(refused.value)
    assert "read and change your files" in str(refused.value)
    assert points(graded(folder, trust=True)) == {"Ann": 0}


def test_a_bubblewrap_that_does_not_work_is_named_with_its_own_words(folder, tmp_path, monkeypatch):
    put(folder, Ann=notebook())
    (tmp_path / "bwrap").write_text(
        "#!/bin/sh\necho bwrap: No permissions to create a new namespace >&2; exit 1"
    )
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(SandboxUnavailableError, match=r"\(bwrap: No permissions to create a new namespace\)"):
        graded(folder)


def test_every_bad_file_is_named_and_the_rest_is_kept(folder):
    good = notebook()
    put(folder, Ann=good, half=good[: len(good) // 2], empty="", other=notebook(lesson="14"), array="[1, 2]")
    put(folder, deep="[" * 100_000, number='{"cells": [1, null], "metadata": 3}')
    (folder / "latin.ipynb").write_bytes(b"\xff\xfe{}")
    (folder / "huge.ipynb").write_bytes(b" " * (21 * 2**20))
    (folder / "homework.docx").write_bytes(b"PK")
    (folder / "link.ipynb").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.ipynb")
    found = find_submissions(folder)
    assert found.lesson == LESSON
    assert set(found.submissions) == {"Ann"}
    named = {line.split(":")[0] for line in found.problems}
    bad = ["half", "empty", "other", "array", "deep", "number", "latin", "huge", "link", "pipe"]
    assert named == {*(f"{name}.ipynb" for name in bad), "homework.docx"}
    assert len(found.problems) == 11
    assert "lesson 14" in next(line for line in found.problems if line.startswith("other"))


def test_other_answer_cells_are_said_and_the_rest_is_graded(folder):
    def edit(made):
        for cell in made["cells"]:
            if cell["id"] == "answer-00-7":
                cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = "answer-00-17"

    put(folder, Ann=notebook(edit=edit))
    found = find_submissions(folder)
    assert set(found.submissions) == {"Ann"}
    said = "its answer cells are not those of the exercises (has answer-00-17; lacks answer-00-7)"
    assert found.problems == [f"Ann.ipynb: {said}; the rest is graded."]


def test_a_renamed_file_is_known_by_what_it_was_made_for(folder):
    put(folder, **{"final version (2)": notebook(learner="สมชาย"), "Homework_Ann_Lee": notebook()})
    (folder / "Bo 123").mkdir()
    put(folder / "Bo 123", homework=notebook())
    put(folder, stranger=notebook())
    found = find_submissions(folder, learners=("สมชาย", "Ann_Lee", "Bo", "Ann"))
    assert {name: str(path) for name, path in found.files.items()} == {
        "สมชาย": "final version (2).ipynb",
        "Ann_Lee": "Homework_Ann_Lee.ipynb",
        "Bo": "Bo 123/homework.ipynb",
    }
    assert found.problems == ["stranger.ipynb: belongs to nobody on the roster; not graded."]


def test_a_notebook_made_for_another_and_a_second_file_are_said(folder):
    put(folder, Ann=notebook(learner="Bo"), Bo=notebook(learner="Bo"), Bo_2=notebook(learner="Bo"))
    os.utime(folder / "Bo.ipynb", (1, 1))
    found = find_submissions(folder, learners=("Ann", "Bo"))
    assert str(found.files["Bo"]) == "Bo_2.ipynb"
    assert "the notebook was made for Bo" in found.problems[0]
    assert "also handed in Bo_2.ipynb" in found.problems[1]


NAME = "00_start_here"


@pytest.mark.parametrize(
    ("files", "learners", "whose"),
    [
        # The course folder as a learner zipped it, and as a platform packs what it received.
        (
            (f"ann_{NAME}", f"bo/my-course/my-course/exercises/{NAME}", f"cy/submission (1)/a/b/c/d/{NAME}"),
            (),
            (f"ann_{NAME}", "bo", "cy"),
        ),
        (
            (f"A/Bo Li_17_assignsubmission_file_/x/y/{NAME}", f"Ann_18_assignsubmission_file_/{NAME}-Copy1"),
            (),
            ("Bo Li_17", "Ann_18"),
        ),
        # A folder that all share is nobody's; a name that several folders hold says nothing.
        (
            (f"all/week 3/ann/x/{NAME}", f"all/week 3/bo/{NAME} (2)", "all/week 3/cy/homework"),
            (),
            ("ann", "bo", "homework"),
        ),
        (("ann/homework", "bo/homework", "group 3/di"), (), ("ann", "bo", "di")),
        ((f"mine/exercises/{NAME}",), (), ("mine",)),
        # A number in the name of the notebook or of a folder of the platform is no learner's.
        (
            (f"2/submission (1)/{NAME}", f"00/01/{NAME}", f"1/{NAME}", f"group 1/{NAME}_ann"),
            ("00", "1", "2", "ann"),
            ("2", "00", "1", "ann"),
        ),
    ],
)
def test_hand_ins_in_deep_folders_are_found_and_told_apart(folder, files, learners, whose):
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        put(folder, **{file: notebook()})
    found = find_submissions(folder, learners=learners)
    assert found.problems == []
    assert {str(path).removesuffix(".ipynb"): learner for learner, path in found.files.items()} == dict(
        zip(files, whose, strict=True)
    )


def test_copies_that_programs_make_are_named_only_where_the_notebook_is_missing(folder):
    for name in ("Ann", "Bo"):
        (folder / name / ".ipynb_checkpoints").mkdir(parents=True)
        put(folder / name / ".ipynb_checkpoints", **{"a-checkpoint": notebook()})
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "._a.ipynb").write_bytes(b"\0\5\x16\7")
    (folder / "Ann" / ".ecopark.json").write_text("{}")
    put(folder / "Ann", a=notebook())
    found = find_submissions(folder, learners=("Ann", "Bo"))
    assert [str(path) for path in found.files.values()] == ["Ann/a.ipynb"]
    copy = "Bo/.ipynb_checkpoints/a-checkpoint.ipynb"
    assert found.problems == [f"{copy}: is a hidden file or an automatic copy; not graded."]


@slow
@group
@contained
def test_nothing_was_handed_in_is_said_only_of_those_of_whom_it_is_true(folder, tmp_path):
    for name in ("Bo", "Cy", "Di"):
        (folder / name / "deep" / "down").mkdir(parents=True)
    put(folder, Ann=notebook())
    put(folder / "Bo" / "deep" / "down", x="{", y=notebook(lesson="14"))
    (folder / "Cy" / "deep" / "down" / "work.zip").write_bytes(b"PK")
    put(folder / "Di" / "deep", made_for=notebook(learner="Ed", lesson="14"))
    roster = Roster(("Ann", "Bo", "Cy", "Di", "Ed"))
    problems = graded(folder, trust=True, roster=roster, lesson="00").problems
    assert problems[-4:] == [
        "Bo: what was handed in cannot be graded (Bo/deep/down/x.ipynb, Bo/deep/down/y.ipynb).",
        "Cy: what was handed in cannot be graded (Cy/deep/down/work.zip).",
        "Di: what was handed in cannot be graded (Di/deep/made_for.ipynb).",
        "Ed: nothing was handed in.",
    ]
    put(folder, who="{")
    assert graded(folder, trust=True, roster=roster, lesson="00").problems[-1] == "Ed: no file has this name."


def test_an_empty_notebook_does_not_replace_an_answered_one(folder):
    """A course folder that was brought up to date holds an empty, newer notebook beside the learner's."""
    (folder / "Ann").mkdir()
    put(folder / "Ann", **{f"{NAME}": notebook(SOLVED), f"{NAME} (new)": notebook()})
    os.utime(folder / "Ann" / f"{NAME}.ipynb", (1, 1))
    found = find_submissions(folder)
    assert str(found.files["Ann"]) == f"Ann/{NAME}.ipynb"
    assert found.problems == [f"Ann/{NAME} (new).ipynb: Ann also handed in Ann/{NAME}.ipynb; not graded."]


@pytest.mark.parametrize("lesson", ["77", None])
def test_a_folder_without_notebooks_fails(folder, lesson):
    (folder / "a.txt").write_text("x")
    with pytest.raises((DataError, KeyError)):
        find_submissions(folder, lesson)
    with pytest.raises(DataError, match="no such folder"):
        find_submissions(folder / "none")


def test_the_output_must_be_a_csv_that_can_be_written(folder):
    with pytest.raises(DataError, match=r"must end with \.csv"):
        grade_folder(folder, folder / "grades.xlsx")
    with pytest.raises(DataError, match="folder does not exist"):
        grade_folder(folder, folder / "none" / "grades.csv")


def test_nothing_odd_in_a_notebook_stops_the_reading(folder):
    """Doubled ids, outputs with scripts, sources of other kinds: only answer cells count."""

    def edit(made):
        script = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": "<script>alert(1)</script>"},
        }
        for cell in list(made["cells"]):
            if cell["id"] == "answer-00-1":
                cell["outputs"] = [script]
                made["cells"].append({**cell, "source": "gigajoules = 2"})
        made["cells"] += [{"cell_type": "code", "source": {"a": 1}, "metadata": [], "id": 7}, "text", None]
        made["cells"].append({"cell_type": "code", "source": 5, "metadata": {"nbgrader": 3}})
        made["metadata"]["ecopark"]["learner"] = ["x"]

    put(folder, Ann=notebook({"answer-00-1": ["gigajoules", " = 1"]}, edit=edit))
    found = find_submissions(folder, learners=("Ann",))
    assert found.submissions["Ann"].answers["answer-00-1"] == "gigajoules = 1"


def test_code_is_compared_without_blanks_and_comments():
    assert plain_code("a = [1,\n     2]  # mine\n") == plain_code("a=[1, 2]")
    assert plain_code("a = 1") != plain_code("a = 2")
    assert plain_code("a = '# x'") != plain_code("a = ''")
    assert plain_code("def (") == "def ("


def alike(answers, written=()):
    submissions = {learner: Submission("00", cells) for learner, cells in answers.items()}
    return grade._identical_answers(submissions, {"answer-00-1": "x = ...  # t"}, set(written))


def test_learners_with_the_same_answers_are_listed_together():
    long = "share = 100 * known['subsidy'].sum() / known['investment'].sum()"
    answers = {
        "Ann": {"answer-00-1": long},
        "Bo": {"answer-00-1": long.replace(" ", "") + "  # my own work"},
        "Cy": {"answer-00-1": "x = ..."},
        "Di": {"answer-00-1": "x=...#"},
        "Ed": {"answer-00-1": "x = 1"},
        "Fa": {"answer-00-1": "x = 1"},
    }
    assert alike(answers) == {"Ann": "all answers: Bo", "Bo": "all answers: Ann"}
    many = {f"l{n}": {"answer-00-1": long} for n in range(8)}
    assert alike(many)["l0"] == "all answers: l1, l2, l3, l4, l5 and 2 more"
    same = "Our zone used 96,000 tce in 2019, says the report."
    texts = {"Ann": same, "Bo": same.upper(), "Cy": "No idea.", "Di": "No idea."}
    cells = {
        name: {"answer-00-1": f"x = {n} + {n}", "answer-00-8": f"y = {text!r}"}
        for n, (name, text) in enumerate(texts.items())
    }
    assert alike(cells, ["answer-00-8"]) == {"Ann": "a written answer: Bo", "Bo": "a written answer: Ann"}


def test_no_cell_of_the_grades_is_a_formula(tmp_path):
    columns = ("learner", "file", "00.1", "00.8", "notes")
    grades = Grades(
        "00", columns, [dict(zip(columns, ("=1+1", "@x.ipynb", "-", "+1", ""), strict=True))], ["=p"]
    )
    grades.write(tmp_path / "grades.csv")
    cells = [cell for row in rows_of(tmp_path / "grades.csv") for cell in row.values()]
    assert len(cells) == 10
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (float("nan"), "not yet: "),
        (float("inf"), "not yet: "),
        ([float("inf")], "must be a number"),
        (1, "not yet"),
    ],
)
def test_a_key_says_one_line_whatever_it_is_given(answer, said):
    key = grade._AnswerKey(LESSON, None)
    assert said in key.line({}, "00.1", answer)
    assert key.line({}, "00.1", 1) == key.line({}, "00.1", 1)  # always the first hint


def test_a_text_with_a_return_sign_stays_in_its_row(tmp_path):
    rows = [{"learner": name, "00.8": f"written: {name}\rmallory", "fingerprint": name} for name in "ab"]
    Grades("00", ("learner", "00.8", "fingerprint"), rows).write(tmp_path / "grades.csv")
    assert [row["learner"] for row in rows_of(tmp_path / "grades.csv")] == ["a", "b"]
    assert set(grade._read_rows(tmp_path / "grades.csv")) == {"a", "b"}
