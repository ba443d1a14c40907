"""Indicators of a panel, judged against a standard."""

from __future__ import annotations

from typing import Any, Literal

import narwhals as nw

from ecopark import checks, frames, standards
from ecopark import panel as panels
from ecopark.elasticity import annual_growth
from ecopark.errors import Problem, UnknownName
from ecopark.frames import Frame
from ecopark.standards import Indicator, Standard

__all__ = ["STATUSES", "TIDY_COLUMNS", "assess", "what_if"]

STATUSES = ("pass", "fail", "missing", "undefined", "not applicable")
TIDY_COLUMNS = (
    "zone",
    "year",
    "code",
    "indicator",
    "value",
    "unit",
    "operator",
    "threshold",
    "status",
    "gap",
    "source",
)
_TOLERANCE = 1e-9  # a value this close to its threshold, relative to it, counts as equal to it
_CONSTANT = "industrial_added_value_constant"
_CURRENT = "industrial_added_value"
_BASE_YEAR = "__base_year"
_SPAN = "__span"
_ROW = "__row"


def assess(
    panel: Any,
    standard: str | Standard = "hj274-2009",
    layout: Literal["tidy", "wide"] = "tidy",
    start: int | None = None,
) -> Any:
    """Judge every zone and year of a panel against a standard.

    A ratio is its numerator over its denominator, in the unit of the standard. An elasticity
    coefficient is the average annual growth of a quantity over the average annual growth of
    industrial added value, from the start year to the year of the row:
    ``((q/q0)^(1/n) - 1) / ((v/v0)^(1/n) - 1)``. A zone whose start year has added value at
    constant prices is measured in constant prices, any other in current prices.

    Parameters
    ----------
    panel : pandas.DataFrame or polars.DataFrame
        One row a zone and year; columns and units as in the package ``panel``. Further columns
        are left alone.
    standard : str or Standard
        Name of a shipped standard, or one from :func:`ecopark.standards.from_csv`.
    layout : {"tidy", "wide"}
        ``tidy``: one row a zone, year and indicator. ``wide``: the panel as it is, with
        ``value_CODE``, ``status_CODE`` and ``gap_CODE`` for each indicator.
    start : int, optional
        Year from which elasticity coefficients are computed; by default each zone's first year.

    Returns
    -------
    pandas.DataFrame or polars.DataFrame
        The same kind as the panel. ``status`` is ``pass``, ``fail``, ``missing`` (a number is not
        there), ``undefined`` (zero denominator, zero growth, or the start year of an elasticity)
        or ``not applicable`` (no threshold, or a year before the start). ``value`` is in ``unit``.
        ``gap`` is the signed distance to the threshold as a part of it [1]: positive on the good
        side; 0.1 means 10 % better than asked.

    Raises
    ------
    DataProblem
        If columns are missing or values break the rules of the panel: all of them, listed. Zero
        denominators alone are no problem: their status is ``undefined``.
    UnknownName
        If there is no such standard, layout or start year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> result = ep.assess(panel)
    >>> result.loc[result["code"] == "2.2", ["year", "value", "unit", "status"]].round(3)
        year  value          unit status
    2   2005  0.637  tce/10^4 RMB   fail
    26  2006  0.588  tce/10^4 RMB   fail
    """
    rules = standards.get(standard) if isinstance(standard, str) else standard
    if layout not in ("tidy", "wide"):
        raise UnknownName("layout", layout, ["tidy", "wide"])
    frame = frames.eager(panel)
    panels.require(frame, rules.needs, also=_zero_denominators(frame, rules))
    numbers = _numbers(frame, rules)
    if start is not None:
        years = numbers.get_column("year").unique().sort().to_list()
        if start not in years:
            raise UnknownName("start year", start, years)
    judged = _judged(_with_base(numbers, rules, start), rules)
    return (_tidy(judged, rules) if layout == "tidy" else _wide(frame, judged, rules)).to_native()


