"""Claims on the subsidies of the circular transformation: Table A1 and the first tranche of 2012."""

from __future__ import annotations

from itertools import accumulate
from statistics import correlation, mean, median, stdev

from ecopark import datasets
from ecopark.intervals import Interval, rounding_interval
from ecopark_course.claims.core import Finding, Row, Said, agreement, claim, figure

PACKAGE = "ctip_subsidies"
NONE = Interval(0.0, 0.0)


def _zones() -> list[Row]:
    return datasets.rows(PACKAGE, "subsidies")


def _known() -> list[Row]:
    """Return the zones whose investment is known."""
    return [zone for zone in _zones() if zone["investment"] is not None]


def _pooled(zones: list[Row]) -> float:
    """Return the sum of subsidies over the sum of investments [%]."""
    return float(100 * sum(z["subsidy"] for z in zones) / sum(z["investment"] for z in zones))


def _shares(zones: list[Row]) -> list[float]:
    """Return each zone's subsidy over its investment [%]."""
    return [100 * z["subsidy"] / z["investment"] for z in zones]


def _mean_subsidy() -> float:
    return float(mean(z["subsidy"] for z in _zones()))


def _paid_per_zone() -> Interval:
    """Return the first tranche of 2012 for each zone [10^6 RMB], within the rounding of the total."""
    total = rounding_interval(figure(PACKAGE, "statements", "first_tranche"))
    return total / figure(PACKAGE, "statements", "zones_paid")


def _first_share() -> float:
    """Return the part of a subsidy that is paid at the start."""
    return figure(PACKAGE, "statements", "first_tranche_share")


@claim("a1-row-shares")
def _row_shares(said: Said) -> Finding:
    zones = _known()
    fits = [
        rounding_interval(z["share_printed"]).low <= s < rounding_interval(z["share_printed"]).high
        for z, s in zip(zones, _shares(zones), strict=True)
    ]
    return Finding(
        float(sum(fits)), agreement(all(fits)), said.unit, note=f"{len(zones)} shares are printed."
    )


@claim("a1-mean-subsidy")
def _mean(said: Said) -> Finding:
    values = [z["subsidy"] for z in _zones()]
    range_ = sum((rounding_interval(v) for v in values), NONE) / len(values)
    note = (
        f"Median {median(values):.0f}, smallest {min(values):.0f}, largest {max(values):.0f}, "
        f"standard deviation {stdev(values):.1f} million RMB."
    )
    return Finding(mean(values), said.verdict(mean(values)), said.unit, range_.low, range_.high, note)


@claim("a1-mean-subsidy-text")
def _mean_in_text(said: Said) -> Finding:
    return Finding(_mean_subsidy(), said.verdict(_mean_subsidy()), said.unit)


@claim("a1-mean-of-shares")
def _mean_share(said: Said) -> Finding:
    value = mean(_shares(_known()))
    return Finding(value, said.verdict(value), said.unit, note=f"Pooled share {_pooled(_known()):.2f} %.")


@claim("a1-share-of-investment")
def _share_of_investment(said: Said) -> Finding:
    zones = _known()
    value, own = _pooled(zones), _shares(zones)
    above = sum((rounding_interval(z["subsidy"]) for z in zones), NONE)
    range_ = 100 * above / sum((rounding_interval(z["investment"]) for z in zones), NONE)
    note = f"Mean of the shares {mean(own):.2f} %, median {median(own):.2f} %."
    return Finding(value, said.verdict(value), said.unit, range_.low, range_.high, note)


@claim("a1-one-zone")
def _one_zone(said: Said) -> Finding:
    zones = _known()
    largest = max(zones, key=lambda z: z["investment"])
    others = [z for z in zones if z is not largest]
    weight = 100 * largest["investment"] / sum(z["investment"] for z in zones)
    value = _pooled(others)
    # One percentage point is far more than the rounding of the printed shares.
    moved = abs(value - _pooled(zones)) > 1
    mean_share = mean(_shares(others))
    note = f"{largest['zone']} holds {weight:.1f} % of the investment; mean without it {mean_share:.2f} %."
    return Finding(value, "trap" if moved else "agrees", said.unit, note=note)


