"""Sentences in the user's language: gettext catalogs, with the English sentence as the key.

The catalogs are ``locale/<language>.po``, which Poedit and Weblate can edit. English needs none. A sentence
without a translation stays in English.
"""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ecopark import datasets
from ecopark.errors import MissingExtra, UnknownNameError
from ecopark.standards import Indicator

__all__ = ["LANGUAGES", "Translator", "mark", "translator"]

# The code that HTML uses, and the ending of the columns of the packages that hold the language.
LANGUAGES = {"en": "en", "zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "th": "th"}
_INDICATOR_NAMES = {"zh-Hans": "name_zh", "th": "name_th"}
_LOCALE = Path(__file__).with_name("locale")


def mark(message: str) -> str:
    """Return a sentence as it is, so that Babel finds it where it is written; it is translated later."""
    return message


@dataclass(frozen=True)
class Translator:
    """Translates sentences, and the names of columns and indicators, into one language.

    ``language`` is the code that HTML uses: ``en``, ``zh-Hans``, ``zh-Hant`` or ``th``.
    """

    language: str
    catalog: gettext.NullTranslations = field(repr=False, compare=False)

    def __call__(self, message: str, **values: Any) -> str:
        """Return a sentence in this language, with its placeholders filled in."""
        translated = self.catalog.gettext(message) if message else ""
        return translated.format(**values) if values else translated

    def column(self, name: str) -> str:
        """Return the name of a column of the panel."""
        row = _columns().get(name, {})
        return str(row.get(f"label_{LANGUAGES[self.language]}") or row.get("label_en") or name)

    def indicator(self, standard: str, indicator: Indicator) -> str:
        """Return the name of an indicator; in English if this language has none."""
        own = getattr(indicator, _INDICATOR_NAMES.get(self.language, ""), None)
        listed = _indicators().get((standard, indicator.code), {}).get(LANGUAGES[self.language])
        return str(own or listed or indicator.name_en)


@cache
def translator(language: str) -> Translator:
    """Return the translator into a language.

    Parameters
    ----------
    language : {"en", "zh-Hans", "zh-Hant", "th"}
        The language.

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
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    if language == "en":
        return Translator(language, gettext.NullTranslations())
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise MissingExtra("Reports in other languages need Babel: pip install 'ecopark[zone]'") from error
    compiled = io.BytesIO()
    with (_LOCALE / f"{language.replace('-', '_')}.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))


@cache
def _columns() -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in datasets.rows("panel", "columns")}


@cache
def _indicators() -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["standard"], row["code"]): row for row in datasets.rows("report_words", "indicators")}
