"""The audit recomputes every claim; expected figures are worked by hand in the comments."""

import csv
import shutil

import pytest

from ecopark import datasets, files
from ecopark.errors import UnknownNameError
from ecopark.intervals import Interval
from ecopark_course import claims as audit
from ecopark_course.claims import statements
from ecopark_course.claims.checks import SUBJECTS

CLAIMS = datasets.rows("claims")
INPUTS = datasets.rows("claims", "inputs")
NAMES = [line["id"] for line in CLAIMS]


@pytest.fixture(scope="module")
def table():
    return audit.run().set_index("claim")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Return a function that changes one cell in a copy of the data packages, which the audit then reads."""
    folder = tmp_path / "datasets"
    shutil.copytree(files.datasets_folder(), folder)
    monkeypatch.setattr(files, "datasets_folder", lambda: folder)

    def change(package, table, key, **values):
        path = folder / package / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        found = [line for line in lines if next(iter(line.values())) == key]
        assert len(found) == 1
        assert set(values) <= set(found[0])
        found[0].update({name: str(value) for name, value in values.items()})
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)

    return change


def checked(name):
    """Return one claim of a fresh run."""
    subject = next(line["subject"] for line in datasets.rows("claims") if line["id"] == name)
    return audit.run(subject).set_index("claim").loc[name]


def rows_of(used):
    """Return the rows that an entry of the table inputs names."""
    return statements.select(used, datasets.rows(used["package"], used["table"]))


def checks(subject):
    """Return what the function of a subject yields, in its own order."""
    claims = statements.read_claims()
    return list(SUBJECTS[subject](claims, claims.cells(subject)))


def test_every_claim_has_one_check_and_every_check_a_claim():
    checked = sorted(row["claim"] for subject in SUBJECTS for row in checks(subject))
    assert checked == sorted(NAMES)
    assert len(NAMES) == 132


def test_every_verdict_is_the_expected_one(table):
    wrong = table[table["verdict"] != table["expected"]]
    assert wrong.empty, wrong[["computed", "verdict", "expected"]]
    assert list(table.index) == NAMES


def test_columns_and_units(table):
    assert list(table.columns) == [
        *("subject", "statement", "stated", "computed", "low", "high", "unit"),
        *("verdict", "expected", "explanation", "source"),
    ]
    units = {line["id"]: line["unit"] or "" for line in CLAIMS}
    assert table["unit"].to_dict() == units
    numbers = table[table["computed"].map(lambda value: isinstance(value, float))]
    assert not [name for name in numbers.index if not units[name]]


@pytest.mark.parametrize(
    ("claim", "computed", "digits"),
    [
        # Memberships 178 + 2*26 + 3*7 = 251, less 94 and 55
        ("circular-zones", 102, 0),
        # 211 - 33; 33 - 7; the length of the list
        ("zones-in-one", 178, 0),
        ("zones-in-two", 26, 0),
        ("zones-in-three", 7, 0),
        ("memberships", 251, 0),
        # 211 / 1568 = 0.134566
        ("share-13", 13.46, 2),
        # (94*102 + 94*55 + 102*55) / 1568 = (9588 + 5170 + 5610) / 1568 = 20368 / 1568
        ("overlap-pairs-all-zones", 13.0, 1),
        # 20368 / (215 + 114) = 20368 / 329
        ("overlap-pairs-national-zones", 61.9, 1),
        # 94*102*55 / 1568^2 = 527340 / 2458624; over 329^2 = 108241
        ("overlap-triples-all-zones", 0.21, 2),
        ("overlap-triples-national-zones", 4.87, 2),
        # 1 - (1 - 94/1568)(1 - 102/1568)(1 - 55/1568) = 1 - 0.940051*0.934949*0.964923 = 0.15193
        ("overlap-union", 15.19, 2),
        # 745 / 22 = 33.8636; twice that
        ("tranche-a-zone", 33.9, 1),
        ("tranche-implied-subsidy", 67.7, 1),
        ("tranche-zones-at-most", 11, 0),
        # 3086 / 2
        ("tranche-sample-alone", 1543, 0),
        # 3086 / 17 = 181.529
        ("a1-mean-subsidy", 181.53, 2),
        # 5.42797 + 2.33100 + 10.58526 + 9.73333 + 14.47278 + 10.39720 + 6.29685 = 59.24439, over 7
        ("a1-mean-of-shares", 8.46, 2),
        # (113.5 + 100 + 146.5 + 146 + 210 + 89 + 210) / (2091 + 4290 + 1384 + 1500 + 1451 + 856 + 3335)
        # = 1015 / 14907
        ("a1-share-of-investment", 6.81, 2),
        # (1015 - 100) / (14907 - 4290) = 915 / 10617
        ("a1-one-zone", 8.62, 2),
        # 181.529 / (14907 / 7) = 181.529 / 2129.571
        ("a1-mixed-samples", 8.52, 2),
        # 2071 / 10 = 207.1 over 1015 / 7 = 145
        ("a1-missing", 1.428, 3),
        # 1 / 0.00076
        ("a2-water-reciprocal", 1315.8, 1),
        # 1 / 0.8 - 1 and 1 / 0.9 - 1
        ("a2-energy-percent", 25.0, 6),
        ("a2-water-percent", 11.11, 2),
        # 12 / 78
        ("a2-points-or-percent", 15.4, 1),
        ("a2-three-times", 3.75, 6),
        # (7.5 / 0.83) / (2.0 / 0.8) = 9.036 / 2.5
        ("a2-different-years", 3.61, 2),
        # 0.83^(1/5) = 0.963420
        ("rizhao-national-target", -3.66, 2),
        # 0.2 / 0.5 and 7.6 / 9 and 0.75 / 0.5
        ("teda-energy-denominator", 0.40, 6),
        ("teda-water-denominator", 0.8444, 4),
        ("rizhao-energy-denominator", 1.5, 6),
        # 10^10 / (9 * 10^8)
        ("a2-land-denominator", 11.11, 2),
        # 10000 / 104
        ("lost-superscript", 96.15, 2),
        # 8 / 22
        ("circular-nearly-identical", 36.4, 1),
        # 26 - 1
        ("hj274-one-row-missing", 25, 0),
        # 15 / (94 - 31)
        ("certification-time", 23.8, 1),
        # 66.7 / 70
        ("parks-two-thirds", 95.3, 1),
        # 13 / 184
        ("three-thirteens", 7.07, 2),
        # CaSO4.2H2O: 40.078 + 32.06 + 6*15.999 + 4*1.008 = 172.164; SO2: 32.06 + 2*15.999 = 64.058
        # 150000 * 64.058 / 172.164 and 150000 * 32.06 / 172.164
        ("gypsum-so2", 55_811, 0),
        ("gypsum-sulphur", 27_933, 0),
        # 362 / 121 and 959 / 308 and 597 / 187
        ("co2-per-kl-linhai", 2.992, 3),
        ("co2-per-kl-taiwan", 3.114, 3),
        ("co2-per-kl-rest", 3.193, 3),
        # 15013679 / 362000 and 15013679 / 4320041
        ("linhai-41-fold", 41.5, 1),
        ("linhai-four-times", 3.475, 3),
        # 4307 * 32.06 / 64.058 = 2155.56 t of sulfur in 308000 * 0.96 = 295680 t of oil
        ("sox-per-kl", 0.729, 3),
        # 2780 / 3660
        ("payback", 0.76, 2),
        # 4290000 / 34
        ("mean-site", 126_176, 0),
        # 2.42 / 10
        ("co2-per-t-at-bound", 0.242, 6),
        # 24800 / (40 * 8760) = 74400 / (120 * 8760)
        ("steam-estimate-proportional", 0.0708, 4),
        # 9 * 10^8 / (15 * 10^4)
        ("limits-workers", 6000, 6),
        # 90000 units of 10^4 RMB for each km2, times 0.5 tce and times 9 m3
        ("limits-energy", 45_000, 6),
        ("limits-water", 810_000, 6),
        # 8 / 9
        ("limits-wastewater", 88.9, 1),
        # 90000 * 0.1 = 9000, of which 15 %
        ("limits-solid-waste", 1350, 6),
        # 90000 kg
        ("limits-cod-and-so2", 90, 6),
        # 1 kg in 8 m3
        ("limits-cod-concentration", 125, 6),
        # 9 / (1 - 0.75)
        ("limits-water-reuse", 36, 6),
        # 1 - 1.06 / 1.10
        ("elasticity-pace", 3.64, 2),
        # r = 0.83^(1/5) = 0.963420; g = (1 - r) / (r - 0.6) = 0.036580 / 0.363420
        ("elasticity-growth-for-2015", 10.07, 2),
        # (1.06^5 - 1) / (1.10^5 - 1) = 0.338226 / 0.610510
        ("elasticity-yearly-or-total", 0.554, 3),
        # 2 / -4
        ("elasticity-in-recession", -0.5, 6),
        # To 50 % leaves 50 %; by 50 % leaves 100 - 50
        ("energy-50-percent", 50, 6),
    ],
)
def test_computed_figures(table, claim, computed, digits):
    assert round(table.loc[claim, "computed"], digits) == pytest.approx(computed, abs=10**-digits / 1000)


@pytest.mark.parametrize(
    ("claim", "low", "high", "digits"),
    [
        # A rise of 11.5 % needs a cut of 1 - 1/1.115 = 10.314 %; a cut printed as 10 % is below 10.5 %
        ("a2-water-cut-window", 10.31, 10.50, 2),
        # 361500 / 121500 and 362500 / 120500
        ("co2-per-kl-linhai", 2.975, 3.008, 3),
        # 958500 / 308500 and 959500 / 307500
        ("co2-per-kl-taiwan", 3.107, 3.120, 3),
        # 596000 / 188000 and 598000 / 186000
        ("co2-per-kl-rest", 3.170, 3.215, 3),
        # 1 - 0.60^(1/15) and 1 - 0.55^(1/15)
        ("five-year-plan-pace", 3.35, 3.91, 2),
        # 1 - 1.03/1.05 and 1 - 1.09/1.15
        ("elasticity-pace", 1.90, 5.22, 2),
        # r = 0.60^(1/15) = 0.966518: 0.033482 / 0.366518; r = 0.55^(1/15) = 0.960928: 0.039072 / 0.360928
        ("elasticity-growth-for-2020", 9.14, 10.83, 2),
        # 211 / 1600 and 211 / 1568
        ("share-15", 13.19, 13.46, 2),
    ],
)
def test_computed_intervals(table, claim, low, high, digits):
    found = table.loc[claim]
    assert (round(found["low"], digits), round(found["high"], digits)) == (low, high)


@pytest.mark.parametrize(
    ("claim", "computed"),
    [
        ("kalundborg-country-report", "Denmark"),
        ("gypsum-origin", "power station"),
        ("yeast-origin", "insulin production"),
        ("names-pilot-zones", "CEPZ"),
        ("row-4-0", "4.1"),
    ],
)
def test_computed_texts(table, claim, computed):
    assert table.loc[claim, "computed"] == computed


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        # Half of 3086 / 17
        ("tranche-a-zone", "90.8 million"),
        ("zones-in-one", "178, 26, 7"),
        # 26 + 3*7
        ("overlap-pairs-all-zones", "Observed 47"),
        ("overlap-triples-all-zones", "Observed 7"),
        # The median of the seven shares is that of Hailin, 146 / 1500
        ("a1-share-of-investment", "8.46 %, median 9.73 %"),
        ("co2-per-kl-two-factors", "[2.975, 3.008] against [3.107, 3.120]"),
        ("comparison-circular", "2.2, 2.4"),
        ("comparison-eip", "2.5"),
        # 251 / 1568
        ("share-15", "16.0 %"),
        ("elasticity-yearly-or-total", "0.60"),
    ],
)
def test_explanations_give_the_numbers(table, claim, shown):
    assert shown in table.loc[claim, "explanation"]


def test_every_claim_has_inputs_that_exist():
    assert {used["claim"] for used in INPUTS} == set(NAMES)
    for used in INPUTS:
        assert all(used["column"] in line for line in rows_of(used)), used


def test_an_input_that_does_not_exist_is_found():
    used = {"package": "ctip_subsidies", "table": "subsidies", "row": "Nowhere", "column": "subsidy"}
    with pytest.raises(UnknownNameError, match="Nowhere"):
        rows_of(used)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_check_reads_the_tables_that_it_names(subject, monkeypatch):
    read = set()
    rows = datasets.rows

    def recorded(name, table=None):
        read.add((name, table))
        return rows(name, table)

    names = {claim["id"] for claim in CLAIMS if claim["subject"] == subject}
    inputs = [used for used in INPUTS if used["claim"] in names]
    claims = statements.read_claims()
    monkeypatch.setattr(datasets, "rows", recorded)
    list(SUBJECTS[subject](claims, claims.cells(subject)))
    read.remove(("claims", "inputs"))
    assert read <= {(used["package"], used["table"]) for used in inputs}
    used = {(used["package"], used["table"]) for used in inputs if used["role"] != "stated"}
    assert used <= read


def test_what_is_stated_is_what_the_package_holds():
    stated = {line["id"]: line for line in CLAIMS}
    for used in INPUTS:
        if used["role"] == "stated":
            value, line = rows_of(used)[0][used["column"]], stated[used["claim"]]
            assert line["stated_text"] == value or line["stated"] == float(value), used["claim"]


@pytest.mark.parametrize(
    ("cell", "claim", "verdict"),
    [
        # 1000 / 4290 = 23.3 %, printed is 2.3 %
        (("ctip_subsidies", "subsidies", "Guangzhou ETDZ", {"subsidy": 1000}), "a1-row-shares", "conflicts"),
        (("ctip_subsidies", "statements", "first_tranche", {"value": 1997}), "tranche-a-zone", "agrees"),
        # 235 / 1568 = 14.99 %
        (("participation", "figures", "zones_any", {"value": 235}), "share-15", "agrees"),
        (("participation", "figures", "zones_any", {"value": 212}), "circular-zones", "conflicts"),
        # 376.5 / 121.5 = 3.099 to 377.5 / 120.5 = 3.133: it meets 3.107 to 3.120
        (
            ("taiwan", "program", "linhai_co2", {"value": 377000, "value_printed": "37.7萬"}),
            "co2-per-kl-two-factors",
            "agrees",
        ),
        (
            ("kalundborg", "statements", "country_iisd", {"statement_value": "Denmark"}),
            "kalundborg-country-report",
            "agrees",
        ),
        (("kalundborg", "claims", "told_co2", {"value": 275000}), "co2-avoided", "agrees"),
        (
            ("ctip_targets", "targets", "energy_use-rizhao", {"value_printed": "4.0 E-5"}),
            "a2-three-times",
            "conflicts",
        ),
        (("programs", "figures", "eip_indicators", {"value": 23}), "comparison-eip", "agrees"),
        (("claims", "figures", "hj274_rows_original", {"value": 25}), "hj274-one-row-missing", "agrees"),
        (("hj274_2009", "indicators", "2.3", {"threshold": 0.61}), "elasticity-yearly-or-total", "agrees"),
        (("claims", "figures", "growth_slow", {"value": 12}), "elasticity-growth-for-2015", "agrees"),
        (("claims", "figures", "recession_added_value", {"value": 4}), "elasticity-in-recession", "agrees"),
        (("hj274_2009", "indicators", "1.1", {"operator": "<="}), "limits-workers", "agrees"),
        (("hj274_2009", "indicators", "2.6", {"threshold": 10}), "limits-wastewater", "conflicts"),
        (("planning", "figures", "energy_remaining_or_saved", {"value": 40}), "energy-50-percent", "puzzle"),
        (("planning", "figures", "material_levels", {"value": 4}), "three-levels-of-material", "conflicts"),
        (("taiwan", "program", "money", {"certainty": "sure"}), "payback", "agrees"),
        (("factors", "fuels", "fuel_oil_taiwan_9600", {"value": 9700}), "co2-per-kl-taiwan", "puzzle"),
        (("participation", "figures", "zones_china", {"value": 400}), "overlap-not-significant", "agrees"),
        (("participation", "figures", "eip_overdue", {"value": 0}), "certification-time", "agrees"),
        (
            ("ctip_targets", "targets", "solid_waste_used-tianjin", {"change_unit": "%"}),
            "a2-points-or-percent",
            "agrees",
        ),
        (("eco_cities", "figures", "parks_share", {"value": 50}), "parks-two-thirds", "agrees"),
        (
            ("eco_cities", "programs", "eco_garden_city_again", {"agency": "ndrc_2"}),
            "four-agencies",
            "agrees",
        ),
    ],
)
def test_a_changed_figure_changes_the_verdict(copied, table, cell, claim, verdict):
    package, name, key, values = cell
    copied(package, name, key, **values)
    found = checked(claim)
    assert found["verdict"] == verdict != table.loc[claim, "verdict"]


def test_a_changed_figure_leaves_other_subjects_alone(copied, table):
    copied("taiwan", "program", "linhai_co2", value=400000)
    after = audit.run().set_index("claim")
    changed = {
        name for name in after.index if after.loc[name, "explanation"] != table.loc[name, "explanation"]
    }
    changed |= {name for name in after.index if after.loc[name, "computed"] != table.loc[name, "computed"]}
    changed -= {name for name in after.index if after.loc[name, "computed"] is None}
    assert {"co2-per-kl-linhai", "linhai-41-fold"} <= changed
    assert {table.loc[name, "subject"] for name in changed} == {"taiwan"}


def test_a_missing_row_is_named(copied):
    copied("participation", "figures", "zones_any", id="zones_all")
    with pytest.raises(UnknownNameError, match=r"'zones_any'.*Did you mean"):
        audit.run("counts")


def test_a_claim_and_a_check_without_each_other_fail(copied):
    copied("claims", "claims", "middle-water", id="upper-water")
    with pytest.raises(UnknownNameError, match="claim 'middle-water'"):
        audit.run("planning")


def test_a_claim_without_a_check_is_named(copied):
    copied("claims", "claims", "middle-water", subject="places")
    with pytest.raises(UnknownNameError, match="check of the claim 'middle-water'"):
        audit.run("places")


def test_a_claim_without_a_number_has_none_to_compare():
    with pytest.raises(UnknownNameError, match="number stated by the claim 'x'"):
        statements.Claim("x", "text", {"rule": "rounds"}).agrees(1.0)


@pytest.mark.parametrize(
    ("rule", "stated", "computed", "agrees"),
    [
        ("rounds", 8.5, 8.46, True),
        ("rounds", 8.5, 8.55, False),
        ("rounds", 15.0, Interval(13.19, 14.5), True),
        ("rounds", 15.0, Interval(13.19, 13.46), False),
        ("equals", 15.0, 15.2, False),
        ("equals", "Sweden", "Denmark", False),
        ("reaches", 94.0, 95.0, True),
        ("reaches", 94.0, 93.0, False),
        ("stays within", 745.0, 745.4, True),
        ("stays within", 745.0, 1543.0, False),
        ("no doubt", None, 1543.0, True),
    ],
)
def test_one_rule_gives_the_verdict(rule, stated, computed, agrees):
    assert statements.Claim("x", stated, {"rule": rule}).agrees(computed) == agrees


def test_a_claim_has_a_condition_of_its_own_exactly_where_its_rule_says_so(monkeypatch):
    told, check = set(), statements.Claims.check

    def recorded(self, name, *args, **more):
        told.update([name] if "agrees" in more else [])
        return check(self, name, *args, **more)

    monkeypatch.setattr(statements.Claims, "check", recorded)
    audit.run()
    assert told == {line["id"] for line in CLAIMS if line["rule"] == "own"}


def test_a_cell_has_one_name_within_a_subject():
    subjects, names = {line["id"]: line["subject"] for line in CLAIMS}, {}
    for used in INPUTS:
        if used["role"] != "stated":
            cell = tuple(used[part] for part in ("package", "table", "row", "column", "role"))
            assert names.setdefault((subjects[used["claim"]], used["name"]), cell) == cell


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ((13.0, 8.0, None, None, "count"), "stated 13, computed 8"),
        (("mid-1990s", 1994.0, None, None, "year"), "stated mid-1990s, computed 1994"),
        ((1970.0, None, 1961.0, float("nan"), "year"), "stated 1970"),
        ((1970.0, None, 1961.0, 1972.0, "year"), "stated 1970, between 1961 and 1972"),
        # A time to pay back is a duration: there the unit is needed.
        ((None, None, 0.757, 0.762, "year"), "between 0.757 and 0.762 year"),
        ((8.5, 6.8089, None, None, "%"), "stated 8.5 %, computed 6.809 %"),
        ((2.0, 3.0, None, None, "1"), "stated 2, computed 3"),
    ],
)
def test_a_claim_in_words_has_its_unit_where_one_is_needed(given, line):
    assert audit.in_words(*given) == line


def test_the_total_of_the_standard_is_from_its_foreword(table):
    source = next(x for x in datasets.rows("claims", "figures") if x["id"] == "hj274_rows_original")
    assert (source["source"], source["status"]) == ("hj274-foreword", "verified")
    words = table.loc["hj274-one-row-missing", "explanation"]
    assert "foreword" in words
    assert "memory" not in words


@pytest.mark.parametrize(
    ("tranche", "zones", "left", "others", "verdict"),
    [
        # 44.5 + 47 + 50 + 56.75 + 68.5 + 69.5 + 73 + 73.25 + 75 + 79 + 105 = 741.5 of 745; 3.5 for 11 others
        (745, 11, "3.5", "11", "puzzle"),
        # A tranche that is used up by those zones leaves nothing for the others: one zone fewer, and 105 left
        (741.5, 10, "105.0", "12", "puzzle"),
        (44, 0, "44.0", "22", "conflicts"),
        (9999, 17, "8456.0", "5", "puzzle"),
    ],
)
def test_how_many_zones_of_the_table_the_tranche_could_pay(copied, tranche, zones, left, others, verdict):
    copied("ctip_subsidies", "statements", "first_tranche", value=tranche)
    found = checked("tranche-zones-at-most")
    assert (found["computed"], found["verdict"]) == (zones, verdict)
    assert f"leaves {left} million RMB for the other {others} zones" in found["explanation"]


def test_where_every_zone_paid_is_in_the_table_nothing_has_to_be_left(copied):
    copied("ctip_subsidies", "statements", "first_tranche", value=741.5)
    copied("ctip_subsidies", "statements", "zones_paid", value=11)
    assert checked("tranche-zones-at-most")["computed"] == 11


def test_one_subject(table):
    found = audit.run("kalundborg")
    assert list(found["claim"]) == list(table.index[table["subject"] == "kalundborg"])


def test_unknown_subject_gets_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'subsidies'"):
        audit.run("subsidy")


def test_unverified_figures_say_so(table):
    doubtful = set()
    for used in INPUTS:
        lines = rows_of(used) if used["row"] != "all" else []
        if any(line.get("status") == "unverified" for line in lines):
            doubtful.add(used["claim"])
    assert doubtful
    assert not [name for name in sorted(doubtful) if "from memory" not in table.loc[name, "explanation"]]
