"""The desk's sentences, and the names of columns and indicators, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ecopark import datasets
from ecopark.i18n import LANGUAGES, Sentences, add_catalogs, mark, read_catalog
from ecopark.standards import Indicator

__all__ = ["LANGUAGES", "ColumnText", "Phrase", "Translator", "mark", "translator"]

_INDICATOR_NAMES = {"zh-Hans": "name_zh", "th": "name_th"}
_LOCALE = Path(__file__).with_name("locale")
add_catalogs(_LOCALE)


@dataclass(frozen=True)
class Phrase:
    """A sentence, with its values, that fills a placeholder of another one and is translated with it."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the phrase in English."""
        return self.translated(translator("en"))

    def translated(self, _: Translator) -> str:
        """Return the phrase in the user's language."""
        return _(self.message, **self.values)


class ColumnText(Phrase):
    """The label of a column of the panel by its name, or another text about it."""

    def translated(self, _: Translator) -> str:
        """Return the text in the user's language."""
        return _.column(self.message, **self.values)


@dataclass(frozen=True)
class Translator(Sentences):
    """Translates sentences, and the names of columns and indicators, into one language."""

    def __call__(self, message: str, /, **values: Any) -> str:
        """Return a sentence in this language, with its placeholders filled in, also by phrases."""
        phrases = {name: value for name, value in values.items() if isinstance(value, Phrase)}
        texts = {name: phrase.translated(self) for name, phrase in phrases.items()}
        return super().__call__(message, **values | texts)

    def column(self, name: str, text: str = "label") -> str:
        """Return the label of a column of the panel, its ``meaning`` or its ``hint``."""
        row = _column_texts().get(name, {})
        english = row.get("label_en" if text == "label" else text) or name
        return str(row.get(f"{text}_{LANGUAGES[self.language]}") or english)

    def indicator(self, standard: str, indicator: Indicator) -> str:
        """Return the name of an indicator; in English if this language has none."""
        translation = getattr(indicator, _INDICATOR_NAMES.get(self.language, ""), None)
        listed = _indicator_texts().get((standard, indicator.code), {}).get(LANGUAGES[self.language])
        return str(translation or listed or indicator.name_en)


@cache
def translator(language: str) -> Translator:
    """Return the translator into a language: ``en``, ``zh-Hans``, ``zh-Hant`` or ``th``.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    MissingExtra
        If Babel, which reads the catalogs, is not installed.

    Examples
    --------
    >>> translator("th")("pass")
    'ผ่าน'
    >>> translator("en")("Report on {zone}, {year}", zone="Zone A", year=2016)
    'Report on Zone A, 2016'
    """
    return Translator(language, read_catalog(_LOCALE, language))


@cache
def _column_texts() -> dict[str, dict[str, Any]]:
    translations = {row["column"]: row for row in datasets.rows("intake_texts", "columns")}
    return {row["name"]: translations.get(row["name"], {}) | row for row in datasets.rows("panel", "columns")}


@cache
def _indicator_texts() -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["standard"], row["code"]): row for row in datasets.rows("report_words", "indicators")}
