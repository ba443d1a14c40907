"""From a folder or a panel to one plan a zone: its job, the name of its files, and a digest of both."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecopark import places, standards
from ecopark.errors import DataError, EcoparkError, Issue
from ecopark.files import same_place
from ecopark_zone import findings
from ecopark_zone.reporting import opening
from ecopark_zone.reporting.one import Job, master
from ecopark_zone.reporting.words import words

__all__ = ["Failure", "Plan", "keep_apart", "plans"]

_READ = {".csv", ".xlsx", ".ods"}
_UNSAFE = re.compile(r"[^\w]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))}
_LONGEST = 60  # letters of a zone's name in the name of a file


@dataclass(frozen=True)
class Plan:
    """One report to make: ``stem`` names its files, ``digest`` its inputs, parameters and code."""

    stem: str
    job: Job
    digest: str


@dataclass(frozen=True)
class Failure:
    """A zone, or a whole file, of which no report can be made, and why."""

    file: str
    zone: str
    reason: str


def plans(
    source: str | Path,
    year: int = 0,
    start: int = 0,
    standard: str = "hj274-2009",
    language: str = "en",
    peers: bool = False,
    accept: Iterable[str] = (),
) -> tuple[list[Plan], list[Failure]]:
    """Return a plan for each zone of a panel, or of all panels in a folder.

    Parameters
    ----------
    source : str or Path
        A file, or a folder of CSV, XLSX and ODS files.
    year, start, standard, language, peers, accept
        As for one report; they hold for every zone.

    Returns
    -------
    tuple
        The plans in order of files and zones, and what cannot be planned, with its reason.

    Raises
    ------
    DataError
        If there is no such file or folder, or nothing in it.
    UnknownNameError
        If there is no such standard or language.
    """
    words(language)
    standards.get(standard)
    accepted = tuple(accept)
    options = {"standard": standard, "language": language, "peers": peers, "accepted": accepted}
    jobs: list[Job] = []
    failures: list[Failure] = []
    for file in _files(Path(source)):
        for found in _jobs(file, year, start, options):
            (jobs if isinstance(found, Job) else failures).append(found)  # type: ignore[arg-type]
    return [Plan(stem, job, _digest(job)) for stem, job in zip(_stems(jobs), jobs, strict=True)], failures


def keep_apart(source: Path, output: Path) -> None:
    """Refuse a folder for the reports that holds the data: reports would take the place of files there.

    Parameters
    ----------
    source : Path
        The file or folder with the data.
    output : Path
        The folder for the reports.

    Raises
    ------
    DataError
        If the data stand in that folder.

    Examples
    --------
    >>> keep_apart(Path("data", "zones.csv"), Path("data"))
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in the output:
      'data': the folder holds your data, which could be lost. Likely fix: choose another folder.
    """
    if same_place(source if source.is_dir() else source.parent, output):
        rule = "the folder holds your data, which could be lost"
        raise DataError("the output", [Issue(rule, value=str(output), fix="choose another folder")])


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    found = sorted(p for p in source.glob("*") if p.suffix.lower() in _READ) if source.is_dir() else []
    if not found:
        rule = "holds no CSV, XLSX or ODS file" if source.is_dir() else "there is no such file or folder"
        raise DataError("the input", [Issue(rule, value=str(source))])
    return found


def _jobs(file: Path, year: int, start: int, options: Mapping[str, Any]) -> Iterator[Job | Failure]:
    """Yield a job or a failure for each zone of a file, one failure for a file that cannot be read."""
    try:
        panel, notes = opening.read(file, options["accepted"], options["standard"])
        origin = findings.origin(file)
    except EcoparkError as error:
        yield Failure(file.name, "", str(error))
        return
    for zone in dict.fromkeys(str(name) for name in panel["zone"]):
        try:
            chosen = opening.choose(panel, zone, year, start, file.name)
        except EcoparkError as error:
            yield Failure(file.name, zone, str(error))
            continue
        prepared = opening.prepare(panel, zone, origin, notes)
        yield Job(prepared, zone, chosen.year, chosen.start, file=file.name, **options)


def _stems(jobs: list[Job]) -> list[str]:
    """Return a file name for each zone; where two would be the same on some system, all get a digest."""
    short = [_UNSAFE.sub("-", job.zone).strip("-")[:_LONGEST] for job in jobs]
    counts = Counter([*(stem.casefold() for stem in short), *_RESERVED, *_RESERVED, ""])
    plain = [job.zone.replace(" ", "-") for job in jobs]
    return [
        stem if stem == own and counts[stem.casefold()] == 1 else f"{stem or 'zone'}-{_mark(job)}"
        for stem, own, job in zip(short, plain, jobs, strict=True)
    ]


def _mark(job: Job) -> str:
    return hashlib.sha256(f"{job.file}\0{job.zone}".encode()).hexdigest()[:8]


def _digest(job: Job) -> str:
    text = json.dumps([job.prepared.text(), job.parameters, _code()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _code() -> str:
    """Return a digest of the toolkit, its tables and the report's notebook."""
    digest = hashlib.sha256()
    for path in [*places.code_files(), *sorted(places.datasets().rglob("*.csv")), master()]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
