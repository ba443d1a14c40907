"""Values that can hardly be right: jumps, slips of units, ratios, sums that do not close, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import log10
from statistics import median

from ecopark import datasets, panel, units
from ecopark_zone.intake.rules import Finding, finding
from ecopark_zone.intake.values import Value

__all__ = ["doubts", "totals"]

Numbers = dict[tuple[str, int, str], Value]
_POWERS = {3: "1,000", 4: "10^4", 8: "10^8", 6: "10^6", 2: "100", 7: "10^7"}
_NEAR, _JUMP, _CLOSES = 0.36, 3.0, 0.005


def doubts(values: Iterable[Value], same: Mapping[str, str]) -> list[Finding]:
    """Return a warning for everything that can hardly be right.

    ``same`` gives the first spelling of zones that have several: their years are compared as those of
    one zone. A value is compared with the median of the zone's other years: about 10^3, 10^4 or 10^8 times as
    large or small is a slip of a unit, any other thousandfold change a jump.
    """
    listed = list(values)
    known: Numbers = {
        (same.get(v.entry.zone, v.entry.zone), v.entry.year, v.entry.name): v
        for v in listed
        if not v.entry.total
    }
    return [*_slips(known), *_ratios(known), *_gaps(listed, same)]


def _series(known: Numbers) -> dict[tuple[str, str], list[Value]]:
    found: dict[tuple[str, str], list[Value]] = {}
    for (zone, _, name), value in sorted(known.items()):
        if isinstance(value.number, float) and value.number > 0 and panel.unit(name) != "%":
            found.setdefault((zone, name), []).append(value)
    return found


def _slips(known: Numbers) -> Iterator[Finding]:
    for series in _series(known).values():
        if len(series) < 2:
            continue
        for place, value in enumerate(series):
            others = [v.number for n, v in enumerate(series) if n != place and v.number]
            ratio = log10(float(value.number or 1) / median(float(o) for o in others))
            if abs(ratio) < _JUMP - _NEAR or (len(series) == 2 and place == 0):
                continue
            yield _slip(value, ratio, series[place - 1] if place else series[1])


def _slip(value: Value, ratio: float, beside: Value) -> Finding:
    entry = value.entry
    place = (entry.table.sheet.name, entry.cell, entry.value)
    near = min(_POWERS, key=lambda power: abs(abs(ratio) - power))
    if abs(abs(ratio) - near) <= _NEAR:
        direction = "larger" if ratio > 0 else "smaller"
        return finding("unit_slip", *place, power=_POWERS[near], direction=direction)
    return finding("jump", *place, times=f"{10 ** abs(ratio):,.0f}", year=beside.entry.year)


def _ratios(known: Numbers) -> Iterator[Finding]:
    pairs = {key[:2] for key in known}
    for row in datasets.rows("intake_words", "ratios"):
        above, below = row["numerator"], row["denominator"]
        scale = units.factor(panel.unit(above), row["unit"], panel.unit(below))
        for zone, year in sorted(pairs):
            one, other = known.get((zone, year, above)), known.get((zone, year, below))
            if not (one and other and one.number and other.number):
                continue
            ratio = float(one.number) / float(other.number) * scale
            if not row["low"] <= ratio <= row["high"]:
                words = {"above": above, "below": below, "value": f"{ratio:.3g}", "unit": row["unit"]}
                ends = {"low": f"{row['low']:g}", "high": f"{row['high']:g}"}
                entry = one.entry
                yield finding(
                    "ratio_unlikely", entry.table.sheet.name, entry.cell, entry.value, **words, **ends
                )


def _gaps(values: list[Value], same: Mapping[str, str]) -> Iterator[Finding]:
    years: dict[str, set[int]] = {}
    for value in values:
        if not value.entry.total:
            years.setdefault(same.get(value.entry.zone, value.entry.zone), set()).add(value.entry.year)
    for zone, there in years.items():
        missing = sorted(set(range(min(there), max(there) + 1)) - there)
        if missing and len(missing) < 100:
            yield finding("year_gap", years=", ".join(map(str, missing)), zone=zone)


def totals(values: Iterable[Value]) -> Iterator[Finding]:
    """Yield a warning for each total of a column that is not the sum of its zones."""
    sums: dict[tuple[str, int, str], float] = {}
    said: list[Value] = []
    for value in values:
        entry = value.entry
        if isinstance(value.number, float) and panel.unit(entry.name) != "%":
            if entry.total:
                said.append(value)
            else:
                place = (entry.table.sheet.name, entry.year, entry.name)
                sums[place] = sums.get(place, 0.0) + value.number
    for value in said:
        entry = value.entry
        together = sums.get((entry.table.sheet.name, entry.year, entry.name))
        if together is not None and abs(together - float(value.number or 0)) > _CLOSES * max(
            abs(together), 1
        ):
            words = {"said": f"{value.number:,g}", "sum": f"{together:,g}"}
            yield finding("total_differs", entry.table.sheet.name, entry.cell, entry.value, **words)
