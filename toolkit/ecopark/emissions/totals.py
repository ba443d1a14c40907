"""What an energy inventory adds up to: total, intensity, and how both change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import narwhals as nw

from ecopark import frames
from ecopark.emissions.factor_sets import UNITS, FactorSet
from ecopark.errors import UnitMismatch, UnknownName
from ecopark.intervals import Interval

__all__ = ["Change", "Figure", "Inventory", "change"]

_SLACK = 1e-12  # a change smaller than this is none


@dataclass(frozen=True)
class Figure:
    """A total or an intensity, with the range that rounding allows.

    ``value``, ``low`` and ``high`` are in ``unit``, or ``None`` where ``status`` is not ``ok``:
    ``missing`` (an amount or a factor is not there), ``undefined`` (nothing to divide by, or a heat
    value that coal equivalent does not go with) or ``ambiguous`` (the factors count different
    gases). ``known`` is the sum over the rows that could be computed, ``n_unknown`` counts the rest.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    status: str
    known: float
    n_unknown: int


@dataclass(frozen=True)
class Inventory:
    """What an energy inventory gives, with the factors and the electricity convention behind it.

    ``table`` is the table that came in, with ``tce`` [tce], ``gj`` [GJ] and ``co2`` [t], each with
    ``_low``, ``_high``, ``_status`` and the ``_factors`` used; ``gas`` is what ``co2`` counts;
    ``electricity`` names the convention in the rows of electricity.
    """

    table: Any = field(repr=False, compare=False)
    electricity: str
    factors: FactorSet = field(repr=False)

    def total(self, quantity: Literal["tce", "gj", "co2"] = "co2") -> Figure:
        """Return the sum of one quantity over all rows.

        Parameters
        ----------
        quantity : {"tce", "gj", "co2"}
            What is added up [tce, GJ or t].

        Returns
        -------
        Figure
            In tce, GJ or t.

        Raises
        ------
        UnknownName
            If there is no such quantity.
        """
        if quantity not in UNITS:
            raise UnknownName("quantity", quantity, UNITS)
        frame = frames.eager(self.table, "inventory")
        done = frame.filter(nw.col(f"{quantity}_status") == "ok")
        value, low, high = (float(done.get_column(f"{quantity}{end}").sum()) for end in ("", "_low", "_high"))
        status = _worst(frame.get_column(f"{quantity}_status").to_list())
        named = done.get_column("gas").to_list() if quantity == "co2" else []
        gases = {gas for gas in named if isinstance(gas, str)}  # nothing of a carrier has none
        if status == "ok" and len(gases) > 1:
            status = "ambiguous"
        unit, unknown = UNITS[quantity], len(frame) - len(done)
        if status != "ok":
            return Figure(None, None, None, unit, status, value, unknown)
        return Figure(value, low, high, unit, status, value, unknown)

    def intensity(
        self,
        activity: float | Interval | None,
        unit: str = "10^4 RMB",
        quantity: Literal["tce", "gj", "co2"] = "co2",
    ) -> Figure:
        """Return the total of one quantity over an activity, such as industrial added value.

        Parameters
        ----------
        activity : float, Interval or None
            What the total is divided by [unit]; an interval carries its own rounding. ``None`` where
            it is not known.
        unit : str
            Unit of the activity.
        quantity : {"tce", "gj", "co2"}
            What is divided.

        Returns
        -------
        Figure
            In tce, GJ or t for each unit of the activity: ``undefined`` if the activity may be zero,
            ``missing`` if it is not known.
        """
        whole = self.total(quantity)
        per = f"{whole.unit}/{unit}"
        if whole.value is None or whole.low is None or whole.high is None:
            return Figure(None, None, None, per, whole.status, 0.0, whole.n_unknown)
        if activity is None or activity != activity:
            return Figure(None, None, None, per, "missing", 0.0, 0)
        below = activity if isinstance(activity, Interval) else Interval(float(activity), float(activity))
        if below.low <= 0:
            return Figure(None, None, None, per, "undefined", 0.0, 0)
        value = whole.value / ((below.low + below.high) / 2)
        ends = Interval(whole.low, whole.high) / below
        return Figure(value, ends.low, ends.high, per, "ok", value, 0)


@dataclass(frozen=True)
class Change:
    """How the total and the intensity of an inventory changed [%], and whether they agree.

    ``verdict`` is ``both fall``, ``only the intensity falls``, ``only the total falls`` or ``neither
    falls``. Where ``status`` is not ``ok`` the three are ``None``.
    """

    total: float | None
    intensity: float | None
    verdict: str | None
    electricity: str
    status: str


def _worst(statuses: list[str]) -> str:
    return next((s for s in ("missing", "undefined") if s in statuses), "ok")


def change(
    before: Inventory,
    after: Inventory,
    activity_before: float,
    activity_after: float,
    quantity: Literal["tce", "gj", "co2"] = "co2",
) -> Change:
    """Return how total and intensity changed from one inventory to another.

    Parameters
    ----------
    before, after : Inventory
        The two inventories, by the same electricity convention.
    activity_before, activity_after : float
        What each total is divided by, such as industrial added value [same unit in both].
    quantity : {"tce", "gj", "co2"}
        What is compared.

    Returns
    -------
    Change
        Both changes [%]; ``undefined`` where a total or activity before is not above zero.

    Raises
    ------
    UnitMismatch
        If the two count electricity by different conventions.

    Examples
    --------
    >>> import pandas as pd
    >>> from ecopark.emissions import inventory
    >>> tables = [pd.DataFrame({"carrier": ["coke"], "amount": [t], "unit": ["t"]}) for t in (100, 120)]
    >>> change(*map(inventory, tables), 10.0, 15.0).verdict
    'only the intensity falls'
    """
    if before.electricity != after.electricity:
        raise UnitMismatch(
            f"One inventory counts electricity as {before.electricity}, the other as {after.electricity}: "
            "compute both by the same convention."
        )
    first, second = before.total(quantity), after.total(quantity)
    if first.value is None or second.value is None:
        status = first.status if first.status != "ok" else second.status
        return Change(None, None, None, before.electricity, status)
    if not (first.value > 0 and activity_before > 0 and activity_after > 0):
        return Change(None, None, None, before.electricity, "undefined")
    total = second.value / first.value - 1
    per = (1 + total) / (activity_after / activity_before) - 1
    return Change(100 * total, 100 * per, _verdict(total, per), before.electricity, "ok")


def _verdict(total: float, intensity: float) -> str:
    falls = {(True, True): "both fall", (True, False): "only the total falls"}
    falls |= {(False, True): "only the intensity falls", (False, False): "neither falls"}
    return falls[total < -_SLACK, intensity < -_SLACK]
