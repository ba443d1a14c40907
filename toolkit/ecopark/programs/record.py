"""The record of one zone in a program, checked: events with dates, answers to conditions, documents."""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark.programs.days import blank, day_of
from ecopark.programs.procedure import Procedure
from ecopark.programs.tables import hint

__all__ = ["Event", "Record", "read"]

_YES = frozenset({"yes", "true", "fulfilled", "met"})
_NO = frozenset({"no", "false", "not met", "not fulfilled"})
_FIXED = ("zone", "on", "events", "fulfilled", "documents")
_DAY_FIX = "write the day as YYYY-MM-DD"
_Problems = list[Issue]


@dataclass(frozen=True)
class Event:
    """Something that took place; the date is ``None`` where it is not known."""

    event: str
    date: date | None = None
    grade: str | None = None


@dataclass(frozen=True)
class Record:
    """What is known of one zone in one program.

    ``answers`` maps a condition to yes, no, a number [unit of the condition] or ``None``;
    ``documents`` maps a document to the numbers of its finished parts; ``extras`` holds what only
    one program uses; ``on`` is the day for which the record speaks.
    """

    zone: str = ""
    on: date | None = None
    events: tuple[Event, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, frozenset[int]] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)

    def last(self, *events: str) -> Event | None:
        """Return the last of the events with one of these names, or ``None``."""
        return next((e for e in reversed(self.events) if e.event in events), None)


def read(
    raw: Any,
    machine: Procedure,
    *,
    answers: Collection[str] = (),
    extras: Collection[str] = (),
    aliases: Collection[str] = (),
    yes_no: Collection[str] = (),
    lists: Collection[str] = (),
    on: Any = None,
) -> Record:
    """Read the record of one zone and refuse it with every fault.

    Parameters
    ----------
    raw : mapping or pandas.Series
        Keys: ``zone``; ``on``; ``events``, a list of (event, date) or of mappings with ``event``,
        ``date`` and ``grade``; ``fulfilled``, a list of conditions or a mapping of condition to
        answer; ``documents``, a list of finished documents or a mapping of document to the numbers
        of its finished parts. A row of a table works too: one column per event with its date (several:
        separated by semicolons) and one column per condition with its answer.
    machine : Procedure
        The procedure, which knows events, conditions and documents.
    answers, extras, aliases : collection of str
        Further conditions, keys and names of events that this program understands.
    yes_no, lists : collection of str
        Which of the further conditions take yes or no only, and which conditions take several numbers.
    on : date or str, optional
        Day for which the status is asked; events after it are left out.

    Returns
    -------
    Record
        The checked record; its ``on`` is by default the day of the last event.

    Raises
    ------
    DataError
        With every unknown key, event, document, unreadable date or answer, and dates that run
        backwards.

    Examples
    --------
    >>> from ecopark.programs.procedure import procedure
    >>> read({"zone": "A", "apply": "2005-03-01"}, procedure("eip")).events
    (Event(event='apply', date=datetime.date(2005, 3, 1), grade=None),)
    """
    problems: _Problems = []
    given = _given(raw, machine.program)
    names = (*machine.events, *aliases)
    plain = [*(c.id for c in machine.conditions if c.operator is None), *yes_no]
    known = dict.fromkeys((*(c.id for c in machine.conditions), *answers, *yes_no))
    every = (*_FIXED, *extras, *names, *known)
    problems += [_unknown(key, every) for key in given if key not in every]
    events = _events(given, names, machine, problems)
    day = _day(given.get("on") if blank(on) else on, "on", None, problems)
    dated = [e.date for e in events if e.date is not None]
    day = day or max(dated, default=None)
    found = Record(
        str(given.get("zone", "")),
        day,
        tuple(e for e in events if e.date is None or day is None or e.date <= day),
        _yes_no(_answers(given, known, lists, problems), plain, problems),
        _documents(given.get("documents", {}), machine, problems),
        {k: given[k] for k in extras if k in given},
    )
    if problems:
        zone = str(given.get("zone", "")) or "a zone"
        raise DataError(f"the record of {zone} in program {machine.program}", problems)
    return found


def _given(raw: Any, program: str) -> dict[str, Any]:
    """Return what a mapping or a row holds, empty cells left out."""
    try:
        pairs = dict(raw).items()
    except (TypeError, ValueError) as error:
        fix = "give a dictionary or one row of a table"
        problem = Issue("is no record", value=type(raw).__name__, fix=fix)
        raise DataError(f"the record of a zone in program {program}", [problem]) from error
    return {str(k): v for k, v in pairs if not blank(v)}


def _unknown(key: str, known: Iterable[str]) -> Issue:
    return Issue("is not a key of a record", key, fix=hint(key, known))


def _day(value: Any, column: str, row: int | None, problems: _Problems) -> date | None:
    try:
        return day_of(value)
    except ValueError:
        problems.append(Issue("is no day", column, row, value=value, fix=_DAY_FIX))
        return None


