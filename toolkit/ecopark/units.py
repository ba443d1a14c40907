"""Units of the field: tce, 10^4 RMB, m3. One closed vocabulary, and conversion that refuses nonsense.

A unit is known if it is in ``units.txt`` (the symbols, by their measure) or in the table
``intake_words/units`` (the words of four languages). Headers and cells of spreadsheets, energy
carriers, exchanges, standards and a user's code are read by the same :func:`parse`. Before that,
:func:`tidy` and :func:`folded` give one form to texts that people write in many ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecopark import datasets
from ecopark.errors import AmbiguousUnit, UnitMismatch, UnknownNameError
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    import pint

# The forms of text serve the other modules.
__all__ = ["Unit", "factor", "magnitude", "parse", "quantity", "registry", "with_number"]

# The symbols by their measure, as Pint reads them; ``## mass`` begins the units of mass.
_DEFINITIONS = Path(__file__).with_name("units.txt")
_TEN = r"10\^-?\d{1,2}"
_NUMBER = _TEN + r"|(?:[1-9]\d{0,15}(?:\.\d{1,15})?|0\.\d{0,15}[1-9])(?:[eE][+-]?\d{1,2})?"
_TOKEN = re.compile(r"([^\W\d]\w*|%)(?:\^(-?\d(?:\.\d{1,15})?))?")
_LEADING = re.compile(rf"({_NUMBER})(?![\w.,^])\s*(.*)|({_NUMBER})([^\W\d].*)")
_BESIDE = re.compile(r"(.+?)\s*([A-Za-z]\w*)", re.ASCII)
_POWER = re.compile(r"[x*]?10\^(\d{1,2})[x*]?")
_PER = re.compile(r"\s+per\s+|ต่อ", re.IGNORECASE)

MINUS = "\u2212-"  # the hyphen last, as a class of signs in a pattern needs it
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
# Minus, dashes, hyphens and quotes; the sign of multiplication.
_SIGNS = str.maketrans("\u2212\u2013\u2014\u2010\u2011\u2018\u2019\u00d7", "-----''x")
# The normal form splits the Thai vowel am in two signs, which no text has.
_THAI_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


# --- One form for texts that are written in many ways --------------------------------------------


@cache
def _characters() -> dict[int, str]:
    listed = datasets.rows("intake_words", "characters")
    return str.maketrans({row["traditional"]: row["simplified"] for row in listed})


def simplified(text: str) -> str:
    """Return a text with traditional Chinese characters in their simplified form."""
    return text.translate(_characters())


def tidy(text: str) -> str:
    """Return a text with half-width signs and with raised digits written after a caret.

    Examples
    --------
    >>> tidy(" １０⁴ RMB ")
    '10^4 RMB'
    """
    if text.isascii():
        return text.strip()
    raised = _RUN.sub(lambda run: "^" + run.group().translate(_RAISED), text)
    # A circled or small digit goes in brackets: after a number it is a footnote, not another digit.
    raised = "".join(f"[{c}]" if unicodedata.category(c) == "No" else c for c in raised)
    plain = unicodedata.normalize("NFKC", raised).translate(_SIGNS).strip()
    return _THAI_AM.sub("\\1\u0e33", plain)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return a text without case, blanks and traditional characters; its signs stay."""
    return re.sub(r"\s+", "", simplified(tidy(text).casefold()))


def ascii_digits(text: str) -> str:
    """Return a text with digits of other scripts as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


@cache
def scales() -> dict[str, str]:
    """Return the power of ten of each folded word, such as ``10^4`` for 万, the longest words first."""
    listed = {folded(row["word"]): str(row["factor"]) for row in datasets.rows("intake_words", "scales")}
    return dict(sorted(listed.items(), key=lambda pair: -len(pair[0])))


def power_of_ten(word: str) -> Decimal:
    """Return the power of ten that a word after a number means; ``k`` is one only after digits.

    Examples
    --------
    >>> power_of_ten("億"), power_of_ten("k")
    (Decimal('1E+8'), Decimal('1E+3'))
    """
    power = "10^3" if word == "k" else scales()[folded(word)]
    return Decimal(1).scaleb(int(power.removeprefix("10^")))


# --- Units in texts ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A unit as it was written, and as an expression of symbols, which is empty if there is none."""

    text: str
    expression: str = ""
    measure: str = ""  # empty for products and ratios
    rule: str = ""  # why there is no expression: unit_unclear (several meanings) or currency (no symbol)
    power: str = ""  # the reading that a lost superscript suggests
    caution: str = ""
    scale: bool = False  # only a power of ten was named
    scaled: bool = False  # a power of ten was named


