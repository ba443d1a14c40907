"""Indicator systems side by side: which concept each of them covers, and by which of its indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecopark import datasets

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["coverage_by_category", "coverage_by_concept", "indicator_system_names"]


def indicator_system_names() -> list[str]:
    """Return the names of the indicator systems that are compared, the oldest first.

    Returns
    -------
    list of str
        Names of standards.

    Examples
    --------
    >>> indicator_system_names()
    ['sepa-2003', 'hj274-2009', 'cepz-ctip-2012', 'isc-low-carbon-2012']
    """
    names = {row["system"] for row in datasets.rows("crosswalk", "coverage")}
    return sorted(names, key=lambda name: (name.rsplit("-", 1)[-1], name))


def coverage_by_concept() -> pd.DataFrame:
    """Return which concept each indicator system covers, and by which of its indicators.

    Returns
    -------
    pandas.DataFrame
        One row per concept: ``concept``, ``label``, ``category``; for each system a column with the codes of
        its indicators, separated by semicolons, empty if it has none; ``n_systems`` [count]; ``ambiguous``,
        the systems for which the reading of a row is not sure.

    References
    ----------
    The package ``crosswalk``: concepts and assignment are this project's.

    Examples
    --------
    >>> table = coverage_by_concept().set_index("concept")
    >>> table.loc["energy_intensity", ["hj274-2009", "cepz-ctip-2012"]].tolist()
    ['2.2', '1.3; 2.1']
    """
    concepts = datasets.load("crosswalk", "concepts").rename(columns={"id": "concept"})
    coverage = datasets.load("crosswalk", "coverage")
    # One row per concept and one column per system: the codes of its indicators.
    codes = coverage.pivot_table(index="concept", columns="system", values="code", aggfunc="; ".join)
    codes = codes.reindex(columns=indicator_system_names())
    # The systems in which it is not sure that an indicator is about the concept.
    unsure = coverage[coverage["certainty"] != "sure"].groupby("concept")["system"].unique().map("; ".join)
    codes = codes.assign(n_systems=codes.notna().sum(axis=1))
    table = concepts[["concept", "label", "category"]].merge(codes, on="concept", how="left")
    table["n_systems"] = table["n_systems"].fillna(0).astype(int)
    return table.assign(ambiguous=table["concept"].map(unsure))


def coverage_by_category() -> pd.DataFrame:
    """Return how many concepts and indicators of each category a system covers.

    Returns
    -------
    pandas.DataFrame
        One row per category and system: ``category``, ``system``, ``indicators`` [count], ``concepts``
        [count], ``known`` (concepts of the category in all systems) [count], ``share`` (concepts over
        known) [%].

    Examples
    --------
    >>> table = coverage_by_category()
    >>> table.groupby("system")["indicators"].sum().to_dict()
    {'cepz-ctip-2012': 22, 'hj274-2009': 24, 'isc-low-carbon-2012': 23, 'sepa-2003': 23}
    """
    import pandas as pd

    concepts = datasets.load("crosswalk", "concepts")
    concepts_known = concepts.groupby("category", sort=False).size().rename("known")
    coverage = datasets.load("crosswalk", "coverage").assign(
        category=lambda table: table["concept"].map(concepts.set_index("id")["category"])
    )
    counts = coverage.groupby(["category", "system"])["concept"].agg(indicators="size", concepts="nunique")
    # A system without an indicator of the category has a row with zeros.
    all_pairs = pd.MultiIndex.from_product(
        [concepts_known.index, indicator_system_names()], names=["category", "system"]
    )
    table = counts.reindex(all_pairs, fill_value=0).reset_index().merge(concepts_known, on="category")
    return table.assign(share=100 * table["concepts"] / table["known"])
