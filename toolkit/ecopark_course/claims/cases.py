"""Claims on places, dates and names, on the exchanges of Kalundborg, and on Taiwan's program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

from ecopark import units
from ecopark.emissions import molar_mass
from ecopark.intervals import Interval
from ecopark_course.claims.statements import Claim, Claims, Row, join

__all__ = ["check_kalundborg", "check_places", "check_taiwan"]


def _agreed(documented: list[str]) -> str | None:
    """Return what all documents say; ``None`` if they differ."""
    return documented[0] if len(set(documented)) == 1 else None


def _decade(claim: Claim) -> int:
    return int("".join(letter for letter in str(claim.stated) if letter.isdigit()))


def check_places(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on places, dates and names."""
    check = claims.check
    # Where Kalundborg lies: the documents, and a vote among the sources.
    truth, votes = _agreed(x.documented_countries), Counter(x.stated_countries)
    for text in ("report", "overview", "article"):
        yield check(f"kalundborg-country-{text}", truth, puzzle=truth is None)
    winner, number = votes.most_common(1)[0]
    details: Row = {"number": number, "sources": votes.total(), "truth": truth}
    yield check("kalundborg-country-vote", winner, trap=winner != truth, **details)

    # When it began: the first link carried water, the first by-product came later.
    links = [link for link in zip(x.exchange_years, x.exchange_streams, strict=True) if link[0] is not None]
    water = min(year for year, _ in links)
    by_product = min(year for year, stream in links if stream != "surface water")
    stated = claims["kalundborg-beginning"].value
    unsettled = water < stated <= by_product
    ends = (water, by_product)
    yield check("kalundborg-beginning", by_product, ends, agrees=stated == water, puzzle=unsettled)
    yield check("idea-after-practice", by_product, trap=by_product < _decade(claims["idea-after-practice"]))

    # When the program began. The end of a decade is read as its last three years.
    pilot, named = int(x.pilot_date[:4]), int(x.first_title_date[:4])
    late = 7 <= pilot - _decade(claims["program-start-nineties"]) <= 9
    yield check("program-start-nineties", pilot, agrees=late)
    yield check("program-start-alongside", pilot)
    stated = claims["program-start-library"].value
    unsettled = pilot < stated == named
    yield check("program-start-library", named, (pilot, named), agrees=stated == pilot, puzzle=unsettled)
    years = [x.document_date, *map(float, x.sepa_years)]
    later = claims["ministry-before-its-time"].value > max(years)
    listed = join(f"{year:.0f}" for year in years)
    yield check("ministry-before-its-time", max(years), agrees=later, years=listed)
    counts = zip(x.count_dates, x.parks_at_least, strict=True)
    most = max(parks for date, parks in counts if date.startswith("2008") and parks is not None)
    yield check("one-park-in-2008", x.parks_in_suzhou, (x.parks_in_suzhou, most))

    # Cities: how many agencies, places and cities there are.
    bodies, items = len(set(x.agencies)), len(x.agencies)
    yield check("four-agencies", bodies, trap=bodies < items, items=items)
    yield check("low-carbon-places", len(x.low_carbon_names))
    provinces = len(x.low_carbon_provinces)
    yield check("low-carbon-places-as-cities", len(x.low_carbon_cities), provinces=provinces)
    cities = x.uk_levels.count("city")
    most = cities + x.uk_levels.count("ambiguous")
    yield check("four-cities-uk", cities, (cities, most), agrees=claims["four-cities-uk"].value <= most)

    # Equal numbers in different statements.
    numbers = [x.garden_awarded, x.low_carbon_places, x.share_13]
    part = 100 * x.garden_awarded / x.garden_applied
    listed = join(f"{number:.0f}" for number in numbers)
    yield check("three-thirteens", part, trap=len(set(numbers)) == 1, numbers=listed)
    stated = claims["look-alike-210"].value
    twice, near = x.subsidies.count(stated), 0 < abs(x.zones_any - stated) <= 1
    yield check("look-alike-210", x.zones_any, trap=near and twice > 0, twice=twice)

    # Names: a short form against the one that the report otherwise prints for the same thing.
    spellings = {
        "names-pilot-zones": (x.pilot_zone_usual, x.pilot_zone_forms),
        "names-industry-ministry": (x.ministry_usual, x.ministry_forms),
    }
    for name, (usual, forms) in spellings.items():
        yield check(name, join(usual), trap=claims[name].stated in set(forms) - set(usual))
    yield check("names-planning-body", x.planning_body)


