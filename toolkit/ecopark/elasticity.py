"""Elasticity: growth rates, coefficients, fits with intervals, and what the standards say about them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import narwhals as nw
import narwhals.selectors
import numpy as np
from numpy.typing import NDArray

from ecopark import frames, standards, thresholds
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataProblem, Problem, UndefinedResult, UnknownName
from ecopark.frames import AnyFrame, Frame
from ecopark.kinds import annual_growth
from ecopark.panel import CONSTANT, CURRENT, driver_expression
from ecopark.validation import LARGEST, Column, faults, where

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResultsWrapper

__all__ = [
    "COVARIANCES",
    "METHODS",
    "RULES",
    "apply_threshold",
    "coefficient",
    "fit",
    "model",
    "required_growth",
    "year_on_year",
]

Method = Literal["annual-average", "endpoint", "arc", "log"]
METHODS = ("annual-average", "endpoint", "arc", "log")
Covariance = Literal["nonrobust", "HC1", "HC3", "HAC"]
COVARIANCES = ("nonrobust", "HC1", "HC3", "HAC")
# Whether the inequality turns round when the driver falls.
RULES = {"hj274-2009": False, "mirrored": True}

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MIN_DENOMINATOR = 1 / LARGEST  # growth from a smaller number has no meaning
_ROUNDING = 16 * np.finfo(np.float64).eps  # a spread this small beside the mean is rounding, not change
_MIN_LEFT = 1e-10  # a year whose leverage is closer to 1 decides the slope alone
_SHOW_PROGRESS = 10_000  # fits, above which robust errors take long enough for a progress bar


def coefficient(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    start: int | None = None,
    end: int | None = None,
    method: Method = "annual-average",
) -> Any:
    """Compute each zone's elasticity coefficient: growth of a quantity over growth of its driver.

    From the start year (``q0``, ``v0``) to the end year (``q1``, ``v1``), ``n`` years later, growth is

    - ``annual-average``: ``(q1 / q0) ** (1 / n) - 1``, per year;
    - ``endpoint``: ``q1 / q0 - 1``, over all years;
    - ``arc``: ``(q1 - q0) / ((q1 + q0) / 2)``, over all years;
    - ``log``: ``ln(q1 / q0)``, over all years.

    The methods give different coefficients for the same zone, so name the one that was used.

    Parameters
    ----------
    panel : dataframe
        One row per zone and year, of any kind that narwhals knows (pandas, polars, pyarrow, DuckDB,
        Dask, PySpark). A lazy frame stays lazy; only its years are looked at first.
    quantity, driver : str
        Columns for ``q`` and ``v`` [any unit]. ``industrial_added_value`` is measured at constant
        prices for a zone whose start year has them, at current prices for any other.
    by : str
        Column that names the zone.
    start, end : int, optional
        First and last year; by default each zone's own.
    method : {"annual-average", "endpoint", "arc", "log"}
        How growth is measured.

    Returns
    -------
    dataframe
        The same kind as the panel, one row per zone: ``zone``; ``start``, ``end`` [year];
        ``quantity_growth``, ``driver_growth`` [1 = 100 %, per year or over all years, see above];
        ``elasticity`` [1]; ``status``: ``ok``; ``missing``, a number or year is missing; or
        ``undefined``: a number is negative or infinite, the base of a growth rate is zero (with
        ``log`` also its end), the driver does not grow, or start and end are the same year. Growth
        rates are given even if their ratio is undefined. In a lazy frame a zone with more rows than
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
    _check_method(method)
    if start is not None and end is not None and start >= end:
        raise UndefinedResult(f"Growth needs a start before the end, not {start} and {end}.")
    frame = frames.opened(panel)
    rows = _checked_rows(frame, quantity, driver, by)
    if isinstance(rows, nw.DataFrame):
        _refuse_repeated_years(rows, by)
        rows = rows.with_row_index("__row")
    _check_years(rows, start, end)

    # Each column a second time for the start and for the end year, missing in all other years.
    year = nw.col("year")
    rows = rows.with_columns(
        (year.min().over(by) if start is None else nw.lit(start)).cast(nw.Int64).alias("start"),
        (year.max().over(by) if end is None else nw.lit(end)).cast(nw.Int64).alias("end"),
    )
    names = [name for name in ("q", "v", "constant") if name in frames.columns_of(rows)]
    rows = rows.with_columns(
        nw.when(year == nw.col(moment)).then(nw.col(name)).alias(f"{name}{n}")
        for name in names
        for n, moment in enumerate(("start", "end"))
    )

    # One row per zone: the largest of one number and many missing ones is the number.
    aggregates = [nw.col(f"{name}{n}").max() for name in names for n in (0, 1)]
    aggregates += [nw.col("start").min(), nw.col("end").max(), nw.len().alias("__rows")]
    aggregates += [year.min().alias("__first_year"), year.max().alias("__last_year")]
    if isinstance(rows, nw.DataFrame):
        zones: AnyFrame = rows.group_by(by).agg(*aggregates, nw.col("__row").min()).sort("__row")
    else:
        zones = rows.group_by(by).agg(*aggregates)
    zones = zones.with_columns(nw.col(f"{name}{n}").fill_nan(None) for name in names for n in (0, 1))
    if "constant" in names:
        base = nw.col("constant0")
        zones = zones.with_columns(
            driver_expression(nw.col(f"v{n}"), nw.col(f"constant{n}"), base).alias(f"v{n}") for n in (0, 1)
        )
    crowded = nw.col("__rows") > nw.col("__last_year") - nw.col("__first_year") + 1
    return frames.handed_back(
        _growth_rates(zones.with_columns(crowded.alias("__crowded")), by, method), frame
    )


