"""The values of a table: each cell with its zone, year and column, as a number in the unit of the panel."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ecopark import panel
from ecopark.units import folded, tidy
from ecopark_zone.books import a1
from ecopark_zone.cells import (
    SCALED,
    Factor,
    Reading,
    Style,
    Unit,
    apply_remedy,
    as_written,
    common_unit,
    factor_to,
    is_error,
    is_number,
    marks,
    read_number,
    read_unit,
    read_year,
    style_of,
    text_of,
)
from ecopark_zone.headers import Header, read_header
from ecopark_zone.i18n import Phrase
from ecopark_zone.table import KEYS, Column, Table, cells_of, is_year, name_quantity, stated_above

__all__ = ["Entry", "read_rows", "read_values"]

_LAYOUT = {*KEYS, "@unit", "@note"}
_LINKS = {"of", "for", "over", "all", "in", "zones", "parks", "-"}


@dataclass(slots=True)
class Entry:
    """One cell with a value: its zone, year and column, and the unit that its surroundings give it.

    ``total`` marks a row of sums. ``in_dictionary_unit`` says that its name is spelled as in the data
    dictionary, whose unit then holds. ``number`` is the value read: a number in that unit, an answer, or
    ``None`` for missing.
    """

    table: Table
    row: int
    column: int
    zone: str
    year: int
    name: str
    value: Any
    unit: Unit | None
    unit_cell: str
    total: bool
    in_dictionary_unit: bool
    number: float | bool | None = None

    @property
    def lacks_zone_or_year(self) -> bool:
        """Whether its row has no zone or year: it is looked at for its faults, and then left out."""
        return not (self.zone and self.year)

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return a1(self.row, self.column)

    @property
    def place(self) -> tuple[str, str, Any]:
        """Sheet, cell and value, as a finding names them."""
        return self.table.sheet.name, self.cell, self.value

    def add(self, rule: str, /, **words: object) -> None:
        """Add a finding about it."""
        self.table.findings.add(rule, *self.place, **words)


def read_rows(table: Table) -> list[Entry]:
    """Read the values of a table with zone, year and column, and add the faults of its rows."""
    return _RowReader(table).read()


class _RowReader:
    """Goes down a table, and carries the meaning of earlier rows over to later ones."""

    def __init__(self, table: Table) -> None:
        self.table, self.sheet, self.findings = table, table.sheet, table.findings
        self.entries: list[Entry] = []
        self.zone_column, self.year_column = table.column_of("zone"), table.column_of("year")
        self.indicator, self.unit_column = table.column_of("@indicator"), table.column_of("@unit")
        self.data = [c for c in table.columns if c.header.role not in _LAYOUT]
        self.quantities = {c.index for c in table.columns if c.header.quantity}
        header = range(table.top, table.body)
        columns = range(self.sheet.width)
        self.width = 1 + max(c for c in columns if any(self.sheet.at(r, c) is not None for r in header))
        self.zone = ""  # of the row above
        self.stated = False  # a zone, year or unit was named between the rows

    def add(self, rule: str, row: int, column: int, value: object = None, /, **words: object) -> None:
        self.findings.add(rule, self.sheet.name, a1(row, column), value, **words)

    def read(self) -> list[Entry]:
        """Read the rows below the header, up to another table."""
        table, sheet = self.table, self.sheet
        data = {c.index for c in self.data}
        for row in range(table.body, len(sheet.rows)):
            cells = {c.index: v for c in table.columns if (v := sheet.at(row, c.index)) is not None}
            first = min(cells, default=0)
            if self._is_header(row):
                dated = self.year_column or any(c.header.year for c in table.columns)
                again = self.zone_column and dated and self._repeats_header(cells_of(sheet, row))
                if not again or self.stated:
                    self.add("tables_below", row, first)
                    break
                self.add("header_repeated", row, first)
            elif not cells:
                continue
            elif self._is_one_block(row, cells) or data.isdisjoint(cells):
                self._note_row_without_data(row, cells)
            elif self._fits_header(row):
                self.entries += self._read_entries(row)
        if sheet.merges and self.entries:
            self.findings.add_once("merged", sheet.name, "")
        return self.entries

    def _is_header(self, row: int) -> bool:
        """Return whether a row is a header again: of the same table, or of another one."""
        cells = cells_of(self.sheet, row)
        words = [(c, v) for c, v in cells if isinstance(v, str) and not v[:1].isdigit()]
        if len(cells) < 2 or not words:
            return False
        if len(words) > 1 and self._repeats_header(cells):
            return True
        indicator = self.indicator.index if self.indicator else -1
        first = cells[0][0]
        years = not self.year_column and all(is_year(v) for c, v in cells if c != first)
        # Most rows hold one name and numbers; no header is like that, unless its numbers are years.
        if len(words) == 1 and words[0][0] != indicator and not years:
            return False
        headers = {c: h for c, v in words if (h := read_header(v)) and (h.quantity or h.role in KEYS)}
        if indicator in headers and headers[indicator].role == "@indicator":
            return True
        names = [c for c in headers if c != indicator]
        return len(names) > 1 or (first in names and years)

    def _repeats_header(self, cells: list[tuple[int, Any]]) -> bool:
        return any(cells == cells_of(self.sheet, row) for row in range(self.table.top, self.table.body))

    def _is_one_block(self, row: int, cells: Mapping[int, Any]) -> bool:
        """Return whether a row shows a single text, merged over its cells."""
        blocks = {self.sheet.block(row, c) for c in cells}
        return len(cells) > 1 and len(blocks) == 1 and None not in blocks

    def _note_row_without_data(self, row: int, cells: dict[int, Any]) -> None:
        """Note a row of remarks, or a zone and year without values."""
        first = min(cells)
        keys = [c for c in (self.zone_column, self.year_column) if c]
        if keys and all(c.index in cells for c in keys) and not self._is_one_block(row, cells):
            year = self.year_column
            dated = not year or read_year(cells[year.index], year.header.era, self.findings.accepted).year
            if dated and len(self.table.columns) > len(keys):
                self.add("row_without_values", row, first, cells[first])
                return
        value = cells[first]
        self.stated |= isinstance(value, str) and stated_above(value)[0] in {"zone", "year", "@unit"}
        self.add("row_without_data", row, first, value)

    def _fits_header(self, row: int) -> bool:
        """Return whether a row lies below its header; values beside it may be shifted, and are refused."""
        sheet, cells = self.sheet, self.sheet.rows[row]
        count = len(cells)
        while count > self.width and cells[count - 1] is None:
            count -= 1
        if sheet.text:
            # A comma between thousands has split a number over two cells.
            for column in range(count - 1):
                left, right = str(cells[column]).strip(), str(cells[column + 1]).strip()
                split = len(left) < 4 and len(right) == 3 and column in self.quantities
                split = split and re.fullmatch(r"\d{1,3} \d{3}", f"{left} {right}") is not None
                if split and (right.startswith("0") or column + 1 not in self.quantities):
                    self.add("split_number", row, column, f"{left},{right}")
                    return False
            if count != self.width:
                self.add("row_length", row, 0, sheet.at(row, 0), count=count, width=self.width)
                return count < self.width and "short_rows_end_empty" in self.findings.accepted
        for column in range(self.width, count):
            self.add("no_header", row, column, sheet.at(row, column))
        return True

    def _read_entries(self, row: int) -> Iterator[Entry]:
        """Yield the values of a row; a column without a name has that of the row's indicator."""
        table, sheet = self.table, self.sheet
        named: Header | None = None
        if self.indicator and (named := self._read_indicator(row, self.indicator)) is None:
            return
        # Zone, year and unit of the whole row.
        zone, total = self._read_zone(row)
        row_year = self._read_year(row)
        unit_of_row: tuple[str, str] | None = None  # its text, and the cell that states it
        if self.unit_column and (text := sheet.at(row, self.unit_column.index)) is not None:
            unit_of_row = str(text), a1(row, self.unit_column.index)
        for column in self.data:
            value, header = sheet.at(row, column.index), column.header
            about = header if column.index in self.quantities else named
            if value is None or about is None:
                continue
            if about is named and not (header.year or header.role == "@value"):
                continue
            year = header.year or about.year or row_year
            if year is None and not self.year_column:
                self.findings.add_once("year_missing", sheet.name, "")
            if sheet.block(row, column.index):
                self.add("merged_value", row, column.index, value)
                continue
            unit, cell = self._find_unit(row, column, about, unit_of_row)
            place = (table, row, column.index, zone or "", year or 0, about.role)
            in_dictionary_unit = about.is_dictionary_name and table.has_dictionary_names
            yield Entry(*place, value, unit, cell, total, in_dictionary_unit)

    def _read_indicator(self, row: int, column: Column) -> Header | None:
        """Return the meaning of a cell with the name of an indicator, or nothing after noting its fault."""
        value = self.sheet.at(row, column.index)
        if value is None:
            self.add("header_unknown", row, column.index)
            return None
        text = text_of(value)
        header = read_header(text) or Header(text)
        if not header.quantity:
            cell = a1(row, column.index)
            return name_quantity(self.table, header, cell, value)
        if header.caution:
            self.add("column_caution", row, column.index, value)
        return header

    def _read_zone(self, row: int) -> tuple[str | None, bool]:
        """Return the zone of a row, and whether the row is a total."""
        table, column = self.table, self.zone_column
        if column is None:
            if table.zone or table.offers_zone:
                return table.zone or None, False
            self.findings.add_once("zone_missing", self.sheet.name, "")
            return self.sheet.name if "zone_from_sheet_name" in self.findings.accepted else None, False
        value = self.sheet.at(row, column.index)
        name = "" if value is None else text_of(value)
        if name in table.zone_cells:  # it was judged in an earlier row
            self.zone = name
            return name, False
        if value is None or folded(name) in marks("ditto"):
            self.add("zone_blank" if value is None else "zone_ditto", row, column.index, value)
            return (self.zone or None) if "fill_zone_down" in self.findings.accepted else None, False
        if is_error(name):
            self.add("cell_error", row, column.index, value)
            return None, False
        total = total_certainty(name)
        if total == "sure":
            self.add("total_row", row, column.index, value)
            return (name if "leave_out_totals" in self.findings.accepted else None), True
        if total:
            self.add("total_like", row, column.index, value)
        self.zone = name
        table.zone_cells[name] = (self.sheet.name, a1(row, column.index))
        if tidy(name).startswith(("=", "+", "-", "@")) or "<" in name:
            self.add("looks_like_code", row, column.index, value)
        return name, False

    def _read_year(self, row: int) -> int | None:
        column = self.year_column
        if column is None:
            return self.table.year
        value = self.sheet.at(row, column.index)
        year = read_year(value, column.header.era, self.findings.accepted)
        if year.rule:
            self.add(year.rule, row, column.index, value)
        if year.note:
            self.add(year.note, row, column.index, value, year=year.year)
        return year.year

    def _find_unit(
        self, row: int, column: Column, about: Header, unit_of_row: tuple[str, str] | None
    ) -> tuple[Unit | None, str]:
        """Return the unit that surrounds a value, and the cell that states it."""
        sheet, above = self.sheet.name, self.table.unit
        if unit_of_row:
            text, cell = unit_of_row
            stated = read_unit(text) or Unit(text, rule="unit_unknown")
            unit = common_unit([stated, about.unit, column.header.unit])
        else:
            cell, unit = column.cell, common_unit([about.unit, column.header.unit])
            # Header and words above the table may name two units of the same measure.
            same_measure = unit and above and unit.measure and unit.measure == above.measure
            if unit and above and same_measure and unit.expression != above.expression:
                words = {"unit": unit.text, "above": above.text}
                self.findings.add_once("unit_above_differs", sheet, cell, unit.text, **words)
            if self.indicator and about.unit:
                cell = a1(row, self.indicator.index)
            unit = unit or above
        if unit and unit.rule == "superscript_lost" and "superscript_lost" in self.findings.accepted:
            words = {"unit": unit.text, "power": unit.power}
            self.findings.add_once("superscript_lost", sheet, cell, unit.text, **words)
            unit = read_unit(unit.text, True)
        return unit, cell


