"""Tapio's eight states: how the growth of a quantity relates to the growth of its driver."""

from __future__ import annotations

from functools import cache, reduce
from operator import add
from typing import Any

import narwhals as nw

from ecopark import datasets, frames
from ecopark.errors import require_known
from ecopark.i18n import mark, say
from ecopark.standards import TOLERANCE

__all__ = ["classify", "state", "states"]

# The eight names as figures say them.
_SPOKEN = (
    *(mark("strong decoupling"), mark("weak decoupling"), mark("recessive decoupling")),
    *(mark("expansive coupling"), mark("recessive coupling"), mark("expansive negative decoupling")),
    *(mark("strong negative decoupling"), mark("weak negative decoupling")),
)


def state(quantity_growth: Any, driver_growth: Any) -> Any:
    """Name the decoupling state of a pair of growth rates, or of many.

    The elasticity is ``e = quantity_growth / driver_growth``. With the driver growing, ``e < 0`` is
    strong decoupling, ``0 <= e < 0.8`` weak decoupling, ``0.8 <= e <= 1.2`` expansive coupling and
    ``e > 1.2`` expansive negative decoupling. With the driver shrinking the same bands are strong
    negative decoupling, weak negative decoupling, recessive coupling and recessive decoupling. The
    cut-offs and the sides to which they belong are those of the package ``tapio``.

    Parameters
    ----------
    quantity_growth, driver_growth : float, array or series
        Growth rates over the same years [1 = 100 %], by the same method.

    Returns
    -------
    str, numpy.ndarray or series
        The state, such as ``weak_decoupling``; ``undefined`` if the driver does not grow or a
        rate is infinite; ``missing`` if a rate is missing. A series comes back as the kind of
        the first argument that is one.

    References
    ----------
    P. Tapio (2005): Towards a theory of decoupling. Transport Policy 12, 137-151.

    Examples
    --------
    >>> state(-0.05, 0.10), state(0.02, -0.04)
    ('strong_decoupling', 'strong_negative_decoupling')
    >>> state(0.08, 0.10), state(0.0, 0.10), state(0.02, 0.0)
    ('expansive_coupling', 'weak_decoupling', 'undefined')
    """
    import numpy as np

    # Numbers, lists and series as arrays; a missing number is NaN.
    rates = [nw.from_native(g, series_only=True, pass_through=True) for g in (quantity_growth, driver_growth)]
    series = [rate for rate in rates if isinstance(rate, nw.Series)]
    arrays = [rate.cast(nw.Float64).to_numpy() if isinstance(rate, nw.Series) else rate for rate in rates]
    q, v = np.broadcast_arrays(*(np.asarray(array, dtype=np.float64) for array in arrays))

    # The number of cut-offs that an elasticity reaches is the place of its state among the four for the sign
    # of the driver's growth.
    missing = np.isnan(q) | np.isnan(v)
    usable = np.isfinite(q) & np.isfinite(v) & (v != 0)
    elasticity = np.divide(q, v, out=np.zeros(q.shape), where=usable)
    place = reduce(add, (reached.astype(int) for reached in _reach_cutoffs(elasticity)))
    growing, shrinking = (np.array(_states_by_elasticity(sign))[place] for sign in (1, -1))
    result = np.select([missing, ~usable, v > 0], ["missing", "undefined", growing], shrinking).astype(object)

    # The states in the form of the input: a series with its index, an array, or one word.
    if not series:
        return result if result.ndim else result.item()
    column = nw.new_series("state", result.tolist(), nw.String, backend=series[0].implementation).to_native()
    pandas_like = series[0].implementation.is_pandas_like()
    return column.set_axis(series[0].to_native().index) if pandas_like else column


