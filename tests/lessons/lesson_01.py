"""Lesson 01 on other networks, firms and claims; expected values by networkx, pandas and hand arithmetic."""

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

import ecopark as ep

OWN = ep.datasets.path("kalundborg", "exchanges_as_told")
GRID = [
    {"chosen": "with basin", "firm": "Reuse basin", "quantity": "gypsum used"},
    {"chosen": "core", "firm": "Novo", "quantity": "water saved", "gypsum_claim": "iisd_gypsum"},
    {"chosen": "as told", "firm": "refinery", "coal_sulphur": 0.5, "capture": 90.0},
    {"chosen": "Linhai", "firm": "CSC", "quantity": "power capacity", "coal_sulphur": 3.0},
    {"chosen": "documented", "firm": "Statoil", "gypsum_claim": "visit_gypsum", "capture": 50.0},
    {"chosen": "own", "firm": "livestock farms", "exchanges_file": str(OWN), "quantity": "partners"},
]
SENSELESS = [
    ({"chosen": "own"}, "There is no network 'own'"),
    ({"firm": "Atlantis"}, "The network 'documented' has no firm 'Atlantis'"),
    ({"chosen": "Linhai"}, "The network 'Linhai' has no firm 'Asnaes'"),
    ({"quantity": "gold"}, "No claim is about 'gold'"),
    ({"gypsum_claim": "told_co2"}, "No figure for gypsum is called 'told_co2'"),
]


def streams(chosen, exchanges_file):
    """Return the sender and receiver of each stream."""
    folder = Path(ep.datasets.path("kalundborg")).parent
    if chosen in {"as told", "own", "Linhai"}:
        name = "kalundborg/exchanges_as_told" if chosen != "Linhai" else "taiwan/linhai_exchanges"
        file = exchanges_file or folder.parent / f"{name}.csv"
        return list(pd.read_csv(file)[["from", "to"]].itertuples(index=False, name=None))
    table = pd.read_csv(folder / "exchanges.csv")
    found = [tuple(row) for row in table[~table["no"].isin([15, 18])][["from", "to"]].to_numpy()]
    if chosen == "with basin":
        found += [("Statoil", "Reuse basin"), ("Asnaes", "Reuse basin"), ("Reuse basin", "Asnaes")]
    if chosen == "core":
        core = {"Asnaes", "Statoil", "Novo", "Gyproc", "Municipality"}
        found = [pair for pair in found if core.issuperset(pair)]
    return found


def expected(chosen, firm, quantity, gypsum_claim, coal_sulphur, capture, exchanges_file):
    flows = streams(chosen, exchanges_file)
    graph = nx.DiGraph(flows)
    n, links = len(graph), graph.number_of_edges()
    pairs = graph.to_undirected().number_of_edges()
    radius = max(abs(np.linalg.eigvals(nx.to_numpy_array(graph))))
    claims = pd.read_csv(Path(ep.datasets.path("kalundborg")).parent / "claims.csv")
    own = claims[(claims["quantity"] == quantity) & ~claims["id"].eq("told_water")]
    tonnes = claims.set_index("id").loc[gypsum_claim, "value"]
    # CaSO4.2H2O: 40.078 + 32.06 + 6 * 15.999 + 4 * 1.008
    sulphur = tonnes * 32.06 / (40.078 + 32.06 + 6 * 15.999 + 4 * 1.008)
    return {
        "firms": n,
        "links": links,
        "connectance L/n^2": links / n**2,
        "connectance L/(n(n-1))": nx.density(graph),
        "eco-connectance": nx.density(graph.to_undirected()) if pairs else 0.0,
        "cyclicity": float(radius),
        "exchanges lost with the firm": sum(firm in pair for pair in flows),
        "links left": links - graph.in_degree(firm) - graph.out_degree(firm),
        "lowest published figure": own["value"].min(),
        "highest published figure": own["value"].max(),
        "figures without a year": int(own["year"].isna().sum()),
        "sulphur in the gypsum [t/year]": sulphur,
        "coal for that sulphur [t/year]": sulphur / (coal_sulphur / 100) / (capture / 100),
        # The refinery sold 4,000 t, and emitted 560 t of SO2 over 0.6.
        "gypsum sulphur over refinery sulphur": sulphur / (4000 + 560 / 0.6 * 32.06 / 64.058),
    }
