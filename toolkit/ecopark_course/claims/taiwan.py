"""Claims on Linhai and on Taiwan's program: CO2 for each kL and tonne, money, pollutants."""

from __future__ import annotations

from ecopark import datasets, units
from ecopark.emissions import molar_mass
from ecopark.intervals import Interval, parse_printed
from ecopark_course.claims.core import Finding, Said, agreement, claim, figure, text


def _program(name: str) -> float:
    return figure("taiwan", "program", name)


def _printed(name: str) -> Interval:
    """Return a figure of the program within the rounding of its printed form, in its unit."""
    return parse_printed(text("taiwan", "program", name, "value_printed"))


def _series(name: str) -> float:
    return figure("taiwan", "series", name)


def _ratio(above: str, below: str) -> tuple[float, Interval]:
    """Return the quotient of two figures of the program, as a number and within their rounding."""
    return _program(above) / _program(below), _printed(above) / _printed(below)


def _fuel(name: str) -> float:
    return figure("factors", "fuels", name)


def _emission(name: str) -> float:
    return figure("factors", "emission_factors", name)


def _candidates() -> dict[str, float]:
    """Return the CO2 of fuel oil [t/kL] by four routes."""
    kcal = figure("factors", "energy_units", "kcal") * units.factor("kJ/L", "GJ/kL")
    by_heat = _emission("fuel_oil_ipcc_2006") * units.factor("kg", "t")
    gallon = _fuel("fuel_oil_no6_us") * _emission("fuel_oil_no6_us_2016") * units.factor("kg/gal", "t/kL")
    heats = [_fuel(f"fuel_oil_taiwan_{name}") for name in ("9600", "9200")]
    return {
        **{f"{heat:,.0f} kcal/L": heat * kcal * by_heat for heat in heats},
        "United States": gallon,
        "international default": _fuel("fuel_oil_ipcc_2006") * by_heat * _fuel("fuel_oil_density"),
    }


def _fitting(range_: Interval) -> dict[str, float]:
    return {name: value for name, value in _candidates().items() if value in range_}


def _factor(said: Said, value: float, range_: Interval) -> Finding:
    """Look for factors of fuel oil that explain a quotient: one explains it, several leave it open."""
    fits = _fitting(range_)
    shown = ", ".join(f"{name} ({factor:.3f})" for name, factor in fits.items()) or "none"
    verdict = "agrees" if len(fits) == 1 else "puzzle"
    return Finding(value, verdict, said.unit, range_.low, range_.high, f"Factors that fit: {shown}.")


@claim("co2-per-kl-linhai")
def _linhai(said: Said) -> Finding:
    return _factor(said, *_ratio("linhai_co2", "linhai_fuel_oil"))


@claim("co2-per-kl-taiwan")
def _taiwan(said: Said) -> Finding:
    return _factor(said, *_ratio("co2", "fuel_oil"))


@claim("co2-per-kl-two-factors")
def _two_factors(said: Said) -> Finding:
    own, nation = _ratio("linhai_co2", "linhai_fuel_oil")[1], _ratio("co2", "fuel_oil")[1]
    note = f"[{own.low:.3f}, {own.high:.3f}] against [{nation.low:.3f}, {nation.high:.3f}] t/kL."
    return Finding(nation.low - own.high, agreement(own.overlaps(nation)), said.unit, note=note)


@claim("co2-per-kl-rest")
def _rest(said: Said) -> Finding:
    value = (_program("co2") - _program("linhai_co2")) / (_program("fuel_oil") - _program("linhai_fuel_oil"))
    range_ = (_printed("co2") - _printed("linhai_co2")) / (_printed("fuel_oil") - _printed("linhai_fuel_oil"))
    return _factor(said, value, range_)


@claim("linhai-share-of-program")
def _share(said: Said) -> Finding:
    shares = [100 * _program(f"linhai_{name}") / _program(name) for name in ("linked", "fuel_oil", "co2")]
    note = f"Of the oil {shares[1]:.1f} %, of the CO2 {shares[2]:.1f} %."
    return Finding(shares[0], agreement(max(shares) <= 100), said.unit, note=note)


def _bound() -> float:
    """Return the CO2 of a tonne of steam from an oil-fired boiler [t/t]: more cannot be avoided by steam."""
    heat = _fuel("steam_heat") / _fuel("boiler_efficiency")
    return heat * _emission("fuel_oil_ipcc_2006") * units.factor("kg", "t")


def _hours() -> float:
    return figure("claims", "figures", "hours_per_year")


