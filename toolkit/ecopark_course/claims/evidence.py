"""Which evidence would decide between explanations that all fit what is known."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ecopark.errors import DataError, Issue
from ecopark.validation import missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["deciding"]

_COLUMNS = ("evidence", "hypothesis", "shows")


def deciding(evidence: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the smallest sets of evidence that tell all explanations of a puzzle apart.

    A set decides if no two explanations make it show the same.

    Parameters
    ----------
    evidence : pandas.DataFrame
        One row a piece of ``evidence`` and a ``hypothesis``, with what it ``shows`` if that
        explanation is true. Each piece has a row for each explanation.

    Returns
    -------
    list of tuple of str
        All sets of the smallest size, in the order of the table; empty if even all pieces together
        leave two explanations alike.

    Raises
    ------
    DataError
        If a column is absent, or a piece does not say what it shows for an explanation, or says it twice.

    Examples
    --------
    >>> import pandas as pd
    >>> shows = {"list of names": ("gone", "same"), "day of the list": ("known", "known")}
    >>> rows = [(e, h, s) for e, both in shows.items() for h, s in zip(["left", "recount"], both)]
    >>> deciding(pd.DataFrame(rows, columns=["evidence", "hypothesis", "shows"]))
    [('list of names',)]
    """
    absent = missing_columns(evidence.columns, _COLUMNS)
    if absent:
        raise DataError("the evidence", absent)
    rows = list(evidence[list(_COLUMNS)].itertuples(index=False, name=None))
    shows = {(piece, explanation): shown for piece, explanation, shown in rows}
    pieces, explanations = ([*dict.fromkeys(row[place] for row in rows)] for place in (0, 1))
    if len(rows) != len(shows) or len(shows) != len(pieces) * len(explanations):
        rule = "each piece of evidence must say once what it shows for each explanation"
        raise DataError("the evidence", [Issue(rule)])
    for size in range(1, len(pieces) + 1):
        found = [
            chosen
            for chosen in combinations(pieces, size)
            if len({tuple(shows[p, e] for p in chosen) for e in explanations}) == len(explanations)
        ]
        if found:
            return found
    return []
