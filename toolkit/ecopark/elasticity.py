"""Elasticity: growth rates, coefficients, fits with intervals, and the thresholds of the standards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, get_args

import narwhals as nw
import numpy as np

from ecopark import frames, standards
from ecopark import panel as panels
from ecopark.errors import BadArgument, DataError, UndefinedResult, UnknownNameError, require_known
from ecopark.frames import AnyFrame
from ecopark.i18n import mark, say
from ecopark.panel import CONSTANT, CURRENT, driver_expression
from ecopark.validation import LARGEST

if TYPE_CHECKING:
    import pandas as pd
    from statsmodels.regression.linear_model import RegressionResultsWrapper

__all__ = [
    *("COVARIANCES", "METHODS", "PANEL_MODELS", "RULES", "apply_threshold", "coefficient"),
    *("compare_windows", "fit", "fit_panel_models", "fit_zone", "required_growth", "year_on_year"),
]

Method = Literal["annual-average", "endpoint", "arc", "log"]
METHODS = get_args(Method)
Covariance = Literal["nonrobust", "HC1", "HC3", "HAC"]
COVARIANCES = get_args(Covariance)
PANEL_MODELS = ("pooled", "fixed effects", "fixed effects and years")
# Whether the inequality turns round when the driver falls.
RULES = {"hj274-2009": False, "mirrored": True}

_ROUNDING = 16 * np.finfo(np.float64).eps  # a spread this small beside the mean is rounding, not change
_MIN_LEFT = 1e-10  # a year whose leverage is closer to 1 decides the slope alone


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
        First and last year; by default those of each zone.
    method : {"annual-average", "endpoint", "arc", "log"}
        How growth is measured.

    Returns
    -------
    dataframe
        The same kind as the panel, one row per zone: ``zone``; ``start``, ``end`` [year];
        ``quantity_growth``, ``driver_growth``, ``elasticity`` [1]; ``status``: ``ok``; ``missing``, a
        number or year is missing; ``undefined``, a number is negative or infinite, the base of a growth
        rate is zero (with ``log`` also its end), the driver does not grow, or start and end are the same
        year; ``ambiguous``, a zone of a lazy frame has more rows than years.

    Raises
    ------
    DataError
        If columns are missing, hold no finite numbers, a zone has a year twice, or the panel has one
        year only: all faults, listed.
    UnknownNameError, UndefinedResult
        If there is no such method, no zone has the start or end year, or the start is not before the end.

    References
    ----------
    HJ 274-2009, as given in the package ``hj274_2009``.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [100.0, 112.36], "industrial_added_value": [100.0, 121.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2007], **numbers})
    >>> [coefficient(panel, method=m)["elasticity"].round(3).item() for m in ("annual-average", "endpoint")]
    [0.6, 0.589]
    """
    require_known(mark("method"), method, METHODS)
    frame = frames.from_native(panel)
    rows = _check_and_select(frame, quantity, driver, by)
    if isinstance(rows, nw.DataFrame) and (issues := panels.find_duplicate_years(rows, by)):
        raise DataError("the panel", issues)

    # The years asked for must be in the panel, the first before the last.
    years = frames.collect(rows.select("year").unique()).get_column("year").drop_nulls().to_list()
    panels.first_and_last(years, start, end)

    # Each column a second time for the start and for the end year, missing in all other years.
    in_year = nw.col("year")
    rows = rows.with_columns(
        (in_year.min().over(by) if start is None else nw.lit(start)).cast(nw.Int64).alias("start"),
        (in_year.max().over(by) if end is None else nw.lit(end)).cast(nw.Int64).alias("end"),
    )
    columns = [name for name in ("q", "v", "constant") if name in frames.columns_of(rows)]
    moments = {f"{name}0": (name, "start") for name in columns}
    moments |= {f"{name}1": (name, "end") for name in columns}
    rows = rows.with_columns(
        nw.when(in_year == nw.col(moment)).then(nw.col(name)).alias(alias)
        for alias, (name, moment) in moments.items()
    )

    # One row per zone: the largest of one number and many missing ones is the number.
    aggregates = [nw.col(name).max() for name in moments]
    aggregates += [nw.col("start").min(), nw.col("end").max(), nw.len().alias("__rows")]
    aggregates += [in_year.min().alias("__first_year"), in_year.max().alias("__last_year")]
    if isinstance(rows, nw.DataFrame):
        numbered = rows.with_row_index("__row")
        zones: AnyFrame = numbered.group_by(by).agg(*aggregates, nw.col("__row").min()).sort("__row")
    else:
        zones = rows.group_by(by).agg(*aggregates)
    zones = zones.with_columns(nw.col(name).fill_nan(None) for name in moments)

    # Added value at the prices that the zone's start year decides.
    if "constant" in columns:
        zones = zones.with_columns(
            driver_expression(nw.col(v), nw.col(constant), nw.col("constant0")).alias(v)
            for v, constant in (("v0", "constant0"), ("v1", "constant1"))
        )

    # Repeated years of a lazy frame were not looked for; more rows than years give them away.
    crowded = nw.col("__rows") > nw.col("__last_year") - nw.col("__first_year") + 1
    return frames.to_native_like(_compute_elasticities(zones, by, method, crowded), frame)


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
    panel, quantity, driver, by, method
        As for :func:`coefficient`; prices are those of the zone's first year. A lazy frame is collected.

    Returns
    -------
    dataframe
        As for :func:`coefficient`, one row per zone and year, in order of zones and years. A year
        whose predecessor is not in the panel is ``missing``.

    Raises
    ------
    DataError, UnknownNameError
        As for :func:`coefficient`.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [100.0, 105.0, 105.0], "industrial_added_value": [100.0, 110.0, 121.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2006, 2007], **numbers})
    >>> year_on_year(panel)["elasticity"].round(3).tolist()
    [nan, 0.5, 0.0]
    """
    require_known(mark("method"), method, METHODS)
    frame = frames.from_native(panel)
    names, rows = _collect_sorted_rows(frame, quantity, driver, by)

    # The zone's row of the year before; after a gap it is missing.
    before = rows.groupby("zone").shift()
    before = before.where(before["year"] == rows["year"] - 1)

    # Each year beside its predecessor, in the columns of a start and an end year.
    pairs = {"start": rows["year"] - 1, "end": rows["year"]}
    pairs |= {"q0": before["q"], "q1": rows["q"], "v0": before["v"], "v1": rows["v"]}
    table = frames.table_like({by: names[rows["zone"]].array, **pairs}, frame)
    return _compute_elasticities(table, by, method).to_native()


def apply_threshold(
    result: Any,
    rule: Literal["hj274-2009", "mirrored"] = "hj274-2009",
    quantity: str = "energy",
) -> Any:
    """Compare elasticity coefficients with the thresholds of HJ 274-2009, as printed or mirrored.

    HJ 274-2009 asks for a coefficient below its threshold and is blind to signs: in a recession a zone
    that uses more energy passes. The rule ``mirrored`` asks for at most the threshold if the driver grows
    and for at least the threshold if it shrinks. **It is an assumption of this project to show the effect
    of the sign, and not a standard**: the requirement of HJ 274-2015 could not be read.

    Parameters
    ----------
    result : dataframe
        Result of :func:`coefficient`, :func:`year_on_year` or :func:`fit`; of a fit the slope counts.
    rule : {"hj274-2009", "mirrored"}
        As printed, or mirrored.
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
    UnknownNameError
        If there is no such rule, the rule has no limit for the quantity, or a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> shrinking = {"quantity_growth": [0.02], "driver_growth": [-0.04], "elasticity": [-0.5]}
    >>> table = pd.DataFrame({"zone": ["A"], **shrinking, "status": ["ok"]})
    >>> [apply_threshold(table, rule)["verdict"].item() for rule in ("hj274-2009", "mirrored")]
    ['pass', 'fail']
    """
    require_known(mark("rule"), rule, RULES)

    # The limit that the standard sets to the elasticity of this quantity.
    standard = standards.get("hj274-2009")
    elasticities = [i for i in standard.computable if i.kind == "elasticity" and i.threshold is not None]
    limits = {i.numerator_columns[0]: i for i in elasticities}
    kind = say("quantity with an elasticity limit in {standard}", standard=standard.name)
    require_known(kind, quantity, limits)
    limit = limits[quantity]
    frame = frames.from_native(result, mark("result"))
    for name in ("elasticity", "driver_growth", "status"):
        require_known(mark("column of the result"), name, frames.columns_of(frame))

    # A driver that neither grows nor shrinks has no operator in the mirrored rule.
    operator = nw.lit(limit.operator)
    if RULES[rule]:
        growth = nw.col("driver_growth")
        operator = nw.when(growth > 0).then(nw.lit("<=")).otherwise(nw.when(growth < 0).then(nw.lit(">=")))
    frame = frame.with_columns(
        nw.lit(rule).alias("rule"), operator.alias("operator"), nw.lit(limit.threshold).alias("threshold")
    )

    # The verdict, or why there is none.
    value, operator = nw.col("elasticity"), nw.col("operator")
    passes = standards.passes(value, operator, nw.col("threshold"))
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
        Growth of the driver [1 = 100 % a year], negative for a cut with an elasticity above 1.

    Raises
    ------
    UndefinedResult
        If no growth meets the target: intensity falls by less than ``1 - e`` a year.
    BadArgument
        If the target is not above -1 or the years are not above zero.

    Examples
    --------
    >>> round(required_growth(0.6, -0.17, 5), 4)
    0.1007
    """
    if not target > -1 or not years > 0:
        raise BadArgument(
            "target must be above -1 and years above 0, not {target} and {years}.", target=target, years=years
        )
    change = math.expm1(math.log1p(target) / years)  # r - 1: of intensity, per year
    if change == 0:
        return 0.0

    # g = (1 - r) / (r - e). Near r = e the driver would have to grow without limit.
    denominator = 1 - elasticity + change
    growth = -change / denominator if abs(denominator) > 1e-12 else math.inf

    # Neither the driver, 1 + g, nor the quantity, 1 + e g, can fall to zero within a year.
    if not (-1 < growth < math.inf and 1 + elasticity * growth > 0):
        message = mark(
            "No growth changes intensity by {target:.4g} in {years:g} years at an elasticity of "
            "{elasticity:g}: a year it would have to change by {change:.4g}, and it changes by less "
            "than {limit:.4g} however fast the driver grows."
        )
        values = {"target": target, "years": years, "elasticity": elasticity, "change": change}
        raise UndefinedResult(message, **values, limit=elasticity - 1)
    return growth


