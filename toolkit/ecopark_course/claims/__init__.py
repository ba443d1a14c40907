"""The audit: every checkable claim of the sources, recomputed from the data packages."""

from ecopark.intervals import parse_printed, rounding_interval
from ecopark_course.claims.audit import in_words, names, run, verdict_bars
from ecopark_course.claims.sources import deciding, edits, judge, lookalikes, majority_right, year_of
from ecopark_course.claims.statements import Finding

__all__ = [
    "Finding", "deciding", "edits", "in_words", "judge", "lookalikes", "majority_right", "names",
    "parse_printed", "rounding_interval", "run", "verdict_bars", "year_of",
]  # fmt: skip
