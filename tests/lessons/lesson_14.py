"""Lesson 14 on other zones, references, projects and prices; expected values by csv, products and scipy."""

import csv
import math
from pathlib import Path

import pandas as pd
from scipy import stats

import ecopark as ep
from ecopark import files

FOLDER = Path(ep.datasets.path("park_plans")).parent
HERE = Path(__file__).parent
OWN, PROJECTS, TARGETS = (str(HERE / f"own_{name}_14.csv") for name in ("zone", "projects", "targets"))
# One name in all processes of a test run, for the names of the cases hold it.
RUNS = files.build_folder() / "runs"
RUNS.mkdir(parents=True, exist_ok=True)
PLAN, MINE, WORDS = (str(RUNS / name) for name in ("plan.md", "a-plan-of-mine.md", "words-for-numbers.csv"))
Path(MINE).write_text("A plan that took a year.", encoding="utf-8")
Path(WORDS).write_text(
    "project,column,amount,investment,gain,upkeep,years\npipe,energy,1000,much,2,1,10\n", encoding="utf-8"
)
GRID = [
    {"zone": "Synthetic zone 18", "growth": 3.0, "reference": "own trend"},
    {"zone": "Synthetic zone 33", "start": 2008, "target_year": 2026, "rate": 3.0, "subsidy_share": 40.0},
    {
        "panel_file": OWN,
        "zone": "Falling zone",
        "year": 2020,
        "start": 2018,
        "target_year": 2024,
        "growth": -2.0,
    },
    {
        "zone": "Synthetic zone 07",
        "year": 2014,
        "start": 2010,
        "target_year": 2019,
        "delivery": 55.0,
        "rate": 12.0,
    },
    {"zone": "Synthetic zone 18", "projects_file": PROJECTS, "delivery": 70.0},
    {"zone": "Synthetic zone 05", "targets_file": TARGETS, "growth": 8.0, "start": 2005},
    {"zone": "Synthetic zone 58", "plan_file": PLAN, "growth": 0.0, "start": 2013, "rate": 0.0},
    {"reference": "own trend", "delivery": 100.0, "subsidy_share": 0.0},
]
SENSELESS = [
    ({"zone": "Nowhere"}, "no zone 'Nowhere'"),
    ({"start": 2016, "year": 2010}, "must come before"),
    ({"target_year": 2016}, "Year (2016) must come before target_year (2016)"),
    ({"zone": "Synthetic zone 05"}, "quantities that the zone must save or add is 0"),
    (
        {"zone": "Synthetic zone 12", "projects_file": PROJECTS},
        "projects that move one of these quantities is 0",
    ),
    ({"projects_file": TARGETS}, "The table of projects lacks the column 'project'"),
    ({"projects_file": WORDS}, "investment of a project must be one number, not 'much'"),
    ({"targets_file": PROJECTS}, "The targets lack the column 'zone'"),
    ({"plan_file": "plan.txt"}, "the name must end with .md"),
    ({"plan_file": MINE}, "the file is kept: ecopark did not write it"),
]
V, CONSTANT = "industrial_added_value", "industrial_added_value_constant"
FLOWS = [V, CONSTANT, "energy", "fresh_water", "water_reused", "wastewater", "solid_waste"]
FLOWS += ["solid_waste_reused", "hazardous_waste", "hazardous_waste_disposed", "cod", "so2"]
# What is limited per added value, and by how much [panel units]; shares: part, whole, factor.
LIMITS = {"2.2": ("energy", 0.5), "2.4": ("fresh_water", 9), "2.6": ("wastewater", 8)}
LIMITS |= {"2.7": ("solid_waste", 0.1), "3.1": ("cod", 1), "3.3": ("so2", 1)}
SHARES = {
    "2.8": ("water_reused", "fresh_water", 3),  # 75 % of both means three times the fresh water
    "2.9": ("solid_waste_reused", "solid_waste", 0.85),
    "3.5": ("hazardous_waste_disposed", "hazardous_waste", 1),
    "3.6": ("domestic_wastewater_treated", "domestic_wastewater", 0.85),
    "3.7": ("domestic_rubbish_treated", "domestic_rubbish", 1),
}
VALUE = {"1.1": ("employees", 15), "2.1": ("industrial_land", 9e4)}  # 10^4 RMB per person, per km2
DUTIES = {"information_platform": 100, "environmental_reports": 1, "public_satisfaction": 90}
DUTIES |= {"public_awareness": 90, "waste_system": 1, "environmental_supervision": 1}
COEFFICIENTS = {"energy": 0.6, "fresh_water": 0.55, "cod": 0.3, "so2": 0.2}


