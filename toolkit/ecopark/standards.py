"""Indicator systems as data: each row of a table defines one indicator, its kind and its threshold.

A row names its kind (``ratio``, ``elasticity`` …): a class with the formula, as narwhals expressions, and
the ways to the threshold.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import narwhals as nw

from ecopark import datasets, files, units
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataError, Issue, UnitMismatch, UnknownNameError, require_known
from ecopark.i18n import mark, say
from ecopark.validation import LARGEST

if TYPE_CHECKING:
    import pandas as pd

# Kinds, gaps and names of working columns serve the other modules.
__all__ = ["OPERATORS", "Indicator", "Standard", "UnverifiedStandard", "from_csv", "get", "list"]

_NEEDED = ("code", "category", "name_en", "kind", "unit", "source", "status")
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


# --- growth, and the comparison of a value with its threshold ---------------------------------------


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


# --- kinds of indicators ----------------------------------------------------------------------------


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


class Kind:
    """How an indicator is computed, described, compared with its threshold, and brought to it.

    A new kind is a subclass with a ``name`` that overrides the answers that differ. To define it registers
    it, and no other module asks which kind a row is.
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

    def scale(self, row: Indicator, unit_of: Mapping[str, str]) -> float:
        """Return the factor from the units of the columns to the unit of the indicator: 1 if it has none."""
        if not self.has_unit:
            return 1.0
        per = unit_of[row.denominator_columns[0]] if self.needs_denominator else "1"
        return units.factor(unit_of[row.numerator_columns[0]], row.unit, per)

    def start_columns(self, row: Indicator) -> tuple[str, ...]:
        """Name the columns whose value in the start year is needed as well."""
        return ()

    def value(self, row: Indicator) -> nw.Expr:
        """Compute the indicator in its unit; a value that does not exist is missing."""
        value = _sum_columns(row.numerator_columns)
        if self.needs_denominator:
            value = value / as_denominator(_sum_columns(row.denominator_columns))
        return value * row.scale

    def reasons(self, row: Indicator) -> builtins.list[tuple[nw.Expr, str]]:
        """List conditions and statuses of rows without a value; if none holds, it is undefined."""
        columns = row.columns if self.needs_denominator else row.numerator_columns
        return [(_sum_columns(columns).is_null(), "missing")]

    def describe(self, row: Indicator) -> str:
        """Say in words how the indicator is computed."""
        numerator, denominator = ((side or "").replace("_", " ") for side in (row.numerator, row.denominator))
        words = say(self.words, numerator=numerator, denominator=denominator)
        return words or say("the zone gives the value")

    def lever(self, row: Indicator) -> str:
        """Name the lever: a ``quantity`` of goods or money, or ``management``."""
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
        """Name the kind itself: a coefficient is changed only through the quantities that it divides."""
        return "growth coefficient"

    def value(self, row: Indicator) -> nw.Expr:
        """Divide the growth rates; a zone that did not grow has no coefficient."""
        first, last = (nw.col(name(row.numerator_columns[0])) for name in (START, NUMBER))
        driver = nw.col(DRIVER_GROWTH)
        return annual_growth(first, last, nw.col(YEARS)) / nw.when(driver != 0).then(driver)

    def reasons(self, row: Indicator) -> builtins.list[tuple[nw.Expr, str]]:
        """Before the start it does not apply, in the start year it is undefined."""
        names = [form(row.numerator_columns[0]) for form in (START, NUMBER)] + [START(DRIVER), DRIVER]
        missing = nw.any_horizontal(*[nw.col(n).is_null() for n in names], ignore_nulls=False)
        years = nw.col(YEARS)
        return [(years < 0, "not applicable"), (years == 0, "undefined"), (missing, "missing")]

    def ways(self, row: Indicator, cells: Mapping[str, Any], driver: str) -> Iterator[Way]:
        """Yield the amount of the quantity at which its growth stays within the threshold."""
        column, years = row.numerator_columns[0], cells[YEARS]
        # The driver's growth g; the quantity may grow by T g, from q0 to q0 (1 + T g)^n.
        growth = (cells[DRIVER] / cells[START(DRIVER)]) ** (1 / years) - 1
        allowed = float(row.threshold or 0.0) * growth
        start = int(cells[NUMBER("year")] - years)
        words = {"start": start, "driver": driver, "growth": 100 * growth}
        if allowed <= -1:
            note = mark("growth below -100 % a year since {start}, while {driver} grew {growth:.2f} % a year")
            yield Way(column, cells[NUMBER(column)], status="unreachable", note=say(note, **words))
            return
        # If added value shrank, a coefficient below the limit asks for more of the quantity.
        must = _limit_in_words(row, row.wants_more == (growth > 0))
        status = "ok" if growth > 0 else "ambiguous"
        needed = cells[START(column)] * (1 + allowed) ** years
        note = mark(
            "growth of {must} {allowed:.2f} % a year since {start}, while {driver} grew {growth:.2f} % a year"
        )
        note = say(note, must=say(must), allowed=100 * allowed, **words)
        yield Way(column, cells[NUMBER(column)], needed, must, status, note, allowed)


