"""Kinds of indicators: how each is computed, described, compared with its threshold, and brought to it.

A row of a standard names its kind (``ratio``, ``elasticity`` …). Each kind is one class here; a new
class with a ``name`` is registered by being defined, and no other module asks which kind a row is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from ecopark import panel as panels
from ecopark import units
from ecopark.i18n import mark, say
from ecopark.validation import LARGEST

if TYPE_CHECKING:
    from ecopark.standards import Indicator

__all__ = [
    *("DRIVER", "DRIVER_GROWTH", "KINDS", "MIN_DENOMINATOR", "NUMBER", "OPERATORS", "START", "TOLERANCE"),
    *("YEARS", "Kind", "Ratio", "Way", "annual_growth", "passes", "as_denominator"),
    *("reaches", "relative_gap", "result_column"),
]

OPERATORS = (">=", ">", "<=", "<")  # the first two ask for more, the last two for less
TOLERANCE = 1e-9  # a value this close to its threshold, relative to it, counts as equal to it
MIN_DENOMINATOR = 1 / LARGEST  # a smaller denominator counts as zero, so that no value is infinite
_WHOLE_UNITS = ("count", "person")
_MANAGEMENT_UNITS = ("1", "%", "count", "1/year")  # of columns about decisions, posts and opinions

# Names of the working columns that formulas read: a panel column as a number, the same in the start
# year, years since the start, and the driver of growth (industrial added value) with its growth.
NUMBER, START = "__number_{}".format, "__start_{}".format
YEARS, DRIVER, DRIVER_GROWTH = "__years", "__driver", "__driver_growth"


def result_column(part: str, code: str) -> str:
    """Name the working column of a result; Spark reads a point in a name as a path."""
    return f"__{part}_{code.replace('.', ':')}"


@dataclass(frozen=True)
class Way:
    """One way to reach a threshold: one column of the panel moves while the others stay."""

    column: str = ""
    now: float = math.nan
    needed: float = math.nan
    must: str = ""
    status: str = "ok"
    note: str = ""
    growth_allowed: float = math.nan


def as_denominator(value: nw.Expr) -> nw.Expr:
    """Keep the values that can be a denominator; any other becomes missing."""
    return nw.when(value >= MIN_DENOMINATOR).then(value)


def annual_growth(first: nw.Expr, last: nw.Expr, years: nw.Expr) -> nw.Expr:
    """Compute average annual growth [1 = 100 % a year]: ``(last / first) ** (1 / years) - 1``.

    There is none from zero, and none from or to a negative number.
    """
    return nw.when(last >= 0).then((last / as_denominator(first)) ** (1 / years) - 1)


def relative_gap(value: nw.Expr, operator: str | nw.Expr, threshold: Any) -> nw.Expr:
    """Compute the signed distance to a threshold as a part of it [1], positive on the good side.

    ``(value - threshold) / |threshold|``, its sign turned if less is better; in the unit of the value if
    the threshold is zero; zero within the tolerance. Operator and threshold are a text and a number, or
    two expressions by row.
    """
    if isinstance(operator, str):
        sign = 1.0 if operator.startswith(">") else -1.0
        gap: nw.Expr = (value - threshold) * (sign / (abs(threshold) or 1.0))
    else:
        size = nw.when(threshold == 0).then(nw.lit(1.0)).otherwise(threshold.abs())
        signs = nw.when(operator.str.starts_with(">")).then(nw.lit(1.0)).otherwise(nw.lit(-1.0))
        gap = (value - threshold) * signs / size
    return nw.when(gap.abs() <= TOLERANCE).then(nw.lit(0.0)).otherwise(gap)


def reaches(gap: nw.Expr, operator: str | nw.Expr) -> nw.Expr:
    """Return whether a gap of :func:`relative_gap` is on the good side; zero is, unless strict."""
    if isinstance(operator, str):
        return gap >= 0 if operator.endswith("=") else gap > 0
    return (gap > 0) | ((gap == 0) & operator.str.ends_with("="))


def passes(value: nw.Expr, operator: str | nw.Expr, threshold: Any) -> nw.Expr:
    """Return whether values reach a threshold, as for :func:`relative_gap`; missing if the value is.

    Examples
    --------
    >>> import pandas as pd
    >>> table = nw.from_native(pd.DataFrame({"value": [0.3, 0.1 + 0.2]}))
    >>> [table.select(passes(nw.col("value"), o, 0.3).alias("x"))["x"].to_list() for o in ("<", "<=")]
    [[False, False], [True, True]]
    """
    return reaches(relative_gap(value, operator, threshold), operator)


class Kind:
    """The questions to all kinds; a subclass overrides the answers that differ.

    Every method takes the row of the standard, an :class:`ecopark.standards.Indicator`.
    """

    name: ClassVar[str]
    computable: ClassVar[bool] = True
    has_unit: ClassVar[bool] = True
    needs_denominator: ClassVar[bool] = False
    is_yes_no: ClassVar[bool] = False
    words: ClassVar[str] = "{numerator}"

    def __init_subclass__(cls) -> None:
        """Register the kind under its name."""
        KINDS[cls.name] = cls()

    def scale(self, row: Indicator, unit: Callable[[str], str]) -> float:
        """Return the factor from the units of the columns to the unit of the indicator: 1 if it has none."""
        if not self.has_unit:
            return 1.0
        per = unit(row.denominator_columns[0]) if self.needs_denominator else "1"
        return units.factor(unit(row.numerator_columns[0]), row.unit, per)

    def start_columns(self, row: Indicator) -> tuple[str, ...]:
        """Name the columns whose value in the start year is needed as well."""
        return ()

    def value(self, row: Indicator) -> nw.Expr:
        """Compute the indicator in its own unit; a value that does not exist is missing."""
        value = _total(row.numerator_columns)
        if self.needs_denominator:
            value = value / as_denominator(_total(row.denominator_columns))
        return value * row.scale

    def reasons(self, row: Indicator) -> list[tuple[nw.Expr, str]]:
        """List conditions and statuses of rows without a value; if none holds, it is undefined."""
        columns = row.columns if self.needs_denominator else row.numerator_columns
        return [(_total(columns).is_null(), "missing")]

    def describe(self, row: Indicator) -> str:
        """Say in words how the indicator is computed."""
        numerator, denominator = ((side or "").replace("_", " ") for side in (row.numerator, row.denominator))
        words = say(self.words, numerator=numerator, denominator=denominator)
        return words or say("the zone gives the value")

    def lever(self, row: Indicator) -> str:
        """Name what one can act on: a ``quantity`` of goods or money, or ``management``."""
        unit = panels.unit(row.numerator_columns[0])
        return "quantity" if unit not in _MANAGEMENT_UNITS else "management"

    def ways(self, row: Indicator, cells: Mapping[str, Any], driver: str) -> Iterator[Way]:
        """Yield the ways to the threshold that a zone fails.

        ``cells`` are the working columns for the zone and its year, a missing number NaN; ``driver`` is the
        column of added value that was used.
        """
        # A share is improved through its part; any other ratio from both sides.
        columns = row.numerator_columns if row.unit == "%" else row.columns
        for column in dict.fromkeys(columns):
            yield _move_column(row, column, cells)


KINDS: dict[str, Kind] = {}


class Value(Kind):
    """A column of the panel, or a sum of columns."""

    name = "value"


class YesNo(Kind):
    """Whether something exists: 1 or 0."""

    name = "yes-no"
    has_unit = False
    is_yes_no = True


class NotComputable(Kind):
    """An indicator that is only described: the columns for it do not exist."""

    name = "not computable"
    words = mark("not computed from a panel: the zone gives the value")
    has_unit = False
    computable = False


class Ratio(Kind):
    """Numerator over denominator; a denominator that is zero gives no value."""

    name = "ratio"
    words = "{numerator} / {denominator}"
    needs_denominator = True


class Growth(Ratio):
    """Numerator over denominator, less one: growth from the denominator's year to the numerator's."""

    name = "growth"
    words = "{numerator} / {denominator} - 1"

    def value(self, row: Indicator) -> nw.Expr:
        """Divide and subtract one."""
        return super().value(row) - row.scale

    def ways(self, row: Indicator, cells: Mapping[str, Any], driver: str) -> Iterator[Way]:
        """Yield nothing: last year's value cannot be moved, and no standard limits such growth."""
        return iter(())


