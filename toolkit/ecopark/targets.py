"""Own targets of zones: thresholds that replace those of a standard, or stand in where it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from ecopark import frames
from ecopark.errors import DataProblem, Problem, did_you_mean
from ecopark.frames import AnyFrame, plain
from ecopark.kinds import OPERATORS, result_column
from ecopark.standards import Indicator, Standard
from ecopark.validation import Column, faults

__all__ = ["Targets", "join_targets", "own_targets"]

_ZONE = "__zone"
_OF_DIRECTION = {"benefit": ">=", "cost": "<="}
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
    complete = {"zone", "code", "threshold"} <= set(frame.columns)
    names = panel.select(nw.col("zone").cast(nw.String)).unique()
    zones = (names.collect() if isinstance(names, nw.LazyFrame) else names).get_column("zone").to_list()
    known = {i.code: i for i in rules.indicators}
    by_zone: dict[str, dict[str, tuple[float, str]]] = {}
    for number, cells in enumerate(frame.iter_rows(named=True) if complete else ()):
        row = {name: plain(value) for name, value in cells.items()}
        zone, code, threshold = str(row["zone"]), row["code"], row["threshold"]
        given, indicator = str(row.get("operator") or "").strip(), known.get(code)
        guess = indicator and (indicator.operator or _OF_DIRECTION.get(indicator.direction or ""))
        operator = given or guess

        # Column, rule and likely fix of what is wrong beyond the kinds of the columns.
        issues = []
        if threshold is None:
            issues.append(("threshold", "must not be missing", "leave the row out if there is no target"))
        if code is not None and not isinstance(code, str):
            fix = "read the column as text: 4.10 and 4.1 are two codes"
            issues.append(("code", "must be text", fix))
        elif code is not None and indicator is None:
            fix = did_you_mean(code, known).strip() or f"codes are {', '.join(known)}"
            issues.append(("code", f"is no indicator of {rules.name}", fix))
        elif indicator and indicator not in rules.computable:
            issues.append(("code", "is an indicator that a panel cannot answer", "leave the row out"))
        elif indicator and not operator:
            issues.append(("operator", "is needed: the indicator has no direction", "write >= or <="))
        elif indicator and operator not in OPERATORS:
            issues.append(("operator", f"must be one of {' '.join(OPERATORS)}", "choose one of them"))
        if row["zone"] is not None and zone not in zones:
            fix = did_you_mean(zone, sorted(zones)).strip() or "use the spelling of the panel"
            issues.append(("zone", "is no zone of the panel", fix))
        if str(code) in by_zone.get(zone, {}):
            issues.append(("code", "the zone has more than one target for this indicator", "keep one row"))
        problems += [Problem(r, c, number, zone, value=row.get(c), fix=fix) for c, r, fix in issues]
        limit = float(threshold) if isinstance(threshold, int | float) else float("nan")
        by_zone.setdefault(zone, {})[str(code)] = limit, str(operator)
    if problems:
        raise DataProblem("the targets", problems)
    return Targets(by_zone)


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
        columns_of_code = [result_column(part, i.code) for part in ("threshold", "operator", "own")]
        threshold, operator = nw.col(columns_of_code[0]), nw.col(columns_of_code[1])
        none, limit = threshold.is_null(), i.threshold if i.operator is not None else None
        filled += [
            nw.when(none)
            .then(nw.lit(limit, dtype=nw.Float64))
            .otherwise(threshold)
            .alias(columns_of_code[0]),
            nw.when(none).then(nw.lit(i.operator or "")).otherwise(operator).alias(columns_of_code[1]),
            (~none).alias(columns_of_code[2]),
        ]
    return joined.with_columns(*filled)