def what_if(
    panel: Any,
    zone: str,
    year: int,
    column: str,
    change: float,
    standard: str | Standard = "hj274-2009",
) -> Any:
    """Judge one zone and year as it is and with one quantity changed.

    Parameters
    ----------
    panel : pandas.DataFrame or polars.DataFrame
        The panel, as for :func:`assess`.
    zone : str
        The zone.
    year : int
        The year.
    column : str
        Column of the panel that changes.
    change : float
        Change of that quantity [%]: -10 makes it a tenth smaller.
    standard : str or Standard
        The standard, as for :func:`assess`.

    Returns
    -------
    pandas.DataFrame or polars.DataFrame
        The rows of :func:`assess` for the indicators that move, ``case`` telling ``now`` from
        ``changed``.

    Raises
    ------
    UnknownName
        If the panel has no such zone, year or column.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=3)
    >>> moved = what_if(panel, "Synthetic zone 1", 2007, "fresh_water", -50)
    >>> sorted(set(moved["code"]))
    ['2.4', '2.5', '2.8']
    """
    rules = standards.get(standard) if isinstance(standard, str) else standard
    frame = frames.eager(panel)
    if column not in rules.needs:
        raise UnknownName(f"column used by {rules.name}", column, rules.needs)
    zones = frame.get_column("zone").unique().sort().to_list()
    if zone not in zones:
        raise UnknownName("zone", zone, zones)
    own = frame.filter(nw.col("zone") == zone)
    if year not in own.get_column("year").to_list():
        raise UnknownName(f"year of {zone}", year, own.get_column("year").to_list())
    factor = nw.when(nw.col("year") == year).then(nw.lit(1 + change / 100)).otherwise(nw.lit(1.0))
    changed = own.with_columns((nw.col(column) * factor).alias(column))
    cases = [("now", own), ("changed", changed)]
    moved = [i.code for i in rules.computable if column in (*i.above, *i.below)]
    results = [
        nw.from_native(assess(case.to_native(), rules), eager_only=True)
        .filter((nw.col("year") == year) & nw.col("code").is_in(moved))
        .with_columns(nw.lit(name).alias("case"))
        for name, case in cases
    ]
    return frames.fresh_index(nw.concat(results)).to_native()


def _numbers(frame: Frame, rules: Standard) -> Frame:
    """Return row number, zone, year and the needed columns as floats."""
    series = [_CONSTANT] if _CONSTANT in frame.columns else []
    names = list(dict.fromkeys([*rules.needs, *series]))
    # pandas calls a missing number NaN, polars null: from here on it is null.
    values = [nw.col(n).cast(nw.Float64).fill_nan(None) for n in names]
    numbered = frames.row_numbers(frame, _ROW)
    return numbered.select(_ROW, "zone", nw.col("year").cast(nw.Int64), *values)


def _quantities(rules: Standard) -> list[str]:
    return list(dict.fromkeys(i.above[0] for i in rules.computable if i.kind == "elasticity"))


def _with_base(numbers: Frame, rules: Standard, start: int | None) -> Frame:
    """Add the start year's values, the years since then, and the added value that growth uses."""
    quantities = _quantities(rules)
    if not quantities:
        return numbers
    first = numbers.group_by("zone").agg(nw.col("year").min().alias(_BASE_YEAR))
    if start is not None:
        first = first.with_columns(nw.lit(start).alias(_BASE_YEAR))
    driver = [c for c in (_CURRENT, _CONSTANT) if c in numbers.columns]
    base = numbers.select(
        "zone",
        nw.col("year").alias(_BASE_YEAR),
        *[nw.col(c).alias(f"__base_{c}") for c in dict.fromkeys([*quantities, *driver])],
    )
    joined = numbers.join(first, on="zone", how="left").join(base, on=["zone", _BASE_YEAR], how="left")
    span = (nw.col("year") - nw.col(_BASE_YEAR)).cast(nw.Float64).alias(_SPAN)
    now, then = nw.col(_CURRENT), nw.col(f"__base_{_CURRENT}")
    if _CONSTANT in driver:
        constant = ~nw.col(f"__base_{_CONSTANT}").is_null()
        now = nw.when(constant).then(nw.col(_CONSTANT)).otherwise(now)
        then = nw.when(constant).then(nw.col(f"__base_{_CONSTANT}")).otherwise(then)
    return joined.sort(_ROW).with_columns(span, now.alias("__driver"), then.alias("__base_driver"))


def _judged(numbers: Frame, rules: Standard) -> Frame:
    """Add value, status and gap of every computable indicator."""
    measured = numbers.with_columns(
        *[e for i in rules.computable for e in _measured(i)],
    )
    return measured.with_columns(*[e for i in rules.computable for e in _verdict(i)])


def _measured(indicator: Indicator) -> tuple[nw.Expr, nw.Expr]:
    """Return the value, and the reason why there is none."""
    above = _sum(indicator.above)
    if indicator.kind in {"value", "yes-no"}:
        value, reason = above * indicator.scale, _reason(above.is_null(), nw.lit(False))
    elif indicator.kind == "ratio":
        below = _sum(indicator.below)
        missing, undefined = above.is_null() | below.is_null(), below == 0
        value = nw.when(~undefined).then(above / below * indicator.scale)
        reason = _reason(missing, undefined)
    else:
        value, reason = _elasticity(indicator.above[0])
    return value.alias(f"value_{indicator.code}"), reason.alias(f"status_{indicator.code}")


