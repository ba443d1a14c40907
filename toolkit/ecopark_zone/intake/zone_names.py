"""Zones that are probably one, under two spellings: width, case, blanks, characters, a typing slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from ecopark_zone.intake.rules import Finding, finding
from ecopark_zone.intake.words import folded, key, marks, tidy

__all__ = ["spellings", "sum_in_name"]

_NEAR = 0.9
_LONGEST = 100  # signs; a longer text is hardly a name, and takes long to compare
_NOTE = re.compile(r"(?:\s*[*\u2020\u2021]+|\s*\[\d{1,2}\]|\s+[a-z\d]\)|\^\d)$")
_LINKS = {"of", "for", "over", "all", "in", "zones", "parks", "-"}


def sum_in_name(name: str) -> str:
    """Return ``sure`` if a name in the column of zones is that of a total or mean, ``perhaps``, or nothing.

    Examples
    --------
    >>> [sum_in_name(n) for n in ("Total (3 zones)", "全市合计", "Total Park", "North Park")]
    ['sure', 'sure', 'perhaps', '']
    """
    plain = re.sub(r"[(\[][^)\]]*[)\]]?|\d[\d\-/]*年?", " ", tidy(name).casefold())
    known = marks("total")
    if folded(plain).strip(":;,.-/") in known:
        return "sure"
    written = [mark for mark in known if not mark.isascii() and len(mark) > 1 and mark != "รวม"]
    word = folded(plain)
    if any(word.startswith(mark) or word.endswith(mark) for mark in written):
        return "sure"
    words = re.findall(r"[a-z]+|[,:\-]", plain)
    if words and words[-1] in known:
        return "sure"
    if len(words) > 1 and words[0] in known:
        return "sure" if words[1] in _LINKS or not words[1].isalpha() else "perhaps"
    return "perhaps" if word.startswith("รวม") else ""


def spellings(zones: Mapping[str, tuple[str, str]]) -> tuple[dict[str, str], list[Finding]]:
    """Return the first spelling of each zone that has several, and a warning for each other one.

    Parameters
    ----------
    zones : mapping of str to (sheet, cell)
        The zones in order of appearance, with the place where each stands first.

    Examples
    --------
    >>> names = ("東莞園區", "东莞园区", "Zone 1", "Zone 2")
    >>> same, found = spellings({name: ("s", "A1") for name in names})
    >>> same, len(found)
    ({'东莞园区': '東莞園區'}, 1)
    """
    same: dict[str, str] = {}
    found: list[Finding] = []
    for other, first in _pairs(list(zones)):
        if other not in same:
            same[other] = same.get(first, first)
            sheet, cell = zones[other]
            found.append(
                finding("zone_spelling", sheet, cell, other, other=same[other], cell=zones[first][1])
            )
    return same, found


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    by_key: dict[str, str] = {}
    for name in names:
        first = by_key.setdefault(key(_NOTE.sub("", tidy(name))), name)
        if first != name:
            yield name, first
    if len(names) > 500:
        return  # every pair would take too long; the equal keys above were still found
    # Only names of the same digits and about the same length are compared letter by letter.
    keys = [(name, re.findall(r"\d+", name)) for name in by_key if 5 <= len(name) <= _LONGEST]
    for place, (one, digits) in enumerate(keys):
        matcher = SequenceMatcher(None, b=one, autojunk=False)
        for other, its_digits in keys[place + 1 :]:
            if digits == its_digits and abs(len(one) - len(other)) <= 2 and _alike(matcher, one, other):
                yield by_key[other], by_key[one]


def _alike(matcher: SequenceMatcher[str], one: str, other: str) -> bool:
    """Return whether two names differ by a slip, and by no other short word or direction."""
    matcher.set_seq1(other)
    if matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
        return False
    changed = [other[a:b] + one[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    ends_in_letter = one[:-1] == other[:-1]
    return not ends_in_letter and not set("".join(changed)) & set("东西南北中一二三四五")
