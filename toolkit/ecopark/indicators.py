"""Indicators: values from a panel of zones and years, judged against a standard or own targets.

:func:`assess` is one path of narwhals expressions for every engine: :func:`evaluate` adds value, gap
and status of each indicator to the panel, step by step; both layouts are selections from its result.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import reduce
from operator import add
from typing import Any, Literal, NamedTuple

import narwhals as nw
import numpy as np

from ecopark import frames, standards, validation
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataError, Issue, UnknownNameError, did_you_mean, require_known
from ecopark.frames import AnyFrame, Frame
from ecopark.i18n import mark, say
from ecopark.panel import CONSTANT, CURRENT
from ecopark.standards import (
    DRIVER,
    DRIVER_GROWTH,
    NUMBER,
    OPERATORS,
    START,
    YEARS,
    Indicator,
    Standard,
    UnverifiedStandard,
    Way,
    result_column,
)
from ecopark.validation import Column

__all__ = ["LEVERS", "STATUSES", "TIDY_COLUMNS", "assess", "gap_to_target", "group_gaps", "what_if"]

STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
LEVERS = ("quantity", "management", "growth coefficient")  # kinds of action, in this order
TIDY_COLUMNS = (
    *("zone", "year", "code", "indicator", "value", "unit"),
    *("operator", "threshold", "status", "gap", "source"),
)
# Texts of the tidy layout that come from the standard, and the attributes of an indicator that hold them.
_LABELS = {n: n for n in ("code", "unit", "operator")} | {"indicator": "name_en", "source": "citation"}
_ROW, _START_YEAR, _NUMBER, _ZONE = "__row", "__start_year", "__indicator", "__zone"
_OF_DIRECTION = {"benefit": ">=", "cost": "<="}
_TARGET_COLUMNS = (
    Column("zone", "text", meaning=mark("name of the zone, as in the panel")),
    Column("code", "text", meaning=mark("code of the indicator, as in the standard")),
    Column("threshold", "number", mark("unit of the indicator"), meaning=mark("target of the zone")),
)
GROUP_COLUMNS = {
    **dict.fromkeys(("lever", "code", "indicator", "column", "unit"), np.str_),
    **dict.fromkeys(("now", "projected", "needed", "change", "growth_allowed"), np.float64),
    **dict.fromkeys(("must", "status", "note"), np.str_),
}
_GAP_COLUMNS = {
    **dict.fromkeys(("code", "indicator", "column", "unit"), np.str_),
    **dict.fromkeys(("now", "needed", "change", "change_percent", "growth_allowed"), np.float64),
    **dict.fromkeys(("must", "status", "note"), np.str_),
}


class Target(NamedTuple):
    """A zone's threshold for an indicator [its unit], with its operator, and whether the zone set it."""

    threshold: float | None
    operator: str
    is_own: bool = True


