"""A manager's file opened for a report: one zone's rows, and which zone, year and first year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import datasets, files, standards
from ecopark import panel as panels
from ecopark.errors import DataError, Issue, UnknownNameError
from ecopark.frames import to_python
from ecopark_zone import findings
from ecopark_zone.intake.doctor import read_zone
from ecopark_zone.intake.rules import Finding

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Chosen",
    "Note",
    "Opened",
    "Prepared",
    "choose",
    "completed",
    "notes_of",
    "of_zone",
    "opened",
    "prepare",
    "provenance",
    "read",
]

Note = dict[str, str]
_MOST = 60  # notes that a report shows
_LONGEST = 80  # letters of a value that a note shows


@dataclass(frozen=True)
class Chosen:
    """Which zone, year and first year a report is about."""

    zone: str
    year: int
    start: int


@dataclass(frozen=True)
class Opened:
    """One zone's rows with everything that its report needs.

    ``notes`` holds what was noted when the file was read; ``source`` is the line of provenance.
    """

    panel: pd.DataFrame
    zone: str
    year: int
    start: int
    standard: str
    source: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """One zone's rows as plain values: they travel to another process without a file.

    ``origin`` names the file as :func:`ecopark_zone.findings.origin` does.
    """

    origin: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[Note, ...] = ()

    def text(self) -> str:
        """Return everything as JSON, numbers with all their digits."""
        parts = (self.origin, self.columns, self.kinds, self.rows, self.notes)
        return json.dumps(parts, ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> Prepared:
        """Return what :meth:`text` wrote."""
        origin, columns, kinds, rows, notes = json.loads(text)
        return cls(origin, tuple(columns), tuple(kinds), tuple(map(tuple, rows)), tuple(notes))

    def frame(self) -> pd.DataFrame:
        """Return the rows as a panel."""
        import pandas as pd

        values = zip(*self.rows, strict=True)
        named = zip(self.columns, self.kinds, values, strict=True)
        return pd.DataFrame({name: pd.Series(list(own), dtype=kind) for name, kind, own in named})


def read(
    path: str | Path, accept: Iterable[str] = (), standard: str = "hj274-2009"
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the panel of a file, with every column of the data dictionary, and the notes on it.

    Parameters
    ----------
    path : str or Path
        The file; the import doctor reads it.
    accept : iterable of str
        Remedies of the import doctor to apply.
    standard : str
        Indicator system whose columns the file must have.

    Raises
    ------
    SheetProblem
        With everything that is wrong with the file.
    """
    found = read_zone(path, accept, standard=standard)
    return completed(found.panel), notes_of(found.findings, found.log)


def completed(panel: pd.DataFrame) -> pd.DataFrame:
    """Return a panel with every column of the data dictionary; one that it does not have is empty."""
    more = [name for name in panels.columns() if name not in panel.columns]
    return panel.assign(**dict.fromkeys(more, float("nan")))


def notes_of(found: Iterable[Finding], log: Iterable[str] = ()) -> tuple[Note, ...]:
    """Return what the import doctor found as notes of a report, the applied remedies first."""
    applied = [{"kind": "note", "note": line} for line in log]
    notes = [
        {
            "place": "!".join(part for part in (one.sheet, one.cell) if part),
            "kind": one.severity,
            "value": "" if one.value is None else str(one.value)[:_LONGEST],
            "note": one.reason,
            "fix": one.fix,
        }
        for one in found
    ]
    left = len(applied) + len(notes) - _MOST
    more = [{"kind": "note", "note": f"… and {left} more"}] if left > 0 else []
    return tuple([*applied, *notes][:_MOST] + more)


def choose(panel: pd.DataFrame, zone: str = "", year: int = 0, start: int = 0, what: str = "file") -> Chosen:
    """Return the zone, year and first year of a report; what is left out is chosen.

    Parameters
    ----------
    panel : pandas.DataFrame
        One row per zone and year.
    zone : str
        The zone; left empty, the only one.
    year, start : int
        The year of the report and the first year of its growth rates; 0 for the last and the first
        year that have data.
    what : str
        How the file is called in a message.

    Raises
    ------
    UnknownNameError
        If there is no such zone or year.
    DataError
        If the zone is left out and there are several, the zone has no data, or the years are not in
        order.

    Examples
    --------
    >>> choose(datasets.synthetic_panel(zones=1, years=3))
    Chosen(zone='Synthetic zone 1', year=2007, start=2005)
    """
    name = _zone(panel, zone, what)
    own = panel[panel["zone"].astype(str) == name]
    numbers = own.drop(columns=["zone", "year"]).notna().any(axis=1)
    there, filled = (sorted({int(y) for y in years}) for years in (own["year"], own.loc[numbers, "year"]))
    if not filled:
        raise DataError(what, [Issue("the zone has no number in any year", zone=name)])
    last = year or filled[-1]
    first = start or min(filled[0], last)
    for kind, asked in ((f"year of {name}", last), (f"first year of {name}", first)):
        if asked not in there:
            raise UnknownNameError(kind, asked, there)
    if first > last or (start and first == last and len(filled) > 1):
        fix = f"choose a first year before {last}"
        raise DataError(what, [Issue("the first year must come before the year", value=first, fix=fix)])
    return Chosen(name, last, first)


