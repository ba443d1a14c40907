"""Lesson 09 on other industries, zones, recipes and worlds; expected values by csv, loops and scipy."""

import csv
import math
from functools import cache
from pathlib import Path
from statistics import mean

import numpy as np
from scipy import stats

import ecopark as ep

FOLDER = Path(ep.datasets.path("tapio")).parent.parent
# One synthetic zone under another name, without added value at constant prices.
OWN = str(Path(__file__).parent / "own_zone_09.csv")
# Three synthetic zones, one of which shrinks, at constant prices.
THREE = str(Path(__file__).parent / "own_zones_09.csv")
GRID = [
    {
        "zone": "Tobacco",
        "method": "endpoint",
        "quantity": "so2",
        "level": 0.8,
        "drift": 0.2,
        "experiment_years": 8,
    },
    {"zone": "Ferrous metals", "earlier": 1998, "start": 2005, "end": 2010, "method": "log", "seed": 7},
    {"zone": "Furniture", "method": "arc", "quantity": "cod", "target": -40.0, "years": 15, "growth": 25.0},
    {"zone": "Paper", "country_quantity": "energy", "rho": -0.4, "drift": -3.0, "experiment_years": 20},
    {
        "panel_file": OWN,
        "zone": "My zone",
        "quantity": "fresh_water",
        "earlier": 2005,
        "start": 2010,
        "end": 2016,
    },
    {"panel_file": THREE, "zone": "North", "quantity": "cod", "earlier": 2006, "start": 2010, "end": 2015},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"start": 2012, "end": 2010}, "must come before"),
    ({"earlier": 1990}, "no year 1990"),
    ({"earlier": 2006}, "years of Chemicals before 2008 [count] is 2"),
    ({"start": 2016}, "years of Chemicals from 2016 on [count] is 2"),
    ({"end": 2030}, "no year 2030"),
    ({"panel_file": OWN, "zone": "Chemicals"}, "no zone 'Chemicals'"),
    ({"panel_file": "no-such-file.csv"}, "cannot be read"),
]
LIMIT = {"energy": 0.6, "fresh_water": 0.55, "cod": 0.3, "so2": 0.2}
# Change of each quantity of the seventeen parks; value added rose by 56 %.
PARKS = {"energy": 20, "fresh_water": 18, "cod": -25, "so2": -51}
GROWTH = {
    "annual-average": lambda then, now, n: math.exp(math.log(now / then) / n) - 1,
    "endpoint": lambda then, now, n: (now - then) / then,
    "arc": lambda then, now, n: 2 * (now - then) / (now + then),
    "log": lambda then, now, n: math.log(now) - math.log(then),
}


def state_of(e, grows):
    """Name the state by its side and the place of the elasticity; both edges belong to coupling."""
    growing = ["strong_decoupling", "weak_decoupling", "expansive_coupling", "expansive_negative_decoupling"]
    falling = [
        *("strong_negative_decoupling", "weak_negative_decoupling"),
        *("recessive_coupling", "recessive_decoupling"),
    ]
    return (growing if grows else falling)[sum(map(bool, (e >= 0, e >= 0.8, e > 1.2)))]


def read_series(file, quantity):
    """Return {zone: {year: (quantity, value added)}}."""
    series = {}
    path = file or FOLDER / "cn_industries" / "panel.csv"
    with Path(path).open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            value = row.get("industrial_added_value_constant") or row["industrial_added_value"]
            numbers = float(row[quantity if file else "energy"]), float(value)
            series.setdefault(row["zone" if file else "industry"], {})[int(row["year"])] = numbers
    return series


def line(pairs, level):
    """Fit a line to logarithms; return slope, error, both ends and the number of Durbin and Watson."""
    y, x = (np.log([pair[n] for pair in pairs]) for n in (0, 1))
    fit = stats.linregress(x, y)
    reach = stats.t.ppf((1 + level) / 2, len(x) - 2) * fit.stderr
    u = y - fit.intercept - fit.slope * x
    return fit.slope, fit.stderr, fit.slope - reach, fit.slope + reach, np.sum(np.diff(u) ** 2) / np.sum(u**2)


