"""Cards of indicators: one page an indicator, with its name, formula, unit and threshold by system.

Rows of different systems stand on one card where the crosswalk says that they mean the same, or
where their formulas are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ecopark import datasets, standards
from ecopark.standards import Indicator
from ecopark_course import course, editions
from ecopark_course.pages.markdown import cell, contents, slug, table

__all__ = ["cards", "pages"]

Row = tuple[str, Indicator]
_COLUMNS = ("system", "code", "name in the system", "unit", "threshold")
_INTRODUCTION = (
    "One card an indicator. Where several systems ask for the same, their thresholds stand side by side.",
    "A threshold that is empty is set by each zone itself.",
)


def pages() -> dict[str, str]:
    """Return one page an indicator, and their list."""
    ran = [master for master in editions.masters("course") if course.executed(master).exists()]
    taught = {master.stem: master.read_text(encoding="utf-8") for master in ran}
    found = cards()
    made = {f"indicators/{slug(label)}.md": _page(label, rows, taught) for label, rows in found.items()}
    made["indicators/index.md"] = contents("Indicators", sorted(map(slug, found)), _INTRODUCTION)
    return made


def cards() -> dict[str, list[Row]]:
    """Return the rows of all systems by indicator, under the indicator's label.

    Examples
    --------
    >>> [system for system, _ in cards()["Elasticity of energy"]]
    ['hj274-2009', 'hj274-2015', 'isc-low-carbon-2012']
    """
    labels = {str(row["id"]): str(row["label"]) for row in datasets.rows("crosswalk", "concepts")}
    concept = {
        (row["system"], str(row["code"])): labels[str(row["concept"])]
        for row in datasets.rows("crosswalk", "coverage")
    }
    every = [(name, one) for name in standards.list() for one in standards.get(name).indicators]
    formulas = {_formula(one): concept[name, one.code] for name, one in every if (name, one.code) in concept}
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for name, one in every:
        same = formulas.get(_formula(one)) if one.numerator else None
        found[concept.get((name, one.code)) or same or one.name_en].append((name, one))
    return dict(found)


def _formula(one: Indicator) -> tuple[str, str | None, str | None]:
    return one.kind, one.numerator, one.denominator


def _page(label: str, rows: list[Row], taught: dict[str, str]) -> str:
    return "\n".join(_lines(label, rows, taught)) + "\n"


def _lines(label: str, rows: list[Row], taught: dict[str, str]) -> Iterator[str]:
    yield from (f"# {cell(label)}", "")
    names = {
        "English": dict.fromkeys(one.name_en for _, one in rows),
        "Chinese": dict.fromkeys(one.name_zh for _, one in rows if one.name_zh),
        "Thai": dict.fromkeys(one.name_th for _, one in rows if one.name_th),
    }
    yield from (f"- **{language}**: {cell('; '.join(known))}" for language, known in names.items() if known)
    formulas = dict.fromkeys(one.formula.describe(one) for _, one in rows)
    yield from (f"- **Formula**: {cell(text)}" for text in formulas)
    yield ""
    yield from ("## Threshold by system", "")
    yield from table(_COLUMNS, (_row(name, one) for name, one in rows))
    yield from ("## Traps and sources", "", *(_trap(name, one) for name, one in rows), "")
    yield from ("## Where it is taught", "", *_lessons(rows, taught), "")


def _row(name: str, one: Indicator) -> tuple[object, ...]:
    limit = "" if one.threshold is None else f"{one.operator} {one.threshold:g}"
    return name, one.code, one.name_en, one.unit, limit


def _trap(name: str, one: Indicator) -> str:
    """Return what to mind in one row of one system, and where it stands."""
    printed = f"printed as {one.name_printed} [{one.unit_printed or 'no unit'}]" if one.name_printed else ""
    parts = [part for part in (printed, one.note or "") if part]
    return f"- **{name} {one.code}**: {cell('. '.join([*parts, f'Source: {one.citation}']))}"


def _lessons(rows: list[Row], taught: dict[str, str]) -> Iterator[str]:
    """Yield a link to each lesson that works with one of the systems or quantities of a card."""
    words = {name for name, _ in rows} | {
        column for _, one in rows if one.denominator_columns for column in one.numerator_columns
    }
    found = [stem for stem, text in taught.items() if any(word in text for word in words)]
    yield from (f"- {{doc}}`/lessons/{stem}`" for stem in found)
    if not found:
        yield "No lesson computes it. The lesson on the three programs compares the systems."
