import re

import pandas as pd
import pytest

import ecopark as ep
from ecopark import i18n
from ecopark.errors import DataError, EcoparkError, Issue, UnitMismatch, UnknownNameError
from ecopark.intervals import parse_printed

PANEL = ep.datasets.synthetic_panel(zones=2, years=4)
ZONE = "Synthetic zone 1"


def test_an_unknown_name_gets_the_nearest_one():
    error = UnknownNameError("zone", "Tianjing", ["Tianjin", "Rizhao"])
    assert str(error) == "Unknown zone 'Tianjing'. Did you mean 'Tianjin'? Known: Tianjin, Rizhao."
    assert isinstance(error, KeyError)
    assert isinstance(error, EcoparkError)


def test_the_beginning_of_a_name_is_enough():
    assert "Did you mean 'ctip_subsidies'" in str(
        UnknownNameError("package", "ctip", ["panel", "ctip_subsidies"])
    )


def test_an_unknown_name_far_from_all_gets_no_guess():
    assert "Did you mean" not in str(UnknownNameError("zone", "xyz", ["Tianjin"]))


def test_data_problems_stand_together_and_are_counted():
    faults = [Issue("must not be negative", "cod", row, value=-row) for row in range(1, 9)]
    error = DataError("the panel", faults)
    assert str(error).startswith("8 problems in the panel:")
    assert str(error).count("must not be negative") == 5
    assert "and 3 more" in str(error)
    assert len(error.issues) == 8


def test_a_problem_counts_for_many_rows():
    error = DataError("the panel", [Issue("is empty", "cod", 1, count=7)])
    assert str(error).startswith("7 problems")


def test_leaves_are_also_what_python_calls_them():
    assert issubclass(DataError, ValueError)
    assert issubclass(UnitMismatch, ValueError)
    with pytest.raises(KeyError):
        raise UnknownNameError("zone", "a", [])


def test_a_problem_without_a_place_names_none():
    error = DataError("the output", [Issue("the folder does not exist", value="none", fix="make it")])
    assert str(error) == "1 problem in the output:\n  'none': the folder does not exist. Likely fix: make it."
    assert str(Issue("no row is left")) == "no row is left."


@pytest.mark.parametrize(
    ("rule", "fix", "line"),
    [
        ("is unknown", "Did you mean 'energy'?", "column a: is unknown. Likely fix: Did you mean 'energy'?"),
        ("out of range. Did you mean 'b'?", "", "column a: out of range. Did you mean 'b'?"),
        ("is empty.", "fill it in!", "column a: is empty. Likely fix: fill it in!"),
    ],
)
def test_a_sentence_ends_with_one_mark(rule, fix, line):
    assert str(Issue(rule, "a", fix=fix)) == line


@pytest.fixture
def chinese():
    i18n.set_language("zh-Hans")
    yield
    i18n.set_language("en")


WRONG = {
    "negative": lambda: ep.assess(PANEL.assign(energy=-1.0)),
    "no column": lambda: ep.assess(PANEL.drop(columns="energy")),
    "text": lambda: ep.assess(PANEL.assign(energy="n/c")),
    "twice": lambda: ep.elasticity.coefficient(pd.concat([PANEL, PANEL])),
    "part": lambda: ep.assess(PANEL.assign(domestic_rubbish_treated=1e30)),
    "no frame": lambda: ep.assess([1, 2]),
    "index": lambda: ep.assess(PANEL.set_index(["zone", "year"])),
    "zone": lambda: ep.what_if(PANEL, "Synthetic zone l", 2006, "energy", -10),
    "year": lambda: ep.gap_to_target(PANEL, ZONE, 1999),
    "level": lambda: ep.elasticity.fit(PANEL, level=95),
    "growth": lambda: ep.elasticity.required_growth(0.6, -2.0, 5),
    "no growth": lambda: ep.elasticity.required_growth(1.0, -0.1, 5),
    "targets": lambda: ep.assess(
        PANEL, targets=pd.DataFrame({"zone": [ZONE], "code": ["y"], "threshold": [1]})
    ),
    "target year": lambda: ep.group_gaps(PANEL, ZONE, 2008, target_year=2005, growth=0.1),
    "unit": lambda: ep.units.factor("tce", "m3"),
    "no unit": lambda: ep.units.factor("furlong", "m3"),
    "carrier": lambda: ep.emissions.inventory(
        pd.DataFrame({"carrier": ["coke", "coke"], "amount": [1.0, -1.0], "unit": ["m3", "t"]})
    ),
    "subsidy": lambda: ep.subsidy.shares(pd.DataFrame({"subsidy": [-1.0]})),
    "tranche": lambda: ep.subsidy.tranche(210, [], 2, True),
    "interval": lambda: parse_printed("none"),
    "index of a zone": lambda: ep.plots.plot_indexed_intensity(PANEL.assign(energy=0.0), ZONE),
    "figure": lambda: ep.plots.plot_decoupling(PANEL),
    "file": lambda: ep.panel.read("no-such-file.csv"),
}
# What is no word of a sentence: what was given, names of columns, functions and files, units in brackets.
NAMES = (
    r"'[^']*'|\[[^\]]*\]|\w+\([^)]*\)|[\w-]+[._/]\w[\w./]*|hj274-2009|Synthetic zone \w+|No such .*directory"
)
KNOWN = {
    *("zone", "year", "energy", "investment", "subsidy", "code", "carrier", "amount", "years", "level"),
    *("target", "ecopark", "issues", "pandas", "polars", "DataFrame", "pyarrow", "DuckDB", "Dask", "PySpark"),
    *("path", "e"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_fault_is_told_in_chinese(chinese, wrong):
    with pytest.raises(EcoparkError) as caught:
        wrong()
    message = str(caught.value).partition("已知")[0]  # the known names follow
    assert re.search("[一-鿿]", message)
    assert set(re.findall(r"[A-Za-z]+", re.sub(NAMES, " ", message, flags=re.ASCII))) - KNOWN == set(), (
        message
    )
