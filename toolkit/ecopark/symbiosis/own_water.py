"""A park's own table of water uses, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecopark.files import read_table
from ecopark.symbiosis.water_tables import processes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_water_uses"]


def read_water_uses(path: str | Path) -> pd.DataFrame:
    """Read a table of processes that use water from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row per process, with the columns ``process``, ``inlet`` and ``outlet`` [ppm],
        and ``load`` [kg/h] or ``inflow`` and ``outflow`` [t/h], as for
        :func:`ecopark.symbiosis.water_cascade`. Other columns stay as they are.

    Returns
    -------
    pandas.DataFrame
        The table as it stands in the file.

    Raises
    ------
    DataError
        If the file cannot be read, or with every fault of its rows.

    Examples
    --------
    >>> import ecopark as ep
    >>> read_water_uses(ep.datasets.path("model_park", "water_uses"))["process"].to_list()[:2]
    ['chip rinse', 'drug plant']
    """
    table = read_table(path)
    processes(table, "t/h", "ppm", "kg/h")
    return table
