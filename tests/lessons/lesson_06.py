"""Lesson 06 on other zones, years, promises and sums; expected values by hand from the rows of the panel."""

from pathlib import Path

import pandas as pd

import ecopark as ep

OWN = str(Path(__file__).with_name("own_zones.csv"))
ONE_YEAR = {"zone": "Synthetic zone 34", "start": 2015, "year": 2015}
GRID = [
    {"zone": "Synthetic zone 48", "waste_use": 80.0, "cut": 5.0, "progress": True},
    {"zone": "Synthetic zone 10", "cut": 20.0, "start": 2008, "year": 2013, "subsidy": 113.5},
    {"zone": "Synthetic zone 20", "start": 2013, "year": 2015, "energy_cut": 3.0, "added_share": 0.45},
    {"zone": "Synthetic zone 49", "waste_use": 91.0, "cut": 3.0, "added_share": 1.0, "subsidy": 300.0},
    {"zone": "Synthetic zone 60", "waste_use": 95.0, "cut": 40.0, "start": 2005, "year": 2016},
    {"zone": "Synthetic zone 57", "waste_use": 60.0, "cut": 5.0, "energy_cut": 2.0, "added_share": 0.4},
    {"zone": "Synthetic zone 29", "energy_cut": 50.0, "progress": True, "added_share": 0.1},
    {"panel_file": OWN, "zone": "Port zone", "start": 2016, "year": 2020, "waste_use": 40.0},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"start": 2015, "year": 2010}, "must come before"),
    (ONE_YEAR, "must come before"),
    ({"year": 2050}, "no year 2050"),
    ({"panel_file": "no-such-file.csv"}, "no-such-file.csv"),
]


def kept(enough, years, progress, subsidy, refund_first):
    """Apply the rule as it reads; what was received goes back."""
    back = years >= 3 and not progress
    if back and (refund_first or not enough):
        return 0
    return subsidy if enough else subsidy / 2


def expected(panel_file, zone, start, year, waste_use, cut, energy_cut, subsidy, progress, added_share):
    panel = pd.read_csv(panel_file) if panel_file else ep.datasets.simulate_panel()
    rows = {row["year"]: row for row in panel[panel["zone"] == zone].to_dict("records")}
    then, now = rows[start], rows[year]
    intensity = [row["energy"] / row["industrial_added_value_constant"] for row in (then, now)]
    falls = [(then[name] - now[name]) / then[name] / (cut / 100) for name in ("so2", "cod")]
    falls.append((intensity[0] - intensity[1]) / intensity[0] / (energy_cut / 100))
    attained = [
        now["solid_waste_reused"] / now["solid_waste"] / (waste_use / 100),
        *(max(f, 0) for f in falls),
    ]
    by_number = sum(part >= 1 for part in attained) / 4 >= 0.9
    by_each = all(part >= 0.9 for part in attained)
    years = year - start
    energy = 2.0e-5 * 1e4 / added_share  # Tianjin's target in tce/RMB of output, and 10^4 RMB
    return {
        "promises that are kept": sum(part >= 1 for part in attained),
        "lowest attainment [%]": 100 * min(attained),
        "own energy promise [%/year]": 100 * (1 - energy_cut / 100) ** (1 / years) - 100,
        "Rizhao's energy promise [%/year]": 100 * 0.83**0.2 - 100,
        "fall of the share that uses up Rizhao's lead [%]": 100 * (84 - 83) / 84,
        "energy of Tianjin per value added [tce/10^4 RMB]": energy,
        "Tianjin meets the energy limit": energy <= 0.5,
        "kept, 90 % of the number, targets first [10^6 RMB]": kept(
            by_number, years, progress, subsidy, False
        ),
        "kept, 90 % of the number, refund first [10^6 RMB]": kept(by_number, years, progress, subsidy, True),
        "kept, each target to 90 %, targets first [10^6 RMB]": kept(by_each, years, progress, subsidy, False),
        "kept, each target to 90 %, refund first [10^6 RMB]": kept(by_each, years, progress, subsidy, True),
        "new rows of the list": 8,
        "change of total SO2 in 75 parks [%]": 132.9 * 0.567 - 100,
        "change of total CO2 in 75 parks [%]": 132.9 * 0.659 - 100,
    }
