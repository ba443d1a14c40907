"""The table of a sheet and the meaning of its columns: wide, long, with merged headers."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ecopark import panel
from ecopark.units import ascii_digits, folded, simplified, tidy
from ecopark_zone.books import Sheet, a1
from ecopark_zone.cells import (
    Unit,
    as_written,
    common_unit,
    is_number,
    marks,
    read_unit,
    read_year,
    rule_broken_by_year,
)
from ecopark_zone.headers import CARRIERS, EXCHANGES, Header, nearest, read_header
from ecopark_zone.i18n import ColumnText, Phrase, mark
from ecopark_zone.rules import Finding, Findings

__all__ = [
    "KEYS", "Column", "Table", "cells_of", "explain_no_table", "find_table", "is_year", "name_quantity",
    "stated_above",
]  # fmt: skip

_TOP = 40  # rows within which a header is looked for
_DEEPEST = 12  # rows of a header
_DEPTH = 60  # rows below it within which indicators are looked for
_FLOWS = {"@carrier", "@from", "@to", "@stream"}
KEYS = {"zone", "year", "@indicator"}  # roles of the columns that identify a value


@dataclass(frozen=True)
class Column:
    """One column of a table: its place and the meaning of its header."""

    index: int
    header: Header
    cell: str


@dataclass
class Table:
    """The table of a sheet: its columns, its first row of data, and the text above it.

    ``named`` holds the columns of the panel that it names or nearly names, ``zone_cells`` the sheet and cell
    where each zone is first named. ``offers_zone`` says that a column without a known header may name zones.
    """

    sheet: Sheet
    body: int
    columns: list[Column] = field(default_factory=list)
    top: int = 0
    zone: str = ""
    year: int | None = None
    unit: Unit | None = None
    named: set[str] = field(default_factory=set)
    zone_cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    offers_zone: bool = False
    findings: Findings = field(default_factory=Findings)

    def column_of(self, role: str) -> Column | None:
        """Return the column with a role, if there is one."""
        return next((c for c in self.columns if c.header.role == role), None)

    @property
    def roles(self) -> set[str]:
        """The roles of its columns."""
        return {c.header.role for c in self.columns}

    @property
    def flow_columns(self) -> tuple[str, ...]:
        """The columns of the table of flows that it is, or nothing."""
        if "@carrier" in self.roles:
            return CARRIERS
        return EXCHANGES if {"@from", "@to"} <= self.roles else ()

    @cached_property
    def counts_roc_years(self) -> bool:
        """Whether its sheet counts years of the Republic of China."""
        cells = (v for row in self.sheet.rows for v in row if isinstance(v, str) and len(v) < 40)
        eras = [mark for mark in marks("era_roc") if not mark.isascii()]
        return any(mark in word for word in map(folded, cells) for mark in eras)

    @cached_property
    def has_dictionary_names(self) -> bool:
        """Whether it uses names of the data dictionary, as an exported panel does.

        A name such as ``fresh_water`` shows it; ``energy`` alone may be an ordinary word.
        """
        headers: list[Header | None] = [c.header for c in self.columns]
        if indicator := self.column_of("@indicator"):
            cells = (self.sheet.at(row, indicator.index) for row in range(self.body, len(self.sheet.rows)))
            headers += [read_header(cell) for cell in cells if isinstance(cell, str)]
        return any(h and h.is_dictionary_name and "_" in h.role for h in headers)


def find_table(sheet: Sheet, accepted: frozenset[str]) -> Table | None:
    """Return the table of a sheet, or nothing if no row looks like a header."""
    # The row that looks most like a header: a name counts one, a year or unit a half.
    best, highest = -1, 0.0
    for row in range(min(_TOP, len(sheet.rows))):
        headers = [_read_cell(v) for c, v in cells_of(sheet, row) if not sheet.merged(row, c)]
        score = sum(1.0 if h.role and not _is_unreadable_year(h) else 0.5 for h in headers if h)
        score += 1.0 if score and _indicator_column(sheet, row) is not None else 0.0
        if score > highest:
            best, highest = row, score
    if highest < 2:
        return None
    # The rows of the header around it, and the joint meaning of the cells of each column.
    top, bottom = _header_rows(sheet, best)
    table = Table(sheet, bottom + 1, top=top, findings=Findings(accepted))
    for index in range(sheet.width):
        if header := _read_stack(sheet, index, top, bottom):
            # Point at the lowest cell that is written.
            rows = (r for r in range(bottom, top - 1, -1) if sheet.at(r, index) is not None)
            row = next((r for r in rows if not sheet.merged(r, index)), top)
            table.columns.append(Column(index, header, a1(row, index)))
    # The column of indicators beside years is taken as such, whatever its corner says.
    if "@indicator" not in table.roles and not any(c.header.quantity for c in table.columns):
        names = _indicator_column(sheet, best)
        if names is not None:
            corner = Header(str(sheet.at(best, names) or ""), "@indicator")
            table.columns = [c for c in table.columns if c.index != names]
            table.columns.insert(0, Column(names, corner, a1(best, names)))
    _fill_right(table)
    _add_earlier_table_finding(table)
    _judge_headers(table)
    _read_above(table)
    _offer_zone(table)
    # It must have columns with values, and name their quantities.
    if any(c.header.quantity for c in table.columns) or table.roles & _FLOWS:
        return table
    # A year that cannot be read has been reported already.
    years = any(f.rule.startswith("year_") for f in table.findings)
    years = years or any(c.header.year or c.header.role == "@value" for c in table.columns)
    return table if "@indicator" in table.roles and years else None


def cells_of(sheet: Sheet, row: int) -> list[tuple[int, Any]]:
    """Return the filled cells of a row, each with its column."""
    return [(c, value) for c in range(sheet.width) if (value := sheet.at(row, c)) is not None]


def is_year(value: Any) -> bool:
    """Return whether a cell can be read as a year."""
    return isinstance(value, int | float | str) and read_year(value).year is not None


def _is_unreadable_year(header: Header) -> bool:
    """Return whether a header is a year that cannot be read."""
    return header.rule.startswith("year_")


def _read_cell(value: Any) -> Header | None:
    """Return the meaning of a cell as a header."""
    if isinstance(value, str):
        rule = rule_broken_by_year(value)
        return read_header(value) or (Header(value, "@unread", rule=rule) if rule else None)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime.date):
        return Header(str(value), "@unread", rule="year_date")
    year = read_year(value)
    return Header(str(value), year=year.year, note=year.note) if year.year else None


def _read_quantity(value: Any) -> Header | None:
    """Return the header of a text that names a quantity of the panel."""
    header = read_header(value) if isinstance(value, str) else None
    return header if header and header.quantity else None


def _read_joint_quantity(texts: list[str]) -> Header | None:
    """Return the header of a quantity that texts name together, one below the other."""
    return _read_quantity(" ".join(texts)) or _read_quantity("".join(texts))


def _indicator_column(sheet: Sheet, row: int) -> int | None:
    """Return the column to the left of the years of a row that names indicators, if there is one."""
    headers = {c: h for c, v in cells_of(sheet, row) if (h := _read_cell(v))}
    years = [c for c, h in headers.items() if (h.year or _is_unreadable_year(h)) and not h.role[:1].isalpha()]
    below = range(row + 1, min(row + _DEPTH, len(sheet.rows)))
    for column in range(years[0]) if years else ():
        texts = [v for r in below if isinstance(v := sheet.at(r, column), str)]
        named = sum(_read_quantity(text) is not None for text in texts)
        if named + len(years) > 2 and named * 3 >= len(texts):
            return column
    return None


# --- the rows of a header ---


def _header_rows(sheet: Sheet, best: int) -> tuple[int, int]:
    """Return the first and last row of the header around its best row."""
    top = bottom = best
    while top > 0 and _is_upper_header(sheet, top - 1, best):
        top -= 1
    while True:
        # At most one empty row may lie between.
        rows = range(bottom + 1, min(bottom + 3, len(sheet.rows)))
        below = next((r for r in rows if cells_of(sheet, r)), best + _DEEPEST)
        if below - best >= _DEEPEST or not _is_lower_header(sheet, top, bottom, below):
            return top, bottom
        bottom = below


def _is_upper_header(sheet: Sheet, row: int, best: int) -> bool:
    """Return whether a row above the best one is a part of the header."""
    cells = cells_of(sheet, row)
    if len(cells) < 2:
        return False
    headers = [_read_cell(value) for _, value in cells]
    if all(headers):
        return any(h and (h.quantity or h.year) for h in headers)
    # A block of the row runs over several columns, but not over the whole table.
    blocks = [last[1] - first[1] for first, last in sheet.merges if first[0] == row == last[0]]
    spread = any(0 < width < sheet.width - 1 for width in blocks)
    return spread and any(_read_pair(sheet, row, best, c) for c, _ in cells)


def _read_pair(sheet: Sheet, upper: int, lower: int, column: int) -> Header | None:
    """Return the joint meaning of two cells, one above the other."""
    above, below = sheet.at(upper, column), sheet.at(lower, column)
    if not (isinstance(above, str) and isinstance(below, str)) or above == below:
        return None
    return _read_joint_quantity([above, below])


def _is_lower_header(sheet: Sheet, top: int, bottom: int, row: int) -> bool:
    """Return whether the row below a header holds its units, years or second names, and no data."""
    above = {c: _read_stack(sheet, c, top, bottom) for c in range(sheet.width)}
    kinds = [_classify_cell_below(sheet, row, column, value, above) for column, value in cells_of(sheet, row)]
    # Unknown words are names only among more known ones, and never beside years.
    if "text" in kinds and (kinds.count("name") < kinds.count("text") or "year" in kinds):
        return False
    if not kinds or "" in kinds:
        return False
    # Years are a header if there are several, and no column holds the years of the rows.
    if "year" in kinds:
        return kinds.count("year") > 1 and all(h.role != "year" for h in above.values() if h)
    return "unit" in kinds or "name" in kinds


def _classify_cell_below(
    sheet: Sheet, row: int, column: int, value: Any, heads: dict[int, Header | None]
) -> str:
    """Return the part of a header in the cell below it, such as ``unit`` or ``year``, or ``""`` for data."""
    above, header = heads[column], _read_cell(value)
    # A block that goes on, and a name in two cells.
    if sheet.merged(row, column) and sheet.at(row - 1, column) == value:
        return "same"
    if _read_pair(sheet, row - 1, row, column):
        return "name"
    # No header: words under a year may be an unknown name, and words at the left a caption of the rows.
    if header is None:
        if isinstance(value, str) and column == 0 and above is None:
            return "caption"
        words = isinstance(value, str) and not any(c.isdigit() for c in value)
        return "text" if words and above and above.year else ""
    # A name again, in another language or below a year.
    if header.role == "@value" and above and above.year and not above.role:
        return "name"
    if header.quantity and (above is None or above.role in {"", header.role}):
        return "name"
    if header.role == "@unit" and not (above and above.quantity):
        return "caption"
    # A unit below a name or year, and a year below a name, which may stand to the left.
    if not header.role and header.unit:
        return "unit" if above and (above.quantity or above.role in {"@value", ""}) else ""
    if not header.role and header.year:
        named = above or next((h for c in range(column, -1, -1) if (h := heads[c])), None)
        return "year" if named and named.quantity and named.year is None else ""
    return ""


def _read_stack(sheet: Sheet, column: int, top: int, bottom: int) -> Header | None:
    """Return the joint meaning of the cells of a header, the lowest name first."""
    # The meaning of each cell, from the lowest to the highest.
    values = list(dict.fromkeys(v for r in range(top, bottom + 1) if (v := sheet.at(r, column)) is not None))
    if not values:
        return None
    headers = [_read_cell(value) for value in reversed(values)]
    readable = [header for header in headers if header]
    # The name, of one cell or of several together; unit, year and note, of any of them.
    texts = [v for v in values if isinstance(v, str) and not ((h := _read_cell(v)) and not h.role)]
    together = _read_joint_quantity(texts) if len(texts) > 1 else None
    named = together or next((h for h in readable if h.role), None)
    unit = common_unit([named.unit if named else None, *(h.unit for h in readable)])
    year = next((h.year for h in readable if h.year), named.year if named else None)
    note = next((h.note for h in readable if h.note), "")
    # Without a name, the lowest cell may be an unknown one; else unit and year describe the column.
    unknown = isinstance(values[-1], str) and headers[0] is None
    if named is None and (unknown or (unit is None and year is None)):
        return Header(" ".join(str(v) for v in values))
    header = named or Header(str(values[-1]))
    return replace(header, unit=unit, year=header.year or year, note=note)


# --- faults of the headers ---


def _fill_right(table: Table) -> None:
    """Find years without a name above them; with the user's word, take the name to the left."""
    if "@indicator" in table.roles or not any(c.header.year and c.header.quantity for c in table.columns):
        return
    named: Header | None = None
    for place, column in enumerate(table.columns):
        header = column.header
        if header.quantity:
            named = header
        elif header.year and not header.role and named:
            if "fill_header_right" in table.findings.accepted:
                filled = replace(named, text=header.text, year=header.year)
                table.columns[place] = replace(column, header=filled)
            table.findings.add("header_blank", table.sheet.name, column.cell, header.text)