def year_on_year(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    method: Method = "annual-average",
) -> Any:
    """Compute each zone's elasticity coefficient from one year to the next, t - 1 → t.

    Parameters
    ----------
    panel : dataframe
        As for :func:`coefficient`. Of a lazy frame the needed columns are collected.
    quantity, driver, by, method
        As for :func:`coefficient`. A zone whose first year has added value at constant prices is
        measured at constant prices in every year. Over one year ``annual-average`` and
        ``endpoint`` are the same.

    Returns
    -------
    dataframe
        The same kind as the panel, one row per zone and year, in order of zones and years: the
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
    _check_method(method)
    frame = frames.opened(panel)
    rows = _sorted_rows(frame, quantity, driver, by)
    follows = np.diff(rows.year, prepend=rows.year[0]) == 1
    follows[rows.first] = False
    columns = {"start": rows.year - 1, "end": rows.year, "__crowded": np.zeros(len(follows), dtype=bool)}
    for name, values in (("q", rows.quantity), ("v", rows.driver)):
        columns[f"{name}0"] = np.where(follows, np.roll(values, 1), np.nan)
        columns[f"{name}1"] = values
    return frames.handed_back(_growth_rates(_table(rows.key, columns), by, method), frame)


def apply_threshold(
    result: Any,
    rule: Literal["hj274-2009", "mirrored"] = "hj274-2009",
    quantity: str = "energy",
) -> Any:
    """Compare elasticity coefficients with the thresholds of HJ 274-2009, as printed or mirrored.

    HJ 274-2009 asks for a coefficient below its threshold and is blind to signs: in a recession a zone
    that uses more energy passes. The rule ``mirrored`` asks for at most the threshold if the driver grows
    and for at least the threshold if it shrinks. **It is an assumption of this project, made to show what
    the sign does, and no standard**: what HJ 274-2015 asks for could not be read.

    Parameters
    ----------
    result : dataframe
        What :func:`coefficient`, :func:`year_on_year` or :func:`fit` returned. A fit is compared by
        its slope, not by its interval.
    rule : {"hj274-2009", "mirrored"}
        The rule.
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
    >>> [apply_threshold(table, rule)["verdict"].item() for rule in ("hj274-2009", "mirrored")]
    ['pass', 'fail']
    """
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    standard = standards.get("hj274-2009")
    limits = {
        i.numerator_columns[0]: i
        for i in standard.computable
        if i.kind == "elasticity" and i.threshold is not None
    }
    if quantity not in limits:
        raise UnknownName(f"quantity with an elasticity limit in {standard.name}", quantity, limits)
    limit = limits[quantity]
    frame = frames.opened(result, "result")
    for name in ("elasticity", "driver_growth", "status"):
        if name not in frames.columns_of(frame):
            raise UnknownName("column of the result", name, frames.columns_of(frame))

    # A driver that neither grows nor shrinks has no operator in the mirrored rule.
    operator = nw.lit(limit.operator)
    if RULES[rule]:
        growth = nw.col("driver_growth")
        operator = nw.when(growth > 0).then(nw.lit("<=")).otherwise(nw.when(growth < 0).then(nw.lit(">=")))
    frame = frame.with_columns(
        nw.lit(rule).alias("rule"),
        operator.alias("operator"),
        nw.lit(limit.threshold).alias("threshold"),
    )

    value, operator = nw.col("elasticity"), nw.col("operator")
    passes = thresholds.passes(value, operator, nw.col("threshold"))
    verdict = nw.when(passes).then(nw.lit("pass")).otherwise(nw.lit("fail"))
    reason = nw.when(nw.col("status") == "ok").then(nw.lit("undefined")).otherwise(nw.col("status"))
    verdict = nw.when(value.is_null() | operator.is_null()).then(reason).otherwise(verdict)
    verdicts = frame.with_columns(verdict.alias("verdict"), nw.lit(RULES[rule]).alias("assumed"))
    return verdicts.to_native()


def required_growth(elasticity: float, target: float, years: float) -> float:
    """Compute the growth of the driver at which intensity meets a target: 0.6, -17 %, 5 years → 10 % a year.

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
        Growth of the driver [1 = 100 % a year]. It is negative if only a shrinking driver brings
        intensity to the target, as for a cut with an elasticity above 1.

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
    change = math.expm1(math.log1p(target) / years)  # of intensity, per year
    if change == 0:
        return 0.0
    denominator = 1 - elasticity + change
    growth = -change / denominator if abs(denominator) > 1e-12 else math.inf
    if not (-1 < growth < math.inf and 1 + elasticity * growth > 0):
        raise UndefinedResult(
            f"No growth changes intensity by {target:.4g} in {years:g} years at an elasticity of "
            f"{elasticity:g}: a year it would have to change by {change:.4g}, and it changes by less "
            f"than {elasticity - 1:.4g} however fast the driver grows."
        )
    return growth


