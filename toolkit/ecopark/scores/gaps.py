"""What a zone must change to reach a threshold, in the unit of the quantity itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np

from ecopark import frames, standards
from ecopark import panel as panels
from ecopark.elasticity import annual_growth
from ecopark.errors import UnknownName
from ecopark.frames import Frame
from ecopark.indicators import grids, judging
from ecopark.indicators.judging import BASE, DRIVER, SPAN, STATUSES
from ecopark.indicators.targets import own_targets
from ecopark.panel import CONSTANT, CURRENT
from ecopark.scores.sheets import answer, from_rows
from ecopark.standards import Indicator, Standard

__all__ = ["gap_to_target", "needed_in_ratio"]

_UNDEFINED = "a quantity below the line is zero, added value did not grow, or the year is the start year"
_WHOLE = ("count", "person")  # units of which there are no parts
_SLACK = 1e-9  # a part this much above a whole number is rounding

_COLUMNS = {
    **dict.fromkeys(("code", "indicator", "column", "unit"), np.str_),
    **dict.fromkeys(("now", "needed", "change", "change_percent", "growth_allowed"), np.float64),
    **dict.fromkeys(("must", "status", "note"), np.str_),
}


@dataclass(frozen=True)
class _Way:
    """One way to reach a threshold: one column of the panel that moves while the others stay."""

    column: str = ""
    now: float = math.nan
    needed: float = math.nan
    must: str = ""
    status: str = "ok"
    note: str = ""
    growth: float = math.nan

    def row(self, indicator: Indicator) -> tuple[Any, ...]:
        """Return the way as a row of the result."""
        change = self.needed - self.now
        percent = 100 * change / self.now if self.now else math.nan
        unit = panels.unit(self.column) if self.column else ""
        return (
            *(indicator.code, indicator.name_en, self.column, unit),
            *(self.now, self.needed, change, percent, self.growth),
            *(self.must, self.status, self.note),
        )


def gap_to_target(
    panel: Any,
    zone: Any,
    year: int,
    standard: str | Standard = "hj274-2009",
    *,
    start: int | None = None,
    targets: Any = None,
) -> Any:
    """Return what must change for each indicator that a zone fails in a year.

    Each row is one way: one quantity moves, all others stay. With a ratio ``s A / B`` and threshold
    ``T``, a quantity ``x`` with ``A = a x + A'`` and ``B = b x + B'`` (``a``, ``b`` 0 or 1) must reach
    ``x = (T B' - s A') / (s a - T b)``. For a share [%] the way is its part; for any other ratio each
    quantity above and below the line. For an elasticity coefficient with growth ``g`` of added value,
    the quantity may grow by ``T g`` a year since the start: ``q0 (1 + T g) ** n``.

    Parameters
    ----------
    panel : dataframe
        One row a zone and year, of any kind; columns and units as in the package ``panel``. Only the
        zone's own rows are read and checked.
    zone : str
        The zone.
    year : int
        The year.
    standard : str or Standard
        The standard, as for :func:`ecopark.assess`.
    start : int, optional
        Year from which growth is measured; by default the zone's first year.
    targets : dataframe, optional
        Own thresholds of zones, as for :func:`ecopark.assess`.

    Returns
    -------
    dataframe
        The same kind: ``code``, ``indicator``; ``column`` of the panel and its ``unit``; ``now`` and
        ``needed`` [unit]; ``change`` [unit] and ``change_percent`` [%, missing where now is zero];
        ``growth_allowed``, for an elasticity, the growth of the quantity at the threshold [1 = 100 %
        a year]; ``must``: ``at least``, ``at most``, ``more than`` or ``less than`` what is needed, or
        ``establish`` for yes or no; ``status``; and ``note``, what stays the same. Employees and
        counts are rounded to whole ones. The note of an elasticity names the added value that was used,
        at constant or current prices. ``status`` is

        - ``ok``;
        - ``unreachable``: no value of this quantity alone reaches the threshold, or it would be
          negative, above its maximum, or larger than the whole of which it is a part;
        - ``ambiguous``: an elasticity where added value shrank, so that by the rule as printed the
          quantity would have to shrink less;
        - ``missing``, ``undefined``: the indicator has no value, so that nobody can tell; its one row
          says why.

        Indicators that pass or have no threshold have no row.

    Raises
    ------
    DataProblem
        If columns are missing, or values of the zone or the targets break a rule: all faults, listed.
    UnknownName
        If the panel has no such zone, the zone no such year or start year, or there is no such
        standard.

    References
    ----------
    The standard names the source of each threshold; the rest is algebra.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> found = gap_to_target(panel, "Synthetic zone 1", 2006)
    >>> found.loc[found["code"] == "2.2", ["column", "now", "must", "needed", "change_percent"]].round(1)
                       column        now      must     needed  change_percent
    0                  energy  3421483.2   at most  1524802.0           -55.4
    1  industrial_added_value  3049604.1  at least  6842966.4           124.4
    """
    rules = standards.get(standard) if isinstance(standard, str) else standard
    frame = frames.opened(panel)
    own = panels.zone_rows(frame, zone, rules.needs)
    place = _place(own, zone, year, start)
    aims = {} if targets is None else own_targets(targets, rules, frame).of(zone)
    values = {n: v[place : place + 1] for n, v in grids.columns(own, rules, start).items()}
    driver = _driver(own, start)
    rows = [
        way.row(indicator)
        for indicator in (_aimed(i, aims) for i in rules.computable)
        for way in _ways(indicator, values, year, driver)
    ]
    return answer(from_rows(rows, _COLUMNS), panel)


def needed_in_ratio(indicator: Indicator, column: str, values: Mapping[str, float]) -> float:
    """Return the value of one column at which a ratio stands on its threshold, all others as they are.

    Parameters
    ----------
    indicator : Indicator
        A ratio or value with a threshold.
    column : str
        The column of the panel that moves; above the line, below it, or both.
    values : mapping of str to float
        Columns of the panel [units of the panel].

    Returns
    -------
    float
        The value [unit of the column]; NaN where no value of the column moves the ratio there.

    Examples
    --------
    Of 100 m³ of water 60 are reused; 75 % asks for 120 m³ reused beside 40 m³ fresh:

    >>> reuse = standards.get("hj274-2009")["2.8"]
    >>> needed_in_ratio(reuse, "water_reused", {"fresh_water": 40.0, "water_reused": 60.0})
    120.0
    """
    if indicator.threshold is None:
        return math.nan
    scale, goal = indicator.scale, indicator.threshold
    above = sum(values[c] for c in indicator.above if c != column)
    below = sum(values[c] for c in indicator.below if c != column) if indicator.below else 1.0
    lever = scale * (column in indicator.above) - goal * (column in indicator.below)
    return (goal * below - scale * above) / lever if lever else math.nan


def _place(own: Frame, zone: Any, year: int, start: int | None) -> int:
    years = [int(y) for y in own.get_column("year").to_list()]
    for kind, asked in (("year", year), ("start year", start)):
        if asked is not None and asked not in years:
            raise UnknownName(f"{kind} of {zone}", asked, years)
    return years.index(year)


def _driver(own: Frame, start: int | None) -> str:
    """Return the column of added value whose growth counts: constant prices, if the start year has them."""
    if CONSTANT not in own.columns:
        return CURRENT
    years = own.get_column("year")
    first = own.filter(nw.col("year") == (years.min() if start is None else start))
    value = np.asarray(first.get_column(CONSTANT).cast(nw.Float64).to_numpy(), dtype=np.float64)
    return CURRENT if np.isnan(value).any() else CONSTANT


def _aimed(indicator: Indicator, aims: Mapping[str, tuple[float, str]]) -> Indicator:
    if indicator.code not in aims:
        return indicator
    threshold, operator = aims[indicator.code]
    return replace(indicator, threshold=threshold, operator=operator)


def _ways(indicator: Indicator, columns: Mapping[str, Any], year: int, driver: str) -> Iterator[_Way]:
    """Yield the ways to reach an indicator's threshold, none where it is reached."""
    ops = judging.Arrays()
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value, code = judging.measured(indicator, columns, ops)
        code, _ = judging.judged(judging.limit(indicator, columns, ops), value, code, ops)
    status = STATUSES[int(code[0])]
    values = {name: float(array[0]) for name, array in columns.items()}
    if status in {"missing", "undefined"}:
        yield _Way(status=status, note=_why(indicator, values) if status == "missing" else _UNDEFINED)
    elif status == "fail" and indicator.kind == "elasticity":
        yield _growth_way(indicator, values, year, driver)
    elif status == "fail":
        names = indicator.above if indicator.unit == "%" else (*indicator.above, *indicator.below)
        for name in dict.fromkeys(names):
            yield _ratio_way(indicator, name, values)


