"""Lesson 02 with other definitions, years, groups and costs; expected values by csv, networkx and lists."""

import itertools
from pathlib import Path

import networkx as nx
import pandas as pd

import ecopark as ep

OWN = Path(__file__).with_name("own_links_02.csv")
GRID = [
    {"definition": "taiwan", "compared": "library", "until": 1995, "reuse": 90.0},
    {"definition": "usepa", "compared": "thai", "until": 1972, "pair_cost": 0.0, "exponent": 1.0},
    {"one": "Power plant", "other": "Cement works, Board plant", "pair_cost": 60.0, "exponent": 1.2},
    {"one": "Sugar mill", "other": "Board plant", "pair_cost": 0.0, "reuse": 0.0, "until": 1976},
    {"one": "Paper mill, Sugar mill", "other": "Cement works", "pair_cost": 4.0, "until": 2000},
    {"one": "My mill", "other": "My plant, My farm", "links_file": str(OWN), "pair_cost": 10.0},
]
SENSELESS = [
    ({"one": "Atlantis"}, "The table of links has no firm 'Atlantis'"),
    ({"other": "Power plant"}, "Outside the first group there is no firm 'Power plant'"),
    ({"links_file": "no-such-file.csv"}, "the file cannot be read"),
]


def rows(package, table):
    return pd.read_csv(Path(ep.datasets.path(package)).parent / f"{table}.csv")


def synthetic_links():
    """Return what each exchange saves in 10^4 RMB/year: no stream of this park has two users inside it."""
    offers, needs, fits, ways = (rows("synthetic_park", t) for t in ("offers", "needs", "fits", "distances"))
    price = rows("synthetic_park", "prices").set_index("item")["value"]
    links = {}
    for fit in fits.itertuples():
        supply = offers[offers["stream"] == fit.supply_stream].iloc[0]
        for demand in needs[needs["stream"] == fit.demand_stream].itertuples():
            way = ways[(ways["from"] == supply["firm"]) & (ways["to"] == demand.firm)]["distance"]
            clean = pd.isna(demand.chloride) or supply["chloride"] * (1 - fit.removal) <= demand.chloride
            if len(way) and way.iloc[0] <= price["inside"] and clean:
                amount = min(supply["quantity"], demand.quantity / fit.substitution)
                saved = demand.price * fit.substitution + supply["disposal_cost"] - fit.treatment_cost
                saved -= price["transport"] * way.iloc[0]
                links[supply["firm"], demand.firm] = amount * saved / 1e4
    return links


def features(definition):
    said = rows("definitions", "statements")
    return set(said.loc[said["definition"] == definition, "feature"])


def expected(definition, compared, reuse, until, one, other, pair_cost, exponent, links_file):
    own = pd.read_csv(links_file) if links_file else None
    links = (
        dict(zip(zip(own["from"], own["to"], strict=True), own["benefit"], strict=True))
        if links_file
        else synthetic_links()
    )
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, worth) for (a, b), worth in links.items())

    def worth(group):
        pairs = len(list(itertools.combinations(group, 2)))
        return graph.subgraph(group).size(weight="weight") - pair_cost * pairs

    def gain(first, second):
        return worth([*first, *second]) - worth(first) - worth(second)

    groups = [g for n in range(1, len(graph) + 1) for g in itertools.combinations(graph, n)]
    pairs = [(s, t) for s, t in itertools.combinations(groups, 2) if not set(s) & set(t)]
    extra = [gain(s, t) for s, t in pairs]
    best = max(groups, key=worth)
    chosen = gain(one.split(", "), other.split(", "))
    exchanges = rows("kalundborg", "exchanges")
    sure = exchanges[(exchanges["direction"] == "sure") & (exchanges["from"] != "Lake Tisso")]
    by_then = sure[sure["since"] <= until]
    use = rows("synthetic_park", "wastewater")["use"]
    # Cost goes with size to the power of the exponent, so its scale cancels.
    saved = 100 * (1 - use.sum() ** exponent / (use**exponent).sum())
    return {
        "features of the definition": len(features(definition)),
        "features that both definitions name": len(features(definition) & features(compared)),
        "uses of each cubic meter": 100 / (100 - reuse),
        "exchanges of by-products by then": len(by_then),
        "meets the 3-2 rule (unverified)": until >= 1976,  # before: one stream between two firms
        "collective benefit of the two groups [10^4 RMB/year]": chosen,
        "verdict": "equal" if abs(chosen) < 1e-9 else "more" if chosen > 0 else "less",
        "pairs of groups that gain": sum(e > 1e-9 for e in extra),
        "pairs of groups that lose": sum(e < -1e-9 for e in extra),
        "firms in the best group": len(best),
        "worth of the best group [10^4 RMB/year]": worth(best),
        "saved by one plant for all [%]": saved,
    }
