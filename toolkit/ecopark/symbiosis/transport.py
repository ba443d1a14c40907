"""Who delivers how much to whom: the transport problem as a flow, and the linear program."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark.errors import UndefinedResult

__all__ = ["DIGITS", "Blend", "Program", "conflict", "flow", "linear", "step", "whole"]

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
# A flow solver counts in whole numbers: nine digits of the largest quantity and of the largest saving.
DIGITS = 9
_SAFE = 1e-6  # of a step or of the largest quantity: what arithmetic may lose


@dataclass(frozen=True)
class Blend:
    """A limit that the mixture of all deliveries to a demand must keep.

    ``excess`` is, for each pair, what arrives less the limit, turned so that it must not be above
    zero on average [unit of the quality]; 0 where the demand has no limit.
    """

    name: str
    excess: Numbers


@dataclass(frozen=True)
class Program:
    """What can be delivered: quantities in one unit, savings in money per unit of supply.

    ``left`` and ``right`` are the supply and the demand of each pair, ``substitution`` the units of
    demand that one unit of supply meets, ``saving`` the objective of each pair.
    """

    supply: Numbers
    demand: Numbers
    minimum: Numbers
    left: Places
    right: Places
    substitution: Numbers
    saving: Numbers
    blends: tuple[Blend, ...] = ()

    def is_transport(self) -> bool:
        """Return whether it is a pure transport problem: no ratio, no smallest amount, no mixture."""
        return not self.blends and not self.minimum.any() and bool((self.substitution == 1).all())


def step(values: Numbers, digits: int = DIGITS) -> float:
    """Return the power of ten that leaves the largest value with that many digits before the point.

    Parameters
    ----------
    values : array of float
        Finite values [any unit].
    digits : int
        Number of digits.

    Returns
    -------
    float
        The step [unit of the values]; 1 if all of them are zero.

    Examples
    --------
    >>> step(np.array([250.0, 3.5]))
    1e-06
    """
    largest = float(np.abs(values).max(initial=0.0))
    return 1.0 if largest == 0 else float(f"1e{math.floor(math.log10(largest)) + 1 - digits}")


def whole(values: Numbers, size: float, *, down: bool = False) -> Places:
    """Return how many steps each value has, to the nearest or rounded down.

    Examples
    --------
    >>> whole(np.array([0.3, 0.29]), 0.1, down=True).tolist()
    [3, 2]
    """
    counted = values / size
    return (np.floor(counted + _SAFE) if down else np.rint(counted)).astype(np.int64)


def flow(program: Program, *, most: bool) -> Numbers:
    """Return the delivery of each pair that saves the most, by a minimum-cost flow.

    Quantities are rounded down and savings to the nearest, both to the ninth digit of the largest one.
    So no supply or demand is exceeded; each supply and each demand can lose one step of quantity, and
    each unit half a step of saving (a step is at most 10^-8 of the largest).

    Parameters
    ----------
    program : Program
        A pure transport problem; savings are finite.
    most : bool
        Deliver as much as possible, and among such plans save the most.

    Returns
    -------
    array of float
        Delivery of each pair [unit of the quantities].

    Raises
    ------
    UndefinedResult
        If the solver gives no plan.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    size = step(np.concatenate([program.supply, program.demand]))
    supply, demand = (whole(part, size, down=True) for part in (program.supply, program.demand))
    n, m, k = len(supply), len(demand), len(program.left)
    cost = -whole(program.saving, step(program.saving))
    end, reach = n + m, np.minimum(supply[program.left], demand[program.right])
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(program.left, n + program.right, reach, cost)
    _arcs(solver, n + np.arange(m), np.full(m, end), demand)
    if not most:
        _arcs(solver, np.arange(n), np.full(n, end), supply)
    solver.set_nodes_supplies(np.arange(n), supply)
    solver.set_nodes_supplies(np.array([end]), np.array([-supply.sum()]))
    status = solver.solve_max_flow_with_min_cost() if most else solver.solve()
    if status != solver.OPTIMAL:
        raise UndefinedResult(f"The flow solver gave no plan: {status.name.lower().replace('_', ' ')}.")
    counted = np.asarray(solver.flows(arcs), dtype=float) if k else np.zeros(0)
    return counted * size if size >= 1 else counted / round(1 / size)


