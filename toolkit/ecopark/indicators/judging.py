"""The formulas behind an indicator's value, status and gap: one text for arrays and for queries.

A formula here takes its columns as NumPy arrays (a missing number is NaN) or as narwhals
expressions (a missing number is null), and an :class:`Ops` that knows the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import add
from typing import Any, NamedTuple, Protocol

import narwhals as nw

from ecopark.checks import LARGEST
from ecopark.elasticity import annual_growth
from ecopark.standards import OPERATORS, Indicator, Standard

__all__ = [
    "BASE",
    "DRIVER",
    "GROWTH",
    "OPERATOR",
    "OPERATORS",
    "OWN_TARGET",
    "SPAN",
    "STATUSES",
    "THRESHOLD",
    "TIDY_COLUMNS",
    "WORK",
    "YEARS",
    "Arrays",
    "Expressions",
    "Limit",
    "Ops",
    "as_query",
    "driver_growth",
    "facts",
    "growing",
    "in_force",
    "judged",
    "limit",
    "measured",
    "named",
    "result_names",
    "years",
]

STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
TIDY_COLUMNS = (
    *("zone", "year", "code", "indicator", "value", "unit"),
    *("operator", "threshold", "status", "gap", "source"),
)
PASS, FAIL, MISSING, UNDEFINED, NOT_APPLICABLE = range(len(STATUSES))
_NOTHING = 1 / LARGEST  # what is smaller counts as zero below the line, so that no value is infinite
_TOLERANCE = 1e-9  # a value this close to its threshold, relative to it, counts as equal to it

# Names of the columns that growth needs beside those of the panel: years since the start, the same
# where they are above zero, the driver and its growth.
SPAN, YEARS, DRIVER, GROWTH = "__span", "__years", "__driver", "__growth"
BASE = "__base_{}".format


# Names of the columns that hold a zone's own targets: the threshold, and its operator as a place in
# OPERATORS. Both are missing where the zone has none.
# Spark reads a point in a column's name as a path, and codes have points.
def _pointless(pattern: str, code: str) -> str:
    return pattern.format(code.replace(".", ":"))


WORK = partial(_pointless, "__{}")  # of a result while it is computed
THRESHOLD, OPERATOR = partial(_pointless, "__threshold_{}"), partial(_pointless, "__operator_{}")
OWN_TARGET = "{}; own target".format  # from the source of a definition to that of its own threshold


class Ops(Protocol):
    """What differs between arrays and expressions."""

    nothing: Any

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """Return ``yes`` where the condition holds, else ``no``."""

    def absent(self, value: Any) -> Any:
        """Return where a number is missing."""

    def status(self, place: int) -> Any:
        """Return the status that stands at a place of ``STATUSES``."""


class Arrays:
    """Formulas on NumPy arrays; a status is its place in ``STATUSES``, one byte."""

    nothing = float("nan")

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """Return ``yes`` where the condition holds, else ``no``."""
        import numpy as np

        return np.where(condition, yes, no)

    def absent(self, value: Any) -> Any:
        """Return where a number is NaN."""
        import numpy as np

        return np.isnan(value)

    def status(self, place: int) -> Any:
        """Return the place as a byte."""
        import numpy as np

        return np.int8(place)


class Expressions:
    """Formulas as narwhals expressions, for any engine; a status is its own text.

    Parameters
    ----------
    labels : narwhals.DType
        Type of a status: text, or a category where the engine has them.
    """

    nothing = nw.lit(None, dtype=nw.Float64)

    def __init__(self, labels: Any = nw.String) -> None:
        self._labels = labels

    def where(self, condition: Any, yes: Any, no: Any) -> nw.Expr:
        """Return ``yes`` where the condition holds, else ``no``."""
        return nw.when(condition).then(yes).otherwise(no)

    def absent(self, value: Any) -> Any:
        """Return where a number is null."""
        return value.is_null()

    def status(self, place: int) -> nw.Expr:
        """Return the text of a status."""
        return nw.lit(STATUSES[place], dtype=self._labels)


def measured(indicator: Indicator, columns: Mapping[str, Any], ops: Ops) -> tuple[Any, Any]:
    """Return the value of an indicator in its own unit, and the status where there is none.

    The status is meant for the rows without a value only: one that is not missing is undefined.

    Parameters
    ----------
    indicator : Indicator
        What is measured.
    columns : mapping of str
        Columns of the panel by name [units of the panel]; for an elasticity coefficient also the
        values of the start year, the years since it, the driver and its growth.
    ops : Ops
        Arrays or expressions.
    """
    above = reduce(add, (columns[name] for name in indicator.above))
    if indicator.kind == "elasticity":
        return _elasticity(indicator.above[0], columns, ops)
    if indicator.kind == "ratio":
        below = reduce(add, (columns[name] for name in indicator.below))
        # Engines differ in what they make of a division by zero: none is asked for.
        value = above / ops.where(below < _NOTHING, ops.nothing, below) * indicator.scale
        return value, _reason(ops.absent(above) | ops.absent(below), ops)
    return above * indicator.scale, ops.status(MISSING)


class Limit(NamedTuple):
    """What a value is held against: numbers, or one number a row.

    ``scale`` turns a distance to the threshold into a gap: 1 over the threshold's size, negative
    where less is better. ``equal`` tells whether the threshold itself passes.
    """

    threshold: Any
    scale: Any
    equal: Any


def limit(indicator: Indicator, columns: Mapping[str, Any], ops: Ops) -> Limit | None:
    """Return the limit of an indicator: own targets where the columns hold them, else the standard's."""
    if THRESHOLD(indicator.code) in columns:
        threshold, operator = in_force(indicator, columns, ops)
        size = ops.where(threshold < 0, -threshold, threshold)
        scale = ops.where(operator < 2, 1.0, -1.0) / ops.where(size == 0, 1.0, size)
        return Limit(threshold, scale, (operator == 0) | (operator == 2))
    if indicator.threshold is None or indicator.operator is None:
        return None
    sign = 1.0 if indicator.operator.startswith(">") else -1.0
    scale = sign / (abs(indicator.threshold) or 1.0)
    return Limit(indicator.threshold, scale, indicator.operator.endswith("="))


