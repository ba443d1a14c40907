"""Claims on places, dates and names, on the exchanges of Kalundborg, and on Taiwan's program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from ecopark import datasets, units
from ecopark.emissions import molar_mass
from ecopark.intervals import Interval, parse_printed
from ecopark_course.claims.statements import Claims, Finding, figure, join, row, text

__all__ = ["check_kalundborg", "check_places", "check_taiwan"]


def _documented(subject: str) -> str | None:
    """Return what the documents say on a subject of Kalundborg; ``None`` if they differ."""
    statements = datasets.rows("kalundborg", "statements")
    values = {
        x["statement_value"] for x in statements if (x["subject"], x["status"]) == (subject, "verified")
    }
    return values.pop() if len(values) == 1 else None


def check_places(claims: Claims) -> Iterator[Finding]:
    """Check the claims on places, dates and names."""
    # Where Kalundborg lies: the documents, and a vote among the sources.
    truth = _documented("country")
    for name in ("report", "overview", "article"):
        claim = claims[f"kalundborg-country-{name}"]
        yield claim.finding(truth, agrees=truth == claim.text, puzzle=truth is None)
    statements = datasets.rows("kalundborg", "statements")
    votes = Counter(
        x["statement_value"] for x in statements if (x["subject"], x["status"]) == ("country", "stated")
    )
    winner, number = votes.most_common(1)[0]
    note = f"{number} of {votes.total()} sources say so; the documents say {truth}."
    yield claims["kalundborg-country-vote"].finding(winner, note=note, trap=winner != truth)

    # When it began: the first link carried water, the first by-product came later.
    links = [x for x in datasets.rows("kalundborg", "exchanges") if x["since"] is not None]
    water = min(x["since"] for x in links)
    by_product = min(x["since"] for x in links if x["stream"] != "surface water")
    claim = claims["kalundborg-beginning"]
    unsettled = water < claim.value <= by_product
    yield claim.finding(by_product, (water, by_product), agrees=claim.value == water, puzzle=unsettled)
    claim = claims["idea-after-practice"]
    yield claim.finding(by_product, trap=by_product < claim.decade)

    # When the program began. The end of a decade is read as its last three years.
    pilot, named = (
        int(text("programs", "starts", f"eip_guigang_{event}", "date")[:4]) for event in ("pilot", "named")
    )
    claim = claims["program-start-nineties"]
    yield claim.finding(pilot, agrees=claim.decade + 7 <= pilot <= claim.decade + 9)
    claim = claims["program-start-alongside"]
    yield claim.finding(pilot, agrees=claim.value == pilot)
    claim = claims["program-start-library"]
    unsettled = pilot < claim.value == named
    yield claim.finding(named, (pilot, named), agrees=claim.value == pilot, puzzle=unsettled)

    older = [x["from"] for x in datasets.rows("programs", "agencies") if x["agency"] == "SEPA"]
    years = [figure("planning", "figures", "document_date"), *(float(year) for year in older)]
    note = f"Years with the older name: {join(f'{year:.0f}' for year in years)}."
    claim = claims["ministry-before-its-time"]
    yield claim.finding(max(years), note=note, agrees=claim.value > max(years))

    counts = datasets.rows("participation", "eip_counts")
    parks = [x["named_at_least"] for x in counts if x["date"].startswith("2008")]
    low = figure("participation", "eip_counts", "2008-suzhou", "named_at_least")
    high = max(number for number in parks if number is not None)
    claim = claims["one-park-in-2008"]
    yield claim.finding(low, (low, high), "These are lower bounds.", agrees=claim.value >= low)

    # Cities: how many agencies, places and cities there are.
    items = datasets.rows("eco_cities", "programs")
    agencies = {item["agency"] for item in items}
    note = f"{len(items)} items are numbered."
    yield claims["four-agencies"].finding(len(agencies), note=note, trap=len(agencies) < len(items))
    places = Counter((x["list"], x["level"]) for x in datasets.rows("eco_cities", "places"))
    low_carbon = {
        level: places["low_carbon_city", level] for level in ("city", "province", "ambiguous", "other")
    }
    yield claims["low-carbon-places"].finding(sum(low_carbon.values()))
    note = f"{low_carbon['province']} are provinces."
    yield claims["low-carbon-places-as-cities"].finding(low_carbon["city"], note=note)
    low, high = places["uk", "city"], places["uk", "city"] + places["uk", "ambiguous"]
    claim = claims["four-cities-uk"]
    yield claim.finding(low, (low, high), agrees=claim.value <= high)

    # Equal numbers in different statements.
    awarded, applied, low_carbon_places = (
        figure("eco_cities", "figures", name)
        for name in ("garden_awarded", "garden_applied", "low_carbon_places")
    )
    numbers = [awarded, low_carbon_places, figure("participation", "figures", "share_13")]
    note = f"Printed: {join(map(round, numbers))}."
    yield claims["three-thirteens"].finding(100 * awarded / applied, note=note, trap=len(set(numbers)) == 1)
    claim = claims["look-alike-210"]
    zones = figure("participation", "figures", "zones_any")
    twice = sum(x["subsidy"] == claim.value for x in datasets.rows("ctip_subsidies", "subsidies"))
    note = f"{twice} subsidies have the same number, in million RMB."
    yield claim.finding(zones, note=note, trap=0 < abs(zones - claim.value) <= 1 and twice > 0)

    # Names: a short form against the one that the report otherwise prints for the same thing.
    terms = {"names-pilot-zones": "circular_economy_pilot_zone", "names-industry-ministry": "miit"}
    for name, term in terms.items():
        claim = claims[name]
        forms = [
            x for x in datasets.rows("glossary", "forms") if (x["term"], x["source"]) == (term, "iisd-2015")
        ]
        usual = [x["form"] for x in forms if x["note"] == "Short form"]
        is_other = claim.text not in usual and claim.text in {x["form"] for x in forms}
        yield claim.finding(join(usual) or None, trap=bool(usual) and is_other)
    claim = claims["names-planning-body"]
    body = text("eco_cities", "agencies", "ndrc", "name_en")
    yield claim.finding(body, agrees=body == claim.text)


def check_kalundborg(claims: Claims) -> Iterator[Finding]:
    """Check the claims on the exchanges of Kalundborg and on what they save."""
    claimed = partial(figure, "kalundborg", "claims")
    for stream in ("gypsum", "yeast"):
        claim, origin = claims[f"{stream}-origin"], _documented(f"origin of {stream}")
        yield claim.finding(origin, agrees=origin == claim.text, puzzle=origin is None)

    # What the exchanges save: only the very number of a later source agrees.
    saved = {
        "water-saved": claimed("2010_water") * figure("claims", "figures", "density_of_water"),
        "gypsum-amount": claimed("2010_gypsum"),
        "district-heat-start": figure("kalundborg", "statements", "heat_text", "year_from"),
    }
    for name, value in saved.items():
        yield claims[name].finding(value, agrees=value == claims[name].value)
    rows = datasets.rows("kalundborg", "claims")
    avoided = [x["value"] for x in rows if (x["quantity"], x["status"]) == ("CO2 avoided", "verified")]
    claim = claims["co2-avoided"]
    nearest = min(avoided, key=lambda value: abs(value - claim.value))
    yield claim.finding(nearest, (min(avoided), max(avoided)), agrees=claim.value in avoided)

    # Could the refinery be the origin of the gypsum? Its sulfur is known.
    sulphur, so2, gypsum = (molar_mass(formula) for formula in ("S", "SO2", "CaSO4.2H2O"))
    sold = claimed("sulphur_sold_before")
    known = 100 * claimed("ats_so2_nov") / claimed("ats_so2_share_nov") + sold * so2 / sulphur
    value = claimed("told_gypsum") * so2 / gypsum
    note = f"Sold and emitted sulphur of the refinery makes {known:,.0f} t of SO2 a year."
    yield claims["gypsum-so2"].finding(value, note=note, agrees=value <= known)
    value = claimed("told_gypsum") * sulphur / gypsum
    note = f"The refinery sold {sold:,.0f} t of sulphur a year."
    yield claims["gypsum-sulphur"].finding(value, note=note, agrees=value <= sold)

    # A daily amount of gypsum is taken for every day of the year.
    days = figure("claims", "figures", "hours_per_year") * units.factor("hour", "day")
    told = [x for x in rows if x["quantity"].startswith("gypsum ")]
    amounts = sorted({round(x["value"] * (days if x["unit"] == "t/day" else 1)) for x in told})
    note = f"From {amounts[0]:,} to {amounts[-1]:,} t a year."
    yield claims["gypsum-series"].finding(len(amounts), note=note, trap=len(amounts) > 1)


def check_taiwan(claims: Claims) -> Iterator[Finding]:
    """Check the claims on Linhai and on Taiwan's program: CO2 per kL and tonne, money, pollutants."""
    program = partial(figure, "taiwan", "program")
    series = partial(figure, "taiwan", "series")
    fuel = partial(figure, "factors", "fuels")
    emission = partial(figure, "factors", "emission_factors")
    illustration = partial(figure, "claims", "figures")

    def as_printed(name: str) -> Interval:
        return parse_printed(text("taiwan", "program", name, "value_printed"))

    # CO2 per kL of fuel oil [t/kL], against four factors: one that fits explains it, several leave it open.
    tonnes_per_gj = emission("fuel_oil_ipcc_2006") * units.factor("kg", "t")
    kcal = figure("factors", "energy_units", "kcal") * units.factor("kJ/L", "GJ/kL")
    heats = [fuel(f"fuel_oil_taiwan_{name}") for name in ("9600", "9200")]
    per_gallon = fuel("fuel_oil_no6_us") * emission("fuel_oil_no6_us_2016")
    factors = {
        **{f"{heat:,.0f} kcal/L": heat * kcal * tonnes_per_gj for heat in heats},
        "United States": per_gallon * units.factor("kg/gal", "t/kL"),
        "international default": fuel("fuel_oil_ipcc_2006") * tonnes_per_gj * fuel("fuel_oil_density"),
    }
    linhai = as_printed("linhai_co2") / as_printed("linhai_fuel_oil")
    nation = as_printed("co2") / as_printed("fuel_oil")
    others = (as_printed("co2") - as_printed("linhai_co2")) / (
        as_printed("fuel_oil") - as_printed("linhai_fuel_oil")
    )
    quotients = {
        "co2-per-kl-linhai": (program("linhai_co2") / program("linhai_fuel_oil"), linhai),
        "co2-per-kl-taiwan": (program("co2") / program("fuel_oil"), nation),
        "co2-per-kl-rest": (
            (program("co2") - program("linhai_co2")) / (program("fuel_oil") - program("linhai_fuel_oil")),
            others,
        ),
    }
    for name, (value, between) in quotients.items():
        fitting = [f"{oil} ({factor:.3f})" for oil, factor in factors.items() if factor in between]
        note = f"Factors that fit: {join(fitting) or 'none'}."
        yield claims[name].finding(value, between, note, puzzle=len(fitting) != 1)
    note = f"[{linhai.low:.3f}, {linhai.high:.3f}] against [{nation.low:.3f}, {nation.high:.3f}] t/kL."
    yield claims["co2-per-kl-two-factors"].finding(
        nation.low - linhai.high, note=note, agrees=linhai.overlaps(nation)
    )
    shares = [100 * program(f"linhai_{name}") / program(name) for name in ("linked", "fuel_oil", "co2")]
    note = f"Of the oil {shares[1]:.1f} %, of the CO2 {shares[2]:.1f} %."
    yield claims["linhai-share-of-program"].finding(shares[0], note=note, agrees=max(shares) <= 100)

    # CO2 per tonne of steam [t/t]: an oil-fired boiler is the bound, steam cannot avoid more.
    bound = fuel("steam_heat") / fuel("boiler_efficiency") * tonnes_per_gj
    hours = illustration("hours_per_year")
    first, second = (
        series(f"{stage}_steam_co2") / (series(f"{stage}_steam_rate") * hours)
        for stage in ("2009", "second_stage")
    )
    values = {
        "Linhai": program("linhai_co2") / program("linhai_linked"),
        "program": program("co2") / program("linked"),
        "program 2012": series("2012_co2") / series("2012_linked"),
        "steam 2013": series("2013_co2") / series("2013_steam"),
        "China Steel 2009": first,
    }
    low, high = min(values.values()), max(values.values())
    note = f"{join(f'{name} {value:.3g}' for name, value in values.items())}; bound {bound:.3f}."
    yield claims["co2-per-t-below-bound"].finding(high, (low, high), note, agrees=high < bound)
    value = series("2011_co2") / series("2011_steam")
    yield claims["co2-per-t-at-bound"].finding(
        value, note=f"Bound {bound:.3f}.", agrees=value < bound, puzzle=abs(value / bound - 1) < 0.02
    )
    yield claims["steam-estimate-proportional"].finding(
        second, note=f"First stage {first:.4f}.", agrees=abs(first - second) < 1e-9
    )
    between = series("2007_co2") / as_printed("linhai_co2")
    value = series("2007_co2") / program("linhai_co2")
    yield claims["linhai-41-fold"].finding(value, between, agrees=1 in between)
    yield claims["linhai-four-times"].finding(series("2007_co2") / series("2007_co2_target"))

    # Sulfur in the oil that the avoided SOx implies [%].
    oil = program("fuel_oil") * fuel("fuel_oil_density") * units.factor("kL kg/L", "t")
    value = 100 * program("sox") * (molar_mass("S") / molar_mass("SO2")) / oil
    usual = Interval(illustration("fuel_oil_sulphur_low"), illustration("fuel_oil_sulphur_high"))
    per_kl = [1000 * program(name) / program("fuel_oil") for name in ("sox", "nox", "particulates")]
    note = f"SOx {per_kl[0]:.2f}, NOx {per_kl[1]:.2f}, particulates {per_kl[2]:.2f} kg/kL."
    yield claims["sox-per-kl"].finding(value, note=note, agrees=value in usual)

    # Money, in 10^6 NTD, and the years that it takes to pay back.
    money, ntd = program("money"), units.factor("10^6 NTD", "NTD")
    note = (
        f"{program('investment') * ntd / program('co2'):,.0f} NTD for a yearly t of CO2; "
        f"{money * ntd / program('fuel_oil'):,.0f} NTD of benefit for a kL."
    )
    between = as_printed("investment") / as_printed("money")
    is_open = row("taiwan", "program", "money")["certainty"] == "ambiguous"
    yield claims["payback"].finding(program("investment") / money, between, note, puzzle=is_open)
    claim = claims["yi-is-not-a-billion"]
    between = as_printed("money") * units.factor("NTD", claim.unit)
    yield claim.finding(money, between, agrees=False, trap=money in between)

    sites = program("parks") + program("clusters")
    value = program("linked") / sites
    without_linhai = (program("linked") - program("linhai_linked")) / (sites - 1)
    note = f"Without Linhai {without_linhai:,.0f} t/year."
    yield claims["mean-site"].finding(value, note=note, trap=value > 1.5 * without_linhai)
    starts = [
        x for x in datasets.rows("taiwan", "series") if x["quantity"] == "start of the energy network of CSC"
    ]
    years = {x["value"] for x in starts}
    claim = claims["energy-network-start"]
    yield claim.finding(max(years), (min(years), max(years)), agrees=years == {claim.value})
