"""The site: executed lessons, and pages made from tables, masters and the last runs.

Sphinx builds it, and it can be read offline. The texts of the pages are the templates in
``course/site/_pages``; here are the data that fill them.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ecopark import datasets, files, standards
from ecopark.errors import EcoparkError
from ecopark.i18n import in_language
from ecopark.standards import Indicator
from ecopark_course import build, catalogs, claims, sources
from ecopark_course.language import NAMES, SPHINX_CODES, mark, sentences

__all__ = ["SiteFailed", "build_site", "group_indicators", "make_pages", "public_modules", "translated_pages"]

Row = tuple[str, Indicator]
_WITHOUT = {"where", "source", "status"}  # columns that the page of a data package leaves out
# The text above the list of pages of a folder.
_ABOUT = {
    "exercises": "Open these notebooks with `make lab` or `ecopark lab`: there, the checks answer.",
    "gallery": "Short pages that show what each function of the toolkit gives, with their code.",
    "teachers": "Notes, timing, usual misconceptions, questions to discuss, and every exercise with its "
    "solution.\n\n`ecopark build` writes the same as executed notebooks into `build/instructor`.",
    "data": "Every value has a unit, a source and a status. `ep.datasets.load(name)` gives a table.",
}


class SiteFailed(EcoparkError):
    """Sphinx found something wrong; the message holds its warnings."""


def build_site(jobs: int = 1, language: str = "en") -> Path:
    """Build the site from the executed lessons and return its first page.

    A site whose lessons, pages, tables and toolkit are the same as before is not built again.

    Parameters
    ----------
    jobs : int
        Processes that write pages at the same time.
    language : str
        Another language than English adds the site of the lessons that are translated, in a folder of that
        name, and a switch on every page.

    Raises
    ------
    SiteFailed
        If Sphinx warns of anything. The site of the last good build stays.
    """
    target = files.build_folder() / "site"
    note = target.with_suffix(".digest")
    texts = [path for home in (files.course_folder(), files.exercises_folder()) for path in home.rglob("*.*")]
    runs = [*files.build_folder().glob("*/*.json"), *files.build_folder().glob(f"{language}/lessons/*.json")]
    digest = build.digest_files([*build.code_and_tables(), *sorted(texts), *sorted(runs)]) + language
    if target.exists() and note.exists() and note.read_text(encoding="utf-8") == digest:
        return target / "index.html"
    with tempfile.TemporaryDirectory(prefix="ecopark-site-") as name:
        english, translated, html = Path(name, "source"), Path(name, language), Path(name, "html")
        _collect(english, "en")
        if language == "en":
            _run_sphinx(english, html, jobs, _language_settings("en", "en", english))
        else:
            _collect(translated, language)
            _run_sphinx(english, html, jobs, _language_settings("en", language, translated))
            _run_sphinx(translated, html / language, jobs, _language_settings(language, "en", english))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(html, target)
    note.write_text(digest, encoding="utf-8")
    return target / "index.html"


def _language_settings(language: str, other: str, other_source: Path) -> dict[str, Any]:
    """Return Sphinx's settings for the language of a site, with the switch to the other language."""
    switch: dict[str, Any] = {}
    if other != language:
        # Pages are known by their addresses, without endings.
        pages = [path for path in other_source.rglob("*") if path.suffix in {".md", ".ipynb"}]
        names = sorted(path.relative_to(other_source).with_suffix("").as_posix() for path in pages)
        switch = {"code": other, "name": NAMES[other], "pages": names}
    switch["home"] = f"{other}/" if language == "en" else "../"
    settings: dict[str, Any] = {"html_context": {"language_switch": switch}}
    if language != "en":
        # Pages without a translation are on the English site.
        say = sentences(language)
        settings |= {
            "language": SPHINX_CODES[language],
            "html_title": "ecopark",
            "nb_code_prompt_show": say(mark("Show the code")),
            "nb_code_prompt_hide": say(mark("Hide the code")),
        }
    return settings