@cache
def _symbols() -> dict[str, tuple[str, str, str]]:
    """Return the name of each symbol in the registry, its measure and its definition."""
    symbols, measure = {"dimensionless": ("dimensionless", "number", "[]")}, ""
    for line in _DEFINITIONS.read_text("utf-8").splitlines():
        if line.startswith("## "):
            measure = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            name, definition, *others = line.split(" = ")
            symbols |= dict.fromkeys((name, *others), (name, measure, definition))
    return symbols


@cache
def _words() -> dict[str, tuple[str, str, str]]:
    """Return expression, measure and caution of each folded word."""
    rows = datasets.rows("intake_words", "units")
    return {folded(r["word"]): (r["expression"] or "", r["measure"], r["caution"] or "") for r in rows}


@cache
def registry() -> pint.UnitRegistry[Any]:
    """Return the one unit registry of ecopark: it knows the units of this module and no others.

    Examples
    --------
    >>> u = registry()
    >>> round((1 * u.tce).to("GJ").magnitude, 4), (1 * u.yi_yuan).to("wan_yuan").magnitude
    (29.3076, 10000.0)
    """
    import pint

    units: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    units.load_definitions(_DEFINITIONS)
    return units


@lru_cache(maxsize=20_000)
def parse(text: str) -> Unit | None:
    """Return the unit that a text names in symbols or words, or nothing if a part of it is not known.

    Examples
    --------
    >>> parse("万吨标准煤").expression, parse("吨标准煤/万元").expression, parse("hm³").expression
    ('10^4 tce', 'tce/10^4 RMB', 'hm3')
    >>> parse("ton").rule, parse("furlong")
    ('unit_unclear', None)
    """
    plain = re.sub(r"\s*(?:\^|\*\*)\s*", "^", ascii_digits(tidy(text)))
    # A blank separates symbols: h m3 is not hm3.
    product = re.search(r"\s", plain) and _parse_terms(plain)
    if not product and (whole := _parse_word(text, plain)):
        return whole

    # Numerator and denominators one by one.
    numerator, *denominators = (part.strip() for part in _PER.sub("/", plain).split("/"))
    parts = [_parse_part(text, part) for part in (numerator or "1", *denominators)]
    understood = [part for part in parts if part is not None]
    if len(understood) < len(parts):
        return None
    # A part that cannot be used, such as an unclear symbol, says why for the whole.
    if len(parts) == 1 or any(part.rule for part in understood):
        return next((part for part in understood if part.rule), understood[0])
    # The denominator of a denominator belongs to the numerator.
    pieces = [part.expression.split("/") for part in understood[1:]]
    upper = " ".join([understood[0].expression.split("/")[0], *(p for piece in pieces for p in piece[1:])])
    lower = [*understood[0].expression.split("/")[1:], *(piece[0] for piece in pieces)]
    return Unit(text, "/".join([upper, *lower]))


def _parse_part(text: str, part: str) -> Unit | None:
    """Return the unit of a text without a slash: symbols, a word, or a number or product of them."""
    # Symbols, words, a number before either, then a product: the first reading that fits.
    if unit := _parse_symbols(text, part) or _parse_word(text, part):
        return unit
    if (match := _LEADING.fullmatch(part)) and (base_text := match[2] or match[4]):
        base = _parse_part(text, base_text)
        return base and _put_number_before(match[1] or match[3], base, scaled=base.scaled)
    # A product: every piece must be a unit.
    texts = [piece for piece in re.split(r"[\s*·]+", part) if piece]
    pieces = [_parse_word(text, piece) or _parse_symbols(text, piece) for piece in texts]
    factors = [piece for piece in pieces if piece]
    if len(pieces) < 2 or len(factors) < len(pieces):
        return None
    unclear = next((piece for piece in factors if piece.rule), None)
    return unclear or Unit(text, " ".join(piece.expression for piece in factors))