def _add_earlier_table_finding(table: Table) -> None:
    """Add a finding if there is a table above the one that is read."""
    sheet = table.sheet
    for row in range(table.top):
        texts = [v for c, v in cells_of(sheet, row) if isinstance(v, str) and not sheet.merged(row, c)]
        headers = [h for text in texts if (h := read_header(text)) and (h.quantity or h.role in KEYS)]
        below = [v for r in range(row + 1, table.top) for _, v in cells_of(sheet, r)]
        if len(headers) > 1 and any(_is_number_or_matches(v, r"\d[\d.,' ]*") for v in below):
            cell = a1(table.top, table.columns[0].index if table.columns else 0)
            table.findings.add("tables_below", sheet.name, cell)
            return


def _is_number_or_matches(value: Any, pattern: str) -> bool:
    """Return whether a cell is a number, or a text of the pattern of one."""
    if isinstance(value, str):
        return re.fullmatch(pattern, value.strip(), re.DOTALL) is not None
    return is_number(value)


def _judge_headers(table: Table) -> None:
    """Find the faults of the headers, and drop the columns that cannot be read."""
    columns: dict[tuple[str, int | None], Column] = {}
    readable: list[Column] = []
    for written_column in table.columns:
        column = _make_readable(table, written_column)
        if column is None:
            continue
        header, place = column.header, (table.sheet.name, column.cell, column.header.text)
        role = header.role
        # A second table begins where the keys of the first are named again.
        if header.year is None and role in KEYS and (role, None) in columns:
            between = range(columns[role, None].index, column.index)
            if role != "year" or not {c.index for c in table.columns} >= set(between):
                table.findings.add("tables_beside", *place, key=Phrase(role.strip("@")))
                break
        if (role, header.year) in columns and role != "@note":
            table.findings.add("header_twice", *place)
            continue
        columns[role, header.year] = column
        readable.append(column)
        if header.caution:
            table.findings.add("column_caution", *place)
        if header.note:
            table.findings.add(header.note, *place, year=header.year)
    table.columns = readable
    table.named |= {c.header.role for c in readable if c.header.quantity}


