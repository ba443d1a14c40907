"""The checks of the claims: one function per subject, with the formula for each claim on the cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from types import SimpleNamespace
from typing import Any, cast

from ecopark import subsidy, units
from ecopark.decoupling import state
from ecopark.elasticity import required_growth
from ecopark.emissions import molar_mass
from ecopark.intervals import Interval, rounding_interval
from ecopark.programs import MembershipCounts, overlap_test, yearly_change
from ecopark_course.claims.statements import Claim, Claims, Row, join

__all__ = ["SUBJECTS"]

_LEVEL = 0.05  # a result that chance gives less than once in twenty times is significant


# ---- places, and the parks of Kalundborg and Taiwan -----------------------------------------------


def _common_value(documented: list[str]) -> str | None:
    """Return the value in all documents; ``None`` if they differ."""
    return documented[0] if len(set(documented)) == 1 else None


def _decade(claim: Claim) -> int:
    return int("".join(letter for letter in str(claim.stated) if letter.isdigit()))


def check_places(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on places, dates and names."""
    check = claims.check
    # Where Kalundborg lies: the documents, and a vote among the sources.
    truth, votes = _common_value(x.documented_countries), Counter(x.stated_countries)
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
        yield check(name, _common_value(documented), puzzle=_common_value(documented) is None)

    # Savings of the exchanges: only the exact number of a later source agrees.
    yield check("water-saved", x.water_2010 * x.density_of_water)
    yield check("gypsum-amount", x.gypsum_2010)
    yield check("district-heat-start", x.heat_in_text)
    stated, figures = claims["co2-avoided"].value, x.co2_figures
    nearest = min(figures, key=lambda figure: abs(figure - stated))
    yield check("co2-avoided", nearest, (min(figures), max(figures)), agrees=stated in figures)

    # Is the known sulfur of the refinery enough for the gypsum?
    sulfur, so2, gypsum = (molar_mass(formula) for formula in ("S", "SO2", "CaSO4.2H2O"))
    known_so2 = 100 * x.ats_so2_nov / x.ats_so2_share_nov + x.sulphur_sold_before * so2 / sulfur
    value = x.told_gypsum * so2 / gypsum
    yield check("gypsum-so2", value, agrees=value <= known_so2, known=known_so2)
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


# ---- the three programs ---------------------------------------------------------------------------