def _elasticity(quantity: str) -> tuple[nw.Expr, nw.Expr]:
    """Return the elasticity coefficient since the start year, and why there is none."""
    now, then = nw.col(quantity), nw.col(f"__base_{quantity}")
    driver, driver_then = nw.col("__driver"), nw.col("__base_driver")
    span = nw.col(_SPAN)
    missing = now.is_null() | then.is_null() | driver.is_null() | driver_then.is_null()
    flat = (then == 0) | (driver_then == 0) | (driver == driver_then)
    fine = ~(missing | flat | (span <= 0))
    growth = annual_growth(then, now, span) / annual_growth(driver_then, driver, span)
    reason = _reason(missing, flat)
    reason = nw.when(span == 0).then(nw.lit("undefined")).otherwise(reason)
    reason = nw.when(span < 0).then(nw.lit("not applicable")).otherwise(reason)
    return nw.when(fine).then(growth), reason


def _verdict(indicator: Indicator) -> tuple[nw.Expr, nw.Expr]:
    """Return the final status and the gap of an indicator that is measured already."""
    value, reason = nw.col(f"value_{indicator.code}"), nw.col(f"status_{indicator.code}")
    names = (f"status_{indicator.code}", f"gap_{indicator.code}")
    if indicator.threshold is None or indicator.operator is None:
        status = nw.when(reason == "ok").then(nw.lit("not applicable")).otherwise(reason)
        return status.alias(names[0]), nw.lit(None, dtype=nw.Float64).alias(names[1])
    limit = indicator.threshold
    sign = 1.0 if indicator.operator.startswith(">") else -1.0
    distance = (value - limit) * sign / (abs(limit) or 1.0)
    gap = nw.when(distance.abs() > _TOLERANCE).then(distance).otherwise(distance * 0.0)
    passed = gap >= 0 if indicator.operator.endswith("=") else gap > 0
    judged = nw.when(passed).then(nw.lit("pass")).otherwise(nw.lit("fail"))
    status = nw.when(reason == "ok").then(judged).otherwise(reason)
    return status.alias(names[0]), gap.alias(names[1])


def _sum(names: tuple[str, ...]) -> nw.Expr:
    total = nw.col(names[0])
    for name in names[1:]:
        total = total + nw.col(name)
    return total


def _reason(missing: nw.Expr, undefined: nw.Expr) -> nw.Expr:
    defined = nw.when(undefined).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    return nw.when(missing).then(nw.lit("missing")).otherwise(defined)


def _wide(frame: Frame, judged: Frame, rules: Standard) -> Frame:
    results = [f"{part}_{i.code}" for i in rules.computable for part in ("value", "status", "gap")]
    kept = [c for c in frame.columns if c not in results]
    return nw.concat([frame.select(*kept), judged.select(*results)], how="horizontal")


def _tidy(judged: Frame, rules: Standard) -> Frame:
    parts = [
        judged.select(
            _ROW,
            nw.lit(order).alias("__order"),
            nw.col("zone"),
            nw.col("year"),
            nw.lit(i.code).alias("code"),
            nw.lit(i.name_en).alias("indicator"),
            nw.col(f"value_{i.code}").alias("value"),
            nw.lit(i.unit).alias("unit"),
            nw.lit(i.operator, dtype=nw.String).alias("operator"),
            nw.lit(i.threshold, dtype=nw.Float64).alias("threshold"),
            nw.col(f"status_{i.code}").alias("status"),
            nw.col(f"gap_{i.code}").alias("gap"),
            nw.lit(f"{i.source}, {i.where}" if i.where else i.source).alias("source"),
        )
        for order, i in enumerate(rules.computable)
    ]
    return frames.fresh_index(nw.concat(parts).sort(_ROW, "__order").select(*TIDY_COLUMNS))


def _zero_denominators(frame: Frame, rules: Standard) -> list[Problem]:
    """Return the zero denominators that can be seen; they matter only beside real problems."""
    found: dict[str, list[Problem]] = {}
    for indicator in rules.computable:
        key = " + ".join(indicator.below)
        usable = all(c in frame.columns and frame.schema[c].is_numeric() for c in indicator.below)
        if indicator.below and usable and key not in found:
            rule = f"is zero and stands below the line in {indicator.code}"
            fix = "leave it if it is true: the indicator is then undefined"
            found[key] = checks.where(frame, _sum(indicator.below) == 0, key, rule, fix)
    return [problem for listed in found.values() for problem in listed]
