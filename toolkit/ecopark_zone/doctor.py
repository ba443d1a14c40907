"""The import doctor: a zone's own spreadsheet becomes a clean panel, or every fault is named at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import panel, standards
from ecopark.errors import DataError, Issue
from ecopark.files import output_problems, same_place
from ecopark.validation import larger_than
from ecopark_zone.books import read_sheets
from ecopark_zone.flows import CARRIERS, EXCHANGES, add_carrier_total_warnings, flow_columns, read_flows
from ecopark_zone.grid import Sheet
from ecopark_zone.i18n import LANGUAGES, ColumnText, Phrase, mark, translator
from ecopark_zone.marked import write_marked, write_panel
from ecopark_zone.rows import Entry, match_zone_spellings, read_rows
from ecopark_zone.rules import (
    REMEDIES,
    SEVERITIES,
    Finding,
    Findings,
    SheetProblem,
    count_findings,
    list_findings,
    resolve_remedies,
)
from ecopark_zone.table import explain_no_table, find_table
from ecopark_zone.values import (
    Value,
    add_doubt_warnings,
    add_formula_findings,
    add_total_warnings,
    read_values,
)
from ecopark_zone.words import key, texts

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Examined", "consult", "examine", "read_zone"]


@dataclass(frozen=True)
class Intake:
    """The contents of a zone's spreadsheet.

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
    """An examined file, fit or not: its sheets, their content, and the findings."""

    name: str
    sheets: list[Sheet] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    entries: list[Entry] = field(default_factory=list)
    zone_cells: dict[str, tuple[str, str]] = field(default_factory=dict)
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
    """Read a zone's spreadsheet, or list every fault in it at once.

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
    examined = examine(path, accept, standard=standard)
    refusing = {"error", "warning"} if strict else {"error"}
    if any(f.severity in refusing for f in examined.findings):
        raise SheetProblem(examined.name, examined.findings)
    import pandas as pd

    flows = (pd.DataFrame(examined.flat.get(kind, []), columns=list(kind)) for kind in (CARRIERS, EXCHANGES))
    return Intake(examined.frame, next(flows), next(flows), tuple(examined.findings), tuple(examined.log))


def examine(path: str | Path, accept: Iterable[str] = (), *, standard: str = "hj274-2009") -> Examined:
    """Look through a spreadsheet without refusing it; findings that a remedy settled are in the log.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely.
    UnknownNameError
        If there is no such remedy or standard.
    """
    path, accepted = Path(path), resolve_remedies(accept)
    needs = ("zone", "year", *standards.get(standard).required_columns)
    findings = Findings()
    examined = Examined(path.name, read_sheets(path, accepted, findings), findings)
    # Read the rows of each sheet: those of a panel, of carriers, or of exchanges.
    panels = [_read_sheet(examined, sheet, accepted) for sheet in examined.sheets]
    has_panel = any(panels)
    if not has_panel and not examined.flat:
        findings += filter(None, (explain_no_table(sheet) for sheet in examined.sheets if sheet.visible))
    if examined.fit and not has_panel:
        findings.add("no_table")
    # Make the panel of them, and check it.
    if has_panel:
        typed = path.suffix.lower() in {".xlsx", ".xls", ".ods"}
        _make_frame(examined, _read_values(examined, accepted, typed), needs, accepted)
        carriers = examined.flat.get(CARRIERS, [])
        complete = [r for r in carriers if None not in (r["zone"], r["year"], r["carrier"], r["unit"])]
        if complete and "energy" in examined.frame:
            frame = examined.frame.dropna(subset="energy")
            keys = zip(frame["zone"], frame["year"].astype(int), strict=True)
            add_carrier_total_warnings(complete, dict(zip(keys, frame["energy"], strict=True)), findings)
    # What an accepted remedy answers is no finding any more, but a line of the log.
    for answered in [f for f in findings if accepted.intersection(f.accepts)]:
        remedy = next(name for name in answered.accepts if name in accepted)
        examined.log.append(f"{remedy}: {REMEDIES[remedy]}; {answered.place or 'file'}: {answered.value!r}")
    findings[:] = [f for f in findings if not accepted.intersection(f.accepts)]
    if examined.fit and not len(examined.frame):
        findings.add("no_data")
    return examined


def _read_sheet(examined: Examined, sheet: Sheet, accepted: frozenset[str]) -> bool:
    """Read the rows of a sheet; return whether it holds a panel."""
    findings, has_rows = examined.findings, any(sheet.rows)
    if any(key(sheet.name) == key(texts(lang)["sheet_example"]) for lang in LANGUAGES):
        findings.add("sheet_example", sheet.name)
        return False
    if not sheet.visible:
        if has_rows and not sheet.name.startswith("_"):
            findings.add("sheet_hidden", sheet.name)
        return False
    for row in sheet.hidden_rows:
        text = Phrase(mark("row {row} is hidden and was read all the same"), {"row": row})
        findings.add("hidden", sheet.name, text=text)
    for column in sheet.hidden_columns:
        text = Phrase(mark("column {column} is hidden and was read all the same"), {"column": column})
        findings.add("hidden", sheet.name, text=text)
    table = find_table(sheet, accepted)
    if table is None:
        if has_rows:
            findings.add("sheet_left_out", sheet.name)
        return False
    findings += table.findings
    if kind := flow_columns(table):
        examined.flat.setdefault(kind, []).extend(read_flows(table, accepted, findings))
        return False
    entries = read_rows(table, accepted, findings)
    examined.entries += entries
    examined.zone_cells = table.zone_cells | examined.zone_cells
    examined.named |= table.named | {entry.name for entry in entries}
    return True


def _read_values(examined: Examined, accepted: frozenset[str], typed: bool) -> list[Value]:
    """Read the values of all sheets, with zones under one spelling where the user says so."""
    findings, entries, cells = examined.findings, examined.entries, examined.zone_cells
    same = match_zone_spellings({e.zone: cells[e.zone] for e in entries if e.zone in cells}, findings)
    if "unify_zone_spelling" in accepted:
        for entry in entries:
            entry.zone = same.get(entry.zone, entry.zone)
        for row in examined.flat.get(CARRIERS, []):
            row["zone"] = same.get(row["zone"], row["zone"])
    add_formula_findings(entries, findings)
    values = [v for v in read_values(entries, accepted, typed, findings) if not v.entry.lost]
    # One finding for each row of a zone and year that repeats what another cell says.
    first: dict[tuple[str, int, str], Entry] = {}
    repeated = set()
    for entry in (value.entry for value in values):
        before = first.setdefault((entry.zone, entry.year, entry.name), entry)
        row_key = (entry.zone, entry.year, entry.row)
        if before is not entry and not entry.total and row_key not in repeated:
            repeated.add(row_key)
            other = f"{before.table.sheet.name}!{before.cell}"
            words = {"column": entry.name, "zone": entry.zone, "year": entry.year, "other": other}
            findings.add("given_twice", *entry.place, **words)
    add_total_warnings(values, findings)
    values = [value for value in values if not value.entry.total]
    add_doubt_warnings(values, same, findings)
    return values


def _make_frame(
    examined: Examined, values: list[Value], needs: tuple[str, ...], accepted: frozenset[str]
) -> None:
    """Make the frame and check it by the rules of the panel; each fault is shown at its cell."""
    import narwhals as nw
    import pandas as pd

    # The values come column by column; the rows of the panel are in the order of the file, even if the
    # first column has gaps.
    sheets = {id(sheet): number for number, sheet in enumerate(examined.sheets)}
    values.sort(key=lambda value: (sheets[id(value.entry.table.sheet)], value.entry.row))
    cells: dict[tuple[str, int], dict[str, Value]] = {}
    for value in values:
        cells.setdefault((value.entry.zone, value.entry.year), {}).setdefault(value.entry.name, value)
    named = examined.named | {value.entry.name for value in values}
    for name in needs:
        if name not in {"zone", "year", *named}:
            unit = panel.columns()[name].unit or Phrase(mark("yes-no"))
            words = {"meaning": ColumnText(name, {"text": "meaning"}), "unit": unit}
            examined.findings.add("column_missing", "", "", translator("en").column(name), **words)
    if "add_empty_columns" in accepted:
        named |= set(needs)
    columns = [name for name in panel.columns() if name in named - {"zone", "year"}]
    series = {"zone": pd.Series([zone for zone, _ in cells], dtype="str")}
    series["year"] = pd.Series([year for _, year in cells], dtype="int64")
    for name in columns:
        numbers = [row[name].number if name in row else None for row in cells.values()]
        answers = "boolean" if None in numbers else "bool"
        kind = answers if panel.columns()[name].kind == "yes-no" else "float64"
        series[name] = pd.Series(numbers, dtype=kind)
    examined.frame = pd.DataFrame(series)
    for issue in panel.find_issues(nw.from_native(examined.frame, eager_only=True), columns) if cells else ():
        faulty = cells.get((issue.zone, issue.year or 0), {}).get(issue.column)
        whole = panel.columns()[issue.column].part_of if issue.column else None
        text = Phrase("{column} {rule}", {"column": issue.column, "rule": Phrase(issue.rule)})
        place = faulty.entry.place if faulty else ("", "", issue.value)
        rule = "part_larger" if whole and issue.rule == larger_than(whole) else "panel_rule"
        examined.findings.add(rule, *place, text=text, how=Phrase(issue.fix))


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
    """Return whether a spreadsheet can be used, and the text to print about it.

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
        name = str(clean)
        problems.append(
            Issue("the marked copy and the clean panel have one name", value=name, fix="name two files")
        )
    if problems:
        raise DataError("the output", problems)
    examined = examine(file, accept, standard=standard)
    findings, frame = examined.findings, examined.frame
    if marked is not None:
        write_marked(examined, marked)
    if clean is not None and examined.fit:
        write_panel(frame, clean)
    if as_json:
        rows = 0 if frame is None else len(frame)
        content = {"file": examined.name, "fit": examined.fit, "rows": rows}
        content |= {"findings": [f.row() for f in findings], "log": examined.log}
        return examined.fit, json.dumps(content, ensure_ascii=False, indent=1)
    lines = list_findings(sorted(findings, key=lambda f: SEVERITIES.index(f.severity)), _)
    lines += ["  " + _("applied {line}", line=line) for line in examined.log]
    counts = count_findings(findings, _) or _("nothing was noted")
    if examined.fit:
        size = {"rows": len(frame), "zones": frame["zone"].nunique()}
        text = mark("{name}: {rows} rows of {zones} zones can be used; {counts}.")
        lines.append(_(text, name=examined.name, counts=counts, **size))
    else:
        lines.append(_("{name} cannot be used yet: {counts}.", name=examined.name, counts=counts))
    if marked is not None:
        lines.append(_("A copy with marked cells is in {file}", file=marked))
    if clean is not None:
        text = mark("The clean panel is in {file}") if examined.fit else mark("{file} was not written")
        lines.append(_(text, file=clean))
    return examined.fit, "\n".join(lines)
