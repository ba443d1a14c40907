"""Names and phrases of the data in the reader's language; only the display changes, never the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from ecopark import datasets, files
from ecopark.i18n import add_catalogs, current_language, read_phrases

__all__ = ["localize"]

# Tables that hold names in English and in other languages, beside those of all indicator systems; the first
# one with a name counts.
_NAMES = (
    ("panel", "columns", "label_en"),
    ("programs", "programs", "name_en"),
    ("eip_standards", "standards", "name_en"),
    ("tapio", "states", "label_en"),
    ("intake_words", "carriers", "label_en"),
    ("guigang", "nodes", "name"),
)
_OTHER_NAMES = {"zh-Hans": ("name_zh", "label_zh", "label_zh_hans")}
# English words in a text of another language. Code, tags and addresses are left out.
_WORDS = re.compile(r"`[^`]*`|<[^>]*>|https?://\S+|(?P<words>[0-9A-Za-z][ -;=?-_a-~]*)")
_AFTER_NUMBER = re.compile(r" ?[\d.,]+ ?(?=.)")
_BEFORE_NUMBER = re.compile(r"(?P<phrase>.+?)(?P<number> [-+]?[\d\[(].*|(?<=[a-z])\d+)")
_MILLIONS = re.compile(r"(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<marks>\**) ?百万(?=[元吨美欧丹])")
_MARKS = " .,;:*_()[]|\"'"  # of a list, of Markdown, and of the end of a sentence
_LISTS = {"|": "|", "; ": "\uff1b", ": ": "\uff1a", ", ": "、", " and ": "和"}  # full-width ; and :


def localize(text: str) -> str:
    """Return a text with the names and phrases of the data in it in the current language.

    A phrase is replaced where it is alone or in a list. In the middle of an English sentence it stays,
    and so do code and addresses.

    Parameters
    ----------
    text : str
        A sentence, a cell of a table or a label of a figure.

    Returns
    -------
    str
        The text to show; in English, the same text.

    Examples
    --------
    >>> from ecopark.i18n import set_language
    >>> set_language("zh-Hans")
    >>> print(localize("fresh water, solid waste和`solid waste`的总量"))
    新鲜水、固体废物和`solid waste`的总量
    >>> localize("投资2,508百万元"), localize("每年2.15百万吨")
    ('投资25.08亿元', '每年215万吨')
    >>> set_language("en")
    """
    language = current_language()
    if language == "en":
        return text
    phrases = _phrases(language)
    text = _WORDS.sub(lambda match: _translate(match[0], phrases) if match["words"] else match[0], text)
    return _in_chinese_notation(text) if language.startswith("zh") else text


def _translate(words: str, phrases: Mapping[str, str]) -> str:
    """Return English words in another language: a phrase, alone or beside a number, or a list of phrases."""
    # A phrase as it is, then without marks around it; then the phrase behind or before a number; then a list.
    for phrase in (words.strip(), words.strip(_MARKS)):
        if translation := phrases.get(phrase.casefold()):
            return words.replace(phrase, translation, 1)
    if after := _AFTER_NUMBER.match(words):
        return f"{after[0]}{_translate(words[after.end() :], phrases)}"
    if before := _BEFORE_NUMBER.fullmatch(words):
        name = _translate(before["phrase"], phrases)
        if name != before["phrase"]:
            return f"{name}{_translate(before['number'], phrases)}"
    for separator, other in _LISTS.items():
        items, translated = words.split(separator), list[str]()
        while len(items) > 1 or (translated and items):
            # The longest phrase first: some hold a semicolon or a comma themselves.
            sizes = range(len(items) if translated else len(items) - 1, 1, -1)
            size = next(
                (n for n in sizes if separator.join(items[:n]).strip(_MARKS).casefold() in phrases), 1
            )
            translated.append(_translate(separator.join(items[:size]), phrases))
            items = items[size:]
        if translated and separator.join(translated) != words:
            return other.join(translated)
    return words


def _in_chinese_notation(text: str) -> str:
    """Return a Chinese text with Chinese commas between words, and with 万 and 亿 in place of millions."""

    def in_ten_thousands(match: re.Match[str]) -> str:
        millions = Decimal(match["number"].replace(",", ""))
        scale, number = ("亿", millions / 100) if abs(millions) >= 100 else ("万", millions * 100)
        return f"{number.normalize():,f}{match['marks']}{scale}"

    # A name beside the same name in Chinese is said once.
    text = re.sub(r"([\u3400-\u9fff]{2,}) ?[(\uff08]\1[)\uff09]", r"\1", text)
    text = re.sub(r"(?<=[\u3400-\u9fff\uff09]), (?=-?\d)", "\uff0c", text)
    text = re.sub(r"(?<=[\u3400-\u9fff\uff09])[,;] |[,;] (?=[\u3400-\u9fff])", lambda m: _LISTS[m[0]], text)
    return _MILLIONS.sub(in_ten_thousands, text)


@cache
def _phrases(language: str) -> dict[str, str]:
    """Return the translation of each name and phrase of the data by its English in small letters.

    Names come from the data themselves, which have a column for each language; phrases from a catalog.
    """
    add_catalogs(files.datasets_folder() / "locale")
    names: dict[str, str] = {}
    standards = [name for name in datasets.list() if "standard" in datasets.package(name).extra]
    indicators = [(name, "indicators", "name_en") for name in standards]
    for package, table, english in (*_NAMES, *indicators):
        for row in datasets.rows(package, table):
            other = next(filter(None, (row.get(name) for name in _OTHER_NAMES.get(language, ()))), None)
            if row[english] and other:
                names.setdefault(row[english].casefold(), other)
    # A column of the panel without its underscores is a phrase, too.
    columns = {row["name"].replace("_", " "): row["label_en"] for row in datasets.rows("panel", "columns")}
    names |= {name: names[label.casefold()] for name, label in columns.items() if label.casefold() in names}
    return names | read_phrases(language)
