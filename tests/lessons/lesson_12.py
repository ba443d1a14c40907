"""Lesson 12 for other parks, accounts, rules and shares; expected values by csv, fractions and bisection."""

import csv
from fractions import Fraction
from pathlib import Path

import ecopark as ep

FOLDER = Path(ep.datasets.path("taiwan")).parent
GRID = [
    {
        "site": "changbin",
        "arrive": 60.0,
        "fit": 15.0,
        "offset": 2.0,
        "money_years": 10.0,
        "claim": "2007_co2",
    },
    {"site": "mailiao", "account": "China Steel", "anchor": True, "arrive": 25.0, "fit": 70.0},
    {"ahead": 1.0, "arrive": 100.0, "fit": 100.0, "sales": 50.0},  # both orders alike
    {"ahead": 4.5, "arrive": 0.0, "fit": 0.0, "saved": 1.0, "offset": 1.0, "claim": "2013_co2"},
    {"account": "China Steel", "anchor": True, "ahead": 1.5, "arrive": 80.0, "fit": 90.0, "sales": 99.0},
    {"saved": 725_000.0, "offset": 7.3, "money_years": 0.5, "sales": 12.5, "arrive": 33.0, "fit": 5.0},
]
SENSELESS = [
    ({"claim": "2007_linked"}, "No dated figure for avoided CO2 is called '2007_linked'"),
    ({"claim": "undated_co2"}, "No dated figure for avoided CO2 is called 'undated_co2'"),
    ({"claim": "2007_c02"}, "Did you mean '2007_co2'"),
]


def rows(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def share_that_pays(ahead, fit, anchor):
    """Halve the range of arrivals until planning is worth as much as waiting."""
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        share = middle / 100
        worth = ahead * share if anchor else ahead * share * share
        low, high = (middle, high) if worth < fit / 100 else (low, middle)
    return high


def expected(site, account, saved, offset, ahead, arrive, fit, anchor, money_years, sales, claim):
    effects = [row["effect"] for row in rows("factors_of_success") if row["site"] == site]
    table = rows("linhai_returns" if account == "China Steel" else "linhai_exchanges")
    links = {(row["from"], row["to"]) for row in table}
    mailiao = {row["id"]: Fraction(row["value"]) for row in rows("mailiao")}
    program = {row["id"]: Fraction(row["value"]) for row in rows("program")}
    permit = mailiao["permit_2"] / mailiao["permit_1"]
    capacity = mailiao["capacity_4"] / mailiao["capacity_1"]
    # In tenths of percent, so that a tie is exact.
    arrivals = Fraction(str(arrive)) / 100
    planned = Fraction(str(ahead)) * (arrivals if anchor else arrivals * arrivals)
    waiting = Fraction(str(fit)) / 100
    order = "plan first" if planned > waiting else "firms first" if planned < waiting else "a tie"
    carbon = next(row for row in rows("series") if row["id"] == claim)
    told = program["linhai_co2" if carbon["scope"] == "Linhai" else "co2"]
    yearly = program["money"] * (100 - Fraction(str(sales))) / 100 / Fraction(str(money_years))
    return {
        "causes that helped the park": effects.count("helped"),
        "causes that hindered the park": effects.count("hindered"),
        "members of the network": len({name for link in links for name in link}),
        "pairs that give to each other": len({frozenset(link) for link in links if link[::-1] in links}),
        "kinds of stream back to China Steel": [row["to"] for row in table].count("CSC"),
        "change of the permit for water [%]": float(100 * permit - 100),
        "change of the permit per capacity [%]": float(100 * permit / capacity - 100),
        "part of a saving used by new plants [%]": 100 / offset,
        "saving that remains [10^3 t/year]": saved * (offset - 1) / offset,
        "effect of planning first": float(planned),
        "arrivals that planning needs [%]": share_that_pays(ahead, fit, anchor),
        "better order": order,
        "chosen figure for CO2 over the article's": float(Fraction(carbon["value"]) / told),
        "payback of the program [year]": float(program["investment"] / yearly),
        "payback of water at Mailiao's owner [year]": float(mailiao["water_money"] / mailiao["water_gain"]),
    }
