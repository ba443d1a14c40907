"""Lesson 12 on other figures, heat values and years; expected values by hand arithmetic on the tables."""

from pathlib import Path

import pandas as pd

import ecopark as ep

FOLDER = Path(ep.datasets.path("taiwan")).parent
GRID = [
    {"site": "changbin", "scope": "Taiwan program"},
    {"site": "mailiao", "heat_value": 9200.0, "money_years": 5.0},
    {"heat_value": 9400.0, "older_claim": "2020_co2"},
    {"scope": "Taiwan program", "heat_value": 9620.0, "older_claim": "2012_co2", "money_years": 0.5},
    {"co2_printed": "12,400 t", "oil_printed": "4,100 kL", "heat_value": 9333.0},
    {"oil_printed": "12萬公秉", "older_claim": "2011_co2", "discount": 0.1},
]
SENSELESS = [
    ({"older_claim": "2007_linked"}, "No figure for CO2 is called '2007_linked'"),
    ({"co2_printed": "much"}, "the number of digits in co2_printed is 0"),
]
# Both ends of what was printed, read by hand: 362,000 and 121,000; 959,000 and 308,000.
PRINTED = {
    "Linhai": ((361_500, 362_500), (120_500, 121_500), 2_000_000),
    "Taiwan program": ((958_500, 959_500), (307_500, 308_500), 4_290_000),
    "12,400 t": (12_399.5, 12_400.5),
    "4,100 kL": (4_099.5, 4_100.5),
    "12萬公秉": (115_000, 125_000),
}


def expected(site, scope, co2_printed, oil_printed, heat_value, older_claim, money_years, **_):
    co2, oil, tonnes = PRINTED[scope]
    co2, oil = PRINTED.get(co2_printed, co2), PRINTED.get(oil_printed, oil)
    candidate = heat_value * 4.1868e-3 * 77.4 / 1000
    quotients = {
        name: (PRINTED[name][0][0] / PRINTED[name][1][1], PRINTED[name][0][1] / PRINTED[name][1][0])
        for name in ("Linhai", "Taiwan program")
    }
    if co2_printed or oil_printed:
        quotients["this run"] = (co2[0] / oil[1], co2[1] / oil[0])
    inside = [name for name, (low, high) in quotients.items() if low <= candidate <= high]
    factors = pd.read_csv(FOLDER / "factors_of_success.csv").query("site == @site")["effect"]
    older = pd.read_csv(FOLDER / "series.csv").set_index("id").at[older_claim, "value"]
    stated = sum(PRINTED[scope][0]) / 2
    return {
        "factors that helped the park": int((factors == "helped").sum()),
        "factors that hindered the park": int((factors == "hindered").sum()),
        "CO2 for a kL, low [t/kL]": co2[0] / oil[1],
        "CO2 for a kL, high [t/kL]": co2[1] / oil[0],
        "the candidate [t/kL]": candidate,
        "the candidate fits": ", ".join(inside) or "neither",
        "older claim over the figure of the article": older / stated,
        "CO2 for a tonne exchanged [t/t]": stated / tonnes,
        "payback [year]": 2780 / (3660 / money_years),
    }
