"""What is wrong with the headers of a table, and what the words above it say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ecopark import panel
from ecopark_zone.intake.grid import a1
from ecopark_zone.intake.headers import Header, label, nearest, read_header
from ecopark_zone.intake.layout import Column, Table, bad_year, cells_of
from ecopark_zone.intake.rules import Finding, finding
from ecopark_zone.intake.unit_words import Unit, read_unit
from ecopark_zone.intake.words import ascii_digits, folded, simplified, tidy, written
from ecopark_zone.intake.years import read_year

__all__ = ["fill_right", "judge", "likely", "offer_zone", "said_above", "take_above"]

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
