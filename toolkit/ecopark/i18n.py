"""Sentences in the user's language: gettext catalogs, with the English sentence as the key.

Each room keeps its catalogs as ``locale/<language>.po``, which Poedit and Weblate edit. English needs none.
A sentence without a translation stays in English. The language is English until :func:`set_language`.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

__all__ = [
    "LANGUAGES",
    "Sentences",
    "add_catalogs",
    "current_language",
    "in_language",
    "mark",
    "read_catalog",
    "read_phrases",
    "say",
    "set_language",
]

# The code that HTML uses, and the ending of the columns of the packages that hold the language.
LANGUAGES = {"en": "en", "zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "th": "th"}
_folders = [Path(__file__).with_name("locale")]
_current = ["en"]


def mark(message: str) -> str:
    """Return a sentence unchanged; it is in the catalogs, and is translated where it is shown."""
    return message


def set_language(language: str) -> None:
    """Set the language of the toolkit's sentences, such as its errors, from now on.

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
    >>> set_language("zh-Hans")
    >>> say("must not be negative")
    '不得为负数'
    >>> set_language("en")
    """
    for folder in _folders:
        read_catalog(folder, language)
    _current[0] = language


def add_catalogs(folder: Path) -> None:
    """Add the folder with the catalogs of another room, whose sentences :func:`say` then finds, too."""
    if folder not in _folders:
        _folders.append(folder)


def current_language() -> str:
    """Return the language of the toolkit's sentences; English if none was set."""
    return _current[0]


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak a language inside a ``with`` block, and the previous one again afterward."""
    before = current_language()
    set_language(language)
    try:
        yield
    finally:
        set_language(before)


def say(message: str, /, **values: Any) -> str:
    """Return a sentence in the current language, with its placeholders filled in."""
    catalogs = (read_catalog(folder, _current[0]) for folder in _folders if message)
    translations = (text for catalog in catalogs if (text := catalog.gettext(message)) != message)
    translated = next(translations, message)
    return translated.format(**values) if values else translated


@dataclass(frozen=True)
class Sentences:
    """Translates sentences into one language, ``en``, ``zh-Hans``, ``zh-Hant`` or ``th``."""

    language: str
    catalog: gettext.NullTranslations = field(repr=False, compare=False)

    def __call__(self, message: str, /, **values: Any) -> str:
        """Return a sentence in this language, with its placeholders filled in."""
        translated = self.catalog.gettext(message) if message else ""
        return translated.format(**values) if values else translated


@cache
def read_catalog(folder: Path, language: str) -> gettext.NullTranslations:
    """Return the catalog of a language from a folder of ``.po`` files; an empty one if there is no file.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    MissingExtra
        If Babel, which reads the catalogs, is not installed.
    """
    messages = _read_messages(folder, language)
    if messages is None:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read_phrases(language: str) -> dict[str, str]:
    """Return the translations in all rooms' catalogs by the English in lower case; none with placeholders."""
    phrases: dict[str, str] = {}
    for folder in _folders:
        for message in _read_messages(folder, language) or ():
            # A message with placeholders is not a phrase that a text can contain.
            is_phrase = message.id and "{" not in message.id
            if is_phrase and message.string and not message.fuzzy:
                phrases[message.id.casefold()] = message.string
    return phrases


def _read_messages(folder: Path, language: str) -> Any:
    """Return the messages of a catalog, as Babel reads them; nothing if there is no file."""
    from ecopark.errors import MissingExtra, UnknownNameError

    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    file = folder / f"{language.replace('-', '_')}.po"
    if language == "en" or not file.exists():
        return None
    try:
        from babel.messages.pofile import read_po
    except ImportError as error:
        raise MissingExtra("Other languages than English need Babel: pip install 'ecopark[zone]'") from error
    with file.open("rb") as stream:
        return read_po(stream)
