"""What a number format shows beside or instead of the number that a cell holds."""

from __future__ import annotations

import re
from functools import lru_cache

from ecopark_zone.intake.unit_words import read_unit

__all__ = ["SCALED", "seen_as"]

SCALED = "scaled"
_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|(\[[^\]]*\]|[_*].)|(.)', re.DOTALL)
_SCALES = re.compile(r"[0#?],+(?![0#?,])|[0#?]\x01[0#?]")


@lru_cache(maxsize=2_000)
def seen_as(number_format: str) -> str:
    """Return what a format changes: ``"%"``, ``SCALED``, a unit that it writes beside the number, or nothing.

    A format that ends in a comma shows thousands, and one with a written point shows a power of ten: the
    cell holds another number than the reader sees.

    Examples
    --------
    >>> seen_as("0.0%"), seen_as("#,##0.0,"), seen_as('0" kgce"'), seen_as("#,##0.00")
    ('%', 'scaled', 'kgce', '')
    """
    if number_format in {"General", "@", ""}:
        return ""
    signs, written = "", ""
    for quoted, escaped, currency, dropped, sign in _PIECE.findall(_first(number_format)):
        literal = quoted or escaped or currency
        written += literal
        signs += "\x01" if literal == "." else sign if not (literal or dropped) else ""
    if re.search(r"[ymdhs]", signs, re.IGNORECASE):
        return ""
    if "%" in signs:
        return "%"
    if _SCALES.search(signs):
        return SCALED
    word = "".join(c for c in written if c != ".").strip(" ()") or "".join(c for c in signs if c in "$€£")
    return word if word not in {"", "%"} and read_unit(word) else ""


def _first(number_format: str) -> str:
    """Return the part of a format that holds for positive numbers."""
    found = re.match(r'(?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;])*', number_format, re.DOTALL)
    return found.group() if found else ""
