"""Log-log least squares for every zone at once, in closed form."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import numpy as np

from ecopark import frames
from ecopark.elasticity import zones
from ecopark.elasticity.zones import Bools, Floats, Ints
from ecopark.errors import BadArgument, UndefinedResult, UnknownName
from ecopark.panel import CURRENT

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResultsWrapper

__all__ = ["COVARIANCES", "Covariance", "fit", "max_lags", "model"]

Covariance = Literal["nonrobust", "HC1", "HC3", "HAC"]
COVARIANCES = ("nonrobust", "HC1", "HC3", "HAC")

_FIGURES = (
    "quantity_growth",
    "driver_growth",
    "elasticity",
    "std_error",
    "ci_low",
    "ci_high",
    "p_value",
    "r_squared",
)
_BLOCK = 1 << 16  # numbers a block holds: its arrays stay in the cache
_TERMS, _SMALL = 14, 0.08  # of the series of a p-value, and below which it is exact: 0.08 ** 15 < 1e-16
_ROUNDING = 16 * np.finfo(np.float64).eps  # a spread this small beside the mean is rounding, not change


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

    With ``x`` and ``y`` the logarithms less their means, ``e = sum(x y) / sum(x x)``. All zones are
    fitted at once, without a loop over zones. The numbers equal those of statsmodels.

    Parameters
    ----------
    panel : dataframe
        One row a zone and year, of any kind that narwhals knows (pandas, polars, pyarrow, DuckDB,
        Dask, PySpark). A lazy frame is asked for the columns that are needed, no more.
    quantity, driver : str
        Columns for ``q`` and ``v`` [any unit, above zero]. For ``industrial_added_value`` a zone
        whose first year has added value at constant prices is fitted at constant prices.
    by : str
        Column that names the zone.
    level : float
        Level of the interval, between 0 and 1 [1].
    covariance : {"nonrobust", "HC1", "HC3", "HAC"}
        How the standard error is estimated. HAC is Newey and West's, with Bartlett weights, the
        lags of :func:`max_lags` and no small-sample factor; lags count the years that are there.
    window : int, optional
        Length of a rolling window [years]: one fit for each zone and year from the zone's first
        ``window`` years on, over the years ``end - window + 1`` to ``end``.

    Returns
    -------
    dataframe
        The same kind as the panel, one row a zone (in order of first appearance) or a window:
        ``zone``; ``start`` and ``end`` [year]; ``n``, the years used, and ``n_left_out``, the rows
        that have a missing, zero or negative number, which has no logarithm;
        ``quantity_growth`` and ``driver_growth``, average annual growth from the first to the last
        year used [1 = 100 % a year]; ``elasticity``, ``std_error``, ``ci_low``, ``ci_high`` [1];
        ``p_value`` of no elasticity and ``r_squared`` [1]; ``status``. Test and interval use the t
        distribution with ``n - 2`` degrees of freedom for every covariance.

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
    if covariance not in COVARIANCES:
        raise UnknownName("covariance", covariance, COVARIANCES)
    if not 0 < level < 1 or (window is not None and window < 2):
        raise BadArgument(
            f"level must be between 0 and 1 and window at least 2 years, not {level}, {window}."
        )
    frame = frames.opened(panel)
    rows = zones.in_order(frame, quantity, driver, by)
    first, after, zone = _spans(rows, window)
    figures, n = _solved(rows, first, after, level, covariance)
    keys = rows.keys if window is None else rows.keys[zone]
    start, end = rows.year[first], rows.year[after - 1]
    counts = {"n": n, "n_left_out": after - first - n}
    if window is not None:
        start = end - window + 1
    found = zones.table(keys, {"start": start, "end": end, **counts, **figures})
    plain = bool((n > 2).all() and not np.isnan(figures["std_error"]).any())
    status = nw.lit("ok") if plain else _status()
    return frames.handed_back(found.with_columns(status.alias("status")), frame)


def model(
    panel: Any,
    zone: Any,
    quantity: str = "energy",
    driver: str = CURRENT,
    by: str = "zone",
    covariance: Covariance = "nonrobust",
) -> RegressionResultsWrapper:
    """Return the full statsmodels result of one zone's fit, the same model as :func:`fit`.

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
    own = frame.filter(nw.col(by) == zone) if by in frames.columns_of(frame) else frame
    collected = zones.collected(own)
    if len(collected) == 0:
        known = zones.collected(frame, [by])
        keys = known.get_column(by).drop_nulls().unique().to_list() if by in known.columns else []
        raise UnknownName(by, zone, sorted(keys, key=str))
    rows = zones.in_order(collected, quantity, driver, by)
    usable = (rows.quantity > 0) & (rows.driver > 0)
    if usable.sum() < 2:
        raise UndefinedResult(f"{zone} has {usable.sum()} usable year(s); a line needs two.")
    index = pd.Index(rows.year[usable], name="year")
    y = pd.Series(np.log(rows.quantity[usable]), index=index, name=f"ln {quantity}")
    x = pd.DataFrame({"const": 1.0, f"ln {driver}": np.log(rows.driver[usable])}, index=index)
    options = {"cov_kwds": {"maxlags": max_lags(len(y))}} if covariance == "HAC" else {}
    return OLS(y, x).fit(cov_type=covariance, use_t=True, **options)


