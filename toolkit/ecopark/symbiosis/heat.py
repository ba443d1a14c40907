"""Heat recovery: the least heating and cooling that streams need, and the savings of cogeneration."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ecopark.errors import BadArgument, BalanceError, DataError, Issue, UndefinedResult
from ecopark.frames import Frame
from ecopark.i18n import mark, say
from ecopark.symbiosis.tables import check_table, native_like
from ecopark.validation import Column

__all__ = ["Cogeneration", "HeatCascade", "chp_fuel_savings", "heat_cascade", "inter_firm_heat_recovery"]

ABSOLUTE_ZERO = -273.15  # °C, by definition of the Celsius scale
MAX_DIFFERENCE = 0.01  # part by which heat and heat capacity flow of one row may differ
REL_TOL = 1e-9  # a heat flow this small, relative to all heat of the streams, counts as zero


@dataclass(frozen=True)
class HeatCascade:
    """Targets of a set of streams, for one smallest temperature difference ``dt_min`` [K].

    ``hot_utility``, ``cold_utility`` and ``recovered`` are in kW. ``pinches`` are the shifted temperatures
    [°C] at which no heat flows down: hot streams are half of ``dt_min`` above, cold ones half below.
    ``pinch_status`` is ``ok`` (one pinch), ``ambiguous`` (several, or a range) or ``undefined`` (none:
    heating or cooling alone is enough, or nothing can be exchanged).
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
            listed = ", ".join(f"{t:g}" for t in self.pinches) or say("none")
            message = mark("There is not one pinch temperature: {listed} [°C] ({status}).")
            raise UndefinedResult(message, listed=listed, status=self.pinch_status)
        return self.pinches[0]


def heat_cascade(streams: Any, *, dt_min: float) -> HeatCascade:
    """Compute the least heating and cooling that streams need, by the problem table.

    Hot streams are shifted down and cold streams up by half of ``dt_min``. Between two shifted temperatures
    that follow one another the surplus is ``(sum CP_hot - sum CP_cold) (T_upper - T_lower)``. Heat flows
    down; the hot utility is the smallest heat from above that keeps every flow from being negative, the
    cold utility is the heat that leaves at the bottom.

    Parameters
    ----------
    streams : pandas.DataFrame or polars.DataFrame
        One row per stream: ``stream`` (its name), ``supply`` and ``target`` [°C], and ``capacity``, the heat
        capacity flow CP [kW/K], or ``heat`` [kW], positive for hot and cold streams alike; optionally
        ``firm`` and ``kind`` (``hot`` or ``cold``), which is checked against the temperatures. A stream
        whose CP changes is given in several rows.
    dt_min : float
        Smallest temperature difference between two streams that exchange heat [K]. Zero is the limit of an
        endless heat exchanger; a negative one is a ``BadArgument``.

    Returns
    -------
    HeatCascade
        Utilities and recovered heat [kW], pinch [°C], and three tables of the kind that came in:
        ``problem_table`` (``upper``, ``lower`` [°C, shifted], ``hot_capacity``, ``cold_capacity`` [kW/K],
        ``surplus``, ``flow_in``, ``flow_out`` [kW]), ``composite`` (``curve``, ``heat`` [kW],
        ``temperature`` [°C]) and ``grand_composite`` (``temperature`` [°C, shifted], ``heat`` [kW]). Faults
        of the streams are a ``DataError``: a temperature below absolute zero, no temperature difference, a
        hot stream that heats up, a heat that is not above zero.

    References
    ----------
    B. Linnhoff, J. R. Flower (1978): Synthesis of heat exchanger networks. AIChE Journal 24, 633-642.
    I. C. Kemp (2007): Pinch analysis and process integration, 2nd edition, chapter 2.

    Examples
    --------
    >>> rows = [("1", 20, 135, 2.0), ("2", 170, 60, 3.0), ("3", 80, 140, 4.0), ("4", 150, 30, 1.5)]
    >>> streams = pd.DataFrame(rows, columns=["stream", "supply", "target", "capacity"])
    >>> cascade = heat_cascade(streams, dt_min=10)
    >>> cascade.hot_utility, cascade.cold_utility, cascade.recovered, cascade.pinch
    (20.0, 60.0, 450.0, 85.0)
    """
    _check_difference(dt_min)
    return _compute_cascade(*_read_streams(streams), dt_min)


