"""A large synthetic panel in Parquet files: written once, in chunks, the same for the same settings.

Zones are whole numbers and quantities are float32 with four digits: 10^8 rows with every column that
the standard needs are then a few gigabytes. One quantity in a hundred is missing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import ecopark as ep

CHUNK = 100_000  # zones made at a time
ROW_GROUP = 250_000  # rows: what an engine holds of each column while it reads
_DIGITS = 12  # bits of the fraction that stay, about four decimal digits
_SMALL = ("heavy_polluters", "heavy_polluters_audited", "environmental_reports")


def written(folder: Path, rows: int, years: int) -> Path:
    """Return the folder that holds the panel; make it where it is not there."""
    target = folder / f"panel_{rows}_{years}"
    if not (target / "done").exists():
        target.mkdir(parents=True, exist_ok=True)
        zones = max(1, rows // years)
        step = max(1, CHUNK * 10 // years)
        for number, first in enumerate(range(0, zones, step)):
            _write(target / f"part_{number:04d}.parquet", first, min(step, zones - first), years, number)
        (target / "done").touch()
    return target


def _write(path: Path, first: int, zones: int, years: int, seed: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    panel = ep.datasets.synthetic_panel(zones=zones, years=years, seed=seed, start=2025 - years)
    random = np.random.default_rng(seed)
    columns = {"zone": pa.array(np.repeat(np.arange(first, first + zones, dtype=np.int32), years))}
    for name in panel.columns.drop("zone"):
        columns[name] = pa.array(*_narrow(name, panel[name].to_numpy(), random))
    pq.write_table(pa.table(columns), path, row_group_size=ROW_GROUP, compression="zstd")


def _narrow(
    name: str, values: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, object, np.ndarray | None]:
    """Return a column as a small type, its type (None: as it is), and where it is missing."""
    if name == "year" or name in _SMALL:
        return values.astype(np.int16), None, None
    if values.dtype == np.bool_:
        return values, None, None
    fraction, exponent = np.frexp(values)
    short = np.ldexp(np.round(np.ldexp(fraction, _DIGITS)), exponent - _DIGITS)
    return short.astype(np.float32), None, random.random(len(values)) < 0.01
