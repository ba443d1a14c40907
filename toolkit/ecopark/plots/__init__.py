"""Figures: the finding in the title, units on the axes, readable without colour, alt text from the data."""

from __future__ import annotations

from ecopark.figures import alt_text, show
from ecopark.plots.bars import gap_chart, share_funnel
from ecopark.plots.beside import spans
from ecopark.plots.dated import claims_over_time
from ecopark.plots.fit_bars import elasticity_intervals
from ecopark.plots.indexed import index_lines
from ecopark.plots.planes import elasticity_plane
from ecopark.plots.rounding import range_bars
from ecopark.plots.strips import threshold_strips

__all__ = [
    "alt_text",
    "claims_over_time",
    "elasticity_intervals",
    "elasticity_plane",
    "gap_chart",
    "index_lines",
    "range_bars",
    "share_funnel",
    "show",
    "spans",
    "threshold_strips",
]
