"""Units of headers, cells and number formats, and the factor to the unit of the data dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ecopark import panel, units
from ecopark.units import Unit
from ecopark_zone.words import ascii_digits, tidy

__all__ = ["SCALED", "Factor", "Unit", "common_unit", "factor_to", "format_effect", "read_unit"]

# What a column of the panel can be measured in; a header "year" or "m" names no such unit.
_MEASURES = {
    *("mass", "volume", "area", "energy", "coal equivalent", "electricity", "money", "other money"),
    *("people", "count", "share", "reports"),
}
_LOST = re.compile(r"[x*]?\s*10([3-9])\s*(?=\D)")
_YEARLY = re.compile(r"\s*(?:/\s*(?:年|a|yr|year|ปี)|per\s*year|p\.a\.|ต่อปี)$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:(?:单位|單位|units?|หน่วย)\s*:|in\s)\s*", re.IGNORECASE)


@lru_cache(maxsize=5_000)
def read_unit(text: str, lost_is_power: bool = False) -> Unit | None:
    """Return the unit that a text names, or nothing if it names none.

    Parameters
    ----------
    text : str
        The text in the spreadsheet.
    lost_is_power : bool
        Whether ``104 RMB`` may be read as 10^4 RMB.

    Examples
    --------
    >>> read_unit("万吨标准煤").expression, read_unit("104 RMB").rule
    ('10^4 tce', 'superscript_lost')
    """
    word = _LEAD.sub("", ascii_digits(tidy(text))).strip("()[]: ")
    for candidate in dict.fromkeys((word, _YEARLY.sub("", word))):
        lost = _LOST.match(candidate)
        unit = units.parse(f"10^{lost[1]} {candidate[lost.end() :]}" if lost else candidate)
        if unit is None or (candidate != word and unit.measure in {"people", "area"}):
            continue
        if not (unit.rule or unit.scale or unit.measure in _MEASURES):
            continue
        # A unit has a power of ten or none: "12 t" is a number with its unit.
        if not unit.scaled and re.match(r"\d", unit.expression) and unit.measure != "reports":
            continue
        unit = replace(unit, text=text)
        if lost and unit.expression:
            unit = replace(unit, power=unit.expression)
            if not lost_is_power:
                unit = replace(unit, expression="", rule="superscript_lost")
        return unit
    return None


def common_unit(units: Iterable[Unit | None]) -> Unit | None:
    """Return the unit that several texts agree on; where they differ, a unit that cannot be used."""
    by_meaning: dict[str, Unit] = {}
    for unit in filter(None, units):
        by_meaning.setdefault(unit.expression or unit.text, unit)
    if len(by_meaning) < 2:
        return next(iter(by_meaning.values()), None)
    return Unit(" / ".join(unit.text for unit in by_meaning.values()), rule="unit_conflict")


_WATER = {"fresh_water", "water_reused", "wastewater", "domestic_wastewater", "domestic_wastewater_treated"}
_PLAIN = {"count", "share", "reports"}  # nobody writes these in thousands without saying so
_WHOLE = {"mass": "t", "volume": "m3"}


@dataclass(frozen=True)
class Factor:
    """The factor to ``unit``, the unit of the data dictionary, or the rule that forbids it.

    Both are given if an accepted remedy settled what the rule asks.
    """

    value: float | None
    unit: str
    rule: str = ""


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
    target = panel.unit(name)
    target_unit = read_unit(target)
    measure = target_unit.measure if target_unit else ""
    if unit is None:
        if machine or measure in _PLAIN:
            return Factor(1.0, target)
        return Factor(1.0 if "dictionary_units" in accepted else None, target, "unit_missing")
    if unit.scale:  # "in ten thousands", of what?
        if measure in {"people", "count"}:
            return Factor(units.factor(unit.expression, "1"), target)
        return Factor(None, target, "unit_missing")
    if unit.rule:
        return Factor(None, target, unit.rule)
    if {unit.measure, measure} == {"count", "reports"}:
        pieces = "count" if unit.measure == "count" else "1/year"
        return Factor(units.factor(unit.expression, pieces), target)
    if unit.measure == measure or (unit.measure, measure) == ("energy", "coal equivalent"):
        return Factor(units.factor(unit.expression, target), target)
    # A convention joins some measures, if the user accepts it.
    if (unit.measure, measure) == ("electricity", "coal equivalent"):
        settled = "electricity_by_energy_content" in accepted
        value = units.factor(unit.expression, target) if settled else None
        return Factor(value, target, "energy_convention")
    if name in _WATER and {unit.measure, measure} == set(_WHOLE):
        value = None
        if "one_ton_of_water_is_one_cubic_meter" in accepted:
            value = units.factor(unit.expression, _WHOLE[unit.measure]) * units.factor(
                _WHOLE[measure], target
            )
        return Factor(value, target, "water_by_weight")
    if (unit.measure, measure) == ("mass", "coal equivalent"):
        return Factor(None, target, "energy_by_weight")
    if unit.measure == "other money" and measure == "money":
        return Factor(None, target, "currency")
    # The registry takes people, pieces and shares for pure numbers; they are not the same.
    return Factor(None, target, "unit_mismatch")


SCALED = "scaled"
_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)(?:-([^\]]*))?\]|(\[[^\]]*\]|[_*].)|(.)', re.DOTALL)
_SECTION = re.compile(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;])+', re.DOTALL)
_SCALES = re.compile(r"[0#?],+(?![0#?,])|[0#?]\x01[0#?]")
_JAPAN = "411"  # the code of the language in a format; the sign of its yen is also that of the yuan


@lru_cache(maxsize=2_000)
def format_effect(number_format: str) -> str:
    """Return the effect of a format: ``"%"``, ``SCALED``, a unit that it writes beside it, or nothing.

    A format that ends in a comma shows thousands, and one with a written point shows a power of ten: the
    cell holds another number than the reader sees. A currency is returned also if it is not known.

    Examples
    --------
    >>> format_effect("0.0%"), format_effect("#,##0.0,"), format_effect('0" kgce"'), format_effect("#,##0.00")
    ('%', 'scaled', 'kgce', '')
    """
    if number_format in {"General", "@", ""}:
        return ""
    # The first section holds for positive numbers; behind a condition the second one does as well.
    sections = _SECTION.findall(number_format)
    conditional = re.search(r"\[[<>=]", sections[0]) if sections else None
    changes = [_section_change(section) for section in sections[: 2 if conditional else 1]]
    return SCALED if SCALED in changes else next(filter(None, changes), "")


def _section_change(section: str) -> str:
    signs = literals = money = ""
    for quoted, escaped, currency, locale, dropped, sign in _PIECE.findall(section):
        if currency:
            money = "JPY" if locale.endswith(_JAPAN) and currency in "¥￥" else currency.strip()
        literal = quoted or escaped or currency
        literals += literal
        signs += "\x01" if literal == "." else sign if not (literal or dropped) else ""
    if re.search(r"[ymdhs]", signs, re.IGNORECASE):
        return ""
    if "%" in signs:
        return "%"
    if _SCALES.search(signs):
        return SCALED
    word = "".join(c for c in literals if c != ".").strip(" ()") or "".join(c for c in signs if c in "$€£¥")
    if money and (money == "JPY" or not read_unit(word)):
        return money
    return word if word not in {"", "%"} and read_unit(word) else ""
