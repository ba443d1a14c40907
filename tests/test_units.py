import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import constants

from ecopark import datasets, emissions, symbiosis, units
from ecopark.errors import AmbiguousUnit, DataError, UnitMismatch, UnknownNameError
from ecopark_zone.cells import factor_to, read_unit
from ecopark_zone.headers import read_header

DATASETS = Path(__file__).parents[1] / "datasets"

# How many of the SI unit a symbol is: the metric ones by hand, the others from the tables of SciPy.
PREFIX = {
    "m": 1e-3,
    "c": 1e-2,
    "d": 0.1,
    "h": 1e2,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "P": 1e15,
    "": 1.0,
}
CALORIE = constants.calorie_IT
BTU = 1055.056  # ISO 31-4
SI = {
    **{f"{p}m": (PREFIX[p], "m") for p in ("", "m", "c", "d", "h", "k")},
    **{f"{p}m2": (PREFIX[p] ** 2, "m2") for p in ("", "m", "c", "d", "h", "k")},
    **{f"{p}m3": (PREFIX[p] ** 3, "m3") for p in ("", "m", "c", "d", "h", "k")},
    **{f"{p}L": (PREFIX[p] * constants.liter, "m3") for p in ("", "m", "k")},
    **{f"{p}g": (PREFIX[p] * constants.gram, "kg") for p in ("", "m", "k", "M", "G", "T")},
    **{f"{p}t": (PREFIX[p] * constants.metric_ton, "kg") for p in ("", "k", "G")},
    **{f"{p}J": (PREFIX[p], "J") for p in ("", "k", "M", "G", "T", "P")},
    **{f"{p}W": (PREFIX[p], "W") for p in ("", "k", "M", "G")},
    **{f"{p}Wh": (PREFIX[p] * constants.hour, "J") for p in ("", "k", "M", "G", "T")},
    **{f"{p}cal": (PREFIX[p] * CALORIE, "J") for p in ("k", "M", "G")},
    # 7,000 kcal in a kilogram of standard coal, 10,000 in one of standard oil, 9,000 in a liter of it.
    **{f"{p}ce": (PREFIX[q] * 7e6 * CALORIE, "J") for p, q in (("g", "m"), ("kg", ""), ("t", "k"))},
    **{f"{p}tce": (PREFIX[p] * 7e9 * CALORIE, "J") for p in ("k", "M")},
    **{f"{p}toe": (PREFIX[p] * 1e10 * CALORIE, "J") for p in ("", "k", "M")},
    **{"kgoe": (1e7 * CALORIE, "J"), "KLOE": (9e9 * CALORIE, "J")},
    **{"Btu": (BTU, "J"), "mmBtu": (1e6 * BTU, "J")},
    **{"ft": (constants.foot, "m"), "ft2": (constants.foot**2, "m2"), "ft3": (constants.foot**3, "m3")},
    **{"scf": (constants.foot**3, "m3"), "gal": (constants.gallon_US, "m3")},
    **{"short_ton": (constants.short_ton, "kg"), "long_ton": (constants.long_ton, "kg")},
    **{"ug": (1e-9, "kg"), "kgC": (1.0, "kg")},
    # 15 mu are a hectare; a rai is 400 square wa of 4 m2.
    **{"ha": (constants.hectare, "m2"), "mu": (constants.hectare / 15, "m2"), "rai": (400 * 4.0, "m2")},
    **{"s": (1.0, "s"), "min": (60.0, "s"), "h": (3600.0, "s"), "day": (86400.0, "s")},
    **{"week": (7 * 86400.0, "s"), "year": (constants.Julian_year, "s")},
    "month": (constants.Julian_year / 12, "s"),
    **{"%": (0.01, "1"), "ppm": (1e-6, "1"), "wan_yuan": (1e4, "RMB"), "yi_yuan": (1e8, "RMB")},
}
# Symbols that are no multiple of another unit.
BASES = {"K", "mol", "RMB", "NTD", "USD", "DKK", "EUR", "CHF", "JPY", "person", "count", "dimensionless"}
POWERS = {
    **{"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "百万": 1e6, "พัน": 1e3, "หมื่น": 1e4},
    **{"ล้าน": 1e6, "10^4": 1e4, "10⁶": 1e6, "1e3": 1e3, "10,000": 1e4, "thousand": 1e3, "mln": 1e6, "": 1.0},
}
# Words of four languages, and the symbol in the table above (or a currency) that each is.
WORDS = {
    **{"吨标准煤": "tce", "吨标煤": "tce", "公斤": "kg", "吨": "t", "公噸": "t", "ตัน": "t", "tonnes": "t"},
    **{"立方米": "m3", "m³": "m3", "㎥": "m3", "ลบ.ม.": "m3", "cbm": "m3", "公秉": "kL", "cm³": "cm3"},
    **{"公秉油當量": "KLOE", "ตันเทียบเท่าน้ำมันดิบ": "toe", "tonnes of oil equivalent": "toe", "Gg": "Gg"},
    **{"公顷": "ha", "hm²": "hm2", "亩": "mu", "ไร่": "rai", "ตร.กม.": "km2", "平方米": "m2", "hm³": "hm3"},
    **{"度": "kWh", "千瓦时": "kWh", "吉焦": "GJ", "kcal": "kcal", "大卡": "kcal", "dm3": "dm3"},
}
UNCLEAR = (
    "ton",
    "Tons",
    "mt",
    "MT",
    "Mt",
    "ML",
    "ml",
    "斤",
    "mJ",
    "mWh",
    "万ton",
    "10^4 tons",
    "ton/year",
    "t/mt",
)


def test_the_independent_table_holds_every_symbol():
    names = {name for name, *_ in units._symbols().values()}
    tested = {units._symbols()[symbol][0] for symbol in (*SI, *BASES)}
    assert names == tested


@settings(deadline=None)  # the first call loads Pint
@given(st.sampled_from(sorted(SI)), st.sampled_from(sorted(SI)), st.sampled_from(sorted(POWERS)))
def test_every_unit_prefix_and_power_has_its_size_in_si(one, other, power):
    size, base = SI[one]
    text = f"{power} {one}".strip()
    assert units.factor(text, base) == pytest.approx(POWERS[power] * size, rel=1e-9)
    assert units.factor(f"{text}/{other}", f"{base}/{SI[other][1]}") == pytest.approx(
        POWERS[power] * size / SI[other][0], rel=1e-9
    )
    # Pint's own reader of texts, as in quantity.to("hm3"), knows the same units.
    assert units.quantity(1.0, one).to(base if base != "1" else "").magnitude == pytest.approx(size, rel=1e-9)


@settings(deadline=None)
@given(st.sampled_from(sorted(WORDS)), st.sampled_from(sorted(POWERS)))
def test_words_are_the_symbols_with_their_powers(word, power):
    size, base = SI[WORDS[word]]
    assert units.factor(f"{power}{word}", base) == pytest.approx(POWERS[power] * size, rel=1e-9)


@pytest.mark.parametrize(
    ("unit", "target", "size"),
    [
        *(("千公秉油當量", "toe", 900), ("พันตันเทียบเท่าน้ำมันดิบ", "toe", 1000), ("toe", "tce", 10 / 7)),
        *(("toe", "GJ", 41.868), ("Gg", "t", 1000), ("hm²", "km2", 0.01), ("mln yuan", "10^4 RMB", 100)),
        *(
            ("吨标准煤/万元", "tce/RMB", 1e-4),
            ("元/吨", "RMB/t", 1),
            ("ตัน/ปี", "t/year", 1),
            ("t/亩", "t/ha", 15),
        ),
        *(
            ("m³ per day", "m3/day", 1),
            ("新台币亿元", "NTD", 1e8),
            ("h m3", "m3 h", 1),
            ("104 RMB", "RMB", 104),
        ),
        *(("10 000 t", "kt", 10), ("t ** 0.5", "kg^0.5", 1000**0.5), ("kilogram / meter ** 3", "g/L", 1)),
        ("kg/份", "kg year", 1),
        # A symbol keeps its letters behind a word for a power of ten.
        *(("thousand s", "s", 1000), ("万mL", "L", 10)),
    ],
)
def test_units_of_yearbooks(unit, target, size):
    assert units.factor(unit, target) == pytest.approx(size, rel=1e-9)


@pytest.mark.parametrize("word", UNCLEAR)
def test_a_word_with_several_meanings_is_refused_by_every_part(word):
    with pytest.raises(AmbiguousUnit, match=r"is unclear: .*write"):
        units.quantity(1.0, word)
    flow = pd.DataFrame(
        {"from": ["Mill"], "to": ["Kiln"], "stream": ["ash"], "quantity": [1], "unit": [word]}
    )
    with pytest.raises(DataError, match="is unclear: "):
        symbiosis.Network(flow)
    coal = pd.DataFrame({"carrier": ["raw_coal"], "amount": [1.0], "unit": [word]})
    with pytest.raises(DataError, match="is unclear: "):
        emissions.inventory(coal)
    if "/" not in word:
        assert factor_to("solid_waste", read_unit(word), False, frozenset()).rule == "unit_unclear"


def every_word():
    return sorted({*(r["word"] for r in datasets.rows("intake_words", "units")), *SI, *BASES})


def test_headers_and_carriers_read_each_word_as_the_interface_does():
    differ = []
    for word in every_word():
        header, plain = read_unit(word), units.parse(word)
        if header and header.expression and not header.scale:
            if units.factor(header.expression, plain.expression) != 1:
                differ.append(word)
        elif header:
            assert header.rule == plain.rule, word
    assert not differ


@pytest.mark.parametrize("word", ["吨", "kt", "10^3 t", "Gg", "short ton"])
def test_carriers_and_exchanges_count_a_word_as_the_interface_does(word):
    coal = pd.DataFrame({"carrier": ["raw_coal"] * 2, "amount": [1.0] * 2, "unit": [word, "t"]})
    made = emissions.inventory(coal).table["tce"]
    assert made[0] / made[1] == pytest.approx(units.factor(word, "t"), rel=1e-9)
    flow = pd.DataFrame(
        {"from": ["A"], "to": ["B"], "stream": ["ash"], "quantity": [1], "unit": [f"{word}/year"]}
    )
    balance = symbiosis.balance(symbiosis.Network(flow), "t/year")
    assert balance["outflow"].max() == pytest.approx(units.factor(word, "t"), rel=1e-9)


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=6))
def test_texts_outside_the_vocabulary_never_become_an_unknown_symbol(text):
    read = units.parse(text)
    if read and read.expression:
        number, powers = units._parse_terms(read.expression)
        assert number > 0
        assert {name for name, _ in powers} <= {name for name, *_ in units._symbols().values()}


