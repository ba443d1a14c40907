"""What people write today, what good users of each engine write, and ours: at three sizes.

Slow ways are timed on a sample and their time is scaled up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import ecopark as ep
from benchmarks import by_hand_duckdb, by_hand_pandas, by_hand_polars
from benchmarks.in_memory import RULES, SAMPLE, by_numpy, by_statsmodels
from benchmarks.measure import Row, side_by_side

ZONES = (1_568, 100_000, 1_000_000)  # the first: zones of the country in the year 2006
YEARS = 10
_APPLIED = 50  # zones whose rows are judged one by one
_LONG = 100_000  # zones, above which a long table fills the memory
DRIVER = "industrial_added_value_constant"


def today(sizes: Sequence[int] = ZONES) -> Iterator[Row]:
    """Compare fits, coefficients and verdicts."""
    for zones in sizes:
        panel = ep.datasets.synthetic_panel(zones=zones, years=YEARS, seed=6)
        panel.attrs = {}
        words = f"{zones:,} zones, {zones * YEARS:,} rows"
        repeats = 3 if zones <= _LONG else 1
        yield from _fits(panel[["zone", "year", "energy", DRIVER]], zones, words, repeats)
        yield from _verdicts(panel, zones, words, repeats)


def _fits(panel: pd.DataFrame, zones: int, words: str, repeats: int) -> Iterator[Row]:
    """Compare the fit of every zone."""
    panel = panel.rename(columns={DRIVER: "value"})
    frame = pl.from_pandas(panel)
    link, table = _in_duckdb(panel)
    by_hand = by_hand_duckdb.fits("panel")
    slow = side_by_side(lambda: by_statsmodels(panel, min(SAMPLE, zones)), repeats=1)[0]
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "pandas, against plain numpy": (lambda: _fit(panel), lambda: by_numpy(panel, zones)),
        "polars, against polars by hand": (lambda: _fit(frame), lambda: by_hand_polars.fits(frame)),
        "DuckDB, against DuckDB by hand": (
            lambda: _fit(table),
            lambda: link.sql(by_hand).to_arrow_table(),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        one, other = side_by_side(ours, theirs, repeats=repeats)
        if name.startswith("pandas"):
            scaled = slow * zones / min(SAMPLE, zones)
            yield Row.shown(f"fit, {words}, pandas, against groupby and statsmodels OLS", one, scaled)
        yield Row.shown(f"fit, {words}, {name}", one, other)


def _verdicts(panel: pd.DataFrame, zones: int, words: str, repeats: int) -> Iterator[Row]:
    """Compare the verdicts on every zone and year, and the coefficients."""
    lazy = pl.from_pandas(panel).lazy()
    link, table = _in_duckdb(panel)
    query = by_hand_duckdb.wide("panel", RULES, table.columns)
    ratios = by_hand_duckdb.coefficients("panel", "energy")
    ours, theirs = side_by_side(
        lambda: ep.assess(panel, layout="wide"), lambda: by_hand_pandas.wide(panel, RULES), repeats=repeats
    )
    some = panel.head(min(_APPLIED, zones) * YEARS)
    slow = side_by_side(lambda: by_hand_pandas.row_by_row(some, RULES), repeats=1)[0]
    name = f"assess wide, {words}, pandas, against"
    yield Row.shown(f"{name} apply on each row", ours, slow * len(panel) / len(some))
    yield Row.shown(f"{name} pandas by hand", ours, theirs)
    if zones <= _LONG:
        long = side_by_side(
            lambda: ep.assess(panel), lambda: by_hand_pandas.melted(panel, RULES), repeats=repeats
        )
        yield Row.shown(f"assess tidy, {words}, pandas, against melting", *long)
    counts = by_hand_duckdb.counts(RULES, ep.indicators.STATUSES)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "assess wide, {}, polars lazy, counted, against polars by hand": (
            lambda: _counted(ep.assess(lazy, layout="wide", check=False)),
            lambda: _counted(by_hand_polars.wide(lazy, RULES)),
        ),
        "assess wide, {}, DuckDB, counted, against DuckDB by hand": (
            lambda: ep.assess(table, layout="wide", check=False).aggregate(counts).fetchall(),
            lambda: link.sql(query).aggregate(counts).fetchall(),
        ),
        "coefficient, {}, polars lazy, against polars by hand": (
            lambda: ep.elasticity.coefficient(lazy).collect(),
            lambda: by_hand_polars.coefficients(lazy, "energy").collect(),
        ),
        "coefficient, {}, DuckDB, against DuckDB by hand": (
            lambda: ep.elasticity.coefficient(table).to_arrow_table(),
            lambda: link.sql(ratios).to_arrow_table(),
        ),
    }
    for what, (one, other) in pairs.items():
        yield Row.shown(what.format(words), *side_by_side(one, other, repeats=3))


def _fit(frame: object) -> object:
    return ep.elasticity.fit(frame, "energy", "value")


def _counted(judged: pl.LazyFrame) -> tuple[int, ...]:
    counts = [
        (pl.col(f"status_{i.code}") == s).sum().alias(f"{i.code} {s}")
        for i in RULES.computable
        for s in ep.indicators.STATUSES
    ]
    return judged.select(counts).collect(engine="streaming").row(0)


def _in_duckdb(panel: pd.DataFrame) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyRelation]:
    """Return a connection with the panel as a table of its own, and that table."""
    link = duckdb.connect()
    link.register("given", pa.Table.from_pandas(panel, preserve_index=False))
    link.execute("CREATE TABLE panel AS SELECT * FROM given")
    return link, link.table("panel")
