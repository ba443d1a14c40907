"""Own targets of zones: thresholds that stand in the place of a standard's, or where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.checks import Column, faults
from ecopark.errors import DataProblem, Problem, did_you_mean
from ecopark.frames import AnyFrame, Frame
from ecopark.indicators.judging import OPERATOR, OPERATORS, THRESHOLD
from ecopark.standards import Indicator, Standard

__all__ = ["Targets", "beside", "own_targets"]

_ZONE = "__zone"
_WANTED = (
    Column("zone", "text", "", True, None, None, None, "name of the zone, as in the panel"),
    Column("code", "text", "", True, None, None, None, "code of the indicator, as in the standard"),
    Column("threshold", "number", "unit of the indicator", True, None, None, None, "what the zone aims at"),
)
_DEFAULT = {"benefit": ">=", "cost": "<="}


@dataclass(frozen=True)
class Targets:
    """Own thresholds by zone: for each indicator that has any, one number a zone.

    ``columns`` holds, for each code, the thresholds [unit of the indicator] and the operators, as
    places in ``OPERATORS``; a missing one is NaN.
    """

    zones: tuple[str, ...]
    codes: tuple[str, ...]
    columns: Mapping[str, NDArray[np.float64]]

    def rows_of(self, zones: Sequence[Any]) -> NDArray[np.int64]:
        """Return each zone's place in ``zones``, -1 where it has no own target."""
        places = {zone: n for n, zone in enumerate(self.zones)}
        return np.array([places.get(str(zone), -1) for zone in zones], dtype=np.int64)

    def of(self, zone: Any) -> dict[str, tuple[float, str]]:
        """Return threshold and operator of one zone's own targets, by code."""
        row = int(self.rows_of([zone])[0])
        if row < 0:
            return {}
        pairs = {c: (self.columns[THRESHOLD(c)][row], self.columns[OPERATOR(c)][row]) for c in self.codes}
        return {c: (float(t), OPERATORS[int(o)]) for c, (t, o) in pairs.items() if not np.isnan(t)}


def own_targets(table: Any, rules: Standard, panel: AnyFrame) -> Targets:
    """Return a table of own targets, checked against the standard and the panel.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        One row a zone and indicator: ``zone``, ``code``, ``threshold`` [unit of the indicator] and,
        if wanted, ``operator`` (``>=``, ``>``, ``<=`` or ``<``). Where no operator is given it is
        the standard's; where that has none, ``>=`` for a benefit and ``<=`` for a cost.
    rules : Standard
        The standard that defines the indicators.
    panel : narwhals frame
        The panel that is judged.

    Returns
    -------
    Targets
        The targets.

    Raises
    ------
    DataProblem
        With every fault: a column or value that is missing or no number, a zone that is not in the
        panel, a code that is not in the standard or that no panel can answer, an operator that does
        not exist or cannot be guessed, two targets for one zone and indicator.

    Examples
    --------
    >>> import pandas as pd
    >>> from ecopark import standards
    >>> panel = nw.from_native(pd.DataFrame({"zone": ["A", "B"]}))
    >>> table = pd.DataFrame({"zone": ["A"], "code": ["4.4"], "threshold": [50.0]})
    >>> own_targets(table, standards.get("cepz-ctip-2012"), panel).of("A")
    {'4.4': (50.0, '<=')}
    """
    frame = frames.eager(table, "targets")
    problems = faults(frame, _WANTED)
    rows = list(frame.iter_rows(named=True)) if {"zone", "code", "threshold"} <= set(frame.columns) else []
    for number, row in enumerate(rows):
        problems += _faults(number, row, rules)
    problems += [*_repeated(rows), *_strangers(rows, panel)]
    if problems:
        raise DataProblem("the targets", problems)
    return _targets(rows, rules)


def _targets(rows: Sequence[Mapping[str, Any]], rules: Standard) -> Targets:
    zones = {zone: n for n, zone in enumerate(dict.fromkeys(str(row["zone"]) for row in rows))}
    given = {row["code"] for row in rows}
    codes = tuple(i.code for i in rules.computable if i.code in given)
    names = [name(code) for code in codes for name in (THRESHOLD, OPERATOR)]
    columns = {name: np.full(len(zones), np.nan) for name in names}
    for row in rows:
        place, code = zones[str(row["zone"])], row["code"]
        columns[THRESHOLD(code)][place] = float(row["threshold"])
        columns[OPERATOR(code)][place] = OPERATORS.index(str(_operator(row, rules[code])))
    return Targets(tuple(zones), codes, columns)


