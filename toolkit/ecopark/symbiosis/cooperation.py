"""Cooperation as a game: the worth of coalitions of firms, gains by joining, the cost of a shared plant."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ecopark.errors import BadArgument, Issue
from ecopark.files import read_table
from ecopark.i18n import mark, say
from ecopark.symbiosis.tables import check_table
from ecopark.validation import Column

__all__ = [
    *("compare_cost_allocations", "blocking_coalitions", "coalition_values", "merger_gains", "read_links"),
    "shapley_values",
]

MAX_FIRMS = 12  # firms whose coalitions are all listed: 2^12 of them
MAX_MERGED = 9  # firms whose pairs of coalitions are all compared: about 9,300 of them
MAX_SHARING = 16  # firms whose coalitions are all tried for a separate plant
REL_TOL = 1e-9  # part of the largest value below which a difference counts as none
RULES = ("equally", "by_use", "by_standalone_cost")


def coalition_values(links: Any, *, pair_cost: float = 0.0, link_cost: float = 0.0) -> pd.DataFrame:
    """Compute the value of every coalition of firms.

    The value of a coalition S of n firms is the sum of the benefits of all links inside it, less
    ``link_cost`` for each of these links and ``pair_cost`` for each pair of its firms:
    v(S) = sum of (benefit - link_cost) - pair_cost * n (n - 1) / 2.

    Parameters
    ----------
    links : pandas.DataFrame or polars.DataFrame
        One row per exchange, for up to 12 firms: ``from``, ``to``, ``benefit`` [money a year]. Rows of one
        pair add up. Faults of the table, and more firms, are a ``DataError``.
    pair_cost : float
        Cost of keeping two firms in one agreement, whether they exchange or not [money a year]; a
        negative cost is a ``BadArgument``.
    link_cost : float
        Cost of keeping one exchange [money a year].

    Returns
    -------
    pandas.DataFrame
        One row per coalition, small ones first: ``coalition`` (firms separated by commas), ``firms`` [count],
        ``value`` [money a year].

    References
    ----------
    Deng, X., & Papadimitriou, C. H. (1994). On the complexity of cooperative solution concepts. Mathematics
    of Operations Research 19(2), 257-266 (games on a graph).

    Examples
    --------
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> coalition_values(links, pair_cost=5.0).tail(4)["value"].to_list()
    [25.0, 3.0, -5.0, 23.0]
    >>> coalition_values(links, link_cost=5.0).tail(4)["value"].to_list()
    [25.0, 3.0, 0.0, 28.0]
    """
    firms, members, values = _evaluate_coalitions(links, pair_cost, link_cost, MAX_FIRMS)
    names = [", ".join(np.array(firms)[row]) for row in members]
    table = pd.DataFrame({"coalition": names, "firms": members.sum(axis=1), "value": values})
    return table.sort_values("firms", kind="stable", ignore_index=True)


def merger_gains(links: Any, *, pair_cost: float = 0.0, link_cost: float = 0.0) -> pd.DataFrame:
    """Compute, for every two coalitions without a common firm, their gain by joining.

    The game is superadditive if no two of them lose: v(S and T) >= v(S) + v(T).

    Parameters
    ----------
    links : pandas.DataFrame or polars.DataFrame
        As for :func:`coalition_values`; up to 9 firms.
    pair_cost, link_cost : float
        As for :func:`coalition_values`.

    Returns
    -------
    pandas.DataFrame
        One row per pair of coalitions, the largest gain first: ``first``, ``second``, ``apart`` (sum of
        both), ``together``, ``gain`` [money a year], ``verdict`` (``more``, ``equal`` or ``less``).

    Examples
    --------
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> merger_gains(links)["verdict"].value_counts().to_dict()
    {'more': 5, 'equal': 1}
    """
    firms, members, values = _evaluate_coalitions(links, pair_cost, link_cost, MAX_MERGED)
    is_disjoint = (members.astype(int) @ members.T.astype(int)) == 0
    first, second = np.nonzero(np.triu(is_disjoint, k=1))
    # Row r holds the coalition whose firms are the ones of r + 1 in binary, so a union is a sum of numbers.
    together = values[first + second + 1]
    names = np.array([", ".join(np.array(firms)[row]) for row in members])

    # Differences within rounding of the values count as equal.
    gain, scale = together - values[first] - values[second], np.abs(values).max(initial=0.0)
    sign = np.where(np.abs(gain) <= REL_TOL * scale, 0, np.sign(gain))
    table = pd.DataFrame(
        {
            "first": names[first],
            "second": names[second],
            "apart": values[first] + values[second],
            "together": together,
            "gain": gain,
            "verdict": np.select([sign > 0, sign < 0], ["more", "less"], "equal"),
        }
    )
    return table.sort_values("gain", ascending=False, kind="stable", ignore_index=True)


def shapley_values(links: Any, *, pair_cost: float = 0.0, link_cost: float = 0.0) -> pd.DataFrame:
    """Compute the Shapley value of each firm: the value it adds, on average over all orders of joining.

    Parameters
    ----------
    links : pandas.DataFrame or polars.DataFrame
        As for :func:`coalition_values`; up to 12 firms.
    pair_cost, link_cost : float
        As for :func:`coalition_values`.

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``firm``, ``share`` and ``last`` (the value it adds if it joins last) [money a
        year]. The shares add up to the value of all.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games 2, 307-317.

    Examples
    --------
    >>> links = pd.DataFrame({"from": ["plant", "plant"], "to": ["mill", "farm"], "benefit": [30.0, 8.0]})
    >>> shapley_values(links).set_index("firm")["share"].round(9).to_dict()
    {'plant': 19.0, 'mill': 15.0, 'farm': 4.0}
    """
    firms, members, values = _evaluate_coalitions(links, pair_cost, link_cost, MAX_FIRMS)
    n = len(firms)
    # Coalition number s has the firms whose bits are 1 in s; number 0, without firms, is worth nothing.
    values = np.concatenate([[0.0], values])
    sizes = np.concatenate([[0], members.sum(axis=1)])
    # A firm joins just after the coalition S in |S|! (n - |S| - 1)! of the n! orders.
    weights = np.array([1 / (n * math.comb(n - 1, size)) if size < n else 0.0 for size in sizes])
    rows = []
    for place, firm in enumerate(firms):
        # The value that the firm adds to each coalition without it.
        without = np.flatnonzero((np.arange(2**n) >> place) % 2 == 0)
        added = values[without + 2**place] - values[without]
        rows.append((firm, float(weights[without] @ added), float(added[-1])))
    return pd.DataFrame(rows, columns=["firm", "share", "last"])


def read_links(path: str | Path) -> pd.DataFrame:
    """Read a table of links and their benefits from a CSV or XLSX file and check it.

    Parameters
    ----------
    path : str or Path
        The file: one row per exchange, with the columns ``from``, ``to`` and ``benefit`` [money a year].

    Returns
    -------
    pandas.DataFrame
        The table as it is in the file. A file that cannot be read, and every fault of its rows, is a
        ``DataError``.

    Examples
    --------
    >>> read_links("no-such-file.csv")
    Traceback (most recent call last):
    ...
    ecopark.errors.DataError: 1 problem in no-such-file.csv:
      the file cannot be read: No such file or directory. Likely fix: check path and format.
    """
    table = read_table(path)
    _read_benefits(table, None)
    return table


def _list_coalitions(n: int) -> np.ndarray:
    """List the coalitions of n firms, without the empty one: a row each, with which firms are in it."""
    return ((np.arange(1, 2**n)[:, None] >> np.arange(n)) & 1).astype(bool)


def _evaluate_coalitions(
    links: Any, pair_cost: float, link_cost: float, most: int
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the firms in order of appearance, the members of each coalition, and its value."""
    for name, cost in ((mark("a pair"), pair_cost), (mark("a link"), link_cost)):
        if not (math.isfinite(cost) and cost >= 0):
            raise BadArgument("The cost of {what} must be from 0 up, not {cost}.", what=say(name), cost=cost)
    rows = _read_benefits(links, most)
    firms = list(dict.fromkeys(rows[["from", "to"]].to_numpy().ravel()))
    members = _list_coalitions(len(firms))
    # v(S): the pairs of its firms cost, and the links inside it bring.
    values = -pair_cost * members.sum(axis=1) * (members.sum(axis=1) - 1) / 2
    for sender, receiver, benefit in rows[["from", "to", "benefit"]].itertuples(index=False):
        values += (benefit - link_cost) * (
            members[:, firms.index(sender)] & members[:, firms.index(receiver)]
        )
    return firms, members, values