def max_lags(n: int) -> int:
    """Return the lags of the HAC covariance for ``n`` years: ``floor(4 (n / 100) ** (2 / 9))``.

    Examples
    --------
    >>> max_lags(10), max_lags(100)
    (2, 4)
    """
    return int(4 * (n / 100) ** (2 / 9))


def _spans(rows: zones.Zones, window: int | None) -> tuple[Ints, Ints, Ints]:
    """Return first row, row after the last and zone of every fit."""
    first, after = rows.edges[:-1], rows.edges[1:]
    if window is None:
        return first, after, np.arange(len(first))
    zone = np.repeat(np.arange(len(first)), rows.sizes)
    step = int(np.ptp(rows.year)) + window + 1
    place = zone * step + rows.year - int(rows.year.min())
    begin = np.maximum(np.searchsorted(place, place - window, side="right"), first[zone])
    whole = np.flatnonzero(rows.year - rows.year[first[zone]] >= window - 1)
    return begin[whole], whole + 1, zone[whole]


def _solved(
    rows: zones.Zones, first: Ints, after: Ints, level: float, covariance: Covariance
) -> tuple[dict[str, Floats], Ints]:
    """Return the figures of every fit, and the years it used."""
    q, v, year, n = rows.quantity, rows.driver, rows.year, after - first
    if not (len(q) and q.min() > 0 and v.min() > 0):  # a missing number makes its minimum NaN
        usable = (q > 0) & (v > 0)
        before = np.concatenate([[0], np.cumsum(usable)])
        first, n = before[first], before[after] - before[first]
        q, v, year = q[usable], v[usable], year[usable]
    # Every fit of three years fills all its figures; what fits of fewer leave out must be missing.
    few = bool((n < 3).any())
    out = {name: np.full(len(n), np.nan) if few else np.empty(len(n)) for name in _FIGURES}
    work = partial(_block, q, v, year, first, level, covariance, out)
    blocks = list(_blocks(n))
    # numpy lets other threads run while it computes.
    with ThreadPoolExecutor(min(len(blocks), os.cpu_count() or 1) or 1) as pool:
        for _ in pool.map(work, *zip(*blocks, strict=True)) if blocks else ():
            pass
    return out, n