@claim("a1-lump-sum")
def _lump_sum(said: Said) -> Finding:
    zones = _known()
    spent = [z["investment"] for z in zones]
    money, share = correlation([z["subsidy"] for z in zones], spent), correlation(_shares(zones), spent)
    # A fixed rate would give a correlation of 1 for the money and of 0 for the shares.
    flat = abs(money) < 0.3 and share < -0.5
    note = f"Correlation of the share with the investment {share:.2f}."
    return Finding(money, "trap" if flat else "agrees", said.unit, note=note)


@claim("a1-missing")
def _missing(said: Said) -> Finding:
    known, zones = _known(), _zones()
    unknown = [z["subsidy"] for z in zones if z["investment"] is None]
    with_it, without = mean(z["subsidy"] for z in known), mean(unknown)
    note = f"{len(unknown)} of {len(zones)} are unknown: {without:.1f} against {with_it:.1f} million RMB."
    return Finding(without / with_it, "trap" if without > 1.1 * with_it else "agrees", said.unit, note=note)


@claim("a1-mixed-samples")
def _mixed(said: Said) -> Finding:
    value = 100 * _mean_subsidy() / mean(z["investment"] for z in _known())
    fits = said.agrees(value) and not said.agrees(_pooled(_known()))
    note = f"{len(_zones())} subsidies stand above the line, {len(_known())} investments below it."
    return Finding(value, "trap" if fits else said.verdict(value), said.unit, note=note)


@claim("tranche-a-zone")
def _tranche(said: Said) -> Finding:
    paid, half = _paid_per_zone(), _first_share() * _mean_subsidy()
    expected = _first_share() * (
        sum((rounding_interval(z["subsidy"]) for z in _zones()), NONE) / len(_zones())
    )
    value = figure(PACKAGE, "statements", "first_tranche") / figure(PACKAGE, "statements", "zones_paid")
    note = f"Half of the mean subsidy is {half:.1f} million RMB."
    return Finding(value, agreement(paid.overlaps(expected)), said.unit, paid.low, paid.high, note)


@claim("tranche-implied-subsidy")
def _implied(said: Said) -> Finding:
    full = _paid_per_zone() / _first_share()
    total, zones = figure(PACKAGE, "statements", "first_tranche"), figure(PACKAGE, "statements", "zones_paid")
    value = total / zones / _first_share()
    note = f"The mean of the sample is {_mean_subsidy() / value:.2f} times that."
    return Finding(value, said.verdict(full), said.unit, full.low, full.high, note)


@claim("tranche-zones-at-most")
def _zones_at_most(said: Said) -> Finding:
    halves = sorted(_first_share() * z["subsidy"] for z in _zones())
    total, paid = figure(PACKAGE, "statements", "first_tranche"), figure(PACKAGE, "statements", "zones_paid")
    lefts = [total - spent for spent in accumulate(halves)][: int(paid)]
    # The other zones paid got something too: nothing is left only where there are no others.
    fits = [left for n, left in enumerate(lefts, 1) if left > 0 or (left == 0 and n == paid)]
    left = fits[-1] if fits else total
    note = (
        f"That leaves {left:.1f} million RMB for the other {paid - len(fits):.0f} zones paid. Half of the "
        f"smallest subsidy is {halves[0]:.1f}, the mean payment {total / paid:.1f}."
    )
    return Finding(float(len(fits)), "puzzle" if fits else "conflicts", said.unit, note=note)


@claim("tranche-sample-alone")
def _sample_alone(said: Said) -> Finding:
    value = _first_share() * sum(z["subsidy"] for z in _zones())
    paid = figure(PACKAGE, "statements", "zones_paid")
    note = f"That is for {len(_zones())} zones; the tranche went to {paid:.0f}."
    return Finding(value, agreement(value <= rounding_interval(said.value).high), said.unit, note=note)
