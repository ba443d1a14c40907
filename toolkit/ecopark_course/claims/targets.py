"""Claims on the targets that zones set themselves (Table A2) and on national targets."""

from __future__ import annotations

from ecopark import datasets, units
from ecopark.intervals import Interval, parse_printed
from ecopark_course.claims.core import Finding, Row, Said, agreement, claim, row, text

PACKAGE = "ctip_targets"


def _target(name: str) -> Row:
    return row(PACKAGE, "targets", name)


def _range(name: str, column: str = "value_printed") -> Interval:
    """Return a printed target or change with its rounding, in the unit printed."""
    return parse_printed(_target(name)[column])


def _years(target: Row) -> int:
    return int(target["target_year"] - target["base_year"])


def _annual(change: float, years: float) -> float:
    """Return the yearly change [%/year] that adds up to a change [%] in some years."""
    return float(100 * ((1 + change / 100) ** (1 / years) - 1))


def _inverse(change: Interval) -> Interval:
    """Return the change of output per input [%] that a change of input per output [%] means."""
    return 100 * (1 / (1 + change / 100) - 1)


def _gain(name: str) -> float:
    change = _target(name)["change"]
    return _inverse(Interval(change, change)).low


@claim("a2-energy-reciprocal")
def _energy_reciprocal(said: Said) -> Finding:
    range_ = 1 / _range("energy_use-tianjin")
    value = 1 / _target("energy_use-tianjin")["value"]
    own = _range("output_energy-tianjin")
    return Finding(value, agreement(own.low <= value < own.high), said.unit, range_.low, range_.high)


@claim("a2-water-reciprocal")
def _water_reciprocal(said: Said) -> Finding:
    range_ = 1 / _range("water_use-tianjin")
    value = 1 / _target("water_use-tianjin")["value"]
    return Finding(value, said.verdict(value), said.unit, range_.low, range_.high)


@claim("a2-energy-percent")
def _energy_percent(said: Said) -> Finding:
    range_, value = _inverse(_range("energy_use-tianjin", "change_printed")), _gain("energy_use-tianjin")
    return Finding(value, said.verdict(value), said.unit, range_.low, range_.high)


@claim("a2-water-percent")
def _water_percent(said: Said) -> Finding:
    range_, value = _inverse(_range("water_use-tianjin", "change_printed")), _gain("water_use-tianjin")
    note = "Only the rounding of both figures makes them fit." if not said.agrees(value) else ""
    return Finding(value, said.verdict(range_), said.unit, range_.low, range_.high, note)


@claim("a2-water-cut-window")
def _water_window(said: Said) -> Finding:
    cut = -_range("water_use-tianjin", "change_printed")
    needed = -_inverse(_range("output_water-tianjin", "change_printed"))
    both = cut.intersection(needed)
    if both is None:
        return Finding(None, "conflicts", said.unit, note="No cut fits both printed figures.")
    note = f"The true cut lies from {both.low:.2f} % to just below {both.high:.2f} %."
    return Finding(None, "agrees", said.unit, both.low, both.high, note)


@claim("a2-waste-balance")
def _waste_balance(said: Said) -> Finding:
    used, disposed = _target("solid_waste_used-tianjin"), _target("solid_waste_disposed-tianjin")
    bases = [t["value"] - t["change"] for t in (used, disposed)]
    total = float(used["value"] + disposed["value"])
    note = f"Bases {bases[0]:.0f} % and {bases[1]:.0f} %."
    return Finding(total, agreement(total == sum(bases) == 100), said.unit, note=note)


@claim("a2-points-or-percent")
def _points(said: Said) -> Finding:
    parts = [_target(f"solid_waste_{name}-tianjin") for name in ("used", "disposed")]
    used, disposed = (100 * t["change"] / (t["value"] - t["change"]) for t in parts)
    apart = all(t["change_unit"] == "percentage point" for t in parts) and round(used) != parts[0]["change"]
    note = f"In per cent, use changes by {used:+.1f} and disposal by {disposed:+.1f}."
    return Finding(used, "trap" if apart else "agrees", said.unit, note=note)


