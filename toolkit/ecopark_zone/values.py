"""From cells to values in the units of the data dictionary, and values that can hardly be right."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import log10
from statistics import median
from typing import Any

from ecopark import datasets, panel, units
from ecopark_zone.grid import a1
from ecopark_zone.measures import SCALED, Factor, Unit, factor_to, read_unit
from ecopark_zone.numbers import Reading, Style, mended, read_number, style_of
from ecopark_zone.rows import Entry
from ecopark_zone.rules import Finding, finding
from ecopark_zone.table import Table
from ecopark_zone.words import folded, marks, written

__all__ = ["Value", "Values", "doubts", "read_values", "totals"]

_FLOAT = re.compile(r"-?\d+\.\d+(?:e[+-]\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """One value in the unit of the data dictionary: a number, an answer, or ``None`` for missing."""

    entry: Entry
    number: float | bool | None


@dataclass
class Values:
    """The values that could be read, and everything that was found."""

    values: list[Value] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    told: set[tuple[str, ...]] = field(default_factory=set)

    def found(self, rule: str, entry: Entry, /, **words: object) -> None:
        """Add a finding at the cell of an entry."""
        self.findings.append(finding(rule, entry.table.sheet.name, entry.cell, entry.value, **words))

    def once(self, rule: str, sheet: str, cell: str, value: object, /, **words: object) -> None:
        """Add a finding that holds for a whole column or file, one time."""
        if (rule, sheet, cell) not in self.told:
            self.told.add((rule, sheet, cell))
            self.findings.append(finding(rule, sheet, cell, value, **words))


def read_values(entries: Iterable[Entry], accepted: frozenset[str], typed: bool) -> Values:
    """Return the values of entries.

    Parameters
    ----------
    entries : iterable of Entry
        The cells with what they are about.
    accepted : frozenset of str
        Remedies that the user accepts.
    typed : bool
        Whether the file tells numbers from texts, as workbooks do.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.table.sheet.name, entry.name), []).append(entry)
    out = Values()
    program = _written_by_program(groups.values())
    for group in groups.values():
        if panel.columns()[group[0].name].kind == "yes-no":
            for entry in group:
                _answer(out, entry, accepted)
        else:
            _numbers(out, group, accepted, typed, program)
    return out


def _written_by_program(groups: Iterable[list[Entry]]) -> bool:
    """Return whether a text file is a table of a program, such as the doctor's own clean panel.

    Its headers are the names of the data dictionary, and every number has one point. At least one of
    them cannot group thousands, so none of them does.
    """
    entries = [e for group in groups if panel.columns()[group[0].name].kind == "number" for e in group]
    machine = all(e.dictionary and isinstance(e.value, str) and _FLOAT.fullmatch(e.value) for e in entries)
    return machine and any(not _GROUPED.fullmatch(e.value) for e in entries)


def _answer(out: Values, entry: Entry, accepted: frozenset[str]) -> None:
    value = entry.value
    word = folded(str(int(value) if isinstance(value, bool | float) and value == int(value) else value))
    word = {"1.0": "1", "0.0": "0"}.get(word, word)  # as programs write answers beside missing ones
    for kind, answer in (("yes", True), ("no", False), ("missing", None)):
        if word in marks(kind):
            if answer is None:
                out.found("missing_mark", entry)
            out.values.append(Value(entry, answer))
            return
    out.found("yes_no_unclear", entry)
    if "unreadable_is_missing" in accepted:
        out.values.append(Value(entry, None))


def _numbers(out: Values, group: list[Entry], accepted: frozenset[str], typed: bool, program: bool) -> None:
    texts = [e.value for e in group if isinstance(e.value, str)]
    style = style_of(texts, accepted, (float(e.value) for e in group if _plain_number(e.value)))
    if program:
        style = Style(points="decimal", accepted=accepted)
    for entry in group:
        first = _reading(out, entry, style)
        reading = _mended(out, entry, first, accepted) if first.rule else first
        if reading is None:
            _converted(out, entry, Reading(), accepted)  # its unit may be wrong as well
            continue
        if reading.value is None:
            out.values.append(Value(entry, None))
            continue
        if typed and isinstance(entry.value, str) and not reading.notes and not reading.unit:
            out.found("number_as_text", entry)
        number = _converted(out, entry, reading, accepted)
        if number is not None:
            out.values.append(Value(entry, number))


def _plain_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _reading(out: Values, entry: Entry, style: Style) -> Reading:
    """Return what a cell says as a number, with its notes told."""
    value, sheet, place = entry.value, entry.table.sheet, (entry.row, entry.column)
    if isinstance(value, datetime.date):
        return Reading(rule="date_in_number")
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return Reading(rule="not_a_number")
    if isinstance(value, int | float):
        if place in sheet.computed:
            out.once("formula_value", sheet.name, "", None)
        number = Decimal(repr(value))
        if place in sheet.percent:
            out.found("percent_format", entry)
            return Reading(number * 100, unit="%")
        return _as_shown(entry, number, sheet.shown.get(place, ""))
    reading = read_number(value, style)
    for note in reading.notes:
        out.found(note, entry, one=reading.one, other=reading.other)
    if reading.unit == "%":
        out.found("percent_sign", entry)
    return reading


