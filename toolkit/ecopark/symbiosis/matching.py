"""Match the waste of firms with the needs of others by a linear program, and explain each residual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ecopark import frames, units
from ecopark.errors import (
    AmbiguousUnit,
    BadArgument,
    DataError,
    Issue,
    UndefinedResult,
    UnitMismatch,
    UnknownNameError,
    did_you_mean,
    require_known,
)
from ecopark.i18n import mark, say
from ecopark.symbiosis.tables import check_table, native_like
from ecopark.validation import Column

__all__ = ["Matching", "match", "read_pairs", "solve_linear_program"]

OBJECTIVES = ("benefit", "diversion")
TOLERANCE = 3e-8  # part of the largest quantity below which a delivery or a residual counts as none
MANY_PAIRS = 50_000  # above it the interior point method is the faster one
# The obstacles to a pair of a supply and a demand, in the order of their checks, each with its sentence; a
# pair of the last kind may be used.
OBSTACLES = {
    mark("same firm"): mark("only the firm itself could use it: {partner}"),
    mark("not allowed"): mark("not allowed with {partner}: {rule}"),
    mark("distance unknown"): mark("no distance is given to {partner}"),
    mark("too far"): mark("{partner} is {distance:,.4g} km away, the limit is {max_distance:,.4g} km"),
    mark("quality unknown"): mark("with {partner}: {faults}"),
    mark("quality"): mark("with {partner}: {faults}"),
    mark("money unknown"): mark("a price or cost of the exchange with {partner} is missing"),
    mark("costs more than it saves"): mark("with {partner} it would save {saving:,.4g} per unit"),
    mark("partners used up"): mark("{partner} is used up, and so is every other partner"),
}
STAGES = tuple(OBSTACLES)
COSTLY, USABLE = STAGES.index("costs more than it saves"), STAGES.index("partners used up")


@dataclass(frozen=True)
class Matching:
    """A plan of exchanges, and its residuals.

    ``matches`` has one row per match and ``unmatched`` one row per supply or demand with a residual, with
    ``status`` and ``reason``; both are of the kind of the table of supplies. ``diverted`` is the sum of the
    deliveries [``unit``]; ``benefit`` the savings of all firms together [money in the period of ``unit``],
    ``None`` with ``benefit_status`` ``missing`` where a price is not known. ``left_out`` names the parts of
    the saving that no table gives, ``candidates`` counts the pairs that could be used.
    """

    matches: Any
    unmatched: Any
    unit: str
    objective: str
    candidates: int
    diverted: float
    benefit: float | None
    benefit_status: str
    left_out: tuple[str, ...]


def match(
    supply: Any,
    demand: Any,
    compatibility: Any,
    *,
    unit: str = "t/year",
    money: str = "RMB",
    quality: Mapping[str, str] | None = None,
    blending: bool = False,
    distances: Any = None,
    transport_cost: float = 0.0,
    max_distance: float | None = None,
    forbid: Any = None,
    objective: str = "benefit",
) -> Matching:
    """Match supplies of waste and by-products with demands, by a linear program.

    A unit of supply that is exchanged saves ``price * substitution + disposal_cost - treatment_cost -
    transport_cost * distance``; payments between the firms cancel. The plan has the largest sum of
    savings (``benefit``), or the largest delivered quantity and among such plans the largest sum of savings
    (``diversion``, where a saving that is not known counts as 0). Quantities below 3 parts in 10^8 of the
    largest count as none.

    Parameters
    ----------
    supply : pandas.DataFrame or polars.DataFrame
        One row per firm and stream: ``firm``, ``stream``, ``quantity`` [``unit`` of the row], ``unit``;
        optional ``disposal_cost`` [money/amount], the cost of disposal today; the columns of ``quality``:
        the contents of the stream.
    demand : pandas.DataFrame or polars.DataFrame
        The same columns; optional ``price`` [money/amount] of the stream bought today; ``minimum`` [``unit``
        of the row], the smallest amount the user must get; the columns of ``quality``: limits, or empty.
    compatibility : pandas.DataFrame or polars.DataFrame
        One row per pair of streams that fit: ``supply_stream``, ``demand_stream``; optional ``substitution``
        [amount of demand/amount of supply], by default 1; ``treatment_cost`` [money/amount]; ``removal`` (0
        to 1), the fraction of every contaminant that treatment takes out; ``allowed`` (True or False),
        whether regulation permits it, and ``rule``, its words.
    unit : str
        Unit of the result. An amount is its part before the slash: money is per t where it is t/year.
    money : str
        Name of the unit of money of all tables.
    quality : mapping of str to str, optional
        Columns of quality with ``"max"`` (a contaminant, which must not be above the limit) or ``"min"`` (a
        purity, which must not be below it), each in one unit in both tables.
    blending : bool
        Whether a limit holds for the mixture of all deliveries to a user; otherwise for each delivery.
    distances : pandas.DataFrame or polars.DataFrame, optional
        ``from``, ``to`` (firms) and ``distance`` [km], the same in both directions.
    transport_cost : float
        Cost of transport [money/(amount km)].
    max_distance : float, optional
        The farthest transport [km].
    forbid : dataframe or iterable of pairs of str, optional
        Firms between which nothing may be exchanged: ``from`` (supplier) and ``to`` (user).
    objective : str
        ``"benefit"`` or ``"diversion"``.

    Returns
    -------
    Matching
        Matches, residuals with their reasons, and the totals.

    Raises
    ------
    DataError
        With every fault of a table, named by firm and stream: a quantity that is negative, missing or
        infinite, a unit that does not fit, a row that is there twice; or if no table has money to save.
    UndefinedResult
        If the limits conflict: smallest amounts that cannot be met. The message names the limits.
    UnknownNameError
        If the objective, the kind of a quality or a forbidden firm is unknown.
    BadArgument
        If a cost is negative, or transport is to be counted without distances.

    References
    ----------
    Dantzig, G. B. (1951). Application of the simplex method to a transportation problem. In T. C. Koopmans
    (ed.), Activity analysis of production and allocation, 359-373. Wiley.

    Examples
    --------
    >>> supply = pd.DataFrame({"firm": ["Power plant"], "stream": ["gypsum"], "quantity": [100.0],
    ...                        "unit": ["t/year"], "disposal_cost": [8.0]})
    >>> demand = pd.DataFrame({"firm": ["Board plant"], "stream": ["gypsum"], "quantity": [60.0],
    ...                        "unit": ["t/year"], "price": [20.0]})
    >>> fits = pd.DataFrame({"supply_stream": ["gypsum"], "demand_stream": ["gypsum"]})
    >>> plan = match(supply, demand, fits)
    >>> plan.diverted, plan.benefit
    (60.0, 1680.0)
    >>> plan.unmatched[["firm", "unmatched", "status"]].values.tolist()
    [['Power plant', 40.0, 'partners used up']]
    """
    # 1. The options and the tables, checked.
    limits = dict(quality or {})
    require_known(mark("objective"), objective, OBJECTIVES)
    for kind in limits.values():
        require_known(mark("kind of quality"), kind, ("max", "min"))
    if not (np.isfinite(transport_cost) and transport_cost >= 0):
        raise BadArgument("transport_cost must be finite and not negative, not {cost}.", cost=transport_cost)
    if max_distance is not None and not max_distance >= 0:
        raise BadArgument("max_distance must not be negative, not {distance} km.", distance=max_distance)
    if distances is None and (transport_cost or max_distance is not None):
        raise BadArgument("Transport needs a table of distances: from, to, distance [km].")
    units.factor(unit, unit)
    offers, like = _read_amounts(supply, say("table of supplies"), "disposal_cost", unit, limits)
    needs, _ = _read_amounts(demand, say("table of demands"), "price", unit, limits)
    rules = _read_compatibility(compatibility)

    # A price or cost that no table gives counts as zero and is named in the result.
    absent = [name for name, table in (("price", needs), ("disposal_cost", offers)) if name not in table]
    if objective == "benefit" and len(absent) == 2:
        fix = say("add one of them, or use objective='diversion'")
        rule = say("no price of a demand and no disposal_cost of a supply: nothing can be saved")
        raise DataError("the tables of supplies and demands", [Issue(rule, fix=fix)])
    if "treatment_cost" not in rules:
        absent.append("treatment_cost")
    if not transport_cost:
        absent.append("transport")
    costs = {"price": 0.0, "disposal_cost": 0.0, "minimum": 0.0}
    offers, needs = (table.assign(**{c: table.get(c, costs[c]) for c in costs}) for table in (offers, needs))
    defaults = {"substitution": 1.0, "treatment_cost": 0.0, "removal": 0.0, "allowed": 1.0, "rule": ""}
    rules = rules.assign(**{name: rules.get(name, value) for name, value in defaults.items()})

    # 2. Every pair of a supply and a demand whose streams fit, with its saving and its obstacle.
    pairs = (
        rules.merge(offers.add_prefix("s_").assign(i=offers.index), "inner", left_on="supply_stream",
                    right_on="s_stream")
        .merge(needs.add_prefix("d_").assign(j=needs.index), "inner", left_on="demand_stream",
               right_on="d_stream")
    )  # fmt: skip
    if distances is None:
        pairs = pairs.assign(distance=np.nan, transport=0.0)
    else:
        all_distances = _read_distances(distances)
        pairs = pairs.merge(all_distances, "left", left_on=["s_firm", "d_firm"], right_on=["from", "to"])
        pairs["transport"] = transport_cost * pairs["distance"]

    # Saving of one unit of the supply: the price of the input it replaces and its disposal, less treatment
    # and transport.
    pairs["saving"] = (
        pairs["d_price"] * pairs["substitution"] + pairs["s_disposal_cost"]
        - pairs["treatment_cost"] - pairs["transport"]
    )  # fmt: skip

    # Forbidden pairs, and qualities; if streams are mixed, the mixture has to keep the limits, not each
    # supply.
    firms = {*offers["firm"], *needs["firm"]}
    banned = read_pairs(forbid, firms, mark("firm"), say("table of forbidden pairs"))
    is_banned = pd.MultiIndex.from_frame(pairs[["s_firm", "d_firm"]]).isin(list(banned))
    pairs["rule"] = np.where(is_banned, say("a forbidden pair"), pairs["rule"].fillna("").astype(str))
    unknown_quality, low_quality = (np.zeros(len(pairs), dtype=bool) for _ in range(2))
    for name, kind in limits.items():
        content, limit = pairs[f"s_{name}"], pairs[f"d_{name}"]
        if kind == "max":  # treatment takes out of a contaminant only
            content = pairs[f"s_{name}"] = content * (1 - pairs["removal"])
        unknown_quality |= content.isna() & limit.notna()
        if not blending:
            low_quality |= content > limit if kind == "max" else content < limit

    # The first obstacle, in the order of OBSTACLES, is the stage of the pair.
    must_save = objective == "benefit"
    obstacles = [
        pairs["s_firm"] == pairs["d_firm"],
        is_banned | (pairs["allowed"] != 1),
        pairs["distance"].isna() & (distances is not None),
        pairs["distance"] > (np.inf if max_distance is None else max_distance),
        unknown_quality,
        low_quality,
        pairs["saving"].isna() & must_save,
        (pairs["saving"] <= 0) & must_save,
    ]
    pairs["stage"] = np.select(obstacles, range(len(obstacles)), default=USABLE)

    # 3. The plan. A pair at a loss may meet a smallest amount, or thin a mixture that is sold then.
    needed = blending | (pairs["d_minimum"] > 0)
    usable = pairs[(pairs["stage"] == USABLE) | ((pairs["stage"] == COSTLY) & needed)]
    blends = limits if blending else {}
    delivered = _solve(usable, offers, needs, blends, unit, most=objective == "diversion")

    # 4. The result as tables.
    tolerance = TOLERANCE * max(offers["quantity"].max(), needs["quantity"].max())
    used = usable.assign(quantity=delivered)[delivered > tolerance].reset_index(drop=True)
    used["replaces"] = used["quantity"] * used["substitution"]
    # The residual of each supply and each demand; a demand is met by the amount that the supply replaces.
    for table, place, amount in ((offers, "i", "quantity"), (needs, "j", "replaces")):
        taken = used.groupby(place)[amount].sum().reindex(table.index).fillna(0)
        table["unmatched"] = table["quantity"] - taken
    matches = _matches(used, offers, needs, unit, money, tolerance)
    unmatched = [
        *_residuals("supply", offers, needs, pairs, unit, tolerance, limits, max_distance),
        *_residuals("demand", needs, offers, pairs, unit, tolerance, limits, max_distance),
    ]
    columns = ["side", "firm", "stream", "quantity", "unmatched", "unit", "status", "reason"]
    residuals = pd.DataFrame(unmatched, columns=columns)
    residuals = residuals.astype({"quantity": "float64", "unmatched": "float64"})
    is_known = bool(used["saving"].notna().all())
    return Matching(
        matches=native_like(matches, like),
        unmatched=native_like(residuals, like),
        unit=unit,
        objective=objective,
        candidates=len(usable),
        diverted=float(used["quantity"].sum()),
        benefit=float((used["quantity"] * used["saving"]).sum()) if is_known else None,
        benefit_status="ok" if is_known else "missing",
        left_out=tuple(absent),
    )


def _read_amounts(
    table: Any, name: str, money: str, unit: str, quality: Iterable[str]
) -> tuple[pd.DataFrame, frames.Frame]:
    """Return the supplies or demands with quantities in one unit, or raise with every fault."""
    columns = [
        Column("firm", "text", meaning=say("name of the firm")),
        Column("stream", "text", meaning=say("name of the stream")),
        Column("unit", "text", meaning=say("unit of the quantity")),
        Column("quantity", "number", unit, minimum=0, meaning=say("how much")),
        *(Column(q, "number", "1", minimum=0, meaning=say("quality")) for q in quality),
        *(Column(c, "number", required=False, minimum=0) for c in ("minimum", money)),
    ]

    def bad_units(rows: pd.DataFrame) -> Iterable[Issue]:
        for row, (firm, stream, row_unit) in enumerate(
            rows[["firm", "stream", "unit"]].itertuples(index=False)
        ):
            try:
                units.factor(row_unit, unit)
            except (UnitMismatch, UnknownNameError) as error:
                is_unknown = isinstance(error, UnknownNameError) and not isinstance(error, AmbiguousUnit)
                near = did_you_mean(row_unit, ("t/year", "kg/day", "m3/year", "t/h")).strip()
                fault = say("the unit is unknown") if is_unknown else error
                fix = near or say("give the quantity in {unit} or a unit like it", unit=unit)
                yield Issue(f"{firm}, {stream}: {fault}", "unit", row, value=row_unit, fix=fix)
        if "minimum" in rows:
            for row in rows.index[rows["minimum"] > rows["quantity"]]:
                rule = say("is larger than the quantity, of which it is a part")
                value = rows.at[row, "minimum"]
                yield Issue(rule, "minimum", int(row), value=float(value), fix="check both values")

    rows, frame = check_table(
        table, name, columns, filled=["quantity"], unique=["firm", "stream"], rules=bad_units
    )
    # Quantities and smallest amounts in the unit of the plan.
    scale = rows["unit"].map({row_unit: units.factor(row_unit, unit) for row_unit in rows["unit"].unique()})
    rows["quantity"] *= scale
    if "minimum" in rows:
        rows["minimum"] = rows["minimum"].fillna(0) * scale
    return rows[[c.name for c in columns if c.name in rows]], frame


def _read_compatibility(table: Any) -> pd.DataFrame:
    columns = [
        Column("supply_stream", "text", meaning=say("what is offered")),
        Column("demand_stream", "text", meaning=say("what it can replace")),
        Column("substitution", "number", required=False, minimum=0),
        Column("treatment_cost", "number", required=False, minimum=0),
        Column("removal", "number", required=False, minimum=0, maximum=1),
        Column("allowed", "yes-no", required=False),
    ]
    filled, unique = ["allowed", "substitution", "removal"], ["supply_stream", "demand_stream"]
    rows, _ = check_table(table, say("compatibility table"), columns, filled=filled, unique=unique)
    return rows[[c for c in (*(c.name for c in columns), "rule") if c in rows]]


def _read_distances(table: Any) -> pd.DataFrame:
    """Return the distances in both directions."""
    columns = [Column(end, "text", meaning=say("name of the firm")) for end in ("from", "to")]
    columns.append(Column("distance", "number", "km", minimum=0, meaning=say("how far")))

    def two_distances(rows: pd.DataFrame) -> Iterable[Issue]:
        # The pair without its direction; all of its rows must agree with the first.
        ends = pd.Series([tuple(sorted(pair)) for pair in rows[["from", "to"]].itertuples(index=False)])
        for row in rows.index[rows["distance"] != rows.groupby(ends)["distance"].transform("first")]:
            sender, receiver, value = rows.loc[row, ["from", "to", "distance"]]
            rule = say("{sender} to {receiver} has two distances", sender=sender, receiver=receiver)
            yield Issue(rule, "distance", int(row), value=value, fix="keep one of them")

    rows, _ = check_table(table, say("table of distances"), columns, filled=["distance"], rules=two_distances)
    rows = rows[["from", "to", "distance"]]
    # A distance holds both ways.
    back = rows.rename(columns={"from": "to", "to": "from"})
    return pd.concat([rows, back]).drop_duplicates(["from", "to"])


def read_pairs(table: Any, known: Iterable[str], kind: str, name: str) -> set[tuple[str, str]]:
    """Return the pairs of a table with ``from`` and ``to``, or of an iterable; each name must be known."""
    if table is None:
        return set()
    if isinstance(table, list | tuple | set | frozenset):
        table = pd.DataFrame(list(table), columns=["from", "to"])
    names = sorted(set(known))
    columns = [Column(end, "text", meaning=say("name of one of the two")) for end in ("from", "to")]
    rows, _ = check_table(table, name, columns)
    pairs = set(rows[["from", "to"]].itertuples(index=False, name=None))
    for end in sorted({end for pair in pairs for end in pair}):
        require_known(kind, end, names)
    return pairs


def _solve(
    pairs: pd.DataFrame,
    offers: pd.DataFrame,
    needs: pd.DataFrame,
    blends: Mapping[str, str],
    unit: str,
    *,
    most: bool,
) -> np.ndarray:
    """Return the delivery of each pair [unit]; raise ``UndefinedResult`` if the limits conflict."""
    from scipy import sparse

    n, m, k = len(offers), len(needs), len(pairs)
    if not k and not needs["minimum"].any():
        return np.zeros(0)
    # The largest numbers are scaled to 1, for the fixed tolerances of the solver.
    size = max(offers["quantity"].max(), needs["quantity"].max()) or 1.0
    saving = pairs["saving"].fillna(0).to_numpy()
    saving = saving / (np.abs(saving).max(initial=0) or 1.0)
    places = {"i": pairs["i"].to_numpy(), "j": pairs["j"].to_numpy(), "pair": np.arange(k)}

    def rows_of(values: np.ndarray, end: str, count: int) -> sparse.coo_array:
        return sparse.coo_array((values, (places[end], places["pair"])), shape=(count, k))

    # Rows: supplies, demands, the smallest amounts that are asked for, and the mixtures.
    met = rows_of(pairs["substitution"].to_numpy(), "j", m)
    with_minimum = np.flatnonzero(needs["minimum"] > 0)
    blocks = [rows_of(np.ones(k), "i", n), met, -met.tocsr()[with_minimum]]
    ceilings = [offers["quantity"], needs["quantity"], -needs["minimum"][with_minimum]]
    for name, kind in blends.items():
        # The excess of a mixture over its limit, with a sign that allows no average above zero.
        excess = (pairs[f"s_{name}"] - pairs[f"d_{name}"]).fillna(0).to_numpy()
        excess = excess if kind == "max" else -excess
        blocks.append(rows_of(excess / (np.abs(excess).max(initial=0) or 1.0), "j", m))
        ceilings.append(pd.Series(np.zeros(m)))
    matrix, ceiling = sparse.vstack(blocks).tocsr(), np.concatenate(ceilings) / size

    # If most shall be diverted, that goal goes first, and no saving may reduce its result.
    if most:
        first = solve_linear_program(-np.ones(k), matrix, ceiling)
        if first.status == 0:
            matrix = sparse.vstack([matrix, sparse.csr_array(-np.ones((1, k)))]).tocsr()
            ceiling = np.append(ceiling, -first.x.sum())

    # The plan that saves most.
    result = solve_linear_program(-saving, matrix, ceiling) if k else None
    if result is not None and result.status == 0:
        return np.asarray(result.x * size)

    # No plan. The smallest shortfall of the smallest amounts, whatever is diverted; the limits that have a
    # price in it conflict.
    minimum_count = len(with_minimum)
    count, minimum_places = n + m + minimum_count + m * len(blends), np.arange(minimum_count)
    slack = sparse.coo_array(
        (-np.ones(minimum_count), (n + m + minimum_places, minimum_places)), shape=(count, minimum_count)
    )
    matrix = sparse.hstack([matrix[:count], slack]).tocsr()
    result = solve_linear_program(np.r_[np.zeros(k), np.ones(minimum_count)], matrix, ceiling[:count])
    shortfall = result.x[k:] * size
    offers, needs = (table.assign(name=table["firm"] + ", " + table["stream"]) for table in (offers, needs))
    demanding = needs.iloc[with_minimum].assign(most=needs["minimum"].iloc[with_minimum] - shortfall)

    def told(template: str, table: pd.DataFrame) -> list[str]:
        return [say(template, **row | {"unit": unit}) for row in table.to_dict("records")]

    # The shortfalls, and the limits in the order of the rows, in words.
    lacking = told(
        mark("{name} needs at least {minimum:,.6g} {unit} and can get {most:,.6g}"),
        demanding[shortfall > 1e-6 * size],
    )
    words = told(mark("supply of {name}: {quantity:,.6g} {unit}"), offers)
    words += told(mark("demand of {name}: {quantity:,.6g} {unit}"), needs)
    words += told(mark("smallest amount of {name}: {minimum:,.6g} {unit}"), demanding)
    for blend in blends:
        template = mark("{blend} of the mixture at {name}: {limit:,.6g}")
        words += told(template, needs.assign(blend=blend, limit=needs[blend]))
    conflicting = [words[row] for row in np.flatnonzero(np.abs(result.ineqlin.marginals) > 1e-9)]
    message = mark("No plan keeps all limits. {lacking}. Limits that conflict: {limits}.")
    raise UndefinedResult(message, lacking="; ".join(lacking), limits="; ".join(conflicting))


def solve_linear_program(
    cost: np.ndarray, below: Any, ceiling: np.ndarray, equal: Any = None, constant: np.ndarray | None = None
) -> Any:
    """Return SciPy's answer: x >= 0 of least cost with below @ x <= ceiling and equal @ x == constant.

    Its ``status`` is 0, or 2 where there is no such x.
    """
    from scipy.optimize import linprog

    method = "highs-ipm" if len(cost) > MANY_PAIRS else "highs"
    result = linprog(cost, below, ceiling, equal, constant, bounds=(0, None), method=method)
    if result.status not in {0, 2}:
        raise UndefinedResult("The linear program has no answer: {reason}", reason=result.message)
    return result


def _matches(
    used: pd.DataFrame, offers: pd.DataFrame, needs: pd.DataFrame, unit: str, money: str, tolerance: float
) -> pd.DataFrame:
    """Return one row per match, with the parts of its saving, its limit, and the reason in words."""
    table = pd.DataFrame(
        {
            "supplier": used["s_firm"],
            "supply_stream": used["supply_stream"],
            "user": used["d_firm"],
            "demand_stream": used["demand_stream"],
            "quantity": used["quantity"],
            "replaces": used["replaces"],
            "unit": unit,
            "distance": used["distance"],
            "price_saving": used["d_price"] * used["substitution"],
            "disposal_saving": used["s_disposal_cost"],
            "treatment_cost": used["treatment_cost"],
            "transport_cost": used["transport"],
            "benefit_per_unit": used["saving"],
            "benefit": used["quantity"] * used["saving"],
            "benefit_status": np.where(used["saving"].isna(), "missing", "ok"),
        }
    )

    # The limit of each exchange.
    limits = {
        (True, True): say("uses up the supply and meets the demand"),
        (True, False): say("uses up the supply"),
        (False, True): say("meets the demand"),
        (False, False): say("limited by the quality of the mixture or a smallest amount"),
    }
    full = offers["unmatched"] <= tolerance, needs["unmatched"] <= tolerance
    table["binds"] = [
        limits[bool(full[0][i]), bool(full[1][j])] for i, j in zip(used["i"], used["j"], strict=True)
    ]

    # Why each exchange pays, in words.
    reasons = []
    for row in table.to_dict("records"):
        saving = say("saving not known: a price or cost is missing")
        if row["benefit_status"] == "ok":
            saving = say(
                "saves {benefit_per_unit:,.4g} {money}/{amount} (price {price_saving:,.4g} + disposal "
                "{disposal_saving:,.4g} - treatment {treatment_cost:,.4g} - transport {transport_cost:,.4g})",
                money=money, amount=unit.split("/")[0], **row,
            )  # fmt: skip
        reasons.append(say("{saving}; {limit}", saving=saving, limit=row["binds"]))
    return table.assign(reason=reasons)


def _residuals(
    side: str,
    own: pd.DataFrame,
    other: pd.DataFrame,
    pairs: pd.DataFrame,
    unit: str,
    tolerance: float,
    quality: Mapping[str, str],
    max_distance: float | None,
) -> list[tuple[Any, ...]]:
    """Return one row per supply or demand with a residual: why its best pair does not take it."""
    own_column, other_column, partner = ("i", "j", "d_") if side == "supply" else ("j", "i", "s_")
    # The pair that speaks for a row comes farthest; among equals it has the largest saving.
    best = pairs.sort_values(["stage", "saving"], kind="stable", na_position="first")
    best = best.drop_duplicates(own_column, keep="last").set_index(own_column)
    # Rows that could deliver to a partner with room left, and do not: something about the mixture is against
    # it.
    has_room = other["unmatched"] > tolerance
    open_pairs = pairs[(pairs["stage"] == USABLE) & pairs[other_column].map(has_room).astype(bool)]
    mixed = set(open_pairs[own_column])
    rows = []
    is_small = (own["quantity"] > 0) & (own["quantity"] <= tolerance)
    for place, row in own[is_small | (own["unmatched"] > tolerance)].iterrows():
        if is_small[place]:
            status = mark("too small")
            why = say("against the largest quantity of the tables it counts as none")
        elif place not in best.index:
            status = mark("no compatible stream")
            why = say("no rule joins {stream} to a stream of the other table", stream=row["stream"])
        elif place in mixed:
            status = mark("mixture")
            why = say("more would break a limit of the mixture or take from a smallest amount")
        else:
            pair = best.loc[place]
            name = f"{pair[f'{partner}firm']} ({pair[f'{partner}stream']})"
            status, why = STAGES[pair["stage"]], _explain(pair, name, quality, max_distance)
        amounts = float(row["quantity"]), float(row["unmatched"])
        rows.append((side, row["firm"], row["stream"], *amounts, unit, status, why))
    return rows


def _explain(pair: pd.Series, partner: str, quality: Mapping[str, str], max_distance: float | None) -> str:
    """Return the obstacle to a pair in words."""
    # The faults of quality of the pair.
    faults = []
    for name, kind in quality.items():
        content, limit = pair[f"s_{name}"], pair[f"d_{name}"]
        template = ""
        if np.isnan(content) and not np.isnan(limit):
            template = mark("{name} is not known, the limit is {limit:,.4g}")
        elif kind == "max" and content > limit:
            template = mark("{name} {content:,.4g} is above the limit {limit:,.4g}")
        elif kind == "min" and content < limit:
            template = mark("{name} {content:,.4g} is below the limit {limit:,.4g}")
        if template:
            faults.append(say(template, name=name, content=content, limit=limit))
    values = {name: pair[name] for name in ("distance", "saving", "rule")}
    values |= {"partner": partner, "max_distance": max_distance, "faults": "; ".join(faults)}
    status = STAGES[pair["stage"]]
    if status == "not allowed" and not pair["rule"]:
        return say("not allowed with {partner}", **values)
    return say(OBSTACLES[status], **values)
