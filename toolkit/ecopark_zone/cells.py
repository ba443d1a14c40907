"""The meaning of one cell: a word, a year, a unit or a number, in any script and notation.

A cell that may mean two things is not guessed at: the reading names the rule that it breaks.
"""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from statistics import median
from typing import Any

from ecopark import datasets, panel, units
from ecopark.units import Unit, ascii_digits, folded, tidy

__all__ = [
    "SCALED", "Factor", "Reading", "Style", "Unit", "apply_remedy", "as_written", "common_unit", "era_of",
    "factor_to", "format_effect", "is_error", "is_number", "key", "marks", "number_or_text", "read_number",
    "read_unit", "read_year", "rule_broken_by_year", "style_of", "text_of",
]  # fmt: skip

# --- words ---


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return the letters and digits of a text, used to compare headers.

    Examples
    --------
    >>> key("Energy use (TOTAL)") == key("energy_use total")
    True
    """
    return "".join(c for c in folded(text) if unicodedata.category(c)[0] in "LNM")


def has_full_width(text: str) -> bool:
    """Return whether a text has a full-width letter, digit or sign."""
    return any("\uff01" <= c <= "\uff5e" for c in text)


def as_written(text: str, part: str) -> str:
    """Return the stretch of a text whose tidy form is ``part``, in the signs of the text itself.

    Examples
    --------
    >>> as_written("Land (hm²)", "hm^2")
    'hm²'
    """
    if part in text:
        return part
    ends = ((i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1))
    return next((text[i:j] for i, j in ends if tidy(text[i:j]) == part), part) if len(text) < 200 else part


def text_of(value: Any) -> str:
    """Return a name as text, without blanks around it; a whole number has no point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\ufeff", "").replace("\u200b", "").split())


def is_number(value: object) -> bool:
    """Return whether a cell holds a number, and not a yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number_or_text(value: float) -> float | str:
    """Return a number as it is, or as text if no float holds it, such as infinity or a thousand digits."""
    return value if abs(value) <= sys.float_info.max else str(value)


@cache
def marks(kind: str) -> frozenset[str]:
    """Return the folded marks of a kind, such as ``missing`` or ``yes``."""
    listed = datasets.rows("intake_words", "marks")
    return frozenset(folded(row["form"]) for row in listed if row["kind"] == kind)


# --- years ---

_OFFSETS = {"common": 0, "buddhist": -543, "roc": 1911}
_BUDDHIST_FROM, _FIRST, _LAST = 2400, 1900, 2100
_MISTAKEN = {1905, 1909}  # the numbers 1828 to 2557 shown as dates: a year in a cell of dates
_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "◯": 0}
# Marks of a note after a year: 2020*, 2020 (p), 2020 [1], 2020 1), 2020^2.
_YEAR_FOOTNOTE = re.compile(
    r"(?<=[\d年])(?:[*\u2020\u2021\u00a7#+]+|\([a-z\d]\)|\[[\da-z\u2460-\u2473]{1,2}\]|[a-z]\)|\^\d)$"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[t\d:.]*)|\d{4}年\d+月(\d+日)?")
_LONGEST_YEAR = 60
_CHINESE = re.compile(f"[{''.join(_NUMERALS)}十百]+")


@dataclass(frozen=True, slots=True)
class YearReading:
    """A year of the Common Era, the rule that the cell breaks, and how it was read.

    Both year and rule are set where an accepted remedy settled the question of the rule.
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
    """Return the year in a cell.

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
    if len(text) > _LONGEST_YEAR:
        return YearReading(rule="year_unreadable")
    word = folded(ascii_digits(tidy(text)))
    bare = _YEAR_FOOTNOTE.sub("", word)
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
    """Return the value of Chinese numerals, digit by digit or with tens and hundreds."""
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
    """Return the rule broken by a header that looks like a year but is not one, or nothing.

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


# --- units ---

# The measures of the columns of the panel; a header "year" or "m" names no such unit.
_MEASURES = {
    *("mass", "volume", "area", "energy", "coal equivalent", "electricity", "money", "other money"),
    *("people", "count", "share", "reports"),
}
_LOST_POWER = re.compile(r"[x*]?\s*10([3-9])\s*(?=\D)")
_YEARLY = re.compile(r"\s*(?:/\s*(?:年|a|yr|year|ปี)|per\s*year|p\.a\.|ต่อปี)$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:(?:单位|單位|units?|หน่วย)\s*:|in\s)\s*", re.IGNORECASE)


