"""Real panels: what the methods find in them, what corrects their labels, and how they are made."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import ecopark as ep
from ecopark import datasets

ROOT = Path(__file__).parents[1]
MAKE = ROOT / "datasets" / "_make"
DRIVER = "industrial_added_value_constant"
# Script: its packages, what pip downloads, and the file of the wheel that it reads first.
SCRIPTS = {
    "cn_industries": ("deabook==0.0.10", "deabook/data/aaa.xls"),
    "oecd_countries": ("deabook==0.0.10", "deabook/data/oecd data.xlsx"),
    "grid_factors": (
        "codecarbon==3.3.2",
        "codecarbon/data/private_infra/2023/china_provincial_emissions.json",
    ),
    "fuel_carbon": ("bonsai-ipcc==0.5.3", "bonsai_ipcc/data/generic/par_carbon_content_per_energy.csv"),
}


@pytest.fixture(scope="module")
def industries():
    return ep.datasets.load("cn_industries")


@pytest.fixture(scope="module")
def countries():
    return ep.datasets.load("oecd_countries")


@pytest.mark.parametrize(
    ("since", "elasticity", "low", "high"), [(1998, 0.499, 0.469, 0.529), (2008, 0.440, 0.343, 0.537)]
)
def test_energy_grows_half_as_fast_as_chinese_manufacturing(industries, since, elasticity, low, high):
    # The figures are from a fit of the same file outside this project.
    totals = industries[industries["year"] >= since].groupby("year", as_index=False)[["energy", DRIVER]].sum()
    row = ep.elasticity.fit(totals.assign(zone="27 industries"), "energy", driver=DRIVER).iloc[0]
    assert (row["start"], row["end"], row["status"]) == (since, 2017, "ok")
    assert [round(row[c], 3) for c in ("elasticity", "ci_low", "ci_high")] == [elasticity, low, high]


@pytest.mark.parametrize(("industry", "elasticity"), [("Petroleum and coking", 0.89), ("Tobacco", -0.08)])
def test_industries_differ_in_their_elasticity(industries, industry, elasticity):
    fits = ep.elasticity.fit(industries, "energy", driver=DRIVER, by="industry").set_index("industry")
    assert len(fits) == 27
    assert fits.loc[industry, "elasticity"] == pytest.approx(elasticity, abs=0.005)


def test_value_added_grew_faster_while_more_firms_were_surveyed(industries):
    # The warning on the card: 21 % a year up to 2008, 11 % after it.
    totals = industries.groupby("year", as_index=False)[["energy", DRIVER]].sum().assign(zone="all")
    early, late = (
        ep.elasticity.coefficient(totals, "energy", driver=DRIVER, start=a, end=b)["driver_growth"].item()
        for a, b in ((1998, 2008), (2008, 2017))
    )
    assert (round(early, 2), round(late, 2)) == (0.21, 0.11)


def test_units_of_the_industries_are_inferred_from_these_sums(industries):
    sums = industries.groupby("year")[[DRIVER, "energy"]].sum()
    assert sums.loc[1998].round(1).tolist() == [1500.8, 725.4]
    assert round(sums.loc[2017, "energy"]) == 2432
    assert ep.datasets.card("cn_industries").counts == (("unverified", 567), ("verified", 8))


def test_energy_tells_which_labels_are_wrong(industries):
    # Refineries and chemical works burn far more than printers and makers of toys.
    energy = industries.groupby("industry")["energy"].min()
    assert energy[["Petroleum and coking", "Chemicals"]].min() > 50
    assert (
        industries.groupby("industry")["energy"].max()[["Printing", "Cultural, sports and craft goods"]].max()
        < 6
    )
    labels = ep.datasets.load("cn_industries", "industries").set_index("industry")
    assert labels.loc["Petroleum and coking", "printed_en"] == "Printing"
    assert labels["correction"].notna().sum() == 7
    differ = labels["industry_zh"] != labels["printed_zh"]
    assert set(labels.index[differ]) == {"Computers and electronics", "Transport equipment"}
    # The row of 2015 with the label of steel fits between its neighbors in cement, not in steel.
    minerals = industries[industries["industry"] == "Non-metallic minerals"].set_index("year")["energy"]
    assert minerals[2016] < minerals[2015] < minerals[2014]


def test_printed_energy_of_all_industry_exceeds_the_panel(industries):
    totals = ep.datasets.load("cn_industries", "yearbook_totals")
    sums = industries.groupby("year")["energy"].sum() * 100  # 10^6 tce → 10^4 tce
    assert (totals["sum_of_27"] - totals["year"].map(sums)).abs().max() < 0.51
    assert (totals["sum_of_27"] < totals["all_industry"]).all()


def test_seventeen_countries_decouple_strongly(countries):
    growth = ep.elasticity.coefficient(countries, "energy", driver="gdp", by="country")
    states = ep.decoupling.classify(growth).set_index("country")
    assert states["state"].value_counts().to_dict() == {
        "strong_decoupling": 17,
        "weak_decoupling": 13,
        "expansive_coupling": 2,
        "recessive_decoupling": 1,
    }
    assert states.loc["Denmark", ["quantity_growth", "driver_growth"]].astype(float).round(3).tolist() == [
        -0.010,
        0.020,
    ]
    assert states.loc[["Japan", "Korea", "Greece"], "state"].tolist() == [
        "strong_decoupling",
        "weak_decoupling",
        "recessive_decoupling",
    ]


def test_parts_add_up_to_the_energy_of_each_country_but_one(countries):
    parts = countries[["coal", "gas", "petroleum", "nuclear_renewable"]].sum(axis=1)
    excess = parts / countries["energy"] - 1
    apart = excess.abs() > 1e-9
    assert set(countries.loc[apart, "country"]) == {"United States"}
    assert 0.010 < excess[apart].min() < excess[apart].max() < 0.014
    below_zero = countries.loc[countries["nuclear_renewable"] < 0, "country"]
    assert set(below_zero) == {"Estonia", "Israel", "Poland"}


def test_twenty_provinces_fall_and_ten_rise_as_the_official_news_says():
    now = ep.datasets.load("grid_factors").set_index("area")["value"]
    before = ep.datasets.load("factors", "emission_factors").query(
        "carrier == 'electricity' and country == 'China' and year == 2022 and boundary == 'grid average'"
    )
    change = now - before.set_index("area")["value"].reindex(now.index)
    assert ((change < 0).sum(), (change > 0).sum()) == (20, 10)
    assert change["Beijing"] < 0 < change["Guangdong"]


def test_national_conventions_stand_side_by_side():
    values = ep.datasets.load("grid_factors", "conventions").set_index("boundary")["value"]
    assert round(values["life cycle"], 3) == 0.582
    assert round(values["grid average"], 3) == 0.531
    assert values["grid average"] < values["grid average without market-traded non-fossil electricity"]


def test_carbon_contents_have_limits_and_agree_with_the_factors_of_2006():
    table = ep.datasets.load("fuel_carbon").set_index("id")
    world = table[table["country"] == "world"]
    assert (world["low"] <= world["value"]).all()
    assert (world["value"] <= world["high"]).all()
    # Table 1.4 of the same guidelines prints CO2: 77.4 for fuel oil, 74.1 for diesel [kg/GJ].
    factors = ep.datasets.load("factors", "emission_factors").set_index("id")["value"]
    for carrier in ("fuel_oil", "diesel"):
        carbon = table.loc[f"{carrier}_carbon_content", "value"]
        assert carbon * 44 / 12 == pytest.approx(factors[f"{carrier}_ipcc_2006"], abs=0.05)
    coals = world[world["carrier"].str.contains("coal|anthracite|lignite") & (world["unit"] == "kgC/GJ")]
    default = table.loc["coal_china_2022", "value"]
    assert set(coals.loc[coals["high"] > default, "carrier"]) == {"lignite"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_third_party_names_what_each_card_names(name):
    described = datasets.package(name)
    title = described.extra["sources"][0]["title"]
    project, version = title.split(",")[0].split()
    text = (ROOT / "THIRD-PARTY").read_text("utf-8")
    assert f"{project}, version {version}" in text
    assert described.licence == "MIT"
    assert f"{project} {version} (MIT License, Copyright" in described.description
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "THIRD-PARTY" in metadata["license-files"]


def test_the_scripts_are_no_data_package():
    assert MAKE.is_dir()
    assert "_make" not in ep.datasets.list()


def run(script, folder, *words):
    """Run a script in a copy of its folder: it writes beside itself."""
    copy = folder / "datasets" / "_make"
    shutil.copytree(MAKE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "datasets" / script).mkdir()
    command = [sys.executable, "-B", copy / f"{script}.py", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_changed_file_is_refused(tmp_path, script):
    wheel = tmp_path / "changed.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(SCRIPTS[script][1], b"other numbers")
    done = run(script, tmp_path, "--package", wheel)
    assert done.returncode == 1
    assert "has changed: its SHA-256 is" in done.stderr
    assert not list((tmp_path / "datasets" / script).iterdir())


@pytest.mark.downloads
@pytest.mark.skipif("ECOPARK_DOWNLOADS" not in os.environ, reason="make test-data downloads the packages")
@pytest.mark.parametrize("script", SCRIPTS)
def test_tables_made_anew_are_the_same_bytes(tmp_path, script):
    done = run(script, tmp_path)
    assert done.returncode == 0, done.stderr
    anew = {path.name: path.read_bytes() for path in (tmp_path / "datasets" / script).glob("*.csv")}
    assert anew == {path.name: path.read_bytes() for path in (ROOT / "datasets" / script).glob("*.csv")}
