"""A synthetic panel with known truth: no source holds a whole park's measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecopark.errors import BadArgument

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Truth", "synthetic_panel"]

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


class Truth(dict[str, dict[str, float]]):
    """The true elasticities of a synthetic panel [1]: ``truth["energy"]["Synthetic zone 01"]``.

    The truth never changes, so copies of a panel share it: pandas copies attributes at every step.
    """

    def __deepcopy__(self, memo: object) -> Truth:
        """Return itself."""
        return self

    def to_frame(self) -> pd.DataFrame:
        """Return one row a zone and one column a quantity [1]."""
        import pandas as pd

        return pd.DataFrame(self)


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
