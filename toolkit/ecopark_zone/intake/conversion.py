"""From a unit as written to the unit of the data dictionary: a factor, or the rule that is broken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ecopark import panel, units
from ecopark_zone.intake.unit_words import Unit, read_unit

__all__ = ["Factor", "factor_to"]

_WATER = {"fresh_water", "water_reused", "wastewater", "domestic_wastewater", "domestic_wastewater_treated"}
_PLAIN = {"count", "share", "reports"}  # nobody writes these in thousands without saying so


@dataclass(frozen=True)
class Factor:
    """The factor to the unit of a column, or the rule that forbids it.

    ``unit`` is the unit of the data dictionary; ``remedy`` names the remedy that was used.
    """

    value: float | None
    unit: str
    rule: str = ""
    remedy: str = ""


@lru_cache(maxsize=2_000)
def factor_to(name: str, unit: Unit | None, machine: bool, accepted: frozenset[str]) -> Factor:
    """Return the factor from a written unit to the unit of a column of the panel.

    Examples
    --------
    >>> factor_to("cod", read_unit("吨"), False, frozenset()).value
    1000.0
    >>> factor_to("energy", None, False, frozenset()).rule
    'unit_missing'
    """
    own = panel.unit(name)
    target = read_unit(own)
    measure = target.measure if target else ""
    if unit is None:
        return _none(own, measure, machine, accepted)
    if unit.scale:
        known = measure in {"people", "count"}
        return Factor(units.factor(unit.expression, "1"), own) if known else Factor(None, own, "unit_missing")
    if unit.rule:
        return Factor(None, own, unit.rule)
    if {unit.measure, measure} == {"count", "reports"}:
        return Factor(units.factor(unit.expression, "count" if unit.measure == "count" else "1/year"), own)
    if unit.measure == measure or (unit.measure, measure) == ("energy", "coal equivalent"):
        return Factor(units.factor(unit.expression, own), own)
    return _across(name, unit, own, measure, accepted)


def _none(own: str, measure: str, machine: bool, accepted: frozenset[str]) -> Factor:
    if machine or measure in _PLAIN:
        return Factor(1.0, own)
    remedy = "dictionary_units"
    return (
        Factor(1.0, own, "unit_missing", remedy) if remedy in accepted else Factor(None, own, "unit_missing")
    )


def _across(name: str, unit: Unit, own: str, measure: str, accepted: frozenset[str]) -> Factor:
    """Return the factor between two measures, where a convention joins them and the user accepts it."""
    if (unit.measure, measure) == ("electricity", "coal equivalent"):
        remedy = "electricity_by_energy_content"
        value = units.factor(unit.expression, own) if remedy in accepted else None
        return Factor(value, own, "energy_convention", remedy if value else "")
    if name in _WATER and {unit.measure, measure} == {"mass", "volume"}:
        remedy = "one_ton_of_water_is_one_cubic_meter"
        if remedy not in accepted:
            return Factor(None, own, "water_by_weight")
        whole = {"mass": "t", "volume": "m3"}
        value = units.factor(unit.expression, whole[unit.measure]) * units.factor(whole[measure], own)
        return Factor(value, own, "water_by_weight", remedy)
    if unit.measure == "other money" and measure == "money":
        return Factor(None, own, "currency")
    # The registry takes people, pieces and shares for pure numbers; they are not the same.
    return Factor(None, own, "unit_mismatch")
