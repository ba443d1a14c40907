"""The audit: every checkable claim of the sources, recomputed from the data packages."""

# Importing these modules registers their checks.
from ecopark.audit import (  # noqa: F401
    arithmetic,
    counts,
    indicators,
    kalundborg,
    overlap,
    places,
    planning,
    subsidies,
    taiwan,
    targets,
)
from ecopark.audit.core import Finding, in_words, names, run

__all__ = ["Finding", "in_words", "names", "run"]
