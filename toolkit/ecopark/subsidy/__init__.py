"""Subsidies: shares pooled and single, their intervals and drivers, reforms and tranches."""

from __future__ import annotations

from ecopark.subsidy.drivers import correlation, influence
from ecopark.subsidy.pooling import METHODS, PooledShare, interval
from ecopark.subsidy.reform import RequiredShare, required_share, withdraw
from ecopark.subsidy.summaries import Summary, read, summary
from ecopark.subsidy.tranches import Tranche, tranche
from ecopark.subsidy.zone_shares import shares

__all__ = [
    "METHODS",
    "PooledShare",
    "RequiredShare",
    "Summary",
    "Tranche",
    "correlation",
    "influence",
    "interval",
    "read",
    "required_share",
    "shares",
    "summary",
    "tranche",
    "withdraw",
]
