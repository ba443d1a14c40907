"""How fast notebooks run: papermill's command line, papermill in one process, and warm kernels.

``python -m benchmarks.engine`` runs 20 notebooks one at a time, in the three ways by turns; then the
same 20 with one and with two workers on warm kernels. It compares the outputs, and prints ratios of
the sums. The notebooks are the lessons, then gallery pages (30 cells and ten figures each); with
``--short`` they are twelve cells with one figure and one regression, each on another panel. Widgets
are left out in all ways: stock papermill may wait for such a cell forever.
"""

from __future__ import annotations

import argparse
import ast
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
from ecopark_course import editions, engine, warm

COUNT = 20
CHANGES = re.compile(r"0x[0-9a-f]+|[0-9a-f]{32}|\d{4}-\d\d-\d\d")  # addresses, widgets' ids, dates


SHORT = (
    "import numpy as np\nimport pandas as pd\nimport statsmodels.formula.api as smf\nimport ecopark as ep",
    "panel = ep.datasets.synthetic_panel(zones=20, years=10, seed=SEED)",
    "panel.head()",
    "panel.groupby('year')['energy'].sum().round(0)",
    "own = panel[panel['zone'] == panel['zone'].iloc[0]]",
    "own[['year', 'energy', 'industrial_added_value']]",
    "line = smf.ols('np.log(energy) ~ np.log(industrial_added_value_constant)', own).fit()",
    "line.params.round(4)",
    "fits = ep.elasticity.fit(panel)",
    "fits.round(3).head()",
    "ep.plots.show(ep.plots.decoupling_plot(ep.elasticity.coefficient(panel), 'energy', 'added value'))",
    "print(len(fits), 'zones')",
)


def lessons(folder: Path) -> list[Path]:
    """Write the lessons and gallery pages without their widgets."""
    masters = [*editions.masters("course"), *editions.masters("gallery")][:COUNT]
    made = []
    for master in masters:
        made.append(folder / f"{master.stem}.ipynb")
        notebook = editions.lesson(editions.read(master))
        for cell in notebook.cells:
            if "course.widgets." in cell.source:
                cell.source = without_widgets(cell.source)
        nbformat.write(notebook, made[-1])
    return made


def without_widgets(source: str) -> str:
    """Return code without the statements that make a widget."""
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if "course.widgets." in (ast.get_source_segment(source, node) or ""):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def short(folder: Path) -> list[Path]:
    """Write short notebooks, each on another panel."""
    made = []
    for seed in range(COUNT):
        cells = [nbformat.v4.new_code_cell(source.replace("SEED", str(seed))) for source in SHORT]
        made.append(folder / f"short_{seed:02}.ipynb")
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), made[-1])
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
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="twelve cells each, in place of the lessons")
    write = short if parser.parse_args().short else lessons
    with tempfile.TemporaryDirectory() as name:
        made = write(Path(name))
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