def fit(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    level: float = 0.95,
    covariance: Covariance = "nonrobust",
    *,
    check: bool = True,
) -> Any:
    """Fit the elasticity of each zone, one row per zone: ``ln q(t) = a + e ln v(t) + u(t)``.

    By ordinary least squares: with ``x`` and ``y`` the logarithms less their means,
    ``e = sum(x y) / sum(x x)``. Robust standard errors are those of statsmodels.

    Parameters
    ----------
    panel, quantity, driver, by
        As for :func:`year_on_year`; the numbers must be above zero.
    level : float
        Level of the interval, between 0 and 1 [1].
    covariance : {"nonrobust", "HC1", "HC3", "HAC"}
        How the standard error is estimated. HAC is Newey and West's, with Bartlett weights, the
        lags of :func:`max_lags` and no small-sample factor; lags count the years that are there.
    check : bool
        Whether to look for values that break the rules of the panel; switch it off for data that was
        checked before.

    Returns
    -------
    dataframe
        The same kind as the panel, one row per zone, in order of first appearance: ``zone``; ``start`` and
        ``end`` [year]; ``n``, the years used, and ``n_left_out``, the rows with a missing, zero or negative
        number, which has no logarithm; ``quantity_growth`` and ``driver_growth``, average annual growth from
        the first to the last year used [1 = 100 % a year]; ``elasticity``, ``std_error``, ``ci_low``,
        ``ci_high`` [1]; ``p_value`` of no elasticity and ``r_squared`` [1]; ``status``. Test and interval use
        the t distribution with ``n - 2`` degrees of freedom for every covariance. ``status`` is ``ok``;
        ``missing``, fewer than two usable years; or ``undefined``: the driver does not change (no figure at
        all), or there are two years only, or HC3 meets a year that decides the slope alone (elasticity
        without error and interval). A quantity that does not change has elasticity 0 and error 0, and neither
        p-value nor R².

    Raises
    ------
    DataError, UnknownNameError, BadArgument
        As for :func:`coefficient`, but one year is enough; also if there is no such covariance, or
        ``level`` is not between 0 and 1.

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
    import pandas as pd
    from scipy.special import stdtr, stdtrit

    require_known(mark("covariance"), covariance, COVARIANCES)
    panels.require_level(level)
    frame = frames.from_native(panel)
    names, rows = _collect_sorted_rows(frame, quantity, driver, by, check=check)

    # 1. Logarithms of the usable rows, and average annual growth from the first to the last of them.
    years = rows.groupby("zone")["year"].agg(["first", "last", "size"])
    usable = (rows["q"] > 0) & (rows["v"] > 0)
    rows = rows if usable.all() else rows[usable]
    zone, year = rows["zone"].to_numpy(), rows["year"].to_numpy()
    x, y = np.log(rows["v"].to_numpy()), np.log(rows["q"].to_numpy())
    # Rows are in the order of zones and years, so the number of rows up to a zone's end is the place of
    # its last one.
    n = pd.Series(np.bincount(zone, minlength=len(names)))
    last_row = n.cumsum()[n > 1] - 1
    first_row = last_row - n[n > 1] + 1
    span = pd.Series(year[last_row] - year[first_row], last_row.index)
    driver_growth, quantity_growth = (
        np.expm1((logs[last_row] - logs[first_row]) / span).reindex(n.index) for logs in (x, y)
    )

    # 2. Least squares in closed form, on logarithms less their means.
    def sum_by_zone(values: Any) -> pd.Series[float]:
        return pd.Series(np.bincount(zone, values, minlength=len(names)))

    x_mean, y_mean = sum_by_zone(x) / n, sum_by_zone(y) / n
    x -= x_mean.to_numpy()[zone]
    y -= y_mean.to_numpy()[zone]
    xx, yy, xy = sum_by_zone(x * x), sum_by_zone(y * y), sum_by_zone(x * y)
    # Sums of squares that rounding of the means explains are no change. A quantity that stays has the slope
    # zero; with a driver that stays, the slope could be any.
    x_changes = xx > n * (_ROUNDING * x_mean.abs()) ** 2
    y_changes = yy > n * (_ROUNDING * y_mean.abs()) ** 2
    slope = (xy / xx).where(y_changes, 0.0).where(x_changes)
    residual_squares = sum_by_zone((y - x * slope.to_numpy()[zone]) ** 2)  # sum(u u)

    # 3. Standard error, sqrt(sum(u u) / (n - 2) / sum(x x)), and interval and p-value by Student's t.
    degrees = (n - 2.0).where(n > 2)  # of freedom: n years less two coefficients
    error = np.sqrt(residual_squares / degrees / xx)
    if covariance != "nonrobust":
        # Robust ones come from statsmodels, zone by zone.
        has_error = (x_changes & y_changes & (n > 2)).to_numpy()[zone]
        error = pd.Series(np.nan, n.index)
        for number, points in pd.DataFrame({"zone": zone, "x": x, "y": y})[has_error].groupby("zone"):
            # HC3 divides each squared residual by (1 - h)^2: undefined if a leverage h is 1.
            leverage = 1 / len(points) + points["x"] ** 2 / xx[number]
            if covariance == "HC3" and (1 - leverage < _MIN_LEFT).any():
                continue
            design = np.column_stack([np.ones(len(points)), points["x"]])
            variance = _fit_least_squares(points["y"].to_numpy(), design, covariance).cov_params()[1, 1]
            # The variance of a line without residuals may be rounded to just below zero.
            error[number] = math.sqrt(max(variance, 0.0))
    # A quantity that stays lies on its line without error.
    error = error.where(y_changes, 0.0).where(x_changes & (n > 2))
    quantiles = stdtrit(np.arange(n.max() + 1) - 2.0, (1 + level) / 2)  # one for each number of years
    reach = quantiles[n] * error
    result = {
        "start": years["first"],
        "end": years["last"],
        "n": n,
        "n_left_out": years["size"] - n,
        "quantity_growth": quantity_growth,
        "driver_growth": driver_growth,
        "elasticity": slope,
        "std_error": error,
        "ci_low": slope - reach,
        "ci_high": slope + reach,
        "p_value": 2 * stdtr(degrees, -(slope / error).abs()),
        "r_squared": (1 - residual_squares / yy).where(x_changes & y_changes),
        "status": np.select([n < 2, error.isna()], ["missing", "undefined"], "ok"),
    }
    columns = {name: np.asarray(column) for name, column in result.items()}
    return frames.table_like({by: names.array, **columns}, frame).to_native()


def fit_zone(
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
    panel, quantity, driver, by, covariance
        As for :func:`fit`.
    zone : str
        The zone.

    Returns
    -------
    statsmodels.regression.linear_model.RegressionResultsWrapper
        Ordinary least squares of ``ln quantity`` [1] on a constant and ``ln driver`` [1], t
        distribution. Years with a missing, zero or negative number are left out.

    Raises
    ------
    DataError, UnknownNameError, UndefinedResult
        As for :func:`fit`; also if the panel has no such zone, or fewer than two years are usable.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [10.0, 13.0, 15.0, 19.0], "industrial_added_value": [10.0, 15.0, 20.0, 30.0]}
    >>> panel = pd.DataFrame({"zone": "A", "year": [2005, 2006, 2007, 2008], **numbers})
    >>> result = fit_zone(panel, "A")
    >>> round(float(result.params["ln industrial_added_value"]), 3), int(result.nobs)
    (0.579, 4)
    """
    import pandas as pd

    require_known(mark("covariance"), covariance, COVARIANCES)
    frame = frames.from_native(panel)

    # Only the zone's rows are read and checked; a panel without the column is refused with its other faults.
    if by in frames.columns_of(frame):
        zone_rows = frames.collect(frame.filter(nw.col(by) == zone))
        if not len(zone_rows):
            zones = frames.collect(frame.select(by)).get_column(by).drop_nulls().unique().to_list()
            raise UnknownNameError(by, zone, sorted(zones, key=str))
        frame = zone_rows

    # The years that have logarithms, and the line through them.
    rows = _collect_sorted_rows(frame, quantity, driver, by)[1].set_index("year")
    usable = rows[(rows["q"] > 0) & (rows["v"] > 0)]
    if len(usable) < 2:
        no_year = mark("{zone} has no usable year; a line needs two.")
        one_year = mark("{zone} has 1 usable year; a line needs two.")
        raise UndefinedResult(one_year if len(usable) else no_year, zone=zone)
    x = pd.DataFrame({"const": 1.0, f"ln {driver}": np.log(usable["v"])})
    return _fit_least_squares(np.log(usable["q"]).rename(f"ln {quantity}"), x, covariance)


