"""Growth rates and elasticity coefficients."""

from __future__ import annotations

import narwhals as nw

__all__ = ["annual_growth"]


def annual_growth(first: nw.Expr, last: nw.Expr, years: nw.Expr) -> nw.Expr:
    """Return the average annual growth between two values: ``(last / first) ** (1 / years) - 1``.

    Parameters
    ----------
    first, last : narwhals.Expr
        The quantity in the first and in the last year [same unit]; ``first`` above zero.
    years : narwhals.Expr
        Years between the two, at least one.

    Returns
    -------
    narwhals.Expr
        Growth a year [1 = 100 % a year].

    Examples
    --------
    >>> import pandas as pd
    >>> frame = nw.from_native(pd.DataFrame({"a": [100.0], "b": [121.0], "n": [2.0]}))
    >>> growth = annual_growth(nw.col("a"), nw.col("b"), nw.col("n"))
    >>> round(float(frame.select(growth.alias("g")).item()), 12)
    0.1
    """
    return (last / first) ** (1 / years) - 1
