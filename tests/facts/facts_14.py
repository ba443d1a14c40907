"""Exercise 24: the recipe of Lai and others worked out again with scipy, on the synthetic zones."""

import itertools

import numpy as np
from scipy import stats

import ecopark as ep


def _table():
    assessed = ep.assess(ep.datasets.synthetic_panel())
    rows = assessed[assessed["year"] == 2016]
    values = rows.pivot(index="zone", columns="code", values="value")
    first = rows.drop_duplicates("code").set_index("code")
    less = first["operator"].isin(["<", "<="])
    sign = np.where(less[values.columns], -1.0, 1.0)
    spread = values.std(ddof=1) > 0
    return values.loc[:, spread], first["threshold"][values.columns[spread]], sign[spread.to_numpy()]


def _scores(method):
    values, limit, sign = _table()
    every = np.vstack([values.to_numpy(float), limit.to_numpy(float)]) * sign
    zones = every[:-1]
    if method == "normal-cdf":
        scaled = stats.norm.cdf((every - zones.mean(axis=0)) / zones.std(axis=0, ddof=1))
    else:
        scaled = (every - zones.min(axis=0)) / (zones.max(axis=0) - zones.min(axis=0))
    return scaled.mean(axis=1)


def _reversed_pairs():
    first, second = _scores("normal-cdf"), _scores("min-max")
    pairs = itertools.combinations(range(len(first)), 2)
    return sum((first[a] - first[b]) * (second[a] - second[b]) < 0 for a, b in pairs)


FACTS = {
    24: {
        "14.5": int((_scores("normal-cdf") > _scores("normal-cdf")[-1]).sum() + 1),
        "14.6": _reversed_pairs(),
    }
}
