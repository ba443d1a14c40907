"""From cells to values in the units of the data dictionary, and values that can hardly be right."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median
from typing import Any

from ecopark import datasets, panel, units
from ecopark_zone.grid import a1
from ecopark_zone.i18n import Phrase, mark
from ecopark_zone.measures import SCALED, Factor, Unit, factor_to, read_unit
from ecopark_zone.numbers import Reading, Style, apply_remedy, read_number, style_of
from ecopark_zone.rows import Entry
from ecopark_zone.rules import Findings
from ecopark_zone.table import Table
from ecopark_zone.words import as_written, folded, marks

__all__ = ["Value", "add_doubt_warnings", "add_formula_findings", "add_total_warnings", "read_values"]

_FLOAT = re.compile(r"-?\d+\.\d+(?:e[+-]\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """One value in the unit of the data dictionary: a number, an answer, or ``None`` for missing."""

    entry: Entry
    number: float | bool | None


def read_values(
    entries: Iterable[Entry], accepted: frozenset[str], typed: bool, findings: Findings
) -> list[Value]:
    """Read the values of entries, and add their faults.

    Parameters
    ----------
    entries : iterable of Entry
        The cells, with zone, year and column.
    accepted : frozenset of str
        Remedies that the user accepts.
    typed : bool
        Whether the file distinguishes numbers from texts, as workbooks do.
    findings : Findings
        Where the findings go.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.table.sheet.name, entry.name), []).append(entry)
    # A text file may be a table of a program, such as the doctor's own clean panel: its headers are the
    # names of the data dictionary, and every number has one point. At least one of them cannot group
    # thousands, so none of them does.
    cells = [
        e for (_, name), group in groups.items() if panel.columns()[name].kind == "number" for e in group
    ]
    program = all(e.dictionary and isinstance(e.value, str) and _FLOAT.fullmatch(e.value) for e in cells)
    program = program and any(not _GROUPED.fullmatch(e.value) for e in cells)
    reader = _ValueReader(accepted, typed, findings)
    for (_, name), group in groups.items():
        if panel.columns()[name].kind == "yes-no":
            for entry in group:
                reader.read_answer(entry)
        else:
            texts = [e.value for e in group if isinstance(e.value, str)]
            numbers = [float(e.value) for e in group if _is_finite_number(e.value)]
            style = style_of(texts, accepted, numbers)
            reader.read_numbers(group, Style(points="decimal", accepted=accepted) if program else style)
    return reader.values


