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
