"""The circular transformation of parks as rules: work plan, agreement, yearly reports, two payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from ecopark.errors import DataError, Issue
from ecopark.programs.days import years_between
from ecopark.programs.placing import due, stand
from ecopark.programs.procedure import Procedure, procedure
from ecopark.programs.record import Record, read
from ecopark.programs.standing import Due, Rules, Standing
from ecopark.subsidy import Tranche, tranche

__all__ = ["CircularStanding", "machine", "status"]

_RULES = Rules(
    documents={
        "submit_work_plan": ("work plan",),
        "submit_nationally": ("provincial review",),
        "sign_agreement": ("agreement",),
        "annual_report": ("annual progress report",),
    },
    intervals=frozenset({"report_interval"}),
    triggers=frozenset({"years_without_progress"}),
)
_PROGRESS = "substantial_progress"
_Reading = Literal["count", "attainment"]
_Precedence = Literal["targets", "refund"]


@dataclass(frozen=True)
class CircularStanding(Standing):
    """A standing with the money: ``money`` is in the unit of the subsidy in the record.

    ``money_status`` is ``ok``, ``missing`` (the record lacks the subsidy, the targets, the progress
    or a day) or ``undefined`` (no agreement is signed, so the rule does not apply).
    """

    money: Tranche | None = None
    money_status: str = "undefined"


def machine() -> Procedure:
    """Return the procedure of the program, from the package ``programs``.

    Returns
    -------
    Procedure
        Its states, events and conditions.

    Examples
    --------
    >>> machine().allowed("approved")[0].event
    'sign_agreement'
    """
    return procedure("circular")


def status(
    record: Any,
    *,
    on: date | str | None = None,
    reading: _Reading = "count",
    precedence: _Precedence = "targets",
) -> CircularStanding:
    """Say where a zone stands in the circular program, what is missing, what may follow and the money.

    Parameters
    ----------
    record : mapping or pandas.Series
        As for :func:`ecopark.programs.record.read`. Further keys: ``subsidy`` (approved, any unit of
        money); ``targets_share``, the share of targets met or the attainment of each target [%];
        ``substantial_progress``, yes or no, as the authority sees it.
    on : date or str, optional
        Day for which the status is asked; by default that of the last event. Later events are left
        out.
    reading, precedence : str
        How the tranche rule is read, as for :func:`ecopark.subsidy.tranche`.

    Returns
    -------
    CircularStanding
        State, checklist, next events, due days and the money. The years without progress count from
        the agreement, and the first report from the first payment: both are ``ambiguous``, as the
        text does not say from which day.

    Raises
    ------
    DataError
        With every fault of the record, or an event that the procedure does not allow; the message
        names the allowed ones.
    UnknownNameError
        If there is no such reading or precedence.

    References
    ----------
    The package ``programs``, tables ``procedures``, ``conditions``, ``documents`` and
    ``tranche_rule``, names the page of each row.

    Examples
    --------
    >>> steps = ["submit_work_plan", "provincial_review", "submit_nationally", "approve"]
    >>> events = [(step, "2012-03-01") for step in steps]
    >>> events += [("sign_agreement", "2012-06-01"), ("pay_first_half", "2012-09-01")]
    >>> found = status({"zone": "A", "events": events, "subsidy": 210, "targets_share": 60,
    ...                 "substantial_progress": False}, on="2015-06-01")
    >>> found.state, found.money.refunded
    ('implementing', 105.0)
    >>> found.due[0].what, found.due[0].day.isoformat(), found.due[0].status
    ('annual progress report', '2013-09-01', 'overdue')
    """
    found = read(record, machine(), yes_no=[_PROGRESS], lists=["targets_share"], extras=["subsidy"], on=on)
    options = {"reading": reading, "precedence": precedence}
    subsidy = _subsidy(found)
    years = _years(found)
    answers = _answers(found, years, reading)
    standing = stand(machine(), found, _RULES, answers)
    word, money = _money(standing.state, found, subsidy, years, options)
    shown = {name: getattr(standing, name) for name in Standing.__dataclass_fields__}
    shown["due"] = (*standing.due, *_due(standing, found))
    return CircularStanding(**shown, money=money, money_status=word)


def _subsidy(record: Record) -> float | None:
    value = record.extras.get("subsidy")
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value < float("inf"):
        fix = "write the approved subsidy as a number, in one unit of money"
        problem = Issue("must be a number, not negative", "subsidy", value=value, fix=fix)
        raise DataError(f"the record of {record.zone or 'a zone'} in program circular", [problem])
    return float(value)


def _years(record: Record) -> float | None:
    """Return the time since the agreement [year], ``None`` if a day is not known."""
    signed = record.last("sign_agreement")
    if signed is None or signed.date is None or record.on is None:
        return None
    return years_between(signed.date, record.on)


def _answers(record: Record, years: float | None, reading: _Reading) -> dict[str, Any]:
    """Return the answers to the conditions; those that follow from other entries are worked out."""
    found = dict(record.answers)
    done = record.documents
    if "work plan" in done:
        found.setdefault("plan_complete", float(len(done["work plan"])))
    if "provincial review" in done:
        found.setdefault("review_attached", bool(done["provincial review"]))
    if record.last("approve"):
        found.setdefault("plan_approved", True)
    targets, progress = found.get("targets_share"), found.pop(_PROGRESS, None)
    if isinstance(targets, list):
        found["targets_share"] = _enough(targets, reading)
    if progress is not None:
        found["years_without_progress"] = False if progress else years
    return found


def _enough(targets: Sequence[float], reading: _Reading) -> bool:
    """Return whether the targets met suffice for the second payment, by the tranche rule itself."""
    return tranche(1.0, targets, 0.0, substantial_progress=True, reading=reading).due == 0


def _money(
    state: str, record: Record, subsidy: float | None, years: float | None, options: dict[str, Any]
) -> tuple[str, Tranche | None]:
    if state not in {"pilot", "implementing", "paid_in_full", "refund_due", "refunded"}:
        return "undefined", None
    if subsidy is None:
        return "missing", None
    if state == "pilot":
        return "ok", Tranche(
            0.0, subsidy, 0.0, "The agreement is signed; the first payment has not come yet."
        )
    if state == "paid_in_full":
        return "ok", tranche(subsidy, 100.0, 0.0, substantial_progress=True)
    if state in {"refund_due", "refunded"}:
        limit = machine().condition("years_without_progress").threshold or 0.0
        waited = max(limit, years or 0.0)
        return "ok", tranche(subsidy, 0.0, waited, substantial_progress=False, **options)
    targets, progress = record.answers.get("targets_share"), record.answers.get(_PROGRESS)
    if isinstance(targets, bool):
        targets = 100.0 if targets else 0.0
    if targets is None or progress is None or years is None:
        return "missing", None
    return "ok", tranche(subsidy, targets, years, substantial_progress=bool(progress), **options)


def _due(standing: Standing, record: Record) -> list[Due]:
    """Return the day of the next report, and the day after which money can be taken back."""
    if standing.state != "implementing":
        return []
    report, paid, signed = (record.last(e) for e in ("annual_report", "pay_first_half", "sign_agreement"))
    last, own = report or paid, machine()
    every = own.condition("report_interval").threshold or 0.0
    limit = own.condition("years_without_progress")
    first = "" if report else "The text does not say from which day the first report counts."
    word = "sure" if report else "ambiguous"
    progress = due(
        "substantial progress", signed.date if signed else None, limit.threshold or 0.0, standing.on,
        certainty="ambiguous", note=f"{limit.note}.",
    )  # fmt: skip
    if record.answers.get(_PROGRESS) and progress.status == "overdue":
        progress = replace(progress, status="met")
    start = last.date if last else None
    return [due("annual progress report", start, every, standing.on, certainty=word, note=first), progress]
