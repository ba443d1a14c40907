"""Settings of the site. Notebooks arrive executed; nothing is fetched from anywhere."""

import json
import os
import re

from docutils.nodes import SkipNode
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.search.zh import SearchChinese

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
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_dmath_allow_space = False  # RMB and $ in running text are no formulas
myst_dmath_allow_digits = False
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


# ---- formulas ------------------------------------------------------------------------------------

html_math_renderer = "mathml"


def write_formula(writer, node):
    """Write a formula as MathML: browsers draw it, screen readers read it, and nothing is fetched."""
    text = node.astext().replace(r"\dots", r"\cdots")  # docutils knows the second name only
    writer.body.append(tex2mathml(text, as_block=type(node).__name__ == "math_block"))
    raise SkipNode


# ---- search in Chinese ---------------------------------------------------------------------------


def split_chinese(self, text):
    """Split a text into pairs of Chinese letters and Latin words: pairs find words without a dictionary."""
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    pairs = [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]
    latin = [word.strip() for word in self.latin1_letters.findall(text)]
    self.latin_terms.update(latin)
    return pairs + latin


# Sphinx 9.0 names a stemmer for Chinese that its pages do not have, and splits words only with jieba, which
# is no longer kept up.
SearchChinese.split = split_chinese
SearchChinese.language_name = "English"
SearchChinese.js_splitter_code = """
function splitQuery(query) {
  return [...query.matchAll(/[\\u3400-\\u9fff]+|[A-Za-z0-9_]+/g)].flatMap(([run]) =>
    /[\\u3400-\\u9fff]/.test(run) && run.length > 2
      ? Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)) : [run]);
}
"""


def setup(app):
    """Register how formulas are written."""
    app.add_html_math_renderer("mathml", (write_formula, None), (write_formula, None))