def fit(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    level: float = 0.95,
    covariance: Covariance = "nonrobust",
    window: int | None = None,
) -> Any:
    """Fit the elasticity of each zone: ``ln q(t) = a + e ln v(t) + u(t)``, ordinary least squares.

    With ``x`` and ``y`` the logarithms less their means, ``e = sum(x y) / sum(x x)``: all zones are
    fitted at once. Robust standard errors are those of statsmodels, one fit after another; more than
    10,000 of them show their progress.

    Parameters
    ----------
    panel : dataframe
        One row per zone and year, of any kind that narwhals knows (pandas, polars, pyarrow, DuckDB,
        Dask, PySpark). Of a lazy frame the needed columns are collected.
    quantity, driver : str
        Columns for ``q`` and ``v`` [any unit, above zero]. ``industrial_added_value`` is measured at
        constant prices for a zone whose first year has them, at current prices for any other.
    by : str
        Column that names the zone.
    level : float
        Level of the interval, between 0 and 1 [1].
    covariance : {"nonrobust", "HC1", "HC3", "HAC"}
        How the standard error is estimated. HAC is Newey and West's, with Bartlett weights,
        ``floor(4 (n / 100) ** (2 / 9))`` lags and no small-sample factor; lags count the years that
        are there.
    window : int, optional
        Length of a rolling window [years]: one fit for each zone and year from the zone's first
        ``window`` years on, over the years ``end - window + 1`` to ``end``.

    Returns
    -------
    dataframe
        The same kind as the panel, one row per zone (in order of first appearance) or window:
        ``zone``; ``start`` and ``end`` [year]; ``n``, the years used, and ``n_left_out``, the rows
        with a missing, zero or negative number, which has no logarithm; ``quantity_growth`` and
        ``driver_growth``, average annual growth from the first to the last year used
        [1 = 100 % a year]; ``elasticity``, ``std_error``, ``ci_low``, ``ci_high`` [1]; ``p_value`` of
        no elasticity and ``r_squared`` [1]; ``status``. Test and interval use the t distribution with
        ``n - 2`` degrees of freedom for every covariance.

        ``status`` is ``ok``; ``missing``, fewer than two usable years; or ``undefined``: the driver
        does not change (no figure at all), or there are two years only, or HC3 meets a year that
        decides the slope alone (elasticity without error and interval). A quantity that does not
        change has elasticity 0 and error 0, and neither p-value nor R².

    Raises
    ------
    DataProblem
        If columns are missing, hold no numbers or are infinite, or a zone has a year twice: all
        faults, listed.
    UnknownName
        If there is no such covariance.
    BadArgument
        If ``level`` is not between 0 and 1 or ``window`` is below 2.

    References
    ----------
    J. G. MacKinnon, H. White (1985): Some heteroskedasticity-consistent covariance matrix
    estimators. Journal of Econometrics 29, 305-325. W. K. Newey, K. D. West (1987): A simple,
    positive semi-definite covariance matrix. Econometrica 55, 703-708.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [10.0, 13.0, 15.0, 19.0], "industrial_added_value": [10.0, 15.0, 20.0, 30.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2006, 2007, 2008], **numbers})
    >>> fit(panel)[["zone", "n", "elasticity", "std_error", "ci_low", "ci_high", "status"]].round(3)
      zone  n  elasticity  std_error  ci_low  ci_high status
    0    A  4       0.579      0.019   0.497     0.66     ok
    """
    from scipy.special import stdtr, stdtrit

    if covariance not in COVARIANCES:
        raise UnknownName("covariance", covariance, COVARIANCES)
    if not 0 < level < 1 or (window is not None and window < 2):
        raise BadArgument(
            f"level must be between 0 and 1 and window at least 2 years, not {level}, {window}."
        )
    frame = frames.opened(panel)
    rows = _sorted_rows(frame, quantity, driver, by)

    # The rows of each fit are those from `first` up to `after`: a zone, or the years of a window.
    first, after = rows.first, np.append(rows.first[1:], len(rows.year))
    q, v, year = rows.quantity, rows.driver, rows.year
    if window is not None:
        first, after = _windows(rows, window)
        position = _positions(first, after)
        q, v, year = q[position], v[position], year[position]
    fits, length = len(first), after - first
    start, end = (rows.year[first], rows.year[after - 1]) if fits else (first, after)
    start = start if window is None else end - window + 1

    # Logarithms of the usable rows; `of` is the number of the fit that each row belongs to.
    of = np.repeat(np.arange(fits), length)
    usable = (q > 0) & (v > 0)
    if not usable.all():
        q, v, year, of = q[usable], v[usable], year[usable], of[usable]
    y, x, n = np.log(q), np.log(v), np.bincount(of, minlength=fits)
    last = np.cumsum(n)

    def total(values: Floats) -> Floats:
        return np.bincount(of, values, minlength=fits).astype(np.float64, copy=False)

    columns: dict[str, Any] = {"start": start, "end": end, "n": n, "n_left_out": length - n}
    with np.errstate(divide="ignore", invalid="ignore"):
        # Average annual growth from the first to the last year used.
        for name, logs in (("quantity_growth", y), ("driver_growth", x)):
            columns[name] = np.full(fits, np.nan)
            begin, finish = last[n > 1] - n[n > 1], last[n > 1] - 1
            columns[name][n > 1] = np.expm1((logs[finish] - logs[begin]) / (year[finish] - year[begin]))

        # Least squares in closed form, on logarithms less their means.
        mean_x, mean_y = total(x) / n, total(y) / n
        x, y = x - mean_x[of], y - mean_y[of]
        xx, yy = total(x * x), total(y * y)
        x_is_constant = ~(xx > n * (_ROUNDING * np.abs(mean_x)) ** 2)
        y_is_constant = ~(yy > n * (_ROUNDING * np.abs(mean_y)) ** 2)
        slope = np.where(x_is_constant, np.nan, np.where(y_is_constant, 0.0, total(x * y) / xx))
        residuals = y - slope[of] * x
        squares = total(residuals * residuals)
        r_squared = np.where(x_is_constant | y_is_constant, np.nan, 1 - squares / yy)

        # Standard error, and what Student's t makes of it: one quantile per number of years.
        error = np.sqrt(squares / (n - 2) / xx)
        if covariance != "nonrobust":
            error = _robust_errors(x, y, last - n, last, ~x_is_constant & ~y_is_constant, covariance)
        error = np.where(x_is_constant | (n < 3), np.nan, np.where(y_is_constant, 0.0, error))
        reach = stdtrit(np.arange(n.max(initial=0) + 1) - 2.0, (1 + level) / 2)[n] * error
        p_value = 2 * stdtr(n - 2.0, -np.abs(slope / error))
    columns |= {"elasticity": slope, "std_error": error, "ci_low": slope - reach, "ci_high": slope + reach}
    columns |= {"p_value": p_value, "r_squared": r_squared}
    columns["status"] = np.select([n < 2, np.isnan(error)], ["missing", "undefined"], "ok")
    return frames.handed_back(_table(rows.key[first], columns), frame)


