"""Pages of the site that are made from tables, masters and the last runs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ecopark import datasets, standards
from ecopark.standards import Indicator
from ecopark_course import catalogs, claims, course, sources
from ecopark_course.catalogs import read_paths
from ecopark_course.language import mark, sentences

__all__ = ["group_indicators", "make_pages", "public_modules", "read_paths", "translated_pages"]

Row = tuple[str, Indicator]
_LANGUAGES = (("zh_hans", "simplified Chinese"), ("zh_hant", "traditional Chinese"), ("th", "Thai"))
_ABOUT = {
    "api": "`import ecopark as ep` gives the toolkit, `import ecopark_course as course` the classroom, and "
    "`import ecopark_zone` the manager's desk. Each function names its units, errors and source.",
    "data": "Every value has a unit, a source and a status. `ep.datasets.load(name)` gives a table.",
    "exercises": "Open these notebooks with `make lab` or `ecopark lab`: there, the checks answer.",
    "gallery": "Short pages that show what each function of the toolkit gives, with their code.",
    "teachers": "Notes, timing, usual misconceptions, questions to discuss, and every exercise with its "
    "solution.\n\n`ecopark build` writes the same as executed notebooks into `build/instructor`.",
    "indicators": "Where several systems ask for the same, their thresholds stand side by side. "
    "A threshold that is empty is set by each zone itself.",
}


def make_pages() -> dict[str, str]:
    """Return the text of each page in Markdown, by the name of its file."""
    lessons, exercises = sources.masters("course"), sources.masters("exercises")
    run_lessons, run_gallery = (
        [master for master in masters if course.executed(master).exists()]
        for masters in (lessons, sources.masters("gallery"))
    )
    packages = list(datasets.list())
    about = [sources.header(master) for master in lessons]
    minutes = _table(("lesson", "title", "minutes"), ((a["number"], a["title"], a["minutes"]) for a in about))
    lines = {
        "lessons/index": _contents("Lessons", _stems(run_lessons), *minutes),
        "exercises/index": _contents("Exercises", _stems(exercises), _ABOUT["exercises"]),
        "gallery/index": _contents("Gallery", _stems(run_gallery), _ABOUT["gallery"]),
        "teachers/index": _contents("For teachers", _stems(lessons), _ABOUT["teachers"]),
        "data/index": _contents("Data packages", packages, _ABOUT["data"]),
        "indicators/index": _indicators(run_lessons),
        "status": _status(),
        "paths": _paths({a["number"]: a["title"] for a in about}),
        "audit": _audit(),
        "glossary": _glossary(),
        "api/index": _reference(),
    }
    lines |= {f"data/{name}": _package(name) for name in packages}
    lines |= {f"teachers/{master.stem}": _notes(master) for master in lessons}
    return {f"{name}.md": "\n".join(page) + "\n" for name, page in lines.items()}


# ---- lessons -------------------------------------------------------------------------------------


def translated_pages(language: str) -> dict[str, str]:
    """Return the pages of the site in another language than English: its first page, with all lessons.

    Parameters
    ----------
    language : str
        The code that HTML uses, such as ``"zh-Hans"``.
    """
    say = sentences(language)
    title = say(mark("Eco-industrial parks: theory, programs, measurement"))
    headings = {"lessons": say(mark("Lessons")), "exercises": say(mark("Exercises"))}
    translated = [master.stem for master in course.translated_lessons(language)]

    # A lesson that nobody has translated is a page of the English site.
    rows, titles = [], {}
    for master in sources.masters("course"):
        about = catalogs.localized(master, language).metadata["ecopark"]
        titles[about["number"]] = name = f"{about['number']} {about['title']}"
        links = [(name, f"lessons/{master.stem}"), (headings["exercises"], f"exercises/{master.stem}")]
        done = catalogs.progress(master.stem, language)
        rows.append(
            (
                *(
                    f"[{text}]({page})"
                    if master.stem in translated
                    else f'<a href="../{page}.html" hreflang="en">{text}</a>'
                    for text, page in links
                ),
                str(about["minutes"]),
                f"{100 * done.translated // done.total} %",
            )
        )
    columns = [mark("lesson"), mark("exercises"), mark("minutes"), mark("translated")]
    lines = [f"# {title}", "", f"> {say(catalogs.TRANSLATED)}", "", f"## {headings['lessons']}", ""]
    lines += _rows([say(column) for column in columns], rows)

    # The path that is translated first is that of a training of two hours.
    texts = catalogs.read(catalogs.PATHS, language)
    steps = [
        {key: texts.get(value, value) for key, value in step.items()}
        for step in read_paths()
        if step["path"] == read_paths()[0]["path"]
    ]
    lines += [f"## {steps[0]['path']}", "", steps[0]["for"], ""]
    columns = [mark("when"), mark("lesson"), mark("what to do"), mark("minutes"), mark("so that")]
    lines += _table(
        [say(column) for column in columns],
        ((s["when"], titles[s["lesson"]], s["do"], s["minutes"], s["aim"]) for s in steps),
    )

    begin = say(mark("How to begin"))
    text = mark("These commands copy the course into a folder of your own, open it, and check your answers:")
    lines += [
        *(f"## {begin}", "", say(text), "", "```bash"),
        f"ecopark start --folder my-course --language {language}",
        "ecopark lab --folder my-course",
        "ecopark check my-course/exercises/05_eip_demonstration.ipynb",
        *("```", "", say(mark("Guides, data, glossary and reference are on the English site.")), ""),
        *("```{toctree}", ":hidden:", "", "lessons/index", "exercises/index", "```"),
    ]
    contents = {
        f"{folder}/index.md": _contents(heading, translated, f"> {say(catalogs.TRANSLATED)}")
        for folder, heading in headings.items()
    }
    return {name: "\n".join(page) + "\n" for name, page in {"index.md": lines, **contents}.items()}


def _paths(titles: Mapping[str, str]) -> Iterator[str]:
    yield from ("# Paths through the course", "")
    for name, group in groupby(read_paths(), key=lambda step: step["path"]):
        steps = list(group)
        hours = sum(int(step["minutes"]) for step in steps) / 60
        yield from (f"## {_cell(name)}", "", f"For {_cell(steps[0]['for'])}. {hours:.0f} hours of work.", "")
        yield from _table(
            ("when", "lesson", "what to do", "minutes", "so that"),
            (
                (s["when"], f"{s['lesson']} {titles[s['lesson']]}", s["do"], s["minutes"], s["aim"])
                for s in steps
            ),
        )


def _status() -> Iterator[str]:
    yield from ("# Status", "", "The last run of each lesson and gallery page on the real tables.", "")
    rows = ((run.lesson, run.when, f"{run.seconds:.1f}", run.error or "passed") for run in course.status())
    yield from _table(("page", "run on", "seconds", "result"), rows)


def _notes(master: Path) -> Iterator[str]:
    """Yield what a master says to teachers, under its headings, then each exercise with its solution."""
    notebook = sources.read(master)
    about = notebook.metadata["ecopark"]
    yield from (f"# {about['number']} {about['title']}", "", f"{about['minutes']} minutes.", "")
    heading = "Opening"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if "instructor" in cell.metadata.get("tags", ()):
                yield from (f"## {heading}", "", cell.source, "")
            heading = ([heading] + [line[3:] for line in cell.source.splitlines() if line[:3] == "## "])[-1]
    for exercises in sources.masters("exercises"):
        if exercises.stem.startswith(master.stem[:2]):
            yield from ("## Exercises and solutions", "")
            for cell in sources.instructor(sources.read(exercises)).cells:
                if cell.cell_type == "markdown":
                    # Headings stand one level deeper here, and the notebook's own title goes.
                    kept = (line for line in cell.source.splitlines() if not line.startswith("# "))
                    yield from (*(f"#{line}" if line.startswith("## ") else line for line in kept), "")
                elif cell.id.startswith("answer-"):
                    yield from ("```python", cell.source, "```", "")


# ---- data ----------------------------------------------------------------------------------------


def _package(name: str) -> Iterator[str]:
    card = datasets.card(name)
    package = card.package
    yield from (f"# {package.title}", "", package.description, "", f"`ep.datasets.load({name!r})`", "")
    if package.contradictions:
        yield from ("## Contradictions", "", *(f"- {text}" for text in package.contradictions), "")
    for table in package.tables:
        yield from (f"## {table.title}", "", f"Table `{table.name}`.", "")
        yield from _table(("column", "unit", "meaning"), ((c.name, c.unit, c.meaning) for c in table.columns))
        shown = [c.name for c in table.columns if c.name not in {"where", "source", "status"}]
        rows = datasets.rows(name, table.name)
        yield from _table(shown, ([row[column] for column in shown] for row in rows))
    yield from ("## Sources and status", "")
    for text in card.sources:
        text = re.sub(r"https?://[^\s)]+", r"<\g<0>>", text)
        yield "- " + re.sub(r"\bdoi:(10\.\S+)", r"[doi:\1](https://doi.org/\1)", text)
    counts = ", ".join(f"{count} {status}" for status, count in card.counts) or "none"
    yield from ("", f"Rows by status: {counts}.", f"License: {package.licence}.")


def _audit() -> Iterator[str]:
    """Yield the page of the audit: each claim, what it states, and what the tables give."""
    verdicts = claims.run()
    counts = ", ".join(f"{n} {verdict}" for verdict, n in verdicts["verdict"].value_counts().items())
    yield from ("# Audit", "")
    yield from (f"{len(verdicts)} claims of the sources, recomputed from the tables: {counts}.", "")
    for subject, rows in verdicts.groupby("subject", sort=False):
        yield from (f"## {_cell(subject).capitalize()}", "")
        yield from _table(
            ("verdict", "claim", "numbers", "explanation", "source"),
            (
                (
                    row.verdict,
                    row.statement,
                    claims.in_words(row.stated, row.computed, row.low, row.high, row.unit),
                    row.explanation,
                    row.source,
                )
                for row in rows.itertuples()
            ),
        )


def _glossary() -> Iterator[str]:
    """Yield English terms by kind, with their Chinese and Thai names."""
    rows = datasets.rows("glossary")
    rows = sorted(rows, key=lambda row: (str(row["category"]), str(row["en"]).casefold()))
    yield from ("# Glossary", "")
    yield (
        f"{len(rows)} terms in four languages. A name with (a) is a translation of this project: "
        "it was not found in a source, and no native speaker has checked it."
    )
    for category, terms in groupby(rows, key=lambda row: str(row["category"])):
        yield from ("", f"## {category.capitalize()}", "")
        lines = []
        for row in terms:
            english = f"{row['en']} ({row['short']})" if row["short"] else row["en"]
            marks = {key: " (a)" if row[f"{key}_status"] == "assumed" else "" for key, _ in _LANGUAGES}
            names = [f"{row[key]}{mark}" if row[key] else "" for key, mark in marks.items()]
            lines.append((english, *names, row["definition"]))
        yield from _table(("English", *(name for _, name in _LANGUAGES), "meaning"), lines)


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


def _reference() -> Iterator[str]:
    """Yield the list from which Sphinx makes one page per public module."""
    yield from ("# Reference", "", _ABOUT["api"], "", "```{eval-rst}", ".. autosummary::", "   :toctree:", "")
    yield from (*(f"   {name}" for name in public_modules()), "```")


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


def _indicators(lessons: Sequence[Path]) -> Iterator[str]:
    """Yield names, formula, thresholds by system, traps, sources and lessons of each indicator."""
    texts = {master.stem: master.read_text(encoding="utf-8") for master in lessons}
    yield from ("# Indicators", "", _ABOUT["indicators"], "")
    for label, rows in sorted(group_indicators().items(), key=lambda item: item[0].casefold()):
        yield from (f"## {_cell(label)}", "")
        for language, field in (("English", "name_en"), ("Chinese", "name_zh"), ("Thai", "name_th")):
            names = dict.fromkeys(
                getattr(indicator, field) for _, indicator in rows if getattr(indicator, field)
            )
            if names:
                yield f"- **{language}**: {_cell('; '.join(names))}"
        formulas = dict.fromkeys(indicator.formula.describe(indicator) for _, indicator in rows)
        yield from (*(f"- **Formula**: {_cell(text)}" for text in formulas), "")
        limits = (
            "" if indicator.threshold is None else f"{indicator.operator} {indicator.threshold:g}"
            for _, indicator in rows
        )
        yield from _table(
            ("system", "code", "name in the system", "unit", "threshold"),
            (
                (name, indicator.code, indicator.name_en, indicator.unit, limit)
                for (name, indicator), limit in zip(rows, limits, strict=True)
            ),
        )
        for name, indicator in rows:
            unit = indicator.unit_printed or "no unit"
            printed = f"printed as {indicator.name_printed} [{unit}]" if indicator.name_printed else ""
            notes = [part for part in (printed, indicator.note, f"Source: {indicator.citation}") if part]
            yield f"- **{name} {indicator.code}**: {_cell('. '.join(notes))}"
        # A lesson teaches an indicator if it works with one of its systems or quantities.
        words = {name for name, _ in rows} | {
            column
            for _, indicator in rows
            if indicator.denominator_columns
            for column in indicator.numerator_columns
        }
        links = [f"{{doc}}`/lessons/{stem}`" for stem, text in texts.items() if any(w in text for w in words)]
        taught = ", ".join(links) or "no lesson; the one on the three programs compares the systems"
        yield from (f"- **Taught in**: {taught}", "")


# ---- Markdown ------------------------------------------------------------------------------------


def _stems(masters: Iterable[Path]) -> list[str]:
    return [master.stem for master in masters]


def _contents(title: str, names: Iterable[str], *lines: str) -> list[str]:
    """Return a page that lists other pages, after some lines of its own."""
    return [f"# {title}", "", *lines, "", "```{toctree}", ":maxdepth: 1", "", *names, "```"]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a table, an empty line after it."""
    return _rows(head, (list(map(_cell, row)) for row in rows))


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table whose cells are Markdown, an empty line after it."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _cell(value: Any) -> str:
    r"""Return a value as the text of one table cell.

    >>> _cell("a|b"), _cell(None)
    ('a\\|b', '')
    """
    text = "" if value is None or value != value else str(value)
    for sign in "\\|*_":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ").replace("<", "&lt;")