def _operator(row: Mapping[str, Any], indicator: Indicator) -> str | None:
    given = row.get("operator")
    if _there(given) and str(given).strip():
        return str(given).strip()
    return indicator.operator or _DEFAULT.get(indicator.direction or "")


def _there(value: Any) -> bool:
    return value is not None and value == value


def _faults(number: int, row: Mapping[str, Any], rules: Standard) -> Iterator[Problem]:
    """Yield what is wrong with one target beyond its columns' kinds."""
    code, zone = row["code"], str(row["zone"])

    def wrong(column: str, rule: str, fix: str) -> Problem:
        return Problem(rule, column, number, zone, value=row.get(column), fix=fix)

    if not _there(row["threshold"]):
        yield wrong("threshold", "must not be missing", "leave the row out where the zone has no target")
    known = {i.code: i for i in rules.indicators}
    if not _there(code):
        return
    if not isinstance(code, str):
        yield wrong("code", "must be text", "read the column as text: 4.10 and 4.1 are two codes")
    elif code not in known:
        fix = did_you_mean(code, known).strip() or f"codes are {', '.join(known)}"
        yield wrong("code", f"is no indicator of {rules.name}", fix)
    elif known[code] not in rules.computable:
        yield wrong("code", "is an indicator that a panel cannot answer", "leave the row out")
    elif _operator(row, known[code]) is None:
        yield wrong("operator", "is needed: the indicator has no direction", "write >= or <=")
    elif _operator(row, known[code]) not in OPERATORS:
        yield wrong("operator", f"must be one of {' '.join(OPERATORS)}", "choose one of them")


def _repeated(rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        pair = str(row["zone"]), str(row["code"])
        if pair in seen:
            rule = "the zone has more than one target for this indicator"
            yield Problem(rule, "code", number, pair[0], value=row["code"], fix="keep one row")
        seen.add(pair)


def _strangers(rows: Sequence[Mapping[str, Any]], panel: AnyFrame) -> Iterator[Problem]:
    """Yield the targets of zones that the panel does not have."""
    asked = list(dict.fromkeys(str(row["zone"]) for row in rows if _there(row["zone"])))
    name = nw.col("zone").cast(nw.String)
    there = _zones(panel.filter(name.is_in(asked))) if asked else set()
    if there >= set(asked):
        return
    known = sorted(_zones(panel))
    for number, row in enumerate(rows):
        zone = row["zone"]
        if _there(zone) and str(zone) not in there:
            fix = did_you_mean(str(zone), known).strip() or "use the spelling of the panel"
            yield Problem("is no zone of the panel", "zone", number, str(zone), value=zone, fix=fix)


def _zones(frame: AnyFrame) -> set[str]:
    found = frame.select(nw.col("zone").cast(nw.String)).unique()
    rows: Frame = found.collect() if isinstance(found, nw.LazyFrame) else found
    return set(rows.get_column("zone").to_list())


def beside(frame: nw.LazyFrame[Any], own: Targets) -> nw.LazyFrame[Any]:
    """Return a lazy frame with the columns of own targets beside it, missing where a zone has none."""
    keyed = frame.with_columns(nw.col("zone").cast(nw.String).alias(_ZONE))
    return keyed.join(_alike(own, frame), on=_ZONE, how="left").drop(_ZONE)


def _alike(own: Targets, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the targets as a lazy frame of the same engine."""
    columns = {_ZONE: list(own.zones), **own.columns}
    kind = frame.implementation
    if kind.is_polars():
        return (
            nw.from_dict(columns, backend="polars").with_columns(nw.col(*own.columns).fill_nan(None)).lazy()
        )
    if kind.is_duckdb():
        # A relation joins only relations of its own connection, which alone can make one from a table.
        table = nw.from_dict(columns, backend="pyarrow").with_columns(nw.col(*own.columns).fill_nan(None))
        arrow = table.to_native()  # noqa: F841 (the query finds it by this name)
        native: Any = frame.to_native()
        relation: nw.LazyFrame[Any] = nw.from_native(native.query("__ecopark_panel", "select * from arrow"))
        return relation
    session = getattr(frame.to_native(), "sparkSession", None)
    # PySpark warns of the newest pandas.
    backend: Literal["pandas", "pyarrow"] = "pandas" if kind.is_dask() else "pyarrow"
    made = nw.from_dict(columns, backend=backend).lazy(backend=kind, session=session)
    return made.with_columns(nw.col(*own.columns).fill_nan(None))
