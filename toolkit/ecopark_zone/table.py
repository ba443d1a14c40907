"""Where the table of a sheet is, and what its columns mean: wide, long, with merged headers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ecopark import panel
from ecopark_zone.grid import Sheet, a1
from ecopark_zone.headers import Header, label, nearest, read_header
from ecopark_zone.measures import Unit, read_unit
from ecopark_zone.rules import Finding, finding
from ecopark_zone.words import ascii_digits, folded, marks, read_year, simplified, tidy, unread_year, written

__all__ = [
    "Column", "Table", "cells_of", "find_table", "is_head", "judge", "likely",
    "misfit", "one_block", "one_unit", "repeats", "states",
]  # fmt: skip


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
    def republic(self) -> bool:
        """Whether its sheet counts years of the Republic of China."""
        cells = (v for row in self.sheet.rows for v in row if isinstance(v, str) and len(v) < 40)
        eras = [mark for mark in marks("era_roc") if not mark.isascii()]
        return any(mark in word for word in map(folded, cells) for mark in eras)

    @cached_property
    def machine(self) -> bool:
        """Whether it uses names of the data dictionary, as an exported panel does.

        A name such as ``fresh_water`` shows it; ``energy`` alone may be anybody's word.
        """
        named: list[Header | None] = [c.header for c in self.columns]
        if indicator := self.one("@indicator"):
            cells = (self.sheet.at(row, indicator.index) for row in range(self.body, len(self.sheet.rows)))
            named += [read_header(cell) for cell in cells if isinstance(cell, str)]
        return any(h and h.machine and "_" in h.role for h in named)


def bad_year(header: Header) -> bool:
    """Return whether a header stands for a year that cannot be read; its role then names the rule."""
    return header.role.startswith("@badyear")


def header_of(value: Any) -> Header | None:
    """Return what a cell says as a header."""
    if isinstance(value, str):
        rule = unread_year(value)
        return read_header(value) or (Header(value, f"@badyear {rule}") if rule else None)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime.date):
        return Header(str(value), "@badyear year_date")
    year = read_year(value)
    return Header(str(value), year=year.year, note=year.note) if year.year else None


def cells_of(sheet: Sheet, row: int) -> list[tuple[int, Any]]:
    """Return the filled cells of a row, each with its column."""
    return [(c, value) for c in range(sheet.width) if (value := sheet.at(row, c)) is not None]


def one_unit(given: Iterable[Unit | None]) -> Unit | None:
    """Return the unit that several cells agree on; where they differ, a unit that cannot be used."""
    units = {unit.expression or unit.text: unit for unit in given if unit}
    if len(units) < 2:
        return next(iter(units.values()), None)
    return Unit(" and ".join(unit.text for unit in units.values()), rule="unit_conflict")


_SAID = re.compile(r"(?:^|[(\[\s,;])(单位|units?|หน่วย)\s*:\s*([^)\]]+)", re.IGNORECASE)


def fill_right(table: Table, accepted: frozenset[str]) -> None:
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


def judge(table: Table, accepted: frozenset[str]) -> None:
    """Find what is wrong with the headers, and drop the columns that cannot be read."""
    kept: list[Column] = []
    seen: dict[tuple[str, int | None], Column] = {}
    for column in filter(None, (_known(table, c, accepted) for c in table.columns)):
        header, place = column.header, (table.sheet.name, column.cell, column.header.text)
        if header.year is None and _beside(table, seen, column):
            table.findings.append(finding("tables_beside", *place, what=header.role.strip("@")))
            break
        if (header.role, header.year) in seen and header.role != "@note":
            table.findings.append(finding("header_twice", *place))
            continue
        seen[header.role, header.year] = column
        kept.append(column)
        table.findings += _remarks(table, column)
    table.columns = kept
    table.named |= {c.header.role for c in kept if c.header.quantity}


def _known(table: Table, column: Column, accepted: frozenset[str]) -> Column | None:
    """Return a column whose header says what it holds, with the user's word where that is needed."""
    header, place = column.header, (table.sheet.name, column.cell, column.header.text)
    if header.role.startswith("@unlike"):
        near = header.role.split()[1]
        table.named.add(near)
        said = {"column": near, "label": label(near), "reason": header.unlike}
        table.findings.append(finding("header_lookalike", *place, **said))
        return None
    if bad_year(header):
        table.findings.append(finding(header.role.split()[1], *place))
        year = read_year(header.text, "", accepted).year
        return None if year is None else replace(column, header=Header(header.text, year=year))
    if header.role or header.year is not None:
        return column
    near = likely(header.text)
    if not near or near in table.roles:
        table.findings.append(finding("header_unknown", *place))
        return None
    table.named.add(near)
    table.findings.append(finding("header_near", *place, column=near, label=label(near)))
    if "take_nearest_header" not in accepted:
        return None
    return replace(column, header=replace(header, role=near, unit=header.unit or _own_unit(header.text)))


def _beside(table: Table, seen: dict[tuple[str, int | None], Column], column: Column) -> bool:
    """Return whether a second table begins at a column: its keys stand there again."""
    role = column.header.role
    if role not in {"zone", "year", "@indicator"} or (role, None) not in seen:
        return False
    between = range(seen[role, None].index, column.index)
    return role != "year" or not {c.index for c in table.columns} >= set(between)