def difference(first, second, level):
    """Return the change of a slope and its interval, by Welch."""
    (e1, s1, *_), (e2, s2, *_) = line(first, level), line(second, level)
    error = math.hypot(s1, s2)
    degrees = error**4 / (s1**4 / (len(first) - 2) + s2**4 / (len(second) - 2))
    reach = stats.t.ppf((1 + level) / 2, degrees) * error
    return e2 - e1, e2 - e1 - reach, e2 - e1 + reach


@cache
def held(level, years, seed, truth, **options):
    """Count the intervals that hold the truth, in percent."""
    world = ep.datasets.simulate_panel(
        1000, years, seed, noise=0.03, elasticities={"energy": truth}, **options
    )
    # One line per zone, all at once, by the normal equations; line() does the same for a single zone.
    y, x = (
        np.log(world[name].to_numpy()).reshape(-1, years)
        for name in ("energy", "industrial_added_value_constant")
    )
    y, x = y - y.mean(axis=1, keepdims=True), x - x.mean(axis=1, keepdims=True)
    slope = (x * y).sum(axis=1) / (x**2).sum(axis=1)
    left = ((y - slope[:, None] * x) ** 2).sum(axis=1)
    reach = stats.t.ppf((1 + level) / 2, years - 2) * np.sqrt(left / (years - 2) / (x**2).sum(axis=1))
    for zone in (0, -1):
        pairs = world[["energy", "industrial_added_value_constant"]].to_numpy().reshape(-1, years, 2)[zone]
        assert math.isclose(line(pairs, level)[2], slope[zone] - reach[zone], rel_tol=1e-9, abs_tol=1e-9)
    return 100 * float(np.mean(np.abs(slope - truth) <= reach))


def split(series, start, end):
    """Decompose the sum over all zones into scale, structure and intensity."""
    totals = {year: sum(zone[year][1] for zone in series.values()) for year in (start, end)}
    parts = [0.0, 0.0, 0.0]
    for zone in series.values():
        (q0, v0), (q1, v1) = zone[start], zone[end]
        weight = (q1 - q0) / math.log(q1 / q0)
        ratios = (
            totals[end] / totals[start],
            (v1 / totals[end]) / (v0 / totals[start]),
            (q1 / v1) / (q0 / v0),
        )
        parts = [part + weight * math.log(ratio) for part, ratio in zip(parts, ratios, strict=True)]
    return parts


def slopes_of_changes(series):
    """Fit yearly changes, pooled and within zones."""
    changes = [
        [
            tuple(math.log(now / then) for then, now in zip(zone[year - 1], zone[year], strict=True))
            for year in zone
            if year - 1 in zone
        ]
        for zone in series.values()
    ]
    pooled = stats.linregress(
        [c[1] for zone in changes for c in zone], [c[0] for zone in changes for c in zone]
    )
    xy = xx = 0.0
    for zone in changes:
        y_mean, x_mean = (mean(c[n] for c in zone) for n in (0, 1))
        xy += sum((y - y_mean) * (x - x_mean) for y, x in zone)
        xx += sum((x - x_mean) ** 2 for _, x in zone)
    return pooled.slope, xy / xx


def strong_countries(quantity):
    with (FOLDER / "oecd_countries" / "panel.csv").open(encoding="utf-8") as opened:
        rows = {(row["country"], int(row["year"])): row for row in csv.DictReader(opened)}
    names = {country for country, _ in rows}
    moved = [
        [float(rows[name, 2019][c]) - float(rows[name, 2011][c]) for c in (quantity, "gdp")] for name in names
    ]
    return sum(q < 0 < v for q, v in moved)


