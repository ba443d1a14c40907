"""Placing a zone in a procedure: walk through its events, then judge every condition and document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ecopark.errors import UnknownNameError
from ecopark.programs.days import add_years
from ecopark.programs.procedure import Procedure
from ecopark.programs.record import Event, Record
from ecopark.programs.standing import Due, Item, Next, Rules, Standing
from ecopark.programs.tables import Condition, State, Step, compare

__all__ = ["due", "item", "stand"]


def stand(
    machine: Procedure,
    record: Record,
    rules: Rules,
    answers: Mapping[str, Any],
    more: Sequence[Item] = (),
    *,
    events: Sequence[Event] | None = None,
) -> Standing:
    """Walk through the procedure and say where the zone stands.

    Parameters
    ----------
    machine : Procedure
        The procedure.
    record : Record
        What is known of the zone.
    rules : Rules
        What the tables leave open.
    answers : mapping of str to object
        Answer to each condition: yes, no, a number [unit of the condition] or ``None``.
    more : sequence of Item
        Further items; their stage is set here.
    events : sequence of Event, optional
        The events, where they are not those of the record as it stands.

    Returns
    -------
    Standing
        With the deadlines among its due days; a program adds its own.

    Raises
    ------
    DataError
        If the procedure does not allow an event in the state reached.
    """
    happened = tuple(record.events if events is None else events)
    taken = machine.walk([e.event for e in happened], record.zone)
    state = machine.state(taken[-1].to_state if taken else machine.start.state)
    deadlines = {c.id: _deadline(c, record, happened) for c in machine.conditions if c.deadline}
    given = dict(answers) | {name: _DEADLINE_ANSWERS[d.status] for name, d in deadlines.items()}
    asked = [c for c in machine.conditions if c.id not in rules.intervals]
    raw = [item(c, given.get(c.id), rules.kind(c)) for c in asked]
    raw += [*more, *_parts(machine, record, rules)]
    stages = _stages(machine, state, taken)
    items = tuple(_staged(one, stages[one.event]) for one in raw)
    steps = machine.allowed(state.state)
    open_ones = () if state.kind == "end" else tuple(deadlines.values())
    return Standing(
        machine.program, record.zone, state.state, state.label, state.kind, state.title,
        happened[-1].date if happened else None, record.on, happened, items,
        tuple(_next(step, items) for step in steps), open_ones, _notes(state, steps),
    )  # fmt: skip


def item(condition: Condition, value: object, kind: str = "condition") -> Item:
    """Return the line of the checklist for a condition and its answer [unit of the condition]."""
    limit = f"{condition.operator} {condition.threshold:g}" if condition.threshold is not None else ""
    return Item(
        condition.id, condition.condition, kind, condition.event, "now", _status(condition, value),
        value, str(condition.deadline or limit), condition.unit or "", condition.citation,
    )  # fmt: skip


def due(
    what: str, start: date | None, years: float, on: date | None, *, certainty: str = "sure", note: str = ""
) -> Due:
    """Return what is due some years after a start [year], seen from the day ``on``.

    Examples
    --------
    >>> due("evaluation", date(2005, 3, 1), 3, on=date(2009, 1, 1))
    Due(what='evaluation', day=datetime.date(2008, 3, 1), status='overdue', certainty='sure', note='')
    """
    if start is None or on is None:
        note = f"{note} The day to count from is not known.".strip()
        return Due(what, None, "missing", certainty, note)
    day = add_years(start, years)
    return Due(what, day, "overdue" if on > day else "open", certainty, note)


_DEADLINE_ANSWERS = {"met": True, "late": False, "overdue": False, "open": None, "missing": None}


def _status(condition: Condition, value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "fulfilled" if value else "not met"
    if condition.operator is None or condition.threshold is None or not isinstance(value, int | float):
        raise UnknownNameError(f"answer to {condition.id}", value, ["yes", "no"])
    return "fulfilled" if compare(value, condition.operator, condition.threshold) else "not met"


def _deadline(condition: Condition, record: Record, happened: Sequence[Event]) -> Due:
    day = condition.deadline
    assert day is not None  # noqa: S101 (only conditions with a deadline come here)
    done = next((e for e in happened if e.event == condition.event), None)
    seen = record.on if done is None else done.date
    if seen is None:
        status = "missing"
    elif done is None:
        status = "open" if seen <= day else "overdue"
    else:
        status = "met" if seen <= day else "late"
    return Due(condition.condition, day, status)


def _stages(machine: Procedure, state: State, taken: Sequence[Step]) -> dict[str, str]:
    """Return for each event whether it is past, allowed now, comes later or is closed."""
    past = {step.event for step in taken}
    now = {step.event for step in machine.allowed(state.state)}
    ahead = machine.reachable(state.state)
    later = {step.event for step in machine.steps if step.from_state in ahead}
    return {
        event: "now" if event in now else "past" if event in past else "later" if event in later else "closed"
        for event in machine.events
    }


def _staged(one: Item, stage: str) -> Item:
    silent = stage == "past" and one.status == "missing"
    return replace(one, stage=stage, status="implied" if silent else one.status)


def _parts(machine: Procedure, record: Record, rules: Rules) -> list[Item]:
    found = []
    for event, documents in rules.documents.items():
        for name in documents:
            done = record.documents.get(name)
            for part in machine.parts_of(name):
                status = "missing" if done is None else "fulfilled" if part.order in done else "not met"
                place = f"{name}, part {part.order}"
                one = Item(place, part.part, "document", event, "now", status, citation=part.citation)
                found.append(one)
    return found


def _next(step: Step, items: Sequence[Item]) -> Next:
    own = [i for i in items if i.event == step.event and i.kind != "deadline"]
    open_ = tuple(i.id for i in own if i.status != "fulfilled")
    blocked = any(i.status == "not met" for i in own)
    status = "blocked" if blocked else "open" if open_ else "ready"
    return Next(step.event, step.actor, step.to_state, step.basis, status, open_)


def _notes(state: State, steps: Sequence[Step]) -> tuple[str, ...]:
    inferred = [f"{s.event}: {s.note}." for s in steps if s.basis == "inferred" and s.note]
    return tuple(([f"{state.note}."] if state.note else []) + inferred)
