"""The indices of the guidelines of 2003, computed from a park's own yearly figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecopark import frames, standards, units
from ecopark.checks import Column, faults
from ecopark.errors import DataProblem, Problem, UnitMismatch, UnknownName, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMULAS", "park_indices"]

_STANDARD = "sepa-2003"
# Index of the guidelines: what is divided by what. The source names these quantities; for the other
# indices it gives no measure. Growth is the quotient less one.
FORMULAS = {
    "1.1": ("gdp", "gdp_before"),
    "1.2": ("gdp", "inhabitants"),
    "1.3": ("energy", "gdp"),
    "1.4": ("fresh_water", "gdp"),
    "2.2": ("water_reused", "water_used"),
    "2.3": ("raw_material_reused", "raw_material_used"),
    "2.4": ("energy_reused", "energy"),
    "3.4": ("renewable_energy", "energy"),
    "3.5": ("green_area", "inhabitants"),
    "3.6": ("green_area", "area"),
    "3.7": ("environmental_investment", "gdp"),
    "4.2": ("firms_clean_production", "firms"),
    "4.3": ("firms_iso_14001", "firms"),
}
_GROWTH = {"1.1"}
_UNITS = {
    **dict.fromkeys(("gdp", "gdp_before", "environmental_investment"), "10^4 RMB"),
    **dict.fromkeys(("energy", "energy_reused", "renewable_energy"), "tce"),
    **dict.fromkeys(("fresh_water", "water_used", "water_reused"), "m3"),
    **dict.fromkeys(("raw_material_used", "raw_material_reused"), "t"),
    **dict.fromkeys(("area", "green_area"), "km2"),
    **dict.fromkeys(("firms", "firms_clean_production", "firms_iso_14001"), "count"),
    "inhabitants": "person",
}


def park_indices(facts: Any) -> pd.DataFrame:
    """Return the indices of the guidelines of 2003 for a park whose yearly figures are known.

    Each is a quotient of two figures; the growth of GDP is a quotient less one. Where the source gives
    no measure, the index can only be described. The guidelines set no limits, so nothing passes or fails.

    Parameters
    ----------
    facts : pandas.DataFrame or polars.DataFrame
        One row a figure of the same year: ``quantity`` (a name that the formulas use), ``value`` and
        its ``unit``. Figures may be absent.

    Returns
    -------
    pandas.DataFrame
        One row an index: ``code``, ``group``, ``index``, ``value``, ``unit``, ``status``: ``ok``,
        ``missing`` (a figure is absent), ``undefined`` (division by zero), or ``not computable``
        (the source gives no measure).

    Raises
    ------
    DataProblem
        With every fault: an unknown or repeated quantity, a unit that does not fit, a number that is
        negative.

    References
    ----------
    SEPA (2003), section 5: the package ``sepa_2003``. Units that it does not print are this project's.

    Examples
    --------
    >>> import pandas as pd
    >>> facts = pd.DataFrame({"quantity": ["area", "green_area"], "value": [10.0, 2.0], "unit": "km2"})
    >>> found = park_indices(facts).set_index("code")
    >>> float(found.loc["3.6", "value"]), found.loc["3.6", "unit"], found.loc["3.5", "status"]
    (20.0, '%', 'missing')
    """
    import pandas as pd

    known = _read(facts)
    rows = []
    for index in standards.get(_STANDARD).indicators:
        value, status = _value(index.code, index.unit, known)
        rows.append((index.code, index.category, index.name_en, value, index.unit, status))
    return pd.DataFrame(rows, columns=["code", "group", "index", "value", "unit", "status"])


def _value(code: str, unit: str, known: dict[str, float]) -> tuple[float | None, str]:
    if code not in FORMULAS:
        return None, "not computable"
    above, below = FORMULAS[code]
    if above not in known or below not in known:
        return None, "missing"
    if known[below] == 0:
        return None, "undefined"
    ratio = known[above] / known[below] - (code in _GROWTH)
    return ratio * units.factor(_UNITS[above], unit, per=_UNITS[below]), "ok"


def _read(facts: Any) -> dict[str, float]:
    """Return each figure in the unit that the formulas use."""
    frame = frames.eager(facts, "table of yearly figures")
    wanted = [
        Column("quantity", "text", "", True, None, None, None, "what it measures"),
        Column("value", "number", "", True, None, 0, None, "the figure"),
        Column("unit", "text", "", True, None, None, None, "its unit"),
    ]
    problems = faults(frame, wanted)
    known: dict[str, float] = {}
    for row, line in enumerate(frame.iter_rows(named=True) if not problems else ()):
        name = str(line["quantity"])
        if name not in _UNITS:
            fix = did_you_mean(name, _UNITS).strip() or f"use one of: {', '.join(_UNITS)}"
            problems.append(Problem("no formula uses this quantity", "quantity", row, value=name, fix=fix))
        elif name in known:
            problems.append(
                Problem("the quantity is there twice", "quantity", row, value=name, fix="keep one")
            )
        elif line["value"] is not None and line["value"] == line["value"]:
            try:
                known[name] = float(line["value"]) * units.factor(str(line["unit"]), _UNITS[name])
            except (UnitMismatch, UnknownName):
                rule = f"{name} cannot be given in {_UNITS[name]}"
                problems.append(Problem(rule, "unit", row, value=line["unit"], fix=f"use {_UNITS[name]}"))
    if problems:
        raise DataProblem("the yearly figures", problems)
    return known
