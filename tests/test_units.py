import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecopark import units
from ecopark.errors import UnitMismatch, UnknownName


@pytest.mark.parametrize(
    ("unit", "target", "per", "expected"),
    [
        ("tce", "GJ", "1", 29.3076),  # 7,000 kcal/kg * 4.1868 kJ/kcal * 1,000 kg
        ("10^4 RMB", "10^8 RMB/km2", "km2", 1e-4),
        ("tce", "tce/10^4 RMB", "10^4 RMB", 1.0),
        ("kg", "%", "t", 0.1),  # 1 kg in 1,000 kg
        ("yi_yuan", "wan_yuan", "1", 1e4),
        ("kgce", "tce", "1", 1e-3),
        ("10^4 RMB", "104 RMB", "1", 10_000 / 104),
    ],
)
def test_factor(unit, target, per, expected):
    assert units.factor(unit, target, per) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("unit", "target"), [("tce", "RMB"), ("RMB", "NTD"), ("m3", "t")])
def test_factor_fails_on_different_things(unit, target):
    with pytest.raises(UnitMismatch, match=f"'{unit}' cannot be given in '{target}'"):
        units.factor(unit, target)


def test_factor_fails_on_an_unknown_unit():
    with pytest.raises(UnknownName, match=r"Unknown unit 'tec'.*'tce'"):
        units.factor("tec", "GJ")


@given(st.sampled_from(["tce", "kgce", "GJ", "kWh"]), st.sampled_from(["tce", "kgce", "GJ", "kWh"]))
def test_factors_there_and_back_cancel(one, other):
    assert units.factor(one, other) * units.factor(other, one) == pytest.approx(1, rel=1e-10)


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        *(("kWh", "GJ"), ("GWh", "TJ"), ("kcal", "kJ"), ("t", "kg"), ("kg", "g"), ("m3", "L"), ("kL", "m3")),
        *(("km2", "hectare"), ("ft^3", "m3"), ("gal", "L"), ("Btu", "kJ"), ("year", "day"), ("t/h", "kg/s")),
        *(("mg/L", "g/m3"), ("GJ/t", "MJ/kg"), ("kWh/kg", "GJ/t"), ("kW", "MJ/h"), ("%", "1")),
    ],
)
def test_units_of_everyday_are_those_of_pint(unit, target):
    import pint

    plain = pint.UnitRegistry()
    own = {"m3": "meter**3", "km2": "kilometer**2", "%": "percent", "1": "dimensionless"}
    one, other = (
        "/".join(own.get(part, part) for part in text.split("/")) if text != "1" else "dimensionless"
        for text in (unit, target)
    )
    assert units.factor(unit, target) == pytest.approx((1 * plain(one)).to(plain(other)).magnitude, rel=1e-12)


def test_coal_equivalent_is_made_of_calories_of_the_steam_tables():
    import pint

    # 7,000 kcal a kilogram, a thousand kilograms a tonne.
    calories = 7000 * 1000 * 1000 * pint.UnitRegistry()("international_calorie")
    assert units.factor("tce", "J") == pytest.approx(calories.to("joule").magnitude, rel=1e-12)