def inter_firm_heat_recovery(streams: Any, *, dt_min: float) -> Any:
    """Compute the savings by exchange of heat between firms: each firm alone against all together.

    Parameters
    ----------
    streams : pandas.DataFrame or polars.DataFrame
        Streams as for :func:`heat_cascade`, each with its ``firm``.
    dt_min : float
        Smallest temperature difference [K], the same inside firms and between them.

    Returns
    -------
    dataframe
        Of the kind that came in: ``case`` (each firm, then ``all firms alone``, ``all firms together`` and
        ``saved by exchange``) with ``hot_utility``, ``cold_utility`` and ``recovered`` [kW]. Pipes and their
        losses are left out: it is the most that can be saved.

    Raises
    ------
    DataError
        As :func:`heat_cascade`, and if a stream has no firm.

    Examples
    --------
    >>> streams = pd.DataFrame({"stream": ["flue gas", "wash water"], "firm": ["mill", "dairy"],
    ...                         "supply": [150, 20], "target": [50, 80], "capacity": [2.0, 3.0]})
    >>> inter_firm_heat_recovery(streams, dt_min=10)["hot_utility"].tolist()
    [180.0, 0.0, 180.0, 0.0, 180.0]
    """
    _check_difference(dt_min)
    rows, like = _read_streams(streams)
    no_firm = rows["stream"][rows["firm"] == ""]
    if len(no_firm):
        rule, fix = say("the stream has no firm"), say("name its firm")
        raise DataError("the streams", [Issue(rule, "firm", value=name, fix=fix) for name in no_firm])

    # The cascade of each firm, and that of all streams as if they were in one firm.
    firms = sorted(rows["firm"].unique())
    alone = [_compute_cascade(rows[rows["firm"] == firm], like, dt_min) for firm in firms]
    together = _compute_cascade(rows, like, dt_min)

    # Utilities saved are counted positive, and so is heat recovered on top.
    table = {"case": [*firms, "all firms alone", "all firms together", "saved by exchange"]}
    for name, sign in (("hot_utility", 1), ("cold_utility", 1), ("recovered", -1)):
        by_firm, joint = [getattr(cascade, name) for cascade in alone], getattr(together, name)
        table[name] = [*by_firm, sum(by_firm), joint, sign * (sum(by_firm) - joint)]
    return native_like(pd.DataFrame(table), like)


def _check_difference(dt_min: float) -> None:
    if not (np.isfinite(dt_min) and dt_min >= 0):
        raise BadArgument("dt_min must be zero or above, and finite [K], not {dt_min}.", dt_min=dt_min)


def _read_streams(table: Any) -> tuple[pd.DataFrame, Frame]:
    """Return the checked streams with ``capacity``, ``heat``, ``firm`` and ``is_hot``."""
    columns = [
        Column("stream", "text", meaning=say("name of the stream")),
        Column("supply", "number", "°C", meaning=say("temperature at which the stream comes")),
        Column("target", "number", "°C", meaning=say("temperature at which the stream shall leave")),
        Column("capacity", "number", "kW/K", required=False),
        Column("heat", "number", "kW", required=False),
    ]
    rows, like = check_table(table, say("streams"), columns, rules=_stream_issues)
    difference = (rows["supply"] - rows["target"]).abs()
    capacity, heat = (rows.get(c, pd.Series(np.nan, index=rows.index)) for c in ("capacity", "heat"))
    rows["capacity"] = capacity.fillna(heat / difference)
    rows["heat"] = rows["capacity"] * difference
    rows["firm"] = rows["firm"].fillna("").astype(str) if "firm" in rows else ""
    rows["is_hot"] = rows["supply"] > rows["target"]
    return rows, like


def _stream_issues(rows: pd.DataFrame) -> Iterator[Issue]:
    """Yield the faults of the streams; each message names the stream and the limit."""
    if "capacity" not in rows and "heat" not in rows:
        rule = say("the column is missing: heat capacity flow [kW/K], or heat [kW] in its place")
        yield Issue(rule, "capacity", fix="add one of the two")
        return
    earlier_parts: set[tuple[Any, ...]] = set()
    for place, cells in enumerate(rows.to_dict("records")):
        row = {name: value for name, value in cells.items() if not pd.isna(value)}
        template = mark("stream {stream} of {firm}") if row.get("firm") else mark("stream {stream}")
        name = say(template, **row)
        for column, rule, fix in _stream_faults(row):
            yield Issue(f"{name}: {rule}", column, place, value=row.get(column), fix=fix)
        # A stream may have several parts, but not the same one again.
        key = (row["stream"], row.get("firm"), row.get("supply"), row.get("target"))
        if key in earlier_parts:
            rule = say("stream {stream} is given twice with the same temperatures", stream=row["stream"])
            yield Issue(rule, "stream", place, value=row["stream"], fix="keep one of the rows")
        earlier_parts.add(key)


