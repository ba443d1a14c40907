"""Tables with their card: ``load`` one, read what it is, or make synthetic zones."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import packages
from ecopark.packages import Card
from ecopark.synthetic import synthetic_panel, synthetic_zones

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["card", "list", "load", "path", "synthetic_panel", "synthetic_zones"]

_DTYPES = {"number": "float64", "integer": "Int64", "year": "Int64", "boolean": "boolean"}


def list() -> builtins.list[str]:  # noqa: A001 (read as ep.datasets.list)
    """Return the names of the data packages.

    Returns
    -------
    list of str
        Names that :func:`load` and :func:`card` take, in order of the alphabet.

    Examples
    --------
    >>> "ctip_subsidies" in list()
    True
    """
    return packages.names()


def card(name: str) -> Card:
    """Return what there is to know about a package; it prints as text and renders in Jupyter.

    Parameters
    ----------
    name : str
        Name of the package.

    Returns
    -------
    Card
        Title, columns with units, sources with address and license, counts by status,
        contradictions, license.

    Raises
    ------
    UnknownName
        If there is no such package.

    Examples
    --------
    >>> print(str(card("ctip_subsidies")).splitlines()[0])
    Subsidies to circular transformation zones
    """
    return packages.card(name)


def load(name: str, table: str | None = None) -> pd.DataFrame:
    """Return one table of a package.

    Parameters
    ----------
    name : str
        Name of the package.
    table : str, optional
        Name of the table; by default the package's first one.

    Returns
    -------
    pandas.DataFrame
        The table as it stands in the package. An empty cell is missing. ``attrs["card"]`` holds
        the package's card, ``attrs["units"]`` the unit of each column that has one.

    Raises
    ------
    UnknownName
        If there is no such package or table; the message gives the nearest name.

    Examples
    --------
    >>> subsidies = load("ctip_subsidies")
    >>> len(subsidies), int(subsidies["investment"].isna().sum())
    (17, 10)
    >>> subsidies.attrs["units"]["subsidy"]
    '10^6 RMB'
    """
    import pandas as pd

    found = packages.package(name).table(table)
    rows = packages.rows(name, found.name)
    frame = pd.DataFrame({c.name: _series(rows, c) for c in found.columns})
    frame.attrs["card"] = card(name)
    frame.attrs["units"] = {c.name: c.unit for c in found.columns if c.unit}
    return frame


def path(name: str, table: str | None = None) -> Path:
    """Return the CSV file of a table, for other programs or as a model for your own.

    Parameters
    ----------
    name : str
        Name of the package.
    table : str, optional
        Name of the table; by default the package's first one.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    UnknownName
        If there is no such package or table; the message gives the nearest name.

    Examples
    --------
    >>> path("hj274_2009").name
    'indicators.csv'
    """
    return packages.package(name).table(table).path


def _series(rows: builtins.list[dict[str, Any]], column: packages.Column) -> pd.Series[Any]:
    import pandas as pd

    dtype = _DTYPES.get(column.type, "str")
    values = pd.Series([row[column.name] for row in rows], dtype=dtype)
    plain = {"Int64": "int64", "boolean": "bool"}.get(dtype)
    return values.astype(plain) if plain and not values.isna().any() else values
