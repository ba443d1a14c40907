"""A number in a cell of text: read where the notation says what it is, refused where it may be two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log
from statistics import median

from ecopark_zone.words import ascii_digits, folded, has_wide, marks, tidy

__all__ = ["Reading", "Style", "is_error", "mended", "read_number", "style_of"]

_BODY = re.compile(r"([+-]?)\s*((?:\d[\d.,' \u00a0\u202f]*\d|\d|\.\d+)\.?)")
# Digits that nobody can read in two ways; most cells are such.
_SIMPLE = re.compile(r"-?(?:\d+|\d{4,}\.\d+|0\.\d+|\d+\.(?:\d{1,2}|\d{4,}))", re.ASCII)
_POWER = re.compile(r"(?:\s*[x*]\s*10\^([+-]?\d{1,2})|[eE]([+-]?\d{1,2}))(?![\d.])")
_LOST = re.compile(r"\s*[x*]\s*10\s*\d")
_SPACED = re.compile(r"\d{1,3}(?:([ '\u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
}
# Marks of a note below the table; letters that are units (g, k, l, m, t) are left out.
_FOOTNOTE = re.compile(r"[*\u2020\u2021\u00a7#]+|\[\d{1,2}\]|\(?(?:[a-fh-jn-su-z]|\d{1,2})\)|[a-d]|\^\d{1,2}")
_BEHIND_UNIT = re.compile(r"[*\u2020\u2021]+$|\[\d{1,2}\]$")
_ERROR = re.compile(r"#[a-z_]+[!?]|#div/0!|err:\d+|#{3,}")  # also those of LibreOffice, also of new functions
_LONGEST = 200  # characters; no number is longer


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a number, or the rule that it breaks.

    ``rule`` is empty for a number and for a missing value, whose ``value`` is ``None``. ``unit`` is
    what stands beside the number. ``one`` and ``other`` are the two readings of an unclear number.
    """

    value: Decimal | None = None
    rule: str = ""
    notes: tuple[str, ...] = ()
    unit: str = ""
    one: Decimal | None = None
    other: Decimal | None = None


@dataclass(frozen=True)
class Style:
    """How the numbers of a column are written, by what its own cells show without doubt.

    ``points`` and ``commas`` are ``decimal``, ``groups`` or empty; ``typical`` is the median size;
    ``accepted`` holds the remedies that settle what the cells leave open.
    """

    points: str = ""
    commas: str = ""
    typical: float | None = None
    accepted: frozenset[str] = frozenset()


def read_number(text: str, style: Style | None = None) -> Reading:
    """Return what a text says as a number.

    Parameters
    ----------
    text : str
        The cell.
    style : Style, optional
        What the other cells of the column show, and what the user accepted.

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
    plain, notes = _plain(text)
    word = folded(plain)
    if word in marks("missing"):
        return Reading(notes=("missing_mark",))
    if word in marks("unclear"):
        return Reading(rule="none_unclear")
    if is_error(word):
        return Reading(rule="cell_error")
    found = _BODY.search(plain)
    if not found or (_LOST.match(plain, found.end()) and not _POWER.match(plain, found.end())):
        return Reading(rule="superscript_in_cell" if found else "not_a_number")
    before, body, after = plain[: found.start()].strip(), found.group(2), plain[found.end() :]
    power = _POWER.match(after)
    after = after[power.end() :] if power else after
    unit = f"{before}{after}".strip()
    if (before, after.strip()) == ("(", ")") or unit == "-":
        return Reading(rule="negative_unclear")
    if not before and (note := _footnote(unit)):
        read = read_number(plain.removesuffix(note).strip(), style)
        return read if read.rule else Reading(rule="footnote", unit=read.unit, one=read.value)
    if wrong := _beside(unit):
        return Reading(rule=wrong)
    # Beside a power of ten nobody groups thousands by a point: there it is a decimal point.
    read = _digits(body.strip(), Style(points="decimal") if power else style or Style())
    notes = notes + read.notes + (("power_of_ten",) if power else ())
    return replace(_scaled(read, found.group(1), power), notes=notes, unit=unit)


def is_error(text: str) -> bool:
    """Return whether a cell shows the error of a formula."""
    return _ERROR.fullmatch(folded(text)) is not None if len(text) <= _LONGEST else False


def style_of(
    texts: Iterable[str], accepted: frozenset[str] = frozenset(), sizes: Iterable[float] = ()
) -> Style:
    """Return how numbers are written in a column, from the cells that leave no doubt.

    ``sizes`` are the numbers of the column that are stored as numbers.
    """
    points, commas, known = set(), set(), list(sizes)
    for text in texts:
        if _SIMPLE.fullmatch(text):
            known.append(float(text))
            points |= {"decimal"} if "." in text else set()
            continue
        found = _BODY.search(_plain(text)[0]) if len(text) <= _LONGEST else None
        if not found:
            continue
        body = found.group(2).strip()
        read = _digits(body, Style())
        if not read.rule and read.value is not None:
            known.append(float(read.value))
        if "." in body and not read.rule:
            points.add("groups" if _GROUPED["."].fullmatch(body) else "decimal")
        if "," in body and read.rule != "groups_unclear":
            commas.add("groups" if _GROUPED[","].fullmatch(body) else "decimal")
    sure = [size for size in known if size > 0]
    return Style(_single(points), _single(commas), median(sure) if sure else None, accepted)


def _single(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else "mixed" if found else ""


def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text in plain signs, and notes on what was replaced."""
    plain = tidy(text)
    notes = ("full_width",) if has_wide(text) else ()
    digits = ascii_digits(plain)
    return digits, notes + (("other_digits",) if digits != plain else ())