@lru_cache(maxsize=5_000)
def read_unit(text: str, lost_is_power: bool = False) -> Unit | None:
    """Return the unit that a text names, or nothing if it names none.

    Parameters
    ----------
    text : str
        The text in the spreadsheet.
    lost_is_power : bool
        Whether ``104 RMB`` may be read as 10^4 RMB.

    Examples
    --------
    >>> read_unit("万吨标准煤").expression, read_unit("104 RMB").rule
    ('10^4 tce', 'superscript_lost')
    """
    word = _LEAD.sub("", ascii_digits(tidy(text))).strip("()[]: ")
    for candidate in dict.fromkeys((word, _YEARLY.sub("", word))):
        lost = _LOST_POWER.match(candidate)
        unit = units.parse(f"10^{lost[1]} {candidate[lost.end() :]}" if lost else candidate)
        if unit is None or (candidate != word and unit.measure in {"people", "area"}):
            continue
        if not (unit.rule or unit.scale or unit.measure in _MEASURES):
            continue
        # A unit has a power of ten or none: "12 t" is a number with its unit.
        if not unit.scaled and re.match(r"\d", unit.expression) and unit.measure != "reports":
            continue
        unit = replace(unit, text=text)
        if lost and unit.expression:
            unit = replace(unit, power=unit.expression)
            if not lost_is_power:
                unit = replace(unit, expression="", rule="superscript_lost")
        return unit
    return None


def common_unit(units: Iterable[Unit | None]) -> Unit | None:
    """Return the unit that several texts agree on; where they differ, a unit that cannot be used."""
    by_meaning: dict[str, Unit] = {}
    for unit in filter(None, units):
        by_meaning.setdefault(unit.expression or unit.text, unit)
    if len(by_meaning) < 2:
        return next(iter(by_meaning.values()), None)
    return Unit(" / ".join(unit.text for unit in by_meaning.values()), rule="unit_conflict")


_WATER = {"fresh_water", "water_reused", "wastewater", "domestic_wastewater", "domestic_wastewater_treated"}
_PLAIN = {"count", "share", "reports"}  # these are never written in thousands without a remark
_WHOLE = {"mass": "t", "volume": "m3"}


@dataclass(frozen=True)
class Factor:
    """The factor to the unit of the data dictionary, or the rule that forbids it.

    Both are set if an accepted remedy settled the question of the rule.
    """

    value: float | None
    rule: str = ""


@lru_cache(maxsize=2_000)
def factor_to(name: str, unit: Unit | None, in_dictionary_unit: bool, accepted: frozenset[str]) -> Factor:
    """Return the factor from a written unit to the unit of a column of the panel.

    Examples
    --------
    >>> factor_to("cod", read_unit("吨"), False, frozenset()).value
    1000.0
    >>> factor_to("energy", None, False, frozenset()).rule
    'unit_missing'
    """
    target = panel.unit(name)
    target_unit = read_unit(target)
    measure = target_unit.measure if target_unit else ""
    if unit is None:
        if in_dictionary_unit or measure in _PLAIN:
            return Factor(1.0)
        return Factor(1.0 if "dictionary_units" in accepted else None, "unit_missing")
    if unit.scale:  # "in ten thousands", of what?
        if measure in {"people", "count"}:
            return Factor(units.factor(unit.expression, "1"))
        return Factor(None, "unit_missing")
    if unit.rule:
        return Factor(None, unit.rule)
    if {unit.measure, measure} == {"count", "reports"}:
        pieces = "count" if unit.measure == "count" else "1/year"
        return Factor(units.factor(unit.expression, pieces))
    if unit.measure == measure or (unit.measure, measure) == ("energy", "coal equivalent"):
        return Factor(units.factor(unit.expression, target))
    # A convention joins some measures, if the user accepts it.
    if (unit.measure, measure) == ("electricity", "coal equivalent"):
        settled = "electricity_by_energy_content" in accepted
        value = units.factor(unit.expression, target) if settled else None
        return Factor(value, "energy_convention")
    if name in _WATER and {unit.measure, measure} == set(_WHOLE):
        value = None
        if "one_ton_of_water_is_one_cubic_meter" in accepted:
            value = units.factor(unit.expression, _WHOLE[unit.measure]) * units.factor(
                _WHOLE[measure], target
            )
        return Factor(value, "water_by_weight")
    if (unit.measure, measure) == ("mass", "coal equivalent"):
        return Factor(None, "energy_by_weight")
    if unit.measure == "other money" and measure == "money":
        return Factor(None, "currency")
    # The registry takes people, pieces and shares for pure numbers; they are not the same.
    return Factor(None, "unit_mismatch")


