"""Planning a park by the guidelines of 2003: its products, its chapters and its indices."""

from __future__ import annotations

from ecopark.planning.guidelines import chapters, checklist, index_values
from ecopark.planning.indices import park_indices

__all__ = [
    "chapters",
    "checklist",
    "index_values",
    "park_indices",
]
