"""Units of the field: tce, 10^4 RMB, m3. One Pint registry, and conversion that refuses nonsense."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ecopark.errors import UnitMismatch, UnknownName

if TYPE_CHECKING:
    import pint

__all__ = ["factor", "magnitude", "quantity", "registry"]

# 1 kgce is 7,000 kcal of the International Table calorie (4.1868 J): 29.3076 MJ, lower heating value.
_DEFINITIONS = """
RMB = [currency_rmb] = yuan = CNY
NTD = [currency_ntd]
USD = [currency_usd]
DKK = [currency_dkk]
EUR = [currency_eur]
CHF = [currency_chf]
wan_yuan = 1e4 RMB
yi_yuan = 1e8 RMB
kgce = 7000 * 4.1868 kilojoule
tce = 1000 kgce
person = [] = persons
m2 = meter ** 2
m3 = meter ** 3
km2 = kilometer ** 2
"""


@cache
def registry() -> pint.UnitRegistry[Any]:
    """Return the one unit registry of ecopark, with the field's units added.

    Examples
    --------
    >>> u = registry()
    >>> round((1 * u.tce).to("GJ").magnitude, 4)
    29.3076
    >>> (1 * u.yi_yuan).to("wan_yuan").magnitude
    10000.0
    """
    import pint

    units: pint.UnitRegistry[Any] = pint.UnitRegistry()
    units.load_definitions(_DEFINITIONS.strip().splitlines())
    return units


def quantity(value: float, unit: str) -> Any:
    """Return a number with its unit.

    All that stands behind a slash is below the line: ``tce/10^4 RMB`` is tce per (10^4 RMB).

    Parameters
    ----------
    value : float
        The number [``unit``].
    unit : str
        Its unit, such as ``"tce/10^4 RMB"`` or ``"%"``; ``"1"`` for a pure number.

    Returns
    -------
    pint.Quantity
        The quantity, in the same unit.

    Raises
    ------
    UnknownName
        If the unit has a part that nobody defined.

    Examples
    --------
    >>> quantity(0.5, "tce/10^4 RMB").to("kgce/RMB").magnitude
    0.05
    """
    import pint

    above, *below = (part.strip() or "1" for part in unit.split("/"))
    try:
        result = value * registry().parse_expression(above)
        for part in below:
            result = result / registry().parse_expression(part)
        return result
    except (pint.PintError, AssertionError, SyntaxError) as error:  # pint asserts on text like "???"
        known = ("tce", "kgce", "RMB", "wan_yuan", "yi_yuan", "t", "kg", "m3", "km2", "person", "%")
        raise UnknownName("unit", unit, known) from error


@cache
def factor(unit: str, target: str, per: str = "1") -> float:
    """Return the number that turns a value in one unit into another unit.

    Parameters
    ----------
    unit, target : str
        The unit a value has, and the unit it should have.
    per : str
        Unit of the quantity the value is divided by, if it is.

    Returns
    -------
    float
        Factor by which to multiply [target per unit].

    Raises
    ------
    UnitMismatch
        If the two measure different things.
    UnknownName
        If one of them is not a unit.

    Examples
    --------
    >>> factor("10^4 RMB", "10^8 RMB/km2", per="km2")
    0.0001
    >>> factor("t", "%", per="t")
    100.0
    """
    try:
        # Conversion adds noise behind the twelfth digit: round it off.
        return float(f"{magnitude(quantity(1.0, unit) / quantity(1.0, per), target):.12g}")
    except UnitMismatch as error:
        shown = unit if per == "1" else f"{unit} per {per}"
        raise UnitMismatch(f"A value in {shown!r} cannot be given in {target!r}.") from error


def magnitude(value: Any, unit: str) -> float:
    """Return the number of a quantity in a unit.

    Parameters
    ----------
    value : pint.Quantity or float
        The quantity with its unit, or a pure number [1].
    unit : str
        The unit.

    Returns
    -------
    float
        How many of that unit [unit].

    Raises
    ------
    UnitMismatch
        If the two measure different things.
    UnknownName
        If it is not a unit.

    Examples
    --------
    >>> magnitude(quantity(3.0, "tce"), "kgce")
    3000.0
    """
    import pint

    ratio = value / quantity(1.0, unit)
    try:
        return float(ratio.m_as("dimensionless")) if hasattr(ratio, "m_as") else float(ratio)
    except pint.DimensionalityError as error:
        raise UnitMismatch(f"{value} cannot be given in {unit!r}.") from error
