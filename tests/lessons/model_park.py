"""The model park worked out with scipy and plain loops, for the grids of lessons 03 and 04."""

import csv
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

FOLDER = Path(__file__).parents[2] / "datasets" / "model_park"


def rows(name):
    """Return the rows of a table; a number where a cell holds one, None where it is empty."""
    path = name if isinstance(name, Path) else FOLDER / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        return [{k: number(v) for k, v in row.items()} for row in csv.DictReader(file)]


def number(cell):
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


PRICE = {row["item"]: row["value"] for row in rows("prices")}


def exchanges(longest=None, chloride=None, tables=()):
    """Return the largest saving [RMB/year] and the tonnes that it moves, by linear programming.

    Ways and quality do not count if the three tables are the user's own.
    """
    free = bool(tables)
    offers, needs, fits = (rows(name) for name in tables or ("offers", "needs", "fits"))
    ways = {frozenset((w["from"], w["to"])): w["distance"] for w in rows("distances")}
    pairs = []
    for fit in fits:
        for i, offer in enumerate(offers):
            for j, need in enumerate(needs):
                if (offer["stream"], need["stream"]) != (fit["supply_stream"], fit["demand_stream"]):
                    continue
                way = 0 if free else ways.get(frozenset((offer["firm"], need["firm"])))
                measured = chloride is not None and offer["stream"] == "used solvent"
                held = chloride if measured else offer["chloride"]
                limit = None if free else need["chloride"]
                clean = limit is None or (held is not None and held * (1 - fit["removal"]) <= limit)
                near = way is not None and (longest is None or way <= longest)
                if near and clean and fit["allowed"] == "true":
                    gain = (
                        need["price"] * fit["substitution"] + offer["disposal_cost"] - fit["treatment_cost"]
                    )
                    pairs.append((i, j, fit["substitution"], gain - PRICE["transport"] * way))
    limits = np.zeros((len(offers) + len(needs), len(pairs)))
    for column, (i, j, replaces, _) in enumerate(pairs):
        limits[i, column], limits[len(offers) + j, column] = 1, replaces
    most = [row["quantity"] for row in offers + needs]
    plan = linprog([-gain for *_, gain in pairs], A_ub=limits, b_ub=most, method="highs-ds")
    return -plan.fun, plan.x.sum()


def least_water(uses=None, banned=(), treated_to=None):
    """Return the fresh water [t/h] of a plan with and without reuse, by linear programming."""
    if uses is None:
        uses, banned = rows("water_uses"), {(r["from"], r["to"]) for r in rows("forbidden")}
    givers = [{"process": "fresh", "outlet": 0.0}, *(u for u in uses if u["load"] or u["outflow"])]
    takers = list(uses)
    if treated_to is not None:
        plant = {"process": "treatment", "outlet": treated_to, "load": None, "inflow": None}
        givers, takers = [*givers, plant], [*takers, plant]
    pipes = [
        (g, u) for g in givers for u in takers if g is not u and (g["process"], u["process"]) not in banned
    ]
    equal, equal_to, most, at_most = [], [], [], []
    for use in takers:
        into = np.array([u is use for _, u in pipes], float)
        out = np.array([g is use for g, _ in pipes], float)
        brought = into * [g["outlet"] or 0 for g, _ in pipes]
        if use["process"] == "treatment":
            equal.append(into - out)
            equal_to.append(0.0)
            continue
        most.append(brought - use["inlet"] * into)
        at_most.append(0.0)
        equal.append(into * use["outlet"] - brought if use["load"] else into)
        equal_to.append(1000 * use["load"] if use["load"] else use["inflow"])
        if use["load"] or use["outflow"]:
            most.append(out - into if use["load"] else out)
            at_most.append(0.0 if use["load"] else use["outflow"])
    cost = [g["process"] == "fresh" for g, _ in pipes]
    plan = linprog(cost, most, at_most, equal, equal_to, method="highs-ds")
    alone = sum(1000 * u["load"] / u["outlet"] if u["load"] else u["inflow"] for u in uses)
    return plan.fun, alone


def pinch_of(uses):
    """Return the fresh water at which no level lacks any [t/h], and the level that decides [ppm]."""
    flows = []  # sign, flow [t/h], concentration [ppm]
    for use in uses:
        if use["load"]:
            flow = 1000 * use["load"] / (use["outlet"] - use["inlet"])
            flows += [(1, flow, use["inlet"]), (-1, flow, use["outlet"])]
        else:
            flows.append((1, use["inflow"], use["inlet"]))
    lack = {
        level: sum(sign * flow * max(level - c, 0) for sign, flow, c in flows) / level
        for level in sorted({c for _, _, c in flows} - {0})
    }
    level = max(lack, key=lack.get)
    return lack[level], level


def bought(streams, dt_min):
    """Add up heat from the hottest shifted temperature down; the largest lack is bought [kW]."""
    parts = []
    for s in streams:
        move = -dt_min / 2 if s["supply"] > s["target"] else dt_min / 2
        low, high = sorted((s["supply"] + move, s["target"] + move))
        parts.append((low, high, s["capacity"] if s["supply"] > s["target"] else -s["capacity"]))
    lacks = [0.0]
    for edge in {end for low, high, _ in parts for end in (low, high)}:
        lacks.append(-sum(c * max(high - max(low, edge), 0) for low, high, c in parts))
    return max(lacks)


def heat_saved(dt_min, longer_than=0):
    """Return what exchange saves [kW]: the heat that all firms buy alone, less what they buy together."""
    streams = [s for s in rows("heat_streams") if s["hours"] > longer_than]
    firms = {s["firm"] for s in streams}
    alone = sum(bought([s for s in streams if s["firm"] == firm], dt_min) for firm in firms)
    return alone - bought(streams, dt_min)


def heat_in_a_year(dt_min):
    """Return the heat that exchange saves in a year [MWh]: in winter with all, else with what still runs."""
    winter, hours = PRICE["heating_hours"], PRICE["hours"]
    return (heat_saved(dt_min) * winter + heat_saved(dt_min, winter) * (hours - winter)) / 1000
