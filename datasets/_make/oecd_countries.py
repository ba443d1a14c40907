"""Write the table of the package oecd_countries from the wheel of deabook 0.0.10."""

from __future__ import annotations

from io import BytesIO

import published
from python_calamine import CalamineWorkbook

REQUIREMENT = "deabook==0.0.10"
FILE = "deabook/data/oecd data.xlsx"
SHA256 = "fa27a3d21a0f9b86b682b0ee5122f0974b8180abcca6b7cbbe76b778a2d6bcc1"
SOURCE = "deabook-0.0.10"

NAMES = {
    "澳大利亚": "Australia",
    "奥地利": "Austria",
    "比利时": "Belgium",
    "加拿大": "Canada",
    "瑞士": "Switzerland",
    "智利": "Chile",
    "捷克": "Czechia",
    "德国": "Germany",
    "丹麦": "Denmark",
    "西班牙": "Spain",
    "爱沙尼亚": "Estonia",
    "芬兰": "Finland",
    "法国": "France",
    "英国": "United Kingdom",
    "希腊": "Greece",
    "匈牙利": "Hungary",
    "爱尔兰": "Ireland",
    "以色列": "Israel",
    "意大利": "Italy",
    "日本": "Japan",
    "韩国": "Korea",
    "卢森堡": "Luxembourg",
    "墨西哥": "Mexico",
    "荷兰": "Netherlands",
    "挪威": "Norway",
    "新西兰": "New Zealand",
    "波兰": "Poland",
    "葡萄牙": "Portugal",
    "斯洛伐克": "Slovakia",
    "斯洛文尼亚": "Slovenia",
    "瑞典": "Sweden",
    "土耳其": "Türkiye",
    "美国": "United States",
}
CUT_OFF = {"卢森": "卢森堡"}  # the sheet prints two of the three characters
COLUMNS = {
    "gdp": "Y",
    "energy": "E",
    "coal": "coal",
    "gas": "gas",
    "petroleum": "petroleum",
    "nuclear_renewable": "nuclear_renewable",
    "co2": "CO2",
}


def main() -> None:
    """Write the table."""
    wheel = published.arguments(REQUIREMENT, __doc__)
    sheet = CalamineWorkbook.from_filelike(BytesIO(published.member(wheel, FILE, SHA256)))
    header, *lines = sheet.get_sheet_by_name("Sheet1").to_python()
    panel = []
    for number, line in enumerate(lines, start=2):
        row = dict(zip(header, line, strict=True))
        chinese = CUT_OFF.get(row["国家"], row["国家"])
        panel.append(
            {
                "country": NAMES[chinese],
                "country_zh": chinese,
                "year": int(row["year"]),
                **{name: row[printed] for name, printed in COLUMNS.items()},
                "source": SOURCE,
                "where": f"oecd data.xlsx, Sheet1, row {number}",
                "status": "unverified",
            }
        )
    published.write("oecd_countries/panel.csv", panel)


if __name__ == "__main__":
    main()