SCALED = "scaled"
_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)(?:-([^\]]*))?\]|(\[[^\]]*\]|[_*].)|(.)', re.DOTALL)
_SECTION = re.compile(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;])+', re.DOTALL)
_SCALES = re.compile(r"[0#?],+(?![0#?,])|[0#?]\x01[0#?]")
_JAPAN = "411"  # the code of the language in a format; the sign of its yen is also that of the yuan


@lru_cache(maxsize=2_000)
def format_effect(number_format: str) -> str:
    """Return the effect of a format: ``"%"``, ``SCALED``, a unit that it writes beside it, or nothing.

    A format that ends in a comma shows thousands, and one with a written point shows a power of ten: the
    cell holds another number than the reader sees. A currency is returned also if it is not known.

    Examples
    --------
    >>> format_effect("0.0%"), format_effect("#,##0.0,"), format_effect('0" kgce"'), format_effect("#,##0.00")
    ('%', 'scaled', 'kgce', '')
    """
    if number_format in {"General", "@", ""}:
        return ""
    # The first section holds for positive numbers; after a condition the second one does as well.
    sections = _SECTION.findall(number_format)
    conditional = re.search(r"\[[<>=]", sections[0]) if sections else None
    changes = [_section_change(section) for section in sections[: 2 if conditional else 1]]
    return SCALED if SCALED in changes else next(filter(None, changes), "")


def _section_change(section: str) -> str:
    """Return the effect of one section of a format, as :func:`format_effect` does."""
    signs = literals = money = ""
    for quoted, escaped, currency, locale, dropped, sign in _PIECE.findall(section):
        if currency:
            money = "JPY" if locale.endswith(_JAPAN) and currency in "¥￥" else currency.strip()
        literal = quoted or escaped or currency
        literals += literal
        signs += "\x01" if literal == "." else sign if not (literal or dropped) else ""
    if re.search(r"[ymdhs]", signs, re.IGNORECASE):
        return ""
    if "%" in signs:
        return "%"
    if _SCALES.search(signs):
        return SCALED
    word = "".join(c for c in literals if c != ".").strip(" ()") or "".join(c for c in signs if c in "$€£¥")
    if money and (money == "JPY" or not read_unit(word)):
        return money
    return word if word not in {"", "%"} and read_unit(word) else ""


# --- numbers ---

