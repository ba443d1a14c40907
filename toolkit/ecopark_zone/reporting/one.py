"""One report: papermill runs the report's notebook, and its parts become HTML, XLSX and a notebook."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecopark import errors, places, standards
from ecopark.errors import DataError, EcoparkError
from ecopark.files import output_problems, user_output
from ecopark_course import execute, sources
from ecopark_zone import findings
from ecopark_zone.reporting import opening
from ecopark_zone.reporting.document import as_html
from ecopark_zone.reporting.opening import Prepared
from ecopark_zone.reporting.sections import tables_of
from ecopark_zone.reporting.words import words
from ecopark_zone.reporting.workbook import as_workbook

__all__ = ["ENDINGS", "Job", "Made", "NoReport", "job", "make", "master", "write", "write_report"]

ENDINGS = (".html", ".xlsx", ".ipynb")
_TIMES = ("papermill", "execution")  # metadata that tell when a cell ran and how long


class NoReport(EcoparkError, ValueError):
    """A report could not be made from this input; the message says why."""


@dataclass(frozen=True)
class Job:
    """Everything that one report needs; it can travel to another process or machine."""

    prepared: Prepared
    zone: str
    year: int
    start: int
    standard: str = "hj274-2009"
    language: str = "en"
    peers: bool = False
    file: str = ""
    accepted: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the notebook."""
        names = ("zone", "year", "start", "standard", "language", "peers")
        own = {name: getattr(self, name) for name in names}
        return {"panel_file": self.file, **own, "accept": ",".join(self.accepted)}

    @property
    def source(self) -> str:
        """The line of provenance."""
        chosen = opening.Chosen(self.zone, self.year, self.start)
        return opening.provenance(self.prepared.origin, chosen, self.standard, self.accepted)


@dataclass(frozen=True)
class Made:
    """The three files of a report."""

    html: bytes
    workbook: bytes
    notebook: bytes

    def by_ending(self) -> dict[str, bytes]:
        """Return the content of each file by its ending."""
        return dict(zip(ENDINGS, (self.html, self.workbook, self.notebook), strict=True))


def master() -> Path:
    """Return the master of the report's notebook."""
    return places.course() / "report" / "masters" / "zone_report.py"


def job(
    file: str | Path,
    zone: str = "",
    year: int = 0,
    start: int = 0,
    standard: str = "hj274-2009",
    language: str = "en",
    peers: bool = False,
    accept: Iterable[str] = (),
) -> Job:
    """Return the job of one report: the file is read and everything is checked, nothing is computed.

    Raises
    ------
    DataError
        With everything that is wrong with the file or the choices.
    UnknownNameError
        If there is no such zone, year, standard or language.
    """
    words(language)
    standards.get(standard)
    accepted = tuple(accept)
    panel, notes = opening.read(file, accepted, standard)
    chosen = opening.choose(panel, zone, year, start, Path(file).name)
    prepared = opening.prepare(panel, chosen.zone, findings.origin(file), notes)
    return Job(
        prepared, chosen.zone, chosen.year, chosen.start, standard, language, peers, str(file), accepted
    )


def make(work: Job, *, kept_kernel: bool = False) -> Made:
    """Make the three files of a report.

    Parameters
    ----------
    work : Job
        What :func:`job` returned.
    kept_kernel : bool
        Whether many reports are made in a row, in the kernel that this process keeps.

    Returns
    -------
    Made
        The files, not yet written. The same job on the same day gives the same bytes.

    Raises
    ------
    NoReport
        If the notebook finds its input wrong.
    NotebookFailed
        If a cell fails for another reason.
    """
    executed = _executed(work, kept_kernel)
    title = words(work.language)("Report on {zone}, {year}", zone=work.zone, year=work.year)
    page = as_html(executed, title, work.language)
    book = as_workbook(tables_of(executed), work.source)
    return Made(page.encode(), book, _as_bytes(executed))


def _executed(work: Job, kept_kernel: bool) -> Any:
    """Return the executed notebook, without the times at which its cells ran."""
    with tempfile.TemporaryDirectory(prefix="ecopark-report-") as folder:
        prepared = Path(folder, "zone.json")
        prepared.write_text(work.prepared.text(), encoding="utf-8")
        given = {**work.parameters, "prepared": str(prepared)}
        try:
            executed = execute.run_notebook(
                _notebook(), given, work.zone, cwd=Path(folder), kept_kernel=kept_kernel
            )
        except execute.NotebookFailed as error:
            if error.error in errors.__all__:
                raise NoReport(error.message) from error
            raise
    for cell in executed.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k not in _TIMES}
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "injected"
            cell.source = cell.source.replace(repr(str(prepared)), "''").replace(f'"{prepared}"', '""')
    executed.metadata = {k: v for k, v in executed.metadata.items() if k != "papermill"}
    return executed


@cache
def _read(path: Path) -> Any:
    return sources.lesson(sources.read(path))


def _notebook() -> Any:
    return copy.deepcopy(_read(master()))


def _as_bytes(notebook: Any) -> bytes:
    import nbformat

    return str(nbformat.writes(notebook)).encode() + b"\n"


def write(made: Made, target: Path) -> list[Path]:
    """Write the three files beside each other: all of them, or none.

    Parameters
    ----------
    made : Made
        The files.
    target : Path
        The HTML file; the two others get its name with their endings.

    Raises
    ------
    DataError
        If a file cannot be written.
    """
    paths = [target.with_suffix(ending) for ending in ENDINGS]
    with ExitStack() as parts:
        for path, content in zip(paths, made.by_ending().values(), strict=True):
            parts.enter_context(user_output(path)).write_bytes(content)
    return paths


def write_report(work: Job, target: Path) -> list[Path]:
    """Make a report and write its files; the folder is looked at before anything is computed.

    Raises
    ------
    DataError
        If the target is no HTML file, its folder does not exist, one of the three files would take
        the place of the file with the data or of another one that is not ecopark's, or a file cannot
        be written.
    NoReport, NotebookFailed
        As :func:`make`.
    """
    inputs = [work.file] if work.file else []
    problems = output_problems(target, ".html", ".htm", inputs=inputs)
    for ending in ENDINGS:
        problems += output_problems(target.with_suffix(ending), inputs=inputs)
    if problems:
        raise DataError("the output", list(dict.fromkeys(problems)))
    return write(make(work), target)
