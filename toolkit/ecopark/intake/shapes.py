"""Where the table of a sheet is, and what each of its columns means: wide, long, with merged headers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ecopark.intake.grid import Sheet, a1
from ecopark.intake.headers import Header, label, nearest, read_header
from ecopark.intake.rules import Finding, finding
from ecopark.intake.unit_words import Unit, read_unit
from ecopark.intake.words import folded, tidy
from ecopark.intake.years import read_year

__all__ = ["Column", "Table", "find_table", "one_unit"]

_TOP = 40  # rows within which a header is looked for
_FLAT = {"@carrier", "@from", "@to", "@stream"}


@dataclass(frozen=True)
class Column:
    """One column of a table: where it stands and what its header says."""

    index: int
    header: Header
    cell: str


@dataclass
class Table:
    """The table of a sheet: its columns, its first row of data, and what stands above it.

    ``named`` holds the columns of the panel that its headers name or nearly name.
    """

    sheet: Sheet
    body: int
    columns: list[Column]
    top: int = 0
    zone: str = ""
    year: int | None = None
    unit: Unit | None = None
    named: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def one(self, role: str) -> Column | None:
        """Return the column with a role, if there is one."""
        return next((c for c in self.columns if c.header.role == role), None)

    @property
    def roles(self) -> set[str]:
        """The roles of its columns."""
        return {c.header.role for c in self.columns}

    @cached_property
    def machine(self) -> bool:
        """Whether its headers are the names of the data dictionary, whose units then hold."""
        named = [c.header for c in self.columns if c.header.quantity]
        return bool(named) and all(h.machine for h in named) and any("_" in h.role for h in named)


def find_table(sheet: Sheet, accepted: frozenset[str]) -> Table | None:
    """Return the table of a sheet, or nothing where no row looks like a header."""
    best = max(range(min(_TOP, len(sheet.rows))), key=lambda row: _score(sheet, row), default=-1)
    if best < 0 or _score(sheet, best) < 2:
        return None
    top, bottom = _block(sheet, best)
    table = Table(sheet, bottom + 1, [], top=top)
    for index in range(sheet.width):
        header = _stacked(sheet, index, top, bottom)
        if header:
            table.columns.append(Column(index, header, a1(_row_of(sheet, index, top, bottom), index)))
    _fill_right(table, accepted)
    _judge(table, accepted)
    _above(table, top)
    known = table.roles | ({"@years"} if any(c.header.year for c in table.columns) else set())
    held = any(c.header.quantity for c in table.columns) or known & {"@indicator", *_FLAT}
    return table if held else None


def _header(value: Any) -> Header | None:
    """Return what a cell says as a header."""
    if isinstance(value, str):
        return read_header(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime.date):
        return Header(str(value), "@date")
    year = read_year(value)
    return Header(str(value), year=year.year, note=year.note) if year.year else None


def _score(sheet: Sheet, row: int) -> float:
    """Return how much a row looks like a header: a name counts one, a year or unit a half."""
    score = 0.0
    for column in range(sheet.width):
        if not sheet.merged(row, column) and (found := _header(sheet.at(row, column))):
            score += 1.0 if found.role and found.role != "@date" else 0.5
    return score


def _block(sheet: Sheet, best: int) -> tuple[int, int]:
    """Return the first and last row of the header around its best row."""
    top = bottom = best
    while top > 0 and _heads(sheet, top - 1, best):
        top -= 1
    while bottom + 1 < len(sheet.rows) and _belongs(sheet, top, bottom + 1):
        bottom += 1
    return top, bottom


def _cells(sheet: Sheet, row: int) -> list[tuple[int, Any]]:
    return [(c, value) for c in range(sheet.width) if (value := sheet.at(row, c)) is not None]


def _spread(sheet: Sheet, row: int) -> bool:
    """Return whether a block of a row runs over several columns, but not over the whole table."""
    return any(
        top == row == bottom and 0 < right - left < sheet.width - 1
        for (top, left), (bottom, right) in sheet.merges
    )


def _heads(sheet: Sheet, row: int, best: int) -> bool:
    """Return whether a row above the best one is a part of the header."""
    cells = _cells(sheet, row)
    if len(cells) < 2:
        return False
    if all(_header(value) for _, value in cells):
        return any((h := _header(v)) and (h.quantity or h.year) for _, v in cells)
    return _spread(sheet, row) and any(_composed(sheet, row, best, c) for c, _ in cells)


def _composed(sheet: Sheet, upper: int, lower: int, column: int) -> Header | None:
    """Return what two cells, one above the other, name together."""
    one, other = sheet.at(upper, column), sheet.at(lower, column)
    if not (isinstance(one, str) and isinstance(other, str)) or one == other:
        return None
    found = read_header(f"{one} {other}") or read_header(f"{one}{other}")
    return found if found and found.quantity else None


def _belongs(sheet: Sheet, top: int, row: int) -> bool:
    """Return whether the row below a header holds its units, years or second names, and no data."""
    above = {c: _stacked(sheet, c, top, row - 1) for c in range(sheet.width)}
    roles = {h.role for h in above.values() if h}
    kinds = []
    for column, value in _cells(sheet, row):
        kinds.append(_kind_below(sheet, row, column, value, above[column]))
    if not kinds or "" in kinds or "@indicator" in roles:
        return False
    if "year" in kinds:
        return "year" not in roles and kinds.count("year") > 1
    return any(kind in {"unit", "name"} for kind in kinds)


def _kind_below(sheet: Sheet, row: int, column: int, value: Any, above: Header | None) -> str:
    """Return what a cell below a header adds to it: a unit, a year, a name, nothing, or ``""`` for data."""
    if sheet.merged(row, column) and sheet.at(row - 1, column) == value:
        return "same"
    found = _header(value)
    if isinstance(value, str) and _composed(sheet, row - 1, row, column):
        return "name"
    if found is None:
        return "caption" if isinstance(value, str) and column == 0 and above is None else ""
    if found.role == "@unit" and not (above and above.quantity):
        return "caption"
    if not found.role and found.unit:
        return "unit" if above and (above.quantity or above.role in {"@value", ""}) else ""
    if not found.role and found.year:
        return "year" if above and above.quantity and above.year is None else ""
    return ""


def _stacked(sheet: Sheet, column: int, top: int, bottom: int) -> Header | None:
    """Return what the cells of a header say together, the lowest name first."""
    values = list(dict.fromkeys(v for r in range(top, bottom + 1) if (v := sheet.at(r, column)) is not None))
    if not values:
        return None
    found = [h for v in reversed(values) if (h := _header(v))]
    texts = [v for v in values if isinstance(v, str) and not ((h := _header(v)) and not h.role)]
    whole = read_header(" ".join(texts)) or read_header("".join(texts)) if len(texts) > 1 else None
    named = whole if whole and whole.quantity else next((h for h in found if h.role), None)
    unit = one_unit([named.unit if named else None, *(h.unit for h in found)])
    year = next((h.year for h in found if h.year), named.year if named else None)
    note = next((h.note for h in found if h.note), "")
    if named is None and unit is None and year is None:
        return Header(" ".join(str(v) for v in values))
    plain = named or Header(str(values[-1]))
    return replace(plain, unit=unit, year=plain.year or year, note=note)


def one_unit(given: Iterable[Unit | None]) -> Unit | None:
    """Return the unit that several cells agree on; where they differ, a unit that cannot be used."""
    units = {unit.expression or unit.text: unit for unit in given if unit}
    if len(units) < 2:
        return next(iter(units.values()), None)
    return Unit(" and ".join(unit.text for unit in units.values()), rule="unit_conflict")


def _row_of(sheet: Sheet, column: int, top: int, bottom: int) -> int:
    """Return the row of the header cell to point at: the lowest one that is written."""
    rows = (
        r
        for r in range(bottom, top - 1, -1)
        if sheet.at(r, column) is not None and not sheet.merged(r, column)
    )
    return next(rows, top)


def _fill_right(table: Table, accepted: frozenset[str]) -> None:
    """Find years without a name above them; with the user's word, take the name to the left."""
    if "@indicator" in table.roles or not any(c.header.year and c.header.quantity for c in table.columns):
        return
    last: Header | None = None
    for place, column in enumerate(table.columns):
        header = column.header
        if header.quantity:
            last = header
        elif header.year and not header.role and last:
            if "fill_header_right" in accepted:
                table.columns[place] = replace(
                    column, header=replace(last, text=header.text, year=header.year)
                )
            table.findings.append(finding("header_blank", table.sheet.name, column.cell, header.text))


