"""Claims on numbers of zones and parks: shares, growth of the program, who still waits."""

from __future__ import annotations

from ecopark import datasets
from ecopark.intervals import Interval
from ecopark_course.claims.core import Finding, Said, agreement, claim, figure, row


def zones(name: str) -> float:
    """Return a figure on participation, in its unit."""
    return figure("participation", "figures", name)


def exactly(programs: int) -> float:
    """Return the number of zones in exactly one, two or three programs."""
    three = float(len(datasets.rows("participation", "zones_in_all_three")))
    if programs == 3:
        return three
    several = zones("zones_two_or_three")
    return several - three if programs == 2 else zones("zones_any") - several


def memberships() -> float:
    """Return the number of memberships: a zone in two programs counts twice."""
    return sum(programs * exactly(programs) for programs in (1, 2, 3))


def circular() -> float:
    """Return the zones in the circular program, which no source states."""
    return memberships() - zones("eip_plans_approved") - zones("low_carbon_pilots")


@claim("share-13")
def _share_13(said: Said) -> Finding:
    value = 100 * zones("zones_any") / zones("zones_china")
    return Finding(value, said.verdict(value), said.unit)


@claim("share-15")
def _share_15(said: Said) -> Finding:
    every, bases = zones("zones_any"), (zones("zones_china"), zones("zones_china_rounded"))
    low, high = sorted(100 * every / base for base in bases)
    needed = " or ".join(f"{said.value / 100 * base:.0f}" for base in bases)
    note = f"It would take {needed} zones. Memberships make {100 * memberships() / bases[0]:.1f} %."
    fits = said.agrees(Interval(low, high))
    return Finding(100 * every / bases[0], agreement(fits), said.unit, low, high, note)


@claim("zones-in-one")
def _one(said: Said) -> Finding:
    parts = [exactly(programs) for programs in (1, 2, 3)]
    closes = min(parts) >= 0 and sum(parts) == zones("zones_any")
    note = f"In one, two, three programs: {parts[0]:.0f}, {parts[1]:.0f}, {parts[2]:.0f}."
    return Finding(parts[0], agreement(closes), said.unit, note=note)


@claim("zones-in-two")
def _two(said: Said) -> Finding:
    return Finding(exactly(2), agreement(0 <= exactly(2) <= zones("zones_two_or_three")), said.unit)


@claim("zones-in-three")
def _three(said: Said) -> Finding:
    return Finding(exactly(3), said.verdict(exactly(3)), said.unit)


@claim("memberships")
def _memberships(said: Said) -> Finding:
    share = 100 * memberships() / zones("zones_china")
    apart = memberships() > zones("zones_any")
    return Finding(memberships(), "trap" if apart else "agrees", said.unit, note=f"That is {share:.1f} %.")


@claim("circular-zones")
def _circular(said: Said) -> Finding:
    parts = [zones(name) for name in ("ctip_2014", "cepz_batch_1", "cepz_batch_2")]
    other = sum(parts) - zones("circular_both")
    note = f"The second route gives {other:.0f}."
    return Finding(circular(), agreement(circular() == other), said.unit, note=note)


@claim("national-zones")
def _national(said: Said) -> Finding:
    kinds = ("zones_etdz", "zones_high_tech")
    grew = all(zones(kind) >= zones(f"{kind}_2013") for kind in kinds)
    value = sum(zones(kind) for kind in kinds)
    note = f"They are {100 * value / zones('zones_china'):.1f} % of all zones."
    return Finding(value, agreement(grew and value <= zones("zones_china")), said.unit, note=note)


@claim("zones-2014-cited-2013")
def _cited(said: Said) -> Finding:
    value = figure("claims", "figures", "zones_china_cited_year")
    return Finding(value, agreement(value >= said.value), said.unit)


@claim("certification-time")
def _waiting(said: Said) -> Finding:
    approved, named, late = (zones(f"eip_{name}") for name in ("plans_approved", "named", "overdue"))
    waiting = approved - named
    censored = late > 0 and zones("eip_overdue_wait") > zones("eip_certification_time_high")
    note = (
        f"{100 * named / approved:.1f} % of {approved:.0f} have the title; of {waiting:.0f} that wait, "
        f"{late:.0f} are late: at least {100 * late / approved:.1f} % of all."
    )
    return Finding(100 * late / waiting, "trap" if censored else "agrees", said.unit, note=note)


def _count(name: str, column: str) -> float:
    return figure("participation", "eip_counts", name, column)


@claim("parks-2021")
def _parks_2021(said: Said) -> Finding:
    named, building = _count("2021", "named"), _count("2021", "under_construction")
    value, before = named + building, zones("eip_plans_approved")
    shares = 100 * zones("eip_named") / before, 100 * named / value
    note = f"The certified share rises from {shares[0]:.1f} % to {shares[1]:.1f} %."
    return Finding(value, agreement(value >= before), said.unit, note=note)


@claim("fifty-parks-planned")
def _fifty(said: Said) -> Finding:
    plan = row("participation", "five_year_plan_targets", "eip_demonstration_2015")
    after = [
        x
        for x in datasets.rows("participation", "eip_counts")
        if x["named"] is not None and int(x["date"][:4]) > plan["target_year"]
    ]
    first = min(after, key=lambda x: x["date"])
    last, start = (row("participation", "eip_counts", name) for name in ("2021", "2014-04"))
    pace = (last["named"] - start["named"]) / (int(last["date"][:4]) - int(start["date"][:4]))
    planned = said.value / (plan["target_year"] - plan["start_year"] + 1)
    note = f"The count is of {first['date'][:4]}. Planned {planned:.0f} a year, reached {pace:.1f}."
    return Finding(float(first["named"]), agreement(first["named"] >= said.value), said.unit, note=note)


@claim("plans-2014")
def _plans_2014(said: Said) -> Finding:
    value = _count("2014-08", "named") + _count("2014-08", "under_construction")
    return Finding(value, agreement(value >= said.value), said.unit)


@claim("named-2014")
def _named_2014(said: Said) -> Finding:
    value = _count("2014-08", "named")
    return Finding(value, agreement(value >= said.value), said.unit)


@claim("plans-later")
def _plans_later(said: Said) -> Finding:
    later = [_count(name, "plans_approved") for name in ("2017-06-30", "2019-06")]
    return Finding(max(later), agreement(max(later) >= said.value), said.unit, min(later), max(later))


@claim("parks-two-thirds")
def _two_thirds(said: Said) -> Finding:
    parks = figure("eco_cities", "figures", "parks_share")
    low, high = sorted(100 * parks / zones(f"industry_{name}") for name in ("carbon", "energy"))
    # Parks cannot use more than the whole of industry, and hardly nearly all of it.
    verdict = "conflicts" if low > 100 else "puzzle" if high > 90 else "agrees"
    return Finding(high, verdict, said.unit, low, high)
