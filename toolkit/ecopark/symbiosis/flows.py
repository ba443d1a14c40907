"""Quantities of a network: the balance of each firm, throughflow, cycling, and ascendency."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from ecopark import units
from ecopark.errors import BadArgument, BalanceError, DataError, Issue, UndefinedResult, UnitMismatch
from ecopark.i18n import mark, say
from ecopark.symbiosis.network import ENDS, Network, exchange_name, metric_table
from ecopark.symbiosis.tables import join_first

__all__ = [
    "ascendency_and_capacity",
    "balance",
    "check_balance",
    "close_balance",
    "convert_quantities",
    "flow_metrics",
]

MAX_GAP = 0.01  # share of a firm's larger side by which its two sides may differ [1]
UNRECORDED = "not recorded"
MAX_SHOWN = 5
NOISE = 1e-12  # gap that sums of decimal numbers may have [1]


def convert_quantities(network: Network, unit: str | None = None) -> pd.Series:
    """Return the quantity of each exchange in one unit, by default that of the first exchange.

    A missing quantity is an ``UndefinedResult``, one in another kind of unit a ``UnitMismatch``; both name
    the stream and the firms.

    Examples
    --------
    >>> rows = [{"from": "A", "to": "B", "stream": "steam", "quantity": 2.0, "unit": "Gg/year"}]
    >>> convert_quantities(Network(rows), "t/year").tolist()
    [2000.0]
    """
    rows = network.exchanges
    if rows.empty:
        raise UndefinedResult("The network has no exchange.")
    unknown = [exchange_name(row) for row in rows[rows["quantity"].isna()].to_dict("records")]
    if unknown:
        raise UndefinedResult(
            "{count} of {total} exchanges have no quantity: {listed}.",
            count=len(unknown), total=len(rows), listed=join_first(unknown, MAX_SHOWN),
        )  # fmt: skip

    # A unit of another kind is named with the first exchange that has it.
    target = unit or str(rows["unit"].iloc[0])
    factors = {}
    for row_unit in rows["unit"].unique():
        try:
            factors[row_unit] = units.factor(row_unit, target)
        except UnitMismatch as error:
            row = rows[rows["unit"] == row_unit].iloc[0]
            raise UnitMismatch(
                "{exchange}: {quantity:g} {own} cannot be given in {target}. Hint: take the streams of one "
                "unit with network.subnetwork(streams=[…]).",
                exchange=exchange_name(row), quantity=row["quantity"], own=row_unit, target=target,
            ) from error  # fmt: skip
    return (rows["quantity"] * rows["unit"].map(factors)).rename(target)


def _sum_both_sides(network: Network, quantities: pd.Series) -> pd.DataFrame:
    """Sum inflow and outflow of each firm inside, with the gap between them over the larger side [1]."""
    inflow, outflow = (
        quantities.groupby(network.exchanges[end]).sum().reindex(network.firms, fill_value=0.0)
        for end in ("to", "from")
    )
    # The gap of a firm: its two sides differ by this part of the larger one; without flows, by none.
    larger = np.maximum(inflow, outflow)
    gap = ((inflow - outflow).abs() / larger).where(larger > 0, 0.0)
    return pd.DataFrame({"inflow": inflow, "outflow": outflow, "gap": gap})


def balance(network: Network, unit: str | None = None, *, max_gap: float = MAX_GAP) -> pd.DataFrame:
    """Compare the flows that each firm inside the boundary receives and sends.

    Parameters
    ----------
    network : Network
        The network, with its inflows and outflows as exchanges with names outside.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange that has one.
    max_gap : float
        Largest difference of the two sides, as a share of the larger one [1].

    Returns
    -------
    pandas.DataFrame
        One row per firm: ``inflow``, ``outflow``, ``difference`` (inflow less outflow) [unit], ``gap`` (the
        difference over the larger side) [1], ``unit``, ``balanced``, ``status``: ``ok``, ``missing`` (an
        exchange of the firm has no quantity) or ``undefined`` (it has no exchange). A quantity that cannot
        be given in the unit is a ``UnitMismatch``, a ``max_gap`` that is not from 0 up to 1, a
        ``BadArgument``.

    Examples
    --------
    >>> rows = [("lake", "A", 100.0), ("A", "B", 90.0), ("B", "sea", 90.0)]
    >>> table = [dict(zip(("from", "to", "quantity"), r), stream="water", unit="m3/h") for r in rows]
    >>> balance(Network(table, outside=["lake", "sea"]))[["firm", "difference", "gap", "balanced"]]
      firm  difference  gap balanced
    0    A        10.0  0.1    False
    1    B         0.0  0.0     True
    """
    _check_gap(max_gap)
    rows = network.exchanges
    has_quantity = rows["quantity"].notna()
    with_quantities = network.subnetwork()
    with_quantities.exchanges = rows[has_quantity]

    # Sides of the firms from the quantities that are known.
    table = pd.DataFrame(index=list(network.firms), columns=["inflow", "outflow", "gap"], dtype="float64")
    table_unit = unit
    if has_quantity.any():
        quantities = convert_quantities(with_quantities, unit)
        table, table_unit = _sum_both_sides(with_quantities, quantities), str(quantities.name)

    # A firm with an unknown quantity has no sides; one without exchanges has nothing to balance.
    active, with_unknown = (set(part[ENDS].to_numpy().ravel()) for part in (rows, rows[~has_quantity]))
    status = []
    for firm in network.firms:
        if firm in with_unknown:
            status.append("missing")
        else:
            status.append("ok" if firm in active else "undefined")
    table = table.where(pd.Series(status, index=table.index) == "ok")
    table = table.assign(difference=table["inflow"] - table["outflow"], unit=table_unit, status=status)
    table["balanced"] = [None if np.isnan(gap) else gap <= max_gap for gap in table["gap"]]
    columns = ["firm", "inflow", "outflow", "difference", "gap", "unit", "balanced", "status"]
    return table.rename_axis("firm").reset_index()[columns]


def check_balance(network: Network, *, max_gap: float = MAX_GAP) -> None:
    """Raise if a firm inside the boundary receives another amount than it sends.

    Parameters
    ----------
    network, max_gap
        As for :func:`balance`.

    Raises
    ------
    BalanceError
        With up to five firms, their two sides, their streams and the limit.
    UndefinedResult
        If there is no exchange, or one has no quantity.
    UnitMismatch
        If a quantity cannot be given in the unit of the first exchange.

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
    _check_gap(max_gap)
    rows, quantities = network.exchanges, convert_quantities(network)
    sides = _sum_both_sides(network, quantities)
    bad = sides[sides["gap"] > max_gap]
    if bad.empty:
        return
    head = mark("{count} of {firms} firms do not balance; the two sides may differ by {percent:.3g} %:")
    if len(bad) == 1:
        head = mark("{count} of {firms} firms does not balance; the two sides may differ by {percent:.3g} %:")
    lines = [say(head, count=len(bad), firms=len(sides), percent=100 * max_gap)]
    for firm, side in bad.head(MAX_SHOWN).iterrows():
        came, went = (
            ", ".join(rows.loc[rows[end] == firm, "stream"].unique()) or say("nothing")
            for end in ("to", "from")
        )
        lines.append("  " + say(
            "{firm} receives {inflow:g} {unit} ({came}) and sends {outflow:g} {unit} ({went}): a gap of "
            "{percent:.3g} %.",
            firm=firm, unit=quantities.name, came=came, went=went, percent=100 * side["gap"], **side,
        ))  # fmt: skip
    if len(bad) > MAX_SHOWN:
        lines.append("  " + say("… and {count} more", count=len(bad) - MAX_SHOWN))
    lines.append(
        say("Hint: name what comes in and goes out as exchanges outside, or add them with close_balance().")
    )
    raise BalanceError("\n".join(lines))


