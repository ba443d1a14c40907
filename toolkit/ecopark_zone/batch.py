"""Many reports: one per zone, each made once, also when the work is interrupted and started again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import multiprocessing
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from ecopark import files
from ecopark.errors import DataError, EcoparkError, Issue
from ecopark.files import atomic_write, check_outputs, same_place, user_output
from ecopark.i18n import current_language, say, set_language
from ecopark_zone import page
from ecopark_zone.i18n import mark, translator
from ecopark_zone.page import ENDINGS
from ecopark_zone.summary import Options, ZoneFile, summarize_zones

__all__ = ["Outcome", "Plan", "check_output_folder", "make_all", "plan_reports"]

_READ = {".csv", ".ods", ".xls", ".xlsx"}
_DONE = ".reports"  # folder with a note for each report that is done
_LIST = "reports.csv"
_CHUNK = 25  # zones that one process assesses together
_UNSAFE = re.compile(r"[^\w]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))}
_LONGEST = 60  # letters of a zone's name in the name of a file


@dataclass(frozen=True, eq=False)
class Plan:
    """One report to make: ``stem`` names its files, ``digest`` its data, choices and the program."""

    stem: str
    zone: str
    file: ZoneFile
    options: Options
    language: str
    digest: str

    def outcome(self, status: str, reason: str = "") -> Outcome:
        """Return the outcome of this report."""
        report = "" if status == "failed" else f"{self.stem}.html"
        return Outcome(self.zone, self.file.name, report, status, reason)


@dataclass(frozen=True)
class Outcome:
    """How the report of one zone ended: ``made``, ``kept`` from an earlier run, or ``failed``."""

    zone: str
    file: str
    report: str
    status: str
    reason: str = ""


def plan_reports(
    source: str | Path, options: Options | None = None, language: str = "en"
) -> tuple[list[Plan], list[Outcome]]:
    """Plan a report for each zone of a file, or of all CSV, XLSX, XLS and ODS files in a folder.

    Return the plans in order of files and zones, and an outcome for each file that cannot be read. The
    choices hold for every zone.

    Raises
    ------
    DataError
        If there is no such file or folder, or nothing in it.
    UnknownNameError
        If there is no such standard, stage or language.
    """
    options = options or Options()
    options.check()
    translator(language)
    pairs: list[tuple[str, ZoneFile]] = []
    failures = []
    for path in _files(Path(source)):
        try:
            file = page.read_file(path, options.accepted, options.standard, language)
        except EcoparkError as error:
            failures.append(Outcome("", path.name, "", "failed", str(error)))
            continue
        pairs += [(str(zone), file) for zone in file.panel["zone"].astype(str).unique()]
    plans = [
        Plan(stem, zone, file, options, language, _digest(zone, file, options, language))
        for stem, (zone, file) in zip(_choose_stems(pairs), pairs, strict=True)
    ]
    return plans, failures


def make_all(
    plans: Iterable[Plan],
    failures: Iterable[Outcome],
    folder: Path,
    jobs: int = 2,
    tell: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Make the reports that are not there yet.

    A report is kept if its data, choices and the program are the same as when it was made, and its files
    are as they were written. A failing zone does not stop the others.

    Parameters
    ----------
    plans, failures
        The plans from :func:`plan_reports`.
    folder : Path
        Where to write; it is created if it does not exist. ``reports.csv`` lists every zone.
    jobs : int
        Processes that work at the same time.
    tell : callable
        Called with each outcome as soon as it is known.

    Returns
    -------
    list of Outcome
        One per zone, those of files that cannot be read last.

    Raises
    ------
    DataError
        If the folder cannot be written, or a report would take the place of a file that is not ecopark's or
        was changed.
    """
    plans, failures = list(plans), list(failures)
    done = {plan.stem for plan in plans if _is_done(plan, folder)}
    todo = [plan for plan in plans if plan.stem not in done]
    if folder.is_dir():
        names = [_LIST, *(f"{plan.stem}{ending}" for plan in todo for ending in ENDINGS)]
        check_outputs(folder / name for name in names)
    try:
        (folder / _DONE).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        rule = say("the folder cannot be made: {reason}", reason=error.strerror)
        raise DataError("the output", [Issue(rule, value=str(folder))]) from error

    # The reports that are kept, those made now, and the files that cannot be read.
    outcomes = {plan.stem: plan.outcome("kept") for plan in plans if plan.stem in done}
    for outcome in outcomes.values():
        tell(outcome)
    with closing(_results(todo, jobs)) as results:
        for plan, contents in results:
            outcomes[plan.stem] = _write_report(plan, contents, folder)
            tell(outcomes[plan.stem])
    for failure in failures:
        tell(failure)
    listed = [*(outcomes[plan.stem] for plan in plans), *failures]
    _write_list(listed, folder)
    return listed


def check_output_folder(source: Path, output: Path) -> None:
    """Refuse a folder for the reports that holds the data: reports would take the place of files there.

    Examples
    --------
    >>> check_output_folder(Path("data", "zones.csv"), Path("data"))
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in the output:
      'data': the folder holds your data, which could be lost. Likely fix: choose another folder.
    """
    if same_place(source if source.is_dir() else source.parent, output):
        rule = mark("the folder holds your data, which could be lost")
        raise DataError("the output", [Issue(rule, value=str(output), fix="choose another folder")])


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise DataError("the input", [Issue("there is no such file or folder", value=str(source))])
    paths = sorted(path for path in source.iterdir() if path.suffix.lower() in _READ)
    if not paths:
        raise DataError("the input", [Issue("holds no spreadsheet or CSV file", value=str(source))])
    return paths


