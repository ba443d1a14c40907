"""Lesson 14 on other zones, years and systems; expected values by pandas and scipy."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

import ecopark as ep

OWN = str(Path(__file__).parent / "own_zone_14.csv")
GRID = [
    {"panel_file": OWN, "zone": "Falling zone", "year": 2020, "start": 2018},
    {"zone": "Synthetic zone 01", "year": 2012},
    {"zone": "Synthetic zone 12", "year": 2014, "start": 2008},
    {"zone": "Synthetic zone 18", "year": 2010, "peers": True},
    {"zone": "Synthetic zone 03", "year": 2009, "start": 2007},
    {"zone": "Synthetic zone 20", "standard": "isc-low-carbon-2012"},
]
SENSELESS = [
    ({"zone": "Nowhere"}, "no zone 'Nowhere'"),
    ({"start": 2016, "year": 2010}, "must come before"),
    ({"start": 1990}, "no year 1990"),
]


# By hand: added value falls by 10 % a year, SO2 by 20 % and COD by 5 %. The coefficients 2.0 and 0.5 are
# over their limits, and come from a fall. Fresh water, 8/0.81 = 9.9 m3/10^4 RMB, is the third gap.
FALLEN = {OWN: 2, "": 0}
LARGEST = {OWN: (0.2 - 2.0) / 0.2}


def expected(panel_file, zone, year, start, standard, **_):
    panel = pd.read_csv(panel_file) if panel_file else ep.datasets.synthetic_panel()
    own = panel[panel["zone"] == zone].sort_values("year")
    x, y = np.log(own["industrial_added_value_constant"]), np.log(own["energy"])
    line = stats.linregress(x, y)
    half = stats.t.ppf(0.975, len(x) - 2) * line.stderr
    found = {
        "energy elasticity from the fit": line.slope,
        "lower end of its interval": line.slope - half,
        "upper end of its interval": line.slope + half,
        "numbers that are missing": 0,
        "gaps that come from a fall of added value": FALLEN[panel_file],
    }
    if panel_file:
        found["largest gap [part of the threshold]"] = LARGEST[panel_file]
    if standard == "hj274-2009":
        found["indicators that pass"] = passed(own.set_index("year"), year, start)
    return found


def passed(own, year, start):
    """Count the indicators that a zone meets, by the printed thresholds."""
    now, then, n = own.loc[year], own.loc[start], year - start
    value = now["industrial_added_value"]
    growth = (
        own.at[year, "industrial_added_value_constant"] / own.at[start, "industrial_added_value_constant"]
    ) ** (1 / n) - 1
    elasticity = {
        c: ((now[c] / then[c]) ** (1 / n) - 1) / growth for c in ("energy", "fresh_water", "cod", "so2")
    }
    share = lambda part, whole: 100 * now[part] / now[whole]  # noqa: E731 (one line reads better)
    tests = [
        value / now["employees"] >= 15,
        value / 1e4 / now["industrial_land"] >= 9,
        now["energy"] / value <= 0.5,
        elasticity["energy"] < 0.6,
        now["fresh_water"] / value <= 9,
        elasticity["fresh_water"] < 0.55,
        now["wastewater"] / value <= 8,
        now["solid_waste"] / value <= 0.1,
        100 * now["water_reused"] / (now["water_reused"] + now["fresh_water"]) >= 75,
        share("solid_waste_reused", "solid_waste") >= 85,
        now["cod"] / value <= 1,
        elasticity["cod"] < 0.3,
        now["so2"] / value <= 1,
        elasticity["so2"] < 0.2,
        share("hazardous_waste_disposed", "hazardous_waste") >= 100,
        share("domestic_wastewater_treated", "domestic_wastewater") >= 85,
        share("domestic_rubbish_treated", "domestic_rubbish") >= 100,
        share("heavy_polluters_audited", "heavy_polluters") >= 100,
        now["waste_system"] >= 1,
        now["environmental_supervision"] >= 1,
        now["information_platform"] >= 100,
        now["environmental_reports"] >= 1,
        now["public_satisfaction"] >= 90,
        now["public_awareness"] >= 90,
    ]
    return int(sum(tests))