def close_balance(network: Network, outside: str = "outside", unit: str | None = None) -> Network:
    """Add the missing side of every firm as an exchange with the outside.

    A table of by-products holds a small part of what a firm buys and sells. This adds the residual that
    must exist if nothing is stored: one exchange per firm, named ``not recorded``.

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
    quantities = convert_quantities(network, unit)
    sides = _sum_both_sides(network, quantities)
    added = []
    for firm, side in sides[sides["gap"] > NOISE].iterrows():
        # A surplus of sent flows came from outside; a surplus of received flows left the firm.
        lack = float(side["outflow"] - side["inflow"])
        ends = (outside, firm) if lack > 0 else (firm, outside)
        row = {"from": ends[0], "to": ends[1], "stream": UNRECORDED}
        added.append(row | {"quantity": abs(lack), "unit": quantities.name})
    if not added:
        return network
    beyond = dict.fromkeys([*network.outside, outside])
    table = pd.concat([network.exchanges, pd.DataFrame(added)])
    return Network(table, firms=network.firms, outside=beyond)


def _check_gap(max_gap: float) -> None:
    if not 0 <= max_gap < 1:
        raise BadArgument("max_gap must be from 0 up to 1, not {max_gap}.", max_gap=max_gap)


DEFINITIONS = {
    "throughput": mark("sum of all flows, those over the boundary included"),
    "throughflow": mark("sum over the firms of all that each receives"),
    "mean_path_length": mark("throughflow over what comes in over the boundary"),
    "finn_cycling_index": mark("share of the throughflow that comes back to a firm it has passed"),
    "ascendency": mark("sum of T_ij log2(T_ij T.. / (T_i. T_.j)), flows over the boundary included"),
    "capacity": mark("minus the sum of T_ij log2(T_ij / T..), flows over the boundary included"),
    "ascendency_ratio": mark("ascendency over capacity"),
}


def flow_metrics(network: Network, unit: str | None = None, *, max_gap: float = MAX_GAP) -> pd.DataFrame:
    """Compute the metrics of flow of a network.

    With T_ij the flow from i to j, T_i the throughflow of firm i (all it receives) and T.. the sum of all
    flows, those over the boundary included: throughput T..; throughflow, the sum of T_i; mean path length,
    throughflow over inputs; Finn's cycling index: with G_ij the flow from firm i to firm j over all that i
    receives and N the inverse of (I - G), the sum of T_i (N_ii - 1) / N_ii over the sum of T_i; ascendency
    and capacity (``DEFINITIONS``). Exchanges between two outsiders are left out.

    Parameters
    ----------
    network : Network
        The network, with its inflows and outflows as exchanges with names outside.
    unit : str, optional
        Unit of the quantities; by default that of the first exchange.
    max_gap : float
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
    # Quantities in one unit; without them each metric has the reason.
    try:
        quantities = convert_quantities(network, unit)
    except (UndefinedResult, UnitMismatch) as error:
        if isinstance(error, UnitMismatch) and unit is not None:
            raise
        if isinstance(error, UnitMismatch):
            status = "ambiguous"
        else:
            status = "missing" if len(network.exchanges) else "undefined"
        note = str(error).rstrip(".\u3002")  # the full stop, also the Chinese one
        rows = [(name, None, "1", say(text), status, note) for name, text in DEFINITIONS.items()]
        return metric_table(rows, network.boundary)

    # The flows that enter across the boundary, and the two sides of each firm.
    unit = str(quantities.name)
    inside = network.exchanges[ENDS].isin(network.firms)
    touching = inside.any(axis=1)
    sides = _sum_both_sides(network, quantities)
    inputs = float(quantities[inside["to"] & ~inside["from"]].sum())

    # Throughflow, path length and cycling need firms in balance.
    bad = sides[sides["gap"] > max_gap]
    listed = [
        say("{firm} receives {inflow:g} and sends {outflow:g} {unit}", firm=firm, unit=unit, **side)
        for firm, side in bad.head(MAX_SHOWN + 1).iterrows()
    ]
    unbalanced = "" if bad.empty else say(
        "not in balance within {max_gap:.2g} of the larger side: {firms}",
        max_gap=max_gap, firms=join_first(listed, MAX_SHOWN),
    )  # fmt: skip
    throughflow = None if len(bad) else float(sides["inflow"].sum())
    path = throughflow / inputs if throughflow is not None and inputs > 0 else None
    cycled, why = None, unbalanced
    if bad.empty:
        cycled, why = _finn_cycling_index(network, quantities, sides["inflow"])

    # Parallel streams of one pair are one flow.
    rows = network.exchanges[touching]
    ascendency, capacity = ascendency_and_capacity(
        quantities[touching].groupby([rows["from"], rows["to"]]).sum()
    )
    values = {
        "throughput": (float(quantities[touching].sum()), unit, ""),
        "throughflow": (throughflow, unit, unbalanced),
        "mean_path_length": (path, "1", unbalanced or say("nothing comes in over the boundary")),
        "finn_cycling_index": (cycled, "1", why),
        "ascendency": (ascendency, f"{unit} bit", ""),
        "capacity": (capacity, f"{unit} bit", ""),
        "ascendency_ratio": (ascendency / capacity if capacity > 0 else None, "1",
                             say("there is one flow only, so the capacity is zero")),
    }  # fmt: skip
    table = [(name, v, u, say(DEFINITIONS[name]), "undefined", note) for name, (v, u, note) in values.items()]
    return metric_table(table, network.boundary)


