"""Write the tables of the package cn_industries from the wheel of deabook 0.0.10.

The sheet holds 27 blocks of 20 rows, 1998 to 2017 in each. The labels of some blocks are wrong, so
an industry is told by the place of its block; the table ``industries`` keeps both printed labels.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
import published
from python_calamine import CalamineWorkbook

REQUIREMENT = "deabook==0.0.10"
FILE = "deabook/data/aaa.xls"
SHA256 = "5d8581b0499d984065fe4566ca5ecd60f55dea8bdaaf2c0eab55e6b59d81403b"
SOURCE = "deabook-0.0.10"
YEARS = range(1998, 2018)

# In the order of the sheet. The English names are this project's; they follow the Chinese names.
INDUSTRIES = (
    ("Food processing", "农副食品加工业"),
    ("Food manufacturing", "食品制造业"),
    ("Beverages", "酒、饮料和精制茶制造业"),
    ("Tobacco", "烟草制品业"),
    ("Textiles", "纺织业"),
    ("Apparel", "纺织服装、服饰业"),
    ("Leather and footwear", "皮革、毛皮、羽毛及其制品和制鞋业"),
    ("Wood products", "木材加工和木、竹、藤、棕、草制品业"),
    ("Furniture", "家具制造业"),
    ("Paper", "造纸和纸制品业"),
    ("Printing", "印刷和记录媒介复制业"),
    ("Cultural, sports and craft goods", "文教、工美、体育和娱乐用品制造业"),
    ("Petroleum and coking", "石油加工、炼焦和核燃料加工业"),
    ("Chemicals", "化学原料和化学制品制造业"),
    ("Medicines", "医药制造业"),
    ("Chemical fibers", "化学纤维制造业"),
    ("Rubber and plastics", "橡胶和塑料制品业"),
    ("Non-metallic minerals", "非金属矿物制品业"),
    ("Ferrous metals", "黑色金属冶炼和压延加工业"),
    ("Non-ferrous metals", "有色金属冶炼和压延加工业"),
    ("Metal products", "金属制品业"),
    ("General machinery", "通用设备制造业"),
    ("Special machinery", "专用设备制造业"),
    ("Computers and electronics", "计算机、通信和其他电子设备制造业"),
    ("Electrical machinery", "电气机械和器材制造业"),
    ("Transport equipment", "铁路、船舶、航空航天和其他运输设备制造业"),
    ("Measuring instruments", "仪器仪表制造业"),
)

# What the printed labels say that the numbers contradict, by block, counted from 0.
_PERMUTED = "The English label is another industry's: blocks 10 to 13 are permuted; energy use tells"
CORRECTIONS = {
    **dict.fromkeys((10, 11, 12, 13), _PERMUTED),
    17: "The row of 2015 (row 359 of the sheet) carries both labels of ferrous metals; value added, "
    "energy and labor continue the series of non-metallic minerals",
    23: "The Chinese label is that of transport equipment; growth and energy use tell",
    25: "The Chinese label is that of computers and electronics; growth and energy use tell. Automobiles "
    "have no row and seem to be in here, though the name leaves them out: in 2017 it is the second "
    "largest industry by value added",
}

# Energy use of all industry [10^4 tce], mining and power supply included, as yearbooks print it.
PRINTED = (
    (2000, 89634, "nbs-yearbook-2004-energy", "Table 7-3, column 2000, row Industry"),
    (2000, 95443, "nbs-yearbook-2006-energy", "Table 7-3, column 2000, row Industry"),
    (2000, 103774, "nbs-yearbook-2012-energy", "Table 7-3, column 2000, row Industry"),
    (2003, 119627, "nbs-yearbook-2004-energy", "Table 7-3, column 2003, row Industry"),
    (2003, 121771, "nbs-yearbook-2006-energy", "Table 7-3, column 2003, row Industry"),
    (2005, 158058, "nbs-yearbook-2006-energy", "Table 7-3, column 2005, row Industry"),
    (2005, 168724, "nbs-yearbook-2012-energy", "Table 7-3, column 2005, row Industry"),
    (2010, 231102, "nbs-yearbook-2012-energy", "Table 7-3, column 2010, row Industry"),
)


def typed(value: float) -> str:
    """Return a number as it was typed: the sheet keeps single precision, 18.8884 as 18.888399124145508."""
    return str(np.float32(value))


def main() -> None:
    """Write the three tables."""
    wheel = published.arguments(REQUIREMENT, __doc__)
    sheet = CalamineWorkbook.from_filelike(BytesIO(published.member(wheel, FILE, SHA256)))
    header, *lines = sheet.get_sheet_by_name("Sheet1").to_python()
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    n = len(YEARS)
    if [row["year"] for row in rows] != list(YEARS) * len(INDUSTRIES):
        raise SystemExit("The sheet does not hold 27 blocks of the years 1998 to 2017.")

    panel = []
    for i, row in enumerate(rows):
        english, chinese = INDUSTRIES[i // n]
        panel.append(
            {
                "industry": english,
                "industry_zh": chinese,
                "year": int(row["year"]),
                "industrial_added_value_constant": typed(row["Y"]),
                "energy": typed(row["E"]),
                "employees": typed(row["L"]),
                "source": SOURCE,
                "where": f"aaa.xls, Sheet1, row {i + 2}",
                "status": "unverified",
            }
        )
    published.write("cn_industries/panel.csv", panel)

    industries = []
    for block, (english, chinese) in enumerate(INDUSTRIES):
        first = block * n
        industries.append(
            {
                "block": block,
                "industry": english,
                "industry_zh": chinese,
                "printed_en": rows[first]["id1"],
                "printed_zh": rows[first]["hangye"],
                "correction": CORRECTIONS.get(block),
                "source": SOURCE,
                "where": f"aaa.xls, Sheet1, rows {first + 2}-{first + n + 1}",
                "status": "unverified",
            }
        )
    published.write("cn_industries/industries.csv", industries)

    totals = []
    for year, printed, source, where in PRINTED:
        # 10^6 tce → 10^4 tce
        energy = 100 * sum(float(row["energy"]) for row in panel if row["year"] == year)
        totals.append(
            {
                "year": year,
                "all_industry": printed,
                "sum_of_27": f"{energy:.0f}",
                "share": f"{100 * energy / printed:.1f}",
                "source": source,
                "where": where,
                "status": "verified",
            }
        )
    published.write("cn_industries/yearbook_totals.csv", totals)


if __name__ == "__main__":
    main()