def in_force(indicator: Indicator, columns: Mapping[str, Any], ops: Ops) -> tuple[Any, Any]:
    """Return threshold and place of the operator in each row: the zone's own, else the standard's."""
    own = columns[THRESHOLD(indicator.code)], columns[OPERATOR(indicator.code)]
    given = indicator.threshold is not None and indicator.operator is not None
    theirs = (indicator.threshold, float(OPERATORS.index(str(indicator.operator)))) if given else None
    rest = theirs or (ops.nothing, ops.nothing)
    none = ops.absent(own[0])
    return ops.where(none, rest[0], own[0]), ops.where(none, rest[1], own[1])


def judged(found: Limit | None, value: Any, reason: Any, ops: Ops) -> tuple[Any, Any]:
    """Return the status and the gap to the threshold [1].

    The gap is ``(value - threshold) / |threshold|``, with its sign turned where less is better.
    ``reason`` is the status that :func:`measured` gave.
    """
    return _verdict(found, ops.absent(value), _distance(found, value), reason, ops)


def _distance(found: Limit | None, value: Any) -> Any:
    return value * float("nan") if found is None else (value - found.threshold) * found.scale


def _verdict(found: Limit | None, none: Any, distance: Any, reason: Any, ops: Ops) -> tuple[Any, Any]:
    """Return status and gap from the distance to the threshold; what is close to it stands on it.

    ``none`` tells where there is no value, and ``reason`` why.
    """
    if found is None:
        return ops.where(none, reason, ops.status(NOT_APPLICABLE)), distance
    above, on = distance > _TOLERANCE, distance >= -_TOLERANCE
    gap = ops.where(on & (distance <= _TOLERANCE), distance * 0.0, distance)
    if isinstance(found.equal, bool):
        verdict = ops.where(on if found.equal else above, ops.status(PASS), ops.status(FAIL))
    else:
        verdict = ops.where(above | (on & found.equal), ops.status(PASS), ops.status(FAIL))
        verdict = ops.where(ops.absent(found.threshold), ops.status(NOT_APPLICABLE), verdict)
    return ops.where(none, reason, verdict), gap


def years(span: Any, ops: Ops) -> Any:
    """Return the years since the start [year] where there are any, missing elsewhere."""
    return ops.where(span > 0, span, ops.nothing)


def driver_growth(columns: Mapping[str, Any], ops: Ops) -> Any:
    """Return the driver's average annual growth since the start [1], which all coefficients share."""
    then = columns[BASE("driver")]
    return annual_growth(ops.where(then < _NOTHING, ops.nothing, then), columns[DRIVER], columns[YEARS])