def _stream_faults(row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the faults of one stream: the column, the rule, the likely fix."""
    supply, target, capacity, heat = (row.get(name) for name in ("supply", "target", "capacity", "heat"))
    for column in ("supply", "target"):
        if column not in row:
            yield column, say("the temperature is not known"), say("give it in °C")
        elif row[column] < ABSOLUTE_ZERO:
            template = mark("{value:g} °C is below absolute zero, {zero} °C")
            rule = say(template, value=row[column], zero=ABSOLUTE_ZERO)
            yield column, rule, say("check the sign and whether the unit is °C")
    for column, unit in (("capacity", "kW/K"), ("heat", "kW")):
        if column in row and row[column] <= 0:
            rule = say("{value:g} {unit} is not above zero", value=row[column], unit=unit)
            yield column, rule, say("give hot and cold streams a positive number")
    if capacity is None and heat is None:
        yield "capacity", say("neither heat capacity flow nor heat is given"), say("give one of them")
    if supply is None or target is None:
        return
    if supply == target:
        rule = say("supply and target are both {supply:g} °C, so the difference is 0 K", supply=supply)
        fix = say("for boiling or condensing set the target 1 °C away and divide the heat by that 1 K")
        yield "target", rule, fix
        return
    kind, is_hot = row.get("kind"), supply > target
    if kind is not None and kind not in ("hot", "cold"):
        yield "kind", say("must be hot or cold"), say("choose one of them, or leave the column out")
    elif kind is not None and (kind == "hot") != is_hot:
        template = mark("a hot stream heats up from {supply:g} to {target:g} °C")
        template = mark("a cold stream cools down from {supply:g} to {target:g} °C") if is_hot else template
        rule = say(template, supply=supply, target=target)
        yield "kind", rule, say("exchange supply and target, or change the kind")
    computed = None if capacity is None else capacity * abs(supply - target)
    if heat is not None and computed is not None and abs(computed - heat) > MAX_DIFFERENCE * abs(heat):
        template = mark("capacity and temperatures give {computed:g} kW, not {given:g} kW")
        yield "heat", say(template, computed=computed, given=heat), say("give only one of the two")


def _compute_cascade(rows: pd.DataFrame, like: Frame, dt_min: float) -> HeatCascade:
    """Compute the targets of checked streams."""
    # 1. Shifted temperatures. Without rounding, noise in the last digit would make two temperatures of one.
    shift = np.where(rows["is_hot"], -dt_min / 2, dt_min / 2)
    upper, lower = (
        (ends + shift).round(9).to_numpy()
        for ends in (rows[["supply", "target"]].max(axis=1), rows[["supply", "target"]].min(axis=1))
    )
    edges = np.unique(np.concatenate([upper, lower]))[::-1]

    # 2. The problem table: surplus of each interval, (CP hot - CP cold) times its height [kW], and the heat
    # that flows down from interval to interval.
    is_in = (upper >= edges[:-1, None]) & (lower <= edges[1:, None])
    capacity, is_hot = rows["capacity"].to_numpy(), rows["is_hot"].to_numpy()
    hot, cold = is_in[:, is_hot] @ capacity[is_hot], is_in[:, ~is_hot] @ capacity[~is_hot]
    surplus = (hot - cold) * -np.diff(edges)
    flows = np.concatenate([[0.0], np.cumsum(surplus)])
    # Heat cannot flow up: the hot utility lifts the lowest flow to zero.
    flows += max(0.0, -float(flows.min()))
    # Noise of the sums would hide a pinch.
    total_hot, total_cold = (float(rows.loc[mask, "heat"].sum()) for mask in (is_hot, ~is_hot))
    flows[np.abs(flows) <= REL_TOL * max(total_hot, total_cold)] = 0.0
    # No heat crosses a pinch.
    pinches = tuple(float(t) for t in edges[1:-1][flows[1:-1] == 0])
    cooling = float(flows[-1])
    problem_table = {
        "upper": edges[:-1],
        "lower": edges[1:],
        "hot_capacity": hot,
        "cold_capacity": cold,
        "surplus": surplus,
        "flow_in": flows[:-1],
        "flow_out": flows[1:],
    }

    # 3. The composite curves, by the true temperatures; the cold one begins where the cold utility ends.
    curves = []
    for kind, streams, start in (("hot", rows[is_hot], 0.0), ("cold", rows[~is_hot], cooling)):
        ends = np.unique(streams[["supply", "target"]].to_numpy(float))
        low, high = (streams[["supply", "target"]].agg(side, axis=1).to_numpy() for side in ("min", "max"))
        is_in = (low <= ends[:-1, None]) & (high >= ends[1:, None])
        heat_by_interval = is_in @ streams["capacity"].to_numpy() * np.diff(ends)  # [kW]
        heat = start + np.concatenate([[0.0], np.cumsum(heat_by_interval)])
        curves.append(pd.DataFrame({"curve": kind, "heat": heat[: len(ends)], "temperature": ends}))
    return HeatCascade(
        dt_min=float(dt_min),
        hot_utility=float(flows[0]),
        cold_utility=cooling,
        recovered=total_hot - cooling,
        pinches=pinches,
        pinch_status={0: "undefined", 1: "ok"}.get(len(pinches), "ambiguous"),
        problem_table=native_like(pd.DataFrame(problem_table), like),
        composite=native_like(pd.concat(curves, ignore_index=True), like),
        grand_composite=native_like(pd.DataFrame({"temperature": edges, "heat": flows}), like),
    )


@dataclass(frozen=True)
class Cogeneration:
    """The savings of combined production. Energies are in the unit of the inputs, shares in percent.

    ``fuel_saved`` is negative where separate production needs less fuel. ``saving`` is ``fuel_saved`` over
    ``fuel_separate``; ``power_to_heat`` is ``None`` and ``status`` ``undefined`` for a plant without useful
    heat, which saves nothing by combining.
    """

    fuel: float
    fuel_separate: float
    fuel_saved: float
    saving: float
    overall_efficiency: float
    power_to_heat: float | None
    status: str


def chp_fuel_savings(
    heat: float, electricity: float, fuel: float, *, boiler_efficiency: float, power_efficiency: float
) -> Cogeneration:
    """Compare a plant of combined heat and power (CHP) with a boiler and a power plant.

    The same heat ``Q`` and electricity ``W`` made apart need the fuel ``Q / eta_Q + W / eta_W``. Saved is
    that less the fuel ``F`` of the plant; as a share of separate production it is
    ``1 - 1 / ((Q / F) / eta_Q + (W / F) / eta_W)``.

    Parameters
    ----------
    heat : float
        Useful heat [any unit of energy].
    electricity : float
        Electricity, less the use of the plant itself [same unit].
    fuel : float
        Fuel [same unit, low heat value if the efficiencies are].
    boiler_efficiency, power_efficiency : float
        Efficiencies ``eta_Q`` and ``eta_W`` of separate production [1], above 0 and at most 1, by the same
        heat value as the fuel. They decide the result: name the ones that were used.

    Returns
    -------
    Cogeneration
        Fuels in the unit of the inputs, saving and overall efficiency in percent.

    Raises
    ------
    BalanceError
        If heat and electricity are more than the fuel.
    UndefinedResult
        If there is no fuel, or neither heat nor electricity.
    BadArgument
        If an energy is negative or not finite, or an efficiency is not above 0 and at most 1.

    References
    ----------
    Directive 2012/27/EU on energy efficiency, annex II (b).

    Examples
    --------
    >>> plant = chp_fuel_savings(45, 30, 100, boiler_efficiency=0.9, power_efficiency=0.4)
    >>> plant.fuel_separate, plant.fuel_saved, plant.saving
    (125.0, 25.0, 20.0)
    """
    energies = {"heat": heat, "electricity": electricity, "fuel": fuel}
    for name, value in energies.items():
        if not (math.isfinite(value) and value >= 0):
            message = mark("{name} must be finite and not negative, not {value}.")
            raise BadArgument(message, name=name, value=value)
    for name, value in (("boiler_efficiency", boiler_efficiency), ("power_efficiency", power_efficiency)):
        if not 0 < value <= 1:
            message = mark("{name} must be above 0 and at most 1, not {value}; 90 % is 0.9.")
            raise BadArgument(message, name=name, value=value)
    if fuel == 0 or heat + electricity == 0:
        message = mark("Nothing to compare: fuel {fuel:g}, heat {heat:g} and electricity {electricity:g}.")
        raise UndefinedResult(message, **energies)
    if heat + electricity > fuel * (1 + 1e-9):
        raise BalanceError(
            "Heat {heat:g} and electricity {electricity:g} are more than the fuel, {fuel:g}: check the "
            "units, and whether the fuel is by its low heat value.",
            **energies,
        )

    # Fuel for the same heat and electricity made apart: Q / eta_Q + W / eta_W.
    separate = heat / boiler_efficiency + electricity / power_efficiency
    return Cogeneration(
        fuel=fuel,
        fuel_separate=separate,
        fuel_saved=separate - fuel,
        saving=100 * (separate - fuel) / separate,
        overall_efficiency=100 * (heat + electricity) / fuel,
        power_to_heat=electricity / heat if heat else None,
        status="ok" if heat else "undefined",
    )
