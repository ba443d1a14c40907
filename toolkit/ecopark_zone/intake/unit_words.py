"""Units in words: 万吨标准煤 is 10^4 tce. What a word means stands in a table, never in code."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ecopark import packages
from ecopark_zone.intake.words import ascii_digits, folded

__all__ = ["Unit", "read_unit"]

_POWER = re.compile(r"(?:[x*]?10(?:\^|\*\*)(\d{1,2}))[x*]?")
_LOST = re.compile(r"(?:[x*]?10([3-9]))(?=\D)")
_YEARLY = re.compile(r"(?:/(?:年|a|yr|year|ปี)|peryear|p\.a\.|ต่อปี)$")
_LEAD = re.compile(r"^(?:单位|unit|units|หน่วย)[::]")
_IN = re.compile(r"^\s*in\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A unit as it was written, and as an expression of the unit registry.

    ``expression`` is empty where there is none. ``rule`` names what is wrong with it; ``power`` is the
    reading that a lost superscript suggests; ``scale`` is true where only a power of ten was named.
    """

    text: str
    expression: str = ""
    measure: str = ""
    rule: str = ""
    power: str = ""
    caution: str = ""
    scale: bool = False
    scaled: bool = False


@cache
def _units() -> dict[str, tuple[str, str, str]]:
    rows = packages.rows("intake_words", "units")
    return {folded(r["word"]): (r["expression"] or "", r["measure"], r["caution"] or "") for r in rows}


@cache
def _scales() -> tuple[tuple[str, str], ...]:
    rows = packages.rows("intake_words", "scales")
    found = {folded(r["word"]): r["factor"] for r in rows}
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


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
    word = _LEAD.sub("", ascii_digits(folded(_IN.sub("", text)))).strip("()[]:")
    if not word:
        return None
    for candidate in dict.fromkeys((word, _YEARLY.sub("", word))):
        found = (
            _whole(text, candidate)
            or _with_power(text, candidate, lost_is_power)
            or _with_scale(text, candidate)
            or _with_currency(text, candidate)
        )
        if found and not (candidate != word and found.measure in {"people", "area"}):
            return found
    return None


def _whole(text: str, word: str) -> Unit | None:
    if word not in _units():
        return None
    expression, measure, caution = _units()[word]
    rule = "" if expression else "currency" if measure == "other money" else "unit_unknown"
    return Unit(text, expression, measure, rule, caution=caution, scaled=expression.startswith("10^"))


def _with_power(text: str, word: str, lost_is_power: bool) -> Unit | None:
    lost = _LOST.match(word)
    found = _POWER.match(word) or lost
    if not found:
        return None
    base = _whole(text, word[found.end() :].lstrip("x*"))
    if base is None:
        return (
            Unit(text, f"10^{found.group(1)}", scale=True, scaled=True) if not word[found.end() :] else None
        )
    power = f"10^{found.group(1)} {base.expression}"
    unclear = found is lost and not lost_is_power
    rule = base.rule or ("superscript_lost" if unclear else "")
    return Unit(text, "" if rule else power, base.measure, rule, power, base.caution, scaled=True)


@cache
def _currencies() -> tuple[tuple[str, str], ...]:
    """Return the names and signs of currencies, longest first, with what each measures."""
    found = {word: measure for word, (_, measure, _) in _units().items() if measure.endswith("money")}
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _with_currency(text: str, word: str) -> Unit | None:
    """Return the unit of an amount whose currency stands before or behind it, as in 新台币亿元."""
    for currency, measure in _currencies():
        for rest in (word.removeprefix(currency), word.removesuffix(currency)):
            rest = rest.strip("()-,")
            if rest in {word, currency, ""}:
                continue
            found = _with_power(text, rest, False) or _whole(text, rest) or _with_scale(text, rest)
            if found is None or not (found.scale or found.measure == "money"):
                continue
            if measure == "other money":
                return Unit(text, measure=measure, rule="currency", scaled=True)
            if found.scale:
                return replace(found, expression=f"{found.expression} RMB", measure="money", scale=False)
            return found
    return None


def _with_scale(text: str, word: str) -> Unit | None:
    for scale, factor in _scales():
        if word == scale:
            return Unit(text, factor, scale=True, scaled=True)
        for rest in (word.removeprefix(scale), word.removesuffix(scale)):
            base = _whole(text, rest.strip("()")) if rest != word else None
            if base and not base.scaled:
                together = f"{factor} {base.expression}" if base.expression else ""
                return Unit(text, together, base.measure, base.rule, caution=base.caution, scaled=True)
    return None
