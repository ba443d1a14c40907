"""The site: lessons as executed, exercises, a page for each data package. Built by Sphinx, read offline."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ecopark import audit, packages, places
from ecopark.errors import EcoparkError
from ecopark.teaching import course, editions, engine

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
    engine.need_course()
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
        for executed in sorted((places.build() / kind).glob("*.ipynb")):
            shutil.copy(executed, source / kind)
    shutil.copytree(
        places.exercises(), source / "exercises", ignore=shutil.ignore_patterns("masters", "reference")
    )
    pages = {f"data/{name}.md": _package_page(name) for name in packages.names()}
    pages["lessons/index.md"] = _contents("Lessons", _names(source / "lessons"), _status_lines())
    pages["gallery/index.md"] = _contents("Gallery", _names(source / "gallery"), _GALLERY)
    pages["exercises/index.md"] = _contents("Exercises", _names(source / "exercises"), _EXERCISES)
    pages["data/index.md"] = _contents("Data packages", packages.names(), _DATA)
    pages["audit.md"] = "\n".join(_audit_lines()) + "\n"
    for name, text in pages.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")


_GALLERY = ("Short pages that show what each function of the toolkit gives, with their code.",)
_EXERCISES = ("Open these notebooks with `make lab` or `ecopark lab`: there, the checks answer.",)
_DATA = ("Every value has a unit, a source and a status. `ep.datasets.load(name)` gives a table.",)


def _names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.ipynb"))


def _status_lines() -> Iterable[str]:
    for run in course.status():
        title = editions.read(editions.find(run.lesson[:2])).metadata["ecopark"]["title"]
        yield f"- {run.lesson[:2]} {title}: ran in {run.seconds:.0f} s"


def _contents(title: str, names: Iterable[str], lines: Iterable[str]) -> str:
    listed = "\n".join(names)
    text = "\n".join(lines)
    return f"# {title}\n\n{text}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"


def _package_page(name: str) -> str:
    """Return the page of one package, made from its card."""
    return "\n".join(_package_lines(name)) + "\n"


def _package_lines(name: str) -> Iterator[str]:
    card = packages.card(name)
    found = card.package
    yield from (f"# {found.title}", "", found.description, "", f"`ep.datasets.load({name!r})`", "")
    if found.contradictions:
        yield from ("## Contradictions", "", *(f"- {text}" for text in found.contradictions), "")
    for table in found.tables:
        yield from (f"## {table.title}", "", f"Table `{table.name}`.", "")
        yield from ("| column | unit | meaning |", "|---|---|---|")
        yield from (f"| {c.name} | {_cell(c.unit)} | {_cell(c.meaning)} |" for c in table.columns)
        yield ""
        shown = [c.name for c in table.columns if c.name not in {"where", "source", "status"}]
        yield from (f"| {' | '.join(shown)} |", f"|{'---|' * len(shown)}")
        for row in packages.rows(name, table.name):
            yield "| " + " | ".join(_cell("" if row[c] is None else str(row[c])) for c in shown) + " |"
        yield ""
    yield from ("## Sources and status", "", *(f"- {text}" for text in card.sources), "")
    yield (
        "Rows by status: " + (", ".join(f"{count} {status}" for status, count in card.counts) or "none") + "."
    )
    yield f"Licence: {found.licence}."


def _audit_lines() -> Iterator[str]:
    """Yield the page of the audit: each claim, what it states, and what the tables give."""
    found = audit.run()
    counts = ", ".join(f"{n} {verdict}" for verdict, n in found["verdict"].value_counts().items())
    yield from (
        "# Audit",
        "",
        f"{len(found)} claims of the sources, recomputed from the tables: {counts}.",
        "",
    )
    for subject, claims in found.groupby("subject", sort=False):
        yield from (
            f"## {str(subject).capitalize()}",
            "",
            "| verdict | claim | numbers | explanation | source |",
        )
        yield "|---|---|---|---|---|"
        for row in claims.itertuples():
            numbers = audit.in_words(row.stated, row.computed, row.low, row.high, row.unit)
            cells = (row.verdict, row.statement, numbers, row.explanation, row.source)
            yield "| " + " | ".join(_cell(cell) for cell in cells) + " |"
        yield ""


def _cell(text: str) -> str:
    return (
        text.replace("|", "\\|")
        .replace("\n", " ")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("<", "&lt;")
    )


def _sphinx(source: Path, made: Path) -> None:
    """Run Sphinx; every warning is an error, and all of them are shown."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError

    said, warned = io.StringIO(), io.StringIO()
    options = json.loads(os.environ.get("ECOPARK_SPHINX", "{}"))
    with contextlib.redirect_stderr(warned):
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
