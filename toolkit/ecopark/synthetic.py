"""Synthetic panels with known truth: to show what a method can find, and what it cannot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from ecopark.errors import BadArgument, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["ERRORS", "Truth", "synthetic_panel", "synthetic_zones"]

Errors = Literal["iid", "ar1", "random_walk"]
ERRORS = ("iid", "ar1", "random_walk")

# Median intensity per 10^4 RMB in the first year, and mean and spread of the true elasticity.
_QUANTITIES: dict[str, tuple[float, float, float]] = {
    "energy": (1.05, 0.60, 0.25),
    "fresh_water": (19.0, 0.50, 0.25),
    "cod": (2.6, 0.25, 0.30),
    "so2": (3.2, 0.10, 0.35),
    "solid_waste": (0.2, 0.70, 0.20),
    "hazardous_waste": (0.004, 0.60, 0.20),
    "domestic_wastewater": (1.5, 0.40, 0.10),
    "domestic_rubbish": (0.02, 0.40, 0.10),
}
_NOISE = 0.03  # standard deviation of a quantity's logarithm around its path
_PRICES = 0.025  # yearly growth of prices between the constant and the current series
# Part, whole, share in the first year (low, high), gain a year
_PARTS = (
    ("solid_waste_reused", "solid_waste", (0.55, 0.85), 0.012),
    ("hazardous_waste_disposed", "hazardous_waste", (0.85, 1.02), 0.008),
    ("domestic_wastewater_treated", "domestic_wastewater", (0.60, 0.88), 0.012),
    ("domestic_rubbish_treated", "domestic_rubbish", (0.75, 1.00), 0.012),
)


class Truth(dict[str, dict[str, Any]]):
    """The true elasticities of a synthetic panel [1]: ``truth["energy"]["Synthetic zone 01"]``.

    ``truth["parameters"]``, where there is such an entry, holds how the panel was made. The truth never
    changes, so copies of a panel share it: pandas copies attributes at every step.
    """

    def __deepcopy__(self, memo: object) -> Truth:
        """Return itself."""
        return self

    def to_frame(self) -> pd.DataFrame:
        """Return the elasticities, one row per zone and one column per quantity [1]."""
        import pandas as pd

        return pd.DataFrame({quantity: zones for quantity, zones in self.items() if quantity != "parameters"})


def synthetic_panel(zones: int = 60, years: int = 12, seed: int = 0, start: int = 2005) -> pd.DataFrame:
    """Make a panel of invented zones with known true elasticities.

    Each quantity follows ``ln q(t) = a + e ln v(t) + noise``, where ``v`` is industrial added value
    at constant prices and ``e`` the true elasticity of the zone. About one zone in thirty shrinks.
    The numbers are invented: they are for learning and testing, never for statements about a zone.

    Parameters
    ----------
    zones : int
        Number of zones.
    years : int
        Number of years of each zone.
    seed : int
        Seed of the random numbers: the same seed gives the same panel.
    start : int
        First year.

    Returns
    -------
    pandas.DataFrame
        ``zones * years`` rows with every column of the canonical panel in its unit.
        ``attrs["truth"]`` maps energy, fresh_water, cod and so2 to the true elasticity of each
        zone [1]; ``attrs["synthetic"]`` is true.

    Raises
    ------
    BadArgument
        If there is not at least one zone and one year.

    Examples
    --------
    >>> panel = synthetic_panel(zones=2, years=3, seed=1)
    >>> panel.shape
    (6, 28)
    >>> panel["zone"].iloc[0], int(panel["year"].iloc[-1])
    ('Synthetic zone 1', 2007)
    >>> sorted(panel.attrs["truth"])
    ['cod', 'energy', 'fresh_water', 'so2']
    """
    import numpy as np
    import pandas as pd

    if zones < 1 or years < 1:
        raise BadArgument(f"A panel needs at least one zone and one year, not {zones} and {years}.")
    random = np.random.default_rng(seed)
    width = len(str(zones))
    labels = np.array([f"Synthetic zone {i:0{width}d}" for i in range(1, zones + 1)], dtype=object)
    time = np.arange(years)
    constant, elasticities, columns = _flows(random, zones, time)
    current = constant * (1 + _PRICES) ** time
    columns = {
        "zone": np.repeat(labels, years),
        "year": np.tile(time + start, zones),
        "industrial_added_value": current,
        "industrial_added_value_constant": constant,
        **_size(random, constant),
        **columns,
        **_answers(random, zones, time),
    }
    order = _order()
    panel = pd.DataFrame({name: np.ravel(columns[name]) for name in order})
    panel["zone"] = panel["zone"].astype("str")
    shown = ("energy", "fresh_water", "cod", "so2")
    panel.attrs["truth"] = Truth({q: dict(zip(labels, elasticities[q].tolist(), strict=True)) for q in shown})
    panel.attrs["synthetic"] = True
    panel.attrs["title"] = "Synthetic panel: invented zones, for learning and testing"
    return panel


# True elasticity of each quantity: mean and spread over the zones. The means lie between the limits of
# HJ 274-2009 and what seventeen certified parks reached together; solid waste has no limit.
_ELASTICITIES: dict[str, tuple[float, float]] = {
    "energy": (0.50, 0.15),
    "fresh_water": (0.45, 0.15),
    "cod": (-0.10, 0.25),
    "so2": (-0.30, 0.35),
    "solid_waste": (0.20, 0.20),
    "hazardous_waste": (0.40, 0.20),
}
# Of the last year, median and spread of the logarithm: quantity over another quantity, in panel units.
_LEVELS: dict[str, tuple[str, float, float]] = {
    "energy": ("added_value", 0.40, 0.35),  # tce/10^4 RMB; limit 0.5
    "fresh_water": ("added_value", 7.0, 0.35),  # m3/10^4 RMB; limit 9
    "cod": ("wastewater", 0.060, 0.30),  # kg/t of wastewater: 60 mg/L; limit 1 kg/10^4 RMB
    "so2": ("energy", 1.0, 0.50),  # kg/tce; limit 1 kg/10^4 RMB
    "solid_waste": ("added_value", 0.080, 0.50),  # t/10^4 RMB; limit 0.1
    "hazardous_waste": ("added_value", 0.004, 0.50),  # t/10^4 RMB
    "domestic_wastewater": ("employees", 45.0, 0.20),  # t/person: at work, and of those who live there
    "domestic_rubbish": ("employees", 0.30, 0.20),  # t/person
}


def synthetic_zones(
    zones: int = 60,
    years: int = 12,
    seed: int = 0,
    start: int = 2005,
    *,
    errors: Errors = "iid",
    rho: float = 0.5,
    noise: float = 0.05,
    efficiency_trend: float = 0.0,
    measurement_error: float = 0.0,
    elasticities: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Make a panel of invented zones of credible size, with errors that can break an interval's promise.

    Energy, fresh water, COD, SO2, solid and hazardous waste follow, ``t`` years after the start,

    ``ln q(t) = a + e ln v(t) - efficiency_trend t + u(t)``,

    where ``v`` is the true industrial added value at constant prices and ``e`` the true elasticity of
    the zone. The error ``u`` is made of independent normal draws ``w(t)`` with standard deviation
    ``noise``:

    - ``iid``: ``u(t) = w(t)``, what :func:`ecopark.elasticity.fit` takes for granted;
    - ``ar1``: ``u(t) = rho u(t - 1) + w(t)``, stationary: a good year is followed by a good year;
    - ``random_walk``: ``u(t) = u(t - 1) + w(t)``: what happened once stays.

    In the last year each zone has a true added value of 50 to 100 billion RMB at current prices, which
    rise by 2.5 % a year. Growth differs from zone to zone (9 ± 5 % a year); about one zone in thirty
    shrinks. The numbers are invented: never use them for a statement about a real zone.

    Parameters
    ----------
    zones, years : int
        Number of zones and of years of each zone.
    seed : int
        Seed of the random numbers: the same seed gives the same panel.
    start : int
        First year.
    errors : {"iid", "ar1", "random_walk"}
        How the errors of successive years hang together.
    rho : float
        Correlation of the errors of two successive years [1], between -1 and 1; for ``ar1`` only.
    noise : float
        Standard deviation of ``w`` [1, of a logarithm: 0.05 is about 5 %].
    efficiency_trend : float
        Yearly fall of every quantity that added value does not explain [1/year, of a logarithm: 0.02
        is about 2 % a year]. A negative trend is a rise.
    measurement_error : float
        Standard deviation of the error with which added value is reported [1, of a logarithm]. The
        quantities follow the true added value.
    elasticities : mapping of str to float, optional
        Sets the true elasticity of a quantity [1] in every zone, as ``{"energy": 0.6}``. Others differ
        from zone to zone.

    Returns
    -------
    pandas.DataFrame
        ``zones * years`` rows with every column of the package ``panel`` in its unit.
        ``attrs["truth"]`` maps each of the six quantities to the true elasticity of each zone [1], and
        ``parameters`` to the options above; ``attrs["synthetic"]`` is true.

    Raises
    ------
    BadArgument
        If there is not at least one zone and one year, ``rho`` is not between -1 and 1, ``noise`` or
        ``measurement_error`` is negative, or a number is not finite: all faults.
    UnknownNameError
        If there is no such kind of errors, or a quantity has no elasticity.

    Examples
    --------
    >>> panel = synthetic_zones(zones=2, years=3, seed=1, errors="ar1", rho=0.8, elasticities={"cod": 0.0})
    >>> panel.shape
    (6, 28)
    >>> panel["zone"].iloc[0], int(panel["year"].iloc[-1])
    ('Synthetic zone 01', 2007)
    >>> panel.attrs["truth"]["cod"]
    {'Synthetic zone 01': 0.0, 'Synthetic zone 02': 0.0}
    >>> panel.attrs["truth"]["parameters"]["rho"]
    0.8
    """
    import numpy as np
    import pandas as pd

    fixed = dict(elasticities or {})
    if errors not in ERRORS:
        raise UnknownNameError("kind of errors", errors, ERRORS)
    for quantity in fixed:
        if quantity not in _ELASTICITIES:
            raise UnknownNameError("quantity with an elasticity", quantity, _ELASTICITIES)
    numbers = {"noise": noise, "measurement_error": measurement_error}
    rules = [
        (zones >= 1 and years >= 1, f"at least one zone and one year, not {zones} and {years}"),
        (-1 < rho < 1, f"rho between -1 and 1, not {rho}"),
        *(
            (0 <= value < math.inf, f"{name} not negative and finite, not {value}")
            for name, value in numbers.items()
        ),
        (math.isfinite(efficiency_trend), f"efficiency_trend finite, not {efficiency_trend}"),
        *((math.isfinite(e), f"elasticities[{name!r}] finite, not {e}") for name, e in fixed.items()),
    ]
    broken = [rule for holds, rule in rules if not holds]
    if broken:
        raise BadArgument(f"A panel needs {'; '.join(broken)}.")

    random = np.random.default_rng(seed)
    time = np.arange(years)
    width = max(2, len(str(zones)))
    labels = np.array([f"Synthetic zone {i:0{width}d}" for i in range(1, zones + 1)], dtype=object)

    # Added value: a path of growth that ends at 50 to 100 billion RMB (10^4 RMB are the unit).
    trend = random.normal(0.09, 0.05, size=(zones, 1))
    shocks = random.normal(0, 0.025, size=(zones, years)).cumsum(axis=1)
    path = trend * time + shocks
    path -= path[:, -1:]
    prices = (1 + _PRICES) ** time
    value = np.exp(random.uniform(np.log(5e6), np.log(10e6), size=(zones, 1)) + path) / prices[-1]
    reported = value * np.exp(random.normal(0, measurement_error, size=value.shape))

    # People and land grow more slowly than added value.
    last = value[:, -1:]
    employees = last * prices[-1] / random.lognormal(np.log(25), 0.25, size=last.shape) * np.exp(0.5 * path)
    land = last * prices[-1] / random.lognormal(np.log(120_000), 0.25, size=last.shape) * np.exp(0.3 * path)

    # Quantities: the level of the last year, then backwards along the path of added value.
    truth = {q: random.normal(mean, spread, size=zones) for q, (mean, spread) in _ELASTICITIES.items()}
    truth |= {q: np.full(zones, float(e)) for q, e in fixed.items()}
    drained = random.uniform(0.60, 0.85, size=(zones, 1))  # the part of fresh water that becomes wastewater
    base = {"added_value": last * prices[-1], "employees": employees[:, -1:]}
    flows: dict[str, NDArray[np.float64]] = {}
    for quantity, (per, median, spread) in _LEVELS.items():
        level = base[per] * random.lognormal(np.log(median), spread, size=last.shape)
        base[quantity] = level
        if quantity == "fresh_water":
            base["wastewater"] = level * drained
        draws = random.normal(0, noise, size=value.shape)
        if quantity in truth:
            u = _correlated(draws, errors, rho)
            growth = truth[quantity][:, None] * path + efficiency_trend * (time[-1] - time)
        else:
            u, growth = draws, 0.5 * path  # households follow the employees
        flows[quantity] = np.round(level * np.exp(growth + u), 1)
    flows["wastewater"] = np.round(flows["fresh_water"] * drained, 1)
    reuse = np.clip(random.uniform(0.60, 0.85, size=last.shape) + 0.008 * time, 0, 0.95)
    flows["water_reused"] = np.round(flows["fresh_water"] * reuse / (1 - reuse), 1)
    for part, whole, (low, high), gain in _PARTS:
        share = np.clip(random.uniform(low, high, size=last.shape) + gain * time, 0, 1)
        flows[part] = np.minimum(np.round(flows[whole] * share, 1), flows[whole])

    columns = {
        "zone": np.repeat(labels, years),
        "year": np.tile(time + start, zones),
        "industrial_added_value": np.round(reported * prices, 1),
        "industrial_added_value_constant": np.round(reported, 1),
        "employees": np.round(employees),
        "industrial_land": np.round(land, 2),
        **flows,
        **_answers(random, zones, time),
    }
    panel = pd.DataFrame({name: np.ravel(columns[name]) for name in _order()})
    panel["zone"] = panel["zone"].astype("str")
    parameters = {
        "errors": errors,
        "rho": rho if errors == "ar1" else None,
        **numbers,
        "efficiency_trend": efficiency_trend,
    }
    named = {q: dict(zip(labels, e.tolist(), strict=True)) for q, e in truth.items()}
    panel.attrs["truth"] = Truth({**named, "parameters": parameters})
    panel.attrs["synthetic"] = True
    panel.attrs["title"] = "Synthetic zones: invented, for learning and testing"
    return panel


