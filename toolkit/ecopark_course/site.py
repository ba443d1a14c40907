"""The site: lessons as executed, and pages made from the data. Built by Sphinx, read offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark.errors import EcoparkError
from ecopark_course import build, catalogs, pages, sources
from ecopark_course.language import NAMES, SPHINX_CODES

__all__ = ["SiteFailed", "build_site"]


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
    sources.need_course()
    target = places.build() / "site"
    note = target.with_suffix(".digest")
    texts = [path for home in (places.course(), places.exercises()) for path in home.rglob("*.*")]
    runs = [*places.build().glob("*/*.json"), *places.build().glob(f"{language}/lessons/*.json")]
    digest = build.digest_files([*build.code_and_tables(), *sorted(texts), *sorted(runs)]) + language
    if target.exists() and note.exists() and note.read_text(encoding="utf-8") == digest:
        return target / "index.html"
    with tempfile.TemporaryDirectory(prefix="ecopark-site-") as name:
        english, translated, html = Path(name, "source"), Path(name, language), Path(name, "html")
        _collect(english)
        if language == "en":
            _run_sphinx(english, html, jobs, _switch("en", "en", []))
        else:
            _collect_translated(translated, language)
            _run_sphinx(english, html, jobs, _switch("en", language, _page_names(translated)))
            _run_sphinx(translated, html / language, jobs, _switch(language, "en", _page_names(english)))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(html, target)
    note.write_text(digest, encoding="utf-8")
    return target / "index.html"


def _switch(language: str, other: str, pages: Sequence[str]) -> dict[str, Any]:
    """Return Sphinx's settings for the language of a site, and for the switch to the other language."""
    switch = {"code": other, "name": NAMES[other], "pages": list(pages)} if other != language else {}
    switch["home"] = f"{other}/" if language == "en" else "../"
    settings: dict[str, Any] = {"html_context": {"language_switch": switch}}
    if language != "en":
        # What translators have not reached is on the English site.
        settings |= {"language": SPHINX_CODES[language], "html_title": "ecopark"}
    return settings


def _page_names(source: Path) -> list[str]:
    """Return the pages of a site by their addresses, without endings."""
    pages = (path for path in source.rglob("*") if path.suffix in {".md", ".ipynb"})
    return sorted(str(path.relative_to(source).with_suffix("")) for path in pages)


def _collect(source: Path) -> None:
    """Bring together all pages of the site."""
    shutil.copytree(places.course() / "site", source, ignore=shutil.ignore_patterns("_pages"))
    _copy_executed(sources.masters("course"), source / "lessons")
    _copy_executed(sources.masters("gallery"), source / "gallery")
    left_out = shutil.ignore_patterns("masters", "reference")
    shutil.copytree(places.exercises(), source / "exercises", ignore=left_out)
    _write_pages(pages.make_pages(), source)


def _collect_translated(source: Path, language: str) -> None:
    """Bring together the pages of a site in another language: lessons and exercises that are translated."""
    settings = places.course() / "site"
    for name in ("_static", "_templates"):
        shutil.copytree(settings / name, source / name)
    shutil.copy(settings / "conf.py", source)
    lessons = build.translated_lessons(language)
    _copy_executed(lessons, source / "lessons", language)
    for master in lessons:
        exercises = catalogs.localized(sources.find(master.stem[:2], "exercises"), language)
        target = source / "exercises" / f"{master.stem}.ipynb"
        sources.write_notebook(sources.learner(exercises), target)
    _write_pages(pages.translated_pages(language), source)


def _copy_executed(masters: Iterable[Path], folder: Path, language: str = "en") -> None:
    """Copy the lessons that ran, without their widgets: no script of the site would show them."""
    import nbformat

    for master in masters:
        if build.executed(master, language).exists():
            notebook = nbformat.read(build.executed(master, language), as_version=4)
            notebook.metadata.pop("widgets", None)
            sources.write_notebook(notebook, folder / f"{master.stem}.ipynb")


def _write_pages(texts: Mapping[str, str], source: Path) -> None:
    for name, text in texts.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")


def _run_sphinx(source: Path, html: Path, jobs: int, settings: Mapping[str, Any]) -> None:
    """Run Sphinx in a process of its own; every warning is an error, and all of them are shown."""
    doctrees = source.with_name(f"{source.name}-doctrees")
    own = {**settings, **json.loads(os.environ.get("ECOPARK_SPHINX", "{}"))}
    command = [sys.executable, "-m", "sphinx", "--builder", "html", "--quiet", "--no-color"]
    command += ["--jobs", str(jobs), "--doctree-dir", str(doctrees), str(source), str(html)]
    environment = {**os.environ, "ECOPARK_SPHINX": json.dumps(own)}
    ended = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    if ended.returncode:
        raise SiteFailed("The site cannot be built:\n{warnings}", warnings=ended.stderr)
    if ended.stderr.strip():
        raise SiteFailed("The site has faults:\n{warnings}", warnings=ended.stderr)