def compare_windows(
    panel: Any,
    first: tuple[int, int],
    second: tuple[int, int],
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    level: float = 0.95,
    covariance: Covariance = "nonrobust",
) -> pd.DataFrame:
    """Estimate how much each zone's elasticity changed from one window of years to another, with an interval.

    Each window is fitted separately, as by :func:`fit`. With the elasticities ``e1``, ``e2``, their standard
    errors ``s1``, ``s2`` and ``n1``, ``n2`` years, the difference is ``e2 - e1``, its standard error
    ``s = sqrt(s1^2 + s2^2)``, and Student's t has Welch's ``s^4 / (s1^4 / (n1 - 2) + s2^4 / (n2 - 2))``
    degrees of freedom. The spread of the two windows may differ. Whether the intervals of two fits overlap
    does not answer the question; whether this one holds zero does.

    Parameters
    ----------
    panel, quantity, driver, by, level, covariance
        As for :func:`fit`; prices are those of the zone's first year in the panel.
    first, second : tuple of int
        First and last year of each window. They share no year, and the first one comes first.

    Returns
    -------
    pandas.DataFrame
        One row per zone: ``zone``; ``elasticity_1``, ``elasticity_2``, ``difference``, ``std_error``,
        ``ci_low``, ``ci_high`` [1]; ``degrees_of_freedom`` and ``p_value`` of no difference [1];
        ``status``: ``ok``, or ``missing`` or ``undefined`` if one of the two fits is.

    Raises
    ------
    DataError, UnknownNameError, BadArgument
        As for :func:`fit`.
    UndefinedResult
        If the windows share a year, or are not in the order of time.

    References
    ----------
    B. L. Welch (1947): The generalization of 'Student's' problem when several different population
    variances are involved. Biometrika 34, 28-35.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.simulate_panel(zones=2, years=12, seed=1)
    >>> changes = compare_windows(panel, (2005, 2010), (2011, 2016))
    >>> changes[["zone", "difference", "ci_low", "ci_high", "status"]].round(2)
                    zone  difference  ci_low  ci_high status
    0  Synthetic zone 01       -0.04   -0.36     0.28     ok
    1  Synthetic zone 02       -0.12   -0.41     0.18     ok
    """
    import pandas as pd
    from scipy.special import stdtr, stdtrit

    if not first[0] <= first[1] < second[0] <= second[1]:
        message = mark("Two windows that share no year are needed, in order, not {first} and {second}.")
        raise UndefinedResult(message, first=first, second=second)
    names, rows = _collect_sorted_rows(frames.from_native(panel), quantity, driver, by)

    # A fit of each zone in each window, at the prices of the zone's first year.
    fits = []
    for begin, end in (first, second):
        inside = rows[rows["year"].between(begin, end)]
        if inside.empty:
            raise UndefinedResult("The panel has no year from {begin} to {end}.", begin=begin, end=end)
        lines = fit(inside, "q", "v", level=level, covariance=covariance).set_index("zone")
        lines = lines.reindex(pd.RangeIndex(len(names)))
        fits.append(lines.fillna({"status": "missing"}))
    early, late = fits

    # Welch's interval of the difference: variances s^2 add up, and Student's t has Satterthwaite's degrees of
    # freedom, (s1^2 + s2^2)^2 / (s1^4 / (n1 - 2) + s2^4 / (n2 - 2)). Without any spread it has no width.
    difference = late["elasticity"] - early["elasticity"]
    variance = early["std_error"] ** 2 + late["std_error"] ** 2
    fourths = early["std_error"] ** 4 / (early["n"] - 2) + late["std_error"] ** 4 / (late["n"] - 2)
    error, degrees = np.sqrt(variance), variance**2 / fourths
    reach = (stdtrit(degrees, (1 + level) / 2) * error).mask(error == 0, 0.0)

    # The reason of the weaker window counts: missing before undefined.
    statuses = early["status"] + late["status"]
    reasons = ["missing", "undefined"]
    return pd.DataFrame(
        {
            by: names.to_numpy(),
            "elasticity_1": early["elasticity"],
            "elasticity_2": late["elasticity"],
            "difference": difference,
            "std_error": error,
            "ci_low": difference - reach,
            "ci_high": difference + reach,
            "degrees_of_freedom": degrees,
            "p_value": 2 * stdtr(degrees, -(difference / error).abs()),
            "status": np.select([statuses.str.contains(reason) for reason in reasons], reasons, "ok"),
        }
    )


