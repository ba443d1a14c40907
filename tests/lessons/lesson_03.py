"""Lesson 03 on other zones, years and quantities; expected values by plain division of the panel."""

import ecopark as ep

GRID = [
    {"zone": "Synthetic zone 01", "year": 2010},
    {"zone": "Synthetic zone 12", "year": 2012, "start": 2008},
    {"zone": "Synthetic zone 20", "year": 2008, "column": "energy", "change": 30.0},
    {"zone": "Synthetic zone 05", "year": 2014, "start": 2013, "column": "cod", "change": -60.0},
    {"zone": "Synthetic zone 16", "column": "so2", "change": 0.0},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"year": 2005, "start": 2010}, "must come before"),
    ({"year": 2050}, "no year 2050"),
    ({"column": "gold"}, "no column 'gold'"),
]


def expected(zone, year, start, **_):
    panel = ep.datasets.synthetic_panel()
    own = panel[panel["zone"] == zone].set_index("year")
    now, then = own.loc[year], own.loc[start]
    growth = {
        name: (now[name] / then[name]) ** (1 / (year - start)) - 1
        for name in ("energy", "industrial_added_value_constant")
    }
    return {
        "energy intensity [tce/10^4 RMB]": now["energy"] / now["industrial_added_value"],
        "fresh water intensity [m3/10^4 RMB]": now["fresh_water"] / now["industrial_added_value"],
        "energy elasticity": growth["energy"] / growth["industrial_added_value_constant"],
        "employees at the limits [person/km2]": 6000,
    }
