"""Lesson 09 on other zones, years and recipes; expected values by plain division and by scipy."""

import math
from pathlib import Path

import pandas as pd
from scipy import stats

import ecopark as ep

# One synthetic zone under another name, without added value at constant prices.
OWN = str(Path(__file__).parent / "own_zone_09.csv")
GRID = [
    {"zone": "Synthetic zone 10", "quantity": "fresh_water", "window": 5},
    {"zone": "Synthetic zone 49", "method": "log", "level": 0.8, "target": -40.0, "years": 15},
    {"zone": "Synthetic zone 40", "start": 2008, "year": 2014, "window": 4, "method": "endpoint"},
    {"zone": "Synthetic zone 55", "method": "arc", "level": 0.99, "window": 12},
    {"zone": "Synthetic zone 34", "quantity": "fresh_water", "start": 2010, "target": -45.0, "years": 15},
    {"zone": "Synthetic zone 20", "start": 2011, "year": 2015, "window": 3, "level": 0.6},
    {"panel_file": OWN, "zone": "My zone", "quantity": "fresh_water"},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"start": 2012, "year": 2010}, "must come before"),
    ({"start": 2015, "year": 2015}, "must come before"),
    ({"year": 2030}, "no year 2030"),
    ({"start": 2014}, "year less start [year] is 2"),
    ({"window": 20}, "window [year] is 20"),
    ({"panel_file": OWN, "zone": "Synthetic zone 40"}, "no zone 'Synthetic zone 40'"),
    ({"panel_file": "no-such-file.csv"}, "cannot be read"),
]
LIMIT = {"energy": 0.6, "fresh_water": 0.55}
GROWTH = {
    "annual-average": lambda then, now, n: math.exp(math.log(now / then) / n) - 1,
    "endpoint": lambda then, now, n: (now - then) / then,
    "arc": lambda then, now, n: 2 * (now - then) / (now + then),
    "log": lambda then, now, n: math.log(now) - math.log(then),
}


def state_of(e, up):
    """Name the state by its side and the place of the elasticity; both edges belong to coupling."""
    growing = ["strong_decoupling", "weak_decoupling", "expansive_coupling", "expansive_negative_decoupling"]
    falling = [
        *("strong_negative_decoupling", "weak_negative_decoupling"),
        *("recessive_coupling", "recessive_decoupling"),
    ]
    return (growing if up else falling)[sum(map(bool, (e >= 0, e >= 0.8, e > 1.2)))]


def line(rows, quantity, level):
    """Fit one line; return slope and both ends."""
    x = [math.log(v) for v in rows["value"]]
    y = [math.log(v) for v in rows[quantity]]
    found = stats.linregress(x, y)
    reach = stats.t.ppf((1 + level) / 2, len(x) - 2) * found.stderr
    return found.slope, found.slope - reach, found.slope + reach


def state_of_line(rows, quantity, level):
    value = rows["value"]
    low, high = (state_of(e, value.iloc[-1] > value.iloc[0]) for e in line(rows, quantity, level)[1:])
    return low if low == high else "ambiguous"


def verdicts(quantity, growth):
    """Judge by both rules."""
    e, limit = growth[0] / growth[1], LIMIT[quantity]
    turned = e >= limit if growth[1] < 0 else e <= limit
    return ["pass" if good else "fail" for good in (e < limit, turned)]


def expected(zone, quantity, start, year, method, level, window, target, years, panel_file, **_):
    panel = pd.read_csv(panel_file) if panel_file else ep.datasets.synthetic_panel()
    named = "industrial_added_value" + ("" if panel_file else "_constant")
    panel = panel.rename(columns={named: "value"})
    panel = panel[(panel["year"] >= start) & (panel["year"] <= year)]
    growth = {}
    for name, rows in panel.groupby("zone"):
        columns = (rows[c] for c in (quantity, "value"))
        growth[name] = [GROWTH[method](c.iloc[0], c.iloc[-1], year - start) for c in columns]
    both = {name: verdicts(quantity, pair) for name, pair in growth.items()}
    own = panel[panel["zone"] == zone]
    slope, low, high = line(own, quantity, level)
    windows = [own.iloc[i : i + window] for i in range(len(own) - window + 1)]
    factor = (1 + target / 100) ** (1 / years)
    return {
        "growth of the quantity [%]": 100 * growth[zone][0],
        "growth of added value [%]": 100 * growth[zone][1],
        "elasticity coefficient": growth[zone][0] / growth[zone][1],
        "state": state_of(growth[zone][0] / growth[zone][1], growth[zone][1] > 0),
        "rule of 2009": both[zone][0],
        "mirrored rule (assumed)": both[zone][1],
        "zones that the two rules judge differently": sum(a != b for a, b in both.values()),
        "fitted elasticity": slope,
        "lower end of the interval": low,
        "upper end of the interval": high,
        "state of the fit": state_of_line(own, quantity, level),
        "windows with an ambiguous state": sum(
            state_of_line(rows, quantity, level) == "ambiguous" for rows in windows
        ),
        "growth needed at the limit [%/year]": 100 * (1 - factor) / (factor - LIMIT[quantity]),
    }
