"""Claims on places, dates and names."""

from __future__ import annotations

import re
from collections import Counter

from ecopark import datasets
from ecopark.errors import UnknownNameError
from ecopark_course.claims.core import Finding, Row, Said, agreement, claim, figure, listed, text


def _statements(subject: str) -> list[Row]:
    return [line for line in datasets.rows("kalundborg", "statements") if line["subject"] == subject]


def documented(subject: str) -> str | None:
    """Return what the documents say on a subject of Kalundborg; ``None`` if they differ."""
    found = {line["statement_value"] for line in _statements(subject) if line["status"] == "verified"}
    return found.pop() if len(found) == 1 else None


def against_documents(said: Said, subject: str) -> Finding:
    """Compare what a source says on a subject of Kalundborg with what the documents say."""
    value = documented(subject)
    verdict = "puzzle" if value is None else agreement(value == said.text)
    return Finding(value, verdict, said.unit)


@claim("kalundborg-country-report")
def _country_report(said: Said) -> Finding:
    return against_documents(said, "country")


@claim("kalundborg-country-overview")
def _country_overview(said: Said) -> Finding:
    return against_documents(said, "country")


@claim("kalundborg-country-article")
def _country_article(said: Said) -> Finding:
    return against_documents(said, "country")


@claim("kalundborg-country-vote")
def _country_vote(said: Said) -> Finding:
    votes = Counter(line["statement_value"] for line in _statements("country") if line["status"] == "stated")
    winner, number = votes.most_common(1)[0]
    note = f"{number} of {votes.total()} sources say so; the documents say {documented('country')}."
    return Finding(winner, "trap" if winner != documented("country") else "agrees", said.unit, note=note)


def _first_exchanges() -> tuple[int, int]:
    """Return the year of the first link and of the first exchange of a by-product."""
    links = [x for x in datasets.rows("kalundborg", "exchanges") if x["since"] is not None]
    return min(x["since"] for x in links), min(x["since"] for x in links if x["stream"] != "surface water")


@claim("kalundborg-beginning")
def _beginning(said: Said) -> Finding:
    water, by_product = _first_exchanges()
    between = water < said.value <= by_product
    verdict = "puzzle" if between else agreement(said.value == water)
    return Finding(float(by_product), verdict, said.unit, float(water), float(by_product))


@claim("idea-after-practice")
def _idea(said: Said) -> Finding:
    decade = re.search(r"\d{4}", said.text or "")
    if decade is None:
        raise UnknownNameError("decade in", said.text, ())
    practice = float(_first_exchanges()[1])
    return Finding(practice, "trap" if practice < int(decade[0]) else "agrees", said.unit)


def _start(event: str) -> int:
    return int(text("programs", "starts", event, "date")[:4])


@claim("program-start-nineties")
def _nineties(said: Said) -> Finding:
    pilot, decade = _start("eip_guigang_pilot"), re.search(r"\d{4}", said.text or "")
    # The end of a decade is read as its last three years.
    at_end = decade is not None and int(decade[0]) + 7 <= pilot <= int(decade[0]) + 9
    return Finding(float(pilot), agreement(at_end), said.unit)


@claim("program-start-alongside")
def _alongside(said: Said) -> Finding:
    pilot = float(_start("eip_guigang_pilot"))
    return Finding(pilot, agreement(said.value == pilot), said.unit)


@claim("program-start-library")
def _library(said: Said) -> Finding:
    pilot, named = _start("eip_guigang_pilot"), _start("eip_guigang_named")
    verdict = "puzzle" if pilot < said.value == named else agreement(said.value == pilot)
    return Finding(float(named), verdict, said.unit, float(pilot), float(named))


@claim("ministry-before-its-time")
def _ministry(said: Said) -> Finding:
    older = [x for x in datasets.rows("programs", "agencies") if x["agency"] == "SEPA"]
    years = [figure("planning", "figures", "document_date"), *(float(x["from"]) for x in older)]
    note = f"Years with the older name: {listed(f'{year:.0f}' for year in years)}."
    return Finding(max(years), agreement(said.value > max(years)), said.unit, note=note)


