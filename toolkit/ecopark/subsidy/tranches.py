"""The tranche rule of the circular program: half at once, the rest for targets met, or money back."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ecopark import packages
from ecopark.errors import BadArgument, UndefinedResult, UnknownName

__all__ = ["Tranche", "tranche"]

_READINGS = ("count", "attainment")
_REFUNDS = ("received", "all")
_PRECEDENCES = ("targets", "refund")
_COMPARE = {">=": (operator.ge, "at least"), ">": (operator.gt, "more than")}


@dataclass(frozen=True)
class Tranche:
    """What a zone has of its subsidy, in the unit of the subsidy.

    ``paid`` is what it keeps, refunds taken off; ``due`` is what it may still get; ``refunded`` is
    what it pays back; ``why`` says which part of the rule decided.
    """

    paid: float
    due: float
    refunded: float
    why: str


def tranche(
    subsidy: float,
    targets_met: float | Sequence[float],
    years: float,
    substantial_progress: bool,
    reading: Literal["count", "attainment"] = "count",
    refund: Literal["received", "all"] = "received",
    precedence: Literal["targets", "refund"] = "targets",
) -> Tranche:
    """Apply the tranche rule to one zone.

    The first half is paid after the agreement. The second half is paid at 90 % of the targets. A
    zone without substantial progress after three years pays back. Halves, threshold, years and the
    part to pay back are those of the package ``programs``, table ``tranche_rule``. The text leaves
    four things open; each is an argument here, and the answer depends on it.

    Parameters
    ----------
    subsidy : float
        Approved subsidy ``S`` [any unit of money].
    targets_met : float or sequence of float
        For ``count``: the share of the targets that are met [%], from 0 to 100, or the attainment
        of each target [%], of which those at 100 or more are met. For ``attainment``: the
        attainment of each target [%], or that of the target farthest behind.
    years : float
        Time since the agreement [year]. The third anniversary counts as three years.
    substantial_progress : bool
        Whether the authority sees substantial progress. The rule does not define it, so this is a
        judgement, not a number.
    reading : {"count", "attainment"}
        What "90 % of the targets" means: 90 % of their number, or each of them reached to 90 %.
    refund : {"received", "all"}
        What is paid back: the money received until then, ``0.5 S``; or the whole approved subsidy
        ``S``, the strictest reading. The zone then pays back more than it received, and ``paid`` is
        negative.
    precedence : {"targets", "refund"}
        What holds for a zone that meets the targets although no substantial progress is seen: the
        second half, because meeting targets is progress, or the refund.

    Returns
    -------
    Tranche
        ``paid``, ``due`` and ``refunded`` in the unit of the subsidy, and ``why``.

    Raises
    ------
    UnknownName
        If there is no such reading, refund or precedence.
    UndefinedResult
        If there are no targets.
    BadArgument
        If a number is negative or not finite, or a share of targets is above 100 %.

    References
    ----------
    The package ``programs``, table ``tranche_rule``, names the page of each parameter.

    Examples
    --------
    >>> tranche(210, 91, years=2, substantial_progress=True).paid
    210.0
    >>> late = tranche(210, 60, years=3, substantial_progress=False)
    >>> late.paid, late.refunded
    (0.0, 105.0)
    >>> tranche(210, 60, years=2, substantial_progress=False).due
    105.0
    """
    _known_options(reading=reading, refund=refund, precedence=precedence)
    _numbers("subsidy and years", [subsidy, years])
    reached = _reached(targets_met, reading)
    first, second = (_rule(name)["value"] * subsidy for name in ("first_share", "second_share"))
    enough, asked = _holds(reached, "targets_threshold")
    late, limit = _holds(years, "years_without_progress")
    if late and not substantial_progress and not (enough and precedence == "targets"):
        back = _rule("refund_share")["value"] * (first if refund == "received" else first + second)
        why = f"No substantial progress after {years:g} years; the rule takes money back after {limit} years."
        return Tranche(float(first - back), 0.0, float(back), why)
    words = {"count": "{:g} % of the targets are met", "attainment": "The last target is reached to {:g} %"}
    why = f"{words[reading].format(reached)}; the second payment needs {asked} %."
    if enough:
        return Tranche(float(first + second), 0.0, 0.0, why)
    return Tranche(float(first), float(second), 0.0, why)


def _reached(targets_met: float | Sequence[float], reading: str) -> float:
    """Return what is compared with the threshold [%]: a share of targets, or the lowest attainment."""
    single = isinstance(targets_met, numbers.Real)
    listed: list[Any] = [targets_met] if single else list(targets_met)  # type: ignore[arg-type]
    if not listed:
        raise UndefinedResult("There are no targets, so no part of them is met.")
    _numbers("targets_met", listed)
    if reading == "attainment":
        return float(min(listed))
    if not single:
        return float(100 * sum(one >= 100 for one in listed) / len(listed))
    if listed[0] > 100:
        raise BadArgument(f"A share of the targets is at most 100 %, not {listed[0]}.")
    return float(listed[0])


def _numbers(what: str, values: Sequence[Any]) -> None:
    wrong = [value for value in values if not (math.isfinite(value) and value >= 0)]
    if wrong:
        raise BadArgument(f"{what} must be finite and not negative, not {', '.join(map(str, wrong[:5]))}.")


def _known_options(*, reading: str, refund: str, precedence: str) -> None:
    for kind, value, known in (
        ("reading", reading, _READINGS),
        ("refund", refund, _REFUNDS),
        ("precedence", precedence, _PRECEDENCES),
    ):
        if value not in known:
            raise UnknownName(kind, value, known)


@cache
def _rule(parameter: str) -> dict[str, Any]:
    rows = {row["parameter"]: row for row in packages.rows("programs", "tranche_rule")}
    return rows[parameter]


def _holds(value: float, parameter: str) -> tuple[bool, str]:
    """Return whether a value reaches a limit of the rule, and the limit in words."""
    rule = _rule(parameter)
    compare, words = _COMPARE[rule["operator"]]
    return bool(compare(value, rule["value"])), f"{words} {rule['value']:g}"