def _make_readable(table: Table, column: Column) -> Column | None:
    """Return a column with a header of clear meaning, with the user's consent where needed."""
    header = column.header
    if _is_unreadable_year(header):
        table.findings.add(header.rule, table.sheet.name, column.cell, header.text)
        year = read_year(header.text, "", table.findings.accepted).year
        return None if year is None else replace(column, header=Header(header.text, year=year))
    if header.year is None and header.role in {"", "@unread"}:
        named = name_quantity(table, header, column.cell, header.text)
        return replace(column, header=named) if named else None
    return column


def name_quantity(table: Table, header: Header, cell: str, value: Any) -> Header | None:
    """Return a header that names no quantity as the one that it looks like, if the user accepts it."""
    if header.near:
        table.named.add(header.near)
        words = {"column": header.near, "label": ColumnText(header.near), "reason": Phrase(header.reason)}
        table.findings.add("header_lookalike", table.sheet.name, cell, value, **words)
        return None
    # A header in percent is not an amount.
    near, plain = nearest(header.text), tidy(header.text)
    inner = plain.rpartition("(")[2].rstrip(")") if "(" in plain else ""
    unit = read_unit(inner) if inner else None
    share = near and unit is not None and unit.measure == "share" and panel.unit(near) != "%"
    if not near or share or near in table.roles:
        table.findings.add("header_unknown", table.sheet.name, cell, value)
        return None
    table.named.add(near)
    table.findings.add("header_near", table.sheet.name, cell, value, column=near, label=ColumnText(near))
    if "take_nearest_header" not in table.findings.accepted:
        return None
    return replace(header, role=near, unit=header.unit or unit)