def _choose_stems(pairs: Sequence[tuple[str, ZoneFile]]) -> list[str]:
    """Return a file name for each zone; if two would be the same on some system, both get a digest."""
    short = [_UNSAFE.sub("-", zone).strip("-")[:_LONGEST] for zone, _ in pairs]
    counts = Counter([*(stem.casefold() for stem in short), *_RESERVED, *_RESERVED, ""])
    stems = []
    for stem, (zone, file) in zip(short, pairs, strict=True):
        if stem != zone.replace(" ", "-") or counts[stem.casefold()] > 1:
            digest = hashlib.sha256(f"{file.name}\0{zone}".encode()).hexdigest()[:8]
            stem = f"{stem or 'zone'}-{digest}"
        stems.append(stem)
    return stems


def _digest(zone: str, file: ZoneFile, options: Options, language: str) -> str:
    parts = [zone, file.origin, asdict(options), language, _program_digest()]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _program_digest() -> str:
    """Return a digest of the program, its templates and catalogs, and the tables."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    texts = [p for p in package.rglob("*") if p.suffix in {".j2", ".po"}]
    for path in [*files.code_files(), *sorted(texts), *sorted(files.datasets_folder().rglob("*.csv"))]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_done(plan: Plan, folder: Path) -> bool:
    """Return whether a report of the same inputs is there, whole and unchanged."""
    try:
        note = json.loads((folder / _DONE / f"{plan.stem}.json").read_text(encoding="utf-8"))
        return bool(note["digest"] == plan.digest) and all(
            hashlib.sha256((folder / f"{plan.stem}{ending}").read_bytes()).hexdigest()
            == note["files"][ending]
            for ending in ENDINGS
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _results(plans: Sequence[Plan], jobs: int) -> Generator[tuple[Plan, dict[str, bytes] | str]]:
    """Yield each plan with its files, or the reason why there are none."""
    # Zones of one file that are assessed together: as many as keep every process busy.
    by_file: dict[int, list[Plan]] = {}
    for plan in plans:
        by_file.setdefault(id(plan.file), []).append(plan)
    size = max(1, min(_CHUNK, -(-len(plans) // jobs)))
    chunks = [group[n : n + size] for group in by_file.values() for n in range(0, len(group), size)]
    if jobs == 1 or len(chunks) <= 1:
        for chunk in chunks:
            yield from zip(chunk, _make_chunk(*_select_inputs(chunk)), strict=True)
        return
    initial: dict[str, Any] = {"initializer": _start_worker, "initargs": (current_language(),)}
    with ProcessPoolExecutor(min(jobs, len(chunks)), **initial) as pool:
        chunk_of = {pool.submit(_make_chunk, *_select_inputs(chunk)): chunk for chunk in chunks}
        try:
            for future in as_completed(chunk_of):
                chunk = chunk_of.pop(future)
                try:
                    results = future.result()
                except BrokenProcessPool:
                    reason = say("a process ended before this report was made: run the command again")
                    results = [reason] * len(chunk)
                yield from zip(chunk, results, strict=True)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # do not wait for the reports of other zones
            raise


def _select_inputs(chunk: Sequence[Plan]) -> tuple[ZoneFile, list[str], Options, str]:
    """Return the part of a file that a process needs for some zones: their rows, not the whole panel."""
    first, zones = chunk[0], [plan.zone for plan in chunk]
    rows = first.file.panel[first.file.panel["zone"].astype(str).isin(zones)]
    return replace(first.file, panel=rows), zones, first.options, first.language


def _make_chunk(
    file: ZoneFile, zones: list[str], options: Options, language: str
) -> list[dict[str, bytes] | str]:
    """Make the reports of some zones of a file; an error becomes its message and does not stop the others."""
    results: list[dict[str, bytes] | str] = []
    _ = translator(language)
    for result in summarize_zones(file, zones, options):
        if isinstance(result, EcoparkError):
            results.append(str(result))
            continue
        try:
            results.append(page.make_files(result, _))
        except Exception as error:  # one broken report must not stop the others
            results.append(f"{type(error).__name__}: {error}")
    return results


def _start_worker(language: str) -> None:
    """Set the user's language, and end when the parent process ends, however it ends."""
    set_language(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _write_report(plan: Plan, contents: dict[str, bytes] | str, folder: Path) -> Outcome:
    """Write the files of a report, then the note that it is done."""
    if isinstance(contents, str):
        return plan.outcome("failed", contents)
    try:
        page.write_files(contents, folder / f"{plan.stem}.html")
        digests = {ending: hashlib.sha256(content).hexdigest() for ending, content in contents.items()}
        with atomic_write(folder / _DONE / f"{plan.stem}.json") as part:
            part.write_text(json.dumps({"digest": plan.digest, "files": digests}), encoding="utf-8")
    except (EcoparkError, OSError) as error:
        return plan.outcome("failed", str(error))
    return plan.outcome("made")


def _write_list(outcomes: Iterable[Outcome], folder: Path) -> None:
    """List the report of each zone; an apostrophe precedes a text that looks like a formula."""
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(["zone", "file", "report", "status", "reason"])
    for outcome in outcomes:
        status = "failed" if outcome.status == "failed" else "ok"
        cells = (outcome.zone, outcome.file, outcome.report, status, outcome.reason)
        rows.writerow([f"'{text}" if text[:1] in tuple("=+-@\t\r") else text for text in cells])
    with user_output(folder / _LIST) as part:
        part.write_text(buffer.getvalue(), encoding="utf-8-sig")
