"""Streams that give or take heat: their temperatures, their heat, and every fault at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ecopark import frames
from ecopark.errors import DataError, Issue
from ecopark.validation import Column, find_issues

__all__ = ["ABSOLUTE_ZERO", "HeatStream", "read_streams"]

ABSOLUTE_ZERO = -273.15  # °C, by definition of the Celsius scale
_AGREE = 0.01  # heat and capacity of one row may differ by this part
_SPLIT = "for boiling or condensing set the target 1 °C away and divide the heat by that 1 K"
_WANTED = (
    Column("stream", "text", "", True, None, None, None, "name of the stream"),
    Column("supply", "number", "°C", True, None, None, None, "temperature at which the stream comes"),
    Column("target", "number", "°C", True, None, None, None, "temperature at which the stream shall leave"),
)
_CAPACITY = Column("capacity", "number", "kW/K", False, None, None, None, "heat capacity flow")
_HEAT = Column("heat", "number", "kW", False, None, None, None, "heat of the stream")


@dataclass(frozen=True)
class HeatStream:
    """A stream that is to be cooled (hot) or heated (cold).

    Parameters
    ----------
    name : str
        Its name.
    supply, target : float
        Temperature at which it comes and at which it shall leave [°C]; a hot stream cools down.
    capacity : float
        Heat capacity flow CP, mass flow times specific heat [kW/K], above zero.
    firm : str
        Firm that it belongs to.

    Raises
    ------
    DataError
        If a temperature is below absolute zero, both temperatures are the same, or the capacity is
        not above zero.

    Examples
    --------
    >>> gas = HeatStream("flue gas", 180.0, 60.0, 3.0, "mill")
    >>> gas.kind, gas.heat
    ('hot', 360.0)
    """

    name: str
    supply: float
    target: float
    capacity: float
    firm: str = ""

    def __post_init__(self) -> None:
        problems = list(_faults(self._row(), None))
        if problems:
            raise DataError(f"stream {self.name}", problems)

    @property
    def kind(self) -> str:
        """``hot`` for a stream that cools down, ``cold`` for one that heats up."""
        return "hot" if self.supply > self.target else "cold"

    @property
    def heat(self) -> float:
        """Heat that it gives or takes [kW]."""
        return self.capacity * abs(self.supply - self.target)

    def shifted(self, dt_min: float) -> tuple[float, float]:
        """Return its higher and lower temperature, moved by half of ``dt_min`` [°C]."""
        move = -dt_min / 2 if self.kind == "hot" else dt_min / 2
        # Without rounding, noise in the last digit would make two temperatures of one.
        high, low = max(self.supply, self.target), min(self.supply, self.target)
        return round(high + move, 9), round(low + move, 9)

    def _row(self) -> dict[str, Any]:
        own = {"stream": self.name, "supply": self.supply, "target": self.target}
        return {**own, "capacity": self.capacity, "firm": self.firm}


def read_streams(streams: Any) -> tuple[list[HeatStream], Any]:
    """Return the streams of a sequence or a table, checked, and the kind of dataframe to give back.

    Raises
    ------
    DataError
        With every fault, each with its row, stream and firm.
    NotAFrame
        If it is neither a sequence of streams nor a dataframe.
    """
    if isinstance(streams, Sequence) and all(isinstance(s, HeatStream) for s in streams):
        given = list(streams)
        _refuse([*([] if given else [_NOTHING]), *_twice([s._row() for s in given])])
        return given, "pandas"
    frame = frames.from_native_eager(streams, "table of streams")
    optional = [c for c in (_CAPACITY, _HEAT) if c.name in frame.columns]
    problems = find_issues(frame, [*_WANTED, *optional])
    if not optional:
        text = "the column is missing: heat capacity flow [kW/K], or heat [kW] in its place"
        problems.append(Issue(text, "capacity", fix="add one of the two"))
    _refuse(problems)
    rows = [_plain(row) for row in frame.iter_rows(named=True)]
    _refuse([*(p for n, row in enumerate(rows) for p in _faults(row, n)), *_twice(rows)])
    return [_stream(row) for row in rows], frame.implementation


_NOTHING = Issue("there are no streams", fix="give at least one")


def _refuse(problems: list[Issue]) -> None:
    if problems:
        raise DataError("the streams", problems)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row without the cells that are empty."""
    return {k: v for k, v in row.items() if v is not None and v == v}