def _read_benefits(links: Any, most: int | None) -> pd.DataFrame:
    columns = [
        Column("from", "text", meaning=say("who gives")),
        Column("to", "text", meaning=say("who receives")),
        Column("benefit", "number", meaning=say("what the link saves in a year")),
    ]

    def issues(rows: pd.DataFrame) -> Iterator[Issue]:
        for row in rows.index[rows["from"] == rows["to"]]:
            fix, name = say("check both names"), rows.at[row, "to"]
            yield Issue("a firm has no link to itself", "to", int(row), value=name, fix=fix)
        for row in rows.index[rows["benefit"].isna()]:
            yield Issue("must be a number", "benefit", int(row), fix="leave the row out if it is not known")
        count = len({*rows["from"], *rows["to"]})
        if most is not None and count > most:
            yield _too_many_firms("from", count, most)

    return check_table(links, say("table of links"), columns, rules=issues)[0]


def _too_many_firms(column: str, count: int, most: int) -> Issue:
    rule = say("too many firms to try all coalitions: {count}", count=count)
    return Issue(rule, column, fix=say("keep at most {most}", most=most))


def compare_cost_allocations(
    uses: Any, *, reference_cost: float, reference_size: float, exponent: float
) -> pd.DataFrame:
    """Compare three ways to allocate the cost of one plant for all firms, beside separate plants.

    A plant of size ``q`` costs ``reference_cost * (q / reference_size) ** exponent``. With an exponent below
    1, one large plant costs less than several small ones.

    Parameters
    ----------
    uses : pandas.DataFrame or polars.DataFrame
        One row per firm: ``firm`` and ``use``, the size that it needs, above 0 [unit of ``reference_size``].
        Faults of the table are a ``DataError``.
    reference_cost : float
        Cost of a plant whose size is known, above 0 [money].
    reference_size : float
        That size, above 0 [any unit].
    exponent : float
        How cost grows with size [1], above 0: 1 in proportion, below 1 slower. A cost, size or exponent that
        is not above 0 is a ``BadArgument``.

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``firm``, ``use``, ``alone`` (the cost of a separate plant), and three ways to share
        the cost of one plant for all: ``equally``, ``by_use`` and ``by_standalone_cost``, the last two in
        proportion [money].

    References
    ----------
    Young, H. P. (1994). Cost allocation. Handbook of Game Theory, volume 2, chapter 34.

    Examples
    --------
    >>> uses = pd.DataFrame({"firm": ["mill", "shop"], "use": [900.0, 100.0]})
    >>> plant = {"reference_cost": 100.0, "reference_size": 100.0, "exponent": 0.5}
    >>> compare_cost_allocations(uses, **plant).round(1).values.tolist()
    [['mill', 900.0, 300.0, 158.1, 284.6, 237.2], ['shop', 100.0, 100.0, 158.1, 31.6, 79.1]]
    """
    plant = {"reference_cost": reference_cost, "reference_size": reference_size, "exponent": exponent}
    rows = _read_uses(uses, None, **plant)
    use = rows["use"]
    alone = reference_cost * (use / reference_size) ** exponent
    joint = reference_cost * (use.sum() / reference_size) ** exponent
    return rows.assign(
        alone=alone,
        equally=joint / len(rows),
        by_use=joint * use / use.sum(),
        by_standalone_cost=joint * alone / alone.sum(),
    )