def likely(text: str) -> str:
    """Return the column that an unknown header looks like; a header in percent is no amount."""
    near, unit = nearest(text), _own_unit(text)
    share = unit is not None and unit.measure == "share"
    return "" if near and share and panel.unit(near) != "%" else near


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


def said_above(text: str) -> tuple[str, str, str]:
    """Return what a text such as ``Zone: North`` names: role, era, and what stands behind the colon."""
    plain = tidy(text)
    if found := _SAID.search(simplified(plain)):
        return "@unit", "", plain[found.start(2) : found.end(2)].strip()
    said, colon, rest = plain.partition(":")
    if folded(said) in {"单位", "unit", "units", "หน่วย"}:
        return "@unit", "", rest.strip()
    header = read_header(said)
    role = header.role if header and header.role in {"zone", "year"} else ""
    return (role, header.era, rest.strip()) if header and role and (colon or said == plain) else ("", "", "")


def _beside_words(cells: list[tuple[int, Any]]) -> list[str]:
    """Return the texts beside a word such as ``Zone``, up to the next such word."""
    found = []
    for _, value in cells:
        if isinstance(value, str) and said_above(value)[0]:
            break
        found.append(str(value))
    return found


def take_above(table: Table, top: int) -> None:
    """Take zone, year and unit that are stated above the table."""
    sheet = table.sheet
    for row in range(top):
        cells = cells_of(sheet, row)
        for place, (column, value) in enumerate(cells):
            if not isinstance(value, str) or sheet.merged(row, column):
                continue
            role, era, rest = said_above(value)
            beside = _beside_words(cells[place + 1 :])
            after = rest or (beside[0] if beside else "")
            lacks = role in {"zone", "year"} and not table.one(role)
            if lacks and not rest and len(set(beside)) > 1:
                table.findings.append(finding("keys_across", sheet.name, a1(row, column), value, what=role))
                continue
            if role == "@unit" and after:
                unit = read_unit(after) or Unit(after, rule="unit_unknown")
                table.unit = replace(unit, text=written(value, after))
            elif role == "zone" and after and not table.one("zone"):
                table.zone = after
                table.findings.append(
                    finding("zone_from_title", sheet.name, a1(row, column), value, zone=after)
                )
            elif role == "year" and (year := read_year(after, era).year):
                table.year = year
                table.findings.append(
                    finding("year_from_title", sheet.name, a1(row, column), value, year=year)
                )


def offer_zone(table: Table, accepted: frozenset[str]) -> None:
    """Point at the column of names in a table without a zone, such as 地区 or City, and offer it.

    Of several such columns the one is offered that tells most rows apart, so that no two zones become one.
    """
    sheet = table.sheet
    if table.zone or table.one("zone") or not any(c.header.quantity or c.header.year for c in table.columns):
        return
    known = {c.index for c in table.columns}
    keys = [c.index for role in ("year", "@indicator") if (c := table.one(role))]
    rows = [r for r in range(table.body, len(sheet.rows)) if any(sheet.at(r, c) is not None for c in known)]
    best, most = -1, 0
    for index in range(sheet.width):
        texts = [value for r in rows if (value := sheet.at(r, index)) is not None]
        names = [v for v in texts if isinstance(v, str) and not ascii_digits(tidy(v))[:1].isdigit()]
        if index in known or len(names) * 2 < len(rows) or len(names) < len(texts):
            continue
        apart = len({(sheet.at(r, index), *(sheet.at(r, c) for c in keys)) for r in rows})
        if apart > most:
            best, most = index, apart
    if best < 0:
        return
    header = sheet.at(table.body - 1, best)
    place = a1(table.body - 1, best)
    table.findings.append(finding("zone_in_column", sheet.name, place, header, header=str(header or "")))
    if "zone_from_text_column" in accepted:
        # The column is read now: that its header is not known has been answered.
        answered = {"header_unknown", "header_near"}
        table.findings = [f for f in table.findings if f.cell != place or f.rule not in answered]
        table.columns.append(Column(best, Header(str(header or ""), "zone"), place))
        table.columns.sort(key=lambda column: column.index)


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


def is_head(table: Table, row: int) -> bool:
    """Return whether a row below a header is a header again: of the same table, or of another one."""
    cells = cells_of(table.sheet, row)
    words = [(c, v) for c, v in cells if isinstance(v, str) and not v[:1].isdigit()]
    if len(cells) < 2 or not words:
        return False
    if len(words) > 1 and _again(table, cells):
        return True
    place = next((c.index for c in table.columns if c.header.role == "@indicator"), -1)
    first = cells[0][0]
    years = not table.one("year") and all(_year(v) for c, v in cells if c != first)
    # Most rows hold one name and numbers; no header is like that, unless its numbers are years.
    if len(words) == 1 and words[0][0] != place and not years:
        return False
    named = {c: h for c, v in words if (h := read_header(v)) and _names(h)}
    if place in named and named[place].role == "@indicator":
        return True
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
