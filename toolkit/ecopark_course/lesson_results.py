"""The output of a lesson: tables, typed results that a notebook keeps, texts in files."""

from __future__ import annotations

import html
import math
import numbers
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ecopark import files, units
from ecopark.errors import DataError, Issue
from ecopark.files import provenance
from ecopark.phrases import localize
from ecopark_course.language import mark, say

__all__ = [
    "MIME", "Results", "Table", "check_output", "compare_cases", "format_tables", "number", "provenance",
    "read_results", "results", "save_text",
]  # fmt: skip

MIME = "application/vnd.ecopark.results+json"
MAX_ROWS = 100  # with more rows than that, or with headers of several levels, pandas shows the table
DIGITS = 6  # of a number, at most
DECIMALS = 2  # columns with no more than these show the same number of decimals in all cells
YEARS = range(1900, 2101)  # a column of such whole numbers only has no commas


# ---- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Table:
    """A table as a lesson shows it; it prints like the dataframe that it holds.

    The names of rows and columns are in one header row, and rows that are only numbered have none. Text
    is at the left and numbers at the right, with commas and without idle decimals; missing values stay
    empty.

    Examples
    --------
    >>> table = Table(pd.DataFrame({"year": [2014, 2015], "energy": [12000.0, 12500.0]}))
    >>> ">2014<" in table._repr_html_(), ">12,500<" in table._repr_html_()
    (True, True)
    """

    frame: pd.DataFrame

    def __repr__(self) -> str:
        return repr(self.frame)

    def _repr_html_(self) -> str:
        frame = self.frame
        if len(frame) > MAX_ROWS or frame.columns.nlevels > 1:
            return str(frame.to_html())
        is_numbered = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
        columns = [] if is_numbered else [frame.index.get_level_values(n) for n in range(frame.index.nlevels)]
        keys = len(columns)
        names = ["" if name is None else str(name) for name in (frame.index.names if keys else ())]
        columns += [frame.iloc[:, place] for place in range(frame.shape[1])]
        names += [str(name) for name in frame.columns]

        # Numbers of a table with a unit in each row have nothing in common but their column.
        mixed = any(name.casefold() == "unit" for name in names)
        names = [localize(name) for name in names]
        cells = [_format_cells(pd.Series(list(column), dtype=object), mixed=mixed) for column in columns]
        styles = [f'style="text-align: {"right" if at_right else "left"}"' for _, at_right in cells]

        def row(words: Iterable[str], tags: list[str]) -> str:
            parts = zip(words, tags, styles, strict=True)
            html_cells = [f"<{tag} {style}>{html.escape(word)}</{tag}>" for word, tag, style in parts]
            return f"<tr>{''.join(html_cells)}</tr>"

        tags = ["th"] * keys + ["td"] * frame.shape[1]
        body = "\n".join(row(words, tags) for words in zip(*(words for words, _ in cells), strict=True))
        head = row(names, ["th"] * len(names))
        return f'<table class="dataframe">\n<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def format_tables() -> None:
    """Let the notebook show dataframes as :class:`Table`, and the words of the data in its language.

    Outside a notebook, nothing changes.

    Examples
    --------
    >>> format_tables()
    """
    pd.set_option("display.max_colwidth", None)
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module else None
    if shell is not None and shell.display_formatter is not None:
        from IPython.display import Markdown

        formatter = shell.display_formatter.formatters["text/html"]
        formatter.for_type(pd.DataFrame, lambda frame: Table(frame)._repr_html_())
        markdown = shell.display_formatter.formatters["text/markdown"]
        markdown.for_type(Markdown, lambda text: localize(text.data))


