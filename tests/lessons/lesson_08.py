"""Lesson 08 for other systems, populations and cohorts; expected values by counting and by hand.

The chance of an overlap is counted here with binomial coefficients, the curve of waiting zones is
multiplied up zone by zone.
"""

from math import comb, gamma, log
from pathlib import Path

import pandas as pd

import ecopark as ep

OWN = str(Path(__file__).parent / "own_cohort_08.csv")

GRID = [
    {"old": "hj274-2009", "new": "isc-low-carbon-2012", "base": 329},
    {"base": 450, "level": 0.2, "wait": 3.0},
    {"old": "cepz-ctip-2012", "new": "hj274-2009", "base": 600, "seed": 3},
    {"true_median": 9.0, "seed": 5, "wait": 8.5},
    {"base": 1600, "level": 0.01, "true_median": 2.5, "wait": 1.0},
    {"old": "isc-low-carbon-2012", "new": "sepa-2003", "base": 211, "seed": 11},
    {"cohort_file": OWN, "last_look": "2016-05-01", "wait": 4.0},
]
SENSELESS = [
    ({"old": "hj274-2008"}, "There is no indicator system 'hj274-2008'"),
    ({"new": "sepa-2003"}, "can be compared with another one, not with 'sepa-2003'"),
    ({"base": 150}, "base [zones] is 150, and this lesson allows 211 or more"),
    ({"wait": 40.0}, "wait [year] is 40.0"),
    ({"cohort_file": "no-such-file.csv"}, "the file cannot be read"),
    ({"cohort_file": OWN, "last_look": "May 2016"}, "column on: 'May 2016': is no day"),
    ({"cohort_file": OWN, "last_look": "2012-01-01"}, "lies after the title, the removal or the last look"),
]

EIP, CIRCULAR, LOW_CARBON = 94, 75 + 13 + 20 - 6, 55


def chance_of_at_most(pairs, base):
    """Count the ways to place three programs with at most so many pairs of memberships."""
    a, b, c = EIP, CIRCULAR, LOW_CARBON
    ways = 0
    for shared in range(max(0, a + b - base), min(a, b) + 1):
        first = comb(a, shared) * comb(base - a, b - shared)
        single = a + b - 2 * shared
        for all_three in range(min(shared, c) + 1):
            for one_more in range(min(single, c - all_three) + 1):
                if shared + 2 * all_three + one_more <= pairs:
                    third = comb(shared, all_three) * comb(single, one_more)
                    ways += first * third * comb(base - shared - single, c - all_three - one_more)
    return ways / (comb(base, b) * comb(base, c))


def own_cohort(last_look):
    """Return the own zones: every day is a first of May, so whole years are enough."""
    end = int(last_look[:4])
    table = pd.read_csv(OWN)
    begun, ended = (
        table["approved"].str[:4].astype(int),
        table["certified"].str[:4].fillna("9999").astype(int),
    )
    return pd.DataFrame({"years": ended.clip(upper=end) - begun, "certified": ended <= end})


def still_waiting(cohort, wait):
    share, under_watch = 100.0, len(cohort)
    in_order = cohort.sort_values(["years", "certified"], ascending=[True, False])
    for _, zone in in_order.iterrows():
        if zone["certified"] and zone["years"] <= wait:
            share *= 1 - 1 / under_watch
        under_watch -= 1
    return share


def sure_concepts(system):
    rows = ep.datasets.load("crosswalk", "coverage")
    own = rows[rows["system"] == system]
    return set(own["concept"]), set(own.loc[own["certainty"] == "sure", "concept"])


def expected(old, new, base, level, wait, true_median, seed, cohort_file, last_look, **_):
    (_, sure_before), (after, sure_after) = sure_concepts(old), sure_concepts(new)
    one, two, three = 211 - 33, 33 - 7, 7
    pairs = two + 3 * three
    at_most, at_least = chance_of_at_most(pairs, base), 1 - chance_of_at_most(pairs - 1, base)
    smaller = "more" if at_least < at_most else "fewer"
    synthetic = ep.programs.participation.synthetic_cohort(median=true_median, seed=seed)
    cohort = own_cohort(last_look) if cohort_file else synthetic
    return {
        "concepts that survive": len(sure_before & sure_after),
        "concepts that are lost": len(sure_before - after),
        "circular program, recovered [zones]": CIRCULAR,
        "share of the zones in a program [%]": 100 * (one + two + three) / base,
        "memberships over zones [%]": 100 * (EIP + CIRCULAR + LOW_CARBON) / base,
        "expected pairs": (EIP * CIRCULAR + EIP * LOW_CARBON + CIRCULAR * LOW_CARBON) / base,
        "expected triples": EIP * CIRCULAR * LOW_CARBON / base**2,
        "chance of as many pairs or fewer": at_most,
        "verdict on pairs": smaller if 2 * min(at_least, at_most) < level else "as chance",
        "mean time of the finished cases [year]": cohort.query("certified")["years"].mean(),
        # The mean of Weibull's law of shape 1.5.
        "true mean of the synthetic law [year]": true_median / log(2) ** (1 / 1.5) * gamma(1 + 1 / 1.5),
        "still waiting after the time asked [%]": still_waiting(cohort, wait),
    }
