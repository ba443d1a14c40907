"""Words of spreadsheets: one form for what is written in many ways, and the lists to look it up."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from ecopark import datasets
from ecopark.text_forms import ascii_digits, folded, simplified, tidy

__all__ = [
    "LANGUAGES", "ascii_digits", "folded", "has_wide", "key", "marks", "simplified", "texts", "tidy",
    "written",
]  # fmt: skip

# Language of a template, and the ending of its column in the packages.
LANGUAGES = {"en": "en", "zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "th": "th"}


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return the letters and digits of a text: what headers are compared by.

    Examples
    --------
    >>> key("Energy use (TOTAL)") == key("energy_use total")
    True
    """
    return "".join(c for c in folded(text) if unicodedata.category(c)[0] in "LNM")


def has_wide(text: str) -> bool:
    """Return whether a text has a full-width letter, digit or sign."""
    return any("\uff01" <= c <= "\uff5e" for c in text)


def written(text: str, part: str) -> str:
    """Return the stretch of a text that reads as a part of it, as the text writes it.

    Examples
    --------
    >>> written("Land (hm²)", "hm^2")
    'hm²'
    """
    if part in text:
        return part
    ends = ((i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1))
    return next((text[i:j] for i, j in ends if tidy(text[i:j]) == part), part) if len(text) < 200 else part


@cache
def marks(kind: str) -> frozenset[str]:
    """Return the folded marks of a kind, such as ``missing`` or ``yes``."""
    listed = datasets.rows("intake_words", "marks")
    return frozenset(folded(row["form"]) for row in listed if row["kind"] == kind)


@cache
def texts(language: str) -> dict[str, str]:
    """Return the texts of the template in a language, by key."""
    return {row["key"]: row[LANGUAGES[language]] for row in datasets.rows("intake_texts", "texts")}
