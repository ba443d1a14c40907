"""The rows of a panel's table: each value with its zone, year, column, unit and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ecopark_zone.grid import a1, blank
from ecopark_zone.headers import Header, read_header
from ecopark_zone.measures import Unit, common_unit, read_unit
from ecopark_zone.numbers import is_error
from ecopark_zone.rules import Findings
from ecopark_zone.table import Column, Table, cells_of, is_year, name_quantity, stated_above
from ecopark_zone.words import folded, key, marks, read_year, tidy

__all__ = ["Entry", "match_zone_spellings", "read_rows", "text_of"]

_LAYOUT = {"zone", "year", "@indicator", "@unit", "@note"}
_NAMES = {"zone", "year", "@indicator"}
_LINKS = {"of", "for", "over", "all", "in", "zones", "parks", "-"}


@dataclass(slots=True)
class Entry:
    """One cell with a value: its zone, year and column, and the unit that its surroundings give it.

    ``total`` marks a row of sums, ``lost`` a row without zone or year: its cells are looked at all the
    same, so that all their faults are told at once, and then left out. ``dictionary`` says that its name is
    spelled as in the data dictionary, whose unit then holds.
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
    total: bool = False
    lost: bool = False
    dictionary: bool = False

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return a1(self.row, self.column)

    @property
    def place(self) -> tuple[str, str, Any]:
        """Sheet, cell and value, as a finding names them."""
        return self.table.sheet.name, a1(self.row, self.column), self.value


def read_rows(table: Table, accepted: frozenset[str], findings: Findings) -> list[Entry]:
    """Read the values of a table with zone, year and column, and add the faults of its rows."""
    return _RowReader(table, accepted, findings).read()


