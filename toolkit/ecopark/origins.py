"""Where the numbers of a figure or table come from, in one line."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

__all__ = ["origin", "provenance", "provenance_of"]


def provenance(file: str | Path | None, **parameters: Any) -> str:
    """Return one line that says where the numbers of a figure or table come from.

    Parameters
    ----------
    file : str or Path, optional
        The file that was read; without one, the synthetic panel.
    **parameters
        The choices that were made, by name.

    Returns
    -------
    str
        File and the first 12 digits of its SHA-256, version of ecopark, choices, and today's date.

    Examples
    --------
    >>> line = provenance(None, zone="Synthetic zone 07", year=2016)
    >>> line.split("; ")[0], line.split("; ")[2]
    ('Synthetic panel of ecopark: invented numbers', 'zone Synthetic zone 07, year 2016')
    """
    return provenance_of(origin(file), **parameters)


def origin(file: str | Path | None) -> str:
    """Return the name of a file and the first 12 digits of its SHA-256.

    Parameters
    ----------
    file : str or Path, optional
        The file; without one, the synthetic panel is named.

    Returns
    -------
    str
        The first part of a line of provenance.

    Examples
    --------
    >>> origin(None)
    'Synthetic panel of ecopark: invented numbers'
    """
    if not file:
        return "Synthetic panel of ecopark: invented numbers"
    path = Path(file)
    return f"{path.name}, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def provenance_of(origin: str, **parameters: Any) -> str:
    """Return the line of :func:`provenance` for numbers whose file is not at hand.

    Parameters
    ----------
    origin : str
        What :func:`origin` returned where the file was.
    **parameters
        The choices that were made, by name.

    Returns
    -------
    str
        As :func:`provenance`.

    Examples
    --------
    >>> provenance_of("zone.csv, SHA-256 0123456789ab", year=2016).split("; ")[::2]
    ['zone.csv, SHA-256 0123456789ab', 'year 2016']
    """
    from ecopark import __version__

    choices = ", ".join(f"{name} {value}" for name, value in parameters.items())
    return "; ".join([origin, f"ecopark {__version__}", choices, date.today().isoformat()])
