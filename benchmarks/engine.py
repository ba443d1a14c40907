"""How fast notebooks run: papermill's command line, papermill in one process, and warm kernels.

``python -m benchmarks.engine`` runs 20 notebooks (the lessons, then gallery pages) one at a time, in
the three ways by turns; then the same 20 with one and with two workers on warm kernels. It compares
the outputs, and prints ratios of the sums. Cells with widgets are left out in all ways: stock
papermill may wait for such a cell forever.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from ecopark import places
from ecopark.teaching import editions, engine, warm

COUNT = 20
CHANGES = re.compile(r"0x[0-9a-f]+|[0-9a-f]{32}|\d{4}-\d\d-\d\d")  # addresses, widgets' ids, dates


def notebooks(folder: Path) -> list[Path]:
    masters = [*editions.masters("course"), *editions.masters("gallery")][:COUNT]
    made = []
    for master in masters:
        made.append(folder / f"{master.stem}.ipynb")
        notebook = editions.lesson(editions.read(master))
        notebook.cells = [cell for cell in notebook.cells if "ep.widgets." not in cell.source]
        nbformat.write(notebook, made[-1])
    return made


def by_command_line(source: Path, target: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != warm.ADDRESS}
    command = [sys.executable, "-m", "papermill", str(source), str(target)]
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=places.home())


def by_papermill(source: Path, target: Path) -> None:
    import papermill

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        papermill.execute_notebook(source, target, progress_bar=False, cwd=places.home())


def by_warm_kernels(source: Path, target: Path) -> None:
    notebook = nbformat.read(source, as_version=4)
    nbformat.write(engine.execute(notebook, {}, source.stem, cwd=places.home()), target)


WAYS = {
    "papermill, command line": by_command_line,
    "papermill, one process": by_papermill,
    "ecopark": by_warm_kernels,
}


def outputs(path: Path) -> str:
    """Return what a notebook gave, streams joined, without what changes from run to run."""
    found: list[object] = []
    for cell in nbformat.read(path, as_version=4).cells:
        streams = "".join(
            o["text"]
            for o in cell.get("outputs", ())
            if o["output_type"] == "stream" and o["name"] == "stdout"
        )
        found.append(streams)
        found += [o["data"] for o in cell.get("outputs", ()) if "data" in o]
    return CHANGES.sub("", json.dumps(found, sort_keys=True))


def in_turns(made: list[Path]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for number, source in enumerate(made):
        names = list(WAYS)
        for way in names[number % 3 :] + names[: number % 3]:
            start = time.perf_counter()
            WAYS[way](source, source.with_suffix(f".{list(WAYS).index(way)}.ipynb"))
            seconds[way].append(time.perf_counter() - start)
        print(f"  {source.stem}: " + ", ".join(f"{s[-1]:.2f} s" for s in seconds.values()), flush=True)
    return seconds


def at_once(made: list[Path], workers: int) -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        jobs = [pool.submit(_in_a_process, source) for source in made]
        for job in jobs:
            job.result()
    return time.perf_counter() - start


def _in_a_process(source: Path) -> None:
    by_warm_kernels(source, source.with_suffix(".at_once.ipynb"))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        made = notebooks(Path(name))
        start = time.perf_counter()
        warm.serve()
        ready = time.perf_counter() - start
        by_papermill(made[0], Path(name) / "first.out")  # imports of this process are nobody's share
        seconds = in_turns(made)
        same = [outputs(s.with_suffix(".1.ipynb")) == outputs(s.with_suffix(".2.ipynb")) for s in made]
        one, two = at_once(made, 1), at_once(made, 2)
    own = sum(seconds["ecopark"])
    print(f"server of warm kernels ready in {ready:.1f} s (once)")
    for way, listed in seconds.items():
        print(f"{way}: {sum(listed):.1f} s for {len(listed)} notebooks, {sum(listed) / own:.2f} x ecopark")
    print(
        f"same outputs: {sum(same)} of {len(same)}; two workers {two:.1f} s, one {one:.1f} s: {two / one:.0%}"
    )


if __name__ == "__main__":
    main()
