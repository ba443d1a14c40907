"""Water cascades: the least fresh water of a park, and the network that reaches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import BadArgument, DataError, UndefinedResult, UnknownNameError
from ecopark.frames import Frame
from ecopark.symbiosis.offers import table
from ecopark.symbiosis.water_pinch import Target, target, water_target
from ecopark.symbiosis.water_program import Layout, infeasible, layout, least, limits
from ecopark.symbiosis.water_tables import Processes, Treatment, concentrations, processes
from ecopark.validation import Column, find_issues

__all__ = ["Target", "Treatment", "WaterNetwork", "water_cascade", "water_target"]

Numbers = NDArray[np.float64]
_SMALL = 1e-6


@dataclass(frozen=True)
class WaterNetwork:
    """The least fresh water that was found, and the network that uses it.

    ``fresh``, ``waste`` and ``treated`` are flows [``flow_unit``]. ``fresh_low`` is the flow below
    which no network can go; ``status`` is ``ok`` where ``fresh`` reaches it or is proven to be the
    least, else ``ambiguous``: the least lies between the two. ``without_reuse`` is the fresh water
    where no process gives water to another, ``None`` where fresh water alone cannot serve them all;
    ``saving`` [%] compares the two. ``target`` is the pinch target, where there is one contaminant, no
    treatment and no forbidden pipe. ``flows`` has one row per pipe, ``processes`` one row per process
    and contaminant, both of the kind of the table that came in.
    """

    fresh: float
    fresh_low: float
    waste: float
    treated: float
    without_reuse: float | None
    saving: float | None
    status: str
    target: Target | None
    flows: Any
    processes: Any
    flow_unit: str
    concentration_unit: str


def water_cascade(
    units: Any,
    fresh: float | Mapping[str, float] = 0.0,
    *,
    treatment: Treatment | Sequence[Treatment] = (),
    available: float | None = None,
    forbidden: Any = None,
    flow_unit: str = "t/h",
    concentration_unit: str = "ppm",
    load_unit: str = "kg/h",
) -> WaterNetwork:
    """Return the network of processes that needs the least fresh water.

    A process with a load takes as much water as it needs, and the plan counts what it gives as being at
    its outlet limits, which is never cleaner than it is. With one contaminant nothing is lost by that:
    a process that gives cleaner water does the same as one at its limit with a bypass. So the linear
    program finds the least. With several contaminants the network works, and ``fresh_low`` tells how
    far from the least it can be. Among networks with the same fresh water the
    one with the least treated and then the least reused water is taken.

    Parameters
    ----------
    units : pandas.DataFrame or polars.DataFrame
        One row per process, or a process and ``contaminant``. ``process``; ``inlet``, the largest
        concentration at the inlet; ``outlet``, the largest concentration at the outlet of a process
        with a load, or the concentration of what any other process gives [``concentration_unit``].
        Either ``load``, the mass taken up [``load_unit``], or ``inflow`` and ``outflow``, fixed flows
        [``flow_unit``], of which one may be empty.
    fresh : float or mapping of str to float
        Concentration of fresh water, for all or for each contaminant [``concentration_unit``].
    treatment : Treatment or sequence of Treatment
        Treatments whose water processes may use again.
    available : float, optional
        Largest flow of fresh water [``flow_unit``].
    forbidden : pandas.DataFrame or polars.DataFrame, optional
        Pipes that must not be laid, whatever the concentrations: one row per pair of names of
        processes or treatments, ``from`` and ``to``. It is about the pipe only: water that reaches a
        treatment may go on from there.
    flow_unit, concentration_unit, load_unit : str
        Units of the table and the result.

    Returns
    -------
    WaterNetwork
        The flows, the network and its concentrations.

    Raises
    ------
    DataError
        With every fault of the table: negative numbers, missing limits, an outlet limit that is not
        above the inlet limit, a process that is there twice. Or if the table of forbidden pipes lacks
        a column or a name.
    UnknownNameError
        If a forbidden pipe names no process and no treatment.
    UndefinedResult
        If the limits conflict; the message names them.
    UnitMismatch
        If a load is not a flow times a concentration.

    References
    ----------
    Wang, Y. P., & Smith, R. (1994). Wastewater minimisation. Chemical Engineering Science, 49(7),
    981-1006.
    Savelski, M. J., & Bagajewicz, M. J. (2000). On the optimality conditions of water utilization
    systems in process plants with single contaminants. Chemical Engineering Science, 55(21), 5035-5048.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"process": ["rinse", "wash"], "inlet": [0.0, 50.0],
    ...                       "outlet": [100.0, 200.0], "load": [2.0, 3.0]})
    >>> found = water_cascade(units)
    >>> round(found.fresh, 6), round(found.without_reuse, 6), found.status
    (30.0, 35.0, 'ok')
    """
    like, given = processes(units, flow_unit, concentration_unit, load_unit)
    clean = concentrations(fresh, given.contaminants, "fresh water")
    treatments = (treatment,) if isinstance(treatment, Treatment) else tuple(treatment)
    _checked(given, treatments, available)
    banned = _banned(forbidden, [*given.names, *(t.name for t in treatments)])
    pipes = layout(given, clean, treatments, banned)
    rows = limits(given, pipes, treatments, available)
    flows = least(pipes, rows)
    if flows is None:
        without = least(pipes, limits(given, pipes, treatments, None))
        enough = None if without is None else _leaving(pipes, without, 0)
        raise infeasible(rows, (flow_unit, concentration_unit), clean, enough)
    amount = _leaving(pipes, flows, 0)
    low = amount if _exact(given) else _bound(given, clean, treatments, available, banned)
    alone = without_reuse(given, clean)
    plain = len(given.contaminants) == 1 and not treatments and not banned
    return WaterNetwork(
        fresh=amount,
        fresh_low=low,
        waste=float(flows[pipes.head == len(pipes.names) - 1].sum()),
        treated=sum(_leaving(pipes, flows, int(node)) for node in pipes.treated),
        without_reuse=alone,
        saving=100 * (1 - amount / alone) if alone else None,
        status="ok" if amount <= low + _SMALL * max(1.0, low) else "ambiguous",
        target=_target(given, clean, like) if plain else None,
        flows=_flow_table(pipes, flows, flow_unit, like),
        processes=_process_table(given, pipes, flows, like),
        flow_unit=flow_unit,
        concentration_unit=concentration_unit,
    )


def without_reuse(given: Processes, fresh: Numbers) -> float | None:
    """Return the fresh water where every process uses fresh water only [flow].

    Parameters
    ----------
    given : Processes
        The checked processes.
    fresh : array of float
        Concentrations of fresh water [concentration].

    Returns
    -------
    float or None
        The flow; ``None`` if fresh water is not clean enough for a process.
    """
    takes, room = given.takes(), given.outlet - fresh
    if (given.inlet[takes] < fresh).any() or (room[given.loaded] <= 0).any():
        return None
    own = np.where(given.loaded[:, None], given.load / np.where(room > 0, room, 1.0), 0.0)
    return float(own.max(axis=1).sum() + given.inflow[~given.loaded].sum())


def concentrations_reached(
    pipes: Layout, flows: Numbers, given: Processes
) -> tuple[Numbers, Numbers, Numbers]:
    """Return flow, inlet and outlet concentrations of each process as they come about in the network.

    A process with a load gives ``(what enters + load) / flow``. Concentrations are nan where no water
    flows.

    Parameters
    ----------
    pipes : Layout
        The pipes.
    flows : array of float
        Flow of each pipe [flow].
    given : Processes
        The checked processes.
    """
    n, nodes = len(given.names), len(pipes.names)
    matrix = np.zeros((nodes, nodes))
    np.add.at(matrix, (pipes.head, pipes.tail), flows)
    through = matrix[1 : n + 1].sum(axis=1)
    free = np.flatnonzero(given.loaded & (through > 0))
    quality = pipes.quality.copy()
    system = np.diag(through[free]) - matrix[np.ix_(free + 1, free + 1)]
    others = np.setdiff1d(np.arange(nodes), free + 1)
    enters = matrix[np.ix_(free + 1, others)] @ quality[others]
    if len(free):
        quality[free + 1] = np.linalg.solve(system, enters + given.load[free])
    with np.errstate(invalid="ignore"):
        inlet = (matrix[1 : n + 1] @ quality) / np.where(through > 0, through, np.nan)[:, None]
    active = given.gives() & ~(given.loaded & (through <= 0))
    outlet = np.where(active[:, None], quality[1 : n + 1], np.nan)
    return through, inlet, outlet


def _checked(given: Processes, treatments: Sequence[Treatment], available: float | None) -> None:
    names = [*given.names, *(t.name for t in treatments)]
    for name in names:
        if names.count(name) > 1:
            raise BadArgument(f"A treatment needs a name of its own, not {name!r}.")
    if available is not None and not (np.isfinite(available) and available >= 0):
        raise BadArgument(f"The fresh water available must not be negative, not {available}.")


def _banned(forbidden: Any, names: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the checked pairs of names between which no pipe may be laid."""
    if forbidden is None:
        return frozenset()
    frame = frames.from_native_eager(forbidden, "table of forbidden pipes")
    ends = [Column(c, "text", "", True, None, None, None, "an end of the pipe") for c in ("from", "to")]
    problems = find_issues(frame, ends)
    if problems:
        raise DataError("the table of forbidden pipes", problems)
    pairs = frozenset(zip(frame["from"].to_list(), frame["to"].to_list(), strict=True))
    for name in sorted({name for pair in pairs for name in pair} - set(names)):
        raise UnknownNameError("process or treatment", name, names)
    return pairs


