"""A panel larger than memory, in Parquet files: ours beside the same query written for each engine.

Each run is a process of its own, so that its peak memory can be read. Run it alone with
``python -m benchmarks.parquet WHO ENGINE WHAT FOLDER``.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ecopark as ep
from benchmarks import by_hand_duckdb, by_hand_polars
from benchmarks.measure import Row

ROWS, YEARS = 100_000_000, 12
GIB = 2**30
RULES = ep.standards.get("hj274-2009")
COUNTS = [(f"status_{i.code}", status) for i in RULES.computable for status in ep.indicators.STATUSES]
# Both engines read ahead and keep what they can: these settings keep them within a GiB.
POLARS = {"POLARS_IDEAL_MORSEL_SIZE": "25000", "POLARS_ROW_GROUP_PREFETCH_SIZE": "2"}
DUCKDB = {"memory_limit": "700MB"}


def parquet(folder: Path, rows: int = ROWS, repeats: int = 3) -> Iterator[Row]:
    """Compare counts of every status, and the mean coefficient, over all rows of the files."""
    from benchmarks.parquet_data import written

    data = written(folder, rows, YEARS)
    for what, words in (("assess", "assess wide, counted"), ("coefficient", "coefficient, averaged")):
        for engine in ("polars", "duckdb"):
            ours, theirs = _taking_turns(engine, what, data, repeats)
            name = f"{words}, {rows:,} rows of Parquet, {engine}"
            yield Row.slower(f"{name}, against the query by hand", ours["seconds"], theirs["seconds"], 1.5)
            if what == "assess":
                held, limit = ours["peak"] / GIB, 1.0
                yield Row(
                    f"{name}: peak memory [GiB], ours and by hand", held, theirs["peak"] / GIB, held / limit,
                    "at most 1 GiB", held <= limit,
                )  # fmt: skip


def _taking_turns(engine: str, what: str, data: Path, repeats: int) -> list[dict[str, float]]:
    """Return median seconds and highest peak [byte] of ours and theirs; their answers must agree."""
    runs: dict[str, list[Any]] = {"ours": [], "theirs": []}
    for _ in range(repeats):
        for who, own in runs.items():
            own.append(_child(who, engine, what, data))
    for one, other in zip(runs["ours"][0]["answer"], runs["theirs"][0]["answer"], strict=True):
        if abs(one - other) > 1e-9 * abs(other):
            raise ArithmeticError(f"{what} in {engine}: ours gives {one}, the query by hand {other}.")
    return [
        {"seconds": statistics.median(r["seconds"] for r in own), "peak": max(r["peak"] for r in own)}
        for own in runs.values()
    ]


def _child(*asked: Any) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.parquet", *map(str, asked)]
    done = subprocess.run(command, env={**os.environ, **POLARS}, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(who: str, engine: str, what: str, folder: str) -> None:
    """Run one query and print its answer, the seconds it took and the peak memory [byte]."""
    start = time.perf_counter()
    answer = _ENGINES[engine](who == "ours", what, f"{folder}/*.parquet", folder)
    seconds = time.perf_counter() - start
    print(json.dumps({"answer": answer, "seconds": seconds, "peak": _peak()}))


def _in_polars(ours: bool, what: str, files: str, folder: str) -> list[float]:
    import polars as pl

    panel = pl.scan_parquet(files)
    if what == "assess":
        judged = ep.assess(panel, layout="wide", check=False) if ours else by_hand_polars.wide(panel, RULES)
        counts = [(pl.col(c) == s).sum().alias(f"{c} {s}") for c, s in COUNTS]
        return list(judged.select(counts).collect(engine="streaming").row(0))
    found = ep.elasticity.coefficient(panel) if ours else by_hand_polars.coefficients(panel, "energy")
    reduced = found.select(
        pl.len(), pl.col("elasticity").mean(), (pl.col("status") == "ok").sum().alias("ok")
    )
    return list(reduced.collect(engine="streaming").row(0))


def _in_duckdb(ours: bool, what: str, files: str, folder: str) -> list[float]:
    import duckdb

    link = duckdb.connect(config={**DUCKDB, "temp_directory": f"{folder}/spill"})
    panel, source = link.read_parquet(files), f"read_parquet('{files}')"
    if what == "assess":
        query = by_hand_duckdb.wide(source, RULES, panel.columns)
        judged = ep.assess(panel, layout="wide", check=False) if ours else link.sql(query)
        return list(
            judged.aggregate(", ".join(f"count_if(\"{c}\" = '{s}')" for c, s in COUNTS)).fetchall()[0]
        )
    query = by_hand_duckdb.coefficients(source, "energy")
    found = ep.elasticity.coefficient(panel) if ours else link.sql(query)
    return list(found.aggregate("count(*), avg(elasticity), count_if(status = 'ok')").fetchall()[0])


_ENGINES = {"polars": _in_polars, "duckdb": _in_duckdb}


def _peak() -> int:
    """Return the highest memory this process held [byte]: Linux tells it without what a parent held."""
    try:
        told = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
        return int(told[1]) * 1024 if told else 0
    except OSError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main(*sys.argv[1:])
