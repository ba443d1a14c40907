"""From an amount of a carrier to coal equivalent, energy and CO2: the factors on the way, and their range."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from math import prod
from operator import mul

from ecopark import units
from ecopark.emissions.factor_sets import CO2, DENSITY, HEAT, UNITS, Factor, FactorSet
from ecopark.emissions.factors import all_factors, convention_factor, molar_mass
from ecopark.errors import UnitMismatch, UnknownName
from ecopark.intervals import Interval

__all__ = ["Route", "is_energy", "route"]

_CARBON = CO2[1]


@dataclass(frozen=True)
class Route:
    """A product of factors that turns one unit of an amount into another quantity.

    ``scale`` is the exact conversion of units. ``value`` and ``range`` are in ``unit``, such as t/kL.
    """

    factors: tuple[Factor, ...]
    scale: float
    unit: str

    @property
    def value(self) -> float:
        """The product [unit of the route]."""
        return self.scale * prod(f.value for f in self.factors)

    @property
    def range(self) -> Interval:
        """The product within the rounding of every factor [unit of the route]."""
        return reduce(mul, (f.range for f in self.factors), Interval(self.scale, self.scale))

    @property
    def name(self) -> str:
        """The keys of the factors."""
        return " x ".join(f.id for f in self.factors) or "energy as it is"


def route(carrier: str, unit: str, quantity: str, chosen: FactorSet, electricity: str = "calorific") -> Route:
    """Return the factors from one unit of a carrier to coal equivalent, energy or CO2.

    Parameters
    ----------
    carrier : str
        Energy carrier, as in the factor set.
    unit : str
        Unit of the amount, such as ``"t"``, ``"kL"``, ``"10^4 m3"`` or ``"GWh"``.
    quantity : {"tce", "gj", "co2"}
        What is wanted: coal equivalent [tce], energy [GJ] or CO2 [t].
    chosen : FactorSet
        The factors.
    electricity : {"calorific", "equivalent"}
        How electricity counts in coal equivalent and energy; its CO2 is the same by both.

    Returns
    -------
    Route
        In tce, GJ or t for each unit of the amount.

    Raises
    ------
    UnknownName
        If the set has no factor that is needed.
    UnitMismatch
        If the unit does not fit the factors, or a low heat value meets a factor for high ones.

    Examples
    --------
    >>> from ecopark.emissions.factors import factor_set
    >>> oil = factor_set("fuel_oil_coal_equivalent", "fuel_oil_density")
    >>> round(route("fuel_oil", "kL", "tce", oil).value, 4)
    1.3715
    """
    if quantity not in UNITS:
        raise UnknownName("quantity", quantity, UNITS)
    if carrier not in chosen.carriers:
        raise UnknownName(f"carrier of the factor set {chosen.name!r}", carrier, chosen.carriers)
    if carrier == "electricity":
        return _electric(unit, quantity, chosen, electricity)
    if quantity == "co2":
        return _fuel_co2(carrier, unit, chosen)
    return _heat(carrier, unit, UNITS[quantity], chosen)


def _electric(unit: str, quantity: str, chosen: FactorSet, electricity: str) -> Route:
    if (read := units.read(unit)) and read.measure == "coal equivalent":
        text = f"Electricity in {unit!r} already follows a convention: give its amount in kWh, MWh or GWh."
        raise UnitMismatch(text)
    counted = chosen.counted(electricity) or convention_factor(electricity)
    if quantity == "co2":
        return _product([_needed(chosen, "electricity", CO2, "CO2 factor")], unit, "t")
    if quantity == "gj" and electricity == "calorific":
        return _product([], unit, "GJ")
    return _product([counted], unit, UNITS[quantity])


def _fuel_co2(carrier: str, unit: str, chosen: FactorSet) -> Route:
    emitted = _needed(chosen, carrier, CO2, "CO2 factor")
    heat = _heat(carrier, unit, "GJ", chosen)
    for found in heat.factors:
        if {found.convention, emitted.convention} == {"LHV", "HHV"}:
            raise UnitMismatch(
                f"{found.id} is a {found.convention} value and {emitted.id} goes with {emitted.convention}: "
                "take both from one convention."
            )
    return _product([*heat.factors, emitted], unit, "t")


def _heat(carrier: str, unit: str, target: str, chosen: FactorSet) -> Route:
    """Return the energy of an amount: as it is, by a heat value, or by density and heat value."""
    value, density = chosen.get(carrier, HEAT), chosen.get(carrier, DENSITY)
    if is_energy(unit) and (target == "GJ" or value is None or not _fits([value], unit, target)):
        return _product([], unit, target)
    value = value or _needed(chosen, carrier, HEAT, "heat value")
    if _fits([value], unit, target):
        return _product([value], unit, target)
    if density is None:
        text = f"{carrier} in {unit!r} does not go with {value.id} in {value.unit!r}."
        raise UnitMismatch(f"{text} Give another unit, or add a density of {carrier} to the factor set.")
    return _product([density, value], unit, target)


def _needed(chosen: FactorSet, carrier: str, quantities: Iterable[str], what: str) -> Factor:
    found = chosen.get(carrier, quantities)
    if found is None:
        known = [f.id for f in all_factors().values() if f.carrier == carrier and f.quantity in quantities]
        raise UnknownName(f"{what} of {carrier} in the factor set", chosen.name, known)
    return found


def _fits(given: Iterable[Factor], unit: str, target: str) -> bool:
    try:
        _product(list(given), unit, target)
    except UnitMismatch:
        return False
    return True


def is_energy(unit: str) -> bool:
    """Return whether an amount in this unit is an amount of energy."""
    return _fits([], unit, "GJ")


def _product(given: list[Factor], unit: str, target: str) -> Route:
    """Return the product of the factors, for one unit of the amount, in the target unit."""
    try:
        scale = _scale((unit, *(f.unit for f in given)), target)
    except UnitMismatch as error:
        by = " and ".join(f"{f.id} [{f.unit}]" for f in given) or "a conversion of units"
        raise UnitMismatch(f"An amount in {unit!r} does not become {target} by {by}.") from error
    for found in given:
        if found.quantity == _CARBON:
            scale *= molar_mass("CO2") / molar_mass("C")
    return Route(tuple(given), scale, f"{target}/{unit}")


@cache
def _scale(factors: tuple[str, ...], target: str) -> float:
    together = reduce(mul, (units.quantity(1.0, text) for text in factors))
    return float(f"{units.magnitude(together, target):.12g}")