# --- the text above the table, and a column of zones without a name ---

_UNIT_ABOVE = re.compile(r"(?:^|[(\[\s,;])(单位|units?|หน่วย)\s*:\s*([^)\]]+)", re.IGNORECASE)


def stated_above(text: str) -> tuple[str, str, str]:
    """Return the parts of a text such as ``Zone: North``: role, era, and the text after the colon."""
    plain = tidy(text)
    if unit := _UNIT_ABOVE.search(simplified(plain)):
        return "@unit", "", plain[unit.start(2) : unit.end(2)].strip()
    name, colon, after = plain.partition(":")
    if folded(name) in {"单位", "unit", "units", "หน่วย"}:
        return "@unit", "", after.strip()
    header = read_header(name)
    if header and header.role in {"zone", "year"} and (colon or name == plain):
        return header.role, header.era, after.strip()
    return "", "", ""


def _read_above(table: Table) -> None:
    """Take zone, year and unit that are stated above the table."""
    sheet, findings = table.sheet, table.findings
    for row in range(table.top):
        cells = cells_of(sheet, row)
        for place, (column, value) in enumerate(cells):
            if not isinstance(value, str) or sheet.merged(row, column):
                continue
            role, era, text = stated_above(value)
            cell = (sheet.name, a1(row, column), value)
            # The texts beside a word such as Zone, up to the next such word.
            beside: list[str] = []
            for _, other in cells[place + 1 :]:
                if isinstance(other, str) and stated_above(other)[0]:
                    break
                beside.append(str(other))
            after = text or (beside[0] if beside else "")
            missing = role in {"zone", "year"} and not table.column_of(role)
            if missing and not text and len(set(beside)) > 1:
                zones = mark("several zones stand beside each other above the table")
                years = mark("several years stand beside each other above the table")
                findings.add("keys_across", *cell, text=Phrase(zones if role == "zone" else years))
            elif role == "@unit" and after:
                unit = read_unit(after) or Unit(after, rule="unit_unknown")
                table.unit = replace(unit, text=as_written(value, after))
            elif role == "zone" and after and missing:
                table.zone = after
                findings.add("zone_from_title", *cell, zone=after)
            elif role == "year" and (year := read_year(after, era).year):
                table.year = year
                findings.add("year_from_title", *cell, year=year)