def _zone(panel: pd.DataFrame, zone: str, what: str) -> str:
    names = sorted(str(name) for name in panel["zone"].unique())
    if zone and zone not in names:
        raise UnknownNameError("zone", zone, names)
    if not zone and len(names) > 1:
        listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
        problem = Issue(f"there are {len(names)} zones and none was chosen", fix=f"choose one: {listed}")
        raise DataError(what, [problem])
    return zone or names[0]


def prepare(panel: pd.DataFrame, zone: str, origin: str, notes: Sequence[Note] = ()) -> Prepared:
    """Return one zone's rows as plain values."""
    own = panel[panel["zone"].astype(str) == zone].assign(zone=zone)
    kinds = tuple("object" if name == "zone" else str(own[name].dtype) for name in own.columns)
    rows = tuple(tuple(map(to_python, row)) for row in own.itertuples(index=False, name=None))
    return Prepared(origin, tuple(map(str, own.columns)), kinds, rows, tuple(notes))


def opened(
    panel_file: str = "",
    zone: str = "",
    year: int = 0,
    start: int = 0,
    standard: str = "hj274-2009",
    accept: str = "",
    prepared: str = "",
) -> Opened:
    """Open a manager's file for a report.

    Parameters
    ----------
    panel_file : str
        The file; left empty, the synthetic panel.
    zone : str
        The zone; left empty, the only one (of the synthetic zones, number 07).
    year, start : int
        The year of the report and the first year of its growth rates; 0 for the last and the first
        year that have data.
    standard : str
        The indicator system.
    accept : str
        Remedies of the import doctor, with commas between them.
    prepared : str
        A file with a checked copy of the zone's rows, which is then read in place of the file.

    Returns
    -------
    Opened
        The zone's rows, the choices, the line of provenance and the notes.

    Raises
    ------
    DataError
        With everything that is wrong with the file, or as :func:`choose`.
    UnknownNameError
        If there is no such zone, year or standard.

    Examples
    --------
    >>> found = opened(year=2012)
    >>> found.zone, found.start, len(found.panel)
    ('Synthetic zone 07', 2005, 12)
    """
    notes: tuple[Note, ...] = ()
    standards.get(standard)
    accepted = tuple(filter(None, accept.split(",")))
    if prepared and Path(prepared).exists():
        copy = Prepared.of_text(Path(prepared).read_text(encoding="utf-8"))
        panel, notes, origin = copy.frame(), copy.notes, copy.origin
    elif panel_file:
        panel, notes = read(panel_file, accepted, standard)
        origin = findings.origin(panel_file)
    else:
        panel, zone, origin = datasets.synthetic_panel(), zone or "Synthetic zone 07", findings.origin(None)
    chosen = choose(panel, zone, year, start, Path(panel_file).name or "the synthetic panel")
    return of_zone(panel, chosen, standard, origin, notes, accepted)


def of_zone(
    panel: pd.DataFrame,
    chosen: Chosen,
    standard: str,
    origin: str,
    notes: tuple[Note, ...] = (),
    accepted: Sequence[str] = (),
) -> Opened:
    """Return one zone of a panel that was read, with its line of provenance."""
    own = panel[panel["zone"].astype(str) == chosen.zone].reset_index(drop=True)
    source = provenance(origin, chosen, standard, accepted)
    return Opened(own, chosen.zone, chosen.year, chosen.start, standard, source, notes)


def provenance(origin: str, chosen: Chosen, standard: str, accepted: Sequence[str] = ()) -> str:
    """Return the line of provenance: file, version, choices, accepted remedies, and the day."""
    choices = {"zone": chosen.zone, "year": chosen.year, "start": chosen.start, "standard": standard}
    return files.provenance_of(origin, **choices, **({"accepted": "+".join(accepted)} if accepted else {}))
