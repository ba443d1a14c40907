"""The tables of a report: what the toolkit found, with heads, words and names in one language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ecopark import panel as panels
from ecopark import standards
from ecopark.frames import to_python
from ecopark.scores import STANDARD
from ecopark_zone.reporting.words import Words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Shown", "decoupling", "gaps", "indicators", "notes", "number", "peers", "programs", "wanted"]

_DASH = "\u2013"
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


@dataclass(frozen=True)
class Shown:
    """A table as people see it: plain values, heads and title in one language.

    ``name`` is the same in every language: programs find the table by it.
    """

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the table as JSON knows it."""
        return asdict(self)

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> Shown:
        """Return what :meth:`as_json` gave."""
        rows = tuple(map(tuple, found["rows"]))
        return cls(found["name"], found["title"], tuple(found["heads"]), rows)


def number(value: Any) -> str:
    """Return a value as a table shows it: three digits or all whole ones, a dash for nothing.

    Examples
    --------
    >>> number(0.51653), number(12.9987), number(24379528.0), number("tce")
    ('0.517', '13.0', '24,379,528', 'tce')
    """
    if value is None or value == "":
        return _DASH
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        return str(value)
    size = abs(value)
    digits = 0 if size >= 100 or value == 0 else 2 - math.floor(math.log10(size)) if size >= 1e-4 else 6
    return f"{value:,.{max(digits, 0)}f}"


def indicators(judged: pd.DataFrame, standard: str, say: Words) -> Shown:
    """Return every indicator with its value, threshold, status and gap."""
    system = standards.get(standard)
    heads = ("code", "indicator", "value", "unit", "threshold", "status", "gap [% of the threshold]")
    rows = []
    for row in _rows(judged):
        one = system[row["code"]]
        value, unit, limit = row["value"], row["unit"], _limit(row)
        if one.formula.is_yes_no:
            value, unit, limit = _yes_no(value, say), "", _yes_no(one.threshold, say) or ""
        rows.append(
            (
                *(row["code"], say.indicator(standard, one), value, unit),
                *(limit, say.known(row["status"]), _times(100, row["gap"])),
            )
        )
    return _shown("indicators", say("All indicators"), heads, rows, say)


def gaps(found: pd.DataFrame, standard: str, say: Words) -> Shown:
    """Return the largest gaps and what closing each takes, in the unit of the quantity."""
    system = standards.get(standard)
    heads = (
        *("code", "indicator", "gap [% of the threshold]", "quantity", "unit", "now"),
        *("condition", "needed", "change", "change [%]", "note"),
    )
    rows = []
    for row in _rows(found):
        one = system[row["code"]]
        unit, moved = row["unit"], (row["now"], row["needed"], row["change"], row["change_percent"])
        if one.formula.is_yes_no:
            unit, moved = "", (_yes_no(row["now"], say), _yes_no(row["needed"], say), None, None)
        rows.append(
            (
                *(row["code"], say.indicator(standard, one), _times(100, row["gap"])),
                *(say.column(row["column"]), unit, moved[0], _must(row, say)),
                *(*moved[1:], say.note(row["note"] or "")),
            )
        )
    return _shown("gaps", say("The largest gaps, and what closing them takes"), heads, rows, say)


def decoupling(found: pd.DataFrame, say: Words) -> Shown:
    """Return the decoupling state of each quantity with its elasticity and interval."""
    constant = not found.empty and bool((found["driver"] == panels.CONSTANT).all())
    value = f"growth of added value at {'constant' if constant else 'current'} prices [% a year]"
    heads = (
        *("quantity", "years", "years used", "growth [% a year]", value),
        *("elasticity", "95 % interval, low", "95 % interval, high", "state"),
    )
    rows = [
        (
            *(say.column(row["quantity"]), _span(row["start"], row["end"]), row["n"]),
            *(_times(100, row["quantity_growth"]), _times(100, row["driver_growth"])),
            *(row["elasticity"], row["ci_low"], row["ci_high"], _state(row, say)),
        )
        for row in _rows(found)
    ]
    return _shown("decoupling", say("Growth and consumption"), heads, rows, say)


