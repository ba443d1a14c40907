"""From a table to its values: each with its zone, year, column and the cell that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ecopark_zone.intake.grid import a1, blank
from ecopark_zone.intake.headers import Header, label, nearest, read_header
from ecopark_zone.intake.layout import Column, Table, one_unit
from ecopark_zone.intake.misfits import is_head, one_block, repeats, states
from ecopark_zone.intake.numbers import is_error
from ecopark_zone.intake.rules import Finding, finding
from ecopark_zone.intake.unit_words import Unit, read_unit
from ecopark_zone.intake.words import folded, marks, tidy
from ecopark_zone.intake.years import read_year
from ecopark_zone.intake.zone_names import sum_in_name

__all__ = ["Entry", "Rows", "rows_of", "text_of"]

_KEYS = {"zone", "year", "@indicator", "@unit", "@note"}


@dataclass(slots=True)
class Entry:
    """One cell with a value: what it is about, and the unit that its surroundings give it.

    ``total`` marks a row of sums, ``lost`` a row without zone or year: its cells are looked at all the
    same, so that all their faults are told at once, and then left out.
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

    @property
    def cell(self) -> str:
        """The name of the cell."""
        return a1(self.row, self.column)


@dataclass
class Rows:
    """What the rows of a table hold: entries, flat rows (carriers, exchanges), and findings."""

    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    zone_cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


@dataclass
class _Walk:
    """The state of a walk down a table."""

    table: Table
    accepted: frozenset[str]
    rows: Rows
    zone: str = ""
    told: set[str] = field(default_factory=set)
    stated: bool = False  # a zone, year or unit was named between the rows

    def found(self, rule: str, row: int, place: int | None, value: object = None, /, **words: object) -> None:
        cell = "" if place is None else a1(row, place)
        self.rows.findings.append(finding(rule, self.table.sheet.name, cell, value, **words))

    def once(self, rule: str, value: object = None, /, **words: object) -> None:
        if rule not in self.told:
            self.told.add(rule)
            self.found(rule, 0, None, value, **words)


def rows_of(table: Table, accepted: frozenset[str]) -> Rows:
    """Return the values of a table with zone, year and column, and what is wrong with its rows."""
    walk = _Walk(table, accepted, Rows(named=set(table.named)))
    data = [c for c in table.columns if c.header.role not in _KEYS]
    top = _header_width(table)
    for row in range(table.body, len(table.sheet.rows)):
        held = {c.index: v for c in table.columns if (v := table.sheet.at(row, c.index)) is not None}
        if is_head(table, row):
            if not repeats(table, row) or walk.stated:
                walk.found("tables_below", row, min(held, default=0))
                break
            walk.found("header_repeated", row, min(held, default=0))
        elif not held:
            continue
        elif one_block(table.sheet, row, held) or not any(c.index in held for c in data):
            _without_data(walk, row, held)
        elif _fits(walk, row, top):
            walk.rows.entries += _entries(walk, row, data)
    if table.sheet.merges and walk.rows.entries:
        walk.once("merged")
    return walk.rows


def _header_width(table: Table) -> int:
    """Return how many columns the header covers."""
    sheet = table.sheet
    rows = range(table.top, table.body)
    return 1 + max(c for c in range(sheet.width) if any(sheet.at(r, c) is not None for r in rows))


def _fits(walk: _Walk, row: int, width: int) -> bool:
    """Return whether a row lies below its header; what lies beside it may be shifted, and is refused."""
    sheet = walk.table.sheet
    count = len(sheet.rows[row])
    while count > width and blank(sheet.rows[row][count - 1]):
        count -= 1
    split = sheet.text and _split_number(walk, row, count)
    if split:
        return False
    if sheet.text and count != width:
        walk.found("row_length", row, 0, sheet.at(row, 0), count=count, wanted=width)
        return count < width and "short_rows_end_empty" in walk.accepted
    for place in range(width, count):
        walk.found("no_header", row, place, sheet.at(row, place))
    return True


def _split_number(walk: _Walk, row: int, count: int) -> bool:
    """Return whether a comma between thousands has split a number over two cells of a text file."""
    sheet, amounts = walk.table.sheet, {c.index for c in walk.table.columns if c.header.quantity}
    for place in range(1, count):
        one, other = (str(sheet.rows[row][p]).strip() for p in (place - 1, place))
        parts = place - 1 in amounts and re.fullmatch(r"\d{1,3}", one) and re.fullmatch(r"\d{3}", other)
        if parts and (other.startswith("0") or place not in amounts):
            walk.found("split_number", row, place - 1, f"{one},{other}")
            return True
    return False


def _without_data(walk: _Walk, row: int, held: dict[int, Any]) -> None:
    """Tell of a row of notes, or of a zone and year without values."""
    first = min(held)
    table = walk.table
    keys = [c for role in ("zone", "year") if (c := table.one(role))]
    if keys and all(c.index in held for c in keys) and not one_block(table.sheet, row, held):
        year = table.one("year")
        known = not year or read_year(held[year.index], year.header.era, walk.accepted).year
        if known and len(table.columns) > len(keys):
            walk.found("row_without_values", row, first, held[first])
            return
    walk.stated = walk.stated or states(held[first])
    walk.found("row_without_data", row, first, held[first])