def _as_shown(entry: Entry, number: Decimal, shown: str) -> Reading:
    """Return a stored number with the unit that its format writes, or the rule that the format breaks."""
    if shown == SCALED:
        return Reading(rule="format_scaled", one=number)
    unit = read_unit(shown) if shown else None
    if shown and unit is None:  # a currency that the words of units do not list
        return Reading(rule="format_unit", one=number, unit=shown)
    if unit is None or (entry.unit and unit.expression and unit.expression == entry.unit.expression):
        return Reading(number)
    if unit.expression == "RMB" and entry.unit and entry.unit.measure == "money":
        return Reading(number)  # a sign of the currency beside amounts in 10^4 of it
    if entry.unit is None and not entry.dictionary:
        return Reading(number, unit=shown)
    return Reading(rule="format_unit", one=number, unit=shown)


def _mended(out: Values, entry: Entry, reading: Reading, accepted: frozenset[str]) -> Reading | None:
    """Tell the fault of a cell; return what an accepted remedy makes of it, or nothing."""
    stated = entry.unit.text if entry.unit else panel.unit(entry.name)
    words = {"one": reading.one, "other": reading.other, "shown": reading.unit, "stated": stated}
    out.found(reading.rule, entry, **words)
    return mended(reading, accepted)


def _converted(out: Values, entry: Entry, reading: Reading, accepted: frozenset[str]) -> float | None:
    """Return the value in the unit of the data dictionary, or nothing with its fault told."""
    unit, own = entry.unit, False
    if reading.unit:
        unit, own = _unit_beside(out, entry, reading.unit), True
        if unit is None:
            return None
    factor = factor_to(entry.name, unit, entry.dictionary, accepted)
    if unit and factor.value is not None and _taiwanese(entry.table, unit):
        factor = Factor(factor.value if "yuan_is_rmb" in accepted else None, factor.unit, "currency_unclear")
    words = {
        "unit": unit.text if unit else "",
        "read": unit.caution if unit else "",
        "wanted": factor.unit,
        "column": entry.name,
        "factor": factor.value,
    }
    if factor.rule:
        cell = entry.cell if own or not unit else entry.unit_cell
        cell = entry.unit_cell if unit is None else cell
        shown = entry.value if own else (unit.text if unit else None)
        out.once(factor.rule, entry.table.sheet.name, cell, shown, power=unit.power if unit else "", **words)
    if factor.value is None:
        return None
    _remark(out, entry, unit, factor, own, words)
    number = float(reading.value * Decimal(repr(factor.value))) if reading.value is not None else None
    return _share(out, entry, number, reading.unit == "%", accepted)


def _taiwanese(table: Table, unit: Unit) -> bool:
    """Return whether yuan may be New Taiwan dollars: the sheet names the era of the Republic of China."""
    word = folded(unit.text)
    if unit.measure != "money" or "元" not in word or any(m in word for m in ("人民币", "rmb", "cny")):
        return False
    return table.republic


def _unit_beside(out: Values, entry: Entry, text: str) -> Unit | None:
    """Return the unit of a cell that names one beside its number."""
    text = written(entry.value, text) if isinstance(entry.value, str) else text
    unit = read_unit(text, False)
    wanted = panel.unit(entry.name)
    if unit is None:
        out.found("unit_unknown" if len(text) < 20 else "not_a_number", entry, unit=text, wanted=wanted)
        return None
    if not unit.scale or entry.unit is None:
        return unit
    if entry.unit.scaled:
        out.found("scale_twice", entry)
        return None
    return replace(
        entry.unit,
        text=f"{text}{entry.unit.text}",
        expression=f"{unit.expression} {entry.unit.expression}",
        scaled=True,
    )


def _remark(
    out: Values, entry: Entry, unit: Unit | None, factor: Factor, own: bool, words: dict[str, Any]
) -> None:
    """Tell how a unit was read, where that says more than the unit itself."""
    sheet = entry.table.sheet.name
    if unit is None:
        if entry.dictionary:
            out.once("dictionary_unit", sheet, "", None)
        return
    if unit.caution:
        out.once(
            "unit_caution",
            sheet,
            entry.cell if own else entry.unit_cell,
            unit.text,
            read=unit.caution,
            unit=unit.text,
        )
    if own and unit.text != "%":
        out.found("unit_in_cell", entry, unit=unit.text, factor=factor.value)
    elif not own and (factor.value != 1 or unit.text != factor.unit):
        out.once(
            "unit_in_words",
            sheet,
            entry.unit_cell,
            unit.text,
            **{k: v for k, v in words.items() if k != "column"},
        )


def _share(
    out: Values, entry: Entry, number: float | None, signed: bool, accepted: frozenset[str]
) -> float | None:
    """Return a percentage; a value up to one without a sign may be a fraction."""
    if number is None or signed or panel.unit(entry.name) != "%" or not 0 < number <= 1:
        return number
    out.found("fraction_or_percent", entry)
    if "fraction_is_share" in accepted:
        return number * 100
    return number if "percent_as_written" in accepted else None