def _judge(table: Table, accepted: frozenset[str]) -> None:
    """Find what is wrong with the headers, and drop the columns that cannot be read."""
    kept: list[Column] = []
    seen: dict[tuple[str, int | None], Column] = {}
    free = {c.header.role for c in table.columns}
    for column in table.columns:
        header, place = column.header, (table.sheet.name, column.cell, column.header.text)
        if header.role.startswith("@unlike"):
            near = header.role.split()[1]
            table.named.add(near)
            table.findings.append(
                finding("header_lookalike", *place, column=near, label=label(near), reason=header.unlike)
            )
            continue
        if header.role == "@date":
            table.findings.append(finding("year_date", *place))
            continue
        if not header.role and header.year is None:
            near = nearest(header.text)
            if not near or near in free:
                table.findings.append(finding("header_unknown", *place))
                continue
            table.named.add(near)
            table.findings.append(finding("header_near", *place, column=near, label=label(near)))
            if "take_nearest_header" not in accepted:
                continue
            header = replace(header, role=near, unit=header.unit or _own_unit(header.text))
            column = replace(column, header=header)
        if (header.role, header.year) in seen and header.role != "@note":
            table.findings.append(finding("header_twice", *place))
            continue
        seen[header.role, header.year] = column
        kept.append(column)
        table.findings += _remarks(table, column)
    table.columns = kept
    table.named |= {c.header.role for c in kept if c.header.quantity}


