"""Exchanges between firms: one flow from a sender to a receiver, read from a table and checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ecopark import frames, units
from ecopark.errors import DataError, Issue, did_you_mean

__all__ = ["COLUMNS", "Exchange", "read"]

Row = Mapping[str, Any]
# Column of the table, and the name it has in an exchange.
COLUMNS = {
    **{"from": "sender", "to": "receiver", "stream": "stream"},
    **{"quantity": "quantity", "unit": "unit", "since": "since", "type": "kind"},
}
_REQUIRED = ("from", "to", "stream")


@dataclass(frozen=True)
class Exchange:
    """One flow from a sender to a receiver.

    Parameters
    ----------
    sender, receiver : str
        Who gives and who takes.
    stream : str
        What flows.
    quantity : float, optional
        How much [unit]; ``None`` where it is not known.
    unit : str, optional
        Unit of the quantity, with its period, such as ``t/year``.
    since : int, optional
        First year.
    kind : str, optional
        Kind of stream, such as ``water``; figures group by it.

    Raises
    ------
    DataError
        If a name is empty, sender and receiver are the same, or the quantity is not above zero,
        not finite or without a unit.

    Examples
    --------
    >>> Exchange("Power station", "Cement works", "fly ash", 170_000, "t/year").pair
    ('Power station', 'Cement works')
    """

    sender: str
    receiver: str
    stream: str
    quantity: float | None = None
    unit: str | None = None
    since: int | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        row = {column: getattr(self, name) for column, name in COLUMNS.items()}
        problems = list(_row_problems(row, None))
        if problems:
            raise DataError("an exchange", problems)

    @property
    def pair(self) -> tuple[str, str]:
        """Return sender and receiver."""
        return self.sender, self.receiver

    def __str__(self) -> str:
        """Return the exchange in words."""
        return f"{self.stream} from {self.sender} to {self.receiver}"


def read(table: Any) -> tuple[Exchange, ...]:
    """Return the exchanges of a table, or every fault in it at once.

    Parameters
    ----------
    table : dataframe, or iterable of mappings or Exchange
        One row per exchange, with the columns ``from``, ``to``, ``stream`` and, where known,
        ``quantity`` with ``unit``, ``since`` [year] and ``type``. Other columns are left alone.

    Returns
    -------
    tuple of Exchange
        In the order of the table.

    Raises
    ------
    DataError
        With every missing column, empty name, firm that sends to itself, name written in two ways,
        exchange that stands twice, quantity that is no number above zero, and unknown unit.
    NotAFrame
        If it is neither a dataframe nor rows.

    Examples
    --------
    >>> read([{"from": "A", "to": "A", "stream": "steam"}])
    Traceback (most recent call last):
        ...
    ecopark.errors.DataError: 1 problem in the exchanges:
      row 0, column to: 'A': is the sender itself (steam). Likely fix: leave out what a firm uses itself.
    """
    rows = list(_rows(table))
    problems = list(_absent(_columns(table))) or [
        *(problem for place, row in enumerate(rows) for problem in _row_problems(row, place)),
        *_twice(rows),
        *_spellings(rows),
    ]
    if problems:
        raise DataError("the exchanges", problems)
    return tuple(_exchange(row) for row in rows)


def _exchange(row: Row) -> Exchange:
    """Return a row that was checked; its own check is left out, which halves the time of a large table."""
    made = object.__new__(Exchange)
    made.__dict__.update({name: row.get(column) for column, name in COLUMNS.items()})
    return made


def _rows(table: Any) -> Iterator[dict[str, Any]]:
    """Go through the rows of a table; an empty cell, of whatever kind, is ``None``."""
    for row in _native_rows(table):
        known = {column: _value(row[column]) for column in COLUMNS if column in row}
        if isinstance(known.get("since"), float) and known["since"].is_integer():
            known["since"] = int(known["since"])  # pandas stores years with gaps as floats
        yield known


def _native_rows(table: Any) -> Iterable[Row]:
    if not isinstance(table, list | tuple):
        frame = frames.from_native_eager(table, "table of exchanges")
        names = [column for column in COLUMNS if column in frame.columns]
        cells = zip(*(frame.get_column(name).to_list() for name in names), strict=True)
        return (dict(zip(names, row, strict=True)) for row in cells)
    strange = [row for row in table if not isinstance(row, Exchange | Mapping)]
    if strange:
        raise frames.NotAFrame(
            f"Each exchange must be an Exchange or a dictionary with from, to and stream, not {strange[0]!r}."
        )
    return [
        {column: getattr(row, name) for column, name in COLUMNS.items()} if isinstance(row, Exchange) else row
        for row in table
    ]


def _value(cell: Any) -> Any:
    """Return what a cell holds: ``None`` where it is empty, else plain text or a plain number."""
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"} or cell != cell:
        return None
    if isinstance(cell, str):
        return cell if cell.strip() else None
    return cell.item() if hasattr(cell, "item") else cell


def _columns(table: Any) -> list[str]:
    if not isinstance(table, list | tuple):
        return frames.from_native_eager(table, "table of exchanges").columns
    plain = [row for row in table if not isinstance(row, Exchange)]
    return list(plain[0]) if plain else list(COLUMNS)


def _absent(found: Sequence[str]) -> Iterator[Issue]:
    for column in _REQUIRED:
        if column not in found:
            near = did_you_mean(column, [name for name in found if name not in COLUMNS]).strip()
            fix = near or "name the columns from, to and stream"
            yield Issue("the column is missing", column, fix=fix)


def _row_problems(row: Row, place: int | None) -> Iterator[Issue]:
    for column in _REQUIRED:
        if not isinstance(row.get(column), str) or not row[column].strip():
            fix = "write a name, or leave out the row"
            yield Issue("must be a name", column, place, value=row.get(column), fix=fix)
    if row.get("from") is not None and row.get("from") == row.get("to"):
        rule = f"is the sender itself ({row.get('stream')})"
        yield Issue(rule, "to", place, value=row["to"], fix="leave out what a firm uses itself")
    since = row.get("since")
    if since is not None and not (isinstance(since, int) and not isinstance(since, bool)):
        fix = "write four digits, or leave it empty"
        yield Issue("must be a whole year", "since", place, value=since, fix=fix)
    yield from _quantity_problems(row, place)


def _quantity_problems(row: Row, place: int | None) -> Iterator[Issue]:
    quantity, unit = row.get("quantity"), row.get("unit")
    if unit is not None and (fault := unit_fault(unit)):
        yield Issue(f"{fault[0]}{_said(row)}", "unit", place, value=unit, fix=fault[1])
    if quantity is None:
        return
    if not isinstance(quantity, int | float) or isinstance(quantity, bool):
        fix = "write digits only; leave it empty if it is not known"
        yield Issue(f"must be a number{_said(row)}", "quantity", place, value=quantity, fix=fix)
    elif not (math.isfinite(quantity) and quantity > 0):
        fix = "turn the direction of a negative flow; leave out a flow of nothing"
        yield Issue(f"must be a number above zero{_said(row)}", "quantity", place, value=quantity, fix=fix)
    if unit is None:
        fix = "write the unit with its period, for example t/year"
        yield Issue(f"has no unit{_said(row)}", "quantity", place, value=quantity, fix=fix)


def _said(row: Row) -> str:
    return f" ({row.get('stream')} from {row.get('from')} to {row.get('to')})"


@cache
def unit_fault(unit: object) -> tuple[str, str] | None:
    """Return the rule that a unit breaks and its likely fix, or nothing for a unit that can be read.

    Examples
    --------
    >>> unit_fault("t/year"), unit_fault("tonnes/yaer")
    (None, ('is no known unit', 'write for example t/year'))
    >>> unit_fault("mt")
    ('is unclear: million tonnes, metric tonne or milli-tonne', 'write 10^6 t or t')
    """
    read = units.parse(unit) if isinstance(unit, str) else None
    if read and read.rule == "unit_unclear":
        readings, _, fix = read.caution.partition("; ")
        return f"is unclear: {readings}", fix
    return None if read and not read.rule else ("is no known unit", "write for example t/year")


def _twice(rows: Sequence[Row]) -> Iterator[Issue]:
    first: dict[tuple[Any, ...], int] = {}
    for place, row in enumerate(rows):
        key = (row.get("from"), row.get("to"), row.get("stream"))
        if first.setdefault(key, place) != place:
            rule = f"stands twice: {key[0]} to {key[1]} is also in row {first[key]}"
            fix = "add the two up, or name two streams"
            yield Issue(rule, "stream", place, value=key[2], fix=fix)


def _spellings(rows: Sequence[Row]) -> Iterator[Issue]:
    """Find names that differ only by case or spaces: they would be counted as two firms."""
    first = {name: place for place, row in reversed(list(enumerate(rows))) for name in _names(row)}
    seen: dict[str, str] = {}
    for name, place in sorted(first.items(), key=lambda item: item[1]):
        other = seen.setdefault(" ".join(name.split()).casefold(), name)
        if name != other or name != name.strip():
            rule = f"differs from {other!r} by case or spaces only" if name != other else "has outer spaces"
            column = "from" if rows[place].get("from") == name else "to"
            yield Issue(rule, column, place, value=name, fix="write one name in one way")


def _names(row: Row) -> list[str]:
    return [row[column] for column in ("from", "to") if isinstance(row.get(column), str)]
