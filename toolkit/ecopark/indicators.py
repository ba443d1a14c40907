"""Indicators: values from a panel of zones and years, judged against a standard or own targets.

:func:`assess` is one path of narwhals expressions for every engine: :func:`evaluate` adds value, gap
and status of each indicator to the panel, step by step; both layouts are selections from its result.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add
from typing import Any, Literal, overload

import narwhals as nw

from ecopark import frames, standards, validation
from ecopark import panel as panels
from ecopark.errors import UnknownName
from ecopark.frames import AnyFrame, Frame
from ecopark.kinds import (
    DRIVER,
    DRIVER_GROWTH,
    NUMBER,
    OPERATORS,
    START,
    TOLERANCE,
    YEARS,
    annual_growth,
    reaches,
    relative_gap,
    result_column,
)
from ecopark.panel import CONSTANT, CURRENT
from ecopark.standards import Indicator, Standard
from ecopark.targets import Targets, join_targets, own_targets

__all__ = [
    "STATUSES",
    "TIDY_COLUMNS",
    "assess",
    "what_if",
]

STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
TIDY_COLUMNS = (
    *("zone", "year", "code", "indicator", "value", "unit"),
    *("operator", "threshold", "status", "gap", "source"),
)
_ROW, _START_YEAR, _NUMBER = "__row", "__start_year", "__indicator"
_LABEL = "__label_{}".format  # columns that hold one status: cheaper than a literal at each use


def assess(
    panel: Any,
    standard: str | Standard = "hj274-2009",
    layout: Literal["tidy", "wide"] = "tidy",
    start: int | None = None,
    *,
    check: bool = True,
    targets: Any = None,
) -> Any:
    """Judge every zone and year of a panel against a standard.

    A ratio is its numerator over its denominator, in the unit of the standard. An elasticity
    coefficient is the average annual growth of a quantity over the average annual growth of
    industrial added value, from the start year to the year of the row:
    ``((q/q0)^(1/n) - 1) / ((v/v0)^(1/n) - 1)``. A zone whose start year has added value at
    constant prices is measured at constant prices, any other at current prices.

    Parameters
    ----------
    panel : dataframe
        One row per zone and year, with the columns and units of the package ``panel``. Further columns
        are left alone. Any kind that narwhals knows: pandas, polars, pyarrow, DuckDB, Dask,
        PySpark. A lazy frame stays lazy; only its check and its years are computed at once.
    standard : str or Standard
        Name of a shipped standard, or one from :func:`ecopark.standards.from_csv`.
    layout : {"tidy", "wide"}
        ``tidy``: one row per zone, year and indicator. ``wide``: the panel as it is, with
        ``value_CODE``, ``status_CODE`` and ``gap_CODE`` for each indicator.
    start : int, optional
        Year from which elasticity coefficients are computed; by default each zone's first year.
    check : bool
        Whether to look for values that break the rules of the panel. Switch it off for data that
        was checked before, to save a reading; only missing columns and an empty table are errors then.
    targets : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Own thresholds of zones, one row per zone and indicator: ``zone``, ``code``, ``threshold`` [unit
        of the indicator] and, optionally, ``operator`` (``>=``, ``>``, ``<=`` or ``<``). They replace
        those of the standard. The default operator is the standard's; if that has none,
        ``>=`` for a benefit and ``<=`` for a cost. They are always checked.

    Returns
    -------
    dataframe
        The same kind as the panel. ``status`` is ``pass``, ``fail``, ``missing`` (a number is
        missing), ``undefined`` (zero denominator, zero growth, or the start year of an elasticity)
        or ``not applicable`` (no threshold, or a year before the start). ``value`` is in ``unit``.
        ``gap`` is the signed distance to the threshold as a part of it [1]: positive on the good
        side; 0.1 means 10 % better than required. ``source`` says so if the threshold is an own target.

    Raises
    ------
    DataProblem
        If columns are missing or values break the rules of the panel: all of them, listed. Zero
        denominators alone are no problem: their status is ``undefined``. The same for the targets:
        unknown zones and codes, two targets for one indicator, thresholds that are no numbers.
    UnknownName
        If there is no such standard, layout or start year.
    BadArgument
        If a panel cannot answer any indicator of the standard.
    NotAFrame
        If the panel or the targets are no dataframe.

    Warns
    -----
    UnverifiedStandard
        If the rows of the standard are from memory; each row's ``source`` says so too.

    References
    ----------
    The standard names its source in each row.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> result = ep.assess(panel)
    >>> result.loc[result["code"] == "2.2", ["year", "value", "unit", "status"]].round(3)
        year  value          unit status
    2   2005  1.217  tce/10^4 RMB   fail
    26  2006  1.122  tce/10^4 RMB   fail
    """
    rules = standards.for_panel(standard)
    rules.warn_if_unverified()
    frame = frames.opened(panel)
    if layout not in ("tidy", "wide"):
        raise UnknownName("layout", layout, ["tidy", "wide"])
    complete = {"zone", "year", *rules.required_columns} <= set(frames.columns_of(frame))
    if check or not complete or frames.is_empty(frame):
        _check(frame, rules)
    if start is not None:
        _check_start(frame, start)
    own = None if targets is None else own_targets(targets, rules, frame)

    evaluated = evaluate(frame, rules.computable, start, own)
    result = _wide(evaluated, frame, rules) if layout == "wide" else _tidy(evaluated, frame, rules, own)
    return (frames.fresh_index(result) if isinstance(result, nw.DataFrame) else result).to_native()


@overload
def evaluate(
    frame: Frame, indicators: Sequence[Indicator], start: int | None = None, own: Targets | None = None
) -> Frame: ...
@overload
def evaluate(
    frame: AnyFrame, indicators: Sequence[Indicator], start: int | None = None, own: Targets | None = None
) -> AnyFrame: ...
def evaluate(
    frame: AnyFrame,
    indicators: Sequence[Indicator],
    start: int | None = None,
    own: Targets | None = None,
) -> AnyFrame:
    """Add value, gap and status of each indicator to a panel, under working names.

    Parameters
    ----------
    frame : narwhals.DataFrame or narwhals.LazyFrame
        The panel, checked.
    indicators : sequence of Indicator
        Indicators that its columns answer.
    start : int, optional
        Year from which growth is measured; by default each zone's first year.
    own : Targets, optional
        Own thresholds of zones.

    Returns
    -------
    narwhals.DataFrame or narwhals.LazyFrame
        As the panel, in its order; a lazy frame keeps no order.
    """
    # A column that is used twice is a step of its own: engines write an expression out at each use.
    columns = frames.columns_of(frame)
    growing = dict.fromkeys(c for i in indicators for c in i.formula.start_columns(i))
    used = dict.fromkeys(c for i in indicators for c in i.columns)
    if growing:
        used |= dict.fromkeys(["year", CURRENT, *([CONSTANT] if CONSTANT in columns else [])])

    # 1. Values of the start year beside each row, by one join; a frame that holds its rows remembers
    # their order.
    numbered = frames.row_numbers(frame, _ROW) if isinstance(frame, nw.DataFrame) else frame
    table = numbered.lazy()
    started = [c for c in used if c in {*growing, CURRENT, CONSTANT}] if growing else []
    if growing:
        table = _join_start(table, started, start)

    # 2. All of them as numbers, and the growth of the driver since the start.
    names = {c: NUMBER(c) for c in used} | {START(c): START(c) for c in started}
    table = frames.with_numbers(table, names, names.__getitem__).lazy()
    if growing:
        first = nw.col(_START_YEAR).cast(nw.Float64) if start is None else nw.lit(float(start))
        years = nw.col(NUMBER("year")) - first
        now, then = nw.col(NUMBER(CURRENT)), nw.col(START(CURRENT))
        if CONSTANT in used:
            constant = nw.col(START(CONSTANT))
            now = panels.driver_expression(now, nw.col(NUMBER(CONSTANT)), constant)
            then = panels.driver_expression(then, constant, constant)
        table = table.with_columns(years.alias(YEARS), now.alias(DRIVER), then.alias(START(DRIVER)))
        since = nw.when(nw.col(YEARS) > 0).then(nw.col(YEARS))
        growth = annual_growth(nw.col(START(DRIVER)), nw.col(DRIVER), since)
        table = table.with_columns(growth.alias(DRIVER_GROWTH))

    # 3. Own targets beside each row, by one join; the standard's threshold fills the gaps.
    if own is not None:
        table = join_targets(table, frame, own, indicators)

    # 4. Values, then gaps, then statuses.
    targeted = set(own.codes) if own else set()
    values = [i.formula.value(i).alias(result_column("value", i.code)) for i in indicators]
    text = frames.label_type(frame, STATUSES)
    labels = [nw.lit(name, dtype=text).alias(_LABEL(name)) for name in STATUSES]
    table = table.with_columns(*values, *labels)
    gaps = [_gap(i, i.code in targeted).alias(result_column("distance", i.code)) for i in indicators]
    table = table.with_columns(*gaps)
    table = table.with_columns(*[e for i in indicators for e in _verdict(i, i.code in targeted)])

    if isinstance(frame, nw.LazyFrame):
        return table
    return table.collect().sort(_ROW)


def _join_start(table: nw.LazyFrame[Any], columns: Sequence[str], start: int | None) -> nw.LazyFrame[Any]:
    """Add each zone's start year, and its numbers in that year."""
    year = nw.col("year").alias(_START_YEAR)
    base = table.select("zone", year, *[nw.col(c).alias(START(c)) for c in columns])
    if start is None:
        first = table.group_by("zone").agg(nw.col("year").min().alias(_START_YEAR))
        base = base.join(first, on=["zone", _START_YEAR], how="semi")
    else:
        base = base.filter(nw.col(_START_YEAR) == start)
    return table.join(base, on="zone", how="left")