def check_counts(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on numbers of zones and parks: shares, overlap, growth, zones that still wait."""
    check = claims.check
    union, several, china, three = x.zones_any, x.zones_two_or_three, x.zones_china, len(x.zones_in_three)
    counts = MembershipCounts(one=int(union - several), two=int(several - three), three=three)

    # Zones in one, two and three programs, and the size of the circular program, which no source states.
    closes = min(counts.one, counts.two, counts.three) >= 0 and counts.union == union
    yield check("zones-in-one", counts.one, agrees=closes, counts=counts)
    yield check("zones-in-two", counts.two, agrees=0 <= counts.two <= several)
    yield check("zones-in-three", counts.three)
    memberships, in_percent = counts.memberships, 100 * counts.memberships / china
    yield check("memberships", memberships, trap=memberships > union, in_percent=in_percent)
    circular = memberships - x.eip_plans_approved - x.low_carbon_pilots
    batches = x.ctip_2014 + x.cepz_batch_1 + x.cepz_batch_2 - x.circular_both
    yield check("circular-zones", circular, agrees=circular == batches, batches=batches)

    # Shares of all zones.
    share, totals = 100 * union / china, (china, x.zones_china_rounded)
    yield check("share-13", share)
    between = Interval(*sorted(100 * union / total for total in totals))
    needed = [claims["share-15"].value / 100 * total for total in totals]
    yield check("share-15", share, between, needed=needed, in_percent=in_percent)
    national = x.zones_etdz + x.zones_high_tech
    grew = x.zones_etdz >= x.zones_etdz_2013 and x.zones_high_tech >= x.zones_high_tech_2013
    is_part, in_percent = grew and national <= china, 100 * national / china
    yield check("national-zones", national, agrees=is_part, in_percent=in_percent)
    yield check("zones-2014-cited-2013", x.zones_china_cited_year)

    # Overlap against chance, over all zones and over the national ones.
    sizes = {"eip": x.eip_plans_approved, "circular": circular, "low_carbon": x.low_carbon_pilots}
    sizes = {program: int(size) for program, size in sizes.items()}
    significant, by_chance = {}, {}
    for name, zones in {"all": int(china), "national": int(national)}.items():
        test = overlap_test(sizes, zones, counts.pairs, counts.three)
        by_chance[name] = test.expected_union
        overlaps = {
            "pairs": (counts.pairs, test.expected_pairs, test.pairs_p_more),
            "triples": (counts.three, test.expected_triples, test.triples_p_more),
        }
        for kind, (observed, expected, p_more) in overlaps.items():
            significant[kind, name] = p_more is not None and p_more < _LEVEL
            details: Row = {"observed": observed, "times": observed / expected}
            agrees = not significant[kind, name]
            yield check(f"overlap-{kind}-{name}-zones", expected, agrees=agrees, **details)
    verdicts = {significant["pairs", name] for name in ("all", "national")}
    share_of_several = 100 * several / union
    agrees, is_open = verdicts == {False}, len(verdicts) == 2
    details = {"pairs": counts.pairs}
    yield check("overlap-not-significant", share_of_several, agrees=agrees, puzzle=is_open, **details)
    expected = 100 * by_chance["all"] / china
    stated = rounding_interval(claims["overlap-union"].value)
    close = expected in stated and share not in stated
    yield check("overlap-union", expected, trap=close, union=union)

    # Zones that wait for the title.
    approved, named, late = x.eip_plans_approved, x.eip_named, x.eip_overdue
    waiting, titled = approved - named, 100 * named / approved
    censored = late > 0 and x.eip_overdue_wait > x.eip_certification_time_high
    details = {"titled": titled, "approved": approved, "waiting": waiting, "late": late}
    details["least"] = 100 * late / approved
    yield check("certification-time", 100 * late / waiting, trap=censored, **details)

    # Growth of the program.
    total = x.named_2021 + x.building_2021
    details = {"titled": titled, "titled_2021": 100 * x.named_2021 / total}
    yield check("parks-2021", total, agrees=total >= approved, **details)
    named_on = dict(zip(x.count_dates, x.parks_named, strict=True))
    last_year, planned = x.parks_2015_target_year, claims["fifty-parks-planned"].value
    after = min(date for date, number in named_on.items() if number is not None and int(date[:4]) > last_year)
    details = {
        "year": after[:4],
        "planned": planned / (last_year - x.parks_2015_start_year + 1),
        "pace": (named_on["2021"] - named_on["2014-04"]) / (2021 - 2014),
    }
    yield check("fifty-parks-planned", named_on[after], **details)
    yield check("plans-2014", x.named_2014_08 + x.building_2014_08)
    yield check("named-2014", x.named_2014_08)
    low, high = sorted((x.approved_2017_06_30, x.approved_2019_06))
    yield check("plans-later", high, (low, high))

    # Parks cannot use more than the whole of industry, and hardly nearly all of it.
    low, high = sorted(100 * x.parks_share / share for share in (x.industry_carbon, x.industry_energy))
    possible = low <= 100
    yield check("parks-two-thirds", high, (low, high), agrees=possible, puzzle=possible and high > 90)


def check_subsidies(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on Table A1 and on the first tranche of 2012, in 10^6 RMB and percent."""
    import pandas as pd

    check = claims.check
    zones = pd.DataFrame({"zone": x.zones, "subsidy": x.subsidies, "investment": x.investments})
    table = subsidy.shares(zones.astype({"investment": float}))
    is_known, amounts, average = table["investment"].notna(), table["subsidy"], table["subsidy"].mean()
    known_zones, summary = table[is_known], subsidy.summary(table, method="delta")

    # The printed shares, and the mean subsidy.
    printed = [rounding_interval(share) for share in x.shares_printed if share is not None]
    fitting = [p.low <= share < p.high for p, share in zip(printed, known_zones["share"], strict=True)]
    yield check("a1-row-shares", sum(fitting), agrees=all(fitting), printed=len(printed))
    possible_mean = sum(map(rounding_interval, amounts), Interval(0.0, 0.0)) / len(amounts)
    yield check("a1-mean-subsidy", average, possible_mean, amounts=amounts.describe())
    yield check("a1-mean-subsidy-text", average)

    # Two averages of the shares, and the zones that move them.
    pooled, mean_share = cast(float, summary.pooled_share), cast(float, summary.mean_share)
    yield check("a1-mean-of-shares", mean_share, pooled=pooled)
    columns = (known_zones["subsidy"], known_zones["investment"])
    paid, spent = (sum(map(rounding_interval, column), Interval(0.0, 0.0)) for column in columns)
    yield check("a1-share-of-investment", pooled, 100 * paid / spent, summary=summary)
    without = subsidy.leave_one_out(table).iloc[0]
    weight = 100 * without["investment"] / known_zones["investment"].sum()
    # One percentage point is far more than the rounding of the printed shares.
    moved = abs(without["pooled_change"]) > 1
    yield check("a1-one-zone", without["pooled_without"], trap=moved, without=without, weight=weight)
    # A fixed rate would give a correlation of 1 for the money and of 0 for the shares.
    money, share = (table[column].corr(table["investment"]) for column in ("subsidy", "share"))
    yield check("a1-lump-sum", money, trap=abs(money) < 0.3 and share < -0.5, share=share)

    # Zones whose investment is not known, and a mean over a mean of different zones.
    with_it, without_it = known_zones["subsidy"].mean(), amounts[~is_known].mean()
    ratio = without_it / with_it
    details: Row = {"unknown": sum(~is_known), "zones": len(table)}
    yield check("a1-missing", ratio, trap=ratio > 1.1, with_it=with_it, without_it=without_it, **details)
    claim, value = claims["a1-mixed-samples"], 100 * average / known_zones["investment"].mean()
    is_mixed = claim.agrees(value) and not claim.agrees(pooled)
    yield check("a1-mixed-samples", value, trap=is_mixed, known=len(known_zones), zones=len(table))

    # The first tranche: a part of the subsidy, paid at the start to some of the zones.
    tranche, paid_zones, part = x.first_tranche, x.zones_paid, x.first_tranche_share
    payment, possible_payment = tranche / paid_zones, rounding_interval(tranche) / paid_zones
    fits = possible_payment.overlaps(part * possible_mean)
    yield check("tranche-a-zone", payment, possible_payment, agrees=fits, half=part * average)
    implied, possible = payment / part, possible_payment / part
    yield check("tranche-implied-subsidy", implied, possible, times=average / implied)
    # The other zones paid got something too: nothing is left only if there are no others.
    halves = sorted(part * amount for amount in amounts)
    remainders = [tranche - total for total in accumulate(halves)][: int(paid_zones)]
    enough = [money for n, money in enumerate(remainders, 1) if money > 0 or (money == 0 and n == paid_zones)]
    number = len(enough)
    details = {"left": enough[-1] if enough else tranche, "others": paid_zones - number}
    details |= {"smallest": halves[0], "payment": payment}
    yield check("tranche-zones-at-most", number, agrees=False, puzzle=number > 0, **details)
    yield check("tranche-sample-alone", part * amounts.sum(), zones=len(table), paid=paid_zones)


def _change_of_inverse(cut: Interval) -> Interval:
    """Return the change of output per input [%] that a change of input per output [%] implies."""
    return 100 * (1 / (1 + cut / 100) - 1)


def check_targets(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the targets that zones set themselves (Table A2) and on national targets."""
    check = claims.check
    # One target as input per output and as output per input.
    output, printed = 1 / x.tianjin_energy, x.tianjin_output_per_energy_printed
    fits = printed.low <= output < printed.high
    yield check("a2-energy-reciprocal", output, 1 / x.tianjin_energy_printed, agrees=fits)
    yield check("a2-water-reciprocal", 1 / x.tianjin_water, 1 / x.tianjin_water_printed)
    energy, water = (100 / (1 + cut / 100) - 100 for cut in (x.tianjin_energy_change, x.tianjin_water_change))
    yield check("a2-energy-percent", energy, _change_of_inverse(x.tianjin_energy_change_printed))
    yield check("a2-water-percent", water, _change_of_inverse(x.tianjin_water_change_printed))
    cut = -x.tianjin_water_change_printed
    window = cut.intersection(-_change_of_inverse(x.tianjin_output_per_water_change_printed))
    where = f"from {window.low:.2f} % to just below {window.high:.2f} %" if window else "nowhere"
    yield check("a2-water-cut-window", None, window, agrees=window is not None, where=where)

    # Solid waste: shares of use and disposal, in percentage points or percent.
    bases = [x.waste_used - x.waste_used_change, x.waste_disposed - x.waste_disposed_change]
    total = x.waste_used + x.waste_disposed
    yield check("a2-waste-balance", total, agrees=total == sum(bases) == 100, bases=bases)
    used, disposed = 100 * x.waste_used_change / bases[0], 100 * x.waste_disposed_change / bases[1]
    in_points = {x.waste_used_change_unit, x.waste_disposed_change_unit} == {"percentage point"}
    differ = in_points and round(used) != x.waste_used_change
    yield check("a2-points-or-percent", used, trap=differ, used=used, disposed=disposed)

    # Tianjin against Rizhao, and Rizhao against the nation.
    times = x.rizhao_energy_printed / x.tianjin_energy_printed
    exceeds_claim = times.low > claims["a2-three-times"].value
    yield check("a2-three-times", x.rizhao_energy / x.tianjin_energy, times, agrees=exceeds_claim)
    tianjin_start = x.tianjin_energy / (1 + x.tianjin_energy_change / 100)
    rizhao_start = x.rizhao_energy / (1 + x.rizhao_energy_change / 100)
    tianjin_years = x.tianjin_energy_target_year - x.tianjin_energy_base_year
    tianjin = yearly_change(x.tianjin_energy_change, tianjin_years)
    rizhao_years = x.rizhao_energy_target_year - x.rizhao_energy_base_year
    rizhao = yearly_change(x.rizhao_energy_change, rizhao_years)
    apart = x.tianjin_energy_target_year != x.rizhao_energy_target_year
    details: Row = {"tianjin": tianjin, "rizhao": rizhao}
    yield check("a2-different-years", rizhao_start / tianjin_start, trap=apart, **details)
    nation = yearly_change(-x.plan_2015_low, x.plan_2015_target_year - x.plan_2015_start_year + 1)
    yield check("rizhao-national-target", rizhao, trap=abs(rizhao - nation) < 1e-9, nation=nation)
    years = x.pledge_2020_target_year - x.pledge_2020_base_year
    low, high = (-yearly_change(-cut, years) for cut in (x.pledge_2020_low, x.pledge_2020_high))
    yield check("five-year-plan-pace", -nation, (low, high), agrees=low <= -nation <= high)

    doubtful = x.target_certainties.count("ambiguous")
    yield check("a2-unassigned-cells", doubtful, puzzle=doubtful > 0)
    yield check("a2-before-the-program", int(x.ctip_date[:4]))

    # Targets per output against limits per added value, which is a part of output.
    energy = x.limit_2_2 * units.factor(x.unit_2_2, x.tianjin_energy_unit)
    water = x.limit_2_4 * units.factor(x.unit_2_4, x.tianjin_water_unit)
    denominators = {
        "teda-energy-denominator": (x.tianjin_energy / energy, x.tianjin_energy_printed / energy),
        "teda-water-denominator": (x.tianjin_water / water, x.tianjin_water_printed / water),
        "rizhao-energy-denominator": (x.rizhao_energy / energy, x.rizhao_energy_printed / energy),
    }
    for name, (share, between) in denominators.items():
        fits = between.low <= 1
        yield check(name, share, between, agrees=fits, trap=fits and share > 0)
    value = x.output_per_land / (x.limit_2_1 * units.factor(x.unit_2_1, x.output_per_land_unit))
    yield check("a2-land-denominator", value, trap=value > 1)


# ---- indicator systems and guidelines -------------------------------------------------------------


def _codes_with(codes: list[str], values: list[str], accepted: set[str]) -> list[str]:
    """Return the codes of the rows that have one of the accepted values."""
    return [code for code, value in zip(codes, values, strict=True) if value in accepted]


def check_indicators(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the indicator systems: how many rows, which rows, under which names."""
    check = claims.check
    # The standard of 2009: its rows, the deleted one, the row that is printed as 4.0.
    rows, remaining = len(x.eip_codes), x.hj274_rows_original - x.hj274_rows_deleted
    yield check("table1-rows", rows)
    yield check(
        "hj274-one-row-missing",
        remaining,
        puzzle=remaining != rows,
        original=x.hj274_rows_original,
        rows=rows,
    )
    printed = sum(x.tables_printed)
    yield check("three-standards", printed, puzzle=printed < claims["three-standards"].value)
    words = {code: set(name.split()) for code, name in zip(x.eip_codes, x.eip_names, strict=True)}
    printed_row = str(claims["row-4-0"].stated)
    twins = [code for code in words if code != printed_row and words[printed_row] <= words[code]]
    yield check("row-4-0", join(twins), puzzle=bool(twins))

    # Tables 3 and 4 compare the systems, but do not print all rows.
    lost = _codes_with(x.eip_compared, x.eip_printed_in, {"not printed"})
    yield check("comparison-eip", len(x.eip_compared) - len(lost), lost=join(lost))
    lost = _codes_with(x.circular_compared, x.circular_printed_in, {"not printed"})
    printed_rows, listed = len(x.circular_compared) - len(lost), len(x.circular_codes)
    yield check("comparison-circular", printed_rows, agrees=printed_rows == listed, lost=join(lost))
    wrong, rows = x.table4_corrections.count("row head mislabelled"), len(x.table4_corrections)
    yield check("table4-row-heads", wrong, agrees=not wrong, rows=rows)

    # The circular system. One new row in ten would still pass as nearly identical.
    new, listed = sum(x.circular_new), len(x.circular_new)
    share = 100 * new / listed
    yield check("circular-nearly-identical", share, agrees=share <= 10, new=new, listed=listed)
    codes = _codes_with(x.circular_compared, x.circular_concepts, set(x.pollution_concepts))
    yield check("circular-lacks-pollution", len(codes), agrees=not codes, codes=join(codes))

    # The low-carbon systems.
    rows, different = len(x.isc_codes), len(set(x.isc_concepts))
    yield check("isc-rows", rows)
    repeated = {concept for concept in x.isc_concepts if x.isc_concepts.count(concept) > 1}
    twice = _codes_with(x.isc_compared, x.isc_concepts, repeated)
    yield check("isc-near-duplicate", different, trap=bool(twice), twice=join(twice))
    stated = claims["second-low-carbon-system"].value
    is_open = x.isc_categories == x.chongqing_categories and rows != stated
    yield check("second-low-carbon-system", rows, puzzle=is_open)

    # Names: categories in the text, and the standard for energy management.
    categories = {category.casefold() for category in x.eip_categories}
    unknown = [name for name in x.categories_in_text if name.casefold() not in categories]
    yield check("category-names", len(unknown), agrees=not unknown, unknown=join(unknown))
    trainings = sum("ISO 14001" in topic for topic in x.energy_topics)
    is_wrong = trainings > 0 and "environmental management system" in x.iso_14001
    yield check("iso-14001-for-energy", trainings, agrees=not is_wrong)

    # Indicators of the guidelines of 2003 that the standard kept.
    matches = zip(x.guideline_groups, x.guideline_matches, strict=True)
    yield check("guideline-groups", len({group for group, match in matches if match != "none" and group}))
    old_codes, new_codes = (list(filter(None, codes)) for codes in (x.only_in_guidelines, x.only_in_standard))
    on_both_sides = bool(old_codes and new_codes)
    yield check(
        "guideline-orphans", len(old_codes), trap=on_both_sides, there=join(old_codes), here=join(new_codes)
    )

    # A lost superscript: 10^4 printed as 104.
    base, power = re.findall(r"/(\d+)\^(\d+) ", x.unit_2_2)[0]
    value = int(base) ** int(power) / int(re.findall(r"/(\d+) ", x.unit_printed_2_2)[0])
    yield check("lost-superscript", value, trap=value != 1)


def check_planning(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the claims on the planning guidelines of 2003."""
    check = claims.check
    cut_to = claims["energy-50-percent"].value
    cut_by = 100 - cut_to
    same = x.energy_certainty == "ambiguous" and cut_to == cut_by
    between = (min(cut_to, cut_by), max(cut_to, cut_by))
    yield check("energy-50-percent", cut_by, between, trap=same, puzzle=not same)
    printed = claims["middle-water"].stated
    is_literal = x.middle_water_term is not None and x.middle_water_meaning != printed
    yield check("middle-water", x.middle_water_meaning, trap=is_literal, term=x.middle_water_term)
    grades, classes = set(x.water_grades), set(x.water_classes)
    is_open, sizes = bool(grades - classes and classes - grades), (len(grades), len(classes))
    yield check("water-grades-and-classes", len(grades & classes), puzzle=is_open, sizes=sizes)
    yield check("four-index-groups", len(set(x.index_group_of_rows)))
    yield check("three-levels-of-material", len(x.material_level_names.split(";")))
    limits, indices = sum(limit is not None for limit in x.guideline_limits), len(x.guideline_limits)
    yield check("no-limits-in-guidelines", limits, trap=limits == 0 < indices, indices=indices)


def check_arithmetic(claims: Claims, x: SimpleNamespace) -> Iterator[Row]:
    """Check the consequences of the standard's limits when they are read together."""
    check, cells = claims.check, vars(x)

    def amount(row: str) -> Any:
        return units.quantity(cells[f"limit_{row}"], cells[f"unit_{row}"])

    def is_no_limit(*numerators: str, below: str = "") -> bool:
        """Return whether a product of limits is not a limit: its factors are bounded from different sides.

        A division reverses a side.
        """
        sides = {cells[f"operator_{row}"].startswith("<") for row in numerators}
        sides |= {not cells[f"operator_{row}"].startswith("<") for row in below.split()}
        return len(sides) > 1

    # Amounts per land, if added value per land is at its limit too.
    land = amount("2_1")
    workers = units.magnitude(land / amount("1_1"), "person/km2")
    yield check("limits-workers", workers, trap=is_no_limit("2_1", below="1_1"))
    energy = units.magnitude(amount("2_2") * land, "tce/km2")
    yield check("limits-energy", energy, trap=is_no_limit("2_1", "2_2"))
    water = units.magnitude(amount("2_4") * land, "m3/km2")
    yield check("limits-water", water, trap=is_no_limit("2_1", "2_4"))
    waste, cod, so2, wastewater = (
        units.magnitude(amount(row) * land, "t/km2") for row in ("2_7", "3_1", "3_3", "2_6")
    )
    not_reused, no_limit = waste * (1 - x.limit_2_9 / 100), is_no_limit("2_1", "2_7", below="2_9")
    yield check("limits-solid-waste", not_reused, trap=no_limit, waste=waste)
    yield check("limits-cod-and-so2", cod, trap=is_no_limit("2_1", "3_1", "3_3"), so2=so2)

    # Water: the share that leaves, its pollution, how often it is used.
    outlet = 100 * x.limit_2_6 / (x.limit_2_4 * x.density_of_water)
    yield check("limits-wastewater", outlet, agrees=outlet <= 100, wastewater=wastewater)
    concentration = x.limit_3_1 / (x.limit_2_6 / x.density_of_water) * units.factor("kg/m3", "mg/L")
    yield check("limits-cod-concentration", concentration, trap=is_no_limit("3_1", below="2_6"))
    # Reused water over all water is not reused water over fresh water.
    used, other_base = x.limit_2_4 / (1 - x.limit_2_8 / 100), x.denominator_2_8 != "fresh_water"
    yield check("limits-water-reuse", used, trap=other_base, again=used - x.limit_2_4)

    # Intensity [%/year] at the limit of the elasticity coefficient, at slow, middle and fast growth.
    limit, growth = x.limit_2_3, (x.growth_slow, x.growth_middle, x.growth_fast)
    low, middle, high = (100 * (1 - (1 + limit * g / 100) / (1 + g / 100)) for g in growth)
    yield check("elasticity-pace", middle, (low, high), trap=low < middle < high, growth=growth[1])
    years = x.plan_2015_target_year - x.plan_2015_start_year + 1
    needed = 100 * required_growth(limit, -x.plan_2015_low / 100, years)
    cut = 100 * (1 - (1 - low / 100) ** years)
    yield check("elasticity-growth-for-2015", needed, trap=cut < x.plan_2015_low, slow=growth[0], cut=cut)
    years = x.pledge_2020_target_year - x.pledge_2020_base_year
    ends, cut = (x.pledge_2020_low, x.pledge_2020_high), 100 * (1 - (1 - low / 100) ** years)
    low, high = (100 * required_growth(limit, -end / 100, years) for end in ends)
    yield check("elasticity-growth-for-2020", None, (low, high), trap=cut < x.pledge_2020_low)

    # One elasticity from yearly growth, another one from growth over all years; and one in a recession.
    energy, value_added = x.energy_growth / 100, x.added_value_growth / 100
    total = ((1 + energy) ** x.growth_years - 1) / ((1 + value_added) ** x.growth_years - 1)
    yearly = energy / value_added
    yield check("elasticity-yearly-or-total", total, trap=yearly >= limit > total, yearly=yearly)
    energy, value_added = x.recession_energy / 100, x.recession_added_value / 100
    coefficient, words = energy / value_added, state(energy, value_added).replace("_", " ")
    is_worst = coefficient < limit and words == "strong negative decoupling"
    yield check("elasticity-in-recession", coefficient, trap=is_worst, state=words)


SUBJECTS = {
    "places": check_places,
    "subsidies": check_subsidies,
    "targets": check_targets,
    "indicators": check_indicators,
    "counts": check_counts,
    "kalundborg": check_kalundborg,
    "taiwan": check_taiwan,
    "planning": check_planning,
    "arithmetic": check_arithmetic,
}