# By code, for every zone of the panel; of the indicators for which any zone has its own target.
Targets = Mapping[str, Mapping[str, Target]]
NO_TARGETS: Targets = {}
RESULTS = ("value", "status", "gap")  # of each indicator


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

    A ratio is its numerator over its denominator, in the unit of the standard. An elasticity coefficient is
    the average annual growth of a quantity over the average annual growth of industrial added value, from the
    start year to the year of the row: ``((q/q0)^(1/n) - 1) / ((v/v0)^(1/n) - 1)``. A zone whose start year
    has added value at constant prices is measured at constant prices, any other at current prices.

    Parameters
    ----------
    panel : dataframe
        One row per zone and year, with the columns and units of the package ``panel``, of any kind that
        narwhals knows: pandas, polars, pyarrow, DuckDB, Dask, PySpark. A lazy frame stays lazy; only its
        check and its years are computed at once.
    standard : str or Standard
        Name of a shipped standard, or one from :func:`ecopark.standards.from_csv`.
    layout : {"tidy", "wide"}
        ``tidy``: one row per zone, year and indicator. ``wide``: the panel with ``value_CODE``,
        ``status_CODE`` and ``gap_CODE`` for each indicator.
    start : int, optional
        Year from which elasticity coefficients are computed; by default each zone's first year.
    check : bool
        Whether to look for values that break the rules of the panel. Switch it off for data that was
        checked before; only missing columns and an empty table are errors then.
    targets : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Own thresholds of zones in place of the standard's, one row per zone and indicator: ``zone``,
        ``code``, ``threshold`` [unit of the indicator] and, optionally, ``operator`` (``>=``, ``>``, ``<=``
        or ``<``), by default the standard's, else ``>=`` for a benefit and ``<=`` for a cost.

    Returns
    -------
    dataframe
        The same kind as the panel. ``value`` is in ``unit``. ``status`` is ``pass``, ``fail``, ``missing`` (a
        number is missing), ``undefined`` (zero denominator, zero growth, or the start year of an elasticity)
        or ``not applicable`` (no threshold, or a year before the start). ``gap`` is the signed distance to
        the threshold as a part of it [1], positive on the good side: 0.1 means 10 % better than required.
        ``source`` says so if the threshold is an own target.

    Raises
    ------
    DataError
        If columns are missing, values break the rules of the panel, or targets have unknown zones or codes,
        repeated rows or no numbers: all faults, listed. Zero denominators alone are no fault.
    UnknownNameError, BadArgument, NotAFrame
        If there is no such standard, layout or start year, a panel cannot answer any indicator of the
        standard, or the panel or the targets are not a dataframe.

    Warns
    -----
    UnverifiedStandard
        If rows of the standard are from memory; each row's ``source`` says so too.

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
    if rules.unverified:
        text = mark("Some rows of {standard} are from memory: check them before you quote a result.")
        warnings.warn(say(text, standard=rules.name), UnverifiedStandard, stacklevel=2)
    frame = frames.from_native(panel)
    require_known(mark("layout"), layout, ["tidy", "wide"])
    # A panel that was checked before can skip the check, unless a column is missing or no row is there.
    complete = {"zone", "year", *rules.required_columns} <= set(frames.columns_of(frame))
    if check or not complete or (isinstance(frame, nw.DataFrame) and not len(frame)):
        _check_panel(frame, rules)
    if start is not None:
        years = frames.collect(frame.select("year").unique()).get_column("year").sort().to_list()
        require_known(mark("start year"), start, years)
    own_targets = _read_targets(targets, rules, frame)

    evaluated = evaluate(frame, rules.computable, start, own_targets)
    # One row per indicator, or three columns for each beside those of the panel.
    if layout == "tidy":
        result = _lay_out_tidy(evaluated, frame, rules.computable, own_targets)
    else:
        columns = {
            f"{part}_{i.code}": nw.col(result_column(part, i.code))
            for i in rules.computable
            for part in RESULTS
        }
        panel_columns = [name for name in frames.columns_of(frame) if name not in columns]
        result = evaluated.select(*panel_columns, *[column.alias(name) for name, column in columns.items()])
    return (nw.maybe_reset_index(result) if isinstance(result, nw.DataFrame) else result).to_native()


