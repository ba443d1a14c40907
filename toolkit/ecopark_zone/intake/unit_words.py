"""Units of headers and cells: those of the toolkit, with what only spreadsheets write around them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ecopark import units
from ecopark.units import Unit
from ecopark_zone.intake.words import ascii_digits, tidy

__all__ = ["Unit", "read_unit"]

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
        What the spreadsheet writes.
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
