"""The rows of a table: each value with its zone, year, column and cell; carriers and exchanges row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any

from ecopark import datasets, units
from ecopark.errors import EcoparkError
from ecopark_zone.grid import a1, blank
from ecopark_zone.headers import Header, label, nearest, read_header
from ecopark_zone.measures import Unit, read_unit
from ecopark_zone.numbers import is_error, mended, read_number, style_of
from ecopark_zone.rules import Finding, finding
from ecopark_zone.table import Column, Table, is_head, one_block, one_unit, repeats, states
from ecopark_zone.words import LANGUAGES, folded, key, marks, read_year, tidy

__all__ = [
    "CARRIERS", "EXCHANGES", "Entry", "Rows", "carriers_against", "flat_of",
    "is_flat", "rows_of", "spellings", "text_of",
]  # fmt: skip

_NEAR = 0.9
_LONGEST = 100  # signs; a longer text is hardly a name, and takes long to compare
_NOTE = re.compile(r"(?:\s*[*\u2020\u2021]+|\s*\[\d{1,2}\]|\s+[a-z\d]\)|\^\d)$")
_LINKS = {"of", "for", "over", "all", "in", "zones", "parks", "-"}


@lru_cache(maxsize=20_000)
def sum_in_name(name: str) -> str:
    """Return ``sure`` if a name in the column of zones is that of a total or mean, ``perhaps``, or nothing.

    Examples
    --------
    >>> [sum_in_name(n) for n in ("Total (3 zones)", "全市合计", "Total Park", "North Park")]
    ['sure', 'sure', 'perhaps', '']
    """
    plain = re.sub(r"[(\[][^)\]]*[)\]]?|\d[\d\-/]*年?", " ", tidy(name).casefold())
    known = marks("total")
    if folded(plain).strip(":;,.-/") in known:
        return "sure"
    written = [mark for mark in known if not mark.isascii() and len(mark) > 1 and mark != "รวม"]
    word = folded(plain)
    if any(word.startswith(mark) or word.endswith(mark) for mark in written):
        return "sure"
    words = re.findall(r"[a-z]+|[,:\-]", plain)
    if words and words[-1] in known:
        return "sure"
    if len(words) > 1 and words[0] in known:
        return "sure" if words[1] in _LINKS or not words[1].isalpha() else "perhaps"
    return "perhaps" if word.startswith("รวม") else ""


def spellings(zones: Mapping[str, tuple[str, str]]) -> tuple[dict[str, str], list[Finding]]:
    """Return the first spelling of each zone that has several, and a warning for each other one.

    Parameters
    ----------
    zones : mapping of str to (sheet, cell)
        The zones in order of appearance, with the place where each stands first.

    Examples
    --------
    >>> names = ("東莞園區", "东莞园区", "Zone 1", "Zone 2")
    >>> same, found = spellings({name: ("s", "A1") for name in names})
    >>> same, len(found)
    ({'东莞园区': '東莞園區'}, 1)
    """
    same: dict[str, str] = {}
    found: list[Finding] = []
    for other, first in _pairs(list(zones)):
        if other not in same:
            same[other] = same.get(first, first)
            sheet, cell = zones[other]
            found.append(
                finding("zone_spelling", sheet, cell, other, other=same[other], cell=zones[first][1])
            )
    return same, found


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    by_key: dict[str, str] = {}
    for name in names:
        first = by_key.setdefault(key(_NOTE.sub("", tidy(name))), name)
        if first != name:
            yield name, first
    if len(names) > 500:
        return  # every pair would take too long; the equal keys above were still found
    # Only names of the same digits and about the same length are compared letter by letter.
    keys = [(name, re.findall(r"\d+", name)) for name in by_key if 5 <= len(name) <= _LONGEST]
    for place, (one, digits) in enumerate(keys):
        matcher = SequenceMatcher(None, b=one, autojunk=False)
        for other, its_digits in keys[place + 1 :]:
            if digits == its_digits and abs(len(one) - len(other)) <= 2 and _alike(matcher, one, other):
                yield by_key[other], by_key[one]


def _alike(matcher: SequenceMatcher[str], one: str, other: str) -> bool:
    """Return whether two names differ by a slip, and by no other short word or direction."""
    matcher.set_seq1(other)
    if matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
        return False
    changed = [other[a:b] + one[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    ends_in_letter = one[:-1] == other[:-1]
    return not ends_in_letter and not set("".join(changed)) & set("东西南北中一二三四五")


_KEYS = {"zone", "year", "@indicator", "@unit", "@note"}


@dataclass(slots=True)
class Entry:
    """One cell with a value: what it is about, and the unit that its surroundings give it.

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
    units: dict[int, tuple[Unit | None, str]] = field(default_factory=dict)  # of columns, with their cells

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
        if said or indicator:
            unit, cell = _unit(walk, row, column, about, said)
        else:  # the same in each row
            if column.index not in walk.units:
                walk.units[column.index] = _unit(walk, row, column, about, said)
            unit, cell = walk.units[column.index]
        lost = zone is None or year is None
        place = (table, row, column.index, zone or "", year or 0, about.role)
        yield Entry(*place, value, unit, cell, total, lost, table.machine and about.machine)


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