def expected(
    zone, quantity, earlier, start, end, method, level, country_quantity, growth, target, years, rho, drift,
    experiment_years, seed, panel_file,
):  # fmt: skip
    series = read_series(panel_file, quantity)
    limit, measured = LIMIT[quantity], LIMIT[quantity if panel_file else "energy"]
    steps = [
        [GROWTH["endpoint"](then, now, 1) for then, now in zip(one[year - 1], one[year], strict=True)]
        for one in series.values()
        for year in one
        if year - 1 in one
    ]
    fallen = [(q, v) for q, v in steps if v < 0]
    main = {name: [one[year] for year in one if start <= year <= end] for name, one in series.items()}
    before = {name: [one[year] for year in one if earlier <= year < start] for name, one in series.items()}
    rates = [
        GROWTH[method](a, b, end - start) for a, b in zip(series[zone][start], series[zone][end], strict=True)
    ]
    slope, _, low, high, durbin_watson = line(main[zone], level)
    grows = main[zone][-1][1] > main[zone][0][1]
    states = {state_of(low, grows), state_of(high, grows)}
    lines = [line(pairs, level) for pairs in main.values()]
    moved = {name: difference(before[name], main[name], level) for name in series}
    factor = (1 + target / 100) ** (1 / years)
    scale, structure, intensity = split(series, start, end)
    pooled, within = slopes_of_changes(
        {n: {y: p for y, p in one.items() if start <= y <= end} for n, one in series.items()}
    )
    world = (level, experiment_years, seed, 0.6)
    unit = {"energy": "tce", "fresh_water": "m3"}.get(quantity, "kg") if panel_file else "10^6 tce"
    return {
        "limit": limit,
        "coefficient of the seventeen parks": PARKS[quantity] / 56,
        "coefficient of the seventeen parks by logarithms": math.log(1 + PARKS[quantity] / 100)
        / math.log(1.56),
        "yearly steps in which value added fell": len(fallen),
        "of these, passes although the quantity grew": sum(q > 0 for q, _ in fallen),
        "countries in strong decoupling": strong_countries(country_quantity),
        "growth that the target needs [%/year]": 100 * (1 - factor) / (factor - limit),
        "cut of intensity at the limit [%]": 100
        * (1 - ((1 + limit * growth / 100) / (1 + growth / 100)) ** years),
        "rise of the total at the limit [%]": 100 * ((1 + limit * growth / 100) ** years - 1),
        "coefficient": rates[0] / rates[1],
        "state": state_of(rates[0] / rates[1], rates[1] > 0).replace("_", " "),
        "slope of the line": slope,
        "lower end of its interval": low,
        "upper end of its interval": high,
        "state by the interval": states.pop().replace("_", " ") if len(states) == 1 else "ambiguous",
        "intervals that hold the limit [count]": sum(ends[2] < measured < ends[3] for ends in lines),
        "difference of the two windows": moved[zone][0],
        "lower end of the difference": moved[zone][1],
        "upper end of the difference": moved[zone][2],
        "changed between the windows": sum(ends[1] > 0 or ends[2] < 0 for ends in moved.values()),
        "intervals that hold, errors as assumed [%]": held(*world),
        "intervals that hold, half carries over [%]": held(*world, errors="ar1", rho=0.5),
        "intervals that hold, chosen part carries over [%]": held(*world, errors="ar1", rho=rho),
        "intervals that hold, shocks stay [%]": held(*world, errors="random_walk"),
        "intervals that hold, own saving [%]": held(*world, efficiency_trend=drift / 100),
        "intervals that hold, nothing related [%]": held(
            level, experiment_years, seed, 0.0, errors="random_walk", efficiency_trend=-0.05
        ),
        "Durbin-Watson": durbin_watson,
        f"scale [{unit}]": scale,
        f"structure [{unit}]": structure,
        f"intensity [{unit}]": intensity,
        "elasticity, pooled": pooled,
        "elasticity, fixed effects": within,
    }