def total_certainty(name: str) -> str:
    """Return how certain it is that a name is that of a total or mean: ``sure``, ``perhaps`` or ``""``.

    Examples
    --------
    >>> [total_certainty(n) for n in ("Total (3 zones)", "全市合计", "Total Park", "North Park")]
    ['sure', 'sure', 'perhaps', '']
    """
    plain = re.sub(r"[(\[][^)\]]*[)\]]?|\d[\d\-/]*年?", " ", tidy(name).casefold())
    word, totals = folded(plain), marks("total")
    foreign = tuple(mark for mark in totals if not mark.isascii() and len(mark) > 1 and mark != "รวม")
    if word.strip(":;,.-/") in totals or word.startswith(foreign) or word.endswith(foreign):
        return "sure"
    words = re.findall(r"[a-z]+|[,:\-]", plain)
    if words and words[-1] in totals:
        return "sure"
    if len(words) > 1 and words[0] in totals:
        return "sure" if words[1] in _LINKS or not words[1].isalpha() else "perhaps"
    return "perhaps" if word.startswith("รวม") else ""


# --- values in the unit of the panel ---

_FLOAT = re.compile(r"-?\d+\.\d+(?:e[+-]\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def read_values(entries: list[Entry], accepted: frozenset[str]) -> list[Entry]:
    """Return the entries whose values can be read, with their numbers, and add the faults of all."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.table.sheet.name, entry.name), []).append(entry)
    # A text file may be a table of a program, such as the doctor's clean panel: its headers are the
    # names of the data dictionary, and every number has one point. At least one of them cannot group
    # thousands, so none of them does.
    numbers = [entry for entry in entries if panel.columns()[entry.name].kind == "number"]
    is_from_program = all(
        e.in_dictionary_unit and isinstance(e.value, str) and _FLOAT.fullmatch(e.value) for e in numbers
    ) and any(not _GROUPED.fullmatch(e.value) for e in numbers)
    readable: list[Entry] = []
    for (_, name), group in groups.items():
        if panel.columns()[name].kind == "yes-no":
            readable += [entry for entry in group if _read_answer(entry)]
            continue
        # The numbers of a column are written in one style.
        style = Style(points="decimal", accepted=accepted)
        if not is_from_program:
            texts = [e.value for e in group if isinstance(e.value, str)]
            sizes = [float(e.value) for e in group if is_number(e.value)]
            style = style_of(texts, accepted, sizes)
        readable += [entry for entry in group if _read_number(entry, style)]
    return readable


def _read_answer(entry: Entry) -> bool:
    """Read a yes or a no, and return whether it can be read."""
    value = entry.value
    word = folded(str(int(value) if isinstance(value, bool | float) and value == int(value) else value))
    word = {"1.0": "1", "0.0": "0"}.get(word, word)  # as programs write answers beside missing ones
    for kind, answer in (("yes", True), ("no", False), ("missing", None)):
        if word in marks(kind):
            if answer is None:
                entry.add("missing_mark")
            entry.number = answer
            return True
    entry.add("yes_no_unclear")
    return "unreadable_is_missing" in entry.table.findings.accepted


def _read_number(entry: Entry, style: Style) -> bool:
    """Read a number in the unit of the data dictionary, and return whether it can be read."""
    reading = _read_cell(entry, style)
    if reading.rule:
        stated = entry.unit.text if entry.unit else panel.unit(entry.name)
        entry.add(reading.rule, unit=reading.unit, stated=stated, **reading.words)
        remedied = apply_remedy(reading, style.accepted)
        if remedied is None:
            _convert(entry, Reading())  # its unit may be wrong as well
            return False
        reading = remedied
    if reading.value is None:
        return True
    # Workbooks distinguish numbers from texts.
    as_text = isinstance(entry.value, str) and not entry.table.sheet.text
    if as_text and not reading.notes and not reading.unit:
        entry.add("number_as_text")
    entry.number = _convert(entry, reading)
    return entry.number is not None


def _read_cell(entry: Entry, style: Style) -> Reading:
    """Return a cell as a number, after adding its notes."""
    value, sheet, place = entry.value, entry.table.sheet, (entry.row, entry.column)
    if isinstance(value, str):
        reading = read_number(value, style)
        for note in reading.notes:
            entry.add(note, **reading.words)
        if reading.unit == "%":
            entry.add("percent_sign")
        return reading
    if isinstance(value, datetime.date):
        return Reading(rule="date_in_number")
    if not is_number(value):
        return Reading(rule="not_a_number")
    if place in sheet.computed:
        entry.table.findings.add_once("formula_value", sheet.name, "")
    # The format may write a unit beside the number, or show another number.
    number, beside = Decimal(repr(value)), sheet.effects.get(place, "")
    if not beside:
        return Reading(number)
    if beside == "%":
        entry.add("percent_format")
        return Reading(number * 100, unit="%")
    unit = read_unit(beside)
    if beside == SCALED:
        return Reading(rule="format_scaled", candidate=number)
    if unit is None:  # a currency that the words of units do not list
        return Reading(rule="format_unit", candidate=number, unit=beside)
    if entry.unit and unit.expression and unit.expression == entry.unit.expression:
        return Reading(number)
    if unit.expression == "RMB" and entry.unit and entry.unit.measure == "money":
        return Reading(number)  # a sign of the currency beside amounts in 10^4 of it
    if entry.unit is None and not entry.in_dictionary_unit:
        return Reading(number, unit=beside)
    return Reading(rule="format_unit", candidate=number, unit=beside)


def _convert(entry: Entry, reading: Reading) -> float | None:
    """Return the value in the unit of the data dictionary, or nothing after noting its fault."""
    sheet, findings, unit = entry.table.sheet.name, entry.table.findings, entry.unit
    # The unit: that in the cell, if there is one, else that of its surroundings.
    in_cell = bool(reading.unit)
    if in_cell:
        unit = _unit_in_cell(entry, reading.unit)
        if unit is None:
            return None
    # The factor from it, or the rule that forbids it.
    target = panel.unit(entry.name)
    factor = factor_to(entry.name, unit, entry.in_dictionary_unit, findings.accepted)
    if unit and factor.value is not None and _may_be_taiwanese(entry.table, unit):
        factor = Factor(factor.value if "yuan_is_rmb" in findings.accepted else None, "currency_unclear")
    text = unit.text if unit else ""
    cell = entry.cell if in_cell else entry.unit_cell
    if factor.rule:
        written_unit = entry.value if in_cell else text if unit else None
        words = {"meaning": Phrase(unit.caution), "power": unit.power} if unit else {}
        words |= {"unit": text, "target": target, "column": entry.name}
        findings.add_once(factor.rule, sheet, cell, written_unit, **words)
    if factor.value is None:
        return None
    # Note how the unit was read, where that is not plain from the unit itself.
    if unit is None:
        if entry.in_dictionary_unit:
            findings.add_once("dictionary_unit", sheet, "")
    else:
        if unit.caution:
            meaning = Phrase(unit.caution)
            findings.add_once("unit_caution", sheet, cell, text, meaning=meaning, unit=text)
        if in_cell and text != "%":
            entry.add("unit_in_cell", unit=text, factor=factor.value)
        elif not in_cell and (factor.value != 1 or text != target):
            words = {"unit": text, "target": target, "factor": factor.value}
            findings.add_once("unit_in_words", sheet, cell, text, **words)
    # The number itself.
    if reading.value is None:
        return None
    times = factor.value
    number = float(reading.value if times == 1 else reading.value * Decimal(repr(times)))
    # A percentage up to one without a sign may be a fraction.
    if reading.unit == "%" or not 0 < number <= 1 or target != "%":
        return number
    entry.add("fraction_or_percent")
    if "fraction_is_share" in findings.accepted:
        return number * 100
    return number if "percent_as_written" in findings.accepted else None


def _unit_in_cell(entry: Entry, text: str) -> Unit | None:
    """Return the unit of a cell that names one beside its number."""
    text = as_written(entry.value, text) if isinstance(entry.value, str) else text
    unit = read_unit(text, False)
    if unit is None:
        rule = "unit_unknown" if len(text) < 20 else "not_a_number"
        entry.add(rule, unit=text, target=panel.unit(entry.name))
        return None
    if not unit.scale or entry.unit is None:
        return unit
    if entry.unit.scaled:
        entry.add("scale_twice")
        return None
    expression = f"{unit.expression} {entry.unit.expression}"
    return replace(entry.unit, text=f"{text}{entry.unit.text}", expression=expression, scaled=True)


def _may_be_taiwanese(table: Table, unit: Unit) -> bool:
    """Return whether yuan may be New Taiwan dollars: the sheet names the era of the Republic of China."""
    if unit.measure != "money":
        return False
    word = folded(unit.text)
    return "元" in word and not any(m in word for m in ("人民币", "rmb", "cny")) and table.counts_roc_years
