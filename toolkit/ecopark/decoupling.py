"""Tapio's eight states: how the growth of a quantity goes with the growth of its driver."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import narwhals as nw

from ecopark import frames, packages
from ecopark.errors import BadArgument, UnknownName

__all__ = ["classify", "state", "states"]

_SLACK = 1e-9  # an elasticity this close to a cut-off, relative to it, counts as equal to it
_BANDS = 4  # of the elasticity, from the lowest: negative, weak, coupling, above it
_CODE = "__code"


def state(quantity_growth: Any, driver_growth: Any, tolerance: float | None = None) -> Any:
    """Return the decoupling state of a pair of growth rates, or of many.

    The elasticity is ``e = quantity_growth / driver_growth``. With the driver growing, ``e < 0`` is
    strong decoupling, ``0 <= e < 0.8`` weak decoupling, ``0.8 <= e <= 1.2`` expansive coupling and
    ``e > 1.2`` expansive negative decoupling. With the driver shrinking the same bands are strong
    negative decoupling, weak negative decoupling, recessive coupling and recessive decoupling. The
    cut-offs and the sides to which they belong are those of the package ``tapio``.

    Parameters
    ----------
    quantity_growth, driver_growth : float, array or series
        Growth rates over the same years [1 = 100 %], by the same method.
    tolerance : float, optional
        Half the width of the coupling band around an elasticity of 1 [1], between 0 and 1; by
        default 0.2. Both edges belong to coupling.

    Returns
    -------
    str, numpy.ndarray or series
        The state, such as ``weak_decoupling``; ``undefined`` where the driver does not grow or a
        rate is infinite; ``missing`` where a rate is not there. A series comes back as the kind of
        the first argument that is one.

    Raises
    ------
    BadArgument
        If the tolerance is not between 0 and 1, or the two have different lengths.

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

    cuts = _cuts(tolerance)
    q, v = np.broadcast_arrays(_numbers(quantity_growth), _numbers(driver_growth))
    usable = np.isfinite(q) & np.isfinite(v) & (v != 0)
    e = np.divide(q, v, out=np.zeros(q.shape), where=usable)
    band = _band(e, cuts, lambda passed: passed.astype(np.int64))
    codes = np.where(usable, _code(np.where(v > 0, 1, 2), band, band), 0)
    codes = np.where(np.isnan(q) | np.isnan(v), -1, codes)
    words = np.array([*_words("undefined"), "missing"], dtype=object)  # the last one has number -1
    return _like(np.asarray(words[codes], dtype=object), quantity_growth, driver_growth)


def classify(result: Any, tolerance: float | None = None) -> Any:
    """Return the decoupling state of each row of coefficients or fits.

    A coefficient is a point, so it has one state. A fit has an interval: where it spans a cut-off
    more than one state is possible and the state is ``ambiguous``. The sign of the driver's growth
    is taken as it is.

    Parameters
    ----------
    result : dataframe
        What ``ep.elasticity.coefficient``, ``year_on_year`` or ``fit`` returned, of any kind; a lazy
        frame stays lazy.
    tolerance : float, optional
        As for :func:`state`.

    Returns
    -------
    dataframe
        The table with ``state``, a state or ``ambiguous``, ``missing`` or ``undefined`` (the driver
        does not grow, or a fit has no interval), and ``candidates``, the possible states from the
        lowest to the highest elasticity, joined by ``"; "``, missing where there is none.

    Raises
    ------
    UnknownName
        If the table has no column ``elasticity``, ``driver_growth`` or ``status``.
    BadArgument
        If the tolerance is not between 0 and 1.

    References
    ----------
    P. Tapio (2005): Towards a theory of decoupling. Transport Policy 12, 137-151.

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
    cuts = _cuts(tolerance)
    frame = frames.opened(result, "result")
    columns = frames.columns_of(frame)
    for name in ("elasticity", "driver_growth", "status"):
        if name not in columns:
            raise UnknownName("column of the result", name, columns)
    fitted = {"ci_low", "ci_high"} <= set(columns)
    low, high = ("ci_low", "ci_high") if fitted else ("elasticity", "elasticity")
    known = {code: name for code, name in enumerate(_candidates()) if name}
    words = [_words("")[code] for code in known]
    found = frame.with_columns(_codes(low, high, cuts).alias(_CODE))
    state, several = (
        nw.col(_CODE).replace_strict(list(known), labels, default=None, return_dtype=nw.String)
        for labels in (words, list(known.values()))
    )
    found = found.with_columns(state.alias("state"), several.alias("candidates"))
    nothing = nw.when(nw.col("status") == "ok").then(nw.lit("undefined")).otherwise(nw.col("status"))
    shown = nw.when(nw.col(_CODE) == 0).then(nothing).otherwise(nw.col("state"))
    kept = [c for c in columns if c not in ("state", "candidates")]
    return found.with_columns(shown.alias("state")).select(*kept, "state", "candidates").to_native()


@cache
def states() -> tuple[str, ...]:
    """Return the names of the eight states, in the order of the package ``tapio``.

    Examples
    --------
    >>> len(states()), states()[0]
    (8, 'strong_decoupling')
    """
    return tuple(row["state"] for row in packages.rows("tapio", "states"))


@cache
def _names() -> dict[tuple[int, int], str]:
    """Return the state by the sign of the driver's growth and the band of the elasticity."""
    rows = packages.rows("tapio", "states")
    lows = sorted({row["elasticity_low"] for row in rows if row["elasticity_low"] is not None})
    bands = dict(zip([None, *lows], range(_BANDS), strict=True))
    return {(row["driver_growth_sign"], bands[row["elasticity_low"]]): row["state"] for row in rows}