def model(
    panel: Any,
    zone: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    covariance: Covariance = "nonrobust",
) -> RegressionResultsWrapper:
    """Fit one zone by statsmodels and return its full result: the same model as :func:`fit`.

    Parameters
    ----------
    panel : dataframe
        As for :func:`fit`.
    zone : str
        The zone.
    quantity, driver, by, covariance
        As for :func:`fit`.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        Ordinary least squares of ``ln quantity`` [1] on a constant and ``ln driver`` [1], t
        distribution. Years with a missing, zero or negative number are left out.

    Raises
    ------
    DataProblem
        If columns are missing or hold no numbers: all faults, listed.
    UnknownName
        If the panel has no such zone, or there is no such covariance.
    UndefinedResult
        If fewer than two years are usable.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [10.0, 13.0, 15.0, 19.0], "industrial_added_value": [10.0, 15.0, 20.0, 30.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2006, 2007, 2008], **numbers})
    >>> result = model(panel, "A")
    >>> round(float(result.params["ln industrial_added_value"]), 3), int(result.nobs)
    (0.579, 4)
    """
    import pandas as pd
    from statsmodels.regression.linear_model import OLS

    if covariance not in COVARIANCES:
        raise UnknownName("covariance", covariance, COVARIANCES)
    frame = frames.opened(panel)
    if by in frames.columns_of(frame):
        zone_rows = _collect(frame.filter(nw.col(by) == zone))
        if not len(zone_rows):
            zones = _collect(frame.select(by)).get_column(by).drop_nulls().unique().to_list()
            raise UnknownName(by, zone, sorted(zones, key=str))
        frame = zone_rows
    rows = _sorted_rows(frame, quantity, driver, by)
    usable = (rows.quantity > 0) & (rows.driver > 0)
    if usable.sum() < 2:
        raise UndefinedResult(f"{zone} has {usable.sum()} usable year(s); a line needs two.")
    index = pd.Index(rows.year[usable], name="year")
    y = pd.Series(np.log(rows.quantity[usable]), index=index, name=f"ln {quantity}")
    x = pd.DataFrame({"const": 1.0, f"ln {driver}": np.log(rows.driver[usable])}, index=index)
    return OLS(y, x).fit(cov_type=covariance, use_t=True, **_covariance_options(covariance, len(y)))


