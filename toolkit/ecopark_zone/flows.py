"""The tables of energy carriers and of exchanges between firms, row by row."""

from __future__ import annotations

from functools import cache
from typing import Any

from ecopark import datasets, units
from ecopark.errors import EcoparkError
from ecopark_zone.grid import a1
from ecopark_zone.measures import read_unit
from ecopark_zone.numbers import Style, mended, read_number, style_of
from ecopark_zone.rows import text_of
from ecopark_zone.rules import Findings
from ecopark_zone.table import Table
from ecopark_zone.words import LANGUAGES, key, read_year

__all__ = ["CARRIERS", "EXCHANGES", "compare_with_total", "flow_columns", "read_flows"]

CARRIERS = ("zone", "year", "carrier", "amount", "unit")
EXCHANGES = ("from", "to", "stream", "quantity", "unit", "since", "type")
_ROLES = {"amount": "@value", "quantity": "@value", "zone": "zone", "year": "year"}
_CLOSES = 0.05

Remarks = list[tuple[str, dict[str, Any]]]  # rules that a cell calls up, with their words


def flow_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of the table of flows that a table is, or nothing."""
    if "@carrier" in table.roles:
        return CARRIERS
    return EXCHANGES if {"@from", "@to"} <= table.roles else ()


def read_flows(table: Table, accepted: frozenset[str], findings: Findings) -> list[dict[str, Any]]:
    """Read the rows of a table of flows as plain values, and add their faults."""
    sheet, wanted = table.sheet, flow_columns(table)
    columns = {name: c for name in wanted if (c := table.one(_ROLES.get(name, f"@{name}")))}
    body = range(table.body, len(sheet.rows))
    amounts = [sheet.at(r, c.index) for r in body for n, c in columns.items() if _ROLES.get(n) == "@value"]
    style = style_of([text for text in amounts if isinstance(text, str)], accepted)
    units_above = [columns[n].header.unit for n in ("amount", "quantity") if n in columns] + [table.unit]
    unit_above = next((unit.expression for unit in units_above if unit), "")
    rows, places, errors = [], [], Findings()
    for row in body:
        cells = {n: v for n, c in columns.items() if (v := sheet.at(row, c.index)) is not None}
        # A list of units or carriers alone, as a template may prefill it, is no row yet.
        if set(cells) <= {"unit"}:
            continue
        flow: dict[str, Any] = dict.fromkeys(wanted)
        for name, value in cells.items():
            flow[name], remarks = _read_cell(name, value, style, accepted)
            for rule, words in remarks:
                errors.add(rule, sheet.name, a1(row, columns[name].index), value, **words)
        if flow["unit"] is None and unit_above:
            flow["unit"] = unit_above
        rows.append(flow)
        places.append(row)
    if wanted == EXCHANGES and rows and not any(f.severity == "error" for f in errors):
        from ecopark.symbiosis.network import check_exchanges  # late: most files have no exchanges

        try:
            check_exchanges(rows)
        except EcoparkError as error:
            for issue in getattr(error, "issues", ()):
                row = places[issue.row] if issue.row is not None else table.body
                column = columns.get(issue.column)
                cell = a1(row, column.index if column else 0)
                errors.add("flow", sheet.name, cell, issue.value, text=issue.rule, how=issue.fix)
    if wanted == CARRIERS:
        for flow, row in zip(rows, places, strict=True):
            if missing := [n for n in ("zone", "year", "carrier", "unit") if flow[n] is None]:
                text = f"the row has no readable {' and '.join(missing)}"
                errors.add("flow", sheet.name, a1(row, 0), None, text=text, how="complete the row")
    findings += errors
    return rows


@cache
def _carriers() -> dict[str, str]:
    """Return each carrier by its name and by its labels in all languages."""
    rows = datasets.rows("intake_words", "carriers")
    labels = {key(row[f"label_{ending}"]): row["carrier"] for row in rows for ending in LANGUAGES.values()}
    return {key(row["carrier"]): row["carrier"] for row in rows} | labels


def _read_cell(name: str, value: Any, style: Style, accepted: frozenset[str]) -> tuple[Any, Remarks]:
    """Return the value of a cell in a table of flows, and the rules that it calls up."""
    if name in {"year", "since"}:
        year = read_year(value, "", accepted)
        return year.year, [(rule, {"year": year.year}) for rule in (year.rule, year.note) if rule]
    if name in {"amount", "quantity"}:
        return _read_amount(value, style)
    text = text_of(value)
    if name == "carrier":
        carrier = _carriers().get(key(text))
        listed = ", ".join(sorted(set(_carriers().values())))
        return carrier, [] if carrier else [("carrier_unknown", {"known": listed})]
    if name == "unit":
        return _read_flow_unit(text, "superscript_lost" in accepted)
    code = text.startswith(("=", "+", "-", "@")) or "<" in text
    return text, [("looks_like_code", {})] if code else []


def _read_amount(value: Any, style: Style) -> tuple[Any, Remarks]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value), []
    if not isinstance(value, str):
        return None, [("not_a_number", {})]
    reading = read_number(value, style)
    remarks: Remarks = []
    if reading.rule:
        remarks = [(reading.rule, {"one": reading.one, "other": reading.other})]
        mend = mended(reading, style.accepted)
        if mend is None:
            return None, remarks
        reading = mend
    if reading.unit:
        return None, [("unit_unknown", {"unit": reading.unit, "wanted": "a unit in its own column"})]
    remarks += [(note, {"one": reading.one, "other": reading.other}) for note in reading.notes]
    return (None if reading.value is None else float(reading.value)), remarks


def _read_flow_unit(text: str, lost_is_power: bool) -> tuple[Any, Remarks]:
    """Return a unit as an expression of symbols; a yearly rate stays one."""
    first = read_unit(text)
    lost = bool(first and first.power)
    unit = read_unit(text, lost_is_power) if lost else units.parse(text)
    if unit is None or unit.rule or unit.scale:
        words = {"unit": text, "wanted": "t/year", "read": unit.caution if unit else ""}
        words["power"] = unit.power if unit else ""
        return None, [(unit.rule if unit and unit.rule else "unit_unknown", words)]
    if unit.expression.replace("^", "") == text.strip().replace("^", ""):
        return text, []
    words = {"unit": text, "wanted": unit.expression, "read": unit.caution, "power": unit.power}
    return unit.expression, [("superscript_lost" if lost else "unit_in_words", words | {"factor": 1})]


def compare_with_total(
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
            why = str(issues[0].rule) if issues else str(error)
            findings.add("flow", text=f"carriers of {zone} in {year}: {why}", how="check the unit")
            continue
        if all(abs(amount - total) > _CLOSES * total for amount in sums):
            words = {"carriers": f"{sums[0]:,.0f}", "total": f"{total:,.0f}"}
            findings.add("carriers_and_total", "", "", f"{zone}, {year}", **words)
