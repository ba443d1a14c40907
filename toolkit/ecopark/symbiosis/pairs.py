"""Which supply could meet which demand: the pairs, what each saves, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecopark.symbiosis.offers import Compatibility, Distances, Side

__all__ = [
    "COSTLY",
    "DISTANCE_UNKNOWN",
    "FORBIDDEN",
    "LOW_QUALITY",
    "MONEY_UNKNOWN",
    "OPEN",
    "QUALITY_UNKNOWN",
    "SAME_FIRM",
    "TOO_FAR",
    "Pairs",
    "crossed",
    "found",
    "gain",
]

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

# How far a pair comes before something stands against it; the last one may be used.
SAME_FIRM, FORBIDDEN, DISTANCE_UNKNOWN, TOO_FAR, QUALITY_UNKNOWN, LOW_QUALITY, MONEY_UNKNOWN, COSTLY, OPEN = (
    range(1, 10)
)


@dataclass(frozen=True)
class Pairs:
    """Pairs of a supply and a demand whose streams fit, one place of each array a pair.

    ``supply`` and ``demand`` are rows of the two tables, ``rule`` the row of the table of compatible
    streams, ``distance`` [km], ``saving`` the money saved per unit of supply, ``stage`` how far the
    pair comes.
    """

    supply: Places
    demand: Places
    rule: Places
    distance: Numbers
    saving: Numbers
    stage: NDArray[np.int8]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.supply)

    def only(self, chosen: NDArray[np.bool_]) -> Pairs:
        """Return the chosen pairs."""
        return Pairs(
            self.supply[chosen], self.demand[chosen], self.rule[chosen],
            self.distance[chosen], self.saving[chosen], self.stage[chosen],
        )  # fmt: skip


def crossed(
    supply: Places, demand: Places, wanted_supply: Places, wanted_demand: Places
) -> tuple[Places, Places, Places]:
    """Return every pair of a supply and a demand whose streams a rule joins.

    Parameters
    ----------
    supply, demand : array of int
        The stream of each supply and of each demand, as numbers from 0.
    wanted_supply, wanted_demand : array of int
        The two streams of each rule, in the same numbers.

    Returns
    -------
    tuple of three arrays of int
        Place of the supply, of the demand and of the rule, one place a pair.

    Examples
    --------
    >>> one = np.array([0])
    >>> [found.tolist() for found in crossed(np.array([0, 1, 0]), one, one, one)]
    [[0, 2], [0, 0], [0, 0]]
    """
    size = 1 + max(int(part.max(initial=0)) for part in (supply, demand, wanted_supply, wanted_demand))
    s_count, d_count = np.bincount(supply, minlength=size), np.bincount(demand, minlength=size)
    s_order, d_order = np.argsort(supply, kind="stable"), np.argsort(demand, kind="stable")
    s_start, d_start = np.cumsum(s_count) - s_count, np.cumsum(d_count) - d_count
    counts = s_count[wanted_supply] * d_count[wanted_demand]
    rule = np.repeat(np.arange(len(counts)), counts)
    inside = np.arange(len(rule)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = d_count[wanted_demand][rule]
    left = s_order[s_start[wanted_supply[rule]] + inside // np.maximum(width, 1)]
    right = d_order[d_start[wanted_demand[rule]] + inside % np.maximum(width, 1)]
    return left, right, rule


def gain(
    price: Numbers, substitution: Numbers, disposal: Numbers, treatment: Numbers, transport: Numbers
) -> Numbers:
    """Return the money that one unit of supply saves the two firms together.

    ``price * substitution + disposal - treatment - transport``. What one firm pays the other for
    the stream cancels out and is no part of it.

    Parameters
    ----------
    price : array of float
        What the user pays for the material that is replaced [money/unit of demand].
    substitution : array of float
        Units of demand that one unit of supply replaces [unit/unit].
    disposal : array of float
        What the supplier pays for disposal today [money/unit of supply].
    treatment, transport : array of float
        What the exchange costs [money/unit of supply].

    Returns
    -------
    array of float
        Saving [money/unit of supply]; nan where a part is not known.

    Examples
    --------
    >>> one = np.ones(1)
    >>> gain(30 * one, 0.8 * one, 10 * one, 5 * one, 4 * one).tolist()
    [25.0]
    """
    return price * substitution + disposal - treatment - transport


def found(
    supply: Side,
    demand: Side,
    rules: Compatibility,
    distances: Distances | None,
    *,
    quality: Mapping[str, str],
    transport_cost: float,
    max_distance: float | None,
    blending: bool,
    benefit: bool,
) -> Pairs:
    """Return every pair whose streams fit, with its saving and how far it comes.

    Parameters
    ----------
    supply, demand : Side
        The checked tables.
    rules : Compatibility
        The streams that fit.
    distances : Distances or None
        Distances between firms [km].
    quality : mapping of str to str
        ``max`` or ``min`` for each quality.
    transport_cost : float
        Cost of transport [money/(unit km)].
    max_distance : float or None
        The farthest transport [km].
    blending : bool
        Whether limits hold for the mixture; then no single pair fails by them.
    benefit : bool
        Whether a pair must save money.
    """
    left, right, rule = crossed(supply.codes, demand.codes, rules.supply, rules.demand)
    distance = _distances(left, right, supply, demand, distances)
    saving = gain(
        demand.money[right], rules.substitution[rule], supply.money[left], rules.treatment[rule],
        transport_cost * distance if distances is not None else np.zeros(len(left)),
    )  # fmt: skip
    stage = np.full(len(left), OPEN, dtype=np.int8)
    if benefit:
        _lowered(stage, saving <= 0, COSTLY)
        _lowered(stage, np.isnan(saving), MONEY_UNKNOWN)
    for name, kind in quality.items():
        have, limit = held(name, kind, supply, rules, left, rule), demand.quality[name][right]
        if not blending:
            _lowered(stage, have > limit if kind == "max" else have < limit, LOW_QUALITY)
        _lowered(stage, np.isnan(have) & ~np.isnan(limit), QUALITY_UNKNOWN)
    if max_distance is not None:
        _lowered(stage, distance > max_distance, TOO_FAR)
    if distances is not None:
        _lowered(stage, np.isnan(distance), DISTANCE_UNKNOWN)
    _lowered(stage, ~rules.allowed[rule], FORBIDDEN)
    _lowered(stage, supply.owners[left] == demand.owners[right], SAME_FIRM)
    return Pairs(left, right, rule, distance, saving, stage)


def held(name: str, kind: str, supply: Side, rules: Compatibility, left: Places, rule: Places) -> Numbers:
    """Return the quality of what arrives [unit of the quality]: treatment removes from a contaminant only."""
    have = supply.quality[name][left]
    return have * (1 - rules.removal[rule]) if kind == "max" else have


def _lowered(stage: NDArray[np.int8], where: NDArray[np.bool_], to: int) -> None:
    stage[where] = np.minimum(stage[where], to)


def _distances(
    left: Places, right: Places, supply: Side, demand: Side, distances: Distances | None
) -> Numbers:
    if distances is None:
        return np.full(len(left), np.nan)
    return distances.between(supply.owners[left], demand.owners[right])