@claim("one-park-in-2008")
def _one_park(said: Said) -> Finding:
    counts = [
        x["named_at_least"]
        for x in datasets.rows("participation", "eip_counts")
        if x["date"].startswith("2008") and x["named_at_least"] is not None
    ]
    low, high = figure("participation", "eip_counts", "2008-suzhou", "named_at_least"), float(max(counts))
    return Finding(low, agreement(said.value >= low), said.unit, low, high, "These are lower bounds.")


@claim("four-agencies")
def _agencies(said: Said) -> Finding:
    items = datasets.rows("eco_cities", "programs")
    value = len({item["agency"] for item in items})
    note = f"{len(items)} items are numbered."
    return Finding(float(value), "trap" if value < len(items) else "agrees", said.unit, note=note)


def _level(name: str, levels: tuple[str, ...]) -> float:
    """Return how many places of a list have one of the levels."""
    places = [x for x in datasets.rows("eco_cities", "places") if x["list"] == name]
    return float(sum(x["level"] in levels for x in places))


@claim("low-carbon-places")
def _places(said: Said) -> Finding:
    value = _level("low_carbon_city", ("city", "province", "ambiguous", "other"))
    return Finding(value, said.verdict(value), said.unit)


@claim("low-carbon-places-as-cities")
def _cities(said: Said) -> Finding:
    value = _level("low_carbon_city", ("city",))
    note = f"{_level('low_carbon_city', ('province',)):.0f} are provinces."
    return Finding(value, said.verdict(value), said.unit, note=note)


@claim("four-cities-uk")
def _uk(said: Said) -> Finding:
    low, high = _level("uk", ("city",)), _level("uk", ("city", "ambiguous"))
    return Finding(low, agreement(said.value <= high), said.unit, low, high)


@claim("three-thirteens")
def _thirteens(said: Said) -> Finding:
    named = figure("eco_cities", "figures", "garden_awarded")
    numbers = [
        named,
        figure("eco_cities", "figures", "low_carbon_places"),
        figure("participation", "figures", "share_13"),
    ]
    share = 100 * named / figure("eco_cities", "figures", "garden_applied")
    same = len(set(numbers)) == 1
    return Finding(
        share, "trap" if same else "agrees", said.unit, note=f"Printed: {listed(map(round, numbers))}."
    )


@claim("look-alike-210")
def _look_alike_210(said: Said) -> Finding:
    zones = figure("participation", "figures", "zones_any")
    twice = sum(x["subsidy"] == said.value for x in datasets.rows("ctip_subsidies", "subsidies"))
    near = 0 < abs(zones - said.value) <= 1
    note = f"{twice} subsidies have the same number, in million RMB."
    return Finding(zones, "trap" if near and twice else "agrees", said.unit, note=note)


def _forms(said: Said, term: str) -> Finding:
    """Compare a short form with the one that the report otherwise prints for the same thing."""
    forms = [
        x for x in datasets.rows("glossary", "forms") if x["term"] == term and x["source"] == "iisd-2015"
    ]
    usual = [x["form"] for x in forms if x["note"] == "Short form"]
    wrong = usual and said.text in {x["form"] for x in forms} and said.text not in usual
    return Finding(listed(usual) or None, "trap" if wrong else "agrees", said.unit)


@claim("names-pilot-zones")
def _names_cepz(said: Said) -> Finding:
    return _forms(said, "circular_economy_pilot_zone")


@claim("names-industry-ministry")
def _names_miit(said: Said) -> Finding:
    return _forms(said, "miit")


@claim("names-planning-body")
def _names_ndrc(said: Said) -> Finding:
    value = text("eco_cities", "agencies", "ndrc", "name_en")
    return Finding(value, agreement(value == said.text), said.unit)
