"""The rows that make up a procedure, and what is wrong with them if they are no state machine."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ecopark.errors import Issue, UnknownNameError, did_you_mean

__all__ = ["Condition", "Part", "State", "Step", "compare", "faults", "hint", "reachable"]

_COMPARE = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


@dataclass(frozen=True)
class State:
    """Where a zone can stand: ``kind`` is ``start``, ``middle`` or ``end``, ``title`` an official title."""

    state: str
    label: str
    kind: str
    title: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Step:
    """One arrow: ``event`` leads from a state to a state, and ``actor`` acts, if the source says who.

    ``basis`` is ``printed`` where the source describes the step, ``inferred`` where it is silent.
    """

    order: int
    from_state: str
    event: str
    to_state: str
    actor: str | None = None
    basis: str = "printed"
    note: str | None = None
    citation: str = ""


@dataclass(frozen=True)
class Condition:
    """What an event needs; a number is compared with ``threshold`` [unit] by ``operator``."""

    id: str
    condition: str
    event: str
    operator: str | None = None
    threshold: float | None = None
    unit: str | None = None
    deadline: date | None = None
    note: str | None = None
    citation: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a document that a zone writes; ``order`` counts from 1."""

    document: str
    order: int
    part: str
    citation: str = ""


States = Sequence[State]
Steps = Sequence[Step]


def compare(value: float, sign: str, limit: float) -> bool:
    """Return whether ``value sign limit`` holds; both in one unit.

    Raises
    ------
    UnknownNameError
        If the sign is not one of ``>= > <= < =``.

    Examples
    --------
    >>> compare(91, ">=", 90), compare(3, "<", 3)
    (True, False)
    """
    if sign not in _COMPARE:
        raise UnknownNameError("operator", sign, _COMPARE)
    return bool(_COMPARE[sign](value, limit))


def reachable(state: str, steps: Steps) -> frozenset[str]:
    """Return the states that can be reached from a state by the steps, the state itself included."""
    found, new = {state}, {state}
    while new:
        new = {step.to_state for step in steps if step.from_state in new} - found
        found |= new
    return frozenset(found)


def faults(states: States, steps: Steps, conditions: Sequence[Condition]) -> list[Issue]:
    """Return everything that keeps the rows from being a state machine, in one list."""
    return [
        *_state_faults(states, steps),
        *_step_faults(states, steps),
        *_condition_faults(steps, conditions),
    ]


def hint(name: object, known: Iterable[str]) -> str:
    """Return what to write in the place of a wrong name: the nearest known one, or any of them.

    Examples
    --------
    >>> hint("aply", ["apply", "certify"]), hint("x", ["apply", "certify"])
    ("write 'apply'", 'use one of apply, certify')
    """
    names = list(known)
    near = did_you_mean(str(name), names).removeprefix(" Did you mean ").removesuffix("?")
    return f"write {near}" if near else f"use one of {', '.join(names) or 'none'}"


def _state_faults(states: States, steps: Steps) -> Iterator[Issue]:
    names = [state.state for state in states]
    for row, state in enumerate(states):
        if state.state in names[:row]:
            yield Issue("the state stands twice", "state", row, value=state.state, fix="keep one row")
        if state.kind not in {"start", "middle", "end"}:
            fix = "write start, middle or end"
            yield Issue("is no kind of state", "kind", row, value=state.kind, fix=fix)
    starts = [state.state for state in states if state.kind == "start"]
    if len(starts) != 1:
        fix = "mark one state as the start"
        yield Issue("there must be exactly one start", "kind", value=starts, fix=fix)
        return
    reached = reachable(starts[0], steps)
    for row, name in enumerate(names):
        if name not in reached:
            yield Issue("cannot be reached from the start", "state", row, value=name, fix="add a step to it")


def _step_faults(states: States, steps: Steps) -> Iterator[Issue]:
    kinds = {state.state: state.kind for state in states}
    seen: set[tuple[str, str]] = set()
    for row, step in enumerate(steps):
        for column, name in (("from_state", step.from_state), ("to_state", step.to_state)):
            if name not in kinds:
                fix = hint(name, kinds)
                yield Issue("is no state", column, row, value=name, fix=fix)
        if kinds.get(step.from_state) == "end":
            fix = "call the state middle or drop the step"
            yield Issue("leads out of an end", "from_state", row, value=step.from_state, fix=fix)
        if (step.from_state, step.event) in seen:
            fix = "give each event one result"
            yield Issue("happens twice in one state", "event", row, value=step.event, fix=fix)
        seen.add((step.from_state, step.event))


def _condition_faults(steps: Steps, conditions: Sequence[Condition]) -> Iterator[Issue]:
    events = tuple(dict.fromkeys(step.event for step in steps))
    for row, condition in enumerate(conditions):
        if condition.event not in events:
            fix = hint(condition.event, events)
            yield Issue("is no event", "event", row, value=condition.event, fix=fix)
        if condition.operator is not None and condition.operator not in _COMPARE:
            fix = f"use one of {' '.join(_COMPARE)}"
            yield Issue("is no operator", "operator", row, value=condition.operator, fix=fix)
