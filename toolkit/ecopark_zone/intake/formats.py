"""What a number format shows beside or instead of the number that a cell holds."""

from __future__ import annotations

import re
from functools import lru_cache

from ecopark_zone.intake.unit_words import read_unit

__all__ = ["SCALED", "seen_as"]

SCALED = "scaled"
_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)(?:-([^\]]*))?\]|(\[[^\]]*\]|[_*].)|(.)', re.DOTALL)
_SECTION = re.compile(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;])+', re.DOTALL)
_SCALES = re.compile(r"[0#?],+(?![0#?,])|[0#?]\x01[0#?]")
_JAPAN = "411"  # the code of the language in a format; the sign of its yen is also that of the yuan


@lru_cache(maxsize=2_000)
def seen_as(number_format: str) -> str:
    """Return what a format changes: ``"%"``, ``SCALED``, a unit that it writes beside the number, or nothing.

    A format that ends in a comma shows thousands, and one with a written point shows a power of ten: the
    cell holds another number than the reader sees. A currency is returned also if it is not known.

    Examples
    --------
    >>> seen_as("0.0%"), seen_as("#,##0.0,"), seen_as('0" kgce"'), seen_as("#,##0.00")
    ('%', 'scaled', 'kgce', '')
    """
    if number_format in {"General", "@", ""}:
        return ""
    # The first section holds for positive numbers; behind a condition the second one does as well.
    sections = _SECTION.findall(number_format)
    conditional = re.search(r"\[[<>=]", sections[0]) if sections else None
    seen = [_section(section) for section in sections[: 2 if conditional else 1]]
    return SCALED if SCALED in seen else next(filter(None, seen), "")


def _section(section: str) -> str:
    """Return what a section of a format changes."""
    signs = written = money = ""
    for quoted, escaped, currency, locale, dropped, sign in _PIECE.findall(section):
        if currency:
            money = "JPY" if locale.endswith(_JAPAN) and currency in "¥￥" else currency.strip()
        literal = quoted or escaped or currency
        written += literal
        signs += "\x01" if literal == "." else sign if not (literal or dropped) else ""
    if re.search(r"[ymdhs]", signs, re.IGNORECASE):
        return ""
    if "%" in signs:
        return "%"
    if _SCALES.search(signs):
        return SCALED
    word = "".join(c for c in written if c != ".").strip(" ()") or "".join(c for c in signs if c in "$€£¥")
    if money and (money == "JPY" or not read_unit(word)):
        return money
    return word if word not in {"", "%"} and read_unit(word) else ""
