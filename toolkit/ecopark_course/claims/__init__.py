"""The audit: every checkable claim of the sources, recomputed from the data packages."""

from ecopark.intervals import parse_printed, rounding_interval
from ecopark_course.claims.audit import in_words, run, verdict_bars
from ecopark_course.claims.records import find_deciding_evidence, judge

__all__ = [
    "find_deciding_evidence", "in_words", "judge", "parse_printed", "rounding_interval",
    "run", "verdict_bars",
]  # fmt: skip