def _why(indicator: Indicator, values: Mapping[str, float]) -> str:
    """Return which numbers are not there."""
    names = dict.fromkeys([*indicator.above, *indicator.below])
    gone = [n for n in names if math.isnan(values[n])]
    return f"no value for {', '.join(gone)}" if gone else f"no value for {', '.join(names)} in the start year"


def _ratio_way(indicator: Indicator, column: str, values: Mapping[str, float]) -> _Way:
    others = [c for c in dict.fromkeys([*indicator.above, *indicator.below]) if c != column]
    note = f"with the same {', '.join(others)}" if others else ""
    up = _more(indicator) == (column in indicator.above)
    needed = _whole(needed_in_ratio(indicator, column, values), panels.unit(column), indicator, up)
    fault = _fault(column, needed, values)
    if fault:
        return _Way(column, values[column], status="unreachable", note=f"{note}: {fault}".lstrip(": "))
    must = "establish" if indicator.kind == "yes-no" and up else _must(indicator, up)
    return _Way(column, values[column], needed, must, note=note)


def _growth_way(indicator: Indicator, values: Mapping[str, float], year: int, driver: str) -> _Way:
    column, goal = indicator.above[0], float(indicator.threshold or 0.0)
    span, then = values[SPAN], values[BASE(column)]
    rate: Any = annual_growth  # written for columns; numbers do as well
    growth = float(rate(values[BASE("driver")], values[DRIVER], span))
    allowed = goal * growth
    since = f"since {year - int(span)}, where {driver} grew {100 * growth:.2f} % a year"
    if allowed <= -1:
        return _Way(column, values[column], status="unreachable", note=f"growth below -100 % a year {since}")
    up = _more(indicator) == (growth > 0)
    needed = then * (1 + allowed) ** span
    status = "ok" if growth > 0 else "ambiguous"
    must = _must(indicator, up)
    note = f"growth of {must} {100 * allowed:.2f} % a year {since}"
    return _Way(column, values[column], needed, must, status, note, allowed)


def _more(indicator: Indicator) -> bool:
    return str(indicator.operator).startswith(">")


def _must(indicator: Indicator, up: bool) -> str:
    if str(indicator.operator).endswith("="):
        return "at least" if up else "at most"
    return "more than" if up else "less than"


def _whole(needed: float, unit: str, indicator: Indicator, up: bool) -> float:
    """Return a count as a whole number on the good side of the threshold."""
    if unit not in _WHOLE or not math.isfinite(needed) or not str(indicator.operator).endswith("="):
        return needed
    slack = _SLACK * abs(needed)
    return float(math.ceil(needed - slack) if up else math.floor(needed + slack))


def _fault(column: str, needed: float, values: Mapping[str, float]) -> str:
    """Return why a column cannot have the value that is needed; empty where it can."""
    described = panels.columns()[column]
    whole = described.part_of
    if not math.isfinite(needed):
        return "no value reaches the threshold"
    if needed < 0:
        return "it would have to be negative"
    if described.maximum is not None and needed > described.maximum * (1 + _SLACK):
        return f"it cannot exceed {described.maximum:g}"
    if whole in values and needed > values[str(whole)] * (1 + _SLACK):
        return f"it would be larger than {whole}, of which it is a part"
    return ""
