"""Procedures of the three programs: the state of a zone, missing items, possible steps and deadlines."""

from __future__ import annotations

import calendar
import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from numbers import Real
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import BadArgument, DataError, Issue, require_known
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    *("Procedure", "ProgramStatus", "add_years", "evaluate_status", "parse_day", "read_procedure"),
    "years_between",
]

_COMPARISONS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_DAY_FIX = mark("write the day as YYYY-MM-DD")

# Facts that the tables leave open: the documents that an event needs, conditions that only set a rhythm, and
# conditions that no zone strives for.
_DOCUMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "eip": {"submit_plan": ("EIP construction plan", "technical report")},
    "circular": {
        "submit_work_plan": ("work plan",),
        "submit_nationally": ("provincial review",),
        "sign_agreement": ("agreement",),
        "annual_report": ("annual progress report",),
    },
    "low_carbon": {"submit_work_plan": ("work plan",)},
}
_INTERVALS = ("evaluation_interval", "report_interval")
_TRIGGERS = ("unsatisfactory", "years_without_progress")
_EVALUATIONS = {True: "evaluation_passed", False: "graded_unsatisfactory"}


@dataclass(frozen=True)
class State:
    """A state of a zone: ``kind`` is ``start``, ``middle`` or ``end``."""

    state: str
    label: str
    kind: str
    title_printed: str | None
    note: str | None


@dataclass(frozen=True)
class Step:
    """An event that leads from one state to another; ``basis`` is ``printed`` or ``inferred``."""

    order: int
    from_state: str
    event: str
    to_state: str
    actor: str | None
    basis: str
    note: str | None


@dataclass(frozen=True)
class Condition:
    """A condition of an event: a yes, a number compared with ``threshold`` [unit], or a day."""

    id: str
    condition: str
    event: str
    operator: str | None
    threshold: float | None
    unit: str | None
    deadline: date | None
    note: str | None
    citation: str


@dataclass(frozen=True)
class Part:
    """One numbered part of a document."""

    document: str
    order: int
    part: str
    citation: str


@dataclass(frozen=True)
class Procedure:
    """The states, steps, conditions and document parts of one program."""

    program: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...]
    parts: tuple[Part, ...]

    @property
    def start(self) -> State:
        """The state of a zone before its first event."""
        return next(state for state in self.states if state.kind == "start")

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the events, in the order of the table."""
        return tuple(dict.fromkeys(step.event for step in self.steps))

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents, in the order of the table."""
        return tuple(dict.fromkeys(part.document for part in self.parts))

    def state(self, name: str) -> State:
        """Return the state of that name, or raise an ``UnknownNameError``."""
        states = {state.state: state for state in self.states}
        require_known(say("state of program {program}", program=self.program), name, states)
        return states[name]

    def condition(self, name: str) -> Condition:
        """Return the condition of that name, or raise an ``UnknownNameError``."""
        conditions = {condition.id: condition for condition in self.conditions}
        require_known(say("condition of program {program}", program=self.program), name, conditions)
        return conditions[name]

    def documents_for(self, event: str) -> tuple[str, ...]:
        """Return the documents that an event needs."""
        return _DOCUMENTS[self.program].get(event, ())

    def parts_of(self, document: str) -> tuple[Part, ...]:
        """Return the parts of a document, in order."""
        return tuple(part for part in self.parts if part.document == document)

    def allowed(self, state: str) -> tuple[Step, ...]:
        """Return the steps that may follow in a state; none in an end state.

        Examples
        --------
        >>> [step.event for step in read_procedure("eip").allowed("under_review")]
        ['approve', 'reject']
        """
        return tuple(step for step in self.steps if step.from_state == state)

    def reachable(self, state: str) -> set[str]:
        """Return the states that a zone may still reach from a state, the state itself included."""
        import networkx as nx

        graph = nx.DiGraph((step.from_state, step.to_state) for step in self.steps)
        return {state, *nx.descendants(graph, state)}

    def walk(self, events: Sequence[str], zone: str = "") -> tuple[Step, ...]:
        """Follow the events from the start and return the steps taken.

        Raises
        ------
        DataError
            If the procedure does not allow an event in the state reached; the message names the events
            that it allows, and who acts.

        Examples
        --------
        >>> read_procedure("eip").walk(["apply", "certify"], zone="A")
        Traceback (most recent call last):
        ...
        ecopark.errors.DataError: 1 problem in the events of A in program eip:
          row 1, column event: 'certify': is not allowed in the state applied; allowed are
          conditions_met (leading group), conditions_not_met (leading group). Likely fix: record the
          events before it; it is possible in the state trial.
        """
        state, taken = self.start.state, []
        for row, event in enumerate(events):
            step = next((step for step in self.allowed(state) if step.event == event), None)
            if step is None:
                raise self._refusal(event, row, state, zone)
            taken.append(step)
            state = step.to_state
        return tuple(taken)

    def _refusal(self, event: str, row: int, state: str, zone: str) -> DataError:
        """Return the error for an event that the procedure does not allow in a state."""
        allowed = [f"{step.event} ({step.actor or say('actor not said')})" for step in self.allowed(state)]
        rule = say("is not allowed in the state {state}, which is an end: nothing may follow", state=state)
        if allowed:
            listed = ", ".join(allowed)
            rule = say(
                "is not allowed in the state {state}; allowed are {events}", state=state, events=listed
            )
        states = say(" or ").join(step.from_state for step in self.steps if step.event == event)
        fix = say("record the events before it; it is possible in the state {states}", states=states)
        fix = fix if states else _suggest_name(event, self.events)
        who, program = zone or say("the zone"), self.program
        subject = say("the events of {zone} in program {program}", zone=who, program=program)
        return DataError(subject, [Issue(rule, "event", row, value=event, fix=fix)])

    def to_frame(self) -> pd.DataFrame:
        """Return the steps as a table, one row per step."""
        import pandas as pd

        return pd.DataFrame(list(self.steps))


