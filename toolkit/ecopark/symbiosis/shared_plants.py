"""One plant for many firms: what each pays under three rules, and which group would rather leave."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecopark import frames
from ecopark.errors import BadArgument, DataError, Issue
from ecopark.symbiosis.offers import repeated
from ecopark.validation import Column, find_issues

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["share_costs", "who_would_leave"]

Numbers = NDArray[np.float64]
RULES = ("equally", "by_use", "by_cost_alone")
_MOST = 16  # firms whose groups are all tried: 2^16 of them
_SMALL = 1e-9  # part of the cost below which a difference counts as none


def share_costs(uses: Any, *, cost: float, size: float, exponent: float) -> pd.DataFrame:
    """Return what each firm pays for a plant of its own, and for its part of one plant for all.

    A plant of size ``q`` costs ``cost * (q / size) ** exponent``. With an exponent below 1, one large
    plant costs less than several small ones.

    Parameters
    ----------
    uses : pandas.DataFrame or polars.DataFrame
        One row per firm: ``firm`` and ``use``, the size that it needs, above 0 [unit of ``size``].
    cost : float
        Cost of a plant whose size is known, above 0 [money].
    size : float
        That size, above 0 [any unit].
    exponent : float
        How cost grows with size [1], above 0: 1 in proportion, below 1 slower.

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``firm``, ``use``, ``alone`` (a plant of its own), and three ways to share
        the cost of one plant for all: ``equally``, ``by_use`` and ``by_cost_alone``, the last two in
        proportion [money].

    Raises
    ------
    DataError
        With every fault of the table.
    BadArgument
        If cost, size or exponent is not above 0.

    References
    ----------
    Young, H. P. (1994). Cost allocation. Handbook of Game Theory, volume 2, chapter 34.

    Examples
    --------
    >>> import pandas as pd
    >>> uses = pd.DataFrame({"firm": ["mill", "shop"], "use": [900.0, 100.0]})
    >>> share_costs(uses, cost=100.0, size=100.0, exponent=0.5).round(1).values.tolist()
    [['mill', 900.0, 300.0, 158.1, 284.6, 237.2], ['shop', 100.0, 100.0, 158.1, 31.6, 79.1]]
    """
    import pandas as pd

    firms, use = _read(uses, cost, size, exponent)
    alone = cost * (use / size) ** exponent
    joint = cost * (float(use.sum()) / size) ** exponent
    return pd.DataFrame(
        {
            "firm": firms,
            "use": use,
            "alone": alone,
            "equally": np.full(len(use), joint / len(use)),
            "by_use": joint * use / use.sum(),
            "by_cost_alone": joint * alone / alone.sum(),
        }
    )


def who_would_leave(uses: Any, *, cost: float, size: float, exponent: float) -> pd.DataFrame:
    """Return, for each rule of sharing, the group of firms that gains most by a plant of its own.

    A rule without such a group is stable: its payments lie in the core of the game of cost.

    Parameters
    ----------
    uses, cost, size, exponent
        As for :func:`share_costs`; up to 16 firms.

    Returns
    -------
    pandas.DataFrame
        One row per rule: ``rule``, ``group`` (firms, empty where nobody gains), what it ``pays`` under
        the rule, what a plant of its ``own`` would cost, ``gain`` [money], ``status`` (``stable`` or
        ``unstable``).

    Raises
    ------
    DataError
        With every fault of the table, and if it has more than 16 firms.
    BadArgument
        If cost, size or exponent is not above 0.

    Examples
    --------
    >>> import pandas as pd
    >>> uses = pd.DataFrame({"firm": ["mill", "shop"], "use": [900.0, 100.0]})
    >>> found = who_would_leave(uses, cost=100.0, size=100.0, exponent=0.5)
    >>> found[["rule", "group", "status"]].values.tolist()[:2]
    [['equally', 'shop', 'unstable'], ['by_use', '', 'stable']]
    """
    import pandas as pd

    shares = share_costs(uses, cost=cost, size=size, exponent=exponent)
    n = len(shares)
    if n > _MOST:
        fix = f"group small firms until there are {_MOST}"
        raise DataError("the table of firms", [Issue("too many firms to try all groups", "firm", fix=fix)])
    members = ((np.arange(1, 2**n - 1)[:, None] >> np.arange(n)) & 1).astype(float)  # without all and none
    own = cost * (members @ shares["use"].to_numpy() / size) ** exponent
    rows = []
    for rule in RULES:
        pays = members @ shares[rule].to_numpy()
        gain = pays - own
        best = int(gain.argmax()) if len(gain) else -1
        leaves = best >= 0 and gain[best] > _SMALL * float(shares[rule].sum())
        group = ", ".join(shares["firm"][members[best] == 1]) if leaves else ""
        figures = (float(pays[best]), float(own[best]), float(gain[best])) if leaves else (None, None, 0.0)
        rows.append((rule, group, *figures, "unstable" if leaves else "stable"))
    return pd.DataFrame(rows, columns=["rule", "group", "pays", "own", "gain", "status"])


def _read(uses: Any, cost: float, size: float, exponent: float) -> tuple[list[str], Numbers]:
    for name, value in (("cost", cost), ("size", size), ("exponent", exponent)):
        if not (math.isfinite(value) and value > 0):
            raise BadArgument(f"The {name} must be a number above 0, not {value}.")
    frame = frames.from_native_eager(uses, "table of firms")
    wanted = [
        Column("firm", "text", "", True, None, None, None, "who uses the plant"),
        Column("use", "number", "", True, None, 0, None, "size that the firm needs"),
    ]
    problems = find_issues(frame, wanted)
    if not problems:
        problems = repeated(frame, ["firm"])
        small = [(row, use) for row, use in enumerate(frame["use"].to_list()) if not (use and use > 0)]
        fix = "leave out firms that use nothing"
        problems += [Issue("the use must be above 0", "use", row, value=use, fix=fix) for row, use in small]
    if problems:
        raise DataError("the table of firms", problems)
    return [str(firm) for firm in frame["firm"].to_list()], np.asarray(frame["use"].to_list(), dtype=float)
