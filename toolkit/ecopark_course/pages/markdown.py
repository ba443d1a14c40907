"""Small pieces of Markdown: cells, tables, lists of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["cell", "contents", "slug", "table"]


def cell(value: object) -> str:
    r"""Return a value as the text of one table cell.

    Examples
    --------
    >>> cell("a|b"), cell(None)
    ('a\\|b', '')
    """
    text = "" if value is None or value != value else str(value)
    for mark in "\\|*_":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ").replace("<", "&lt;")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a table, an empty line after it."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(map(cell, row))} |" for row in rows)
    yield ""


def contents(title: str, names: Iterable[str], lines: Iterable[str] = (), hidden: bool = False) -> str:
    """Return a page that lists other pages, after some lines of its own."""
    listed = "\n".join(names)
    options = ":maxdepth: 1\n" + (":hidden:\n" if hidden else "")
    return "\n".join([f"# {title}", "", *lines, "", f"```{{toctree}}\n{options}\n{listed}\n```", ""])


def slug(text: str) -> str:
    """Return a text as a file name: small letters, digits and hyphens.

    Examples
    --------
    >>> slug("SO2 emission per GDP (%)")
    'so2-emission-per-gdp'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
