"""Lesson 03 on other distances, prices, files and zones; expected values by hand and plain loops."""

import pandas as pd

import ecopark as ep

PUBLISHED = str(ep.datasets.path("process_integration", "water_processes"))
EXCHANGES = str(ep.datasets.path("taiwan", "linhai_exchanges"))
GRID = [
    {"reach": 20.0, "measured": 80.0, "treated_to": 10.0, "dt_min": 20.0, "percent": 80.0},
    {"reach": 5.0, "measured": 49.0, "cut": 10.0, "rate": 0.0, "exponent": 1.0},
    {"reach": 30.0, "treated_to": 40.0, "cut": 90.0, "dt_min": 5.0, "rate": 0.15, "exponent": 0.45},
    {"zone": "Synthetic zone 20", "year": 2005, "treated_to": 70.0, "dt_min": 40.0, "rate": 0.25},
    {"reach": 17.9, "measured": 1000.0, "treated_to": 150.0, "percent": 50.0, "exponent": 0.9},
    {"water_file": PUBLISHED, "treated_to": 0.0, "cut": 25.0, "zone": "Synthetic zone 03"},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"year": 2050}, "no year 2050"),
    ({"reach": 4.5}, "reach [km] is 4.5, and this lesson allows 5"),
    ({"water_file": "no-such-file.csv"}, "cannot be read"),
    ({"water_file": EXCHANGES}, "the column is missing"),
    ({"panel_file": "no-such-file.csv"}, "cannot be read"),
]
PARK = {
    name: ep.datasets.load("synthetic_park", name)
    for name in ("offers", "needs", "fits", "distances", "heat_streams", "projects", "wastewater", "facts")
}
PRICE = ep.datasets.load("synthetic_park", "prices").set_index("item")["value"]


def exchanges(longest, chloride_of_solvent=None):
    """Return savings [10^4 RMB/year] and tonnes: the dearest user first, and no user has two offers."""
    offers, needs = PARK["offers"].set_index("stream"), PARK["needs"].set_index("stream")
    ways = {frozenset((a, b)): d for a, b, d in PARK["distances"][["from", "to", "distance"]].values}
    rows = []
    for fit in PARK["fits"].itertuples():
        offer, need = offers.loc[fit.supply_stream], needs.loc[fit.demand_stream]
        way = ways[frozenset((offer["firm"], need["firm"]))]
        chloride = chloride_of_solvent if fit.supply_stream == "used solvent" else offer["chloride"]
        known = chloride is not None and chloride == chloride
        clean = pd.isna(need["chloride"]) or (known and chloride * (1 - fit.removal) <= need["chloride"])
        gain = need["price"] * fit.substitution + offer["disposal_cost"] - fit.treatment_cost
        gain -= PRICE["transport"] * way
        if way <= longest and clean and gain > 0:
            rows.append((gain, fit.supply_stream, need["quantity"] / fit.substitution))
    left, total = offers["quantity"].to_dict(), 0.0
    for gain, stream, wanted in sorted(rows, reverse=True):
        amount = min(wanted, left[stream])
        left[stream] -= amount
        total += gain * amount
    return total / 1e4, offers["quantity"].sum() - sum(left.values())


def least_water(uses):
    """Find the fresh water at which no level lacks any, and the level that decides."""
    flows = []  # sign, flow [t/h], concentration [ppm]
    for use in uses.itertuples():
        if pd.notna(use.load):
            flow = 1000 * use.load / (use.outlet - use.inlet)
            flows += [(1, flow, use.inlet), (-1, flow, use.outlet)]
        else:
            flows.append((1, use.inflow, use.inlet))
    need = {
        level: sum(sign * flow * max(level - c, 0) for sign, flow, c in flows) / level
        for level in sorted({c for _, _, c in flows} - {0})
    }
    pinch = max(need, key=need.get)
    return need[pinch], pinch


def treated(to):
    """Give the drug plant all the treated water that its inlet of 10 ppm allows; worked out on paper."""
    others, drug = 8 + 16, 50.0  # t/h that must be fresh; flow of the drug plant at its limits
    if to <= 10:
        return others
    if to < 50:
        return others + drug - 10 * drug / to
    return others + drug - 8 - (10 * drug - 50 * 8) / min(to, 100)


def bought(streams, dt_min):
    """Add up heat from the hottest shifted temperature down; the largest lack is bought."""
    parts = []
    for s in streams.itertuples():
        move = -dt_min / 2 if s.supply > s.target else dt_min / 2
        low, high = sorted((s.supply + move, s.target + move))
        parts.append((low, high, s.capacity if s.supply > s.target else -s.capacity))
    lacks = [0.0]
    for edge in {end for low, high, _ in parts for end in (low, high)}:
        lacks.append(-sum(c * max(high - max(low, edge), 0) for low, high, c in parts))
    return max(lacks)


