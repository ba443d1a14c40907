"""Synthetic panels with known truth, which show the reach and the limits of a method."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from ecopark.errors import BadArgument, require_known
from ecopark.i18n import mark, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["ERRORS", "Truth", "simulate_panel", "synthetic_panel"]

Errors = Literal["iid", "ar1", "random_walk"]
ERRORS = ("iid", "ar1", "random_walk")

_TOO_FEW = mark("A panel needs at least one zone and one year, not {zones} and {years}.")
_START = 2005  # first year
_PRICES = 0.025  # yearly growth of prices between the constant and the current series
_NOISE = 0.03  # of synthetic_panel: standard deviation of a quantity's logarithm around its path
# Of synthetic_panel: median intensity per 10^4 RMB in the first year, mean and spread of the true elasticity.
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
# Of simulate_panel: mean and spread of the true elasticity. The means lie between the limits of
# HJ 274-2009 and the growth that seventeen certified parks reached; solid waste has no limit.
_ELASTICITIES: dict[str, tuple[float, float]] = {
    "energy": (0.50, 0.15),
    "fresh_water": (0.45, 0.15),
    "cod": (-0.10, 0.25),
    "so2": (-0.30, 0.35),
    "solid_waste": (0.20, 0.20),
    "hazardous_waste": (0.40, 0.20),
}
# Of simulate_panel, in the last year: quantity over another quantity, median in panel units and spread of
# the logarithm.
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
# Part, whole, share in the first year (low, high), gain a year
_PARTS = (
    ("solid_waste_reused", "solid_waste", (0.55, 0.85), 0.012),
    ("hazardous_waste_disposed", "hazardous_waste", (0.85, 1.02), 0.008),
    ("domestic_wastewater_treated", "domestic_wastewater", (0.60, 0.88), 0.012),
    ("domestic_rubbish_treated", "domestic_rubbish", (0.75, 1.00), 0.012),
)


class Truth(dict[str, dict[str, Any]]):
    """The true elasticities of a synthetic panel [1]: ``truth["energy"]["Synthetic zone 01"]``.

    The truth never changes, so copies of a panel share it: pandas copies attributes at every step.
    """

    def __deepcopy__(self, memo: object) -> Truth:
        """Return itself."""
        return self


def synthetic_panel(zones: int = 60, years: int = 12, seed: int = 0) -> pd.DataFrame:
    """Make a panel of invented zones with known true elasticities.

    Each quantity follows ``ln q(t) = a + e ln v(t) + noise``, where ``v`` is industrial added value
    at constant prices and ``e`` the true elasticity of the zone. About one zone in thirty shrinks.
    The numbers are invented: they are for learning and testing, never for statements about a zone.
    :func:`simulate_panel` lets you choose the elasticities and the kind of errors.

    Parameters
    ----------
    zones, years : int
        Number of zones, and of years of each zone from 2005 on.
    seed : int
        Seed of the random numbers: the same seed gives the same panel.

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
    >>> panel.shape, panel["zone"].iloc[0], int(panel["year"].iloc[-1])
    ((6, 28), 'Synthetic zone 1', 2007)
    >>> sorted(panel.attrs["truth"])
    ['cod', 'energy', 'fresh_water', 'so2']
    """
    import numpy as np

    if zones < 1 or years < 1:
        raise BadArgument(_TOO_FEW, zones=zones, years=years)
    random, time = np.random.default_rng(seed), np.arange(years)

    # Added value at constant prices.
    first = random.lognormal(np.log(2.5e6), 0.7, size=(zones, 1))
    path = _draw_paths(random, zones, time)
    value = np.round(first * np.exp(path - path[:, :1]), 1)

    # Quantities follow it with their elasticity.
    flows: dict[str, NDArray[np.float64]] = {}
    truth: dict[str, NDArray[np.float64]] = {}
    for name, (intensity, mean, spread) in _QUANTITIES.items():
        truth[name] = random.normal(mean, spread, size=zones)
        level = first * intensity * random.lognormal(0, 0.3, size=(zones, 1))
        noise = random.normal(0, _NOISE, size=(zones, years))
        growth = truth[name][:, None] * np.log(value / value[:, :1])
        flows[name] = np.round(level * np.exp(growth + noise), 1)
    flows["wastewater"] = np.round(flows["fresh_water"] * random.uniform(0.6, 0.9, size=(zones, 1)), 1)
    _add_parts(random, flows, time, (0.55, 0.8))

    # People and land grow more slowly than added value.
    first = value[:, :1]
    per_head = random.lognormal(np.log(14), 0.25, size=first.shape)
    per_area = random.lognormal(np.log(85_000), 0.25, size=first.shape)
    flows["employees"] = np.round(first / per_head * (value / first) ** 0.5)
    flows["industrial_land"] = np.round(first / per_area * (value / first) ** 0.3, 2)

    flows["industrial_added_value"] = value * (1 + _PRICES) ** time
    flows["industrial_added_value_constant"] = value
    published = {name: truth[name] for name in ("energy", "fresh_water", "cod", "so2")}
    return _assemble(random, flows, time + _START, published, "Synthetic panel: invented zones", 1)


def simulate_panel(
    zones: int = 60,
    years: int = 12,
    seed: int = 0,
    *,
    errors: Errors = "iid",
    rho: float = 0.5,
    noise: float = 0.05,
    efficiency_trend: float = 0.0,
    measurement_error: float = 0.0,
    elasticities: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Simulate a panel of invented zones of credible size, with errors that can break an interval's promise.

    Energy, fresh water, COD, SO2, solid and hazardous waste follow, ``t`` years after the start,

    ``ln q(t) = a + e ln v(t) - efficiency_trend t + u(t)``,

    where ``v`` is the true industrial added value at constant prices and ``e`` the true elasticity of the
    zone. The error ``u`` is made of independent normal draws ``w(t)`` with standard deviation ``noise``:

    - ``iid``: ``u(t) = w(t)``, as :func:`ecopark.elasticity.fit` assumes;
    - ``ar1``: ``u(t) = rho u(t - 1) + w(t)``, stationary: a good year is followed by a good year;
    - ``random_walk``: ``u(t) = u(t - 1) + w(t)``: each shock stays.

    In the last year each zone has a true added value of 50 to 100 billion RMB at current prices, which
    rise by 2.5 % a year. Growth differs from zone to zone (9 ± 5 % a year); about one zone in thirty
    shrinks. The numbers are invented: never use them for a statement about a real zone.

    Parameters
    ----------
    zones, years, seed : int
        As for :func:`synthetic_panel`.
    errors : {"iid", "ar1", "random_walk"}
        Dependence between the errors of successive years.
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
        ``zones * years`` rows with every column of the package ``panel`` in its unit. ``attrs["truth"]`` maps
        each of the six quantities to the true elasticity of each zone [1]; ``attrs["synthetic"]`` is true.

    Raises
    ------
    BadArgument, UnknownNameError
        If there is not at least one zone and one year, ``rho`` is not between -1 and 1, ``noise`` or
        ``measurement_error`` is negative, or a number is not finite: all faults. If there is no such kind
        of errors, or a quantity has no elasticity.

    Examples
    --------
    >>> panel = simulate_panel(zones=2, years=3, seed=1, errors="ar1", rho=0.8, elasticities={"cod": 0.0})
    >>> panel.shape, panel["zone"].iloc[0], int(panel["year"].iloc[-1])
    ((6, 28), 'Synthetic zone 01', 2007)
    >>> panel.attrs["truth"]["cod"]
    {'Synthetic zone 01': 0.0, 'Synthetic zone 02': 0.0}
    """
    import numpy as np

    # The choices, with all of their faults in one message.
    fixed = dict(elasticities or {})
    require_known(mark("kind of errors"), errors, ERRORS)
    for quantity in fixed:
        require_known(mark("quantity with an elasticity"), quantity, _ELASTICITIES)
    spreads = {"noise": noise, "measurement_error": measurement_error}
    trends = {"efficiency_trend": efficiency_trend, **{f"elasticities[{q!r}]": e for q, e in fixed.items()}}
    positive = mark("{name} must be finite and not negative, not {value}.")
    finite = mark("{name} must be finite, not {value}.")
    broken = [] if zones >= 1 and years >= 1 else [say(_TOO_FEW, zones=zones, years=years)]
    broken += [] if -1 < rho < 1 else [say("rho must be between -1 and 1, not {value}.", value=rho)]
    broken += [say(positive, name=n, value=x) for n, x in spreads.items() if not 0 <= x < math.inf]
    broken += [say(finite, name=n, value=x) for n, x in trends.items() if not math.isfinite(x)]
    if broken:
        raise BadArgument(" ".join(broken))
    random, time = np.random.default_rng(seed), np.arange(years)

    # Added value: a path of growth that ends at 50 to 100 billion RMB (10^4 RMB are the unit).
    path = _draw_paths(random, zones, time)
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
    drained = random.uniform(0.60, 0.85, size=(zones, 1))  # wastewater over fresh water
    base = {"added_value": last * prices[-1], "employees": employees[:, -1:]}
    flows: dict[str, NDArray[np.float64]] = {}
    for quantity, (per, median, spread) in _LEVELS.items():
        level = base[per] * random.lognormal(np.log(median), spread, size=last.shape)
        base[quantity] = level
        if quantity == "fresh_water":
            base["wastewater"] = level * drained
        error = random.normal(0, noise, size=value.shape)
        growth = 0.5 * path  # households follow the employees
        if quantity in truth:
            growth = truth[quantity][:, None] * path + efficiency_trend * (time[-1] - time)
            if errors == "random_walk":
                error = error.cumsum(axis=1)
            elif errors == "ar1":
                # The first year has the spread of all years: var u = var w / (1 - rho^2).
                error[:, 0] /= np.sqrt(1 - rho**2)
                for year in range(1, years):
                    error[:, year] += rho * error[:, year - 1]
        flows[quantity] = np.round(level * np.exp(growth + error), 1)
    flows["wastewater"] = np.round(flows["fresh_water"] * drained, 1)
    _add_parts(random, flows, time, (0.60, 0.85))

    flows["employees"], flows["industrial_land"] = np.round(employees), np.round(land, 2)
    flows["industrial_added_value"] = np.round(reported * prices, 1)
    flows["industrial_added_value_constant"] = np.round(reported, 1)
    return _assemble(random, flows, time + _START, truth, "Synthetic zones: invented", 2)


