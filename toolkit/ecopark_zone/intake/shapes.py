"""Where the table of a sheet is, and what each of its columns means: wide, long, with merged headers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ecopark_zone.intake.grid import Sheet, a1
from ecopark_zone.intake.headers import Header, read_header
from ecopark_zone.intake.judging import fill_right, judge, offer_zone, take_above
from ecopark_zone.intake.layout import Column, Table, bad_year, cells_of, header_of, one_unit
from ecopark_zone.intake.rules import finding

__all__ = ["find_table"]

_TOP = 40  # rows within which a header is looked for
_DEEPEST = 12  # rows of a header
_DEPTH = 60  # rows below it within which indicators are looked for
_FLAT = {"@carrier", "@from", "@to", "@stream"}


def find_table(sheet: Sheet, accepted: frozenset[str]) -> Table | None:
    """Return the table of a sheet, or nothing where no row looks like a header."""
    scores = {row: _score(sheet, row) for row in range(min(_TOP, len(sheet.rows)))}
    best = max(scores, key=lambda row: scores[row], default=-1)
    if best < 0 or scores[best] < 2:
        return None
    top, bottom = _block(sheet, best)
    table = Table(sheet, bottom + 1, [], top=top)
    for index in range(sheet.width):
        header = _stacked(sheet, index, top, bottom)
        if header:
            table.columns.append(Column(index, header, a1(_row_of(sheet, index, top, bottom), index)))
    _corner(table, best)
    fill_right(table, accepted)
    _earlier(table)
    judge(table, accepted)
    take_above(table, top)
    offer_zone(table, accepted)
    return table if _readable(table) else None


def _readable(table: Table) -> bool:
    """Return whether a table has columns with values, and names what they are."""
    columns = [c.header for c in table.columns]
    if any(h.quantity for h in columns) or table.roles & _FLAT:
        return True
    # A year that cannot be read has been told already.
    told = any(f.rule.startswith("year_") for f in table.findings)
    return "@indicator" in table.roles and (told or any(h.year or h.role == "@value" for h in columns))


def _corner(table: Table, row: int) -> None:
    """Take the column of indicators beside years as such, whatever its corner says."""
    if "@indicator" in table.roles or any(c.header.quantity for c in table.columns):
        return
    place = _indicators(table.sheet, row)
    if place is not None:
        text = str(table.sheet.at(row, place) or "")
        table.columns = [c for c in table.columns if c.index != place]
        table.columns.insert(0, Column(place, Header(text, "@indicator"), a1(row, place)))


def _indicators(sheet: Sheet, row: int) -> int | None:
    """Return the column to the left of the years of a row that names indicators, if there is one."""
    years = [
        c
        for c, v in cells_of(sheet, row)
        if (h := header_of(v)) and (h.year or bad_year(h)) and not h.role[:1].isalpha()
    ]
    if not years:
        return None
    for column in range(years[0]):
        below = [
            v
            for r in range(row + 1, min(row + _DEPTH, len(sheet.rows)))
            if isinstance(v := sheet.at(r, column), str)
        ]
        named = [v for v in below if (h := read_header(v)) and h.quantity]
        if len(named) + len(years) > 2 and len(named) * 3 >= len(below):
            return column
    return None


def _earlier(table: Table) -> None:
    """Tell of a table above the one that is read."""
    for row in range(table.top):
        names = [
            c
            for c, v in cells_of(table.sheet, row)
            if isinstance(v, str)
            and not table.sheet.merged(row, c)
            and (h := read_header(v))
            and (h.quantity or h.role in {"zone", "year", "@indicator"})
        ]
        if len(names) > 1 and any(_data(table.sheet, r) for r in range(row + 1, table.top)):
            place = a1(table.top, table.columns[0].index if table.columns else 0)
            table.findings.append(finding("tables_below", table.sheet.name, place))
            return


def _data(sheet: Sheet, row: int) -> bool:
    """Return whether a row holds a number, or a text that is one."""
    return any(
        (isinstance(v, int | float) and not isinstance(v, bool))
        or (isinstance(v, str) and re.fullmatch(r"\d[\d.,' ]*", v.strip()) is not None)
        for _, v in cells_of(sheet, row)
    )


def _score(sheet: Sheet, row: int) -> float:
    """Return how much a row looks like a header: a name counts one, a year or unit a half."""
    score = 0.0
    for column in range(sheet.width):
        if not sheet.merged(row, column) and (found := header_of(sheet.at(row, column))):
            score += 1.0 if found.role and not bad_year(found) else 0.5
    return score + (1.0 if score and _indicators(sheet, row) is not None else 0.0)


def _block(sheet: Sheet, best: int) -> tuple[int, int]:
    """Return the first and last row of the header around its best row."""
    top = bottom = best
    while top > 0 and _heads(sheet, top - 1, best):
        top -= 1
    while (below := _next_row(sheet, bottom)) is not None and below - best < _DEEPEST:
        if not _belongs(sheet, top, bottom, below):
            break
        bottom = below
    return top, bottom


def _next_row(sheet: Sheet, row: int) -> int | None:
    """Return the next row with something in it; at most one empty row may lie between."""
    rows = (r for r in range(row + 1, min(row + 3, len(sheet.rows))) if cells_of(sheet, r))
    return next(rows, None)


def _spread(sheet: Sheet, row: int) -> bool:
    """Return whether a block of a row runs over several columns, but not over the whole table."""
    return any(
        top == row == bottom and 0 < right - left < sheet.width - 1
        for (top, left), (bottom, right) in sheet.merges
    )


def _heads(sheet: Sheet, row: int, best: int) -> bool:
    """Return whether a row above the best one is a part of the header."""
    cells = cells_of(sheet, row)
    if len(cells) < 2:
        return False
    if all(header_of(value) for _, value in cells):
        return any((h := header_of(v)) and (h.quantity or h.year) for _, v in cells)
    return _spread(sheet, row) and any(_composed(sheet, row, best, c) for c, _ in cells)


def _composed(sheet: Sheet, upper: int, lower: int, column: int) -> Header | None:
    """Return what two cells, one above the other, name together."""
    one, other = sheet.at(upper, column), sheet.at(lower, column)
    if not (isinstance(one, str) and isinstance(other, str)) or one == other:
        return None
    found = read_header(f"{one} {other}") or read_header(f"{one}{other}")
    return found if found and found.quantity else None


def _belongs(sheet: Sheet, top: int, bottom: int, row: int) -> bool:
    """Return whether the row below a header holds its units, years or second names, and no data."""
    above = {c: _stacked(sheet, c, top, bottom) for c in range(sheet.width)}
    roles = {h.role for h in above.values() if h}
    kinds = []
    for column, value in cells_of(sheet, row):
        kinds.append(_kind_below(sheet, row, column, value, above))
    if "text" in kinds and (kinds.count("name") < kinds.count("text") or "year" in kinds):
        return False
    if not kinds or "" in kinds:
        return False
    if "year" in kinds:
        return "year" not in roles and kinds.count("year") > 1
    return any(kind in {"unit", "name"} for kind in kinds)


def _kind_below(sheet: Sheet, row: int, column: int, value: Any, heads: dict[int, Header | None]) -> str:
    """Return what a cell below a header adds to it: a unit, a year, a name, nothing, or ``""`` for data."""
    above = heads[column]
    if sheet.merged(row, column) and sheet.at(row - 1, column) == value:
        return "same"
    found = header_of(value)
    if isinstance(value, str) and _composed(sheet, row - 1, row, column):
        return "name"
    if found is None:
        if isinstance(value, str) and column == 0 and above is None:
            return "caption"
        return "text" if isinstance(value, str) and not _digit(value) and above and above.year else ""
    if found.role == "@value" and above and above.year and not above.role:
        return "name"
    if found.quantity and (above is None or not above.role or above.role == found.role):
        return "name"
    if found.role == "@unit" and not (above and above.quantity):
        return "caption"
    if not found.role and found.unit:
        return "unit" if above and (above.quantity or above.role in {"@value", ""}) else ""
    if not found.role and found.year:
        named = above or next((h for c in range(column, -1, -1) if (h := heads[c])), None)
        return "year" if named and named.quantity and named.year is None else ""
    return ""


def _digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _stacked(sheet: Sheet, column: int, top: int, bottom: int) -> Header | None:
    """Return what the cells of a header say together, the lowest name first."""
    values = list(dict.fromkeys(v for r in range(top, bottom + 1) if (v := sheet.at(r, column)) is not None))
    if not values:
        return None
    found = [h for v in reversed(values) if (h := header_of(v))]
    texts = [v for v in values if isinstance(v, str) and not ((h := header_of(v)) and not h.role)]
    whole = read_header(" ".join(texts)) or read_header("".join(texts)) if len(texts) > 1 else None
    named = whole if whole and whole.quantity else next((h for h in found if h.role), None)
    unit = one_unit([named.unit if named else None, *(h.unit for h in found)])
    year = next((h.year for h in found if h.year), named.year if named else None)
    note = next((h.note for h in found if h.note), "")
    unknown = named is None and isinstance(values[-1], str) and header_of(values[-1]) is None
    if unknown or (named is None and unit is None and year is None):
        return Header(" ".join(str(v) for v in values))
    plain = named or Header(str(values[-1]))
    return replace(plain, unit=unit, year=plain.year or year, note=note)


def _row_of(sheet: Sheet, column: int, top: int, bottom: int) -> int:
    """Return the row of the header cell to point at: the lowest one that is written."""
    rows = (
        r
        for r in range(bottom, top - 1, -1)
        if sheet.at(r, column) is not None and not sheet.merged(r, column)
    )
    return next(rows, top)
