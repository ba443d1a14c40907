"""Indicators of a panel, judged against a standard, on any dataframe."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any, Literal

import narwhals as nw

from ecopark import checks, frames, standards
from ecopark import panel as panels
from ecopark.errors import Problem, UnknownName
from ecopark.frames import AnyFrame, Frame
from ecopark.grouping import Rows
from ecopark.indicators import grids, queries
from ecopark.indicators.targets import own_targets
from ecopark.standards import Standard

__all__ = ["assess", "assessed_rows", "what_if"]


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
    constant prices is measured in constant prices, any other in current prices.

    Parameters
    ----------
    panel : dataframe
        One row a zone and year; columns and units as in the package ``panel``. Further columns
        are left alone. Any kind that narwhals knows: pandas, polars, pyarrow, DuckDB, Dask,
        PySpark. A lazy frame stays lazy; only its check and its years are computed at once.
    standard : str or Standard
        Name of a shipped standard, or one from :func:`ecopark.standards.from_csv`.
    layout : {"tidy", "wide"}
        ``tidy``: one row a zone, year and indicator. ``wide``: the panel as it is, with
        ``value_CODE``, ``status_CODE`` and ``gap_CODE`` for each indicator.
    start : int, optional
        Year from which elasticity coefficients are computed; by default each zone's first year.
    check : bool
        Whether to look for values that break the rules of the panel. Switch it off for data that
        was checked before, to save a reading; only that the columns are there is looked at then.
    targets : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Own thresholds of zones, one row a zone and indicator: ``zone``, ``code``, ``threshold`` [unit
        of the indicator] and, if wanted, ``operator`` (``>=``, ``>``, ``<=`` or ``<``). They stand in
        the place of the standard's. Without an operator it is the standard's; where that has none,
        ``>=`` for a benefit and ``<=`` for a cost. They are always checked.

    Returns
    -------
    dataframe
        The same kind as the panel. ``status`` is ``pass``, ``fail``, ``missing`` (a number is not
        there), ``undefined`` (zero denominator, zero growth, or the start year of an elasticity)
        or ``not applicable`` (no threshold, or a year before the start). ``value`` is in ``unit``.
        ``gap`` is the signed distance to the threshold as a part of it [1]: positive on the good
        side; 0.1 means 10 % better than asked. ``source`` tells where the threshold is an own target.

    Raises
    ------
    DataProblem
        If columns are missing or values break the rules of the panel: all of them, listed. Zero
        denominators alone are no problem: their status is ``undefined``. The same for the targets:
        unknown zones and codes, two targets for one indicator, thresholds that are no numbers.
    UnknownName
        If there is no such standard, layout or start year.
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
    rules = standards.get(standard) if isinstance(standard, str) else standard
    rules.warn_if_unverified()
    frame = frames.opened(panel)
    make = _LAYOUTS.get((layout, frames.is_lazy(frame)))
    if make is None:
        raise UnknownName("layout", layout, ["tidy", "wide"])
    rows = None if isinstance(frame, nw.LazyFrame) else Rows(frame)
    if check or not {"zone", "year", *rules.needs} <= set(frames.columns_of(frame)) or frames.is_empty(frame):
        _checked(frame, rules, rows)
    if start is not None:
        _known_start(frame, start)
    own = None if targets is None else own_targets(targets, rules, frame)
    return make(frame, rules, start, own, *([rows] if rows else [])).to_native()


_LAYOUTS: dict[tuple[str, bool], Callable[..., AnyFrame]] = {
    ("tidy", False): grids.tidy,
    ("wide", False): grids.wide,
    ("tidy", True): queries.tidy,
    ("wide", True): queries.wide,
}


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
        Change of that quantity [%]: -10 makes it a tenth smaller.
    standard : str or Standard
        The standard, as for :func:`assess`.
    start : int, optional
        Year from which elasticity coefficients are computed; by default the zone's first year.

    Returns
    -------
    dataframe
        The same kind as the panel: the rows of :func:`assess` for the indicators that move,
        ``case`` telling ``now`` from ``changed``.

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
    rules = standards.get(standard) if isinstance(standard, str) else standard
    frame = frames.eager(panel)
    if column not in rules.needs:
        raise UnknownName(f"column used by {rules.name}", column, rules.needs)
    own = panels.zone_rows(frame, zone, rules.needs, [year])
    factor = nw.when(nw.col("year") == year).then(nw.lit(1 + change / 100)).otherwise(nw.lit(1.0))
    changed = own.with_columns((nw.col(column) * factor).alias(column))
    moved = [i.code for i in rules.computable if column in (*i.above, *i.below)]
    results = [
        nw.from_native(assess(case.to_native(), rules, start=start), eager_only=True)
        .with_columns(nw.col("code").cast(nw.String), nw.lit(name).alias("case"))
        .filter((nw.col("year") == year) & nw.col("code").is_in(moved))
        for name, case in (("now", own), ("changed", changed))
    ]
    return frames.fresh_index(nw.concat(results)).to_native()


def assessed_rows(assessed: Any, zone: str, year: int) -> Frame:
    """Return the rows of one zone and year from what :func:`assess` returned, tidy.

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
        One row an indicator.

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


def _checked(frame: AnyFrame, rules: Standard, rows: Rows | None) -> None:
    problems = panels.find_problems(frame, rules.needs, rows)
    if problems:
        panels.refuse([*problems, *_zero_denominators(frame, rules)])


def _known_start(frame: AnyFrame, start: int) -> None:
    found = frame.select("year").unique().sort("year")
    years = (found.collect() if isinstance(found, nw.LazyFrame) else found).get_column("year").to_list()
    if start not in years:
        raise UnknownName("start year", start, years)


def _zero_denominators(frame: AnyFrame, rules: Standard) -> list[Problem]:
    """Return the zero denominators that can be seen; they matter only beside real problems."""
    schema = frame.collect_schema()
    found: dict[tuple[str, ...], list[Problem]] = {}
    for indicator in rules.computable:
        usable = all(c in schema and schema[c].is_numeric() for c in indicator.below)
        if indicator.below and usable and indicator.below not in found:
            total = reduce(add, [nw.col(c) for c in indicator.below])
            rule = f"is zero and stands below the line in {indicator.code}"
            fix = "leave it if it is true: the indicator is then undefined"
            found[indicator.below] = checks.where(frame, total == 0, " + ".join(indicator.below), rule, fix)
    return [problem for listed in found.values() for problem in listed]