def _move_column(row: Indicator, column: str, cells: Mapping[str, Any]) -> Way:
    """Return the way of one column of a ratio (formula: ``gap_to_target``), or why it leads nowhere."""
    # The ratio s (a x + A') / (b x + B') meets T at x = (T B' - s A') / (s a - T b), with a, b 0 or 1.
    now, others = cells[NUMBER(column)], [c for c in dict.fromkeys(row.columns) if c != column]
    upwards = row.wants_more == (column in row.numerator_columns)
    threshold = math.nan if row.threshold is None else row.threshold
    numerator = sum(cells[NUMBER(c)] for c in row.numerator_columns if c != column)
    denominator = sum(cells[NUMBER(c)] for c in row.denominator_columns if c != column)
    denominator = denominator if row.denominator_columns else 1.0
    slope = row.scale * (column in row.numerator_columns)
    slope -= threshold * (column in row.denominator_columns)
    needed = (threshold * denominator - row.scale * numerator) / slope if slope else math.nan

    # People and counts come whole: the next one on the good side of the threshold.
    strict = not str(row.operator).endswith("=")
    if panels.unit(column) in _WHOLE_UNITS and math.isfinite(needed) and not strict:
        slack = TOLERANCE * abs(needed)
        needed = float(math.ceil(needed - slack) if upwards else math.floor(needed + slack))

    # Values that the quantity cannot have.
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

    must = "establish" if row.formula.is_yes_no and upwards else _limit_in_words(row, upwards)
    return Way(column, now, needed, must, note=same)


def _limit_in_words(row: Indicator, upwards: bool) -> str:
    if str(row.operator).endswith("="):
        return mark("at least") if upwards else mark("at most")
    return mark("more than") if upwards else mark("less than")


def _sum_columns(columns: tuple[str, ...]) -> nw.Expr:
    """Add columns of the panel; the sum is missing if one of them is."""
    return reduce(add, (nw.col(NUMBER(c)) for c in columns))


# --- indicators and standards -----------------------------------------------------------------------


