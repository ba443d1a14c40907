"""The formulas behind an indicator's value, status and gap: one text for arrays and for queries.

A formula here takes its columns as NumPy arrays (a missing number is NaN) or as narwhals
expressions (a missing number is null), and an :class:`Ops` that knows the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, Protocol

import narwhals as nw

from ecopark.endpoints import annual_growth
from ecopark.standards import Indicator, Standard

__all__ = [
    "BASE",
    "DRIVER",
    "SPAN",
    "STATUSES",
    "TIDY_COLUMNS",
    "Arrays",
    "Expressions",
    "Ops",
    "as_query",
    "facts",
    "growing",
    "judged",
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


def judged(indicator: Indicator, value: Any, code: Any, ops: Ops) -> tuple[Any, Any]:
    """Return the code of the status (its place in ``STATUSES``) and the gap to the threshold [1].

    The gap is ``(value - threshold) / |threshold|``, with its sign turned where less is better.
    """
    if indicator.threshold is None or indicator.operator is None:
        return ops.where(code == _OK, NOT_APPLICABLE, code), value * float("nan")
    sign = 1.0 if indicator.operator.startswith(">") else -1.0
    distance = (value - indicator.threshold) * (sign / (abs(indicator.threshold) or 1.0))
    close = (distance <= _TOLERANCE) & (distance >= -_TOLERANCE)
    gap = ops.where(close, distance * 0.0, distance)
    passed = gap >= 0 if indicator.operator.endswith("=") else gap > 0
    return ops.where(code == _OK, ops.where(passed, PASS, FAIL), code), gap


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
    frame: nw.LazyFrame[Any], rules: Standard, column: Callable[[str], str] = str
) -> nw.LazyFrame[Any]:
    """Return a lazy frame with value, code of the status, and gap of each indicator added.

    ``column`` turns the name of a panel column into the name it has in the frame.
    """
    ops = Expressions()
    first, second = [], []
    for i in rules.computable:
        names = (f"value_{i.code}", f"status_{i.code}", f"gap_{i.code}")
        value, code = measured(i, dict(_expressions(i, column)), ops)
        first += [value.alias(names[0]), code.alias(names[1])]
        code, gap = judged(i, nw.col(names[0]), nw.col(names[1]), ops)
        second += [code.alias(names[1]), gap.alias(names[2])]
    return frame.with_columns(*first).with_columns(*second)


def _expressions(indicator: Indicator, column: Callable[[str], str]) -> Iterator[tuple[str, nw.Expr]]:
    """Yield the columns an indicator needs, as expressions."""
    for name in (*indicator.above, *indicator.below):
        yield name, nw.col(column(name))
    if indicator.kind == "elasticity":
        for name in (BASE(indicator.above[0]), BASE("driver"), DRIVER, SPAN):
            yield name, nw.col(name)
