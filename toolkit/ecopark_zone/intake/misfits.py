"""Sheets that hold something else than one upright table: two tables, a turned one, one without names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ecopark_zone.intake.grid import Sheet, a1
from ecopark_zone.intake.headers import Header, read_header
from ecopark_zone.intake.judging import said_above
from ecopark_zone.intake.layout import Table, cells_of
from ecopark_zone.intake.rules import Finding, finding
from ecopark_zone.intake.words import ascii_digits, tidy
from ecopark_zone.intake.years import read_year

__all__ = ["is_head", "misfit", "one_block", "repeats", "states"]


def is_head(table: Table, row: int) -> bool:
    """Return whether a row below a header is a header again: of the same table, or of another one."""
    cells = cells_of(table.sheet, row)
    words = [(c, v) for c, v in cells if isinstance(v, str) and not v[:1].isdigit()]
    if len(cells) < 2 or not words:
        return False
    if len(words) > 1 and _again(table, cells):
        return True
    place = next((c.index for c in table.columns if c.header.role == "@indicator"), -1)
    named = {c: h for c, v in words if (h := read_header(v)) and _names(h)}
    if place in named and named[place].role == "@indicator":
        return True
    first = cells[0][0]
    years = not table.one("year") and all(_year(v) for c, v in cells if c != first)
    return len([c for c in named if c != place]) > 1 or (first in named and first != place and years)


def _names(header: Header) -> bool:
    return header.quantity or header.role in {"zone", "year", "@indicator"}


def _year(value: Any) -> bool:
    return isinstance(value, int | float | str) and read_year(value).year is not None


def _again(table: Table, cells: list[tuple[int, Any]]) -> bool:
    return any(cells == cells_of(table.sheet, row) for row in range(table.top, table.body))


def repeats(table: Table, row: int) -> bool:
    """Return whether a header row says again what the header says, of rows that name zone and year."""
    dated = table.one("year") or any(c.header.year for c in table.columns)
    return bool(table.one("zone") and dated) and _again(table, cells_of(table.sheet, row))


def one_block(sheet: Sheet, row: int, held: Iterable[int]) -> bool:
    """Return whether all that a row shows is one text, merged over its cells."""
    places = list(held)
    return len(places) > 1 and len({sheet.origin(row, c) for c in places}) == 1


def states(value: Any) -> bool:
    """Return whether a text between the rows names a zone, a year or a unit."""
    return isinstance(value, str) and said_above(value)[0] in {"zone", "year", "@unit"}


def misfit(sheet: Sheet) -> Finding | None:
    """Return why a sheet with numbers has no table that can be read, or nothing."""
    for column in range(min(sheet.width, 6)):
        rows = [r for r in range(len(sheet.rows)) if _named(sheet, r, column) and _numbers(sheet, r, column)]
        if len(rows) > 1:
            return finding("table_turned", sheet.name, a1(rows[0], column), sheet.at(rows[0], column))
    for row in range(min(len(sheet.rows), 40)):
        years = [
            c
            for c in range(sheet.width)
            if not isinstance(sheet.at(row, c), bool) and _year(sheet.at(row, c))
        ]
        if len(years) > 1 and row + 1 < len(sheet.rows) and _numbers(sheet, row + 1, years[0] - 1):
            return finding("indicator_unnamed", sheet.name, a1(row, years[0]), sheet.at(row, years[0]))
    return None


def _named(sheet: Sheet, row: int, column: int) -> bool:
    value = sheet.at(row, column)
    found = read_header(value) if isinstance(value, str) else None
    return bool(found and found.quantity)


def _numbers(sheet: Sheet, row: int, column: int) -> bool:
    """Return whether a number stands to the right of a cell."""
    beside = (sheet.at(row, c) for c in range(column + 1, sheet.width))
    return any(
        (isinstance(v, int | float) and not isinstance(v, bool))
        or (isinstance(v, str) and ascii_digits(tidy(v))[:1].isdigit())
        for v in beside
    )