@claim("a2-three-times")
def _three_times(said: Said) -> Finding:
    range_ = _range("energy_use-rizhao") / _range("energy_use-tianjin")
    value = _target("energy_use-rizhao")["value"] / _target("energy_use-tianjin")["value"]
    return Finding(value, agreement(range_.low > said.value), said.unit, range_.low, range_.high)


@claim("a2-different-years")
def _different_years(said: Said) -> Finding:
    first, second = _target("energy_use-tianjin"), _target("energy_use-rizhao")
    bases = [t["value"] / (1 + t["change"] / 100) for t in (first, second)]
    rates = [_annual(t["change"], _years(t)) for t in (first, second)]
    apart = first["target_year"] != second["target_year"]
    note = f"Yearly changes {rates[0]:.2f} % in Tianjin and {rates[1]:.2f} % in Rizhao."
    return Finding(bases[1] / bases[0], "trap" if apart else "agrees", said.unit, note=note)


@claim("rizhao-national-target")
def _national(said: Said) -> Finding:
    own = _target("energy_use-rizhao")
    nation = row("participation", "five_year_plan_targets", "carbon_intensity_2015")
    years = nation["target_year"] - nation["start_year"] + 1
    rates = _annual(own["change"], _years(own)), _annual(-nation["low"], years)
    same = abs(rates[0] - rates[1]) < 1e-9
    return Finding(
        rates[0], "trap" if same else "agrees", said.unit, note=f"Nation: {rates[1]:.2f} % a year."
    )


@claim("five-year-plan-pace")
def _pace(said: Said) -> Finding:
    long, short = (
        row("participation", "five_year_plan_targets", f"carbon_intensity_{year}") for year in (2020, 2015)
    )
    span = long["target_year"] - long["base_year"]
    low, high = (-_annual(-long[end], span) for end in ("low", "high"))
    value = -_annual(-short["low"], short["target_year"] - short["start_year"] + 1)
    return Finding(value, agreement(value in Interval(low, high)), said.unit, low, high)


@claim("a2-unassigned-cells")
def _unassigned(said: Said) -> Finding:
    doubtful = [t for t in datasets.rows(PACKAGE, "targets") if t["certainty"] == "ambiguous"]
    return Finding(float(len(doubtful)), "puzzle" if doubtful else "agrees", said.unit)


@claim("a2-before-the-program")
def _before(said: Said) -> Finding:
    start = float(text("programs", "starts", "ctip", "date")[:4])
    return Finding(start, agreement(said.value >= start), said.unit)


def _limit(code: str, unit: str) -> float:
    """Return a limit of the standard, in the unit given."""
    line = row("hj274_2009", "indicators", code)
    return float(line["threshold"]) * units.factor(line["unit"], unit)


def _needed_share(name: str, code: str) -> tuple[float, Interval]:
    """Return the share of added value in output at which a target meets the limit of the standard [1]."""
    limit = _limit(code, _target(name)["unit"])
    return _target(name)["value"] / limit, _range(name) / limit


def _denominator(said: Said, name: str, code: str) -> Finding:
    """Judge a target per output against a limit per added value, which is a part of output."""
    value, range_ = _needed_share(name, code)
    verdict = "conflicts" if range_.low > 1 else "trap" if value > 0 else "agrees"
    return Finding(value, verdict, said.unit, range_.low, range_.high)


@claim("teda-energy-denominator")
def _teda_energy(said: Said) -> Finding:
    return _denominator(said, "energy_use-tianjin", "2.2")


@claim("teda-water-denominator")
def _teda_water(said: Said) -> Finding:
    return _denominator(said, "water_use-tianjin", "2.4")


@claim("rizhao-energy-denominator")
def _rizhao_energy(said: Said) -> Finding:
    return _denominator(said, "energy_use-rizhao", "2.2")


@claim("a2-land-denominator")
def _land(said: Said) -> Finding:
    own = _target("output_land-unassigned")
    value = own["value"] / _limit("2.1", own["unit"])
    return Finding(value, "trap" if value > 1 else "agrees", said.unit)
