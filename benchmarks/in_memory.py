"""Fits, indicators and import: ours beside what people would write."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import statsmodels.api as sm
from scipy import stats

import ecopark as ep
from benchmarks import by_hand_duckdb, by_hand_pandas, by_hand_polars
from benchmarks.measure import Row, side_by_side

SAMPLE = 200  # zones that statsmodels fits one by one; its time is scaled up
RULES = ep.standards.get("hj274-2009")


def fits(zones: int) -> Iterator[Row]:
    """Compare the fit of every zone with groupby + statsmodels, and with plain numpy."""
    panel = ep.datasets.synthetic_panel(zones=zones, years=10, seed=1)
    columns = ["zone", "year", "energy", "industrial_added_value_constant"]
    panel = pd.DataFrame(panel[columns]).rename(columns={columns[-1]: "value"})
    panel.attrs = {}
    frames = {"pandas": panel, "polars": pl.from_pandas(panel)}
    frames["DuckDB"] = duckdb.connect().from_arrow(pa.Table.from_pandas(panel, preserve_index=False))
    for name in frames:
        ours, some = side_by_side(
            lambda name=name: ep.elasticity.fit(frames[name], "energy", "value"),
            lambda: by_statsmodels(panel, SAMPLE),
        )
        one_by_one = some * zones / SAMPLE
        yield Row.faster(f"fit of {zones:,} zones, {name}, against statsmodels", ours, one_by_one, 300)
    ours, plain = side_by_side(
        lambda: ep.elasticity.fit(panel, "energy", "value"), lambda: by_numpy(panel, zones)
    )
    yield Row.slower(f"fit of {zones:,} zones, pandas, against plain numpy", ours, plain, 6)
    size = sum(panel[c].to_numpy().nbytes for c in ("year", "energy", "value")) + 8 * len(panel)
    tracemalloc.start()
    ep.elasticity.fit(panel, "energy", "value")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield Row.slower(
        f"fit of {zones:,} zones: peak memory [GB], against its input", peak / 1e9, size / 1e9, 3
    )


def by_statsmodels(panel: pd.DataFrame, zones: int) -> list[float]:
    """Fit the first zones one by one, as it is done today, and read the figures that ours gives."""
    found = []
    for _, own in panel.head(zones * 10).groupby("zone"):
        design = sm.add_constant(np.log(own["value"]))
        result = sm.OLS(np.log(own["energy"]), design).fit()
        found += [result.params.iloc[1], result.bse.iloc[1], *result.conf_int().iloc[1]]
        found += [result.pvalues.iloc[1], result.rsquared]
    return found


def by_numpy(panel: pd.DataFrame, zones: int) -> tuple[np.ndarray, ...]:
    """Fit all zones in closed form; the rows must be in order, and all there."""
    x = np.log(panel["value"].to_numpy()).reshape(zones, -1)
    y = np.log(panel["energy"].to_numpy()).reshape(zones, -1)
    x = x - x.mean(axis=1, keepdims=True)
    y = y - y.mean(axis=1, keepdims=True)
    sxx, sxy, syy = (x * x).sum(axis=1), (x * y).sum(axis=1), (y * y).sum(axis=1)
    slope = sxy / sxx
    freedom = x.shape[1] - 2
    error = np.sqrt((syy - slope * sxy) / freedom / sxx)
    half = stats.t.ppf(0.975, freedom) * error
    p = 2 * stats.t.sf(np.abs(slope / error), freedom)
    return slope, error, slope - half, slope + half, p, slope * sxy / syy


def indicators(zones: int) -> Iterator[Row]:
    """Compare the wide layout, checks included, with queries written by hand in each engine."""
    small = ep.datasets.synthetic_panel(zones=1_568, years=10, seed=2)
    ours = side_by_side(lambda: ep.assess(small, layout="wide"), repeats=3)[0]
    yield Row.within("assess wide, 1,568 zones, 10 years, pandas [s]", ours, 0.25)
    panel = ep.datasets.synthetic_panel(zones=zones, years=10, seed=2)
    panel.attrs = {}
    lazy = pl.from_pandas(panel).lazy()
    link = duckdb.connect()
    link.register("given", pa.Table.from_pandas(panel, preserve_index=False))
    link.execute("CREATE TABLE panel AS SELECT * FROM given")
    table = link.table("panel")
    query = by_hand_duckdb.wide("panel", RULES, table.columns)
    rows = f"{zones * 10:,} rows"
    ours, theirs = side_by_side(
        lambda: ep.assess(panel, layout="wide"), lambda: by_hand_pandas.wide(panel, RULES), repeats=3
    )
    yield Row.shown(f"assess wide, {rows}, pandas, against pandas by hand", ours, theirs)
    yield Row.within(f"assess wide, {rows}, pandas [s]", ours, 4.0 * zones / 100_000)
    ours, theirs = side_by_side(
        lambda: ep.assess(lazy, layout="wide").collect(),
        lambda: by_hand_polars.wide(lazy, RULES).collect(),
        repeats=3,
    )
    yield Row.slower(f"assess wide, {rows}, polars lazy, against polars by hand", ours, theirs, 2)
    ours, theirs = side_by_side(
        lambda: ep.assess(table, layout="wide").to_arrow_table(),
        lambda: link.sql(query).to_arrow_table(),
        repeats=3,
    )
    yield Row.slower(f"assess wide, {rows}, DuckDB, against DuckDB by hand", ours, theirs, 2)


def start() -> Iterator[Row]:
    """Time the import in fresh processes, against Python alone."""
    ours, bare = side_by_side(
        lambda: subprocess.run([sys.executable, "-c", "import ecopark"], check=True),
        lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
    )
    yield Row.within("import ecopark, beyond the start of Python [s]", ours - bare, 0.15)