def _correlated(draws: NDArray[np.float64], errors: Errors, rho: float) -> NDArray[np.float64]:
    """Return errors made of independent draws, one row per zone and one column per year."""
    import numpy as np
    from scipy.signal import lfilter

    if errors == "iid":
        return draws
    if errors == "random_walk":
        return draws.cumsum(axis=1)
    # The first year has the spread of all years: var u = var w / (1 - rho^2).
    first = draws[:, :1] / np.sqrt(1 - rho**2)
    later, _ = lfilter([1.0], [1.0, -rho], draws[:, 1:], axis=1, zi=rho * first)
    return np.concatenate([first, later], axis=1)


def _order() -> list[str]:
    from ecopark import datasets

    return [row["name"] for row in datasets.rows("panel", "columns")]


def _flows(
    random: np.random.Generator, zones: int, time: NDArray[np.int_]
) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]]]:
    """Return added value at constant prices, true elasticities, and the quantities (zones by years)."""
    import numpy as np

    years = len(time)
    first = random.lognormal(np.log(2.5e6), 0.7, size=(zones, 1))
    trend = random.normal(0.09, 0.05, size=(zones, 1))
    shocks = random.normal(0, 0.025, size=(zones, years)).cumsum(axis=1)
    path = trend * time + shocks - shocks[:, :1]
    constant = np.round(first * np.exp(path), 1)
    elasticities, flows = {}, {}
    for name, (intensity, mean, spread) in _QUANTITIES.items():
        elasticities[name] = random.normal(mean, spread, size=zones)
        level = first * intensity * random.lognormal(0, 0.3, size=(zones, 1))
        noise = random.normal(0, _NOISE, size=(zones, years))
        growth = elasticities[name][:, None] * np.log(constant / constant[:, :1])
        flows[name] = np.round(level * np.exp(growth + noise), 1)
    flows["wastewater"] = np.round(flows["fresh_water"] * random.uniform(0.6, 0.9, size=(zones, 1)), 1)
    reuse = np.clip(random.uniform(0.55, 0.8, size=(zones, 1)) + 0.008 * time, 0, 0.95)
    flows["water_reused"] = np.round(flows["fresh_water"] * reuse / (1 - reuse), 1)
    for part, whole, (low, high), gain in _PARTS:
        share = np.clip(random.uniform(low, high, size=(zones, 1)) + gain * time, 0, 1)
        flows[part] = np.minimum(np.round(flows[whole] * share, 1), flows[whole])
    return constant, elasticities, flows


