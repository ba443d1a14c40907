"""A part of a report: HTML for people, and its tables for programs, kept in the executed notebook."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecopark_zone.reporting.tables import Shown, number

__all__ = ["MARK", "MIME", "Section", "as_table", "paragraph", "tables_of"]

MIME = "application/vnd.ecopark.tables+json"
MARK = "A part of a report: see the HTML."  # what a notebook without HTML shows; it tells parts apart
_SHORT = 10  # letters of a text that stays on one line


@dataclass(frozen=True)
class Section:
    """One part of a report, as a notebook shows and keeps it."""

    html: str
    tables: tuple[Shown, ...] = ()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return the HTML, and the tables as JSON."""
        kept = {MIME: [table.as_json() for table in self.tables]} if self.tables else {}
        return {**kept, "text/html": self.html, "text/plain": MARK}


def tables_of(notebook: Any) -> list[Shown]:
    """Return the tables that an executed notebook keeps, in order.

    Parameters
    ----------
    notebook : notebook
        As read by ``nbformat``.
    """
    found = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            for table in output.get("data", {}).get(MIME, ()):
                found[table["name"]] = Shown.of_json(table)
    return list(found.values())


def paragraph(words: str, kind: str = "") -> str:
    """Return a paragraph of HTML; whatever stands in the words is shown, never obeyed."""
    named = f' class="{html.escape(kind, quote=True)}"' if kind else ""
    return f"<p{named}>{html.escape(words)}</p>"


def as_table(table: Shown, source: str, columns: Sequence[int] | None = None, rows: int | None = None) -> str:
    """Return a table as HTML with its line of provenance; optionally some columns and the first rows."""
    chosen = [
        (c, any(_is_number(row[c]) for row in table.rows))
        for c in (range(len(table.heads)) if columns is None else columns)
    ]
    heads = "".join(f'<th scope="col"{_kind(n)}>{html.escape(table.heads[c])}</th>' for c, n in chosen)
    body = "".join(
        "<tr>" + "".join(_cell(number(row[c]), n) for c, n in chosen) + "</tr>" for row in table.rows[:rows]
    )
    title = html.escape(table.title, quote=True)
    return (
        f'<div class="table"><table aria-label="{title}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{paragraph(source, 'source')}"
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(shown: str, numeric: bool) -> str:
    kind = _kind(numeric) or (' class="s"' if len(shown) <= _SHORT else "")
    return f"<td{kind}>{html.escape(shown)}</td>"


def _kind(numeric: bool) -> str:
    return ' class="n"' if numeric else ""
