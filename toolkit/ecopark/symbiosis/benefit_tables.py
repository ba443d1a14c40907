"""The tables behind benefits: what a unit of a stream avoids, and what it is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ecopark import frames, units
from ecopark.errors import DataError, Issue, UnitMismatch, did_you_mean
from ecopark.symbiosis.exchanges import unit_fault
from ecopark.symbiosis.network import Network, network

__all__ = [
    "EFFECTS",
    "ITEMS",
    "Delivery",
    "Rate",
    "deliveries",
    "factor_table",
    "price_table",
    "table_rows",
    "yearly",
]

Row = Mapping[str, Any]
# Effect: unit of the result, and the side at which it happens.
EFFECTS = {
    "water": ("m3/year", "receiver"),
    "co2": ("t/year", "receiver"),
    "virgin_material": ("t/year", "receiver"),
    "landfill": ("t/year", "sender"),
}
# Item of money: what the sender and what the receiver gain from a price above zero.
ITEMS = {
    "purchase_avoided": (0, 1),
    "disposal_avoided": (1, 0),
    "transfer": (1, -1),
    "treatment": (0, -1),
    "transport": (0, -1),
    "operation": (0, -1),
}
_SIDES = ("sender", "receiver")


@dataclass(frozen=True)
class Rate:
    """What a unit of a stream avoids or is worth: ``value`` in ``unit``, for an effect or an item."""

    stream: str
    name: str
    value: float
    unit: str
    boundary: str
    side: str


@dataclass(frozen=True)
class Delivery:
    """One flow: ``sent`` of one stream, which stands for ``used`` of the stream that it replaces [unit]."""

    sender: str
    receiver: str
    sent_stream: str
    used_stream: str
    sent: float | None
    used: float | None
    unit: str | None

    def at(self, side: str) -> tuple[str, str, float | None]:
        """Return firm, stream and quantity [unit] of one side."""
        if side == "sender":
            return self.sender, self.sent_stream, self.sent
        return self.receiver, self.used_stream, self.used


def deliveries(source: Any) -> tuple[tuple[Delivery, ...], tuple[str, ...]]:
    """Return the flows of a network or a matching, and who is outside the boundary.

    Parameters
    ----------
    source : Network, Matching or dataframe
        A network, what ``match`` returned or its table ``matches``, or a table of exchanges.

    Raises
    ------
    DataError
        If it is a table of exchanges with a fault.
    """
    if isinstance(source, Network):
        found = tuple(
            Delivery(x.sender, x.receiver, x.stream, x.stream, x.quantity, x.quantity, x.unit)
            for x in source.exchanges
        )
        return found, source.outside
    table = getattr(source, "matches", source)
    if not isinstance(table, list | tuple) and "supplier" in frames.from_native_eager(table, "table").columns:
        return tuple(_matched(row) for row in table_rows(table, "matches")), ()
    return deliveries(network(table))


def _matched(row: Row) -> Delivery:
    return Delivery(
        row["supplier"], row["user"], row["supply_stream"], row["demand_stream"],
        row["quantity"], row["replaces"], row["unit"],
    )  # fmt: skip


def factor_table(table: Any) -> tuple[Rate, ...]:
    """Return the factors of a table, or every fault in it at once.

    Parameters
    ----------
    table : dataframe
        One row per factor: ``stream``, ``effect`` (a key of ``EFFECTS``), ``factor``, ``unit`` such as
        ``m3/t``, ``boundary`` and, optionally, ``side`` (``sender`` or ``receiver``). A factor for
        CO2 also needs ``country`` and ``year``.

    Raises
    ------
    DataError
        With every fault; the same stream, effect and boundary twice is one.
    """
    rows = table_rows(table, "factors")
    problems = list(_faults(rows, ("stream", "effect", "factor", "unit", "boundary"), "effect", EFFECTS))
    problems += [problem for place, row in enumerate(rows) for problem in _factor_faults(row, place)]
    problems += _repeated(rows, ("stream", "effect", "boundary"))
    if problems:
        raise DataError("the factors", problems)
    return tuple(
        Rate(
            row["stream"], row["effect"], float(row["factor"]), row["unit"], _where(row),
            row.get("side") or EFFECTS[row["effect"]][1],
        )
        for row in rows
    )  # fmt: skip


def price_table(table: Any) -> tuple[Rate, ...]:
    """Return the prices of a table, or every fault in it at once.

    Parameters
    ----------
    table : dataframe
        One row per price: ``stream``, ``item`` (a key of ``ITEMS``), ``price``, ``unit`` such as
        ``RMB/t``, ``boundary``. Only a transfer may be below zero: then the sender pays.

    Raises
    ------
    DataError
        With every fault; the same stream and item twice is one.
    """
    rows = table_rows(table, "prices")
    problems = list(_faults(rows, ("stream", "item", "price", "unit", "boundary"), "item", ITEMS))
    for place, row in enumerate(rows):
        price = row.get("price")
        if isinstance(price, int | float) and price < 0 and row.get("item") != "transfer":
            rule = f"a price of {row.get('item')} must not be negative ({row.get('stream')})"
            fix = "write the amount; the item says whether it is a gain or a cost"
            problems.append(Issue(rule, "price", place, value=price, fix=fix))
    problems += _repeated(rows, ("stream", "item"))
    if problems:
        raise DataError("the prices", problems)
    return tuple(
        Rate(
            row["stream"], row["item"], float(row["price"]), row["unit"], row["boundary"],
            "receiver" if row["item"] == "purchase_avoided" else "sender",
        )
        for row in rows
    )  # fmt: skip


def table_rows(table: Any, what: str) -> list[dict[str, Any]]:
    """Return a dataframe as rows; an empty cell, of whatever kind, is ``None``."""
    frame = frames.from_native_eager(table, f"table of {what}")
    cells = zip(*(frame.get_column(name).to_list() for name in frame.columns), strict=True)
    return [dict(zip(frame.columns, map(_value, row), strict=True)) for row in cells]


def _value(cell: Any) -> Any:
    if cell is None or type(cell).__name__ in {"NAType", "NaTType"} or cell != cell or cell == "":
        return None
    return cell.item() if hasattr(cell, "item") else cell


def _faults(
    rows: list[dict[str, Any]], columns: tuple[str, ...], names: str, known: Mapping[str, Any]
) -> Iterator[Issue]:
    for place, row in enumerate(rows):
        for column in columns:
            if row.get(column) is None:
                fix = did_you_mean(column, [c for c in row if c not in columns]).strip() or "fill it in"
                yield Issue(f"is missing ({row.get('stream')})", column, place, fix=fix)
        name, number, unit = row.get(names), row.get(columns[2]), row.get("unit")
        if name is not None and name not in known:
            fix = did_you_mean(str(name), known).strip() or f"one of {', '.join(known)}"
            yield Issue(f"is no {names}", names, place, value=name, fix=fix)
        if number is not None and not (isinstance(number, int | float) and math.isfinite(number)):
            yield Issue("must be a finite number", columns[2], place, value=number, fix="write digits only")
        if unit is not None and (fault := unit_fault(unit)):
            yield Issue(fault[0], "unit", place, value=unit, fix=fault[1])


def _factor_faults(row: Row, place: int) -> Iterator[Issue]:
    factor, side = row.get("factor"), row.get("side")
    if isinstance(factor, int | float) and factor < 0:
        rule = f"must not be negative ({row.get('stream')}, {row.get('effect')})"
        yield Issue(rule, "factor", place, value=factor, fix="write what is avoided, net of what is added")
    if side is not None and side not in _SIDES:
        yield Issue("is no side", "side", place, value=side, fix="sender or receiver")
    for column in ("country", "year"):
        if row.get("effect") == "co2" and row.get(column) is None:
            rule = f"a factor of CO2 needs country, year and boundary ({row.get('stream')})"
            yield Issue(rule, column, place, fix="write where and when it holds")


def _repeated(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Iterator[Issue]:
    first: dict[tuple[Any, ...], int] = {}
    for place, row in enumerate(rows):
        key = tuple(row.get(column) for column in columns)
        if first.setdefault(key, place) != place:
            rule = f"{', '.join(map(str, key))} would be counted twice: it is also in row {first[key]}"
            yield Issue(rule, columns[1], place, fix="keep one of the two")


def _where(row: Row) -> str:
    """Return boundary, country and year of a factor, in words."""
    told = [row[column] for column in ("boundary", "country", "year") if row.get(column) is not None]
    # pandas stores years with gaps as floats.
    return ", ".join(f"{x:g}" if isinstance(x, float) else str(x) for x in told)


@cache
def _factor(unit: str, rate: str, target: str) -> float:
    found = units.magnitude(units.quantity(1.0, unit) * units.quantity(1.0, rate), target)
    return float(f"{found:.12g}")


def yearly(delivery: Delivery, rate: Rate, target: str) -> float | None:
    """Return what a flow avoids or is worth in a year, by one rate, at the side of the rate.

    Parameters
    ----------
    delivery : Delivery
        The flow [its unit].
    rate : Rate
        What a unit of it avoids or is worth [its unit].
    target : str
        Unit of the result.

    Returns
    -------
    float or None
        The amount [target]; ``None`` where the quantity is not known.

    Raises
    ------
    UnitMismatch
        If the units do not give the target; the message names firms and stream.

    Examples
    --------
    >>> ash = Delivery("Power station", "Cement works", "fly ash", "clinker", 100.0, 80.0, "kg/s")
    >>> yearly(ash, Rate("fly ash", "landfill", 1.0, "t/t", "tipped before", "sender"), "t/year")
    3155760.0
    """
    quantity = delivery.at(rate.side)[2]
    if quantity is None:
        return None
    try:
        return quantity * rate.value * _factor(str(delivery.unit), rate.unit, target)
    except UnitMismatch as error:
        raise UnitMismatch(
            f"{delivery.sent_stream} from {delivery.sender} to {delivery.receiver}: a quantity in "
            f"{delivery.unit} times {rate.name} in {rate.unit} does not give {target}."
        ) from error
