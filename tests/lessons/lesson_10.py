"""Lesson 10 on other zones, levels, rates and plans; expected values by plain sums and every permutation."""

import csv
from itertools import permutations
from math import atanh, sqrt, tanh
from pathlib import Path
from statistics import NormalDist, correlation, fmean, median

from scipy import stats

import ecopark as ep

FOLDER = Path(__file__).parent
OWN = str(FOLDER / "own_subsidies_10.csv")
GRID = [
    {"leave_out": "Qingdao ETDZ", "level": 0.8, "printed": 8.4, "rate": 12.0},
    {
        "leave_out": "Quzhou Hi-tech Industrial Zone",
        "printed": 6.8,
        "rate": 5.0,
        "plan": 350.0,
        "chosen": 12.0,
    },
    {"leave_out": "Ganzhou ETDZ", "level": 0.99, "chance": 0.0, "wait": 0.0, "discount": 0.0},
    {
        "leave_out": "Hailin ETDZ",
        "level": 0.5,
        "chance": 100.0,
        "wait": 7.5,
        "discount": 12.0,
        "printed": 9.1,
    },
    {"table_file": OWN, "level": 0.9, "printed": 7.8, "rate": 25.0},
    {"table_file": OWN, "leave_out": "C", "printed": 12.0, "plan": 90.0, "chosen": 80.0, "chance": 35.0},
]
SENSELESS = [
    ({"leave_out": "Atlantis"}, "No known investment belongs to a zone 'Atlantis'"),
    ({"leave_out": "Ningbo ETDZ"}, "No known investment belongs to a zone 'Ningbo ETDZ'"),
    ({"table_file": "no-such-file.csv"}, "the file cannot be read"),
    ({"table_file": str(FOLDER / "three_subsidies_10.csv")}, "zones with a subsidy and an investment is 3"),
    ({"table_file": str(FOLDER / "one_rate_10.csv")}, "different values of share is 1"),
    ({"table_file": str(FOLDER / "all_paid_10.csv")}, "largest share of a known zone [%] is 120.0"),
]


def half_step(value):
    """Return half a unit of the last digit, for numbers that have one decimal at most."""
    return 0.5 if value == int(value) else 0.05


def ends(values, side):
    return [value + side * half_step(value) for value in values]


def expected(table_file, printed, leave_out, level, rate, plan, chosen, chance, wait, discount):
    with Path(table_file or ep.datasets.path("ctip_subsidies")).open(encoding="utf-8") as file:
        rows = [(row["zone"], float(row["subsidy"]), row["investment"]) for row in csv.DictReader(file)]
    every = [s for _, s, _ in rows]
    zones, s, i = zip(*((zone, s, float(i)) for zone, s, i in rows if i), strict=True)
    n, share = len(s), [100 * a / b for a, b in zip(s, i, strict=True)]
    out = zones.index(leave_out) if leave_out else i.index(max(i))
    pooled = sum(s) / sum(i)
    residuals = sum((a - pooled * b) ** 2 for a, b in zip(s, i, strict=True))
    reach = stats.t.ppf((1 + level) / 2, n - 1) * sqrt(residuals * n / (n - 1)) / sum(i)

    # Each recipe from its lowest to its highest value, by the digits that are printed.
    def between(recipe):
        return sorted(recipe(side) for side in (-1, 1))

    recipes = [
        between(lambda side: 100 * sum(ends(s, side)) / sum(ends(i, -side))),
        between(lambda side: 100 * fmean(a / b for a, b in zip(ends(s, side), ends(i, -side), strict=True))),
        between(lambda side: 100 * fmean(ends(every, side)) / fmean(ends(i, -side))),
    ]
    if not table_file:
        recipes.append(between(lambda side: 100 * (182 + side / 2) / fmean(ends(i, -side))))
    step = half_step(printed)
    null = [correlation([a / b for a, b in zip(order, i, strict=True)], i) for order in permutations(s)]
    z, width = atanh(correlation(s, i)), NormalDist().inv_cdf((1 + level) / 2) / sqrt(n - 3)
    middle = median(every)
    return {
        "zones with a subsidy and an investment": n,
        "pooled share [%]": 100 * pooled,
        "pooled share, lower end [%]": 100 * (pooled - reach),
        "pooled share, upper end [%]": 100 * (pooled + reach),
        "mean share [%]": fmean(share),
        "mean of all subsidies over mean of known investments [%]": 100 * fmean(every) / fmean(i),
        "recipes that can print the figure": sum(
            low <= printed + step and printed - step <= high for low, high in recipes
        ),
        "pooled share without the zone left out [%]": 100 * (sum(s) - s[out]) / (sum(i) - i[out]),
        "zones that the rate does not explain": sum(part > rate for part in share),
        "smallest part of a list approved, at this rate [%]": 100 * min(share) / rate,
        "correlation of share and investment": null[0],
        "the same, middle of all assignments": median(null),
        "p-value of the permutation test": fmean(r <= null[0] + 1e-9 for r in null),
        "correlation of subsidy and investment, lower end": tanh(z - width),
        "correlation of subsidy and investment, upper end": tanh(z + width),
        "largest over smallest subsidy, known zones": max(s) / min(s),
        "subsidy by shares, lowest [10^6 RMB]": plan * min(share) / 100,
        "subsidy by shares, highest [10^6 RMB]": plan * max(share) / 100,
        "subsidy by projects chosen [10^6 RMB]": plan * chosen * rate / 10_000,
        "middle amount, worth today [10^6 RMB]": middle
        / 2
        * (1 + chance / 100 / (1 + discount / 100) ** wait),
    }