def _draw_paths(random: np.random.Generator, zones: int, time: NDArray[np.int_]) -> NDArray[np.float64]:
    """Draw logarithms of added value (zones by years): growth of 9 ± 5 % a year, and shocks that stay."""
    # Logarithms: growth by 0.09 a year on average, different in each zone, and shocks that last.
    trend = random.normal(0.09, 0.05, size=(zones, 1))
    shocks = random.normal(0, 0.025, size=(zones, len(time))).cumsum(axis=1)
    paths: NDArray[np.float64] = trend * time + shocks
    return paths


def _add_parts(
    random: np.random.Generator,
    flows: dict[str, NDArray[np.float64]],
    time: NDArray[np.int_],
    reuse: tuple[float, float],
) -> None:
    """Add amounts reused, disposed of or treated: shares that grow from a first one (low, high)."""
    import numpy as np

    shape = (len(flows["energy"]), 1)
    # Reused water r is a share of all water: r / (fresh + r), so r = fresh share / (1 - share).
    share = np.clip(random.uniform(*reuse, size=shape) + 0.008 * time, 0, 0.95)
    flows["water_reused"] = np.round(flows["fresh_water"] * share / (1 - share), 1)
    for part, whole, limits, gain in _PARTS:
        share = np.clip(random.uniform(*limits, size=shape) + gain * time, 0, 1)
        flows[part] = np.minimum(np.round(flows[whole] * share, 1), flows[whole])