def max_lags(n: int) -> int:
    """Compute the lags of the HAC covariance for ``n`` years: ``floor(4 (n / 100) ** (2 / 9))``."""
    return int(4 * (n / 100) ** (2 / 9))


# --- rows ----------------------------------------------------------------------------------------


class _Rows(NamedTuple):
    """The rows of a panel, zone after zone in order of years; ``first`` holds the first row of each zone."""

    key: nw.Series[Any]
    first: Ints
    year: Ints
    quantity: Floats
    driver: Floats


def _collect(frame: AnyFrame) -> Frame:
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def _checked_rows(frame: AnyFrame, quantity: str, driver: str, by: str) -> AnyFrame:
    """Check the needed columns and select them: zone, year, and the numbers ``q``, ``v`` (``constant``).

    Added value brings its column at constant prices with it, if the panel has one. Negative numbers
    pass: they get a status later. Of a lazy frame the first rows are checked.
    """
    columns = frames.columns_of(frame)
    sources = {"q": quantity, "v": driver}
    if driver == CURRENT and CONSTANT in columns:
        sources["constant"] = CONSTANT
    kinds = {by: "text", "year": "year", **dict.fromkeys(sources.values(), "number")}
    known = panels.columns()
    wanted = [
        Column(
            name,
            kind,
            known[name].unit if name in known else "",
            required=True,
            part_of=None,
            minimum=None,
            maximum=None,
            meaning=known[name].meaning if name in known else "needed for the result",
        )
        for name, kind in kinds.items()
    ]
    looked_at = frame.select(*kinds) if set(kinds) <= set(columns) else frame
    problems = faults(_collect(looked_at.head(100)) if isinstance(frame, nw.LazyFrame) else looked_at, wanted)
    if problems:
        raise DataProblem("the panel", problems)
    numbers = [nw.col(source).cast(nw.Float64).alias(name) for name, source in sources.items()]
    return frame.select(by, nw.col("year").cast(nw.Int64), *numbers)


