"""The heat cascade: how much heating and cooling streams need once they exchange all the heat they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark.errors import BadArgument, DataError, Issue, UndefinedResult
from ecopark.symbiosis.streams import HeatStream, read_streams

__all__ = ["HeatCascade", "HeatStream", "between_firms", "heat_cascade"]

Numbers = NDArray[np.float64]

_SLACK = 1e-9  # a heat flow this small, relative to all heat of the streams, counts as zero


@dataclass(frozen=True)
class HeatCascade:
    """Targets of a set of streams, for one smallest temperature difference ``dt_min`` [K].

    ``hot_utility``, ``cold_utility`` and ``recovered`` are in kW. ``pinches`` are the shifted
    temperatures [°C] at which no heat flows down: hot streams stand half of ``dt_min`` above, cold
    ones half below. ``pinch_status`` is ``ok`` (one pinch), ``ambiguous`` (several, or a range) or
    ``undefined`` (none: heating or cooling alone is enough, or nothing can be exchanged).
    """

    dt_min: float
    hot_utility: float
    cold_utility: float
    recovered: float
    pinches: tuple[float, ...]
    pinch_status: str
    problem_table: Any = field(repr=False, compare=False)
    composite: Any = field(repr=False, compare=False)
    grand_composite: Any = field(repr=False, compare=False)

    @property
    def pinch(self) -> float:
        """The shifted pinch temperature [°C]; ``UndefinedResult`` if there is not exactly one."""
        if len(self.pinches) != 1:
            found = ", ".join(f"{t:g}" for t in self.pinches) or "none"
            raise UndefinedResult(f"There is not one pinch temperature: {found} [°C] ({self.pinch_status}).")
        return self.pinches[0]

    @property
    def hot_pinch(self) -> float:
        """The pinch temperature of hot streams [°C]."""
        return self.pinch + self.dt_min / 2

    @property
    def cold_pinch(self) -> float:
        """The pinch temperature of cold streams [°C]."""
        return self.pinch - self.dt_min / 2


def heat_cascade(streams: Any, *, dt_min: float) -> HeatCascade:
    """Return the smallest heating and cooling that streams need, by the problem table.

    Hot streams are shifted down and cold streams up by half of ``dt_min``. Between two shifted
    temperatures that follow one another the surplus is ``(sum CP_hot - sum CP_cold) (T_upper -
    T_lower)``. Heat flows down; the hot utility is the smallest heat from above that keeps every
    flow from being negative, the cold utility is what leaves at the bottom.

    Parameters
    ----------
    streams : sequence of HeatStream, pandas.DataFrame or polars.DataFrame
        The streams. A table has one row per stream: ``stream`` (its name), ``supply`` and ``target``
        [°C], and ``capacity``, the heat capacity flow CP [kW/K], or ``heat`` [kW], positive for hot
        and cold streams alike; optionally ``firm`` and ``kind`` (``hot`` or ``cold``), which is
        checked against the temperatures. A stream whose CP changes is given in several rows.
    dt_min : float
        Smallest temperature difference between two streams that exchange heat [K]. Zero is the limit
        of an endless heat exchanger.

    Returns
    -------
    HeatCascade
        Utilities and recovered heat [kW], pinch [°C], and three tables of the kind that came in
        (pandas for a sequence): ``problem_table`` (``upper``, ``lower`` [°C, shifted],
        ``hot_capacity``, ``cold_capacity`` [kW/K], ``surplus``, ``flow_in``, ``flow_out`` [kW]),
        ``composite`` (``curve``, ``heat`` [kW], ``temperature`` [°C]) and ``grand_composite``
        (``temperature`` [°C, shifted], ``heat`` [kW]).

    Raises
    ------
    DataError
        With every fault of the streams: a temperature below absolute zero, no temperature
        difference, a hot stream that heats up, a heat that is not above zero.
    BadArgument
        If ``dt_min`` is negative or not finite.

    References
    ----------
    B. Linnhoff, J. R. Flower (1978): Synthesis of heat exchanger networks. AIChE Journal 24, 633-642.
    I. C. Kemp (2007): Pinch analysis and process integration, 2nd edition, chapter 2.

    Examples
    --------
    >>> rows = [("1", 20, 135, 2.0), ("2", 170, 60, 3.0), ("3", 80, 140, 4.0), ("4", 150, 30, 1.5)]
    >>> found = heat_cascade([HeatStream(*row) for row in rows], dt_min=10)
    >>> found.hot_utility, found.cold_utility, found.recovered, found.pinch
    (20.0, 60.0, 450.0, 85.0)
    """
    _checked_difference(dt_min)
    given, backend = read_streams(streams)
    edges, hot, cold = _intervals(given, dt_min)
    surplus, flows = _cascade(edges, hot, cold)
    total_hot, total_cold = (sum(s.heat for s in given if s.kind == kind) for kind in ("hot", "cold"))
    flows[np.abs(flows) <= _SLACK * max(total_hot, total_cold)] = 0.0
    pinches = tuple(float(t) for t in edges[1:-1][flows[1:-1] == 0])
    heating, cooling = float(flows[0]), float(flows[-1])
    return HeatCascade(
        dt_min=float(dt_min),
        hot_utility=heating,
        cold_utility=cooling,
        recovered=total_hot - cooling,
        pinches=pinches,
        pinch_status={0: "undefined", 1: "ok"}.get(len(pinches), "ambiguous"),
        problem_table=_problem_table(edges, hot, cold, surplus, flows, backend),
        composite=_composite(given, cooling, backend),
        grand_composite=_made({"temperature": edges, "heat": flows}, backend),
    )


def between_firms(streams: Any, *, dt_min: float) -> Any:
    """Return what exchange of heat between firms saves: each firm alone against all together.

    Parameters
    ----------
    streams : sequence of HeatStream, pandas.DataFrame or polars.DataFrame
        Streams as for :func:`heat_cascade`, each with its ``firm``.
    dt_min : float
        Smallest temperature difference [K], the same inside firms and between them.

    Returns
    -------
    dataframe
        Of the kind that came in: ``case`` (each firm, then ``all firms alone``, ``all firms
        together`` and ``saved by exchange``) with ``hot_utility``, ``cold_utility`` and
        ``recovered`` [kW]. Pipes and their losses are left out: it is the most that can be saved.

    Raises
    ------
    DataError
        As :func:`heat_cascade`, and if a stream has no firm.

    Examples
    --------
    >>> mill = HeatStream("flue gas", 150, 50, 2.0, "mill")
    >>> dairy = HeatStream("wash water", 20, 80, 3.0, "dairy")
    >>> between_firms([mill, dairy], dt_min=10)["hot_utility"].tolist()
    [180.0, 0.0, 180.0, 0.0, 180.0]
    """
    given, backend = read_streams(streams)
    homeless = [s.name for s in given if not s.firm]
    if homeless:
        problems = [Issue("the stream has no firm", "firm", value=n, fix="name its firm") for n in homeless]
        raise DataError("the streams", problems)
    firms = sorted({s.firm for s in given})
    alone = [heat_cascade([s for s in given if s.firm == firm], dt_min=dt_min) for firm in firms]
    together = heat_cascade(given, dt_min=dt_min)
    columns: dict[str, Any] = {"case": [*firms, "all firms alone", "all firms together", "saved by exchange"]}
    for name, sign in (("hot_utility", 1), ("cold_utility", 1), ("recovered", -1)):
        own = [float(getattr(one, name)) for one in alone]
        joint = float(getattr(together, name))
        columns[name] = [*own, sum(own), joint, sign * (sum(own) - joint)]
    return _made(columns, backend)


def _checked_difference(dt_min: float) -> None:
    if not (np.isfinite(dt_min) and dt_min >= 0):
        raise BadArgument(f"dt_min must be zero or above, and finite [K], not {dt_min}.")


def _made(columns: dict[str, Any], backend: Any) -> Any:
    return nw.from_dict(columns, backend=backend).to_native()


def _problem_table(
    edges: Numbers, hot: Numbers, cold: Numbers, surplus: Numbers, flows: Numbers, backend: Any
) -> Any:
    columns = {"upper": edges[:-1], "lower": edges[1:], "hot_capacity": hot, "cold_capacity": cold}
    return _made({**columns, "surplus": surplus, "flow_in": flows[:-1], "flow_out": flows[1:]}, backend)


def _composite(streams: Sequence[HeatStream], cooling: float, backend: Any) -> Any:
    """Return both composite curves: the cold one begins where the cold utility ends."""
    columns: dict[str, list[Any]] = {"curve": [], "heat": [], "temperature": []}
    for kind, start in (("hot", 0.0), ("cold", cooling)):
        own = [s for s in streams if s.kind == kind]
        if own:
            edges, capacity = _profile(own, 0.0)
            heat = start + np.concatenate([[0.0], np.cumsum((capacity * -np.diff(edges))[::-1])])
            columns["curve"] += [kind] * len(edges)
            columns["heat"] += heat.tolist()
            columns["temperature"] += edges[::-1].tolist()
    return _made(columns, backend)


def _intervals(streams: Sequence[HeatStream], dt_min: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return the shifted temperatures from the highest [°C] and both capacities between them [kW/K]."""
    edges = _edges(streams, dt_min)
    hot, cold = (_capacity([s for s in streams if s.kind == kind], edges, dt_min) for kind in ("hot", "cold"))
    return edges, hot, cold


