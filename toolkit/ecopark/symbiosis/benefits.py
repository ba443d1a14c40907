"""What exchanges save in a year: water, CO2, virgin material, landfill, money; nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from ecopark.errors import BadArgument, UnknownNameError
from ecopark.symbiosis.benefit_money import Benefit, entries, figure, money_figures, own_entries
from ecopark.symbiosis.benefit_tables import (
    EFFECTS,
    Delivery,
    Rate,
    deliveries,
    factor_table,
    price_table,
    yearly,
)
from ecopark.symbiosis.finance import Project
from ecopark.symbiosis.measures import Measures

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Benefit", "Benefits", "benefits"]


@dataclass(frozen=True)
class Benefits:
    """All figures of benefit, in order, each found by its name and boundary.

    ``by_firm`` is what each firm inside gains a year [unit of ``money``], transfers included; it
    adds up to the figure ``money``. ``finance`` holds investment, payback, net present value and
    internal rate of return where a project was given. ``without_factor`` and ``without_price`` name
    the streams that no row of the tables speaks of.
    """

    figures: tuple[Benefit, ...]
    by_firm: tuple[tuple[str, float], ...]
    finance: Measures | None
    without_factor: tuple[str, ...]
    without_price: tuple[str, ...]

    def __getitem__(self, name: str) -> Benefit:
        """Return a figure by its name.

        Raises
        ------
        UnknownNameError
            If there is none of that name, or several with different boundaries.
        """
        found = [figure for figure in self.figures if figure.name == name]
        if len(found) != 1:
            kind = "benefit (several boundaries; look at figures)" if found else "benefit"
            raise UnknownNameError(kind, name, dict.fromkeys(figure.name for figure in self.figures))
        return found[0]

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure, those of finance at the end."""
        import pandas as pd

        columns = [field.name for field in fields(Benefit)]
        rows = [asdict(figure) for figure in self.figures]
        for found in self.finance.values() if self.finance else ():
            told = {"name": found.name, "value": found.value, "unit": found.unit, "status": found.status}
            rows.append({**told, "boundary": found.boundary, "note": found.note})
        return pd.DataFrame(rows, columns=columns)


def benefits(
    exchanges: Any,
    factors: Any = None,
    prices: Any = None,
    *,
    relays: Iterable[str] = (),
    users: Iterable[str] = (),
    project: Project | None = None,
    money: str = "RMB",
) -> Benefits:
    """Return what the exchanges of a network or a matching save in a year.

    Three rules keep anything from being counted twice. What one firm pays another cancels for the
    park. Figures of one effect with different boundaries stay apart and are never added. A firm
    that passes a stream on (a basin, a recycler) is a relay or a user: at a relay nothing is saved
    by what comes in and nothing is kept out of landfill by what goes out.

    Parameters
    ----------
    exchanges : Network, Matching or dataframe
        A network, what ``match`` returned, its table ``matches``, or a table of exchanges. Savings
        at the receiver follow ``replaces`` and ``demand_stream`` of a match, those at the sender
        ``quantity`` and ``supply_stream``.
    factors : dataframe, optional
        One row per factor: ``stream``, ``effect`` (``water``, ``co2``, ``virgin_material``,
        ``landfill``), ``factor`` (what a unit of the stream avoids, not negative), ``unit`` such as
        ``m3/t``, ``boundary``; for CO2 also ``country`` and ``year``; optional ``side``, by default
        ``sender`` for landfill and ``receiver`` for the others.
    prices : dataframe, optional
        One row per price: ``stream``, ``item``, ``price``, ``unit`` such as ``RMB/t``, ``boundary``.
        Items: ``purchase_avoided`` (gain of the receiver), ``disposal_avoided`` (gain of the
        sender), ``transfer`` (from receiver to sender; below zero the other way), ``treatment``,
        ``transport``, ``operation`` (costs of the receiver). Without prices a matching brings its own.
    relays : iterable of str
        Firms that pass on what they receive.
    users : iterable of str
        Firms that use what they receive before they send it on, as in a cascade.
    project : Project, optional
        What was invested: adds payback, net present value and internal rate of return.
    money : str
        Unit of money of the result, such as ``RMB`` or ``10^6 NTD``.

    Returns
    -------
    Benefits
        A figure for each effect and boundary [m3/year or t/year], for each item of money and for
        money in all [money/year], with its boundary. A year has 365.25 days, so an hourly quantity
        means without a stop.

    Raises
    ------
    DataError
        With every fault of a table; a row that would count something twice is one.
    UnknownNameError
        If a relay or user is not among the firms.
    UnitMismatch
        If a quantity and a factor or price do not go together; the message names firms and stream.
    BadArgument
        If a firm is a relay and a user.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [{"from": "A", "to": "B", "stream": "ash", "quantity": 10_000.0, "unit": "t/year"}]
    >>> factors = pd.DataFrame({"stream": ["ash"], "effect": ["landfill"], "factor": [1.0],
    ...                         "unit": ["t/t"], "boundary": ["tipped before"]})
    >>> benefits(rows, factors)["landfill"].value
    10000.0
    """
    flows, outside = deliveries(exchanges)
    passing = _passing(flows, set(relays), set(users))
    rates = factor_table(factors) if factors is not None else ()
    worth = price_table(prices) if prices is not None else ()
    unit = f"{money}/year"
    found = entries(flows, worth, set(relays), unit)
    if prices is None and hasattr(exchanges, "matches"):
        found = own_entries(exchanges, flows)
    inside = [entry for entry in found if entry.firm not in outside]
    figures = [*_effects(flows, rates, set(relays), passing), *money_figures(inside, unit, passing)]
    gained: dict[str, float] = {}
    for entry in inside:
        gained[entry.firm] = gained.get(entry.firm, 0.0) + (entry.amount or 0.0)
    total = figures[-1]
    return Benefits(
        tuple(figures),
        tuple(gained.items()),
        project.measures(total.value, money, total.boundary, total.note) if project else None,
        _silent(flows, rates),
        _silent(flows, worth) if prices is not None else (),
    )