def _parse_symbols(text: str, part: str) -> Unit | None:
    """Return the unit of a number and symbols; a number such as 10000 becomes a power of ten."""
    if not _parse_terms(part):
        return None
    number, symbols = _split_number(part)
    number = scales().get(number, number)
    measure = ""
    if symbol := _TOKEN.fullmatch(symbols):
        measure = _symbols()[symbol[1]][1]
        # A length to the power of 2 or 3 is an area or a volume; other powers have no measure.
        if symbol[2]:
            measure = {"2": "area", "3": "volume"}.get(symbol[2], "") if measure == "length" else ""
    power = number.startswith("10^")
    return Unit(text, f"{number} {symbols}".strip(), measure, scale=power and not symbols, scaled=power)


def _split_number(part: str) -> tuple[str, str]:
    """Return the number before a unit, or nothing, and the rest."""
    match = _LEADING.fullmatch(part.strip())
    return (match[1] or match[3], match[2] or match[4] or "") if match else ("", part)


def _parse_word(text: str, part: str) -> Unit | None:
    """Return the unit of a word of the table, alone or with a power of ten or a currency."""
    word = folded(part)
    # A symbol after a power of ten keeps its case: "thousand s" is not a plural, nor 万mL a megaliter.
    match = _BESIDE.fullmatch(part)
    if match and folded(match[1]) in scales() and match[2] in _symbols():
        symbol = folded(match[2])
        if word in scales() or (symbol in _words() and _words()[symbol][1] == "unclear"):
            return _parse_symbols(text, f"{scales()[folded(match[1])]} {match[2]}")
    if unit := _look_up_word(text, part) or _parse_power_of_ten(text, word):
        return unit
    # A currency before or after an amount, as in 新台币亿元.
    framed = word.strip("()-,") != word
    for currency, measure in _currencies():
        if not (currency in word or framed):
            continue
        for amount_word in (word.removeprefix(currency), word.removesuffix(currency)):
            amount_word = amount_word.strip("()-,")
            if amount_word in {word, currency, ""}:
                continue
            amount = _look_up_word(text, amount_word) or _parse_power_of_ten(text, amount_word)
            if amount is None or not (amount.scale or amount.measure == "money"):
                continue
            if measure == "money" and not amount.scale:
                return amount
            # The power of ten is that of the amount, the money that of the currency.
            power = re.match(r"10\^\d+", amount.expression)
            base = replace(_look_up_word(text, currency) or amount, text=text)
            return _put_number_before(power[0], base) if power else replace(base, scaled=True)
    return None


def _look_up_word(text: str, part: str) -> Unit | None:
    """Return the unit of a word that the table holds."""
    word = folded(part)
    word = word if word in _words() else re.sub(r"\^(?=[23]$)", "", word)
    if word not in _words():
        return None
    expression, measure, caution = _words()[word]
    if measure == "unclear":
        # A symbol in its own letters is sure: mL is not ML.
        return None if part in _symbols() else Unit(text, rule="unit_unclear", caution=caution)
    if expression[:1] == "M" and part == f"m{expression[1:]}" and part in text:
        # In full lower case it is hardly a thousandth; in the letters of SI it is one.
        return Unit(text, rule="unit_unclear", caution=mark("milli or mega; write a capital M for mega"))
    rule = "" if expression else "currency"
    return Unit(text, expression, measure, rule, caution=caution, scaled=expression.startswith("10^"))