def check_kalundborg(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the exchanges of Kalundborg and on their savings."""
    check = claims.check
    origins = {"gypsum-origin": x.documented_gypsum_origins, "yeast-origin": x.documented_yeast_origins}
    for name, documented in origins.items():
        yield check(name, _agreed(documented), puzzle=_agreed(documented) is None)

    # What the exchanges save: only the very number of a later source agrees.
    yield check("water-saved", x.water_2010 * x.density_of_water)
    yield check("gypsum-amount", x.gypsum_2010)
    yield check("district-heat-start", x.heat_in_text)
    stated, figures = claims["co2-avoided"].value, x.co2_figures
    nearest = min(figures, key=lambda figure: abs(figure - stated))
    yield check("co2-avoided", nearest, (min(figures), max(figures)), agrees=stated in figures)

    # Does the sulfur that is known of the refinery make the gypsum?
    sulfur, so2, gypsum = (molar_mass(formula) for formula in ("S", "SO2", "CaSO4.2H2O"))
    known = 100 * x.ats_so2_nov / x.ats_so2_share_nov + x.sulphur_sold_before * so2 / sulfur
    value = x.told_gypsum * so2 / gypsum
    yield check("gypsum-so2", value, agrees=value <= known, known=known)
    value = x.told_gypsum * sulfur / gypsum
    yield check("gypsum-sulphur", value, agrees=value <= x.sulphur_sold_before, sold=x.sulphur_sold_before)

    # A daily amount of gypsum is taken for every day of the year.
    days = x.hours_per_year * units.factor("hour", "day")
    amounts = {round(t) for t in [*x.gypsum_used, *(days * t for t in x.gypsum_per_day)]}
    count, ends = len(amounts), {"least": min(amounts), "most": max(amounts)}
    yield check("gypsum-series", count, trap=count > 1, **ends)


def check_taiwan(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on Linhai and on Taiwan's program: CO2 per kL and tonne, money, pollutants."""
    check = claims.check
    # CO2 per kL of fuel oil [t/kL], against four factors: one that fits explains it, several leave it open.
    tonnes_per_gj = x.oil_co2 * units.factor("kg", "t")
    kcal = x.kcal * units.factor("kJ/L", "GJ/kL")
    factors = {
        "9,600 kcal/L": x.taiwan_heat_9600 * kcal * tonnes_per_gj,
        "9,200 kcal/L": x.taiwan_heat_9200 * kcal * tonnes_per_gj,
        "United States": x.us_oil_heat * x.us_oil_co2 * units.factor("kg/gal", "t/kL"),
        "international default": x.oil_heat * x.oil_density * tonnes_per_gj,
    }
    linhai, nation = x.linhai_co2_printed / x.linhai_fuel_oil_printed, x.co2_printed / x.fuel_oil_printed
    others_co2, others_oil = x.co2 - x.linhai_co2, x.fuel_oil - x.linhai_fuel_oil
    others = (x.co2_printed - x.linhai_co2_printed) / (x.fuel_oil_printed - x.linhai_fuel_oil_printed)
    quotients = {
        "co2-per-kl-linhai": (x.linhai_co2 / x.linhai_fuel_oil, linhai),
        "co2-per-kl-taiwan": (x.co2 / x.fuel_oil, nation),
        "co2-per-kl-rest": (others_co2 / others_oil, others),
    }
    for name, (value, between) in quotients.items():
        fitting = [f"{oil} ({factor:.3f})" for oil, factor in factors.items() if factor in between]
        yield check(name, value, between, puzzle=len(fitting) != 1, fitting=join(fitting))
    gap = nation.low - linhai.high
    same = linhai.overlaps(nation)
    intervals = {"linhai": linhai, "nation": nation}
    yield check("co2-per-kl-two-factors", gap, agrees=same, **intervals)
    oil_share, co2_share = 100 * x.linhai_fuel_oil / x.fuel_oil, 100 * x.linhai_co2 / x.co2
    linked_share = 100 * x.linhai_linked / x.linked
    is_part = max(linked_share, oil_share, co2_share) <= 100
    yield check("linhai-share-of-program", linked_share, agrees=is_part, oil=oil_share, co2=co2_share)

    # CO2 per tonne of steam [t/t]: an oil-fired boiler is the bound, steam cannot avoid more.
    bound = x.steam_heat / x.boiler_efficiency * tonnes_per_gj
    first = x.steam_co2_2009 / (x.steam_rate_2009 * x.hours_per_year)
    second = x.second_stage_steam_co2 / (x.second_stage_steam_rate * x.hours_per_year)
    values = {
        "Linhai": x.linhai_co2 / x.linhai_linked,
        "program": x.co2 / x.linked,
        "program 2012": x.co2_2012 / x.linked_2012,
        "steam 2013": x.co2_2013 / x.steam_2013,
        "China Steel 2009": first,
    }
    low, high = min(values.values()), max(values.values())
    listed = join(f"{name} {value:.3g}" for name, value in values.items())
    yield check("co2-per-t-below-bound", high, (low, high), agrees=high < bound, listed=listed, bound=bound)
    value = x.co2_2011 / x.steam_2011
    near = abs(value / bound - 1) < 0.02
    yield check("co2-per-t-at-bound", value, agrees=value < bound, puzzle=near, bound=bound)
    yield check("steam-estimate-proportional", second, agrees=abs(first - second) < 1e-9, first=first)
    between = x.co2_2007 / x.linhai_co2_printed
    yield check("linhai-41-fold", x.co2_2007 / x.linhai_co2, between, agrees=1 in between)
    yield check("linhai-four-times", x.co2_2007 / x.co2_target_2007)

    # Sulfur in the oil that the avoided SOx implies [%].
    oil = x.fuel_oil * x.oil_density * units.factor("kL kg/L", "t")
    value = 100 * x.sox * (molar_mass("S") / molar_mass("SO2")) / oil
    usual = value in Interval(x.fuel_oil_sulphur_low, x.fuel_oil_sulphur_high)
    per_kl = [1000 * pollutant / x.fuel_oil for pollutant in (x.sox, x.nox, x.particulates)]
    yield check("sox-per-kl", value, agrees=usual, per_kl=per_kl)

    # Money, in 10^6 NTD, and the years that it takes to pay back.
    value, between = x.investment / x.money, x.investment_printed / x.money_printed
    ntd, is_open = units.factor("10^6 NTD", "NTD"), x.money_certainty == "ambiguous"
    details = {"per_tonne": x.investment * ntd / x.co2, "per_kl": x.money * ntd / x.fuel_oil}
    yield check("payback", value, between, puzzle=is_open, **details)
    between = x.money_printed / ntd
    yield check("yi-is-not-a-billion", x.money, between, agrees=False, trap=x.money in between)

    sites = x.parks + x.clusters
    value, others = x.linked / sites, (x.linked - x.linhai_linked) / (sites - 1)
    yield check("mean-site", value, trap=value > 1.5 * others, others=others)
    years, stated = set(x.network_starts), claims["energy-network-start"].value
    yield check("energy-network-start", max(years), (min(years), max(years)), agrees=years == {stated})
