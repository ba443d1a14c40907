"""Emissions: energy carriers to coal equivalent and CO2, with factors that name place, year and boundary."""

from __future__ import annotations

from ecopark.emissions.explaining import Explanation, candidates, explains, implied_factor
from ecopark.emissions.factor_sets import Factor, FactorSet
from ecopark.emissions.factors import all_factors, factor, factor_set, grid, reference
from ecopark.emissions.gypsum import gypsum_balance
from ecopark.emissions.inventories import inventory
from ecopark.emissions.routes import Route, route
from ecopark.emissions.scrubbing import so2_co2_tradeoff
from ecopark.emissions.totals import Change, Figure, Inventory, change

__all__ = [
    "Change",
    "Explanation",
    "Factor",
    "FactorSet",
    "Figure",
    "Inventory",
    "Route",
    "all_factors",
    "candidates",
    "change",
    "explains",
    "factor",
    "factor_set",
    "grid",
    "gypsum_balance",
    "implied_factor",
    "inventory",
    "reference",
    "route",
    "so2_co2_tradeoff",
]