def _own_unit(text: str) -> Unit | None:
    """Return the unit at the end of a header whose name is not known."""
    inner = tidy(text).rpartition("(")[2].rstrip(")") if "(" in tidy(text) else ""
    return read_unit(inner) if inner else None


def _remarks(table: Table, column: Column) -> Iterator[Finding]:
    header, place = column.header, (table.sheet.name, column.cell, column.header.text)
    if header.caution:
        yield finding("column_caution", *place)
    if header.note:
        yield finding(header.note, *place, year=header.year)


def _above(table: Table, top: int) -> None:
    """Take zone, year and unit that are stated above the table."""
    sheet = table.sheet
    for row in range(top):
        cells = _cells(sheet, row)
        for place, (column, value) in enumerate(cells):
            if not isinstance(value, str) or sheet.merged(row, column):
                continue
            said, _, rest = tidy(value).partition(":")
            after = rest.strip() or (str(cells[place + 1][1]) if place + 1 < len(cells) else "")
            header = read_header(said)
            if folded(said) in {"单位", "unit", "units", "หน่วย"} and after:
                table.unit = read_unit(after) or Unit(after, rule="unit_unknown")
            elif header and header.role == "zone" and after and not table.one("zone"):
                table.zone = after
                table.findings.append(
                    finding("zone_from_title", sheet.name, a1(row, column), value, zone=after)
                )
            elif header and header.role == "year" and (year := read_year(after, header.era).year):
                table.year = year
                table.findings.append(
                    finding("year_from_title", sheet.name, a1(row, column), value, year=year)
                )
