"""The executed notebook as one HTML file: no code, no script, no request to any other address."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from ecopark_zone.reporting.sections import MARK

__all__ = ["as_html"]

# The page may load nothing at all, not even by mistake: the browser enforces this line.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_TEMPLATE = """\
<!DOCTYPE html>
<html lang="{{ resources.language }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ resources.policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ resources.title | escape }}</title>
<style>{{ resources.style }}</style>
</head>
<body><main>
{%- for cell in nb.cells if cell.cell_type == "code" -%}
{%- for output in cell.outputs if output.get("data", {}).get("text/plain", "") == resources.mark -%}
{{ output.data["text/html"] }}
{%- endfor -%}
{%- endfor %}
</main></body>
</html>
"""


def as_html(notebook: Any, title: str, language: str) -> str:
    """Return the parts of an executed report as one page.

    Parameters
    ----------
    notebook : notebook
        The executed notebook.
    title : str
        Title of the page, as a browser shows it.
    language : str
        Code of its language.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    style = resources.files("ecopark_zone.reporting").joinpath("report.css").read_text(encoding="utf-8")
    known = {"title": title, "language": language, "style": style, "policy": _POLICY, "mark": MARK}
    page, _ = _exporter().from_notebook_node(notebook, resources=known)
    return str(page)


@cache
def _exporter() -> Any:
    from jinja2 import DictLoader
    from nbconvert.exporters import TemplateExporter

    loader = DictLoader({"report.html.j2": _TEMPLATE})
    return TemplateExporter(extra_loaders=[loader], template_file="report.html.j2", preprocessors=[])
