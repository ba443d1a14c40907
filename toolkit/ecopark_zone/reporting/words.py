"""The texts of a report in four languages, from the package ``report_words``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ecopark import datasets
from ecopark.errors import UnknownNameError
from ecopark.standards import Indicator

__all__ = ["LANGUAGES", "Words", "words"]

# The code that HTML uses, and the endings of the columns that hold the language.
LANGUAGES = {"en": "en", "zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "th": "th"}
_NAMES = {"en": "name_en", "zh-Hans": "name_zh", "zh-Hant": "", "th": "name_th"}
_BRACES = re.compile(r"\{(\w+)\}")
_NUMBER = r"-?[\d.]+(?:e[+-]?\d+)?"
# What may stand in the braces of a note; anything else may be any words.
_PARTS = {"must": r"\w+ \w+", **dict.fromkeys(("rate", "driver", "year", "limit"), _NUMBER)}


@dataclass(frozen=True)
class Words:
    """The texts of one language; the English text is the key of each.

    ``language`` is the code that HTML uses: ``en``, ``zh-Hans``, ``zh-Hant`` or ``th``.
    """

    language: str

    def __call__(self, text: str, **values: Any) -> str:
        """Return a text in this language, with what stands in its braces filled in.

        Raises
        ------
        UnknownNameError
            If the package does not hold the text.
        """
        found = _texts()
        if text not in found:
            raise UnknownNameError("text of the report", text, found)
        return _BRACES.sub(lambda match: str(values[match[1]]), found[text][self.language])

    def known(self, text: Any) -> str:
        """Return a text in this language, or as it is where the package does not hold it."""
        return _texts().get(str(text), {}).get(self.language, str(text))

    def column(self, name: str) -> str:
        """Return the name of a column of the panel."""
        row = _columns().get(name, {})
        return str(row.get(f"label_{LANGUAGES[self.language]}") or row.get("label_en") or name)

    def indicator(self, standard: str, one: Indicator) -> str:
        """Return the name of an indicator; in English where this language has none."""
        own = getattr(one, _NAMES[self.language], None) if _NAMES[self.language] else None
        named = _indicators().get((standard, one.code), {})
        return str(own or named.get(LANGUAGES[self.language]) or one.name_en)

    def note(self, text: str) -> str:
        """Return a note of a gap: its sentence in this language, with the columns' names."""
        for pattern, key in _notes():
            match = pattern.fullmatch(text)
            if match:
                return self(key, **{name: self._part(name, part) for name, part in match.groupdict().items()})
        return self.known(text)

    def _part(self, name: str, text: str) -> str:
        if name == "columns":
            return ", ".join(self.column(one) for one in text.split(", "))
        if name == "fault":
            return self.note(text)
        return self.column(text) if name == "column" else self.known(text)


@cache
def words(language: str) -> Words:
    """Return the texts of a language.

    Parameters
    ----------
    language : str
        ``en``, ``zh-Hans``, ``zh-Hant`` or ``th``.

    Returns
    -------
    Words
        Call it with an English text of the report.

    Raises
    ------
    UnknownNameError
        If there is no such language.

    Examples
    --------
    >>> words("th")("pass")
    'ผ่าน'
    >>> words("en")("Report on {zone}, {year}", zone="Zone A", year=2016)
    'Report on Zone A, 2016'
    """
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    return Words(language)


@cache
def _texts() -> dict[str, dict[str, str]]:
    rows = datasets.rows("report_words", "texts")
    return {row["en"]: {code: row[column] for code, column in LANGUAGES.items()} for row in rows}


@cache
def _columns() -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in datasets.rows("panel", "columns")}


@cache
def _indicators() -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["standard"], row["code"]): row for row in datasets.rows("report_words", "indicators")}


@cache
def _notes() -> list[tuple[re.Pattern[str], str]]:
    """Return each note as a pattern, those with the most fixed letters first."""
    keys = [row["en"] for row in datasets.rows("report_words", "texts") if row["use"] == "note"]
    keys.sort(key=lambda key: -len(_BRACES.sub("", key)))
    return [(re.compile(_pattern(key)), key) for key in keys]


def _pattern(key: str) -> str:
    parts = _BRACES.split(key)  # texts and names in turn
    return "".join(
        f"(?P<{part}>{_PARTS.get(part, '.+?')})" if n % 2 else re.escape(part) for n, part in enumerate(parts)
    )
