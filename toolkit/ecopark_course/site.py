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
from ecopark_course import course, editions, execute
from ecopark_course.pages import data, indicators, lessons, reference, words

__all__ = ["SiteFailed", "build_site"]


class SiteFailed(EcoparkError):
    """Sphinx found something wrong; the message holds its warnings."""


def build_site() -> Path:
    """Build the site from the executed lessons and return its first page.

    Raises
    ------
    SiteFailed
        If Sphinx warns of anything. The site of the last good build stays.
    """
    execute.need_course()
    target = places.build() / "site"
    with tempfile.TemporaryDirectory(prefix="ecopark-site-") as name:
        source, made = Path(name, "source"), Path(name, "html")
        _collect(source)
        _sphinx(source, made)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(made, target)
    return target / "index.html"


def _collect(source: Path) -> None:
    """Bring together all pages of the site."""
    shutil.copytree(places.course() / "site", source)
    for kind in ("lessons", "gallery"):
        (source / kind).mkdir()
        for master in editions.masters("course" if kind == "lessons" else kind):
            if course.executed(master).exists():
                _copy(course.executed(master), source / kind)
    shutil.copytree(
        places.exercises(), source / "exercises", ignore=shutil.ignore_patterns("masters", "reference")
    )
    for module in (data, indicators, lessons, reference, words):
        for name, text in module.pages().items():
            (source / name).parent.mkdir(exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")


def _copy(executed: Path, folder: Path) -> None:
    """Copy a notebook without the state of its widgets: no script of the site would show it."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, folder / executed.name)


def _sphinx(source: Path, made: Path) -> None:
    """Run Sphinx; every warning is an error, and all of them are shown."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError

    said, warned = io.StringIO(), io.StringIO()
    options = json.loads(os.environ.get("ECOPARK_SPHINX", "{}"))
    with contextlib.redirect_stderr(warned), warnings.catch_warnings():
        # napoleon still uses an interface of autodoc that Sphinx will remove.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        try:
            app = Sphinx(
                srcdir=source,
                confdir=source,
                outdir=made,
                doctreedir=made.with_name("doctrees"),
                buildername="html",
                status=said,
                warning=warned,
                confoverrides=options,
            )
            app.build(force_all=True)
        except SphinxError as error:
            raise SiteFailed(f"The site cannot be built: {error}\n{warned.getvalue()}") from error
    if warned.getvalue().strip():
        raise SiteFailed(f"The site has faults:\n{warned.getvalue()}")
