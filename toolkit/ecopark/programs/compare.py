"""Indicator systems side by side: which concept each of them covers, what stayed and what was lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["by_category", "fates", "matches", "names", "orphans", "survivors", "systems"]

_NOT_PRINTED = "not printed"


def names() -> list[str]:
    """Return the names of the indicator systems that are compared, the oldest first.

    Returns
    -------
    list of str
        Names of standards.

    Examples
    --------
    >>> names()
    ['sepa-2003', 'hj274-2009', 'cepz-ctip-2012', 'isc-low-carbon-2012']
    """
    found = {row["system"] for row in datasets.rows("crosswalk", "coverage")}
    return sorted(found, key=lambda name: (name.rsplit("-", 1)[-1], name))


def systems(*, as_printed: bool = False) -> pd.DataFrame:
    """Return which concept each indicator system covers, and by which of its indicators.

    Parameters
    ----------
    as_printed : bool
        Whether to leave out the rows that the printed comparison lost. It does not print the oldest
        system at all.

    Returns
    -------
    pandas.DataFrame
        One row per concept: ``concept``, ``label``, ``category``; for each system a column with the
        codes of its indicators, separated by semicolons, empty where it has none; ``n_systems``
        [count]; ``ambiguous``, the systems for which the reading of a row is not sure.

    References
    ----------
    The package ``crosswalk``: concepts and assignment are this project's.

    Examples
    --------
    >>> table = systems().set_index("concept")
    >>> table.loc["energy_intensity", ["hj274-2009", "cepz-ctip-2012"]].tolist()
    ['2.2', '1.3; 2.1']
    """
    import pandas as pd

    covered = _coverage(as_printed)
    return pd.DataFrame([_line(c, covered) for c in datasets.rows("crosswalk", "concepts")])


def by_category(*, as_printed: bool = False) -> pd.DataFrame:
    """Return how many concepts and indicators of each category a system covers.

    Parameters
    ----------
    as_printed : bool
        As for :func:`systems`.

    Returns
    -------
    pandas.DataFrame
        One row per category and system: ``category``, ``system``, ``indicators`` [count], ``concepts``
        [count], ``known`` (concepts of the category in all systems) [count], ``share`` (concepts over
        known) [%].

    Examples
    --------
    >>> table = by_category()
    >>> table.groupby("system")["indicators"].sum().to_dict()
    {'cepz-ctip-2012': 22, 'hj274-2009': 24, 'isc-low-carbon-2012': 23, 'sepa-2003': 23}
    """
    import pandas as pd

    concepts = {row["id"]: row["category"] for row in datasets.rows("crosswalk", "concepts")}
    rows, covered = [], _coverage(as_printed)
    for category in dict.fromkeys(concepts.values()):
        own = {name for name, kind in concepts.items() if kind == category}
        for system in names():
            hit = [r["concept"] for r in covered if r["system"] == system and r["concept"] in own]
            share = 100 * len(set(hit)) / len(own)
            rows.append((category, system, len(hit), len(set(hit)), len(own), share))
    return pd.DataFrame(rows, columns=["category", "system", "indicators", "concepts", "known", "share"])


def orphans(system: str | None = None) -> pd.DataFrame:
    """Return the concepts that one system alone covers.

    Parameters
    ----------
    system : str, optional
        Only the orphans of this system.

    Returns
    -------
    pandas.DataFrame
        ``concept``, ``label``, ``category``, ``system`` and ``codes``.

    Raises
    ------
    UnknownNameError
        If there is no such system.

    Examples
    --------
    >>> "so2_elasticity" in set(orphans("hj274-2009")["concept"])
    True
    """
    table = systems()
    alone = table[table["n_systems"] == 1]
    found = alone[["concept", "label", "category"]].copy()
    owners = [_owner(row) for row in alone.to_dict("records")]
    found["system"], found["codes"] = [o[0] for o in owners], [o[1] for o in owners]
    if system is not None:
        found = found[found["system"] == _known(system)]
    return found.reset_index(drop=True)


def fates(old: str, new: str) -> pd.DataFrame:
    """Return what became of each concept between two systems.

    Parameters
    ----------
    old, new : str
        Names of two systems, as in :func:`names`.

    Returns
    -------
    pandas.DataFrame
        One row for each concept of either: ``concept``, ``label``, ``category``, ``old_codes``,
        ``new_codes`` and ``fate``: ``survives``, ``lost``, ``new``, or ``ambiguous`` where the answer
        rests on a row whose reading is not sure.

    Raises
    ------
    UnknownNameError
        If there is no such system.

    Examples
    --------
    >>> fates("sepa-2003", "hj274-2009")["fate"].value_counts().to_dict()
    {'new': 16, 'lost': 14, 'survives': 7, 'ambiguous': 3}
    """
    _known(old), _known(new)
    table = systems()
    either = table[table[old].notna() | table[new].notna()]
    found = either[["concept", "label", "category"]].copy()
    found["old_codes"], found["new_codes"] = either[old], either[new]
    sure = _sure()
    found["fate"] = [
        _fate(row["concept"], row[old], row[new], sure, old, new) for row in either.to_dict("records")
    ]
    return found.reset_index(drop=True)


def survivors(old: str, new: str) -> pd.DataFrame:
    """Return the concepts that both systems cover for sure.

    Parameters
    ----------
    old, new : str
        Names of two systems, as in :func:`names`.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`fates` that survive.

    Raises
    ------
    UnknownNameError
        If there is no such system.

    Examples
    --------
    >>> "water_intensity" in set(survivors("hj274-2009", "cepz-ctip-2012")["concept"])
    True
    """
    found = fates(old, new)
    return found[found["fate"] == "survives"].reset_index(drop=True)


def matches() -> pd.DataFrame:
    """Return how closely each index of the SEPA guidelines of 2003 lives on in HJ 274-2009.

    Returns
    -------
    pandas.DataFrame
        ``sepa_group``, ``sepa_code``, ``hj_code``, ``match`` (``close``, ``partly`` or ``none``) and
        ``note``. A row without ``sepa_code`` is new in the standard, one without ``hj_code`` is lost.

    Examples
    --------
    >>> matches()["match"].value_counts().to_dict()
    {'none': 22, 'partly': 8, 'close': 6}
    """
    import pandas as pd

    columns = ["sepa_group", "sepa_code", "hj_code", "match", "note", "source", "where"]
    return pd.DataFrame(datasets.rows("crosswalk", "survivors"))[columns]


def _coverage(as_printed: bool) -> list[dict[str, Any]]:
    rows = datasets.rows("crosswalk", "coverage")
    return [row for row in rows if not (as_printed and row["printed_in"] == _NOT_PRINTED)]


def _line(concept: dict[str, Any], covered: Iterable[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in covered if row["concept"] == concept["id"]]
    codes = {name: "; ".join(r["code"] for r in own if r["system"] == name) or None for name in names()}
    unsure = dict.fromkeys(row["system"] for row in own if row["certainty"] != "sure")
    return {
        "concept": concept["id"],
        "label": concept["label"],
        "category": concept["category"],
        **codes,
        "n_systems": sum(code is not None for code in codes.values()),
        "ambiguous": "; ".join(unsure) or None,
    }


def _owner(row: dict[str, Any]) -> tuple[str, str]:
    return next((name, row[name]) for name in names() if isinstance(row[name], str))


def _sure() -> set[tuple[str, str]]:
    """Return the concepts and systems that at least one row joins for sure."""
    rows = datasets.rows("crosswalk", "coverage")
    return {(row["concept"], row["system"]) for row in rows if row["certainty"] == "sure"}


def _fate(
    concept: str, old_codes: object, new_codes: object, sure: set[tuple[str, str]], old: str, new: str
) -> str:
    """Return what became of one concept; a row that is not sure leaves the answer open."""
    there = [(name, isinstance(codes, str)) for name, codes in ((old, old_codes), (new, new_codes))]
    if any(found and (concept, name) not in sure for name, found in there):
        return "ambiguous"
    return {(True, True): "survives", (True, False): "lost"}.get((there[0][1], there[1][1]), "new")


def _known(system: str) -> str:
    if system not in names():
        raise UnknownNameError("indicator system", system, names())
    return system
