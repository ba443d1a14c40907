"""What a lesson needs from its parameters: each function is silent, or stops with one sentence."""

from __future__ import annotations

import itertools
import numbers
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from ecopark.errors import SenselessParameter, did_you_mean

__all__ = ["between", "choice", "order", "panel"]


def panel(table: Any, *, zone: str | None = None, years: Iterable[int] = (), least: int = 2) -> None:
    """Stop a lesson whose zone or years are not in its panel.

    Parameters
    ----------
    table : pandas.DataFrame
        The panel: one row a ``zone`` and ``year``.
    zone : str, optional
        The zone that the lesson is about.
    years : iterable of int
        Years of that zone (of any zone, without ``zone``) that the lesson uses, the first before
        the last.
    least : int
        Smallest number of years that the lesson needs.

    Raises
    ------
    SenselessParameter
        If a column, the zone or a year is not there, years are no numbers or not in order, or there
        are too few.

    Examples
    --------
    >>> import ecopark as ep
    >>> table = ep.datasets.synthetic_panel(zones=2, years=5)
    >>> panel(table, zone="Synthetic zone 1", years=[2006, 2008])
    >>> panel(table, zone="Synthetic zone 1", years=[2008, 2020])
    Traceback (most recent call last):
    ecopark.errors.SenselessParameter: Zone 'Synthetic zone 1' has no year 2020: its years are 2005 to 2009.
    """
    absent = [name for name in ("zone", "year") if name not in table.columns]
    if absent:
        raise SenselessParameter(f"The panel has no column {absent[0]!r}.")
    own = table
    if zone is not None:
        choice("zone", zone, table["zone"].unique(), what="The panel has no zone")
        own = table[table["zone"].astype(str) == str(zone)]
    try:
        there = sorted({int(year) for year in own["year"]})
    except (TypeError, ValueError) as error:
        raise SenselessParameter("The panel has years that are no whole numbers.") from error
    where = f"Zone {zone!r}" if zone is not None else "The panel"
    if len(there) < least:
        raise SenselessParameter(f"{where} has {_years(len(there))}, and this lesson needs at least {least}.")
    asked = list(years)
    for year in asked:
        if year not in there:
            raise SenselessParameter(f"{where} has no year {year}: its years are {there[0]} to {there[-1]}.")
    for first, second in itertools.pairwise(asked):
        order("the first year", first, "the last year", second)


def choice(name: str, value: object, allowed: Collection[Any], *, what: str = "") -> None:
    """Stop a lesson whose parameter is not one of the allowed values.

    Parameters
    ----------
    name : str
        Name of the parameter.
    value : object
        What it is.
    allowed : collection
        What it may be.
    what : str, optional
        How the sentence begins, in place of ``There is no <name>``.

    Raises
    ------
    SenselessParameter
        If the value is not among them.

    Examples
    --------
    >>> choice("rule", "2009", ["2009", "2015"])
    """
    names = [str(a) for a in allowed]
    if str(value) not in names:
        hint = did_you_mean(str(value), names) or f" There is: {', '.join(names[:8])}."
        raise SenselessParameter(f"{what or f'There is no {name}'} {str(value)!r}.{hint}")


def between(name: str, value: float, low: float, high: float) -> None:
    """Stop a lesson whose parameter is outside its range, both ends allowed.

    Parameters
    ----------
    name : str
        Name of the parameter, with its unit if it has one.
    value, low, high : float
        What it is and may be, in one unit.

    Raises
    ------
    SenselessParameter
        If ``value`` is below ``low``, above ``high``, or not a number, such as ``0,5``.

    Examples
    --------
    >>> between("share [%]", 40, 0, 100)
    >>> between("share [%]", (0, 5), 0, 100)
    Traceback (most recent call last):
    ecopark.errors.SenselessParameter: share [%] must be one number, not (0, 5): write a point, not a comma.
    """
    _number(name, value)
    if not low <= value <= high:
        raise SenselessParameter(f"{name} is {value}, and this lesson allows {low} to {high}.")


def order(first_name: str, first: float | date, second_name: str, second: float | date) -> None:
    """Stop a lesson in which what must come first does not.

    Parameters
    ----------
    first_name, second_name : str
        Names of the two parameters.
    first, second : float or datetime.date
        What they are, in one unit; or two days, as ``datetime.date``.

    Raises
    ------
    SenselessParameter
        If ``first`` is not smaller than ``second``, or one of them is not a number.

    Examples
    --------
    >>> order("start", 2005, "end", 2010)
    """
    for name, value in ((first_name, first), (second_name, second)):
        if not isinstance(value, date):
            _number(name, value)
    if isinstance(first, date) != isinstance(second, date) or not first < second:  # type: ignore[operator]
        raise SenselessParameter(
            f"{first_name} ({first}) must come before {second_name} ({second}).".capitalize()
        )


def _number(name: str, value: object) -> None:
    """Stop where a value is no number; Python reads ``0,5`` as two of them."""
    if isinstance(value, numbers.Real):
        return
    if isinstance(value, tuple | list):
        way = "write a point, not a comma"
    else:
        way = "write digits without quotes, and a point, not a comma"
    raise SenselessParameter(f"{name} must be one number, not {value!r}: {way}.")


def _years(count: int) -> str:
    return f"{count} year{'' if count == 1 else 's'}"
