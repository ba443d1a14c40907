"""Years of other calendars: the Buddhist era of Thailand and the era of the Republic in Taiwan."""

from __future__ import annotations

import re

from ecopark.errors import BadArgument, UndefinedResult

__all__ = ["year_of"]

# Common year = printed year + offset.
_OFFSETS = {
    **dict.fromkeys(("พ.ศ.", "พุทธศักราช", "BE", "B.E."), -543),
    **dict.fromkeys(("民國", "民国", "ROC"), 1911),
    **dict.fromkeys(("ค.ศ.", "คริสต์ศักราช", "公元", "西元", "CE", "AD"), 0),
}
_YEAR = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_EARLIEST, _LATEST = 1800, 2200  # a year without its era outside of this is not taken for a common one


def year_of(text: str) -> int:
    """Return the common year that a printed year means.

    A year of the Buddhist era is 543 more than the common one, a year of the Republic in Taiwan is
    1911 less. The era is read from the text; a year without one is taken as it stands only where it
    can be a common year of industry.

    Parameters
    ----------
    text : str
        The year as printed, such as ``"พ.ศ. 2546"`` or ``"民國82年"``; Thai digits are understood.

    Returns
    -------
    int
        The common year [year].

    Raises
    ------
    BadArgument
        If the text holds no year.
    UndefinedResult
        If it names no era and the number is before 1800 or after 2200: the era must be found out.

    Examples
    --------
    >>> year_of("พ.ศ. ๒๕๔๖"), year_of("民国82年"), year_of("2015")
    (2003, 1993, 2015)
    >>> year_of("2546")
    Traceback (most recent call last):
    ecopark.errors.UndefinedResult: The year 2546 in '2546' names no era: find out which calendar it is.

    References
    ----------
    The offsets are those of the calendars ``buddhist`` and ``roc`` of the Unicode locale data (CLDR).
    """
    match = _YEAR.search(text)
    if match is None:
        raise BadArgument(f"No year in {text!r}.")
    year = int(match[0])
    for era, offset in _OFFSETS.items():
        if era in text:
            return year + offset
    if not _EARLIEST <= year <= _LATEST:
        raise UndefinedResult(f"The year {year} in {text!r} names no era: find out which calendar it is.")
    return year
