"""Lesson 04 on other cuts, ways, prices and own files; expected values by scipy and by hand."""

from pathlib import Path

import model_park

HERE = Path(__file__).parent
PRICE, DATA = model_park.PRICE, HERE.parents[1] / "datasets"
WATER = HERE / "own_water_04.csv"
PUBLISHED = DATA / "process_integration" / "water_processes.csv"
TABLES = {f"{name}_file": str(DATA / "model_park" / f"{name}.csv") for name in ("offers", "needs", "fits")}
OWN = {f"{name}_file": str(HERE / f"own_{name}_04.csv") for name in ("offers", "needs", "fits")}
GRID = [
    {"cut": 95.0, "treated_to": 20.0, "pulp_yield": 70.0, "exponent": 1.0},
    {"cut": 89.0, "dt_min": 25.0, "reach": 3.0, "chloride": 200.0, "exponent": 0.4},
    {"reach": 1.0, "treated_to": 100.0, "dt_min": 2.0, "pulp_yield": 30.0},
    {"reach": 400.0, "chloride": 50.0, "treated_to": 5.0, "dt_min": 45.0, "cut": 1.0},
    {"water_file": str(WATER), "cut": 50.0, "treated_to": 10.0, "exponent": 0.85},
    {**TABLES, "chloride": 0.0, "cut": 70.0},
    {**OWN, "chloride": 60.0, "cut": 20.0},
]
SENSELESS = [
    ({"water_file": "no-such-file.csv"}, "cannot be read"),
    ({"water_file": str(DATA / "taiwan" / "linhai_exchanges.csv")}, "the column is missing"),
    (
        {"offers_file": TABLES["offers_file"]},
        "Give all three files on exchanges, or none. Number of files: '1'",
    ),
    ({**TABLES, "needs_file": TABLES["fits_file"]}, "the column is missing"),
    ({**TABLES, "fits_file": "no-such-file.csv"}, "cannot be read"),
]


def stable_rules(exponent):
    """Count rules under which no group of firms, nor any firm, gains by leaving."""
    use = [row["use"] for row in model_park.rows("wastewater")]
    joint = sum(use) ** exponent
    alone = [u**exponent for u in use]
    rules = [
        [joint / len(use)] * len(use),
        [joint * u / sum(use) for u in use],
        [joint * a / sum(alone) for a in alone],
    ]
    groups = [[i for i in range(len(use)) if n >> i & 1] for n in range(1, 2 ** len(use) - 1)]
    return sum(
        all(sum(pays[i] for i in g) <= sum(use[i] for i in g) ** exponent + 1e-9 * joint for g in groups)
        for pays in rules
    )


def expected(
    pulp_yield, cut, treated_to, dt_min, reach, chloride, exponent,
    water_file, offers_file, needs_file, fits_file,
):  # fmt: skip
    # Cane 1.2 million t, of which 0.3 is wet bagasse; pulp 108,900 t from fiber without pith and water.
    need = 108_900 / (pulp_yield / 100 * 0.55 * 0.65)
    uses = model_park.rows(Path(water_file) if water_file else PUBLISHED)
    for use in uses:
        use.setdefault("outflow", None)
    fresh, pinch = model_park.pinch_of(uses)
    after = {}
    for use in uses:
        if use["load"]:
            lighter = [{**u, "load": u["load"] * (1 - cut / 100)} if u is use else u for u in uses]
            after[use["process"]] = model_park.pinch_of(lighter)
    best = min(after, key=lambda name: round(after[name][0], 9))
    plan, alone = model_park.least_water(uses)
    assert abs(plan - fresh) < 1e-6  # two ways to the same number
    kemp = [
        r
        for r in model_park.rows(DATA / "process_integration" / "heat_streams.csv")
        if r["problem"] == "kemp"
    ]
    plant = model_park.rows("plants")[1]
    apart = plant["heat"] / 0.8 + plant["electricity"] / 0.36
    tables = [Path(name) for name in (offers_file, needs_file, fits_file) if name]
    near, far = ((model_park.exchanges(longest, tables=tables)) for longest in (PRICE["inside"], reach))
    known = 0.0 if tables else model_park.exchanges(reach, chloride)[0] - far[0]
    use = [row["use"] for row in model_park.rows("wastewater")]
    size, price = PRICE["treatment_size"], PRICE["treatment_cost"]
    return {
        "need for bagasse that the sugar factory covers [%]": 100 * 360_000 / need,
        "bagasse that is missing with all of the region [t/year]": need - 560_000,
        "fresh water without reuse [t/h]": alone,
        "fresh water with a cascade [t/h]": fresh,
        "water pinch [ppm]": pinch,
        "best process to cut": str(int(best)) if isinstance(best, float) else best,
        "saved by the best cut [t/h]": fresh - after[best][0],
        "water pinch after the best cut [ppm]": after[best][1],
        "fresh water with treatment [t/h]": model_park.least_water(uses, treated_to=treated_to)[0],
        "heat bought in the published problem [kW]": model_park.bought(kemp, dt_min),
        "heat saved by exchange in the model park [MWh/year]": model_park.heat_in_a_year(dt_min),
        "fuel saved by steam for firms and town [%]": 100 * (1 - plant["fuel"] / apart),
        "saved by matching inside the park [10^4 RMB/year]": near[0] / 1e4,
        "saved by matching as far as the reach [10^4 RMB/year]": far[0] / 1e4,
        "material that finds a user [t/year]": far[1],
        "worth of one measured number [10^4 RMB/year]": known / 1e4,
        "fresh water of the model park with reuse [t/h]": model_park.least_water()[0],
        "rules of sharing that are stable": stable_rules(exponent),
        "equal share of the smallest firm less its own plant [10^4 RMB]": price
        * ((sum(use) / size) ** exponent / len(use) - (min(use) / size) ** exponent),
    }
