"""Combined heat and power against separate production: the fuel that it saves."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ecopark.errors import BadArgument, BalanceError, UndefinedResult

__all__ = ["Cogeneration", "combined_heat_power"]


@dataclass(frozen=True)
class Cogeneration:
    """What combined production saves. Energies are in the unit of the inputs, shares in percent.

    ``fuel_saved`` is negative where separate production needs less fuel. ``saving`` is
    ``fuel_saved`` over ``fuel_separate``; ``power_to_heat`` is ``None`` and ``status``
    ``undefined`` for a plant without useful heat, which saves nothing by combining.
    """

    fuel: float
    fuel_separate: float
    fuel_saved: float
    saving: float
    overall_efficiency: float
    power_to_heat: float | None
    status: str


def combined_heat_power(
    heat: float, electricity: float, fuel: float, *, boiler_efficiency: float, power_efficiency: float
) -> Cogeneration:
    """Compare a plant that makes heat and electricity with a boiler and a power plant.

    The same heat ``Q`` and electricity ``W`` made apart need the fuel ``Q / eta_Q + W / eta_W``.
    Saved is that less the fuel ``F`` of the plant, and as a share of separate production it is
    ``1 - 1 / ((Q / F) / eta_Q + (W / F) / eta_W)``.

    Parameters
    ----------
    heat : float
        Useful heat [any unit of energy].
    electricity : float
        Electricity, less what the plant itself uses [same unit].
    fuel : float
        Fuel [same unit, low heat value if the efficiencies are].
    boiler_efficiency, power_efficiency : float
        Efficiencies ``eta_Q`` and ``eta_W`` of separate production [1], above 0 and at most 1, by the
        same heat value as the fuel. They decide the result: name the ones that were used.

    Returns
    -------
    Cogeneration
        Fuels in the unit of the inputs, saving and overall efficiency in percent.

    Raises
    ------
    BalanceError
        If heat and electricity are more than the fuel.
    UndefinedResult
        If there is no fuel, or neither heat nor electricity.
    BadArgument
        If an energy is negative or not finite, or an efficiency is not above 0 and at most 1.

    References
    ----------
    Directive 2012/27/EU on energy efficiency, annex II (b).

    Examples
    --------
    >>> found = combined_heat_power(45, 30, 100, boiler_efficiency=0.9, power_efficiency=0.4)
    >>> found.fuel_separate, found.fuel_saved, found.saving
    (125.0, 25.0, 20.0)
    """
    _checked(heat, electricity, fuel, boiler_efficiency, power_efficiency)
    separate = heat / boiler_efficiency + electricity / power_efficiency
    return Cogeneration(
        fuel=fuel,
        fuel_separate=separate,
        fuel_saved=separate - fuel,
        saving=100 * (separate - fuel) / separate,
        overall_efficiency=100 * (heat + electricity) / fuel,
        power_to_heat=electricity / heat if heat else None,
        status="ok" if heat else "undefined",
    )


def _checked(heat: float, electricity: float, fuel: float, *efficiencies: float) -> None:
    for name, value in (("heat", heat), ("electricity", electricity), ("fuel", fuel)):
        if not (math.isfinite(value) and value >= 0):
            raise BadArgument(f"{name} must be finite and not negative, not {value}.")
    for name, value in zip(("boiler_efficiency", "power_efficiency"), efficiencies, strict=True):
        if not 0 < value <= 1:
            raise BadArgument(f"{name} must be above 0 and at most 1, not {value}; 90 % is 0.9.")
    if fuel == 0 or heat + electricity == 0:
        raise UndefinedResult(
            f"Nothing to compare: fuel {fuel:g}, heat {heat:g} and electricity {electricity:g}."
        )
    if heat + electricity > fuel * (1 + 1e-9):
        raise BalanceError(
            f"Heat {heat:g} and electricity {electricity:g} are more than the fuel, {fuel:g}: check "
            "the units, and whether the fuel is by its low heat value."
        )