@dataclass(frozen=True)
class Indicator:
    """One row of a standard: an indicator, its unit and its threshold.

    ``numerator`` and ``denominator`` name columns of the panel; ``a + b`` adds two of them.
    ``threshold`` is in ``unit``; it is ``None`` if a zone sets its own target. ``scale`` is the factor
    from the units of the columns to ``unit`` [1].
    """

    code: str
    category: str
    name_en: str
    kind: str
    unit: str
    source: str
    status: str
    numerator: str | None = None
    denominator: str | None = None
    operator: str | None = None
    threshold: float | None = None
    direction: str | None = None
    name_zh: str | None = None
    name_th: str | None = None
    name_printed: str | None = None
    unit_printed: str | None = None
    value_printed: str | None = None
    note: str | None = None
    where: str | None = None
    scale: float = 1.0

    @property
    def formula(self) -> Kind:
        """The kind of the indicator, with its formula and its ways to the threshold."""
        return KINDS[self.kind]

    @cached_property
    def numerator_columns(self) -> tuple[str, ...]:
        """Columns whose sum is the numerator."""
        return _split_names(self.numerator)

    @cached_property
    def denominator_columns(self) -> tuple[str, ...]:
        """Columns whose sum is the denominator."""
        return _split_names(self.denominator)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns of the formula."""
        return self.numerator_columns + self.denominator_columns

    @property
    def wants_more(self) -> bool:
        """Whether the operator asks for a value above the threshold."""
        return str(self.operator).startswith(">")

    @property
    def citation(self) -> str:
        """Source and place of the row, and whether it is unverified."""
        place = f"{self.source}, {self.where}" if self.where else self.source
        return f"{place} (unverified)" if self.status == "unverified" else place


class UnverifiedStandard(UserWarning):
    """Results rest on a standard with rows that could not be checked against its text."""


@dataclass(frozen=True)
class Standard:
    """A named set of indicators; ``unverified`` if rows could not be checked against its text."""

    name: str
    title: str
    indicators: tuple[Indicator, ...]
    unverified: bool = False

    @cached_property
    def computable(self) -> tuple[Indicator, ...]:
        """The indicators that a panel can answer: their formula needs no column but those of a panel."""
        panel_columns = panels.columns()
        return tuple(
            i for i in self.indicators if i.formula.computable and panel_columns.keys() >= set(i.columns)
        )

    @cached_property
    def required_columns(self) -> tuple[str, ...]:
        """Columns that a panel must have for this standard."""
        return tuple(dict.fromkeys(column for i in self.computable for column in i.columns))

    def __getitem__(self, code: str) -> Indicator:
        """Return the indicator with that code."""
        by_code = {indicator.code: indicator for indicator in self.indicators}
        if code not in by_code:
            raise UnknownNameError(say("indicator of {standard}", standard=self.name), code, by_code)
        return by_code[code]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per indicator, as a pandas dataframe."""
        import pandas as pd

        names = [f.name for f in fields(Indicator) if f.name != "scale"]
        return pd.DataFrame([[getattr(i, n) for n in names] for i in self.indicators], columns=names)


def list() -> builtins.list[str]:  # noqa: A001 (read as ep.standards.list)
    """List the names of the standards that come with ecopark.

    Returns
    -------
    list of str
        Names that :func:`get` takes.

    Examples
    --------
    >>> "hj274-2009" in list()
    True
    """
    return sorted(_shipped_packages())


@cache
def _shipped_packages() -> dict[str, str]:
    described = (datasets.package(name) for name in datasets.list())
    return {str(p.extra["standard"]): p.name for p in described if "standard" in p.extra}


@cache
def get(name: str) -> Standard:
    """Return a standard that comes with ecopark.

    Parameters
    ----------
    name : str
        Its name, such as ``"hj274-2009"``.

    Returns
    -------
    Standard
        Its indicators, thresholds and sources.

    Raises
    ------
    UnknownNameError
        If there is no such standard; the message gives the nearest name.

    Examples
    --------
    >>> standard = get("hj274-2009")
    >>> len(standard.indicators), standard["2.2"].threshold, standard["2.2"].unit
    (24, 0.5, 'tce/10^4 RMB')
    """
    require_known(mark("standard"), name, list())
    package = datasets.package(_shipped_packages()[name])
    quantities: Iterable[Mapping[str, Any]] = ()
    if any(table.name == "quantities" for table in package.tables):
        # The standard is about figures that a panel does not hold, and names their units itself.
        quantities = datasets.rows(package.name, "quantities")
    rows, unverified = datasets.rows(package.name), bool(package.extra.get("unverified"))
    unit_of = {q["quantity"]: q["unit"] for q in quantities}
    return _make_standard(name, package.title, rows, unverified, unit_of)


def for_panel(standard: str | Standard) -> Standard:
    """Return a standard, or that of a name, if a panel can answer any of its indicators."""
    rules = get(standard) if isinstance(standard, str) else standard
    if not rules.computable:
        others = ", ".join(name for name in list() if get(name).computable)
        message = mark(
            "The standard {standard!r} cannot judge a zone: none of its {count} indicators can be computed "
            "from a panel. Choose one of: {others}."
        )
        raise BadArgument(message, standard=rules.name, count=len(rules.indicators), others=others)
    return rules