def worth_today(project, gain, rate):
    line = PARK["projects"].set_index("project").loc[project]
    yearly, years = gain - line["upkeep"], int(line["years"])
    annuity = (1 - (1 + rate) ** -years) / rate if rate else years
    return yearly * annuity - line["investment"]


def stable_rules(exponent):
    """Count rules under which no group of the smallest firms, nor any firm, gains by leaving."""
    use = PARK["wastewater"]["use"]
    groups = [use.index[[bool(n >> i & 1) for i in range(len(use))]] for n in range(1, 2 ** len(use) - 1)]
    alone = use**exponent
    joint = use.sum() ** exponent
    pays = [pd.Series(joint / len(use), use.index), joint * use / use.sum(), joint * alone / alone.sum()]
    own = [use[group].sum() ** exponent for group in groups]
    return sum(
        all(rule[group].sum() <= cost + 1e-9 * joint for group, cost in zip(groups, own, strict=True))
        for rule in pays
    )


def expected(reach, measured, treated_to, dt_min, percent, cut, exponent, rate, zone, year, water_file, **_):
    uses = pd.read_csv(water_file) if water_file else ep.datasets.load("synthetic_park", "water_uses")
    uses["load"] = uses["load"].astype(float)
    inside, _ = exchanges(PRICE["inside"])
    wide, _ = exchanges(reach)
    informed, tonnes = exchanges(reach, measured)
    fixed = 0 if water_file else uses["inflow"].sum()
    without = (1000 * uses["load"] / uses["outlet"]).sum() + fixed
    fresh, pinch = least_water(uses)
    saved = {}
    for row in uses.index[uses["load"].notna()]:
        less = uses.copy()
        less.loc[row, "load"] *= 1 - cut / 100
        saved[str(uses.at[row, "process"])] = fresh - least_water(less)[0]
    heat = PARK["heat_streams"]
    alone = sum(bought(own, dt_min) for _, own in heat.groupby("firm"))
    together = bought(heat, dt_min)
    hours = PRICE["hours"]
    present = {
        "exchange center": worth_today("exchange center", informed - inside, rate),
        "water pipes": worth_today(
            "water pipes", (without - fresh) * hours * PRICE["fresh_water"] / 1e4, rate
        ),
        "heat network": worth_today("heat network", (alone - together) * hours * PRICE["heat"] / 1e7, rate),
    }
    use = PARK["wastewater"]["use"]
    joint = PRICE["treatment_cost"] * (use.sum() / PRICE["treatment_size"]) ** exponent
    facts = PARK["facts"].set_index("quantity")["value"]
    panel = ep.datasets.synthetic_panel()
    found = {
        "saved by matching inside the park [10^4 RMB/year]": inside,
        "saved by matching as far as the reach [10^4 RMB/year]": wide,
        "worth of one measured number [10^4 RMB/year]": informed - wide,
        "fresh water without reuse [t/h]": without,
        "fresh water with a cascade [t/h]": fresh,
        "water pinch [ppm]": pinch,
        "water used at the limits of 2009 [m3/10^4 RMB]": 36,
        "best use to cut at its source": max(saved, key=saved.get),
        "saved by the best cut [t/h]": max(saved.values()),
        "heat bought, all firms alone [kW]": alone,
        "heat bought, all firms together [kW]": together,
        "fuel saved by heat and power together [%]": 100 * (1 - 84 / (45 / 0.88 + 24 / 0.38)),
        "difference between 'to' and 'by' [tce]": 298000 * abs(1 - percent / 50),
        "bill of the smallest firm by use [10^4 RMB]": joint * use.min() / use.sum(),
        "rules that are stable": stable_rules(exponent),
        "energy use per GDP [tce/10^4 RMB]": facts["energy"] / facts["gdp"],
        "indices that the panel can tell": 14
        if ((panel["zone"] == zone) & (panel["year"] == year)).any()
        else 0,
        **{f"present value of the {name} [10^4 RMB]": value for name, value in present.items()},
        "first by present value": max(present, key=present.get),
        "fresh water spared in a year [m3]": (without - fresh) * hours,
        "waste that finds a user in a year [t]": tonnes,
        # 1 MWh is 3.6 GJ, 1 tce is 29.3076 GJ.
        "heat not bought in a year [tce]": (alone - together) / 1000 * hours * 3.6 / 29.3076,
    }
    if water_file:
        # Published for this problem: 112.5 t/h without reuse and 90 t/h with it.
        published = {"fresh water without reuse [t/h]": 112.5, "fresh water with a cascade [t/h]": 90}
        return found | published | {"fresh water spared in a year [m3]": 22.5 * hours}
    return found | {"fresh water with treatment [t/h]": treated(treated_to)}