def _arcs(solver: Any, tails: Places, heads: Places, capacity: Places) -> None:
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, np.zeros(len(tails), dtype=np.int64))


def linear(program: Program, *, most: bool) -> Numbers | None:
    """Return the delivery of each pair that saves the most, by the linear program.

    Parameters
    ----------
    program : Program
        The problem; savings are finite.
    most : bool
        Deliver as much as possible, and among such plans save the most.

    Returns
    -------
    array of float or None
        Delivery of each pair [unit of the quantities]; ``None`` if the limits conflict.

    Raises
    ------
    UndefinedResult
        If the solver stops for another reason.
    """
    if not len(program.left):
        return None if program.minimum.any() else np.zeros(0)
    scaled, size = _scaled(program)
    rows, limits = _rows(scaled)
    if most:
        first = _solved(-np.ones(len(program.left)), rows, limits)
        if first is None:
            return None
        from scipy import sparse

        rows = sparse.vstack([rows, sparse.csr_array(-np.ones((1, len(first))))])
        limits = np.append(limits, -first.sum() * (1 - 1e-9))
    found = _solved(-scaled.saving, rows, limits)
    return None if found is None else found * size


def conflict(program: Program) -> tuple[Numbers, Places]:
    """Return what is missing from each smallest amount, and the limits that together cause it.

    The smallest total shortfall is found; the limits with a price in it are the ones that conflict.

    Parameters
    ----------
    program : Program
        A problem whose limits conflict.

    Returns
    -------
    shortfall : array of float
        What each demand lacks [unit of the quantities].
    rows : array of int
        Limits that conflict: supplies first, then demands, then smallest amounts, then the mixtures
        of the first quality, and so on.
    """
    from scipy import sparse

    scaled, size = _scaled(program)
    rows, limits = _rows(scaled)
    n, m = len(program.supply), len(program.demand)
    slack = sparse.coo_array((-np.ones(m), (n + m + np.arange(m), np.arange(m))), shape=(rows.shape[0], m))
    cost = np.concatenate([np.zeros(len(program.left)), np.ones(m)])
    result = _highs(cost, sparse.hstack([rows, slack]).tocsr(), limits)
    shortfall = np.where(result.x[-m:] > _SAFE, result.x[-m:] * size, 0.0)
    return shortfall, np.flatnonzero(np.abs(result.ineqlin.marginals) > 1e-9)


def _scaled(program: Program) -> tuple[Program, float]:
    """Return the program with its largest numbers at 1, for the solver's fixed tolerances, and the scale."""
    size = _largest(np.concatenate([program.supply, program.demand]))
    blends = tuple(replace(b, excess=b.excess / _largest(b.excess)) for b in program.blends)
    quantities = {name: getattr(program, name) / size for name in ("supply", "demand", "minimum")}
    return replace(
        program, **quantities, saving=program.saving / _largest(program.saving), blends=blends
    ), size


def _largest(values: Numbers) -> float:
    return float(np.abs(values).max(initial=0.0)) or 1.0


def _rows(program: Program) -> tuple[Any, Numbers]:
    """Return the limits as rows of ``rows @ deliveries <= limits``."""
    from scipy import sparse

    n, m, k = len(program.supply), len(program.demand), len(program.left)
    each = np.arange(k)
    taken = sparse.coo_array((np.ones(k), (program.left, each)), shape=(n, k))
    met = sparse.coo_array((program.substitution, (program.right, each)), shape=(m, k))
    mixed = [sparse.coo_array((b.excess, (program.right, each)), shape=(m, k)) for b in program.blends]
    limits = [program.supply, program.demand, -program.minimum, np.zeros(m * len(mixed))]
    return sparse.vstack([taken, met, -met, *mixed]).tocsr(), np.concatenate(limits)


def _solved(cost: Numbers, rows: Any, limits: Numbers) -> Numbers | None:
    result = _highs(cost, rows, limits)
    return None if result.status == 2 else np.asarray(result.x, dtype=float)


def _highs(cost: Numbers, rows: Any, limits: Numbers) -> Any:
    from scipy.optimize import linprog

    result = linprog(cost, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs")
    if result.status not in {0, 2}:
        raise UndefinedResult(f"The linear program has no answer: {result.message}")
    return result
