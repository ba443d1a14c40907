"""How indicators move over the years: a line through each zone's values, with its error."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecopark.errors import BadArgument, UnknownName
from ecopark.scores.sheets import Floats, Ints, Sheet, answer, read
from ecopark.standards import Standard

__all__ = ["trend"]

_FEWEST = 3  # years that a slope with an error needs
_SLACK = 1e-9  # a change over all years this small beside the values is rounding
_WORDS = ("flat", "improving", "worsening", "unknown", "undefined")


def trend(
    assessed: Any, code: str | None = None, *, level: float = 0.95, standard: str | Standard | None = None
) -> Any:
    """Return how each indicator of each zone changes: ``value = a + b year``, ordinary least squares.

    Parameters
    ----------
    assessed : dataframe
        What :func:`ecopark.assess` returned in the tidy layout, of any kind.
    code : str, optional
        The indicator; by default all.
    level : float
        Level of the interval that decides whether a trend is flat, between 0 and 1 [1].
    standard : str or Standard, optional
        Tells the direction of each indicator; without it the operators do.

    Returns
    -------
    dataframe
        The same kind, one row a zone and indicator: ``zone``, ``code``, ``indicator``, ``unit``; ``n``
        years that have a value; ``first_year``, ``last_year``; ``first``, ``last`` [``unit``];
        ``change_a_year``, the slope ``b``, and its ``std_error`` [``unit`` a year]; ``direction``;
        ``status``. ``direction`` is ``improving`` or ``worsening`` by the indicator's own direction;
        ``flat`` where the interval of the slope (t distribution, ``n - 2`` degrees of freedom) holds
        zero; ``unknown`` where nobody says whether more is better; ``undefined`` without a slope.
        ``status`` is ``ok``; ``missing``, no year has a value; or ``undefined``, fewer than three
        years have one.

    Raises
    ------
    DataProblem
        If the table is not tidy: all faults, listed.
    UnknownName
        If the table has no such code.
    BadArgument
        If the level is not between 0 and 1.

    References
    ----------
    Ordinary least squares; its errors take the years as independent, which measured series often
    are not.

    Examples
    --------
    >>> import ecopark as ep
    >>> assessed = ep.assess(ep.datasets.synthetic_panel(zones=2, years=6, seed=1))
    >>> found = trend(assessed, "2.2")
    >>> found[["zone", "n", "change_a_year", "std_error", "direction", "status"]].round(3)
                   zone  n  change_a_year  std_error  direction status
    0  Synthetic zone 1  6         -0.057      0.007  improving     ok
    1  Synthetic zone 2  6         -0.028      0.008  improving     ok
    """
    if not 0 < level < 1:
        raise BadArgument(f"level must be between 0 and 1, not {level}.")
    sheet = read(assessed, standard)
    if code is not None and code not in sheet.codes:
        raise UnknownName("code", code, sheet.codes)
    series = np.unique(sheet.zone * len(sheet.codes) + sheet.code)
    if code is not None:
        series = series[series % len(sheet.codes) == sheet.codes.index(code)]
    zones, codes = np.divmod(series, len(sheet.codes))
    named = {
        "zone": [sheet.zones[z] for z in zones],
        "code": [sheet.codes[c] for c in codes],
        "indicator": [sheet.indicators[c] for c in codes],
        "unit": [sheet.units[c] for c in codes],
    }
    figures = _lines(sheet, series)
    words = _directions(figures, sheet.sign[codes], level)
    n = figures["n"]
    status = np.where(n == 0, "missing", np.where(n < _FEWEST, "undefined", "ok")).tolist()
    return answer({**named, **figures, "direction": words, "status": status}, assessed)


def _lines(sheet: Sheet, series: Ints) -> dict[str, Any]:
    """Return ends, slope and error of each series (a zone's indicator)."""
    key = sheet.zone * len(sheet.codes) + sheet.code
    rows = np.flatnonzero(~np.isnan(sheet.value) & np.isin(key, series))
    rows = rows[np.lexsort((sheet.year[rows], key[rows]))]
    place = np.searchsorted(series, key[rows])
    n = np.bincount(place, minlength=len(series))
    year, value = sheet.year[rows].astype(np.float64), sheet.value[rows]
    after = np.cumsum(n)
    first, last = (_taken([year, value], at, n) for at in (after - n, after - 1))
    slope, error = _slopes(year, value, place, n)
    ends = {"first_year": first[0], "last_year": last[0], "first": first[1], "last": last[1]}
    return {"n": n, **ends, "change_a_year": slope, "std_error": error}


def _taken(arrays: list[Floats], at: Ints, n: Ints) -> list[Floats]:
    """Return the values at some places; NaN for series without any."""
    found = [np.full(len(n), np.nan) for _ in arrays]
    for out, array in zip(found, arrays, strict=True):
        out[n > 0] = array[at[n > 0]]
    return found


def _slopes(x: Floats, y: Floats, place: Ints, n: Ints) -> tuple[Floats, Floats]:
    """Return slope and standard error of each series, NaN below three years."""
    enough = n >= _FEWEST

    def summed(values: Floats) -> Floats:
        return np.bincount(place, values, minlength=len(n)).astype(np.float64)

    count = np.where(n > 0, n, 1)
    x = x - (summed(x) / count)[place]
    y = y - (summed(y) / count)[place]
    squares = np.where(enough, summed(x * x), np.nan)
    slope = summed(x * y) / squares
    rest = y - np.where(enough, slope, 0.0)[place] * x
    error = np.sqrt(summed(rest * rest) / np.where(enough, n - 2, np.nan) / squares)
    return slope, error


def _directions(figures: dict[str, Any], sign: Floats, level: float) -> list[str]:
    """Return the word for each slope: flat, improving, worsening, unknown or undefined."""
    from scipy.special import stdtrit

    slope, n = figures["change_a_year"], figures["n"]
    reach = stdtrit(np.maximum(n - 2, 1), (1 + level) / 2) * figures["std_error"]
    size = np.fmax(np.abs(figures["first"]), np.abs(figures["last"]))
    rounding = _SLACK * size / np.maximum(figures["last_year"] - figures["first_year"], 1)
    flat = np.abs(slope) <= np.fmax(reach, rounding)
    code = np.where(flat, 0, np.where(slope * sign > 0, 1, 2))
    code = np.where(~flat & np.isnan(sign), 3, code)
    return [_WORDS[c] for c in np.where(np.isnan(slope), 4, code)]
