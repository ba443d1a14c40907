"""The import doctor: a zone's own spreadsheet becomes a clean panel, or every fault is named at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import panel, standards
from ecopark.errors import DataError, Issue
from ecopark.files import output_problems, same_place, write_tables
from ecopark_zone.books import read_sheets
from ecopark_zone.grid import Sheet
from ecopark_zone.headers import label
from ecopark_zone.i18n import Translator, mark, translator
from ecopark_zone.marked import put, saved, write_marked
from ecopark_zone.rows import (
    CARRIERS,
    EXCHANGES,
    Rows,
    carriers_against,
    flat_of,
    is_flat,
    rows_of,
    spellings,
)
from ecopark_zone.rules import (
    REMEDIES,
    SEVERITIES,
    Finding,
    SheetProblem,
    chosen,
    count_findings,
    finding,
    listed,
)
from ecopark_zone.table import find_table, misfit
from ecopark_zone.values import Value, doubts, formulas, read_values, totals
from ecopark_zone.words import LANGUAGES, key, texts

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Examined", "consult", "examine", "read_zone"]


@dataclass(frozen=True)
class Intake:
    """What was read from a zone's spreadsheet.

    ``panel`` has one row per zone and year in the units of the data dictionary; ``carriers`` and
    ``exchanges`` have the rows of those sheets. ``findings`` lists notes and warnings, ``log`` what the
    accepted remedies did.
    """

    panel: pd.DataFrame
    carriers: pd.DataFrame
    exchanges: pd.DataFrame
    findings: tuple[Finding, ...]
    log: tuple[str, ...]


@dataclass
class Examined:
    """A file that was looked through, fit or not: its sheets, values and findings."""

    name: str
    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    flat: dict[tuple[str, ...], list[dict[str, Any]]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    frame: Any = None

    @property
    def fit(self) -> bool:
        """Whether no error is left."""
        return not any(f.severity == "error" for f in self.findings)


def read_zone(
    path: str | Path,
    accept: Iterable[str] = (),
    *,
    standard: str = "hj274-2009",
    strict: bool = False,
) -> Intake:
    """Read a zone's own spreadsheet, or tell every fault in it at once.

    Headers may be in English, Chinese or Thai, units in words, zones and years down, across or in
    rows of their own. What a notation or a stated unit settles is converted, and noted. What may mean
    two things is refused, with the remedies that can be accepted.

    Parameters
    ----------
    path : str or Path
        An XLSX, ODS or CSV file.
    accept : iterable of str
        Remedies to apply, such as ``"point_is_decimal"``; each use is logged.
    standard : str
        Indicator system whose columns the panel must have.
    strict : bool
        Whether warnings refuse the file as well.

    Returns
    -------
    Intake
        The panel, one row per zone and year, each column in the unit of the data dictionary; further
        tables, findings and the log of remedies.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely, or with everything that is wrong in it: sheet, cell,
        value, rule, reason and likely fix.
    UnknownNameError
        If there is no such remedy or standard.

    Examples
    --------
    >>> import tempfile
    >>> from ecopark.datasets import synthetic_panel
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "zone.csv")
    ...     synthetic_panel(zones=1, years=2).to_csv(file, index=False)
    ...     read_zone(file).panel.shape
    (2, 28)
    """
    seen = examine(path, accept, standard=standard)
    refusing = {"error", "warning"} if strict else {"error"}
    if any(f.severity in refusing for f in seen.findings):
        raise SheetProblem(seen.name, seen.findings)
    import pandas as pd

    carriers, exchanges = (
        pd.DataFrame(seen.flat.get(kind, []), columns=list(kind)) for kind in (CARRIERS, EXCHANGES)
    )
    return Intake(seen.frame, carriers, exchanges, tuple(seen.findings), tuple(seen.log))


def examine(path: str | Path, accept: Iterable[str] = (), *, standard: str = "hj274-2009") -> Examined:
    """Look through a spreadsheet without refusing it; findings that a remedy settled are in the log.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely.
    UnknownNameError
        If there is no such remedy or standard.
    """
    path, accepted = Path(path), chosen(accept)
    needs = ("zone", "year", *standards.get(standard).required_columns)
    sheets, found = read_sheets(path, accepted)
    out = Examined(path.name, sheets, found)
    typed = path.suffix.lower() in {".xlsx", ".xls", ".ods"}
    parts = [part for sheet in sheets for part in _sheet(out, sheet, accepted)]
    if not parts and not out.flat:
        out.findings += [why for sheet in sheets if sheet.visible and (why := misfit(sheet))]
    if out.fit and not parts:
        out.findings.append(finding("no_table"))
    if parts:
        _values(out, parts, accepted, typed)
        _frame(out, needs, accepted)
    _carriers(out)
    _settle(out, accepted)
    if out.fit and not len(out.frame):
        out.findings.append(finding("no_data"))
    return out


def _sheet(out: Examined, sheet: Sheet, accepted: frozenset[str]) -> Iterator[Rows]:
    """Yield the rows of a sheet that holds a panel; keep those of a flat table."""
    if any(key(sheet.name) == key(texts(lang)["sheet_example"]) for lang in LANGUAGES):
        out.findings.append(finding("sheet_example", sheet.name))
        return
    if not sheet.visible:
        if any(sheet.rows) and not sheet.name.startswith("_"):
            out.findings.append(finding("sheet_hidden", sheet.name))
        return
    out.findings += [finding("hidden", sheet.name, what=what) for what in sheet.hidden]
    table = find_table(sheet, accepted)
    if table is None:
        if any(sheet.rows):
            out.findings.append(finding("sheet_left_out", sheet.name))
        return
    out.findings += table.findings
    wanted = is_flat(table)
    if wanted:
        flat = flat_of(table, wanted, accepted)
        out.flat.setdefault(wanted, []).extend(flat.rows)
        out.findings += flat.findings
        return
    rows = rows_of(table, accepted)
    out.findings += rows.findings
    out.named |= rows.named | {entry.name for entry in rows.entries}
    yield rows


def _values(out: Examined, parts: list[Rows], accepted: frozenset[str], typed: bool) -> None:
    """Read the values of all sheets, with zones under one spelling where the user says so."""
    entries = [entry for part in parts for entry in part.entries]
    places = {zone: place for part in reversed(parts) for zone, place in part.zone_cells.items()}
    ordered = {entry.zone: places[entry.zone] for entry in entries if entry.zone in places}
    same, found = spellings(ordered)
    out.findings += found
    if "unify_zone_spelling" in accepted:
        for entry in entries:
            entry.zone = same.get(entry.zone, entry.zone)
        for row in out.flat.get(CARRIERS, []):
            row["zone"] = same.get(row["zone"], row["zone"])
    out.findings += formulas(entries)
    read = read_values(entries, accepted, typed)
    read.values = [value for value in read.values if not value.entry.lost]
    out.findings += [*read.findings, *_twice(read.values), *totals(read.values)]
    out.values = [v for v in read.values if not v.entry.total]
    out.findings += doubts(out.values, same)


def _twice(values: list[Value]) -> Iterator[Finding]:
    """Yield one finding for each row of a zone and year that repeats what another cell says."""
    first: dict[tuple[str, int, str], Value] = {}
    told = set()
    for value in values:
        entry = value.entry
        before = first.setdefault((entry.zone, entry.year, entry.name), value).entry
        if before is entry or entry.total or (entry.zone, entry.year, entry.row) in told:
            continue
        told.add((entry.zone, entry.year, entry.row))
        other = f"{before.table.sheet.name}!{before.cell}"
        words = {"column": entry.name, "zone": entry.zone, "year": entry.year, "other": other}
        yield finding("given_twice", entry.table.sheet.name, entry.cell, entry.value, **words)


def _frame(out: Examined, needs: tuple[str, ...], accepted: frozenset[str]) -> None:
    """Make the frame and check it by the rules of the panel; each fault is shown at its cell."""
    import narwhals as nw
    import pandas as pd

    cells: dict[tuple[str, int], dict[str, Value]] = {}
    # The values come column by column; the rows of the panel stand as in the file, also where the first
    # column has gaps.
    places = {id(sheet): number for number, sheet in enumerate(out.sheets)}
    for value in sorted(out.values, key=lambda v: (places[id(v.entry.table.sheet)], v.entry.row)):
        cells.setdefault((value.entry.zone, value.entry.year), {}).setdefault(value.entry.name, value)
    named = out.named | {n for found in cells.values() for n in found}
    for name in needs:
        if name not in named | {"zone", "year"}:
            words = {"meaning": panel.columns()[name].meaning, "unit": panel.columns()[name].unit or "yes-no"}
            out.findings.append(finding("column_missing", "", "", label(name), **words))
    added = set(needs) if "add_empty_columns" in accepted else set()
    wanted = [n for n in panel.columns() if n in named | added and n not in {"zone", "year"}]
    held = {n: [_number(found.get(n)) for found in cells.values()] for n in wanted}
    frame = pd.DataFrame({"zone": [z for z, _ in cells], "year": [y for _, y in cells]}).astype(
        {"zone": "str"}
    )
    out.frame = frame.assign(**{n: _series(n, values) for n, values in held.items()})
    if len(out.frame):
        for problem in panel.find_issues(nw.from_native(out.frame, eager_only=True), wanted):
            out.findings.append(_at_cell(problem, cells))


def _number(value: Value | None) -> Any:
    return None if value is None else value.number


def _series(name: str, values: list[Any]) -> Any:
    import pandas as pd

    if panel.columns()[name].kind == "yes-no":
        return pd.Series(values, dtype="boolean" if None in values else "bool")
    return pd.Series(values, dtype="float64")


def _at_cell(problem: Issue, cells: dict[tuple[str, int], dict[str, Value]]) -> Finding:
    found = cells.get((problem.zone, problem.year or 0), {}).get(problem.column)
    rule = "part_larger" if "it is a part" in problem.rule else "panel_rule"
    text = f"{problem.column} {problem.rule}"
    if found is None:
        return finding(rule, "", "", problem.value, text=text, how=problem.fix)
    entry = found.entry
    return finding(rule, entry.table.sheet.name, entry.cell, entry.value, text=text, how=problem.fix)


def _carriers(out: Examined) -> None:
    rows = [
        r for r in out.flat.get(CARRIERS, []) if None not in (r["zone"], r["year"], r["carrier"], r["unit"])
    ]
    if rows and out.frame is not None and "energy" in out.frame:
        years = zip(out.frame["zone"], out.frame["year"], out.frame["energy"], strict=True)
        out.findings += carriers_against(rows, {(z, int(y)): e for z, y, e in years if e == e})


def _settle(out: Examined, accepted: frozenset[str]) -> None:
    """Turn findings that an accepted remedy answers into lines of the log."""
    left = []
    for one in out.findings:
        used = [a for a in one.accepts if a in accepted]
        if used:
            place = "!".join(part for part in (one.sheet, one.cell) if part) or "file"
            out.log.append(f"{used[0]}: {REMEDIES[used[0]]}; {place}: {one.value!r}")
        else:
            left.append(one)
    out.findings = left


def consult(
    file: Path,
    accept: Iterable[str],
    standard: str = "hj274-2009",
    *,
    as_json: bool = False,
    marked: Path | None = None,
    clean: Path | None = None,
    language: str = "en",
) -> tuple[bool, str]:
    """Return whether a spreadsheet can be used, and what to print about it.

    The marked copy is written in any case, the clean panel only if no error is left.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely.
    DataError
        If a file cannot be written, or would take the place of one that is not ecopark's own.
    """
    _ = translator(language)
    problems = output_problems(marked, ".xlsx", inputs=[file]) if marked else []
    problems += output_problems(clean, ".csv", ".xlsx", inputs=[file]) if clean else []
    if marked and clean and same_place(marked, clean):
        rule, fix = "the marked copy and the clean panel have one name", "name two files"
        problems.append(Issue(rule, value=str(clean), fix=fix))
    if problems:
        raise DataError("the output", problems)
    seen = examine(file, accept, standard=standard)
    if marked is not None:
        write_marked(seen, marked)
    if clean is not None and seen.fit:
        _write_clean(seen, clean)
    return seen.fit, _json(seen) if as_json else "\n".join(_lines(seen, marked, clean, _))


def _write_clean(seen: Examined, clean: Path) -> None:
    """Write the panel; in a workbook a name that begins like a formula stays a text."""
    if clean.suffix.lower() != ".xlsx":
        write_tables({"panel": seen.frame}, clean)
        return
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "panel"
    rows = seen.frame.astype(object).where(seen.frame.notna(), None).itertuples(index=False, name=None)
    for row, values in enumerate((tuple(seen.frame.columns), *rows), 1):
        for column, value in enumerate(values, 1):
            put(page.cell(row, column), value.item() if hasattr(value, "item") else value)
    saved(book, clean)


def _json(seen: Examined) -> str:
    rows = 0 if seen.frame is None else len(seen.frame)
    told = {"file": seen.name, "fit": seen.fit, "rows": rows}
    told |= {"findings": [f.row() for f in seen.findings], "log": seen.log}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _lines(seen: Examined, marked: Path | None, clean: Path | None, _: Translator) -> Iterable[str]:
    yield from listed(sorted(seen.findings, key=lambda f: SEVERITIES.index(f.severity)), _)
    yield from ("  " + _("applied {line}", line=line) for line in seen.log)
    counts = count_findings(seen.findings, _) or _("nothing was noted")
    if not seen.fit:
        yield _("{name} cannot be used yet: {counts}.", name=seen.name, counts=counts)
    else:
        size = {"rows": len(seen.frame), "zones": seen.frame["zone"].nunique()}
        text = mark("{name}: {rows} rows of {zones} zones can be used; {counts}.")
        yield _(text, name=seen.name, counts=counts, **size)
    if marked is not None:
        yield _("A copy with marked cells is in {file}", file=marked)
    if clean is not None:
        written = mark("The clean panel is in {file}") if seen.fit else mark("{file} was not written")
        yield _(written, file=clean)
