"""The outputs of a lesson: typed results, which a notebook keeps for programs, and texts in files."""

from __future__ import annotations

import html
import math
import numbers
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ecopark import files
from ecopark.errors import DataError, Issue
from ecopark.files import provenance
from ecopark.phrases import localize
from ecopark_course.language import mark, say

__all__ = ["MIME", "Results", "check_output", "provenance", "read_results", "results", "save_text"]

MIME = "application/vnd.ecopark.results+json"


class Results(dict[str, Any]):
    """Named results of a lesson; in a notebook, a table that also carries the values themselves."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return the table as HTML and as text, and the values as JSON."""
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:right'>{html.escape(_shown(value))}</td></tr>"
            for name, value in self.items()
        )
        table = f"<table><tbody>{rows}</tbody></table>"
        return {MIME: dict(self), "text/html": table, "text/plain": str(self)}

    def __str__(self) -> str:
        """Return one line a result."""
        return "\n".join(f"{name}: {_shown(value)}" for name, value in self.items())


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
        if value is None or isinstance(value, str | bool):
            plain[name] = value
        elif type(value).__name__ == "bool":  # numpy's, which is not known to be loaded
            plain[name] = bool(value)
        elif isinstance(value, numbers.Integral):
            plain[name] = int(value)
        elif not isinstance(value, numbers.Real):
            rule = say("a result must be a number, a text, yes or no, or None")
            issues.append(Issue(rule, column=name, value=value))
        elif math.isinf(value):
            issues.append(Issue("a result must be finite", column=name, value=value))
        else:
            plain[name] = None if math.isnan(value) else float(value)
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
    kept: dict[str, Any] = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            kept |= output.get("data", {}).get(MIME, {})
    return kept


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return say({None: mark("no answer"), True: mark("yes"), False: mark("no")}[value])
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    return localize(str(value))


def check_output(path: str | Path, ending: str, inputs: Iterable[str | Path] = ()) -> None:
    """Stop a lesson, before any work is done, whose file could not be written or would replace the user's.

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
    """Write a text whole to a file of the user's, and never over a file that ecopark did not write.

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
        If the file cannot be written, or is the user's.

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
