"""The results of a lesson, with types: shown as a table, and kept in the notebook for programs to read."""

from __future__ import annotations

import html
import math
import numbers
from collections.abc import Mapping
from typing import Any

from ecopark.errors import DataError, Issue
from ecopark.phrases import localize
from ecopark_course.language import mark, say

__all__ = ["MIME", "Results", "read_results", "results"]

MIME = "application/vnd.ecopark.results+json"


class Results(dict[str, Any]):
    """Named results of a lesson; in a notebook, a table that also carries the values themselves."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return the table as HTML and as text, and the values as JSON."""
        return {MIME: dict(self), "text/html": self._html(), "text/plain": str(self)}

    def __str__(self) -> str:
        """Return one line a result."""
        return "\n".join(f"{name}: {_shown(value)}" for name, value in self.items())

    def _html(self) -> str:
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:right'>{html.escape(_shown(value))}</td></tr>"
            for name, value in self.items()
        )
        return f"<table><tbody>{rows}</tbody></table>"


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
    plain, problems = {}, []
    for name, value in values.items():
        try:
            plain[name] = _plain(value)
        except ValueError as error:
            problems.append(Issue(str(error), column=name, value=value))
    if problems:
        raise DataError("the results", problems)
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
    found: dict[str, Any] = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            found |= output.get("data", {}).get(MIME, {})
    return found


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if value is None or isinstance(value, str | bool):
        return value
    if type(value).__name__ in {"bool_", "bool"}:  # numpy's, which is not known to be loaded
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if not isinstance(value, numbers.Real):
        raise ValueError("a result must be a number, a text, yes or no, or None")
    if math.isinf(value):
        raise ValueError("a result must be finite")
    return None if math.isnan(value) else float(value)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return say({None: mark("no answer"), True: mark("yes"), False: mark("no")}[value])
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    return localize(str(value))
