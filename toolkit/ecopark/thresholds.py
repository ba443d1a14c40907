"""How a value is compared with a threshold: one rule and one tolerance, for every engine."""

from __future__ import annotations

import narwhals as nw

__all__ = ["OPERATORS", "TOLERANCE", "passes", "reaches", "relative_gap"]

OPERATORS = (">=", ">", "<=", "<")  # the first two ask for more, the last two for less
TOLERANCE = 1e-9  # a value this close to its threshold, relative to it, counts as equal to it


def relative_gap(value: nw.Expr, operator: str | nw.Expr, threshold: float | nw.Expr) -> nw.Expr:
    """Compute the signed distance to a threshold as a part of it [1], positive on the good side.

    ``(value - threshold) / |threshold|``, its sign turned if less is better; in the unit of the value if
    the threshold is zero. The operator and the threshold may differ from row to row.
    """
    if isinstance(operator, str) and not isinstance(threshold, nw.Expr):
        sign = 1.0 if operator.startswith(">") else -1.0
        return (value - threshold) * (sign / (abs(threshold) or 1.0))
    operator = nw.lit(operator) if isinstance(operator, str) else operator
    threshold = threshold if isinstance(threshold, nw.Expr) else nw.lit(float(threshold))
    size = nw.when(threshold == 0).then(nw.lit(1.0)).otherwise(threshold.abs())
    sign_of_row = nw.when(operator.str.starts_with(">")).then(nw.lit(1.0)).otherwise(nw.lit(-1.0))
    return (value - threshold) * sign_of_row / size


def reaches(gap: nw.Expr, operator: str | nw.Expr) -> nw.Expr:
    """Return whether a gap of :func:`relative_gap` is on the good side; one within the tolerance is zero."""
    if isinstance(operator, str):
        return gap >= -TOLERANCE if operator.endswith("=") else gap > TOLERANCE
    return (gap > TOLERANCE) | ((gap >= -TOLERANCE) & operator.str.ends_with("="))


def passes(value: nw.Expr, operator: str | nw.Expr, threshold: float | nw.Expr) -> nw.Expr:
    """Return whether values reach a threshold: the one rule of comparison, for every engine.

    A value within 1e-9 of its threshold, relative to it, counts as equal to it.

    Parameters
    ----------
    value : narwhals.Expr
        The values [unit of the threshold].
    operator : str or narwhals.Expr
        ``>=``, ``>``, ``<=`` or ``<``.
    threshold : float or narwhals.Expr
        The threshold.

    Returns
    -------
    narwhals.Expr
        True or false; missing where the value is.

    Examples
    --------
    >>> import pandas as pd
    >>> table = nw.from_native(pd.DataFrame({"value": [0.3, 0.1 + 0.2]}))
    >>> [table.select(passes(nw.col("value"), o, 0.3).alias("x"))["x"].to_list() for o in ("<", "<=")]
    [[False, False], [True, True]]
    """
    return reaches(relative_gap(value, operator, threshold), operator)
