"""Lesson 05 on other zones, years and quantities; expected values by plain division of the panel."""

import ecopark as ep

GRID = [
    {"zone": "Synthetic zone 01", "year": 2010},
    {"zone": "Synthetic zone 12", "year": 2012, "start": 2008},
    {"zone": "Synthetic zone 20", "year": 2008, "column": "energy", "change": 30.0},
    {"zone": "Synthetic zone 05", "year": 2014, "start": 2013, "column": "cod", "change": -60.0},
    {"zone": "Synthetic zone 16", "column": "so2", "change": 0.0},
    {"zone": "Synthetic zone 30", "waited": 7, "grade": "unsatisfactory", "last_accident": 1},
    {"zone": "Synthetic zone 30", "year": 2015, "waited": 1, "growth_lead": -2.0, "last_accident": 2},
    {"zone": "Synthetic zone 02", "waited": 12, "grade": "qualified", "growth_lead": 0.0},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"year": 2005, "start": 2010}, "must come before"),
    ({"year": 2050}, "no year 2050"),
    ({"column": "gold"}, "no column 'gold'"),
    ({"start": 2012, "year": 2012}, "must come before"),
]
# Rows that print 104 for 10^4, with what stands above and below the line and the limit.
LOST = [
    *(("energy", 0.5), ("fresh_water", 9), ("wastewater", 8)),
    *(("solid_waste", 0.1), ("cod", 1), ("so2", 1)),
]


def missing(standing_open, growth_lead, last_accident):
    """Count what the title still needs: the indicators, and the demands with their common line."""
    demands = (growth_lead <= 0) + (last_accident < 3)
    return (1 + demands + (demands > 0)) if standing_open else 0


def expected(zone, year, start, waited, grade, growth_lead, last_accident, **_):
    panel = ep.datasets.synthetic_panel()
    own = panel[panel["zone"] == zone].set_index("year")
    now, then = own.loc[year], own.loc[start]
    growth = {
        name: (now[name] / then[name]) ** (1 / (year - start)) - 1
        for name in ("energy", "industrial_added_value_constant")
    }
    money = now["industrial_added_value"]
    removed = waited >= 3 and grade == "unsatisfactory"
    return {
        "energy on the land of the zone [tce/km2]": now["energy"] / now["industrial_land"],
        "rows that pass with the superscript lost": sum(now[c] / (money * 1e4 / 104) <= at for c, at in LOST)
        + (money * 1e4 / 104 / now["employees"] >= 15),
        "state in the program": "removed" if removed else "trial",
        "demands that are missing for the next steps": missing(not removed, growth_lead, last_accident),
        "next evaluation [year]": None if removed else year - waited + 3 * (waited // 3 + 1),
        "energy intensity [tce/10^4 RMB]": now["energy"] / now["industrial_added_value"],
        "fresh water intensity [m3/10^4 RMB]": now["fresh_water"] / now["industrial_added_value"],
        "energy elasticity": growth["energy"] / growth["industrial_added_value_constant"],
        "employees at the limits [person/km2]": 6000,
        # By hand: 9 m3 of fresh water are a quarter of all water, for each of 90 000 portions of 10^4 RMB.
        "all water at the limits [m3/km2]": 36 * 90_000,
        "COD in the wastewater at the limits [mg/L]": 1_000_000 / 8_000,  # 1 kg in 8 t
    }
