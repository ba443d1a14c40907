"""Why a match was made, and why the rest of a supply or a demand found no partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark.symbiosis import pairs as stages
from ecopark.symbiosis.offers import Compatibility, Side
from ecopark.symbiosis.pairs import Pairs, held

__all__ = ["Words", "binding", "conflicts", "match_reason", "rest_reasons"]

Numbers = NDArray[np.float64]

# Status of what stays unmatched, by how far its best pair comes.
_STATUS = {
    0: "no compatible stream",
    stages.SAME_FIRM: "same firm",
    stages.FORBIDDEN: "not allowed",
    stages.DISTANCE_UNKNOWN: "distance unknown",
    stages.TOO_FAR: "too far",
    stages.QUALITY_UNKNOWN: "quality unknown",
    stages.LOW_QUALITY: "quality",
    stages.MONEY_UNKNOWN: "money unknown",
    stages.COSTLY: "costs more than it saves",
    stages.OPEN: "partners used up",
}


@dataclass(frozen=True)
class Words:
    """Says why one pair stands where it does; ``max_distance`` [km]."""

    supply: Side
    demand: Side
    rules: Compatibility
    quality: Mapping[str, str]
    max_distance: float | None

    def of(self, candidates: Pairs, pair: int, partner: str) -> str:
        """Return the reason of a pair in words, with the partner's firm and stream."""
        stage = int(candidates.stage[pair])
        rule = self.rules.reasons[int(candidates.rule[pair])]
        texts = {
            stages.SAME_FIRM: f"only the firm itself could use it ({partner})",
            stages.FORBIDDEN: f"not allowed with {partner}" + (f": {rule}" if rule else ""),
            stages.DISTANCE_UNKNOWN: f"no distance is given to {partner}",
            stages.TOO_FAR: f"{partner} is {candidates.distance[pair]:,.4g} km away, {self._limit()}",
            stages.MONEY_UNKNOWN: f"a price or cost of the exchange with {partner} is missing",
            stages.COSTLY: f"with {partner} it would save {candidates.saving[pair]:,.4g} per unit",
            stages.OPEN: f"{partner} and every other partner are used up",
        }
        return texts.get(stage) or self._quality(candidates, pair, partner)

    def _limit(self) -> str:
        return f"the limit is {self.max_distance:,.4g} km" if self.max_distance is not None else "too far"

    def _quality(self, candidates: Pairs, pair: int, partner: str) -> str:
        left, right, rule = (
            part[pair : pair + 1] for part in (candidates.supply, candidates.demand, candidates.rule)
        )
        parts = []
        for name, kind in self.quality.items():
            have = float(held(name, kind, self.supply, self.rules, left, rule)[0])
            limit = float(self.demand.quality[name][right[0]])
            if np.isnan(have) and not np.isnan(limit):
                parts.append(f"{name} is not known, the limit is {limit:,.4g}")
            elif (have > limit) if kind == "max" else (have < limit):
                parts.append(
                    f"{name} {have:,.4g} is {'above' if kind == 'max' else 'below'} the limit {limit:,.4g}"
                )
        return f"with {partner}: " + "; ".join(parts)


def match_reason(row: Mapping[str, Any], unit: str, money: str) -> str:
    """Return why a match was made, from the parts of its saving [money/unit] and what limits it."""
    saved = row["benefit_per_unit"]
    if saved is None:
        return f"saving not known: a price or cost is missing; {row['binds']}"
    plus = f"price {row['price_saving']:,.4g} + disposal {row['disposal_saving']:,.4g}"
    minus = f"treatment {row['treatment_cost']:,.4g} - transport {row['transport_cost']:,.4g}"
    amount = unit.split("/")[0]
    return f"saves {saved:,.4g} {money}/{amount} ({plus} - {minus}); {row['binds']}"


def binding(supply_full: bool, demand_full: bool) -> str:
    """Return which side limits a match.

    Examples
    --------
    >>> binding(True, False)
    'takes the whole rest of the supply'
    """
    if supply_full and demand_full:
        return "takes the whole rest of the supply and meets the demand"
    if supply_full:
        return "takes the whole rest of the supply"
    return "meets the demand" if demand_full else "limited by the quality of the mixture or a smallest amount"


