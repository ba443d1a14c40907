"""The statement of a claim, the rule that gives its verdict, and the cells that its check reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from ecopark import datasets
from ecopark.errors import UnknownNameError
from ecopark.i18n import say
from ecopark.intervals import Interval, parse_printed, rounding_interval

__all__ = ["Claim", "Claims", "join", "read_claims", "select"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """A claim of a source: the number [unit] or the text that it states, and its row of ``claims``."""

    name: str
    stated: float | str | None
    details: Row

    @property
    def value(self) -> float:
        """The stated number [unit]; ``UnknownNameError`` if the claim states none."""
        if not isinstance(self.stated, float):
            raise UnknownNameError("number stated by the claim", self.name, ())
        return self.stated

    def agrees(self, computed: float | str | Interval | None) -> bool:
        """Compare a result [unit] with the claim, by the rule in its row.

        The result ``rounds`` to the stated number at its printed precision (an interval: it holds a number
        that does), ``equals`` the stated number or text, ``reaches`` it, or ``stays within`` it. Under the
        rule ``no doubt``, a claim agrees unless its check finds a puzzle or a trap.
        """
        rule = self.details["rule"]
        if rule == "no doubt":
            return True
        if rule == "equals" or not isinstance(computed, float | int | Interval):
            return computed == self.stated
        stated = rounding_interval(self.value)
        if isinstance(computed, Interval):
            return stated.overlaps(computed)
        if rule == "reaches":
            return computed >= self.value
        if rule == "stays within":
            return computed <= stated.high
        return stated.low <= computed < stated.high


class Claims(dict[str, Claim]):
    """Claims by name; one that the table ``claims`` does not have is an error."""

    def __missing__(self, name: str) -> Claim:
        raise UnknownNameError("claim", name, self)

    def check(
        self,
        name: str,
        computed: float | str | None,
        between: Interval | tuple[float, float] | None = None,
        *,
        agrees: bool | None = None,
        puzzle: bool = False,
        trap: bool = False,
        **placeholders: object,
    ) -> Row:
        """Give the verdict on a claim.

        A claim that the sources leave open is a ``puzzle``, one that invites a mistake a ``trap``. Any
        other claim ``agrees`` or ``conflicts``: by its rule, or by the argument ``agrees`` if the rule is
        ``its own``.

        ``computed`` is a number [unit], a text, or ``None`` if there is only an interval: ``between`` is
        the range that the rounding of the inputs allows, or the range of the published values [unit]. The
        ``placeholders`` take the places in braces of the explanation.
        """
        claim = self[name]
        if agrees is None:
            agrees = claim.agrees(between if isinstance(between, Interval) else computed)
        low, high = (between.low, between.high) if isinstance(between, Interval) else between or (None, None)
        return {
            "claim": name,
            "subject": claim.details["subject"],
            "statement": claim.details["statement"],
            "stated": claim.stated,
            "computed": float(computed) if isinstance(computed, int) else computed,
            "low": low,
            "high": high,
            "unit": claim.details["unit"] or "",
            "verdict": "puzzle" if puzzle else "trap" if trap else "agrees" if agrees else "conflicts",
            "expected": claim.details["expected"],
            "explanation": claim.details["explanation"].format(
                computed=computed, low=low, high=high, **placeholders
            ),
            "source": claim.details["source"],
        }

    def cells(self, subject: str) -> SimpleNamespace:
        """Return the inputs of a subject's checks by their names in the table ``inputs``.

        A cell is a number or text; the cells of several rows are a list; the role ``printed`` makes the
        interval of the numbers that round to the printed one.
        """
        names_of_subject = {name for name, claim in self.items() if claim.details["subject"] == subject}
        read, cells = cache(datasets.rows), {}
        for used in datasets.rows("claims", "inputs"):
            if used["claim"] in names_of_subject and used["role"] != "stated" and used["name"] not in cells:
                rows = select(used, read(used["package"], used["table"]))
                column: list[Any] = [row[used["column"]] for row in rows]
                is_list = used["row"] == "all" or "=" in used["row"]
                first = parse_printed(column[0]) if used["role"] == "printed" else column[0]
                cells[used["name"]] = column if is_list else first
        return SimpleNamespace(**cells)


def read_claims() -> Claims:
    """Read the claims in the order of their table; the stated value comes from the package that holds it."""
    stated = {used["claim"]: used for used in datasets.rows("claims", "inputs") if used["role"] == "stated"}
    claims = Claims()
    for details in datasets.rows("claims"):
        name, value = str(details["id"]), details["stated_text"]
        if details["stated"] is not None:
            value = float(details["stated"])
        if used := stated.get(name):
            cell = select(used, datasets.rows(used["package"], used["table"]))[0][used["column"]]
            value = str(cell) if details["stated"] is None else float(cell)
        claims[name] = Claim(name, value, details)
    return claims


def select(used: Row, rows: list[Row]) -> list[Row]:
    """Return the rows of a table that an entry of the table ``inputs`` names.

    Its ``row`` is the value of the table's first column, or ``column=value`` (several are joined by
    a semicolon), or ``all``. ``UnknownNameError`` if there is none.
    """
    key, first = str(used["row"]), next(iter(rows[0]))
    if key == "all":
        return rows
    conditions = dict(part.split("=", 1) for part in key.split("; ")) if "=" in key else {first: key}
    chosen = [row for row in rows if all(str(row.get(name)) == value for name, value in conditions.items())]
    if not chosen:
        where = {"table": used["table"], "package": used["package"]}
        kind = say("row of table {table!r} in package {package!r}", **where)
        raise UnknownNameError(kind, key, [row[first] for row in rows])
    return chosen


def join(values: Iterable[object]) -> str:
    """Write values as one text, separated by commas; ``none`` if there is no value."""
    return ", ".join(str(value) for value in values) or "none"