def fit_panel_models(
    panel: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    level: float = 0.95,
) -> pd.DataFrame:
    """Fit one elasticity for all zones together, from yearly changes, with errors clustered by zone.

    Three models of the change of zone ``i`` in year ``t``, by ordinary least squares:

    - ``pooled``: ``d ln q(i, t) = a + e d ln v(i, t) + u(i, t)``: all zones share the yearly change ``a``
      that growth does not explain;
    - ``fixed effects``: ``a(i)`` instead, a change for each zone;
    - ``fixed effects and years``: ``a(i) + b(t)``, and whatever meets all zones in the same year.

    Each zone's means are subtracted to remove the effects of zones (within estimator). The standard error
    lets the errors of one zone depend on each other in any way (clusters). Its square is corrected by
    ``G / (G - 1) (N - 1) / (N - K)`` for ``G`` zones, ``N`` changes and ``K`` coefficients besides the
    effects of zones, and Student's t has ``G - 1`` degrees of freedom.

    Parameters
    ----------
    panel, quantity, driver, by, level
        As for :func:`fit`. A change needs numbers above zero in two successive years.

    Returns
    -------
    pandas.DataFrame
        One row per model: ``model``; ``n``, the changes, and ``zones``; ``elasticity``, ``std_error``,
        ``ci_low``, ``ci_high`` and ``p_value`` of no elasticity [1]; ``drift``, the mean yearly change that
        growth does not explain [1/year, of a logarithm]; ``status``: ``ok``; ``missing``, fewer than two
        changes; or ``undefined``: growth does not differ beyond the effects (no figure), or the zones are
        too few for an error and an interval, one in any case.

    Raises
    ------
    DataError, UnknownNameError, BadArgument
        As for :func:`fit`.

    References
    ----------
    A. C. Cameron, D. L. Miller (2015): A practitioner's guide to cluster-robust inference. Journal of Human
    Resources 50, 317-372, doi:10.3368/jhr.50.2.317.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.simulate_panel(zones=40, seed=1, elasticities={"energy": 0.6}, noise=0.01)
    >>> fit_panel_models(panel)[["model", "n", "zones", "elasticity", "std_error", "status"]].round(2)
                         model    n  zones  elasticity  std_error status
    0                   pooled  440     40        0.60       0.01     ok
    1            fixed effects  440     40        0.63       0.03     ok
    2  fixed effects and years  440     40        0.63       0.03     ok
    """
    import pandas as pd
    from statsmodels.regression.linear_model import OLS

    panels.require_level(level)
    rows = _collect_sorted_rows(frames.from_native(panel), quantity, driver, by)[1]
    rows = rows[(rows["q"] > 0) & (rows["v"] > 0)]

    # Yearly growth: differences of logarithms, where the year before is usable, too.
    logs = pd.DataFrame({"y": np.log(rows["q"]), "x": np.log(rows["v"]), "year": rows["year"]})
    changes = logs.groupby(rows["zone"]).diff()
    changes = changes[changes.pop("year") == 1]
    zone, years = rows["zone"][changes.index], pd.get_dummies(rows["year"][changes.index], dtype=float)

    n, zones = len(changes), zone.nunique()
    # The years of a zone are not independent observations, so standard errors are clustered by zone.
    clusters: Any = {"cov_type": "cluster", "cov_kwds": {"groups": zone}} if zones > 1 else {}

    # The effects of zones leave with each zone's means; those of years are separate columns.
    with_years = changes.join(years.iloc[:, 1:])
    within, within_years = (table - table.groupby(zone).transform("mean") for table in (changes, with_years))
    tables = (changes.assign(constant=1.0), within, within_years)

    results = []
    for name, columns in zip(PANEL_MODELS, tables, strict=True):
        regressors = columns.drop(columns="y")

        # A slope needs growth of the driver that the effects do not explain, an interval more than one zone.
        slope = drift = error = low = high = p_value = math.nan
        status = "undefined" if n > 1 else "missing"
        others = regressors.drop(columns="x").to_numpy()
        x_alone = columns["x"] - others @ np.linalg.lstsq(others, columns["x"], rcond=None)[0]
        if n > 1 and (x_alone**2).sum() > n * (_ROUNDING * changes["x"].abs().max()) ** 2:
            line = OLS(columns["y"], regressors).fit(use_t=True, **clusters)
            slope = line.params["x"]
            # Growth of the quantity, on average, while the driver stays.
            drift = changes["y"].mean() - slope * changes["x"].mean()
            if clusters:
                # With hardly more clusters than coefficients, a variance may come out just below zero.
                with np.errstate(invalid="ignore"):
                    error, p_value = line.bse["x"], line.pvalues["x"]
                    low, high = line.conf_int(1 - level).loc["x"]
                status = "ok" if math.isfinite(error) else "undefined"
        results.append((name, n, zones, slope, error, low, high, p_value, drift, status))
    names = [
        "model", "n", "zones", "elasticity", "std_error", "ci_low", "ci_high", "p_value", "drift", "status",
    ]  # fmt: skip
    return pd.DataFrame(results, columns=names)


