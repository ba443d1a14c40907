"""The import doctor: a zone's spreadsheet becomes a clean panel, or every fault is named at once."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from ecopark import datasets, panel, standards, units
from ecopark.errors import DataError, Issue
from ecopark.files import output_problems, same_place
from ecopark.units import tidy
from ecopark.validation import LARGEST, larger_than
from ecopark_zone.books import Sheet, a1, read_sheets
from ecopark_zone.cells import key
from ecopark_zone.headers import CARRIERS, EXCHANGES, texts
from ecopark_zone.i18n import LANGUAGES, ColumnText, Phrase, mark, translator
from ecopark_zone.marked import write_marked, write_panel
from ecopark_zone.rules import (
    REMEDIES,
    SEVERITIES,
    Findings,
    SheetProblem,
    count_findings,
    list_findings,
    resolve_remedies,
)
from ecopark_zone.table import Table, explain_no_table, find_table
from ecopark_zone.values import Entry, read_rows, read_values

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Intake", "consult", "examine", "read_zone"]


@dataclass
class Intake:
    """A zone's spreadsheet, fit for use or not: its sheets, the values read from them, and the findings.

    ``panel`` has one row per zone and year in the units of the data dictionary, ``flows`` the rows of the
    sheets of carriers and of exchanges, by their columns. ``log`` lists the effects of the accepted remedies.
    """

    name: str
    sheets: list[Sheet]
    findings: Findings
    flows: dict[tuple[str, ...], list[dict[str, Any]]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    panel: Any = None

    @property
    def fit(self) -> bool:
        """Whether no error is left."""
        return not any(f.severity == "error" for f in self.findings)

    @property
    def carriers(self) -> pd.DataFrame:
        """The rows of the sheet of energy carriers."""
        return self._flows(CARRIERS)

    @property
    def exchanges(self) -> pd.DataFrame:
        """The rows of the sheet of exchanges between firms."""
        return self._flows(EXCHANGES)

    def _flows(self, columns: tuple[str, ...]) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(self.flows.get(columns, []), columns=list(columns))


def read_zone(
    path: str | Path,
    accept: Iterable[str] = (),
    *,
    standard: str = "hj274-2009",
    strict: bool = False,
) -> Intake:
    """Read a zone's spreadsheet, or list every fault in it at once.

    Headers may be in English, Chinese or Thai, units in words, zones and years down, across or in
    separate rows. A value with a clear notation or a stated unit is converted, with a note. A value that
    may mean two things is refused, with the remedies that can be accepted.

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
    intake = examine(path, accept, standard=standard)
    if not intake.fit or (strict and any(f.severity == "warning" for f in intake.findings)):
        raise SheetProblem(intake.name, intake.findings)
    return intake


def examine(path: str | Path, accept: Iterable[str] = (), *, standard: str = "hj274-2009") -> Intake:
    """Look through a spreadsheet without refusing it; findings that a remedy settled are in the log.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely.
    UnknownNameError
        If there is no such remedy or standard.
    """
    path, findings = Path(path), Findings(resolve_remedies(accept))
    needed_columns = standards.get(standard).required_columns
    intake = Intake(path.name, read_sheets(path, findings), findings)
    # Read the rows of each sheet: those of a panel, of carriers, or of exchanges.
    tables: list[Table] = []
    entries: list[Entry] = []
    for sheet in intake.sheets:
        if table := _find_panel_table(intake, sheet):
            tables.append(table)
            entries += read_rows(table)
    if not tables and not intake.flows:
        findings += filter(None, (explain_no_table(sheet) for sheet in intake.sheets if sheet.visible))
    if intake.fit and not tables:
        findings.add("no_table")
    # Make one panel of them, and check it.
    if tables:
        named_columns = {name for table in tables for name in table.named} | {entry.name for entry in entries}
        _add_panel(intake, _read_values(intake, tables, entries), named_columns, needed_columns)
        carriers = intake.flows.get(CARRIERS, [])
        complete = [r for r in carriers if None not in (r["zone"], r["year"], r["carrier"], r["unit"])]
        if complete and "energy" in intake.panel:
            from ecopark_zone.flows import add_carrier_total_warnings

            energy = intake.panel.set_index(["zone", "year"])["energy"].dropna()
            add_carrier_total_warnings(complete, energy.to_dict(), findings)
    # A fault that an accepted remedy settles is no longer a finding, but a line of the log.
    for answered in [f for f in findings if findings.accepted.intersection(f.accepts)]:
        remedy = next(name for name in answered.accepts if name in findings.accepted)
        intake.log.append(f"{remedy}: {REMEDIES[remedy]}; {answered.place or 'file'}: {answered.value!r}")
    findings[:] = [f for f in findings if not findings.accepted.intersection(f.accepts)]
    if intake.fit and not len(intake.panel):
        findings.add("no_data")
    return intake


