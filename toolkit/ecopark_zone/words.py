"""Words and years of spreadsheets: one form for what is written in many ways, and the lists to look it up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from ecopark import datasets
from ecopark.units import ascii_digits, folded, simplified, tidy
from ecopark_zone.i18n import LANGUAGES

__all__ = [
    "LANGUAGES", "as_written", "ascii_digits", "era_of", "folded", "has_wide", "key", "marks", "read_year",
    "rule_broken_by_year", "simplified", "texts", "tidy",
]  # fmt: skip


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


def as_written(text: str, part: str) -> str:
    """Return the stretch of a text that reads as a part of it, as the text writes it.

    Examples
    --------
    >>> as_written("Land (hm²)", "hm^2")
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


_OFFSETS = {"common": 0, "buddhist": -543, "roc": 1911}
_BUDDHIST_FROM, _FIRST, _LAST = 2400, 1900, 2100
_MISTAKEN = {1905, 1909}  # the numbers 1828 to 2557 shown as dates: a year in a cell of dates
_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "◯": 0}
# Marks of a note behind a year: 2020*, 2020 (p), 2020 [1], 2020 1), 2020^2.
_FOOTNOTE = re.compile(
    r"(?<=[\d年])(?:[*\u2020\u2021\u00a7#+]+|\([a-z\d]\)|\[[\da-z\u2460-\u2473]{1,2}\]|[a-z]\)|\^\d)$"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[t\d:.]*)|\d{4}年\d+月(\d+日)?")
_LONGEST = 60
_CHINESE = re.compile(f"[{''.join(_NUMERALS)}十百]+")


@dataclass(frozen=True, slots=True)
class YearReading:
    """A year of the Common Era, the rule that the cell breaks, and how it was read.

    Both year and rule are given where an accepted remedy settled what the rule asks.
    """

    year: int | None = None
    rule: str = ""
    note: str = ""


def era_of(text: str) -> str:
    """Return the era that a text states: ``buddhist``, ``roc``, ``common`` or nothing.

    Examples
    --------
    >>> era_of("ปี พ.ศ."), era_of("民國"), era_of("Year")
    ('buddhist', 'roc', '')
    """
    word = folded(text)
    for era in ("buddhist", "roc"):
        if any(
            mark in word
            for mark in marks(f"era_{era}")
            if not mark.isascii() or len(mark) > 2 or word == mark
        ):
            return era
    return "common" if any(m in word for m in ("公元", "西元", "ค.ศ.", "(ce)")) else ""


def read_year(value: object, era: str = "", accepted: frozenset[str] = frozenset()) -> YearReading:
    """Return the year that a cell says.

    Parameters
    ----------
    value : object
        The cell: a number, a text or a date.
    era : str
        Era that the header states.
    accepted : frozenset of str
        Remedies that the user accepts.

    Returns
    -------
    YearReading
        The year of the Common Era, or the rule that the cell breaks.

    Examples
    --------
    >>> [read_year(v).year for v in (2010, "๒๕๕๓", "二〇一〇年", "民國99年")]
    [2010, 2010, 2010, 2010]
    """
    if isinstance(value, bool) or value is None:
        return YearReading(rule="year_unreadable")
    if isinstance(value, date):
        if value.year in _MISTAKEN:
            return YearReading(rule="year_unreadable")
        return YearReading(value.year if "date_gives_year" in accepted else None, "year_date")
    if isinstance(value, int | float):
        return _year_of_number(value, era, "", accepted)
    return _year_of_text(str(value), era, accepted)