@claim("co2-per-t-below-bound")
def _below_bound(said: Said) -> Finding:
    values = {
        "Linhai": _program("linhai_co2") / _program("linhai_linked"),
        "program": _program("co2") / _program("linked"),
        "program 2012": _series("2012_co2") / _series("2012_linked"),
        "steam 2013": _series("2013_co2") / _series("2013_steam"),
        "China Steel 2009": _series("2009_steam_co2") / (_series("2009_steam_rate") * _hours()),
    }
    low, high = min(values.values()), max(values.values())
    note = ", ".join(f"{name} {value:.3g}" for name, value in values.items())
    verdict = agreement(high < _bound())
    return Finding(high, verdict, said.unit, low, high, f"{note}; bound {_bound():.3f}.")


@claim("co2-per-t-at-bound")
def _at_bound(said: Said) -> Finding:
    value = _series("2011_co2") / _series("2011_steam")
    near = abs(value / _bound() - 1) < 0.02
    verdict = "puzzle" if near else agreement(value < _bound())
    return Finding(value, verdict, said.unit, note=f"Bound {_bound():.3f}.")


@claim("steam-estimate-proportional")
def _proportional(said: Said) -> Finding:
    stages = [
        _series(f"{name}_steam_co2") / (_series(f"{name}_steam_rate") * _hours())
        for name in ("2009", "second_stage")
    ]
    same = abs(stages[0] - stages[1]) < 1e-9
    return Finding(stages[1], agreement(same), said.unit, note=f"First stage {stages[0]:.4f}.")


@claim("linhai-41-fold")
def _fold(said: Said) -> Finding:
    range_ = _series("2007_co2") / _printed("linhai_co2")
    value = _series("2007_co2") / _program("linhai_co2")
    return Finding(value, agreement(1 in range_), said.unit, range_.low, range_.high)


@claim("linhai-four-times")
def _four_times(said: Said) -> Finding:
    value = _series("2007_co2") / _series("2007_co2_target")
    return Finding(value, said.verdict(value), said.unit)


@claim("sox-per-kl")
def _sox(said: Said) -> Finding:
    oil = _program("fuel_oil") * _fuel("fuel_oil_density") * units.factor("kL kg/L", "t")
    sulphur = molar_mass("S") / molar_mass("SO2")
    value = 100 * _program("sox") * sulphur / oil
    usual = Interval(*(figure("claims", "figures", f"fuel_oil_sulphur_{end}") for end in ("low", "high")))
    per_kl = [1000 * _program(name) / _program("fuel_oil") for name in ("sox", "nox", "particulates")]
    note = f"SOx {per_kl[0]:.2f}, NOx {per_kl[1]:.2f}, particulates {per_kl[2]:.2f} kg/kL."
    return Finding(value, agreement(value in usual), said.unit, note=note)


@claim("payback")
def _payback(said: Said) -> Finding:
    value, range_ = _program("investment") / _program("money"), _printed("investment") / _printed("money")
    open_ = text("taiwan", "program", "money", "certainty") == "ambiguous"
    ntd = units.factor("10^6 NTD", "NTD")
    note = (
        f"{_program('investment') * ntd / _program('co2'):,.0f} NTD for a yearly t of CO2; "
        f"{_program('money') * ntd / _program('fuel_oil'):,.0f} NTD of benefit for a kL."
    )
    return Finding(value, "puzzle" if open_ else "agrees", said.unit, range_.low, range_.high, note)


@claim("yi-is-not-a-billion")
def _yi(said: Said) -> Finding:
    range_ = parse_printed(text("taiwan", "program", "money", "value_printed")) * units.factor(
        "NTD", said.unit
    )
    value = _program("money")
    return Finding(value, "trap" if value in range_ else "conflicts", said.unit, range_.low, range_.high)


@claim("mean-site")
def _mean_site(said: Said) -> Finding:
    sites = _program("parks") + _program("clusters")
    value = _program("linked") / sites
    others = (_program("linked") - _program("linhai_linked")) / (sites - 1)
    note = f"Without Linhai {others:,.0f} t/year."
    return Finding(value, "trap" if value > 1.5 * others else "agrees", said.unit, note=note)


@claim("energy-network-start")
def _start(said: Said) -> Finding:
    years = {
        x["value"]
        for x in datasets.rows("taiwan", "series")
        if x["quantity"] == "start of the energy network of CSC"
    }
    return Finding(max(years), agreement(years == {said.value}), said.unit, min(years), max(years))
