"""The tables of a water network, checked: processes with their limits, fresh water, treatment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecopark import frames, units
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError
from ecopark.frames import Frame
from ecopark.symbiosis.offers import repeated, values
from ecopark.validation import Column, find_issues

__all__ = ["Processes", "Treatment", "concentrations", "load_factor", "processes"]

Numbers = NDArray[np.float64]
_ONE = "contaminant"


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
            given = getattr(self, what)
            numbers = given.values() if isinstance(given, Mapping) else [] if given is None else [given]
            for value in numbers:
                if not (np.isfinite(value) and value >= 0):
                    raise BadArgument(
                        f"Treatment {self.name!r}: {what} must be a number that is not negative, not {value}."
                    )


@dataclass(frozen=True)
class Processes:
    """Processes that use water: one row of each array a process, one column a contaminant.

    A process with a ``load`` [flow unit x concentration unit] takes as much water as it needs: its
    ``inlet`` and ``outlet`` are limits [concentration unit]. Any other process takes ``inflow`` and
    gives ``outflow`` [flow unit], the latter at the concentrations ``outlet``. ``loaded`` tells which.
    """

    names: tuple[str, ...]
    contaminants: tuple[str, ...]
    inlet: Numbers
    outlet: Numbers
    load: Numbers
    inflow: Numbers
    outflow: Numbers
    loaded: NDArray[np.bool_]

    def takes(self) -> NDArray[np.bool_]:
        """Return which processes take water."""
        return self.loaded | (self.inflow > 0)

    def gives(self) -> NDArray[np.bool_]:
        """Return which processes give water."""
        return self.loaded | (self.outflow > 0)

    def only(self, contaminant: int) -> Processes:
        """Return the same processes with one of the contaminants."""
        pick = [contaminant]
        return Processes(
            self.names, (self.contaminants[contaminant],), self.inlet[:, pick], self.outlet[:, pick],
            self.load[:, pick], self.inflow, self.outflow, self.loaded,
        )  # fmt: skip


def concentrations(given: float | Mapping[str, float], contaminants: Iterable[str], what: str) -> Numbers:
    """Return one concentration a contaminant, from a number for all or a mapping.

    Raises
    ------
    UnknownNameError
        If the mapping lacks a contaminant or has an unknown one.
    BadArgument
        If a concentration is negative or not finite.
    """
    names = list(contaminants)
    table = given if isinstance(given, Mapping) else dict.fromkeys(names, given)
    for name in table:
        if name not in names:
            raise UnknownNameError(f"contaminant of {what}", name, names)
    for name in names:
        if name not in table:
            raise UnknownNameError(f"concentration of {what} for", name, table)
        if not (np.isfinite(table[name]) and table[name] >= 0):
            raise BadArgument(f"{what}: {name} must be a number that is not negative, not {table[name]}.")
    return np.array([float(table[name]) for name in names])


def processes(table: Any, flow_unit: str, concentration_unit: str, load_unit: str) -> tuple[Frame, Processes]:
    """Return a view of the table of processes, and its checked contents.

    Parameters
    ----------
    table : dataframe
        One row per process and contaminant, as for :func:`ecopark.symbiosis.water.water_cascade`.
    flow_unit, concentration_unit, load_unit : str
        Units of the table's columns.

    Raises
    ------
    DataError
        With every fault.
    UnitMismatch
        If a load is not a flow times a concentration.
    """
    frame = frames.from_native_eager(table, "table of processes")
    optional = ("inlet", "outlet", "load", "inflow", "outflow")
    wanted = [Column("process", "text", "", True, None, None, None, "what uses water")]
    if _ONE in frame.columns:
        wanted.append(Column(_ONE, "text", "", True, None, None, None, "what pollutes it"))
    wanted += [Column(c, "number", "", True, None, 0, None, "") for c in optional if c in frame.columns]
    problems = find_issues(frame, wanted)
    if problems:
        raise DataError("the table of processes", problems)
    names = _texts(frame, "process")
    pollutants = _texts(frame, _ONE) if _ONE in frame.columns else (_ONE,) * len(frame)
    columns = {c: values(frame, c, np.nan) for c in optional}
    problems = repeated(frame, ["process", _ONE] if _ONE in frame.columns else ["process"])
    problems += _row_faults(names, pollutants, columns) or _gaps(names, pollutants)
    problems = problems or _mixed(names, columns)
    if problems:
        raise DataError("the table of processes", problems)
    return frame, _made(names, pollutants, columns, load_factor(flow_unit, concentration_unit, load_unit))


def load_factor(flow_unit: str, concentration_unit: str, load_unit: str) -> float:
    """Return how many flow units times concentration units one unit of load is.

    Raises
    ------
    UnitMismatch
        If a load is not a flow times a concentration.

    Examples
    --------
    >>> load_factor("t/h", "ppm", "kg/h")
    1000.0
    """
    ratio = units.quantity(1.0, load_unit) / units.quantity(1.0, flow_unit)
    return float(f"{units.magnitude(ratio / units.quantity(1.0, concentration_unit), '1'):.12g}")


def _texts(frame: Frame, name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in frame[name].to_list())


def _made(
    names: tuple[str, ...], pollutants: tuple[str, ...], columns: Mapping[str, Numbers], factor: float
) -> Processes:
    rows, cols = tuple(dict.fromkeys(names)), tuple(dict.fromkeys(pollutants))
    place = (np.array([rows.index(n) for n in names]), np.array([cols.index(p) for p in pollutants]))
    grids = {}
    for name, column in columns.items():
        grid = np.full((len(rows), len(cols)), np.nan)
        grid[place] = column
        grids[name] = grid
    flows = {name: np.nan_to_num(grids[name][:, 0]) for name in ("inflow", "outflow")}
    loaded = ~np.isnan(grids["load"][:, 0])
    load = np.nan_to_num(grids["load"]) * factor
    return Processes(rows, cols, grids["inlet"], grids["outlet"], load, loaded=loaded, **flows)


def _row_faults(
    names: tuple[str, ...], pollutants: tuple[str, ...], columns: Mapping[str, Numbers]
) -> list[Issue]:
    problems = []
    for row, (name, pollutant) in enumerate(zip(names, pollutants, strict=True)):
        cells = {c: (None if np.isnan(column[row]) else float(column[row])) for c, column in columns.items()}
        label = name if pollutant == _ONE else f"{name}, {pollutant}"
        for rule, column, fix in _broken(cells):
            problems.append(Issue(f"{label}: {rule}", column, row, value=cells[column], fix=fix))
    return problems


def _broken(cells: Mapping[str, float | None]) -> list[tuple[str, str, str]]:
    """Return what is wrong with a row: the rule, its column, the likely fix."""
    inlet, outlet, load = cells["inlet"], cells["outlet"], cells["load"]
    inflow, outflow = cells["inflow"], cells["outflow"]
    found = []
    if load is None and not inflow and not outflow:
        found.append(("has neither a load nor a flow", "load", "give load, or inflow and outflow"))
    if load is not None and (inflow is not None or outflow is not None):
        found.append(("has a load and a flow", "load", "leave one of them empty"))
    if (load is not None or inflow) and inlet is None:
        found.append(("a limit at the inlet is missing", "inlet", "give the largest concentration allowed"))
    if (load is not None or outflow) and outlet is None:
        found.append(("the concentration at the outlet is missing", "outlet", "give it"))
    if load and inlet is not None and outlet is not None and outlet <= inlet:
        rule = (
            f"the outlet limit {outlet:g} is not above the inlet limit {inlet:g}, so no load can be taken up"
        )
        found.append((rule, "outlet", "check both limits"))
    return found


def _gaps(names: tuple[str, ...], pollutants: tuple[str, ...]) -> list[Issue]:
    """Return the processes that lack a row for a contaminant."""
    there = set(zip(names, pollutants, strict=True))
    return [
        Issue(
            f"{name}: no row for {p}", _ONE, value=p, fix="give its limits and its load, 0 if there is none"
        )
        for name in dict.fromkeys(names)
        for p in dict.fromkeys(pollutants)
        if (name, p) not in there
    ]


def _mixed(names: tuple[str, ...], columns: Mapping[str, Numbers]) -> list[Issue]:
    """Return the rows whose kind or flow differs from that of the first row of the process."""
    problems, first = [], {name: names.index(name) for name in names}
    for row, name in enumerate(names):
        for column in ("load", "inflow", "outflow"):
            one, other = float(columns[column][first[name]]), float(columns[column][row])
            same = (
                np.isnan(one) == np.isnan(other)
                if column == "load"
                else np.array_equal(one, other, equal_nan=True)
            )
            if not same:
                rule = f"{name}: {column} does not fit the first row of the process"
                problems.append(
                    Issue(rule, column, row, value=other, fix="a process has one flow for all contaminants")
                )
    return problems
