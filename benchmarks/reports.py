"""Many reports beside single runs of papermill's command line of the same notebook."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import ecopark as ep
from benchmarks.measure import Row

__all__ = ["reports"]

LEAST = 6  # what the runner promises: at most a sixth of the time
ZONES, STOCK, JOBS, PARTS = 100, 6, 4, 2


def reports(zones: int = ZONES, stock: int = STOCK) -> Iterator[Row]:
    """Yield one line: seconds for all reports, and for as many single runs, scaled from a sample.

    The runner makes its reports in two parts, and the stock runs stand before, between and after
    them, so that both meet the same load. The runner's time holds everything: the start of its
    processes and kernels (twice), HTML and XLSX. A stock run makes the executed notebook only, one
    after the other, as a loop in the shell would. Both read the same files.
    """
    with tempfile.TemporaryDirectory(prefix="ecopark-bench-") as folder:
        ours, theirs = _take_turns(Path(folder), zones, stock)
        different = _differences(Path(folder))
    if different:
        raise AssertionError(f"The tables differ: {different}")
    name = f"{zones} reports, {JOBS} at a time on two cores; tables equal to those of {stock} stock runs"
    yield Row.faster(name, sum(ours), statistics.median(theirs) * zones, LEAST)


def _take_turns(folder: Path, zones: int, stock: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each part of the runner's work and of each stock run."""
    panel = ep.datasets.synthetic_panel(zones=zones)
    names = panel["zone"].unique()
    for part in range(PARTS):
        panel[panel["zone"].isin(names[part::PARTS])].to_csv(folder / f"{part}.csv", index=False)
    _notebook(folder / "report.ipynb")
    ours: list[float] = []
    theirs: list[float] = []
    for n in range(stock):
        if len(ours) < PARTS and n == round((len(ours) + 1) * stock / (PARTS + 1)):
            ours.append(_timed(_many(folder / f"{len(ours)}.csv", folder / "out")))
        given = folder / f"{n % PARTS}.csv", names[n]
        theirs.append(_timed(_stock(folder / "report.ipynb", *given, folder / f"stock{n}.ipynb")))
    return ours, theirs


def _many(panel: Path, out: Path) -> list[str]:
    run = [sys.executable, "-c", "from ecopark_cli import main; main()", "reports"]
    return [*run, str(panel), "-o", str(out), "--jobs", str(JOBS)]


def _stock(notebook: Path, panel: Path, zone: str, out: Path) -> list[str]:
    run = [sys.executable, "-m", "papermill", str(notebook), str(out), "--kernel", "python3"]
    return [*run, "--no-progress-bar", "-p", "panel_file", str(panel), "-p", "zone", str(zone)]


def _timed(command: list[str]) -> float:
    environment = {k: v for k, v in os.environ.items() if k != "ECOPARK_WARM"}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _notebook(target: Path) -> None:
    import nbformat

    from ecopark_course import sources
    from ecopark_zone.reporting import one

    nbformat.write(sources.lesson(sources.read(one.master())), target)


def _differences(folder: Path) -> list[str]:
    """Return the tables that differ between a stock run and the runner's notebook of the same zone."""
    import nbformat

    from ecopark_zone.reporting.sections import tables_of

    made = {_about(path): path for path in (folder / "out").glob("*.ipynb")}
    found = []
    for path in sorted(folder.glob("stock*.ipynb")):
        stock, ours = (tables_of(nbformat.read(p, as_version=4)) for p in (path, made[_about(path)]))
        if not stock or stock != ours:
            found.append(path.name)
    return found


def _about(path: Path) -> str:
    """Return the zone that a notebook's injected parameters name."""
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    given = next(c.source for c in cells if "injected-parameters" in c.metadata.get("tags", ()))
    return next(line for line in given.splitlines() if line.startswith("zone = "))


if __name__ == "__main__":
    for row in reports():
        print(f"{row.ours:.1f} s, {row.theirs:.1f} s, {row.ratio:.1f} times: {row.name}, {row.must}")
