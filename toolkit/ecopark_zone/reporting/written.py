"""The report of a zone from Python: of a file, or of a panel that is at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ecopark import frames, standards
from ecopark import panel as panels
from ecopark_zone.reporting import one, opening
from ecopark_zone.reporting.words import words

__all__ = ["report"]


def report(
    data: Any,
    output: str | Path = "report.html",
    zone: str = "",
    year: int = 0,
    start: int = 0,
    standard: str = "hj274-2009",
    language: str = "en",
    *,
    peers: bool = False,
    accept: Iterable[str] = (),
) -> list[Path]:
    """Write the report of a zone, as ``ecopark report`` does: a page, its tables and its notebook.

    Parameters
    ----------
    data : path or dataframe
        A zone's own CSV or XLSX file, as for :func:`ecopark.read_zone`; or a panel, as for
        :func:`ecopark.assess`, that holds its rows (pandas, polars or pyarrow).
    output : str or Path
        The HTML file to write, in a folder that exists. The workbook (``.xlsx``) and the executed
        notebook (``.ipynb``) get its name. An earlier report that nobody changed is written anew;
        any other file is kept, and no report is made.
    zone : str
        The zone; it may be left out if there is only one.
    year, start : int
        The year of the report and the first year of its growth rates [year]; 0 for the last and the
        first year that have data.
    standard : str
        Name of a shipped standard.
    language : {"en", "zh-Hans", "zh-Hant", "th"}
        Language of the report.
    peers : bool
        Whether to compare with synthetic zones.
    accept : iterable of str
        Remedies of the import doctor to apply, for a file.

    Returns
    -------
    list of Path
        The three files: HTML, XLSX, notebook. Of a panel, the notebook cannot be run again: it does
        not hold the panel.

    Raises
    ------
    DataError
        With everything that is wrong with the file, the panel, the choices or the output.
    UnknownNameError
        If there is no such zone, year, standard or language.
    NoReport, NotebookFailed
        If the notebook finds its input wrong, or fails for another reason.

    Examples
    --------
    >>> import tempfile
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=2, years=4)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = report(panel, f"{folder}/zone.html", "Synthetic zone 2", language="th")
    ...     [path.name for path in made]
    ['zone.html', 'zone.xlsx', 'zone.ipynb']
    """
    if isinstance(data, str | Path):
        work = one.job(data, zone, year, start, standard, language, peers, accept)
    else:
        work = _of_panel(data, zone, year, start, standard, language, peers)
    return one.write_report(work, Path(output))


def _of_panel(
    panel: Any, zone: str, year: int, start: int, standard: str, language: str, peers: bool
) -> one.Job:
    words(language)
    frame = frames.from_native_eager(panel)
    needed = standards.get(standard).required_columns
    if zone:
        frame = panels.zone_rows(frame, zone, needed)
    else:
        panels.require(frame, needed)
    table = opening.completed(frame.to_pandas())
    chosen = opening.choose(table, zone, year, start, "the panel")
    unnamed = opening.prepare(table, chosen.zone, "")
    digest = hashlib.sha256(unnamed.text().encode()).hexdigest()[:12]
    prepared = opening.prepare(table, chosen.zone, f"A panel in Python, SHA-256 {digest}")
    return one.Job(prepared, chosen.zone, chosen.year, chosen.start, standard, language, peers)
