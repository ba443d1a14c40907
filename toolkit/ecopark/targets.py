"""Own targets of zones: thresholds that replace those of a standard, or stand in where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from ecopark import frames
from ecopark.errors import DataProblem, Problem, did_you_mean
from ecopark.frames import AnyFrame
from ecopark.kinds import result_column
from ecopark.standards import Indicator, Standard
from ecopark.thresholds import OPERATORS
from ecopark.validation import Column, faults

__all__ = ["Targets", "join_targets", "own_targets"]

_ZONE = "__zone"
_TARGET_COLUMNS = (
    Column("zone", "text", "", True, None, None, None, "name of the zone, as in the panel"),
    Column("code", "text", "", True, None, None, None, "code of the indicator, as in the standard"),
    Column("threshold", "number", "unit of the indicator", True, None, None, None, "what the zone aims at"),
)


@dataclass(frozen=True)
class Targets:
    """Own targets of zones: threshold [unit of the indicator] and operator by zone and code."""

    by_zone: Mapping[str, Mapping[str, tuple[float, str]]]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the indicators for which any zone has a target."""
        return tuple(dict.fromkeys(code for targets in self.by_zone.values() for code in targets))


def own_targets(table: Any, rules: Standard, panel: AnyFrame) -> Targets:
    """Read a table of own targets and check it against the standard and the panel.

    Parameters
    ----------
    table : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        The table, as for :func:`assess`.
    rules : Standard
        The standard that defines the indicators.
    panel : narwhals frame
        The panel that is judged.

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
    >>> own_targets(table, standards.get("cepz-ctip-2012"), panel).by_zone["A"]
    {'4.4': (50.0, '<=')}
    """
    frame = frames.eager(table, "targets")
    problems = faults(frame, _TARGET_COLUMNS)
    rows = list(frame.iter_rows(named=True)) if {"zone", "code", "threshold"} <= set(frame.columns) else []
    zones = _known_zones(panel, [str(row["zone"]) for row in rows if _is_given(row["zone"])])
    known = {i.code: i for i in rules.indicators}
    by_zone: dict[str, dict[str, tuple[float, str]]] = {}
    for number, row in enumerate(rows):
        zone, code = str(row["zone"]), row["code"]
        issues = list(_target_issues(row, rules, known))
        if _is_given(row["zone"]) and zone not in zones:
            fix = did_you_mean(zone, sorted(zones)).strip() or "use the spelling of the panel"
            issues.append(("zone", "is no zone of the panel", fix))
        if str(code) in by_zone.get(zone, {}):
            issues.append(("code", "the zone has more than one target for this indicator", "keep one row"))
        problems += [Problem(r, c, number, zone, value=row.get(c), fix=fix) for c, r, fix in issues]
        threshold = row["threshold"] if isinstance(row["threshold"], int | float) else float("nan")
        operator = _target_operator(row, known[code]) if code in known else ""
        by_zone.setdefault(zone, {})[str(code)] = float(threshold), str(operator)
    if problems:
        raise DataProblem("the targets", problems)
    return Targets(by_zone)


def _target_issues(
    row: Mapping[str, Any], rules: Standard, known: Mapping[str, Indicator]
) -> Iterator[tuple[str, str, str]]:
    """Yield column, rule and likely fix of what is wrong with one target beyond its columns' kinds."""
    code = row["code"]
    if not _is_given(row["threshold"]):
        yield "threshold", "must not be missing", "leave the row out where the zone has no target"
    if not _is_given(code):
        return
    if not isinstance(code, str):
        yield "code", "must be text", "read the column as text: 4.10 and 4.1 are two codes"
    elif code not in known:
        fix = did_you_mean(code, known).strip() or f"codes are {', '.join(known)}"
        yield "code", f"is no indicator of {rules.name}", fix
    elif known[code] not in rules.computable:
        yield "code", "is an indicator that a panel cannot answer", "leave the row out"
    elif _target_operator(row, known[code]) is None:
        yield "operator", "is needed: the indicator has no direction", "write >= or <="
    elif _target_operator(row, known[code]) not in OPERATORS:
        yield "operator", f"must be one of {' '.join(OPERATORS)}", "choose one of them"


def _target_operator(row: Mapping[str, Any], indicator: Indicator) -> str | None:
    given = row.get("operator")
    if _is_given(given) and str(given).strip():
        return str(given).strip()
    return indicator.operator or {"benefit": ">=", "cost": "<="}.get(indicator.direction or "")


def _is_given(value: Any) -> bool:
    return value is not None and value == value


def _known_zones(panel: AnyFrame, wanted: Sequence[str]) -> set[str]:
    """Return the zones of the panel: those that are wanted or, if one of them is not there, all."""
    name = nw.col("zone").cast(nw.String)
    for rows in (panel.filter(name.is_in(list(dict.fromkeys(wanted)))), panel):
        names = rows.select(name).unique()
        table = names.collect() if isinstance(names, nw.LazyFrame) else names
        zones = set(table.get_column("zone").to_list())
        if zones >= set(wanted):
            break
    return zones


def join_targets(
    table: nw.LazyFrame[Any], frame: AnyFrame, own: Targets, indicators: Sequence[Indicator]
) -> nw.LazyFrame[Any]:
    """Add the threshold and operator of each indicator that has own targets, and whether it is own."""
    columns: dict[str, list[Any]] = {_ZONE: list(own.by_zone)}
    for code in own.codes:
        pairs = [targets.get(code, (None, None)) for targets in own.by_zone.values()]
        columns[result_column("threshold", code)] = [threshold for threshold, _ in pairs]
        columns[result_column("operator", code)] = [operator for _, operator in pairs]
    targets = frames.table_like(columns, frame).lazy()
    keyed = table.with_columns(nw.col("zone").cast(nw.String).alias(_ZONE))
    joined = keyed.join(targets, on=_ZONE, how="left")

    filled = []
    for i in (i for i in indicators if i.code in own.codes):
        threshold, operator = (nw.col(result_column(part, i.code)) for part in ("threshold", "operator"))
        none = threshold.is_null()
        given = (i.threshold, i.operator) if i.operator is not None else (None, None)
        fill = nw.when(none).then(nw.lit(given[0], dtype=nw.Float64)).otherwise(threshold)
        sign = nw.when(none).then(nw.lit(given[1] or "")).otherwise(operator)
        filled += [
            fill.alias(result_column("threshold", i.code)),
            sign.alias(result_column("operator", i.code)),
        ]
        filled += [(~none).alias(result_column("own", i.code))]
    return joined.with_columns(*filled)
