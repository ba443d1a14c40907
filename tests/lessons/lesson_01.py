"""Lesson 01 on other readings, partners and contracts; expected values by csv, products, closed formulas."""

import csv
import math
from pathlib import Path

import ecopark as ep

FOLDER = Path(ep.datasets.path("kalundborg")).parent
OWN = Path(__file__).with_name("own_exchanges_01.csv")
GRID = [
    {"network": "stated only", "leaver": "Statoil", "rate": 0.0, "term": 10},
    {"network": "as told", "leaver": "refinery", "earlier": "2008_co2", "later": "emf_co2"},
    {"leaver": "Novo", "own_emissions": 400_000.0, "grant": 0.0, "rate": 8.0, "term": 12},
    {"leaver": "Lake Tisso", "earlier": "2008_co2", "later": "2010_co2", "term": 1},
    {"network": "stated only", "leaver": "Farms", "earlier": "told_co2", "later": "reuters_co2", "term": 40},
    {"exchanges_file": str(OWN), "leaver": "My plant", "rate": 25.0, "earlier": "fiksel_co2"},
]
SENSELESS = [
    ({"leaver": "Atlantis"}, "The network has no partner 'Atlantis'"),
    ({"network": "as told"}, "The network has no partner 'Asnaes'"),
    ({"earlier": "told_gypsum"}, "No figure for avoided CO2 is called 'told_gypsum'"),
    ({"later": "emf_c02"}, "No figure for avoided CO2 is called 'emf_c02'"),
    ({"exchanges_file": "no-such-file.csv"}, "the file cannot be read"),
]


def rows(path):
    with Path(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def exchanges(network, exchanges_file):
    """Return sender and receiver of each exchange that the reading keeps."""
    if exchanges_file:
        kept = rows(exchanges_file)
    elif network == "as told":
        kept = rows(FOLDER / "exchanges_as_told.csv")
    else:
        without = {"15", "18"} if network == "reconstructed" else {"3", "10", "13", "15", "17", "18"}
        kept = [row for row in rows(FOLDER / "exchanges.csv") if row["no"] not in without]
    return [(row["from"], row["to"]) for row in kept]


def expected(network, leaver, earlier, later, own_emissions, grant, rate, term, exchanges_file):
    pairs = exchanges(network, exchanges_file)
    links = set(pairs)
    names = {name for pair in pairs for name in pair}
    places, drawn = len(names) * (len(names) - 1), len(links)
    # Arrow after arrow, none may fall on the reverse of one that is there.
    none = math.prod((places - 2 * k) / (places - k) for k in range(drawn))
    mutual = sum((b, a) in links for a, b in links) / 2
    carbon = {
        row["id"]: float(row["value"]) for t in ("claims", "benefits") for row in rows(FOLDER / f"{t}.csv")
    }
    start, end = carbon[earlier], carbon[later]
    annuity = term if rate == 0 else (1 - (1 + rate / 100) ** -term) / (rate / 100)
    needed = (1200 - grant) / annuity
    lost = [pair for pair in pairs if leaver in pair]
    left = {name for pair in pairs if leaver not in pair for name in pair}
    return {
        "exchanges with a published reason": 12,
        "exchanges with a published investment": 1,
        "implied investment in the 1990s [10^6 USD]": 60.0,
        "yearly gain that the new plant needs [10^6 DKK/year]": needed,
        # EUR 24 million a year; DKK 1,200 million were EUR 161.24 million.
        "part of the published gain of the partners [%]": 100 * needed / (24 * 1200 / 161.24),
        "change of the figure for avoided CO2 [%]": 100 * (end - start) / start,
        "cleaner baseline that explains it [%]": 100 * (start - end) / (start + own_emissions),
        "partners": len(names),
        "links": drawn,
        "mutual pairs": mutual,
        "mutual pairs by chance": places / 2 * math.comb(places - 2, drawn - 2) / math.comb(places, drawn),
        "chance of at least one mutual pair [%]": 100 * (1 - none),
        "exchanges lost with the partner": len(lost),
        "partners left without any exchange": len(names - left - {leaver}),
    }
