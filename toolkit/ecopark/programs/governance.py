"""Who governs what: the bodies behind the programs for parks and for cities."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any, Literal

from ecopark import datasets
from ecopark.errors import UnknownNameError
from ecopark.plots import BLUE, set_alt_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["bodies", "governance_map"]

_LEVELS = ("park", "city")
_ROLES = ("lead", "initiator", "member", "support")
_TINTS = {"lead": 1.0, "initiator": 0.75, "member": 0.5, "support": 0.25}
_CITY = "in charge"


def bodies(level: Literal["park", "city"] | None = None) -> pd.DataFrame:
    """Return which body has which role in which program, for parks and for cities.

    Parameters
    ----------
    level : {"park", "city"}, optional
        Only the programs of this level; by default both.

    Returns
    -------
    pandas.DataFrame
        One row per body, program and role that a source states: ``body`` (short name), ``full_name``,
        ``program``, ``stage`` (empty where the program has no stages), ``level``, ``role`` (``lead``,
        ``initiator``, ``member``, ``support``; ``in charge`` where the source says no more), ``from`` and
        ``to`` [year], ``source``, ``where`` and ``status``. An item that a source lists twice stands once.

    Raises
    ------
    UnknownNameError
        If there is no such level.

    Examples
    --------
    >>> found = bodies("city")
    >>> found[["body", "program"]].values.tolist()
    [['MEP', 'Eco-city'], ['MOHURD', 'Eco-Garden City'], ['NDRC', 'Low-Carbon City']]
    """
    import pandas as pd

    if level is not None and level not in _LEVELS:
        raise UnknownNameError("level", level, _LEVELS)
    found = pd.DataFrame([*_parks(), *_cities()])
    kept = found if level is None else found[found["level"] == level]
    return kept.reset_index(drop=True)


def governance_map() -> Axes:
    """Draw which body has which role in the programs for parks and for cities.

    Returns
    -------
    matplotlib.axes.Axes
        One row per body, one column per program; the cell names the strongest role that a source states.

    Examples
    --------
    >>> [label.get_text() for label in governance_map().get_xticklabels()][-1]
    'Low-Carbon City'
    """
    from matplotlib import pyplot as plt

    table = bodies()
    rows, columns = list(dict.fromkeys(table["body"])), list(dict.fromkeys(table["program"]))
    roles = {(r["body"], r["program"]): _strongest(table, r) for r in table.to_dict("records")}
    _, axes = plt.subplots(figsize=(9, 0.42 * len(rows) + 1.2))
    tints = [[_tint(roles.get((body, program))) for program in columns] for body in rows]
    axes.imshow(tints, cmap="Blues", vmin=0, vmax=1.6, aspect="auto")
    for (body, program), (_, said) in roles.items():
        axes.text(columns.index(program), rows.index(body), said, ha="center", va="center", fontsize=8)
    edge = sum(_level(table, program) == "park" for program in columns)
    axes.axvline(edge - 0.5, color=BLUE, linewidth=2)
    axes.set_xticks(range(len(columns)), [fill(name, 18) for name in columns], fontsize=8)
    axes.set_yticks(range(len(rows)), rows, fontsize=8)
    axes.xaxis.tick_top()
    both = [body for body in rows if set(table.loc[table["body"] == body, "level"]) == set(_LEVELS)]
    title = f"{' and '.join(both)} govern at both levels; right of the line, programs for cities"
    axes.set_title(title, loc="left", fontsize=10)
    words = "; ".join(f"{body}: {program}, {said}" for (body, program), (_, said) in roles.items())
    return set_alt_text(axes, f"Table of bodies and programs. {title}. {words}.")


def _parks() -> list[dict[str, Any]]:
    names = {row["id"]: row["name_en"] for row in datasets.rows("programs", "programs")}
    return [
        {
            "body": row["agency"],
            "full_name": row["full_name"],
            "program": names[row["program"]],
            "stage": row["stage"],
            "level": "park",
            "role": row["role"],
            "from": row["from"],
            "to": row["to"],
        }
        | {name: row[name] for name in ("source", "where", "status")}
        for row in datasets.rows("programs", "agencies")
    ]


def _cities() -> list[dict[str, Any]]:
    agencies = {row["id"]: row["name_en"] for row in datasets.rows("eco_cities", "agencies")}
    return [
        {
            "body": row["agency"].upper(),
            "full_name": agencies[row["agency"]],
            "program": row["program"],
            "stage": None,
            "level": "city",
            "role": _CITY,
            "from": None,
            "to": None,
        }
        | {name: row[name] for name in ("source", "where", "status")}
        for row in datasets.rows("eco_cities", "programs")
        if row["same_as"] is None
    ]


def _strongest(table: pd.DataFrame, row: dict[str, Any]) -> tuple[str, str]:
    """Return the strongest role of a body in a program, and what the cell says: an end is named."""
    own = table[(table["body"] == row["body"]) & (table["program"] == row["program"])]
    role = next((name for name in _ROLES if name in set(own["role"])), row["role"])
    ends = own.loc[own["role"] == role, "to"]
    return role, f"{role} until {ends.max():.0f}" if ends.notna().all() else role


def _tint(role: tuple[str, str] | None) -> float:
    return 0.0 if role is None else _TINTS.get(role[0], _TINTS["lead"])


def _level(table: pd.DataFrame, program: str) -> str:
    return str(table.loc[table["program"] == program, "level"].iloc[0])
