"""Growth rates and elasticity coefficients, and what the standards say about them."""

from __future__ import annotations

import math
from typing import Any, Literal

import narwhals as nw

from ecopark import frames, standards
from ecopark.elasticity import endpoints
from ecopark.elasticity.endpoints import METHODS, Method
from ecopark.errors import BadArgument, UndefinedResult, UnknownName
from ecopark.panel import CURRENT

__all__ = ["RULES", "coefficient", "judge", "required_growth", "year_on_year"]

# Whether the inequality turns round when the driver falls; thresholds come from HJ 274-2009 either way.
RULES = {"hj274-2009": False, "mirrored": True}
_TOLERANCE = 1e-9  # a coefficient this close to its limit, relative to it, counts as equal to it


def coefficient(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    start: int | None = None,
    end: int | None = None,
    method: Method = "annual-average",
) -> Any:
    """Return the elasticity coefficient of each zone: growth of a quantity over growth of its driver.

    From the start year (``q0``, ``v0``) to the end year (``q1``, ``v1``), ``n`` years later, growth is

    - ``annual-average``: ``(q1 / q0) ** (1 / n) - 1``, a year;
    - ``endpoint``: ``q1 / q0 - 1``, over all years;
    - ``arc``: ``(q1 - q0) / ((q1 + q0) / 2)``, over all years;
    - ``log``: ``ln(q1 / q0)``, over all years.

    The methods give different coefficients for the same zone, so name the one that was used.

    Parameters
    ----------
    panel : dataframe
        One row a zone and year, of any kind that narwhals knows (pandas, polars, pyarrow, DuckDB,
        Dask, PySpark). A lazy frame stays lazy; only its years are looked at first.
    quantity, driver : str
        Columns for ``q`` and ``v`` [any unit]. For ``industrial_added_value`` a zone whose start
        year has added value at constant prices is measured at constant prices, any other in
        current prices.
    by : str
        Column that names the zone.
    start, end : int, optional
        First and last year; by default each zone's own.
    method : {"annual-average", "endpoint", "arc", "log"}
        How growth is measured.

    Returns
    -------
    dataframe
        The same kind as the panel, one row a zone: ``zone``; ``start``, ``end`` [year];
        ``quantity_growth``, ``driver_growth`` [1 = 100 %, a year or over all years, see above];
        ``elasticity`` [1]; ``status``: ``ok``; ``missing``, a number or year is not there; or
        ``undefined``: a number is negative or infinite, the base of a growth rate is zero (with
        ``log`` also its end), the driver does not grow, or the years are not two. The growth rates
        stand there also where their ratio is undefined. In a lazy frame a zone with more rows than
        years is ``ambiguous``.

    Raises
    ------
    DataProblem
        If columns are missing, hold no numbers or are infinite, a zone has a year twice, or the
        panel has one year only: all faults, listed.
    UnknownName
        If there is no such method, or no zone has the start or end year.
    UndefinedResult
        If the start is not before the end.

    References
    ----------
    HJ 274-2009, as given in the package ``hj274_2009``.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [100.0, 112.36], "industrial_added_value": [100.0, 121.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2007], **numbers})
    >>> coefficient(panel, "energy").drop(columns=["start", "end"]).round(3)
      zone  quantity_growth  driver_growth  elasticity status
    0    A             0.06            0.1         0.6     ok
    >>> coefficient(panel, "energy", method="endpoint")["elasticity"].round(3).item()
    0.589
    """
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    if start is not None and end is not None and start >= end:
        raise UndefinedResult(f"Growth needs a start before the end, not {start} and {end}.")
    frame = frames.opened(panel)
    found = endpoints.ends(frame, quantity, driver, by, start, end)
    return frames.handed_back(endpoints.measured(found, by, method), frame)


def year_on_year(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    method: Method = "annual-average",
) -> Any:
    """Return the elasticity coefficient of each zone from one year to the next, t - 1 → t.

    Parameters
    ----------
    panel : dataframe
        As for :func:`coefficient`. A lazy frame is asked for the columns that are needed.
    quantity, driver, by, method
        As for :func:`coefficient`. A zone whose first year has added value at constant prices is
        measured at constant prices in every year. Over one year ``annual-average`` and
        ``endpoint`` are the same.

    Returns
    -------
    dataframe
        The same kind as the panel, one row a zone and year, in order of zones and years: the
        columns of :func:`coefficient`, ``start`` being the year before ``end``. A year whose
        predecessor is not in the panel is ``missing``.

    Raises
    ------
    DataProblem, UnknownName
        As :func:`coefficient`.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [100.0, 105.0, 105.0], "industrial_added_value": [100.0, 110.0, 121.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2006, 2007], **numbers})
    >>> year_on_year(panel, "energy")[["start", "end", "elasticity", "status"]].round(3)
       start   end  elasticity   status
    0   2004  2005         NaN  missing
    1   2005  2006         0.5       ok
    2   2006  2007         0.0       ok
    """
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    frame = frames.opened(panel)
    found = endpoints.neighbours(frame, quantity, driver, by)
    return frames.handed_back(endpoints.measured(found, by, method), frame)


