"""Lesson 05 on other zones, years and standards; expected values by arithmetic on the panel's rows."""

import csv
from pathlib import Path

import pandas as pd

import ecopark as ep
from ecopark import files

OWN = str(Path(__file__).with_name("own_zones.csv"))
GRID = [
    {"zone": "Synthetic zone 01", "year": 2010, "start": 2005, "waited": 0},
    {"zone": "Synthetic zone 12", "year": 2012, "start": 2008, "growth": 15.0, "waited": 11},
    {"zone": "Synthetic zone 20", "year": 2008, "start": 2007, "change": 60.0, "waited": 3},
    {"zone": "Synthetic zone 08", "column": "cod", "change": -60.0, "growth": 0.0},
    {"zone": "Synthetic zone 18", "column": "employees", "change": 60.0, "growth": 40.0},
    {"zone": "Synthetic zone 05", "column": "so2", "change": 0.0, "waited": 30},
    {
        "zone": "Synthetic zone 60",
        "standard": "zero-carbon-park-2025",
        "column": "fresh_water",
        "change": 45.0,
    },
    {"panel_file": OWN, "zone": "Port zone", "year": 2019, "start": 2015, "change": -35.0},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"year": 2005, "start": 2010}, "must come before"),
    ({"year": 2050}, "no year 2050"),
    ({"start": 2012, "year": 2012}, "must come before"),
    ({"standard": "hj274-2015"}, "No standard that can judge a zone is called 'hj274-2015'"),
    (
        {"standard": "zero-carbon-park-2025", "column": "energy"},
        "zero-carbon-park-2025 does not use 'energy'",
    ),
]
ENERGY = 0.6  # limit of the elasticity coefficient, row 2.3


def table(package, name):
    with (files.datasets_folder() / package / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def indicators(now, then, years, standard):
    """Return value, sign and threshold of every row that can be computed."""
    found = {}
    value, past = (row["industrial_added_value_constant"] for row in (now, then))
    driver = (value / past) ** (1 / years) - 1
    for row in table(standard, "indicators"):
        top, below = (
            [name.strip() for name in row[part].split("+") if name.strip()]
            for part in ("numerator", "denominator")
        )
        above = sum(float(now[name]) for name in top)
        if row["kind"] == "elasticity":
            number = ((now[top[0]] / then[top[0]]) ** (1 / years) - 1) / driver
        elif row["kind"] == "ratio":
            number = above / sum(float(now[name]) for name in below)
            number *= {"%": 100, "10^8 RMB/km2": 1e-4}.get(row["unit"], 1)
        elif row["kind"] in {"value", "yes-no"}:
            number = above
        else:
            continue
        found[row["code"]] = (number, row["operator"], float(row["threshold"]))
    return found


def passes(number, sign, threshold):
    return {"<=": number <= threshold, "<": number < threshold, ">=": number >= threshold}[sign]


def expected(panel_file, zone, year, start, standard, column, change, growth, waited):
    panel = pd.read_csv(panel_file) if panel_file else ep.datasets.simulate_panel()
    rows = {row["year"]: row for row in panel[panel["zone"] == zone].to_dict("records")}
    package = standard.replace("-", "_")
    now, then = rows[year], rows[start]
    judged = indicators(now, then, year - start, package)
    fails = {code: case for code, case in judged.items() if not passes(*case)}
    altered = indicators({**now, column: now[column] * (1 + change / 100)}, then, year - start, package)
    uses = [
        row["code"]
        for row in table(package, "indicators")
        if row["code"] in judged and column in f"{row['numerator']} + {row['denominator']}".split(" + ")
    ]
    nine = indicators(now, then, year - start, "hj274_2009")
    factor = 0.84 ** (1 / 5)  # the national cut of 16 % in five years
    reviews = [when for when in range(year - waited, year + 10, 3) if when > year]
    return {
        "indicators that pass": len(judged) - len(fails),
        "indicators that fail": len(fails),
        "energy growth per growth of value added, 17 parks": 20 / 56,
        "cut of intensity at the deleted growth [%]": 100 - 100 * (1.09 / 1.15) ** 5,
        "cut of intensity at the growth set [%]": 100
        - 100 * ((1 + ENERGY * growth / 100) / (1 + growth / 100)) ** 5,
        "growth that the national cut needs [%/year]": 100 * (1 - factor) / (factor - ENERGY),
        "energy intensity [tce/10^4 RMB]": now["energy"] / now["industrial_added_value"],
        "energy elasticity coefficient": nine["2.3"][0],
        "rows that the change moves": len(uses),
        "verdicts that the change turns": sum(
            passes(*judged[code]) != passes(*altered[code]) for code in uses
        ),
        "people at the limits [person/km2]": 6000,
        "people in the zone [person/km2]": now["employees"] / now["industrial_land"],
        "COD in the wastewater at the limits [mg/L]": 1_000_000 / 8_000,  # 1 kg in 8 t
        "COD in the wastewater of the zone [mg/L]": 1000 * now["cod"] / now["wastewater"],
        "next evaluation [year]": reviews[0],
    }