def _gap(indicator: Indicator, targeted: bool) -> nw.Expr:
    """Return the distance to the threshold; there is none without a threshold."""
    value = nw.col(result_column("value", indicator.code))
    if targeted:
        operator, threshold = (nw.col(result_column(n, indicator.code)) for n in ("operator", "threshold"))
        return relative_gap(value, operator, threshold)
    if indicator.threshold is None or indicator.operator is None:
        return nw.lit(None, dtype=nw.Float64)
    return relative_gap(value, indicator.operator, indicator.threshold)


def _verdict(indicator: Indicator, targeted: bool) -> Iterator[nw.Expr]:
    """Yield the status and the gap; a value within the tolerance has the gap zero."""
    code = indicator.code
    value, distance = nw.col(result_column("value", code)), nw.col(result_column("distance", code))
    status = {name: nw.col(_LABEL(name)) for name in STATUSES}

    reached: nw.Expr = status["not applicable"]
    if targeted or (indicator.threshold is not None and indicator.operator is not None):
        operator = nw.col(result_column("operator", code)) if targeted else str(indicator.operator)
        reached = nw.when(reaches(distance, operator)).then(status["pass"]).otherwise(status["fail"])
    if targeted:
        none = nw.col(result_column("threshold", code)).is_null()
        reached = nw.when(none).then(status["not applicable"]).otherwise(reached)
    reason: nw.Expr = status["undefined"]
    for condition, name in reversed(indicator.formula.reasons(indicator)):
        reason = nw.when(condition).then(status[name]).otherwise(reason)
    yield nw.when(value.is_null()).then(reason).otherwise(reached).alias(result_column("status", code))
    yield (distance * (distance.abs() > TOLERANCE).cast(nw.Float64)).alias(result_column("gap", code))