def _offer_zone(table: Table) -> None:
    """Point at the column of names in a table without a zone, such as 地区 or City, and offer it.

    Of several such columns the one with the most different values is offered, so no two zones become one.
    """
    sheet = table.sheet
    if (
        table.zone
        or table.column_of("zone")
        or not any(c.header.quantity or c.header.year for c in table.columns)
    ):
        return
    columns = {c.index for c in table.columns}
    keys = [c.index for role in ("year", "@indicator") if (c := table.column_of(role))]
    rows = [r for r in range(table.body, len(sheet.rows)) if any(sheet.at(r, c) is not None for c in columns)]
    best, most = -1, 0
    for index in set(range(sheet.width)) - columns:
        values = [value for r in rows if (value := sheet.at(r, index)) is not None]
        names = [v for v in values if isinstance(v, str) and not ascii_digits(tidy(v))[:1].isdigit()]
        if len(names) * 2 >= len(rows) and len(names) == len(values):
            apart = len({(sheet.at(r, index), *(sheet.at(r, c) for c in keys)) for r in rows})
            if apart > most:
                best, most = index, apart
    if best < 0:
        return
    header, cell = str(sheet.at(table.body - 1, best) or ""), a1(table.body - 1, best)
    table.offers_zone = True
    table.findings.add("zone_in_column", sheet.name, cell, sheet.at(table.body - 1, best), header=header)
    if "zone_from_text_column" in table.findings.accepted:
        # The column is read now: that its header is not known has been answered.
        answered = {"header_unknown", "header_near"}
        table.findings[:] = [f for f in table.findings if f.cell != cell or f.rule not in answered]
        table.columns.append(Column(best, Header(header, "zone"), cell))
        table.columns.sort(key=lambda column: column.index)


def explain_no_table(sheet: Sheet) -> Finding | None:
    """Return the reason why a sheet with numbers has no table that can be read, or nothing."""

    def numbers_beside(row: int, column: int) -> bool:
        beside = [value for c, value in cells_of(sheet, row) if c > column]
        return any(
            _is_number_or_matches(ascii_digits(tidy(v)) if isinstance(v, str) else v, r"\d.*") for v in beside
        )

    for column in range(min(sheet.width, 6)):
        names = [r for r in range(len(sheet.rows)) if _read_quantity(sheet.at(r, column))]
        rows = [r for r in names if numbers_beside(r, column)]
        if len(rows) > 1:
            return Finding("table_turned", sheet.name, a1(rows[0], column), sheet.at(rows[0], column))
    for row in range(min(len(sheet.rows), _TOP)):
        years = [c for c, v in cells_of(sheet, row) if not isinstance(v, bool) and is_year(v)]
        if len(years) > 1 and row + 1 < len(sheet.rows) and numbers_beside(row + 1, years[0] - 1):
            return Finding("indicator_unnamed", sheet.name, a1(row, years[0]), sheet.at(row, years[0]))
    return None
