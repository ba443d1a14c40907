"""A notebook file is read as programs save it, and known by slug and edition, not by its number or name."""

import csv
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from ecopark import files
from ecopark.errors import DataError
from ecopark_cli import app
from ecopark_course import sources
from ecopark_course.check_notebook import check_file
from ecopark_course.grade import Grading
from ecopark_course.notebook_files import identify, read_submission
from ecopark_course.roster import find_submissions
from ecopark_course.sandbox import Limits
from ecopark_course.sources import write_notebook
from ecopark_course.workspace import list_old_editions, update_workspace

# As it was handed out before notebooks had slug and edition.
BEFORE = Path(__file__).parent / "notebooks" / "before_editions.ipynb"
SHIPPED = files.exercises_folder() / "10_subsidy_shares.ipynb"
LESSON = files.course_folder() / "10_subsidy_shares.ipynb"
ANSWER = "blanks = [7.03, 10.07, 8.97, 9.4]  # 空 ช่อง"
GET_IT = "Get the new notebook with `ecopark start`, and copy your answers"
EDITIONS = {BEFORE: 1, SHIPPED: 3}


def refused(source):
    """Return the sentence about a notebook of an earlier edition, in a course that has the fourth."""
    about = f"This notebook is edition {EDITIONS[source]} of 'Subsidy shares'; this course has edition 4."
    return f"{about} {GET_IT}"


def answered(source=SHIPPED, edit=lambda notebook: None):
    """Return the text of a learner's notebook with one answer."""
    notebook = json.loads(source.read_text("utf-8"))
    next(c for c in notebook["cells"] if c["id"] in {"answer-08-1", "answer-10-1"})["source"] = ANSWER
    edit(notebook)
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def in_format_3(text):
    old = nbformat.convert(nbformat.reads(text, as_version=4), 3)
    return json.dumps(old, ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", [str, in_format_3], ids=["format 4", "format 3"])
def test_a_notebook_is_read_as_other_programs_save_it(tmp_path, encoding, form):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(form(answered()).encode(encoding))
    submission = read_submission(path)
    assert submission.answers["answer-10-1"] == ANSWER
    assert len(submission.answers) == 8
    assert (submission.lesson, submission.fault) == ("10", "")


def in_conflict(text):
    line = next(line for line in text.splitlines(keepends=True) if "blanks = [7" in line)
    return text.replace(line, f"<<<<<<< HEAD\n{line}=======\n{line.upper()}>>>>>>> theirs\n")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"\0" * 4096, "the file is empty"),
        (in_conflict(answered()).encode(), "the marks of a merge conflict"),
        (b"<!DOCTYPE html>\n<html></html>", "the file is a web page"),
        (b'{"nbformat": 3, "worksheets": 5}', "an old notebook format: open it in JupyterLab and save it"),
        (b'{"cells": 3}', "the file is not a notebook"),
        (b"{'cells': []}", "the file is not a notebook"),
        *((answered().encode()[:end], "is cut off: its end is missing") for end in (1, 2000, 7777, -3)),
        (answered().encode()[: answered().encode().index("空".encode()) + 1], "is cut off"),
        (answered().encode("utf-16")[:5001], "is cut off"),
    ],
)
def test_a_file_that_is_no_notebook_is_named_in_a_sentence(tmp_path, content, why):
    (tmp_path / "mine.ipynb").write_bytes(content)
    (tmp_path / "good.ipynb").write_text(answered(), encoding="utf-8")
    with pytest.raises(DataError, match=why):
        check_file(tmp_path / "mine.ipynb")
    [line] = find_submissions(tmp_path).problems
    assert line.startswith("mine.ipynb: ")
    assert why.removeprefix("the file ") in line
    (tmp_path / "exercises").mkdir()
    shutil.move(tmp_path / "mine.ipynb", tmp_path / "exercises")
    assert why in list_old_editions(tmp_path)[0]


def test_notebooks_carry_slug_and_edition(tmp_path):
    for kind, expected in (("exercises", {"slug", "edition", "number"}), ("course", {"slug", "number"})):
        for master in sources.masters(kind):
            about = sources.read(master).metadata["ecopark"]
            assert expected <= set(about)
            assert about["slug"] == master.stem[3:]
    text = sources.find("10", "exercises").read_text("utf-8")
    for bad in ("", "#     edition: 0\n", "#     edition: true\n", f"#     edition: {'x' * 21}\n"):
        (tmp_path / "10_new.py").write_text(text.replace("#     edition: 3\n", bad), encoding="utf-8")
        with pytest.raises(sources.MasterFault, match=r"10_new.py: the header needs an edition"):
            sources.read(tmp_path / "10_new.py")