def judge(
    result: Any,
    rule: Literal["hj274-2009", "mirrored"] = "hj274-2009",
    quantity: str = "energy",
) -> Any:
    """Judge elasticity coefficients by HJ 274-2009 or by a rule that turns round in a recession.

    HJ 274-2009 asks for a coefficient below its threshold and is blind to signs: in a recession a zone
    that uses more energy passes. The rule ``mirrored`` asks for at most the threshold if the driver
    grows and for at least the threshold if it shrinks. **It is an assumption of this project, made to
    show what the sign does, and no standard**; what HJ 274-2015 asks for could not be read.

    Parameters
    ----------
    result : dataframe
        What :func:`coefficient`, :func:`year_on_year` or :func:`fit` returned. A fit is judged by
        its slope, not by its interval.
    rule : {"hj274-2009", "mirrored"}
        The rule; both use the thresholds of HJ 274-2009.
    quantity : str
        The column that the coefficients are about: it selects the limit.

    Returns
    -------
    dataframe
        The table with ``rule``, ``operator``, ``threshold`` [1], ``verdict`` (``pass``, ``fail``, or
        the status of a row without a coefficient) and ``assumed``, true for a rule of this project. A
        coefficient within 1e-9 of its threshold, relative to it, counts as equal to it.

    Raises
    ------
    UnknownName
        If there is no such rule, the rule has no limit for the quantity, or a column is missing.

    References
    ----------
    HJ 274-2009, as given in the package ``hj274_2009``.

    Examples
    --------
    >>> import pandas as pd
    >>> shrinking = {"quantity_growth": [0.02], "driver_growth": [-0.04], "elasticity": [-0.5]}
    >>> table = pd.DataFrame({"zone": ["A"], **shrinking, "status": ["ok"]})
    >>> [judge(table, rule)["verdict"].item() for rule in ("hj274-2009", "mirrored")]
    ['pass', 'fail']
    """
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    standard = standards.get("hj274-2009")
    limits = {
        i.above[0]: i for i in standard.computable if i.kind == "elasticity" and i.threshold is not None
    }
    if quantity not in limits:
        raise UnknownName(f"quantity with an elasticity limit in {standard.name}", quantity, limits)
    limit = limits[quantity]
    frame = frames.opened(result, "result")
    for name in ("elasticity", "driver_growth", "status"):
        if name not in frames.columns_of(frame):
            raise UnknownName("column of the result", name, frames.columns_of(frame))
    operator = nw.lit(limit.operator)
    if RULES[rule]:
        growth = nw.col("driver_growth")
        operator = nw.when(growth > 0).then(nw.lit("<=")).otherwise(nw.when(growth < 0).then(nw.lit(">=")))
    judged = frame.with_columns(
        nw.lit(rule).alias("rule"),
        operator.alias("operator"),
        nw.lit(limit.threshold).alias("threshold"),
    ).with_columns(_verdict().alias("verdict"), nw.lit(RULES[rule]).alias("assumed"))
    return judged.to_native()


def _verdict() -> nw.Expr:
    """Return pass or fail by the columns operator and threshold, or why there is neither."""
    value, limit, operator = nw.col("elasticity"), nw.col("threshold"), nw.col("operator")
    equal = (value - limit).abs() <= _TOLERANCE * limit.abs()
    below = (operator == "<") & (value < limit) & ~equal
    at_most = (operator == "<=") & ((value < limit) | equal)
    at_least = (operator == ">=") & ((value > limit) | equal)
    verdict = nw.when(below | at_most | at_least).then(nw.lit("pass")).otherwise(nw.lit("fail"))
    unsigned = nw.when(nw.col("status") == "ok").then(nw.lit("undefined")).otherwise(nw.col("status"))
    nothing = value.is_null() | operator.is_null()
    return nw.when(nothing).then(unsigned).otherwise(verdict)


def required_growth(elasticity: float, target: float, years: float) -> float:
    """Return the growth of the driver at which intensity meets a target: 0.6, -17 %, 5 years → 10 % a year.

    The quantity grows by ``e g`` a year when the driver grows by ``g``, so intensity, quantity over
    driver, changes by ``((1 + e g) / (1 + g)) ** years - 1``. With ``r = (1 + target) ** (1 / years)``
    it meets the target at ``g = (1 - r) / (r - e)``.

    Parameters
    ----------
    elasticity : float
        Elasticity coefficient ``e`` of annual growth rates [1].
    target : float
        Change of intensity over all years [1]: -0.17 is a cut by 17 %. Above -1.
    years : float
        Number of years [year], above zero.

    Returns
    -------
    float
        Growth of the driver [1 = 100 % a year]. It is negative where only a shrinking driver
        brings intensity to the target, as for a cut with an elasticity above 1.

    Raises
    ------
    UndefinedResult
        If no growth meets the target: intensity falls by less than ``1 - e`` a year, however fast
        the driver grows.
    BadArgument
        If the target is not above -1 or the years are not above zero.

    Examples
    --------
    >>> round(required_growth(0.6, -0.17, 5), 4)
    0.1007
    """
    if not target > -1 or not years > 0:
        raise BadArgument(f"target must be above -1 and years above 0, not {target} and {years}.")
    change = math.expm1(math.log1p(target) / years)  # of intensity, a year
    if change == 0:
        return 0.0
    apart = 1 - elasticity + change
    growth = -change / apart if abs(apart) > 1e-12 else math.inf
    if not (-1 < growth < math.inf and 1 + elasticity * growth > 0):
        raise UndefinedResult(
            f"No growth changes intensity by {target:.4g} in {years:g} years at an elasticity of "
            f"{elasticity:g}: a year it would have to change by {change:.4g}, and it changes by less "
            f"than {elasticity - 1:.4g} however fast the driver grows."
        )
    return growth