def compare_cases(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the cases of :func:`ecopark.what_if` side by side: each indicator now and changed.

    Parameters
    ----------
    rows : pandas.DataFrame
        The result of :func:`ecopark.what_if`.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: its limit, its value now and changed [unit of the limit], and the verdict.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.simulate_panel()
    >>> table = compare_cases(ep.what_if(panel, "Synthetic zone 25", 2016, "energy", -20, start=2011))
    >>> print(*table.loc["2.2", "limit":"verdict"], sep="; ")
    ≤ 0.5 tce/10^4 RMB; 0.583; 0.466; fail to pass
    """
    cases = rows.astype({"status": str, "operator": str})
    now, then = (cases[cases["case"] == case].set_index("code") for case in ("now", "changed"))
    signs = now["operator"].replace({">=": "≥", "<=": "≤"})
    limits = zip(signs, now["threshold"], now["unit"], strict=True)
    turned = (" to " + then["status"]).where(now["status"] != then["status"], "")
    return pd.DataFrame(
        {
            "indicator": now["indicator"],
            "limit": [f"{sign} {units.with_number(f'{at:g}', unit)}" for sign, at, unit in limits],
            "now": now["value"].round(3),
            "changed": then["value"].round(3),
            "verdict": now["status"] + turned,
        }
    )


def _format_cells(column: pd.Series[Any], *, mixed: bool) -> tuple[list[str], bool]:
    """Return the cells of a column as words, and whether they are numbers, which are right-aligned."""
    present = column.dropna()
    figures = [value for value in present if _is_number(value)]
    are_years = bool(figures) and all(float(value).is_integer() and int(value) in YEARS for value in figures)
    decimals = [_decimals(value) for value in figures]
    shared_decimals = None if mixed or not decimals or max(decimals) > DECIMALS else max(decimals)

    def word(value: Any) -> str:
        if not _is_number(value):
            return localize(str(value))
        if are_years:
            return f"{value:.0f}"
        return number(value) if shared_decimals is None else f"{value:,.{shared_decimals}f}"

    words = present.map(word).reindex(column.index, fill_value="")  # missing values stay empty
    return words.tolist(), bool(figures) and len(figures) == len(present)


def number(value: float, digits: int = DIGITS) -> str:
    """Write a number with commas: its whole digits, and decimals up to ``digits`` significant digits.

    Examples
    --------
    >>> number(7000.0), number(1234567.8), number(0.1 + 0.2), number(2e-9), number(9.87654, digits=4)
    ('7,000', '1,234,568', '0.3', '2e-09', '9.877')
    """
    value = float(value)
    return f"{value:,.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:,.{digits}g}"


def _decimals(value: float) -> int:
    """Count the decimals of a number, by its first six digits."""
    text = number(value)
    return DIGITS if "e" in text else len(text.partition(".")[2])


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


# ---- results -------------------------------------------------------------------------------------


class Results(dict[str, Any]):
    """Named results of a lesson; in a notebook, a table that also carries the values themselves."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return the table as HTML and as text, and the values as JSON."""
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:right'>{html.escape(_format_value(value))}</td></tr>"
            for name, value in self.items()
        )
        table = f"<table><tbody>{rows}</tbody></table>"
        return {MIME: dict(self), "text/html": table, "text/plain": str(self)}

    def __str__(self) -> str:
        """Format each result as one line."""
        return "\n".join(f"{name}: {_format_value(value)}" for name, value in self.items())


def results(values: Mapping[str, Any]) -> Results:
    """Return the main results of a lesson; make it the last line of a cell.

    Parameters
    ----------
    values : mapping of str
        Value of each result by its name; the name carries the unit, such as
        ``"energy intensity [tce/10^4 RMB]"``. A value is a number, a text, yes or no, or ``None``
        where there is no answer.

    Returns
    -------
    Results
        A dictionary that a notebook shows as a table and keeps with its types.

    Raises
    ------
    DataError
        If a value is of another type, or is infinite. Not-a-number becomes ``None``.

    Examples
    --------
    >>> print(results({"pooled share [%]": 6.8089, "zones": 7}))
    pooled share [%]: 6.809
    zones: 7
    """
    plain, issues = dict[str, Any](), list[Issue]()
    for name, value in values.items():
        plain[name] = value.item() if isinstance(value, np.generic) else value
        if not isinstance(plain[name], str | int | float | None):
            rule = say("a result must be a number, a text, yes or no, or None")
            issues.append(Issue(rule, column=name, value=value))
        elif isinstance(plain[name], float) and math.isinf(value):
            issues.append(Issue("a result must be finite", column=name, value=value))
        elif isinstance(plain[name], float) and math.isnan(value):
            plain[name] = None
    if issues:
        raise DataError("the results", issues)
    return Results(plain)


def read_results(notebook: Any) -> dict[str, Any]:
    """Return the results that an executed notebook keeps, all cells together.

    Parameters
    ----------
    notebook : notebook
        As read by ``nbformat``.

    Returns
    -------
    dict
        Value by name.
    """
    values: dict[str, Any] = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            values |= output.get("data", {}).get(MIME, {})
    return values


def _format_value(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return say({None: mark("no answer"), True: mark("yes"), False: mark("no")}[value])
    return number(value, digits=4) if isinstance(value, float) else localize(str(value))


# ---- files ---------------------------------------------------------------------------------------


def check_output(path: str | Path, ending: str, inputs: Iterable[str | Path] = ()) -> None:
    """Stop a lesson before any work is done if its file cannot be written or would replace a user's file.

    Parameters
    ----------
    path : str or Path
        The file that the lesson is to write; an empty text asks for none, and nothing is checked.
    ending : str
        Ending that its name must have, such as ``.md``.
    inputs : iterable of str or Path
        Files that the lesson reads; they are never replaced. Empty texts do not count.

    Raises
    ------
    DataError
        With every reason: the ending, the folder, or a file that ecopark did not write.

    Examples
    --------
    >>> check_output("", ".md")
    >>> check_output("plan.txt", ".md")
    Traceback (most recent call last):
    ecopark.errors.DataError: 1 problem in the output:
      'plan.txt': the name must end with .md. Likely fix: name it plan.md.
    """
    if path:
        files.check_outputs([Path(path)], ending, inputs=[name for name in inputs if name])


def save_text(text: str, path: str | Path) -> str:
    """Write a text to a file of the user, but never over a file that ecopark did not write.

    Parameters
    ----------
    text : str
        The text.
    path : str or Path
        The file, in UTF-8; an empty text saves nothing.

    Returns
    -------
    str
        Name of the file, or an empty text if nothing was saved.

    Raises
    ------
    DataError
        If the file cannot be written, or was not written by ecopark.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "plan.md")
    ...     save_text("A plan", file), file.read_text()
    ('plan.md', 'A plan')
    """
    if not path:
        return ""
    with files.user_output(Path(path)) as part:
        part.write_text(text, encoding="utf-8")
    return Path(path).name