def _exact(given: Processes) -> bool:
    return len(given.contaminants) == 1 or not given.loaded.any()


def _bound(
    given: Processes,
    fresh: Numbers,
    treatments: Sequence[Treatment],
    available: float | None,
    banned: frozenset[tuple[str, str]],
) -> float:
    """Return the fresh water that the most demanding contaminant alone needs [flow]."""
    lows = []
    for c, name in enumerate(given.contaminants):
        alone = given.only(c)
        own = [_of_one(t, name) for t in treatments]
        pipes = layout(alone, fresh[c : c + 1], own, banned)
        flows = least(pipes, limits(alone, pipes, own, available))
        lows.append(0.0 if flows is None else _leaving(pipes, flows, 0))
    return max(lows)


def _of_one(treatment: Treatment, name: str) -> Treatment:
    outlet, inlet = (v[name] if isinstance(v, Mapping) else v for v in (treatment.outlet, treatment.inlet))
    return Treatment(treatment.name, 0.0 if outlet is None else outlet, inlet, treatment.capacity)


def _target(given: Processes, fresh: Numbers, like: Frame) -> Target | None:
    try:
        return target(given, float(fresh[0]), like)
    except UndefinedResult:
        return None


def _leaving(pipes: Layout, flows: Numbers, node: int) -> float:
    return float(flows[pipes.tail == node].sum())


