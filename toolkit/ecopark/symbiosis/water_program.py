"""The water network as a linear program: who can give water to whom, and which limits hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark.errors import UndefinedResult
from ecopark.symbiosis.water_tables import Processes, Treatment, concentrations

__all__ = ["FRESH", "WASTE", "Layout", "Rows", "infeasible", "layout", "least", "limits"]

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
FRESH, WASTE = "fresh water", "waste water"
_SMALL = 1e-9


@dataclass(frozen=True)
class Layout:
    """All pipes that could be laid, from ``tail`` to ``head``.

    Nodes are fresh water, the processes, the treatments and waste water, in this order. ``quality``
    is what each node gives [concentration], one row per node; ``size`` a flow that scales the problem.
    """

    names: tuple[str, ...]
    tail: Places
    head: Places
    quality: Numbers
    size: float
    treated: Places

    def at(self, node: int, *, out: bool) -> Numbers:
        """Return 1 for each pipe that leaves the node, or enters it."""
        return np.asarray((self.tail if out else self.head) == node, dtype=float)


@dataclass(frozen=True)
class Rows:
    """Limits as ``below @ flows <= ceiling`` and ``equal @ flows == fixed``, with the words of the former."""

    below: Numbers
    ceiling: Numbers
    words: tuple[str, ...]
    equal: Numbers
    fixed: Numbers

    def and_below(self, row: Numbers, ceiling: float) -> Rows:
        """Return the same limits and one more."""
        return replace(self, below=np.vstack([self.below, row]), ceiling=np.append(self.ceiling, ceiling))


def layout(
    given: Processes,
    fresh: Numbers,
    treatments: Sequence[Treatment],
    banned: frozenset[tuple[str, str]] = frozenset(),
) -> Layout:
    """Return every pipe that could be useful.

    Parameters
    ----------
    given : Processes
        The checked processes.
    fresh : array of float
        Concentrations of fresh water [concentration].
    treatments : sequence of Treatment
        The treatments.
    banned : frozenset of pairs of str
        Names between which no pipe may be laid.
    """
    n, k = len(given.names), len(treatments)
    cleaned = [concentrations(t.outlet, given.contaminants, f"treatment {t.name!r}") for t in treatments]
    quality = np.vstack([fresh, np.nan_to_num(given.outlet), *cleaned, np.zeros_like(fresh)])
    processes, treated, waste = np.arange(1, n + 1), np.arange(n + 1, n + k + 1), n + k + 1
    givers, takers = processes[given.gives()], processes[given.takes()]
    inner = [int(t) for t in (*takers, *treated)]
    pairs = [(0, t) for t in inner]
    # A process with fixed flows may use its own water again; elsewhere that would change nothing.
    alone = {int(p) for p in processes[~given.loaded]}
    pairs += [(int(g), t) for g in (*givers, *treated) for t in (*inner, waste) if g != t or int(g) in alone]
    names = (FRESH, *given.names, *(t.name for t in treatments), WASTE)
    pairs = [(tail, head) for tail, head in pairs if (names[tail], names[head]) not in banned]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    room = np.where(given.load > 0, given.outlet, 1.0)
    sizes = [given.inflow, given.outflow, (given.load / room).max(axis=1)]
    largest = float(np.max(sizes)) or 1.0
    return Layout(names, ends[:, 0], ends[:, 1], quality, largest, treated)


def limits(given: Processes, pipes: Layout, treatments: Sequence[Treatment], available: float | None) -> Rows:
    """Return the limits of the network: balances, concentrations, capacities; flows in ``size``."""
    below: list[tuple[Numbers, float, str]] = []
    for i, name in enumerate(given.names):
        entering = pipes.at(i + 1, out=False)
        for c, contaminant in enumerate(given.contaminants):
            where = f"{name}, {contaminant}" if len(given.contaminants) > 1 else name
            have = pipes.quality[pipes.tail, c]
            if given.takes()[i]:
                limit = float(given.inlet[i, c])
                below.append((entering * (have - limit), 0.0, f"inlet limit of {where}: {limit:g}"))
            if given.loaded[i] and given.load[i, c] > 0:
                limit, load = float(given.outlet[i, c]), float(given.load[i, c])
                words = f"outlet limit of {where}: {limit:g} with its load"
                below.append((entering * (have - limit), -load / pipes.size, words))
    below += _of_treatments(given, pipes, treatments)
    if available is not None:
        words = f"fresh water available: {available:g}"
        below.append((pipes.at(0, out=True), available / pipes.size, words))
    scaled = [
        (row / s, top / s, w) for row, top, w in below for s in [float(np.abs(row).max(initial=0)) or 1.0]
    ]
    equal, fixed = _balances(given, pipes)
    rows = np.array([row for row, _, _ in scaled]).reshape(len(scaled), len(pipes.tail))
    return Rows(rows, np.array([top for _, top, _ in scaled]), tuple(w for *_, w in scaled), equal, fixed)


def _of_treatments(
    given: Processes, pipes: Layout, treatments: Sequence[Treatment]
) -> list[tuple[Numbers, float, str]]:
    below = []
    for node, treatment in zip(pipes.treated, treatments, strict=True):
        entering = pipes.at(int(node), out=False)
        if treatment.capacity is not None:
            words = f"capacity of {treatment.name}: {treatment.capacity:g}"
            below.append((entering, treatment.capacity / pipes.size, words))
        if treatment.inlet is not None:
            most = concentrations(treatment.inlet, given.contaminants, f"treatment {treatment.name!r}")
            for c, contaminant in enumerate(given.contaminants):
                words = f"inlet limit of {treatment.name}, {contaminant}: {most[c]:g}"
                below.append((entering * (pipes.quality[pipes.tail, c] - most[c]), 0.0, words))
    return below


def _balances(given: Processes, pipes: Layout) -> tuple[Numbers, Numbers]:
    rows: list[Numbers] = []
    fixed: list[float] = []
    for i in range(len(given.names)):
        into, out = pipes.at(i + 1, out=False), pipes.at(i + 1, out=True)
        if given.loaded[i]:
            rows.append(out - into)
            fixed.append(0.0)
            continue
        for row, flow in ((into, given.inflow[i]), (out, given.outflow[i])):
            if flow > 0:
                rows.append(row)
                fixed.append(float(flow) / pipes.size)
    for node in pipes.treated:
        rows.append(pipes.at(int(node), out=True) - pipes.at(int(node), out=False))
        fixed.append(0.0)
    return np.array(rows).reshape(len(rows), len(pipes.tail)), np.array(fixed)


def least(pipes: Layout, rows: Rows) -> Numbers | None:
    """Return the flow of each pipe [flow]: least fresh water, then least treatment, then least reuse.

    ``None`` if the limits conflict.
    """
    inner = (pipes.tail > 0) & (pipes.head < len(pipes.names) - 1)
    objectives = [
        pipes.at(0, out=True),
        np.isin(pipes.tail, pipes.treated).astype(float),
        inner.astype(float),
    ]
    flows: Numbers | None = None
    for objective in objectives:
        if flows is not None and not objective.any():
            continue
        result = _highs(objective, rows)
        if result.status == 2:
            return _times(flows, pipes.size)
        flows = np.asarray(np.round(np.where(result.x > _SMALL * 100, result.x, 0.0), 11), dtype=np.float64)
        best = float(objective @ result.x)
        rows = rows.and_below(objective, best + _SMALL / 1000 * max(1.0, best))
    return _times(flows, pipes.size)


def _times(flows: Numbers | None, size: float) -> Numbers | None:
    return None if flows is None else np.asarray(flows * size, dtype=float)


def infeasible(rows: Rows, units: tuple[str, str], fresh: Numbers, enough: float | None) -> UndefinedResult:
    """Return the error for limits that conflict: those that a network with the least violation prices.

    Parameters
    ----------
    rows : Rows
        The limits.
    units : tuple of str
        Units of flow and of concentration.
    fresh : array of float
        Concentrations of fresh water [concentration].
    enough : float or None
        Fresh water that would do [flow]; ``None`` if no amount does.
    """
    relaxed = len(rows.words)
    slack = np.vstack([-np.eye(relaxed), np.zeros((len(rows.ceiling) - relaxed, relaxed))])
    wide = Rows(
        np.hstack([rows.below, slack]), rows.ceiling, rows.words,
        np.hstack([rows.equal, np.zeros((len(rows.fixed), relaxed))]), rows.fixed,
    )  # fmt: skip
    cost = np.concatenate([np.zeros(rows.below.shape[1]), np.ones(relaxed)])
    result = _highs(cost, wide)
    priced = np.flatnonzero(np.abs(result.ineqlin.marginals[:relaxed]) > _SMALL)
    named = "; ".join(rows.words[int(row)] for row in priced)
    clean = ", ".join(f"{value:g}" for value in fresh)
    hint = "" if enough is None else f" With {enough:,.6g} {units[0]} of fresh water there is one."
    return UndefinedResult(
        f"No water network keeps all limits with fresh water at {clean} {units[1]}. "
        f"Limits that conflict ({', '.join(units)}): {named}.{hint}"
    )


def _highs(cost: Numbers, rows: Rows) -> Any:
    from scipy import sparse
    from scipy.optimize import linprog

    result = linprog(
        cost, A_ub=sparse.csr_array(rows.below), b_ub=rows.ceiling, A_eq=sparse.csr_array(rows.equal),
        b_eq=rows.fixed, bounds=(0, None), method="highs",
    )  # fmt: skip
    if result.status not in {0, 2}:
        raise UndefinedResult(f"The linear program has no answer: {result.message}")
    return result