def classify(result: Any) -> Any:
    """Name the decoupling state of each row of coefficients or fits.

    A coefficient is a point, so it has one state. A fit has an interval: if it spans a cut-off,
    more than one state is possible. The sign of the driver's growth is taken as it is.

    Parameters
    ----------
    result : dataframe
        Result of :mod:`ecopark.elasticity`, of any kind; a lazy frame stays lazy.

    Returns
    -------
    dataframe
        The table with ``state``, a state or ``ambiguous``, ``missing`` or ``undefined`` (the driver
        does not grow, or a fit has no interval), and ``candidates``, the possible states from the
        lowest to the highest elasticity, joined by ``"; "``, or missing if there is none.

    Raises
    ------
    UnknownNameError
        If the table has no column ``elasticity``, ``driver_growth`` or ``status``.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"elasticity": [0.6, 0.7], "ci_low": [0.5, 0.5], "ci_high": [0.7, 0.9]}
    >>> fits = pd.DataFrame({"driver_growth": [0.1, 0.1], **numbers, "status": "ok"})
    >>> classify(fits)[["state", "candidates"]]
                 state                           candidates
    0  weak_decoupling                      weak_decoupling
    1        ambiguous  weak_decoupling; expansive_coupling
    """
    frame = frames.from_native(result, mark("result"))
    columns = frames.columns_of(frame)
    for name in ("elasticity", "driver_growth", "status"):
        require_known(mark("column of the result"), name, columns)
    ends = ("ci_low", "ci_high") if {"ci_low", "ci_high"} <= set(columns) else ("elasticity", "elasticity")
    low, high = map(nw.col, ends)
    growth = nw.col("driver_growth")
    other_columns = [column for column in columns if column not in ("state", "candidates")]

    # The number of cut-offs that an end reaches is the place of its state. A state is possible if the high
    # end of the interval reaches it and the low end does not pass it.
    places = [reduce(add, (reached.cast(nw.Int64) for reached in _reach_cutoffs(end))) for end in (low, high)]
    defined = ~low.is_null() & ~high.is_null() & (growth.abs() < float("inf")) & (growth != 0)
    frame = frame.with_columns(
        defined.alias("__defined"), places[0].alias("__low"), places[1].alias("__high")
    )
    pairs = list(zip(_states_by_elasticity(1), _states_by_elasticity(-1), strict=True))
    frame = frame.with_columns(
        nw.when(nw.col("__defined") & (nw.col("__low") <= n) & (nw.col("__high") >= n))
        .then(nw.when(growth > 0).then(nw.lit(growing)).otherwise(nw.lit(shrinking)))
        .alias(f"__state{n}")
        for n, (growing, shrinking) in enumerate(pairs)
    )
    joined = nw.concat_str([f"__state{n}" for n in range(len(pairs))], separator="; ", ignore_nulls=True)
    frame = frame.with_columns(nw.when(nw.col("__defined")).then(joined).alias("candidates"))

    # One candidate is the state, several make it ambiguous; without any, the status says why.
    reason = nw.when(nw.col("status") == "ok").then(nw.lit("undefined")).otherwise(nw.col("status"))
    several = nw.col("candidates").str.contains("; ", literal=True)
    state = nw.when(several).then(nw.lit("ambiguous")).otherwise(nw.col("candidates"))
    state = nw.when(nw.col("candidates").is_null()).then(reason).otherwise(state)
    return frame.select(*other_columns, state.alias("state"), "candidates").to_native()


@cache
def states() -> tuple[str, ...]:
    """List the names of the eight states, in the order of the package ``tapio``.

    Examples
    --------
    >>> len(states()), states()[0]
    (8, 'strong_decoupling')
    """
    return tuple(row["state"] for row in datasets.rows("tapio", "states"))


def state_in_words(state: str) -> str:
    """Return the name of a state as a figure has it, such as ``weak decoupling``."""
    return say(state.replace("_", " "))


@cache
def _cutoffs() -> tuple[float, float, float]:
    """Return the elasticities between the four states: zero and both edges of coupling."""
    zero, lower, upper = sorted(float(row["elasticity"]) for row in datasets.rows("tapio", "cutoffs"))
    return zero, lower, upper


def _reach_cutoffs(elasticity: Any) -> list[Any]:
    """Compare elasticities, an array or an expression, with each cut-off.

    Zero belongs to the weak states and both edges to coupling: package ``tapio``, table ``conventions``.
    """
    zero, lower, upper = _cutoffs()
    lower, upper = lower * (1 - TOLERANCE), upper * (1 + TOLERANCE)
    return [elasticity >= zero, elasticity >= lower, elasticity > upper]


@cache
def _states_by_elasticity(driver_growth_sign: int) -> tuple[str, ...]:
    """Return the four states of a growing or a shrinking driver, from the lowest elasticity."""
    rows = (r for r in datasets.rows("tapio", "states") if r["driver_growth_sign"] == driver_growth_sign)
    lowest = float("-inf")
    by_elasticity = sorted(rows, key=lambda r: lowest if r["elasticity_low"] is None else r["elasticity_low"])
    return tuple(row["state"] for row in by_elasticity)