def _flow_table(pipes: Layout, flows: Numbers, unit: str, like: Frame) -> Any:
    used = np.flatnonzero(flows > 0)
    columns: dict[str, list[Any]] = {
        "from": [pipes.names[int(pipes.tail[e])] for e in used],
        "to": [pipes.names[int(pipes.head[e])] for e in used],
        "flow": flows[used].tolist(),
        "unit": [unit] * len(used),
    }
    return table(columns, {"flow"}, like)


def _process_table(given: Processes, pipes: Layout, flows: Numbers, like: Frame) -> Any:
    through, inlet, outlet = concentrations_reached(pipes, flows, given)
    names = ("process", "contaminant", "flow", "inlet", "inlet_limit", "outlet", "outlet_limit", "status")
    rows = []
    for i, name in enumerate(given.names):
        flow = through[i] if given.takes()[i] else given.outflow[i]
        for c, contaminant in enumerate(given.contaminants):
            numbers = (flow, inlet[i, c], given.inlet[i, c], outlet[i, c], given.outlet[i, c])
            shown = [None if np.isnan(x) else float(x) for x in numbers]
            rows.append((name, contaminant, *shown, "ok" if flow > 0 else "undefined"))
    columns = {n: list(column) for n, column in zip(names, zip(*rows, strict=True), strict=True)}
    return table(columns, set(names[2:7]), like)
