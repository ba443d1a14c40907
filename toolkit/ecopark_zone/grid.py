"""A sheet as a grid of cells: their content by place, before it is interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

__all__ = ["Place", "Sheet", "a1", "blank"]

Place = tuple[int, int]  # row and column, both from 0


@dataclass
class Sheet:
    """One sheet: its cells as texts, numbers, dates, yes-no values, or ``None`` if nothing can be seen.

    ``merges`` holds the first and last place of each merged block; ``percent`` the numbers that are
    shown as percent, ``shown`` what the format of other numbers writes beside them, ``computed`` the
    cells with a formula and a stored value, ``uncomputed`` those without one, ``hidden`` the rows and
    columns that are out of sight. ``text`` tells a sheet of separated values, where a row that is longer
    or shorter than the header may be shifted.
    """

    name: str
    rows: list[list[Any]]
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    percent: set[Place] = field(default_factory=set)
    shown: dict[Place, str] = field(default_factory=dict)
    computed: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)
    visible: bool = True
    text: bool = False

    @cached_property
    def spread(self) -> set[Place]:
        """The first places of merged blocks."""
        return {first for first, last in self.merges if first != last}

    @cached_property
    def _origins(self) -> dict[Place, Place]:
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merges
            for row in range(top, min(bottom, len(self.rows) - 1) + 1)
            for column in range(left, right + 1)
        }

    def at(self, row: int, column: int) -> Any:
        """Return the content of a cell; a merged cell has the content of its block."""
        if self.merges:
            row, column = self.origin(row, column)
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else None

    def origin(self, row: int, column: int) -> Place:
        """Return the place of the cell whose content a cell shows: its own, if it is not merged."""
        return self._origins.get((row, column), (row, column))

    def merged(self, row: int, column: int) -> bool:
        """Return whether a cell shows the content of another one."""
        return bool(self.merges) and self.origin(row, column) != (row, column)

    @cached_property
    def width(self) -> int:
        """Columns of the widest row, merged blocks included."""
        rows = max((len(row) for row in self.rows), default=0)
        return max([rows, *(right + 1 for _, (_, right) in self.merges)])


def blank(value: object) -> bool:
    """Return whether a cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not value.strip("\ufeff\u200b \t\r\n\xa0\u3000"))


def a1(row: int, column: int) -> str:
    """Return the name of a cell, as spreadsheets write it.

    Examples
    --------
    >>> a1(0, 0), a1(9, 27)
    ('A1', 'AB10')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
