"""Many reports: one a zone, each made once, also when the work is interrupted and started again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecopark.errors import DataError, EcoparkError, Issue
from ecopark.files import check_outputs, output, whole
from ecopark_zone.reporting.crews import Result, on_cluster, on_this_machine
from ecopark_zone.reporting.one import ENDINGS, Made, write
from ecopark_zone.reporting.plans import Failure, Plan

__all__ = ["Outcome", "make_all"]

_NOTES = ".reports"  # folder of notes: one a report that is done
_LIST = "reports.csv"


@dataclass(frozen=True)
class Outcome:
    """How the report of one zone ended: ``made``, ``kept`` from an earlier run, or ``failed``."""

    zone: str
    file: str
    report: str
    status: str
    reason: str = ""


def make_all(
    plans: Iterable[Plan],
    failures: Iterable[Failure],
    folder: Path,
    jobs: int = 2,
    scheduler: str | None = None,
    report: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Make the reports that are not there yet.

    A report is kept if its inputs, parameters and the toolkit are the same as when it was made, and
    its files are as they were written. A zone that fails stops no other.

    Parameters
    ----------
    plans, failures
        What :func:`ecopark_zone.reporting.plans.plans` returned.
    folder : Path
        Where to write; it is made if it is not there. ``reports.csv`` lists every zone.
    jobs : int
        Reports to make at the same time on this machine.
    scheduler : str, optional
        Address of a Dask scheduler whose workers make the reports instead.
    report : callable
        Called with each outcome as soon as it is known.

    Returns
    -------
    list of Outcome
        One a zone, those without a plan last.

    Raises
    ------
    DataError
        If the folder cannot be written, a report would take the place of a file that is not ecopark's
        or was changed, or the cluster does not answer.
    """
    outcomes = {}
    planned = list(plans)
    done = {plan.stem for plan in planned if _is_done(plan, folder)}
    todo = [plan for plan in planned if plan.stem not in done]
    if folder.is_dir():
        names = [_LIST, *(f"{plan.stem}{ending}" for plan in todo for ending in ENDINGS)]
        check_outputs(folder / name for name in names)
    _open(folder)
    for plan in planned:
        if plan.stem in done:
            outcomes[plan.stem] = _outcome(plan, "kept")
            report(outcomes[plan.stem])
    for plan, made in _made(todo, jobs, scheduler):
        outcomes[plan.stem] = _keep(plan, made, folder)
        report(outcomes[plan.stem])
    ended = [outcomes[plan.stem] for plan in planned]
    for one in failures:
        ended.append(Outcome(one.zone, one.file, "", "failed", one.reason))
        report(ended[-1])
    _list(ended, folder)
    return ended


def _made(todo: list[Plan], jobs: int, scheduler: str | None) -> Iterator[Result]:
    return on_cluster(todo, scheduler) if scheduler else on_this_machine(todo, jobs)


def _open(folder: Path) -> None:
    try:
        (folder / _NOTES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = Issue(f"the folder cannot be made: {error.strerror}", value=str(folder))
        raise DataError("the output", [problem]) from error


def _keep(plan: Plan, made: Made | str, folder: Path) -> Outcome:
    """Write the files of a report, then the note that it is done."""
    if isinstance(made, str):
        return _outcome(plan, "failed", made)
    try:
        write(made, folder / f"{plan.stem}.html")
        digests = {ending: _digest(content) for ending, content in made.by_ending().items()}
        with whole(_note(plan, folder)) as part:
            part.write_text(json.dumps({"digest": plan.digest, "files": digests}), encoding="utf-8")
    except (EcoparkError, OSError) as error:
        return _outcome(plan, "failed", str(error))
    return _outcome(plan, "made")


def _is_done(plan: Plan, folder: Path) -> bool:
    """Return whether a report of the same inputs is there, whole and unchanged."""
    try:
        note = json.loads(_note(plan, folder).read_text(encoding="utf-8"))
        return bool(note["digest"] == plan.digest) and all(
            _digest((folder / f"{plan.stem}{ending}").read_bytes()) == note["files"][ending]
            for ending in ENDINGS
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _note(plan: Plan, folder: Path) -> Path:
    return folder / _NOTES / f"{plan.stem}.json"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _outcome(plan: Plan, status: str, reason: str = "") -> Outcome:
    report = "" if status == "failed" else f"{plan.stem}.html"
    return Outcome(plan.job.zone, plan.job.file, report, status, reason)


def _list(outcomes: Iterable[Outcome], folder: Path) -> None:
    """Write which zone has which report; a text that looks like a formula gets an apostrophe before it."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["zone", "file", "report", "status", "reason"])
    for one in outcomes:
        status = "failed" if one.status == "failed" else "ok"
        rows.writerow([_safe(text) for text in (one.zone, one.file, one.report, status, one.reason)])
    with output(folder / _LIST) as part:
        part.write_text(buffer.getvalue(), encoding="utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