def _sorted_rows(frame: AnyFrame, quantity: str, driver: str, by: str) -> _Rows:
    """Collect the needed columns as arrays, in order of the zones' first appearance and of years."""
    import pandas as pd

    if isinstance(frame, nw.LazyFrame) and {by, "year", quantity, driver} <= set(frames.columns_of(frame)):
        names = dict.fromkeys([by, "year", quantity, driver, CONSTANT])
        frame = _collect(frame.select(*[name for name in names if name in frames.columns_of(frame)]))
    rows = _collect(_checked_rows(frame, quantity, driver, by))
    zone = pd.factorize(rows.get_column(by).to_pandas())[0]
    arrays = {name: rows.get_column(name).to_numpy() for name in rows.columns if name != by}
    key, year = rows.get_column(by), arrays["year"]

    # Sorting is skipped if the rows are in order.
    if not ((np.diff(zone) > 0) | ((np.diff(zone) == 0) & (np.diff(year) > 0))).all():
        _refuse_repeated_years(rows, by)
        order = np.lexsort((year, zone))
        key, zone = key[order], zone[order]
        arrays = {name: values[order] for name, values in arrays.items()}
    first = np.flatnonzero(np.diff(zone, prepend=-1))

    if "constant" in arrays:
        size = np.diff(np.append(first, len(zone)))
        base = np.repeat(arrays["constant"][first], size)
        prices = nw.from_native(
            pd.DataFrame({"v": arrays["v"], "constant": arrays["constant"], "base": base}), eager_only=True
        )
        expression = driver_expression(nw.col("v"), nw.col("constant"), nw.col("base"))
        arrays["v"] = prices.select(expression.alias("v")).get_column("v").to_numpy()
    return _Rows(key, first, arrays["year"], arrays["q"], arrays["v"])


def _refuse_repeated_years(rows: Frame, by: str) -> None:
    """Refuse a panel in which a zone has two rows for one year."""
    repeated = rows.select(by, "year").is_duplicated()
    if repeated.any():
        rule, fix = f"the {by} has more than one row for this year", f"keep one row per {by} and year"
        marked = rows.with_columns(repeated.alias("__repeated"))
        raise DataProblem("the panel", where(marked, nw.col("__repeated"), by, rule, fix))


def _check_years(rows: AnyFrame, start: int | None, end: int | None) -> None:
    """Refuse years that no zone has, and a panel that has one year only."""
    year = nw.col("year")
    low, high = _collect(rows.select(year.min().alias("low"), year.max().alias("high"))).row(0)
    if start is not None or end is not None:
        years = sorted(_collect(rows.select("year").unique()).get_column("year").drop_nulls().to_list())
        for kind, value in (("start year", start), ("end year", end)):
            if value is not None and value not in years:
                raise UnknownName(kind, value, years)
    if low == high:
        rule = f"the panel has one year only, {low}: growth needs two"
        raise DataProblem(
            "the panel", [Problem(rule, "year", year=int(low), value=int(low), fix="add another year")]
        )
    if start == high or end == low:
        raise UndefinedResult(f"Growth needs a start before the end; the panel goes from {low} to {high}.")


def _check_method(method: str) -> None:
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)


def _table(key: nw.Series[Any], columns: dict[str, Any]) -> Frame:
    """Return arrays as a frame of the key's kind, NaN as missing."""
    key = nw.maybe_reset_index(key)
    columns = {name: v.tolist() if v.dtype.kind == "U" else v for name, v in columns.items()}
    frame = nw.from_dict({key.name: key.to_native(), **columns}, backend=key.implementation)
    if frame.implementation.is_pandas_like():
        return frame
    return frame.with_columns(narwhals.selectors.by_dtype(nw.Float64).fill_nan(None))


# --- growth --------------------------------------------------------------------------------------