def rest_reasons(
    side: Side,
    other: Side,
    candidates: Pairs,
    *,
    of_supply: bool,
    rests: tuple[Numbers, Numbers],
    tolerance: float,
    words: Words,
) -> list[tuple[int, str, str]]:
    """Return place, status and reason of every row that keeps a rest [unit of the matching].

    The reason is that of the pair that comes farthest: among equals, the one with the largest saving.
    """
    mine = candidates.supply if of_supply else candidates.demand
    theirs = candidates.demand if of_supply else candidates.supply
    best = np.zeros(len(side.firms), dtype=np.int8)
    np.maximum.at(best, mine, candidates.stage)
    example = _examples(mine, candidates, best)
    own, others = rests
    partner_rest = np.zeros(len(side.firms), dtype=bool)
    useful = (candidates.stage == stages.OPEN) & (others[theirs] > tolerance)
    partner_rest[mine[useful]] = True
    found = []
    small = (side.quantity > 0) & (side.quantity <= tolerance)
    for place in np.flatnonzero((own > tolerance) | small):
        status = _STATUS[int(best[place])]
        pair = int(example[place])
        if small[place]:
            status, why = "too small", "against the largest quantity of the tables it counts as none"
        elif best[place] == stages.OPEN and partner_rest[place]:
            status, why = "mixture", "more would break a limit of the mixture or take from a smallest amount"
        elif pair < 0:
            why = f"no rule joins {side.streams[place]} to a stream of the other table"
        else:
            why = words.of(candidates, pair, other.label(int(theirs[pair])))
        found.append((int(place), status, why))
    return found


def _examples(mine: NDArray[np.int64], candidates: Pairs, best: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return the pair that speaks for each row; -1 where it has none."""
    top = np.flatnonzero(candidates.stage == best[mine])
    saving = np.nan_to_num(candidates.saving[top], nan=-np.inf)
    example = np.full(len(best), -1, dtype=np.int64)
    order = top[np.argsort(saving, kind="stable")]
    example[mine[order]] = order
    return example


def conflicts(
    supply: Side,
    demand: Side,
    quality: tuple[str, ...],
    shortfall: Numbers,
    rows: NDArray[np.int64],
    unit: str,
) -> str:
    """Return in words which smallest amounts cannot be reached and which limits conflict.

    Parameters
    ----------
    supply, demand : Side
        The tables.
    quality : tuple of str
        Qualities whose mixtures are limited.
    shortfall : array of float
        What each demand lacks [unit of the matching].
    rows : array of int
        Limits that conflict, as :func:`ecopark.symbiosis.transport.conflict` counts them.
    unit : str
        Unit of the matching.
    """
    n, m = len(supply.firms), len(demand.firms)
    short = [
        f"{demand.label(j)} needs at least {demand.minimum[j]:,.6g} {unit} and can get "
        f"{demand.minimum[j] - shortfall[j]:,.6g}"
        for j in map(int, np.flatnonzero(shortfall))
    ]
    limits = []
    for row in map(int, rows):
        if row < n:
            limits.append(f"supply of {supply.label(row)}: {supply.quantity[row]:,.6g} {unit}")
        elif n <= row < n + m:
            limits.append(f"demand of {demand.label(row - n)}: {demand.quantity[row - n]:,.6g} {unit}")
        elif row < n + 2 * m:
            place = row - n - m
            limits.append(f"smallest amount of {demand.label(place)}: {demand.minimum[place]:,.6g} {unit}")
        else:
            which, place = divmod(row - n - 2 * m, m)
            limit = demand.quality[quality[which]][place]
            limits.append(f"{quality[which]} of the mixture at {demand.label(place)}: {limit:,.6g}")
    return f"No plan keeps all limits. {'; '.join(short)}. Limits that conflict: {'; '.join(limits)}."