def _stream(row: dict[str, Any]) -> HeatStream:
    supply, target = float(row["supply"]), float(row["target"])
    capacity = row["capacity"] if "capacity" in row else row["heat"] / abs(supply - target)
    return HeatStream(str(row["stream"]), supply, target, float(capacity), str(row.get("firm", "")))


def _faults(row: dict[str, Any], number: int | None) -> Iterator[Issue]:
    """Yield what is wrong with one stream; each message names the stream and the limit."""
    name = f"stream {row['stream']}" + (f" of {row['firm']}" if row.get("firm") else "")

    def wrong(column: str, rule: str, fix: str) -> Issue:
        return Issue(f"{name}: {rule}", column, number, value=row.get(column), fix=fix)

    for column in ("supply", "target"):
        value = row.get(column)
        if value is None or not math.isfinite(value):
            yield wrong(column, "the temperature is not known", "give it in °C")
        elif value < ABSOLUTE_ZERO:
            rule = f"{value:g} °C is below absolute zero, {ABSOLUTE_ZERO} °C"
            yield wrong(column, rule, "check the sign and whether the unit is °C")
    for column, unit in (("capacity", "kW/K"), ("heat", "kW")):
        value = row.get(column)
        if value is not None and not (math.isfinite(value) and value > 0):
            rule = f"{value:g} {unit} is not above zero"
            yield wrong(column, rule, "give hot and cold streams a positive number")
    if "capacity" not in row and "heat" not in row:
        yield wrong("capacity", "neither heat capacity flow nor heat is given", "give one of them")
    if row.get("supply") is not None and row.get("target") is not None:
        yield from _direction(row, wrong)


def _direction(row: dict[str, Any], wrong: Any) -> Iterator[Issue]:
    """Yield what is wrong with the two temperatures together."""
    supply, target = row["supply"], row["target"]
    if supply == target:
        rule = f"supply and target are both {supply:g} °C, so the difference is 0 K"
        yield wrong("target", rule, _SPLIT)
        return
    kind, found = row.get("kind"), "hot" if supply > target else "cold"
    if kind is not None and kind not in ("hot", "cold"):
        yield wrong("kind", "must be hot or cold", "choose one of them, or leave the column out")
    elif kind is not None and kind != found:
        does = "heats up" if found == "cold" else "cools down"
        rule = f"a {kind} stream {does} from {supply:g} to {target:g} °C"
        yield wrong("kind", rule, "exchange supply and target, or change the kind")
    if "capacity" in row and "heat" in row:
        heat = row["capacity"] * abs(supply - target)
        if abs(heat - row["heat"]) > _AGREE * abs(row["heat"]):
            rule = f"capacity and temperatures give {heat:g} kW, not {row['heat']:g} kW"
            yield wrong("heat", rule, "give only one of the two")


def _twice(rows: list[dict[str, Any]]) -> list[Issue]:
    """Return the streams that stand twice: a stream may have several parts, but not the same one again."""
    seen: set[tuple[Any, ...]] = set()
    found = []
    for number, row in enumerate(rows):
        key = (row["stream"], row.get("firm", ""), row.get("supply"), row.get("target"))
        if key in seen:
            rule = f"stream {row['stream']} stands twice with the same temperatures"
            found.append(Issue(rule, "stream", number, value=row["stream"], fix="keep one of the rows"))
        seen.add(key)
    return found
