"""Money over time: net present value, internal rate of return and payback, each with a status."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ecopark.errors import BadArgument
from ecopark.i18n import say
from ecopark.symbiosis.tables import check_table
from ecopark.validation import Column

__all__ = ["compare_projects", "internal_rate_of_return", "net_present_value", "payback", "rates_of_return"]

MAX_GROWTH = 1e12  # growth factor of a year up to which a rate is looked for
REL_TOL = 1e-6  # imaginary part of a root, over its size, below which the root counts as real


def compare_projects(projects: Any, discount_rate: float, money: str = "RMB") -> pd.DataFrame:
    """Compute payback, return on investment, net present value and internal rate of several projects.

    Each project costs its investment at the start and brings the same amount at the end of every year. The
    return on investment is ``(yearly * years - investment) / investment``, without interest, over all years
    of service; other books divide it by the years.

    Parameters
    ----------
    projects : pandas.DataFrame or polars.DataFrame
        One row per project: ``project``, ``investment`` [money], ``yearly`` (yearly revenue less costs)
        [money/year], ``years`` of service [year]. Faults of the table are a ``DataError``.
    discount_rate : float
        Discount rate [1 a year], above -1, else this is a ``BadArgument``.
    money : str
        Unit of money, for messages.

    Returns
    -------
    pandas.DataFrame
        One row per project: ``project``, ``investment``, ``yearly``, ``years``, ``payback`` [year],
        ``return_on_investment`` [%], ``net_present_value`` [money], ``internal_rate`` [1/year], ``status``
        (``ok``, or ``undefined`` where one of them has no answer) and ``note``.

    Examples
    --------
    >>> table = pd.DataFrame({"project": ["pump", "pipe"], "investment": [100.0, 100.0],
    ...                       "yearly": [60.0, 30.0], "years": [2, 10]})
    >>> compare_projects(table, 0.1)[["project", "payback", "net_present_value"]].round(1).values.tolist()
    [['pump', 1.7, 4.1], ['pipe', 3.3, 84.3]]
    """
    columns = [
        Column("project", "text", meaning=say("name of the project")),
        Column("investment", "number", money, minimum=0, meaning=say("spent at the start")),
        Column("yearly", "number", money, meaning=say("what a year brings")),
        Column("years", "year", "year", minimum=1, meaning=say("years of service")),
    ]
    filled = ["investment", "yearly"]
    table, _ = check_table(projects, say("table of projects"), columns, filled=filled, unique=["project"])
    rows = []
    for name, spent, yearly, years in table[[c.name for c in columns]].itertuples(index=False):
        flows = [-spent, *[yearly] * int(years)]
        # Each figure, or why there is none.
        time, no_payback = payback(spent, yearly)
        internal_rate, _, no_rate = internal_rate_of_return(flows)
        no_return = "" if spent else say("there is no investment to compare with")
        notes = [note for note in (no_payback, no_rate, no_return) if note]
        row = {"project": name, "investment": spent, "yearly": yearly, "years": int(years), "payback": time}
        row["return_on_investment"] = 100 * (yearly * years - spent) / spent if spent else np.nan
        row["net_present_value"] = net_present_value(discount_rate, flows)
        row["internal_rate"] = internal_rate
        rows.append(row | {"status": "undefined" if notes else "ok", "note": "; ".join(notes)})
    return pd.DataFrame(rows).astype({"payback": float, "internal_rate": float})


def net_present_value(rate: float, flows: Sequence[float]) -> float:
    """Return the sum of the flows of the years 0, 1, … [money], each divided by (1 + rate)^t; 0 for no flow.

    Examples
    --------
    >>> round(net_present_value(0.1, [-100.0, 60.0, 60.0]), 3)
    4.132
    """
    _check_flows(flows)
    if not (math.isfinite(rate) and rate > -1):
        raise BadArgument("The discount rate must be above -1 (8 % is 0.08), not {rate}.", rate=rate)
    return math.fsum(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def payback(investment: float, yearly: float) -> tuple[float | None, str]:
    """Return the years until the yearly amounts add up to the investment, without interest.

    If a year brings nothing or a loss there is no time, and the second value gives the reason.

    Examples
    --------
    >>> payback(60.0, 10.0), payback(60.0, 0.0)
    ((6.0, ''), (None, 'a year brings nothing, so the investment never comes back'))
    """
    _check_flows((investment, yearly))
    if investment == 0:
        return 0.0, ""
    if yearly < 0:
        return None, say("a year brings a loss, so the investment never comes back")
    if yearly == 0:
        return None, say("a year brings nothing, so the investment never comes back")
    return investment / yearly, ""


def internal_rate_of_return(flows: Sequence[float]) -> tuple[float | None, str, str]:
    """Return the rate [1 a year] at which the net present value of yearly flows is zero, status and note.

    With exactly one change of sign there is exactly one rate above -1: ``ok``. Without a change there is
    none: ``undefined``. With several changes there can be several rates or none: ``ambiguous``; the note
    lists them, and the net present value is the better question.

    References
    ----------
    J. Lorie and L. Savage (1955): Three problems in rationing capital. Journal of Business 28, 229-239.

    Examples
    --------
    >>> rate, status, _ = internal_rate_of_return([-100.0, 60.0, 60.0])
    >>> round(rate, 4), status
    (0.1307, 'ok')
    >>> internal_rate_of_return([-100.0, 230.0, -132.0])
    (None, 'ambiguous', 'the flows change sign 2 times; rates that fit: 0.1, 0.2')
    """
    from scipy.optimize import brentq

    _check_flows(flows)
    # Descartes: as many positive roots as changes of sign, or two, four … fewer; one change means one rate.
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(a != b for a, b in pairwise(signs))
    if changes == 0:
        return None, "undefined", say("the flows never change sign")
    if changes > 1:
        listed = ", ".join(f"{rate:.4g}" for rate in rates_of_return(flows)) or say("none")
        note = say(
            "the flows change sign {count} times; rates that fit: {rates}", count=changes, rates=listed
        )
        return None, "ambiguous", note

    # The one root in x = 1/(1 + rate): at 0 the sign is that of the first flow; widen until it changes.
    def value(x: float) -> float:
        return float(np.polynomial.polynomial.polyval(x, flows)) * (1 if signs[0] else -1)

    low, high = 1.0, 1.0
    while value(low) < 0 and low > 1 / MAX_GROWTH:
        low /= 2
    while value(high) > 0 and high < MAX_GROWTH:
        high *= 2
    if value(low) < 0 or value(high) > 0:
        return None, "undefined", say("no rate below {most:g} a year fits", most=MAX_GROWTH)
    root = low if value(low) == 0 else brentq(value, low, high, xtol=1e-15, rtol=1e-14)
    return float(1 / root - 1), "ok", ""


def rates_of_return(flows: Sequence[float]) -> list[float]:
    """Return every rate above -1 [1 a year] at which the net present value is zero, from the lowest.

    A double root is listed once, to about six digits.

    Examples
    --------
    >>> [round(rate, 6) for rate in rates_of_return([-100.0, 230.0, -132.0])]
    [0.1, 0.2]
    """
    _check_flows(flows)
    # The net present value is a polynomial in x = 1/(1 + rate); a rate above -100 % is a positive real root.
    trimmed = np.trim_zeros(np.asarray(flows, dtype=np.float64))
    if len(trimmed) < 2:
        return []
    roots = np.polynomial.polynomial.polyroots(trimmed)
    real = roots.real[(np.abs(roots.imag) <= REL_TOL * np.abs(roots)) & (roots.real > 0)]
    # Equal roots come out as neighbors: each rate once.
    rates: list[float] = []
    for rate in sorted(1 / real - 1):
        if not rates or abs(rate - rates[-1]) > REL_TOL * (1 + abs(rate)):
            rates.append(float(rate))
    return rates


def _check_flows(flows: Sequence[float]) -> None:
    bad = [flow for flow in flows if not math.isfinite(flow)]
    if bad:
        raise BadArgument("Flows of money must be finite numbers, not {flow}.", flow=bad[0])
