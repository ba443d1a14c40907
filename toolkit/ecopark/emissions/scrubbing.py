"""A trade-off between two pollutants: scrubbing SO2 out of flue gas adds CO2."""

from __future__ import annotations

import math

from ecopark import units
from ecopark.emissions.factor_sets import CO2, Factor
from ecopark.emissions.factors import molar_mass
from ecopark.errors import UndefinedResult, UnitMismatch

__all__ = ["so2_co2_tradeoff"]


def so2_co2_tradeoff(so2: float, electricity: float, grid_factor: Factor) -> float:
    """Return the CO2 that scrubbing flue gas with limestone adds.

    Limestone, SO2, oxygen and water give gypsum and CO2: each mole of SO2 frees one mole of CO2. The
    pumps and fans need electricity: ``so2 M(CO2)/M(SO2) + electricity f``. Making and moving the
    limestone are left out.

    Parameters
    ----------
    so2 : float
        SO2 that is removed [t].
    electricity : float
        Electricity of the scrubber [MWh].
    grid_factor : Factor
        CO2 factor ``f`` of that electricity, such as :func:`ecopark.emissions.grid` returns.

    Returns
    -------
    float
        CO2 that is added [t].

    Raises
    ------
    UnitMismatch
        If the factor is not one for electricity.
    UndefinedResult
        If an amount is negative or not finite.

    Examples
    --------
    >>> from ecopark.emissions.factors import grid
    >>> round(so2_co2_tradeoff(100.0, 0.0, grid(year=2022)), 1)
    68.7
    """
    if grid_factor.quantity != CO2[2]:
        raise UnitMismatch(f"{grid_factor.id} gives {grid_factor.quantity}, not CO2 of electricity.")
    if not all(math.isfinite(x) and x >= 0 for x in (so2, electricity)):
        raise UndefinedResult(f"Amounts must be finite and not negative, not {so2} t and {electricity} MWh.")
    freed = so2 * molar_mass("CO2") / molar_mass("SO2")
    return freed + electricity * grid_factor.value * units.factor(grid_factor.unit, "t/MWh")