def formulas(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield a finding for each formula without a stored value in the columns that are read."""
    sheets = {id(e.table): e.table for e in entries}
    for table in sheets.values():
        columns = {c.index for c in table.columns}
        for row, column in sorted(table.sheet.uncomputed):
            if table.top <= row < table.body or (row >= table.body and column in columns):
                yield finding("formula", table.sheet.name, a1(row, column))


Numbers = dict[tuple[str, int, str], Value]
_POWERS = {3: "1,000", 4: "10^4", 8: "10^8", 6: "10^6", 2: "100", 7: "10^7"}
_NEAR, _JUMP, _CLOSES = 0.36, 3.0, 0.005


def doubts(values: Iterable[Value], same: Mapping[str, str]) -> list[Finding]:
    """Return a warning for everything that can hardly be right.

    ``same`` gives the first spelling of zones that have several: their years are compared as those of
    one zone. A value is compared with the median of the zone's other years: about 10^3, 10^4 or 10^8 times as
    large or small is a slip of a unit, any other thousandfold change a jump.
    """
    listed = list(values)
    known: Numbers = {
        (same.get(v.entry.zone, v.entry.zone), v.entry.year, v.entry.name): v
        for v in listed
        if not v.entry.total
    }
    return [*_slips(known), *_ratios(known), *_gaps(listed, same)]


def _series(known: Numbers) -> dict[tuple[str, str], list[Value]]:
    found: dict[tuple[str, str], list[Value]] = {}
    for (zone, _, name), value in sorted(known.items()):
        if isinstance(value.number, float) and value.number > 0 and panel.unit(name) != "%":
            found.setdefault((zone, name), []).append(value)
    return found


def _slips(known: Numbers) -> Iterator[Finding]:
    for series in _series(known).values():
        if len(series) < 2:
            continue
        for place, value in enumerate(series):
            others = [v.number for n, v in enumerate(series) if n != place and v.number]
            ratio = log10(float(value.number or 1) / median(float(o) for o in others))
            if abs(ratio) < _JUMP - _NEAR or (len(series) == 2 and place == 0):
                continue
            yield _slip(value, ratio, series[place - 1] if place else series[1])


def _slip(value: Value, ratio: float, beside: Value) -> Finding:
    entry = value.entry
    place = (entry.table.sheet.name, entry.cell, entry.value)
    near = min(_POWERS, key=lambda power: abs(abs(ratio) - power))
    if abs(abs(ratio) - near) <= _NEAR:
        direction = "larger" if ratio > 0 else "smaller"
        return finding("unit_slip", *place, power=_POWERS[near], direction=direction)
    return finding("jump", *place, times=f"{10 ** abs(ratio):,.0f}", year=beside.entry.year)


def _ratios(known: Numbers) -> Iterator[Finding]:
    pairs = {key[:2] for key in known}
    for row in datasets.rows("intake_words", "ratios"):
        above, below = row["numerator"], row["denominator"]
        scale = units.factor(panel.unit(above), row["unit"], panel.unit(below))
        for zone, year in sorted(pairs):
            one, other = known.get((zone, year, above)), known.get((zone, year, below))
            if not (one and other and one.number and other.number):
                continue
            ratio = float(one.number) / float(other.number) * scale
            if not row["low"] <= ratio <= row["high"]:
                words = {"above": above, "below": below, "value": f"{ratio:.3g}", "unit": row["unit"]}
                ends = {"low": f"{row['low']:g}", "high": f"{row['high']:g}"}
                entry = one.entry
                yield finding(
                    "ratio_unlikely", entry.table.sheet.name, entry.cell, entry.value, **words, **ends
                )


def _gaps(values: list[Value], same: Mapping[str, str]) -> Iterator[Finding]:
    years: dict[str, set[int]] = {}
    for value in values:
        if not value.entry.total:
            years.setdefault(same.get(value.entry.zone, value.entry.zone), set()).add(value.entry.year)
    for zone, there in years.items():
        missing = sorted(set(range(min(there), max(there) + 1)) - there)
        if missing and len(missing) < 100:
            yield finding("year_gap", years=", ".join(map(str, missing)), zone=zone)


def totals(values: Iterable[Value]) -> Iterator[Finding]:
    """Yield a warning for each total of a column that is not the sum of its zones."""
    sums: dict[tuple[str, int, str], float] = {}
    said: list[Value] = []
    for value in values:
        entry = value.entry
        if isinstance(value.number, float) and panel.unit(entry.name) != "%":
            if entry.total:
                said.append(value)
            else:
                place = (entry.table.sheet.name, entry.year, entry.name)
                sums[place] = sums.get(place, 0.0) + value.number
    for value in said:
        entry = value.entry
        together = sums.get((entry.table.sheet.name, entry.year, entry.name))
        if together is not None and abs(together - float(value.number or 0)) > _CLOSES * max(
            abs(together), 1
        ):
            words = {"said": f"{value.number:,g}", "sum": f"{together:,g}"}
            yield finding("total_differs", entry.table.sheet.name, entry.cell, entry.value, **words)