def _less_units(unit: str) -> str:
    return re.sub(r"(?<=[a-zA-Z])\^?[23](?!\d)|10\^\d+|NT\$|CO2", "", unit)


def _footnote(unit: str) -> str:
    """Return the mark of a footnote behind a number or behind its unit, or nothing."""
    if _FOOTNOTE.fullmatch(unit):
        return unit
    found = _BEHIND_UNIT.search(unit)
    return found.group() if found else ""


def mended(reading: Reading, accepted: frozenset[str]) -> Reading | None:
    """Return what an accepted remedy makes of a cell that breaks a rule, or nothing."""
    if reading.rule == "footnote" and "leave_out_footnotes" in accepted:
        return Reading(reading.one, unit=reading.unit)
    if reading.rule in {"format_scaled", "format_unit"} and "take_stored_number" in accepted:
        return Reading(reading.one)
    if reading.rule == "none_unclear" and "none_is_zero" in accepted:
        return Reading(Decimal(0))
    if reading.rule == "none_unclear" and "none_is_missing" in accepted:
        return Reading()
    lost = reading.rule in {"not_a_number", "not_exact", "cell_error"}
    return Reading() if lost and "unreadable_is_missing" in accepted else None


def _beside(unit: str) -> str:
    """Return the rule that the text beside a number breaks, if it does."""
    if unit.startswith(("=", "@")) or re.search(r"<\s*[a-z/!]", unit) or re.search(r"[{}\"`&;]", unit):
        return "not_a_number"
    word = folded(unit)
    for mark in marks("inexact"):
        sure = len(mark) > 1 or not mark.isascii() or not mark.isalpha()
        if word == mark or (sure and (word.startswith(mark) or word.endswith(mark))):
            return "not_exact"
    return "not_exact" if re.search(r"\d|[()]", _less_units(unit)) else ""


def _scaled(read: Reading, sign: str, power: re.Match[str] | None) -> Reading:
    times = Decimal(10) ** int(power.group(1) or power.group(2)) if power else Decimal(1)
    times = -times if sign == "-" else times
    return replace(
        read,
        **{
            name: value * times
            for name in ("value", "one", "other")
            if (value := getattr(read, name)) is not None
        },
    )


def _digits(body: str, style: Style) -> Reading:
    """Return the number that digits with points, commas and blanks say."""
    notes: tuple[str, ...] = ()
    if re.search(r"[ '\u00a0\u202f]", body):
        if not _SPACED.fullmatch(body):
            return Reading(rule="groups_unclear")
        body, notes = re.sub(r"[ '\u00a0\u202f]", "", body), ("thousands",)
        style = replace(style, points="decimal", commas="decimal", typical=None)
    if "." in body and "," in body:
        return _both(body)
    for sign in ",.":
        if sign in body:
            read = _commas(body, style) if sign == "," else _points(body, style)
            return replace(read, notes=notes + read.notes)
    return Reading(Decimal(body), notes=notes)


def _both(body: str) -> Reading:
    groups = "," if body.rfind(".") > body.rfind(",") else "."
    if not _GROUPED[groups].fullmatch(body):
        return Reading(rule="groups_unclear")
    return Reading(Decimal(body.replace(groups, "").replace(",", ".")), notes=("thousands",))


def _points(body: str, style: Style) -> Reading:
    grouped = _GROUPED["."].fullmatch(body)
    if body.count(".") > 1:
        return _grouped(body, ".") if grouped else Reading(rule="groups_unclear")
    if not grouped or body.startswith("0"):
        return Reading(Decimal(body))
    one, other = Decimal(body), Decimal(body.replace(".", ""))
    if style.points == "decimal" and style.commas != "decimal" and _nearer(one, other, style):
        return Reading(one)
    for remedy, value in (("point_groups_thousands", other), ("point_is_decimal", one)):
        if remedy in style.accepted:
            return Reading(value, notes=("point_unclear",), one=one, other=other)
    return Reading(rule="point_unclear", one=one, other=other)


def _commas(body: str, style: Style) -> Reading:
    grouped = _GROUPED[","].fullmatch(body) and not body.startswith("0")
    if body.count(",") > 1:
        return _grouped(body, ",") if grouped else Reading(rule="groups_unclear")
    one, other = Decimal(body.replace(",", ".")), Decimal(body.replace(",", ""))
    settled = Reading(one, notes=("comma_unclear",), one=one, other=other)
    if "comma_is_decimal" in style.accepted:
        return settled
    if not grouped:
        return Reading(rule="comma_unclear", one=one, other=other)
    near = style.typical is None or not _far_nearer(one, other, style.typical)
    if style.commas in {"", "groups"} and near:
        return _grouped(body, ",")
    if "comma_groups_thousands" in style.accepted:
        return replace(settled, value=other)
    return Reading(rule="comma_unclear", one=one, other=other)


def _grouped(body: str, sign: str) -> Reading:
    return Reading(Decimal(body.replace(sign, "")), notes=("thousands",))


def _nearer(one: Decimal, other: Decimal, style: Style) -> bool:
    """Return whether the first reading is at least as near to the typical size as the second."""
    if style.typical is None or not one:
        return True
    return abs(log(float(one) / style.typical)) <= abs(log(float(other) / style.typical))


def _far_nearer(one: Decimal, other: Decimal, typical: float) -> bool:
    """Return whether the first reading has the typical size and the second is far from it."""
    if not one:
        return False
    return abs(log(float(one) / typical)) < log(10) and abs(log(float(other) / typical)) > log(100)