@pytest.mark.parametrize("name", ["10_subsidy_shares.ipynb", "Homework 3 (final).ipynb"])
@pytest.mark.parametrize("source", [BEFORE, SHIPPED], ids=["before editions", "edition 3"])
def test_a_notebook_of_this_edition_is_known_whatever_its_name(home, tmp_path, source, name):
    change(home, edition=EDITIONS[source])
    (tmp_path / name).write_text(answered(source), encoding="utf-8")
    submission = read_submission(tmp_path / name)
    assert (submission.lesson, submission.fault) == ("10", "")


def test_a_notebook_without_metadata_is_known_by_its_name(home, tmp_path):
    change(home, edition="1")
    path = tmp_path / "ann_08_subsidy_shares.ipynb"
    path.write_text(answered(edit=lambda n: n.pop("metadata")), encoding="utf-8")
    assert (read_submission(path).lesson, read_submission(path).fault) == ("10", "")


@pytest.mark.parametrize("about", [{"slug": "the_audit", "edition": 2, "number": "11"}, {"number": "12"}])
def test_a_notebook_of_a_lesson_with_a_new_name_is_sent_to_the_new_edition(about):
    title = "Exercises: reading sources critically"
    found = identify({"metadata": {"ecopark": {"title": title} | about}}, "ann.ipynb")
    assert (found.status, found.number) == ("other edition", "11")
    assert "'Reading sources critically'; this course has edition 3" in found.fault


def as_before_editions(notebook):
    del notebook["metadata"]["ecopark"]["slug"]


@pytest.mark.parametrize("edit", [lambda n: None, as_before_editions])
def test_a_lesson_is_not_taken_for_its_exercises(tmp_path, edit):
    """A whole course folder that is handed in also holds the lessons, with the same names."""
    notebook = json.loads(LESSON.read_text("utf-8"))
    edit(notebook)
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / LESSON.name).write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / SHIPPED.name).write_text(answered(), encoding="utf-8")
    found = find_submissions(tmp_path)
    assert [str(path) for path in found.files.values()] == [SHIPPED.name]
    said = "This is the notebook of a lesson, not of its exercises"
    assert found.problems == [f"lessons/{LESSON.name}: {said}; not graded."]
    with pytest.raises(DataError, match=said):
        check_file(tmp_path / "lessons" / LESSON.name)


def test_the_cell_that_makes_the_checker_is_no_code_of_the_learner_after_a_new_numbering(tmp_path):
    """In a master it may take several lines, of which only one holds the number."""
    text = (files.exercises_folder() / "13_from_parks_to_cities.ipynb").read_text("utf-8")
    assert re.search(r"course\.checker\(\\n", text)
    notebook = json.loads(re.sub(r'\\"13(?=[\\.])', r'\\"11', text).replace("-13-", "-11-"))
    notebook["metadata"]["ecopark"]["number"] = "11"
    (tmp_path / "mine.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    submission = read_submission(tmp_path / "mine.ipynb")
    assert (submission.lesson, submission.outside) == ("13", ())
    assert "answer-13-1" in submission.answers


# ---- a course that went on ----------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a copy of the course that a test may change, as authors do."""
    folder = tmp_path / "home"
    for name in ("course", "exercises", "datasets"):
        shutil.copytree(files.home_folder() / name, folder / name)
    monkeypatch.setenv("ECOPARK_HOME", str(folder))
    return folder


def change(home, number="10", edition="4"):
    """Give the exercises on subsidy shares another edition or number, and write the learner's notebook."""
    before = home / "exercises" / "masters" / "10_subsidy_shares.py"
    text = before.read_text("utf-8").replace("#     edition: 3", f"#     edition: {edition}")
    before.unlink()
    (home / "exercises" / "10_subsidy_shares.ipynb").unlink()
    for old in (home / "exercises").rglob(f"{number}_*"):
        old.unlink()
    after = before.with_name(f"{number}_subsidy_shares.py")
    after.write_text(text.replace('"10', f'"{number}'), encoding="utf-8")
    write_notebook(sources.learners_edition(sources.read(after)), home / "exercises" / f"{after.stem}.ipynb")


@pytest.mark.parametrize("number", ["10", "12"])
@pytest.mark.parametrize("source", [BEFORE, SHIPPED], ids=["before editions", "edition 3"])
def test_check_and_grade_refuse_another_edition_in_a_sentence(home, tmp_path, source, number):
    change(home, number)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.ipynb").write_text(answered(source), encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "class" / "ann.ipynb")])
    assert isinstance(done.exception, DataError)
    assert str(done.exception).splitlines()[1:] == [f"  {refused(source)}."]
    (tmp_path / "class.csv").write_text("learner\nann\nbo\n", encoding="utf-8")
    grades = tmp_path / "grades.csv"
    options = ["--trust", "--roster", str(tmp_path / "class.csv"), "-o", str(grades)]
    assert CliRunner().invoke(app, ["grade", str(tmp_path / "class"), *options]).exit_code == 0
    with grades.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            [row[name] for name in ("learner", "file", "points", "notes")] for row in csv.DictReader(file)
        ]
    assert rows == [
        ["ann", "", "", "what was handed in cannot be graded (ann.ipynb)."],
        ["bo", "", "", "nothing was handed in."],
        ["", "", "", f"ann.ipynb: {refused(source)}; not graded."],
    ]


