"""A header cell: which column it names, in which unit, for which year, in any of four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ecopark import datasets
from ecopark.errors import did_you_mean
from ecopark_zone.measures import Unit, read_unit
from ecopark_zone.words import LANGUAGES, era_of, folded, key, read_year, tidy, written

__all__ = ["Header", "label", "nearest", "read_header"]

# Labels of the template for its sheets of carriers and exchanges.
FLAT = ("carrier", "amount", "unit", "from", "to", "stream", "quantity", "since", "type")
_ROLES = {"amount": "@value", "quantity": "@value"}
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
# Marks of a note at the end of a header or before its unit: (1), a), [2], *, and raised digits.
_FOOTNOTE = re.compile(
    r"(?:\s*[*\u2020\u2021\u00a7]+|\s*\[\d{1,2}\]|(?<![0m])\^\d|\s*\(?\b[a-f\d]\)|\s*\[[\u2460-\u2473]\])"
    r"(?=\s*(?:\(|$))"
)
# No header: a plain number that is no year, or a text of a length that no header has.
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}|(?!10+$)\d{5,}|\d+\.\d*[1-9]\d*)", re.ASCII)
_LONGEST = 300
_SCRIPTS = re.compile(r"[\u0e00-\u0e7f]|[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z]")
# Where one language may end and another begin: at a blank, slash or bracket, or between two scripts.
_CUTS = re.compile(r"[\s/|(]|(?<=[\u0e00-\u9fff)])(?=[A-Za-z])|(?<=[A-Za-z)])(?=[\u0e00-\u9fff])")
_AROUND = " \n\t\r,;:-_/|()"
_YEAR_IN = re.compile(r"^((?:19|20|25)\d\d)年?(?:度)?(?=\D)|(?<=\D)((?:19|20|25)\d\d)年?(?:度)?(?=$|\s*\()")


@dataclass(frozen=True)
class Header:
    """What a header cell says; ``role`` is a column of the panel, a part of the layout (``@``), or empty."""

    text: str
    role: str = ""
    unit: Unit | None = None
    year: int | None = None
    era: str = ""
    caution: bool = False
    machine: bool = False
    unlike: str = ""
    note: str = ""

    @property
    def quantity(self) -> bool:
        """Whether it names a column of numbers or answers."""
        return bool(self.role) and not self.role.startswith("@") and self.role not in {"zone", "year"}


@cache
def _forms() -> dict[str, tuple[str, bool]]:
    """Return column and caution by the key of each form."""
    found: dict[str, tuple[str, bool]] = {}
    for row in datasets.rows("intake_words", "headers"):
        found.setdefault(key(row["form"]), (row["column"], bool(row["caution"])))
    for name in FLAT:
        texts = next(r for r in datasets.rows("intake_texts", "texts") if r["key"] == f"flat.{name}")
        for ending in LANGUAGES.values():
            found.setdefault(key(texts[ending]), (_ROLES.get(name, f"@{name}"), False))
    # Labels and names of the data dictionary come last, so that they win.
    for row in datasets.rows("panel", "columns"):
        for form in (row["name"], *(row[f"label_{ending}"] for ending in LANGUAGES.values())):
            found[key(form)] = (row["name"], False)
    return found


@cache
def _lookalikes() -> dict[str, tuple[str, str]]:
    rows = datasets.rows("intake_words", "lookalikes")
    return {key(row["form"]): (row["column"], row["reason"]) for row in rows}


def label(column: str, language: str = "en") -> str:
    """Return the label of a column of the panel in a language."""
    row = next(r for r in datasets.rows("panel", "columns") if r["name"] == column)
    return str(row[f"label_{LANGUAGES[language]}"])


@lru_cache(maxsize=20_000)
def read_header(text: str) -> Header | None:
    """Return what a header says, or nothing if no part of it is known.

    Examples
    --------
    >>> found = read_header("综合能耗 (万吨标准煤)")
    >>> found.role, found.unit.expression
    ('energy', '10^4 tce')
    """
    if len(text) > _LONGEST or _NUMBER.fullmatch(text):
        return None
    header = _read(text)
    if header and header.unit and header.unit.text not in text:
        return replace(header, unit=replace(header.unit, text=written(text, header.unit.text)))
    return header


def _read(text: str) -> Header | None:
    plain = tidy(text)
    if found := _named(plain):
        return replace(found, text=text, era=era_of(plain) if found.role == "year" else "")
    year = read_year(plain)
    if year.year is not None:
        return Header(text, year=year.year, note=year.note)
    if unit := read_unit(plain):
        return Header(text, unit=unit)
    bare = _FOOTNOTE.sub("", plain).strip()
    whole = bare.count("(") == bare.count(")")
    if bare != plain and bare and whole and (found := read_header(bare)):
        return replace(found, text=text, machine=False, note=found.note or "header_footnote")
    scripts = {"thai" if "\u0e00" <= c < "\u0e80" else c.isascii() for c in _SCRIPTS.findall(plain)}
    several = _two_languages(plain, text) if len(scripts) > 1 else None
    return _with_year(plain, text) or several or _unit_unread(plain, text)


def _named(plain: str) -> Header | None:
    return _label(plain) or _bracketed(plain) or _split(plain)


def _label(text: str) -> Header | None:
    name = key(text)
    if name in _forms():
        role, caution = _forms()[name]
        return Header(text, role, caution=caution, machine=text == role)
    for form, (column, reason) in _lookalikes().items():
        if name == form:
            return Header(text, f"@unlike {column}", unlike=reason)
    return _years_of_an_era(text)


def _years_of_an_era(text: str) -> Header | None:
    """Return the header of a column of years that is named after its era only."""
    word = key(text)
    known = {"民国", "民国年", "民国年份", "民国年度", "buddhistyear", "yearbe", "yearce", "rocyear"}
    return Header(text, "year") if word in known else None


def _bracketed(text: str) -> Header | None:
    """Return a label whose unit, or a part of whose name, stands in brackets."""
    inner = _BRACKETS.findall(text)
    pieces = [[part] if read_unit(part) else re.split(r"[,;、]", part) for part in inner]
    parts = [part.strip() for split in pieces for part in split if part.strip()]
    base = _BRACKETS.sub(" ", text).strip()
    if not parts or not base:
        return None
    known = [unit for part in parts if (unit := read_unit(part))]
    names = [part for part in parts if not read_unit(part)]
    found = _label(f"{base} {' '.join(names)}") or (_split(base) if not names else None)
    if not found or len(known) > 1 or (known and found.unit):
        return None
    return replace(found, unit=known[0] if known else found.unit, machine=False)


def _split(text: str) -> Header | None:
    """Return a label that is followed by its unit behind a blank, comma, colon or slash."""
    for found in re.finditer(r"[\s,:/_]+", text):
        name, rest = _label(text[: found.start()]), text[found.end() :]
        if name and rest and (unit := read_unit(rest.removeprefix("in "))):
            return replace(name, unit=unit, machine=False)
    return None


def _with_year(plain: str, text: str) -> Header | None:
    """Return a label that has its year before or behind it."""
    found = _YEAR_IN.search(plain)
    if not found:
        return None
    rest = (plain[: found.start()] + plain[found.end() :]).strip(" -_,:/")
    name = _named(rest)
    year = read_year(found.group(1) or found.group(2))
    return replace(name, text=text, year=year.year) if name and name.quantity else None


def _two_languages(plain: str, text: str) -> Header | None:
    """Return a header that says the same in several languages; each of them must be known."""
    units = [unit for part in _BRACKETS.findall(plain) for unit in _units_of(part.strip())]
    words = _BRACKETS.sub(lambda part: "\n" if _units_of(part[1].strip()) else part[0], plain)
    headers = _names_in(words)
    roles = {header.role for header in headers}
    if len(roles) != 1 or any(role.startswith("@unlike") for role in roles):
        return None
    units += [header.unit for header in headers if header.unit]
    unit = next(iter(units), None)
    if len({u.expression or u.text for u in units}) > 1:
        unit = Unit(" and ".join(dict.fromkeys(u.text for u in units)), rule="unit_conflict")
    caution, era = any(h.caution for h in headers), era_of(plain) if roles == {"year"} else ""
    return Header(text, roles.pop(), unit, era=era, caution=caution)


def _names_in(words: str) -> list[Header]:
    """Return the labels, one behind the other, that make up a text in several scripts, or nothing."""
    for cut in _CUTS.finditer(words):
        first, rest = (part.strip(_AROUND) for part in (words[: cut.start()], words[cut.start() :]))
        if first and rest and (header := _named(first)) and header.role:
            other = _named(rest)
            others = [other] if other and other.role else _names_in(rest)
            if others:
                return [header, *others]
    return []


def _units_of(text: str) -> list[Unit]:
    """Return the unit of a text, or the same in several languages; nothing, if a part of it is no unit."""
    if unit := read_unit(text):
        return [unit]
    units = [read_unit(part) for part in _by_script(text)]
    return [unit for unit in units if unit] if all(units) else []


def _by_script(text: str) -> list[str]:
    """Return the parts of a text that are written in one script each: Thai, Chinese or Latin."""
    parts: list[str] = []
    for line in re.split(r"[\n/|]", text):
        start, script = 0, ""
        for sign in _SCRIPTS.finditer(line):
            now = "latin" if sign.group().isascii() else "thai" if sign.group() < "\u0e80" else "chinese"
            if script and now != script:
                parts.append(line[start : sign.start()])
                start = sign.start()
            script = now
        parts.append(line[start:])
    return [part.strip(" ,;:-_") for part in parts if _SCRIPTS.search(part)]


def _unit_unread(plain: str, text: str) -> Header | None:
    """Return a known name of an amount with words in brackets behind it that are no unit."""
    found = re.fullmatch(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]", plain)
    name = _label(found.group(1)) if found else None
    if not (found and name and name.quantity) or read_unit(found.group(2)):
        return None
    unit = Unit(found.group(2).strip(), rule="unit_unknown")
    return replace(name, text=text, unit=unit, machine=False)


def nearest(text: str) -> str:
    """Return the column of the panel that a header looks like, or nothing.

    Examples
    --------
    >>> nearest("Fresh watr"), nearest("Mayor")
    ('fresh_water', '')
    """
    base = key(_BRACKETS.sub(" ", tidy(text))) if len(text) <= _LONGEST else ""
    hint = did_you_mean(
        base, [k for k, (role, _) in _forms().items() if not role.startswith("@") and len(k) > 2]
    )
    near = hint.split("'")[1] if "'" in hint else ""
    if not near or not _alike(base, near):
        return ""
    return _forms()[near][0]


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, folded(one), folded(other)).ratio() >= 0.75
