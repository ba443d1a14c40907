"""The pinch target: the least fresh water of a network with one contaminant, without a solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark.errors import UndefinedResult
from ecopark.frames import Frame
from ecopark.symbiosis.offers import table
from ecopark.symbiosis.water_tables import Processes, concentrations, processes

__all__ = ["Cascade", "Target", "cascade", "needed", "target", "water_target"]

Numbers = NDArray[np.float64]
_SMALL = 1e-9


@dataclass(frozen=True)
class Cascade:
    """How much load the processes ask fresh water to take up, at each concentration level.

    ``levels`` are concentrations in rising order, ``net_flow`` the flow that processes give less the
    flow that they take at each level, ``deficit`` the load that water below the level lacks
    [flow x concentration].
    """

    levels: Numbers
    net_flow: Numbers
    deficit: Numbers


@dataclass(frozen=True)
class Target:
    """The least fresh water of a network with one contaminant.

    ``fresh`` and ``waste`` are flows; ``pinch`` is the concentration at which the fresh water is
    just enough, ``None`` where none is: ``limit`` is ``load`` (there is a pinch), ``flow`` (the
    processes take more water than they give, and that alone decides) or ``none`` (no fresh water).
    ``table`` has one row per level: ``concentration``, ``net_flow``, ``flow`` (water available above
    the level), ``deficit`` and ``supplied`` (loads), ``surplus``.
    """

    fresh: float
    waste: float
    pinch: float | None
    limit: str
    table: Any


def water_target(
    units: Any,
    fresh: float = 0.0,
    *,
    flow_unit: str = "t/h",
    concentration_unit: str = "ppm",
    load_unit: str = "kg/h",
) -> Target:
    """Return the least fresh water of processes with one contaminant, by the water cascade.

    At each level the water below it must be able to take up what the processes ask: fresh water is
    the largest ``deficit / (level - fresh)``, and at least what the processes take more than they
    give. It uses no solver, and so checks :func:`ecopark.symbiosis.water.water_cascade`.

    Parameters
    ----------
    units : pandas.DataFrame or polars.DataFrame
        As for :func:`ecopark.symbiosis.water.water_cascade`, with one contaminant.
    fresh : float
        Concentration of the fresh water [``concentration_unit``].
    flow_unit, concentration_unit, load_unit : str
        Units of the table.

    Returns
    -------
    Target
        Flows [``flow_unit``], pinch [``concentration_unit``], and the cascade as a table.

    Raises
    ------
    DataError
        With every fault of the table.
    UndefinedResult
        If there is more than one contaminant, or a process needs cleaner water than there is.

    References
    ----------
    Manan, Z. A., Tan, Y. L., & Foo, D. C. Y. (2004). Targeting the minimum water flow rate using
    water cascade analysis technique. AIChE Journal, 50(12), 3169-3183.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"process": ["rinse", "wash"], "inlet": [0.0, 50.0],
    ...                       "outlet": [100.0, 100.0], "load": [2.0, 5.0]})
    >>> found = water_target(units)
    >>> found.fresh, found.pinch
    (70.0, 100.0)
    """
    like, given = processes(units, flow_unit, concentration_unit, load_unit)
    if len(given.contaminants) > 1:
        raise UndefinedResult(
            f"A pinch target is for one contaminant; here are {', '.join(given.contaminants)}. "
            "Use water_cascade for all of them, or give the rows of one."
        )
    return target(given, float(concentrations(fresh, given.contaminants, "fresh water")[0]), like)


def target(given: Processes, fresh: float, like: Frame) -> Target:
    """Return the target of checked processes with one contaminant, fresh water at a concentration.

    Raises
    ------
    UndefinedResult
        If a process needs cleaner water than there is.
    """
    made = cascade(*_streams(given), fresh)
    amount, pinch = needed(made, fresh)
    balance = float(made.net_flow.sum())
    limit = "load" if pinch is not None else "flow" if amount > 0 else "none"
    return Target(amount, amount + balance, pinch, limit, _table(made, fresh, amount, like))


def cascade(
    source_flow: Numbers, source: Numbers, sink_flow: Numbers, sink: Numbers, fresh: float
) -> Cascade:
    """Return the load that water below each level lacks.

    ``sum(sink_flow * (level - sink)) - sum(source_flow * (level - source))``, over the sinks and
    sources below the level.

    Parameters
    ----------
    source_flow, sink_flow : array of float
        Flows given and taken [flow].
    source, sink : array of float
        Their concentrations; for a sink the largest one allowed [concentration].
    fresh : float
        Concentration of fresh water, which is a level as well [concentration].

    Returns
    -------
    Cascade
        One place a level.

    Examples
    --------
    >>> one = np.ones(1)
    >>> cascade(20 * one, 100 * one, 20 * one, 0 * one, 0.0).deficit.tolist()
    [0.0, 2000.0]
    """
    levels = np.unique(np.concatenate([source, sink, [fresh]]))
    asked = (np.maximum(levels[:, None] - sink, 0.0) * sink_flow).sum(axis=1)
    offered = (np.maximum(levels[:, None] - source, 0.0) * source_flow).sum(axis=1)
    given = ((levels[:, None] == source) * source_flow).sum(axis=1)
    taken = ((levels[:, None] == sink) * sink_flow).sum(axis=1)
    return Cascade(levels, given - taken, asked - offered)


def needed(made: Cascade, fresh: float) -> tuple[float, float | None]:
    """Return the least flow of fresh water, and the level that sets it; ``None`` where none does.

    Parameters
    ----------
    made : Cascade
        Deficits of load.
    fresh : float
        Concentration of fresh water [concentration].

    Returns
    -------
    tuple of float and float or None
        Flow [flow] and pinch [concentration].

    Raises
    ------
    UndefinedResult
        If a deficit lies at or below the concentration of fresh water.

    Examples
    --------
    >>> needed(Cascade(np.array([0.0, 100.0]), np.array([-20.0, 20.0]), np.array([0.0, 2000.0])), 0.0)
    (20.0, 100.0)
    """
    size = max(1.0, float(np.abs(made.deficit).max(initial=0.0)))
    out_of_reach = (made.levels <= fresh) & (made.deficit > _SMALL * size)
    if out_of_reach.any():
        level = float(made.levels[out_of_reach][0])
        raise UndefinedResult(
            f"Below {level:g} a process needs cleaner water than the fresh water at {fresh:g} "
            f"and the other processes can give: the load of {made.deficit[out_of_reach][0]:g} stays over."
        )
    above = made.levels > fresh
    flows = made.deficit[above] / (made.levels[above] - fresh)
    balance = max(0.0, -float(made.net_flow.sum()))
    most = float(flows.max(initial=0.0))
    if most <= _SMALL or balance > most * (1 + _SMALL):
        return balance, None
    pinch = made.levels[above][flows >= most * (1 - _SMALL)][0]
    return most, float(pinch)


def _streams(given: Processes) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return flow and concentration of sources, then of sinks; a load becomes its limiting flow."""
    inlet, outlet, load = given.inlet[:, 0], given.outlet[:, 0], given.load[:, 0]
    room = np.where(given.loaded & (load > 0), outlet - inlet, 1.0)
    limiting = np.where(given.loaded, load / room, 0.0)
    gives, takes = given.outflow + limiting, given.inflow + limiting
    return gives[gives > 0], outlet[gives > 0], takes[takes > 0], inlet[takes > 0]


def _table(made: Cascade, fresh: float, amount: float, like: Frame) -> Any:
    supplied = amount * np.maximum(made.levels - fresh, 0.0)
    available = np.cumsum(made.net_flow) + np.where(made.levels >= fresh, amount, 0.0)
    columns = {
        "concentration": made.levels, "net_flow": made.net_flow, "flow": available,
        "deficit": made.deficit, "supplied": supplied, "surplus": supplied - made.deficit,
    }  # fmt: skip
    return table({n: c.tolist() for n, c in columns.items()}, set(columns), like)