def evaluate(
    frame: AnyFrame,
    indicators: Sequence[Indicator],
    start: int | str | None = None,
    own_targets: Targets = NO_TARGETS,
) -> AnyFrame:
    """Add value, gap and status of each indicator to a checked panel, under working names.

    ``start`` is a year, or the column with the start year of each row's zone. The rows keep their order, but
    those of a lazy frame have none.
    """
    # A column that is used twice is a separate step: engines write an expression out at each use.
    columns = frames.columns_of(frame)
    growing = dict.fromkeys(c for i in indicators for c in i.formula.start_columns(i))  # need a start year
    used = dict.fromkeys(c for i in indicators for c in i.columns)
    if growing:
        used |= dict.fromkeys([CURRENT, *([CONSTANT] if CONSTANT in columns else [])])
    started = [c for c in used if c in {*growing, CURRENT, CONSTANT}] if growing else []

    # 1. The zone's start year and its numbers in that year beside each row, by one join.
    numbered = frame.with_row_index(_ROW) if isinstance(frame, nw.DataFrame) else frame
    table = numbered.lazy()
    start_year = nw.col(_START_YEAR)
    if start is not None:
        start_year = nw.col(start) if isinstance(start, str) else nw.lit(float(start))
    if growing:
        table = table.with_columns(nw.col("year").cast(nw.Float64).alias(NUMBER("year")))
        year = nw.col(NUMBER("year")).alias(_START_YEAR)
        base = table if start is None else table.filter(nw.col(NUMBER("year")) == start_year)
        base = base.select("zone", year, *[nw.col(c).alias(START(c)) for c in started])
        if start is None:
            first = table.group_by("zone").agg(nw.col(NUMBER("year")).min().alias(_START_YEAR))
            base = base.join(first, on=["zone", _START_YEAR], how="semi")
        table = table.join(base, on="zone", how="left")

    # 2. All columns as numbers, and the growth of the driver since the start.
    joined = (NUMBER("year"), _START_YEAR, *map(START, started)) if growing else ()
    names = {c: NUMBER(c) for c in used} | {c: c for c in joined}
    table = frames.with_numbers(table, names, names.__getitem__).lazy()
    if growing:
        now, then = nw.col(NUMBER(CURRENT)), nw.col(START(CURRENT))
        if CONSTANT in used:
            constant = nw.col(START(CONSTANT))
            now = panels.driver_expression(now, nw.col(NUMBER(CONSTANT)), constant)
            then = panels.driver_expression(then, constant, constant)
        years = (nw.col(NUMBER("year")) - start_year).alias(YEARS)
        table = table.with_columns(years, now.alias(DRIVER), then.alias(START(DRIVER)))
        # The start year and those before it have no growth.
        since = nw.when(nw.col(YEARS) > 0).then(nw.col(YEARS))
        growth = standards.annual_growth(nw.col(START(DRIVER)), nw.col(DRIVER), since)
        table = table.with_columns(growth.alias(DRIVER_GROWTH))

    # 3. Own targets beside each row, by one join.
    limits: dict[str, tuple[Any, Any]] = {i.code: (i.operator, i.threshold) for i in indicators}
    if own_targets:
        zones = list(next(iter(own_targets.values())))
        target_columns: dict[str, list[Any]] = {_ZONE: zones}
        for code, by_zone in own_targets.items():
            for part in Target._fields:
                target_columns[result_column(part, code)] = [getattr(by_zone[z], part) for z in zones]
            limits[code] = (nw.col(result_column("operator", code)), nw.col(result_column("threshold", code)))
        table = table.with_columns(nw.col("zone").cast(nw.String).alias(_ZONE))
        table = table.join(frames.table_like(target_columns, frame).lazy(), on=_ZONE, how="left")

    # 4. Values, and then the gap of each to its threshold.
    values = [i.formula.value(i).alias(result_column("value", i.code)) for i in indicators]
    gaps = []
    for i in indicators:
        value, gap = nw.col(result_column("value", i.code)), nw.lit(None, dtype=nw.Float64)
        operator, threshold = limits[i.code]
        if operator is not None and threshold is not None:
            gap = standards.relative_gap(value, operator, threshold)
        gaps.append(gap.alias(result_column("gap", i.code)))
    table = table.with_columns(*values).with_columns(*gaps)

    # 5. The status of each: a reason if there is no value, else whether the value reaches the threshold.
    text = frames.category_type(frame, STATUSES)
    status: dict[str, nw.Expr] = {name: nw.lit(name, dtype=text) for name in STATUSES}
    statuses = []
    for i in indicators:
        value, gap = (nw.col(result_column(part, i.code)) for part in ("value", "gap"))
        answer = status["not applicable"]
        operator, threshold = limits[i.code]
        if operator is not None and threshold is not None:
            reached = standards.reaches(gap, operator)
            answer = nw.when(reached).then(status["pass"]).otherwise(status["fail"])
        if i.code in own_targets:
            answer = nw.when(gap.is_null()).then(status["not applicable"]).otherwise(answer)
        reason = status["undefined"]
        for condition, name in reversed(i.formula.reasons(i)):
            reason = nw.when(condition).then(status[name]).otherwise(reason)
        answer = nw.when(value.is_null()).then(reason).otherwise(answer)
        statuses.append(answer.alias(result_column("status", i.code)))
    table = table.with_columns(*statuses)
    return table if isinstance(frame, nw.LazyFrame) else table.collect().sort(_ROW)