def text_of(value: Any) -> str:
    """Return a name as text, without blanks around it; a whole number has no point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\ufeff", "").replace("\u200b", "").split())


def _entries(walk: _Walk, row: int, data: list[Column]) -> Iterator[Entry]:
    table = walk.table
    indicator = table.one("@indicator")
    header: Header | None = None
    if indicator:
        header = _indicator(walk, row, indicator)
        if header is None:
            return
    zone, total = _zone(walk, row)
    own_year = _year(walk, row)
    said = _unit_cell(table, row)
    for column in data:
        value = table.sheet.at(row, column.index)
        if value is None or not (
            column.header.quantity or (header and (column.header.year or column.header.role == "@value"))
        ):
            continue
        about = column.header if column.header.quantity else header
        year = column.header.year or (about.year if about else None) or own_year
        if year is None and not table.one("year"):
            walk.once("year_missing")
        if about is None:
            continue
        if table.sheet.merged(row, column.index) or (row, column.index) in table.sheet.spread:
            walk.found("merged_value", row, column.index, value)
            continue
        unit, cell = _unit(walk, row, column, about, said)
        lost = zone is None or year is None
        place = (table, row, column.index, zone or "", year or 0, about.role)
        yield Entry(*place, value, unit, cell, total, lost)


def _indicator(walk: _Walk, row: int, column: Column) -> Header | None:
    value = walk.table.sheet.at(row, column.index)
    if value is None:
        walk.found("header_unknown", row, column.index)
        return None
    header = read_header(text_of(value))
    if header and header.role.startswith("@unlike"):
        near = header.role.split()[1]
        walk.found(
            "header_lookalike", row, column.index, value, column=near, label=label(near), reason=header.unlike
        )
        return None
    if header and header.quantity:
        if header.caution:
            walk.found("column_caution", row, column.index, value)
        return header
    near = nearest(text_of(value))
    if not near:
        walk.found("header_unknown", row, column.index, value)
        return None
    walk.found("header_near", row, column.index, value, column=near, label=label(near))
    walk.rows.named.add(near)
    return Header(text_of(value), near) if "take_nearest_header" in walk.accepted else None


def _zone(walk: _Walk, row: int) -> tuple[str | None, bool]:
    """Return the zone of a row, and whether the row is a total."""
    table, column = walk.table, walk.table.one("zone")
    if column is None:
        if table.zone:
            return table.zone, False
        if any(f.rule == "zone_in_column" for f in table.findings):
            return None, False
        walk.once("zone_missing")
        return (table.sheet.name, False) if "zone_from_sheet_name" in walk.accepted else (None, False)
    value = table.sheet.at(row, column.index)
    if value is None:
        walk.found("zone_blank", row, column.index)
        return (walk.zone, False) if "fill_zone_down" in walk.accepted and walk.zone else (None, False)
    if folded(text_of(value)) in marks("ditto"):
        walk.found("zone_ditto", row, column.index, value)
        return (walk.zone, False) if "fill_zone_down" in walk.accepted and walk.zone else (None, False)
    name = text_of(value)
    if is_error(name):
        walk.found("cell_error", row, column.index, value)
        return None, False
    if (total := sum_in_name(name)) == "sure":
        walk.found("total_row", row, column.index, value)
        return (name, True) if "leave_out_totals" in walk.accepted else (None, True)
    walk.zone = name
    if total and name not in walk.rows.zone_cells:
        walk.found("total_like", row, column.index, value)
    if walk.zone not in walk.rows.zone_cells:
        walk.rows.zone_cells[walk.zone] = (table.sheet.name, a1(row, column.index))
        if tidy(walk.zone).startswith(("=", "+", "-", "@")) or "<" in walk.zone:
            walk.found("looks_like_code", row, column.index, value)
    return walk.zone, False


def _year(walk: _Walk, row: int) -> int | None:
    table, column = walk.table, walk.table.one("year")
    if column is None:
        return table.year
    value = table.sheet.at(row, column.index)
    read = read_year(value, column.header.era, walk.accepted)
    if read.rule:
        walk.found(read.rule, row, column.index, value)
    if read.note:
        walk.found(read.note, row, column.index, value, year=read.year)
    return read.year


def _unit_cell(table: Table, row: int) -> tuple[str, str] | None:
    column = table.one("@unit")
    value = table.sheet.at(row, column.index) if column else None
    return (str(value), a1(row, column.index)) if column and value is not None else None


def _unit(
    walk: _Walk, row: int, column: Column, about: Header, said: tuple[str, str] | None
) -> tuple[Unit | None, str]:
    """Return the unit that surrounds a value, and the cell that states it."""
    if said:
        own = read_unit(said[0]) or Unit(said[0], rule="unit_unknown")
        return _settled(walk, one_unit([own, about.unit, column.header.unit]), said[1]), said[1]
    found, cell = one_unit([about.unit, column.header.unit]), column.cell
    _compared(walk, found, cell)
    if walk.table.one("@indicator") and about.unit:
        indicator = walk.table.one("@indicator")
        cell = a1(row, indicator.index) if indicator else cell
    found = found or walk.table.unit
    return _settled(walk, found, cell), cell


def _compared(walk: _Walk, unit: Unit | None, cell: str) -> None:
    """Warn once where a header and the words above the table name two units of the same measure."""
    above = walk.table.unit
    differ = unit and above and unit.measure and unit.measure == above.measure
    if unit and above and differ and unit.expression != above.expression and f"above {cell}" not in walk.told:
        walk.told.add(f"above {cell}")
        words = {"unit": unit.text, "above": above.text}
        sheet = walk.table.sheet.name
        walk.rows.findings.append(finding("unit_above_differs", sheet, cell, unit.text, **words))


def _settled(walk: _Walk, unit: Unit | None, cell: str) -> Unit | None:
    """Return a unit whose superscript was lost as a power of ten, where the user accepts it."""
    if not (unit and unit.rule == "superscript_lost" and "superscript_lost" in walk.accepted):
        return unit
    if cell not in walk.told:
        walk.told.add(cell)
        words = {"unit": unit.text, "power": unit.power}
        walk.rows.findings.append(
            finding("superscript_lost", walk.table.sheet.name, cell, unit.text, **words)
        )
    return read_unit(unit.text, True)
