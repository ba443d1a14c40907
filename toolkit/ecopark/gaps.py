"""What a zone must change to reach a threshold, in the unit of the quantity itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ecopark import frames, indicators, standards
from ecopark import panel as panels
from ecopark.errors import UnknownName
from ecopark.kinds import DRIVER, NUMBER, START, YEARS, Way, ZoneYear, result_column
from ecopark.standards import Indicator, Standard
from ecopark.targets import own_targets

__all__ = ["gap_to_target"]

_UNDEFINED = "a denominator is zero, added value did not grow, or the year is the start year"
_COLUMNS = {
    **dict.fromkeys(("code", "indicator", "column", "unit"), np.str_),
    **dict.fromkeys(("now", "needed", "change", "change_percent", "growth_allowed"), np.float64),
    **dict.fromkeys(("must", "status", "note"), np.str_),
}


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
    panel : dataframe
        One row per zone and year, of any kind, with the columns and units of the package ``panel``.
        Only the zone's own rows are read and checked.
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
        ``needed`` [unit]; ``change`` [unit] and ``change_percent`` [%, missing if now is zero];
        ``growth_allowed``, for an elasticity, the growth of the quantity at the threshold [1 = 100 %
        a year]; ``must``: ``at least``, ``at most``, ``more than`` or ``less than`` what is needed, or
        ``establish`` for yes or no; ``status``; and ``note``, what stays the same. Employees and
        counts are rounded to whole ones. The note of an elasticity names the added value that was used,
        at constant or current prices. ``status`` is

        - ``ok``;
        - ``unreachable``: no value of this quantity alone reaches the threshold, or it would be
          negative, above its maximum, or larger than the whole of which it is a part;
        - ``ambiguous``: an elasticity if added value shrank, so that by the rule as printed the
          quantity would have to shrink less;
        - ``missing``, ``undefined``: the indicator has no value; its one row says why.

        Indicators that pass or have no threshold have no row.

    Raises
    ------
    DataProblem
        If columns are missing, or values of the zone or the targets break a rule: all faults, listed.
    UnknownName
        If the panel has no such zone, the zone no such year or start year, or there is no such
        standard.
    BadArgument
        If a panel cannot answer any indicator of the standard.

    References
    ----------
    The standard names the source of each threshold; the rest is algebra.

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
    frame = frames.opened(panel)
    rows = panels.zone_rows(frame, zone, rules.required_columns)
    years = [int(y) for y in rows.get_column("year").to_list()]
    for what, wanted in (("year", year), ("start year", start)):
        if wanted is not None and wanted not in years:
            raise UnknownName(f"{what} of {zone}", wanted, years)
    own = None if targets is None else own_targets(targets, rules, frame)

    # Values and statuses come from the same formulas as those of `assess`.
    evaluated = indicators.evaluate(rows, rules.computable, start, own)
    numbers = dict(evaluated.rows(named=True)[years.index(year)])
    state = _zone_year(numbers, year, panels.driver_column(rows, start))

    aims = own.by_zone.get(str(zone), {}) if own else {}
    lines = []
    for i in rules.computable:
        threshold, operator = aims.get(i.code, (i.threshold, i.operator))
        indicator = replace(i, threshold=threshold, operator=operator)
        for way in _ways(indicator, numbers[result_column("status", i.code)], state):
            change = way.needed - way.now
            lines.append(
                {
                    "code": i.code,
                    "indicator": i.name_en,
                    "column": way.column,
                    "unit": panels.unit(way.column) if way.column else "",
                    "now": way.now,
                    "needed": way.needed,
                    "change": change,
                    "change_percent": 100 * change / way.now if way.now else math.nan,
                    "growth_allowed": way.growth,
                    "must": way.must,
                    "status": way.status,
                    "note": way.note,
                }
            )
    columns: dict[str, Any] = {
        name: np.array([line[name] for line in lines], dtype=kind) for name, kind in _COLUMNS.items()
    }
    return frames.table_like(columns, frame).to_native()


def _zone_year(numbers: dict[str, Any], year: int, driver: str) -> ZoneYear:
    """Sort the working columns of one row by what formulas call them."""
    values = {c: _number(numbers.get(NUMBER(c))) for c in panels.columns()} | {
        DRIVER: _number(numbers.get(DRIVER))
    }
    start = {c: _number(numbers.get(START(c))) for c in (*panels.columns(), DRIVER)}
    return ZoneYear(year, _number(numbers.get(YEARS)), values, start, driver)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _ways(indicator: Indicator, status: str, zone: ZoneYear) -> Iterator[Way]:
    """Yield the ways to the threshold, or the reason why the indicator has no value."""
    if status == "fail":
        yield from indicator.formula.ways(indicator, zone)
    elif status == "undefined":
        yield Way(status=status, note=_UNDEFINED)
    elif status == "missing":
        columns = dict.fromkeys(indicator.columns)
        absent = [c for c in columns if math.isnan(zone.values[c])]
        note = f"no value for {', '.join(absent)}"
        if not absent:
            note = f"no value for {', '.join(columns)} in the start year"
        yield Way(status=status, note=note)