@dataclass(frozen=True)
class Event:
    """Something that took place; the date is ``None`` if it is not known."""

    event: str
    date: date | None = None
    grade: str | None = None


@dataclass(frozen=True)
class Item:
    """One line of the checklist.

    ``kind`` is ``condition``, ``requirement``, ``document``, ``deadline`` or ``trigger``. ``stage`` is
    ``past`` (its event took place), ``now`` (its event is allowed), ``later`` or ``closed`` (its event cannot
    come any more). ``status`` is ``fulfilled``, ``not met``, ``missing``, or ``implied`` if its event took
    place and the record is silent. ``value`` is in ``unit``.
    """

    id: str
    text: str
    kind: str
    event: str
    status: str
    value: object = None
    limit: str = ""
    unit: str = ""
    citation: str = ""
    stage: str = "now"


@dataclass(frozen=True)
class NextEvent:
    """An event that the procedure allows now, and who acts (``None`` if the source is silent).

    ``status`` is ``ready``, ``open`` (an answer is missing) or ``blocked`` (a condition is not met);
    ``missing`` names the unfulfilled conditions.
    """

    event: str
    actor: str | None
    to_state: str
    basis: str
    status: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """A day by which something must be done.

    ``status`` is ``open``, ``overdue``, ``met``, ``late`` or ``missing`` (a day that it needs is not known).
    ``certainty`` is ``sure`` or ``ambiguous``; ``note`` then names the question that the text leaves open.
    """

    what: str
    day: date | None
    status: str
    certainty: str = "sure"
    note: str = ""