def _lay_out_tidy(
    evaluated: AnyFrame, frame: AnyFrame, indicators: Sequence[Indicator], own_targets: Targets
) -> AnyFrame:
    """Lay out the results one row per indicator, each with its entries in the standard."""
    # 1. The texts of each indicator, and the type of a column that can hold those of all.
    own_sources = {i.code: f"{i.citation}; own target" for i in indicators if i.code in own_targets}
    texts = [{name: getattr(i, field) or "" for name, field in _LABELS.items()} for i in indicators]
    choices = {name: [row[name] for row in texts] for name in texts[0]}
    choices["source"] += own_sources.values()
    if own_targets:
        choices["operator"] = ["", *OPERATORS]
    kind = {name: frames.category_type(frame, list(dict.fromkeys(c))) for name, c in choices.items()}

    # 2. One table for each indicator, then all below each other, in the order of the panel and the standard.
    eager = isinstance(evaluated, nw.DataFrame)
    parts: list[Any] = []
    for n, i in enumerate(indicators):
        results = {part: nw.col(result_column(part, i.code)) for part in RESULTS}
        columns = {name: nw.lit(text, kind[name]) for name, text in texts[n].items()}
        columns |= {"threshold": nw.lit(i.threshold, nw.Float64), **results, _NUMBER: nw.lit(n, nw.Int64)}
        if i.code in own_targets:
            threshold, operator, is_own = (
                nw.col(result_column(part, i.code)) for part in ("threshold", "operator", "is_own")
            )
            own_source = nw.lit(own_sources[i.code], kind["source"])
            columns["source"] = nw.when(is_own).then(own_source).otherwise(columns["source"])
            columns |= {"threshold": threshold, "operator": operator.cast(kind["operator"])}
        keys = ["zone", "year", *([_ROW] if eager else [])]
        parts.append(evaluated.select(*keys, *[e.alias(name) for name, e in columns.items()]))
    table: AnyFrame = nw.concat(parts)
    return (table.sort(_ROW, _NUMBER) if eager else table).select(*TIDY_COLUMNS)


def _check_panel(frame: AnyFrame, rules: Standard) -> None:
    """Raise one error with every fault of the panel, and the zero denominators that can be seen."""
    issues = panels.find_issues(frame, rules.required_columns)
    if not issues:
        return

    # Beside other faults, zeros in a denominator are worth a look; alone they are none.
    schema = frame.collect_schema()
    denominators: dict[tuple[str, ...], str] = {}
    for i in rules.computable:
        if i.denominator_columns and all(
            c in schema and schema[c].is_numeric() for c in i.denominator_columns
        ):
            denominators.setdefault(i.denominator_columns, i.code)
    for columns, code in denominators.items():
        rule = say("is zero and is the denominator of {code}", code=code)
        fix = mark("leave it if it is true: the indicator is then undefined")
        zero = reduce(add, [nw.col(c) for c in columns]) == 0
        issues += validation.issues_in_rows(frame, zero, " + ".join(columns), rule, fix)
    raise DataError("the panel", issues)


