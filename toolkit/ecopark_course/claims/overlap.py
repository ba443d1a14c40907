"""Claims on the overlap of the three programs, against what chance alone would give."""

from __future__ import annotations

import math

from ecopark_course.claims.core import Finding, Said, agreement, claim
from ecopark_course.claims.counts import circular, exactly, zones

# The usual level: a result that chance gives less than once in twenty times is called significant.
LEVEL = 0.05


def _sizes() -> tuple[float, float, float]:
    """Return the sizes of the EIP, the circular and the low-carbon program."""
    return zones("eip_plans_approved"), circular(), zones("low_carbon_pilots")


def expected_pairs(base: float) -> float:
    """Return the pairs of memberships that chance gives over a number of zones."""
    one, two, three = _sizes()
    return (one * two + one * three + two * three) / base


def expected_triples(base: float) -> float:
    """Return the zones in all three programs that chance gives over a number of zones."""
    return math.prod(_sizes()) / base**2


def _pairs() -> float:
    """Return the pairs of memberships observed: a zone in three programs has three of them."""
    return exactly(2) + 3 * exactly(3)


def _national() -> float:
    return zones("zones_etdz") + zones("zones_high_tech")


def _tail(observed: float, expected: float) -> float:
    """Return the chance of this many or more under a Poisson law with the expected mean."""
    return 1 - sum(math.exp(-expected) * expected**k / math.factorial(k) for k in range(round(observed)))


def _more_than_chance(observed: float, expected: float) -> bool:
    return _tail(observed, expected) < LEVEL


def _finding(said: Said, observed: float, expected: float) -> Finding:
    significant = _more_than_chance(observed, expected)
    note = f"Observed {observed:.0f}, which is {observed / expected:.1f} times that."
    return Finding(expected, agreement(not significant), said.unit, note=note)


@claim("overlap-pairs-all-zones")
def _pairs_all(said: Said) -> Finding:
    return _finding(said, _pairs(), expected_pairs(zones("zones_china")))


@claim("overlap-pairs-national-zones")
def _pairs_national(said: Said) -> Finding:
    return _finding(said, _pairs(), expected_pairs(_national()))


@claim("overlap-triples-all-zones")
def _triples_all(said: Said) -> Finding:
    return _finding(said, exactly(3), expected_triples(zones("zones_china")))


@claim("overlap-triples-national-zones")
def _triples_national(said: Said) -> Finding:
    return _finding(said, exactly(3), expected_triples(_national()))


@claim("overlap-not-significant")
def _not_significant(said: Said) -> Finding:
    verdicts = {_more_than_chance(_pairs(), expected_pairs(n)) for n in (zones("zones_china"), _national())}
    share = 100 * zones("zones_two_or_three") / zones("zones_any")
    verdict = "puzzle" if len(verdicts) == 2 else agreement(verdicts == {False})
    return Finding(share, verdict, said.unit, note=f"{_pairs():.0f} pairs are observed.")


@claim("overlap-union")
def _union(said: Said) -> Finding:
    base = zones("zones_china")
    value = base * (1 - math.prod(1 - size / base for size in _sizes()))
    share = 100 * value / base
    note = f"That is {share:.1f} % of the zones; {zones('zones_any'):.0f} are counted."
    close = said.agrees(share) and not said.agrees(100 * zones("zones_any") / base)
    return Finding(share, "trap" if close else "agrees", said.unit, note=note)