def blocking_coalitions(
    uses: Any, *, reference_cost: float, reference_size: float, exponent: float
) -> pd.DataFrame:
    """Find, for each rule of sharing, the coalition that gains most by a separate plant.

    A rule without such a coalition is stable: its payments are in the core of the cost game.

    Parameters
    ----------
    uses : pandas.DataFrame or polars.DataFrame
        As for :func:`compare_cost_allocations`; more than 16 firms are a ``DataError``.
    reference_cost, reference_size, exponent : float
        As for :func:`compare_cost_allocations`.

    Returns
    -------
    pandas.DataFrame
        One row per rule: ``rule``, ``coalition`` (firms, empty where none gains), ``pays``, its payment
        under the rule, ``own``, the cost of a separate plant, ``gain`` [money], ``status`` (``stable`` or
        ``unstable``).

    Examples
    --------
    >>> uses = pd.DataFrame({"firm": ["mill", "shop"], "use": [900.0, 100.0]})
    >>> blocking = blocking_coalitions(uses, reference_cost=100.0, reference_size=100.0, exponent=0.5)
    >>> blocking[["rule", "coalition", "status"]].values.tolist()[:2]
    [['equally', 'shop', 'unstable'], ['by_use', '', 'stable']]
    """
    plant = {"reference_cost": reference_cost, "reference_size": reference_size, "exponent": exponent}
    rows = _read_uses(uses, MAX_SHARING, **plant)
    payments = compare_cost_allocations(rows, **plant)
    members = _list_coalitions(len(rows)).astype(float)
    # The cost of a plant for each coalition, beside the payments of its firms under each rule.
    own_cost = reference_cost * (members @ rows["use"].to_numpy() / reference_size) ** exponent
    table = []
    for rule in RULES:
        pays = members @ payments[rule].to_numpy()
        gain = pays - own_cost
        # All firms together, the last row, are not a coalition that leaves.
        blocking = int(gain[:-1].argmax()) if len(rows) > 1 else 0
        if len(rows) == 1 or gain[blocking] <= REL_TOL * pays[-1]:
            table.append((rule, "", np.nan, np.nan, 0.0, "stable"))
            continue
        coalition = ", ".join(rows["firm"][members[blocking] > 0])
        table.append((rule, coalition, pays[blocking], own_cost[blocking], gain[blocking], "unstable"))
    return pd.DataFrame(table, columns=["rule", "coalition", "pays", "own", "gain", "status"])


def _read_uses(uses: Any, most: int | None, **numbers: float) -> pd.DataFrame:
    for name, value in numbers.items():
        if not (math.isfinite(value) and value > 0):
            raise BadArgument("The {name} must be a number above 0, not {value}.", name=name, value=value)
    columns = [
        Column("firm", "text", meaning=say("who uses the plant")),
        Column("use", "number", minimum=0, meaning=say("size that the firm needs")),
    ]

    def issues(rows: pd.DataFrame) -> Iterator[Issue]:
        for row in rows.index[~(rows["use"] > 0)]:
            fix, use = say("leave out firms that use nothing"), rows.at[row, "use"]
            yield Issue("the use must be above 0", "use", int(row), value=use, fix=fix)
        if most is not None and len(rows) > most:
            yield _too_many_firms("firm", len(rows), most)

    rows, _ = check_table(uses, say("table of firms"), columns, unique=["firm"], rules=issues)
    return rows[["firm", "use"]]