def _collect(source: Path, language: str) -> None:
    """Bring together the pages of a site; in another language than English, only translated ones."""
    is_english = language == "en"
    left_out = ["_pages"] if is_english else ["_pages", "*.md", "guides", "handouts"]
    shutil.copytree(files.course_folder() / "site", source, ignore=shutil.ignore_patterns(*left_out))
    lessons = sources.masters("course") if is_english else build.translated_lessons(language)
    _copy_executed(lessons, source / "lessons", language)
    for lesson in lessons:
        exercises = sources.find(lesson.stem[:2], "exercises")
        notebook = sources.learners_edition(catalogs.localized(exercises, language))
        sources.write_notebook(notebook, source / "exercises" / f"{exercises.stem}.ipynb")
    if is_english:
        _copy_executed(sources.masters("gallery"), source / "gallery", language)
    with in_language(language):  # whatever the language of the user
        pages = make_pages() if is_english else translated_pages(language)
    for name, text in pages.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")


def _copy_executed(masters: Iterable[Path], folder: Path, language: str) -> None:
    """Copy the lessons that ran; they hold no state of widgets, which the site has no script to show."""
    folder.mkdir(parents=True, exist_ok=True)
    for executed in (build.executed_path(master, language) for master in masters):
        if executed.exists():
            shutil.copy(executed, folder)


def _run_sphinx(source: Path, html: Path, jobs: int, settings: Mapping[str, Any]) -> None:
    """Run Sphinx in a separate process; every warning is an error, and all of them are shown."""
    doctrees = source.with_name(f"{source.name}-doctrees")
    all_settings = {**settings, **json.loads(os.environ.get("ECOPARK_SPHINX", "{}"))}
    command = [sys.executable, "-P", "-m", "sphinx", "--builder", "html", "--quiet", "--no-color"]
    command += ["--jobs", str(jobs), "--doctree-dir", str(doctrees), str(source), str(html)]
    environment = {**os.environ, "ECOPARK_SPHINX": json.dumps(all_settings)}
    ended = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    if ended.returncode:
        raise SiteFailed("The site cannot be built:\n{warnings}", warnings=ended.stderr)
    if ended.stderr.strip():
        raise SiteFailed("The site has faults:\n{warnings}", warnings=ended.stderr)


# ---- pages ---------------------------------------------------------------------------------------


def make_pages() -> dict[str, str]:
    """Return the text of each page in Markdown, by the name of its file."""
    lessons = sources.masters("course")
    run_lessons = [master for master in lessons if build.executed_path(master).exists()]
    run_gallery = [master for master in sources.masters("gallery") if build.executed_path(master).exists()]
    about = [sources.header(master) for master in lessons]
    paths = {
        name: list(steps) for name, steps in groupby(catalogs.read_paths(), key=lambda step: step["path"])
    }
    verdicts = claims.run()

    # Pages that list other pages.
    minutes = ["| lesson | title | minutes |", "|---|---|---|"]
    minutes += [f"| {a['number']} | {_escape_cell(a['title'])} | {a['minutes']} |" for a in about]
    pages = {
        "lessons/index": _contents_page("Lessons", "\n".join(minutes), run_lessons),
        "exercises/index": _contents_page("Exercises", _ABOUT["exercises"], sources.masters("exercises")),
        "gallery/index": _contents_page("Gallery", _ABOUT["gallery"], run_gallery),
        "teachers/index": _contents_page("For teachers", _ABOUT["teachers"], lessons),
        "data/index": _contents_page("Data packages", _ABOUT["data"], map(Path, datasets.list())),
    }

    # Pages with a separate template.
    pages |= {
        "indicators/index": _render("indicators", groups=_indicator_entries(run_lessons)),
        "status": _render("status", runs=build.last_runs()),
        "paths": _render("paths", paths=paths, titles={a["number"]: a["title"] for a in about}),
        "audit": _render(
            "audit",
            verdicts=verdicts,
            counts=_format_counts(verdicts["verdict"].value_counts().items()),
            in_words=claims.in_words,
        ),
        "glossary": _render("glossary", terms=datasets.rows("glossary")),
        "api/index": _render("reference", modules=public_modules()),
    }
    pages |= {f"data/{name}": _package_page(name) for name in datasets.list()}
    pages |= {f"teachers/{master.stem}": _teachers_page(master) for master in lessons}
    return {f"{name}.md": text for name, text in pages.items()}


