"""A learner's notebook, checked away from the learner's kernel.

Only the answer cells are taken. They are put into the reference, and nbval runs that notebook in
a process of its own and compares the check cells: an edited check cell gains nothing.
"""

from __future__ import annotations

import copy
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark.errors import DataProblem, Problem
from ecopark.teaching import editions, engine

__all__ = ["Verdict", "check_file"]

_START_UP = 60  # seconds allowed for pytest, the kernel and the setup cells
_MEMORY = 8 * 2**30  # bytes of address space a learner's process may take


@dataclass(frozen=True)
class Verdict:
    """What is said of one exercise: ``passed``, ``kept``, ``unanswered``, ``wrong`` or ``problem``."""

    exercise: str
    outcome: str
    line: str


def check_file(path: str | Path, seconds: int = 60) -> list[Verdict]:
    """Check a learner's exercise notebook and return one verdict an exercise.

    Parameters
    ----------
    path : str or Path
        The notebook.
    seconds : int
        Longest time for one exercise [s].

    Returns
    -------
    list of Verdict
        In the order of the exercises.

    Raises
    ------
    DataProblem
        If the file is not an exercise notebook of this course.
    """
    engine.need_course()
    path = Path(path)
    submitted = _read(path)
    master = _master(path, submitted)
    asked = list(editions.exercises(editions.read(master)))
    answers, lost = _answers(submitted, asked)
    reference = json.loads((places.exercises() / "reference" / f"{master.stem}.ipynb").read_text("utf-8"))
    stopped: dict[str, str] = {}
    records: dict[str, dict[str, Any]] = {}
    for _ in range(len(asked) + 1):
        records = _run(_assembled(reference, answers, stopped), seconds, len(asked))
        stuck = next((r for r in records.values() if r["stuck"]), None)
        if stuck is None or not stuck["id"].startswith("answer-"):
            break
        why = f"the cell did not end within {seconds} s" if stuck["stuck"] == "time" else "the kernel died"
        stopped[stuck["id"]] = why
    return [_verdict(exercise, records, stopped, lost) for exercise in asked]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found["cells"], list):
            raise TypeError("cells")
    except OSError as error:
        raise _not_a_notebook(path, f"cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _not_a_notebook(path, "is not a notebook") from error
    return dict(found)


def _not_a_notebook(path: Path, why: str) -> DataProblem:
    return DataProblem(path.name, [Problem(f"the file {why}", fix="give a notebook of the folder exercises")])


def _master(path: Path, submitted: dict[str, Any]) -> Path:
    named = submitted.get("metadata", {}).get("ecopark", {}).get("number")
    known = [master.stem[:2] for master in editions.masters("exercises")]
    number = str(named) if named else path.name[:2]
    if number not in known:
        fix = f"check a notebook of one of the lessons {', '.join(known)}"
        raise DataProblem(path.name, [Problem("the file is no exercise of this course", fix=fix)])
    return editions.find(number, "exercises")


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _answers(submitted: dict[str, Any], asked: list[str]) -> tuple[dict[str, str], set[str]]:
    """Return the learner's answer cells by id, and the exercises whose cell is gone."""
    found: dict[str, str] = {}
    for cell in submitted["cells"]:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            grade_id = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
            for name in (cell.get("id"), grade_id):
                if isinstance(name, str) and name.startswith("answer-"):
                    found.setdefault(name, _text(cell))
    lost = {exercise for exercise in asked if editions.answer_id(exercise) not in found}
    return found, lost


def _assembled(reference: dict[str, Any], answers: dict[str, str], stopped: dict[str, str]) -> dict[str, Any]:
    """Return the reference with the learner's answers; only check cells are compared."""
    made = copy.deepcopy(reference)
    for cell in made["cells"]:
        identity = cell.get("id", "")
        if cell["cell_type"] != "code" or identity.startswith("check-"):
            continue
        cell["metadata"] = {"tags": ["nbval-ignore-output"]}
        if identity.startswith("answer-"):
            name = re.match(r"\w+", _text(cell))
            blank = f"{name[0]} = ..." if name else ""
            cell["source"] = blank if identity in stopped else answers.get(identity, blank)
    return made


def _run(notebook: dict[str, Any], seconds: int, exercises: int) -> dict[str, dict[str, Any]]:
    """Run nbval on a notebook in a process of its own and return what each cell did, by id."""
    with tempfile.TemporaryDirectory(prefix="ecopark-check-") as name:
        folder = Path(name)
        (folder / "answers.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        record = folder / "record.json"
        command = [
            *(sys.executable, "-m", "pytest", "answers.ipynb", "--nbval", "-q"),
            *("-p", "ecopark.teaching.nbval_record", f"--ecopark-record={record}"),
            *("-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull, f"--rootdir={folder}"),
            f"--nbval-cell-timeout={seconds}",
        ]
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limit if os.name == "posix" else None,
        )
        try:
            process.wait(timeout=_START_UP + seconds * (exercises + 1))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
            process.wait()
        cells = json.loads(record.read_text(encoding="utf-8")) if record.exists() else []
    return {cell["id"]: cell for cell in cells}


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _verdict(
    exercise: str, records: dict[str, dict[str, Any]], stopped: dict[str, str], lost: set[str]
) -> Verdict:
    """Return one line on one exercise from what its two cells did."""
    answer = records.get(editions.answer_id(exercise))
    check = records.get(editions.check_id(exercise))
    if exercise in lost:
        text = "problem: the answer cell is missing. Copy it from a fresh notebook."
        return Verdict(exercise, "problem", f"{exercise} {text}")
    if editions.answer_id(exercise) in stopped:
        why = stopped[editions.answer_id(exercise)]
        return Verdict(exercise, "problem", f"{exercise} not yet: {why}. Look for a loop that never ends.")
    if answer and answer["error"]:
        return Verdict(exercise, "wrong", f"{exercise} not yet: the answer cell stops with {answer['error']}")
    if check is None:
        return Verdict(exercise, "problem", f"{exercise} problem: the check did not run.")
    if check["passed"]:
        kept = "kept for your teacher" in check["text"]
        said = "kept for your teacher." if kept else "passed."
        return Verdict(exercise, "kept" if kept else "passed", f"{exercise} {said}")
    line = check["text"].strip().splitlines()[-1:] or [f"{exercise} not yet: {check['error'] or 'no answer'}"]
    said = line[0] if line[0].startswith(f"{exercise} not") else f"{exercise} not passed."
    return Verdict(exercise, "unanswered" if "not answered yet" in said else "wrong", said)
