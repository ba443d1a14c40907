"""Water reuse: the least fresh water by water cascade analysis, and a network that reaches it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ecopark import units as unit_registry
from ecopark.errors import BadArgument, Issue, UndefinedResult, require_known
from ecopark.frames import Frame
from ecopark.i18n import mark, say
from ecopark.symbiosis.matching import read_pairs, solve_linear_program
from ecopark.symbiosis.tables import check_table, native_like
from ecopark.validation import Column

__all__ = [
    *("Treatment", "WaterNetwork", "WaterTarget", "load_conversion_factor", "optimize_water_network"),
    *("source_reduction_savings", "water_cascade_analysis"),
]

FRESH, WASTE = mark("fresh water"), mark("waste water")
ONE = "contaminant"  # column, and name of the contaminant where there is only one
REL_TOL = 1e-9
MIN_FLOW = 1e-7  # part of the largest flow below which a pipe counts as empty
NUMBERS = ("inlet", "outlet", "load", "inflow", "outflow")


@dataclass(frozen=True)
class Treatment:
    """A treatment that gives back water of a fixed quality.

    Parameters
    ----------
    name : str
        Its name.
    outlet : float or mapping of str to float
        Concentration of the treated water [concentration unit], for all or for each contaminant.
    inlet : float or mapping of str to float, optional
        Largest concentration that it accepts [concentration unit]; without it, any.
    capacity : float, optional
        Largest flow [flow unit]; without it, any.

    Raises
    ------
    BadArgument
        If a number is negative or not finite, or the name is empty.

    Examples
    --------
    >>> Treatment("filter", outlet=5.0, capacity=40.0).capacity
    40.0
    """

    name: str
    outlet: float | Mapping[str, float]
    inlet: float | Mapping[str, float] | None = None
    capacity: float | None = None

    def __post_init__(self) -> None:
        if not self.name:
            raise BadArgument("A treatment needs a name.")
        for what in ("outlet", "inlet", "capacity"):
            argument = getattr(self, what)
            values = [] if argument is None else [argument]
            if isinstance(argument, Mapping):
                values = list(argument.values())
            for value in values:
                if not (np.isfinite(value) and value >= 0):
                    message = mark("Treatment {name!r}: {what} must not be negative, not {value}.")
                    raise BadArgument(message, name=self.name, what=what, value=value)


@dataclass(frozen=True)
class WaterTarget:
    """The least fresh water of a network with one contaminant, as from :func:`water_cascade_analysis`.

    ``fresh`` and ``waste`` are flows; ``pinch`` is the concentration at which the fresh water is just
    enough, ``None`` where none is: ``limit`` is ``load`` (there is a pinch), ``flow`` (the processes take
    more water than they give, and that alone decides) or ``none`` (no fresh water). ``table`` has one row
    per level: ``concentration``, ``net_flow``, ``flow`` (water available above the level), ``deficit`` and
    ``supplied`` (loads), ``surplus``.
    """

    fresh: float
    waste: float
    pinch: float | None
    limit: str
    table: Any


@dataclass(frozen=True)
class WaterNetwork:
    """The least fresh water that was found, and the network that uses it.

    ``fresh``, ``waste`` and ``treated`` are flows [``flow_unit``]. ``fresh_low`` is the flow below which no
    network can go; ``status`` is ``ok`` where ``fresh`` reaches it, else ``ambiguous``: the least lies
    between the two. ``without_reuse`` is the fresh water where no process gives water to another, ``None``
    where fresh water alone cannot serve them all; ``saving`` [%] compares the two. ``target`` is the pinch
    target, where there is one contaminant, no treatment and no forbidden pipe. ``flows`` has one row per
    pipe, ``processes`` one row per process and contaminant, both of the kind of the table that came in.
    """

    fresh: float
    fresh_low: float
    waste: float
    treated: float
    without_reuse: float | None
    saving: float | None
    status: str
    target: WaterTarget | None
    flows: Any
    processes: Any
    flow_unit: str
    concentration_unit: str


@dataclass(frozen=True)
class _Processes:
    """One row of each array is a process, one column a contaminant; a ``loaded`` process takes up a load."""

    names: tuple[str, ...]
    contaminants: tuple[str, ...]
    inlet: np.ndarray
    outlet: np.ndarray
    load: np.ndarray  # flow times concentration
    inflow: np.ndarray
    outflow: np.ndarray
    loaded: np.ndarray

    @property
    def is_sink(self) -> np.ndarray:
        return self.loaded | (self.inflow > 0)

    @property
    def is_source(self) -> np.ndarray:
        return self.loaded | (self.outflow > 0)

    def select_contaminant(self, c: int) -> _Processes:
        """Return the same processes with only the contaminant of that column."""
        grids = {name: getattr(self, name)[:, [c]] for name in ("inlet", "outlet", "load")}
        return replace(self, contaminants=(self.contaminants[c],), **grids)


def _read_processes(
    table: Any, flow_unit: str, concentration_unit: str, load_unit: str
) -> tuple[_Processes, Frame]:
    """Return the checked processes, or raise with every fault of the table."""
    columns = [
        Column("process", "text", meaning=say("what uses water")),
        Column(ONE, "text", required=False, meaning=say("what pollutes it")),
        *(Column(c, "number", required=False, minimum=0) for c in NUMBERS),
    ]

    def faults(rows: pd.DataFrame) -> Iterator[Issue]:
        rows = rows.reindex(columns=[*rows.columns, *(c for c in NUMBERS if c not in rows)])
        several = ONE in rows
        is_sound = True
        # Each row by itself; only sound rows are compared with each other.
        for place, row in rows.iterrows():
            label = f"{row['process']}, {row[ONE]}" if several else row["process"]
            for rule, column, fix in _process_faults(row):
                is_sound = False
                value = None if pd.isna(row[column]) else float(row[column])
                yield Issue(f"{label}: {rule}", column, int(place), value=value, fix=fix)
        if not (several and is_sound):
            return

        # A process has a row for each contaminant.
        given_pairs = set(rows[["process", ONE]].itertuples(index=False, name=None))
        for name in rows["process"].unique():
            for pollutant in rows[ONE].unique():
                if (name, pollutant) not in given_pairs:
                    rule = say("{name}: no row for {contaminant}", name=name, contaminant=pollutant)
                    fix = say("give its limits and its load, 0 if there is none")
                    yield Issue(rule, ONE, value=pollutant, fix=fix)
        # A process has one flow, and one kind, for all contaminants.
        first = rows.groupby("process")[["inflow", "outflow"]].transform(lambda v: v.iloc[0])
        loaded = rows["load"].notna()
        differs = {c: rows[c].ne(first[c]) & ~(rows[c].isna() & first[c].isna()) for c in first}
        differs["load"] = loaded != loaded.groupby(rows["process"]).transform("first")
        for column, where in differs.items():
            for place in rows.index[where]:
                template = mark("{name}: {column} does not fit the first row of the process")
                rule = say(template, name=rows.at[place, "process"], column=column)
                fix = say("a process has one flow for all contaminants")
                yield Issue(rule, column, int(place), value=float(rows.at[place, column]), fix=fix)

    rows, frame = check_table(
        table, say("table of processes"), columns, unique=["process", ONE], rules=faults
    )
    rows = rows.assign(**{ONE: rows.get(ONE, ONE)}).reindex(columns=["process", ONE, *NUMBERS])
    names, contaminants = list(rows["process"].unique()), list(rows[ONE].unique())

    # One array per number, processes by contaminants; loads in flow times concentration.
    grid = rows.set_index(["process", ONE])[list(NUMBERS)].unstack()
    arrays = {c: grid[c].reindex(index=names, columns=contaminants).to_numpy(float) for c in NUMBERS}
    factor = load_conversion_factor(flow_unit, concentration_unit, load_unit)
    processes = _Processes(
        tuple(names),
        tuple(contaminants),
        inlet=arrays["inlet"],
        outlet=arrays["outlet"],
        load=np.nan_to_num(arrays["load"]) * factor,
        inflow=np.nan_to_num(arrays["inflow"][:, 0]),
        outflow=np.nan_to_num(arrays["outflow"][:, 0]),
        loaded=~np.isnan(arrays["load"][:, 0]),
    )
    return processes, frame


def _process_faults(row: pd.Series) -> Iterator[tuple[str, str, str]]:
    """Yield the faults of a row: the rule, its column, the likely fix."""
    inlet, outlet, load = row["inlet"], row["outlet"], row["load"]
    has_load, inflow, outflow = pd.notna(load), row["inflow"], row["outflow"]
    if not has_load and not inflow > 0 and not outflow > 0:
        yield say("has neither a load nor a flow"), "load", say("give load, or inflow and outflow")
    if has_load and (pd.notna(inflow) or pd.notna(outflow)):
        yield say("has a load and a flow"), "load", say("leave one of them empty")
    if (has_load or inflow > 0) and pd.isna(inlet):
        yield say("a limit at the inlet is missing"), "inlet", say("give the largest concentration allowed")
    if (has_load or outflow > 0) and pd.isna(outlet):
        yield say("the concentration at the outlet is missing"), "outlet", say("give it")
    if load > 0 and outlet <= inlet:
        rule = say(
            "the outlet limit {outlet:g} is not above the inlet limit {inlet:g}, so no load can be taken up",
            outlet=outlet, inlet=inlet,
        )  # fmt: skip
        yield rule, "outlet", say("check both limits")


def load_conversion_factor(flow_unit: str, concentration_unit: str, load_unit: str) -> float:
    """Return how many flow units times concentration units one unit of load is.

    Examples
    --------
    >>> load_conversion_factor("t/h", "ppm", "kg/h")
    1000.0
    """
    flow, concentration = (unit_registry.quantity(1.0, u) for u in (flow_unit, concentration_unit))
    ratio = unit_registry.quantity(1.0, load_unit) / flow / concentration
    return float(f"{unit_registry.magnitude(ratio, '1'):.12g}")


def _concentrations(given: float | Mapping[str, float], names: Sequence[str], what: str) -> np.ndarray:
    """Return one concentration for each contaminant, from a number for all or a mapping."""
    table = given if isinstance(given, Mapping) else dict.fromkeys(names, given)
    for name in table:
        require_known(say("contaminant of {what}", what=what), name, names)
    for name in names:
        require_known(say("contaminant in the concentrations of {what}", what=what), name, table)
        if not (np.isfinite(table[name]) and table[name] >= 0):
            message = mark("{what}: {name} must not be negative, not {value}.")
            raise BadArgument(message, what=what, name=name, value=table[name])
    return np.array([float(table[name]) for name in names])


# --- The target ----------------------------------------------------------------------------------


def water_cascade_analysis(
    processes: Any,
    fresh_concentration: float = 0.0,
    *,
    flow_unit: str = "t/h",
    concentration_unit: str = "ppm",
    load_unit: str = "kg/h",
) -> WaterTarget:
    """Compute the least fresh water of processes with one contaminant, by water cascade analysis.

    At each level the water below it must be able to take up the load of the processes: fresh water is the
    largest ``deficit / (level - fresh)``, and at least the excess of their intake over their discharge. It
    uses no solver, and so checks :func:`optimize_water_network`.

    Parameters
    ----------
    processes : pandas.DataFrame or polars.DataFrame
        As for :func:`optimize_water_network`, with one contaminant.
    fresh_concentration : float
        Concentration of the fresh water [``concentration_unit``].
    flow_unit, concentration_unit, load_unit : str
        Units of the table.

    Returns
    -------
    WaterTarget
        Flows [``flow_unit``], pinch [``concentration_unit``], and the cascade as a table. Faults of the
        table are a ``DataError``; a process that needs cleaner water than there is, an ``UndefinedResult``.

    Raises
    ------
    UndefinedResult
        If there is more than one contaminant.

    References
    ----------
    Manan, Z. A., Tan, Y. L., & Foo, D. C. Y. (2004). Targeting the minimum water flow rate using water
    cascade analysis technique. AIChE Journal, 50(12), 3169-3183.

    Examples
    --------
    >>> processes = pd.DataFrame({"process": ["rinse", "wash"], "inlet": [0.0, 50.0],
    ...                           "outlet": [100.0, 100.0], "load": [2.0, 5.0]})
    >>> target = water_cascade_analysis(processes)
    >>> target.fresh, target.pinch
    (70.0, 100.0)
    """
    operations, like = _read_processes(processes, flow_unit, concentration_unit, load_unit)
    if len(operations.contaminants) > 1:
        raise UndefinedResult(
            "A pinch target is for one contaminant; here are {names}. Use optimize_water_network for all of "
            "them, or give the rows of one.",
            names=", ".join(operations.contaminants),
        )
    return _compute_target(
        operations, float(_concentrations(fresh_concentration, operations.contaminants, say(FRESH))[0]), like
    )


def _compute_target(operations: _Processes, fresh: float, like: Frame) -> WaterTarget:
    """Compute the target of checked processes with one contaminant."""
    # 1. Sources and sinks; a load becomes its limiting flow.
    inlet, outlet, load = operations.inlet[:, 0], operations.outlet[:, 0], operations.load[:, 0]
    limiting = np.divide(load, outlet - inlet, out=np.zeros_like(load), where=operations.loaded & (load > 0))
    outflow, inflow = operations.outflow + limiting, operations.inflow + limiting
    source_flow, source = outflow[outflow > 0], outlet[outflow > 0]
    sink_flow, sink = inflow[inflow > 0], inlet[inflow > 0]

    # 2. The load that water below each level c lacks: the sum of (c - inlet) F over the sinks below it, less
    # that of (c - outlet) F over the sources.
    levels = np.unique(np.concatenate([source, sink, [fresh]]))
    level = levels[:, None]
    load_asked = (np.maximum(level - sink, 0) * sink_flow).sum(axis=1)
    load_offered = (np.maximum(level - source, 0) * source_flow).sum(axis=1)
    net_flow = ((level == source) * source_flow).sum(axis=1) - ((level == sink) * sink_flow).sum(axis=1)
    deficit = load_asked - load_offered
    # Fresh water helps only above its own concentration: a deficit at or below it stays.
    unreachable = (levels <= fresh) & (deficit > REL_TOL * max(1.0, np.abs(deficit).max(initial=0)))
    if unreachable.any():
        raise UndefinedResult(
            "Below {level:g} a process needs cleaner water than the fresh water at {fresh:g} and the other "
            "processes can give: the load of {load:g} stays over.",
            level=levels[unreachable][0], fresh=fresh, load=deficit[unreachable][0],
        )  # fmt: skip

    # 3. The fresh water that covers the largest deficit, or the losses where they are larger. The pinch is
    # the first level at which the water is just enough.
    above = levels > fresh
    flows = deficit[above] / (levels[above] - fresh)
    losses, fresh_flow = max(0.0, -float(net_flow.sum())), float(flows.max(initial=0.0))
    pinch: float | None = None
    if fresh_flow <= REL_TOL or losses > fresh_flow * (1 + REL_TOL):
        fresh_flow = losses
        limit = "flow" if losses > 0 else "none"
    else:
        limit = "load"
        pinch = float(levels[above][flows >= fresh_flow * (1 - REL_TOL)][0])
    supplied = fresh_flow * np.maximum(levels - fresh, 0)
    table = {
        "concentration": levels,
        "net_flow": net_flow,
        "flow": np.cumsum(net_flow) + np.where(levels >= fresh, fresh_flow, 0.0),
        "deficit": deficit,
        "supplied": supplied,
        "surplus": supplied - deficit,
    }
    waste = fresh_flow + float(net_flow.sum())
    return WaterTarget(fresh_flow, waste, pinch, limit, native_like(pd.DataFrame(table), like))


def source_reduction_savings(
    processes: Any,
    cut: float,
    fresh_concentration: float = 0.0,
    *,
    flow_unit: str = "t/h",
    concentration_unit: str = "ppm",
    load_unit: str = "kg/h",
) -> pd.DataFrame:
    """Compute the water saved if one process, each in turn, lowers the load that it gives to water.

    The load falls by ``cut`` percent; the limits at inlet and outlet stay. Saved is the difference of the
    two pinch targets. A load above the pinch is taken up by water that is there anyway, so that less of it
    saves nothing.

    Parameters
    ----------
    processes : pandas.DataFrame or polars.DataFrame
        As for :func:`optimize_water_network`, with one contaminant.
    cut : float
        By how much the load falls [%], from 0 to 100.
    fresh_concentration : float
        Concentration of the fresh water [``concentration_unit``].
    flow_unit, concentration_unit, load_unit : str
        Units of the table.

    Returns
    -------
    pandas.DataFrame
        One row per process with a load: ``process``, ``load`` [``load_unit``], ``place`` (``below``,
        ``across`` or ``above`` the pinch of today, ``no pinch`` where there is none), ``fresh_after`` and
        ``saved`` [``flow_unit``]. The most saved comes first. Faults of the table are a ``DataError``.

    Raises
    ------
    UndefinedResult
        If there is more than one contaminant, or a process needs cleaner water than there is.
    BadArgument
        If the cut is not from 0 to 100.

    References
    ----------
    Wang, Y. P., & Smith, R. (1994). Wastewater minimisation. Chemical Engineering Science, 49(7), 981-1006.

    Examples
    --------
    >>> processes = pd.DataFrame({"process": ["rinse", "wash"], "inlet": [0.0, 150.0],
    ...                           "outlet": [100.0, 300.0], "load": [2.0, 1.5]})
    >>> source_reduction_savings(processes, 50)[["process", "place", "saved"]].values.tolist()
    [['rinse', 'below', 10.0], ['wash', 'above', 0.0]]
    """
    if not 0 <= cut <= 100:
        raise BadArgument("The cut must be from 0 to 100 %, not {cut}.", cut=cut)
    operations, like = _read_processes(processes, flow_unit, concentration_unit, load_unit)
    if len(operations.contaminants) > 1:
        names = ", ".join(operations.contaminants)
        raise UndefinedResult("One contaminant at a time; here are {names}.", names=names)
    clean = float(_concentrations(fresh_concentration, operations.contaminants, say(FRESH))[0])
    today = _compute_target(operations, clean, like)
    factor = load_conversion_factor(flow_unit, concentration_unit, load_unit)
    rows = []
    for i in np.flatnonzero(operations.loaded):
        # The target anew, with this load cut and all others as they are; and where the process lies by
        # today's pinch.
        load = operations.load.copy()
        load[i] *= 1 - cut / 100
        after = _compute_target(replace(operations, load=load), clean, like).fresh
        if today.pinch is None:
            place = "no pinch"
        elif operations.outlet[i, 0] <= today.pinch:
            place = "below"
        elif operations.inlet[i, 0] >= today.pinch:
            place = "above"
        else:
            place = "across"
        load_before = operations.load[i, 0] / factor  # [load_unit]
        rows.append((operations.names[i], load_before, place, after, today.fresh - after))
    table = pd.DataFrame(rows, columns=["process", "load", "place", "fresh_after", "saved"])
    return table.sort_values("saved", ascending=False, kind="stable", ignore_index=True)


# --- The network ---------------------------------------------------------------------------------


def optimize_water_network(
    processes: Any,
    fresh_concentration: float | Mapping[str, float] = 0.0,
    *,
    treatment: Treatment | Sequence[Treatment] = (),
    fresh_available: float | None = None,
    forbid: Any = None,
    flow_unit: str = "t/h",
    concentration_unit: str = "ppm",
    load_unit: str = "kg/h",
) -> WaterNetwork:
    """Find the network of processes that needs the least fresh water, by a linear program.

    A process with a load takes as much water as it needs, and the plan counts its discharge as being at its
    outlet limits, never cleaner than it is. With one contaminant nothing is lost by that: a process
    that gives cleaner water does the same as one at its limit with a bypass. So the linear program finds the
    least. With several contaminants the network works, and ``fresh_low`` shows how far from the least it can
    be. Among networks with the same fresh water the one with the least treated and then the least reused
    water is taken.

    Parameters
    ----------
    processes : pandas.DataFrame or polars.DataFrame
        One row per process, or a process and ``contaminant``. ``process``; ``inlet``, the largest
        concentration at the inlet; ``outlet``, the largest concentration at the outlet of a process with a
        load, or the concentration of the discharge of any other process [``concentration_unit``]. Either
        ``load``, the mass taken up [``load_unit``], or ``inflow`` and ``outflow``, fixed flows
        [``flow_unit``], of which one may be empty.
    fresh_concentration : float or mapping of str to float
        Concentration of fresh water, for all or for each contaminant [``concentration_unit``].
    treatment : Treatment or sequence of Treatment
        Treatments whose water processes may use again.
    fresh_available : float, optional
        Largest flow of fresh water [``flow_unit``].
    forbid : dataframe or iterable of pairs of str, optional
        Pipes that must not be laid, whatever the concentrations: pairs of names of processes or treatments,
        ``from`` and ``to``. Water that reaches a treatment may go on from there.
    flow_unit, concentration_unit, load_unit : str
        Units of the table and the result.

    Returns
    -------
    WaterNetwork
        The flows, the network and its concentrations. Faults of a table are a ``DataError``: negative
        numbers, missing limits, an outlet limit that is not above the inlet limit, a process that is there
        twice. A load that is not a flow times a concentration is a ``UnitMismatch``; a forbidden pipe or a
        contaminant of an unknown name, an ``UnknownNameError``.

    Raises
    ------
    UndefinedResult
        If the limits conflict; the message names them.
    BadArgument
        If a concentration or the water available is negative, or a treatment has the name of a process.

    References
    ----------
    Wang, Y. P., & Smith, R. (1994). Wastewater minimisation. Chemical Engineering Science, 49(7), 981-1006.
    Savelski, M. J., & Bagajewicz, M. J. (2000). On the optimality conditions of water utilization systems in
    process plants with single contaminants. Chemical Engineering Science, 55(21), 5035-5048.

    Examples
    --------
    >>> processes = pd.DataFrame({"process": ["rinse", "wash"], "inlet": [0.0, 50.0],
    ...                           "outlet": [100.0, 200.0], "load": [2.0, 3.0]})
    >>> plan = optimize_water_network(processes)
    >>> round(plan.fresh, 6), round(plan.without_reuse, 6), plan.status
    (30.0, 35.0, 'ok')
    """
    operations, like = _read_processes(processes, flow_unit, concentration_unit, load_unit)
    clean = _concentrations(fresh_concentration, operations.contaminants, say(FRESH))
    treatments = (treatment,) if isinstance(treatment, Treatment) else tuple(treatment)
    names = [*operations.names, *(t.name for t in treatments)]
    for name in names:
        if names.count(name) > 1:
            raise BadArgument("A treatment needs a name of its own, not {name!r}.", name=name)
    if fresh_available is not None and not (np.isfinite(fresh_available) and fresh_available >= 0):
        raise BadArgument("fresh_available must not be negative, not {flow}.", flow=fresh_available)
    banned = read_pairs(forbid, names, say("process or treatment"), say("table of forbidden pipes"))

    # 1. The network with the least fresh water. If none keeps all limits, the error names those that
    # conflict, and the fresh water that would be enough.
    program = _WaterProgram(operations, clean, treatments, banned, fresh_available)
    flows = program.solve()
    if flows is None:
        unlimited = _WaterProgram(operations, clean, treatments, banned, None).solve()
        template = mark(
            "No water network keeps all limits with fresh water at {fresh} {concentration_unit}. Limits that "
            "conflict ({flow_unit}, {concentration_unit}): {limits}."
        )
        message = say(
            template, fresh=", ".join(f"{c:g}" for c in clean), concentration_unit=concentration_unit,
            flow_unit=flow_unit, limits="; ".join(program.conflicts()),
        )  # fmt: skip
        if unlimited is not None:
            enough = program.leaves[0] @ unlimited
            template = mark("With {flow:,.6g} {unit} of fresh water there is one.")
            message = f"{message} {say(template, flow=enough, unit=flow_unit)}"
        raise UndefinedResult(message)
    fresh_flow = float(program.leaves[0] @ flows)

    # 2. A lower bound: of several contaminants, the most demanding one alone.
    lower_bound = fresh_flow
    if len(operations.contaminants) > 1 and operations.loaded.any():
        lower_bound = 0.0
        for c, name in enumerate(operations.contaminants):
            single_treatments = [_treatment_of(t, name) for t in treatments]
            single = _WaterProgram(
                operations.select_contaminant(c), clean[c : c + 1], single_treatments, banned, fresh_available
            )
            single_flows = single.solve()
            if single_flows is not None:
                lower_bound = max(lower_bound, float(single.leaves[0] @ single_flows))

    # 3. The pinch target, if the cascade is about the same problem.
    target = None
    if len(operations.contaminants) == 1 and not treatments and not banned:
        with suppress(UndefinedResult):
            target = _compute_target(operations, float(clean[0]), like)

    # 4. The network as tables.
    open_pipes = np.flatnonzero(flows > 0)
    pipes = pd.DataFrame(
        {
            "from": [program.names[program.tail[pipe]] for pipe in open_pipes],
            "to": [program.names[program.head[pipe]] for pipe in open_pipes],
            "flow": flows[open_pipes],
            "unit": flow_unit,
        }
    )
    without_reuse = _fresh_without_reuse(operations, clean)
    return WaterNetwork(
        fresh=fresh_flow,
        fresh_low=lower_bound,
        waste=float(program.arrives[-1] @ flows),
        treated=float(program.leaves[program.treated].sum(axis=0) @ flows),
        without_reuse=without_reuse,
        saving=100 * (1 - fresh_flow / without_reuse) if without_reuse else None,
        status="ok" if fresh_flow <= lower_bound + 1e-6 * max(1.0, lower_bound) else "ambiguous",
        target=target,
        flows=native_like(pipes, like),
        processes=native_like(program.concentrations(flows), like),
        flow_unit=flow_unit,
        concentration_unit=concentration_unit,
    )


def _name_treatment(treatment: Treatment) -> str:
    return say("treatment {name!r}", name=treatment.name)


def _treatment_of(treatment: Treatment, contaminant: str) -> Treatment:
    """Return a treatment as it is for one contaminant."""
    outlet, inlet = (
        v[contaminant] if isinstance(v, Mapping) else v for v in (treatment.outlet, treatment.inlet)
    )
    return replace(treatment, outlet=outlet or 0.0, inlet=inlet)


def _fresh_without_reuse(operations: _Processes, fresh: np.ndarray) -> float | None:
    """Return the total flow if every process uses fresh water only; ``None`` if it is too dirty for one."""
    # Fresh water alone must be clean enough for each inlet and below each outlet limit.
    room = operations.outlet - fresh
    if (operations.inlet[operations.is_sink] < fresh).any() or (room[operations.loaded] <= 0).any():
        return None
    # A load needs load / (outlet - fresh) of it; of several contaminants the most demanding one decides.
    needed_flow = np.where(operations.loaded[:, None], operations.load / np.where(room > 0, room, 1.0), 0.0)
    return float(needed_flow.max(axis=1).sum() + operations.inflow[~operations.loaded].sum())


class _WaterProgram:
    """The flows of all pipes that could be laid, and their limits, as a linear program.

    Nodes are fresh water, the processes, the treatments and waste water, in this order; a pipe goes from
    ``tail`` to ``head``; ``leaves`` and ``arrives`` have one row per node and a 1 for each of its pipes;
    ``quality`` is the concentration at which each node gives water.
    """

    def __init__(
        self,
        operations: _Processes,
        fresh: np.ndarray,
        treatments: Sequence[Treatment],
        banned: set[tuple[str, str]],
        available: float | None,
    ) -> None:
        # 1. The nodes. The water of a process counts at its outlet limit, the worst it may be: that keeps the
        # program linear, on the safe side.
        self.operations = operations
        n, k = len(operations.names), len(treatments)
        self.names = (FRESH, *operations.names, *(t.name for t in treatments), WASTE)
        self.treated = list(range(n + 1, n + k + 1))
        cleaned = [_concentrations(t.outlet, operations.contaminants, _name_treatment(t)) for t in treatments]
        self.quality = np.vstack([fresh, np.nan_to_num(operations.outlet), *cleaned, np.zeros_like(fresh)])

        # 2. The pipes. A process with fixed flows may reuse its own water; elsewhere that would change
        # nothing.
        takers = [*(np.flatnonzero(operations.is_sink) + 1), *self.treated]
        givers = [*(np.flatnonzero(operations.is_source) + 1), *self.treated]
        fixed = set(np.flatnonzero(~operations.loaded) + 1)
        waste = n + k + 1
        pipes = [(0, taker) for taker in takers]
        for giver in givers:
            pipes += [(giver, taker) for taker in (*takers, waste) if giver != taker or giver in fixed]
        pipes = [(a, b) for a, b in pipes if (self.names[a], self.names[b]) not in banned]
        self.tail, self.head = np.array(pipes, dtype=int).reshape(-1, 2).T
        nodes = np.arange(len(self.names))[:, None]
        self.leaves, self.arrives = (nodes == self.tail).astype(float), (nodes == self.head).astype(float)

        # The solver has fixed tolerances, so flows are solved as parts of the largest one, about [1].
        room = np.where(operations.load > 0, operations.outlet, 1.0)
        largest = [operations.inflow, operations.outflow, (operations.load / room).max(axis=1)]
        self.size = float(np.max(largest)) or 1.0  # [flow unit]

        # 3. Limits that a network can break, with words for each: below @ flows <= ceiling.
        limits: list[tuple[np.ndarray, float, str]] = []

        def add(template: str, where: str, limit: float, row: np.ndarray, ceiling: float = 0.0) -> None:
            limits.append((row, ceiling / self.size, say(template, where=where, limit=limit)))

        inlet_limit = mark("inlet limit of {where}: {limit:g}")
        for i, name in enumerate(operations.names):
            into = self.arrives[i + 1]
            for c, contaminant in enumerate(operations.contaminants):
                where = f"{name}, {contaminant}" if len(operations.contaminants) > 1 else name
                content, load = self.quality[self.tail, c], operations.load[i, c]
                inlet, outlet = operations.inlet[i, c], operations.outlet[i, c]
                # The mixture that enters keeps the inlet limit: sum(f (c - inlet)) <= 0. It also has room for
                # the load below the outlet limit: sum(f (c - outlet)) + load <= 0.
                if operations.is_sink[i]:
                    add(inlet_limit, where, inlet, into * (content - inlet))
                if operations.loaded[i] and load > 0:
                    template = mark("outlet limit of {where}: {limit:g} with its load")
                    add(template, where, outlet, into * (content - outlet), -load)
        for node, t in zip(self.treated, treatments, strict=True):
            into = self.arrives[node]
            if t.capacity is not None:
                add(mark("capacity of {where}: {limit:g}"), t.name, t.capacity, into, t.capacity)
            if t.inlet is not None:
                inlet_limits = _concentrations(t.inlet, operations.contaminants, _name_treatment(t))
                for c, contaminant in enumerate(operations.contaminants):
                    excess = into * (self.quality[self.tail, c] - inlet_limits[c])
                    add(inlet_limit, f"{t.name}, {contaminant}", inlet_limits[c], excess)
        if available is not None:
            template = mark("fresh water available: {limit:g}")
            add(template, FRESH, available, self.leaves[0], available)

        # Each limit is divided by its largest coefficient, for the tolerances of the solver.
        rows = np.array([row for row, _, _ in limits]).reshape(len(limits), len(self.tail))
        scales = np.abs(rows).max(axis=1, initial=0)
        scales[scales == 0] = 1.0
        self.below = rows / scales[:, None]
        self.ceiling = np.array([ceiling for _, ceiling, _ in limits]) / scales
        self.words = [words for _, _, words in limits]

        # 4. Balances: equal @ flows == constant. The flow into a process with a load, or into a treatment,
        # flows out again; the other processes have fixed flows.
        passing = [*(np.flatnonzero(operations.loaded) + 1), *self.treated]
        taking, giving = (np.flatnonzero(flow) for flow in (operations.inflow, operations.outflow))
        balances = (
            self.leaves[passing] - self.arrives[passing],
            self.arrives[taking + 1],
            self.leaves[giving + 1],
        )
        flows = np.zeros(len(passing)), operations.inflow[taking], operations.outflow[giving]
        self.equal, self.constant = np.vstack(balances), np.concatenate(flows) / self.size

    def solve(self) -> np.ndarray | None:
        """Return the flow of each pipe: least fresh water, then least treatment, then least reuse."""
        # Each goal in turn, with the results of the goals before it as limits.
        inner = ((self.tail > 0) & (self.head < len(self.names) - 1)).astype(float)
        below, ceiling, flows = self.below, self.ceiling, None
        for cost in (self.leaves[0], self.leaves[self.treated].sum(axis=0), inner):
            if flows is not None and not cost.any():
                continue
            result = solve_linear_program(cost, below, ceiling, self.equal, self.constant)
            if result.status == 2:  # no network keeps all limits
                break
            flows = np.round(np.where(result.x > MIN_FLOW, result.x, 0.0), 11)
            best = float(cost @ result.x)
            below = np.vstack([below, cost])
            ceiling = np.append(ceiling, best + 1e-12 * max(1.0, best))
        return None if flows is None else flows * self.size

    def conflicts(self) -> list[str]:
        """Return the conflicting limits: those with a shadow price where the total violation is least."""
        # Each limit may be exceeded by a slack; the sum of slacks is the goal. Limits that have a price in it
        # conflict.
        pipe_count, limit_count = len(self.tail), len(self.words)
        cost = np.r_[np.zeros(pipe_count), np.ones(limit_count)]
        below = np.hstack([self.below, -np.eye(limit_count)])
        equal = np.hstack([self.equal, np.zeros((len(self.constant), limit_count))])
        result = solve_linear_program(cost, below, self.ceiling, equal, self.constant)
        return [self.words[row] for row in np.flatnonzero(np.abs(result.ineqlin.marginals) > REL_TOL)]

    def concentrations(self, flows: np.ndarray) -> pd.DataFrame:
        """Return flow and concentrations of each process as they result in the network.

        The concentration after a process with a load is ``(load that enters + load) / flow``; no flow leaves
        them undefined.
        """
        operations, n, nodes = self.operations, len(self.operations.names), len(self.names)
        # Flows as a matrix, receiver by sender; a process with a load has the concentration that its load
        # gives.
        matrix = np.zeros((nodes, nodes))
        np.add.at(matrix, (self.head, self.tail), flows)
        through = matrix[1 : n + 1].sum(axis=1)
        with_load = np.flatnonzero(operations.loaded & (through > 0))
        quality = self.quality.copy()
        if len(with_load):
            # They may feed each other, so all balances are solved at once. With the flow F of a process,
            # F c - sum(f c of those with a load) = sum(f c of the others) + load.
            system = np.diag(through[with_load]) - matrix[np.ix_(with_load + 1, with_load + 1)]
            others = np.setdiff1d(np.arange(nodes), with_load + 1)
            enters = matrix[np.ix_(with_load + 1, others)] @ quality[others]
            quality[with_load + 1] = np.linalg.solve(system, enters + operations.load[with_load])

        # Mixtures that enter and water that leaves; a process without flow has neither.
        inlet = (matrix[1 : n + 1] @ quality) / np.where(through > 0, through, np.nan)[:, None]
        is_active = operations.is_source & ~(operations.loaded & (through <= 0))
        outlet = np.where(is_active[:, None], quality[1 : n + 1], np.nan)
        flow = np.where(operations.is_sink, through, operations.outflow)
        count = len(operations.contaminants)
        return pd.DataFrame(
            {
                "process": np.repeat(operations.names, count),
                "contaminant": np.tile(operations.contaminants, n),
                "flow": np.repeat(flow, count),
                "inlet": inlet.ravel(),
                "inlet_limit": operations.inlet.ravel(),
                "outlet": outlet.ravel(),
                "outlet_limit": operations.outlet.ravel(),
                "status": np.repeat(np.where(flow > 0, "ok", "undefined"), count),
            }
        )
