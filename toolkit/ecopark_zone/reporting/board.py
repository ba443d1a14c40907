"""What the dashboard computes, without a widget: each function takes an uploaded file and some choices."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ecopark import indicators, standards
from ecopark.errors import DataError
from ecopark.frames import to_python
from ecopark_zone import findings
from ecopark_zone.intake.doctor import examine
from ecopark_zone.intake.remedies import REMEDIES
from ecopark_zone.intake.rules import SheetProblem
from ecopark_zone.reporting import opening, tables
from ecopark_zone.reporting.one import Job, Made, make
from ecopark_zone.reporting.page import Page
from ecopark_zone.reporting.safe import plain_name, upload
from ecopark_zone.reporting.sections import as_table, paragraph
from ecopark_zone.reporting.words import words

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Choice",
    "Loaded",
    "as_job",
    "columns",
    "download_name",
    "first_page",
    "load",
    "made",
    "noted",
    "remedies",
    "what_if",
]


@dataclass(frozen=True)
class Loaded:
    """An uploaded file: what was found in it, and its panel if it is fit for use."""

    name: str
    origin: str
    notes: tuple[opening.Note, ...]
    offered: tuple[str, ...]
    accepted: tuple[str, ...]
    panel: pd.DataFrame | None


@dataclass(frozen=True)
class Choice:
    """What the user chose."""

    zone: str = ""
    year: int = 0
    start: int = 0
    standard: str = "hj274-2009"
    language: str = "en"
    peers: bool = False


def load(name: str, content: bytes, accept: Iterable[str] = (), standard: str = "hj274-2009") -> Loaded:
    """Return what an uploaded file holds; nothing of it stays on the disk.

    Parameters
    ----------
    name : str
        Name of the file, as the browser tells it; it is shown, never used as a path.
    content : bytes
        The file.
    accept : iterable of str
        Remedies of the import doctor to apply.
    standard : str
        Indicator system whose columns the file should have.
    """
    shown, accepted = plain_name(name), tuple(sorted(set(accept)))
    origin = f"{shown}, SHA-256 {hashlib.sha256(content).hexdigest()[:12]}"
    try:
        with upload(name, content) as path:
            seen = examine(path, accepted, standard=standard)
    except SheetProblem as error:
        offered = _offered(error.findings)
        return Loaded(shown, origin, _named(opening.notes_of(error.findings)), offered, accepted, None)
    except DataError as error:
        notes = tuple({"place": "", "kind": "error", "value": str(p.value), "note": p.rule, "fix": p.fix}
                      for p in error.issues)  # fmt: skip
        return Loaded(shown, origin, notes, (), accepted, None)
    notes = _named(opening.notes_of(seen.findings, seen.log))
    panel = opening.completed(seen.frame) if seen.fit else None
    offered = tuple(dict.fromkeys([*accepted, *_offered(seen.findings)]))
    return Loaded(shown, origin, notes, offered, accepted, panel)


def _named(notes: Iterable[opening.Note]) -> tuple[opening.Note, ...]:
    """Return notes without the name of the file for a moment, which a CSV file has for a sheet."""
    return tuple(
        {**note, "place": note.get("place", "").removeprefix("upload").removeprefix("!")} for note in notes
    )


def _offered(found: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for one in found for way in one.accepts))


def remedies(loaded: Loaded) -> dict[str, str]:
    """Return the remedies that a file offers, with what each of them does."""
    return {name: REMEDIES[name] for name in loaded.offered}


def noted(loaded: Loaded, language: str) -> str:
    """Return everything that was found in a file, as HTML; whatever stands in a cell is text."""
    say = words(language)
    table = tables.notes(loaded.notes, say)
    lines = []
    if loaded.panel is None:
        mend = "Nothing can be computed until these are mended in the file. Mend them and upload it again."
        lines.append(paragraph(say(mend), "warning"))
    else:
        zones, years = (loaded.panel[name].nunique() for name in ("zone", "year"))
        lines.append(
            paragraph(say("The file is read. Zones: {zones}. Years: {years}.", zones=zones, years=years))
        )
    body = as_table(table, loaded.origin) if table.rows else paragraph(say("Nothing was noted."))
    return f"<h2>{html.escape(say('What the file says'))}</h2>{''.join(lines)}{body}"


def _opened(loaded: Loaded, choice: Choice) -> opening.Opened:
    if loaded.panel is None:
        raise DataError(loaded.name, [])
    chosen = opening.choose(loaded.panel, choice.zone, choice.year, choice.start, loaded.name)
    return opening.of_zone(
        loaded.panel, chosen, choice.standard, loaded.origin, loaded.notes, loaded.accepted
    )


def first_page(loaded: Loaded, choice: Choice) -> str:
    """Return the first page of the report as HTML."""
    found = _opened(loaded, choice)
    given = (found.panel, found.zone, found.year)
    judged = findings.judged(*given, choice.standard, found.start)
    gaps = findings.largest_gaps(*given, choice.standard, found.start, count=None)
    states = findings.decoupling(found.panel, found.zone)
    programs = findings.programs(*given, found.start)
    wanted = findings.wanted_data(*given, choice.standard, found.start)
    return Page(found, choice.language).first(judged, gaps, states, programs, wanted).html


def columns(loaded: Loaded, choice: Choice) -> list[str]:
    """Return the quantities that can be moved: those that the standard needs and the year has."""
    found = _opened(loaded, choice)
    row = found.panel[found.panel["year"] == found.year].iloc[0]
    return [
        name
        for name in standards.get(choice.standard).required_columns
        if name in row.index and to_python(row[name]) is not None and not isinstance(row[name], bool)
    ]


def what_if(loaded: Loaded, choice: Choice, column: str, change: float) -> str:
    """Return which indicators follow when one quantity changes, as HTML."""
    say = words(choice.language)
    found = _opened(loaded, choice)
    moved = indicators.what_if(
        found.panel, found.zone, found.year, column, change, choice.standard, start=found.start
    )
    now, then = (moved[moved["case"] == case].reset_index(drop=True) for case in ("now", "changed"))
    system = standards.get(choice.standard)
    rows = [
        (
            *(a["code"], say.indicator(choice.standard, system[a["code"]]), a["unit"]),
            *(_number(a["value"]), say.known(a["status"]), _number(b["value"]), say.known(b["status"])),
        )
        for (_, a), (_, b) in zip(now.iterrows(), then.iterrows(), strict=True)
    ]
    heads = ("code", "indicator", "unit", "now", "status", "changed", "status")
    title = f"{say.column(column)} {change:+g} %"
    table = tables.Shown("what_if", title, tuple(say(head) for head in heads), tuple(rows))
    return paragraph(title) + as_table(table, found.source)


def _number(value: Any) -> float | None:
    return None if to_python(value) is None else float(value)


def as_job(loaded: Loaded, choice: Choice) -> Job:
    """Return the job of the full report."""
    found = _opened(loaded, choice)
    prepared = opening.prepare(found.panel, found.zone, loaded.origin, loaded.notes)
    return Job(
        prepared, found.zone, found.year, found.start,
        choice.standard, choice.language, choice.peers, loaded.name, loaded.accepted,
    )  # fmt: skip


def download_name(loaded: Loaded) -> str:
    """Return the name for the files of a report, never that of the file that was uploaded.

    Examples
    --------
    >>> download_name(Loaded("Report.xlsx", "", (), (), (), None))
    'zone-report'
    """
    return "zone-report" if PurePath(loaded.name).stem.casefold() == "report" else "report"


def made(job: Job) -> Made:
    """Return the files of a report; in a thread of its own, because a notebook's loop is running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_made, job).result()


def _made(job: Job) -> Made:
    """Make a report, and close the loop that the notebook libraries open for this thread."""
    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    try:
        return make(job)
    finally:
        loop.close()
