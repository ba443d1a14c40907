"""Pages of the data: one a package, and the audit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecopark import datasets
from ecopark_course import claims as audit
from ecopark_course.pages.markdown import cell, contents, table

__all__ = ["pages"]

_HIDDEN = {"where", "source", "status"}
_INTRODUCTION = "Every value has a unit, a source and a status. `ep.datasets.load(name)` gives a table."


def pages() -> dict[str, str]:
    """Return the pages of all packages, their list, and the audit."""
    made = {f"data/{name}.md": "\n".join(_package(name)) + "\n" for name in datasets.list()}
    made["data/index.md"] = contents("Data packages", datasets.list(), [_INTRODUCTION])
    made["audit.md"] = "\n".join(_audit()) + "\n"
    return made


def _package(name: str) -> Iterator[str]:
    card = datasets.card(name)
    found = card.package
    yield from (f"# {found.title}", "", found.description, "", f"`ep.datasets.load({name!r})`", "")
    if found.contradictions:
        yield from ("## Contradictions", "", *(f"- {text}" for text in found.contradictions), "")
    for one in found.tables:
        yield from (f"## {one.title}", "", f"Table `{one.name}`.", "")
        yield from table(("column", "unit", "meaning"), ((c.name, c.unit, c.meaning) for c in one.columns))
        shown = [c.name for c in one.columns if c.name not in _HIDDEN]
        yield from table(shown, ([row[c] for c in shown] for row in datasets.rows(name, one.name)))
    yield from ("## Sources and status", "", *(f"- {_linked(text)}" for text in card.sources), "")
    counts = ", ".join(f"{count} {status}" for status, count in card.counts) or "none"
    yield from (f"Rows by status: {counts}.", f"Licence: {found.licence}.")


def _linked(text: str) -> str:
    """Return the text of a source with its address or DOI as a link."""
    text = re.sub(r"https?://[^\s)]+", r"<\g<0>>", text)
    return re.sub(r"\bdoi:(10\.\S+)", r"[doi:\1](https://doi.org/\1)", text)


def _audit() -> Iterator[str]:
    """Yield the page of the audit: each claim, what it states, and what the tables give."""
    found = audit.run()
    counts = ", ".join(f"{n} {verdict}" for verdict, n in found["verdict"].value_counts().items())
    yield from ("# Audit", "")
    yield from (f"{len(found)} claims of the sources, recomputed from the tables: {counts}.", "")
    for subject, claims in found.groupby("subject", sort=False):
        yield from (f"## {cell(subject).capitalize()}", "")
        yield from table(
            ("verdict", "claim", "numbers", "explanation", "source"),
            (
                (
                    row.verdict,
                    row.statement,
                    audit.in_words(row.stated, row.computed, row.low, row.high, row.unit),
                    row.explanation,
                    row.source,
                )
                for row in claims.itertuples()
            ),
        )
