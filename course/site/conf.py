"""Settings of the site. Notebooks arrive executed; nothing is fetched from anywhere."""

import json
import os

project = "ecopark"
author = "The ecopark developers"
copyright = "The ecopark developers. Code: BSD-3-Clause. Prose and tables: CC BY 4.0"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
templates_path = ["_templates"]
autosummary_ignore_module_all = False  # what a package offers, and no more
autodoc_typehints = "none"  # types stand in the docstrings, with their units
napoleon_google_docstring = False
napoleon_use_rtype = False
nb_execution_mode = "off"
nb_ipywidgets_js = {}
# Without a kernel no widget lives: what has a text of its own, such as a concept check, shows that.
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", 35)]
nb_merge_streams = True
myst_enable_extensions = ["colon_fence"]
suppress_warnings = [
    "myst.header",
    "mystnb.unknown_mime_type",  # typed results of lessons: programs read them, people read the table
]
exclude_patterns = ["_build", "_templates", "jupyter_execute"]

html_theme = "pydata_sphinx_theme"
html_title = "ecopark"
html_static_path = ["_static"]
html_theme_options = {
    "show_prev_next": True,
    "navbar_end": ["language-switch", "theme-switcher"],
    "header_links_before_dropdown": 3,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_show_sourcelink = False
html_css_files = ["ecopark.css"]
_ALONE = ("index", "audit", "benchmarks", "glossary", "paths", "status")
html_sidebars = {page: [] for page in _ALONE}

# What depends on the language of the site, and what tests change.
globals().update(json.loads(os.environ.get("ECOPARK_SPHINX", "{}")))