def _parse_power_of_ten(text: str, word: str) -> Unit | None:
    """Return the unit of a power of ten, in digits or as a word such as 万, alone or beside a word."""
    if match := _POWER.match(word):
        base_word = word[match.end() :].lstrip("x*")
        if not base_word:
            return Unit(text, f"10^{match[1]}", scale=True, scaled=True)
        if base := _look_up_word(text, base_word):
            return _put_number_before(f"10^{match[1]}", base)
    # A power of ten in words, before or behind the unit; the longest word first.
    for scale, power in scales().items():
        if scale not in word:
            continue
        if word == scale:
            return Unit(text, power, scale=True, scaled=True)
        for base_word in (word.removeprefix(scale), word.removesuffix(scale)):
            base = _look_up_word(text, base_word.strip("()")) if base_word != word else None
            if base and not base.scaled:
                return _put_number_before(power, base)
    return None


def _put_number_before(number: str, base: Unit, scaled: bool = True) -> Unit:
    return replace(base, expression=base.expression and f"{number} {base.expression}", scaled=scaled)


@cache
def _currencies() -> tuple[tuple[str, str], ...]:
    """Return the names and signs of currencies, longest first, with their measures."""
    money = {word: measure for word, (_, measure, _) in _words().items() if measure.endswith("money")}
    return tuple(sorted(money.items(), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=20_000)
def _parse_terms(expression: str) -> tuple[Fraction, tuple[tuple[str, float], ...]] | None:
    """Return number and powers of units of an expression of symbols, or nothing if it is none."""
    number, powers = Fraction(1), dict[str, float]()
    for place, part in enumerate(expression.split("/")):
        # The part after a slash is a divisor.
        sign = -1 if place else 1
        digits, symbols = _split_number(part)
        base, _, power = (digits or "1").partition("^")
        number *= Fraction(base) ** (sign * int(power or 1))
        pieces = [piece for piece in re.split(r"[\s*·]+", symbols) if piece]
        if not (digits or pieces):
            return None
        for piece in pieces:
            if re.fullmatch(_TEN, piece):
                number *= Fraction(10) ** (sign * int(piece.partition("^")[2]))
                continue
            token = _TOKEN.fullmatch(piece)
            if not token or token[1] not in _symbols():
                return None
            name = _symbols()[token[1]][0]
            powers[name] = powers.get(name, 0) + sign * float(token[2] or 1)
    powers.pop("dimensionless", None)
    return number, tuple((name, int(p) if p == int(p) else p) for name, p in powers.items() if p)


@lru_cache(maxsize=20_000)
def _resolve(text: str) -> tuple[Fraction, tuple[tuple[str, float], ...]]:
    """Return number and powers of units of a text, or raise an error that names the likely unit."""
    unit = parse(text)
    if unit and unit.rule == "unit_unclear":
        raise AmbiguousUnit(text, unit.caution)
    if unit and unit.rule == "currency":
        money = [symbol for symbol, (_, measure, _) in _symbols().items() if measure.endswith("money")]
        raise UnknownNameError("currency", text, money)
    terms = _parse_terms(unit.expression) if unit else None
    if terms is None:
        # The error lists the usual units first, then all symbols and words.
        common = (
            *("tce", "kgce", "toe", "GJ", "kWh", "t", "kg", "m3", "L", "km2", "ha", "RMB", "wan_yuan"),
            *("yi_yuan", "USD", "person", "count", "%", "year", "day"),
        )
        words = (row["word"] for row in datasets.rows("intake_words", "units") if row["expression"])
        raise UnknownNameError("unit", text, dict.fromkeys((*common, *_symbols(), *words)))
    return terms


@lru_cache(maxsize=20_000)
def _expand_to_base_units(text: str) -> tuple[Fraction, dict[str, float]]:
    """Return number and powers of base units of a text: every unit is written out by its definition."""
    number, powers = _resolve(text)
    base = Counter[str]()
    for name, power in powers:
        definition = _symbols()[name][2]
        # A base unit is defined by its dimension, every other by units before it.
        if definition.startswith("["):
            factor, parts = Fraction(1), {definition: 1.0} if definition != "[]" else {}
        else:
            factor, parts = _expand_to_base_units(definition.replace(" ** ", "^").replace(" * ", " "))
        number *= Fraction(factor**power)
        base.update({part: power * exponent for part, exponent in parts.items()})
    return number, {part: exponent for part, exponent in base.items() if exponent}


def quantity(value: float, unit: str) -> Any:
    """Return a number with its unit.

    All that follows a slash is the denominator: ``tce/10^4 RMB`` is tce per (10^4 RMB).

    Parameters
    ----------
    value : float
        The number [``unit``].
    unit : str
        Its unit in symbols or in words, such as ``"tce/10^4 RMB"``, ``"万吨"`` or ``"%"``; ``"1"`` for a
        pure number.

    Returns
    -------
    pint.Quantity
        The quantity, in the same unit.

    Raises
    ------
    UnknownNameError, AmbiguousUnit
        If a part of the unit is not in the vocabulary, or a word has several meanings, such as ``ton``.

    Examples
    --------
    >>> quantity(0.5, "tce/10^4 RMB").to("kgce/RMB").magnitude
    0.05
    """
    number, powers = _resolve(unit)
    if number != 1:
        value = value * number.numerator / number.denominator
    return registry().Quantity(value, registry().UnitsContainer(dict(powers)))


@cache
def factor(unit: str, target: str, per: str = "1") -> float:
    """Return the number that turns a value in one unit into another unit.

    Parameters
    ----------
    unit, target : str
        The unit a value has, and the unit it should have.
    per : str
        Unit of the quantity the value is divided by, if it is.

    Returns
    -------
    float
        Factor by which to multiply [target per unit].

    Raises
    ------
    UnitMismatch
        If the two measure different things.
    UnknownNameError, AmbiguousUnit
        As for :func:`quantity`.

    Examples
    --------
    >>> factor("10^4 RMB", "10^8 RMB/km2", per="km2")
    0.0001
    >>> factor("hm3", "m3"), factor("toe", "GJ"), factor("万吨", "t")
    (1000000.0, 41.868, 10000.0)
    """
    # Fractions are exact, and Pint would take longer to load than to compute. No definition has more than
    # twelve digits.
    (number, powers), *others = map(_expand_to_base_units, (unit, target, per))
    total = Counter(powers)
    for other, other_powers in others:
        number /= other
        total.subtract(other_powers)
    if any(total.values()):
        if per != "1":
            unit = say("{unit} per {denominator}", unit=unit, denominator=per)
        raise UnitMismatch("A value in {unit!r} cannot be given in {target!r}.", unit=unit, target=target)
    return float(f"{float(number):.12g}")


def magnitude(value: Any, unit: str) -> float:
    """Return the number of a quantity in a unit.

    Parameters
    ----------
    value : pint.Quantity or float
        The quantity with its unit, or a pure number [1].
    unit : str
        The unit.

    Returns
    -------
    float
        How many of that unit [unit].

    Raises
    ------
    UnitMismatch
        If the two measure different things.
    UnknownNameError, AmbiguousUnit
        As for :func:`quantity`.

    Examples
    --------
    >>> magnitude(quantity(3.0, "tce"), "kgce")
    3000.0
    """
    import pint

    ratio = value / quantity(1.0, unit)
    try:
        return float(ratio.m_as("dimensionless")) if hasattr(ratio, "m_as") else float(ratio)
    except pint.DimensionalityError as error:
        raise UnitMismatch("{value} cannot be given in {unit!r}.", value=value, unit=unit) from error


def with_number(number: str, unit: str) -> str:
    """Put a written number before its unit, with a times sign before a unit that begins with a number.

    Parameters
    ----------
    number, unit : str
        The number as it is to be read, and the unit; ``1`` and ``count`` are not written, and
        ``1/year`` becomes ``per year``.

    Returns
    -------
    str
        Both together.

    Examples
    --------
    >>> with_number("15", "10^4 RMB/person"), with_number("0.5", "tce/10^4 RMB"), with_number("24", "count")
    ('15 × 10^4 RMB/person', '0.5 tce/10^4 RMB', '24')
    """  # noqa: RUF002
    if unit in {"", "1", "count"}:
        return number
    if unit.startswith("1/"):
        return say("{number} per {unit}", number=number, unit=unit[2:])
    return f"{number} {'× ' if unit[0].isdigit() else ''}{unit}"  # noqa: RUF001
