"""Whether a zone reaches all indicators of its standard, from an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecopark.indicators import assessed_rows

__all__ = ["Metrics", "metrics"]


@dataclass(frozen=True)
class Metrics:
    """Whether a zone reaches the indicators of its standard.

    ``status`` is ``fulfilled``, ``not met`` or ``missing`` (none fails, but some are not known); the
    three lists hold codes of indicators.
    """

    status: str
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    unknown: tuple[str, ...]


def metrics(assessed: Any, zone: str, year: int) -> Metrics:
    """Say whether a zone reaches all indicators of its standard in a year.

    Parameters
    ----------
    assessed : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        What :func:`ecopark.assess` returned, tidy.
    zone : str
        The zone.
    year : int
        The year.

    Returns
    -------
    Metrics
        Its ``status`` answers the condition ``metrics_achieved``. An undefined indicator counts as
        unknown; one that is not applicable is left out.

    Raises
    ------
    UnknownNameError
        If the table has no such zone and year.

    Examples
    --------
    >>> import ecopark as ep
    >>> panel = ep.datasets.synthetic_panel(zones=1, years=2)
    >>> metrics(ep.assess(panel), "Synthetic zone 1", 2006).status
    'not met'
    """
    rows = assessed_rows(assessed, zone, year)
    by: dict[str, list[str]] = {"pass": [], "fail": [], "missing": [], "undefined": []}
    for code, answer in zip(rows.get_column("code"), rows.get_column("status"), strict=True):
        by.setdefault(str(answer), []).append(str(code))
    unknown = by["missing"] + by["undefined"]
    word = "not met" if by["fail"] else "missing" if unknown or not by["pass"] else "fulfilled"
    return Metrics(word, tuple(by["pass"]), tuple(by["fail"]), tuple(unknown))
