"""Match what firms throw away with what others need: the plan that saves or diverts the most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark import units
from ecopark.errors import BadArgument, DataError, Issue, UndefinedResult, UnknownNameError
from ecopark.symbiosis import offers, pairs, plans, reasons, transport
from ecopark.symbiosis.pairs import Pairs, held
from ecopark.symbiosis.plans import Case, Matching

__all__ = ["OBJECTIVES", "Matching", "match"]

Numbers = NDArray[np.float64]
OBJECTIVES = ("benefit", "diversion")


def match(
    supply: Any,
    demand: Any,
    compatibility: Any,
    *,
    unit: str = "t/year",
    money: str = "RMB",
    quality: Mapping[str, str] | None = None,
    blending: bool = False,
    distances: Any = None,
    transport_cost: float = 0.0,
    max_distance: float | None = None,
    objective: str = "benefit",
) -> Matching:
    """Match supplies of waste and by-products with demands.

    A unit of supply that is exchanged saves ``price * substitution + disposal_cost - treatment_cost
    - transport_cost * distance``. The plan has the largest sum of savings (``benefit``), or the
    largest delivered quantity and among such plans the largest sum of savings (``diversion``). A pure
    transport problem goes to a flow solver; one with mixtures, smallest amounts or substitution
    other than 1 is a linear program. Quantities below 3 parts in 10^8 of the largest count as none. Under
    ``diversion`` a saving that is not known counts as 0 when plans are compared.

    Parameters
    ----------
    supply : pandas.DataFrame or polars.DataFrame
        One row per firm and stream: ``firm``, ``stream``, ``quantity`` [``unit`` of the row], ``unit``;
        optional ``disposal_cost`` [money/amount], what disposal costs today; the columns of
        ``quality``: what the stream contains.
    demand : pandas.DataFrame or polars.DataFrame
        The same columns; optional ``price`` [money/amount], of what is bought today; ``minimum``
        [``unit`` of the row], the smallest amount the user must get; the columns of ``quality``:
        limits, empty where there is none.
    compatibility : pandas.DataFrame or polars.DataFrame
        One row per pair of streams that fit: ``supply_stream``, ``demand_stream``; optional
        ``substitution`` [amount of demand/amount of supply], by default 1; ``treatment_cost``
        [money/amount]; ``removal`` (0 to 1), the fraction of every contaminant that treatment takes
        out; ``allowed`` (True or False), whether regulation permits it, and ``rule``, its words.
    unit : str
        Unit of the result. An amount is its part before the slash: money is per t where it is t/year.
    money : str
        Name of the unit of money of all tables.
    quality : mapping of str to str, optional
        Columns of quality with ``"max"`` (a contaminant, which must not be above the limit) or
        ``"min"`` (a purity, which must not be below it), each in one unit in both tables.
    blending : bool
        Whether a limit holds for the mixture of all deliveries to a user; otherwise for each delivery.
    distances : pandas.DataFrame or polars.DataFrame, optional
        ``from``, ``to`` (firms) and ``distance`` [km], the same in both directions.
    transport_cost : float
        Cost of transport [money/(amount km)].
    max_distance : float, optional
        The farthest transport [km].
    objective : str
        ``"benefit"`` or ``"diversion"``.

    Returns
    -------
    Matching
        Matches, what stays unmatched and why, and the totals.

    Raises
    ------
    DataError
        With every fault of a table, named by firm and stream: a quantity that is negative, missing or
        infinite, a unit that does not fit, a pair that is there twice; or if no table has money to save.
    UndefinedResult
        If the limits conflict: smallest amounts that cannot be met. The message names the limits.
    UnknownNameError
        If the objective or the kind of a quality is unknown.
    BadArgument
        If a cost is negative, or transport is to be counted without distances.

    References
    ----------
    Ahuja, R. K., Magnanti, T. L., & Orlin, J. B. (1993). Network flows. Prentice Hall.

    Examples
    --------
    >>> import pandas as pd
    >>> supply = pd.DataFrame({"firm": ["Power plant"], "stream": ["gypsum"], "quantity": [100.0],
    ...                        "unit": ["t/year"], "disposal_cost": [8.0]})
    >>> demand = pd.DataFrame({"firm": ["Board plant"], "stream": ["gypsum"], "quantity": [60.0],
    ...                        "unit": ["t/year"], "price": [20.0]})
    >>> fits = pd.DataFrame({"supply_stream": ["gypsum"], "demand_stream": ["gypsum"]})
    >>> plan = match(supply, demand, fits)
    >>> plan.diverted, plan.benefit
    (60.0, 1680.0)
    >>> plan.unmatched[["firm", "unmatched", "status"]].values.tolist()
    [['Power plant', 40.0, 'partners used up']]
    """
    _options(objective, quality or {}, transport_cost, max_distance, distances)
    case = _case(
        supply, demand, compatibility, distances, quality=dict(quality or {}), unit=unit, money=money,
        transport_cost=transport_cost, max_distance=max_distance, blending=blending, objective=objective,
    )  # fmt: skip
    candidates = pairs.found(
        case.supply, case.demand, case.rules, case.distances, quality=case.quality,
        transport_cost=transport_cost, max_distance=max_distance, blending=blending,
        benefit=objective == "benefit",
    )  # fmt: skip
    usable = _usable(case, candidates)
    program = _program(case, usable)
    amounts = _amounts(case, program)
    return plans.result(case, candidates, usable, program, amounts)


def _options(
    objective: str,
    quality: Mapping[str, str],
    transport_cost: float,
    max_distance: float | None,
    distances: Any,
) -> None:
    if objective not in OBJECTIVES:
        raise UnknownNameError("objective", objective, OBJECTIVES)
    for kind in quality.values():
        if kind not in {"max", "min"}:
            raise UnknownNameError("kind of quality", kind, ("max", "min"))
    if not (np.isfinite(transport_cost) and transport_cost >= 0):
        raise BadArgument(f"transport_cost must be a number that is not negative, not {transport_cost}.")
    if max_distance is not None and not max_distance >= 0:
        raise BadArgument(f"max_distance must not be negative, not {max_distance} km.")
    if distances is None and (transport_cost or max_distance is not None):
        raise BadArgument("Transport needs a table of distances: from, to, distance [km].")


def _case(supply: Any, demand: Any, compatibility: Any, distances: Any, **options: Any) -> Case:
    unit, quality = options["unit"], options["quality"]
    units.factor(unit, unit)
    firms, streams = offers.Numbering(), offers.Numbering()
    like, have = offers.side(supply, "table of supplies", "disposal_cost", unit, quality, firms, streams)
    _, need = offers.side(demand, "table of demands", "price", unit, quality, firms, streams)
    rules = offers.compatibility(compatibility, streams)
    far = None if distances is None else offers.distances(distances, firms)
    if options["objective"] == "benefit" and not (have.has_money or need.has_money):
        fix = "add one of them, or use objective='diversion'"
        rule = "no price of a demand and no disposal_cost of a supply: nothing can be saved"
        raise DataError("the tables of supplies and demands", [Issue(rule, fix=fix)])
    return Case(like, have, need, rules, far, **options)


def _usable(case: Case, candidates: Pairs) -> Pairs:
    """Return the pairs that a plan may use.

    Those at a loss are among them where a smallest amount must be met, and where a mixture may need a
    clean part so that the rest of it can be sold.
    """
    needed = case.blending | (case.demand.minimum[candidates.demand] > 0)
    must = (candidates.stage == pairs.COSTLY) & needed
    return candidates.only((candidates.stage == pairs.OPEN) | must)


def _program(case: Case, usable: Pairs) -> transport.Program:
    blends = []
    for name, kind in case.quality.items() if case.blending else ():
        limit = case.demand.quality[name][usable.demand]
        excess = held(name, kind, case.supply, case.rules, usable.supply, usable.rule) - limit
        blends.append(transport.Blend(name, np.nan_to_num(excess if kind == "max" else -excess)))
    return transport.Program(
        case.supply.quantity, case.demand.quantity, case.demand.minimum, usable.supply, usable.demand,
        case.rules.substitution[usable.rule], np.nan_to_num(usable.saving), tuple(blends),
    )  # fmt: skip


def _amounts(case: Case, program: transport.Program) -> Numbers:
    most = case.objective == "diversion"
    if program.is_transport():
        return transport.flow(program, most=most)
    amounts = transport.linear(program, most=most)
    if amounts is None:
        shortfall, rows = transport.conflict(program)
        names = tuple(case.quality)
        raise UndefinedResult(reasons.conflicts(case.supply, case.demand, names, shortfall, rows, case.unit))
    return amounts