def _elasticity(quantity: str, columns: Mapping[str, Any], ops: Ops) -> tuple[Any, Any]:
    """Return the elasticity coefficient since the start year [1], and why there is none."""
    now, then, growth = columns[quantity], columns[BASE(quantity)], columns[GROWTH]
    driver, driver_then, span = columns[DRIVER], columns[BASE("driver")], columns[SPAN]
    missing = ops.absent(now) | ops.absent(then) | ops.absent(driver) | ops.absent(driver_then)
    # A zone that did not grow, or by too little to tell, has no coefficient: there is no value then.
    value = annual_growth(ops.where(then < _NOTHING, ops.nothing, then), now, columns[YEARS])
    value = value / ops.where(growth == 0, ops.nothing, growth)
    reason = ops.where(span == 0, ops.status(UNDEFINED), _reason(missing, ops))
    return value, ops.where(span < 0, ops.status(NOT_APPLICABLE), reason)


def _reason(missing: Any, ops: Ops) -> Any:
    return ops.where(missing, ops.status(MISSING), ops.status(UNDEFINED))


def growing(rules: Standard) -> list[str]:
    """Return the quantities whose elasticity coefficient the standard asks for."""
    return list(dict.fromkeys(i.above[0] for i in rules.computable if i.kind == "elasticity"))


def result_names(rules: Standard) -> list[str]:
    """Return the columns that the wide layout adds."""
    return [f"{part}_{i.code}" for i in rules.computable for part in ("value", "status", "gap")]


def facts(indicators: Sequence[Indicator]) -> dict[str, list[str]]:
    """Return what the tidy layout says of each indicator, by column, in the standard's order."""
    return {
        "code": [i.code for i in indicators],
        "indicator": [i.name_en for i in indicators],
        "unit": [i.unit for i in indicators],
        "operator": [i.operator or "" for i in indicators],
        "source": [i.citation for i in indicators],
    }


def named(rules: Standard) -> list[nw.Expr]:
    """Return the results of :func:`as_query` under the names of the wide layout."""
    return [nw.col(WORK(name)).alias(name) for name in result_names(rules)]


def as_query(
    frame: nw.LazyFrame[Any],
    rules: Standard,
    column: Callable[[str], str] = str,
    targeted: Collection[str] = (),
) -> nw.LazyFrame[Any]:
    """Return a lazy frame with value, status, and gap of each indicator added, under working names.

    ``column`` turns the name of a panel column into the name it has in the frame; ``targeted``
    holds the codes for which the frame has own targets.
    """
    # polars stores a category as a byte; the other engines get text.
    ops = Expressions(nw.Enum(STATUSES) if frame.implementation.is_polars() else nw.String)
    values, distances, verdicts = [], [], []
    for i in rules.computable:
        names = [WORK(f"{part}_{i.code}") for part in ("value", "status", "gap")]
        own = {n: nw.col(n) for n in (THRESHOLD(i.code), OPERATOR(i.code)) if i.code in targeted}
        found = limit(i, own, ops)
        value, reason = measured(i, dict(_expressions(i, column)), ops)
        status, gap = _verdict(found, nw.col(names[0]).is_null(), nw.col(names[2]), reason, ops)
        values.append(value.alias(names[0]))
        distances.append(_distance(found, nw.col(names[0])).alias(names[2]))
        verdicts += [status.alias(names[1]), gap.alias(names[2])]
    # A step for each: engines may write an expression out once for each time it is used.
    if growing(rules):
        frame = frame.with_columns(years(nw.col(SPAN), ops).alias(YEARS))
        driver = {name: nw.col(name) for name in (DRIVER, BASE("driver"), YEARS)}
        frame = frame.with_columns(driver_growth(driver, ops).alias(GROWTH))
    return frame.with_columns(*values).with_columns(*distances).with_columns(*verdicts)


def _expressions(indicator: Indicator, column: Callable[[str], str]) -> Iterator[tuple[str, nw.Expr]]:
    """Yield the columns an indicator needs, as expressions."""
    for name in (*indicator.above, *indicator.below):
        yield name, nw.col(column(name))
    if indicator.kind == "elasticity":
        for name in (BASE(indicator.above[0]), BASE("driver"), DRIVER, SPAN, YEARS, GROWTH):
            yield name, nw.col(name)
