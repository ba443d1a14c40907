"""Forms of text: one form for words and numbers that are written in many ways, and powers of ten."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache

from ecopark import datasets

__all__ = ["MINUS", "ascii_digits", "folded", "power_of_ten", "scales", "simplified", "tidy"]

MINUS = "\u2212-"  # the hyphen last, as a class of signs in a pattern needs it
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
# Minus, dashes, hyphens and quotes; the sign of multiplication.
_SIGNS = str.maketrans("\u2212\u2013\u2014\u2010\u2011\u2018\u2019\u00d7", "-----''x")
# The normal form splits the Thai vowel am in two signs, which no text has.
_THAI_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


@cache
def _characters() -> dict[int, str]:
    listed = datasets.rows("intake_words", "characters")
    return str.maketrans({row["traditional"]: row["simplified"] for row in listed})


def simplified(text: str) -> str:
    """Return a text with traditional Chinese characters in their simplified form."""
    return text.translate(_characters())


def tidy(text: str) -> str:
    """Return a text with half-width signs and with raised digits written behind a caret.

    Examples
    --------
    >>> tidy(" １０⁴ RMB ")
    '10^4 RMB'
    """
    if text.isascii():
        return text.strip()
    raised = _RUN.sub(lambda run: "^" + run.group().translate(_RAISED), text)
    # A circled or small digit goes in brackets: behind a number it is a footnote, no further digit.
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
    """Return the power of ten that a word behind a number means; ``k`` is one only behind digits.

    Examples
    --------
    >>> power_of_ten("億"), power_of_ten("k")
    (Decimal('1E+8'), Decimal('1E+3'))
    """
    power = "10^3" if word == "k" else scales()[folded(word)]
    return Decimal(1).scaleb(int(power.removeprefix("10^")))
