"""Tables that are no panel: energy carriers and exchanges, read row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ecopark import datasets, units
from ecopark.errors import EcoparkError
from ecopark_zone.intake.entries import text_of
from ecopark_zone.intake.grid import a1
from ecopark_zone.intake.layout import Table
from ecopark_zone.intake.numbers import mended, read_number, style_of
from ecopark_zone.intake.rules import Finding, finding
from ecopark_zone.intake.unit_words import read_unit
from ecopark_zone.intake.words import LANGUAGES, key
from ecopark_zone.intake.years import read_year

__all__ = ["CARRIERS", "EXCHANGES", "Flat", "carriers_against", "flat_of", "is_flat"]

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
        return _unit(text, "superscript_lost" in accepted)
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


def _unit(text: str, lost_is_power: bool) -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
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
        both = (emissions.inventory(table, electricity=way) for way in ("calorific", "equivalent"))
        return [float(one.total("tce").known) for one in both]
    except EcoparkError as error:
        problems = getattr(error, "issues", ())
        return str(problems[0].rule) if problems else str(error)
