"""Write the table of the package fuel_carbon from the wheel of bonsai-ipcc 0.5.3."""

from __future__ import annotations

import csv
from io import StringIO

import published

REQUIREMENT = "bonsai-ipcc==0.5.3"
FOLDER = "bonsai_ipcc/data/generic"
SOURCE = "bonsai-ipcc-0.5.3"

# Quantity: file, its SHA-256, unit there, unit here (the same number), place in the guidelines.
TABLES = {
    "carbon content": (
        "par_carbon_content_per_energy.csv",
        "225304bffb8bd69161a2117aea25529309bf3721fa1b7b6a7acf194aac771a24",
        "kg/GJ",
        "kgC/GJ",
        "Table 1.3, page 1.21",
    ),
    "heat value": (
        "par_energy_content_per_mass.csv",
        "29310b0ad7e27924a76481446438b614411f7e8b3c2d77506b5cf51a64850979",
        "GJ/t",
        "GJ/t",
        "Table 1.2, page 1.18",
    ),
}
CARRIERS = {
    "crude_oil": "oil",
    "gasoline": "motor_gasoline",
    "kerosene": "other_kerosene",
    "diesel": "gas_diesel_oil",
    "fuel_oil": "residual_fuel_oil",
    "lpg": "liquefied_petroleum_gases",
    "natural_gas": "natural_gas",
    "anthracite": "anthracite",
    "coking_coal": "coking_coal",
    "other_bituminous_coal": "other_bituminous_coal",
    "sub_bituminous_coal": "sub_bituminous_coal",
    "lignite": "lignite",
    "coke": "coke",
}

# China's default for coal of any kind, before and after the change of 2022 [kgC/GJ].
_DEFAULT = "Default for power plants that measured the carbon content in fewer than three months of a year"
_ABOVE = "It lies above the 95 % interval of every coal but lignite in this table: to measure pays"
CHINESE_COAL = (
    ("coal_china_before_2022", "33.56", "0.03356 tC/GJ", None, f"{_DEFAULT}; replaced in June 2022"),
    ("coal_china_2022", "30.85", "0.03085 tC/GJ", 2022, f"{_DEFAULT}. {_ABOVE}"),
)


def main() -> None:
    """Write the table."""
    wheel = published.arguments(REQUIREMENT, __doc__)
    factors: list[dict[str, object]] = []
    for quantity, (file, sha256, unit_there, unit, place) in TABLES.items():
        text = published.member(wheel, f"{FOLDER}/{file}", sha256).decode("utf-8")
        rows = {(row["product"], row["property"]): row for row in csv.DictReader(StringIO(text))}
        for carrier, product in CARRIERS.items():
            default, low, high = (rows[product, bound] for bound in ("def", "min", "max"))
            if {row["unit"] for row in (default, low, high)} != {unit_there}:
                raise SystemExit(f"{file}: {product} is not in {unit_there}.")
            factors.append(
                {
                    "id": f"{carrier}_{quantity.replace(' ', '_')}",
                    "carrier": carrier,
                    "quantity": quantity,
                    "value": default["value"],
                    "low": low["value"],
                    "high": high["value"],
                    "unit": unit,
                    "value_printed": default["value"],
                    "heat_value_convention": "LHV",
                    "country": "world",
                    "year": 2006,
                    "note": None,
                    "source": SOURCE,
                    "where": f"{file}, {product}; {place} of the guidelines",
                    "status": "verified",
                }
            )
    for name, value, printed, year, note in CHINESE_COAL:
        factors.append(
            {
                **dict.fromkeys(factors[0]),
                "id": name,
                "carrier": "coal",
                "quantity": "carbon content",
                "value": value,
                "unit": "kgC/GJ",
                "value_printed": printed,
                "country": "China",
                "year": year,
                "note": note,
                "source": "chemlinked-2022",
                "where": "paragraph on the carbon content of coal",
                "status": "verified",
            }
        )
    published.write("fuel_carbon/factors.csv", factors)


if __name__ == "__main__":
    main()