class Elasticity(Kind):
    """Average annual growth of a quantity over that of industrial added value, since the start year."""

    name = "elasticity"
    words = mark("average annual growth of {numerator} / average annual growth of {denominator}")
    has_unit = False
    needs_denominator = True

    def start_columns(self, row: Indicator) -> tuple[str, ...]:
        """Name the quantity that grows."""
        return row.numerator_columns[:1]

    def lever(self, row: Indicator) -> str:
        """Name the kind itself: nobody acts on a coefficient, only on the quantities that it divides."""
        return "growth coefficient"

    def value(self, row: Indicator) -> nw.Expr:
        """Divide the growth rates; a zone that did not grow has no coefficient."""
        first, last = (nw.col(name(row.numerator_columns[0])) for name in (START, NUMBER))
        driver = nw.col(DRIVER_GROWTH)
        return annual_growth(first, last, nw.col(YEARS)) / nw.when(driver != 0).then(driver)

    def reasons(self, row: Indicator) -> list[tuple[nw.Expr, str]]:
        """Before the start it does not apply, in the start year it is undefined."""
        names = [form(row.numerator_columns[0]) for form in (START, NUMBER)] + [START(DRIVER), DRIVER]
        missing = reduce(lambda either, other: either | other, [nw.col(n).is_null() for n in names])
        years = nw.col(YEARS)
        return [(years < 0, "not applicable"), (years == 0, "undefined"), (missing, "missing")]

    def ways(self, row: Indicator, cells: Mapping[str, Any], driver: str) -> Iterator[Way]:
        """Yield the amount of the quantity at which its growth stays within the threshold."""
        column, years = row.numerator_columns[0], cells[YEARS]
        growth = (cells[DRIVER] / cells[START(DRIVER)]) ** (1 / years) - 1
        allowed = float(row.threshold or 0.0) * growth
        start = int(cells[NUMBER("year")] - years)
        words = {"start": start, "driver": driver, "growth": 100 * growth}
        if allowed <= -1:
            note = mark("growth below -100 % a year since {start}, while {driver} grew {growth:.2f} % a year")
            yield Way(column, cells[NUMBER(column)], status="unreachable", note=say(note, **words))
            return
        # If added value shrank, a coefficient below the limit asks for more of the quantity.
        must, status = _must(row, row.wants_more == (growth > 0)), "ok" if growth > 0 else "ambiguous"
        needed = cells[START(column)] * (1 + allowed) ** years
        note = mark(
            "growth of {must} {allowed:.2f} % a year since {start}, while {driver} grew {growth:.2f} % a year"
        )
        note = say(note, must=say(must), allowed=100 * allowed, **words)
        yield Way(column, cells[NUMBER(column)], needed, must, status, note, allowed)