def _events(
    given: Mapping[str, Any], names: Collection[str], machine: Procedure, problems: _Problems
) -> list[Event]:
    columns = {name: given[name] for name in names if name in given}
    if "events" in given:
        if columns:
            fix = "give the events as a list or as columns, not both"
            problems.append(Issue("stands beside columns for events", "events", fix=fix))
        return _listed(given["events"], names, problems)
    order = {name: place for place, name in enumerate(names)}
    found = [
        Event(name, _day(one, name, None, problems))
        for name, value in columns.items()
        for one in _several(value)
    ]
    return sorted(found, key=lambda e: (e.date or date.max, order[e.event]))


def _several(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";")]
    return list(value) if isinstance(value, list | tuple) else [value]


def _listed(raw: Any, names: Collection[str], problems: _Problems) -> list[Event]:
    if isinstance(raw, str | Mapping):
        raw = _several(raw)
    rows = raw.to_dict("records") if hasattr(raw, "to_dict") else raw
    found = [_event(number, row, names, problems) for number, row in enumerate(rows)]
    days = [(number, e.date) for number, e in enumerate(found) if e.date is not None]
    for (_, before), (number, after) in pairwise(days):
        if after < before:
            rule = f"lies before the event above it, of {before}"
            fix = "list the events in the order in which they took place"
            problems.append(Issue(rule, "date", number, value=str(after), fix=fix))
    return found


def _event(number: int, row: Any, names: Collection[str], problems: _Problems) -> Event:
    if not isinstance(row, Mapping):
        parts = row if isinstance(row, list | tuple) else [row]
        row = dict(zip(("event", "date", "grade"), parts, strict=False))
    line = dict(row)
    name = str(line.get("event", ""))
    if name not in names:
        fix = hint(name, names)
        problems.append(Issue("is not an event of the procedure", "event", number, value=name, fix=fix))
    grade = None if blank(line.get("grade")) else str(line["grade"])
    return Event(name, _day(line.get("date"), "date", number, problems), grade)


def _answers(
    given: Mapping[str, Any], known: Collection[str], lists: Collection[str], problems: _Problems
) -> dict[str, Any]:
    listed = given.get("fulfilled", {})
    named = dict(listed) if isinstance(listed, Mapping) else dict.fromkeys(_several(listed), True)
    for name in named:
        if name not in known:
            fix = hint(name, known)
            problems.append(Issue("is not a condition", "fulfilled", value=name, fix=fix))
    named |= {name: given[name] for name in known if name in given}
    return {n: _answer(n, value, n in lists, problems) for n, value in named.items() if n in known}


def _yes_no(answers: dict[str, Any], plain: Iterable[str], problems: _Problems) -> dict[str, Any]:
    """Return the answers with 1 and 0 read as yes and no where there is no number to reach."""
    for name in plain:
        value = answers.get(name)
        if isinstance(value, float | list):
            if value not in (0.0, 1.0):
                problems.append(Issue("is answered by yes or no", name, value=value, fix="write yes or no"))
            answers[name] = value == 1.0
    return answers


def _answer(name: str, value: Any, several: bool, problems: _Problems) -> Any:
    """Return yes, no, a number, a list of numbers or ``None``."""
    if blank(value):
        return None
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in _YES | _NO:
            return word in _YES
    elif type(value).__name__ in {"bool", "bool_"}:
        return bool(value)
    elif isinstance(value, numbers.Real) and math.isfinite(value):
        return float(value)
    elif several and isinstance(value, list | tuple) and all(isinstance(one, numbers.Real) for one in value):
        return [float(one) for one in value]
    problems.append(
        Issue("is neither yes, no nor a number", name, value=value, fix="write yes, no or a number")
    )
    return None


def _documents(raw: Any, machine: Procedure, problems: _Problems) -> dict[str, frozenset[int]]:
    named = dict(raw) if isinstance(raw, Mapping) else dict.fromkeys(_several(raw), True)
    found = {}
    for name, parts in named.items():
        places = frozenset(part.order for part in machine.parts_of(str(name)))
        if not places:
            fix = hint(name, machine.documents)
            problems.append(Issue("is not a document of the program", "documents", value=name, fix=fix))
            continue
        done = places if parts is True else _places(parts)
        wrong = sorted(done - places, key=str)
        if wrong:
            fix = f"the parts are {min(places)} to {max(places)}"
            problems.append(Issue(f"is no part of the {name}", "documents", value=wrong[0], fix=fix))
        found[str(name)] = done & places
    return found


def _places(parts: Any) -> frozenset[Any]:
    """Return the numbers of parts; what is no number stays as it is, to be refused."""
    if blank(parts) or parts is False:
        return frozenset()
    found = _several(parts) if isinstance(parts, str | int | float) else list(parts)
    return frozenset(int(one) if str(one).strip().isdigit() else one for one in found)