def _passing(flows: Sequence[Delivery], relays: set[str], users: set[str]) -> set[tuple[str, str]]:
    """Return each firm and stream that comes in and goes out with nobody saying whether it is used."""
    firms = dict.fromkeys(name for flow in flows for name in (flow.sender, flow.receiver))
    for name in relays | users:
        if name not in firms:
            raise UnknownNameError("firm", name, firms)
    if relays & users:
        raise BadArgument(f"A firm is a relay or a user, not both: {', '.join(sorted(relays & users))}.")
    got = {(flow.receiver, flow.used_stream) for flow in flows}
    gave = {(flow.sender, flow.sent_stream) for flow in flows}
    return {pair for pair in got & gave if pair[0] not in relays | users}


def _silent(flows: Sequence[Delivery], rates: Sequence[Rate]) -> tuple[str, ...]:
    """Return the streams that no rate speaks of, in order."""
    known = {rate.stream for rate in rates}
    pairs = [(flow.sent_stream, flow.used_stream) for flow in flows]
    return tuple(dict.fromkeys(pair[0] for pair in pairs if not known.intersection(pair)))


def _effects(
    flows: Sequence[Delivery], rates: Sequence[Rate], relays: set[str], passing: set[tuple[str, str]]
) -> Iterator[Benefit]:
    for effect, (unit, _) in EFFECTS.items():
        own = [rate for rate in rates if rate.name == effect]
        places = dict.fromkeys(rate.boundary for rate in own)
        if not places:
            yield Benefit(effect, None, unit, "missing", "", 0.0, 0, 0, "no factor")
        for boundary in places:
            others = {rate.stream for rate in own if rate.boundary != boundary}
            here = [rate for rate in own if rate.boundary == boundary]
            twice = sorted(others & {rate.stream for rate in here})
            note = f"do not add to other boundaries of {effect}: {', '.join(twice)}" if twice else ""
            hits, doubts = _hits(flows, here, unit, relays, passing)
            yield figure(effect, unit, boundary, hits, doubts, note)


def _hits(
    flows: Sequence[Delivery], rates: Sequence[Rate], unit: str, relays: set[str],
    passing: set[tuple[str, str]],
) -> tuple[list[float | None], list[str]]:  # fmt: skip
    """Return what each flow avoids [unit], and where a flow may be counted twice."""
    by_stream = {rate.stream: rate for rate in rates}
    hits: list[float | None] = []
    doubts: dict[str, None] = {}
    for flow in flows:
        for side in ("sender", "receiver"):
            firm, stream, _ = flow.at(side)
            rate = by_stream.get(stream)
            if rate is None or rate.side != side or firm in relays:
                continue
            hits.append(yearly(flow, rate, unit))
            if (firm, stream) in passing:
                doubts[f"{firm} receives and sends {stream}"] = None
    return hits, list(doubts)
