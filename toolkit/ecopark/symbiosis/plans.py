"""A plan of exchanges as tables: its matches, what it leaves over, its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark.frames import Frame
from ecopark.symbiosis import offers, reasons, transport
from ecopark.symbiosis.offers import Compatibility, Distances, Side
from ecopark.symbiosis.pairs import Pairs

__all__ = ["Case", "Matching", "result"]

Numbers = NDArray[np.float64]
_NUMBERS = frozenset(
    (
        *("quantity", "replaces", "distance", "price_saving", "disposal_saving", "treatment_cost"),
        *("transport_cost", "benefit_per_unit", "benefit", "unmatched"),
    )
)
# Part of the largest quantity below which a delivery or a rest counts as none.
_TOLERANCE = 3e-8


@dataclass(frozen=True)
class Matching:
    """A plan of exchanges, and what it leaves over.

    ``matches`` has one row per match and ``unmatched`` one row per supply or demand with a residual; both are
    of the kind of the table of supplies. ``diverted`` is the sum of the deliveries [``unit``];
    ``benefit`` what all firms together save [money in the period of ``unit``], ``None`` with
    ``benefit_status`` ``missing`` where a price is not known. ``method`` is ``flow`` or ``linear``,
    ``left_out`` names the parts of the saving that no table gives, ``candidates`` counts the pairs
    that could be used.
    """

    matches: Any
    unmatched: Any
    unit: str
    objective: str
    method: str
    candidates: int
    diverted: float
    benefit: float | None
    benefit_status: str
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """The checked tables and options of one matching."""

    like: Frame
    supply: Side
    demand: Side
    rules: Compatibility
    distances: Distances | None
    quality: Mapping[str, str]
    unit: str
    money: str
    transport_cost: float
    max_distance: float | None
    blending: bool
    objective: str


def result(
    case: Case, candidates: Pairs, usable: Pairs, program: transport.Program, amounts: Numbers
) -> Matching:
    """Return the plan that the deliveries of the usable pairs make.

    Parameters
    ----------
    case : Case
        The checked tables.
    candidates, usable : Pairs
        All pairs, and those that a plan may use.
    program : transport.Program
        The problem that was solved.
    amounts : array of float
        Delivery of each usable pair [unit of the case].
    """
    largest = max(float(case.supply.quantity.max()), float(case.demand.quantity.max()))
    tolerance = _TOLERANCE * largest
    kept = amounts > tolerance
    amounts, used = amounts[kept], usable.only(kept)
    met = amounts * program.substitution[kept]
    rests = (
        case.supply.quantity - np.bincount(used.supply, amounts, len(case.supply.firms)),
        case.demand.quantity - np.bincount(used.demand, met, len(case.demand.firms)),
    )
    benefit = float((amounts * used.saving).sum())
    return Matching(
        matches=_matches(case, used, amounts, rests, tolerance),
        unmatched=_unmatched(case, candidates, rests, tolerance),
        unit=case.unit,
        objective=case.objective,
        method="flow" if program.is_transport() else "linear",
        candidates=len(usable),
        diverted=float(amounts.sum()),
        benefit=None if np.isnan(benefit) else benefit,
        benefit_status="missing" if np.isnan(benefit) else "ok",
        left_out=_left_out(case),
    )


def _left_out(case: Case) -> tuple[str, ...]:
    absent = {
        "price": not case.demand.has_money,
        "disposal_cost": not case.supply.has_money,
        "treatment_cost": not case.rules.has_treatment,
        "transport": case.distances is None or case.transport_cost == 0,
    }
    return tuple(name for name, gone in absent.items() if gone)


def _matches(
    case: Case, used: Pairs, amounts: Numbers, rests: tuple[Numbers, Numbers], tolerance: float
) -> Any:
    ratio = case.rules.substitution[used.rule]
    way = case.transport_cost * used.distance if case.distances is not None else np.zeros(len(used))
    data: dict[str, list[Any]] = {
        "supplier": [case.supply.firms[i] for i in used.supply],
        "supply_stream": [case.supply.streams[i] for i in used.supply],
        "user": [case.demand.firms[j] for j in used.demand],
        "demand_stream": [case.demand.streams[j] for j in used.demand],
        "quantity": _shown(amounts),
        "replaces": _shown(amounts * ratio),
        "unit": [case.unit] * len(used),
        "distance": _shown(used.distance),
        "price_saving": _shown(case.demand.money[used.demand] * ratio),
        "disposal_saving": _shown(case.supply.money[used.supply]),
        "treatment_cost": _shown(case.rules.treatment[used.rule]),
        "transport_cost": _shown(way),
        "benefit_per_unit": _shown(used.saving),
        "benefit": _shown(amounts * used.saving),
        "benefit_status": ["missing" if np.isnan(s) else "ok" for s in used.saving],
        "binds": [
            reasons.binding(rests[0][i] <= tolerance, rests[1][j] <= tolerance)
            for i, j in zip(used.supply, used.demand, strict=True)
        ],
    }
    rows = [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]
    data["reason"] = [reasons.match_reason(row, case.unit, case.money) for row in rows]
    return offers.table(data, _NUMBERS, case.like)


def _shown(values: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _unmatched(case: Case, candidates: Pairs, rests: tuple[Numbers, Numbers], tolerance: float) -> Any:
    words = reasons.Words(case.supply, case.demand, case.rules, case.quality, case.max_distance)
    names = ("side", "firm", "stream", "quantity", "unmatched", "unit", "status", "reason")
    rows = []
    for of_supply, own, other in ((True, case.supply, case.demand), (False, case.demand, case.supply)):
        mine, theirs = rests if of_supply else rests[::-1]
        for place, status, why in reasons.rest_reasons(
            own,
            other,
            candidates,
            of_supply=of_supply,
            rests=(mine, theirs),
            tolerance=tolerance,
            words=words,
        ):
            amount, rest = float(own.quantity[place]), float(mine[place])
            kind = "supply" if of_supply else "demand"
            rows.append((kind, own.firms[place], own.streams[place], amount, rest, case.unit, status, why))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return offers.table({n: list(c) for n, c in zip(names, columns, strict=True)}, _NUMBERS, case.like)
