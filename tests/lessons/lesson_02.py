"""Lesson 02 with other definitions, years, costs and links; expected values by csv, sets and lists."""

import csv
import itertools
from pathlib import Path

import ecopark as ep

DATASETS = Path(ep.datasets.path("definitions")).parent.parent
OWN = Path(__file__).with_name("own_links_02.csv")
GRID = [
    {"definition": "taiwan", "compared": "library", "until": 1995, "reuse": 90.0, "higher_reuse": 95.0},
    {"definition": "usepa", "compared": "thai", "until": 1972, "pair_cost": 0.0, "prevented": 0.0},
    {"link_cost": 400.0, "until": 1980, "own_gain": 0.0, "saving": 35.0, "growth": 60.0},
    {"prevented": 100.0, "link_cost": 0.0, "pair_cost": 0.0, "until": 1976, "growth": 25.0},
    {"until": 2000, "link_cost": 0.0, "pair_cost": 4.0, "prevented": 55.0, "saving": 0.0, "growth": -10.0},
    {"links_file": str(OWN), "link_cost": 45.0, "pair_cost": 10.0, "definition": "iisd", "reuse": 0.0},
]
SENSELESS = [
    ({"compared": "sepaa"}, "There is no definition 'sepaa'. Did you mean 'sepa'?"),
    ({"links_file": "no-such-file.csv"}, "the file cannot be read"),
]


def rows(package, table):
    with (DATASETS / package / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def model_links():
    """Return what each exchange saves in 10^4 RMB/year, by hand: no stream has two users that compete.

    A tonne saves its price times what it replaces and the disposal, less treatment and transport. The
    power plant meets its need of lime first, because it is nearer than the cement works.
    """
    return {
        ("Power plant", "Cement works"): 40_000 * (55 + 30 - 4 - 0.9 * 2.9) / 1e4,
        ("Power plant", "Board plant"): amount("gypsum") * (0.95 * 110 + 25 - 18 - 0.9 * 1.1) / 1e4,
        ("Sugar mill", "Alcohol plant"): 16_000 * (900 - 10 - 0.9 * 0.6) / 1e4,
        ("Sugar mill", "Power plant"): lime()[0] * (60 * LIME + 20 - 10 - 0.9 * 2.5) / 1e4,
        ("Sugar mill", "Cement works"): lime()[1] * (60 * LIME + 20 - 10 - 0.9 * 5.2) / 1e4,
    }


def amount(stream):
    return next(float(row["quantity"]) for row in rows("model_park", "offers") if row["stream"] == stream)


LIME = next(
    float(row["substitution"])
    for row in rows("model_park", "fits")
    if (row["supply_stream"], row["demand_stream"]) == ("carbonation lime", "limestone")
)


def lime():
    needs = rows("model_park", "needs")
    need = next(
        float(row["quantity"])
        for row in needs
        if (row["firm"], row["stream"]) == ("Power plant", "limestone")
    )
    first = need / LIME
    return first, amount("carbonation lime") - first


def groups(pairs):
    """Join pairs of sender and receiver into groups that hang together."""
    joined = []
    for pair in pairs:
        meeting = [group for group in joined if group & set(pair)]
        joined = [group for group in joined if group not in meeting] + [set(pair).union(*meeting)]
    return joined


def expected(
    definition,
    compared,
    until,
    own_gain,
    prevented,
    link_cost,
    pair_cost,
    reuse,
    higher_reuse,
    saving,
    growth,
    links_file,
):
    links = model_links()
    if links_file:
        with Path(links_file).open(encoding="utf-8") as file:
            links = {(row["from"], row["to"]): float(row["benefit"]) for row in csv.DictReader(file)}
    firms = sorted({name for pair in links for name in pair})
    left = {pair: worth * (100 - prevented) / 100 for pair, worth in links.items()}

    def value(group):
        inside = sum(worth for pair, worth in left.items() if set(pair) <= set(group))
        return inside - pair_cost * len(group) * (len(group) - 1) / 2

    parts = [set(g) for n in range(1, len(firms)) for g in itertools.combinations(firms, n)]
    pairs = [(a, b) for a, b in itertools.combinations(parts, 2) if not a & b]
    losing = sum(value(a | b) - value(a) - value(b) < -1e-6 for a, b in pairs)

    said = {}
    for row in rows("definitions", "statements"):
        said.setdefault(row["definition"], set()).add(row["feature"])
    history = [
        row
        for row in rows("kalundborg", "exchanges")
        if row["direction"] == "sure" and row["from"] != "Lake Tisso" and int(row["since"] or 9999) <= until
    ]
    ends = [(row["from"], row["to"]) for row in history]
    within = [
        group
        for group in groups(ends)
        if len(group) >= 3 and len({row["stream"] for row in history if row["from"] in group}) >= 2
    ]
    return {
        "features of the definition": len(said[definition]),
        "features that both definitions name": len(said[definition] & said[compared]),
        "exchanges of by-products by then": len(history),
        # No dated exchange goes to a recycler. 1972: one pair and one stream; 1976: a second pair.
        "3-2 heuristic met by counting": until >= 1976,
        "3-2 heuristic met within one group": bool(within),
        "firms of the park": len(firms),
        "worth alone [10^4 RMB/year]": len(firms) * own_gain,
        "worth together [10^4 RMB/year]": len(firms) * own_gain + sum(left.values()) - link_cost * len(links),
        "collective benefit [10^4 RMB/year]": sum(left.values()) - link_cost * len(links),
        "largest average cost of a link [10^4 RMB/year]": sum(left.values()) / len(links),
        "links that do not pay": sum(worth < link_cost for worth in left.values()),
        "pairs of groups that lose by joining": losing,
        "uses of each cubic meter": 100 / (100 - reuse),
        "change of fresh water [%]": 100 * (reuse - higher_reuse) / (100 - reuse),
        "change of the total after growth [%]": growth - saving - saving * growth / 100,
        "growth that eats the saving [%]": 100 * (100 / (100 - saving) - 1),
    }
