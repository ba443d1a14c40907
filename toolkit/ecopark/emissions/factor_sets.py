"""A factor of energy or CO2 with its place, year and boundary, and sets of factors used together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from ecopark.errors import DataProblem, Problem
from ecopark.intervals import Interval, printed, rounded

__all__ = ["CO2", "DENSITY", "ELECTRICITY", "HEAT", "QUANTITIES", "UNITS", "Factor", "FactorSet"]

HEAT = ("coal equivalent", "heat value")
CO2 = ("CO2 of the fuel", "carbon content", "CO2 of electricity")
DENSITY = ("density",)
ELECTRICITY = "coal equivalent of electricity"
QUANTITIES = (*HEAT, *CO2, ELECTRICITY, *DENSITY)
UNITS = {"tce": "tce", "gj": "GJ", "co2": "t"}  # of what an inventory gives
_GROUPS = (HEAT, CO2, DENSITY)


@dataclass(frozen=True)
class Factor:
    """One factor: what it measures for which carrier, where, when, and what is counted.

    ``value`` is in ``unit``; ``range`` holds the values that round to it, in the same unit.
    ``convention`` is the low (``LHV``) or high (``HHV``) heat value of a fuel, or the way in which
    electricity counts. A factor of CO2 without country, year and boundary is refused.
    """

    id: str
    carrier: str
    quantity: str
    value: float
    unit: str
    country: str | None = None
    area: str | None = None
    year: int | None = None
    boundary: str | None = None
    convention: str | None = None
    gas: str | None = None
    source: str = ""
    status: str = ""
    value_printed: str | None = None

    def __post_init__(self) -> None:
        problems = list(_faults(self))
        if problems:
            raise DataProblem(f"factor {self.id}", problems)

    @property
    def range(self) -> Interval:
        """The values that round to the printed one [unit of the factor]."""
        try:
            found = printed(self.value_printed or "")
        except ValueError:
            return rounded(self.value)
        # Some pages print the value in another unit: then its own last digit counts.
        return found if self.value in found else rounded(self.value)

    @property
    def citation(self) -> str:
        """Place, year and boundary of the factor, and whether anybody checked it."""
        place = self.area if self.area and self.area not in ("national", self.country) else None
        where = ", ".join(str(x) for x in (self.country, place, self.year, self.boundary) if x)
        return f"{self.id} ({where}; unverified)" if self.status == "unverified" else f"{self.id} ({where})"


@dataclass(frozen=True)
class FactorSet:
    """Factors that are used together: for each carrier at most one heat value, CO2 factor and density."""

    name: str
    factors: tuple[Factor, ...]

    def __post_init__(self) -> None:
        problems = list(chain.from_iterable(_rivals(self.factors, group) for group in _GROUPS))
        if problems:
            raise DataProblem(f"factor set {self.name}", problems)

    @property
    def carriers(self) -> tuple[str, ...]:
        """The carriers that the set knows."""
        return tuple(dict.fromkeys(f.carrier for f in self.factors))

    def get(self, carrier: str, quantities: Iterable[str]) -> Factor | None:
        """Return the factor of a carrier that measures one of the quantities, or ``None``."""
        wanted = tuple(quantities)
        return next((f for f in self.factors if f.carrier == carrier and f.quantity in wanted), None)

    def counted(self, convention: str) -> Factor | None:
        """Return the set's own coal equivalent of electricity by a convention, or ``None``."""
        own = (f for f in self.factors if f.quantity == ELECTRICITY and f.convention == convention)
        return next(own, None)

    def with_(self, *more: Factor) -> FactorSet:
        """Return the set with factors added; one that measures the same takes the other's place.

        Examples
        --------
        >>> first, second = (Factor(x, "oil", "density", 0.9, "kg/L") for x in ("a", "b"))
        >>> [f.id for f in FactorSet("own", (first,)).with_(second).factors]
        ['b']
        """
        kept = [f for f in self.factors if not any(_same_use(f, new) for new in more)]
        return FactorSet(self.name, (*kept, *more))


def _faults(found: Factor) -> Iterable[Problem]:
    """Yield what keeps a factor from being used."""
    if found.quantity not in QUANTITIES:
        fix = f"choose one of {', '.join(QUANTITIES)}"
        yield Problem("is no quantity that a factor measures", "quantity", value=found.quantity, fix=fix)
    number = isinstance(found.value, int | float) and 0 <= found.value < float("inf")
    if not number:
        yield Problem("must be a number that is not negative", "value", value=found.value, fix="check it")
    for name in ("country", "year", "boundary") if found.quantity in CO2 else ():
        if not getattr(found, name):
            rule = f"a factor of CO2 needs its {name}"
            yield Problem(rule, name, fix=f"name the {name} that {found.id} holds for, or do not use it")


def _same_use(one: Factor, other: Factor) -> bool:
    if one.quantity == other.quantity == ELECTRICITY:
        return one.convention == other.convention
    return one.carrier == other.carrier and any(
        one.quantity in group and other.quantity in group for group in _GROUPS
    )


def _rivals(given: tuple[Factor, ...], group: tuple[str, ...]) -> Iterable[Problem]:
    """Yield the factors that another one of the set competes with."""
    seen: dict[str, str] = {}
    for found in given:
        if found.quantity in group:
            first = seen.setdefault(found.carrier, found.id)
            if first != found.id:
                rule = f"measures the same as {first} for {found.carrier}"
                yield Problem(rule, "id", value=found.id, fix="keep one of the two")
