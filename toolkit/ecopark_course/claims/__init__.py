"""The audit: every checkable claim of the sources, recomputed from the data packages."""

from ecopark.intervals import parse_printed
from ecopark_course.claims.audit import in_words, plot_verdicts, run
from ecopark_course.claims.records import find_deciding_evidence, judge

__all__ = ["find_deciding_evidence", "in_words", "judge", "parse_printed", "plot_verdicts", "run"]