def _growth_rates(zones: AnyFrame, by: str, method: str) -> AnyFrame:
    """Compute growth rates, elasticity and status from ``q0``, ``q1``, ``v0`` and ``v1`` of each row."""
    numbers = [nw.col(name) for name in ("q0", "q1", "v0", "v1")]
    zones = zones.with_columns(
        _growth("q0", "q1", method).alias("quantity_growth"),
        _growth("v0", "v1", method).alias("driver_growth"),
        nw.any_horizontal(*[number.is_null() for number in numbers], ignore_nulls=False).alias("__missing"),
    )
    denominator = nw.when(nw.col("driver_growth") != 0).then(nw.col("driver_growth"))
    zones = zones.with_columns((nw.col("quantity_growth") / denominator).alias("elasticity"))
    status = nw.when(nw.col("elasticity").is_null()).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    status = nw.when(nw.col("__missing")).then(nw.lit("missing")).otherwise(status)
    status = nw.when(nw.col("__crowded")).then(nw.lit("ambiguous")).otherwise(status)
    growth = ["quantity_growth", "driver_growth", "elasticity"]
    return zones.select(by, "start", "end", *growth, status.alias("status"))


def _growth(first: str, last: str, method: str) -> nw.Expr:
    """Compute growth from one column to another; missing if it is not defined.

    Undefined cases are removed before the arithmetic: engines differ in what they make of a logarithm
    of zero or a division by it.
    """
    q0, q1, years = nw.col(first), nw.col(last), nw.col("end") - nw.col("start")
    denominator = q0 + q1 if method == "arc" else q0
    defined = (q0 >= 0) & (q1 >= 0) & (q0 < LARGEST) & (q1 < LARGEST) & (years > 0)
    defined = defined & (denominator > _MIN_DENOMINATOR)
    if method == "log":
        defined = defined & (q1 > 0)
    q0, q1 = nw.when(defined).then(q0), nw.when(defined).then(q1)
    if method == "endpoint":
        return q1 / q0 - 1
    if method == "arc":
        return (q1 - q0) / ((q1 + q0) / 2)
    if method == "log":
        return (q1 / q0).log()
    return annual_growth(q0, q1, nw.when(defined).then(years.cast(nw.Float64)))


# --- fits ----------------------------------------------------------------------------------------


def _windows(rows: _Rows, window: int) -> tuple[Ints, Ints]:
    """Return the first row and the row after the last of every rolling window."""
    size = np.diff(np.append(rows.first, len(rows.year)))
    first_of_zone = np.repeat(rows.first, size)
    # One rising number per row, with a gap between zones that no window bridges.
    zone = np.repeat(np.arange(len(size)), size)
    position = zone * (int(np.ptp(rows.year)) + window + 1) + rows.year - rows.year.min()
    first = np.searchsorted(position, position - window, side="right")
    complete = rows.year - rows.year[first_of_zone] >= window - 1
    return first[complete], np.flatnonzero(complete) + 1


def _positions(first: Ints, after: Ints) -> Ints:
    """Return the rows from each ``first`` up to its ``after``, one range behind the other."""
    length = after - first
    return np.repeat(first - (np.cumsum(length) - length), length) + np.arange(length.sum())


def _robust_errors(
    x: Floats, y: Floats, first: Ints, after: Ints, proper: NDArray[np.bool_], covariance: Covariance
) -> Floats:
    """Let statsmodels estimate the robust standard error of each slope; ``x`` and ``y`` are centred."""
    from rich.console import Console
    from rich.progress import track
    from statsmodels.regression.linear_model import OLS

    errors = np.full(len(first), np.nan)
    wanted = np.flatnonzero(proper & (after - first > 2))
    steps = track(
        wanted, "Robust errors", console=Console(stderr=True), disable=len(wanted) <= _SHOW_PROGRESS
    )
    for i in steps:
        one = slice(first[i], after[i])
        n = int(after[i] - first[i])
        leverage = 1 / n + x[one] ** 2 / (x[one] @ x[one])
        if covariance == "HC3" and (1 - leverage < _MIN_LEFT).any():
            continue
        result = OLS(y[one], np.column_stack([np.ones(n), x[one]])).fit(
            cov_type=covariance, use_t=True, **_covariance_options(covariance, n)
        )
        # The variance of a line without residuals may be rounded to just below zero.
        errors[i] = math.sqrt(max(result.cov_params()[1, 1], 0.0))
    return errors


def _covariance_options(covariance: str, n: int) -> dict[str, Any]:
    return {"cov_kwds": {"maxlags": max_lags(n)}} if covariance == "HAC" else {}
