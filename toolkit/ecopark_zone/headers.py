"""A header cell: which column it names, in which unit, for which year, in any of four languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ecopark import datasets
from ecopark.errors import nearest_names
from ecopark.units import folded, tidy
from ecopark_zone.cells import Unit, as_written, common_unit, era_of, key, read_unit, read_year
from ecopark_zone.i18n import LANGUAGES

__all__ = ["CARRIERS", "EXCHANGES", "Header", "flow_role", "nearest", "read_header", "texts"]

# The columns of the tables of energy carriers and of exchanges between firms.
CARRIERS = ("zone", "year", "carrier", "amount", "unit")
EXCHANGES = ("from", "to", "stream", "quantity", "unit", "since", "type")
# Names of a column of years that say only its era, by their keys.
_ERA_NAMES = {"民国", "民国年", "民国年份", "民国年度", "buddhistyear", "yearbe", "yearce", "rocyear"}
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
# Marks of a note at the end of a header or before its unit: (1), a), [2], *, and raised digits.
_FOOTNOTE = re.compile(
    r"(?:\s*[*\u2020\u2021\u00a7]+|\s*\[\d{1,2}\]|(?<![0m])\^\d|\s*\(?\b[a-f\d]\)|\s*\[[\u2460-\u2473]\])"
    r"(?=\s*(?:\(|$))"
)
# Not a header: a plain number that is not a year, or a text of a length that no header has.
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}|(?!10+$)\d{5,}|\d+\.\d*[1-9]\d*)", re.ASCII)
_LONGEST = 300
_THAI, _CHINESE, _LATIN = r"\u0e00-\u0e7f", r"\u3400-\u9fff\uf900-\ufaff", "A-Za-z"
# A stretch of text in one script, up to a sign of another one.
_RUN = re.compile(
    f"[^{_CHINESE}{_LATIN}]*[{_THAI}][^{_CHINESE}{_LATIN}]*"
    f"|[^{_THAI}{_LATIN}]*[{_CHINESE}][^{_THAI}{_LATIN}]*"
    f"|[^{_THAI}{_CHINESE}]*[{_LATIN}][^{_THAI}{_CHINESE}]*"
)
# Where one language may end and another begin: at a blank, slash or bracket, or between two scripts.
_CUTS = re.compile(r"[\s/|(]|(?<=[\u0e00-\u9fff)])(?=[A-Za-z])|(?<=[A-Za-z)])(?=[\u0e00-\u9fff])")
_AROUND = " \n\t\r,;:-_/|()"
_YEAR_IN = re.compile(r"^((?:19|20|25)\d\d)年?(?:度)?(?=\D)|(?<=\D)((?:19|20|25)\d\d)年?(?:度)?(?=$|\s*\()")


@dataclass(frozen=True)
class Header:
    """A header cell; ``role`` is a column of the panel, a part of the layout (``@``), or empty.

    A header with the role ``@unread`` breaks ``rule``: it is a year that cannot be read, or, for a
    ``reason``, something else than the column ``near``, which it looks like.
    """

    text: str
    role: str = ""
    unit: Unit | None = None
    year: int | None = None
    era: str = ""
    caution: bool = False
    is_dictionary_name: bool = False
    note: str = ""
    rule: str = ""
    near: str = ""
    reason: str = ""

    @property
    def quantity(self) -> bool:
        """Whether it names a column of numbers or answers."""
        return bool(self.role) and not self.role.startswith("@") and self.role not in {"zone", "year"}


@lru_cache(maxsize=20_000)
def read_header(text: str) -> Header | None:
    """Return the meaning of a header, or nothing if no part of it is known.

    Examples
    --------
    >>> header = read_header("综合能耗 (万吨标准煤)")
    >>> header.role, header.unit.expression
    ('energy', '10^4 tce')
    """
    if len(text) > _LONGEST or _NUMBER.fullmatch(text):
        return None
    header = next(filter(None, _readings(tidy(text), text)), None)
    if header and header.unit and header.unit.text not in text:
        return replace(header, unit=replace(header.unit, text=as_written(text, header.unit.text)))
    return header


def nearest(text: str) -> str:
    """Return the column of the panel that a header looks like, or nothing.

    Examples
    --------
    >>> nearest("Fresh watr"), nearest("Mayor")
    ('fresh_water', '')
    """
    base = key(_BRACKETS.sub(" ", tidy(text))) if len(text) <= _LONGEST else ""
    columns_by_form = _columns_by_form().items()
    forms = [form for form, (role, _) in columns_by_form if not role.startswith("@") and len(form) > 2]
    near = next(iter(nearest_names(base, forms)), "")
    alike = near and SequenceMatcher(None, folded(base), folded(near)).ratio() >= 0.75
    return _columns_by_form()[near][0] if alike else ""


@cache
def texts(language: str) -> dict[str, str]:
    """Return the texts of the template in a language, by key."""
    return {row["key"]: row[LANGUAGES[language]] for row in datasets.rows("intake_texts", "texts")}


def flow_role(column: str) -> str:
    """Return the role of the header of a column of carriers or exchanges."""
    if column in {"zone", "year"}:
        return column
    return "@value" if column in {"amount", "quantity"} else f"@{column}"


@cache
def _columns_by_form() -> dict[str, tuple[str, bool]]:
    """Return column and caution by the key of each form."""
    forms: dict[str, tuple[str, bool]] = {}
    for row in datasets.rows("intake_words", "headers"):
        forms.setdefault(key(row["form"]), (row["column"], bool(row["caution"])))
    for name in (*CARRIERS[2:], *EXCHANGES):
        for language in LANGUAGES:
            forms.setdefault(key(texts(language)[f"flat.{name}"]), (flow_role(name), False))
    # Labels and names of the data dictionary come last, so that they win.
    for row in datasets.rows("panel", "columns"):
        for form in (row["name"], *(row[f"label_{ending}"] for ending in LANGUAGES.values())):
            forms[key(form)] = (row["name"], False)
    return forms


@cache
def _lookalikes() -> dict[str, tuple[str, str]]:
    rows = datasets.rows("intake_words", "lookalikes")
    return {key(row["form"]): (row["column"], row["reason"]) for row in rows}


def _readings(plain: str, text: str) -> Iterator[Header | None]:
    """Yield the readings of a header; the first that is not empty is right."""
    if named := _read_label_and_unit(plain):
        yield replace(named, text=text, era=era_of(plain) if named.role == "year" else "")
    year = read_year(plain)
    if year.year is not None:
        yield Header(text, year=year.year, note=year.note)
    if unit := read_unit(plain):
        yield Header(text, unit=unit)
    # The same without the mark of a footnote.
    bare = _FOOTNOTE.sub("", plain).strip()
    if bare and bare != plain and bare.count("(") == bare.count(")") and (header := read_header(bare)):
        yield replace(header, text=text, is_dictionary_name=False, note=header.note or "header_footnote")
    # A label with its year before or after it.
    if dated := _YEAR_IN.search(plain):
        name = _read_label_and_unit((plain[: dated.start()] + plain[dated.end() :]).strip(" -_,:/"))
        if name and name.quantity:
            yield replace(name, text=text, year=read_year(dated.group(1) or dated.group(2)).year)
    if len(_RUN.findall(plain)) > 1:
        yield _read_several_languages(plain, text)
    # The name of an amount followed by words in brackets that are not a unit.
    bracketed = re.fullmatch(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]", plain)
    name = _read_label(bracketed[1]) if bracketed else None
    if bracketed and name and name.quantity and not read_unit(bracketed[2]):
        unread = Unit(bracketed[2].strip(), rule="unit_unknown")
        yield replace(name, text=text, unit=unread, is_dictionary_name=False)


def _read_label_and_unit(plain: str) -> Header | None:
    """Return a label, with its unit or without."""
    if header := _read_label(plain):
        return header
    # Its unit, or a part of its name, is in brackets.
    inner = _BRACKETS.findall(plain)
    pieces = [piece for part in inner for piece in ([part] if read_unit(part) else re.split(r"[,;、]", part))]
    parts = [piece.strip() for piece in pieces if piece.strip()]
    base = _BRACKETS.sub(" ", plain).strip()
    if parts and base:
        units = [unit for part in parts if (unit := read_unit(part))]
        names = [part for part in parts if not read_unit(part)]
        header = _read_label(f"{base} {' '.join(names)}")
        if header is None and not names:
            header = _read_label_before_unit(base)
        if header and len(units) < 2 and not (units and header.unit):
            return replace(header, unit=units[0] if units else header.unit, is_dictionary_name=False)
    return _read_label_before_unit(plain)


def _read_label(text: str) -> Header | None:
    name = key(text)
    if name in _columns_by_form():
        role, caution = _columns_by_form()[name]
        return Header(text, role, caution=caution, is_dictionary_name=text == role)
    if name in _lookalikes():
        column, reason = _lookalikes()[name]
        return Header(text, "@unread", rule="header_lookalike", near=column, reason=reason)
    return Header(text, "year") if name in _ERA_NAMES else None


def _read_label_before_unit(text: str) -> Header | None:
    """Return a label that is followed by a blank, comma, colon or slash and its unit."""
    for cut in re.finditer(r"[\s,:/_]+", text):
        name, after = _read_label(text[: cut.start()]), text[cut.end() :]
        if name and after and (unit := read_unit(after.removeprefix("in "))):
            return replace(name, unit=unit, is_dictionary_name=False)
    return None


def _read_several_languages(plain: str, text: str) -> Header | None:
    """Return a header with the same meaning in several languages; each of them must be known."""
    units = [unit for part in _BRACKETS.findall(plain) for unit in _units_of(part.strip())]
    words = _BRACKETS.sub(lambda part: "\n" if _units_of(part[1].strip()) else part[0], plain)
    headers = _names_in(words)
    roles = {header.role for header in headers}
    if len(roles) != 1 or "@unread" in roles:
        return None
    unit = common_unit([*units, *(header.unit for header in headers)])
    caution, era = any(h.caution for h in headers), era_of(plain) if roles == {"year"} else ""
    return Header(text, roles.pop(), unit, era=era, caution=caution)


def _names_in(words: str) -> list[Header]:
    """Return the labels, one after the other, that make up a text in several scripts, or nothing."""
    for cut in _CUTS.finditer(words):
        first, after = (part.strip(_AROUND) for part in (words[: cut.start()], words[cut.start() :]))
        if first and after and (header := _read_label_and_unit(first)) and header.role:
            other = _read_label_and_unit(after)
            others = [other] if other and other.role else _names_in(after)
            if others:
                return [header, *others]
    return []


def _units_of(text: str) -> list[Unit]:
    """Return the unit of a text, or the same in several languages; nothing, if a part of it is not a unit."""
    if unit := read_unit(text):
        return [unit]
    parts = [part for line in re.split(r"[\n/|]", text) for part in _RUN.findall(line)]
    units = [read_unit(part.strip(" ,;:-_")) for part in parts]
    return [unit for unit in units if unit] if all(units) else []