def _move_column(row: Indicator, column: str, cells: Mapping[str, Any]) -> Way:
    """Return the way of one column of a ratio (formula: ``gap_to_target``), or why it leads nowhere."""
    now, others = cells[NUMBER(column)], [c for c in dict.fromkeys(row.columns) if c != column]
    upwards = row.wants_more == (column in row.numerator_columns)
    threshold = math.nan if row.threshold is None else row.threshold
    numerator = sum(cells[NUMBER(c)] for c in row.numerator_columns if c != column)
    denominator = sum(cells[NUMBER(c)] for c in row.denominator_columns if c != column)
    denominator = denominator if row.denominator_columns else 1.0
    lever = row.scale * (column in row.numerator_columns)
    lever -= threshold * (column in row.denominator_columns)
    needed = (threshold * denominator - row.scale * numerator) / lever if lever else math.nan

    # People and counts come whole: the next one on the good side of the threshold.
    strict = not str(row.operator).endswith("=")
    if panels.unit(column) in _WHOLE_UNITS and math.isfinite(needed) and not strict:
        slack = TOLERANCE * abs(needed)
        needed = float(math.ceil(needed - slack) if upwards else math.floor(needed + slack))

    described = panels.columns()[column]
    whole, fault = described.part_of, ""
    if not math.isfinite(needed):
        fault = say("no value reaches the threshold")
    elif needed < 0:
        fault = say("it would have to be negative")
    elif described.maximum is not None and needed > described.maximum * (1 + TOLERANCE):
        fault = say("it cannot exceed {maximum:g}", maximum=described.maximum)
    elif whole and needed > cells.get(NUMBER(whole), math.nan) * (1 + TOLERANCE):
        fault = say("it would be larger than {whole}, of which it is a part", whole=whole)
    same = say("with the same {columns}", columns=", ".join(others)) if others else ""
    if fault:
        note = say("{same}: {fault}", same=same, fault=fault) if same else fault
        return Way(column, now, status="unreachable", note=note)

    must = "establish" if row.formula.is_yes_no and upwards else _must(row, upwards)
    return Way(column, now, needed, must, note=same)


def _must(row: Indicator, upwards: bool) -> str:
    if str(row.operator).endswith("="):
        return mark("at least") if upwards else mark("at most")
    return mark("more than") if upwards else mark("less than")


def _total(columns: tuple[str, ...]) -> nw.Expr:
    """Add columns of the panel; the sum is missing if one of them is."""
    return reduce(add, (nw.col(NUMBER(c)) for c in columns))