@pytest.mark.parametrize(
    "word",
    [
        *(
            "furlong",
            "acre",
            "lb",
            "barrel",
            "tesla",
            "parsec",
            "inch",
            "c",
            "dozen",
            "bit",
            "kperson",
            "mt/h2o",
        ),
        *(
            "hyear",
            "km4",
            "kRMB2",
            "millitonne",
            "megaton",
            "Gtce",
            "ktonne",
            "cal",
            "Cal",
            "mW",
            "MM",
            "???",
        ),
        *("__import__('os')", "10^999 t", "0 t", "9**9**9"),
    ],
)
def test_words_of_a_general_registry_are_no_units_of_a_park(word):
    with pytest.raises(UnknownNameError, match="Unknown unit"):
        units.quantity(1.0, word)
    assert not (read_unit(word) and read_unit(word).expression)


# Words in columns of units that are no units: what a ratio is taken of, and changes of a share.
PLAIN = {"percentage point", "GDP", "10^4 RMB of GDP", "all enterprises", "park", "total energy"}
PLAIN |= {
    "RMB per unit of the column",
    "RMB per unit of the column and year",
    "industrial added value",
    "percentage points",
    "point",
    "°C",
    "acre",
}
# Units of whole columns: words that point to another column, years as dates, and degrees of a scale.
POINTERS = {"in change_unit", "in the unit of the row", "in the unit of heat_value_unit"}
POINTERS |= {"in the unit of price_unit", "degC"}


