"""Editions equal what their masters give, and every mark in a master means what it says."""

import copy
import re

import nbformat
import pytest

from ecopark import files
from ecopark.errors import UnknownNameError
from ecopark_course import build, sources
from ecopark_course.parameters import read_parameters

LESSONS = sources.masters("course")
EXERCISES = sources.masters("exercises")
PARTS = ("**Question.**", "**After this lesson you can**", "**Time:**", "## What this cannot show")
ENDS = ("## Key points", "## Now with your own zone", "## References")


def test_editions_in_the_tree_equal_their_masters():
    assert build.find_outdated_editions() == []


def test_a_changed_edition_is_found(monkeypatch, tmp_path):
    import shutil

    for name in ("course", "exercises"):
        shutil.copytree(files.home_folder() / name, tmp_path / name)
    monkeypatch.setattr(files, "home_folder", lambda: tmp_path)
    assert build.find_outdated_editions() == []
    lesson = tmp_path / "course" / f"{LESSONS[0].stem}.ipynb"
    lesson.write_text(lesson.read_text("utf-8").replace("Key points", "Key point"), encoding="utf-8")
    (tmp_path / "exercises" / f"{EXERCISES[0].stem}.ipynb").unlink()
    raised = tmp_path / "exercises" / "masters" / EXERCISES[1].name
    raised.write_text(re.sub(r"edition: \d+\n", "edition: 99\n", raised.read_text("utf-8"), count=1), "utf-8")
    assert build.find_outdated_editions() == [
        f"course/{LESSONS[0].stem}.ipynb: differs from {LESSONS[0].name}",
        f"exercises/{EXERCISES[0].stem}.ipynb: missing",
        f"exercises/{EXERCISES[1].stem}.ipynb: differs from {EXERCISES[1].name}",
        f"exercises/reference/{EXERCISES[1].stem}.ipynb: differs from {EXERCISES[1].name}",
    ]


@pytest.mark.parametrize("master", LESSONS, ids=lambda p: p.stem)
def test_lesson_has_its_parts(master):
    text = "\n".join(c.source for c in sources.read(master).cells if c.cell_type == "markdown")
    assert [part for part in (*PARTS, *ENDS) if part not in text] == []
    assert read_parameters(sources.read(master))


@pytest.mark.parametrize("master", [*LESSONS, *EXERCISES], ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_notebook_is_valid_and_imports_only_the_public_root(master):
    notebook = sources.read(master)
    nbformat.validate(sources.reference_edition(notebook))
    code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    assert "from ecopark" not in code
    assert "def " not in code
    assert not [line for line in code.splitlines() if line.rstrip().endswith(";")]


@pytest.mark.parametrize("master", EXERCISES, ids=lambda p: p.stem)
def test_exercises_have_hints_and_ideas(master):
    asked = sources.exercises(sources.read(master))
    assert len(asked) >= 3
    for exercise in asked.values():
        assert exercise.id.startswith(master.stem[:2])
        assert len(exercise.hints) == 3
        assert exercise.idea


@pytest.mark.parametrize("master", EXERCISES, ids=lambda p: p.stem)
def test_learner_edition_is_the_solution_minus_its_gaps(master):
    notebook = sources.read(master)
    learner, reference = sources.learners_edition(notebook), sources.reference_edition(notebook)
    assert [c.id for c in learner.cells] == [c.id for c in reference.cells]
    for mine, full in zip(learner.cells, reference.cells, strict=True):
        if mine.id.startswith("answer-"):
            assert "SOLUTION" not in mine.source
            before = full.source.split("### BEGIN SOLUTION")[0].rstrip()
            assert mine.source == before
            assert before  # three dots, or code to repair
        else:
            assert mine.source == full.source
    shown = "\n".join(c.source for c in learner.cells)
    assert not any(hint in shown for e in sources.exercises(notebook).values() for hint in e.hints)


@pytest.mark.parametrize("master", EXERCISES, ids=lambda p: p.stem)
def test_nbgrader_marks(master):
    marks = [
        c.metadata["nbgrader"]
        for c in sources.reference_edition(sources.read(master)).cells
        if "nbgrader" in c.metadata
    ]
    assert sum(m["grade"] for m in marks) == sum(m["solution"] for m in marks) == len(marks) / 2
    assert len({m["grade_id"] for m in marks}) == len(marks)
    assert all(m["locked"] and m["points"] == 1 for m in marks if m["grade"])


def test_instructor_edition_shows_hints_and_mistakes():
    notebook = sources.read(EXERCISES[0])
    shown = "\n".join(c.source for c in sources.instructors_edition(notebook).cells)
    for exercise in sources.exercises(notebook).values():
        assert all(hint in shown for hint in exercise.hints)
        assert all(mistake.hint in shown for mistake in exercise.mistakes)


def test_a_check_without_an_exercise_cell_fails():
    notebook = sources.read(EXERCISES[0])
    broken = copy.deepcopy(notebook)
    broken.cells = [c for c in broken.cells if "exercise" not in c.metadata.get("tags", ())]
    with pytest.raises(sources.MasterFault, match="without an exercise cell"):
        sources.exercises(broken)


def test_an_unclosed_solution_fails(tmp_path):
    master = tmp_path / "99_bad.py"
    master.write_text(
        '# %%\nx = ...\n### BEGIN SOLUTION\nx = 1\n\n# %%\ncheck("99.1", x)\n', encoding="utf-8"
    )
    with pytest.raises(sources.MasterFault, match="do not match"):
        sources.read(master)


def test_an_unknown_lesson_fails():
    with pytest.raises(UnknownNameError, match="lesson '99'"):
        sources.find("99")
