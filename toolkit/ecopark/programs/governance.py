"""The bodies behind the programs for parks and for cities, and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ecopark import datasets
from ecopark.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["governing_bodies"]

_COLUMNS = ["body", "full_name", "program", "stage", "level", "role", "from", "to"]


def governing_bodies(level: Literal["park", "city"] | None = None) -> pd.DataFrame:
    """Return which body has which role in which program, for parks and for cities.

    Parameters
    ----------
    level : {"park", "city"}, optional
        Only the programs of this level; by default both.

    Returns
    -------
    pandas.DataFrame
        One row per body, program and role that a source states: ``body`` (short name), ``full_name``,
        ``program``, ``stage`` (empty if the program has no stages), ``level``, ``role`` (``lead``,
        ``initiator``, ``member``, ``support``; ``in charge`` if the source says no more), ``from`` and
        ``to`` [year], ``source``, ``where`` and ``status``. An item that a source lists twice has one row.

    Raises
    ------
    UnknownNameError
        If there is no such level.

    Examples
    --------
    >>> governing_bodies("city")[["body", "program"]].values.tolist()
    [['MEP', 'Eco-city'], ['MOHURD', 'Eco-Garden City'], ['NDRC', 'Low-Carbon City']]
    """
    import pandas as pd

    if level not in {None, "park", "city"}:
        raise UnknownNameError("level", str(level), ("park", "city"))
    programs = datasets.load("programs", "programs").set_index("id")["name_en"]
    # Bodies of the programs for parks and of those for cities; a program that both tables hold counts once.
    parks = datasets.load("programs", "agencies").rename(columns={"agency": "body"})
    parks = parks.assign(program=parks["program"].map(programs), level="park")
    agencies = datasets.load("eco_cities", "agencies").set_index("id")["name_en"]
    cities = datasets.load("eco_cities", "programs").query("same_as.isna()")
    cities = cities.assign(body=cities["agency"].str.upper(), full_name=cities["agency"].map(agencies))
    cities = cities.assign(level="city", role="in charge")
    columns = [*_COLUMNS, "source", "where", "status"]
    tables = [table.reindex(columns=columns) for table in (parks, cities)]
    bodies = pd.DataFrame([row for table in tables for row in table.to_dict("records")], columns=columns)
    return bodies[bodies["level"] == level].reset_index(drop=True) if level else bodies
