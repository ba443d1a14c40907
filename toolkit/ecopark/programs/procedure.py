"""A program's procedure as a state machine read from tables: which event leads from where to where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import DataError, Issue, UnknownNameError
from ecopark.programs.tables import Condition, Part, State, Step, faults, hint, reachable

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Condition", "Part", "Procedure", "State", "Step", "from_rows", "procedure"]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Procedure:
    """The states, steps, conditions and documents of one program.

    Raises
    ------
    DataError
        If the tables are no state machine: all faults, listed. There must be one start; every state
        can be reached; an event has one result in a state; nothing leads out of an end; conditions
        name events.
    """

    program: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...] = ()
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        problems = faults(self.states, self.steps, self.conditions)
        if problems:
            raise DataError(f"the procedure of {self.program}", problems)

    @property
    def start(self) -> State:
        """The state of a zone before its first event."""
        return next(s for s in self.states if s.kind == "start")

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the events, in the order of the table."""
        return tuple(dict.fromkeys(step.event for step in self.steps))

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents, in the order of the table."""
        return tuple(dict.fromkeys(part.document for part in self.parts))

    def state(self, name: str) -> State:
        """Return the state of that name; ``UnknownNameError`` if there is none."""
        for state in self.states:
            if state.state == name:
                return state
        raise UnknownNameError(f"state of program {self.program}", name, [s.state for s in self.states])

    def condition(self, name: str) -> Condition:
        """Return the condition of that name; ``UnknownNameError`` if there is none."""
        for condition in self.conditions:
            if condition.id == name:
                return condition
        raise UnknownNameError(f"condition of program {self.program}", name, [c.id for c in self.conditions])

    def parts_of(self, document: str) -> tuple[Part, ...]:
        """Return the parts of a document, in order."""
        return tuple(part for part in self.parts if part.document == document)

    def allowed(self, state: str) -> tuple[Step, ...]:
        """Return the steps that may follow in a state; none in an end state.

        Examples
        --------
        >>> [step.event for step in procedure("eip").allowed("under_review")]
        ['approve', 'reject']
        """
        self.state(state)
        return tuple(step for step in self.steps if step.from_state == state)

    def reachable(self, state: str) -> frozenset[str]:
        """Return the states that a zone may still reach from a state, the state itself included."""
        return reachable(state, self.steps)

    def walk(self, events: Sequence[str], zone: str = "") -> tuple[Step, ...]:
        """Follow the events from the start and return the steps taken.

        Parameters
        ----------
        events : sequence of str
            Names of the events, in the order in which they took place.
        zone : str
            Name of the zone, for the message.

        Returns
        -------
        tuple of Step
            One step an event.

        Raises
        ------
        DataError
            If the procedure does not allow an event in the state reached; the message names the
            events that it allows, and who acts.

        Examples
        --------
        >>> procedure("eip").walk(["apply", "conditions_met"])[-1].to_state
        'eligible'
        >>> procedure("eip").walk(["apply", "certify"], zone="A")
        Traceback (most recent call last):
        ...
        ecopark.errors.DataError: 1 problem in the events of A in program eip:
          row 1, column event: 'certify': is not allowed in the state applied; allowed are
          conditions_met (leading group), conditions_not_met (leading group). Likely fix: record the
          events before it; it is possible in the state trial.
        """
        here, taken = self.start.state, []
        for row, event in enumerate(events):
            step = next((s for s in self.allowed(here) if s.event == event), None)
            if step is None:
                what = f"the events of {zone or 'the zone'} in program {self.program}"
                raise DataError(what, [self._refused(row, event, here)])
            taken.append(step)
            here = step.to_state
        return tuple(taken)

    def _refused(self, row: int, event: str, here: str) -> Issue:
        named = ", ".join(f"{s.event} ({s.actor or 'actor not said'})" for s in self.allowed(here))
        rule = f"is not allowed in the state {here}; allowed are {named or 'no events: it is an end'}"
        states = [step.from_state for step in self.steps if step.event == event]
        fix = f"record the events before it; it is possible in the state {' or '.join(states)}"
        if not states:
            fix = hint(event, self.events)
        return Issue(rule, "event", row, value=event, fix=fix)

    def to_frame(self) -> pd.DataFrame:
        """Return the steps as a table, one row per step."""
        import pandas as pd

        return pd.DataFrame([asdict(step) for step in self.steps])


@cache
def procedure(program: str) -> Procedure:
    """Return the procedure of a program, from the package ``programs``.

    Parameters
    ----------
    program : str
        ``"eip"``, ``"circular"`` or ``"low_carbon"``.

    Returns
    -------
    Procedure
        States, steps, conditions (thresholds in their own unit) and documents, with their sources.

    Raises
    ------
    UnknownNameError
        If there is no such program.

    References
    ----------
    The package ``programs`` names the page of each row.

    Examples
    --------
    >>> found = procedure("low_carbon")
    >>> found.start.state, len(found.steps)
    ('outside', 7)
    """
    names = [row["id"] for row in datasets.rows("programs", "programs")]
    if program not in names:
        raise UnknownNameError("program", program, names)
    tables = {
        name: [row for row in datasets.rows("programs", name) if row["program"] == program]
        for name in ("states", "procedures", "conditions", "documents")
    }
    return from_rows(
        program, tables["states"], tables["procedures"], tables["conditions"], tables["documents"]
    )


def from_rows(
    program: str,
    states: Iterable[Row],
    steps: Iterable[Row],
    conditions: Iterable[Row] = (),
    documents: Iterable[Row] = (),
) -> Procedure:
    """Make a procedure from rows with the columns of the package ``programs``.

    Conditions that differ in their source only become one condition, with both sources.

    Raises
    ------
    DataError
        As :class:`Procedure`.

    Examples
    --------
    >>> states = [{"state": "out", "kind": "start"}, {"state": "in", "kind": "end"}]
    >>> steps = [{"from_state": "out", "event": "enter", "to_state": "in"}]
    >>> from_rows("own", states, steps).walk(["enter"])[0].to_state
    'in'
    """
    return Procedure(
        program,
        tuple(
            State(r["state"], r.get("label") or r["state"], r["kind"], r.get("title_printed"), r.get("note"))
            for r in states
        ),
        tuple(_step(number, row) for number, row in enumerate(steps, 1)),
        tuple(_merged(_condition(row) for row in conditions)),
        tuple(Part(r["document"], r["order"], r["part"], _citation(r)) for r in documents),
    )


def _citation(row: Row) -> str:
    return ", ".join(str(row[name]) for name in ("source", "where") if row.get(name))


def _step(number: int, row: Row) -> Step:
    ends = row["from_state"], row["event"], row["to_state"]
    basis = row.get("basis") or "printed"
    return Step(row.get("order") or number, *ends, row.get("actor"), basis, row.get("note"), _citation(row))


def _condition(row: Row) -> Condition:
    day = date.fromisoformat(row["deadline"]) if row.get("deadline") else None
    limits = row.get("operator"), row.get("threshold"), row.get("unit"), day
    return Condition(row["id"], row["condition"], row["event"], *limits, row.get("note"), _citation(row))


def _merged(conditions: Iterable[Condition]) -> Iterable[Condition]:
    found: dict[tuple[Any, ...], Condition] = {}
    for new in conditions:
        key = (new.condition, new.event, new.operator, new.threshold, new.deadline)
        old = found.get(key)
        both = f"{old.citation}; {new.citation}" if old else ""
        found[key] = Condition(**{**asdict(old), "citation": both}) if old else new
    return found.values()
