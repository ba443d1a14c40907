"""The glossary in four languages."""

from __future__ import annotations

from itertools import groupby

from ecopark import datasets
from ecopark_course.pages.markdown import table

__all__ = ["pages"]

_LANGUAGES = (("zh_hans", "simplified Chinese"), ("zh_hant", "traditional Chinese"), ("th", "Thai"))


def pages() -> dict[str, str]:
    """Return the glossary: English terms by kind, with their Chinese and Thai names."""
    rows = sorted(
        datasets.rows("glossary"), key=lambda row: (str(row["category"]), str(row["en"]).casefold())
    )
    lines = [
        "# Glossary",
        "",
        f"{len(rows)} terms in four languages. A name with (a) is a translation of this project: "
        "it was not found in a source, and no native speaker has checked it.",
        "",
    ]
    for category, found in groupby(rows, key=lambda row: str(row["category"])):
        lines += [f"## {category.capitalize()}", ""]
        head = ("English", *(name for _, name in _LANGUAGES), "meaning")
        lines += table(head, (_row(row) for row in found))
    return {"glossary.md": "\n".join(lines) + "\n"}


def _row(row: datasets.Row) -> tuple[object, ...]:
    english = f"{row['en']} ({row['short']})" if row["short"] else row["en"]
    return english, *(_name(row, key) for key, _ in _LANGUAGES), row["definition"]


def _name(row: datasets.Row, key: str) -> str:
    mark = " (a)" if row[f"{key}_status"] == "assumed" else ""
    return f"{row[key]}{mark}" if row[key] else ""
