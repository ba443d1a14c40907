"""Which factors explain a printed number: all routes of the package against an interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from ecopark.emissions.factor_sets import CO2, DENSITY, HEAT, Factor, FactorSet
from ecopark.emissions.factors import all_factors
from ecopark.emissions.routes import Route, route
from ecopark.errors import UnitMismatch, UnknownName
from ecopark.intervals import Interval, printed

__all__ = ["Explanation", "candidates", "explains", "implied_factor"]


@dataclass(frozen=True)
class Explanation:
    """Whether a factor set gives a value inside an interval.

    ``value``, ``low`` and ``high`` are in the unit of the interval. ``fits`` is ``yes`` (the value
    lies in the interval), ``partly`` (only a part of its range does) or ``no``. ``unverified`` tells
    that a factor on the way is from memory: such an explanation is a lead, not a finding.
    """

    name: str
    value: float
    low: float
    high: float
    fits: str
    unverified: bool = False


def candidates(
    carriers: Iterable[str] = ("fuel_oil",), unit: str = "kL", gas: str = "CO2"
) -> dict[str, Route]:
    """Return every way in which the package gives the CO2 of one unit of a carrier.

    Each heat value goes with each CO2 factor of the same carrier and convention, with each density
    where one is needed.

    Parameters
    ----------
    carriers : iterable of str
        Carriers that come into question.
    unit : str
        Unit of the amount, such as ``"kL"``.
    gas : str
        Gas that the factors count.

    Returns
    -------
    dict of str to Route
        The routes [t CO2/unit], by the keys of their factors.

    Raises
    ------
    UnknownName
        If the package has no factor of a carrier.

    Examples
    --------
    >>> found = candidates(["fuel_oil_no6"])
    >>> [(name, round(way.value, 3)) for name, way in found.items()]
    [('fuel_oil_no6_us x fuel_oil_no6_us_2016', 2.976)]
    """
    found: dict[str, Route] = {}
    for carrier in carriers:
        own = [f for f in all_factors().values() if f.carrier == carrier]
        if not own:
            raise UnknownName("carrier", carrier, dict.fromkeys(f.carrier for f in all_factors().values()))
        heats = [f for f in own if f.quantity in HEAT]
        emitted = [f for f in own if f.quantity in CO2 and f.gas == gas]
        densities = [None, *(f for f in own if f.quantity in DENSITY)]
        for heat, co2, density in product(heats, emitted, densities):
            way = _way(carrier, unit, [f for f in (heat, co2, density) if f is not None])
            if way is not None:
                found.setdefault(way.name, way)
    return found


def _way(carrier: str, unit: str, given: list[Factor]) -> Route | None:
    try:
        return route(carrier, unit, "co2", FactorSet("candidate", tuple(given)))
    except UnitMismatch:
        return None


def implied_factor(emission: str | Interval, amount: str | Interval) -> Interval:
    """Return the factor that two printed numbers imply, within their rounding.

    Parameters
    ----------
    emission : str or Interval
        Emission, as printed or as an interval [t].
    amount : str or Interval
        Amount that it belongs to, as printed or as an interval [any unit].

    Returns
    -------
    Interval
        Emission over amount [t/unit of the amount].

    Raises
    ------
    UndefinedResult
        If the amount may be zero.
    BadArgument
        If a text holds no number.

    Examples
    --------
    >>> found = implied_factor("36.2萬公噸", "12.1萬公秉")
    >>> round(found.low, 3), round(found.high, 3)
    (2.975, 3.008)
    """
    above, below = (printed(x) if isinstance(x, str) else x for x in (emission, amount))
    return above / below


def explains(interval: Interval, given: Mapping[str, Route | Interval | float]) -> list[Explanation]:
    """Tell which candidates give a value inside an interval.

    Parameters
    ----------
    interval : Interval
        What a source implies, such as the result of :func:`implied_factor` [t/unit].
    given : mapping of str to Route, Interval or float
        Candidates by name, in the unit of the interval. The value of an interval is its middle.

    Returns
    -------
    list of Explanation
        All candidates, those that fit first, then by distance from the middle of the interval.

    Examples
    --------
    >>> linhai = implied_factor("36.2萬公噸", "12.1萬公秉")
    >>> [e.name for e in explains(linhai, candidates(["fuel_oil_no6"])) if e.fits == "yes"]
    ['fuel_oil_no6_us x fuel_oil_no6_us_2016']
    """
    middle = (interval.low + interval.high) / 2
    found = [_explanation(interval, name, one) for name, one in given.items()]
    order = ("yes", "partly", "no")
    return sorted(found, key=lambda e: (order.index(e.fits), abs(e.value - middle)))


def _explanation(interval: Interval, name: str, one: Route | Interval | float) -> Explanation:
    if isinstance(one, Route):
        value, reach = one.value, one.range
    elif isinstance(one, Interval):
        value, reach = (one.low + one.high) / 2, one
    else:
        value, reach = float(one), Interval(float(one), float(one))
    fits = "yes" if value in interval else "partly" if interval.overlaps(reach) else "no"
    unverified = isinstance(one, Route) and any(f.status == "unverified" for f in one.factors)
    return Explanation(name, value, reach.low, reach.high, fits, unverified)
