"""Words of spreadsheets: one form for what is written in many ways, and the lists to look it up."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ecopark import packages

__all__ = ["LANGUAGES", "ascii_digits", "folded", "has_wide", "key", "marks", "simplified", "texts", "tidy"]

# Language of a template, and the ending of its column in the packages.
LANGUAGES = {"en": "en", "zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "th": "th"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_DASHES, _QUOTES = "\u2212\u2013\u2014\u2010\u2011", "\u2018\u2019"
_SIGNS = {ord(c): plain for signs, plain in ((_DASHES, "-"), (_QUOTES, "'"), ("\u00d7", "x")) for c in signs}


@cache
def _characters() -> dict[int, str]:
    listed = packages.rows("intake_words", "characters")
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
    raised = _RUN.sub(lambda found: "^" + found.group().translate(_RAISED), text)
    if not raised.isascii():
        raised = "".join(_apart(c) for c in raised)
    return unicodedata.normalize("NFKC", raised).translate(_SIGNS).strip()


def _apart(sign: str) -> str:
    """Return a circled or small digit in brackets: behind a number it is a footnote, no further digit."""
    return f"[{sign}]" if unicodedata.category(sign) == "No" else sign


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return a text without case, blanks and traditional characters; its signs stay."""
    return re.sub(r"\s+", "", simplified(tidy(text).casefold()))


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return the letters and digits of a text: what headers are compared by.

    Examples
    --------
    >>> key("Energy use (TOTAL)") == key("energy_use total")
    True
    """
    return "".join(c for c in folded(text) if unicodedata.category(c)[0] in "LNM")


def ascii_digits(text: str) -> str:
    """Return a text with digits of other scripts as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def has_wide(text: str) -> bool:
    """Return whether a text has a full-width letter, digit or sign."""
    return any("\uff01" <= c <= "\uff5e" for c in text)


@cache
def marks(kind: str) -> frozenset[str]:
    """Return the folded marks of a kind, such as ``missing`` or ``yes``."""
    listed = packages.rows("intake_words", "marks")
    return frozenset(folded(row["form"]) for row in listed if row["kind"] == kind)


@cache
def texts(language: str) -> dict[str, str]:
    """Return the texts of the template in a language, by key."""
    return {row["key"]: row[LANGUAGES[language]] for row in packages.rows("intake_texts", "texts")}
