"""Lesson 10 on other zones, levels and tables; expected values by plain sums, pandas and scipy."""

from math import sqrt
from pathlib import Path

import pandas as pd
from scipy import stats

import ecopark as ep

OWN = str(Path(__file__).parent / "own_subsidies_10.csv")
GRID = [
    {"leave_out": "Qingdao ETDZ", "level": 0.8, "targets_met": 89.0},
    {"leave_out": "Quzhou Hi-tech Industrial Zone", "first_part": 25.0, "seed": 3},
    {"leave_out": "Ganzhou ETDZ", "level": 0.99, "targets_met": 60.0, "years": 2.5},
    {"leave_out": "Hailin ETDZ", "level": 0.5, "targets_met": 60.0, "progress": True, "first_part": 18.7},
    {"table_file": OWN, "level": 0.9},
    {"table_file": OWN, "leave_out": "C", "targets_met": 0.0, "years": 2.0, "seed": 11},
]
SENSELESS = [
    ({"package": "ctip_subsidy"}, "ctip_subsidies"),
    ({"package": "glossary"}, "subsidy"),
    ({"leave_out": "Atlantis"}, "No known investment belongs to a zone 'Atlantis'"),
    ({"leave_out": "Ningbo ETDZ"}, "No known investment belongs to a zone 'Ningbo ETDZ'"),
    ({"table_file": "no-such-file.csv"}, "the file cannot be read"),
]


def paid(granted, met, years, progress):
    """Apply the rule as it reads: targets first, then the refund of what was received."""
    if met >= 90:
        return granted
    return 0.0 if years >= 3 and not progress else granted / 2


def expected(package, table_file, leave_out, level, first_part, targets_met, years, progress, **_):
    table = pd.read_csv(table_file or ep.datasets.path(package))
    known = table[table["investment"].notna()]
    left = leave_out or known.sort_values("investment")["zone"].iloc[-1]
    rest = known[known["zone"] != left]
    s, i = known["subsidy"], known["investment"]
    ratio, n = s.sum() / i.sum(), len(known)
    error = sqrt(sum((a - ratio * b) ** 2 for a, b in zip(s, i, strict=True)) * n / (n - 1)) / i.sum()
    reach = stats.t.ppf((1 + level) / 2, n - 1) * error
    return {
        "zones without a known investment": len(table) - n,
        "pooled share [%]": 100 * ratio,
        "mean share [%]": 100 * sum(a / b for a, b in zip(s, i, strict=True)) / n,
        "median share [%]": (100 * s / i).quantile(0.5),
        "pooled share without the zone left out [%]": 100 * rest["subsidy"].sum() / rest["investment"].sum(),
        "correlation of share and investment": stats.linregress(s / i, i).rvalue,
        "correlation of subsidy and investment": stats.linregress(s, i).rvalue,
        "delta, lower end [%]": 100 * (ratio - reach),
        "delta, upper end [%]": 100 * (ratio + reach),
        "full subsidy that follows from the tranche [10^6 RMB]": 745 / 22 / first_part * 100,
        "paid to the zone left out [as in the table]": paid(
            known.set_index("zone").at[left, "subsidy"], targets_met, years, progress
        ),
    }
