"""A class of 300 is graded: how long it takes, and whether every grade is right.

``python -m benchmarks.grading [number of learners]``. A sixth of the notebooks is hostile. Right grades
are known beforehand: they follow from how each notebook was filled in.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

from ecopark_course import sources
from ecopark_course.grade import Grading
from ecopark_course.roster import Roster
from ecopark_course.variants import Variants

LESSON, SECRET = "10", b"the secret of the benchmark"
HOSTILE = Path(__file__).parents[1] / "tests" / "hostile" / "kinds.toml"
MOST = 10 * 60  # seconds that 300 notebooks may take on two cores
MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")


def solutions(master):
    """Return the answer cells with their solutions."""
    found = {}
    for cell in master.cells:
        if cell.id.startswith("answer-"):
            found[cell.id] = "\n".join(x for x in cell.source.splitlines() if not x.startswith(MARKS))
    return found


def filled_in(number, answers, asked, hostile, names):
    """Return the answers of one learner, by cell, and the points they are worth."""
    checked = [e for e, one in asked.items() if one.kind == "checked"]
    kind = ("right", "partly", "hostile", "right", "empty", "partly")[number % 6]
    if kind == "right":
        return kind, answers, len(checked)
    if kind == "empty":
        return kind, {}, 0
    if kind == "partly":
        some = checked[: 1 + number % (len(checked) - 1)]
        wrong = {sources.answer_id(checked[-1]): f"{asked[checked[-1]].answer} = 1 / 0"}
        return (
            kind,
            {**{sources.answer_id(e): answers[sources.answer_id(e)] for e in some}, **wrong},
            len(some),
        )
    which = list(hostile)[number // 6 % len(hostile)]
    code = hostile[which]["code"]
    for word, text in {**names, "ANSWER": asked[checked[0]].answer, "NUMBER": checked[0]}.items():
        code = code.replace(word, text)
    return f"hostile: {which}", {sources.answer_id(checked[0]): code}, 0


def hand_in(folder, count, lesson=LESSON):
    """Write the notebooks of a class; return kind and points by learner."""
    variants = Variants(lesson, SECRET)
    master = sources.read(sources.find(lesson, "exercises"))
    asked, answers = sources.exercises(master), solutions(master)
    hostile = tomllib.loads(HOSTILE.read_text("utf-8"))
    names = {"LESSON": lesson, "FOLDER": str(folder), "PORT": "9", "HOME": str(Path.home())}
    names["MASTER"] = str(sources.find(lesson, "exercises"))
    expected = {}
    for number in range(count):
        learner = f"learner {number:03d}"
        kind, cells, points = filled_in(number, answers, asked, hostile, names)
        notebook = json.loads(json.dumps(variants.notebook(learner)))
        for cell in notebook["cells"]:
            cell["source"] = cells.get(cell["id"], cell["source"])
        (folder / f"{learner}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        expected[learner] = (kind, points)
    return expected


def main(count):
    """Grade a class and print what it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "class")
        folder.mkdir()
        start = time.perf_counter()
        expected = hand_in(folder, count)
        made = time.perf_counter() - start
        grading = Grading(folder, LESSON, Roster(tuple(expected)), SECRET, jobs=2)
        start = time.perf_counter()
        grades = grading.run()
        took = time.perf_counter() - start
    wrong = {
        row["learner"]: (row["points"], *expected[row["learner"]])
        for row in grades.rows
        if row["points"] != str(expected[row["learner"]][1])
    }
    kinds = Counter(kind.partition(":")[0] for kind, _ in expected.values())
    print(f"{count} notebooks of lesson {LESSON} ({dict(kinds)}), written in {made:.0f} s")
    print(f"graded in {took:.0f} s, {took / count:.2f} s a notebook, load {os.getloadavg()[0]:.1f}")
    print(f"wrong grades: {wrong or 'none'}")
    held = not wrong and took <= MOST * count / 300
    print("held" if held else "NOT held")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