def _assemble(
    random: np.random.Generator,
    flows: dict[str, NDArray[np.float64]],
    years: NDArray[np.int_],
    truth: dict[str, NDArray[np.float64]],
    title: str,
    digits: int,
) -> pd.DataFrame:
    """Return the panel: flows (zones by years), the answers of an administration, and the truth."""
    import numpy as np
    import pandas as pd

    from ecopark import datasets

    # Counts, percentages, yes or no.
    shape = zones, _ = flows["energy"].shape
    time = years - years[0]
    columns: dict[str, NDArray[Any]] = {**flows, "year": np.broadcast_to(years, shape)}
    polluters = np.repeat(random.integers(5, 60, size=(zones, 1)), len(years), axis=1)
    audited = np.clip(random.uniform(0.4, 0.9, size=(zones, 1)) + 0.03 * time, 0, 1)
    columns["heavy_polluters"] = polluters
    columns["heavy_polluters_audited"] = np.floor(polluters * audited).astype(int)
    for name, low, high, gain in (
        ("information_platform", 50, 95, 3.0),
        ("public_satisfaction", 75, 92, 0.8),
        ("public_awareness", 65, 90, 1.5),
    ):
        percent = np.round(random.uniform(low, high, size=(zones, 1)) + gain * time)
        columns[name] = np.clip(percent, 0, 100)
    columns["environmental_reports"] = (random.uniform(size=shape) < 0.85).astype(int)
    for name, chance in (("waste_system", 0.8), ("environmental_supervision", 0.85)):
        # Most zones have it from the start, the others from the fourth year on.
        since = np.where(random.uniform(size=(zones, 1)) < chance, 0, 3)
        columns[name] = np.broadcast_to(time >= since, shape)

    width = max(digits, len(str(zones)))
    labels = np.array([f"Synthetic zone {number:0{width}d}" for number in range(1, zones + 1)], dtype=object)
    columns["zone"] = np.repeat(labels, len(years))
    order = [row["name"] for row in datasets.rows("panel", "columns")]
    panel = pd.DataFrame({name: np.ravel(columns[name]) for name in order}).astype({"zone": "str"})

    # The true elasticities of each zone, beside the panel.
    named = {
        quantity: dict(zip(labels, elasticities.tolist(), strict=True))
        for quantity, elasticities in truth.items()
    }
    panel.attrs.update(truth=Truth(named), synthetic=True, title=f"{title}, for learning and testing")
    return panel
