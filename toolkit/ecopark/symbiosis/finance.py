"""Money over time: net present value, internal rate of return and payback, each with a status."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ecopark.errors import BadArgument
from ecopark.symbiosis.measures import Measure, Measures, measure

__all__ = ["Project", "internal_rate", "net_present_value", "payback", "rates_of_return"]

_WIDEST = 1e12  # growth factor up to which a rate is looked for
_REAL = 1e-6  # imaginary part of a root, over its size, below which the root counts as real


@dataclass(frozen=True)
class Project:
    """What is spent at the start to gain the same amount every year.

    Parameters
    ----------
    investment : float
        Spent at the start [money]; not negative.
    years : int
        Number of years in which the yearly amount comes in, at the end of each [year].
    rate : float
        Discount rate [1 a year], above -1; real where the amounts are in constant prices.
    residual : float
        Value left at the end of the last year [money].

    Raises
    ------
    BadArgument
        If a number is not finite or outside its range.

    Examples
    --------
    >>> Project(1000.0, 3, 0.1).cash_flows(400.0)
    [-1000.0, 400.0, 400.0, 400.0]
    """

    investment: float
    years: int
    rate: float
    residual: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.investment) and self.investment >= 0):
            raise BadArgument(f"The investment must be a number that is not negative, not {self.investment}.")
        if isinstance(self.years, bool) or not isinstance(self.years, int) or self.years < 1:
            raise BadArgument(f"The number of years must be a whole number from 1, not {self.years}.")
        if not (math.isfinite(self.rate) and self.rate > -1):
            raise BadArgument(f"The discount rate must be above -1 (0.08 for 8 % a year), not {self.rate}.")
        if not math.isfinite(self.residual):
            raise BadArgument(f"The residual value must be a finite number, not {self.residual}.")

    def cash_flows(self, yearly: float) -> list[float]:
        """Return the flows of years 0, 1, … [money] when every year brings the same amount [money/year]."""
        flows = [-self.investment, *([float(yearly)] * self.years)]
        flows[-1] += self.residual
        return flows

    def measures(self, yearly: float | None, money: str, boundary: str, note: str = "") -> Measures:
        """Return investment, payback, net present value and internal rate of return.

        Parameters
        ----------
        yearly : float or None
            What a year brings [money/year]; ``None`` where it is not known.
        money : str
            Unit of money.
        boundary : str
            What is inside the yearly amount.
        note : str
            Why the yearly amount is not known.

        Examples
        --------
        >>> found = Project(1000.0, 3, 0.1).measures(500.0, "RMB", "the whole park")
        >>> found["payback"].value, round(found["net_present_value"].value, 1)
        (2.0, 243.4)
        """
        spent = measure("investment", self.investment, money, "spent at the start", boundary)
        names = (
            ("payback", "year", "investment over the yearly amount, without interest"),
            ("net_present_value", money, f"sum of the flows, discounted with {self.rate:g} a year"),
            ("internal_rate_of_return", "1/year", "the rate at which the net present value is zero"),
        )
        if yearly is None:
            empty = (measure(n, None, u, t, boundary, status="missing", note=note) for n, u, t in names)
            return Measures((spent, *empty))
        flows = self.cash_flows(yearly)
        time, time_note = payback(self.investment, yearly)
        rate, status, rate_note = internal_rate(flows)
        answers = (
            (time, "undefined", time_note),
            (net_present_value(self.rate, flows), "undefined", ""),
            (rate, status, rate_note),
        )
        rows: list[Measure] = [
            measure(n, value, unit, text, boundary, status=state, note=why)
            for (n, unit, text), (value, state, why) in zip(names, answers, strict=True)
        ]
        return Measures((spent, *rows))


def net_present_value(rate: float, flows: Sequence[float]) -> float:
    """Return the sum of yearly flows, each divided by (1 + rate)^t.

    Parameters
    ----------
    rate : float
        Discount rate [1 a year], above -1.
    flows : sequence of float
        Flows of the years t = 0, 1, … [money]; the first one is not discounted.

    Returns
    -------
    float
        Net present value in year 0 [money]; 0 for no flow.

    Raises
    ------
    BadArgument
        If the rate is not above -1, or a number is not finite.

    Examples
    --------
    >>> round(net_present_value(0.1, [-100.0, 60.0, 60.0]), 3)
    4.132
    """
    _checked(flows)
    if not (math.isfinite(rate) and rate > -1):
        raise BadArgument(f"The discount rate must be above -1 (0.08 for 8 % a year), not {rate}.")
    return math.fsum(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def payback(investment: float, yearly: float) -> tuple[float | None, str]:
    """Return the years until the yearly amounts add up to the investment, without interest.

    Parameters
    ----------
    investment : float
        Spent at the start [money].
    yearly : float
        What a year brings [money/year].

    Returns
    -------
    tuple of float or None, and str
        Time [year]; ``None``, and why, where a year brings nothing or a loss.

    Examples
    --------
    >>> payback(60.0, 10.0), payback(60.0, 0.0)
    ((6.0, ''), (None, 'a year brings nothing, so the investment never comes back'))
    """
    _checked((investment, yearly))
    if investment == 0:
        return 0.0, ""
    if yearly <= 0:
        gain = "a loss" if yearly < 0 else "nothing"
        return None, f"a year brings {gain}, so the investment never comes back"
    return investment / yearly, ""


def internal_rate(flows: Sequence[float]) -> tuple[float | None, str, str]:
    """Return the rate at which the net present value of yearly flows is zero.

    Parameters
    ----------
    flows : sequence of float
        Flows of the years 0, 1, … [money].

    Returns
    -------
    tuple of float or None, str and str
        Rate [1 a year], status and note. With exactly one change of sign there is exactly one rate
        above -1: ``ok``. Without a change there is none: ``undefined``. With several changes there
        can be several rates or none: ``ambiguous``; the note lists them, and the net present value
        is the better question.

    References
    ----------
    J. Lorie and L. Savage (1955): Three problems in rationing capital. Journal of Business 28, 229-239.

    Examples
    --------
    >>> rate, status, _ = internal_rate([-100.0, 60.0, 60.0])
    >>> round(rate, 4), status
    (0.1307, 'ok')
    >>> internal_rate([-100.0, 230.0, -132.0])
    (None, 'ambiguous', 'the flows change sign 2 times; rates that fit: 0.1, 0.2')
    """
    _checked(flows)
    changes = _changes(flows)
    if changes == 0:
        return None, "undefined", "the flows never change sign"
    if changes > 1:
        found = ", ".join(f"{rate:.4g}" for rate in rates_of_return(flows)) or "none"
        return None, "ambiguous", f"the flows change sign {changes} times; rates that fit: {found}"
    rate = _only_rate(flows)
    if rate is None:
        return None, "undefined", f"no rate below {_WIDEST:g} a year fits"
    return rate, "ok", ""


def _changes(flows: Sequence[float]) -> int:
    signs = [flow > 0 for flow in flows if flow]
    return sum(a != b for a, b in pairwise(signs))


def _only_rate(flows: Sequence[float]) -> float | None:
    """Return the one rate of flows that change sign once, in x = 1/(1 + rate), the factor of a year."""
    from scipy.optimize import brentq

    def value(x: float) -> float:
        return float(np.polynomial.polynomial.polyval(x, flows))

    first = next(flow for flow in flows if flow)
    near, far = 1.0, 1.0
    step = 2.0 if value(1.0) * first > 0 else 0.5  # the root is on the side on which the sign changes
    while value(far) * first > 0 if step > 1 else value(far) * first < 0:
        near, far = far, far * step
        if not 1 / _WIDEST < far < _WIDEST:
            return None
    if value(far) == 0:
        return 1 / far - 1
    return float(1 / brentq(value, min(near, far), max(near, far), xtol=1e-15, rtol=1e-14) - 1)


def rates_of_return(flows: Sequence[float]) -> list[float]:
    """Return every rate above -1 at which the net present value of yearly flows is zero.

    Parameters
    ----------
    flows : sequence of float
        Flows of the years 0, 1, … [money].

    Returns
    -------
    list of float
        Rates [1 a year], from the lowest; a double root stands once, to about six digits.

    Examples
    --------
    >>> [round(rate, 6) for rate in rates_of_return([-100.0, 230.0, -132.0])]
    [0.1, 0.2]
    """
    _checked(flows)
    trimmed = np.trim_zeros(np.asarray(flows, dtype=np.float64))
    if len(trimmed) < 2:
        return []
    roots = np.polynomial.polynomial.polyroots(trimmed)
    real = roots.real[(np.abs(roots.imag) <= _REAL * np.abs(roots)) & (roots.real > 0)]
    found: list[float] = []
    for rate in sorted(1 / real - 1):
        if not found or abs(rate - found[-1]) > _REAL * (1 + abs(rate)):
            found.append(float(rate))
    return found


def _checked(flows: Sequence[float]) -> None:
    bad = [flow for flow in flows if not math.isfinite(flow)]
    if bad:
        raise BadArgument(f"Flows of money must be finite numbers, not {bad[0]}.")
