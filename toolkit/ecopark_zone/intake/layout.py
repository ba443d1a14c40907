"""The parts of a sheet that is read as a table: its columns, its cells, and what a cell says as a header."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ecopark_zone.intake.grid import Sheet
from ecopark_zone.intake.headers import Header, read_header
from ecopark_zone.intake.rules import Finding
from ecopark_zone.intake.unit_words import Unit
from ecopark_zone.intake.words import folded, marks
from ecopark_zone.intake.years import read_year, unread_year

__all__ = ["Column", "Table", "bad_year", "cells_of", "header_of", "one_unit"]


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
        """Whether its headers are the names of the data dictionary, whose units then hold."""
        named = [c.header for c in self.columns if c.header.quantity]
        return bool(named) and all(h.machine for h in named) and any("_" in h.role for h in named)


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
