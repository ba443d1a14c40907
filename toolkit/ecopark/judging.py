"""The formulas behind an indicator's value, status and gap: one text for arrays and for queries.

A formula here takes its columns as NumPy arrays (a missing number is NaN) or as narwhals
expressions (a missing number is null), and an :class:`Ops` that knows the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, NamedTuple, Protocol

import narwhals as nw

from ecopark.endpoints import annual_growth
from ecopark.standards import OPERATORS, Indicator, Standard

__all__ = [
    "BASE",
    "DRIVER",
    "OPERATOR",
    "OPERATORS",
    "OWN_TARGET",
    "SPAN",
    "STATUSES",
    "THRESHOLD",
    "TIDY_COLUMNS",
    "Arrays",
    "Expressions",
    "Limit",
    "Ops",
    "as_query",
    "facts",
    "growing",
    "in_force",
    "judged",
    "limit",
    "measured",
    "result_names",
]

STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
TIDY_COLUMNS = (
    *("zone", "year", "code", "indicator", "value", "unit"),
    *("operator", "threshold", "status", "gap", "source"),
)
PASS, FAIL, MISSING, UNDEFINED, NOT_APPLICABLE = range(len(STATUSES))
_OK = -1  # a value is there, and not yet compared with its threshold
_TOLERANCE = 1e-9  # a value this close to its threshold, relative to it, counts as equal to it

# Names of the columns that growth needs beside those of the panel.
SPAN, DRIVER = "__span", "__driver"
BASE = "__base_{}".format
# Names of the columns that hold a zone's own targets: the threshold, and its operator as a place in
# OPERATORS. Both are missing where the zone has none.
THRESHOLD, OPERATOR = "__threshold_{}".format, "__operator_{}".format
OWN_TARGET = "{}; own target".format  # from the source of a definition to that of its own threshold


class Ops(Protocol):
    """What differs between arrays and expressions."""

    nothing: Any

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """Return ``yes`` where the condition holds, else ``no``."""

    def absent(self, value: Any) -> Any:
        """Return where a number is missing."""


class Arrays:
    """Formulas on NumPy arrays."""

    nothing = float("nan")

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        """Return ``yes`` where the condition holds, else ``no``."""
        import numpy as np

        small = [np.int8(v) if isinstance(v, int) else v for v in (yes, no)]  # a code fits in a byte
        return np.where(condition, *small)

    def absent(self, value: Any) -> Any:
        """Return where a number is NaN."""
        import numpy as np

        return np.isnan(value)


class Expressions:
    """Formulas as narwhals expressions, for any engine."""

    nothing = nw.lit(None, dtype=nw.Float64)

    def where(self, condition: Any, yes: Any, no: Any) -> nw.Expr:
        """Return ``yes`` where the condition holds, else ``no``."""
        return nw.when(condition).then(yes).otherwise(no)

    def absent(self, value: Any) -> Any:
        """Return where a number is null."""
        return value.is_null()


def measured(indicator: Indicator, columns: Mapping[str, Any], ops: Ops) -> tuple[Any, Any]:
    """Return the value of an indicator in its own unit, and the code of why there is none.

    Parameters
    ----------
    indicator : Indicator
        What is measured.
    columns : mapping of str
        Columns of the panel by name [units of the panel]; for an elasticity coefficient also the
        values of the start year, the driver, and the years since the start.
    ops : Ops
        Arrays or expressions.
    """
    above = reduce(add, (columns[name] for name in indicator.above))
    if indicator.kind == "elasticity":
        return _elasticity(indicator.above[0], columns, ops)
    if indicator.kind == "ratio":
        below = reduce(add, (columns[name] for name in indicator.below))
        zero = below == 0
        # Engines differ in what they make of a division by zero: none is asked for.
        value = above / ops.where(zero, ops.nothing, below) * indicator.scale
        return value, _code(ops.absent(above) | ops.absent(below), zero, ops)
    return above * indicator.scale, ops.where(ops.absent(above), MISSING, _OK)


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


def judged(found: Limit | None, value: Any, code: Any, ops: Ops) -> tuple[Any, Any]:
    """Return the code of the status (its place in ``STATUSES``) and the gap to the threshold [1].

    The gap is ``(value - threshold) / |threshold|``, with its sign turned where less is better.
    """
    if found is None:
        return ops.where(code == _OK, NOT_APPLICABLE, code), value * float("nan")
    distance = (value - found.threshold) * found.scale
    close = (distance <= _TOLERANCE) & (distance >= -_TOLERANCE)
    gap = ops.where(close, distance * 0.0, distance)
    if isinstance(found.equal, bool):
        verdict = ops.where(gap >= 0 if found.equal else gap > 0, PASS, FAIL)
    else:
        verdict = ops.where((gap > 0) | ((gap == 0) & found.equal), PASS, FAIL)
        verdict = ops.where(ops.absent(found.threshold), NOT_APPLICABLE, verdict)
    return ops.where(code == _OK, verdict, code), gap


def _elasticity(quantity: str, columns: Mapping[str, Any], ops: Ops) -> tuple[Any, Any]:
    """Return the elasticity coefficient since the start year [1], and its code."""
    now, then = columns[quantity], columns[BASE(quantity)]
    driver, driver_then, span = columns[DRIVER], columns[BASE("driver")], columns[SPAN]
    missing = ops.absent(now) | ops.absent(then) | ops.absent(driver) | ops.absent(driver_then)
    zero = (then == 0) | (driver_then == 0)
    usable = ~(missing | zero) & (span > 0)
    years = ops.where(usable, span, ops.nothing)
    growth = annual_growth(ops.where(usable, driver_then, ops.nothing), driver, years)
    flat = growth == 0  # also where the growth is too small to be told from none
    value = annual_growth(ops.where(usable, then, ops.nothing), now, years)
    value = value / ops.where(flat, ops.nothing, growth)
    code = ops.where(span == 0, UNDEFINED, _code(missing, zero | flat, ops))
    return value, ops.where(span < 0, NOT_APPLICABLE, code)


def _code(missing: Any, undefined: Any, ops: Ops) -> Any:
    return ops.where(missing, MISSING, ops.where(undefined, UNDEFINED, _OK))


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


def as_query(
    frame: nw.LazyFrame[Any],
    rules: Standard,
    column: Callable[[str], str] = str,
    targeted: Collection[str] = (),
) -> nw.LazyFrame[Any]:
    """Return a lazy frame with value, code of the status, and gap of each indicator added.

    ``column`` turns the name of a panel column into the name it has in the frame; ``targeted``
    holds the codes for which the frame has own targets.
    """
    ops = Expressions()
    first, second = [], []
    for i in rules.computable:
        names = (f"value_{i.code}", f"status_{i.code}", f"gap_{i.code}")
        value, code = measured(i, dict(_expressions(i, column)), ops)
        first += [value.alias(names[0]), code.alias(names[1])]
        own = {n: nw.col(n) for n in (THRESHOLD(i.code), OPERATOR(i.code)) if i.code in targeted}
        code, gap = judged(limit(i, own, ops), nw.col(names[0]), nw.col(names[1]), ops)
        second += [code.alias(names[1]), gap.alias(names[2])]
    return frame.with_columns(*first).with_columns(*second)


def _expressions(indicator: Indicator, column: Callable[[str], str]) -> Iterator[tuple[str, nw.Expr]]:
    """Yield the columns an indicator needs, as expressions."""
    for name in (*indicator.above, *indicator.below):
        yield name, nw.col(column(name))
    if indicator.kind == "elasticity":
        for name in (BASE(indicator.above[0]), BASE("driver"), DRIVER, SPAN):
            yield name, nw.col(name)