@lru_cache(maxsize=2_000)
def _year_of_text(text: str, era: str, accepted: frozenset[str]) -> YearReading:
    if len(text) > _LONGEST:
        return YearReading(rule="year_unreadable")
    word = folded(ascii_digits(tidy(text)))
    bare = _FOOTNOTE.sub("", word)
    if bare != word and (year := _year_of_text(bare, era, accepted).year):
        return YearReading(year if "leave_out_footnotes" in accepted else None, "year_footnote")
    if _DATE.fullmatch(word):
        return YearReading(int(word[:4]) if "date_gives_year" in accepted else None, "year_date")
    # Take off the words for a fiscal year, for an era and for a year.
    fiscal = [word.removeprefix(m) for m in sorted(marks("fiscal"), key=len) if word.startswith(m)]
    digits, stated_era = re.sub("^ปี", "", fiscal[0] if fiscal else word), ""
    for name in ("buddhist", "roc", "common"):
        mark = next((m for m in _era_marks(name) if digits.startswith(m) or digits.endswith(m)), "")
        if mark:
            bare = digits.removeprefix(mark)
            digits = (bare if bare != digits else digits.removesuffix(mark)).strip(".")
            plain = name == "common" and mark in {"fy", "year", "calendaryear", "ปี"}
            stated_era = "" if plain else name
            break
    digits = re.sub(r"\.0+$", "", re.sub("(?:年度|年末|年底|年)$", "", digits))
    number = int(digits) if re.fullmatch(r"\d{1,4}", digits) else _chinese_number(digits)
    if number is None:
        return YearReading(rule="year_unreadable")
    note = "year_fiscal" if fiscal else "" if digits == text.strip() else "year_words"
    return _year_of_number(number, stated_era or era, note, accepted)


@cache
def _era_marks(era: str) -> list[str]:
    return sorted(marks(f"era_{era}"), key=len, reverse=True)


def _chinese_number(text: str) -> int | None:
    """Return the number of Chinese numerals, digit by digit or with tens and hundreds."""
    if not _CHINESE.fullmatch(text):
        return None
    if not set(text) & set("十百"):
        return int("".join(str(_NUMERALS[c]) for c in text)) if len(text) <= 4 else None
    total = digit = 0
    for c in text:
        if c in _NUMERALS:
            digit = _NUMERALS[c]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100}[c], 0
    return total + digit


def _year_of_number(value: float, era: str, note: str, accepted: frozenset[str]) -> YearReading:
    if value != int(value):
        return YearReading(rule="year_unreadable")
    number = int(value)
    if not era and number > _BUDDHIST_FROM:
        era = "buddhist"
    if not era and 0 < number < 200:
        year = number + _OFFSETS["roc"] if "short_years_are_roc" in accepted else None
        return YearReading(year, "year_short")
    year = number + _OFFSETS.get(era, 0)
    if not _FIRST <= year <= _LAST or (era == "buddhist" and number <= _BUDDHIST_FROM):
        return YearReading(rule="year_unreadable")
    return YearReading(year, note="year_era" if year != number and note != "year_fiscal" else note)


def rule_broken_by_year(text: str) -> str:
    """Return the rule that a header breaks which looks like a year but is none, or nothing.

    Examples
    --------
    >>> [rule_broken_by_year(t) for t in ("2015E", "2014/15", "99年", "2015-12-31", "GDP 2015", "2015")]
    ['year_unreadable', 'year_unreadable', 'year_short', 'year_date', '', '']
    """
    if len(text) > 30 or not any(c.isdigit() for c in text):
        return ""
    rule = read_year(text).rule
    word = folded(ascii_digits(tidy(text)))
    if rule == "year_short":
        return rule if "年" in word or word.startswith("'") else ""
    if rule in {"", "year_date"}:
        return rule
    parts = re.match(r"^(\D*)(?:(?:19|20)\d\d|25[4-9]\d)(.*)$", word)
    if not parts or "%" in word or re.search(r"(?:19|20)\d\d.*\D(?:19|20)\d\d", word):
        return ""
    beside = re.sub(r"[\d\W_]+|年", "", parts.group(1) + parts.group(2))
    return rule if len(beside) < 2 or beside in marks("year_unsure") else ""
