"""A lesson as slides, for the teacher: made by nbconvert, read without a network."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

from ecopark.files import atomic_write

__all__ = ["as_slides", "write_slides"]

_TEMPLATE = """\
{%- extends 'reveal/index.html.j2' -%}
{%- block html_head_js -%}<script src="reveal/dist/reveal.js"></script>
<script src="reveal/plugin/notes/notes.js"></script>{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_css -%}{{ super() }}<style>
.reveal { font-size: 22px; } .reveal h2 { font-size: 1.6em; }
.reveal .slides section { overflow-y: auto; max-height: 690px; text-align: left; }
.reveal table { font-size: 0.6em; } .reveal img { max-height: 480px; margin: 0; }
</style>{%- endblock -%}
{%- block footer_js -%}<script>
Reveal.initialize({hash: true, slideNumber: true, transition: "none", plugins: [RevealNotes]});
</script>{%- endblock -%}
"""


def as_slides(notebook: Any) -> Any:
    """Return an executed lesson with a slide at each heading and the teacher's notes as speaker notes.

    Code is left out; what it shows stays. A figure or table that follows stands below its slide.
    """
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        cell.metadata["slideshow"] = {"slide_type": _kind(cell)}
    return made


def _kind(cell: Any) -> str:
    if "instructor" in cell.metadata.get("tags", ()):
        return "notes"
    if cell.cell_type == "markdown":
        return "slide" if cell.source.lstrip().startswith("#") else "subslide"
    shown = any(output.output_type != "stream" for output in cell.get("outputs", ()))
    return "subslide" if shown else "skip"


def write_slides(notebook: Any, target: Path) -> None:
    """Write an executed lesson as one page of slides; the scripts it needs are put beside it.

    Parameters
    ----------
    notebook : notebook
        The executed instructor's edition.
    target : Path
        The HTML file.
    """
    import sphinx_revealjs
    from jinja2 import DictLoader
    from nbconvert import SlidesExporter

    exporter = SlidesExporter(
        extra_loaders=[DictLoader({"slides.html.j2": _TEMPLATE})],
        template_file="slides.html.j2",
        reveal_url_prefix="reveal",
        font_awesome_url="",
        exclude_input=True,
    )
    page, _ = exporter.from_notebook_node(as_slides(_split(notebook)))
    target.parent.mkdir(parents=True, exist_ok=True)
    scripts = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs"
    for folder in ("dist", "plugin/notes"):
        shutil.copytree(scripts / folder, target.parent / "reveal" / folder, dirs_exist_ok=True)
    with atomic_write(target) as part:
        part.write_text(page, encoding="utf-8")


def _split(notebook: Any) -> Any:
    """Return a notebook whose long texts are cut before each heading of the second level."""
    from nbformat.v4 import new_markdown_cell

    made = copy.deepcopy(notebook)
    made.cells = []
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or "\n## " not in cell.source:
            made.cells.append(cell)
            continue
        for part in ("\n" + cell.source).replace("\n## ", "\0## ").split("\0"):
            if part.strip():
                made.cells.append(new_markdown_cell(part.strip(), metadata=dict(cell.metadata)))
    return made
