"""Lesson 06 on other zones, years, targets and sums; expected values by hand from the panel."""

import ecopark as ep

ONE_YEAR = {"zone": "Synthetic zone 34", "start": 2015, "year": 2015}
GRID = [
    {"zone": "Synthetic zone 48", "waste_use": 80.0, "cut": 5.0, "progress": True},
    {"zone": "Synthetic zone 10", "cut": 20.0, "start": 2008, "year": 2013, "subsidy": 113.5},
    {"zone": "Synthetic zone 20", "start": 2013, "year": 2015, "pair": "water", "added_share": 0.45},
    {"zone": "Synthetic zone 39", "waste_use": 91.0, "cut": 3.0, "added_share": 1.0, "subsidy": 300.0},
    {"zone": "Synthetic zone 60", "waste_use": 95.0, "cut": 40.0, "start": 2005, "year": 2016},
    {"zone": "Synthetic zone 34", "waste_use": 60.0, "cut": 5.0, "pair": "water"},
]
SENSELESS = [
    ({"zone": "Atlantis"}, "no zone 'Atlantis'"),
    ({"start": 2015, "year": 2010}, "must come before"),
    (ONE_YEAR, "must come before"),
    ({"year": 2050}, "no year 2050"),
]
# Printed in Table A2 for Tianjin: change of use per output, and of output per use [%].
PRINTED = {"energy": (20, 25), "water": (10, 12)}


def money(share_met, years, progress, subsidy):
    """Apply the rule as it reads: the targets come first, and what was received goes back."""
    if share_met >= 90:
        return subsidy, 0
    return (0, subsidy / 2) if years >= 3 and not progress else (subsidy / 2, 0)


def expected(zone, start, year, waste_use, cut, subsidy, progress, pair, added_share, **_):
    panel = ep.datasets.synthetic_panel()
    own = panel[panel["zone"] == zone].set_index("year")
    used = own.at[year, "solid_waste_reused"] / own.at[year, "solid_waste"] * 100
    reached = [used / waste_use * 100]
    for name in ("so2", "cod"):
        fall = (own.at[start, name] - own.at[year, name]) / own.at[start, name] * 100
        reached.append(max(fall / cut * 100, 0))
    met = sum(one >= 100 for one in reached)
    by_number = money(met / 3 * 100, year - start, progress, subsidy)
    fall, rise = PRINTED[pair]
    energy = 2.0e-5 * 1e4 / added_share  # target in tce/RMB of output, and 10^4 RMB
    return {
        "own targets that are met": met,
        "lowest attainment [%]": min(reached),
        "paid, 90 % of the number of targets [10^6 RMB]": by_number[0],
        "refunded, 90 % of the number of targets [10^6 RMB]": by_number[1],
        "paid, each target to 90 % [10^6 RMB]": money(min(reached), year - start, progress, subsidy)[0],
        "energy of Tianjin per added value [tce/10^4 RMB]": energy,
        "Tianjin meets the energy limit": energy <= 0.5,
        "true cut behind the printed pair, low end [%]": max(
            fall - 0.5, (rise - 0.5) / (100 + rise - 0.5) * 100
        ),
        "true cut behind the printed pair, high end [%]": min(
            fall + 0.5, (rise + 0.5) / (100 + rise + 0.5) * 100
        ),
        "own cut as a change a year [%/year]": ((1 - cut / 100) ** (1 / (year - start)) - 1) * 100,
    }