def _find_panel_table(intake: Intake, sheet: Sheet) -> Table | None:
    """Return the table of a sheet that holds a panel; read one of flows; name a sheet that is left out."""
    findings, has_rows = intake.findings, any(sheet.rows)
    # Sheets that are not meant to be read, and hidden parts of the others.
    if any(key(sheet.name) == key(texts(lang)["sheet_example"]) for lang in LANGUAGES):
        findings.add("sheet_example", sheet.name)
        return None
    if not sheet.visible:
        if has_rows and not sheet.name.startswith("_"):
            findings.add("sheet_hidden", sheet.name)
        return None
    for row in sheet.hidden_rows:
        text = Phrase(mark("row {row} is hidden and was read all the same"), {"row": row})
        findings.add("hidden", sheet.name, text=text)
    for column in sheet.hidden_columns:
        text = Phrase(mark("column {column} is hidden and was read all the same"), {"column": column})
        findings.add("hidden", sheet.name, text=text)
    # Its table, whose findings go to those of the file from now on.
    table = find_table(sheet, findings.accepted)
    if table is None:
        if has_rows:
            findings.add("sheet_left_out", sheet.name)
        return None
    findings += table.findings
    table.findings = findings
    if kind := table.flow_columns:
        from ecopark_zone.flows import read_flows  # late: most files have no flows

        intake.flows.setdefault(kind, []).extend(read_flows(table))
        return None
    return table


def _read_values(intake: Intake, tables: list[Table], entries: list[Entry]) -> list[Entry]:
    """Read the values of all sheets, with zones under one spelling where the user says so."""
    findings = intake.findings
    # The spellings of zones.
    cells = {zone: cell for table in reversed(tables) for zone, cell in table.zone_cells.items()}
    zones = {entry.zone: cells[entry.zone] for entry in entries if entry.zone in cells}
    first_spelling = match_zone_spellings(zones, findings)
    if "unify_zone_spelling" in findings.accepted:
        for entry in entries:
            entry.zone = first_spelling.get(entry.zone, entry.zone)
        for row in intake.flows.get(CARRIERS, []):
            row["zone"] = first_spelling.get(row["zone"], row["zone"])
    # The values; rows without a zone or year were looked at for their faults only.
    add_formula_findings(entries, findings)
    entries = [entry for entry in read_values(entries, findings.accepted) if not entry.lacks_zone_or_year]
    # One finding for each row of a zone and year that repeats what another cell says.
    first: dict[tuple[str, int, str], Entry] = {}
    repeated = set()
    for entry in entries:
        before = first.setdefault((entry.zone, entry.year, entry.name), entry)
        row_key = (entry.zone, entry.year, entry.row)
        if before is not entry and not entry.total and row_key not in repeated:
            repeated.add(row_key)
            other = f"{before.table.sheet.name}!{before.cell}"
            words = {"column": entry.name, "zone": entry.zone, "year": entry.year, "other": other}
            findings.add("given_twice", *entry.place, **words)
    # Totals are compared with their zones, and then left out.
    add_total_warnings(entries, findings)
    entries = [entry for entry in entries if not entry.total]
    add_doubt_warnings(entries, first_spelling, findings)
    return entries


