"""A number in a cell of text: read if the notation says what it is, refused if it may be two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log
from statistics import median

from ecopark_zone.words import ascii_digits, folded, has_wide, marks, tidy

__all__ = ["Reading", "Style", "apply_remedy", "is_error", "read_number", "style_of"]

_BODY = re.compile(r"([+-]?)\s*((?:\d[\d.,' \u00a0\u202f]*\d|\d|\.\d+)\.?)")
# Digits that nobody can read in two ways; most cells are such.
_SIMPLE = re.compile(r"-?(?:\d+|\d{4,}\.\d+|0\.\d+|\d+\.(?:\d{1,2}|\d{4,}))", re.ASCII)
_POWER = re.compile(r"(?:\s*[x*]\s*10\^([+-]?\d{1,2})|[eE]([+-]?\d{1,2}))(?![\d.])")
_LOST = re.compile(r"\s*[x*]\s*10\s*\d")
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
_LONGEST = 200  # characters; no number is longer


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a cell: a number, or the rule that it breaks.

    ``rule`` is empty for a number and for a missing value, whose ``value`` is ``None``. ``unit`` is
    what is written beside the number. ``candidate`` is the number that a remedy may make of a cell that
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
    """How the numbers of a column are written, by what its own cells show without doubt.

    ``points`` and ``commas`` are ``decimal``, ``groups``, ``mixed`` or empty; ``typical`` is the median
    size; ``accepted`` holds the remedies that settle what the cells leave open.
    """

    points: str = ""
    commas: str = ""
    typical: float | None = None
    accepted: frozenset[str] = frozenset()

    def distance(self, number: Decimal) -> float:
        """Return how far a number is from the typical size, on a scale of ratios."""
        return abs(log(float(number) / self.typical)) if self.typical and number else 0.0


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
    if len(text) > _LONGEST:
        return Reading(rule="not_a_number")
    # Words that stand for a number.
    plain, notes = _plain(text)
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
    if _LOST.match(after) and not power:
        return Reading(rule="superscript_in_cell")
    after = after[power.end() :] if power else after
    unit = f"{before}{after}".strip()
    if (before, after.strip()) == ("(", ")") or unit == "-":
        return Reading(rule="negative_unclear")
    # The mark of a footnote, behind the number or behind its unit.
    note = _BEHIND_UNIT.search(unit)
    footnote = unit if _FOOTNOTE.fullmatch(unit) else note.group() if note else ""
    if footnote and not before:
        reading = read_number(plain.removesuffix(footnote).strip(), style)
        return (
            reading if reading.rule else Reading(rule="footnote", unit=reading.unit, candidate=reading.value)
        )
    if unit and (rule := _rule_broken_by(unit)):
        return Reading(rule=rule)
    # Beside a power of ten nobody groups thousands by a point: there it is a decimal point.
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
    return _ERROR.fullmatch(folded(text)) is not None if len(text) <= _LONGEST else False


def style_of(
    texts: Iterable[str], accepted: frozenset[str] = frozenset(), sizes: Iterable[float] = ()
) -> Style:
    """Return how numbers are written in a column, from the cells that leave no doubt.

    ``sizes`` are the numbers of the column that are stored as numbers.
    """
    points, commas, numbers = set(), set(), list(sizes)
    for text in texts:
        if _SIMPLE.fullmatch(text):
            numbers.append(float(text))
            if "." in text:
                points.add("decimal")
            continue
        number = _BODY.search(_plain(text)[0]) if len(text) <= _LONGEST else None
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
    sizes = [size for size in numbers if size > 0]
    point, comma = ("mixed" if len(uses) > 1 else "".join(uses) for uses in (points, commas))
    return Style(point, comma, median(sizes) if sizes else None, accepted)


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


def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text in plain signs, and notes on the replacements."""
    plain = tidy(text)
    notes = ("full_width",) if has_wide(text) else ()
    digits = ascii_digits(plain)
    return digits, notes + (("other_digits",) if digits != plain else ())


def _read_digits(body: str, style: Style) -> Reading:
    """Return the number that digits with points, commas and blanks say."""
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
    # One sign alone may be either; the other cells of the column and the usual size may tell.
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
            far = style.distance(small) < log(10) < log(100) < style.distance(large)
            if style.commas in {"", "groups"} and not far and "comma_is_decimal" not in style.accepted:
                return Reading(large, notes=(*notes, "thousands"))
            choices["comma_groups_thousands"] = large
    for remedy, value in choices.items():
        if remedy in style.accepted:
            return Reading(value, "", (*notes, rule), "", small, large)
    return Reading(None, rule, notes, "", small, large)
