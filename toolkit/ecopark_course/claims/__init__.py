"""The audit: every checkable claim of the sources, recomputed from the data packages."""

# Importing these modules registers their checks.
from ecopark.intervals import parse_printed, rounding_interval
from ecopark_course.claims import (  # noqa: F401
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
from ecopark_course.claims.core import Finding, in_words, names, run
from ecopark_course.claims.eras import year_of
from ecopark_course.claims.evidence import deciding
from ecopark_course.claims.lookalikes import edits, lookalikes
from ecopark_course.claims.records import judge
from ecopark_course.claims.verdicts import verdict_bars
from ecopark_course.claims.votes import majority_right

__all__ = [
    "Finding",
    "deciding",
    "edits",
    "in_words",
    "judge",
    "lookalikes",
    "majority_right",
    "names",
    "parse_printed",
    "rounding_interval",
    "run",
    "verdict_bars",
    "year_of",
]
