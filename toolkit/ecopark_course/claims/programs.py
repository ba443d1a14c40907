"""Claims on the three programs: numbers of zones, their overlap, subsidies, and the targets of zones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from statistics import mean, stdev
from typing import cast

from ecopark import datasets, subsidy, units
from ecopark.intervals import Interval, parse_printed, rounding_interval
from ecopark.programs.low_carbon import yearly_change
from ecopark.programs.overlap import Counts, expected_pairs, expected_triples, expected_union
from ecopark_course.claims.statements import Claims, Finding, figure, row, text

__all__ = ["check_counts", "check_subsidies", "check_targets"]

_LEVEL = 0.05  # a result that chance gives less than once in twenty times is called significant


def _national_target(name: str) -> dict[str, float]:
    return row("participation", "five_year_plan_targets", name)


def _years_of_plan(plan: dict[str, float]) -> float:
    """Return the years of a five-year plan, its first one included."""
    return plan["target_year"] - plan["start_year"] + 1


def check_counts(claims: Claims) -> Iterator[Finding]:
    """Check the claims on numbers of zones and parks: shares, overlap, growth, who still waits."""
    from scipy.stats import poisson

    zones = partial(figure, "participation", "figures")
    union, several, china = zones("zones_any"), zones("zones_two_or_three"), zones("zones_china")
    three = len(datasets.rows("participation", "zones_in_all_three"))
    counts = Counts(one=int(union - several), two=int(several - three), three=three)

    # Zones in one, two and three programs, and the size of the circular program, which no source states.
    parts = [counts.one, counts.two, counts.three]
    note = f"In one, two, three programs: {counts.one}, {counts.two}, {counts.three}."
    closes = min(parts) >= 0 and counts.union == union
    yield claims["zones-in-one"].finding(counts.one, note=note, agrees=closes)
    yield claims["zones-in-two"].finding(counts.two, agrees=0 <= counts.two <= several)
    yield claims["zones-in-three"].finding(counts.three)
    memberships = counts.memberships
    note = f"That is {100 * memberships / china:.1f} %."
    yield claims["memberships"].finding(memberships, note=note, trap=memberships > union)
    circular = memberships - zones("eip_plans_approved") - zones("low_carbon_pilots")
    batches = zones("ctip_2014") + zones("cepz_batch_1") + zones("cepz_batch_2") - zones("circular_both")
    note = f"The second route gives {batches:.0f}."
    yield claims["circular-zones"].finding(circular, note=note, agrees=circular == batches)

    # Shares of all zones.
    share = 100 * union / china
    yield claims["share-13"].finding(share)
    claim, bases = claims["share-15"], (china, zones("zones_china_rounded"))
    low, high = sorted(100 * union / base for base in bases)
    needed = " or ".join(f"{claim.value / 100 * base:.0f}" for base in bases)
    note = f"It would take {needed} zones. Memberships make {100 * memberships / china:.1f} %."
    yield claim.finding(share, (low, high), note, agrees=claim.states(Interval(low, high)))
    kinds = ("zones_etdz", "zones_high_tech")
    national = sum(zones(kind) for kind in kinds)
    grew = all(zones(kind) >= zones(f"{kind}_2013") for kind in kinds)
    note = f"They are {100 * national / china:.1f} % of all zones."
    yield claims["national-zones"].finding(national, note=note, agrees=grew and national <= china)
    claim = claims["zones-2014-cited-2013"]
    year = figure("claims", "figures", "zones_china_cited_year")
    yield claim.finding(year, agrees=year >= claim.value)

    # Overlap against chance, over all zones and over the national ones.
    sizes = [zones("eip_plans_approved"), circular, zones("low_carbon_pilots")]
    significant = {}
    for name, base in {"all": china, "national": national}.items():
        overlaps = {
            "pairs": (counts.pairs, expected_pairs(sizes, base)),
            "triples": (counts.three, expected_triples(sizes, base)),
        }
        for kind, (observed, expected) in overlaps.items():
            significant[kind, name] = bool(poisson.sf(observed - 1, expected) < _LEVEL)
            note = f"Observed {observed}, which is {observed / expected:.1f} times that."
            claim = claims[f"overlap-{kind}-{name}-zones"]
            yield claim.finding(expected, note=note, agrees=not significant[kind, name])
    verdicts = {significant["pairs", name] for name in ("all", "national")}
    note = f"{counts.pairs} pairs are observed."
    yield claims["overlap-not-significant"].finding(
        100 * several / union, note=note, agrees=verdicts == {False}, puzzle=len(verdicts) == 2
    )
    claim, by_chance = claims["overlap-union"], 100 * expected_union(sizes, china) / china
    note = f"That is {by_chance:.1f} % of the zones; {union:.0f} are counted."
    close = claim.states(by_chance) and not claim.states(share)
    yield claim.finding(by_chance, note=note, trap=close)

    # Who waits for the title.
    approved, named, late = (zones(f"eip_{name}") for name in ("plans_approved", "named", "overdue"))
    waiting = approved - named
    note = (
        f"{100 * named / approved:.1f} % of {approved:.0f} have the title; of {waiting:.0f} that wait, "
        f"{late:.0f} are late: at least {100 * late / approved:.1f} % of all."
    )
    censored = late > 0 and zones("eip_overdue_wait") > zones("eip_certification_time_high")
    yield claims["certification-time"].finding(100 * late / waiting, note=note, trap=censored)

    # Growth of the program.
    parks = partial(figure, "participation", "eip_counts")
    total = parks("2021", "named") + parks("2021", "under_construction")
    shares = 100 * named / approved, 100 * parks("2021", "named") / total
    note = f"The certified share rises from {shares[0]:.1f} % to {shares[1]:.1f} %."
    yield claims["parks-2021"].finding(total, note=note, agrees=total >= approved)
    claim, plan = claims["fifty-parks-planned"], _national_target("eip_demonstration_2015")
    after = [
        x
        for x in datasets.rows("participation", "eip_counts")
        if x["named"] is not None and int(x["date"][:4]) > plan["target_year"]
    ]
    first = min(after, key=lambda x: x["date"])
    start, last = (row("participation", "eip_counts", name) for name in ("2014-04", "2021"))
    pace = (last["named"] - start["named"]) / (int(last["date"][:4]) - int(start["date"][:4]))
    planned = claim.value / _years_of_plan(plan)
    note = f"The count is of {first['date'][:4]}. Planned {planned:.0f} a year, reached {pace:.1f}."
    yield claim.finding(first["named"], note=note, agrees=first["named"] >= claim.value)
    earlier = {
        "plans-2014": parks("2014-08", "named") + parks("2014-08", "under_construction"),
        "named-2014": parks("2014-08", "named"),
    }
    for name, value in earlier.items():
        yield claims[name].finding(value, agrees=value >= claims[name].value)
    later = [parks(date, "plans_approved") for date in ("2017-06-30", "2019-06")]
    claim = claims["plans-later"]
    yield claim.finding(max(later), (min(later), max(later)), agrees=max(later) >= claim.value)

    # Parks cannot use more than the whole of industry, and hardly nearly all of it.
    share = figure("eco_cities", "figures", "parks_share")
    low, high = sorted(100 * share / zones(f"industry_{name}") for name in ("carbon", "energy"))
    yield claims["parks-two-thirds"].finding(
        high, (low, high), agrees=low <= 100, puzzle=low <= 100 and high > 90
    )


def check_subsidies(claims: Claims) -> Iterator[Finding]:
    """Check the claims on Table A1 and on the first tranche of 2012, in 10^6 RMB and percent."""
    import pandas as pd

    zones = datasets.rows("ctip_subsidies", "subsidies")
    known = [zone for zone in zones if zone["investment"] is not None]
    table = subsidy.shares(pd.DataFrame(zones))
    summary = subsidy.summary(table, method="delta")
    amounts = table["subsidy"]
    average = amounts.mean()

    # The printed shares, and the mean subsidy.
    printed_shares = [rounding_interval(zone["share_printed"]) for zone in known]
    shares = table["share"].dropna()
    fitting = [p.low <= share < p.high for p, share in zip(printed_shares, shares, strict=True)]
    note = f"{len(known)} shares are printed."
    yield claims["a1-row-shares"].finding(sum(fitting), note=note, agrees=all(fitting))
    possible_total = sum((rounding_interval(amount) for amount in amounts), Interval(0.0, 0.0))
    possible_mean = possible_total / len(zones)
    note = (
        f"Median {amounts.median():.0f}, smallest {amounts.min():.0f}, largest {amounts.max():.0f}, "
        f"standard deviation {stdev(amounts):.1f} million RMB."
    )
    claim = claims["a1-mean-subsidy"]
    yield claim.finding(average, possible_mean, note, agrees=claim.states(average))
    yield claims["a1-mean-subsidy-text"].finding(average)

    # Two averages of the shares, and what moves them.
    pooled, mean_share = cast(float, summary.pooled_share), shares.mean()
    yield claims["a1-mean-of-shares"].finding(mean_share, note=f"Pooled share {pooled:.2f} %.")
    paid, spent = (
        sum((rounding_interval(zone[column]) for zone in known), Interval(0.0, 0.0))
        for column in ("subsidy", "investment")
    )
    note = f"Mean of the shares {mean_share:.2f} %, median {summary.median_share:.2f} %."
    claim = claims["a1-share-of-investment"]
    yield claim.finding(pooled, 100 * paid / spent, note, agrees=claim.states(pooled))
    without = subsidy.leave_one_out(table).iloc[0]
    weight = 100 * without["investment"] / sum(zone["investment"] for zone in known)
    note = (
        f"{without['zone']} holds {weight:.1f} % of the investment; "
        f"mean without it {without['mean_without']:.2f} %."
    )
    # One percentage point is far more than the rounding of the printed shares.
    yield claims["a1-one-zone"].finding(
        without["pooled_without"], note=note, trap=abs(without["pooled_change"]) > 1
    )
    # A fixed rate would give a correlation of 1 for the money and of 0 for the shares.
    money, share = (table[column].corr(table["investment"]) for column in ("subsidy", "share"))
    note = f"Correlation of the share with the investment {share:.2f}."
    yield claims["a1-lump-sum"].finding(money, note=note, trap=abs(money) < 0.3 and share < -0.5)

    # Zones whose investment is not known, and a mean over a mean of different zones.
    missing = [zone["subsidy"] for zone in zones if zone["investment"] is None]
    with_it, without_it = mean(zone["subsidy"] for zone in known), mean(missing)
    note = f"{len(missing)} of {len(zones)} are unknown: {without_it:.1f} against {with_it:.1f} million RMB."
    yield claims["a1-missing"].finding(without_it / with_it, note=note, trap=without_it > 1.1 * with_it)
    claim, value = claims["a1-mixed-samples"], 100 * average / mean(zone["investment"] for zone in known)
    note = f"{len(zones)} subsidies stand above the line, {len(known)} investments below it."
    is_mixed = claim.states(value) and not claim.states(pooled)
    yield claim.finding(value, note=note, agrees=claim.states(value), trap=is_mixed)

    # The first tranche: a part of the subsidy, paid at the start to some of the zones.
    tranche, paid_zones, part = (
        figure("ctip_subsidies", "statements", name)
        for name in ("first_tranche", "zones_paid", "first_tranche_share")
    )
    per_zone = rounding_interval(tranche) / paid_zones
    note = f"Half of the mean subsidy is {part * average:.1f} million RMB."
    yield claims["tranche-a-zone"].finding(
        tranche / paid_zones, per_zone, note, agrees=per_zone.overlaps(part * possible_mean)
    )
    claim, implied = claims["tranche-implied-subsidy"], tranche / paid_zones / part
    note = f"The mean of the sample is {average / implied:.2f} times that."
    yield claim.finding(implied, per_zone / part, note, agrees=claim.states(per_zone / part))
    # The other zones paid got something too: nothing is left only if there are no others.
    halves = sorted(part * amount for amount in amounts)
    left = [tranche - total for total in accumulate(halves)][: int(paid_zones)]
    possible = [x for n, x in enumerate(left, 1) if x > 0 or (x == 0 and n == paid_zones)]
    note = (
        f"That leaves {possible[-1] if possible else tranche:.1f} million RMB for the other "
        f"{paid_zones - len(possible):.0f} zones paid. Half of the smallest subsidy is {halves[0]:.1f}, "
        f"the mean payment {tranche / paid_zones:.1f}."
    )
    yield claims["tranche-zones-at-most"].finding(
        len(possible), note=note, agrees=False, puzzle=bool(possible)
    )
    claim, value = claims["tranche-sample-alone"], part * sum(amounts)
    note = f"That is for {len(zones)} zones; the tranche went to {paid_zones:.0f}."
    yield claim.finding(value, note=note, agrees=value <= rounding_interval(claim.value).high)


def check_targets(claims: Claims) -> Iterator[Finding]:
    """Check the claims on the targets that zones set themselves (Table A2) and on national targets."""
    target = partial(row, "ctip_targets", "targets")

    def as_printed(name: str, column: str = "value_printed") -> Interval:
        return parse_printed(target(name)[column])

    def gain(cut: Interval) -> Interval:
        """Return the change of output per input [%] that a change of input per output [%] means."""
        return 100 * (1 / (1 + cut / 100) - 1)

    # One target as input per output and as output per input.
    tianjin = {name: target(f"{name}_use-tianjin") for name in ("energy", "water")}
    inverse = {name: 1 / use["value"] for name, use in tianjin.items()}
    between = {name: 1 / as_printed(f"{name}_use-tianjin") for name in tianjin}
    other = as_printed("output_energy-tianjin")
    yield claims["a2-energy-reciprocal"].finding(
        inverse["energy"], between["energy"], agrees=other.low <= inverse["energy"] < other.high
    )
    yield claims["a2-water-reciprocal"].finding(inverse["water"], between["water"])
    gains = {name: gain(Interval(use["change"], use["change"])).low for name, use in tianjin.items()}
    changes = {name: as_printed(f"{name}_use-tianjin", "change_printed") for name in tianjin}
    yield claims["a2-energy-percent"].finding(gains["energy"], gain(changes["energy"]))
    claim, possible = claims["a2-water-percent"], gain(changes["water"])
    note = "" if claim.states(gains["water"]) else "Only the rounding of both figures makes them fit."
    yield claim.finding(gains["water"], possible, note, agrees=claim.states(possible))
    window = (-changes["water"]).intersection(-gain(as_printed("output_water-tianjin", "change_printed")))
    note = "No cut fits both printed figures."
    if window:
        note = f"The true cut lies from {window.low:.2f} % to just below {window.high:.2f} %."
    yield claims["a2-water-cut-window"].finding(None, window, note, agrees=window is not None)

    # Solid waste: shares of use and disposal, in percentage points or percent.
    wastes = [target(f"solid_waste_{name}-tianjin") for name in ("used", "disposed")]
    bases = [waste["value"] - waste["change"] for waste in wastes]
    total = sum(waste["value"] for waste in wastes)
    note = f"Bases {bases[0]:.0f} % and {bases[1]:.0f} %."
    yield claims["a2-waste-balance"].finding(total, note=note, agrees=total == sum(bases) == 100)
    used, disposed = (100 * waste["change"] / base for waste, base in zip(wastes, bases, strict=True))
    in_points = all(waste["change_unit"] == "percentage point" for waste in wastes)
    note = f"In per cent, use changes by {used:+.1f} and disposal by {disposed:+.1f}."
    yield claims["a2-points-or-percent"].finding(
        used, note=note, trap=in_points and round(used) != wastes[0]["change"]
    )

    # Tianjin against Rizhao, and Rizhao against the nation.
    claim, energy = claims["a2-three-times"], [tianjin["energy"], target("energy_use-rizhao")]
    times = as_printed("energy_use-rizhao") / as_printed("energy_use-tianjin")
    yield claim.finding(energy[1]["value"] / energy[0]["value"], times, agrees=times.low > claim.value)
    starts = [t["value"] / (1 + t["change"] / 100) for t in energy]
    rates = [yearly_change(t["change"], int(t["target_year"] - t["base_year"])) for t in energy]
    note = f"Yearly changes {rates[0]:.2f} % in Tianjin and {rates[1]:.2f} % in Rizhao."
    is_apart = energy[0]["target_year"] != energy[1]["target_year"]
    yield claims["a2-different-years"].finding(starts[1] / starts[0], note=note, trap=is_apart)
    plan = _national_target("carbon_intensity_2015")
    national = yearly_change(-plan["low"], _years_of_plan(plan))
    note = f"Nation: {national:.2f} % a year."
    yield claims["rizhao-national-target"].finding(rates[1], note=note, trap=abs(rates[1] - national) < 1e-9)
    pledge = _national_target("carbon_intensity_2020")
    years = pledge["target_year"] - pledge["base_year"]
    low, high = (-yearly_change(-pledge[end], years) for end in ("low", "high"))
    yield claims["five-year-plan-pace"].finding(-national, (low, high), agrees=low <= -national <= high)

    doubtful = [t for t in datasets.rows("ctip_targets", "targets") if t["certainty"] == "ambiguous"]
    yield claims["a2-unassigned-cells"].finding(len(doubtful), puzzle=bool(doubtful))
    claim, start = claims["a2-before-the-program"], int(text("programs", "starts", "ctip", "date")[:4])
    yield claim.finding(start, agrees=claim.value >= start)

    # Targets per output against limits per added value, which is a part of output.
    def limit(code: str, unit: str) -> float:
        line = row("hj274_2009", "indicators", code)
        return float(line["threshold"]) * units.factor(line["unit"], unit)

    denominators = {
        "teda-energy-denominator": ("energy_use-tianjin", "2.2"),
        "teda-water-denominator": ("water_use-tianjin", "2.4"),
        "rizhao-energy-denominator": ("energy_use-rizhao", "2.2"),
    }
    for name, (used_target, code) in denominators.items():
        threshold = limit(code, target(used_target)["unit"])
        share, possible = target(used_target)["value"] / threshold, as_printed(used_target) / threshold
        fits = possible.low <= 1
        yield claims[name].finding(share, possible, agrees=fits, trap=fits and share > 0)
    land = target("output_land-unassigned")
    value = land["value"] / limit("2.1", land["unit"])
    yield claims["a2-land-denominator"].finding(value, trap=value > 1)
