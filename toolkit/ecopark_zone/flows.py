"""The tables of energy carriers and of exchanges between firms, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ecopark import datasets, units
from ecopark.errors import EcoparkError
from ecopark_zone.books import a1
from ecopark_zone.cells import (
    SCALED,
    Reading,
    Style,
    apply_remedy,
    is_number,
    key,
    read_number,
    read_unit,
    read_year,
    style_of,
    text_of,
)
from ecopark_zone.headers import CARRIERS, EXCHANGES, flow_role
from ecopark_zone.i18n import LANGUAGES, Phrase, mark
from ecopark_zone.rules import Findings
from ecopark_zone.table import Table

__all__ = ["add_carrier_total_warnings", "read_flows"]

_CLOSES = 0.05


@dataclass(frozen=True)
class _Cell:
    """A cell in a table of flows, with the effect of its format and the list for its findings."""

    value: Any
    sheet: str
    name: str
    findings: Findings
    effect: str
    unit: str

    def add(self, rule: str, /, **words: object) -> None:
        self.findings.add(rule, self.sheet, self.name, self.value, **words)


def read_flows(table: Table) -> list[dict[str, Any]]:
    """Read the rows of a table of flows as plain values, and add their faults."""
    sheet, names = table.sheet, table.flow_columns
    columns = {name: c for name in names if (c := table.column_of(flow_role(name)))}
    body = range(table.body, len(sheet.rows))
    amounts = [sheet.at(r, c.index) for r in body for n, c in columns.items() if n in {"amount", "quantity"}]
    style = style_of([text for text in amounts if isinstance(text, str)], table.findings.accepted)
    units_above = [columns[n].header.unit for n in ("amount", "quantity") if n in columns] + [table.unit]
    unit_above = next((unit.expression for unit in units_above if unit), "")
    rows, places, errors = [], [], Findings()
    for row in body:
        cells = {n: v for n, c in columns.items() if (v := sheet.at(row, c.index)) is not None}
        # A list of units or carriers alone, as a template may prefill it, is not a row yet.
        if set(cells) <= {"unit"}:
            continue
        flow: dict[str, Any] = dict.fromkeys(names)
        for name, value in cells.items():
            place = row, columns[name].index
            effect = sheet.effects.get(place, "")
            unit = text_of(cells.get("unit", unit_above))
            cell = _Cell(value, sheet.name, a1(*place), errors, SCALED if effect == "%" else effect, unit)
            flow[name] = _read_cell(name, cell, style)
        if flow["unit"] is None and unit_above:
            flow["unit"] = unit_above
        rows.append(flow)
        places.append(row)
    if names == EXCHANGES and rows and not any(f.severity == "error" for f in errors):
        from ecopark.symbiosis.network import check_exchanges  # late: most files have no exchanges

        try:
            check_exchanges(rows)
        except EcoparkError as error:
            for issue in getattr(error, "issues", ()):
                row = places[issue.row] if issue.row is not None else table.body
                column = columns.get(issue.column)
                address = a1(row, column.index if column else 0)
                words = {"text": Phrase(issue.rule), "how": Phrase(issue.fix)}
                errors.add("flow", sheet.name, address, issue.value, **words)
    if names == CARRIERS:
        for flow, row in zip(rows, places, strict=True):
            if missing := [n for n in ("zone", "year", "carrier", "unit") if flow[n] is None]:
                text = Phrase(mark("the row has no readable {names}"), {"names": ", ".join(missing)})
                fix = Phrase(mark("complete the row"))
                errors.add("flow", sheet.name, a1(row, 0), None, text=text, how=fix)
    table.findings += errors
    return rows


@cache
def _carriers() -> dict[str, str]:
    """Return each carrier by its name and by its labels in all languages."""
    rows = datasets.rows("intake_words", "carriers")
    labels = {key(row[f"label_{ending}"]): row["carrier"] for row in rows for ending in LANGUAGES.values()}
    return {key(row["carrier"]): row["carrier"] for row in rows} | labels


def _read_cell(column: str, cell: _Cell, style: Style) -> Any:
    """Return the value of a cell in a column of a table of flows, and add its findings."""
    if column in {"year", "since"}:
        year = read_year(cell.value, "", style.accepted)
        for rule in filter(None, (year.rule, year.note)):
            cell.add(rule, year=year.year)
        return year.year
    if column in {"amount", "quantity"}:
        return _read_amount(cell, style)
    if column == "unit":
        return _read_flow_unit(cell, "superscript_lost" in style.accepted)
    text = text_of(cell.value)
    if column == "carrier":
        if key(text) not in _carriers():
            cell.add("carrier_unknown", known=", ".join(sorted(set(_carriers().values()))))
        return _carriers().get(key(text))
    if text.startswith(("=", "+", "-", "@")) or "<" in text:
        cell.add("looks_like_code")
    return text


def _read_amount(cell: _Cell, style: Style) -> float | None:
    if is_number(cell.value):
        if cell.effect in {"", cell.unit}:
            return float(cell.value)
        # The format shows a number other than the stored one, or another unit.
        rule = "format_scaled" if cell.effect == SCALED else "format_unit"
        reading = Reading(rule=rule, candidate=Decimal(repr(cell.value)), unit=cell.effect)
    else:
        is_text = isinstance(cell.value, str)
        reading = read_number(cell.value, style) if is_text else Reading(rule="not_a_number")
    if reading.rule:
        cell.add(reading.rule, unit=reading.unit, stated=cell.unit, **reading.words)
        reading = apply_remedy(reading, style.accepted) or Reading()
    if reading.unit:
        cell.add("unit_unknown", unit=reading.unit, target=Phrase(mark("a unit in its own column")))
        return None
    for note in reading.notes:
        cell.add(note, **reading.words)
    return None if reading.value is None else float(reading.value)


def _read_flow_unit(cell: _Cell, lost_is_power: bool) -> str | None:
    """Return a unit as an expression of symbols; a yearly rate stays one."""
    text = text_of(cell.value)
    first = read_unit(text)
    lost = bool(first and first.power)
    unit = read_unit(text, lost_is_power) if lost else units.parse(text)
    if unit is None or unit.rule or unit.scale:
        words = {"meaning": Phrase(unit.caution), "power": unit.power} if unit else {}
        cell.add(unit.rule if unit and unit.rule else "unit_unknown", unit=text, target="t/year", **words)
        return None
    if unit.expression.replace("^", "") == text.strip().replace("^", ""):
        return text
    rule = "superscript_lost" if lost else "unit_in_words"
    cell.add(rule, unit=text, target=unit.expression, power=unit.power, factor=1)
    return unit.expression


def add_carrier_total_warnings(
    flows: list[dict[str, Any]], energy: dict[tuple[str, int], float], findings: Findings
) -> None:
    """Add a warning where carriers and total of a zone and year do not close, by either convention."""
    import pandas as pd

    from ecopark import emissions

    groups: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for flow in flows:
        if flow["amount"] is not None and (flow["zone"], flow["year"]) in energy:
            groups.setdefault((flow["zone"], flow["year"]), []).append(flow)
    for (zone, year), group in groups.items():
        total = energy[zone, year]
        table = pd.DataFrame(group)[["carrier", "amount", "unit"]]
        try:
            ways = (emissions.inventory(table, convention=way) for way in ("calorific", "equivalent"))
            sums = [float(way.total("tce").known) for way in ways]
        except EcoparkError as error:
            issues = getattr(error, "issues", ())
            reason = Phrase(issues[0].rule if issues else str(error))
            text = mark("carriers of {zone} in {year}: {reason}")
            words = {"zone": zone, "year": year, "reason": reason}
            findings.add("flow", text=Phrase(text, words), how=Phrase(mark("check the unit")))
            continue
        if all(abs(amount - total) > _CLOSES * total for amount in sums):
            words = {"carriers": f"{sums[0]:,.0f}", "total": f"{total:,.0f}"}
            findings.add("carriers_and_total", "", "", f"{zone}, {year}", **words)