def max_lags(n: int) -> int:
    """Compute the lags of the HAC covariance for ``n`` years: ``floor(4 (n / 100) ** (2 / 9))``."""
    return int(4 * (n / 100) ** (2 / 9))


def _check_and_select(
    frame: AnyFrame, quantity: str, driver: str, by: str, *, check: bool = True
) -> AnyFrame:
    """Check the columns (of a lazy frame the first rows); select year, ``q``, ``v`` and ``constant``."""
    sources = {"q": quantity, "v": driver}
    if driver == CURRENT and CONSTANT in frames.columns_of(frame):
        sources["constant"] = CONSTANT
    if check or not {by, "year", *sources.values()} <= set(frames.columns_of(frame)):
        panels.require_numbers(frame, by, sources.values())
    numbers = [nw.col(source).cast(nw.Float64).alias(name) for name, source in sources.items()]
    return frame.select(by, nw.col("year").cast(nw.Int64), *numbers)


def _collect_sorted_rows(
    frame: AnyFrame, quantity: str, driver: str, by: str, *, check: bool = True
) -> tuple[pd.Index[Any], pd.DataFrame]:
    """Collect the names of the zones by first appearance, and ``zone`` (its number), ``year``, ``q``, ``v``.

    The rows are sorted by zone and year.
    """
    import pandas as pd

    # Of a lazy frame only the columns of the fit are collected.
    if isinstance(frame, nw.LazyFrame) and {by, "year", quantity, driver} <= set(frames.columns_of(frame)):
        needed = dict.fromkeys([by, "year", quantity, driver, CONSTANT])
        frame = frames.collect(frame.select(*[name for name in needed if name in frames.columns_of(frame)]))
    checked = frames.collect(_check_and_select(frame, quantity, driver, by, check=check))

    # The rows of a zone mostly follow each other: a name is looked up once for each run of them.
    zones = checked.get_column(by)
    starts = np.flatnonzero((zones != zones.shift(1)).fill_null(value=True).to_numpy())
    numbers, names = pd.factorize(zones[starts].to_pandas(), use_na_sentinel=False)
    numbers = np.repeat(numbers, np.diff(starts, append=len(zones)))
    columns = {name: checked.get_column(name).to_numpy() for name in checked.columns if name != by}
    rows = pd.DataFrame({"zone": numbers, **columns}, copy=False)
    # Rows mostly come in order; those that sorting cannot put in order repeat a year.
    if not _is_in_order(rows):
        rows = rows.sort_values(["zone", "year"], ignore_index=True)
        if not _is_in_order(rows):
            raise DataError("the panel", panels.find_duplicate_years(checked, by))
    # Added value at constant prices for each zone whose first year has them.
    if "constant" in rows:
        base = rows["constant"][~rows["zone"].duplicated()].to_numpy()[rows["zone"]]
        added_value = driver_expression(nw.col("v"), nw.col("constant"), nw.col("base"))
        rows = nw.from_native(rows.assign(base=base)).with_columns(v=added_value).to_native()
    return names, rows


