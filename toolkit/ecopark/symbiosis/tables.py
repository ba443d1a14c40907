"""A park's own tables, from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecopark import files
from ecopark.symbiosis import exchanges

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read", "read_table"]


def read(path: str | Path) -> pd.DataFrame:
    """Read a table of exchanges from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row per exchange, with the columns ``from``, ``to``, ``stream`` and, where
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
    table = files.read_table(path)
    exchanges.read(table)
    return table


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table of offers, needs, fits, heat streams or projects from a CSV or XLSX file.

    Parameters
    ----------
    path : str or Path
        The file: CSV in UTF-8, or the first sheet of an XLSX file.

    Returns
    -------
    pandas.DataFrame
        The table as it is in the file; the function that gets it checks its columns.

    Raises
    ------
    DataError
        If the file cannot be read, or a column is given twice.

    Examples
    --------
    >>> import ecopark as ep
    >>> read_table(ep.datasets.path("model_park", "offers"))["stream"].to_list()[:2]
    ['fly ash', 'bottom ash']
    """
    return files.read_table(path)
