"""The EIP Demonstration Program as rules: trial, evaluation every three years, full title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from ecopark import datasets
from ecopark.errors import DataError, Issue, UnknownNameError
from ecopark.programs.attainment import Metrics, metrics
from ecopark.programs.days import add_years, day_of
from ecopark.programs.placing import due, item, stand
from ecopark.programs.procedure import Procedure, procedure
from ecopark.programs.record import Event, Record, read
from ecopark.programs.standing import Item, Rules, Standing
from ecopark.programs.tables import Condition, hint

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Metrics", "grades", "machine", "metrics", "requirements", "status"]

_PLAN, _REPORT = "EIP construction plan", "technical report"
_RULES = Rules(
    documents={"submit_plan": (_PLAN, _REPORT)},
    intervals=frozenset({"evaluation_interval"}),
    triggers=frozenset({"unsatisfactory"}),
)
_EVALUATION = "evaluation"
_EVALUATIONS = {True: "evaluation_passed", False: "graded_unsatisfactory"}
# These rows of the table are no demands: the first says how far back another one looks.
_PERIOD = "accident_period"
_GROWTH, _AVERAGE = "gdp_growth", "gdp_growth_average"
_LISTS = ("report", "basic conditions")


def machine() -> Procedure:
    """Return the procedure of the program, from the package ``programs``.

    Returns
    -------
    Procedure
        Its states, events and conditions.

    Examples
    --------
    >>> machine().events[:3]
    ('apply', 'conditions_met', 'conditions_not_met')
    """
    return procedure("eip")


def status(
    record: Any,
    *,
    on: date | str | None = None,
    requirements: Literal["report", "basic conditions"] = "report",
) -> Standing:
    """Say where a zone stands in the EIP program, what is missing, what may follow and by when.

    After the plan is approved the zone is evaluated every three years. Four of the five grades keep
    the approval; *unsatisfactory* loses it. The full title needs progress, the indicators of the
    standard and the additional requirements.

    Parameters
    ----------
    record : mapping or pandas.Series
        As for :func:`ecopark.programs.record.read`. An event ``evaluation`` with a ``grade`` becomes
        the event that the grade leads to; in a row, ``grade`` holds the grades in the order of the
        evaluations, separated by semicolons. Further keys: the requirements by their id;
        ``gdp_growth`` and ``gdp_growth_average`` [%], of the zone and of the average provincial and
        municipal zone, for the same period; ``accidents``, a list of days. ``no_accident`` is a number of
        accidents [count], or yes.
    on : date or str, optional
        Day for which the status is asked; by default that of the last event. Later events are left
        out.
    requirements : {"report", "basic conditions"}
        Which list of additional requirements holds.

    Returns
    -------
    Standing
        State, checklist, next events, due days. After the full title the day of the next evaluation
        is ``ambiguous``: the text does not say whether evaluations go on.

    Raises
    ------
    DataError
        With every fault of the record, an event that the procedure does not allow (the message names
        the allowed ones), or an event that contradicts its grade.
    UnknownNameError
        If there is no such list of requirements.

    References
    ----------
    The package ``programs``, tables ``procedures``, ``conditions``, ``documents``, ``grades`` and
    ``additional_requirements``, names the page of each row.

    Examples
    --------
    >>> found = status({"zone": "A", "events": [
    ...     ("apply", "2005-01-10"), ("conditions_met", "2005-03-01"), ("submit_plan", "2005-09-01"),
    ...     ("appoint_experts", "2005-10-01"), ("approve", "2006-02-01"),
    ...     ("evaluation", "2009-02-01", "good")]}, on="2010-01-01")
    >>> found.state, found.title
    ('trial', 'National Trial EIP')
    >>> found.due[0].what, found.due[0].day.isoformat(), found.due[0].status
    ('evaluation', '2012-02-01', 'open')
    """
    asked = _asked(requirements)
    found = read(
        record, machine(), aliases=[_EVALUATION], on=on,
        answers=[*asked, _AVERAGE], extras=["grade", "accidents"],
    )  # fmt: skip
    _checked_extras(found)
    events = _graded(found)
    extra = [_requirement(row, found) for row in asked.values()]
    answers = _answers(found, extra)
    standing = stand(machine(), found, _RULES, answers, extra, events=events)
    return replace(standing, due=(*standing.due, *_due(standing)))


def requirements(which: str = "report") -> pd.DataFrame:
    """Return a list of the additional requirements, one row per requirement.

    Parameters
    ----------
    which : {"report", "basic conditions"}
        The list.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``requirement``, ``kind``, ``operator``, ``threshold`` [unit], ``unit`` and the source.

    Raises
    ------
    UnknownNameError
        If there is no such list.

    Examples
    --------
    >>> list(requirements()["id"])
    ['gdp_growth', 'iso_14001', 'local_agency', 'regulation_enforced', 'no_accident']
    """
    import pandas as pd

    return pd.DataFrame(_asked(which).values())


def grades() -> pd.DataFrame:
    """Return the five grades of the evaluation in printed order.

    Returns
    -------
    pandas.DataFrame
        ``grade``, ``order_printed``, ``keeps_approval`` and ``order_certainty``: the text prints
        *qualified* before *satisfactory*, which may not be their order of merit.

    Examples
    --------
    >>> table = grades()
    >>> list(table.loc[~table["keeps_approval"], "grade"])
    ['unsatisfactory']
    """
    import pandas as pd

    return pd.DataFrame([row for row in datasets.rows("programs", "grades") if row["program"] == "eip"])


@cache
def _keeps() -> dict[str, bool]:
    rows = datasets.rows("programs", "grades")
    return {row["grade"]: row["keeps_approval"] for row in rows if row["program"] == "eip"}


def _asked(which: str) -> dict[str, dict[str, Any]]:
    if which not in _LISTS:
        raise UnknownNameError("list of requirements", which, _LISTS)
    rows = datasets.rows("programs", "additional_requirements")
    return {row["id"]: row for row in rows if row["set"] == which and row["id"] != _PERIOD}


def _graded(record: Record) -> tuple[Event, ...]:
    """Return the events with each evaluation named after its grade; refuse grades that do not fit."""
    names = {_EVALUATION, *_EVALUATIONS.values()}
    loose = [g.strip() for g in str(record.extras.get("grade", "")).split(";") if g.strip()]
    bare = [number for number, e in enumerate(record.events) if e.event in names and e.grade is None]
    problems = []
    if loose and len(loose) != len(bare):
        rule = f"{len(loose)} grades for {len(bare)} evaluations without a grade"
        problems.append(Issue(rule, "grade", fix="give one grade for each evaluation, in their order"))
    own = dict(zip(bare, loose, strict=False))
    events = [replace(e, grade=own.get(n, e.grade)) for n, e in enumerate(record.events)]
    problems += [p for n, e in enumerate(events) if (p := _grade_fault(n, e)) is not None]
    if problems:
        raise DataError(f"the evaluations of {record.zone or 'the zone'} in program eip", problems)
    return tuple(
        replace(e, event=_EVALUATIONS[_keeps()[str(e.grade)]]) if e.event == _EVALUATION else e
        for e in events
    )


def _grade_fault(row: int, event: Event) -> Issue | None:
    keeps, grade = _keeps(), event.grade
    if grade is None:
        if event.event != _EVALUATION:
            return None
        return Issue("an evaluation needs its grade", "grade", row, fix=f"one of {', '.join(keeps)}")
    if grade not in keeps:
        fix = hint(grade, keeps)
        return Issue("is no grade", "grade", row, value=grade, fix=fix)
    wanted = _EVALUATIONS[keeps[grade]]
    if event.event not in {_EVALUATION, wanted}:
        return Issue(f"this grade leads to {wanted}, not {event.event}", "grade", row, value=grade)
    return None


def _answers(record: Record, extra: list[Item]) -> dict[str, Any]:
    """Return the answers to the conditions; those that follow from other entries are worked out."""
    found = dict(record.answers)
    if record.documents:
        parts = {name: {p.order for p in machine().parts_of(name)} for name in (_PLAN, _REPORT)}
        done = [record.documents.get(name, frozenset()) == places for name, places in parts.items()]
        found.setdefault("both_documents", float(sum(done)))
    words = {one.status for one in extra}
    every = False if "not met" in words else None if "missing" in words else True
    if any(one.status != "missing" for one in extra):
        found["additional_requirements"] = every
    return found


def _requirement(row: Mapping[str, Any], record: Record) -> Item:
    """Return the line of one additional requirement; growth is compared with the average growth."""
    name, limit, value = row["id"], row["threshold"], record.answers.get(row["id"])
    sign, unit = row["operator"], row["unit"]
    if name == _GROWTH:
        limit, unit = record.answers.get(_AVERAGE), "%"
    if name == "no_accident" and value is None and "accidents" in record.extras:
        value = _recent_accidents(record)
    source = ", ".join((row["source"], row["where"]))
    asked = Condition(name, row["requirement"], "certify", sign, limit, unit, None, row["note"], source)
    if name == _GROWTH and limit is None and not isinstance(value, bool):
        return replace(item(asked, None, "requirement"), value=value)  # nothing to hold it against
    return item(asked, value, "requirement")


def _accidents(record: Record) -> list[Any]:
    days = record.extras.get("accidents", [])
    if isinstance(days, str):
        return [day.strip() for day in days.split(";")]
    return list(days) if isinstance(days, list | tuple) else [days]


def _checked_extras(record: Record) -> None:
    """Refuse days of accidents that cannot be read, and an average growth that is no number."""
    problems = []
    for row, day in enumerate(_accidents(record)):
        try:
            day_of(day)
        except ValueError:
            problems.append(Issue("is no day", "accidents", row, value=day, fix="write it as YYYY-MM-DD"))
    if isinstance(record.answers.get(_AVERAGE), bool):
        problems.append(Issue("must be a number", _AVERAGE, fix="write the growth in percent"))
    if problems:
        raise DataError(f"the record of {record.zone or 'a zone'} in program eip", problems)


def _recent_accidents(record: Record) -> float | None:
    """Return the accidents [count] within the years that the rule looks back from the day of the record."""
    if record.on is None:
        return None
    rows = datasets.rows("programs", "additional_requirements")
    years = next(row["threshold"] for row in rows if row["id"] == _PERIOD)
    start = add_years(record.on, -years)
    days = [day_of(one) for one in _accidents(record)]
    return float(sum(day is not None and start < day <= record.on for day in days))


def _due(standing: Standing) -> list[Any]:
    """Return the day of the next evaluation, counted from the last one or from the approval."""
    if standing.state not in {"trial", "demonstration"}:
        return []
    counted = ("approve", *_EVALUATIONS.values())
    last = next(e for e in reversed(standing.history) if e.event in counted)
    years = machine().condition("evaluation_interval").threshold or 0.0
    open_ = standing.state == "demonstration"
    note = machine().state("demonstration").note if open_ else None
    word = "ambiguous" if open_ else "sure"
    return [due(_EVALUATION, last.date, years, standing.on, certainty=word, note=note or "")]
