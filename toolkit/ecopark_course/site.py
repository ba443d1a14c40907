"""The site: lessons as executed, and pages made from the data. Built by Sphinx, read offline."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tempfile
import warnings
from pathlib import Path

from ecopark import places
from ecopark.errors import EcoparkError
from ecopark_course import course, pages, sources

__all__ = ["SiteFailed", "build_site"]


class SiteFailed(EcoparkError):
    """Sphinx found something wrong; the message holds its warnings."""


def build_site(jobs: int = 1) -> Path:
    """Build the site from the executed lessons and return its first page.

    A site whose lessons, pages, tables and toolkit are the same as before is not built again.

    Parameters
    ----------
    jobs : int
        Processes that write pages at the same time.

    Raises
    ------
    SiteFailed
        If Sphinx warns of anything. The site of the last good build stays.
    """
    sources.need_course()
    target = places.build() / "site"
    note = target.with_suffix(".digest")
    texts = [path for home in (places.course(), places.exercises()) for path in home.rglob("*.*")]
    runs = places.build().glob("*/*.json")
    digest = course.digest_files([*course.code_and_tables(), *sorted(texts), *sorted(runs)])
    if not (target.exists() and note.exists() and note.read_text(encoding="utf-8") == digest):
        with tempfile.TemporaryDirectory(prefix="ecopark-site-") as name:
            source, html = Path(name, "source"), Path(name, "html")
            _collect(source)
            _run_sphinx(source, html, jobs)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(html, target)
        note.write_text(digest, encoding="utf-8")
    return target / "index.html"


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


def _run_sphinx(source: Path, html: Path, jobs: int) -> None:
    """Run Sphinx; every warning is an error, and all of them are shown."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError

    status, warned = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(warned), warnings.catch_warnings():
        # napoleon still uses an interface of autodoc that Sphinx will remove.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        try:
            app = Sphinx(
                srcdir=source,
                confdir=source,
                outdir=html,
                doctreedir=html.with_name("doctrees"),
                buildername="html",
                status=status,
                warning=warned,
                confoverrides=json.loads(os.environ.get("ECOPARK_SPHINX", "{}")),
                parallel=jobs,
            )
            app.build(force_all=True)
        except SphinxError as error:
            raise SiteFailed(f"The site cannot be built: {error}\n{warned.getvalue()}") from error
    if warned.getvalue().strip():
        raise SiteFailed(f"The site has faults:\n{warned.getvalue()}")