def test_a_notebook_that_does_not_say_its_edition_is_refused_once_there_are_two(home, tmp_path):
    change(home)
    path = tmp_path / "10_subsidy_shares.ipynb"
    path.write_text(answered(edit=lambda n: n.pop("metadata")), encoding="utf-8")
    with pytest.raises(DataError, match="is of no known edition of 'Subsidy shares'; this course has"):
        check_file(path)


@pytest.mark.parametrize("number", ["10", "12"])
@pytest.mark.parametrize("source", [BEFORE, SHIPPED], ids=["before editions", "edition 3"])
def test_start_keeps_an_old_edition_and_puts_the_new_one_beside_it(home, tmp_path, source, number):
    mine = tmp_path / "mine"
    update_workspace(mine)
    old = mine / "exercises" / "10_subsidy_shares.ipynb"
    old.write_text(answered(source), encoding="utf-8")
    change(home, number)
    new = f"{number}_subsidy_shares{' (new)' if number == '10' else ''}.ipynb"
    line = f"{old.name}: {refused(source)}. It stays as it was; the new one is {new}."
    for _ in range(2):  # the second time changes nothing more
        done = CliRunner().invoke(app, ["start", "-d", str(mine)])
        assert line in done.output.replace("\n", " ").replace("  ", " ")
        assert old.read_text("utf-8") == answered(source)
        assert read_submission(old.with_name(new)).fault == ""
        assert len(list(old.parent.glob("*subsidy_shares*"))) == 2


def test_start_gives_the_new_notebook_to_whoever_put_an_old_one_in_its_place(home, tmp_path):
    change(home)
    update_workspace(tmp_path / "mine")
    target = tmp_path / "mine" / "exercises" / SHIPPED.name
    target.write_text(answered(BEFORE), encoding="utf-8")
    update_workspace(tmp_path / "mine")
    assert target.read_text("utf-8") == answered(BEFORE)
    assert read_submission(target.with_stem(f"{target.stem} (new)")).fault == ""


@pytest.mark.slow
@pytest.mark.parametrize("source", [BEFORE, SHIPPED], ids=["before editions", "edition 3"])
def test_answers_count_after_lessons_were_numbered_anew(home, tmp_path, source):
    change(home, "12", edition=EDITIONS[source])
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.ipynb").write_text(answered(source), encoding="utf-8")
    grades = Grading(tmp_path / "class", limits=Limits(seconds=10), trust=True).run()
    # The first edition had other cells and parameters, which is said; the present one has none to speak of.
    assert (grades.lesson, len(grades.problems)) == ("12", 2 if source == BEFORE else 0)
    [ann] = grades.rows
    assert ann["12.1"] == "passed"
    others = [ann[column] for column in grades.columns if column.startswith("12.") and column != "12.1"]
    assert all(cell.startswith("not answered yet: ") for cell in others)
