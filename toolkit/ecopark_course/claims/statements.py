"""What a claim states, the rules that give its verdict, and the cells of the data packages behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ecopark import datasets
from ecopark.errors import UnknownNameError
from ecopark.intervals import Interval, rounding_interval

__all__ = ["Claim", "Claims", "Finding", "figure", "join", "read_claims", "row", "select", "text"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """What the recomputation of a claim gives.

    ``computed`` is a number in ``unit``, a text, or ``None`` if only the interval from ``low`` to
    ``high`` [unit] can be given. The interval is what the rounding of the inputs allows, or the range
    of the published values. ``verdict`` is ``agrees``, ``conflicts``, ``puzzle`` (the sources do not
    settle it) or ``trap`` (an easy mistake lies here). ``note`` gives the numbers behind it.
    """

    claim: str
    computed: float | str | None
    verdict: str
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim of a source: ``number`` in ``unit`` or ``text``, and its row of the table ``claims``."""

    name: str
    number: float | None = None
    text: str | None = None
    unit: str = ""
    details: Row = field(default_factory=dict)

    @property
    def value(self) -> float:
        """The stated number [unit]; ``UnknownNameError`` if the claim states none."""
        if self.number is None:
            raise UnknownNameError("number stated by the claim", self.name, ())
        return self.number

    @property
    def decade(self) -> int:
        """The decade that the text names, such as 1990; ``UnknownNameError`` if it names none."""
        decade = re.search(r"\d{4}", self.text or "")
        if decade is None:
            raise UnknownNameError("decade in", self.text, ())
        return int(decade[0])

    def states(self, computed: float | Interval) -> bool:
        """Tell whether a result [unit] rounds to the stated number at its printed precision."""
        stated = rounding_interval(self.value)
        if isinstance(computed, Interval):
            return stated.overlaps(computed)
        return stated.low <= computed < stated.high

    def finding(
        self,
        computed: float | str | None,
        between: Interval | tuple[float, float] | None = None,
        note: str = "",
        *,
        agrees: bool | None = None,
        puzzle: bool | None = None,
        trap: bool | None = None,
    ) -> Finding:
        """Give the verdict on the claim: the rules of the audit stand here.

        A claim that the sources leave open is a ``puzzle``, one that invites a mistake a ``trap``. Any
        other claim ``agrees`` or ``conflicts``: as told by ``agrees``; else it agrees if only a puzzle or
        a trap was looked for; else if the computed number rounds to the stated one.
        """
        if agrees is None:
            looked_for_doubt = puzzle is not None or trap is not None
            agrees = looked_for_doubt or (isinstance(computed, float | int) and self.states(computed))
        verdict = "puzzle" if puzzle else "trap" if trap else "agrees" if agrees else "conflicts"
        low, high = (between.low, between.high) if isinstance(between, Interval) else between or (None, None)
        if isinstance(computed, int):
            computed = float(computed)
        return Finding(self.name, computed, verdict, low, high, note)


class Claims(dict[str, Claim]):
    """Claims by name; one that the table ``claims`` does not have is an error."""

    def __missing__(self, name: str) -> Claim:
        raise UnknownNameError("claim", name, self)


def read_claims() -> Claims:
    """Read the claims in the order of their table; what one states comes from the package that holds it."""
    sources = {x["claim"]: x for x in datasets.rows("claims", "inputs") if x["role"] == "stated"}
    claims = Claims()
    for details in datasets.rows("claims"):
        number, words = details["stated"], details["stated_text"]
        if source := sources.get(details["id"]):
            value = select(source)[0][source["column"]]
            number, words = (None, str(value)) if number is None else (float(value), None)
        name = str(details["id"])
        claims[name] = Claim(name, number, words, details["unit"] or "", details)
    return claims


def row(package: str, table: str, key: object) -> Row:
    """Return the row of a table whose first column is the key."""
    lines = {next(iter(line.values())): line for line in reversed(datasets.rows(package, table))}
    if key not in lines:
        raise UnknownNameError(f"row of table {table!r} in package {package!r}", key, [*reversed(lines)])
    return lines[key]


def figure(package: str, table: str, key: object, column: str = "value") -> float:
    """Return a number of a table, in the unit that the table gives."""
    return float(row(package, table, key)[column])


def text(package: str, table: str, key: object, column: str) -> str:
    """Return a text of a table."""
    return str(row(package, table, key)[column])


def select(used: Row) -> list[Row]:
    """Return the rows that an entry of the table ``inputs`` names.

    Its ``row`` is the value of the table's first column, or ``column=value`` (several are joined by
    a semicolon), or ``all``. ``UnknownNameError`` if there is none.
    """
    lines, key = datasets.rows(used["package"], used["table"]), str(used["row"])
    first = next(iter(lines[0])) if lines else ""
    pairs = [part.split("=", 1) for part in key.split("; ")] if "=" in key else [[first, key]]
    chosen = [x for x in lines if key == "all" or all(str(x.get(name)) == value for name, value in pairs)]
    if not chosen:
        raise UnknownNameError(f"row of table {used['table']!r} in package {used['package']!r}", key, ())
    return chosen


def join(values: Iterable[object]) -> str:
    """Write values as one text, separated by commas."""
    return ", ".join(str(value) for value in values)
