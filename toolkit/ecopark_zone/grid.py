"""A sheet as a grid of cells: their content by place, before it is interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

__all__ = ["Place", "Sheet", "a1", "blank", "column_name"]

Place = tuple[int, int]  # row and column, both from 0


@dataclass
class Sheet:
    """One sheet: its cells as texts, numbers, dates, yes-no values, or ``None`` if nothing can be seen.

    ``merges`` holds the first and last place of each merged block; ``percent`` the numbers that are
    shown as percent, ``beside`` what the format of other numbers writes beside them, ``computed`` the
    cells with a formula and a stored value, ``uncomputed`` those without one. Hidden rows and columns are
    named as spreadsheets do. ``text`` marks a sheet of separated values, where a row that is longer
    or shorter than the header may be shifted.
    """

    name: str
    rows: list[list[Any]]
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    percent: set[Place] = field(default_factory=set)
    beside: dict[Place, str] = field(default_factory=dict)
    computed: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    visible: bool = True
    text: bool = False

    def set_value(self, place: Place, value: Any) -> None:
        """Set the value of a cell in memory; its row must be there."""
        row, column = place
        self.rows[row] += [None] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = value

    def set_format_effect(self, place: Place, effect: str) -> None:
        """Keep the effect of a format of numbers, as :func:`ecopark_zone.measures.format_effect` gives it."""
        if effect == "%":
            self.percent.add(place)
        elif effect:
            self.beside[place] = effect

    @cached_property
    def _origins(self) -> dict[Place, Place]:
        """The first place of its block by each place of a merged block."""
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merges
            if (top, left) != (bottom, right)
            for row in range(top, min(bottom, len(self.rows) - 1) + 1)
            for column in range(left, right + 1)
        }

    def at(self, row: int, column: int) -> Any:
        """Return the content of a cell; a merged cell has the content of its block."""
        row, column = self._origins.get((row, column), (row, column))
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else None

    def block(self, row: int, column: int) -> Place | None:
        """Return the first place of the merged block of a cell, if it has one."""
        return self._origins.get((row, column))

    def merged(self, row: int, column: int) -> bool:
        """Return whether a cell shows the content of another one."""
        return self._origins.get((row, column), (row, column)) != (row, column)

    @cached_property
    def width(self) -> int:
        """Columns of the widest row, merged blocks included."""
        rows = max((len(row) for row in self.rows), default=0)
        return max([rows, *(right + 1 for _, (_, right) in self.merges)])


def blank(value: object) -> bool:
    """Return whether a cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not value.strip("\ufeff\u200b \t\r\n\xa0\u3000"))


def column_name(column: int) -> str:
    """Return the letters of a column."""
    return str(get_column_letter(column + 1))


def a1(row: int, column: int) -> str:
    """Return the name of a cell, as spreadsheets write it.

    Examples
    --------
    >>> a1(0, 0), a1(9, 27)
    ('A1', 'AB10')
    """
    return f"{column_name(column)}{row + 1}"
