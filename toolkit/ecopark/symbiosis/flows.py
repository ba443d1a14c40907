"""Quantities of a network: the balance of each firm, throughflow, cycling, and ascendency."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from ecopark import units
from ecopark.errors import BadArgument, BalanceError, DataError, Issue, UndefinedResult, UnitMismatch
from ecopark.symbiosis.network import ENDS, Network, metric_table

__all__ = ["amounts", "ascendency", "balance", "check_balance", "close_balance", "flow_metrics"]

TOLERANCE = 0.01  # share of a firm's larger side by which its two sides may differ [1]
UNRECORDED = "not recorded"
MAX_SHOWN = 5
NOISE = 1e-12  # gap that sums of decimal numbers may have [1]


def amounts(network: Network, unit: str | None = None) -> pd.Series:
    """Return the quantity of each exchange in one unit, by default that of the first exchange.

    A missing quantity is an ``UndefinedResult``, one in another kind of unit a ``UnitMismatch``; both name
    the stream and the firms.

    Examples
    --------
    >>> rows = [{"from": "A", "to": "B", "stream": "steam", "quantity": 2.0, "unit": "Gg/year"}]
    >>> amounts(Network(rows), "t/year").tolist()
    [2000.0]
    """
    rows = network.exchanges
    if rows.empty:
        raise UndefinedResult("The network has no exchange.")
    unknown = [_name(row) for row in rows[rows["quantity"].isna()].to_dict("records")]
    if unknown:
        listed = "; ".join(unknown[:MAX_SHOWN]) + ("; …" if len(unknown) > MAX_SHOWN else "")
        raise UndefinedResult(f"{len(unknown)} of {len(rows)} exchanges have no quantity: {listed}.")
    target = unit or str(rows["unit"].iloc[0])
    factors = {}
    for own in rows["unit"].unique():
        try:
            factors[own] = units.factor(own, target)
        except UnitMismatch as error:
            row = rows[rows["unit"] == own].iloc[0]
            raise UnitMismatch(
                f"{_name(row)}: {row['quantity']:g} {own} cannot be given in {target}. Hint: take the "
                "streams of one unit with network.subnetwork(streams=[…])."
            ) from error
    return (rows["quantity"] * rows["unit"].map(factors)).rename(target)


def _name(row: dict[str, object] | pd.Series) -> str:
    return f"{row['stream']} from {row['from']} to {row['to']}"


def _sides(network: Network, quantities: pd.Series) -> pd.DataFrame:
    """Return inflow, outflow and the gap between them, over the larger side, of each firm inside."""
    inflow, outflow = (
        quantities.groupby(network.exchanges[end]).sum().reindex(network.firms, fill_value=0.0)
        for end in ("to", "from")
    )
    larger = np.maximum(inflow, outflow)
    gap = ((inflow - outflow).abs() / larger).where(larger > 0, 0.0)
    return pd.DataFrame({"inflow": inflow, "outflow": outflow, "gap": gap})


def balance(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> pd.DataFrame:
    """Compare what every firm inside the boundary receives with what it sends.

    Parameters
    ----------
    network : Network
        The network, with what comes in and goes out as exchanges with names outside.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange that has one.
    tolerance : float
        Largest difference of the two sides, as a share of the larger one [1].

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``inflow``, ``outflow``, ``difference`` (inflow less outflow) [unit], ``gap`` (the
        difference over the larger side) [1], ``unit``, ``balanced``, ``status``: ``ok``, ``missing`` (an
        exchange of the firm has no quantity) or ``undefined`` (it has no exchange). A quantity that cannot
        be given in the unit is a ``UnitMismatch``, a tolerance that is not from 0 up to 1 a ``BadArgument``.

    Examples
    --------
    >>> rows = [("lake", "A", 100.0), ("A", "B", 90.0), ("B", "sea", 90.0)]
    >>> table = [dict(zip(("from", "to", "quantity"), r), stream="water", unit="m3/h") for r in rows]
    >>> balance(Network(table, outside=["lake", "sea"]))[["firm", "difference", "gap", "balanced"]]
      firm  difference  gap balanced
    0    A        10.0  0.1    False
    1    B         0.0  0.0     True
    """
    _check_tolerance(tolerance)
    rows = network.exchanges
    known = rows["quantity"].notna()
    with_quantities = network.subnetwork()
    with_quantities.exchanges = rows[known]
    table = pd.DataFrame(index=list(network.firms), columns=["inflow", "outflow", "gap"], dtype="float64")
    used = unit
    if known.any():
        quantities = amounts(with_quantities, unit)
        table, used = _sides(with_quantities, quantities), str(quantities.name)
    active, silent = (set(part[ENDS].to_numpy().ravel()) for part in (rows, rows[~known]))
    status = ["missing" if f in silent else "ok" if f in active else "undefined" for f in network.firms]
    table = table.where(pd.Series(status, index=table.index) == "ok")
    return pd.DataFrame(
        {
            "firm": list(network.firms),
            "inflow": table["inflow"].to_list(),
            "outflow": table["outflow"].to_list(),
            "difference": (table["inflow"] - table["outflow"]).to_list(),
            "gap": table["gap"].to_list(),
            "unit": used,
            "balanced": [None if np.isnan(gap) else gap <= tolerance for gap in table["gap"]],
            "status": status,
        }
    )


def check_balance(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> None:
    """Raise if a firm inside the boundary receives another amount than it sends.

    Parameters
    ----------
    network, unit, tolerance
        As for :func:`balance`.

    Raises
    ------
    BalanceError
        With up to five firms, their two sides, their streams and the limit.
    UndefinedResult
        If there is no exchange, or one has no quantity.

    Examples
    --------
    >>> rows = [{"from": "A", "to": "B", "stream": "ash", "quantity": 5.0, "unit": "t/year"}]
    >>> check_balance(Network(rows, outside=["A"]))
    Traceback (most recent call last):
        ...
    ecopark.errors.BalanceError: 1 of 1 firms does not balance; the two sides may differ by 1 %:
      B receives 5 t/year (ash) and sends 0 t/year (nothing): a gap of 100 %.
    Hint: name what comes in and goes out as exchanges outside, or add them with close_balance().
    """
    _check_tolerance(tolerance)
    rows, quantities = network.exchanges, amounts(network, unit)
    sides = _sides(network, quantities)
    bad = sides[sides["gap"] > tolerance]
    if bad.empty:
        return
    verb, limit = "does" if len(bad) == 1 else "do", f"{100 * tolerance:.3g} %"
    lines = [f"{len(bad)} of {len(sides)} firms {verb} not balance; the two sides may differ by {limit}:"]
    for firm, side in bad.head(MAX_SHOWN).iterrows():
        came, went = (
            ", ".join(rows.loc[rows[end] == firm, "stream"].unique()) or "nothing" for end in ("to", "from")
        )
        lines.append(
            f"  {firm} receives {side['inflow']:g} {quantities.name} ({came}) and sends {side['outflow']:g} "
            f"{quantities.name} ({went}): a gap of {100 * side['gap']:.3g} %."
        )
    if len(bad) > MAX_SHOWN:
        lines.append(f"  … and {len(bad) - MAX_SHOWN} more")
    hint = "Hint: name what comes in and goes out as exchanges outside, or add them with close_balance()."
    raise BalanceError("\n".join([*lines, hint]))


def close_balance(network: Network, outside: str = "outside", unit: str | None = None) -> Network:
    """Add the missing side of every firm as an exchange with the outside.

    A table of by-products holds a small part of what a firm buys and sells. This adds the residual as what
    it must be if nothing is stored: one exchange per firm, named ``not recorded``.

    Parameters
    ----------
    network : Network
        The network; every exchange must have a quantity, else this is an ``UndefinedResult``.
    outside : str
        Name of the outside, new or already outside.
    unit : str, optional
        Unit of the new exchanges; by default that of the first exchange.

    Returns
    -------
    Network
        In balance; the same network if it is already.

    Raises
    ------
    DataError
        If the name for the outside is a firm inside.

    Examples
    --------
    >>> rows = [{"from": "A", "to": "B", "stream": "ash", "quantity": 5.0, "unit": "t/year"}]
    >>> close_balance(Network(rows)).exchanges[["from", "to", "stream"]].values.tolist()
    [['A', 'B', 'ash'], ['outside', 'A', 'not recorded'], ['B', 'outside', 'not recorded']]
    """
    if outside in network.firms:
        issue = Issue("is inside and outside", value=outside, fix="give the outside another name")
        raise DataError("the network", [issue])
    quantities = amounts(network, unit)
    sides = _sides(network, quantities)
    added = []
    for firm, side in sides[sides["gap"] > NOISE].iterrows():
        lack = float(side["outflow"] - side["inflow"])
        ends = (outside, firm) if lack > 0 else (firm, outside)
        row = {"from": ends[0], "to": ends[1], "stream": UNRECORDED}
        added.append(row | {"quantity": abs(lack), "unit": quantities.name})
    if not added:
        return network
    beyond = dict.fromkeys([*network.outside, outside])
    table = pd.concat([network.exchanges, pd.DataFrame(added)])
    return Network(table, firms=network.firms, outside=beyond)


def _check_tolerance(tolerance: float) -> None:
    if not 0 <= tolerance < 1:
        raise BadArgument(f"The tolerance must be from 0 up to 1, not {tolerance}.")


DEFINITIONS = {
    "throughput": "sum of all flows, those over the boundary included",
    "throughflow": "sum over the firms of all that each receives",
    "mean_path_length": "throughflow over what comes in over the boundary",
    "finn_cycling_index": "share of the throughflow that comes back to a firm it has passed",
    "ascendency": "sum of T_ij log2(T_ij T.. / (T_i. T_.j)), flows over the boundary included",
    "capacity": "minus the sum of T_ij log2(T_ij / T..), flows over the boundary included",
    "ascendency_ratio": "ascendency over capacity",
}


def flow_metrics(network: Network, unit: str | None = None, tolerance: float = TOLERANCE) -> pd.DataFrame:
    """Compute the metrics of flow of a network.

    With T_ij the flow from i to j, T_i the throughflow of firm i (all it receives) and T.. the sum of all
    flows, those over the boundary included: throughput T..; throughflow, the sum of T_i; mean path length,
    throughflow over inputs; Finn's cycling index: with G_ij the flow from firm i to firm j over all that i
    receives and N the inverse of (I - G), the sum of T_i (N_ii - 1) / N_ii over the sum of T_i; ascendency
    and capacity (``DEFINITIONS``). Exchanges between two outsiders are left out.

    Parameters
    ----------
    network : Network
        The network, with what comes in and goes out as exchanges with names outside.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange.
    tolerance : float
        Gap between the two sides of a firm, as a share of the larger one [1], from which the firm counts as
        unbalanced. Throughflow, cycling and path length need a balance.

    Returns
    -------
    pandas.DataFrame
        One row per metric with the columns of :func:`ecopark.symbiosis.network_metrics`. The status is
        ``missing`` where an exchange has no quantity, ``ambiguous`` where no unit was given and the
        quantities have several that do not convert, ``undefined`` where a firm is unbalanced, nothing comes
        in, or a loop lets nothing out.

    Raises
    ------
    UnitMismatch
        If a quantity cannot be given in ``unit``.

    References
    ----------
    J. T. Finn (1980): Flow analysis of models of the Hubbard Brook ecosystem. Ecology 61, 562-571.
    R. E. Ulanowicz (1986): Growth and development: ecosystems phenomenology. Springer.
    S. R. Borrett and M. K. Lau (2014): enaR. Methods in Ecology and Evolution 5, 1206-1213.

    Examples
    --------
    >>> rows = [("outside", "A", 100.0), ("A", "B", 120.0), ("B", "A", 20.0), ("B", "outside", 100.0)]
    >>> table = [dict(zip(("from", "to", "quantity"), r), stream="water", unit="t/year") for r in rows]
    >>> metrics = flow_metrics(Network(table, outside=["outside"]))["value"].round(4)
    >>> metrics[["mean_path_length", "finn_cycling_index"]].to_list()
    [2.4, 0.1667]
    """
    try:
        quantities = amounts(network, unit)
    except (UndefinedResult, UnitMismatch) as error:
        if isinstance(error, UnitMismatch) and unit is not None:
            raise
        is_mixed = isinstance(error, UnitMismatch)
        status = "ambiguous" if is_mixed else "missing" if len(network.exchanges) else "undefined"
        note = str(error).removesuffix(".")
        rows = [(name, None, "1", text, status, note) for name, text in DEFINITIONS.items()]
        return metric_table(rows, network.boundary)

    unit = str(quantities.name)
    inside = network.exchanges[ENDS].isin(network.firms)
    touching = inside.any(axis=1)
    sides = _sides(network, quantities)
    inputs = float(quantities[inside["to"] & ~inside["from"]].sum())

    # Throughflow, path length and cycling need firms in balance.
    bad = sides[sides["gap"] > tolerance]
    listed = "; ".join(
        f"{firm} receives {side['inflow']:g} and sends {side['outflow']:g} {unit}"
        for firm, side in bad.head(3).iterrows()
    )
    more = f" and {len(bad) - 3} more" if len(bad) > 3 else ""
    unbalanced = (
        f"not in balance within {tolerance:.2g} of the larger side: {listed}{more}" if len(bad) else ""
    )
    throughflow = None if len(bad) else float(sides["inflow"].sum())
    path = throughflow / inputs if throughflow is not None and inputs > 0 else None
    cycled, why = (None, unbalanced)
    if throughflow is not None:
        cycled, why = _finn_cycling_index(network, quantities, sides["inflow"])

    # Parallel streams of one pair are one flow.
    rows = network.exchanges[touching]
    order, capacity = ascendency(quantities[touching].groupby([rows["from"], rows["to"]]).sum())
    values = {
        "throughput": (float(quantities[touching].sum()), unit, ""),
        "throughflow": (throughflow, unit, unbalanced),
        "mean_path_length": (path, "1", unbalanced or "nothing comes in over the boundary"),
        "finn_cycling_index": (cycled, "1", why),
        "ascendency": (order, f"{unit} bit", ""),
        "capacity": (capacity, f"{unit} bit", ""),
        "ascendency_ratio": (order / capacity if capacity > 0 else None, "1",
                             "there is one flow only, so the capacity is zero"),
    }  # fmt: skip
    table = [(name, v, u, DEFINITIONS[name], "undefined", note) for name, (v, u, note) in values.items()]
    return metric_table(table, network.boundary)


def _finn_cycling_index(
    network: Network, quantities: pd.Series, throughflow: pd.Series
) -> tuple[float | None, str]:
    """Return Finn's cycling index of flows in balance [1], or nothing and why there is none.

    Only firms in one loop see their flow again, so each strongly connected component is solved by itself.
    """
    total = float(throughflow.sum())
    if total == 0:
        return None, "nothing flows"
    inner = network.inner
    flows = quantities[inner.index].groupby([inner["from"], inner["to"]]).sum()
    graph = nx.DiGraph()
    graph.add_weighted_edges_from((a, b, flow / throughflow[a]) for (a, b), flow in flows.items())
    cycled = 0.0
    for loop in nx.strongly_connected_components(graph):
        members = [firm for firm in network.firms if firm in loop]
        if len(members) == 1:
            continue
        shares = nx.to_numpy_array(graph, nodelist=members)
        closed = f"the loop of {', '.join(members[:5])} lets nothing out"
        if (shares.sum(axis=1) >= 1 - NOISE).all():
            return None, closed
        passes = np.diag(np.linalg.inv(np.eye(len(members)) - shares))
        # Within the tolerance of the balance a loop can send a little more than it receives.
        if not ((passes >= 1) & np.isfinite(passes)).all():
            return None, closed
        cycled += float((throughflow[members].to_numpy() * (passes - 1) / passes).sum())
    return cycled / total, ""


def ascendency(flows: pd.Series) -> tuple[float, float]:
    """Return ascendency and capacity of flows, whose index holds sender and receiver [unit bit].

    Examples
    --------
    >>> ascendency(pd.Series([1.0, 1.0], pd.MultiIndex.from_tuples([("A", "B"), ("B", "A")])))
    (2.0, 2.0)
    """
    total = flows.sum()
    sent, received = (flows.groupby(level=level).transform("sum") for level in (0, 1))
    order = (flows * np.log2((flows / sent) * (total / received))).sum()
    capacity = -(flows * np.log2(flows / total)).sum()
    return float(order), float(capacity + 0.0)
