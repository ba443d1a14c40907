"""The money of exchanges: what each firm gains by which item, and the sums for the park."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ecopark.symbiosis.benefit_tables import ITEMS, Delivery, Rate, table_rows, yearly

__all__ = ["Benefit", "Entry", "entries", "figure", "money_figures", "own_entries"]

_PARK = "all firms inside the boundary together; what one pays another cancels"
_SAVED = {"purchase_avoided": "receiver", "disposal_avoided": "sender"}
# Column of a matching, and the item that it is [money/unit of supply].
_COLUMNS = {
    "price_saving": "purchase_avoided",
    "disposal_saving": "disposal_avoided",
    "treatment_cost": "treatment",
    "transport_cost": "transport",
}


@dataclass(frozen=True)
class Benefit:
    """One figure of benefit.

    ``value`` [unit] is there where ``status`` is ``ok``: ``missing`` means that some quantity, or
    every factor, is not known, ``ambiguous`` that a firm passes a stream on and nobody said whether
    it uses it. ``known`` [unit] is the sum over the exchanges whose quantity is known; ``exchanges``
    and ``missing`` count exchanges.
    """

    name: str
    value: float | None
    unit: str
    status: str
    boundary: str
    known: float
    exchanges: int
    missing: int
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """What a firm gains from flow number ``flow`` by one item [money/year]; ``None`` where not known."""

    firm: str
    item: str
    stream: str
    amount: float | None
    flow: int
    boundary: str


def entries(
    flows: Sequence[Delivery], prices: Sequence[Rate], relays: set[str], unit: str
) -> Iterator[Entry]:
    """Go through what every firm gains from every flow.

    Parameters
    ----------
    flows : sequence of Delivery
        The flows.
    prices : sequence of Rate
        The prices.
    relays : set of str
        Firms that only pass on: nothing is saved there.
    unit : str
        Unit of the amounts, such as ``RMB/year``.

    Raises
    ------
    UnitMismatch
        If a quantity and a price do not go together.
    """
    for number, flow in enumerate(flows):
        for rate in prices:
            firm, stream, _ = flow.at(rate.side)
            if stream == rate.stream and not (rate.name in _SAVED and firm in relays):
                yield from _sides(flow, number, rate.name, rate, yearly(flow, rate, unit))


def own_entries(source: Any, flows: Sequence[Delivery]) -> Iterator[Entry]:
    """Go through what every firm gains from the matches of a matching, at the prices of the matching."""
    rows = table_rows(getattr(source, "matches", source), "matches")
    for number, (flow, row) in enumerate(zip(flows, rows, strict=True)):
        for column, item in _COLUMNS.items():
            price = row.get(column)
            amount = None if price is None or flow.sent is None else price * flow.sent
            rate = Rate(flow.sent_stream, item, 0.0, "", "prices of the matching", _SAVED.get(item, "sender"))
            yield from _sides(flow, number, item, rate, amount)


def _sides(flow: Delivery, number: int, item: str, rate: Rate, amount: float | None) -> Iterator[Entry]:
    for firm, sign in zip((flow.sender, flow.receiver), ITEMS[item], strict=True):
        if sign:
            gain = None if amount is None else sign * amount
            stream = flow.at(rate.side)[1]
            yield Entry(firm, item, stream, gain, number, rate.boundary)


def money_figures(found: Sequence[Entry], unit: str, passing: set[tuple[str, str]]) -> list[Benefit]:
    """Return a figure an item and, last, the sum of all, for the firms of the entries together.

    Parameters
    ----------
    found : sequence of Entry
        What the firms inside gain.
    unit : str
        Unit of the amounts.
    passing : set of tuple of str
        Firm and stream that may be counted twice.
    """
    made = []
    for item in ITEMS:
        own = [entry for entry in found if entry.item == item]
        if own:
            made.append(_item(item, unit, own, passing))
    if not made:
        return [Benefit("money", None, unit, "missing", _PARK, 0.0, 0, 0, "no price")]
    return [*made, _item("money", unit, found, passing)]


def _item(name: str, unit: str, own: Sequence[Entry], passing: set[tuple[str, str]]) -> Benefit:
    doubts = dict.fromkeys(
        f"{e.firm} receives and sends {e.stream}"
        for e in own
        if e.item in _SAVED and (e.firm, e.stream) in passing
    )
    places = dict.fromkeys(e.boundary for e in own)
    boundary = _PARK if name == "money" else "; ".join(places)
    hits: dict[int, float | None] = {}
    for e in own:
        before = hits.get(e.flow, 0.0)
        hits[e.flow] = None if before is None or e.amount is None else before + e.amount
    known = sum(e.amount for e in own if e.amount is not None)
    return figure(name, unit, boundary, list(hits.values()), doubts, "", known)


def figure(
    name: str, unit: str, boundary: str, hits: Sequence[float | None], doubts: Iterable[str], note: str,
    known: float | None = None,
) -> Benefit:  # fmt: skip
    """Return the sum of what the exchanges give, with its status.

    Parameters
    ----------
    name, unit, boundary, note : str
        What the figure says of itself.
    hits : sequence of float or None
        What each exchange gives [unit]; ``None`` where its quantity or price is not known.
    doubts : iterable of str
        What may be counted twice, in words.
    known : float, optional
        The sum of what is known [unit], where it is not that of the hits.

    Examples
    --------
    >>> figure("landfill", "t/year", "tipped before", [10.0, None], (), "").status
    'missing'
    """
    missing = sum(hit is None for hit in hits)
    total = float(sum(hit for hit in hits if hit is not None) if known is None else known)
    said = "; ".join(doubts)
    if said:
        status, why = "ambiguous", f"{said}: name it among relays or users"
    elif missing:
        status, why = "missing", f"quantity or price of {missing} of {len(hits)} exchanges is not known"
    else:
        status, why = "ok", "" if hits else "no exchange of such a stream"
    told = "; ".join(text for text in (why, note) if text)
    value = total if status == "ok" else None
    return Benefit(name, value, unit, status, boundary, total, len(hits), missing, told)
