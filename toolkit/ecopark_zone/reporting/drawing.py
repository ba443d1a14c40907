"""Pictures of a report as SVG: the browser's own fonts write every language, and no library draws them.

A picture is readable without colour: what fails is hatched, and each bar carries its number.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

__all__ = ["Bar", "Span", "bars", "spans"]

Bar = tuple[str, float, bool]  # name, gap [% of the threshold], whether it passes
Span = tuple[str, float, float, float]  # name, elasticity, ends of its interval [1]

_WIDEST = 150.0  # gaps beyond this are drawn at the edge, with their number beside them [%]
_ROW, _LEFT, _WIDE = 17, 330, 330  # height of a row, width of the names, width of the bars [px]
_TOTAL = _LEFT + _WIDE + 60
_HALF = _WIDE / 2 - 48  # of the longest bar; the number beyond its end has room before the name [px]
_CUTS = (0.0, 0.8, 1.2)  # where Tapio's states meet
_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<rect width="3" height="6" fill="#8a4b00"/></pattern></defs>'
)


def bars(found: Sequence[Bar], title: str, words: Sequence[str]) -> str:
    """Return a bar for each gap; ``words`` name passing and failing bars.

    Examples
    --------
    >>> "+80 %" in bars([("2.2 Energy", 80.0, True)], "One bar", ["pass", "fail"])
    True
    """
    middle = _LEFT + _WIDE / 2
    parts = [_HATCH, _legend(words)]
    for place, (name, gap, passed) in enumerate(found):
        top = 24 + place * _ROW
        long = max(-_WIDEST, min(_WIDEST, gap)) / _WIDEST * _HALF
        fill = "#0b5394" if passed else "url(#hatch)"
        at = middle + long + (4 if long >= 0 else -4)
        parts.append(_text(_LEFT - 6, top + 12, name, "end"))
        parts.append(
            f'<rect x="{min(middle, middle + long):.1f}" y="{top + 2}" width="{abs(long):.1f}" '
            f'height="{_ROW - 5}" fill="{fill}" stroke="#222" stroke-width="0.7"/>'
        )
        parts.append(_text(at, top + 12, f"{gap:+,.0f} %", "start" if long >= 0 else "end"))
    bottom = 24 + len(found) * _ROW
    parts.append(f'<line x1="{middle}" x2="{middle}" y1="20" y2="{bottom}" stroke="#000"/>')
    return _picture(parts, title, bottom + 6)


def spans(found: Sequence[Span], title: str) -> str:
    """Return a point with its interval for each elasticity, and the lines where states meet.

    Examples
    --------
    >>> "0.79" in spans([("Energy", 0.787, 0.75, 0.81)], "One span")
    True
    """
    ends = [end for _, _, low, high in found for end in (low, high)]
    low, high = min([*ends, -0.2]), max([*ends, 1.4])
    parts = []
    bottom = 26 + len(found) * 24

    def at(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * _WIDE

    for cut in _CUTS:
        x = at(cut)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{bottom}" stroke="#555" stroke-dasharray="4 3"/>'
        )
        parts.append(_text(x, 13, f"{cut:g}", "middle"))
    for place, (name, middle, left, right) in enumerate(found):
        y = 40 + place * 24
        parts.append(_text(_LEFT - 6, y + 4, name, "end"))
        parts.append(
            f'<path d="M{at(left):.1f} {y - 5}v10m0 -5H{at(right):.1f}m0 -5v10" stroke="#000" fill="none"/>'
        )
        parts.append(f'<circle cx="{at(middle):.1f}" cy="{y}" r="4" fill="#0b5394"/>')
        parts.append(_text(_TOTAL - 4, y + 4, f"{middle:.2f}", "end"))
    return _picture(parts, title, bottom + 8)


def _legend(words: Sequence[str]) -> str:
    fills = ("#0b5394", "url(#hatch)")
    parts = []
    for place, (word, fill) in enumerate(zip(words, fills, strict=True)):
        x = _LEFT + place * _WIDE // 2
        parts.append(f'<rect x="{x}" y="3" width="22" height="11" fill="{fill}" stroke="#222"/>')
        parts.append(_text(x + 28, 13, word, "start"))
    return "".join(parts)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(words)}</text>'


def _picture(parts: Sequence[str], title: str, height: int) -> str:
    words = html.escape(title, quote=True)
    return (
        f'<svg role="img" aria-label="{words}" viewBox="0 0 {_TOTAL} {height}" font-size="10.5">'
        f"<title>{words}</title>{''.join(parts)}</svg>"
    )
