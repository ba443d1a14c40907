"""A park's own table of exchanges, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecopark.files import read_table
from ecopark.symbiosis import exchanges

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read"]


def read(path: str | Path) -> pd.DataFrame:
    """Read a table of exchanges from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row an exchange, with the columns ``from``, ``to``, ``stream`` and, where
        known, ``quantity`` with its ``unit``, ``since`` [year] and ``type``.

    Returns
    -------
    pandas.DataFrame
        The table as it stands in the file, for :func:`ecopark.symbiosis.network`.

    Raises
    ------
    DataError
        If the file cannot be read, or with every fault of its rows.

    Examples
    --------
    >>> import ecopark as ep
    >>> len(read(ep.datasets.path("taiwan", "linhai_exchanges")))
    12
    """
    table = read_table(path)
    exchanges.read(table)
    return table