def _add_panel(
    intake: Intake, entries: list[Entry], named_columns: set[str], needed_columns: tuple[str, ...]
) -> None:
    """Make the panel of the columns that the file names, and check it; each fault is shown at its cell."""
    import narwhals as nw
    import pandas as pd

    # The values come column by column; the rows of the panel are in the order of the file, even if the
    # first column has gaps.
    sheets = {id(sheet): number for number, sheet in enumerate(intake.sheets)}
    entries.sort(key=lambda entry: (sheets[id(entry.table.sheet)], entry.row))
    cells: dict[tuple[str, int], dict[str, Entry]] = {}
    for entry in entries:
        cells.setdefault((entry.zone, entry.year), {}).setdefault(entry.name, entry)
    # Report the columns of the standard that the file does not name.
    for name in needed_columns:
        if name not in named_columns:
            unit = panel.columns()[name].unit or Phrase(mark("yes-no"))
            words = {"meaning": ColumnText(name, {"text": "meaning"}), "unit": unit}
            intake.findings.add("column_missing", "", "", translator("en").column(name), **words)
    if "add_empty_columns" in intake.findings.accepted:
        named_columns = named_columns | set(needed_columns)
    # Make the columns, in the order of the data dictionary.
    columns = [name for name in panel.columns() if name in named_columns - {"zone", "year"}]
    keys = pd.DataFrame(list(cells), columns=["zone", "year"])
    intake.panel = keys.astype({"zone": "str", "year": "int64"})
    for name in columns:
        numbers = [row[name].number if name in row else None for row in cells.values()]
        answers = "boolean" if None in numbers else "bool"
        kind = answers if panel.columns()[name].kind == "yes-no" else "float64"
        intake.panel[name] = pd.Series(numbers, dtype=kind)
    # Check them by its rules.
    for issue in panel.find_issues(nw.from_native(intake.panel, eager_only=True), columns) if cells else ():
        faulty = cells.get((issue.zone, issue.year or 0), {}).get(issue.column)
        whole = panel.columns()[issue.column].part_of if issue.column else None
        text = Phrase("{column} {rule}", {"column": issue.column, "rule": Phrase(issue.rule)})
        place = faulty.place if faulty else ("", "", issue.value)
        rule = "part_larger" if whole and issue.rule == larger_than(whole) else "panel_rule"
        intake.findings.add(rule, *place, text=text, how=Phrase(issue.fix))


# --- implausible values ---

_SIMILAR = 0.9
_LONGEST = 100  # signs; a longer text is hardly a name, and takes long to compare
_NOTE = re.compile(r"(?:\s*[*\u2020\u2021]+|\s*\[\d{1,2}\]|\s+[a-z\d]\)|\^\d)$")
_CLOSES = 0.005  # part by which a total may differ from the sum of its zones
_JUMP = 3.0  # power of ten of a change that is hardly one
_NEAR = 0.36  # of a power of ten, on the scale of logarithms
_POWERS = {3: "1,000", 4: "10^4", 8: "10^8", 6: "10^6", 2: "100", 7: "10^7"}  # the likeliest slips first


def match_zone_spellings(zones: Mapping[str, tuple[str, str]], findings: Findings) -> dict[str, str]:
    """Return the first spelling of each zone that has several, and add a warning for each other one.

    ``zones`` gives sheet and cell of each zone, in the order in which they appear.

    Examples
    --------
    >>> names = ("東莞園區", "东莞园区", "Zone 1", "Zone 2")
    >>> match_zone_spellings({name: ("s", "A1") for name in names}, Findings())
    {'东莞园区': '東莞園區'}
    """
    first_spelling: dict[str, str] = {}
    for other, first in _same_zone_pairs(list(zones)):
        if other not in first_spelling:
            first_spelling[other] = first_spelling.get(first, first)
            words = {"other": first_spelling[other], "cell": zones[first][1]}
            findings.add("zone_spelling", *zones[other], other, **words)
    return first_spelling


