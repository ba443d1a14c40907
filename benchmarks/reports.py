"""Many reports in one command beside as many single commands."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import ecopark as ep
from benchmarks.measure import Row

__all__ = ["reports"]

LEAST = 3  # what the command promises: at most a third of the time
ZONES, SINGLE, JOBS = 100, 4, 2


def reports(zones: int = ZONES, single: int = SINGLE) -> Iterator[Row]:
    """Yield one line: seconds for all reports, and for as many single runs, scaled from a sample.

    Half of the single runs stand before and half after, so that both meet the same load.
    """
    with tempfile.TemporaryDirectory(prefix="ecopark-bench-") as text:
        folder = Path(text)
        panel = ep.datasets.synthetic_panel(zones=zones)
        panel.to_csv(folder / "zones.csv", index=False)
        one_by_one = []
        for number, zone in enumerate(panel["zone"].unique()[:single]):
            if number == single // 2:
                ours = _time("reports", "zones.csv", "-o", "out", "--jobs", str(JOBS), folder=folder)
            command = ("report", "zones.csv", "--zone", zone, "-o", f"{number}.html")
            one_by_one.append(_time(*command, folder=folder))
    theirs = sum(one_by_one) / single * zones
    yield Row.faster(f"{zones} reports, {JOBS} at a time, beside single runs", ours, theirs, LEAST)


def _time(*words: str, folder: Path) -> float:
    """Run a command of ecopark and return its seconds."""
    command = [sys.executable, "-c", "from ecopark_cli import main; main()", *words]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return time.perf_counter() - start


if __name__ == "__main__":
    for row in reports():
        print(f"{row.ours:.1f} s, {row.theirs:.1f} s, {row.ratio:.1f} times: {row.name}, {row.must}")