def rows(path):
    with Path(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def needed_in(zone, limits):
    """Return for each indicator the quantity, what it must be, and whether it must fall."""
    found = {code: (q, limit * zone[V], True) for code, (q, limit) in limits.items()}
    found |= {code: (part, zone[whole] * factor, False) for code, (part, whole, factor) in SHARES.items()}
    return found | {code: (V, zone[per] * limit, False) for code, (per, limit) in VALUE.items()}


def missed(zone, limits):
    return {
        code: (q, amount, falls)
        for code, (q, amount, falls) in needed_in(zone, limits).items()
        if (zone[q] > amount * (1 + 1e-9) if falls else zone[q] < amount * (1 - 1e-9))
    }


def present_value(investment, yearly, years, rate):
    return -investment + sum(yearly / (1 + rate / 100) ** t for t in range(1, years + 1))


def expected(
    panel_file, zone, year, start, target_year, growth, reference, targets_file, projects_file, rate,
    delivery, subsidy_share, plan_file,
):  # fmt: skip
    panel = pd.read_csv(panel_file) if panel_file else ep.datasets.simulate_panel()
    history = panel[(panel["zone"] == zone) & (panel["year"] <= year)].set_index("year")
    now, then, years = history.loc[year], history.loc[start], target_year - year
    factor = (1 + growth / 100) ** years
    later = now.copy()
    later[FLOWS] = now[FLOWS].astype(float) * factor
    limits, duties = dict(LIMITS), dict(DUTIES)
    for row in rows(targets_file) if targets_file else []:
        if row["zone"] == zone:
            limits[row["code"]] = (LIMITS[row["code"]][0], float(row["threshold"]))

    # What is missed in the target year; of two limits on added value, the one that asks for more.
    open_now, open_then = missed(now, limits), missed(later, limits)
    amounts = {}
    for q, amount, falls in open_then.values():
        gap = later[q] - amount if falls else amount - later[q]
        base, trend_gap = later[q], gap
        if falls:
            x, y = (history[c].astype(float).map(math.log) for c in (CONSTANT, q))
            trend = now[q] * (1 + growth / 100) ** (stats.linregress(x, y).slope * years)
            trend_gap = max(0.0, trend - amount)
            base = trend if reference == "own trend" else base
        gap = trend_gap if reference == "own trend" else gap
        if q not in amounts or gap > amounts[q][0]:
            amounts[q] = (gap, base)

    # Projects: amount, investment, yearly gain and upkeep [10^6 RMB].
    projects = []
    table = rows(projects_file or FOLDER / "candidate_projects.csv")
    for row in table:
        if row["column"] in amounts:
            base = amounts[row["column"]][1]
            amount = float(row["amount"]) if projects_file else float(row["reach"]) / 100 * base
            unit = 1.0 if projects_file else amount / 1e6
            spent, gain, upkeep = (float(row[c]) * unit for c in ("investment", "gain", "upkeep"))
            worth = present_value(spent, gain * delivery / 100 - upkeep, int(row["years"]), rate)
            projects.append((row["column"], amount * delivery / 100, spent, gain, worth))
    paying, helped = [], []
    moved = dict.fromkeys(amounts, 0.0)
    investment = value = 0.0
    for q, (gap, _) in amounts.items():
        for _, amount, spent, gain, worth in sorted(
            (p for p in projects if p[0] == q), key=lambda p: -p[4] / p[1]
        ):
            part = 1.0 if worth >= 0 else min(1.0, max(0.0, gap - moved[q]) / amount)
            moved[q] += part * amount
            investment, value = investment + part * spent, value + part * worth
            if worth >= 0:
                paying.append(worth)
            elif part > 0 and gain > 0:
                helped.append((part * spent, -part * worth))
    grants, subsidy = sum(g for _, g in helped), subsidy_share / 100 * sum(s for s, _ in helped)
    both = subsidy / 2 + subsidy / 2 / (1 + rate / 100) ** 3
    attained = [100 * moved[q] / gap if gap > 0 else 100.0 for q, (gap, _) in amounts.items()]
    short = [
        min(100.0, 63 / delivery * a) if gap > 0 else 100.0
        for a, (gap, _) in zip(attained, amounts.values(), strict=True)
    ]
    by_count = 100 * sum(a >= 100 for a in attained) / len(attained) >= 90
    second = min(attained) >= 90

    growth_of_value = (now[CONSTANT] / then[CONSTANT]) ** (1 / (year - start)) - 1
    coefficients = {
        q: ((now[q] / then[q]) ** (1 / (year - start)) - 1) / growth_of_value for q in COEFFICIENTS
    }
    late = sum(coefficients[q] >= limit for q, limit in COEFFICIENTS.items())
    open_duties = sum(now[q] < limit for q, limit in duties.items())
    open_duties += now["heavy_polluters_audited"] < now["heavy_polluters"]
    if plan_file:
        plan = Path(plan_file).read_text("utf-8")
        assert plan.startswith(f"### Plan for {zone}, {year} to {target_year}")
        assert "8 Organization and support" in plan
        assert len(plan.split()) < 1000
    return {
        "indicators that the zone reaches": 24 - len(open_now) - late - open_duties,
        "quantities to save or add": len(amounts),
        "open duties of management": int(open_duties),
        "growth coefficients that it misses": late,
        "energy to save [tce/year]": amounts.get("energy", (0.0,))[0],
        "fresh water to save [m3/year]": amounts.get("fresh_water", (0.0,))[0],
        "amounts that remain": sum(gap > 0 for gap, _ in amounts.values()),
        "projects that pay by themselves": len(paying),
        "projects that need a grant": len(helped),
        "investment of the plan [10^6 RMB]": investment,
        "net present value without subsidy [10^6 RMB]": value,
        "smallest grants [10^6 RMB]": grants,
        "subsidy, both halves [10^6 RMB]": subsidy,
        "worth of both halves today [10^6 RMB]": both,
        "amounts that the plan reaches": sum(a >= 100 - 1e-9 for a in attained),
        "attainment of the weakest target [%]": min(attained),
        "second half comes, each target to 90 %": second,
        "plan can be signed": subsidy / 2 >= grants or (both >= grants and second and by_count),
        "weakest target if savings fall short [%]": min(short),
        "file of the plan": plan_file or "not saved",
    }