def test_every_unit_of_the_datasets_is_in_the_vocabulary_or_declared_as_a_plain_word():
    named, unknown = set(), set()
    for path in DATASETS.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column, text in row.items():
                    if re.fullmatch(r"unit|per|change_unit|energy_unit", column) and text:
                        named.add(text)
    for path in DATASETS.rglob("datapackage.json"):
        for table in json.loads(path.read_text(encoding="utf-8"))["resources"]:
            named |= {f["unit"] for f in table["schema"]["fields"] if f.get("unit")}
    for text in named - PLAIN - POINTERS:
        read = units.parse(text)
        if not read or read.rule:
            unknown.add(text)
    assert len(named) > 80
    assert not unknown
    assert named >= PLAIN | POINTERS, "a plain word that no table uses"


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
    with pytest.raises(UnknownNameError, match=r"Unknown unit 'tcee'. Did you mean 'tce'"):
        units.factor("tcee", "GJ")


@settings(deadline=None)
@given(st.sampled_from(["tce", "kgce", "GJ", "kWh"]), st.sampled_from(["tce", "kgce", "GJ", "kWh"]))
def test_factors_there_and_back_cancel(one, other):
    assert units.factor(one, other) * units.factor(other, one) == pytest.approx(1, rel=1e-10)


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        *(("kWh", "GJ"), ("GWh", "TJ"), ("t", "kg"), ("kg", "g"), ("m3", "L"), ("kL", "m3")),
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


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("การใช้พลังงาน (ถังน้ำมัน)", "ถังน้ำมัน"),  # the normal form would split the vowel in two
        *(("Fresh water (hm³)", "hm³"), ("Fresh water (\uff4d³)", "\uff4d³"), ("Solid waste (㎏)", "㎏")),
    ],
)
def test_a_header_gives_back_its_unit_as_it_is_written(header, unit):
    assert read_header(header).unit.text == unit


def test_the_vocabulary_is_read_without_loading_pint():
    script = (
        "import sys; from ecopark import units; from ecopark_zone.cells import read_unit;"
        "assert units.parse('万吨/年') and read_unit('hm3'); assert 'pint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
