"""Indicators: values from a panel of zones and years, judged against a standard or own targets."""

from __future__ import annotations

from ecopark.indicators.assessing import assess, what_if
from ecopark.indicators.judging import STATUSES, TIDY_COLUMNS

__all__ = [
    "STATUSES",
    "TIDY_COLUMNS",
    "assess",
    "what_if",
]
