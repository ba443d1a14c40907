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
from ecopark.audit.eras import year_of
from ecopark.audit.evidence import deciding
from ecopark.audit.lookalikes import edits, lookalikes
from ecopark.audit.records import judge
from ecopark.audit.verdicts import verdict_bars
from ecopark.audit.votes import majority_right
from ecopark.intervals import printed, rounded

__all__ = [
    "Finding",
    "deciding",
    "edits",
    "in_words",
    "judge",
    "lookalikes",
    "majority_right",
    "names",
    "printed",
    "rounded",
    "run",
    "verdict_bars",
    "year_of",
]