def _wide(evaluated: AnyFrame, frame: AnyFrame, rules: Standard) -> AnyFrame:
    """Select the panel as it is, and value, status and gap of each indicator."""
    parts = ("value", "status", "gap")
    results = {f"{part}_{i.code}": result_column(part, i.code) for i in rules.computable for part in parts}
    kept = [c for c in frames.columns_of(frame) if c not in results]
    return evaluated.select(*kept, *[nw.col(column).alias(name) for name, column in results.items()])


def _tidy(evaluated: AnyFrame, frame: AnyFrame, rules: Standard, own: Targets | None) -> AnyFrame:
    """Put the indicators below each other, and what the standard says about each beside its rows."""
    indicators, targeted = rules.computable, own.codes if own else ()
    eager = isinstance(evaluated, nw.DataFrame)
    keys = ["zone", "year", *([_ROW] if eager else [])]
    parts: list[Any] = []
    for n, i in enumerate(indicators):
        columns = {part: nw.col(result_column(part, i.code)) for part in ("value", "status", "gap")}
        if targeted:
            names = ("threshold", "operator", "own")
            none = (nw.lit(i.threshold, dtype=nw.Float64), nw.lit(i.operator or ""), nw.lit(False))
            given = (nw.col(result_column(part, i.code)) for part in names)
            columns |= dict(zip(names, given if i.code in targeted else none, strict=True))
        number = nw.lit(n, dtype=nw.Int64).alias(_NUMBER)
        parts.append(evaluated.select(*keys, number, *[e.alias(name) for name, e in columns.items()]))

    facts: dict[str, list[Any]] = {
        "code": [i.code for i in indicators],
        "indicator": [i.name_en for i in indicators],
        "unit": [i.unit for i in indicators],
        "source": [i.citation for i in indicators],
    }
    if targeted:
        facts["own_source"] = [f"{source}; own target" for source in facts["source"]]
    else:
        facts["operator"] = [i.operator or "" for i in indicators]
        facts["threshold"] = [math.nan if i.threshold is None else i.threshold for i in indicators]
    described = frames.table_like({_NUMBER: list(range(len(indicators))), **facts}, frame)
    sources = [*facts["source"], *facts.get("own_source", [])]
    texts = {**facts, "source": sources, "own_source": sources}
    described = described.with_columns(
        nw.col(name).cast(frames.label_type(frame, list(dict.fromkeys(texts[name]))))
        for name in facts
        if name != "threshold"
    )

    table: nw.LazyFrame[Any] = nw.concat(parts).lazy().join(described.lazy(), on=_NUMBER, how="left")
    if targeted:
        source = nw.when(nw.col("own")).then(nw.col("own_source")).otherwise(nw.col("source"))
        signs = frames.label_type(frame, list(dict.fromkeys(["", *OPERATORS])))
        table = table.with_columns(source.alias("source"), nw.col("operator").cast(signs))
    if eager:
        return table.collect().sort(_ROW, _NUMBER).select(*TIDY_COLUMNS)
    return table.select(*TIDY_COLUMNS)


