"""Names that look alike: how many edits lie between two of them, and which pairs may be one thing."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ecopark.errors import DataError
from ecopark.validation import missing_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["edits", "lookalikes"]


def edits(first: str, second: str) -> int:
    """Return how many edits turn one name into another.

    An edit inserts, deletes or replaces one letter, or swaps two neighbors (the optimal string
    alignment distance). Capital and small letters are different letters.

    Parameters
    ----------
    first, second : str
        The names.

    Returns
    -------
    int
        The smallest number of edits [count].

    Examples
    --------
    >>> edits("CEPZ", "CPEZ"), edits("MIIT", "MILT"), edits("RMB", "yuan")
    (1, 1, 4)

    References
    ----------
    Damerau, F. J. (1964). A technique for computer detection and correction of spelling errors.
    Communications of the ACM 7(3), 171-176.
    """
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        line = [i]
        for j, other in enumerate(second, 1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, first[i - 2]) == (second[j - 2], other):
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def lookalikes(forms: pd.DataFrame, at_most: int = 1) -> pd.DataFrame:
    """Return the pairs of names that few edits apart, and whether they mean one thing.

    Parameters
    ----------
    forms : pandas.DataFrame
        One row a name: ``form``, and ``term``, the key of the thing that it means. A name that
        stands there several times with one meaning counts once.
    at_most : int
        Largest number of edits of a pair [count].

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``first``, ``second``, ``edits`` [count] and ``same`` (whether both have the
        same ``term``); the nearest pairs first.

    Raises
    ------
    DataError
        If a column is absent.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"form": ["MIIT", "MILT", "MoST"], "term": ["miit", "miit", "most"]})
    >>> lookalikes(table).to_dict("records")
    [{'first': 'MIIT', 'second': 'MILT', 'edits': 1, 'same': True}]
    """
    import pandas as pd

    absent = missing_columns(forms.columns, ("form", "term"))
    if absent:
        raise DataError("the names", absent)
    names = sorted(set(zip(forms["form"].astype(str), forms["term"].astype(str), strict=True)))
    pairs = [(a, b, edits(a, b), one == two) for (a, one), (b, two) in combinations(names, 2)]
    near = sorted((pair for pair in pairs if pair[2] <= at_most), key=lambda pair: (pair[2], pair[:2]))
    return pd.DataFrame(near, columns=["first", "second", "edits", "same"])
