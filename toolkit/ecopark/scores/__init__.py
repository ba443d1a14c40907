"""Scores: composites and their rankings, trends over the years, and the way to a target."""

from __future__ import annotations

from ecopark.scores.composites import METHODS, STANDARD, Method, composite, rank_reversals
from ecopark.scores.gaps import gap_to_target
from ecopark.scores.trends import trend

__all__ = [
    "METHODS",
    "STANDARD",
    "Method",
    "composite",
    "gap_to_target",
    "rank_reversals",
    "trend",
]