# --- checks ----------------------------------------------------------------------------------------


def _check(frame: AnyFrame, rules: Standard) -> None:
    """Raise one error with every fault of the panel, and the zero denominators that can be seen."""
    problems = panels.find_problems(frame, rules.required_columns)
    if not problems:
        return
    schema = frame.collect_schema()
    sides: dict[tuple[str, ...], str] = {}
    for i in rules.computable:
        if i.denominator_columns and all(
            c in schema and schema[c].is_numeric() for c in i.denominator_columns
        ):
            sides.setdefault(i.denominator_columns, i.code)
    for columns, code in sides.items():
        rule = f"is zero and is the denominator of {code}"
        fix = "leave it if it is true: the indicator is then undefined"
        zero = reduce(add, [nw.col(c) for c in columns]) == 0
        problems += validation.where(frame, zero, " + ".join(columns), rule, fix)
    panels.refuse(problems)


def _check_start(frame: AnyFrame, start: int) -> None:
    rows = frame.select("year").unique().sort("year")
    years = (rows.collect() if isinstance(rows, nw.LazyFrame) else rows).get_column("year").to_list()
    if start not in years:
        raise UnknownName("start year", start, years)


# --- questions about one zone ----------------------------------------------------------------------


def what_if(
    panel: Any,
    zone: str,
    year: int,
    column: str,
    change: float,
    standard: str | Standard = "hj274-2009",
    *,
    start: int | None = None,
) -> Any:
    """Judge one zone and year as it is and with one quantity changed.

    Parameters
    ----------
    panel : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        The panel, as for :func:`assess`.
    zone : str
        The zone.
    year : int
        The year.
    column : str
        Column of the panel that changes.
    change : float
        Change of that quantity [%]: -10 makes it 10 % smaller.
    standard : str or Standard
        The standard, as for :func:`assess`.
    start : int, optional
        Year from which elasticity coefficients are computed; by default the zone's first year.

    Returns
    -------
    dataframe
        The same kind as the panel: the rows of :func:`assess` for the indicators that move,
        ``case`` is ``now`` or ``changed``.

    Raises
    ------
    DataProblem
        As :func:`assess`, for the rows of the zone.
    UnknownName
        If the panel has no such zone, or the zone no such year, start year or column.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=3)
    >>> moved = what_if(panel, "Synthetic zone 1", 2007, "fresh_water", -50)
    >>> sorted(set(moved["code"]))
    ['2.4', '2.5', '2.8']
    """
    rules = standards.for_panel(standard)
    frame = frames.eager(panel)
    if column not in rules.required_columns:
        raise UnknownName(f"column used by {rules.name}", column, rules.required_columns)
    zone_rows = panels.zone_rows(frame, zone, rules.required_columns, [year])
    factor = nw.when(nw.col("year") == year).then(nw.lit(1 + change / 100)).otherwise(nw.lit(1.0))
    changed = zone_rows.with_columns((nw.col(column) * factor).alias(column))
    moved = [i.code for i in rules.computable if column in i.columns]
    results = [
        nw.from_native(assess(case.to_native(), rules, start=start), eager_only=True)
        .with_columns(nw.col("code").cast(nw.String), nw.lit(name).alias("case"))
        .filter((nw.col("year") == year) & nw.col("code").is_in(moved))
        for name, case in (("now", zone_rows), ("changed", changed))
    ]
    return frames.fresh_index(nw.concat(results)).to_native()


def assessed_rows(assessed: Any, zone: str, year: int) -> Frame:
    """Select the rows of one zone and year from what :func:`assess` returned, tidy.

    Parameters
    ----------
    assessed : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        The table.
    zone : str
        The zone.
    year : int
        The year.

    Returns
    -------
    narwhals.DataFrame
        One row per indicator.

    Raises
    ------
    UnknownName
        If the table has no such zone and year.

    Examples
    --------
    >>> import ecopark as ep
    >>> assessed = ep.assess(ep.datasets.synthetic_panel(zones=1, years=2))
    >>> len(assessed_rows(assessed, "Synthetic zone 1", 2006))
    24
    """
    frame = frames.eager(assessed, "assessed table")
    rows = frame.filter((nw.col("zone") == zone) & (nw.col("year") == year))
    if len(rows) == 0:
        pairs = [f"{z}, {y}" for z, y in frame.select("zone", "year").unique().sort("zone", "year").rows()]
        raise UnknownName("zone and year", f"{zone}, {year}", pairs)
    return rows