_BODY = re.compile(r"([+-]?)\s*((?:\d[\d.,' \u00a0\u202f]*\d|\d|\.\d+)\.?)")
# Digits with only one reading; most cells are of this form.
_SIMPLE = re.compile(r"-?(?:\d+|\d{4,}\.\d+|0\.\d+|\d+\.(?:\d{1,2}|\d{4,}))", re.ASCII)
_POWER = re.compile(r"(?:\s*[x*]\s*10\^([+-]?\d{1,2})|[eE]([+-]?\d{1,2}))(?![\d.])")
_LOST_SUPERSCRIPT = re.compile(r"\s*[x*]\s*10\s*\d")
_BLANK = re.compile(r"[ '\u00a0\u202f]")
_SPACED = re.compile(r"\d{1,3}(?:([ '\u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
# Marks of a note below the table; letters that are units (g, k, l, m, t) are left out.
_FOOTNOTE = re.compile(r"[*\u2020\u2021\u00a7#]+|\[\d{1,2}\]|\(?(?:[a-fh-jn-su-z]|\d{1,2})\)|[a-d]|\^\d{1,2}")
_BEHIND_UNIT = re.compile(r"[*\u2020\u2021]+$|\[\d{1,2}\]$")
_WITH_DIGITS = re.compile(r"(?<=[a-zA-Z])\^?[23](?!\d)|10\^\d+|NT\$|CO2")  # units may have these digits
_ERROR = re.compile(r"#[a-z_]+[!?]|#div/0!|err:\d+|#{3,}")  # also those of LibreOffice, also of new functions
_LONGEST_NUMBER = 200  # characters; no number is longer


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a cell: a number, or the rule that it breaks.

    ``rule`` is empty for a number and for a missing value, whose ``value`` is ``None``. ``unit`` is
    the text beside the number. ``candidate`` is the number that a remedy may make of a cell that
    breaks a rule, and ``alternative`` the number that another remedy may.
    """

    value: Decimal | None = None
    rule: str = ""
    notes: tuple[str, ...] = ()
    unit: str = ""
    candidate: Decimal | None = None
    alternative: Decimal | None = None

    @property
    def words(self) -> dict[str, object]:
        """The candidates, as the sentences of rules name them."""
        return {"one": self.candidate, "other": self.alternative}


@dataclass(frozen=True)
class Style:
    """The notation of the numbers of a column, by its unambiguous cells.

    ``points`` and ``commas`` are ``decimal``, ``groups``, ``mixed`` or empty; ``typical`` is the median
    size; ``accepted`` holds the remedies that settle what the cells leave open.
    """

    points: str = ""
    commas: str = ""
    typical: float | None = None
    accepted: frozenset[str] = frozenset()

    def distance(self, number: Decimal) -> float:
        """Return how far a number is from the typical size, on a scale of ratios."""
        return abs(math.log(float(number) / self.typical)) if self.typical and number else 0.0


def read_number(text: str, style: Style | None = None) -> Reading:
    """Return a text as a number.

    Parameters
    ----------
    text : str
        The cell.
    style : Style, optional
        The notation of the other cells of the column, and the accepted remedies.

    Returns
    -------
    Reading
        The number, or nothing with the rule that the text breaks.

    Examples
    --------
    >>> str(read_number("1,234.5").value), read_number("1.234").rule, read_number("12 万吨").unit
    ('1234.5', 'point_unclear', '万吨')
    """
    if _SIMPLE.fullmatch(text):
        return Reading(Decimal(text))
    if len(text) > _LONGEST_NUMBER:
        return Reading(rule="not_a_number")
    # Words that stand for a number.
    plain, notes = _in_plain_signs(text)
    word = folded(plain)
    if word in marks("missing"):
        return Reading(notes=("missing_mark",))
    if word in marks("unclear"):
        return Reading(rule="none_unclear")
    if is_error(word):
        return Reading(rule="cell_error")
    # The digits, a power of ten, and the unit around them.
    number = _BODY.search(plain)
    if not number:
        return Reading(rule="not_a_number")
    before, (sign, body), after = plain[: number.start()].strip(), number.groups(), plain[number.end() :]
    power = _POWER.match(after)
    if _LOST_SUPERSCRIPT.match(after) and not power:
        return Reading(rule="superscript_in_cell")
    after = after[power.end() :] if power else after
    unit = f"{before}{after}".strip()
    if (before, after.strip()) == ("(", ")") or unit == "-":
        return Reading(rule="negative_unclear")
    # The mark of a footnote, after the number or after its unit.
    note = _BEHIND_UNIT.search(unit)
    footnote = unit if _FOOTNOTE.fullmatch(unit) else note.group() if note else ""
    if footnote and not before:
        reading = read_number(plain.removesuffix(footnote).strip(), style)
        return (
            reading if reading.rule else Reading(rule="footnote", unit=reading.unit, candidate=reading.value)
        )
    if unit and (rule := _rule_broken_by(unit)):
        return Reading(rule=rule)
    # Beside a power of ten, a point never groups thousands: it is a decimal point.
    reading = _read_digits(body.strip(), Style(points="decimal") if power else style or Style())
    times = Decimal(10) ** int(power[1] or power[2]) if power else Decimal(1)
    times = -times if sign == "-" else times
    numbers = (reading.value, reading.candidate, reading.alternative)
    value, candidate, alternative = (None if n is None else n * times for n in numbers)
    notes = notes + reading.notes + (("power_of_ten",) if power else ())
    return Reading(value, reading.rule, notes, unit, candidate, alternative)


def _rule_broken_by(text_beside: str) -> str:
    """Return the rule that the text beside a number breaks, or nothing if it may be a unit."""
    if text_beside.startswith(("=", "@")) or re.search(r"<\s*[a-z/!]|[{}\"`&;]", text_beside):
        return "not_a_number"
    word = folded(text_beside)
    for mark in marks("inexact"):
        sure = len(mark) > 1 or not mark.isascii() or not mark.isalpha()
        if word == mark or (sure and (word.startswith(mark) or word.endswith(mark))):
            return "not_exact"
    return "not_exact" if re.search(r"\d|[()]", _WITH_DIGITS.sub("", text_beside)) else ""


def is_error(text: str) -> bool:
    """Return whether a cell shows the error of a formula."""
    return _ERROR.fullmatch(folded(text)) is not None if len(text) <= _LONGEST_NUMBER else False


def style_of(
    texts: Iterable[str], accepted: frozenset[str] = frozenset(), sizes: Iterable[float] = ()
) -> Style:
    """Return the notation of the numbers of a column, from its unambiguous cells.

    ``sizes`` are the numbers of the column that are stored as numbers.
    """
    points, commas, numbers = set(), set(), list(sizes)
    for text in texts:
        if _SIMPLE.fullmatch(text):
            numbers.append(float(text))
            if "." in text:
                points.add("decimal")
            continue
        number = _BODY.search(_in_plain_signs(text)[0]) if len(text) <= _LONGEST_NUMBER else None
        if not number:
            continue
        body = number.group(2).strip()
        reading = _read_digits(body, Style())
        if not reading.rule and reading.value is not None:
            numbers.append(float(reading.value))
        if "." in body and not reading.rule:
            points.add("groups" if _GROUPED["."].fullmatch(body) else "decimal")
        if "," in body and reading.rule != "groups_unclear":
            commas.add("groups" if _GROUPED[","].fullmatch(body) else "decimal")
    positive = [number for number in numbers if 0 < number < math.inf]  # digits without end make infinity
    point, comma = ("mixed" if len(uses) > 1 else "".join(uses) for uses in (points, commas))
    return Style(point, comma, median(positive) if positive else None, accepted)


def apply_remedy(reading: Reading, accepted: frozenset[str]) -> Reading | None:
    """Return the number that an accepted remedy gives a cell that breaks a rule, or nothing."""
    if reading.rule == "footnote" and "leave_out_footnotes" in accepted:
        return Reading(reading.candidate, unit=reading.unit)
    if reading.rule in {"format_scaled", "format_unit"} and "take_stored_number" in accepted:
        return Reading(reading.candidate)
    if reading.rule == "none_unclear" and "none_is_zero" in accepted:
        return Reading(Decimal(0))
    if reading.rule == "none_unclear" and "none_is_missing" in accepted:
        return Reading()
    lost = reading.rule in {"not_a_number", "not_exact", "cell_error"}
    return Reading() if lost and "unreadable_is_missing" in accepted else None


def _in_plain_signs(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text in plain signs, and notes on the replacements."""
    plain = tidy(text)
    notes = ("full_width",) if has_full_width(text) else ()
    digits = ascii_digits(plain)
    return digits, notes + (("other_digits",) if digits != plain else ())


def _read_digits(body: str, style: Style) -> Reading:
    """Return the number in digits with points, commas and blanks."""
    notes: tuple[str, ...] = ()
    if _BLANK.search(body):
        if not _SPACED.fullmatch(body):
            return Reading(rule="groups_unclear")
        body, notes = _BLANK.sub("", body), ("thousands",)
        style = replace(style, points="decimal", commas="decimal", typical=None)
    # Of a point and a comma, the last one is the decimal sign.
    if "." in body and "," in body:
        groups = "," if body.rfind(".") > body.rfind(",") else "."
        if not _GROUPED[groups].fullmatch(body):
            return Reading(rule="groups_unclear")
        return Reading(Decimal(body.replace(groups, "").replace(",", ".")), notes=("thousands",))
    sign = "," if "," in body else "."
    if sign not in body:
        return Reading(Decimal(body), notes=notes)
    # Several of one sign group thousands.
    grouped = _GROUPED[sign].fullmatch(body) and not (sign == "," and body.startswith("0"))
    if body.count(sign) > 1:
        if not grouped:
            return Reading(rule="groups_unclear", notes=notes)
        return Reading(Decimal(body.replace(sign, "")), notes=(*notes, "thousands"))
    # One sign alone may be either; the other cells of the column and the usual size may decide.
    small, large = Decimal(body.replace(",", ".")), Decimal(body.replace(sign, ""))
    if sign == ".":
        near = style.distance(small) <= style.distance(large)
        sure = style.points == "decimal" and style.commas != "decimal" and near
        if not grouped or body.startswith("0") or sure:
            return Reading(small, notes=notes)
        rule, choices = "point_unclear", {"point_groups_thousands": large, "point_is_decimal": small}
    else:
        rule, choices = "comma_unclear", {"comma_is_decimal": small}
        if grouped:
            far = style.distance(small) < math.log(10) < math.log(100) < style.distance(large)
            if style.commas in {"", "groups"} and not far and "comma_is_decimal" not in style.accepted:
                return Reading(large, notes=(*notes, "thousands"))
            choices["comma_groups_thousands"] = large
    for remedy, value in choices.items():
        if remedy in style.accepted:
            return Reading(value, "", (*notes, rule), "", small, large)
    return Reading(None, rule, notes, "", small, large)
