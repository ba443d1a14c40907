"""Lesson 08 for other zones, populations, days and files; expected values by csv, binomials and by hand.

The chance of an overlap is counted here with binomial coefficients, the curve of waiting parks is
multiplied up park by park, and the advice is a table written out.
"""

import csv
from datetime import date, timedelta
from math import comb
from pathlib import Path

import ecopark as ep

OWN = str(Path(__file__).parent / "own_cohort_08.csv")
DATA = Path(ep.datasets.path("programs")).parent.parent

GRID = [
    {"aim": "carbon", "zone": "high-tech zone", "base": 360, "level": 0.2, "wait": 4.0},
    {"needs_subsidy": True, "park_type": "venous", "base": 450, "unknown": "leave out"},
    {"years_of_data": 0, "aim": "money", "base": 211, "early_look": "2009-12-31", "last_look": "2016-12-31"},
    {"years_of_data": 2, "aim": "carbon", "base": 5000, "level": 0.001, "early_look": "2006-01-01"},
    {
        "years_of_data": 1,
        "park_type": "sector-specific",
        "zone": "other zone",
        "last_look": "2014-12-31",
        "wait": 3.5,
    },
    {"cohort_file": OWN, "early_look": "2014-06-01", "last_look": "2016-05-01", "wait": 4.0, "base": 600},
    {"aim": "money", "years_of_data": 50, "unknown": "leave out", "last_look": "2020-12-31", "wait": 7.0},
]
SENSELESS = [
    ({"last_look": "May 2016"}, "column on: 'May 2016': is no day"),
    ({"early_look": "2000-01-01"}, "no park was approved by then"),
    ({"early_look": "2021-01-01"}, "must come before"),
    ({"last_look": "2008-01-01", "early_look": "2006-01-01"}, "parks with the title on the last look is 0"),
    ({"wait": 12.0}, "wait [year] is 12.0"),
    ({"cohort_file": "no-such-file.csv"}, "the file cannot be read"),
    ({"cohort_file": OWN, "early_look": "2012-01-01"}, "lies after the title, the removal or the last look"),
]

EIP, CIRCULAR, LOW_CARBON = 94, 75 + 13 + 20 - 6, 55
PAIRS = (33 - 7) + 3 * 7
NAMES = {
    "eip": "EIP Demonstration Program",
    "circular": "Circular Transformation of Industrial Parks",
    "low_carbon": "Low-Carbon Industrial Park Program",
}
# Section 3.1.3 and section 3.1.1 of the report.
STANDARDS = {
    "sector-integrated": "HJ 274 (2009: a printed threshold for each indicator; 2015: in force)",
    "sector-specific": "HJ/T 273 (which refers to advanced international levels)",
    "venous": "HJ/T 275 (for parks that recover waste)",
}
MINISTRIES = {
    "ETDZ": "MofCOM, for the leading group",
    "high-tech zone": "MoST, for the leading group",
    "other zone": "the leading group; the report names no ministry",
}


def chance_of_at_most(pairs, base):
    """Count the ways to place three programs with at most so many pairs of memberships."""
    a, b, c = EIP, CIRCULAR, LOW_CARBON
    ways = 0
    for shared in range(max(0, a + b - base), min(a, b) + 1):
        first = comb(a, shared) * comb(base - a, b - shared)
        single = a + b - 2 * shared
        for all_three in range(min(shared, c) + 1):
            for one_more in range(min(single, c - all_three) + 1):
                if shared + 2 * all_three + one_more <= pairs:
                    third = comb(shared, all_three) * comb(single, one_more)
                    ways += first * third * comb(base - shared - single, c - all_three - one_more)
    return ways / (comb(base, b) * comb(base, c))


