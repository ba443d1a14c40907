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
ZONES, STOCK, JOBS = 100, 5, 2


def reports(zones: int = ZONES, stock: int = STOCK) -> Iterator[Row]:
    """Yield one line: seconds for all reports, and for as many single runs, scaled from a sample.

    The runner makes its reports in as many parts as there are stock runs, and the two take turns,
    so that both meet the same load. The runner's time holds everything: the start of its processes
    and kernels, HTML and XLSX. A stock run makes the executed notebook only, and has one core busy
    with it, as somebody would run it in a loop of the shell. The runs read the same file.
    """
    with tempfile.TemporaryDirectory(prefix="ecopark-bench-") as folder:
        path = Path(folder)
        ours, theirs = _take_turns(path, zones, stock)
        same = _differences(path)
    per_run = statistics.median(theirs)
    name = f"{zones} reports on {JOBS} cores; equal tables in {stock} of {stock}"
    if same:
        raise AssertionError(f"The tables differ: {same}")
    yield Row.faster(name, sum(ours), per_run * zones, LEAST)


def _take_turns(folder: Path, zones: int, stock: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each part of the runner's work and of each stock run."""
    panel = ep.datasets.synthetic_panel(zones=zones)
    names = panel["zone"].unique()
    ours, theirs = [], []
    notebook = folder / "report.ipynb"
    _notebook(notebook)
    for n in range(stock):
        part = panel[panel["zone"].isin(names[n::stock])]
        part.to_csv(folder / f"{n}.csv", index=False)
        ours.append(_timed(_many(folder / f"{n}.csv", folder / f"out{n}")))
        theirs.append(_timed(_stock(notebook, folder / f"{n}.csv", names[n], folder / f"stock{n}.ipynb")))
    return ours, theirs


def _many(panel: Path, out: Path) -> list[str]:
    run = [sys.executable, "-c", "from ecopark.cli import main; main()", "reports"]
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

    from ecopark.reporting import one
    from ecopark.teaching import editions

    nbformat.write(editions.lesson(editions.read(one.master())), target)


def _differences(folder: Path) -> list[str]:
    """Return the tables that differ between a stock run and the runner's notebook of the same zone."""
    import nbformat

    from ecopark.reporting.sections import tables_of

    found = []
    for path in sorted(folder.glob("stock*.ipynb")):
        n = path.stem.removeprefix("stock")
        stock = tables_of(nbformat.read(path, as_version=4))
        zone = next(p for p in sorted((folder / f"out{n}").glob("*.ipynb")) if _about(p) == _about(path))
        ours = tables_of(nbformat.read(zone, as_version=4))
        if not stock or stock != ours:
            found.append(zone.name)
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