@dataclass(frozen=True)
class ProgramStatus:
    """The state of a zone in a program on the day ``on``, with its checklist, next events and due days.

    ``since`` is the day on which the state was reached, ``None`` if that is not known.
    """

    program: str
    zone: str
    state: str
    label: str
    kind: str
    title: str | None
    since: date | None
    on: date | None
    history: tuple[Event, ...]
    items: tuple[Item, ...]
    next: tuple[NextEvent, ...]
    due: tuple[Due, ...]
    notes: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The unmet conditions of the events that are allowed now."""
        kinds = {"condition", "requirement", "document"}
        now = [item for item in self.items if item.stage == "now" and item.kind in kinds]
        return tuple(item.id for item in now if item.status in {"missing", "not met"})

    def checklist(self) -> pd.DataFrame:
        """Return the whole checklist as a table, one row per item."""
        import pandas as pd

        return pd.DataFrame(list(self.items))


@dataclass(frozen=True)
class Record:
    """The checked record of one zone in one program."""

    zone: str
    on: date | None
    events: tuple[Event, ...]
    answers: Mapping[str, Any]
    documents: Mapping[str, set[int]]

    def last(self, *events: str) -> Event | None:
        """Return the last of the events with one of these names, or ``None``."""
        return next((event for event in reversed(self.events) if event.event in events), None)


@cache
def read_procedure(program: str) -> Procedure:
    """Return the procedure of a program, from the package ``programs``.

    Parameters
    ----------
    program : str
        ``"eip"``, ``"circular"`` or ``"low_carbon"``.

    Returns
    -------
    Procedure
        States, steps, conditions (thresholds in their units) and parts of documents. Conditions that
        differ only in their source are one condition, with both sources.

    Raises
    ------
    UnknownNameError
        If there is no such program.

    References
    ----------
    The package ``programs`` names the page of each row.

    Examples
    --------
    >>> procedure = read_procedure("low_carbon")
    >>> procedure.start.state, len(procedure.steps)
    ('outside', 7)
    >>> procedure.condition("plan_deadline").deadline.isoformat()
    '2014-09-15'
    """
    require_known(mark("program"), program, _DOCUMENTS)

    def read(table: str, kind: type) -> list[Any]:
        rows = datasets.rows("programs", table)
        return [_from_row(kind, row) for row in rows if row["program"] == program]

    conditions: dict[tuple[Any, ...], Condition] = {}
    for condition in read("conditions", Condition):
        condition = replace(condition, deadline=parse_day(condition.deadline))
        # Rows of several sources about one condition are one condition with all citations.
        key = (condition.condition, condition.event, condition.threshold, condition.deadline)
        earlier = conditions.get(key)
        if earlier:
            condition = replace(earlier, citation=f"{earlier.citation}; {condition.citation}")
        conditions[key] = condition
    return Procedure(
        program,
        tuple(read("states", State)),
        tuple(read("procedures", Step)),
        tuple(conditions.values()),
        tuple(read("documents", Part)),
    )


def evaluate_status(
    program: str,
    record: Mapping[str, Any],
    *,
    on: date | str | None = None,
) -> ProgramStatus:
    """Walk a zone through the procedure of a program; list missing items, next steps and deadlines.

    Parameters
    ----------
    program : str
        ``"eip"``, ``"circular"`` or ``"low_carbon"``.
    record : mapping
        ``zone``; ``events``, a list of names or of (event, date) or (event, date, grade); ``documents``, a
        list of finished documents or a mapping of document to the numbers of its finished parts; and an
        answer (yes, no or a number [unit of the condition]) for any condition or requirement by its id. EIP:
        an event ``evaluation`` with its grade; ``gdp_growth`` and ``gdp_growth_average`` [%] for the same
        period. Circular: ``targets_share``, the share of targets met [%]; ``substantial_progress``, yes or
        no, as the authority sees it.
    on : date or str, optional
        Day of the status, by default that of the last event; later events are left out.

    Returns
    -------
    ProgramStatus
        A due day is ``ambiguous`` if the text does not say from which day it counts, or whether it holds.

    Raises
    ------
    DataError
        With every fault of the record, or an event that the procedure does not allow; the message names the
        allowed ones.
    UnknownNameError
        If there is no such program.

    References
    ----------
    The package ``programs`` names the page of each rule.

    Examples
    --------
    >>> steps = ["apply", "conditions_met", "submit_plan", "appoint_experts", "approve"]
    >>> events = [*((step, "2006-02-01") for step in steps), ("evaluation", "2009-02-01", "good")]
    >>> status = evaluate_status("eip", {"zone": "A", "events": events}, on="2010-01-01")
    >>> status.state, status.title
    ('trial', 'National Trial EIP')
    >>> status.due[0].what, status.due[0].day.isoformat(), status.due[0].status
    ('evaluation', '2012-02-01', 'open')
    """
    procedure = read_procedure(program)
    requirements = _eip_report_requirements() if program == "eip" else []
    facts = _read_record(procedure, record, on, requirements)

    # 1. The state that the events lead to.
    taken = procedure.walk([event.event for event in facts.events], facts.zone)
    state = procedure.state(taken[-1].to_state if taken else procedure.start.state)
    steps = procedure.allowed(state.state)

    # 2. The checklist: conditions, requirements and parts of documents, with the answers that follow.
    requirement_items = []
    for requirement in requirements:
        if requirement.id == "gdp_growth":
            average = facts.answers.get("gdp_growth_average")
            requirement = replace(requirement, threshold=average, unit="%")
        requirement_items.append(_make_item(requirement, facts.answers.get(requirement.id), "requirement"))
    answers = _derive_answers(procedure, facts, requirement_items)
    deadlines = {c.id: _check_deadline(c, facts) for c in procedure.conditions if c.deadline}
    for name, due in deadlines.items():
        answers[name] = {"met": True, "late": False, "overdue": False}.get(due.status)
    items = []
    for condition in procedure.conditions:
        if condition.id not in _INTERVALS:
            kind = "trigger" if condition.id in _TRIGGERS else "condition"
            kind = "deadline" if condition.deadline else kind
            items.append(_make_item(condition, answers.get(condition.id), kind))
    items += requirement_items
    for event, documents in _DOCUMENTS[program].items():
        for part in (part for name in documents for part in procedure.parts_of(name)):
            parts_done = facts.documents.get(part.document)
            if parts_done is None:
                status = "missing"
            else:
                status = "fulfilled" if part.order in parts_done else "not met"
            name = f"{part.document}, part {part.order}"
            items.append(Item(name, part.part, "document", event, status, citation=part.citation))

    # 3. The stage of each item: a past event implies items that the record does not mention.
    ahead = procedure.reachable(state.state)
    stages = dict.fromkeys(procedure.events, "closed")
    stages |= {step.event: "later" for step in procedure.steps if step.from_state in ahead}
    stages |= {step.event: "past" for step in taken}
    stages |= {step.event: "now" for step in steps}
    for number, item in enumerate(items):
        stage = stages[item.event]
        silent = stage == "past" and item.status == "missing"
        items[number] = replace(item, stage=stage, status="implied" if silent else item.status)

    # 4. The steps that may follow, and whether they are ready.
    following = []
    for step in steps:
        needs = [item for item in items if item.event == step.event and item.kind != "deadline"]
        lacking = tuple(item.id for item in needs if item.status != "fulfilled")
        status = "open" if lacking else "ready"
        if any(item.status == "not met" for item in needs):
            status = "blocked"
        following.append(NextEvent(step.event, step.actor, step.to_state, step.basis, status, lacking))

    # 5. Due days and notes.
    due_days = [] if state.kind == "end" else [*deadlines.values()]
    due_days += _due_days(procedure, state.state, facts)
    notes = [f"{state.note}."] if state.note else []
    notes += [f"{step.event}: {step.note}." for step in steps if step.basis == "inferred" and step.note]
    since = facts.events[-1].date if facts.events else None
    return ProgramStatus(
        program, facts.zone, state.state, state.label, state.kind, state.title_printed, since, facts.on,
        facts.events, tuple(items), tuple(following), tuple(due_days), tuple(notes),
    )  # fmt: skip


def _read_record(procedure: Procedure, record: Any, on: Any, requirements: Sequence[Condition]) -> Record:
    """Read the record of one zone; all faults together are one error."""
    program, is_record = procedure.program, isinstance(record, Mapping)
    zone = str(record.get("zone", "")) if is_record else ""
    subject = say("the record of {zone} in program {program}", zone=zone or say("a zone"), program=program)
    if not is_record:
        fault = Issue("is no record", value=type(record).__name__, fix="give a dictionary")
        raise DataError(subject, [fault])
    issues: list[Issue] = []

    def read_day(value: Any, column: str, row: int | None = None) -> date | None:
        try:
            return parse_day(value)
        except ValueError:
            issues.append(Issue("is no day", column, row, value=value, fix=_DAY_FIX))
            return None

    # 1. Keys. A condition without operator is answered by yes or no.
    is_numeric = {c.id: c.operator is not None for c in (*procedure.conditions, *requirements)}
    is_numeric |= {"substantial_progress": False} if program == "circular" else {}
    further = ("gdp_growth_average",) if program == "eip" else ()
    keys = ("zone", "on", "events", "documents", *further, *is_numeric)
    for key in record:
        if key not in keys:
            fix = say("list it under events") if key in procedure.events else _suggest_name(key, keys)
            issues.append(Issue("is not a key of a record", str(key), fix=fix))

    # 2. Events, in the order in which they took place; a grade says how an evaluation ended.
    names = (*procedure.events, "evaluation") if program == "eip" else procedure.events
    events = []
    happened = record.get("events") or ()
    for row, entry in enumerate([happened] if isinstance(happened, str) else happened):
        name, day, grade = (*(entry if isinstance(entry, list | tuple) else [entry]), None, None)[:3]
        if name not in names:
            fix = _suggest_name(name, names)
            issues.append(Issue("is not an event of the procedure", "event", row, value=name, fix=fix))
        event = Event(str(name), read_day(day, "date", row), grade)
        events.append(_apply_grade(event, row, issues) if program == "eip" else event)
    dated = [(row, event.date) for row, event in enumerate(events) if event.date]
    for (_, before), (row, after) in pairwise(dated):
        if after < before:
            rule = say("lies before the event above it, of {day}", day=before)
            fix = say("list the events in the order in which they took place")
            issues.append(Issue(rule, "date", row, value=str(after), fix=fix))
    seen_on = read_day(record.get("on") if on is None else on, "on")
    seen_on = seen_on or max((day for _, day in dated), default=None)

    # 3. Answers.
    answered = [name for name in is_numeric if name in record]
    answers = {name: _read_answer(name, record[name], is_numeric[name], issues) for name in answered}
    average = record.get("gdp_growth_average")
    if average is not None and (isinstance(average, bool) or not isinstance(average, Real)):
        fix = say("write the growth in percent")
        issues.append(Issue("must be a number", "gdp_growth_average", value=average, fix=fix))
    answers["gdp_growth_average"] = average

    # 4. Documents.
    listed = record.get("documents") or {}
    documents = dict(listed) if isinstance(listed, Mapping) else dict.fromkeys(listed, True)
    finished = {}
    for name, parts in documents.items():
        numbers = {part.order for part in procedure.parts_of(name)}
        if not numbers:
            fix = _suggest_name(name, procedure.documents)
            issues.append(Issue("is not a document of the program", "documents", value=name, fix=fix))
            continue
        parts_done = set(parts) if isinstance(parts, list | tuple | set) else {parts} - {None, False}
        parts_done = numbers if parts is True else parts_done
        for wrong in sorted(parts_done - numbers, key=str):
            rule = say("is no part of the document {name}", name=name)
            fix = say("the parts are {first} to {last}", first=min(numbers), last=max(numbers))
            issues.append(Issue(rule, "documents", value=wrong, fix=fix))
        finished[name] = parts_done & numbers

    if issues:
        raise DataError(subject, issues)

    # Events after the day asked about are not known yet.
    until_then = tuple(e for e in events if e.date is None or seen_on is None or e.date <= seen_on)
    return Record(zone, seen_on, until_then, answers, finished)


def _read_answer(name: str, value: Any, is_numeric: bool, issues: list[Issue]) -> Any:
    """Return yes, no, a number or ``None``."""
    value = value.item() if hasattr(value, "item") else value  # a number of numpy or pandas
    value = _WORDS.get(value.strip().casefold(), value) if isinstance(value, str) else value
    if value is None or isinstance(value, bool):
        return value
    is_number = isinstance(value, Real) and math.isfinite(value)
    if is_numeric and is_number:
        return float(value)
    if not is_numeric and is_number and value in (0, 1):
        return value == 1
    rule, fix = mark("is answered by yes or no"), mark("write yes or no")
    if is_numeric:
        rule, fix = mark("is neither yes, no nor a number"), mark("write yes, no or a number")
    issues.append(Issue(rule, name, value=value, fix=fix))
    return None


def _apply_grade(event: Event, row: int, issues: list[Issue]) -> Event:
    """Rename an evaluation to the event that its grade leads to, and note the faults of the grade."""
    keeps_approval = {line["grade"]: line["keeps_approval"] for line in datasets.rows("programs", "grades")}
    if event.grade is None:
        if event.event == "evaluation":
            fix = say("use one of {names}", names=", ".join(keeps_approval))
            issues.append(Issue("an evaluation needs its grade", "grade", row, fix=fix))
        return event
    if event.grade not in keeps_approval:
        fix = _suggest_name(event.grade, keeps_approval)
        issues.append(Issue("is no grade", "grade", row, value=event.grade, fix=fix))
        return event
    graded = _EVALUATIONS[keeps_approval[event.grade]]
    if event.event not in {"evaluation", graded}:
        rule = say("this grade leads to {graded}, not {event}", graded=graded, event=event.event)
        issues.append(Issue(rule, "grade", row, value=event.grade))
    return replace(event, event=graded)


def _eip_report_requirements() -> list[Condition]:
    """Return the additional requirements of the report on an EIP, without the row that is only a period."""
    rows = datasets.rows("programs", "additional_requirements")
    rows = [row for row in rows if row["set"] == "report" and row["id"] != "accident_period"]
    beside = {"event": "certify", "deadline": None}
    return [_from_row(Condition, {**row, "condition": row["requirement"], **beside}) for row in rows]


def _from_row(kind: type, row: Mapping[str, Any]) -> Any:
    """Return a row of the package as a dataclass; its source and the place there are one citation."""
    cells = {**row, "citation": f"{row['source']}, {row['where']}"}
    return kind(**{field.name: cells[field.name] for field in fields(kind)})


def _make_item(condition: Condition, value: Any, kind: str) -> Item:
    """Return the line of the checklist for a condition and its answer [unit of the condition]."""
    if isinstance(value, bool):
        status = "fulfilled" if value else "not met"
    elif value is None or condition.operator is None or condition.threshold is None:
        status = "missing"
    else:
        met = _COMPARISONS[condition.operator](value, condition.threshold)
        status = "fulfilled" if met else "not met"
    limit = f"{condition.operator} {condition.threshold:g}" if condition.threshold is not None else ""
    limit = str(condition.deadline or limit)
    unit, citation = condition.unit or "", condition.citation
    return Item(
        condition.id, condition.condition, kind, condition.event, status, value, limit, unit, citation
    )


def _derive_answers(procedure: Procedure, record: Record, requirements: Sequence[Item]) -> dict[str, Any]:
    """Return the answers to the conditions; those that follow from other entries are worked out."""
    answers, documents = dict(record.answers), record.documents
    if procedure.program == "eip":
        # A document counts once all of its parts are done.
        if documents:
            names = _DOCUMENTS["eip"]["submit_plan"]
            complete = [len(documents.get(name, ())) == len(procedure.parts_of(name)) for name in names]
            answers.setdefault("both_documents", float(sum(complete)))
        statuses = {item.status for item in requirements}
        if statuses != {"missing"}:
            # One that is not met decides; else one that is missing leaves it open.
            met = None if "missing" in statuses else True
            answers["additional_requirements"] = False if "not met" in statuses else met
    elif procedure.program == "circular":
        if "work plan" in documents:
            answers.setdefault("plan_complete", float(len(documents["work plan"])))
        if "provincial review" in documents:
            answers.setdefault("review_attached", bool(documents["provincial review"]))
        if record.last("approve"):
            answers.setdefault("plan_approved", True)
        progress = record.answers.get("substantial_progress")
        if progress is not None:
            signed, years = record.last("sign_agreement"), None
            if signed and signed.date and record.on:
                years = years_between(signed.date, record.on)
            answers["years_without_progress"] = False if progress else years
    elif record.last("select"):
        answers.setdefault("verified_nationally", True)
    return answers


def _check_deadline(condition: Condition, record: Record) -> Due:
    """Return a printed deadline as a due day, with whether the event came in time."""
    day = condition.deadline or date.max
    event = next((event for event in record.events if event.event == condition.event), None)
    # Until the event has come, the day asked about is compared with the deadline.
    compared_day = record.on if event is None else event.date
    if compared_day is None:
        status = "missing"
    elif event is None:
        status = "open" if compared_day <= day else "overdue"
    else:
        status = "met" if compared_day <= day else "late"
    return Due(condition.condition, day, status)


def _due_days(procedure: Procedure, state: str, record: Record) -> list[Due]:
    """Return the days that count from an event: next evaluation, next report, substantial progress."""

    def due(what: str, condition: str, event: Event | None, certainty: str, note: str = "") -> Due:
        if event is None or event.date is None or record.on is None:
            note = f"{note} {say('The day to count from is not known.')}".strip()
            return Due(what, None, "missing", certainty, note)
        day = add_years(event.date, procedure.condition(condition).threshold or 0.0)
        return Due(what, day, "overdue" if record.on > day else "open", certainty, note)

    if state in {"trial", "demonstration"}:
        # Evaluations count from the approval, then from the evaluation before.
        last = record.last("approve", *_EVALUATIONS.values())
        note = procedure.state(state).note or ""
        certainty = "ambiguous" if state == "demonstration" else "sure"
        return [due(say("evaluation"), "evaluation_interval", last, certainty, note)]
    if procedure.program == "circular" and state == "implementing":
        # Reports count from the one before; for the first one the text names no day, so the payment serves.
        report, paid = record.last("annual_report"), record.last("pay_first_half")
        note = "" if report else say("The text does not say from which day the first report counts.")
        certainty = "sure" if report else "ambiguous"
        next_report = due(say("annual progress report"), "report_interval", report or paid, certainty, note)
        # Progress must show within years of the agreement.
        signed, limit = record.last("sign_agreement"), "years_without_progress"
        note = f"{procedure.condition(limit).note}."
        progress = due(say("substantial progress"), limit, signed, "ambiguous", note)
        if record.answers.get("substantial_progress") and progress.status == "overdue":
            progress = replace(progress, status="met")
        return [next_report, progress]
    return []


def _suggest_name(name: object, known: Iterable[str]) -> str:
    """Return the likely right name for a wrong one: the nearest known one, or any of them."""
    names = {choice.casefold(): choice for choice in known}
    near = get_close_matches(str(name).casefold(), names, n=1, cutoff=0.55)
    if near:
        return say("write {name!r}", name=names[near[0]])
    return say("use one of {names}", names=", ".join(names.values()))


# ---- days ---------------------------------------------------------------------------------------


def parse_day(value: Any) -> date | None:
    """Return a day as a date; ``None`` for an empty cell, which pandas marks as NaN or NaT.

    Examples
    --------
    >>> parse_day("2005-03-01"), parse_day(" ")
    (datetime.date(2005, 3, 1), None)
    """
    text = str(value).strip()
    if text.casefold() in {"", "none", "nan", "nat", "<na>"}:
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        if len(text) < len("YYYY-MM-DD"):
            raise ValueError
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadArgument("{value!r} is no day.", value=value) from error


def add_years(day: date, years: float) -> date:
    """Return the same day some whole years [year] later; 29 February becomes 28 February.

    Examples
    --------
    >>> add_years(date(2004, 2, 29), 3)
    datetime.date(2007, 2, 28)
    """
    year = day.year + int(years)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def years_between(first: date, last: date) -> float:
    """Return the time between two days [year]: whole years, and the remaining part of a year.

    Examples
    --------
    >>> years_between(date(2012, 6, 1), date(2015, 6, 1))
    3.0
    """
    # Whole years, and the part of the year that has begun.
    whole = last.year - first.year
    whole -= add_years(first, whole) > last
    start, end = add_years(first, whole), add_years(first, whole + 1)
    return whole + (last - start).days / (end - start).days