def _finn_cycling_index(
    network: Network, quantities: pd.Series, throughflow: pd.Series
) -> tuple[float | None, str]:
    """Return Finn's cycling index of flows in balance [1], or nothing and why there is none.

    Only firms in one loop see their flow again, so each strongly connected component is solved by itself.
    """
    total = float(throughflow.sum())
    if total == 0:
        return None, say("nothing flows")
    # g_ij: share of the throughflow T_i of firm i that goes on to firm j.
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
        closed = say("the loop of {firms} lets nothing out", firms=join_first(members, MAX_SHOWN))
        # A loop that keeps all of its flows has no inverse.
        if (shares.sum(axis=1) >= 1 - NOISE).all():
            return None, closed
        # n_ii of N = (I - G)^-1: how often a flow passes firm i. Of T_i, (n_ii - 1) / n_ii was there before.
        passes = np.diag(np.linalg.inv(np.eye(len(members)) - shares))
        # Within the gap that a balance may have a loop can send a little more than it receives.
        if not ((passes >= 1) & np.isfinite(passes)).all():
            return None, closed
        cycled += float((throughflow[members].to_numpy() * (passes - 1) / passes).sum())
    return cycled / total, ""


def ascendency_and_capacity(flows: pd.Series) -> tuple[float, float]:
    """Return ascendency and development capacity of flows from sender to receiver, their index [unit bit].

    Examples
    --------
    >>> ascendency_and_capacity(pd.Series([1.0, 1.0], pd.MultiIndex.from_tuples([("A", "B"), ("B", "A")])))
    (2.0, 2.0)
    """
    # T_ij, with row sums T_i. (sent), column sums T_.j (received) and the total T..
    total = flows.sum()
    sent, received = (flows.groupby(level=level).transform("sum") for level in (0, 1))
    ascendency = (flows * np.log2((flows / sent) * (total / received))).sum()
    capacity = -(flows * np.log2(flows / total)).sum()
    return float(ascendency), float(capacity + 0.0)
