"""Elasticity: growth rates, coefficients, fits with intervals, and what the standards say about them."""

from __future__ import annotations

from ecopark.elasticity.coefficients import RULES, coefficient, judge, required_growth, year_on_year
from ecopark.elasticity.endpoints import METHODS
from ecopark.elasticity.fits import fit, model

__all__ = [
    "METHODS",
    "RULES",
    "coefficient",
    "fit",
    "judge",
    "model",
    "required_growth",
    "year_on_year",
]
