"""Index decomposition: the contributions of scale, structure and intensity to a change (LMDI)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecopark import frames
from ecopark import panel as panels
from ecopark.errors import DataError, Issue
from ecopark.i18n import mark, say
from ecopark.panel import CONSTANT

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Decomposition", "decompose", "lmdi"]

_EFFECTS = (mark("scale"), mark("structure"), mark("intensity"))  # as figures name them, beside the total


@dataclass(frozen=True)
class Decomposition:
    """A change, attributed to factors without a residual.

    Attributes
    ----------
    effects : pandas.DataFrame
        One row per factor, and the last one for their ``total``: ``change`` [unit of the quantity], the
        contributions, which add up to the total; ``index`` [1], which multiply to the total: 1.2 is a rise
        by 20 %; ``status`` of the change and ``index_status``.
    contributions : pandas.DataFrame
        One row per sector: one column per factor and the ``total`` [unit of the quantity]; ``status``.
    start, end : float
        The sum of all sectors at both times [unit of the quantity]; NaN if a number is missing.
    """

    effects: pd.DataFrame
    contributions: pd.DataFrame
    start: float
    end: float


def lmdi(start: pd.DataFrame, end: pd.DataFrame) -> Decomposition:
    """Attribute the change of a sum of products to its factors: logarithmic mean Divisia index (LMDI-I).

    The sum is ``V = sum(V_i)`` over the sectors ``i``, and ``V_i = x_1i x_2i ... x_ni`` is a product of
    factors. With the logarithmic mean ``L(a, b) = (a - b) / ln(a / b)`` and ``L(a, a) = a``, factor ``k``
    contributes ``C_k = sum(L(V_i(T), V_i(0)) ln(x_ki(T) / x_ki(0)))`` to the difference ``V(T) - V(0)`` and
    the index ``D_k = exp(C_k / L(V(T), V(0)))`` to the ratio ``V(T) / V(0)``. Neither leaves a residual.

    If one factor of a sector rises from zero or falls to zero, the limit of the formula is taken: that
    factor contributes the sector's whole change, and the others nothing.

    Parameters
    ----------
    start, end : pandas.DataFrame
        The factors at both times: one row per sector, named by the index, and one column per factor [any
        unit; a column has the same unit in both]. Rows and columns may come in any order.

    Returns
    -------
    Decomposition
        ``status`` is ``ok``; ``missing``, a number is missing; or ``undefined``, a number is negative or
        infinite, or several factors of a sector rise from zero or fall to zero at once, which no limit
        can separate. One sector with another status than ``ok`` leaves the sums without a value.
        ``index_status`` is ``undefined``, too, if a sum is zero.

    Raises
    ------
    DataError
        If the two do not have the same sectors and factors, or name one twice: all faults, listed.

    References
    ----------
    B. W. Ang (2005): The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33(7),
    867-871, doi:10.1016/j.enpol.2003.10.010. Zeros: B. W. Ang, N. Liu (2007): Handling zero values in the
    logarithmic mean Divisia index decomposition approach. Energy Policy 35(1), 238-246,
    doi:10.1016/j.enpol.2005.11.001.

    Examples
    --------
    Two sectors double their output together, and the second one halves its intensity.

    >>> import pandas as pd
    >>> start = pd.DataFrame({"output": [10.0, 40.0], "intensity": [3.0, 0.5]}, index=["steel", "food"])
    >>> end = pd.DataFrame({"output": [20.0, 80.0], "intensity": [3.0, 0.25]}, index=["steel", "food"])
    >>> lmdi(start, end).effects.set_index("effect")[["change", "index"]].round(3)
               change  index
    effect
    output     43.863  1.988
    intensity -13.863  0.805
    total      30.000  1.600
    """
    import numpy as np
    import pandas as pd

    # Both tables must have the same sectors and factors, each once.
    issues = []
    for name, axis in ((mark("sector"), "index"), (mark("factor"), "columns")):
        first, last = getattr(start, axis), getattr(end, axis)
        rule = say("the {name} is in one of the two tables only", name=say(name))
        issues += [
            Issue(rule, name, value=value, fix="give it in both")
            for value in first.symmetric_difference(last)
        ]
        repeated = dict.fromkeys([*first[first.duplicated()], *last[last.duplicated()]])
        rule, fix = say("the {name} is named twice", name=say(name)), mark("keep one of each name")
        issues += [Issue(rule, name, value=value, fix=fix) for value in repeated]
    if issues:
        raise DataError("the factors", issues)
    x0 = start.to_numpy(dtype=np.float64)
    x1 = end.reindex(index=start.index, columns=start.columns).to_numpy(dtype=np.float64)

    # The status of each sector: a zero is fine where it is the only factor that comes or goes.
    with np.errstate(invalid="ignore"):  # zero times infinity is undefined below
        v0, v1 = x0.prod(axis=1), x1.prod(axis=1)
    numbers = np.hstack([x0, x1])
    changes = (v0 > 0) != (v1 > 0)
    at_zero = np.where((v0 > 0)[:, None], x1 == 0, x0 == 0)  # the factors by which a sector comes or goes
    undefined = (
        (numbers < 0).any(axis=1) | np.isinf(numbers).any(axis=1) | (changes & (at_zero.sum(axis=1) > 1))
    )
    status = np.select([np.isnan(numbers).any(axis=1), undefined], ["missing", "undefined"], "ok")

    # The contributions: by logarithms for a sector at both times, by their limit for any other.
    is_in_both = (v0 > 0) & (v1 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):  # only sectors at both times are used
        by_logarithms = _logarithmic_mean(v1, v0)[:, None] * np.log(x1 / x0)
    by_limit = np.where(changes[:, None] & at_zero, (v1 - v0)[:, None], 0.0)
    parts = np.where(is_in_both[:, None], by_logarithms, by_limit)
    parts = np.column_stack([parts, v1 - v0])  # the last column is the total
    parts[status != "ok"] = np.nan

    # Sums over the sectors, and their indices.
    names = [*map(str, start.columns), "total"]
    change, (total0, total1) = parts.sum(axis=0), (v0.sum(), v1.sum())
    sum_status = next((s for s in ("missing", "undefined") if s in status), "ok")
    index = np.full(len(names), np.nan)
    index_status = sum_status
    if sum_status == "ok" and min(total0, total1) > 0:
        index = np.exp(change / _logarithmic_mean(total1, total0))
    elif sum_status == "ok":
        index_status = "undefined"
    effects = pd.DataFrame({"effect": names, "change": change, "index": index})
    contributions = pd.DataFrame(parts, start.index, names).assign(status=status)
    effects = effects.assign(status=sum_status, index_status=index_status)
    return Decomposition(effects, contributions, float(total0), float(total1))


def decompose(
    panel: Any,
    quantity: str = "energy",
    driver: str = CONSTANT,
    by: str = "sector",
    start: int | None = None,
    end: int | None = None,
) -> Decomposition:
    """Attribute the change of energy use or emissions to scale, structure and intensity, by LMDI.

    With the quantity ``q_i`` and the activity ``v_i`` of sector ``i`` and ``v = sum(v_i)``, the sum is
    ``q = sum(v (v_i / v) (q_i / v_i))``: scale ``v``, structure ``v_i / v`` and intensity ``q_i / v_i``.
    See :func:`lmdi`. A sector without activity and quantity at one of the two times comes or goes by
    structure.

    Parameters
    ----------
    panel : dataframe
        One row per sector and year, of pandas, polars or pyarrow; other years are left out.
    quantity : str
        Column of the quantity [any unit], not negative.
    driver : str
        Column of the activity, such as value added at constant prices [any unit that adds up].
    by : str
        Column that names the sector.
    start, end : int, optional
        First and last year; by default those of the panel.

    Returns
    -------
    Decomposition
        The effects ``scale``, ``structure``, ``intensity`` and ``total`` [unit of the quantity; index 1]. A
        sector that has no row for one of the two years is ``missing``, not zero. One that has the
        quantity without activity is ``undefined``.

    Raises
    ------
    UnknownNameError, DataError, UndefinedResult
        If there is no such column or year; if a sector has several rows for one of the years, or a column
        does not hold numbers; if the start is not before the end.

    References
    ----------
    B. W. Ang (2005), as for :func:`lmdi`.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers = {"energy": [30.0, 20.0, 80.0, 16.0], "output": [10.0, 40.0, 40.0, 40.0]}
    >>> panel = pd.DataFrame({"sector": ["steel", "food"] * 2, "year": [2005, 2005, 2010, 2010], **numbers})
    >>> decompose(panel, driver="output").effects[["effect", "change", "index"]].round(2)
          effect  change  index
    0      scale   32.38   1.58
    1  structure   38.28   1.72
    2  intensity  -24.67   0.70
    3      total   46.00   1.92
    """
    import pandas as pd

    frame = frames.from_native_eager(panel)
    panels.require_numbers(frame, by, [quantity, driver])
    if issues := panels.find_duplicate_years(frame, by):
        raise DataError("the panel", issues)
    table = frame.select(by, "year", quantity, driver).to_pandas()
    first, last = panels.first_and_last(map(int, table["year"].unique()), start, end)

    # The factors at both times; a sector without a row for a year is missing there, not zero.
    table = table[table["year"].isin([first, last])]
    wide = table.pivot(index=by, columns="year").astype("float64").reindex(table[by].unique())
    q, v = wide[quantity], wide[driver]
    scale = v.sum(skipna=False)
    scale_by_sector = v * 0 + scale  # missing where the sector is
    structure, intensity = _divide(v, scale_by_sector), _divide(q, v)
    before, after = (
        pd.DataFrame(dict(zip(_EFFECTS, (scale[year], structure[year], intensity[year]), strict=True)))
        for year in (first, last)
    )
    return lmdi(before, after)


def _divide(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Divide two tables with one column per time; nothing over nothing is the ratio of the other time."""
    ratio = a / b
    other = ratio[ratio.columns[::-1]].set_axis(ratio.columns, axis=1).fillna(0.0)
    return ratio.where((a != 0) | (b != 0), other)


def _logarithmic_mean(a: Any, b: Any) -> Any:
    """Compute ``L(a, b) = (a - b) / ln(a / b)``, and ``L(a, a) = a``; of numbers above zero."""
    import numpy as np

    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        # The logarithm of a ratio near one loses the digits that log1p keeps, and the other way round.
        logarithm = np.where(np.abs(a - b) < b / 2, np.log1p((a - b) / b), np.log(a / b))
        return np.where(a == b, a, (a - b) / logarithm)
