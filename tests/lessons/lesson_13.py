"""Lesson 13 for other products, parks and counts; expected values by a simulated city, csv and pandas."""

from itertools import product
from pathlib import Path

import pandas as pd

from ecopark import files

OWN = str(Path(__file__).parent / "own_counts_13.csv")
GRID = [
    {"growth": 0.0, "returned": 90.0, "coal": 0.0, "gas": 10.0, "grid_power": 0.0, "start_date": "2014-08"},
    {"growth": 12.0, "life": 30, "longer": 0, "energy": 100.0, "coal": 5.0, "gas": 0.0, "grid_power": 2.0},
    {"growth": 2.5, "life": 5, "longer": 20, "energy": 2000.0, "coal": 70.0, "gas": 0.0, "zones": 1568},
    {"returned": 0.0, "energy": 101.0, "coal": 0.0, "gas": 0.0, "grid_power": 0.0, "end_date": "2020-12"},
    {"longer": 1, "gas": 12.0, "coal": 0.0, "grid_power": 0.0, "start_date": "2014-04", "end_date": "2021"},
    {"counts_file": OWN, "start_date": "2015", "end_date": "2020-06", "zones": 400, "life": 80},
]
SENSELESS = [
    ({"coal": 60.0, "grid_power": 40.0}, "coal, gas and grid_power together [%] is 115.0"),
    ({"start_date": "2013"}, "No count of named parks has the date '2013'"),
    ({"end_date": "2025"}, "No count of named parks has the date '2025'"),
    ({"start_date": "2019-06", "end_date": "2014-04"}, "must come before"),
    ({"zones": 100, "counts_file": "no-such-file.csv"}, "the file cannot be read"),
    (
        {"counts_file": OWN, "start_date": "2015", "end_date": "2016-03"},
        "No count of named parks has the date '2016-03'",
    ),
]
# By hand from the notices and the news of 2025.
LATER = {"2018-03-23": 51, "2019-07-05": 55, "2020-12": 65, "2025-12": 73}
TCE, CO2_PER_C = 29.3076, 44.009 / 12.011


def table(package, name):
    return pd.read_csv(files.datasets_folder() / package / f"{name}.csv", dtype={"date": str})


def named_counts(counts_file):
    """Return the exact counts and the lower bounds as lists of (period, count)."""
    if counts_file:
        own = pd.read_csv(OWN, dtype={"date": str})
        kinds = [own[own["kind"] == kind] for kind in ("exact", "at least")]
        return [[(pd.Period(d), c) for d, c in rows[["date", "count"]].values] for rows in kinds]
    rows = table("participation", "eip_counts")
    exact, bounds = (
        [(pd.Period(d), c) for d, c in rows.dropna(subset=[column])[["date", column]].values]
        for column in ("named", "named_at_least")
    )
    return [[*exact, *((pd.Period(date), count) for date, count in LATER.items())], bounds]


def contradictions(exact, bounds):
    falls = sum(a.end_time < b.start_time and m < n for (a, n), (b, m) in product(exact, exact))
    below = sum(
        a.start_time <= b.end_time and b.start_time <= a.end_time and n < m
        for (a, n), (b, m) in product(exact, bounds)
    )
    return falls + below


def city(growth, life, returned):
    """Return old over all material bought, and new material over all in use, in the last of many years."""
    bought = [1.0]
    for _ in range(300):
        bought.append(bought[-1] * (1 + growth / 100))
    back = returned / 100 * bought[-1 - life]
    return 100 * back / bought[-1], 100 * (bought[-1] - back) / sum(bought[-life:])


def expected(
    growth, life, longer, returned, energy, coal, gas, grid_power, zones, start_date, end_date, counts_file
):
    covered, new = city(growth, life, returned)
    covered_longer, new_longer = city(growth, life + longer, returned)
    exact, bounds = named_counts(counts_file)
    (begin, first), (end, last) = (
        next(item for item in exact if item[0] == pd.Period(date)) for date in (start_date, end_date)
    )
    year = pd.Timedelta(days=365.25)
    times = [
        (end.end_time.normalize() - begin.start_time) / year,
        (end.start_time - begin.end_time.normalize()) / year,
    ]
    emitted = (
        coal * 25.8 * CO2_PER_C * TCE / 1000
        + gas * 15.3 * CO2_PER_C * TCE / 1000
        + grid_power * 0.5306 * TCE / 3.6
    ) / 100
    limit = 0.3 if energy > 100 else 0.2
    return {
        "covered by old products [%]": covered,
        "covered by old products after a longer life [%]": covered_longer,
        "change of new material by a longer life [%]": 100 * (new_longer / new - 1),
        # 62 Gt a year, of which 44 % for energy, and 17 Gt go into stocks.
        "ceiling of the world's recycling in 2005 [%]": 100 * (0.56 - 17 / 62),
        "links in which the state moves first": 5,
        "criteria for cities that parks are asked too": 8,
        "criteria for cities without counterpart": 3,
        "counts that contradict each other": contradictions(exact, bounds),
        "change between the two dates [parks]": int(last - first),
        "pace, low end [parks/year]": min((last - first) / time for time in times),
        "pace, high end [parks/year]": max((last - first) / time for time in times),
        "zones with the title [%]": 100 * last / zones,
        "CO2 of the park per energy [t/tce]": emitted,
        "limit of a zero-carbon park [t/tce]": limit,
        "cut that is needed [%]": max(0.0, 100 * (emitted - limit) / emitted) if emitted else 0.0,
        "clean energy of the park [%]": 100 - coal - gas - grid_power,
        "weakest area of the framework": "environmental",
    }