def _blocks(n: Ints) -> Iterator[tuple[int, Ints | slice]]:
    """Yield fits with equally many years, as many at a time as fit into a block."""
    for years in np.flatnonzero(np.bincount(n)):
        members = np.flatnonzero(n == years)
        size = max(1, _BLOCK // int(years or 1))
        if years >= 2:
            for at in range(0, len(members), size):
                part = members[at : at + size]
                solid = part[-1] - part[0] == len(part) - 1
                yield int(years), slice(int(part[0]), int(part[-1]) + 1) if solid else part


def _block(
    q: Floats,
    v: Floats,
    year: Ints,
    first: Ints,
    level: float,
    covariance: Covariance,
    out: dict[str, Floats],
    n: int,
    which: Ints | slice,
) -> None:
    """Fit some zones that have ``n`` years each: one column a zone, one row a year."""
    begin = first[which]
    if begin[-1] - begin[0] == n * (len(begin) - 1) and (np.diff(begin) == n).all():
        cut = slice(begin[0], begin[-1] + n)
        # A logarithm is twice as fast on numbers that lie side by side. These are always copies.
        y, x = (np.array(a[cut].reshape(-1, n).T, order="C") for a in (q, v))
    else:
        at = begin + np.arange(n)[:, None]
        y, x = q[at], v[at]
    np.log(y, out=y)
    np.log(x, out=x)
    span = (year[begin + n - 1] - year[begin]).astype(np.float64)
    out["quantity_growth"][which] = np.expm1((y[-1] - y[0]) / span)
    out["driver_growth"][which] = np.expm1((x[-1] - x[0]) / span)
    for name, figure in _least_squares(x, y, level, covariance).items():
        out[name][which] = figure


def _least_squares(x: Floats, y: Floats, level: float, covariance: Covariance) -> dict[str, Floats]:
    """Return slope, error, interval, p-value and R² of each column; ``x`` and ``y`` are used up."""
    from scipy.special import stdtrit

    n = len(x)
    (sxx, still), (syy, flat) = _centred(x), _centred(y)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(still, np.nan, np.where(flat, 0.0, np.einsum("ij,ij->j", x, y) / sxx))
        y -= slope * x  # residuals from here on
        rest = np.einsum("ij,ij->j", y, y)
        r_squared = np.where(flat | still, np.nan, 1 - rest / syy)
        if n < 3:
            return {"elasticity": slope, "r_squared": r_squared}
        error = np.sqrt(_variance(x, y, sxx, rest, covariance))
        error = np.where(still, np.nan, np.where(flat, 0.0, error))
        p_value = _both_tails(slope / error, n - 2)
    reach = stdtrit(n - 2, (1 + level) / 2) * error
    return {
        "elasticity": slope,
        "std_error": error,
        "ci_low": slope - reach,
        "ci_high": slope + reach,
        "p_value": p_value,
        "r_squared": r_squared,
    }


def _both_tails(t: Floats, freedom: int) -> Floats:
    """Return the probability of a value at least as far from zero as ``t``, by Student's t distribution.

    With ``x = f / (f + t ** 2)`` and ``a = f / 2`` it is the incomplete beta function ``I_x(a, 1/2)``:
    ``x ** a * sqrt(1 - x) / (a B(a, 1/2))`` times a series of positive terms, each less than ``x``
    times the one before. Where ``x`` is small, as in most fits, fourteen terms say all that a number
    holds, in a fifth of the time of the general function.
    """
    from scipy.special import beta, stdtr

    a = freedom / 2
    x = freedom / (freedom + t * t)
    total = np.ones_like(x)
    for k in range(_TERMS, 0, -1):
        total *= x * ((a + k - 0.5) / (a + k))
        total += 1.0
    tails: Floats = x**a * np.sqrt(1 - x) / (a * beta(a, 0.5)) * total
    rest = np.flatnonzero(~(x < _SMALL))
    tails[rest] = 2 * stdtr(freedom, -np.abs(t[rest]))
    return tails


def _centred(a: Floats) -> tuple[Floats, Bools]:
    """Take the mean from each column; return the sum of squares, and where nothing changes."""
    mean = a.mean(axis=0)
    a -= mean
    squares = np.einsum("ij,ij->j", a, a)
    return squares, squares <= len(a) * (_ROUNDING * np.abs(mean)) ** 2


def _variance(x: Floats, e: Floats, sxx: Floats, rest: Floats, covariance: Covariance) -> Floats:
    """Return the variance of the slopes; ``x`` is centred, ``e`` are the residuals."""
    n = len(x)
    if covariance == "nonrobust":
        return rest / (n - 2) / sxx
    score = x * e
    if covariance == "HC3":
        left = 1 - 1 / n - x * x / sxx  # one less the leverage of each year
        alone = (left < 1e-10).any(axis=0)
        score /= np.where(alone, np.nan, left)
    meat = np.einsum("ij,ij->j", score, score)
    if covariance == "HC1":
        meat *= n / (n - 2)
    if covariance == "HAC":
        lags = max_lags(n)
        for lag in range(1, min(lags, n - 1) + 1):
            weight = 2 * (1 - lag / (lags + 1))
            meat += weight * np.einsum("ij,ij->j", score[lag:], score[:-lag])
        meat = np.maximum(meat, 0.0)
    variance: Floats = meat / sxx**2
    return variance


def _status() -> nw.Expr:
    undefined = nw.col("std_error").is_null()
    known = nw.when(undefined).then(nw.lit("undefined")).otherwise(nw.lit("ok"))
    return nw.when(nw.col("n") < 2).then(nw.lit("missing")).otherwise(known)