def text_of(value: Any) -> str:
    """Return a name as text, without blanks around it; a whole number has no point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\ufeff", "").replace("\u200b", "").split())


class _RowReader:
    """Goes down a table, and carries the meaning of earlier rows over to later ones."""

    def __init__(self, table: Table, accepted: frozenset[str], findings: Findings) -> None:
        self.table, self.sheet, self.accepted, self.findings = table, table.sheet, accepted, findings
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
                again = self.zone_column and dated and self._repeats(cells_of(sheet, row))
                if not again or self.stated:
                    self.add("tables_below", row, first)
                    break
                self.add("header_repeated", row, first)
            elif not cells:
                continue
            elif self._is_one_block(row, cells) or data.isdisjoint(cells):
                self._tell_row_without_data(row, cells)
            elif self._fits(row):
                self.entries += self._entries(row)
        if sheet.merges and self.entries:
            self.findings.add_once("merged", sheet.name, "")
        return self.entries

    def _is_header(self, row: int) -> bool:
        """Return whether a row is a header again: of the same table, or of another one."""
        cells = cells_of(self.sheet, row)
        words = [(c, v) for c, v in cells if isinstance(v, str) and not v[:1].isdigit()]
        if len(cells) < 2 or not words:
            return False
        if len(words) > 1 and self._repeats(cells):
            return True
        indicator = self.indicator.index if self.indicator else -1
        first = cells[0][0]
        years = not self.year_column and all(is_year(v) for c, v in cells if c != first)
        # Most rows hold one name and numbers; no header is like that, unless its numbers are years.
        if len(words) == 1 and words[0][0] != indicator and not years:
            return False
        headers = {c: h for c, v in words if (h := read_header(v)) and (h.quantity or h.role in _NAMES)}
        if indicator in headers and headers[indicator].role == "@indicator":
            return True
        names = [c for c in headers if c != indicator]
        return len(names) > 1 or (first in names and years)

    def _repeats(self, cells: list[tuple[int, Any]]) -> bool:
        return any(cells == cells_of(self.sheet, row) for row in range(self.table.top, self.table.body))

    def _is_one_block(self, row: int, cells: Mapping[int, Any]) -> bool:
        """Return whether all that a row shows is one text, merged over its cells."""
        blocks = {self.sheet.block(row, c) for c in cells}
        return len(cells) > 1 and len(blocks) == 1 and None not in blocks

    def _tell_row_without_data(self, row: int, cells: dict[int, Any]) -> None:
        """Note a row of remarks, or a zone and year without values."""
        first = min(cells)
        keys = [c for c in (self.zone_column, self.year_column) if c]
        if keys and all(c.index in cells for c in keys) and not self._is_one_block(row, cells):
            year = self.year_column
            dated = not year or read_year(cells[year.index], year.header.era, self.accepted).year
            if dated and len(self.table.columns) > len(keys):
                self.add("row_without_values", row, first, cells[first])
                return
        value = cells[first]
        self.stated |= isinstance(value, str) and stated_above(value)[0] in {"zone", "year", "@unit"}
        self.add("row_without_data", row, first, value)

    def _fits(self, row: int) -> bool:
        """Return whether a row lies below its header; what lies beside it may be shifted, and is refused."""
        sheet, cells = self.sheet, self.sheet.rows[row]
        count = len(cells)
        while count > self.width and blank(cells[count - 1]):
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
                return count < self.width and "short_rows_end_empty" in self.accepted
        for column in range(self.width, count):
            self.add("no_header", row, column, sheet.at(row, column))
        return True

    def _entries(self, row: int) -> Iterator[Entry]:
        table, sheet = self.table, self.sheet
        named: Header | None = None
        if self.indicator and (named := self._indicator(row, self.indicator)) is None:
            return
        zone, total = self._zone(row)
        row_year = self._year(row)
        column = self.unit_column
        unit_text = sheet.at(row, column.index) if column else None
        stated = (str(unit_text), a1(row, column.index)) if column and unit_text is not None else None
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
            unit, cell = self._unit(row, column, about, stated)
            lost = zone is None or year is None
            place = (table, row, column.index, zone or "", year or 0, about.role)
            yield Entry(*place, value, unit, cell, total, lost, about.machine and table.machine)

    def _indicator(self, row: int, column: Column) -> Header | None:
        """Return the meaning of a cell with the name of an indicator, or nothing after noting its fault."""
        value = self.sheet.at(row, column.index)
        if value is None:
            self.add("header_unknown", row, column.index)
            return None
        text = text_of(value)
        header = read_header(text) or Header(text)
        if not header.quantity:
            cell = a1(row, column.index)
            return name_quantity(self.table, header, cell, value, self.accepted, self.findings)
        if header.caution:
            self.add("column_caution", row, column.index, value)
        return header

    def _zone(self, row: int) -> tuple[str | None, bool]:
        """Return the zone of a row, and whether the row is a total."""
        table, column = self.table, self.zone_column
        if column is None:
            if table.zone or any(f.rule == "zone_in_column" for f in table.findings):
                return table.zone or None, False
            self.findings.add_once("zone_missing", self.sheet.name, "")
            return self.sheet.name if "zone_from_sheet_name" in self.accepted else None, False
        value = self.sheet.at(row, column.index)
        name = "" if value is None else text_of(value)
        if name and name in self.table.zone_cells:  # it was judged in an earlier row
            self.zone = name
            return name, False
        if value is None or folded(name) in marks("ditto"):
            self.add("zone_blank" if value is None else "zone_ditto", row, column.index, value)
            return (self.zone or None) if "fill_zone_down" in self.accepted else None, False
        if is_error(name):
            self.add("cell_error", row, column.index, value)
            return None, False
        total = total_certainty(name)
        if total == "sure":
            self.add("total_row", row, column.index, value)
            return (name if "leave_out_totals" in self.accepted else None), True
        if total:
            self.add("total_like", row, column.index, value)
        self.zone = name
        self.table.zone_cells[name] = (self.sheet.name, a1(row, column.index))
        if tidy(name).startswith(("=", "+", "-", "@")) or "<" in name:
            self.add("looks_like_code", row, column.index, value)
        return name, False

    def _year(self, row: int) -> int | None:
        column = self.year_column
        if column is None:
            return self.table.year
        value = self.sheet.at(row, column.index)
        year = read_year(value, column.header.era, self.accepted)
        if year.rule:
            self.add(year.rule, row, column.index, value)
        if year.note:
            self.add(year.note, row, column.index, value, year=year.year)
        return year.year

    def _unit(
        self, row: int, column: Column, about: Header, stated: tuple[str, str] | None
    ) -> tuple[Unit | None, str]:
        """Return the unit that surrounds a value, and the cell that states it."""
        sheet, above = self.sheet.name, self.table.unit
        if stated:
            text, cell = stated
            row_unit = read_unit(text) or Unit(text, rule="unit_unknown")
            unit = common_unit([row_unit, about.unit, column.header.unit])
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
        if unit and unit.rule == "superscript_lost" and "superscript_lost" in self.accepted:
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


_NEAR = 0.9
_LONGEST = 100  # signs; a longer text is hardly a name, and takes long to compare
_NOTE = re.compile(r"(?:\s*[*\u2020\u2021]+|\s*\[\d{1,2}\]|\s+[a-z\d]\)|\^\d)$")


def match_zone_spellings(zones: Mapping[str, tuple[str, str]], findings: Findings) -> dict[str, str]:
    """Return the first spelling of each zone that has several, and add a warning for each other one.

    Parameters
    ----------
    zones : mapping of str to (sheet, cell)
        The zones in order of appearance, with the place of each first one.
    findings : Findings
        Where the warnings go.

    Examples
    --------
    >>> names = ("東莞園區", "东莞园区", "Zone 1", "Zone 2")
    >>> match_zone_spellings({name: ("s", "A1") for name in names}, Findings())
    {'东莞园区': '東莞園區'}
    """
    same: dict[str, str] = {}
    for other, first in _same_zone_pairs(list(zones)):
        if other not in same:
            same[other] = same.get(first, first)
            words = {"other": same[other], "cell": zones[first][1]}
            findings.add("zone_spelling", *zones[other], other, **words)
    return same


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
            if matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
                continue
            # A slip of the pen, and not another direction or number.
            changed = [other[a:b] + name[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
            if not set("".join(changed)) & set("东西南北中一二三四五"):
                yield by_key[other], by_key[name]
