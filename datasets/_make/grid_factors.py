"""Write the tables of the package grid_factors from the wheel of codecarbon 3.3.2."""

from __future__ import annotations

import json

import published

REQUIREMENT = "codecarbon==3.3.2"
FOLDER = "codecarbon/data/private_infra"
PROVINCES = f"{FOLDER}/2023/china_provincial_emissions.json"
PROVINCES_SHA256 = "2e1153208ec484bdbe4066dc9f5debc28bce7c30d5f5a313908243039a1b594c"
MIX = f"{FOLDER}/global_energy_mix.json"
MIX_SHA256 = "8f1053800210aa07cc6019cc422b0d34f47dd092f6351dd873445c2b8199a107"
SOURCE = "codecarbon-3.3.2"

CHINESE = {
    "CN-BJ": "北京",
    "CN-TJ": "天津",
    "CN-HE": "河北",
    "CN-SX": "山西",
    "CN-NM": "内蒙古",
    "CN-LN": "辽宁",
    "CN-JL": "吉林",
    "CN-HL": "黑龙江",
    "CN-SH": "上海",
    "CN-JS": "江苏",
    "CN-ZJ": "浙江",
    "CN-AH": "安徽",
    "CN-FJ": "福建",
    "CN-JX": "江西",
    "CN-SD": "山东",
    "CN-HA": "河南",
    "CN-HB": "湖北",
    "CN-HN": "湖南",
    "CN-GD": "广东",
    "CN-GX": "广西",
    "CN-HI": "海南",
    "CN-CQ": "重庆",
    "CN-SC": "四川",
    "CN-GZ": "贵州",
    "CN-YN": "云南",
    "CN-SN": "陕西",
    "CN-GS": "甘肃",
    "CN-QH": "青海",
    "CN-NX": "宁夏",
    "CN-XJ": "新疆",
}

# The official national factors of 2023 [kg/kWh], from news on the notice; the notice was not read.
_NEWS = "china-power-news-2023-factors"
OFFICIAL = (
    ("grid average", "0.5306", "guangming-2023-factors", "paragraph on the national level"),
    (
        "grid average without market-traded non-fossil electricity",
        "0.6096",
        _NEWS,
        "paragraph on the factor without market-traded electricity",
    ),
    ("fossil only", "0.8273", _NEWS, "paragraph on the factor of fossil electricity"),
)


def main() -> None:
    """Write the two tables."""
    wheel = published.arguments(REQUIREMENT, __doc__)
    printed = json.loads(published.member(wheel, PROVINCES, PROVINCES_SHA256))["data"]
    provinces = [
        {
            "id": code,
            "area": row["description"],
            "area_zh": CHINESE[code],
            "year": row["year"],
            "value": f"{row['emission_factor'] / 1000:.4f}",
            "unit": "kg/kWh",
            "value_printed": f"{row['emission_factor']} {row['unit']}",
            "gas": "CO2",
            "boundary": "grid average",
            "source": SOURCE,
            "where": f"2023/china_provincial_emissions.json, {code}; Table 3 of the notice",
            "status": "verified",
        }
        for code, row in printed.items()
    ]
    published.write("grid_factors/provinces.csv", provinces)

    conventions = [
        {
            "area": "China",
            "year": 2023,
            "value": value,
            "unit": "kg/kWh",
            "value_printed": value,
            "gas": "CO2",
            "boundary": boundary,
            "source": source,
            "where": where,
            "status": "verified",
        }
        for boundary, value, source, where in OFFICIAL
    ]
    china = json.loads(published.member(wheel, MIX, MIX_SHA256))["CHN"]
    life_cycle = {
        "area": "China",
        "year": china["year"],
        "value": f"{china['carbon_intensity'] / 1000:.6f}",
        "unit": "kg/kWh",
        "value_printed": f"{china['carbon_intensity']} g/kWh",
        "gas": "CO2e",
        "boundary": "life cycle",
        "source": SOURCE,
        "where": "global_energy_mix.json, CHN, carbon_intensity",
        "status": "verified",
    }
    published.write("grid_factors/conventions.csv", [*conventions, life_cycle])


if __name__ == "__main__":
    main()