def _profile(streams: Sequence[HeatStream], dt_min: float) -> tuple[Numbers, Numbers]:
    edges = _edges(streams, dt_min)
    return edges, _capacity(streams, edges, dt_min)


def _edges(streams: Sequence[HeatStream], dt_min: float) -> Numbers:
    ends = np.array([t for s in streams for t in s.shifted(dt_min)], dtype=np.float64)
    return np.unique(ends)[::-1]


def _capacity(streams: Sequence[HeatStream], edges: Numbers, dt_min: float) -> Numbers:
    """Return the capacity of the streams between each two edges, added up [kW/K]."""
    steps = np.zeros(len(edges))
    ends = np.array([s.shifted(dt_min) for s in streams]).reshape(-1, 2)
    flow = np.array([s.capacity for s in streams])
    rising = edges[::-1]
    places = len(edges) - 1 - np.searchsorted(rising, ends)
    np.add.at(steps, places[:, 0], flow)
    np.subtract.at(steps, places[:, 1], flow)
    found = np.cumsum(steps)[:-1]
    found[np.abs(found) <= 1e-12 * max(1e-300, float(np.abs(flow).sum()) if flow.size else 0.0)] = 0.0
    return found


def _cascade(edges: Numbers, hot: Numbers, cold: Numbers) -> tuple[Numbers, Numbers]:
    """Return surplus of each interval and heat flow at each edge [kW], with the least heat from above."""
    surplus = (hot - cold) * -np.diff(edges)
    below = np.concatenate([[0.0], np.cumsum(surplus)])
    return surplus, below + max(0.0, -float(below.min()))