@cache
def _cuts(tolerance: float | None) -> tuple[tuple[float, bool], ...]:
    """Return each cut-off, and whether it belongs to the band above it."""
    if tolerance is not None and not 0 < tolerance < 1:
        raise BadArgument(f"tolerance must be between 0 and 1, not {tolerance}.")
    low = {row["state"]: row["elasticity_low"] for row in packages.rows("tapio", "states")}
    decided = {
        row["elasticity"]: low[row["state"]] == row["elasticity"]
        for row in packages.rows("tapio", "conventions")
        if row["result_status"] == "ok"
    }
    shipped = sorted(row["elasticity"] for row in packages.rows("tapio", "cutoffs"))
    moved = shipped if tolerance is None else [0.0, 1 - tolerance, 1 + tolerance]
    return tuple((new, decided[old]) for new, old in zip(moved, shipped, strict=True))


def _band(elasticity: Any, cuts: tuple[tuple[float, bool], ...], whole: Callable[[Any], Any]) -> Any:
    """Return how many cut-offs an elasticity has passed; an array or an expression."""
    passed = [
        elasticity >= cut * (1 - _SLACK) if above else elasticity > cut * (1 + _SLACK) for cut, above in cuts
    ]
    return sum((whole(p) for p in passed[1:]), start=whole(passed[0]))


def _code(side: Any, low: Any, high: Any) -> Any:
    """Return one number for the side (1 grows, 2 shrinks) and the lowest and highest band; 0 is no state."""
    return side * 16 + low * 4 + high


def _codes(low: str, high: str, cuts: tuple[tuple[float, bool], ...]) -> nw.Expr:
    """Return the number of each row of a table from its interval and the growth of its driver."""
    bands = [_band(nw.col(name), cuts, lambda passed: passed.cast(nw.Int64)) for name in (low, high)]
    growth, infinite = nw.col("driver_growth"), float("inf")
    there = ~nw.col(low).is_null() & ~nw.col(high).is_null()
    shrinks = nw.when((growth < 0) & (growth > -infinite) & there).then(_code(2, *bands)).otherwise(nw.lit(0))
    return nw.when((growth > 0) & (growth < infinite) & there).then(_code(1, *bands)).otherwise(shrinks)


@cache
def _candidates() -> tuple[str, ...]:
    """Return the possible states of each number, joined; nothing for a number that cannot be."""
    found = [""] * 48
    for side, sign in ((1, 1), (2, -1)):
        for low in range(_BANDS):
            for high in range(low, _BANDS):
                joined = "; ".join(_names()[sign, band] for band in range(low, high + 1))
                found[_code(side, low, high)] = joined
    return tuple(found)


def _words(nothing: str) -> list[str]:
    """Return the state of each number: ambiguous where it has several."""
    return ["ambiguous" if "; " in name else name or nothing for name in _candidates()]


def _numbers(given: Any) -> Any:
    """Return a number, list, array or series as floats; what is missing is NaN."""
    import numpy as np

    series = nw.from_native(given, series_only=True, pass_through=True)
    if isinstance(series, nw.Series):
        return np.asarray(series.cast(nw.Float64).to_numpy(), dtype=np.float64)
    return np.asarray(given, dtype=np.float64)


def _like(names: Any, *given: Any) -> Any:
    """Return the names as what came in: one word, an array, or a series with its index."""
    for one in given:
        series = nw.from_native(one, series_only=True, pass_through=True)
        if isinstance(series, nw.Series):
            made = nw.new_series("state", names.tolist(), nw.String, backend=series.implementation)
            if series.implementation.is_pandas_like():
                return made.to_native().set_axis(one.index)
            return made.to_native()
    return names.item() if names.ndim == 0 else names