def _is_finite_number(value: Any) -> bool:
    """Return whether a cell holds a number, and neither infinity nor a yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class _ValueReader:
    """Reads entries one by one; a note on a whole column is given once."""

    def __init__(self, accepted: frozenset[str], typed: bool, findings: Findings) -> None:
        self.accepted, self.typed, self.findings = accepted, typed, findings
        self.values: list[Value] = []

    def add(self, rule: str, entry: Entry, /, **words: object) -> None:
        self.findings.add(rule, *entry.place, **words)

    def read_answer(self, entry: Entry) -> None:
        """Read a yes or a no."""
        value = entry.value
        word = folded(str(int(value) if isinstance(value, bool | float) and value == int(value) else value))
        word = {"1.0": "1", "0.0": "0"}.get(word, word)  # as programs write answers beside missing ones
        for kind, answer in (("yes", True), ("no", False), ("missing", None)):
            if word in marks(kind):
                if answer is None:
                    self.add("missing_mark", entry)
                self.values.append(Value(entry, answer))
                return
        self.add("yes_no_unclear", entry)
        if "unreadable_is_missing" in self.accepted:
            self.values.append(Value(entry, None))

    def read_numbers(self, group: list[Entry], style: Style) -> None:
        """Read the numbers of a column, which are written in one style."""
        for entry in group:
            cell = self._read_cell(entry, style)
            reading: Reading | None = cell
            if cell.rule:
                stated = entry.unit.text if entry.unit else panel.unit(entry.name)
                self.add(cell.rule, entry, unit=cell.unit, stated=stated, **cell.words)
                reading = apply_remedy(cell, self.accepted)
            if reading is None:
                self._convert(entry, Reading())  # its unit may be wrong as well
            elif reading.value is None:
                self.values.append(Value(entry, None))
            else:
                if self.typed and isinstance(entry.value, str) and not reading.notes and not reading.unit:
                    self.add("number_as_text", entry)
                number = self._convert(entry, reading)
                if number is not None:
                    self.values.append(Value(entry, number))

    def _read_cell(self, entry: Entry, style: Style) -> Reading:
        """Return a cell as a number, after adding its notes."""
        value, sheet, place = entry.value, entry.table.sheet, (entry.row, entry.column)
        if isinstance(value, str):
            reading = read_number(value, style)
            for note in reading.notes:
                self.add(note, entry, **reading.words)
            if reading.unit == "%":
                self.add("percent_sign", entry)
            return reading
        if isinstance(value, datetime.date):
            return Reading(rule="date_in_number")
        if not _is_finite_number(value):
            return Reading(rule="not_a_number")
        if place in sheet.computed:
            self.findings.add_once("formula_value", sheet.name, "")
        number = Decimal(repr(value))
        if place in sheet.percent:
            self.add("percent_format", entry)
            return Reading(number * 100, unit="%")
        # The format may write a unit beside the number, or show another number.
        beside = sheet.beside.get(place, "")
        if not beside:
            return Reading(number)
        unit = read_unit(beside)
        if beside == SCALED:
            return Reading(rule="format_scaled", candidate=number)
        if unit is None:  # a currency that the words of units do not list
            return Reading(rule="format_unit", candidate=number, unit=beside)
        if entry.unit and unit.expression and unit.expression == entry.unit.expression:
            return Reading(number)
        if unit.expression == "RMB" and entry.unit and entry.unit.measure == "money":
            return Reading(number)  # a sign of the currency beside amounts in 10^4 of it
        if entry.unit is None and not entry.dictionary:
            return Reading(number, unit=beside)
        return Reading(rule="format_unit", candidate=number, unit=beside)

    def _convert(self, entry: Entry, reading: Reading) -> float | None:
        """Return the value in the unit of the data dictionary, or nothing with its fault told."""
        sheet, unit = entry.table.sheet.name, entry.unit
        in_cell = bool(reading.unit)
        if in_cell:
            unit = self._unit_in_cell(entry, reading.unit)
            if unit is None:
                return None
        factor = factor_to(entry.name, unit, entry.dictionary, self.accepted)
        if unit and factor.value is not None and _may_be_taiwanese(entry.table, unit):
            value = factor.value if "yuan_is_rmb" in self.accepted else None
            factor = Factor(value, factor.unit, "currency_unclear")
        text = unit.text if unit else ""
        cell = entry.cell if in_cell else entry.unit_cell
        if factor.rule:
            written_unit = entry.value if in_cell else text if unit else None
            words = {"meaning": Phrase(unit.caution), "power": unit.power} if unit else {}
            words |= {"unit": text, "target": factor.unit, "column": entry.name}
            self.findings.add_once(factor.rule, sheet, cell, written_unit, **words)
        if factor.value is None:
            return None
        # Tell how the unit was read, where that says more than the unit itself.
        if unit is None:
            if entry.dictionary:
                self.findings.add_once("dictionary_unit", sheet, "")
        else:
            if unit.caution:
                meaning = Phrase(unit.caution)
                self.findings.add_once("unit_caution", sheet, cell, text, meaning=meaning, unit=text)
            if in_cell and text != "%":
                self.add("unit_in_cell", entry, unit=text, factor=factor.value)
            elif not in_cell and (factor.value != 1 or text != factor.unit):
                words = {"unit": text, "target": factor.unit, "factor": factor.value}
                self.findings.add_once("unit_in_words", sheet, cell, text, **words)
        if reading.value is None:
            return None
        times = factor.value
        number = float(reading.value if times == 1 else reading.value * Decimal(repr(times)))
        # A percentage up to one without a sign may be a fraction.
        if reading.unit == "%" or not 0 < number <= 1 or panel.unit(entry.name) != "%":
            return number
        self.add("fraction_or_percent", entry)
        if "fraction_is_share" in self.accepted:
            return number * 100
        return number if "percent_as_written" in self.accepted else None

    def _unit_in_cell(self, entry: Entry, text: str) -> Unit | None:
        """Return the unit of a cell that names one beside its number."""
        text = as_written(entry.value, text) if isinstance(entry.value, str) else text
        unit = read_unit(text, False)
        if unit is None:
            rule = "unit_unknown" if len(text) < 20 else "not_a_number"
            self.add(rule, entry, unit=text, target=panel.unit(entry.name))
            return None
        if not unit.scale or entry.unit is None:
            return unit
        if entry.unit.scaled:
            self.add("scale_twice", entry)
            return None
        expression = f"{unit.expression} {entry.unit.expression}"
        return replace(entry.unit, text=f"{text}{entry.unit.text}", expression=expression, scaled=True)


def _may_be_taiwanese(table: Table, unit: Unit) -> bool:
    """Return whether yuan may be New Taiwan dollars: the sheet names the era of the Republic of China."""
    if unit.measure != "money":
        return False
    word = folded(unit.text)
    return "元" in word and not any(m in word for m in ("人民币", "rmb", "cny")) and table.republic


def add_formula_findings(entries: Iterable[Entry], findings: Findings) -> None:
    """Add a finding for each formula without a stored value in the columns that are read."""
    for table in {id(entry.table): entry.table for entry in entries}.values():
        columns = {c.index for c in table.columns}
        for row, column in sorted(table.sheet.uncomputed):
            if table.top <= row < table.body or (row >= table.body and column in columns):
                findings.add("formula", table.sheet.name, a1(row, column))


def add_total_warnings(values: Iterable[Value], findings: Findings) -> None:
    """Add a warning for each total of a column that is not the sum of its zones."""
    sums: dict[tuple[str, int, str], float] = {}
    totals: list[tuple[Value, tuple[str, int, str]]] = []
    for value in values:
        entry = value.entry
        place = (entry.table.sheet.name, entry.year, entry.name)
        if not isinstance(value.number, float) or panel.unit(entry.name) == "%":
            continue
        if entry.total:
            totals.append((value, place))
        else:
            sums[place] = sums.get(place, 0.0) + value.number
    for value, place in totals:
        if place in sums:
            total, together = float(value.number or 0), sums[place]
            if abs(together - total) > _CLOSES * max(abs(together), 1):
                findings.add("total_differs", *value.entry.place, total=f"{total:,g}", sum=f"{together:,g}")


_POWERS = {3: "1,000", 4: "10^4", 8: "10^8", 6: "10^6", 2: "100", 7: "10^7"}
_NEAR, _JUMP, _CLOSES = 0.36, 3.0, 0.005


def add_doubt_warnings(values: list[Value], same: Mapping[str, str], findings: Findings) -> None:
    """Add a warning for everything that can hardly be right.

    ``same`` gives the first spelling of zones that have several: their years are compared as those of
    one zone.
    """
    by_place: dict[tuple[str, int, str], Value] = {}
    years: dict[str, set[int]] = {}
    for value in values:
        entry = value.entry
        zone = same.get(entry.zone, entry.zone)
        by_place[zone, entry.year, entry.name] = value
        years.setdefault(zone, set()).add(entry.year)
    series: dict[tuple[str, str], list[Value]] = {}
    for (zone, _, name), value in sorted(by_place.items()):
        if isinstance(value.number, float) and value.number > 0 and panel.unit(name) != "%":
            series.setdefault((zone, name), []).append(value)
    for of_zone_and_name in series.values():
        _add_unit_slip_and_jump_warnings(of_zone_and_name, findings)
    _add_ratio_warnings(by_place, findings)
    for zone, of_zone in years.items():
        missing = sorted(set(range(min(of_zone), max(of_zone) + 1)) - of_zone)
        if missing and len(missing) < 100:
            findings.add("year_gap", years=", ".join(map(str, missing)), zone=zone)


def _add_unit_slip_and_jump_warnings(series: list[Value], findings: Findings) -> None:
    """Add a warning for each value that is far from the median of the zone's other years.

    About 10^3, 10^4 or 10^8 times as large or small is a slip of a unit, any other thousandfold change
    a jump.
    """
    numbers = [float(value.number or 1) for value in series]
    for index, value in enumerate(series if len(series) > 1 else ()):
        ratio = math.log10(numbers[index] / median(numbers[:index] + numbers[index + 1 :]))
        if abs(ratio) < _JUMP - _NEAR or (len(series) == 2 and index == 0):
            continue
        near = min(_POWERS, key=lambda power: abs(abs(ratio) - power))
        if abs(abs(ratio) - near) <= _NEAR:
            larger = mark("the value is about {power} times larger than in the other years")
            smaller = mark("the value is about {power} times smaller than in the other years")
            text = Phrase(larger if ratio > 0 else smaller, {"power": _POWERS[near]})
            findings.add("unit_slip", *value.entry.place, text=text)
        else:
            year = series[index - 1 if index else 1].entry.year
            findings.add("jump", *value.entry.place, times=f"{10 ** abs(ratio):,.0f}", year=year)


def _add_ratio_warnings(by_place: Mapping[tuple[str, int, str], Value], findings: Findings) -> None:
    """Add a warning where the ratio of two quantities of a zone and year is outside its usual bounds."""
    named = {name for _, _, name in by_place}
    pairs = sorted({place[:2] for place in by_place})
    for row in datasets.rows("intake_words", "ratios"):
        above, below = row["numerator"], row["denominator"]
        if not {above, below} <= named:
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
                findings.add("ratio_unlikely", *upper.entry.place, **words)