def _size(random: np.random.Generator, constant: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return employees [person] and industrial land [km2]."""
    import numpy as np

    first = constant[:, :1]
    per_head = random.lognormal(np.log(14), 0.25, size=first.shape)
    per_area = random.lognormal(np.log(85_000), 0.25, size=first.shape)
    return {
        "employees": np.round(first / per_head * (constant / first) ** 0.5),
        "industrial_land": np.round(first / per_area * (constant / first) ** 0.3, 2),
    }


def _answers(random: np.random.Generator, zones: int, time: NDArray[np.int_]) -> dict[str, NDArray[Any]]:
    """Return what an administration answers: counts, percentages, yes or no."""
    import numpy as np

    years = len(time)
    polluters = np.repeat(random.integers(5, 60, size=(zones, 1)), years, axis=1)
    audited = np.clip(random.uniform(0.4, 0.9, size=(zones, 1)) + 0.03 * time, 0, 1)
    percent = {
        "information_platform": (50, 95, 3.0),
        "public_satisfaction": (75, 92, 0.8),
        "public_awareness": (65, 90, 1.5),
    }
    answers: dict[str, NDArray[Any]] = {
        name: np.clip(np.round(random.uniform(low, high, size=(zones, 1)) + gain * time), 0, 100)
        for name, (low, high, gain) in percent.items()
    }
    answers["heavy_polluters"] = polluters
    answers["heavy_polluters_audited"] = np.floor(polluters * audited).astype(int)
    answers["environmental_reports"] = (random.uniform(size=(zones, years)) < 0.85).astype(int)
    for name, chance in (("waste_system", 0.8), ("environmental_supervision", 0.85)):
        since = np.where(random.uniform(size=(zones, 1)) < chance, 0, 3)
        answers[name] = np.broadcast_to(time >= since, (zones, years))
    return answers
