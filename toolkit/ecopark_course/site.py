"""The site: lessons as executed, and pages made from the data. Built by Sphinx, read offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ecopark import places
from ecopark.errors import EcoparkError
from ecopark_course import catalogs, course, pages, sources
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
    digest = course.digest_files([*course.code_and_tables(), *sorted(texts), *sorted(runs)]) + language
    if not (target.exists() and note.exists() and note.read_text(encoding="utf-8") == digest):
        with tempfile.TemporaryDirectory(prefix="ecopark-site-") as name:
            source, html = Path(name, "source"), Path(name, "html")
            _collect(source)
            translated = []
            if language != "en":
                _collect_translated(source.with_name(language), language)
                translated = _page_names(source.with_name(language))
            _run_sphinx(source, html, jobs, _switch("en", language, translated))
            if language != "en":
                own = source.with_name(language)
                _run_sphinx(own, html / language, jobs, _switch(language, "en", _page_names(source)))
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


def _collect_translated(source: Path, language: str) -> None:
    """Bring together the pages of a site in another language: lessons and exercises that are translated."""
    import nbformat

    settings = places.course() / "site"
    source.mkdir()
    for name in ("_static", "_templates"):
        shutil.copytree(settings / name, source / name)
    shutil.copy(settings / "conf.py", source)
    (source / "lessons").mkdir()
    (source / "exercises").mkdir()
    for master in course.translated_lessons(language):
        if course.executed(master, language).exists():
            notebook = nbformat.read(course.executed(master, language), as_version=4)
            notebook.metadata.pop("widgets", None)
            nbformat.write(notebook, source / "lessons" / f"{master.stem}.ipynb")
            exercises = sources.learner(
                catalogs.localized(sources.find(master.stem[:2], "exercises"), language)
            )
            nbformat.write(exercises, source / "exercises" / f"{master.stem}.ipynb")
    for name, text in pages.translated_pages(language).items():
        (source / name).write_text(text, encoding="utf-8")


def _collect(source: Path) -> None:
    """Bring together all pages of the site."""
    import nbformat

    shutil.copytree(places.course() / "site", source)
    for kind, folder in (("course", "lessons"), ("gallery", "gallery")):
        (source / folder).mkdir()
        for master in sources.masters(kind):
            if course.executed(master).exists():
                notebook = nbformat.read(course.executed(master), as_version=4)
                notebook.metadata.pop("widgets", None)  # no script of the site would show them
                nbformat.write(notebook, source / folder / f"{master.stem}.ipynb")
    left_out = shutil.ignore_patterns("masters", "reference")
    shutil.copytree(places.exercises(), source / "exercises", ignore=left_out)
    for name, text in pages.make_pages().items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")


def _run_sphinx(source: Path, html: Path, jobs: int, settings: Mapping[str, Any]) -> None:
    """Run Sphinx in a process of its own; every warning is an error, and all of them are shown."""
    doctrees = source.with_name(f"{source.name}-doctrees")
    own = {**settings, **json.loads(os.environ.get("ECOPARK_SPHINX", "{}"))}
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "--builder", "html", "--quiet", "--no-color"),
            *("--jobs", str(jobs), "--doctree-dir", str(doctrees), str(source), str(html)),
        ],
        env={**os.environ, "ECOPARK_SPHINX": json.dumps(own)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        raise SiteFailed(f"The site cannot be built:\n{ended.stderr}")
    if ended.stderr.strip():
        raise SiteFailed(f"The site has faults:\n{ended.stderr}")