def _is_in_order(rows: pd.DataFrame) -> bool:
    """Return whether the zones follow each other and the years of each zone rise."""
    zone, year = rows["zone"].to_numpy(), rows["year"].to_numpy()
    same_zone = zone[1:] == zone[:-1]
    return bool(((zone[1:] > zone[:-1]) | (same_zone & (year[1:] > year[:-1]))).all())


def _compute_elasticities(
    zones: AnyFrame, by: str, method: str, has_repeated_years: nw.Expr | None = None
) -> AnyFrame:
    """Compute growth rates, elasticity and status from ``q0``, ``q1``, ``v0`` and ``v1`` of each row.

    Where ``has_repeated_years`` holds, the status is ``ambiguous``: the zone has more rows than years.
    """
    rates = []
    for name, first, last in (("quantity_growth", "q0", "q1"), ("driver_growth", "v0", "v1")):
        # Undefined cases are removed before the arithmetic: engines differ in the logarithm of zero and
        # in a division by it.
        q0, q1, years = nw.col(first), nw.col(last), nw.col("end") - nw.col("start")
        defined = (q0 >= 0) & (q1 >= 0) & (q0 < LARGEST) & (q1 < LARGEST) & (years > 0)
        defined = defined & ((q0 + q1 if method == "arc" else q0) > standards.MIN_DENOMINATOR)
        if method == "log":
            defined = defined & (q1 > 0)
        q0, q1, years = (nw.when(defined).then(number) for number in (q0, q1, years.cast(nw.Float64)))
        growth = {
            "annual-average": standards.annual_growth(q0, q1, years),
            "endpoint": q1 / q0 - 1,
            "arc": (q1 - q0) / ((q1 + q0) / 2),
            "log": (q1 / q0).log(),
        }
        rates.append(growth[method].alias(name))

    # The coefficient; it is undefined if the driver does not grow.
    missing = [nw.col(name).is_null() for name in ("q0", "q1", "v0", "v1")]
    zones = zones.with_columns(*rates, nw.any_horizontal(*missing, ignore_nulls=False).alias("__missing"))
    denominator = nw.when(nw.col("driver_growth") != 0).then(nw.col("driver_growth"))
    zones = zones.with_columns((nw.col("quantity_growth") / denominator).alias("elasticity"))

    # Its status; a later reason outranks an earlier one.
    status = nw.when(nw.col("elasticity").is_null()).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    status = nw.when(nw.col("__missing")).then(nw.lit("missing")).otherwise(status)
    if has_repeated_years is not None:
        status = nw.when(has_repeated_years).then(nw.lit("ambiguous")).otherwise(status)
    return zones.select(
        by, "start", "end", "quantity_growth", "driver_growth", "elasticity", status.alias("status")
    )


def _fit_least_squares(y: Any, x: Any, covariance: Covariance) -> RegressionResultsWrapper:
    from statsmodels.regression.linear_model import OLS

    options = {"cov_kwds": {"maxlags": max_lags(len(y))}} if covariance == "HAC" else {}
    return OLS(y, x).fit(cov_type=covariance, use_t=True, **options)
