"""The sulfur balance of gypsum, who a network would miss, own tables of exchanges, tables in sliders."""

import contextlib
import io
import re

import pytest

import ecopark as ep
import ecopark_course as course
from ecopark.errors import DataError

EXCHANGES = ep.datasets.load("kalundborg", "exchanges")
PARK = ep.symbiosis.Network(EXCHANGES[EXCHANGES["direction"] == "sure"])


def test_gypsum_holds_the_sulfur_that_its_formula_says():
    found = ep.emissions.gypsum_balance(150_000, coal_sulfur=1.0).set_index("quantity")["amount"]
    # By hand: 150 kt * 64.058 / 172.164, 150 kt * 32.06 / 172.164, then over 1 %.
    assert found["SO2"] == pytest.approx(55_811, abs=1)
    assert found["sulfur"] == pytest.approx(27_933, abs=1)
    assert found["coal"] == pytest.approx(2_793_270, abs=10)


def test_less_sulfur_and_less_capture_need_more_coal():
    one = ep.emissions.gypsum_balance(1000, 1.0, 100).set_index("quantity")["amount"]
    two = ep.emissions.gypsum_balance(1000, 0.5, 80).set_index("quantity")["amount"]
    assert two["coal"] == pytest.approx(one["coal"] / 0.5 / 0.8)
    assert two["sulfur"] == one["sulfur"]


@pytest.mark.parametrize(
    ("given", "said"), [((-1,), "not negative"), ((1, 0), "coal_sulfur"), ((1, 1, 101), "capture")]
)
def test_amounts_without_sense_fail(given, said):
    with pytest.raises(ValueError, match=said):
        ep.emissions.gypsum_balance(*given)


def test_an_own_table_of_exchanges_is_read_and_checked(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("from,to,stream\nA,B,steam\nB,A,water\n", encoding="utf-8")
    assert len(ep.symbiosis.Network(ep.symbiosis.read_table(file)).links) == 2
    file.write_text("from,to,stream\nA,A,steam\n,A,water\n", encoding="utf-8")
    with pytest.raises(DataError, match="2 problems in the exchanges"):
        ep.symbiosis.Network(ep.symbiosis.read_table(file))
    with pytest.raises(DataError, match="cannot be read"):
        ep.symbiosis.read_table(tmp_path / "absent.csv")


def test_a_slider_shows_several_measures_as_a_table():
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        menu = course.widgets.explore(ep.symbiosis.remove_firm, network=PARK, firm=["Asnaes", "Novo"])
        menu.update()
    assert menu.children[0].options == (("Asnaes", "Asnaes"), ("Novo", "Novo"))
    assert re.search(r"metric +before +after\n", said.getvalue())
