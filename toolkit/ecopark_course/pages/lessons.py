"""Pages on the lessons: their list, their last runs, paths through them, and notes for teachers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ecopark import places
from ecopark_course import course, editions
from ecopark_course.pages.markdown import cell, contents, table

__all__ = ["pages", "paths"]

_EXERCISES = ("Open these notebooks with `make lab` or `ecopark lab`: there, the checks answer.",)
_GALLERY = ("Short pages that show what each function of the toolkit gives, with their code.",)
_TEACHERS = (
    "Notes, timing, usual misconceptions, questions to discuss, and every exercise with its solution.",
    "",
    "`ecopark build` writes the same as executed notebooks and slides into `build/instructor`.",
)


def pages() -> dict[str, str]:
    """Return the pages that are made from the masters and from the last runs."""
    lessons, exercises = editions.masters("course"), editions.masters("exercises")
    made = {f"teachers/{master.stem}.md": _teacher(master) for master in lessons}
    made["lessons/index.md"] = contents("Lessons", (m.stem for m in _ran(lessons)), _about(lessons))
    made["exercises/index.md"] = contents("Exercises", (m.stem for m in exercises), _EXERCISES)
    gallery = editions.masters("gallery")
    made["gallery/index.md"] = contents("Gallery", (m.stem for m in _ran(gallery)), _GALLERY)
    made["teachers/index.md"] = contents("For teachers", (m.stem for m in lessons), _TEACHERS)
    made["status.md"] = "\n".join(_status()) + "\n"
    made["paths.md"] = "\n".join(_paths()) + "\n"
    return made


def paths() -> list[dict[str, str]]:
    """Return the table of paths: one row a step, with the lesson, the minutes and what to do."""
    with (places.course() / "paths.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ran(masters: list[Any]) -> list[Any]:
    return [master for master in masters if course.executed(master).exists()]


def _title(number: str) -> str:
    return str(editions.read(editions.find(number)).metadata["ecopark"]["title"])


def _about(masters: list[Any]) -> Iterator[str]:
    about = (editions.read(master).metadata["ecopark"] for master in masters)
    yield from table(("lesson", "title", "minutes"), ((a["number"], a["title"], a["minutes"]) for a in about))


def _status() -> Iterator[str]:
    """Yield the page of the last runs: when, how long, and what failed."""
    yield from ("# Status", "", "The last run of each lesson and gallery page on the real tables.", "")
    rows = ((run.lesson, run.when, f"{run.seconds:.1f}", run.error or "passed") for run in course.status())
    yield from table(("page", "run on", "seconds", "result"), rows)


def _paths() -> Iterator[str]:
    yield from ("# Paths through the course", "")
    for name, steps in groupby(paths(), key=lambda step: step["path"]):
        listed = list(steps)
        hours = sum(int(step["minutes"]) for step in listed) / 60
        yield from (f"## {cell(name)}", "", f"For {cell(listed[0]['for'])}. {hours:.0f} hours of work.", "")
        yield from table(
            ("when", "lesson", "what to do", "minutes", "so that"),
            (
                (s["when"], f"{s['lesson']} {_title(s['lesson'])}", s["do"], s["minutes"], s["aim"])
                for s in listed
            ),
        )


def _teacher(master: Any) -> str:
    """Return the notes of one lesson: under each heading, what the master says to teachers."""
    notebook = editions.read(master)
    about = notebook.metadata["ecopark"]
    lines = [f"# {about['number']} {about['title']}", "", f"{about['minutes']} minutes.", ""]
    heading = ""
    for one in notebook.cells:
        if one.cell_type != "markdown":
            continue
        if "instructor" in one.metadata.get("tags", ()):
            lines += [f"## {heading}" if heading else "## Opening", "", one.source, ""]
        headings = [line[3:] for line in one.source.splitlines() if line.startswith("## ")]
        heading = headings[-1] if headings else heading
    return "\n".join([*lines, *_solutions(master.stem[:2])]) + "\n"


def _solutions(number: str) -> Iterator[str]:
    """Yield each exercise of a lesson with its solution, hints and usual mistakes."""
    masters = [m for m in editions.masters("exercises") if m.stem.startswith(number)]
    for master in masters:
        yield from ("## Exercises and solutions", "")
        notebook = editions.instructor(editions.read(master))
        for one in notebook.cells:
            if one.cell_type == "markdown":
                yield from (_deeper(one.source), "")
            elif one.id.startswith("answer-"):
                yield from ("```python", one.source, "```", "")


def _deeper(text: str) -> str:
    """Return a text whose headings stand one level deeper, without the notebook's own title."""
    lines = (line for line in text.splitlines() if not line.startswith("# "))
    return "\n".join(f"#{line}" if line.startswith("## ") else line for line in lines)
