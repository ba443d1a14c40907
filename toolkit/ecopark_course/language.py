"""The language of the classroom: of its sentences, and of the letters in figures.

A notebook of another edition than the English one calls :func:`set_language` when it imports the classroom.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from ecopark import i18n
from ecopark.i18n import LANGUAGES, Sentences, mark, read_catalog, say

__all__ = ["LANGUAGES", "NAMES", "SPHINX_CODES", "mark", "say", "sentences", "set_language"]

_LOCALE = Path(__file__).with_name("locale")
i18n.add_catalogs(_LOCALE)
# Fonts of Linux, Windows and macOS that contain the letters of a language.
_FONTS = {
    "zh-Hans": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
                "WenQuanYi Zen Hei", "Microsoft YaHei", "SimHei", "PingFang SC", "Noto Sans CJK JP"),
    "zh-Hant": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "WenQuanYi Micro Hei",
                "Microsoft JhengHei", "PingFang TC", "Heiti TC", "Noto Sans CJK JP"),
    "th": ("Noto Sans Thai", "Garuda", "Loma", "Leelawadee UI", "Tahoma", "Thonburi"),
}  # fmt: skip
SPHINX_CODES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "th": "th"}
# The name of each language in that language.
NAMES = {"en": "English", "zh-Hans": "中文", "zh-Hant": "繁體中文", "th": "ไทย"}


@cache
def sentences(language: str) -> Sentences:
    """Return the translator of the classroom's sentences into a language.

    Raises
    ------
    UnknownNameError
        If there is no such language.

    Examples
    --------
    >>> sentences("zh-Hans")("{exercise} passed.", exercise="05.1")
    '05.1 正确。'
    """
    return Sentences(language, read_catalog(_LOCALE, language))


def set_language(language: str) -> None:
    """Set the language of a notebook: of its errors, checks and questions, and of the letters in figures.

    If no font with the letters of the language is installed, a note says which one to install.

    Parameters
    ----------
    language : {"en", "zh-Hans", "zh-Hant", "th"}
        The language.

    Raises
    ------
    UnknownNameError
        If there is no such language.

    Examples
    --------
    >>> set_language("en")
    """
    i18n.set_language(language)
    if language in _FONTS or "matplotlib" in sys.modules:
        import matplotlib as mpl

        mpl.rcParams["font.family"] = mpl.rcParamsDefault["font.family"]
    if language in _FONTS:
        from matplotlib import font_manager

        installed = set(font_manager.get_font_names())
        chosen = [name for name in _FONTS[language] if name in installed][:1]
        default = mpl.rcParamsDefault["font.sans-serif"]
        # Letters that a font lacks are taken from the next one: Latin letters stay as they are.
        mpl.rcParams["font.family"] = [*default[:1], *chosen]
        if not chosen:
            note = mark(
                "No font with the letters of this language was found, so figures show boxes in their place. "
                "Install one, such as {font}, and start the notebook again."
            )
            print(say(note, font=_FONTS[language][0]), file=sys.stderr)