def translated_pages(language: str) -> dict[str, str]:
    """Return the pages of the site in another language than English: its first page, with all lessons."""
    say = sentences(language)
    translated = build.translated_lessons(language)
    lessons = []
    for master in sources.masters("course"):
        about = catalogs.localized(master, language).metadata["ecopark"]
        percent = catalogs.progress(master.stem, language).percent
        title = f"{about['number']} {about['title']}"
        lessons.append({**about, "title": title, "stem": master.stem, "percent": percent})

    texts, steps = catalogs.read(catalogs.PATHS, language), catalogs.first_path()
    path = [{key: texts.get(value, value) for key, value in step.items()} for step in steps]
    remark = say(catalogs.TRANSLATED)
    first_page = _render(
        "translated",
        say=say,
        language=language,
        remark=remark,
        lessons=lessons,
        translated=[master.stem for master in translated],
        titles={lesson["number"]: lesson["title"] for lesson in lessons},
        path=path,
    )
    return {
        "index.md": first_page,
        "lessons/index.md": _contents_page(say(mark("Lessons")), f"> {remark}", translated),
        "exercises/index.md": _contents_page(say(mark("Exercises")), f"> {remark}", translated),
    }


def _teachers_page(master: Path) -> str:
    """Return the master's notes for teachers, under their headings, then each exercise with its solution."""
    notes, heading = [], "Opening"
    notebook = sources.read(master)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if "instructor" in cell.metadata.get("tags", ()):
                notes.append((heading, cell.source))
            for line in cell.source.splitlines():
                heading = line[3:] if line.startswith("## ") else heading
    exercises = sources.instructors_edition(sources.read(sources.find(master.stem[:2], "exercises")))
    for cell in exercises.cells:
        if cell.cell_type == "markdown":
            # Headings are one level deeper here, and the title of the notebook is left out.
            cell.source = re.sub(r"(?m)^# .*\n?", "", cell.source)
            cell.source = re.sub(r"(?m)^## ", "### ", cell.source)
    return _render("teachers", about=notebook.metadata["ecopark"], notes=notes, exercises=exercises.cells)


def _package_page(name: str) -> str:
    """Return the page of a data package: its description, contradictions, tables and sources."""
    card = datasets.card(name)
    tables = [
        (table, [c.name for c in table.columns if c.name not in _WITHOUT], datasets.rows(name, table.name))
        for table in card.package.tables
    ]
    # An address or a DOI in a source becomes a link.
    cited = [re.sub(r"https?://[^\s)]+", r"<\g<0>>", text) for text in card.sources]
    cited = [re.sub(r"\bdoi:(10\.\S+)", r"[doi:\1](https://doi.org/\1)", text) for text in cited]
    counts = _format_counts(card.counts) or "none"
    return _render("package", package=card.package, tables=tables, sources=cited, counts=counts)


# ---- reference -----------------------------------------------------------------------------------


def public_modules() -> list[str]:
    """Return the three packages and their public modules, by their full names.

    A package with only modules is replaced by them.

    Examples
    --------
    >>> [name for name in public_modules() if name.startswith("ecopark.programs")]
    ['ecopark.programs']
    """
    names = []
    for package in map(importlib.import_module, ("ecopark", "ecopark_course", "ecopark_zone")):
        names.append(package.__name__)
        for module in filter(inspect.ismodule, (getattr(package, name) for name in package.__all__)):
            inner = filter(inspect.ismodule, (getattr(module, name) for name in sorted(module.__all__)))
            names += [offered.__name__ for offered in inner] or [module.__name__]
    return names


# ---- indicators ----------------------------------------------------------------------------------


def group_indicators() -> dict[str, list[Row]]:
    """Return the rows of all systems by indicator, under the indicator's label.

    Rows of different systems are grouped if the crosswalk says that they mean the same, or if their
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


def _indicator_entries(lessons: Sequence[Path]) -> Iterator[dict[str, Any]]:
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
        loader=jinja2.FileSystemLoader(files.course_folder() / "site" / "_pages"),
        autoescape=False,  # noqa: S701 (Markdown: the filter `cell` escapes the cells of a table)
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["cell"] = _escape_cell
    return environment.get_template(f"{template}.md.j2").render(**data) + "\n"


def _format_counts(pairs: Iterable[tuple[Any, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in pairs)


def _contents_page(title: str, text: str, pages: Iterable[Path]) -> str:
    """Return a page that lists other pages, below a text."""
    return _render("contents", title=title, text=text, names=[page.stem for page in pages])


def _escape_cell(value: Any) -> str:
    r"""Return a value as the text of one table cell.

    >>> _escape_cell("a|b"), _escape_cell(None)
    ('a\\|b', '')
    """
    text = "" if value is None or value != value else str(value)
    for sign in "\\|*_":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ").replace("<", "&lt;")