def programs(found: pd.DataFrame, say: Words) -> Shown:
    """Return how far the zone's numbers answer each program; nothing passes where nothing is a limit."""
    heads = ("program", "standard", "asked", "computable", "answered", "passed", "failed")
    rows = []
    for row in _rows(found):
        limits = any(one.threshold is not None for one in standards.get(row["system"]).computable)
        verdicts = (row["passed"], row["failed"]) if limits else (None, None)
        counts = (row["asked"], row["computable"], row["answered"], *verdicts)
        rows.append((say.known(row["program"]), row["system"], *counts, say.known(row["rule"])))
    title = say("How many indicators of each program the data answer")
    return _shown("programs", title, (*heads, "who sets the targets"), rows, say)


def wanted(found: pd.DataFrame, say: Words) -> Shown:
    """Return the data that would answer most indicators."""
    heads = ("quantity", "unit", "year", "indicators that wait", "codes", "where such data are kept")
    rows = [
        (
            *(_wanted_name(row, say), "" if row["column"] == "year" else row["unit"], _wanted_year(row, say)),
            *(row["indicators"], row["codes"], say.known(row["hint"] or "")),
        )
        for row in _rows(found)
    ]
    return _shown("wanted", say("Data that would help most"), heads, rows, say)


def peers(ranked: pd.DataFrame, say: Words) -> Shown:
    """Return the zone's rank among zones that are invented."""
    rows = [
        (_whole(row["rank"]), _zone(row["zone"], say), row["score"], _whole(row["n"]))
        for row in _rows(ranked.sort_values("rank", kind="stable"))
    ]
    heads = ("rank", "zone", "score", "indicators counted")
    return _shown("peers", say("Compared with synthetic zones"), heads, rows, say)


def notes(found: Iterable[Mapping[str, str]], say: Words) -> Shown:
    """Return what was noted when the file was read."""
    rows = [
        (
            n.get("place", ""),
            say.known(n.get("kind", "note")),
            n.get("value", ""),
            n["note"],
            n.get("fix", ""),
        )
        for n in found
    ]
    title = say("What was noted when the file was read")
    return _shown("notes", title, ("place", "kind", "value", "note", "fix"), rows, say)


def _shown(name: str, title: str, heads: Sequence[str], rows: Iterable[tuple[Any, ...]], say: Words) -> Shown:
    return Shown(name, title, tuple(say(head) for head in heads), tuple(rows))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows with plain values; what is missing is ``None``."""
    return [
        {str(name): to_python(value) for name, value in zip(frame.columns, row, strict=True)}
        for row in frame.itertuples(index=False, name=None)
    ]


def _times(factor: float, value: float | None) -> float | None:
    return None if value is None else factor * value


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _zone(name: str, say: Words) -> str:
    return say("standard") if name == STANDARD else name


def _wanted_name(row: Mapping[str, Any], say: Words) -> str:
    return say("An earlier year") if row["column"] == "year" else say.column(row["column"])


def _wanted_year(row: Mapping[str, Any], say: Words) -> Any:
    return say("before {year}", year=row["year"]) if row["column"] == "year" else row["year"]


def _span(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}{_DASH}{end}"


def _yes_no(value: Any, say: Words) -> str | None:
    return None if value is None else say("yes") if value else say("no")


def _limit(row: Mapping[str, Any]) -> str:
    if row["threshold"] is None:
        return ""
    return f"{_SIGNS.get(row['operator'], row['operator'] or '')} {row['threshold']:g}".strip()


def _must(row: Mapping[str, Any], say: Words) -> str:
    return say.known(row["must"] or row["status"])


def _state(row: Mapping[str, Any], say: Words) -> str:
    """Return the state in words; an ambiguous one names its candidates."""
    named = [say.known(one.replace("_", " ")) for one in str(row["candidates"] or "").split("; ")]
    if row["state"] == "ambiguous":
        return say("ambiguous: {states}", states=" / ".join(named))
    return say.known(str(row["state"]).replace("_", " "))
