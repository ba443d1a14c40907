"""Matching and network measures: seconds at the sizes that were promised."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

import ecopark as ep
from benchmarks.measure import Row, side_by_side


def matching(firms: int = 2000) -> Iterator[Row]:
    """Match suppliers and users, of whose pairs one in twenty is compatible."""
    share, most = 0.05, 20.0
    tables = offers(firms, share)
    seconds = side_by_side(lambda: ep.symbiosis.match(*tables), repeats=1)[0]
    name = f"match of {firms:,} by {firms:,} firms, {share:.0%} of pairs compatible"
    yield Row.within(name, seconds, most)


def offers(firms: int, share: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return invented offers; a table of compatible streams sets the share of compatible pairs."""
    random = np.random.default_rng(4)
    kinds = 60
    stream = [f"stream {k}" for k in random.integers(0, kinds, firms)]
    use = [f"use {k}" for k in random.integers(0, kinds, firms)]
    common = {"quantity": random.uniform(1, 100, firms).round(1), "unit": "t/year"}
    supply = pd.DataFrame({"firm": [f"S{n}" for n in range(firms)], "stream": stream, **common})
    demand = pd.DataFrame({"firm": [f"D{n}" for n in range(firms)], "stream": use, **common})
    supply["disposal_cost"] = random.uniform(1, 20, firms).round(2)
    demand["price"] = random.uniform(1, 50, firms).round(2)
    pairs = [(s, u) for s in range(kinds) for u in range(kinds) if random.random() < share]
    fits = pd.DataFrame(pairs, columns=["s", "u"])
    named = {
        "supply_stream": "stream " + fits["s"].astype(str),
        "demand_stream": "use " + fits["u"].astype(str),
    }
    return supply, demand, pd.DataFrame(named)


def networks(links: int = 10_000) -> Iterator[Row]:
    """Measure the structure of a large invented network."""
    random = np.random.default_rng(5)
    ends = random.integers(0, links // 5, size=(links + links // 10, 2))
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)[:links]
    table = pd.DataFrame({"from": ends[:, 0], "to": ends[:, 1]}).astype(str).assign(stream="steam")
    seconds = side_by_side(lambda: ep.symbiosis.network_metrics(ep.symbiosis.Network(table)), repeats=1)[0]
    name = f"measures of a network of {len(ends):,} links, reading included"
    yield Row.within(name, seconds, 10)