def _same_zone_pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that repeats an earlier one in another spelling, with the earlier one."""
    by_key: dict[str, str] = {}
    for name in names:
        first = by_key.setdefault(key(_NOTE.sub("", tidy(name))), name)
        if first != name:
            yield name, first
    if len(names) > 500:
        return  # every pair would take too long; the equal keys above were still found
    # Only names of the same digits and about the same length are compared letter by letter.
    keys = [(name, re.findall(r"\d+", name)) for name in by_key if 5 <= len(name) <= _LONGEST]
    for place, (name, digits) in enumerate(keys):
        matcher = SequenceMatcher(None, b=name, autojunk=False)
        for other, other_digits in keys[place + 1 :]:
            if digits != other_digits or abs(len(name) - len(other)) > 2 or name[:-1] == other[:-1]:
                continue
            matcher.set_seq1(other)
            if matcher.quick_ratio() < _SIMILAR or matcher.ratio() < _SIMILAR:
                continue
            # A slip of the pen, and not another direction or number.
            changed = [other[a:b] + name[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
            if not set("".join(changed)) & set("东西南北中一二三四五"):
                yield by_key[other], by_key[name]


def add_formula_findings(entries: Iterable[Entry], findings: Findings) -> None:
    """Add a finding for each formula without a stored value in the columns that are read."""
    for table in {id(entry.table): entry.table for entry in entries}.values():
        columns = {c.index for c in table.columns}
        for row, column in sorted(table.sheet.uncomputed):
            if table.top <= row < table.body or (row >= table.body and column in columns):
                findings.add("formula", table.sheet.name, a1(row, column))


def add_total_warnings(entries: Iterable[Entry], findings: Findings) -> None:
    """Add a warning for each total of a column that is not the sum of its zones."""
    sums: dict[tuple[str, int, str], float] = {}
    totals: list[tuple[Entry, tuple[str, int, str]]] = []
    for entry in entries:
        place = (entry.table.sheet.name, entry.year, entry.name)
        if not isinstance(entry.number, float) or panel.unit(entry.name) == "%":
            continue
        if entry.total:
            totals.append((entry, place))
        else:
            sums[place] = sums.get(place, 0.0) + entry.number
    for entry, place in totals:
        if place in sums:
            total, together = float(entry.number or 0), sums[place]
            if abs(together - total) > _CLOSES * max(abs(together), 1):
                findings.add("total_differs", *entry.place, total=f"{total:,g}", sum=f"{together:,g}")


def add_doubt_warnings(entries: list[Entry], first_spelling: Mapping[str, str], findings: Findings) -> None:
    """Add a warning for each implausible value and each gap in the years.

    Years of a zone that has several spellings (``first_spelling``) are compared as those of one zone.
    """
    by_place: dict[tuple[str, int, str], Entry] = {}
    years: dict[str, set[int]] = {}
    for entry in entries:
        zone = first_spelling.get(entry.zone, entry.zone)
        by_place[zone, entry.year, entry.name] = entry
        years.setdefault(zone, set()).add(entry.year)
    # The numbers of each zone and column, year by year.
    series: dict[tuple[str, str], list[Entry]] = {}
    for (zone, _, name), entry in sorted(by_place.items()):
        # A number beyond these limits is a separate error, and its ratio to another one may not be finite.
        usual = isinstance(entry.number, float) and 1 / LARGEST < entry.number < LARGEST
        if usual and panel.unit(name) != "%":
            series.setdefault((zone, name), []).append(entry)
    for of_zone_and_name in series.values():
        _add_unit_slip_and_jump_warnings(of_zone_and_name, findings)
    _add_ratio_warnings(by_place, findings)
    for zone, of_zone in years.items():
        missing = sorted(set(range(min(of_zone), max(of_zone) + 1)) - of_zone)
        if missing and len(missing) < 100:
            findings.add("year_gap", years=", ".join(map(str, missing)), zone=zone)


def _add_unit_slip_and_jump_warnings(series: list[Entry], findings: Findings) -> None:
    """Add a warning for each value that is far from the median of the zone's other years.

    About 10^3, 10^4 or 10^8 times as large or small is a slip of a unit, any other thousandfold change
    a jump.
    """
    numbers = [float(entry.number or 1) for entry in series]
    for index, entry in enumerate(series if len(series) > 1 else ()):
        ratio = math.log10(numbers[index] / median(numbers[:index] + numbers[index + 1 :]))
        if abs(ratio) < _JUMP - _NEAR or (len(series) == 2 and index == 0):
            continue
        near = min(_POWERS, key=lambda power: abs(abs(ratio) - power))
        if abs(abs(ratio) - near) <= _NEAR:
            larger = mark("the value is about {power} times larger than in the other years")
            smaller = mark("the value is about {power} times smaller than in the other years")
            text = Phrase(larger if ratio > 0 else smaller, {"power": _POWERS[near]})
            findings.add("unit_slip", *entry.place, text=text)
        else:
            year = series[index - 1 if index else 1].year
            findings.add("jump", *entry.place, times=f"{10 ** abs(ratio):,.0f}", year=year)


def _add_ratio_warnings(by_place: Mapping[tuple[str, int, str], Entry], findings: Findings) -> None:
    """Add a warning where the ratio of two quantities of a zone and year is outside its usual bounds."""
    named_columns = {name for _, _, name in by_place}
    pairs = sorted({place[:2] for place in by_place})
    for row in datasets.rows("intake_words", "ratios"):
        above, below = row["numerator"], row["denominator"]
        if not {above, below} <= named_columns:
            continue
        scale = units.factor(panel.unit(above), row["unit"], panel.unit(below))
        for zone, year in pairs:
            upper, lower = by_place.get((zone, year, above)), by_place.get((zone, year, below))
            if not (upper and lower and upper.number and lower.number):
                continue
            ratio = float(upper.number) / float(lower.number) * scale
            if not row["low"] <= ratio <= row["high"]:
                words = {"above": above, "below": below, "value": f"{ratio:.3g}", "unit": row["unit"]}
                words |= {"low": f"{row['low']:g}", "high": f"{row['high']:g}"}
                findings.add("ratio_unlikely", *upper.place, **words)


# --- the command ---


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
    """Return whether a spreadsheet can be used, and the text to print about it, as ``ecopark doctor`` does.

    The marked copy is written in any case, the clean panel only if no error is left.

    Raises
    ------
    SheetProblem
        If the file cannot be opened safely.
    DataError
        If a file cannot be written, or would overwrite one that is not ecopark's.
    """
    _ = translator(language)
    # Check the files to write, before any work is done.
    problems = output_problems(marked, ".xlsx", inputs=[file]) if marked else []
    problems += output_problems(clean, ".csv", ".xlsx", inputs=[file]) if clean else []
    if marked and clean and same_place(marked, clean):
        name = str(clean)
        problems.append(
            Issue("the marked copy and the clean panel have one name", value=name, fix="name two files")
        )
    if problems:
        raise DataError("the output", problems)
    # Look through the file, and write them.
    intake = examine(file, accept, standard=standard)
    findings, table = intake.findings, intake.panel
    if marked is not None:
        write_marked(intake, marked)
    if clean is not None and intake.fit:
        write_panel(table, clean)
    if as_json:
        rows = 0 if table is None else len(table)
        content = {"file": intake.name, "fit": intake.fit, "rows": rows}
        content |= {"findings": [f.row() for f in findings], "log": intake.log}
        return intake.fit, json.dumps(content, ensure_ascii=False, indent=1)
    # List the findings, the remedies applied, whether the file can be used, and the files written.
    lines = list_findings(sorted(findings, key=lambda f: SEVERITIES.index(f.severity)), _)
    lines += ["  " + _("applied {line}", line=line) for line in intake.log]
    counts = count_findings(findings, _) or _("nothing was noted")
    if intake.fit:
        size = {"rows": len(table), "zones": table["zone"].nunique()}
        text = mark("{name}: {rows} rows of {zones} zones can be used; {counts}.")
        lines.append(_(text, name=intake.name, counts=counts, **size))
    else:
        lines.append(_("{name} cannot be used yet: {counts}.", name=intake.name, counts=counts))
    if marked is not None:
        lines.append(_("A copy with marked cells is in {file}", file=marked))
    if clean is not None:
        text = mark("The clean panel is in {file}") if intake.fit else mark("{file} was not written")
        lines.append(_(text, file=clean))
    return intake.fit, "\n".join(lines)