def from_csv(path: str | Path) -> Standard:
    """Read a standard from a CSV or XLSX file with the columns of the shipped ones.

    Parameters
    ----------
    path : str or Path
        The file; CSV in UTF-8. Needed columns: code, category, name_en, kind, unit, source, status;
        further ones as in the package ``hj274_2009``. The file's name becomes the standard's.

    Returns
    -------
    Standard
        The standard, ready for :func:`ecopark.assess`.

    Raises
    ------
    DataError
        With every fault of the file: row, column, value, rule.

    Examples
    --------
    >>> from ecopark import files
    >>> own = from_csv(files.datasets_folder() / "hj274_2009" / "indicators.csv")
    >>> own.name, len(own.indicators)
    ('indicators', 24)
    """
    path = Path(path)
    cells = files.read_table(path, as_text=True).astype(object)
    rows = cells.where(cells.notna() & (cells != ""), None).to_dict("records")

    # Each cell that is needed, a number or one of a few words; the rest is checked with the columns.
    issues: builtins.list[Issue] = []
    for number, row in enumerate(rows):
        for column in _NEEDED:
            if not row.get(column):
                issues.append(Issue("is needed in every row", column, number, fix="fill the cell"))
        try:
            row["threshold"] = None if row.get("threshold") is None else float(row["threshold"])
        except ValueError:
            fix = mark("write digits only, in the unit of the row")
            issues.append(Issue("must be a number", "threshold", number, value=row["threshold"], fix=fix))
        for column, words in (("kind", KINDS), ("operator", OPERATORS)):
            if row.get(column) and row[column] not in words:
                rule = say("must be one of {choices}", choices=", ".join(words))
                issues.append(Issue(rule, column, number, value=row[column], fix="choose one of them"))
    if not rows:
        issues.append(Issue("the file has no rows", fix="write one row per indicator"))
    if issues:
        raise DataError(path.name, issues)
    return _make_standard(path.stem, path.stem, rows)


def _split_names(expression: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (expression or "").split("+") if part.strip())


def _make_standard(
    name: str,
    title: str,
    rows: Iterable[Mapping[str, Any]],
    unverified: bool = False,
    quantities: Mapping[str, str] | None = None,
) -> Standard:
    """Return a standard whose rows can be computed from a panel, or from quantities with other units."""
    # Units of all columns that a formula may use.
    unit_of = {column.name: column.unit for column in panels.columns().values()} | dict(quantities or {})
    unit_of = {column: unit or "1" for column, unit in unit_of.items()}
    field_names = {f.name for f in fields(Indicator)}
    issues: builtins.list[Issue] = []
    indicators: dict[str, Indicator] = {}
    for number, row in enumerate(rows):
        indicator = Indicator(**{k: v for k, v in row.items() if k in field_names})
        if indicator.code in indicators:
            rule, fix = mark("the code is used twice"), mark("give every row its own code")
            issues.append(Issue(rule, "code", number, value=indicator.code, fix=fix))
        # Columns that a formula cannot do without; then the factor between their units and that of the row.
        formula = indicator.formula
        sides = {"numerator": indicator.numerator_columns, "denominator": indicator.denominator_columns}
        unknown = [(side, c) for side, columns in sides.items() for c in columns if c not in unit_of]
        if not formula.computable:
            pass
        elif unknown:
            side, column = unknown[0]
            rule = str(UnknownNameError("panel column", column, unit_of))
            issues.append(Issue(rule, side, number, value=column))
        elif not sides["numerator"] or (formula.needs_denominator and not sides["denominator"]):
            rule = say("the kind {kind} needs its columns", kind=indicator.kind)
            issues.append(Issue(rule, "numerator", number, fix="name panel columns"))
        elif indicator.operator and indicator.threshold is None:
            issues.append(
                Issue("an operator needs a threshold", "threshold", number, fix="give both or none")
            )
        else:
            try:
                indicator = replace(indicator, scale=formula.scale(indicator, unit_of))
            except (UnitMismatch, UnknownNameError) as error:
                fault = Issue(str(error), "unit", number, value=indicator.unit, fix="check unit and columns")
                issues.append(fault)
        indicators[indicator.code] = indicator
    if issues:
        raise DataError(say("standard {name}", name=name), issues)
    return Standard(name, title, tuple(indicators.values()), unverified)
