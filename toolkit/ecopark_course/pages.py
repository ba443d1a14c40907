"""Pages of the site that are made from tables, masters and the last runs.

Their texts are the templates in ``course/site/_pages``; here are the data that fill them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ecopark import datasets, places, standards
from ecopark.standards import Indicator
from ecopark_course import build, catalogs, claims, sources
from ecopark_course.catalogs import read_paths
from ecopark_course.language import mark, sentences

__all__ = ["group_indicators", "make_pages", "public_modules", "translated_pages"]

Row = tuple[str, Indicator]
_WITHOUT = {"where", "source", "status"}  # columns that the page of a data package leaves out
# What the first page of a site in another language says.
_WORDS = {
    "title": mark("Eco-industrial parks: theory, programs, measurement"),
    "lessons": mark("Lessons"),
    "exercises": mark("Exercises"),
    "lesson": mark("lesson"),
    "exercises_column": mark("exercises"),
    "minutes": mark("minutes"),
    "translated": mark("translated"),
    "when": mark("when"),
    "what_to_do": mark("what to do"),
    "so_that": mark("so that"),
    "how_to_begin": mark("How to begin"),
    "commands": mark(
        "These commands copy the course into a folder of your own, open it, and check your answers:"
    ),
    "english_site": mark("Guides, data, glossary and reference are on the English site."),
    "translated_by_machine": catalogs.TRANSLATED,
}


def make_pages() -> dict[str, str]:
    """Return the text of each page in Markdown, by the name of its file."""
    lessons, exercises = sources.masters("course"), sources.masters("exercises")
    run_lessons = [master for master in lessons if build.executed(master).exists()]
    run_gallery = [master for master in sources.masters("gallery") if build.executed(master).exists()]
    about = [sources.header(master) for master in lessons]
    paths = {name: list(steps) for name, steps in groupby(read_paths(), key=lambda step: step["path"])}
    verdicts = claims.run()

    # Pages that list other pages.
    minutes = ["| lesson | title | minutes |", "|---|---|---|"]
    minutes += [f"| {a['number']} | {_cell(a['title'])} | {a['minutes']} |" for a in about]
    pages = {
        "lessons/index": _contents("Lessons", _stems(run_lessons), "\n".join(minutes)),
        "exercises/index": _contents(
            "Exercises",
            _stems(exercises),
            "Open these notebooks with `make lab` or `ecopark lab`: there, the checks answer.",
        ),
        "gallery/index": _contents(
            "Gallery",
            _stems(run_gallery),
            "Short pages that show what each function of the toolkit gives, with their code.",
        ),
        "teachers/index": _contents(
            "For teachers",
            _stems(lessons),
            "Notes, timing, usual misconceptions, questions to discuss, and every exercise with its "
            "solution.\n\n`ecopark build` writes the same as executed notebooks into `build/instructor`.",
        ),
        "data/index": _contents(
            "Data packages",
            datasets.list(),
            "Every value has a unit, a source and a status. `ep.datasets.load(name)` gives a table.",
        ),
    }

    # Pages with a template of their own.
    pages |= {
        "indicators/index": _render("indicators", groups=_indicators(run_lessons)),
        "status": _render("status", runs=build.status()),
        "paths": _render("paths", paths=paths, titles={a["number"]: a["title"] for a in about}),
        "audit": _render(
            "audit",
            verdicts=verdicts,
            counts=_counts(verdicts["verdict"].value_counts().items()),
            in_words=claims.in_words,
        ),
        "glossary": _render("glossary", terms=datasets.rows("glossary")),
        "api/index": _render("reference", modules=public_modules()),
    }
    pages |= {f"data/{name}": _package(name) for name in datasets.list()}
    pages |= {f"teachers/{master.stem}": _teachers_page(master) for master in lessons}
    return {f"{name}.md": text for name, text in pages.items()}


def translated_pages(language: str) -> dict[str, str]:
    """Return the pages of the site in another language than English: its first page, with all lessons.

    Parameters
    ----------
    language : str
        The code that HTML uses, such as ``"zh-Hans"``.
    """
    say = sentences(language)
    words = {name: say(text) for name, text in _WORDS.items()}
    translated = [master.stem for master in build.translated_lessons(language)]

    # A lesson that nobody has translated is a page of the English site.
    lessons, titles = [], {}
    for master in sources.masters("course"):
        about = catalogs.localized(master, language).metadata["ecopark"]
        titles[about["number"]] = f"{about['number']} {about['title']}"
        form = (
            "[{text}]({page})"
            if master.stem in translated
            else '<a href="../{page}.html" hreflang="en">{text}</a>'
        )
        done = catalogs.progress(master.stem, language)
        lessons.append(
            {
                "link": form.format(text=titles[about["number"]], page=f"lessons/{master.stem}"),
                "exercises": form.format(text=words["exercises"], page=f"exercises/{master.stem}"),
                "minutes": about["minutes"],
                "percent": 100 * done.translated // done.total,
            }
        )

    # The path that is translated first is that of a training of two hours.
    texts = catalogs.read(catalogs.PATHS, language)
    steps = read_paths()
    path = [
        {key: texts.get(value, value) for key, value in step.items()}
        for step in steps
        if step["path"] == steps[0]["path"]
    ]
    remark = f"> {words['translated_by_machine']}"
    return {
        "index.md": _render(
            "translated", words=words, lessons=lessons, titles=titles, path=path, language=language
        ),
        "lessons/index.md": _contents(words["lessons"], translated, remark),
        "exercises/index.md": _contents(words["exercises"], translated, remark),
    }


def _teachers_page(master: Path) -> str:
    """Return what a master says to teachers, under its headings, then each exercise with its solution."""
    notes, heading = [], "Opening"
    notebook = sources.read(master)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if "instructor" in cell.metadata.get("tags", ()):
                notes.append((heading, cell.source))
            for line in cell.source.splitlines():
                heading = line[3:] if line.startswith("## ") else heading
    cells = []
    for exercises in sources.masters("exercises"):
        if exercises.stem.startswith(master.stem[:2]):
            cells = sources.instructor(sources.read(exercises)).cells
    for cell in cells:
        if cell.cell_type == "markdown":
            # Headings stand one level deeper here, and the notebook's own title goes.
            cell.source = re.sub(r"(?m)^# .*\n?", "", cell.source)
            cell.source = re.sub(r"(?m)^## ", "### ", cell.source)
    return _render("teachers", about=notebook.metadata["ecopark"], notes=notes, exercises=cells)


def _package(name: str) -> str:
    """Return the page of a data package: its description, contradictions, tables and sources."""
    card = datasets.card(name)
    tables = [
        (table, [c.name for c in table.columns if c.name not in _WITHOUT], datasets.rows(name, table.name))
        for table in card.package.tables
    ]
    # An address or a DOI in a source becomes a link.
    cited = [re.sub(r"https?://[^\s)]+", r"<\g<0>>", text) for text in card.sources]
    cited = [re.sub(r"\bdoi:(10\.\S+)", r"[doi:\1](https://doi.org/\1)", text) for text in cited]
    counts = _counts((status, count) for status, count in card.counts) or "none"
    return _render("package", package=card.package, tables=tables, sources=cited, counts=counts)


# ---- reference -----------------------------------------------------------------------------------


def public_modules() -> list[str]:
    """Return the three packages and their public modules, by their full names.

    A package that offers only modules gives way to them.

    Examples
    --------
    >>> [name for name in public_modules() if name.startswith("ecopark.programs")]
    ['ecopark.programs']
    """
    names = []
    for package in map(importlib.import_module, ("ecopark", "ecopark_course", "ecopark_zone")):
        names.append(package.__name__)
        for module in filter(inspect.ismodule, (getattr(package, name) for name in package.__all__)):
            files = {file.name for file in pkgutil.iter_modules(getattr(module, "__path__", ()))}
            inner = sorted(files & set(module.__all__))
            offered = [name for name in inner if inspect.ismodule(getattr(module, name))]
            names += [f"{module.__name__}.{name}" for name in offered] or [module.__name__]
    return names


# ---- indicators ----------------------------------------------------------------------------------


def group_indicators() -> dict[str, list[Row]]:
    """Return the rows of all systems by indicator, under the indicator's label.

    Rows of different systems stand together if the crosswalk says that they mean the same, or if their
    formulas are the same.

    Examples
    --------
    >>> [system for system, _ in group_indicators()["Elasticity of energy"]]
    ['hj274-2009', 'hj274-2015', 'isc-low-carbon-2012']
    """
    labels = {str(row["id"]): str(row["label"]) for row in datasets.rows("crosswalk", "concepts")}
    concept = {
        (row["system"], str(row["code"])): labels[str(row["concept"])]
        for row in datasets.rows("crosswalk", "coverage")
    }
    every = [(name, indicator) for name in standards.list() for indicator in standards.get(name).indicators]
    formulas = {
        _formula(indicator): concept[name, indicator.code]
        for name, indicator in every
        if (name, indicator.code) in concept
    }
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for name, indicator in every:
        same = formulas.get(_formula(indicator)) if indicator.numerator else None
        groups[concept.get((name, indicator.code)) or same or indicator.name_en].append((name, indicator))
    return dict(groups)


def _formula(indicator: Indicator) -> tuple[str, str | None, str | None]:
    return indicator.kind, indicator.numerator, indicator.denominator


def _indicators(lessons: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield label, names, formulas, rows and lessons of each indicator, in the order of the labels."""
    texts = {master.stem: master.read_text(encoding="utf-8") for master in lessons}
    fields = {"English": "name_en", "Chinese": "name_zh", "Thai": "name_th"}
    for label, rows in sorted(group_indicators().items(), key=lambda item: item[0].casefold()):
        names = {
            language: list(dict.fromkeys(filter(None, (getattr(row, field) for _, row in rows))))
            for language, field in fields.items()
        }
        # A lesson teaches an indicator if it works with one of its systems or quantities.
        words = {system for system, _ in rows}
        words.update(*(row.numerator_columns for _, row in rows if row.denominator_columns))
        yield {
            "label": label,
            "names": names,
            "formulas": dict.fromkeys(row.formula.describe(row) for _, row in rows),
            "rows": rows,
            "lessons": [
                f"{{doc}}`/lessons/{stem}`" for stem, text in texts.items() if any(w in text for w in words)
            ],
        }


# ---- Markdown ------------------------------------------------------------------------------------


def _render(template: str, **data: Any) -> str:
    """Return a page: a template of the site, filled with data."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.course() / "site" / "_pages"),
        autoescape=False,  # noqa: S701 (Markdown: the filter `cell` escapes what stands in a table)
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["cell"] = _cell
    return environment.get_template(f"{template}.md.j2").render(**data) + "\n"


def _stems(masters: Iterable[Path]) -> list[str]:
    return [master.stem for master in masters]


def _counts(pairs: Iterable[tuple[Any, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in pairs)


def _contents(title: str, names: Iterable[str], text: str) -> str:
    """Return a page that lists other pages, below a text."""
    return "\n".join([f"# {title}", "", text, "", "```{toctree}", ":maxdepth: 1", "", *names, "```", ""])


def _cell(value: Any) -> str:
    r"""Return a value as the text of one table cell.

    >>> _cell("a|b"), _cell(None)
    ('a\\|b', '')
    """
    text = "" if value is None or value != value else str(value)
    for sign in "\\|*_":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ").replace("<", "&lt;")