def middle(text):
    """Return the middle of a year, a month or a day."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        first, last = date(parts[0], 1, 1), date(parts[0], 12, 31)
    elif len(parts) == 2:
        first = date(*parts, 1)
        last = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)
    else:
        first = last = date(*parts)
    return first + (last - first) / 2


def spans(day, unknown, cohort_file):
    """Return approval and end of each park, as far as both lie before the day."""
    if cohort_file:
        with Path(cohort_file).open(encoding="utf-8") as file:
            rows = [
                (middle(r["approved"]), r["certified"] and middle(r["certified"]))
                for r in csv.DictReader(file)
            ]
    else:
        with (DATA / "eip_approvals" / "approvals.csv").open(encoding="utf-8") as file:
            notices = [row for row in csv.DictReader(file) if row["date"]]
        ends = {row["park_zh"]: middle(row["date"]) for row in notices if row["event"] == "acceptance passed"}
        ends |= {row["park_zh"]: middle(row["date"]) for row in notices if row["event"] == "named"}
        begun = {
            row["park_zh"]: middle(row["date"]) for row in notices if row["event"] == "construction agreed"
        }
        rows = [(start, ends.get(park)) for park, start in begun.items() if park in ends or unknown == "wait"]
    found = []
    for start, end in rows:
        if start <= day:
            titled = bool(end) and end <= day
            last = end if titled else day
            # Whole years, and the days that are left as a part of the year that they belong to.
            whole = last.year - start.year - ((last.month, last.day) < (start.month, start.day))
            begin, after = start.replace(year=start.year + whole), start.replace(year=start.year + whole + 1)
            found.append((whole + (last - begin).days / (after - begin).days, titled))
    return sorted(found, key=lambda park: (park[0], not park[1]))


def still_waiting(parks, wait):
    share, under_watch = 100.0, len(parks)
    for years, titled in parks:
        if titled and years <= wait:
            share *= 1 - 1 / under_watch
        under_watch -= 1
    return share


def advised(aim, needs_subsidy, years_of_data):
    """Return program and fit in the order of the advice, written out."""
    fits = {}
    for program, years in (("eip", 2), ("circular", 1), ("low_carbon", 3)):
        if years_of_data < years:
            fits[program] = 3
        elif needs_subsidy and program != "low_carbon":
            fits[program] = 0 if program == "circular" else 2
        else:
            fits[program] = (
                0
                if (aim, program) in {("title", "eip"), ("money", "circular"), ("carbon", "low_carbon")}
                else 1
            )
    return dict(sorted(fits.items(), key=lambda item: item[1]))


def expected(
    park_type, zone, aim, needs_subsidy, years_of_data, base, level, early_look, last_look, unknown, wait,
    cohort_file,
):  # fmt: skip
    fits = advised(aim, needs_subsidy, years_of_data)
    early, late = (spans(date.fromisoformat(day), unknown, cohort_file) for day in (early_look, last_look))
    at_most, at_least = chance_of_at_most(PAIRS, base), 1 - chance_of_at_most(PAIRS - 1, base)
    smaller = "more" if at_least < at_most else "fewer"
    products = EIP * CIRCULAR + EIP * LOW_CARBON + CIRCULAR * LOW_CARBON
    titles = [years for years, titled in late if titled]
    return {
        "program to look at first": NAMES[next(iter(fits))],
        "programs for which the data suffice": sum(fit < 3 for fit in fits.values()),
        "programs that fit the aim": sum(fit == 0 for fit in fits.values()),
        "the EIP title asks first for": "proof of the park's performance by the standard for its type, "
        + STANDARDS[park_type],
        "whom to ask about the EIP title": MINISTRIES[zone],
        "energy target of Rizhao over that of Tianjin": 7.5e-5 / 2.0e-5,
        "concepts in all lists": 2,
        "zones in exactly one program": 211 - 33,
        "share of the zones in a program [%]": 100 * 211 / base,
        "observed pairs": PAIRS,
        "expected pairs": products / base,
        "verdict on pairs": smaller if 2 * min(at_least, at_most) < level else "as chance",
        "zones at which the verdict turns": products / PAIRS,
        "parks on the early look": len(early),
        "parks on the last look": len(late),
        "titles on the early look": sum(titled for _, titled in early),
        "mean wait of those with the title [year]": sum(titles) / len(titles),
        "still waiting after the time asked [%]": still_waiting(late, wait),
    }
