"""nbgrader takes the exported course, and grades as ``ecopark grade`` does."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ecopark import i18n
from ecopark.errors import DataError
from ecopark_course import sources
from ecopark_course.grade import Grading
from ecopark_course.nbgrader_export import export, nbgrader_source, passes

LESSON = "00"
NAME = sources.find(LESSON, "exercises").stem


def nbgrader(folder, *words):
    """Run nbgrader in a course folder, with settings of its own."""
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder / "settings"), "HOME": str(folder)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def answered(released, answers):
    """Return a released notebook with other answer cells."""
    notebook = json.loads(released.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    return json.dumps(notebook)


def solutions():
    master = sources.read(sources.find(LESSON, "exercises"))
    marks = ("### BEGIN SOLUTION", "### END SOLUTION")
    found = {}
    for cell in master.cells:
        if cell.id.startswith("answer-"):
            lines = [line for line in cell.source.splitlines() if not line.startswith(marks)]
            found[cell.id] = "\n".join(lines)
    return found


def test_the_source_keeps_the_rules_of_nbgrader():
    from nbgrader.nbgraderformat import MetadataValidator

    for master in sources.masters("exercises"):
        notebook = sources.read(master)
        made = nbgrader_source(notebook)
        MetadataValidator().validate_nb(made)
        asked = sources.exercises(notebook)
        cells = {c.id: c for c in made.cells}
        for exercise, one in asked.items():
            graded = cells[sources.check_id(exercise)].metadata["nbgrader"]["grade"]
            by_hand = cells[sources.answer_id(exercise)].metadata["nbgrader"]["grade"]
            assert (graded, by_hand) == ((True, False) if one.kind == "checked" else (False, True))
        assert not any("hints" in c.source or "**Teacher.**" in c.source for c in made.cells)


def test_right_answers_are_told_from_wrong_ones():
    # By hand: the three statuses that may not be quoted as a fact.
    assert passes(LESSON, "00.7", ["synthetic", "unverified", "assumed"])
    assert not passes(LESSON, "00.7", ["synthetic", "unverified"])
    assert not passes(LESSON, "00.7", ["synthetic"])
    assert not passes(LESSON, "00.7", ...)


def test_a_folder_that_cannot_be_written_fails(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="cannot be written"):
        export(tmp_path / "file")


def test_the_settings_of_a_course_are_not_replaced(tmp_path):
    export(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("mine")
    export(tmp_path)
    assert (tmp_path / "nbgrader_config.py").read_text() == "mine"


@pytest.mark.full
@pytest.mark.xdist_group("nbgrader")
@pytest.mark.timeout(900)
def test_nbgrader_grades_as_we_do(tmp_path):
    course = tmp_path / "course"
    export(course)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    nbgrader(course, "generate_assignment", NAME)
    released = course / "release" / NAME / f"{NAME}.ipynb"
    text = released.read_text("utf-8")
    assert "HIDDEN" not in text
    assert "SOLUTION" not in text
    assert "NotImplementedError" not in text

    whole = solutions()
    ids = [i for i in whole if i != "answer-00-8"]
    learners = {
        "right": whole,
        "half": {i: whole[i] for i in ids[: len(ids) // 2]},
        "empty": {},
        "wrong": {**whole, "answer-00-1": "gigajoules = 1", "answer-00-2": "intensity = 1 / 0"},
    }
    folder = tmp_path / "handed_in"
    folder.mkdir()
    for learner, answers in learners.items():
        mine = answered(released, answers)
        (folder / f"{learner}.ipynb").write_text(mine, encoding="utf-8")
        target = course / "submitted" / learner / NAME
        target.mkdir(parents=True)
        (target / f"{NAME}.ipynb").write_text(mine, encoding="utf-8")
    by_exchange = handed_in_by_exchange(course, tmp_path / "home", answered(released, whole))
    nbgrader(course, "autograde", NAME)
    nbgrader(course, "export")

    with (course / "grades.csv").open(newline="") as file:
        theirs = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    ours = Grading(folder, LESSON, trust=True).run()
    points = {row["learner"]: float(row["points"]) for row in ours.rows}
    assert points == {"right": 7, "half": 3, "empty": 0, "wrong": 5}
    assert {name: theirs[name] for name in points} == points
    assert theirs[by_exchange] == 7


def handed_in_by_exchange(course, home, notebook):
    """Release, fetch, submit and collect one notebook with nbgrader's own commands."""
    import getpass

    nbgrader(course, "release_assignment", NAME)
    home.mkdir()
    shutil.copy(course / "nbgrader_config.py", home)
    nbgrader(home, "fetch_assignment", NAME)
    (home / NAME / f"{NAME}.ipynb").write_text(notebook, encoding="utf-8")
    nbgrader(home, "submit", NAME)
    nbgrader(course, "collect", NAME)
    return getpass.getuser()


def test_an_assertion_holds_in_every_language():
    with i18n.in_language("zh-Hans"):
        assert passes("10", "10.2", 9.4444)
