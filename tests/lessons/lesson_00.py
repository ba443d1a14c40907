"""Lesson 00 with other parks, units and packages; expected values by plain arithmetic and json."""

import csv
import json
from pathlib import Path

import ecopark as ep

# 1 tce is 7,000,000 kcal of 4.1868 kJ; 1 MWh is 3.6 GJ.
GJ = 7e6 * 4.1868e-6
PER_TCE = {"GJ": GJ, "MWh": GJ / 3.6, "kgce": 1000.0, "tce": 1.0}
GRID = [
    {"energy": 120_000.0, "added_value": 3.5, "unit": "MWh", "package": "kalundborg"},
    {"energy": 1_000_000.0, "added_value": 20.0, "unit": "kgce", "package": "hj274_2015"},
    {"energy": 1_000_001.0, "added_value": 20.0, "unit": "tce", "package": "factors"},
    {"energy": 1.0, "added_value": 0.1, "package": "synthetic_park"},
    {"energy": 3e8, "added_value": 900.0, "unit": "MWh", "package": "participation"},
    {"energy": 45_600.0, "added_value": 2.0, "package": "eco_cities"},
]
SENSELESS = [
    ({"package": "kalundborgg"}, "There is no package 'kalundborgg'. Did you mean 'kalundborg'?"),
    ({"package": "sources"}, "There is no package 'sources'"),
    ({"package": ""}, "There is no package ''"),
]


def statuses(package):
    """Return the status of every row of a package, straight from its files."""
    folder = Path(ep.datasets.path(package)).parent
    found = []
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            found += [row["status"] for row in csv.DictReader(lines)]
    return found


def expected(energy, added_value, unit, package):
    said = statuses(package)
    text = (Path(ep.datasets.path(package)).parent / "datapackage.json").read_text("utf-8")
    intensity = energy / (added_value * 1e9 / 1e4)
    return {
        f"energy of the park [{unit}]": energy * PER_TCE[unit],
        "energy intensity [tce/10^4 RMB]": intensity,
        "the same, misread [tce/104 RMB]": energy / (added_value * 1e9 / 104),
        "meets the limit": energy * 2 <= added_value * 1e5,  # at most 0.5
        "package": package,
        "rows with a status": len(said),
        "rows that may not be quoted": sum(map(said.count, ("unverified", "assumed", "synthetic"))),
        "contradictions on the card": len(json.loads(text).get("contradictions", [])),
    }
