"""Claims on the exchanges of Kalundborg and on what they save."""

from __future__ import annotations

from ecopark import datasets, units
from ecopark.emissions import molar_mass
from ecopark_course.claims.core import Finding, Said, agreement, claim, figure, text
from ecopark_course.claims.places import against_documents

GYPSUM = "CaSO4.2H2O"


def _claimed(name: str) -> float:
    return figure("kalundborg", "claims", name)


@claim("gypsum-origin")
def _gypsum_origin(said: Said) -> Finding:
    return against_documents(said, "origin of gypsum")


@claim("yeast-origin")
def _yeast_origin(said: Said) -> Finding:
    return against_documents(said, "origin of yeast")


@claim("water-saved")
def _water(said: Said) -> Finding:
    value = _claimed("2010_water") * figure("claims", "figures", "density_of_water")
    return Finding(value, agreement(value == said.value), said.unit)


@claim("gypsum-amount")
def _gypsum(said: Said) -> Finding:
    value = _claimed("2010_gypsum")
    return Finding(value, agreement(value == said.value), said.unit)


@claim("co2-avoided")
def _co2(said: Said) -> Finding:
    values = [
        line["value"]
        for line in datasets.rows("kalundborg", "claims")
        if line["quantity"] == "CO2 avoided" and line["status"] == "verified"
    ]
    nearest = min(values, key=lambda value: abs(value - said.value))
    return Finding(nearest, agreement(said.value in values), said.unit, min(values), max(values))


@claim("gypsum-so2")
def _so2(said: Said) -> Finding:
    sulphur = molar_mass("S")
    value = _claimed("told_gypsum") * molar_mass("SO2") / molar_mass(GYPSUM)
    emitted = 100 * _claimed("ats_so2_nov") / _claimed("ats_so2_share_nov")
    known = emitted + _claimed("sulphur_sold_before") * molar_mass("SO2") / sulphur
    note = f"Sold and emitted sulphur of the refinery makes {known:,.0f} t of SO2 a year."
    return Finding(value, agreement(value <= known), said.unit, note=note)


@claim("gypsum-sulphur")
def _sulphur(said: Said) -> Finding:
    sulphur = molar_mass("S")
    value = _claimed("told_gypsum") * sulphur / molar_mass(GYPSUM)
    sold = _claimed("sulphur_sold_before")
    note = f"The refinery sold {sold:,.0f} t of sulphur a year."
    return Finding(value, agreement(value <= sold), said.unit, note=note)


def _yearly(line: dict[str, object]) -> float:
    """Return an amount of gypsum in t/year; a daily one is taken for every day of the year."""
    value, unit = float(str(line["value"])), str(line["unit"])
    days = figure("claims", "figures", "hours_per_year") * units.factor("hour", "day")
    return value * days if unit == "t/day" else value


@claim("gypsum-series")
def _series(said: Said) -> Finding:
    lines = [x for x in datasets.rows("kalundborg", "claims") if x["quantity"].startswith("gypsum ")]
    values = sorted({round(_yearly(line)) for line in lines})
    note = f"From {values[0]:,} to {values[-1]:,} t a year."
    return Finding(float(len(values)), "trap" if len(values) > 1 else "agrees", said.unit, note=note)


@claim("district-heat-start")
def _heat(said: Said) -> Finding:
    value = float(text("kalundborg", "statements", "heat_text", "year_from"))
    return Finding(value, agreement(value == said.value), said.unit)