CARRIERS = ("zone", "year", "carrier", "amount", "unit")
EXCHANGES = ("from", "to", "stream", "quantity", "unit", "since", "type")
_CLOSES = 0.05


@dataclass
class Flat:
    """The rows of a table of carriers or exchanges, with the row of the sheet each came from."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def is_flat(table: Table) -> tuple[str, ...]:
    """Return the columns of the flat table that a table is, or nothing."""
    if "@carrier" in table.roles:
        return CARRIERS
    return EXCHANGES if {"@from", "@to"} <= table.roles else ()


@cache
def _carriers() -> dict[str, str]:
    rows = datasets.rows("intake_words", "carriers")
    names = {row["carrier"]: row["carrier"] for row in rows}
    return {key(k): v for k, v in names.items()} | {
        key(row[f"label_{ending}"]): row["carrier"] for row in rows for ending in LANGUAGES.values()
    }


def flat_of(table: Table, wanted: tuple[str, ...], accepted: frozenset[str]) -> Flat:
    """Return the rows of a flat table with plain values, and what is wrong with them."""
    roles = {"amount": "@value", "quantity": "@value", "zone": "zone", "year": "year"}
    columns = {name: c for name in wanted if (c := table.one(roles.get(name, f"@{name}")))}
    out = Flat()
    texts = [
        table.sheet.at(r, columns[n].index)
        for r in range(table.body, len(table.sheet.rows))
        for n in columns
        if roles.get(n) == "@value"
    ]
    style = style_of([t for t in texts if isinstance(t, str)], accepted)
    for row in range(table.body, len(table.sheet.rows)):
        held = {n: v for n, c in columns.items() if (v := table.sheet.at(row, c.index)) is not None}
        # A list of units or carriers alone, as a template may prefill it, is no row yet.
        if set(held) <= {"unit"}:
            continue
        made: dict[str, Any] = dict.fromkeys(wanted)
        for name, value in held.items():
            made[name], rules = _cell(name, value, style, accepted)
            for rule, words in rules:
                out.findings.append(
                    finding(rule, table.sheet.name, a1(row, columns[name].index), value, **words)
                )
        if made.get("unit") is None and (said := _header_unit(table, columns)):
            made["unit"] = said
        out.rows.append(made)
        out.places.append(row)
    if wanted == EXCHANGES and out.rows and not _grave(out.findings):
        out.findings += _checked(table, out, columns)
    if wanted == CARRIERS:
        out.findings += _whole_rows(table, out)
    return out


def _grave(findings: Iterable[Finding]) -> bool:
    return any(f.severity == "error" for f in findings)


def _header_unit(table: Table, columns: dict[str, Any]) -> str:
    for name in ("amount", "quantity"):
        if name in columns and columns[name].header.unit:
            return str(columns[name].header.unit.expression)
    return table.unit.expression if table.unit else ""


def _cell(
    name: str, value: Any, style: Any, accepted: frozenset[str]
) -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
    """Return the value of a cell in a flat table, and the rules that it calls up."""
    if name in {"year", "since"}:
        read = read_year(value, "", accepted)
        rules = [r for r in (read.rule, read.note) if r]
        return read.year, [(r, {"year": read.year}) for r in rules]
    if name in {"amount", "quantity"}:
        return _amount(value, style)
    text = text_of(value)
    if name == "carrier":
        known = _carriers().get(key(text))
        listed = ", ".join(sorted(set(_carriers().values())))
        return known, [] if known else [("carrier_unknown", {"known": listed})]
    if name == "unit":
        return _flow_unit(text, "superscript_lost" in accepted)
    code = text.startswith(("=", "+", "-", "@")) or "<" in text
    return text, [("looks_like_code", {})] if code else []


def _amount(value: Any, style: Any) -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value), []
    if not isinstance(value, str):
        return None, [("not_a_number", {})]
    read = read_number(value, style)
    rules: list[tuple[str, dict[str, Any]]] = []
    if read.rule:
        rules = [(read.rule, {"one": read.one, "other": read.other})]
        mend = mended(read, style.accepted)
        if mend is None:
            return None, rules
        read = mend
    if read.unit:
        return None, [("unit_unknown", {"unit": read.unit, "wanted": "a unit in its own column"})]
    words = {"one": read.one, "other": read.other}
    rules += [(note, words) for note in read.notes]
    return (None if read.value is None else float(read.value)), rules


def _flow_unit(text: str, lost_is_power: bool) -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
    """Return a unit as an expression of symbols; a yearly rate stays one."""
    first = read_unit(text)
    lost = bool(first and first.power)
    unit = read_unit(text, lost_is_power) if lost else units.parse(text)
    words = {"unit": text, "wanted": "t/year", "read": unit.caution if unit else ""}
    words["power"] = unit.power if unit else ""
    if unit is None or unit.rule or unit.scale:
        return None, [(unit.rule if unit and unit.rule else "unit_unknown", words)]
    if unit.expression.replace("^", "") == text.strip().replace("^", ""):
        return text, []
    rule = "superscript_lost" if lost else "unit_in_words"
    return unit.expression, [(rule, words | {"wanted": unit.expression, "factor": 1})]


def _checked(table: Table, out: Flat, columns: dict[str, Any]) -> Iterator[Finding]:
    from ecopark.symbiosis.network import check_exchanges  # late: most files have no exchanges

    try:
        check_exchanges(out.rows)
    except EcoparkError as error:
        for problem in getattr(error, "issues", ()):
            row = out.places[problem.row] if problem.row is not None else table.body
            at = columns.get(problem.column)
            cell = a1(row, at.index if at else 0)
            yield finding("flow", table.sheet.name, cell, problem.value, text=problem.rule, how=problem.fix)


def _whole_rows(table: Table, out: Flat) -> Iterator[Finding]:
    for made, row in zip(out.rows, out.places, strict=True):
        lacking = [n for n in ("zone", "year", "carrier", "unit") if made[n] is None]
        if lacking:
            text = f"the row has no readable {' and '.join(lacking)}"
            yield finding("flow", table.sheet.name, a1(row, 0), None, text=text, how="complete the row")


def carriers_against(rows: list[dict[str, Any]], energy: dict[tuple[str, int], float]) -> Iterator[Finding]:
    """Yield a warning where carriers and total of a zone and year do not close, by either convention."""
    groups: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        if row["amount"] is not None:
            groups.setdefault((row["zone"], row["year"]), []).append(row)
    for place, group in groups.items():
        if place in energy:
            sums = _sums(group)
            if isinstance(sums, str):
                yield finding(
                    "flow",
                    text=f"carriers of {place[0]} in {place[1]}: {sums}",
                    how="check the unit",
                )
            elif all(abs(s - energy[place]) > _CLOSES * energy[place] for s in sums):
                words = {"carriers": f"{sums[0]:,.0f}", "total": f"{energy[place]:,.0f}"}
                yield finding("carriers_and_total", "", "", f"{place[0]}, {place[1]}", **words)


def _sums(group: list[dict[str, Any]]) -> list[float] | str:
    import pandas as pd

    from ecopark import emissions

    table = pd.DataFrame(group)[["carrier", "amount", "unit"]]
    try:
        both = (emissions.inventory(table, convention=way) for way in ("calorific", "equivalent"))
        return [float(one.total("tce").known) for one in both]
    except EcoparkError as error:
        problems = getattr(error, "issues", ())
        return str(problems[0].rule) if problems else str(error)