def _read_targets(table: Any, rules: Standard, panel: AnyFrame) -> Targets:
    """Read a table of own targets and check it against the standard and the panel, all faults listed."""
    if table is None:
        return NO_TARGETS
    frame = frames.from_native_eager(table, mark("targets"))
    issues = validation.find_issues(frame, _TARGET_COLUMNS)
    complete = {"zone", "code", "threshold"} <= set(frame.columns)
    zones = frames.collect(panel.select(nw.col("zone").cast(nw.String)).unique()).get_column("zone").to_list()
    indicators = {i.code: i for i in rules.indicators}
    own_targets: dict[str, dict[str, Target]] = {}
    for number, cells in enumerate(frame.iter_rows(named=True) if complete else ()):
        row = {name: frames.to_python(value) for name, value in cells.items()}
        zone, code, threshold = str(row["zone"]), row["code"], row["threshold"]
        indicator = indicators.get(code)
        # Without an operator the indicator's counts, or that of its direction.
        default = indicator and (indicator.operator or _OF_DIRECTION.get(indicator.direction or ""))
        operator = str(row.get("operator") or "").strip() or default

        # Faults beyond the kinds of the columns: column, rule and likely fix.
        faults = []
        if threshold is None:
            rule, fix = mark("must not be missing"), mark("leave the row out if there is no target")
            faults.append(("threshold", rule, fix))
        if code is not None and not isinstance(code, str):
            rule, fix = mark("must be text"), mark("read the column as text: 4.10 and 4.1 are two codes")
            faults.append(("code", rule, fix))
        elif code is not None and indicator is None:
            fix = did_you_mean(code, indicators).strip()
            fix = fix or say("codes are {codes}", codes=", ".join(indicators))
            faults.append(("code", say("is no indicator of {standard}", standard=rules.name), fix))
        elif indicator and indicator not in rules.computable:
            rule, fix = mark("is an indicator that a panel cannot answer"), mark("leave the row out")
            faults.append(("code", rule, fix))
        elif indicator and not operator:
            rule, fix = mark("is needed: the indicator has no direction"), mark("write >= or <=")
            faults.append(("operator", rule, fix))
        elif indicator and operator not in OPERATORS:
            rule = say("must be one of {choices}", choices=" ".join(OPERATORS))
            faults.append(("operator", rule, mark("choose one of them")))
        if row["zone"] is not None and zone not in zones:
            fix = did_you_mean(zone, sorted(zones)).strip() or mark("use the spelling of the panel")
            faults.append(("zone", mark("is no zone of the panel"), fix))
        if zone in own_targets.get(str(code), {}):
            rule, fix = mark("the zone has more than one target for this indicator"), mark("keep one row")
            faults.append(("code", rule, fix))
        issues += [Issue(rule, c, number, zone, value=row.get(c), fix=fix) for c, rule, fix in faults]
        limit = float(threshold) if isinstance(threshold, int | float) else float("nan")
        own_targets.setdefault(str(code), {})[zone] = Target(limit, str(operator))
    if issues:
        raise DataError("the targets", issues)
    # A zone without its own target has the standard's, if there is one.
    completed: dict[str, dict[str, Target]] = {}
    for code, by_zone in own_targets.items():
        threshold, operator = indicators[code].threshold, indicators[code].operator
        standards_target = Target(threshold if operator else None, operator or "", is_own=False)
        completed[code] = dict.fromkeys(zones, standards_target) | by_zone
    return completed


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
    panel, standard, start
        As for :func:`assess`; the panel holds its rows: pandas, polars or pyarrow.
    zone, year : str, int
        The zone and the year.
    column, change : str, float
        Column of the panel that changes, and its change [%]: -10 makes it 10 % smaller.

    Returns
    -------
    dataframe
        The same kind as the panel: the rows of :func:`assess` for the indicators that move,
        ``case`` is ``now`` or ``changed``.

    Raises
    ------
    DataError, UnknownNameError
        As for :func:`assess`; also if the panel has no such zone, or the zone no such year or column.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=3)
    >>> moved = what_if(panel, "Synthetic zone 1", 2007, "fresh_water", -50)
    >>> sorted(set(moved["code"]))
    ['2.4', '2.5', '2.8']
    """
    rules = standards.for_panel(standard)
    frame = frames.from_native_eager(panel)
    if column not in rules.required_columns:
        kind = say("column used by {standard}", standard=rules.name)
        raise UnknownNameError(kind, column, rules.required_columns)
    zone_rows = panels.zone_rows(frame, zone, rules.required_columns, [year])

    # The zone as it is and with the column changed in that year; growth then follows by itself.
    factor = nw.when(nw.col("year") == year).then(nw.lit(1 + change / 100)).otherwise(nw.lit(1.0))
    changed = zone_rows.with_columns((nw.col(column) * factor).alias(column))
    # Only the indicators that the column belongs to can move.
    moved = [i.code for i in rules.computable if column in i.columns]
    results = [
        nw.from_native(assess(case.to_native(), rules, start=start), eager_only=True)
        .with_columns(nw.col("code").cast(nw.String), nw.lit(name).alias("case"))
        .filter((nw.col("year") == year) & nw.col("code").is_in(moved))
        for name, case in (("now", zone_rows), ("changed", changed))
    ]
    return nw.maybe_reset_index(nw.concat(results)).to_native()


def gap_to_target(
    panel: Any,
    zone: Any,
    year: int,
    standard: str | Standard = "hj274-2009",
    *,
    start: int | None = None,
    targets: Any = None,
) -> Any:
    """Compute what must change for each indicator that a zone fails in a year.

    Each row is one way: one quantity moves, all others stay. With a ratio ``s A / B`` and threshold
    ``T``, a quantity ``x`` with ``A = a x + A'`` and ``B = b x + B'`` (``a``, ``b`` 0 or 1) must reach
    ``x = (T B' - s A') / (s a - T b)``. For a share [%] the way is its part; for any other ratio each
    quantity of the numerator and the denominator. For an elasticity coefficient with growth ``g`` of
    added value, the quantity may grow by ``T g`` a year since the start: ``q0 (1 + T g) ** n``.

    Parameters
    ----------
    panel, standard, start, targets
        As for :func:`assess`; only the rows of the zone are read and checked.
    zone, year : str, int
        The zone and the year.

    Returns
    -------
    dataframe
        The same kind, without indicators that pass or have no threshold: ``code``, ``indicator``; ``column``
        of the panel and its ``unit``; ``now`` and ``needed`` [unit], employees and counts in whole numbers;
        ``change`` [unit] and ``change_percent`` [%, missing if now is zero]; ``growth_allowed``, for an
        elasticity, the growth of the quantity at the threshold [1 = 100 % a year]; ``must``: ``at least``,
        ``at most``, ``more than`` or ``less than`` the amount needed, or ``establish`` for yes or no;
        ``note``: the quantities that stay the same, or the added value of an elasticity, at constant or
        current prices. ``status`` is

        - ``ok``;
        - ``unreachable``: no value of this quantity alone reaches the threshold, or it would be
          negative, above its maximum, or larger than the whole of which it is a part;
        - ``ambiguous``: an elasticity if added value shrank, so that by the rule as printed the
          quantity would have to shrink less;
        - ``missing``, ``undefined``: the indicator has no value; its one row gives the reason.

    Raises
    ------
    DataError, UnknownNameError, BadArgument
        As for :func:`assess`; also if the panel has no such zone, or the zone no such year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> gaps = gap_to_target(panel, "Synthetic zone 1", 2006)
    >>> gaps.loc[gaps["code"] == "2.2", ["column", "now", "must", "needed", "change_percent"]].round(1)
                       column        now      must     needed  change_percent
    0                  energy  3421483.2   at most  1524802.0           -55.4
    1  industrial_added_value  3049604.1  at least  6842966.4           124.4
    """
    rules = standards.for_panel(standard)
    frame = frames.from_native(panel)
    rows = panels.zone_rows(frame, zone, rules.required_columns, [year])
    own_targets = _read_targets(targets, rules, frame)
    return _make_table(_zone_gaps(rows, rules, year, start, own_targets), _GAP_COLUMNS, frame)


def _zone_gaps(
    rows: Frame, rules: Standard, year: int, start: int | None, own_targets: Targets
) -> list[dict[str, Any]]:
    """List the rows of :func:`gap_to_target` from all rows of one zone."""
    years = [int(year) for year in rows.get_column("year").to_list()]
    if start is not None and start not in years:
        zone = rows.get_column("zone")[0]
        raise UnknownNameError(say("start year of {zone}", zone=zone), start, years)
    # Values and statuses come from the same formulas as those of `assess`.
    evaluated = frames.collect(evaluate(rows, rules.computable, start, own_targets))
    evaluated_row = evaluated.rows(named=True)[years.index(year)]
    return ways_to_target(evaluated_row, rules, panels.driver_column(rows, start), own_targets)


def ways_to_target(
    evaluated_row: Mapping[str, Any],
    rules: Standard,
    driver: str,
    own_targets: Targets = NO_TARGETS,
) -> list[dict[str, Any]]:
    """List each way to a target that a zone misses: the rows of :func:`gap_to_target`.

    They follow from one row of :func:`evaluate`, of one zone and year; ``driver`` names the column of added
    value that it used.
    """
    cells = {name: math.nan if cell is None else cell for name, cell in evaluated_row.items()}
    lines = []
    for i in rules.computable:
        own_target = own_targets.get(i.code, {}).get(str(cells["zone"]))
        indicator = i
        if own_target:
            indicator = replace(i, threshold=own_target.threshold, operator=own_target.operator)

        # The ways to the threshold, or the reason for which the indicator has no value.
        status = str(cells[result_column("status", i.code)])
        ways: Iterable[Way] = ()
        if status == "fail":
            ways = indicator.formula.ways(indicator, cells, driver)
        elif status == "undefined":
            note = say("a denominator is zero, added value did not grow, or the year is the start year")
            ways = [Way(status=status, note=note)]
        elif status == "missing":
            # Numbers that are missing in the year, else the start year lacks them.
            columns = dict.fromkeys(i.columns)
            absent = ", ".join(c for c in columns if math.isnan(cells[NUMBER(c)]))
            note = say("no value for {columns} in the start year", columns=", ".join(columns))
            note = say("no value for {columns}", columns=absent) if absent else note
            ways = [Way(status=status, note=note)]
        for way in ways:
            change = way.needed - way.now
            line = {"code": i.code, "indicator": i.name_en, **asdict(way), "change": change}
            line["unit"] = panels.unit(way.column) if way.column else ""
            line["change_percent"] = 100 * change / way.now if way.now else math.nan
            lines.append(line)
    return lines


def group_gaps(
    panel: Any,
    zone: Any,
    year: int,
    standard: str | Standard = "hj274-2009",
    *,
    target_year: int,
    growth: float,
    start: int | None = None,
    targets: Any = None,
) -> Any:
    """Group the indicators that a zone misses by lever, with amounts for a target year.

    Distances in percent of different thresholds are not comparable, so nothing is ranked: the groups
    follow :data:`LEVERS`, the rows of a group the standard. Until the target year, ``n`` years later,
    industrial added value and the flows of the industry (:data:`ecopark.panel.OUTPUT_FLOWS`) grow by ``g`` a
    year; land, people, counts and management stay: ``projected = now (1 + g)^n``. With the amount needed by
    the threshold, as in :func:`gap_to_target`, ``change = needed - projected``. For a quantity ``q`` limited
    to ``T`` per added value ``V``, the amount to save is ``(q - T V) (1 + g)^n``.

    Parameters
    ----------
    panel, zone, standard, start, targets
        As for :func:`gap_to_target`.
    year, target_year : int
        The year in which the plan begins, and the later year in which the thresholds are to be reached.
    growth : float
        Average annual growth of industrial added value until then, in the prices of ``year``
        [1 = 100 % a year], above -1.

    Returns
    -------
    dataframe
        The same kind, one row per indicator: ``lever``; ``code``, ``indicator``; ``column`` of the panel and
        its ``unit``; ``now``, ``projected`` and ``needed`` [unit]; ``change`` [unit], below zero an amount to
        save, above zero an amount to add; ``growth_allowed`` [1 = 100 % a year], for a coefficient;
        ``must``, ``status`` and ``note`` as from :func:`gap_to_target`. The levers are

        - ``quantity``: energy, water, waste, emissions and added value;
        - ``management``: yes or no, counts, and shares that people decide or answer;
        - ``growth coefficient``: the elasticities that the zone misses from ``start`` to ``year``, with
          amounts by a new count from ``year`` on.

        The first two have a row if the indicator fails in ``year`` or in the projection. ``status`` is
        also ``reached``, if the projection alone reaches the threshold. A coefficient is ``undefined``
        without growth, and ``ambiguous``, without amounts, if added value shrinks, for then the rule would
        ask for more of the quantity.

    Raises
    ------
    BadArgument
        If the target year does not come after the year, or the growth is not a number above -1.
    DataError, UnknownNameError
        As for :func:`gap_to_target`.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=5)
    >>> gaps = group_gaps(panel, "Synthetic zone 1", 2009, target_year=2014, growth=0.08)
    >>> gaps["lever"].value_counts(sort=False).to_dict()
    {'quantity': 10, 'management': 3, 'growth coefficient': 2}
    >>> gaps.loc[gaps["code"] == "2.2", ["column", "now", "projected", "must", "needed", "change"]].round(0)
       column        now  projected     must     needed     change
    1  energy  3127920.0  4595941.0  at most  3187319.0 -1408622.0
    """
    if target_year <= year:
        message = mark("The target year {later} does not come after {year}: choose a later one.")
        raise BadArgument(message, later=target_year, year=year)
    if not (math.isfinite(growth) and growth > -1):
        raise BadArgument(
            "The growth {growth} is no number above -1: write 0.08 for 8 % a year.", growth=growth
        )
    rules = standards.for_panel(standard)
    frame = frames.from_native(panel)
    rows = panels.zone_rows(frame, zone, rules.required_columns, [year])
    own_targets = _read_targets(targets, rules, frame)

    # The indicators that the zone misses now, and those that it misses in the target year, when coefficients
    # are counted anew, from the year of the plan.
    missed_now = _zone_gaps(rows, rules, year, start, own_targets)
    projected = project(rows.filter(nw.col("year") <= year), year, target_year, growth)
    missed_then = _zone_gaps(projected, rules, target_year, year, own_targets)
    today = rows.filter(nw.col("year") == year).rows(named=True)[0]
    lines = gaps_by_lever(rules, today, year, target_year, growth, missed_now, missed_then)
    return _make_table(lines, GROUP_COLUMNS, frame)


def project(rows: Frame, year: int, target_year: int, growth: float) -> Frame:
    """Add rows of a later year to those of zones: industrial flows have grown, all else stays."""
    flows = [column for column in panels.OUTPUT_FLOWS if column in rows.columns]
    rows = rows.with_columns(nw.col(column).cast(nw.Float64) for column in flows)
    factor = (1 + growth) ** (target_year - year)
    later = nw.lit(target_year).cast(rows.schema["year"]).alias("year")
    today = rows.filter(nw.col("year") == year)
    return nw.concat([rows, today.with_columns(later, *[nw.col(column) * factor for column in flows])])


def gaps_by_lever(
    rules: Standard,
    today: Mapping[str, Any],
    year: int,
    target_year: int,
    growth: float,
    missed_now: Sequence[Mapping[str, Any]],
    missed_then: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """List the rows of :func:`group_gaps` from those of :func:`gap_to_target` in both years.

    An indicator has the order of the standard; a coefficient has a row only if the zone misses it now.
    """
    # Of several ways, the first.
    before_by_code, later_by_code = (
        {line["code"]: line for line in reversed(lines)} for lines in (missed_now, missed_then)
    )
    factor = (1 + growth) ** (target_year - year)
    lines = []
    for indicator in rules.computable:
        code, column = indicator.code, indicator.numerator_columns[0]
        lever = indicator.formula.lever(indicator)
        before, row = before_by_code.get(code), later_by_code.get(code)
        # Neither missed now nor then; or a coefficient that the zone reaches now.
        if before is None and (row is None or lever == LEVERS[-1]):
            continue

        # The amounts now and, as flows of the industry grow with it, in the target year.
        cell = frames.to_python(today[column])
        now = math.nan if cell is None else float(cell)
        projected_amount = now * factor if column in panels.OUTPUT_FLOWS else now

        # The amount needed in the target year, or the reason why there is none.
        needed = change = allowed = math.nan
        must = ""
        if before is not None and before["status"] in ("missing", "undefined"):
            status, note = before["status"], before["note"]
        elif row is None:
            status = "reached"
            note = say("reached by {year} if all else goes on as projected", year=target_year)
        else:
            status, note, allowed = row["status"], row["note"], row["growth_allowed"]
            if status == "ambiguous":
                note = say("added value shrinks, so the rule would ask for more of the quantity")
            elif status == "ok":
                must, needed = row["must"], row["needed"]
                change = needed - projected_amount
                if lever == LEVERS[-1]:
                    note = mark(
                        "growth of {must} {allowed:.2f} % a year from {year} on, while added value grows "
                        "{growth:.2f} % a year"
                    )
                    percent = {"allowed": 100 * allowed, "growth": 100 * growth}
                    note = say(note, must=say(must), year=year, **percent)
        line: dict[str, Any] = {"lever": lever, "code": code, "indicator": indicator.name_en}
        line |= {"column": column, "must": must, "status": status, "note": note}
        line |= {"unit": panels.unit(column), "now": now, "projected": projected_amount, "needed": needed}
        line |= {"change": change, "growth_allowed": allowed}
        lines.append(line)
    return sorted(lines, key=lambda line: LEVERS.index(line["lever"]))


def _make_table(lines: Sequence[Mapping[str, Any]], columns: Mapping[str, Any], like: AnyFrame) -> Any:
    """Return lines as a table of the kind of another frame, also without any line."""
    arrays = {name: np.array([line[name] for line in lines], kind) for name, kind in columns.items()}
    return frames.table_like(arrays, like).to_native()
