"""Interval arithmetic: the effect of the rounding of printed numbers on a result."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from ecopark.errors import BadArgument, UndefinedResult
from ecopark.i18n import mark
from ecopark.units import MINUS, power_of_ten

__all__ = ["Interval", "parse_printed", "rounding_interval"]

_COUNTED = "萬万億亿"  # one number can hold several of them
_THAI = ("ร้อยล้าน", "พันล้าน", "หมื่น", "ล้าน", "แสน", "พัน")
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_SCALES = "|".join([r"k\b", r"bn\b", f"[{_COUNTED}]", *_THAI])
_PRINTED = re.compile(
    rf"(?P<sign>[+{MINUS}]?)(?P<number>{_DIGITS})\s?(?:E(?P<power>[-+]?\d+)|(?P<scale>{_SCALES}))?"
)
_REST = re.compile(rf"(?P<number>{_DIGITS})(?P<scale>[萬万]?)")


@dataclass(frozen=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included and in one unit.

    ``+ - * /`` give an interval that holds every result that numbers of the two intervals can
    have; a plain number counts as an interval without width, and units combine as they do for plain
    numbers. An interval that is twice in a formula varies twice: ``x - x`` is not zero. A bound that is
    not finite, or a ``low`` above ``high``, is a :class:`~ecopark.errors.BadArgument`.

    Examples
    --------
    >>> Interval(1.0, 2.0) * Interval(-3.0, 4.0), 10 / Interval(4.0, 5.0)
    (Interval(low=-6.0, high=8.0), Interval(low=2.0, high=2.5))
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            message = mark("An interval needs two finite bounds in order, not {low}, {high}.")
            raise BadArgument(message, low=self.low, high=self.high)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval | float) -> Interval:
        operand = _as_interval(other)
        return Interval(self.low + operand.low, self.high + operand.high)

    __radd__ = __add__

    def __sub__(self, other: Interval | float) -> Interval:
        return self + -_as_interval(other)

    def __rsub__(self, other: Interval | float) -> Interval:
        return -self + other

    def __mul__(self, other: Interval | float) -> Interval:
        operand = _as_interval(other)
        # A product of two numbers is extreme at ends of both intervals, whatever their signs.
        ends = [a * b for a in (self.low, self.high) for b in (operand.low, operand.high)]
        return Interval(min(ends), max(ends))

    __rmul__ = __mul__

    def __truediv__(self, other: Interval | float) -> Interval:
        divisor = _as_interval(other)
        if 0 in divisor:
            raise UndefinedResult(
                "Division by an interval that holds zero: {low} to {high}.",
                low=divisor.low,
                high=divisor.high,
            )
        ends = [a / b for a in (self.low, self.high) for b in (divisor.low, divisor.high)]
        return Interval(min(ends), max(ends))

    def __rtruediv__(self, other: Interval | float) -> Interval:
        return _as_interval(other) / self

    def overlaps(self, other: Interval) -> bool:
        """Return whether the two share a number; one shared end is enough. Same unit in both."""
        return self.intersection(other) is not None

    def intersection(self, other: Interval) -> Interval | None:
        """Return the numbers in both intervals, or ``None`` if there are none. Same unit in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None


def rounding_interval(value: float, step: float | None = None) -> Interval:
    """Return the numbers that round to a printed number: half a step down and half a step up.

    Parameters
    ----------
    value : float
        The printed number, in any unit.
    step : float, optional
        Rounding step, in the unit of the number. By default one unit of the last decimal place:
        0.1 for 8.5, and 1 for a whole number, whatever zeros it ends with.

    Returns
    -------
    Interval
        In the unit of the number. The upper end itself rounds up, so it is reached in the limit only.

    Raises
    ------
    BadArgument
        If the number is not finite or the step is not above zero.

    Examples
    --------
    >>> rounding_interval(181.5), rounding_interval(362_000, step=1_000)
    (Interval(low=181.45, high=181.55), Interval(low=361500.0, high=362500.0))
    """
    if not math.isfinite(value) or (step is not None and not step > 0):
        raise BadArgument(
            "A finite number and a step above zero are needed, not {value}, {step}.", value=value, step=step
        )
    # Decimals hold the number as it is printed: half a step is exact in them.
    exact = Decimal(repr(float(value))).normalize()
    exponent = min(0, int(exact.as_tuple().exponent))
    half = Decimal(1).scaleb(exponent) / 2 if step is None else Decimal(repr(float(step))) / 2
    return Interval(float(exact - half), float(exact + half))


def parse_printed(text: str) -> Interval:
    """Return the numbers that round to the first number in a printed text.

    The last printed digit sets the rounding step. Thousands separators, ``E-5``, ``k``, ``bn``,
    萬 (10^4) and 億 (10^8), also both in one number, Thai digits, and the Thai words from พัน (10^3)
    to พันล้าน (10^9) are understood.

    Parameters
    ----------
    text : str
        The text, such as ``"2.0 E-5"`` or ``"+12%"``.

    Returns
    -------
    Interval
        In the unit that the text means; a percentage stays a percentage.

    Raises
    ------
    BadArgument
        If the text holds no number.

    Examples
    --------
    >>> parse_printed("2.0 E-5"), parse_printed("-10%")
    (Interval(low=1.95e-05, high=2.05e-05), Interval(low=-10.5, high=-9.5))
    >>> parse_printed("約18億6,000万")
    Interval(low=1859995000.0, high=1860005000.0)
    """
    match = _PRINTED.search(text)
    if match is None:
        raise BadArgument("No number in {text!r}.", text=text)
    size, step = _parse_number(match["number"], match["scale"], int(match["power"] or 0))
    # 18億6,000万: a number that follows a counting unit without a break is a smaller part of the same number.
    end, unit = match.end(), match["scale"] or ""
    while unit and unit in _COUNTED and (smaller := _REST.match(text, end)):
        part, step = _parse_number(smaller["number"], smaller["scale"])
        size, end, unit = size + part, smaller.end(), smaller["scale"]
    # The last printed digit sets the step, half of which the number may lie to each side.
    value = -size if match["sign"] and match["sign"] in MINUS else size
    return Interval(float(value - step / 2), float(value + step / 2))


def _parse_number(number: str, scale: str | None, power: int = 0) -> tuple[Decimal, Decimal]:
    """Return a printed number and the step of its last digit."""
    digits = Decimal(number.replace(",", ""))
    factor = (power_of_ten(scale) if scale else Decimal(1)).scaleb(power)
    return digits * factor, factor.scaleb(int(digits.as_tuple().exponent))


def _as_interval(value: Interval | float) -> Interval:
    return value if isinstance(value, Interval) else Interval(float(value), float(value))
